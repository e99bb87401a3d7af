package bcs

import (
	"context"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
)

// OrganizationNodes are the peers of one organization (contract/bcs.md 1.8).
type OrganizationNodes struct {
	OrgMspID  string          `json:"org_msp_id"`
	OrgDomain string          `json:"org_domain"`
	Peers     map[string]Node `json:"peers"` // by the name of the peer
}

// Node is one peer: where it is reached, and the channels it is in.
type Node struct {
	IPPort   string   `json:"ip_port"`
	Channels []string `json:"channels"`
}

// ListNodes reads the peers of an instance, by the name of their organization (contract/bcs.md 1.8).
func (c *Client) ListNodes(ctx context.Context, id string) (map[string]OrganizationNodes, error) {
	type list struct {
		NodeOrgs map[string]OrganizationNodes `json:"node_orgs"`
	}
	reply, err := client.Get[list](ctx, c.api, instanceRoute+"/nodes", nil, id)
	if err != nil {
		return nil, c.orGone(ctx, id, err)
	}
	return reply.NodeOrgs, nil
}
