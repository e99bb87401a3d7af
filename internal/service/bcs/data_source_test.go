package bcs_test

import (
	"fmt"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/hwc-community/terraform-provider-hwc/internal/acctest"
	"github.com/hwc-community/terraform-provider-hwc/internal/client/bcs"
	"github.com/hwc-community/terraform-provider-hwc/internal/emulator"
)

// Shorter names of what the tests of all services share.
var (
	said       = acctest.Said
	does       = acctest.Plans
	emptyPlan  = acctest.EmptyPlan
	value      = acctest.Value
	text       = acctest.Text
	exactly    = acctest.Exactly
	dataConfig = acctest.DataSource
)

const nobody = "4189d3c2-0000-4871-a3c2-d380272eed83"

// lacking is the id of an instance that is not there, as an argument.
const lacking = `blockchain_id = "` + nobody + `"`

func number(value int64) knownvalue.Check { return knownvalue.Int64Exact(value) }

func blockchainLine(i *bcs.Instance) string { return fmt.Sprintf("blockchain_id = %q\n", i.ID()) }

// shows wants a data source with these arguments to have an attribute as the check says.
func shows(cloud *acctest.Env, kind, lines, attribute string, check knownvalue.Check) resource.TestStep {
	return resource.TestStep{
		Config:            cloud.Provider() + dataConfig(kind, lines),
		ConfigStateChecks: []statecheck.StateCheck{value("data."+kind+".test", attribute, check)},
	}
}

// refuses wants a data source with these arguments to fail with a message.
func refuses(cloud *acctest.Env, kind, lines, message string) resource.TestStep {
	return resource.TestStep{Config: cloud.Provider() + dataConfig(kind, lines), ExpectError: said(message)}
}

func TestAccBcsInstancesDataSource_basic(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	seeded := cloud.SeedInstances(t, cloud.BCS(), nil, "chain-two", "chain-one")
	named := func(i *bcs.Instance) map[string]knownvalue.Check {
		return map[string]knownvalue.Check{"id": text(i.ID()), "name": text(i.BasicInfo.Name)}
	}
	const kind = "hwc_bcs_instances"
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		refuses(cloud, kind, `name = ""`, `string length must be at least 1`),
		shows(cloud, kind, "", "instances", exactly(named(seeded[1]), named(seeded[0]))),
		shows(cloud, kind, `name = "chain-two"`, "instances", exactly(named(seeded[0]))),
		// A part of the names is no name.
		shows(cloud, kind, `name = "chain"`, "instances", exactly()),
		shows(cloud, kind, "", "region", text(acctest.Region)),
	}})
}

func TestAccBcsFlavorsDataSource_basic(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{Choices: emulator.Choices{BCS: emulator.BCSChoices{MemberLimit: 9}}})
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		shows(cloud, "hwc_bcs_flavors", "", "flavors", exactly(map[string]knownvalue.Check{
			"name": text("enterprise_spec"), "org_peer_max_num": number(5), "orderer_max_num": number(10), "member_max_num": number(9),
		})),
	}})
}

func TestAccBcsQuotasDataSource_basic(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{Choices: emulator.Choices{BCS: emulator.BCSChoices{Quota: 7}}})
	cloud.SeedInstances(t, cloud.BCS(), nil, "chain-one")
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		shows(cloud, "hwc_bcs_quotas", "", "quotas", exactly(map[string]knownvalue.Check{
			"type": text("instance"), "unit": knownvalue.Null(), "min": number(0), "max": number(100), "quota": number(7), "used": number(1), "free": number(6),
		})),
	}})
}

// invite asks tenant b into a channel of a consortium's instance.
func invite(t *testing.T, cloud *acctest.Env, from *bcs.Instance, channel string) {
	t.Helper()
	if err := cloud.BCS().InviteMembers(t.Context(), bcs.InviteRequest{
		BcsID: from.ID(), ChannelName: channel, InvitorUsername: acctest.Domain, InvitedUserinfo: []bcs.InvitedUser{{InvitedUser: "domain-b"}},
	}); err != nil {
		t.Fatal(err)
	}
}

// union makes an instance one of a consortium, with two channels.
func union(request *bcs.CreateInstanceRequest) {
	request.BlockchainType = "union"
	request.Channels = append(request.Channels, bcs.FirstChannel{Name: "bills", OrgNames: []string{"org2"}})
}

// join lets an instance of tenant b take part in a channel that tenant b was invited to.
func join(t *testing.T, cloud *acctest.Env, from *bcs.Instance, channel string) *bcs.Instance {
	t.Helper()
	joining := cloud.SeedInstances(t, cloud.BCSB(), func(request *bcs.CreateInstanceRequest) {
		invitee := true
		request.BlockchainType, request.Channels, request.IsInvitee = "union", nil, &invitee
		request.CceClusterInfo.ClusterID = acctest.Cluster(100)
		request.InvitorInfos = &bcs.Invitor{TenantID: acctest.DomainID, ProjectID: acctest.ProjectID, BlockchainID: from.ID()}
	}, "chain-b")[0]
	if err := cloud.BCSB().HandleNotification(t.Context(), bcs.HandleNotificationRequest{
		ChannelName: channel, Status: bcs.InvitationAgreed, InvitedOrgs: []bcs.OrgName{{Name: "org1"}},
		InvitorInfo: bcs.HandleInvitor{
			InvitorBcsID: from.ID(), InvitorBcsName: from.BasicInfo.Name, InvitorProjectID: acctest.ProjectID, InvitorUserID: acctest.DomainID,
		},
		InviteeInfo: &bcs.HandleInvitee{
			InviteeBcsID: joining.ID(), InviteeBcsName: "chain-b", InviteeProjectID: acctest.ProjectIDB, InviteeUserID: acctest.DomainIDB,
		},
	}); err != nil {
		t.Fatal(err)
	}
	return joining
}

// The other account's instance has joined by one of two invitations.
func TestAccBcsMembersDataSource_basic(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	seeded := cloud.SeedInstances(t, cloud.BCS(), union, "chain-one", "chain-two")
	invite(t, cloud, seeded[0], "orders")
	invite(t, cloud, seeded[0], "bills")
	joined := join(t, cloud, seeded[0], "orders")
	member := map[string]knownvalue.Check{
		"channel_name": text("orders"), "tcs_need": knownvalue.Bool(false),
		"invitor_bcs_id": text(seeded[0].ID()), "invitor_bcs_name": text("chain-one"), "invitor_project_id": text(acctest.ProjectID),
		"invitor_user_id": text(acctest.DomainID), "invitor_username": text(acctest.Domain),
		"invitee_bcs_id": text(joined.ID()), "invitee_user_id": text(acctest.DomainIDB), "invitee_username": text("domain-b"),
		"invited_orgs": exactly(map[string]knownvalue.Check{
			"name": text("org1"), "node_count": number(2), "name_hash": knownvalue.StringRegexp(regexp.MustCompile(`^[0-9a-f]{40}$`)),
		}),
	}
	const kind = "hwc_bcs_members"
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		refuses(cloud, kind, `blockchain_id = "chain-one"`, `must be a UUID in lower case.*"chain-one"`),
		shows(cloud, kind, `channel_name = "orders"`, "members", exactly(member)),
		shows(cloud, kind, blockchainLine(seeded[0])+`channel_name = "orders"`, "members", exactly(member)),
		shows(cloud, kind, blockchainLine(joined), "members", exactly(member)),
		shows(cloud, kind, blockchainLine(seeded[1]), "members", exactly()),
		shows(cloud, kind, `channel_name = "order"`, "members", exactly()),
	}})
}

func TestAccBcsNotificationsDataSource_basic(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	from := cloud.SeedInstances(t, cloud.BCS(), union, "chain-one")[0]
	invite(t, cloud, from, "orders")
	invite(t, cloud, from, "bills")
	joined := join(t, cloud, from, "orders")
	waiting := map[string]knownvalue.Check{
		"channel_name": text("bills"), "status": text("waiting"), "tc3_need": knownvalue.Bool(false),
		"invitor_id": text(acctest.DomainID), "invitor_name": text(acctest.Domain), "invitor_bcs_id": text(from.ID()), "invitor_bcs_name": text("chain-one"),
		"invitor_project_id": text(acctest.ProjectID), "invitor_consensus": text("etcdraft"), "invitor_database_type": text("goleveldb"),
		"invitor_signature_algorithm": text("ECDSA"), "invitor_cluster_type": text("cce"),
		"invitee_id": text(acctest.DomainIDB), "invitee_bcs_id": knownvalue.Null(), "invitee_orgs": exactly(),
		"updated_time": knownvalue.StringRegexp(regexp.MustCompile(`Z$`)),
	}
	agreed := map[string]knownvalue.Check{
		"channel_name": text("orders"), "status": text("agreed"), "invitee_bcs_id": text(joined.ID()), "invitee_bcs_name": text("chain-b"),
		"invitee_project_id": text(acctest.ProjectIDB), "invitee_orgs": exactly(map[string]knownvalue.Check{"name": text("org1")}),
	}
	const kind = "hwc_bcs_notifications"
	// Notifications are the invited account's.
	asB := func(lines string, check knownvalue.Check) resource.TestStep {
		step := shows(cloud, kind, lines, "notifications", check)
		step.Config = cloud.ProviderB() + dataConfig(kind, lines)
		return step
	}
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		shows(cloud, kind, "", "notifications", exactly()),
		asB("", exactly(waiting, agreed)),
		asB(`status = "agreed"`, exactly(agreed)),
		asB(`channel_name = "bills"`, exactly(waiting)),
		asB(`invitor_bcs_id = "`+from.ID()+`"`, exactly(waiting, agreed)),
		asB(`invitor_bcs_id = "`+nobody+`"`, exactly()),
	}})
}

func TestAccBcsOperationsDataSource_basic(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	seeded := cloud.SeedInstances(t, cloud.BCS(), nil, "chain-one", "chain-two")
	change, err := cloud.BCS().UpdateInstance(t.Context(), seeded[0].ID(), bcs.UpdateInstanceRequest{NodeOrgs: []bcs.NodeOrg{{Name: "org2", NodeCount: 2}}})
	if err == nil {
		_, err = cloud.BCS().WaitInstanceUpdated(t.Context(), seeded[0].ID(), change)
	}
	if err != nil {
		t.Fatal(err)
	}
	utc := knownvalue.StringRegexp(regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$`))
	scaling := map[string]knownvalue.Check{
		"operation_id": text(change), "operation_status": text("finished"), "operation_type": text("03"), "resource_type": text("BCSSVC01"),
		"blockchain_id": text(seeded[0].ID()), "blockchain_name": text("chain-one"), "project_id": text(acctest.ProjectID), "domain_id": text(acctest.DomainID),
		"cluster_info": knownvalue.ObjectPartial(map[string]knownvalue.Check{"cluster_type": text("cce"), "cluster_id": text(acctest.Cluster(0)), "node_infos": exactly()}),
		"message":      exactly(), "failure": knownvalue.Null(), "started_at": utc, "record_time": utc,
	}
	creation := map[string]knownvalue.Check{
		"operation_type": text("99"), "blockchain_name": text("chain-one"), "progress": knownvalue.StringRegexp(regexp.MustCompile(`^finished, \d of \d steps finished$`)),
		"steps": knownvalue.ListPartial(map[int]knownvalue.Check{0: knownvalue.ObjectPartial(map[string]knownvalue.Check{
			"step_name": text("Preparation"), "status": text("finished"), "sub_steps": exactly(map[string]knownvalue.Check{
				"substep_name": text("Generate basic configurations"), "status": text("finished"), "message": exactly(), "start_time": utc, "end_time": utc,
			}),
		})}),
	}
	const kind = "hwc_bcs_operations"
	of := blockchainLine(seeded[0])
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		refuses(cloud, kind, `operation_status = "done"`, `operation_status value must be one of`),
		shows(cloud, kind, of, "operations", exactly(scaling, creation)),
		shows(cloud, kind, of+`operation_type = "99"`, "operations", exactly(creation)),
		shows(cloud, kind, `operation_id = "`+change+`"`, "operations", exactly(scaling)),
		shows(cloud, kind, of+"resource_type = \"BCSSVC01\"\noperation_status = \"finished\"", "operations", exactly(scaling, creation)),
		shows(cloud, kind, `operation_status = "failed"`, "operations", exactly()),
	}})
}

// A failed creation is named with the step and the cloud's own words, and the component of the status tells it too.
func TestAccBcsOperationsDataSource_failed(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	cloud.SetProgress(emulator.BCSCreate, emulator.Fails("bcs", "no node is left for the peers"))
	created, _, err := cloud.BCS().CreateInstance(t.Context(), bcs.CreateInstanceRequest{
		Name: "chain-one", VersionType: 4, EnterpriseProjectID: "0", ResourcePassword: "Resource@123", OrdererNodeNumber: new(int64(3)), ClusterType: "cce",
		CceClusterInfo: &bcs.CceCluster{ClusterID: acctest.Cluster(0), ClusterName: "cluster-one"},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cloud.RemoveInstance(cloud.BCS(), created.ID, "cce") })
	line := fmt.Sprintf("blockchain_id = %q\n", created.ID)
	reason := knownvalue.StringRegexp(regexp.MustCompile(`Deploy blockchain components.*no node is left for the peers`))
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		shows(cloud, "hwc_bcs_operations", line+`operation_status = "failed"`, "operations", exactly(map[string]knownvalue.Check{"failure": reason})),
		shows(cloud, "hwc_bcs_instance_status", line, "components", knownvalue.ListPartial(map[int]knownvalue.Check{7: knownvalue.ObjectPartial(
			map[string]knownvalue.Check{"name": text("bcs"), "status": text("failed"), "detail": text("no node is left for the peers")},
		)})),
	}})
}
