package vpcep

import (
	"cmp"
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/vpcep"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

var _ datasource.DataSourceWithConfigure = (*aPIVersionsDataSource)(nil)

// NewAPIVersionsDataSource is the data source `hwc_vpcep_api_versions`.
func NewAPIVersionsDataSource() datasource.DataSource {
	return &aPIVersionsDataSource{framework.NewDataSource(vpcep.New)}
}

type aPIVersionsDataSource struct {
	framework.DataSource[*vpcep.Client]
}

type apiVersionsDataSourceModel struct {
	Region   types.String     `tfsdk:"region"`
	Versions []apiVersionData `tfsdk:"versions"`
}

type apiVersionData struct {
	ID         types.String `tfsdk:"id"`
	Status     types.String `tfsdk:"status"`
	Version    types.String `tfsdk:"version"`
	MinVersion types.String `tfsdk:"min_version"`
	Updated    types.String `tfsdk:"updated"`
}

func newAPIVersionData(v vpcep.Version) apiVersionData {
	return apiVersionData{
		types.StringValue(v.ID), types.StringValue(v.Status), framework.OrNull(v.Version), framework.OrNull(v.MinVersion), framework.OrNull(v.Updated),
	}
}

func (d *aPIVersionsDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_vpcep_api_versions"
}

func (d *aPIVersionsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The versions of the VPC endpoint API that a cloud offers: `v2` is the one of upgrades and of further backends.",
		Attributes: map[string]schema.Attribute{
			"region": framework.DataSourceRegionAttribute(),
			"versions": schema.ListNestedAttribute{
				MarkdownDescription: "The versions, in the order of their ids.",
				Computed:            true,
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"id":          shown("Id of the version, such as `v1`."),
					"status":      shown("Status: `CURRENT`, `SUPPORT` or `DEPRECATED`."),
					"version":     shown("Number of the version; null where the cloud does not say."),
					"min_version": shown("Lowest microversion; null where there are none."),
					"updated":     shown("When the version was released, in UTC."),
				}},
			},
		},
	}
}

func (d *aPIVersionsDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model apiVersionsDataSourceModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := reading(ctx)
	defer cancel()

	api := d.API(model.Region)
	versions, err := api.ListVersions(ctx)
	if err != nil {
		resp.Diagnostics.Append(couldNotRead("API versions of the VPC endpoint service", api.Region(), err))
		return
	}
	slices.SortFunc(versions, func(a, b vpcep.Version) int { return cmp.Compare(a.ID, b.ID) })
	model.Region = types.StringValue(api.Region())
	model.Versions = framework.Map(versions, newAPIVersionData)
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}
