package emulator

import (
	"encoding/json"
	"fmt"
	"net/netip"
	"slices"
)

// endpointRequest is the body of POST vpc-endpoints (contract/vpcep.md 1.21).
type endpointRequest struct {
	ServiceID       *string         `json:"endpoint_service_id"`
	VPCID           *string         `json:"vpc_id"`
	SubnetID        *string         `json:"subnet_id"`
	PortIP          *string         `json:"port_ip"`
	EnableDNS       *bool           `json:"enable_dns"`
	Whitelist       *[]string       `json:"whitelist"`
	EnableWhitelist *bool           `json:"enable_whitelist"`
	RouteTables     *[]string       `json:"routetables"`
	Tags            *[]tagRequest   `json:"tags"`
	Description     *string         `json:"description"`
	Statement       json.RawMessage `json:"policy_statement"`
	Document        json.RawMessage `json:"policy_document"`
	IPVersion       *string         `json:"ip_version"`
	IPv6Address     *string         `json:"ipv6_address"`
	Specification   *string         `json:"specification_name"`
}

const (
	dualStack    = "dualstack"
	maxWhitelist = 20
)

// checkNewEndpoint validates a creation and fills the endpoint from it. What does not apply to the type of the
// service is ignored, as the table of contract/vpcep.md 1.21 says.
func (c *call) checkNewEndpoint(ep *endpoint, r *endpointRequest) *reply {
	ep.vpcID = orEmpty(r.VPCID)
	if refused := checkVPC(r.VPCID); refused != nil {
		return refused
	}
	if refused := c.checkDescription(r.Description); refused != nil {
		return refused
	}
	set(&ep.description, r.Description)
	if spec := orEmpty(r.Specification); spec != "" {
		ep.spec = spec
	}
	var refused *reply
	if ep.tags, refused = c.readTags(r.Tags); refused != nil {
		return refused
	}
	if isEmptyList(r.Statement) {
		r.Statement = nil // no policy, whatever the kind of the endpoint: 0 to 10 statements are allowed (contract/vpcep.md 1.0)
	}
	if refused := ep.setPolicy(r.Statement, r.Document); refused != nil {
		return refused
	}
	if ep.isGateway() {
		return c.fillGateway(ep, r)
	}
	return c.fillInterface(ep, r)
}

func (c *call) fillGateway(ep *endpoint, r *endpointRequest) *reply {
	if r.RouteTables == nil || len(*r.RouteTables) == 0 {
		ep.routeTables = []string{namedUUID("default route table:" + ep.vpcID)}
		return nil
	}
	ep.routeTables = *r.RouteTables
	return c.checkRouteTables(ep, ep.routeTables)
}

func (c *call) fillInterface(ep *endpoint, r *endpointRequest) *reply {
	ep.subnetID = orEmpty(r.SubnetID)
	if refused := c.checkSubnet(ep); refused != nil {
		return refused
	}
	ep.portIP = orEmpty(r.PortIP)
	if refused := c.checkPortIP(ep); refused != nil {
		return refused
	}
	set(&ep.dns, r.EnableDNS)
	set(&ep.whitelisted, r.EnableWhitelist)
	if r.Whitelist != nil {
		ep.whitelist = *r.Whitelist
		if refused := checkWhitelist(ep.whitelist); refused != nil {
			return refused
		}
	}
	ep.ipVersion, ep.ipv6Asked = orEmpty(r.IPVersion), orEmpty(r.IPv6Address)
	if !slices.Contains([]string{"", "ipv4", dualStack}, ep.ipVersion) {
		return new(fail("EndPoint.0002", "ip_version must be ipv4 or dualstack."))
	}
	ep.professional = ep.ipVersion != ""
	if ep.ipv6Asked != "" {
		address, err := netip.ParseAddr(ep.ipv6Asked)
		if err != nil || !address.Is6() || ep.ipVersion != dualStack {
			return new(fail("EndPoint.2041", "ipv6_address must be an IPv6 address of a dualstack endpoint."))
		}
	}
	return nil
}

// checkSubnet: every well-formed id names a subnet, but for the all-zero one; it is in the VPC it is first used with.
func (c *call) checkSubnet(ep *endpoint) *reply {
	switch {
	case ep.subnetID == "":
		return new(fail("EndPoint.2010"))
	case !isUUID(ep.subnetID):
		return new(fail("EndPoint.0023"))
	case ep.subnetID == nowhere:
		return new(fail("EndPoint.4004"))
	}
	for _, other := range c.store.endpoints.all(false) {
		if other.subnetID == ep.subnetID && other.vpcID != ep.vpcID {
			return new(fail("EndPoint.2037"))
		}
	}
	return nil
}

// reservedNetwork may not be used by a VPC with endpoints (contract/vpcep.md 4).
var reservedNetwork = netip.MustParsePrefix("198.19.128.0/17")

// checkPortIP: the CIDR of a subnet is not known here, so only addresses that no subnet has are outside of it.
func (c *call) checkPortIP(ep *endpoint) *reply {
	if ep.portIP == "" {
		return nil
	}
	address, err := netip.ParseAddr(ep.portIP)
	if err != nil || !address.Is4() {
		return new(fail("EndPoint.2041"))
	}
	if address.IsUnspecified() || address.IsLoopback() || address.IsMulticast() || address.IsLinkLocalUnicast() ||
		address == netip.AddrFrom4([4]byte{255, 255, 255, 255}) || reservedNetwork.Contains(address) {
		return new(fail("EndPoint.2043"))
	}
	if c.usedIPs(ep.subnetID)[ep.portIP] {
		return new(fail("EndPoint.2042"))
	}
	return nil
}

// usedIPs are the addresses assigned in a subnet, or asked for by an endpoint that still waits.
func (e *Emulator) usedIPs(subnetID string) map[string]bool {
	used := map[string]bool{}
	for _, ep := range e.store.endpoints.all(false) {
		if ep.subnetID == subnetID {
			used[ep.portIP], used[ep.ip], used[ep.ipv6] = true, true, true
		}
	}
	return used
}

// freeIP assigns an address of the subnet: each subnet is given a /16 of 10.0.0.0/8 by its id.
func (e *Emulator) freeIP(subnetID string) string {
	used, network := e.usedIPs(subnetID), namedUUID(subnetID)
	var second byte
	_, _ = fmt.Sscanf(network[:2], "%02x", &second) // two hex digits of a UUID
	address := netip.AddrFrom4([4]byte{10, second, 0, 10})
	for used[address.String()] {
		address = address.Next()
	}
	return address.String()
}

// freeIPv6 assigns an address of the subnet's part of fd00::/8.
func (e *Emulator) freeIPv6(subnetID string) string {
	used, network := e.usedIPs(subnetID), namedUUID(subnetID)
	address := netip.MustParseAddr("fd00:" + network[:4] + ":" + network[4:8] + "::10")
	for used[address.String()] {
		address = address.Next()
	}
	return address.String()
}

// checkWhitelist validates the IP whitelist of an endpoint (contract/vpcep.md 3).
func checkWhitelist(entries []string) *reply {
	if len(entries) > maxWhitelist {
		return new(fail("EndPoint.2045"))
	}
	for _, entry := range entries {
		address, err := netip.ParseAddr(entry)
		if err != nil {
			prefix, prefixErr := netip.ParsePrefix(entry)
			address, err = prefix.Addr(), prefixErr
		}
		if err != nil || !address.Is4() {
			return new(fail("EndPoint.2044"))
		}
	}
	return nil
}

// checkRouteTables: every well-formed id names a route table, but for the all-zero one; it is in the VPC it is first
// used with, and serves one endpoint of a service. No table at all unbinds the endpoint, as far as anybody knows.
func (c *call) checkRouteTables(ep *endpoint, tables []string) *reply {
	if len(tables) == 0 && c.choices.RefuseNoRouteTables {
		return new(fail("EndPoint.1019"))
	}
	for i, id := range tables {
		switch {
		case !isUUID(id), slices.Contains(tables[:i], id):
			return new(fail("EndPoint.1019"))
		case id == nowhere:
			return new(fail("EndPoint.4030"))
		}
		for _, other := range c.store.endpoints.all(false) {
			if other.id != ep.id && other.vpcID != ep.vpcID && slices.Contains(other.routeTables, id) {
				return new(fail("EndPoint.1019"))
			}
		}
		if c.tableInUse(ep, id) {
			return new(fail("EndPoint.2039"))
		}
	}
	return nil
}
