package iam

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/ephemeralvalidator"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
	"github.com/hwc-community/terraform-provider-hwc/internal/client/iam"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

var (
	_ ephemeral.EphemeralResourceWithConfigure        = (*tokenEphemeral)(nil)
	_ ephemeral.EphemeralResourceWithConfigValidators = (*tokenEphemeral)(nil)
	_ ephemeral.EphemeralResourceWithRenew            = (*tokenEphemeral)(nil)
)

// NewTokenEphemeral is the ephemeral resource `hwc_iam_token`.
func NewTokenEphemeral() ephemeral.EphemeralResource {
	return &tokenEphemeral{framework.NewEphemeralResource(iam.New)}
}

// tokenEphemeral closes nothing: a token is not revoked, since others may have been derived from it.
type tokenEphemeral struct {
	framework.EphemeralResource[*iam.Client]
}

type tokenModel struct {
	Region      types.String `tfsdk:"region"`
	ProjectID   types.String `tfsdk:"project_id"`
	ProjectName types.String `tfsdk:"project_name"`
	DomainID    types.String `tfsdk:"domain_id"`
	DomainName  types.String `tfsdk:"domain_name"`
	Token       types.String `tfsdk:"token"`
	UserID      types.String `tfsdk:"user_id"`
	UserName    types.String `tfsdk:"user_name"`
	IssuedAt    types.String `tfsdk:"issued_at"`
	ExpiresAt   types.String `tfsdk:"expires_at"`
}

func (e *tokenEphemeral) Metadata(_ context.Context, req ephemeral.MetadataRequest, resp *ephemeral.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_iam_token"
}

func (e *tokenEphemeral) Schema(_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	shown := func(description string) schema.StringAttribute {
		return schema.StringAttribute{MarkdownDescription: description, Computed: true}
	}
	scope := func(description string) schema.StringAttribute {
		return schema.StringAttribute{MarkdownDescription: description, Optional: true, Computed: true, Validators: []validator.String{framework.NotEmpty()}}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "A new IAM token for the provider's own user or agency, for one project or for the whole account (domain). It lives for 24 hours as a rule " +
			"and cannot be prolonged: each plan and each apply obtains its own, and one that ends during a run gives a warning. It is not revoked " +
			"afterwards. The API issues no token for an access key, unless the provider assumes an agency with it.",
		Attributes: map[string]schema.Attribute{
			"region":       framework.EphemeralRegionAttribute(),
			"project_id":   scope("Id of the project that the token is for. Without any of the four arguments it is for the project that the provider works in."),
			"project_name": scope("Name of the project that the token is for, instead of `project_id`."),
			"domain_id":    scope("Id of the account (domain) that the token is for, instead of a project; services that are not of one region need such a token."),
			"domain_name":  scope("Name of the account (domain) that the token is for, instead of `domain_id`."),
			"token":        schema.StringAttribute{MarkdownDescription: "The token, for the header `X-Auth-Token`.", Computed: true, Sensitive: true},
			"user_id":      shown("Id of the user; for an agency the agency's."),
			"user_name":    shown("Name of the user; for an agency `{account}/{agency}`."),
			"issued_at":    shown("When the token was issued, in UTC."),
			"expires_at":   shown("When the token ends, in UTC."),
		},
	}
}

// ConfigValidators implements ephemeral.EphemeralResourceWithConfigValidators.
func (e *tokenEphemeral) ConfigValidators(context.Context) []ephemeral.ConfigValidator {
	return []ephemeral.ConfigValidator{ephemeralvalidator.Conflicting(
		path.MatchRoot("project_id"), path.MatchRoot("project_name"), path.MatchRoot("domain_id"), path.MatchRoot("domain_name"),
	)}
}

// Open implements ephemeral.EphemeralResource.
func (e *tokenEphemeral) Open(ctx context.Context, req ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	var model tokenModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := framework.Reading(ctx)
	defer cancel()

	api := e.API(model.Region)
	token, err := api.CreateToken(ctx, model.scope(api.OwnProject()))
	if err != nil {
		resp.Diagnostics.Append(couldNot("issue", "IAM token", api.Region(), err))
		return
	}
	model.Region = types.StringValue(api.Region())
	model.fill(token)
	rememberExpiry(ctx, token.EndsAt(), resp)
	resp.Diagnostics.Append(resp.Result.Set(ctx, &model)...)
}

// Renew implements ephemeral.EphemeralResourceWithRenew.
func (e *tokenEphemeral) Renew(ctx context.Context, req ephemeral.RenewRequest, resp *ephemeral.RenewResponse) {
	expired(ctx, req, resp, "IAM token")
}

// scope is what the token is asked for; own is the project that the provider works in.
func (m tokenModel) scope(own client.TokenScope) client.TokenScope {
	scope := client.TokenScope{
		Project: client.Named{ID: m.ProjectID.ValueString(), Name: m.ProjectName.ValueString()},
		Domain:  client.Named{ID: m.DomainID.ValueString(), Name: m.DomainName.ValueString()},
	}
	if scope == (client.TokenScope{}) {
		return own
	}
	return scope
}

// fill takes over a token. What the configuration gives stays as it is.
func (m *tokenModel) fill(token *client.Token) {
	for _, shown := range []struct {
		attribute *types.String
		read      string
	}{
		{&m.ProjectID, token.Project.ID}, {&m.ProjectName, token.Project.Name}, {&m.DomainID, token.Domain.ID}, {&m.DomainName, token.Domain.Name},
	} {
		if shown.attribute.IsNull() {
			*shown.attribute = framework.OrNull(shown.read)
		}
	}
	m.Token = types.StringValue(token.Value)
	m.UserID, m.UserName = framework.OrNull(token.User.ID), framework.OrNull(token.User.Name)
	m.IssuedAt, m.ExpiresAt = timestamp(token.IssuedAt), timestamp(token.ExpiresAt)
}
