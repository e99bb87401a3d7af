package hbs_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/hwc-community/terraform-provider-hwc/internal/acctest"
	"github.com/hwc-community/terraform-provider-hwc/internal/client/hbs"
	"github.com/hwc-community/terraform-provider-hwc/internal/emulator"
)

var (
	data    = acctest.DataSource
	exactly = acctest.Exactly
)

// buy buys an instance behind Terraform's back, and cancels or unsubscribes from it at the test's end.
func buy(t *testing.T, cloud *acctest.Env, name, kind string, autoPay bool) string {
	t.Helper()
	order, _, err := cloud.HBS().CreateInstance(t.Context(), hbs.CreateInstanceRequest{
		Name: name, Edition: "Enterprise", DataManagement: "Cloud", Type: kind, Orgs: []hbs.OrgName{{Name: "org2"}, {Name: "org1"}},
		OrgOrderInfo: &hbs.OrderInfo{IsAutoPay: &autoPay, PeriodType: new(int64(2)), PeriodNum: new(int64(3))},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { giveBack(t, cloud, order, autoPay) })
	return order.InstanceID
}

func giveBack(t *testing.T, cloud *acctest.Env, order *hbs.Order, paid bool) {
	t.Helper()
	ctx := acctest.Afterwards(t)
	billing := cloud.BSS()
	var err error
	if paid {
		_, err = billing.Unsubscribe(ctx, order.InstanceID)
	} else {
		err = billing.CancelOrder(ctx, order.OrderID)
	}
	if err == nil {
		err = cloud.HBS().WaitInstanceDeleted(ctx, order.InstanceID)
	}
	if err != nil {
		t.Error(err)
	}
}

func TestAccHbsInstanceDataSource_basic(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	const address = "data.hwc_hbs_instance.test"
	id := buy(t, cloud, "chain-a", "", true)
	buy(t, cloud, "chain-b", "Besu", false)
	if err := cloud.HBS().ChangeTags(t.Context(), id, nil, map[string]string{"team": "trade"}); err != nil {
		t.Fatal(err)
	}
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{
			Config: cloud.Provider() + data("hwc_hbs_instance", `name = "chain-a"`),
			ConfigStateChecks: []statecheck.StateCheck{
				value(address, "id", text(id)),
				value(address, "region", text(acctest.Region)),
				value(address, "status", text("Available")),
				value(address, "edition", text("Enterprise")),
				value(address, "kind", text("HuaweiCloudChain")),
				value(address, "data_management", text("Cloud")),
				value(address, "chain_engine_version", text(newestEngine)),
				value(address, "enterprise_project_name", text("default")),
				value(address, "tags", tags(map[string]string{"team": "trade"})),
				value(address, "orgs", exactly(
					map[string]knownvalue.Check{"name": text("org2"), "status": text("Available"), "is_consensus": knownvalue.Bool(true)},
					map[string]knownvalue.Check{"name": text("org1"), "is_consensus": knownvalue.Bool(false)},
				)),
				value(address, "chains", exactly(map[string]knownvalue.Check{"consensus": text("raft"), "block_num": knownvalue.Int64Exact(3)})),
			},
		},
		{
			Config: cloud.Provider() + data("hwc_hbs_instance", `
  status                = "Unpaid"
  kind                  = "Besu"
  edition               = "Enterprise"
  enterprise_project_id = "0"`),
			ConfigStateChecks: []statecheck.StateCheck{value(address, "name", text("chain-b")), value(address, "tags", tags(nil))},
		},
		{Config: cloud.Provider() + data("hwc_hbs_instance", `id = "`+id+`"`), ConfigStateChecks: []statecheck.StateCheck{value(address, "name", text("chain-a"))}},
		{Config: cloud.Provider() + data("hwc_hbs_instance", ""), ExpectError: said(`2 objects match, and only one may.*chain-a ` + id + ` \(Available\), chain-b`)},
		{Config: cloud.Provider() + data("hwc_hbs_instance", `name = "chain"`), ExpectError: said(`Could not read the HBS instance "chain".*no HBS instance matches`)},
		{Config: cloud.Provider() + data("hwc_hbs_instance", `id = "e224e6b6-e215-11ec-9675-0255ac101552"`), ExpectError: said(`Could not read the HBS instance e224e6b6-e215-11ec-9675-0255ac101552.*no HBS instance matches`)},
		{
			PreConfig: func() {
				cloud.AddFault(emulator.Fault{Method: "GET", Route: tagsRoute, Status: 403, Code: "BCS.4030403", Message: "No permissions"})
			},
			Config: cloud.Provider() + data("hwc_hbs_instance", `name = "chain-a"`), ExpectError: said(`Could not read the tags of the HBS instance.*BCS\.4030403`),
		},
	}})
}

func TestAccHbsInstancesDataSource_basic(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	const address = "data.hwc_hbs_instances.test"
	second := buy(t, cloud, "chain-b", "Besu", true)
	first := buy(t, cloud, "chain-a", "", true)
	list := func(lines string) string { return cloud.Provider() + data("hwc_hbs_instances", lines) }
	found := func(ids ...string) []statecheck.StateCheck {
		checks := []map[string]knownvalue.Check{}
		for _, id := range ids {
			checks = append(checks, map[string]knownvalue.Check{"id": text(id)})
		}
		return []statecheck.StateCheck{value(address, "instances", exactly(checks...))}
	}
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{Config: list(""), ConfigStateChecks: found(first, second)},
		{Config: list(`id = "` + second + `"`), ConfigStateChecks: found(second)},
		{Config: list("name = \"chain-a\"\n status = \"Available\"\n edition = \"Enterprise\"\n kind = \"HuaweiCloudChain\"\n enterprise_project_id = \"0\""), ConfigStateChecks: found(first)},
		{Config: list(`status = "Unpaid"`), ConfigStateChecks: found()},
		{
			PreConfig: func() {
				cloud.AddFault(emulator.Fault{Method: "GET", Route: instancesRoute, Status: 403, Code: "BCS.4030403", Message: "No permissions"})
			},
			Config: list(""), ExpectError: said(`Could not read the HBS instances.*HBS instances in cn-north-4.*403 BCS\.4030403.*What to do`),
		},
	}})
}

func TestAccHbsOrganizationDataSource_basic(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	const address = "data.hwc_hbs_organization.test"
	id := buy(t, cloud, "chain-a", "", true)
	one := func(id, name string) string {
		return cloud.Provider() + data("hwc_hbs_organization", fmt.Sprintf("instance_id = %q\n name = %q", id, name))
	}
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{
			Config: one(id, "org1"),
			ConfigStateChecks: []statecheck.StateCheck{
				value(address, "uid", knownvalue.NotNull()),
				value(address, "chain_org_id", knownvalue.NotNull()),
				value(address, "status", text("Available")),
				value(address, "endpoint", knownvalue.Null()),
				value(address, "is_consensus", knownvalue.Bool(false)),
				value(address, "capacity_info", knownvalue.ObjectExact(map[string]knownvalue.Check{"total": knownvalue.Int64Exact(512000), "used": knownvalue.Int64Exact(120)})),
				value(address, "order_info", knownvalue.ObjectPartial(map[string]knownvalue.Check{
					"edition": text("Enterprise"), "period_type": knownvalue.Int64Exact(2), "period_num": knownvalue.Int64Exact(3), "is_auto_pay": knownvalue.Bool(true),
					"promotion_id": knownvalue.Null(),
				})),
				value(address, "countdown", knownvalue.ObjectPartial(map[string]knownvalue.Check{
					"countdown_code": text("hws_countdown_period_using"), "countdown_infos": knownvalue.NotNull(),
				})),
			},
		},
		{Config: one(id, "org3"), ExpectError: said(`Could not read the organization org3 of the HBS instance ` + id + `.*in cn-north-4`)},
		{Config: one(acctest.VPC, "org1"), ExpectError: said(`Could not read the organization org1 of the HBS instance ` + acctest.VPC)},
	}})
}

func TestAccHbsOrganizationsDataSource_basic(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	const address = "data.hwc_hbs_organizations.test"
	id := buy(t, cloud, "chain-a", "Besu", true)
	list := func(lines string) string {
		return cloud.Provider() + data("hwc_hbs_organizations", `instance_id = "`+id+"\"\n"+lines)
	}
	name := func(name string) map[string]knownvalue.Check {
		return map[string]knownvalue.Check{"name": text(name), "endpoint": knownvalue.NotNull()}
	}
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{Config: list(""), ConfigStateChecks: []statecheck.StateCheck{value(address, "organizations", exactly(name("org1"), name("org2")))}},
		{Config: list("name = \"org2\"\n status = \"Available\""), ConfigStateChecks: []statecheck.StateCheck{value(address, "organizations", exactly(name("org2")))}},
		{Config: list(`status = "Unpaid"`), ConfigStateChecks: []statecheck.StateCheck{value(address, "organizations", exactly())}},
		{
			Config:      cloud.Provider() + data("hwc_hbs_organizations", `instance_id = "`+acctest.VPC+`"`),
			ExpectError: said(`Could not read the organizations of the HBS instance ` + acctest.VPC),
		},
	}})
}

func TestAccHbsJobsDataSource_basic(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	const address = "data.hwc_hbs_jobs.test"
	id := buy(t, cloud, "chain-a", "", true)
	cloud.Clock().Advance(time.Minute)
	cloud.SetProgress(emulator.HBSOrganizationCreate, emulator.Fails("HBS-2", "no room"))
	order, _, err := cloud.HBS().CreateOrganizations(t.Context(), id, hbs.OrderInfo{IsAutoPay: new(true)}, "org3")
	if err != nil {
		t.Fatal(err)
	}
	cloud.Clock().Advance(time.Minute)
	other := buy(t, cloud, "other", "", true)
	list := func(lines string) string { return cloud.Provider() + data("hwc_hbs_jobs", lines) }
	type row = map[string]knownvalue.Check
	created := row{"type": text("CreateInstance"), "status": text("Success"), "instance_id": text(id), "progress": knownvalue.Int64Exact(100), "failed_message": knownvalue.Null()}
	failed := row{"id": text(order.JobID), "type": text("CreateOrganization"), "status": text("Failed"), "failed_message": text("HBS-2: no room"), "instance_name": text("chain-a")}
	later := row{"type": text("CreateInstance"), "instance_id": text(other)}
	found := func(rows ...row) []statecheck.StateCheck {
		return []statecheck.StateCheck{value(address, "jobs", exactly(rows...))}
	}
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{Config: list(""), ConfigStateChecks: found(later, failed, created)},
		{Config: list(`status = ["Failed", "Running"]`), ConfigStateChecks: found(failed)},
		{Config: list(`type = "CreateInstance"`), ConfigStateChecks: found(later, created)},
		{Config: list(`instance_id = "` + id + `"`), ConfigStateChecks: found(failed, created)},
		{Config: list(`instance_name = "chain"`), ConfigStateChecks: found(failed, created)},
		{Config: list(`start_time = "` + cloud.Clock().Now().Add(-30*time.Second).UTC().Format("2006-01-02T15:04:05Z") + `"`), ConfigStateChecks: found(later)},
		{Config: list(`status = ["Running"]`), ConfigStateChecks: found()},
		{
			PreConfig: func() {
				cloud.AddFault(emulator.Fault{Method: "GET", Route: jobsRoute, Status: 403, Code: "BCS.4030403", Message: "No permissions"})
			},
			Config: list(""), ExpectError: said(`Could not read the HBS jobs.*BCS\.4030403`),
		},
	}})
}

func TestAccHbsChainDataSource_basic(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	const address = "data.hwc_hbs_chain.test"
	id, besu := buy(t, cloud, "chain-a", "", true), buy(t, cloud, "chain-b", "Besu", true)
	chain := func(id string) string {
		return cloud.Provider() + data("hwc_hbs_chain", `instance_id = "`+id+`"`)
	}
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{
			Config: chain(id),
			ConfigStateChecks: []statecheck.StateCheck{
				value(address, "chain_id", knownvalue.NotNull()),
				value(address, "consensus", text("raft")),
				value(address, "sign_algorithm", text("ecdsa_with_sha256")),
				value(address, "tps_limit", knownvalue.Int64Exact(10000)),
				value(address, "consensus_org", knownvalue.NotNull()),
				value(address, "block_num", knownvalue.Int64Exact(3)),
				value(address, "orgs", exactly(
					map[string]knownvalue.Check{"name": text("org2"), "is_consensus": knownvalue.Bool(true), "member_name": text(acctest.Domain)},
					map[string]knownvalue.Check{"name": text("org1"), "is_local": knownvalue.Bool(true), "is_exist": knownvalue.Bool(true)},
				)),
			},
		},
		{Config: chain(besu), ConfigStateChecks: []statecheck.StateCheck{value(address, "block_num", knownvalue.Int64Exact(3))}},
		{Config: chain(acctest.VPC), ExpectError: said(`Could not read the chain of the HBS instance ` + acctest.VPC)},
	}})
}

func TestAccHbsBlocksDataSource_basic(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	const address = "data.hwc_hbs_blocks.test"
	id, besu := buy(t, cloud, "chain-a", "", true), buy(t, cloud, "chain-b", "Besu", true)
	blocks := func(id, lines string) string {
		return cloud.Provider() + data("hwc_hbs_blocks", `instance_id = "`+id+"\"\n"+lines)
	}
	height := func(height int64) map[string]knownvalue.Check {
		return map[string]knownvalue.Check{"block_height": knownvalue.Int64Exact(height), "transaction_num": knownvalue.Int64Exact(1), "body_hash": knownvalue.NotNull()}
	}
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{Config: blocks(id, ""), ConfigStateChecks: []statecheck.StateCheck{value(address, "blocks", exactly(height(2), height(1), height(0)))}},
		{Config: blocks(id, "offset = 1\n limit = 1"), ConfigStateChecks: []statecheck.StateCheck{value(address, "blocks", exactly(height(1)))}},
		{Config: blocks(besu, "limit = 1"), ConfigStateChecks: []statecheck.StateCheck{value(address, "blocks", knownvalue.ListSizeExact(1))}},
		{Config: blocks(id, "limit = 501"), ExpectError: said(`limit.*between 1 and 500`)},
		{Config: blocks(acctest.VPC, ""), ExpectError: said(`Could not read the blocks of the HBS instance ` + acctest.VPC)},
	}})
}

func TestAccHbsServiceInfoDataSource_basic(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	const address = "data.hwc_hbs_service_info.test"
	config := cloud.Provider() + data("hwc_hbs_service_info", "")
	edition := func(name string, orgs, tps int64) map[string]knownvalue.Check {
		return map[string]knownvalue.Check{"name": text(name), "max_org_num": knownvalue.Int64Exact(orgs), "tps_limit": knownvalue.Int64Exact(tps)}
	}
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{
			Config: config,
			ConfigStateChecks: []statecheck.StateCheck{
				value(address, "chain_engine_version", text(newestEngine)),
				value(address, "besu_engine_version", knownvalue.NotNull()),
				value(address, "editions", exactly(edition("Professional", 2, 2000), edition("Enterprise", 10, 10000), edition("Platinum", 100, 50000))),
				value(address, "plugins", knownvalue.ListSizeExact(1)),
			},
		},
		{
			PreConfig: func() {
				cloud.AddFault(emulator.Fault{Method: "GET", Route: "/v2/{project_id}/huaweicloudchain/service-info", Status: 403, Code: "BCS.4030403", Message: "No permissions"})
			},
			Config: config, ExpectError: said(`Could not read the offer of the blockchain engine.*BCS\.4030403`),
		},
	}})
}

func TestAccHbsPriceDataSource_basic(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	const address = "data.hwc_hbs_price.test"
	price := func(lines string) string { return cloud.Provider() + data("hwc_hbs_price", lines) }
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{
			Config: price("edition = \"Enterprise\"\n org_num = 2\n period_type = 2\n period_num = 3\n charge_mode = 0"),
			ConfigStateChecks: []statecheck.StateCheck{
				value(address, "amount", knownvalue.Float64Exact(36000)), value(address, "original_amount", knownvalue.Float64Exact(36000)), value(address, "currency", text("CNY")),
			},
		},
		{
			Config: price("edition = \"Platinum\"\n org_num = 1\n period_type = 3"),
			ConfigStateChecks: []statecheck.StateCheck{
				value(address, "amount", knownvalue.Float64Exact(200000)), value(address, "original_amount", knownvalue.Float64Exact(240000)),
			},
		},
		{Config: price("edition = \"Professional\"\n org_num = 3\n period_type = 3"), ExpectError: said(`Too many organizations.*at most 2`)},
		{Config: price("edition = \"Professional\"\n org_num = 1\n period_type = 3\n period_num = 2"), ExpectError: said(`Invalid period.*1 year only`)},
		{
			PreConfig: func() {
				cloud.AddFault(emulator.Fault{Method: "POST", Route: "/v2/{project_id}/huaweicloudchain/inquiry", Status: 403, Code: "BCS.4030403", Message: "No permissions"})
			},
			Config: price("edition = \"Enterprise\"\n org_num = 1\n period_type = 2"), ExpectError: said(`Could not read the price of the blockchain engine.*BCS\.4030403`),
		},
	}})
	if strings.Contains(cloud.RequestTable(), "POST "+instancesRoute) {
		t.Errorf("something was ordered:\n%s", cloud.RequestTable())
	}
}

// A data source makes the fewest requests that do: one for what one call answers.
func TestAccHbs_dataSourceRequests(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	id := buy(t, cloud, "chain-a", "", true)
	cloud.ClearFaults()
	before := cloud.Requests()
	w := acctest.NewWorkspace(t, cloud.Provider()+strings.Join([]string{
		data("hwc_hbs_instances", ""), data("hwc_hbs_instance", `name = "chain-a"`), data("hwc_hbs_jobs", ""), data("hwc_hbs_service_info", ""),
		data("hwc_hbs_organizations", `instance_id = "`+id+`"`), data("hwc_hbs_organization", "instance_id = \""+id+"\"\n name = \"org1\""),
		data("hwc_hbs_chain", `instance_id = "`+id+`"`), data("hwc_hbs_blocks", `instance_id = "`+id+`"`),
		data("hwc_hbs_price", "edition = \"Enterprise\"\n org_num = 1\n period_type = 2"),
	}, ""))
	w.MustRun(t.Context(), "plan", "-no-color")
	want := map[string]int{
		"GET " + instancesRoute: 2, "GET " + tagsRoute: 1, "GET " + jobsRoute: 1, "GET /v2/{project_id}/huaweicloudchain/service-info": 1,
		"GET " + organizationsRoute: 1, "GET " + instanceRoute + "/organization": 1,
		// The kind of the instance tells the route of its chain.
		"GET " + instanceRoute: 2, "GET " + instanceRoute + "/chain": 1, "GET " + instanceRoute + "/chain/blocks": 1,
		"POST /v2/{project_id}/huaweicloudchain/inquiry": 1,
	}
	for route, n := range cloud.Requests() {
		if made := n - before[route]; strings.Contains(route, "/v2/{project_id}") && made != want[route] {
			t.Errorf("%d times %s, not %d", made, route, want[route])
		}
	}
}
