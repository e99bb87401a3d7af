package provider

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
)

// credentialKind is one of the ways to log in.
type credentialKind struct {
	name     string
	identity []string   // the first that a place has says who it is
	marks    []string   // any of these in a place means that the place has this kind
	needs    [][]string // one of each of these must come from somewhere
	takes    []string   // what else belongs to it
}

// The order is that of messages only: the strongest place decides.
var credentialKinds = []*credentialKind{
	{
		name: "a token (token)", identity: []string{"token"}, marks: []string{"token"}, needs: [][]string{{"token"}},
		takes: domainAttributes,
	},
	{
		name: "an access key (access_key, secret_key)", identity: []string{"access_key"}, marks: []string{"access_key", "secret_key"},
		needs: [][]string{{"access_key"}, {"secret_key"}}, takes: append([]string{"security_token"}, domainAttributes...),
	},
	{
		name: "a password (user_name, password)", identity: userAttributes, marks: []string{"user_name", "user_id", "password"},
		needs: [][]string{userAttributes, {"password"}, domainAttributes}, takes: []string{"passcode"},
	},
	{
		name:     "an identity provider (assume_role_with_oidc)",
		identity: []string{oidcBlock + ".idp_id"},
		marks:    append([]string{oidcBlock + ".idp_id"}, idTokenAttributes...),
		needs:    [][]string{{oidcBlock + ".idp_id"}, idTokenAttributes},
		takes:    []string{oidcBlock + ".agency_name", oidcBlock + ".domain_id", oidcBlock + ".duration"},
	},
	instanceKind,
}

// instanceKind is the only one that may also be found without any setting.
var instanceKind = &credentialKind{
	name: "the metadata service of ECS (ecs_metadata)", identity: []string{"ecs_metadata"}, marks: []string{"ecs_metadata"},
	needs: [][]string{{"ecs_metadata"}}, takes: domainAttributes,
}

// Attributes that say the same thing in other words: the place that has one of them decides about all of them.
var (
	userAttributes    = []string{"user_name", "user_id"}
	domainAttributes  = []string{"domain_name", "domain_id"}
	projectAttributes = []string{"project_id", "project_name", "tenant_id", "tenant_name"}
	idTokenAttributes = []string{oidcBlock + ".id_token", oidcBlock + ".id_token_file"}

	synonyms = [][]string{userAttributes, domainAttributes, projectAttributes, idTokenAttributes}
)

// marked reports whether a place has credentials of a kind. That there is no metadata service is none.
func (k *credentialKind) marked(p *place) bool {
	if k == instanceKind {
		return p.said["ecs_metadata"].text == "true"
	}
	return p.has(k.marks...)
}

// identityIn is who the credentials of a place are for, or "".
func (k *credentialKind) identityIn(p *place) string {
	if k == instanceKind && !k.marked(p) {
		return ""
	}
	for _, attribute := range k.identity {
		if text := p.said[attribute].text; text != "" {
			return attribute + " " + text
		}
	}
	return ""
}

// kinds are the credentials that a place has, complete or not.
func (p *place) kinds() (found []*credentialKind) {
	for _, kind := range credentialKinds {
		if kind.marked(p) {
			found = append(found, kind)
		}
	}
	return found
}

// choose decides who is calling: the strongest place that has credentials does, and without any the machine. Two kinds
// in one place are an error that names both.
func (r *resolver) choose() {
	metadata, at := r.find("ecs_metadata")
	if s := settingOf("ecs_metadata"); at != placeCount && !s.valid(metadata.text) {
		r.invalid(s, metadata)
		return
	}
	for i := range r.places {
		p := &r.places[i]
		found := p.kinds()
		if metadata.text != "true" { // a stronger place forbids it
			found = slices.DeleteFunc(found, func(k *credentialKind) bool { return k == instanceKind })
		}
		if len(found) == 0 {
			continue
		}
		if len(found) > 1 {
			r.problem(found[1].marks[0], "Two kinds of credentials", fmt.Sprintf(
				"%s has %s and also %s. Keep one of them.", capital(p.name), found[0].name, found[1].name))
		}
		r.kind, r.owner, r.identity = found[0], i, found[0].identityIn(p)
		r.warnShadowed()
		return
	}
	r.kind = instanceKind
	if gaps := r.gaps(); gaps != nil || !r.instance || metadata.text == "false" {
		r.missing(gaps)
	}
}

// gaps say why files have no credentials that were named to give some.
func (r *resolver) gaps() (gaps []string) {
	for i := range r.places {
		if gap := r.places[i].gap; gap != "" {
			gaps = append(gaps, gap)
		}
	}
	return gaps
}

// warnShadowed warns when a file that the block names gives no credentials because the environment has some.
func (r *resolver) warnShadowed() {
	if r.owner != fromHW && r.owner != fromOS {
		return
	}
	for _, attribute := range []string{"profile", "shared_config_file", "cloud_config"} {
		if !r.places[fromBlock].has(attribute) {
			continue
		}
		r.diags.AddAttributeWarning(path.Root(attribute), "The environment wins over the file", fmt.Sprintf(
			"%s has %s, so the credentials of the file that `%s` leads to are not used. Unset these variables if that is not what you want: %s.",
			capital(r.places[r.owner].name), r.kind.name, attribute, strings.Join(r.variables(), ", ")))
		return
	}
}

// variables are those that give the credentials.
func (r *resolver) variables() (names []string) {
	for _, attribute := range r.kind.marks {
		if v := r.places[r.owner].said[attribute]; v.text != "" {
			names = append(names, v.from)
		}
	}
	return names
}

// missing names every way in; but when the user has chosen one, what is wrong with that.
func (r *resolver) missing(gaps []string) {
	if gaps != nil {
		attribute := "cloud_config"
		if r.places[fromProfile].gap != "" {
			attribute = "profile"
		}
		r.problem(attribute, "Missing credentials", strings.Join(gaps, " "))
		return
	}
	r.problem("access_key", "Missing credentials", `Neither the provider block nor the environment nor this machine has credentials. Give one of these:
  * access_key and secret_key (HW_ACCESS_KEY and HW_SECRET_KEY, or OS_ACCESS_KEY and OS_SECRET_KEY), with security_token (HW_SECURITY_TOKEN) if they are temporary
  * user_name, password and domain_name (HW_USER_NAME, HW_USER_PASSWORD and HW_DOMAIN_NAME, or OS_USERNAME, OS_PASSWORD and OS_DOMAIN_NAME)
  * token (HW_AUTH_TOKEN or OS_AUTH_TOKEN)
  * assume_role_with_oidc (HW_ASSUME_ROLE_IDP_ID and HW_ASSUME_ROLE_ID_TOKEN_FILE)
  * profile, of the hcloud command line (HW_PROFILE, HW_SHARED_CONFIG_FILE)
  * cloud_config, an entry of a clouds.yaml (OS_CLOUD, OS_CLIENT_CONFIG_FILE)
  * ecs_metadata = true on an ECS instance with an agency (HWC_ECS_METADATA)
The guide "Authentication" of this provider has an example of each.`)
}

// complete checks that everything is there that the kind needs.
func (r *resolver) complete() {
	for _, group := range r.kind.needs {
		userID, _ := r.value("user_id")
		if r.kind == instanceKind || (group[0] == domainAttributes[0] && userID.text != "") {
			continue
		}
		found := false
		for _, attribute := range group {
			v, _ := r.value(attribute)
			found = found || v.text != ""
		}
		if !found {
			r.incomplete(group)
		}
	}
}

func (r *resolver) incomplete(group []string) {
	s := settingOf(group[0])
	var needs []string
	for _, group := range r.kind.needs {
		needs = append(needs, strings.Join(group, " or "))
	}
	r.problem(s.attribute, "Incomplete credentials", fmt.Sprintf(
		"`%s` is missing: %s needs %s. Set it in the provider block or in the environment (%s).",
		s.attribute, r.kind.name, strings.Join(needs, ", "), strings.Join(s.env, ", ")))
}
