package bcs

import (
	"cmp"
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/bcs"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

var _ datasource.DataSourceWithConfigure = (*instanceMetricsDataSource)(nil)

// NewInstanceMetricsDataSource is the data source `hwc_bcs_instance_metrics`.
func NewInstanceMetricsDataSource() datasource.DataSource {
	return &instanceMetricsDataSource{framework.NewDataSource(bcs.New)}
}

type instanceMetricsDataSource struct {
	framework.DataSource[*bcs.Client]
}

type instanceMetricsDataSourceModel struct {
	Region       types.String `tfsdk:"region"`
	BlockchainID types.String `tfsdk:"blockchain_id"`
	Type         types.String `tfsdk:"type"`
	EntityName   types.String `tfsdk:"entity_name"`
	InstanceName types.String `tfsdk:"instance_name"`
	Metrics      []metricData `tfsdk:"metrics"`
}

// entityTypes are the kinds of workloads that have metrics (contract/bcs.md 5).
var entityTypes = []string{"org", "plugin"}

func (d *instanceMetricsDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_bcs_instance_metrics"
}

func (d *instanceMetricsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Metrics of one workload of a BCS instance: a peer, an orderer, the agent or an add-on. They change with time, so a plan shows other values each time.",
		Attributes: map[string]schema.Attribute{
			"region":        framework.DataSourceRegionAttribute(),
			"blockchain_id": blockchainIDAttribute(),
			"type": schema.StringAttribute{
				MarkdownDescription: "Kind of the workload: `org` (agent, orderer, peer) or `plugin`. Default: `org`.",
				Optional:            true,
				Validators:          []validator.String{stringvalidator.OneOf(entityTypes...)},
			},
			"entity_name": schema.StringAttribute{
				MarkdownDescription: "Component that the workload belongs to, such as an organization.", Required: true, Validators: []validator.String{framework.NotEmpty()},
			},
			"instance_name": schema.StringAttribute{
				MarkdownDescription: "Name of the workload, such as the name of a peer.", Required: true, Validators: []validator.String{framework.NotEmpty()},
			},
			"metrics": metricsAttribute(),
		},
	}
}

func (d *instanceMetricsDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model instanceMetricsDataSourceModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := framework.Reading(ctx)
	defer cancel()

	api := d.API(model.Region)
	metrics, err := api.ListInstanceMetrics(ctx, model.BlockchainID.ValueString(), bcs.InstanceMetricRequest{
		Type: cmp.Or(model.Type.ValueString(), entityTypes[0]), EntityName: model.EntityName.ValueString(), InstanceName: model.InstanceName.ValueString(),
	})
	if err != nil {
		resp.Diagnostics.Append(couldNotRead("metrics of "+model.InstanceName.ValueString()+" of the BCS instance "+model.BlockchainID.ValueString(), api.Region(), err))
		return
	}
	model.Region = types.StringValue(api.Region())
	model.Metrics = framework.Map(metrics, newMetricData)
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}
