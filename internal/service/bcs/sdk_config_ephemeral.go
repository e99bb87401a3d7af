package bcs

import (
	"cmp"
	"context"
	"maps"
	"regexp"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/bcs"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

var (
	_ ephemeral.EphemeralResourceWithConfigure      = (*sdkConfigEphemeral)(nil)
	_ ephemeral.EphemeralResourceWithValidateConfig = (*sdkConfigEphemeral)(nil)
)

// NewSdkConfigEphemeral is the ephemeral resource `hwc_bcs_sdk_config`.
func NewSdkConfigEphemeral() ephemeral.EphemeralResource {
	return &sdkConfigEphemeral{framework.NewEphemeralResource(bcs.New)}
}

type sdkConfigEphemeral struct {
	framework.EphemeralResource[*bcs.Client]
}

type sdkConfigModel struct {
	Region           types.String `tfsdk:"region"`
	BlockchainID     types.String `tfsdk:"blockchain_id"`
	ChaincodeName    types.String `tfsdk:"chaincode_name"`
	CertPath         types.String `tfsdk:"cert_path"`
	ChannelName      types.String `tfsdk:"channel_name"`
	PeerOrgs         types.Map    `tfsdk:"peer_orgs"`
	UnionInfo        types.Map    `tfsdk:"union_info"`
	IsMultiChan      types.Bool   `tfsdk:"is_multi_chan"`
	ChannelChaincode types.Map    `tfsdk:"channel_chaincode"`
	framework.Archive
}

// request is the body of the call; the values are known by then.
func (m sdkConfigModel) request(ctx context.Context) (bcs.SdkConfigRequest, diag.Diagnostics) {
	request := bcs.SdkConfigRequest{
		ChaincodeName: m.ChaincodeName.ValueString(), CertPath: m.CertPath.ValueString(), ChannelName: m.ChannelName.ValueString(), IsMultiChan: m.IsMultiChan.ValueBool(),
	}
	diags := m.PeerOrgs.ElementsAs(ctx, &request.PeerOrgs, false)
	diags.Append(m.UnionInfo.ElementsAs(ctx, &request.UnionInfo, false)...)
	diags.Append(m.ChannelChaincode.ElementsAs(ctx, &request.ChannelChaincode, false)...)
	for _, peers := range request.PeerOrgs {
		slices.SortFunc(peers, byNumber)
	}
	return request, diags
}

// byNumber is the order the API wants of the peers of an organization, whose names end with numbers (contract/bcs.md 4).
func byNumber(a, b string) int { return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b)) }

func (e *sdkConfigEphemeral) Metadata(_ context.Context, req ephemeral.MetadataRequest, resp *ephemeral.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_bcs_sdk_config"
}

func (e *sdkConfigEphemeral) Schema(_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	names := types.ListType{ElemType: types.StringType}
	attributes := map[string]schema.Attribute{
		"region":        framework.EphemeralRegionAttribute(),
		"blockchain_id": ephemeralText("UUID of the BCS instance.", framework.UUID()),
		"cert_path":     ephemeralText("Folder in which the application will find the certificates, such as `/opt/gosdkdemo/config`.", framework.NotEmpty()),
		"peer_orgs": schema.MapAttribute{
			MarkdownDescription: "Names of the peers that the application uses, by organization, from the first one on and in any order: `name` of `nodes` in the data source `hwc_bcs_nodes`.",
			Required:            true,
			ElementType:         names,
			Validators:          []validator.Map{mapvalidator.SizeAtLeast(1)},
		},
		"channel_name": schema.StringAttribute{
			MarkdownDescription: "Channel that the application uses. Required, but with `is_multi_chan = true`.", Optional: true, Validators: []validator.String{framework.NotEmpty()},
		},
		"chaincode_name": schema.StringAttribute{
			MarkdownDescription: "Chaincode that the application calls: 6 to 25 lower-case letters and digits, with a letter in front. Required, but with `is_multi_chan = true`.",
			Optional:            true,
			Validators: []validator.String{
				framework.FromFunc("must have 6 to 25 lower-case letters and digits, with a letter in front", chaincodePattern.MatchString),
			},
		},
		"is_multi_chan": schema.BoolAttribute{MarkdownDescription: "Whether the application uses several channels: those of `channel_chaincode`. Default: `false`.", Optional: true},
		"channel_chaincode": schema.MapAttribute{
			MarkdownDescription: "Names of chaincodes by channel, with `is_multi_chan = true`.", Optional: true, ElementType: names, Validators: []validator.Map{mapvalidator.SizeAtLeast(1)},
		},
		"union_info": schema.MapAttribute{
			MarkdownDescription: "Hashes of the organizations of the other members of a consortium, by the name of the member: `name_hash` of `invited_orgs` in the data source `hwc_bcs_members`.",
			Optional:            true,
			ElementType:         names,
		},
	}
	maps.Copy(attributes, framework.ArchiveAttributes())
	resp.Schema = schema.Schema{
		MarkdownDescription: "The configuration with which an application of Fabric's SDK reaches a BCS instance. Each plan and each apply downloads it anew; neither the state nor the plan holds it.",
		Attributes:          attributes,
	}
}

// chaincodePattern is the API's rule for names of chaincodes (contract/bcs.md 8).
var chaincodePattern = regexp.MustCompile(`^[a-z][a-z0-9]{5,24}$`)

// ValidateConfig wants either one channel with one chaincode, or several channels with theirs.
func (e *sdkConfigEphemeral) ValidateConfig(ctx context.Context, req ephemeral.ValidateConfigRequest, resp *ephemeral.ValidateConfigResponse) {
	var config sdkConfigModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if config.IsMultiChan.IsUnknown() {
		return
	}
	several := config.IsMultiChan.ValueBool()
	for name, there := range map[string]bool{
		"channel_name": !config.ChannelName.IsNull(), "chaincode_name": !config.ChaincodeName.IsNull(), "channel_chaincode": !config.ChannelChaincode.IsNull(),
	} {
		switch wanted := several == (name == "channel_chaincode"); {
		case wanted && !there:
			resp.Diagnostics.AddAttributeError(path.Root(name), "Missing argument", name+" is required: with `is_multi_chan = true` channel_chaincode, otherwise channel_name and chaincode_name.")
		case !wanted && there:
			resp.Diagnostics.AddAttributeError(path.Root(name), "Argument that contradicts is_multi_chan",
				name+" must be left out: with `is_multi_chan = true` only channel_chaincode is used, otherwise only channel_name and chaincode_name.")
		}
	}
}

// Open implements ephemeral.EphemeralResource.
func (e *sdkConfigEphemeral) Open(ctx context.Context, req ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	var model sdkConfigModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	request, diags := model.request(ctx)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := framework.Reading(ctx)
	defer cancel()

	api := e.API(model.Region)
	archive, err := api.GetSdkConfig(ctx, model.BlockchainID.ValueString(), request)
	if err == nil {
		model.Archive, err = framework.NewArchive(archive)
	}
	if err != nil {
		resp.Diagnostics.Append(couldNotRead("SDK configuration of the BCS instance "+model.BlockchainID.ValueString(), api.Region(), err))
		return
	}
	model.Region = types.StringValue(api.Region())
	resp.Diagnostics.Append(resp.Result.Set(ctx, &model)...)
}
