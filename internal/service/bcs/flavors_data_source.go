package bcs

import (
	"context"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/bcs"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

var _ datasource.DataSourceWithConfigure = (*flavorsDataSource)(nil)

// NewFlavorsDataSource is the data source `hwc_bcs_flavors`.
func NewFlavorsDataSource() datasource.DataSource {
	return &flavorsDataSource{framework.NewDataSource(bcs.New)}
}

type flavorsDataSource struct {
	framework.DataSource[*bcs.Client]
}

type flavorsDataSourceModel struct {
	Region  types.String `tfsdk:"region"`
	Flavors []flavorData `tfsdk:"flavors"`
}

type flavorData struct {
	Name          types.String `tfsdk:"name"`
	OrgPeerMaxNum types.Int64  `tfsdk:"org_peer_max_num"`
	OrdererMaxNum types.Int64  `tfsdk:"orderer_max_num"`
	MemberMaxNum  types.Int64  `tfsdk:"member_max_num"`
}

func newFlavorData(flavors map[string]bcs.Flavor) []flavorData {
	list := make([]flavorData, 0, len(flavors))
	for _, name := range slices.Sorted(maps.Keys(flavors)) {
		f := flavors[name]
		list = append(list, flavorData{
			types.StringValue(name), types.Int64Value(f.OrgPeerMaxNum), types.Int64Value(f.OrdererMaxNum), types.Int64Value(f.MemberMaxNum),
		})
	}
	return list
}

func (d *flavorsDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_bcs_flavors"
}

func (d *flavorsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "What BCS instances may have at most, by their specification.",
		Attributes: map[string]schema.Attribute{
			"region": framework.DataSourceRegionAttribute(),
			"flavors": schema.ListNestedAttribute{
				MarkdownDescription: "The specifications, in the order of their names.",
				Computed:            true,
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"name":             framework.Shown("Name of the specification, such as `enterprise_spec`."),
					"org_peer_max_num": framework.ShownInt("How many peers an organization may have."),
					"orderer_max_num":  framework.ShownInt("How many orderers an instance may have."),
					"member_max_num":   framework.ShownInt("How many members a consortium may have."),
				}},
			},
		},
	}
}

func (d *flavorsDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model flavorsDataSourceModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := framework.Reading(ctx)
	defer cancel()

	api := d.API(model.Region)
	flavors, err := api.ListFlavors(ctx)
	if err != nil {
		resp.Diagnostics.Append(couldNotRead("BCS flavors", api.Region(), err))
		return
	}
	model.Region = types.StringValue(api.Region())
	model.Flavors = newFlavorData(flavors)
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}
