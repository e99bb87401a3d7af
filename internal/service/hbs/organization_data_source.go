package hbs

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

var _ datasource.DataSourceWithConfigure = (*organizationDataSource)(nil)

// NewOrganizationDataSource is the data source `hwc_hbs_organization`.
func NewOrganizationDataSource() datasource.DataSource {
	return &organizationDataSource{framework.NewDataSource(newEngine)}
}

type organizationDataSource struct {
	framework.DataSource[engine]
}

type organizationDataSourceModel struct {
	Region     types.String `tfsdk:"region"`
	InstanceID types.String `tfsdk:"instance_id"`
	organizationData
}

func (d *organizationDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_hbs_organization"
}

func (d *organizationDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := organizationDataAttributes()
	attributes["region"] = framework.DataSourceRegionAttribute()
	attributes["instance_id"] = ofInstance()
	attributes["name"] = schema.StringAttribute{
		MarkdownDescription: "Name of the organization.", Required: true, Validators: []validator.String{framework.NotEmpty()},
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "One organization of an HBS instance, with its subscription.",
		Attributes:          attributes,
	}
}

func (d *organizationDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model organizationDataSourceModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := reading(ctx)
	defer cancel()

	api := d.API(model.Region)
	organization, err := api.GetOrganization(ctx, model.InstanceID.ValueString(), model.Name.ValueString())
	if err != nil {
		resp.Diagnostics.Append(couldNotRead("organization "+model.Name.ValueString()+" of the HBS instance "+model.InstanceID.ValueString(), api.Region(), err))
		return
	}
	model.Region = types.StringValue(api.Region())
	model.organizationData = newOrganizationData(*organization)
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}
