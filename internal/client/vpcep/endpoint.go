package vpcep

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
)

const (
	endpointsRoute = "/v1/{project_id}/vpc-endpoints"
	endpointRoute  = endpointsRoute + "/{vpc_endpoint_id}"
)

// Statuses of an endpoint (contract/vpcep.md 2.2).
const (
	EndpointPending  = "pendingAcceptance"
	EndpointCreating = "creating"
	EndpointAccepted = "accepted"
	EndpointRejected = "rejected"
	EndpointFailed   = "failed"
	EndpointDeleting = "deleting"
)

// Endpoint is a VPC endpoint as the API answers it. Which members are there depends on the type of its
// service and on its status; what a reply leaves out is nil or empty (contract/vpcep.md 1.0 and 2.2).
type Endpoint struct {
	ID                string          `json:"id"`
	ServiceType       string          `json:"service_type"`
	Status            string          `json:"status"`
	ActiveStatus      StringList      `json:"active_status"`
	EnableStatus      string          `json:"enable_status"`
	ServiceName       string          `json:"endpoint_service_name"`
	ServiceID         string          `json:"endpoint_service_id"`
	MarkerID          int64           `json:"marker_id"`
	EnableDNS         *bool           `json:"enable_dns"`
	DNSNames          []string        `json:"dns_names"`
	IP                string          `json:"ip"`
	IPVersion         string          `json:"ip_version"`
	IPv6Address       string          `json:"ipv6_address"`
	VpcID             string          `json:"vpc_id"`
	SubnetID          string          `json:"subnet_id"`
	CreatedAt         string          `json:"created_at"`
	UpdatedAt         string          `json:"updated_at"`
	ProjectID         string          `json:"project_id"`
	Tags              []Tag           `json:"tags"`
	Error             []Problem       `json:"error"`
	Whitelist         []string        `json:"whitelist"`
	EnableWhitelist   *bool           `json:"enable_whitelist"`
	RouteTables       []string        `json:"routetables"`
	Description       *string         `json:"description"`
	PolicyStatement   json.RawMessage `json:"policy_statement"`
	PolicyDocument    json.RawMessage `json:"policy_document"`
	SpecificationName string          `json:"specification_name"`
	EndpointPoolID    string          `json:"endpoint_pool_id"`
	PublicBorderGroup string          `json:"public_border_group"` // of edge sites
}

// CreateEndpointRequest is the body of a creation (contract/vpcep.md 1.21). Nil and empty members are not sent.
type CreateEndpointRequest struct {
	ServiceID         string          `json:"endpoint_service_id"`
	VpcID             string          `json:"vpc_id"`
	SubnetID          string          `json:"subnet_id,omitempty"`
	PortIP            string          `json:"port_ip,omitempty"`
	EnableDNS         *bool           `json:"enable_dns,omitempty"`
	Whitelist         *[]string       `json:"whitelist,omitempty"`
	EnableWhitelist   *bool           `json:"enable_whitelist,omitempty"`
	RouteTables       []string        `json:"routetables,omitempty"`
	Tags              []Tag           `json:"tags,omitempty"`
	Description       string          `json:"description,omitempty"`
	PolicyStatement   json.RawMessage `json:"policy_statement,omitempty"`
	PolicyDocument    json.RawMessage `json:"policy_document,omitempty"`
	IPVersion         string          `json:"ip_version,omitempty"`
	IPv6Address       string          `json:"ipv6_address,omitempty"`
	SpecificationName string          `json:"specification_name,omitempty"` // Open Telekom Cloud only
}

// UpdateEndpointRequest sets who may reach the endpoint. Both members are always sent, because the API
// takes a missing whitelist for an empty one (contract/vpcep.md 1.24).
type UpdateEndpointRequest struct {
	Whitelist       []string `json:"whitelist"`
	EnableWhitelist bool     `json:"enable_whitelist"`
}

// ListEndpointsRequest says which endpoints to list; what is empty does not matter (contract/vpcep.md 1.22).
type ListEndpointsRequest struct {
	ServiceName string // a part of the full name of the service, in any case
	VpcID       string
	ID          string
	Sort
}

// CreateEndpoint creates an endpoint, exactly once even when the reply is lost (contract/vpcep.md 1.21).
// It returns before the endpoint is connected to its service.
func (c *Client) CreateEndpoint(ctx context.Context, body CreateEndpointRequest) (*Endpoint, client.Outcome, error) {
	return client.Create(ctx, c.core, client.Creation[Endpoint]{
		What: "VPC endpoint",
		Key:  body.twins(c.Region()),
		Send: func(ctx context.Context) (*Endpoint, error) {
			return client.Post[Endpoint](ctx, c.api, endpointsRoute, body)
		},
		Find: func(ctx context.Context) ([]Endpoint, error) {
			endpoints, err := c.ListEndpoints(ctx, ListEndpointsRequest{})
			return keep(endpoints, body.looksLike), err
		},
		ID:        func(e *Endpoint) string { return e.ID },
		CreatedAt: func(e *Endpoint) time.Time { return parseTime(e.CreatedAt) },
	})
}

// twins is the same for requests that an endpoint may look like at the same time: what the API may not show is not part of
// it.
func (r CreateEndpointRequest) twins(region string) string {
	return strings.ToLower(strings.Join([]string{"vpcep endpoint", region, r.ServiceID, r.VpcID, r.SubnetID}, "/"))
}

// looksLike leaves out what the API does not show: the address before acceptance, the description in some clouds.
func (r CreateEndpointRequest) looksLike(e Endpoint) bool {
	return strings.EqualFold(e.ServiceID, r.ServiceID) && strings.EqualFold(e.VpcID, r.VpcID) && (e.Description == nil || *e.Description == r.Description) &&
		(r.SubnetID == "" || strings.EqualFold(e.SubnetID, r.SubnetID)) &&
		(r.PortIP == "" || e.IP == "" || e.IP == r.PortIP) && e.Status != EndpointDeleting
}

// GetEndpoint reads one endpoint (contract/vpcep.md 1.23).
func (c *Client) GetEndpoint(ctx context.Context, id string) (*Endpoint, error) {
	endpoint, err := c.getEndpoint(ctx, id)
	if err != nil {
		return nil, err
	}
	c.core.Know(id)
	return endpoint, nil
}

// AwaitEndpoint is GetEndpoint for an endpoint whose creation may not have reached every read yet.
func (c *Client) AwaitEndpoint(ctx context.Context, id string) (*Endpoint, error) {
	return client.Await(ctx, "VPC endpoint "+id, c.core.Backoff(), client.IsNotFound, func(ctx context.Context) (*Endpoint, error) {
		return c.GetEndpoint(ctx, id)
	})
}

func (c *Client) getEndpoint(ctx context.Context, id string) (*Endpoint, error) {
	endpoint, err := client.Get[Endpoint](ctx, c.api, endpointRoute, nil, id)
	if err == nil && endpoint.ID == "" {
		return nil, client.ErrNoID
	}
	return endpoint, err
}

// ListEndpoints reads the endpoints of the project (contract/vpcep.md 1.22).
func (c *Client) ListEndpoints(ctx context.Context, r ListEndpointsRequest) ([]Endpoint, error) {
	type page struct {
		Endpoints []Endpoint `json:"endpoints"`
		Total     int        `json:"total_count"`
	}
	query := r.with(map[string]string{"endpoint_service_name": r.ServiceName, "vpc_id": r.VpcID, "id": r.ID})
	return list(ctx, c.api, endpointsRoute, MaxPage, query, func(p *page) ([]Endpoint, int) { return p.Endpoints, p.Total })
}

// UpdateEndpoint sets the whitelist of an interface endpoint (contract/vpcep.md 1.24).
func (c *Client) UpdateEndpoint(ctx context.Context, id string, body UpdateEndpointRequest) error {
	_, err := client.Put[struct{}](ctx, c.api, endpointRoute, body, id)
	return err
}

// DeleteEndpoint asks for the deletion of an endpoint; it is gone when a read does not find it any more
// (contract/vpcep.md 1.25).
func (c *Client) DeleteEndpoint(ctx context.Context, id string) error {
	err := client.Delete(ctx, c.api, endpointRoute, id)
	if client.HasCode(err, "EndPoint.2018") { // it is being deleted already
		return nil
	}
	return err
}

var errEndpointGone = &client.APIError{
	Method: http.MethodGet, Route: endpointsRoute, Service: "vpcep", Status: http.StatusNotFound,
	Code: "EndPoint.2006", Message: "The endpoint is not in the list of the project's endpoints.",
}
