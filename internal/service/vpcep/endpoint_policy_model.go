package vpcep

import (
	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
	"github.com/hwc-community/terraform-provider-hwc/internal/client/vpcep"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

type endpointPolicyModel struct {
	Region          types.String   `tfsdk:"region"`
	EndpointID      types.String   `tfsdk:"endpoint_id"`
	PolicyStatement policyValue    `tfsdk:"policy_statement"`
	PolicyDocument  policyValue    `tfsdk:"policy_document"`
	Timeouts        timeouts.Value `tfsdk:"timeouts"`
}

// endpointPolicyIdentity names a policy: an endpoint has one.
type endpointPolicyIdentity struct {
	Region     types.String `tfsdk:"region"`
	EndpointID types.String `tfsdk:"endpoint_id"`
}

func (m endpointPolicyModel) identity() endpointPolicyIdentity {
	return endpointPolicyIdentity{Region: m.Region, EndpointID: m.EndpointID}
}

// object names the policy in messages.
func (m endpointPolicyModel) object() string {
	return framework.ObjectName("policy of the VPC endpoint", types.StringNull(), m.EndpointID, m.Region)
}

// none reports that there is no policy of either kind, as in the nearly empty state of an import.
func (m endpointPolicyModel) none() bool {
	return m.PolicyStatement.IsNull() && m.PolicyDocument.IsNull()
}

func (m endpointPolicyModel) request() vpcep.UpdatePolicyRequest {
	return vpcep.UpdatePolicyRequest{PolicyStatement: m.PolicyStatement.raw(), PolicyDocument: m.PolicyDocument.raw()}
}

// same reports whether the API has to be told nothing to get from the state to the model.
func (m endpointPolicyModel) same(state endpointPolicyModel) bool {
	return m.PolicyStatement.Equal(state.PolicyStatement) && m.PolicyDocument.Equal(state.PolicyDocument)
}

// allowAll is the policy of the same kind that forbids nothing, which an endpoint has when none was set.
func (m endpointPolicyModel) allowAll() vpcep.UpdatePolicyRequest {
	if m.PolicyDocument.IsNull() {
		return vpcep.UpdatePolicyRequest{PolicyStatement: vpcep.AllowAllStatement}
	}
	return vpcep.UpdatePolicyRequest{PolicyDocument: vpcep.AllowAllDocument}
}

// fill takes over the kind of policy that is managed, or on an import the one there is.
func (m *endpointPolicyModel) fill(region string, e *vpcep.Endpoint) {
	importing := m.none()
	m.Region = types.StringValue(region)
	if importing || !m.PolicyStatement.IsNull() {
		m.PolicyStatement = keptPolicy(m.PolicyStatement, e.PolicyStatement)
	}
	if importing || !m.PolicyDocument.IsNull() {
		m.PolicyDocument = keptPolicy(m.PolicyDocument, e.PolicyDocument)
	}
}

// endpointGone reports that the endpoint does not exist any more or is about to go, so that nothing of it has to be taken
// back. That a route table is not found says nothing about the endpoint (contract/vpcep.md 7.2).
func endpointGone(err error) bool {
	return (client.IsNotFound(err) && !client.HasCode(err, "EndPoint.4030")) || client.HasCode(err, "EndPoint.2018")
}

const noSuchEndpoint = "check `endpoint_id` and `region`: this account has no such endpoint there."

// endpointPartAdvice is advice worded for who manages a part of an endpoint.
var endpointPartAdvice = advice.With(framework.AdviceTable{
	"endpoint.0005": {Attribute: "endpoint_id", Text: noSuchEndpoint},
	"endpoint.1019": {Attribute: "route_table_id", Text: "give the id of a route table of the endpoint's VPC."},
	"endpoint.2006": {Attribute: "endpoint_id", Text: noSuchEndpoint},
	"endpoint.2007": {Attribute: "endpoint_id", Text: noSuchEndpoint},
	"endpoint.2008": {Attribute: "endpoint_id", Text: noSuchEndpoint},
	"endpoint.2039": {Attribute: "route_table_id", Text: "another endpoint uses the route table already."},
	"endpoint.2040": {Attribute: "endpoint_id", Text: "only endpoints of gateway services have route tables."},
	"endpoint.2047": {Attribute: "endpoint_id", Text: "the endpoint has failed. Replace it first (`hwc_vpcep_endpoint` does)."},
	"endpoint.2048": {Text: "the cloud refuses the policy. Check its statements, and that it is of the right kind: an endpoint of a gateway service takes `policy_statement`, " +
		"one of an interface service takes `policy_document`."},
	"endpoint.2049": {Attribute: "endpoint_id", Text: "the service of the endpoint takes no policies."},
	"endpoint.4030": {Attribute: "route_table_id", Text: "the route table does not exist in the VPC of the endpoint."},
})

func endpointPolicyFailure(summary string, m endpointPolicyModel, err error) diag.Diagnostic {
	return endpointPartAdvice.Failure(summary, m.object(), err)
}
