package bcs

import (
	"context"
	"encoding/json"

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
// and its paging has no effect (contract/bcs.md 6). Members of the reply that are no specification are left out.
func (c *Client) ListFlavors(ctx context.Context) (map[string]Flavor, error) {
	reply, err := client.Get[map[string]flavorMember](ctx, c.api, instancesRoute+"/flavors", nil)
	if err != nil {
		return nil, err
	}
	flavors := map[string]Flavor{}
	for name, member := range *reply {
		if member.Flavor != (Flavor{}) {
			flavors[name] = member.Flavor
		}
	}
	return flavors, nil
}

// flavorMember is a member of a reply that holds flavors beside whatever else.
type flavorMember struct{ Flavor }

// UnmarshalJSON takes what is no flavor for an empty one.
func (m *flavorMember) UnmarshalJSON(data []byte) error {
	var read struct {
		OrgPeerMaxNum Scalar `json:"org_peer_max_num"`
		OrdererMaxNum Scalar `json:"orderer_max_num"`
		MemberMaxNum  Scalar `json:"member_max_num"`
	}
	if json.Unmarshal(data, &read) == nil {
		m.Flavor = Flavor{whole(read.OrgPeerMaxNum), whole(read.OrdererMaxNum), whole(read.MemberMaxNum)}
	}
	return nil
}

// whole is a number, also one with a fraction of zero; 0 for anything else.
func whole(s Scalar) int64 {
	number, _ := s.Float64()
	return int64(number)
}
