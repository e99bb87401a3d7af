package vpcep

import (
	"context"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/vpcep"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

var _ datasource.DataSourceWithConfigure = (*endpointDataSource)(nil)

// NewEndpointDataSource is the data source `hwc_vpcep_endpoint`.
func NewEndpointDataSource() datasource.DataSource {
	return &endpointDataSource{framework.NewDataSource(vpcep.New)}
}

type endpointDataSource struct {
	framework.DataSource[*vpcep.Client]
}

type endpointDataSourceModel struct {
	Region types.String `tfsdk:"region"`
	endpointData
}

func (d *endpointDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_vpcep_endpoint"
}

func (d *endpointDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := endpointDataAttributes()
	maps.Copy(attributes, endpointSelectors())
	attributes["region"] = framework.DataSourceRegionAttribute()
	resp.Schema = schema.Schema{
		MarkdownDescription: "One VPC endpoint of the project. Exactly one endpoint must match all the arguments given.",
		Attributes:          attributes,
	}
}

func (d *endpointDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model endpointDataSourceModel
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
		resp.Diagnostics.Append(couldNotRead("VPC endpoint", api.Region(), err))
		return
	}
	endpoint, err := framework.One("VPC endpoint", endpoints, describeEndpointData)
	if err != nil {
		resp.Diagnostics.Append(couldNotRead("VPC endpoint", api.Region(), err))
		return
	}
	model = endpointDataSourceModel{types.StringValue(api.Region()), newEndpointData(endpoint)}
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}
