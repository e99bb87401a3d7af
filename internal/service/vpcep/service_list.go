package vpcep

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/list"
	listschema "github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/vpcep"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

var _ list.ListResourceWithConfigure = (*serviceList)(nil)

// NewServiceList is the list resource `hwc_vpcep_service`.
func NewServiceList() list.ListResource {
	return &serviceList{serviceResource{framework.NewResource(vpcep.New)}}
}

// serviceList lists what serviceResource manages.
type serviceList struct{ serviceResource }

type serviceListModel struct {
	Region types.String `tfsdk:"region"`
}

func (l *serviceList) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = listschema.Schema{
		MarkdownDescription: "Lists the VPC endpoint services of the account.",
		Attributes:          map[string]listschema.Attribute{"region": framework.ListRegionAttribute()},
	}
}

func (l *serviceList) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var config serviceListModel
	if diags := req.Config.Get(ctx, &config); diags.HasError() {
		framework.ListFailed(stream, diags...)
		return
	}
	api := l.API(config.Region)
	services, err := api.ListServices(ctx, vpcep.ListServicesRequest{})
	if err != nil {
		framework.ListFailed(stream, framework.Failure{
			Summary: "Could not list the VPC endpoint services", Object: "VPC endpoint services in " + api.Region(), Err: err, Advice: advice,
		}.Diagnostic())
		return
	}
	framework.List(ctx, req, stream, services, func(service vpcep.Service) framework.Listed {
		model := serviceModel{Timeouts: framework.NoTimeouts()}
		model.fill(api.Region(), &service, l.Tags())
		return framework.Listed{Name: service.ServiceName, Identity: model.identity(), Model: model}
	})
}
