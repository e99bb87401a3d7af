package vpcep

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/vpcep"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

var _ datasource.DataSourceWithConfigure = (*publicServiceDataSource)(nil)

// NewPublicServiceDataSource is the data source `hwc_vpcep_public_service`.
func NewPublicServiceDataSource() datasource.DataSource {
	return &publicServiceDataSource{framework.NewDataSource(vpcep.New)}
}

type publicServiceDataSource struct {
	framework.DataSource[*vpcep.Client]
}

type publicServiceDataSourceModel struct {
	Region types.String `tfsdk:"region"`
	publicServiceData
}

func (d *publicServiceDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_vpcep_public_service"
}

func (d *publicServiceDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := publicServiceDataAttributes()
	attributes["region"] = framework.DataSourceRegionAttribute()
	attributes["id"] = selector("UUID of the service: the `service_id` of an endpoint.", framework.AnyUUID())
	attributes["name"] = selector("What follows the last dot of the full name, such as `dns`, exactly.", framework.NotEmpty())
	attributes["service_name"] = selector("Full name of the service, such as `com.myhuaweicloud.cn-north-4.dns`, exactly.", framework.NotEmpty())
	resp.Schema = schema.Schema{
		MarkdownDescription: "One endpoint service of the cloud itself, such as DNS or object storage. Exactly one service must match all the arguments given.",
		Attributes:          attributes,
	}
}

func (d *publicServiceDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model publicServiceDataSourceModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := reading(ctx)
	defer cancel()

	api := d.API(model.Region)
	services, err := publicServiceFilter{model.ID, model.Name, model.ServiceName}.find(ctx, api)
	if err != nil {
		resp.Diagnostics.Append(couldNotRead("public VPC endpoint service", api.Region(), err))
		return
	}
	service, err := framework.One("public VPC endpoint service", services, func(s vpcep.PublicService) string { return s.ServiceName })
	if err != nil {
		resp.Diagnostics.Append(couldNotRead("public VPC endpoint service", api.Region(), err))
		return
	}
	model = publicServiceDataSourceModel{types.StringValue(api.Region()), newPublicServiceData(service)}
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}
