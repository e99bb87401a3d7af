package vpcep

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/vpcep"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

var (
	_ action.ActionWithConfigure  = (*serviceUpgradeAction)(nil)
	_ action.ActionWithModifyPlan = (*serviceUpgradeAction)(nil)
)

// NewServiceUpgradeAction is the action `hwc_vpcep_service_upgrade`.
func NewServiceUpgradeAction() action.Action {
	return &serviceUpgradeAction{newerAction{framework.NewAction(vpcep.New), "Could not upgrade the VPC endpoint service"}}
}

type serviceUpgradeAction struct{ newerAction }

type serviceUpgradeModel struct {
	Region            types.String `tfsdk:"region"`
	ServiceID         types.String `tfsdk:"service_id"`
	Action            types.String `tfsdk:"action"`
	EnableMultiServer types.Bool   `tfsdk:"enable_multi_server"`
	Timeout           types.String `tfsdk:"timeout"`
}

// request has no body for an upgrade as everybody knows it.
func (m serviceUpgradeModel) request() vpcep.UpgradeServiceRequest {
	request := vpcep.UpgradeServiceRequest{Action: m.Action.ValueString(), EnableMultiServer: m.EnableMultiServer.ValueBoolPointer()}
	if request.EnableMultiServer != nil {
		request.Action = m.wanted()
	}
	return request
}

// wanted is the action with its default.
func (m serviceUpgradeModel) wanted() string {
	if m.Action.ValueString() == vpcep.Rollback {
		return vpcep.Rollback
	}
	return vpcep.Upgrade
}

func (a *serviceUpgradeAction) Metadata(_ context.Context, req action.MetadataRequest, resp *action.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_vpcep_service_upgrade"
}

func (a *serviceUpgradeAction) Schema(_ context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Makes a basic VPC endpoint service able to take professional endpoints, or takes that back, and waits until the service shows it. " +
			"Only some regions of Huawei Cloud offer it. What happened is seen in `supported_editions` of the service at the next refresh.",
		Attributes: map[string]schema.Attribute{
			"region":     framework.ActionRegionAttribute(),
			"service_id": actionID("UUID of the service, which belongs to this account."),
			"action": schema.StringAttribute{
				MarkdownDescription: "`upgrade` or `rollback`, which returns to basic endpoints only and which not every region knows. Default: `upgrade`.",
				Optional:            true,
				Validators:          []validator.String{stringvalidator.OneOf(vpcep.Upgrade, vpcep.Rollback)},
			},
			"enable_multi_server": schema.BoolAttribute{
				MarkdownDescription: "Whether the upgraded service may have more than one backend. Unset: not sent, because not every region knows it.",
				Optional:            true,
			},
			"timeout": framework.ActionTimeoutAttribute(actionTime),
		},
	}
}

func (a *serviceUpgradeAction) Invoke(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) {
	var config serviceUpgradeModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	ctx, cancel := framework.WithinTimeout(ctx, config.Timeout, actionTime)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}

	api, id := a.API(config.Region), config.ServiceID.ValueString()
	object := actionService(config.ServiceID, api.Region())
	if err := api.UpgradeService(ctx, id, config.request()); err != nil {
		resp.Diagnostics.Append(actionFailure(a.failed, object, err))
		return
	}
	if _, err := reporting(api, resp, object).WaitServiceUpgraded(ctx, id, config.wanted()); err != nil {
		resp.Diagnostics.Append(actionFailure("The upgrade of the VPC endpoint service took no effect", object, err))
	}
}
