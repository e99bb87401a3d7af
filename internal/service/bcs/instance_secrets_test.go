package bcs_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/hwc-community/terraform-provider-hwc/internal/acctest"
	"github.com/hwc-community/terraform-provider-hwc/internal/emulator"
)

// Write-only passwords that come from ephemeral variables are in no state, plan, log, message and journal; those of the official
// provider are in its state in clear text (B-8).
func TestAccBcsInstance_noSecretLeaks(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	const resourcePassword, couchPassword = "Resource@8kQ2", "Couchdb@7zW4"
	config := `
variable "resource_password" {
  type      = string
  ephemeral = true
}
variable "couchdb_password" {
  type      = string
  ephemeral = true
}
` + replaceOnce(instanceConfig(`
  database_type = "couchdb"
  couchdb_info  = { user_name = "administrator", password_wo = var.couchdb_password, password_wo_version = 1 }
`), `"Resource@123"`, "var.resource_password")
	w := acctest.NewWorkspace(t, cloud.Provider()+config)
	w.Needs(t.Context(), "1.11")
	log, plan := filepath.Join(w.Dir, "trace.log"), filepath.Join(w.Dir, "plan.bin")
	w.Env = append(w.Env, "TF_VAR_resource_password="+resourcePassword, "TF_VAR_couchdb_password="+couchPassword, "TF_LOG_PROVIDER=TRACE", "TF_LOG_PATH="+log)
	var texts []string
	for _, args := range [][]string{{"plan", "-out", plan}, {"show", "-json", plan}, {"apply", plan}, {"plan", "-detailed-exitcode"}, {"destroy", "-auto-approve"}} {
		texts = append(texts, w.MustRun(t.Context(), append([]string{args[0], "-no-color"}, args[1:]...)...), w.State())
	}
	logged, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	texts = append(texts, string(logged), acctest.Unzipped(t, plan))
	journal, err := json.Marshal(cloud.Journal())
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range append(texts, string(journal)) {
		if leak := acctest.Leak(text, resourcePassword, couchPassword); leak != "" {
			t.Errorf("a password stands in\n…%s…", leak)
		}
	}
}
