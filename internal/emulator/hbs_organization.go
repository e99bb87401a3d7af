package emulator

import "slices"

// newOrgs makes organizations that are not paid yet.
func (c *call) newOrgs(requests []hbsOrgRequest, t terms) []hbsOrg {
	var orgs []hbsOrg
	for _, r := range requests {
		orgs = append(orgs, hbsOrg{stamps: c.newStamps(), uid: newTimeUUID(), name: *r.Name, chainOrgID: chainOrgID(*r.Name),
			status: hbsUnpaid, subscription: newUUID(), terms: t})
	}
	return orgs
}

// createHBSOrganizations orders more organizations for an instance (contract/bcs.md 1H.4).
func createHBSOrganizations(c *call) reply {
	i, refused := c.writableHBSInstance()
	if refused != nil {
		return *refused
	}
	request, refused := readHBS[struct {
		Orgs  *[]hbsOrgRequest `json:"orgs"`
		Terms *termsRequest    `json:"org_order_info"`
	}](c)
	switch {
	case refused != nil:
		return *refused
	case request.Orgs == nil:
		return *hbsMissing("orgs")
	case request.Terms == nil:
		return *hbsMissing("org_order_info")
	}
	if refused := i.checkOrgs(*request.Orgs); refused != nil {
		return *refused
	}
	t, refused := request.Terms.check()
	if refused != nil {
		return *refused
	}
	bought := c.newOrgs(*request.Orgs, t)
	c.store.hbsInstances.touch(i.id)
	i.orgs = append(slices.Clone(i.orgs), bought...)
	c.restamp(&i.stamps)
	job := c.newJob(jobCreateOrg, HBSOrganizationCreate, i, func() { c.finishPurchase(i, bought) }, func() { c.failPurchase(i, bought) })
	o := c.newPurchase(i, bought, t, job)
	if t.autoPay {
		c.pay(o)
	}
	return ok(c.purchaseView(o, i))
}

// finishPurchase ends the creation of organizations; a block votes each of them in.
func (e *Emulator) finishPurchase(i *hbsInstance, bought []hbsOrg) {
	e.endPurchase(i, bought, hbsAvailable)
	for _, org := range bought {
		e.addBlock(i, org.chainOrgID, voteTransaction, "")
	}
}

// failPurchase leaves what could not be made to be looked at, or takes it back as billing may.
func (e *Emulator) failPurchase(i *hbsInstance, bought []hbsOrg) {
	e.endPurchase(i, bought, hbsException)
	if e.choices.HBS.FailedBuyRemoves {
		e.removeOrgs(i, bought)
	}
}

func (e *Emulator) endPurchase(i *hbsInstance, bought []hbsOrg, status string) {
	e.store.hbsInstances.touch(i.id)
	i.status = hbsAvailable
	e.setOrgs(i, status, among(bought))
	e.restamp(&i.stamps)
}

// among tells whether an organization is one of these.
func among(orgs []hbsOrg) func(hbsOrg) bool {
	return func(o hbsOrg) bool {
		return slices.ContainsFunc(orgs, func(other hbsOrg) bool { return other.uid == o.uid })
	}
}

// removeOrgs takes organizations out of an instance, which ends with its last one.
func (e *Emulator) removeOrgs(i *hbsInstance, orgs []hbsOrg) {
	e.store.hbsInstances.touch(i.id)
	i.orgs = slices.DeleteFunc(slices.Clone(i.orgs), among(orgs))
	e.restamp(&i.stamps)
	if len(i.orgs) == 0 {
		e.removeInstance(i)
	}
}

// listHBSOrganizations lists the organizations of an instance, in the order they were bought.
func listHBSOrganizations(c *call) reply {
	i, refused := c.ownHBSInstance()
	if refused != nil {
		return *refused
	}
	p, refused := c.hbsPage(maxHBSLimit)
	if refused != nil {
		return *refused
	}
	c.sawInstance(i)
	return counted("orgs", pageOf(p, i.orgs), len(i.orgs), func(o hbsOrg) object { return c.orgView(i, o) })
}

// showHBSOrganization shows one organization by its name.
func showHBSOrganization(c *call) reply {
	i, refused := c.ownHBSInstance()
	if refused != nil {
		return *refused
	}
	name := c.query.Get("name")
	if name == "" {
		return *hbsMissing("name")
	}
	org, found := i.org(name)
	if !found {
		return hbsFail("HBS.40000005", "The instance ", i.id, " has no organization ", name, ".")
	}
	c.sawInstance(i)
	return ok(c.orgView(i, org))
}

// Disk of one organization in MB, for the view.
const (
	orgDiskTotal = 512000
	orgDiskUsed  = 120
)

// countdownCodes are the engine's names for billing's statuses. Frozen by the law or the police nothing here ever is.
var countdownCodes = map[int]string{resourceInUse: "hws_countdown_period_using",
	resourceExpired: "hws_countdown_period_gracing", resourceFrozen: "hws_countdown_period_frozen"}

// orgView is the OrgInfo of contract/bcs.md 1H.4. The insides of the countdown are not documented beyond what they are
// about: the remaining time, and when what happens next.
func (c *call) orgView(i *hbsInstance, o hbsOrg) object {
	endpoint := ""
	if i.kind == kindBesu {
		endpoint = "https://" + o.chainOrgID + ".besu.internal:8545"
	}
	now := c.clock.Now()
	effective, expires := o.period(now)
	status, ends := o.stage(now)
	left := max(ends.Sub(now), 0)
	return object{"uid": o.uid, "name": o.name, "chain_org_id": o.chainOrgID, "status": o.status, "endpoint": endpoint,
		"is_consensus": i.orgs[0].uid == o.uid, "capacity_info": object{"total": orgDiskTotal, "used": orgDiskUsed},
		"subscription_id": o.subscription, "order_info": o.terms.view(i.edition),
		"countdown": object{"countdown_code": countdownCodes[status],
			"countdown_infos": object{"remaining_days": int(left.Hours()) / 24, "remaining_hours": int(left.Hours()) % 24,
				"remaining_minutes": int(left.Minutes()) % 60, "remaining_seconds": int(left.Seconds()) % 60},
			"countdown_tips": object{"effective_time": effective.Format(serviceTime), "expire_time": expires.Format(serviceTime)}},
		"create_time": o.created.Format(serviceTime), "update_time": o.updated.Format(serviceTime)}
}
