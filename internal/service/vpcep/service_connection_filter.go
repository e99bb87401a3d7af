package vpcep

import (
	"cmp"
	"context"
	"slices"
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/vpcep"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

// connectionFilter is what a data source or a list asks of the connections of a service. What is not set is not asked.
type connectionFilter struct {
	EndpointID, Status, DomainID types.String
	MarkerID                     types.Int64
}

// request is the part of the filter that the API applies.
func (f connectionFilter) request() vpcep.ListConnectionsRequest {
	r := vpcep.ListConnectionsRequest{EndpointID: f.EndpointID.ValueString(), Status: f.Status.ValueString()}
	if !f.MarkerID.IsNull() {
		r.MarkerID = strconv.FormatInt(f.MarkerID.ValueInt64(), 10)
	}
	return r
}

// matches applies the whole filter: not every cloud applies its part, and the API knows none for accounts.
func (f connectionFilter) matches(c vpcep.Connection) bool {
	return equalID(f.EndpointID, c.ID) && equal(f.Status, c.Status) && equal(f.DomainID, c.DomainID) &&
		(f.MarkerID.IsNull() || f.MarkerID.ValueInt64() == c.MarkerID)
}

// find reads the connections of a service that match, in the order of their marker ids.
func (f connectionFilter) find(ctx context.Context, api *vpcep.Client, serviceID string) ([]vpcep.Connection, error) {
	connections, err := api.ListConnections(ctx, serviceID, f.request())
	if err != nil {
		return nil, err
	}
	connections = slices.DeleteFunc(connections, func(c vpcep.Connection) bool { return !f.matches(c) })
	slices.SortFunc(connections, func(a, b vpcep.Connection) int {
		return cmp.Or(cmp.Compare(a.MarkerID, b.MarkerID), cmp.Compare(a.ID, b.ID))
	})
	return connections, nil
}

// connectionFilters are the arguments of the plural data source.
func connectionFilters() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"endpoint_id": filter("of the endpoint with this UUID, so at most one.", framework.AnyUUID()),
		"marker_id":   schema.Int64Attribute{MarkdownDescription: "Only those of the endpoint with this marker id, so at most one.", Optional: true},
		"status":      filter("with this status: "+endpointStatusText, stringvalidator.OneOf(endpointStatuses...)),
		"domain_id":   filter("of endpoints of the account with this id.", framework.NotEmpty()),
	}
}
