package vpcep

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/vpcep"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

var _ datasource.DataSourceWithConfigure = (*servicesDataSource)(nil)

// NewServicesDataSource is the data source `hwc_vpcep_services`.
func NewServicesDataSource() datasource.DataSource {
	return &servicesDataSource{framework.NewDataSource(vpcep.New)}
}

type servicesDataSource struct {
	framework.DataSource[*vpcep.Client]
}

type servicesDataSourceModel struct {
	Region      types.String  `tfsdk:"region"`
	ID          types.String  `tfsdk:"id"`
	Name        types.String  `tfsdk:"name"`
	ServiceName types.String  `tfsdk:"service_name"`
	Status      types.String  `tfsdk:"status"`
	ServerType  types.String  `tfsdk:"server_type"`
	VpcID       types.String  `tfsdk:"vpc_id"`
	Tags        types.Map     `tfsdk:"tags"`
	Services    []serviceData `tfsdk:"services"`
}

func (d *servicesDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_vpcep_services"
}

func (d *servicesDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := serviceFilters()
	attributes["region"] = framework.DataSourceRegionAttribute()
	attributes["services"] = schema.ListNestedAttribute{
		MarkdownDescription: "The services, in the order of their full names.",
		Computed:            true,
		NestedObject:        schema.NestedAttributeObject{Attributes: serviceDataAttributes()},
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "The VPC endpoint services of the account that match all the arguments given; all of them without any.",
		Attributes:          attributes,
	}
}

func (d *servicesDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model servicesDataSourceModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := reading(ctx)
	defer cancel()

	api := d.API(model.Region)
	filter := serviceFilter{model.ID, model.Name, model.ServiceName, model.Status, model.ServerType, model.VpcID, model.Tags}
	services, err := filter.find(ctx, api)
	if err != nil {
		resp.Diagnostics.Append(couldNotRead("VPC endpoint services", api.Region(), err))
		return
	}
	model.Region = types.StringValue(api.Region())
	model.Services = framework.Map(services, newServiceData)
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}
