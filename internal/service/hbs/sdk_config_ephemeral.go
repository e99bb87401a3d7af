package hbs

import (
	"context"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/hbs"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

var (
	_ ephemeral.EphemeralResourceWithConfigure      = (*sdkConfigEphemeral)(nil)
	_ ephemeral.EphemeralResourceWithValidateConfig = (*sdkConfigEphemeral)(nil)
)

// NewSdkConfigEphemeral is the ephemeral resource `hwc_hbs_sdk_config`.
func NewSdkConfigEphemeral() ephemeral.EphemeralResource {
	return &sdkConfigEphemeral{framework.NewEphemeralResource(newEngine)}
}

type sdkConfigEphemeral struct {
	framework.EphemeralResource[engine]
}

type sdkConfigModel struct {
	Region     types.String `tfsdk:"region"`
	InstanceID types.String `tfsdk:"instance_id"`
	CertPath   types.String `tfsdk:"cert_path"`
	DownloadCA types.Bool   `tfsdk:"download_ca"`
	Orgs       types.Set    `tfsdk:"orgs"`
	AccessMode types.String `tfsdk:"access_mode"`
	EndpointIP types.String `tfsdk:"endpoint_ip"`
	framework.Archive
}

func (e *sdkConfigEphemeral) Metadata(_ context.Context, req ephemeral.MetadataRequest, resp *ephemeral.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_hbs_sdk_config"
}

func (e *sdkConfigEphemeral) Schema(_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	attributes := map[string]schema.Attribute{
		"region": framework.EphemeralRegionAttribute(),
		"instance_id": schema.StringAttribute{
			MarkdownDescription: "UUID of the instance.", Required: true, Validators: []validator.String{framework.UUID()},
		},
		"cert_path": schema.StringAttribute{
			MarkdownDescription: "Folder in which the application will find the certificates, such as `/opt/chain`.",
			Required:            true,
			Validators:          []validator.String{framework.NotEmpty()},
		},
		"download_ca": schema.BoolAttribute{
			MarkdownDescription: "Whether the certificates of the authorities are in the archive, too. Unset: the cloud's choice.", Optional: true,
		},
		"orgs": schema.SetAttribute{
			MarkdownDescription: "Ids, on the chain, of the organizations that the application acts for, 1 to 100: `chain_org_id` of an organization, or `id` of `orgs` of the data source `hwc_hbs_chain`.",
			Required:            true,
			ElementType:         types.StringType,
			Validators: []validator.Set{
				setvalidator.SizeBetween(1, 100), setvalidator.NoNullValues(), setvalidator.ValueStringsAre(framework.NotEmpty()),
			},
		},
		"access_mode": schema.StringAttribute{
			MarkdownDescription: "Way to the chain: `StandardChannel`, or `HighPerformanceChannel` through a VPC endpoint, which needs `endpoint_ip`.",
			Required:            true,
			Validators:          []validator.String{stringvalidator.OneOf(hbs.StandardChannel, hbs.HighPerformanceChannel)},
		},
		"endpoint_ip": schema.StringAttribute{
			MarkdownDescription: "IPv4 address of the VPC endpoint for `HighPerformanceChannel`.", Optional: true, Validators: []validator.String{framework.IPv4()},
		},
	}
	maps.Copy(attributes, framework.ArchiveAttributes())
	resp.Schema = schema.Schema{
		MarkdownDescription: "The configuration with which an application reaches the chain of an HBS instance: a YAML file for each organization, and its certificates with private keys. " +
			"Each plan and each apply downloads it anew; neither the state nor the plan holds it. Not for the kind `Besu`, nor with `data_management = \"Edge\"`.",
		Attributes: attributes,
	}
}

// ValidateConfig implements ephemeral.EphemeralResourceWithValidateConfig.
func (e *sdkConfigEphemeral) ValidateConfig(ctx context.Context, req ephemeral.ValidateConfigRequest, resp *ephemeral.ValidateConfigResponse) {
	var config sdkConfigModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if config.AccessMode.ValueString() == hbs.HighPerformanceChannel && config.EndpointIP.IsNull() {
		resp.Diagnostics.AddAttributeError(path.Root("endpoint_ip"), "Address missing", "The access mode HighPerformanceChannel needs the address of a VPC endpoint in `endpoint_ip`.")
	}
}

// Open implements ephemeral.EphemeralResource.
func (e *sdkConfigEphemeral) Open(ctx context.Context, req ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	var model sdkConfigModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := reading(ctx)
	defer cancel()

	api := e.API(model.Region)
	archive, err := api.GetSdkConfig(ctx, model.InstanceID.ValueString(), hbs.SdkConfigRequest{
		CertPath: model.CertPath.ValueString(), DownloadCA: model.DownloadCA.ValueBoolPointer(), Orgs: framework.KnownStrings(ctx, model.Orgs),
		AccessMode: model.AccessMode.ValueString(), EndpointIP: model.EndpointIP.ValueString(),
	})
	if err == nil {
		model.Archive, err = framework.NewArchive(archive)
	}
	if err != nil {
		resp.Diagnostics.Append(couldNotRead("SDK configuration of the HBS instance "+model.InstanceID.ValueString(), api.Region(), err))
		return
	}
	model.Region = types.StringValue(api.Region())
	resp.Diagnostics.Append(resp.Result.Set(ctx, &model)...)
}
