package vpcep

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
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
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the VPC endpoints of the project that match all the arguments given; all of them without any.",
		Attributes: map[string]schema.Attribute{
			"region":       framework.ListRegionAttribute(),
			"service_id":   listFilter("connected to the service with this UUID.", framework.AnyUUID()),
			"service_name": listFilter("connected to the service with exactly this full name.", framework.NotEmpty()),
			"vpc_id":       listFilter("in this VPC.", framework.AnyUUID()),
			"status":       listFilter("with this status: "+endpointStatusText, stringvalidator.OneOf(endpointStatuses...)),
			"tags":         listTagsFilter(),
		},
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
