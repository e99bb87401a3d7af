package vpcep

import (
	"context"
	"time"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
)

// WaitServiceAvailable waits until a service can take endpoints (contract/vpcep.md 2.1). The service is
// the last one seen, also with an error.
func (c *Client) WaitServiceAvailable(ctx context.Context, id string) (*Service, error) {
	poll := c.pollService(id)
	poll.Pending, poll.Target = []string{ServiceCreating}, []string{ServiceAvailable}
	return poll.Wait(ctx)
}

// WaitServerResourcesAdded waits until a service is available again. No call shows the backends of AddServerResources
// themselves (contract/vpcep.md 1.20).
func (c *Client) WaitServerResourcesAdded(ctx context.Context, id string) (*Service, error) {
	return c.WaitServiceAvailable(ctx, id)
}

// WaitServiceUpgraded waits until an available service takes professional endpoints, or no longer takes them after a
// rollback (contract/vpcep.md 1.19 and 2.8).
func (c *Client) WaitServiceUpgraded(ctx context.Context, id, action string) (*Service, error) {
	poll := c.pollService(id)
	poll.Status = func(s *Service) string {
		if s.Status != ServiceAvailable {
			return s.Status
		}
		if s.Professional() {
			return "available, professional"
		}
		return "available, basic"
	}
	basic, professional := "available, basic", "available, professional"
	if action == Rollback {
		basic, professional = professional, basic
	}
	poll.Pending, poll.Target = []string{ServiceCreating, basic}, []string{professional}
	return poll.Wait(ctx)
}

// WaitServiceDeleted waits until a service is gone. Any status may be seen on the way, because the API
// may show the old one for a while after the deletion was asked for.
func (c *Client) WaitServiceDeleted(ctx context.Context, id string) error {
	poll := c.pollService(id)
	poll.Refresh = func(ctx context.Context) (*Service, error) { return c.run.services.Get(ctx, id) }
	_, err := poll.Wait(ctx)
	return err
}

// WaitEndpointConnected waits until an endpoint has left `creating`, and with accepted also until its
// owner has accepted it (contract/vpcep.md 2.2). The endpoint is the last one seen, also with an error.
func (c *Client) WaitEndpointConnected(ctx context.Context, id string, accepted bool) (*Endpoint, error) {
	poll := c.pollEndpoint(id)
	poll.Pending, poll.Target = []string{EndpointCreating}, []string{EndpointAccepted, EndpointPending}
	if accepted {
		poll.Pending, poll.Target = []string{EndpointCreating, EndpointPending}, []string{EndpointAccepted}
	}
	return poll.Wait(ctx)
}

// WaitEndpointUpgraded waits until an endpoint is connected again after an upgrade. No call shows the edition of an
// endpoint (contract/vpcep.md 1.29).
func (c *Client) WaitEndpointUpgraded(ctx context.Context, id string) (*Endpoint, error) {
	return c.WaitEndpointConnected(ctx, id, false)
}

// WaitEndpointDeleted waits until an endpoint is gone, whatever status it shows on the way.
func (c *Client) WaitEndpointDeleted(ctx context.Context, id string) error {
	poll := c.pollEndpoint(id)
	poll.Refresh = func(ctx context.Context) (*Endpoint, error) { return c.run.endpoints.Get(ctx, id) }
	_, err := poll.Wait(ctx)
	return err
}

// WaitConnectionAnswered waits until a connection is what AnswerConnection asked for: accepted after Receive, rejected
// after Reject. The API may show the old status for a while (contract/vpcep.md 2.2). The connection is the last one
// seen, also with an error; that of an endpoint that is gone meanwhile is a *client.GoneError, see IsConnectionGone.
func (c *Client) WaitConnectionAnswered(ctx context.Context, serviceID, answer, endpointID string) (*Connection, error) {
	pending := []string{EndpointPending, EndpointCreating, EndpointRejected}
	target := EndpointAccepted
	if answer == Reject {
		pending = []string{EndpointPending, EndpointCreating, EndpointAccepted, EndpointDeleting}
		target = EndpointRejected
	}
	return client.Poll[*Connection]{
		What:    "the connection of VPC endpoint " + endpointID + " to the endpoint service " + serviceID,
		Refresh: func(ctx context.Context) (*Connection, error) { return c.GetConnection(ctx, serviceID, endpointID) },
		Status:  func(connection *Connection) string { return connection.Status },
		Pending: pending,
		Target:  []string{target},
		Exists:  true,
		Reason:  func(connection *Connection) string { return Reason(connection.Error) },
		Observe: observe(c, func(connection *Connection) string { return connection.Status }),
		Backoff: c.core.Backoff(),
	}.Wait(ctx)
}

// DeleteServiceOnceUnused deletes a service whose connections are about to end: it asks again while the API still counts
// one of them. Before that it calls disconnect with the refusal, if that is not nil: it may end the connections that have
// come, or shown, in the meantime. An error of it ends the wait.
func (c *Client) DeleteServiceOnceUnused(ctx context.Context, id string, disconnect func(ctx context.Context, inUse error) error) error {
	status := func(status string) string { return status }
	_, err := client.Poll[string]{
		What: "VPC endpoint service " + id,
		Refresh: func(ctx context.Context) (string, error) {
			err := c.DeleteService(ctx, id)
			if IsInUse(err) {
				if disconnect != nil {
					return "in use", disconnect(ctx, err)
				}
				return "in use", nil
			}
			if client.IsNotFound(err) {
				return "deleting", nil
			}
			return "deleting", err
		},
		Status:  status,
		Pending: []string{"in use"},
		Target:  []string{"deleting"},
		Observe: observe(c, status),
		Backoff: c.core.Backoff(),
	}.Wait(ctx)
	return err
}

// pollService observes a service; which statuses end the wait is up to the caller.
func (c *Client) pollService(id string) client.Poll[*Service] {
	status := func(s *Service) string { return s.Status }
	return client.Poll[*Service]{
		What:    "VPC endpoint service " + id,
		Refresh: func(ctx context.Context) (*Service, error) { return c.GetService(ctx, id) },
		Status:  status,
		Reason:  func(s *Service) string { return Reason(s.Error) },
		Observe: observe(c, status),
		Backoff: c.core.Backoff(),
	}
}

// pollEndpoint is pollService for an endpoint.
func (c *Client) pollEndpoint(id string) client.Poll[*Endpoint] {
	status := func(e *Endpoint) string { return e.Status }
	return client.Poll[*Endpoint]{
		What:    "VPC endpoint " + id,
		Refresh: func(ctx context.Context) (*Endpoint, error) { return c.GetEndpoint(ctx, id) },
		Status:  status,
		Reason:  func(e *Endpoint) string { return Reason(e.Error) },
		Observe: observe(c, status),
		Backoff: c.core.Backoff(),
	}
}

// observe passes what a wait sees on to whom Reporting named.
func observe[T any](c *Client, status func(T) string) func(T, time.Duration) {
	if c.report == nil {
		return nil
	}
	return func(object T, elapsed time.Duration) { c.report(status(object), elapsed) }
}
