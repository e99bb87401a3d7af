package vpcep

import (
	"cmp"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/vpcep"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

type serviceModel struct {
	ID                types.String   `tfsdk:"id"`
	Region            types.String   `tfsdk:"region"`
	Name              types.String   `tfsdk:"name"`
	Description       types.String   `tfsdk:"description"`
	VpcID             types.String   `tfsdk:"vpc_id"`
	PortID            types.String   `tfsdk:"port_id"`
	ServerType        types.String   `tfsdk:"server_type"`
	ServiceType       types.String   `tfsdk:"service_type"`
	ApprovalEnabled   types.Bool     `tfsdk:"approval_enabled"`
	Ports             types.Set      `tfsdk:"ports"`
	TCPProxy          types.String   `tfsdk:"tcp_proxy"`
	IPAddress         types.String   `tfsdk:"ip_address"`
	IPVersion         types.String   `tfsdk:"ip_version"`
	SnatNetworkID     types.String   `tfsdk:"snat_network_id"`
	PoolID            types.String   `tfsdk:"pool_id"`
	EnablePolicy      types.Bool     `tfsdk:"enable_policy"`
	Tags              types.Map      `tfsdk:"tags"`
	TagsAll           types.Map      `tfsdk:"tags_all"`
	ForceDestroy      types.Bool     `tfsdk:"force_destroy"`
	ServiceName       types.String   `tfsdk:"service_name"`
	Status            types.String   `tfsdk:"status"`
	ProjectID         types.String   `tfsdk:"project_id"`
	CreatedAt         types.String   `tfsdk:"created_at"`
	UpdatedAt         types.String   `tfsdk:"updated_at"`
	SupportedEditions types.List     `tfsdk:"supported_editions"`
	Timeouts          timeouts.Value `tfsdk:"timeouts"`
}

type portModel struct {
	ClientPort types.Int64  `tfsdk:"client_port"`
	ServerPort types.Int64  `tfsdk:"server_port"`
	Protocol   types.String `tfsdk:"protocol"`
}

var portType = types.ObjectType{AttrTypes: map[string]attr.Type{
	"client_port": types.Int64Type,
	"server_port": types.Int64Type,
	"protocol":    types.StringType,
}}

func (m serviceModel) identity() framework.Identity {
	return framework.Identity{Region: m.Region, ID: m.ID}
}

// object names the service in messages.
func (m serviceModel) object() string {
	return framework.ObjectName("VPC endpoint service", m.Name, m.ID, m.Region)
}

// pending reports whether waiting for the service makes sense: a plan then goes on with it.
func (m serviceModel) pending() bool { return m.Status.ValueString() == vpcep.ServiceCreating }

// lost reports a service that no call brings back: its creation failed, or an interrupted destruction goes on.
func (m serviceModel) lost() bool {
	status := m.Status.ValueString()
	return status == vpcep.ServiceFailed || status == vpcep.ServiceDeleting
}

// volatile are the attributes an update may change beside those of the configuration.
func (m serviceModel) volatile(state serviceModel) map[string]attr.Value {
	unknown := map[string]attr.Value{"status": types.StringUnknown(), "updated_at": types.StringUnknown()}
	if m.Name.IsUnknown() || m.Name.ValueString() != state.Name.ValueString() {
		unknown["service_name"] = types.StringUnknown()
	}
	return unknown
}

func (m serviceModel) createRequest() vpcep.CreateServiceRequest {
	return vpcep.CreateServiceRequest{
		PortID:          m.PortID.ValueString(),
		VpcID:           m.VpcID.ValueString(),
		ServerType:      m.ServerType.ValueString(),
		Ports:           mappings(m.Ports),
		ServiceName:     m.Name.ValueString(),
		ApprovalEnabled: m.ApprovalEnabled.ValueBoolPointer(),
		ServiceType:     m.ServiceType.ValueString(),
		IP:              m.IPAddress.ValueString(),
		TCPProxy:        m.TCPProxy.ValueString(),
		Tags:            vpcep.Tags(framework.Tags(m.TagsAll)),
		Description:     m.Description.ValueString(),
		IPVersion:       m.IPVersion.ValueString(),
		SnatNetworkID:   m.SnatNetworkID.ValueString(),
		EnablePolicy:    framework.KnownBool(m.EnablePolicy),
		PoolID:          m.PoolID.ValueString(),
	}
}

// updateRequests are the changes that lead from the state to the model, none when nothing differs. The API
// does not take port_id and ip in one call (contract/vpcep.md 1.6), and has another call that takes the name away.
func (m serviceModel) updateRequests(state serviceModel) []vpcep.UpdateServiceRequest {
	body, needed := m.updateRequest(state)
	switch {
	case !needed:
		return nil
	case body.PortID != nil && body.IP != nil:
		first := body
		first.IP = nil
		return []vpcep.UpdateServiceRequest{first, {IP: body.IP}}
	}
	return []vpcep.UpdateServiceRequest{body}
}

func (m serviceModel) updateRequest(state serviceModel) (body vpcep.UpdateServiceRequest, needed bool) {
	if !m.ApprovalEnabled.Equal(state.ApprovalEnabled) {
		body.ApprovalEnabled, needed = m.ApprovalEnabled.ValueBoolPointer(), true
	}
	if name := m.Name.ValueString(); name != "" && name != state.Name.ValueString() {
		body.ServiceName, needed = &name, true
	}
	if !m.Ports.Equal(state.Ports) {
		body.Ports, needed = mappings(m.Ports), true
	}
	if !m.PortID.Equal(state.PortID) {
		body.PortID, needed = m.PortID.ValueStringPointer(), true
	}
	if !m.TCPProxy.Equal(state.TCPProxy) {
		body.TCPProxy, needed = m.TCPProxy.ValueStringPointer(), true
	}
	if description := m.Description.ValueString(); description != state.Description.ValueString() {
		body.Description, needed = &description, true
	}
	if !m.IPAddress.IsUnknown() && !m.IPAddress.Equal(state.IPAddress) {
		body.IP, needed = m.IPAddress.ValueStringPointer(), true
	}
	return body, needed
}

// took makes the model hold what a change set that was carried out, as far as a read keeps a null there.
func (m *serviceModel) took(body vpcep.UpdateServiceRequest, plan serviceModel) {
	if body.ServiceName != nil {
		m.Name = plan.Name
	}
	if body.Description != nil {
		m.Description = plan.Description
	}
}

// mappings are the port mappings of a set, none while it is not known. The schema fixes the types.
func mappings(set types.Set) []vpcep.PortMapping {
	list := make([]vpcep.PortMapping, 0, len(set.Elements()))
	for _, element := range set.Elements() {
		mapping, ok := element.(types.Object)
		if !ok {
			continue
		}
		clientPort, _ := mapping.Attributes()["client_port"].(types.Int64)
		serverPort, _ := mapping.Attributes()["server_port"].(types.Int64)
		protocol, _ := mapping.Attributes()["protocol"].(types.String)
		list = append(list, vpcep.PortMapping{
			ClientPort: clientPort.ValueInt64(), ServerPort: serverPort.ValueInt64(), Protocol: protocol.ValueString(),
		})
	}
	return list
}

// fill takes over what the API says. The model is a plan, a state, or the nearly empty state of an import.
func (m *serviceModel) fill(region string, s *vpcep.Service, tags framework.TagPolicy) {
	importing := m.CreatedAt.IsNull()
	m.ID = framework.KeptID(m.ID, s.ID)
	m.Region = types.StringValue(region)
	m.Name = framework.KeepNull(m.Name, new(s.Name()), importing)
	m.Description = framework.KeepNull(m.Description, s.Description, importing)
	m.VpcID = framework.KeptID(m.VpcID, s.VpcID)
	m.PortID = framework.KeptID(m.PortID, s.PortID)
	m.ServerType = framework.Kept(m.ServerType, s.ServerType)
	m.ServiceType = framework.Kept(m.ServiceType, s.ServiceType)
	m.ApprovalEnabled = framework.KeptBool(m.ApprovalEnabled, s.ApprovalEnabled)
	m.Ports = portSet(m.Ports, s.Ports)
	m.TCPProxy = framework.Kept(m.TCPProxy, s.TCPProxy)
	m.IPAddress = framework.Kept(m.IPAddress, s.IP)
	m.IPVersion = framework.Kept(m.IPVersion, s.IPVersion)
	m.SnatNetworkID = framework.Kept(m.SnatNetworkID, s.SnatNetworkID)
	m.PoolID = framework.Kept(m.PoolID, s.PoolID)
	m.EnablePolicy = framework.KeptBool(m.EnablePolicy, s.EnablePolicy)
	if s.Tags != nil || importing || m.TagsAll.IsUnknown() {
		m.Tags, m.TagsAll = tags.Read(vpcep.TagMap(s.Tags), m.Tags, m.TagsAll, importing)
	}
	m.ForceDestroy = types.BoolValue(m.ForceDestroy.ValueBool())
	m.ServiceName = types.StringValue(s.ServiceName)
	m.Status = types.StringValue(s.Status)
	m.ProjectID = types.StringValue(s.ProjectID)
	m.CreatedAt = types.StringValue(s.CreatedAt)
	m.UpdatedAt = types.StringValue(s.UpdatedAt)
	m.SupportedEditions = framework.KeptList(m.SupportedEditions, s.SupportedEditions)
}

// portSet takes what a reply leaves out from the mappings as they were; TCP is the API's default.
func portSet(prior types.Set, ports []vpcep.PortMapping) types.Set {
	if len(ports) == 0 && len(prior.Elements()) > 0 {
		return prior // no service is without ports
	}
	protocols := map[[2]int64]string{}
	for _, p := range mappings(prior) {
		protocols[[2]int64{p.ClientPort, p.ServerPort}] = p.Protocol
	}
	elements := make([]attr.Value, len(ports))
	for i, p := range ports {
		protocol := cmp.Or(strings.ToUpper(p.Protocol), protocols[[2]int64{p.ClientPort, p.ServerPort}], "TCP")
		elements[i] = types.ObjectValueMust(portType.AttrTypes, map[string]attr.Value{
			"client_port": types.Int64Value(p.ClientPort),
			"server_port": types.Int64Value(p.ServerPort),
			"protocol":    types.StringValue(protocol),
		})
	}
	return types.SetValueMust(portType, elements)
}

func serviceFailure(summary string, m serviceModel, err error) diag.Diagnostic {
	return advice.Failure(summary, m.object(), err)
}
