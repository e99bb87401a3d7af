package bcs_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/hwc-community/terraform-provider-hwc/internal/acctest"
	"github.com/hwc-community/terraform-provider-hwc/internal/emulator"
)

// B-6: the official provider looks at a new instance after 150 s, and at one that goes after 15 s. Here both are done as soon
// as they are, which is within a limit that is much shorter.
func TestAccBcsInstance_B6_noFixedDelay(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	cloud.SetProgress(emulator.BCSCreate, emulator.AfterReads(3))
	cloud.SetProgress(emulator.BCSDelete, emulator.AfterReads(3))
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{{Config: cloud.Provider() + instanceConfig(`timeouts = { create = "30s", delete = "14s" }`)}}})
}

// B-7: a deletion has its own limit, not that of the creation, and says what it waited for.
func TestAccBcsInstance_B7_deleteTimeout(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	config := cloud.Provider() + instanceConfig(`timeouts = { create = "5m", delete = "1s" }`)
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{Config: config},
		{
			PreConfig: func() { cloud.SetProgress(emulator.BCSDelete, emulator.Held()) },
			Config:    config, Destroy: true,
			ExpectError: acctest.Said(`Could not delete the BCS instance.*did not become gone within [0-9.]+m?s: its last status was "IsDeleting"`),
		},
		{
			PreConfig: func() {
				cloud.SetProgress(emulator.BCSDelete, emulator.Immediate())
				cloud.Release(emulator.BCSDelete)
			},
			Config: config, Destroy: true,
		},
	}})
}

// B-9: every example of the documentation is a configuration that this provider takes as it is.
func TestAccBcsInstance_B9_examples(t *testing.T) {
	t.Parallel()
	for _, example := range []string{"resource.tf", "resource_couchdb.tf", "resource_new_cluster.tf"} {
		t.Run(example, func(t *testing.T) {
			t.Parallel()
			cloud := acctest.Start(t, emulator.Options{})
			w := acctest.NewWorkspace(t, cloud.Provider()+acctest.Repository(t, "examples/resources/hwc_bcs_instance/"+example))
			w.Needs(t.Context(), "1.11")
			w.Env = append(w.Env, "TF_VAR_resource_password=Resource@123", "TF_VAR_couchdb_password=Couchdb@123", "TF_VAR_init_node_password=InitNode@123")
			if plan := w.MustRun(t.Context(), "plan", "-no-color"); !strings.Contains(plan, "1 to add, 0 to change, 0 to destroy") {
				t.Errorf("the plan is\n%s", plan)
			}
		})
	}
}
