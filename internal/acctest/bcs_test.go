package acctest

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
	"github.com/hwc-community/terraform-provider-hwc/internal/client/bcs"
	"github.com/hwc-community/terraform-provider-hwc/internal/client/eps"
	"github.com/hwc-community/terraform-provider-hwc/internal/emulator"
)

const (
	cceCluster  = "11111111-7b69-11f1-946d-0255ac100260"
	cceClusterB = "11111111-7b69-11f1-946d-0255ac100261"
)

// The client and the emulator are written apart from the same contract. Here they meet: an inviter and an invitee walk
// through every operation, whatever the contract leaves open.
func TestBcsClientMeetsEmulator(t *testing.T) {
	t.Parallel()
	for name, choices := range map[string]emulator.BCSChoices{
		"as recommended": {},
		"by the schema": {
			GoneStatus: 404, ChannelsScale: true, SchemaTypes: true, EventsAsAOM: true, PlainStreams: true, HostedCertOnce: true,
			CreatingStatus: "Abnormal", UniqueNames: true,
		},
		"with an empty reply": {GoneStatus: 200, ConsensusAsAsked: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			consortiumMeetsEmulator(t, Start(t, emulator.Options{Choices: emulator.Choices{BCS: choices}}))
		})
	}
}

func consortiumMeetsEmulator(t *testing.T, cloud *Env) {
	t.Helper()
	for _, kind := range []emulator.Kind{emulator.BCSCreate, emulator.BCSUpdate, emulator.BCSDelete, emulator.BCSChannel} {
		cloud.SetProgress(kind, emulator.AfterReads(2))
	}
	inviter, invitee := bcs.New(cloud.core(AccessKey, SecretKey), Region), bcs.New(cloud.core(AccessKeyB, SecretKeyB), Region)

	instance := createdInstance(t, inviter, unionInstance("bcs-walk", cceCluster))
	instanceWalk(t, inviter, instance)
	organizationWalk(t, inviter, instance.ID())
	channelWalk(t, inviter, instance.ID())
	certificateWalk(t, inviter, instance.ID())
	metricWalk(t, inviter, instance.ID())
	enterpriseWalk(t, cloud, instance.ID())
	unionWalk(t, inviter, invitee, instance)
	removeInstance(t, inviter, instance.ID())
}

// unionInstance is a creation that both sides of a consortium can use.
func unionInstance(name, cluster string) bcs.CreateInstanceRequest {
	return bcs.CreateInstanceRequest{
		Name: name, VersionType: 2, FabricVersion: "2.2", BlockchainType: "union", Consensus: "etcdraft", SignAlgorithm: "ECDSA",
		EnterpriseProjectID: "0", VolumeType: "efs", OrgDiskSize: new(int64(1228)), ResourcePassword: "Abc@12345", OrdererNodeNumber: new(int64(3)),
		UseEip: new(true), ClusterType: "cce", CceClusterInfo: &bcs.CceCluster{ClusterID: cluster, ClusterName: "demo-cce"},
		PeerOrgs:  []bcs.PeerOrg{{Name: "organization01", NodeCount: 1}},
		TurboInfo: &bcs.Turbo{ShareType: "STANDARD", Type: "efs-ha", AvailableZone: "cn-north-4a", ResourceSpecCode: "sfs.turbo.40MBps"},
	}
}

func createdInstance(t *testing.T, c *bcs.Client, request bcs.CreateInstanceRequest) *bcs.Instance {
	t.Helper()
	created, outcome, err := c.CreateInstance(t.Context(), request)
	if err != nil || outcome != client.Created || created.OperationID == "" {
		t.Fatalf("got %+v, %s, %v", created, outcome, err)
	}
	return must[*bcs.Instance](t, "wait")(c.WaitInstanceCreated(t.Context(), created.ID))
}

func instanceWalk(t *testing.T, c *bcs.Client, instance *bcs.Instance) {
	t.Helper()
	ctx, id := t.Context(), instance.ID()
	if info := instance.BasicInfo; info.Name != "bcs-walk" || info.ServiceType != "union" || info.ClusterID != cceCluster {
		t.Errorf("got %+v", info)
	}
	all := must[[]bcs.InstanceName](t, "list")(c.ListInstances(ctx))
	if !slices.Contains(all, bcs.InstanceName{ID: id, Name: "bcs-walk"}) {
		t.Errorf("got %+v", all)
	}
	status := must[*bcs.InstanceStatus](t, "status")(c.GetInstanceStatus(ctx, id))
	if status.BCS.Status != bcs.ComponentFinished || status.Failures() != "" {
		t.Errorf("got %s", status)
	}
	nodes := must[map[string]bcs.OrganizationNodes](t, "nodes")(c.ListNodes(ctx, id))
	if len(nodes["organization01"].Peers) != 1 {
		t.Errorf("got %+v", nodes)
	}
	creation := must[*bcs.Operation](t, "record")(c.LastOperation(ctx, id, bcs.OperationCreate))
	if creation == nil || creation.OperationStatus != bcs.OperationFinished || creation.Begun().IsZero() {
		t.Errorf("got %+v", creation)
	}
	if flavors := must[map[string]bcs.Flavor](t, "flavors")(c.ListFlavors(ctx)); flavors["enterprise_spec"].MemberMaxNum == 0 {
		t.Errorf("got %+v", flavors)
	}
	if quotas := must[[]bcs.Quota](t, "quotas")(c.ListQuotas(ctx)); len(quotas) != 1 || quotas[0].Used != 1 {
		t.Errorf("got %+v", quotas)
	}
	if _, err := c.GetInstance(ctx, cceCluster); !client.IsNotFound(err) {
		t.Errorf("an unknown instance gives %v", err)
	}
}

func organizationWalk(t *testing.T, c *bcs.Client, id string) {
	t.Helper()
	for _, step := range []struct {
		name    string
		request bcs.UpdateInstanceRequest
		org     string
		peers   int64
	}{
		{"grow", bcs.UpdateInstanceRequest{NodeOrgs: []bcs.NodeOrg{{Name: "organization01", NodeCount: 2}}}, "organization01", 2},
		{"add", bcs.UpdateInstanceRequest{NodeOrgs: []bcs.NodeOrg{{Name: "organization02", NodeCount: 2, PvcName: "pvc-walk"}}}, "organization02", 2},
		{"shrink", bcs.UpdateInstanceRequest{NodeOrgs: []bcs.NodeOrg{{Name: "organization01", NodeCount: 1}}}, "organization01", 1},
		{"add one more", bcs.UpdateInstanceRequest{NodeOrgs: []bcs.NodeOrg{{Name: "organization03", NodeCount: 1, PvcName: "pvc-walk2"}}}, "organization03", 1},
		{"delete", bcs.UpdateInstanceRequest{NodeOrgs: []bcs.NodeOrg{{Name: "organization03", NodeCount: 1}}, IsDeleteOrg: true}, "organization03", 0},
	} {
		operation := must[string](t, step.name)(c.UpdateInstance(t.Context(), id, step.request))
		instance := must[*bcs.Instance](t, "wait to "+step.name)(c.WaitInstanceUpdated(t.Context(), id, operation))
		org := instance.Organization(step.org)
		if step.peers == 0 {
			if org != nil {
				t.Errorf("%s left %+v", step.name, org)
			}
		} else if org == nil || org.NodeCnt != step.peers {
			t.Errorf("%s made %+v", step.name, org)
		}
	}
}

func channelWalk(t *testing.T, c *bcs.Client, id string) {
	t.Helper()
	ctx := t.Context()
	// Two changes at once: the second waits for the first.
	failures := make(chan error, 2)
	for _, name := range []string{"walkone", "walktwo"} {
		go func() {
			operation, err := c.CreateChannels(ctx, id, bcs.NewChannel{ChannelName: name, ChannelDescription: "of the walk"})
			if err == nil {
				_, err = c.WaitChannelCreated(ctx, id, name, operation)
			}
			failures <- err
		}()
	}
	for range 2 {
		if err := <-failures; err != nil {
			t.Fatal(err)
		}
	}
	changed := func(what string, peers int) func(string, error) {
		return func(operation string, err error) {
			t.Helper()
			must[string](t, what)(operation, err)
			must[*bcs.Channel](t, "wait: "+what)(c.WaitChannelPeers(ctx, id, "walkone", "organization02", peers, operation))
		}
	}
	changed("join", 1)(c.AddPeers(ctx, id, "walkone", map[string]int64{"organization02": 1}))
	changed("grow", 2)(c.AddPeers(ctx, id, "walkone", map[string]int64{"organization02": 1}))
	changed("shrink", 1)(c.RemovePeers(ctx, id, "walkone", "organization02", 1))
	channel := must[*bcs.Channel](t, "read")(c.GetChannel(ctx, id, "walkone"))
	if channel.Description != "of the walk" || channel.CreateTime == "" {
		t.Errorf("got %+v", channel)
	}
	changed("leave", 0)(c.RemoveOrganizations(ctx, id, "walkone", "organization02"))
	for _, name := range []string{"walkone", "walktwo"} {
		operation := must[string](t, "delete")(c.DeleteChannel(ctx, id, name))
		if err := c.WaitChannelDeleted(ctx, id, name, operation); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := c.DeleteChannel(ctx, id, "walkone"); !client.IsNotFound(err) {
		t.Errorf("the second deletion gives %v", err)
	}
	if _, err := c.GetChannel(ctx, id, "walkone"); !client.IsNotFound(err) {
		t.Errorf("a deleted channel gives %v", err)
	}
}

func certificateWalk(t *testing.T, c *bcs.Client, id string) {
	t.Helper()
	ctx := t.Context()
	const org = "organization01"
	unzip := func(what string) func([]byte, error) {
		return func(archive []byte, err error) {
			t.Helper()
			files := must[map[string][]byte](t, "unzip "+what)(client.Unzip(must[[]byte](t, what)(archive, err)))
			if len(files) == 0 {
				t.Errorf("%s: the archive is empty", what)
			}
		}
	}
	for _, certType := range []string{bcs.CertAdmin, bcs.CertUser, bcs.CertCA} {
		unzip(certType)(c.GetCertificate(ctx, id, org, certType))
	}
	if _, err := c.GetCertificate(ctx, id, org, "blok"); !client.HasCode(err, "BCS.4006005") || client.IsNotFound(err) {
		t.Errorf("a bad type of certificate gives %v", err)
	}
	unzip("hosted")(c.CreateUserCertificate(ctx, id, org, "alice", true))
	own := must[[]byte](t, "own")(c.CreateUserCertificate(ctx, id, org, "bobby", false))
	for name, change := range map[string]func() error{
		"freeze a hosted one":   func() error { return c.FreezeCertificate(ctx, id, org, "alice", nil) },
		"unfreeze a hosted one": func() error { return c.UnfreezeCertificate(ctx, id, org, "alice", nil) },
		"freeze an own one":     func() error { return c.FreezeCertificate(ctx, id, org, "bobby", own) },
	} {
		if err := change(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	unzip("SDK")(c.GetSdkConfig(ctx, id, bcs.SdkConfigRequest{
		ChaincodeName: "chaincode", CertPath: "/opt/config", ChannelName: "channel",
		PeerOrgs: map[string][]string{org: peersOf(t, c, id, org)},
	}))
}

func peersOf(t *testing.T, c *bcs.Client, id, org string) []string {
	t.Helper()
	nodes := must[map[string]bcs.OrganizationNodes](t, "nodes")(c.ListNodes(t.Context(), id))
	return slices.Sorted(maps.Keys(nodes[org].Peers))
}

func metricWalk(t *testing.T, c *bcs.Client, id string) {
	t.Helper()
	ctx := t.Context()
	metrics := must[[]bcs.Metric](t, "metrics")(c.ListMetrics(ctx, id, "cpuUsage"))
	if len(metrics) != 1 || len(metrics[0].DataPoints) == 0 {
		t.Fatalf("got %+v", metrics)
	}
	if _, ok := metrics[0].DataPoints[0].Statistics[0].Value.Float64(); !ok {
		t.Errorf("got %+v", metrics[0].DataPoints[0])
	}
	if _, err := c.ListMetrics(ctx, id, "nonsense"); !client.HasCode(err, "BCS.4001108") {
		t.Errorf("a bad name gives %v", err)
	}
	entities := must[[]bcs.EntityMetric](t, "entities")(c.ListEntityMetrics(ctx, id, bcs.EntityMetricRequest{Type: "org"}))
	if len(entities) == 0 {
		t.Error("no entities")
	}
	for _, peer := range peersOf(t, c, id, "organization01") {
		must[[]bcs.Metric](t, "workload")(c.ListInstanceMetrics(ctx, id, bcs.InstanceMetricRequest{
			Type: "org", EntityName: "organization01", InstanceName: peer,
		}))
	}
	window := bcs.EventRequest{TimeRange: "-1.-1.60", Step: 60000}
	must[*bcs.Events](t, "events")(c.ListEvents(ctx, id, bcs.EventActiveAlert, window))
	must[*bcs.Events](t, "statistics")(c.ListEventStatistics(ctx, id, "", window))
}

func enterpriseWalk(t *testing.T, cloud *Env, id string) {
	t.Helper()
	const target = "0aa0aa0a-aa0a-4a0a-aa0a-aa0aaa0aaa0a"
	projects := eps.New(cloud.core(AccessKey, SecretKey), Region)
	for _, project := range []string{target, "0"} {
		if err := projects.MigrateResource(t.Context(), project, eps.BCSInstance, id); err != nil {
			t.Fatal(err)
		}
		if err := projects.WaitMigrated(t.Context(), project, eps.BCSInstance, id); err != nil {
			t.Fatal(err)
		}
	}
}

// unionWalk goes the way of contract/bcs.md 3.7 from the invitation to leaving.
func unionWalk(t *testing.T, inviter, invitee *bcs.Client, instance *bcs.Instance) {
	t.Helper()
	ctx := t.Context()
	channel := instance.Channels[0].Name
	invitation := bcs.Invitation{InvitorBcsID: instance.ID(), ChannelName: channel, InvitedUser: "domain-b"}
	if err := inviter.InviteMembers(ctx, bcs.InviteRequest{
		BcsID: instance.ID(), ChannelName: channel, InvitorUsername: Domain, InvitedUserinfo: []bcs.InvitedUser{{InvitedUser: "domain-b"}},
	}); err != nil {
		t.Fatal(err)
	}
	notification := must[*bcs.Notification](t, "notification")(invitee.GetNotification(ctx, instance.ID(), channel))
	if notification.Status != bcs.InvitationWaiting || notification.InvitorInfo.InvitorProjectID != ProjectID {
		t.Errorf("got %+v", notification)
	}
	request := unionInstance("bcs-walk-b", cceClusterB)
	request.IsInvitee = new(true)
	request.InvitorInfos = &bcs.Invitor{TenantID: DomainID, ProjectID: ProjectID, BlockchainID: instance.ID()}
	joining := createdInstance(t, invitee, request)
	if err := invitee.HandleNotification(ctx, bcs.HandleNotificationRequest{
		ChannelName: channel, Status: bcs.InvitationAgreed, InvitedOrgs: []bcs.OrgName{{Name: "organization01"}},
		InvitorInfo: bcs.HandleInvitor{
			InvitorBcsID: instance.ID(), InvitorBcsName: instance.BasicInfo.Name, InvitorProjectID: ProjectID, InvitorUserID: DomainID,
		},
		InviteeInfo: &bcs.HandleInvitee{
			InviteeBcsID: joining.ID(), InviteeBcsName: joining.BasicInfo.Name, InviteeProjectID: ProjectIDB, InviteeUserID: DomainIDB,
		},
	}); err != nil {
		t.Fatal(err)
	}
	member := must[*bcs.Member](t, "member")(inviter.GetMember(ctx, invitation))
	if member.InviteeInfo.InviteeBcsID != joining.ID() || len(member.InvitedOrgs) != 1 {
		t.Errorf("got %+v", member)
	}
	operation := must[string](t, "quit")(invitee.QuitUnion(ctx, bcs.QuitRequest{
		InviterBcsID: instance.ID(), InviterProjectID: ProjectID, InviterDomainID: DomainID, InviterUsername: Domain, ChannelName: channel,
		InviteeBcsID: joining.ID(), InviteeProjectID: ProjectIDB, InviteeDomainID: DomainIDB,
	}))
	if err := invitee.WaitOperation(ctx, joining.ID(), operation); err != nil {
		t.Fatal(err)
	}
	if err := inviter.DeleteInvitations(ctx, bcs.DeleteInvitationRequest{
		BcsID: instance.ID(), ChannelName: channel,
		InvitedUserinfo: []bcs.InvitationToDelete{{InvitedUser: "domain-b", Status: bcs.InvitationQuit, InvitedBcsID: joining.ID()}},
	}); err != nil {
		t.Fatal(err)
	}
	if _, err := invitee.GetNotification(ctx, instance.ID(), channel); !client.IsNotFound(err) {
		t.Errorf("a deleted invitation gives %v", err)
	}
	removeInstance(t, invitee, joining.ID())
}

func removeInstance(t *testing.T, c *bcs.Client, id string) {
	t.Helper()
	operation := must[string](t, "delete")(c.DeleteInstance(t.Context(), id, bcs.DeleteInstanceOptions{DeleteStorage: true}))
	if again, err := c.DeleteInstance(t.Context(), id, bcs.DeleteInstanceOptions{}); again != "" || err != nil && !client.IsNotFound(err) {
		t.Errorf("the second deletion gives %q, %v", again, err)
	}
	if err := c.WaitInstanceDeleted(t.Context(), id, operation); err != nil {
		t.Fatal(err)
	}
	if _, err := c.GetInstance(t.Context(), id); !client.IsNotFound(err) {
		t.Errorf("a deleted instance gives %v", err)
	}
}

// A creation that fails says which component failed, in the emulator's words too.
func TestBcsCreationFails(t *testing.T) {
	t.Parallel()
	cloud := Start(t, emulator.Options{})
	cloud.SetProgress(emulator.BCSCreate, emulator.Fails("eip", "no address left"))
	c := bcs.New(cloud.core(AccessKey, SecretKey), Region)
	created, _, err := c.CreateInstance(t.Context(), unionInstance("bcs-walk", cceCluster))
	if err != nil {
		t.Fatal(err)
	}
	_, err = c.WaitInstanceCreated(t.Context(), created.ID)
	if err == nil || !strings.Contains(err.Error(), "the component eip failed") || !strings.Contains(err.Error(), "no address left") {
		t.Errorf("got %v", err)
	}
	removeInstance(t, c, created.ID)
}
