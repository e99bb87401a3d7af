package emulator

import "strings"

// endpointView is the Endpoint object of contract/vpcep.md 1.0, in the given column. A field that does not apply to
// the type of the endpoint, or not yet to its status (2.2), is absent.
func (c *call) endpointView(ep *endpoint, v view) object {
	fields := object{
		"id": ep.id, "service_type": ep.serviceType, "status": ep.status, "active_status": []string{"active"},
		"endpoint_service_name": ep.serviceName, "endpoint_service_id": ep.serviceID, "marker_id": ep.marker,
		"vpc_id": ep.vpcID, "created_at": ep.created.Format(serviceTime), "updated_at": ep.updated.Format(serviceTime),
		"project_id": ep.project.id, "tags": tagsView(ep.tags),
	}
	if v != viewWhitelist {
		fields["description"] = ep.description
		fields["endpoint_pool_id"] = namedUUID("endpoint-pool:" + ep.project.region)
	}
	if v == viewWrite || v == viewGet || v == viewList {
		fields["enable_status"] = "enable"
		fields["specification_name"] = ep.spec
	}
	if ep.failure != nil && v != viewWrite {
		fields["error"] = ep.failure.view()
	}
	if ep.isGateway() {
		ep.addGatewayFields(fields, v)
	} else {
		c.addInterfaceFields(ep, fields, v)
	}
	return fields
}

func (ep *endpoint) addGatewayFields(fields object, v view) {
	if v != viewWhitelist {
		fields["routetables"] = ep.routeTables
	}
	fields["policy_statement"] = ep.policy
}

func (c *call) shownWhitelist(ep *endpoint) []string {
	shown := append([]string{}, ep.whitelist...)
	for i, entry := range shown {
		if c.choices.WhitelistMasks && !strings.Contains(entry, "/") {
			shown[i] = entry + "/32"
		}
	}
	return shown
}

func (c *call) addInterfaceFields(ep *endpoint, fields object, v view) {
	fields["whitelist"] = c.shownWhitelist(ep)
	fields["enable_whitelist"] = ep.whitelisted
	if ep.hasPolicy {
		fields["policy_document"] = ep.policy
	}
	if ep.connected {
		fields["ip"] = ep.ip
	}
	if v == viewPolicy {
		return
	}
	fields["subnet_id"] = ep.subnetID
	named := ep.connected && (ep.status != statusRejected || !c.choices.RejectionDropsDNS)
	fields["enable_dns"] = ep.dns && (named || v == viewWrite && ep.status != statusPending || c.choices.PendingShowsDNS)
	if ep.dns && named && v != viewWrite {
		fields["dns_names"] = []string{c.dnsName(ep)}
	}
	if v == viewGet {
		fields["routetables"] = []string{}
		if version := ep.shownIPVersion(); version != "" {
			fields["ip_version"] = version
		}
		if ep.ipv6 != "" {
			fields["ipv6_address"] = ep.ipv6
		}
	}
}

// dnsName is the private name of the endpoint; the real pattern is not known (contract/vpcep.md 2.7).
func (c *call) dnsName(ep *endpoint) string {
	return "vpcep-" + ep.id + "." + ep.project.region + "." + c.operator.dnsDomain
}

// shownIPVersion: only professional endpoints have one (contract/vpcep.md 2.8).
func (ep *endpoint) shownIPVersion() string {
	if ep.ipVersion == "" && ep.professional {
		return "ipv4"
	}
	return ep.ipVersion
}
