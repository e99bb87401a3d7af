package vpcep

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
	"github.com/hwc-community/terraform-provider-hwc/internal/client/vpcep"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

var (
	_ resource.ResourceWithConfigure   = (*connectionResource)(nil)
	_ resource.ResourceWithIdentity    = (*connectionResource)(nil)
	_ resource.ResourceWithImportState = (*connectionResource)(nil)
	_ resource.ResourceWithModifyPlan  = (*connectionResource)(nil)
	_ resource.ResourceWithMoveState   = (*connectionResource)(nil)
)

// connectionParts name a connection, with the region.
var connectionParts = []framework.IdentityPart{
	{Name: "service_id", Description: "UUID of the VPC endpoint service.", Example: "4189d3c2-8882-4871-a3c2-d380272eed83"},
	{Name: "endpoint_id", Description: "UUID of the VPC endpoint.", Example: "530d6f2f-d115-4df2-8c36-32d19f3c0bbc"},
}

// NewServiceConnectionResource is the resource `hwc_vpcep_service_connection`.
func NewServiceConnectionResource() resource.Resource {
	return &connectionResource{framework.NewResource(vpcep.New)}
}

type connectionResource struct {
	framework.Resource[*vpcep.Client]
}

func (r *connectionResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_vpcep_service_connection"
}

func (r *connectionResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = connectionSchema(ctx)
}

func (r *connectionResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = framework.IdentitySchemaOf("connection", connectionParts...)
}

func (r *connectionResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var none, plan connectionModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	ctx, cancel := framework.Within(ctx, plan.Timeouts.Create, limits.Create, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}

	api := r.API(plan.Region)
	connection, err := r.change(ctx, api, &none, plan)
	if err != nil {
		resp.Diagnostics.Append(connectionFailure("Could not answer the VPC endpoint", plan, err))
		return
	}

	// From here on the endpoint may be connected, whatever comes.
	plan.show(api.Region(), connection)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, plan.identity())...)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)

	if plan.answered() {
		return
	}
	connection, err = api.WaitConnectionAnswered(ctx, plan.ServiceID.ValueString(), plan.answer(), plan.EndpointID.ValueString())
	if connection != nil {
		plan.show(api.Region(), connection)
		resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	}
	if framework.Interrupted(ctx, err) {
		resp.Diagnostics.AddWarning("The wait for the connection was interrupted",
			plan.object()+" was answered, and does not show it yet. It is in the state; the next apply goes on waiting for it.")
	} else if err != nil {
		// The error taints the answer. Its replacement must not disconnect an endpoint that is connected by then.
		plan.OnDestroy = types.StringValue(onDestroyKeep)
		resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
		resp.Diagnostics.Append(connectionFailure("The answer to the VPC endpoint took no effect", plan, err))
	}
}

func (r *connectionResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state connectionModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	ctx, cancel := framework.Within(ctx, state.Timeouts.Read, framework.ReadTimeout, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}

	api := r.API(state.Region)
	state.Region = types.StringValue(api.Region()) // one that was moved here may not know its region
	resp.Diagnostics.Append(resp.Identity.Set(ctx, state.identity())...)
	connection, err := api.GetConnection(ctx, state.ServiceID.ValueString(), state.EndpointID.ValueString())
	if client.IsNotFound(err) || (err == nil && connection.Status == vpcep.EndpointDeleting) {
		resp.State.RemoveResource(ctx)
		return
	}
	if err != nil {
		resp.Diagnostics.Append(connectionFailure("Could not read the connection", state, err))
		return
	}
	state.fill(api.Region(), connection)
	resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
	if state.failed() {
		resp.Diagnostics.AddWarning("The connection failed", state.object()+" does not work, and no answer of the service's owner brings it back: "+
			"the endpoint's owner has to create it anew. The cloud says: "+vpcep.Reason(connection.Error))
	}
}

func (r *connectionResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var state, plan connectionModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	ctx, cancel := framework.Within(ctx, plan.Timeouts.Update, limits.Update, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}

	resp.Diagnostics.Append(resp.Identity.Set(ctx, state.identity())...)
	api := r.API(state.Region)
	connection, err := r.change(ctx, api, &state, plan)
	if err != nil {
		resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
		resp.Diagnostics.Append(connectionFailure("Could not answer the VPC endpoint", state, err))
		return
	}
	plan.show(api.Region(), connection)
	if (plan.answers(state) || state.pending()) && !plan.answered() {
		connection, err = api.WaitConnectionAnswered(ctx, plan.ServiceID.ValueString(), plan.answer(), plan.EndpointID.ValueString())
		if connection != nil {
			plan.show(api.Region(), connection)
		}
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	if err != nil {
		resp.Diagnostics.Append(connectionFailure("The answer to the VPC endpoint took no effect", plan, err))
	}
}

// change makes the calls that lead from the state to the plan, and returns the connection as the last of them shows it. The
// description comes first: a cloud that refuses it has not answered yet. It gets into the state at once, because a read could
// not tell it from that of others: it can be taken back then although the answer fails.
func (r *connectionResource) change(ctx context.Context, api *vpcep.Client, state *connectionModel, plan connectionModel) (connection *vpcep.Connection, err error) {
	service, endpoint := plan.ServiceID.ValueString(), plan.EndpointID.ValueString()
	if plan.describes(*state) {
		connection, err = api.UpdateConnectionDescription(ctx, service, endpoint, plan.Description.ValueString())
		if err != nil && (plan.Description.ValueString() != "" || !client.NotOffered(err)) {
			return nil, err // a cloud that offers no descriptions has none to remove
		}
		state.Description = plan.Description
	}
	if plan.answers(*state) {
		answered, err := api.AnswerConnection(ctx, service, plan.answer(), endpoint)
		if err != nil && connection != nil { // a creation that fails leaves no state that could tell
			err = fmt.Errorf("%w (done until then: changed the description)", err)
		}
		return answered, err
	}
	if connection == nil || connection.Status == "" {
		return api.GetConnection(ctx, service, endpoint)
	}
	return connection, nil
}

func (r *connectionResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state connectionModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	ctx, cancel := framework.Within(ctx, state.Timeouts.Delete, limits.Delete, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() || state.OnDestroy.ValueString() == onDestroyKeep || state.failed() {
		return
	}

	if state.Status.ValueString() == vpcep.EndpointRejected {
		return
	}
	err := reject(ctx, r.API(state.Region), state.ServiceID.ValueString(), state.EndpointID.ValueString())
	if err != nil && !vpcep.IsConnectionGone(err) {
		resp.Diagnostics.Append(connectionFailure("Could not reject the VPC endpoint", state, err))
	}
}

func (r *connectionResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	r.ImportParts(ctx, req, resp, connectionParts...)
}

func (r *connectionResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() || !r.Configured() {
		return
	}
	r.PlanRegion(ctx, req, resp)
	if req.State.Raw.IsNull() {
		return
	}
	var state, plan connectionModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	resp.Diagnostics.Append(resp.Plan.Get(ctx, &plan)...)
	framework.PlanVolatile(ctx, req, resp, state.pending() || state.waiting(), plan.volatile(state))
}
