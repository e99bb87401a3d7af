package hbs

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
	"github.com/hwc-community/terraform-provider-hwc/internal/client/hbs"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

var (
	_ datasource.DataSourceWithConfigure      = (*priceDataSource)(nil)
	_ datasource.DataSourceWithValidateConfig = (*priceDataSource)(nil)
)

// NewPriceDataSource is the data source `hwc_hbs_price`.
func NewPriceDataSource() datasource.DataSource {
	return &priceDataSource{framework.NewDataSource(newEngine)}
}

type priceDataSource struct {
	framework.DataSource[engine]
}

type priceDataSourceModel struct {
	Region         types.String  `tfsdk:"region"`
	Edition        types.String  `tfsdk:"edition"`
	OrgNum         types.Int64   `tfsdk:"org_num"`
	ChargeMode     types.Int64   `tfsdk:"charge_mode"`
	PeriodType     types.Int64   `tfsdk:"period_type"`
	PeriodNum      types.Int64   `tfsdk:"period_num"`
	Amount         types.Float64 `tfsdk:"amount"`
	OriginalAmount types.Float64 `tfsdk:"original_amount"`
	Currency       types.String  `tfsdk:"currency"`
}

func (d *priceDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_hbs_price"
}

func (d *priceDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	number := func(description string, required bool, valid validator.Int64) schema.Int64Attribute {
		return schema.Int64Attribute{MarkdownDescription: description, Required: required, Optional: !required, Validators: []validator.Int64{valid}}
	}
	amount := func(description string) schema.Float64Attribute {
		return schema.Float64Attribute{MarkdownDescription: description, Computed: true}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "What an instance of the blockchain engine, or further organizations of one, would cost. It orders nothing.",
		Attributes: map[string]schema.Attribute{
			"region": framework.DataSourceRegionAttribute(),
			"edition": schema.StringAttribute{
				MarkdownDescription: "Edition: `Professional`, `Enterprise` or `Platinum`.",
				Required:            true,
				Validators:          []validator.String{stringvalidator.OneOf(professional, enterprise, platinum)},
			},
			"org_num":         number("How many organizations: at most 2 of the edition `Professional`, 10 of `Enterprise`, 100 of `Platinum`.", true, int64validator.Between(1, 100)),
			"charge_mode":     number("How it is charged: `0`, by the month or year; the API has no other.", false, int64validator.OneOf(0)),
			"period_type":     number("Unit of the period: `2` (month) or `3` (year).", true, int64validator.OneOf(byMonth, byYear)),
			"period_num":      number("How many of them: 1 to 9 months, or 1 year. Default: `1`.", false, int64validator.Between(1, maxMonths)),
			"amount":          amount("What it costs, in units of the currency."),
			"original_amount": amount("What it would cost without discounts."),
			"currency":        shown("The currency, such as `CNY`."),
		},
	}
}

// ValidateConfig finds arguments that contradict each other.
func (d *priceDataSource) ValidateConfig(ctx context.Context, req datasource.ValidateConfigRequest, resp *datasource.ValidateConfigResponse) {
	var config priceDataSourceModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	edition := config.Edition.ValueString()
	if most, known := maxOrgs[edition]; known && config.OrgNum.ValueInt64() > int64(most) {
		resp.Diagnostics.AddAttributeError(path.Root("org_num"), "Too many organizations", fmt.Sprintf("An instance of the edition %s has at most %d organizations.", edition, most))
	}
	resp.Diagnostics.Append(periodConflict(path.Root("period_num"), config.PeriodType, config.PeriodNum)...)
}

func (d *priceDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model priceDataSourceModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := reading(ctx)
	defer cancel()

	request := hbs.PriceRequest{
		Edition: model.Edition.ValueString(), OrgNum: model.OrgNum.ValueInt64(), ChargeMode: model.ChargeMode.ValueInt64Pointer(),
		PeriodType: model.PeriodType.ValueInt64(), PeriodNum: model.PeriodNum.ValueInt64Pointer(),
	}
	if request.PeriodNum == nil {
		request.PeriodNum = new(int64(1))
	}
	api := d.API(model.Region)
	price, err := api.GetPrice(ctx, request)
	if err != nil {
		resp.Diagnostics.Append(couldNotRead("price of the blockchain engine", api.Region(), err))
		return
	}
	model.Region = types.StringValue(api.Region())
	model.Amount, model.OriginalAmount = decimal(price.Amount), decimal(price.OriginalAmount)
	model.Currency = framework.OrNull(price.Currency)
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}

// decimal is a number that the API gives as a number or as a text; null where it gives neither.
func decimal(value client.Scalar) types.Float64 {
	if number, ok := value.Float64(); ok {
		return types.Float64Value(number)
	}
	return types.Float64Null()
}
