package vpcep

import (
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/vpcep"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

// MoveState takes over the endpoints of the peers.
func (r *endpointResource) MoveState(context.Context) []resource.StateMover {
	return []resource.StateMover{
		framework.MoveFrom(peerEndpoint.moved, "huaweicloud_vpcep_endpoint", "flexibleengine_vpcep_endpoint", "sbercloud_vpcep_endpoint"),
		framework.MoveFrom(telekomEndpoint.moved, "opentelekomcloud_vpcep_endpoint_v1"),
	}
}

// peerEndpoint is the state of an endpoint of the provider huaweicloud and those made from it. What only newer versions
// hold is missing in the state of an older one.
type peerEndpoint struct {
	ID              string                 `json:"id"`
	Region          *string                `json:"region"`
	ServiceID       *string                `json:"service_id"`
	VpcID           *string                `json:"vpc_id"`
	NetworkID       string                 `json:"network_id"`
	EnableDNS       *bool                  `json:"enable_dns"`
	IPAddress       string                 `json:"ip_address"`
	IPVersion       string                 `json:"ip_version"`
	IPv6Address     string                 `json:"ipv6_address"`
	Description     *string                `json:"description"`
	RouteTables     []string               `json:"routetables"`
	EnableWhitelist *bool                  `json:"enable_whitelist"`
	Whitelist       []string               `json:"whitelist"`
	PolicyStatement string                 `json:"policy_statement"`
	PolicyDocument  string                 `json:"policy_document"`
	Status          *string                `json:"status"`
	ServiceName     *string                `json:"service_name"`
	ServiceType     *string                `json:"service_type"`
	PacketID        *int64                 `json:"packet_id"`
	Timeouts        framework.PeerTimeouts `json:"timeouts"`
}

func (e peerEndpoint) moved() (framework.Moved, error) {
	m := movedEndpoint(e.Timeouts)
	m.ID, m.Region = framework.OrNull(e.ID), types.StringPointerValue(e.Region)
	m.ServiceID, m.VpcID, m.SubnetID = types.StringPointerValue(e.ServiceID), types.StringPointerValue(e.VpcID), framework.OrNull(e.NetworkID)
	m.IPAddress, m.IPVersion, m.IPv6Address = framework.OrNull(e.IPAddress), framework.OrNull(e.IPVersion), framework.OrNull(e.IPv6Address)
	m.Description = types.StringPointerValue(e.Description)
	m.Status, m.ServiceName, m.ServiceType = types.StringPointerValue(e.Status), types.StringPointerValue(e.ServiceName), types.StringPointerValue(e.ServiceType)
	m.MarkerID = types.Int64PointerValue(e.PacketID)
	m.PolicyStatement = keptPolicy(m.PolicyStatement, json.RawMessage(e.PolicyStatement))
	m.PolicyDocument = keptPolicy(m.PolicyDocument, json.RawMessage(e.PolicyDocument))
	m.fillByType(e.EnableDNS, e.EnableWhitelist, e.Whitelist, e.RouteTables)
	return m.moved()
}

// telekomEndpoint is the state of an endpoint of the provider opentelekomcloud, which holds no region. Its service_name is
// not the full one.
type telekomEndpoint struct {
	ID              string                 `json:"id"`
	ServiceID       *string                `json:"service_id"`
	VpcID           *string                `json:"vpc_id"`
	SubnetID        string                 `json:"subnet_id"`
	PortIP          string                 `json:"port_ip"`
	EnableDNS       *bool                  `json:"enable_dns"`
	RouteTables     []string               `json:"route_tables"`
	EnableWhitelist *bool                  `json:"enable_whitelist"`
	Whitelist       []string               `json:"whitelist"`
	ServiceType     *string                `json:"service_type"`
	MarkerID        *int64                 `json:"marker_id"`
	ProjectID       *string                `json:"project_id"`
	Timeouts        framework.PeerTimeouts `json:"timeouts"`
}

func (e telekomEndpoint) moved() (framework.Moved, error) {
	m := movedEndpoint(e.Timeouts)
	m.ID = framework.OrNull(e.ID)
	m.ServiceID, m.VpcID, m.SubnetID = types.StringPointerValue(e.ServiceID), types.StringPointerValue(e.VpcID), framework.OrNull(e.SubnetID)
	m.IPAddress, m.ServiceType = framework.OrNull(e.PortIP), types.StringPointerValue(e.ServiceType)
	m.MarkerID, m.ProjectID = types.Int64PointerValue(e.MarkerID), types.StringPointerValue(e.ProjectID)
	m.fillByType(e.EnableDNS, e.EnableWhitelist, e.Whitelist, e.RouteTables)
	return m.moved()
}

// fillByType takes over what only one type of endpoint has: the peers store false and empty lists for the other, too.
func (m *endpointModel) fillByType(dns, enableWhitelist *bool, whitelist, routeTables []string) {
	if m.ServiceType.ValueString() == vpcep.Gateway {
		if len(routeTables) > 0 {
			m.RouteTableIDs = framework.KeptSet(m.RouteTableIDs, routeTables)
		}
		return
	}
	m.EnableDNS = types.BoolPointerValue(dns)
	m.EnableWhitelist = types.BoolPointerValue(enableWhitelist)
	m.Whitelist = framework.KeptSet(m.Whitelist, whitelist)
}

// movedEndpoint is a model in which everything is null or has its default. That created_at is null makes the first read
// take over what there is, tags included.
func movedEndpoint(timeouts framework.PeerTimeouts) endpointModel {
	return endpointModel{
		Whitelist:       types.SetNull(types.StringType),
		RouteTableIDs:   types.SetNull(types.StringType),
		PolicyStatement: policyValue{types.StringNull()},
		PolicyDocument:  policyValue{types.StringNull()},
		Tags:            types.MapNull(types.StringType),
		TagsAll:         types.MapNull(types.StringType),
		DNSNames:        types.ListNull(types.StringType),
		ActiveStatus:    types.ListNull(types.StringType),
		WaitFor:         types.StringValue(waitForCreated),
		Timeouts:        timeouts.Value(),
	}
}

func (m endpointModel) moved() (framework.Moved, error) {
	if m.ID.IsNull() {
		return framework.Moved{}, framework.ErrMovedWithoutID
	}
	moved := framework.Moved{Model: m}
	if !m.Region.IsNull() {
		moved.Identity = m.identity()
	}
	return moved, nil
}
