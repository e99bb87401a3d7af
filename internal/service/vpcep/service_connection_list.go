package vpcep

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/vpcep"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

var _ list.ListResourceWithConfigure = (*connectionList)(nil)

// NewServiceConnectionList is the list resource `hwc_vpcep_service_connection`.
func NewServiceConnectionList() list.ListResource {
	return &connectionList{connectionResource{framework.NewResource(vpcep.New)}}
}

// connectionList lists what connectionResource manages.
type connectionList struct{ connectionResource }

type connectionListModel struct {
	Region    types.String `tfsdk:"region"`
	ServiceID types.String `tfsdk:"service_id"`
	Status    types.String `tfsdk:"status"`
	DomainID  types.String `tfsdk:"domain_id"`
}

func (l *connectionList) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	arguments := framework.ListFilters(connectionFilters(), "status", "domain_id")
	arguments["region"] = framework.ListRegionAttribute()
	arguments["service_id"] = schema.StringAttribute{
		MarkdownDescription: "UUID of the service.", Required: true, Validators: []validator.String{framework.AnyUUID()},
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the endpoints that are connected, or want to be, to a VPC endpoint service of the account, and match all the arguments given.",
		Attributes:          arguments,
	}
}

func (l *connectionList) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var config connectionListModel
	if diags := req.Config.Get(ctx, &config); diags.HasError() {
		framework.ListFailed(stream, diags...)
		return
	}
	ctx, cancel := reading(ctx)
	defer cancel()

	api := l.API(config.Region)
	filter := connectionFilter{Status: config.Status, DomainID: config.DomainID}
	connections, err := filter.find(ctx, api, config.ServiceID.ValueString())
	if err != nil {
		framework.ListFailed(stream, couldNotReadPart("connections of the VPC endpoint service "+config.ServiceID.ValueString(), api.Region(), err))
		return
	}
	framework.List(ctx, req, stream, connections, func(connection vpcep.Connection) framework.Listed {
		model := connectionModel{ServiceID: config.ServiceID, Timeouts: framework.NoTimeouts()}
		model.fill(api.Region(), &connection)
		return framework.Listed{Name: describeConnection(connection), Identity: model.identity(), Model: model}
	})
}
