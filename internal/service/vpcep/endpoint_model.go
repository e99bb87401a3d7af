package vpcep

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/vpcep"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

type endpointModel struct {
	ID              types.String   `tfsdk:"id"`
	Region          types.String   `tfsdk:"region"`
	ServiceID       types.String   `tfsdk:"service_id"`
	VpcID           types.String   `tfsdk:"vpc_id"`
	SubnetID        types.String   `tfsdk:"subnet_id"`
	IPAddress       types.String   `tfsdk:"ip_address"`
	IPVersion       types.String   `tfsdk:"ip_version"`
	IPv6Address     types.String   `tfsdk:"ipv6_address"`
	EnableDNS       types.Bool     `tfsdk:"enable_dns"`
	EnableWhitelist types.Bool     `tfsdk:"enable_whitelist"`
	Whitelist       types.Set      `tfsdk:"whitelist"`
	RouteTableIDs   types.Set      `tfsdk:"route_table_ids"`
	PolicyStatement policyValue    `tfsdk:"policy_statement"`
	PolicyDocument  policyValue    `tfsdk:"policy_document"`
	Description     types.String   `tfsdk:"description"`
	Tags            types.Map      `tfsdk:"tags"`
	TagsAll         types.Map      `tfsdk:"tags_all"`
	WaitFor         types.String   `tfsdk:"wait_for"`
	Status          types.String   `tfsdk:"status"`
	ServiceName     types.String   `tfsdk:"service_name"`
	ServiceType     types.String   `tfsdk:"service_type"`
	MarkerID        types.Int64    `tfsdk:"marker_id"`
	DNSNames        types.List     `tfsdk:"dns_names"`
	EnableStatus    types.String   `tfsdk:"enable_status"`
	ActiveStatus    types.List     `tfsdk:"active_status"`
	ProjectID       types.String   `tfsdk:"project_id"`
	CreatedAt       types.String   `tfsdk:"created_at"`
	UpdatedAt       types.String   `tfsdk:"updated_at"`
	Timeouts        timeouts.Value `tfsdk:"timeouts"`
}

// removable are the arguments that are unset in the cloud when they are taken out of the configuration.
var removable = []string{"enable_whitelist", "whitelist", "route_table_ids", "policy_statement", "policy_document"}

func (m endpointModel) identity() framework.Identity {
	return framework.Identity{Region: m.Region, ID: m.ID}
}

// object names the endpoint in messages.
func (m endpointModel) object() string {
	return framework.ObjectName("VPC endpoint", types.StringNull(), m.ID, m.Region)
}

func (m endpointModel) waitsForAcceptance() bool { return m.WaitFor.ValueString() == waitForAccepted }

// pending reports whether waiting for the endpoint makes sense.
func (m endpointModel) pending() bool {
	status := m.Status.ValueString()
	return status == vpcep.EndpointCreating || status == vpcep.EndpointPending
}

// wantsNoRouteTables reports an explicit `[]`: a creation binds the VPC's default table then, as when nothing
// is given (contract/vpcep.md 1.21), so it has to be unbound afterwards.
func (m endpointModel) wantsNoRouteTables() bool {
	return !m.RouteTableIDs.IsNull() && !m.RouteTableIDs.IsUnknown() && len(m.RouteTableIDs.Elements()) == 0
}

// lost reports an endpoint that no call brings back: its creation failed, or an interrupted destruction goes on.
func (m endpointModel) lost() bool {
	status := m.Status.ValueString()
	return status == vpcep.EndpointFailed || status == vpcep.EndpointDeleting
}

func (m endpointModel) createRequest(ctx context.Context) vpcep.CreateEndpointRequest {
	body := vpcep.CreateEndpointRequest{
		ServiceID:       m.ServiceID.ValueString(),
		VpcID:           m.VpcID.ValueString(),
		SubnetID:        m.SubnetID.ValueString(),
		PortIP:          m.IPAddress.ValueString(),
		EnableDNS:       framework.KnownBool(m.EnableDNS),
		EnableWhitelist: framework.KnownBool(m.EnableWhitelist),
		RouteTables:     framework.KnownStrings(ctx, m.RouteTableIDs),
		Tags:            vpcep.Tags(framework.Tags(m.TagsAll)),
		Description:     m.Description.ValueString(),
		PolicyStatement: m.PolicyStatement.raw(),
		PolicyDocument:  m.PolicyDocument.raw(),
		IPVersion:       m.IPVersion.ValueString(),
		IPv6Address:     m.IPv6Address.ValueString(),
	}
	if whitelist := framework.KnownStrings(ctx, m.Whitelist); whitelist != nil {
		body.Whitelist = &whitelist
	}
	return body
}

func (m endpointModel) updateRequest(ctx context.Context) vpcep.UpdateEndpointRequest {
	body := vpcep.UpdateEndpointRequest{Whitelist: framework.KnownStrings(ctx, m.Whitelist), EnableWhitelist: m.EnableWhitelist.ValueBool()}
	if body.Whitelist == nil {
		body.Whitelist = []string{}
	}
	return body
}

// policyRequest holds the policy that differs from the state. A policy that is unknown in a plan was taken
// out of the configuration.
func (m endpointModel) policyRequest(state endpointModel) (body vpcep.UpdatePolicyRequest, needed bool) {
	switch {
	case m.PolicyStatement.IsUnknown() && !state.PolicyStatement.IsNull():
		return vpcep.UpdatePolicyRequest{PolicyStatement: vpcep.AllowAllStatement}, true
	case m.PolicyDocument.IsUnknown() && !state.PolicyDocument.IsNull():
		return vpcep.UpdatePolicyRequest{PolicyDocument: vpcep.AllowAllDocument}, true
	case m.PolicyStatement.raw() != nil && !m.PolicyStatement.Equal(state.PolicyStatement):
		return vpcep.UpdatePolicyRequest{PolicyStatement: m.PolicyStatement.raw()}, true
	case m.PolicyDocument.raw() != nil && !m.PolicyDocument.Equal(state.PolicyDocument):
		return vpcep.UpdatePolicyRequest{PolicyDocument: m.PolicyDocument.raw()}, true
	}
	return body, false
}

// fill takes over what the API says. The model is a plan, a state, or the nearly empty state of an import.
// Before an endpoint is accepted the API does not know its address, and says false for enable_dns whatever
// was asked for (contract/vpcep.md 2.2): what was planned stays.
func (m *endpointModel) fill(region string, e *vpcep.Endpoint, tags framework.TagPolicy) {
	importing := m.CreatedAt.IsNull()
	m.ID = framework.KeptID(m.ID, e.ID)
	m.Region = types.StringValue(region)
	m.ServiceID = framework.KeptID(m.ServiceID, e.ServiceID)
	m.VpcID = framework.KeptID(m.VpcID, e.VpcID)
	m.SubnetID = framework.KeptID(m.SubnetID, e.SubnetID)
	m.IPAddress = framework.Kept(m.IPAddress, e.IP)
	m.IPVersion = framework.Kept(m.IPVersion, e.IPVersion)
	m.IPv6Address = framework.Kept(m.IPv6Address, e.IPv6Address)
	m.EnableDNS = dns(m.EnableDNS, e)
	m.DNSNames = framework.KeptList(m.DNSNames, e.DNSNames)
	m.EnableWhitelist = framework.KeptBool(m.EnableWhitelist, e.EnableWhitelist)
	m.Whitelist = keptSpelling(m.Whitelist, e.Whitelist, networkOf)
	m.RouteTableIDs = routeTables(m.RouteTableIDs, e)
	m.PolicyStatement = keptPolicy(m.PolicyStatement, e.PolicyStatement)
	m.PolicyDocument = keptPolicy(m.PolicyDocument, e.PolicyDocument)
	m.Description = description(m.Description, e.Description)
	if e.Tags != nil || importing || m.TagsAll.IsUnknown() {
		m.Tags, m.TagsAll = tags.Read(vpcep.TagMap(e.Tags), m.Tags, m.TagsAll, importing)
	}
	if m.WaitFor.IsNull() {
		m.WaitFor = types.StringValue(waitForCreated)
	}
	m.Status = types.StringValue(e.Status)
	m.ServiceName = types.StringValue(e.ServiceName)
	m.ServiceType = framework.Kept(m.ServiceType, e.ServiceType)
	m.MarkerID = types.Int64Value(e.MarkerID)
	m.EnableStatus = framework.Kept(m.EnableStatus, e.EnableStatus)
	m.ActiveStatus = framework.KeptList(m.ActiveStatus, e.ActiveStatus)
	m.ProjectID = types.StringValue(e.ProjectID)
	m.CreatedAt = types.StringValue(e.CreatedAt)
	m.UpdatedAt = types.StringValue(e.UpdatedAt)
}

// description is never changed by a reply that leaves it out, and null where none ever showed it: another description
// means another endpoint.
func description(prior types.String, read *string) types.String {
	switch {
	case read != nil:
		return types.StringValue(*read)
	case prior.IsUnknown():
		return types.StringNull()
	}
	return prior
}

func dns(prior types.Bool, e *vpcep.Endpoint) types.Bool {
	told := e.EnableDNS != nil && (e.Status == vpcep.EndpointAccepted || *e.EnableDNS)
	switch {
	case !told && !prior.IsNull() && !prior.IsUnknown():
		return prior
	case e.EnableDNS == nil && e.ServiceType != vpcep.Gateway && e.Status == vpcep.EndpointAccepted:
		return types.BoolNull()
	}
	return types.BoolValue(e.EnableDNS != nil && *e.EnableDNS)
}

// routeTables are null for interface endpoints, which have none, although the API may show an empty list.
func routeTables(prior types.Set, e *vpcep.Endpoint) types.Set {
	if e.ServiceType != vpcep.Gateway && len(e.RouteTables) == 0 {
		return framework.KeptSet(prior, nil)
	}
	return keptSpelling(prior, e.RouteTables, strings.ToLower)
}

// volatile are the attributes an update may change beside those of the configuration: some always, some
// because they arrive when the endpoint is accepted, which may happen during the update.
func (m endpointModel) volatile(state endpointModel) map[string]attr.Value {
	unknown := map[string]attr.Value{
		"status":        types.StringUnknown(),
		"updated_at":    types.StringUnknown(),
		"service_name":  types.StringUnknown(),
		"enable_status": types.StringUnknown(),
		"active_status": types.ListUnknown(types.StringType),
	}
	if state.Status.ValueString() == vpcep.EndpointAccepted {
		return unknown
	}
	for name, value := range map[string]types.String{"ip_address": m.IPAddress, "ip_version": m.IPVersion, "ipv6_address": m.IPv6Address} {
		if value.IsNull() {
			unknown[name] = types.StringUnknown()
		}
	}
	if m.DNSNames.IsNull() {
		unknown["dns_names"] = types.ListUnknown(types.StringType)
	}
	return unknown
}

// checkServiceType refuses arguments that do not fit the type of the service. It costs no request for a
// service this run has read or created, and one for others; where the cloud does not tell, the creation will.
func (m endpointModel) checkServiceType(ctx context.Context, api *vpcep.Client) diag.Diagnostics {
	var diags diag.Diagnostics
	if m.ServiceID.IsUnknown() {
		return diags
	}
	serviceType, err := api.ServiceType(ctx, m.ServiceID.ValueString())
	if err != nil {
		tflog.Debug(ctx, "The type of the service could not be read", map[string]any{"service_id": m.ServiceID.ValueString(), "error": err.Error()})
		return diags
	}
	return m.fits(serviceType)
}

// fits refuses arguments that an endpoint of a service of this type does not have.
func (m endpointModel) fits(serviceType string) diag.Diagnostics {
	var diags diag.Diagnostics
	if serviceType == "" {
		return diags // the cloud does not tell
	}
	refused := map[string]attr.Value{"route_table_ids": m.RouteTableIDs, "policy_statement": m.PolicyStatement}
	if serviceType == vpcep.Gateway {
		refused = map[string]attr.Value{
			"subnet_id": m.SubnetID, "ip_address": m.IPAddress, "ip_version": m.IPVersion, "ipv6_address": m.IPv6Address,
			"enable_whitelist": m.EnableWhitelist, "whitelist": m.Whitelist, "policy_document": m.PolicyDocument,
		}
		if m.EnableDNS.ValueBool() {
			refused["enable_dns"] = m.EnableDNS
		}
	} else if m.SubnetID.IsNull() {
		diags.AddAttributeError(path.Root("subnet_id"), "An endpoint of an interface service needs a subnet",
			"The service "+m.ServiceID.ValueString()+" is an interface service; give the network id of a subnet in the VPC as `subnet_id`.")
	}
	for name, value := range refused {
		if !value.IsNull() && !value.IsUnknown() {
			diags.AddAttributeError(path.Root(name), "Argument does not fit the type of the service",
				"The service "+m.ServiceID.ValueString()+" is of the type "+serviceType+"; an endpoint of such a service takes no `"+name+"`.")
		}
	}
	return diags
}

// checkWhitelist warns about a whitelist of a configuration that has no effect. enabled is what `enable_whitelist` is going
// to be: an endpoint that exists keeps it where the configuration is silent, a new one starts with false.
func (m endpointModel) checkWhitelist(enabled types.Bool) diag.Diagnostics {
	var diags diag.Diagnostics
	if len(m.Whitelist.Elements()) > 0 && !enabled.IsUnknown() && !enabled.ValueBool() {
		diags.AddAttributeWarning(path.Root("whitelist"), "The whitelist has no effect", "Every address may use the endpoint while `enable_whitelist` is not `true`.")
	}
	return diags
}

func endpointFailure(summary string, m endpointModel, err error) diag.Diagnostic {
	return advice.Failure(summary, m.object(), err)
}
