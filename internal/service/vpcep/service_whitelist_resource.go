package vpcep

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
	"github.com/hwc-community/terraform-provider-hwc/internal/client/vpcep"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

var (
	_ resource.ResourceWithConfigure   = (*serviceWhitelistResource)(nil)
	_ resource.ResourceWithIdentity    = (*serviceWhitelistResource)(nil)
	_ resource.ResourceWithImportState = (*serviceWhitelistResource)(nil)
	_ resource.ResourceWithModifyPlan  = (*serviceWhitelistResource)(nil)
)

// NewServiceWhitelistResource is the resource `hwc_vpcep_service_whitelist`.
func NewServiceWhitelistResource() resource.Resource {
	return &serviceWhitelistResource{framework.NewResource(vpcep.New)}
}

type serviceWhitelistResource struct {
	framework.Resource[*vpcep.Client]
}

// descriptionsLost is the key of the private state that says that the cloud keeps no descriptions.
const descriptionsLost = "descriptions_lost"

var pendingRejections = path.Root("pending_rejections")

var whitelistParts = []framework.IdentityPart{
	{Name: "service_id", Description: "UUID of the VPC endpoint service.", Example: "4189d3c2-8882-4871-a3c2-d380272eed83"},
}

func (r *serviceWhitelistResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_vpcep_service_whitelist"
}

func (r *serviceWhitelistResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = serviceWhitelistSchema(ctx)
}

func (r *serviceWhitelistResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = framework.IdentitySchemaOf("whitelist", whitelistParts...)
}

func (r *serviceWhitelistResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan serviceWhitelistModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	ctx, cancel := framework.Within(ctx, plan.Timeouts.Create, limits.Create, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}

	resp.Diagnostics.Append(resp.Identity.Set(ctx, plan.identity())...)
	change, err := r.replace(ctx, &plan)
	if err != nil {
		// What is in force has to be in the state: a partly filled whitelist is tainted, not forgotten. The next apply
		// empties it before it fills it, which must not reject those who are to stay.
		if len(change.Added)+len(change.Removed)+len(plan.PendingRejections.Elements()) > 0 {
			plan.RejectRemoved, plan.PendingRejections = types.BoolValue(false), noRejections
			resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
		}
		resp.Diagnostics.Append(whitelistFailure("Could not fill the whitelist of the VPC endpoint service", plan, change, err))
		return
	}
	if err := r.rejectPending(ctx, &plan); err != nil {
		// An error would taint the whitelist, and its replacement would lock out and reject those who are to stay, too.
		failure := whitelistFailure("The removed accounts are still connected", plan, change, err)
		resp.Diagnostics.AddWarning(failure.Summary(), failure.Detail())
	}
	resp.Diagnostics.Append(rememberLost(ctx, change, resp.Private)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
}

func (r *serviceWhitelistResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state serviceWhitelistModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	ctx, cancel := framework.Within(ctx, state.Timeouts.Read, framework.ReadTimeout, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}

	resp.Diagnostics.Append(resp.Identity.Set(ctx, state.identity())...)
	api := r.API(state.Region)
	records, err := api.ListPermissions(ctx, state.ServiceID.ValueString(), vpcep.ListPermissionsRequest{})
	if client.IsNotFound(err) {
		resp.State.RemoveResource(ctx)
		return
	}
	if err != nil {
		resp.Diagnostics.Append(whitelistFailure("Could not read the whitelist of the VPC endpoint service", state, &vpcep.PermissionsChange{}, err))
		return
	}
	lost, diags := req.Private.GetKey(ctx, descriptionsLost)
	resp.Diagnostics.Append(diags...)
	state.fill(api.Region(), records, len(lost) > 0, state.RejectRemoved.IsNull())
	resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
}

func (r *serviceWhitelistResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var state, plan serviceWhitelistModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	ctx, cancel := framework.Within(ctx, plan.Timeouts.Update, limits.Update, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}

	resp.Diagnostics.Append(resp.Identity.Set(ctx, plan.identity())...)
	if !plan.Records.Equal(state.Records) || !plan.PendingRejections.Equal(state.PendingRejections) {
		plan.PendingRejections = state.PendingRejections
		change, err := r.replace(ctx, &plan)
		if err == nil {
			resp.Diagnostics.Append(rememberLost(ctx, change, resp.Private)...)
			err = r.rejectPending(ctx, &plan)
		}
		if err != nil {
			resp.Diagnostics.Append(resp.State.SetAttribute(ctx, pendingRejections, plan.PendingRejections)...)
			resp.Diagnostics.Append(whitelistFailure("Could not change the whitelist of the VPC endpoint service", plan, change, err))
			return
		}
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
}

func (r *serviceWhitelistResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state serviceWhitelistModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	ctx, cancel := framework.Within(ctx, state.Timeouts.Delete, limits.Delete, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}

	none := state
	none.Records = types.SetNull(recordType)
	change, err := r.replace(ctx, &none)
	if err == nil {
		err = r.rejectPending(ctx, &none)
	}
	if err != nil && !client.IsNotFound(err) {
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, pendingRejections, none.PendingRejections)...)
		resp.Diagnostics.Append(whitelistFailure("Could not empty the whitelist of the VPC endpoint service", state, change, err))
	}
}

// replace makes the whitelist hold exactly the records of the model, and notes in the model whom that locks out.
func (r *serviceWhitelistResource) replace(ctx context.Context, m *serviceWhitelistModel) (*vpcep.PermissionsChange, error) {
	change, err := r.API(m.Region).ReplacePermissions(ctx, m.ServiceID.ValueString(), m.want())
	m.lockOut(ctx, change.Leaving)
	return change, err
}

// rejectPending rejects the endpoints of the accounts that were locked out. Only after that the model forgets them: what
// fails after the removal of the records would leave them connected for ever, because no plan shows a difference then.
func (r *serviceWhitelistResource) rejectPending(ctx context.Context, m *serviceWhitelistModel) error {
	accounts := framework.KnownStrings(ctx, m.PendingRejections)
	if len(accounts) == 0 {
		return nil
	}
	api, service := r.API(m.Region), m.ServiceID.ValueString()
	live, err := api.LiveConnections(ctx, service)
	if err != nil {
		return fmt.Errorf("the connected endpoints of the accounts that were removed could not be rejected; the next apply tries again: %w", err)
	}
	for _, connection := range live {
		if !slices.Contains(accounts, connection.DomainID) {
			continue
		}
		if err := reject(ctx, api, service, connection.ID); err != nil && !vpcep.IsConnectionGone(err) {
			return fmt.Errorf("endpoint %s of account %s could not be rejected; the next apply tries again: %w", connection.ID, connection.DomainID, err)
		}
	}
	m.PendingRejections = noRejections
	return nil
}

// reject rejects an endpoint and waits until that shows.
func reject(ctx context.Context, api *vpcep.Client, service, endpoint string) error {
	connection, err := api.AnswerConnection(ctx, service, vpcep.Reject, endpoint)
	if err == nil && connection.Status != vpcep.EndpointRejected {
		_, err = api.WaitConnectionAnswered(ctx, service, vpcep.Reject, endpoint)
	}
	return err
}

func (r *serviceWhitelistResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	r.ImportParts(ctx, req, resp, whitelistParts...)
}

func (r *serviceWhitelistResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() || !r.Configured() {
		return
	}
	r.PlanRegion(ctx, req, resp)
	var plan serviceWhitelistModel
	resp.Diagnostics.Append(resp.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() || plan.ServiceID.IsUnknown() {
		return
	}
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, pendingRejections, noRejections)...)
	}
	api := r.API(plan.Region)
	if claimWhitelist(&r.WithClient, api.Region(), plan.ServiceID.ValueString(), wholeWhitelist) {
		resp.Diagnostics.Append(whitelistOverlap(plan.object()))
	}
	if !req.State.Raw.IsNull() || plan.Records.IsUnknown() {
		return
	}
	// A whitelist that others filled is emptied of their records: that has to be said before it is done.
	has, err := api.ListPermissions(ctx, plan.ServiceID.ValueString(), vpcep.ListPermissionsRequest{})
	if err != nil {
		return // the apply will say it
	}
	want := recordsOf(plan.Records)
	has = slices.DeleteFunc(has, func(record vpcep.Permission) bool { _, wanted := want[record.Permission]; return wanted })
	if len(has) > 0 {
		resp.Diagnostics.AddAttributeWarning(path.Root("records"), "Records of others will be removed", fmt.Sprintf(
			"%s is to hold exactly `records`, so the apply will remove what else is in it: %s. To keep them, add them to `records`, or import the whitelist first.",
			plan.object(), changeText(&vpcep.PermissionsChange{Removed: has})))
	}
}

// rememberLost tells once that the cloud keeps no descriptions, and notes it, so that they are not drift for ever.
func rememberLost(ctx context.Context, change *vpcep.PermissionsChange, private framework.PrivateWriter) diag.Diagnostics {
	if !change.DescriptionsLost {
		return private.SetKey(ctx, descriptionsLost, nil)
	}
	diags := private.SetKey(ctx, descriptionsLost, []byte("true"))
	diags.AddAttributeWarning(path.Root("records"), "The cloud keeps no descriptions",
		"This cloud has no call that takes the descriptions of records. The records are in force without them; the state holds what was asked for.")
	return diags
}
