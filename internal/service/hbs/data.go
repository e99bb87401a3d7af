package hbs

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

// What the data sources and list resources of this package share; the first of it under shorter names of the framework's.
var (
	shown     = framework.Shown
	shownBool = framework.ShownBool
	shownInt  = framework.ShownInt
	shownList = framework.ShownList
	filter    = framework.Filter
	selector  = framework.Selector
	equal     = framework.Equal
	reading   = framework.Reading
)

// ofInstance is the argument `instance_id` of a data source about a part of an instance.
func ofInstance() schema.StringAttribute {
	return schema.StringAttribute{MarkdownDescription: "UUID of the instance.", Required: true, Validators: []validator.String{framework.UUID()}}
}

// table is a list of objects that a data source shows.
func table(description string, attributes map[string]schema.Attribute) schema.ListNestedAttribute {
	return schema.ListNestedAttribute{
		MarkdownDescription: description, Computed: true, NestedObject: schema.NestedAttributeObject{Attributes: attributes},
	}
}

// wholeNumber is a number that the API gives as a number or as a text; null where it gives neither.
func wholeNumber(value client.Scalar) types.Int64 {
	if number, ok := value.Int64(); ok {
		return types.Int64Value(number)
	}
	return types.Int64Null()
}

// couldNotRead is the failure of a data source or a list.
var couldNotRead = advice.CouldNotRead
