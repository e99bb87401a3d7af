package hbs

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
	"github.com/hwc-community/terraform-provider-hwc/internal/client/hbs"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

var (
	_ resource.ResourceWithConfigure      = (*instanceResource)(nil)
	_ resource.ResourceWithIdentity       = (*instanceResource)(nil)
	_ resource.ResourceWithImportState    = (*instanceResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*instanceResource)(nil)
	_ resource.ResourceWithValidateConfig = (*instanceResource)(nil)
)

// NewInstanceResource is the resource `hwc_hbs_instance`.
func NewInstanceResource() resource.Resource {
	return &instanceResource{framework.NewResource(newEngine)}
}

type instanceResource struct {
	framework.Resource[engine]
}

func (r *instanceResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_hbs_instance"
}

func (r *instanceResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = instanceSchema(ctx)
}

func (r *instanceResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = framework.IdentitySchema("HBS instance")
}

func (r *instanceResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan instanceModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	ctx, cancel := framework.Within(ctx, plan.Timeouts.Create, limits.Create, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}

	api := r.API(plan.Region)
	order, outcome, err := api.buyInstance(ctx, plan.createRequest())
	if err != nil {
		resp.Diagnostics.Append(instanceFailure("Could not buy the HBS instance", plan, err))
		return
	}
	if outcome == client.Adopted {
		resp.Diagnostics.Append(framework.AdoptedWarning("HBS instance", order.InstanceID))
	}

	// From here on the instance costs money: it has to be in the state whatever comes.
	plan.bought(api.Region(), order)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, plan.identity())...)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)

	instance, err := api.waitInstance(ctx, *order, plan.bill(), plan.paid())
	if instance != nil {
		plan.fill(api.Region(), instance)
		resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	}
	resp.Diagnostics.Append(framework.Settle(ctx, req.Plan, tfsdk.State{}, &resp.State)...)
	switch {
	case framework.Interrupted(ctx, err):
		resp.Diagnostics.Append(framework.InterruptedLongCreation(ctx, plan.object(), limits.Delete, func(ctx context.Context) error {
			return api.remove(ctx, plan.removal(api))
		}))
	case err != nil:
		resp.Diagnostics.Append(plan.bill().notAvailable("The HBS instance did not become available", err))
	case instance != nil:
		resp.Diagnostics.Append(r.tagNew(ctx, api, plan)...)
	}
	if err == nil && plan.bill().unpaid() {
		resp.Diagnostics.Append(plan.bill().toPay(ctx, api))
	}
}

// tagNew puts the tags on a new instance. Should that fail, it is a warning: an error would mark what was just bought to
// be replaced, and the next apply sees which tags are missing.
func (r *instanceResource) tagNew(ctx context.Context, api engine, plan instanceModel) (diags diag.Diagnostics) {
	err := api.ChangeTags(ctx, plan.ID.ValueString(), nil, framework.Tags(plan.TagsAll))
	if err != nil {
		problem := instanceFailure("The HBS instance has no tags yet", plan, err)
		diags.AddWarning(problem.Summary(), problem.Detail()+" The next apply puts them on.")
	}
	return diags
}

func (r *instanceResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state instanceModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	ctx, cancel := framework.Within(ctx, state.Timeouts.Read, framework.ReadTimeout, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}

	resp.Diagnostics.Append(resp.Identity.Set(ctx, state.identity())...)
	api := r.API(state.Region)
	instance, err := api.GetInstance(ctx, state.ID.ValueString())
	if client.IsNotFound(err) {
		ordered, err := api.stillOrdered(ctx, state.bill())
		switch {
		case err != nil:
			resp.Diagnostics.Append(instanceFailure("Could not read the HBS instance", state, err))
		case ordered:
			resp.Diagnostics.Append(state.bill().notThereYet(ctx, api)...)
		default:
			resp.State.RemoveResource(ctx)
		}
		return
	}
	if err == nil {
		err = r.fill(ctx, api, &state, instance)
	}
	if err != nil {
		resp.Diagnostics.Append(instanceFailure("Could not read the HBS instance", state, err))
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
	resp.Diagnostics.Append(state.bill().condition(ctx, api, instance.ID)...)
}

// fill takes over all that the API says about an instance. Its tags are read while anybody wants to know them, and the
// terms of its order when it is imported.
func (r *instanceResource) fill(ctx context.Context, api engine, m *instanceModel, instance *hbs.Instance) error {
	importing := m.CreateTime.IsNull()
	m.fill(api.Region(), instance)
	if importing && m.OrgOrderInfo.IsNull() {
		orgs, err := api.ListOrganizations(ctx, instance.ID)
		if err != nil {
			return err
		}
		if len(orgs) > 0 {
			m.OrgOrderInfo = readTerms(orgs[0].OrderInfo)
		}
	}
	var tags map[string]string
	if importing || m.managesTags(r.Tags()) {
		var err error
		if tags, err = api.ListTags(ctx, instance.ID); err != nil {
			return err
		}
	}
	m.Tags, m.TagsAll = r.Tags().Read(tags, m.Tags, m.TagsAll, importing)
	return nil
}

func (r *instanceResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var state, plan instanceModel
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
		resp.Diagnostics.Append(instanceFailure("Could not update the HBS instance", state, err))
		return
	}
	instance, err := api.GetInstance(ctx, state.ID.ValueString())
	if client.IsNotFound(err) {
		instance, err = stillComing(ctx, api, state.bill(), state.seen(), err)
	}
	if err != nil {
		resp.Diagnostics.Append(instanceFailure("Could not read the HBS instance", state, err))
		return
	}
	plan.fill(api.Region(), instance)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	resp.Diagnostics.Append(framework.Settle(ctx, req.Plan, req.State, &resp.State)...)
}

// change makes the calls that lead from the state to the plan, and none where there is nothing to change. The state takes
// over the tags, which nobody reads while nobody manages them: those that a failed update has put on can be taken off then.
func (r *instanceResource) change(ctx context.Context, api engine, state *instanceModel, plan instanceModel) error {
	id, version := state.ID.ValueString(), plan.ChainEngineVersion
	if upgrade := !version.IsUnknown() && !version.IsNull() && !version.Equal(state.ChainEngineVersion); upgrade || state.pending() {
		unlock, err := api.lock(ctx, id)
		if err != nil {
			return err
		}
		defer unlock()
		instance, err := api.WaitInstanceUpdated(ctx, id, "")
		// An upgrade that was interrupted may have come to its end.
		if err == nil && upgrade && instance.ChainEngineVersion != version.ValueString() {
			err = api.upgrade(ctx, instance, version.ValueString())
		}
		if err != nil {
			return err
		}
	}
	has, shall := r.Tags().Change(state.TagsAll, plan.TagsAll)
	if err := api.ChangeTags(ctx, id, has, shall); err != nil {
		return err
	}
	state.Tags, state.TagsAll = plan.Tags, plan.TagsAll
	return nil
}

func (r *instanceResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state instanceModel
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
		resp.Diagnostics.Append(instanceFailure("Could not unsubscribe from the HBS instance", state, err))
	}
}

// removal is how to be rid of an instance.
func (m instanceModel) removal(api engine) removal {
	id := m.ID.ValueString()
	return removal{
		bill: m.bill(), instanceID: id, job: hbs.JobDeleteInstance,
		status: func(ctx context.Context) (string, error) {
			instance, err := api.GetInstance(ctx, id)
			if err != nil {
				return "", err
			}
			return instance.Status, nil
		},
		subscriptions: func(ctx context.Context) ([]string, error) { return api.subscriptions(ctx, id) },
	}
}

// ValidateConfig finds arguments that contradict each other.
func (r *instanceResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var config instanceModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	resp.Diagnostics.Append(config.conflicts()...)
}

func (r *instanceResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if !r.Configured() {
		return
	}
	var state, plan instanceModel
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	}
	if req.Plan.Raw.IsNull() {
		resp.Diagnostics.Append(state.bill().refused()...)
		return
	}
	r.PlanRegion(ctx, req, resp)
	r.Tags().PlanTagsAll(ctx, resp)
	resp.Diagnostics.Append(resp.Plan.Get(ctx, &plan)...)
	if req.State.Raw.IsNull() {
		r.planNew(ctx, req, resp, plan)
		return
	}
	replacing := plan.replacing(state)
	if len(replacing) == 0 {
		resp.Diagnostics.Append(plan.refusals(state)...)
	} else {
		resp.Diagnostics.Append(plan.replacement(state, replacing))
	}
	framework.PlanVolatile(ctx, req, resp, state.pending() || state.lost(), plan.volatile(state))
	for _, name := range replacing {
		resp.RequiresReplace.Append(path.Root(name))
	}
	if state.lost() {
		resp.RequiresReplace.Append(path.Root("status"))
	}
}

// planNew completes the plan of a new instance, and refuses what cannot become one.
func (r *instanceResource) planNew(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse, plan instanceModel) {
	var project types.String
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("enterprise_project_id"), &project)...)
	if id := r.EnterpriseProjectID(); project.IsNull() && id != "" {
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("enterprise_project_id"), id)...)
	}
	resp.Diagnostics.Append(offered(r.API, plan.Region)...)
}
