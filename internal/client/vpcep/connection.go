package vpcep

import (
	"context"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
)

// Connection is an endpoint as the owner of the service sees it (contract/vpcep.md 1.0).
type Connection struct {
	ID          string    `json:"id"`
	MarkerID    int64     `json:"marker_id"`
	CreatedAt   string    `json:"created_at"`
	UpdatedAt   string    `json:"updated_at"`
	DomainID    string    `json:"domain_id"`
	Status      string    `json:"status"`
	Description string    `json:"description"`
	Error       []Problem `json:"error"`
}

// Live reports whether the connection keeps its service from being deleted (contract/vpcep.md 1.7).
func (c Connection) Live() bool { return c.Status == EndpointAccepted || c.Status == EndpointCreating }

// Answers of the owner to an endpoint that wants to connect (contract/vpcep.md 1.12).
const (
	Receive = "receive"
	Reject  = "reject"
)

// ListConnections reads all connections of a service of this account (contract/vpcep.md 1.11).
func (c *Client) ListConnections(ctx context.Context, serviceID string) ([]Connection, error) {
	type page struct {
		Connections []Connection `json:"connections"`
		Total       int          `json:"total_count"`
	}
	return all(ctx, func(ctx context.Context, limit, offset int) ([]Connection, int, error) {
		reply, err := client.Get[page](ctx, c.api, serviceRoute+"/connections", paging(limit, offset), serviceID)
		if err != nil {
			return nil, 0, err
		}
		return reply.Connections, reply.Total, nil
	})
}

// LiveConnections reads the connections that keep a service from being deleted.
func (c *Client) LiveConnections(ctx context.Context, serviceID string) ([]Connection, error) {
	connections, err := c.ListConnections(ctx, serviceID)
	return keep(connections, Connection.Live), err
}

// AnswerConnection accepts (Receive) or rejects (Reject) one endpoint; the API takes one a call
// (contract/vpcep.md 1.12).
func (c *Client) AnswerConnection(ctx context.Context, serviceID, answer, endpointID string) error {
	body := struct {
		Action    string   `json:"action"`
		Endpoints []string `json:"endpoints"`
	}{answer, []string{endpointID}}
	return client.PostIdempotentNoContent(ctx, c.api, serviceRoute+"/connections/action", body, serviceID)
}
