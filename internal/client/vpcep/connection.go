package vpcep

import (
	"context"
	"net/http"
	"strings"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
)

const connectionsRoute = serviceRoute + "/connections"

// Connection is an endpoint as the owner of the service sees it (contract/vpcep.md 1.0). Its statuses are those of an
// endpoint.
type Connection struct {
	ID          string    `json:"id"` // of the endpoint
	MarkerID    int64     `json:"marker_id"`
	CreatedAt   string    `json:"created_at"`
	UpdatedAt   string    `json:"updated_at"`
	DomainID    string    `json:"domain_id"` // of the account the endpoint belongs to
	Status      string    `json:"status"`
	Description *string   `json:"description"` // the owner's, not that of the endpoint
	Error       []Problem `json:"error"`
}

// Live reports whether the connection keeps its service from being deleted (contract/vpcep.md 1.7).
func (c Connection) Live() bool { return c.Status == EndpointAccepted || c.Status == EndpointCreating }

// Answers of the owner to an endpoint that wants to connect (contract/vpcep.md 1.12).
const (
	Receive = "receive"
	Reject  = "reject"
)

// ListConnectionsRequest says which connections to list; what is empty does not matter (contract/vpcep.md 1.11).
type ListConnectionsRequest struct {
	EndpointID string
	MarkerID   string // a number as a text
	Status     string // pendingAcceptance, accepted, rejected or failed
	Sort
}

// connectionsReply is what every call about connections answers.
type connectionsReply struct {
	Connections []Connection `json:"connections"`
	Total       int          `json:"total_count"`
}

// of returns the connection of an endpoint, nil if the reply does not hold it.
func (r *connectionsReply) of(endpointID string) *Connection {
	for i := range r.Connections {
		if strings.EqualFold(r.Connections[i].ID, endpointID) {
			return &r.Connections[i]
		}
	}
	return nil
}

// ListConnections reads the connections of a service of this account (contract/vpcep.md 1.11).
func (c *Client) ListConnections(ctx context.Context, serviceID string, r ListConnectionsRequest) ([]Connection, error) {
	query := r.with(map[string]string{"id": r.EndpointID, "marker_id": r.MarkerID, "status": r.Status})
	open := func(p *connectionsReply) ([]Connection, int) { return p.Connections, p.Total }
	return list(ctx, c.api, connectionsRoute, MaxPage, query, open, serviceID)
}

// GetConnection reads one connection of a service. Reads that are wanted at about the same time share one list call,
// because the API has no call for one connection. IsNotFound is true of the error when the connection does not exist,
// and also when its service does not.
func (c *Client) GetConnection(ctx context.Context, serviceID, endpointID string) (*Connection, error) {
	return c.connections(serviceID).Get(ctx, endpointID)
}

// connections is where the reads of single connections of a service meet.
func (c *Client) connections(serviceID string) *client.Batch[Connection] {
	shared := c.core.Memo("vpcep/"+c.Region()+"/connections/"+serviceID, func() any {
		return &client.Batch[Connection]{
			One: func(ctx context.Context, endpointID string) (*Connection, error) {
				return c.findConnection(ctx, serviceID, endpointID)
			},
			Many: func(ctx context.Context) ([]Connection, error) {
				return c.ListConnections(ctx, serviceID, ListConnectionsRequest{})
			},
			ID:   func(connection *Connection) string { return connection.ID },
			Fold: strings.ToLower,
			Gone: errConnectionGone,
		}
	})
	return shared.(*client.Batch[Connection]) //nolint:forcetypeassert // the function above made it
}

func (c *Client) findConnection(ctx context.Context, serviceID, endpointID string) (*Connection, error) {
	found, err := c.ListConnections(ctx, serviceID, ListConnectionsRequest{EndpointID: endpointID})
	if err != nil {
		return nil, err
	}
	reply := connectionsReply{Connections: found}
	if connection := reply.of(endpointID); connection != nil {
		return connection, nil
	}
	return nil, errConnectionGone
}

// LiveConnections reads the connections that keep a service from being deleted.
func (c *Client) LiveConnections(ctx context.Context, serviceID string) ([]Connection, error) {
	connections, err := c.ListConnections(ctx, serviceID, ListConnectionsRequest{})
	return keep(connections, Connection.Live), err
}

// AnswerConnection accepts (Receive) or rejects (Reject) one endpoint; the API takes one a call. It returns the
// connection as the reply shows it, which may be there already: then WaitConnectionAnswered need not be called. See
// IsConnectionGone for the error (contract/vpcep.md 1.12).
func (c *Client) AnswerConnection(ctx context.Context, serviceID, answer, endpointID string) (*Connection, error) {
	body := struct {
		Action    string   `json:"action"`
		Endpoints []string `json:"endpoints"`
	}{answer, []string{endpointID}}
	reply, err := client.PostChange[connectionsReply](ctx, c.api, connectionsRoute+"/action", body, serviceID)
	if answer == Receive && client.HasCode(err, "EndPoint.2014") { // it is connected already
		return &Connection{ID: endpointID}, nil
	}
	return answered(reply, err, endpointID)
}

// UpdateConnectionDescription sets the owner's description of a connection; the empty text takes it away. Partner
// clouds do not offer the call, see client.NotOffered (contract/vpcep.md 1.13 and 8).
func (c *Client) UpdateConnectionDescription(ctx context.Context, serviceID, endpointID, description string) (*Connection, error) {
	type connection struct {
		ID          string `json:"id"`
		Description string `json:"description"`
	}
	body := struct {
		Connections []connection `json:"connections"`
	}{[]connection{{endpointID, description}}}
	reply, err := client.Put[connectionsReply](ctx, c.api, connectionsRoute+"/description", body, serviceID)
	return answered(reply, err, endpointID)
}

// answered takes the connection out of the reply to a change of it. A reply that leaves it out is no failure.
func answered(reply *connectionsReply, err error, endpointID string) (*Connection, error) {
	if err != nil {
		return nil, err
	}
	if connection := reply.of(endpointID); connection != nil {
		return connection, nil
	}
	return &Connection{ID: endpointID}, nil
}

// IsConnectionGone reports whether a call about a connection failed because the endpoint, or the service, does not
// exist any more or is about to go. A service that does not know the endpoint answers 400 (contract/vpcep.md 1.12).
func IsConnectionGone(err error) bool {
	return client.IsNotFound(err) || client.HasCode(err, "EndPoint.2013", "EndPoint.2018")
}

var errConnectionGone = &client.APIError{
	Method: http.MethodGet, Route: connectionsRoute, Service: "vpcep", Status: http.StatusNotFound,
	Code: "EndPoint.2006", Message: "The endpoint is not in the list of the service's connections.",
}
