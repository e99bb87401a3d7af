package bcs

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
	"github.com/hwc-community/terraform-provider-hwc/internal/client/bcs"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

var (
	_ resource.ResourceWithConfigure      = (*invitationResponseResource)(nil)
	_ resource.ResourceWithIdentity       = (*invitationResponseResource)(nil)
	_ resource.ResourceWithImportState    = (*invitationResponseResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*invitationResponseResource)(nil)
	_ resource.ResourceWithValidateConfig = (*invitationResponseResource)(nil)
)

// invitationResponseParts name an answer, with the region.
var invitationResponseParts = []framework.IdentityPart{
	{Name: "invitor_bcs_id", Description: "UUID of the inviting BCS instance.", Example: exampleInstance},
	{Name: "channel_name", Description: "Name of the channel.", Example: "orders"},
}

// NewInvitationResponseResource is the resource `hwc_bcs_invitation_response`.
func NewInvitationResponseResource() resource.Resource {
	return &invitationResponseResource{framework.NewResource(bcs.New)}
}

type invitationResponseResource struct {
	framework.Resource[*bcs.Client]
}

func (r *invitationResponseResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_bcs_invitation_response"
}

func (r *invitationResponseResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = invitationResponseSchema(ctx)
}

func (r *invitationResponseResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = framework.IdentitySchemaOf("invitation", invitationResponseParts...)
}

func (r *invitationResponseResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan invitationResponseModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	ctx, cancel := framework.Within(ctx, plan.Timeouts.Create, limits.Create, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}

	api := r.API(plan.Region)
	notification, err := api.WaitNotification(ctx, plan.InvitorBcsID.ValueString(), plan.ChannelName.ValueString())
	if err == nil {
		notification, err = r.answer(ctx, api, plan, notification)
	}
	if notification == nil {
		resp.Diagnostics.Append(responseFailure("Could not answer the invitation", plan.object(), err))
		return
	}

	// From here on the instance may be a member, whatever comes.
	plan.show(api.Region(), notification)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, plan.identity())...)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	if framework.Interrupted(ctx, err) {
		resp.Diagnostics.AddWarning("The joining was interrupted", plan.object()+" was answered, and the instance is still joining. It is in the state.")
	} else if err != nil {
		resp.Diagnostics.Append(responseFailure("The instance did not join the channel", plan.object(), err))
	}
}

// answer agrees to an invitation and waits until the instance is a member, or rejects it. The notification is as it is
// afterwards, or as the answer makes it if that cannot be seen, also with an error; nil if the answer was not taken.
func (r *invitationResponseResource) answer(ctx context.Context, api *bcs.Client, plan invitationResponseModel, notification *bcs.Notification) (*bcs.Notification, error) {
	if !plan.Agreed.ValueBool() && notification.Over() {
		return notification, nil // it is no member, as is wanted
	}
	if notification.Status != bcs.InvitationWaiting {
		return nil, fmt.Errorf("the invitation does not wait for an answer: its status is %q", notification.Status)
	}
	if !plan.Agreed.ValueBool() {
		body := plan.rejectRequest(notification)
		if err := api.Answer(ctx, body); err != nil {
			return nil, err
		}
		return r.seen(ctx, api, plan, answered(notification, body)), nil
	}
	instance, err := api.GetInstance(ctx, plan.InviteeBcsID.ValueString())
	if err != nil {
		return nil, err
	}
	project, err := api.ProjectID(ctx)
	if err != nil {
		return nil, err
	}
	body := plan.agreeRequest(ctx, notification, instance, project)
	taken, err := api.JoinUnion(ctx, body)
	switch {
	case err == nil:
		return r.seen(ctx, api, plan, answered(notification, body)), nil
	case taken:
		return answered(notification, body), err
	}
	return nil, err
}

// seen is the notification as it is now, or the other one if it cannot be read: what was answered is true all the same.
func (r *invitationResponseResource) seen(ctx context.Context, api *bcs.Client, plan invitationResponseModel, otherwise *bcs.Notification) *bcs.Notification {
	if notification, err := api.GetNotification(ctx, plan.InvitorBcsID.ValueString(), plan.ChannelName.ValueString()); err == nil {
		return notification
	}
	return otherwise
}

func (r *invitationResponseResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state invitationResponseModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	ctx, cancel := framework.Within(ctx, state.Timeouts.Read, framework.ReadTimeout, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}

	resp.Diagnostics.Append(resp.Identity.Set(ctx, state.identity())...)
	api := r.API(state.Region)
	notification, err := api.GetNotification(ctx, state.InvitorBcsID.ValueString(), state.ChannelName.ValueString())
	if client.IsNotFound(err) && state.Agreed.ValueBool() {
		// A notification can be hidden; who is a member stays one without it.
		switch member, err := api.IsMember(ctx, state.membership()); {
		case err != nil:
			resp.Diagnostics.Append(responseFailure("Could not read the members", state.object(), err))
			return
		case member:
			return
		}
	}
	if client.IsNotFound(err) || (err == nil && state.ended(notification)) {
		resp.State.RemoveResource(ctx)
		return
	}
	if err != nil {
		resp.Diagnostics.Append(responseFailure("Could not read the invitation", state.object(), err))
		return
	}
	state.fill(api.Region(), notification)
	resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
}

func (r *invitationResponseResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var state, plan invitationResponseModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	ctx, cancel := framework.Within(ctx, plan.Timeouts.Update, limits.Update, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}

	resp.Diagnostics.Append(resp.Identity.Set(ctx, state.identity())...)
	api := r.API(state.Region)
	notification, err := r.change(ctx, api, state, plan)
	if notification != nil {
		plan.show(api.Region(), notification)
		resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	}
	if err != nil {
		resp.Diagnostics.Append(responseFailure("Could not change the answer", state.object(), err))
	}
}

// change makes the calls that lead from the state to the plan: a member that is not to be one any more leaves, and an
// invitation that waits is answered. The notification is as it is afterwards, also with an error; nil if nothing changed.
func (r *invitationResponseResource) change(ctx context.Context, api *bcs.Client, state, plan invitationResponseModel) (*bcs.Notification, error) {
	notification, err := api.GetNotification(ctx, state.InvitorBcsID.ValueString(), state.ChannelName.ValueString())
	switch {
	case err != nil:
		return nil, err
	case plan.Agreed.Equal(state.Agreed):
		return notification, nil
	case !state.Agreed.ValueBool():
		return r.answer(ctx, api, plan, notification)
	}
	if err := api.LeaveUnion(ctx, state.quitRequest()); err != nil && !client.IsNotFound(err) {
		return nil, err
	}
	left := *notification
	left.Status = bcs.InvitationQuit
	return r.seen(ctx, api, plan, &left), nil
}

func (r *invitationResponseResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state invitationResponseModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	ctx, cancel := framework.Within(ctx, state.Timeouts.Delete, limits.Delete, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() || !state.Agreed.ValueBool() {
		return
	}

	if err := r.API(state.Region).LeaveUnion(ctx, state.quitRequest()); err != nil && !client.IsNotFound(err) {
		resp.Diagnostics.Append(responseFailure("The instance did not leave the channel", state.object(), err))
	}
}

func (r *invitationResponseResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	r.ImportParts(ctx, req, resp, invitationResponseParts...)
}

// ValidateConfig wants to know, of an answer that agrees, who joins.
func (r *invitationResponseResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var config invitationResponseModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	for _, name := range config.lacks() {
		resp.Diagnostics.AddAttributeError(path.Root(name), "Missing argument", "An answer with `agreed = true` needs `"+name+"`.")
	}
}

func (r *invitationResponseResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() || !r.Configured() {
		return
	}
	r.PlanRegion(ctx, req, resp)
	if req.State.Raw.IsNull() {
		resp.Diagnostics.Append(offered(ctx, resp.Plan, r.API)...)
		return
	}
	var state, plan invitationResponseModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	resp.Diagnostics.Append(resp.Plan.Get(ctx, &plan)...)
	framework.PlanVolatile(ctx, req, resp, false, state.volatile())
	for _, name := range plan.replacing(state) {
		resp.RequiresReplace.Append(path.Root(name))
	}
}
