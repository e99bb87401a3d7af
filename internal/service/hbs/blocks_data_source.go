package hbs

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/hbs"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

var _ datasource.DataSourceWithConfigure = (*blocksDataSource)(nil)

// NewBlocksDataSource is the data source `hwc_hbs_blocks`.
func NewBlocksDataSource() datasource.DataSource {
	return &blocksDataSource{framework.NewDataSource(newEngine)}
}

type blocksDataSource struct {
	framework.DataSource[engine]
}

type blocksDataSourceModel struct {
	Region     types.String `tfsdk:"region"`
	InstanceID types.String `tfsdk:"instance_id"`
	Offset     types.Int64  `tfsdk:"offset"`
	Limit      types.Int64  `tfsdk:"limit"`
	Blocks     []blockData  `tfsdk:"blocks"`
}

type blockData struct {
	BlockHeight    types.Int64  `tfsdk:"block_height"`
	TransactionNum types.Int64  `tfsdk:"transaction_num"`
	BodyHash       types.String `tfsdk:"body_hash"`
	ParentHash     types.String `tfsdk:"parent_hash"`
	CreateTime     types.String `tfsdk:"create_time"`
}

func newBlockData(b hbs.Block) blockData {
	return blockData{
		wholeNumber(b.BlockHeight), types.Int64Value(b.TransactionNum), types.StringValue(b.BodyHash), types.StringValue(b.ParentHash), types.StringValue(b.CreateTime),
	}
}

const (
	maxBlocks      = 500 // of one call (contract/bcs.md 1H.4)
	standardBlocks = 10
)

func (d *blocksDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_hbs_blocks"
}

func (d *blocksDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The latest blocks of the chain of an HBS instance. Only instances whose `data_management` is `Cloud` show them.",
		Attributes: map[string]schema.Attribute{
			"region":      framework.DataSourceRegionAttribute(),
			"instance_id": ofInstance(),
			"offset": schema.Int64Attribute{
				MarkdownDescription: "How many of the latest blocks to leave out. Default: `0`.",
				Optional:            true,
				Validators:          []validator.Int64{int64validator.AtLeast(0)},
			},
			"limit": schema.Int64Attribute{
				MarkdownDescription: "How many blocks to show at most, 1 to 500. Default: `10`.",
				Optional:            true,
				Validators:          []validator.Int64{int64validator.Between(1, maxBlocks)},
			},
			"blocks": table("The blocks, the latest first.", map[string]schema.Attribute{
				"block_height":    shownInt("Height of the block."),
				"transaction_num": shownInt("How many transactions are in it."),
				"body_hash":       shown("Hash of the block."),
				"parent_hash":     shown("Hash of the block before."),
				"create_time":     shown("When the block was made, in UTC."),
			}),
		},
	}
}

func (d *blocksDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model blocksDataSourceModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := reading(ctx)
	defer cancel()

	limit := standardBlocks
	if !model.Limit.IsNull() {
		limit = int(model.Limit.ValueInt64())
	}
	api := d.API(model.Region)
	blocks, err := api.blocks(ctx, model.InstanceID.ValueString(), int(model.Offset.ValueInt64()), limit)
	if err != nil {
		resp.Diagnostics.Append(couldNotRead("blocks of the HBS instance "+model.InstanceID.ValueString(), api.Region(), err))
		return
	}
	model.Region = types.StringValue(api.Region())
	model.Blocks = framework.Map(blocks, newBlockData)
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}
