package vpcep

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Policies are compared by meaning; an action may be a text or a list (contract/vpcep.md 1.0 and 9.9).
var policyMeanings = []struct {
	name, one, other string
	same             bool
}{
	{"the same text", `[{"Effect":"Allow"}]`, `[{"Effect":"Allow"}]`, true},
	{"white space", `[{"Effect":"Allow"}]`, " [ {\n\t\"Effect\" : \"Allow\" } ] ", true},
	{"order of members", `[{"Effect":"Deny","Action":["a"]}]`, `[{"Action":["a"],"Effect":"Deny"}]`, true},
	{"order of a list", `[{"Action":["a","b"]}]`, `[{"Action":["b","a"]}]`, true},
	{"order of statements", `[{"Sid":"1"},{"Sid":"2"}]`, `[{"Sid":"2"},{"Sid":"1"}]`, true},
	{"a text and a list of one", `[{"Action":"*"}]`, `[{"Action":["*"]}]`, true},
	{"escapes", `[{"Sid":"<1>"}]`, `[{"Sid":"\u003c1\u003e"}]`, true},
	{"nested lists", `{"Statement":[{"Condition":{"StringEquals":{"k":["a","b"]}}}]}`, `{"Statement":[{"Condition":{"StringEquals":{"k":["b","a"]}}}]}`, true},
	{"a member that is null", `[{"Effect":"Allow"}]`, `[{"Effect":"Allow","Sid":null,"Condition":null}]`, true},
	{"an id and a condition that are empty", `[{"Effect":"Allow"}]`, `[{"Effect":"Allow","Sid":"","Condition":{}}]`, true},
	{"an empty text in a condition", `[{"Condition":{"StringEquals":{"k":""}}}]`, `[{"Condition":{"StringEquals":{}}}]`, false},
	{"an effect that is empty", `[{}]`, `[{"Effect":""}]`, false},
	{"another effect", `[{"Effect":"Allow"}]`, `[{"Effect":"Deny"}]`, false},
	{"letters", `[{"Effect":"Allow"}]`, `[{"Effect":"allow"}]`, false},
	{"one member more", `[{"Effect":"Allow"}]`, `[{"Effect":"Allow","Sid":"1"}]`, false},
	{"one action more", `[{"Action":["a"]}]`, `[{"Action":["a","b"]}]`, false},
	{"no action and an empty list", `[{}]`, `[{"Action":[]}]`, false},
	{"one statement more", `[{"Sid":"1"}]`, `[{"Sid":"1"},{"Sid":"2"}]`, false},
	{"a statement and a list of it", `{"Statement":{"Sid":"1"}}`, `{"Statement":[{"Sid":"1"}]}`, false},
	{"text and number", `{"a":"1"}`, `{"a":1}`, false},
	{"actions of other statements", `[{"Effect":"Allow","Action":"a"},{"Effect":"Deny","Action":"b"}]`, `[{"Effect":"Allow","Action":"b"},{"Effect":"Deny","Action":"a"}]`, false},
	{"invalid and itself", `[{`, `[{`, true},
	{"invalid and other", `[{`, `[ {`, false},
	{"invalid and valid", `[{`, `[{}]`, false},
	{"JSON null and empty", `null`, `[]`, false},
}

func TestPolicySemanticEquals(t *testing.T) {
	t.Parallel()
	for _, test := range policyMeanings {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			for _, pair := range [][2]string{{test.one, test.other}, {test.other, test.one}} {
				same, diags := policy(pair[0]).StringSemanticEquals(t.Context(), policy(pair[1]))
				if same != test.same || diags.HasError() {
					t.Errorf("%s and %s are the same: %t", pair[0], pair[1], same)
				}
			}
		})
	}
}

// Other words for the policy of the state are no change; anything else is.
func TestPolicySameMeaningPlan(t *testing.T) {
	t.Parallel()
	null, unknown := types.StringNull(), types.StringUnknown()
	type row struct {
		name                string
		state, config, want types.String
	}
	rows := []row{
		{"creation", null, text(`[]`), text(`[]`)},
		{"not configured", text(`[]`), null, text("planned")},
		{"not known", text(`[]`), unknown, text("planned")},
	}
	for _, test := range policyMeanings {
		want := text(test.other)
		if test.same {
			want = text(test.one)
		}
		rows = append(rows, row{test.name, text(test.one), text(test.other), want})
	}
	for _, test := range rows {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			plan := test.config
			if plan.IsNull() || plan.IsUnknown() {
				plan = text("planned")
			}
			resp := planmodifier.StringResponse{PlanValue: plan}
			sameMeaning{}.PlanModifyString(t.Context(), planmodifier.StringRequest{ConfigValue: test.config, StateValue: test.state, PlanValue: plan}, &resp)
			if !resp.PlanValue.Equal(test.want) || resp.Diagnostics.HasError() {
				t.Errorf("the plan is %s, want %s", resp.PlanValue, test.want)
			}
		})
	}
}

// A value goes through the type unchanged, in each of its three kinds.
func TestPolicyType(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name string
		in   tftypes.Value
		want policyValue
	}{
		{"value", tftypes.NewValue(tftypes.String, `[{"Effect":"Deny"}]`), policy(`[{"Effect":"Deny"}]`)},
		{"null", tftypes.NewValue(tftypes.String, nil), nullPolicy},
		{"unknown", tftypes.NewValue(tftypes.String, tftypes.UnknownValue), unknownPolicy()},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got, err := policyType{}.ValueFromTerraform(t.Context(), test.in)
			if err != nil || !got.Equal(test.want) {
				t.Fatalf("got %s, %v", got, err)
			}
			back, err := got.ToTerraformValue(t.Context())
			if err != nil || !back.Equal(test.in) {
				t.Errorf("back it is %s, %v", back, err)
			}
		})
	}
	var kind attr.Type = policyType{}
	if !kind.Equal(policy("").Type(t.Context())) || kind.Equal(types.StringType) {
		t.Error("the type is not equal to itself alone")
	}
	if policy("[]").Equal(text("[]")) {
		t.Error("a policy is equal to a text")
	}
}

func TestJSONShape(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		open   byte
		value  types.String
		refuse string // the summary; "" if it is accepted
	}{
		{"list", '[', text(` [ {"Effect": "Deny"} ]`), ""},
		{"object", '{', text("\n{\"Version\": \"5.0\"}"), ""},
		{"null", '[', types.StringNull(), ""},
		{"unknown", '[', types.StringUnknown(), ""},
		{"object for list", '[', text(`{}`), "Invalid policy"},
		{"list for object", '{', text(`[]`), "Invalid policy"},
		{"JSON null", '{', text(`null`), "Invalid policy"},
		{"text", '[', text(`"[]"`), "Invalid policy"},
		{"no JSON", '[', text(`[{Effect: Deny}]`), "Invalid JSON"},
		{"something behind", '[', text(`[] x`), "Invalid JSON"},
		{"empty", '[', text(``), "Invalid JSON"},
		{"white space", '{', text(` `), "Invalid JSON"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var resp validator.StringResponse
			jsonShape{test.open}.ValidateString(t.Context(), validator.StringRequest{Path: path.Root("policy_document"), ConfigValue: test.value}, &resp)
			switch {
			case test.refuse == "" && resp.Diagnostics.HasError():
				t.Errorf("refused: %v", resp.Diagnostics)
			case test.refuse != "" && (len(resp.Diagnostics) != 1 || resp.Diagnostics[0].Summary() != test.refuse):
				t.Errorf("want %q, got %v", test.refuse, resp.Diagnostics)
			}
		})
	}
}
