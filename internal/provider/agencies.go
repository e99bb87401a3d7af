package provider

import (
	"fmt"
	"maps"
	"strings"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
)

// agencyAttributes are the arguments that stand for one assume_role block.
var agencyAttributes = []string{"agency_name", "agency_domain_name", "delegated_project"}

// agencies returns the agencies to act as. The strongest place that names any decides about all of them.
func (r *resolver) agencies(to *settled) []client.AssumeRole {
	for i := range r.places {
		p := &r.places[i]
		short := p.has("agency_name", "agency_domain_name")
		if i == fromHW && r.kind.uses(oidcBlock+".agency_name") {
			continue // that of the environment is taken by the identity provider
		}
		if !short && len(p.roles) == 0 {
			continue
		}
		r.agencyAt = i
		if short && len(p.roles) > 0 {
			r.problem("agency_name", "Two kinds of agencies", capital(p.name)+" has agency_name and also assume_role. Keep one of them.")
			return nil
		}
		project, at := r.find("delegated_project")
		if at <= i || short {
			to.delegatedProject = project.text
		}
		if short {
			r.short = true
			return r.shortAgency(to)
		}
		return r.chain(p.roles)
	}
	return nil
}

func (r *resolver) shortAgency(to *settled) []client.AssumeRole {
	for _, attribute := range agencyAttributes[:2] {
		v, _ := r.find(attribute)
		if v.text == "" {
			s := settingOf(attribute)
			r.problem(attribute, "Incomplete agency", fmt.Sprintf(
				"`agency_name` and `agency_domain_name` are only useful together, and `%s` is missing. Set it in the provider block or in the environment (%s).",
				attribute, strings.Join(s.env, ", ")))
			return nil
		}
		settingOf(attribute).put(to, v.text)
	}
	return []client.AssumeRole{to.agency}
}

// chain makes agencies of assume_role blocks. What a single one leaves out may come from the environment.
func (r *resolver) chain(blocks []map[string]value) []client.AssumeRole {
	out := make([]client.AssumeRole, 0, len(blocks))
	for _, role := range blocks {
		if len(blocks) == 1 && r.agencyAt == fromBlock && len(r.places[fromHW].roles) == 1 {
			role = filled(role, r.places[fromHW].roles[0])
		}
		var one settled
		for _, s := range settings {
			block, name := s.block()
			v := role[name]
			switch {
			case block != roleBlock || v.text == "":
			case !s.valid(v.text):
				r.invalid(s, v)
			default:
				s.put(&one, v.text)
			}
		}
		if one.agency.AgencyName == "" || (one.agency.DomainName == "" && one.agency.DomainID == "") {
			r.problem(roleBlock, "Incomplete agency", "`assume_role` needs `agency_name`, and `domain_name` or `domain_id` "+
				"(HW_ASSUME_ROLE_AGENCY_NAME, and HW_ASSUME_ROLE_DOMAIN_NAME or HW_ASSUME_ROLE_DOMAIN_ID in the environment).")
			return nil
		}
		out = append(out, one.agency)
	}
	return out
}

// filled adds to an agency what it leaves out. Name and id of its domain are one thing.
func filled(role, from map[string]value) map[string]value {
	out := map[string]value{}
	hasDomain := role["domain_name"].text != "" || role["domain_id"].text != ""
	for name, v := range from {
		if !hasDomain || !strings.HasPrefix(name, "domain_") {
			out[name] = v
		}
	}
	maps.Copy(out, role)
	return out
}
