package vpcep

import (
	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/vpcep"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

type connectionModel struct {
	Region      types.String   `tfsdk:"region"`
	ServiceID   types.String   `tfsdk:"service_id"`
	EndpointID  types.String   `tfsdk:"endpoint_id"`
	Accepted    types.Bool     `tfsdk:"accepted"`
	Description types.String   `tfsdk:"description"`
	OnDestroy   types.String   `tfsdk:"on_destroy"`
	Status      types.String   `tfsdk:"status"`
	DomainID    types.String   `tfsdk:"domain_id"`
	MarkerID    types.Int64    `tfsdk:"marker_id"`
	CreatedAt   types.String   `tfsdk:"created_at"`
	UpdatedAt   types.String   `tfsdk:"updated_at"`
	Timeouts    timeouts.Value `tfsdk:"timeouts"`
}

// connectionIdentity names a connection: it has no id of its own.
type connectionIdentity struct {
	Region     types.String `tfsdk:"region"`
	ServiceID  types.String `tfsdk:"service_id"`
	EndpointID types.String `tfsdk:"endpoint_id"`
}

func (m connectionModel) identity() connectionIdentity {
	return connectionIdentity{Region: m.Region, ServiceID: m.ServiceID, EndpointID: m.EndpointID}
}

// object names the connection in messages.
func (m connectionModel) object() string {
	return framework.ObjectName("connection of VPC endpoint "+m.EndpointID.ValueString()+" to the VPC endpoint service", types.StringNull(), m.ServiceID, m.Region)
}

// answer is what the owner says to the endpoint.
func (m connectionModel) answer() string {
	if m.Accepted.ValueBool() {
		return vpcep.Receive
	}
	return vpcep.Reject
}

// answers reports whether the endpoint has to be told something else than before, or has not been told anything. The
// state of a creation is empty.
func (m connectionModel) answers(state connectionModel) bool {
	return !m.Accepted.Equal(state.Accepted) || state.waiting()
}

// describes reports whether the description has to be written. One that is not set is not managed, and removed once when
// it was set before.
func (m connectionModel) describes(state connectionModel) bool {
	if m.Description.IsNull() {
		return state.Description.ValueString() != ""
	}
	return !m.Description.Equal(state.Description)
}

// answered reports whether the connection shows the answer.
func (m connectionModel) answered() bool {
	return m.Status.ValueString() == afterAnswer(m.answer())
}

// pending reports a connection that is being established: a plan then goes on waiting.
func (m connectionModel) pending() bool { return m.Status.ValueString() == vpcep.EndpointCreating }

// waiting reports an endpoint that waits for its answer: `accepted = false` is no answer yet.
func (m connectionModel) waiting() bool { return m.Status.ValueString() == vpcep.EndpointPending }

// failed reports a connection that no answer of the owner brings back.
func (m connectionModel) failed() bool { return m.Status.ValueString() == vpcep.EndpointFailed }

// afterAnswer is the status that an answer leads to.
func afterAnswer(answer string) string {
	if answer == vpcep.Receive {
		return vpcep.EndpointAccepted
	}
	return vpcep.EndpointRejected
}

// volatile are the attributes an update may change beside those of the configuration. An update that answers, or waits
// for an answer, does not end well in another status than the one it leads to.
func (m connectionModel) volatile(state connectionModel) map[string]attr.Value {
	unknown := map[string]attr.Value{"status": types.StringUnknown(), "updated_at": types.StringUnknown()}
	if !m.Accepted.IsUnknown() && (m.answers(state) || state.pending()) {
		unknown["status"] = types.StringValue(afterAnswer(m.answer()))
	}
	return unknown
}

// fill takes over what the API says. The model is a state, or the nearly empty state of an import.
func (m *connectionModel) fill(region string, c *vpcep.Connection) {
	importing := m.CreatedAt.IsNull()
	m.Accepted = types.BoolValue(c.Live())
	m.Description = framework.KeepNull(m.Description, c.Description, importing)
	if m.OnDestroy.IsNull() {
		m.OnDestroy = types.StringValue(onDestroyReject)
	}
	m.show(region, c)
}

// show takes over what nobody configures. The reply to an answer holds no description, and may hold nothing at all
// (contract/vpcep.md 1.12).
func (m *connectionModel) show(region string, c *vpcep.Connection) {
	m.Region = types.StringValue(region)
	m.EndpointID = framework.KeptID(m.EndpointID, c.ID)
	m.Status = framework.OrNull(c.Status)
	m.DomainID = framework.OrNull(c.DomainID)
	m.MarkerID = types.Int64Value(c.MarkerID)
	m.CreatedAt = framework.OrNull(c.CreatedAt)
	m.UpdatedAt = framework.OrNull(c.UpdatedAt)
}

// connectionAdvice is advice worded for who answers an endpoint.
var connectionAdvice = advice.With(framework.AdviceTable{
	"endpoint.0002": {Text: "check the values; a cloud may take at most 128 characters of `description`."},
	"endpoint.0005": {Attribute: "service_id", Text: "check `service_id` and `region`: this account has no such service there. Only the owner of a service can answer its endpoints."},
	"endpoint.2006": {Attribute: "endpoint_id", Text: noSuchConnection},
	"endpoint.2013": {Attribute: "endpoint_id", Text: noSuchConnection},
	"endpoint.2015": {Attribute: "endpoint_id", Text: "the account of the endpoint is frozen. Its owner has to clear that with the cloud first."},
	"endpoint.2018": {Attribute: "endpoint_id", Text: "the account of the endpoint is deleting it. Remove the answer from the configuration, or give the id of the new endpoint."},
	"endpoint.2019": {Attribute: "endpoint_id", Text: "the endpoint is still being created. Apply again in a moment."},
})

const noSuchConnection = "check `endpoint_id`: no such endpoint asks for this service. It may have been deleted, or created anew with another id; " +
	"`hwc_vpcep_service_connections` shows those that there are."

func connectionFailure(summary string, m connectionModel, err error) diag.Diagnostic {
	return connectionAdvice.Failure(summary, m.object(), err)
}
