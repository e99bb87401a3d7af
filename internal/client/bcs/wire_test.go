package bcs

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/wiretest"
)

const (
	instanceID = "50ca216f-f0e5-ea05-5aee-de8d8f0fb6fa"
	hash       = "8ba7c7c2e84e57d1f16bd4739245e78aa2b08d3d"

	projectPath   = "/v2/" + wiretest.Project
	instancesPath = projectPath + "/blockchains"
	instancePath  = instancesPath + "/" + instanceID
	recordPath    = projectPath + "/operation/record"
	userCertPath  = instancePath + "/orgs/organization/usercert/alice"
)

// The samples are those of contract/bcs.md.
const (
	// 1.1.
	createSample = `{"name":"bcs-demo01","version_type":4,"fabric_version":"2.2","blockchain_type":"private","consensus":"etcdraft","sign_algorithm":"ECDSA","enterprise_project_id":"0","volume_type":"efs","org_disk_size":1228,"database_type":"goleveldb","resource_password":"Abc@12345","orderer_node_number":3,"use_eip":true,"cluster_type":"cce","create_new_cluster":false,"cce_cluster_info":{"cluster_id":"11111111-7b69-11f1-946d-0255ac100260","cluster_name":"demo-cce","cluster_platform_type":"VirtualMachine"},"peer_orgs":[{"name":"organization01","node_count":1}],"channels":[{"name":"channeldemo001","org_names":["organization01"]}],"turbo_info":{"share_type":"STANDARD","type":"efs-ha","available_zone":"cn-north-4a","resource_spec_code":"sfs.turbo.40MBps"},"block_info":{"batch_timeout":2,"max_message_count":500,"preferred_maxbytes":2}}`
	// 1.4.
	detailSample = `{"basic_info":{"id":"50ca216f-f0e5-ea05-5aee-de8d8f0fb6fa","name":"bcs-vqf1x5","version":"4.0.35","service_type":"union","purchase_type":"","sign_algorithm":"ECDSA","consensus":"etcdraft","charging_mode":1,"version_type":4,"database_type":"goleveldb","cluster_id":"aaace2ac-c18b-11ea-aefb-0255ac100022","cluster_name":"demo-cluster","cluster_type":"cce","cluster_platform_type":"VirtualMachine","cluster_az":"no","created_time":"2020-07-22T04:03:44Z","deploy_type":"create","order_fade_enabled":false,"order_fade_cache":0,"is_cross_region":false,"is_support_rollback":false,"is_support_restful":false,"is_support_tc3":false,"is_old_service":false,"old_service_version":"","agent_portal_addrs":["198.51.100.148:30603"],"status":"Normal","process_status":"","order_status":0,"deploy_status":1,"block_info":{"batch_timeout":2,"max_message_count":500,"preferred_maxbytes":2}},
 "channels":[{"name":"channel","org_names":["organization"],"org_name_hash":["organization:8ba7c7c2e84e57d1f16bd4739245e78aa2b08d3d"],"peers":{"8ba7c7c2e84e57d1f16bd4739245e78aa2b08d3d":["peer-8ba7c7c2e84e57d1f16bd4739245e78aa2b08d3d-0.peer-8ba7c7c2e84e57d1f16bd4739245e78aa2b08d3d.default.svc.cluster.local"]}}],
 "peer_info":[{"name":"organization","node_cnt":2,"status":"Normal","status_detail":"2/2","pvc_name":"","address":[{"domain_port":"peer-...-0....svc.cluster.local:7051","ip_port":"198.51.100.148:30605"}]}],
 "light_peer_info":[],
 "orderer_info":{"name":"bcs-vqf1x5-orderer","node_cnt":3,"status":"Normal","status_detail":"3/3","address":[{"domain_port":"orderer-7d5c...-0.orderer-7d5c....default.svc.cluster.local:7050","ip_port":"198.51.100.148:30835"}],"pvc_name":""},
 "couch_db_info":{"user":""},"dms_kafka_info":{"order_fade_enable":false,"order_fade_cache":0,"status":"","status_detail":""},"ief_info":{"deploy_mode":0},"sfs_info":{"pvc_name":"","name":"","addr":"","type":"host"},"agent_info":{"name":"baas-agent","node_cnt":0,"status":"Normal","status_detail":"1/1","pvc_name":""},"restapi_info":{"name":"","node_cnt":0,"status":"","status_detail":"","pvc_name":""},"tc3_taskserver_info":{"name":"","node_cnt":0,"status":"","status_detail":"","pvc_name":""},"obs_bucket_info":{"name":"","addr":""}}`
	// 1.7.
	statusSample = `{"bcs":{"start_time":"2021-04-12T09:09:51Z","end_time":"","status":"deploying","detail":""},"eip":{"start_time":"2021-04-12T09:09:51Z","end_time":"2021-04-12T09:09:58Z","status":"finished","detail":""},"sfs":{"start_time":"","end_time":"","status":"waiting","detail":""},"obs":{"start_time":"","end_time":"","status":"waiting","detail":""},"kafka":{"start_time":"","end_time":"","status":"waiting","detail":""},"cce":{"cluster":{"start_time":"","end_time":"","status":"finished","detail":""},"network":{"start_time":"","end_time":"","status":"finished","detail":""},"security_group":{"start_time":"","end_time":"","status":"finished","detail":""}}}`
	// 1.8.
	nodesSample = `{"node_orgs":{"organization":{"org_msp_id":"328000cb35d8971e0b0388f6182f95eaa4100784MSP","org_domain":"peer-328000cb35d8971e0b0388f6182f95eaa4100784.default.svc.cluster.local","peers":{"peer-328000cb35d8971e0b0388f6182f95eaa4100784-0":{"channels":["channel"],"ip_port":"203.0.113.32:30605"}}}}}`
	// 2.2.
	recordSample = `{"count":1,"operation_records":[{"operation_id":"BCSSVC01-99-1618218591906093855","resource_type":"BCSSVC01","operation_type":"99","domain_id":"051ddda36880d3420f9bc01403fd8da0","project_id":"051ddda57400d2982fccc014fab5749d","blockchain_id":"23604f57-eac9-3777-e9f5-ae87457f2338","blockchain_name":"bcs-i3b0ms","cluster_info":{"cluster_type":"cce","name":"demo","cluster_id":"4df5652f-96dc-11eb-b49c-0255ac100b08","node_infos":null},"operation_process":{"Preparation":{"step_name":"Preparation","status":"finished","detail":"","sub_steps":{"Generate basic configurations":{"substep_name":"Generate basic configurations","detail":null,"status":"finished","message":null,"start_time":1618218591951266000,"end_time":1618218591951266000,"serial_num":3}},"serial_num":1},"Create Other Dependent Resource":{"step_name":"Create Other Dependent Resource","status":"processing","detail":"","sub_steps":{"Create EIP":{"substep_name":"Create EIP","detail":null,"status":"finished","message":null,"start_time":1618219038464462600,"end_time":1618219038464462600,"serial_num":1},"Create network storage":{"substep_name":"Create network storage","detail":"waiting","status":"","message":null,"start_time":0,"end_time":0,"serial_num":2}},"serial_num":2}},"record_time":1618218591906093855,"operation_status":"processing","message":null,"desc":""}]}`
	// 3.2.
	channelsSample = `{"channels":[{"name":"channel","peers":{"organization":["peer-328000cb35d8971e0b0388f6182f95eaa4100784-0","peer-328000cb35d8971e0b0388f6182f95eaa4100784-1"]},"consensusNodes":{"organization":["peer-328000cb35d8971e0b0388f6182f95eaa4100784-0"]},"consensus":"etcdraft","description":"","create_time":"2020-10-15T10:24:51Z"}]}`
	// 3.7.
	membersSample = `{"members":[{"tcs_need":false,"channel_name":"channel","invited_orgs":[{"name":"organization","name_hash":"25df6ee3d460a5daf6e11e6c5d945a43cda011fd","node_count":1,"status":"","status_detail":""}],"invitor_info":{"invitor_bcs_id":"b268e1ca-b5c2-28f1-1e57-f571e14ecdbd","invitor_bcs_name":"bcs-invitor","invitor_project_id":"051ddda57400d2982fccc014fab5749d","invitor_user_id":"28839632c7954c6380e59a4d416a60ee","invitor_username":"test01"},"invitee_info":{"invitee_bcs_id":"05c0705f-2520-ff0f-3ae2-a48e7e3c8936","invitee_user_id":"37556632c7954c6380e56c2e366a75ae","invitee_username":"test02"}}]}`
	handleSample  = `{"channel_name":"channel","invited_orgs":[{"name":"organization"}],"invitor_info":{"invitor_user_id":"051dded56100d4f90fe6c01d7d7a9240","invitor_bcs_id":"6a9062bb-6aaf-a1cc-1756-7f45f9e0ea11","invitor_project_id":"051dded75a80d4fb2f38c01d64a5789e","invitor_bcs_name":"invitor-xxx"},"invitee_info":{"invitee_user_id":"051ddda48580d3371fc6c014ba7175b5","invitee_bcs_id":"7a9062bb-6aaf-a1cc-1756-7f45f9e0ea11","invitee_project_id":"051dded75a80d4fb2f38c01d64a5789f","invitee_bcs_name":"invitee-xxx"},"status":"reject"}`
	// 4.
	sdkSample = `{"chaincode_name":"chaincode","cert_path":"/opt/gosdkdemo/config","channel_name":"channel","peer_orgs":{"organization":["peer-8ba7c7c2e84e57d1f16bd4739245e78aa2b08d3d-0"]},"is_multi_chan":false}`
	// 5.
	metricsSample = `{"metrics":[{"metric":{"namespace":"PAAS.CONTAINER","metricName":"cpuUsage","dimensions":[{"name":"clusterId","value":"abc"}]},"dataPoints":[{"timestamp":1467892800000,"unit":"Percent","statistics":[{"statistic":"maximum","value":23}]}]}]}`
	entitySample  = `{"metrics":[{"dimensions":[{"name":"cluster","value":"abc"}],"values":[{"cpuUsage":0.175,"diskReadRate":0,"diskWriteRate":0,"memUsage":1.252,"recvBytesRate":1703.617,"sendBytesRate":2438.85,"filesystemUsage":9.344}]}]}`
	eventsSample  = `{"time_range":"-1.-1.60","step":60000,"metadata_relation":[{"key":"event_type","value":["alarm"],"relation":"AND"}],"sort":{"order_by":["starts_at"],"order":"desc"}}`

	startedSample = `{"operation_id":"BCSSVC01-06-1624275286218943067"}`
	started06     = "BCSSVC01-06-1624275286218943067"
	success       = `{"result":"success"}`
)

var createDemo = CreateInstanceRequest{
	Name: "bcs-demo01", VersionType: 4, FabricVersion: "2.2", BlockchainType: "private", Consensus: "etcdraft", SignAlgorithm: "ECDSA",
	EnterpriseProjectID: "0", VolumeType: "efs", OrgDiskSize: new(int64(1228)), DatabaseType: "goleveldb", ResourcePassword: "Abc@12345",
	OrdererNodeNumber: new(int64(3)), UseEip: new(true), ClusterType: "cce",
	CceClusterInfo: &CceCluster{"11111111-7b69-11f1-946d-0255ac100260", "demo-cce", "VirtualMachine"},
	PeerOrgs:       []PeerOrg{{"organization01", 1}}, Channels: []FirstChannel{{Name: "channeldemo001", OrgNames: []string{"organization01"}}},
	TurboInfo: &Turbo{"STANDARD", "efs-ha", "cn-north-4a", "sfs.turbo.40MBps"},
	BlockInfo: &Block{new(int64(2)), new(int64(500)), new(int64(2))},
}

var demoInstance = Instance{
	BasicInfo: BasicInfo{
		ID: instanceID, Name: "bcs-vqf1x5", Version: "4.0.35", ServiceType: "union", SignAlgorithm: "ECDSA", Consensus: "etcdraft",
		ChargingMode: new(int64(1)), VersionType: 4, DatabaseType: "goleveldb", ClusterID: "aaace2ac-c18b-11ea-aefb-0255ac100022",
		ClusterName: "demo-cluster", ClusterType: "cce", ClusterPlatformType: "VirtualMachine", ClusterAZ: "no",
		CreatedTime: "2020-07-22T04:03:44Z", DeployType: "create", AgentPortalAddrs: []string{"198.51.100.148:30603"},
		Status: "Normal", DeployStatus: 1, IsSupportRestful: new(false), IsSupportTc3: new(false), BlockInfo: Block{new(int64(2)), new(int64(500)), new(int64(2))},
	},
	Channels: []InstanceChannel{{
		Name: "channel", OrgNames: []string{"organization"}, OrgNameHash: []string{"organization:" + hash},
		Peers: map[string][]string{hash: {"peer-" + hash + "-0.peer-" + hash + ".default.svc.cluster.local"}},
	}},
	PeerInfo: []Component{{
		Name: "organization", NodeCnt: 2, Status: "Normal", StatusDetail: "2/2",
		Address: []Address{{"peer-...-0....svc.cluster.local:7051", "198.51.100.148:30605"}},
	}},
	LightPeerInfo: []Component{},
	OrdererInfo: Component{
		Name: "bcs-vqf1x5-orderer", NodeCnt: 3, Status: "Normal", StatusDetail: "3/3",
		Address: []Address{{"orderer-7d5c...-0.orderer-7d5c....default.svc.cluster.local:7050", "198.51.100.148:30835"}},
	},
	AgentInfo: Component{Name: "baas-agent", Status: "Normal", StatusDetail: "1/1"},
	SfsInfo:   Sfs{Type: "host"},
}

var demoChannel = Channel{
	Name: "channel", Consensus: "etcdraft", CreateTime: "2020-10-15T10:24:51Z",
	Peers: map[string][]string{"organization": {
		"peer-328000cb35d8971e0b0388f6182f95eaa4100784-0", "peer-328000cb35d8971e0b0388f6182f95eaa4100784-1",
	}},
	ConsensusNodes: map[string][]string{"organization": {"peer-328000cb35d8971e0b0388f6182f95eaa4100784-0"}},
}

var demoMember = Member{
	ChannelName: "channel", InvitedOrgs: []InvitedOrg{{Name: "organization", NameHash: "25df6ee3d460a5daf6e11e6c5d945a43cda011fd", NodeCount: 1}},
	InvitorInfo: MemberInvitor{"b268e1ca-b5c2-28f1-1e57-f571e14ecdbd", "bcs-invitor", "051ddda57400d2982fccc014fab5749d", "28839632c7954c6380e59a4d416a60ee", "test01"},
	InviteeInfo: MemberInvitee{"05c0705f-2520-ff0f-3ae2-a48e7e3c8936", "37556632c7954c6380e56c2e366a75ae", "test02"},
}

var handleDemo = HandleNotificationRequest{
	ChannelName: "channel", Status: InvitationReject, InvitedOrgs: []OrgName{{"organization"}},
	InvitorInfo: HandleInvitor{"6a9062bb-6aaf-a1cc-1756-7f45f9e0ea11", "invitor-xxx", "051dded75a80d4fb2f38c01d64a5789e", "051dded56100d4f90fe6c01d7d7a9240"},
	InviteeInfo: &HandleInvitee{"7a9062bb-6aaf-a1cc-1756-7f45f9e0ea11", "invitee-xxx", "051dded75a80d4fb2f38c01d64a5789f", "051ddda48580d3371fc6c014ba7175b5"},
}

var demoMetric = Metric{
	Metric:     MetricName{"PAAS.CONTAINER", "cpuUsage", []Dimension{{"clusterId", "abc"}}},
	DataPoints: []DataPoint{{"1467892800000", "Percent", []Statistic{{"maximum", "23"}}}},
}

var demoEvents = EventRequest{
	TimeRange: "-1.-1.60", Step: 60000, MetadataRelation: []EventRelation{{"event_type", []string{"alarm"}, "AND"}},
	Sort: &EventSort{[]string{"starts_at"}, "desc"},
}

func nothing(err error) (any, error) { return nil, err }

type wireCase = wiretest.Case[*Client]

func wire(name string, call func(context.Context, *Client) (any, error), reply string, want wiretest.Sent, gives any) wireCase {
	return wireCase{Name: name, Call: call, Reply: reply, Want: want, Gives: gives}
}

// Each method sends the request of the contract and understands its reply. The cases are in the order of its index.
func TestWire(t *testing.T) {
	t.Parallel()
	wiretest.Run(t, New, append(instanceCases(), append(channelCases(), append(unionCases(), append(certificateCases(), metricCases()...)...)...)...))
}

func instanceCases() []wireCase {
	const operation = "BCSSVC01-99-1618218591906093855"
	return []wireCase{
		wire("CreateInstance 1.1", func(ctx context.Context, c *Client) (any, error) {
			created, _, err := c.CreateInstance(ctx, createDemo)
			return created, err
		}, `{"blockchain_id":"b95133b2-b933-8fd5-3421-e3ce793a3e2f","blockchain_name":"bcs-demo01","operation_id":"`+operation+`"}`,
			wiretest.Request("POST", instancesPath, "", createSample),
			&CreatedInstance{ID: "b95133b2-b933-8fd5-3421-e3ce793a3e2f", Name: "bcs-demo01", OperationID: operation}),
		wire("CreateInstance 1.1 of an older service", func(ctx context.Context, c *Client) (any, error) {
			created, _, err := c.CreateInstance(ctx, CreateInstanceRequest{
				Name: "demo", EnterpriseProjectID: "0", ResourcePassword: "p", ClusterType: "cce", CreateNewCluster: true,
				CceCreateInfo: &CceCreate{1, "c6.xlarge.2", "cce.s1.small", "w", "cn-north-4a", "VirtualMachine"},
				CouchdbInfo:   &CouchdbCreate{"u", "q"}, KafkaCreateInfo: &KafkaCreate{"mini", 600, "cn-north-4a"},
				UseEip: new(false), Tc3Need: new(true), RestfulAPISupport: new(false), IsInvitee: new(true),
				InvitorInfos: &Invitor{"t", "p", "b"}, TurboInfo: &Turbo{}, IefDeployMode: new(int64(0)),
				IefNodesInfo: []PublicIP{{"n", "ACTIVE", "203.0.113.1"}}, BandwidthSize: new(int64(5)), EvsDiskType: "SAS",
			})
			return created, err
		}, `{"blockchain_id":"x","blockchain_name":"demo"}`, wiretest.Request("POST", instancesPath, "", `{"name":"demo","version_type":0,
 "enterprise_project_id":"0","resource_password":"p","cluster_type":"cce","create_new_cluster":true,"evs_disk_type":"SAS","bandwidth_size":5,
 "cce_create_info":{"node_num":1,"node_flavor":"c6.xlarge.2","cce_flavor":"cce.s1.small","init_node_pwd":"w","az":"cn-north-4a","cluster_platform_type":"VirtualMachine"},
 "couchdb_info":{"user_name":"u","password":"q"},"kafka_create_info":{"spec":"mini","storage":600,"az":"cn-north-4a"},"use_eip":false,"tc3_need":true,
 "restful_api_support":false,"is_invitee":true,"invitor_infos":{"tenant_id":"t","project_id":"p","blockchain_id":"b"},"ief_deploy_mode":0,
 "turbo_info":{"share_type":"","type":"","available_zone":"","resource_spec_code":""},"ief_nodes_info":[{"id":"n","status":"ACTIVE","public_ip_address":"203.0.113.1"}]}`),
			&CreatedInstance{ID: "x", Name: "demo"}),
		wire("ListInstances 1.2", func(ctx context.Context, c *Client) (any, error) { return c.ListInstances(ctx) },
			`{"blockchains":[{"id":"b268e1ca-b5c2-28f1-1e57-f571e14ecdbd","name":"marbles"}],"count":1}`,
			wiretest.Request("GET", instancesPath, "", ""), []InstanceName{{"b268e1ca-b5c2-28f1-1e57-f571e14ecdbd", "marbles"}}),
		wire("GetInstance 1.4", func(ctx context.Context, c *Client) (any, error) { return c.GetInstance(ctx, instanceID) },
			detailSample, wiretest.Request("GET", instancePath, "", ""), &demoInstance),
		wire("GetOrganization 1.4", func(ctx context.Context, c *Client) (any, error) {
			return c.GetOrganization(ctx, instanceID, "organization")
		}, detailSample, wiretest.Request("GET", instancePath, "", ""), &demoInstance.PeerInfo[0]),
		wire("UpdateInstance 1.5", func(ctx context.Context, c *Client) (any, error) {
			return c.UpdateInstance(ctx, instanceID, UpdateInstanceRequest{NodeOrgs: []NodeOrg{{Name: "organization", NodeCount: 1}}})
		}, startedSample, wiretest.Request("PUT", instancePath, "", `{"node_orgs":[{"name":"organization","node_count":1}],"is_delete_org":false}`), started06),
		wire("UpdateInstance 1.5 of an edge cluster", func(ctx context.Context, c *Client) (any, error) {
			return c.UpdateInstance(ctx, instanceID, UpdateInstanceRequest{
				NodeOrgs: []NodeOrg{{"org2", 2, "pvc-1"}}, Publicips: []PublicIP{{"n", "ACTIVE", "203.0.113.1"}}, IsDeleteOrg: true,
			})
		}, startedSample, wiretest.Request("PUT", instancePath, "", `{"node_orgs":[{"name":"org2","node_count":2,"pvc_name":"pvc-1"}],
 "publicips":[{"id":"n","status":"ACTIVE","public_ip_address":"203.0.113.1"}],"is_delete_org":true}`), started06),
		wire("DeleteInstance 1.6", func(ctx context.Context, c *Client) (any, error) {
			return c.DeleteInstance(ctx, instanceID, DeleteInstanceOptions{})
		}, startedSample, wiretest.Request("DELETE", instancePath, "", ""), started06),
		wire("DeleteInstance 1.6 with all that goes with it", func(ctx context.Context, c *Client) (any, error) {
			return c.DeleteInstance(ctx, instanceID, DeleteInstanceOptions{true, true, true, true, []string{"n1", "n2"}, []string{"i1", "i2"}})
		}, startedSample, wiretest.Request("DELETE", instancePath, "ief_nodes_id=i1%2Ci2&is_delete_ief=true&is_delete_lightpeer=n1%2Cn2&is_delete_obs=true&is_delete_resource=true&is_delete_storage=true", ""), started06),
		wire("GetInstanceStatus 1.7", func(ctx context.Context, c *Client) (any, error) {
			status, err := c.GetInstanceStatus(ctx, instanceID)
			return status.String(), err
		}, statusSample, wiretest.Request("GET", instancePath+"/status", "", ""),
			"cce.cluster finished, cce.network finished, cce.security_group finished, eip finished, sfs waiting, obs waiting, kafka waiting, bcs deploying"),
		wire("ListNodes 1.8", func(ctx context.Context, c *Client) (any, error) { return c.ListNodes(ctx, instanceID) },
			nodesSample, wiretest.Request("GET", instancePath+"/nodes", "", ""), map[string]OrganizationNodes{"organization": {
				OrgMspID:  "328000cb35d8971e0b0388f6182f95eaa4100784MSP",
				OrgDomain: "peer-328000cb35d8971e0b0388f6182f95eaa4100784.default.svc.cluster.local",
				Peers:     map[string]Node{"peer-328000cb35d8971e0b0388f6182f95eaa4100784-0": {"203.0.113.32:30605", []string{"channel"}}},
			}}),
		wire("ListFlavors 6", func(ctx context.Context, c *Client) (any, error) { return c.ListFlavors(ctx) },
			`{"enterprise_spec":{"org_peer_max_num":5,"orderer_max_num":10,"member_max_num":50}}`,
			wiretest.Request("GET", instancesPath+"/flavors", "", ""), map[string]Flavor{"enterprise_spec": {5, 10, 50}}),
		wire("ListFlavors, beside other members", func(ctx context.Context, c *Client) (any, error) { return c.ListFlavors(ctx) },
			`{"request_id":"x","total":1,"basic_spec":null,"enterprise_spec":{"org_peer_max_num":"5","orderer_max_num":10.0,"member_max_num":null}}`,
			wiretest.Request("GET", instancesPath+"/flavors", "", ""), map[string]Flavor{"enterprise_spec": {OrgPeerMaxNum: 5, OrdererMaxNum: 10}}),
		wire("ListQuotas 6", func(ctx context.Context, c *Client) (any, error) { return c.ListQuotas(ctx) },
			`{"resources":[{"type":"instance","unit":"","min":0,"max":100,"quota":5,"used":1,"free":4}]}`,
			wiretest.Request("GET", projectPath+"/quotas", "", ""), []Quota{{"instance", "", 0, 100, 5, 1, 4}}),
		wire("ListOperations 2.2", func(ctx context.Context, c *Client) (any, error) {
			operations, err := c.ListOperations(ctx, OperationFilter{instanceID, OperationProcessing, "BCSSVC01", OperationCreate, operation})
			if err != nil {
				return nil, err
			}
			return []string{operations[0].ID, operations[0].Progress(), operations[0].Begun().UTC().String(), string(operations[0].RecordTime)}, nil
		}, recordSample, wiretest.Request("GET", recordPath,
			"blockchain_id="+instanceID+"&operation_id="+operation+"&operation_status=processing&operation_type=99&resource_type=BCSSVC01", ""),
			[]string{operation, `processing, 1 of 2 steps finished, at "Create Other Dependent Resource"`, "2021-04-12 09:09:51.906093855 +0000 UTC", "1618218591906093855"}),
		wire("GetOperation 2.2", func(ctx context.Context, c *Client) (any, error) {
			record, err := c.GetOperation(ctx, operation)
			return record.ID, err
		}, recordSample, wiretest.Request("GET", recordPath, "operation_id="+operation, ""), operation),
	}
}

func channelCases() []wireCase {
	return []wireCase{
		wire("CreateChannels 3.1", func(ctx context.Context, c *Client) (any, error) {
			return c.CreateChannels(ctx, instanceID, NewChannel{"channel02", "second"})
		}, startedSample, wiretest.Request("POST", instancePath+"/channels", "", `{"channels":[{"channel_name":"channel02","channel_description":"second"}]}`), started06),
		wire("ListChannels 3.2", func(ctx context.Context, c *Client) (any, error) { return c.ListChannels(ctx, instanceID) },
			channelsSample, wiretest.Request("GET", instancePath+"/channels", "", ""), []Channel{demoChannel}),
		wire("GetChannel 3.2", func(ctx context.Context, c *Client) (any, error) { return c.GetChannel(ctx, instanceID, "channel") },
			channelsSample, wiretest.Request("GET", instancePath+"/channels", "", ""), &demoChannel),
		wire("AddPeers 3.3", func(ctx context.Context, c *Client) (any, error) {
			return c.AddPeers(ctx, instanceID, "channel02", map[string]int64{"organization": 2})
		}, startedSample, wiretest.Request("POST", instancePath+"/channels/peers", "", `{"channel_peers":[{"channel_name":"channel02","peers":{"organization":2}}]}`), started06),
		wire("RemovePeers 3.4", func(ctx context.Context, c *Client) (any, error) {
			return c.RemovePeers(ctx, instanceID, "channel", "organization", 1)
		}, startedSample, wiretest.Request("PUT", instancePath+"/channel/peers/quit", "", `{"org_name":"organization","peers":1}`), started06),
		wire("RemoveOrganizations 3.5", func(ctx context.Context, c *Client) (any, error) {
			return c.RemoveOrganizations(ctx, instanceID, "channel", "organization")
		}, startedSample, wiretest.Request("PUT", instancePath+"/channel/orgs/quit", "", `{"org_names":["organization"]}`), started06),
		wire("DeleteChannel 3.6", func(ctx context.Context, c *Client) (any, error) {
			return c.DeleteChannel(ctx, instanceID, "channel02")
		},
			startedSample, wiretest.Request("DELETE", instancePath+"/channel/channel02", "", ""), started06),
	}
}

func unionCases() []wireCase {
	return []wireCase{
		wire("InviteMembers 3.7", func(ctx context.Context, c *Client) (any, error) {
			return nothing(c.InviteMembers(ctx, InviteRequest{"b268e1ca-b5c2-28f1-1e57-f571e14ecdbd", "channel", "tenantA", []InvitedUser{{"tenantB"}}}))
		}, success, wiretest.Request("POST", projectPath+"/members/invitations", "",
			`{"bcs_id":"b268e1ca-b5c2-28f1-1e57-f571e14ecdbd","channel_name":"channel","invitor_username":"tenantA","invited_userinfo":[{"invited_user":"tenantB"}]}`), nil),
		wire("DeleteInvitations 3.7", func(ctx context.Context, c *Client) (any, error) {
			return nothing(c.DeleteInvitations(ctx, DeleteInvitationRequest{"b", "channel", []InvitationToDelete{{"tenantB", InvitationQuit, "i"}, {InvitedUser: "tenantC"}}}))
		}, success, wiretest.Request("DELETE", projectPath+"/members/invitations", "",
			`{"bcs_id":"b","channel_name":"channel","invited_userinfo":[{"invited_user":"tenantB","status":"quit","invited_bcs_id":"i"},{"invited_user":"tenantC"}]}`), nil),
		wire("ListMembers 3.7", func(ctx context.Context, c *Client) (any, error) { return c.ListMembers(ctx) },
			membersSample, wiretest.Request("GET", projectPath+"/members", "", ""), []Member{demoMember}),
		wire("GetMember 3.7", func(ctx context.Context, c *Client) (any, error) {
			return c.GetMember(ctx, Invitation{"b268e1ca-b5c2-28f1-1e57-f571e14ecdbd", "channel", "test02"})
		}, membersSample, wiretest.Request("GET", projectPath+"/members", "", ""), &demoMember),
		wire("QuitUnion 3.7", func(ctx context.Context, c *Client) (any, error) {
			return c.QuitUnion(ctx, QuitRequest{"a", "b", "c", "d", "channel", instanceID, "f", "g"})
		}, `{"result":"success","operation_id":"`+started06+`"}`, wiretest.Request("PUT", projectPath+"/members/quit", "",
			`{"inviter_bcsid":"a","inviter_projectid":"b","inviter_domainid":"c","inviter_username":"d","channel_name":"channel",
 "invitee_bcsid":"`+instanceID+`","invitee_projectid":"f","invitee_domainid":"g"}`), started06),
		wire("ListNotifications 3.7", func(ctx context.Context, c *Client) (any, error) { return c.ListNotifications(ctx) },
			`{"notifications":[{"channel_name":"channel","status":"waiting","invitee_info":{"invitee_name":37556632},"hide":0,"read_status":"1","invitee_orgs":null}]}`,
			wiretest.Request("GET", projectPath+"/notifications", "", ""),
			[]Notification{{ChannelName: "channel", Status: InvitationWaiting, InviteeInfo: NotificationInvitee{InviteeName: "37556632"}, Hide: "0", ReadStatus: "1"}}),
		wire("GetNotification 3.7", func(ctx context.Context, c *Client) (any, error) {
			notification, err := c.GetNotification(ctx, "a", "channel")
			return notification.Status, err
		}, `{"notifications":[{"channel_name":"channel","status":"waiting","invitor_info":{"invitor_bcs_id":"a"},"invitee_info":{"invitee_name":37}}]}`,
			wiretest.Request("GET", projectPath+"/notifications", "", ""), InvitationWaiting),
		wire("HandleNotification 3.7", func(ctx context.Context, c *Client) (any, error) {
			return nothing(c.HandleNotification(ctx, handleDemo))
		},
			success, wiretest.Request("POST", projectPath+"/notification/handle", "", handleSample), nil),
		wire("HandleNotification 3.7 without an instance", func(ctx context.Context, c *Client) (any, error) {
			return nothing(c.HandleNotification(ctx, HandleNotificationRequest{ChannelName: "channel", Status: InvitationReject, InvitorInfo: HandleInvitor{"a", "b", "c", "d"}}))
		}, success, wiretest.Request("POST", projectPath+"/notification/handle", "", `{"channel_name":"channel","status":"reject",
 "invitor_info":{"invitor_bcs_id":"a","invitor_bcs_name":"b","invitor_project_id":"c","invitor_user_id":"d"}}`), nil),
	}
}

func certificateCases() []wireCase {
	return []wireCase{
		wire("GetCertificate 4", func(ctx context.Context, c *Client) (any, error) {
			archive, err := c.GetCertificate(ctx, instanceID, "organization", CertAdmin)
			return string(archive), err
		}, "PK\x03\x04", wiretest.Request("GET", instancePath+"/cert", "cert_type=admin&org_name=organization", ""), "PK\x03\x04"),
		wire("CreateUserCertificate 4", func(ctx context.Context, c *Client) (any, error) {
			archive, err := c.CreateUserCertificate(ctx, instanceID, "organization", "alice", true)
			return string(archive), err
		}, "PK\x03\x04", wiretest.Request("POST", userCertPath, "", `{"security_mode":true}`), "PK\x03\x04"),
		wire("GetSdkConfig 4", func(ctx context.Context, c *Client) (any, error) {
			archive, err := c.GetSdkConfig(ctx, instanceID, SdkConfigRequest{
				ChaincodeName: "chaincode", CertPath: "/opt/gosdkdemo/config", ChannelName: "channel",
				PeerOrgs: map[string][]string{"organization": {"peer-" + hash + "-0"}},
			})
			return string(archive), err
		}, "PK\x03\x04", wiretest.Request("POST", instancePath+"/sdk-cfg", "", sdkSample), "PK\x03\x04"),
		wire("GetSdkConfig 4 of several channels", func(ctx context.Context, c *Client) (any, error) {
			archive, err := c.GetSdkConfig(ctx, instanceID, SdkConfigRequest{
				CertPath: "/c", PeerOrgs: map[string][]string{"o": {"p"}}, UnionInfo: map[string][]string{"m": {"h"}},
				IsMultiChan: true, ChannelChaincode: map[string][]string{"channel": {"chaincode"}},
			})
			return string(archive), err
		}, "PK\x03\x04", wiretest.Request("POST", instancePath+"/sdk-cfg", "", `{"chaincode_name":"","cert_path":"/c","channel_name":"",
 "peer_orgs":{"o":["p"]},"union_info":{"m":["h"]},"is_multi_chan":true,"channel_chaincode":{"channel":["chaincode"]}}`), "PK\x03\x04"),
	}
}

func metricCases() []wireCase {
	events := Events{Events: []json.RawMessage{json.RawMessage(`{"id":"1"}`)}}
	return []wireCase{
		wire("ListMetrics 5", func(ctx context.Context, c *Client) (any, error) { return c.ListMetrics(ctx, instanceID, "cpuUsage") },
			metricsSample, wiretest.Request("POST", instancePath+"/metric/list", "", `{"metric_names":["cpuUsage"]}`), []Metric{demoMetric}),
		wire("ListMetrics 5 by default, with quotes", func(ctx context.Context, c *Client) (any, error) { return c.ListMetrics(ctx, instanceID) },
			strings.NewReplacer("1467892800000", `"1467892800000"`, "23", `"23"`).Replace(metricsSample),
			wiretest.Request("POST", instancePath+"/metric/list", "", `{}`), []Metric{demoMetric}),
		wire("ListEntityMetrics 5", func(ctx context.Context, c *Client) (any, error) {
			return c.ListEntityMetrics(ctx, instanceID, EntityMetricRequest{"org", "organization"})
		}, entitySample, wiretest.Request("POST", instancePath+"/entity/metric/list", "", `{"type":"org","entity_name":"organization"}`),
			[]EntityMetric{{[]Dimension{{"cluster", "abc"}}, []EntityValues{{"0.175", "0", "0", "1.252", "1703.617", "2438.85", "9.344"}}}}),
		wire("ListInstanceMetrics 5", func(ctx context.Context, c *Client) (any, error) {
			return c.ListInstanceMetrics(ctx, instanceID, InstanceMetricRequest{"plugin", "e", "i"})
		}, metricsSample, wiretest.Request("POST", instancePath+"/entity/instance/metric/list", "", `{"type":"plugin","entity_name":"e","instance_name":"i"}`), []Metric{demoMetric}),
		wire("ListEvents 5", func(ctx context.Context, c *Client) (any, error) {
			return c.ListEvents(ctx, instanceID, EventActiveAlert, demoEvents)
		}, `{"events":[{"id":"1"}]}`, wiretest.Request("POST", instancePath+"/events", "type=active_alert", eventsSample), &events),
		wire("ListEventStatistics 5", func(ctx context.Context, c *Client) (any, error) {
			return c.ListEventStatistics(ctx, instanceID, "", demoEvents)
		}, metricsSample, wiretest.Request("POST", instancePath+"/events/statistic", "", eventsSample), &Events{Metrics: []Metric{demoMetric}}),
	}
}

// The two switches of a certificate send the archive as a form, or an empty form.
func TestSwitchCertificate(t *testing.T) {
	t.Parallel()
	for path, call := range map[string]func(c *Client, archive []byte) error{
		"/freeze": func(c *Client, archive []byte) error {
			return c.FreezeCertificate(t.Context(), instanceID, "organization", "alice", archive)
		},
		"/unfreeze": func(c *Client, archive []byte) error {
			return c.UnfreezeCertificate(t.Context(), instanceID, "organization", "alice", archive)
		},
	} {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			core, api := wiretest.Serve(t, wiretest.Reply(200, success))
			for _, archive := range [][]byte{[]byte("PK-archive"), nil} {
				if err := call(New(core, ""), archive); err != nil {
					t.Fatal(err)
				}
			}
			seen := api.Seen()
			for _, request := range seen {
				if request.Method != "POST" || request.Path != userCertPath+path {
					t.Errorf("sent %s", request)
				}
			}
			if with := seen[0].Body; !strings.Contains(with, `name="file"; filename="alice.zip"`) || !strings.Contains(with, "PK-archive") {
				t.Errorf("sent %q", with)
			}
			if without := seen[1].Body; strings.Contains(without, "file") {
				t.Errorf("sent %q", without)
			}
		})
	}
}

// Every documented oddity of a reply is understood (contract/bcs.md 1.4 and 9).
func TestLenientReplies(t *testing.T) {
	t.Parallel()
	for name, reply := range map[string]string{
		"nothing but an id": `{"basic_info":{"id":"x"}}`,
		"null everywhere": `{"basic_info":{"id":"x","agent_portal_addrs":null,"block_info":null,"detail_status":null,"order_info":null},"channels":null,
 "peer_info":null,"light_peer_info":null,"orderer_info":null,"couch_db_info":null,"dms_kafka_info":null,"evs_pvc_info":null}`,
		"empty objects":                `{"basic_info":{"id":"x","block_info":{}},"orderer_info":{},"evs_pvc_info":{},"ief_info":{},"sfs_info":{}}`,
		"volumes as a map of maps":     `{"basic_info":{"id":"x"},"evs_pvc_info":{"pvc":{"name":"a"}}}`,
		"volumes as golangsdk decodes": `{"basic_info":{"id":"x"},"evs_pvc_info":{"deploy_mode":0}}`,
		"the other spelling of fade":   `{"basic_info":{"id":"x","order_fade_enable":true},"dms_kafka_info":{"order_fade_enable":true,"name":"k","node_cnt":3,"addr":["a"]}}`,
		"undocumented members": `{"basic_info":{"id":"x","kernel_type":"fabric","deploy_scale":2,"total_deploy_peer":"4","iefapi_version":null,
 "tc3_taskserver_portal_addrs":"one","detail_status":{"agent_status":1},"order_info":{"order_id":"CS1","delete":0},"new":{"a":[1]}},"more":1}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			core, _ := wiretest.Serve(t, wiretest.Reply(200, reply))
			instance, err := New(core, "").GetInstance(t.Context(), "x")
			if err != nil {
				t.Fatal(err)
			}
			if instance.ID() != "x" || instance.BasicInfo.OrderFade() != strings.Contains(reply, "order_fade_enable") {
				t.Errorf("got %+v", instance)
			}
		})
	}
}
