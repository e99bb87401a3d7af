package provider

import (
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
)

// Contract/auth.md 6.1, 6.2 and 6.5; HWC_* are this provider's own.
var environment = map[string][]string{
	"region":                {"HW_REGION_NAME", "OS_REGION_NAME", "OS_REGION"},
	"access_key":            {"HW_ACCESS_KEY", "OS_ACCESS_KEY"},
	"secret_key":            {"HW_SECRET_KEY", "OS_SECRET_KEY"},
	"security_token":        {"HW_SECURITY_TOKEN", "OS_SECURITY_TOKEN"},
	"user_name":             {"HW_USER_NAME", "OS_USERNAME"},
	"user_id":               {"HW_USER_ID", "OS_USER_ID"},
	"password":              {"HW_USER_PASSWORD", "OS_PASSWORD"},
	"passcode":              {"OS_PASSCODE"},
	"domain_name":           {"HW_DOMAIN_NAME", "OS_DOMAIN_NAME", "OS_USER_DOMAIN_NAME", "OS_PROJECT_DOMAIN_NAME", "OS_DEFAULT_DOMAIN"},
	"domain_id":             {"HW_DOMAIN_ID", "OS_DOMAIN_ID", "OS_USER_DOMAIN_ID", "OS_PROJECT_DOMAIN_ID"},
	"token":                 {"HW_AUTH_TOKEN", "OS_AUTH_TOKEN", "OS_TOKEN"},
	"ecs_metadata":          {"HWC_ECS_METADATA"},
	"project_id":            {"HW_PROJECT_ID", "OS_PROJECT_ID"},
	"project_name":          {"HW_PROJECT_NAME", "OS_PROJECT_NAME"},
	"tenant_id":             {"OS_TENANT_ID"},
	"tenant_name":           {"OS_TENANT_NAME"},
	"enterprise_project_id": {"HW_ENTERPRISE_PROJECT_ID"},
	"agency_name":           {"OS_AGENCY_NAME"},
	"agency_domain_name":    {"OS_AGENCY_DOMAIN_NAME"},
	"delegated_project":     {"OS_DELEGATED_PROJECT"},

	"assume_role.agency_name":             {"HW_ASSUME_ROLE_AGENCY_NAME"},
	"assume_role.domain_name":             {"HW_ASSUME_ROLE_DOMAIN_NAME"},
	"assume_role.domain_id":               {"HW_ASSUME_ROLE_DOMAIN_ID"},
	"assume_role.duration":                {"HW_ASSUME_ROLE_DURATION"},
	"assume_role_with_oidc.idp_id":        {"HW_ASSUME_ROLE_IDP_ID"},
	"assume_role_with_oidc.id_token":      {"HW_ASSUME_ROLE_ID_TOKEN"},
	"assume_role_with_oidc.id_token_file": {"HW_ASSUME_ROLE_ID_TOKEN_FILE"},
	"assume_role_with_oidc.agency_name":   {"HW_ASSUME_ROLE_AGENCY_NAME"},
	"assume_role_with_oidc.domain_id":     {"HW_ASSUME_ROLE_DOMAIN_ID"},
	"assume_role_with_oidc.duration":      {"HW_ASSUME_ROLE_DURATION"},

	"shared_config_file": {"HW_SHARED_CONFIG_FILE"},
	"profile":            {"HW_PROFILE"},
	"cloud_config":       {"OS_CLOUD"},
	"clouds.yaml":        {"OS_CLIENT_CONFIG_FILE"},
	"cloud":              {"HW_CLOUD"},
	"auth_url":           {"HW_AUTH_URL", "OS_AUTH_URL"},
	"endpoint_url":       {"HWC_ENDPOINT_URL"},
	"endpoints":          nil,
	"metadata_url":       {"HWC_METADATA_URL"},
	"insecure":           {"HW_INSECURE", "OS_INSECURE"},
	"cacert_file":        {"OS_CACERT"},
	"cert":               {"OS_CERT"},
	"key":                {"OS_KEY"},
	"signing_algorithm":  {"HW_SIGNING_ALGORITHM"},
	"max_retries":        {"HW_MAX_RETRIES", "OS_MAX_RETRIES"},
	"request_timeout":    {"HWC_REQUEST_TIMEOUT"},
	"poll_interval":      {"HWC_POLL_INTERVAL"},
	"quota_check":        {"HWC_QUOTA_CHECK"},
	"default_tags":       nil,
	"ignore_tags":        nil,
	"custom User-Agent":  {"HW_TF_CUSTOM_UA"},
}

// attributes are those of the block and of the blocks in it, as the table of settings names them.
func attributes(t *testing.T) map[string]schema.Attribute {
	t.Helper()
	whole := blockSchema(t)
	all := map[string]schema.Attribute{}
	for name, attribute := range whole.Attributes {
		all[name] = attribute
	}
	for block, b := range whole.Blocks {
		for name, attribute := range b.GetNestedObject().GetAttributes() {
			all[block+"."+name] = attribute.(schema.Attribute)
		}
	}
	return all
}

func TestSettings(t *testing.T) {
	t.Parallel()
	all, table := attributes(t), SettingsTable()
	for _, s := range settings {
		if want, ok := environment[s.attribute]; !ok || !slices.Equal(s.env, want) {
			t.Errorf("%s comes from %v, want %v", s.attribute, s.env, want)
		}
		row := "| `" + s.attribute + "` |"
		if s.kind == variable {
			row = "(environment only)"
		}
		if !strings.Contains(table, row) || !strings.Contains(table, s.description) {
			t.Errorf("the table of the documentation lacks %s", s.attribute)
		}
		for _, name := range s.env {
			if s.kind != variable && !strings.Contains(all[s.attribute].GetMarkdownDescription(), "`"+name+"`") {
				t.Errorf("%s: %q does not name %s", s.attribute, all[s.attribute].GetMarkdownDescription(), name)
			}
			if !strings.Contains(table, "`"+name+"`") {
				t.Errorf("the table of the documentation lacks %s", name)
			}
		}
	}
	if len(settings) != len(environment) {
		t.Errorf("%d settings, want %d", len(settings), len(environment))
	}
	secrets := []string{"secret_key", "security_token", "password", "passcode", "token", "key", "assume_role_with_oidc.id_token"}
	for name, attribute := range all {
		if attribute.IsSensitive() != slices.Contains(secrets, name) {
			t.Errorf("%s is sensitive: %t", name, attribute.IsSensitive())
		}
	}
}

func TestProviderSchema(t *testing.T) {
	t.Parallel()
	if diags := blockSchema(t).ValidateImplementation(t.Context()); diags.HasError() {
		t.Error(diags)
	}
	for name, attribute := range attributes(t) {
		if !strings.HasSuffix(attribute.GetMarkdownDescription(), ".") {
			t.Errorf("%s: %q is no sentence", name, attribute.GetMarkdownDescription())
		}
		if attribute.IsRequired() {
			t.Errorf("%s is required, so the environment could not give it", name)
		}
	}
}

func TestValid(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		attribute string
		good, bad []string
	}{
		{"insecure", []string{"true", "false", "1", "0"}, []string{"maybe", "2"}},
		{"max_retries", []string{"0", "5"}, []string{"-1", "many", "1.5"}},
		{"assume_role.duration", []string{"900", "86400"}, []string{"899", "86401", "15m"}},
		{"request_timeout", []string{"30s", "1m30s"}, []string{"0s", "-1s", "30"}},
		{"region", []string{"cn-north-4"}, []string{"EU DE"}},
		{"cloud", []string{"otc.t-systems.com", "cloud.local:8443"}, []string{"mycloud", "my cloud", "https://x.y"}},
		{"signing_algorithm", []string{"HmacSHA256", "HmacSM3"}, []string{"SM2SM3", "hmacsha256"}},
		{"custom User-Agent", []string{"team/1.0 (x)"}, []string{"a\nb", "\u00e4"}},
		{"auth_url", []string{"https://iam.x.y/v3"}, []string{"ftp://x"}},
		{"project_name", []string{"anything at all"}, nil},
	} {
		s := settingOf(test.attribute)
		for _, value := range test.good {
			if !s.valid(value) {
				t.Errorf("%s refuses %q", test.attribute, value)
			}
		}
		for _, value := range test.bad {
			if s.valid(value) || s.rule() == "" {
				t.Errorf("%s takes %q, its rule is %q", test.attribute, value, s.rule())
			}
		}
	}
}

func TestIsBaseURL(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]bool{
		"https://iam.cn-north-4.myhuaweicloud.com":    true,
		"https://iam.cn-north-4.myhuaweicloud.com/v3": true,
		"http://127.0.0.1:9000":                       true,
		"http://[::1]:9000":                           true,
		"iam.cn-north-4.myhuaweicloud.com":            true,
		"ftp://host":                                  false,
		"https://":                                    false,
		"":                                            false,
		"https://user:password@host":                  false,
		"https://host?a=b":                            false,
		"https://host#a":                              false,
		"https://ho st":                               false,
		"http://host:port":                            false,
	} {
		if got := isBaseURL(value); got != want {
			t.Errorf("%q: got %t", value, got)
		}
	}
}
