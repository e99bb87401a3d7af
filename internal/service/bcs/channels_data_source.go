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

var _ datasource.DataSourceWithConfigure = (*channelsDataSource)(nil)

// NewChannelsDataSource is the data source `hwc_bcs_channels`.
func NewChannelsDataSource() datasource.DataSource {
	return &channelsDataSource{framework.NewDataSource(bcs.New)}
}

type channelsDataSource struct {
	framework.DataSource[*bcs.Client]
}

type channelsDataSourceModel struct {
	Region       types.String  `tfsdk:"region"`
	BlockchainID types.String  `tfsdk:"blockchain_id"`
	Channels     []channelData `tfsdk:"channels"`
}

type channelData struct {
	Name           types.String        `tfsdk:"name"`
	Description    types.String        `tfsdk:"description"`
	Consensus      types.String        `tfsdk:"consensus"`
	Peers          map[string][]string `tfsdk:"peers"`
	ConsensusNodes map[string][]string `tfsdk:"consensus_nodes"`
	CreateTime     types.String        `tfsdk:"create_time"`
}

func newChannelData(c bcs.Channel) channelData {
	return channelData{
		Name:           types.StringValue(c.Name),
		Description:    types.StringValue(c.Description),
		Consensus:      framework.OrNull(c.Consensus),
		Peers:          byOrganization(c.Peers),
		ConsensusNodes: byOrganization(c.ConsensusNodes),
		CreateTime:     framework.OrNull(c.CreateTime),
	}
}

func (d *channelsDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_bcs_channels"
}

func (d *channelsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	names := types.ListType{ElemType: types.StringType}
	resp.Schema = schema.Schema{
		MarkdownDescription: "The channels of a BCS instance.",
		Attributes: map[string]schema.Attribute{
			"region":        framework.DataSourceRegionAttribute(),
			"blockchain_id": blockchainIDAttribute(),
			"channels": schema.ListNestedAttribute{
				MarkdownDescription: "The channels, in the order of their names.",
				Computed:            true,
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"name":        framework.Shown("Name of the channel."),
					"description": framework.Shown("Text about the channel."),
					"consensus":   framework.Shown("Consensus of the channel."),
					"peers": schema.MapAttribute{
						MarkdownDescription: "Peers in the channel, by organization.", Computed: true, ElementType: names,
					},
					"consensus_nodes": schema.MapAttribute{
						MarkdownDescription: "Orderers of the channel, by organization.", Computed: true, ElementType: names,
					},
					"create_time": framework.Shown("When the channel was created, in UTC."),
				}},
			},
		},
	}
}

func (d *channelsDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model channelsDataSourceModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := framework.Reading(ctx)
	defer cancel()

	api := d.API(model.Region)
	channels, err := api.ListChannels(ctx, model.BlockchainID.ValueString())
	if err != nil {
		resp.Diagnostics.Append(couldNotRead("channels of the BCS instance "+model.BlockchainID.ValueString(), api.Region(), err))
		return
	}
	slices.SortFunc(channels, func(a, b bcs.Channel) int { return cmp.Compare(a.Name, b.Name) })
	model.Region = types.StringValue(api.Region())
	model.Channels = framework.Map(channels, newChannelData)
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}
