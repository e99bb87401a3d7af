package framework

import (
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// What the resources of all services share.

// Computed is an attribute the cloud changes by itself or with an update.
func Computed(description string) schema.StringAttribute {
	return schema.StringAttribute{MarkdownDescription: description, Computed: true}
}

// ComputedOnce is an attribute that never changes once it is there.
func ComputedOnce(description string) schema.StringAttribute {
	attribute := Computed(description)
	attribute.PlanModifiers = []planmodifier.String{stringplanmodifier.UseStateForUnknown()}
	return attribute
}

// FixedString is an argument the cloud fills when it is unset and never changes.
func FixedString(description string, validators ...validator.String) schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: description + " Changing it replaces the object.",
		Optional:            true,
		Computed:            true,
		Validators:          validators,
		PlanModifiers: []planmodifier.String{
			stringplanmodifier.UseStateForUnknown(),
			ReplaceString(),
		},
	}
}
