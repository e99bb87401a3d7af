package iam

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/iam"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

var _ datasource.DataSourceWithConfigure = (*callerIdentityDataSource)(nil)

// NewCallerIdentityDataSource is the data source `hwc_caller_identity`.
func NewCallerIdentityDataSource() datasource.DataSource {
	return &callerIdentityDataSource{framework.NewDataSource(iam.New)}
}

type callerIdentityDataSource struct {
	framework.DataSource[*iam.Client]
}

type callerIdentityDataSourceModel struct {
	Region       types.String `tfsdk:"region"`
	AccountID    types.String `tfsdk:"account_id"`
	AccountName  types.String `tfsdk:"account_name"`
	PrincipalURN types.String `tfsdk:"principal_urn"`
	PrincipalID  types.String `tfsdk:"principal_id"`
	UserID       types.String `tfsdk:"user_id"`
	UserName     types.String `tfsdk:"user_name"`
	ProjectID    types.String `tfsdk:"project_id"`
	ProjectName  types.String `tfsdk:"project_name"`
}

func (d *callerIdentityDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_caller_identity"
}

func (d *callerIdentityDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Who the provider acts as in a region. The account is always known; of the rest the cloud tells some for a token and some for an access key.",
		Attributes: map[string]schema.Attribute{
			"region":        framework.DataSourceRegionAttribute(),
			"account_id":    framework.Shown("Id of the account (domain)."),
			"account_name":  framework.Shown("Name of the account (domain); null for an access key, unless the region has no STS."),
			"principal_urn": framework.Shown("What the access key stands for, such as `iam::{account_id}:user:{name}`; null for a token."),
			"principal_id":  framework.Shown("Id of what the access key stands for; null for a token."),
			"user_id":       framework.Shown("Id of the token's user or agency; null for an access key."),
			"user_name":     framework.Shown("Name of the token's user, or `{account}/{agency}`; null for an access key."),
			"project_id":    framework.Shown("Id of the project the token is for; null for an access key, which is good for all of them."),
			"project_name":  framework.Shown("Name of the project the token is for; null for an access key."),
		},
	}
}

func (d *callerIdentityDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model callerIdentityDataSourceModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := framework.Reading(ctx)
	defer cancel()

	api := d.API(model.Region)
	caller, err := api.GetCallerIdentity(ctx)
	if err != nil {
		resp.Diagnostics.Append(couldNot("read", "caller identity", api.Region(), err))
		return
	}
	model = newCallerIdentity(api.Region(), caller)
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}

func newCallerIdentity(region string, caller *iam.CallerIdentity) callerIdentityDataSourceModel {
	return callerIdentityDataSourceModel{
		Region: types.StringValue(region), AccountID: types.StringValue(caller.AccountID), AccountName: framework.OrNull(caller.AccountName),
		PrincipalURN: framework.OrNull(caller.PrincipalURN), PrincipalID: framework.OrNull(caller.PrincipalID),
		UserID: framework.OrNull(caller.UserID), UserName: framework.OrNull(caller.UserName),
		ProjectID: framework.OrNull(caller.ProjectID), ProjectName: framework.OrNull(caller.ProjectName),
	}
}
