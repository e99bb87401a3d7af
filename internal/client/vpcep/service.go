package vpcep

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
)

const (
	servicesRoute = "/v1/{project_id}/vpc-endpoint-services"
	serviceRoute  = servicesRoute + "/{vpc_endpoint_service_id}"
)

// Statuses of an endpoint service (contract/vpcep.md 2.1).
const (
	ServiceCreating  = "creating"
	ServiceAvailable = "available"
	ServiceFailed    = "failed"
	ServiceDeleting  = "deleting"
)

// PortMapping leads a port of the endpoint to a port of the backend (contract/vpcep.md 1.0).
type PortMapping struct {
	ClientPort int64  `json:"client_port"`
	ServerPort int64  `json:"server_port"`
	Protocol   string `json:"protocol,omitempty"`
}

// Service is an endpoint service as the API answers it (contract/vpcep.md 1.0). What a reply leaves out is nil or empty.
type Service struct {
	ID                string        `json:"id"`
	PortID            string        `json:"port_id"`
	ServiceName       string        `json:"service_name"`
	ServerType        string        `json:"server_type"`
	VpcID             string        `json:"vpc_id"`
	PoolID            string        `json:"pool_id"`
	ApprovalEnabled   *bool         `json:"approval_enabled"`
	Status            string        `json:"status"`
	ServiceType       string        `json:"service_type"`
	CreatedAt         string        `json:"created_at"`
	UpdatedAt         string        `json:"updated_at"`
	ProjectID         string        `json:"project_id"`
	IP                string        `json:"ip"`
	Ports             []PortMapping `json:"ports"`
	TCPProxy          string        `json:"tcp_proxy"`
	Tags              []Tag         `json:"tags"`
	Description       *string       `json:"description"`
	EnablePolicy      *bool         `json:"enable_policy"`
	IPVersion         string        `json:"ip_version"`
	SnatNetworkID     string        `json:"snat_network_id"`
	CidrType          string        `json:"cidr_type"`
	SupportedEditions []string      `json:"supported_editions"`
	VipPortID         string        `json:"vip_port_id"`
	DomainID          string        `json:"domain_id"`           // in lists only, like the two below
	ConnectionCount   *int64        `json:"connection_count"`    // endpoints that are creating or accepted
	PublicBorderGroup string        `json:"public_border_group"` // of edge sites
	Error             []Problem     `json:"error"`
}

// Name is the short name: the service name is `{region}.{name}.{id}`, or `{region}.{id}` when there is no
// name (contract/vpcep.md 2.4).
func (s *Service) Name() string {
	rest := len(s.ServiceName) - len("."+s.ID)
	if rest < 0 || !strings.EqualFold(s.ServiceName[rest:], "."+s.ID) {
		return ""
	}
	_, name, _ := strings.Cut(s.ServiceName[:rest], ".")
	return name
}

// CreateServiceRequest is the body of a creation (contract/vpcep.md 1.3). Nil and empty members are not sent.
type CreateServiceRequest struct {
	PortID          string        `json:"port_id"`
	VpcID           string        `json:"vpc_id"`
	ServerType      string        `json:"server_type"`
	Ports           []PortMapping `json:"ports"`
	ServiceName     string        `json:"service_name,omitempty"`
	ApprovalEnabled *bool         `json:"approval_enabled,omitempty"`
	ServiceType     string        `json:"service_type,omitempty"`
	IP              string        `json:"ip,omitempty"`
	TCPProxy        string        `json:"tcp_proxy,omitempty"`
	Tags            []Tag         `json:"tags,omitempty"`
	Description     string        `json:"description,omitempty"`
	IPVersion       string        `json:"ip_version,omitempty"`
	SnatNetworkID   string        `json:"snat_network_id,omitempty"`
	EnablePolicy    *bool         `json:"enable_policy,omitempty"`
	PoolID          string        `json:"pool_id,omitempty"`
	VipPortID       string        `json:"vip_port_id,omitempty"` // older clouds only
}

// UpdateServiceRequest is the body of a change; what is nil stays as it is (contract/vpcep.md 1.6).
type UpdateServiceRequest struct {
	ApprovalEnabled *bool         `json:"approval_enabled,omitempty"`
	ServiceName     *string       `json:"service_name,omitempty"`
	Ports           []PortMapping `json:"ports,omitempty"`
	PortID          *string       `json:"port_id,omitempty"`
	TCPProxy        *string       `json:"tcp_proxy,omitempty"`
	Description     *string       `json:"description,omitempty"`
	IP              *string       `json:"ip,omitempty"`
	VipPortID       *string       `json:"vip_port_id,omitempty"` // older clouds only
}

// ListServicesRequest says which endpoint services to list; what is empty does not matter (contract/vpcep.md 1.4).
type ListServicesRequest struct {
	ServiceName       string // a part of the full name, in any case
	ID                string
	Status            string
	PublicBorderGroup string
	NetType           string // "vlan", "vxlan" or "all"
	ServerType        string // not documented: a cloud may overlook it
	Sort
}

// CreateService creates an endpoint service, exactly once even when the reply is lost
// (contract/vpcep.md 1.3). It returns before the service is available.
func (c *Client) CreateService(ctx context.Context, body CreateServiceRequest) (*Service, client.Outcome, error) {
	created, outcome, err := client.Create(ctx, c.core, client.Creation[Service]{
		What: "VPC endpoint service",
		Key:  body.twins(c.Region()),
		Send: func(ctx context.Context) (*Service, error) {
			return client.Post[Service](ctx, c.api, servicesRoute, body)
		},
		Find: func(ctx context.Context) ([]Service, error) {
			services, err := c.ListServices(ctx, ListServicesRequest{})
			return keep(services, body.looksLike), err
		},
		ID:        func(s *Service) string { return s.ID },
		CreatedAt: func(s *Service) time.Time { return parseTime(s.CreatedAt) },
	})
	if err == nil {
		c.run.serviceTypes.learn(created.ID, created.ServiceType)
	}
	return created, outcome, err
}

// twins is the same for requests that a service may look like at the same time: what the API may not show is not part of
// it.
func (r CreateServiceRequest) twins(region string) string {
	return strings.ToLower(strings.Join([]string{"vpcep service", region, r.VpcID, r.PortID}, "/")) + "/" + r.ServiceName
}

// looksLike leaves out the ports if the API does not show them.
func (r CreateServiceRequest) looksLike(s Service) bool {
	return strings.EqualFold(s.VpcID, r.VpcID) && strings.EqualFold(s.PortID, r.PortID) && s.Name() == r.ServiceName &&
		s.ServerType == r.ServerType && s.Status != ServiceDeleting && (len(s.Ports) == 0 || samePorts(s.Ports, r.Ports))
}

// samePorts compares mappings in any order; no protocol is TCP (contract/vpcep.md 1.0).
func samePorts(a, b []PortMapping) bool {
	sorted := func(ports []PortMapping) []PortMapping {
		ports = slices.Clone(ports)
		for i := range ports {
			ports[i].Protocol = cmp.Or(strings.ToUpper(ports[i].Protocol), "TCP")
		}
		slices.SortFunc(ports, func(a, b PortMapping) int {
			return cmp.Or(cmp.Compare(a.ClientPort, b.ClientPort), cmp.Compare(a.ServerPort, b.ServerPort), cmp.Compare(a.Protocol, b.Protocol))
		})
		return ports
	}
	return slices.Equal(sorted(a), sorted(b))
}

// GetService reads one endpoint service (contract/vpcep.md 1.5).
func (c *Client) GetService(ctx context.Context, id string) (*Service, error) {
	service, err := c.getService(ctx, id)
	if err != nil {
		return nil, err
	}
	c.core.Know(id)
	c.run.serviceTypes.learn(id, service.ServiceType)
	return service, nil
}

// AwaitService is GetService for a service whose creation may not have reached every read yet.
func (c *Client) AwaitService(ctx context.Context, id string) (*Service, error) {
	return client.Await(ctx, "VPC endpoint service "+id, c.core.Backoff(), client.IsNotFound, func(ctx context.Context) (*Service, error) {
		return c.GetService(ctx, id)
	})
}

func (c *Client) getService(ctx context.Context, id string) (*Service, error) {
	service, err := client.Get[Service](ctx, c.api, serviceRoute, nil, id)
	if err == nil && service.ID == "" {
		return nil, client.ErrNoID
	}
	return service, err
}

// ListServices reads the endpoint services of the project (contract/vpcep.md 1.4).
func (c *Client) ListServices(ctx context.Context, r ListServicesRequest) ([]Service, error) {
	type page struct {
		Services []Service `json:"endpoint_services"`
		Total    int       `json:"total_count"`
	}
	query := r.with(map[string]string{
		"endpoint_service_name": r.ServiceName, "id": r.ID, "status": r.Status,
		"public_border_group": r.PublicBorderGroup, "net_type": r.NetType, "server_type": r.ServerType,
	})
	return list(ctx, c.api, servicesRoute, MaxPage, query, func(p *page) ([]Service, int) { return p.Services, p.Total })
}

// UpdateService changes an endpoint service in place (contract/vpcep.md 1.6).
func (c *Client) UpdateService(ctx context.Context, id string, body UpdateServiceRequest) (*Service, error) {
	return client.Put[Service](ctx, c.api, serviceRoute, body, id)
}

// RenameService gives an endpoint service another short name; the empty name takes it away
// (contract/vpcep.md 1.8). Where a cloud does not offer the call, the general change does the same.
func (c *Client) RenameService(ctx context.Context, id, name string) error {
	body := struct {
		Name string `json:"endpoint_service_name"`
	}{name}
	_, err := client.Put[struct{}](ctx, c.api, serviceRoute+"/name", body, id)
	if client.NotOffered(err) {
		_, err = c.UpdateService(ctx, id, UpdateServiceRequest{ServiceName: &name})
	}
	return err
}

// DeleteService asks for the deletion of an endpoint service; it is gone when a read does not find it any
// more. Endpoints that are creating or accepted forbid it, see IsInUse (contract/vpcep.md 1.7).
func (c *Client) DeleteService(ctx context.Context, id string) error {
	return client.Delete(ctx, c.api, serviceRoute, id)
}

// IsInUse reports whether a service was not deleted because endpoints are connected to it.
func IsInUse(err error) bool { return client.HasCode(err, "EndPoint.3006") }

var errServiceGone = &client.APIError{
	Method: http.MethodGet, Route: servicesRoute, Service: "vpcep", Status: http.StatusNotFound,
	Code: "EndPoint.0005", Message: "The endpoint service is not in the list of the project's endpoint services.",
}

func keep[T any](list []T, wanted func(T) bool) []T {
	var kept []T
	for _, item := range list {
		if wanted(item) {
			kept = append(kept, item)
		}
	}
	return kept
}

// parseTime reads the API's time; what it cannot read is the zero time, which no creation of this run can have.
func parseTime(text string) time.Time {
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return time.Time{}
	}
	return t
}
