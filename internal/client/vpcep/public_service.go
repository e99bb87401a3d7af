package vpcep

import "context"

// PublicService is an endpoint service that the cloud offers to every account (contract/vpcep.md 1.10).
type PublicService struct {
	ID           string `json:"id"`
	Owner        string `json:"owner"`
	ServiceName  string `json:"service_name"`
	ServiceType  string `json:"service_type"`
	CreatedAt    string `json:"created_at"`
	IsCharge     Bool   `json:"is_charge"`
	EnablePolicy *bool  `json:"enable_policy"`
}

// ListPublicServicesRequest says which public services to list; what is empty does not matter (contract/vpcep.md 1.10).
type ListPublicServicesRequest struct {
	ServiceName string // a part of the full name, in any case
	ID          string
	Sort
}

// ListPublicServices reads the services that the cloud offers to every account (contract/vpcep.md 1.10).
func (c *Client) ListPublicServices(ctx context.Context, r ListPublicServicesRequest) ([]PublicService, error) {
	type page struct {
		Services []PublicService `json:"endpoint_services"`
		Total    int             `json:"total_count"`
	}
	query := r.with(map[string]string{"endpoint_service_name": r.ServiceName, "id": r.ID})
	open := func(p *page) ([]PublicService, int) { return p.Services, p.Total }
	return list(ctx, c.api, servicesRoute+"/public", MaxPage, query, open)
}
