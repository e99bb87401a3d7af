package foreign

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/huaweicloud/huaweicloud-sdk-go-v3/core/def"
	"github.com/huaweicloud/huaweicloud-sdk-go-v3/core/sdkerr"
	bcs "github.com/huaweicloud/huaweicloud-sdk-go-v3/services/bcs/v2"
	"github.com/huaweicloud/huaweicloud-sdk-go-v3/services/bcs/v2/model"
)

// asTheSDKHasIt makes the emulator send what the SDK's types say where the documentation's samples say otherwise
// (contract/bcs.md 3.7, 5): without it the SDK cannot decode two of the 32 replies.
const asTheSDKHasIt = `-choices={"bcs":{"schema_types":true}}`

const clusterID = "11111111-7b69-11f1-946d-0255ac1002"

func bcsClient(t *testing.T, base string, who tenant) *bcs.BcsClient {
	t.Helper()
	client, err := bcs.BcsClientBuilder().WithEndpoints([]string{base}).WithCredential(projectCredentials(t, who)).SafeBuild()
	if err != nil {
		t.Fatal(err)
	}
	return bcs.NewBcsClient(client)
}

// creation is a consortium instance of one organization of two peers.
func creation(name, cluster string) *model.CreateNewBlockchainRequest {
	return &model.CreateNewBlockchainRequest{Body: &model.CreateRequestBody{
		Name: name, VersionType: 2, FabricVersion: new("2.2"), BlockchainType: new("union"), Consensus: new("etcdraft"),
		SignAlgorithm: new("ECDSA"), EnterpriseProjectId: "0", VolumeType: new("efs"), OrgDiskSize: new(int64(1228)),
		DatabaseType: new("couchdb"), CouchdbInfo: &model.CouchDb{UserName: "Administrator", Password: "Couch@1234"},
		ResourcePassword: "Abc@12345", OrdererNodeNumber: new(int64(3)), UseEip: new(true), ClusterType: "cce",
		CceClusterInfo: &model.CceClusterInfo{ClusterId: clusterID + cluster, ClusterName: "demo", ClusterPlatformType: "VirtualMachine"},
		PeerOrgs:       &[]model.OrgPeer{{Name: "organization", NodeCount: 2}},
		TurboInfo: &model.TurboInfo{ShareType: "STANDARD", Type: "efs-ha", AvailableZone: "cn-north-4a",
			ResourceSpecCode: "sfs.turbo.40MBps"},
		BlockInfo: &model.CreateRequestBodyBlockInfo{BatchTimeout: new(int64(2)), MaxMessageCount: new(int64(500)),
			PreferredMaxbytes: new(int64(2))},
	}}
}

// TestBCS walks through all operations of the official SDK's client, as two tenants of one consortium.
func TestBCS(t *testing.T) {
	t.Parallel()
	base := start(t, asTheSDKHasIt)
	w := &bcsWalk{t: t, a: bcsClient(t, base, tenantA), b: bcsClient(t, base, tenantB)}
	w.create()
	w.read()
	w.update()
	w.channels()
	w.certificates()
	w.metrics()
	w.consortium()
	w.remove()

	done := called(t, base)
	count := 0
	for operation := range done {
		if !strings.Contains(operation, "/v3/") { // logging in
			count++
		}
	}
	all := bcsOperations()
	if count != len(all) || len(all) != 32 {
		t.Errorf("%d operations were answered with success, the client has %d, the contract 32: %v", count, len(all), done)
	}
	var state struct {
		Blockchains []any `json:"blockchains"`
		Leftovers   []any `json:"leftovers"`
		Invitations []any `json:"invitations"`
	}
	control(t, base, "state", &state)
	if len(state.Blockchains)+len(state.Leftovers)+len(state.Invitations) != 0 {
		t.Errorf("the walk left %+v", state)
	}
}

// bcsOperations are the client's methods that call the cloud.
func bcsOperations() []string {
	var names []string
	for method := range reflect.TypeFor[*bcs.BcsClient]().Methods() {
		if !strings.HasSuffix(method.Name, "Invoker") {
			names = append(names, method.Name)
		}
	}
	return names
}

// bcsWalk is where TestBCS is: the clients of both tenants, and what they made.
type bcsWalk struct {
	t                *testing.T
	a, b             *bcs.BcsClient
	inviter, invitee string
}

func (w *bcsWalk) create() {
	w.t.Helper()
	reply := call(w.t, w.a.CreateNewBlockchain, creation("bcs-inviter", "60"))
	w.inviter = *reply.BlockchainId
	records := *call(w.t, w.a.ListOpRecord, &model.ListOpRecordRequest{BlockchainId: &w.inviter, OperationId: reply.OperationId,
		OperationType:   new(model.GetListOpRecordRequestOperationTypeEnum().E_99),
		ResourceType:    new(model.GetListOpRecordRequestResourceTypeEnum().BCSSVC01),
		OperationStatus: new(model.GetListOpRecordRequestOperationStatusEnum().FINISHED)}).OperationRecords
	if len(records) != 1 || len(records[0].OperationProcess) == 0 {
		w.t.Errorf("records %v", records)
	}
	if list := call(w.t, w.a.ListBlockchains, &model.ListBlockchainsRequest{}); *list.Count != 1 {
		w.t.Errorf("list %v", list)
	}
}

func (w *bcsWalk) read() {
	w.t.Helper()
	detail := w.detail(w.inviter)
	info := detail.BasicInfo
	if *info.Name != "bcs-inviter" || *info.Status != "Normal" || *info.ProcessStatus != "" || *info.VersionType != 2 ||
		*info.BlockInfo.MaxMessageCount != 500 || *detail.CouchDbInfo.User != "Administrator" || *detail.OrdererInfo.NodeCnt != 3 ||
		*(*detail.PeerInfo)[0].NodeCnt != 2 || len(*(*detail.PeerInfo)[0].Address) != 2 || *(*detail.Channels)[0].Name != "channel" {
		w.t.Errorf("detail %v", detail)
	}
	status := call(w.t, w.a.ShowBlockchainStatus, &model.ShowBlockchainStatusRequest{BlockchainId: w.inviter})
	if status.Bcs.Status.Value() != "finished" || status.Cce.Cluster.Status.Value() != "finished" {
		w.t.Errorf("status %v", status)
	}
	nodes := call(w.t, w.a.ShowBlockchainNodes, &model.ShowBlockchainNodesRequest{BlockchainId: w.inviter}).NodeOrgs
	if len(nodes["organization"].Peers) != 2 {
		w.t.Errorf("nodes %v", nodes)
	}
	flavors := call(w.t, w.a.ShowBlockchainFlavors, &model.ShowBlockchainFlavorsRequest{Limit: new(int32(10)), Offset: new(int32(0))})
	if *flavors.EnterpriseSpec.OrdererMaxNum != 10 {
		w.t.Errorf("flavors %v", flavors)
	}
	quotas := *call(w.t, w.a.ListQuotas, &model.ListQuotasRequest{}).Resources
	if *quotas[0].Used != 1 {
		w.t.Errorf("quotas %v", quotas)
	}
}

func (w *bcsWalk) detail(id string) *model.ShowBlockchainDetailResponse {
	w.t.Helper()
	return call(w.t, w.a.ShowBlockchainDetail, &model.ShowBlockchainDetailRequest{BlockchainId: id})
}

// update adds an organization and scales one.
func (w *bcsWalk) update() {
	w.t.Helper()
	for _, change := range []model.NodeOrgs{{Name: "org-new", NodeCount: 1, PvcName: new("pvc-1")}, {Name: "org-new", NodeCount: 2}} {
		call(w.t, w.a.UpdateInstance, &model.UpdateInstanceRequest{BlockchainId: w.inviter,
			Body: &model.UpdateInstanceRequestBody{NodeOrgs: []model.NodeOrgs{change}, IsDeleteOrg: new(false)}})
		if peers := *w.detail(w.inviter).PeerInfo; len(peers) != 2 || *peers[1].NodeCnt != change.NodeCount {
			w.t.Errorf("after %v: %v", change, peers)
		}
	}
}

// channels takes a channel from its creation to its deletion.
func (w *bcsWalk) channels() {
	w.t.Helper()
	call(w.t, w.a.BatchCreateChannels, &model.BatchCreateChannelsRequest{BlockchainId: w.inviter,
		Body: &model.BatchCreateChannelsRequestBody{Channels: []model.ChannelCreateInfo{{ChannelName: "channel02", ChannelDescription: new("second")}}}})
	call(w.t, w.a.BatchAddPeersToChannel, &model.BatchAddPeersToChannelRequest{BlockchainId: w.inviter,
		Body: &model.BatchAddPeersToChannelRequestBody{ChannelPeers: []model.PeerChannelInfo{{ChannelName: "channel02",
			Peers: map[string]int64{"organization": 2}}}}})
	call(w.t, w.a.BatchRemovePeersFromChannel, &model.BatchRemovePeersFromChannelRequest{BlockchainId: w.inviter, ChannelId: "channel02",
		Body: &model.BatchRemovePeersFromChannelRequestBody{OrgName: "organization", Peers: 1}})
	list := *call(w.t, w.a.ListBlockchainChannels, &model.ListBlockchainChannelsRequest{BlockchainId: w.inviter}).Channels
	if len(list) != 2 || *list[1].Description != "second" || len(list[1].Peers["organization"]) != 1 ||
		len(list[1].ConsensusNodes["organization"]) != 1 {
		w.t.Errorf("channels %v", list)
	}
	call(w.t, w.a.BatchRemoveOrgsFromChannel, &model.BatchRemoveOrgsFromChannelRequest{BlockchainId: w.inviter, ChannelId: "channel02",
		Body: &model.BatchRemoveOrgsFromChannelRequestBody{OrgNames: []string{"organization"}}})
	call(w.t, w.a.DeleteChannel, &model.DeleteChannelRequest{BlockchainId: w.inviter, ChannelId: "channel02"})
	if left := *w.detail(w.inviter).Channels; len(left) != 1 {
		w.t.Errorf("channels %v", left)
	}
}

// archive reads a stream to its end and names the files in it.
func (w *bcsWalk) archive(stream io.ReadCloser) ([]byte, []string) {
	w.t.Helper()
	data, err := io.ReadAll(stream)
	if err := errors.Join(err, stream.Close()); err != nil {
		w.t.Fatal(err)
	}
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		w.t.Fatal(err)
	}
	var names []string
	for _, file := range archive.File {
		names = append(names, file.Name)
	}
	return data, names
}

// certificates downloads, creates, freezes and unfreezes certificates.
func (w *bcsWalk) certificates() {
	w.t.Helper()
	_, names := w.archive(call(w.t, w.a.DownloadBlockchainCert, &model.DownloadBlockchainCertRequest{BlockchainId: w.inviter,
		OrgName: "organization", CertType: model.GetDownloadBlockchainCertRequestCertTypeEnum().ADMIN}).Body)
	if !slices.ContainsFunc(names, func(name string) bool { return strings.HasPrefix(name, "msp/keystore/") }) {
		w.t.Errorf("files %v", names)
	}
	peers := call(w.t, w.a.ListBlockchainChannels, &model.ListBlockchainChannelsRequest{BlockchainId: w.inviter})
	_, names = w.archive(call(w.t, w.a.DownloadBlockchainSdkConfig, &model.DownloadBlockchainSdkConfigRequest{BlockchainId: w.inviter,
		Body: &model.CfgRequestBody{ChaincodeName: "chaincode", CertPath: "/opt", ChannelName: "channel",
			PeerOrgs: map[string][]string{"organization": (*peers.Channels)[0].Peers["organization"]}, IsMultiChan: new(false)}}).Body)
	if !slices.Contains(names, "bcs-inviter-sdk-config.yaml") {
		w.t.Errorf("files %v", names)
	}
	data, _ := w.archive(call(w.t, w.a.CreateBlockchainCertByUserName, &model.CreateBlockchainCertByUserNameRequest{BlockchainId: w.inviter,
		OrgName: "organization", UserName: "user01", Body: &model.CreateBlockchainCertByUserNameRequestBody{SecurityMode: new(false)}}).Body)
	call(w.t, w.a.FreezeCert, &model.FreezeCertRequest{BlockchainId: w.inviter, OrgName: "organization", UserName: "user01",
		Body: &model.FreezeCertRequestBody{File: w.file(data)}})
	call(w.t, w.a.UnfreezeCert, &model.UnfreezeCertRequest{BlockchainId: w.inviter, OrgName: "organization", UserName: "user01",
		Body: &model.UnfreezeCertRequestBody{File: w.file(data)}})
}

// file is a part of a form; the SDK takes nothing but files.
func (w *bcsWalk) file(data []byte) *def.FilePart {
	w.t.Helper()
	name := filepath.Join(w.t.TempDir(), "user01.zip")
	if err := os.WriteFile(name, data, 0o600); err != nil {
		w.t.Fatal(err)
	}
	opened, err := os.Open(name)
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() { _ = opened.Close() }) // it was only read
	return def.NewFilePart(opened)
}

// metrics reads metrics and events.
func (w *bcsWalk) metrics() {
	w.t.Helper()
	whole := *call(w.t, w.a.ListBcsMetric, &model.ListBcsMetricRequest{BlockchainId: w.inviter,
		Body: &model.ListBcsMetricRequestBody{MetricNames: &[]string{"cpuUsage", "totalMem"}}}).Metrics
	if len(whole) != 2 || *(*(*whole[1].DataPoints)[0].Statistics)[0].Value != 16384 {
		w.t.Errorf("metrics %v", whole)
	}
	entities := *call(w.t, w.a.ListEntityMetric, &model.ListEntityMetricRequest{BlockchainId: w.inviter,
		Body: &model.ListEntityMetricRequestBody{Type: "org", EntityName: new("organization")}}).Metrics
	if len(entities) != 2 || *(*entities[0].Values)[0].CpuUsage == "" {
		w.t.Fatalf("entities %v", entities)
	}
	dimensions := *entities[0].Dimensions
	one := *call(w.t, w.a.ListInstanceMetric, &model.ListInstanceMetricRequest{BlockchainId: w.inviter,
		Body: &model.ListInstanceMetricRequestBody{Type: "org", EntityName: "organization",
			InstanceName: *dimensions[len(dimensions)-1].Value}}).Metrics
	if len(one) == 0 {
		w.t.Error("no metrics of a peer")
	}
	query := &model.ListBcsEventRequestBody{TimeRange: "-1.-1.60", Step: 60000, Search: new(""),
		MetadataRelation: &[]model.EventMetadataRelation{{Key: new("event_type"), Value: &[]string{"event"},
			Relation: new(model.GetEventMetadataRelationRelationEnum().AND)}},
		Sort: &model.EventResultSort{OrderBy: &[]string{"starts_at"}, Order: new(model.GetEventResultSortOrderEnum().DESC)}}
	if events := *call(w.t, w.a.ListBcsEvents, &model.ListBcsEventsRequest{BlockchainId: w.inviter, Body: query}).Metrics; len(events) == 0 {
		w.t.Error("no events")
	}
	alarms := *call(w.t, w.a.ListBcsEventsStatistic, &model.ListBcsEventsStatisticRequest{BlockchainId: w.inviter,
		Type: new(model.GetListBcsEventsStatisticRequestTypeEnum().ACTIVE_ALERT), Body: query}).Metrics
	if len(alarms) != 0 {
		w.t.Errorf("alarms %v", alarms)
	}
}

// consortium goes from the invitation to leaving.
func (w *bcsWalk) consortium() {
	w.t.Helper()
	w.invite()
	notices := *call(w.t, w.b.ListNotifications, &model.ListNotificationsRequest{}).Notifications
	if len(notices) != 1 || *notices[0].Status != "waiting" || *notices[0].InvitorInfo.InvitorBcsId != w.inviter {
		w.t.Fatalf("notifications %v", notices)
	}
	invitee := creation("bcs-invitee", "61")
	invitee.Body.IsInvitee, invitee.Body.InvitorInfos = new(true), &model.InvitorInfos{TenantId: tenantA.domainID,
		ProjectId: tenantA.projectID, BlockchainId: w.inviter}
	w.invitee = *call(w.t, w.b.CreateNewBlockchain, invitee).BlockchainId
	call(w.t, w.b.HandleNotification, &model.HandleNotificationRequest{Body: &model.HandleNotificationRequestBody{ChannelName: "channel",
		Status: model.GetHandleNotificationRequestBodyStatusEnum().AGREED,
		InvitorInfo: &model.HandleNotificationInvitor{InvitorBcsId: w.inviter, InvitorBcsName: "bcs-inviter",
			InvitorProjectId: tenantA.projectID, InvitorUserId: tenantA.domainID},
		InviteeInfo: &model.HandleNotificationInvitee{InviteeBcsId: w.invitee, InviteeBcsName: "bcs-invitee",
			InviteeProjectId: tenantB.projectID, InviteeUserId: tenantB.domainID},
		InvitedOrgs: &[]model.HandleNotificationOrg{{Name: "organization"}}}})
	members := *call(w.t, w.a.ListMembers, &model.ListMembersRequest{}).Members
	if len(members) != 1 || *members[0].InviteeInfo.InviteeUsername != tenantB.domainName || *(*members[0].InvitedOrgs)[0].NodeCount != 2 {
		w.t.Fatalf("members %v", members)
	}
	quit := call(w.t, w.b.HandleUnionMemberQuitList, &model.HandleUnionMemberQuitListRequest{Body: &model.QuitUnionFromMemberListRequestBody{
		InviterBcsid: w.inviter, InviterProjectid: tenantA.projectID, InviterDomainid: tenantA.domainID,
		InviterUsername: tenantA.domainName, ChannelName: "channel", InviteeBcsid: w.invitee, InviteeProjectid: tenantB.projectID,
		InviteeDomainid: tenantB.domainID}})
	if *quit.Result != "success" || *quit.OperationId == "" {
		w.t.Errorf("quit %v", quit)
	}
	call(w.t, w.a.DeleteMemberInvite, &model.DeleteMemberInviteRequest{Body: &model.DeleteMemberInviteRequestBody{BcsId: w.inviter,
		ChannelName: "channel", InvitedUserinfo: []model.InvitationDetail{{InvitedUser: tenantB.domainName,
			Status: new(model.GetInvitationDetailStatusEnum().QUIT), InvitedBcsId: &w.invitee}}}})
}

func (w *bcsWalk) invite() {
	w.t.Helper()
	call(w.t, w.a.BatchInviteMembersToChannel, &model.BatchInviteMembersToChannelRequest{Body: &model.BatchInviteMembersToChannelRequestBody{
		BcsId: w.inviter, ChannelName: "channel", InvitorUsername: &tenantA.domainName,
		InvitedUserinfo: []model.InvitedDomain{{InvitedUser: tenantB.domainName}}}})
}

// remove deletes both instances; the SDK says of which kind the refusal of a third call is.
func (w *bcsWalk) remove() {
	w.t.Helper()
	for client, id := range map[*bcs.BcsClient]string{w.a: w.inviter, w.b: w.invitee} {
		call(w.t, client.DeleteBlockchain, &model.DeleteBlockchainRequest{BlockchainId: id, IsDeleteStorage: new(true),
			IsDeleteObs: new(false), IsDeleteResource: new(false)})
		_, err := client.ShowBlockchainDetail(&model.ShowBlockchainDetailRequest{BlockchainId: id})
		if refusal, isRefusal := errors.AsType[*sdkerr.ServiceResponseError](err); !isRefusal || refusal.StatusCode != 400 ||
			refusal.ErrorCode != "BCS.4006005" || refusal.RequestId == "" {
			w.t.Errorf("after the deletion: %v", err)
		}
	}
}

// TestBCSSamples shows why TestBCS chooses the SDK's types: two replies as the samples have them do not fit.
func TestBCSSamples(t *testing.T) {
	t.Parallel()
	base := start(t)
	w := &bcsWalk{t: t, a: bcsClient(t, base, tenantA), b: bcsClient(t, base, tenantB)}
	w.create()
	w.invite()
	_, metrics := w.a.ListEntityMetric(&model.ListEntityMetricRequest{BlockchainId: w.inviter, Body: &model.ListEntityMetricRequestBody{Type: "org"}})
	_, notices := w.b.ListNotifications(&model.ListNotificationsRequest{})
	for field, err := range map[string]error{"CpuUsage": metrics, "InviteeName": notices} {
		if err == nil || !strings.Contains(strings.ToLower(fmt.Sprint(err)), strings.ToLower(field)) {
			t.Logf("%v", err)
			t.Errorf("%s: the SDK decoded a value of another type than its own", field)
		}
	}
}
