package foreign

import (
	"net/http"
	"net/url"
	"testing"
	"time"
)

// The data sources of the huaweicloud provider, and its resources that do one thing once, were read in
// huaweicloud/terraform-provider-huaweicloud: huaweicloud/services/vpcep/data_source_huaweicloud_vpcep_*.go,
// resource_huaweicloud_vpcep_{service_connection_update,service_upgrade,endpoint_upgrade,service_add_servers}.go and
// huaweicloud/helper/httphelper/http_helper.go.

type hwPublicService struct {
	ID          string `json:"id"`
	Owner       string `json:"owner"`
	ServiceName string `json:"service_name"`
	ServiceType string `json:"service_type"`
	IsCharge    bool   `json:"is_charge"`
	Created     string `json:"created_at"`
}

// publicServices are those of a name, all in one request.
func (p *huaweicloud) publicServices(name string) []hwPublicService {
	p.t.Helper()
	var found struct {
		Services []hwPublicService `json:"endpoint_services"`
	}
	p.must(order{method: http.MethodGet, path: p.vpcep(hwServices + "/public"), query: url.Values{"endpoint_service_name": {name}}}, &found)
	if len(found.Services) == 0 {
		p.t.Fatalf("no public service %s", name)
	}
	return found.Services
}

// asJSON are the headers of what the provider asks without a struct of its own.
var asJSON = map[string]string{"Content-Type": "application/json"}

// TestHuaweicloudDataSources reads what an owner and its consumer have with each data source.
func TestHuaweicloudDataSources(t *testing.T) {
	t.Parallel()
	base := start(t)
	p := startWithKey(t, base, tenantA, "")
	config := exampleService()
	config["tags"], config["permissions"] = map[string]string{"owner": "a"}, []string{"iam:domain::1234"}
	service := p.createService(config)
	endpoint := p.createEndpoint(exampleEndpoint(service))
	t.Run("services", func(t *testing.T) { p.dataServices(t, service) })
	t.Run("endpoints", func(t *testing.T) { p.dataEndpoints(t, service, endpoint) })
	t.Run("connections and permissions", func(t *testing.T) { p.dataOfService(t, service, endpoint) })
	t.Run("summary and quotas", func(t *testing.T) { p.dataHelper(t, service) })
	t.Run("tags", func(t *testing.T) { p.dataTags(t, service) })
	p.removeEndpoint(endpoint)
	p.removeService(service)
	leftNothing(t, base)
}

// dataServices are the services, with each filter there is.
func (p *huaweicloud) dataServices(t *testing.T, id string) {
	t.Helper()
	query := url.Values{"endpoint_service_name": {"demo-service"}, "id": {id}, "status": {"available"}, "server_type": {"VM"}}
	found := pages[hwService](p.chnsz, order{path: p.vpcep(hwServices), query: query}, "endpoint_services")
	if len(found) != 1 || found[0].ID != id || found[0].PublicBorderGroup == "" || found[0].ConnectionCount != 1 || found[0].Created == "" {
		t.Fatalf("services %v", found)
	}
	query.Set("public_border_group", found[0].PublicBorderGroup)
	if again := pages[hwService](p.chnsz, order{path: p.vpcep(hwServices), query: query}, "endpoint_services"); len(again) != 1 {
		t.Errorf("of a border group %v", again)
	}
}

// dataEndpoints are the endpoints; the pager of these has a content type of its own.
func (p *huaweicloud) dataEndpoints(t *testing.T, service, id string) {
	t.Helper()
	found := pages[map[string]any](p.chnsz, order{path: p.vpcep(hwEndpoints), headers: map[string]string{"Content-Type": "application/json;charset=utf8"},
		query: url.Values{"endpoint_service_name": {"cn-north-4.demo-service." + service}, "vpc_id": {consumerVPC}, "id": {id}}}, "endpoints")
	if len(found) != 1 || found[0]["enable_dns"] != true || found[0]["enable_whitelist"] != false || found[0]["endpoint_service_id"] != service ||
		found[0]["ip"] == "" || found[0]["description"] != "" || found[0]["subnet_id"] != subnet {
		t.Errorf("endpoints %v", found)
	}
}

// dataOfService are the connections and the whitelist, and the description of one connection.
func (p *huaweicloud) dataOfService(t *testing.T, service, endpoint string) {
	t.Helper()
	path := p.vpcep(hwServices + "/" + service + "/connections")
	p.must(order{method: http.MethodPut, path: path + "/description", body: map[string]any{
		"connections": []map[string]any{{"id": endpoint, "description": "the consumer"}}}}, nil)
	var first struct {
		Connections []map[string]any `json:"connections"`
	}
	p.must(order{method: http.MethodGet, path: path, query: url.Values{"limit": {"1000"}, "id": {endpoint}}, headers: asJSON}, &first)
	if len(first.Connections) != 1 || first.Connections[0]["description"] != "the consumer" {
		t.Errorf("described %v", first)
	}
	accepted := pages[hwConnection](p.chnsz, order{path: path, query: url.Values{"id": {endpoint}, "status": {"accepted"}}}, "connections")
	waiting := pages[hwConnection](p.chnsz, order{path: path, query: url.Values{"status": {"pendingAcceptance"}}}, "connections")
	if len(accepted) != 1 || accepted[0].Description != "the consumer" || len(waiting) != 0 {
		t.Errorf("accepted %v, waiting %v", accepted, waiting)
	}
	records := pages[hwPermission](p.chnsz, order{path: p.vpcep(hwServices + "/" + service + "/permissions"),
		query: url.Values{"permission": {"1234"}}}, "permissions")
	if len(records) != 1 || records[0].PermissionType != "domainId" || records[0].Created == "" {
		t.Errorf("permissions %v", records)
	}
}

// dataHelper are the summary and the quotas, which one helper reads.
func (p *huaweicloud) dataHelper(t *testing.T, service string) {
	t.Helper()
	headers := map[string]string{"Content-Type": "application/json", "X-Language": "en-us"}
	var summary struct {
		ID           string    `json:"id"`
		ServiceName  string    `json:"service_name"`
		IsCharge     bool      `json:"is_charge"`
		EnablePolicy bool      `json:"enable_policy"`
		BorderGroup  string    `json:"public_border_group"`
		Created      time.Time `json:"created_at"`
	}
	for key, value := range map[string]string{"id": service, "endpoint_service_name": "cn-north-4.demo-service." + service} {
		p.must(order{method: http.MethodGet, path: p.vpcep(hwServices + "/describe"), query: url.Values{key: {value}}, headers: headers}, &summary)
		if summary.ID != service || !summary.IsCharge || summary.BorderGroup == "" || summary.Created.IsZero() {
			t.Errorf("summary %v", summary)
		}
	}
	var quotas struct {
		Quotas struct {
			Resources []struct {
				Type  string `json:"type"`
				Used  int    `json:"used"`
				Quota int    `json:"quota"`
			} `json:"resources"`
		} `json:"quotas"`
	}
	p.must(order{method: http.MethodGet, path: p.vpcep("quotas"), query: url.Values{"type": {"endpoint"}}, headers: headers}, &quotas)
	if all := quotas.Quotas.Resources; len(all) != 1 || all[0].Type != "endpoint" || all[0].Used != 1 || all[0].Quota != 50 {
		t.Errorf("quotas %v", all)
	}
	p.must(order{method: http.MethodGet, path: p.vpcep("quotas"), headers: headers}, &quotas)
	if len(quotas.Quotas.Resources) != 2 {
		t.Errorf("quotas %v", quotas)
	}
}

// dataTags are the tags of all services, and the services of a tag: the limit is text, the offset a number, and both
// are left out when only the count is asked for.
func (p *huaweicloud) dataTags(t *testing.T, service string) {
	t.Helper()
	var union struct {
		Tags []struct {
			Key    string   `json:"key"`
			Values []string `json:"values"`
		} `json:"tags"`
	}
	p.must(order{method: http.MethodGet, path: p.vpcep("endpoint_service/tags"), headers: asJSON}, &union)
	if len(union.Tags) != 1 || union.Tags[0].Key != "owner" || len(union.Tags[0].Values) != 1 {
		t.Errorf("tags %v", union)
	}
	type answer struct {
		Resources []struct {
			Name string  `json:"resource_name"`
			ID   string  `json:"resource_id"`
			Tags []hwTag `json:"tags"`
		} `json:"resources"`
		Total *float64 `json:"total_count"`
	}
	ask := func(more map[string]any) answer {
		var found answer
		body := map[string]any{"tags": []map[string]any{{"key": "owner", "values": []string{"a"}}},
			"matches": []map[string]any{{"key": "resource_name", "value": "demo"}}}
		for name, value := range more {
			body[name] = value
		}
		p.must(order{method: http.MethodPost, path: p.vpcep("endpoint_service/resource_instances/action"), body: body}, &found)
		return found
	}
	found := ask(map[string]any{"action": "filter", "limit": "1000", "offset": 0})
	if len(found.Resources) != 1 || found.Resources[0].ID != service || *found.Total != 1 || len(found.Resources[0].Tags) != 1 {
		t.Errorf("by tag %v", found)
	}
	if end := ask(map[string]any{"action": "filter", "limit": "1000", "offset": 1}); len(end.Resources) != 0 {
		t.Errorf("after the last %v", end)
	}
	if count := ask(map[string]any{"action": "count"}); *count.Total != 1 {
		t.Errorf("count %v", count)
	}
}

// TestHuaweicloudOnce are the resources that only send: none of them waits, and each takes only its own success code
// but for the upgrade of an endpoint.
func TestHuaweicloudOnce(t *testing.T) {
	t.Parallel()
	p := startWithKey(t, start(t), tenantA, "")
	service := p.createService(exampleService())
	endpoint := p.createEndpoint(exampleEndpoint(service))
	v2 := "/v2/" + p.project + "/"
	p.must(order{method: http.MethodPost, path: v2 + hwServices + "/" + service + "/upgrade", ok: []int{204}}, nil)
	p.must(order{method: http.MethodPost, path: v2 + hwServices + "/" + service + "/add-server-resources", ok: []int{204},
		body: map[string]any{"server_resources": []map[string]any{{"resource_id": subnet, "availability_zone_id": nil}}}}, nil)
	p.must(order{method: http.MethodPost, path: v2 + hwEndpoints + "/" + endpoint + "/upgrade", body: map[string]any{"action": "start"}}, nil)
	if read := p.readEndpoint(endpoint); read["status"] != "accepted" {
		t.Errorf("upgraded %v", read)
	}
}
