package framework

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
)

// RegionAttribute is the `region` argument of a resource: each object may live in a region of its own.
// An object stays where it is when only the provider's region changes.
func RegionAttribute() schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: "Region the object lives in, for example `cn-north-4`. Defaults to the provider's `region`. Changing it replaces the object; " +
			"changing the provider's region leaves existing objects where they are.",
		Optional:   true,
		Computed:   true,
		Validators: []validator.String{FromFunc("must be the id of a region, such as cn-north-4", client.ValidRegion)},
		PlanModifiers: []planmodifier.String{
			stringplanmodifier.UseStateForUnknown(),
			stringplanmodifier.RequiresReplaceIfConfigured(),
		},
	}
}

// PlanRegion plans the provider's region for an object whose configuration names none.
func (w *WithClient[C]) PlanRegion(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var configured, planned types.String
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("region"), &configured)...)
	resp.Diagnostics.Append(resp.Plan.GetAttribute(ctx, path.Root("region"), &planned)...)
	if !configured.IsNull() || !planned.IsUnknown() || w.provider.Client.Region() == "" {
		return
	}
	resp.Diagnostics.Append(setPlan(ctx, &resp.Plan, "region", types.StringValue(w.provider.Client.Region()))...)
}
