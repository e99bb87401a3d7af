// Package hbs speaks the API of the Huawei Cloud Blockchain engine (contract/bcs.md 1H): instances that are bought by
// the month or year, their organizations and jobs, and the chain inside them. One file per noun: wire structs first,
// then a method per operation. It has no call that deletes an instance: that is unsubscribed, see package bss.
package hbs

import (
	"context"
	"net/url"
	"strconv"
	"time"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
)

// Pages of lists (contract/bcs.md 1H.2 and 1H.4).
const (
	maxPage      = 100
	maxChainPage = 500
)

const (
	rootRoute      = "/v2/{project_id}/huaweicloudchain"
	instancesRoute = rootRoute + "/instances"
	instanceRoute  = instancesRoute + "/{instance_id}"
	besuRoute      = "/v2/{project_id}/besu/instances/{instance_id}"
)

// Client is the API of the engine in one region. The API is published for cn-north-4 only.
type Client struct {
	api  *client.Service
	core *client.Client
}

// New returns the API of the engine in a region; an empty region means the client's own. It has the host of BCS.
func New(c *client.Client, region string) *Client {
	return &Client{api: c.Service("hbs", region), core: c}
}

// Offered returns a *client.NotOfferedError if the cloud is known not to offer the engine in this region; it asks nobody.
func (c *Client) Offered() error { return c.api.Offered() }

// Region is the region this client speaks to.
func (c *Client) Region() string { return c.api.Region() }

// Scalar is a value that the API gives as a text or as a number.
type Scalar = client.Scalar

// list reads a whole list, page by page. items takes the list out of a reply.
func list[T, R any](ctx context.Context, c *Client, limit int, route string, query url.Values, items func(*R) ([]T, int), args ...string) ([]T, error) {
	return client.All(ctx, limit, func(ctx context.Context, limit, offset int) ([]T, int, error) {
		paged := url.Values{"limit": {strconv.Itoa(limit)}, "offset": {strconv.Itoa(offset)}}
		for name, values := range query {
			paged[name] = values
		}
		reply, err := client.Get[R](ctx, c.api, route, paged, args...)
		if err != nil {
			return nil, 0, err
		}
		page, count := items(reply)
		return page, count, nil
	})
}

// parseTime reads the API's time; what it cannot read is the zero time.
func parseTime(text string) time.Time {
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return time.Time{}
	}
	return t
}
