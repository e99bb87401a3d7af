package hbs

import (
	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/boolplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/objectplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/hbs"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

// Units of a period (contract/bcs.md 1H.1).
const (
	byMonth = 2
	byYear  = 3

	maxMonths = 9
	maxYears  = 1
)

// termsModel is the argument `org_order_info`.
type termsModel struct {
	ChargeMode     types.Int64  `tfsdk:"charge_mode"`
	PeriodType     types.Int64  `tfsdk:"period_type"`
	PeriodNum      types.Int64  `tfsdk:"period_num"`
	IsAutoPay      types.Bool   `tfsdk:"is_auto_pay"`
	IsAutoRenew    types.Bool   `tfsdk:"is_auto_renew"`
	PromotionID    types.String `tfsdk:"promotion_id"`
	DiscountPlanID types.String `tfsdk:"discount_plan_id"`
}

var termsTypes = map[string]attr.Type{
	"charge_mode":      types.Int64Type,
	"period_type":      types.Int64Type,
	"period_num":       types.Int64Type,
	"is_auto_pay":      types.BoolType,
	"is_auto_renew":    types.BoolType,
	"promotion_id":     types.StringType,
	"discount_plan_id": types.StringType,
}

// termsOf are the terms of an argument; while it is not set they are null.
func termsOf(object types.Object) termsModel {
	return termsModel{
		ChargeMode: member[types.Int64](object, "charge_mode"), PeriodType: member[types.Int64](object, "period_type"), PeriodNum: member[types.Int64](object, "period_num"),
		IsAutoPay: member[types.Bool](object, "is_auto_pay"), IsAutoRenew: member[types.Bool](object, "is_auto_renew"),
		PromotionID: member[types.String](object, "promotion_id"), DiscountPlanID: member[types.String](object, "discount_plan_id"),
	}
}

// member is an attribute of an object, null where the object is null or not known. The schema fixes the types.
func member[T attr.Value](object types.Object, name string) T {
	value, _ := object.Attributes()[name].(T)
	return value
}

func (t termsModel) object() types.Object {
	return types.ObjectValueMust(termsTypes, map[string]attr.Value{
		"charge_mode": t.ChargeMode, "period_type": t.PeriodType, "period_num": t.PeriodNum, "is_auto_pay": t.IsAutoPay,
		"is_auto_renew": t.IsAutoRenew, "promotion_id": t.PromotionID, "discount_plan_id": t.DiscountPlanID,
	})
}

// request leaves out what is not set.
func (t termsModel) request() hbs.OrderInfo {
	return hbs.OrderInfo{
		ChargeMode: knownInt(t.ChargeMode), PeriodType: knownInt(t.PeriodType), PeriodNum: knownInt(t.PeriodNum),
		IsAutoPay: framework.KnownBool(t.IsAutoPay), IsAutoRenew: framework.KnownBool(t.IsAutoRenew),
		PromotionID: t.PromotionID.ValueString(), DiscountPlanID: t.DiscountPlanID.ValueString(),
	}
}

// knownInt is nil, so not sent, while nothing is set.
func knownInt(value types.Int64) *int64 {
	if value.IsUnknown() {
		return nil
	}
	return value.ValueInt64Pointer()
}

// boughtTerms are the terms after a purchase: what was not set stays unset.
func boughtTerms(planned types.Object) types.Object {
	if planned.IsNull() || planned.IsUnknown() {
		return types.ObjectNull(termsTypes)
	}
	t := termsOf(planned)
	for _, number := range []*types.Int64{&t.ChargeMode, &t.PeriodType, &t.PeriodNum} {
		if number.IsUnknown() {
			*number = types.Int64Null()
		}
	}
	for _, flag := range []*types.Bool{&t.IsAutoPay, &t.IsAutoRenew} {
		if flag.IsUnknown() {
			*flag = types.BoolNull()
		}
	}
	t.PromotionID, t.DiscountPlanID = framework.Kept(t.PromotionID, ""), framework.Kept(t.DiscountPlanID, "")
	return t.object()
}

// readTerms are the terms of an order as the engine shows them, for an import.
func readTerms(order hbs.OrgOrder) types.Object {
	return termsModel{
		ChargeMode: types.Int64Value(order.ChargeMode), PeriodType: types.Int64Value(order.PeriodType), PeriodNum: types.Int64Value(order.PeriodNum),
		IsAutoPay: types.BoolValue(order.IsAutoPay), IsAutoRenew: types.BoolValue(order.IsAutoRenew),
		PromotionID: framework.OrNull(order.PromotionID), DiscountPlanID: framework.OrNull(order.DiscountPlanID),
	}.object()
}

// termsConflicts are the rules between the members of `org_order_info` (contract/bcs.md 1H.1).
func termsConflicts(object types.Object) diag.Diagnostics {
	terms := termsOf(object)
	return periodConflict(path.Root("org_order_info").AtName("period_num"), terms.PeriodType, terms.PeriodNum)
}

// periodConflict refuses more than one year.
func periodConflict(at path.Path, periodType, periodNum types.Int64) (diags diag.Diagnostics) {
	if periodType.ValueInt64() == byYear && periodNum.ValueInt64() > maxYears {
		diags.AddAttributeError(at, "Invalid period", "By the year (`period_type = 3`) the engine is sold for 1 year only; renewal goes on from there.")
	}
	return diags
}

func termsAttribute() schema.SingleNestedAttribute {
	return schema.SingleNestedAttribute{
		MarkdownDescription: "How the order is paid. It counts when something is bought; changing it later changes nothing about what is there, whose renewal is a matter of " +
			"the console's billing center. What is not set is left to the cloud.",
		Optional:      true,
		Computed:      true,
		PlanModifiers: []planmodifier.Object{objectplanmodifier.UseStateForUnknown()},
		Attributes: map[string]schema.Attribute{
			"charge_mode": termsNumber("How it is charged: `0`, by the month or year; the API has no other.", int64validator.OneOf(0)),
			"period_type": termsNumber("Unit of the period: `2` (month) or `3` (year).", int64validator.OneOf(byMonth, byYear)),
			"period_num":  termsNumber("How many of them: 1 to 9 months, or 1 year.", int64validator.Between(1, maxMonths)),
			"is_auto_pay": termsFlag("Whether the order is paid from the account's balance at once. If not, the resource is created all the same: a warning says what to pay, " +
				"and the instance or organization comes into being once somebody has paid."),
			"is_auto_renew":    termsFlag("Whether the subscription renews itself when the period ends."),
			"promotion_id":     termsText("Id of a promotion; goes together with `discount_plan_id`.", "discount_plan_id"),
			"discount_plan_id": termsText("Id of a discount plan; goes together with `promotion_id`.", "promotion_id"),
		},
	}
}

func termsNumber(description string, valid validator.Int64) schema.Int64Attribute {
	return schema.Int64Attribute{
		MarkdownDescription: description,
		Optional:            true,
		Computed:            true,
		Validators:          []validator.Int64{valid},
		PlanModifiers:       []planmodifier.Int64{int64planmodifier.UseStateForUnknown()},
	}
}

func termsFlag(description string) schema.BoolAttribute {
	return schema.BoolAttribute{
		MarkdownDescription: description, Optional: true, Computed: true, PlanModifiers: []planmodifier.Bool{boolplanmodifier.UseStateForUnknown()},
	}
}

func termsText(description, other string) schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: description,
		Optional:            true,
		Computed:            true,
		Validators: []validator.String{
			framework.NotEmpty(),
			stringvalidator.AlsoRequires(path.MatchRelative().AtParent().AtName(other)),
		},
		PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
	}
}
