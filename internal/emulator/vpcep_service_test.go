package emulator

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"
)

// The documentation sample of contract/vpcep.md 1.3, word for word.
const sampleService = `{
  "port_id": "4189d3c2-8882-4871-a3c2-d380272eed88", "vpc_id": "4189d3c2-8882-4871-a3c2-d380272eed80",
  "server_type": "VM", "service_type": "interface", "service_name": "demo", "approval_enabled": false,
  "tcp_proxy": "close", "description": "demo service",
  "ports": [{"client_port": 80, "server_port": 8080, "protocol": "TCP"}], "tags": [{"key": "owner", "value": "me"}]}`

func TestServiceSample(t *testing.T) {
	t.Parallel()
	a := start(t, Options{}).tenantA()
	created := a.must(200, "POST", services, sampleService)
	sameKeys(t, "create reply", created.body, `id port_id vpc_id pool_id status approval_enabled service_name service_type
		server_type project_id created_at updated_at ports tcp_proxy tags description enable_policy`)
	id := created.str("id")
	for field, want := range map[string]any{"status": "creating", "service_name": "cn-north-4.demo." + id,
		"approval_enabled": false, "enable_policy": false, "project_id": projectA, "port_id": aPort, "tcp_proxy": "close",
		"server_type": "VM", "service_type": "interface", "description": "demo service"} {
		if created.body[field] != want {
			t.Errorf("%s = %v, want %v", field, created.body[field], want)
		}
	}
	if !reflect.DeepEqual(created.items("ports"), []map[string]any{{"client_port": 80.0, "server_port": 8080.0, "protocol": "TCP"}}) {
		t.Errorf("ports %v", created.body["ports"])
	}
	if _, err := time.Parse("2006-01-02T15:04:05Z", created.str("created_at")); err != nil {
		t.Error(err)
	}
	got := a.service(id)
	sameKeys(t, "detail", got.body, `id port_id vpc_id pool_id status approval_enabled service_name service_type server_type
		project_id created_at updated_at ports tcp_proxy tags description supported_editions enable_policy`)
	if got.body["status"] != "available" || fmt.Sprint(got.body["supported_editions"]) != "[basic]" {
		t.Errorf("detail %s", got.text)
	}
	item := a.must(200, "GET", services, "").items("endpoint_services")[0]
	sameKeys(t, "list item", item, `id port_id vpc_id pool_id status approval_enabled service_name service_type server_type
		project_id created_at updated_at ports tcp_proxy tags description supported_editions enable_policy domain_id
		connection_count public_border_group`)
	if item["domain_id"] != domainA || item["connection_count"] != 0.0 || item["public_border_group"] == "" {
		t.Errorf("list item %v", item)
	}
}

func TestServiceDefaults(t *testing.T) {
	t.Parallel()
	a := start(t, Options{}).tenantA()
	got := a.must(200, "POST", services, `{"port_id":"`+newUUID()+`","vpc_id":"`+aVPC+`","server_type":"LB","ports":[{"client_port":1,"server_port":65535}]}`)
	for field, want := range map[string]any{"approval_enabled": true, "service_type": "interface", "tcp_proxy": "close",
		"description": "", "enable_policy": false, "service_name": "cn-north-4." + got.str("id")} {
		if got.body[field] != want {
			t.Errorf("%s = %v, want %v", field, got.body[field], want)
		}
	}
	if tags, isList := got.body["tags"].([]any); !isList || len(tags) != 0 {
		t.Errorf("tags %v, want []", got.body["tags"])
	}
	if got.items("ports")[0]["protocol"] != "TCP" {
		t.Errorf("ports %v", got.body["ports"])
	}
	// A professional service shows what it was made with (contract/vpcep.md 9.23).
	id := a.newService(`{"ip_version":"ipv6","snat_network_id":"` + aSubnet + `"}`)
	if got := a.service(id); got.body["ip_version"] != "ipv6" || got.body["snat_network_id"] != aSubnet {
		t.Errorf("professional service %s", got.text)
	}
}

func TestServiceValidation(t *testing.T) {
	t.Parallel()
	a := start(t, Options{}).tenantA()
	taken := a.must(200, "POST", services, sampleService).str("id")
	many := func(n int) string {
		ports := make([]string, n)
		for i := range ports {
			ports[i] = fmt.Sprintf(`{"client_port":%d,"server_port":1,"protocol":"TCP"}`, i+1)
		}
		return `{"ports":[` + strings.Join(ports, ",") + `]}`
	}
	for _, test := range []struct {
		status        int
		code, changes string
	}{
		{400, "EndPoint.3003", `{"port_id":null}`},
		{400, "EndPoint.3003", `{"port_id":"x"}`},
		{400, "EndPoint.3008", `{"port_id":"` + zero + `"}`},
		{400, "EndPoint.3042", `{"port_id":"` + aPort + `","vpc_id":"` + aVPC + `"}`},
		{400, "EndPoint.2011", `{"vpc_id":null}`},
		{400, "EndPoint.2011", `{"vpc_id":""}`},
		{400, "EndPoint.0020", `{"vpc_id":"x"}`},
		{400, "EndPoint.2001", `{"vpc_id":"` + zero + `"}`},
		{400, "EndPoint.0002", `{"server_type":null}`},
		{400, "EndPoint.3021", `{"server_type":"vm"}`}, {400, "EndPoint.3021", `{"server_type":"BMS"}`},
		{400, "EndPoint.3076", `{"service_name":"12345678901234567"}`},
		{400, "EndPoint.3076", `{"service_name":"a.b"}`},
		{400, "EndPoint.0002", `{"ports":null}`},
		{400, "EndPoint.2028", `{"ports":[]}`},
		{400, "EndPoint.2028", `{"ports":[{"client_port":1}]}`},
		{400, "EndPoint.3004", `{"ports":[{"client_port":0,"server_port":1}]}`},
		{400, "EndPoint.3004", `{"ports":[{"client_port":1,"server_port":65536}]}`},
		{400, "EndPoint.3004", `{"ports":[{"client_port":1,"server_port":1},{"client_port":1,"server_port":2}]}`},
		{400, "EndPoint.3075", `{"ports":[{"client_port":1,"server_port":1,"protocol":"ICMP"}]}`},
		{400, "EndPoint.3074", many(201)},
		{400, "EndPoint.3044", `{"port_id":"` + aPort + `","ports":[{"client_port":9,"server_port":8080}]}`},
		{400, "EndPoint.0002", `{"description":"a<b"}`},
		{400, "EndPoint.0002", `{"description":"` + strings.Repeat("x", 129) + `"}`},
		{400, "EndPoint.0002", `{"tcp_proxy":"ajar"}`},
		{400, "EndPoint.3011", `{"ip":"10.0.0.1"}`},
		{403, "EndPoint.0004", `{"service_type":"gateway"}`},
		{400, "EndPoint.0002", `{"ip_version":"ipv6"}`},
		{400, "EndPoint.0002", `{"ip_version":"ipv5"}`},
		{400, "EndPoint.2038", `{"pool_id":"x"}`},
		{400, "EndPoint.3051", `{"vip_port_id":"x"}`},
	} {
		a.refused(test.status, test.code, "POST", services, serviceBody(test.changes))
	}
	for _, changes := range []string{many(200), `{"service_name":"Abc-_123456789_0"}`, `{"service_name":""}`,
		`{"ports":[{"client_port":1,"server_port":1,"protocol":"UDP"},{"client_port":1,"server_port":1}]}`,
		`{"port_id":"` + aPort + `","ports":[{"client_port":80,"server_port":8080,"protocol":"UDP"}]}`,
		`{"tcp_proxy":"proxy_vni"}`, `{"description":"` + strings.Repeat("ü", 128) + `"}`} {
		a.must(200, "POST", services, serviceBody(changes))
	}
	if got := a.must(200, "GET", services+"?id="+taken, ""); got.body["total_count"] != 1.0 {
		t.Errorf("list %s", got.text)
	}
	strict := start(t, Options{Choices: Choices{RefuseUDP: true}}).tenantA()
	strict.refused(400, "EndPoint.3075", "POST", services, serviceBody(`{"ports":[{"client_port":1,"server_port":1,"protocol":"UDP"}]}`))
}

func TestServiceIDs(t *testing.T) {
	t.Parallel()
	a := start(t, Options{}).tenantA()
	for _, method := range []string{"GET", "PUT", "DELETE"} {
		a.refused(404, "EndPoint.0005", method, services+"/"+unknown, "{}")
		a.refused(400, "EndPoint.3062", method, services+"/x", "{}")
	}
	// A public service is not one of the caller's own (contract/vpcep.md 2.1).
	a.refused(404, "EndPoint.0005", "DELETE", services+"/"+obsID, "")
}

func TestServiceUpdate(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	c.Clock().Freeze()
	a := c.tenantA()
	created := a.must(200, "POST", services, serviceBody(`{"service_name":"demo"}`))
	id := created.str("id")
	c.Clock().Advance(time.Minute)
	got := a.must(200, "PUT", services+"/"+id, `{"approval_enabled":true,"service_name":"test","description":"",
		"ports":[{"client_port":8081,"server_port":22,"protocol":"TCP"}]}`)
	sameKeys(t, "update reply", got.body, strings.Join(keys(created.body), " "))
	for field, want := range map[string]any{"approval_enabled": true, "service_name": "cn-north-4.test." + id,
		"description": "", "status": "available", "tcp_proxy": "close", "port_id": created.body["port_id"]} {
		if got.body[field] != want {
			t.Errorf("%s = %v, want %v", field, got.body[field], want)
		}
	}
	if ports := got.items("ports"); len(ports) != 1 || ports[0]["server_port"] != 22.0 {
		t.Errorf("ports were not replaced: %v", ports)
	}
	if got.body["created_at"] != created.body["created_at"] || got.body["updated_at"] == created.body["updated_at"] {
		t.Errorf("created %v, updated %v", got.body["created_at"], got.body["updated_at"])
	}
	newPort := newUUID()
	got = a.must(200, "PUT", services+"/"+id, `{"port_id":"`+newPort+`","tcp_proxy":"open","service_name":""}`)
	if got.body["port_id"] != newPort || got.body["tcp_proxy"] != "open" || got.body["service_name"] != "cn-north-4."+id || got.body["approval_enabled"] != true {
		t.Errorf("second update: %s", got.text)
	}
	other := a.must(200, "POST", services, serviceBody("{}")).str("port_id")
	for _, test := range []struct{ code, body string }{
		{"EndPoint.3052", `{"port_id":"` + aPort + `","ip":"10.0.0.1"}`},
		{"EndPoint.3053", `{"vip_port_id":"` + aPort + `","ip":"10.0.0.1"}`},
		{"EndPoint.3055", `{"ip":"10.0.0.1"}`},
		{"EndPoint.3003", `{"port_id":"x"}`},
		{"EndPoint.3008", `{"port_id":"` + zero + `"}`},
		{"EndPoint.3044", `{"port_id":"` + other + `","ports":[{"client_port":1,"server_port":8080}]}`},
		{"EndPoint.3076", `{"service_name":"no spaces"}`},
		{"EndPoint.2028", `{"ports":[]}`},
		{"EndPoint.0002", `{"vpc_id":"` + aVPC + `"}`}, // immutable, so not a field of this body
		{"EndPoint.0002", `{"tcp_proxy":"ajar"}`},
	} {
		a.refused(400, test.code, "PUT", services+"/"+id, test.body)
	}
}

func TestRename(t *testing.T) {
	t.Parallel()
	a := start(t, Options{}).tenantA()
	id := a.newService("{}")
	ep := a.newEndpoint(id, "{}")
	got := a.must(200, "PUT", services+"/"+id+"/name", `{"endpoint_service_name":"obs_test"}`)
	sameKeys(t, "rename reply", got.body, "endpoint_service_name")
	if want := "cn-north-4.obs_test." + id; got.body["endpoint_service_name"] != want || a.endpoint(ep).body["endpoint_service_name"] != want {
		t.Errorf("renamed to %v, endpoint shows %v", got.body, a.endpoint(ep).body["endpoint_service_name"])
	}
	a.refused(400, "EndPoint.3076", "PUT", services+"/"+id+"/name", `{"endpoint_service_name":"a b"}`)
	for _, test := range []struct{ body, want string }{{`{}`, "cn-north-4.obs_test." + id},
		{`{"endpoint_service_name":null}`, "cn-north-4.obs_test." + id}, {`{"endpoint_service_name":""}`, "cn-north-4." + id}} {
		got := a.must(200, "PUT", services+"/"+id+"/name", test.body)
		if got.body["endpoint_service_name"] != test.want || a.service(id).body["service_name"] != test.want {
			t.Errorf("%s: renamed to %s, shown as %v, want %s", test.body, got.text, a.service(id).body["service_name"], test.want)
		}
	}
}

// The state machine of contract/vpcep.md 2.1, under every kind of progress.
func TestServiceProgress(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	c.Clock().Freeze()
	a := c.tenantA()
	status := func(id string) string { return a.service(id).str("status") }

	c.SetProgress(ServiceCreate, AfterReads(2))
	id := a.newService("{}")
	if got := status(id) + status(id) + status(id); got != "creatingcreatingavailable" {
		t.Errorf("after two reads: %s", got)
	}
	c.SetProgress(ServiceCreate, After(time.Minute))
	id = a.newService("{}")
	a.refused(400, "EndPoint.3045", "PUT", services+"/"+id, `{"description":"x"}`)
	a.refused(400, "EndPoint.2004", "POST", endpoints, endpointBody(id, "{}"))
	c.Clock().Advance(59 * time.Second)
	if got := status(id); got != "creating" {
		t.Errorf("before its time: %s", got)
	}
	c.Clock().Advance(time.Second)
	if got := status(id); got != "available" {
		t.Errorf("at its time: %s", got)
	}
	c.SetProgress(ServiceCreate, Held())
	id = a.newService("{}")
	c.SetProgress(ServiceCreate, Immediate())
	if got := status(id); got != "creating" {
		t.Errorf("held: %s", got)
	}
	c.Release(ServiceCreate)
	if got := status(id); got != "available" {
		t.Errorf("released: %s", got)
	}
	c.SetProgress(ServiceDelete, AfterReads(1))
	a.must(204, "DELETE", services+"/"+id, "")
	if got := a.must(200, "GET", services+"?status=deleting", ""); got.body["total_count"] != 1.0 {
		t.Errorf("deleting: %s", got.text)
	}
	a.refused(404, "EndPoint.0005", "GET", services+"/"+id, "")
}

func TestFailedService(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	a := c.tenantA()
	c.SetProgress(ServiceCreate, Fails("EndPoint.3001", "no port"))
	created := a.must(200, "POST", services, serviceBody("{}"))
	if created.body["error"] != nil || created.body["status"] != "creating" {
		t.Errorf("create: %s", created.text)
	}
	got := a.service(created.str("id"))
	want := []map[string]any{{"error_code": "EndPoint.3001", "error_message": "no port"}}
	if got.body["status"] != "failed" || !reflect.DeepEqual(got.items("error"), want) {
		t.Errorf("failed: %s", got.text)
	}
	a.must(204, "DELETE", services+"/"+created.str("id"), "")
	a.refused(404, "EndPoint.0005", "GET", services+"/"+created.str("id"), "")
}

func TestServiceInUseCannotBeDeleted(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	a := c.tenantA()
	id := a.newService("{}")
	c.SetProgress(EndpointCreate, Held())
	ep := a.newEndpoint(id, "{}")
	a.refused(400, "EndPoint.3006", "DELETE", services+"/"+id, "") // creating
	c.Release(EndpointCreate)
	a.refused(400, "EndPoint.3006", "DELETE", services+"/"+id, "") // accepted
	if got := a.must(200, "GET", services, "").items("endpoint_services")[0]["connection_count"]; got != 1.0 {
		t.Errorf("connection_count %v", got)
	}
	a.decision(id, ep, "reject")
	a.must(204, "DELETE", services+"/"+id, "")
	a.refused(404, "EndPoint.0005", "GET", services+"/"+id, "")
	// What becomes of the others is not known; here they stay until their owner deletes them.
	a.endpointStatus(ep, "rejected")
	a.must(204, "DELETE", endpoints+"/"+ep, "")

	chosen := start(t, Options{Choices: Choices{DropOrphans: true, RefuseChangesInUse: true}}).tenantA()
	id = chosen.newService("{}")
	ep = chosen.newEndpoint(id, "{}")
	chosen.refused(400, "EndPoint.3006", "PUT", services+"/"+id, `{"port_id":"`+newUUID()+`"}`)
	chosen.must(200, "PUT", services+"/"+id, `{"description":"still free"}`)
	chosen.decision(id, ep, "reject")
	chosen.must(204, "DELETE", services+"/"+id, "")
	chosen.refused(404, "EndPoint.2006", "GET", endpoints+"/"+ep, "")
}

func TestDeletingEndpointsDoNotBlock(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	a := c.tenantA()
	id := a.newService("{}")
	ep := a.newEndpoint(id, "{}")
	c.SetProgress(EndpointDelete, Held())
	a.must(204, "DELETE", endpoints+"/"+ep, "")
	a.must(204, "DELETE", services+"/"+id, "")
}

func TestServiceUpgrade(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	a := c.tenantA()
	id := a.newService("{}")
	const upgrade = "/v2/{p}/vpc-endpoint-services/"
	editions := func() string { return fmt.Sprint(a.service(id).body["supported_editions"]) }
	for _, test := range []struct{ body, want string }{
		{"", "[basic profession]"}, {`{"action":"rollback"}`, "[basic]"},
		{`{"action":"upgrade","enable_multi_server":true}`, "[basic profession]"},
	} {
		if got := a.must(204, "POST", upgrade+id+"/upgrade", test.body); got.text != "" {
			t.Errorf("body %q", got.text)
		}
		if got := editions(); got != test.want {
			t.Errorf("after %s: %s", test.body, got)
		}
	}
	a.refused(400, "EndPoint.0007", "POST", upgrade+id+"/upgrade", `{"action":"explode"}`)
	a.must(204, "POST", upgrade+id+"/add-server-resources", `{"server_resources":[{"resource_id":"`+aPort+`","availability_zone_id":"az1"}]}`)
	a.refused(400, "EndPoint.0002", "POST", upgrade+id+"/add-server-resources", `{"server_resources":[]}`)
	a.refused(400, "EndPoint.0002", "POST", upgrade+id+"/add-server-resources", `{"server_resources":[{"resource_id":"x"}]}`)
	state, err := json.Marshal(c.State())
	if err != nil || !strings.Contains(string(state), `"availability_zone_id":"az1"`) || !strings.Contains(string(state), `"enable_multi_server":true`) {
		t.Errorf("state %s %v", state, err)
	}
}

func TestDescribe(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	a, b := c.tenantA(), c.tenantB()
	id := a.newService("{}")
	name := "cn-north-4.demo." + id
	for _, query := range []string{"id=" + id, "endpoint_service_name=" + name} {
		got := b.must(200, "GET", services+"/describe?"+query, "")
		sameKeys(t, "describe", got.body, "id service_name service_type created_at is_charge public_border_group enable_policy")
		if got.body["id"] != id || got.body["service_name"] != name || got.body["is_charge"] != true || got.body["public_border_group"] == "" {
			t.Errorf("%s: %s", query, got.text)
		}
	}
	got := b.must(200, "GET", services+"/describe?endpoint_service_name=com.myhuaweicloud.cn-north-4.obs", "")
	if got.body["id"] != obsID || got.body["service_type"] != "gateway" || got.body["is_charge"] != false {
		t.Errorf("public: %s", got.text)
	}
	b.refused(400, "EndPoint.2002", "GET", services+"/describe", "")
	b.refused(400, "EndPoint.0002", "GET", services+"/describe?id="+id+"&endpoint_service_name="+name, "")
	b.refused(400, "EndPoint.3062", "GET", services+"/describe?id=x", "")
	b.refused(404, "EndPoint.0005", "GET", services+"/describe?id="+unknown, "")
	far := c.login("user-a", "password-A1", "domain-a", projectA2)
	far.refused(404, "EndPoint.0005", "GET", services+"/describe?id="+id, "")
}

func TestPublicServices(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	a := c.tenantA()
	got := a.must(200, "GET", services+"/public?endpoint_service_name=OBS", "")
	items := got.items("endpoint_services")
	want := map[string]any{"id": obsID, "owner": "example", "service_name": "com.myhuaweicloud.cn-north-4.obs",
		"service_type": "gateway", "created_at": "2019-03-28T09:30:27Z", "is_charge": false, "enable_policy": true}
	if got.body["total_count"] != 1.0 || len(items) != 1 || !reflect.DeepEqual(items[0], want) {
		t.Errorf("obs: %s", got.text)
	}
	dns := a.must(200, "GET", services+"/public?id=b0e22f6f-26f4-461c-b140-d873464d4fa0", "").items("endpoint_services")
	if len(dns) != 1 || dns[0]["service_type"] != "interface" || dns[0]["enable_policy"] != false {
		t.Errorf("dns: %v", dns)
	}
	far := c.login("user-a", "password-A1", "domain-a", projectA2).must(200, "GET", services+"/public?endpoint_service_name=dns", "")
	if name := far.items("endpoint_services")[0]["service_name"]; name != "com.myhuaweicloud.ap-southeast-1.dns" {
		t.Errorf("other region: %v", name)
	}
}
