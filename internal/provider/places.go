package provider

import (
	"context"
	"os"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// The places that values come from, strongest first. What they leave out the machine itself may know: see instance.go.
const (
	fromBlock = iota
	fromHW
	fromOS
	fromProfile
	fromCloud
	placeCount
)

// value is what a place says about a setting; from is where exactly, for messages: "HW_REGION_NAME".
type value struct{ text, from string }

// place is what one of the places says.
type place struct {
	name  string           // for messages: "the provider block"
	said  map[string]value // by attribute; those of the block "assume_role" are in roles
	roles []map[string]value
	// gap is why it has no credentials although it was asked for them.
	gap string
}

func newPlace(name string) place { return place{name: name, said: map[string]value{}} }

// set notes a value of a place that has at most one agency. Empty ones do not count.
func (p *place) set(attribute, text, from string) {
	text = strings.TrimSpace(text)
	if text == "" {
		return
	}
	s := settingOf(attribute)
	if on, err := strconv.ParseBool(text); err == nil && s.kind == boolean {
		text = strconv.FormatBool(on)
	}
	said := p.said
	if block, name := s.block(); block == roleBlock {
		if p.roles == nil {
			p.roles = []map[string]value{{}}
		}
		said, attribute = p.roles[0], name
	}
	if _, taken := said[attribute]; !taken {
		said[attribute] = value{text, from}
	}
}

// dropNamelessAgency forgets what is said about an agency that has no name: it belongs to assume_role_with_oidc, or to nothing.
func (p *place) dropNamelessAgency() {
	if len(p.roles) > 0 && p.roles[0]["agency_name"].text == "" {
		p.roles = nil
	}
}

// has reports whether a place says anything about one of the attributes.
func (p *place) has(attributes ...string) bool {
	for _, attribute := range attributes {
		if p.said[attribute].text != "" {
			return true
		}
	}
	return false
}

// places holds what each place says.
type places [placeCount]place

// find returns the strongest value of a setting, and the place that has it; placeCount if none has.
func (p *places) find(attribute string) (value, int) {
	for i := range p {
		if v := p[i].said[attribute]; v.text != "" {
			return v, i
		}
	}
	return value{}, placeCount
}

// readPlaces reads the block, the environment and the files that they name. Arguments whose value is not known yet are
// named; then no file is read.
func readPlaces(ctx context.Context, config tfsdk.Config, diags *diag.Diagnostics) (read places, unknown []string) {
	block, unknown := readBlock(ctx, config, diags)
	read = places{block, readEnvironment("HW"), readEnvironment("OS"), newPlace(""), newPlace("")}
	if len(unknown) == 0 {
		read.readFiles(diags)
	}
	return read, unknown
}

// readEnvironment reads the variables of the settings that begin with a prefix; those of this provider alone (HWC_) go
// with those of its elder sister (HW_).
func readEnvironment(prefix string) place {
	p := newPlace("the environment (" + prefix + "_*)")
	for _, s := range settings {
		for _, name := range s.env {
			if strings.HasPrefix(name, prefix) {
				p.set(s.attribute, os.Getenv(name), name)
			}
		}
	}
	p.dropNamelessAgency()
	return p
}

func readBlock(ctx context.Context, config tfsdk.Config, diags *diag.Diagnostics) (p place, unknown []string) {
	p = newPlace("the provider block")
	note := func(said map[string]value, attribute, name string, v attr.Value) {
		if text, known := textOf(v); !known {
			unknown = append(unknown, attribute)
		} else if text != "" {
			said[name] = value{text, attribute}
		}
	}
	for _, s := range settings {
		if block, _ := s.block(); block != "" || s.kind >= variable {
			continue
		}
		var v attr.Value
		diags.Append(config.GetAttribute(ctx, path.Root(s.attribute), &v)...)
		note(p.said, s.attribute, s.attribute, v)
	}
	var roles types.List
	var oidc types.Object
	diags.Append(config.GetAttribute(ctx, path.Root(roleBlock), &roles)...)
	diags.Append(config.GetAttribute(ctx, path.Root(oidcBlock), &oidc)...)
	if roles.IsUnknown() {
		unknown = append(unknown, roleBlock)
	}
	for _, element := range roles.Elements() {
		role := map[string]value{}
		if element, ok := element.(types.Object); ok {
			for name, v := range element.Attributes() {
				note(role, roleBlock, name, v)
			}
		}
		p.roles = append(p.roles, role)
	}
	if oidc.IsUnknown() {
		unknown = append(unknown, oidcBlock)
	}
	for name, v := range oidc.Attributes() {
		note(p.said, oidcBlock, oidcBlock+"."+name, v)
	}
	return p, unknown
}

// textOf returns a value of the block as text; maps and sets, which nothing else gives, are none.
func textOf(v attr.Value) (text string, known bool) {
	if v == nil || v.IsNull() {
		return "", true
	}
	if v.IsUnknown() {
		return "", false
	}
	switch v := v.(type) {
	case types.String:
		return strings.TrimSpace(v.ValueString()), true
	case types.Bool:
		return strconv.FormatBool(v.ValueBool()), true
	case types.Int64:
		return strconv.FormatInt(v.ValueInt64(), 10), true
	}
	return "", true
}

// readFiles reads the profile and the entry of a clouds.yaml that the block or the environment name. The one that a
// stronger place names is read alone; credentials of the block are not mixed with a file that it does not name.
func (p *places) readFiles(diags *diag.Diagnostics) {
	_, profileAt := p.find("profile")
	if _, at := p.find("shared_config_file"); at < profileAt {
		profileAt = at
	}
	_, cloudAt := p.find("cloud_config")
	limit := min(profileAt, cloudAt, fromOS)
	if len(p[fromBlock].kinds()) > 0 {
		limit = fromBlock
	}
	if profileAt <= limit {
		p.readProfile(diags)
	}
	if cloudAt <= limit {
		p.readCloud(diags)
	}
}

func (p *places) readProfile(diags *diag.Diagnostics) {
	file, _ := p.find("shared_config_file")
	name, _ := p.find("profile")
	read, err := readProfile(file.text, name.text)
	if err != nil {
		attribute := "profile"
		if name.text == "" {
			attribute = "shared_config_file"
		}
		diags.AddAttributeError(path.Root(attribute), "The shared configuration file cannot be used", sentence(err.Error()))
		return
	}
	p[fromProfile] = read
}

func (p *places) readCloud(diags *diag.Diagnostics) {
	entry, _ := p.find("cloud_config")
	file, _ := p.find(cloudsFile)
	region, _ := p.find("region")
	read, err := readCloud(file.text, entry.text, region.text)
	if err != nil {
		diags.AddAttributeError(path.Root("cloud_config"), "The entry of clouds.yaml cannot be used", sentence(err.Error()))
		return
	}
	p[fromCloud] = read
}
