package hbs

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/boolplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

const organizationStatusText = "`Available`, `Unavailable`, `Exception`, `Unpaid`, `Creating` or `Deleting`."

func organizationSchema(ctx context.Context) schema.Schema {
	part := func(description string, valid validator.String) schema.StringAttribute {
		return schema.StringAttribute{
			MarkdownDescription: description + " Changing it replaces the organization, where `allow_unsubscribe` permits that.",
			Required:            true,
			Validators:          []validator.String{valid},
			PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
		}
	}
	return schema.Schema{
		MarkdownDescription: "One more organization of an HBS instance, beside those the instance was bought with. It is bought by the month or year; destroying it unsubscribes from it, " +
			"which needs `allow_unsubscribe`. Several of one instance come one after the other.",
		Attributes: map[string]schema.Attribute{
			"region":            framework.RegionAttribute(),
			"instance_id":       part("UUID of the instance.", framework.UUID()),
			"name":              part("Name of the organization, 4 to 16 lower-case letters and digits with a letter in front.", validOrganizationName()),
			"org_order_info":    termsAttribute(),
			"allow_unsubscribe": allowUnsubscribeAttribute("organization"),
			"order_id":          framework.ComputedOnce("Id of the order that bought the organization; null for one that was imported."),
			"uid":               framework.ComputedOnce("UUID of the organization."),
			"chain_org_id":      framework.ComputedOnce("Id of the organization on the chain, such as `org3-ei3n393nf`, by which `hwc_hbs_sdk_config` knows it."),
			"subscription_id":   framework.ComputedOnce("Id of its subscription in billing."),
			"endpoint":          framework.ComputedOnce("Address of its nodes, on a chain of the type `Besu`; else null."),
			"is_consensus": schema.BoolAttribute{
				MarkdownDescription: "Whether it is the organization whose nodes agree on blocks.",
				Computed:            true,
				PlanModifiers:       []planmodifier.Bool{boolplanmodifier.UseStateForUnknown()},
			},
			"status":      framework.Computed("Status of the organization: " + organizationStatusText),
			"create_time": framework.ComputedOnce("When the organization was ordered, in UTC."),
			"update_time": framework.Computed("When the organization was last changed, in UTC."),
			"timeouts":    limits.Attribute(ctx),
		},
	}
}
