package bcs

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/bcs"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

var _ datasource.DataSourceWithConfigure = (*instanceStatusDataSource)(nil)

// NewInstanceStatusDataSource is the data source `hwc_bcs_instance_status`.
func NewInstanceStatusDataSource() datasource.DataSource {
	return &instanceStatusDataSource{framework.NewDataSource(bcs.New)}
}

type instanceStatusDataSource struct {
	framework.DataSource[*bcs.Client]
}

type instanceStatusDataSourceModel struct {
	Region       types.String    `tfsdk:"region"`
	BlockchainID types.String    `tfsdk:"blockchain_id"`
	Components   []componentData `tfsdk:"components"`
}

type componentData struct {
	Name      types.String `tfsdk:"name"`
	Status    types.String `tfsdk:"status"`
	Detail    types.String `tfsdk:"detail"`
	StartTime types.String `tfsdk:"start_time"`
	EndTime   types.String `tfsdk:"end_time"`
}

func newComponentData(c bcs.NamedStatus) componentData {
	return componentData{
		types.StringValue(c.Name), types.StringValue(c.Status), framework.OrNull(c.Detail), framework.OrNull(c.StartTime), framework.OrNull(c.EndTime),
	}
}

func (d *instanceStatusDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_bcs_instance_status"
}

func (d *instanceStatusDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "How far the creation of each component of a BCS instance is, and what went wrong with it.",
		Attributes: map[string]schema.Attribute{
			"region":        framework.DataSourceRegionAttribute(),
			"blockchain_id": blockchainIDAttribute(),
			"components": schema.ListNestedAttribute{
				MarkdownDescription: "The components, in the order in which they are made.",
				Computed:            true,
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"name":       framework.Shown("Component: `cce.cluster`, `cce.network`, `cce.security_group`, `eip`, `sfs`, `obs`, `kafka` or `bcs`."),
					"status":     framework.Shown("Status: `waiting`, `deploying`, `finished` or `failed`."),
					"detail":     framework.Shown("What the cloud says about it, if anything."),
					"start_time": framework.Shown("When its creation began; null before."),
					"end_time":   framework.Shown("When its creation ended; null before."),
				}},
			},
		},
	}
}

func (d *instanceStatusDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model instanceStatusDataSourceModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := framework.Reading(ctx)
	defer cancel()

	api := d.API(model.Region)
	status, err := api.GetInstanceStatus(ctx, model.BlockchainID.ValueString())
	if err != nil {
		resp.Diagnostics.Append(couldNotRead("status of the BCS instance "+model.BlockchainID.ValueString(), api.Region(), err))
		return
	}
	model.Region = types.StringValue(api.Region())
	model.Components = framework.Map(status.Components(), newComponentData)
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}
