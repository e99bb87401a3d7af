package vpcep

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/vpcep"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

type connectionPolicyModel struct {
	Region          types.String   `tfsdk:"region"`
	ServiceID       types.String   `tfsdk:"service_id"`
	AcceptDomainIDs types.Set      `tfsdk:"accept_domain_ids"`
	RejectDomainIDs types.Set      `tfsdk:"reject_domain_ids"`
	Default         types.String   `tfsdk:"default"`
	MaxConnections  types.Int64    `tfsdk:"max_connections"`
	Connections     types.Map      `tfsdk:"connections"`
	Timeouts        timeouts.Value `tfsdk:"timeouts"`
}

// judgedConnection is what the state holds of a connection: all that the rules need.
type judgedConnection struct {
	DomainID  string `tfsdk:"domain_id"`
	Status    string `tfsdk:"status"`
	MarkerID  int64  `tfsdk:"marker_id"`
	CreatedAt string `tfsdk:"created_at"`
}

var judgedConnectionType = types.ObjectType{AttrTypes: map[string]attr.Type{
	"domain_id":  types.StringType,
	"status":     types.StringType,
	"marker_id":  types.Int64Type,
	"created_at": types.StringType,
}}

// connectionPolicyIdentity names a policy: a service has one.
type connectionPolicyIdentity struct {
	Region    types.String `tfsdk:"region"`
	ServiceID types.String `tfsdk:"service_id"`
}

func (m connectionPolicyModel) identity() connectionPolicyIdentity {
	return connectionPolicyIdentity{Region: m.Region, ServiceID: m.ServiceID}
}

// object names the policy in messages.
func (m connectionPolicyModel) object() string {
	return framework.ObjectName("connection policy of the VPC endpoint service", types.StringNull(), m.ServiceID, m.Region)
}

// known reports whether the rules can be applied already.
func (m connectionPolicyModel) known(ctx context.Context) bool {
	for _, value := range []attr.Value{m.AcceptDomainIDs, m.RejectDomainIDs, m.Default, m.MaxConnections} {
		if !framework.Known(ctx, value) {
			return false
		}
	}
	return true
}

func (m connectionPolicyModel) rules(ctx context.Context) connectionRules {
	return connectionRules{
		accept:    framework.KnownStrings(ctx, m.AcceptDomainIDs),
		reject:    framework.KnownStrings(ctx, m.RejectDomainIDs),
		otherwise: m.Default.ValueString(),
		limit:     m.MaxConnections.ValueInt64Pointer(),
	}
}

// connections are those of the state.
func (m connectionPolicyModel) connections(ctx context.Context) []vpcep.Connection {
	judged := map[string]judgedConnection{}
	m.Connections.ElementsAs(ctx, &judged, false) // the schema fixes the type, so this cannot fail
	var list []vpcep.Connection
	for id, c := range judged {
		list = append(list, vpcep.Connection{ID: id, DomainID: c.DomainID, Status: c.Status, MarkerID: c.MarkerID, CreatedAt: c.CreatedAt})
	}
	return list
}

// fill takes over the connections. The model is a plan, a state, or the nearly empty state of an import.
func (m *connectionPolicyModel) fill(region string, connections []vpcep.Connection) {
	m.Region = types.StringValue(region)
	m.AcceptDomainIDs = framework.KeptSet(m.AcceptDomainIDs, nil)
	m.RejectDomainIDs = framework.KeptSet(m.RejectDomainIDs, nil)
	if m.Default.IsNull() {
		m.Default = types.StringValue(defaultIgnore)
	}
	m.Connections = judgedConnections(connections)
}

func judgedConnections(connections []vpcep.Connection) types.Map {
	elements := make(map[string]attr.Value, len(connections))
	for _, c := range connections {
		elements[c.ID] = types.ObjectValueMust(judgedConnectionType.AttrTypes, map[string]attr.Value{
			"domain_id":  types.StringValue(c.DomainID),
			"status":     types.StringValue(c.Status),
			"marker_id":  types.Int64Value(c.MarkerID),
			"created_at": types.StringValue(c.CreatedAt),
		})
	}
	return types.MapValueMust(judgedConnectionType, elements)
}

// connection names one connection of the service in messages.
func (m connectionPolicyModel) connection(endpointID string) connectionModel {
	return connectionModel{Region: m.Region, ServiceID: m.ServiceID, EndpointID: types.StringValue(endpointID)}
}

// fullWarning says who does not get in; nothing when everybody does.
func (m connectionPolicyModel) fullWarning(v verdict) diag.Diagnostics {
	if len(v.waiting) == 0 {
		return nil
	}
	return diag.Diagnostics{diag.NewAttributeWarningDiagnostic(path.Root("max_connections"), "Not every endpoint gets in", fmt.Sprintf(
		"The %s has `max_connections = %d`, and accepts none beyond that. Not accepted, from the oldest on: %s. Raise `max_connections`, or reject others.",
		m.object(), m.MaxConnections.ValueInt64(), describe(v.waiting)))}
}

func connectionPolicyFailure(summary string, m connectionPolicyModel, err error) diag.Diagnostic {
	return connectionAdvice.Failure(summary, m.object(), err)
}
