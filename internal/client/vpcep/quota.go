package vpcep

import (
	"context"
	"sync"

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

// PlanCreation counts one more object that this run is going to create. It returns how many of the type that are by now,
// and the quota as it was at the first call, so that one request serves the run. The zero quota means that the cloud
// told none of that type.
func (c *Client) PlanCreation(ctx context.Context, resourceType string) (quota Quota, planned int64, err error) {
	p := &c.run.planned
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.counts == nil {
		p.counts = map[string]int64{}
		p.quotas, p.err = c.ListQuotas(ctx, "")
	}
	p.counts[resourceType]++
	for _, q := range p.quotas {
		if q.Type == resourceType {
			quota = q
		}
	}
	return quota, p.counts[resourceType], p.err
}

// plannedCreations is what PlanCreation remembers.
type plannedCreations struct {
	mu     sync.Mutex
	quotas []Quota
	err    error // of the one request
	counts map[string]int64
}
