package vpcep

import (
	"fmt"
	"strings"
)

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
