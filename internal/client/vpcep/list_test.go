package vpcep

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/wiretest"
)

// lists are all lists with pages: how many objects a page holds at most, and the member that holds them.
var lists = []struct {
	name   string
	member string
	limit  int
	read   func(ctx context.Context, c *Client) (int, error)
}{
	{"services", "endpoint_services", 1000, func(ctx context.Context, c *Client) (int, error) {
		services, err := c.ListServices(ctx, ListServicesRequest{})
		return len(services), err
	}},
	{"public services", "endpoint_services", 1000, func(ctx context.Context, c *Client) (int, error) {
		services, err := c.ListPublicServices(ctx, ListPublicServicesRequest{})
		return len(services), err
	}},
	{"endpoints", "endpoints", 1000, func(ctx context.Context, c *Client) (int, error) {
		endpoints, err := c.ListEndpoints(ctx, ListEndpointsRequest{})
		return len(endpoints), err
	}},
	{"connections", "connections", 1000, func(ctx context.Context, c *Client) (int, error) {
		connections, err := c.ListConnections(ctx, serviceID, ListConnectionsRequest{})
		return len(connections), err
	}},
	{"permissions", "permissions", 500, func(ctx context.Context, c *Client) (int, error) {
		permissions, err := c.ListPermissions(ctx, serviceID, ListPermissionsRequest{})
		return len(permissions), err
	}},
	{"resources by tags", "resources", 1000, func(ctx context.Context, c *Client) (int, error) {
		resources, err := c.FilterByTags(ctx, EndpointTags, TagFilter{})
		return len(resources), err
	}},
}

// pages serves count objects under any of the names an id has, in the pages of the limit.
func pages(member string, count, limit int) func(n int, _ wiretest.Sent) wiretest.Answer {
	return func(n int, _ wiretest.Sent) wiretest.Answer {
		var page []string
		for i := n * limit; i < min(count, (n+1)*limit); i++ {
			page = append(page, fmt.Sprintf(`{"id": "id-%[1]d", "resource_id": "id-%[1]d"}`, i))
		}
		return wiretest.Reply(200, fmt.Sprintf(`{%q: [%s], "total_count": %d}`, member, strings.Join(page, ","), count))
	}
}

// Lists are read whole, at the largest page size, and no page is asked for after the last (contract/vpcep.md 0).
func TestListPaging(t *testing.T) {
	t.Parallel()
	for _, list := range lists {
		for count, offsets := range map[int][]int{0: {0}, list.limit: {0}, list.limit + 1: {0, list.limit}} {
			t.Run(fmt.Sprint(count, " ", list.name), func(t *testing.T) {
				t.Parallel()
				c, cloud := serveFunc(t, pages(list.member, count, list.limit))
				got, err := list.read(t.Context(), c)
				if err != nil {
					t.Fatal(err)
				}
				var asked, want []string
				for _, request := range cloud.Seen() {
					asked = append(asked, request.Query+request.Body)
				}
				for _, offset := range offsets {
					if list.member == "resources" {
						want = append(want, fmt.Sprintf(`{"action":"filter","limit":"%d","offset":"%d"}`, list.limit, offset))
					} else {
						want = append(want, fmt.Sprintf("limit=%d&offset=%d", list.limit, offset))
					}
				}
				if got != count || !slices.Equal(asked, want) {
					t.Errorf("%d objects with %v, want %d with %v", got, asked, count, want)
				}
			})
		}
	}
}

// Every filter and order that the API has is asked of it; what is empty is not sent (contract/vpcep.md 1.4 to 1.22).
func TestListFilters(t *testing.T) {
	t.Parallel()
	sort := Sort{SortKey: "update_at", SortDir: "asc"}
	const sorted = "&sort_dir=asc&sort_key=update_at"
	for name, test := range map[string]struct {
		read func(ctx context.Context, c *Client) error
		path string
		want string
	}{
		"services": {func(ctx context.Context, c *Client) error {
			_, err := c.ListServices(ctx, ListServicesRequest{"demo", serviceID, "available", "center", "all", "LB", sort})
			return err
		}, servicesPath, "endpoint_service_name=demo&id=" + serviceID + "&limit=1000&net_type=all&offset=0" +
			"&public_border_group=center&server_type=LB" + sorted + "&status=available"},
		"public services": {func(ctx context.Context, c *Client) error {
			_, err := c.ListPublicServices(ctx, ListPublicServicesRequest{"dns", serviceID, sort})
			return err
		}, servicesPath + "/public", "endpoint_service_name=dns&id=" + serviceID + "&" + whole + sorted},
		"endpoints": {func(ctx context.Context, c *Client) error {
			_, err := c.ListEndpoints(ctx, ListEndpointsRequest{"demo", "vpc-1", endpointID, sort})
			return err
		}, endpointsPath, "endpoint_service_name=demo&id=" + endpointID + "&" + whole + sorted + "&vpc_id=vpc-1"},
		"connections": {func(ctx context.Context, c *Client) error {
			_, err := c.ListConnections(ctx, serviceID, ListConnectionsRequest{endpointID, "16777510", "accepted", sort})
			return err
		}, servicePath + "/connections", "id=" + endpointID + "&limit=1000&marker_id=16777510&offset=0" + sorted + "&status=accepted"},
		"permissions": {func(ctx context.Context, c *Client) error {
			_, err := c.ListPermissions(ctx, serviceID, ListPermissionsRequest{"iam:domain::5f", sort})
			return err
		}, servicePath + "/permissions", "limit=500&offset=0&permission=iam%3Adomain%3A%3A5f" + sorted},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, cloud := serve(t, wiretest.Reply(200, `{"total_count": 0}`))
			if err := test.read(t.Context(), c); err != nil {
				t.Fatal(err)
			}
			cloud.Want(t, wiretest.Request("GET", test.path, test.want, ""))
		})
	}
}

// A read that is refused is an error, never an empty answer.
func TestReadErrors(t *testing.T) {
	t.Parallel()
	reads := map[string]func(context.Context, *Client) error{
		"live connections": func(ctx context.Context, c *Client) error { _, err := c.LiveConnections(ctx, serviceID); return err },
		"connection": func(ctx context.Context, c *Client) error {
			_, err := c.GetConnection(ctx, serviceID, endpointID)
			return err
		},
		"permission":  func(ctx context.Context, c *Client) error { _, err := c.GetPermission(ctx, serviceID, "*"); return err },
		"description": func(ctx context.Context, c *Client) error { _, err := c.DescribeService(ctx, serviceID); return err },
		"quotas":      func(ctx context.Context, c *Client) error { _, err := c.ListQuotas(ctx, ""); return err },
		"versions":    func(ctx context.Context, c *Client) error { _, err := c.ListVersions(ctx); return err },
		"version":     func(ctx context.Context, c *Client) error { _, err := c.GetVersion(ctx, "v1"); return err },
		"tags":        func(ctx context.Context, c *Client) error { _, err := c.ListTags(ctx, ServiceTags); return err },
		"service tags": func(ctx context.Context, c *Client) error {
			_, err := c.GetTags(ctx, ServiceTags, serviceID)
			return err
		},
		"endpoint tags": func(ctx context.Context, c *Client) error {
			_, err := c.GetTags(ctx, EndpointTags, endpointID)
			return err
		},
		"count": func(ctx context.Context, c *Client) error {
			_, err := c.CountByTags(ctx, ServiceTags, TagFilter{})
			return err
		},
	}
	for _, list := range lists {
		reads[list.name] = func(ctx context.Context, c *Client) error { _, err := list.read(ctx, c); return err }
	}
	for name, read := range reads {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, _ := serve(t, wiretest.Refusal(403, "EndPoint.0004"))
			if err := read(t.Context(), c); err == nil || !strings.Contains(err.Error(), "EndPoint.0004") {
				t.Errorf("got %v", err)
			}
		})
	}
}
