package framework

import (
	"net/http"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
)

func TestKeepNull(t *testing.T) {
	t.Parallel()
	null, text := types.StringNull(), types.StringValue
	for _, test := range []struct {
		name      string
		prior     types.String
		read      any // nil: nothing is said
		importing bool
		want      types.String
	}{
		{"not managed, none there", null, "", false, null},
		{"not managed, something there", null, "theirs", false, null},
		{"import, none there", null, "", true, null},
		{"import, something there", null, "theirs", true, text("theirs")},
		{"empty as it should be", text(""), "", false, text("")},
		{"empty, something there", text(""), "theirs", false, text("theirs")},
		{"value as it should be", text("mine"), "mine", false, text("mine")},
		{"value, another there", text("mine"), "theirs", false, text("theirs")},
		{"value, none there", text("mine"), "", false, text("")},
		{"not managed, nothing said", null, nil, false, null},
		{"import, nothing said", null, nil, true, null},
		{"empty, nothing said", text(""), nil, false, text("")},
		{"value, nothing said", text("mine"), nil, false, text("mine")},
		{"unknown, nothing said", types.StringUnknown(), nil, false, null},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var read *string
			if said, ok := test.read.(string); ok {
				read = &said
			}
			if got := KeepNull(test.prior, read, test.importing); !got.Equal(test.want) {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

func TestKnown(t *testing.T) {
	t.Parallel()
	list := func(values ...attr.Value) types.Set { return types.SetValueMust(types.StringType, values) }
	for _, test := range []struct {
		name  string
		value attr.Value
		want  bool
	}{
		{"null", types.MapNull(types.StringType), true},
		{"unknown", types.MapUnknown(types.StringType), false},
		{"known", list(types.StringValue("a")), true},
		{"one element unknown", list(types.StringValue("a"), types.StringUnknown()), false},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := Known(t.Context(), test.value); got != test.want {
				t.Errorf("got %t", got)
			}
		})
	}
}

// An argument that was set and is taken out is planned as unset, once; any other is left alone.
func TestRememberManagedPlanUnset(t *testing.T) {
	t.Parallel()
	type object = map[string]any
	kept, unset := types.StringValue("fast"), types.StringValue("slow")
	for _, test := range []struct {
		name       string
		remembered []object // the configurations of the applies before
		config     object
		want       types.String
	}{
		{"still set", []object{{"mode": "fast"}}, object{"mode": "fast"}, kept},
		{"taken out", []object{{"mode": "fast"}}, object{}, unset},
		{"set to the empty text, taken out", []object{{"mode": ""}}, object{}, unset},
		{"never set", []object{{}}, object{}, kept},
		{"another one was set", []object{{"networks": []string{}}}, object{}, kept},
		{"imported", nil, object{}, kept},
		{"not known yet", []object{{"mode": "fast"}}, object{"mode": tftypes.UnknownValue}, kept},
		{"taken out and applied already", []object{{"mode": "fast"}, {}}, object{}, kept},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			state := objectValue(t, object{"id": "1", "mode": "fast"})
			req, resp := planning(objectValue(t, test.config), state, state)
			for _, config := range test.remembered {
				before := tfsdk.Config{Schema: objectSchema, Raw: objectValue(t, config)}
				if diags := RememberManaged(t.Context(), before, req.Private, "mode", "networks"); diags.HasError() {
					t.Fatal(diags)
				}
			}
			PlanUnset(t.Context(), req, resp, map[string]attr.Value{"mode": unset})
			wantPlanned(t, resp, "mode", test.want)
		})
	}
}

// What one call of an update has set can be taken back although a later call fails; an object that was imported does not
// count as applied for it.
func TestRememberChange(t *testing.T) {
	t.Parallel()
	type object = map[string]any
	kept, unset := types.StringValue("fast"), types.StringValue("slow")
	refused := &client.APIError{Status: http.StatusForbidden}
	lost := &client.APIError{Status: http.StatusInternalServerError}
	for _, test := range []struct {
		name   string
		before object // the configuration of the apply before, nil for an import
		update object // that of the update
		err    error
		want   types.String // what is planned without the argument
	}{
		{"set", object{}, object{"mode": "fast"}, nil, unset},
		{"set, imported", nil, object{"mode": "fast"}, nil, unset},
		{"set, outcome unknown", object{}, object{"mode": "fast"}, lost, unset},
		{"set, refused", object{}, object{"mode": "fast"}, refused, kept},
		{"not set", object{}, object{}, nil, kept},
		{"unset", object{"mode": "slow"}, object{}, nil, kept},
		{"unset, outcome unknown", object{"mode": "slow"}, object{}, lost, unset},
		{"unset, refused", object{"mode": "slow"}, object{}, refused, unset},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			state := objectValue(t, object{"id": "1", "mode": "fast"})
			req, resp := planning(objectValue(t, object{}), state, state)
			if test.before != nil {
				before := tfsdk.Config{Schema: objectSchema, Raw: objectValue(t, test.before)}
				resp.Diagnostics.Append(RememberManaged(t.Context(), before, req.Private, "mode", "networks")...)
			}
			update := tfsdk.Config{Schema: objectSchema, Raw: objectValue(t, test.update)}
			resp.Diagnostics.Append(RememberChange(t.Context(), test.err, update, req.Private, "mode")...)
			applied, diags := Applied(t.Context(), req.Private)
			resp.Diagnostics.Append(diags...)
			if applied != (test.before != nil) {
				t.Errorf("it counts as applied: %t", applied)
			}
			PlanUnset(t.Context(), req, resp, map[string]attr.Value{"mode": unset})
			wantPlanned(t, resp, "mode", test.want)
		})
	}
}

// A note about one argument leaves the notes about the others as they are.
func TestRememberChangeOfAnother(t *testing.T) {
	t.Parallel()
	state := objectValue(t, map[string]any{"id": "1", "mode": "fast"})
	req, resp := planning(objectValue(t, nil), state, state)
	before := tfsdk.Config{Schema: objectSchema, Raw: objectValue(t, map[string]any{"mode": "fast"})}
	resp.Diagnostics.Append(RememberManaged(t.Context(), before, req.Private, "mode", "networks")...)
	resp.Diagnostics.Append(RememberChange(t.Context(), nil, tfsdk.Config{Schema: objectSchema, Raw: objectValue(t, nil)}, req.Private, "networks")...)
	PlanUnset(t.Context(), req, resp, map[string]attr.Value{"mode": types.StringValue("slow")})
	wantPlanned(t, resp, "mode", types.StringValue("slow"))
}

// The empty set is a value: it was set, and is unset when it is taken out.
func TestPlanUnsetCollection(t *testing.T) {
	t.Parallel()
	state := objectValue(t, map[string]any{"networks": []string{"a"}})
	req, resp := planning(objectValue(t, nil), state, state)
	before := tfsdk.Config{Schema: objectSchema, Raw: objectValue(t, map[string]any{"networks": []string{}})}
	resp.Diagnostics.Append(RememberManaged(t.Context(), before, req.Private, "networks")...)
	PlanUnset(t.Context(), req, resp, map[string]attr.Value{"networks": types.SetValueMust(types.StringType, nil)})
	var got types.Set
	resp.Diagnostics.Append(resp.Plan.GetAttribute(t.Context(), path.Root("networks"), &got)...)
	if resp.Diagnostics.HasError() || got.IsNull() || len(got.Elements()) != 0 {
		t.Errorf("networks is planned as %s, want none; %v", got, resp.Diagnostics)
	}
}

func TestPlanUnsetUnreadable(t *testing.T) {
	t.Parallel()
	state := objectValue(t, map[string]any{"mode": "fast"})
	req, resp := planning(objectValue(t, nil), state, state)
	resp.Diagnostics.Append(req.Private.SetKey(t.Context(), managedKey, []byte(`{"mode":true}`))...)
	PlanUnset(t.Context(), req, resp, map[string]attr.Value{"mode": types.StringValue("slow")})
	if len(resp.Diagnostics) != 1 || resp.Diagnostics[0].Severity() != diag.SeverityError || resp.Diagnostics[0].Detail() == "" {
		t.Errorf("want one error that says why, got %v", resp.Diagnostics)
	}
}
