package bcs

import (
	"cmp"
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/bcs"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

var _ datasource.DataSourceWithConfigure = (*quotasDataSource)(nil)

// NewQuotasDataSource is the data source `hwc_bcs_quotas`.
func NewQuotasDataSource() datasource.DataSource {
	return &quotasDataSource{framework.NewDataSource(bcs.New)}
}

type quotasDataSource struct {
	framework.DataSource[*bcs.Client]
}

type quotasDataSourceModel struct {
	Region types.String `tfsdk:"region"`
	Quotas []quotaData  `tfsdk:"quotas"`
}

type quotaData struct {
	Type  types.String `tfsdk:"type"`
	Unit  types.String `tfsdk:"unit"`
	Min   types.Int64  `tfsdk:"min"`
	Max   types.Int64  `tfsdk:"max"`
	Quota types.Int64  `tfsdk:"quota"`
	Used  types.Int64  `tfsdk:"used"`
	Free  types.Int64  `tfsdk:"free"`
}

// newQuotaData works out what is free: the documentation's own example says 0 where it is more (contract/bcs.md 6).
func newQuotaData(q bcs.Quota) quotaData {
	return quotaData{
		Type:  types.StringValue(q.Type),
		Unit:  framework.OrNull(q.Unit),
		Min:   types.Int64Value(q.Min),
		Max:   types.Int64Value(q.Max),
		Quota: types.Int64Value(q.Quota),
		Used:  types.Int64Value(q.Used),
		Free:  types.Int64Value(max(q.Quota-q.Used, 0)),
	}
}

func (d *quotasDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_bcs_quotas"
}

func (d *quotasDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "How many BCS instances the project has, and how many it may have.",
		Attributes: map[string]schema.Attribute{
			"region": framework.DataSourceRegionAttribute(),
			"quotas": schema.ListNestedAttribute{
				MarkdownDescription: "The quotas, in the order of their types.",
				Computed:            true,
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"type":  framework.Shown("What is counted: `instance`."),
					"unit":  framework.Shown("Unit of the numbers; null for things that are counted."),
					"min":   framework.ShownInt("The lowest quota the cloud grants."),
					"max":   framework.ShownInt("The highest quota the cloud grants."),
					"quota": framework.ShownInt("How many there may be."),
					"used":  framework.ShownInt("How many there are."),
					"free":  framework.ShownInt("How many more there may be."),
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
	ctx, cancel := framework.Reading(ctx)
	defer cancel()

	api := d.API(model.Region)
	quotas, err := api.ListQuotas(ctx)
	if err != nil {
		resp.Diagnostics.Append(couldNotRead("BCS quotas", api.Region(), err))
		return
	}
	slices.SortFunc(quotas, func(a, b bcs.Quota) int { return cmp.Compare(a.Type, b.Type) })
	model.Region = types.StringValue(api.Region())
	model.Quotas = framework.Map(quotas, newQuotaData)
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}
