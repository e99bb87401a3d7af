package bcs

import (
	"context"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/bcs"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

var _ datasource.DataSourceWithConfigure = (*instanceDataSource)(nil)

// NewInstanceDataSource is the data source `hwc_bcs_instance`.
func NewInstanceDataSource() datasource.DataSource {
	return &instanceDataSource{framework.NewDataSource(bcs.New)}
}

type instanceDataSource struct {
	framework.DataSource[*bcs.Client]
}

func (d *instanceDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_bcs_instance"
}

func (d *instanceDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := framework.ShownAs(instanceComputed())
	maps.Copy(attributes, instanceDataAttributes())
	attributes["region"] = framework.DataSourceRegionAttribute()
	attributes["id"] = framework.Selector("UUID of the instance. Either this or `name`.", framework.UUID(), stringvalidator.ExactlyOneOf(path.MatchRoot("name")))
	attributes["name"] = framework.Selector("Name of the instance, exactly, which only one may have. Either this or `id`.", framework.NotEmpty())
	resp.Schema = schema.Schema{
		MarkdownDescription: "One BCS instance of the project, with all that the cloud shows of it.",
		Attributes:          attributes,
	}
}

func (d *instanceDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model instanceData
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := framework.Reading(ctx)
	defer cancel()

	api := d.API(model.Region)
	instance, err := findInstance(ctx, api, model.ID, model.Name)
	if err != nil {
		resp.Diagnostics.Append(couldNotRead(framework.ObjectName("BCS instance", model.Name, model.ID, types.StringNull()), api.Region(), err))
		return
	}
	model = newInstanceData(api.Region(), instance)
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}

// findInstance reads the instance with an id, or the only one with a name.
func findInstance(ctx context.Context, api *bcs.Client, id, name types.String) (*bcs.Instance, error) {
	if id.IsNull() {
		named, err := findInstances(ctx, api, name)
		if err != nil {
			return nil, err
		}
		one, err := framework.One("BCS instance", named, func(i bcs.InstanceName) string { return i.ID })
		if err != nil {
			return nil, err
		}
		id = types.StringValue(one.ID)
	}
	return api.GetInstance(ctx, id.ValueString())
}
