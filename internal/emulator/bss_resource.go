package emulator

import (
	"slices"
	"strings"
	"time"
)

// bssResource is something billing can end: an instance with all its organizations, or one of them.
type bssResource struct {
	id, subscription string
	instance         *hbsInstance
	orgs             []hbsOrg
	main             bool
}

// accountResources gives what the account pays for, oldest first. What it is called is not documented: the contract
// and the engine's pages say that the subscription_id of an organization can be unsubscribed from, billing's own page
// says the id of a resource, so the emulator knows an instance by its id and an organization by uid or subscription_id
// [CHOICE].
func (c *call) accountResources() []bssResource {
	var found []bssResource
	for _, i := range c.store.hbsInstances.all(c.stale) {
		if i.project.account != c.who.user.account {
			continue
		}
		byOrg := c.choices.HBS.BilledByOrg
		if !byOrg {
			found = append(found, bssResource{id: i.id, subscription: namedUUID("subscription " + i.id), instance: i, orgs: i.orgs, main: true})
		}
		for _, org := range i.orgs {
			found = append(found, bssResource{id: org.uid, subscription: org.subscription, instance: i, orgs: []hbsOrg{org}, main: byOrg})
		}
	}
	return found
}

// resource finds what an id names.
func (c *call) resource(id string) (bssResource, *reply) {
	r, found := find(c.accountResources(), func(r bssResource) bool { return r.id == id || r.subscription == id })
	switch {
	case found:
		return r, nil
	case c.wasResource(id):
		return r, new(bssFail("CBC.30000067", id))
	}
	return r, new(bssFail("CBC.99003012", id))
}

// wasResource tells whether the account had it once.
func (c *call) wasResource(id string) bool {
	return slices.ContainsFunc(c.store.orders.all(false), func(o *order) bool {
		if o.kind != orderUnsubscribe || o.account != c.who.user.account {
			return false
		}
		return o.whole && o.instance.id == id ||
			slices.ContainsFunc(o.orgs, func(org hbsOrg) bool { return org.uid == id || org.subscription == id })
	})
}

const maxUnsubscribe = 10

// unsubscribe gives resources back: the API has no other way to delete them (public page CancelResourcesSubscription;
// path, body, reply and codes are sure, the ids are not: see accountResources).
func unsubscribe(c *call) reply {
	request, refused := readBSS[struct {
		Resources  []string `json:"resource_ids"`
		Type       *int     `json:"unsubscribe_type"`
		ReasonType *int     `json:"unsubscribe_reason_type"`
		Reason     *string  `json:"unsubscribe_reason"`
	}](c)
	if refused != nil {
		return *refused
	}
	switch {
	case len(request.Resources) < 1 || len(request.Resources) > maxUnsubscribe:
		return bssFail("CBC.0100", "resource_ids must have 1 to 10 items.")
	case request.Type == nil || *request.Type < 1 || *request.Type > 2:
		return bssFail("CBC.0100", "unsubscribe_type must be 1 or 2.")
	case request.ReasonType != nil && (*request.ReasonType < 1 || *request.ReasonType > 5):
		return bssFail("CBC.0100", "unsubscribe_reason_type must be 1 to 5.")
	}
	gone, refused := c.goingAway(request.Resources)
	switch {
	case refused != nil:
		return *refused
	case *request.Type == 2:
		return bssFail("CBC.99003128")
	}
	orders := []string{}
	for _, r := range gone {
		orders = append(orders, c.giveBack(r))
	}
	return ok(object{"order_ids": orders})
}

// goingAway gathers what the ids name, by instance, and checks that all of it can go.
func (c *call) goingAway(ids []string) ([]bssResource, *reply) {
	var gone []bssResource
	for _, id := range ids {
		r, refused := c.resource(id)
		if refused == nil {
			refused = c.checkUnsubscribe(r)
		}
		if refused != nil {
			return nil, refused
		}
		at := slices.IndexFunc(gone, func(other bssResource) bool { return other.instance == r.instance })
		if at < 0 {
			gone = append(gone, r)
			continue
		}
		missing := slices.DeleteFunc(slices.Clone(r.orgs), among(gone[at].orgs))
		gone[at].orgs = append(slices.Clone(gone[at].orgs), missing...)
	}
	return gone, nil
}

// checkUnsubscribe tells whether a resource can go: it is paid, and nothing else happens to it.
func (c *call) checkUnsubscribe(r bssResource) *reply {
	unpaid := slices.ContainsFunc(r.orgs, func(o hbsOrg) bool { return o.status == hbsUnpaid })
	switch {
	case unpaid && !c.choices.HBS.UnpaidUnsubscribe:
		return new(bssFail("CBC.99003100", r.id))
	case unpaid:
		return nil
	case r.instance.status != hbsAvailable && r.instance.status != hbsException:
		return new(bssFail("CBC.99003651", "The status of "+r.instance.id+" is "+r.instance.status+"."))
	}
	return nil
}

// giveBack starts the end of organizations, and of their instance when none is left. It gives the order's id.
func (c *call) giveBack(r bssResource) string {
	i := r.instance
	unpaid := c.cancelUnpaid(r)
	orgs := slices.DeleteFunc(slices.Clone(r.orgs), func(o hbsOrg) bool { return o.status == hbsUnpaid })
	if len(orgs) == 0 {
		return unpaid
	}
	before, orgBefore := i.status, statusesOf(i.orgs)
	var job *hbsJob
	undo := func() { c.bringBack(i, before, orgBefore) }
	whole := len(orgs) == len(i.orgs)
	if whole {
		job = c.newJob(jobDeleteInstance, HBSDelete, i, func() { c.removeInstance(i) }, undo)
	} else {
		job = c.newJob(jobDeleteOrg, HBSOrganizationDelete, i, func() { c.removeOrgs(i, orgs); i.status = before }, undo)
	}
	o := c.newOrder(orderUnsubscribe, i, orgs, job)
	o.paid = c.now()
	c.store.hbsInstances.touch(i.id)
	i.status = hbsOrgDeleting
	if whole {
		i.status = hbsDeleting
	}
	c.setOrgs(i, hbsDeleting, among(orgs))
	c.restamp(&i.stamps)
	c.addJob(job)
	c.startJob(job)
	return o.id
}

// cancelUnpaid cancels the orders of what is not paid yet, and gives the id of the last.
func (c *call) cancelUnpaid(r bssResource) string {
	id := ""
	for _, o := range c.store.orders.all(false) {
		if o.status() == orderPending && o.instance == r.instance && slices.ContainsFunc(o.orgs, among(r.orgs)) {
			c.cancel(o)
			id = o.id
		}
	}
	return id
}

func statusesOf(orgs []hbsOrg) map[string]string {
	statuses := map[string]string{}
	for _, org := range orgs {
		statuses[org.uid] = org.status
	}
	return statuses
}

// bringBack undoes the start of an end that failed.
func (e *Emulator) bringBack(i *hbsInstance, status string, orgs map[string]string) {
	e.store.hbsInstances.touch(i.id)
	i.status = status
	i.orgs = slices.Clone(i.orgs)
	for n := range i.orgs {
		i.orgs[n].status = orgs[i.orgs[n].uid]
	}
	e.restamp(&i.stamps)
}

// removeInstance ends an instance. Its backups can be restored for a while.
func (e *Emulator) removeInstance(i *hbsInstance) {
	e.store.hbsInstances.remove(i.id)
	e.store.forgetAuthorities(i.id)
	for _, b := range e.backupsOf(i) {
		e.store.hbsBackups.touch(b.id)
		b.removed = e.now()
	}
}

// resourcesQuery is the body of POST suscriptions/resources/query (public page ListPayPerUseCustomerResources).
type resourcesQuery struct {
	Resources   []string `json:"resource_ids"`
	OrderID     *string  `json:"order_id"`
	OnlyMain    *int     `json:"only_main_resource"`
	Statuses    []int    `json:"status_list"`
	Offset      *int     `json:"offset"`
	Limit       *int     `json:"limit"`
	ExpireBegin *string  `json:"expire_time_begin"`
	ExpireEnd   *string  `json:"expire_time_end"`
	ServiceType *string  `json:"service_type_code"`
	CustomerID  *string  `json:"customer_id"`
}

func (q *resourcesQuery) onlyMain() bool { return q.OnlyMain != nil && *q.OnlyMain != 0 }

// listResources lists what the account pays for.
func listResources(c *call) reply {
	q, refused := readBSS[resourcesQuery](c)
	if refused != nil {
		return *refused
	}
	p := page{limit: defaultLimit}
	set(&p.limit, q.Limit)
	set(&p.offset, q.Offset)
	if p.limit < 1 || p.limit > maxBSSLimit || p.offset < 0 || len(q.Resources) > 50 {
		return bssFail("CBC.0100", "limit must be 1 to 1000, offset 0 or more, and resource_ids have at most 50 items.")
	}
	found := slices.DeleteFunc(c.accountResources(), func(r bssResource) bool { return !c.wants(q, r) })
	for _, r := range found {
		c.sawInstance(r.instance)
	}
	return list("data", pageOf(p, found), len(found), func(r bssResource) object { return r.view(c.clock.Now()) })
}

// wants tells whether a resource passes the filters. With only_main_resource 0 or unset, the parts of a named one pass too.
func (c *call) wants(q *resourcesQuery, r bssResource) bool {
	named := len(q.Resources) == 0 || slices.Contains(q.Resources, r.id) ||
		!q.onlyMain() && slices.Contains(q.Resources, r.instance.id)
	_, expires := r.orgs[0].period(c.clock.Now())
	status, _ := r.orgs[0].stage(c.clock.Now())
	at := expires.Format(serviceTime)
	unpaid := slices.ContainsFunc(r.orgs, func(o hbsOrg) bool { return o.status == hbsUnpaid })
	return named && !unpaid && (!q.onlyMain() || r.main) &&
		(len(q.Statuses) == 0 || slices.Contains(q.Statuses, status)) &&
		(orEmpty(q.ServiceType) == "" || *q.ServiceType == serviceTypeBCS) &&
		(orEmpty(q.ExpireBegin) == "" || strings.Compare(at, *q.ExpireBegin) >= 0) &&
		(orEmpty(q.ExpireEnd) == "" || strings.Compare(at, *q.ExpireEnd) <= 0) &&
		(orEmpty(q.OrderID) == "" || c.orderOf(*q.OrderID, r))
}

// orderOf tells whether an order bought a resource.
func (c *call) orderOf(id string, r bssResource) bool {
	o := c.store.orders.get(id, false)
	return o != nil && o.kind == orderPurchase && o.instance == r.instance &&
		(len(r.orgs) > 1 && o.whole || slices.ContainsFunc(o.orgs, among(r.orgs)))
}

func (r bssResource) view(now time.Time) object {
	org := r.orgs[0]
	effective, expires := org.period(now)
	status, _ := org.stage(now)
	name, kind, parent, main, policy := r.instance.name, resourceTypeHBS, "", 0, 0
	if r.id != r.instance.id {
		name, kind, parent = r.instance.name+"-"+org.name, resourceTypeOrg, r.instance.id
	}
	if r.main {
		main, parent = 1, ""
	}
	if org.terms.autoRenew {
		policy = 3
	}
	return object{"id": r.subscription, "resource_id": r.id, "resource_name": name, "region_code": r.instance.project.region,
		"service_type_code": serviceTypeBCS, "service_type_name": "Blockchain Service", "resource_type_code": kind,
		"resource_type_name": kind, "resource_spec_code": strings.ToLower(r.instance.edition),
		"project_id": r.instance.project.id, "product_id": namedUUID("product " + r.instance.edition),
		"parent_resource_id": parent, "is_main_resource": main, "status": status,
		"effective_time": effective.Format(serviceTime), "expire_time": expires.Format(serviceTime), "expire_policy": policy,
		"update_time": r.instance.updated.Format(serviceTime), "enterprise_project": enterpriseProjectRef(r.instance.enterpriseProject)}
}

func enterpriseProjectRef(id string) object {
	return object{"id": id, "name": enterpriseProjectView(id)["name"]}
}
