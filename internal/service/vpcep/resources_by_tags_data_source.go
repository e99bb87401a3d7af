package vpcep

import (
	"cmp"
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-validators/boolvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/vpcep"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

var _ datasource.DataSourceWithConfigure = (*resourcesByTagsDataSource)(nil)

// NewResourcesByTagsDataSource is the data source `hwc_vpcep_resources_by_tags`.
func NewResourcesByTagsDataSource() datasource.DataSource {
	return &resourcesByTagsDataSource{framework.NewDataSource(vpcep.New)}
}

type resourcesByTagsDataSource struct {
	framework.DataSource[*vpcep.Client]
}

type resourcesByTagsDataSourceModel struct {
	Region        types.String         `tfsdk:"region"`
	ResourceType  types.String         `tfsdk:"resource_type"`
	Tags          []tagValues          `tfsdk:"tags"`
	TagsAny       []tagValues          `tfsdk:"tags_any"`
	NotTags       []tagValues          `tfsdk:"not_tags"`
	NotTagsAny    []tagValues          `tfsdk:"not_tags_any"`
	ResourceName  types.String         `tfsdk:"resource_name"`
	WithoutAnyTag types.Bool           `tfsdk:"without_any_tag"`
	Resources     []taggedResourceData `tfsdk:"resources"`
}

// filter puts the arguments into the API's form.
func (m resourcesByTagsDataSourceModel) filter() vpcep.TagFilter {
	f := vpcep.TagFilter{
		Tags: tagQuery(m.Tags), TagsAny: tagQuery(m.TagsAny), NotTags: tagQuery(m.NotTags), NotTagsAny: tagQuery(m.NotTagsAny),
		WithoutAnyTag: m.WithoutAnyTag.ValueBool(),
	}
	if name := m.ResourceName.ValueString(); name != "" {
		f.Matches = []vpcep.Tag{{Key: "resource_name", Value: name}}
	}
	return f
}

func tagQuery(tags []tagValues) []vpcep.TagValues {
	var query []vpcep.TagValues
	for _, tag := range tags {
		query = append(query, vpcep.TagValues{Key: tag.Key.ValueString(), Values: tag.Values})
	}
	return query
}

type taggedResourceData struct {
	ID           types.String `tfsdk:"id"`
	ResourceName types.String `tfsdk:"resource_name"`
	Tags         types.Map    `tfsdk:"tags"`
}

func newTaggedResourceData(r vpcep.TaggedResource) taggedResourceData {
	return taggedResourceData{types.StringValue(r.ID), framework.OrNull(r.ResourceName), framework.StringMap(vpcep.TagMap(r.Tags))}
}

func (d *resourcesByTagsDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_vpcep_resources_by_tags"
}

func (d *resourcesByTagsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The VPC endpoint services or endpoints of a project whose tags, or whose lack of them, match all the arguments given; all of them without any.",
		Attributes: map[string]schema.Attribute{
			"region":        framework.DataSourceRegionAttribute(),
			"resource_type": resourceTypeAttribute(),
			"tags":          tagQueryAttribute("Only those that have all of these keys, each with one of the values."),
			"tags_any":      tagQueryAttribute("Only those that have at least one of these keys with one of its values."),
			"not_tags":      tagQueryAttribute("Only those that do not have all of these keys with one of the values."),
			"not_tags_any":  tagQueryAttribute("Only those that have none of these keys with one of the values."),
			"resource_name": schema.StringAttribute{
				MarkdownDescription: "Only those whose name holds this text, in any case; an endpoint's name is its id.",
				Optional:            true,
				Validators:          []validator.String{stringvalidator.UTF8LengthBetween(1, 255)},
			},
			"without_any_tag": schema.BoolAttribute{
				MarkdownDescription: "Only those that have no tag at all. Does not go with the arguments about tags.",
				Optional:            true,
				Validators: []validator.Bool{boolvalidator.ConflictsWith(
					path.MatchRoot("tags"), path.MatchRoot("tags_any"), path.MatchRoot("not_tags"), path.MatchRoot("not_tags_any"),
				)},
			},
			"resources": schema.ListNestedAttribute{
				MarkdownDescription: "The objects, in the order of their names.",
				Computed:            true,
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"id":            shown("UUID of the object."),
					"resource_name": shown("Name of the object: the full name of a service, the id of an endpoint."),
					"tags":          shownTags(),
				}},
			},
		},
	}
}

func resourceTypeAttribute() schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: "Type of the objects: `endpoint_service` or `endpoint`.",
		Required:            true,
		Validators:          []validator.String{stringvalidator.OneOf(vpcep.ServiceTags, vpcep.EndpointTags)},
	}
}

// tagQueryAttribute is a filter of keys with values (limits: contract/vpcep.md 5).
func tagQueryAttribute(description string) schema.ListNestedAttribute {
	return schema.ListNestedAttribute{
		MarkdownDescription: description + " At most 10 keys.",
		Optional:            true,
		Validators:          []validator.List{listvalidator.SizeBetween(1, 10)},
		NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
			"key": schema.StringAttribute{
				MarkdownDescription: "Key, 1 to 128 characters.",
				Required:            true,
				Validators:          []validator.String{stringvalidator.UTF8LengthBetween(1, 128)},
			},
			"values": schema.ListAttribute{
				MarkdownDescription: "At most 10 values; `[]`: any value.",
				Required:            true,
				ElementType:         types.StringType,
				Validators:          []validator.List{listvalidator.SizeAtMost(10), listvalidator.NoNullValues()},
			},
		}},
	}
}

func (d *resourcesByTagsDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model resourcesByTagsDataSourceModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := reading(ctx)
	defer cancel()

	api := d.API(model.Region)
	resources, err := api.FilterByTags(ctx, model.ResourceType.ValueString(), model.filter())
	if err != nil {
		resp.Diagnostics.Append(couldNotRead("objects of the type "+model.ResourceType.ValueString()+" by tags", api.Region(), err))
		return
	}
	slices.SortFunc(resources, func(a, b vpcep.TaggedResource) int {
		return cmp.Or(cmp.Compare(a.ResourceName, b.ResourceName), cmp.Compare(a.ID, b.ID))
	})
	model.Region = types.StringValue(api.Region())
	model.Resources = framework.Map(resources, newTaggedResourceData)
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}
