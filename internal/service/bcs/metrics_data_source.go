package bcs

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/bcs"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

var _ datasource.DataSourceWithConfigure = (*metricsDataSource)(nil)

// NewMetricsDataSource is the data source `hwc_bcs_metrics`.
func NewMetricsDataSource() datasource.DataSource {
	return &metricsDataSource{framework.NewDataSource(bcs.New)}
}

type metricsDataSource struct {
	framework.DataSource[*bcs.Client]
}

type metricsDataSourceModel struct {
	Region       types.String `tfsdk:"region"`
	BlockchainID types.String `tfsdk:"blockchain_id"`
	MetricNames  []string     `tfsdk:"metric_names"`
	Metrics      []metricData `tfsdk:"metrics"`
}

// metricNames are the metrics of an instance (contract/bcs.md 5).
var metricNames = []string{
	"cpuUsage", "diskUsedRate", "memUsedRate", "sendBytesRate", "recvBytesRate", "cpuCoreLimit", "cpuCoreUsed", "totalMem", "freeMem", "diskCapacity",
	"diskAvailableCapacity",
}

func (d *metricsDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_bcs_metrics"
}

func (d *metricsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Metrics of a BCS instance. They change with time, so a plan shows other values each time.",
		Attributes: map[string]schema.Attribute{
			"region":        framework.DataSourceRegionAttribute(),
			"blockchain_id": blockchainIDAttribute(),
			"metric_names": schema.SetAttribute{
				MarkdownDescription: "Metrics to read: `" + strings.Join(metricNames, "`, `") + "`. Default: the first five.",
				Optional:            true,
				ElementType:         types.StringType,
				Validators:          []validator.Set{setvalidator.SizeAtLeast(1), setvalidator.ValueStringsAre(stringvalidator.OneOf(metricNames...))},
			},
			"metrics": metricsAttribute(),
		},
	}
}

func (d *metricsDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model metricsDataSourceModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := framework.Reading(ctx)
	defer cancel()

	api := d.API(model.Region)
	metrics, err := api.ListMetrics(ctx, model.BlockchainID.ValueString(), model.MetricNames...)
	if err != nil {
		resp.Diagnostics.Append(couldNotRead("metrics of the BCS instance "+model.BlockchainID.ValueString(), api.Region(), err))
		return
	}
	model.Region = types.StringValue(api.Region())
	model.Metrics = framework.Map(metrics, newMetricData)
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}
