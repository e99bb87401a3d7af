package framework

import (
	"context"

	action "github.com/hashicorp/terraform-plugin-framework/action/schema"
	datasource "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	ephemeral "github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	list "github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
)

const regionText = "for example `cn-north-4`. Defaults to the provider's `region`."

func regionValidators() []validator.String {
	return []validator.String{FromFunc("must be the id of a region, such as cn-north-4", client.ValidRegion)}
}

// RegionAttribute is the `region` argument of a resource: each object may live in a region of its own.
// An object stays where it is when only the provider's region changes.
func RegionAttribute() schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: "Region the object lives in, " + regionText + " Changing it replaces the object; " +
			"changing the provider's region leaves existing objects where they are.",
		Optional:   true,
		Computed:   true,
		Validators: regionValidators(),
		PlanModifiers: []planmodifier.String{
			stringplanmodifier.UseStateForUnknown(),
			ReplaceString(),
		},
	}
}

// DataSourceRegionAttribute is the `region` argument of a data source.
func DataSourceRegionAttribute() datasource.StringAttribute {
	return datasource.StringAttribute{MarkdownDescription: "Region to read from, " + regionText, Optional: true, Computed: true, Validators: regionValidators()}
}

// EphemeralRegionAttribute is the `region` argument of an ephemeral resource.
func EphemeralRegionAttribute() ephemeral.StringAttribute {
	return ephemeral.StringAttribute{MarkdownDescription: "Region to ask, " + regionText, Optional: true, Computed: true, Validators: regionValidators()}
}

// ListRegionAttribute is the `region` argument of a list resource.
func ListRegionAttribute() list.StringAttribute {
	return list.StringAttribute{MarkdownDescription: "Region to list, " + regionText, Optional: true, Validators: regionValidators()}
}

// ActionRegionAttribute is the `region` argument of an action.
func ActionRegionAttribute() action.StringAttribute {
	return action.StringAttribute{MarkdownDescription: "Region of the object, " + regionText, Optional: true, Validators: regionValidators()}
}

// PlanRegion plans the provider's region for an object whose configuration names none.
func (r *Resource[C]) PlanRegion(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var configured, planned types.String
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("region"), &configured)...)
	resp.Diagnostics.Append(resp.Plan.GetAttribute(ctx, path.Root("region"), &planned)...)
	if !configured.IsNull() || !planned.IsUnknown() || r.provider.Client.Region() == "" {
		return
	}
	resp.Diagnostics.Append(setPlan(ctx, &resp.Plan, "region", types.StringValue(r.provider.Client.Region()))...)
}
