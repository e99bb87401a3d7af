package bcs_test

import (
	"fmt"
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

const responseAddress = "hwc_bcs_invitation_response.test"

// responseConfig is the answer of tenant b to an invitation into the channel "first".
func responseConfig(cloud *acctest.Env, inviter, lines string, provider ...string) string {
	return cloud.ProviderB(provider...) + response(inviter, lines)
}

func response(inviter, lines string) string {
	return fmt.Sprintf(`
resource "hwc_bcs_invitation_response" "test" {
  invitor_bcs_id = %q
  channel_name   = "first"
  %s
}
`, inviter, lines)
}

func agreeing(invitee string, orgs ...string) string {
	return fmt.Sprintf("agreed = true\ninvitee_bcs_id = %q\ninvited_orgs = [%s]", invitee, `"`+strings.Join(orgs, `", "`)+`"`)
}

// inviteOther invites tenant b into the channel "first", behind Terraform's back.
func inviteOther(t *testing.T, cloud *acctest.Env, inviter string) {
	t.Helper()
	if err := cloud.BCS().InviteMembers(t.Context(), bcs.InviteRequest{
		BcsID: inviter, ChannelName: "first", InvitedUserinfo: []bcs.InvitedUser{{InvitedUser: otherDomain}},
	}); err != nil {
		t.Fatal(err)
	}
}

func TestAccBcsInvitationResponse_basic(t *testing.T) {
	t.Parallel()
	// The name of the invited tenant, which the schema of the API has as a number, must not matter.
	for name, choices := range map[string]emulator.BCSChoices{"as recommended": {}, "by the schema": {SchemaTypes: true}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud := acctest.Start(t, emulator.Options{Choices: emulator.Choices{BCS: choices}})
			id := chain(t, cloud.BCS())
			invitee := invited(t, cloud, id)
			inviteOther(t, cloud, id)
			config := responseConfig(cloud, id, agreeing(invitee, "carrier"))
			cloud.Test(resource.TestCase{Steps: []resource.TestStep{
				{
					Config:           config,
					ConfigPlanChecks: does(responseAddress, plancheck.ResourceActionCreate),
					ConfigStateChecks: []statecheck.StateCheck{
						acctest.Value(responseAddress, "region", acctest.Text(acctest.Region)),
						acctest.Value(responseAddress, "agreed", knownvalue.Bool(true)),
						acctest.Value(responseAddress, "invitee_bcs_id", acctest.Text(invitee)),
						acctest.Value(responseAddress, "invited_orgs", knownvalue.SetExact([]knownvalue.Check{acctest.Text("carrier")})),
						acctest.Value(responseAddress, "status", acctest.Text("agreed")),
						acctest.Value(responseAddress, "updated_time", knownvalue.NotNull()),
						acctest.Value(responseAddress, "invitor_bcs_name", acctest.Text("chain-behind")),
						acctest.Value(responseAddress, "invitor_project_id", acctest.Text(acctest.ProjectID)),
						acctest.Value(responseAddress, "invitor_id", acctest.Text(acctest.DomainID)),
						acctest.Value(responseAddress, "invitor_name", acctest.Text(acctest.Domain)),
						acctest.Value(responseAddress, "invitee_project_id", acctest.Text(acctest.ProjectIDB)),
						acctest.Value(responseAddress, "invitee_id", acctest.Text(acctest.DomainIDB)),
					},
				},
				{PreConfig: channelIs(t, cloud.BCSB(), invitee, "first", map[string]int64{"carrier": 2}), Config: config, ConfigPlanChecks: emptyPlan()},
				acctest.Imported(responseAddress, "invitor_bcs_id", "channel_name"),
				acctest.Imported(responseAddress, "region", "invitor_bcs_id", "channel_name"),
				{
					ResourceName: responseAddress, ImportState: true, ImportStateKind: resource.ImportBlockWithID,
					ImportStateIdFunc: acctest.ImportID(responseAddress, "invitor_bcs_id", "channel_name"),
				},
			}})
			noticed(t, cloud, id, "quit")()
		})
	}
}

func TestAccBcsInvitationResponse_identity(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	id := chain(t, cloud.BCS())
	inviteOther(t, cloud, id)
	cloud.Test(resource.TestCase{
		TerraformVersionChecks: []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_12_0)},
		Steps: []resource.TestStep{
			{
				Config: responseConfig(cloud, id, "agreed = false"),
				ConfigStateChecks: []statecheck.StateCheck{statecheck.ExpectIdentity(responseAddress, map[string]knownvalue.Check{
					"region": acctest.Text(acctest.Region), "invitor_bcs_id": acctest.Text(id), "channel_name": acctest.Text("first"),
				})},
			},
			{ResourceName: responseAddress, ImportState: true, ImportStateKind: resource.ImportBlockWithResourceIdentity},
		},
	})
}

// A rejection, a new invitation that is answered in place, an agreement, a departure in place, another set of
// organizations, and what becomes of a membership behind Terraform's back.
func TestAccBcsInvitationResponse_update(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	id := chain(t, cloud.BCS())
	invitee := invited(t, cloud, id)
	inviteOther(t, cloud, id)
	config := func(lines string) string { return responseConfig(cloud, id, lines) }
	again := func() { inviteOther(t, cloud, id) }
	waitsForInviter := acctest.Said(`the invitation does not wait for an answer: its status is "(quit|reject)"`)
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{
			Config: config("agreed = false"),
			ConfigStateChecks: []statecheck.StateCheck{
				acctest.Value(responseAddress, "status", acctest.Text("reject")),
				acctest.Value(responseAddress, "invitee_bcs_id", knownvalue.Null()),
				acctest.Value(responseAddress, "invited_orgs", knownvalue.Null()),
			},
		},
		{PreConfig: noticed(t, cloud, id, "reject"), Config: config("agreed = false"), ConfigPlanChecks: emptyPlan()},
		{Config: config(agreeing(invitee, "carrier")), ExpectError: waitsForInviter},
		{PreConfig: again, Config: config("agreed = false"), ConfigPlanChecks: does(responseAddress, plancheck.ResourceActionUpdate)}, // the new invitation is rejected, too
		{
			PreConfig:        func() { noticed(t, cloud, id, "reject")(); again() },
			Config:           config(agreeing(invitee, "carrier")),
			ConfigPlanChecks: does(responseAddress, plancheck.ResourceActionUpdate),
		},
		{
			PreConfig:        channelIs(t, cloud.BCSB(), invitee, "first", map[string]int64{"carrier": 2}),
			Config:           config(agreeing(invitee, "carrier") + "\ntimeouts = { create = \"5m\", read = \"1m\", update = \"5m\", delete = \"5m\" }"),
			ConfigPlanChecks: does(responseAddress, plancheck.ResourceActionUpdate),
		},
		{
			Config: config("agreed = false"), ConfigPlanChecks: does(responseAddress, plancheck.ResourceActionUpdate),
			ConfigStateChecks: []statecheck.StateCheck{acctest.Value(responseAddress, "status", acctest.Text("quit"))},
		},
		{PreConfig: noticed(t, cloud, id, "quit"), Config: config("agreed = false"), ConfigPlanChecks: emptyPlan()},
		// A departure that Terraform does not see the end of leaves nothing to answer, which is as wanted.
		{PreConfig: again, Config: config(agreeing(invitee, "carrier"))},
		{
			PreConfig: func() { cloud.SetProgress(emulator.BCSUnion, emulator.Held()) },
			Config:    config("agreed = false\ntimeouts = { update = \"2s\" }"), ExpectError: acctest.Said("Could not change the answer.*within"),
		},
		{
			PreConfig: func() {
				cloud.SetProgress(emulator.BCSUnion, emulator.Immediate())
				cloud.Release(emulator.BCSUnion)
			},
			Config: config("agreed = false"), ConfigStateChecks: []statecheck.StateCheck{acctest.Value(responseAddress, "status", acctest.Text("quit"))},
		},
		{PreConfig: again, Config: config(agreeing(invitee, "carrier"))},
		{Config: config(agreeing(invitee, "carrier", "customs")), ConfigPlanChecks: does(responseAddress, plancheck.ResourceActionDestroyBeforeCreate), ExpectError: waitsForInviter},
		{PreConfig: again, Config: config(agreeing(invitee, "carrier", "customs"))},
		{
			PreConfig: func() {
				channelIs(t, cloud.BCSB(), invitee, "first", map[string]int64{"carrier": 2, "customs": 1})()
				leave(t, cloud, id, invitee)
			},
			RefreshState: true, ExpectNonEmptyPlan: true,
			RefreshPlanChecks: plans(responseAddress, plancheck.ResourceActionCreate),
		},
	}})
}

// What the service refuses, or does not get done, is told; 401 is never taken for "gone".
func TestAccBcsInvitationResponse_faults(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	id := chain(t, cloud.BCS())
	stranger := chain(t, cloud.BCSB(), func(request *bcs.CreateInstanceRequest) { request.Name = "stranger" })
	invitee := invited(t, cloud, id)
	inviteOther(t, cloud, id)
	config := func(lines string) string { return responseConfig(cloud, id, lines, "max_retries = 0") }
	works := func() {
		cloud.SetProgress(emulator.BCSUnion, emulator.Immediate())
		cloud.Release(emulator.BCSUnion)
	}
	steps := []resource.TestStep{
		{Config: config(agreeing(stranger, "importer")), ExpectError: acctest.Said(`Could not answer the invitation.*was not created for the inviter.*What to do.*invitor_infos`)},
		{Config: config(agreeing(invitee, "nobody")), ExpectError: acctest.Said(`Could not answer the invitation.*BCS.4001051.*What to do: check the names`)},
		{Config: config(agreeing(unknownID, "carrier")), ExpectError: acctest.Said(`Could not answer the invitation.*BCS instance ` + unknownID + ` does not exist`)},
		{
			PreConfig:   func() { cloud.SetProgress(emulator.BCSUnion, emulator.Fails("bcs", "the orderers do not answer")) },
			Config:      config(agreeing(invitee, "carrier")),
			ExpectError: acctest.Said(`The instance did not join the channel.*the orderers do not answer`),
		},
		{
			PreConfig:   func() { cloud.SetProgress(emulator.BCSUnion, emulator.Held()) },
			Config:      config(agreeing(invitee, "carrier") + "\ntimeouts = { create = \"3s\" }"),
			ExpectError: acctest.Said(`The instance did not join the channel.*did not become there within`),
		},
		{PreConfig: works, Config: config(agreeing(invitee, "carrier")), ConfigPlanChecks: does(responseAddress, plancheck.ResourceActionDestroyBeforeCreate),
			ExpectError: acctest.Said(`does not wait for an answer: its status is "quit"`)}, // it had joined meanwhile; tainted, it is replaced
		{PreConfig: func() { inviteOther(t, cloud, id) }, Config: config(agreeing(invitee, "carrier"))},
		{
			PreConfig: func() { cloud.SetProgress(emulator.BCSUnion, emulator.Fails("bcs", "the orderers do not answer")) },
			Config:    config(agreeing(invitee, "carrier")), Destroy: true,
			ExpectError: acctest.Said(`The instance did not leave the channel.*the orderers do not answer`),
		},
	}
	for _, fault := range refusals {
		read, deletion := fault, fault
		read.Method, read.Route, read.Count = "GET", notificationsRoute, -1
		deletion.Method, deletion.Route, deletion.Count = "PUT", membersRoute+"/quit", -1
		steps = append(steps, resource.TestStep{
			PreConfig:   func() { works(); cloud.ClearFaults(); cloud.AddFault(read) },
			Config:      config(agreeing(invitee, "carrier")),
			ExpectError: acctest.Said(fmt.Sprintf(`Could not read the invitation.*%d %s`, fault.Status, fault.Code)),
		}, resource.TestStep{
			PreConfig:   func() { cloud.ClearFaults(); cloud.AddFault(deletion) },
			Config:      config(agreeing(invitee, "carrier")),
			Destroy:     true,
			ExpectError: acctest.Said(fmt.Sprintf(`The instance did not leave the channel.*%d %s`, fault.Status, fault.Code)),
		})
	}
	noNotifications := emulator.Fault{Method: "GET", Route: notificationsRoute, Count: -1, Status: 200, Body: `{"notifications":[]}`}
	steps = append(steps, resource.TestStep{
		// A member stays one while its notification is hidden.
		PreConfig: func() { cloud.ClearFaults(); cloud.AddFault(noNotifications) }, Config: config(agreeing(invitee, "carrier")), ConfigPlanChecks: emptyPlan(),
	}, resource.TestStep{
		PreConfig: func() {
			cloud.AddFault(emulator.Fault{Method: "GET", Route: membersRoute, Count: -1, Status: 403, Code: "BCS.4030403"})
		},
		Config:      config(agreeing(invitee, "carrier")),
		ExpectError: acctest.Said(`Could not read the members.*403 BCS.4030403`),
	}, resource.TestStep{PreConfig: cloud.ClearFaults, Config: config(agreeing(invitee, "carrier")), ConfigPlanChecks: emptyPlan()})
	cloud.Test(resource.TestCase{Steps: steps})
}

// An answer that was taken is in the state, also when nothing of what it leads to can be seen.
func TestAccBcsInvitationResponse_unseen(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	id := chain(t, cloud.BCS())
	invitee := invited(t, cloud, id)
	inviteOther(t, cloud, id)
	config := responseConfig(cloud, id, agreeing(invitee, "carrier"), "max_retries = 0")
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{
			PreConfig: func() {
				cloud.AddFault(emulator.Fault{Method: "GET", Route: membersRoute, Count: -1, Status: 403, Code: "BCS.4030403"})
			},
			Config: config, ExpectError: acctest.Said(`The instance did not join the channel.*403 BCS.4030403`),
		},
		{PreConfig: cloud.ClearFaults, Config: config, ConfigPlanChecks: does(responseAddress, plancheck.ResourceActionDestroyBeforeCreate),
			ExpectError: acctest.Said(`does not wait for an answer: its status is "quit"`)}, // it was in the state, tainted
		{
			PreConfig: func() {
				inviteOther(t, cloud, id)
				cloud.AddFault(emulator.Fault{Method: "GET", Route: notificationsRoute, Nth: 2, Count: -1, Status: 200, Body: `{"notifications":[]}`})
			},
			Config: config, ConfigStateChecks: []statecheck.StateCheck{acctest.Value(responseAddress, "status", acctest.Text("agreed"))},
		},
	}})
}

// Bad input gets an error on the argument, at plan time, and the cloud is not asked.
func TestAccBcsInvitationResponse_badInput(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	cloud.Refuses(t, cloud.ProviderB(), [][2]string{
		{response("chain-1", "agreed = false"), `invitor_bcs_id\s+=.*must be a UUID`},
		{response(unknownID, ""), `"agreed" is required`},
		{response(unknownID, "agreed = true"), `agreed = true.*needs .invitee_bcs_id.`},
		{response(unknownID, fmt.Sprintf("agreed = true\ninvitee_bcs_id = %q", unknownID)), `agreed = true.*needs .invited_orgs.`},
		{response(unknownID, agreeing("chain-2", "carrier")), `invitee_bcs_id\s+=.*must be a UUID`},
		{response(unknownID, agreeing(unknownID, "org")), `invited_orgs\s+=.*must have 4 to 24 letters`},
		{invitationConfig("chain-1", "first", "b", ""), `invitor_bcs_id\s+=.*must be a UUID`},
		{invitationConfig(unknownID, "x", "b", ""), `channel_name\s+=.*must have 4 to 24`},
		{invitationConfig(unknownID, "first", "", ""), `invited_user\s+=.*length must be at least 1`},
	})
}

// The two-tenant walk in one configuration, with the real program: from the invitation to leaving. When the answer is
// taken away the inviter sees it, and the next apply invites anew.
func TestAccBcsInvitationResponse_consortium(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	for _, kind := range []emulator.Kind{emulator.BCSCreate, emulator.BCSChannel, emulator.BCSUnion, emulator.BCSDelete} {
		cloud.SetProgress(kind, emulator.AfterReads(1))
	}
	both := cloud.Provider() + cloud.ProviderB(`alias = "partner"`)
	inviter := strings.Replace(instanceConfig(`blockchain_type = "union"`+"\n"+`consensus = "etcdraft"`+"\n"+`peer_orgs = [{ name = "importer", node_count = 1 }]`), "= 4", "= 2", 1) + `
resource "hwc_bcs_channel" "orders" {
  blockchain_id = hwc_bcs_instance.test.id
  name          = "orders"
  peers         = { importer = 1 }
}

resource "hwc_bcs_invitation" "partner" {
  invitor_bcs_id = hwc_bcs_channel.orders.blockchain_id
  channel_name   = hwc_bcs_channel.orders.name
  invited_user   = "domain-b"
}
`
	partner := fmt.Sprintf(`
resource "hwc_bcs_instance" "partner" {
  provider                     = hwc.partner
  name                         = "chain-partner"
  version_type                 = 2
  blockchain_type              = "union"
  consensus                    = "etcdraft"
  orderer_node_number          = 3
  resource_password_wo         = "Resource@123"
  resource_password_wo_version = 1
  cce_cluster_info             = { cluster_id = "22222222-7b69-11f1-946d-0255ac100260", cluster_name = "cluster-partner" }
  peer_orgs                    = [{ name = "carrier", node_count = 2 }]
  invitor_infos                = { tenant_id = %q, project_id = %q, blockchain_id = hwc_bcs_instance.test.id }
}
`, acctest.DomainID, acctest.ProjectID)
	answer := `
resource "hwc_bcs_invitation_response" "orders" {
  provider       = hwc.partner
  invitor_bcs_id = hwc_bcs_invitation.partner.invitor_bcs_id
  channel_name   = hwc_bcs_invitation.partner.channel_name
  agreed         = true
  invitee_bcs_id = hwc_bcs_instance.partner.id
  invited_orgs   = ["carrier"]
}
`
	w := acctest.NewWorkspace(t, both+inviter+partner+answer)
	apply := func(want string) {
		t.Helper()
		if text := w.MustRun(t.Context(), "apply", "-auto-approve", "-no-color"); !strings.Contains(text, want) {
			t.Errorf("the apply lacks %q:\n%s", want, text)
		}
	}
	apply("5 added, 0 changed, 0 destroyed")
	w.MustRun(t.Context(), "plan", "-detailed-exitcode", "-no-color")
	w.Write(both + inviter + partner)
	apply("0 added, 0 changed, 1 destroyed") // the partner leaves
	w.Write(both + inviter + partner + answer)
	apply("2 added, 0 changed, 1 destroyed") // the inviter sees it and invites anew, and the partner agrees
	w.MustRun(t.Context(), "plan", "-detailed-exitcode", "-no-color")
	w.MustRun(t.Context(), "destroy", "-auto-approve", "-no-color")
}
