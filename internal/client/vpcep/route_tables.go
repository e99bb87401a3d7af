package vpcep

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
)

// UpdateRouteTables sets the route tables of a gateway endpoint. The API answers 200 also when some of them
// could not be bound or unbound; that is a *RouteTablesError (contract/vpcep.md 1.28).
func (c *Client) UpdateRouteTables(ctx context.Context, id string, tables []string) error {
	unlock, err := c.LockEndpoint(ctx, id)
	if err != nil {
		return err
	}
	defer unlock()
	return c.putRouteTables(ctx, id, tables)
}

// BindRouteTable adds one route table to those of a gateway endpoint and leaves the others alone. Nothing is sent, and
// changed is false, if it is bound already. Several may be bound and unbound at once in one run; what another program
// changes between the read and the write is lost, because the API has no call for one table.
func (c *Client) BindRouteTable(ctx context.Context, id, table string) (changed bool, err error) {
	return c.changeRouteTables(ctx, id, func(bound []string) []string {
		if HasRouteTable(bound, table) {
			return bound
		}
		return append(slices.Clone(bound), table)
	})
}

// HasRouteTable reports whether a route table is one of those of an endpoint. Capitals do not count.
func HasRouteTable(bound []string, table string) bool {
	return slices.ContainsFunc(bound, func(other string) bool { return strings.EqualFold(other, table) })
}

// UnbindRouteTable is the opposite of BindRouteTable.
func (c *Client) UnbindRouteTable(ctx context.Context, id, table string) (changed bool, err error) {
	return c.changeRouteTables(ctx, id, func(bound []string) []string {
		return slices.DeleteFunc(slices.Clone(bound), func(other string) bool { return strings.EqualFold(other, table) })
	})
}

func (c *Client) changeRouteTables(ctx context.Context, id string, change func([]string) []string) (bool, error) {
	unlock, err := c.LockEndpoint(ctx, id)
	if err != nil {
		return false, err
	}
	defer unlock()
	endpoint, err := c.GetEndpoint(ctx, id)
	if err != nil {
		return false, err
	}
	// The read may lag behind the change before.
	bound := c.run.tables.Over(strings.ToLower(id), endpoint.RouteTables, strings.ToLower)
	tables := change(bound)
	if len(tables) == len(bound) {
		return false, nil
	}
	if err := c.putRouteTables(ctx, id, tables); err != nil {
		return true, err
	}
	for _, table := range bound {
		c.run.tables.Note(strings.ToLower(id), strings.ToLower(table), nil)
	}
	for _, table := range tables {
		c.run.tables.Note(strings.ToLower(id), strings.ToLower(table), &table)
	}
	return true, nil
}

func (c *Client) putRouteTables(ctx context.Context, id string, tables []string) error {
	body := struct {
		RouteTables []string `json:"routetables"`
	}{append([]string{}, tables...)} // none is an empty list, not null
	reply, err := client.Put[routeTablesReply](ctx, c.api, endpointRoute+"/routetables", body, id)
	if err != nil {
		return err
	}
	return reply.failure()
}

// routeTablesReply may hold failures of single tables in a reply that is a success as a whole (contract/vpcep.md 1.28).
type routeTablesReply struct {
	RouteTables []string `json:"routetables"`
	Error       []struct {
		BindFailed   []routeTableProblem `json:"bind_failed"`
		UnbindFailed []routeTableProblem `json:"unbind_failed"`
	} `json:"error"`
}

type routeTableProblem struct {
	ID           string `json:"id"`
	ErrorMessage string `json:"error_message"`
}

// RouteTablesError names the route tables that were not bound or not unbound.
type RouteTablesError struct{ failures []string }

func (e *RouteTablesError) Error() string {
	return "not every route table was changed: " + strings.Join(e.failures, "; ")
}

func (r *routeTablesReply) failure() error {
	var failures []string
	for _, group := range r.Error {
		for _, p := range group.BindFailed {
			failures = append(failures, fmt.Sprintf("%s was not bound: %s", p.ID, p.ErrorMessage))
		}
		for _, p := range group.UnbindFailed {
			failures = append(failures, fmt.Sprintf("%s was not unbound: %s", p.ID, p.ErrorMessage))
		}
	}
	if len(failures) == 0 {
		return nil
	}
	return &RouteTablesError{failures}
}
