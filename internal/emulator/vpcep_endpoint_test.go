package emulator

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"
)

// The documentation sample of contract/vpcep.md 1.21.
func TestEndpointSample(t *testing.T) {
	t.Parallel()
	a := start(t, Options{}).tenantA()
	service := a.newService("{}")
	created := a.must(200, "POST", endpoints, `{"endpoint_service_id": "`+service+`", "vpc_id": "`+aVPC+`",
		"subnet_id": "`+aSubnet+`", "enable_dns": true, "port_ip": "192.168.14.23", "whitelist": ["192.168.0.0/24"],
		"enable_whitelist": true, "description": "demo", "tags": [{"key": "test2", "value": "test2"}]}`)
	sameKeys(t, "create reply", created.body, `id status service_type active_status enable_status specification_name
		endpoint_service_id endpoint_service_name marker_id vpc_id subnet_id enable_dns project_id whitelist
		enable_whitelist tags description endpoint_pool_id created_at updated_at`)
	for field, want := range map[string]any{"status": "creating", "service_type": "interface", "enable_status": "enable",
		"specification_name": "default", "endpoint_service_id": service, "endpoint_service_name": "cn-north-4.demo." + service,
		"vpc_id": aVPC, "subnet_id": aSubnet, "enable_dns": true, "enable_whitelist": true, "description": "demo"} {
		if created.body[field] != want {
			t.Errorf("%s = %v, want %v", field, created.body[field], want)
		}
	}
	if marker, _ := created.body["marker_id"].(float64); marker < 1<<24 || marker >= 1<<31 {
		t.Errorf("marker_id %v", created.body["marker_id"])
	}
	id := created.str("id")
	got := a.endpoint(id)
	sameKeys(t, "detail", got.body, `id status ip service_type active_status enable_status specification_name marker_id
		vpc_id subnet_id enable_dns dns_names routetables whitelist enable_whitelist tags endpoint_service_id
		endpoint_service_name project_id description endpoint_pool_id created_at updated_at`)
	if got.body["status"] != "accepted" || got.body["ip"] != "192.168.14.23" || fmt.Sprint(got.body["routetables"]) != "[]" ||
		fmt.Sprint(got.body["active_status"]) != "[active]" {
		t.Errorf("detail %s", got.text)
	}
	if want := "[vpcep-" + id + ".cn-north-4.huaweicloud.com]"; fmt.Sprint(got.body["dns_names"]) != want {
		t.Errorf("dns_names %v, want %s", got.body["dns_names"], want)
	}
	list := a.must(200, "GET", endpoints, "")
	sameKeys(t, "list", list.body, "endpoints total_count")
	for _, field := range strings.Fields(`id status ip service_type active_status marker_id vpc_id subnet_id enable_dns
		whitelist enable_whitelist tags project_id description endpoint_service_id endpoint_service_name created_at updated_at`) {
		if _, exists := list.items("endpoints")[0][field]; !exists {
			t.Errorf("the list item lacks %s", field)
		}
	}
}

// The visibility table of contract/vpcep.md 2.2.
func TestWhatIsVisibleWhen(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	a := c.tenantA()
	service := a.newService(`{"approval_enabled":true}`)
	id := a.newEndpoint(service, "{}")
	check := func(status string, connected bool) {
		t.Helper()
		for what, body := range map[string]map[string]any{
			"detail": a.endpoint(id).body, "list item": a.must(200, "GET", endpoints+"?id="+id, "").items("endpoints")[0]} {
			_, hasIP := body["ip"]
			_, hasNames := body["dns_names"]
			if body["status"] != status || hasIP != connected || hasNames != connected || body["enable_dns"] != connected {
				t.Errorf("%s in %s: status %v, ip %v, dns_names %v, enable_dns %v", what, status, body["status"], hasIP, hasNames, body["enable_dns"])
			}
		}
	}
	check("pendingAcceptance", false)
	a.decision(service, id, "reject")
	check("rejected", false)
	c.SetProgress(EndpointCreate, Held())
	a.decision(service, id, "receive")
	check("creating", false)
	c.Release(EndpointCreate)
	check("accepted", true)
	a.decision(service, id, "reject")
	check("rejected", true)

	shown := start(t, Options{Choices: Choices{PendingShowsDNS: true}}).tenantA()
	id = shown.newEndpoint(shown.newService(`{"approval_enabled":true}`), "{}")
	if got := shown.endpoint(id); got.body["enable_dns"] != true || got.body["dns_names"] != nil {
		t.Errorf("with the choice: %s", got.text)
	}
}

// Every transition of contract/vpcep.md 2.2.
func TestEndpointTransitions(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	a, b := c.tenantA(), c.tenantB()
	service := a.newService(`{"approval_enabled":true}`)
	a.must(200, "POST", services+"/"+service+"/permissions/action", `{"action":"add","permissions":["iam:domain::`+domainB+`"]}`)
	created := b.must(200, "POST", endpoints, endpointBody(service, "{}"))
	if created.body["status"] != "pendingAcceptance" || created.body["enable_dns"] != false {
		t.Errorf("create: %s", created.text)
	}
	id := created.str("id")
	for _, step := range []struct{ action, reply, then string }{
		{"reject", "rejected", "rejected"}, {"reject", "rejected", "rejected"}, {"receive", "creating", "accepted"},
		{"receive", "accepted", "accepted"}, {"reject", "rejected", "rejected"}, {"receive", "creating", "accepted"},
	} {
		got := a.decision(service, id, step.action)
		connections := got.items("connections")
		sameKeys(t, "reply", got.body, "connections")
		sameKeys(t, "connection", connections[0], "id status marker_id domain_id created_at updated_at description")
		if len(connections) != 1 || connections[0]["status"] != step.reply || connections[0]["domain_id"] != domainB {
			t.Errorf("%s: %s", step.action, got.text)
		}
		b.endpointStatus(id, step.then)
	}
	// Approval switched off later does not change this endpoint, but the next one.
	a.must(200, "PUT", services+"/"+service, `{"approval_enabled":false}`)
	if next := b.must(200, "POST", endpoints, endpointBody(service, "{}")); next.body["status"] != "creating" {
		t.Errorf("without approval: %s", next.text)
	}
	for _, progress := range []Progress{Immediate(), AfterReads(1), Held()} {
		c.SetProgress(EndpointDelete, progress)
		id := b.newEndpoint(service, "{}")
		b.must(204, "DELETE", endpoints+"/"+id, "")
		if progress != Immediate() {
			b.endpointStatus(id, "deleting")
			a.refused(400, map[bool]string{true: "EndPoint.2018", false: "EndPoint.2013"}[progress == Held()], "POST",
				services+"/"+service+"/connections/action", `{"action":"receive","endpoints":["`+id+`"]}`)
		}
		c.Release(EndpointDelete)
		b.refused(404, "EndPoint.2006", "GET", endpoints+"/"+id, "")
		b.refused(404, "EndPoint.2006", "DELETE", endpoints+"/"+id, "")
	}
}

func TestFailedEndpoint(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	a := c.tenantA()
	service := a.newService("{}")
	c.SetProgress(EndpointCreate, Fails("EndPoint.2022", "Failed to create an endpoint."))
	id := a.newEndpoint(service, "{}")
	want := []map[string]any{{"error_code": "EndPoint.2022", "error_message": "Failed to create an endpoint."}}
	if got := a.endpoint(id); got.body["status"] != "failed" || !reflect.DeepEqual(got.items("error"), want) {
		t.Errorf("detail %s", got.text)
	}
	if got := a.must(200, "GET", services+"/"+service+"/connections", "").items("connections")[0]; !reflect.DeepEqual(got["error"], []any{any(want[0])}) {
		t.Errorf("connection %v", got)
	}
	a.refused(400, "EndPoint.2047", "PUT", endpoints+"/"+id, `{"whitelist":[]}`)
	a.must(204, "DELETE", endpoints+"/"+id, "")
	a.refused(404, "EndPoint.2006", "GET", endpoints+"/"+id, "")
}

func TestChangesWait(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	a := c.tenantA()
	service := a.newService("{}")
	c.SetProgress(EndpointCreate, Held())
	c.SetProgress(EndpointDelete, Held())
	id := a.newEndpoint(service, "{}")
	a.refused(400, "EndPoint.2019", "PUT", endpoints+"/"+id, `{"whitelist":[]}`)
	a.refused(400, "EndPoint.2019", "POST", services+"/"+service+"/connections/action", `{"action":"reject","endpoints":["`+id+`"]}`)
	a.must(204, "DELETE", endpoints+"/"+id, "") // in any state
	a.refused(400, "EndPoint.2018", "PUT", endpoints+"/"+id, `{"whitelist":[]}`)
	a.must(204, "DELETE", endpoints+"/"+id, "")
}

func TestCreateStatusChoices(t *testing.T) {
	t.Parallel()
	a := start(t, Options{Choices: Choices{PendingAfterCreating: true, ServiceAvailableAtOnce: true}}).tenantA()
	created := a.must(200, "POST", services, serviceBody(`{"approval_enabled":true}`))
	if created.body["status"] != "available" {
		t.Errorf("service: %s", created.text)
	}
	ep := a.must(200, "POST", endpoints, endpointBody(created.str("id"), "{}"))
	if ep.body["status"] != "creating" {
		t.Errorf("endpoint: %s", ep.text)
	}
	a.endpointStatus(ep.str("id"), "pendingAcceptance")
}

func TestEndpointValidation(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	a, b := c.tenantA(), c.tenantB()
	service, foreign := a.newService("{}"), b.newService("{}")
	a.newEndpoint(service, `{"port_ip":"192.168.14.23"}`)
	farID := c.login("user-a", "password-A1", "domain-a", projectA2).newService("{}")
	entries := strings.TrimSuffix(strings.Repeat(`"10.0.0.1",`, 21), ",")
	for _, test := range []struct {
		status        int
		code, changes string
	}{
		{400, "EndPoint.0002", `{"endpoint_service_id":null}`},
		{400, "EndPoint.2029", `{"endpoint_service_id":""}`},
		{400, "EndPoint.3062", `{"endpoint_service_id":"x"}`},
		{400, "EndPoint.2003", `{"endpoint_service_id":"` + unknown + `"}`},
		{400, "EndPoint.2003", `{"endpoint_service_id":"` + farID + `"}`},
		{400, "EndPoint.2012", `{"endpoint_service_id":"` + foreign + `"}`},
		{400, "EndPoint.2011", `{"vpc_id":null}`},
		{400, "EndPoint.2001", `{"vpc_id":"` + zero + `"}`},
		{400, "EndPoint.0020", `{"vpc_id":"x"}`},
		{400, "EndPoint.2010", `{"subnet_id":null}`},
		{400, "EndPoint.0023", `{"subnet_id":"x"}`},
		{404, "EndPoint.4004", `{"subnet_id":"` + zero + `"}`},
		{400, "EndPoint.2037", `{"vpc_id":"` + unknown + `"}`},
		{400, "EndPoint.2041", `{"port_ip":"300.1.1.1"}`},
		{400, "EndPoint.2041", `{"port_ip":"fd00::1"}`},
		{400, "EndPoint.2042", `{"port_ip":"192.168.14.23"}`},
		{400, "EndPoint.2043", `{"port_ip":"198.19.128.1"}`},
		{400, "EndPoint.2044", `{"whitelist":["10.0.0.0/33"]}`},
		{400, "EndPoint.2044", `{"whitelist":["fd00::/8"]}`},
		{400, "EndPoint.2045", `{"whitelist":[` + entries + `]}`},
		{400, "EndPoint.2048", `{"policy_statement":[{"Effect":"Allow","Action":["*"],"Resource":["*"]}]}`},
		{400, "EndPoint.2048", `{"policy_document":{"Version":"5.0","Statement":[{"Effect":"Allow","Action":["*"],"Resource":["*"]}]}}`},
		{400, "EndPoint.0002", `{"description":"a>b"}`},
		{400, "EndPoint.3067", `{"tags":[{"key":"a","value":""},{"key":"a","value":""}]}`},
		{400, "EndPoint.0002", `{"ip_version":"ipv6"}`},
		{400, "EndPoint.2041", `{"ipv6_address":"fd00::1"}`},
		{400, "EndPoint.2041", `{"ip_version":"dualstack","ipv6_address":"10.0.0.1"}`},
	} {
		a.refused(test.status, test.code, "POST", endpoints, endpointBody(service, test.changes))
	}
	for _, changes := range []string{`{"port_ip":"192.168.14.24"}`, `{"port_ip":"192.168.14.23","subnet_id":"` + unknown + `"}`,
		`{"whitelist":["10.10.10.10","10.0.0.0/8"]}`, `{"policy_document":null,"tags":[]}`} {
		a.must(200, "POST", endpoints, endpointBody(service, changes))
	}
	a.refused(400, "EndPoint.2017", "GET", endpoints+"/x", "")
	a.refused(404, "EndPoint.2006", "GET", endpoints+"/"+unknown, "")
}

func TestAddressesAreUnique(t *testing.T) {
	t.Parallel()
	a := start(t, Options{}).tenantA()
	service := a.newService("{}")
	seen := map[string]bool{}
	for range 5 {
		ip := a.endpoint(a.newEndpoint(service, "{}")).str("ip")
		if ip == "" || seen[ip] {
			t.Errorf("address %q given twice or not at all", ip)
		}
		seen[ip] = true
	}
	id := a.newEndpoint(service, `{"port_ip":"192.168.14.23"}`)
	a.must(204, "DELETE", endpoints+"/"+id, "")
	a.newEndpoint(service, `{"port_ip":"192.168.14.23"}`) // free again
}

func TestWhitelistUpdate(t *testing.T) {
	t.Parallel()
	a := start(t, Options{}).tenantA()
	id := a.newEndpoint(a.newService("{}"), "{}")
	for _, test := range []struct{ body, whitelist, enabled string }{
		{`{"whitelist":["192.168.0.0/24","10.10.10.10"],"enable_whitelist":true}`, "[192.168.0.0/24 10.10.10.10]", "true"},
		{`{"enable_whitelist":false}`, "[192.168.0.0/24 10.10.10.10]", "false"},
		{`{"whitelist":[],"enable_whitelist":true}`, "[]", "true"},
	} {
		got := a.must(200, "PUT", endpoints+"/"+id, test.body)
		sameKeys(t, "reply", got.body, `id service_type status active_status endpoint_service_name endpoint_service_id marker_id
			enable_dns dns_names ip vpc_id subnet_id created_at updated_at project_id tags whitelist enable_whitelist`)
		for _, body := range []map[string]any{got.body, a.endpoint(id).body} {
			if fmt.Sprint(body["whitelist"]) != test.whitelist || fmt.Sprint(body["enable_whitelist"]) != test.enabled {
				t.Errorf("%s gives %v %v", test.body, body["whitelist"], body["enable_whitelist"])
			}
		}
	}
	a.refused(400, "EndPoint.2044", "PUT", endpoints+"/"+id, `{"whitelist":["x"]}`)
	a.refused(400, "EndPoint.0002", "PUT", endpoints+"/"+id, `{"description":"immutable"}`)
	clearing := start(t, Options{Choices: Choices{OmittedWhitelistClears: true}}).tenantA()
	id = clearing.newEndpoint(clearing.newService("{}"), "{}")
	if got := clearing.must(200, "PUT", endpoints+"/"+id, `{}`); fmt.Sprint(got.body["whitelist"]) != "[]" || got.body["enable_whitelist"] != false {
		t.Errorf("with the choice: %s", got.text)
	}
}

func TestProfessionalEndpoints(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	a := c.tenantA()
	service := a.newService("{}")
	dual := a.endpoint(a.newEndpoint(service, `{"ip_version":"dualstack"}`))
	if dual.body["ip_version"] != "dualstack" || !strings.HasPrefix(dual.str("ipv6_address"), "fd00:") {
		t.Errorf("dualstack: %s", dual.text)
	}
	chosen := a.endpoint(a.newEndpoint(service, `{"ip_version":"dualstack","ipv6_address":"fd12::5"}`))
	if chosen.body["ipv6_address"] != "fd12::5" {
		t.Errorf("chosen address: %s", chosen.text)
	}
	id := a.newEndpoint(service, "{}")
	c.SetProgress(EndpointUpgrade, After(time.Hour))
	upgrade := "/v2/{p}/vpc-endpoints/" + id + "/upgrade"
	if got := a.must(202, "POST", upgrade, `{"action":"start"}`); got.text != "" {
		t.Errorf("body %q", got.text)
	}
	if got := a.endpoint(id); got.body["ip_version"] != nil || got.body["status"] != "accepted" {
		t.Errorf("too early: %s", got.text)
	}
	c.Clock().Advance(time.Hour)
	if got := a.endpoint(id); got.body["ip_version"] != "ipv4" {
		t.Errorf("upgraded: %s", got.text)
	}
	a.refused(400, "EndPoint.0007", "POST", upgrade, `{"action":"stop"}`)
	strict := start(t, Options{Choices: Choices{UpgradeNeedsEdition: true}}).tenantA()
	service = strict.newService("{}")
	id = strict.newEndpoint(service, "{}")
	strict.refused(400, "EndPoint.0015", "POST", "/v2/{p}/vpc-endpoints/"+id+"/upgrade", `{"action":"start"}`)
	strict.refused(400, "EndPoint.0015", "POST", endpoints, endpointBody(service, `{"ip_version":"dualstack"}`))
	strict.must(204, "POST", "/v2/{p}/vpc-endpoint-services/"+service+"/upgrade", "")
	strict.must(202, "POST", "/v2/{p}/vpc-endpoints/"+id+"/upgrade", `{"action":"start"}`)
	strict.newEndpoint(service, `{"ip_version":"dualstack"}`)
}
