package bcs

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/bcs"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

var _ list.ListResourceWithConfigure = (*channelList)(nil)

// NewChannelList is the list resource `hwc_bcs_channel`.
func NewChannelList() list.ListResource {
	return &channelList{channelResource{framework.NewResource(bcs.New)}}
}

// channelList lists what channelResource manages.
type channelList struct{ channelResource }

type channelListModel struct {
	Region       types.String `tfsdk:"region"`
	BlockchainID types.String `tfsdk:"blockchain_id"`
	Name         types.String `tfsdk:"name"`
	OrgName      types.String `tfsdk:"org_name"`
}

func (l *channelList) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the channels of a blockchain instance (BCS), those included into which it was invited.",
		Attributes: map[string]schema.Attribute{
			"region": framework.ListRegionAttribute(),
			"blockchain_id": schema.StringAttribute{
				MarkdownDescription: "UUID of the instance.", Required: true, Validators: []validator.String{framework.UUID()},
			},
			"name":     framework.ListFilter("with exactly this name.", framework.NotEmpty()),
			"org_name": framework.ListFilter("in which the organization of this name has a peer.", framework.NotEmpty()),
		},
	}
}

func (l *channelList) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var config channelListModel
	if diags := req.Config.Get(ctx, &config); diags.HasError() {
		framework.ListFailed(stream, diags...)
		return
	}
	ctx, cancel := framework.Reading(ctx)
	defer cancel()

	api := l.API(config.Region)
	id := config.BlockchainID.ValueString()
	channels, err := api.ListChannels(ctx, id)
	if err != nil {
		framework.ListFailed(stream, advice.Failure("Could not read the channels", "channels of the BCS instance "+id+" in "+api.Region(), err))
		return
	}
	framework.List(ctx, req, stream, config.matching(channels), func(channel bcs.Channel) framework.Listed {
		model := channelModel{BlockchainID: config.BlockchainID, Timeouts: framework.NoTimeouts()}
		model.fill(api.Region(), &channel, nil)
		return framework.Listed{Name: channel.Name, Identity: model.identity(), Model: model}
	})
}

// matching are the channels that the filters let through.
func (m channelListModel) matching(channels []bcs.Channel) []bcs.Channel {
	var found []bcs.Channel
	for _, channel := range channels {
		if framework.Equal(m.Name, channel.Name) && (m.OrgName.ValueString() == "" || channel.PeersOf(m.OrgName.ValueString()) > 0) {
			found = append(found, channel)
		}
	}
	return found
}
