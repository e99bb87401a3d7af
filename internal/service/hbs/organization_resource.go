package hbs

import (
	"context"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
	"github.com/hwc-community/terraform-provider-hwc/internal/client/hbs"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

var (
	_ resource.ResourceWithConfigure      = (*organizationResource)(nil)
	_ resource.ResourceWithIdentity       = (*organizationResource)(nil)
	_ resource.ResourceWithImportState    = (*organizationResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*organizationResource)(nil)
	_ resource.ResourceWithValidateConfig = (*organizationResource)(nil)
)

// NewOrganizationResource is the resource `hwc_hbs_organization`.
func NewOrganizationResource() resource.Resource {
	return &organizationResource{framework.NewResource(newEngine)}
}

type organizationResource struct {
	framework.Resource[engine]
}

// organizationParts name an organization, with the region.
var organizationParts = []framework.IdentityPart{
	{Name: "instance_id", Description: "UUID of the HBS instance.", Example: "e224e6b6-e215-11ec-9675-0255ac101552"},
	{Name: "name", Description: "Name of the organization.", Example: "org3"},
}

func (r *organizationResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_hbs_organization"
}

func (r *organizationResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = organizationSchema(ctx)
}

func (r *organizationResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = framework.IdentitySchemaOf("organization", organizationParts...)
}

func (r *organizationResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan organizationModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}

	api, name := r.API(plan.Region), plan.Name.ValueString()
	unlock, err := api.lock(ctx, plan.InstanceID.ValueString())
	if err != nil {
		resp.Diagnostics.Append(organizationFailure("Could not buy the organization", plan, err))
		return
	}
	unlock = sync.OnceFunc(unlock)
	defer unlock()
	// The clock starts now: each purchase that was waited for may have taken as long as this one.
	ctx, cancel := framework.Within(ctx, plan.Timeouts.Create, limits.Create, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}

	order, outcome, err := api.buyOrganization(ctx, plan.InstanceID.ValueString(), name, termsOf(plan.OrgOrderInfo).request())
	if err != nil {
		resp.Diagnostics.Append(organizationFailure("Could not buy the organization", plan, err))
		return
	}
	if outcome == client.Adopted {
		resp.Diagnostics.Append(framework.AdoptedWarning("organization", name))
	}

	// From here on the organization costs money: it has to be in the state whatever comes.
	plan.bought(api.Region(), order)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, plan.identity())...)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)

	organization, err := api.waitOrganization(ctx, *order, name, plan.bill(), plan.paid())
	if organization != nil {
		plan.fill(api.Region(), organization)
		resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	}
	resp.Diagnostics.Append(framework.Settle(ctx, req.Plan, tfsdk.State{}, &resp.State)...)
	switch {
	case framework.Interrupted(ctx, err):
		unlock() // for the removal
		resp.Diagnostics.Append(framework.InterruptedLongCreation(ctx, plan.object(), limits.Delete, func(ctx context.Context) error {
			return api.remove(ctx, plan.removal(api))
		}))
	case err != nil:
		resp.Diagnostics.Append(plan.bill().notAvailable("The organization did not become available", err))
	case plan.bill().unpaid():
		resp.Diagnostics.Append(plan.bill().toPay(ctx, api))
	}
}

func (r *organizationResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state organizationModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	ctx, cancel := framework.Within(ctx, state.Timeouts.Read, framework.ReadTimeout, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}

	resp.Diagnostics.Append(resp.Identity.Set(ctx, state.identity())...)
	api := r.API(state.Region)
	organization, err := api.GetOrganization(ctx, state.InstanceID.ValueString(), state.Name.ValueString())
	if client.IsNotFound(err) {
		ordered, err := api.stillOrdered(ctx, state.bill())
		switch {
		case err != nil:
			resp.Diagnostics.Append(organizationFailure("Could not read the organization", state, err))
		case ordered:
			resp.Diagnostics.Append(state.bill().notThereYet(ctx, api)...)
		default:
			resp.State.RemoveResource(ctx)
		}
		return
	}
	if err != nil {
		resp.Diagnostics.Append(organizationFailure("Could not read the organization", state, err))
		return
	}
	state.fill(api.Region(), organization)
	resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
	resp.Diagnostics.Append(state.bill().condition(ctx, api, state.InstanceID.ValueString())...)
}

// Update waits for an organization that was not there yet. Its other arguments are settings of Terraform.
func (r *organizationResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var state, plan organizationModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	ctx, cancel := framework.Within(ctx, plan.Timeouts.Update, limits.Update, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}

	resp.Diagnostics.Append(resp.Identity.Set(ctx, state.identity())...)
	api := r.API(state.Region)
	id, name := state.InstanceID.ValueString(), state.Name.ValueString()
	if state.pending() {
		if _, err := api.WaitOrganizationCreated(ctx, hbs.Order{InstanceID: id}, name, false); err != nil {
			resp.Diagnostics.Append(organizationFailure("The organization did not become available", state, err))
			return
		}
	}
	organization, err := api.GetOrganization(ctx, id, name)
	if client.IsNotFound(err) {
		organization, err = stillComing(ctx, api, state.bill(), state.seen(), err)
	}
	if err != nil {
		resp.Diagnostics.Append(organizationFailure("Could not read the organization", state, err))
		return
	}
	plan.fill(api.Region(), organization)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	resp.Diagnostics.Append(framework.Settle(ctx, req.Plan, req.State, &resp.State)...)
}

func (r *organizationResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state organizationModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	ctx, cancel := framework.Within(ctx, state.Timeouts.Delete, limits.Delete, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(state.bill().refused()...)
	if resp.Diagnostics.HasError() {
		return
	}

	api := r.API(state.Region)
	if err := api.remove(ctx, state.removal(api)); err != nil && !client.IsNotFound(err) {
		resp.Diagnostics.Append(organizationFailure("Could not unsubscribe from the organization", state, err))
	}
}

func (r *organizationResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	r.ImportParts(ctx, req, resp, organizationParts...)
}

// ValidateConfig finds arguments that contradict each other.
func (r *organizationResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var config organizationModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	resp.Diagnostics.Append(termsConflicts(config.OrgOrderInfo)...)
}

func (r *organizationResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if !r.Configured() {
		return
	}
	var state, plan organizationModel
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	}
	if req.Plan.Raw.IsNull() {
		resp.Diagnostics.Append(state.bill().refused()...)
		return
	}
	r.PlanRegion(ctx, req, resp)
	resp.Diagnostics.Append(resp.Plan.Get(ctx, &plan)...)
	if req.State.Raw.IsNull() {
		resp.Diagnostics.Append(offered(r.API, plan.Region)...)
		return
	}
	framework.PlanVolatile(ctx, req, resp, state.pending() || state.lost(), plan.volatile(state))
	if plan.replaces(state) {
		resp.Diagnostics.Append(state.bill().refused()...)
	}
	if state.lost() {
		resp.RequiresReplace.Append(path.Root("status"))
	}
}
