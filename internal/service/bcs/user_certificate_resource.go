package bcs

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
	"github.com/hwc-community/terraform-provider-hwc/internal/client/bcs"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

var (
	_ resource.ResourceWithConfigure      = (*userCertificateResource)(nil)
	_ resource.ResourceWithIdentity       = (*userCertificateResource)(nil)
	_ resource.ResourceWithImportState    = (*userCertificateResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*userCertificateResource)(nil)
	_ resource.ResourceWithValidateConfig = (*userCertificateResource)(nil)
)

// userCertificateParts name a hosted certificate, with the region.
var userCertificateParts = []framework.IdentityPart{
	{Name: "blockchain_id", Description: "UUID of the BCS instance.", Example: exampleInstance},
	{Name: "org_name", Description: "Name of the organization.", Example: "importer"},
	{Name: "user_name", Description: "Name of the user.", Example: "alice"},
}

// NewUserCertificateResource is the resource `hwc_bcs_user_certificate`.
func NewUserCertificateResource() resource.Resource {
	return &userCertificateResource{framework.NewResource(bcs.New)}
}

type userCertificateResource struct {
	framework.Resource[*bcs.Client]
}

func (r *userCertificateResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_bcs_user_certificate"
}

func (r *userCertificateResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = userCertificateSchema(ctx)
}

func (r *userCertificateResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = framework.IdentitySchemaOf("certificate of a user", userCertificateParts...)
}

func (r *userCertificateResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan, config userCertificateModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	ctx, cancel := framework.Within(ctx, plan.Timeouts.Create, limits.Create, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}

	api := r.API(plan.Region)
	if plan.SecurityMode.ValueBool() {
		_, err := api.CreateUserCertificate(ctx, plan.BlockchainID.ValueString(), plan.OrgName.ValueString(), plan.UserName.ValueString(), true)
		if err != nil {
			resp.Diagnostics.Append(certificateFailure("Could not create the certificate", plan.object(), err))
			return
		}
	}
	state := plan
	state.Region, state.Frozen = types.StringValue(api.Region()), types.BoolValue(false)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, state.identity())...)
	resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)

	if err := r.turn(ctx, api, state, plan, config); err != nil {
		err = fmt.Errorf("%w. The certificate is there and marked as tainted: `terraform untaint` keeps it, and the next apply freezes it", err)
		resp.Diagnostics.Append(certificateFailure("Could not freeze the certificate", plan.object(), err))
		return
	}
	state.Frozen = plan.Frozen
	resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
}

// turn freezes or unfreezes the certificate where the plan wants another than the state.
func (r *userCertificateResource) turn(ctx context.Context, api *bcs.Client, state, plan, config userCertificateModel) error {
	id, org, user := plan.BlockchainID.ValueString(), plan.OrgName.ValueString(), plan.UserName.ValueString()
	switch {
	case plan.Frozen.Equal(state.Frozen):
		return nil
	case plan.Frozen.ValueBool():
		return api.FreezeCertificate(ctx, id, org, user, config.file())
	}
	return api.UnfreezeCertificate(ctx, id, org, user, config.file())
}

// Read sees whether there is the organization whose certificate it is: the API shows nothing of the certificate itself.
func (r *userCertificateResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state userCertificateModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	ctx, cancel := framework.Within(ctx, state.Timeouts.Read, framework.ReadTimeout, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}

	resp.Diagnostics.Append(resp.Identity.Set(ctx, state.identity())...)
	_, err := r.API(state.Region).GetOrganization(ctx, state.BlockchainID.ValueString(), state.OrgName.ValueString())
	if client.IsNotFound(err) {
		resp.State.RemoveResource(ctx)
		return
	}
	if err != nil {
		resp.Diagnostics.Append(certificateFailure("Could not read the organization of the certificate", state.object(), err))
		return
	}
	state.complete()
	resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
}

func (r *userCertificateResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var state, plan, config userCertificateModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	ctx, cancel := framework.Within(ctx, plan.Timeouts.Update, limits.Update, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}

	resp.Diagnostics.Append(resp.Identity.Set(ctx, state.identity())...)
	if err := r.turn(ctx, r.API(state.Region), state, plan, config); err != nil {
		resp.Diagnostics.Append(certificateFailure("Could not freeze or unfreeze the certificate", state.object(), err))
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
}

// Delete has no call to make: the API deletes no certificates.
func (r *userCertificateResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state userCertificateModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if !state.Frozen.ValueBool() {
		resp.Diagnostics.AddWarning("The certificate stays valid", state.object()+": the cloud has no call that deletes a certificate, so it is only taken out of the state, and is valid "+
			"for as long as its organization exists. To end that, set `frozen = true` and apply before the certificate is destroyed.")
	}
}

func (r *userCertificateResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	r.ImportParts(ctx, req, resp, userCertificateParts...)
}

// ValidateConfig wants the archive of a certificate that the cloud does not keep.
func (r *userCertificateResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var config userCertificateModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if !config.SecurityMode.IsNull() && !config.SecurityMode.IsUnknown() && !config.SecurityMode.ValueBool() && config.FileWO.IsNull() {
		resp.Diagnostics.AddAttributeError(path.Root("file_wo"), "Missing argument", "A certificate with `security_mode = false` is kept by its user alone, and Terraform keeps none: "+
			"make it first, and give its archive in `file_wo`.")
	}
}

func (r *userCertificateResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() || !r.Configured() {
		return
	}
	r.PlanRegion(ctx, req, resp)
	if req.State.Raw.IsNull() {
		resp.Diagnostics.Append(offered(ctx, resp.Plan, r.API)...)
	}
}
