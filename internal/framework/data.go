package framework

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// What the data sources of all services share.

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

// Filter is an argument that narrows down what a plural data source shows.
func Filter(description string, validators ...validator.String) schema.StringAttribute {
	return schema.StringAttribute{MarkdownDescription: "Only those " + description, Optional: true, Validators: validators}
}

// Selector is an argument of a single data source, which shows the value where the configuration does not give it.
func Selector(description string, validators ...validator.String) schema.StringAttribute {
	return schema.StringAttribute{MarkdownDescription: description, Optional: true, Computed: true, Validators: validators}
}

// Equal reports whether a value is what a filter asks for; a filter that is not set asks for nothing.
func Equal(filter types.String, value string) bool {
	return filter.ValueString() == "" || filter.ValueString() == value
}

// Reading bounds what a data source or a list may take.
func Reading(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(ctx, ReadTimeout)
}
