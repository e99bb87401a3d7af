package framework

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/boolplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

const replaces = "Replaces the object when another value is configured than the cloud shows."

// ReplaceString replaces an object when its configuration has another value than the state. A value the
// cloud does not show (null in the state, after an import) is no other value.
func ReplaceString() planmodifier.String {
	return stringplanmodifier.RequiresReplaceIf(func(_ context.Context, req planmodifier.StringRequest, resp *stringplanmodifier.RequiresReplaceIfFuncResponse) {
		resp.RequiresReplace = !req.ConfigValue.IsNull() && !req.StateValue.IsNull()
	}, replaces, replaces)
}

// ReplaceShown is ReplaceString for arguments that always have a value, or whose removal replaces the object, too.
func ReplaceShown() planmodifier.String {
	return stringplanmodifier.RequiresReplaceIf(func(_ context.Context, req planmodifier.StringRequest, resp *stringplanmodifier.RequiresReplaceIfFuncResponse) {
		resp.RequiresReplace = !req.StateValue.IsNull()
	}, replaces, replaces)
}

// SameID plans the id of the state for one that differs from it in capitals only. It goes before what replaces the object.
func SameID() planmodifier.String { return sameID{} }

type sameID struct{}

func (sameID) Description(context.Context) string { return "Capitals of an id are no change." }

func (m sameID) MarkdownDescription(ctx context.Context) string { return m.Description(ctx) }

func (sameID) PlanModifyString(_ context.Context, req planmodifier.StringRequest, resp *planmodifier.StringResponse) {
	if known := req.ConfigValue.ValueString(); known != "" && strings.EqualFold(known, req.StateValue.ValueString()) {
		resp.PlanValue = req.StateValue
	}
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
		resp.Diagnostics.Append(setPlan(ctx, &settled, name, was)...)
		resp.Diagnostics.Append(setPlan(ctx, &resp.Plan, name, unknown)...)
	}
	if !resume && settled.Raw.Equal(req.State.Raw) {
		resp.Plan.Raw = settled.Raw
	}
}

// setPlan plans a value for one attribute of an object. It does what SetAttribute does, without looking at all
// the other attributes, which took a sixth of the time of a large plan.
func setPlan(ctx context.Context, plan *tfsdk.Plan, name string, value attr.Value) diag.Diagnostics {
	var diags diag.Diagnostics
	attributes := map[string]tftypes.Value{}
	terraform, err := value.ToTerraformValue(ctx)
	if err == nil {
		err = plan.Raw.As(&attributes)
	}
	if err == nil {
		attributes[name] = terraform
		err = tftypes.ValidateValue(plan.Raw.Type(), attributes)
	}
	if err != nil {
		diags.AddAttributeError(path.Root(name), "Could not plan a value", err.Error()+". This is a defect of the provider, please report it.")
		return diags
	}
	plan.Raw = tftypes.NewValue(plan.Raw.Type(), attributes)
	return diags
}
