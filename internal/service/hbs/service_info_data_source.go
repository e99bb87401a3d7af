package hbs

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/hbs"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

var _ datasource.DataSourceWithConfigure = (*serviceInfoDataSource)(nil)

// NewServiceInfoDataSource is the data source `hwc_hbs_service_info`.
func NewServiceInfoDataSource() datasource.DataSource {
	return &serviceInfoDataSource{framework.NewDataSource(newEngine)}
}

type serviceInfoDataSource struct {
	framework.DataSource[engine]
}

type serviceInfoDataSourceModel struct {
	Region             types.String  `tfsdk:"region"`
	ChainEngineVersion types.String  `tfsdk:"chain_engine_version"`
	BesuEngineVersion  types.String  `tfsdk:"besu_engine_version"`
	Editions           []editionData `tfsdk:"editions"`
	Plugins            []string      `tfsdk:"plugins"`
}

type editionData struct {
	Name      types.String `tfsdk:"name"`
	MaxOrgNum types.Int64  `tfsdk:"max_org_num"`
	TpsLimit  types.Int64  `tfsdk:"tps_limit"`
}

func (d *serviceInfoDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_hbs_service_info"
}

func (d *serviceInfoDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "What the blockchain engine offers: the newest versions, and the editions with their limits.",
		Attributes: map[string]schema.Attribute{
			"region":               framework.DataSourceRegionAttribute(),
			"chain_engine_version": shown("Newest version of the engine for chains of the kind `HuaweiCloudChain`."),
			"besu_engine_version":  shown("Newest version of the engine for chains of the kind `Besu`; null where the cloud does not say."),
			"editions": table("The editions, as the cloud lists them.", map[string]schema.Attribute{
				"name":        shown("Edition: `Professional`, `Enterprise` or `Platinum`."),
				"max_org_num": shownInt("How many organizations an instance may have."),
				"tps_limit":   shownInt("How many transactions a second its chain takes at most."),
			}),
			"plugins": shownList("The plug-ins, each as JSON; their members are not documented."),
		},
	}
}

func (d *serviceInfoDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model serviceInfoDataSourceModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := reading(ctx)
	defer cancel()

	api := d.API(model.Region)
	info, err := api.GetServiceInfo(ctx)
	if err != nil {
		resp.Diagnostics.Append(couldNotRead("offer of the blockchain engine", api.Region(), err))
		return
	}
	model = serviceInfoDataSourceModel{
		types.StringValue(api.Region()), framework.OrNull(info.ChainEngineVersion), framework.OrNull(info.BesuEngineVersion),
		framework.Map(info.Editions, func(e hbs.Edition) editionData {
			return editionData{types.StringValue(e.Name), types.Int64Value(e.MaxOrgNum), types.Int64Value(e.TpsLimit)}
		}),
		framework.Map(info.Plugins, func(plugin hbs.Scalar) string { return string(plugin) }),
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}
