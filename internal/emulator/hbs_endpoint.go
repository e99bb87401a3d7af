package emulator

import "slices"

// hbsEndpoint is a VPC endpoint that leads to an instance.
type hbsEndpoint struct {
	id, vpcID, subnetID, ip string
	change                  *change
	failure                 *failure
}

// createHBSEndpoint makes an endpoint (public page CreateEndpoint).
func createHBSEndpoint(c *call) reply {
	i, refused := c.chain(kindHBS)
	if refused != nil {
		return *refused
	}
	request, refused := readHBS[struct {
		VPC    *string `json:"vpc_id"`
		Subnet *string `json:"subnet_id"`
	}](c)
	if refused != nil {
		return *refused
	}
	for _, field := range []struct {
		name  string
		value *string
	}{{"vpc_id", request.VPC}, {"subnet_id", request.Subnet}} {
		switch id := orEmpty(field.value); {
		case id == "":
			return *hbsMissing(field.name)
		case !isUUID(id), id == nowhere:
			return *hbsInvalid("%s must be the id of one, a UUID.", field.name)
		}
	}
	c.store.hbsInstances.touch(i.id)
	i.endpoints = append(slices.Clone(i.endpoints), hbsEndpoint{id: newUUID(), vpcID: *request.VPC, subnetID: *request.Subnet,
		ip: c.freeIP(*request.Subnet), change: c.begin(HBSEndpoint, "")})
	return ok(success())
}

// listHBSEndpoints lists the endpoints that were made, without those on their way and those that failed.
func listHBSEndpoints(c *call) reply {
	i, refused := c.chain(kindHBS)
	if refused != nil {
		return *refused
	}
	p, refused := c.hbsPage(maxHBSLimit)
	if refused != nil {
		return *refused
	}
	var made []hbsEndpoint
	for _, ep := range i.endpoints {
		if ep.change == nil && ep.failure == nil {
			made = append(made, ep)
		}
		if !c.stale {
			ep.change.sawRead()
		}
	}
	return counted("endpoints", pageOf(p, made), len(made), func(ep hbsEndpoint) object {
		return object{"id": ep.id, "name": "vpc-" + ep.vpcID[:8] + ".subnet-" + ep.subnetID[:8] + "." + ep.id[:8],
			"ip": ep.ip}
	})
}

// showHBSEndpointService shows the service the endpoints lead to, which the first of them makes.
func showHBSEndpointService(c *call) reply {
	i, refused := c.chain(kindHBS)
	if refused != nil {
		return *refused
	}
	if len(i.endpoints) == 0 {
		return ok(object{"endpoint_num": 0, "endpoint_service_name": "", "endpoint_service_status": "uncreated"})
	}
	return ok(object{"endpoint_num": len(i.endpoints), "endpoint_service_name": i.project.region + ".hbs." + i.id,
		"endpoint_service_status": statusAvailable})
}
