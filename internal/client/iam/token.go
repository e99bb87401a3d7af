package iam

import (
	"context"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
)

// CreateToken issues a token for the configured credentials and a scope; the zero scope is the caller's whole domain
// (contract/auth.md 1). It lives for 24 hours as a rule, and nothing renews it. An access key gets one only as an agency.
func (c *Client) CreateToken(ctx context.Context, scope client.TokenScope) (*client.Token, error) {
	return c.core.IssueToken(ctx, c.Region(), scope)
}

// OwnProject is the scope of the project that the client works in within the region.
func (c *Client) OwnProject() client.TokenScope { return c.core.ProjectScope(c.Region()) }
