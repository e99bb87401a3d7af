package vpcep_test

import (
	"context"
	"fmt"
	"os"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/compare"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/hwc-community/terraform-provider-hwc/internal/acctest"
	"github.com/hwc-community/terraform-provider-hwc/internal/client/vpcep"
	"github.com/hwc-community/terraform-provider-hwc/internal/emulator"
)

func TestMain(m *testing.M) { os.Exit(acctest.Main(m)) }

const (
	serviceAddress = "hwc_vpcep_service.test"
	otherPort      = "4189d3c2-8882-4871-a3c2-d380272eed89"
	otherVPC       = "4189d3c2-8882-4871-a3c2-d380272eed81"
)

// serviceConfig is a service with the required arguments and the lines given.
func serviceConfig(lines string) string {
	return fmt.Sprintf(`
resource "hwc_vpcep_service" "test" {
  vpc_id      = %q
  port_id     = %q
  server_type = "VM"
  ports       = [{ client_port = 80, server_port = 8080 }]
  %s
}
`, acctest.VPC, acctest.Port, lines)
}

// Shorter names of what the tests of all services share.
var (
	said       = acctest.Said
	action     = acctest.Plans
	emptyPlan  = acctest.EmptyPlan
	value      = acctest.Value
	text       = acctest.Text
	exactly    = acctest.Exactly
	dataConfig = acctest.DataSource
)

func port(client, server int64) knownvalue.Check {
	return knownvalue.ObjectExact(map[string]knownvalue.Check{
		"client_port": knownvalue.Int64Exact(client), "server_port": knownvalue.Int64Exact(server), "protocol": text("TCP"),
	})
}

// Peers: HS-6: without an approval setting the service accepts every endpoint.
func TestAccVpcepService_basic(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{
			Config:           cloud.Provider() + serviceConfig(""),
			ConfigPlanChecks: action(serviceAddress, plancheck.ResourceActionCreate),
			ConfigStateChecks: []statecheck.StateCheck{
				value(serviceAddress, "id", knownvalue.StringRegexp(regexp.MustCompile(`^[0-9a-f-]{36}$`))),
				value(serviceAddress, "region", text(acctest.Region)),
				value(serviceAddress, "name", knownvalue.Null()),
				value(serviceAddress, "description", knownvalue.Null()),
				value(serviceAddress, "service_type", text("interface")),
				value(serviceAddress, "approval_enabled", knownvalue.Bool(true)),
				value(serviceAddress, "tcp_proxy", text("close")),
				value(serviceAddress, "ports", knownvalue.SetExact([]knownvalue.Check{port(80, 8080)})),
				value(serviceAddress, "status", text("available")),
				value(serviceAddress, "project_id", text(acctest.ProjectID)),
				value(serviceAddress, "service_name", knownvalue.StringRegexp(regexp.MustCompile(`^cn-north-4\.[0-9a-f-]{36}$`))),
				value(serviceAddress, "supported_editions", knownvalue.ListExact([]knownvalue.Check{text("basic")})),
				value(serviceAddress, "tags", knownvalue.Null()),
				value(serviceAddress, "tags_all", knownvalue.MapExact(map[string]knownvalue.Check{})),
				value(serviceAddress, "force_destroy", knownvalue.Bool(false)),
			},
		},
		{ResourceName: serviceAddress, ImportState: true, ImportStateVerify: true},
		{ResourceName: serviceAddress, ImportState: true, ImportStateKind: resource.ImportBlockWithID},
		{
			ResourceName: serviceAddress, ImportState: true, ImportStateVerify: true,
			ImportStateIdFunc: acctest.ImportID(serviceAddress, "region", "id"),
		},
	}})
}

func TestAccVpcepService_identity(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	cloud.Test(resource.TestCase{
		TerraformVersionChecks: []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_12_0)},
		Steps: []resource.TestStep{
			{
				Config: cloud.Provider() + serviceConfig(""),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectIdentity(serviceAddress, map[string]knownvalue.Check{
						"region": text(acctest.Region),
						"id":     knownvalue.NotNull(),
					}),
					statecheck.ExpectIdentityValueMatchesState(serviceAddress, tfjsonpath.New("id")),
				},
			},
			{ResourceName: serviceAddress, ImportState: true, ImportStateKind: resource.ImportBlockWithResourceIdentity},
		},
	})
}

func TestAccVpcepService_full(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	full := `
  region           = "cn-north-4"
  name             = "full-service_16"
  description      = "all arguments"
  service_type     = "interface"
  approval_enabled = false
  tcp_proxy        = "proxy_vni"
  pool_id          = "5289d3c2-8882-4871-a3c2-d380272eed80"
  enable_policy    = true
  ip_version       = "ipv4"
  snat_network_id  = "61881173-3899-4981-a700-170253d469b7"
  force_destroy    = true
  tags             = { owner = "me", empty = "" }
  timeouts         = { create = "5m", read = "1m", update = "5m", delete = "5m" }
`
	checks := []statecheck.StateCheck{
		value(serviceAddress, "name", text("full-service_16")),
		value(serviceAddress, "description", text("all arguments")),
		value(serviceAddress, "approval_enabled", knownvalue.Bool(false)),
		value(serviceAddress, "tcp_proxy", text("proxy_vni")),
		value(serviceAddress, "pool_id", text("5289d3c2-8882-4871-a3c2-d380272eed80")),
		value(serviceAddress, "enable_policy", knownvalue.Bool(true)),
		value(serviceAddress, "ip_version", text("ipv4")),
		value(serviceAddress, "snat_network_id", text("61881173-3899-4981-a700-170253d469b7")),
		value(serviceAddress, "service_name", knownvalue.StringRegexp(regexp.MustCompile(`^cn-north-4\.full-service_16\.[0-9a-f-]{36}$`))),
		value(serviceAddress, "tags", knownvalue.MapExact(map[string]knownvalue.Check{"owner": text("me"), "empty": text("")})),
	}
	minimal := serviceConfig("")
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{Config: cloud.Provider() + serviceConfig(full), ConfigStateChecks: checks},
		{
			ResourceName: serviceAddress, ImportState: true, ImportStateVerify: true,
			ImportStateVerifyIgnore: []string{"timeouts", "force_destroy"}, // settings of Terraform, not of the cloud
		},
		{
			Config:           cloud.Provider() + minimal,
			ConfigPlanChecks: action(serviceAddress, plancheck.ResourceActionUpdate),
			ConfigStateChecks: []statecheck.StateCheck{
				value(serviceAddress, "name", knownvalue.Null()),
				value(serviceAddress, "description", knownvalue.Null()),
				value(serviceAddress, "approval_enabled", knownvalue.Bool(true)),
				value(serviceAddress, "tcp_proxy", text("close")),
				value(serviceAddress, "tags", knownvalue.Null()),
				value(serviceAddress, "tags_all", knownvalue.MapExact(map[string]knownvalue.Check{})),
				value(serviceAddress, "service_name", knownvalue.StringRegexp(regexp.MustCompile(`^cn-north-4\.[0-9a-f-]{36}$`))),
			},
		},
		{
			PreConfig: func() {
				service := cloud.Services(t.Context())[0]
				if service.Name() != "" || *service.Description != "" || len(service.Tags) != 0 {
					t.Errorf("the cloud still has name %q, description %q, tags %v", service.Name(), *service.Description, service.Tags)
				}
			},
			Config:            cloud.Provider() + serviceConfig(full),
			ConfigPlanChecks:  action(serviceAddress, plancheck.ResourceActionUpdate),
			ConfigStateChecks: checks,
		},
	}})
}

// Each change is one step, in place: the object keeps its id.
//
// Peers: HS-10: a name cannot be taken away. O-5: tcp_proxy and tags replace the service.
func TestAccVpcepService_update(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	same := statecheck.CompareValue(compare.ValuesSame())
	steps := []resource.TestStep{{
		Config:            cloud.Provider() + serviceConfig(`name = "before"`),
		ConfigStateChecks: []statecheck.StateCheck{same.AddStateValue(serviceAddress, tfjsonpath.New("id"))},
	}}
	for _, change := range []struct {
		config    string
		attribute string
		want      knownvalue.Check
	}{
		{serviceConfig(`name = "after"`), "name", text("after")},
		{serviceConfig(``), "name", knownvalue.Null()},
		{serviceConfig(`description = "text"`), "description", text("text")},
		{serviceConfig(`description = ""`), "description", text("")},
		{serviceConfig(`approval_enabled = false`), "approval_enabled", knownvalue.Bool(false)},
		{serviceConfig(`tcp_proxy = "toa_open"`), "tcp_proxy", text("toa_open")},
		{serviceConfig(`tags = { a = "1", b = "2" }`), "tags", knownvalue.MapExact(map[string]knownvalue.Check{"a": text("1"), "b": text("2")})},
		{serviceConfig(`tags = { a = "3", c = "4" }`), "tags", knownvalue.MapExact(map[string]knownvalue.Check{"a": text("3"), "c": text("4")})},
		{serviceConfig(`tags = {}`), "tags", knownvalue.MapExact(map[string]knownvalue.Check{})},
		{twoPorts(acctest.Port), "ports", knownvalue.SetExact([]knownvalue.Check{port(81, 81), port(82, 8082)})},
		{twoPorts(otherPort), "port_id", text(otherPort)},
	} {
		steps = append(steps, resource.TestStep{
			Config:           cloud.Provider() + change.config,
			ConfigPlanChecks: action(serviceAddress, plancheck.ResourceActionUpdate),
			ConfigStateChecks: []statecheck.StateCheck{
				value(serviceAddress, change.attribute, change.want),
				value(serviceAddress, "status", text("available")),
				same.AddStateValue(serviceAddress, tfjsonpath.New("id")),
			},
		})
	}
	cloud.Test(resource.TestCase{Steps: steps})
}

func twoPorts(portID string) string {
	return fmt.Sprintf(`
resource "hwc_vpcep_service" "test" {
  vpc_id      = %q
  port_id     = %q
  server_type = "VM"
  ports = [
    { client_port = 82, server_port = 8082, protocol = "TCP" },
    { client_port = 81, server_port = 81 },
  ]
}
`, acctest.VPC, portID)
}

func TestAccVpcepService_replace(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{Config: cloud.Provider() + serviceConfig("")},
		{
			Config:           cloud.Provider() + regexp.MustCompile(acctest.VPC).ReplaceAllString(serviceConfig(""), otherVPC),
			ConfigPlanChecks: action(serviceAddress, plancheck.ResourceActionDestroyBeforeCreate),
		},
	}})
}

func TestAccVpcepService_otherRegion(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	config := cloud.Provider() + serviceConfig(`region = "ap-southeast-1"`)
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{
			Config: config,
			ConfigStateChecks: []statecheck.StateCheck{
				value(serviceAddress, "project_id", text("0605767a5780d5762fb5c018607290a1")),
				value(serviceAddress, "service_name", knownvalue.StringRegexp(regexp.MustCompile(`^ap-southeast-1\.`))),
			},
		},
		{ResourceName: serviceAddress, ImportState: true, ImportStateVerify: true, ImportStateIdFunc: acctest.ImportID(serviceAddress, "region", "id")},
	}})
}

func TestAccVpcepService_tags(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	block := cloud.Provider(`default_tags = { team = "core", stage = "dev" }`, `ignore_tags = ["audit"]`)
	all := func(tags map[string]string) knownvalue.Check {
		checks := map[string]knownvalue.Check{}
		for key, value := range tags {
			checks[key] = text(value)
		}
		return knownvalue.MapExact(checks)
	}
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{
			Config: block + serviceConfig(`tags = { stage = "prod" }`),
			ConfigStateChecks: []statecheck.StateCheck{
				value(serviceAddress, "tags", all(map[string]string{"stage": "prod"})),
				value(serviceAddress, "tags_all", all(map[string]string{"stage": "prod", "team": "core"})),
			},
		},
		{ResourceName: serviceAddress, ImportState: true, ImportStateVerify: true},
		{
			PreConfig:        func() { setTags(t, cloud, map[string]string{"audit": "yes"}) },
			Config:           block + serviceConfig(`tags = { stage = "prod" }`),
			ConfigPlanChecks: emptyPlan(),
		},
		{
			PreConfig:        func() { setTags(t, cloud, map[string]string{"team": "drift", "foreign": "1"}) },
			Config:           block + serviceConfig(`tags = { stage = "prod" }`),
			ConfigPlanChecks: action(serviceAddress, plancheck.ResourceActionUpdate),
		},
		{
			PreConfig: func() {
				got := vpcep.TagMap(cloud.Services(t.Context())[0].Tags)
				if fmt.Sprint(got) != "map[audit:yes stage:prod team:core]" {
					t.Errorf("the cloud has tags %v", got)
				}
				setTags(t, cloud, map[string]string{"foreign": "2"})
			},
			// Without tags only the default tags are managed; the stage goes back to its default.
			Config: block + serviceConfig(``),
			ConfigStateChecks: []statecheck.StateCheck{
				value(serviceAddress, "tags", knownvalue.Null()),
				value(serviceAddress, "tags_all", all(map[string]string{"stage": "dev", "team": "core"})),
			},
		},
		{
			Config: cloud.Provider() + serviceConfig(``),
			ConfigStateChecks: []statecheck.StateCheck{
				value(serviceAddress, "tags_all", all(map[string]string{})),
			},
		},
	}})
}

func setTags(t *testing.T, cloud *acctest.Env, tags map[string]string) {
	t.Helper()
	id := cloud.Services(t.Context())[0].ID
	if err := cloud.Client().ChangeTags(t.Context(), vpcep.ServiceTags, id, nil, tags); err != nil {
		t.Fatal(err)
	}
}

func TestAccVpcepService_disappears(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{Config: cloud.Provider() + serviceConfig("")},
		{
			PreConfig: func() {
				if err := cloud.Client().DeleteService(t.Context(), cloud.Services(t.Context())[0].ID); err != nil {
					t.Fatal(err)
				}
			},
			Config:           cloud.Provider() + serviceConfig(""),
			ConfigPlanChecks: action(serviceAddress, plancheck.ResourceActionCreate),
		},
	}})
}

// A managed argument that changed behind Terraform's back is put right; one that is not managed is left alone.
func TestAccVpcepService_drift(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	change := func(body vpcep.UpdateServiceRequest) func() {
		return func() {
			if _, err := cloud.Client().UpdateService(t.Context(), cloud.Services(t.Context())[0].ID, body); err != nil {
				t.Fatal(err)
			}
		}
	}
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{Config: cloud.Provider() + serviceConfig(`description = "mine"`)},
		{
			PreConfig:         change(vpcep.UpdateServiceRequest{Description: new("theirs"), Ports: []vpcep.PortMapping{{ClientPort: 1, ServerPort: 1}}}),
			Config:            cloud.Provider() + serviceConfig(`description = "mine"`),
			ConfigPlanChecks:  action(serviceAddress, plancheck.ResourceActionUpdate),
			ConfigStateChecks: []statecheck.StateCheck{value(serviceAddress, "description", text("mine"))},
		},
		{
			PreConfig:        change(vpcep.UpdateServiceRequest{ServiceName: new("theirs")}),
			Config:           cloud.Provider() + serviceConfig(`description = "mine"`),
			ConfigPlanChecks: emptyPlan(),
		},
	}})
}

func TestAccVpcepService_failedCreate(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	taken := fmt.Sprintf(`
resource "hwc_vpcep_service" "other" {
  vpc_id      = %q
  port_id     = %q
  server_type = "VM"
  ports       = [{ client_port = 81, server_port = 8080 }]
  depends_on  = [hwc_vpcep_service.test]
}
`, acctest.VPC, acctest.Port)
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{
			Config:      cloud.Provider() + serviceConfig("") + taken,
			ExpectError: said(`Could not create the VPC endpoint service.*EndPoint\.3044.*request id [0-9a-f]{32}.*What to do`),
		},
	}})
}

// Peers: HS-14: the reason of a failure is not shown. O-10: a wait does not see the failure.
func TestAccVpcepService_failedWait(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	cloud.SetProgress(emulator.ServiceCreate, emulator.Fails("EndPoint.3001", "Failed to create a port."))
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{
			Config:      cloud.Provider() + serviceConfig(""),
			ExpectError: said(`did not become available.*failed.*EndPoint\.3001: Failed to create a port`),
		},
		{
			PreConfig: func() {
				if n := len(cloud.Services(t.Context())); n != 1 {
					t.Errorf("%d services in the cloud after the failure, want the one of the state", n)
				}
				cloud.SetProgress(emulator.ServiceCreate, emulator.Immediate())
			},
			Config:           cloud.Provider() + serviceConfig(""),
			ConfigPlanChecks: action(serviceAddress, plancheck.ResourceActionDestroyBeforeCreate),
		},
		{
			PreConfig: func() {
				if n := len(cloud.Services(t.Context())); n != 1 {
					t.Errorf("%d services in the cloud after the second apply, want 1", n)
				}
			},
			Config:           cloud.Provider() + serviceConfig(""),
			ConfigPlanChecks: emptyPlan(),
		},
	}})
}

// What a failed update has set until then can be taken back, and what it has not set is left alone.
func TestAccVpcepService_failedUpdate(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	config := func(lines string) string { return cloud.Provider() + serviceConfig(lines) }
	refuse := func(method, route string) func() {
		return func() {
			cloud.AddFault(emulator.Fault{Method: method, Route: route, Status: 403, Code: "EndPoint.0004", Message: "You have no permissions."})
		}
	}
	refusePut := refuse("PUT", servicesRoute+"/{vpc_endpoint_service_id}")
	fails := said(`Could not update the VPC endpoint service.*403 EndPoint\.0004`)
	shows := func(want string) func() {
		return func() {
			service := cloud.Services(t.Context())[0]
			if got := fmt.Sprintf("%q %q %v", service.Name(), *service.Description, vpcep.TagMap(service.Tags)); got != want {
				t.Errorf("the cloud has %s, want %s", got, want)
			}
		}
	}
	const ours = "name = \"orders\"\ndescription = \"shop\"\n"
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{Config: config("")},
		{
			PreConfig: refuse("POST", "/v1/{project_id}/{resource_type}/{resource_id}/tags/action"),
			Config:    config(ours + `tags = { a = "1" }`), ExpectError: fails,
		},
		{PreConfig: shows(`"orders" "shop" map[]`), Config: config(""), ConfigPlanChecks: action(serviceAddress, plancheck.ResourceActionUpdate)},
		{
			PreConfig: func() {
				shows(`"" "" map[]`)()
				theirs := "theirs"
				if _, err := cloud.Client().UpdateService(t.Context(), cloud.Services(t.Context())[0].ID, vpcep.UpdateServiceRequest{Description: &theirs}); err != nil {
					t.Fatal(err)
				}
				refusePut()
			},
			Config: config(ours), ExpectError: fails,
		},
		{Config: config(""), ConfigPlanChecks: emptyPlan()},
		{
			// The wait after the changes fails.
			PreConfig: func() {
				shows(`"" "theirs" map[]`)()
				var once sync.Once
				cloud.OnRequest(func(entry emulator.Entry) {
					if strings.HasSuffix(entry.Route, "/tags/action") {
						once.Do(refuse("GET", servicesRoute+"/{vpc_endpoint_service_id}"))
					}
				})
			},
			Config: config(ours + `tags = { a = "1" }`), ExpectError: said(`did not become available.*403 EndPoint\.0004`),
		},
		{PreConfig: shows(`"orders" "shop" map[a:1]`), Config: config(""), ConfigPlanChecks: action(serviceAddress, plancheck.ResourceActionUpdate)},
		{PreConfig: shows(`"" "" map[]`), Config: config(""), ConfigPlanChecks: emptyPlan()},
	}})
}

func TestAccVpcepService_timeout(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	cloud.SetProgress(emulator.ServiceCreate, emulator.Held())
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{
			Config:      cloud.Provider() + serviceConfig(`timeouts = { create = "3s" }`),
			ExpectError: said(`did not become available.*creating.*timeouts.*untaint`),
		},
		{
			PreConfig: func() {
				cloud.SetProgress(emulator.ServiceCreate, emulator.Immediate())
				cloud.Release(emulator.ServiceCreate)
			},
			Config: cloud.Provider() + serviceConfig(``),
		},
	}})
}

// The token expires in the middle of a wait; it is renewed once and the apply goes on.
func TestAccVpcepService_tokenExpires(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	cloud.SetProgress(emulator.ServiceCreate, emulator.AfterReads(3))
	reads, logins := 0, 0
	cloud.OnRequest(func(entry emulator.Entry) {
		if entry.Method == "POST" && entry.Route == "/v3/auth/tokens" {
			logins++
		}
		if entry.Method == "GET" && entry.Status == 200 && entry.Route == "/v1/{project_id}/vpc-endpoint-services/{vpc_endpoint_service_id}" {
			if reads++; reads == 2 {
				cloud.Clock().Advance(25 * time.Hour)
			}
		}
	})
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{{
		Config:            cloud.PasswordProvider() + serviceConfig(""),
		ConfigStateChecks: []statecheck.StateCheck{value(serviceAddress, "status", text("available"))},
	}}})
	refused := 0
	for _, entry := range cloud.Journal() {
		if entry.Status == 401 {
			refused++
		}
	}
	if refused == 0 {
		t.Errorf("no request met an expired token; the test proves nothing:\n%s", cloud.RequestTable())
	}
	if logins == 0 {
		t.Error("no login was seen")
	}
}

// Connected endpoints keep a service from being deleted; the error names them, force_destroy rejects them first.
func TestAccVpcepService_forceDestroy(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	var endpoint string
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{Config: cloud.Provider() + serviceConfig(`approval_enabled = false`)},
		{
			PreConfig: func() {
				created, _, err := cloud.Client().CreateEndpoint(context.Background(), vpcep.CreateEndpointRequest{
					ServiceID: cloud.Services(t.Context())[0].ID, VpcID: acctest.VPC, SubnetID: acctest.Subnet,
				})
				if err != nil {
					t.Fatal(err)
				}
				endpoint = created.ID
			},
			Config:      cloud.Provider() + serviceConfig(`approval_enabled = false`),
			Destroy:     true,
			ExpectError: said(`Could not delete.*EndPoint\.3006.*Connected are: endpoint [0-9a-f-]+.*force_destroy`),
		},
		{Config: cloud.Provider() + serviceConfig("approval_enabled = false\nforce_destroy = true")},
		{Config: cloud.Provider() + serviceConfig("approval_enabled = false\nforce_destroy = true"), Destroy: true},
	}})
	if endpoint != "" {
		if err := cloud.Client().DeleteEndpoint(context.Background(), endpoint); err != nil {
			t.Error(err)
		}
	}
}

// An endpoint that the list of the connections shows only later is rejected, too.
func TestAccVpcepService_forceDestroyLate(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	config := cloud.Provider() + serviceConfig("approval_enabled = false\nforce_destroy = true\ntimeouts = { delete = \"20s\" }")
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{Config: config},
		{
			PreConfig: func() {
				service := onlyService(t, cloud)
				if _, err := cloud.Client().AddPermissions(t.Context(), service, []vpcep.NewPermission{{Permission: accountB}}); err != nil {
					t.Fatal(err)
				}
				connectB(t, cloud, service)
				cloud.AddFault(emulator.Fault{Method: "GET", Route: connectionsRoute, Status: 200, Body: `{"connections": [], "total_count": 0}`})
			},
			Config: config, Destroy: true,
		},
	}})
}
