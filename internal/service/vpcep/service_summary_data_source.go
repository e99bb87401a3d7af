package vpcep

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/vpcep"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

var _ datasource.DataSourceWithConfigure = (*serviceSummaryDataSource)(nil)

// NewServiceSummaryDataSource is the data source `hwc_vpcep_service_summary`.
func NewServiceSummaryDataSource() datasource.DataSource {
	return &serviceSummaryDataSource{framework.NewDataSource(vpcep.New)}
}

type serviceSummaryDataSource struct {
	framework.DataSource[*vpcep.Client]
}

type serviceSummaryDataSourceModel struct {
	Region            types.String `tfsdk:"region"`
	ID                types.String `tfsdk:"id"`
	ServiceName       types.String `tfsdk:"service_name"`
	ServiceType       types.String `tfsdk:"service_type"`
	IsCharge          types.Bool   `tfsdk:"is_charge"`
	EnablePolicy      types.Bool   `tfsdk:"enable_policy"`
	PublicBorderGroup types.String `tfsdk:"public_border_group"`
	CreatedAt         types.String `tfsdk:"created_at"`
}

func (d *serviceSummaryDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_vpcep_service_summary"
}

func (d *serviceSummaryDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	id := selector("UUID of the service. Either this or `service_name`.", framework.AnyUUID(), stringvalidator.ExactlyOneOf(path.MatchRoot("service_name")))
	resp.Schema = schema.Schema{
		MarkdownDescription: "What everybody may know of a VPC endpoint service, also of another account's or of the cloud itself: what a consumer needs to connect to it.",
		Attributes: map[string]schema.Attribute{
			"region":              framework.DataSourceRegionAttribute(),
			"id":                  id,
			"service_name":        selector("Full name of the service, exactly. Either this or `id`.", framework.NotEmpty()),
			"service_type":        shown("Type: `interface` or `gateway`."),
			"is_charge":           shownBool("Whether an endpoint of the service is billed."),
			"enable_policy":       shownBool("Whether endpoints of the service may have a policy; null where the cloud does not say."),
			"public_border_group": shown("Group of edge sites the service is in; null where the cloud does not say."),
			"created_at":          shown("When the service was created, in UTC."),
		},
	}
}

func (d *serviceSummaryDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model serviceSummaryDataSourceModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := reading(ctx)
	defer cancel()

	api := d.API(model.Region)
	var service *vpcep.ServiceDescription
	var err error
	if model.ID.IsNull() {
		service, err = api.DescribeServiceByName(ctx, model.ServiceName.ValueString())
	} else {
		service, err = api.DescribeService(ctx, model.ID.ValueString())
	}
	if err != nil {
		resp.Diagnostics.Append(couldNotRead(framework.ObjectName("VPC endpoint service", model.ServiceName, model.ID, types.StringNull()), api.Region(), err))
		return
	}
	model = serviceSummaryDataSourceModel{
		Region:            types.StringValue(api.Region()),
		ID:                types.StringValue(service.ID),
		ServiceName:       types.StringValue(service.ServiceName),
		ServiceType:       types.StringValue(service.ServiceType),
		IsCharge:          types.BoolValue(bool(service.IsCharge)),
		EnablePolicy:      types.BoolPointerValue(service.EnablePolicy),
		PublicBorderGroup: framework.OrNull(service.PublicBorderGroup),
		CreatedAt:         types.StringValue(service.CreatedAt),
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}
