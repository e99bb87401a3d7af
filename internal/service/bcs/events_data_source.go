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
	return &eventsDataSource{
		DataSource:  framework.NewDataSource(bcs.New),
		name:        "events",
		what:        "events",
		description: "Events and alarms of a BCS instance. They change with time, so a plan may show others each time.",
		list:        (*bcs.Client).ListEvents,
	}
}

// NewEventStatisticsDataSource is the data source `hwc_bcs_event_statistics`.
func NewEventStatisticsDataSource() datasource.DataSource {
	return &eventsDataSource{
		DataSource:  framework.NewDataSource(bcs.New),
		name:        "event_statistics",
		what:        "event statistics",
		description: "How many events and alarms of a BCS instance there were over time. They change with time, so a plan may show others each time.",
		list:        (*bcs.Client).ListEventStatistics,
	}
}

// eventsDataSource is both: the API takes the same query and gives answers of the same form (contract/bcs.md 5).
type eventsDataSource struct {
	framework.DataSource[*bcs.Client]
	name, what, description string
	list                    func(api *bcs.Client, ctx context.Context, id, eventType string, body bcs.EventRequest) (*bcs.Events, error)
}

type eventsDataSourceModel struct {
	eventQuery
	Metrics []metricData `tfsdk:"metrics"`
	Events  []string     `tfsdk:"events"`
}

func (d *eventsDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_bcs_" + d.name
}

func (d *eventsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: d.description,
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
	events, err := d.list(api, ctx, model.BlockchainID.ValueString(), model.Type.ValueString(), model.request())
	if err != nil {
		resp.Diagnostics.Append(couldNotRead(d.what+" of the BCS instance "+model.BlockchainID.ValueString(), api.Region(), err))
		return
	}
	model.Region = types.StringValue(api.Region())
	model.Metrics = framework.Map(events.Metrics, newMetricData)
	model.Events = eventTexts(events)
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}
