package framework

import (
	"errors"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
)

var errUnready = errors.New("the provider's region is not known yet")

// A plan that leads to an update marks what the update may change; any other plan is left alone.
func TestPlanVolatile(t *testing.T) {
	t.Parallel()
	type object = map[string]any
	for _, test := range []struct {
		name        string
		state, plan object // a nil state is a creation
		resume      bool
		want        types.String
	}{
		{"creation", nil, object{"status": "planned", "mode": "fast"}, false, types.StringValue("planned")},
		{"no change", object{"status": "available", "mode": "fast"}, object{"status": "available", "mode": "fast"}, false, types.StringValue("available")},
		{"what the framework marked for no change", object{"status": "available", "mode": "fast"}, object{"status": tftypes.UnknownValue, "mode": "fast"}, false,
			types.StringValue("available")},
		{"change", object{"status": "available", "mode": "fast"}, object{"status": "available", "mode": "slow"}, false, types.StringUnknown()},
		{"no change, but a creation was interrupted", object{"status": "creating", "mode": "fast"}, object{"status": "creating", "mode": "fast"}, true, types.StringUnknown()},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			state := noObject(t)
			if test.state != nil {
				state = objectValue(t, test.state)
			}
			req, resp := planning(objectValue(t, nil), state, objectValue(t, test.plan))
			PlanVolatile(t.Context(), req, resp, test.resume, map[string]attr.Value{"status": types.StringUnknown()})
			wantPlanned(t, resp, "status", test.want)
		})
	}
}

func TestSameID(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name                string
		state, config, want types.String
	}{
		{"capitals in the configuration", types.StringValue("4189d3c2"), types.StringValue("4189D3C2"), types.StringValue("4189d3c2")},
		{"capitals in the state", types.StringValue("4189D3C2"), types.StringValue("4189d3c2"), types.StringValue("4189D3C2")},
		{"another one", types.StringValue("4189d3c2"), types.StringValue("4189d3c3"), types.StringValue("4189d3c3")},
		{"creation", types.StringNull(), types.StringValue("4189d3c2"), types.StringValue("4189d3c2")},
		{"not known", types.StringValue("4189d3c2"), types.StringUnknown(), types.StringUnknown()},
		{"taken out", types.StringValue("4189d3c2"), types.StringNull(), types.StringNull()},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			resp := planmodifier.StringResponse{PlanValue: test.config}
			SameID().PlanModifyString(t.Context(), planmodifier.StringRequest{ConfigValue: test.config, StateValue: test.state, PlanValue: test.config}, &resp)
			if !resp.PlanValue.Equal(test.want) {
				t.Errorf("got %s, want %s", resp.PlanValue, test.want)
			}
		})
	}
}

// What the cloud does not show is no other value: an import must not replace the object for it.
func TestReplace(t *testing.T) {
	t.Parallel()
	null := types.StringNull()
	for _, test := range []struct {
		name                string
		state, config, plan types.String
		text, shown         bool // ReplaceString and ReplaceShown replace the object
	}{
		{"the same", types.StringValue("a"), types.StringValue("a"), types.StringValue("a"), false, false},
		{"another value", types.StringValue("a"), types.StringValue("b"), types.StringValue("b"), true, true},
		{"another default", types.StringValue("a"), null, types.StringValue("b"), false, true},
		{"taken out", types.StringValue("a"), null, null, false, true},
		{"not known yet", types.StringValue("a"), types.StringUnknown(), types.StringUnknown(), true, true},
		{"not shown", null, types.StringValue("a"), types.StringValue("a"), false, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			object := objectValue(t, nil)
			for _, modifier := range []struct {
				planmodifier.String
				want bool
			}{{ReplaceString(), test.text}, {ReplaceShown(), test.shown}} {
				resp := planmodifier.StringResponse{PlanValue: test.plan}
				modifier.PlanModifyString(t.Context(), planmodifier.StringRequest{
					State: tfsdk.State{Raw: object}, Plan: tfsdk.Plan{Raw: object},
					StateValue: test.state, ConfigValue: test.config, PlanValue: test.plan,
				}, &resp)
				if resp.RequiresReplace != modifier.want {
					t.Errorf("%T: got %t, want %t", modifier.String, resp.RequiresReplace, modifier.want)
				}
			}
		})
	}
}

func TestPlanRegion(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name            string
		config, planned any
		unready         bool
		want            types.String
	}{
		{"not configured, creation", nil, tftypes.UnknownValue, false, types.StringValue("cn-north-4")},
		{"configured", "ap-southeast-1", "ap-southeast-1", false, types.StringValue("ap-southeast-1")},
		{"configured, not known yet", tftypes.UnknownValue, tftypes.UnknownValue, false, types.StringUnknown()},
		{"not configured, exists elsewhere", nil, "ap-southeast-1", false, types.StringValue("ap-southeast-1")},
		{"the provider's is not known yet", nil, tftypes.UnknownValue, true, types.StringUnknown()},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			core := newClient(t)
			if test.unready {
				core = client.Unready(errUnready)
			}
			object := regional(core)
			req, resp := planning(objectValue(t, map[string]any{"region": test.config}), noObject(t), objectValue(t, map[string]any{"region": test.planned}))
			object.PlanRegion(t.Context(), req, resp)
			wantPlanned(t, resp, "region", test.want)
		})
	}
}
