package provider

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
)

// resolver turns what the places say into the client's configuration. A setting has the value of the strongest place
// that counts for it; one that speaks of other credentials or of another region does not.
type resolver struct {
	places
	instance bool // this machine is an ECS instance
	diags    *diag.Diagnostics

	kind     *credentialKind
	owner    int // the place that decided the kind; placeCount is the machine
	identity string
	agencyAt int  // the place that names the agency to act as; placeCount if none does
	short    bool // it is named by agency_name
}

// resolve settles the settings that are not maps or sets.
func resolve(read places, instance bool, diags *diag.Diagnostics) settled {
	r := &resolver{places: read, instance: instance, diags: diags, owner: placeCount, agencyAt: placeCount}
	r.choose()
	if diags.HasError() {
		return settled{}
	}
	r.complete()
	var to settled
	to.AssumeRoles = r.agencies(&to)
	for _, s := range settings {
		if block, _ := s.block(); block == roleBlock || s.put == nil || slices.Contains(agencyAttributes, s.attribute) {
			continue
		}
		v, at := r.value(s.attribute)
		if v.text == "" {
			v.text = s.fallback
		} else if at != fromBlock && !s.valid(v.text) {
			r.invalid(s, v)
			continue
		}
		if s.kind == pem || s.kind == secretPEM {
			v.text = r.readPEM(s, v)
		}
		if v.text != "" {
			s.put(&to, v.text)
		}
	}
	if r.kind == instanceKind {
		to.Credentials.Metadata = true
	}
	if to.oidc.IdpID != "" {
		to.OIDC = &to.oidc
	}
	if to.Region == "" {
		to.Region = guessRegion(to)
	}
	if r.short || to.delegatedProject != "" {
		to.ProjectID, to.ProjectName = "", orElse(to.delegatedProject, to.Region)
	}
	r.check(&to)
	return to
}

// guessRegion takes the region from the name of the project, which begins with it, or from the login URL: settings for
// the opentelekomcloud provider have no other (contract/auth.md 4, 6.5).
func guessRegion(to settled) string {
	region, _, _ := strings.Cut(orElse(to.delegatedProject, to.ProjectName), "_")
	if region != "" && client.ValidRegion(region) {
		return region
	}
	return client.RegionOfURL(to.AuthURL)
}

// value returns the value of a setting, and the place it is from.
func (r *resolver) value(attribute string) (value, int) {
	same := []string{attribute}
	for _, group := range synonyms {
		if slices.Contains(group, attribute) {
			same = group
		}
	}
	for i := range r.places {
		if r.places[i].has(same...) && r.counts(i, attribute) {
			return r.places[i].said[attribute], i
		}
	}
	return value{}, placeCount
}

// counts reports whether what a place says about a setting is about these credentials, this region and these endpoints.
func (r *resolver) counts(at int, attribute string) bool {
	switch {
	case isCredential(attribute):
		return r.kind.uses(attribute) && r.belongs(at, attribute)
	case slices.Contains(projectAttributes, attribute):
		return r.ownsProject(at)
	case attribute == "auth_url":
		_, endpointAt := r.find("endpoint_url")
		return at <= endpointAt // that one is for all services
	}
	return true
}

func isCredential(attribute string) bool {
	return slices.ContainsFunc(credentialKinds, func(k *credentialKind) bool { return k.uses(attribute) })
}

func (k *credentialKind) uses(attribute string) bool {
	return slices.Contains(k.takes, attribute) ||
		slices.ContainsFunc(k.needs, func(group []string) bool { return slices.Contains(group, attribute) })
}

// belongs reports whether a credential of a place goes with the chosen ones. It does not if the place has other
// credentials of that kind; nor, for what is not needed, of any kind. A security token goes with its own key only.
func (r *resolver) belongs(at int, attribute string) bool {
	if at == r.owner {
		return true
	}
	if attribute == "security_token" {
		_, accessAt := r.value("access_key")
		_, secretAt := r.value("secret_key")
		return at == accessAt || at == secretAt
	}
	return !r.differs(at, slices.Contains(r.kind.takes, attribute))
}

// differs reports whether a place has other credentials of the chosen kind, or of any kind, than the chosen ones.
func (r *resolver) differs(at int, ofAnyKind bool) bool {
	for _, kind := range credentialKinds {
		identity := kind.identityIn(&r.places[at])
		if identity == "" || (kind == r.kind && (identity == r.identity || r.identity == "")) {
			continue
		}
		if kind == r.kind || ofAnyKind {
			return true
		}
	}
	return false
}

// ownsProject reports whether the project of a place is one of the chosen region and, as an agency, of its account.
func (r *resolver) ownsProject(at int) bool {
	if at > r.agencyAt || r.differs(at, false) {
		return false
	}
	region, _ := r.find("region")
	its := r.places[at].said["region"]
	return its.text == "" || its.text == region.text
}

// readPEM returns the text of a certificate or key that may be given as a file.
func (r *resolver) readPEM(s setting, v value) string {
	if v.text == "" || strings.Contains(v.text, "-----BEGIN ") {
		return v.text
	}
	data, err := os.ReadFile(expandHome(v.text))
	if err == nil {
		return string(data)
	}
	// The words of the error would repeat what may be a key without its first line.
	if wrong, ok := errors.AsType[*fs.PathError](err); ok {
		err = wrong.Err
	}
	r.problem(s.attribute, "A file cannot be read", fmt.Sprintf(
		"%s is neither PEM text, which begins with -----BEGIN, nor a file that can be read: %s.", v.from, err))
	return ""
}

// check refuses what single settings do not show.
func (r *resolver) check(to *settled) {
	switch {
	case to.Region == "" && !r.diags.HasError():
		r.problem("region", "Missing region",
			"Set `region` in the provider block, or HW_REGION_NAME or OS_REGION_NAME in the environment; for example cn-north-4.")
	case to.Credentials.Passcode != "" && to.Credentials.UserID == "":
		r.problem("user_id", "Incomplete credentials",
			"A passcode needs the id of the user; the name is not enough. Set `user_id` in the provider block, or HW_USER_ID or OS_USER_ID in the environment.")
	case to.oidc.IDToken != "" && to.oidc.IDTokenFile != "":
		r.problem(oidcBlock, "Two id tokens", "`assume_role_with_oidc` has `id_token` and also `id_token_file`. Keep one of them.")
	case (to.oidc.AgencyName == "") != (to.oidc.DomainID == ""):
		r.problem(oidcBlock, "Incomplete agency", "An agency of `assume_role_with_oidc` needs both `agency_name` and `domain_id` "+
			"(HW_ASSUME_ROLE_AGENCY_NAME and HW_ASSUME_ROLE_DOMAIN_ID in the environment).")
	case (to.ClientCert == "") != (to.ClientKey == "") && !r.diags.HasError():
		r.problem("cert", "Incomplete client certificate", "`cert` and `key` are only useful together (OS_CERT and OS_KEY in the environment).")
	}
}

// invalid refuses a value that the schema would refuse in the block.
func (r *resolver) invalid(s setting, v value) {
	detail := v.from + " " + s.rule()
	if s.shown() {
		detail += fmt.Sprintf("; it is %q", v.text)
	}
	summary := "Invalid environment variable"
	if !slices.Contains(s.env, v.from) {
		summary = "Invalid setting"
	}
	r.problem(s.attribute, summary, detail+".")
}

// problem is an error about an attribute, or about the block that it is in.
func (r *resolver) problem(attribute, summary, detail string) {
	s := settingOf(attribute)
	if s.kind == variable {
		r.diags.AddError(summary, detail)
		return
	}
	block, name := s.block()
	r.diags.AddAttributeError(path.Root(orElse(block, name)), summary, detail)
}

func capital(text string) string { return strings.ToUpper(text[:1]) + text[1:] }

func sentence(text string) string { return capital(strings.TrimSuffix(text, ".")) + "." }
