package vpcep

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	listschema "github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

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

func shownTags() schema.MapAttribute { return framework.ShownMap("Tags of the object.") }

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
