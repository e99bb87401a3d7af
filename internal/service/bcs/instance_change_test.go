package bcs

import (
	"reflect"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/bcs"
)

func replaceOnce(text, part, other string) string { return strings.Replace(text, part, other, 1) }

// Each call makes one kind of change, in an order in which there is always an organization left.
func TestOrgChanges(t *testing.T) {
	t.Parallel()
	has := []bcs.Component{{Name: "org-one", NodeCnt: 1}, {Name: "org-two", NodeCnt: 2}}
	node := []bcs.PublicIP{{ID: "node-3", Status: "ACTIVE", PublicIPAddress: "198.51.100.3"}}
	withVolume := orgModel{Name: text("org-new"), NodeCount: integer(1), PvcName: text("pvc-new")}
	for name, test := range map[string]struct {
		has   []bcs.Component
		shall []orgModel
		nodes []bcs.PublicIP
		want  []bcs.UpdateInstanceRequest
	}{
		"nothing": {has, []orgModel{organization("org-two", 2), organization("org-one", 1)}, nil, nil},
		"more":    {has, []orgModel{organization("org-one", 2), organization("org-two", 2)}, nil, []bcs.UpdateInstanceRequest{{NodeOrgs: []bcs.NodeOrg{{Name: "org-one", NodeCount: 2}}}}},
		"fewer":   {has, []orgModel{organization("org-one", 1), organization("org-two", 1)}, nil, []bcs.UpdateInstanceRequest{{NodeOrgs: []bcs.NodeOrg{{Name: "org-two", NodeCount: 1}}}}},
		"a new one": {has, []orgModel{withVolume, organization("org-one", 1), organization("org-two", 2)}, nil,
			[]bcs.UpdateInstanceRequest{{NodeOrgs: []bcs.NodeOrg{{Name: "org-new", NodeCount: 1, PvcName: "pvc-new"}}}}},
		"a new one on a node": {has, []orgModel{organization("org-new", 1), organization("org-one", 1), organization("org-two", 2)}, node,
			[]bcs.UpdateInstanceRequest{{NodeOrgs: []bcs.NodeOrg{{Name: "org-new", NodeCount: 1}}, Publicips: node}}},
		"one less": {has, []orgModel{organization("org-one", 1)}, nil,
			[]bcs.UpdateInstanceRequest{{NodeOrgs: []bcs.NodeOrg{{Name: "org-two", NodeCount: 2}}, IsDeleteOrg: true}}},
		"all others": {has, []orgModel{withVolume}, nil, []bcs.UpdateInstanceRequest{
			{NodeOrgs: []bcs.NodeOrg{{Name: "org-new", NodeCount: 1, PvcName: "pvc-new"}}},
			{NodeOrgs: []bcs.NodeOrg{{Name: "org-one", NodeCount: 1}, {Name: "org-two", NodeCount: 2}}, IsDeleteOrg: true},
		}},
		"all kinds": {append(has, bcs.Component{Name: "org-old", NodeCnt: 1}), []orgModel{withVolume, organization("org-one", 2), organization("org-two", 1)}, nil,
			[]bcs.UpdateInstanceRequest{
				{NodeOrgs: []bcs.NodeOrg{{Name: "org-new", NodeCount: 1, PvcName: "pvc-new"}}},
				{NodeOrgs: []bcs.NodeOrg{{Name: "org-one", NodeCount: 2}}},
				{NodeOrgs: []bcs.NodeOrg{{Name: "org-two", NodeCount: 1}}},
				{NodeOrgs: []bcs.NodeOrg{{Name: "org-old", NodeCount: 1}}, IsDeleteOrg: true},
			}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := orgChanges(test.has, test.shall, test.nodes); !reflect.DeepEqual(got, test.want) {
				t.Errorf("the calls are %+v, want %+v", got, test.want)
			}
		})
	}
}

func TestDiffers(t *testing.T) {
	t.Parallel()
	couch := func(change func(c *couchModel)) types.Object {
		c := couchModel{UserName: text("administrator")}
		change(&c)
		return objectOf(couchType, c)
	}
	for _, test := range []struct {
		name, attribute string
		config, state   attr.Value
		imported, ours  bool // whether it differs in an instance that was imported, or created
	}{
		{"same", "name", text("a"), text("a"), false, false},
		{"other", "name", text("a"), text("b"), true, true},
		{"not configured", "name", types.StringNull(), text("b"), false, false},
		{"not known", "name", types.StringUnknown(), text("b"), true, true},
		{"never said", "volume_type", text("efs"), types.StringNull(), false, true},
		{"not known, never said", "volume_type", types.StringUnknown(), types.StringNull(), false, true},
		{"another member", "couchdb_info", couch(func(c *couchModel) { c.UserName = text("other") }), couch(func(*couchModel) {}), true, true},
		{"a member not configured", "block_info", objectOf(blockType, blockModel{BatchTimeout: integer(2)}),
			objectOf(blockType, blockModel{BatchTimeout: integer(2), MaxMessageCount: integer(500)}), false, false},
		{"a first version", "resource_password_wo_version", integer(1), types.Int64Null(), false, false},
		{"another version", "resource_password_wo_version", integer(2), integer(1), true, true},
		{"another password", "resource_password", text("New@12345"), text("Old@12345"), true, true},
		{"a nested password moves to its twin", "couchdb_info", couch(func(c *couchModel) { c.PasswordWOVersion = integer(1) }),
			couch(func(c *couchModel) { c.Password = text("Couchdb@123") }), false, false},
		{"another nested version", "couchdb_info", couch(func(c *couchModel) { c.PasswordWOVersion = integer(2) }),
			couch(func(c *couchModel) { c.PasswordWOVersion = integer(1) }), true, true},
		{"an add-on, by a hint only", "restful_api_support", yes(), types.BoolValue(false), false, true},
		{"other channels", "channels", firstChannel("channel1", "org-one"), firstChannel("channel2", "org-one"), true, true},
	} {
		for created, want := range map[bool]bool{false: test.imported, true: test.ours} {
			if got := differs(test.attribute, test.config, test.state, created); got != want {
				t.Errorf("%s, created by Terraform %t: differs is %t, want %t", test.name, created, got, want)
			}
		}
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	there := emptyInstance()
	there.ClusterType, there.ChargingMode, there.PeerOrgs = text("cce"), integer(1), orgs(organization("org-one", 1))
	edge := there
	edge.ClusterType = text("ief")
	yearly := there
	yearly.ChargingMode = integer(0)
	for name, test := range map[string]struct {
		state instanceModel
		plan  types.Set
		want  string
	}{
		"not managed":           {there, types.SetUnknown(peerOrgsType.ElemType), ""},
		"more peers":            {there, orgs(organization("org-one", 2)), ""},
		"a new one":             {there, orgs(organization("org-one", 1), orgModel{Name: text("org-two"), NodeCount: integer(1), PvcName: text("pvc")}), ""},
		"a new one, no volume":  {there, orgs(organization("org-one", 1), organization("org-two", 1)), `"org-two" is added to an instance that is there, which needs "pvc_name"`},
		"a volume not known":    {there, orgs(organization("org-one", 1), orgModel{Name: text("org-two"), NodeCount: integer(1), PvcName: types.StringUnknown()}), ""},
		"a new one at the edge": {edge, orgs(organization("org-one", 1), organization("org-two", 1)), ""},
		"more at the edge":      {edge, orgs(organization("org-one", 2)), `"org-one" is in an edge cluster, where its number of peers, 1, cannot be changed`},
		"by year":               {yearly, orgs(organization("org-one", 2)), "billed by year or month"},
		"by year, same":         {yearly, orgs(orgModel{Name: text("org-one"), NodeCount: integer(1), PvcName: text("pvc")}), ""},
		"by year, one less":     {yearly, orgs(organization("org-two", 1)), "billed by year or month"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			plan := test.state
			plan.PeerOrgs = test.plan
			problems := plan.refusals(test.state)
			if test.want == "" {
				if len(problems) != 0 {
					t.Errorf("refused: %v", problems)
				}
				return
			}
			if len(problems) != 1 || problems[0].attribute != "peer_orgs" || !strings.Contains(strings.ReplaceAll(problems[0].text, "`", `"`), test.want) {
				t.Errorf("refused: %v, want %s", problems, test.want)
			}
		})
	}
}

func TestReplacingNodes(t *testing.T) {
	t.Parallel()
	nodes := func(ids ...string) types.Set {
		var models []iefNodeModel
		for _, id := range ids {
			models = append(models, iefNodeModel{ID: text(id), PublicIPAddress: text("198.51.100.1")})
		}
		return setOf(iefNodesType, models)
	}
	one, two := orgs(organization("node-one", 1)), orgs(organization("node-one", 1), organization("node-two", 1))
	for name, test := range map[string]struct {
		mode              int64
		hasNodes, nodes   types.Set
		hasOrgs, orgs     types.Set
		replaces, created bool
	}{
		"same":                    {1, nodes("a"), nodes("a"), one, one, false, true},
		"with its organization":   {1, nodes("a"), nodes("a", "b"), one, two, false, true},
		"leaving with it":         {1, nodes("a", "b"), nodes("a"), two, one, false, true},
		"without an organization": {1, nodes("a"), nodes("a", "b"), one, one, true, true},
		"leaving alone":           {1, nodes("a", "b"), nodes("a"), two, two, true, true},
		"behind its organization": {1, nodes("a"), nodes("a", "b"), two, two, false, true},
		"behind one that left":    {1, nodes("a", "b"), nodes("a"), one, one, false, true},
		"behind, and one more":    {1, nodes("a"), nodes("a", "b", "c"), two, two, true, true},
		"at random":               {0, nodes("a"), nodes("a", "b"), one, two, true, true},
		"another in its place":    {1, nodes("a"), nodes("b"), one, one, true, true},
		"after an import":         {1, types.SetNull(iefNodesType.ElemType), nodes("a"), one, one, false, false},
		"not managed":             {1, nodes("a"), types.SetNull(iefNodesType.ElemType), one, one, false, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			state, plan := emptyInstance(), emptyInstance()
			state.IefDeployMode, state.IefNodesInfo, state.PeerOrgs = integer(test.mode), test.hasNodes, test.hasOrgs
			plan.IefNodesInfo, plan.PeerOrgs = test.nodes, test.orgs
			if got := plan.replacingNodes(state, test.created); got != test.replaces {
				t.Errorf("replaces is %t, want %t", got, test.replaces)
			}
		})
	}
}

// An organization keeps the volume that the cloud chose for it; a configured one wins, and what is not known stays so.
func TestKeepVolumes(t *testing.T) {
	t.Parallel()
	volume := func(name, pvc string) orgModel {
		return orgModel{Name: text(name), NodeCount: integer(1), PvcName: text(pvc)}
	}
	open := orgModel{Name: text("org-one"), NodeCount: integer(1), PvcName: types.StringUnknown()}
	for name, test := range map[string]struct{ config, plan, state, want types.Set }{
		"kept":          {orgs(organization("org-one", 1)), orgs(open), orgs(volume("org-one", "pvc-1")), orgs(volume("org-one", "pvc-1"))},
		"configured":    {orgs(volume("org-one", "pvc-2")), orgs(volume("org-one", "pvc-2")), orgs(volume("org-one", "pvc-1")), orgs(volume("org-one", "pvc-2"))},
		"new":           {orgs(organization("org-one", 1)), orgs(open), orgs(volume("org-two", "pvc-1")), orgs(organization("org-one", 1))},
		"none was said": {orgs(organization("org-one", 1)), orgs(open), orgs(organization("org-one", 1)), orgs(organization("org-one", 1))},
		"not known":     {orgs(open), orgs(open), orgs(volume("org-one", "pvc-1")), orgs(open)},
		"not managed":   {types.SetNull(peerOrgsType.ElemType), orgs(organization("org-one", 1)), orgs(organization("org-one", 1)), orgs(organization("org-one", 1))},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			there := tfsdk.State{Raw: tftypes.NewValue(tftypes.String, "there")}
			req := planmodifier.SetRequest{ConfigValue: test.config, PlanValue: test.plan, StateValue: test.state, State: there}
			resp := planmodifier.SetResponse{PlanValue: test.plan}
			keepVolumes{}.PlanModifySet(t.Context(), req, &resp)
			if !resp.PlanValue.Equal(test.want) {
				t.Errorf("the plan is %s, want %s", resp.PlanValue, test.want)
			}
		})
	}
}
