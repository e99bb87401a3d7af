package vpcep

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
	"github.com/hwc-community/terraform-provider-hwc/internal/client/vpcep"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

var (
	_ resource.ResourceWithConfigure   = (*endpointPolicyResource)(nil)
	_ resource.ResourceWithIdentity    = (*endpointPolicyResource)(nil)
	_ resource.ResourceWithImportState = (*endpointPolicyResource)(nil)
	_ resource.ResourceWithModifyPlan  = (*endpointPolicyResource)(nil)
)

// endpointPart names the endpoint that another object is a part of.
var endpointPart = framework.IdentityPart{Name: "endpoint_id", Description: "UUID of the VPC endpoint.", Example: "530d6f2f-d115-4df2-8c36-32d19f3c0bbc"}

// NewEndpointPolicyResource is the resource `hwc_vpcep_endpoint_policy`.
func NewEndpointPolicyResource() resource.Resource {
	return &endpointPolicyResource{framework.NewResource(vpcep.New)}
}

type endpointPolicyResource struct {
	framework.Resource[*vpcep.Client]
}

func (r *endpointPolicyResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_vpcep_endpoint_policy"
}

func (r *endpointPolicyResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The policy of a VPC endpoint that is managed elsewhere: in another configuration, or by another team. One `hwc_vpcep_endpoint_policy` for an endpoint, " +
			"and no policy in its `hwc_vpcep_endpoint`. Destroying it allows everything again, also when the same run puts the policy into `hwc_vpcep_endpoint`: to move it there, " +
			"replace this resource by a `removed` block with `lifecycle { destroy = false }`." + replacedBeforeDestroyed,
		Attributes: map[string]schema.Attribute{
			"region":      framework.RegionAttribute(),
			"endpoint_id": namePart("UUID of the VPC endpoint. Changing it gives the old endpoint the policy back that allows everything."),
			"policy_statement": schema.StringAttribute{
				MarkdownDescription: "Policy of an endpoint of a gateway service: a JSON list of 1 to 10 statements with `Effect`, `Action`, `Resource`, and perhaps `Condition` and `Sid`. " +
					"Compared by meaning, not by text. Changed in place. Exactly one of `policy_statement` and `policy_document` is given.",
				Optional:      true,
				CustomType:    policyType{},
				Validators:    []validator.String{jsonShape{'['}, stringvalidator.ExactlyOneOf(path.MatchRoot("policy_document"))},
				PlanModifiers: []planmodifier.String{sameMeaning{}},
			},
			"policy_document": schema.StringAttribute{
				MarkdownDescription: "Policy of an endpoint of an interface service that takes policies (`enable_policy`): a JSON object with `Version` and `Statement`. " +
					"Compared by meaning, not by text. Changed in place.",
				Optional:      true,
				CustomType:    policyType{},
				Validators:    []validator.String{jsonShape{'{'}},
				PlanModifiers: []planmodifier.String{sameMeaning{}},
			},
			"timeouts": limits.Attribute(ctx),
		},
	}
}

func (r *endpointPolicyResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = framework.IdentitySchemaOf("policy", endpointPart)
}

func (r *endpointPolicyResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan endpointPolicyModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	ctx, cancel := framework.Within(ctx, plan.Timeouts.Create, limits.Create, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}

	if err := r.set(ctx, plan, plan.request()); err != nil {
		resp.Diagnostics.Append(endpointPolicyFailure("Could not set the policy of the VPC endpoint", plan, err))
		return
	}
	plan.Region = types.StringValue(r.API(plan.Region).Region())
	resp.Diagnostics.Append(resp.Identity.Set(ctx, plan.identity())...)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
}

// set sets the policy, while nothing else of this run changes the endpoint.
func (r *endpointPolicyResource) set(ctx context.Context, m endpointPolicyModel, policy vpcep.UpdatePolicyRequest) error {
	api, endpoint := r.API(m.Region), m.EndpointID.ValueString()
	unlock, err := api.LockEndpoint(ctx, endpoint)
	if err != nil {
		return err
	}
	defer unlock()
	return api.UpdatePolicy(ctx, endpoint, policy)
}

func (r *endpointPolicyResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state endpointPolicyModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	ctx, cancel := framework.Within(ctx, state.Timeouts.Read, framework.ReadTimeout, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}

	resp.Diagnostics.Append(resp.Identity.Set(ctx, state.identity())...)
	api := r.API(state.Region)
	endpoint, err := api.GetEndpoint(ctx, state.EndpointID.ValueString())
	if client.IsNotFound(err) {
		resp.State.RemoveResource(ctx)
		return
	}
	if err != nil {
		resp.Diagnostics.Append(endpointPolicyFailure("Could not read the policy of the VPC endpoint", state, err))
		return
	}
	state.fill(api.Region(), endpoint)
	if state.none() { // an import of what is not there
		resp.State.RemoveResource(ctx)
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
}

func (r *endpointPolicyResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var state, plan endpointPolicyModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	ctx, cancel := framework.Within(ctx, plan.Timeouts.Update, limits.Update, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}

	resp.Diagnostics.Append(resp.Identity.Set(ctx, state.identity())...)
	if !plan.same(state) {
		if err := r.set(ctx, plan, plan.request()); err != nil {
			resp.Diagnostics.Append(endpointPolicyFailure("Could not change the policy of the VPC endpoint", state, err))
			return
		}
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
}

func (r *endpointPolicyResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state endpointPolicyModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	ctx, cancel := framework.Within(ctx, state.Timeouts.Delete, limits.Delete, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}

	if err := r.set(ctx, state, state.allowAll()); err != nil && !endpointGone(err) {
		resp.Diagnostics.Append(endpointPolicyFailure("Could not take the policy off the VPC endpoint", state, err))
	}
}

func (r *endpointPolicyResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	r.ImportParts(ctx, req, resp, endpointPart)
}

func (r *endpointPolicyResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() || !r.Configured() {
		return
	}
	r.PlanRegion(ctx, req, resp)
}
