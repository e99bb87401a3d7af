package emulator

// used counts the project's objects of a type, those being deleted included: they are still listed.
func (e *Emulator) used(kind string, p *project) int {
	count := 0
	if kind == typeService {
		for _, s := range e.store.services.all(false) {
			if s.project == p {
				count++
			}
		}
		return count
	}
	for _, ep := range e.store.endpoints.all(false) {
		if ep.project == p {
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
