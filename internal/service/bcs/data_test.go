package bcs

import (
	"encoding/json"
	"reflect"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/bcs"
)

// reply decodes a reply of the API.
func reply[T any](t *testing.T, text string) T {
	t.Helper()
	var decoded T
	if err := json.Unmarshal([]byte(text), &decoded); err != nil {
		t.Fatal(err)
	}
	return decoded
}

func same(t *testing.T, got, want any) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %#v\nwant %#v", got, want)
	}
}

// The documented example says that nothing is free where four of five are (contract/bcs.md 6).
func TestQuotaData(t *testing.T) {
	t.Parallel()
	for sample, free := range map[string]int64{
		`{"type":"instance","unit":"","min":0,"max":100,"quota":5,"used":1,"free":0}`: 4,
		`{"type":"instance","quota":5,"used":7}`:                                      0,
	} {
		if got := newQuotaData(reply[bcs.Quota](t, sample)); !got.Free.Equal(types.Int64Value(free)) || !got.Unit.IsNull() {
			t.Errorf("%s: got %v", sample, got)
		}
	}
}

// The manual quotes numbers that its schema does not (contract/bcs.md 5).
func TestMetricData(t *testing.T) {
	t.Parallel()
	point := func(timestamp types.Int64, unit types.String, value *float64) dataPoint {
		return dataPoint{timestamp, unit, map[string]*float64{"maximum": value}}
	}
	for _, test := range []struct {
		name, sample string
		want         dataPoint
	}{
		{
			"numbers", `{"timestamp":1467892800000,"unit":"Percent","statistics":[{"statistic":"maximum","value":23.5}]}`,
			point(types.Int64Value(1467892800000), types.StringValue("Percent"), new(23.5)),
		},
		{
			"texts", `{"timestamp":"1467892800000","unit":"Percent","statistics":[{"statistic":"maximum","value":"23"}]}`,
			point(types.Int64Value(1467892800000), types.StringValue("Percent"), new(23.0)),
		},
		{
			"a value that is none", `{"timestamp":"now","unit":"","statistics":[{"statistic":"maximum","value":"-"}]}`,
			point(types.Int64Null(), types.StringNull(), nil),
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			metric := newMetricData(reply[bcs.Metric](t, `{"metric":{"namespace":"","metricName":"cpuUsage","dimensions":[{"name":"clusterId","value":"abc"}]},"dataPoints":[`+test.sample+`]}`))
			same(t, metric, metricData{types.StringNull(), types.StringValue("cpuUsage"), map[string]string{"clusterId": "abc"}, []dataPoint{test.want}})
		})
	}
	same(t, newMetricData(bcs.Metric{}), metricData{types.StringNull(), types.StringValue(""), map[string]string{}, []dataPoint{}})
}

func TestEntityMetric(t *testing.T) {
	t.Parallel()
	const dimensions = `"dimensions":[{"name":"cluster","value":"abc"}]`
	for _, test := range []struct {
		name, sample string
		cpu, disk    *float64
	}{
		{"numbers", `{` + dimensions + `,"values":[{"cpuUsage":0.175,"diskReadRate":0}]}`, new(0.175), new(0.0)},
		{"texts", `{` + dimensions + `,"values":[{"cpuUsage":"0.175","diskReadRate":"0"}]}`, new(0.175), new(0.0)},
		{"several, the latest last", `{` + dimensions + `,"values":[{"cpuUsage":9},{"cpuUsage":0.175}]}`, new(0.175), nil},
		{"none", `{` + dimensions + `,"values":[]}`, nil, nil},
		{"null", `{` + dimensions + `}`, nil, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			same(t, newEntityMetric(reply[bcs.EntityMetric](t, test.sample)),
				entityMetric{Dimensions: map[string]string{"cluster": "abc"}, CPUUsage: test.cpu, DiskReadRate: test.disk})
		})
	}
}

func TestEventRequest(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name  string
		query eventQuery
		want  bcs.EventRequest
	}{
		{"nothing given", eventQuery{}, bcs.EventRequest{TimeRange: "-1.-1.60", Step: 60000}},
		{
			"everything",
			eventQuery{
				TimeRange: types.StringValue("-1.-1.5"), Step: types.Int64Value(1000), Search: types.StringValue("x"), OrderBy: []string{"starts_at"},
				Order: types.StringValue("asc"), Relations: []eventRelation{{types.StringValue("k"), []string{"v"}, types.StringValue("NOT")}},
			},
			bcs.EventRequest{
				TimeRange: "-1.-1.5", Step: 1000, Search: "x", MetadataRelation: []bcs.EventRelation{{Key: "k", Value: []string{"v"}, Relation: "NOT"}},
				Sort: &bcs.EventSort{OrderBy: []string{"starts_at"}, Order: "asc"},
			},
		},
		{
			"the standards of the parts",
			eventQuery{OrderBy: []string{"starts_at"}, Relations: []eventRelation{{types.StringValue("k"), []string{"v"}, types.StringNull()}}},
			bcs.EventRequest{
				TimeRange: "-1.-1.60", Step: 60000, MetadataRelation: []bcs.EventRelation{{Key: "k", Value: []string{"v"}, Relation: "AND"}},
				Sort: &bcs.EventSort{OrderBy: []string{"starts_at"}, Order: "desc"},
			},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			same(t, test.query.request(), test.want)
		})
	}
}

// A channel that is new has no organization, whether the cloud says so with an empty object, with null or not at all.
func TestChannelData(t *testing.T) {
	t.Parallel()
	none := map[string][]string{}
	for sample, peers := range map[string]map[string][]string{
		`{"name":"orders","peers":{},"consensusNodes":{}}`:     none,
		`{"name":"orders","peers":null,"consensusNodes":null}`: none,
		`{"name":"orders"}`: none,
		`{"name":"orders","peers":{"org1":null,"org2":["peer-0","peer-1"]}}`: {"org1": {}, "org2": {"peer-0", "peer-1"}},
	} {
		got := newChannelData(reply[bcs.Channel](t, sample))
		same(t, got.Peers, peers)
		same(t, got.ConsensusNodes, none)
	}
}

// The sample is that of contract/bcs.md 2.2, shortened.
func TestOperationData(t *testing.T) {
	t.Parallel()
	got := newOperationData(reply[bcs.Operation](t, `{"operation_id":"BCSSVC01-99-1618218591906093855","resource_type":"BCSSVC01","operation_type":"99",
"blockchain_id":"23604f57-eac9-3777-e9f5-ae87457f2338","cluster_info":{"cluster_type":"cce","name":"demo","cluster_id":"4df5652f","node_infos":null},
"operation_process":{"Create Other Dependent Resource":{"step_name":"Create Other Dependent Resource","status":"processing","detail":"","sub_steps":{
"Create network storage":{"substep_name":"Create network storage","detail":"waiting","status":"","message":null,"start_time":0,"end_time":0,"serial_num":2}},"serial_num":2}},
"record_time":1618218591906093855,"operation_status":"processing","message":null,"desc":""}`))
	begun := types.StringValue("2021-04-12T09:09:51Z")
	same(t, got, operationData{
		OperationID: types.StringValue("BCSSVC01-99-1618218591906093855"), OperationStatus: types.StringValue("processing"), OperationType: types.StringValue("99"),
		ResourceType: types.StringValue("BCSSVC01"), DomainID: types.StringNull(), ProjectID: types.StringNull(),
		BlockchainID: types.StringValue("23604f57-eac9-3777-e9f5-ae87457f2338"), BlockchainName: types.StringNull(),
		ClusterInfo: &operationCluster{types.StringValue("cce"), types.StringValue("demo"), types.StringValue("4df5652f"), []operationNode{}},
		Message:     []string{}, Desc: types.StringNull(), RecordTime: begun, StartedAt: begun,
		Progress: types.StringValue(`processing, 0 of 1 steps finished, at "Create Other Dependent Resource"`), Failure: types.StringNull(),
		Steps: []stepData{{
			types.StringValue("Create Other Dependent Resource"), types.StringValue("processing"), types.StringNull(), []subStepData{{
				types.StringValue("Create network storage"), types.StringNull(), types.StringValue("waiting"), []string{}, types.StringNull(), types.StringNull(),
			}},
		}},
	})
	if empty := newOperationData(bcs.Operation{}); !empty.StartedAt.IsNull() || !empty.RecordTime.IsNull() {
		t.Errorf("times of nothing: %s, %s", empty.StartedAt, empty.RecordTime)
	}
}

// The sample is that of contract/bcs.md 1.4, shortened; the rest of it is what was seen and is not documented.
const instanceSample = `{"basic_info":{"id":"50ca216f-f0e5-ea05-5aee-de8d8f0fb6fa","name":"bcs-vqf1x5","version":"4.0.35","service_type":"union",
"sign_algorithm":"ECDSA","consensus":"sflic","charging_mode":1,"version_type":4,"database_type":"couchdb","cluster_type":"CCE","created_time":"2020-07-22T04:03:44Z",
"status":"Normal","block_info":{"batch_timeout":2,"max_message_count":500,"preferred_maxbytes":2},
"kernel_type":"x","deploy_scale":3,"total_deploy_peer":2,"iefapi_version":"v2","tc3_taskserver_portal_addrs":["198.51.100.148:30700"],
"detail_status":{"agent_status":"Normal","peer_status":1},"order_info":{"order_id":"CS1"},"ief_cluster_info":{"group_name":"edge"}},
"orderer_info":{"name":"bcs-vqf1x5-orderer","node_cnt":4},"couch_db_info":{"user":"admin"},"ief_info":{"deploy_mode":1},"sfs_info":{"type":"efs"}}`

func TestInstanceData(t *testing.T) {
	t.Parallel()
	sample := reply[bcs.Instance](t, instanceSample)
	null, text := types.StringNull(), types.StringValue
	want := instanceData{
		ID: text("50ca216f-f0e5-ea05-5aee-de8d8f0fb6fa"), Region: text("cn-north-4"), Name: text("bcs-vqf1x5"), VersionType: types.Int64Value(4),
		BlockchainType: text("union"), Consensus: text("SFLIC"), SignAlgorithm: text("ECDSA"), DatabaseType: text("couchdb"),
		CouchDBInfo: &couchData{text("admin")}, OrdererNodeNumber: types.Int64Value(4), ClusterType: text("cce"), IefDeployMode: types.Int64Null(), VolumeType: text("efs"),
		BlockInfo: &blockModel{types.Int64Value(2), types.Int64Value(500), types.Int64Value(2)}, Tc3Need: types.BoolNull(), RestfulAPISupport: types.BoolNull(),
		instanceShown: newInstanceShown(&sample),
		KernelType:    text("x"), DeployScale: text("3"), DetailStatus: &detailStatusData{text("Normal"), null, null, text("1"), null},
		Tc3TaskserverPortalAddrs: []string{"198.51.100.148:30700"}, TotalDeployPeer: text("2"), OrderInfo: &orderData{null, null, text("CS1"), null, null, null, null, null},
		IefClusterInfo: &iefClusterData{null, text("edge"), null, null}, IefapiVersion: text("v2"),
	}
	same(t, newInstanceData("cn-north-4", &sample), want)
}

// What a reply leaves out is null, or an empty list where there may be several; only an edge cluster has a mode.
func TestInstanceDataOfLittle(t *testing.T) {
	t.Parallel()
	little := newInstanceData("cn-north-4", new(reply[bcs.Instance](t, `{"basic_info":{"id":"1","cluster_type":"ief"}}`)))
	if little.CouchDBInfo != nil || little.BlockInfo != nil || little.DetailStatus != nil || little.OrderInfo != nil || little.IefClusterInfo != nil {
		t.Errorf("objects of nothing: %+v", little)
	}
	if !little.VolumeType.IsNull() || !little.Consensus.IsNull() || !little.KernelType.IsNull() || little.Tc3TaskserverPortalAddrs == nil {
		t.Errorf("values of nothing: %+v", little)
	}
	if !little.IefDeployMode.Equal(types.Int64Value(0)) || !little.ClusterType.Equal(types.StringValue("ief")) {
		t.Errorf("the edge cluster is %s, %s", little.ClusterType, little.IefDeployMode)
	}
}
