package emulator

import (
	"strings"
	"testing"
)

// otcA is a login of tenant a at Open Telekom Cloud, where the same project is in another region.
func otcA(t *testing.T, options Options) session {
	t.Helper()
	options.Cloud = OpenTelekomCloud
	return start(t, options).tenantA()
}

// otcService is a creation without what partner clouds do not take.
func otcService(changes string) string { return fields(serviceBody("{}"), changes) }

// What Huawei Cloud has and Open Telekom Cloud has not is no API there (contract/vpcep.md 8).
func TestOTCOperations(t *testing.T) {
	t.Parallel()
	a := otcA(t, Options{})
	service := a.must(200, "POST", services, otcService("{}")).str("id")
	id := a.must(200, "POST", endpoints, endpointBody(service, "{}")).str("id")
	a.endpointStatus(id, "accepted")
	for _, missing := range []struct{ method, path, body string }{
		{"PUT", services + "/" + service + "/name", `{"endpoint_service_name":"x"}`},
		{"PUT", services + "/" + service + "/connections/description", `{"connections":[{"id":"` + id + `","description":""}]}`},
		{"POST", services + "/" + service + "/permissions/batch-create", `{"permissions":[{"permission":"*"}]}`},
		{"POST", services + "/" + service + "/permissions/batch-delete", `{"permissions":[{"id":"` + id + `"}]}`},
		{"PUT", services + "/" + service + "/permissions/" + id, `{"permission":{"description":""}}`},
		{"POST", "/v2/{p}/vpc-endpoint-services/" + service + "/upgrade", ""},
		{"POST", "/v2/{p}/vpc-endpoint-services/" + service + "/add-server-resources", `{"server_resources":[{"resource_id":"` + id + `"}]}`},
		{"PUT", endpoints + "/" + id, `{"whitelist":[],"enable_whitelist":false}`},
		{"PUT", endpoints + "/" + id + "/policy", `{"policy_document":{}}`},
		{"DELETE", endpoints + "/" + id + "/policy", ""},
		{"PUT", endpoints + "/" + id + "/routetables", `{"routetables":[]}`},
		{"POST", "/v2/{p}/vpc-endpoints/" + id + "/upgrade", `{"action":"start"}`},
		{"GET", "/v2/{p}/blockchains", ""}, {"GET", hbsInstances, ""}, {"GET", "/v2/products/service-types", ""},
	} {
		a.refused(404, "APIGW.0101", missing.method, missing.path, missing.body)
	}
	for _, there := range []struct {
		status             int
		method, path, body string
	}{
		{200, "GET", services, ""}, {200, "PUT", services + "/" + service, `{"service_name":"other","description":"new"}`},
		{200, "GET", services + "/describe?id=" + service, ""}, {200, "GET", services + "/public", ""},
		{200, "GET", services + "/" + service + "/connections", ""},
		{200, "POST", services + "/" + service + "/connections/action", `{"action":"reject","endpoints":["` + id + `"]}`},
		{200, "POST", services + "/" + service + "/permissions/action", `{"action":"add","permissions":["iam:domain::` + domainB + `"]}`},
		{200, "GET", services + "/" + service + "/permissions", ""}, {200, "GET", endpoints, ""}, {200, "GET", "/v1/{p}/quotas", ""},
		{200, "GET", "/v1/{p}/endpoint/tags", ""}, {200, "POST", "/v1/{p}/endpoint/resource_instances/action", `{"action":"count"}`},
		{204, "POST", "/v1/{p}/endpoint/" + id + "/tags/action", `{"action":"create","tags":[{"key":"a","value":"b"}]}`},
		{200, "GET", endpoints + "?sort_key=updated_at", ""}, {204, "DELETE", endpoints + "/" + id, ""}, {204, "DELETE", services + "/" + service, ""},
	} {
		a.must(there.status, there.method, there.path, there.body)
	}
	if a.Journal()[len(a.Journal())-1].Route == "" {
		t.Error("the journal has no route")
	}
}

// Partner clouds neither take nor show what came later.
func TestOTCFields(t *testing.T) {
	t.Parallel()
	a := otcA(t, Options{})
	for _, field := range []string{`"enable_policy":true`, `"ip_version":"ipv4"`, `"snat_network_id":"` + unknown + `"`} {
		got := a.call("POST", services, otcService("{"+field+"}"))
		if got.status != 400 || got.code() != "EndPoint.0002" || !strings.Contains(got.str("error_msg"), "unknown field") {
			t.Errorf("%s: %d %s", field, got.status, got.text)
		}
	}
	service := a.must(200, "POST", services, otcService(`{"server_type":"BMS","pool_id":"`+unknown+`"}`)).str("id")
	for _, field := range []string{`"policy_document":{}`, `"ip_version":"dualstack"`, `"ipv6_address":"fd12::5"`} {
		a.refused(400, "EndPoint.0002", "POST", endpoints, endpointBody(service, "{"+field+"}"))
	}
	permissions := services + "/" + service + "/permissions/action"
	a.refused(400, "EndPoint.0002", "POST", permissions, `{"action":"add","permission_type":"domainId","permissions":["iam:domain::x"]}`)
	a.refused(400, "EndPoint.3002", "POST", permissions, `{"action":"add","permissions":["organizations:orgPath::*"]}`)
	a.refused(400, "EndPoint.3002", "POST", permissions, `{"action":"add","permissions":["iam:domainName::domain-b"]}`)
	id := a.must(200, "POST", endpoints, endpointBody(service, "{}")).str("id")
	for _, path := range []string{services, services + "/" + service, services + "/describe?id=" + service, services + "/public", endpoints, endpoints + "/" + id} {
		got := a.must(200, "GET", path, "")
		for _, name := range huaweiFields {
			if strings.Contains(got.text, `"`+name+`"`) {
				t.Errorf("%s shows %s: %s", path, name, got.text)
			}
		}
	}
	loose := otcA(t, Options{Loose: true})
	loose.must(200, "POST", services, otcService(`{"enable_policy":true,"colour":"red"}`))
}

func TestOTCNames(t *testing.T) {
	t.Parallel()
	a := otcA(t, Options{})
	service := a.must(200, "POST", services, otcService("{}"))
	if name := service.str("service_name"); name != "eu-de.demo."+service.str("id") {
		t.Errorf("service_name %s", name)
	}
	id := a.must(200, "POST", endpoints, endpointBody(service.str("id"), "{}")).str("id")
	sameJSON(t, "DNS names", a.endpoint(id).body["dns_names"], `["vpcep-`+id+`.eu-de.otc.t-systems.com"]`)
	public := a.must(200, "GET", services+"/public?endpoint_service_name=OBS", "").items("endpoint_services")
	if len(public) != 1 || public[0]["owner"] != "OTC" || public[0]["service_name"] != "com.t-systems.otc.eu-de.obs" {
		t.Errorf("public services %v", public)
	}
	far := a.login("user-a", "password-A1", "domain-a", projectA2)
	if public = far.must(200, "GET", services+"/public?endpoint_service_name=OBS", "").items("endpoint_services"); len(public) != 2 {
		t.Errorf("public services of eu-nl %v", public)
	}
	found := a.must(200, "GET", "/v3/projects?name=eu-de", "").items("projects")
	if len(found) != 1 || found[0]["id"] != projectA {
		t.Errorf("projects %v", found)
	}
	if got := a.must(200, "GET", "/v3/projects?name=cn-north-4", "").items("projects"); len(got) != 0 {
		t.Errorf("projects of another cloud %v", got)
	}
	if regions := a.must(200, "GET", "/v3/regions", "").items("regions"); len(regions) != 2 || regions[1]["id"] != "eu-nl" {
		t.Errorf("regions %v", regions)
	}
}

func TestOTCTags(t *testing.T) {
	t.Parallel()
	a := otcA(t, Options{})
	id := a.must(200, "POST", services, otcService(`{"tags":[]}`)).str("id")
	const query = "/v1/{p}/endpoint_service/resource_instances/action"
	a.must(200, "POST", query, filterOf("tags", 20))
	a.refused(400, "EndPoint.3069", "POST", query, filterOf("tags", 21))
	path := "/v1/{p}/endpoint_service/" + id + "/tags/action"
	tag := func(key, value string) string {
		return `{"action":"create","tags":[{"key":"` + key + `","value":"` + value + `"}]}`
	}
	a.must(204, "POST", path, tag(strings.Repeat("k", 36), strings.Repeat("v", 43)))
	a.refused(400, "EndPoint.3072", "POST", path, tag(strings.Repeat("k", 37), "v"))
	a.refused(400, "EndPoint.3073", "POST", path, tag("k", strings.Repeat("v", 44)))
	a.refused(400, "EndPoint.3068", "POST", path, tag("a b", "v"))
	a.refused(400, "EndPoint.3068", "POST", path, tag("k", "a/b"))
}

func TestClouds(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]Cloud{"": HuaweiCloud, "huawei": HuaweiCloud, "otc": OpenTelekomCloud} {
		if got, err := ParseCloud(name); err != nil || got != want {
			t.Errorf("%q: %s %v", name, got, err)
		}
	}
	if _, err := ParseCloud("aws"); err == nil || !strings.Contains(err.Error(), "huawei and otc") {
		t.Errorf("a cloud there is not: %v", err)
	}
	if got := New(Options{}).Regions()[0] + " " + New(Options{Cloud: OpenTelekomCloud}).Regions()[0]; got != "cn-north-4 eu-de" {
		t.Errorf("regions %s", got)
	}
	defer func() {
		if recover() == nil {
			t.Error("an emulator of no cloud was made")
		}
	}()
	New(Options{Cloud: "aws"})
}
