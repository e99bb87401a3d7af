package hbs

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

var _ datasource.DataSourceWithConfigure = (*organizationsDataSource)(nil)

// NewOrganizationsDataSource is the data source `hwc_hbs_organizations`.
func NewOrganizationsDataSource() datasource.DataSource {
	return &organizationsDataSource{framework.NewDataSource(newEngine)}
}

type organizationsDataSource struct {
	framework.DataSource[engine]
}

type organizationsDataSourceModel struct {
	Region        types.String       `tfsdk:"region"`
	InstanceID    types.String       `tfsdk:"instance_id"`
	Name          types.String       `tfsdk:"name"`
	Status        types.String       `tfsdk:"status"`
	Organizations []organizationData `tfsdk:"organizations"`
}

func (d *organizationsDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_hbs_organizations"
}

func (d *organizationsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := organizationFilters()
	attributes["region"] = framework.DataSourceRegionAttribute()
	attributes["instance_id"] = ofInstance()
	attributes["organizations"] = table("The organizations, in the order of their names.", organizationDataAttributes())
	resp.Schema = schema.Schema{
		MarkdownDescription: "The organizations of an HBS instance that match all the arguments given; all of them without any.",
		Attributes:          attributes,
	}
}

func (d *organizationsDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model organizationsDataSourceModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := reading(ctx)
	defer cancel()

	api := d.API(model.Region)
	organizations, err := organizationFilter{model.Name, model.Status}.find(ctx, api, model.InstanceID)
	if err != nil {
		resp.Diagnostics.Append(couldNotRead("organizations of the HBS instance "+model.InstanceID.ValueString(), api.Region(), err))
		return
	}
	model.Region = types.StringValue(api.Region())
	model.Organizations = framework.Map(organizations, newOrganizationData)
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}
