package bcs

import (
	"cmp"
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/bcs"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

var _ datasource.DataSourceWithConfigure = (*instancesDataSource)(nil)

// NewInstancesDataSource is the data source `hwc_bcs_instances`.
func NewInstancesDataSource() datasource.DataSource {
	return &instancesDataSource{framework.NewDataSource(bcs.New)}
}

type instancesDataSource struct {
	framework.DataSource[*bcs.Client]
}

type instancesDataSourceModel struct {
	Region    types.String   `tfsdk:"region"`
	Name      types.String   `tfsdk:"name"`
	Instances []instanceName `tfsdk:"instances"`
}

type instanceName struct {
	ID   types.String `tfsdk:"id"`
	Name types.String `tfsdk:"name"`
}

func newInstanceName(i bcs.InstanceName) instanceName {
	return instanceName{types.StringValue(i.ID), types.StringValue(i.Name)}
}

// findInstances reads the instances with a name, or all of them, in the order of their names.
func findInstances(ctx context.Context, api *bcs.Client, name types.String) ([]bcs.InstanceName, error) {
	instances, err := api.ListInstances(ctx)
	if err != nil {
		return nil, err
	}
	instances = slices.DeleteFunc(instances, func(i bcs.InstanceName) bool { return !framework.Equal(name, i.Name) })
	slices.SortFunc(instances, func(a, b bcs.InstanceName) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID)) })
	return instances, nil
}

func (d *instancesDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_bcs_instances"
}

func (d *instancesDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The BCS instances of the project, by name and id; `hwc_bcs_instance` shows one in full.",
		Attributes: map[string]schema.Attribute{
			"region": framework.DataSourceRegionAttribute(),
			"name":   framework.Filter("with exactly this name.", framework.NotEmpty()),
			"instances": schema.ListNestedAttribute{
				MarkdownDescription: "The instances, in the order of their names.",
				Computed:            true,
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"id":   framework.Shown("UUID of the instance."),
					"name": framework.Shown("Name of the instance."),
				}},
			},
		},
	}
}

func (d *instancesDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model instancesDataSourceModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := framework.Reading(ctx)
	defer cancel()

	api := d.API(model.Region)
	instances, err := findInstances(ctx, api, model.Name)
	if err != nil {
		resp.Diagnostics.Append(couldNotRead("BCS instances", api.Region(), err))
		return
	}
	model.Region = types.StringValue(api.Region())
	model.Instances = framework.Map(instances, newInstanceName)
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}
