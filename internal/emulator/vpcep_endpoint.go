package emulator

import (
	"encoding/json"
	"net/http"
	"slices"
)

// endpoint is one endpoint, interface or gateway.
type endpoint struct {
	stamps
	id          string
	project     *project
	serviceID   string
	serviceName string
	serviceType string
	marker      int32
	vpcID       string
	subnetID    string
	portIP      string // asked for
	ip          string // assigned; kept once it was
	ipv6Asked   string
	ipv6        string
	ipVersion   string
	dns         bool // asked for
	whitelist   []string
	whitelisted bool
	routeTables []string
	tags        []tag
	description string
	spec        string
	hasPolicy   bool // the service supports policies
	policy      json.RawMessage

	connection   string // the owner's description of the connection
	connected    bool   // was accepted at least once
	professional bool
	status       string
	change       *change
	upgrade      *change
	failure      *failure
}

func (ep *endpoint) isGateway() bool { return ep.serviceType == typeGateway }

// ownEndpoint finds the endpoint of the path among those of the project.
func (c *call) ownEndpoint() (*endpoint, *reply) {
	id := c.req.PathValue("vpc_endpoint_id")
	if !isUUID(id) {
		return nil, new(fail("EndPoint.2017"))
	}
	ep := c.store.endpoints.get(id, c.stale)
	if ep == nil || ep.project != c.project {
		return nil, c.noSuchEndpoint()
	}
	return ep, nil
}

// writableEndpoint is ownEndpoint for a change: not while the endpoint comes, goes or has failed.
func (c *call) writableEndpoint() (*endpoint, *reply) {
	ep, refused := c.ownEndpoint()
	if refused != nil {
		return nil, refused
	}
	switch ep.status {
	case statusDeleting:
		return nil, new(fail("EndPoint.2018"))
	case statusCreating:
		return nil, new(fail("EndPoint.2019"))
	case statusFailed:
		return nil, new(fail("EndPoint.2047"))
	}
	return ep, nil
}

// createEndpoint starts an endpoint (contract/vpcep.md 1.21, 2.2).
func createEndpoint(c *call) reply {
	request, refused := read[endpointRequest](c)
	if refused != nil {
		return *refused
	}
	s, refused := c.targetService(request.ServiceID)
	if refused != nil {
		return *refused
	}
	ep := &endpoint{id: newUUID(), project: c.project, serviceID: s.id, serviceName: s.fullName(), serviceType: s.serviceType,
		hasPolicy: s.policy, spec: "default"}
	if refused := c.checkNewEndpoint(ep, request); refused != nil {
		return *refused
	}
	if c.choices.UpgradeNeedsEdition && ep.professional && !s.professional {
		return fail("EndPoint.0015")
	}
	if c.used(typeEndpoint, c.project) >= c.choices.EndpointQuota {
		return fail("Endpoint.1018")
	}
	ep.stamps, ep.marker = c.newStamps(), c.store.marker()
	switch {
	case !s.approval:
		ep.status, ep.change = statusCreating, c.begin(EndpointCreate, statusAccepted)
	case c.choices.PendingAfterCreating:
		ep.status, ep.change = statusCreating, c.begin(EndpointCreate, statusPending)
	default:
		ep.status = statusPending
	}
	c.store.endpoints.add(ep.id, ep)
	return ok(c.endpointView(ep, viewWrite))
}

// targetService finds a service to connect to: an own one, a public one, or another account's that lists the caller.
func (c *call) targetService(id *string) (*service, *reply) {
	switch {
	case id == nil:
		return nil, new(fail("EndPoint.0002", "endpoint_service_id is required."))
	case *id == "":
		return nil, new(fail("EndPoint.2029"))
	case !isUUID(*id):
		return nil, new(fail("EndPoint.3062"))
	}
	s := c.store.services.get(*id, false)
	switch {
	case s == nil || s.region != c.project.region:
		return nil, new(fail("EndPoint.2003"))
	case !s.admits(c.project.account):
		return nil, new(fail("EndPoint.2012"))
	case s.status != statusAvailable:
		return nil, new(fail("EndPoint.2004"))
	}
	return s, nil
}

// finishEndpoint ends the operation under way on an endpoint.
func (e *Emulator) finishEndpoint(ep *endpoint) {
	done := ep.change
	ep.change = nil
	switch {
	case done.policy.fail != nil:
		ep.status, ep.failure = statusFailed, done.policy.fail
	case done.target == "":
		e.store.endpoints.remove(ep.id)
		return
	default:
		ep.status = done.target
		if done.target == statusAccepted {
			e.connect(ep)
		}
	}
	e.restamp(&ep.stamps)
}

// finishUpgrade ends the way from basic to professional.
func (e *Emulator) finishUpgrade(ep *endpoint) {
	done := ep.upgrade
	ep.upgrade = nil
	if done.policy.fail != nil {
		ep.status, ep.failure = statusFailed, done.policy.fail
	} else {
		ep.professional = true
	}
	e.restamp(&ep.stamps)
}

// connect gives an accepted endpoint its addresses, which it keeps.
func (e *Emulator) connect(ep *endpoint) {
	if ep.connected || ep.isGateway() {
		ep.connected = true
		return
	}
	ep.connected = true
	ep.ip = ep.portIP
	if ep.ip == "" {
		ep.ip = e.freeIP(ep.subnetID)
	}
	if ep.ipVersion == dualStack {
		ep.ipv6 = ep.ipv6Asked
		if ep.ipv6 == "" {
			ep.ipv6 = e.freeIPv6(ep.subnetID)
		}
	}
}

// listEndpoints lists the project's endpoints (contract/vpcep.md 1.22).
func listEndpoints(c *call) reply {
	p, refused := c.readPage(maxLimit)
	if refused != nil {
		return *refused
	}
	var found []*endpoint
	for _, ep := range c.store.endpoints.all(c.stale) {
		if ep.project == c.project && c.matches("id", ep.id) && c.matches("vpc_id", ep.vpcID) &&
			contains(ep.serviceName, c.query.Get("endpoint_service_name")) {
			found = append(found, ep)
		}
	}
	return list("endpoints", cut(p, found, endpointStamps), len(found), func(ep *endpoint) object {
		fields := c.endpointView(ep, viewList)
		c.sawEndpoint(ep)
		return fields
	})
}

func endpointStamps(ep *endpoint) stamps { return ep.stamps }

// sawEndpoint counts a read of an endpoint, unless it was of an older state.
func (c *call) sawEndpoint(ep *endpoint) {
	if !c.stale {
		ep.change.sawRead()
		ep.upgrade.sawRead()
	}
}

// showEndpoint shows one endpoint (contract/vpcep.md 1.23).
func showEndpoint(c *call) reply {
	ep, refused := c.ownEndpoint()
	if refused != nil {
		return *refused
	}
	c.sawEndpoint(ep)
	return ok(c.endpointView(ep, viewGet))
}

// updateWhitelist replaces the IP whitelist of an interface endpoint (contract/vpcep.md 1.24).
func updateWhitelist(c *call) reply {
	ep, refused := c.writableEndpoint()
	if refused != nil {
		return *refused
	}
	request, refused := read[struct {
		Whitelist *[]string `json:"whitelist"`
		Enable    *bool     `json:"enable_whitelist"`
	}](c)
	if refused != nil {
		return *refused
	}
	if ep.isGateway() {
		return fail("EndPoint.2044", "A gateway endpoint has no whitelist.")
	}
	if request.Whitelist != nil {
		if refused := checkWhitelist(*request.Whitelist); refused != nil {
			return *refused
		}
	}
	c.store.endpoints.touch(ep.id)
	if c.choices.OmittedWhitelistClears {
		ep.whitelist, ep.whitelisted = nil, false
	}
	set(&ep.whitelist, request.Whitelist)
	set(&ep.whitelisted, request.Enable)
	c.restamp(&ep.stamps)
	return ok(c.endpointView(ep, viewWhitelist))
}

// deleteEndpoint starts the deletion of an endpoint, in whatever state it is (contract/vpcep.md 1.25).
func deleteEndpoint(c *call) reply {
	ep, refused := c.ownEndpoint()
	if refused != nil {
		return *refused
	}
	if ep.status == statusDeleting {
		return emptyReply(http.StatusNoContent)
	}
	c.store.endpoints.touch(ep.id)
	ep.status, ep.failure, ep.change, ep.upgrade = statusDeleting, nil, c.begin(EndpointDelete, ""), nil
	c.restamp(&ep.stamps)
	return emptyReply(http.StatusNoContent)
}

// updateRouteTables replaces the route tables of a gateway endpoint (contract/vpcep.md 1.28).
func updateRouteTables(c *call) reply {
	ep, refused := c.writableEndpoint()
	if refused != nil {
		return *refused
	}
	request, refused := read[struct {
		RouteTables *[]string `json:"routetables"`
	}](c)
	if refused != nil {
		return *refused
	}
	if request.RouteTables == nil {
		return fail("EndPoint.0002", "routetables is required.")
	}
	if !ep.isGateway() {
		return fail("EndPoint.2040")
	}
	tables, failed := *request.RouteTables, []any{}
	if c.choices.BindFailures {
		tables, failed = c.bindable(ep, tables)
	}
	if refused := c.checkRouteTables(ep, tables); refused != nil {
		return *refused
	}
	c.store.endpoints.touch(ep.id)
	ep.routeTables = tables
	c.restamp(&ep.stamps)
	fields := object{"routetables": ep.routeTables}
	if len(failed) > 0 {
		fields["error"] = []any{object{"bind_failed": failed}}
	}
	return ok(fields)
}

// bindable parts the route tables that an endpoint may use from those that serve another one of its service.
func (c *call) bindable(ep *endpoint, tables []string) (free []string, failed []any) {
	free = []string{}
	for _, id := range tables {
		if c.tableInUse(ep, id) {
			failed = append(failed, object{"id": id, "error_message": vpcepCodes["EndPoint.2039"].message})
		} else {
			free = append(free, id)
		}
	}
	return free, failed
}

func (c *call) tableInUse(ep *endpoint, id string) bool {
	return slices.ContainsFunc(c.store.endpoints.all(false), func(other *endpoint) bool {
		return other.id != ep.id && other.serviceID == ep.serviceID && slices.Contains(other.routeTables, id)
	})
}
