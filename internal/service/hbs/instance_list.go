package hbs

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/hbs"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

var _ list.ListResourceWithConfigure = (*instanceList)(nil)

// NewInstanceList is the list resource `hwc_hbs_instance`.
func NewInstanceList() list.ListResource {
	return &instanceList{instanceResource{framework.NewResource(newEngine)}}
}

// instanceList lists what instanceResource manages.
type instanceList struct{ instanceResource }

type instanceListModel struct {
	Region              types.String `tfsdk:"region"`
	Name                types.String `tfsdk:"name"`
	Status              types.String `tfsdk:"status"`
	Edition             types.String `tfsdk:"edition"`
	Kind                types.String `tfsdk:"kind"`
	EnterpriseProjectID types.String `tfsdk:"enterprise_project_id"`
}

func (l *instanceList) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	arguments := framework.ListFilters(instanceFilters(), "name", "status", "edition", "kind", "enterprise_project_id")
	arguments["region"] = framework.ListRegionAttribute()
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the instances of the blockchain engine in the project that match all the arguments given; all of them without any. " +
			"With `include_resource` the tags and the order of each take two calls more.",
		Attributes: arguments,
	}
}

func (l *instanceList) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var config instanceListModel
	if diags := req.Config.Get(ctx, &config); diags.HasError() {
		framework.ListFailed(stream, diags...)
		return
	}
	ctx, cancel := reading(ctx)
	defer cancel()

	api := l.API(config.Region)
	filter := instanceFilter{Name: config.Name, Status: config.Status, Edition: config.Edition, Kind: config.Kind, EnterpriseProjectID: config.EnterpriseProjectID}
	instances, err := filter.find(ctx, api)
	if err != nil {
		framework.ListFailed(stream, couldNotRead("HBS instances", api.Region(), err))
		return
	}
	models := make(map[string]instanceModel, len(instances))
	for i, instance := range instances {
		model := instanceModel{Timeouts: framework.NoTimeouts()}
		if !req.IncludeResource || (req.Limit > 0 && int64(i) >= req.Limit) {
			model.fill(api.Region(), &instance)
		} else if err := l.fill(ctx, api, &model, &instance); err != nil {
			framework.ListFailed(stream, couldNotRead("HBS instance "+instance.ID, api.Region(), err))
			return
		}
		models[instance.ID] = model
	}
	framework.List(ctx, req, stream, instances, func(instance hbs.Instance) framework.Listed {
		model := models[instance.ID]
		return framework.Listed{Name: instance.Name, Identity: model.identity(), Model: model}
	})
}
