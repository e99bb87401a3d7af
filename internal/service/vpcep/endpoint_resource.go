package vpcep

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
	"github.com/hwc-community/terraform-provider-hwc/internal/client/vpcep"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

var (
	_ resource.ResourceWithConfigure      = (*endpointResource)(nil)
	_ resource.ResourceWithIdentity       = (*endpointResource)(nil)
	_ resource.ResourceWithImportState    = (*endpointResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*endpointResource)(nil)
	_ resource.ResourceWithMoveState      = (*endpointResource)(nil)
	_ resource.ResourceWithValidateConfig = (*endpointResource)(nil)
)

// NewEndpointResource is the resource `hwc_vpcep_endpoint`.
func NewEndpointResource() resource.Resource {
	return &endpointResource{framework.NewResource(vpcep.New)}
}

type endpointResource struct {
	framework.Resource[*vpcep.Client]
}

func (r *endpointResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_vpcep_endpoint"
}

func (r *endpointResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = endpointSchema(ctx)
}

func (r *endpointResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = framework.IdentitySchema("VPC endpoint")
}

func (r *endpointResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan endpointModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	ctx, cancel := framework.Within(ctx, plan.Timeouts.Create, limits.Create, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}

	api := r.API(plan.Region)
	resp.Diagnostics.Append(plan.checkServiceType(ctx, api)...)
	if resp.Diagnostics.HasError() {
		return
	}
	created, outcome, err := api.CreateEndpoint(ctx, plan.createRequest(ctx))
	if err != nil {
		resp.Diagnostics.Append(endpointFailure("Could not create the VPC endpoint", plan, err))
		return
	}
	if outcome == client.Adopted {
		resp.Diagnostics.Append(framework.AdoptedWarning("VPC endpoint", created.ID))
	}

	// From here on the endpoint costs money: it has to be in the state whatever comes.
	asked := plan
	plan.fill(api.Region(), created, r.Tags())
	if asked.wantsNoRouteTables() {
		plan.RouteTableIDs = asked.RouteTableIDs // as planned, until connect has unbound the default one
	}
	resp.Diagnostics.Append(framework.RememberManaged(ctx, req.Config, resp.Private, removable...)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, plan.identity())...)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)

	endpoint, err := connect(ctx, api, created.ID, asked)
	if err == nil {
		plan.fill(api.Region(), endpoint, r.Tags())
	} else if endpoint != nil {
		plan.Status = types.StringValue(endpoint.Status)
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	resp.Diagnostics.Append(framework.Settle(ctx, req.Plan, tfsdk.State{}, &resp.State)...)
	if err != nil {
		resp.Diagnostics.Append(framework.NoteUnread(ctx, resp.Private)...)
	}
	switch {
	case framework.Interrupted(ctx, err):
		resp.Diagnostics.Append(framework.InterruptedCreation(ctx, plan.object(), func(ctx context.Context) error {
			return api.DeleteEndpoint(ctx, created.ID)
		}))
	case err != nil:
		resp.Diagnostics.Append(notConnected(plan, err))
	case endpoint.Status == vpcep.EndpointPending:
		resp.Diagnostics.Append(pendingWarning(plan))
	}
}

// connect waits for a new endpoint, and unbinds it when it shall have no route table.
func connect(ctx context.Context, api *vpcep.Client, id string, asked endpointModel) (*vpcep.Endpoint, error) {
	endpoint, err := api.WaitEndpointConnected(ctx, id, asked.waitsForAcceptance())
	if err != nil || !asked.wantsNoRouteTables() {
		return endpoint, err
	}
	if err := api.UpdateRouteTables(ctx, id, []string{}); err != nil {
		return endpoint, err
	}
	return api.GetEndpoint(ctx, id)
}

func (r *endpointResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state endpointModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	ctx, cancel := framework.Within(ctx, state.Timeouts.Read, framework.ReadTimeout, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}

	api := r.API(state.Region)
	state.Region = types.StringValue(api.Region()) // one that was moved here may not know its region
	resp.Diagnostics.Append(resp.Identity.Set(ctx, state.identity())...)
	read := api.GetEndpoint
	if framework.Unread(ctx, req.Private, &resp.Diagnostics) {
		read = api.AwaitEndpoint
	}
	endpoint, err := read(ctx, state.ID.ValueString())
	if client.IsNotFound(err) {
		resp.State.RemoveResource(ctx)
		return
	}
	if err != nil {
		resp.Diagnostics.Append(endpointFailure("Could not read the VPC endpoint", state, err))
		return
	}
	if endpoint.Status != vpcep.EndpointCreating {
		resp.Diagnostics.Append(framework.NoteRead(ctx, resp.Private)...)
	}
	state.fill(api.Region(), endpoint, r.Tags())
	resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
	switch {
	case state.lost():
		resp.Diagnostics.Append(framework.LostWarning(state.object(), endpoint.Status, vpcep.Reason(endpoint.Error)))
	case endpoint.Status == vpcep.EndpointRejected:
		resp.Diagnostics.AddWarning("The VPC endpoint is rejected", state.object()+" does not work: the owner of its service has rejected it. "+
			"Ask the owner to accept it, or remove it from the configuration.")
	}
}

func (r *endpointResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var state, plan endpointModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	ctx, cancel := framework.Within(ctx, plan.Timeouts.Update, limits.Update, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}

	resp.Diagnostics.Append(resp.Identity.Set(ctx, state.identity())...)
	api := r.API(state.Region)
	remember := func(err error, names ...string) error {
		resp.Diagnostics.Append(framework.RememberChange(ctx, err, req.Config, resp.Private, names...)...)
		return err
	}
	if err := r.change(ctx, api, state, plan, remember); err != nil {
		resp.Diagnostics.Append(endpointFailure("Could not update the VPC endpoint", state, err))
		return
	}
	state.Tags, state.TagsAll = plan.Tags, plan.TagsAll
	resp.Diagnostics.Append(resp.State.Set(ctx, &state)...) // a read may fail, and would know of no tags that are new
	resp.Diagnostics.Append(framework.RememberManaged(ctx, req.Config, resp.Private, removable...)...)

	// A rejected endpoint can be changed, and no waiting would make it accepted.
	read := api.GetEndpoint
	if state.pending() {
		read = func(ctx context.Context, id string) (*vpcep.Endpoint, error) {
			return api.WaitEndpointConnected(ctx, id, plan.waitsForAcceptance())
		}
	}
	endpoint, err := read(ctx, state.ID.ValueString())
	if endpoint != nil {
		plan.fill(api.Region(), endpoint, r.Tags())
		resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
		resp.Diagnostics.Append(framework.Settle(ctx, req.Plan, req.State, &resp.State)...)
	}
	switch {
	case err != nil:
		resp.Diagnostics.Append(notConnected(plan, err))
	case endpoint.Status == vpcep.EndpointPending:
		resp.Diagnostics.Append(pendingWarning(plan))
	}
}

// change makes the calls that lead from the state to the plan, and none where there is nothing to change. It tells remember
// how each call ended, and which arguments it was about.
func (r *endpointResource) change(ctx context.Context, api *vpcep.Client, state, plan endpointModel, remember func(error, ...string) error) error {
	id := state.ID.ValueString()
	if state.Status.ValueString() == vpcep.EndpointCreating {
		if _, err := api.WaitEndpointConnected(ctx, id, false); err != nil {
			return err
		}
	}
	if !plan.Whitelist.Equal(state.Whitelist) || !plan.EnableWhitelist.Equal(state.EnableWhitelist) {
		if err := remember(api.UpdateEndpoint(ctx, id, plan.updateRequest(ctx)), "enable_whitelist", "whitelist"); err != nil {
			return err
		}
	}
	if body, needed := plan.policyRequest(state); needed {
		if err := remember(api.UpdatePolicy(ctx, id, body), "policy_statement", "policy_document"); err != nil {
			return err
		}
	}
	if !plan.RouteTableIDs.Equal(state.RouteTableIDs) {
		if err := remember(api.UpdateRouteTables(ctx, id, framework.KnownStrings(ctx, plan.RouteTableIDs)), "route_table_ids"); err != nil {
			return err
		}
	}
	has, shall := r.Tags().Change(state.TagsAll, plan.TagsAll)
	return api.ChangeTags(ctx, vpcep.EndpointTags, id, has, shall)
}

func (r *endpointResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state endpointModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	ctx, cancel := framework.Within(ctx, state.Timeouts.Delete, limits.Delete, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}

	api := r.API(state.Region)
	err := api.DeleteEndpoint(ctx, state.ID.ValueString())
	if err == nil {
		err = api.WaitEndpointDeleted(ctx, state.ID.ValueString())
	}
	if err != nil && !client.IsNotFound(err) {
		resp.Diagnostics.Append(endpointFailure("Could not delete the VPC endpoint", state, err))
	}
}

// ValidateConfig warns about addresses that nobody can have.
func (r *endpointResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var config endpointModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	resp.Diagnostics.Append(checkReserved(path.Root("ip_address"), config.IPAddress)...)
	for _, element := range config.Whitelist.Elements() {
		if address, ok := element.(types.String); ok {
			resp.Diagnostics.Append(checkReserved(path.Root("whitelist").AtSetValue(element), address)...)
		}
	}
}

func (r *endpointResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() || !r.Configured() {
		return
	}
	r.PlanRegion(ctx, req, resp)
	r.Tags().PlanTagsAll(ctx, resp)
	var state, config, plan endpointModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if req.State.Raw.IsNull() {
		resp.Diagnostics.Append(resp.Plan.Get(ctx, &plan)...)
		resp.Diagnostics.Append(config.checkWhitelist(config.EnableWhitelist)...)
		if !plan.Region.IsUnknown() {
			api := r.API(plan.Region)
			resp.Diagnostics.Append(plan.checkServiceType(ctx, api)...)
			if r.QuotaCheck() {
				resp.Diagnostics.Append(checkQuota(ctx, api, vpcep.EndpointTags, "VPC endpoints")...)
			}
		}
		return
	}
	framework.PlanUnset(ctx, req, resp, map[string]attr.Value{
		"enable_whitelist": types.BoolValue(false),
		"whitelist":        types.SetValueMust(types.StringType, nil),
		"route_table_ids":  types.SetValueMust(types.StringType, nil),
		"policy_statement": unknownPolicy(),
		"policy_document":  unknownPolicy(),
	})
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	resp.Diagnostics.Append(resp.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(config.checkWhitelist(plan.EnableWhitelist)...)
	if config.ServiceID.Equal(state.ServiceID) {
		resp.Diagnostics.Append(config.fits(state.ServiceType.ValueString())...)
	}
	resume := state.Status.ValueString() == vpcep.EndpointCreating || (state.pending() && plan.waitsForAcceptance())
	framework.PlanVolatile(ctx, req, resp, resume || state.lost(), plan.volatile(state))
	if state.lost() {
		resp.RequiresReplace.Append(path.Root("status"))
	}
	if !state.Description.IsNull() && !plan.Description.Equal(state.Description) {
		resp.Diagnostics.AddAttributeWarning(path.Root("description"), "A new description replaces the VPC endpoint",
			"The API has no call that changes the description of an endpoint, so a new one means a new endpoint, with a new id and perhaps another IP address.")
	}
}
