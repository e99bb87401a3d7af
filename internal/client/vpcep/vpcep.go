// Package vpcep speaks the VPC Endpoint API (contract/vpcep.md): endpoint services, endpoints and the
// connections between them. One file per noun: wire structs first, then a method per operation.
package vpcep

import (
	"context"
	"encoding/json"
	"maps"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
)

// The largest pages the API gives for a list (contract/vpcep.md 0).
const (
	MaxPage            = 1000
	MaxPermissionsPage = 500
)

// Client is the VPC Endpoint API of one region.
type Client struct {
	api    *client.Service
	run    *run
	core   *client.Client
	report func(status string, elapsed time.Duration) // nil: nobody wants to know
}

// New returns the VPC Endpoint API of a region; an empty region means the client's own.
func New(c *client.Client, region string) *Client {
	api := c.Service("vpcep", region)
	shared := c.Memo("vpcep/"+api.Region(), func() any { return newRun(api) })
	return &Client{api: api, core: c, run: shared.(*run)} //nolint:forcetypeassert // the function above made it
}

// Region is the region this client speaks to.
func (c *Client) Region() string { return c.api.Region() }

// Reporting returns the same client, whose waits tell report each status they see and how long they have lasted.
func (c *Client) Reporting(report func(status string, elapsed time.Duration)) *Client {
	reporting := *c
	reporting.report = report
	return &reporting
}

// LockEndpoint waits until no other change of this run holds the endpoint: for changes that read, compute and write.
// BindRouteTable, UnbindRouteTable and UpdateRouteTables take it themselves, so it must not be held while they are called.
func (c *Client) LockEndpoint(ctx context.Context, id string) (unlock func(), err error) {
	return c.run.changing.Lock(ctx, "endpoint/"+strings.ToLower(id))
}

// LockService is LockEndpoint for the connections of a service. The methods for permissions have a lock of their own.
func (c *Client) LockService(ctx context.Context, id string) (unlock func(), err error) {
	return c.run.changing.Lock(ctx, "service/"+strings.ToLower(id))
}

// run is what one run of the provider learns about a region and shares between its calls.
type run struct {
	services     *client.Batch[Service]
	endpoints    *client.Batch[Endpoint]
	serviceTypes serviceTypes
	changing     client.Locks
	tables       client.Written[string]     // route tables of endpoints
	whitelists   client.Written[Permission] // records of services
	planned      plannedCreations
	actionOnly   atomic.Bool // the cloud has no batch calls for permissions
}

func newRun(api *client.Service) *run {
	one := &Client{api: api}
	return &run{
		services: &client.Batch[Service]{
			One:  one.getService,
			Many: func(ctx context.Context) ([]Service, error) { return one.ListServices(ctx, ListServicesRequest{}) },
			ID:   func(s *Service) string { return s.ID },
			Fold: strings.ToLower,
			Gone: errServiceGone,
		},
		endpoints: &client.Batch[Endpoint]{
			One:  one.getEndpoint,
			Many: func(ctx context.Context) ([]Endpoint, error) { return one.ListEndpoints(ctx, ListEndpointsRequest{}) },
			ID:   func(e *Endpoint) string { return e.ID },
			Fold: strings.ToLower,
			Gone: errEndpointGone,
		},
	}
}

// Problem is why a service or an endpoint failed. The API has two spellings of it (contract/vpcep.md 1.0).
type Problem struct {
	Code         string `json:"code,omitempty"`
	Message      string `json:"message,omitempty"`
	ErrorCode    string `json:"error_code,omitempty"`
	ErrorMessage string `json:"error_message,omitempty"`
}

func (p Problem) String() string {
	code, message := p.ErrorCode+p.Code, p.ErrorMessage+p.Message
	if code == "" {
		return message
	}
	return code + ": " + message
}

// StringList is a list of texts that older clouds give as a single text (contract/vpcep.md 2.5).
type StringList []string

// UnmarshalJSON takes a list, a text, or null.
func (l *StringList) UnmarshalJSON(data []byte) error {
	var text *string
	switch err := json.Unmarshal(data, &text); {
	case err != nil:
		return json.Unmarshal(data, (*[]string)(l))
	case text == nil || *text == "":
		*l = nil
	default:
		*l = StringList{*text}
	}
	return nil
}

// Reason puts the problems of an object into one line, empty when there is none.
func Reason(problems []Problem) string {
	text := ""
	for i, p := range problems {
		if i > 0 {
			text += "; "
		}
		text += p.String()
	}
	return text
}

// Bool is a truth value that some replies quote as a text (contract/vpcep.md 1.9).
type Bool bool

// UnmarshalJSON takes true, false, both as a text, or null.
func (b *Bool) UnmarshalJSON(data []byte) error {
	text := strings.ToLower(strings.Trim(string(data), `"`))
	if text == "null" || text == "" {
		return nil
	}
	value, err := strconv.ParseBool(text)
	*b = Bool(value)
	return err
}

// Sort orders a list on the server; without it the newest object comes first (contract/vpcep.md 0).
type Sort struct {
	// SortKey is "create_at" or "update_at"; Open Telekom Cloud writes "created_at" and "updated_at".
	SortKey string
	// SortDir is "asc" or "desc".
	SortDir string
}

// with adds what a list is filtered by. What is empty is not asked for.
func (s Sort) with(filters map[string]string) url.Values {
	query := url.Values{}
	filters["sort_key"], filters["sort_dir"] = s.SortKey, s.SortDir
	for name, value := range filters {
		if value != "" {
			query.Set(name, value)
		}
	}
	return query
}

// list reads a whole list, page by page; P is one page as the API answers it.
func list[P, T any](
	ctx context.Context, api *client.Service, route string, limit int, query url.Values, open func(*P) ([]T, int), args ...string,
) ([]T, error) {
	return client.All(ctx, limit, func(ctx context.Context, limit, offset int) ([]T, int, error) {
		page := maps.Clone(query)
		page.Set("limit", strconv.Itoa(limit))
		page.Set("offset", strconv.Itoa(offset))
		reply, err := client.Get[P](ctx, api, route, page, args...)
		if err != nil {
			return nil, 0, err
		}
		items, total := open(reply)
		return items, total, nil
	})
}
