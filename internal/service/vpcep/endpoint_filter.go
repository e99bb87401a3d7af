package vpcep

import (
	"cmp"
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/vpcep"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

// endpointFilter is what a data source or a list asks of endpoints. What is not set is not asked.
type endpointFilter struct {
	ID, ServiceID, ServiceName, VpcID, Status types.String
	Tags                                      types.Map
}

// request is the part of the filter that the API applies.
func (f endpointFilter) request() vpcep.ListEndpointsRequest {
	return vpcep.ListEndpointsRequest{
		ServiceName: f.ServiceName.ValueString(),
		VpcID:       f.VpcID.ValueString(),
		ID:          f.ID.ValueString(),
	}
}

// matches applies the whole filter.
func (f endpointFilter) matches(e vpcep.Endpoint) bool {
	return equalID(f.ID, e.ID) && equalID(f.ServiceID, e.ServiceID) && equal(f.ServiceName, e.ServiceName) && equalID(f.VpcID, e.VpcID) &&
		equal(f.Status, e.Status) && hasTags(f.Tags, vpcep.TagMap(e.Tags))
}

// find reads the endpoints that match, in the order of their services and, for one service, of their marker ids.
func (f endpointFilter) find(ctx context.Context, api *vpcep.Client) ([]vpcep.Endpoint, error) {
	endpoints, err := api.ListEndpoints(ctx, f.request())
	if err != nil {
		return nil, err
	}
	endpoints = slices.DeleteFunc(endpoints, func(e vpcep.Endpoint) bool { return !f.matches(e) })
	slices.SortFunc(endpoints, func(a, b vpcep.Endpoint) int {
		return cmp.Or(cmp.Compare(a.ServiceName, b.ServiceName), cmp.Compare(a.MarkerID, b.MarkerID), cmp.Compare(a.ID, b.ID))
	})
	return endpoints, nil
}

// endpointData is an endpoint as a data source shows it.
type endpointData struct {
	ID                types.String `tfsdk:"id"`
	ServiceID         types.String `tfsdk:"service_id"`
	ServiceName       types.String `tfsdk:"service_name"`
	ServiceType       types.String `tfsdk:"service_type"`
	VpcID             types.String `tfsdk:"vpc_id"`
	SubnetID          types.String `tfsdk:"subnet_id"`
	Status            types.String `tfsdk:"status"`
	Tags              types.Map    `tfsdk:"tags"`
	Description       types.String `tfsdk:"description"`
	MarkerID          types.Int64  `tfsdk:"marker_id"`
	IPAddress         types.String `tfsdk:"ip_address"`
	IPVersion         types.String `tfsdk:"ip_version"`
	IPv6Address       types.String `tfsdk:"ipv6_address"`
	EnableDNS         types.Bool   `tfsdk:"enable_dns"`
	DNSNames          []string     `tfsdk:"dns_names"`
	EnableWhitelist   types.Bool   `tfsdk:"enable_whitelist"`
	Whitelist         []string     `tfsdk:"whitelist"`
	RouteTableIDs     []string     `tfsdk:"route_table_ids"`
	PolicyStatement   types.String `tfsdk:"policy_statement"`
	PolicyDocument    types.String `tfsdk:"policy_document"`
	EnableStatus      types.String `tfsdk:"enable_status"`
	ActiveStatus      []string     `tfsdk:"active_status"`
	SpecificationName types.String `tfsdk:"specification_name"`
	PublicBorderGroup types.String `tfsdk:"public_border_group"`
	ProjectID         types.String `tfsdk:"project_id"`
	CreatedAt         types.String `tfsdk:"created_at"`
	UpdatedAt         types.String `tfsdk:"updated_at"`
	Error             types.String `tfsdk:"error"`
}

func newEndpointData(e vpcep.Endpoint) endpointData {
	return endpointData{
		ID:                types.StringValue(e.ID),
		ServiceID:         types.StringValue(e.ServiceID),
		ServiceName:       types.StringValue(e.ServiceName),
		ServiceType:       types.StringValue(e.ServiceType),
		VpcID:             types.StringValue(e.VpcID),
		SubnetID:          framework.OrNull(e.SubnetID),
		Status:            types.StringValue(e.Status),
		Tags:              framework.StringMap(vpcep.TagMap(e.Tags)),
		Description:       types.StringPointerValue(e.Description),
		MarkerID:          types.Int64Value(e.MarkerID),
		IPAddress:         framework.OrNull(e.IP),
		IPVersion:         framework.OrNull(e.IPVersion),
		IPv6Address:       framework.OrNull(e.IPv6Address),
		EnableDNS:         types.BoolPointerValue(e.EnableDNS),
		DNSNames:          e.DNSNames,
		EnableWhitelist:   types.BoolPointerValue(e.EnableWhitelist),
		Whitelist:         slices.Sorted(slices.Values(e.Whitelist)),
		RouteTableIDs:     slices.Sorted(slices.Values(e.RouteTables)),
		PolicyStatement:   keptPolicy(policyValue{}, e.PolicyStatement).StringValue,
		PolicyDocument:    keptPolicy(policyValue{}, e.PolicyDocument).StringValue,
		EnableStatus:      framework.OrNull(e.EnableStatus),
		ActiveStatus:      e.ActiveStatus,
		SpecificationName: framework.OrNull(e.SpecificationName),
		PublicBorderGroup: framework.OrNull(e.PublicBorderGroup),
		ProjectID:         types.StringValue(e.ProjectID),
		CreatedAt:         types.StringValue(e.CreatedAt),
		UpdatedAt:         types.StringValue(e.UpdatedAt),
		Error:             framework.OrNull(vpcep.Reason(e.Error)),
	}
}

// describeEndpointData tells an endpoint from others, for messages.
func describeEndpointData(e vpcep.Endpoint) string {
	return e.ID + " to " + e.ServiceName + " (" + e.Status + ")"
}

var endpointStatuses = []string{
	vpcep.EndpointPending, vpcep.EndpointCreating, vpcep.EndpointAccepted, vpcep.EndpointRejected, vpcep.EndpointFailed, vpcep.EndpointDeleting,
}

const endpointStatusText = "`pendingAcceptance`, `creating`, `accepted`, `rejected`, `failed` or `deleting`."

func endpointDataAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"id":                  shown("UUID of the endpoint."),
		"service_id":          shown("UUID of the service the endpoint is connected to."),
		"service_name":        shown("Full name of the service."),
		"service_type":        shown("Type of the service: `interface` or `gateway`."),
		"vpc_id":              shown("UUID of the VPC the endpoint is in."),
		"subnet_id":           shown("Network id of its subnet; null for gateway endpoints."),
		"status":              shown("Status: " + endpointStatusText),
		"tags":                shownTags(),
		"description":         shown("Text about the endpoint."),
		"marker_id":           shownInt("Number of the endpoint, which the backend sees in packets."),
		"ip_address":          shown("IPv4 address; null for gateway endpoints and until the endpoint is accepted."),
		"ip_version":          shown("IP version of a professional endpoint, else null."),
		"ipv6_address":        shown("IPv6 address of a professional dual-stack endpoint, else null."),
		"enable_dns":          shownBool("Whether the cloud makes a private domain name; null for gateway endpoints."),
		"dns_names":           shownList("Private domain names, once the endpoint is accepted."),
		"enable_whitelist":    shownBool("Whether only the addresses of `whitelist` may use the endpoint; null for gateway endpoints."),
		"whitelist":           shownList("IPv4 addresses and networks that may use the endpoint, sorted."),
		"route_table_ids":     shownList("UUIDs of the route tables that lead to a gateway service, sorted."),
		"policy_statement":    shown("Policy of an endpoint of a gateway service, as JSON; else null."),
		"policy_document":     shown("Policy of an endpoint of an interface service, as JSON; else null."),
		"enable_status":       shown("Whether the endpoint is in use: `enable` or `disable`."),
		"active_status":       shownList("Whether the account may use it: `active` or `frozen`."),
		"specification_name":  shown("Specification of the endpoint."),
		"public_border_group": shown("Group of edge sites the endpoint is in; null where the cloud does not say."),
		"project_id":          shown("Id of the project the endpoint belongs to."),
		"created_at":          shown("When the endpoint was created, in UTC."),
		"updated_at":          shown("When the endpoint was last changed, in UTC."),
		"error":               shown("Why the endpoint failed; null unless it did."),
	}
}

// endpointSelectors are the arguments of the single data source.
func endpointSelectors() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"id":           selector("UUID of the endpoint.", framework.AnyUUID()),
		"service_id":   selector("UUID of the service the endpoint is connected to.", framework.AnyUUID()),
		"service_name": selector("Full name of the service, exactly.", framework.NotEmpty()),
		"vpc_id":       selector("UUID of the VPC the endpoint is in.", framework.AnyUUID()),
		"status":       selector("Status: "+endpointStatusText, stringvalidator.OneOf(endpointStatuses...)),
		"tags":         tagsSelector(),
	}
}

// endpointFilters are the arguments of the plural data source.
func endpointFilters() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"id":           filter("with this UUID, so at most one.", framework.AnyUUID()),
		"service_id":   filter("connected to the service with this UUID.", framework.AnyUUID()),
		"service_name": filter("connected to the service with exactly this full name.", framework.NotEmpty()),
		"vpc_id":       filter("in this VPC.", framework.AnyUUID()),
		"status":       filter("with this status: "+endpointStatusText, stringvalidator.OneOf(endpointStatuses...)),
		"tags":         tagsFilter(),
	}
}
