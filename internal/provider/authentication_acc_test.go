package provider_test

import (
	"encoding/pem"
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/hwc-community/terraform-provider-hwc/internal/acctest"
	"github.com/hwc-community/terraform-provider-hwc/internal/emulator"
)

// Fixtures of the emulator beside those of acctest.
const (
	userID     = "a1b5767a5780d5762fb5c0186072aa01"
	projectB   = "0715867b6791e6873fc6d1297183a0ad"
	subProject = "0605767a5780d5762fb5c018607290b1"
	domainB    = "6e9dfd51d1124e8d8498dce894923a0d"
)

// wayIn has lines of a provider block, environment variables, and files by name in a folder of their own,
// which is the home directory. {url} is the emulator, {folder} the folder, {jwt} an id token.
type wayIn struct {
	block string
	env   map[string]string
	files map[string]string
	user  string // the caller that the cloud sees
	in    string // the project
}

const readQuotas = `
data "hwc_vpcep_quotas" "test" {
}
`

// Each way in, from each place that can give it: the cloud sees the right caller in the right project.
//
//nolint:paralleltest // it sets the environment
func TestAccProvider_waysIn(t *testing.T) {
	keyPair := fmt.Sprintf("access_key = %q\nsecret_key = %q\n", acctest.AccessKey, acctest.SecretKey)
	region := fmt.Sprintf("region = %q\n", acctest.Region)
	sharedConfig := fmt.Sprintf(`{"authEncrypt": "false", "current": "keys", "profiles": [
		{"name": "keys", "mode": "AKSK", "accessKeyId": %[1]q, "secretAccessKey": %[2]q, "region": "cn-north-4"},
		{"name": "agency", "mode": "AKSK", "accessKeyId": %[1]q, "secretAccessKey": %[2]q, "region": "cn-north-4", "agencyName": "agency-b", "agencyDomainId": %[3]q},
		{"name": "instance", "mode": "ecsAgency", "region": "cn-north-4"}]}`, acctest.AccessKey, acctest.SecretKey, domainB)
	clouds := fmt.Sprintf("clouds:\n  keys:\n    region_name: cn-north-4\n    auth: {ak: %s, sk: %s}\n"+
		"  user:\n    region_name: cn-north-4\n    auth: {auth_url: '{url}/v3', username: %s, user_domain_name: %s, project_name: cn-north-4_sub}\n",
		acctest.AccessKey, acctest.SecretKey, acctest.User, acctest.Domain)
	secure := fmt.Sprintf(`{"clouds": {"user": {"auth": {"password": %q}}}}`, acctest.Password)

	for name, way := range map[string]wayIn{
		"access key, HW":  {env: map[string]string{"HW_REGION_NAME": acctest.Region, "HW_ACCESS_KEY": acctest.AccessKey, "HW_SECRET_KEY": acctest.SecretKey}},
		"access key, OS":  {env: map[string]string{"OS_REGION_NAME": acctest.Region, "OS_ACCESS_KEY": acctest.AccessKey, "OS_SECRET_KEY": acctest.SecretKey}},
		"signed with SM3": {block: region + keyPair + `signing_algorithm = "HmacSM3"`},
		"password, OS":    {env: map[string]string{"OS_REGION_NAME": acctest.Region, "OS_USERNAME": acctest.User, "OS_PASSWORD": acctest.Password, "OS_USER_DOMAIN_NAME": acctest.Domain}},
		"password, an openrc file": {env: map[string]string{"OS_AUTH_URL": "{url}/v3", "OS_REGION_NAME": acctest.Region, "OS_USERNAME": acctest.User, "OS_PASSWORD": acctest.Password,
			"OS_DOMAIN_NAME": acctest.Domain, "OS_TENANT_NAME": acctest.Region}},
		"user id and passcode": {block: region + fmt.Sprintf("user_id = %q\npassword = %q\n", userID, acctest.Password), env: map[string]string{"OS_PASSCODE": "123456"}},
		"agency by name":       {block: region + keyPair + "assume_role {\n agency_name = \"agency-b\"\n domain_name = \"domain-b\"\n}\n", user: "domain-b/agency-b", in: projectB},
		"agency by id":         {block: region + keyPair + "assume_role {\n agency_name = \"agency-b\"\n domain_id = \"" + domainB + "\"\n duration = 3600\n}\n", user: "domain-b/agency-b", in: projectB},
		"agency, environment": {block: region + keyPair, env: map[string]string{"HW_ASSUME_ROLE_AGENCY_NAME": "agency-b", "HW_ASSUME_ROLE_DOMAIN_NAME": "domain-b", "OS_PROJECT_ID": acctest.ProjectID},
			user: "domain-b/agency-b", in: projectB},
		"agency, short form": {block: region + keyPair + "agency_name = \"agency-b\"\nagency_domain_name = \"domain-b\"\n", user: "domain-b/agency-b", in: projectB},
		"chain": {block: region + keyPair + "assume_role {\n agency_name = \"agency-b\"\n domain_name = \"domain-b\"\n}\nassume_role {\n agency_name = \"second-agency-a\"\n domain_name = \"domain-a\"\n}\n",
			user: "domain-a/second-agency-a"},
		"identity provider": {block: region + "assume_role_with_oidc {\n idp_id = \"idp-a\"\n id_token_file = \"{folder}/token\"\n agency_name = \"agency-b\"\n domain_id = \"" + domainB + "\"\n}\n",
			files: map[string]string{"token": "{jwt}"}, user: "domain-b/agency-b", in: projectB},
		"identity provider, environment": {block: region, env: map[string]string{"HW_ASSUME_ROLE_IDP_ID": "idp-a", "HW_ASSUME_ROLE_ID_TOKEN": "{jwt}"}, user: "federated-a"},
		"current profile":                {block: `shared_config_file = "{folder}/config.json"`, files: map[string]string{"config.json": sharedConfig}},
		"profile at home":                {env: map[string]string{"HW_PROFILE": "keys"}, files: map[string]string{".hcloud/config.json": sharedConfig}},
		"profile with an agency":         {block: "shared_config_file = \"~/config.json\"\nprofile = \"agency\"\n", files: map[string]string{"config.json": sharedConfig}, user: "domain-b/agency-b", in: projectB},
		"profile of an instance":         {block: "profile = \"instance\"\nmetadata_url = \"{url}/_metadata\"\n", files: map[string]string{".hcloud/config.json": sharedConfig}, user: "domain-a/ecs-agency-a"},
		"clouds.yaml":                    {block: `cloud_config = "keys"`, env: map[string]string{"OS_CLIENT_CONFIG_FILE": "{folder}/clouds.yaml"}, files: map[string]string{"clouds.yaml": clouds}},
		"clouds.yaml at home, with secure.yaml": {env: map[string]string{"OS_CLOUD": "user"}, in: subProject, files: map[string]string{
			".config/openstack/clouds.yaml": clouds, ".config/openstack/secure.json": secure,
		}},
		"metadata service": {block: region + "ecs_metadata = true\nmetadata_url = \"{url}/_metadata\"\n", user: "domain-a/ecs-agency-a"},
	} {
		t.Run(name, func(t *testing.T) { way.run(t) })
	}
}

func (way wayIn) run(t *testing.T) {
	cloud := acctest.Start(t, emulator.Options{})
	folder := t.TempDir()
	fill := strings.NewReplacer("{url}", cloud.URL, "{folder}", filepath.ToSlash(folder), "{jwt}", cloud.NewIDToken(emulator.IDToken{})).Replace
	for name, text := range way.files {
		file := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(fill(text)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("HWC_ENDPOINT_URL", cloud.URL)
	if way.files != nil {
		t.Setenv("HOME", folder)
	}
	for name, value := range way.env {
		t.Setenv(name, fill(value))
	}
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{{Config: "provider \"hwc\" {\n" + fill(way.block) + "\n}\n" + readQuotas}}})

	user, project := orElse(way.user, acctest.User), orElse(way.in, acctest.ProjectID)
	reads := 0
	for _, entry := range cloud.Journal() {
		if entry.Route != "/v1/{project_id}/quotas" {
			continue
		}
		reads++
		if entry.User != user || entry.Project != project || entry.Status != 200 {
			t.Errorf("%d for %s in project %s, want 200 for %s in %s", entry.Status, entry.User, entry.Project, user, project)
		}
	}
	if acctest.Accepted() && reads == 0 {
		t.Error("the quotas were not read")
	}
}

func orElse(value, other string) string {
	if value != "" {
		return value
	}
	return other
}

// A server whose certificate nobody has signed is trusted with cacert_file, and with insecure; else the message says so.
func TestAccProvider_tls(t *testing.T) {
	t.Parallel()
	cloud := emulator.New(emulator.Options{})
	server := httptest.NewTLSServer(cloud)
	t.Cleanup(server.Close)
	authority := string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw}))
	file := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(file, []byte(authority), 0o600); err != nil {
		t.Fatal(err)
	}
	block := func(line string) string {
		return fmt.Sprintf("provider \"hwc\" {\n endpoint_url = %q\n region = %q\n access_key = %q\n secret_key = %q\n max_retries = 0\n %s\n}\n",
			server.URL, acctest.Region, acctest.AccessKey, acctest.SecretKey, line) + readQuotas
	}
	resource.Test(t, resource.TestCase{ProtoV6ProviderFactories: acctest.Factories, Steps: []resource.TestStep{
		{Config: block(""), ExpectError: regexp.MustCompile(`(?s)no\s+secure\s+connection.*cacert_file`)},
		{Config: block(fmt.Sprintf("cacert_file = %q", filepath.ToSlash(file)))},
		{Config: block("cacert_file = <<-PEM\n" + authority + "PEM")},
		{Config: block("insecure = true")},
	}})
}

// The cloud can see who calls: the user's own words first, then the provider, then the CLI.
func TestAccProvider_userAgent(t *testing.T) {
	cloud := acctest.Start(t, emulator.Options{})
	t.Setenv("HW_TF_CUSTOM_UA", "team/1.0")
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{{Config: cloud.Provider() + readQuotas}}})
	want := regexp.MustCompile(`^team/1\.0 terraform-provider-hwc/test \(terraform \d+\.\d+`)
	for _, entry := range cloud.Journal() {
		if !want.MatchString(entry.UserAgent) {
			t.Errorf("%s %s comes from %q", entry.Method, entry.Route, entry.UserAgent)
		}
	}
}
