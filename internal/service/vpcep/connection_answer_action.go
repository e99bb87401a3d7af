package vpcep

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/vpcep"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

var _ action.ActionWithConfigure = (*connectionAnswerAction)(nil)

// NewConnectionAcceptAction is the action `hwc_vpcep_connection_accept`.
func NewConnectionAcceptAction() action.Action {
	return &connectionAnswerAction{
		Action: framework.NewAction(vpcep.New), verb: "accept", answer: vpcep.Receive,
		does: "Accepts an endpoint that wants to connect to a VPC endpoint service, as the service's owner, and waits until it is connected. One that is accepted already stays so.",
	}
}

// NewConnectionRejectAction is the action `hwc_vpcep_connection_reject`.
func NewConnectionRejectAction() action.Action {
	return &connectionAnswerAction{
		Action: framework.NewAction(vpcep.New), verb: "reject", answer: vpcep.Reject,
		does: "Rejects an endpoint that wants to connect to a VPC endpoint service, or that is connected to it, as the service's owner, and waits until it is disconnected.",
	}
}

// connectionAnswerAction gives one of the two answers of a service's owner.
type connectionAnswerAction struct {
	framework.Action[*vpcep.Client]
	verb, answer, does string
}

type connectionAnswerModel struct {
	Region     types.String `tfsdk:"region"`
	ServiceID  types.String `tfsdk:"service_id"`
	EndpointID types.String `tfsdk:"endpoint_id"`
	Timeout    types.String `tfsdk:"timeout"`
}

// object names the connection in messages.
func (m connectionAnswerModel) object(region string) string {
	return connectionModel{ServiceID: m.ServiceID, EndpointID: m.EndpointID, Region: types.StringValue(region)}.object()
}

func (a *connectionAnswerAction) Metadata(_ context.Context, req action.MetadataRequest, resp *action.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_vpcep_connection_" + a.verb
}

func (a *connectionAnswerAction) Schema(_ context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: a.does + " Nothing remembers the answer; `hwc_vpcep_service_connection` keeps a connection as the configuration says.",
		Attributes: map[string]schema.Attribute{
			"region":      framework.ActionRegionAttribute(),
			"service_id":  actionID("UUID of the service, which belongs to this account."),
			"endpoint_id": actionID("UUID of the endpoint, of this account or of another one."),
			"timeout":     framework.ActionTimeoutAttribute(actionTime),
		},
	}
}

func (a *connectionAnswerAction) Invoke(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) {
	var config connectionAnswerModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	ctx, cancel := framework.WithinTimeout(ctx, config.Timeout, actionTime)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}

	api, service, endpoint := a.API(config.Region), config.ServiceID.ValueString(), config.EndpointID.ValueString()
	object := config.object(api.Region())
	connection, err := api.AnswerConnection(ctx, service, a.answer, endpoint)
	if err != nil {
		resp.Diagnostics.Append(a.failure("Could not "+a.verb+" the VPC endpoint", object, err))
		return
	}
	if connection.Status == afterAnswer(a.answer) {
		return
	}
	if _, err := reporting(api, resp, object).WaitConnectionAnswered(ctx, service, a.answer, endpoint); err != nil {
		resp.Diagnostics.Append(a.failure("The answer to the VPC endpoint took no effect", object, err))
	}
}

func (a *connectionAnswerAction) failure(summary, object string, err error) diag.Diagnostic {
	return framework.Failure{Summary: summary, Object: object, Err: err, Advice: connectionAdvice, Action: true}.Diagnostic()
}
