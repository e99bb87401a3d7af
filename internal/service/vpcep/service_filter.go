package vpcep

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/vpcep"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

// serviceFilter is what a data source or a list asks of services. What is not set is not asked.
type serviceFilter struct {
	ID, Name, ServiceName, Status, ServerType, VpcID types.String
	Tags                                             types.Map
}

// request is the part of the filter that the API applies.
func (f serviceFilter) request() vpcep.ListServicesRequest {
	return vpcep.ListServicesRequest{
		ServiceName: cmp.Or(f.ServiceName.ValueString(), f.Name.ValueString()),
		ID:          f.ID.ValueString(),
		Status:      f.Status.ValueString(),
		ServerType:  f.ServerType.ValueString(),
	}
}

// matches applies the whole filter: names are exact here and parts of names in the API.
func (f serviceFilter) matches(s vpcep.Service) bool {
	return equalID(f.ID, s.ID) && equal(f.Name, s.Name()) && equal(f.ServiceName, s.ServiceName) && equal(f.Status, s.Status) &&
		equal(f.ServerType, s.ServerType) && equalID(f.VpcID, s.VpcID) && hasTags(f.Tags, vpcep.TagMap(s.Tags))
}

// find reads the services that match, in the order of their full names.
func (f serviceFilter) find(ctx context.Context, api *vpcep.Client) ([]vpcep.Service, error) {
	services, err := api.ListServices(ctx, f.request())
	if err != nil {
		return nil, err
	}
	services = slices.DeleteFunc(services, func(s vpcep.Service) bool { return !f.matches(s) })
	slices.SortFunc(services, func(a, b vpcep.Service) int { return cmp.Compare(a.ServiceName, b.ServiceName) })
	return services, nil
}

// serviceData is a service as a data source shows it.
type serviceData struct {
	ID                types.String `tfsdk:"id"`
	Name              types.String `tfsdk:"name"`
	ServiceName       types.String `tfsdk:"service_name"`
	Status            types.String `tfsdk:"status"`
	ServerType        types.String `tfsdk:"server_type"`
	VpcID             types.String `tfsdk:"vpc_id"`
	Tags              types.Map    `tfsdk:"tags"`
	Description       types.String `tfsdk:"description"`
	PortID            types.String `tfsdk:"port_id"`
	ServiceType       types.String `tfsdk:"service_type"`
	ApprovalEnabled   types.Bool   `tfsdk:"approval_enabled"`
	Ports             []portModel  `tfsdk:"ports"`
	TCPProxy          types.String `tfsdk:"tcp_proxy"`
	EnablePolicy      types.Bool   `tfsdk:"enable_policy"`
	ConnectionCount   types.Int64  `tfsdk:"connection_count"`
	SupportedEditions []string     `tfsdk:"supported_editions"`
	PublicBorderGroup types.String `tfsdk:"public_border_group"`
	ProjectID         types.String `tfsdk:"project_id"`
	DomainID          types.String `tfsdk:"domain_id"`
	CreatedAt         types.String `tfsdk:"created_at"`
	UpdatedAt         types.String `tfsdk:"updated_at"`
	Error             types.String `tfsdk:"error"`
}

func newServiceData(s vpcep.Service) serviceData {
	ports := make([]portModel, len(s.Ports))
	for i, p := range s.Ports {
		ports[i] = portModel{types.Int64Value(p.ClientPort), types.Int64Value(p.ServerPort), types.StringValue(strings.ToUpper(cmp.Or(p.Protocol, "TCP")))}
	}
	slices.SortFunc(ports, func(a, b portModel) int {
		return cmp.Or(cmp.Compare(a.ClientPort.ValueInt64(), b.ClientPort.ValueInt64()), cmp.Compare(a.Protocol.ValueString(), b.Protocol.ValueString()))
	})
	return serviceData{
		ID:                types.StringValue(s.ID),
		Name:              types.StringValue(s.Name()),
		ServiceName:       types.StringValue(s.ServiceName),
		Status:            types.StringValue(s.Status),
		ServerType:        types.StringValue(s.ServerType),
		VpcID:             types.StringValue(s.VpcID),
		Tags:              framework.StringMap(vpcep.TagMap(s.Tags)),
		Description:       types.StringPointerValue(s.Description),
		PortID:            types.StringValue(s.PortID),
		ServiceType:       types.StringValue(s.ServiceType),
		ApprovalEnabled:   types.BoolPointerValue(s.ApprovalEnabled),
		Ports:             ports,
		TCPProxy:          framework.OrNull(s.TCPProxy),
		EnablePolicy:      types.BoolPointerValue(s.EnablePolicy),
		ConnectionCount:   types.Int64PointerValue(s.ConnectionCount),
		SupportedEditions: s.SupportedEditions,
		PublicBorderGroup: framework.OrNull(s.PublicBorderGroup),
		ProjectID:         types.StringValue(s.ProjectID),
		DomainID:          framework.OrNull(s.DomainID),
		CreatedAt:         types.StringValue(s.CreatedAt),
		UpdatedAt:         types.StringValue(s.UpdatedAt),
		Error:             framework.OrNull(vpcep.Reason(s.Error)),
	}
}

// describeServiceData tells a service from others, for messages.
func describeServiceData(s vpcep.Service) string { return s.ServiceName + " (" + s.Status + ")" }

var serviceStatuses = []string{vpcep.ServiceCreating, vpcep.ServiceAvailable, vpcep.ServiceFailed, vpcep.ServiceDeleting}

func serviceDataAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"id":               shown("UUID of the service."),
		"name":             shown("Short name of the service."),
		"service_name":     shown("Full name of the service, `{region}.{name}.{id}`."),
		"status":           shown("Status: `creating`, `available`, `failed` or `deleting`."),
		"server_type":      shown("Kind of backend: `VM`, `LB`, `VIP` or `BMS`."),
		"vpc_id":           shown("UUID of the VPC the backend is in."),
		"tags":             shownTags(),
		"description":      shown("Text about the service."),
		"port_id":          shown("UUID of the port of the backend."),
		"service_type":     shown("Type: `interface` or `gateway`."),
		"approval_enabled": shownBool("Whether an endpoint needs the acceptance of the service's owner."),
		"ports": schema.ListNestedAttribute{
			MarkdownDescription: "Port mappings, in the order of the client ports.",
			Computed:            true,
			NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				"client_port": shownInt("Port an endpoint listens on."),
				"server_port": shownInt("Port of the backend."),
				"protocol":    shown("Protocol: `TCP` or `UDP`."),
			}},
		},
		"tcp_proxy":           shown("How the client's address reaches the backend: `close`, `toa_open`, `proxy_open`, `open` or `proxy_vni`."),
		"enable_policy":       shownBool("Whether endpoints of the service may have a policy; null where the cloud does not say."),
		"connection_count":    shownInt("How many endpoints are connected or about to be; null where the cloud does not say."),
		"supported_editions":  shownList("Editions of endpoints the service takes: `basic`, `profession`."),
		"public_border_group": shown("Group of edge sites the service is in; null where the cloud does not say."),
		"project_id":          shown("Id of the project the service belongs to."),
		"domain_id":           shown("Id of the account that owns the service; null where the cloud does not say."),
		"created_at":          shown("When the service was created, in UTC."),
		"updated_at":          shown("When the service was last changed, in UTC."),
		"error":               shown("Why the service failed; null unless it did."),
	}
}

// serviceSelectors are the arguments of the single data source.
func serviceSelectors() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"id":           selector("UUID of the service.", framework.AnyUUID()),
		"name":         selector("Short name of the service, exactly.", framework.NotEmpty()),
		"service_name": selector("Full name of the service, exactly.", framework.NotEmpty()),
		"status":       selector("Status: `creating`, `available`, `failed` or `deleting`.", stringvalidator.OneOf(serviceStatuses...)),
		"server_type":  selector("Kind of backend: `VM`, `LB`, `VIP` or `BMS`.", stringvalidator.OneOf(serverTypes...)),
		"vpc_id":       selector("UUID of the VPC the backend is in.", framework.AnyUUID()),
		"tags":         tagsSelector(),
	}
}

// serviceFilters are the arguments of the plural data source.
func serviceFilters() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"id":           filter("with this UUID, so at most one.", framework.AnyUUID()),
		"name":         filter("with exactly this short name.", framework.NotEmpty()),
		"service_name": filter("with exactly this full name.", framework.NotEmpty()),
		"status":       filter("with this status: `creating`, `available`, `failed` or `deleting`.", stringvalidator.OneOf(serviceStatuses...)),
		"server_type":  filter("with this kind of backend: `VM`, `LB`, `VIP` or `BMS`.", stringvalidator.OneOf(serverTypes...)),
		"vpc_id":       filter("whose backend is in this VPC.", framework.AnyUUID()),
		"tags":         tagsFilter(),
	}
}
