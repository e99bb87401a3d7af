package bcs

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/bcs"
)

// sortedOrgs are organizations in the order of their names, so that requests do not depend on the order of a set.
func sortedOrgs(value types.Set) []orgModel {
	return slices.SortedFunc(slices.Values(elements[orgModel](value)), func(a, b orgModel) int {
		return cmp.Compare(a.Name.ValueString(), b.Name.ValueString())
	})
}

// orgChanges are the calls that lead from the organizations there are to those there shall be, one kind of change a call,
// in an order in which there is always an organization left: add, more peers, fewer peers, delete (contract/bcs.md 1.5).
func orgChanges(has []bcs.Component, shall []orgModel, newNodes []bcs.PublicIP) []bcs.UpdateInstanceRequest {
	counts := map[string]int64{}
	for _, org := range has {
		counts[org.Name] = org.NodeCnt
	}
	var added, more, fewer, gone []bcs.NodeOrg
	for _, org := range shall {
		name, wanted := org.Name.ValueString(), org.NodeCount.ValueInt64()
		count, known := counts[name]
		delete(counts, name)
		switch {
		case !known:
			added = append(added, bcs.NodeOrg{Name: name, NodeCount: wanted, PvcName: org.PvcName.ValueString()})
		case wanted > count:
			more = append(more, bcs.NodeOrg{Name: name, NodeCount: wanted})
		case wanted < count:
			fewer = append(fewer, bcs.NodeOrg{Name: name, NodeCount: wanted})
		}
	}
	for _, org := range has {
		if count, left := counts[org.Name]; left {
			gone = append(gone, bcs.NodeOrg{Name: org.Name, NodeCount: count})
		}
	}
	var calls []bcs.UpdateInstanceRequest
	for _, call := range []bcs.UpdateInstanceRequest{
		{NodeOrgs: added, Publicips: newNodes}, {NodeOrgs: more}, {NodeOrgs: fewer}, {NodeOrgs: gone, IsDeleteOrg: true},
	} {
		if len(call.NodeOrgs) > 0 {
			calls = append(calls, call)
		}
	}
	return calls
}

// active is the status that an edge node must have.
const active = "ACTIVE"

func publicIPs(nodes []iefNodeModel) []bcs.PublicIP {
	var ips []bcs.PublicIP
	for _, node := range nodes {
		ips = append(ips, bcs.PublicIP{ID: node.ID.ValueString(), Status: active, PublicIPAddress: node.PublicIPAddress.ValueString()})
	}
	slices.SortFunc(ips, func(a, b bcs.PublicIP) int { return cmp.Compare(a.ID, b.ID) })
	return ips
}

// newNodes are the edge nodes that the state does not have.
func (m instanceModel) newNodes(state instanceModel) []bcs.PublicIP {
	return publicIPs(without(elements[iefNodeModel](m.IefNodesInfo), elements[iefNodeModel](state.IefNodesInfo)))
}

// without are the nodes that are in no other list.
func without(nodes, others []iefNodeModel) []iefNodeModel {
	return slices.DeleteFunc(slices.Clone(nodes), func(node iefNodeModel) bool { return slices.Contains(others, node) })
}

// orgNames are the names of organizations that one set has and the other lacks.
func orgNames(these, others types.Set) []string {
	var names []string
	for _, org := range sortedOrgs(these) {
		if !slices.ContainsFunc(elements[orgModel](others), func(other orgModel) bool { return other.Name.Equal(org.Name) }) {
			names = append(names, org.Name.ValueString())
		}
	}
	return names
}

// features are the arguments of which an import knows no more than the cloud's hint, see keptFeature.
var features = []string{"tc3_need", "restful_api_support"}

// differs compares what is configured with what is there. A secret that the state lacks is no change: it may have moved
// from one argument to its twin.
func differs(name string, config, state attr.Value, created bool) bool {
	switch {
	case config.IsNull(), !created && slices.Contains(features, name):
		return false
	case state.IsNull():
		return created && !strings.Contains(name, "password")
	case config.IsUnknown():
		return true
	}
	nested, isObject := config.(types.Object)
	was, wasObject := state.(types.Object)
	if !isObject || !wasObject {
		return !config.Equal(state)
	}
	for member, value := range nested.Attributes() {
		if differs(member, value, was.Attributes()[member], created) {
			return true
		}
	}
	return false
}

// replacingNodes reports whether edge nodes change in another way than with the organizations bound to them.
func (m instanceModel) replacingNodes(state instanceModel, created bool) bool {
	if !set(m.IefNodesInfo) || (state.IefNodesInfo.IsNull() && !created) {
		return false
	}
	nodes, others := elements[iefNodeModel](m.IefNodesInfo), elements[iefNodeModel](state.IefNodesInfo)
	bound := state.IefDeployMode.ValueInt64() == iefBound
	if bound && len(others) != len(state.PeerOrgs.Elements()) && len(nodes) == len(m.PeerOrgs.Elements()) {
		return false // there is a node for each organization: an update that was cut short has left the state behind
	}
	joining := bound && len(orgNames(m.PeerOrgs, state.PeerOrgs)) > 0
	leaving := bound && len(orgNames(state.PeerOrgs, m.PeerOrgs)) > 0
	return (len(without(nodes, others)) > 0 && !joining) || (len(without(others, nodes)) > 0 && !leaving)
}

// refusals are the changes of organizations that the API does not take (contract/bcs.md 1.5). The model is the plan.
func (m instanceModel) refusals(state instanceModel) []problem {
	if !set(m.PeerOrgs) || m.PeerOrgs.Equal(state.PeerOrgs) {
		return nil
	}
	edge := is(state.ClusterType, clusterIEF)
	counts := map[string]types.Int64{}
	for _, org := range elements[orgModel](state.PeerOrgs) {
		counts[org.Name.ValueString()] = org.NodeCount
	}
	var problems []problem
	changed := len(counts) != len(m.PeerOrgs.Elements())
	for _, org := range sortedOrgs(m.PeerOrgs) {
		name := org.Name.ValueString()
		count, known := counts[name]
		changed = changed || !known || !count.Equal(org.NodeCount)
		switch {
		case org.Name.IsUnknown():
		case !known && !edge && org.PvcName.IsNull() && !state.PeerOrgs.IsNull():
			problems = append(problems, problem{"peer_orgs", fmt.Sprintf(
				"The organization %q is added to an instance that is there, which needs `pvc_name`, the name of its volume in the cluster.", name)})
		case known && edge && set(org.NodeCount) && !count.Equal(org.NodeCount):
			problems = append(problems, problem{"peer_orgs", fmt.Sprintf(
				"The organization %q is in an edge cluster, where its number of peers, %d, cannot be changed.", name, count.ValueInt64())})
		}
	}
	if changed && state.ChargingMode.ValueInt64() == prepaid && !state.ChargingMode.IsNull() {
		return []problem{{"peer_orgs", "The instance is billed by year or month: its organizations can only be changed in the console."}}
	}
	return problems
}

// prepaid is the charging_mode of an instance that is billed by year or month.
const prepaid = 0

// keepVolumes keeps the names of volumes that the cloud chose for organizations whose configuration names none.
type keepVolumes struct{}

func (keepVolumes) Description(context.Context) string {
	return "Organizations keep their volumes."
}

func (k keepVolumes) MarkdownDescription(ctx context.Context) string { return k.Description(ctx) }

func (keepVolumes) PlanModifySet(_ context.Context, req planmodifier.SetRequest, resp *planmodifier.SetResponse) {
	if req.State.Raw.IsNull() || !set(req.ConfigValue) || !set(req.PlanValue) {
		return
	}
	volumes := map[string]types.String{}
	for _, org := range elements[orgModel](req.StateValue) {
		volumes[org.Name.ValueString()] = org.PvcName
	}
	var open bool
	orgs := elements[orgModel](req.ConfigValue)
	for i, org := range orgs {
		open = open || org.Name.IsUnknown() || org.PvcName.IsUnknown()
		if org.PvcName.IsNull() {
			orgs[i].PvcName = volumes[org.Name.ValueString()]
		}
	}
	if !open && len(orgs) == len(req.ConfigValue.Elements()) {
		resp.PlanValue = setOf(peerOrgsType, orgs)
	}
}
