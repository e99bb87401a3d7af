package provider

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
)

type settingKind int

const (
	text settingKind = iota
	secret
	address
	boolean
	number
	region
	domain
)

// setting is one argument of the provider block: where its value comes from and where it goes.
type setting struct {
	attribute   string
	env         []string // the first one that is set wins
	fallback    string
	kind        settingKind
	description string
	put         func(config *client.Config, value string)
}

// settings is the whole table of contract/auth.md 6.1 that this provider knows.
var settings = []setting{
	{"region", []string{"HW_REGION_NAME", "OS_REGION_NAME"}, "", region, "Region, for example `cn-north-4`. Required.",
		func(c *client.Config, v string) { c.Region = v }},
	{"access_key", []string{"HW_ACCESS_KEY", "OS_ACCESS_KEY"}, "", text, "Access key of a user (AK). Needs `secret_key`.",
		func(c *client.Config, v string) { c.Credentials.AccessKey = v }},
	{"secret_key", []string{"HW_SECRET_KEY", "OS_SECRET_KEY"}, "", secret, "Secret key that belongs to `access_key` (SK).",
		func(c *client.Config, v string) { c.Credentials.SecretKey = v }},
	{"security_token", []string{"HW_SECURITY_TOKEN"}, "", secret, "Security token of a temporary `access_key`.",
		func(c *client.Config, v string) { c.Credentials.SecurityToken = v }},
	{"user_name", []string{"HW_USER_NAME", "OS_USERNAME"}, "", text, "Name of a user. Needs `password` and `domain_name`.",
		func(c *client.Config, v string) { c.Credentials.UserName = v }},
	{"password", []string{"HW_USER_PASSWORD", "OS_PASSWORD"}, "", secret, "Password of `user_name`.",
		func(c *client.Config, v string) { c.Credentials.Password = v }},
	{"domain_name", []string{"HW_DOMAIN_NAME", "OS_DOMAIN_NAME", "OS_USER_DOMAIN_NAME", "OS_PROJECT_DOMAIN_NAME"}, "", text,
		"Name of the account (domain) that `user_name` belongs to.",
		func(c *client.Config, v string) { c.Credentials.DomainName = v }},
	{"token", []string{"HW_AUTH_TOKEN", "OS_AUTH_TOKEN"}, "", secret, "An IAM token of the project. It is not renewed.",
		func(c *client.Config, v string) { c.Credentials.Token = v }},
	{"project_id", []string{"HW_PROJECT_ID", "OS_PROJECT_ID"}, "", text, "Id of the project in `region`. Looked up by `project_name` when unset.",
		func(c *client.Config, v string) { c.ProjectID = v }},
	{"project_name", []string{"HW_PROJECT_NAME", "OS_PROJECT_NAME"}, "", text, "Name of the project in `region`. Defaults to the region's own project.",
		func(c *client.Config, v string) { c.ProjectName = v }},
	{"auth_url", []string{"HW_AUTH_URL", "OS_AUTH_URL"}, "", address, "URL of IAM, with or without `/v3`. Defaults to `https://iam.{region}.{cloud}/v3`.",
		func(c *client.Config, v string) { c.AuthURL = v }},
	{"cloud", []string{"HW_CLOUD"}, "", domain, "Domain of the cloud. Defaults to `myhuaweicloud.com`, or `myhuaweicloud.eu` for regions that start with `eu-west-1`.",
		func(c *client.Config, v string) { c.Cloud = v }},
	{"endpoint_url", []string{"HWC_ENDPOINT_URL"}, "", address, "Base URL of all services, for example of an emulator.",
		func(c *client.Config, v string) { c.EndpointURL = v }},
	{"insecure", []string{"HW_INSECURE", "OS_INSECURE"}, "false", boolean, "Whether to accept any TLS certificate. Only for tests.",
		func(c *client.Config, v string) { c.Insecure, _ = strconv.ParseBool(v) }}, // it is valid,
	{"max_retries", []string{"HW_MAX_RETRIES"}, "5", number, "How often a call that may be repeated is tried again, 0 or more.",
		func(c *client.Config, v string) { c.MaxRetries, _ = strconv.Atoi(v) }}, // it is valid
}

// sources tells in the documentation where else a value may come from.
func (s setting) sources() string {
	out := " Environment: `" + strings.Join(s.env, "`, `") + "`."
	if s.fallback != "" {
		out += " Default: `" + s.fallback + "`."
	}
	return out
}

// The sources of a value, strongest first.
const (
	fromBlock = iota
	fromHW
	fromOS
	sourceCount
)

var sourceNames = [sourceCount]string{"the provider block", "the environment (HW_*)", "the environment (OS_*)"}

// values holds what each source says, by attribute.
type values [sourceCount]map[string]string

// get is the value of the strongest source that has one.
func (v values) get(attribute string) string {
	for _, source := range v {
		if value := source[attribute]; value != "" {
			return value
		}
	}
	return ""
}

// foreignSecurityToken reports a security token of the environment beside an access key of the block: it
// belongs to another key.
func (v values) foreignSecurityToken(attribute string) bool {
	return attribute == "security_token" && v[fromBlock]["access_key"] != "" && v[fromBlock]["security_token"] == ""
}

// readSettings reads the block and the environment. Attributes whose value is not known yet are named.
func readSettings(ctx context.Context, config tfsdk.Config, diags *diag.Diagnostics) (read values, unknown []string) {
	for i := range read {
		read[i] = map[string]string{}
	}
	for _, s := range settings {
		for _, name := range s.env {
			source := fromHW
			if strings.HasPrefix(name, "OS_") {
				source = fromOS
			}
			if value := strings.TrimSpace(os.Getenv(name)); value != "" && read[source][s.attribute] == "" {
				read[source][s.attribute] = value
			}
		}
		var value attr.Value
		diags.Append(config.GetAttribute(ctx, path.Root(s.attribute), &value)...)
		switch value := value.(type) {
		case types.String:
			read[fromBlock][s.attribute] = strings.TrimSpace(value.ValueString())
		case types.Bool:
			if !value.IsNull() {
				read[fromBlock][s.attribute] = strconv.FormatBool(value.ValueBool())
			}
		case types.Int64:
			if !value.IsNull() {
				read[fromBlock][s.attribute] = strconv.FormatInt(value.ValueInt64(), 10)
			}
		}
		switch {
		case value != nil && value.IsUnknown():
			unknown = append(unknown, s.attribute)
		case read[fromBlock][s.attribute] == "":
			s.check(read.get(s.attribute), diags)
		}
	}
	return read, unknown
}

// check refuses a value of the environment that the schema would refuse in the block.
func (s setting) check(value string, diags *diag.Diagnostics) {
	if value == "" || s.valid(value) {
		return
	}
	detail := fmt.Sprintf("%s %s", strings.Join(s.env, " or "), s.rule())
	if s.kind != address { // a URL may hold a password
		detail += fmt.Sprintf("; it is %q", value)
	}
	diags.AddAttributeError(path.Root(s.attribute), "Invalid environment variable", detail+".")
}

func (s setting) valid(value string) bool {
	switch s.kind {
	case boolean:
		_, err := strconv.ParseBool(value)
		return err == nil
	case number:
		n, err := strconv.Atoi(value)
		return err == nil && n >= 0
	case address:
		return isBaseURL(value)
	case region:
		return client.ValidRegion(value)
	case domain:
		return client.ValidDomain(value)
	case text, secret:
	}
	return true
}

// rule is what valid wants, worded to follow the name of the setting.
func (s setting) rule() string {
	switch s.kind {
	case boolean:
		return "must be true or false"
	case number:
		return "must be a whole number, 0 or more"
	case address:
		return "must be an http or https URL without user, query and fragment, such as https://iam.cn-north-4.myhuaweicloud.com"
	case region:
		return "must be the id of a region, such as cn-north-4"
	case domain:
		return "must be the DNS domain of a cloud, such as myhuaweicloud.com"
	case text, secret:
	}
	return ""
}

// credentialKind is one of the ways to log in; the first attribute is what makes a source have it.
type credentialKind struct {
	name  string
	marks []string // any of these in a source means that the source has this kind
	needs []string // all of these must come from somewhere
}

var credentialKinds = []credentialKind{
	{"a token (token)", []string{"token"}, nil},
	{"an access key (access_key, secret_key)", []string{"access_key", "secret_key"}, []string{"access_key", "secret_key"}},
	{"a password (user_name, password)", []string{"user_name", "password"}, []string{"user_name", "password", "domain_name"}},
}

var credentialAttributes = []string{"token", "access_key", "secret_key", "security_token", "user_name", "password", "domain_name"}

// resolve turns the settings into the client's configuration. The strongest source that has credentials
// decides their kind; what it leaves out may come from weaker ones.
func resolve(read values, diags *diag.Diagnostics) client.Config {
	kind := chooseCredentials(read, diags)
	var config client.Config
	for _, s := range settings {
		value := read.get(s.attribute)
		if value == "" {
			value = s.fallback
		}
		if kind.uses(s.attribute) && !read.foreignSecurityToken(s.attribute) {
			s.put(&config, value)
		}
	}
	if config.Region == "" {
		diags.AddAttributeError(path.Root("region"), "Missing region",
			"Set `region` in the provider block, or HW_REGION_NAME or OS_REGION_NAME in the environment; for example cn-north-4.")
	}
	return config
}

func chooseCredentials(read values, diags *diag.Diagnostics) credentialKind {
	for source, name := range sourceNames {
		var found []credentialKind
		for _, kind := range credentialKinds {
			if kind.marked(read[source]) {
				found = append(found, kind)
			}
		}
		switch len(found) {
		case 0:
			continue
		case 1:
			found[0].complete(read, diags)
		default:
			diags.AddAttributeError(path.Root(found[1].marks[0]), "Two kinds of credentials", fmt.Sprintf(
				"%s has %s and also %s. Keep one of them.", name, found[0].name, found[1].name))
		}
		return found[0]
	}
	diags.AddAttributeError(path.Root("access_key"), "Missing credentials",
		"Set `access_key` and `secret_key`, or `user_name`, `password` and `domain_name`, or `token`, in the provider block or in the environment "+
			"(HW_ACCESS_KEY and HW_SECRET_KEY; HW_USER_NAME, HW_USER_PASSWORD and HW_DOMAIN_NAME; HW_AUTH_TOKEN).")
	return credentialKind{}
}

func (k credentialKind) marked(source map[string]string) bool {
	for _, attribute := range k.marks {
		if source[attribute] != "" {
			return true
		}
	}
	return false
}

func (k credentialKind) complete(read values, diags *diag.Diagnostics) {
	for _, attribute := range k.needs {
		if read.get(attribute) == "" {
			diags.AddAttributeError(path.Root(attribute), "Incomplete credentials", fmt.Sprintf(
				"`%s` is missing: %s needs %s. Set it in the provider block or in the environment (%s).",
				attribute, k.name, strings.Join(k.needs, ", "), strings.Join(envOf(attribute), ", ")))
		}
	}
}

// uses reports whether an attribute counts: credentials of other kinds do not.
func (k credentialKind) uses(attribute string) bool {
	isCredential := false
	for _, a := range credentialAttributes {
		isCredential = isCredential || a == attribute
	}
	if !isCredential || (attribute == "security_token" && k.marks != nil && k.marks[0] == "access_key") {
		return true
	}
	for _, a := range append(k.needs, k.marks...) {
		if a == attribute {
			return true
		}
	}
	return false
}

func envOf(attribute string) []string {
	for _, s := range settings {
		if s.attribute == attribute {
			return s.env
		}
	}
	return nil
}

func isBaseURL(value string) bool {
	if !strings.Contains(value, "://") {
		value = "https://" + value
	}
	u, err := url.Parse(value)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Hostname() != "" && u.User == nil && u.RawQuery == "" && u.Fragment == ""
}
