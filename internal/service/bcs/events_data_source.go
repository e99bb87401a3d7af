package bcs

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/bcs"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

var _ datasource.DataSourceWithConfigure = (*eventsDataSource)(nil)

// NewEventsDataSource is the data source `hwc_bcs_events`.
func NewEventsDataSource() datasource.DataSource {
	return &eventsDataSource{framework.NewDataSource(bcs.New)}
}

type eventsDataSource struct {
	framework.DataSource[*bcs.Client]
}

type eventsDataSourceModel struct {
	eventQuery
	Metrics []metricData `tfsdk:"metrics"`
	Events  []string     `tfsdk:"events"`
}

func (d *eventsDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_bcs_events"
}

func (d *eventsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Events and alarms of a BCS instance. They change with time, so a plan may show others each time.",
		Attributes:          eventQueryAttributes(),
	}
}

func (d *eventsDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model eventsDataSourceModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := framework.Reading(ctx)
	defer cancel()

	api := d.API(model.Region)
	events, err := api.ListEvents(ctx, model.BlockchainID.ValueString(), model.Type.ValueString(), model.request())
	if err != nil {
		resp.Diagnostics.Append(couldNotRead("events of the BCS instance "+model.BlockchainID.ValueString(), api.Region(), err))
		return
	}
	model.Region = types.StringValue(api.Region())
	model.Metrics = framework.Map(events.Metrics, newMetricData)
	model.Events = eventTexts(events)
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}
