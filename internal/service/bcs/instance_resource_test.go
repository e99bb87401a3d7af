package bcs_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/hwc-community/terraform-provider-hwc/internal/acctest"
	"github.com/hwc-community/terraform-provider-hwc/internal/emulator"
)

func TestMain(m *testing.M) { os.Exit(acctest.Main(m)) }

const (
	instanceAddress = "hwc_bcs_instance.test"
	instancesRoute  = "/v2/{project_id}/blockchains"
	instanceRoute   = instancesRoute + "/{blockchain_id}"
	clusterID       = "11111111-7b69-11f1-946d-0255ac100260"
)

// instanceConfig is an instance with the required arguments and the lines given.
func instanceConfig(lines string) string {
	return fmt.Sprintf(`
resource "hwc_bcs_instance" "test" {
  name                         = "chain-test"
  version_type                 = 4
  orderer_node_number          = 3
  resource_password_wo         = "Resource@123"
  resource_password_wo_version = 1
  cce_cluster_info             = { cluster_id = %q, cluster_name = "cluster-test" }
  %s
}
`, clusterID, lines)
}

func action(kind plancheck.ResourceActionType) resource.ConfigPlanChecks {
	return acctest.Plans(instanceAddress, kind)
}

func is(attribute string, check knownvalue.Check) statecheck.StateCheck {
	return acctest.Value(instanceAddress, attribute, check)
}

func org(name string, peers int64) knownvalue.Check {
	return knownvalue.ObjectPartial(map[string]knownvalue.Check{"name": acctest.Text(name), "node_count": knownvalue.Int64Exact(peers)})
}

func TestAccBcsInstance_basic(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{
			Config:           cloud.Provider() + instanceConfig(""),
			ConfigPlanChecks: action(plancheck.ResourceActionCreate),
			ConfigStateChecks: []statecheck.StateCheck{
				is("id", knownvalue.StringRegexp(regexp.MustCompile(`^[0-9a-f-]{36}$`))),
				is("region", acctest.Text(acctest.Region)),
				is("fabric_version", acctest.Text("2.2")),
				is("blockchain_type", acctest.Text("private")),
				is("consensus", acctest.Text("etcdraft")),
				is("sign_algorithm", acctest.Text("ECDSA")),
				is("enterprise_project_id", acctest.Text("0")),
				is("database_type", acctest.Text("goleveldb")),
				is("cluster_type", acctest.Text("cce")),
				is("peer_orgs", knownvalue.SetPartial([]knownvalue.Check{org("organization", 2)})),
				is("channels", knownvalue.Null()),
				is("volume_type", knownvalue.Null()),
				is("use_eip", knownvalue.Null()),
				is("tc3_need", knownvalue.Bool(false)),
				is("resource_password", knownvalue.Null()),
				is("resource_password_wo", knownvalue.Null()),
				is("status", acctest.Text("Normal")),
				is("process_status", acctest.Text("")),
				is("cluster_id", acctest.Text(clusterID)),
				is("block_info", knownvalue.ObjectExact(map[string]knownvalue.Check{
					"batch_timeout": knownvalue.Int64Exact(2), "max_message_count": knownvalue.Int64Exact(500), "preferred_maxbytes": knownvalue.Int64Exact(2),
				})),
				is("channel_info", acctest.Exactly(map[string]knownvalue.Check{"name": acctest.Text("channel")})),
			},
		},
		{Config: cloud.Provider() + instanceConfig(""), ConfigPlanChecks: emptyPlan()},
		{ResourceName: instanceAddress, ImportState: true, ImportStateVerify: true, ImportStateVerifyIgnore: unread},
		{
			ResourceName: instanceAddress, ImportState: true, ImportStateVerify: true, ImportStateVerifyIgnore: unread,
			ImportStateIdFunc: acctest.ImportID(instanceAddress, "region", "id"),
		},
	}})
}

// unread are the arguments that no reply shows, as far as instanceConfig sets them or the API's default is known.
var unread = []string{"resource_password_wo_version", "fabric_version", "enterprise_project_id"}

// The organizations of the tests of changes; what a test calls members is in edition 2.
const firstOrgs = `{ name = "organization1", node_count = 1 }`

func withOrgs(orgs string) string { return instanceConfig("peer_orgs = [" + orgs + "]") }

// changes are the updates of organizations so far, as they went over the wire.
func changes(cloud *acctest.Env) (bodies []string) {
	for _, entry := range cloud.Journal() {
		if entry.Method == "PUT" && entry.Route == instanceRoute {
			bodies = append(bodies, entry.RequestBody)
		}
	}
	return bodies
}

// Peers and organizations change in place, where the official provider replaces the instance (B-5): added first, then grown, then shrunk, then deleted, each in a call of its own.
func TestAccBcsInstance_organizations(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	two := withOrgs(firstOrgs + `, { name = "organization2", node_count = 2 }`)
	two = replaceOnce(two, "peer_orgs", `channels = [{ name = "channel1", org_names = [] }]`+"\n  peer_orgs")
	all := replaceOnce(two, firstOrgs+`, { name = "organization2", node_count = 2 }`,
		`{ name = "organization1", node_count = 2 }, { name = "organization2", node_count = 1 }, { name = "organization3", node_count = 1, pvc_name = "pvc-3" }`)
	less := replaceOnce(two, firstOrgs+`, { name = "organization2", node_count = 2 }`, `{ name = "organization3", node_count = 2, pvc_name = "pvc-3" }`)
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{Config: cloud.Provider() + two},
		{
			Config:           cloud.Provider() + all,
			ConfigPlanChecks: action(plancheck.ResourceActionUpdate),
			ConfigStateChecks: []statecheck.StateCheck{
				is("peer_orgs", knownvalue.SetPartial([]knownvalue.Check{org("organization1", 2), org("organization2", 1), org("organization3", 1)})),
				is("status", acctest.Text("Normal")),
			},
		},
		{
			Config:           cloud.Provider() + less,
			ConfigPlanChecks: action(plancheck.ResourceActionUpdate),
			ConfigStateChecks: []statecheck.StateCheck{
				is("peer_orgs", knownvalue.SetExact([]knownvalue.Check{org("organization3", 2)})),
				is("peer_info", acctest.Exactly(map[string]knownvalue.Check{"name": acctest.Text("organization3"), "status_detail": acctest.Text("2/2")})),
			},
		},
		{Config: cloud.Provider() + instanceConfig(`channels = [{ name = "channel1", org_names = [] }]`), ConfigPlanChecks: emptyPlan()},
	}})
	want := []string{
		`{"node_orgs":[{"name":"organization3","node_count":1,"pvc_name":"pvc-3"}],"is_delete_org":false}`,
		`{"node_orgs":[{"name":"organization1","node_count":2}],"is_delete_org":false}`,
		`{"node_orgs":[{"name":"organization2","node_count":1}],"is_delete_org":false}`,
		`{"node_orgs":[{"name":"organization3","node_count":2}],"is_delete_org":false}`,
		`{"node_orgs":[{"name":"organization1","node_count":2},{"name":"organization2","node_count":1}],"is_delete_org":true}`,
	}
	if got := changes(cloud); !sameBodies(t, got, want) {
		t.Errorf("the calls are\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func replaceOnce(text, part, other string) string { return strings.Replace(text, part, other, 1) }

func sameBodies(t *testing.T, got, want []string) bool {
	t.Helper()
	return slices.EqualFunc(got, want, func(a, b string) bool {
		var x, y any
		if err := errors.Join(json.Unmarshal([]byte(a), &x), json.Unmarshal([]byte(b), &y)); err != nil {
			t.Fatal(err)
		}
		return reflect.DeepEqual(x, y)
	})
}

func TestAccBcsInstance_identity(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	adopting := replaceOnce(instanceConfig(""), "resource_password_wo         = \"Resource@123\"", "")
	adopting = replaceOnce(adopting, "resource_password_wo_version = 1", "")
	cloud.Test(resource.TestCase{
		TerraformVersionChecks: []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_12_0)},
		Steps: []resource.TestStep{
			{
				Config: cloud.Provider() + instanceConfig(""),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectIdentity(instanceAddress, map[string]knownvalue.Check{"region": acctest.Text(acctest.Region), "id": knownvalue.NotNull()}),
					statecheck.ExpectIdentityValueMatchesState(instanceAddress, tfjsonpath.New("id")),
				},
			},
			// The version of the secret leaves the state here, and nothing of the instance changes.
			{Config: cloud.Provider() + adopting, ConfigPlanChecks: action(plancheck.ResourceActionUpdate)},
			{ResourceName: instanceAddress, ImportState: true, ImportStateKind: resource.ImportBlockWithResourceIdentity},
		},
	})
}

// fullConfig sets every argument that an instance in a cluster of its own, without Kafka, can have.
func fullConfig(t *testing.T) string {
	t.Helper()
	config := instanceConfig(`
  region                = "cn-north-4"
  fabric_version        = "2.2"
  blockchain_type       = "union"
  consensus             = "SFLIC"
  sign_algorithm        = "ECDSA"
  enterprise_project_id = "5289d3c2-8882-4871-a3c2-d380272eed80"
  volume_type           = "efs"
  org_disk_size         = 1228
  database_type         = "couchdb"
  couchdb_info          = { user_name = "administrator", password_wo = "Couchdb@123", password_wo_version = 1 }
  use_eip               = true
  bandwidth_size        = 5
  cluster_type          = "cce"
  peer_orgs             = [{ name = "organization1", node_count = 1 }, { name = "organization2", node_count = 2 }]
  channels              = [{ name = "channel1", org_names = ["organization1", "organization2"], description = "both" }]
  turbo_info            = { share_type = "STANDARD", type = "efs-ha", available_zone = "cn-north-4a", resource_spec_code = "sfs.turbo.40MBps" }
  block_info            = { batch_timeout = 3, max_message_count = 400, preferred_maxbytes = 4 }
  tc3_need              = true
  restful_api_support   = true
  delete_storage        = true
  delete_obs            = true
  delete_resource       = true
  timeouts              = { create = "5m", read = "1m", update = "5m", delete = "5m" }
`)
	config = replaceOnce(config, "version_type                 = 4", "version_type = 2")
	config = replaceOnce(config, "orderer_node_number          = 3", "orderer_node_number = 4")
	return replaceOnce(config, `cluster_name = "cluster-test" }`, `cluster_name = "cluster-test", cluster_platform_type = "ARM64" }`)
}

// Every argument arrives, and an argument that is taken out of the configuration is left alone from then on.
func TestAccBcsInstance_full(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	minimal := replaceOnce(instanceConfig("delete_storage = true"), "version_type                 = 4", "version_type = 2")
	minimal = replaceOnce(minimal, "orderer_node_number          = 3", "orderer_node_number = 4")
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{
			Config:           cloud.Provider() + fullConfig(t),
			ConfigPlanChecks: resource.ConfigPlanChecks{PostApplyPostRefresh: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
			ConfigStateChecks: []statecheck.StateCheck{
				is("consensus", acctest.Text("SFLIC")),
				is("blockchain_type", acctest.Text("union")),
				is("enterprise_project_id", acctest.Text("5289d3c2-8882-4871-a3c2-d380272eed80")),
				is("tc3_need", knownvalue.Bool(true)),
				is("restful_api_support", knownvalue.Bool(true)),
				is("cluster_platform_type", acctest.Text("ARM64")),
				is("block_info", knownvalue.ObjectExact(map[string]knownvalue.Check{
					"batch_timeout": knownvalue.Int64Exact(3), "max_message_count": knownvalue.Int64Exact(400), "preferred_maxbytes": knownvalue.Int64Exact(4),
				})),
				is("couchdb_info", knownvalue.ObjectExact(map[string]knownvalue.Check{
					"user_name": acctest.Text("administrator"), "password": knownvalue.Null(), "password_wo": knownvalue.Null(), "password_wo_version": knownvalue.Int64Exact(1),
				})),
				is("sfs_info", knownvalue.ObjectPartial(map[string]knownvalue.Check{"type": acctest.Text("efs")})),
				is("peer_orgs", knownvalue.SetPartial([]knownvalue.Check{org("organization1", 1), org("organization2", 2)})),
			},
		},
		{
			ResourceName: instanceAddress, ImportState: true, ImportStateVerify: true,
			ImportStateVerifyIgnore: append([]string{
				"use_eip", "bandwidth_size", "org_disk_size", "turbo_info", "channels", "couchdb_info.password_wo_version", "delete_storage", "delete_obs", "delete_resource", "timeouts",
			}, unread...),
		},
		{
			Config:           cloud.Provider() + minimal,
			ConfigPlanChecks: action(plancheck.ResourceActionUpdate),
			ConfigStateChecks: []statecheck.StateCheck{
				is("consensus", acctest.Text("SFLIC")),
				is("volume_type", acctest.Text("efs")),
				is("turbo_info", knownvalue.Null()),
				is("peer_orgs", knownvalue.SetPartial([]knownvalue.Check{org("organization1", 1), org("organization2", 2)})),
				is("delete_resource", knownvalue.Bool(false)),
			},
		},
	}})
	sent := firstBody(t, cloud, "POST", instancesRoute)
	for name, want := range map[string]any{
		"name": "chain-test", "version_type": 2.0, "fabric_version": "2.2", "blockchain_type": "union", "consensus": "SFLIC", "sign_algorithm": "ECDSA",
		"enterprise_project_id": "5289d3c2-8882-4871-a3c2-d380272eed80", "volume_type": "efs", "org_disk_size": 1228.0, "database_type": "couchdb",
		"orderer_node_number": 4.0, "use_eip": true, "bandwidth_size": 5.0, "cluster_type": "cce", "create_new_cluster": false, "tc3_need": true, "restful_api_support": true,
	} {
		if sent[name] != want {
			t.Errorf("%s was sent as %v, want %v", name, sent[name], want)
		}
	}
	if bodies := changes(cloud); len(bodies) != 0 {
		t.Errorf("taking arguments out changed the instance: %v", bodies)
	}
}

// firstBody is the body of the first request of its kind.
func firstBody(t *testing.T, cloud *acctest.Env, method, route string) map[string]any {
	t.Helper()
	for _, entry := range cloud.Journal() {
		if entry.Method == method && entry.Route == route {
			var body map[string]any
			if err := json.Unmarshal([]byte(entry.RequestBody), &body); err != nil {
				t.Fatal(err)
			}
			return body
		}
	}
	t.Fatalf("there was no %s %s:\n%s", method, route, cloud.RequestTable())
	return nil
}
