// Package iam speaks the Identity and Access Management API, and the one call of STS that says who is calling
// (contract/auth.md 1, 4). One file per noun: wire structs first, then a method per operation.
package iam

import (
	"github.com/hwc-community/terraform-provider-hwc/internal/client"
)

// Client is the IAM API as one region serves it; all regions know the same account.
type Client struct {
	core     *client.Client
	api, sts *client.Service
}

// New returns the IAM API of a region; an empty region means the client's own.
func New(c *client.Client, region string) *Client {
	return &Client{core: c, api: c.Service("iam", region), sts: c.Service("sts", region)}
}

// Region is the region this client speaks to.
func (c *Client) Region() string { return c.api.Region() }
