package bcs

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/bcs"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

var (
	_ action.ActionWithConfigure  = (*certificateFreezeAction)(nil)
	_ action.ActionWithModifyPlan = (*certificateFreezeAction)(nil)
)

// NewCertificateFreezeAction is the action `hwc_bcs_certificate_freeze`.
func NewCertificateFreezeAction() action.Action {
	return &certificateFreezeAction{
		Action: framework.NewAction(bcs.New), verb: "freeze", turn: func(api *bcs.Client) turn { return api.FreezeCertificate },
		does: "Makes the certificate of a user of a BCS instance invalid, half a minute to a minute later.",
	}
}

// NewCertificateUnfreezeAction is the action `hwc_bcs_certificate_unfreeze`.
func NewCertificateUnfreezeAction() action.Action {
	return &certificateFreezeAction{
		Action: framework.NewAction(bcs.New), verb: "unfreeze", turn: func(api *bcs.Client) turn { return api.UnfreezeCertificate },
		does: "Makes the frozen certificate of a user of a BCS instance valid again, half a minute to a minute later.",
	}
}

// certificateFreezeAction turns a certificate the one way or the other.
type certificateFreezeAction struct {
	framework.Action[*bcs.Client]
	verb, does string
	turn       func(api *bcs.Client) turn
}

// turn is the call that freezes or unfreezes a certificate.
type turn func(ctx context.Context, id, org, user string, archive []byte) error

type certificateFreezeModel struct {
	Region       types.String `tfsdk:"region"`
	BlockchainID types.String `tfsdk:"blockchain_id"`
	OrgName      types.String `tfsdk:"org_name"`
	UserName     types.String `tfsdk:"user_name"`
	FilePath     types.String `tfsdk:"file_path"`
	Timeout      types.String `tfsdk:"timeout"`
}

// freezeTime is how long the action may take: the service refuses it while the instance is busy.
const freezeTime = 30 * time.Minute

func (a *certificateFreezeAction) Metadata(_ context.Context, req action.MetadataRequest, resp *action.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_bcs_certificate_" + a.verb
}

func (a *certificateFreezeAction) Schema(_ context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	needed := func(description string, rule validator.String) schema.StringAttribute {
		return schema.StringAttribute{MarkdownDescription: description, Required: true, Validators: []validator.String{rule}}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: a.does + " Nothing remembers it: the cloud does not show whether a certificate is frozen.",
		Attributes: map[string]schema.Attribute{
			"region":        framework.ActionRegionAttribute(),
			"blockchain_id": needed("UUID of the BCS instance.", framework.UUID()),
			"org_name":      needed("Name of the organization.", framework.NotEmpty()),
			"user_name": needed("Name of the user: 4 to 24 lower-case letters and digits, with a letter in front.",
				framework.FromFunc("must have 4 to 24 lower-case letters and digits, with a letter in front", userNamePattern.MatchString)),
			"file_path": schema.StringAttribute{
				MarkdownDescription: "Path of a file on the machine that runs Terraform: the zip archive with the certificate as it was made, at most 30 KB. Needed for a certificate that the cloud does not keep; " +
					"for one that it keeps, leave it out. The archive holds a private key, which is why it is a path: what an action is configured with stands in the plan.",
				Optional:   true,
				Validators: []validator.String{framework.NotEmpty()},
			},
			"timeout": framework.ActionTimeoutAttribute(freezeTime),
		},
	}
}

// ModifyPlan refuses the action where there is no such service, and with a file that is no certificate: what triggers it would
// be done already otherwise. A file that is not there may be made until then.
func (a *certificateFreezeAction) ModifyPlan(ctx context.Context, req action.ModifyPlanRequest, resp *action.ModifyPlanResponse) {
	var config certificateFreezeModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if _, err := readCertificate(config.FilePath.ValueString()); err != nil && !errors.Is(err, fs.ErrNotExist) {
		resp.Diagnostics.AddAttributeError(path.Root("file_path"), "No archive of a certificate", err.Error()+".")
	}
	if !a.Configured() || config.Region.IsUnknown() {
		return
	}
	api := a.API(config.Region)
	if err := api.Offered(); err != nil {
		resp.Diagnostics.Append(a.failure("region "+api.Region(), err))
	}
}

// readCertificate reads the archive of a certificate; without a path there is none.
func readCertificate(path string) ([]byte, error) {
	if path == "" {
		return nil, nil
	}
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() || info.Size() > maxCertificateFile {
		return nil, fmt.Errorf("%s is not a file of at most 30 KB", path)
	}
	archive, err := os.ReadFile(path) //nolint:gosec // it is the user who names it
	if err == nil && !isCertificate(archive) {
		err = fmt.Errorf("%s is not a zip archive", path)
	}
	return archive, err
}

// Invoke implements action.Action. The service refuses a change of a busy instance, so the client waits until it is idle.
func (a *certificateFreezeAction) Invoke(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) {
	var config certificateFreezeModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	ctx, cancel := framework.WithinTimeout(ctx, config.Timeout, freezeTime)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}

	api, id, org, user := a.API(config.Region), config.BlockchainID.ValueString(), config.OrgName.ValueString(), config.UserName.ValueString()
	archive, err := readCertificate(config.FilePath.ValueString())
	if err == nil {
		err = a.turn(api)(ctx, id, org, user, archive)
	}
	if err != nil {
		resp.Diagnostics.Append(a.failure("certificate of the user "+user+" of "+org+" of the BCS instance "+id+" in "+api.Region(), err))
	}
}

// freezeAdvice is advice worded for these actions, before that of the service.
var freezeAdvice = advice.With(framework.AdviceTable{
	"bcs.4006005": {Text: "the message says what is wrong; without `file_path` the cloud has to keep the certificate of this user, and the file has to be the archive as it was made."},
	"bcs.4006009": {Text: "the cloud does not keep a certificate of this user, or wants its archive all the same: give its path in `file_path`."},
})

func (a *certificateFreezeAction) failure(object string, err error) diag.Diagnostic {
	return framework.Failure{Summary: "Could not " + a.verb + " the certificate", Object: object, Err: err, Advice: freezeAdvice, Action: true}.Diagnostic()
}
