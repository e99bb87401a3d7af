package hbs_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/hwc-community/terraform-provider-hwc/internal/acctest"
	"github.com/hwc-community/terraform-provider-hwc/internal/client/bss"
	"github.com/hwc-community/terraform-provider-hwc/internal/emulator"
)

const (
	orderRoute  = "/v2/orders/customer-orders/details/{order_id}"
	cancelRoute = "/v2/orders/customer-orders/cancel"

	unpaidTerms = "org_order_info = { period_type = 2, period_num = 1, is_auto_pay = false }"
)

// seen keeps what an attribute of an object of the root module is in the state.
type seen struct {
	address, attribute string
	into               *string
}

func (s seen) CheckState(_ context.Context, req statecheck.CheckStateRequest, resp *statecheck.CheckStateResponse) {
	for _, object := range req.State.Values.RootModule.Resources {
		if object.Address == s.address {
			*s.into = fmt.Sprint(object.AttributeValues[s.attribute])
			return
		}
	}
	resp.Error = fmt.Errorf("%s is not in the state", s.address)
}

// pay pays an order, as its owner would in the console.
func pay(t *testing.T, cloud *acctest.Env, order string) {
	t.Helper()
	if err := cloud.Pay(order); err != nil {
		t.Fatal(err)
	}
}

// What nobody has paid is in the state, with its order and its id. It plans empty, is followed once it is paid, and is
// bought once.
func TestAccHbsInstance_unpaid(t *testing.T) {
	t.Parallel()
	for name, choices := range map[string]emulator.HBSChoices{"job at once": {}, "job after payment": {JobAfterPayment: true}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud := acctest.Start(t, engine(choices))
			var order, id string
			config := cloud.Provider() + instance(unpaidTerms, `tags = { a = "1" }`)
			available := []statecheck.StateCheck{value(instanceAddress, "status", text("Available")), value(instanceAddress, "chain_engine_version", text(newestEngine))}
			cloud.Test(resource.TestCase{Steps: []resource.TestStep{
				{
					Config: config,
					ConfigStateChecks: []statecheck.StateCheck{
						value(instanceAddress, "status", text("Unpaid")), seen{instanceAddress, "order_id", &order}, seen{instanceAddress, "id", &id},
					},
				},
				{Config: config, ConfigPlanChecks: emptyPlan()},
				{
					// While it is made, the next apply waits for it.
					PreConfig: func() {
						cloud.SetProgress(emulator.HBSCreate, emulator.AfterReads(6))
						pay(t, cloud, order)
					},
					Config: config, ConfigPlanChecks: action(instanceAddress, plancheck.ResourceActionUpdate), ConfigStateChecks: available,
				},
				{
					PreConfig: func() {
						if found := only(t, cloud); found.ID != id {
							t.Errorf("%s became %s", id, found.ID)
						}
					},
					Config: config, ConfigPlanChecks: emptyPlan(), ConfigStateChecks: available,
				},
			}})
		})
	}
}

// An unpaid order is cancelled without the permission to unsubscribe; one that was paid in the meantime is not.
func TestAccHbsInstance_unpaidDestroy(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	var order string
	config := cloud.Provider() + instance(unpaidTerms, "allow_unsubscribe = false")
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{Config: config, ConfigStateChecks: []statecheck.StateCheck{seen{instanceAddress, "order_id", &order}}},
		{Config: cloud.Provider()},
		{
			PreConfig: func() {
				if found := instances(t, cloud); len(found) != 0 {
					t.Errorf("there is still %v", found)
				}
				if canceled, err := cloud.BSS().GetOrder(t.Context(), order); err != nil || canceled.Status != bss.OrderCanceled {
					t.Errorf("the order is %+v, %v", canceled, err)
				}
			},
			Config: config, ConfigStateChecks: []statecheck.StateCheck{seen{instanceAddress, "order_id", &order}},
		},
		{PreConfig: func() { pay(t, cloud, order) }, Config: cloud.Provider(), ExpectError: said(`allow_unsubscribe is false`)},
		{Config: cloud.Provider() + instance(unpaidTerms)},
	}})
	if n := cloud.Requests()["PUT "+cancelRoute]; n != 1 {
		t.Errorf("%d cancellations", n)
	}
}

// hidden makes the engine show no instances at all, as it might before they are paid.
func hidden(cloud *acctest.Env) {
	cloud.AddFault(emulator.Fault{Method: "GET", Route: instanceRoute, Count: -1, Status: 400, Body: `{"code":"400","error_code":"HBS.40000004","error_msg":"none","message":"none"}`})
	cloud.AddFault(emulator.Fault{Method: "GET", Route: instancesRoute, Count: -1, Status: 200, Body: `{"count":0,"instances":[]}`})
}

// Should the engine not show what is not paid, its order tells that it is still to come: it is neither forgotten nor
// bought again. Nor is it when billing cannot be asked. Once the order is cancelled, it is.
func TestAccHbsInstance_unpaidHidden(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	config := cloud.Provider("max_retries = 0") + instance(unpaidTerms)
	var order, next string
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{
			PreConfig: func() { hidden(cloud) },
			Config:    config, ConfigStateChecks: []statecheck.StateCheck{value(instanceAddress, "status", text("Unpaid")), seen{instanceAddress, "order_id", &order}},
		},
		{Config: config, ConfigPlanChecks: emptyPlan()},
		{
			// Settings of Terraform can be changed meanwhile, and back.
			Config: cloud.Provider("max_retries = 0") + instance(unpaidTerms, "allow_unsubscribe = false"),
			ConfigStateChecks: []statecheck.StateCheck{
				value(instanceAddress, "status", text("Unpaid")), value(instanceAddress, "allow_unsubscribe", knownvalue.Bool(false)),
			},
		},
		{Config: config, ConfigPlanChecks: action(instanceAddress, plancheck.ResourceActionUpdate)},
		{
			PreConfig: func() {
				cloud.AddFault(emulator.Fault{Method: "GET", Route: orderRoute, Status: 403, Code: "CBC.0151", Message: "Access denied."})
			},
			Config: config, ExpectError: said(`Could not read the HBS instance.*order CS\w+ is paid could not be read.*CBC\.0151.*What to do`),
		},
		{
			// The same at its end: the order is cancelled.
			Config: cloud.Provider("max_retries = 0"),
		},
		{
			PreConfig: func() {
				if canceled, err := cloud.BSS().GetOrder(t.Context(), order); err != nil || canceled.Status != bss.OrderCanceled {
					t.Errorf("the order is %+v, %v", canceled, err)
				}
				cloud.ClearFaults()
			},
			Config: config, ConfigStateChecks: []statecheck.StateCheck{seen{instanceAddress, "order_id", &next}},
		},
		{
			PreConfig: func() {
				if err := cloud.BSS().CancelOrder(t.Context(), next); err != nil {
					t.Fatal(err)
				}
			},
			Config: config, ConfigPlanChecks: action(instanceAddress, plancheck.ResourceActionCreate),
		},
	}})
}

// An order that was just carried out is none that has ended: billing knows of the instance before the engine shows it.
func TestAccHbsInstance_paidHidden(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	config := cloud.Provider() + instance(unpaidTerms, "allow_unsubscribe = true")
	var order, id, again string
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{Config: config, ConfigStateChecks: []statecheck.StateCheck{seen{instanceAddress, "order_id", &order}, seen{instanceAddress, "id", &id}}},
		{PreConfig: func() { pay(t, cloud, order); hidden(cloud) }, Config: config, ConfigPlanChecks: emptyPlan()},
		{PreConfig: cloud.ClearFaults, Config: config, ConfigStateChecks: []statecheck.StateCheck{seen{instanceAddress, "id", &again}}},
	}})
	if id != again {
		t.Errorf("%s became %s", id, again)
	}
}

// The same with an organization: its settings can be changed while the engine does not show it, and no longer once its
// order is cancelled.
func TestAccHbsOrganization_unpaidHidden(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	config := func(allow bool) string {
		return cloud.Provider("max_retries = 0") + instance() + organization(fmt.Sprintf("%s\n  allow_unsubscribe = %t", unpaidTerms, allow))
	}
	var order string
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{Config: config(false), ConfigStateChecks: []statecheck.StateCheck{seen{organizationAddress, "order_id", &order}}},
		{
			PreConfig: func() {
				cloud.AddFault(emulator.Fault{Method: "GET", Route: instanceRoute + "/organization", Count: -1, Status: 404, Body: `{"code":"404","error_code":"HBS.40400004","error_msg":"none","message":"none"}`})
				cloud.AddFault(emulator.Fault{Method: "GET", Route: organizationsRoute, Count: -1, Status: 200, Body: `{"count":0,"orgs":[]}`})
			},
			Config: config(true), ConfigPlanChecks: action(organizationAddress, plancheck.ResourceActionUpdate),
			ConfigStateChecks: []statecheck.StateCheck{
				value(organizationAddress, "status", text("Unpaid")), value(organizationAddress, "allow_unsubscribe", knownvalue.Bool(true)),
			},
		},
		{Config: config(true), ConfigPlanChecks: emptyPlan()},
		{
			PreConfig: func() {
				cloud.ClearFaults()
				if err := cloud.BSS().CancelOrder(t.Context(), order); err != nil {
					t.Fatal(err)
				}
			},
			Config: config(true), ConfigPlanChecks: action(organizationAddress, plancheck.ResourceActionCreate),
		},
	}})
}

// What is imported before it is paid has no order that Terraform knows of.
func TestAccHbsInstance_unpaidImported(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	w := acctest.NewWorkspace(t, cloud.Provider()+instance(unpaidTerms))
	output := w.MustRun(t.Context(), "apply", "-auto-approve", "-no-color")
	if !said(`The order is not paid.*HBS instance "chain-test" [0-9a-f-]{36} in cn-north-4 is ordered and not paid.*Pay the order CS\w+ of 12000 CNY`).MatchString(output) {
		t.Errorf("the output does not say what to pay:\n%s", output)
	}
	id := only(t, cloud).ID
	w.MustRun(t.Context(), "state", "rm", instanceAddress)
	if output, err := w.Run(t.Context(), "apply", "-auto-approve", "-no-color"); err == nil || !said(`exists already \(Unpaid\)`).MatchString(output) {
		t.Errorf("a second one was bought: %v\n%s", err, output)
	}
	w.MustRun(t.Context(), "import", "-no-color", instanceAddress, id)
	output, err := w.Run(t.Context(), "destroy", "-auto-approve", "-no-color")
	if err == nil || !said(`CBC\.99003100.*Pay or cancel that order`).MatchString(strings.ReplaceAll(output, "pay or cancel", "Pay or cancel")) {
		t.Errorf("the output does not say what to do: %v\n%s", err, output)
	}
	jobs := fmt.Sprint(cloud.State()["hbs_instances"])
	pay(t, cloud, jobs[strings.Index(jobs, "order_id:CS")+len("order_id:"):][:17])
	w.MustRun(t.Context(), "apply", "-auto-approve", "-no-color")
	w.MustRun(t.Context(), "destroy", "-auto-approve", "-no-color")
}
