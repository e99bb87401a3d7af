package framework

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	list "github.com/hashicorp/terraform-plugin-framework/list/schema"
	resource "github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// What the data sources and list resources of all services share.

// Shown is an attribute that a data source shows.
func Shown(description string) schema.StringAttribute {
	return schema.StringAttribute{MarkdownDescription: description, Computed: true}
}

// ShownBool is Shown for booleans.
func ShownBool(description string) schema.BoolAttribute {
	return schema.BoolAttribute{MarkdownDescription: description, Computed: true}
}

// ShownInt is Shown for whole numbers.
func ShownInt(description string) schema.Int64Attribute {
	return schema.Int64Attribute{MarkdownDescription: description, Computed: true}
}

// ShownList is Shown for lists of text.
func ShownList(description string) schema.ListAttribute {
	return schema.ListAttribute{MarkdownDescription: description, Computed: true, ElementType: types.StringType}
}

// ShownMap is Shown for maps of text.
func ShownMap(description string) schema.MapAttribute {
	return schema.MapAttribute{MarkdownDescription: description, Computed: true, ElementType: types.StringType}
}

// ShownAs are computed attributes of a resource as a data source shows them: under the same names, with the same words.
func ShownAs(attributes map[string]resource.Attribute) map[string]schema.Attribute {
	shown := make(map[string]schema.Attribute, len(attributes))
	for name, attribute := range attributes {
		text := attribute.GetMarkdownDescription()
		switch a := attribute.(type) {
		case resource.StringAttribute:
			shown[name] = Shown(text)
		case resource.BoolAttribute:
			shown[name] = ShownBool(text)
		case resource.Int64Attribute:
			shown[name] = ShownInt(text)
		case resource.ListAttribute:
			shown[name] = schema.ListAttribute{MarkdownDescription: text, Computed: true, ElementType: a.ElementType}
		case resource.MapAttribute:
			shown[name] = schema.MapAttribute{MarkdownDescription: text, Computed: true, ElementType: a.ElementType}
		case resource.SingleNestedAttribute:
			shown[name] = schema.SingleNestedAttribute{MarkdownDescription: text, Computed: true, Attributes: ShownAs(a.Attributes)}
		case resource.ListNestedAttribute:
			nested := schema.NestedAttributeObject{Attributes: ShownAs(a.NestedObject.Attributes)}
			shown[name] = schema.ListNestedAttribute{MarkdownDescription: text, Computed: true, NestedObject: nested}
		default:
			panic(fmt.Sprintf("%s is a %T, which no data source has shown yet", name, attribute))
		}
	}
	return shown
}

// Filter is an argument that narrows down what a plural data source shows.
func Filter(description string, validators ...validator.String) schema.StringAttribute {
	return schema.StringAttribute{MarkdownDescription: "Only those " + description, Optional: true, Validators: validators}
}

// Selector is an argument of a single data source, which shows the value where the configuration does not give it.
func Selector(description string, validators ...validator.String) schema.StringAttribute {
	return schema.StringAttribute{MarkdownDescription: description, Optional: true, Computed: true, Validators: validators}
}

// ListFilter is Filter for a list resource.
func ListFilter(description string, validators ...validator.String) list.StringAttribute {
	return list.StringAttribute{MarkdownDescription: "Only those " + description, Optional: true, Validators: validators}
}

// TagsFilter is the argument `tags` of a plural data source.
func TagsFilter() schema.MapAttribute {
	return schema.MapAttribute{
		MarkdownDescription: "Only those that have all of these tags, with these values.", Optional: true, ElementType: types.StringType,
	}
}

// ListFilters are these filters of a plural data source as arguments of the list resource of the same objects.
func ListFilters(filters map[string]schema.Attribute, names ...string) map[string]list.Attribute {
	arguments := make(map[string]list.Attribute, len(names))
	for _, name := range names {
		switch a := filters[name].(type) {
		case schema.StringAttribute:
			arguments[name] = list.StringAttribute{MarkdownDescription: a.MarkdownDescription, Optional: true, Validators: a.Validators}
		case schema.MapAttribute:
			arguments[name] = list.MapAttribute{MarkdownDescription: a.MarkdownDescription, Optional: true, ElementType: a.ElementType}
		default:
			panic(fmt.Sprintf("%s is a %T, which no list resource has had yet", name, a))
		}
	}
	return arguments
}

// TagsSelector is the argument `tags` of a single data source.
func TagsSelector() schema.MapAttribute {
	return schema.MapAttribute{
		MarkdownDescription: "Tags that the object has to have; all tags of the object afterwards.",
		Optional:            true,
		Computed:            true,
		ElementType:         types.StringType,
	}
}

// HasTags reports whether an object has all the tags of a filter.
func HasTags(filter types.Map, tags map[string]string) bool {
	for key, value := range Tags(filter) {
		if has, there := tags[key]; !there || has != value {
			return false
		}
	}
	return true
}

// Equal reports whether a value is what a filter asks for; a filter that is not set asks for nothing.
func Equal(filter types.String, value string) bool {
	return filter.ValueString() == "" || filter.ValueString() == value
}

// EqualID is Equal for ids, in which capitals do not count.
func EqualID(filter types.String, id string) bool {
	return filter.ValueString() == "" || strings.EqualFold(filter.ValueString(), id)
}

// Reading bounds what a data source or a list may take.
func Reading(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(ctx, ReadTimeout)
}
