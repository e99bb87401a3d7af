package vpcep

import (
	"context"
	"net/url"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
)

// ServiceDescription is what every account may know about an endpoint service (contract/vpcep.md 1.9).
type ServiceDescription struct {
	ID                string `json:"id"`
	ServiceName       string `json:"service_name"`
	ServiceType       string `json:"service_type"`
	CreatedAt         string `json:"created_at"`
	IsCharge          Bool   `json:"is_charge"`
	PublicBorderGroup string `json:"public_border_group"`
	EnablePolicy      *bool  `json:"enable_policy"`
}

// DescribeService reads what there is to know about a service of any account, and about a public one
// (contract/vpcep.md 1.9).
func (c *Client) DescribeService(ctx context.Context, id string) (*ServiceDescription, error) {
	return c.describeService(ctx, url.Values{"id": {id}})
}

// DescribeServiceByName is DescribeService by the full name, exactly as it is written.
func (c *Client) DescribeServiceByName(ctx context.Context, name string) (*ServiceDescription, error) {
	return c.describeService(ctx, url.Values{"endpoint_service_name": {name}})
}

func (c *Client) describeService(ctx context.Context, query url.Values) (*ServiceDescription, error) {
	description, err := client.Get[ServiceDescription](ctx, c.api, servicesRoute+"/describe", query)
	if err != nil {
		return nil, err
	}
	c.run.serviceTypes.learn(description.ID, description.ServiceType)
	return description, nil
}
