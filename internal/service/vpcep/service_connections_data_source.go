package vpcep

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/vpcep"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

var _ datasource.DataSourceWithConfigure = (*serviceConnectionsDataSource)(nil)

// NewServiceConnectionsDataSource is the data source `hwc_vpcep_service_connections`.
func NewServiceConnectionsDataSource() datasource.DataSource {
	return &serviceConnectionsDataSource{framework.NewDataSource(vpcep.New)}
}

type serviceConnectionsDataSource struct {
	framework.DataSource[*vpcep.Client]
}

type serviceConnectionsDataSourceModel struct {
	Region      types.String     `tfsdk:"region"`
	ServiceID   types.String     `tfsdk:"service_id"`
	EndpointID  types.String     `tfsdk:"endpoint_id"`
	MarkerID    types.Int64      `tfsdk:"marker_id"`
	Status      types.String     `tfsdk:"status"`
	DomainID    types.String     `tfsdk:"domain_id"`
	Connections []connectionData `tfsdk:"connections"`
}

func (m serviceConnectionsDataSourceModel) filter() connectionFilter {
	return connectionFilter{EndpointID: m.EndpointID, MarkerID: m.MarkerID, Status: m.Status, DomainID: m.DomainID}
}

// connectionData is a connection as a data source shows it.
type connectionData struct {
	EndpointID  types.String `tfsdk:"endpoint_id"`
	MarkerID    types.Int64  `tfsdk:"marker_id"`
	DomainID    types.String `tfsdk:"domain_id"`
	Status      types.String `tfsdk:"status"`
	Description types.String `tfsdk:"description"`
	CreatedAt   types.String `tfsdk:"created_at"`
	UpdatedAt   types.String `tfsdk:"updated_at"`
	Error       types.String `tfsdk:"error"`
}

func newConnectionData(c vpcep.Connection) connectionData {
	return connectionData{
		EndpointID:  types.StringValue(c.ID),
		MarkerID:    types.Int64Value(c.MarkerID),
		DomainID:    types.StringValue(c.DomainID),
		Status:      types.StringValue(c.Status),
		Description: types.StringPointerValue(c.Description),
		CreatedAt:   types.StringValue(c.CreatedAt),
		UpdatedAt:   types.StringValue(c.UpdatedAt),
		Error:       framework.OrNull(vpcep.Reason(c.Error)),
	}
}

func (d *serviceConnectionsDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_vpcep_service_connections"
}

func (d *serviceConnectionsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := connectionFilters()
	attributes["region"] = framework.DataSourceRegionAttribute()
	attributes["service_id"] = schema.StringAttribute{
		MarkdownDescription: "UUID of the service.", Required: true, Validators: []validator.String{framework.AnyUUID()},
	}
	attributes["connections"] = schema.ListNestedAttribute{
		MarkdownDescription: "The connections, in the order of their marker ids.",
		Computed:            true,
		NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
			"endpoint_id": shown("UUID of the endpoint."),
			"marker_id":   shownInt("Number of the endpoint, which the backend sees in packets."),
			"domain_id":   shown("Id of the account the endpoint belongs to."),
			"status":      shown("Status: " + endpointStatusText),
			"description": shown("Text of the service's owner about the connection."),
			"created_at":  shown("When the endpoint was created, in UTC."),
			"updated_at":  shown("When the connection was last changed, in UTC."),
			"error":       shown("Why the connection failed; null unless it did."),
		}},
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "The endpoints that are connected, or want to be, to a VPC endpoint service of the account, and match all the arguments given.",
		Attributes:          attributes,
	}
}

func (d *serviceConnectionsDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model serviceConnectionsDataSourceModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := reading(ctx)
	defer cancel()

	api := d.API(model.Region)
	connections, err := model.filter().find(ctx, api, model.ServiceID.ValueString())
	if err != nil {
		resp.Diagnostics.Append(couldNotReadPart("connections of the VPC endpoint service "+model.ServiceID.ValueString(), api.Region(), err))
		return
	}
	model.Region = types.StringValue(api.Region())
	model.Connections = framework.Map(connections, newConnectionData)
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}
