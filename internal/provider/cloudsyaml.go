package provider

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// cloudEntry is an entry of a clouds.yaml, or a vendor's defaults for one (contract/auth.md 6.5).
type cloudEntry struct {
	Profile    scalar            `yaml:"profile"`
	Vendor     scalar            `yaml:"cloud"` // an old name of profile
	AuthType   scalar            `yaml:"auth_type"`
	RegionName scalar            `yaml:"region_name"`
	Verify     scalar            `yaml:"verify"`
	CACert     scalar            `yaml:"cacert"`
	Cert       scalar            `yaml:"cert"`
	Key        scalar            `yaml:"key"`
	Auth       map[string]scalar `yaml:"auth"`
}

// vendors are the defaults of contract/auth.md 6.5 that need no clouds-public.yaml.
var vendors = map[string]cloudEntry{
	"otc": {Auth: map[string]scalar{"auth_url": "https://iam.{region_name}.otc.t-systems.com/v3"}},
}

// authFields are the members of `auth`, and the settings they are; of several for one setting the first counts.
var authFields = []struct{ field, attribute string }{
	{"auth_url", "auth_url"},
	{"username", "user_name"},
	{"user_id", "user_id"},
	{"password", "password"},
	{"passcode", "passcode"},
	{"token", "token"},
	{"ak", "access_key"},
	{"sk", "secret_key"},
	{"security_token", "security_token"},
	{"project_id", "project_id"},
	{"tenant_id", "project_id"},
	{"project_name", "project_name"},
	{"tenant_name", "project_name"},
	{"domain_name", "domain_name"},
	{"user_domain_name", "domain_name"},
	{"project_domain_name", "domain_name"},
	{"default_domain", "domain_name"},
	{"domain_id", "domain_id"},
	{"user_domain_id", "domain_id"},
	{"project_domain_id", "domain_id"},
	{"target_agency_name", roleBlock + ".agency_name"},
	{"target_domain_id", roleBlock + ".domain_id"},
	{"target_domain_name", roleBlock + ".domain_name"},
	{"target_project_name", "delegated_project"},
}

// authTypes are the attributes of each `auth_type`; an entry may hold more than one kind of credentials.
var authTypes = map[string][]string{
	"token":      {"token"},
	"v3token":    {"token"},
	"aksk":       {"access_key", "secret_key", "security_token"},
	"password":   {"user_name", "user_id", "password", "passcode"},
	"v3password": {"user_name", "user_id", "password", "passcode"},
	"v3totp":     {"user_name", "user_id", "password", "passcode"},
}

// cloudFiles is what the three files that make up an entry hold.
type cloudFiles struct{ clouds, secure, public map[string]cloudEntry }

// readCloud reads an entry of a clouds.yaml: the named file or the first one found, with the secrets of a secure.yaml and
// the vendor's defaults of a clouds-public.yaml. The region is the one that stronger places ask for, or "".
func readCloud(file, entry, region string) (place, error) {
	var files cloudFiles
	if file == "" {
		file = findCloudFile("clouds")
	}
	if file == "" {
		return place{}, errors.New("there is no clouds.yaml in the working directory, ~/.config/openstack or /etc/openstack; " +
			"OS_CLIENT_CONFIG_FILE may name one")
	}
	file = expandHome(file)
	for _, one := range []struct {
		file string
		into *map[string]cloudEntry
		root string
	}{
		{file, &files.clouds, "clouds"},
		{findCloudFile("secure"), &files.secure, "clouds"},
		{findCloudFile("clouds-public"), &files.public, "public-clouds"},
	} {
		if one.file == "" {
			continue
		}
		data, err := os.ReadFile(one.file)
		if err != nil {
			return place{}, fmt.Errorf("cannot read it: %w", err)
		}
		if *one.into, err = parseClouds(data, one.root); err != nil {
			return place{}, fmt.Errorf("the file %s %w", one.file, err)
		}
	}
	read, err := files.place(entry, region)
	if err != nil {
		return place{}, fmt.Errorf("the file %s %w", file, err)
	}
	return read, nil
}

// findCloudFile returns the first file of a name on the search path, or "".
func findCloudFile(name string) string {
	for _, folder := range []string{".", expandHome("~/.config/openstack"), "/etc/openstack"} {
		for _, suffix := range []string{".yaml", ".yml", ".json"} {
			file := filepath.Join(folder, name+suffix)
			if info, err := os.Stat(file); err == nil && !info.IsDir() {
				return file
			}
		}
	}
	return ""
}

var yamlLine = regexp.MustCompile(`line \d+`)

// parseClouds reads the entries below a key of a file; JSON is YAML too. Errors follow the name of the file, and repeat
// nothing of the text: the words of the library may be a password without quotes.
func parseClouds(data []byte, root string) (map[string]cloudEntry, error) {
	var all map[string]yaml.Node
	err := yaml.Unmarshal(data, &all)
	entries := map[string]cloudEntry{}
	if node, ok := all[root]; err == nil && ok {
		err = node.Decode(&entries)
	}
	if err != nil {
		where := ""
		if line := yamlLine.FindString(err.Error()); line != "" {
			where = " (" + line + ")"
		}
		return nil, fmt.Errorf("is not the YAML of a clouds.yaml%s; text with special characters needs quotes", where)
	}
	return entries, nil
}

// place turns an entry into settings. Errors follow the name of the file.
func (f cloudFiles) place(name, region string) (place, error) {
	entry, ok := f.clouds[name]
	if !ok {
		has := slices.Sorted(maps.Keys(f.clouds))
		return place{}, fmt.Errorf("has no entry %q below clouds; it has %s", name, orElse(strings.Join(has, ", "), "none"))
	}
	entry = f.secure[name].over(entry)
	if vendor := orElse(string(entry.Profile), string(entry.Vendor)); vendor != "" {
		defaults, ok := f.public[vendor]
		if !ok {
			defaults, ok = vendors[vendor]
		}
		if !ok {
			return place{}, fmt.Errorf("has the profile %q in its entry %q, which is neither in a clouds-public.yaml nor known here", vendor, name)
		}
		entry = entry.over(defaults)
	}
	return entry.place(name, orElse(region, string(entry.RegionName)))
}

func (e cloudEntry) place(name, region string) (place, error) {
	out := newPlace(fmt.Sprintf("the entry %q of clouds.yaml", name))
	set := func(attribute, field, text string) { out.set(attribute, text, field+" of "+out.name) }
	set("region", "region_name", string(e.RegionName))
	set("cacert_file", "cacert", string(e.CACert))
	set("cert", "cert", string(e.Cert))
	set("key", "key", string(e.Key))
	switch e.Verify {
	case "":
	case "true", "yes", "True":
		set("insecure", "verify", "false")
	case "false", "no", "False":
		set("insecure", "verify", "true")
	default:
		return place{}, fmt.Errorf("has a verify in its entry %q that is neither true nor false", name)
	}
	kind := authTypes[string(e.AuthType)]
	for _, f := range authFields {
		text := string(e.Auth[f.field])
		if f.field == "auth_url" {
			text = strings.ReplaceAll(text, "{region_name}", region)
		}
		if kind == nil || slices.Contains(kind, f.attribute) || !isLogin(f.attribute) {
			set(f.attribute, f.field, text)
		}
	}
	out.dropNamelessAgency()
	if len(out.kinds()) == 0 {
		out.gap = fmt.Sprintf("%s has no credentials below auth.", capital(out.name))
	}
	return out, nil
}

// isLogin reports whether an attribute belongs to one auth_type.
func isLogin(attribute string) bool {
	for _, attributes := range authTypes {
		if slices.Contains(attributes, attribute) {
			return true
		}
	}
	return false
}

// over fills what an entry leaves out.
func (e cloudEntry) over(weaker cloudEntry) cloudEntry {
	fill := func(to *scalar, from scalar) {
		if *to == "" {
			*to = from
		}
	}
	fill(&e.Profile, weaker.Profile)
	fill(&e.Vendor, weaker.Vendor)
	fill(&e.AuthType, weaker.AuthType)
	fill(&e.RegionName, weaker.RegionName)
	fill(&e.Verify, weaker.Verify)
	fill(&e.CACert, weaker.CACert)
	fill(&e.Cert, weaker.Cert)
	fill(&e.Key, weaker.Key)
	auth := maps.Clone(weaker.Auth)
	if auth == nil {
		auth = map[string]scalar{}
	}
	for field, text := range e.Auth {
		if text != "" {
			auth[field] = text
		}
	}
	e.Auth = auth
	return e
}

// scalar is a value as it is written: 0123 and yes may be passwords.
type scalar string

// UnmarshalYAML implements yaml.Unmarshaler.
func (s *scalar) UnmarshalYAML(node *yaml.Node) error {
	if node.Kind != yaml.ScalarNode {
		return fmt.Errorf("line %d: want a text", node.Line)
	}
	if node.Tag != "!!null" {
		*s = scalar(node.Value)
	}
	return nil
}
