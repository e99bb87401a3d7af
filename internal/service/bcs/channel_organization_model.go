package bcs

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/bcs"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

type channelOrganizationModel struct {
	Region         types.String   `tfsdk:"region"`
	BlockchainID   types.String   `tfsdk:"blockchain_id"`
	ChannelName    types.String   `tfsdk:"channel_name"`
	OrgName        types.String   `tfsdk:"org_name"`
	Peers          types.Int64    `tfsdk:"peers"`
	PeerNames      types.List     `tfsdk:"peer_names"`
	ConsensusNodes types.List     `tfsdk:"consensus_nodes"`
	Timeouts       timeouts.Value `tfsdk:"timeouts"`
}

func channelOrganizationSchema(ctx context.Context) schema.Schema {
	return schema.Schema{
		MarkdownDescription: "An organization of a blockchain instance (BCS) in one of the instance's channels: it joins with some of its peers, of which more join and leave later. " +
			"Destroying it lets the organization leave; endorsement policies of chaincode that name it have to be changed then. " +
			"All organizations of a channel at once are managed by `peers` of `hwc_bcs_channel`; do not use both for one channel.",
		Attributes: map[string]schema.Attribute{
			"region":        framework.RegionAttribute(),
			"blockchain_id": namePart("UUID of the instance. Changing it replaces the membership.", framework.UUID()),
			"channel_name":  namePart("Name of the channel, also of one into which the instance was invited. Changing it replaces the membership.", channelNameRule()),
			"org_name":      namePart("Name of the organization. Changing it replaces the membership.", nameRule()),
			"peers": schema.Int64Attribute{
				MarkdownDescription: "Number of the organization's peers that are in the channel, at least 1 and at most as many as it has. Changed in place: peers join and leave.",
				Required:            true,
				Validators:          []validator.Int64{int64validator.AtLeast(1)},
			},
			"peer_names":      peerListAttribute("Names of the peers in the channel."),
			"consensus_nodes": peerListAttribute("Names of the peers that take part in the consensus."),
			"timeouts":        limits.Attribute(ctx),
		},
	}
}

func peerListAttribute(description string) schema.ListAttribute {
	return schema.ListAttribute{MarkdownDescription: description, Computed: true, ElementType: types.StringType}
}

// channelOrganizationIdentity names an organization in a channel: it has no id.
type channelOrganizationIdentity struct {
	Region       types.String `tfsdk:"region"`
	BlockchainID types.String `tfsdk:"blockchain_id"`
	ChannelName  types.String `tfsdk:"channel_name"`
	OrgName      types.String `tfsdk:"org_name"`
}

func (m channelOrganizationModel) identity() channelOrganizationIdentity {
	return channelOrganizationIdentity{Region: m.Region, BlockchainID: m.BlockchainID, ChannelName: m.ChannelName, OrgName: m.OrgName}
}

// importID is by which the organization is imported.
func (m channelOrganizationModel) importID() string {
	return strings.Join([]string{m.Region.ValueString(), m.BlockchainID.ValueString(), m.ChannelName.ValueString(), m.OrgName.ValueString()}, "/")
}

// object names the organization in messages.
func (m channelOrganizationModel) object() string {
	return framework.ObjectName("organization "+m.OrgName.ValueString()+" in the channel "+m.ChannelName.ValueString()+" of the BCS instance",
		types.StringNull(), m.BlockchainID, m.Region)
}

// pending reports an organization whose joining was begun, and which was not seen in the channel yet.
func (m channelOrganizationModel) pending() bool {
	return !m.Peers.IsNull() && len(m.PeerNames.Elements()) == 0
}

// volatile are the attributes an update may change beside those of the configuration.
func (m channelOrganizationModel) volatile() map[string]attr.Value {
	unknown := types.ListUnknown(types.StringType)
	return map[string]attr.Value{"peer_names": unknown, "consensus_nodes": unknown}
}

func (m channelOrganizationModel) wanted() map[string]int64 {
	return map[string]int64{m.OrgName.ValueString(): m.Peers.ValueInt64()}
}

// fill takes over what the API says. The model is a state, or the nearly empty state of an import.
func (m *channelOrganizationModel) fill(region string, channel *bcs.Channel) {
	m.Peers = types.Int64Value(channel.PeersOf(m.OrgName.ValueString()))
	m.show(region, channel)
}

// show takes over what nobody configures.
func (m *channelOrganizationModel) show(region string, channel *bcs.Channel) {
	m.Region = types.StringValue(region)
	m.PeerNames = types.ListValueMust(types.StringType, framework.StringValues(channel.Peers[m.OrgName.ValueString()]))
	m.ConsensusNodes = types.ListValueMust(types.StringType, framework.StringValues(channel.ConsensusNodes[m.OrgName.ValueString()]))
}
