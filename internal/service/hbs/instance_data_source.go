package hbs

import (
	"context"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

var _ datasource.DataSourceWithConfigure = (*instanceDataSource)(nil)

// NewInstanceDataSource is the data source `hwc_hbs_instance`.
func NewInstanceDataSource() datasource.DataSource {
	return &instanceDataSource{framework.NewDataSource(newEngine)}
}

type instanceDataSource struct {
	framework.DataSource[engine]
}

type instanceDataSourceModel struct {
	Region types.String `tfsdk:"region"`
	Tags   types.Map    `tfsdk:"tags"`
	instanceData
}

func (d *instanceDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_hbs_instance"
}

func (d *instanceDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := instanceDataAttributes()
	maps.Copy(attributes, instanceSelectors())
	attributes["region"] = framework.DataSourceRegionAttribute()
	attributes["tags"] = framework.ShownMap("Tags of the instance.")
	resp.Schema = schema.Schema{
		MarkdownDescription: "One instance of the blockchain engine. Exactly one instance must match all the arguments given.",
		Attributes:          attributes,
	}
}

func (d *instanceDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model instanceDataSourceModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := reading(ctx)
	defer cancel()

	api := d.API(model.Region)
	wanted := framework.ObjectName("HBS instance", model.Name, model.ID, types.StringNull())
	instances, err := instanceFilter{model.ID, model.Name, model.Status, model.Edition, model.Kind, model.EnterpriseProjectID}.find(ctx, api)
	if err != nil {
		resp.Diagnostics.Append(couldNotRead(wanted, api.Region(), err))
		return
	}
	instance, err := framework.One("HBS instance", instances, describeInstance)
	if err != nil {
		resp.Diagnostics.Append(couldNotRead(wanted, api.Region(), err))
		return
	}
	tags, err := api.ListTags(ctx, instance.ID)
	if err != nil {
		resp.Diagnostics.Append(couldNotRead("tags of the HBS instance "+instance.ID, api.Region(), err))
		return
	}
	model = instanceDataSourceModel{types.StringValue(api.Region()), framework.StringMap(tags), newInstanceData(instance)}
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}
