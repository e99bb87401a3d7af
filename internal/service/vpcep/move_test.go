package vpcep_test

import (
	"cmp"
	"fmt"
	"strings"
	"testing"

	"github.com/hwc-community/terraform-provider-hwc/internal/acctest"
	"github.com/hwc-community/terraform-provider-hwc/internal/client/vpcep"
	"github.com/hwc-community/terraform-provider-hwc/internal/emulator"
)

const (
	movedRouteTable = "cd7fdf2b-d964-4a4a-a169-2af1112e7d02"
	movedService    = `
resource "hwc_vpcep_service" "test" {
  name        = "orders"
  vpc_id      = "4189d3c2-8882-4871-a3c2-d380272eed80"
  port_id     = "4189d3c2-8882-4871-a3c2-d380272eed88"
  server_type = "VM"
  ports       = [{ client_port = 443, server_port = 8443 }, { client_port = 80, server_port = 8080 }]
  tags        = { team = "orders", stage = "live" }
`
	movedEndpoint = `
resource "hwc_vpcep_endpoint" "test" {
  service_id       = "{service}"
  vpc_id           = "4189d3c2-8882-4871-a3c2-d380272eed80"
  subnet_id        = "61881173-3899-4981-a700-170253d469b6"
  enable_dns       = true
  enable_whitelist = true
  whitelist        = ["10.0.0.0/8"]
  tags             = { team = "shop" }
`
)

// seedMovedService creates what testdata/moved says of a service; the move's test destroys it.
func seedMovedService(t *testing.T, cloud *acctest.Env, change func(*vpcep.CreateServiceRequest)) []string {
	t.Helper()
	body := vpcep.CreateServiceRequest{
		ServiceName: "orders", Description: "order service", VpcID: acctest.VPC, PortID: acctest.Port, ServerType: "VM",
		Ports: []vpcep.PortMapping{{ClientPort: 80, ServerPort: 8080, Protocol: "TCP"}, {ClientPort: 443, ServerPort: 8443, Protocol: "TCP"}},
		Tags:  []vpcep.Tag{{Key: "team", Value: "orders"}, {Key: "stage", Value: "live"}},
	}
	change(&body)
	created, _, err := cloud.Client().CreateService(t.Context(), body)
	if err != nil {
		t.Fatal(err)
	}
	service, err := cloud.Client().WaitServiceAvailable(t.Context(), created.ID)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := cloud.Client().AddPermissions(t.Context(), service.ID, []vpcep.NewPermission{{Permission: "iam:domain::" + acctest.DomainIDB}}); err != nil {
		t.Fatal(err)
	}
	return []string{"{service}", service.ID, "{pool}", service.PoolID}
}

// seedMovedEndpoint creates what testdata/moved says of an endpoint of an interface service, and accepts it.
func seedMovedEndpoint(t *testing.T, cloud *acctest.Env, service, description string) []string {
	t.Helper()
	yes, whitelist := true, []string{"10.0.0.0/8"}
	created, _, err := cloud.Client().CreateEndpoint(t.Context(), vpcep.CreateEndpointRequest{
		ServiceID: service, VpcID: acctest.VPC, SubnetID: acctest.Subnet, EnableDNS: &yes, EnableWhitelist: &yes, Whitelist: &whitelist,
		Description: description, Tags: []vpcep.Tag{{Key: "team", Value: "shop"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	answer(t, cloud, vpcep.Receive)()
	endpoint, err := cloud.Client().WaitEndpointConnected(t.Context(), created.ID, true)
	if err != nil {
		t.Fatal(err)
	}
	return []string{"{service}", service, "{endpoint}", endpoint.ID, "{ip}", endpoint.IP, "{domain}", endpoint.DNSNames[0]}
}

var moves = []struct {
	name     string // "": that of the type
	provider string
	typeName string
	file     string // "": as the type
	seed     func(t *testing.T, cloud *acctest.Env) []string
	to       string
	config   string
	warns    string
}{
	{
		provider: "registry.terraform.io/huaweicloud/huaweicloud", typeName: "huaweicloud_vpcep_service",
		seed: func(t *testing.T, cloud *acctest.Env) []string {
			t.Helper()
			return seedMovedService(t, cloud, func(*vpcep.CreateServiceRequest) {})
		},
		// The whitelist is taken over with the blocks that the warning has.
		to: "hwc_vpcep_service", config: movedService + "  description = \"order service\"\n  timeouts = { create = \"20m\" }\n}" + `
import {
  to = hwc_vpcep_service_whitelist.test
  id = "cn-north-4/{service}"
}

resource "hwc_vpcep_service_whitelist" "test" {
  service_id = "{service}"
  records    = [{ permission = "iam:domain::` + acctest.DomainIDB + `" }]
}`,
		warns: `to = hwc_vpcep_service_whitelist.NAME id = "cn-north-4/{service}".*{ permission = "iam:domain::` + acctest.DomainIDB + `" }`,
	},
	{
		name:     "huaweicloud_vpcep_service from OpenTofu's registry",
		provider: "registry.opentofu.org/huaweicloud/huaweicloud", typeName: "huaweicloud_vpcep_service",
		seed: func(t *testing.T, cloud *acctest.Env) []string {
			t.Helper()
			return seedMovedService(t, cloud, func(*vpcep.CreateServiceRequest) {})
		},
		to: "hwc_vpcep_service", config: movedService + "  region = \"cn-north-4\"\n  description = \"order service\"\n  timeouts = { create = \"20m\" }\n}",
		warns: `to = hwc_vpcep_service_whitelist.NAME`,
	},
	{
		provider: "registry.terraform.io/FlexibleEngineCloud/flexibleengine", typeName: "flexibleengine_vpcep_service",
		seed: func(t *testing.T, cloud *acctest.Env) []string {
			t.Helper()
			return seedMovedService(t, cloud, func(body *vpcep.CreateServiceRequest) {
				body.ServiceName, body.Description, body.Tags, body.Ports = "", "", nil, body.Ports[:1]
			})
		},
		to: "hwc_vpcep_service", config: serviceConfig("approval_enabled = true"),
	},
	{
		provider: "registry.terraform.io/opentelekomcloud/opentelekomcloud", typeName: "opentelekomcloud_vpcep_service_v1",
		seed: func(t *testing.T, cloud *acctest.Env) []string {
			t.Helper()
			return seedMovedService(t, cloud, func(body *vpcep.CreateServiceRequest) { body.Description = "" })
		},
		to: "hwc_vpcep_service", config: movedService + "}",
		warns: `to = hwc_vpcep_service_whitelist.NAME id = "{service}".*{ permission = "iam:domain::` + acctest.DomainIDB + `" }`,
	},
	{
		provider: "registry.terraform.io/huaweicloud/huaweicloud", typeName: "huaweicloud_vpcep_endpoint",
		seed: func(t *testing.T, cloud *acctest.Env) []string {
			t.Helper()
			return seedMovedEndpoint(t, cloud, askedService(t, cloud), "shop")
		},
		to: "hwc_vpcep_endpoint", config: movedEndpoint + "  description = \"shop\"\n}",
	},
	{
		// No ignore_changes = [enable_dns], which such an endpoint needs there (HE-1).
		name: "gateway", file: "huaweicloud_vpcep_endpoint_gateway",
		provider: "registry.terraform.io/huaweicloud/huaweicloud", typeName: "huaweicloud_vpcep_endpoint",
		seed: func(t *testing.T, cloud *acctest.Env) []string {
			t.Helper()
			service := cloud.PublicService(t.Context(), "obs")
			endpoint, _, err := cloud.Client().CreateEndpoint(t.Context(), vpcep.CreateEndpointRequest{
				ServiceID: service, VpcID: acctest.VPC, RouteTables: []string{movedRouteTable},
			})
			if err != nil {
				t.Fatal(err)
			}
			return []string{"{service}", service, "{endpoint}", endpoint.ID}
		},
		to: "hwc_vpcep_endpoint",
		config: `
resource "hwc_vpcep_endpoint" "test" {
  service_id      = "{service}"
  vpc_id          = "4189d3c2-8882-4871-a3c2-d380272eed80"
  route_table_ids = ["` + movedRouteTable + `"]
}`,
	},
	{
		name:     "pending",
		provider: "registry.terraform.io/sbercloud-terraform/sbercloud", typeName: "sbercloud_vpcep_endpoint",
		seed: func(t *testing.T, cloud *acctest.Env) []string {
			t.Helper()
			service := askedService(t, cloud)
			endpoint, _, err := cloud.Client().CreateEndpoint(t.Context(), vpcep.CreateEndpointRequest{ServiceID: service, VpcID: acctest.VPC, SubnetID: acctest.Subnet})
			if err != nil {
				t.Fatal(err)
			}
			return []string{"{service}", service, "{endpoint}", endpoint.ID}
		},
		to: "hwc_vpcep_endpoint",
		config: `
resource "hwc_vpcep_endpoint" "test" {
  service_id = "{service}"
  vpc_id     = "4189d3c2-8882-4871-a3c2-d380272eed80"
  subnet_id  = "61881173-3899-4981-a700-170253d469b6"
}`,
	},
	{
		provider: "registry.terraform.io/opentelekomcloud/opentelekomcloud", typeName: "opentelekomcloud_vpcep_endpoint_v1",
		seed: func(t *testing.T, cloud *acctest.Env) []string {
			t.Helper()
			return seedMovedEndpoint(t, cloud, askedService(t, cloud), "")
		},
		to: "hwc_vpcep_endpoint", config: movedEndpoint + "}",
	},
	{
		provider: "registry.terraform.io/huaweicloud/huaweicloud", typeName: "huaweicloud_vpcep_approval",
		seed: func(t *testing.T, cloud *acctest.Env) []string {
			t.Helper()
			service := askedService(t, cloud)
			endpoint := request(t, cloud.Client(), service)
			answer(t, cloud, vpcep.Receive)()
			return []string{"{service}", service, "{endpoint}", endpoint}
		},
		to: "hwc_vpcep_service_connection",
		config: `
resource "hwc_vpcep_service_connection" "test" {
  service_id  = "{service}"
  endpoint_id = "{endpoint}"
  accepted    = true
}`,
	},
}

// An object of another provider moves with nothing to change, and is managed from then on, the other provider gone.
func TestAccVpcep_moved(t *testing.T) {
	t.Parallel()
	for _, test := range moves {
		t.Run(cmp.Or(test.name, test.typeName), func(t *testing.T) {
			t.Parallel()
			cloud := acctest.Start(t, emulator.Options{})
			plan := acctest.Moved(t, cloud, acctest.Move{
				Provider: test.provider, From: test.typeName, To: test.to, File: cmp.Or(test.file, test.typeName),
				Seed: func() *strings.Replacer { return strings.NewReplacer(test.seed(t, cloud)...) }, Config: test.config, Says: test.warns,
			})
			if test.warns == "" && strings.Contains(plan, "whitelist of the VPC endpoint service") {
				t.Errorf("a warning about nothing:\n%s", plan)
			}
		})
	}
}

// An approval of several endpoints is no connection; the message has the blocks that do it.
func TestAccVpcep_movedApprovalOfSeveral(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorkspace(t, "")
	w.Needs(t.Context(), "1.8")
	const provider, typeName, second = "registry.terraform.io/huaweicloud/huaweicloud", "huaweicloud_vpcep_approval", "530d6f2f-d115-4df2-8c36-32d19f3c0bbc"
	values := strings.NewReplacer("{service}", nobody, `"endpoints": ["{endpoint}"]`, fmt.Sprintf(`"endpoints": [%q, %q]`, otherPort, second), "{endpoint}", otherPort)
	w.WriteState(acctest.PeerState(provider, acctest.PeerObject(t, typeName, "test", typeName, values)))
	w.Pretend(provider)
	w.Write("provider \"hwc\" {\n  endpoint_url = \"http://127.0.0.1:9\"\n  region = \"cn-north-4\"\n  access_key = \"a\"\n  secret_key = \"b\"\n}\n" +
		connectionConfig(nobody, second, "accepted = true") + "moved {\n  from = huaweicloud_vpcep_approval.test\n  to   = hwc_vpcep_service_connection.test\n}\n")
	output, err := w.Run(t.Context(), "plan", "-no-color")
	want := `Could not move the huaweicloud_vpcep_approval.*it accepts 2 endpoints.*removed block.*import {.*id = "` + nobody + "/" + otherPort + `".*id = "` + nobody + "/" + second + `"`
	if err == nil || !said(want).MatchString(output) {
		t.Errorf("%v, %s", err, output)
	}
}

// The example of the guide moves as the guide shows it.
func TestAccVpcep_migrationGuide(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	w := acctest.NewWorkspace(t, "")
	w.Needs(t.Context(), "1.8")
	seeded := seedMovedService(t, cloud, func(*vpcep.CreateServiceRequest) {})
	seeded = append(seeded, seedMovedEndpoint(t, cloud, seeded[1], "shop")[2:]...)
	values := strings.NewReplacer(seeded...)
	const provider = "registry.terraform.io/huaweicloud/huaweicloud"
	w.WriteState(acctest.PeerState(provider,
		acctest.PeerObject(t, "huaweicloud_vpcep_service", "orders", "huaweicloud_vpcep_service", values),
		acctest.PeerObject(t, "huaweicloud_vpcep_endpoint", "shop", "huaweicloud_vpcep_endpoint", values),
		acctest.PeerObject(t, "huaweicloud_vpcep_approval", "shop", "huaweicloud_vpcep_approval", values)))
	w.Pretend(provider)
	w.Write(cloud.Provider() + acctest.Repository(t, "examples/migrate-from-huaweicloud/main.tf"))

	acctest.GuideShows(t, w.MustRun(t.Context(), "plan", "-no-color"))
	w.MustRun(t.Context(), "apply", "-no-color", "-auto-approve")
	w.Pretend()
	w.MustRun(t.Context(), "plan", "-no-color", "-detailed-exitcode")
	w.MustRun(t.Context(), "destroy", "-no-color", "-auto-approve")
}
