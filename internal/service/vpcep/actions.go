package vpcep

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/vpcep"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

// What the actions of this package share.

// actionTime is how long an action may take unless its `timeout` says otherwise.
const actionTime = 10 * time.Minute

// actionID is the id of the object an action is about.
func actionID(description string) schema.StringAttribute {
	return schema.StringAttribute{MarkdownDescription: description, Required: true, Validators: []validator.String{framework.AnyUUID()}}
}

// reporting is an API whose waits tell whoever invoked the action how the object is.
func reporting(api *vpcep.Client, resp *action.InvokeResponse, object string) *vpcep.Client {
	return api.Reporting(framework.Progress(resp, object))
}

// newerAction is what the actions of the version 2 paths inherit: few clouds offer them (contract/vpcep.md 8).
type newerAction struct {
	framework.Action[*vpcep.Client]
	failed string // summary of a refusal
}

// ModifyPlan refuses the action if the cloud is known not to offer it: what triggers it would be done already when the
// cloud refuses it.
func (a *newerAction) ModifyPlan(ctx context.Context, req action.ModifyPlanRequest, resp *action.ModifyPlanResponse) {
	var region types.String
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("region"), &region)...)
	if !a.Configured() || region.IsUnknown() {
		return
	}
	api := a.API(region)
	if err := api.UpgradesOffered(); err != nil {
		resp.Diagnostics.Append(actionFailure(a.failed, "region "+api.Region(), err))
	}
}

// actionService and actionEndpoint name the object of an action in messages.
func actionService(id types.String, region string) string {
	return framework.ObjectName("VPC endpoint service", types.StringNull(), id, types.StringValue(region))
}

func actionEndpoint(id types.String, region string) string {
	return framework.ObjectName("VPC endpoint", types.StringNull(), id, types.StringValue(region))
}

// actionAdvice is advice worded for actions.
var actionAdvice = advice.With(framework.AdviceTable{
	"endpoint.0005": {Text: "check the ids and `region`: there is no such object in this project and region. A service can only be changed by its owner."},
	"endpoint.0015": {Text: "the service of the endpoint takes basic endpoints only. Its owner has to upgrade it first, with the action `hwc_vpcep_service_upgrade`."},
	"endpoint.2006": {Attribute: "endpoint_id", Text: "check `endpoint_id` and `region`: there is no such endpoint in this project and region."},
	"endpoint.3045": {Text: "the service is not in a status that allows changes. Wait until it is `available`, and invoke the action again."},
})

func actionFailure(summary, object string, err error) diag.Diagnostic {
	return framework.Failure{Summary: summary, Object: object, Err: err, Advice: actionAdvice, Action: true}.Diagnostic()
}
