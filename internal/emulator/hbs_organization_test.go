package emulator

import (
	"fmt"
	"regexp"
	"testing"
	"time"
)

const oneMore = `{"orgs":[{"name":"org3"}],"org_order_info":{"period_type":3,"period_num":1,"is_auto_pay":true,"is_auto_renew":true}}`

func TestHBSOrganizationLifeCycle(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	a, billing := c.tenantA(), c.accountA()
	id := a.newHBS(manyOrgs)
	path := hbsInstances + "/" + id + "/organizations"
	c.SetProgress(HBSOrganizationCreate, AfterReads(1))
	bought := a.must(200, "POST", path, oneMore)
	has(t, "purchase", bought.body, map[string]any{"order_num": 1, "instance_id": id, "job_id": a.job("CreateOrganization")["id"]})
	a.hbsPhase(id, "Available org1:Available org2:Available org3:Available") // the job was read once
	has(t, "order", billing.order(bought.str("order_id")), map[string]any{"status": 5, "order_type": 1})
	org := a.hbsOrg(id, "org3")
	sameKeys(t, "organization", org.body, "uid name chain_org_id status endpoint is_consensus capacity_info subscription_id "+
		"order_info countdown create_time update_time")
	has(t, "organization", org.body, map[string]any{"name": "org3", "status": "Available", "is_consensus": false, "endpoint": ""})
	if !regexp.MustCompile(`^org3-[0-9a-f]{9}$`).MatchString(org.str("chain_org_id")) {
		t.Errorf("chain_org_id %s", org.str("chain_org_id"))
	}
	sameJSON(t, "terms", org.body["order_info"], `{"edition":"Enterprise","charge_mode":0,"period_type":3,"period_num":1,
		"is_auto_pay":true,"is_auto_renew":true,"promotion_id":"","discount_plan_id":""}`)
	has(t, "first", a.hbsOrg(id, "org1").body, map[string]any{"is_consensus": true})
	list := a.must(200, "GET", path+"?limit=2&offset=1", "")
	if items := list.items("orgs"); list.body["count"] != 3.0 || len(items) != 2 || items[0]["name"] != "org2" || items[1]["name"] != "org3" {
		t.Errorf("list %s", list.text)
	}

	c.SetProgress(HBSOrganizationDelete, AfterReads(1))
	billing.must(200, "POST", bssUnsub, unsubscribing(org.str("subscription_id")))
	a.hbsPhase(id, "OrgDeleting org1:Available org2:Available org3:Deleting")
	a.hbsPhase(id, "Available org1:Available org2:Available")
	a.hbsRefused(400, "HBS.40000005", "org3", "GET", hbsInstances+"/"+id+"/organization?name=org3", "")
	has(t, "job", a.job("DeleteOrganization"), map[string]any{"status": "Success", "instance_id": id})
	a.must(200, "POST", path, oneMore) // the name is free again
}

func TestHBSOrganizationRules(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	a := c.tenantA()
	id := a.newHBS()
	path := hbsInstances + "/" + id + "/organizations"
	for _, test := range []struct{ code, says, body string }{
		{"HBS.40000002", "orgs", fields(oneMore, `{"orgs":null}`)},
		{"HBS.40000002", "org_order_info", fields(oneMore, `{"org_order_info":null}`)},
		{"HBS.40000001", "colour", fields(oneMore, `{"colour":1}`)},
		{"HBS.40000003", "org1 is there already", fields(oneMore, `{"orgs":[{"name":"org1"}]}`)},
		{"HBS.40000008", "Professional allows 2, not 3", oneMore},
	} {
		a.hbsRefused(400, test.code, test.says, "POST", path, test.body)
	}
	a.hbsRefused(400, "HBS.40000002", "name", "GET", hbsInstances+"/"+id+"/organization", "")
	large := a.newHBS(manyOrgs)
	a.hbsRefused(400, "HBS.40000003", "period_num", "POST", hbsInstances+"/"+large+"/organizations",
		fields(oneMore, `{"org_order_info":{"period_num":12}}`))
	c.SetProgress(HBSOrganizationCreate, Fails("X", "no IP address left"))
	a.must(200, "POST", hbsInstances+"/"+large+"/organizations", oneMore)
	a.hbsPhase(large, "Available org1:Available org2:Available org3:Exception")
	has(t, "job", a.job("CreateOrganization"), map[string]any{"status": "Failed", "failed_message": "X: no IP address left"})
	c.SetProgress(HBSOrganizationCreate, Held())
	a.must(200, "POST", hbsInstances+"/"+large+"/organizations", fields(oneMore, `{"orgs":[{"name":"org4"}]}`))
	a.hbsPhase(large, "OrgCreating org1:Available org2:Available org3:Exception org4:Creating")
	a.hbsRefused(400, "HBS.40000007", "OrgCreating", "POST", hbsInstances+"/"+large+"/organizations", fields(oneMore, `{"orgs":[{"name":"org5"}]}`))
}

// What is left of the paid time counts down on the clock.
func TestHBSCountdown(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	c.Clock().Freeze()
	a := c.tenantA()
	id := a.newHBS(`{"org_order_info":{"period_type":3,"period_num":1,"is_auto_pay":true}}`)
	began := c.Clock().Now().Truncate(time.Second)
	c.Clock().Advance(36*time.Hour + time.Minute)
	a = c.tenantA() // the first login has ended
	countdown, _ := a.hbsOrg(id, "org1").body["countdown"].(map[string]any)
	days := int(began.AddDate(0, 12, 0).Sub(began).Hours())/24 - 2
	if c.Clock().Now().Truncate(time.Second).After(began.Add(36*time.Hour + time.Minute)) {
		t.Fatal("the clock does not stand still")
	}
	infos, _ := countdown["countdown_infos"].(map[string]any)
	if got := fmt.Sprintf("%v %v %v", countdown["countdown_code"], infos["remaining_days"], infos["remaining_hours"]); got !=
		fmt.Sprintf("hws_countdown_period_using %d 11", days) {
		t.Errorf("countdown %v", countdown)
	}
	sameJSON(t, "tips", countdown["countdown_tips"], fmt.Sprintf(`{"effective_time":%q,"expire_time":%q}`,
		began.Format(time.RFC3339), began.AddDate(1, 0, 0).Format(time.RFC3339)))
}

// Without automatic renewal an organization expires, and then is frozen; with it, the next period begins.
func TestHBSExpiry(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	c.Clock().Freeze()
	a := c.tenantA()
	began := c.Clock().Now().UTC().Truncate(time.Second)
	expiring := a.newHBS(`{"org_order_info":{"period_type":2,"period_num":1,"is_auto_pay":true}}`)
	renewed := a.newHBS(`{"name":"renewed-chain","org_order_info":{"period_type":2,"period_num":1,"is_auto_pay":true,"is_auto_renew":true}}`)
	check := func(at time.Time, code string, status float64, days float64, next time.Time) {
		t.Helper()
		c.Clock().Advance(at.Sub(c.Clock().Now()))
		a, billing := c.tenantA(), c.accountA()
		countdown, _ := a.hbsOrg(expiring, "org1").body["countdown"].(map[string]any)
		infos, _ := countdown["countdown_infos"].(map[string]any)
		if countdown["countdown_code"] != "hws_countdown_period_"+code || infos["remaining_days"] != days {
			t.Errorf("on %s: %v", at, countdown)
		}
		found := billing.must(200, "POST", bssResources, fmt.Sprintf(`{"resource_ids":[%q],"only_main_resource":1,"status_list":[%g]}`, expiring, status))
		has(t, "billing", found.items("data")[0], map[string]any{"status": status,
			"expire_time": began.AddDate(0, 1, 0).Format(time.RFC3339)})
		countdown, _ = a.hbsOrg(renewed, "org1").body["countdown"].(map[string]any)
		tips, _ := countdown["countdown_tips"].(map[string]any)
		if countdown["countdown_code"] != "hws_countdown_period_using" || tips["expire_time"] != next.Format(time.RFC3339) {
			t.Errorf("on %s: %v", at, countdown)
		}
	}
	month := began.AddDate(0, 1, 0)
	check(month.Add(-36*time.Hour), "using", 2, 1, month)
	check(month.Add(36*time.Hour), "gracing", 5, 13, month.AddDate(0, 1, 0))
	check(month.Add(16*24*time.Hour), "frozen", 4, 14, month.AddDate(0, 1, 0))
	check(began.AddDate(1, 0, 0).Add(time.Hour), "frozen", 4, 0, month.AddDate(0, 12, 0))
}
