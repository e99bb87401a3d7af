package vpcep

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
	"github.com/hwc-community/terraform-provider-hwc/internal/client/vpcep"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

var (
	_ resource.ResourceWithConfigure   = (*serviceWhitelistRecordResource)(nil)
	_ resource.ResourceWithIdentity    = (*serviceWhitelistRecordResource)(nil)
	_ resource.ResourceWithImportState = (*serviceWhitelistRecordResource)(nil)
	_ resource.ResourceWithModifyPlan  = (*serviceWhitelistRecordResource)(nil)
)

// NewServiceWhitelistRecordResource is the resource `hwc_vpcep_service_whitelist_record`.
func NewServiceWhitelistRecordResource() resource.Resource {
	return &serviceWhitelistRecordResource{framework.NewResource(vpcep.New)}
}

type serviceWhitelistRecordResource struct {
	framework.Resource[*vpcep.Client]
}

type serviceWhitelistRecordModel struct {
	Region         types.String   `tfsdk:"region"`
	ServiceID      types.String   `tfsdk:"service_id"`
	Permission     types.String   `tfsdk:"permission"`
	Description    types.String   `tfsdk:"description"`
	ID             types.String   `tfsdk:"id"`
	PermissionType types.String   `tfsdk:"permission_type"`
	CreatedAt      types.String   `tfsdk:"created_at"`
	Timeouts       timeouts.Value `tfsdk:"timeouts"`
}

// recordIdentity names a record for people: ids of records are hard to find out, and permissions are there once.
type recordIdentity struct {
	Region     types.String `tfsdk:"region"`
	ServiceID  types.String `tfsdk:"service_id"`
	Permission types.String `tfsdk:"permission"`
}

var recordParts = []framework.IdentityPart{
	{Name: "service_id", Description: "UUID of the VPC endpoint service.", Example: "4189d3c2-8882-4871-a3c2-d380272eed83"},
	{Name: "permission", Description: "Permission of the record.", Example: "iam:domain::6e9dfd51d1124e8d8498dce894923a0d", Rest: true},
}

func (m serviceWhitelistRecordModel) identity() recordIdentity {
	return recordIdentity{Region: m.Region, ServiceID: m.ServiceID, Permission: m.Permission}
}

// object names the record in messages.
func (m serviceWhitelistRecordModel) object() string {
	return "Record " + m.Permission.ValueString() + " of the " + framework.ObjectName("VPC endpoint service", types.StringNull(), m.ServiceID, m.Region)
}

// fill takes over what the API says. The id of a record that the cloud does not show yet arrives with the next read.
func (m *serviceWhitelistRecordModel) fill(region string, record vpcep.Permission, lost bool) {
	importing := m.PermissionType.IsNull()
	m.Region = types.StringValue(region)
	if read := record.Description; !lost || read != nil && *read != "" {
		m.Description = framework.KeepNull(m.Description, read, importing)
	}
	m.ID = framework.Kept(m.ID, record.ID)
	m.PermissionType = types.StringValue(record.PermissionType)
	m.CreatedAt = framework.Kept(m.CreatedAt, record.CreatedAt)
}

func (r *serviceWhitelistRecordResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_vpcep_service_whitelist_record"
}

func (r *serviceWhitelistRecordResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "One record of the whitelist of a VPC endpoint service of the account, beside records of others: it lets an account, or the accounts of an organization, " +
			"connect endpoints to the service. Do not use it together with `hwc_vpcep_service_whitelist`, which holds the whole whitelist of a service.",
		Attributes: map[string]schema.Attribute{
			"region": framework.RegionAttribute(),
			"service_id": schema.StringAttribute{
				MarkdownDescription: "UUID of the service. Changing it replaces the record.",
				Required:            true,
				Validators:          []validator.String{framework.AnyUUID()},
				PlanModifiers:       []planmodifier.String{framework.SameID(), stringplanmodifier.RequiresReplace()},
			},
			"permission": schema.StringAttribute{
				MarkdownDescription: "Who may connect: " + permissionText + ". Changing it replaces the record.",
				Required:            true,
				Validators:          []validator.String{permissionValidator},
				PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
			},
			"description": schema.StringAttribute{
				MarkdownDescription: "Text about the record, at most 128 characters, without `<` and `>`. Changed in place. Unset: not managed; `\"\"`: none. Some clouds keep none; " +
					"the apply says so then.",
				Optional:   true,
				Validators: descriptionValidators,
			},
			"id":              computedOnce("UUID of the record."),
			"permission_type": computedOnce("Kind of the permission: `domainId` or `orgPath`."),
			"created_at":      computedOnce("When the record was created, in UTC."),
			"timeouts":        limits.Attribute(ctx),
		},
	}
}

func (r *serviceWhitelistRecordResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = framework.IdentitySchemaOf("record", recordParts...)
}

func (r *serviceWhitelistRecordResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan serviceWhitelistRecordModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	ctx, cancel := framework.Within(ctx, plan.Timeouts.Create, limits.Create, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}

	api, service := r.API(plan.Region), plan.ServiceID.ValueString()
	// The API takes a record that exists without a word; whoever destroyed this one later would remove the other's.
	existing, err := api.GetPermission(ctx, service, plan.Permission.ValueString())
	if err == nil {
		resp.Diagnostics.Append(recordExists(plan, existing.ID))
		return
	}
	change := &vpcep.PermissionsChange{}
	if client.IsNotFound(err) {
		change, err = api.AddPermissions(ctx, service, []vpcep.NewPermission{
			{Permission: plan.Permission.ValueString(), Description: plan.Description.ValueStringPointer()},
		})
	}
	if err != nil {
		resp.Diagnostics.Append(recordFailure("Could not add the record to the whitelist", plan, err))
		return
	}
	plan.fill(api.Region(), change.Added[0], change.DescriptionsLost)
	resp.Diagnostics.Append(rememberLost(ctx, change, resp.Private)...)
	resp.Diagnostics.Append(framework.NoteUnread(ctx, resp.Private)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, plan.identity())...)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
}

func (r *serviceWhitelistRecordResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state serviceWhitelistRecordModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	ctx, cancel := framework.Within(ctx, state.Timeouts.Read, framework.ReadTimeout, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}

	resp.Diagnostics.Append(resp.Identity.Set(ctx, state.identity())...)
	api := r.API(state.Region)
	read := api.GetPermission
	if framework.Unread(ctx, req.Private, &resp.Diagnostics) {
		read = api.AwaitPermission
	}
	record, err := read(ctx, state.ServiceID.ValueString(), state.Permission.ValueString())
	if client.IsNotFound(err) {
		resp.State.RemoveResource(ctx)
		return
	}
	if err != nil {
		resp.Diagnostics.Append(recordFailure("Could not read the record of the whitelist", state, err))
		return
	}
	lost, diags := req.Private.GetKey(ctx, descriptionsLost)
	resp.Diagnostics.Append(diags...)
	state.fill(api.Region(), *record, len(lost) > 0)
	resp.Diagnostics.Append(framework.NoteRead(ctx, resp.Private)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
}

func (r *serviceWhitelistRecordResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var state, plan serviceWhitelistRecordModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	ctx, cancel := framework.Within(ctx, plan.Timeouts.Update, limits.Update, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}

	resp.Diagnostics.Append(resp.Identity.Set(ctx, plan.identity())...)
	if description := plan.Description; !description.IsNull() && !description.Equal(state.Description) {
		change := &vpcep.PermissionsChange{}
		err := r.API(state.Region).UpdatePermissionDescription(ctx, state.ServiceID.ValueString(), state.ID.ValueString(), description.ValueString())
		if client.NotOffered(err) {
			change.DescriptionsLost, err = true, nil
		}
		if err != nil {
			resp.Diagnostics.Append(recordFailure("Could not change the description of the record", state, err))
			return
		}
		resp.Diagnostics.Append(rememberLost(ctx, change, resp.Private)...)
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
}

func (r *serviceWhitelistRecordResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state serviceWhitelistRecordModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	ctx, cancel := framework.Within(ctx, state.Timeouts.Delete, limits.Delete, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}

	err := r.API(state.Region).RemovePermissions(ctx, state.ServiceID.ValueString(), []vpcep.Permission{
		{ID: state.ID.ValueString(), Permission: state.Permission.ValueString()},
	})
	if err != nil && !client.IsNotFound(err) {
		resp.Diagnostics.Append(recordFailure("Could not remove the record from the whitelist", state, err))
	}
}

func (r *serviceWhitelistRecordResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	r.ImportParts(ctx, req, resp, recordParts...)
}

func (r *serviceWhitelistRecordResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() || !r.Configured() {
		return
	}
	r.PlanRegion(ctx, req, resp)
	var plan serviceWhitelistRecordModel
	resp.Diagnostics.Append(resp.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() || plan.ServiceID.IsUnknown() {
		return
	}
	if claimWhitelist(&r.WithClient, r.API(plan.Region).Region(), plan.ServiceID.ValueString(), oneRecord) {
		resp.Diagnostics.Append(whitelistOverlap(plan.object()))
	}
}

// recordExists refuses to take over a record that somebody else made.
func recordExists(m serviceWhitelistRecordModel, id string) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(path.Root("permission"), "The record exists already", fmt.Sprintf(
		"%s is in the whitelist already (record %s). If this configuration is to manage it, import it: terraform import hwc_vpcep_service_whitelist_record.NAME '%s/%s/%s'",
		m.object(), id, m.Region.ValueString(), m.ServiceID.ValueString(), m.Permission.ValueString()))
}

func recordFailure(summary string, m serviceWhitelistRecordModel, err error) diag.Diagnostic {
	return servicePartAdvice.Failure(summary, m.object(), err)
}
