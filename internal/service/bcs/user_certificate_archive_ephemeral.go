package bcs

import (
	"context"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/bcs"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

var _ ephemeral.EphemeralResourceWithConfigure = (*userCertificateArchiveEphemeral)(nil)

// NewUserCertificateArchiveEphemeral is the ephemeral resource `hwc_bcs_user_certificate_archive`.
func NewUserCertificateArchiveEphemeral() ephemeral.EphemeralResource {
	return &userCertificateArchiveEphemeral{framework.NewEphemeralResource(bcs.New)}
}

// userCertificateArchiveEphemeral closes nothing: the API deletes no certificates.
type userCertificateArchiveEphemeral struct {
	framework.EphemeralResource[*bcs.Client]
}

type userCertificateArchiveModel struct {
	Region       types.String `tfsdk:"region"`
	BlockchainID types.String `tfsdk:"blockchain_id"`
	OrgName      types.String `tfsdk:"org_name"`
	UserName     types.String `tfsdk:"user_name"`
	SecurityMode types.Bool   `tfsdk:"security_mode"`
	framework.Archive
}

func (e *userCertificateArchiveEphemeral) Metadata(_ context.Context, req ephemeral.MetadataRequest, resp *ephemeral.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_bcs_user_certificate_archive"
}

func (e *userCertificateArchiveEphemeral) Schema(_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	attributes := map[string]schema.Attribute{
		"region":        framework.EphemeralRegionAttribute(),
		"blockchain_id": ephemeralText("UUID of the BCS instance.", framework.UUID()),
		"org_name":      ephemeralText("Name of the organization, one with peers.", framework.NotEmpty()),
		"user_name": ephemeralText("Name of the user: 4 to 24 lower-case letters and digits, with a letter in front.",
			framework.FromFunc("must have 4 to 24 lower-case letters and digits, with a letter in front", userNamePattern.MatchString)),
		"security_mode": schema.BoolAttribute{
			MarkdownDescription: "Whether the cloud keeps the certificate. `true`: one a user and at most 100 an organization; the first time makes it, later ones give the same again, " +
				"as far as the cloud does. `false`: every opening issues one more certificate, and a plan and an apply open it once each; all of them stay valid.",
			Required: true,
		},
	}
	maps.Copy(attributes, framework.ArchiveAttributes())
	resp.Schema = schema.Schema{
		MarkdownDescription: "The certificate of a user of an organization of a BCS instance, with its private key, issued by the cloud when it is opened: in each plan as well as in each apply. " +
			"Neither the state nor the plan holds it, and the cloud has no call that deletes it.",
		Attributes: attributes,
	}
}

// Open implements ephemeral.EphemeralResource.
func (e *userCertificateArchiveEphemeral) Open(ctx context.Context, req ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	var model userCertificateArchiveModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, limits.Update) // a busy instance issues no certificate until it is idle
	defer cancel()

	api := e.API(model.Region)
	user := model.UserName.ValueString()
	archive, err := api.CreateUserCertificate(ctx, model.BlockchainID.ValueString(), model.OrgName.ValueString(), user, model.SecurityMode.ValueBool())
	if err == nil {
		model.Archive, err = framework.NewArchive(archive)
	}
	if err != nil {
		object := "certificate of the user " + user + " of " + model.OrgName.ValueString() + " of the BCS instance " + model.BlockchainID.ValueString()
		resp.Diagnostics.Append(advice.Failure("Could not issue the certificate of the user", object+" in "+api.Region(), err))
		return
	}
	model.Region = types.StringValue(api.Region())
	resp.Diagnostics.Append(resp.Result.Set(ctx, &model)...)
}
