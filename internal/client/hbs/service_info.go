package hbs

import (
	"context"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
)

// ServiceInfo is what the service offers (contract/bcs.md 1H.4).
type ServiceInfo struct {
	ChainEngineVersion string    `json:"chain_engine_version"`
	BesuEngineVersion  string    `json:"besu_engine_version"`
	Editions           []Edition `json:"editions"`
	Plugins            []Scalar  `json:"plugins"` // their members are not documented
}

// Edition is Professional, Enterprise or Platinum, with its limits.
type Edition struct {
	Name      string `json:"name"`
	MaxOrgNum int64  `json:"max_org_num"`
	TpsLimit  int64  `json:"tps_limit"`
}

// PriceRequest asks for the price of organizations (contract/bcs.md 1H.4).
type PriceRequest struct {
	Edition    string `json:"edition"`
	OrgNum     int64  `json:"org_num"`
	ChargeMode *int64 `json:"charge_mode,omitempty"`
	PeriodType int64  `json:"period_type"`
	PeriodNum  *int64 `json:"period_num,omitempty"`
}

// Price is what an order would cost, and would without discounts.
type Price struct {
	Amount         Scalar `json:"amount"`
	OriginalAmount Scalar `json:"original_amount"`
	Currency       string `json:"currency"`
}

// Dashboard counts the instances of the project (contract/bcs.md 1H.4).
type Dashboard struct {
	InstanceNum int64 `json:"instance_num"`
}

// GetServiceInfo reads what the service offers (contract/bcs.md 1H.4).
func (c *Client) GetServiceInfo(ctx context.Context) (*ServiceInfo, error) {
	return client.Get[ServiceInfo](ctx, c.api, rootRoute+"/service-info", nil)
}

// GetPrice asks what an order would cost; it orders nothing (contract/bcs.md 1H.4).
func (c *Client) GetPrice(ctx context.Context, body PriceRequest) (*Price, error) {
	return client.PostIdempotent[Price](ctx, c.api, rootRoute+"/inquiry", body)
}

// GetDashboard reads how many instances there are (contract/bcs.md 1H.4).
func (c *Client) GetDashboard(ctx context.Context) (*Dashboard, error) {
	return client.Get[Dashboard](ctx, c.api, rootRoute+"/dashboard", nil)
}
