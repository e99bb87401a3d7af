package vpcep

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/vpcep"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

var (
	_ action.ActionWithConfigure  = (*endpointUpgradeAction)(nil)
	_ action.ActionWithModifyPlan = (*endpointUpgradeAction)(nil)
)

// NewEndpointUpgradeAction is the action `hwc_vpcep_endpoint_upgrade`.
func NewEndpointUpgradeAction() action.Action {
	return &endpointUpgradeAction{newerAction{framework.NewAction(vpcep.New), "Could not upgrade the VPC endpoint"}}
}

type endpointUpgradeAction struct{ newerAction }

type endpointUpgradeModel struct {
	Region     types.String `tfsdk:"region"`
	EndpointID types.String `tfsdk:"endpoint_id"`
	Timeout    types.String `tfsdk:"timeout"`
}

func (a *endpointUpgradeAction) Metadata(_ context.Context, req action.MetadataRequest, resp *action.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_vpcep_endpoint_upgrade"
}

func (a *endpointUpgradeAction) Schema(_ context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Makes a basic VPC endpoint a professional one, and waits until the endpoint is connected again. There is no way back. " +
			"Only some regions of Huawei Cloud offer it, and the service has to take professional endpoints (`hwc_vpcep_service_upgrade`). " +
			"The cloud does not show the edition of an endpoint; a professional one has an `ip_version`.",
		Attributes: map[string]schema.Attribute{
			"region":      framework.ActionRegionAttribute(),
			"endpoint_id": actionID("UUID of the endpoint, which belongs to this account."),
			"timeout":     framework.ActionTimeoutAttribute(actionTime),
		},
	}
}

func (a *endpointUpgradeAction) Invoke(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) {
	var config endpointUpgradeModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	ctx, cancel := framework.WithinTimeout(ctx, config.Timeout, actionTime)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}

	api, id := a.API(config.Region), config.EndpointID.ValueString()
	object := actionEndpoint(config.EndpointID, api.Region())
	if err := api.UpgradeEndpoint(ctx, id); err != nil {
		resp.Diagnostics.Append(actionFailure(a.failed, object, err))
		return
	}
	if _, err := reporting(api, resp, object).WaitEndpointUpgraded(ctx, id); err != nil {
		resp.Diagnostics.Append(actionFailure("The VPC endpoint was not connected after its upgrade", object, err))
	}
}
