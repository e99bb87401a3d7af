package emulator

import (
	"bytes"
	"net/http"
)

// serverResource is one load balancer added to a service; no operation reads it back.
type serverResource struct{ id, zone string }

// upgradeService makes a basic service able to take professional endpoints, or takes that back. Most clients send no
// body (contract/vpcep.md 1.19).
func upgradeService(c *call) reply {
	s, refused := c.ownService()
	if refused != nil {
		return *refused
	}
	action, multi := "upgrade", (*bool)(nil)
	if len(bytes.TrimSpace(c.body)) > 0 || c.choices.UpgradeNeedsBody {
		request, refused := read[struct {
			Action string `json:"action"`
			Multi  *bool  `json:"enable_multi_server"`
		}](c)
		if refused != nil {
			return *refused
		}
		multi = request.Multi
		switch {
		case request.Action != "":
			action = request.Action
		case c.choices.UpgradeNeedsBody:
			return fail("EndPoint.0002", "action is required.")
		}
	}
	if action != "upgrade" && action != "rollback" {
		return fail("EndPoint.0007")
	}
	if s.status != statusAvailable {
		return fail("EndPoint.3045")
	}
	c.store.services.touch(s.id)
	s.professional = action == "upgrade"
	s.multiServer = s.professional && s.multiServer
	set(&s.multiServer, multi)
	c.restamp(&s.stamps)
	return emptyReply(http.StatusNoContent)
}

// addServerResources adds load balancers to a service (contract/vpcep.md 1.20).
func addServerResources(c *call) reply {
	s, refused := c.ownService()
	if refused != nil {
		return *refused
	}
	request, refused := read[struct {
		Resources []struct {
			ID   string `json:"resource_id"`
			Zone string `json:"availability_zone_id"`
		} `json:"server_resources"`
	}](c)
	if refused != nil {
		return *refused
	}
	if len(request.Resources) == 0 {
		return fail("EndPoint.0002", "server_resources is required.")
	}
	servers := append([]serverResource{}, s.servers...)
	for _, r := range request.Resources {
		if !isUUID(r.ID) || r.ID == nowhere {
			return fail("EndPoint.0002", "resource_id is not the id of a load balancer.")
		}
		servers = append(servers, serverResource{id: r.ID, zone: r.Zone})
	}
	if s.status != statusAvailable {
		return fail("EndPoint.3045")
	}
	c.store.services.touch(s.id)
	s.servers = servers
	c.restamp(&s.stamps)
	return emptyReply(http.StatusNoContent)
}

// upgradeEndpoint starts the way from basic to professional (contract/vpcep.md 1.29). What can be seen of it is that
// professional endpoints have an ip_version.
func upgradeEndpoint(c *call) reply {
	ep, refused := c.writableEndpoint()
	if refused != nil {
		return *refused
	}
	request, refused := read[struct {
		Action string `json:"action"`
	}](c)
	if refused != nil {
		return *refused
	}
	if request.Action != "start" {
		return fail("EndPoint.0007")
	}
	s := c.store.services.get(ep.serviceID, false)
	if c.choices.UpgradeNeedsEdition && (s == nil || !s.professional) {
		return fail("EndPoint.0015")
	}
	c.store.endpoints.touch(ep.id)
	if !ep.professional {
		ep.upgrade = c.begin(EndpointUpgrade, ep.status)
	}
	c.restamp(&ep.stamps)
	return emptyReply(http.StatusAccepted)
}
