package emulator

import (
	"fmt"
	"maps"
	"reflect"
	"regexp"
	"testing"
	"time"
)

// One instance from its order to its end: order, job and instance belong together, and nothing is left.
func TestHBSLifeCycle(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	fresh := c.State()
	a, billing := c.tenantA(), c.accountA()
	c.SetProgress(HBSCreate, AfterReads(2))
	bought := a.must(200, "POST", hbsInstances, hbsBody())
	sameKeys(t, "purchase", bought.body, "order_id order_num instance_id job_id")
	id, job, order := bought.str("instance_id"), bought.str("job_id"), bought.str("order_id")
	if bought.body["order_num"] != 2.0 || !regexp.MustCompile(`^CS\d{10}[A-Z0-9]{5}$`).MatchString(order) || len(id) != 36 || len(job) != 36 {
		t.Errorf("purchase %s", bought.text)
	}
	shown := a.must(200, "GET", hbsJobs+"/"+job, "")
	sameKeys(t, "job", shown.body, "id type status failed_message progress instance_id instance_name start_time end_time")
	has(t, "job", shown.body, map[string]any{"id": job, "type": "CreateInstance", "status": "Initializing", "failed_message": "",
		"progress": 0, "instance_id": id, "instance_name": "huawei-chain-01", "end_time": ""})
	has(t, "order", billing.order(order), map[string]any{"status": 3, "order_type": 1})
	a.hbsPhase(id, "Available org1:Available org2:Available") // the order was the second read
	has(t, "job", a.must(200, "GET", hbsJobs+"/"+job, "").body, map[string]any{"status": "Success", "progress": 100})
	has(t, "order", billing.order(order), map[string]any{"status": 5})
	instance := a.hbsInstance(id)
	sameKeys(t, "instance", instance.body, "id name status edition kind data_management chain_engine_version orgs chains "+
		"create_time update_time enterprise_project_id enterprise_project_name")
	has(t, "instance", instance.body, map[string]any{"id": id, "name": "huawei-chain-01", "edition": "Professional",
		"kind": "HuaweiCloudChain", "data_management": "Cloud", "chain_engine_version": "1.0.1.2", "enterprise_project_id": "0",
		"enterprise_project_name": "default"})
	sameJSON(t, "orgs", instance.body["orgs"], `[{"name":"org1","status":"Available","is_consensus":true},
		{"name":"org2","status":"Available","is_consensus":false}]`)
	chains := instance.items("chains")
	if len(chains) != 1 || !regexp.MustCompile(`^huawei-chain-01-[0-9a-f]{9}$`).MatchString(fmt.Sprint(chains[0]["chain_id"])) {
		t.Errorf("chains %v", chains)
	}
	has(t, "chain", chains[0], map[string]any{"consensus": "raft", "sign_algorithm": "ecdsa_with_sha256", "contract_num": 0,
		"block_num": 3, "transaction_num": 3})
	list := a.must(200, "GET", hbsInstances, "")
	sameKeys(t, "list", list.body, "count instances")
	if !reflect.DeepEqual(list.items("instances")[0], instance.body) || list.body["count"] != 1.0 {
		t.Errorf("list %s", list.text)
	}
	sameJSON(t, "dashboard", any(a.must(200, "GET", hbs+"/dashboard", "").body), `{"instance_num":1}`)

	c.SetProgress(HBSDelete, AfterReads(1))
	ended := billing.must(200, "POST", bssUnsub, unsubscribing(id))
	sameKeys(t, "unsubscription", ended.body, "order_ids")
	a.hbsPhase(id, "Deleting org1:Deleting org2:Deleting")
	a.hbsRefused(400, "HBS.40000004", id, "GET", hbsInstances+"/"+id, "")
	has(t, "job", a.job("DeleteInstance"), map[string]any{"status": "Success", "instance_id": id})
	if got := c.State(); !reflect.DeepEqual(got, fresh) {
		t.Errorf("left over: %v", got)
	}
}

func (s session) order(id string) map[string]any {
	s.t.Helper()
	info, _ := s.must(200, "GET", bssOrders+"/details/"+id, "").body["order_info"].(map[string]any)
	return info
}

// Each phase of a job under each policy.
func TestHBSJobProgress(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	c.Clock().Freeze()
	a := c.tenantA()
	step := func(want string) {
		t.Helper()
		j := a.job("CreateInstance")
		if got := fmt.Sprintf("%v %v", j["status"], j["progress"]); got != want {
			t.Errorf("job is %s, want %s", got, want)
		}
	}
	c.SetProgress(HBSCreate, After(20*time.Minute))
	id := a.newHBS()
	step("Initializing 0")
	c.Clock().Advance(5 * time.Minute)
	step("Running 25")
	a.hbsPhase(id, "Creating org1:Creating org2:Creating")
	c.Clock().Advance(20 * time.Minute)
	step("Success 100")
	j := a.job("CreateInstance")
	began, ended := fmt.Sprint(j["start_time"]), fmt.Sprint(j["end_time"])
	if from, err := time.Parse(time.RFC3339, began); err != nil || from.Add(25*time.Minute).Format(time.RFC3339) != ended {
		t.Errorf("from %s to %s: %v", began, ended, err)
	}

	c.SetProgress(HBSCreate, Held())
	a.newHBS()
	step("Running 50")
	c.Release(HBSCreate)
	step("Success 100")

	c.SetProgress(HBSCreate, AfterReads(4))
	a.newHBS()
	for _, want := range []string{"Initializing 0", "Running 25", "Running 50", "Running 75", "Success 100"} {
		step(want)
	}

	c.SetProgress(HBSCreate, Fails("CCE.01400001", "no node has 8 vCPUs"))
	id = a.newHBS()
	a.hbsPhase(id, "Exception org1:Exception org2:Exception")
	has(t, "job", a.job("CreateInstance"), map[string]any{"status": "Failed", "failed_message": "CCE.01400001: no node has 8 vCPUs"})
	a.hbsRefused(400, "HBS.40000007", "Exception", "PUT", hbsInstances+"/"+id, `{"action":"Upgrade"}`)
	a.hbsRefused(400, "HBS.40000007", "Exception", "GET", hbsInstances+"/"+id+"/chain", "")
	c.accountA().must(200, "POST", bssUnsub, unsubscribing(id))
	a.hbsRefused(400, "HBS.40000004", id, "GET", hbsInstances+"/"+id, "")
}

func TestHBSFailedPurchaseTakenBack(t *testing.T) {
	t.Parallel()
	c := start(t, Options{Choices: Choices{HBS: HBSChoices{FailedBuyRemoves: true}}})
	a := c.tenantA()
	kept := a.newHBS(manyOrgs)
	a.hbsPhase(kept, "Available org1:Available org2:Available")
	c.SetProgress(HBSCreate, Fails("X", "no room"))
	c.SetProgress(HBSOrganizationCreate, Fails("X", "no room"))
	id := a.newHBS()
	a.hbsRefused(400, "HBS.40000004", id, "GET", hbsInstances+"/"+id, "")
	a.must(200, "POST", hbsInstances+"/"+kept+"/organizations", `{"orgs":[{"name":"more"}],"org_order_info":{"is_auto_pay":true}}`)
	a.hbsPhase(kept, "Available org1:Available org2:Available")
	has(t, "job", a.job("CreateOrganization"), map[string]any{"status": "Failed"})
}

func TestHBSCreationRules(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	a := c.tenantA()
	for _, test := range []struct{ code, says, change string }{
		{"HBS.40000001", "colour", `{"colour":"red"}`},
		{"HBS.40000001", "orgs", `{"orgs":"org1"}`},
		{"HBS.40000002", "name", `{"name":null}`},
		{"HBS.40000002", "edition", `{"edition":null}`},
		{"HBS.40000002", "data_management", `{"data_management":null}`},
		{"HBS.40000002", "orgs", `{"orgs":null}`},
		{"HBS.40000002", "organization", `{"orgs":[{}]}`},
		{"HBS.40000003", "name", `{"name":"abc"}`},
		{"HBS.40000003", "name", `{"name":"a23456789012345678901234x"}`},
		{"HBS.40000003", "name", `{"name":"-abcd"}`},
		{"HBS.40000003", "name", `{"name":"区块链实例"}`},
		{"HBS.40000003", "edition", `{"edition":"Basic"}`},
		{"HBS.40000003", "data_management", `{"data_management":"Local"}`},
		{"HBS.40000003", "type", `{"type":"Fabric"}`},
		{"HBS.40000003", "orgs", `{"orgs":[]}`},
		{"HBS.40000003", "Org1", `{"orgs":[{"name":"Org1"}]}`},
		{"HBS.40000003", "1org", `{"orgs":[{"name":"1org"}]}`},
		{"HBS.40000003", "org", `{"orgs":[{"name":"org"}]}`},
		{"HBS.40000003", "organization12345", `{"orgs":[{"name":"organization12345"}]}`},
		{"HBS.40000003", "org1 is there already", `{"orgs":[{"name":"org1"},{"name":"org1"}]}`},
		{"HBS.40000008", "Professional allows 2, not 3", `{"orgs":[{"name":"org1"},{"name":"org2"},{"name":"org3"}]}`},
		{"HBS.40000003", "consensus", `{"chain_info":{"consensus":"IBFT2.0"}}`},
		{"HBS.40000003", "sign_algorithm", `{"chain_info":{"sign_algorithm":"rsa"}}`},
		{"HBS.40000003", "Professional", `{"chain_info":{"sign_algorithm":"sm2_with_sm3"}}`},
		{"HBS.40000003", "charge_mode", `{"org_order_info":{"charge_mode":1}}`},
		{"HBS.40000003", "period_type", `{"org_order_info":{"period_type":1}}`},
		{"HBS.40000003", "period_num", `{"org_order_info":{"period_type":2,"period_num":10}}`},
		{"HBS.40000003", "period_num", `{"org_order_info":{"period_type":2,"period_num":0}}`},
		{"HBS.40000003", "period_num", `{"org_order_info":{"period_type":3,"period_num":2}}`},
		{"HBS.40000003", "enterprise_project_id", `{"enterprise_project_id":"mine"}`},
		{"HBS.40000013", unknown, `{"backup_id":"` + unknown + `"}`},
	} {
		a.hbsRefused(400, test.code, test.says, "POST", hbsInstances, hbsBody(test.change))
	}
	if got := a.must(200, "GET", hbsInstances, ""); got.body["count"] != 0.0 {
		t.Errorf("something was made: %s", got.text)
	}
	if orders := c.accountA().must(200, "GET", bssOrders, ""); orders.body["total_count"] != 0.0 {
		t.Errorf("something was ordered: %s", orders.text)
	}
	for _, good := range []string{
		`{"chain_info":null}`, `{"type":"HuaweiCloudChain"}`, `{"edition":"Enterprise","chain_info":{"sign_algorithm":"sm2_with_sm3"}}`,
		`{"name":"a-1B"}`, `{"data_management":"Edge"}`, `{"type":"Besu","chain_info":{"consensus":"IBFT2.0"}}`,
		`{"enterprise_project_id":"` + unknown + `"}`, `{"org_order_info":{"period_type":3,"period_num":1,"is_auto_pay":true}}`,
		`{"org_order_info":{"promotion_id":"p"}}`,
	} {
		a.must(200, "POST", hbsInstances, hbsBody(good))
	}
}

// Besides the sample: what the terms and the enterprise project are without being asked for.
func TestHBSDefaults(t *testing.T) {
	t.Parallel()
	a := start(t, Options{}).tenantA()
	id := a.newHBS(`{"org_order_info":null,"chain_info":null,"enterprise_project_id":"` + unknown + `"}`)
	a.hbsPhase(id, "Unpaid org1:Unpaid org2:Unpaid")
	instance := a.hbsInstance(id)
	has(t, "chain", instance.items("chains")[0], map[string]any{"consensus": "raft", "sign_algorithm": "ecdsa_with_sha256"})
	has(t, "instance", instance.body, map[string]any{"enterprise_project_id": unknown, "enterprise_project_name": "eps-11111111"})
	sameJSON(t, "terms", a.hbsOrg(id, "org1").body["order_info"], `{"edition":"Professional","charge_mode":0,"period_type":2,
		"period_num":1,"is_auto_pay":false,"is_auto_renew":false,"promotion_id":"","discount_plan_id":""}`)
}

func TestHBSUpgrade(t *testing.T) {
	t.Parallel()
	c := start(t, Options{Choices: Choices{HBS: HBSChoices{EngineVersion: "1.0.1.1"}}})
	a := c.tenantA()
	id := a.newHBS()
	path := hbsInstances + "/" + id
	a.hbsRefused(400, "HBS.40000002", "action", "PUT", path, `{}`)
	a.hbsRefused(400, "HBS.40000003", "action", "PUT", path, `{"action":"Downgrade"}`)
	c.SetProgress(HBSUpgrade, Fails("X", "a node does not answer"))
	has(t, "reply", a.must(200, "PUT", path, `{"action":"Upgrade"}`).body, map[string]any{"job_id": a.job("UpgradeChainEngine")["id"]})
	has(t, "job", a.job("UpgradeChainEngine"), map[string]any{"status": "Failed", "failed_message": "X: a node does not answer"})
	has(t, "instance", a.hbsInstance(id).body, map[string]any{"status": "Available", "chain_engine_version": "1.0.1.1"})
	c.SetProgress(HBSUpgrade, AfterReads(1))
	a.must(200, "PUT", path, `{"action":"Upgrade"}`)
	a.hbsRefused(400, "HBS.40000007", "Upgrading", "PUT", path, `{"action":"Upgrade"}`)
	has(t, "instance", a.hbsInstance(id).body, map[string]any{"status": "Upgrading", "chain_engine_version": "1.0.1.1"})
	has(t, "instance", a.hbsInstance(id).body, map[string]any{"status": "Available", "chain_engine_version": "1.0.1.2"})
	a.hbsRefused(400, "HBS.40000009", "1.0.1.2", "PUT", path, `{"action":"Upgrade"}`)
	a.hbsRefused(400, "HBS.40000011", "Huawei", "PUT", "/v2/{p}/besu/instances/"+id, `{"action":"Upgrade"}`)
}

func TestHBSFirstEngineCannotBeUpgraded(t *testing.T) {
	t.Parallel()
	a := start(t, Options{Choices: Choices{HBS: HBSChoices{EngineVersion: "1.0.0.39"}}}).tenantA()
	a.hbsRefused(400, "HBS.40000009", "1.0.0.39", "PUT", hbsInstances+"/"+a.newHBS(), `{"action":"Upgrade"}`)
}

// Who may do what: nothing of another account is there, and a reader changes nothing.
func TestHBSCallers(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	a, b := c.tenantA(), c.tenantB()
	id := a.newHBS()
	job := fmt.Sprint(a.job("CreateInstance")["id"])
	b.hbsRefused(400, "HBS.40000004", id, "GET", hbsInstances+"/"+id, "")
	b.hbsRefused(400, "HBS.40000006", job, "GET", hbsJobs+"/"+job, "")
	b.hbsRefused(404, "HBS.40400001", id, "GET", "/v2/{p}/huaweicloudchain/"+id+"/tags", "")
	if got := b.must(200, "GET", hbsInstances, ""); got.body["count"] != 0.0 {
		t.Errorf("tenant b sees %s", got.text)
	}
	if got := b.must(200, "GET", hbsJobs, ""); got.body["count"] != 0.0 {
		t.Errorf("tenant b sees %s", got.text)
	}
	b.hbsRefused(403, "HBS.40300002", projectA, "GET", "/v2/"+projectA+"/huaweicloudchain/instances", "")
	c.accountA().hbsRefused(403, "HBS.40300002", projectA, "GET", "/v2/"+projectA+"/huaweicloudchain/instances", "")
	reader := c.login("readonly-a", "password-A2", "domain-a", projectA)
	reader.must(200, "GET", hbsInstances+"/"+id, "")
	reader.must(200, "POST", hbs+"/inquiry", `{"edition":"Professional","org_num":1,"period_type":2,"period_num":1}`)
	for _, write := range []struct{ method, path, body string }{
		{"POST", hbsInstances, hbsBody()}, {"PUT", hbsInstances + "/" + id, `{"action":"Upgrade"}`},
		{"POST", hbsInstances + "/" + id + "/organizations", `{}`}, {"DELETE", hbsJobs, `{"jobs":["` + job + `"]}`},
		{"POST", hbsInstances + "/" + id + "/chain/sdk-config", `{}`}, {"POST", "/v2/{p}/huaweicloudchain/" + id + "/tags/create", `{}`},
	} {
		reader.hbsRefused(403, "HBS.40300001", "", write.method, write.path, write.body)
	}
	a.hbsPhase(id, "Available org1:Available org2:Available")
}

// The engine is in cn-north-4 only (contract/bcs.md 0): elsewhere the gateway knows no such API.
func TestHBSRegion(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	a := c.login("user-a", "password-A1", "domain-a", projectA2)
	a.refused(404, "APIGW.0101", "GET", hbsInstances, "")
	a.refused(404, "APIGW.0101", "POST", hbsInstances, hbsBody())
	c.tenantA().refused(404, "APIGW.0101", "GET", hbs+"/nothing/here", "")
	c.tenantA().refused(404, "APIGW.0101", "PATCH", hbsInstances, "")
}

func TestHBSUnknownStatus(t *testing.T) {
	t.Parallel()
	a := start(t, Options{Choices: Choices{HBS: HBSChoices{UnknownStatus: 404}}}).tenantA()
	a.hbsRefused(404, "HBS.40400001", unknown, "GET", hbsInstances+"/"+unknown, "")
	a.hbsRefused(400, "HBS.40000003", "instance_id", "GET", hbsInstances+"/x", "")
}

func TestHBSInstancePages(t *testing.T) {
	t.Parallel()
	a := start(t, Options{}).tenantA()
	ids := map[string]int{}
	for n := range 12 {
		ids[a.newHBS(fmt.Sprintf(`{"name":"chain-%02d"}`, n))] = n
	}
	for _, test := range []struct {
		query string
		want  []int // newest first
	}{
		{"", []int{11, 10, 9, 8, 7, 6, 5, 4, 3, 2}},
		{"?offset=10", []int{1, 0}},
		{"?limit=2&offset=1", []int{10, 9}},
		{"?limit=100&offset=12", []int{}},
	} {
		got := a.must(200, "GET", hbsInstances+test.query, "")
		shown := []int{}
		for _, item := range got.items("instances") {
			shown = append(shown, ids[fmt.Sprint(item["id"])])
		}
		if !reflect.DeepEqual(shown, test.want) || got.body["count"] != 12.0 {
			t.Errorf("%s: %v of %v, want %v", test.query, shown, got.body["count"], test.want)
		}
	}
	for _, query := range []string{"?limit=0", "?limit=101", "?limit=x", "?offset=-1", "?offset=x"} {
		a.hbsRefused(400, "HBS.40000003", query[1:5], "GET", hbsInstances+query, "")
	}
}

func TestHBSServiceInfoAndPrices(t *testing.T) {
	t.Parallel()
	a := start(t, Options{}).tenantA()
	sameJSON(t, "service", any(a.must(200, "GET", hbs+"/service-info", "").body), `{"chain_engine_version":"1.0.1.2",
		"besu_engine_version":"1.0.1.2","editions":[{"name":"Professional","max_org_num":2,"tps_limit":2000},
		{"name":"Enterprise","max_org_num":10,"tps_limit":10000},{"name":"Platinum","max_org_num":100,"tps_limit":50000}],
		"plugins":[{"type":"e2ee","version":"1.0.0.2"}]}`)
	price := func(changes string) map[string]any {
		t.Helper()
		return a.must(200, "POST", hbs+"/inquiry",
			fields(`{"edition":"Professional","org_num":1,"charge_mode":0,"period_type":2,"period_num":1}`, changes)).body
	}
	month := price(`{}`)
	sameKeys(t, "price", month, "amount original_amount currency")
	amount, _ := month["amount"].(float64)
	if amount <= 0 || month["original_amount"] != amount || month["currency"] != "CNY" {
		t.Errorf("month %v", month)
	}
	has(t, "one month unless told otherwise", price(`{"period_num":null}`), month)
	has(t, "two organizations", price(`{"org_num":2}`), map[string]any{"amount": 2 * amount})
	has(t, "nine months", price(`{"period_num":9}`), map[string]any{"amount": 9 * amount, "original_amount": 9 * amount})
	year := price(`{"period_type":3}`)
	has(t, "a year", year, map[string]any{"amount": 10 * amount, "original_amount": 12 * amount})
	if !maps.Equal(year, price(`{"period_num":10}`)) {
		t.Error("ten months are not a year")
	}
	for _, test := range []struct{ code, says, change string }{
		{"HBS.40000002", "edition", `{"edition":null}`}, {"HBS.40000002", "org_num", `{"org_num":null}`},
		{"HBS.40000002", "period_type", `{"period_type":null}`}, {"HBS.40000003", "period_num", `{"period_num":0}`},
		{"HBS.40000003", "edition", `{"edition":"Basic"}`}, {"HBS.40000003", "org_num", `{"org_num":3}`},
		{"HBS.40000003", "org_num", `{"org_num":0}`}, {"HBS.40000003", "period_type", `{"period_type":4}`},
		{"HBS.40000003", "charge_mode", `{"charge_mode":1}`}, {"HBS.40000003", "period_num", `{"period_type":3,"period_num":2}`},
	} {
		a.hbsRefused(400, test.code, test.says, "POST", hbs+"/inquiry",
			fields(`{"edition":"Professional","org_num":1,"period_type":2,"period_num":1}`, test.change))
	}
}

// A fault with a code of the engine answers in its form.
func TestHBSFaultForm(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	a, billing := c.tenantA(), c.accountA()
	c.AddFault(Fault{Route: "/v2/{project_id}/huaweicloudchain/instances/{instance_id}", Code: "HBS.50000001"})
	a.hbsRefused(500, "HBS.50000001", "Internal", "GET", hbsInstances+"/"+unknown, "")
	c.AddFault(Fault{Code: "CBC.99005003"})
	billing.refused(400, "CBC.99005003", "POST", bssUnsub, unsubscribing(unknown))
}

func TestHBSStaleRead(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	a := c.tenantA()
	id := a.newHBS()
	a.hbsPhase(id, "Available org1:Available org2:Available")
	c.SetProgress(HBSDelete, Held())
	c.accountA().must(200, "POST", bssUnsub, unsubscribing(id))
	c.AddFault(Fault{Method: "GET", Stale: true})
	a.hbsPhase(id, "Available org1:Available org2:Available")
	a.hbsPhase(id, "Deleting org1:Deleting org2:Deleting")
}
