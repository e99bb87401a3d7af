package provider

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
	"github.com/hwc-community/terraform-provider-hwc/internal/client/vpcep"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

// Contract/auth.md 6.1; endpoint_url is this provider's own (DESIGN.md, "Commands that must exist").
var environment = map[string][]string{
	"region":         {"HW_REGION_NAME", "OS_REGION_NAME"},
	"access_key":     {"HW_ACCESS_KEY", "OS_ACCESS_KEY"},
	"secret_key":     {"HW_SECRET_KEY", "OS_SECRET_KEY"},
	"security_token": {"HW_SECURITY_TOKEN"},
	"user_name":      {"HW_USER_NAME", "OS_USERNAME"},
	"password":       {"HW_USER_PASSWORD", "OS_PASSWORD"},
	"domain_name":    {"HW_DOMAIN_NAME", "OS_DOMAIN_NAME", "OS_USER_DOMAIN_NAME", "OS_PROJECT_DOMAIN_NAME"},
	"token":          {"HW_AUTH_TOKEN", "OS_AUTH_TOKEN"},
	"project_id":     {"HW_PROJECT_ID", "OS_PROJECT_ID"},
	"project_name":   {"HW_PROJECT_NAME", "OS_PROJECT_NAME"},
	"auth_url":       {"HW_AUTH_URL", "OS_AUTH_URL"},
	"cloud":          {"HW_CLOUD"},
	"endpoint_url":   {"HWC_ENDPOINT_URL"},
	"insecure":       {"HW_INSECURE", "OS_INSECURE"},
	"max_retries":    {"HW_MAX_RETRIES"},
}

func TestSettings(t *testing.T) {
	t.Parallel()
	schema := blockSchema(t)
	for _, s := range settings {
		if want, ok := environment[s.attribute]; !ok || !slices.Equal(s.env, want) {
			t.Errorf("%s comes from %v, want %v", s.attribute, s.env, want)
		}
		description := schema.Attributes[s.attribute].GetMarkdownDescription()
		for _, name := range s.env {
			if !strings.Contains(description, "`"+name+"`") {
				t.Errorf("%s: %q does not name %s", s.attribute, description, name)
			}
		}
	}
	if len(settings) != len(environment) {
		t.Errorf("%d settings, want %d", len(settings), len(environment))
	}
	for _, name := range []string{"secret_key", "security_token", "password", "token"} {
		if !schema.Attributes[name].IsSensitive() {
			t.Errorf("%s is not sensitive", name)
		}
	}
}

func TestProviderSchema(t *testing.T) {
	t.Parallel()
	schema := blockSchema(t)
	if diags := schema.ValidateImplementation(t.Context()); diags.HasError() {
		t.Error(diags)
	}
	for name, attribute := range schema.Attributes {
		if !strings.HasSuffix(attribute.GetMarkdownDescription(), ".") {
			t.Errorf("%s: %q is no sentence", name, attribute.GetMarkdownDescription())
		}
		if attribute.IsRequired() {
			t.Errorf("%s is required, so the environment could not give it", name)
		}
	}
}

func blockSchema(t *testing.T) schema.Schema {
	t.Helper()
	var resp provider.SchemaResponse
	New("test")().Schema(t.Context(), provider.SchemaRequest{}, &resp)
	if resp.Diagnostics.HasError() {
		t.Fatal(resp.Diagnostics)
	}
	return resp.Schema
}

// block is a provider block; values are texts, booleans, numbers, maps or lists of texts, or tftypes.UnknownValue.
type block map[string]any

func (b block) config(t *testing.T) tfsdk.Config {
	t.Helper()
	schema := blockSchema(t)
	kind, ok := schema.Type().TerraformType(t.Context()).(tftypes.Object)
	if !ok {
		t.Fatal("the schema is no object")
	}
	values := map[string]tftypes.Value{}
	for name, attributeType := range kind.AttributeTypes {
		values[name] = tftypes.NewValue(attributeType, b[name])
	}
	for name := range b {
		if _, there := values[name]; !there {
			t.Fatalf("the schema has no %s", name)
		}
	}
	return tfsdk.Config{Schema: schema, Raw: tftypes.NewValue(kind, values)}
}

// only is the whole environment of the settings: these variables, and no other.
func only(variables env) env {
	all := env{}
	for _, names := range environment {
		for _, name := range names {
			all[name] = variables[name]
		}
	}
	return all
}

type env = map[string]string

// What is in the block wins, then HW_*, then OS_*; the strongest source with credentials decides their kind.
func TestResolve(t *testing.T) {
	keys := client.Credentials{AccessKey: "ak", SecretKey: "sk"}
	password := client.Credentials{UserName: "user", Password: "pw", DomainName: "domain"}
	for _, test := range []struct {
		name  string
		block block
		env   env
		want  client.Config // MaxRetries 5 unless it is set
	}{
		{"access key, block", block{"region": "r", "access_key": "ak", "secret_key": "sk"}, nil, client.Config{Region: "r", Credentials: keys}},
		{"access key, HW", nil, env{"HW_REGION_NAME": "r", "HW_ACCESS_KEY": "ak", "HW_SECRET_KEY": "sk"}, client.Config{Region: "r", Credentials: keys}},
		{"access key, OS", nil, env{"OS_REGION_NAME": "r", "OS_ACCESS_KEY": "ak", "OS_SECRET_KEY": "sk"}, client.Config{Region: "r", Credentials: keys}},
		{"temporary access key", block{"region": "r"}, env{"HW_ACCESS_KEY": "ak", "HW_SECRET_KEY": "sk", "HW_SECURITY_TOKEN": "st"},
			client.Config{Region: "r", Credentials: client.Credentials{AccessKey: "ak", SecretKey: "sk", SecurityToken: "st"}}},
		{"password, block", block{"region": "r", "user_name": "user", "password": "pw", "domain_name": "domain"}, nil, client.Config{Region: "r", Credentials: password}},
		{"password, HW", nil, env{"HW_REGION_NAME": "r", "HW_USER_NAME": "user", "HW_USER_PASSWORD": "pw", "HW_DOMAIN_NAME": "domain"},
			client.Config{Region: "r", Credentials: password}},
		{"password, OS", nil, env{"OS_REGION_NAME": "r", "OS_USERNAME": "user", "OS_PASSWORD": "pw", "OS_USER_DOMAIN_NAME": "domain"},
			client.Config{Region: "r", Credentials: password}},
		{"token, block", block{"region": "r", "token": "t"}, nil, client.Config{Region: "r", Credentials: client.Credentials{Token: "t"}}},
		{"token, OS", block{"region": "r"}, env{"OS_AUTH_TOKEN": "t"}, client.Config{Region: "r", Credentials: client.Credentials{Token: "t"}}},

		{"block before environment", block{"region": "block", "token": "t"}, env{"HW_REGION_NAME": "hw", "OS_REGION_NAME": "os"},
			client.Config{Region: "block", Credentials: client.Credentials{Token: "t"}}},
		{"HW before OS", block{"token": "t"}, env{"HW_REGION_NAME": "hw", "OS_REGION_NAME": "os"}, client.Config{Region: "hw", Credentials: client.Credentials{Token: "t"}}},
		{"the first of several OS names", block{"region": "r"}, env{"OS_USERNAME": "user", "OS_PASSWORD": "pw", "OS_DOMAIN_NAME": "domain", "OS_PROJECT_DOMAIN_NAME": "other"},
			client.Config{Region: "r", Credentials: password}},
		{"the empty text is no value", block{"region": "", "token": "t"}, env{"HW_REGION_NAME": "hw"}, client.Config{Region: "hw", Credentials: client.Credentials{Token: "t"}}},
		{"white space around", block{"region": "r"}, env{"HW_AUTH_TOKEN": " t\n"}, client.Config{Region: "r", Credentials: client.Credentials{Token: "t"}}},

		{"password in the block, key in the environment", block{"region": "r", "user_name": "user", "password": "pw", "domain_name": "domain"},
			env{"HW_ACCESS_KEY": "x", "HW_SECRET_KEY": "x", "HW_SECURITY_TOKEN": "x"}, client.Config{Region: "r", Credentials: password}},
		{"key in the block, token and password in the environment", block{"region": "r", "access_key": "ak", "secret_key": "sk"},
			env{"HW_AUTH_TOKEN": "x", "OS_USERNAME": "x", "OS_PASSWORD": "x", "OS_DOMAIN_NAME": "x"}, client.Config{Region: "r", Credentials: keys}},
		{"key in HW, token in OS", block{"region": "r"}, env{"HW_ACCESS_KEY": "ak", "HW_SECRET_KEY": "sk", "OS_AUTH_TOKEN": "x"}, client.Config{Region: "r", Credentials: keys}},
		{"user in the block, the rest in the environment", block{"region": "r", "user_name": "user"}, env{"HW_USER_PASSWORD": "pw", "OS_DOMAIN_NAME": "domain"},
			client.Config{Region: "r", Credentials: password}},

		{"everything else", block{"region": "r", "token": "t", "project_id": "id", "project_name": "name", "auth_url": "https://iam.test/v3", "cloud": "cloud.test",
			"endpoint_url": "http://127.0.0.1:9000", "insecure": true, "max_retries": 7}, nil,
			client.Config{Region: "r", Credentials: client.Credentials{Token: "t"}, ProjectID: "id", ProjectName: "name", AuthURL: "https://iam.test/v3", Cloud: "cloud.test",
				EndpointURL: "http://127.0.0.1:9000", Insecure: true, MaxRetries: 7}},
		{"everything else, environment", block{"region": "r", "token": "t"}, env{"OS_PROJECT_ID": "id", "HW_PROJECT_NAME": "name", "OS_AUTH_URL": "https://iam.test", "HW_CLOUD": "cloud.test",
			"HWC_ENDPOINT_URL": "http://127.0.0.1:9000", "OS_INSECURE": "true", "HW_MAX_RETRIES": "7"},
			client.Config{Region: "r", Credentials: client.Credentials{Token: "t"}, ProjectID: "id", ProjectName: "name", AuthURL: "https://iam.test", Cloud: "cloud.test",
				EndpointURL: "http://127.0.0.1:9000", Insecure: true, MaxRetries: 7}},
		{"false is a value", block{"region": "r", "token": "t", "insecure": false}, env{"HW_INSECURE": "true"}, client.Config{Region: "r", Credentials: client.Credentials{Token: "t"}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			for name, value := range only(test.env) {
				t.Setenv(name, value)
			}
			got := resolved(t, test.block)
			if test.want.MaxRetries == 0 {
				test.want.MaxRetries = 5
			}
			if !reflect.DeepEqual(got, test.want) {
				t.Errorf("got\n%+v\nwant\n%+v", got, test.want)
			}
		})
	}
	t.Run("zero is a value", func(t *testing.T) {
		for name, value := range only(env{"HW_MAX_RETRIES": "7"}) {
			t.Setenv(name, value)
		}
		if got := resolved(t, block{"region": "r", "token": "t", "max_retries": 0}).MaxRetries; got != 0 {
			t.Errorf("got %d retries", got)
		}
	})
}

func resolved(t *testing.T, b block) client.Config {
	t.Helper()
	var diags diag.Diagnostics
	values, unknown := readSettings(t.Context(), b.config(t), &diags)
	config := resolve(values, &diags)
	if diags.HasError() || len(unknown) != 0 {
		t.Fatal(diags, unknown)
	}
	return config
}

func configure(t *testing.T, b block) *provider.ConfigureResponse {
	t.Helper()
	var resp provider.ConfigureResponse
	New("1.2.3")().Configure(t.Context(), provider.ConfigureRequest{Config: b.config(t), TerraformVersion: "1.9.0"}, &resp)
	return &resp
}

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
		{"no credentials", block{"region": "r"}, nil, "access_key", []string{"access_key", "user_name", "token", "HW_ACCESS_KEY"}},
		{"no secret key", block{"region": "r", "access_key": "ak"}, nil, "secret_key", []string{"secret_key", "HW_SECRET_KEY"}},
		{"no access key", block{"region": "r", "secret_key": "sk"}, nil, "access_key", []string{"HW_ACCESS_KEY"}},
		{"no secret key in the environment", block{"region": "r"}, env{"HW_ACCESS_KEY": "ak"}, "secret_key", []string{"HW_SECRET_KEY"}},
		{"no password", block{"region": "r", "user_name": "u", "domain_name": "d"}, nil, "password", []string{"HW_USER_PASSWORD"}},
		{"no user", block{"region": "r", "password": "p", "domain_name": "d"}, nil, "user_name", []string{"HW_USER_NAME"}},
		{"no domain", block{"region": "r", "user_name": "u", "password": "p"}, nil, "domain_name", []string{"HW_DOMAIN_NAME"}},
		{"token and key in the block", block{"region": "r", "token": "t", "access_key": "ak", "secret_key": "sk"}, nil, "access_key", []string{"provider block", "token", "access_key"}},
		{"key and password in the environment", block{"region": "r"}, env{"HW_ACCESS_KEY": "ak", "HW_SECRET_KEY": "sk", "HW_USER_NAME": "u"}, "user_name", []string{"HW_*", "access_key", "user_name"}},
		{"bad boolean", block{"region": "r", "token": "t"}, env{"HW_INSECURE": "maybe"}, "insecure", []string{"HW_INSECURE", "true or false", "maybe"}},
		{"bad number", block{"region": "r", "token": "t"}, env{"HW_MAX_RETRIES": "many"}, "max_retries", []string{"HW_MAX_RETRIES", "many"}},
		{"negative number", block{"region": "r", "token": "t"}, env{"HW_MAX_RETRIES": "-1"}, "max_retries", []string{"HW_MAX_RETRIES", "0 or more"}},
		{"bad URL", block{"region": "r", "token": "t"}, env{"HWC_ENDPOINT_URL": "ftp://host"}, "endpoint_url", []string{"HWC_ENDPOINT_URL", "http"}},
		{"bad login URL", block{"region": "r", "token": "t"}, env{"OS_AUTH_URL": "https://host/v3?x=1"}, "auth_url", []string{"OS_AUTH_URL"}},
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
