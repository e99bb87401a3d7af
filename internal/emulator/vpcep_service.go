package emulator

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// Statuses of services and endpoints (contract/vpcep.md 2.1, 2.2).
const (
	statusCreating  = "creating"
	statusAvailable = "available"
	statusPending   = "pendingAcceptance"
	statusAccepted  = "accepted"
	statusRejected  = "rejected"
	statusFailed    = "failed"
	statusDeleting  = "deleting"
)

const (
	typeInterface = "interface"
	typeGateway   = "gateway"
	borderGroup   = "center" // any non-empty value will do (contract/vpcep.md 1.4)
)

// service is one endpoint service.
type service struct {
	stamps
	id      string
	project *project // nil: a public service
	region  string
	owner   string // of a public service

	name        string // short; of a public service the whole name
	portID      string
	vpcID       string
	poolID      string
	vipPortID   string
	serverType  string
	serviceType string
	approval    bool
	ports       []portMapping
	tcpProxy    string
	description string
	tags        []tag
	policy      bool
	ipVersion   string
	snatNetwork string

	professional bool
	multiServer  bool
	servers      []serverResource
	permissions  []permission

	status  string
	change  *change
	failure *failure
}

type portMapping struct {
	client, server int
	protocol       string
}

// fullName is what replies call service_name (contract/vpcep.md 2.4).
func (s *service) fullName() string {
	switch {
	case s.project == nil:
		return s.name
	case s.name == "":
		return s.region + "." + s.id
	}
	return s.region + "." + s.name + "." + s.id
}

// ownService finds the service of the path among those of the project.
func (c *call) ownService() (*service, *reply) {
	id := c.req.PathValue("vpc_endpoint_service_id")
	if !isUUID(id) {
		return nil, new(fail("EndPoint.3062"))
	}
	s := c.store.services.get(id, c.stale)
	if s == nil || s.project != c.project {
		return nil, c.noSuchService()
	}
	return s, nil
}

// createService starts a service (contract/vpcep.md 1.3).
func createService(c *call) reply {
	request, refused := read[serviceRequest](c)
	if refused != nil {
		return *refused
	}
	s := &service{id: newUUID(), project: c.project, region: c.project.region, status: statusCreating, approval: true,
		serverType: orEmpty(request.ServerType), serviceType: typeInterface, tcpProxy: "close"}
	if refused := c.checkNewService(s, request); refused != nil {
		return *refused
	}
	if c.used(typeService, c.project) >= c.choices.ServiceQuota {
		return fail("Endpoint.1018")
	}
	s.stamps = c.newStamps()
	s.change = c.begin(ServiceCreate, statusAvailable)
	if c.choices.ServiceAvailableAtOnce {
		s.status, s.change = statusAvailable, nil
	}
	c.store.services.add(s.id, s)
	return ok(s.view(viewWrite))
}

// finishService ends the operation under way on a service.
func (e *Emulator) finishService(s *service) {
	done := s.change
	s.change = nil
	switch {
	case done.policy.fail != nil:
		s.status, s.failure = statusFailed, done.policy.fail
	case done.target == "":
		e.store.services.remove(s.id)
		return
	default:
		s.status = done.target
	}
	e.restamp(&s.stamps)
}

// serviceFilter are the query filters of the service list (contract/vpcep.md 1.4).
func (c *call) serviceFilter() (func(*service) bool, *reply) {
	q := c.query
	if status := q.Get("status"); !slices.Contains([]string{"", statusCreating, statusAvailable, statusFailed, statusDeleting}, status) {
		return nil, new(fail("EndPoint.0019"))
	}
	if !slices.Contains([]string{"", "vlan", "vxlan", "all"}, q.Get("net_type")) {
		return nil, new(fail("EndPoint.3048"))
	}
	if kind := q.Get("server_type"); kind != "" && !slices.Contains(c.operator.serverTypes, kind) {
		return nil, new(fail("EndPoint.3021"))
	}
	return func(s *service) bool {
		return s.project == c.project && c.matches("id", s.id) && c.matches("status", s.status) &&
			c.matches("server_type", s.serverType) && c.matches("public_border_group", borderGroup) &&
			q.Get("net_type") != "vlan" && contains(s.fullName(), q.Get("endpoint_service_name"))
	}, nil
}

// matches applies one exact query filter; an absent one matches all.
func (c *call) matches(name, value string) bool {
	asked := c.query.Get(name)
	return asked == "" || asked == value
}

// flag reads a query parameter that is true or false, in any spelling: Python's clients write True. An absent or empty
// one is false.
func (c *call) flag(name string) (bool, error) {
	asked := c.query.Get(name)
	if asked == "" {
		return false, nil
	}
	return strconv.ParseBool(asked)
}

// matchesFlag applies one filter that is true or false; an absent one matches all.
func (c *call) matchesFlag(name string, value bool) bool {
	asked, err := c.flag(name)
	return c.query.Get(name) == "" || err == nil && asked == value
}

// contains is the case-insensitive substring search of the name filters.
func contains(text, part string) bool {
	return strings.Contains(strings.ToLower(text), strings.ToLower(part))
}

// listServices lists the project's own services.
func listServices(c *call) reply {
	p, refused := c.readPage(maxLimit)
	if refused != nil {
		return *refused
	}
	filter, refused := c.serviceFilter()
	if refused != nil {
		return *refused
	}
	var found []*service
	for _, s := range c.store.services.all(c.stale) {
		if filter(s) {
			found = append(found, s)
		}
	}
	return list("endpoint_services", cut(p, found, serviceStamps), len(found), func(s *service) object {
		view := s.view(viewList)
		view["connection_count"] = c.connectionCount(s)
		c.sawService(s)
		return view
	})
}

func serviceStamps(s *service) stamps { return s.stamps }

// sawService counts a read of a service, unless it was of an older state.
func (c *call) sawService(s *service) {
	if !c.stale {
		s.change.sawRead()
	}
}

// showService shows one service (contract/vpcep.md 1.5).
func showService(c *call) reply {
	s, refused := c.ownService()
	if refused != nil {
		return *refused
	}
	c.sawService(s)
	return ok(s.view(viewGet))
}

// updateService changes what the body names (contract/vpcep.md 1.6).
func updateService(c *call) reply {
	s, refused := c.ownService()
	if refused != nil {
		return *refused
	}
	request, refused := read[serviceUpdate](c)
	if refused != nil {
		return *refused
	}
	if s.status != statusAvailable {
		return fail("EndPoint.3045")
	}
	if refused := c.checkServiceUpdate(s, request); refused != nil {
		return *refused
	}
	c.store.services.touch(s.id)
	set(&s.approval, request.ApprovalEnabled)
	set(&s.portID, request.PortID)
	if proxy := orEmpty(request.TCPProxy); proxy != "" {
		s.tcpProxy = proxy
	}
	set(&s.description, request.Description)
	set(&s.vipPortID, request.VIPPortID)
	if request.Ports != nil {
		s.ports = request.mappings()
	}
	if request.Name != nil {
		c.rename(s, *request.Name)
	}
	c.restamp(&s.stamps)
	return ok(s.view(viewWrite))
}

func set[T any](field, value *T) {
	if value != nil {
		*field = *value
	}
}

// rename gives a service a new name, which its endpoints show as well (contract/vpcep.md 2.4).
func (c *call) rename(s *service, name string) {
	s.name = name
	for _, ep := range c.endpointsOf(s) {
		c.store.endpoints.touch(ep.id)
		ep.serviceName = s.fullName()
	}
}

// renameService changes the name alone and answers with the full one (contract/vpcep.md 1.8). Without a name nothing
// changes, as with every other field that may be left out (1.6).
func renameService(c *call) reply {
	s, refused := c.ownService()
	if refused != nil {
		return *refused
	}
	request, refused := read[struct {
		Name *string `json:"endpoint_service_name"`
	}](c)
	if refused != nil {
		return *refused
	}
	if !serviceNamePattern.MatchString(orEmpty(request.Name)) {
		return fail("EndPoint.3076")
	}
	if s.status != statusAvailable {
		return fail("EndPoint.3045")
	}
	if request.Name != nil {
		c.store.services.touch(s.id)
		c.rename(s, *request.Name)
		c.restamp(&s.stamps)
	}
	return ok(object{"endpoint_service_name": s.fullName()})
}

// deleteService starts the deletion of a service nothing is connected to (contract/vpcep.md 1.7, 2.1).
func deleteService(c *call) reply {
	s, refused := c.ownService()
	if refused != nil {
		return *refused
	}
	if c.connectionCount(s) > 0 {
		return fail(endpointCode(c.choices.ServiceInUseCode))
	}
	if s.status == statusDeleting {
		return emptyReply(http.StatusNoContent)
	}
	c.store.services.touch(s.id)
	s.status, s.failure, s.change = statusDeleting, nil, c.begin(ServiceDelete, "")
	c.restamp(&s.stamps)
	if c.choices.DropOrphans {
		for _, ep := range c.endpointsOf(s) {
			if ep.status != statusDeleting {
				c.store.endpoints.touch(ep.id)
				ep.status, ep.failure, ep.change, ep.upgrade = statusDeleting, nil, c.begin(EndpointDelete, ""), nil
				c.restamp(&ep.stamps)
			}
		}
	}
	return emptyReply(http.StatusNoContent)
}

// endpointsOf gives the endpoints of a service, whoever they belong to.
func (e *Emulator) endpointsOf(s *service) []*endpoint {
	var found []*endpoint
	for _, ep := range e.store.endpoints.all(false) {
		if ep.serviceID == s.id {
			found = append(found, ep)
		}
	}
	return found
}

// connectionCount counts the endpoints in creating or accepted (contract/vpcep.md 2.3).
func (e *Emulator) connectionCount(s *service) int {
	count := 0
	for _, ep := range e.endpointsOf(s) {
		if ep.status == statusCreating || ep.status == statusAccepted {
			count++
		}
	}
	return count
}
