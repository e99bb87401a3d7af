package emulator

import (
	"fmt"
	"strings"
	"testing"
)

func TestTagAction(t *testing.T) {
	t.Parallel()
	a := start(t, Options{}).tenantA()
	service := a.newService(`{"tags":[]}`)
	targets := map[string]string{"endpoint_service": services + "/" + service}
	endpoint := a.newEndpoint(service, `{"tags":[]}`)
	targets["endpoint"] = endpoints + "/" + endpoint
	for kind, target := range targets {
		path := "/v1/{p}/" + kind + "/" + target[strings.LastIndex(target, "/")+1:] + "/tags/action"
		for _, step := range []struct{ body, want string }{
			{`{"action":"create","tags":[{"key":"a","value":"1"},{"key":"b","value":""}]}`, `[{"key":"a","value":"1"},{"key":"b","value":""}]`},
			{`{"action":"create","tags":[{"key":"a","value":"2"}]}`, `[{"key":"a","value":"2"},{"key":"b","value":""}]`},
			{`{"action":"delete","tags":[{"key":"a","value":"other"},{"key":"missing"}]}`, `[{"key":"a","value":"2"},{"key":"b","value":""}]`},
			{`{"action":"delete","tags":[{"key":"a","value":"2"},{"key":"b"}]}`, `[]`},
		} {
			if got := a.must(204, "POST", path, step.body); got.text != "" {
				t.Errorf("body %q", got.text)
			}
			sameJSON(t, kind+" tags", a.must(200, "GET", target, "").body["tags"], step.want)
		}
	}
}

func TestTagValidation(t *testing.T) {
	t.Parallel()
	a := start(t, Options{}).tenantA()
	id := a.newService(`{"tags":[]}`)
	path := "/v1/{p}/endpoint_service/" + id + "/tags/action"
	tagJSON := func(key, value string) string {
		return fmt.Sprintf(`{"action":"create","tags":[{"key":%q,"value":%q}]}`, key, value)
	}
	var tags []string
	for i := range 21 {
		tags = append(tags, fmt.Sprintf(`{"key":"k%d","value":""}`, i))
	}
	create := func(n int) string { return `{"action":"create","tags":[` + strings.Join(tags[:n], ",") + `]}` }
	for _, test := range []struct {
		status     int
		code, body string
	}{
		{400, "EndPoint.3066", `{"action":"create"}`},
		{400, "EndPoint.3066", `{"action":"create","tags":[]}`},
		{400, "EndPoint.3066", tagJSON("", "x")},
		{400, "EndPoint.0002", `{"action":"create","tags":[{"key":"a"}]}`},
		{400, "EndPoint.3067", `{"action":"create","tags":[{"key":"a","value":"1"},{"key":"a","value":"2"}]}`},
		{400, "EndPoint.3068", tagJSON("a/b", "x")},
		{400, "EndPoint.3068", tagJSON("_sys_a", "x")},
		{400, "EndPoint.3068", tagJSON(" a", "x")},
		{400, "EndPoint.3068", tagJSON("a", "x|y")},
		{400, "EndPoint.3069", create(21)},
		{400, "EndPoint.3072", tagJSON(strings.Repeat("k", 129), "x")},
		{400, "EndPoint.3073", tagJSON("a", strings.Repeat("v", 256))},
		{400, "EndPoint.0007", `{"action":"replace","tags":[{"key":"a","value":"1"}]}`},
		{400, "EndPoint.0002", `{"tags":[{"key":"a","value":"1"}]}`},
	} {
		a.refused(test.status, test.code, "POST", path, test.body)
	}
	for _, body := range []string{tagJSON(strings.Repeat("ключ", 32), strings.Repeat("值", 255)), tagJSON("a b_.:=+-@", "x/y")} {
		a.must(204, "POST", path, body)
		a.must(204, "POST", path, strings.Replace(body, "create", "delete", 1))
	}
	a.must(204, "POST", path, create(20))
	a.refused(400, "EndPoint.3069", "POST", path, tagJSON("one-more", ""))
	a.must(204, "POST", path, tagJSON("k0", "overwritten"))
	a.refused(400, "EndPoint.3070", "POST", "/v1/{p}/vpc/"+id+"/tags/action", tagJSON("a", "b"))
	a.refused(404, "EndPoint.0005", "POST", "/v1/{p}/endpoint_service/"+unknown+"/tags/action", tagJSON("a", "b"))
	a.refused(404, "EndPoint.2006", "POST", "/v1/{p}/endpoint/"+unknown+"/tags/action", tagJSON("a", "b"))
	a.refused(400, "EndPoint.3062", "POST", "/v1/{p}/endpoint_service/x/tags/action", tagJSON("a", "b"))
	a.refused(400, "EndPoint.2017", "POST", "/v1/{p}/endpoint/x/tags/action", tagJSON("a", "b"))
	a.refused(400, "EndPoint.3069", "POST", services, serviceBody(`{"tags":[`+strings.Join(tags, ",")+`]}`))
}

func TestTagsOfACreation(t *testing.T) {
	t.Parallel()
	a := start(t, Options{}).tenantA()
	id := a.newService(`{"tags":[{"key":"alone"},{"key":"both","value":"v"}]}`)
	sameJSON(t, "tags", a.service(id).body["tags"], `[{"key":"alone","value":""},{"key":"both","value":"v"}]`)
}

func TestTagList(t *testing.T) {
	t.Parallel()
	a := start(t, Options{}).tenantA()
	first := a.newService(`{"tags":[{"key":"b","value":"2"},{"key":"a","value":"1"}]}`)
	a.newService(`{"tags":[{"key":"b","value":"1"},{"key":"b2","value":""}]}`)
	a.newEndpoint(first, `{"tags":[{"key":"mine","value":"x"}]}`)
	sameJSON(t, "service tags", any(a.must(200, "GET", "/v1/{p}/endpoint_service/tags", "").body),
		`{"tags":[{"key":"a","values":["1"]},{"key":"b","values":["1","2"]},{"key":"b2","values":[""]}]}`)
	sameJSON(t, "endpoint tags", any(a.must(200, "GET", "/v1/{p}/endpoint/tags", "").body), `{"tags":[{"key":"mine","values":["x"]}]}`)
	a.refused(400, "EndPoint.3070", "GET", "/v1/{p}/vpc/tags", "")
}

func TestResourcesByTags(t *testing.T) {
	t.Parallel()
	a := start(t, Options{}).tenantA()
	names := map[string]string{}
	make3 := func(name, tags string) {
		names[a.newService(`{"service_name":"`+name+`","tags":`+tags+`}`)] = name
	}
	make3("bare", `[]`)
	make3("one", `[{"key":"k","value":"1"}]`)
	make3("both", `[{"key":"k","value":"2"},{"key":"l","value":"1"}]`)
	const path = "/v1/{p}/endpoint_service/resource_instances/action"
	for _, test := range []struct {
		query string
		want  string // newest first
		total int
	}{
		{`{}`, "both one bare", 3},
		{`{"tags":[{"key":"k","values":["1","2"]}]}`, "both one", 2},
		{`{"tags":[{"key":"k","values":[]},{"key":"l","values":["1"]}]}`, "both", 1},
		{`{"tags_any":[{"key":"k","values":["1"]},{"key":"l","values":["1"]}]}`, "both one", 2},
		{`{"not_tags":[{"key":"k","values":[]},{"key":"l","values":[]}]}`, "one bare", 2},
		{`{"not_tags_any":[{"key":"k","values":["1"]},{"key":"l","values":[]}]}`, "bare", 1},
		{`{"without_any_tag":true,"tags":[{"key":"k","values":["1"]}]}`, "bare", 1},
		{`{"matches":[{"key":"resource_name","value":"ONE"}]}`, "one", 1},
		{`{"matches":[{"key":"resource_name","value":""}]}`, "", 0},
		{`{"sys_tags":[{"key":"k","values":[]}]}`, "", 0},
		{`{"limit":"1","offset":1}`, "one", 3},
		{`{"limit":1,"offset":"2"}`, "bare", 3},
		{`{"limit":"1000","offset":3}`, "", 3},
	} {
		got := a.must(200, "POST", path, fields(`{"action":"filter"}`, test.query))
		var found []string
		for _, item := range got.items("resources") {
			sameKeys(t, "resource", item, "resource_id resource_name resource_detail tags")
			found = append(found, names[fmt.Sprint(item["resource_id"])])
		}
		if strings.Join(found, " ") != test.want || got.body["total_count"] != float64(test.total) {
			t.Errorf("%s: %v of %v, want %s of %d", test.query, found, got.body["total_count"], test.want, test.total)
		}
		if strings.Contains(test.query, "limit") {
			continue
		}
		sameJSON(t, "count of "+test.query, any(a.must(200, "POST", path, fields(`{"action":"count"}`, test.query)).body),
			fmt.Sprintf(`{"total_count":%d}`, test.total))
	}
}

func TestResourceQueryRefusals(t *testing.T) {
	t.Parallel()
	a := start(t, Options{}).tenantA()
	const path = "/v1/{p}/endpoint_service/resource_instances/action"
	for _, test := range []struct{ code, body string }{
		{"EndPoint.0002", `{}`},
		{"EndPoint.0007", `{"action":"find"}`},
		{"EndPoint.0006", `{"action":"filter","limit":"0"}`},
		{"EndPoint.0006", `{"action":"filter","limit":1001}`},
		{"EndPoint.0010", `{"action":"filter","offset":"-1"}`},
		{"EndPoint.0002", `{"action":"filter","limit":true}`},
		{"EndPoint.0002", `{"action":"filter","matches":[{"key":"colour","value":"x"}]}`},
		{"EndPoint.3067", `{"action":"filter","tags":[{"key":"a","values":[]},{"key":"a","values":[]}]}`},
		{"EndPoint.3071", `{"action":"filter","tags":[{"key":"a","values":["x","x"]}]}`},
		{"EndPoint.3066", `{"action":"filter","tags":[{"key":"","values":[]}]}`},
	} {
		a.refused(400, test.code, "POST", path, test.body)
	}
	a.refused(400, "EndPoint.3070", "POST", "/v1/{p}/vpc/resource_instances/action", `{"action":"count"}`)
	for _, filter := range []string{"tags", "tags_any", "not_tags", "not_tags_any", "sys_tags"} {
		a.must(200, "POST", path, filterOf(filter, 10))
		a.refused(400, "EndPoint.3069", "POST", path, filterOf(filter, 11))
	}
}

// filterOf counts by a filter of so many keys.
func filterOf(name string, keys int) string {
	var filters []string
	for n := range keys {
		filters = append(filters, fmt.Sprintf(`{"key":"k%d","values":[]}`, n))
	}
	return `{"action":"count","` + name + `":[` + strings.Join(filters, ",") + `]}`
}

// An endpoint has no name, so its id stands for it (contract/vpcep.md 5).
func TestEndpointAsResource(t *testing.T) {
	t.Parallel()
	a := start(t, Options{}).tenantA()
	id := a.newEndpoint(a.newService("{}"), "{}")
	got := a.must(200, "POST", "/v1/{p}/endpoint/resource_instances/action", `{"action":"filter"}`)
	if item := got.items("resources")[0]; item["resource_name"] != id || item["resource_id"] != id {
		t.Errorf("endpoint: %v", item)
	}
}
