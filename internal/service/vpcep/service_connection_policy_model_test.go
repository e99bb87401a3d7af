package vpcep

import (
	"reflect"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/vpcep"
)

// Null, empty, unknown and a value each, on the way to the rules.
func TestConnectionPolicyRules(t *testing.T) {
	t.Parallel()
	null, unset := types.SetNull(types.StringType), types.Int64Null()
	for _, test := range []struct {
		name  string
		model connectionPolicyModel
		known bool
		want  connectionRules
	}{
		{"null", connectionPolicyModel{AcceptDomainIDs: null, RejectDomainIDs: null, Default: text("ignore"), MaxConnections: unset}, true, connectionRules{otherwise: "ignore"}},
		{
			"empty", connectionPolicyModel{AcceptDomainIDs: textSet(), RejectDomainIDs: textSet(), Default: text("reject"), MaxConnections: types.Int64Value(0)}, true,
			connectionRules{accept: []string{}, reject: []string{}, otherwise: "reject", limit: new(int64(0))},
		},
		{
			"value", connectionPolicyModel{AcceptDomainIDs: textSet("a"), RejectDomainIDs: textSet("b"), Default: text("accept"), MaxConnections: types.Int64Value(5)}, true,
			connectionRules{accept: []string{"a"}, reject: []string{"b"}, otherwise: "accept", limit: new(int64(5))},
		},
		{
			"unknown", connectionPolicyModel{AcceptDomainIDs: types.SetUnknown(types.StringType), RejectDomainIDs: null, Default: text("ignore"), MaxConnections: unset}, false,
			connectionRules{otherwise: "ignore"},
		},
		{
			"unknown limit", connectionPolicyModel{AcceptDomainIDs: null, RejectDomainIDs: null, Default: text("ignore"), MaxConnections: types.Int64Unknown()}, false,
			connectionRules{otherwise: "ignore", limit: new(int64(0))},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := test.model.known(t.Context()); got != test.known {
				t.Errorf("known is %t", got)
			}
			if got := test.model.rules(t.Context()); test.known && !reflect.DeepEqual(got, test.want) {
				t.Errorf("got %+v, want %+v", got, test.want)
			}
		})
	}
	element := connectionPolicyModel{
		AcceptDomainIDs: types.SetValueMust(types.StringType, []attr.Value{types.StringUnknown()}), RejectDomainIDs: null, Default: text("ignore"), MaxConnections: unset,
	}
	if element.known(t.Context()) {
		t.Error("rules with an account that is not known yet are known")
	}
}

// What is read comes back the same, and is all that the rules need.
func TestConnectionPolicyFill(t *testing.T) {
	t.Parallel()
	read := parse[vpcep.Connection](t, connectionSample)
	var model connectionPolicyModel
	model.fill("cn-north-4", []vpcep.Connection{*read})
	if model.Default != text("ignore") || !model.AcceptDomainIDs.IsNull() || !model.MaxConnections.IsNull() || model.Region != text("cn-north-4") {
		t.Errorf("an import gives %+v", model)
	}
	again := model.connections(t.Context())
	if want := (vpcep.Connection{ID: read.ID, DomainID: read.DomainID, Status: read.Status, MarkerID: read.MarkerID, CreatedAt: read.CreatedAt}); len(again) != 1 || !reflect.DeepEqual(again[0], want) {
		t.Errorf("got %+v, want %+v", again, want)
	}
	model.fill("cn-north-4", nil)
	if model.Connections.IsNull() || len(model.Connections.Elements()) != 0 || len(model.connections(t.Context())) != 0 {
		t.Errorf("no connections are %s", model.Connections)
	}
	for name, none := range map[string]types.Map{"null": types.MapNull(judgedConnectionType), "unknown": types.MapUnknown(judgedConnectionType)} {
		if got := (connectionPolicyModel{Connections: none}).connections(t.Context()); len(got) != 0 {
			t.Errorf("%s gives %v", name, got)
		}
	}
	kept := connectionPolicyModel{AcceptDomainIDs: textSet("a"), Default: text("accept"), MaxConnections: types.Int64Value(2)}
	kept.fill("cn-north-4", nil)
	if !kept.AcceptDomainIDs.Equal(textSet("a")) || kept.Default != text("accept") || kept.MaxConnections != types.Int64Value(2) {
		t.Errorf("the rules became %+v", kept)
	}
}

func TestIsDomainID(t *testing.T) {
	t.Parallel()
	for id, want := range map[string]bool{
		"6e9dfd51d1124e8d8498dce894923a0d": true, "6E9DFD51": true, "": false, "*": false, "iam:domain::6e9dfd51": false, "6e9d fd51": false, "6e9d*": false,
	} {
		if isDomainID(id) != want {
			t.Errorf("%q: want %t", id, want)
		}
	}
}
