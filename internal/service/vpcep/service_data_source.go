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

var _ datasource.DataSourceWithConfigure = (*serviceDataSource)(nil)

// NewServiceDataSource is the data source `hwc_vpcep_service`.
func NewServiceDataSource() datasource.DataSource {
	return &serviceDataSource{framework.NewDataSource(vpcep.New)}
}

type serviceDataSource struct {
	framework.DataSource[*vpcep.Client]
}

type serviceDataSourceModel struct {
	Region types.String `tfsdk:"region"`
	serviceData
}

func (d *serviceDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_vpcep_service"
}

func (d *serviceDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := serviceDataAttributes()
	maps.Copy(attributes, serviceSelectors())
	attributes["region"] = framework.DataSourceRegionAttribute()
	resp.Schema = schema.Schema{
		MarkdownDescription: "One VPC endpoint service of the project. Exactly one service must match all the arguments given.",
		Attributes:          attributes,
	}
}

func (d *serviceDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model serviceDataSourceModel
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
		resp.Diagnostics.Append(couldNotRead("VPC endpoint service", api.Region(), err))
		return
	}
	service, err := framework.One("VPC endpoint service", services, describeServiceData)
	if err != nil {
		resp.Diagnostics.Append(couldNotRead("VPC endpoint service", api.Region(), err))
		return
	}
	model = serviceDataSourceModel{types.StringValue(api.Region()), newServiceData(service)}
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}
