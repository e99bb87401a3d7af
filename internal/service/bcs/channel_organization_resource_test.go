package bcs_test

import (
	"fmt"
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

const organizationAddress = "hwc_bcs_channel_organization.test"

func organizationConfig(id, channel, org string, peers int, lines ...string) string {
	more := ""
	for _, line := range lines {
		more += line + "\n"
	}
	return fmt.Sprintf(`
resource "hwc_bcs_channel_organization" "test" {
  blockchain_id = %q
  channel_name  = %q
  org_name      = %q
  peers         = %d
  %s
}
`, id, channel, org, peers, more)
}

func TestAccBcsChannelOrganization_basic(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	id := chain(t, cloud.BCS())
	config := cloud.Provider() + organizationConfig(id, "first", "importer", 2)
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{
			Config:           config,
			ConfigPlanChecks: does(organizationAddress, plancheck.ResourceActionCreate),
			ConfigStateChecks: []statecheck.StateCheck{
				acctest.Value(organizationAddress, "region", acctest.Text(acctest.Region)),
				acctest.Value(organizationAddress, "blockchain_id", acctest.Text(id)),
				acctest.Value(organizationAddress, "channel_name", acctest.Text("first")),
				acctest.Value(organizationAddress, "org_name", acctest.Text("importer")),
				acctest.Value(organizationAddress, "peers", knownvalue.Int64Exact(2)),
				acctest.Value(organizationAddress, "peer_names", knownvalue.ListSizeExact(2)),
				acctest.Value(organizationAddress, "consensus_nodes", knownvalue.ListSizeExact(1)),
			},
		},
		{PreConfig: channelIs(t, cloud.BCS(), id, "first", map[string]int64{"importer": 2}), Config: config, ConfigPlanChecks: emptyPlan()},
		acctest.Imported(organizationAddress, "blockchain_id", "channel_name", "org_name"),
		acctest.Imported(organizationAddress, "region", "blockchain_id", "channel_name", "org_name"),
		{
			ResourceName: organizationAddress, ImportState: true, ImportStateKind: resource.ImportBlockWithID,
			ImportStateIdFunc: acctest.ImportID(organizationAddress, "blockchain_id", "channel_name", "org_name"),
		},
		{
			ResourceName: organizationAddress, ImportState: true, ImportStateId: id + "/first",
			ExpectError: acctest.Said(`is not an import id. It is blockchain_id/channel_name/org_name, such as`),
		},
		{
			ResourceName: organizationAddress, ImportState: true, ImportStateId: id + "/first/exporter",
			ExpectError: acctest.Said(`Cannot import non-existent remote object`),
		},
	}})
	channelIs(t, cloud.BCS(), id, "first", nil)()
}

func TestAccBcsChannelOrganization_identity(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	id := chain(t, cloud.BCS())
	cloud.Test(resource.TestCase{
		TerraformVersionChecks: []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_12_0)},
		Steps: []resource.TestStep{
			{
				Config: cloud.Provider() + organizationConfig(id, "first", "importer", 1),
				ConfigStateChecks: []statecheck.StateCheck{statecheck.ExpectIdentity(organizationAddress, map[string]knownvalue.Check{
					"region": acctest.Text(acctest.Region), "blockchain_id": acctest.Text(id), "channel_name": acctest.Text("first"), "org_name": acctest.Text("importer"),
				})},
			},
			{ResourceName: organizationAddress, ImportState: true, ImportStateKind: resource.ImportBlockWithResourceIdentity},
		},
	})
}

// Peers join and leave in place, by either reading of the number of peers that join (contract/bcs.md 3.3); drift is put
// right, and an organization that somebody took out joins again.
func TestAccBcsChannelOrganization_update(t *testing.T) {
	t.Parallel()
	for name, choices := range map[string]emulator.BCSChoices{"so many more": {}, "so many in all": {JoinIsTarget: true}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud := acctest.Start(t, emulator.Options{Choices: emulator.Choices{BCS: choices}})
			id := chain(t, cloud.BCS())
			config := func(peers int, lines ...string) string {
				return cloud.Provider() + organizationConfig(id, "first", "importer", peers, lines...)
			}
			is := func(peers int64) func() {
				return channelIs(t, cloud.BCS(), id, "first", map[string]int64{"importer": peers})
			}
			cloud.Test(resource.TestCase{Steps: []resource.TestStep{
				{Config: config(1, `timeouts = { create = "5m", read = "1m", update = "5m", delete = "5m" }`)},
				{PreConfig: is(1), Config: config(2), ConfigPlanChecks: does(organizationAddress, plancheck.ResourceActionUpdate)},
				{PreConfig: is(2), Config: config(1), ConfigPlanChecks: does(organizationAddress, plancheck.ResourceActionUpdate)},
				{
					PreConfig:        func() { is(1)(); setPeers(t, cloud.BCS(), id, "first", map[string]int64{"importer": 2})() },
					Config:           config(1),
					ConfigPlanChecks: does(organizationAddress, plancheck.ResourceActionUpdate),
				},
				{
					PreConfig:        func() { is(1)(); setPeers(t, cloud.BCS(), id, "first", map[string]int64{"importer": 0})() },
					Config:           config(2),
					ConfigPlanChecks: does(organizationAddress, plancheck.ResourceActionCreate),
				},
				{
					PreConfig:        is(2),
					Config:           cloud.Provider() + organizationConfig(id, "first", "exporter", 1),
					ConfigPlanChecks: does(organizationAddress, plancheck.ResourceActionDestroyBeforeCreate),
				},
				{
					PreConfig: func() {
						channelIs(t, cloud.BCS(), id, "first", map[string]int64{"exporter": 1})()
						setPeers(t, cloud.BCS(), id, "first", map[string]int64{"exporter": 0})()
						dropChannel(t, cloud.BCS(), id, "first")()
					},
					RefreshState: true, ExpectNonEmptyPlan: true,
					RefreshPlanChecks: plans(organizationAddress, plancheck.ResourceActionCreate),
				},
			}})
		})
	}
}

// What fails is told with the message of the record, and is put right by the next apply.
func TestAccBcsChannelOrganization_failedOperation(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	id := chain(t, cloud.BCS())
	config := func(peers int) string { return cloud.Provider() + organizationConfig(id, "first", "importer", peers) }
	fails := func() { cloud.SetProgress(emulator.BCSChannel, emulator.Fails("bcs", "the peer does not start")) }
	works := func() { cloud.SetProgress(emulator.BCSChannel, emulator.Immediate()) }
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{
			Config:      cloud.Provider() + organizationConfig(id, "nobody", "importer", 1),
			ExpectError: acctest.Said(`The organization could not join the channel.*the channel does not exist`),
		},
		{
			Config:      cloud.Provider() + organizationConfig(id, "first", "stranger", 1),
			ExpectError: acctest.Said(`The organization could not join the channel.*BCS.4001051 Input org stranger is not exist.*What to do: check the name of the organization`),
		},
		{
			Config:      config(3),
			ExpectError: acctest.Said(`The organization could not join the channel.*out of range.*What to do.*as many peers as it has at most`),
		},
		{PreConfig: fails, Config: config(1), ExpectError: acctest.Said(`The organization did not join the channel.*in state "failed".*the peer does not start`)},
		{PreConfig: works, Config: config(1), ConfigPlanChecks: does(organizationAddress, plancheck.ResourceActionDestroyBeforeCreate)}, // tainted
		{PreConfig: fails, Config: config(2), ExpectError: acctest.Said(`Could not change the peers in the channel.*the peer does not start`)},
		{Config: config(1), Destroy: true, ExpectError: acctest.Said(`The organization did not leave the channel.*the peer does not start`)},
		{PreConfig: works, Config: config(1), ConfigPlanChecks: emptyPlan()},
		{PreConfig: func() { cloud.SetProgress(emulator.BCSChannel, emulator.Held()) }, Config: cloud.Provider() + organizationConfig(id, "first", "importer", 2, `timeouts = { update = "1s" }`),
			ExpectError: acctest.Said(`Could not change the peers in the channel.*did not become finished within`)},
		{PreConfig: func() { works(); cloud.Release(emulator.BCSChannel) }, Config: config(2), ConfigPlanChecks: emptyPlan()}, // it was done meanwhile
	}})
}

// An organization that is in the channel already is not taken over silently: destroying it would drive it out.
func TestAccBcsChannelOrganization_thereAlready(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	id := chain(t, cloud.BCS(), func(request *bcs.CreateInstanceRequest) { request.Channels[0].OrgNames = []string{"importer"} })
	config := cloud.Provider() + organizationConfig(id, "first", "importer", 2)
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{Config: config, ExpectError: acctest.Said(`The organization could not join the channel.*it is in the channel already, with 2 peers.*terraform import.*/first/importer`)},
		{Config: config + fmt.Sprintf("import {\n  to = %s\n  id = %q\n}\n", organizationAddress, id+"/first/importer"), ConfigPlanChecks: does(organizationAddress, plancheck.ResourceActionNoop)},
	}})
}

func TestAccBcsChannelOrganization_refused(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	id := chain(t, cloud.BCS())
	config := cloud.Provider("max_retries = 0") + organizationConfig(id, "first", "importer", 1)
	steps := []resource.TestStep{{Config: config}}
	for _, fault := range refusals {
		read, leaving := fault, fault
		read.Method, read.Route, read.Count = "GET", channelsRoute, -1
		leaving.Method, leaving.Route, leaving.Count = "PUT", instanceRoute+"/{channel_id}/orgs/quit", -1
		steps = append(steps, resource.TestStep{
			PreConfig:   func() { cloud.ClearFaults(); cloud.AddFault(read) },
			Config:      config,
			ExpectError: acctest.Said(fmt.Sprintf(`Could not read the channel.*organization importer in the channel first.*%d %s`, fault.Status, fault.Code)),
		}, resource.TestStep{
			PreConfig:   func() { cloud.ClearFaults(); cloud.AddFault(leaving) },
			Config:      config,
			Destroy:     true,
			ExpectError: acctest.Said(fmt.Sprintf(`The organization did not leave the channel.*%d %s`, fault.Status, fault.Code)),
		})
	}
	cloud.Test(resource.TestCase{Steps: append(steps, resource.TestStep{PreConfig: cloud.ClearFaults, Config: config, ConfigPlanChecks: emptyPlan()})})
}

// Ctrl-C while the organization joins: it is in the state, untainted, and the next apply does not let it join twice.
func TestAccBcsChannelOrganization_interrupted(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	id := chain(t, cloud.BCS())
	cloud.SetProgress(emulator.BCSChannel, emulator.Held())
	w := acctest.NewWorkspace(t, cloud.Provider()+organizationConfig(id, "first", "importer", 1))
	interrupt(t, cloud, w)
	cloud.SetProgress(emulator.BCSChannel, emulator.Immediate())
	cloud.OnRequest(func(entry emulator.Entry) {
		if entry.Code == "BCS.4001002" {
			cloud.Release(emulator.BCSChannel)
		}
	})
	w.MustRun(t.Context(), "apply", "-auto-approve", "-no-color")
	channelIs(t, cloud.BCS(), id, "first", map[string]int64{"importer": 1})()
	w.MustRun(t.Context(), "plan", "-detailed-exitcode", "-no-color")
	w.MustRun(t.Context(), "destroy", "-auto-approve", "-no-color")
}

// An organization leaves its channels before it leaves the instance, in one apply.
func TestAccBcsChannelOrganization_withItsOrganization(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	const first, second = `{ name = "organization1", node_count = 1 }`, `{ name = "organization2", node_count = 2 }`
	config := func(orgs string, members ...string) string {
		text := cloud.Provider() + replaceOnce(withOrgs(orgs), "peer_orgs", `channels = [{ name = "channel1", org_names = [] }]`+"\n  peer_orgs")
		for _, org := range members {
			text += fmt.Sprintf(`
resource "hwc_bcs_channel_organization" %[1]q {
  blockchain_id = hwc_bcs_instance.test.id
  channel_name  = "channel1"
  org_name      = %[1]q
  peers         = 1
}
`, org)
		}
		return text
	}
	both := config(first+", "+second, "organization1", "organization2")
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{Config: both},
		{Config: config(first, "organization1"), ConfigPlanChecks: action(plancheck.ResourceActionUpdate)},
		{Config: config(first, "organization1"), ConfigPlanChecks: emptyPlan()},
	}})
}
