package emulator

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

func ids(items []map[string]any) []string {
	var list []string
	for _, item := range items {
		list = append(list, fmt.Sprint(item["id"]))
	}
	return list
}

func TestPagingAndSorting(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	c.Clock().Freeze()
	a := c.tenantA()
	var made []string // oldest first
	for range 12 {
		made = append(made, a.newService(""+`{"approval_enabled":true}`))
		c.Clock().Advance(time.Second)
	}
	a.must(200, "PUT", services+"/"+made[3], `{"description":"touched"}`)
	newest := slices.Clone(made)
	slices.Reverse(newest)
	byUpdate := append([]string{made[3]}, slices.DeleteFunc(slices.Clone(newest), func(id string) bool { return id == made[3] })...)
	for _, test := range []struct {
		query string
		want  []string
	}{
		{"", newest[:10]},
		{"?offset=10", newest[10:]},
		{"?offset=12", nil},
		{"?offset=1000000", nil},
		{"?limit=1000", newest},
		{"?limit=0", nil},
		{"?limit=3&offset=2", newest[2:5]},
		{"?limit=1000&sort_dir=asc", made},
		{"?limit=1000&sort_key=create_at&sort_dir=asc", made},
		{"?limit=1000&sort_key=created_at", newest},
		{"?limit=1000&sort_key=update_at", byUpdate},
		{"?limit=1000&sort_key=updated_at&sort_dir=desc", byUpdate},
		{"?limit=&offset=", newest[:10]},
	} {
		got := a.must(200, "GET", services+test.query, "")
		if found := ids(got.items("endpoint_services")); !slices.Equal(found, test.want) {
			t.Errorf("%s: %v, want %v", test.query, found, test.want)
		}
		if list, isList := got.body["endpoint_services"].([]any); !isList || got.body["total_count"] != 12.0 || len(got.body) != 2 {
			t.Errorf("%s: %v and %v", test.query, list, got.body["total_count"])
		}
	}
}

func TestListRefusals(t *testing.T) {
	t.Parallel()
	a := start(t, Options{}).tenantA()
	id := a.newService("{}")
	connections := services + "/" + id + "/connections"
	for _, test := range []struct{ code, path string }{
		{"EndPoint.0006", services + "?limit=1001"}, {"EndPoint.0006", services + "?limit=-1"}, {"EndPoint.0006", services + "?limit=x"},
		{"EndPoint.0010", services + "?offset=-1"}, {"EndPoint.0010", endpoints + "?offset=x"},
		{"EndPoint.0017", services + "?sort_key=name"}, {"EndPoint.0018", services + "?sort_dir=up"},
		{"EndPoint.0019", services + "?status=accepted"}, {"EndPoint.3048", services + "?net_type=wifi"},
		{"EndPoint.3021", services + "?server_type=XX"}, {"EndPoint.0006", endpoints + "?limit=1001"},
		{"EndPoint.0006", services + "/public?limit=1001"}, {"EndPoint.0019", connections + "?status=available"},
		{"EndPoint.0021", connections + "?marker_id=x"}, {"EndPoint.0017", connections + "?sort_key=id"},
		{"EndPoint.0006", services + "/" + id + "/permissions?limit=501"},
	} {
		a.refused(400, test.code, "GET", test.path, "")
	}
	a.must(200, "GET", services+"/"+id+"/permissions?limit=500", "")
}

func TestServiceFilters(t *testing.T) {
	t.Parallel()
	a := start(t, Options{}).tenantA()
	web := a.newService(`{"service_name":"Web","server_type":"VM"}`)
	data := a.newService(`{"service_name":"data","server_type":"LB"}`)
	for _, test := range []struct{ query, want string }{
		{"endpoint_service_name=WEB", web}, {"endpoint_service_name=" + data, data}, {"id=" + web, web},
		{"server_type=LB", data}, {"status=available&server_type=VM", web}, {"status=deleting", ""},
		{"id=" + unknown, ""}, {"net_type=all&id=" + web, web}, {"public_border_group=center&id=" + data, data},
		{"public_border_group=edge", ""},
	} {
		got := strings.Join(ids(a.must(200, "GET", services+"?"+test.query, "").items("endpoint_services")), " ")
		if got != test.want {
			t.Errorf("%s: %s, want %s", test.query, got, test.want)
		}
	}
}

func TestEndpointFilters(t *testing.T) {
	t.Parallel()
	a := start(t, Options{}).tenantA()
	web, data := a.newService(`{"service_name":"Web"}`), a.newService(`{"service_name":"data"}`)
	first := a.newEndpoint(web, "{}")
	second := a.newEndpoint(data, `{"vpc_id":"`+unknown+`","subnet_id":"`+unknown+`"}`)
	for _, test := range []struct{ query, want string }{
		{"endpoint_service_name=wEB", first}, {"vpc_id=" + unknown, second}, {"id=" + first, first}, {"id=" + web, ""},
	} {
		got := strings.Join(ids(a.must(200, "GET", endpoints+"?"+test.query, "").items("endpoints")), " ")
		if got != test.want {
			t.Errorf("%s: %s, want %s", test.query, got, test.want)
		}
	}
}

func TestConnections(t *testing.T) {
	t.Parallel()
	a := start(t, Options{}).tenantA()
	service, other := a.newService(`{"approval_enabled":true}`), a.newService("{}")
	first, second := a.newEndpoint(service, "{}"), a.newEndpoint(service, "{}")
	elsewhere := a.newEndpoint(other, "{}")
	a.decision(service, second, "receive")
	marker := fmt.Sprint(int(a.endpoint(first).body["marker_id"].(float64)))
	path := services + "/" + service + "/connections"
	for _, test := range []struct{ query, want string }{
		{"", second + " " + first}, {"?id=" + first, first}, {"?id=" + elsewhere, ""}, {"?status=accepted", second},
		{"?status=pendingAcceptance", first}, {"?marker_id=" + marker, first}, {"?limit=1&sort_dir=asc", first},
	} {
		got := a.must(200, "GET", path+test.query, "")
		if found := strings.Join(ids(got.items("connections")), " "); found != test.want {
			t.Errorf("%s: %s, want %s", test.query, found, test.want)
		}
	}
	for _, test := range []struct{ code, body string }{
		{"EndPoint.2013", `{"action":"receive","endpoints":["` + elsewhere + `"]}`},
		{"EndPoint.2013", `{"action":"receive","endpoints":["` + unknown + `"]}`},
		{"EndPoint.2017", `{"action":"receive","endpoints":["x"]}`},
		{"EndPoint.2027", `{"action":"accept","endpoints":["` + first + `"]}`},
		{"EndPoint.2031", `{"action":"receive","endpoints":["` + first + `","` + second + `"]}`},
		{"EndPoint.2002", `{"action":"receive","endpoints":[]}`},
		{"EndPoint.0002", `{"endpoints":["` + first + `"]}`},
		{"EndPoint.0002", `{"action":"receive"}`},
	} {
		a.refused(400, test.code, "POST", path+"/action", test.body)
	}
	a.refused(404, "EndPoint.0005", "GET", services+"/"+unknown+"/connections", "")
}

// The owner's description of a connection is not the endpoint's own (contract/vpcep.md 9.10).
func TestConnectionDescription(t *testing.T) {
	t.Parallel()
	a := start(t, Options{}).tenantA()
	service := a.newService("{}")
	id := a.newEndpoint(service, "{}")
	path := services + "/" + service + "/connections/description"
	got := a.must(200, "PUT", path, `{"connections":[{"id":"`+id+`","description":"from the owner"}]}`)
	if list := got.items("connections"); len(list) != 1 || list[0]["description"] != "from the owner" {
		t.Errorf("reply %s", got.text)
	}
	if text := a.endpoint(id).body["description"]; text != "demo" {
		t.Errorf("the endpoint's own description became %v", text)
	}
	a.must(200, "PUT", path, `{"connections":[{"id":"`+id+`","description":""}]}`)
	if list := a.must(200, "GET", services+"/"+service+"/connections", "").items("connections"); list[0]["description"] != "" {
		t.Errorf("not cleared: %v", list)
	}
	for _, test := range []struct{ code, body string }{
		{"EndPoint.0002", `{"connections":[]}`},
		{"EndPoint.0002", `{"connections":[{"id":"` + id + `"}]}`},
		{"EndPoint.0002", `{"connections":[{"id":"` + id + `","description":"<"}]}`},
		{"EndPoint.2013", `{"connections":[{"id":"` + unknown + `","description":""}]}`},
	} {
		a.refused(400, test.code, "PUT", path, test.body)
	}
}

func TestQuotas(t *testing.T) {
	t.Parallel()
	a := start(t, Options{}).tenantA()
	sameJSON(t, "fresh", any(a.must(200, "GET", "/v1/{p}/quotas", "").body),
		`{"quotas":{"resources":[{"type":"endpoint","used":0,"quota":50},{"type":"endpoint_service","used":0,"quota":20}]}}`)
	service := a.newService("{}")
	id := a.newEndpoint(service, "{}")
	sameJSON(t, "used", any(a.must(200, "GET", "/v1/{p}/quotas?type=endpoint", "").body),
		`{"quotas":{"resources":[{"type":"endpoint","used":1,"quota":50}]}}`)
	a.must(204, "DELETE", endpoints+"/"+id, "")
	sameJSON(t, "after deletion", any(a.must(200, "GET", "/v1/{p}/quotas?type=endpoint", "").body),
		`{"quotas":{"resources":[{"type":"endpoint","used":0,"quota":50}]}}`)
	a.refused(400, "EndPoint.3070", "GET", "/v1/{p}/quotas?type=vpc", "")

	small := start(t, Options{Choices: Choices{ServiceQuota: 1, EndpointQuota: 1}}).tenantA()
	service = small.newService("{}")
	small.refused(400, "Endpoint.1018", "POST", services, serviceBody("{}"))
	id = small.newEndpoint(service, "{}")
	small.refused(400, "Endpoint.1018", "POST", endpoints, endpointBody(service, "{}"))
	small.must(204, "DELETE", endpoints+"/"+id, "")
	small.newEndpoint(service, "{}")
}

// A region of an account has one quota, whichever of its projects uses it; other regions and accounts have their own.
func TestQuotaOfARegion(t *testing.T) {
	t.Parallel()
	c := start(t, Options{Choices: Choices{ServiceQuota: 2, EndpointQuota: 2}})
	a, sub := c.tenantA(), c.login("user-a", "password-A1", "domain-a", subA)
	service := a.newService("{}")
	gone := sub.newService("{}")
	a.newEndpoint(service, "{}")
	sub.newEndpoint(gone, "{}")
	for _, s := range []session{a, sub} {
		s.refused(400, "Endpoint.1018", "POST", services, serviceBody("{}"))
		s.refused(400, "Endpoint.1018", "POST", endpoints, endpointBody(service, "{}"))
		sameJSON(t, "used", any(s.must(200, "GET", "/v1/{p}/quotas", "").body),
			`{"quotas":{"resources":[{"type":"endpoint","used":2,"quota":2},{"type":"endpoint_service","used":2,"quota":2}]}}`)
	}
	for _, s := range []session{c.login("user-a", "password-A1", "domain-a", projectA2), c.tenantB()} {
		s.newEndpoint(s.newService("{}"), "{}")
	}
}
