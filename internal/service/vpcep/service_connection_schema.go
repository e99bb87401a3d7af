package vpcep

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

// What `on_destroy` may do.
const (
	onDestroyReject = "reject"
	onDestroyKeep   = "keep"
)

func connectionSchema(ctx context.Context) schema.Schema {
	return schema.Schema{
		MarkdownDescription: "The answer of the owner of a VPC endpoint service to one endpoint that wants to connect, of any account: accepts it or rejects it. " +
			"The endpoint itself belongs to its own account; one that its account deletes drops out of the state, and one that its account creates anew has a new id and waits for a new answer. " +
			"Several endpoints are answered by rules with `hwc_vpcep_service_connection_policy`; do not use both for the same endpoint." + replacedBeforeDestroyed,
		Attributes: map[string]schema.Attribute{
			"region":      framework.RegionAttribute(),
			"service_id":  namePart("UUID of the VPC endpoint service, which belongs to this account. Changing it replaces the answer."),
			"endpoint_id": namePart("UUID of the VPC endpoint, of this account or of another one. Changing it replaces the answer."),
			"accepted": schema.BoolAttribute{
				MarkdownDescription: "Whether the endpoint may connect: `true` accepts it, `false` rejects it, also when it was connected before. Changed in place. " +
					"A request that still waits when it is imported shows as `false`; the plan shows the `status` that the answer leads to.",
				Required: true,
			},
			"description": schema.StringAttribute{
				MarkdownDescription: "Text of the service's owner about the connection, without `<` and `>`; the endpoint has a text of its own. Changed in place; " +
					"taking it out of the configuration or setting `\"\"` removes the text. Partner clouds do not offer it.",
				Optional:   true,
				Validators: []validator.String{framework.NoAngleBrackets()},
			},
			"on_destroy": schema.StringAttribute{
				MarkdownDescription: "What destroying the answer does: `reject` (the endpoint is disconnected) or `keep` (the connection stays as it is). Default: `reject`. " +
					"Apply a change of it before the destruction.",
				Optional:   true,
				Computed:   true,
				Default:    stringdefault.StaticString(onDestroyReject),
				Validators: []validator.String{stringvalidator.OneOf(onDestroyReject, onDestroyKeep)},
			},
			"status":    computed("Status of the connection: " + endpointStatusText),
			"domain_id": computedOnce("Id of the account the endpoint belongs to."),
			"marker_id": schema.Int64Attribute{
				MarkdownDescription: "Number of the endpoint, which the backend sees in packets.",
				Computed:            true,
				PlanModifiers:       []planmodifier.Int64{int64planmodifier.UseStateForUnknown()},
			},
			"created_at": computedOnce("When the endpoint was created, in UTC, such as `2024-09-17T11:10:11Z`."),
			"updated_at": computed("When the connection was last changed, in UTC."),
			"timeouts":   limits.Attribute(ctx),
		},
	}
}

// namePart is the id of another object that belongs to the name of this one.
func namePart(description string) schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: description,
		Required:            true,
		Validators:          []validator.String{framework.AnyUUID()},
		PlanModifiers:       []planmodifier.String{framework.SameID(), stringplanmodifier.RequiresReplace()},
	}
}
