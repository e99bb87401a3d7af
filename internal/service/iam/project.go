package iam

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/iam"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

// projectData is a project as data sources show it.
type projectData struct {
	ID          types.String `tfsdk:"id"`
	Name        types.String `tfsdk:"name"`
	Description types.String `tfsdk:"description"`
	DomainID    types.String `tfsdk:"domain_id"`
	ParentID    types.String `tfsdk:"parent_id"`
	Enabled     types.Bool   `tfsdk:"enabled"`
}

func newProjectData(p iam.Project) projectData {
	return projectData{
		ID: types.StringValue(p.ID), Name: types.StringValue(p.Name), Description: types.StringValue(p.Description),
		DomainID: framework.OrNull(p.DomainID), ParentID: framework.OrNull(p.ParentID), Enabled: types.BoolValue(p.Enabled),
	}
}

func projectDataAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"id":          framework.Shown("Id of the project."),
		"name":        framework.Shown("Name of the project. The project that a region has from the start is named like the region, one below it `{region}_{name}`."),
		"description": framework.Shown("Text about the project."),
		"domain_id":   framework.Shown("Id of the account (domain) the project belongs to."),
		"parent_id":   framework.Shown("Id of the project above; for a region's own project the `domain_id`."),
		"enabled":     framework.ShownBool("Whether the project may be used."),
	}
}
