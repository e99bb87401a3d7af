package hbs

import (
	"cmp"
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/hbs"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

// organizationFilter is what a data source or a list asks of organizations; the API filters nothing. What is not set is
// not asked.
type organizationFilter struct{ Name, Status types.String }

// find reads the organizations of an instance that match, in the order of their names.
func (f organizationFilter) find(ctx context.Context, api engine, instanceID types.String) ([]hbs.Organization, error) {
	organizations, err := api.ListOrganizations(ctx, instanceID.ValueString())
	if err != nil {
		return nil, err
	}
	organizations = slices.DeleteFunc(organizations, func(o hbs.Organization) bool { return !equal(f.Name, o.Name) || !equal(f.Status, o.Status) })
	slices.SortFunc(organizations, func(a, b hbs.Organization) int { return cmp.Compare(a.Name, b.Name) })
	return organizations, nil
}

// organizationData is an organization as a data source shows it.
type organizationData struct {
	UID            types.String   `tfsdk:"uid"`
	Name           types.String   `tfsdk:"name"`
	ChainOrgID     types.String   `tfsdk:"chain_org_id"`
	Status         types.String   `tfsdk:"status"`
	Endpoint       types.String   `tfsdk:"endpoint"`
	IsConsensus    types.Bool     `tfsdk:"is_consensus"`
	CapacityInfo   *capacityData  `tfsdk:"capacity_info"`
	SubscriptionID types.String   `tfsdk:"subscription_id"`
	OrderInfo      *orderData     `tfsdk:"order_info"`
	Countdown      *countdownData `tfsdk:"countdown"`
	CreateTime     types.String   `tfsdk:"create_time"`
	UpdateTime     types.String   `tfsdk:"update_time"`
}

type capacityData struct {
	Total types.Int64 `tfsdk:"total"`
	Used  types.Int64 `tfsdk:"used"`
}

type orderData struct {
	Edition        types.String `tfsdk:"edition"`
	ChargeMode     types.Int64  `tfsdk:"charge_mode"`
	PeriodType     types.Int64  `tfsdk:"period_type"`
	PeriodNum      types.Int64  `tfsdk:"period_num"`
	IsAutoPay      types.Bool   `tfsdk:"is_auto_pay"`
	IsAutoRenew    types.Bool   `tfsdk:"is_auto_renew"`
	PromotionID    types.String `tfsdk:"promotion_id"`
	DiscountPlanID types.String `tfsdk:"discount_plan_id"`
}

type countdownData struct {
	CountdownCode  types.String `tfsdk:"countdown_code"`
	CountdownInfos types.String `tfsdk:"countdown_infos"`
	CountdownTips  types.String `tfsdk:"countdown_tips"`
}

func newOrganizationData(o hbs.Organization) organizationData {
	order, countdown := o.OrderInfo, o.Countdown
	return organizationData{
		UID:            types.StringValue(o.UID),
		Name:           types.StringValue(o.Name),
		ChainOrgID:     types.StringValue(o.ChainOrgID),
		Status:         types.StringValue(o.Status),
		Endpoint:       framework.OrNull(o.Endpoint),
		IsConsensus:    types.BoolValue(o.IsConsensus),
		CapacityInfo:   &capacityData{wholeNumber(o.CapacityInfo.Total), wholeNumber(o.CapacityInfo.Used)},
		SubscriptionID: types.StringValue(o.SubscriptionID),
		OrderInfo: &orderData{
			framework.OrNull(order.Edition), types.Int64Value(order.ChargeMode), types.Int64Value(order.PeriodType), types.Int64Value(order.PeriodNum),
			types.BoolValue(order.IsAutoPay), types.BoolValue(order.IsAutoRenew), framework.OrNull(order.PromotionID), framework.OrNull(order.DiscountPlanID),
		},
		Countdown: &countdownData{
			framework.OrNull(countdown.CountdownCode), framework.OrNull(string(countdown.CountdownInfos)), framework.OrNull(string(countdown.CountdownTips)),
		},
		CreateTime: types.StringValue(o.CreateTime),
		UpdateTime: types.StringValue(o.UpdateTime),
	}
}

// describeOrganization tells an organization from others, for messages.
func describeOrganization(o hbs.Organization) string {
	return o.Name + " " + o.ChainOrgID + " (" + o.Status + ")"
}

var organizationStatuses = []string{
	hbs.StatusAvailable, hbs.StatusUnavailable, hbs.StatusException, hbs.StatusUnpaid, hbs.StatusCreating, hbs.StatusDeleting,
}

func organizationDataAttributes() map[string]schema.Attribute {
	part := func(description string, attributes map[string]schema.Attribute) schema.SingleNestedAttribute {
		return schema.SingleNestedAttribute{MarkdownDescription: description, Computed: true, Attributes: attributes}
	}
	return map[string]schema.Attribute{
		"uid":          shown("UUID of the organization."),
		"name":         shown("Name of the organization."),
		"chain_org_id": shown("Id of the organization on the chain, such as `org1-ei3n393nf`."),
		"status":       shown("Status: " + organizationStatusText),
		"endpoint":     shown("Address of its nodes, on a chain of the kind `Besu`; else null."),
		"is_consensus": shownBool("Whether its nodes agree on blocks."),
		"capacity_info": part("Its storage.", map[string]schema.Attribute{
			"total": shownInt("Size in MB."),
			"used":  shownInt("How much of it is used, in MB."),
		}),
		"subscription_id": shown("Id of its subscription in billing, by which it is unsubscribed from."),
		"order_info": part("What it was bought with.", map[string]schema.Attribute{
			"edition":          shown("Edition: `Professional`, `Enterprise` or `Platinum`."),
			"charge_mode":      shownInt("How it is charged: `0`, by the month or year."),
			"period_type":      shownInt("Unit of the period: `2` (month) or `3` (year)."),
			"period_num":       shownInt("How many of them."),
			"is_auto_pay":      shownBool("Whether the order was paid from the account's balance at once."),
			"is_auto_renew":    shownBool("Whether the subscription renews itself."),
			"promotion_id":     shown("Id of the promotion; null if there was none."),
			"discount_plan_id": shown("Id of the discount plan; null if there was none."),
		}),
		"countdown": part("When the subscription ends, and what happens then.", map[string]schema.Attribute{
			"countdown_code":  shown("Where it is in its period: `hws_countdown_period_using`, or with `gracing`, `frozen`, `illegalfrozen` or `policefrozen` at the end."),
			"countdown_infos": shown("How much time is left, as JSON; its members are not documented."),
			"countdown_tips":  shown("What happens next, as JSON; its members are not documented."),
		}),
		"create_time": shown("When the organization was ordered, in UTC."),
		"update_time": shown("When the organization was last changed, in UTC."),
	}
}

// organizationFilters are the arguments of the plural data source.
func organizationFilters() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"name":   filter("with exactly this name, so at most one.", framework.NotEmpty()),
		"status": filter("with this status: "+organizationStatusText, stringvalidator.OneOf(organizationStatuses...)),
	}
}
