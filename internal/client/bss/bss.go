// Package bss speaks the part of the billing API that yearly/monthly resources need (contract/bcs.md 1H): what they
// were ordered with, and how to be rid of them. The API is global, and works on the account.
package bss

import (
	"github.com/hwc-community/terraform-provider-hwc/internal/client"
)

// Client is the billing API.
type Client struct {
	api  *client.Service
	core *client.Client
}

// New returns the billing API as a region of the client reaches it; an empty region means the client's own.
func New(c *client.Client, region string) *Client {
	return &Client{api: c.Service("bss", region), core: c}
}
