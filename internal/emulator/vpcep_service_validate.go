package emulator

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// serviceRequest is the body of POST vpc-endpoint-services (contract/vpcep.md 1.3).
type serviceRequest struct {
	PortID      *string       `json:"port_id"`
	VPCID       *string       `json:"vpc_id"`
	ServerType  *string       `json:"server_type"`
	ServiceType *string       `json:"service_type"`
	IPVersion   *string       `json:"ip_version"`
	SNATNetwork *string       `json:"snat_network_id"`
	Policy      *bool         `json:"enable_policy"`
	PoolID      *string       `json:"pool_id"`
	Tags        *[]tagRequest `json:"tags"`

	Name            *string        `json:"service_name"`
	ApprovalEnabled *bool          `json:"approval_enabled"`
	Ports           *[]portRequest `json:"ports"`
	TCPProxy        *string        `json:"tcp_proxy"`
	Description     *string        `json:"description"`
	IP              *string        `json:"ip"`
	VIPPortID       *string        `json:"vip_port_id"`
}

// serviceUpdate is the body of PUT vpc-endpoint-services/{id} (contract/vpcep.md 1.6).
type serviceUpdate struct {
	Name            *string        `json:"service_name"`
	ApprovalEnabled *bool          `json:"approval_enabled"`
	Ports           *[]portRequest `json:"ports"`
	PortID          *string        `json:"port_id"`
	TCPProxy        *string        `json:"tcp_proxy"`
	Description     *string        `json:"description"`
	IP              *string        `json:"ip"`
	VIPPortID       *string        `json:"vip_port_id"`
}

type portRequest struct {
	Client   *int    `json:"client_port"`
	Server   *int    `json:"server_port"`
	Protocol *string `json:"protocol"`
}

const (
	maxPorts = 200
	maxPort  = 65535
)

var (
	serviceNamePattern = regexp.MustCompile(`^[A-Za-z0-9_-]{0,16}$`)
	tcpProxies         = []string{"close", "toa_open", "proxy_open", "open", "proxy_vni"}
)

func orEmpty(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// checkNewService validates a creation and fills the service from it.
func (c *call) checkNewService(s *service, r *serviceRequest) *reply {
	s.portID, s.vpcID = orEmpty(r.PortID), orEmpty(r.VPCID)
	switch {
	case s.portID == "" || !isUUID(s.portID):
		return new(fail("EndPoint.3003"))
	case s.portID == nowhere:
		return new(fail("EndPoint.3008"))
	}
	if refused := checkVPC(r.VPCID); refused != nil {
		return refused
	}
	switch {
	case r.ServerType == nil:
		return new(fail("EndPoint.0002", "server_type is required."))
	case !slices.Contains(c.operator.serverTypes, s.serverType):
		return new(fail("EndPoint.3021"))
	case r.IP != nil && *r.IP != "":
		return new(fail("EndPoint.3011"))
	case r.ServiceType != nil && *r.ServiceType == typeGateway:
		return new(fail("EndPoint.0004", "Only the operator can create gateway services."))
	case r.ServiceType != nil && *r.ServiceType != typeInterface && *r.ServiceType != "":
		return new(fail("EndPoint.0002", "service_type must be interface."))
	}
	update := r.update()
	if r.Ports == nil {
		return new(fail("EndPoint.0002", "ports is required."))
	}
	if refused := c.checkCommon(s, update); refused != nil {
		return refused
	}
	s.ports = update.mappings()
	set(&s.approval, r.ApprovalEnabled)
	set(&s.name, r.Name)
	set(&s.description, r.Description)
	set(&s.vipPortID, r.VIPPortID)
	set(&s.policy, r.Policy)
	if proxy := orEmpty(r.TCPProxy); proxy != "" {
		s.tcpProxy = proxy
	}
	if refused := c.fillNetwork(s, r); refused != nil {
		return refused
	}
	var refused *reply
	s.tags, refused = c.readTags(r.Tags)
	return refused
}

// update gives the part of a creation that can be changed later, so that both are checked by the same rules.
func (r *serviceRequest) update() *serviceUpdate {
	return &serviceUpdate{Name: r.Name, ApprovalEnabled: r.ApprovalEnabled, Ports: r.Ports, PortID: r.PortID,
		TCPProxy: r.TCPProxy, Description: r.Description, VIPPortID: r.VIPPortID}
}

// fillNetwork reads the fields of professional services and dedicated clusters.
func (c *call) fillNetwork(s *service, r *serviceRequest) *reply {
	s.ipVersion, s.snatNetwork = orEmpty(r.IPVersion), orEmpty(r.SNATNetwork)
	s.poolID = namedUUID("pool:" + s.region)
	if pool := orEmpty(r.PoolID); pool != "" {
		s.poolID = pool
	}
	switch {
	case !slices.Contains([]string{"", "ipv4", "ipv6"}, s.ipVersion):
		return new(fail("EndPoint.0002", "ip_version must be ipv4 or ipv6."))
	case s.ipVersion == "ipv6" && s.snatNetwork == "":
		return new(fail("EndPoint.0002", "snat_network_id is required with ip_version ipv6."))
	case s.snatNetwork != "" && !isUUID(s.snatNetwork):
		return new(fail("EndPoint.0002", "snat_network_id is not a network id."))
	case !isUUID(s.poolID) || s.poolID == nowhere:
		return new(fail("EndPoint.2038"))
	}
	s.professional = s.ipVersion != ""
	return nil
}

// checkVPC: every well-formed id names a VPC, but for the all-zero one.
func checkVPC(id *string) *reply {
	switch {
	case orEmpty(id) == "":
		return new(fail("EndPoint.2011"))
	case !isUUID(*id):
		return new(fail("EndPoint.0020"))
	case *id == nowhere:
		return new(fail("EndPoint.2001"))
	}
	return nil
}

// checkServiceUpdate validates a change of a service.
func (c *call) checkServiceUpdate(s *service, r *serviceUpdate) *reply {
	switch {
	case r.IP != nil && r.PortID != nil:
		return new(fail("EndPoint.3052"))
	case r.IP != nil && r.VIPPortID != nil:
		return new(fail("EndPoint.3053"))
	case r.IP != nil:
		return new(fail("EndPoint.3055"))
	case r.PortID != nil && !isUUID(*r.PortID):
		return new(fail("EndPoint.3003"))
	case r.PortID != nil && *r.PortID == nowhere:
		return new(fail("EndPoint.3008"))
	}
	changesBackend := r.PortID != nil || r.Ports != nil || r.TCPProxy != nil
	if c.choices.RefuseChangesInUse && changesBackend && c.connectionCount(s) > 0 {
		return new(fail("EndPoint.3006"))
	}
	changed := *s
	set(&changed.portID, r.PortID)
	return c.checkCommon(&changed, r)
}

// checkCommon validates what creation and change have in common, for the service as it will be.
func (c *call) checkCommon(s *service, r *serviceUpdate) *reply {
	if r.Name != nil && !serviceNamePattern.MatchString(*r.Name) {
		return new(fail("EndPoint.3076"))
	}
	if proxy := orEmpty(r.TCPProxy); proxy != "" && !slices.Contains(tcpProxies, proxy) {
		return new(fail("EndPoint.0002", "tcp_proxy must be one of "+strings.Join(tcpProxies, ", ")+"."))
	}
	if refused := c.checkDescription(r.Description); refused != nil {
		return refused
	}
	if vip := orEmpty(r.VIPPortID); vip != "" && (!isUUID(vip) || vip == nowhere) {
		return new(fail("EndPoint.3051"))
	}
	ports := s.ports
	if r.Ports != nil {
		if refused := c.checkPorts(*r.Ports); refused != nil {
			return refused
		}
		ports = r.mappings()
	}
	return c.checkBackend(s, ports)
}

// checkDescription: no angle brackets, and a length only the partner clouds document.
func (c *call) checkDescription(text *string) *reply {
	if text == nil {
		return nil
	}
	if strings.ContainsAny(*text, "<>") {
		return new(fail("EndPoint.0002", "description must not contain < or >."))
	}
	if utf8.RuneCountInString(*text) > c.choices.MaxDescription {
		return new(fail("EndPoint.0002", "description must have at most "+strconv.Itoa(c.choices.MaxDescription)+" characters."))
	}
	return nil
}

// checkPorts validates the mappings of one service among themselves (contract/vpcep.md 4).
func (c *call) checkPorts(ports []portRequest) *reply {
	if len(ports) == 0 {
		return new(fail("EndPoint.2028"))
	}
	if len(ports) > maxPorts {
		return new(fail("EndPoint.3074"))
	}
	seen := map[portMapping]bool{}
	for _, p := range ports {
		if p.Client == nil || p.Server == nil {
			return new(fail("EndPoint.2028"))
		}
		if *p.Client < 1 || *p.Client > maxPort || *p.Server < 1 || *p.Server > maxPort {
			return new(fail("EndPoint.3004"))
		}
		m := p.mapping()
		if m.protocol != "TCP" && (m.protocol != "UDP" || c.choices.RefuseUDP) {
			return new(fail("EndPoint.3075"))
		}
		listener := portMapping{client: m.client, protocol: m.protocol}
		if seen[listener] {
			return new(fail("EndPoint.3004", "client_port "+strconv.Itoa(m.client)+" is mapped twice."))
		}
		seen[listener] = true
	}
	return nil
}

func (p portRequest) mapping() portMapping {
	m := portMapping{client: *p.Client, server: *p.Server, protocol: "TCP"}
	if protocol := orEmpty(p.Protocol); protocol != "" {
		m.protocol = protocol
	}
	return m
}

func (r *serviceUpdate) mappings() []portMapping {
	ports := make([]portMapping, 0, len(*r.Ports))
	for _, p := range *r.Ports {
		ports = append(ports, p.mapping())
	}
	return ports
}

// checkBackend compares with the other services on the same port: it is in one VPC, and no two services may use the
// same (server_port, protocol) of it.
func (c *call) checkBackend(s *service, ports []portMapping) *reply {
	for _, other := range c.store.services.all(false) {
		if other.id == s.id || other.portID != s.portID || other.project == nil {
			continue
		}
		if other.vpcID != s.vpcID {
			return new(fail("EndPoint.3042"))
		}
		for _, p := range ports {
			if slices.ContainsFunc(other.ports, func(q portMapping) bool { return q.server == p.server && q.protocol == p.protocol }) {
				return new(fail("EndPoint.3044"))
			}
		}
	}
	return nil
}
