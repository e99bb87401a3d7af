package bcs_test

import (
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/hwc-community/terraform-provider-hwc/internal/acctest"
	"github.com/hwc-community/terraform-provider-hwc/internal/client/bcs"
	"github.com/hwc-community/terraform-provider-hwc/internal/emulator"
)

// oneInstance wants the only instance of the cloud to be the one in the state.
func oneInstance(t *testing.T, cloud *acctest.Env) statecheck.StateCheck {
	t.Helper()
	return is("id", knownvalue.StringFunc(func(id string) error {
		if ids := cloud.Instances(t.Context()); len(ids) != 1 || ids[0] != id {
			return fmt.Errorf("the state holds %s, the cloud %v", id, ids)
		}
		return nil
	}))
}

// A failed creation names the component and the step that failed, with the cloud's words, and the next apply replaces it.
func TestAccBcsInstance_failedCreation(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	cloud.SetProgress(emulator.BCSCreate, emulator.Fails("eip", "the quota of EIPs is used up"))
	config := cloud.Provider() + instanceConfig("use_eip = true")
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{
			Config: config,
			ExpectError: acctest.Said(`The BCS instance was not created.*BCS instance "chain-test" [0-9a-f-]{36}.*"Abnormal".*the component eip failed: the quota of EIPs is used up.*` +
				`the step "Create EIP" of "Create Other Dependent Resource" failed.*What to do.*remove the cause`),
		},
		{
			PreConfig:         func() { cloud.SetProgress(emulator.BCSCreate, emulator.Immediate()) },
			Config:            config,
			ConfigPlanChecks:  action(plancheck.ResourceActionReplace),
			ConfigStateChecks: []statecheck.StateCheck{oneInstance(t, cloud)},
		},
	}})
}

// A wait that fails leaves the instance in the state, and the next apply takes it from there.
func TestAccBcsInstance_failedWait(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	cloud.AddFault(emulator.Fault{Method: "GET", Route: instanceRoute, Status: 403})
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{
			Config:      cloud.Provider() + instanceConfig(""),
			ExpectError: acctest.Said(`The BCS instance was not created.*waiting for BCS instance [0-9a-f-]{36}.*403 APIGW.0302.*give the user the permission`),
		},
		{Config: cloud.Provider() + instanceConfig(""), ConfigStateChecks: []statecheck.StateCheck{oneInstance(t, cloud)}},
	}})
}

func TestAccBcsInstance_timeout(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	cloud.SetProgress(emulator.BCSCreate, emulator.Held())
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{
			Config:      cloud.Provider() + instanceConfig(`timeouts = { create = "3s" }`),
			ExpectError: acctest.Said(`The BCS instance was not created.*did not become Normal within [0-9.]+m?s: its last status was "IsCreating".*terraform untaint`),
		},
		{
			PreConfig: func() {
				cloud.SetProgress(emulator.BCSCreate, emulator.Immediate())
				cloud.Release(emulator.BCSCreate)
			},
			Config:            cloud.Provider() + instanceConfig(`timeouts = { create = "5m" }`),
			ConfigPlanChecks:  action(plancheck.ResourceActionReplace),
			ConfigStateChecks: []statecheck.StateCheck{oneInstance(t, cloud)},
		},
	}})
}

// The reply to the creation is lost, the service fails after or before it: in the end there is one instance.
func TestAccBcsInstance_createFaults(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault emulator.Fault
		fails string // "" = the first apply succeeds
	}{
		"lost reply": {emulator.Fault{Drop: "after"}, ""},
		"503 done":   {emulator.Fault{Status: 503, AfterCommit: true}, ""},
		"500":        {emulator.Fault{Status: 500, Code: "BCS.5000500"}, `Could not create the BCS instance.*none was found afterwards.*500 BCS\.5000500`},
		"429":        {emulator.Fault{Status: 429, Count: 2}, ""},
		"400": {emulator.Fault{Code: "BCS.4001008"},
			`Could not create the BCS instance.*BCS instance "chain-test" in cn-north-4.*400 BCS\.4001008.*request id.*bind an EIP to at least one node`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud := acctest.Start(t, emulator.Options{})
			test.fault.Method, test.fault.Route = "POST", instancesRoute
			cloud.AddFault(test.fault)
			first := resource.TestStep{Config: cloud.Provider() + instanceConfig("")}
			if test.fails != "" {
				first.ExpectError = acctest.Said(test.fails)
			}
			cloud.Test(resource.TestCase{Steps: []resource.TestStep{
				first, {Config: cloud.Provider() + instanceConfig(""), ConfigStateChecks: []statecheck.StateCheck{oneInstance(t, cloud)}},
			}})
		})
	}
}

// What cannot be read is not gone; what is throttled is read a moment later.
func TestAccBcsInstance_readFaults(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	config := cloud.Provider("max_retries = 1") + instanceConfig("")
	steps := []resource.TestStep{{Config: config}}
	for _, test := range []struct {
		fault emulator.Fault
		want  string
	}{
		{emulator.Fault{Status: 401}, `Could not read the BCS instance.*401`},
		{emulator.Fault{Status: 403}, `Could not read the BCS instance.*403`},
		{emulator.Fault{Status: 404}, `Could not read the BCS instance.*404 APIGW\.0101`},
		{emulator.Fault{Status: 500, Code: "BCS.5000500"}, `Could not read the BCS instance.*500 BCS\.5000500`},
		{emulator.Fault{Status: 502, Body: "<html>Bad Gateway</html>"}, `Could not read the BCS instance.*502`},
		{emulator.Fault{Status: 400, Code: "BCS.4030403"}, `Could not read the BCS instance.*BCS\.4030403`},
	} {
		fault := test.fault
		fault.Method, fault.Route, fault.Count = "GET", instanceRoute, -1
		steps = append(steps, resource.TestStep{PreConfig: func() { cloud.ClearFaults(); cloud.AddFault(fault) }, Config: config, PlanOnly: true, ExpectError: acctest.Said(test.want)})
	}
	steps = append(steps, resource.TestStep{
		PreConfig: func() {
			cloud.ClearFaults()
			cloud.AddFault(emulator.Fault{Method: "GET", Route: instanceRoute, Status: 429})
		},
		Config: config, ConfigPlanChecks: emptyPlan(), ConfigStateChecks: []statecheck.StateCheck{oneInstance(t, cloud)},
	})
	cloud.Test(resource.TestCase{Steps: steps})
}

// What "gone" looks like is not documented: each way of saying it is understood.
func TestAccBcsInstance_gone(t *testing.T) {
	t.Parallel()
	for _, status := range []int{400, 404, 200} {
		t.Run(fmt.Sprint(status), func(t *testing.T) {
			t.Parallel()
			cloud := acctest.Start(t, emulator.Options{Choices: emulator.Choices{BCS: emulator.BCSChoices{GoneStatus: status}}})
			config := cloud.Provider() + instanceConfig("")
			remove := func() {
				id := cloud.Instances(t.Context())[0]
				operation, err := cloud.BCS().DeleteInstance(t.Context(), id, bcs.DeleteInstanceOptions{})
				if err == nil {
					err = cloud.BCS().WaitInstanceDeleted(t.Context(), id, operation)
				}
				if err != nil {
					t.Fatal(err)
				}
			}
			cloud.Test(resource.TestCase{Steps: []resource.TestStep{
				{Config: config},
				{PreConfig: remove, Config: config, ConfigPlanChecks: action(plancheck.ResourceActionCreate)},
			}})
		})
	}
}

// B-1: an expired login while deleting is an error, and never "gone".
func TestAccBcsInstance_unauthorizedWhileDeleting(t *testing.T) {
	t.Parallel()
	for _, status := range []int{401, 403} {
		t.Run(fmt.Sprint(status), func(t *testing.T) {
			t.Parallel()
			cloud := acctest.Start(t, emulator.Options{})
			config := cloud.Provider() + instanceConfig("")
			var armed atomic.Bool
			cloud.OnRequest(func(entry emulator.Entry) {
				if armed.Load() && entry.Method == "DELETE" {
					armed.Store(false)
					cloud.AddFault(emulator.Fault{Method: "GET", Route: instanceRoute, Status: status, Count: -1})
				}
			})
			cloud.SetProgress(emulator.BCSDelete, emulator.Held())
			cloud.Test(resource.TestCase{Steps: []resource.TestStep{
				{Config: config},
				{
					PreConfig: func() { armed.Store(true) }, Config: config, Destroy: true,
					ExpectError: acctest.Said(fmt.Sprintf(`Could not delete the BCS instance.*waiting for BCS instance.*%d`, status)),
				},
				{
					PreConfig: func() {
						cloud.ClearFaults()
						cloud.SetProgress(emulator.BCSDelete, emulator.Immediate())
						cloud.Release(emulator.BCSDelete)
					},
					Config: config, Destroy: true,
				},
			}})
		})
	}
}

// A deletion that fails says why, and the instance stays in the state.
func TestAccBcsInstance_failedDeletion(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	config := cloud.Provider() + instanceConfig("")
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{Config: config},
		{
			PreConfig: func() { cloud.SetProgress(emulator.BCSDelete, emulator.Fails("bcs", "the cluster cannot be reached")) },
			Config:    config, Destroy: true,
			ExpectError: acctest.Said(`Could not delete the BCS instance.*failed.*the cluster cannot be reached`),
		},
		{
			PreConfig: func() { cloud.SetProgress(emulator.BCSDelete, emulator.Immediate()) },
			Config:    config, Destroy: true,
		},
	}})
}

// An instance that is billed by year or month is left to the console.
func TestAccBcsInstance_prepaid(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{Choices: emulator.Choices{BCS: emulator.BCSChoices{Prepaid: true}}})
	t.Cleanup(cloud.Reset) // nobody can delete it
	config := cloud.Provider() + withOrgs(firstOrgs)
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{Config: config},
		{Config: replaceOnce(config, "node_count = 1", "node_count = 2"), PlanOnly: true, ExpectError: acctest.Said(`peer_orgs .*billed by year or month`)},
		{Config: config, Destroy: true, ExpectError: acctest.Said(`Could not delete the BCS instance.*BCS\.4001007.*Unsubscribe it in the console`)},
		{
			PreConfig: cloud.Reset, Config: cloud.Provider(),
		},
	}})
}

// A change that the service refuses because another one is under way waits for its turn.
func TestAccBcsInstance_busy(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	var refused atomic.Int64
	cloud.OnRequest(func(entry emulator.Entry) {
		if entry.Method == "PUT" && entry.Code == "BCS.4001002" && refused.Add(1) == 2 {
			cloud.Release(emulator.BCSChannel)
		}
	})
	occupy := func() {
		cloud.SetProgress(emulator.BCSChannel, emulator.Held())
		if _, err := cloud.BCS().CreateChannels(t.Context(), cloud.Instances(t.Context())[0], bcs.NewChannel{ChannelName: "channel2"}); err != nil {
			t.Fatal(err)
		}
	}
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{Config: cloud.Provider() + withOrgs(firstOrgs)},
		{
			PreConfig: occupy, Config: cloud.Provider() + withOrgs(replaceOnce(firstOrgs, "node_count = 1", "node_count = 2")),
			ConfigStateChecks: []statecheck.StateCheck{is("peer_orgs", knownvalue.SetExact([]knownvalue.Check{org("organization1", 2)}))},
		},
	}})
	if refused.Load() < 2 {
		t.Errorf("the change was refused %d times; the test proves nothing", refused.Load())
	}
}

// An update that fails half way is taken up where it stopped: what was made is not made again.
func TestAccBcsInstance_halfUpdated(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	cloud.AddFault(emulator.Fault{Method: "PUT", Route: instanceRoute, Nth: 2, Status: 403})
	later := cloud.Provider() + withOrgs(`{ name = "organization1", node_count = 2 }, { name = "organization2", node_count = 1, pvc_name = "pvc-2" }`)
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{Config: cloud.Provider() + withOrgs(firstOrgs)},
		{Config: later, ExpectError: acctest.Said(`Could not update the BCS instance.*changing the organizations to organization1 \(2 peers\).*403`)},
		{
			Config:            later,
			ConfigPlanChecks:  action(plancheck.ResourceActionUpdate),
			ConfigStateChecks: []statecheck.StateCheck{is("peer_orgs", knownvalue.SetPartial([]knownvalue.Check{org("organization1", 2), org("organization2", 1)}))},
		},
	}})
	if bodies := changes(cloud); len(bodies) != 3 {
		t.Errorf("the calls are\n%s\nwant three of them", strings.Join(bodies, "\n"))
	}
}

// A creation that takes 90 minutes outlives its token several times; the password gets new ones.
func TestAccBcsInstance_tokenExpires(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{TokenLifetime: 20 * time.Minute})
	cloud.SetProgress(emulator.BCSCreate, emulator.After(90*time.Minute))
	var reads atomic.Int64
	cloud.OnRequest(func(entry emulator.Entry) {
		if entry.Method == "GET" && entry.Route == instanceRoute && entry.Status == 200 && reads.Add(1) <= 6 {
			cloud.Clock().Advance(15 * time.Minute)
		}
	})
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{{
		Config:            cloud.PasswordProvider() + instanceConfig(""),
		ConfigStateChecks: []statecheck.StateCheck{is("status", acctest.Text("Normal")), oneInstance(t, cloud)},
	}}})
	if logins := cloud.Requests()["POST /v3/auth/tokens"]; logins < 4 {
		t.Errorf("there were %d logins; the test proves nothing:\n%s", logins, cloud.RequestTable())
	}
}

// A region without the service is refused in the plan, with the regions that have it; an emulator or a new region decides
// for itself.
func TestAccBcsInstance_region(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	huawei := fmt.Sprintf("provider \"hwc\" {\n  region = \"ap-southeast-1\"\n  access_key = %q\n  secret_key = %q\n}\n", acctest.AccessKey, acctest.SecretKey)
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{
			Config: huawei + instanceConfig(""), PlanOnly: true,
			ExpectError: acctest.Said(`There are no BCS instances in this region.*not offered in region ap-southeast-1.*only in cn-north-1, cn-north-4, cn-south-1, cn-east-2`),
		},
		{Config: huawei + channelConfig(unknownID, "orders", ""), PlanOnly: true, ExpectError: acctest.Said(`There are no BCS instances in this region`)},
		{Config: huawei + organizationConfig(unknownID, "orders", "importer", 1), PlanOnly: true, ExpectError: acctest.Said(`There are no BCS instances in this region`)},
		{
			Config:      cloud.Provider() + instanceConfig(`region = "ap-southeast-1"`),
			ExpectError: acctest.Said(`Could not create the BCS instance.*"chain-test" in ap-southeast-1.*404.*What to do`),
		},
	}})
}
