package vpcep_test

import (
	"context"
	"fmt"
	"net/http"
	"regexp"
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

const endpointAddress = "hwc_vpcep_endpoint.test"

// endpointConfig is a service without approval, and an endpoint on it with the lines given.
func endpointConfig(lines string) string {
	return openService + endpointOn("hwc_vpcep_service.test.id", lines)
}

// pendingConfig is a service with approval, and an endpoint on it with the lines given.
func pendingConfig(lines string) string {
	return serviceConfig(`force_destroy = true`) + endpointOn("hwc_vpcep_service.test.id", lines)
}

var openService = serviceConfig(`approval_enabled = false`)

func endpointOn(service, lines string) string {
	return fmt.Sprintf(`
resource "hwc_vpcep_endpoint" "test" {
  service_id = %s
  vpc_id     = %q
  subnet_id  = %q
  %s
}
`, service, acctest.VPC, acctest.Subnet, lines)
}

// gatewayConfig is an endpoint of the public object storage service.
func gatewayConfig(t *testing.T, cloud *acctest.Env, lines string) string {
	t.Helper()
	return fmt.Sprintf(`
resource "hwc_vpcep_endpoint" "test" {
  service_id = %q
  vpc_id     = %q
  %s
}
`, cloud.PublicService(t.Context(), "obs"), acctest.VPC, lines)
}

func TestAccVpcepEndpoint_basic(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{
			Config:           cloud.Provider() + endpointConfig(""),
			ConfigPlanChecks: action(endpointAddress, plancheck.ResourceActionCreate),
			ConfigStateChecks: []statecheck.StateCheck{
				value(endpointAddress, "id", knownvalue.StringRegexp(regexp.MustCompile(`^[0-9a-f-]{36}$`))),
				value(endpointAddress, "region", text(acctest.Region)),
				value(endpointAddress, "status", text("accepted")),
				value(endpointAddress, "service_type", text("interface")),
				value(endpointAddress, "enable_dns", knownvalue.Bool(false)),
				value(endpointAddress, "dns_names", knownvalue.Null()),
				value(endpointAddress, "ip_address", knownvalue.StringRegexp(regexp.MustCompile(`^\d+\.\d+\.\d+\.\d+$`))),
				value(endpointAddress, "enable_whitelist", knownvalue.Bool(false)),
				value(endpointAddress, "whitelist", knownvalue.SetExact([]knownvalue.Check{})),
				value(endpointAddress, "route_table_ids", knownvalue.Null()),
				value(endpointAddress, "description", text("")),
				value(endpointAddress, "wait_for", text("created")),
				value(endpointAddress, "active_status", knownvalue.ListExact([]knownvalue.Check{text("active")})),
				value(endpointAddress, "enable_status", text("enable")),
				value(endpointAddress, "marker_id", knownvalue.NotNull()),
				value(endpointAddress, "project_id", text(acctest.ProjectID)),
				statecheck.CompareValuePairs(endpointAddress, tfjsonpath.New("service_name"), serviceAddress, tfjsonpath.New("service_name"), compare.ValuesSame()),
			},
		},
		{ResourceName: endpointAddress, ImportState: true, ImportStateVerify: true},
		{ResourceName: endpointAddress, ImportState: true, ImportStateVerify: true, ImportStateIdFunc: acctest.ImportID(endpointAddress, "region", "id")},
		{ResourceName: endpointAddress, ImportState: true, ImportStateKind: resource.ImportBlockWithID},
	}})
}

func TestAccVpcepEndpoint_identity(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	cloud.Test(resource.TestCase{
		TerraformVersionChecks: []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_12_0)},
		Steps: []resource.TestStep{
			{
				Config: cloud.Provider() + endpointConfig(""),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectIdentityValueMatchesState(endpointAddress, tfjsonpath.New("id")),
					statecheck.ExpectIdentityValueMatchesState(endpointAddress, tfjsonpath.New("region")),
				},
			},
			{ResourceName: endpointAddress, ImportState: true, ImportStateKind: resource.ImportBlockWithResourceIdentity},
		},
	})
}

func TestAccVpcepEndpoint_full(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	service := serviceConfig("approval_enabled = false\nenable_policy = true")
	full := `
  region           = "cn-north-4"
  ip_address       = "192.168.0.77"
  ip_version       = "dualstack"
  ipv6_address     = "2001:db8::77"
  enable_dns       = true
  enable_whitelist = true
  whitelist        = ["192.168.0.0/24", "10.10.10.10"]
  policy_document  = jsonencode({ Version = "5.0", Statement = [{ Effect = "Deny", Principal = "*", Action = ["*"], Resource = ["*"] }] })
  description      = "all arguments"
  tags             = { owner = "me" }
  wait_for         = "accepted"
  timeouts         = { create = "5m", read = "1m", update = "5m", delete = "5m" }
`
	addressed := `
  ip_address   = "192.168.0.77"
  ip_version   = "dualstack"
  ipv6_address = "2001:db8::77"
  enable_dns   = true
  description  = "all arguments"
`
	checks := []statecheck.StateCheck{
		value(endpointAddress, "ip_address", text("192.168.0.77")),
		value(endpointAddress, "ip_version", text("dualstack")),
		value(endpointAddress, "ipv6_address", text("2001:db8::77")),
		value(endpointAddress, "enable_dns", knownvalue.Bool(true)),
		value(endpointAddress, "dns_names", knownvalue.ListSizeExact(1)),
		value(endpointAddress, "whitelist", knownvalue.SetExact([]knownvalue.Check{text("192.168.0.0/24"), text("10.10.10.10")})),
		value(endpointAddress, "description", text("all arguments")),
		value(endpointAddress, "tags", knownvalue.MapExact(map[string]knownvalue.Check{"owner": text("me")})),
	}
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{Config: cloud.Provider() + service + endpointOn("hwc_vpcep_service.test.id", full), ConfigStateChecks: checks},
		{
			ResourceName: endpointAddress, ImportState: true, ImportStateVerify: true,
			// Settings of Terraform, not of the cloud; and the text of the policy, whose meaning the import block below compares.
			ImportStateVerifyIgnore: []string{"timeouts", "wait_for", "policy_document"},
		},
		{
			// What was set and is taken out is unset in the cloud; what cannot be changed stays as it is.
			Config:           cloud.Provider() + service + endpointOn("hwc_vpcep_service.test.id", addressed),
			ConfigPlanChecks: action(endpointAddress, plancheck.ResourceActionUpdate),
			ConfigStateChecks: []statecheck.StateCheck{
				value(endpointAddress, "enable_whitelist", knownvalue.Bool(false)),
				value(endpointAddress, "whitelist", knownvalue.SetExact([]knownvalue.Check{})),
				value(endpointAddress, "policy_document", knownvalue.StringRegexp(regexp.MustCompile(`"Effect":"Allow"`))),
				value(endpointAddress, "tags", knownvalue.Null()),
				value(endpointAddress, "wait_for", text("created")),
			},
		},
		{
			Config:           cloud.Provider() + service + endpointOn("hwc_vpcep_service.test.id", ""),
			ConfigPlanChecks: emptyPlan(),
		},
		{
			Config:            cloud.Provider() + service + endpointOn("hwc_vpcep_service.test.id", full),
			ConfigPlanChecks:  action(endpointAddress, plancheck.ResourceActionUpdate),
			ConfigStateChecks: checks,
		},
	}})
}

// Each change is one step, in place: the object keeps its id.
//
// Peers: O-7: changes are planned in place and fail.
func TestAccVpcepEndpoint_update(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	service := serviceConfig("approval_enabled = false\nenable_policy = true")
	policy := func(effect string) string {
		return fmt.Sprintf(`policy_document = jsonencode({ Version = "5.0", Statement = [{ Effect = %q, Principal = "*", Action = "*", Resource = ["*"] }] })`, effect)
	}
	same := statecheck.CompareValue(compare.ValuesSame())
	config := func(lines string) string {
		return cloud.Provider() + service + endpointOn("hwc_vpcep_service.test.id", lines)
	}
	steps := []resource.TestStep{{
		Config:            config(""),
		ConfigStateChecks: []statecheck.StateCheck{same.AddStateValue(endpointAddress, tfjsonpath.New("id"))},
	}}
	for _, change := range []struct {
		lines     string
		attribute string
		want      knownvalue.Check
	}{
		{"enable_whitelist = true", "enable_whitelist", knownvalue.Bool(true)},
		{"enable_whitelist = true\nwhitelist = [\"10.0.0.0/8\"]", "whitelist", knownvalue.SetExact([]knownvalue.Check{text("10.0.0.0/8")})},
		{"enable_whitelist = true\nwhitelist = []", "whitelist", knownvalue.SetExact([]knownvalue.Check{})},
		{policy("Deny"), "policy_document", knownvalue.StringRegexp(regexp.MustCompile("Deny"))},
		{policy("Allow"), "policy_document", knownvalue.StringRegexp(regexp.MustCompile("Allow"))},
		{policy("Allow") + "\n" + `tags = { a = "1" }`, "tags", knownvalue.MapExact(map[string]knownvalue.Check{"a": text("1")})},
		{policy("Allow") + "\n" + `wait_for = "accepted"`, "wait_for", text("accepted")},
	} {
		steps = append(steps, resource.TestStep{
			Config:           config(change.lines),
			ConfigPlanChecks: action(endpointAddress, plancheck.ResourceActionUpdate),
			ConfigStateChecks: []statecheck.StateCheck{
				value(endpointAddress, change.attribute, change.want),
				same.AddStateValue(endpointAddress, tfjsonpath.New("id")),
			},
		})
	}
	cloud.Test(resource.TestCase{Steps: steps})
}

// A cloud may spell the addresses of the whitelist in another way: that is no drift, and no change after an import.
func TestAccVpcepEndpoint_whitelistSpelling(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{Choices: emulator.Choices{WhitelistMasks: true}})
	config := cloud.Provider() + endpointConfig(`enable_whitelist = true
  whitelist        = ["192.168.0.0/24", "10.10.10.10"]`)
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{
			Config: config,
			ConfigStateChecks: []statecheck.StateCheck{
				value(endpointAddress, "whitelist", knownvalue.SetExact([]knownvalue.Check{text("192.168.0.0/24"), text("10.10.10.10")})),
			},
		},
		{Config: config, ConfigPlanChecks: emptyPlan()},
		{ResourceName: endpointAddress, ImportState: true, ImportStateKind: resource.ImportBlockWithID},
		{
			Config:           cloud.Provider() + endpointConfig("enable_whitelist = true\nwhitelist = [\"10.10.10.10/32\", \"192.168.0.0/24\"]"),
			ConfigPlanChecks: emptyPlan(),
		},
		{
			Config:           cloud.Provider() + endpointConfig("enable_whitelist = true\nwhitelist = [\"10.10.10.11\"]"),
			ConfigPlanChecks: action(endpointAddress, plancheck.ResourceActionUpdate),
			ConfigStateChecks: []statecheck.StateCheck{
				value(endpointAddress, "whitelist", knownvalue.SetExact([]knownvalue.Check{text("10.10.10.11")})),
			},
		},
	}})
}

func TestAccVpcepEndpoint_replace(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	steps := []resource.TestStep{{Config: cloud.Provider() + endpointConfig("")}}
	for _, lines := range []string{`ip_address = "192.168.0.78"`, "enable_dns = true", `description = "new"`} {
		steps = append(steps, resource.TestStep{
			Config:           cloud.Provider() + endpointConfig(lines),
			ConfigPlanChecks: action(endpointAddress, plancheck.ResourceActionDestroyBeforeCreate),
		})
	}
	cloud.Test(resource.TestCase{Steps: steps})
}

// HE-1: an endpoint that awaits acceptance, accepted later, plans empty.
func TestAccVpcepEndpoint_acceptedLater(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	config := cloud.Provider() + pendingConfig("enable_dns = true\nip_address = \"192.168.0.79\"")
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{
			Config: config,
			ConfigStateChecks: []statecheck.StateCheck{
				value(endpointAddress, "status", text("pendingAcceptance")),
				value(endpointAddress, "enable_dns", knownvalue.Bool(true)),
				value(endpointAddress, "dns_names", knownvalue.Null()),
			},
		},
		{Config: config, ConfigPlanChecks: emptyPlan()},
		{PreConfig: answer(t, cloud, vpcep.Receive), Config: config, ConfigPlanChecks: emptyPlan()},
		{
			RefreshState: true,
			RefreshPlanChecks: resource.RefreshPlanChecks{
				PostRefresh: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()},
			},
		},
		{
			Config:           cloud.Provider() + pendingConfig("enable_dns = true\nip_address = \"192.168.0.79\"\ntags = { a = \"1\" }"),
			ConfigPlanChecks: action(endpointAddress, plancheck.ResourceActionUpdate),
			ConfigStateChecks: []statecheck.StateCheck{
				value(endpointAddress, "status", text("accepted")),
				value(endpointAddress, "dns_names", knownvalue.ListSizeExact(1)),
			},
		},
	}})
}

// An endpoint that is imported before its acceptance is not replaced because the API does not show yet what it
// was created with.
func TestAccVpcepEndpoint_importedPending(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	created, _, err := cloud.Client().CreateService(t.Context(), vpcep.CreateServiceRequest{
		VpcID: acctest.VPC, PortID: acctest.Port, ServerType: "VM", Ports: []vpcep.PortMapping{{ClientPort: 80, ServerPort: 80}},
	})
	if err != nil {
		t.Fatal(err)
	}
	endpoint, _, err := cloud.Client().CreateEndpoint(t.Context(), vpcep.CreateEndpointRequest{
		ServiceID: created.ID, VpcID: acctest.VPC, SubnetID: acctest.Subnet, EnableDNS: new(true), PortIP: "192.168.0.81",
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := cloud.Client().DeleteService(context.Background(), created.ID); err != nil {
			t.Error(err)
		}
	})
	config := cloud.Provider() + endpointOn(fmt.Sprintf("%q", created.ID), "enable_dns = true\nip_address = \"192.168.0.81\"") +
		fmt.Sprintf("import {\n  to = %s\n  id = %q\n}\n", endpointAddress, endpoint.ID)
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{Config: config, ConfigPlanChecks: action(endpointAddress, plancheck.ResourceActionUpdate)},
		{PreConfig: answer(t, cloud, vpcep.Receive), Config: config, ConfigPlanChecks: emptyPlan()},
	}})
}

// Its arguments may change while it awaits acceptance, and it may be accepted during the change.
func TestAccVpcepEndpoint_acceptedDuringUpdate(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	accept := answer(t, cloud, vpcep.Receive)
	cloud.OnRequest(func(entry emulator.Entry) {
		if entry.Method == "PUT" {
			accept()
		}
	})
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{Config: cloud.Provider() + pendingConfig("")},
		{
			Config: cloud.Provider() + pendingConfig("enable_whitelist = true"),
			ConfigStateChecks: []statecheck.StateCheck{
				value(endpointAddress, "status", text("accepted")),
				value(endpointAddress, "ip_address", knownvalue.NotNull()),
			},
		},
	}})
}

func answer(t *testing.T, cloud *acctest.Env, answer string) func() {
	t.Helper()
	return func() {
		endpoint := cloud.Endpoints(t.Context())[0]
		if _, err := cloud.Client().AnswerConnection(t.Context(), endpoint.ServiceID, answer, endpoint.ID); err != nil {
			t.Fatal(err)
		}
	}
}

// With wait_for = "accepted" the creation waits for the owner.
//
// Peers: HE-6: nothing waits for the acceptance.
func TestAccVpcepEndpoint_waitForAccepted(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	accept := answer(t, cloud, vpcep.Receive)
	cloud.OnRequest(func(entry emulator.Entry) {
		if entry.Method == "POST" && entry.Route == "/v1/{project_id}/vpc-endpoints" {
			accept()
		}
	})
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{{
		Config:            cloud.Provider() + pendingConfig(`wait_for = "accepted"`),
		ConfigStateChecks: []statecheck.StateCheck{value(endpointAddress, "status", text("accepted"))},
	}}})
}

// Nobody accepts the endpoint in time: the message says who has to, and that this configuration cannot answer it.
func TestAccVpcepEndpoint_waitForAcceptedInVain(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	pending := pendingConfig("wait_for = \"accepted\"\n timeouts = { create = \"3s\" }")
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{{
		Config: cloud.Provider() + pending + `
resource "hwc_vpcep_service_connection" "test" {
  service_id  = hwc_vpcep_service.test.id
  endpoint_id = hwc_vpcep_endpoint.test.id
  accepted    = true
}
`,
		ExpectError: said(`The VPC endpoint was not connected.*pendingAcceptance.*What to do: it works as soon as the owner of the service.*` +
			`If this configuration holds that answer, take .wait_for. out.*untaint`),
	}}})
}

func TestAccVpcepEndpoint_waitForAcceptedRejected(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	reject := answer(t, cloud, vpcep.Reject)
	cloud.OnRequest(func(entry emulator.Entry) {
		if entry.Method == "POST" && entry.Route == "/v1/{project_id}/vpc-endpoints" {
			reject()
		}
	})
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{{
		Config:      cloud.Provider() + pendingConfig(`wait_for = "accepted"`),
		ExpectError: said(`The VPC endpoint was not connected.*rejected`),
	}}})
}

// An imported gateway endpoint plans empty, with and without the arguments that are computed when unset.
//
// Peers: HE-4: route tables cannot be taken away.
func TestAccVpcepEndpoint_gateway(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	tables := `["cd7fdf2b-d964-4a4a-a169-2af1112e7d02", "cd7fdf2b-d964-4a4a-a169-2af1112e7d03"]`
	statement := `policy_statement = jsonencode([{ Resource = ["obs:*:*:*:*/*", "obs:*:*:*:*"], Action = ["obs:bucket:ListBucket"], Effect = "Deny" }])`
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{
			Config: cloud.Provider() + gatewayConfig(t, cloud, ""),
			ConfigStateChecks: []statecheck.StateCheck{
				value(endpointAddress, "service_type", text("gateway")),
				value(endpointAddress, "enable_dns", knownvalue.Bool(false)),
				value(endpointAddress, "ip_address", knownvalue.Null()),
				value(endpointAddress, "whitelist", knownvalue.Null()),
				value(endpointAddress, "route_table_ids", knownvalue.SetSizeExact(1)),
				value(endpointAddress, "policy_statement", knownvalue.NotNull()),
			},
		},
		{ResourceName: endpointAddress, ImportState: true, ImportStateVerify: true},
		{ResourceName: endpointAddress, ImportState: true, ImportStateKind: resource.ImportBlockWithID},
		{
			Config:            cloud.Provider() + gatewayConfig(t, cloud, "route_table_ids = "+tables+"\n"+statement),
			ConfigPlanChecks:  action(endpointAddress, plancheck.ResourceActionUpdate),
			ConfigStateChecks: []statecheck.StateCheck{value(endpointAddress, "route_table_ids", knownvalue.SetSizeExact(2))},
		},
		{ResourceName: endpointAddress, ImportState: true, ImportStateKind: resource.ImportBlockWithID},
		{
			// The same policy in other words is the same policy.
			Config: cloud.Provider() + gatewayConfig(t, cloud, "route_table_ids = "+tables+"\n"+
				`policy_statement = "[ {\"Effect\":\"Deny\", \"Action\":\"obs:bucket:ListBucket\", \"Resource\":[\"obs:*:*:*:*\",\"obs:*:*:*:*/*\"]} ]"`),
			ConfigPlanChecks: emptyPlan(),
		},
		{
			Config:           cloud.Provider() + gatewayConfig(t, cloud, ""),
			ConfigPlanChecks: action(endpointAddress, plancheck.ResourceActionUpdate),
			ConfigStateChecks: []statecheck.StateCheck{
				value(endpointAddress, "route_table_ids", knownvalue.SetExact([]knownvalue.Check{})),
				value(endpointAddress, "policy_statement", knownvalue.StringRegexp(regexp.MustCompile(`"Effect":"Allow"`))),
			},
		},
	}})
}

// No route tables are no route tables from the start, although the API binds the default one.
func TestAccVpcepEndpoint_gatewayUnbound(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{{
		Config:            cloud.Provider() + gatewayConfig(t, cloud, "route_table_ids = []"),
		ConfigStateChecks: []statecheck.StateCheck{value(endpointAddress, "route_table_ids", knownvalue.SetExact([]knownvalue.Check{}))},
	}}})
}

// Arguments that do not fit the type of the service are refused before anything is created.
func TestAccVpcepEndpoint_serviceType(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{
			Config:      cloud.Provider() + gatewayConfig(t, cloud, fmt.Sprintf("subnet_id = %q", acctest.Subnet)),
			PlanOnly:    true,
			ExpectError: said(`does not fit the type of the service.*gateway.*subnet_id`),
		},
		{
			Config:      cloud.Provider() + fmt.Sprintf("resource \"hwc_vpcep_endpoint\" \"test\" {\n  service_id = %q\n  vpc_id = %q\n}\n", cloud.PublicService(t.Context(), "dns"), acctest.VPC),
			PlanOnly:    true,
			ExpectError: said(`needs a subnet`),
		},
		{
			Config:      cloud.Provider() + endpointConfig(`route_table_ids = ["cd7fdf2b-d964-4a4a-a169-2af1112e7d02"]`),
			ExpectError: said(`does not fit the type of the service.*route_table_ids`),
		},
	}})
	if n := cloud.Requests()["POST /v1/{project_id}/vpc-endpoints"]; n != 0 {
		t.Errorf("%d endpoints were asked for", n)
	}
}

// Peers: O-8: an endpoint that is gone is an error.
func TestAccVpcepEndpoint_disappears(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{Config: cloud.Provider() + endpointConfig("")},
		{
			PreConfig: func() {
				if err := cloud.Client().DeleteEndpoint(t.Context(), cloud.Endpoints(t.Context())[0].ID); err != nil {
					t.Fatal(err)
				}
			},
			Config:           cloud.Provider() + endpointConfig(""),
			ConfigPlanChecks: action(endpointAddress, plancheck.ResourceActionCreate),
		},
	}})
}

func TestAccVpcepEndpoint_drift(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	change := func() {
		err := cloud.Client().UpdateEndpoint(t.Context(), cloud.Endpoints(t.Context())[0].ID,
			vpcep.UpdateEndpointRequest{Whitelist: []string{"172.16.0.1"}, EnableWhitelist: true})
		if err != nil {
			t.Fatal(err)
		}
	}
	managed := endpointConfig("enable_whitelist = true\nwhitelist = [\"10.0.0.1\"]")
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{Config: cloud.Provider() + endpointConfig("")},
		{PreConfig: change, Config: cloud.Provider() + endpointConfig(""), ConfigPlanChecks: emptyPlan()},
		{Config: cloud.Provider() + managed},
		{
			PreConfig:         change,
			Config:            cloud.Provider() + managed,
			ConfigPlanChecks:  action(endpointAddress, plancheck.ResourceActionUpdate),
			ConfigStateChecks: []statecheck.StateCheck{value(endpointAddress, "whitelist", knownvalue.SetExact([]knownvalue.Check{text("10.0.0.1")}))},
		},
	}})
}

func TestAccVpcepEndpoint_failedCreate(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{{
		Config: cloud.Provider() + openService + endpointOn("hwc_vpcep_service.test.id", `ip_address = "192.168.0.80"`) +
			regexp.MustCompile(`"test"`).ReplaceAllString(endpointOn("hwc_vpcep_service.test.id", `
  ip_address = "192.168.0.80"
  depends_on = [hwc_vpcep_endpoint.test]`), `"twin"`),
		ExpectError: said(`Could not create the VPC endpoint.*EndPoint\.2042.*request id [0-9a-f]{32}.*What to do: the address is taken`),
	}}})
}

func TestAccVpcepEndpoint_failedWait(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	cloud.SetProgress(emulator.EndpointCreate, emulator.Fails("EndPoint.4010", "Failed to create a port."))
	count := func(want int) {
		if n := len(cloud.Endpoints(t.Context())); n != want {
			t.Errorf("%d endpoints in the cloud, want %d", n, want)
		}
	}
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{
			Config:      cloud.Provider() + endpointConfig(""),
			ExpectError: said(`The VPC endpoint was not connected.*failed.*EndPoint\.4010: Failed to create a port`),
		},
		{
			PreConfig:        func() { count(1); cloud.SetProgress(emulator.EndpointCreate, emulator.Immediate()) },
			Config:           cloud.Provider() + endpointConfig(""),
			ConfigPlanChecks: action(endpointAddress, plancheck.ResourceActionDestroyBeforeCreate),
		},
		{PreConfig: func() { count(1) }, Config: cloud.Provider() + endpointConfig(""), ConfigPlanChecks: emptyPlan()},
	}})
}

func TestAccVpcepEndpoint_tags(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	block := cloud.Provider(`default_tags = { team = "core" }`, `ignore_tags = ["audit"]`)
	all := func(tags map[string]knownvalue.Check) knownvalue.Check { return knownvalue.MapExact(tags) }
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{
			Config: block + endpointConfig(`tags = { stage = "prod" }`),
			ConfigStateChecks: []statecheck.StateCheck{
				value(endpointAddress, "tags", all(map[string]knownvalue.Check{"stage": text("prod")})),
				value(endpointAddress, "tags_all", all(map[string]knownvalue.Check{"stage": text("prod"), "team": text("core")})),
			},
		},
		{ResourceName: endpointAddress, ImportState: true, ImportStateVerify: true},
		{
			PreConfig: func() {
				id := cloud.Endpoints(t.Context())[0].ID
				if err := cloud.Client().ChangeTags(t.Context(), vpcep.EndpointTags, id, nil, map[string]string{"audit": "yes", "stage": "drift"}); err != nil {
					t.Fatal(err)
				}
			},
			Config:           block + endpointConfig(`tags = { stage = "prod" }`),
			ConfigPlanChecks: action(endpointAddress, plancheck.ResourceActionUpdate),
		},
		{
			PreConfig: func() {
				if got := fmt.Sprint(vpcep.TagMap(cloud.Endpoints(t.Context())[0].Tags)); got != "map[audit:yes stage:prod team:core]" {
					t.Errorf("the cloud has tags %s", got)
				}
			},
			Config:            block + endpointConfig(`tags = {}`),
			ConfigStateChecks: []statecheck.StateCheck{value(endpointAddress, "tags_all", all(map[string]knownvalue.Check{"team": text("core")}))},
		},
	}})
}

// What a failed update has set until then can be taken back, what it has not set is left alone, and what it has unset
// is not managed any more.
func TestAccVpcepEndpoint_failedUpdate(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	config := func(lines string) string { return cloud.Provider() + endpointConfig(lines) }
	refuse := func(method, route string) func() {
		return func() {
			cloud.AddFault(emulator.Fault{Method: method, Route: route, Status: 403, Code: "EndPoint.0004", Message: "You have no permissions."})
		}
	}
	refuseTags := refuse("POST", "/v1/{project_id}/{resource_type}/{resource_id}/tags/action")
	theirs := func() {
		err := cloud.Client().UpdateEndpoint(t.Context(), cloud.Endpoints(t.Context())[0].ID, vpcep.UpdateEndpointRequest{Whitelist: []string{"172.16.0.0/12"}, EnableWhitelist: true})
		if err != nil {
			t.Fatal(err)
		}
	}
	const ours = "enable_whitelist = true\nwhitelist = [\"10.0.0.0/8\"]\n"
	whitelist := func(enabled bool, networks ...knownvalue.Check) []statecheck.StateCheck {
		return []statecheck.StateCheck{value(endpointAddress, "enable_whitelist", knownvalue.Bool(enabled)), value(endpointAddress, "whitelist", knownvalue.SetExact(networks))}
	}
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{Config: config("")},
		{PreConfig: refuseTags, Config: config(ours + `tags = { a = "1" }`), ExpectError: said(`Could not update the VPC endpoint.*403 EndPoint\.0004`)},
		{Config: config(""), ConfigPlanChecks: action(endpointAddress, plancheck.ResourceActionUpdate), ConfigStateChecks: whitelist(false)},
		{PreConfig: theirs, Config: config(""), ConfigPlanChecks: emptyPlan()},
		{PreConfig: refuse("PUT", endpointsRoute+"/{vpc_endpoint_id}"), Config: config(ours), ExpectError: said(`Could not update the VPC endpoint.*403 EndPoint\.0004`)},
		{Config: config(""), ConfigPlanChecks: emptyPlan(), ConfigStateChecks: whitelist(true, text("172.16.0.0/12"))},
		{Config: config(ours)},
		{PreConfig: refuseTags, Config: config(`tags = { a = "1" }`), ExpectError: said(`Could not update the VPC endpoint.*403 EndPoint\.0004`)},
		{Config: config(""), ConfigPlanChecks: emptyPlan(), ConfigStateChecks: whitelist(false)},
		{PreConfig: theirs, Config: config(""), ConfigPlanChecks: emptyPlan(), ConfigStateChecks: whitelist(true, text("172.16.0.0/12"))},
	}})
}

func TestAccVpcepEndpoint_timeout(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	cloud.SetProgress(emulator.EndpointCreate, emulator.Held())
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{
			Config:      cloud.Provider() + endpointConfig(`timeouts = { create = "3s" }`),
			ExpectError: said(`The VPC endpoint was not connected.*creating.*timeouts.*untaint`),
		},
		{
			PreConfig: func() {
				cloud.SetProgress(emulator.EndpointCreate, emulator.Immediate())
				cloud.Release(emulator.EndpointCreate)
			},
			Config: cloud.Provider() + endpointConfig(``),
		},
	}})
}

// The token expires in the middle of a wait; it is renewed once and the apply goes on.
func TestAccVpcepEndpoint_tokenExpires(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{TokenLifetime: time.Hour})
	cloud.SetProgress(emulator.EndpointCreate, emulator.AfterReads(3))
	reads, refused := 0, 0
	cloud.OnRequest(func(entry emulator.Entry) {
		if entry.Status == http.StatusUnauthorized {
			refused++
		}
		if entry.Method == "GET" && entry.Status == http.StatusOK && entry.Route == endpointsRoute+"/{vpc_endpoint_id}" {
			if reads++; reads == 2 {
				cloud.Clock().Advance(2 * time.Hour)
			}
		}
	})
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{{
		Config:            cloud.PasswordProvider() + endpointConfig(""),
		ConfigStateChecks: []statecheck.StateCheck{value(endpointAddress, "status", text("accepted"))},
	}}})
	if refused == 0 {
		t.Errorf("no request met an expired token; the test proves nothing:\n%s", cloud.RequestTable())
	}
}
