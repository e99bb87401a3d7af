package framework

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/boolplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
)

const replaces = "Replaces the object when another value is configured than the cloud shows."

// ReplaceString replaces an object when its configuration has another value than the state. A value the
// cloud does not show (null in the state, after an import) is no other value.
func ReplaceString() planmodifier.String {
	return stringplanmodifier.RequiresReplaceIf(func(_ context.Context, req planmodifier.StringRequest, resp *stringplanmodifier.RequiresReplaceIfFuncResponse) {
		resp.RequiresReplace = !req.ConfigValue.IsNull() && !req.StateValue.IsNull()
	}, replaces, replaces)
}

// ReplaceBool is ReplaceString for booleans.
func ReplaceBool() planmodifier.Bool {
	return boolplanmodifier.RequiresReplaceIf(func(_ context.Context, req planmodifier.BoolRequest, resp *boolplanmodifier.RequiresReplaceIfFuncResponse) {
		resp.RequiresReplace = !req.ConfigValue.IsNull() && !req.StateValue.IsNull()
	}, replaces, replaces)
}

// PlanVolatile plans the attributes that an update may change beside those of the configuration. They are
// unknown in the plan of an update, and as they were where there is nothing to update: the framework marks
// them for any change it sees, also for one that a plan modifier finds to be none, and never for a change
// that ModifyPlan makes. With resume there is an update in any case.
func PlanVolatile(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse, resume bool, volatile map[string]attr.Value) {
	if req.State.Raw.IsNull() || (!resume && resp.Plan.Raw.Equal(req.State.Raw)) {
		return
	}
	settled := tfsdk.Plan{Schema: resp.Plan.Schema, Raw: resp.Plan.Raw.Copy()}
	for name, unknown := range volatile {
		var was attr.Value
		resp.Diagnostics.Append(req.State.GetAttribute(ctx, path.Root(name), &was)...)
		resp.Diagnostics.Append(settled.SetAttribute(ctx, path.Root(name), was)...)
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root(name), unknown)...)
	}
	if !resume && settled.Raw.Equal(req.State.Raw) {
		resp.Plan.Raw = settled.Raw
	}
}
