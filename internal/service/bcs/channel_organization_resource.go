package bcs

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
	"github.com/hwc-community/terraform-provider-hwc/internal/client/bcs"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

var (
	_ resource.ResourceWithConfigure   = (*channelOrganizationResource)(nil)
	_ resource.ResourceWithIdentity    = (*channelOrganizationResource)(nil)
	_ resource.ResourceWithImportState = (*channelOrganizationResource)(nil)
	_ resource.ResourceWithModifyPlan  = (*channelOrganizationResource)(nil)
)

// channelOrganizationParts name an organization in a channel, with the region.
var channelOrganizationParts = []framework.IdentityPart{
	{Name: "blockchain_id", Description: "UUID of the BCS instance.", Example: exampleInstance},
	{Name: "channel_name", Description: "Name of the channel.", Example: "orders"},
	{Name: "org_name", Description: "Name of the organization.", Example: "importer"},
}

// NewChannelOrganizationResource is the resource `hwc_bcs_channel_organization`.
func NewChannelOrganizationResource() resource.Resource {
	return &channelOrganizationResource{framework.NewResource(bcs.New)}
}

type channelOrganizationResource struct {
	framework.Resource[*bcs.Client]
}

func (r *channelOrganizationResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_bcs_channel_organization"
}

func (r *channelOrganizationResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = channelOrganizationSchema(ctx)
}

func (r *channelOrganizationResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = framework.IdentitySchemaOf("organization in a channel", channelOrganizationParts...)
}

func (r *channelOrganizationResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan channelOrganizationModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	ctx, cancel := framework.Within(ctx, plan.Timeouts.Create, limits.Create, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}

	api := r.API(plan.Region)
	channel, err := r.join(ctx, api, plan)
	if channel == nil {
		resp.Diagnostics.Append(channelFailure("The organization could not join the channel", plan.object(), err))
		return
	}

	// From here on the organization may be in the channel, whatever comes.
	plan.show(api.Region(), channel)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, plan.identity())...)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	if framework.Interrupted(ctx, err) {
		resp.Diagnostics.AddWarning("The joining was interrupted", plan.object()+" is still joining. It is in the state; the next apply goes on waiting for it.")
	} else if err != nil {
		resp.Diagnostics.Append(channelFailure("The organization did not join the channel", plan.object(), err))
	}
}

// join lets an organization join that is not in the channel. The channel is nil if nothing was begun.
func (r *channelOrganizationResource) join(ctx context.Context, api *bcs.Client, plan channelOrganizationModel) (*bcs.Channel, error) {
	channel, err := api.GetChannel(ctx, plan.BlockchainID.ValueString(), plan.ChannelName.ValueString())
	if err != nil {
		return nil, err
	}
	if peers := channel.PeersOf(plan.OrgName.ValueString()); peers > 0 {
		return nil, fmt.Errorf("it is in the channel already, with %d peers. Take it over with `terraform import`, as %s", peers, plan.importID())
	}
	return api.SetPeers(ctx, plan.BlockchainID.ValueString(), plan.ChannelName.ValueString(), plan.wanted())
}

func (r *channelOrganizationResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state channelOrganizationModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	ctx, cancel := framework.Within(ctx, state.Timeouts.Read, framework.ReadTimeout, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}

	resp.Diagnostics.Append(resp.Identity.Set(ctx, state.identity())...)
	api := r.API(state.Region)
	channel, err := api.GetChannel(ctx, state.BlockchainID.ValueString(), state.ChannelName.ValueString())
	switch {
	case client.IsNotFound(err):
		resp.State.RemoveResource(ctx)
	case err != nil:
		resp.Diagnostics.Append(channelFailure("Could not read the channel", state.object(), err))
	case channel.PeersOf(state.OrgName.ValueString()) > 0:
		state.fill(api.Region(), channel)
		resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
	case !state.pending():
		resp.State.RemoveResource(ctx)
	}
}

func (r *channelOrganizationResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var state, plan channelOrganizationModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	ctx, cancel := framework.Within(ctx, plan.Timeouts.Update, limits.Update, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}

	resp.Diagnostics.Append(resp.Identity.Set(ctx, state.identity())...)
	api := r.API(state.Region)
	channel, err := api.SetPeers(ctx, plan.BlockchainID.ValueString(), plan.ChannelName.ValueString(), plan.wanted())
	if err != nil {
		resp.Diagnostics.Append(channelFailure("Could not change the peers in the channel", state.object(), err))
		return
	}
	plan.show(api.Region(), channel)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
}

func (r *channelOrganizationResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state channelOrganizationModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	ctx, cancel := framework.Within(ctx, state.Timeouts.Delete, limits.Delete, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}

	if err := r.leave(ctx, r.API(state.Region), state); err != nil && !client.IsNotFound(err) {
		resp.Diagnostics.Append(channelFailure("The organization did not leave the channel", state.object(), err))
	}
}

// leave lets the organization leave the channel. One that is still joining does not show there yet: a request that the
// instance takes when it is idle waits for that.
func (r *channelOrganizationResource) leave(ctx context.Context, api *bcs.Client, m channelOrganizationModel) error {
	id, channel, org := m.BlockchainID.ValueString(), m.ChannelName.ValueString(), m.OrgName.ValueString()
	if m.pending() {
		operation, err := api.RemoveOrganizations(ctx, id, channel, org)
		if err == nil {
			_, err = api.WaitChannelPeers(ctx, id, channel, org, 0, operation)
			return err
		}
	}
	_, err := api.SetPeers(ctx, id, channel, map[string]int64{org: 0})
	return err
}

func (r *channelOrganizationResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	r.ImportParts(ctx, req, resp, channelOrganizationParts...)
}

func (r *channelOrganizationResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() || !r.Configured() {
		return
	}
	r.PlanRegion(ctx, req, resp)
	if req.State.Raw.IsNull() {
		resp.Diagnostics.Append(offered(ctx, resp.Plan, r.API)...)
		return
	}
	var state channelOrganizationModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	framework.PlanVolatile(ctx, req, resp, state.pending(), state.volatile())
}
