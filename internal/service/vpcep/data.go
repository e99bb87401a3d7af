package vpcep

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"

	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

// What the data sources and list resources of this package share; the first of it under shorter names of the framework's.
var (
	shown        = framework.Shown
	shownBool    = framework.ShownBool
	shownInt     = framework.ShownInt
	shownList    = framework.ShownList
	filter       = framework.Filter
	selector     = framework.Selector
	listFilter   = framework.ListFilter
	tagsFilter   = framework.TagsFilter
	tagsSelector = framework.TagsSelector
	equal        = framework.Equal
	equalID      = framework.EqualID
	hasTags      = framework.HasTags
	reading      = framework.Reading
)

func shownTags() schema.MapAttribute { return framework.ShownMap("Tags of the object.") }

// couldNotRead is the failure of a data source or a list.
var couldNotRead = advice.CouldNotRead

// couldNotReadPart is couldNotRead for what belongs to a service.
var couldNotReadPart = servicePartAdvice.CouldNotRead
