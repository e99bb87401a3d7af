package bcs

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
	"github.com/hwc-community/terraform-provider-hwc/internal/client/bcs"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

var (
	_ resource.ResourceWithConfigure   = (*invitationResource)(nil)
	_ resource.ResourceWithIdentity    = (*invitationResource)(nil)
	_ resource.ResourceWithImportState = (*invitationResource)(nil)
	_ resource.ResourceWithModifyPlan  = (*invitationResource)(nil)
)

// invitationParts name an invitation, with the region.
var invitationParts = []framework.IdentityPart{
	{Name: "invitor_bcs_id", Description: "UUID of the inviting BCS instance.", Example: exampleInstance},
	{Name: "channel_name", Description: "Name of the channel.", Example: "orders"},
	{Name: "invited_user", Description: "Name of the invited account (tenant).", Example: "partner"},
}

// NewInvitationResource is the resource `hwc_bcs_invitation`.
func NewInvitationResource() resource.Resource {
	return &invitationResource{framework.NewResource(bcs.New)}
}

type invitationResource struct {
	framework.Resource[*bcs.Client]
}

func (r *invitationResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_bcs_invitation"
}

func (r *invitationResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = invitationSchema(ctx)
}

func (r *invitationResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = framework.IdentitySchemaOf("invitation", invitationParts...)
}

func (r *invitationResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan invitationModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	ctx, cancel := framework.Within(ctx, plan.Timeouts.Create, limits.Create, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}

	api := r.API(plan.Region)
	if err := api.InviteMembers(ctx, plan.inviteRequest()); err != nil {
		resp.Diagnostics.Append(invitationFailure("Could not invite the tenant", plan.object(), err))
		return
	}
	plan.fill(api.Region(), nil)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, plan.identity())...)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
}

func (r *invitationResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state invitationModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	ctx, cancel := framework.Within(ctx, state.Timeouts.Read, framework.ReadTimeout, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}

	resp.Diagnostics.Append(resp.Identity.Set(ctx, state.identity())...)
	api := r.API(state.Region)
	member, err := api.GetMember(ctx, state.invitation())
	if client.IsNotFound(err) {
		// Invitations that wait, or have ended, are shown to nobody but the invited tenant; with the channel they are gone.
		member = nil
		_, err = api.GetChannel(ctx, state.InvitorBcsID.ValueString(), state.ChannelName.ValueString())
	}
	if client.IsNotFound(err) {
		resp.State.RemoveResource(ctx)
		return
	}
	if err != nil {
		resp.Diagnostics.Append(invitationFailure("Could not read the invitation", state.object(), err))
		return
	}
	state.fill(api.Region(), member)
	resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
	if state.lost() {
		resp.Diagnostics.Append(framework.LostWarning(state.object(), state.Status.ValueString(), "the tenant has left the channel"))
	}
}

// Update has nothing to send: only the timeouts may differ, and what an import did not show.
func (r *invitationResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var state, plan invitationModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, state.identity())...)
	resp.Diagnostics.Append(resp.State.Set(ctx, plan.withSeen(state))...)
}

func (r *invitationResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state invitationModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	ctx, cancel := framework.Within(ctx, state.Timeouts.Delete, limits.Delete, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}

	err := r.API(state.Region).RemoveInvitation(ctx, state.invitation(), state.InviteeBcsID.ValueString())
	if err != nil && !client.IsNotFound(err) {
		resp.Diagnostics.Append(invitationFailure("Could not take the invitation back", state.object(), err))
	}
}

func (r *invitationResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	r.ImportParts(ctx, req, resp, invitationParts...)
}

func (r *invitationResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() || !r.Configured() {
		return
	}
	r.PlanRegion(ctx, req, resp)
	if req.State.Raw.IsNull() {
		resp.Diagnostics.Append(offered(ctx, resp.Plan, r.API)...)
		return
	}
	var state invitationModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	framework.PlanVolatile(ctx, req, resp, state.lost(), state.volatile())
	if state.lost() {
		resp.RequiresReplace.Append(path.Root("status"))
	}
}
