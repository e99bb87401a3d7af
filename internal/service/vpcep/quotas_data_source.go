package vpcep

import (
	"cmp"
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/vpcep"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

var _ datasource.DataSourceWithConfigure = (*quotasDataSource)(nil)

// NewQuotasDataSource is the data source `hwc_vpcep_quotas`.
func NewQuotasDataSource() datasource.DataSource {
	return &quotasDataSource{framework.NewDataSource(vpcep.New)}
}

type quotasDataSource struct {
	framework.DataSource[*vpcep.Client]
}

type quotasDataSourceModel struct {
	Region types.String `tfsdk:"region"`
	Type   types.String `tfsdk:"type"`
	Quotas []quotaData  `tfsdk:"quotas"`
}

type quotaData struct {
	Type  types.String `tfsdk:"type"`
	Used  types.Int64  `tfsdk:"used"`
	Quota types.Int64  `tfsdk:"quota"`
}

func newQuotaData(q vpcep.Quota) quotaData {
	return quotaData{types.StringValue(q.Type), types.Int64Value(q.Used), types.Int64Value(q.Quota)}
}

func (d *quotasDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_vpcep_quotas"
}

func (d *quotasDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "How many VPC endpoint services and endpoints the account has in a region, and how many it may have.",
		Attributes: map[string]schema.Attribute{
			"region": framework.DataSourceRegionAttribute(),
			"type":   filter("of this type: `endpoint_service` or `endpoint`.", stringvalidator.OneOf(vpcep.ServiceTags, vpcep.EndpointTags)),
			"quotas": schema.ListNestedAttribute{
				MarkdownDescription: "The quotas, in the order of their types.",
				Computed:            true,
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"type":  shown("What is counted: `endpoint_service` or `endpoint`."),
					"used":  shownInt("How many there are."),
					"quota": shownInt("How many there may be."),
				}},
			},
		},
	}
}

func (d *quotasDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model quotasDataSourceModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := reading(ctx)
	defer cancel()

	api := d.API(model.Region)
	quotas, err := api.ListQuotas(ctx, model.Type.ValueString())
	if err != nil {
		resp.Diagnostics.Append(couldNotRead("quotas of the VPC endpoint service", api.Region(), err))
		return
	}
	quotas = slices.DeleteFunc(quotas, func(q vpcep.Quota) bool { return !equal(model.Type, q.Type) })
	slices.SortFunc(quotas, func(a, b vpcep.Quota) int { return cmp.Compare(a.Type, b.Type) })
	model.Region = types.StringValue(api.Region())
	model.Quotas = framework.Map(quotas, newQuotaData)
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}
