package vpcep_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/querycheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/hwc-community/terraform-provider-hwc/internal/acctest"
	"github.com/hwc-community/terraform-provider-hwc/internal/client/vpcep"
	"github.com/hwc-community/terraform-provider-hwc/internal/emulator"
)

const recordAddress = "hwc_vpcep_service_whitelist_record.test"

func recordConfig(permission, lines string) string {
	return serviceConfig("") + fmt.Sprintf(`
resource "hwc_vpcep_service_whitelist_record" "test" {
  service_id = hwc_vpcep_service.test.id
  permission = %q
  %s
}
`, permission, lines)
}

func TestAccVpcepServiceWhitelistRecord_basic(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{
			Config:           cloud.Provider() + recordConfig(accountB, ""),
			ConfigPlanChecks: action(recordAddress, plancheck.ResourceActionCreate),
			ConfigStateChecks: []statecheck.StateCheck{
				value(recordAddress, "id", knownvalue.NotNull()),
				value(recordAddress, "description", knownvalue.Null()),
				value(recordAddress, "permission_type", text("domainId")),
			},
		},
		{
			Config:            cloud.Provider() + recordConfig(accountB, `description = "shop"`),
			ConfigPlanChecks:  action(recordAddress, plancheck.ResourceActionUpdate),
			ConfigStateChecks: []statecheck.StateCheck{value(recordAddress, "description", text("shop"))},
		},
		{
			ResourceName: recordAddress, ImportState: true, ImportStateIdFunc: acctest.ImportID(recordAddress, "service_id", "permission"),
			ImportStateVerify: true,
		},
		{
			ResourceName: recordAddress, ImportState: true, ImportStateIdFunc: acctest.ImportID(recordAddress, "region", "service_id", "permission"),
			ImportStateKind: resource.ImportBlockWithID,
		},
		{
			// Unset is not managed: what others write stays.
			Config:            cloud.Provider() + recordConfig(accountB, ""),
			ConfigStateChecks: []statecheck.StateCheck{value(recordAddress, "description", knownvalue.Null())},
		},
		{
			PreConfig: func() {
				if got := permissions(t, cloud, onlyService(t, cloud)); !slices.Equal(got, []string{accountB + " shop"}) {
					t.Errorf("the whitelist holds %v", got)
				}
			},
			Config:            cloud.Provider() + recordConfig(accountB, `description = ""`),
			ConfigStateChecks: []statecheck.StateCheck{value(recordAddress, "description", text(""))},
		},
		{
			Config:            cloud.Provider() + recordConfig(orgPath, ""),
			ConfigPlanChecks:  action(recordAddress, plancheck.ResourceActionReplace),
			ConfigStateChecks: []statecheck.StateCheck{value(recordAddress, "permission_type", text("orgPath"))},
		},
	}})
}

func TestAccVpcepServiceWhitelistRecord_identity(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	cloud.Test(resource.TestCase{
		TerraformVersionChecks: []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_12_0)},
		Steps: []resource.TestStep{
			{
				Config: cloud.Provider() + recordConfig(orgPath, ""),
				ConfigStateChecks: []statecheck.StateCheck{statecheck.ExpectIdentity(recordAddress, map[string]knownvalue.Check{
					"region": text(acctest.Region), "service_id": knownvalue.NotNull(), "permission": text(orgPath),
				})},
			},
			{ResourceName: recordAddress, ImportState: true, ImportStateKind: resource.ImportBlockWithResourceIdentity},
		},
	})
}

// A record that exists is not taken over: destroying it later would remove what somebody else made.
func TestAccVpcepServiceWhitelistRecord_exists(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{Config: cloud.Provider() + serviceConfig("")},
		{
			PreConfig: func() {
				if _, err := cloud.Client().AddPermissions(t.Context(), onlyService(t, cloud), []vpcep.NewPermission{{Permission: accountB}}); err != nil {
					t.Fatal(err)
				}
			},
			Config: cloud.Provider() + recordConfig(accountB, ""),
			ExpectError: said(`The record exists already.*in the whitelist already \(record .*terraform import hwc_vpcep_service_whitelist_record.NAME 'cn-north-4/.*/` +
				accountB + `'`),
		},
		{Config: cloud.Provider() + serviceConfig("")},
		{
			PreConfig: func() {
				if got := permissions(t, cloud, onlyService(t, cloud)); !slices.Equal(got, []string{accountB + " "}) {
					t.Errorf("the whitelist holds %v", got)
				}
			},
			Config: cloud.Provider() + serviceConfig(""), PlanOnly: true,
		},
	}})
}

func TestAccVpcepServiceWhitelistRecord_disappears(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	config := cloud.Provider() + recordConfig(accountB, "")
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{Config: config},
		{
			PreConfig: func() {
				if err := cloud.Client().RemovePermissions(t.Context(), onlyService(t, cloud), []vpcep.Permission{{Permission: accountB}}); err != nil {
					t.Fatal(err)
				}
			},
			Config: config, ConfigPlanChecks: action(recordAddress, plancheck.ResourceActionCreate),
		},
		{
			// A refresh that is refused forgets nothing.
			PreConfig: func() {
				cloud.AddFault(emulator.Fault{Method: "GET", Route: permissionsRoute, Status: 401, Code: "APIGW.0301", Message: "decrypt token fail"})
			},
			Config: config, ExpectError: said(`Could not read the record of the whitelist.*401 APIGW.0301`),
		},
		{Config: config, ConfigPlanChecks: emptyPlan()},
	}})
}

// A list that lags behind the addition forgets nothing: the next apply would find the record and refuse to take it over.
func TestAccVpcepServiceWhitelistRecord_late(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	config := cloud.Provider() + recordConfig(accountB, "")
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{
			PreConfig: func() {
				// The look before the addition is the first read of the list.
				cloud.AddFault(emulator.Fault{Method: "GET", Route: permissionsRoute, Nth: 2, Count: 3, Stale: true})
			},
			Config: config,
		},
		{Config: config, ConfigPlanChecks: emptyPlan()},
	}})
}

// Fifty records of one service are refreshed with a handful of list calls.
//
// Peers: HS-3: there is no way to add one record to those of others.
func TestAccVpcepServiceWhitelistRecord_many(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	config := cloud.Provider() + serviceConfig("") + `
resource "hwc_vpcep_service_whitelist_record" "test" {
  count      = 50
  service_id = hwc_vpcep_service.test.id
  permission = format("iam:domain::5fc973eea581490997e82ea1%08d", count.index)
}
`
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{Config: config},
		{PreConfig: func() { cloud.ClearJournal() }, Config: config, PlanOnly: true},
		{
			PreConfig: func() {
				if got := cloud.Requests()["GET "+permissionsRoute]; got > 25 { // a busy machine may start the readers late
					t.Errorf("refreshing 50 records took %d requests:\n%s", got, cloud.RequestTable())
				}
			},
			Config: config, PlanOnly: true,
		},
	}})
}

// Both kinds of resources for one service: each apply would undo the other's, so the plan warns.
func TestAccVpcepServiceWhitelistRecord_overlap(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	ids := seedServices(t, cloud, "orders")
	w := acctest.NewWorkspace(t, cloud.Provider()+whitelistOf(fmt.Sprintf("%q", ids["orders"]), "")+fmt.Sprintf(`
resource "hwc_vpcep_service_whitelist_record" "test" {
  service_id = %q
  permission = "*"
}
`, ids["orders"]))
	if output := w.MustRun(t.Context(), "plan", "-no-color"); !said(`Two kinds of resources manage one whitelist`).MatchString(output) {
		t.Errorf("the plan does not warn:\n%s", output)
	}
}

// What others have in a whitelist is named before it is removed.
func TestAccVpcepServiceWhitelist_takesOver(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	ids := seedServices(t, cloud, "orders")
	if _, err := cloud.Client().AddPermissions(t.Context(), ids["orders"], []vpcep.NewPermission{{Permission: accountB}, {Permission: "*"}}); err != nil {
		t.Fatal(err)
	}
	w := acctest.NewWorkspace(t, cloud.Provider()+whitelistOf(fmt.Sprintf("%q", ids["orders"]), `records = [{ permission = "*" }]`))
	output := w.MustRun(t.Context(), "plan", "-no-color")
	if !said(`Records of others will be removed.*will remove what else is in it: removed ` + accountB + `\.`).MatchString(output) {
		t.Errorf("the plan does not name what it removes:\n%s", output)
	}
}

func TestAccVpcepServiceWhitelistRecordList_basic(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	ids := seedServices(t, cloud, "orders")
	if _, err := cloud.Client().AddPermissions(t.Context(), ids["orders"], []vpcep.NewPermission{{Permission: accountB}, {Permission: "*"}}); err != nil {
		t.Fatal(err)
	}
	const address = "hwc_vpcep_service_whitelist_record.test"
	service := fmt.Sprintf("service_id = %q\n", ids["orders"])
	cloud.Test(resource.TestCase{TerraformVersionChecks: sinceQuery, Steps: []resource.TestStep{
		{Config: cloud.Provider()},
		query(listConfig("hwc_vpcep_service_whitelist_record", service), querycheck.ExpectLength(address, 2)),
		query(listConfig("hwc_vpcep_service_whitelist_record", service+`permission = "*"`),
			querycheck.ExpectLength(address, 1),
			querycheck.ExpectIdentity(address, map[string]knownvalue.Check{
				"region": text(acctest.Region), "service_id": text(ids["orders"]), "permission": text("*"),
			})),
	}})
}
