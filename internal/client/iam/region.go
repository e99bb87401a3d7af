package iam

import (
	"context"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
)

// Region is a region that the cloud offers to the account.
type Region struct {
	ID             string            `json:"id"`
	Type           string            `json:"type"`
	Description    string            `json:"description"`
	ParentRegionID string            `json:"parent_region_id"` // "" for none
	Locales        map[string]string `json:"locales"`          // its name by language, such as "en-us"
}

// ListRegions reads all regions (contract/auth.md 4).
func (c *Client) ListRegions(ctx context.Context) ([]Region, error) {
	type regions struct {
		Regions []Region `json:"regions"`
	}
	reply, err := client.Get[regions](ctx, c.api, "/v3/regions", nil)
	if err != nil {
		return nil, err
	}
	return reply.Regions, nil
}
