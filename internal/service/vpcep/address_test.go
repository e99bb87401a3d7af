package vpcep

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

func TestKeptAddresses(t *testing.T) {
	t.Parallel()
	none, unknown := types.SetNull(types.StringType), types.SetUnknown(types.StringType)
	for _, test := range []struct {
		name        string
		prior, want types.Set
		read        []string
	}{
		{"null, nothing read", none, none, nil},
		{"unknown, nothing read", unknown, none, nil},
		{"value, nothing read", textSet("10.10.10.10"), textSet("10.10.10.10"), nil},
		{"null, empty read", none, textSet(), []string{}},
		{"empty, empty read", textSet(), textSet(), []string{}},
		{"value, empty read", textSet("10.10.10.10"), textSet(), []string{}},
		{"unknown, value read", unknown, textSet("10.10.10.10/32"), []string{"10.10.10.10/32"}},
		{"a mask more", textSet("10.10.10.10"), textSet("10.10.10.10"), []string{"10.10.10.10/32"}},
		{"a mask less", textSet("10.10.10.10/32"), textSet("10.10.10.10/32"), []string{"10.10.10.10"}},
		{"host bits", textSet("192.168.0.0/24"), textSet("192.168.0.0/24"), []string{"192.168.0.7/24"}},
		{"another order", textSet("10.0.0.1", "10.0.0.2"), textSet("10.0.0.1", "10.0.0.2"), []string{"10.0.0.2", "10.0.0.1"}},
		{"one for two spellings", textSet("10.0.0.1", "10.0.0.1/32"), textSet("10.0.0.1", "10.0.0.1/32"), []string{"10.0.0.1/32"}},
		{"one twice", textSet("10.0.0.1"), textSet("10.0.0.1"), []string{"10.0.0.1/32", "10.0.0.1/32"}},
		{"another mask", textSet("192.168.0.0/24"), textSet("192.168.0.0/25"), []string{"192.168.0.0/25"}},
		{"one more", textSet("10.0.0.1"), textSet("10.0.0.1", "10.0.0.2/32"), []string{"10.0.0.1/32", "10.0.0.2/32"}},
		{"no address", textSet("10.0.0.1"), textSet("all"), []string{"all"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := keptAddresses(test.prior, test.read); !got.Equal(test.want) {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

func TestSameAddresses(t *testing.T) {
	t.Parallel()
	none := types.SetNull(types.StringType)
	half := types.SetValueMust(types.StringType, []attr.Value{types.StringValue("10.0.0.1"), types.StringUnknown()})
	for _, test := range []struct {
		name                string
		state, config, want types.Set
	}{
		{"a mask less", textSet("10.0.0.1/32"), textSet("10.0.0.1"), textSet("10.0.0.1/32")},
		{"a mask more", textSet("10.0.0.1", "10.0.0.2"), textSet("10.0.0.2/32", "10.0.0.1"), textSet("10.0.0.1", "10.0.0.2")},
		{"one more", textSet("10.0.0.1/32"), textSet("10.0.0.1", "10.0.0.2"), textSet("10.0.0.1", "10.0.0.2")},
		{"one less", textSet("10.0.0.1/32", "10.0.0.2/32"), textSet("10.0.0.1"), textSet("10.0.0.1")},
		{"another one", textSet("10.0.0.1/32"), textSet("10.0.0.2"), textSet("10.0.0.2")},
		{"empty to value", textSet(), textSet("10.0.0.2"), textSet("10.0.0.2")},
		{"value to empty", textSet("10.0.0.2"), textSet(), textSet()},
		{"null to empty", none, textSet(), textSet()},
		{"not known yet", textSet("10.0.0.1/32"), half, half},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			resp := planmodifier.SetResponse{PlanValue: test.config}
			sameAddresses{}.PlanModifySet(t.Context(), planmodifier.SetRequest{ConfigValue: test.config, StateValue: test.state, PlanValue: test.config}, &resp)
			if !resp.PlanValue.Equal(test.want) {
				t.Errorf("got %s, want %s", resp.PlanValue, test.want)
			}
		})
	}
}
