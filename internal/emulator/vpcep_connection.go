package emulator

import (
	"slices"
	"strconv"
)

// connectionView is the ConnectionEndpoints object of contract/vpcep.md 1.0: what the owner of a service sees of an
// endpoint.
func connectionView(ep *endpoint) object {
	fields := object{"id": ep.id, "marker_id": ep.marker, "created_at": ep.created.Format(serviceTime),
		"updated_at": ep.updated.Format(serviceTime), "domain_id": ep.project.account.id, "status": ep.status,
		"description": ep.connection}
	if ep.failure != nil {
		fields["error"] = ep.failure.view()
	}
	return fields
}

func connectionsView(endpoints ...*endpoint) object {
	views := []any{}
	for _, ep := range endpoints {
		views = append(views, connectionView(ep))
	}
	return object{"connections": views}
}

var endpointStatuses = []string{statusPending, statusCreating, statusAccepted, statusRejected, statusFailed, statusDeleting}

// listConnections lists the endpoints of a service, for its owner (contract/vpcep.md 1.11).
func listConnections(c *call) reply {
	s, refused := c.ownService()
	if refused != nil {
		return *refused
	}
	p, refused := c.readPage(maxLimit)
	if refused != nil {
		return *refused
	}
	if status := c.query.Get("status"); status != "" && !slices.Contains(endpointStatuses, status) {
		return fail("EndPoint.0019")
	}
	if marker := c.query.Get("marker_id"); marker != "" {
		if _, err := strconv.ParseInt(marker, 10, 64); err != nil {
			return fail("EndPoint.0021")
		}
	}
	var found []*endpoint
	for _, ep := range c.store.endpoints.all(c.stale) {
		if ep.serviceID == s.id && c.matches("id", ep.id) && c.matches("status", ep.status) &&
			c.matches("marker_id", strconv.Itoa(int(ep.marker))) {
			found = append(found, ep)
		}
	}
	return list("connections", cut(p, found, endpointStamps), len(found), func(ep *endpoint) object {
		fields := connectionView(ep)
		c.sawEndpoint(ep)
		return fields
	})
}

// connectionOf finds an endpoint of the service by the id an owner names.
func (c *call) connectionOf(s *service, id string) (*endpoint, *reply) {
	if !isUUID(id) {
		return nil, new(fail("EndPoint.2017"))
	}
	ep := c.store.endpoints.get(id, false)
	if ep == nil || ep.serviceID != s.id {
		return nil, new(fail("EndPoint.2013"))
	}
	return ep, nil
}

// actOnConnection accepts or rejects one endpoint (contract/vpcep.md 1.12).
func actOnConnection(c *call) reply {
	s, refused := c.ownService()
	if refused != nil {
		return *refused
	}
	request, refused := read[struct {
		Action    *string   `json:"action"`
		Endpoints *[]string `json:"endpoints"`
	}](c)
	if refused != nil {
		return *refused
	}
	switch {
	case request.Action == nil || request.Endpoints == nil:
		return fail("EndPoint.0002", "action and endpoints are required.")
	case *request.Action != "receive" && *request.Action != "reject":
		return fail("EndPoint.2027")
	case len(*request.Endpoints) == 0:
		return fail("EndPoint.2002")
	case len(*request.Endpoints) > 1:
		return fail("EndPoint.2031")
	}
	ep, refused := c.connectionOf(s, (*request.Endpoints)[0])
	if refused != nil {
		return *refused
	}
	if refused := c.decide(s, ep, *request.Action == "receive"); refused != nil {
		return *refused
	}
	return ok(connectionsView(ep))
}

// decide moves an endpoint as the owner wants (contract/vpcep.md 2.2). Deciding what is decided already is no change.
func (c *call) decide(s *service, ep *endpoint, accept bool) *reply {
	switch {
	case s.status != statusAvailable:
		return new(fail("EndPoint.2004"))
	case ep.status == statusDeleting:
		return new(fail("EndPoint.2018"))
	case ep.status == statusFailed && !(accept && c.choices.ReceiveFailed):
		return new(fail("EndPoint.2047"))
	case ep.status == statusCreating:
		return new(fail("EndPoint.2019"))
	case accept && ep.status == statusRejected && c.choices.RejectionIsFinal:
		return new(fail("EndPoint.2027"))
	case accept && ep.status == statusAccepted, !accept && ep.status == statusRejected:
		return nil
	}
	c.store.endpoints.touch(ep.id)
	if accept {
		ep.status, ep.failure, ep.change = statusCreating, nil, c.begin(EndpointCreate, statusAccepted)
	} else {
		ep.status = statusRejected
	}
	c.restamp(&ep.stamps)
	return nil
}

// describeConnections sets the owner's description of connections, which is not the endpoint's own
// (contract/vpcep.md 1.13).
func describeConnections(c *call) reply {
	s, refused := c.ownService()
	if refused != nil {
		return *refused
	}
	request, refused := read[struct {
		Connections []struct {
			ID          *string `json:"id"`
			Description *string `json:"description"`
		} `json:"connections"`
	}](c)
	if refused != nil {
		return *refused
	}
	if len(request.Connections) == 0 {
		return fail("EndPoint.0002", "connections is required.")
	}
	var endpoints []*endpoint
	for _, item := range request.Connections {
		if item.ID == nil || item.Description == nil {
			return fail("EndPoint.0002", "id and description are required.")
		}
		if refused := c.checkDescription(item.Description); refused != nil {
			return *refused
		}
		ep, refused := c.connectionOf(s, *item.ID)
		if refused != nil {
			return *refused
		}
		endpoints = append(endpoints, ep)
	}
	for i, ep := range endpoints {
		c.store.endpoints.touch(ep.id)
		ep.connection = *request.Connections[i].Description
		c.restamp(&ep.stamps)
	}
	return ok(connectionsView(endpoints...))
}
