package vpcep

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/vpcep"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

// MoveState takes over the services of the peers. Their `permissions` and `whitelist` are a resource of its own here, so
// that a warning says how to take them over.
func (r *serviceResource) MoveState(context.Context) []resource.StateMover {
	return []resource.StateMover{
		framework.MoveFrom(peerService.moved, "huaweicloud_vpcep_service", "flexibleengine_vpcep_service", "sbercloud_vpcep_service"),
		framework.MoveFrom(telekomService.moved, "opentelekomcloud_vpcep_service_v1"),
	}
}

// peerService is the state of a service of the provider huaweicloud and those made from it. What only newer versions hold
// is missing in the state of an older one.
type peerService struct {
	ID            string  `json:"id"`
	Region        *string `json:"region"`
	Name          string  `json:"name"`
	Description   string  `json:"description"`
	VpcID         *string `json:"vpc_id"`
	PortID        *string `json:"port_id"`
	ServerType    *string `json:"server_type"`
	ServiceType   string  `json:"service_type"`
	Approval      *bool   `json:"approval"`
	TCPProxy      string  `json:"tcp_proxy"`
	IPAddress     string  `json:"ip_address"`
	IPVersion     string  `json:"ip_version"`
	SnatNetworkID string  `json:"snat_network_id"`
	PoolID        string  `json:"pool_id"`
	EnablePolicy  *bool   `json:"enable_policy"`
	PortMapping   []struct {
		Protocol     string `json:"protocol"`
		ServicePort  int64  `json:"service_port"`
		TerminalPort int64  `json:"terminal_port"`
	} `json:"port_mapping"`
	Permissions             []string               `json:"permissions"`
	OrganizationPermissions []string               `json:"organization_permissions"`
	ServiceName             *string                `json:"service_name"`
	Status                  *string                `json:"status"`
	Timeouts                framework.PeerTimeouts `json:"timeouts"`
}

func (s peerService) moved() (framework.Moved, error) {
	m := movedService(s.Timeouts)
	m.ID, m.Region = framework.OrNull(s.ID), types.StringPointerValue(s.Region)
	m.Name, m.Description = framework.OrNull(s.Name), framework.OrNull(s.Description)
	m.VpcID, m.PortID, m.ServerType = types.StringPointerValue(s.VpcID), types.StringPointerValue(s.PortID), types.StringPointerValue(s.ServerType)
	m.ServiceType = types.StringValue(cmp.Or(s.ServiceType, vpcep.Interface))
	m.ApprovalEnabled = types.BoolPointerValue(s.Approval)
	m.TCPProxy = framework.OrNull(s.TCPProxy)
	m.IPAddress, m.IPVersion = framework.OrNull(s.IPAddress), framework.OrNull(s.IPVersion)
	m.SnatNetworkID, m.PoolID = framework.OrNull(s.SnatNetworkID), framework.OrNull(s.PoolID)
	m.EnablePolicy = types.BoolPointerValue(s.EnablePolicy)
	var ports []vpcep.PortMapping
	for _, p := range s.PortMapping {
		ports = append(ports, vpcep.PortMapping{ClientPort: p.TerminalPort, ServerPort: p.ServicePort, Protocol: p.Protocol})
	}
	m.Ports = portSet(m.Ports, ports)
	m.ServiceName, m.Status = types.StringPointerValue(s.ServiceName), types.StringPointerValue(s.Status)
	return m.moved(append(s.Permissions, s.OrganizationPermissions...))
}

// telekomService is the state of a service of the provider opentelekomcloud, which holds no region.
type telekomService struct {
	ID              string                 `json:"id"`
	Name            string                 `json:"name"`
	VpcID           *string                `json:"vpc_id"`
	PortID          *string                `json:"port_id"`
	PoolID          string                 `json:"pool_id"`
	ServerType      string                 `json:"server_type"` // in any case
	ServiceType     string                 `json:"service_type"`
	ApprovalEnabled *bool                  `json:"approval_enabled"`
	TCPProxy        string                 `json:"tcp_proxy"`
	Port            []vpcep.PortMapping    `json:"port"`
	Whitelist       []string               `json:"whitelist"` // ids of accounts
	Timeouts        framework.PeerTimeouts `json:"timeouts"`
}

func (s telekomService) moved() (framework.Moved, error) {
	m := movedService(s.Timeouts)
	m.ID, m.Name = framework.OrNull(s.ID), framework.OrNull(s.Name)
	m.VpcID, m.PortID = types.StringPointerValue(s.VpcID), types.StringPointerValue(s.PortID)
	m.PoolID = framework.OrNull(s.PoolID)
	m.ServerType = framework.OrNull(strings.ToUpper(s.ServerType))
	m.ServiceType = types.StringValue(cmp.Or(strings.ToLower(s.ServiceType), vpcep.Interface))
	m.ApprovalEnabled = types.BoolPointerValue(s.ApprovalEnabled)
	m.TCPProxy = framework.OrNull(strings.ToLower(s.TCPProxy))
	m.Ports = portSet(m.Ports, s.Port)
	var permissions []string
	for _, domain := range s.Whitelist {
		permissions = append(permissions, "iam:domain::"+domain)
	}
	return m.moved(permissions)
}

// movedService is a model in which everything is null or has its default. That created_at is null makes the first read
// take over what there is, tags included.
func movedService(timeouts framework.PeerTimeouts) serviceModel {
	return serviceModel{
		Ports:             types.SetNull(portType),
		Tags:              types.MapNull(types.StringType),
		TagsAll:           types.MapNull(types.StringType),
		SupportedEditions: types.ListNull(types.StringType),
		ForceDestroy:      types.BoolValue(false),
		Timeouts:          timeouts.Value(),
	}
}

func (m serviceModel) moved(permissions []string) (framework.Moved, error) {
	if m.ID.IsNull() {
		return framework.Moved{}, framework.ErrMovedWithoutID
	}
	moved := framework.Moved{Model: m}
	if !m.Region.IsNull() {
		moved.Identity = m.identity()
	}
	if len(permissions) > 0 {
		moved.Warnings.Append(permissionsWarning(m, permissions))
	}
	return moved, nil
}

// permissionsWarning says how to go on managing who may connect.
func permissionsWarning(m serviceModel, permissions []string) diag.Diagnostic {
	id, records := m.ID.ValueString(), ""
	if !m.Region.IsNull() {
		id = m.Region.ValueString() + "/" + id
	}
	for i, permission := range permissions {
		if i == namedPermissions {
			records += fmt.Sprintf("    # and %d more, which `terraform plan -generate-config-out=FILE` writes\n", len(permissions)-i)
			break
		}
		records += fmt.Sprintf("    { permission = %q },\n", permission)
	}
	return diag.NewWarningDiagnostic("The whitelist of the VPC endpoint service is a resource of its own", fmt.Sprintf(
		"%s is moved, and its whitelist stays in the cloud as it is. To go on managing it, add this in place of `permissions` (or `whitelist`):\n\n"+
			"import {\n  to = hwc_vpcep_service_whitelist.NAME\n  id = %q\n}\n\nresource \"hwc_vpcep_service_whitelist\" \"NAME\" {\n  service_id = %q\n  records = [\n%s  ]\n}",
		m.object(), id, m.ID.ValueString(), records))
}

// namedPermissions is how many permissions a message names.
const namedPermissions = 20
