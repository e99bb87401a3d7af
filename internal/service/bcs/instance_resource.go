package bcs

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
	"github.com/hwc-community/terraform-provider-hwc/internal/client/bcs"
	"github.com/hwc-community/terraform-provider-hwc/internal/client/eps"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

var (
	_ resource.ResourceWithConfigure      = (*instanceResource)(nil)
	_ resource.ResourceWithIdentity       = (*instanceResource)(nil)
	_ resource.ResourceWithImportState    = (*instanceResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*instanceResource)(nil)
	_ resource.ResourceWithMoveState      = (*instanceResource)(nil)
	_ resource.ResourceWithValidateConfig = (*instanceResource)(nil)
)

// NewInstanceResource is the resource `hwc_bcs_instance`.
func NewInstanceResource() resource.Resource {
	return &instanceResource{framework.NewResource(newInstanceAPI)}
}

type instanceResource struct {
	framework.Resource[instanceAPI]
}

// instanceAPI is the blockchain service, with the one that moves instances between enterprise projects.
type instanceAPI struct {
	*bcs.Client
	projects *eps.Client
}

func newInstanceAPI(core *client.Client, region string) instanceAPI {
	return instanceAPI{bcs.New(core, region), eps.New(core, region)}
}

func (r *instanceResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_bcs_instance"
}

func (r *instanceResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = instanceSchema(ctx)
}

func (r *instanceResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = framework.IdentitySchema("BCS instance")
}

func (r *instanceResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan, config instanceModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	ctx, cancel := framework.Within(ctx, plan.Timeouts.Create, limits.Create, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}

	api := r.API(plan.Region)
	created, outcome, err := api.CreateInstance(ctx, plan.createRequest(config))
	if err != nil {
		resp.Diagnostics.Append(instanceFailure("Could not create the BCS instance", plan, err))
		return
	}
	if outcome == client.Adopted {
		resp.Diagnostics.Append(framework.AdoptedWarning("BCS instance", created.ID))
	}

	// From here on the instance costs money: it has to be in the state whatever comes.
	plan.fill(api.Region(), begun(created.ID))
	resp.Diagnostics.Append(framework.RememberManaged(ctx, req.Config, resp.Private)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, plan.identity())...)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)

	instance, err := api.WaitInstanceCreated(ctx, created.ID)
	if instance != nil {
		plan.fill(api.Region(), instance)
		resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	}
	resp.Diagnostics.Append(framework.Settle(ctx, req.Plan, tfsdk.State{}, &resp.State)...)
	if framework.Interrupted(ctx, err) {
		resp.Diagnostics.Append(framework.InterruptedLongCreation(ctx, plan.object(), cleanupTime, func(ctx context.Context) error {
			_, err := api.DeleteInstance(ctx, created.ID, plan.takenBack())
			return err
		}))
	} else if err != nil {
		resp.Diagnostics.Append(instanceFailure("The BCS instance was not created", plan, err))
	}
}

// cleanupTime is how long the provider of a killed CLI tries to take a creation back: the service refuses that until the
// creation has come to its end.
const cleanupTime = 60 * time.Minute

// begun is an instance whose creation was only just accepted.
func begun(id string) *bcs.Instance {
	return &bcs.Instance{BasicInfo: bcs.BasicInfo{ID: id, ProcessStatus: bcs.ProcessCreating}}
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
		resp.State.RemoveResource(ctx)
		return
	}
	if err != nil {
		resp.Diagnostics.Append(instanceFailure("Could not read the BCS instance", state, err))
		return
	}
	state.fill(api.Region(), instance)
	resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
	if state.lost() {
		reason := ""
		if instance.BasicInfo.ProcessStatus == "" {
			reason = api.WhyNotCreated(ctx, instance.ID())
		}
		resp.Diagnostics.Append(framework.LostWarning(state.object(), instance.State(), reason))
	}
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
	if err := r.change(ctx, api, &state, plan); err != nil {
		resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
		resp.Diagnostics.Append(instanceFailure("Could not update the BCS instance", state, err))
		return
	}
	instance, err := api.GetInstance(ctx, state.ID.ValueString())
	if err != nil {
		resp.Diagnostics.Append(instanceFailure("Could not read the BCS instance", state, err))
		return
	}
	plan.fill(api.Region(), instance)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	resp.Diagnostics.Append(framework.Settle(ctx, req.Plan, req.State, &resp.State)...)
}

// change makes the calls that lead from the state to the plan, and none where there is nothing to change. The state has
// what was changed and no read shows, also with an error.
func (r *instanceResource) change(ctx context.Context, api instanceAPI, state *instanceModel, plan instanceModel) error {
	id := state.ID.ValueString()
	if state.pending() {
		if _, err := api.WaitInstanceCreated(ctx, id); err != nil {
			return err
		}
	}
	if project := plan.EnterpriseProjectID; set(project) && !project.Equal(state.EnterpriseProjectID) {
		if err := api.projects.MigrateResource(ctx, project.ValueString(), eps.BCSInstance, id); err != nil {
			return fmt.Errorf("moving it into the enterprise project %s: %w", project.ValueString(), err)
		}
		state.EnterpriseProjectID = project
		if err := api.projects.WaitMigrated(ctx, project.ValueString(), eps.BCSInstance, id); err != nil {
			return err
		}
	}
	if !set(plan.PeerOrgs) || plan.PeerOrgs.Equal(state.PeerOrgs) {
		return nil
	}
	return changeOrgs(ctx, api, id, sortedOrgs(plan.PeerOrgs), plan.newNodes(*state))
}

// changeOrgs starts from what there is by now: an update that was interrupted may have made some of the changes.
func changeOrgs(ctx context.Context, api instanceAPI, id string, shall []orgModel, newNodes []bcs.PublicIP) error {
	instance, err := api.WaitInstanceUpdated(ctx, id, "")
	if err != nil {
		return err
	}
	for _, body := range orgChanges(instance.PeerInfo, shall, newNodes) {
		operation, err := api.UpdateInstance(ctx, id, body)
		if err == nil {
			_, err = api.WaitOrganizationsUpdated(ctx, id, operation, body)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", describe(body), err)
		}
	}
	return nil
}

// describe names one change of the organizations.
func describe(body bcs.UpdateInstanceRequest) string {
	var orgs []string
	for _, org := range body.NodeOrgs {
		orgs = append(orgs, fmt.Sprintf("%s (%d peers)", org.Name, org.NodeCount))
	}
	if body.IsDeleteOrg {
		return "deleting the organizations " + strings.Join(orgs, ", ")
	}
	return "changing the organizations to " + strings.Join(orgs, ", ")
}

func (r *instanceResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state instanceModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	ctx, cancel := framework.Within(ctx, state.Timeouts.Delete, limits.Delete, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}

	api := r.API(state.Region)
	operation, err := api.DeleteInstance(ctx, state.ID.ValueString(), state.deleteOptions())
	if err == nil {
		err = api.WaitInstanceDeleted(ctx, state.ID.ValueString(), operation)
	}
	if err != nil && !client.IsNotFound(err) {
		resp.Diagnostics.Append(instanceFailure("Could not delete the BCS instance", state, err))
		return
	}
	if kafka := object[dmsKafkaModel](state.DmsKafkaInfo); kafka != nil && kafka.Name != "" {
		resp.Diagnostics.AddWarning("The Kafka instance of the blockchain stays", fmt.Sprintf(
			"%s is deleted. The service leaves its Kafka instance %q where it is, and it goes on costing money. Delete it in the console, under Distributed Message Service, unless something else uses it.",
			state.object(), kafka.Name))
	}
}

// ValidateConfig finds arguments that contradict each other.
func (r *instanceResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var config instanceModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	resp.Diagnostics.Append(report(config.conflicts())...)
}

func (r *instanceResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() || !r.Configured() {
		return
	}
	r.PlanRegion(ctx, req, resp)
	if req.State.Raw.IsNull() {
		r.planNew(ctx, req, resp)
		return
	}
	var state, plan instanceModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	resp.Diagnostics.Append(resp.Plan.Get(ctx, &plan)...)
	replacing := replacing(ctx, req, resp, state, plan)
	if len(replacing) == 0 {
		resp.Diagnostics.Append(report(plan.refusals(state))...)
	}
	framework.PlanVolatile(ctx, req, resp, state.pending() || state.lost(), plan.volatile(state))
	for _, name := range replacing {
		resp.RequiresReplace.Append(path.Root(name))
	}
	if state.lost() {
		resp.RequiresReplace.Append(path.Root("status"))
	} else if len(replacing) > 0 {
		resp.Diagnostics.AddAttributeWarning(path.Root(replacing[0]), "The BCS instance would be replaced", fmt.Sprintf(
			"%s: the API has no call that changes `%s`, so the instance would be destroyed, with its ledger, channels and certificates, and a new one be created. "+
				"Take the change back to keep it.", state.object(), strings.Join(replacing, "`, `")))
	}
}

// planNew completes the plan of a new instance, and refuses what cannot become one.
func (r *instanceResource) planNew(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var plan, config instanceModel
	resp.Diagnostics.Append(resp.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if config.EnterpriseProjectID.IsNull() {
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("enterprise_project_id"), r.enterpriseProject())...)
	}
	resp.Diagnostics.Append(report(config.lacks())...)
	resp.Diagnostics.Append(offered(ctx, resp.Plan, r.API)...)
	if set(config.FabricVersion) && config.FabricVersion.ValueString() != standardFabric && config.InvitorInfos.IsNull() {
		resp.Diagnostics.AddAttributeWarning(path.Root("fabric_version"), "The service may refuse this version of Fabric",
			"By its documentation new instances get Fabric 2.2; other versions are for those that are invited by an older one (`invitor_infos`).")
	}
}

// defaultProject is the enterprise project that every account has.
const defaultProject = "0"

func (r *instanceResource) enterpriseProject() string {
	if project := r.EnterpriseProjectID(); project != "" {
		return project
	}
	return defaultProject
}

// replacing are the arguments whose change needs a new instance. A value that the state lacks is no change after an
// import, when nobody knows what it was; it is one in an instance that Terraform created without it.
func replacing(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse, state, plan instanceModel) (names []string) {
	created, diags := framework.Applied(ctx, req.Private)
	resp.Diagnostics.Append(diags...)
	for _, name := range slices.Concat(fixed, secrets) {
		var config, was attr.Value
		resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root(name), &config)...)
		resp.Diagnostics.Append(req.State.GetAttribute(ctx, path.Root(name), &was)...)
		if config != nil && was != nil && differs(name, config, was, created) {
			names = append(names, name)
		}
	}
	if plan.replacingNodes(state, created) {
		names = append(names, "ief_nodes_info")
	}
	return names
}
