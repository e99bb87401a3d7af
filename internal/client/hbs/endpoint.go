package hbs

import (
	"context"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
)

// Endpoint is a VPC endpoint through which an instance is reached (ListEndpoints of the public documentation).
type Endpoint struct {
	ID   string `json:"id"`
	Name string `json:"name"` // "VPC name.subnet name.beginning of the id"
	IP   string `json:"ip"`
}

// EndpointService is the VPC endpoint service of an instance: its status is uncreated, creating, and so on.
type EndpointService struct {
	EndpointNum           int64  `json:"endpoint_num"`
	EndpointServiceName   string `json:"endpoint_service_name"`
	EndpointServiceStatus string `json:"endpoint_service_status"`
}

// CreateEndpoint makes an endpoint in a subnet; the API does not answer with its id, and lists it once it is there
// (contract/bcs.md 1H). It is not repeated when the reply is lost.
func (c *Client) CreateEndpoint(ctx context.Context, id, vpcID, subnetID string) error {
	body := struct {
		VpcID    string `json:"vpc_id"`
		SubnetID string `json:"subnet_id"`
	}{vpcID, subnetID}
	if err := client.PostNoContent(ctx, c.api, instanceRoute+"/endpoints", body, id); err != nil {
		return c.orGone(ctx, id, err)
	}
	return nil
}

// ListEndpoints reads the endpoints of an instance (contract/bcs.md 1H).
func (c *Client) ListEndpoints(ctx context.Context, id string) ([]Endpoint, error) {
	type page struct {
		Count     int        `json:"count"`
		Endpoints []Endpoint `json:"endpoints"`
	}
	endpoints, err := list(ctx, c, maxPage, instanceRoute+"/endpoints", nil, func(p *page) ([]Endpoint, int) { return p.Endpoints, p.Count }, id)
	if err != nil {
		return nil, c.orGone(ctx, id, err)
	}
	return endpoints, nil
}

// GetEndpointService reads the endpoint service of an instance (contract/bcs.md 1H).
func (c *Client) GetEndpointService(ctx context.Context, id string) (*EndpointService, error) {
	return ofInstance[EndpointService](ctx, c, instanceRoute+"/endpoint-service", nil, id)
}
