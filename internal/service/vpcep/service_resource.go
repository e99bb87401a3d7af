package vpcep

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
	"github.com/hwc-community/terraform-provider-hwc/internal/client/vpcep"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

var (
	_ resource.ResourceWithConfigure      = (*serviceResource)(nil)
	_ resource.ResourceWithIdentity       = (*serviceResource)(nil)
	_ resource.ResourceWithImportState    = (*serviceResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*serviceResource)(nil)
	_ resource.ResourceWithValidateConfig = (*serviceResource)(nil)
	_ resource.ResourceWithMoveState      = (*serviceResource)(nil)
)

// NewServiceResource is the resource `hwc_vpcep_service`.
func NewServiceResource() resource.Resource {
	return &serviceResource{framework.NewResource(vpcep.New)}
}

type serviceResource struct {
	framework.Resource[*vpcep.Client]
}

func (r *serviceResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_vpcep_service"
}

func (r *serviceResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = serviceSchema(ctx)
}

func (r *serviceResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = framework.IdentitySchema("VPC endpoint service")
}

func (r *serviceResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan serviceModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	ctx, cancel := framework.Within(ctx, plan.Timeouts.Create, limits.Create, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}

	api := r.API(plan.Region)
	created, outcome, err := api.CreateService(ctx, plan.createRequest())
	if err != nil {
		resp.Diagnostics.Append(serviceFailure("Could not create the VPC endpoint service", plan, err))
		return
	}
	if outcome == client.Adopted {
		resp.Diagnostics.Append(framework.AdoptedWarning("VPC endpoint service", created.ID))
	}

	// From here on the service costs money: it has to be in the state whatever comes.
	plan.fill(api.Region(), created, r.Tags())
	resp.Diagnostics.Append(resp.Identity.Set(ctx, plan.identity())...)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)

	service, err := api.WaitServiceAvailable(ctx, created.ID)
	if service != nil {
		plan.fill(api.Region(), service, r.Tags())
		resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	}
	resp.Diagnostics.Append(framework.Settle(ctx, req.Plan, tfsdk.State{}, &resp.State)...)
	if err != nil {
		resp.Diagnostics.Append(framework.NoteUnread(ctx, resp.Private)...)
	}
	if framework.Interrupted(ctx, err) {
		resp.Diagnostics.Append(framework.InterruptedCreation(ctx, plan.object(), func(ctx context.Context) error {
			return api.DeleteService(ctx, created.ID)
		}))
	} else if err != nil {
		resp.Diagnostics.Append(serviceFailure("The VPC endpoint service did not become available", plan, err))
	}
}

func (r *serviceResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state serviceModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	ctx, cancel := framework.Within(ctx, state.Timeouts.Read, framework.ReadTimeout, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}

	api := r.API(state.Region)
	state.Region = types.StringValue(api.Region()) // one that was moved here may not know its region
	resp.Diagnostics.Append(resp.Identity.Set(ctx, state.identity())...)
	read := api.GetService
	if framework.Unread(ctx, req.Private, &resp.Diagnostics) {
		read = api.AwaitService
	}
	service, err := read(ctx, state.ID.ValueString())
	if client.IsNotFound(err) {
		resp.State.RemoveResource(ctx)
		return
	}
	if err != nil {
		resp.Diagnostics.Append(serviceFailure("Could not read the VPC endpoint service", state, err))
		return
	}
	if service.Status != vpcep.ServiceCreating {
		resp.Diagnostics.Append(framework.NoteRead(ctx, resp.Private)...)
	}
	state.fill(api.Region(), service, r.Tags())
	resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
	if state.lost() {
		resp.Diagnostics.Append(framework.LostWarning(state.object(), service.Status, vpcep.Reason(service.Error)))
	}
}

func (r *serviceResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var state, plan serviceModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	ctx, cancel := framework.Within(ctx, plan.Timeouts.Update, limits.Update, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}

	resp.Diagnostics.Append(resp.Identity.Set(ctx, state.identity())...)
	api := r.API(state.Region)
	err := r.change(ctx, api, &state, plan)
	resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
	if err != nil {
		resp.Diagnostics.Append(serviceFailure("Could not update the VPC endpoint service", state, err))
		return
	}
	service, err := api.WaitServiceAvailable(ctx, state.ID.ValueString())
	if service != nil {
		plan.fill(api.Region(), service, r.Tags())
		resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
		resp.Diagnostics.Append(framework.Settle(ctx, req.Plan, req.State, &resp.State)...)
	}
	if err != nil {
		resp.Diagnostics.Append(serviceFailure("The VPC endpoint service did not become available", plan, err))
	}
}

// change makes the calls that lead from the state to the plan, and none where there is nothing to change. The state takes
// over what was carried out as far as a read could not tell it from what others set: what a failed update has set can be
// taken back then.
func (r *serviceResource) change(ctx context.Context, api *vpcep.Client, state *serviceModel, plan serviceModel) error {
	id := state.ID.ValueString()
	if state.pending() {
		if _, err := api.WaitServiceAvailable(ctx, id); err != nil {
			return err
		}
	}
	for _, body := range plan.updateRequests(*state) {
		if _, err := api.UpdateService(ctx, id, body); err != nil {
			return err
		}
		state.took(body, plan)
	}
	if plan.Name.ValueString() == "" && state.Name.ValueString() != "" {
		if err := api.RenameService(ctx, id, ""); err != nil {
			return err
		}
		state.Name = plan.Name
	}
	has, shall := r.Tags().Change(state.TagsAll, plan.TagsAll)
	if err := api.ChangeTags(ctx, vpcep.ServiceTags, id, has, shall); err != nil {
		return err
	}
	state.Tags, state.TagsAll = plan.Tags, plan.TagsAll
	return nil
}

func (r *serviceResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state serviceModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	ctx, cancel := framework.Within(ctx, state.Timeouts.Delete, limits.Delete, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}

	api := r.API(state.Region)
	err := r.delete(ctx, api, state)
	if err == nil {
		err = api.WaitServiceDeleted(ctx, state.ID.ValueString())
	}
	if err != nil && !client.IsNotFound(err) {
		resp.Diagnostics.Append(serviceFailure("Could not delete the VPC endpoint service", state, err))
	}
}

// delete asks for the deletion, again as long as endpoints are connected. Those that connect, or show, in the meantime
// are dealt with like the others.
func (r *serviceResource) delete(ctx context.Context, api *vpcep.Client, state serviceModel) error {
	id := state.ID.ValueString()
	err := api.DeleteService(ctx, id)
	if !vpcep.IsInUse(err) {
		return err
	}
	rejected := map[string]bool{}
	disconnect := func(ctx context.Context, inUse error) error { return r.disconnect(ctx, api, state, inUse, rejected) }
	if err := disconnect(ctx, err); err != nil {
		return err
	}
	return api.DeleteServiceOnceUnused(ctx, id, disconnect)
}

// disconnect deals with the connected endpoints that forbid the deletion of the service: with force_destroy it rejects
// those that it has not rejected yet, otherwise the error names them.
func (r *serviceResource) disconnect(ctx context.Context, api *vpcep.Client, state serviceModel, inUse error, rejected map[string]bool) error {
	id := state.ID.ValueString()
	live, err := api.LiveConnections(ctx, id)
	if err != nil {
		return fmt.Errorf("%w; which endpoints are connected could not be read either: %w", inUse, err)
	}
	if len(live) > 0 && !state.ForceDestroy.ValueBool() {
		return fmt.Errorf("%w. Connected are: %s", inUse, describe(live))
	}
	for _, connection := range live {
		if rejected[connection.ID] {
			continue
		}
		if _, err := api.AnswerConnection(ctx, id, vpcep.Reject, connection.ID); err != nil && !vpcep.IsConnectionGone(err) {
			return fmt.Errorf("endpoint %s could not be rejected: %w", connection.ID, err)
		}
		rejected[connection.ID] = true
	}
	return nil
}

// ValidateConfig warns about an address that no backend can have.
func (r *serviceResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var address types.String
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("ip_address"), &address)...)
	resp.Diagnostics.Append(checkReserved(path.Root("ip_address"), address)...)
}

func (r *serviceResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() || !r.Configured() {
		return
	}
	r.PlanRegion(ctx, req, resp)
	r.Tags().PlanTagsAll(ctx, resp)
	var state, plan serviceModel
	resp.Diagnostics.Append(resp.Plan.Get(ctx, &plan)...)
	if req.State.Raw.IsNull() {
		resp.Diagnostics.Append(plan.checkServerType()...)
		if r.QuotaCheck() && !plan.Region.IsUnknown() {
			resp.Diagnostics.Append(checkQuota(ctx, r.API(plan.Region), vpcep.ServiceTags, "VPC endpoint services")...)
		}
		return
	}
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	framework.PlanVolatile(ctx, req, resp, state.pending() || state.lost(), plan.volatile(state))
	if state.lost() {
		resp.RequiresReplace.Append(path.Root("status"))
	}
}

func describe(connections []vpcep.Connection) string {
	const named = 10
	var list []string
	for i, c := range connections {
		if i == named {
			list = append(list, fmt.Sprintf("and %d more", len(connections)-named))
			break
		}
		list = append(list, describeConnection(c))
	}
	return strings.Join(list, ", ")
}

// describeConnection tells one connection from another.
func describeConnection(c vpcep.Connection) string {
	return fmt.Sprintf("endpoint %s of account %s (%s)", c.ID, c.DomainID, c.Status)
}
