package hbs_test

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/echoprovider"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/hwc-community/terraform-provider-hwc/internal/acctest"
	"github.com/hwc-community/terraform-provider-hwc/internal/emulator"
)

const sdkConfigRoute = instanceRoute + "/chain/sdk-config"

// sdkConfig is the configuration for the first organization of instance(), with the lines given.
func sdkConfig(lines string) string {
	return fmt.Sprintf(`
data "hwc_hbs_organization" "first" {
  instance_id = hwc_hbs_instance.test.id
  name        = "org1"
}

ephemeral "hwc_hbs_sdk_config" "test" {
  instance_id = hwc_hbs_instance.test.id
  orgs        = [data.hwc_hbs_organization.first.chain_org_id]
  cert_path   = "/opt/chain"
  access_mode = "StandardChannel"
  %s
}
`, lines)
}

var sinceEphemeral = []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_10_0)}

// echo is a provider that writes what it is given, ephemeral or not, into the state.
var echo = map[string]func() (tfprotov6.ProviderServer, error){"echo": echoprovider.NewProviderServer()}

// echoed wants a text that the echo provider was given.
func echoed(name, pattern string) statecheck.StateCheck {
	return statecheck.ExpectKnownValue("echo.test", tfjsonpath.New("data").AtMapKey(name), knownvalue.StringRegexp(regexp.MustCompile(pattern)))
}

func TestAccHbsSdkConfigEphemeral_basic(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	config := cloud.Provider() + instance() + sdkConfig("download_ca = true")
	cloud.Test(resource.TestCase{
		TerraformVersionChecks: sinceEphemeral, ProtoV6ProviderFactories: echo,
		Steps: []resource.TestStep{
			{
				Config: config + `
provider "echo" {
  data = {
    yaml    = one([for name, content in ephemeral.hwc_hbs_sdk_config.test.files : content if endswith(name, "-sdk.yaml")])
    names   = join(" ", keys(ephemeral.hwc_hbs_sdk_config.test.files_base64))
    keys    = join(" ", [for content in values(ephemeral.hwc_hbs_sdk_config.test.files_base64) : "key" if strcontains(base64decode(content), "PRIVATE KEY")])
    same    = ephemeral.hwc_hbs_sdk_config.test.files == tomap({ for name, content in ephemeral.hwc_hbs_sdk_config.test.files_base64 : name => base64decode(content) }) ? "same" : "other"
    archive = ephemeral.hwc_hbs_sdk_config.test.content_base64
    region  = ephemeral.hwc_hbs_sdk_config.test.region
  }
}

resource "echo" "test" {}
`,
				ConfigStateChecks: []statecheck.StateCheck{
					echoed("yaml", `(?s)^client:.*chain_id: chain-test-.*access_mode: StandardChannel.*cert_path: /opt/chain/orgcerts/org1-`),
					echoed("names", `^chain-test-\w+-org1-\w+-sdk\.yaml .*opt/chain/orgcerts/org1-\w+/`),
					echoed("keys", `key`),
					echoed("same", `^same$`),
					echoed("archive", `^UEsDB`), // PK, as every zip archive begins
					echoed("region", "^"+acctest.Region+"$"),
				},
			},
			{
				PreConfig: func() {
					cloud.AddFault(emulator.Fault{Method: "POST", Route: sdkConfigRoute, Status: 200, Body: "<html>no archive</html>", Header: map[string]string{"Content-Type": "text/html"}})
				},
				Config: config, ExpectError: said(`Could not read the SDK configuration of the HBS instance`),
			},
			{
				PreConfig: cloud.ClearFaults,
				Config:    cloud.Provider() + instance() + strings.Replace(sdkConfig(`endpoint_ip = "10.0.0.1"`), "StandardChannel", "HighPerformanceChannel", 1),
			},
		},
	})
	entries := slices.DeleteFunc(cloud.Journal(), func(entry emulator.Entry) bool { return entry.Route != sdkConfigRoute })
	if len(entries) == 0 || !strings.Contains(entries[0].RequestBody, `"download_ca":true`) || !strings.Contains(entries[len(entries)-1].RequestBody, `"endpoint_ip":"10.0.0.1"`) {
		t.Errorf("asked was %v", entries)
	}
}

func TestAccHbsSdkConfigEphemeral_otherTenant(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	w := acctest.NewWorkspace(t, cloud.Provider()+instance())
	w.Needs(t.Context(), "1.10")
	w.MustRun(t.Context(), "apply", "-auto-approve", "-no-color")
	found := only(t, cloud)
	org, err := cloud.HBS().GetOrganization(context.Background(), found.ID, "org1")
	if err != nil {
		t.Fatal(err)
	}
	other := acctest.NewWorkspace(t, cloud.ProviderB()+fmt.Sprintf(`
ephemeral "hwc_hbs_sdk_config" "test" {
  instance_id = %q
  orgs        = [%q]
  cert_path   = "/opt/chain"
  access_mode = "StandardChannel"
}
`, found.ID, org.ChainOrgID))
	if output, err := other.Run(t.Context(), "apply", "-auto-approve", "-no-color"); err == nil || !said(`Could not read the SDK configuration of the HBS instance `+found.ID).MatchString(output) {
		t.Errorf("another account got it: %v\n%s", err, output)
	}
	w.MustRun(t.Context(), "destroy", "-auto-approve", "-no-color")
}
