package iam

import (
	"context"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
)

// Domain is an account.
type Domain struct {
	ID          string `json:"id"`
	Name        string `json:"name"`
	Description string `json:"description"`
	Enabled     bool   `json:"enabled"`
}

// ListDomains reads the domains that the caller may use: mostly its own one (contract/auth.md 4).
func (c *Client) ListDomains(ctx context.Context) ([]Domain, error) {
	type domains struct {
		Domains []Domain `json:"domains"`
	}
	reply, err := client.Get[domains](ctx, c.api, "/v3/auth/domains", nil)
	if err != nil {
		return nil, err
	}
	return reply.Domains, nil
}
