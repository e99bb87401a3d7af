package vpcep

import (
	"cmp"
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/vpcep"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

var _ datasource.DataSourceWithConfigure = (*tagsDataSource)(nil)

// NewTagsDataSource is the data source `hwc_vpcep_tags`.
func NewTagsDataSource() datasource.DataSource {
	return &tagsDataSource{framework.NewDataSource(vpcep.New)}
}

type tagsDataSource struct {
	framework.DataSource[*vpcep.Client]
}

type tagsDataSourceModel struct {
	Region       types.String `tfsdk:"region"`
	ResourceType types.String `tfsdk:"resource_type"`
	Tags         []tagValues  `tfsdk:"tags"`
}

// tagValues is a key with values.
type tagValues struct {
	Key    types.String `tfsdk:"key"`
	Values []string     `tfsdk:"values"`
}

func newTagValues(t vpcep.TagValues) tagValues {
	return tagValues{types.StringValue(t.Key), slices.Sorted(slices.Values(t.Values))}
}

func (d *tagsDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_vpcep_tags"
}

func (d *tagsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "All tags that the VPC endpoint services or endpoints of a project have.",
		Attributes: map[string]schema.Attribute{
			"region":        framework.DataSourceRegionAttribute(),
			"resource_type": resourceTypeAttribute(),
			"tags": schema.ListNestedAttribute{
				MarkdownDescription: "The tags, in the order of their keys.",
				Computed:            true,
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"key":    shown("Key of the tag."),
					"values": shownList("Values that objects have for the key, sorted."),
				}},
			},
		},
	}
}

func (d *tagsDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model tagsDataSourceModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := reading(ctx)
	defer cancel()

	api := d.API(model.Region)
	tags, err := api.ListTags(ctx, model.ResourceType.ValueString())
	if err != nil {
		resp.Diagnostics.Append(couldNotRead("tags of the type "+model.ResourceType.ValueString(), api.Region(), err))
		return
	}
	slices.SortFunc(tags, func(a, b vpcep.TagValues) int { return cmp.Compare(a.Key, b.Key) })
	model.Region = types.StringValue(api.Region())
	model.Tags = framework.Map(tags, newTagValues)
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}
