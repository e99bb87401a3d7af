package bcs_test

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/hwc-community/terraform-provider-hwc/internal/acctest"
	"github.com/hwc-community/terraform-provider-hwc/internal/client/bcs"
	"github.com/hwc-community/terraform-provider-hwc/internal/emulator"
)

// deletions are the queries of the deletions so far.
func deletions(t *testing.T, cloud *acctest.Env) (queries []url.Values) {
	t.Helper()
	for _, entry := range cloud.Journal() {
		if entry.Method == "DELETE" && entry.Route == instanceRoute && entry.Status < 300 {
			query, err := url.ParseQuery(entry.Query)
			if err != nil {
				t.Fatal(err)
			}
			queries = append(queries, query)
		}
	}
	return queries
}

// Fabric 1.4 with Kafka, and an account of CouchDB whose password is in the state. Destroying the instance never touches
// the Kafka instance: B-2 of the official provider deletes whatever Kafka instance it happens to find.
func TestAccBcsInstance_kafka(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	t.Cleanup(cloud.Reset) // of the Kafka instance
	config := replaceOnce(instanceConfig(`
  fabric_version    = "1.4"
  consensus         = "kafka"
  database_type     = "couchdb"
  couchdb_info      = { user_name = "administrator", password = "Couchdb@123" }
  kafka_create_info = { spec = "dms.instance.kafka.cluster.c3.mini", storage = 600, az = "cn-north-4a,cn-north-4b" }
  delete_obs        = true
`), "orderer_node_number          = 3", "orderer_node_number = 2")
	cloud.Test(resource.TestCase{
		Steps: []resource.TestStep{
			{
				Config:           cloud.Provider() + config,
				ConfigPlanChecks: resource.ConfigPlanChecks{PostApplyPostRefresh: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
				ConfigStateChecks: []statecheck.StateCheck{
					is("consensus", acctest.Text("kafka")),
					is("orderer_node_number", knownvalue.Int64Exact(2)),
					is("tc3_need", knownvalue.Bool(false)), // B-3: not the presence of CouchDB
					is("dms_kafka_info", knownvalue.ObjectPartial(map[string]knownvalue.Check{"name": knownvalue.NotNull(), "status": knownvalue.NotNull()})),
					is("obs_bucket_info", knownvalue.ObjectPartial(map[string]knownvalue.Check{"name": knownvalue.NotNull()})),
					is("couchdb_info", knownvalue.ObjectPartial(map[string]knownvalue.Check{"password": acctest.Text("Couchdb@123")})),
				},
			},
		},
		CheckDestroy: func(*terraform.State) error {
			for _, entry := range cloud.Journal() {
				if entry.Route == "/v2/{project_id}/instances" || strings.HasPrefix(entry.Route, "/v2/{project_id}/instances/") {
					return fmt.Errorf("the Kafka service was called: %s %s", entry.Method, entry.Path)
				}
			}
			return nil
		},
	})
	if found := deletions(t, cloud); len(found) != 1 || found[0].Encode() != "is_delete_obs=true" {
		t.Errorf("the deletions are %v", found)
	}
}

// What stays and costs money is named when the instance goes.
func TestAccBcsInstance_kafkaStays(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	t.Cleanup(cloud.Reset) // of the Kafka instance
	w := acctest.NewWorkspace(t, cloud.Provider()+instanceConfig(`
  fabric_version    = "1.4"
  consensus         = "kafka"
  kafka_create_info = { spec = "mini", storage = 600, az = "cn-north-4a" }
  delete_obs        = true
`))
	w.MustRun(t.Context(), "apply", "-auto-approve", "-no-color")
	output := w.MustRun(t.Context(), "destroy", "-auto-approve", "-no-color")
	if !acctest.Said(`The Kafka instance of the blockchain stays.*BCS instance "chain-test" [0-9a-f-]{36} in cn-north-4 is deleted.*its Kafka instance "chain-test-kafka".*goes on costing money`).MatchString(output) {
		t.Errorf("the destruction said\n%s", output)
	}
}

// A new cluster goes with the instance when that is asked for.
func TestAccBcsInstance_newCluster(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	config := replaceOnce(instanceConfig(`
  cce_create_info = {
    node_num                      = 2
    node_flavor                   = "c6.xlarge.2"
    cce_flavor                    = "cce.s1.small"
    az                            = "cn-north-4a"
    cluster_platform_type         = "VirtualMachine"
    init_node_password_wo         = "InitNode@123"
    init_node_password_wo_version = 1
  }
  delete_resource = true
`), `cce_cluster_info             = { cluster_id = "`+clusterID+`", cluster_name = "cluster-test" }`, "")
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{
			Config:           cloud.Provider() + config,
			ConfigPlanChecks: resource.ConfigPlanChecks{PostApplyPostRefresh: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
			ConfigStateChecks: []statecheck.StateCheck{
				is("cce_cluster_info", knownvalue.Null()),
				is("cluster_id", knownvalue.NotNull()),
				is("purchase_type", acctest.Text("onestep")),
			},
		},
	}})
	if found := deletions(t, cloud); len(found) != 1 || found[0].Encode() != "is_delete_resource=true" {
		t.Errorf("the deletions are %v", found)
	}
}

// At the edge an organization comes and goes with its node, and its peers are fixed.
func TestAccBcsInstance_edge(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	edge := func(nodes, orgs string) string {
		return cloud.Provider() + replaceOnce(instanceConfig(fmt.Sprintf(`
  cluster_type    = "ief"
  ief_deploy_mode = 1
  ief_nodes_info  = [%s]
  peer_orgs       = [%s]
  channels        = [{ name = "channel1", org_names = [] }]
`, nodes, orgs)), `cce_cluster_info             = { cluster_id = "`+clusterID+`", cluster_name = "cluster-test" }`, "")
	}
	const (
		node1 = `{ id = "edge-1", public_ip_address = "198.51.100.1" }`
		node2 = `{ id = "edge-2", public_ip_address = "198.51.100.2" }`
		org1  = `{ name = "node-one", node_count = 1 }`
		org2  = `{ name = "node-two", node_count = 1 }`
	)
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{
			Config:            edge(node1, org1),
			ConfigPlanChecks:  resource.ConfigPlanChecks{PostApplyPostRefresh: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
			ConfigStateChecks: []statecheck.StateCheck{is("cluster_type", acctest.Text("ief")), is("ief_deploy_mode", knownvalue.Int64Exact(1))},
		},
		{Config: edge(node1, replaceOnce(org1, "1", "2")), PlanOnly: true, ExpectError: acctest.Said(`"node-one" is in an edge cluster, where its number of peers, 1, cannot be changed`)},
		// An update that is cut short is gone on with, and not taken for one of nodes without organizations.
		{
			PreConfig:   func() { cloud.SetProgress(emulator.BCSUpdate, emulator.Held()) },
			Config:      replaceOnce(edge(node1+", "+node2, org1+", "+org2), "channels  ", "timeouts = { update = \"2s\" }\n  channels  "),
			ExpectError: acctest.Said(`Could not update the BCS instance.*within`),
		},
		{
			PreConfig: func() {
				cloud.SetProgress(emulator.BCSUpdate, emulator.Immediate())
				cloud.Release(emulator.BCSUpdate)
			},
			Config:            edge(node1+", "+node2, org1+", "+org2),
			ConfigPlanChecks:  action(plancheck.ResourceActionUpdate),
			ConfigStateChecks: []statecheck.StateCheck{is("peer_orgs", knownvalue.SetPartial([]knownvalue.Check{org("node-one", 1), org("node-two", 1)}))},
		},
		{Config: edge(node1, org1), ConfigPlanChecks: action(plancheck.ResourceActionUpdate)},
		// A node in the place of another would be a new instance, but for the create that is refused.
		{
			PreConfig:        func() { cloud.AddFault(emulator.Fault{Method: "DELETE", Route: instanceRoute, Status: 403}) },
			Config:           edge(node2, org1),
			ConfigPlanChecks: action(plancheck.ResourceActionReplace),
			ExpectError:      acctest.Said(`Could not delete the BCS instance`),
		},
	}})
	want := []string{
		`{"node_orgs":[{"name":"node-two","node_count":1}],"publicips":[{"id":"edge-2","status":"ACTIVE","public_ip_address":"198.51.100.2"}],"is_delete_org":false}`,
		`{"node_orgs":[{"name":"node-two","node_count":1}],"is_delete_org":true}`,
	}
	if got := changes(cloud); !sameBodies(t, got, want) {
		t.Errorf("the calls are\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if found := deletions(t, cloud); len(found) != 1 || found[0].Encode() != "is_delete_ief=true" {
		t.Errorf("the deletions are %v", found)
	}
}

// An instance of another account that was invited has no channels and orderers of its own choice.
func TestAccBcsInstance_invited(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	invited := replaceOnce(instanceConfig(fmt.Sprintf(`
  provider        = hwc.b
  blockchain_type = "union"
  consensus       = "etcdraft"
  invitor_infos   = { tenant_id = %q, project_id = %q, blockchain_id = hwc_bcs_instance.inviter.id }
`, acctest.DomainID, acctest.ProjectID)), "orderer_node_number          = 3", "")
	inviter := replaceOnce(instanceConfig(`blockchain_type = "union"`), `"test"`, `"inviter"`)
	inviter = replaceOnce(inviter, "11111111-7b69", "22222222-7b69")
	// The provider of the test's own process knows one account at a time.
	w := acctest.NewWorkspace(t, cloud.Provider()+cloud.ProviderB(`alias = "b"`)+inviter+invited)
	w.MustRun(t.Context(), "apply", "-auto-approve", "-no-color")
	w.MustRun(t.Context(), "plan", "-detailed-exitcode", "-no-color")
	shown := w.MustRun(t.Context(), "state", "show", "-no-color", instanceAddress)
	if !strings.Contains(shown, `= "invite"`) || !acctest.Said(`channel_info = \[\]`).MatchString(shown) {
		t.Errorf("the invited instance is\n%s", shown)
	}
	w.MustRun(t.Context(), "destroy", "-auto-approve", "-no-color")
}

// The enterprise project is the provider's unless the instance names one; a change moves the instance.
func TestAccBcsInstance_enterpriseProject(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	const first, second = "5289d3c2-8882-4871-a3c2-d380272eed80", "5289d3c2-8882-4871-a3c2-d380272eed81"
	provider := cloud.Provider(`enterprise_project_id = "` + first + `"`)
	moves := func() int {
		return cloud.Requests()["POST /v1.0/enterprise-projects/{enterprise_project_id}/resources-migrate"]
	}
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{Config: provider + instanceConfig(""), ConfigStateChecks: []statecheck.StateCheck{is("enterprise_project_id", acctest.Text(first))}},
		// Another default is not for what is there.
		{Config: cloud.Provider() + instanceConfig(""), ConfigPlanChecks: emptyPlan()},
		{
			Config:            provider + instanceConfig(`enterprise_project_id = "`+second+`"`),
			ConfigPlanChecks:  action(plancheck.ResourceActionUpdate),
			ConfigStateChecks: []statecheck.StateCheck{is("enterprise_project_id", acctest.Text(second))},
			Check: func(*terraform.State) error {
				if n := moves(); n != 1 {
					return fmt.Errorf("the instance moved %d times", n)
				}
				return nil
			},
		},
		{
			Config:      provider + instanceConfig(`enterprise_project_id = "00000000-0000-0000-0000-000000000000"`),
			ExpectError: acctest.Said(`Could not update the BCS instance.*moving it into the enterprise project 00000000-0000-0000-0000-000000000000.*EPS.0005`),
		},
		// What an update has done before it fails is known: taking it back is another update.
		{
			PreConfig:   func() { cloud.AddFault(emulator.Fault{Method: "PUT", Route: instanceRoute, Status: 403}) },
			Config:      provider + instanceConfig(`enterprise_project_id = "`+first+`"`+"\n"+`peer_orgs = [{ name = "organization", node_count = 1 }]`),
			ExpectError: acctest.Said(`Could not update the BCS instance.*403`),
		},
		{Config: provider + instanceConfig(`enterprise_project_id = "`+second+`"`), ConfigPlanChecks: action(plancheck.ResourceActionUpdate)},
		{Config: provider + instanceConfig(`enterprise_project_id = ""`), PlanOnly: true, ExpectError: acctest.Said(`enterprise_project_id .*at least 1`)},
		{Config: provider + instanceConfig(""), ConfigPlanChecks: emptyPlan()},
	}})
	if bodies := changes(cloud); len(bodies) != 1 { // the one that is refused
		t.Errorf("moving the instance changed it: %v", bodies)
	}
}

// What takes effect at the end only changes nothing but the state.
func TestAccBcsInstance_deleteOptions(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	nfs := "volume_type = \"nfs\"\n  "
	writes := func() (n int) {
		for _, entry := range cloud.Journal() {
			if entry.Method != "GET" {
				n++
			}
		}
		return n
	}
	before := 0
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{
			Config:            cloud.Provider() + instanceConfig(nfs),
			ConfigStateChecks: []statecheck.StateCheck{is("delete_storage", knownvalue.Bool(false))},
		},
		{
			PreConfig: func() { before = writes() },
			Config:    cloud.Provider() + instanceConfig(nfs+"delete_storage = true"),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction(instanceAddress, plancheck.ResourceActionUpdate), plancheck.ExpectKnownValue(instanceAddress, tfjsonpath.New("status"), acctest.Text("Normal")),
			}},
			ConfigStateChecks: []statecheck.StateCheck{is("delete_storage", knownvalue.Bool(true))},
			Check: func(*terraform.State) error {
				if n := writes() - before; n != 0 {
					return fmt.Errorf("%d requests changed something", n)
				}
				return nil
			},
		},
	}})
	if found := deletions(t, cloud); len(found) != 1 || found[0].Encode() != "is_delete_storage=true" {
		t.Errorf("the deletions are %v", found)
	}
}

// Somebody else's changes are seen: of the organizations, and that the instance is gone.
func TestAccBcsInstance_drift(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	behind := func(do func(id string) error) func() {
		return func() {
			ids := cloud.Instances(t.Context())
			if len(ids) != 1 {
				t.Fatalf("there are the instances %v", ids)
			}
			if err := do(ids[0]); err != nil {
				t.Fatal(err)
			}
		}
	}
	grow := behind(func(id string) error {
		operation, err := cloud.BCS().UpdateInstance(t.Context(), id, bcs.UpdateInstanceRequest{NodeOrgs: []bcs.NodeOrg{{Name: "organization1", NodeCount: 2}}})
		return errors.Join(err, cloud.BCS().WaitOperation(t.Context(), id, operation))
	})
	remove := behind(func(id string) error {
		operation, err := cloud.BCS().DeleteInstance(t.Context(), id, bcs.DeleteInstanceOptions{})
		return errors.Join(err, cloud.BCS().WaitInstanceDeleted(t.Context(), id, operation))
	})
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{Config: cloud.Provider() + withOrgs(firstOrgs)},
		{
			PreConfig: grow, Config: cloud.Provider() + withOrgs(firstOrgs), ConfigPlanChecks: action(plancheck.ResourceActionUpdate),
			ConfigStateChecks: []statecheck.StateCheck{is("peer_orgs", knownvalue.SetExact([]knownvalue.Check{org("organization1", 1)}))},
		},
		{PreConfig: remove, Config: cloud.Provider() + withOrgs(firstOrgs), ConfigPlanChecks: action(plancheck.ResourceActionCreate)},
	}})
}

// What no call changes replaces the instance, and the plan says why; nothing else does.
func TestAccBcsInstance_replaced(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	w := acctest.NewWorkspace(t, cloud.Provider()+instanceConfig(""))
	w.MustRun(t.Context(), "apply", "-auto-approve", "-no-color")
	for name, config := range map[string]string{
		"name":                         replaceOnce(instanceConfig(""), "chain-test", "chain-other"),
		"version_type":                 replaceOnce(instanceConfig(""), "version_type                 = 4", "version_type = 2"),
		"resource_password_wo_version": replaceOnce(instanceConfig(""), "wo_version = 1", "wo_version = 2"),
		"use_eip":                      instanceConfig("use_eip = true"),
		"blockchain_type":              instanceConfig(`blockchain_type = "union"`),
		"channels":                     instanceConfig(`channels = [{ name = "channel1", org_names = ["organization"] }]`),
		"cce_cluster_info":             replaceOnce(instanceConfig(""), "11111111-7b69", "22222222-7b69"),
	} {
		w.Write(cloud.Provider() + config)
		output := w.MustRun(t.Context(), "plan", "-no-color")
		if !acctest.Said("The BCS instance would be replaced.*the API has no call that changes `"+name+"`.*with its ledger").MatchString(output) ||
			!strings.Contains(output, "1 to add, 0 to change, 1 to destroy") {
			t.Errorf("%s: the plan does not say that and why it replaces the instance:\n%s", name, output)
		}
	}
	// The password moves from its write-only argument into the state and back: it is the same.
	for _, lines := range []string{`resource_password = "Resource@123"`, "resource_password_wo = \"Resource@123\"\n  resource_password_wo_version = 1"} {
		config := replaceOnce(instanceConfig(lines), "resource_password_wo         = \"Resource@123\"\n  resource_password_wo_version = 1", "")
		w.Write(cloud.Provider() + config)
		if output := w.MustRun(t.Context(), "apply", "-auto-approve", "-no-color"); !strings.Contains(output, "0 added, 1 changed, 0 destroyed") {
			t.Errorf("the password moved with: %s", output)
		}
	}
	w.MustRun(t.Context(), "destroy", "-auto-approve", "-no-color")
}

// After an import the first plan changes the state at most (B-4 of the official provider destroys the blockchain), and
// after that it is empty.
func TestAccBcsInstance_importInPlace(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	config := cloud.Provider() + fullConfig(t)
	w := acctest.NewWorkspace(t, config)
	w.MustRun(t.Context(), "apply", "-auto-approve", "-no-color")
	id := cloud.Instances(t.Context())[0]
	w.MustRun(t.Context(), "state", "rm", instanceAddress)
	w.MustRun(t.Context(), "import", "-no-color", instanceAddress, id)
	output := w.MustRun(t.Context(), "apply", "-auto-approve", "-no-color")
	if !strings.Contains(output, "0 added, 1 changed, 0 destroyed") {
		t.Errorf("the import did not lead to a change in place:\n%s", output)
	}
	w.MustRun(t.Context(), "plan", "-detailed-exitcode", "-no-color")
	if bodies := changes(cloud); len(bodies) != 0 {
		t.Errorf("the import changed the instance: %v", bodies)
	}
	w.MustRun(t.Context(), "destroy", "-auto-approve", "-no-color")
}
