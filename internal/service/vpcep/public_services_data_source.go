package vpcep

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/vpcep"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

var _ datasource.DataSourceWithConfigure = (*publicServicesDataSource)(nil)

// NewPublicServicesDataSource is the data source `hwc_vpcep_public_services`.
func NewPublicServicesDataSource() datasource.DataSource {
	return &publicServicesDataSource{framework.NewDataSource(vpcep.New)}
}

type publicServicesDataSource struct {
	framework.DataSource[*vpcep.Client]
}

type publicServicesDataSourceModel struct {
	Region      types.String        `tfsdk:"region"`
	ID          types.String        `tfsdk:"id"`
	Name        types.String        `tfsdk:"name"`
	ServiceName types.String        `tfsdk:"service_name"`
	Services    []publicServiceData `tfsdk:"services"`
}

func (d *publicServicesDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_vpcep_public_services"
}

func (d *publicServicesDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The endpoint services of the cloud itself that match all the arguments given; all of them without any.",
		Attributes: map[string]schema.Attribute{
			"region":       framework.DataSourceRegionAttribute(),
			"id":           filter("with this UUID, so at most one.", framework.AnyUUID()),
			"name":         filter("with exactly this name after the last dot of the full name, such as `dns`.", framework.NotEmpty()),
			"service_name": filter("with exactly this full name.", framework.NotEmpty()),
			"services": schema.ListNestedAttribute{
				MarkdownDescription: "The services, in the order of their full names.",
				Computed:            true,
				NestedObject:        schema.NestedAttributeObject{Attributes: publicServiceDataAttributes()},
			},
		},
	}
}

func (d *publicServicesDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model publicServicesDataSourceModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := reading(ctx)
	defer cancel()

	api := d.API(model.Region)
	services, err := publicServiceFilter{model.ID, model.Name, model.ServiceName}.find(ctx, api)
	if err != nil {
		resp.Diagnostics.Append(couldNotRead("public VPC endpoint services", api.Region(), err))
		return
	}
	model.Region = types.StringValue(api.Region())
	model.Services = framework.Map(services, newPublicServiceData)
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}
