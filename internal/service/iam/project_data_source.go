package iam

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/iam"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

var _ datasource.DataSourceWithConfigure = (*projectDataSource)(nil)

// NewProjectDataSource is the data source `hwc_iam_project`.
func NewProjectDataSource() datasource.DataSource {
	return &projectDataSource{framework.NewDataSource(iam.New)}
}

type projectDataSource struct {
	framework.DataSource[*iam.Client]
}

type projectDataSourceModel struct {
	Region types.String `tfsdk:"region"`
	projectData
}

func (d *projectDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_iam_project"
}

func (d *projectDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := projectDataAttributes()
	attributes["region"] = framework.DataSourceRegionAttribute()
	attributes["id"] = framework.Selector("Id of the project.", framework.NotEmpty())
	attributes["name"] = framework.Selector("Name of the project, exactly. The project that a region has from the start is named like the region.", framework.NotEmpty())
	resp.Schema = schema.Schema{
		MarkdownDescription: "One project of the account. Exactly one project must match both arguments; without any it is the project that the provider works in in the region.",
		Attributes:          attributes,
	}
}

func (d *projectDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model projectDataSourceModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := framework.Reading(ctx)
	defer cancel()

	api := d.API(model.Region)
	filter := iam.ProjectFilter{ID: model.ID.ValueString(), Name: model.Name.ValueString()}
	if filter == (iam.ProjectFilter{}) {
		own := api.OwnProject().Project
		filter = iam.ProjectFilter{ID: own.ID, Name: own.Name}
	}
	projects, err := api.ListProjects(ctx, filter)
	if err != nil {
		resp.Diagnostics.Append(couldNot("read", "project", api.Region(), err))
		return
	}
	project, err := framework.One("project", projects, func(p iam.Project) string { return p.Name + " (" + p.ID + ")" })
	if err != nil {
		resp.Diagnostics.Append(couldNot("read", "project", api.Region(), err))
		return
	}
	model = projectDataSourceModel{types.StringValue(api.Region()), newProjectData(project)}
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}
