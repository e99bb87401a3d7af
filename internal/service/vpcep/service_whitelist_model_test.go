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

// Who loses its record is to be rejected, unless the records let it in, or nobody asks for rejections.
func TestWhitelistLockOut(t *testing.T) {
	t.Parallel()
	const a, b, path = "iam:domain::a", "iam:domain::b", "organizations:orgPath::o/*"
	for _, test := range []struct {
		name    string
		pending types.Set
		leaving []string
		records []string
		reject  types.Bool
		want    []string
	}{
		{"nobody", noRejections, nil, nil, types.BoolValue(true), nil},
		{"one", noRejections, []string{b}, []string{a}, types.BoolValue(true), []string{"b"}},
		{"the same once more", accounts("b"), []string{b}, nil, types.BoolValue(true), []string{"b"}},
		{"one, another is pending", accounts("a"), []string{b}, nil, types.BoolValue(true), []string{"a", "b"}},
		{"pending, nobody leaves", accounts("a"), nil, nil, types.BoolValue(true), []string{"a"}},
		{"let in again", accounts("a", "b"), nil, []string{a}, types.BoolValue(true), []string{"b"}},
		{"everyone let in", accounts("a"), []string{b}, []string{"*"}, types.BoolValue(true), nil},
		{"everyone let in as an account", accounts("a"), []string{b}, []string{"iam:domain::*"}, types.BoolValue(true), nil},
		{"who is not known by name", noRejections, []string{path, "*", "iam:domain::*"}, nil, types.BoolValue(true), nil},
		{"a path lets in nobody by name", accounts("a"), nil, []string{path}, types.BoolValue(true), []string{"a"}},
		{"not asked for", accounts("a"), []string{b}, nil, types.BoolValue(false), nil},
		{"not asked for, null", accounts("a"), []string{b}, nil, types.BoolNull(), nil},
		{"pending is unknown, as in a creation", types.SetUnknown(types.StringType), []string{b}, nil, types.BoolValue(true), []string{"b"}},
		{"pending is null, as after an import", types.SetNull(types.StringType), nil, nil, types.BoolValue(true), nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var records []attr.Value
			for _, permission := range test.records {
				records = append(records, types.ObjectValueMust(recordType.AttrTypes, map[string]attr.Value{"permission": text(permission), "description": types.StringNull()}))
			}
			var leaving []vpcep.Permission
			for _, permission := range test.leaving {
				leaving = append(leaving, vpcep.Permission{Permission: permission})
			}
			m := serviceWhitelistModel{Records: types.SetValueMust(recordType, records), RejectRemoved: test.reject, PendingRejections: test.pending}
			m.lockOut(t.Context(), leaving)
			if want := accounts(test.want...); !m.PendingRejections.Equal(want) {
				t.Errorf("got %s, want %s", m.PendingRejections, want)
			}
		})
	}
}

func accounts(ids ...string) types.Set {
	var elements []attr.Value
	for _, id := range ids {
		elements = append(elements, text(id))
	}
	return types.SetValueMust(types.StringType, elements)
}

func TestWhitelistRecordKeepsADescriptionThatIsNotShown(t *testing.T) {
	t.Parallel()
	m := serviceWhitelistRecordModel{Description: text("shop"), PermissionType: text("domainId")}
	m.fill("cn-north-4", vpcep.Permission{ID: "1", Permission: "*"}, false)
	if !m.Description.Equal(text("shop")) {
		t.Errorf("got %s", m.Description)
	}
}
