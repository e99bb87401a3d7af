package provider

import (
	"strconv"
	"strings"
	"time"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
)

// setting is one argument of the provider block: where its value comes from and where it goes.
type setting struct {
	attribute   string   // "assume_role.duration" is one in a block; that of a variable is in no block
	env         []string // the first one that is set wins
	fallback    string
	kind        settingKind
	description string
	put         func(to *settled, value string) // nil: the value goes elsewhere
}

// settled is what the settings come to.
type settled struct {
	client.Config
	agency           client.AssumeRole // of agency_name, or of one assume_role block
	delegatedProject string
	oidc             client.OIDC
	customUserAgent  string
	quotaCheck       bool
}

// The blocks of the provider block.
const (
	roleBlock = "assume_role"
	oidcBlock = "assume_role_with_oidc"
)

// settings is the whole table of contract/auth.md 6.1, 6.2 and 6.5 that this provider knows; the schema and the
// documentation are made of it.
var settings = []setting{
	{"region", []string{"HW_REGION_NAME", "OS_REGION_NAME", "OS_REGION"}, "", region, "Region, for example `cn-north-4`. Unset: the beginning of `project_name`, or the region in `auth_url`.",
		func(to *settled, v string) { to.Region = v }},

	{"access_key", []string{"HW_ACCESS_KEY", "OS_ACCESS_KEY"}, "", text, "Access key of a user (AK). Needs `secret_key`.",
		func(to *settled, v string) { to.Credentials.AccessKey = v }},
	{"secret_key", []string{"HW_SECRET_KEY", "OS_SECRET_KEY"}, "", secret, "Secret key that belongs to `access_key` (SK).",
		func(to *settled, v string) { to.Credentials.SecretKey = v }},
	{"security_token", []string{"HW_SECURITY_TOKEN", "OS_SECURITY_TOKEN"}, "", secret, "Security token of a temporary `access_key`. Only counts from a place that also has `access_key` or `secret_key`.",
		func(to *settled, v string) { to.Credentials.SecurityToken = v }},
	{"user_name", []string{"HW_USER_NAME", "OS_USERNAME"}, "", text, "Name of a user. Needs `password` and `domain_name` or `domain_id`.",
		func(to *settled, v string) { to.Credentials.UserName = v }},
	{"user_id", []string{"HW_USER_ID", "OS_USER_ID"}, "", text, "Id of a user, instead of `user_name`; it needs no domain.",
		func(to *settled, v string) { to.Credentials.UserID = v }},
	{"password", []string{"HW_USER_PASSWORD", "OS_PASSWORD"}, "", secret, "Password of `user_name` or `user_id`.",
		func(to *settled, v string) { to.Credentials.Password = v }},
	{"passcode", []string{"OS_PASSCODE"}, "", secret, "One-time passcode of a virtual MFA device. Needs `user_id` and `password`.",
		func(to *settled, v string) { to.Credentials.Passcode = v }},
	{"domain_name", []string{"HW_DOMAIN_NAME", "OS_DOMAIN_NAME", "OS_USER_DOMAIN_NAME", "OS_PROJECT_DOMAIN_NAME", "OS_DEFAULT_DOMAIN"}, "", text,
		"Name of the account (domain) that `user_name` belongs to.",
		func(to *settled, v string) { to.Credentials.DomainName = v }},
	{"domain_id", []string{"HW_DOMAIN_ID", "OS_DOMAIN_ID", "OS_USER_DOMAIN_ID", "OS_PROJECT_DOMAIN_ID"}, "", text,
		"Id of the account (domain) of the user or of the access key, instead of `domain_name`.",
		func(to *settled, v string) { to.Credentials.DomainID = v }},
	{"token", []string{"HW_AUTH_TOKEN", "OS_AUTH_TOKEN", "OS_TOKEN"}, "", secret, "An IAM token of the project. It is not renewed.",
		func(to *settled, v string) { to.Credentials.Token = v }},
	{"ecs_metadata", []string{"HWC_ECS_METADATA"}, "", boolean,
		"Whether to take the temporary access key of the agency that the ECS instance has. Unset: when nothing else gives credentials and this machine says that it is an ECS instance.",
		func(to *settled, v string) { to.Credentials.Metadata = v == "true" }},

	{"project_id", []string{"HW_PROJECT_ID", "OS_PROJECT_ID"}, "", text, "Id of the project in `region`. Looked up by `project_name` when unset.",
		func(to *settled, v string) { to.ProjectID = v }},
	{"project_name", []string{"HW_PROJECT_NAME", "OS_PROJECT_NAME"}, "", text, "Name of the project in `region`. Defaults to the region's own project.",
		func(to *settled, v string) { to.ProjectName = v }},
	{"tenant_id", []string{"OS_TENANT_ID"}, "", text, "Another name of `project_id`, which wins.",
		func(to *settled, v string) { to.ProjectID = orElse(to.ProjectID, v) }},
	{"tenant_name", []string{"OS_TENANT_NAME"}, "", text, "Another name of `project_name`, which wins.",
		func(to *settled, v string) { to.ProjectName = orElse(to.ProjectName, v) }},
	{"enterprise_project_id", []string{"HW_ENTERPRISE_PROJECT_ID"}, "", text,
		"Id of the enterprise project for objects that have one and do not name it; `0` is the default one.", nil},

	{"agency_name", []string{"OS_AGENCY_NAME"}, "", text, "Agency to act as. Needs `agency_domain_name`. A shorter form of one `assume_role` block.",
		func(to *settled, v string) { to.agency.AgencyName = v }},
	{"agency_domain_name", []string{"OS_AGENCY_DOMAIN_NAME"}, "", text, "Name of the account (domain) that the agency belongs to.",
		func(to *settled, v string) { to.agency.DomainName = v }},
	{"delegated_project", []string{"OS_DELEGATED_PROJECT"}, "", text, "Name of the project to work in as an agency. Defaults to the region's own project.",
		func(to *settled, v string) { to.delegatedProject = v }},
	{roleBlock + ".agency_name", []string{"HW_ASSUME_ROLE_AGENCY_NAME"}, "", text, "Agency to act as.",
		func(to *settled, v string) { to.agency.AgencyName = v }},
	{roleBlock + ".domain_name", []string{"HW_ASSUME_ROLE_DOMAIN_NAME"}, "", text, "Name of the account (domain) that the agency belongs to. The agency is assumed by IAM.",
		func(to *settled, v string) { to.agency.DomainName = v }},
	{roleBlock + ".domain_id", []string{"HW_ASSUME_ROLE_DOMAIN_ID"}, "", text, "Id of the account (domain) that the agency belongs to. It wins over `domain_name`, and the agency is assumed by STS.",
		func(to *settled, v string) { to.agency.DomainID = v }},
	{roleBlock + ".duration", []string{"HW_ASSUME_ROLE_DURATION"}, "", seconds, "Life of the agency's temporary access key in seconds, 900 to 86400. Unset: the cloud's choice. The key is renewed before it ends.",
		func(to *settled, v string) { to.agency.Duration = inSeconds(v) }},
	{oidcBlock + ".idp_id", []string{"HW_ASSUME_ROLE_IDP_ID"}, "", text, "Id of the identity provider in IAM.",
		func(to *settled, v string) { to.oidc.IdpID = v }},
	{oidcBlock + ".id_token", []string{"HW_ASSUME_ROLE_ID_TOKEN"}, "", secret, "Id token (JWT) that the identity provider has issued.",
		func(to *settled, v string) { to.oidc.IDToken = v }},
	{oidcBlock + ".id_token_file", []string{"HW_ASSUME_ROLE_ID_TOKEN_FILE"}, "", text, "File with the id token, instead of `id_token`. It is read again whenever a new access key is needed.",
		func(to *settled, v string) { to.oidc.IDTokenFile = expandHome(v) }},
	{oidcBlock + ".agency_name", []string{"HW_ASSUME_ROLE_AGENCY_NAME"}, "", text, "Agency to act as. Needs `domain_id`. Unset: the provider acts as the user that the id token stands for.",
		func(to *settled, v string) { to.oidc.AgencyName = v }},
	{oidcBlock + ".domain_id", []string{"HW_ASSUME_ROLE_DOMAIN_ID"}, "", text, "Id of the account (domain) that the agency belongs to.",
		func(to *settled, v string) { to.oidc.DomainID = v }},
	{oidcBlock + ".duration", []string{"HW_ASSUME_ROLE_DURATION"}, "", seconds, "Life of the temporary access key in seconds, 900 to 86400. Unset: the cloud's choice. The key is renewed before it ends.",
		func(to *settled, v string) { to.oidc.Duration = inSeconds(v) }},

	{"shared_config_file", []string{"HW_SHARED_CONFIG_FILE"}, "", text, "Configuration file of the `hcloud` command line (KooCLI). With only `profile` set it is `~/.hcloud/config.json`.", nil},
	{"profile", []string{"HW_PROFILE"}, "", text, "Profile in the shared configuration file. With only `shared_config_file` set it is the file's current one.", nil},
	{"cloud_config", []string{"OS_CLOUD"}, "", text, "Entry of a `clouds.yaml`, which is looked for in the working directory, `~/.config/openstack` and `/etc/openstack`.", nil},
	{cloudsFile, []string{"OS_CLIENT_CONFIG_FILE"}, "", variable, "A `clouds.yaml` at another place.", nil},

	{"cloud", []string{"HW_CLOUD"}, "", domain, "Domain of the cloud. Defaults to the one of `auth_url`; without that to `myhuaweicloud.com`, or `myhuaweicloud.eu` for regions that start with `eu-west-1`.",
		func(to *settled, v string) { to.Cloud = v }},
	{"auth_url", []string{"HW_AUTH_URL", "OS_AUTH_URL"}, "", address, "URL of IAM, with or without `/v3`. Defaults to `https://iam.{region}.{cloud}/v3`.",
		func(to *settled, v string) { to.AuthURL = v }},
	{"endpoint_url", []string{"HWC_ENDPOINT_URL"}, "", address, "Base URL of all services, for example of an emulator.",
		func(to *settled, v string) { to.EndpointURL = v }},
	{"endpoints", nil, "", addresses, "Base URLs of single services, by service name (`" + strings.Join(services, "`, `") + "`), without version and project. Wins over `endpoint_url`.", nil},
	{"metadata_url", []string{"HWC_METADATA_URL"}, "http://169.254.169.254", address, "Base URL of the metadata service of ECS.",
		func(to *settled, v string) { to.MetadataURL = v }},

	{"insecure", []string{"HW_INSECURE", "OS_INSECURE"}, "false", boolean, "Whether to accept any TLS certificate. Only for tests.",
		func(to *settled, v string) { to.Insecure = v == "true" }},
	{"cacert_file", []string{"OS_CACERT"}, "", pem, "Certificates of the authorities to trust instead of the system's: a file, or its PEM text.",
		func(to *settled, v string) { to.CACert = v }},
	{"cert", []string{"OS_CERT"}, "", pem, "Client certificate: a file, or its PEM text. Needs `key`.",
		func(to *settled, v string) { to.ClientCert = v }},
	{"key", []string{"OS_KEY"}, "", secretPEM, "Private key of `cert`: a file, or its PEM text.",
		func(to *settled, v string) { to.ClientKey = v }},
	{"signing_algorithm", []string{"HW_SIGNING_ALGORITHM"}, signingAlgorithms[0], algorithm, "How requests are signed with an access key: `" + strings.Join(signingAlgorithms, "` or `") + "`.",
		func(to *settled, v string) { to.SigningAlgorithm = v }},
	{"max_retries", []string{"HW_MAX_RETRIES", "OS_MAX_RETRIES"}, "5", number, "How often a call that may be repeated is tried again, 0 or more.",
		func(to *settled, v string) { to.MaxRetries, _ = strconv.Atoi(v) }}, // it is valid
	{"request_timeout", []string{"HWC_REQUEST_TIMEOUT"}, "60s", duration, "Time limit of one try of a call, such as `30s` or `2m`.",
		func(to *settled, v string) { to.RequestTimeout, _ = time.ParseDuration(v) }}, // it is valid
	{"poll_interval", []string{"HWC_POLL_INTERVAL"}, "", duration, "Fixed time between two looks at an object that is being waited for, such as `5s`. Unset: it grows with the wait, from 40 ms to 10 s.",
		putPollInterval},
	{"quota_check", []string{"HWC_QUOTA_CHECK"}, "true", boolean,
		"Whether a plan that creates objects reads the quotas of the account, once, and warns when they would be exceeded.",
		func(to *settled, v string) { to.quotaCheck = v == "true" }},

	{"default_tags", nil, "", tags, "Tags for every object that has tags. An object's own `tags` win over them.", nil},
	{"ignore_tags", nil, "", tagKeys, "Keys of tags that somebody else looks after. They are neither read nor changed, unless an object's `tags` names them.", nil},
	{"custom User-Agent", []string{"HW_TF_CUSTOM_UA"}, "", variable, "Put in front of the `User-Agent` of every request.",
		func(to *settled, v string) { to.customUserAgent = v }},
}

// cloudsFile is the setting that names a clouds.yaml.
const cloudsFile = "clouds.yaml"

// services are the cloud services whose base URL `endpoints` can override.
var services = []string{"iam", "sts", "vpcep", "bcs", "hbs", "bss", "eps"}

// signingAlgorithms are those that there are, the default first.
var signingAlgorithms = client.SigningAlgorithms()

func putPollInterval(to *settled, v string) {
	if interval, err := time.ParseDuration(v); err == nil {
		to.Backoff = func(int, time.Duration) time.Duration { return interval }
	}
}

func inSeconds(v string) time.Duration {
	n, _ := strconv.Atoi(v) // it is valid
	return time.Duration(n) * time.Second
}

func orElse(value, other string) string {
	if value != "" {
		return value
	}
	return other
}

// block returns the block that a setting is in, or "", and its name there.
func (s setting) block() (block, name string) {
	if block, name, nested := strings.Cut(s.attribute, "."); nested && s.kind != variable {
		return block, name
	}
	return "", s.attribute
}

func settingOf(attribute string) setting {
	for _, s := range settings {
		if s.attribute == attribute {
			return s
		}
	}
	return setting{attribute: attribute}
}

// sources tells in the documentation where else a value may come from.
func (s setting) sources() string {
	out := ""
	if len(s.env) > 0 {
		out += " Environment: `" + strings.Join(s.env, "`, `") + "`."
	}
	if s.fallback != "" {
		out += " Default: `" + s.fallback + "`."
	}
	return out
}

// SettingsTable is the whole table as Markdown, for the documentation.
func SettingsTable() string {
	var b strings.Builder
	b.WriteString("| argument | environment | default | meaning |\n|---|---|---|---|\n")
	for _, s := range settings {
		name, fallback := "`"+s.attribute+"`", ""
		if s.kind == variable {
			name = "(environment only)"
		}
		if s.fallback != "" {
			fallback = "`" + s.fallback + "`"
		}
		env := ""
		if len(s.env) > 0 {
			env = "`" + strings.Join(s.env, "`, `") + "`"
		}
		b.WriteString("| " + strings.Join([]string{name, env, fallback, s.description}, " | ") + " |\n")
	}
	return b.String()
}
