package vpcep

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	listschema "github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

// What the data sources and list resources of this package share.

// shown is an attribute that a data source shows.
func shown(description string) schema.StringAttribute {
	return schema.StringAttribute{MarkdownDescription: description, Computed: true}
}

func shownBool(description string) schema.BoolAttribute {
	return schema.BoolAttribute{MarkdownDescription: description, Computed: true}
}

func shownInt(description string) schema.Int64Attribute {
	return schema.Int64Attribute{MarkdownDescription: description, Computed: true}
}

func shownList(description string) schema.ListAttribute {
	return schema.ListAttribute{MarkdownDescription: description, Computed: true, ElementType: types.StringType}
}

func shownTags() schema.MapAttribute {
	return schema.MapAttribute{MarkdownDescription: "Tags of the object.", Computed: true, ElementType: types.StringType}
}

// filter is an argument that narrows down what a plural data source shows.
func filter(description string, validators ...validator.String) schema.StringAttribute {
	return schema.StringAttribute{MarkdownDescription: "Only those " + description, Optional: true, Validators: validators}
}

// selector is an argument of a single data source, which shows the value where the configuration does not give it.
func selector(description string, validators ...validator.String) schema.StringAttribute {
	return schema.StringAttribute{MarkdownDescription: description, Optional: true, Computed: true, Validators: validators}
}

// tagsFilter is the argument `tags` of a plural data source.
func tagsFilter() schema.MapAttribute {
	return schema.MapAttribute{
		MarkdownDescription: "Only those that have all of these tags, with these values.",
		Optional:            true,
		ElementType:         types.StringType,
	}
}

// tagsSelector is the argument `tags` of a single data source.
func tagsSelector() schema.MapAttribute {
	return schema.MapAttribute{
		MarkdownDescription: "Tags that the object has to have; all tags of the object afterwards.",
		Optional:            true,
		Computed:            true,
		ElementType:         types.StringType,
	}
}

// listFilter is filter for a list resource.
func listFilter(description string, validators ...validator.String) listschema.StringAttribute {
	return listschema.StringAttribute{MarkdownDescription: "Only those " + description, Optional: true, Validators: validators}
}

// listTagsFilter is tagsFilter for a list resource.
func listTagsFilter() listschema.MapAttribute {
	return listschema.MapAttribute{
		MarkdownDescription: "Only those that have all of these tags, with these values.", Optional: true, ElementType: types.StringType,
	}
}

// equal reports whether a value is what a filter asks for; a filter that is not set asks for nothing.
func equal(filter types.String, value string) bool {
	return filter.ValueString() == "" || filter.ValueString() == value
}

// hasTags reports whether an object has all the tags of a filter.
func hasTags(filter types.Map, tags map[string]string) bool {
	for key, value := range framework.Tags(filter) {
		if has, there := tags[key]; !there || has != value {
			return false
		}
	}
	return true
}

// couldNotRead is the failure of a data source.
func couldNotRead(what, region string, err error) diag.Diagnostic {
	return framework.Failure{Summary: "Could not read the " + what, Object: what + " in " + region, Err: err, Advice: advice}.Diagnostic()
}

// reading bounds what a data source or a list may take.
func reading(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(ctx, framework.ReadTimeout)
}
