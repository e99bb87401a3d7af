package provider_test

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/hwc-community/terraform-provider-hwc/internal/acctest"
	"github.com/hwc-community/terraform-provider-hwc/internal/emulator"
)

// TestMain takes away settings of the machine that would change what the tests see.
func TestMain(m *testing.M) {
	for _, variable := range os.Environ() {
		name, _, _ := strings.Cut(variable, "=")
		if strings.HasPrefix(name, "HW_") || strings.HasPrefix(name, "OS_") || strings.HasPrefix(name, "HWC_") && !strings.HasPrefix(name, "HWC_TEST_") {
			if err := os.Unsetenv(name); err != nil {
				fmt.Fprintln(os.Stderr, err)
				os.Exit(1)
			}
		}
	}
	os.Exit(acctest.Main(m))
}

const service = `
resource "hwc_vpcep_service" "test" {
  vpc_id      = "4189d3c2-8882-4871-a3c2-d380272eed80"
  port_id     = "4189d3c2-8882-4871-a3c2-d380272eed88"
  server_type = "VM"
  ports       = [{ client_port = 80, server_port = 8080 }]
}
`

// Each wrong setting gets an error on its attribute, or says what the cloud answered to it.
func TestAccProvider_badSettings(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	keys := fmt.Sprintf("access_key = %q\nsecret_key = %q\n", acctest.AccessKey, acctest.SecretKey)
	user := fmt.Sprintf("user_name = %q\npassword = %q\ndomain_name = %q\n", acctest.User, acctest.Password, acctest.Domain)
	region := "region = \"cn-north-4\"\n"
	here := fmt.Sprintf("endpoint_url = %q\nmax_retries = 0\n", cloud.URL)
	idToken := func(provider, token string) string {
		return fmt.Sprintf("assume_role_with_oidc {\n idp_id = %q\n id_token = %q\n}\n", provider, token)
	}
	withoutAgency := acctest.Start(t, emulator.Options{Metadata: emulator.Metadata{NoAgency: true}})
	tomorrow := acctest.Start(t, emulator.Options{SignatureSkew: 24 * time.Hour})
	var steps []resource.TestStep
	for _, test := range []struct{ block, want string }{
		{here + keys, `Missing region.*HW_REGION_NAME`},
		{here + region, `Missing credentials.*access_key.*HW_ACCESS_KEY.*user_name.*assume_role_with_oidc.*HW_PROFILE.*OS_CLOUD.*ecs_metadata`},
		{here + `shared_config_file = "testdata/encrypted.json"`, `Missing credentials.*are encrypted.*hcloud configure set --cli-auth-encrypt=false`},
		{here + `shared_config_file = "testdata/nothing.json"`, `testdata/nothing.json does not exist`},
		{here + region + `cloud_config = "x"`, `There is no clouds.yaml`},
		{here + region + keys + `assume_role { agency_name = "a" }`, `Incomplete agency.*domain_name`},
		{here + region + keys + `assume_role { duration = 60 }`, `assume_role.*duration.*between 900 and 86400`},
		{here + region + keys + "assume_role {\n agency_name = \"nobody\"\n domain_name = \"domain-b\"\n}", `cannot assume agency "nobody" of domain "domain-b": POST /v3.0/OS-CREDENTIAL/securitytokens: 403.*What to do: check the name of the agency`},
		{here + region + keys + `request_timeout = "5"`, `request_timeout.*must be a duration`},
		{here + region + keys + `cacert_file = "testdata/nothing.pem"`, `A file cannot be read.*cacert_file.*no such file`},
		{here + region + keys + user, `Two kinds of credentials.*The provider block has an access key.*and also a password`},
		{here + region + keys + `token = "t"`, `Two kinds of credentials.*token.*access key`},
		{here + region + `access_key = "a"`, `Incomplete credentials.*secret_key.*HW_SECRET_KEY`},
		{here + region + "user_name = \"u\"\npassword = \"p\"", `Incomplete credentials.*domain_name`},
		{here + keys + `region = "EU DE"`, `region\s+=.*must be the id of a region`},
		{here + region + keys + `cloud = "my cloud"`, `cloud\s+=.*must be the DNS domain of a cloud`},
		{here + region + keys + `auth_url = "ftp://x"`, `auth_url\s+=.*must be an http or https URL`},
		{here + region + keys + `endpoints = { vpc = "https://x" }`, `endpoints\s+=.*vpcep`},
		{here + region + keys + `endpoints = { vpcep = "not a url" }`, `endpoints\s+=.*must be an http or https URL`},
		{here + region + keys + `default_tags = { "<" = "v" }`, `default_tags\s+=.*a tag key has letters`},
		{region + keys + "max_retries = -1", `max_retries\s+=.*at least 0`},
		{region + keys + "max_retries = 0\nendpoint_url = \"http://127.0.0.1:9\"", `connection refused.*127\.0\.0\.1:9`},
		{here + region + strings.Replace(user, acctest.Password, "wrong", 1), `cannot log in as user "?user-a"? of domain "?domain-a"?.*401.*What to do: check .user_name`},
		{here + region + strings.Replace(keys, acctest.SecretKey, "wrong", 1), `401 APIGW\.0301.*verify aksk signature fail.*What to do: check that .secret_key. belongs`},
		{here + region + strings.Replace(keys, acctest.AccessKey, "WRONG", 1), `401 APIGW\.0301.*not exist.*What to do: check .access_key.`},
		{here + region + `token = "MIIwrong"`, `401.*the configured token is invalid or has expired.*get a new token`},
		{here + region + keys + `project_name = "nowhere"`, `cannot find the project "nowhere" of region cn-north-4`},
		{here + region + user + `project_name = "nowhere"`, `to project "nowhere".*403.*What to do: check .region. and the project`},
		{here + region + idToken("idp-a", cloud.NewIDToken(emulator.IDToken{Lifetime: -time.Minute})), `id token of identity provider "idp-a".*401.*in place of an id token that has ended, give a new one`},
		{here + region + idToken("idp-x", cloud.NewIDToken(emulator.IDToken{})), `identity provider "idp-x".*404.*What to do: check .idp_id.`},
		{here + region + "assume_role_with_oidc {\n idp_id = \"idp-a\"\n id_token_file = \"testdata/nothing\"\n}\n", `reading the id token: open testdata/nothing: no such file`},
		{here + region + "ecs_metadata = true\nmetadata_url = \"http://127.0.0.1:9\"", `connection refused by the metadata service at http://127\.0\.0\.1:9.*What to do: .ecs_metadata. is for ECS instances`},
		{here + region + "ecs_metadata = true\nmetadata_url = \"" + withoutAgency.URL + "/_metadata\"", `give the instance an agency that is delegated to ECS`},
		{region + keys + "endpoint_url = \"" + tomorrow.URL + "\"", `the clock of this machine is .* slow: set it.*What to do: set the clock`},
		{here + keys + `region = "xx-nowhere-9"`, `cannot find the project "xx-nowhere-9"`},
		{here + region + keys + `project_id = "0715867b6791e6873fc6d1297183a0ad"`, `project`},
	} {
		steps = append(steps, resource.TestStep{
			Config:      "provider \"hwc\" {\n" + test.block + "\n}\n" + service,
			ExpectError: regexp.MustCompile(`(?s)` + strings.ReplaceAll(test.want, " ", `\s+`)),
		})
	}
	cloud.Test(resource.TestCase{Steps: steps})
}

// Settings that are only known after an apply do not keep a plan from being made.
func TestAccProvider_unknownSettings(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	config := `
resource "terraform_data" "region" {
  input = "cn-north-4"
}
` + strings.Replace(cloud.Provider(), `"cn-north-4"`, "terraform_data.region.output", 1) + service
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{{Config: config}}})
}

// Everything may come from the environment.
func TestAccProvider_environment(t *testing.T) {
	cloud := acctest.Start(t, emulator.Options{})
	t.Setenv("HWC_ENDPOINT_URL", cloud.URL)
	t.Setenv("HW_REGION_NAME", acctest.Region)
	t.Setenv("HW_USER_NAME", acctest.User)
	t.Setenv("HW_USER_PASSWORD", acctest.Password)
	t.Setenv("HW_DOMAIN_NAME", acctest.Domain)
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{{Config: service}}})
}
