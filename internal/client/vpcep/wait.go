package vpcep

import (
	"context"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
)

// WaitServiceAvailable waits until a service can take endpoints (contract/vpcep.md 2.1). The service is
// the last one seen, also with an error.
func (c *Client) WaitServiceAvailable(ctx context.Context, id string) (*Service, error) {
	return client.Poll[*Service]{
		What:    "VPC endpoint service " + id,
		Refresh: func(ctx context.Context) (*Service, error) { return c.GetService(ctx, id) },
		Status:  serviceStatus,
		Pending: []string{ServiceCreating},
		Target:  []string{ServiceAvailable},
		Reason:  func(s *Service) string { return Reason(s.Error) },
		Backoff: c.core.Backoff(),
	}.Wait(ctx)
}

// WaitServiceDeleted waits until a service is gone. Any status may be seen on the way, because the API
// may show the old one for a while after the deletion was asked for.
func (c *Client) WaitServiceDeleted(ctx context.Context, id string) error {
	_, err := client.Poll[*Service]{
		What:    "VPC endpoint service " + id,
		Refresh: func(ctx context.Context) (*Service, error) { return c.run.services.Get(ctx, id) },
		Status:  serviceStatus,
		Reason:  func(s *Service) string { return Reason(s.Error) },
		Backoff: c.core.Backoff(),
	}.Wait(ctx)
	return err
}

// WaitEndpointConnected waits until an endpoint has left `creating`, and with accepted also until its
// owner has accepted it (contract/vpcep.md 2.2). The endpoint is the last one seen, also with an error.
func (c *Client) WaitEndpointConnected(ctx context.Context, id string, accepted bool) (*Endpoint, error) {
	pending, target := []string{EndpointCreating}, []string{EndpointAccepted, EndpointPending}
	if accepted {
		pending, target = []string{EndpointCreating, EndpointPending}, []string{EndpointAccepted}
	}
	return client.Poll[*Endpoint]{
		What:    "VPC endpoint " + id,
		Refresh: func(ctx context.Context) (*Endpoint, error) { return c.GetEndpoint(ctx, id) },
		Status:  endpointStatus,
		Pending: pending,
		Target:  target,
		Reason:  func(e *Endpoint) string { return Reason(e.Error) },
		Backoff: c.core.Backoff(),
	}.Wait(ctx)
}

// WaitEndpointDeleted waits until an endpoint is gone, whatever status it shows on the way.
func (c *Client) WaitEndpointDeleted(ctx context.Context, id string) error {
	_, err := client.Poll[*Endpoint]{
		What:    "VPC endpoint " + id,
		Refresh: func(ctx context.Context) (*Endpoint, error) { return c.run.endpoints.Get(ctx, id) },
		Status:  endpointStatus,
		Reason:  func(e *Endpoint) string { return Reason(e.Error) },
		Backoff: c.core.Backoff(),
	}.Wait(ctx)
	return err
}

// DeleteServiceOnceUnused deletes a service whose connections are about to end: it asks again while the
// API still counts one of them.
func (c *Client) DeleteServiceOnceUnused(ctx context.Context, id string) error {
	_, err := client.Poll[string]{
		What: "VPC endpoint service " + id,
		Refresh: func(ctx context.Context) (string, error) {
			err := c.DeleteService(ctx, id)
			if IsInUse(err) {
				return "in use", nil
			}
			if client.IsNotFound(err) {
				return "deleting", nil
			}
			return "deleting", err
		},
		Status:  func(status string) string { return status },
		Pending: []string{"in use"},
		Target:  []string{"deleting"},
		Backoff: c.core.Backoff(),
	}.Wait(ctx)
	return err
}

func serviceStatus(s *Service) string   { return s.Status }
func endpointStatus(e *Endpoint) string { return e.Status }
