package bcs_test

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/hwc-community/terraform-provider-hwc/internal/acctest"
	"github.com/hwc-community/terraform-provider-hwc/internal/emulator"
)

var sinceActions = []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_14_0)}

// invoke is a configuration whose application invokes an action once.
func invoke(provider, kind, lines string) string {
	return provider + fmt.Sprintf(`
action %[1]q "test" {
  config {
    %[2]s
  }
}

resource "terraform_data" "trigger" {
  triggers_replace = [%[3]q]
  lifecycle {
    action_trigger {
      events  = [after_create]
      actions = [action.%[1]s.test]
    }
  }
}
`, kind, lines, kind+lines)
}

// frozen wants the certificates of users to be frozen or not, as the emulator knows and no call shows.
func frozen(t *testing.T, cloud *acctest.Env, want ...string) func() {
	t.Helper()
	return func() {
		t.Helper()
		state, err := json.Marshal(cloud.State())
		if err != nil {
			t.Fatal(err)
		}
		var held struct {
			Blockchains []struct {
				Users []struct {
					User   string `json:"user_name"`
					Frozen bool   `json:"frozen"`
				} `json:"user_certificates"`
			} `json:"blockchains"`
		}
		if err := json.Unmarshal(state, &held); err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, user := range held.Blockchains[0].Users {
			got = append(got, fmt.Sprintf("%s %t", user.User, user.Frozen))
		}
		if strings.Join(got, ", ") != strings.Join(want, ", ") {
			t.Errorf("the certificates are %q, want %q", got, want)
		}
	}
}

// certified is a cloud with a certificate of alice, which it keeps, and one of bobby, which it does not; and the path of the
// latter's archive as an argument.
func certified(t *testing.T) (cloud *acctest.Env, of, file string) {
	t.Helper()
	cloud = acctest.Start(t, emulator.Options{})
	seeded := cloud.SeedInstances(t, cloud.BCS(), nil, "chain-one")[0]
	if _, err := cloud.BCS().CreateUserCertificate(t.Context(), seeded.ID(), "org1", "alice", true); err != nil {
		t.Fatal(err)
	}
	archive, err := cloud.BCS().CreateUserCertificate(t.Context(), seeded.ID(), "org1", "bobby", false)
	if err != nil {
		t.Fatal(err)
	}
	return cloud, blockchainLine(seeded) + "org_name = \"org1\"\n", fmt.Sprintf("file_path = %q\n", acctest.WriteFile(t, t.TempDir(), "bobby.zip", string(archive)))
}

func TestAccBcsCertificateFreezeAction_basic(t *testing.T) {
	t.Parallel()
	cloud, of, file := certified(t)
	const kind = "hwc_bcs_certificate_freeze"
	cloud.Test(resource.TestCase{TerraformVersionChecks: sinceActions, Steps: []resource.TestStep{
		{Config: invoke(cloud.Provider(), kind, of+`user_name = "alice"`), PostApplyFunc: frozen(t, cloud, "alice true", "bobby false")},
		{Config: invoke(cloud.Provider(), kind, of+file+"user_name = \"bobby\"\ntimeout = \"1m\""), PostApplyFunc: frozen(t, cloud, "alice true", "bobby true")},
	}})
}

func TestAccBcsCertificateUnfreezeAction_basic(t *testing.T) {
	t.Parallel()
	cloud, of, file := certified(t)
	const kind = "hwc_bcs_certificate_unfreeze"
	cloud.Test(resource.TestCase{TerraformVersionChecks: sinceActions, Steps: []resource.TestStep{
		{Config: invoke(cloud.Provider(), "hwc_bcs_certificate_freeze", of+`user_name = "alice"`), PostApplyFunc: frozen(t, cloud, "alice true", "bobby false")},
		{Config: invoke(cloud.Provider(), kind, of+`user_name = "alice"`), PostApplyFunc: frozen(t, cloud, "alice false", "bobby false")},
		{Config: invoke(cloud.Provider(), kind, of+file+`user_name = "bobby"`), PostApplyFunc: frozen(t, cloud, "alice false", "bobby false")},
	}})
}

// The archive of a certificate is in no plan, not even in one that is saved to a file, and arrives all the same.
func TestAccBcsCertificateActions_leaveNothing(t *testing.T) {
	t.Parallel()
	cloud, of, _ := certified(t)
	archive, err := cloud.BCS().CreateUserCertificate(t.Context(), cloud.Instances(t.Context())[0], "org1", "carol", false)
	if err != nil {
		t.Fatal(err)
	}
	w := acctest.NewWorkspace(t, invoke(cloud.Provider(), "hwc_bcs_certificate_freeze", of+"user_name = \"carol\"\nfile_path = \"carol.zip\""))
	w.Needs(t.Context(), "1.14")
	output := w.MustRun(t.Context(), "plan", "-out", "saved", "-no-color") + w.MustRun(t.Context(), "show", "-json", "saved")
	plan := acctest.Unzipped(t, filepath.Join(w.Dir, "saved"))
	acctest.WriteFile(t, w.Dir, "carol.zip", string(archive)) // made after the plan
	output += w.MustRun(t.Context(), "apply", "-no-color", "saved")
	frozen(t, cloud, "alice false", "bobby false", "carol true")()
	for place, text := range map[string]string{"plan": plan, "state": w.State(), "output": output} {
		if leak := acctest.Leak(text, string(archive)); leak != "" {
			t.Errorf("the %s holds the certificate: …%s…", place, leak)
		}
	}
}

func TestAccBcsCertificateActions_failures(t *testing.T) {
	t.Parallel()
	for _, verb := range []string{"freeze", "unfreeze"} {
		t.Run(verb, func(t *testing.T) {
			t.Parallel()
			cloud, of, file := certified(t)
			folder := t.TempDir()
			text := acctest.WriteFile(t, folder, "notes.zip", "secret words")
			large := acctest.WriteFile(t, folder, "large.zip", "PK"+strings.Repeat("x", 30<<10))
			refused := func(provider, lines, message string) resource.TestStep {
				return resource.TestStep{Config: invoke(provider, "hwc_bcs_certificate_"+verb, lines), ExpectError: said(message)}
			}
			cloud.Test(resource.TestCase{TerraformVersionChecks: sinceActions, Steps: []resource.TestStep{
				refused(cloud.Provider(), of+`user_name = "Al"`, `user_name must have 4 to 24 lower-case letters`),
				refused(cloud.Provider(), of+fmt.Sprintf("user_name = \"bobby\"\nfile_path = %q", text), `No archive of a certificate.*notes\.zip is not a zip archive`),
				refused(cloud.Provider(), of+fmt.Sprintf("user_name = \"bobby\"\nfile_path = %q", large), `No archive of a certificate.*large\.zip is not a file of at most 30 KB`),
				refused(cloud.Provider(), of+fmt.Sprintf("user_name = \"bobby\"\nfile_path = %q", filepath.Dir(text)), `is not a file of at most 30 KB`),
				refused(cloud.Provider(), of+"user_name = \"bobby\"\nfile_path = \"nowhere.zip\"", `Could not `+verb+` the certificate.*nowhere\.zip: no such file`),
				refused(cloud.Provider(), of+`user_name = "bobby"`, `Could not `+verb+` the certificate.*bobby of org1 of the BCS instance.*BCS.4006009.*request id.*What to do: the cloud does not keep`),
				refused(cloud.Provider(), of+file+`user_name = "carol"`, `Could not `+verb+` the certificate.*BCS.4006005.*What to do: the message says what is wrong`),
				refused(elsewhere, of+`user_name = "alice"`, `bcs is not offered in region ap-southeast-1.*What to do: set .region. to one that offers`),
			}})
		})
	}
}
