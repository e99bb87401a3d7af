package provider

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
)

var (
	keyPair = client.Credentials{AccessKey: "ak", SecretKey: "sk"}
	byUser  = client.Credentials{UserName: "user", Password: "pw", DomainName: "domain"}
	byToken = client.Credentials{Token: "t"}
)

// resolved is what a block and the environment come to.
func resolved(t *testing.T, b block, instance bool) (client.Config, diag.Diagnostics) {
	t.Helper()
	var diags diag.Diagnostics
	read, unknown := readPlaces(t.Context(), b.config(t), &diags)
	to := resolve(read, instance, &diags)
	if diags.HasError() || len(unknown) != 0 {
		t.Fatal(diags, unknown)
	}
	return to.Config, diags
}

type resolveTest struct {
	name  string
	block block
	env   env
	want  client.Config // with the defaults of defaulted
}

func (test resolveTest) run(t *testing.T) {
	t.Helper()
	t.Run(test.name, func(t *testing.T) {
		for name, value := range only(test.env) {
			t.Setenv(name, value)
		}
		got, diags := resolved(t, test.block, false)
		if want := defaulted(test.want); !reflect.DeepEqual(got, want) {
			t.Errorf("got\n%+v\nwant\n%+v", got, want)
		}
		if len(diags) != 0 {
			t.Error(diags)
		}
	})
}

func defaulted(c client.Config) client.Config {
	if c.MaxRetries == 0 {
		c.MaxRetries = 5
	}
	if c.RequestTimeout == 0 {
		c.RequestTimeout = time.Minute
	}
	if c.SigningAlgorithm == "" {
		c.SigningAlgorithm = "HmacSHA256"
	}
	if c.MetadataURL == "" {
		c.MetadataURL = "http://169.254.169.254"
	}
	return c
}

// Each way to log in, from the block and from the environment.
//
//nolint:paralleltest // it sets the environment
func TestResolveCredentials(t *testing.T) {
	for _, test := range []resolveTest{
		{"access key, block", block{"region": "r", "access_key": "ak", "secret_key": "sk"}, nil, client.Config{Region: "r", Credentials: keyPair}},
		{"access key, HW", nil, env{"HW_REGION_NAME": "r", "HW_ACCESS_KEY": "ak", "HW_SECRET_KEY": "sk"}, client.Config{Region: "r", Credentials: keyPair}},
		{"access key, OS", nil, env{"OS_REGION_NAME": "r", "OS_ACCESS_KEY": "ak", "OS_SECRET_KEY": "sk"}, client.Config{Region: "r", Credentials: keyPair}},
		{"access key and its domain", block{"region": "r", "access_key": "ak", "secret_key": "sk", "domain_id": "d"}, nil,
			client.Config{Region: "r", Credentials: client.Credentials{AccessKey: "ak", SecretKey: "sk", DomainID: "d"}}},
		{"temporary access key", block{"region": "r"}, env{"HW_ACCESS_KEY": "ak", "HW_SECRET_KEY": "sk", "HW_SECURITY_TOKEN": "st"},
			client.Config{Region: "r", Credentials: client.Credentials{AccessKey: "ak", SecretKey: "sk", SecurityToken: "st"}}},
		{"password, block", block{"region": "r", "user_name": "user", "password": "pw", "domain_name": "domain"}, nil, client.Config{Region: "r", Credentials: byUser}},
		{"password, HW", nil, env{"HW_REGION_NAME": "r", "HW_USER_NAME": "user", "HW_USER_PASSWORD": "pw", "HW_DOMAIN_NAME": "domain"},
			client.Config{Region: "r", Credentials: byUser}},
		{"password, OS", nil, env{"OS_REGION": "r", "OS_USERNAME": "user", "OS_PASSWORD": "pw", "OS_DEFAULT_DOMAIN": "domain"},
			client.Config{Region: "r", Credentials: byUser}},
		{"user id", block{"region": "r", "user_id": "id", "password": "pw"}, nil, client.Config{Region: "r", Credentials: client.Credentials{UserID: "id", Password: "pw"}}},
		{"domain id", block{"region": "r", "user_name": "u", "password": "pw", "domain_id": "d"}, nil,
			client.Config{Region: "r", Credentials: client.Credentials{UserName: "u", Password: "pw", DomainID: "d"}}},
		{"passcode", block{"region": "r", "user_id": "id", "password": "pw"}, env{"OS_PASSCODE": "123456"},
			client.Config{Region: "r", Credentials: client.Credentials{UserID: "id", Password: "pw", Passcode: "123456"}}},
		{"token, block", block{"region": "r", "token": "t"}, nil, client.Config{Region: "r", Credentials: byToken}},
		{"token, OS", block{"region": "r"}, env{"OS_TOKEN": "t"}, client.Config{Region: "r", Credentials: byToken}},
		{"metadata service, block", block{"region": "r", "ecs_metadata": true}, nil, client.Config{Region: "r", Credentials: client.Credentials{Metadata: true}}},
		{"metadata service, environment", block{"region": "r"}, env{"HWC_ECS_METADATA": "1", "HWC_METADATA_URL": "http://127.0.0.1:1"},
			client.Config{Region: "r", MetadataURL: "http://127.0.0.1:1", Credentials: client.Credentials{Metadata: true}}},
		{"identity provider, block", block{"region": "r", "assume_role_with_oidc": block{"idp_id": "idp", "id_token": "jwt", "agency_name": "a", "domain_id": "d", "duration": 900}}, nil,
			client.Config{Region: "r", OIDC: &client.OIDC{IdpID: "idp", IDToken: "jwt", AgencyName: "a", DomainID: "d", Duration: 15 * time.Minute}}},
		{"identity provider, environment", block{"region": "r"},
			env{"HW_ASSUME_ROLE_IDP_ID": "idp", "HW_ASSUME_ROLE_ID_TOKEN_FILE": "/token", "HW_ASSUME_ROLE_AGENCY_NAME": "a", "HW_ASSUME_ROLE_DOMAIN_ID": "d", "HW_ASSUME_ROLE_DURATION": "3600"},
			client.Config{Region: "r", OIDC: &client.OIDC{IdpID: "idp", IDTokenFile: "/token", AgencyName: "a", DomainID: "d", Duration: time.Hour}}},
		{"identity provider, both", block{"region": "r", "assume_role_with_oidc": block{"idp_id": "idp", "id_token_file": "/mine"}}, env{"HW_ASSUME_ROLE_ID_TOKEN": "jwt"},
			client.Config{Region: "r", OIDC: &client.OIDC{IdpID: "idp", IDTokenFile: "/mine"}}},
	} {
		test.run(t)
	}
}

// What is in the block wins, then HW_*, then OS_*; the strongest place with credentials decides their kind, and what
// it leaves out comes from a place that does not speak of somebody else.
//
//nolint:paralleltest // it sets the environment
func TestResolveMix(t *testing.T) {
	for _, test := range []resolveTest{
		{"block before environment", block{"region": "block", "token": "t"}, env{"HW_REGION_NAME": "hw", "OS_REGION_NAME": "os"}, client.Config{Region: "block", Credentials: byToken}},
		{"HW before OS", block{"token": "t"}, env{"HW_REGION_NAME": "hw", "OS_REGION_NAME": "os"}, client.Config{Region: "hw", Credentials: byToken}},
		{"the first of several OS names", block{"region": "r"}, env{"OS_USERNAME": "user", "OS_PASSWORD": "pw", "OS_DOMAIN_NAME": "domain", "OS_PROJECT_DOMAIN_NAME": "other"},
			client.Config{Region: "r", Credentials: byUser}},
		{"the empty text is no value", block{"region": "", "token": "t"}, env{"HW_REGION_NAME": "hw"}, client.Config{Region: "hw", Credentials: byToken}},
		{"white space around", block{"region": "r"}, env{"HW_AUTH_TOKEN": " t\n"}, client.Config{Region: "r", Credentials: byToken}},
		{"false is a value", block{"region": "r", "token": "t", "insecure": false}, env{"HW_INSECURE": "true"}, client.Config{Region: "r", Credentials: byToken}},

		{"password in the block, key in the environment", block{"region": "r", "user_name": "user", "password": "pw", "domain_name": "domain"},
			env{"HW_ACCESS_KEY": "x", "HW_SECRET_KEY": "x", "HW_SECURITY_TOKEN": "x"}, client.Config{Region: "r", Credentials: byUser}},
		{"key in the block, token and password in the environment", block{"region": "r", "access_key": "ak", "secret_key": "sk"},
			env{"HW_AUTH_TOKEN": "x", "OS_USERNAME": "x", "OS_PASSWORD": "x", "OS_DOMAIN_NAME": "x"}, client.Config{Region: "r", Credentials: keyPair}},
		{"key in HW, token in OS", block{"region": "r"}, env{"HW_ACCESS_KEY": "ak", "HW_SECRET_KEY": "sk", "OS_AUTH_TOKEN": "x"}, client.Config{Region: "r", Credentials: keyPair}},
		{"key in the block, domain in the environment", block{"region": "r", "access_key": "ak", "secret_key": "sk"}, env{"HW_DOMAIN_ID": "d"},
			client.Config{Region: "r", Credentials: client.Credentials{AccessKey: "ak", SecretKey: "sk", DomainID: "d"}}},
		{"key in the block, another one's domain in the environment", block{"region": "r", "access_key": "ak", "secret_key": "sk"}, env{"HW_ACCESS_KEY": "other", "HW_DOMAIN_ID": "d"},
			client.Config{Region: "r", Credentials: keyPair}},
		{"key in the block, lone security token in the environment", block{"region": "r", "access_key": "ak", "secret_key": "sk"}, env{"HW_SECURITY_TOKEN": "x"},
			client.Config{Region: "r", Credentials: keyPair}},
		{"access key in the block, the rest in the environment", block{"region": "r", "access_key": "ak"}, env{"HW_SECRET_KEY": "sk", "HW_SECURITY_TOKEN": "st"},
			client.Config{Region: "r", Credentials: client.Credentials{AccessKey: "ak", SecretKey: "sk", SecurityToken: "st"}}},
		{"user in the block, the rest in the environment", block{"region": "r", "user_name": "user"}, env{"HW_USER_PASSWORD": "pw", "OS_DOMAIN_NAME": "domain"},
			client.Config{Region: "r", Credentials: byUser}},
		{"the same user in the environment", block{"region": "r", "user_name": "user"}, env{"HW_USER_NAME": "user", "HW_USER_PASSWORD": "pw", "HW_DOMAIN_NAME": "domain"},
			client.Config{Region: "r", Credentials: byUser}},
		{"a name in the block, an id in the environment", block{"region": "r", "user_name": "user", "password": "pw", "domain_name": "domain"}, env{"HW_USER_ID": "x", "OS_DOMAIN_ID": "x"},
			client.Config{Region: "r", Credentials: byUser}},
		{"metadata forbidden in the block", block{"region": "r", "ecs_metadata": false}, env{"HWC_ECS_METADATA": "true", "OS_AUTH_TOKEN": "t"}, client.Config{Region: "r", Credentials: byToken}},
		{"key in the block, metadata in the environment", block{"region": "r", "access_key": "ak", "secret_key": "sk"}, env{"HWC_ECS_METADATA": "true"},
			client.Config{Region: "r", Credentials: keyPair}},

		{"project of the environment", block{"token": "t"}, env{"HW_REGION_NAME": "r", "HW_PROJECT_ID": "id"}, client.Config{Region: "r", ProjectID: "id", Credentials: byToken}},
		{"project of another region", block{"region": "r", "token": "t"}, env{"HW_REGION_NAME": "other", "HW_PROJECT_ID": "id"}, client.Config{Region: "r", Credentials: byToken}},
		{"project of another user", block{"region": "r", "access_key": "ak", "secret_key": "sk"}, env{"HW_ACCESS_KEY": "x", "HW_SECRET_KEY": "x", "HW_PROJECT_ID": "id"},
			client.Config{Region: "r", Credentials: keyPair}},
		{"project name in the block, id in the environment", block{"region": "r", "token": "t", "project_name": "p"}, env{"HW_PROJECT_ID": "x", "OS_TENANT_NAME": "x"},
			client.Config{Region: "r", ProjectName: "p", Credentials: byToken}},
		{"tenant", block{"region": "r", "token": "t"}, env{"OS_TENANT_ID": "id", "OS_TENANT_NAME": "p"}, client.Config{Region: "r", ProjectID: "id", ProjectName: "p", Credentials: byToken}},
		{"project before tenant", block{"region": "r", "token": "t"}, env{"OS_TENANT_ID": "x", "OS_PROJECT_ID": "id"}, client.Config{Region: "r", ProjectID: "id", Credentials: byToken}},

		{"region of the project's name", block{"token": "t", "tenant_name": "eu-de_sub"}, nil, client.Config{Region: "eu-de", ProjectName: "eu-de_sub", Credentials: byToken}},
		{"region of the login URL", block{"token": "t"}, env{"OS_AUTH_URL": "https://iam.eu-nl.otc.t-systems.com/v3", "OS_PROJECT_ID": "id"},
			client.Config{Region: "eu-nl", AuthURL: "https://iam.eu-nl.otc.t-systems.com/v3", ProjectID: "id", Credentials: byToken}},
		{"a login URL beside an endpoint URL", block{"region": "r", "token": "t", "endpoint_url": "http://e.test", "auth_url": "http://a.test"}, nil,
			client.Config{Region: "r", EndpointURL: "http://e.test", AuthURL: "http://a.test", Credentials: byToken}},
		{"a login URL weaker than an endpoint URL", block{"region": "r", "token": "t", "endpoint_url": "http://e.test"}, env{"OS_AUTH_URL": "http://a.test"},
			client.Config{Region: "r", EndpointURL: "http://e.test", Credentials: byToken}},
	} {
		test.run(t)
	}
}

//nolint:paralleltest // it sets the environment
func TestResolveAgencies(t *testing.T) {
	key := func(more block) block {
		b := block{"region": "r", "access_key": "ak", "secret_key": "sk"}
		maps.Copy(b, more)
		return b
	}
	as := func(roles ...client.AssumeRole) client.Config {
		return client.Config{Region: "r", Credentials: keyPair, AssumeRoles: roles}
	}
	inProject := func(name string, c client.Config) client.Config {
		c.ProjectName = name
		return c
	}
	for _, test := range []resolveTest{
		{"block", key(block{"assume_role": []block{{"agency_name": "a", "domain_id": "i", "duration": 3600}}}), nil, as(client.AssumeRole{AgencyName: "a", DomainID: "i", Duration: time.Hour})},
		{"chain", key(block{"assume_role": []block{{"agency_name": "a", "domain_name": "d"}, {"agency_name": "b", "domain_name": "e"}}}), env{"HW_ASSUME_ROLE_AGENCY_NAME": "x", "HW_ASSUME_ROLE_DURATION": "900"},
			as(client.AssumeRole{AgencyName: "a", DomainName: "d"}, client.AssumeRole{AgencyName: "b", DomainName: "e"})},
		{"environment", key(nil), env{"HW_ASSUME_ROLE_AGENCY_NAME": "a", "HW_ASSUME_ROLE_DOMAIN_NAME": "d", "HW_ASSUME_ROLE_DURATION": "900"},
			as(client.AssumeRole{AgencyName: "a", DomainName: "d", Duration: 15 * time.Minute})},
		{"environment without a name", key(nil), env{"HW_ASSUME_ROLE_DOMAIN_NAME": "d"}, as()},
		{"block, the rest in the environment", key(block{"assume_role": []block{{"agency_name": "a"}}}), env{"HW_ASSUME_ROLE_AGENCY_NAME": "x", "HW_ASSUME_ROLE_DOMAIN_ID": "i"},
			as(client.AssumeRole{AgencyName: "a", DomainID: "i"})},
		{"domain of the block only", key(block{"assume_role": []block{{"agency_name": "a", "domain_name": "d"}}}), env{"HW_ASSUME_ROLE_AGENCY_NAME": "x", "HW_ASSUME_ROLE_DOMAIN_ID": "x"},
			as(client.AssumeRole{AgencyName: "a", DomainName: "d"})},
		{"short form", key(block{"agency_name": "a", "agency_domain_name": "d", "project_id": "own"}), nil, inProject("r", as(client.AssumeRole{AgencyName: "a", DomainName: "d"}))},
		{"short form, OS", key(nil), env{"OS_AGENCY_NAME": "a", "OS_AGENCY_DOMAIN_NAME": "d", "OS_DELEGATED_PROJECT": "r_sub", "OS_PROJECT_NAME": "own"},
			inProject("r_sub", as(client.AssumeRole{AgencyName: "a", DomainName: "d"}))},
		{"short form, no region", block{"access_key": "ak", "secret_key": "sk"}, env{"OS_AGENCY_NAME": "a", "OS_AGENCY_DOMAIN_NAME": "d", "OS_PROJECT_NAME": "r_own", "OS_PROJECT_ID": "own"},
			inProject("r", as(client.AssumeRole{AgencyName: "a", DomainName: "d"}))},
		{"block before short form of the environment", key(block{"assume_role": []block{{"agency_name": "a", "domain_name": "d"}}}),
			env{"OS_AGENCY_NAME": "x", "OS_AGENCY_DOMAIN_NAME": "x", "OS_DELEGATED_PROJECT": "x"}, as(client.AssumeRole{AgencyName: "a", DomainName: "d"})},
		{"project of the agency", key(block{"assume_role": []block{{"agency_name": "a", "domain_name": "d"}}, "project_name": "p"}), nil, inProject("p", as(client.AssumeRole{AgencyName: "a", DomainName: "d"}))},
		{"project of who assumes", key(block{"assume_role": []block{{"agency_name": "a", "domain_name": "d"}}}), env{"HW_PROJECT_ID": "own"}, as(client.AssumeRole{AgencyName: "a", DomainName: "d"})},
		{"after an identity provider", block{"region": "r", "assume_role_with_oidc": block{"idp_id": "idp", "id_token": "jwt"}, "assume_role": []block{{"agency_name": "a", "domain_id": "i"}}}, nil,
			client.Config{Region: "r", OIDC: &client.OIDC{IdpID: "idp", IDToken: "jwt"}, AssumeRoles: []client.AssumeRole{{AgencyName: "a", DomainID: "i"}}}},
	} {
		if len(test.want.AssumeRoles) == 0 {
			test.want.AssumeRoles = nil
		}
		test.run(t)
	}
}

//nolint:paralleltest // it sets the environment
func TestResolveOther(t *testing.T) {
	folder := t.TempDir()
	file := filepath.Join(folder, "ca.pem")
	if err := os.WriteFile(file, []byte("-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	pem := "-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n"
	for _, test := range []resolveTest{
		{"block", block{"region": "r", "token": "t", "project_id": "id", "project_name": "name", "auth_url": "https://iam.test/v3", "cloud": "cloud.test", "endpoint_url": "http://127.0.0.1:9000",
			"insecure": true, "max_retries": 7, "cacert_file": pem, "cert": file, "key": "~/ca.pem", "signing_algorithm": "HmacSM3", "request_timeout": "5s", "metadata_url": "http://m.test"}, env{"HOME": folder},
			client.Config{Region: "r", Credentials: byToken, ProjectID: "id", ProjectName: "name", AuthURL: "https://iam.test/v3", Cloud: "cloud.test", EndpointURL: "http://127.0.0.1:9000",
				Insecure: true, MaxRetries: 7, CACert: strings.TrimSpace(pem), ClientCert: pem, ClientKey: pem, SigningAlgorithm: "HmacSM3", RequestTimeout: 5 * time.Second, MetadataURL: "http://m.test"}},
		{"environment", block{"region": "r", "token": "t"}, env{"OS_PROJECT_ID": "id", "HW_AUTH_URL": "https://iam.test", "HW_CLOUD": "cloud.test", "HWC_ENDPOINT_URL": "http://127.0.0.1:9000",
			"OS_INSECURE": "true", "OS_MAX_RETRIES": "7", "OS_CACERT": file, "OS_CERT": pem, "OS_KEY": file, "HW_SIGNING_ALGORITHM": "HmacSM3", "HWC_REQUEST_TIMEOUT": "5s"},
			client.Config{Region: "r", Credentials: byToken, ProjectID: "id", AuthURL: "https://iam.test", Cloud: "cloud.test", EndpointURL: "http://127.0.0.1:9000",
				Insecure: true, MaxRetries: 7, CACert: pem, ClientCert: strings.TrimSpace(pem), ClientKey: pem, SigningAlgorithm: "HmacSM3", RequestTimeout: 5 * time.Second}},
	} {
		test.run(t)
	}
	for name, value := range only(env{"HW_MAX_RETRIES": "7", "HWC_POLL_INTERVAL": "3s"}) {
		t.Setenv(name, value)
	}
	got, _ := resolved(t, block{"region": "r", "token": "t", "max_retries": 0}, false)
	if got.MaxRetries != 0 {
		t.Errorf("zero is no value: %d retries", got.MaxRetries)
	}
	if got.Backoff == nil || got.Backoff(0, 0) != 3*time.Second || got.Backoff(9, time.Hour) != 3*time.Second {
		t.Error("the poll interval is not fixed")
	}
}

// testPlace gives an access key and a region in one of the places, each with the name of the place.
type testPlace struct {
	name  string
	block block
	env   env
}

func testPlaces(t *testing.T) []testPlace {
	t.Helper()
	folder := t.TempDir()
	write := func(name, text string) string {
		file := filepath.Join(folder, name)
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	config := write("config.json", `{"profiles": [{"name": "p", "mode": "AKSK", "accessKeyId": "profile", "secretAccessKey": "sk", "region": "profile"}]}`)
	clouds := write("clouds.yaml", "clouds:\n  c:\n    region_name: cloud\n    auth: {ak: cloud, sk: sk}\n")
	return []testPlace{
		{"block", block{"access_key": "block", "secret_key": "sk", "region": "block"}, nil},
		{"HW", nil, env{"HW_ACCESS_KEY": "HW", "HW_SECRET_KEY": "sk", "HW_REGION_NAME": "hw"}},
		{"OS", nil, env{"OS_ACCESS_KEY": "OS", "OS_SECRET_KEY": "sk", "OS_REGION_NAME": "os"}},
		{"profile", block{"profile": "p", "shared_config_file": config}, nil},
		{"cloud", block{"cloud_config": "c"}, env{"OS_CLIENT_CONFIG_FILE": clouds}},
	}
}

// The order of the places, each pair of them; the machine's own credentials come last.
func TestResolvePrecedence(t *testing.T) {
	all := testPlaces(t)
	for i, strong := range all {
		for _, weak := range append([]testPlace{{name: "nothing"}}, all[i+1:]...) {
			t.Run(strong.name+" before "+weak.name, func(t *testing.T) {
				b, variables := block{}, env{}
				for _, one := range []testPlace{weak, strong} {
					maps.Copy(b, one.block)
					maps.Copy(variables, one.env)
				}
				for name, value := range only(variables) {
					t.Setenv(name, value)
				}
				got, diags := resolved(t, b, true)
				if got.Credentials.AccessKey != strong.name || got.Region != strings.ToLower(strong.name) || got.Credentials.Metadata {
					t.Errorf("got %+v in %s", got.Credentials, got.Region)
				}
				shadowed := (strong.name == "HW" || strong.name == "OS") && weak.block != nil
				if shadowed != (diags.WarningsCount() == 1) {
					t.Error(diags)
				}
				if shadowed && !strings.Contains(diags[0].Detail(), strong.name+"_ACCESS_KEY") {
					t.Error(diags)
				}
			})
		}
	}
	for name, test := range map[string]struct {
		b        block
		instance bool
		want     bool
	}{
		"an instance":                  {block{"region": "r"}, true, true},
		"an instance that must not":    {block{"region": "r", "ecs_metadata": false, "token": "t"}, true, false},
		"an instance with credentials": {block{"region": "r", "token": "t"}, true, false},
		"another machine that must":    {block{"region": "r", "ecs_metadata": true}, false, true},
	} {
		t.Run(name, func(t *testing.T) {
			for name, value := range only(nil) {
				t.Setenv(name, value)
			}
			if got, _ := resolved(t, test.b, test.instance); got.Credentials.Metadata != test.want {
				t.Errorf("got %+v", got.Credentials)
			}
		})
	}
}

// A file that only the environment names is read when neither the block has credentials nor a stronger place names the
// other file.
func TestResolveFiles(t *testing.T) {
	all := testPlaces(t)
	profile, cloud := all[3], all[4]
	named := env{"HW_PROFILE": "p", "HW_SHARED_CONFIG_FILE": fmt.Sprint(profile.block["shared_config_file"]), "OS_CLOUD": "c", "OS_CLIENT_CONFIG_FILE": cloud.env["OS_CLIENT_CONFIG_FILE"]}
	for _, test := range []struct {
		name           string
		block          block
		without        []string
		access, region string
	}{
		{"both in the environment", nil, nil, "profile", "profile"},
		{"only a cloud", nil, []string{"HW_PROFILE", "HW_SHARED_CONFIG_FILE"}, "cloud", "cloud"},
		{"a cloud in the block", block{"cloud_config": "c"}, nil, "cloud", "cloud"},
		{"a profile in the block", block{"profile": "p"}, nil, "profile", "profile"},
		{"credentials in the block", block{"access_key": "mine", "secret_key": "sk", "region": "here"}, nil, "mine", "here"},
		{"credentials and a profile in the block", block{"access_key": "mine", "secret_key": "sk", "profile": "p"}, nil, "mine", "profile"},
	} {
		t.Run(test.name, func(t *testing.T) {
			variables := maps.Clone(named)
			for _, name := range test.without {
				delete(variables, name)
			}
			for name, value := range only(variables) {
				t.Setenv(name, value)
			}
			got, _ := resolved(t, test.block, false)
			if got.Credentials.AccessKey != test.access || got.Region != test.region {
				t.Errorf("got %+v in %s", got.Credentials, got.Region)
			}
		})
	}
}

func TestIsInstance(t *testing.T) {
	t.Parallel()
	for tag, want := range map[string]bool{"HUAWEICLOUD\n": true, "OpenTelekomCloud\n": true, "No Asset Tag\n": false, "": false} {
		file := filepath.Join(t.TempDir(), "tag")
		if err := os.WriteFile(file, []byte(tag), 0o600); err != nil {
			t.Fatal(err)
		}
		if got := isInstance(file); got != want {
			t.Errorf("%q: got %t", tag, got)
		}
	}
	if isInstance(filepath.Join(t.TempDir(), "missing")) {
		t.Error("a machine without the file is taken for an instance")
	}
}
