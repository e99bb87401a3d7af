package bcs

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
	"github.com/hwc-community/terraform-provider-hwc/internal/client/bcs"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

var (
	_ resource.ResourceWithConfigure   = (*channelResource)(nil)
	_ resource.ResourceWithIdentity    = (*channelResource)(nil)
	_ resource.ResourceWithImportState = (*channelResource)(nil)
	_ resource.ResourceWithModifyPlan  = (*channelResource)(nil)
)

// channelParts name a channel, with the region.
var channelParts = []framework.IdentityPart{
	{Name: "blockchain_id", Description: "UUID of the BCS instance.", Example: exampleInstance},
	{Name: "name", Description: "Name of the channel.", Example: "orders"},
}

// NewChannelResource is the resource `hwc_bcs_channel`.
func NewChannelResource() resource.Resource {
	return &channelResource{framework.NewResource(bcs.New)}
}

type channelResource struct {
	framework.Resource[*bcs.Client]
}

func (r *channelResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_bcs_channel"
}

func (r *channelResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = channelSchema(ctx)
}

func (r *channelResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = framework.IdentitySchemaOf("channel", channelParts...)
}

func (r *channelResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan channelModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	ctx, cancel := framework.Within(ctx, plan.Timeouts.Create, limits.Create, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}

	api := r.API(plan.Region)
	id, name := plan.BlockchainID.ValueString(), plan.Name.ValueString()
	operation, err := api.CreateChannels(ctx, id, plan.newChannel())
	if err != nil {
		resp.Diagnostics.Append(channelFailure("Could not create the channel", plan.object(), err))
		return
	}

	// From here on the channel may come to be, whatever happens.
	plan.begin(api.Region())
	resp.Diagnostics.Append(resp.Identity.Set(ctx, plan.identity())...)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)

	channel, err := api.WaitChannelCreated(ctx, id, name, operation)
	if err == nil {
		channel, err = r.setPeers(ctx, api, plan, channel)
	}
	if channel != nil {
		plan.fill(api.Region(), channel, plan.peersIn(channel))
		resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	}
	resp.Diagnostics.Append(framework.Settle(ctx, req.Plan, tfsdk.State{}, &resp.State)...)
	if framework.Interrupted(ctx, err) {
		resp.Diagnostics.Append(framework.InterruptedLongCreation(ctx, plan.object(), cleanupTime, func(ctx context.Context) error {
			return r.remove(ctx, api, plan)
		}))
	} else if err != nil {
		resp.Diagnostics.Append(channelFailure("The channel was not created as it should be", plan.object(), err))
	}
}

func (r *channelResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state channelModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	ctx, cancel := framework.Within(ctx, state.Timeouts.Read, framework.ReadTimeout, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}

	resp.Diagnostics.Append(resp.Identity.Set(ctx, state.identity())...)
	api := r.API(state.Region)
	id := state.BlockchainID.ValueString()
	channel, err := api.GetChannel(ctx, id, state.Name.ValueString())
	if client.IsNotFound(err) {
		if !state.pending() {
			resp.State.RemoveResource(ctx)
		}
		return
	}
	var own map[string]int64
	if err == nil && !state.Peers.IsNull() {
		own, err = api.OwnPeers(ctx, id, channel, state.peers())
	}
	if err != nil {
		resp.Diagnostics.Append(channelFailure("Could not read the channel", state.object(), err))
		return
	}
	state.fill(api.Region(), channel, own)
	resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
}

func (r *channelResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var state, plan channelModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	ctx, cancel := framework.Within(ctx, plan.Timeouts.Update, limits.Update, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}

	resp.Diagnostics.Append(resp.Identity.Set(ctx, state.identity())...)
	api := r.API(state.Region)
	channel, err := r.change(ctx, api, state, plan)
	if err != nil {
		if channel != nil {
			if state.Peers.IsNull() {
				state.Peers = plan.Peers // those that have joined are looked after from now on
			}
			state.fill(api.Region(), channel, state.peersIn(channel))
			resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
		}
		resp.Diagnostics.Append(channelFailure("Could not update the channel", state.object(), err))
		return
	}
	plan.fill(api.Region(), channel, plan.peersIn(channel))
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	resp.Diagnostics.Append(framework.Settle(ctx, req.Plan, req.State, &resp.State)...)
}

// change makes the calls that lead from the state to the plan, and none where there is nothing to change. The channel is
// the last one seen, also with an error. A creation that was interrupted is waited for; if it came to nothing, it is
// made again.
func (r *channelResource) change(ctx context.Context, api *bcs.Client, state, plan channelModel) (*bcs.Channel, error) {
	id, name := plan.BlockchainID.ValueString(), plan.Name.ValueString()
	channel, err := api.GetChannel(ctx, id, name)
	if client.IsNotFound(err) && state.pending() {
		channel, err = r.resume(ctx, api, plan)
	}
	if err != nil {
		return nil, err
	}
	return r.setPeers(ctx, api, plan, channel)
}

// resume creates a channel whose creation was interrupted. While that is still under way, the request waits for it, and
// is then refused because there is such a channel.
func (r *channelResource) resume(ctx context.Context, api *bcs.Client, plan channelModel) (*bcs.Channel, error) {
	id, name := plan.BlockchainID.ValueString(), plan.Name.ValueString()
	operation, err := api.CreateChannels(ctx, id, plan.newChannel())
	if err != nil {
		if channel, readErr := api.GetChannel(ctx, id, name); readErr == nil {
			return channel, nil
		}
		return nil, err
	}
	return api.WaitChannelCreated(ctx, id, name, operation)
}

// setPeers lets peers come and go until the channel has those of the plan, and no others of this instance. The channel
// is the last one seen, also with an error.
func (r *channelResource) setPeers(ctx context.Context, api *bcs.Client, plan channelModel, channel *bcs.Channel) (*bcs.Channel, error) {
	if plan.Peers.IsNull() {
		return channel, nil
	}
	id, wanted := plan.BlockchainID.ValueString(), plan.peers()
	own, err := api.OwnPeers(ctx, id, channel, wanted)
	if err != nil {
		return channel, err
	}
	if changes := peerChanges(own, wanted); len(changes) > 0 {
		changed, err := api.SetPeers(ctx, id, channel.Name, changes)
		if changed != nil {
			channel = changed
		}
		return channel, err
	}
	return channel, nil
}

func (r *channelResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state channelModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	ctx, cancel := framework.Within(ctx, state.Timeouts.Delete, limits.Delete, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}

	if err := r.remove(ctx, r.API(state.Region), state); err != nil && !client.IsNotFound(err) {
		resp.Diagnostics.Append(channelFailure("Could not delete the channel", state.object(), err))
	}
}

// remove lets the organizations of the model leave, and deletes the channel. Others that are in it forbid that: then the
// error names them. A channel that is still being created is not there yet: the deletion waits for it.
func (r *channelResource) remove(ctx context.Context, api *bcs.Client, m channelModel) error {
	id, name := m.BlockchainID.ValueString(), m.Name.ValueString()
	if changes := peerChanges(m.peers(), nil); len(changes) > 0 {
		if _, err := api.SetPeers(ctx, id, name, changes); err != nil && !(m.pending() && client.IsNotFound(err)) {
			return err
		}
	}
	operation, err := api.DeleteChannel(ctx, id, name)
	if err == nil {
		return api.WaitChannelDeleted(ctx, id, name, operation)
	}
	if channel, readErr := api.GetChannel(ctx, id, name); readErr == nil && len(channel.Peers) > 0 {
		return fmt.Errorf("%w. In the channel are: %s", err, describePeers(channel))
	}
	return err
}

func (r *channelResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	r.ImportParts(ctx, req, resp, channelParts...)
}

func (r *channelResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() || !r.Configured() {
		return
	}
	r.PlanRegion(ctx, req, resp)
	if req.State.Raw.IsNull() {
		resp.Diagnostics.Append(offered(ctx, resp.Plan, r.API)...)
		return
	}
	var state channelModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	framework.PlanVolatile(ctx, req, resp, state.pending(), state.volatile())
}
