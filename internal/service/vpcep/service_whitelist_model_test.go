package vpcep

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/vpcep"
)

// A list may leave the descriptions out (contract/vpcep.md 1.0): that is no drift.
func TestWhitelistDescriptions(t *testing.T) {
	t.Parallel()
	null := types.StringNull()
	for _, test := range []struct {
		name      string
		prior     attr.Value // nil: no record
		read      *string
		lost      bool
		importing bool
		want      types.String
	}{
		{"value and not shown", text("shop"), nil, false, false, text("shop")},
		{"empty and not shown", text(""), nil, false, false, text("")},
		{"null and not shown", null, nil, false, false, null},
		{"new and not shown", nil, nil, false, false, null},
		{"imported and not shown", nil, nil, false, true, null},
		{"value and another", text("shop"), new("theirs"), false, false, text("theirs")},
		{"value and none", text("shop"), new(""), false, false, text("")},
		{"value, lost, and none", text("shop"), new(""), true, false, text("shop")},
		{"value, lost, and not shown", text("shop"), nil, true, false, text("shop")},
		{"null and something", null, new("theirs"), false, false, null},
		{"imported", nil, new("theirs"), false, true, text("theirs")},
		{"imported without", nil, new(""), false, true, null},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			of := func(description attr.Value) types.Set {
				return types.SetValueMust(recordType, []attr.Value{types.ObjectValueMust(recordType.AttrTypes, map[string]attr.Value{
					"permission": text("*"), "description": description,
				})})
			}
			m := serviceWhitelistModel{Records: types.SetValueMust(recordType, nil)}
			if test.prior != nil {
				m.Records = of(test.prior)
			}
			m.fill("cn-north-4", []vpcep.Permission{{Permission: "*", Description: test.read}}, test.lost, test.importing)
			if want := of(test.want); !m.Records.Equal(want) {
				t.Errorf("got %s, want %s", m.Records, want)
			}
		})
	}
}

func TestWhitelistRecordKeepsADescriptionThatIsNotShown(t *testing.T) {
	t.Parallel()
	m := serviceWhitelistRecordModel{Description: text("shop"), PermissionType: text("domainId")}
	m.fill("cn-north-4", vpcep.Permission{ID: "1", Permission: "*"}, false)
	if !m.Description.Equal(text("shop")) {
		t.Errorf("got %s", m.Description)
	}
}
