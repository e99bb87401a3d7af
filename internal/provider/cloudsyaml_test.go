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

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
)

// Contract/auth.md 6.5.
const cloudsText = `
clouds:
  password:
    profile: otc
    auth_type: password
    region_name: eu-de
    interface: public
    identity_api_version: "3"
    verify: false
    cacert: /ca.pem
    cert: /cert.pem
    key: /key.pem
    auth:
      username: user
      password: 0123
      user_domain_name: domain
      tenant_name: eu-de_sub
      ak: other
      sk: other
  keys:
    region_name: eu-nl
    auth: &keys
      auth_url: https://iam.eu-nl.otc.t-systems.com/v3
      ak: ak
      sk: sk
      security_token: st
      project_id: pid
      domain_id: did
  token:
    auth_type: token
    auth: {token: yes, username: other, default_domain: d}
  agency:
    auth:
      <<: *keys
      target_agency_name: a
      target_domain_id: i
      target_project_name: p
  vendor:
    cloud: mine
    auth: {token: t}
  twice:
    auth: {token: t, ak: ak, sk: sk}
  empty: {}
  unknown:
    profile: nobody
    auth: {token: t}
  wrong:
    verify: perhaps
    auth: {token: t}
`

func parsed(t *testing.T, text, root string) map[string]cloudEntry {
	t.Helper()
	entries, err := parseClouds([]byte(text), root)
	if err != nil {
		t.Fatal(err)
	}
	return entries
}

func TestCloudEntries(t *testing.T) {
	t.Parallel()
	files := cloudFiles{
		clouds: parsed(t, cloudsText, "clouds"),
		secure: parsed(t, "clouds:\n  token: {auth: {token: better}}\n", "clouds"),
		public: parsed(t, "public-clouds:\n  mine:\n    region_name: r1\n    auth: {auth_url: 'https://iam.{region_name}.mine.test', token: weaker}\n", "public-clouds"),
	}
	keyPair := map[string]string{
		"region": "eu-nl", "auth_url": "https://iam.eu-nl.otc.t-systems.com/v3", "access_key": "ak", "secret_key": "sk", "security_token": "st",
		"project_id": "pid", "domain_id": "did",
	}
	agency := maps.Clone(keyPair)
	delete(agency, "region")
	agency["delegated_project"] = "p"
	for _, test := range []struct {
		name, region string
		said         map[string]string
		role         map[string]string
		says         string // the gap
	}{
		{name: "password", said: map[string]string{
			"region": "eu-de", "insecure": "true", "cacert_file": "/ca.pem", "cert": "/cert.pem", "key": "/key.pem", "auth_url": "https://iam.eu-de.otc.t-systems.com/v3",
			"user_name": "user", "password": "0123", "domain_name": "domain", "project_name": "eu-de_sub",
		}},
		{name: "keys", said: keyPair},
		{name: "token", said: map[string]string{"token": "better", "domain_name": "d"}},
		{name: "agency", said: agency, role: map[string]string{"agency_name": "a", "domain_id": "i"}},
		{name: "vendor", said: map[string]string{"region": "r1", "auth_url": "https://iam.r1.mine.test", "token": "t"}},
		{name: "vendor", region: "r2", said: map[string]string{"region": "r1", "auth_url": "https://iam.r2.mine.test", "token": "t"}},
		{name: "empty", said: map[string]string{}, says: "no credentials"},
	} {
		read, err := files.place(test.name, test.region)
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		if got := texts(read.said); !maps.Equal(got, test.said) {
			t.Errorf("%s: got\n%v\nwant\n%v", test.name, got, test.said)
		}
		var role map[string]string
		if len(read.roles) == 1 {
			role = texts(read.roles[0])
		}
		if !reflect.DeepEqual(role, test.role) {
			t.Errorf("%s: the agency is %v, want %v", test.name, role, test.role)
		}
		if (test.says == "") != (read.gap == "") || !strings.Contains(read.gap, test.says) {
			t.Errorf("%s: %q does not say %q", test.name, read.gap, test.says)
		}
	}
	for name, want := range map[string]string{"nothing": "it has agency, empty, keys", "unknown": `profile "nobody"`, "wrong": "verify"} {
		if _, err := files.place(name, ""); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v does not say %q", name, err, want)
		}
	}
}

// What is wrong with a file is said without a word of it.
func TestParseCloudsRefuses(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"clouds:\n  a:\n    auth:\n      password: *hunter2hunter2\n",
		"clouds:\n  a:\n    auth:\n      password: 'hunter2hunter2\n",
		"clouds:\n  a:\n    auth: hunter2hunter2\n",
		"clouds:\n  a:\n    auth:\n      password: [hunter2hunter2]\n",
		"clouds: hunter2hunter2\n",
		"- hunter2hunter2\n",
		"clouds:\n  a: &a\n    auth: {<<: *a}\n    hunter2hunter2: *a\n",
		"clouds:\n\ta: hunter2hunter2\n",
	} {
		_, err := parseClouds([]byte(text), "clouds")
		if err == nil || !strings.Contains(err.Error(), "is not the YAML") || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%q: %v", text, err)
		}
	}
	if entries, err := parseClouds(nil, "clouds"); err != nil || len(entries) != 0 {
		t.Errorf("an empty file has %v, %v", entries, err)
	}
}

// The files are found in the working directory, then in the home directory, with each of the endings.
func TestReadCloud(t *testing.T) {
	home, folder := t.TempDir(), t.TempDir()
	t.Chdir(folder)
	openstack := filepath.Join(home, ".config", "openstack")
	if err := os.MkdirAll(openstack, 0o700); err != nil {
		t.Fatal(err)
	}
	write := func(folder, name, text string) {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	entry := func(region string) string {
		return `{"clouds": {"c": {"region_name": "` + region + `", "auth": {"auth_url": "https://iam.test", "username": "u", "user_domain_name": "d"}}}}`
	}
	for name, value := range only(env{"HOME": home, "OS_CLOUD": "c"}) {
		t.Setenv(name, value)
	}
	write(openstack, "clouds.yml", entry("home"))
	write(openstack, "secure.yaml", "clouds: {c: {auth: {password: pw}}}")
	want := client.Config{Region: "home", AuthURL: "https://iam.test", Credentials: client.Credentials{UserName: "u", Password: "pw", DomainName: "d"}}
	if got, _ := resolved(t, nil, false); !reflect.DeepEqual(got, defaulted(want)) {
		t.Errorf("got %+v, want %+v", got, want)
	}
	write(folder, "clouds.json", entry("here"))
	want.Region = "here"
	if got, _ := resolved(t, nil, false); !reflect.DeepEqual(got, defaulted(want)) {
		t.Errorf("got %+v, want %+v", got, want)
	}
	write(folder, "other.yaml", entry("other"))
	t.Setenv("OS_CLIENT_CONFIG_FILE", "other.yaml")
	want.Region = "other"
	if got, _ := resolved(t, nil, false); !reflect.DeepEqual(got, defaulted(want)) {
		t.Errorf("got %+v, want %+v", got, want)
	}
	// The whole block wins over the whole file.
	mine := block{"region": "mine", "user_name": "me", "password": "mine", "domain_name": "e", "cloud_config": "c"}
	want = client.Config{Region: "mine", AuthURL: "https://iam.test", Credentials: client.Credentials{UserName: "me", Password: "mine", DomainName: "e"}}
	if got, _ := resolved(t, mine, false); !reflect.DeepEqual(got, defaulted(want)) {
		t.Errorf("got %+v, want %+v", got, want)
	}

	write(folder, "other.yaml", cloudsText)
	for cloud, want := range map[string]string{"twice": "also an access key", "nothing": `no entry "nothing"`, "empty": "no credentials", "wrong": "verify"} {
		t.Setenv("OS_CLOUD", cloud)
		resp := configure(t, block{"region": "r"})
		if len(resp.Diagnostics) != 1 || !strings.Contains(resp.Diagnostics[0].Detail(), want) {
			t.Errorf("%s: %v does not say %q", cloud, resp.Diagnostics, want)
		}
	}
	t.Setenv("OS_CLIENT_CONFIG_FILE", "missing.yaml")
	if resp := configure(t, nil); len(resp.Diagnostics) != 1 || !strings.Contains(resp.Diagnostics[0].Detail(), "missing.yaml") {
		t.Errorf("a missing file gives %v", resp.Diagnostics)
	}
}

func FuzzParseClouds(f *testing.F) {
	f.Add([]byte(cloudsText), "password")
	f.Add([]byte(cloudsText), "agency")
	f.Add([]byte("clouds: {a: &a {auth: {<<: *a}}}"), "a")
	f.Add([]byte(`{"clouds": {"a": {"auth": {"password": "secret-secret", "token": null}, "verify": "secret-secret"}}}`), "a")
	f.Add([]byte("clouds:\n  a:\n    auth:\n      password: *secret\n"), "a")
	f.Add([]byte("clouds: {a: {profile: otc, region_name: eu-de}}"), "a")
	f.Fuzz(func(t *testing.T, text []byte, name string) {
		said := ""
		entries, err := parseClouds(text, "clouds")
		if err == nil {
			var read place
			read, err = cloudFiles{clouds: entries, secure: entries, public: entries}.place(name, "eu-de")
			said = read.gap
		}
		if err != nil {
			said = err.Error()
		}
		for _, secret := range secretsOf(text, "password", "passcode", "token", "ak", "sk", "security_token") {
			if strings.Contains(said, secret) && !strings.Contains(name, secret) && !slices.ContainsFunc(keysOf(text), func(key string) bool { return strings.Contains(key, secret) }) {
				t.Errorf("%q repeats %q", said, secret)
			}
		}
	})
}

// keysOf are the names of entries and vendors of a document, which messages may show.
func keysOf(text []byte) []string {
	keys := secretsOf(text, "profile", "cloud")
	var document map[string]map[string]any
	if json.Unmarshal(text, &document) == nil {
		keys = slices.AppendSeq(keys, maps.Keys(document["clouds"]))
	}
	return keys
}
