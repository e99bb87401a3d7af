package hbs_test

import (
	"context"
	"fmt"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/hwc-community/terraform-provider-hwc/internal/acctest"
	"github.com/hwc-community/terraform-provider-hwc/internal/client/hbs"
	"github.com/hwc-community/terraform-provider-hwc/internal/emulator"
)

// refusals are never taken for "gone".
var refusals = []emulator.Fault{
	{Status: 401, Code: "APIGW.0301", Message: "Incorrect IAM authentication information: decrypt token fail"},
	{Status: 403, Code: "BCS.4030403", Message: "No permissions to request this method"},
	{Status: 404, Code: "APIGW.0101", Message: "The API does not exist or has not been published in the environment."},
	{Status: 400, Body: `{"code":"400","error_code":"HBS.40000099","error_msg":"strange","message":"strange"}`},
	{Status: 500, Body: `{"code":"500","error_code":"HBS.50000001","error_msg":"Internal server error.","message":"oops"}`},
}

func wantFault(t *testing.T, cloud *acctest.Env) {
	t.Helper()
	for _, entry := range cloud.Journal() {
		if entry.Fault != "" {
			return
		}
	}
	t.Errorf("the fault never struck:\n%s", cloud.RequestTable())
}

func TestAccHbsInstance_refusedRead(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	config := cloud.Provider("max_retries = 0") + instance()
	steps := []resource.TestStep{{Config: config}}
	for _, fault := range refusals {
		fault.Method, fault.Route, fault.Count = "GET", instanceRoute, -1
		steps = append(steps, resource.TestStep{
			PreConfig: func() { cloud.ClearFaults(); cloud.AddFault(fault) },
			Config:    config, ExpectError: said(fmt.Sprintf(`Could not read the HBS instance.*%d`, fault.Status)),
		})
	}
	cloud.Test(resource.TestCase{Steps: append(steps, resource.TestStep{PreConfig: cloud.ClearFaults, Config: config, ConfigPlanChecks: emptyPlan()})})
}

// However the purchase fares, there is one instance, and it is the one of the state; an order is never placed twice.
func TestAccHbsInstance_purchaseFaults(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		fault  emulator.Fault
		fails  *regexp.Regexp
		orders int // purchases that the cloud carried out
	}{
		{"reply lost", emulator.Fault{Drop: "after"}, nil, 1},
		{"request lost", emulator.Fault{Drop: "before"}, nil, 1},
		{"reply cut", emulator.Fault{CutBody: true}, nil, 1},
		{"gateway gave up", emulator.Fault{Status: 504, AfterCommit: true, Body: "<html>504</html>"}, nil, 1},
		{"unavailable", emulator.Fault{Status: 503, Code: "APIGW.0613", Message: "unavailable"}, nil, 1},
		{"throttled", emulator.Fault{Status: 429, Code: "APIGW.0308", Message: "throttled"}, nil, 1},
		{"no money", emulator.Fault{Status: 400, Code: "CBC.99005003", Message: "Insufficient balance."},
			said(`Could not buy the HBS instance.*CBC\.99005003.*What to do: the balance of the account is too low`), 1},
		{"no permission", emulator.Fault{Status: 403, Code: "BCS.4030403", Message: "No permissions to request this method"},
			said(`Could not buy the HBS instance.*403 BCS\.4030403.*What to do`), 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			cloud := acctest.Start(t, emulator.Options{})
			test.fault.Method, test.fault.Route = "POST", instancesRoute
			cloud.AddFault(test.fault)
			steps := []resource.TestStep{{Config: cloud.Provider() + instance(), ExpectError: test.fails}}
			if test.fails != nil {
				steps = append(steps, resource.TestStep{Config: cloud.Provider() + instance()})
			}
			cloud.Test(resource.TestCase{Steps: append(steps, resource.TestStep{
				PreConfig: func() {
					only(t, cloud)
					wantFault(t, cloud)
				},
				Config: cloud.Provider() + instance(), ConfigPlanChecks: emptyPlan(),
			})})
			if n := purchases(t, cloud); n != test.orders {
				t.Errorf("%d purchases:\n%s", n, cloud.RequestTable())
			}
		})
	}
}

// purchases are how many instances were ever ordered: each has a job of its own.
func purchases(t *testing.T, cloud *acctest.Env) (n int) {
	t.Helper()
	jobs, err := cloud.HBS().ListJobs(context.Background(), hbs.JobFilter{})
	if err != nil {
		t.Fatal(err)
	}
	for _, job := range jobs {
		if job.Type == hbs.JobCreateInstance {
			n++
		}
	}
	return n
}

// An instance that has the name already is not bought again: a killed run may have bought it.
func TestAccHbsInstance_exists(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	twin := regexp.MustCompile(`"test" {`).ReplaceAllString(instance(), "\"twin\" {\n  depends_on = [hwc_hbs_instance.test]")
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{{
		Config:      cloud.Provider() + instance() + twin,
		ExpectError: said(`Could not buy the HBS instance.*an instance of this name exists already \(Available\).*Nothing was bought.*terraform import ADDRESS [0-9a-f-]{36}`),
	}}})
	if n := purchases(t, cloud); n != 1 {
		t.Errorf("%d purchases", n)
	}
}

// The job's own reason is told; the instance is in the state, and the next apply replaces it where it may.
func TestAccHbsInstance_failedWait(t *testing.T) {
	t.Parallel()
	for name, choices := range map[string]emulator.HBSChoices{"left": {}, "taken back": {FailedBuyRemoves: true}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud := acctest.Start(t, engine(choices))
			cloud.SetProgress(emulator.HBSCreate, emulator.Fails("HBS-1", "the cluster has no room"))
			next := plancheck.ResourceActionDestroyBeforeCreate
			if choices.FailedBuyRemoves {
				next = plancheck.ResourceActionCreate
			}
			cloud.Test(resource.TestCase{Steps: []resource.TestStep{
				{
					Config:      cloud.Provider() + instance(),
					ExpectError: said(`The HBS instance did not become available.*HBS instance "chain-test" [0-9a-f-]{36}.*HBS-1: the cluster has no room`),
				},
				{
					PreConfig:        func() { cloud.SetProgress(emulator.HBSCreate, emulator.Immediate()) },
					Config:           cloud.Provider() + instance(),
					ConfigPlanChecks: action(instanceAddress, next),
				},
				{PreConfig: func() { only(t, cloud) }, Config: cloud.Provider() + instance(), ConfigPlanChecks: emptyPlan()},
			}})
		})
	}
}

// A purchase whose job is not for this user to see is watched itself; nothing is tainted and bought again.
func TestAccHbsInstance_hiddenJob(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	cloud.SetProgress(emulator.HBSCreate, emulator.AfterReads(3))
	cloud.AddFault(emulator.Fault{Method: "GET", Route: jobsRoute + "/{job_id}", Count: -1, Status: 403, Code: "BCS.4030403", Message: "No permissions"})
	config := cloud.Provider() + instance() + organization(paidOrganization)
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{Config: config, ConfigStateChecks: []statecheck.StateCheck{
			value(instanceAddress, "status", text("Available")), value(organizationAddress, "status", text("Available")),
		}},
		{Config: config, ConfigPlanChecks: emptyPlan()},
	}})
	wantFault(t, cloud)
}

// A wait that fails for another reason than the purchase says that it is bought, and how it is kept: it is the same then.
func TestAccHbs_refusedWait(t *testing.T) {
	t.Parallel()
	for _, k := range kinds {
		t.Run(k.resource, func(t *testing.T) {
			t.Parallel()
			cloud := acctest.Start(t, emulator.Options{})
			w := acctest.NewWorkspace(t, cloud.Provider()+k.before)
			w.MustRun(t.Context(), "apply", "-auto-approve", "-no-color")
			cloud.AddFault(emulator.Fault{Method: "GET", Route: jobsRoute + "/{job_id}", Count: -1, Status: 401, Code: "APIGW.0301", Message: "Incorrect IAM authentication information"})
			w.Write(cloud.Provider() + k.config(true))
			output, err := w.Run(t.Context(), "apply", "-auto-approve", "-no-color")
			if err == nil || !said(`did not become available.*APIGW\.0301.*What to do: .*It is bought and in the state.*terraform untaint`).MatchString(output) {
				t.Fatalf("the output does not say how it is kept: %v\n%s", err, output)
			}
			cloud.ClearFaults()
			w.MustRun(t.Context(), "untaint", k.resource+".test")
			bought := k.same(t, cloud, w)
			w.MustRun(t.Context(), "apply", "-auto-approve", "-no-color")
			if kept := k.same(t, cloud, w); kept != bought {
				t.Errorf("%s became %s", bought, kept)
			}
			w.MustRun(t.Context(), "destroy", "-auto-approve", "-no-color")
		})
	}
}

func TestAccHbsInstance_timeout(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	cloud.SetProgress(emulator.HBSCreate, emulator.Held())
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{
			Config:      cloud.Provider() + instance(`timeouts = { create = "3s" }`),
			ExpectError: said(`did not become available.*Running.*timeouts.*untaint`),
		},
		{
			PreConfig: func() {
				cloud.SetProgress(emulator.HBSCreate, emulator.Immediate())
				cloud.Release(emulator.HBSCreate)
			},
			Config: cloud.Provider() + instance(),
		},
	}})
}

// Throttling and outages in the middle of reads, orders and unsubscriptions are waited out.
func TestAccHbsInstance_outages(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, engine(emulator.HBSChoices{EngineVersion: olderEngine}))
	for _, method := range []string{"GET", "POST", "DELETE"} {
		cloud.AddFault(emulator.Fault{Method: method, Nth: 2, Status: 503, Code: "APIGW.0613", Message: "unavailable"})
		cloud.AddFault(emulator.Fault{Method: method, Nth: 4, Status: 429, Code: "APIGW.0308", Message: "throttled"})
	}
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{Config: cloud.Provider() + instance(`tags = { a = "1" }`)},
		{Config: cloud.Provider() + instance(`tags = { b = "1" }`, `chain_engine_version = "`+newestEngine+`"`)},
	}})
	wantFault(t, cloud)
}

// The replies to the unsubscription and to the cancellation are lost: both are carried out once, and that is enough.
func TestAccHbsInstance_lostEnd(t *testing.T) {
	t.Parallel()
	for name, terms := range map[string]string{"unsubscribe": paid, "cancel": "{ is_auto_pay = false }"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud := acctest.Start(t, emulator.Options{})
			cloud.SetProgress(emulator.HBSDelete, emulator.AfterReads(2))
			cloud.AddFault(emulator.Fault{Method: "POST", Route: unsubscribeRoute, Drop: "after"})
			cloud.AddFault(emulator.Fault{Method: "PUT", Route: "/v2/orders/customer-orders/cancel", Drop: "after"})
			cloud.Test(resource.TestCase{Steps: []resource.TestStep{{Config: cloud.Provider() + instance("org_order_info = "+terms)}}})
			wantFault(t, cloud)
		})
	}
}

// Whatever billing knows an instance by, it is unsubscribed from; a failed removal is told with the job's reason.
func TestAccHbsInstance_billing(t *testing.T) {
	t.Parallel()
	for name, choices := range map[string]emulator.HBSChoices{"by instance": {}, "by organization": {BilledByOrg: true, UnknownStatus: 404}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud := acctest.Start(t, engine(choices))
			cloud.SetProgress(emulator.HBSDelete, emulator.Fails("HBS-3", "the network is in use"))
			cloud.Test(resource.TestCase{Steps: []resource.TestStep{
				{Config: cloud.Provider() + instance()},
				{
					Config: cloud.Provider() + instance(), Destroy: true,
					ExpectError: said(`Could not unsubscribe from the HBS instance.*still there.*HBS-3: the network is in use`),
				},
				{
					PreConfig: func() { cloud.SetProgress(emulator.HBSDelete, emulator.AfterReads(2)) },
					Config:    cloud.Provider() + instance(), ConfigPlanChecks: emptyPlan(),
				},
			}})
		})
	}
}

// Tags that were put on before an update failed are taken off when the configuration is taken back.
func TestAccHbsInstance_tagsReverted(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	w := acctest.NewWorkspace(t, cloud.Provider()+instance())
	w.MustRun(t.Context(), "apply", "-auto-approve", "-no-color")
	inCloud := func() string {
		tags, err := cloud.HBS().ListTags(t.Context(), only(t, cloud).ID)
		return fmt.Sprint(tags, err)
	}
	// The first read is the refresh.
	cloud.AddFault(emulator.Fault{Method: "GET", Route: instanceRoute, Nth: 2, Status: 403, Code: "BCS.4030403", Message: "No permissions"})
	w.Write(cloud.Provider() + instance(`tags = { a = "1" }`))
	if output, err := w.Run(t.Context(), "apply", "-auto-approve", "-no-color"); err == nil || !said(`Could not read the HBS instance.*403`).MatchString(output) {
		t.Fatalf("the update did not fail: %v\n%s", err, output)
	}
	if tags := inCloud(); tags != "map[a:1] <nil>" {
		t.Fatalf("the cloud has the tags %s; the test proves nothing", tags)
	}
	w.Write(cloud.Provider() + instance())
	w.MustRun(t.Context(), "apply", "-auto-approve", "-no-color")
	if tags := inCloud(); tags != "map[] <nil>" {
		t.Errorf("the cloud has the tags %s", tags)
	}
	w.MustRun(t.Context(), "destroy", "-auto-approve", "-no-color")
}

// A failure of the tags does not make what was just bought worth replacing.
func TestAccHbsInstance_tagsFail(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	cloud.AddFault(emulator.Fault{Method: "POST", Route: tagsRoute + "/create", Status: 403, Code: "BCS.4030403", Message: "No permissions"})
	config := cloud.Provider() + instance(`tags = { a = "1" }`)
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{Config: config, ExpectNonEmptyPlan: true},
		{Config: config, ConfigPlanChecks: action(instanceAddress, plancheck.ResourceActionUpdate)},
		{
			PreConfig: func() {
				tags, err := cloud.HBS().ListTags(t.Context(), only(t, cloud).ID)
				if err != nil || fmt.Sprint(tags) != "map[a:1]" {
					t.Errorf("the cloud has the tags %v, %v", tags, err)
				}
			},
			Config: config, ConfigPlanChecks: emptyPlan(),
			ConfigStateChecks: []statecheck.StateCheck{value(instanceAddress, "tags", knownvalue.MapSizeExact(1))},
		},
	}})
}
