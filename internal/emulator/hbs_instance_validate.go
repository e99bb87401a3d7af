package emulator

import (
	"fmt"
	"regexp"
	"slices"
)

// hbsInstanceRequest is the body of POST instances (contract/bcs.md 1H.1).
type hbsInstanceRequest struct {
	Name       *string          `json:"name"`
	Edition    *string          `json:"edition"`
	Management *string          `json:"data_management"`
	Type       *string          `json:"type"`
	Orgs       *[]hbsOrgRequest `json:"orgs"`
	Chain      *struct {
		Consensus     *string `json:"consensus"`
		SignAlgorithm *string `json:"sign_algorithm"`
	} `json:"chain_info"`
	Terms             *termsRequest `json:"org_order_info"`
	EnterpriseProject *string       `json:"enterprise_project_id"`
	BackupID          *string       `json:"backup_id"`
}

type hbsOrgRequest struct {
	Name *string `json:"name"`
}

var (
	hbsNamePattern = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9-]{3,23}$`)
	hbsOrgPattern  = regexp.MustCompile(`^[a-z][a-z0-9]{3,15}$`)
)

// hbsEdition is what one edition offers (contract/bcs.md 1H.4, service-info).
type hbsEdition struct {
	name     string
	maxOrgs  int
	tpsLimit int
	price    int // CNY for one organization and month; a fixture, not a list price
}

var hbsEditions = []hbsEdition{{"Professional", 2, 2000, 2400}, {"Enterprise", 10, 10000, 6000}, {"Platinum", 100, 50000, 20000}}

func editionOf(name string) (hbsEdition, bool) {
	return find(hbsEditions, func(e hbsEdition) bool { return e.name == name })
}

// checkNewInstance validates the request and fills the instance; it gives the terms of the order.
func (c *call) checkNewInstance(i *hbsInstance, r *hbsInstanceRequest) (terms, *reply) {
	for _, field := range []struct {
		name  string
		value *string
	}{{"name", r.Name}, {"edition", r.Edition}, {"data_management", r.Management}} {
		if orEmpty(field.value) == "" {
			return terms{}, hbsMissing(field.name)
		}
	}
	edition, known := editionOf(*r.Edition)
	kind := orEmpty(r.Type)
	switch {
	case !hbsNamePattern.MatchString(*r.Name):
		return terms{}, hbsInvalid("name must have 4 to 24 letters, digits and hyphens, and not start with a hyphen.")
	case !known:
		return terms{}, hbsInvalid("edition must be Professional, Enterprise or Platinum.")
	case !slices.Contains([]string{modeCloud, "Edge"}, *r.Management):
		return terms{}, hbsInvalid("data_management must be Cloud or Edge.")
	case !slices.Contains([]string{"", kindHBS, kindBesu}, kind):
		return terms{}, hbsInvalid("type must be HuaweiCloudChain or Besu.")
	}
	i.name, i.edition, i.management = *r.Name, edition.name, *r.Management
	if kind != "" {
		i.kind = kind
	}
	if refused := i.checkChain(r); refused != nil {
		return terms{}, refused
	}
	if r.Orgs == nil {
		return terms{}, hbsMissing("orgs")
	}
	if refused := i.checkOrgs(*r.Orgs); refused != nil {
		return terms{}, refused
	}
	if id := orEmpty(r.EnterpriseProject); id != "" {
		if !isEnterpriseProject(id) {
			return terms{}, hbsInvalid("enterprise_project_id must be 0 or a UUID.")
		}
		i.enterpriseProject = id
	}
	if r.BackupID != nil {
		if refused := c.checkRestore(i, *r.BackupID); refused != nil {
			return terms{}, refused
		}
	}
	return r.Terms.check()
}

// checkChain validates chain_info, whose defaults follow from the kind.
func (i *hbsInstance) checkChain(r *hbsInstanceRequest) *reply {
	consensus := map[string]string{kindHBS: "raft", kindBesu: "IBFT2.0"}[i.kind]
	i.consensus, i.signAlgorithm = consensus, "ecdsa_with_sha256"
	if r.Chain == nil {
		return nil
	}
	set(&i.consensus, r.Chain.Consensus)
	set(&i.signAlgorithm, r.Chain.SignAlgorithm)
	switch {
	case i.consensus != consensus:
		return hbsInvalid("consensus of %s must be %s.", i.kind, consensus)
	case !slices.Contains([]string{"ecdsa_with_sha256", "sm2_with_sm3"}, i.signAlgorithm):
		return hbsInvalid("sign_algorithm must be ecdsa_with_sha256 or sm2_with_sm3.")
	case i.signAlgorithm == "sm2_with_sm3" && i.edition == "Professional":
		return hbsInvalid("sign_algorithm sm2_with_sm3 is not for edition Professional.")
	}
	return nil
}

// checkOrgs validates organizations that are bought, together with those the instance has.
func (i *hbsInstance) checkOrgs(orgs []hbsOrgRequest) *reply {
	if len(orgs) < 1 || len(orgs) > 100 {
		return hbsInvalid("orgs must have 1 to 100 items.")
	}
	names := map[string]bool{}
	for _, org := range i.orgs {
		names[org.name] = true
	}
	for _, org := range orgs {
		name := orEmpty(org.Name)
		switch {
		case name == "":
			return hbsMissing("the name of an organization")
		case !hbsOrgPattern.MatchString(name):
			return hbsInvalid("organization %s: a name must have 4 to 16 lower-case letters and digits, and start with a letter.", name)
		case names[name]:
			return hbsInvalid("organization %s is there already.", name)
		}
		names[name] = true
	}
	if edition, _ := editionOf(i.edition); len(names) > edition.maxOrgs {
		return new(hbsFail("HBS.40000008", fmt.Sprintf("%s allows %d, not %d.", edition.name, edition.maxOrgs, len(names))))
	}
	return nil
}

// termsRequest is org_order_info (contract/bcs.md 1H.1).
type termsRequest struct {
	ChargeMode   *int    `json:"charge_mode"`
	PeriodType   *int    `json:"period_type"`
	PeriodNum    *int    `json:"period_num"`
	AutoPay      *bool   `json:"is_auto_pay"`
	AutoRenew    *bool   `json:"is_auto_renew"`
	Promotion    *string `json:"promotion_id"`
	DiscountPlan *string `json:"discount_plan_id"`
}

// terms are what an organization is bought for.
type terms struct {
	periodType, periodNum   int
	autoPay, autoRenew      bool
	promotion, discountPlan string
}

const (
	byMonth = 2
	byYear  = 3
)

// check validates the terms. Their defaults are not documented; one month without payment is what other services
// take [CHOICE]. A promotion without its discount plan, or the other way round, counts as none.
func (r *termsRequest) check() (terms, *reply) {
	t := terms{periodType: byMonth, periodNum: 1}
	if r == nil {
		return t, nil
	}
	set(&t.periodType, r.PeriodType)
	set(&t.periodNum, r.PeriodNum)
	set(&t.autoPay, r.AutoPay)
	set(&t.autoRenew, r.AutoRenew)
	if orEmpty(r.Promotion) != "" && orEmpty(r.DiscountPlan) != "" {
		t.promotion, t.discountPlan = *r.Promotion, *r.DiscountPlan
	}
	return t, t.refused(r.ChargeMode)
}

func (t terms) refused(chargeMode *int) *reply {
	most := map[int]int{byMonth: 9, byYear: 1}[t.periodType]
	switch {
	case chargeMode != nil && *chargeMode != 0:
		return hbsInvalid("charge_mode must be 0.")
	case most == 0:
		return hbsInvalid("period_type must be 2 (month) or 3 (year).")
	case t.periodNum < 1 || t.periodNum > most:
		return hbsInvalid("period_num must be 1 to 9 months or 1 year.")
	}
	return nil
}

// months is how long the terms run, and how many months they cost: a year costs ten.
func (t terms) months() (lasts, costs int) {
	if t.periodType == byYear {
		return 12, 10
	}
	return t.periodNum, t.periodNum
}

func (t terms) view(edition string) object {
	return object{"edition": edition, "charge_mode": 0, "period_type": t.periodType, "period_num": t.periodNum,
		"is_auto_pay": t.autoPay, "is_auto_renew": t.autoRenew, "promotion_id": t.promotion, "discount_plan_id": t.discountPlan}
}

// chainOrgID is the id of an organization on its chain, such as org1-ei3n393nf.
func chainOrgID(name string) string { return name + "-" + randomHex(5)[:9] }
