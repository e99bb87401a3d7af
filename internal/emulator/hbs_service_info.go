package emulator

// The newest engines, as the pages of service-info show them.
const (
	newestEngine = "1.0.1.2"
	newestE2EE   = "1.0.0.2"
)

// showHBSService says what can be bought (contract/bcs.md 1H.4).
func showHBSService(*call) reply {
	editions := []any{}
	for _, e := range hbsEditions {
		editions = append(editions, object{"name": e.name, "max_org_num": e.maxOrgs, "tps_limit": e.tpsLimit})
	}
	return ok(object{"chain_engine_version": newestEngine, "besu_engine_version": newestEngine, "editions": editions,
		"plugins": []any{object{"type": "e2ee", "version": newestE2EE}}})
}

// showHBSDashboard counts the project's instances.
func showHBSDashboard(c *call) reply { return ok(object{"instance_num": len(c.projectInstances())}) }

// showHBSPrice says what organizations cost, for one period unless told otherwise, as a purchase is. Ten months and more cost as much as a year.
func showHBSPrice(c *call) reply {
	request, refused := readHBS[struct {
		Edition      *string `json:"edition"`
		OrgNum       *int    `json:"org_num"`
		ChargeMode   *int    `json:"charge_mode"`
		PeriodType   *int    `json:"period_type"`
		PeriodNum    *int    `json:"period_num"`
		Promotion    *string `json:"promotion_id"`
		DiscountPlan *string `json:"discount_plan_id"`
	}](c)
	if refused != nil {
		return *refused
	}
	for _, field := range []struct {
		name  string
		given bool
	}{{"edition", orEmpty(request.Edition) != ""}, {"org_num", request.OrgNum != nil}, {"period_type", request.PeriodType != nil}} {
		if !field.given {
			return *hbsMissing(field.name)
		}
	}
	edition, known := editionOf(*request.Edition)
	switch {
	case !known:
		return *hbsInvalid("edition must be Professional, Enterprise or Platinum.")
	case *request.OrgNum < 1 || *request.OrgNum > edition.maxOrgs:
		return *hbsInvalid("org_num of %s must be 1 to %d.", edition.name, edition.maxOrgs)
	}
	t := terms{periodType: *request.PeriodType, periodNum: 1}
	set(&t.periodNum, request.PeriodNum)
	if t.periodType == byMonth && t.periodNum > 9 {
		t = terms{periodType: byYear, periodNum: 1}
	}
	if refused := t.refused(request.ChargeMode); refused != nil {
		return *refused
	}
	amount, official := edition.cost(t, *request.OrgNum)
	return ok(object{"amount": amount, "original_amount": official, "currency": "CNY"})
}

// cost is what so many organizations cost for these terms, after and before the discount of a whole year.
func (e hbsEdition) cost(t terms, orgs int) (amount, official int) {
	lasts, costs := t.months()
	return e.price * costs * orgs, e.price * lasts * orgs
}
