package hbs

import (
	"context"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
)

// Ways an SDK reaches an instance (contract/bcs.md 1H.4).
const (
	StandardChannel        = "StandardChannel"
	HighPerformanceChannel = "HighPerformanceChannel"
)

// SdkConfigRequest says for what an SDK is to be configured (contract/bcs.md 1H.4). Orgs are 1 to 100 ids on the chain;
// EndpointIP is required for the high-performance channel.
type SdkConfigRequest struct {
	CertPath   string   `json:"cert_path"`
	DownloadCA *bool    `json:"download_ca,omitempty"`
	Orgs       []string `json:"orgs"`
	AccessMode string   `json:"access_mode"`
	EndpointIP string   `json:"endpoint_ip,omitempty"`
}

// GetSdkConfig downloads the configuration of an SDK, with private keys, as a zip archive, see client.Unzip
// (contract/bcs.md 1H.4). It changes nothing, so it is repeated like a read.
func (c *Client) GetSdkConfig(ctx context.Context, id string, body SdkConfigRequest) (archive []byte, _ error) {
	archive, err := client.PostIdempotentBytes(ctx, c.api, chainRoute+"/sdk-config", body, id)
	if err != nil {
		return nil, c.orGone(ctx, id, err)
	}
	return archive, nil
}
