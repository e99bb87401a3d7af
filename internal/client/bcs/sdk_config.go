package bcs

import (
	"context"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
)

// SdkConfigRequest says for what an SDK is to be configured (contract/bcs.md 4). With several channels ChannelChaincode
// takes the place of ChaincodeName and ChannelName.
type SdkConfigRequest struct {
	ChaincodeName    string              `json:"chaincode_name"`
	CertPath         string              `json:"cert_path"`
	ChannelName      string              `json:"channel_name"`
	PeerOrgs         map[string][]string `json:"peer_orgs"` // peers by organization, in ascending order
	UnionInfo        map[string][]string `json:"union_info,omitempty"`
	IsMultiChan      bool                `json:"is_multi_chan"`
	ChannelChaincode map[string][]string `json:"channel_chaincode,omitempty"`
}

// GetSdkConfig downloads the configuration of an SDK as a zip archive, see client.Unzip (contract/bcs.md 4). It changes
// nothing, so it is repeated like a read.
func (c *Client) GetSdkConfig(ctx context.Context, id string, body SdkConfigRequest) (archive []byte, _ error) {
	archive, err := client.PostIdempotentBytes(ctx, c.api, instanceRoute+"/sdk-cfg", body, id)
	if err != nil {
		return nil, c.orGone(ctx, id, err)
	}
	return archive, nil
}
