package vpcep

import (
	"context"
	"net/http"
	"slices"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
)

const (
	upgradeServiceRoute = "/v2/{project_id}/vpc-endpoint-services/{vpc_endpoint_service_id}"
	upgradeEndpoint     = "/v2/{project_id}/vpc-endpoints/{vpc_endpoint_id}/upgrade"
)

// Editions of a service (contract/vpcep.md 2.8).
const (
	EditionBasic      = "basic"
	EditionProfession = "profession"
)

// Professional reports whether the service takes professional endpoints.
func (s *Service) Professional() bool { return slices.Contains(s.SupportedEditions, EditionProfession) }

// Actions of an upgrade of a service (contract/vpcep.md 1.19).
const (
	Upgrade  = "upgrade"
	Rollback = "rollback"
)

// UpgradesOffered returns a *client.NotOfferedError if the cloud is known to have none of the calls of the version 2 paths:
// the upgrades, and the addition of backends (contract/vpcep.md 8).
func (c *Client) UpgradesOffered() error { return c.api.Offers(http.MethodPost, upgradeEndpoint) }

// UpgradeServiceRequest is the body of an upgrade. The zero value sends none, which is what other programs do; only the
// newest page of the API knows the body (contract/vpcep.md 1.19).
type UpgradeServiceRequest struct {
	Action            string `json:"action,omitempty"` // Upgrade or Rollback
	EnableMultiServer *bool  `json:"enable_multi_server,omitempty"`
}

// UpgradeService makes a basic service able to take professional endpoints, or takes that back; WaitServiceUpgraded
// sees it happen. Few regions offer the call, see client.NotOffered (contract/vpcep.md 1.19).
func (c *Client) UpgradeService(ctx context.Context, id string, r UpgradeServiceRequest) error {
	if r != (UpgradeServiceRequest{}) {
		return client.PostNoContent(ctx, c.api, upgradeServiceRoute+"/upgrade", r, id)
	}
	err := client.PostNoContent(ctx, c.api, upgradeServiceRoute+"/upgrade", nil, id)
	if client.HasCode(err, "EndPoint.0011", "EndPoint.1004", "EndPoint.2002") { // a cloud that wants the body
		return c.UpgradeService(ctx, id, UpgradeServiceRequest{Action: Upgrade})
	}
	return err
}

// ServerResource is a backend to add to a service: a load balancer, and the availability zone it serves, which may be
// empty (contract/vpcep.md 1.20).
type ServerResource struct {
	ResourceID         string `json:"resource_id"`
	AvailabilityZoneID string `json:"availability_zone_id,omitempty"`
}

// AddServerResources adds backends to a service. No call shows them afterwards or takes them away again
// (contract/vpcep.md 1.20).
func (c *Client) AddServerResources(ctx context.Context, serviceID string, resources []ServerResource) error {
	body := struct {
		ServerResources []ServerResource `json:"server_resources"`
	}{resources}
	return client.PostNoContent(ctx, c.api, upgradeServiceRoute+"/add-server-resources", body, serviceID)
}

// UpgradeEndpoint starts to make a basic endpoint a professional one (contract/vpcep.md 1.29).
func (c *Client) UpgradeEndpoint(ctx context.Context, id string) error {
	body := struct {
		Action string `json:"action"`
	}{"start"}
	return client.PostNoContent(ctx, c.api, upgradeEndpoint, body, id)
}
