// Package vpcep speaks the VPC Endpoint API (contract/vpcep.md): endpoint services, endpoints and the
// connections between them. One file per noun: wire structs first, then a method per operation.
package vpcep

import (
	"context"
	"encoding/json"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
)

// MaxPage is the largest page the API gives for a list (contract/vpcep.md 0).
const MaxPage = 1000

// Client is the VPC Endpoint API of one region.
type Client struct {
	api  *client.Service
	run  *run
	core *client.Client
}

// New returns the VPC Endpoint API of a region; an empty region means the client's own.
func New(c *client.Client, region string) *Client {
	api := c.Service("vpcep", region)
	shared := c.Memo("vpcep/"+api.Region(), func() any { return newRun(api) })
	return &Client{api: api, core: c, run: shared.(*run)} //nolint:forcetypeassert // the function above made it
}

// Region is the region this client speaks to.
func (c *Client) Region() string { return c.api.Region() }

// run is what one run of the provider learns about a region and shares between its calls.
type run struct {
	services     *client.Batch[Service]
	endpoints    *client.Batch[Endpoint]
	serviceTypes serviceTypes
}

func newRun(api *client.Service) *run {
	one := &Client{api: api}
	return &run{
		services: &client.Batch[Service]{
			One:  one.getService,
			Many: one.ListServices,
			ID:   func(s *Service) string { return s.ID },
			Gone: errServiceGone,
		},
		endpoints: &client.Batch[Endpoint]{
			One:  one.getEndpoint,
			Many: one.ListEndpoints,
			ID:   func(e *Endpoint) string { return e.ID },
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
	var text string
	if json.Unmarshal(data, &text) == nil && text != "" {
		*l = StringList{text}
		return nil
	}
	return json.Unmarshal(data, (*[]string)(l))
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

// all reads a whole list, page by page.
func all[T any](ctx context.Context, fetch func(ctx context.Context, limit, offset int) ([]T, int, error)) ([]T, error) {
	return client.All(ctx, MaxPage, fetch)
}
