package emulator

// used counts what the account has of a type in the region of a project, which is what quotas are for (contract/vpcep.md
// 6). Objects being deleted count: they are still listed.
func (e *Emulator) used(kind string, p *project) int {
	var owners []*project
	if kind == typeService {
		for _, s := range e.store.services.all(false) {
			owners = append(owners, s.project)
		}
	} else {
		for _, ep := range e.store.endpoints.all(false) {
			owners = append(owners, ep.project)
		}
	}
	count := 0
	for _, owner := range owners {
		if owner != nil && owner.account == p.account && owner.region == p.region {
			count++
		}
	}
	return count
}

// showQuotas shows the quotas of the account in the region (contract/vpcep.md 6).
func showQuotas(c *call) reply {
	resources := []any{}
	asked := c.query.Get("type")
	for _, q := range []struct {
		kind  string
		quota int
	}{{typeEndpoint, c.choices.EndpointQuota}, {typeService, c.choices.ServiceQuota}} {
		if asked == "" || asked == q.kind {
			resources = append(resources, object{"type": q.kind, "used": c.used(q.kind, c.project), "quota": q.quota})
		}
	}
	if len(resources) == 0 {
		return fail("EndPoint.3070")
	}
	return ok(object{"quotas": object{"resources": resources}})
}
