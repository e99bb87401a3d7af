package bcs

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/bcs"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

var _ datasource.DataSourceWithConfigure = (*entityMetricsDataSource)(nil)

// NewEntityMetricsDataSource is the data source `hwc_bcs_entity_metrics`.
func NewEntityMetricsDataSource() datasource.DataSource {
	return &entityMetricsDataSource{framework.NewDataSource(bcs.New)}
}

type entityMetricsDataSource struct {
	framework.DataSource[*bcs.Client]
}

type entityMetricsDataSourceModel struct {
	Region       types.String   `tfsdk:"region"`
	BlockchainID types.String   `tfsdk:"blockchain_id"`
	Type         types.String   `tfsdk:"type"`
	EntityName   types.String   `tfsdk:"entity_name"`
	Entities     []entityMetric `tfsdk:"entities"`
}

// entityMetric are the present values of one entity.
type entityMetric struct {
	Dimensions      map[string]string `tfsdk:"dimensions"`
	CPUUsage        *float64          `tfsdk:"cpu_usage"`
	MemUsage        *float64          `tfsdk:"mem_usage"`
	DiskReadRate    *float64          `tfsdk:"disk_read_rate"`
	DiskWriteRate   *float64          `tfsdk:"disk_write_rate"`
	RecvBytesRate   *float64          `tfsdk:"recv_bytes_rate"`
	SendBytesRate   *float64          `tfsdk:"send_bytes_rate"`
	FilesystemUsage *float64          `tfsdk:"filesystem_usage"`
}

// newEntityMetric takes the latest values where the API gives several.
func newEntityMetric(m bcs.EntityMetric) entityMetric {
	entity := entityMetric{Dimensions: dimensions(m.Dimensions)}
	if len(m.Values) == 0 {
		return entity
	}
	v := m.Values[len(m.Values)-1]
	entity.CPUUsage, entity.MemUsage = number(v.CPUUsage), number(v.MemUsage)
	entity.DiskReadRate, entity.DiskWriteRate = number(v.DiskReadRate), number(v.DiskWriteRate)
	entity.RecvBytesRate, entity.SendBytesRate = number(v.RecvBytesRate), number(v.SendBytesRate)
	entity.FilesystemUsage = number(v.FilesystemUsage)
	return entity
}

func (d *entityMetricsDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_bcs_entity_metrics"
}

func (d *entityMetricsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	value := func(description string) schema.Float64Attribute {
		return schema.Float64Attribute{MarkdownDescription: description + "; null where the cloud does not say.", Computed: true}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Present load of the organizations or add-ons of a BCS instance. It changes with time, so a plan shows other values each time.",
		Attributes: map[string]schema.Attribute{
			"region":        framework.DataSourceRegionAttribute(),
			"blockchain_id": blockchainIDAttribute(),
			"type": schema.StringAttribute{
				MarkdownDescription: "Kind of the entities: `org` (agent, orderer, peer) or `plugin`.",
				Required:            true,
				Validators:          []validator.String{stringvalidator.OneOf(entityTypes...)},
			},
			"entity_name": framework.Filter("with this name, such as an organization.", framework.NotEmpty()),
			"entities": schema.ListNestedAttribute{
				MarkdownDescription: "The entities, in the cloud's order.",
				Computed:            true,
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"dimensions":       framework.ShownMap("What is measured, by the names of the dimensions."),
					"cpu_usage":        value("Used processor time in percent"),
					"mem_usage":        value("Used memory in percent"),
					"disk_read_rate":   value("Bytes read from disk a second"),
					"disk_write_rate":  value("Bytes written to disk a second"),
					"recv_bytes_rate":  value("Bytes received a second"),
					"send_bytes_rate":  value("Bytes sent a second"),
					"filesystem_usage": value("Used space of the file system in percent"),
				}},
			},
		},
	}
}

func (d *entityMetricsDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model entityMetricsDataSourceModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := framework.Reading(ctx)
	defer cancel()

	api := d.API(model.Region)
	metrics, err := api.ListEntityMetrics(ctx, model.BlockchainID.ValueString(), bcs.EntityMetricRequest{
		Type: model.Type.ValueString(), EntityName: model.EntityName.ValueString(),
	})
	if err != nil {
		resp.Diagnostics.Append(couldNotRead("metrics of the BCS instance "+model.BlockchainID.ValueString(), api.Region(), err))
		return
	}
	model.Region = types.StringValue(api.Region())
	model.Entities = framework.Map(metrics, newEntityMetric)
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}
