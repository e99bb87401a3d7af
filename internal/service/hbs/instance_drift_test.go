package hbs_test

import (
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/hwc-community/terraform-provider-hwc/internal/acctest"
	"github.com/hwc-community/terraform-provider-hwc/internal/emulator"
)

func setTags(t *testing.T, cloud *acctest.Env, pairs map[string]string) {
	t.Helper()
	if err := cloud.HBS().ChangeTags(t.Context(), only(t, cloud).ID, nil, pairs); err != nil {
		t.Fatal(err)
	}
}

func TestAccHbsInstance_tags(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	block := cloud.Provider(`default_tags = { team = "core", stage = "dev" }`, `ignore_tags = ["audit"]`)
	prod := instance(`tags = { stage = "prod" }`)
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{
			Config: block + prod,
			ConfigStateChecks: []statecheck.StateCheck{
				value(instanceAddress, "tags", tags(map[string]string{"stage": "prod"})),
				value(instanceAddress, "tags_all", tags(map[string]string{"stage": "prod", "team": "core"})),
			},
		},
		{PreConfig: func() { setTags(t, cloud, map[string]string{"audit": "yes"}) }, Config: block + prod, ConfigPlanChecks: emptyPlan()},
		{
			PreConfig: func() { setTags(t, cloud, map[string]string{"team": "drift", "foreign": "1"}) },
			Config:    block + prod, ConfigPlanChecks: action(instanceAddress, plancheck.ResourceActionUpdate),
		},
		{
			// Without tags only the default tags are managed; the stage goes back to its default.
			Config: block + instance(),
			ConfigStateChecks: []statecheck.StateCheck{
				value(instanceAddress, "tags", knownvalue.Null()), value(instanceAddress, "tags_all", tags(map[string]string{"stage": "dev", "team": "core"})),
			},
		},
		{Config: cloud.Provider() + instance(), ConfigStateChecks: []statecheck.StateCheck{value(instanceAddress, "tags_all", tags(nil))}},
	}})
}

// What is unsubscribed from behind Terraform's back is bought anew; an organization that went is not.
func TestAccHbsInstance_disappears(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	unsubscribe := func(ids ...string) {
		t.Helper()
		if _, err := cloud.BSS().Unsubscribe(t.Context(), ids...); err != nil {
			t.Fatal(err)
		}
	}
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{Config: cloud.Provider() + instance()},
		{
			PreConfig: func() {
				id := only(t, cloud).ID
				org, err := cloud.HBS().GetOrganization(t.Context(), id, "org2")
				if err != nil {
					t.Fatal(err)
				}
				unsubscribe(org.SubscriptionID)
				if err := cloud.HBS().WaitOrganizationDeleted(t.Context(), id, "org2"); err != nil {
					t.Fatal(err)
				}
			},
			Config:      cloud.Provider() + instance(),
			ExpectError: said(`Organizations are added with another resource.*looks after no organization org2 of it.*If it is there, import it as.*ADDRESS [0-9a-f-]{36}/org2.*else buy it`),
		},
		{Config: cloud.Provider() + instance(`orgs = ["org1"]`), ConfigPlanChecks: emptyPlan()},
		{
			PreConfig: func() {
				id := only(t, cloud).ID
				unsubscribe(id)
				if err := cloud.HBS().WaitInstanceDeleted(t.Context(), id); err != nil {
					t.Fatal(err)
				}
			},
			Config:           cloud.Provider() + instance(),
			ConfigPlanChecks: action(instanceAddress, plancheck.ResourceActionCreate),
		},
	}})
}

// An organization that is taken out stays. To look after it again it is imported, as the refusal says.
func TestAccHbsInstance_organizationBack(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	w := acctest.NewWorkspace(t, cloud.Provider()+instance())
	w.MustRun(t.Context(), "apply", "-auto-approve", "-no-color")
	one := instance(`orgs = ["org1"]`)
	w.Write(cloud.Provider() + one)
	w.MustRun(t.Context(), "apply", "-auto-approve", "-no-color")
	w.Write(cloud.Provider() + instance())
	output, err := w.Run(t.Context(), "plan", "-no-color")
	words := said(`import it as .*terraform import ADDRESS ([0-9a-f-]{36}/org2)\)`).FindStringSubmatch(output)
	if err == nil || words == nil {
		t.Fatalf("the output does not say how it is imported: %v\n%s", err, output)
	}
	w.Write(cloud.Provider() + one + strings.ReplaceAll(organization(paidOrganization), "org3", "org2"))
	w.MustRun(t.Context(), "import", "-no-color", organizationAddress, words[1])
	w.MustRun(t.Context(), "apply", "-auto-approve", "-no-color")
	if orgs := only(t, cloud).Orgs; len(orgs) != 2 {
		t.Errorf("the instance has %v", orgs)
	}
	w.MustRun(t.Context(), "destroy", "-auto-approve", "-no-color")
}

// Whoever takes the version out while the upgrade is made has asked for nothing that the cloud could fail to show.
func TestAccHbsInstance_unpinned(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, engine(emulator.HBSChoices{EngineVersion: olderEngine}))
	w := acctest.NewWorkspace(t, cloud.Provider()+instance(`chain_engine_version = "`+olderEngine+`"`))
	w.MustRun(t.Context(), "apply", "-auto-approve", "-no-color")
	cloud.SetProgress(emulator.HBSUpgrade, emulator.AfterReads(4))
	if _, err := cloud.HBS().UpgradeInstance(t.Context(), only(t, cloud).ID); err != nil {
		t.Fatal(err)
	}
	w.Write(cloud.Provider() + instance())
	output := w.MustRun(t.Context(), "apply", "-auto-approve", "-no-color")
	if !strings.Contains(output, "1 changed") || strings.Contains(output, "The cloud shows other values") {
		t.Errorf("it did not wait, or warned of a version that nobody asked for:\n%s", output)
	}
	w.MustRun(t.Context(), "plan", "-detailed-exitcode", "-no-color")
	w.MustRun(t.Context(), "destroy", "-auto-approve", "-no-color")
}

// An upgrade in the console is no change to make while the version is not managed, and is taken over where it was wanted.
func TestAccHbsInstance_drift(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, engine(emulator.HBSChoices{EngineVersion: olderEngine}))
	upgrade := func() {
		id := only(t, cloud).ID
		job, err := cloud.HBS().UpgradeInstance(t.Context(), id)
		if err == nil {
			_, err = cloud.HBS().WaitInstanceUpdated(t.Context(), id, job)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{Config: cloud.Provider() + instance()},
		{PreConfig: upgrade, Config: cloud.Provider() + instance(), ConfigPlanChecks: emptyPlan(), ConfigStateChecks: []statecheck.StateCheck{
			value(instanceAddress, "chain_engine_version", text(newestEngine)),
		}},
		{Config: cloud.Provider() + instance(`chain_engine_version = "`+newestEngine+`"`), ConfigPlanChecks: emptyPlan()},
		{Config: cloud.Provider() + instance(`chain_engine_version = "`+olderEngine+`"`), ExpectError: said(`The engine cannot go back`)},
	}})
}

// An instance is restored from a backup of another; once it is there the backup may be taken out of the configuration.
func TestAccHbsInstance_backup(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	source := buy(t, cloud, "source", "", true)
	if err := cloud.HBS().CreateBackup(t.Context(), source); err != nil {
		t.Fatal(err)
	}
	backups, err := cloud.HBS().ListBackups(t.Context(), source)
	if err != nil || len(backups) != 1 {
		t.Fatalf("the backups are %v, %v", backups, err)
	}
	restored := instance(`backup_id = "` + backups[0].ID + `"`)
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{Config: cloud.Provider() + restored, ConfigStateChecks: []statecheck.StateCheck{value(instanceAddress, "backup_id", text(backups[0].ID))}},
		{Config: cloud.Provider() + restored, ConfigPlanChecks: emptyPlan()},
		{
			Config: cloud.Provider() + instance(), ConfigPlanChecks: action(instanceAddress, plancheck.ResourceActionUpdate),
			ConfigStateChecks: []statecheck.StateCheck{value(instanceAddress, "backup_id", knownvalue.Null())},
		},
	}})
	if err := cloud.HBS().DeleteBackup(t.Context(), source, backups[0].ID); err != nil {
		t.Fatal(err)
	}
}

// The token expires in the middle of the wait for the job; it is renewed once and the apply goes on.
func TestAccHbsInstance_tokenExpires(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	cloud.SetProgress(emulator.HBSCreate, emulator.AfterReads(4))
	reads := 0
	cloud.OnRequest(func(entry emulator.Entry) {
		if entry.Method == "GET" && entry.Status == 200 && entry.Route == jobsRoute+"/{job_id}" {
			if reads++; reads == 2 {
				cloud.Clock().Advance(25 * time.Hour)
			}
		}
	})
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{{
		Config:            cloud.PasswordProvider() + instance(),
		ConfigStateChecks: []statecheck.StateCheck{value(instanceAddress, "status", text("Available"))},
	}}})
	refused := 0
	for _, entry := range cloud.Journal() {
		if entry.Status == 401 {
			refused++
		}
	}
	if refused == 0 {
		t.Errorf("no request met an expired token; the test proves nothing:\n%s", cloud.RequestTable())
	}
}

// A purchase, a refresh and a removal make the fewest requests that do.
func TestAccHbsInstance_requests(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	w := acctest.NewWorkspace(t, cloud.Provider()+instance())
	for _, run := range []struct {
		args string
		want map[string]int
	}{
		// The list is looked at before anything is bought; after the job the instance is read once.
		{"apply -auto-approve", map[string]int{"GET " + instancesRoute: 1, "POST " + instancesRoute: 1, "GET " + jobsRoute + "/{job_id}": 1, "GET " + instanceRoute: 1}},
		{"plan", map[string]int{"GET " + instanceRoute: 1}},
		// The refresh, whether it may go, whether it is free, whether it is gone with the list to confirm that; jobs tell a failure from an older one.
		{"destroy -auto-approve", map[string]int{
			"GET " + instanceRoute: 4, "GET " + instancesRoute: 1, "GET " + jobsRoute: 1, "POST /v2/orders/suscriptions/resources/query": 1, "POST " + unsubscribeRoute: 1,
		}},
	} {
		before := cloud.Requests()
		w.MustRun(t.Context(), append(strings.Fields(run.args), "-no-color")...)
		for route, n := range cloud.Requests() {
			if made := n - before[route]; strings.Contains(route, "/v2/") && made != run.want[route] {
				t.Errorf("%s: %d times %s, not %d", run.args, made, route, run.want[route])
			}
		}
	}
}
