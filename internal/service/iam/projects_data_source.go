package iam

import (
	"cmp"
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/iam"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

var _ datasource.DataSourceWithConfigure = (*projectsDataSource)(nil)

// NewProjectsDataSource is the data source `hwc_iam_projects`.
func NewProjectsDataSource() datasource.DataSource {
	return &projectsDataSource{framework.NewDataSource(iam.New)}
}

type projectsDataSource struct {
	framework.DataSource[*iam.Client]
}

type projectsDataSourceModel struct {
	Region   types.String  `tfsdk:"region"`
	ID       types.String  `tfsdk:"id"`
	Name     types.String  `tfsdk:"name"`
	DomainID types.String  `tfsdk:"domain_id"`
	ParentID types.String  `tfsdk:"parent_id"`
	Enabled  types.Bool    `tfsdk:"enabled"`
	Projects []projectData `tfsdk:"projects"`
}

func (d *projectsDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_iam_projects"
}

func (d *projectsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The projects of the account, in all regions, that match all the arguments given; all of them without any.",
		Attributes: map[string]schema.Attribute{
			"region":    framework.DataSourceRegionAttribute(),
			"id":        framework.Filter("with this id, so at most one.", framework.NotEmpty()),
			"name":      framework.Filter("with exactly this name.", framework.NotEmpty()),
			"domain_id": framework.Filter("of the account (domain) with this id.", framework.NotEmpty()),
			"parent_id": framework.Filter("below the project with this id; those of the regions have the account's id here.", framework.NotEmpty()),
			"enabled":   schema.BoolAttribute{MarkdownDescription: "Only those that may be used (`true`), or may not (`false`).", Optional: true},
			"projects": schema.ListNestedAttribute{
				MarkdownDescription: "The projects, in the order of their names.",
				Computed:            true,
				NestedObject:        schema.NestedAttributeObject{Attributes: projectDataAttributes()},
			},
		},
	}
}

func (d *projectsDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model projectsDataSourceModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := framework.Reading(ctx)
	defer cancel()

	api := d.API(model.Region)
	projects, err := api.ListProjects(ctx, iam.ProjectFilter{
		ID: model.ID.ValueString(), Name: model.Name.ValueString(), DomainID: model.DomainID.ValueString(), ParentID: model.ParentID.ValueString(),
		Enabled: framework.KnownBool(model.Enabled),
	})
	if err != nil {
		resp.Diagnostics.Append(couldNot("read", "projects", api.Region(), err))
		return
	}
	slices.SortFunc(projects, func(a, b iam.Project) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID)) })
	model.Region = types.StringValue(api.Region())
	model.Projects = framework.Map(projects, newProjectData)
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}
