package bcs

import (
	"context"
	"encoding/base64"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/boolplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

type userCertificateModel struct {
	Region       types.String   `tfsdk:"region"`
	BlockchainID types.String   `tfsdk:"blockchain_id"`
	OrgName      types.String   `tfsdk:"org_name"`
	UserName     types.String   `tfsdk:"user_name"`
	SecurityMode types.Bool     `tfsdk:"security_mode"`
	Frozen       types.Bool     `tfsdk:"frozen"`
	FileWO       types.String   `tfsdk:"file_wo"`
	Timeouts     timeouts.Value `tfsdk:"timeouts"`
}

// userNamePattern is the API's rule for users of certificates (contract/bcs.md 8).
var userNamePattern = regexp.MustCompile(`^[a-z][a-z0-9]{3,23}$`)

// maxCertificateFile is how large an archive may be, in bytes (contract/bcs.md 4).
const maxCertificateFile = 30 << 10

func userCertificateSchema(ctx context.Context) schema.Schema {
	return schema.Schema{
		MarkdownDescription: "The certificate of a user of an organization of a blockchain instance (BCS), and whether it is frozen. The certificate itself, which holds a private key, is never in the state. " +
			"The cloud has no call that reads or deletes such a certificate: a change made elsewhere is not seen, and destroying the resource leaves the certificate as it is.",
		Attributes: map[string]schema.Attribute{
			"region":        framework.RegionAttribute(),
			"blockchain_id": namePart("UUID of the instance. Changing it makes another certificate.", framework.UUID()),
			"org_name":      namePart("Name of the organization, one with peers. Changing it makes another certificate.", nameRule()),
			"user_name": namePart("Name of the user: 4 to 24 lower-case letters and digits, with a letter in front. Changing it makes another certificate.",
				framework.FromFunc("must have 4 to 24 lower-case letters and digits, with a letter in front", userNamePattern.MatchString)),
			"security_mode": schema.BoolAttribute{
				MarkdownDescription: "Whether the cloud keeps the certificate: `true` makes one, one a user and at most 100 an organization, which can be downloaded again. " +
					"`false` is for a certificate that its user alone keeps: it was made elsewhere, and `file_wo` says which it is. Changing it makes another certificate. " +
					"An import takes the certificate for one that the cloud keeps.",
				Required:      true,
				PlanModifiers: []planmodifier.Bool{boolplanmodifier.RequiresReplace()},
			},
			"frozen": schema.BoolAttribute{
				MarkdownDescription: "Whether the certificate is frozen: it is not valid until it is unfrozen. Takes effect after 30 to 60 seconds. Changed in place. " +
					"An import takes the certificate for one that is not frozen. Default: `false`.",
				Optional: true,
				Computed: true,
				Default:  booldefault.StaticBool(false),
			},
			"file_wo": schema.StringAttribute{
				MarkdownDescription: "The zip archive with the certificate as it was made, in base64, at most 30 KB: required with `security_mode = false`. It is needed to freeze and unfreeze the certificate, " +
					"is write-only, and stays in no state and no plan. Needs Terraform 1.11 or OpenTofu 1.11.",
				Optional:  true,
				Sensitive: true,
				WriteOnly: true,
				Validators: []validator.String{
					framework.FromFuncUnsaid("must be a zip archive of at most 30 KB in base64, such as filebase64(\"alice.zip\") gives", isCertificateFile),
				},
			},
			"timeouts": limits.Attribute(ctx),
		},
	}
}

// isCertificateFile wants an archive in base64, by its first bytes.
func isCertificateFile(text string) bool {
	archive, err := base64.StdEncoding.DecodeString(text)
	return err == nil && isCertificate(archive)
}

// isCertificate wants an archive, by its first bytes (contract/bcs.md 8).
func isCertificate(archive []byte) bool {
	return len(archive) <= maxCertificateFile && len(archive) > 2 && string(archive[:2]) == "PK"
}

// userCertificateIdentity names a certificate that the cloud keeps: it has no id.
type userCertificateIdentity struct {
	Region       types.String `tfsdk:"region"`
	BlockchainID types.String `tfsdk:"blockchain_id"`
	OrgName      types.String `tfsdk:"org_name"`
	UserName     types.String `tfsdk:"user_name"`
}

func (m userCertificateModel) identity() userCertificateIdentity {
	return userCertificateIdentity{Region: m.Region, BlockchainID: m.BlockchainID, OrgName: m.OrgName, UserName: m.UserName}
}

// object names the certificate in messages.
func (m userCertificateModel) object() string {
	return framework.ObjectName("certificate of the user "+m.UserName.ValueString()+" of the organization "+m.OrgName.ValueString()+" of the BCS instance",
		types.StringNull(), m.BlockchainID, m.Region)
}

// file is the archive of a configuration, nil if there is none. The schema has seen that it is base64.
func (m userCertificateModel) file() []byte {
	archive, err := base64.StdEncoding.DecodeString(m.FileWO.ValueString())
	if err != nil || len(archive) == 0 {
		return nil
	}
	return archive
}

// complete is what an import leaves to be filled, which the API does not show.
func (m *userCertificateModel) complete() {
	if m.SecurityMode.IsNull() {
		m.SecurityMode = types.BoolValue(true)
	}
	if m.Frozen.IsNull() {
		m.Frozen = types.BoolValue(false)
	}
}

// certificateAdvice is advice worded for certificates.
var certificateAdvice = advice.With(framework.AdviceTable{
	"bcs.4006005": {Text: "the message says what is wrong. An organization has at most 100 certificates that the cloud keeps, one for each user; one that exists is taken over with `terraform import`; " +
		"to freeze one that it does not keep, `file_wo` must be the archive as it was made, for this user and organization."},
	"bcs.4006009": {Attribute: "file_wo", Text: "the cloud wants the archive with the certificate: give it in `file_wo`."},
})

func certificateFailure(summary, object string, err error) diag.Diagnostic {
	return certificateAdvice.Failure(summary, object, err)
}
