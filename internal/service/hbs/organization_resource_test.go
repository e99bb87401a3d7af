package hbs_test

import (
	"fmt"
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
	"github.com/hwc-community/terraform-provider-hwc/internal/emulator"
)

const organizationAddress = "hwc_hbs_organization.test"

// organization is one more organization of instance(), with the lines given.
func organization(lines string) string {
	return fmt.Sprintf(`
resource "hwc_hbs_organization" "test" {
  instance_id = hwc_hbs_instance.test.id
  name        = "org3"
  %s
}
`, lines)
}

const paidOrganization = "org_order_info = " + paid + "\n  allow_unsubscribe = true"

func TestAccHbsOrganization_basic(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	cloud.SetProgress(emulator.HBSOrganizationCreate, emulator.AfterReads(2))
	config := cloud.Provider() + instance() + organization(paidOrganization)
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{
			Config:           config,
			ConfigPlanChecks: action(organizationAddress, plancheck.ResourceActionCreate),
			ConfigStateChecks: []statecheck.StateCheck{
				value(organizationAddress, "name", text("org3")),
				value(organizationAddress, "uid", knownvalue.StringRegexp(regexp.MustCompile(`^[0-9a-f-]{36}$`))),
				value(organizationAddress, "chain_org_id", knownvalue.StringRegexp(regexp.MustCompile(`^org3-`))),
				value(organizationAddress, "subscription_id", knownvalue.NotNull()),
				value(organizationAddress, "order_id", knownvalue.StringRegexp(regexp.MustCompile(`^CS`))),
				value(organizationAddress, "endpoint", knownvalue.Null()),
				value(organizationAddress, "is_consensus", knownvalue.Bool(false)),
				value(organizationAddress, "status", text("Available")),
				// Those of the instance are the ones it was bought with.
				value(instanceAddress, "orgs", texts("org1", "org2")),
			},
		},
		{Config: config, ConfigPlanChecks: emptyPlan()},
		{
			ResourceName: organizationAddress, ImportState: true, ImportStateVerify: true, ImportStateIdFunc: acctest.ImportID(organizationAddress, "instance_id", "name"),
			ImportStateVerifyIdentifierAttribute: "uid", ImportStateVerifyIgnore: []string{"allow_unsubscribe", "order_id", "org_order_info"},
		},
		{
			ResourceName: organizationAddress, ImportState: true, ImportStateKind: resource.ImportBlockWithID, ImportStateIdFunc: acctest.ImportID(organizationAddress, "instance_id", "name"),
			Config: cloud.Provider() + instance() + organization("org_order_info = "+paid),
		},
		{
			Config: cloud.Provider() + instance(), ConfigPlanChecks: action(organizationAddress, plancheck.ResourceActionDestroy),
		},
		{
			PreConfig: func() {
				if orgs := only(t, cloud).Orgs; len(orgs) != 2 {
					t.Errorf("the instance has %v", orgs)
				}
			},
			Config: cloud.Provider() + instance(), ConfigPlanChecks: emptyPlan(),
		},
	}})
}

func TestAccHbsOrganization_identity(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	cloud.Test(resource.TestCase{
		TerraformVersionChecks: []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_12_0)},
		Steps: []resource.TestStep{
			{
				Config: cloud.Provider() + instance() + organization(paidOrganization),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectIdentity(organizationAddress, map[string]knownvalue.Check{
						"region": text(acctest.Region), "instance_id": knownvalue.NotNull(), "name": text("org3"),
					}),
				},
			},
			{
				ResourceName: organizationAddress, ImportState: true, ImportStateKind: resource.ImportBlockWithResourceIdentity,
				Config: cloud.Provider() + instance() + organization("org_order_info = "+paid),
			},
		},
	})
}

// Settings change in place and ask nothing; another name is another organization.
func TestAccHbsOrganization_change(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	same, other := statecheck.CompareValue(compare.ValuesSame()), statecheck.CompareValue(compare.ValuesDiffer())
	uid := tfjsonpath.New("uid")
	renamed := func(lines string) string {
		return regexp.MustCompile(`"org3"`).ReplaceAllString(organization(lines), `"org4"`)
	}
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{
			Config:            cloud.Provider() + instance() + organization(paidOrganization),
			ConfigStateChecks: []statecheck.StateCheck{same.AddStateValue(organizationAddress, uid), other.AddStateValue(organizationAddress, uid)},
		},
		{
			Config:            cloud.Provider() + instance() + organization("allow_unsubscribe = false\n timeouts = { delete = \"5m\" }"),
			ConfigPlanChecks:  action(organizationAddress, plancheck.ResourceActionUpdate),
			ConfigStateChecks: []statecheck.StateCheck{same.AddStateValue(organizationAddress, uid)},
		},
		{Config: cloud.Provider() + instance(), ExpectError: said(`Terraform may not unsubscribe.*organization org3 of the HBS instance.*Nothing was done`)},
		{Config: cloud.Provider() + instance() + renamed(paidOrganization), ExpectError: said(`Terraform may not unsubscribe`)},
		{Config: cloud.Provider() + instance() + organization(paidOrganization)},
		{
			Config:            cloud.Provider() + instance() + renamed(paidOrganization),
			ConfigPlanChecks:  action(organizationAddress, plancheck.ResourceActionDestroyBeforeCreate),
			ConfigStateChecks: []statecheck.StateCheck{other.AddStateValue(organizationAddress, uid), value(organizationAddress, "name", text("org4"))},
		},
	}})
}

// The engine does one thing at a time to an instance; several organizations are bought, and go, one after the other.
func TestAccHbsOrganization_parallel(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	for _, kind := range []emulator.Kind{emulator.HBSOrganizationCreate, emulator.HBSOrganizationDelete} {
		cloud.SetProgress(kind, emulator.AfterReads(3))
	}
	many := `
resource "hwc_hbs_organization" "test" {
  count             = 4
  instance_id       = hwc_hbs_instance.test.id
  name              = "many${count.index}"
  org_order_info    = ` + paid + `
  allow_unsubscribe = true
}
`
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{Config: cloud.Provider() + instance() + many},
		{Config: cloud.Provider() + instance() + many, ConfigPlanChecks: emptyPlan()},
		{Config: cloud.Provider() + instance()},
	}})
	for _, entry := range cloud.Journal() {
		if entry.Method == "POST" && entry.Status >= 400 {
			t.Errorf("%s %s: %s", entry.Method, entry.Route, entry.Message)
		}
	}
}

// Its limit is for a purchase: the time in which it waits for those before it does not count.
func TestAccHbsOrganization_queue(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	cloud.SetProgress(emulator.HBSOrganizationCreate, emulator.After(time.Second))
	queue := `
resource "hwc_hbs_organization" "test" {
  count             = 6
  instance_id       = hwc_hbs_instance.test.id
  name              = "queue${count.index}"
  org_order_info    = ` + paid + `
  allow_unsubscribe = true
  timeouts          = { create = "5s" }
}
`
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{Config: cloud.Provider() + instance(`edition = "Platinum"`) + queue},
		{Config: cloud.Provider() + instance(`edition = "Platinum"`) + queue, ConfigPlanChecks: emptyPlan()},
	}})
}

// What nobody has paid is in the state with its order, and is picked up once it is paid; until then it can be cancelled.
func TestAccHbsOrganization_unpaid(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	var order string
	unpaid := cloud.Provider() + instance() + organization("org_order_info = { period_type = 2, period_num = 1, is_auto_pay = false }")
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{
			Config: unpaid,
			ConfigStateChecks: []statecheck.StateCheck{
				value(organizationAddress, "status", text("Unpaid")), value(organizationAddress, "order_id", knownvalue.StringRegexp(regexp.MustCompile(`^CS`))),
			},
		},
		{Config: unpaid, ConfigPlanChecks: emptyPlan()},
		{Config: cloud.Provider() + instance()}, // cancels the order; nothing is unsubscribed
		{
			PreConfig: func() {
				if n := cloud.Requests()["POST "+unsubscribeRoute]; n != 0 {
					t.Errorf("%d times unsubscribed:\n%s", n, cloud.RequestTable())
				}
			},
			Config: unpaid, ConfigStateChecks: []statecheck.StateCheck{seen{organizationAddress, "order_id", &order}},
		},
		{
			PreConfig: func() { pay(t, cloud, order) },
			Config:    cloud.Provider() + instance() + organization(paidOrganization),
			ConfigStateChecks: []statecheck.StateCheck{
				value(organizationAddress, "status", text("Available")),
			},
		},
	}})
}

// Gone is what the engine says is gone; a failed creation is told with the job's reason, and replaced.
func TestAccHbsOrganization_disappearsAndFails(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	config := cloud.Provider() + instance() + organization(paidOrganization)
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{Config: config},
		{
			PreConfig: func() {
				id := only(t, cloud).ID
				org, err := cloud.HBS().GetOrganization(t.Context(), id, "org3")
				if err != nil {
					t.Fatal(err)
				}
				if _, err := cloud.BSS().Unsubscribe(t.Context(), org.SubscriptionID); err != nil {
					t.Fatal(err)
				}
				if err := cloud.HBS().WaitOrganizationDeleted(t.Context(), id, "org3"); err != nil {
					t.Fatal(err)
				}
				cloud.SetProgress(emulator.HBSOrganizationCreate, emulator.Fails("HBS-9", "no nodes left"))
			},
			Config:      config,
			ExpectError: said(`The organization did not become available.*no nodes left`),
		},
		{
			PreConfig:        func() { cloud.SetProgress(emulator.HBSOrganizationCreate, emulator.Immediate()) },
			Config:           config,
			ConfigPlanChecks: action(organizationAddress, plancheck.ResourceActionDestroyBeforeCreate),
		},
		{
			// An organization that is there is not bought a second time.
			Config: config + regexp.MustCompile(`"test" {`).ReplaceAllString(organization(paidOrganization), `"twin" {
  depends_on = [hwc_hbs_organization.test]`),
			ExpectError: said(`Could not buy the organization.*exists already.*Nothing was bought.*import ADDRESS [0-9a-f-]{36}/org3`),
		},
	}})
}

// A lost reply leads to one organization.
func TestAccHbsOrganization_lostReply(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	cloud.AddFault(emulator.Fault{Method: "POST", Route: organizationsRoute, Drop: "after"})
	config := cloud.Provider() + instance() + organization(paidOrganization)
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{Config: config, ConfigStateChecks: []statecheck.StateCheck{value(organizationAddress, "status", text("Available"))}},
		{
			PreConfig: func() {
				if orgs := only(t, cloud).Orgs; len(orgs) != 3 {
					t.Errorf("the instance has %v", orgs)
				}
				wantFault(t, cloud)
			},
			Config: config, ConfigPlanChecks: emptyPlan(),
		},
	}})
}

func TestAccHbsOrganization_refusedRead(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	config := cloud.Provider("max_retries = 0") + instance() + organization(paidOrganization)
	steps := []resource.TestStep{{Config: config}}
	for _, fault := range refusals {
		fault.Method, fault.Route, fault.Count = "GET", instanceRoute+"/organization", -1
		steps = append(steps, resource.TestStep{
			PreConfig: func() { cloud.ClearFaults(); cloud.AddFault(fault) },
			Config:    config, ExpectError: said(fmt.Sprintf(`Could not read the organization.*%d`, fault.Status)),
		})
	}
	cloud.Test(resource.TestCase{Steps: append(steps, resource.TestStep{PreConfig: cloud.ClearFaults, Config: config, ConfigPlanChecks: emptyPlan()})})
}
