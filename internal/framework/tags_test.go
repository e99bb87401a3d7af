package framework

import (
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

type texts = map[string]string

// tags is null for nil.
func tags(in texts) types.Map {
	if in == nil {
		return types.MapNull(types.StringType)
	}
	return StringMap(in)
}

func TestTagPolicyRead(t *testing.T) {
	t.Parallel()
	policy := TagPolicy{Default: texts{"team": "a"}, Ignore: []string{"system"}}
	unknown := types.MapUnknown(types.StringType)
	for _, test := range []struct {
		name          string
		policy        TagPolicy
		has           texts
		tags, all     types.Map
		importing     bool
		want, wantAll types.Map
	}{
		{"null: nothing there", policy, texts{}, tags(nil), tags(texts{}), false, tags(nil), tags(texts{})},
		{"null: foreign tags are not managed", policy, texts{"x": "1"}, tags(nil), tags(texts{}), false, tags(nil), tags(texts{})},
		{"null: a default tag as it should be", policy, texts{"team": "a", "x": "1"}, tags(nil), tags(texts{"team": "a"}), false, tags(nil), tags(texts{"team": "a"})},
		{"null: a default tag with another value", policy, texts{"team": "b"}, tags(nil), tags(texts{"team": "a"}), false, tags(nil), tags(texts{"team": "b"})},
		{"null: a default tag was removed from the object", policy, texts{}, tags(nil), tags(texts{"team": "a"}), false, tags(nil), tags(texts{})},
		{"null: a default tag is not one any more", TagPolicy{}, texts{"team": "a", "x": "1"}, tags(nil), tags(texts{"team": "a"}), false, tags(nil), tags(texts{"team": "a"})},
		{"empty: a tag of the cloud itself", policy, texts{"_sys_enterprise_project_id": "0"}, tags(texts{}), tags(texts{}), false, tags(texts{}), tags(texts{})},
		{"import: a tag of the cloud itself", policy, texts{"_sys_enterprise_project_id": "0"}, tags(nil), unknown, true, tags(nil), tags(texts{})},
		{"null: just created", policy, texts{"team": "a", "x": "1"}, tags(nil), unknown, false, tags(nil), tags(texts{"team": "a"})},

		{"empty: a foreign tag is drift", policy, texts{"x": "1"}, tags(texts{}), tags(texts{}), false, tags(texts{"x": "1"}), tags(texts{"x": "1"})},
		{"empty: a default tag is none", policy, texts{"team": "a"}, tags(texts{}), tags(texts{"team": "a"}), false, tags(texts{}), tags(texts{"team": "a"})},
		{"empty: a default tag is not one any more", TagPolicy{}, texts{"team": "a"}, tags(texts{}), tags(texts{"team": "a"}), false, tags(texts{"team": "a"}), tags(texts{"team": "a"})},
		{"empty: nothing there", TagPolicy{}, nil, tags(texts{}), tags(texts{}), false, tags(texts{}), tags(texts{})},

		{"value: as it should be", policy, texts{"a": "1", "team": "a"}, tags(texts{"a": "1"}), tags(texts{"a": "1", "team": "a"}), false,
			tags(texts{"a": "1"}), tags(texts{"a": "1", "team": "a"})},
		{"value: another value", policy, texts{"a": "2"}, tags(texts{"a": "1"}), tags(texts{"a": "1"}), false, tags(texts{"a": "2"}), tags(texts{"a": "2"})},
		{"value: gone", policy, texts{}, tags(texts{"a": "1"}), tags(texts{"a": "1"}), false, tags(texts{}), tags(texts{})},
		{"value: one more is drift", policy, texts{"a": "1", "x": "1"}, tags(texts{"a": "1"}), tags(texts{"a": "1"}), false,
			tags(texts{"a": "1", "x": "1"}), tags(texts{"a": "1", "x": "1"})},
		{"value: wins over the default", policy, texts{"team": "mine"}, tags(texts{"team": "mine"}), tags(texts{"team": "mine"}), false,
			tags(texts{"team": "mine"}), tags(texts{"team": "mine"})},
		{"value: empty text", policy, texts{"a": ""}, tags(texts{"a": ""}), tags(texts{"a": ""}), false, tags(texts{"a": ""}), tags(texts{"a": ""})},
		{"value: an ignored key is not drift", policy, texts{"a": "1", "system": "x"}, tags(texts{"a": "1"}), tags(texts{"a": "1"}), false,
			tags(texts{"a": "1"}), tags(texts{"a": "1"})},
		{"value: an ignored key that is named counts", policy, texts{"system": "x"}, tags(texts{"system": "y"}), tags(texts{"system": "y"}), false,
			tags(texts{"system": "x"}), tags(texts{"system": "x"})},

		{"import: what is not default or ignored", policy, texts{"a": "1", "team": "a", "system": "x"}, tags(nil), tags(nil), true,
			tags(texts{"a": "1"}), tags(texts{"a": "1", "team": "a"})},
		{"import: a default key with another value", policy, texts{"team": "b"}, tags(nil), tags(nil), true, tags(texts{"team": "b"}), tags(texts{"team": "b"})},
		{"import: only default tags", policy, texts{"team": "a"}, tags(nil), tags(nil), true, tags(nil), tags(texts{"team": "a"})},
		{"import: no tags", policy, texts{}, tags(nil), tags(nil), true, tags(nil), tags(texts{})},
		{"a key that is default and ignored", TagPolicy{Default: texts{"k": "1"}, Ignore: []string{"k"}}, texts{"k": "2"}, tags(nil), tags(texts{}), false, tags(nil), tags(texts{})},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got, all := test.policy.Read(test.has, test.tags, test.all, test.importing)
			if !got.Equal(test.want) {
				t.Errorf("tags is %s, want %s", got, test.want)
			}
			if !all.Equal(test.wantAll) {
				t.Errorf("tags_all is %s, want %s", all, test.wantAll)
			}
		})
	}
}

func TestTagPolicyMerge(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		policy TagPolicy
		tags   texts
		want   texts
	}{
		{"nothing", TagPolicy{}, nil, texts{}},
		{"only default", TagPolicy{Default: texts{"a": "1"}}, nil, texts{"a": "1"}},
		{"both", TagPolicy{Default: texts{"a": "1"}}, texts{"b": "2"}, texts{"a": "1", "b": "2"}},
		{"own tags win", TagPolicy{Default: texts{"a": "1"}}, texts{"a": "2"}, texts{"a": "2"}},
		{"an ignored default is not put on", TagPolicy{Default: texts{"a": "1"}, Ignore: []string{"a"}}, nil, texts{}},
		{"an own tag is put on although ignored", TagPolicy{Ignore: []string{"a"}}, texts{"a": "2"}, texts{"a": "2"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			before := maps.Clone(test.policy.Default)
			if got := test.policy.merge(test.tags); !maps.Equal(got, test.want) {
				t.Errorf("got %v, want %v", got, test.want)
			}
			if !maps.Equal(before, test.policy.Default) {
				t.Error("the default tags of the provider were changed")
			}
		})
	}
}

func TestTagPolicyChange(t *testing.T) {
	t.Parallel()
	policy := TagPolicy{Ignore: []string{"system"}}
	for _, test := range []struct {
		name        string
		state, plan types.Map
		has, shall  texts
	}{
		{"the same", tags(texts{"a": "1"}), tags(texts{"a": "1"}), texts{"a": "1"}, texts{"a": "1"}},
		{"none before", tags(nil), tags(texts{"a": "1"}), texts{}, texts{"a": "1"}},
		{"none after", tags(texts{"a": "1"}), tags(texts{}), texts{"a": "1"}, texts{}},
		{"an ignored tag is not removed", tags(texts{"a": "1", "system": "x"}), tags(texts{}), texts{"a": "1"}, texts{}},
		{"an ignored tag that is named is changed", tags(texts{"system": "x"}), tags(texts{"system": "y"}), texts{"system": "x"}, texts{"system": "y"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			has, shall := policy.Change(test.state, test.plan)
			if !maps.Equal(has, test.has) || !maps.Equal(shall, test.shall) {
				t.Errorf("got %v to %v, want %v to %v", has, shall, test.has, test.shall)
			}
		})
	}
}

func TestPlanTagsAll(t *testing.T) {
	t.Parallel()
	many := texts{}
	for i := range MaxTags {
		many[fmt.Sprintf("key%d", i)] = "v"
	}
	for _, test := range []struct {
		name    string
		policy  TagPolicy
		tags    any
		want    types.Map
		problem bool
	}{
		{"null with default tags", TagPolicy{Default: texts{"team": "a"}}, nil, tags(texts{"team": "a"}), false},
		{"null without default tags", TagPolicy{}, nil, tags(texts{}), false},
		{"value with default tags", TagPolicy{Default: texts{"team": "a"}}, texts{"b": "2"}, tags(texts{"b": "2", "team": "a"}), false},
		{"tags not known yet", TagPolicy{}, tftypes.UnknownValue, types.MapUnknown(types.StringType), false},
		{"provider not known yet", TagPolicy{Unknown: true}, texts{"b": "2"}, types.MapUnknown(types.StringType), false},
		{"as many as the API takes", TagPolicy{}, many, tags(many), false},
		{"too many with the default tag", TagPolicy{Default: texts{"team": "a"}}, many, types.Map{}, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, resp := planning(noObject(t), noObject(t), objectValue(t, map[string]any{"tags": test.tags, "tags_all": tftypes.UnknownValue}))
			test.policy.PlanTagsAll(t.Context(), resp)
			if test.problem {
				wantPath(t, resp.Diagnostics, path.Root("tags"))
				return
			}
			var got types.Map
			resp.Diagnostics.Append(resp.Plan.GetAttribute(t.Context(), path.Root("tags_all"), &got)...)
			if resp.Diagnostics.HasError() || !got.Equal(test.want) {
				t.Errorf("tags_all is planned as %s, want %s; %v", got, test.want, resp.Diagnostics)
			}
		})
	}
}

func wantPath(t *testing.T, diags diag.Diagnostics, want path.Path) {
	t.Helper()
	if len(diags) != 1 {
		t.Fatalf("want one diagnostic, got %v", diags)
	}
	located, ok := diags[0].(diag.DiagnosticWithPath)
	if !ok || !located.Path().Equal(want) {
		t.Errorf("want a diagnostic of %s, got %v", want, diags[0])
	}
}

// The limits are those of contract/vpcep.md 5.
func TestTagValidators(t *testing.T) {
	t.Parallel()
	tooMany := texts{}
	for i := range 21 {
		tooMany[fmt.Sprintf("key%d", i)] = "v"
	}
	for _, test := range []struct {
		name  string
		value types.Map
		valid bool
	}{
		{"null", tags(nil), true},
		{"empty", tags(texts{}), true},
		{"unknown", types.MapUnknown(types.StringType), true},
		{"empty value", tags(texts{"a": ""}), true},
		{"every sign", tags(texts{"a _.:=+-@Z9": "a _.:=+-@/Z9"}), true},
		{"letters of any language", tags(texts{"Größe": "大"}), true},
		{"longest", tags(texts{strings.Repeat("ä", 128): strings.Repeat("ä", 255)}), true},
		{"key too long", tags(texts{strings.Repeat("k", 129): ""}), false},
		{"value too long", tags(texts{"k": strings.Repeat("v", 256)}), false},
		{"empty key", tags(texts{"": "v"}), false},
		{"slash in the key", tags(texts{"a/b": "v"}), false},
		{"system key", tags(texts{"_sys_a": "v"}), false},
		{"space in front", tags(texts{" a": "v"}), false},
		{"space behind", tags(texts{"a ": "v"}), false},
		{"other sign in the key", tags(texts{"a*": "v"}), false},
		{"other sign in the value", tags(texts{"a": "<v>"}), false},
		{"21 tags", tags(tooMany), false},
		{"null value", types.MapValueMust(types.StringType, map[string]attr.Value{"a": types.StringNull()}), false},
		{"unknown value", types.MapValueMust(types.StringType, map[string]attr.Value{"a": types.StringUnknown()}), true},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var diags diag.Diagnostics
			for _, v := range TagValidators() {
				var resp validator.MapResponse
				v.ValidateMap(t.Context(), validator.MapRequest{Path: path.Root("tags"), PathExpression: path.MatchRoot("tags"), ConfigValue: test.value}, &resp)
				diags.Append(resp.Diagnostics...)
			}
			if diags.HasError() == test.valid {
				t.Errorf("valid is not %t: %v", test.valid, diags)
			}
		})
	}
}
