package vpcep

import (
	"context"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
)

// Quota is how many objects of a type the account may have in the region (contract/vpcep.md 6).
type Quota struct {
	Type  string `json:"type"` // ServiceTags or EndpointTags
	Used  int64  `json:"used"`
	Quota int64  `json:"quota"`
}

// ListQuotas reads the quotas of a resource type, or of all when it is empty (contract/vpcep.md 6).
func (c *Client) ListQuotas(ctx context.Context, resourceType string) ([]Quota, error) {
	type reply struct {
		Quotas struct {
			Resources []Quota `json:"resources"`
		} `json:"quotas"`
	}
	query := Sort{}.with(map[string]string{"type": resourceType})
	quotas, err := client.Get[reply](ctx, c.api, "/v1/{project_id}/quotas", query)
	if err != nil {
		return nil, err
	}
	return quotas.Quotas.Resources, nil
}

// IsQuotaExceeded reports whether a creation was refused because the account has as many objects as it may
// (contract/vpcep.md 6).
func IsQuotaExceeded(err error) bool { return client.HasCode(err, "EndPoint.1018") }
