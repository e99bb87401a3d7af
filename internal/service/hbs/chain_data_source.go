package hbs

import (
	"context"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/hbs"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

var _ datasource.DataSourceWithConfigure = (*chainDataSource)(nil)

// NewChainDataSource is the data source `hwc_hbs_chain`.
func NewChainDataSource() datasource.DataSource {
	return &chainDataSource{framework.NewDataSource(newEngine)}
}

type chainDataSource struct {
	framework.DataSource[engine]
}

type chainDataSourceModel struct {
	Region       types.String   `tfsdk:"region"`
	InstanceID   types.String   `tfsdk:"instance_id"`
	TpsLimit     types.Int64    `tfsdk:"tps_limit"`
	ConsensusOrg types.String   `tfsdk:"consensus_org"`
	Orgs         []chainOrgData `tfsdk:"orgs"`
	chainData
}

// chainData is a chain as its instance shows it.
type chainData struct {
	ChainID        types.String `tfsdk:"chain_id"`
	Consensus      types.String `tfsdk:"consensus"`
	SignAlgorithm  types.String `tfsdk:"sign_algorithm"`
	ContractNum    types.Int64  `tfsdk:"contract_num"`
	BlockNum       types.Int64  `tfsdk:"block_num"`
	TransactionNum types.Int64  `tfsdk:"transaction_num"`
}

func newChainData(c hbs.Chain) chainData {
	return chainData{
		types.StringValue(c.ChainID), types.StringValue(string(c.Consensus)), types.StringValue(c.SignAlgorithm),
		types.Int64Value(c.ContractNum), types.Int64Value(c.BlockNum), types.Int64Value(c.TransactionNum),
	}
}

func chainDataAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"chain_id":        shown("Id of the chain."),
		"consensus":       shown("How the nodes agree: `raft` or `IBFT2.0`."),
		"sign_algorithm":  shown("How is signed: `ecdsa_with_sha256` or `sm2_with_sm3`."),
		"contract_num":    shownInt("How many contracts there are."),
		"block_num":       shownInt("How many blocks there are."),
		"transaction_num": shownInt("How many transactions there are."),
	}
}

// chainOrgData is an organization as the chain knows it.
type chainOrgData struct {
	ID             types.String `tfsdk:"id"`
	Name           types.String `tfsdk:"name"`
	IsConsensus    types.Bool   `tfsdk:"is_consensus"`
	IsLocal        types.Bool   `tfsdk:"is_local"`
	IsExist        types.Bool   `tfsdk:"is_exist"`
	MemberID       types.String `tfsdk:"member_id"`
	MemberName     types.String `tfsdk:"member_name"`
	TransactionNum types.Int64  `tfsdk:"transaction_num"`
}

func newChainOrgData(o hbs.ChainOrg) chainOrgData {
	return chainOrgData{
		types.StringValue(o.ID), types.StringValue(o.Name), types.BoolValue(o.IsConsensus), types.BoolValue(o.IsLocal), types.BoolValue(o.IsExist),
		framework.OrNull(o.MemberID), framework.OrNull(o.MemberName), types.Int64Value(o.TransactionNum),
	}
}

func (d *chainDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_hbs_chain"
}

func (d *chainDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := map[string]schema.Attribute{
		"region":        framework.DataSourceRegionAttribute(),
		"instance_id":   ofInstance(),
		"tps_limit":     shownInt("How many transactions a second it takes at most."),
		"consensus_org": shown("Id, on the chain, of the organization whose nodes agree on blocks."),
		"orgs": table("The organizations, as the chain lists them.", map[string]schema.Attribute{
			"id":              shown("Id of the organization on the chain."),
			"name":            shown("Name of the organization."),
			"is_consensus":    shownBool("Whether its nodes agree on blocks."),
			"is_local":        shownBool("Whether it belongs to this instance."),
			"is_exist":        shownBool("Whether it is there."),
			"member_id":       shown("Id of the account it belongs to."),
			"member_name":     shown("Name of that account."),
			"transaction_num": shownInt("How many transactions it has made."),
		}),
	}
	maps.Copy(attributes, chainDataAttributes())
	resp.Schema = schema.Schema{
		MarkdownDescription: "The chain of an HBS instance. Only instances whose `data_management` is `Cloud` show it.",
		Attributes:          attributes,
	}
}

func (d *chainDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model chainDataSourceModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := reading(ctx)
	defer cancel()

	api := d.API(model.Region)
	chain, err := api.chain(ctx, model.InstanceID.ValueString())
	if err != nil {
		resp.Diagnostics.Append(couldNotRead("chain of the HBS instance "+model.InstanceID.ValueString(), api.Region(), err))
		return
	}
	model = chainDataSourceModel{
		types.StringValue(api.Region()), model.InstanceID, types.Int64Value(chain.TpsLimit), framework.OrNull(chain.ConsensusOrg),
		framework.Map(chain.Orgs, newChainOrgData), newChainData(*chain),
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}
