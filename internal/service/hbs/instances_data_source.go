package hbs

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

var _ datasource.DataSourceWithConfigure = (*instancesDataSource)(nil)

// NewInstancesDataSource is the data source `hwc_hbs_instances`.
func NewInstancesDataSource() datasource.DataSource {
	return &instancesDataSource{framework.NewDataSource(newEngine)}
}

type instancesDataSource struct {
	framework.DataSource[engine]
}

type instancesDataSourceModel struct {
	Region              types.String   `tfsdk:"region"`
	ID                  types.String   `tfsdk:"id"`
	Name                types.String   `tfsdk:"name"`
	Status              types.String   `tfsdk:"status"`
	Edition             types.String   `tfsdk:"edition"`
	Kind                types.String   `tfsdk:"kind"`
	EnterpriseProjectID types.String   `tfsdk:"enterprise_project_id"`
	Instances           []instanceData `tfsdk:"instances"`
}

func (d *instancesDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_hbs_instances"
}

func (d *instancesDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := instanceFilters()
	attributes["region"] = framework.DataSourceRegionAttribute()
	attributes["instances"] = table("The instances, in the order of their names.", instanceDataAttributes())
	resp.Schema = schema.Schema{
		MarkdownDescription: "The instances of the blockchain engine in the project that match all the arguments given; all of them without any. " +
			"Their tags take a call each, so only the data source `hwc_hbs_instance` shows them.",
		Attributes: attributes,
	}
}

func (d *instancesDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model instancesDataSourceModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := reading(ctx)
	defer cancel()

	api := d.API(model.Region)
	instances, err := instanceFilter{model.ID, model.Name, model.Status, model.Edition, model.Kind, model.EnterpriseProjectID}.find(ctx, api)
	if err != nil {
		resp.Diagnostics.Append(couldNotRead("HBS instances", api.Region(), err))
		return
	}
	model.Region = types.StringValue(api.Region())
	model.Instances = framework.Map(instances, newInstanceData)
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}
