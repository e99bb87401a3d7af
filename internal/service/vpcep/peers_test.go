package vpcep_test

import (
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/hwc-community/terraform-provider-hwc/internal/acctest"
	"github.com/hwc-community/terraform-provider-hwc/internal/emulator"
)

// Here are the defects that other providers have in their resources for services and endpoints, as far as no other test shows
// that this one does not have them (peers.md 1.5). TestPeersDefects wants every code in the comment of a test.

// HS-1: another service_type is applied without effect, and planned for ever. O-1: the name "web" is refused.
func TestAccVpcepService_HS1_serviceTypeReplaces(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{Config: cloud.Provider() + serviceConfig(`name = "web"`)},
		{
			Config: cloud.Provider() + serviceConfig("name = \"web\"\nservice_type = \"gateway\""), PlanOnly: true, ExpectNonEmptyPlan: true,
			ConfigPlanChecks: resource.ConfigPlanChecks{PostApplyPostRefresh: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction(serviceAddress, plancheck.ResourceActionDestroyBeforeCreate),
			}},
		},
	}})
}

// HS-4: a record whose type the cloud leaves out of its reply is dropped, so that it is to be added for ever.
func TestAccVpcepServiceWhitelist_HS4_recordsWithoutType(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	service := seedServices(t, cloud, "orders")["orders"]
	const permission = "organizations:orgPath::o-1/r-2/ou-3"
	config := cloud.Provider() + fmt.Sprintf("resource \"hwc_vpcep_service_whitelist\" \"test\" {\n  service_id = %q\n  records = [{ permission = %q }]\n}\n", service, permission)
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{Config: config},
		{
			PreConfig: func() {
				cloud.AddFault(emulator.Fault{Method: "GET", Route: serviceRoute + "/permissions", Status: 200, Count: -1,
					Body: fmt.Sprintf(`{"permissions":[{"id":"f2659906-c622-480a-83e9-ef42bdb67b90","permission":%q}],"total_count":1}`, permission)})
			},
			Config: config, ConfigPlanChecks: emptyPlan(),
		},
		{PreConfig: cloud.ClearFaults, Config: config, ConfigPlanChecks: emptyPlan()},
	}})
}

// HS-8: an update does not wait, and has no limit of its own.
func TestAccVpcepService_HS8_updateWaits(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	var armed atomic.Bool
	cloud.OnRequest(func(entry emulator.Entry) {
		if entry.Method == "PUT" && armed.CompareAndSwap(true, false) {
			creating(serviceRoute)(cloud)
		}
	})
	changed := cloud.Provider() + serviceConfig("description = \"new\"\ntimeouts = { update = \"3s\" }")
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{Config: cloud.Provider() + serviceConfig("")},
		{PreConfig: func() { armed.Store(true) }, Config: changed, ExpectError: said(`did not become available within [0-9.]+m?s.*its last status was "creating"`)},
		{PreConfig: cloud.ClearFaults, Config: changed},
		{Config: changed, ConfigPlanChecks: emptyPlan()},
	}})
}

// HS-9 and HE-5: a deletion that is answered with 404, because the object is gone already, is an error.
func TestAccVpcep_HS9_deletedAlready(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	cloud.AddFault(emulator.Fault{Method: "DELETE", Route: serviceRoute, Status: 404, Code: "EndPoint.0005", AfterCommit: true})
	cloud.AddFault(emulator.Fault{Method: "DELETE", Route: endpointsRoute + "/{vpc_endpoint_id}", Status: 404, Code: "EndPoint.2006", AfterCommit: true})
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{{Config: cloud.Provider() + endpointConfig("")}}})
	faults := 0
	for _, entry := range cloud.Journal() {
		if entry.Method == "DELETE" && entry.Fault != "" {
			faults++
		}
	}
	if faults != 2 {
		t.Errorf("%d deletions were answered with 404; the test proves nothing", faults)
	}
}

// HE-2: a whitelist is not sent while enable_whitelist is false, and planned for ever.
func TestAccVpcepEndpoint_HE2_whitelistThatIsOff(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	config := cloud.Provider() + endpointConfig("enable_whitelist = false\nwhitelist = [\"10.0.0.0/8\"]")
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{Config: config, ConfigStateChecks: []statecheck.StateCheck{value(endpointAddress, "whitelist", knownvalue.SetExact([]knownvalue.Check{text("10.0.0.0/8")}))}},
		{PreConfig: func() {
			if whitelist := cloud.Endpoints(t.Context())[0].Whitelist; len(whitelist) != 1 {
				t.Errorf("the cloud has the whitelist %v", whitelist)
			}
		}, Config: config, ConfigPlanChecks: emptyPlan()},
	}})
}

// HE-3: a policy that was set cannot be removed.
func TestAccVpcepEndpoint_HE3_policyIsRemoved(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	config := func(lines string) string {
		return cloud.Provider() + serviceConfig("approval_enabled = false\nenable_policy = true") + endpointOn("hwc_vpcep_service.test.id", lines)
	}
	const policy = `policy_document = jsonencode({ Version = "5.0", Statement = [{ Effect = "Deny", Principal = "*", Action = "*", Resource = ["*"] }] })`
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{Config: config(policy)},
		{Config: config(""), ConfigPlanChecks: action(endpointAddress, plancheck.ResourceActionUpdate)},
		{PreConfig: func() {
			endpoint, err := cloud.Client().GetEndpoint(t.Context(), cloud.Endpoints(t.Context())[0].ID)
			if err != nil || strings.Contains(string(endpoint.PolicyDocument), "Deny") {
				t.Errorf("the cloud has the policy %s, %v", endpoint.PolicyDocument, err)
			}
		}, Config: config(""), ConfigPlanChecks: emptyPlan()},
	}})
}
