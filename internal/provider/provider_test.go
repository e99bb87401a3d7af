package provider

import (
	"reflect"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/vpcep"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

// Each wrong setting is one error on its attribute that says what to do.
func TestConfigureRefuses(t *testing.T) {
	for _, test := range []struct {
		name      string
		block     block
		env       env
		attribute string
		says      []string
	}{
		{"no region", block{"token": "t"}, nil, "region", []string{"HW_REGION_NAME", "OS_REGION_NAME"}},
		{"no credentials", block{"region": "r"}, nil, "access_key", []string{
			"access_key", "user_name", "token", "HW_ACCESS_KEY", "OS_USERNAME", "assume_role_with_oidc", "HW_PROFILE", "cloud_config", "OS_CLOUD", "ecs_metadata = true",
		}},
		{"no secret key", block{"region": "r", "access_key": "ak"}, nil, "secret_key", []string{"secret_key", "HW_SECRET_KEY"}},
		{"no access key", block{"region": "r", "secret_key": "sk"}, nil, "access_key", []string{"HW_ACCESS_KEY"}},
		{"no secret key in the environment", block{"region": "r"}, env{"HW_ACCESS_KEY": "ak"}, "secret_key", []string{"HW_SECRET_KEY"}},
		{"another one's secret key", block{"region": "r", "access_key": "ak"}, env{"HW_ACCESS_KEY": "other", "HW_SECRET_KEY": "sk"}, "secret_key", []string{"HW_SECRET_KEY"}},
		{"no password", block{"region": "r", "user_name": "u", "domain_name": "d"}, nil, "password", []string{"HW_USER_PASSWORD"}},
		{"another one's password", block{"region": "r", "user_name": "u", "domain_name": "d"}, env{"OS_USERNAME": "other", "OS_PASSWORD": "p"}, "password", []string{"OS_PASSWORD"}},
		{"no user", block{"region": "r", "password": "p", "domain_name": "d"}, nil, "user_name", []string{"HW_USER_NAME"}},
		{"no domain", block{"region": "r", "user_name": "u", "password": "p"}, nil, "domain_name", []string{"HW_DOMAIN_NAME", "domain_id"}},
		{"passcode without an id", block{"region": "r", "user_name": "u", "password": "p", "domain_name": "d", "passcode": "1"}, nil, "user_id", []string{"HW_USER_ID"}},
		{"no id token", block{"region": "r", "assume_role_with_oidc": block{"idp_id": "i"}}, nil, "assume_role_with_oidc", []string{"HW_ASSUME_ROLE_ID_TOKEN"}},
		{"no identity provider", block{"region": "r"}, env{"HW_ASSUME_ROLE_ID_TOKEN": "jwt"}, "assume_role_with_oidc", []string{"HW_ASSUME_ROLE_IDP_ID"}},
		{"two id tokens", block{"region": "r", "assume_role_with_oidc": block{"idp_id": "i", "id_token": "jwt", "id_token_file": "f"}}, nil, "assume_role_with_oidc", []string{"id_token_file"}},
		{"half an agency of an identity provider", block{"region": "r", "assume_role_with_oidc": block{"idp_id": "i", "id_token": "jwt", "agency_name": "a"}}, nil,
			"assume_role_with_oidc", []string{"domain_id", "HW_ASSUME_ROLE_DOMAIN_ID"}},
		{"token and key in the block", block{"region": "r", "token": "t", "access_key": "ak", "secret_key": "sk"}, nil, "access_key", []string{"provider block", "token", "access_key"}},
		{"key and password in the environment", block{"region": "r"}, env{"HW_ACCESS_KEY": "ak", "HW_SECRET_KEY": "sk", "HW_USER_NAME": "u"}, "user_name", []string{"HW_*", "access_key", "user_name"}},
		{"key and identity provider", block{"region": "r", "access_key": "ak", "secret_key": "sk", "assume_role_with_oidc": block{"idp_id": "i"}}, nil,
			"assume_role_with_oidc", []string{"access_key", "assume_role_with_oidc"}},
		{"key and metadata service", block{"region": "r", "access_key": "ak", "secret_key": "sk", "ecs_metadata": true}, nil, "ecs_metadata", []string{"access_key", "metadata service"}},
		{"agency without a domain", block{"region": "r", "token": "t", "assume_role": []block{{"agency_name": "a"}}}, nil, "assume_role", []string{"domain_name", "HW_ASSUME_ROLE_DOMAIN_ID"}},
		{"agency without a name", block{"region": "r", "token": "t", "assume_role": []block{{"domain_name": "d"}}}, nil, "assume_role", []string{"agency_name", "HW_ASSUME_ROLE_AGENCY_NAME"}},
		{"short agency without a domain", block{"region": "r", "token": "t"}, env{"OS_AGENCY_NAME": "a"}, "agency_domain_name", []string{"OS_AGENCY_DOMAIN_NAME"}},
		{"two kinds of agencies", block{"region": "r", "token": "t", "agency_name": "a", "agency_domain_name": "d", "assume_role": []block{{"agency_name": "a", "domain_name": "d"}}}, nil,
			"agency_name", []string{"provider block", "agency_name", "assume_role"}},
		{"bad boolean", block{"region": "r", "token": "t"}, env{"HW_INSECURE": "maybe"}, "insecure", []string{"HW_INSECURE", "true or false", "maybe"}},
		{"bad boolean about the machine", block{"region": "r"}, env{"HWC_ECS_METADATA": "maybe"}, "ecs_metadata", []string{"HWC_ECS_METADATA", "true or false", "maybe"}},
		{"bad number", block{"region": "r", "token": "t"}, env{"HW_MAX_RETRIES": "many"}, "max_retries", []string{"HW_MAX_RETRIES", "many"}},
		{"negative number", block{"region": "r", "token": "t"}, env{"HW_MAX_RETRIES": "-1"}, "max_retries", []string{"HW_MAX_RETRIES", "0 or more"}},
		{"bad life", block{"region": "r", "token": "t"}, env{"HW_ASSUME_ROLE_AGENCY_NAME": "a", "HW_ASSUME_ROLE_DOMAIN_NAME": "d", "HW_ASSUME_ROLE_DURATION": "60"}, "assume_role",
			[]string{"HW_ASSUME_ROLE_DURATION", "900 to 86400"}},
		{"bad duration", block{"region": "r", "token": "t"}, env{"HWC_POLL_INTERVAL": "5"}, "poll_interval", []string{"HWC_POLL_INTERVAL", "30s"}},
		{"bad algorithm", block{"region": "r", "token": "t"}, env{"HW_SIGNING_ALGORITHM": "SM2SM3"}, "signing_algorithm", []string{"HmacSHA256 or HmacSM3", "SM2SM3"}},
		{"bad URL", block{"region": "r", "token": "t"}, env{"HWC_ENDPOINT_URL": "ftp://host"}, "endpoint_url", []string{"HWC_ENDPOINT_URL", "http"}},
		{"bad login URL", block{"region": "r", "token": "t"}, env{"OS_AUTH_URL": "https://host/v3?x=1"}, "auth_url", []string{"OS_AUTH_URL"}},
		{"an entry of clouds.yaml as the cloud", block{"region": "r", "token": "t"}, env{"HW_CLOUD": "mycloud"}, "cloud", []string{"HW_CLOUD", "DNS domain", "cloud_config", "mycloud"}},
		{"no CA file", block{"region": "r", "token": "t", "cacert_file": "/nowhere/ca.pem"}, nil, "cacert_file", []string{"cacert_file", "BEGIN", "no such file"}},
		{"no key file", block{"region": "r", "token": "t"}, env{"OS_CERT": "-----BEGIN CERTIFICATE-----", "OS_KEY": "/nowhere/key.pem"}, "key", []string{"OS_KEY", "no such file"}},
		{"certificate without a key", block{"region": "r", "token": "t", "cert": "-----BEGIN CERTIFICATE-----"}, nil, "cert", []string{"key", "OS_KEY"}},
		{"no shared config file", block{"region": "r", "shared_config_file": "/nowhere/config.json"}, nil, "shared_config_file", []string{"/nowhere/config.json", "does not exist", "hcloud configure"}},
		{"no config file at home", block{"region": "r", "profile": "p"}, env{"HOME": "/nowhere"}, "profile", []string{"/nowhere/.hcloud/config.json"}},
		{"no clouds.yaml", block{"region": "r", "cloud_config": "c"}, nil, "cloud_config", []string{".config/openstack", "/etc/openstack", "OS_CLIENT_CONFIG_FILE"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			for name, value := range only(test.env) {
				t.Setenv(name, value)
			}
			resp := configure(t, test.block)
			if len(resp.Diagnostics) != 1 || !resp.Diagnostics.HasError() {
				t.Fatalf("want one error, got %v", resp.Diagnostics)
			}
			problem := resp.Diagnostics[0]
			located, ok := problem.(diag.DiagnosticWithPath)
			if !ok || !located.Path().Equal(path.Root(test.attribute)) {
				t.Errorf("want an error of %s, got %v", test.attribute, problem)
			}
			for _, want := range test.says {
				if !strings.Contains(problem.Detail(), want) {
					t.Errorf("%q lacks %q", problem.Detail(), want)
				}
			}
		})
	}
}

func shared(t *testing.T, resp *provider.ConfigureResponse) *framework.Provider {
	t.Helper()
	if resp.Diagnostics.HasError() {
		t.Fatal(resp.Diagnostics)
	}
	data, ok := resp.ResourceData.(*framework.Provider)
	if !ok || resp.DataSourceData != resp.ResourceData {
		t.Fatalf("resources get %T, data sources %T", resp.ResourceData, resp.DataSourceData)
	}
	return data
}

// What a message says it does not repeat of a secret, wherever that stands.
func TestConfigureHidesSecrets(t *testing.T) {
	const secret = "hunter2-hunter2"
	for name, test := range map[string]struct {
		block block
		env   env
	}{
		"incomplete password":   {block{"region": "r", "password": secret}, nil},
		"incomplete key":        {block{"region": "r", "secret_key": secret, "security_token": secret}, nil},
		"two kinds":             {block{"region": "r", "token": secret, "secret_key": secret, "password": secret}, nil},
		"two in HW":             {nil, env{"HW_AUTH_TOKEN": secret, "HW_SECRET_KEY": secret, "HW_ASSUME_ROLE_ID_TOKEN": secret}},
		"two id tokens":         {block{"region": "r", "assume_role_with_oidc": block{"idp_id": "i", "id_token": secret, "id_token_file": "f"}}, nil},
		"passcode":              {block{"region": "r", "user_name": "u", "domain_name": "d", "password": secret, "passcode": secret}, nil},
		"key that is no file":   {block{"region": "r", "token": secret, "cert": "-----BEGIN CERTIFICATE-----", "key": secret}, nil},
		"key that is no key":    {block{"region": "r", "token": secret, "cert": "-----BEGIN CERTIFICATE-----", "key": "-----BEGIN PRIVATE KEY-----" + secret}, nil},
		"bundle that is none":   {block{"region": "r", "token": secret, "cacert_file": secret}, nil},
		"password in a URL":     {block{"region": "r", "token": "t"}, env{"OS_AUTH_URL": "https://user:" + secret + "@host"}},
		"password in a bad URL": {block{"region": "r", "token": "t"}, env{"HWC_ENDPOINT_URL": "https://user:" + secret + "@ho st"}},
		"no region":             {block{"token": secret}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			for name, value := range only(test.env) {
				t.Setenv(name, value)
			}
			resp := configure(t, test.block)
			if !resp.Diagnostics.HasError() {
				t.Fatal("there is no message")
			}
			for _, problem := range resp.Diagnostics {
				if text := problem.Summary() + problem.Detail(); strings.Contains(text, "hunter2") {
					t.Error(text)
				}
			}
		})
	}
}

// A region that nobody knows is tried; words for the User-Agent that cannot be sent are refused.
func TestConfigureOddities(t *testing.T) {
	for name, value := range only(env{"HW_ENTERPRISE_PROJECT_ID": "0"}) {
		t.Setenv(name, value)
	}
	resp := configure(t, block{"region": "xx-nowhere-9", "token": "t"})
	data := shared(t, resp)
	if len(resp.Diagnostics) != 1 || resp.Diagnostics[0].Summary() != "Unknown region" || data.Client.Region() != "xx-nowhere-9" {
		t.Errorf("got %v in %s", resp.Diagnostics, data.Client.Region())
	}
	if data.EnterpriseProjectID != "0" {
		t.Errorf("the enterprise project is %q", data.EnterpriseProjectID)
	}
	t.Setenv("HW_TF_CUSTOM_UA", "two\nlines")
	resp = configure(t, block{"region": "cn-north-4", "token": "t"})
	if len(resp.Diagnostics) != 1 || !strings.Contains(resp.Diagnostics[0].Detail(), "HW_TF_CUSTOM_UA must be printable") {
		t.Errorf("got %v", resp.Diagnostics)
	}
}

func TestConfigure(t *testing.T) {
	t.Parallel() // TestMain has emptied the environment
	texts := func(pairs ...string) map[string]tftypes.Value {
		out := map[string]tftypes.Value{}
		for i := 0; i < len(pairs); i += 2 {
			out[pairs[i]] = tftypes.NewValue(tftypes.String, pairs[i+1])
		}
		return out
	}
	data := shared(t, configure(t, block{
		"region": "cn-north-4", "token": "t", "endpoints": texts("vpcep", "http://127.0.0.1:9000"), "default_tags": texts("team", "a"),
		"ignore_tags": []tftypes.Value{tftypes.NewValue(tftypes.String, "system")},
	}))
	if data.Client.Region() != "cn-north-4" {
		t.Errorf("the client's region is %q", data.Client.Region())
	}
	want := framework.TagPolicy{Default: env{"team": "a"}, Ignore: []string{"system"}}
	if !reflect.DeepEqual(data.Tags, want) {
		t.Errorf("the tag policy is %+v, want %+v", data.Tags, want)
	}
}

// While a value is not known, as in a plan, there is no error, and calls say what they wait for.
func TestConfigureUnknown(t *testing.T) {
	t.Parallel() // TestMain has emptied the environment
	for _, attribute := range []string{"region", "access_key", "password", "endpoint_url", "insecure", "max_retries", "endpoints"} {
		t.Run(attribute, func(t *testing.T) {
			t.Parallel()
			b := block{"region": "cn-north-4", "token": "t"}
			b[attribute] = tftypes.UnknownValue
			data := shared(t, configure(t, b))
			_, err := vpcep.New(data.Client, "cn-north-4").ListServices(t.Context(), vpcep.ListServicesRequest{})
			if err == nil || !strings.Contains(err.Error(), attribute) || !strings.Contains(err.Error(), "not known yet") {
				t.Errorf("a call says %v", err)
			}
		})
	}
	for attribute, value := range map[string]any{
		"assume_role":           []block{{"agency_name": "a"}, {"agency_name": tftypes.UnknownValue}},
		"assume_role_with_oidc": block{"id_token": tftypes.UnknownValue},
		"profile":               tftypes.UnknownValue,
	} {
		t.Run(attribute, func(t *testing.T) {
			t.Parallel()
			data := shared(t, configure(t, block{"region": "cn-north-4", attribute: value}))
			_, err := vpcep.New(data.Client, "cn-north-4").ListServices(t.Context(), vpcep.ListServicesRequest{})
			if err == nil || !strings.Contains(err.Error(), attribute+" is not known yet") {
				t.Errorf("a call says %v", err)
			}
		})
	}
	for attribute, value := range map[string]any{
		"default_tags": map[string]tftypes.Value{"team": tftypes.NewValue(tftypes.String, tftypes.UnknownValue)},
		"ignore_tags":  tftypes.UnknownValue,
	} {
		t.Run(attribute, func(t *testing.T) {
			t.Parallel()
			data := shared(t, configure(t, block{"region": "cn-north-4", "token": "t", attribute: value}))
			if !data.Tags.Unknown || data.Client.Region() != "cn-north-4" {
				t.Errorf("the tag policy is %+v, the region %q; want unknown tags and a working client", data.Tags, data.Client.Region())
			}
		})
	}
}
