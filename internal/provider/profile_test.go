package provider

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// Contract/auth.md 6.3, with the members that KooCLI writes and nobody reads here.
const sharedConfigText = `{
  "authEncrypt": "false", "language": "en", "offline": "true", "agreePrivacy": "true", "current": "keys",
  "profiles": [
    {"name": "keys", "mode": "AKSK", "accessKeyId": "AKPLAIN0000000000001", "secretAccessKey": "secret-1", "securityToken": "", "region": "cn-north-4",
     "projectId": "pid", "domainId": "did", "skipSecureVerify": "false", "readTimeout": 10, "connectTimeout": 5, "retryCount": 0},
    {"name": "temporary", "mode": "AKSK", "accessKeyId": "AKPLAIN0000000000002", "secretAccessKey": "secret-2", "securityToken": "secret-3"},
    {"name": "sso", "mode": "SSO", "accessKeyId": "", "ssoAuth": {"stsToken": {"accessKeyId": "AKPLAIN0000000000003", "secretAccessKey": "secret-4", "securityToken": "secret-5"}}},
    {"name": "no sso", "mode": "SSO", "accessKeyId": "AKPLAIN0000000000004", "secretAccessKey": "secret-6"},
    {"name": "instance", "mode": "ecsAgency", "region": "cn-north-4"},
    {"name": "agency", "mode": "AKSK", "accessKeyId": "AKPLAIN0000000000005", "secretAccessKey": "secret-7", "agencyName": "a", "agencyDomainId": "i", "agencyDomainName": "d"},
    {"name": "empty", "mode": "token"}
  ]
}`

func texts(said map[string]value) map[string]string {
	out := map[string]string{}
	for attribute, v := range said {
		out[attribute] = v.text
	}
	return out
}

func TestParseProfile(t *testing.T) {
	t.Parallel()
	keyPair := map[string]string{"access_key": "AKPLAIN0000000000001", "secret_key": "secret-1", "region": "cn-north-4", "project_id": "pid", "domain_id": "did"}
	for _, test := range []struct {
		name string
		said map[string]string
		role map[string]string
		gap  string
	}{
		{name: "", said: keyPair},
		{name: "keys", said: keyPair},
		{name: "temporary", said: map[string]string{"access_key": "AKPLAIN0000000000002", "secret_key": "secret-2", "security_token": "secret-3"}},
		{name: "sso", said: map[string]string{"access_key": "AKPLAIN0000000000003", "secret_key": "secret-4", "security_token": "secret-5"}},
		{name: "no sso", said: map[string]string{}, gap: "hcloud configure sso"},
		{name: "instance", said: map[string]string{"ecs_metadata": "true", "region": "cn-north-4"}},
		{
			name: "agency", said: map[string]string{"access_key": "AKPLAIN0000000000005", "secret_key": "secret-7"},
			role: map[string]string{"agency_name": "a", "domain_id": "i", "domain_name": "d"},
		},
		{name: "empty", said: map[string]string{}, gap: `Its mode is "token"`},
	} {
		read, err := parseProfile([]byte(sharedConfigText), test.name)
		if err != nil {
			t.Errorf("%q: %v", test.name, err)
			continue
		}
		if got := texts(read.said); !maps.Equal(got, test.said) {
			t.Errorf("%q: got %v, want %v", test.name, got, test.said)
		}
		var role map[string]string
		if len(read.roles) == 1 {
			role = texts(read.roles[0])
		}
		if !reflect.DeepEqual(role, test.role) {
			t.Errorf("%q: the agency is %v, want %v", test.name, role, test.role)
		}
		if (test.gap == "") != (read.gap == "") || !strings.Contains(read.gap, test.gap) {
			t.Errorf("%q: %q does not say %q", test.name, read.gap, test.gap)
		}
	}
}

// Encrypted keys are told by what KooCLI notes in the file, or else by what they look like.
func TestParseProfileEncrypted(t *testing.T) {
	t.Parallel()
	const long = "dGhpcyBpcyBub3QgYSBrZXkgYnV0IHdoYXQgZW5jcnlwdGlvbiBtYWtlcyBvZiBvbmU="
	for _, test := range []struct {
		noted, access string
		want          bool
	}{
		{`"authEncrypt": "true",`, "AKPLAIN0000000000001", true},
		{`"authEncrypt": true,`, "AKPLAIN0000000000001", true},
		{`"authEncrypt": "false",`, long, false},
		{`"authEncrypt": false,`, long, false},
		{``, "AKPLAIN0000000000001", false},
		{``, long, true},
	} {
		for _, mode := range []string{
			`"mode": "AKSK", "accessKeyId": "` + test.access + `", "secretAccessKey": "secret-1"`,
			`"mode": "SSO", "ssoAuth": {"stsToken": {"accessKeyId": "` + test.access + `", "secretAccessKey": "secret-1"}}`,
		} {
			read, err := parseProfile([]byte(`{`+test.noted+`"profiles": [{"name": "p", `+mode+`}]}`), "p")
			if err != nil {
				t.Fatal(err)
			}
			said := strings.Contains(read.gap, "hcloud configure set --cli-auth-encrypt=false")
			if said != test.want || read.has("access_key") == test.want || strings.Contains(read.gap, "secret-1") || strings.Contains(read.gap, test.access) {
				t.Errorf("%s %s: got %v and %q", test.noted, mode, texts(read.said), read.gap)
			}
		}
	}
}

func TestParseProfileRefuses(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`{"profiles": []}`:                 "has no current profile",
		`{"current": "x", "profiles": []}`: `has no profile "x"; it has none`,
		sharedConfigText[:30]:              "is not valid JSON",
		`[]`:                               "is not the JSON",
		`{"current": 5}`:                   "current",
		`{"profiles": [{"secretAccessKey": 123456}]}`: "secretAccessKey",
	} {
		_, err := parseProfile([]byte(text), "")
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "123456") {
			t.Errorf("%s: %v", text, err)
		}
	}
	_, err := parseProfile([]byte(sharedConfigText), "other")
	if err == nil || !strings.Contains(err.Error(), "temporary") {
		t.Errorf("%v does not name the profiles there are", err)
	}
}

// A profile is used, from the home directory, unless its keys are encrypted and nothing else gives credentials.
//
//nolint:paralleltest // it sets the environment
func TestReadProfile(t *testing.T) {
	home := t.TempDir()
	file := filepath.Join(home, ".hcloud", "config.json")
	if err := os.Mkdir(filepath.Dir(file), 0o700); err != nil {
		t.Fatal(err)
	}
	write := func(text string) {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(sharedConfigText)
	for name, value := range only(env{"HOME": home, "HW_PROFILE": "sso"}) {
		t.Setenv(name, value)
	}
	if got, _ := resolved(t, block{"region": "r"}, false); got.Credentials.AccessKey != "AKPLAIN0000000000003" {
		t.Errorf("a profile of the home directory gives %+v", got.Credentials)
	}
	if got, _ := resolved(t, block{"shared_config_file": "~/.hcloud/config.json", "profile": "agency", "region": "r"}, false); len(got.AssumeRoles) != 1 || got.AssumeRoles[0].DomainID != "i" {
		t.Errorf("the agency of a profile is %+v", got.AssumeRoles)
	}
	for name, value := range only(env{"HOME": home, "HW_SHARED_CONFIG_FILE": file}) {
		t.Setenv(name, value)
	}
	if got, _ := resolved(t, nil, false); got.Credentials.AccessKey != "AKPLAIN0000000000001" || got.Region != "cn-north-4" || got.ProjectID != "pid" {
		t.Errorf("the current profile gives %+v", got)
	}
	if got, _ := resolved(t, block{"region": "eu-de"}, false); got.Region != "eu-de" || got.ProjectID != "" {
		t.Errorf("the project %q of the profile's region goes with %s", got.ProjectID, got.Region)
	}

	write(strings.Replace(sharedConfigText, `"false"`, `"true"`, 1))
	for _, instance := range []bool{false, true} {
		var diags diag.Diagnostics
		read, _ := readPlaces(t.Context(), block{}.config(t), &diags)
		resolve(read, instance, &diags)
		if len(diags) != 1 || !strings.Contains(diags[0].Detail(), "--cli-auth-encrypt=false") {
			t.Errorf("encrypted keys on an instance (%t) give %v", instance, diags)
		}
	}
	if resp := configure(t, block{"token": "t", "profile": "keys"}); resp.Diagnostics.HasError() {
		t.Errorf("encrypted keys that nobody needs give %v", resp.Diagnostics)
	}
	write(`{"current": "p", "profiles": [{"name": "p", "region": "EU DE", "accessKeyId": "a", "secretAccessKey": "secret-1"}]}`)
	resp := configure(t, nil)
	if len(resp.Diagnostics) != 1 || !strings.Contains(resp.Diagnostics[0].Detail(), `region of the profile "p"`) {
		t.Errorf("a wrong region in a profile gives %v", resp.Diagnostics)
	}
}

// secretsOf are the texts of a JSON document that stand under names of secrets, if they are long enough to be told.
func secretsOf(text []byte, names ...string) (secrets []string) {
	var walk func(name string, v any)
	walk = func(name string, v any) {
		switch v := v.(type) {
		case map[string]any:
			for name, inner := range v {
				walk(name, inner)
			}
		case []any:
			for _, inner := range v {
				walk(name, inner)
			}
		case string:
			if len(v) > 8 && slices.Contains(names, name) {
				secrets = append(secrets, v)
			}
		}
	}
	var document any
	if json.Unmarshal(text, &document) == nil {
		walk("", document)
	}
	return secrets
}

func FuzzParseProfile(f *testing.F) {
	f.Add([]byte(sharedConfigText), "")
	f.Add([]byte(sharedConfigText), "sso")
	f.Add([]byte(`{"authEncrypt": "true", "profiles": [{"name": "p", "accessKeyId": "a", "secretAccessKey": "secret-secret"}]}`), "p")
	f.Add([]byte(`{"profiles": [{"secretAccessKey": 1234567890}]}`), "p")
	f.Add([]byte(`{"profiles": [null, {"name": null}], "current": ""}`), "")
	f.Fuzz(func(t *testing.T, text []byte, name string) {
		read, err := parseProfile(text, name)
		said := read.gap
		if err != nil {
			said = err.Error()
		}
		for _, secret := range secretsOf(text, "accessKeyId", "secretAccessKey", "securityToken") {
			// A name that is a secret too is the user's own doing.
			if strings.Contains(said, secret) && !strings.Contains(name, secret) && !slices.Contains(namesOf(text), secret) {
				t.Errorf("%q repeats %q", said, secret)
			}
		}
		if err == nil && read.has("access_key", "secret_key") && read.gap != "" {
			t.Errorf("keys in spite of %q", read.gap)
		}
	})
}

func namesOf(text []byte) []string { return secretsOf(text, "name", "mode", "current") }
