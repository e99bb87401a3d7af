package bcs_test

import (
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/hwc-community/terraform-provider-hwc/internal/acctest"
	"github.com/hwc-community/terraform-provider-hwc/internal/client/bcs"
	"github.com/hwc-community/terraform-provider-hwc/internal/emulator"
)

const (
	certificateAddress = "hwc_bcs_user_certificate.test"
	certificateRoute   = instanceRoute + "/orgs/{org_name}/usercert/{user_name}"
)

func certificateConfig(id, org, user, lines string) string {
	return fmt.Sprintf(`
resource "hwc_bcs_user_certificate" "test" {
  blockchain_id = %q
  org_name      = %q
  user_name     = %q
  %s
}
`, id, org, user, lines)
}

// switched are the calls that froze and unfroze certificates so far.
func switched(cloud *acctest.Env) (calls []string) {
	for _, entry := range cloud.Journal() {
		if call, found := strings.CutPrefix(entry.Route, certificateRoute+"/"); found && entry.Status == 200 {
			calls = append(calls, call)
		}
	}
	return calls
}

// wants is a PreConfig that wants the calls so far to be these.
func wants(t *testing.T, cloud *acctest.Env, want ...string) func() {
	t.Helper()
	return func() {
		if got := switched(cloud); strings.Join(got, " ") != strings.Join(want, " ") {
			t.Errorf("the calls are %v, want %v", got, want)
		}
	}
}

func TestAccBcsUserCertificate_basic(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	id := chain(t, cloud.BCS())
	config := func(lines string) string {
		return cloud.Provider() + certificateConfig(id, "importer", "alice", "security_mode = true\n"+lines)
	}
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{
			Config:           config(""),
			ConfigPlanChecks: does(certificateAddress, plancheck.ResourceActionCreate),
			ConfigStateChecks: []statecheck.StateCheck{
				acctest.Value(certificateAddress, "region", acctest.Text(acctest.Region)),
				acctest.Value(certificateAddress, "blockchain_id", acctest.Text(id)),
				acctest.Value(certificateAddress, "org_name", acctest.Text("importer")),
				acctest.Value(certificateAddress, "user_name", acctest.Text("alice")),
				acctest.Value(certificateAddress, "security_mode", knownvalue.Bool(true)),
				acctest.Value(certificateAddress, "frozen", knownvalue.Bool(false)),
				acctest.Value(certificateAddress, "file_wo", knownvalue.Null()),
			},
		},
		{Config: config(""), ConfigPlanChecks: emptyPlan()},
		acctest.Imported(certificateAddress, "blockchain_id", "org_name", "user_name"),
		acctest.Imported(certificateAddress, "region", "blockchain_id", "org_name", "user_name"),
		{
			ResourceName: certificateAddress, ImportState: true, ImportStateKind: resource.ImportBlockWithID,
			ImportStateIdFunc: acctest.ImportID(certificateAddress, "blockchain_id", "org_name", "user_name"),
		},
		{
			ResourceName: certificateAddress, ImportState: true, ImportStateId: id + "/nobody/alice",
			ExpectError: acctest.Said(`Cannot import non-existent remote object`),
		},
		{PreConfig: wants(t, cloud), Config: config("frozen = true"), ConfigPlanChecks: does(certificateAddress, plancheck.ResourceActionUpdate)},
		{
			PreConfig: wants(t, cloud, "freeze"), ConfigPlanChecks: does(certificateAddress, plancheck.ResourceActionUpdate),
			Config: config("frozen = true\n" + `timeouts = { create = "1m", read = "1m", update = "1m", delete = "1m" }`),
		},
		{PreConfig: wants(t, cloud, "freeze"), Config: config(""), ConfigPlanChecks: does(certificateAddress, plancheck.ResourceActionUpdate)},
		{
			PreConfig: wants(t, cloud, "freeze", "unfreeze"),
			Config:    cloud.Provider() + certificateConfig(id, "exporter", "alice", "security_mode = true\nfrozen = true"), ConfigPlanChecks: does(certificateAddress, plancheck.ResourceActionDestroyBeforeCreate),
		},
		{PreConfig: wants(t, cloud, "freeze", "unfreeze", "freeze"), Config: cloud.Provider() + certificateConfig(id, "exporter", "alice", "security_mode = true\nfrozen = true"), ConfigPlanChecks: emptyPlan()},
	}})
}

func TestAccBcsUserCertificate_identity(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	id := chain(t, cloud.BCS())
	cloud.Test(resource.TestCase{
		TerraformVersionChecks: []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_12_0)},
		Steps: []resource.TestStep{
			{
				Config: cloud.Provider() + certificateConfig(id, "importer", "alice", "security_mode = true"),
				ConfigStateChecks: []statecheck.StateCheck{statecheck.ExpectIdentity(certificateAddress, map[string]knownvalue.Check{
					"region": acctest.Text(acctest.Region), "blockchain_id": acctest.Text(id), "org_name": acctest.Text("importer"), "user_name": acctest.Text("alice"),
				})},
			},
			{ResourceName: certificateAddress, ImportState: true, ImportStateKind: resource.ImportBlockWithResourceIdentity},
		},
	})
}

// A certificate that its user alone keeps is frozen and unfrozen with its archive, which is in no state and no plan.
func TestAccBcsUserCertificate_notHosted(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	id := chain(t, cloud.BCS())
	archive, err := cloud.BCS().CreateUserCertificate(t.Context(), id, "importer", "carol", false)
	if err != nil {
		t.Fatal(err)
	}
	other, err := cloud.BCS().CreateUserCertificate(t.Context(), id, "importer", "david", false)
	if err != nil {
		t.Fatal(err)
	}
	config := func(file string, frozen bool) string {
		return cloud.Provider() + certificateConfig(id, "importer", "carol",
			fmt.Sprintf("security_mode = false\nfrozen = %t\nfile_wo = filebase64(%q)", frozen, file))
	}
	before := cloud.Requests()["POST "+certificateRoute]
	w := acctest.NewWorkspace(t, "")
	for file, content := range map[string][]byte{"carol.zip": archive, "david.zip": other} {
		if err := os.WriteFile(filepath.Join(w.Dir, file), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	apply := func(frozen bool, want ...string) {
		t.Helper()
		w.Write(config("carol.zip", frozen))
		w.MustRun(t.Context(), "plan", "-out=plan", "-no-color")
		shown := w.MustRun(t.Context(), "show", "-json", "plan")
		w.MustRun(t.Context(), "apply", "-no-color", "plan")
		wants(t, cloud, want...)()
		for place, text := range map[string]string{"state": w.State(), "plan": shown} {
			if leak := acctest.Leak(text, string(archive)); leak != "" {
				t.Errorf("the %s holds the certificate: %s", place, leak)
			}
		}
	}
	apply(false)
	apply(true, "freeze")
	apply(false, "freeze", "unfreeze")
	if made := cloud.Requests()["POST "+certificateRoute] - before; made != 0 {
		t.Errorf("%d certificates were made", made)
	}
	w.Write(config("david.zip", true))
	if text, err := w.Run(t.Context(), "apply", "-auto-approve", "-no-color"); err == nil || !acctest.Said(`Could not freeze or unfreeze the certificate.*user carol.*is not one of the user carol.*What to do`).MatchString(text) {
		t.Errorf("the archive of another user: %v\n%s", err, text)
	}
	if text := w.MustRun(t.Context(), "destroy", "-auto-approve", "-no-color"); !acctest.Said(`The certificate stays valid.*set .frozen = true. and apply before`).MatchString(text) {
		t.Errorf("the destruction said:\n%s", text)
	}
}

// What the service refuses is told; a refusal to read is never taken for "gone"; without its organization it is gone.
func TestAccBcsUserCertificate_faults(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	id := chain(t, cloud.BCS())
	provider := cloud.Provider("max_retries = 0")
	config := provider + certificateConfig(id, "exporter", "alice", "security_mode = true")
	frozen := provider + certificateConfig(id, "exporter", "alice", "security_mode = true\nfrozen = true")
	steps := []resource.TestStep{
		{
			Config:      provider + certificateConfig(id, "nobody", "alice", "security_mode = true"),
			ExpectError: acctest.Said(`Could not create the certificate.*user alice of the organization nobody.*BCS.4001051.*What to do: check the name of the organization`),
		},
		{
			Config:      provider + certificateConfig(unknownID, "exporter", "alice", "security_mode = true"),
			ExpectError: acctest.Said(`Could not create the certificate.*BCS instance ` + unknownID + ` does not exist`),
		},
		{
			PreConfig: func() {
				cloud.AddFault(emulator.Fault{Method: "POST", Route: certificateRoute, Status: 504, Code: "APIGW.0201"})
			},
			Config:      config,
			ExpectError: acctest.Said(`Could not create the certificate.*outcome of creating the certificate of the user alice.*is unknown`),
		},
		{PreConfig: func() {
			cloud.AddFault(emulator.Fault{Method: "POST", Route: certificateRoute, Status: 400, Code: "BCS.4001002", Count: 2})
		}, Config: config},
		{
			PreConfig: func() {
				cloud.AddFault(emulator.Fault{Method: "POST", Route: certificateRoute + "/freeze", Status: 400, Code: "BCS.4006009"})
			},
			Config: frozen, ExpectError: acctest.Said(`Could not freeze or unfreeze the certificate.*BCS.4006009.*What to do: the cloud wants the archive`),
		},
		{Config: frozen, ConfigPlanChecks: does(certificateAddress, plancheck.ResourceActionUpdate)},
	}
	for _, fault := range refusals {
		fault.Method, fault.Route, fault.Count = "GET", instanceRoute, -1
		steps = append(steps, resource.TestStep{
			PreConfig:   func() { cloud.ClearFaults(); cloud.AddFault(fault) },
			Config:      frozen,
			ExpectError: acctest.Said(fmt.Sprintf(`Could not read the organization of the certificate.*%d %s`, fault.Status, fault.Code)),
		})
	}
	cloud.Test(resource.TestCase{Steps: append(steps, resource.TestStep{PreConfig: cloud.ClearFaults, Config: frozen, ConfigPlanChecks: emptyPlan()}, resource.TestStep{
		PreConfig: func() {
			operation, err := cloud.BCS().UpdateInstance(t.Context(), id, bcs.UpdateInstanceRequest{NodeOrgs: []bcs.NodeOrg{{Name: "exporter"}}, IsDeleteOrg: true})
			if err == nil {
				_, err = cloud.BCS().WaitInstanceUpdated(t.Context(), id, operation)
			}
			if err != nil {
				t.Fatal(err)
			}
		},
		RefreshState: true, ExpectNonEmptyPlan: true,
		RefreshPlanChecks: plans(certificateAddress, plancheck.ResourceActionCreate),
	})})
}

// A creation that could not be frozen is in the state, valid, and the next apply freezes it.
func TestAccBcsUserCertificate_failedFreeze(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	id := chain(t, cloud.BCS())
	config := cloud.Provider() + certificateConfig(id, "importer", "alice", "security_mode = true\nfrozen = true")
	cloud.AddFault(emulator.Fault{Method: "POST", Route: certificateRoute + "/freeze", Status: 400, Code: "BCS.4009100"})
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{Config: config, ExpectError: acctest.Said(`Could not freeze the certificate.*BCS.4009100`)},
		{Config: config, ConfigStateChecks: []statecheck.StateCheck{acctest.Value(certificateAddress, "frozen", knownvalue.Bool(true))}},
	}})
	wants(t, cloud, "freeze")()
}

// Bad input gets an error on the argument, at plan time, and the cloud is not asked; an archive is not repeated.
func TestAccBcsUserCertificate_badInput(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	file := func(content string) string {
		return certificateConfig(unknownID, "importer", "alice", fmt.Sprintf("security_mode = false\nfile_wo = %q", content))
	}
	cloud.Refuses(t, cloud.Provider(), [][2]string{
		{certificateConfig("chain-1", "importer", "alice", "security_mode = true"), `blockchain_id\s+=.*must be a UUID`},
		{certificateConfig(unknownID, "org", "alice", "security_mode = true"), `org_name\s+=.*must have 4 to 24 letters`},
		{certificateConfig(unknownID, "importer", "Alice", "security_mode = true"), `user_name\s+=.*must have 4 to 24 lower-case letters and digits`},
		{certificateConfig(unknownID, "importer", "1alice", "security_mode = true"), `user_name\s+=.*a letter in front`},
		{certificateConfig(unknownID, "importer", "alice", ""), `"security_mode" is required`},
		{certificateConfig(unknownID, "importer", "alice", "security_mode = false"), `security_mode = false.*give its archive in .file_wo.`},
		{file("secret words"), `file_wo\s+=.*must be a zip archive of at most 30 KB in base64[^"]*filebase64\("alice.zip"\) gives\.`},
		{file(base64.StdEncoding.EncodeToString([]byte("no archive"))), `must be a zip archive`},
		{file(base64.StdEncoding.EncodeToString([]byte("PK" + strings.Repeat("x", 30<<10)))), `must be a zip archive of at most 30 KB`},
	})
}
