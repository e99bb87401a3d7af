package bcs

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
	"github.com/hwc-community/terraform-provider-hwc/internal/client/bcs"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

var _ list.ListResourceWithConfigure = (*instanceList)(nil)

// NewInstanceList is the list resource `hwc_bcs_instance`.
func NewInstanceList() list.ListResource {
	return &instanceList{instanceResource{framework.NewResource(newInstanceAPI)}}
}

// instanceList lists what instanceResource manages.
type instanceList struct{ instanceResource }

type instanceListModel struct {
	Region types.String `tfsdk:"region"`
	Name   types.String `tfsdk:"name"`
}

func (l *instanceList) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the blockchain instances (BCS) of the project.",
		Attributes: map[string]schema.Attribute{
			"region": framework.ListRegionAttribute(),
			"name": schema.StringAttribute{
				MarkdownDescription: "Only those with exactly this name.", Optional: true, Validators: []validator.String{framework.NotEmpty()},
			},
		},
	}
}

func (l *instanceList) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var config instanceListModel
	if diags := req.Config.Get(ctx, &config); diags.HasError() {
		framework.ListFailed(stream, diags...)
		return
	}
	ctx, cancel := context.WithTimeout(ctx, framework.ReadTimeout)
	defer cancel()

	api := l.API(config.Region)
	models, err := config.find(ctx, api, req)
	if err != nil {
		framework.ListFailed(stream, couldNotRead("BCS instances", api.Region(), err))
		return
	}
	framework.List(ctx, req, stream, models, func(model instanceModel) framework.Listed {
		return framework.Listed{Name: model.Name.ValueString(), Identity: model.identity(), Model: model}
	})
}

// find reads the list, which shows nothing but names, and each instance itself only when the request wants it whole.
func (m instanceListModel) find(ctx context.Context, api instanceAPI, req list.ListRequest) ([]instanceModel, error) {
	named, err := api.ListInstances(ctx)
	if err != nil {
		return nil, err
	}
	var models []instanceModel
	for _, one := range named {
		if m.Name.ValueString() != "" && m.Name.ValueString() != one.Name {
			continue
		}
		if req.Limit > 0 && int64(len(models)) == req.Limit {
			break
		}
		instance := &bcs.Instance{BasicInfo: bcs.BasicInfo{ID: one.ID, Name: one.Name}}
		if req.IncludeResource {
			instance, err = api.GetInstance(ctx, one.ID)
		}
		if client.IsNotFound(err) {
			continue
		}
		if err != nil {
			return nil, err
		}
		model := emptyInstance()
		model.fill(api.Region(), instance)
		models = append(models, model)
	}
	return models, nil
}
