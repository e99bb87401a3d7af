package vpcep

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
	"github.com/hwc-community/terraform-provider-hwc/internal/client/vpcep"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

var (
	_ resource.ResourceWithConfigure      = (*connectionPolicyResource)(nil)
	_ resource.ResourceWithIdentity       = (*connectionPolicyResource)(nil)
	_ resource.ResourceWithImportState    = (*connectionPolicyResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*connectionPolicyResource)(nil)
	_ resource.ResourceWithValidateConfig = (*connectionPolicyResource)(nil)
)

// NewServiceConnectionPolicyResource is the resource `hwc_vpcep_service_connection_policy`.
func NewServiceConnectionPolicyResource() resource.Resource {
	return &connectionPolicyResource{framework.NewResource(vpcep.New)}
}

type connectionPolicyResource struct {
	framework.Resource[*vpcep.Client]
}

func (r *connectionPolicyResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_vpcep_service_connection_policy"
}

func (r *connectionPolicyResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = connectionPolicySchema(ctx)
}

func (r *connectionPolicyResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = framework.IdentitySchemaOf("policy", connectionParts[0])
}

// Create reads who asks by now: only an update has a refresh before it.
func (r *connectionPolicyResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan connectionPolicyModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	ctx, cancel := framework.Within(ctx, plan.Timeouts.Create, limits.Create, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}

	api := r.API(plan.Region)
	connections, err := api.ListConnections(ctx, plan.ServiceID.ValueString(), vpcep.ListConnectionsRequest{})
	if err != nil {
		resp.Diagnostics.Append(connectionPolicyFailure("Could not read the connections of the VPC endpoint service", plan, err))
		return
	}
	plan.fill(api.Region(), connections)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, plan.identity())...)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)

	decided := plan.rules(ctx).judge(connections)
	resp.Diagnostics.Append(plan.fullWarning(decided)...)
	resp.Diagnostics.Append(r.give(ctx, api, plan, decided.answers)...)
	if !resp.Diagnostics.HasError() {
		plan.fill(api.Region(), decided.after(connections))
		resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	}
}

func (r *connectionPolicyResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state connectionPolicyModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	ctx, cancel := framework.Within(ctx, state.Timeouts.Read, framework.ReadTimeout, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}

	resp.Diagnostics.Append(resp.Identity.Set(ctx, state.identity())...)
	api := r.API(state.Region)
	connections, err := api.ListConnections(ctx, state.ServiceID.ValueString(), vpcep.ListConnectionsRequest{})
	if client.IsNotFound(err) {
		resp.State.RemoveResource(ctx)
		return
	}
	if err != nil {
		resp.Diagnostics.Append(connectionPolicyFailure("Could not read the connections of the VPC endpoint service", state, err))
		return
	}
	state.fill(api.Region(), connections)
	resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
}

// Update gives the answers that the plan shows, no others: both come from the same connections by the same rules.
func (r *connectionPolicyResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var state, plan connectionPolicyModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	ctx, cancel := framework.Within(ctx, plan.Timeouts.Update, limits.Update, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}

	resp.Diagnostics.Append(resp.Identity.Set(ctx, state.identity())...)
	api, connections := r.API(state.Region), state.connections(ctx)
	decided := plan.rules(ctx).judge(connections)
	resp.Diagnostics.Append(r.give(ctx, api, plan, decided.answers)...)
	if !resp.Diagnostics.HasError() {
		plan.fill(api.Region(), decided.after(connections))
		resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	}
}

// give answers the endpoints one after the other, and waits for the answers to show all at once. An endpoint that is gone
// needs no answer; one that cannot be answered does not keep the others from theirs.
func (r *connectionPolicyResource) give(ctx context.Context, api *vpcep.Client, m connectionPolicyModel, answers []connectionAnswer) diag.Diagnostics {
	var diags diag.Diagnostics
	service := m.ServiceID.ValueString()
	unlock, err := api.LockService(ctx, service)
	if err != nil {
		diags.Append(connectionPolicyFailure("Could not answer the VPC endpoints", m, err))
		return diags
	}
	defer unlock()

	failures := make([]error, len(answers))
	var waits sync.WaitGroup
	for i, a := range answers {
		var connection *vpcep.Connection
		connection, failures[i] = api.AnswerConnection(ctx, service, a.answer, a.endpointID)
		if failures[i] == nil && connection.Status != afterAnswer(a.answer) {
			waits.Go(func() { _, failures[i] = api.WaitConnectionAnswered(ctx, service, a.answer, a.endpointID) })
		} else if failures[i] != nil && !aboutOneEndpoint(failures[i]) {
			break
		}
	}
	waits.Wait()
	for i, failure := range failures {
		if failure != nil && !vpcep.IsConnectionGone(failure) {
			diags.Append(connectionFailure("Could not answer the VPC endpoint", m.connection(answers[i].endpointID), failure))
		}
	}
	return diags
}

// aboutOneEndpoint tells a refusal of one answer from what would befall every other answer, too.
func aboutOneEndpoint(err error) bool {
	api, ok := errors.AsType[*client.APIError](err)
	return vpcep.IsConnectionGone(err) || (ok && api.Status == http.StatusBadRequest)
}

// Delete has nothing to tell the cloud: the rules are Terraform's alone, and the connections stay as they are.
func (r *connectionPolicyResource) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {
}

func (r *connectionPolicyResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	r.ImportParts(ctx, req, resp, connectionParts[0])
}

// ValidateConfig refuses rules that contradict each other.
func (r *connectionPolicyResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var config connectionPolicyModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if !config.known(ctx) {
		return
	}
	rules := config.rules(ctx)
	both := slices.DeleteFunc(slices.Sorted(slices.Values(rules.accept)), func(id string) bool { return !slices.Contains(rules.reject, id) })
	if len(both) > 0 {
		resp.Diagnostics.AddAttributeError(path.Root("reject_domain_ids"), "Accounts to accept and to reject",
			"These accounts are in `accept_domain_ids`, too: "+strings.Join(both, ", ")+". Take each out of one of the lists.")
	}
}

// ModifyPlan plans the connections as the rules want them.
func (r *connectionPolicyResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() || !r.Configured() {
		return
	}
	r.PlanRegion(ctx, req, resp)
	var state, plan connectionPolicyModel
	resp.Diagnostics.Append(resp.Plan.Get(ctx, &plan)...)
	if req.State.Raw.IsNull() {
		resp.Diagnostics.Append(r.warnOfDisconnection(ctx, plan)...)
		return
	}
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if !plan.known(ctx) || !plan.ServiceID.Equal(state.ServiceID) || !plan.Region.Equal(state.Region) {
		return
	}
	connections := state.connections(ctx)
	decided := plan.rules(ctx).judge(connections)
	resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("connections"), judgedConnections(decided.after(connections)))...)
	resp.Diagnostics.Append(plan.fullWarning(decided)...)
}

// warnOfDisconnection names the endpoints that a new policy disconnects. The plan of a creation cannot show them in
// `connections`: until the apply there may be others. Where the cloud does not tell, the creation will.
func (r *connectionPolicyResource) warnOfDisconnection(ctx context.Context, plan connectionPolicyModel) diag.Diagnostics {
	var diags diag.Diagnostics
	if !plan.known(ctx) || plan.ServiceID.IsUnknown() || plan.Region.IsUnknown() || !plan.rules(ctx).rejects() {
		return diags
	}
	connections, err := r.API(plan.Region).ListConnections(ctx, plan.ServiceID.ValueString(), vpcep.ListConnectionsRequest{})
	if err != nil {
		tflog.Debug(ctx, "The connections could not be read", map[string]any{"service_id": plan.ServiceID.ValueString(), "error": err.Error()})
		return diags
	}
	if lost := plan.rules(ctx).judge(connections).disconnected(connections); len(lost) > 0 {
		diags.AddWarning("The policy disconnects endpoints", plan.object()+" rejects endpoints that are connected: "+describe(lost)+".")
	}
	return diags
}
