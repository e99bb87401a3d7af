package vpcep

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/vpcep"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

var _ datasource.DataSourceWithConfigure = (*endpointsDataSource)(nil)

// NewEndpointsDataSource is the data source `hwc_vpcep_endpoints`.
func NewEndpointsDataSource() datasource.DataSource {
	return &endpointsDataSource{framework.NewDataSource(vpcep.New)}
}

type endpointsDataSource struct {
	framework.DataSource[*vpcep.Client]
}

type endpointsDataSourceModel struct {
	Region      types.String   `tfsdk:"region"`
	ID          types.String   `tfsdk:"id"`
	ServiceID   types.String   `tfsdk:"service_id"`
	ServiceName types.String   `tfsdk:"service_name"`
	VpcID       types.String   `tfsdk:"vpc_id"`
	Status      types.String   `tfsdk:"status"`
	Tags        types.Map      `tfsdk:"tags"`
	Endpoints   []endpointData `tfsdk:"endpoints"`
}

func (d *endpointsDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_vpcep_endpoints"
}

func (d *endpointsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := endpointFilters()
	attributes["region"] = framework.DataSourceRegionAttribute()
	attributes["endpoints"] = schema.ListNestedAttribute{
		MarkdownDescription: "The endpoints, in the order of their services and, for one service, of their marker ids.",
		Computed:            true,
		NestedObject:        schema.NestedAttributeObject{Attributes: endpointDataAttributes()},
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "The VPC endpoints of the project that match all the arguments given; all of them without any.",
		Attributes:          attributes,
	}
}

func (d *endpointsDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model endpointsDataSourceModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := reading(ctx)
	defer cancel()

	api := d.API(model.Region)
	filter := endpointFilter{model.ID, model.ServiceID, model.ServiceName, model.VpcID, model.Status, model.Tags}
	endpoints, err := filter.find(ctx, api)
	if err != nil {
		resp.Diagnostics.Append(couldNotRead("VPC endpoints", api.Region(), err))
		return
	}
	model.Region = types.StringValue(api.Region())
	model.Endpoints = framework.Map(endpoints, newEndpointData)
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}
