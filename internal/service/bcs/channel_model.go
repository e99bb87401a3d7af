package bcs

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/bcs"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

type channelModel struct {
	Region         types.String   `tfsdk:"region"`
	BlockchainID   types.String   `tfsdk:"blockchain_id"`
	Name           types.String   `tfsdk:"name"`
	Description    types.String   `tfsdk:"description"`
	Peers          types.Map      `tfsdk:"peers"`
	PeerNames      types.Map      `tfsdk:"peer_names"`
	ConsensusNodes types.Map      `tfsdk:"consensus_nodes"`
	Consensus      types.String   `tfsdk:"consensus"`
	CreateTime     types.String   `tfsdk:"create_time"`
	Timeouts       timeouts.Value `tfsdk:"timeouts"`
}

// channelIdentity names a channel: it has no id.
type channelIdentity struct {
	Region       types.String `tfsdk:"region"`
	BlockchainID types.String `tfsdk:"blockchain_id"`
	Name         types.String `tfsdk:"name"`
}

func (m channelModel) identity() channelIdentity {
	return channelIdentity{Region: m.Region, BlockchainID: m.BlockchainID, Name: m.Name}
}

// object names the channel in messages.
func (m channelModel) object() string {
	return framework.ObjectName("channel "+m.Name.ValueString()+" of the BCS instance", types.StringNull(), m.BlockchainID, m.Region)
}

// pending reports a channel whose creation was begun, and which was not seen yet; an import has no description either.
func (m channelModel) pending() bool { return m.CreateTime.IsNull() && !m.Description.IsNull() }

// volatile are the attributes an update may change beside those of the configuration.
func (m channelModel) volatile() map[string]attr.Value {
	unknown := map[string]attr.Value{"peer_names": types.MapUnknown(namesType), "consensus_nodes": types.MapUnknown(namesType)}
	if m.pending() {
		unknown["consensus"], unknown["create_time"] = types.StringUnknown(), types.StringUnknown()
	}
	return unknown
}

func (m channelModel) newChannel() bcs.NewChannel {
	return bcs.NewChannel{ChannelName: m.Name.ValueString(), ChannelDescription: m.Description.ValueString()}
}

// peers are the organizations of the configuration with the number of their peers; none where they are not managed.
func (m channelModel) peers() map[string]int64 {
	wanted := map[string]int64{}
	for org, element := range m.Peers.Elements() {
		if number, ok := element.(types.Int64); ok { // the schema fixes the type
			wanted[org] = number.ValueInt64()
		}
	}
	return wanted
}

// peersIn are the managed organizations as they are in a channel. After a write those are all that matter: what nobody
// named has left, or is of other members of a consortium.
func (m channelModel) peersIn(channel *bcs.Channel) map[string]int64 {
	present := map[string]int64{}
	for org := range m.peers() {
		if peers := channel.PeersOf(org); peers > 0 {
			present[org] = peers
		}
	}
	return present
}

// peerChanges are the organizations whose number of peers has to change, with 0 for those that have to leave.
func peerChanges(present, wanted map[string]int64) map[string]int64 {
	changes := maps.Clone(wanted)
	if changes == nil {
		changes = map[string]int64{}
	}
	for org, peers := range present {
		if changes[org] == peers {
			delete(changes, org)
		} else {
			changes[org] = wanted[org]
		}
	}
	return changes
}

// fill takes over what the API says; own is how many peers each organization of the instance has in the channel. The
// model is a plan, a state, or the nearly empty state of an import.
func (m *channelModel) fill(region string, channel *bcs.Channel, own map[string]int64) {
	m.Region = types.StringValue(region)
	m.Name = types.StringValue(channel.Name)
	m.Description = keptDescription(m.Description, channel.Description)
	m.Peers = keptPeers(m.Peers, own)
	m.PeerNames = namesMap(channel.Peers)
	m.ConsensusNodes = namesMap(channel.ConsensusNodes)
	m.Consensus = framework.OrNull(channel.Consensus)
	m.CreateTime = types.StringValue(channel.CreateTime)
}

// begin notes a channel whose creation was only just accepted: it has no time yet, see pending.
func (m *channelModel) begin(region string) {
	m.fill(region, &bcs.Channel{Name: m.Name.ValueString()}, m.peers())
	m.CreateTime = types.StringNull()
}

// keptDescription is a text of its own once Terraform has created the channel, and null after an import that shows none:
// an empty description would replace the channel where the cloud does not show what it has.
func keptDescription(prior types.String, read string) types.String {
	if prior.IsNull() {
		return framework.OrNull(read)
	}
	return types.StringValue(framework.Kept(prior, read).ValueString())
}

// keptPeers stays null where the organizations are not managed.
func keptPeers(prior types.Map, own map[string]int64) types.Map {
	if prior.IsNull() {
		return types.MapNull(types.Int64Type)
	}
	elements := make(map[string]attr.Value, len(own))
	for org, peers := range own {
		elements[org] = types.Int64Value(peers)
	}
	return types.MapValueMust(types.Int64Type, elements)
}

// namesType is a list of the names of peers, by organization.
var namesType = types.ListType{ElemType: types.StringType}

func namesMap(names map[string][]string) types.Map {
	elements := make(map[string]attr.Value, len(names))
	for org, peers := range names {
		elements[org] = types.ListValueMust(types.StringType, framework.StringValues(peers))
	}
	return types.MapValueMust(namesType, elements)
}

// describePeers names who is in a channel.
func describePeers(channel *bcs.Channel) string {
	var list []string
	for _, org := range slices.Sorted(maps.Keys(channel.Peers)) {
		list = append(list, fmt.Sprintf("%s (%d peers)", org, channel.PeersOf(org)))
	}
	return strings.Join(list, ", ")
}

// channelAdvice is advice worded for channels.
var channelAdvice = advice.With(framework.AdviceTable{
	"bcs.4006005": {Text: "the message says what is wrong. A channel that exists is taken over with `terraform import`; its edition limits how many channels an instance has, " +
		"an invited instance creates none, a channel is deleted only when nobody is in it, and an organization joins with as many peers as it has at most."},
})

func channelFailure(summary, object string, err error) diag.Diagnostic {
	return channelAdvice.Failure(summary, object, err)
}
