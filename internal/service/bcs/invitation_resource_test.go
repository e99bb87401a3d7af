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
	"github.com/hwc-community/terraform-provider-hwc/internal/client"
	"github.com/hwc-community/terraform-provider-hwc/internal/client/bcs"
	"github.com/hwc-community/terraform-provider-hwc/internal/emulator"
)

const (
	invitationAddress  = "hwc_bcs_invitation.test"
	membersRoute       = "/v2/{project_id}/members"
	invitationsRoute   = membersRoute + "/invitations"
	notificationsRoute = "/v2/{project_id}/notifications"
	otherDomain        = "domain-b"
)

func invitationConfig(id, channel, user, lines string) string {
	return fmt.Sprintf(`
resource "hwc_bcs_invitation" "test" {
  invitor_bcs_id = %q
  channel_name   = %q
  invited_user   = %q
  %s
}
`, id, channel, user, lines)
}

// invited creates an instance of tenant b that is made for an inviter of tenant a, with the organizations carrier (2 peers)
// and customs (1 peer).
func invited(t *testing.T, cloud *acctest.Env, inviter string) string {
	t.Helper()
	return chain(t, cloud.BCSB(), func(request *bcs.CreateInstanceRequest) {
		request.Name, request.Channels = "invited", nil
		request.PeerOrgs = []bcs.PeerOrg{{Name: "carrier", NodeCount: 2}, {Name: "customs", NodeCount: 1}}
		request.IsInvitee, request.InvitorInfos = new(true), &bcs.Invitor{TenantID: acctest.DomainID, ProjectID: acctest.ProjectID, BlockchainID: inviter}
	})
}

// agree lets an instance of tenant b join the channel "first" of one of tenant a, behind Terraform's back.
func agree(t *testing.T, cloud *acctest.Env, inviter, invitee string) {
	t.Helper()
	notification, err := cloud.BCSB().WaitNotification(t.Context(), inviter, "first")
	if err != nil {
		t.Fatal(err)
	}
	from := notification.InvitorInfo
	if _, err := cloud.BCSB().JoinUnion(t.Context(), bcs.HandleNotificationRequest{
		ChannelName: "first", Status: bcs.InvitationAgreed, InvitedOrgs: []bcs.OrgName{{Name: "carrier"}},
		InvitorInfo: bcs.HandleInvitor{InvitorBcsID: inviter, InvitorBcsName: from.InvitorBcsName, InvitorProjectID: from.InvitorProjectID, InvitorUserID: from.InvitorID},
		InviteeInfo: &bcs.HandleInvitee{InviteeBcsID: invitee, InviteeBcsName: "invited", InviteeProjectID: acctest.ProjectIDB, InviteeUserID: acctest.DomainIDB},
	}); err != nil {
		t.Fatal(err)
	}
}

// leave lets it leave again.
func leave(t *testing.T, cloud *acctest.Env, inviter, invitee string) {
	t.Helper()
	if err := cloud.BCSB().LeaveUnion(t.Context(), bcs.QuitRequest{
		InviterBcsID: inviter, InviterProjectID: acctest.ProjectID, InviterDomainID: acctest.DomainID, InviterUsername: acctest.Domain, ChannelName: "first",
		InviteeBcsID: invitee, InviteeProjectID: acctest.ProjectIDB, InviteeDomainID: acctest.DomainIDB,
	}); err != nil {
		t.Fatal(err)
	}
}

// noticed wants tenant b to see an invitation in this status; "" is none.
func noticed(t *testing.T, cloud *acctest.Env, inviter, status string) func() {
	t.Helper()
	return func() {
		notification, err := cloud.BCSB().GetNotification(t.Context(), inviter, "first")
		switch {
		case status == "" && client.IsNotFound(err):
		case err != nil || status == "":
			t.Errorf("the invitation is %+v, %v, want %q", notification, err, status)
		case notification.Status != status:
			t.Errorf("the invitation is in the status %q, want %q", notification.Status, status)
		}
	}
}

func TestAccBcsInvitation_basic(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	id := chain(t, cloud.BCS())
	config := cloud.Provider() + invitationConfig(id, "first", otherDomain, "")
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{
			Config:           config,
			ConfigPlanChecks: does(invitationAddress, plancheck.ResourceActionCreate),
			ConfigStateChecks: []statecheck.StateCheck{
				acctest.Value(invitationAddress, "region", acctest.Text(acctest.Region)),
				acctest.Value(invitationAddress, "invitor_bcs_id", acctest.Text(id)),
				acctest.Value(invitationAddress, "channel_name", acctest.Text("first")),
				acctest.Value(invitationAddress, "invited_user", acctest.Text(otherDomain)),
				acctest.Value(invitationAddress, "invitor_username", knownvalue.Null()),
				acctest.Value(invitationAddress, "status", acctest.Text("waiting")),
				acctest.Value(invitationAddress, "invitee_bcs_id", knownvalue.Null()),
				acctest.Value(invitationAddress, "invitee_user_id", knownvalue.Null()),
				acctest.Value(invitationAddress, "invited_orgs", knownvalue.ListSizeExact(0)),
			},
		},
		{PreConfig: noticed(t, cloud, id, "waiting"), Config: config, ConfigPlanChecks: emptyPlan()},
		acctest.Imported(invitationAddress, "invitor_bcs_id", "channel_name", "invited_user"),
		acctest.Imported(invitationAddress, "region", "invitor_bcs_id", "channel_name", "invited_user"),
		{
			ResourceName: invitationAddress, ImportState: true, ImportStateKind: resource.ImportBlockWithID,
			ImportStateIdFunc: acctest.ImportID(invitationAddress, "invitor_bcs_id", "channel_name", "invited_user"),
		},
		{
			ResourceName: invitationAddress, ImportState: true, ImportStateId: id + "/nobody/" + otherDomain,
			ExpectError: acctest.Said(`Cannot import non-existent remote object`),
		},
		{Config: cloud.Provider() + invitationConfig(id, "first", otherDomain, `timeouts = { create = "1m", read = "1m", update = "1m", delete = "1m" }`)},
		{Config: cloud.Provider() + invitationConfig(id, "first", otherDomain, `invitor_username = "domain-a"`), ConfigPlanChecks: does(invitationAddress, plancheck.ResourceActionUpdate)},
	}})
	noticed(t, cloud, id, "")()
}

func TestAccBcsInvitation_identity(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	id := chain(t, cloud.BCS())
	cloud.Test(resource.TestCase{
		TerraformVersionChecks: []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_12_0)},
		Steps: []resource.TestStep{
			{
				Config: cloud.Provider() + invitationConfig(id, "first", otherDomain, ""),
				ConfigStateChecks: []statecheck.StateCheck{statecheck.ExpectIdentity(invitationAddress, map[string]knownvalue.Check{
					"region": acctest.Text(acctest.Region), "invitor_bcs_id": acctest.Text(id), "channel_name": acctest.Text("first"), "invited_user": acctest.Text(otherDomain),
				})},
			},
			{ResourceName: invitationAddress, ImportState: true, ImportStateKind: resource.ImportBlockWithResourceIdentity},
		},
	})
}

// The status follows what the tenant does: it agrees, its membership forbids the removal, it leaves and is invited again;
// a refusal is not shown to the inviter, but is cleared away.
func TestAccBcsInvitation_status(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	id := chain(t, cloud.BCS())
	invitee := invited(t, cloud, id)
	config := cloud.Provider() + invitationConfig(id, "first", otherDomain, `invitor_username = "domain-a"`)
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{Config: config},
		{
			PreConfig:        func() { agree(t, cloud, id, invitee) },
			Config:           config,
			ConfigPlanChecks: emptyPlan(),
			ConfigStateChecks: []statecheck.StateCheck{
				acctest.Value(invitationAddress, "status", acctest.Text("agreed")),
				acctest.Value(invitationAddress, "invitee_bcs_id", acctest.Text(invitee)),
				acctest.Value(invitationAddress, "invitee_user_id", acctest.Text(acctest.DomainIDB)),
				acctest.Value(invitationAddress, "invited_orgs", acctest.Exactly(map[string]knownvalue.Check{
					"name": acctest.Text("carrier"), "node_count": knownvalue.Int64Exact(2), "status": acctest.Text("Normal"), "status_detail": acctest.Text("2/2"),
				})),
			},
		},
		{
			Config: config, Destroy: true,
			ExpectError: acctest.Said(`Could not take the invitation back.*invitation of domain-b to the channel first.*only the tenant itself can leave.*What to do`),
		},
		{
			PreConfig:          func() { leave(t, cloud, id, invitee) },
			RefreshState:       true,
			ExpectNonEmptyPlan: true,
			RefreshPlanChecks:  plans(invitationAddress, plancheck.ResourceActionDestroyBeforeCreate),
		},
		{
			Config: config,
			ConfigStateChecks: []statecheck.StateCheck{
				acctest.Value(invitationAddress, "status", acctest.Text("waiting")),
				acctest.Value(invitationAddress, "invitee_bcs_id", knownvalue.Null()),
			},
		},
		{
			PreConfig: func() {
				noticed(t, cloud, id, "waiting")()
				if err := cloud.BCSB().Answer(t.Context(), bcs.HandleNotificationRequest{
					ChannelName: "first", Status: bcs.InvitationReject,
					InvitorInfo: bcs.HandleInvitor{InvitorBcsID: id, InvitorBcsName: "chain-behind", InvitorProjectID: acctest.ProjectID, InvitorUserID: acctest.DomainID},
				}); err != nil {
					t.Fatal(err)
				}
			},
			Config: config, ConfigPlanChecks: emptyPlan(),
		},
	}})
	noticed(t, cloud, id, "")()
}

// Withdrawn by other means, an invitation is no obstacle; with its channel it is gone.
func TestAccBcsInvitation_disappears(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	id := chain(t, cloud.BCS())
	config := cloud.Provider() + invitationConfig(id, "first", otherDomain, "")
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{Config: config},
		{
			PreConfig: func() {
				if err := cloud.BCS().RemoveInvitation(t.Context(), bcs.Invitation{InvitorBcsID: id, ChannelName: "first", InvitedUser: otherDomain}, ""); err != nil {
					t.Fatal(err)
				}
			},
			Config: config, Destroy: true,
		},
		{Config: config},
		{
			PreConfig:          dropChannel(t, cloud.BCS(), id, "first"),
			RefreshState:       true,
			ExpectNonEmptyPlan: true,
			RefreshPlanChecks:  plans(invitationAddress, plancheck.ResourceActionCreate),
		},
	}})
}

// What the service refuses is told with what to do; a lost reply names what may exist; 401 on a deletion is an error.
func TestAccBcsInvitation_faults(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	id := chain(t, cloud.BCS())
	private := chain(t, cloud.BCS(), func(request *bcs.CreateInstanceRequest) { request.Name, request.BlockchainType = "private", "private" })
	provider := cloud.Provider("max_retries = 0")
	config := provider + invitationConfig(id, "first", otherDomain, "")
	steps := []resource.TestStep{
		{Config: provider + invitationConfig(id, "first", "nobody", ""), ExpectError: acctest.Said(`Could not invite the tenant.*invited user nobody is not exist.*What to do: the message says what is wrong`)},
		{Config: provider + invitationConfig(private, "first", otherDomain, ""), ExpectError: acctest.Said(`Could not invite the tenant.*private blockchain cannot invite.*type .union.`)},
		{Config: provider + invitationConfig(id, "none", otherDomain, ""), ExpectError: acctest.Said(`Could not invite the tenant.*BCS.4006012`)},
		{
			PreConfig: func() {
				cloud.AddFault(emulator.Fault{Method: "POST", Route: invitationsRoute, Status: 504, Code: "APIGW.0201"})
			},
			Config:      config,
			ExpectError: acctest.Said(`Could not invite the tenant.*outcome of creating the invitation.*is unknown.*What to do: look in the console`),
		},
		{
			PreConfig: func() {
				cloud.AddFault(emulator.Fault{Method: "POST", Route: invitationsRoute, Status: 400, Code: "BCS.4001002", Count: 2})
			},
			Config: config, // busy, then fine
		},
	}
	for _, fault := range refusals {
		read, deletion := fault, fault
		read.Method, read.Route, read.Count = "GET", membersRoute, -1
		deletion.Method, deletion.Route, deletion.Count = "DELETE", invitationsRoute, -1
		steps = append(steps, resource.TestStep{
			PreConfig:   func() { cloud.ClearFaults(); cloud.AddFault(read) },
			Config:      config,
			ExpectError: acctest.Said(fmt.Sprintf(`Could not read the invitation.*%d %s`, fault.Status, fault.Code)),
		}, resource.TestStep{
			PreConfig:   func() { cloud.ClearFaults(); cloud.AddFault(deletion) },
			Config:      config,
			Destroy:     true,
			ExpectError: acctest.Said(fmt.Sprintf(`Could not take the invitation back.*%d %s`, fault.Status, fault.Code)),
		})
	}
	cloud.Test(resource.TestCase{Steps: append(steps, resource.TestStep{PreConfig: cloud.ClearFaults, Config: config, ConfigPlanChecks: emptyPlan()})})
}

// Invitations of one blockchain share the list of members when they are refreshed.
func TestAccBcsInvitation_requests(t *testing.T) {
	t.Parallel()
	const invitations, handful = 5, 4 // a busy machine may start the readers late
	cloud := acctest.Start(t, emulator.Options{Choices: emulator.Choices{BCS: emulator.BCSChoices{ChannelLimit: invitations + 1}}})
	id := chain(t, cloud.BCS())
	w := acctest.NewWorkspace(t, cloud.Provider()+fmt.Sprintf(`
resource "hwc_bcs_channel" "test" {
  count         = %d
  blockchain_id = %q
  name          = "channel${count.index}"
}

resource "hwc_bcs_invitation" "test" {
  count          = %[1]d
  invitor_bcs_id = %[2]q
  channel_name   = hwc_bcs_channel.test[count.index].name
  invited_user   = %[3]q
}
`, invitations, id, otherDomain))
	w.MustRun(t.Context(), "apply", "-auto-approve", "-no-color")
	before := cloud.Requests()
	w.MustRun(t.Context(), "plan", "-detailed-exitcode", "-no-color")
	after := cloud.Requests()
	if lists := after["GET "+membersRoute] - before["GET "+membersRoute]; lists == 0 || lists > handful {
		t.Errorf("a refresh of %d invitations cost %d lists of members", invitations, lists)
	}
	w.MustRun(t.Context(), "destroy", "-auto-approve", "-no-color")
}
