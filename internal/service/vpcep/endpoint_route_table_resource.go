package vpcep

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
	"github.com/hwc-community/terraform-provider-hwc/internal/client/vpcep"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

var (
	_ resource.ResourceWithConfigure   = (*endpointRouteTableResource)(nil)
	_ resource.ResourceWithIdentity    = (*endpointRouteTableResource)(nil)
	_ resource.ResourceWithImportState = (*endpointRouteTableResource)(nil)
	_ resource.ResourceWithModifyPlan  = (*endpointRouteTableResource)(nil)
)

// endpointRouteTableParts name an association, with the region.
var endpointRouteTableParts = []framework.IdentityPart{
	endpointPart,
	{Name: "route_table_id", Description: "UUID of the route table.", Example: "cd7fdf2b-d964-4a4a-a169-2af1112e7d02"},
}

// NewEndpointRouteTableResource is the resource `hwc_vpcep_endpoint_route_table`.
func NewEndpointRouteTableResource() resource.Resource {
	return &endpointRouteTableResource{framework.NewResource(vpcep.New)}
}

type endpointRouteTableResource struct {
	framework.Resource[*vpcep.Client]
}

type endpointRouteTableModel struct {
	Region       types.String   `tfsdk:"region"`
	EndpointID   types.String   `tfsdk:"endpoint_id"`
	RouteTableID types.String   `tfsdk:"route_table_id"`
	Timeouts     timeouts.Value `tfsdk:"timeouts"`
}

type endpointRouteTableIdentity struct {
	Region       types.String `tfsdk:"region"`
	EndpointID   types.String `tfsdk:"endpoint_id"`
	RouteTableID types.String `tfsdk:"route_table_id"`
}

func (m endpointRouteTableModel) identity() endpointRouteTableIdentity {
	return endpointRouteTableIdentity{Region: m.Region, EndpointID: m.EndpointID, RouteTableID: m.RouteTableID}
}

// object names the association in messages.
func (m endpointRouteTableModel) object() string {
	return framework.ObjectName("route table "+m.RouteTableID.ValueString()+" of the VPC endpoint", types.StringNull(), m.EndpointID, m.Region)
}

func (r *endpointRouteTableResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_vpcep_endpoint_route_table"
}

func (r *endpointRouteTableResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "One route table that leads to a VPC endpoint of a gateway service, where the endpoint is managed elsewhere, or the route tables come one by one. " +
			"The endpoint's other route tables stay as they are. Leave `route_table_ids` of its `hwc_vpcep_endpoint` unset. " +
			"Several may be created and destroyed in one run; what another program changes at the same moment may be lost, because the API has no call for one route table. " +
			"Destroying it unbinds the route table, also when the same run puts it into `route_table_ids`: to move it there, " +
			"replace this resource by a `removed` block with `lifecycle { destroy = false }`." + replacedBeforeDestroyed,
		Attributes: map[string]schema.Attribute{
			"region":         framework.RegionAttribute(),
			"endpoint_id":    namePart("UUID of the VPC endpoint. Changing it replaces the association."),
			"route_table_id": namePart("UUID of the route table, of the endpoint's VPC. Changing it replaces the association."),
			"timeouts":       limits.Attribute(ctx),
		},
	}
}

func (r *endpointRouteTableResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = framework.IdentitySchemaOf("association", endpointRouteTableParts...)
}

func (r *endpointRouteTableResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan endpointRouteTableModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	ctx, cancel := framework.Within(ctx, plan.Timeouts.Create, limits.Create, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}

	api := r.API(plan.Region)
	changed, err := api.BindRouteTable(ctx, plan.EndpointID.ValueString(), plan.RouteTableID.ValueString())
	if err != nil {
		resp.Diagnostics.Append(endpointRouteTableFailure("Could not bind the route table to the VPC endpoint", plan, err))
		return
	}
	plan.Region = types.StringValue(api.Region())
	resp.Diagnostics.Append(resp.Identity.Set(ctx, plan.identity())...)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	if !changed {
		resp.Diagnostics.AddWarning("The route table was bound already", plan.object()+" was bound before, as the default route table of a VPC is to a new endpoint. "+
			"It is managed by this resource from now on: destroying it unbinds the route table.")
	}
}

func (r *endpointRouteTableResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state endpointRouteTableModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	ctx, cancel := framework.Within(ctx, state.Timeouts.Read, framework.ReadTimeout, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}

	resp.Diagnostics.Append(resp.Identity.Set(ctx, state.identity())...)
	endpoint, err := r.API(state.Region).GetEndpoint(ctx, state.EndpointID.ValueString())
	switch {
	case client.IsNotFound(err) || (err == nil && !vpcep.HasRouteTable(endpoint.RouteTables, state.RouteTableID.ValueString())):
		resp.State.RemoveResource(ctx)
	case err != nil:
		resp.Diagnostics.Append(endpointRouteTableFailure("Could not read the route tables of the VPC endpoint", state, err))
	}
}

// Update has nothing to tell the cloud: only `timeouts` change in place.
func (r *endpointRouteTableResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan endpointRouteTableModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, plan.identity())...)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
}

func (r *endpointRouteTableResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state endpointRouteTableModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	ctx, cancel := framework.Within(ctx, state.Timeouts.Delete, limits.Delete, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}

	_, err := r.API(state.Region).UnbindRouteTable(ctx, state.EndpointID.ValueString(), state.RouteTableID.ValueString())
	if err != nil && !endpointGone(err) {
		resp.Diagnostics.Append(endpointRouteTableFailure("Could not unbind the route table from the VPC endpoint", state, err))
	}
}

func (r *endpointRouteTableResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	r.ImportParts(ctx, req, resp, endpointRouteTableParts...)
}

func (r *endpointRouteTableResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() || !r.Configured() {
		return
	}
	r.PlanRegion(ctx, req, resp)
}

func endpointRouteTableFailure(summary string, m endpointRouteTableModel, err error) diag.Diagnostic {
	return endpointPartAdvice.Failure(summary, m.object(), err)
}
