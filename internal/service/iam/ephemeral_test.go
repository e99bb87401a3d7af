package iam_test

import (
	"fmt"
	"path/filepath"
	"regexp"
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

// echo is a provider that writes what it is given, ephemeral or not, into the state.
var echo = map[string]func() (tfprotov6.ProviderServer, error){"echo": echoprovider.NewProviderServer()}

// tests runs steps with a CLI that knows ephemeral resources.
func tests(cloud *acctest.Env, steps ...resource.TestStep) {
	cloud.Test(resource.TestCase{
		ProtoV6ProviderFactories: echo,
		TerraformVersionChecks:   []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_10_0)},
		Steps:                    steps,
	})
}

// echoed wants an attribute of one of the values that the echo provider was given.
func echoed(name, attribute string, check knownvalue.Check) statecheck.StateCheck {
	return statecheck.ExpectKnownValue("echo.test", tfjsonpath.New("data").AtMapKey(name).AtMapKey(attribute), check)
}

// utc is a time as the attributes show it.
var utc = knownvalue.StringRegexp(regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$`))

func TestAccIamTokenEphemeral_basic(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	token := text("MII") // its beginning: the whole one must not get into a state, even in a test
	tests(cloud,
		resource.TestStep{
			Config:      cloud.PasswordProvider() + "ephemeral \"hwc_iam_token\" \"test\" {\n  project_id = \"a\"\n  domain_name = \"b\"\n}\n",
			ExpectError: said(`Invalid Attribute Combination.*\[project_id,project_name,domain_id,domain_name\]`),
		},
		resource.TestStep{
			Config:      cloud.PasswordProvider() + "ephemeral \"hwc_iam_token\" \"test\" {\n  project_name = \"nowhere\"\n}\n",
			ExpectError: said(`Could not issue the IAM token.*IAM token in cn-north-4: cannot log in as user "user-a" of domain "domain-a" to project "nowhere".*request id`),
		},
		resource.TestStep{
			Config:      cloud.Provider() + "ephemeral \"hwc_iam_token\" \"test\" {}\n",
			ExpectError: said(`Could not issue the IAM token.*not for an access key: configure one of those, or an agency to assume`),
		},
		resource.TestStep{
			Config: cloud.PasswordProvider() + `
ephemeral "hwc_iam_token" "own" {}
ephemeral "hwc_iam_token" "other" { region = "ap-southeast-1" }
ephemeral "hwc_iam_token" "sub" { project_name = "cn-north-4_sub" }
ephemeral "hwc_iam_token" "domain" { domain_name = "domain-a" }

provider "echo" {
  data = { for name, result in {
    own    = ephemeral.hwc_iam_token.own
    other  = ephemeral.hwc_iam_token.other
    sub    = ephemeral.hwc_iam_token.sub
    domain = ephemeral.hwc_iam_token.domain
  } : name => merge(result, { token = substr(result.token, 0, 3) }) }
}
resource "echo" "test" {}
`,
			ConfigStateChecks: []statecheck.StateCheck{
				echoed("own", "token", token),
				echoed("own", "region", text(acctest.Region)),
				echoed("own", "project_id", text(acctest.ProjectID)),
				echoed("own", "project_name", text(acctest.Region)),
				echoed("own", "domain_id", knownvalue.Null()),
				echoed("own", "domain_name", knownvalue.Null()),
				echoed("own", "user_id", text(userID)),
				echoed("own", "user_name", text(acctest.User)),
				echoed("own", "issued_at", utc),
				echoed("own", "expires_at", utc),
				echoed("other", "region", text(otherRegion)),
				echoed("other", "project_id", text(otherProjectID)),
				echoed("sub", "project_id", text(subProjectID)),
				echoed("domain", "domain_id", text(acctest.DomainID)),
				echoed("domain", "project_id", knownvalue.Null()),
				echoed("domain", "token", token),
			},
		},
	)
	if got := cloud.Requests(); got["DELETE /v3/auth/tokens"] != 0 {
		t.Errorf("a token was revoked:\n%s", cloud.RequestTable())
	}
}

func TestAccIamSecurityTokenEphemeral_basic(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	const plain = "ephemeral \"hwc_iam_security_token\" \"test\" {}\n"
	steps := []resource.TestStep{{
		Config:      cloud.Provider() + plain,
		ExpectError: said(`Could not issue the temporary access key.*not for an access key: configure one of those, or an agency to assume`),
	}}
	for _, duration := range []string{"899", "86401"} {
		steps = append(steps, resource.TestStep{
			Config:      cloud.PasswordProvider() + strings.Replace(plain, "{}", "{ duration = "+duration+" }", 1),
			ExpectError: said(`duration value must be between 900 and 86400, got: ` + duration),
		})
	}
	tests(cloud, append(steps, resource.TestStep{
		Config: cloud.PasswordProvider() + `
ephemeral "hwc_iam_security_token" "usual" {}
ephemeral "hwc_iam_security_token" "day" { duration = 86400 }

provider "echo" {
  data = { for name, result in {
    usual = ephemeral.hwc_iam_security_token.usual
    day   = ephemeral.hwc_iam_security_token.day
  } : name => merge(result, { secret_key = length(result.secret_key), security_token = length(result.security_token) > 50 }) }
}
resource "echo" "test" {}
`,
		ConfigStateChecks: []statecheck.StateCheck{
			echoed("usual", "duration", knownvalue.Null()),
			echoed("usual", "access_key", knownvalue.StringRegexp(regexp.MustCompile(`^TMP[0-9A-F]{17}$`))),
			echoed("usual", "secret_key", knownvalue.Int64Exact(40)),
			echoed("usual", "security_token", knownvalue.Bool(true)),
			echoed("usual", "expires_at", utc),
			echoed("day", "duration", knownvalue.Int64Exact(86400)),
			echoed("day", "expires_at", utc),
		},
	})...)
}

// What an ephemeral resource gives works in a provider block, and is afterwards in no state, plan or message.
func TestAccIamEphemerals_leaveNothing(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	w := acctest.NewWorkspace(t, fmt.Sprintf(`
provider "hwc" {
  endpoint_url = %[1]q
  region       = %[2]q
}

ephemeral "hwc_iam_token" "test" {}

provider "hwc" {
  alias        = "token"
  endpoint_url = %[1]q
  region       = %[2]q
  token        = ephemeral.hwc_iam_token.test.token
}

data "hwc_caller_identity" "token" {
  provider = hwc.token
}

ephemeral "hwc_iam_security_token" "test" {
  duration = 3600
}

provider "hwc" {
  alias          = "key"
  endpoint_url   = %[1]q
  region         = %[2]q
  access_key     = ephemeral.hwc_iam_security_token.test.access_key
  secret_key     = ephemeral.hwc_iam_security_token.test.secret_key
  security_token = ephemeral.hwc_iam_security_token.test.security_token
}

data "hwc_caller_identity" "key" {
  provider = hwc.key
}

output "callers" {
  value = "${data.hwc_caller_identity.token.user_name} is ${data.hwc_caller_identity.key.principal_urn}"
}
`, cloud.URL, acctest.Region))
	w.Needs(t.Context(), "1.10")
	w.Env = append(w.Env, "HW_USER_NAME="+acctest.User, "HW_USER_PASSWORD="+acctest.Password, "HW_DOMAIN_NAME="+acctest.Domain)
	plan := filepath.Join(w.Dir, "plan.bin")
	outputs := w.MustRun(t.Context(), "plan", "-out", plan, "-no-color") + w.MustRun(t.Context(), "apply", "-no-color", plan)
	if want := "user-a is iam::" + acctest.DomainID + ":user:user-a"; !strings.Contains(outputs, want) {
		t.Errorf("%q is not in\n%s", want, outputs)
	}
	issued := len(cloud.Secrets()) - len(acctest.Secrets())
	if issued < 4 { // two tokens and the two secrets of a key for the plan; OpenTofu has no need of others for the apply
		t.Errorf("the cloud has issued %d secrets, too few to prove anything", issued)
	}
	if !strings.Contains(w.State(), acctest.DomainID) {
		t.Error("the state does not show the callers")
	}
	for name, text := range map[string]string{"output": outputs, "state": w.State(), "plan": acctest.Unzipped(t, plan)} {
		if leak := acctest.Leak(text, cloud.Secrets()...); leak != "" {
			t.Errorf("the %s holds a secret: …%s…", name, leak)
		}
	}
}
