package vpcep

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/vpcep"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

var _ datasource.DataSourceWithConfigure = (*serviceWhitelistDataSource)(nil)

// NewServiceWhitelistDataSource is the data source `hwc_vpcep_service_whitelist`.
func NewServiceWhitelistDataSource() datasource.DataSource {
	return &serviceWhitelistDataSource{framework.NewDataSource(vpcep.New)}
}

type serviceWhitelistDataSource struct {
	framework.DataSource[*vpcep.Client]
}

type serviceWhitelistDataSourceModel struct {
	Region     types.String     `tfsdk:"region"`
	ServiceID  types.String     `tfsdk:"service_id"`
	Permission types.String     `tfsdk:"permission"`
	Records    []permissionData `tfsdk:"records"`
}

// permissionData is a record of a whitelist as a data source shows it.
type permissionData struct {
	ID             types.String `tfsdk:"id"`
	Permission     types.String `tfsdk:"permission"`
	PermissionType types.String `tfsdk:"permission_type"`
	Description    types.String `tfsdk:"description"`
	CreatedAt      types.String `tfsdk:"created_at"`
}

func newPermissionData(p vpcep.Permission) permissionData {
	return permissionData{
		ID:             types.StringValue(p.ID),
		Permission:     types.StringValue(p.Permission),
		PermissionType: types.StringValue(p.PermissionType),
		Description:    types.StringPointerValue(p.Description),
		CreatedAt:      types.StringValue(p.CreatedAt),
	}
}

func (d *serviceWhitelistDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_vpcep_service_whitelist"
}

func (d *serviceWhitelistDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The whitelist of a VPC endpoint service of the account: who may connect an endpoint to it.",
		Attributes: map[string]schema.Attribute{
			"region": framework.DataSourceRegionAttribute(),
			"service_id": schema.StringAttribute{
				MarkdownDescription: "UUID of the service.", Required: true, Validators: []validator.String{framework.AnyUUID()},
			},
			"permission": filter("with exactly this permission, so at most one: `iam:domain::<account id>`, `organizations:orgPath::<path>` or `*`.", framework.NotEmpty()),
			"records": schema.ListNestedAttribute{
				MarkdownDescription: "The records, in the order of their permissions.",
				Computed:            true,
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"id":              shown("UUID of the record."),
					"permission":      shown("Who is meant: `iam:domain::<account id>`, `organizations:orgPath::<path>`, or `*` for everybody."),
					"permission_type": shown("Kind of the permission: `domainId` or `orgPath`."),
					"description":     shown("Text about the record."),
					"created_at":      shown("When the record was created, in UTC."),
				}},
			},
		},
	}
}

func (d *serviceWhitelistDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model serviceWhitelistDataSourceModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := reading(ctx)
	defer cancel()

	api := d.API(model.Region)
	records, err := findPermissions(ctx, api, model.ServiceID, model.Permission)
	if err != nil {
		resp.Diagnostics.Append(couldNotReadPart("whitelist of the VPC endpoint service "+model.ServiceID.ValueString(), api.Region(), err))
		return
	}
	model.Region = types.StringValue(api.Region())
	model.Records = framework.Map(records, newPermissionData)
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}
