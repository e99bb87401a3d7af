package iam

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/iam"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

var (
	_ ephemeral.EphemeralResourceWithConfigure = (*securityTokenEphemeral)(nil)
	_ ephemeral.EphemeralResourceWithRenew     = (*securityTokenEphemeral)(nil)
)

// NewSecurityTokenEphemeral is the ephemeral resource `hwc_iam_security_token`.
func NewSecurityTokenEphemeral() ephemeral.EphemeralResource {
	return &securityTokenEphemeral{framework.NewEphemeralResource(iam.New)}
}

// securityTokenEphemeral closes nothing: the API has no call that takes a temporary key back.
type securityTokenEphemeral struct {
	framework.EphemeralResource[*iam.Client]
}

type securityTokenModel struct {
	Duration      types.Int64  `tfsdk:"duration"`
	AccessKey     types.String `tfsdk:"access_key"`
	SecretKey     types.String `tfsdk:"secret_key"`
	SecurityToken types.String `tfsdk:"security_token"`
	ExpiresAt     types.String `tfsdk:"expires_at"`
}

func (e *securityTokenEphemeral) Metadata(_ context.Context, req ephemeral.MetadataRequest, resp *ephemeral.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_iam_security_token"
}

func (e *securityTokenEphemeral) Schema(_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "A temporary access key (AK/SK) for the provider's own user or agency, good in all regions and projects of the account. It cannot be prolonged or " +
			"taken back: each plan and each apply obtains its own, and one that ends during a run gives a warning. The API issues none for an " +
			"access key, unless the provider assumes an agency with it.",
		Attributes: map[string]schema.Attribute{
			"duration": schema.Int64Attribute{
				MarkdownDescription: "Life of the key in seconds, 900 to 86400. Unset: the cloud's choice, which is 900. " +
					"An agency that was assumed with temporary credentials gives keys for at most 3600.",
				Optional:   true,
				Validators: []validator.Int64{int64validator.Between(int64(iam.MinDuration/time.Second), int64(iam.MaxDuration/time.Second))},
			},
			"access_key":     schema.StringAttribute{MarkdownDescription: "Access key (AK).", Computed: true},
			"secret_key":     schema.StringAttribute{MarkdownDescription: "Secret key (SK) that belongs to `access_key`.", Computed: true, Sensitive: true},
			"security_token": schema.StringAttribute{MarkdownDescription: "Security token that belongs to `access_key`, for the header `X-Security-Token`.", Computed: true, Sensitive: true},
			"expires_at":     schema.StringAttribute{MarkdownDescription: "When the key ends, in UTC; null where the cloud does not say.", Computed: true},
		},
	}
}

// Open implements ephemeral.EphemeralResource.
func (e *securityTokenEphemeral) Open(ctx context.Context, req ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	var model securityTokenModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := framework.Reading(ctx)
	defer cancel()

	api := e.API(types.StringNull())
	keys, err := api.CreateSecurityToken(ctx, time.Duration(model.Duration.ValueInt64())*time.Second)
	if err != nil {
		resp.Diagnostics.Append(couldNot("issue", "temporary access key", api.Region(), err))
		return
	}
	model.AccessKey, model.SecretKey = types.StringValue(keys.AccessKey), types.StringValue(keys.SecretKey)
	model.SecurityToken, model.ExpiresAt = types.StringValue(keys.SecurityToken), timestamp(keys.Expires)
	rememberExpiry(ctx, keys.EndsAt(), resp)
	resp.Diagnostics.Append(resp.Result.Set(ctx, &model)...)
}

// Renew implements ephemeral.EphemeralResourceWithRenew.
func (e *securityTokenEphemeral) Renew(ctx context.Context, req ephemeral.RenewRequest, resp *ephemeral.RenewResponse) {
	expired(ctx, req, resp, "temporary access key")
}
