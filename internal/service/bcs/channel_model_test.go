package bcs

import (
	"encoding/json"
	"maps"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/bcs"
)

// The sample of contract/bcs.md 3.2.
const channelSample = `{"name":"channel","peers":{"organization":["peer-328000cb35d8971e0b0388f6182f95eaa4100784-0","peer-328000cb35d8971e0b0388f6182f95eaa4100784-1"]},
 "consensusNodes":{"organization":["peer-328000cb35d8971e0b0388f6182f95eaa4100784-0"]},"consensus":"etcdraft","description":"","create_time":"2020-10-15T10:24:51Z"}`

func sampleOf[T any](t *testing.T, text string) *T {
	t.Helper()
	sample := new(T)
	if err := json.Unmarshal([]byte(text), sample); err != nil {
		t.Fatal(err)
	}
	return sample
}

func peerMap(peers map[string]int64) types.Map {
	elements := map[string]attr.Value{}
	for org, number := range peers {
		elements[org] = types.Int64Value(number)
	}
	return types.MapValueMust(types.Int64Type, elements)
}

// The organizations that change are those that differ; what is not wanted has to leave.
func TestPeerChanges(t *testing.T) {
	t.Parallel()
	type peers = map[string]int64
	for name, test := range map[string]struct{ present, wanted, changes peers }{
		"nothing at all":  {nil, nil, peers{}},
		"as wanted":       {peers{"a": 1}, peers{"a": 1}, peers{}},
		"joins":           {peers{"a": 1}, peers{"a": 1, "b": 2}, peers{"b": 2}},
		"grows, shrinks":  {peers{"a": 1, "b": 2}, peers{"a": 2, "b": 1}, peers{"a": 2, "b": 1}},
		"leaves":          {peers{"a": 1, "b": 2}, peers{"b": 2}, peers{"a": 0}},
		"all leave":       {peers{"a": 1, "b": 2}, nil, peers{"a": 0, "b": 0}},
		"none but others": {nil, peers{"a": 1}, peers{"a": 1}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := peerChanges(test.present, test.wanted); !maps.Equal(got, test.changes) {
				t.Errorf("got %v, want %v", got, test.changes)
			}
		})
	}
}

// Organizations that are not managed stay null, managed ones are what there is; a description that the cloud does not
// show is kept.
func TestChannelFill(t *testing.T) {
	t.Parallel()
	sample := sampleOf[bcs.Channel](t, channelSample)
	null := types.MapNull(types.Int64Type)
	for name, test := range map[string]struct {
		peers       types.Map
		description types.String
		own         map[string]int64
		wantPeers   types.Map
		wantText    string
	}{
		"import":      {null, types.StringNull(), nil, null, ""},
		"not managed": {null, types.StringValue("mine"), map[string]int64{"organization": 2}, null, "mine"},
		"none wanted": {peerMap(nil), types.StringUnknown(), nil, peerMap(nil), ""},
		"drift":       {peerMap(nil), types.StringValue(""), map[string]int64{"organization": 2}, peerMap(map[string]int64{"organization": 2}), ""},
		"left":        {peerMap(map[string]int64{"organization": 2}), types.StringValue(""), map[string]int64{}, peerMap(nil), ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := channelModel{Peers: test.peers, Description: test.description}
			m.fill("cn-north-4", sample, test.own)
			if !m.Peers.Equal(test.wantPeers) || m.Description.ValueString() != test.wantText || m.Description.IsNull() != test.description.IsNull() {
				t.Errorf("got %s and %s", m.Peers, m.Description)
			}
			if m.Name.ValueString() != "channel" || m.Consensus.ValueString() != "etcdraft" || m.CreateTime.ValueString() != "2020-10-15T10:24:51Z" ||
				len(m.PeerNames.Elements()) != 1 || len(m.ConsensusNodes.Elements()) != 1 {
				t.Errorf("got %+v", m)
			}
			if m.pending() {
				t.Error("it is pending")
			}
		})
	}
}

// A channel whose creation was begun is told from one that an import has named.
func TestChannelPending(t *testing.T) {
	t.Parallel()
	if (channelModel{Name: types.StringValue("orders")}).pending() {
		t.Error("an import is pending")
	}
	m := channelModel{Name: types.StringValue("orders"), Description: types.StringUnknown(), Peers: types.MapNull(types.Int64Type)}
	m.begin("cn-north-4")
	if !m.pending() || m.Description.IsUnknown() || m.CreateTime.IsUnknown() {
		t.Errorf("what was begun is not pending: %+v", m)
	}
	m.fill("cn-north-4", &bcs.Channel{Name: "orders"}, nil)
	if m.pending() {
		t.Error("a channel that was seen is pending, because the cloud does not say when it was created")
	}
}

// An organization is pending while it was asked to join and is not seen in the channel.
func TestChannelOrganizationFill(t *testing.T) {
	t.Parallel()
	sample := sampleOf[bcs.Channel](t, channelSample)
	m := channelOrganizationModel{OrgName: types.StringValue("organization"), PeerNames: types.ListUnknown(types.StringType)}
	if m.pending() {
		t.Error("an import is pending")
	}
	m.fill("cn-north-4", sample)
	if m.Peers.ValueInt64() != 2 || len(m.PeerNames.Elements()) != 2 || len(m.ConsensusNodes.Elements()) != 1 || m.pending() {
		t.Errorf("got %+v", m)
	}
	m.Peers = types.Int64Value(1)
	m.show("cn-north-4", &bcs.Channel{})
	if m.Peers.ValueInt64() != 1 || !m.pending() {
		t.Errorf("got %+v", m)
	}
	if id := (channelOrganizationModel{
		Region: types.StringValue("cn-north-4"), BlockchainID: types.StringValue("id"), ChannelName: types.StringValue("channel"), OrgName: types.StringValue("organization"),
	}).importID(); id != "cn-north-4/id/channel/organization" {
		t.Errorf("got %s", id)
	}
}
