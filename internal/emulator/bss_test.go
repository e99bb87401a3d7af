package emulator

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"
)

const (
	bssPay       = "/v3/orders/customer-orders/pay"
	bssResources = "/v2/orders/suscriptions/resources/query"
)

func paying(order string) string {
	return `{"order_id":"` + order + `","use_coupon":"NO","use_discount":"NO"}`
}

// An order with is_auto_pay = false waits for its payment; then the instance is made.
func TestUnpaidOrder(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	a, billing := c.tenantA(), c.accountA()
	bought := a.must(200, "POST", hbsInstances, hbsBody(unpaid))
	id, order := bought.str("instance_id"), bought.str("order_id")
	a.hbsPhase(id, "Unpaid org1:Unpaid org2:Unpaid")
	has(t, "job", a.must(200, "GET", hbsJobs+"/"+bought.str("job_id"), "").body, map[string]any{"status": "Initializing", "progress": 0})
	has(t, "order", billing.order(order), map[string]any{"status": 6, "payment_time": ""})
	if state := fmt.Sprint(c.State()["hbs_instances"]); strings.Count(state, "order_id:"+order) != 2 {
		t.Errorf("the state does not tell what to pay: %s", state)
	}
	a.hbsRefused(400, "HBS.40000007", "Unpaid", "POST", hbsInstances+"/"+id+"/organizations", oneMore)
	a.hbsRefused(400, "HBS.40000007", "Unpaid", "GET", hbsInstances+"/"+id+"/chain", "")
	billing.refused(400, "CBC.99003100", "POST", bssUnsub, unsubscribing(id))
	c.SetProgress(HBSCreate, AfterReads(2))
	if paid := billing.must(204, "POST", bssPay, paying(order)); paid.text != "" {
		t.Errorf("reply %q", paid.text)
	}
	a.hbsPhase(id, "Creating org1:Creating org2:Creating")
	has(t, "order", billing.order(order), map[string]any{"status": 3})
	a.hbsPhase(id, "Available org1:Available org2:Available")
	has(t, "order", billing.order(order), map[string]any{"status": 5})
	billing.refused(400, "CBC.99003106", "POST", bssPay, paying(order))
	billing.refused(400, "CBC.99005010", "PUT", bssOrders+"/cancel", `{"order_id":"`+order+`"}`)
}

// Organizations wait for their payment too; the instance stays as it is meanwhile.
func TestUnpaidOrganization(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	a, billing := c.tenantA(), c.accountA()
	id := a.newHBS(manyOrgs)
	path := hbsInstances + "/" + id + "/organizations"
	order := a.must(200, "POST", path, fields(oneMore, `{"org_order_info":{"is_auto_pay":false}}`)).str("order_id")
	a.hbsPhase(id, "Available org1:Available org2:Available org3:Unpaid")
	billing.refused(400, "CBC.99003100", "POST", bssUnsub, unsubscribing(id))
	c.SetProgress(HBSOrganizationCreate, AfterReads(1))
	if answer := c.do("POST", "/_emulator/pay", `{"order_id":"`+order+`"}`, nil); answer.status != 200 {
		t.Errorf("control route: %d %s", answer.status, answer.text)
	}
	a.hbsPhase(id, "OrgCreating org1:Available org2:Available org3:Creating")
	a.hbsPhase(id, "Available org1:Available org2:Available org3:Available")
	if answer := c.do("POST", "/_emulator/pay", `{"order_id":"`+order+`"}`, nil); answer.status != 400 {
		t.Errorf("paid twice: %d %s", answer.status, answer.text)
	}
	if err := c.Pay("CS0"); err == nil {
		t.Error("an order that is not there was paid")
	}
	order = a.must(200, "POST", path, `{"orgs":[{"name":"org4"}],"org_order_info":{}}`).str("order_id")
	c.SetProgress(HBSOrganizationDelete, Held())
	billing.must(200, "POST", bssUnsub, unsubscribing(a.hbsOrg(id, "org3").str("uid")))
	if err := c.Pay(order); err == nil {
		t.Error("an order was paid while its instance changes")
	}
}

// unpaidEnds are the ways in which an order that nobody pays ends. The time that it takes ends the logins, too.
func unpaidEnds(c *cloud, a, billing *session) []func(order string) {
	return []func(order string){
		func(order string) { billing.must(204, "PUT", bssOrders+"/cancel", `{"order_id":"`+order+`"}`) },
		func(string) {
			c.Clock().Advance(7*24*time.Hour + time.Second)
			*a, *billing = c.tenantA(), c.accountA()
		},
	}
}

func TestCanceledOrder(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	fresh := c.State()
	a, billing := c.tenantA(), c.accountA()
	for _, end := range unpaidEnds(c, &a, &billing) {
		bought := a.must(200, "POST", hbsInstances, hbsBody(unpaid))
		end(bought.str("order_id"))
		has(t, "order", billing.order(bought.str("order_id")), map[string]any{"status": 4})
		a.hbsRefused(400, "HBS.40000004", "", "GET", hbsInstances+"/"+bought.str("instance_id"), "")
		a.hbsRefused(400, "HBS.40000006", "", "GET", hbsJobs+"/"+bought.str("job_id"), "")
		billing.refused(400, "CBC.99003106", "POST", bssPay, paying(bought.str("order_id")))
		if got := c.State(); !reflect.DeepEqual(got, fresh) {
			t.Errorf("left over: %v", got)
		}
	}
	id := a.newHBS(manyOrgs)
	order := a.must(200, "POST", hbsInstances+"/"+id+"/organizations", `{"orgs":[{"name":"org3"}],"org_order_info":{}}`).str("order_id")
	billing.must(204, "PUT", bssOrders+"/cancel", `{"order_id":"`+order+`"}`)
	a.hbsPhase(id, "Available org1:Available org2:Available")
}

// The last paid organization goes while another waits for its payment; when that one's order ends, the instance ends.
func TestInstanceEndsWithItsLastOrganization(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	fresh := c.State()
	a, billing := c.tenantA(), c.accountA()
	for _, end := range unpaidEnds(c, &a, &billing) {
		id := a.newHBS(`{"orgs":[{"name":"org1"}]}`)
		order := a.must(200, "POST", hbsInstances+"/"+id+"/organizations", `{"orgs":[{"name":"org2"}],"org_order_info":{}}`).str("order_id")
		billing.must(200, "POST", bssUnsub, unsubscribing(a.hbsOrg(id, "org1").str("subscription_id")))
		a.hbsPhase(id, "Available org2:Unpaid")
		a.must(200, "GET", hbsInstances+"/"+id+"/chain", "")
		end(order)
		for _, path := range []string{"", "/organizations", "/chain"} {
			a.hbsRefused(400, "HBS.40000004", id, "GET", hbsInstances+"/"+id+path, "")
		}
		if got := billing.must(200, "POST", bssResources, `{}`); got.body["total_count"] != 0.0 {
			t.Errorf("billing still has %s", got.text)
		}
		if got := c.State(); !reflect.DeepEqual(got, fresh) {
			t.Errorf("left over: %v", got)
		}
	}
}

func TestUnsubscribeRules(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	a, billing := c.tenantA(), c.accountA()
	id := a.newHBS(manyOrgs)
	gone := a.newHBS()
	goneOrg := a.hbsOrg(gone, "org1")
	billing.must(200, "POST", bssUnsub, unsubscribing(gone))
	eleven := unsubscribing(id, id, id, id, id, id, id, id, id, id, id)
	for _, test := range []struct{ code, body string }{
		{"CBC.0100", ``}, {"CBC.0100", `{"unsubscribe_type":1}`}, {"CBC.0100", `{"resource_ids":[],"unsubscribe_type":1}`}, {"CBC.0100", eleven},
		{"CBC.0100", fields(unsubscribing(id), `{"unsubscribe_type":null}`)}, {"CBC.0100", fields(unsubscribing(id), `{"unsubscribe_type":3}`)},
		{"CBC.0100", fields(unsubscribing(id), `{"unsubscribe_reason_type":6}`)}, {"CBC.0100", fields(unsubscribing(id), `{"colour":"red"}`)},
		{"CBC.99003128", fields(unsubscribing(id), `{"unsubscribe_type":2}`)},
		{"CBC.99003012", unsubscribing(unknown)}, {"CBC.99003012", unsubscribing(id, unknown)},
		{"CBC.30000067", unsubscribing(gone)}, {"CBC.30000067", unsubscribing(goneOrg.str("uid"))},
		{"CBC.30000067", unsubscribing(goneOrg.str("subscription_id"))},
	} {
		billing.refused(400, test.code, "POST", bssUnsub, test.body)
	}
	c.accountLogin("user-b", "password-B1", "domain-b").refused(400, "CBC.99003012", "POST", bssUnsub, unsubscribing(id))
	c.accountLogin("readonly-a", "password-A2", "domain-a").refused(403, "CBC.0151", "POST", bssUnsub, unsubscribing(id))
	a.refused(403, "CBC.0151", "POST", bssUnsub, unsubscribing(id)) // a token for a project
	c.do("POST", bssUnsub, unsubscribing(id), nil)
	a.hbsPhase(id, "Available org1:Available org2:Available")

	c.SetProgress(HBSCreate, Held())
	creating := a.newHBS()
	billing.refused(400, "CBC.99003651", "POST", bssUnsub, unsubscribing(creating))
	c.SetProgress(HBSDelete, Held())
	billing.must(200, "POST", bssUnsub, fields(unsubscribing(id), `{"unsubscribe_reason_type":5,"unsubscribe_reason":"done"}`))
	billing.refused(400, "CBC.99003651", "POST", bssUnsub, unsubscribing(id))
}

// Billing signs like every service; nothing but the account is asked for.
func TestBillingSigned(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	id := c.tenantA().newHBS()
	r := c.request("POST", bssUnsub, unsubscribing(id), map[string]string{"X-Domain-Id": domainA})
	sign(r, unsubscribing(id), keyA, secretA, time.Now(), "x-domain-id")
	if a := c.send(r); a.status != 200 {
		t.Errorf("%d %s", a.status, a.text)
	}
}

// Organizations go one by one or together, by uid or subscription_id; with the last one the instance goes.
func TestUnsubscribeOrganizations(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	fresh := c.State()
	a, billing := c.tenantA(), c.accountA()
	id := a.newHBS(`{"edition":"Enterprise","orgs":[{"name":"org1"},{"name":"org2"},{"name":"org3"},{"name":"org4"}]}`)
	org := func(name, by string) string { return a.hbsOrg(id, name).str(by) }
	c.SetProgress(HBSOrganizationDelete, Fails("X", "a peer does not stop"))
	billing.must(200, "POST", bssUnsub, unsubscribing(org("org1", "uid")))
	a.hbsPhase(id, "Available org1:Available org2:Available org3:Available org4:Available")
	has(t, "job", a.job("DeleteOrganization"), map[string]any{"status": "Failed", "failed_message": "X: a peer does not stop"})
	c.SetProgress(HBSOrganizationDelete, Immediate())
	billing.must(200, "POST", bssUnsub, unsubscribing(org("org1", "uid")))
	a.hbsPhase(id, "Available org2:Available org3:Available org4:Available")
	has(t, "first", a.hbsOrg(id, "org2").body, map[string]any{"is_consensus": true})
	orders := billing.must(200, "POST", bssUnsub, unsubscribing(org("org2", "subscription_id"), org("org3", "uid"), org("org3", "uid")))
	if ids, _ := orders.body["order_ids"].([]any); len(ids) != 1 {
		t.Errorf("orders %s", orders.text)
	}
	a.hbsPhase(id, "Available org4:Available")
	billing.must(200, "POST", bssUnsub, unsubscribing(org("org4", "uid")))
	has(t, "job", a.job("DeleteInstance"), map[string]any{"status": "Success"})
	if got := c.State(); !reflect.DeepEqual(got, fresh) {
		t.Errorf("left over: %v", got)
	}
}

func TestFailedUnsubscription(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	a, billing := c.tenantA(), c.accountA()
	id := a.newHBS()
	c.SetProgress(HBSDelete, Fails("X", "the cluster does not answer"))
	billing.must(200, "POST", bssUnsub, unsubscribing(id))
	a.hbsPhase(id, "Available org1:Available org2:Available")
	has(t, "job", a.job("DeleteInstance"), map[string]any{"status": "Failed", "failed_message": "X: the cluster does not answer"})
}

func TestBillingChoices(t *testing.T) {
	t.Parallel()
	c := start(t, Options{Choices: Choices{HBS: HBSChoices{BilledByOrg: true, UnpaidUnsubscribe: true, ProjectTokens: true,
		JobAfterPayment: true}}})
	a := c.tenantA()
	bought := a.must(200, "POST", hbsInstances, hbsBody(unpaid))
	id := bought.str("instance_id")
	if bought.body["job_id"] != "" || a.must(200, "GET", hbsJobs, "").body["count"] != 0.0 {
		t.Errorf("there is a job: %s", bought.text)
	}
	a.must(204, "POST", bssOrders+"/pay", `{"order_id":"`+bought.str("order_id")+`"}`)
	has(t, "job", a.job("CreateInstance"), map[string]any{"status": "Success", "instance_id": id})
	a.refused(400, "CBC.99003012", "POST", bssUnsub, unsubscribing(id))
	a.must(200, "POST", bssUnsub, unsubscribing(a.hbsOrg(id, "org1").str("uid"), a.hbsOrg(id, "org2").str("uid")))
	a.hbsRefused(400, "HBS.40000004", id, "GET", hbsInstances+"/"+id, "")
	bought = a.must(200, "POST", hbsInstances, hbsBody(unpaid))
	id = bought.str("instance_id")
	ended := a.must(200, "POST", bssUnsub, unsubscribing(a.hbsOrg(id, "org1").str("uid")))
	sameJSON(t, "orders", ended.body["order_ids"], `["`+bought.str("order_id")+`"]`)
	a.hbsRefused(400, "HBS.40000004", id, "GET", hbsInstances+"/"+id, "")
}

func TestOrderQueries(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	a, billing := c.tenantA(), c.accountA()
	first := a.must(200, "POST", hbsInstances, hbsBody()).str("order_id")
	second := a.must(200, "POST", hbsInstances, hbsBody(unpaid)).str("order_id")
	for _, test := range []struct {
		query string
		want  []string
	}{
		{"", []string{second, first}}, {"?status=6", []string{second}}, {"?status=5", []string{first}}, {"?order_type=4", nil},
		{"?order_id=" + first, []string{first}}, {"?limit=1&offset=1", []string{first}}, {"?service_type_code=hws.service.type.ec2", nil},
	} {
		var ids []string
		for _, o := range billing.must(200, "GET", bssOrders+test.query, "").items("order_infos") {
			ids = append(ids, fmt.Sprint(o["order_id"]))
		}
		if !reflect.DeepEqual(ids, test.want) {
			t.Errorf("%q: %v, want %v", test.query, ids, test.want)
		}
	}
	details := billing.must(200, "GET", bssOrders+"/details/"+first, "")
	sameKeys(t, "details", details.body, "total_count order_info order_line_items")
	has(t, "order", billing.order(first), map[string]any{"order_id": first, "customer_id": domainA, "user_name": "user-a", "currency": "CNY",
		"service_type_code": "hws.service.type.bcs", "amount_after_discount": 4800, "official_amount": 4800})
	if items := details.items("order_line_items"); len(items) != 2 || items[0]["amount_after_discount"] != 2400.0 || items[0]["period_type"] != 2.0 {
		t.Errorf("items %v", details.items("order_line_items"))
	}
	billing.refused(400, "CBC.30000010", "GET", bssOrders+"/details/CS0", "")
	billing.refused(400, "CBC.30000010", "POST", bssPay, paying("CS0"))
	billing.refused(400, "CBC.0100", "POST", bssPay, `{"order_id":"`+second+`"}`)
	billing.refused(400, "CBC.0100", "POST", bssPay, `{"use_coupon":"NO","use_discount":"NO"}`)
	billing.refused(400, "CBC.0100", "GET", bssOrders+"?limit=0", "")
	billing.refused(400, "CBC.0100", "GET", bssOrders+"?offset=-1", "")
	other := c.accountLogin("user-b", "password-B1", "domain-b")
	other.refused(400, "CBC.30000010", "GET", bssOrders+"/details/"+first, "")
	other.refused(400, "CBC.30000010", "POST", bssPay, paying(second))
}

func TestResourceQueries(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	a, billing := c.tenantA(), c.accountLogin("readonly-a", "password-A2", "domain-a")
	bought := a.must(200, "POST", hbsInstances, hbsBody())
	id, uid := bought.str("instance_id"), a.hbsOrg(bought.str("instance_id"), "org2").str("uid")
	a.newHBS(unpaid)
	for _, test := range []struct {
		query string
		want  int
	}{
		{`{}`, 3}, {`{"only_main_resource":1}`, 1}, {`{"resource_ids":["` + id + `"]}`, 3}, {`{"resource_ids":["` + id + `"],"only_main_resource":0}`, 3}, {`{"resource_ids":["` + uid + `"]}`, 1},
		{`{"resource_ids":["` + id + `"],"only_main_resource":1}`, 1}, {`{"order_id":"` + bought.str("order_id") + `"}`, 3},
		{`{"order_id":"CS0"}`, 0}, {`{"status_list":[2]}`, 3}, {`{"status_list":[5]}`, 0}, {`{"service_type_code":"hws.service.type.ec2"}`, 0},
		{`{"expire_time_end":"2001-01-01T00:00:00Z"}`, 0}, {`{"expire_time_begin":"2001-01-01T00:00:00Z"}`, 3},
	} {
		if got := billing.must(200, "POST", bssResources, test.query); got.body["total_count"] != float64(test.want) {
			t.Errorf("%s: %s", test.query, got.text)
		}
	}
	got := billing.must(200, "POST", bssResources, `{"limit":1,"offset":2}`)
	if items := got.items("data"); len(items) != 1 || items[0]["resource_id"] != uid || items[0]["parent_resource_id"] != id ||
		items[0]["is_main_resource"] != 0.0 || items[0]["id"] != a.hbsOrg(id, "org2").str("subscription_id") {
		t.Errorf("organization %s", got.text)
	}
	main := billing.must(200, "POST", bssResources, `{"only_main_resource":1}`).items("data")[0]
	has(t, "instance", main, map[string]any{"resource_id": id, "resource_name": "huawei-chain-01", "is_main_resource": 1, "status": 2,
		"expire_policy": 3, "project_id": projectA, "region_code": "cn-north-4"})
	billing.refused(400, "CBC.0100", "POST", bssResources, `{"limit":0}`)
	if other := c.accountLogin("user-b", "password-B1", "domain-b").must(200, "POST", bssResources, `{}`); other.body["total_count"] != 0.0 {
		t.Errorf("tenant b sees %s", other.text)
	}
}

func TestServiceTypes(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	got := c.tenantA().must(200, "GET", "/v2/products/service-types?limit=1", "")
	if items := got.items("service_types"); len(items) != 1 || items[0]["service_type_code"] != "hws.service.type.bcs" || got.body["total_count"] != 2.0 {
		t.Errorf("types %s", got.text)
	}
}
