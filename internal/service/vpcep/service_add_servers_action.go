package vpcep

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/vpcep"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

var (
	_ action.ActionWithConfigure  = (*serviceAddServersAction)(nil)
	_ action.ActionWithModifyPlan = (*serviceAddServersAction)(nil)
)

// NewServiceAddServersAction is the action `hwc_vpcep_service_add_servers`.
func NewServiceAddServersAction() action.Action {
	return &serviceAddServersAction{newerAction{framework.NewAction(vpcep.New), "Could not add backends to the VPC endpoint service"}}
}

type serviceAddServersAction struct{ newerAction }

type serviceAddServersModel struct {
	Region          types.String          `tfsdk:"region"`
	ServiceID       types.String          `tfsdk:"service_id"`
	ServerResources []serverResourceModel `tfsdk:"server_resources"`
	Timeout         types.String          `tfsdk:"timeout"`
}

type serverResourceModel struct {
	ResourceID         types.String `tfsdk:"resource_id"`
	AvailabilityZoneID types.String `tfsdk:"availability_zone_id"`
}

func (m serviceAddServersModel) request() []vpcep.ServerResource {
	return framework.Map(m.ServerResources, func(one serverResourceModel) vpcep.ServerResource {
		return vpcep.ServerResource{ResourceID: one.ResourceID.ValueString(), AvailabilityZoneID: one.AvailabilityZoneID.ValueString()}
	})
}

func (a *serviceAddServersAction) Metadata(_ context.Context, req action.MetadataRequest, resp *action.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_vpcep_service_add_servers"
}

func (a *serviceAddServersAction) Schema(_ context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Adds load balancers as backends to a VPC endpoint service, and waits until the service is available. " +
			"The cloud neither shows them afterwards nor takes them away again, which is why this is an action. Only some regions of Huawei Cloud offer it.",
		Attributes: map[string]schema.Attribute{
			"region":     framework.ActionRegionAttribute(),
			"service_id": actionID("UUID of the service, which belongs to this account."),
			"server_resources": schema.ListNestedAttribute{
				MarkdownDescription: "Load balancers to add, at least one.",
				Required:            true,
				Validators:          []validator.List{listvalidator.SizeAtLeast(1), listvalidator.NoNullValues()},
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"resource_id": actionID("UUID of the load balancer."),
					"availability_zone_id": schema.StringAttribute{
						MarkdownDescription: "Availability zone that the load balancer serves, such as `cn-north-4a`. Unset: all of them.",
						Optional:            true,
						Validators:          []validator.String{framework.NotEmpty()},
					},
				}},
			},
			"timeout": framework.ActionTimeoutAttribute(actionTime),
		},
	}
}

func (a *serviceAddServersAction) Invoke(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) {
	var config serviceAddServersModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	ctx, cancel := framework.WithinTimeout(ctx, config.Timeout, actionTime)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}

	api, id := a.API(config.Region), config.ServiceID.ValueString()
	object := actionService(config.ServiceID, api.Region())
	if err := api.AddServerResources(ctx, id, config.request()); err != nil {
		resp.Diagnostics.Append(actionFailure(a.failed, object, err))
		return
	}
	if _, err := reporting(api, resp, object).WaitServerResourcesAdded(ctx, id); err != nil {
		resp.Diagnostics.Append(actionFailure("The VPC endpoint service is not available with the new backends", object, err))
	}
}
