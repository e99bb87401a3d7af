package bcs

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/bcs"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

var _ datasource.DataSourceWithConfigure = (*eventStatisticsDataSource)(nil)

// NewEventStatisticsDataSource is the data source `hwc_bcs_event_statistics`.
func NewEventStatisticsDataSource() datasource.DataSource {
	return &eventStatisticsDataSource{framework.NewDataSource(bcs.New)}
}

type eventStatisticsDataSource struct {
	framework.DataSource[*bcs.Client]
}

type eventStatisticsDataSourceModel struct {
	eventQuery
	Metrics []metricData `tfsdk:"metrics"`
	Events  []string     `tfsdk:"events"`
}

func (d *eventStatisticsDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_bcs_event_statistics"
}

func (d *eventStatisticsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "How many events and alarms of a BCS instance there were over time. They change with time, so a plan may show others each time.",
		Attributes:          eventQueryAttributes(),
	}
}

func (d *eventStatisticsDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model eventStatisticsDataSourceModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := framework.Reading(ctx)
	defer cancel()

	api := d.API(model.Region)
	events, err := api.ListEventStatistics(ctx, model.BlockchainID.ValueString(), model.Type.ValueString(), model.request())
	if err != nil {
		resp.Diagnostics.Append(couldNotRead("event statistics of the BCS instance "+model.BlockchainID.ValueString(), api.Region(), err))
		return
	}
	model.Region = types.StringValue(api.Region())
	model.Metrics = framework.Map(events.Metrics, newMetricData)
	model.Events = eventTexts(events)
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}
