package bcs_test

import (
	"fmt"
	"hash/crc32"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/hwc-community/terraform-provider-hwc/internal/acctest"
	"github.com/hwc-community/terraform-provider-hwc/internal/client"
	"github.com/hwc-community/terraform-provider-hwc/internal/client/bcs"
	"github.com/hwc-community/terraform-provider-hwc/internal/emulator"
)

const (
	channelAddress = "hwc_bcs_channel.test"
	channelsRoute  = instanceRoute + "/channels"
	recordRoute    = "/v2/{project_id}/operation/record"
	unknownID      = "00000000-7b69-11f1-946d-0255ac100260"
)

// chain creates an instance behind Terraform's back, of the edition 2, with the organizations importer (2 peers) and
// exporter (1 peer) and the channel "first" with nobody in it. It is removed at the test's end.
func chain(t *testing.T, owner *bcs.Client, changes ...func(*bcs.CreateInstanceRequest)) string {
	t.Helper()
	request := bcs.CreateInstanceRequest{
		Name: "chain-behind", VersionType: 2, BlockchainType: "union", Consensus: "etcdraft", OrdererNodeNumber: new(int64(3)),
		EnterpriseProjectID: "0", ResourcePassword: "Resource@123", ClusterType: "cce",
		CceClusterInfo: &bcs.CceCluster{ClusterID: clusterID, ClusterName: "cluster-test"},
		PeerOrgs:       []bcs.PeerOrg{{Name: "importer", NodeCount: 2}, {Name: "exporter", NodeCount: 1}},
		Channels:       []bcs.FirstChannel{{Name: "first", OrgNames: []string{}}},
	}
	for _, change := range changes {
		change(&request)
	}
	request.CceClusterInfo.ClusterID = clusterOf(request.Name)
	created, _, err := owner.CreateInstance(t.Context(), request)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := owner.WaitInstanceCreated(t.Context(), created.ID); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { removeChain(t, owner, created.ID) })
	return created.ID
}

// clusterOf is a cluster for the instance of this name alone.
func clusterOf(name string) string {
	return fmt.Sprintf("%08x%s", crc32.ChecksumIEEE([]byte(name)), clusterID[8:])
}

func removeChain(t *testing.T, owner *bcs.Client, id string) {
	t.Helper()
	ctx := acctest.Afterwards(t)
	operation, err := owner.DeleteInstance(ctx, id, bcs.DeleteInstanceOptions{})
	if err == nil {
		err = owner.WaitInstanceDeleted(ctx, id, operation)
	}
	if err != nil && !client.IsNotFound(err) {
		t.Error(err)
	}
}

func channelConfig(id, name, lines string) string {
	return fmt.Sprintf(`
resource "hwc_bcs_channel" "test" {
  blockchain_id = %q
  name          = %q
  %s
}
`, id, name, lines)
}

// plans wants a refresh to plan something with an object.
func plans(address string, kind plancheck.ResourceActionType) resource.RefreshPlanChecks {
	return resource.RefreshPlanChecks{PostRefresh: []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, kind)}}
}

func numbers(of map[string]int64) knownvalue.Check {
	checks := map[string]knownvalue.Check{}
	for name, number := range of {
		checks[name] = knownvalue.Int64Exact(number)
	}
	return knownvalue.MapExact(checks)
}

// channelIs wants a channel of the cloud to have so many peers of each organization, and no others.
func channelIs(t *testing.T, owner *bcs.Client, id, name string, want map[string]int64) func() {
	t.Helper()
	return func() {
		channel, err := owner.GetChannel(t.Context(), id, name)
		if err != nil {
			t.Fatal(err)
		}
		for org := range channel.Peers {
			if channel.PeersOf(org) != want[org] {
				t.Errorf("%d peers of %s are in the channel %s, want %d", channel.PeersOf(org), org, name, want[org])
			}
		}
		if len(channel.Peers) != len(want) {
			t.Errorf("in the channel %s are %v, want %v", name, channel.Peers, want)
		}
	}
}

// setPeers changes a channel behind Terraform's back.
func setPeers(t *testing.T, owner *bcs.Client, id, name string, peers map[string]int64) func() {
	t.Helper()
	return func() {
		if _, err := owner.SetPeers(t.Context(), id, name, peers); err != nil {
			t.Fatal(err)
		}
	}
}

// dropChannel deletes a channel behind Terraform's back.
func dropChannel(t *testing.T, owner *bcs.Client, id, name string) func() {
	t.Helper()
	return func() {
		operation, err := owner.DeleteChannel(t.Context(), id, name)
		if err == nil {
			err = owner.WaitChannelDeleted(t.Context(), id, name, operation)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestAccBcsChannel_basic(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	id := chain(t, cloud.BCS())
	config := cloud.Provider() + channelConfig(id, "orders", "")
	imported := func(attributes ...string) resource.TestStep {
		step := acctest.Imported(channelAddress, attributes...)
		step.ImportStateVerifyIgnore = []string{"description"} // an import takes none for not known
		return step
	}
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{
			Config:           config,
			ConfigPlanChecks: does(channelAddress, plancheck.ResourceActionCreate),
			ConfigStateChecks: []statecheck.StateCheck{
				acctest.Value(channelAddress, "region", acctest.Text(acctest.Region)),
				acctest.Value(channelAddress, "blockchain_id", acctest.Text(id)),
				acctest.Value(channelAddress, "name", acctest.Text("orders")),
				acctest.Value(channelAddress, "description", acctest.Text("")),
				acctest.Value(channelAddress, "peers", knownvalue.Null()),
				acctest.Value(channelAddress, "peer_names", knownvalue.MapSizeExact(0)),
				acctest.Value(channelAddress, "consensus_nodes", knownvalue.MapSizeExact(0)),
				acctest.Value(channelAddress, "consensus", acctest.Text("etcdraft")),
				acctest.Value(channelAddress, "create_time", knownvalue.NotNull()),
			},
		},
		{Config: config, ConfigPlanChecks: emptyPlan()},
		imported("blockchain_id", "name"),
		imported("region", "blockchain_id", "name"),
		{
			ResourceName: channelAddress, ImportState: true, ImportStateKind: resource.ImportBlockWithID,
			ImportStateIdFunc: acctest.ImportID(channelAddress, "blockchain_id", "name"),
		},
		{
			ResourceName: channelAddress, ImportState: true, ImportStateId: "orders",
			ExpectError: acctest.Said(`is not an import id. It is blockchain_id/name, such as`),
		},
		{
			ResourceName: channelAddress, ImportState: true, ImportStateId: id + "/nobody",
			ExpectError: acctest.Said(`Cannot import non-existent remote object`),
		},
	}})
	if _, err := cloud.BCS().GetChannel(t.Context(), id, "orders"); !client.IsNotFound(err) {
		t.Errorf("the channel is still there: %v", err)
	}
}

func TestAccBcsChannel_identity(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	id := chain(t, cloud.BCS())
	cloud.Test(resource.TestCase{
		TerraformVersionChecks: []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_12_0)},
		Steps: []resource.TestStep{
			{
				Config: cloud.Provider() + channelConfig(id, "orders", ""),
				ConfigStateChecks: []statecheck.StateCheck{statecheck.ExpectIdentity(channelAddress, map[string]knownvalue.Check{
					"region": acctest.Text(acctest.Region), "blockchain_id": acctest.Text(id), "name": acctest.Text("orders"),
				})},
			},
			{ResourceName: channelAddress, ImportState: true, ImportStateKind: resource.ImportBlockWithResourceIdentity},
		},
	})
}

// Organizations and peers join and leave in place: from none to all, to fewer, to none, and not managed.
func TestAccBcsChannel_update(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	id := chain(t, cloud.BCS())
	config := func(lines string) string { return cloud.Provider() + channelConfig(id, "orders", lines) }
	steps := []resource.TestStep{{
		Config: config(`description = "All orders."` + "\npeers = { importer = 1 }\n" + `timeouts = { create = "5m", read = "1m", update = "5m", delete = "5m" }`),
		ConfigStateChecks: []statecheck.StateCheck{
			acctest.Value(channelAddress, "description", acctest.Text("All orders.")),
			acctest.Value(channelAddress, "peers", numbers(map[string]int64{"importer": 1})),
			acctest.Value(channelAddress, "peer_names", knownvalue.MapPartial(map[string]knownvalue.Check{"importer": knownvalue.ListSizeExact(1)})),
			acctest.Value(channelAddress, "consensus_nodes", knownvalue.MapPartial(map[string]knownvalue.Check{"importer": knownvalue.ListSizeExact(1)})),
		},
	}}
	was := channelIs(t, cloud.BCS(), id, "orders", map[string]int64{"importer": 1})
	for _, change := range []struct {
		lines string
		want  map[string]int64
	}{
		{"peers = { importer = 2, exporter = 1 }", map[string]int64{"importer": 2, "exporter": 1}},
		{"peers = { importer = 1, exporter = 1 }", map[string]int64{"importer": 1, "exporter": 1}},
		{"peers = { exporter = 1 }", map[string]int64{"exporter": 1}},
		{"peers = { importer = 2 }", map[string]int64{"importer": 2}},
		{"peers = {}", nil},
		{"peers = { importer = 2 }", map[string]int64{"importer": 2}},
		{"", map[string]int64{"importer": 2}}, // not managed any more: it stays
		{"peers = {}", nil},
	} {
		steps = append(steps, resource.TestStep{
			PreConfig: was, Config: config(change.lines), ConfigPlanChecks: does(channelAddress, plancheck.ResourceActionUpdate),
			ConfigStateChecks: []statecheck.StateCheck{acctest.Value(channelAddress, "description", acctest.Text("All orders."))},
		})
		was = channelIs(t, cloud.BCS(), id, "orders", change.want)
	}
	cloud.Test(resource.TestCase{Steps: append(steps, resource.TestStep{PreConfig: was, Config: config("peers = {}"), ConfigPlanChecks: emptyPlan()})})
}

// What cannot be changed makes another channel.
func TestAccBcsChannel_replace(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	id := chain(t, cloud.BCS())
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{Config: cloud.Provider() + channelConfig(id, "orders", "peers = { importer = 1 }")},
		{
			Config:           cloud.Provider() + channelConfig(id, "orders", "peers = { importer = 1 }\ndescription = \"another\""),
			ConfigPlanChecks: does(channelAddress, plancheck.ResourceActionDestroyBeforeCreate),
		},
		{
			Config:           cloud.Provider() + channelConfig(id, "prices", "description = \"another\""),
			ConfigPlanChecks: does(channelAddress, plancheck.ResourceActionDestroyBeforeCreate),
		},
		{
			PreConfig:        func() { dropChannel(t, cloud.BCS(), id, "prices")() },
			Config:           cloud.Provider() + channelConfig(id, "prices", "description = \"another\""),
			ConfigPlanChecks: does(channelAddress, plancheck.ResourceActionCreate), // it disappeared
		},
	}})
}

// What others do to a managed channel is put right; members of other accounts, should the cloud show them, are not
// driven out.
func TestAccBcsChannel_drift(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	id := chain(t, cloud.BCS())
	managed := cloud.Provider() + channelConfig(id, "orders", "peers = { importer = 1 }")
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{Config: managed},
		{
			PreConfig:        setPeers(t, cloud.BCS(), id, "orders", map[string]int64{"exporter": 1, "importer": 2}),
			Config:           managed,
			ConfigPlanChecks: does(channelAddress, plancheck.ResourceActionUpdate),
		},
		{
			PreConfig:        func() { channelIs(t, cloud.BCS(), id, "orders", map[string]int64{"importer": 1})() },
			Config:           cloud.Provider() + channelConfig(id, "orders", ""),
			ConfigPlanChecks: does(channelAddress, plancheck.ResourceActionUpdate),
		},
		{
			PreConfig:        setPeers(t, cloud.BCS(), id, "orders", map[string]int64{"exporter": 1}),
			Config:           cloud.Provider() + channelConfig(id, "orders", ""), // not managed
			ConfigPlanChecks: emptyPlan(),
		},
		{
			Config:      cloud.Provider() + channelConfig(id, "orders", ""),
			Destroy:     true,
			ExpectError: acctest.Said(`Could not delete the channel.*is not empty.*In the channel are: exporter \(1 peers\), importer \(1 peers\).*What to do`),
		},
		{
			PreConfig: func() {
				cloud.AddFault(emulator.Fault{Method: "GET", Route: channelsRoute, Count: -1, Status: 200,
					Body: `{"channels":[{"name":"orders","description":"","create_time":"2020-10-15T10:24:51Z","peers":{"importer":["a"],"exporter":["b"],"theirs":["c"]}}]}`})
			},
			Config: cloud.Provider() + channelConfig(id, "orders", "peers = { importer = 1, exporter = 1 }"),
		},
		{Config: cloud.Provider() + channelConfig(id, "orders", "peers = { importer = 1, exporter = 1 }"), ConfigPlanChecks: emptyPlan()},
		{PreConfig: cloud.ClearFaults, Config: cloud.Provider() + channelConfig(id, "orders", "peers = { importer = 1, exporter = 1 }")},
	}})
}
