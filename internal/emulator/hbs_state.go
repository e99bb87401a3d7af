package emulator

import "slices"

// hbsState is the part of State about the blockchain engine: everything there is to know of an instance.
func (c *call) hbsState() []any {
	instances := []any{}
	for _, i := range sorted(c.store.hbsInstances.all(false), func(i *hbsInstance) string { return i.id }) {
		orgs, backups, tokens := []any{}, []any{}, []any{}
		for _, org := range i.orgs {
			orgs = append(orgs, object{"uid": org.uid, "name": org.name, "status": org.status, "subscription_id": org.subscription,
				"order_info": org.terms.view(i.edition), "order_id": c.orderFor(org)})
		}
		for _, b := range c.backupsOf(i) {
			backups = append(backups, b.view(true))
		}
		for _, t := range i.tokens {
			tokens = append(tokens, object{"token_id": t.id, "description": t.description})
		}
		contracts, endpoints := []any{}, []any{}
		for _, contract := range i.contracts {
			contracts = append(contracts, i.contractView(contract))
		}
		for _, ep := range i.endpoints {
			endpoints = append(endpoints, object{"id": ep.id, "vpc_id": ep.vpcID, "subnet_id": ep.subnetID, "ip": ep.ip})
		}
		fields := i.view()
		fields["project_id"] = i.project.id
		fields["organizations"], fields["backups"], fields["tokens"] = orgs, backups, tokens
		fields["contracts"], fields["endpoints"], fields["tags"] = contracts, endpoints, tagsView(i.tags)
		instances = append(instances, fields)
	}
	return instances
}

// orderFor gives the id of the order that an organization was bought with: what to pay while it is unpaid.
func (c *call) orderFor(org hbsOrg) string {
	o, _ := find(c.store.orders.all(false), func(o *order) bool {
		return o.kind == orderPurchase && slices.ContainsFunc(o.orgs, func(other hbsOrg) bool { return other.uid == org.uid })
	})
	if o == nil {
		return ""
	}
	return o.id
}
