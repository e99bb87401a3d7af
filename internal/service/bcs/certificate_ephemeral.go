package bcs

import (
	"context"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/bcs"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

var _ ephemeral.EphemeralResourceWithConfigure = (*certificateEphemeral)(nil)

// NewCertificateEphemeral is the ephemeral resource `hwc_bcs_certificate`.
func NewCertificateEphemeral() ephemeral.EphemeralResource {
	return &certificateEphemeral{framework.NewEphemeralResource(bcs.New)}
}

type certificateEphemeral struct {
	framework.EphemeralResource[*bcs.Client]
}

type certificateModel struct {
	Region       types.String `tfsdk:"region"`
	BlockchainID types.String `tfsdk:"blockchain_id"`
	OrgName      types.String `tfsdk:"org_name"`
	CertType     types.String `tfsdk:"cert_type"`
	framework.Archive
}

func (e *certificateEphemeral) Metadata(_ context.Context, req ephemeral.MetadataRequest, resp *ephemeral.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_bcs_certificate"
}

func (e *certificateEphemeral) Schema(_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	attributes := map[string]schema.Attribute{
		"region":        framework.EphemeralRegionAttribute(),
		"blockchain_id": ephemeralText("UUID of the BCS instance.", framework.UUID()),
		"org_name":      ephemeralText("Name of the organization: one with peers, or that of the orderers, `name` in `orderer_info` of the instance.", framework.NotEmpty()),
		"cert_type": ephemeralText("Which certificate: `admin` of the administrator, `user` of the standard user, or `ca` of the authority, which has no private key.",
			stringvalidator.OneOf(bcs.CertAdmin, bcs.CertUser, bcs.CertCA)),
	}
	maps.Copy(attributes, framework.ArchiveAttributes())
	resp.Schema = schema.Schema{
		MarkdownDescription: "A certificate of an organization of a BCS instance, with its private key. Each plan and each apply downloads it anew; neither the state nor the plan holds it.",
		Attributes:          attributes,
	}
}

// Open implements ephemeral.EphemeralResource.
func (e *certificateEphemeral) Open(ctx context.Context, req ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	var model certificateModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := framework.Reading(ctx)
	defer cancel()

	api := e.API(model.Region)
	archive, err := api.GetCertificate(ctx, model.BlockchainID.ValueString(), model.OrgName.ValueString(), model.CertType.ValueString())
	if err == nil {
		model.Archive, err = framework.NewArchive(archive)
	}
	if err != nil {
		resp.Diagnostics.Append(couldNotRead("certificate of "+model.OrgName.ValueString()+" of the BCS instance "+model.BlockchainID.ValueString(), api.Region(), err))
		return
	}
	model.Region = types.StringValue(api.Region())
	resp.Diagnostics.Append(resp.Result.Set(ctx, &model)...)
}

// ephemeralText is a required argument of an ephemeral resource.
func ephemeralText(description string, validators ...validator.String) schema.StringAttribute {
	return schema.StringAttribute{MarkdownDescription: description, Required: true, Validators: validators}
}
