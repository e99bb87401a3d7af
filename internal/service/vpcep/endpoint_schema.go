package vpcep

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/boolplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/listplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/setplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/vpcep"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

// maxWhitelist is how many entries the whitelist of an endpoint takes (contract/vpcep.md 3).
const maxWhitelist = 20

// The two things `wait_for` may wait for.
const (
	waitForCreated  = "created"
	waitForAccepted = "accepted"
)

func endpointSchema(ctx context.Context) schema.Schema {
	return schema.Schema{
		MarkdownDescription: "A VPC endpoint: connects a VPC to a VPC endpoint service, of this account, of another one, or of the cloud itself.",
		Attributes: map[string]schema.Attribute{
			"id":     computedOnce("UUID of the endpoint."),
			"region": framework.RegionAttribute(),
			"service_id": schema.StringAttribute{
				MarkdownDescription: "UUID of the VPC endpoint service to connect to. Changing it replaces the endpoint.",
				Required:            true,
				Validators:          []validator.String{framework.AnyUUID()},
				PlanModifiers:       []planmodifier.String{framework.SameID(), framework.ReplaceShown()},
			},
			"vpc_id": schema.StringAttribute{
				MarkdownDescription: "UUID of the VPC the endpoint is in. Changing it replaces the endpoint.",
				Required:            true,
				Validators:          []validator.String{framework.AnyUUID()},
				PlanModifiers:       []planmodifier.String{framework.SameID(), framework.ReplaceShown()},
			},
			"subnet_id": schema.StringAttribute{
				MarkdownDescription: "Network id (UUID) of the subnet in the VPC that gives the endpoint its address. Required for interface services, refused for gateway ones. " +
					"Must not overlap with 198.19.128.0/17. Changing it replaces the endpoint.",
				Optional:      true,
				Validators:    []validator.String{framework.AnyUUID()},
				PlanModifiers: []planmodifier.String{framework.SameID(), framework.ReplaceShown()},
			},
			"ip_address": fixedString("IPv4 address of the endpoint in the subnet; the cloud picks one when it is unset, and shows it once the endpoint is accepted. "+
				"Interface services only.", framework.IPv4()),
			"ip_version": fixedString("IP version of a professional endpoint: `ipv4` or `dualstack`. Only some regions have it. Interface services only.",
				stringvalidator.OneOf("ipv4", "dualstack")),
			"ipv6_address": fixedString("IPv6 address of a professional dual-stack endpoint; the cloud picks one when it is unset. Interface services only.",
				framework.IPv6()),
			"enable_dns": schema.BoolAttribute{
				MarkdownDescription: "Whether the cloud makes a private domain name for the endpoint, see `dns_names`. Default: `false`, as in the API. " +
					"Interface services only. Changing it replaces the endpoint.",
				Optional: true,
				Computed: true,
				PlanModifiers: []planmodifier.Bool{
					boolplanmodifier.UseStateForUnknown(),
					boolplanmodifier.RequiresReplaceIf(replaceDNS, "Replaces the endpoint.", "Replaces the endpoint."),
				},
			},
			"enable_whitelist": schema.BoolAttribute{
				MarkdownDescription: "Whether only the addresses of `whitelist` may use the endpoint. Default: `false`: all may. Interface services only. Changed in place. " +
					"Unset: not managed; taking it out of the configuration after Terraform has applied it: `false`.",
				Optional:      true,
				Computed:      true,
				PlanModifiers: []planmodifier.Bool{boolplanmodifier.UseStateForUnknown()},
			},
			"whitelist": schema.SetAttribute{
				MarkdownDescription: "IPv4 addresses and networks, at most 20, that may use the endpoint while `enable_whitelist` is `true`. Interface services only. Changed in place. " +
					"Unset: not managed; `[]`, or taking it out of the configuration after Terraform has applied it: none.",
				Optional:      true,
				Computed:      true,
				ElementType:   types.StringType,
				Validators:    []validator.Set{setvalidator.SizeAtMost(maxWhitelist), setvalidator.NoNullValues(), setvalidator.ValueStringsAre(framework.IPv4OrCIDR())},
				PlanModifiers: []planmodifier.Set{setplanmodifier.UseStateForUnknown(), sameSpelling{networkOf}},
			},
			"route_table_ids": schema.SetAttribute{
				MarkdownDescription: "UUIDs of the route tables of the VPC that lead to the service; the VPC's default table when it is unset at the creation. Gateway services only. " +
					"Changed in place. Unset: not managed; `[]`, or taking it out of the configuration after Terraform has applied it: none; after an import or a move that leaves them bound. " +
					"Leave it unset where `hwc_vpcep_endpoint_route_table` manages route tables of the endpoint.",
				Optional:      true,
				Computed:      true,
				ElementType:   types.StringType,
				Validators:    []validator.Set{setvalidator.NoNullValues(), setvalidator.ValueStringsAre(framework.AnyUUID())},
				PlanModifiers: []planmodifier.Set{setplanmodifier.UseStateForUnknown(), sameSpelling{strings.ToLower}},
			},
			"policy_statement": schema.StringAttribute{
				MarkdownDescription: "Policy of an endpoint of a gateway service that takes policies: a JSON list of 1 to 10 statements with `Effect`, `Action`, `Resource`, and perhaps " +
					"`Condition` and `Sid`. Compared by meaning, not by text. Changed in place; taking it out of the configuration after Terraform has applied it " +
					"allows everything again; after an import or a move that leaves it in force. " +
					"Leave it unset where `hwc_vpcep_endpoint_policy` manages the policy.",
				Optional:      true,
				Computed:      true,
				CustomType:    policyType{},
				Validators:    []validator.String{jsonShape{'['}, stringvalidator.ConflictsWith(path.MatchRoot("policy_document"))},
				PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown(), sameMeaning{}},
			},
			"policy_document": schema.StringAttribute{
				MarkdownDescription: "Policy of an endpoint of an interface service that takes policies (`enable_policy`): a JSON object with `Version` and `Statement`. " +
					"Compared by meaning, not by text. Changed in place; taking it out of the configuration after Terraform has applied it " +
					"allows everything again; after an import or a move that leaves it in force. " +
					"Leave it unset where `hwc_vpcep_endpoint_policy` manages the policy.",
				Optional:      true,
				Computed:      true,
				CustomType:    policyType{},
				Validators:    []validator.String{jsonShape{'{'}},
				PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown(), sameMeaning{}},
			},
			"description": schema.StringAttribute{
				MarkdownDescription: "Text about the endpoint, without `<` and `>`. The API cannot change it, so a new text replaces the endpoint; " +
					"taking it out of the configuration leaves it as it is.",
				Optional:   true,
				Computed:   true,
				Validators: []validator.String{framework.NoAngleBrackets()},
				PlanModifiers: []planmodifier.String{
					stringplanmodifier.UseStateForUnknown(),
					framework.ReplaceString(),
				},
			},
			"tags":     framework.TagsAttribute(),
			"tags_all": framework.TagsAllAttribute(),
			"wait_for": schema.StringAttribute{
				MarkdownDescription: "What a creation waits for: `created` (an endpoint that awaits the acceptance of the service's owner is a success, with a warning that says who has to do what) " +
					"or `accepted`. Default: `created`. Not `accepted` where this configuration answers the endpoint: the answer is given only after the creation, which would wait for it in vain.",
				Optional:   true,
				Computed:   true,
				Default:    stringdefault.StaticString(waitForCreated),
				Validators: []validator.String{stringvalidator.OneOf(waitForCreated, waitForAccepted)},
			},
			"status":       computed("Status of the endpoint: `pendingAcceptance`, `creating`, `accepted`, `rejected`, `failed` or `deleting`."),
			"service_name": computed("Full name of the service the endpoint is connected to."),
			"service_type": computedOnce("Type of the service: `interface` or `gateway`."),
			"marker_id": schema.Int64Attribute{
				MarkdownDescription: "Packet id of the endpoint, by which the service's owner tells connections apart.",
				Computed:            true,
				PlanModifiers:       []planmodifier.Int64{int64planmodifier.UseStateForUnknown()},
			},
			"dns_names": schema.ListAttribute{
				MarkdownDescription: "Private domain names of the endpoint, once it is accepted, with `enable_dns = true`.",
				Computed:            true,
				ElementType:         types.StringType,
				PlanModifiers:       []planmodifier.List{listplanmodifier.UseStateForUnknown()},
			},
			"enable_status": computed("Whether the endpoint is switched on: `enable` or `disable`."),
			"active_status": schema.ListAttribute{
				MarkdownDescription: "`active`, or the reasons why the endpoint is frozen, such as `frozen` or `arrear_frozen`.",
				Computed:            true,
				ElementType:         types.StringType,
			},
			"project_id": computedOnce("Id of the project the endpoint belongs to."),
			"created_at": computedOnce("When the endpoint was created, in UTC, such as `2024-08-23T07:37:37Z`."),
			"updated_at": computed("When the endpoint was last changed, in UTC."),
			"timeouts":   limits.Attribute(ctx),
		},
	}
}

func replaceDNS(ctx context.Context, req planmodifier.BoolRequest, resp *boolplanmodifier.RequiresReplaceIfFuncResponse) {
	// A gateway endpoint has no DNS; that it cannot be asked for is said elsewhere.
	var serviceType types.String
	resp.Diagnostics.Append(req.State.GetAttribute(ctx, path.Root("service_type"), &serviceType)...)
	if serviceType.ValueString() == vpcep.Gateway {
		return
	}
	resp.RequiresReplace = !req.ConfigValue.IsNull() && !req.StateValue.IsNull() && (req.StateValue.ValueBool() || !importedPending(ctx, req.State, req.Private, &resp.Diagnostics))
}

// importedPending reports an endpoint that was imported before its acceptance: the API says false whatever DNS it
// was created with, so that another value in the configuration is no reason to replace it.
func importedPending(ctx context.Context, state tfsdk.State, private framework.PrivateReader, diags *diag.Diagnostics) bool {
	var status types.String
	diags.Append(state.GetAttribute(ctx, path.Root("status"), &status)...)
	applied, problems := framework.Applied(ctx, private)
	diags.Append(problems...)
	return !applied && status.ValueString() != vpcep.EndpointAccepted
}
