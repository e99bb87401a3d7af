package bcs

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

// What the data sources of this package share.

// blockchainIDAttribute is the argument that names the instance a data source is about.
func blockchainIDAttribute() schema.StringAttribute {
	return schema.StringAttribute{MarkdownDescription: "UUID of the BCS instance.", Required: true, Validators: []validator.String{framework.UUID()}}
}

// couldNotRead is the failure of a data source or a list.
var couldNotRead = advice.CouldNotRead
