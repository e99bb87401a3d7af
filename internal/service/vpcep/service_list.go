package vpcep

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
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
	Region      types.String `tfsdk:"region"`
	Name        types.String `tfsdk:"name"`
	ServiceName types.String `tfsdk:"service_name"`
	Status      types.String `tfsdk:"status"`
	ServerType  types.String `tfsdk:"server_type"`
	VpcID       types.String `tfsdk:"vpc_id"`
	Tags        types.Map    `tfsdk:"tags"`
}

func (l *serviceList) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	arguments := framework.ListFilters(serviceFilters(), "name", "service_name", "status", "server_type", "vpc_id", "tags")
	arguments["region"] = framework.ListRegionAttribute()
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the VPC endpoint services of the project that match all the arguments given; all of them without any.",
		Attributes:          arguments,
	}
}

func (l *serviceList) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var config serviceListModel
	if diags := req.Config.Get(ctx, &config); diags.HasError() {
		framework.ListFailed(stream, diags...)
		return
	}
	ctx, cancel := reading(ctx)
	defer cancel()

	api := l.API(config.Region)
	filter := serviceFilter{
		Name: config.Name, ServiceName: config.ServiceName, Status: config.Status, ServerType: config.ServerType, VpcID: config.VpcID, Tags: config.Tags,
	}
	services, err := filter.find(ctx, api)
	if err != nil {
		framework.ListFailed(stream, couldNotRead("VPC endpoint services", api.Region(), err))
		return
	}
	framework.List(ctx, req, stream, services, func(service vpcep.Service) framework.Listed {
		model := serviceModel{Timeouts: framework.NoTimeouts()}
		model.fill(api.Region(), &service, l.Tags())
		return framework.Listed{Name: service.ServiceName, Identity: model.identity(), Model: model}
	})
}
