package provider

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// The modes of a profile whose credentials are not its own keys (contract/auth.md 6.3). That an instance's agency is
// called ecsAgency is in KooCLI's own manual.
const (
	modeSSO = "SSO"
	modeECS = "ecsAgency"
)

// sharedConfig is the configuration file of the hcloud command line (contract/auth.md 6.3).
type sharedConfig struct {
	AuthEncrypt any       `json:"authEncrypt"` // "true" or "false", as text; files that KooCLI did not write lack it
	Current     string    `json:"current"`
	Profiles    []profile `json:"profiles"`
}

type profile struct {
	Name string `json:"name"`
	Mode string `json:"mode"`
	profileKeys
	Region           string `json:"region"`
	ProjectID        string `json:"projectId"`
	DomainID         string `json:"domainId"`
	AgencyDomainID   string `json:"agencyDomainId"`
	AgencyDomainName string `json:"agencyDomainName"`
	AgencyName       string `json:"agencyName"`
	SSOAuth          struct {
		STSToken profileKeys `json:"stsToken"`
	} `json:"ssoAuth"`
}

type profileKeys struct {
	AccessKeyID     string `json:"accessKeyId"`
	SecretAccessKey string `json:"secretAccessKey"`
	SecurityToken   string `json:"securityToken"`
}

// plainKey is what access keys look like that are not encrypted.
var plainKey = regexp.MustCompile(`^[A-Za-z0-9]{1,40}$`)

// readProfile reads a profile of a shared configuration file; without a name the current one, without a file that of
// the home directory.
func readProfile(file, name string) (place, error) {
	if file == "" {
		file = "~/.hcloud/config.json"
	}
	file = expandHome(file)
	data, err := os.ReadFile(file)
	if errors.Is(err, os.ErrNotExist) {
		return place{}, fmt.Errorf("the specified shared config file %s does not exist; `hcloud configure set` writes one", file)
	}
	if err != nil {
		return place{}, fmt.Errorf("cannot read the shared config file: %w", err)
	}
	read, err := parseProfile(data, name)
	if err != nil {
		return place{}, fmt.Errorf("the shared config file %s %w", file, err)
	}
	return read, nil
}

// parseProfile finds a profile in the text of a shared configuration file. Errors follow the name of the file, and
// repeat nothing of the text but names of profiles.
func parseProfile(data []byte, name string) (place, error) {
	var config sharedConfig
	if err := json.Unmarshal(data, &config); err != nil {
		return place{}, jsonError(err)
	}
	if name == "" {
		name = config.Current
	}
	if name == "" {
		return place{}, errors.New("has no current profile: name one with profile or HW_PROFILE")
	}
	names := make([]string, len(config.Profiles))
	for i, p := range config.Profiles {
		if p.Name == name {
			return p.place(config.encrypted), nil
		}
		names[i] = p.Name
	}
	return place{}, fmt.Errorf("has no profile %q; it has %s", name, orElse(strings.Join(names, ", "), "none"))
}

// jsonError says what is wrong without the words of the text, which may be secrets.
func jsonError(err error) error {
	if wrong, ok := errors.AsType[*json.UnmarshalTypeError](err); ok && wrong.Field != "" {
		return fmt.Errorf("has a wrong type of value for %s", wrong.Field)
	}
	if wrong, ok := errors.AsType[*json.SyntaxError](err); ok {
		return fmt.Errorf("is not valid JSON (at byte %d)", wrong.Offset)
	}
	return errors.New("is not the JSON that hcloud writes")
}

// encrypted reports whether keys are stored so that only the command line can read them.
func (c sharedConfig) encrypted(keys profileKeys) bool {
	switch c.AuthEncrypt {
	case "true", true:
		return keys.AccessKeyID != ""
	case "false", false:
		return false
	}
	return keys.AccessKeyID != "" && !plainKey.MatchString(keys.AccessKeyID)
}

// place turns a profile into settings.
func (p profile) place(encrypted func(profileKeys) bool) place {
	out := newPlace(fmt.Sprintf("the profile %q of the shared config file", p.Name))
	set := func(attribute, field, text string) { out.set(attribute, text, field+" of "+out.name) }
	set("region", "region", p.Region)
	set("project_id", "projectId", p.ProjectID)
	set("domain_id", "domainId", p.DomainID)
	if p.AgencyName != "" {
		set(roleBlock+".agency_name", "agencyName", p.AgencyName)
		set(roleBlock+".domain_id", "agencyDomainId", p.AgencyDomainID)
		set(roleBlock+".domain_name", "agencyDomainName", p.AgencyDomainName)
	}
	keys := p.profileKeys
	if p.Mode == modeSSO {
		keys = p.SSOAuth.STSToken
	}
	switch {
	case p.Mode == modeECS:
		set("ecs_metadata", "mode", "true")
	case encrypted(keys):
		out.gap = fmt.Sprintf("The keys of %s are encrypted, so that only the hcloud command line can read them. "+
			"Turn that off with `hcloud configure set --cli-auth-encrypt=false`, and keep the file to yourself; or give other credentials.", out.name)
	case keys == profileKeys{} && p.Mode == modeSSO:
		out.gap = fmt.Sprintf("%s has no keys yet: log in with `hcloud configure sso`.", capital(out.name))
	case keys == profileKeys{}:
		out.gap = fmt.Sprintf("%s has no access key. Its mode is %q; this provider takes AKSK, SSO and ecsAgency.", capital(out.name), p.Mode)
	default:
		set("access_key", "accessKeyId", keys.AccessKeyID)
		set("secret_key", "secretAccessKey", keys.SecretAccessKey)
		set("security_token", "securityToken", keys.SecurityToken)
	}
	return out
}

// expandHome replaces a leading ~ by the home directory: $HOME, or %USERPROFILE% on Windows.
func expandHome(file string) string {
	rest, ok := strings.CutPrefix(file, "~")
	if !ok || (rest != "" && !os.IsPathSeparator(rest[0])) {
		return file
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return file
	}
	return filepath.Join(home, rest)
}
