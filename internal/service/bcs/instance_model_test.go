package bcs

import (
	"encoding/json"
	"reflect"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/bcs"
)

// The samples of contract/bcs.md 1.1 and 1.4.
const (
	createSample = `{
  "name":"bcs-demo01","version_type":4,"fabric_version":"2.2","blockchain_type":"private","consensus":"etcdraft","sign_algorithm":"ECDSA",
  "enterprise_project_id":"0","volume_type":"efs","org_disk_size":1228,"database_type":"goleveldb","resource_password":"Abc@12345",
  "orderer_node_number":3,"use_eip":true,"cluster_type":"cce","create_new_cluster":false,
  "cce_cluster_info":{"cluster_id":"11111111-7b69-11f1-946d-0255ac100260","cluster_name":"demo-cce","cluster_platform_type":"VirtualMachine"},
  "peer_orgs":[{"name":"organization01","node_count":1}],"channels":[{"name":"channeldemo001","org_names":["organization01"]}],
  "turbo_info":{"share_type":"STANDARD","type":"efs-ha","available_zone":"cn-north-4a","resource_spec_code":"sfs.turbo.40MBps"},
  "block_info":{"batch_timeout":2,"max_message_count":500,"preferred_maxbytes":2}}`
	detailSample = `{
  "basic_info":{"id":"50ca216f-f0e5-ea05-5aee-de8d8f0fb6fa","name":"bcs-vqf1x5","version":"4.0.35","service_type":"union","purchase_type":"",
    "sign_algorithm":"ECDSA","consensus":"etcdraft","charging_mode":1,"version_type":4,"database_type":"goleveldb",
    "cluster_id":"aaace2ac-c18b-11ea-aefb-0255ac100022","cluster_name":"demo-cluster","cluster_type":"CCE","cluster_platform_type":"VirtualMachine",
    "cluster_az":"no","created_time":"2020-07-22T04:03:44Z","deploy_type":"create","order_fade_enabled":false,"order_fade_cache":0,
    "is_cross_region":false,"is_support_rollback":false,"is_support_restful":false,"is_support_tc3":true,"is_old_service":false,"old_service_version":"",
    "agent_portal_addrs":["198.51.100.148:30603"],"status":"Normal","process_status":"","order_status":0,"deploy_status":1,
    "block_info":{"batch_timeout":2,"max_message_count":500,"preferred_maxbytes":2}},
  "channels":[{"name":"channel","org_names":["organization"],"org_name_hash":["organization:8ba7"],"peers":{"8ba7":["peer-8ba7-0"]}}],
  "peer_info":[{"name":"organization","node_cnt":2,"status":"Normal","status_detail":"2/2","pvc_name":"","address":[{"domain_port":"d:7051","ip_port":"198.51.100.148:30605"}]}],
  "light_peer_info":[],
  "orderer_info":{"name":"bcs-vqf1x5-orderer","node_cnt":3,"status":"Normal","status_detail":"3/3","pvc_name":""},
  "couch_db_info":{"user":""},"dms_kafka_info":{"order_fade_enable":false,"order_fade_cache":0,"status":"","status_detail":""},
  "ief_info":{"deploy_mode":0},"sfs_info":{"pvc_name":"","name":"","addr":"","type":"host"},
  "agent_info":{"name":"baas-agent","node_cnt":0,"status":"Normal","status_detail":"1/1","pvc_name":""},
  "obs_bucket_info":{"name":"","addr":""}}`
)

func parse[T any](t *testing.T, sample string) *T {
	t.Helper()
	object := new(T)
	if err := json.Unmarshal([]byte(sample), object); err != nil {
		t.Fatal(err)
	}
	return object
}

// wantBody checks a body as it goes over the wire.
func wantBody(t *testing.T, body any, want string) {
	t.Helper()
	data, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	if got, expected := *parse[any](t, string(data)), *parse[any](t, want); !reflect.DeepEqual(got, expected) {
		t.Errorf("the body is\n%s\nwant\n%s", data, want)
	}
}

func TestInstanceCreateRequest(t *testing.T) {
	t.Parallel()
	const least = `{"name":"chain-test","version_type":4,"enterprise_project_id":"0","resource_password":"Resource@123","orderer_node_number":3,
  "cluster_type":"cce","create_new_cluster":false,"cce_cluster_info":{"cluster_id":"11111111-7b69-11f1-946d-0255ac100260","cluster_name":"cluster"}%s}`
	and := func(more string) string { return replaceOnce(least, "%s", more) }
	for _, test := range []struct {
		name   string
		change func(m *instanceModel)
		want   string
	}{
		{"null", func(*instanceModel) {}, and("")},
		{"unknown", func(m *instanceModel) {
			m.FabricVersion, m.Consensus, m.OrgDiskSize, m.UseEip = types.StringUnknown(), types.StringUnknown(), types.Int64Unknown(), types.BoolUnknown()
			m.PeerOrgs, m.BlockInfo, m.ClusterType = types.SetUnknown(peerOrgsType.ElemType), types.ObjectUnknown(blockType.AttrTypes), types.StringUnknown()
		}, and("")},
		{"false is a value", func(m *instanceModel) {
			m.UseEip, m.Tc3Need, m.RestfulAPISupport = types.BoolValue(false), types.BoolValue(false), types.BoolValue(false)
		}, and(`,"use_eip":false,"tc3_need":false,"restful_api_support":false`)},
		{"legacy password", func(m *instanceModel) {
			m.ResourcePasswordWO, m.ResourcePassword = types.StringNull(), text("Legacy@123")
		}, replaceOnce(and(""), "Resource@123", "Legacy@123")},
		{"a channel without organizations", func(m *instanceModel) { m.Channels = firstChannel("channel1") }, and(`,"channels":[{"name":"channel1","org_names":[]}]`)},
		{"part of a block", func(m *instanceModel) {
			m.BlockInfo = objectOf(blockType, blockModel{BatchTimeout: integer(3), MaxMessageCount: types.Int64Unknown(), PreferredMaxbytes: types.Int64Null()})
		}, and(`,"block_info":{"batch_timeout":3}`)},
		{"organizations by name", func(m *instanceModel) { m.PeerOrgs = orgs(organization("org-two", 1), organization("org-one", 2)) },
			and(`,"peer_orgs":[{"name":"org-one","node_count":2},{"name":"org-two","node_count":1}]`)},
		{"couchdb", func(m *instanceModel) { m.DatabaseType, m.CouchdbInfo = text("couchdb"), someCouch },
			and(`,"database_type":"couchdb","couchdb_info":{"user_name":"administrator","password":"Couchdb@123"}`)},
		{"kafka", func(m *instanceModel) { m.Consensus, m.KafkaCreateInfo = text("kafka"), someKafka },
			and(`,"consensus":"kafka","kafka_create_info":{"spec":"mini","storage":600,"az":"cn-north-4a"}`)},
		{"evs", func(m *instanceModel) {
			m.VolumeType, m.EvsDiskType, m.OrgDiskSize = text("evs"), text("SAS"), integer(100)
		},
			and(`,"volume_type":"evs","evs_disk_type":"SAS","org_disk_size":100`)},
		{"eip", func(m *instanceModel) { m.UseEip, m.BandwidthSize = yes(), integer(5) }, and(`,"use_eip":true,"bandwidth_size":5`)},
		{"invited", func(m *instanceModel) { m.InvitorInfos = someInvitor },
			and(`,"is_invitee":true,"invitor_infos":{"tenant_id":"t","project_id":"p","blockchain_id":"b"}`)},
		{"a new cluster", func(m *instanceModel) {
			m.CceClusterInfo = types.ObjectNull(cceClusterType.AttrTypes)
			m.CceCreateInfo = objectOf(cceCreateType, cceCreateModel{
				NodeNum: integer(2), NodeFlavor: text("c6.xlarge.2"), CceFlavor: text("cce.s1.small"), AZ: text("cn-north-4a"),
				ClusterPlatformType: text("ARM64"), InitNodePasswordWO: text("InitNode@123"),
			})
		}, `{"name":"chain-test","version_type":4,"enterprise_project_id":"0","resource_password":"Resource@123","orderer_node_number":3,"cluster_type":"cce","create_new_cluster":true,
  "cce_create_info":{"node_num":2,"node_flavor":"c6.xlarge.2","cce_flavor":"cce.s1.small","init_node_pwd":"InitNode@123","az":"cn-north-4a","cluster_platform_type":"ARM64"}}`},
		{"edge", func(m *instanceModel) {
			m.ClusterType, m.CceClusterInfo, m.IefDeployMode, m.IefNodesInfo = text("ief"), types.ObjectNull(cceClusterType.AttrTypes), integer(0), someNodes
		}, `{"name":"chain-test","version_type":4,"enterprise_project_id":"0","resource_password":"Resource@123","orderer_node_number":3,"cluster_type":"ief","create_new_cluster":false,
  "ief_deploy_mode":0,"ief_nodes_info":[{"id":"node-1","status":"ACTIVE","public_ip_address":"198.51.100.1"}]}`},
		{"the sample", func(m *instanceModel) {
			m.Name, m.FabricVersion, m.BlockchainType, m.Consensus, m.SignAlgorithm = text("bcs-demo01"), text("2.2"), text("private"), text("etcdraft"), text("ECDSA")
			m.VolumeType, m.OrgDiskSize, m.DatabaseType, m.UseEip = text("efs"), integer(1228), text("goleveldb"), yes()
			m.ResourcePasswordWO = text("Abc@12345")
			m.CceClusterInfo = objectOf(cceClusterType, cceClusterModel{
				ClusterID: text("11111111-7b69-11f1-946d-0255ac100260"), ClusterName: text("demo-cce"), ClusterPlatformType: text("VirtualMachine"),
			})
			m.PeerOrgs, m.Channels = orgs(organization("organization01", 1)), firstChannel("channeldemo001", "organization01")
			m.TurboInfo = objectOf(turboType, turboModel{
				ShareType: text("STANDARD"), Type: text("efs-ha"), AvailableZone: text("cn-north-4a"), ResourceSpecCode: text("sfs.turbo.40MBps"),
			})
			m.BlockInfo = objectOf(blockType, blockModel{BatchTimeout: integer(2), MaxMessageCount: integer(500), PreferredMaxbytes: integer(2)})
		}, createSample},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			config := configured(test.change)
			plan := config
			plan.EnterpriseProjectID = text("0")
			plan.ResourcePasswordWO = types.StringNull() // no plan has it
			wantBody(t, plan.createRequest(config), test.want)
		})
	}
}

// wantModel names the attributes in which two models differ.
func wantModel(t *testing.T, got, want instanceModel) {
	t.Helper()
	wanted := values(want)
	for name, value := range values(got) {
		if !value.Equal(wanted[name]) {
			t.Errorf("%s is %s, want %s", name, value, wanted[name])
		}
	}
}

// values are the attributes of a model by the names of their fields.
func values(m instanceModel) map[string]attr.Value {
	found := map[string]attr.Value{}
	for _, field := range reflect.VisibleFields(reflect.TypeOf(m)) {
		if field.Anonymous {
			continue
		}
		if value, ok := reflect.ValueOf(m).FieldByIndex(field.Index).Interface().(attr.Value); ok {
			found[field.Name] = value
		}
	}
	return found
}

// An import takes over all that the detail says; what it does not say stays null.
func TestInstanceImport(t *testing.T) {
	t.Parallel()
	want := emptyInstance()
	want.ID, want.Region, want.Name, want.VersionType = text("50ca216f-f0e5-ea05-5aee-de8d8f0fb6fa"), text("cn-north-4"), text("bcs-vqf1x5"), integer(4)
	want.BlockchainType, want.Consensus, want.SignAlgorithm, want.DatabaseType = text("union"), text("etcdraft"), text("ECDSA"), text("goleveldb")
	want.OrdererNodeNumber, want.Tc3Need, want.RestfulAPISupport = integer(3), yes(), types.BoolValue(false)
	want.DeleteStorage, want.DeleteObs, want.DeleteResource = types.BoolValue(false), types.BoolValue(false), types.BoolValue(false)
	want.ClusterType = text("cce")
	want.CceClusterInfo = objectOf(cceClusterType, cceClusterModel{
		ClusterID: text("aaace2ac-c18b-11ea-aefb-0255ac100022"), ClusterName: text("demo-cluster"), ClusterPlatformType: text("VirtualMachine"),
	})
	want.BlockInfo = objectOf(blockType, blockModel{BatchTimeout: integer(2), MaxMessageCount: integer(500), PreferredMaxbytes: integer(2)})
	want.PeerOrgs = orgs(organization("organization", 2))
	want.Status, want.ProcessStatus, want.DeployStatus, want.OrderStatus, want.ChargingMode = text("Normal"), text(""), integer(1), integer(0), integer(1)
	want.Version, want.PurchaseType, want.DeployType, want.CreatedTime = text("4.0.35"), text(""), text("create"), text("2020-07-22T04:03:44Z")
	want.ClusterID, want.ClusterName = text("aaace2ac-c18b-11ea-aefb-0255ac100022"), text("demo-cluster")
	want.ClusterPlatformType, want.ClusterAZ = text("VirtualMachine"), text("no")
	no := types.BoolValue(false)
	want.OrderFadeEnabled, want.OrderFadeCache, want.IsCrossRegion, want.IsSupportRollback, want.IsOldService = no, integer(0), no, no, no
	want.OldServiceVersion = text("")
	want.AgentPortalAddrs = types.ListValueMust(types.StringType, []attr.Value{text("198.51.100.148:30603")})
	none := componentModel{Address: []addressModel{}}
	want.PeerInfo = listOf(componentsType, []componentModel{{
		Name: "organization", NodeCnt: 2, Status: "Normal", StatusDetail: "2/2", Address: []addressModel{{"d:7051", "198.51.100.148:30605"}},
	}})
	want.LightPeerInfo = listOf(componentsType, []componentModel{})
	want.OrdererInfo = objectOf(componentType, componentModel{Name: "bcs-vqf1x5-orderer", NodeCnt: 3, Status: "Normal", StatusDetail: "3/3", Address: []addressModel{}})
	want.AgentInfo = objectOf(componentType, componentModel{Name: "baas-agent", Status: "Normal", StatusDetail: "1/1", Address: []addressModel{}})
	want.RestapiInfo, want.Tc3TaskserverInfo = objectOf(componentType, none), objectOf(componentType, none)
	want.ChannelInfo = listOf(channelInfoType, []channelInfoModel{{
		Name: "channel", OrgNames: []string{"organization"}, OrgNameHash: []string{"organization:8ba7"}, Peers: map[string][]string{"8ba7": {"peer-8ba7-0"}},
	}})
	want.DmsKafkaInfo = objectOf(dmsKafkaType, dmsKafkaModel{Addr: []string{}})
	want.SfsInfo, want.ObsBucketInfo = objectOf(sfsType, sfsModel{Type: "host"}), objectOf(obsType, obsModel{})
	want.EvsPvcInfo = types.MapValueMust(evsPvcType.ElemType, map[string]attr.Value{})

	got := emptyInstance()
	got.fill("cn-north-4", parse[bcs.Instance](t, detailSample))
	wantModel(t, got, want)
}

func TestInstanceFill(t *testing.T) {
	t.Parallel()
	detail := func(change func(i *bcs.Instance)) *bcs.Instance {
		i := parse[bcs.Instance](t, detailSample)
		change(i)
		return i
	}
	same := func(*bcs.Instance) {}
	created := func(change func(m *instanceModel)) instanceModel {
		m := configured(change)
		m.CreatedTime = types.StringUnknown()
		return m
	}
	type model = instanceModel
	for _, test := range []struct {
		name  string
		prior instanceModel
		read  *bcs.Instance
		got   func(m model) attr.Value
		want  attr.Value
	}{
		{"fabric: null stays", created(func(*model) {}), detail(same), func(m model) attr.Value { return m.FabricVersion }, types.StringNull()},
		{"fabric: unknown is the default", created(func(m *model) { m.FabricVersion = types.StringUnknown() }), detail(same),
			func(m model) attr.Value { return m.FabricVersion }, text("2.2")},
		{"fabric: a value stays", created(func(m *model) { m.FabricVersion = text("1.4") }), detail(same), func(m model) attr.Value { return m.FabricVersion }, text("1.4")},
		{"consensus in another case", created(func(m *model) { m.Consensus = text("SFLIC") }), detail(func(i *bcs.Instance) { i.BasicInfo.Consensus = "sflic" }),
			func(m model) attr.Value { return m.Consensus }, text("SFLIC")},
		{"consensus of an import in another case", emptyInstance(), detail(func(i *bcs.Instance) { i.BasicInfo.Consensus = "sflic" }),
			func(m model) attr.Value { return m.Consensus }, text("SFLIC")},
		{"consensus in an unknown word", created(func(m *model) { m.Consensus = text("SFLIC") }), detail(func(i *bcs.Instance) { i.BasicInfo.Consensus = "fbft" }),
			func(m model) attr.Value { return m.Consensus }, text("SFLIC")},
		{"consensus of an import in an unknown word", emptyInstance(), detail(func(i *bcs.Instance) { i.BasicInfo.Consensus = "fbft" }),
			func(m model) attr.Value { return m.Consensus }, text("fbft")},
		{"consensus not said", created(func(m *model) { m.Consensus = types.StringUnknown() }), detail(func(i *bcs.Instance) { i.BasicInfo.Consensus = "" }),
			func(m model) attr.Value { return m.Consensus }, types.StringNull()},
		{"SM2", emptyInstance(), detail(func(i *bcs.Instance) { i.BasicInfo.SignAlgorithm = "SM2" }), func(m model) attr.Value { return m.SignAlgorithm }, text("sm2")},
		{"volume: a value stays", created(func(m *model) { m.VolumeType = text("nfs") }), detail(func(i *bcs.Instance) { i.SfsInfo.Type = "efs" }),
			func(m model) attr.Value { return m.VolumeType }, text("nfs")},
		{"volume: an import takes what is said", emptyInstance(), detail(func(i *bcs.Instance) { i.SfsInfo.Type = "efs" }),
			func(m model) attr.Value { return m.VolumeType }, text("efs")},
		{"volume: host is none", created(func(m *model) { m.VolumeType = types.StringUnknown() }), detail(same), func(m model) attr.Value { return m.VolumeType }, types.StringNull()},
		{"eip: unknown is not said", created(func(m *model) { m.UseEip = types.BoolUnknown() }), detail(same), func(m model) attr.Value { return m.UseEip }, types.BoolNull()},
		{"size: unknown is not said", created(func(m *model) { m.OrgDiskSize = types.Int64Unknown() }), detail(same), func(m model) attr.Value { return m.OrgDiskSize }, types.Int64Null()},
		{"cluster type not said", created(func(m *model) { m.ClusterType = types.StringUnknown() }), detail(func(i *bcs.Instance) { i.BasicInfo.ClusterType = "" }),
			func(m model) attr.Value { return m.ClusterType }, text("cce")},
		{"mode of a cce cluster", created(func(m *model) { m.IefDeployMode = types.Int64Unknown() }), detail(same), func(m model) attr.Value { return m.IefDeployMode }, types.Int64Null()},
		{"mode of an edge cluster", created(func(m *model) { m.ClusterType, m.IefDeployMode = text("ief"), types.Int64Unknown() }),
			detail(func(i *bcs.Instance) { i.BasicInfo.ClusterType, i.IefInfo.DeployMode = "ief", 1 }), func(m model) attr.Value { return m.IefDeployMode }, integer(1)},
		{"a cluster of its own", emptyInstance(), detail(func(i *bcs.Instance) { i.BasicInfo.PurchaseType = "onestep" }),
			func(m model) attr.Value { return m.CceClusterInfo }, types.ObjectNull(cceClusterType.AttrTypes)},
		{"no block: null", created(func(*model) {}), detail(func(i *bcs.Instance) { i.BasicInfo.BlockInfo = bcs.Block{} }),
			func(m model) attr.Value { return m.BlockInfo }, types.ObjectNull(blockType.AttrTypes)},
		{"no block: a value stays", created(func(m *model) {
			m.BlockInfo = objectOf(blockType, blockModel{BatchTimeout: integer(3), MaxMessageCount: types.Int64Unknown()})
		}), detail(func(i *bcs.Instance) { i.BasicInfo.BlockInfo = bcs.Block{} }), func(m model) attr.Value { return m.BlockInfo },
			objectOf(blockType, blockModel{BatchTimeout: integer(3)})},
		{"organizations not there yet", created(func(m *model) { m.PeerOrgs = orgs(organization("org-one", 1)) }), detail(func(i *bcs.Instance) { i.PeerInfo = nil }),
			func(m model) attr.Value { return m.PeerOrgs }, orgs(organization("org-one", 1))},
		{"no organizations said", created(func(m *model) { m.PeerOrgs = types.SetUnknown(peerOrgsType.ElemType) }), detail(func(i *bcs.Instance) { i.PeerInfo = nil }),
			func(m model) attr.Value { return m.PeerOrgs }, types.SetNull(peerOrgsType.ElemType)},
		{"organizations that others changed", created(func(m *model) { m.PeerOrgs = orgs(organization("org-one", 1)) }), detail(same),
			func(m model) attr.Value { return m.PeerOrgs }, orgs(organization("organization", 2))},
		{"a volume that is not said", created(func(m *model) {
			m.PeerOrgs = orgs(orgModel{Name: text("organization"), NodeCount: integer(2), PvcName: text("pvc-1")})
		}), detail(same), func(m model) attr.Value { return m.PeerOrgs }, orgs(orgModel{Name: text("organization"), NodeCount: integer(2), PvcName: text("pvc-1")})},
		{"a volume that is called otherwise", created(func(m *model) {
			m.PeerOrgs = orgs(orgModel{Name: text("organization"), NodeCount: integer(2), PvcName: text("pvc-1")})
		}), detail(func(i *bcs.Instance) { i.PeerInfo[0].PvcName = "pvc-2" }), func(m model) attr.Value { return m.PeerOrgs },
			orgs(orgModel{Name: text("organization"), NodeCount: integer(2), PvcName: text("pvc-1")})},
		{"a volume of an import", emptyInstance(), detail(func(i *bcs.Instance) { i.PeerInfo[0].PvcName = "pvc-2" }), func(m model) attr.Value { return m.PeerOrgs },
			orgs(orgModel{Name: text("organization"), NodeCount: integer(2), PvcName: text("pvc-2")})},
		{"channels are not read", created(func(m *model) { m.Channels = firstChannel("channel1", "org-one") }), detail(same),
			func(m model) attr.Value { return m.Channels }, firstChannel("channel1", "org-one")},
		{"account of an import", emptyInstance(), detail(func(i *bcs.Instance) { i.CouchDBInfo.User = "administrator" }),
			func(m model) attr.Value { return m.CouchdbInfo }, objectOf(couchType, couchModel{UserName: text("administrator")})},
		{"account is kept", created(func(m *model) { m.CouchdbInfo = someCouch }), detail(func(i *bcs.Instance) { i.CouchDBInfo.User = "other" }),
			func(m model) attr.Value { return m.CouchdbInfo }, someCouch},
		{"an add-on that was asked for stays", created(func(m *model) { m.RestfulAPISupport = yes() }), detail(same), func(m model) attr.Value { return m.RestfulAPISupport }, yes()},
		{"an add-on that was not asked for stays away", created(func(m *model) { m.Tc3Need = types.BoolValue(false) }), detail(same), func(m model) attr.Value { return m.Tc3Need }, types.BoolValue(false)},
		{"an add-on: unknown is what is said", created(func(m *model) { m.Tc3Need = types.BoolUnknown() }), detail(same), func(m model) attr.Value { return m.Tc3Need }, yes()},
		{"an add-on: unknown is not said", created(func(m *model) { m.Tc3Need = types.BoolUnknown() }), detail(func(i *bcs.Instance) { i.BasicInfo.IsSupportTc3 = nil }),
			func(m model) attr.Value { return m.Tc3Need }, types.BoolNull()},
		{"an add-on of an import", emptyInstance(), detail(same), func(m model) attr.Value { return m.RestfulAPISupport }, types.BoolValue(false)},
		{"billing that is not said", emptyInstance(), detail(func(i *bcs.Instance) { i.BasicInfo.ChargingMode = nil }), func(m model) attr.Value { return m.ChargingMode }, types.Int64Null()},
		{"the other spelling", emptyInstance(), detail(func(i *bcs.Instance) { i.BasicInfo.OrderFadeEnable = true }), func(m model) attr.Value { return m.OrderFadeEnabled }, yes()},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			m := test.prior
			m.fill("cn-north-4", test.read)
			if got := test.got(m); !got.Equal(test.want) {
				t.Errorf("it is %s, want %s", got, test.want)
			}
		})
	}
}

// After the request nothing is left unknown, whatever the cloud says by then.
func TestInstanceBegun(t *testing.T) {
	t.Parallel()
	m := configured(func(m *instanceModel) {
		for _, unknown := range []*types.String{
			&m.FabricVersion, &m.BlockchainType, &m.Consensus, &m.SignAlgorithm, &m.VolumeType, &m.EvsDiskType, &m.DatabaseType, &m.ClusterType, &m.CreatedTime,
		} {
			*unknown = types.StringUnknown()
		}
		m.OrdererNodeNumber, m.OrgDiskSize, m.BandwidthSize, m.IefDeployMode = types.Int64Unknown(), types.Int64Unknown(), types.Int64Unknown(), types.Int64Unknown()
		m.UseEip, m.Tc3Need, m.RestfulAPISupport = types.BoolUnknown(), types.BoolUnknown(), types.BoolUnknown()
		m.PeerOrgs, m.BlockInfo = types.SetUnknown(peerOrgsType.ElemType), types.ObjectUnknown(blockType.AttrTypes)
		m.CceClusterInfo = objectOf(cceClusterType, cceClusterModel{ClusterID: text("id"), ClusterName: text("name"), ClusterPlatformType: types.StringUnknown()})
	})
	m.fill("cn-north-4", begun("50ca216f-f0e5-ea05-5aee-de8d8f0fb6fa"))
	for name, value := range values(m) {
		terraform, err := value.ToTerraformValue(t.Context())
		if err != nil || !terraform.IsFullyKnown() {
			t.Errorf("%s is not known: %s, %v", name, value, err)
		}
	}
	if !m.pending() || m.lost() || m.ID.ValueString() != "50ca216f-f0e5-ea05-5aee-de8d8f0fb6fa" || m.Name.ValueString() != "chain-test" {
		t.Errorf("it is pending %t, lost %t, %s", m.pending(), m.lost(), m.object())
	}
}

// An instance that is ill now and then is not lost: replacing it would destroy its ledger.
func TestInstanceLost(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		status, process string
		deploy          int64
		pending, lost   bool
	}{
		{"Normal", "", 1, false, false},
		{"", "IsCreating", 0, true, false},
		{"Abnormal", "IsCreating", 2, true, false},
		{"Abnormal", "", 2, false, true},
		{"Abnormal", "", 1, false, false},
		{"Abnormal", "", 0, false, false},
		{"EipAbnormal", "", 1, false, false},
		{"Freeze", "", 1, false, false},
		{"Normal", "", 2, false, false},
		{"Normal", "IsScaling", 1, false, false},
		{"Normal", "IsDeleting", 1, false, true},
	} {
		m := instanceModel{instanceShown: instanceShown{Status: text(test.status), ProcessStatus: text(test.process), DeployStatus: integer(test.deploy)}}
		if m.pending() != test.pending || m.lost() != test.lost {
			t.Errorf("%+v: pending %t, lost %t", test, m.pending(), m.lost())
		}
	}
}

func TestInstanceDeleteOptions(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change func(m *instanceModel)
		want   bcs.DeleteInstanceOptions
		back   bcs.DeleteInstanceOptions
	}{
		"none": {func(*instanceModel) {}, bcs.DeleteInstanceOptions{}, bcs.DeleteInstanceOptions{DeleteStorage: true, DeleteObs: true}},
		"all": {func(m *instanceModel) { m.DeleteStorage, m.DeleteObs, m.DeleteResource = yes(), yes(), yes() },
			bcs.DeleteInstanceOptions{DeleteStorage: true, DeleteObs: true, DeleteResource: true}, bcs.DeleteInstanceOptions{DeleteStorage: true, DeleteObs: true}},
		"a new cluster": {func(m *instanceModel) { m.CceCreateInfo = someCluster }, bcs.DeleteInstanceOptions{},
			bcs.DeleteInstanceOptions{DeleteStorage: true, DeleteObs: true, DeleteResource: true}},
		"edge": {func(m *instanceModel) { m.ClusterType = text("ief") }, bcs.DeleteInstanceOptions{DeleteIef: true}, bcs.DeleteInstanceOptions{DeleteIef: true}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := configured(test.change)
			if got := m.deleteOptions(); !reflect.DeepEqual(got, test.want) {
				t.Errorf("the options are %+v, want %+v", got, test.want)
			}
			if got := m.takenBack(); !reflect.DeepEqual(got, test.back) {
				t.Errorf("the options of one that is taken back are %+v, want %+v", got, test.back)
			}
		})
	}
}
