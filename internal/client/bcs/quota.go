package bcs

import (
	"context"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
)

// Quota is how many of a kind the project may have, and has (contract/bcs.md 6). The documented example says free 0
// where quota - used is more.
type Quota struct {
	Type  string `json:"type"`
	Unit  string `json:"unit"`
	Min   int64  `json:"min"`
	Max   int64  `json:"max"`
	Quota int64  `json:"quota"`
	Used  int64  `json:"used"`
	Free  int64  `json:"free"`
}

// Flavor is what an enterprise instance may have at most (contract/bcs.md 6).
type Flavor struct {
	OrgPeerMaxNum int64 `json:"org_peer_max_num"`
	OrdererMaxNum int64 `json:"orderer_max_num"`
	MemberMaxNum  int64 `json:"member_max_num"`
}

// ListQuotas reads the quotas of the project (contract/bcs.md 6).
func (c *Client) ListQuotas(ctx context.Context) ([]Quota, error) {
	type list struct {
		Resources []Quota `json:"resources"`
	}
	reply, err := client.Get[list](ctx, c.api, "/v2/{project_id}/quotas", nil)
	if err != nil {
		return nil, err
	}
	return reply.Resources, nil
}

// ListFlavors reads the limits of instances by the name of their specification; the API knows "enterprise_spec" only,
// and its paging has no effect (contract/bcs.md 6).
func (c *Client) ListFlavors(ctx context.Context) (map[string]Flavor, error) {
	reply, err := client.Get[map[string]Flavor](ctx, c.api, instancesRoute+"/flavors", nil)
	if err != nil {
		return nil, err
	}
	return *reply, nil
}
