package vpcep

import (
	"context"
	"encoding/json"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/wiretest"
)

const (
	serviceTagsPath  = "/v1/" + wiretest.Project + "/endpoint_service"
	endpointTagsPath = "/v1/" + wiretest.Project + "/endpoint"
)

// everyFilter uses each form of a filter that contract/vpcep.md 5 has.
var everyFilter = TagFilter{
	Tags:       []TagValues{{"a", []string{"1", "2"}}, {"b", nil}},
	TagsAny:    []TagValues{{"c", []string{}}},
	NotTags:    []TagValues{{"d", []string{"3"}}},
	NotTagsAny: []TagValues{{"e", []string{"4"}}},
	SysTags:    []TagValues{{"_sys_f", []string{"5"}}},
	Matches:    []Tag{{"resource_name", "demo"}},
}

const everyFilterBody = `"tags": [{"key": "a", "values": ["1", "2"]}, {"key": "b", "values": []}], "tags_any": [{"key": "c", "values": []}],
 "not_tags": [{"key": "d", "values": ["3"]}], "not_tags_any": [{"key": "e", "values": ["4"]}],
 "sys_tags": [{"key": "_sys_f", "values": ["5"]}], "matches": [{"key": "resource_name", "value": "demo"}]`

var wireTags = []wiretest.Case[*Client]{
	wire("ChangeTags 5", func(ctx context.Context, c *Client) (any, error) {
		return nothing(c.ChangeTags(ctx, ServiceTags, serviceID, nil, map[string]string{"key1": "value1"}))
	}, wiretest.Reply(204, ""), wiretest.Request("POST", serviceTagsPath+"/"+serviceID+"/tags/action", "",
		`{"action": "create", "tags": [{"key": "key1", "value": "value1"}]}`),
		nil),
	wire("ListTags 5", func(ctx context.Context, c *Client) (any, error) { return c.ListTags(ctx, ServiceTags) },
		wiretest.Reply(200, `{"tags":[{"key":"key1","values":["value1","value2"]}]}`), wiretest.Request("GET", serviceTagsPath+"/tags", "", ""),
		[]TagValues{{"key1", []string{"value1", "value2"}}}),
	wire("GetTags of a service", func(ctx context.Context, c *Client) (any, error) { return c.GetTags(ctx, ServiceTags, serviceID) },
		wiretest.Reply(200, serviceSample), wiretest.Request("GET", servicePath, "", ""), []Tag{{"owner", "me"}}),
	wire("GetTags of an endpoint", func(ctx context.Context, c *Client) (any, error) { return c.GetTags(ctx, EndpointTags, endpointID) },
		wiretest.Reply(200, endpointSample), wiretest.Request("GET", endpointPath, "", ""), []Tag{{"test2", "test2"}}),
	wire("FilterByTags 5", func(ctx context.Context, c *Client) (any, error) {
		return c.FilterByTags(ctx, ServiceTags, TagFilter{})
	},
		wiretest.Reply(200, `{"resources":[{"resource_id":"r","resource_name":"n","resource_detail":null,"tags":[{"key":"k","value":"v"}]}],"total_count":1}`),
		wiretest.Request("POST", serviceTagsPath+"/resource_instances/action", "", `{"action": "filter", "limit": "1000", "offset": "0"}`),
		[]TaggedResource{{"r", "n", json.RawMessage("null"), []Tag{{"k", "v"}}}}),
	wire("FilterByTags 5 with every filter", func(ctx context.Context, c *Client) (any, error) {
		return c.FilterByTags(ctx, EndpointTags, everyFilter)
	}, wiretest.Reply(200, `{"resources": [], "total_count": 0}`), wiretest.Request("POST", endpointTagsPath+"/resource_instances/action", "",
		`{"action": "filter", "limit": "1000", "offset": "0", `+everyFilterBody+`}`),
		nil),
	wire("FilterByTags 5 without any tag", func(ctx context.Context, c *Client) (any, error) {
		return c.FilterByTags(ctx, EndpointTags, TagFilter{WithoutAnyTag: true})
	}, wiretest.Reply(200, `{"resources": [], "total_count": 0}`), wiretest.Request("POST", endpointTagsPath+"/resource_instances/action", "",
		`{"action": "filter", "limit": "1000", "offset": "0", "without_any_tag": true}`),
		nil),
	wire("CountByTags 5", func(ctx context.Context, c *Client) (any, error) {
		return c.CountByTags(ctx, EndpointTags, everyFilter)
	},
		wiretest.Reply(200, `{"total_count": 7}`), wiretest.Request("POST", endpointTagsPath+"/resource_instances/action", "",
			`{"action": "count", `+everyFilterBody+`}`),
		7),
}
