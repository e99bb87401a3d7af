package vpcep

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/vpcep"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

var _ list.ListResourceWithConfigure = (*endpointList)(nil)

// NewEndpointList is the list resource `hwc_vpcep_endpoint`.
func NewEndpointList() list.ListResource {
	return &endpointList{endpointResource{framework.NewResource(vpcep.New)}}
}

// endpointList lists what endpointResource manages.
type endpointList struct{ endpointResource }

type endpointListModel struct {
	Region      types.String `tfsdk:"region"`
	ServiceID   types.String `tfsdk:"service_id"`
	ServiceName types.String `tfsdk:"service_name"`
	VpcID       types.String `tfsdk:"vpc_id"`
	Status      types.String `tfsdk:"status"`
	Tags        types.Map    `tfsdk:"tags"`
}

func (l *endpointList) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	arguments := framework.ListFilters(endpointFilters(), "service_id", "service_name", "vpc_id", "status", "tags")
	arguments["region"] = framework.ListRegionAttribute()
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the VPC endpoints of the project that match all the arguments given; all of them without any.",
		Attributes:          arguments,
	}
}

func (l *endpointList) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var config endpointListModel
	if diags := req.Config.Get(ctx, &config); diags.HasError() {
		framework.ListFailed(stream, diags...)
		return
	}
	ctx, cancel := reading(ctx)
	defer cancel()

	api := l.API(config.Region)
	filter := endpointFilter{ServiceID: config.ServiceID, ServiceName: config.ServiceName, VpcID: config.VpcID, Status: config.Status, Tags: config.Tags}
	endpoints, err := filter.find(ctx, api)
	if err != nil {
		framework.ListFailed(stream, couldNotRead("VPC endpoints", api.Region(), err))
		return
	}
	framework.List(ctx, req, stream, endpoints, func(endpoint vpcep.Endpoint) framework.Listed {
		model := endpointModel{Timeouts: framework.NoTimeouts()}
		model.fill(api.Region(), &endpoint, l.Tags())
		return framework.Listed{Name: describeEndpointData(endpoint), Identity: model.identity(), Model: model}
	})
}
