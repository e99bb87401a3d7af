package emulator

// view names the response a body belongs to: the columns of the tables in contract/vpcep.md 1.0.
type view int

const (
	viewWrite     view = iota // reply of POST; of a service also of PUT
	viewGet                   // one object
	viewList                  // item of a list
	viewWhitelist             // reply of PUT endpoint
	viewPolicy                // reply of PUT and DELETE policy
)

// view is the EndpointService object of contract/vpcep.md 1.0, in the given column.
func (s *service) view(v view) object {
	fields := object{
		"id": s.id, "port_id": s.portID, "service_name": s.fullName(), "server_type": s.serverType, "vpc_id": s.vpcID,
		"pool_id": s.poolID, "approval_enabled": s.approval, "status": s.status, "service_type": s.serviceType,
		"created_at": s.created.Format(serviceTime), "updated_at": s.updated.Format(serviceTime),
		"project_id": s.project.id, "ports": portsView(s.ports), "tcp_proxy": s.tcpProxy, "tags": tagsView(s.tags),
		"description": s.description, "enable_policy": s.policy,
	}
	if s.vipPortID != "" {
		fields["vip_port_id"] = s.vipPortID
	}
	if s.ipVersion != "" && v != viewList {
		fields["ip_version"] = s.ipVersion
	}
	if v == viewWrite {
		return fields
	}
	fields["supported_editions"] = s.editions()
	if s.failure != nil {
		fields["error"] = s.failure.view()
	}
	if v == viewGet && s.snatNetwork != "" {
		fields["snat_network_id"] = s.snatNetwork
	}
	if v == viewList {
		fields["domain_id"] = s.project.account.id
		fields["public_border_group"] = borderGroup
	}
	return fields
}

func (s *service) editions() []string {
	if s.professional {
		return []string{"basic", "profession"}
	}
	return []string{"basic"}
}

func portsView(ports []portMapping) []any {
	view := []any{}
	for _, p := range ports {
		view = append(view, object{"client_port": p.client, "server_port": p.server, "protocol": p.protocol})
	}
	return view
}

// view is the error array of a failed object: the second of the two documented shapes, which most clients read.
func (f *failure) view() []any {
	return []any{object{"error_code": f.code, "error_message": f.message}}
}
