package bcs_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"

	"github.com/hwc-community/terraform-provider-hwc/internal/acctest"
	"github.com/hwc-community/terraform-provider-hwc/internal/client/bcs"
	"github.com/hwc-community/terraform-provider-hwc/internal/emulator"
)

// peerNames are the names of the peers of an organization, in their order.
func peerNames(t *testing.T, cloud *acctest.Env, i *bcs.Instance, org string) (names []string) {
	t.Helper()
	nodes, err := cloud.BCS().ListNodes(t.Context(), i.ID())
	if err != nil {
		t.Fatal(err)
	}
	for name := range nodes[org].Peers {
		names = append(names, name)
	}
	if len(names) == 0 {
		t.Fatalf("%s has no peers", org)
	}
	return names
}

func TestAccBcsInstanceDataSource_basic(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	seeded := cloud.SeedInstances(t, cloud.BCS(), func(request *bcs.CreateInstanceRequest) {
		if request.Consensus, request.DatabaseType = "SFLIC", "couchdb"; request.Name == "chain-one" {
			request.OrdererNodeNumber = new(int64(4))
			request.CouchdbInfo = &bcs.CouchdbCreate{UserName: "admin", Password: "Couchdb@123"}
			return
		}
		request.Name, request.Consensus, request.DatabaseType = "chain-two", "etcdraft", ""
	}, "chain-one", "chain-two", "chain-2nd")
	first := seeded[0]
	const kind, address = "hwc_bcs_instance", "data.hwc_bcs_instance.test"
	byID := shows(cloud, kind, `id = "`+first.ID()+`"`, "name", text("chain-one"))
	component := func(name string, nodes int64) map[string]knownvalue.Check {
		return map[string]knownvalue.Check{"name": text(name), "node_cnt": number(nodes), "status": text("Normal")}
	}
	byID.ConfigStateChecks = append(byID.ConfigStateChecks,
		value(address, "region", text(acctest.Region)),
		value(address, "version_type", number(2)),
		value(address, "blockchain_type", text("private")),
		value(address, "consensus", text("SFLIC")),
		value(address, "sign_algorithm", text("ECDSA")),
		value(address, "database_type", text("couchdb")),
		value(address, "couchdb_info", knownvalue.ObjectExact(map[string]knownvalue.Check{"user_name": text("admin")})),
		value(address, "orderer_node_number", number(4)),
		value(address, "cluster_type", text("cce")),
		value(address, "cluster_id", text(acctest.Cluster(0))),
		value(address, "ief_deploy_mode", knownvalue.Null()),
		value(address, "block_info", knownvalue.ObjectPartial(map[string]knownvalue.Check{"batch_timeout": number(2)})),
		value(address, "tc3_need", knownvalue.Bool(false)),
		value(address, "status", text("Normal")),
		value(address, "process_status", text("")),
		value(address, "deploy_status", number(1)),
		value(address, "created_time", text(first.BasicInfo.CreatedTime)),
		value(address, "peer_info", exactly(component("org1", 2), component("org2", 1))),
		value(address, "light_peer_info", exactly()),
		value(address, "agent_info", knownvalue.ObjectPartial(map[string]knownvalue.Check{"name": text("baas-agent"), "status": text("Normal")})),
		value(address, "channel_info", exactly(map[string]knownvalue.Check{
			"name": text("orders"), "org_names": knownvalue.ListExact([]knownvalue.Check{text("org1")}), "peers": knownvalue.MapSizeExact(1),
		})),
		value(address, "order_info", knownvalue.Null()),
	)
	byName := shows(cloud, kind, `name = "chain-one"`, "id", text(first.ID()))
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		refuses(cloud, kind, "", `exactly one \(and only one\) of|No attribute specified when one`),
		refuses(cloud, kind, "name = \"a\"\nid = \""+nobody+`"`, `2 attributes specified when one`),
		refuses(cloud, kind, `id = "chain-one"`, `must be a UUID in lower case`),
		refuses(cloud, kind, `id = "`+nobody+`"`, `Could not read the BCS instance `+nobody+`.*does not exist`),
		refuses(cloud, kind, `name = "chain"`, `Could not read the BCS instance "chain".*no BCS instance matches all of the arguments`),
		refuses(cloud, kind, `name = "chain-two"`, `Could not read the BCS instance "chain-two".*2 objects match, and only one may.*`+seeded[1].ID()),
		byID,
		byName,
	}})
}

func TestAccBcsNodesDataSource_basic(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	seeded := cloud.SeedInstances(t, cloud.BCS(), nil, "chain-one")[0]
	peer := func(org, index string, channels ...knownvalue.Check) map[string]knownvalue.Check {
		return map[string]knownvalue.Check{
			"organization": text(org), "name": knownvalue.StringRegexp(regexp.MustCompile(`^peer-[0-9a-f]{40}-` + index + `$`)),
			"ip_port":    knownvalue.StringRegexp(regexp.MustCompile(`^[0-9.]+:\d+$`)),
			"channels":   knownvalue.ListExact(append([]knownvalue.Check{}, channels...)),
			"org_msp_id": knownvalue.StringRegexp(regexp.MustCompile(`^[0-9a-f]{40}MSP$`)), "org_domain": knownvalue.StringRegexp(regexp.MustCompile(`svc\.cluster\.local$`)),
		}
	}
	const kind = "hwc_bcs_nodes"
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		refuses(cloud, kind, `blockchain_id = "chain-one"`, `must be a UUID in lower case.*"chain-one"`),
		refuses(cloud, kind, lacking, `Could not read the nodes of the BCS instance `+nobody+`.*does not exist`),
		shows(cloud, kind, blockchainLine(seeded), "nodes", exactly(peer("org1", "0", text("orders")), peer("org1", "1", text("orders")), peer("org2", "0"))),
	}})
}

func TestAccBcsChannelsDataSource_basic(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	seeded := cloud.SeedInstances(t, cloud.BCS(), nil, "chain-one")[0]
	operation, err := cloud.BCS().CreateChannels(t.Context(), seeded.ID(), bcs.NewChannel{ChannelName: "bills", ChannelDescription: "what is owed"})
	if err == nil {
		_, err = cloud.BCS().WaitChannelCreated(t.Context(), seeded.ID(), "bills", operation)
	}
	if err != nil {
		t.Fatal(err)
	}
	two := knownvalue.ListSizeExact(2)
	const kind = "hwc_bcs_channels"
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		refuses(cloud, kind, lacking, `Could not read the channels of the BCS instance `+nobody+`.*does not exist`),
		shows(cloud, kind, blockchainLine(seeded), "channels", exactly(
			map[string]knownvalue.Check{
				"name": text("bills"), "description": text("what is owed"), "consensus": text("etcdraft"),
				"peers": knownvalue.MapExact(map[string]knownvalue.Check{}), "create_time": knownvalue.StringRegexp(regexp.MustCompile(`Z$`)),
			},
			map[string]knownvalue.Check{
				"name": text("orders"), "description": text(""), "peers": knownvalue.MapExact(map[string]knownvalue.Check{"org1": two}),
				"consensus_nodes": knownvalue.MapPartial(map[string]knownvalue.Check{"org1": knownvalue.NotNull()}),
			},
		)),
	}})
}

func TestAccBcsInstanceStatusDataSource_basic(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	seeded := cloud.SeedInstances(t, cloud.BCS(), nil, "chain-one")[0]
	const kind = "hwc_bcs_instance_status"
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		refuses(cloud, kind, lacking, `Could not read the status of the BCS instance `+nobody+`.*does not exist`),
		shows(cloud, kind, blockchainLine(seeded), "components", knownvalue.ListPartial(map[int]knownvalue.Check{
			0: knownvalue.ObjectPartial(map[string]knownvalue.Check{"name": text("cce.cluster")}),
			7: knownvalue.ObjectPartial(map[string]knownvalue.Check{
				"name": text("bcs"), "status": text("finished"), "detail": knownvalue.Null(),
				"start_time": knownvalue.StringRegexp(regexp.MustCompile(`Z$`)), "end_time": knownvalue.StringRegexp(regexp.MustCompile(`Z$`)),
			}),
		})),
	}})
}

// measured is a line of measurements with one value.
func measured(name, unit, statistic string) map[string]knownvalue.Check {
	return map[string]knownvalue.Check{
		"metric_name": text(name), "data_points": exactly(map[string]knownvalue.Check{
			"timestamp": knownvalue.NotNull(), "unit": text(unit),
			"statistics": knownvalue.MapExact(map[string]knownvalue.Check{statistic: knownvalue.NotNull()}),
		}),
	}
}

// standardMetrics are those that are read unless others are asked for.
func standardMetrics() knownvalue.Check {
	return exactly(measured("cpuUsage", "Percent", "maximum"), measured("diskUsedRate", "Percent", "maximum"), measured("memUsedRate", "Percent", "maximum"),
		measured("sendBytesRate", "BytesPerSecond", "maximum"), measured("recvBytesRate", "BytesPerSecond", "maximum"))
}

func TestAccBcsMetricsDataSource_basic(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	seeded := cloud.SeedInstances(t, cloud.BCS(), nil, "chain-one")[0]
	const kind = "hwc_bcs_metrics"
	of := blockchainLine(seeded)
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		refuses(cloud, kind, of+`metric_names = ["cpu"]`, `value must be one of: \["cpuUsage" "diskUsedRate"`),
		refuses(cloud, kind, of+`metric_names = []`, `metric_names set must contain at least 1 elements`),
		refuses(cloud, kind, lacking, `Could not read the metrics of the BCS instance `+nobody+`.*does not exist`),
		shows(cloud, kind, of, "metrics", standardMetrics()),
		shows(cloud, kind, of+`metric_names = ["totalMem"]`, "metrics", exactly(map[string]knownvalue.Check{
			"namespace": text("PAAS.CONTAINER"), "metric_name": text("totalMem"),
			"dimensions": knownvalue.MapExact(map[string]knownvalue.Check{"clusterId": text(acctest.Cluster(0))}),
			"data_points": exactly(map[string]knownvalue.Check{
				"unit": text("Megabytes"), "statistics": knownvalue.MapExact(map[string]knownvalue.Check{"maximum": knownvalue.Float64Exact(16384)}),
			}),
		})),
	}})
}

func TestAccBcsInstanceMetricsDataSource_basic(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	seeded := cloud.SeedInstances(t, cloud.BCS(), nil, "chain-one")[0]
	const kind = "hwc_bcs_instance_metrics"
	workload := "instance_name = \"" + peerNames(t, cloud, seeded, "org2")[0] + "\"\n"
	of := blockchainLine(seeded)
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		refuses(cloud, kind, of+workload+"entity_name = \"org2\"\ntype = \"peer\"", `type value must be one of: \["org" "plugin"\]`),
		refuses(cloud, kind, of+workload+`entity_name = "org9"`, `Could not read the metrics of peer-.* of the BCS instance .*BCS.4004024.*request id.*What to do: check the name of the organization`),
		refuses(cloud, kind, of+"instance_name = \"peer-9\"\nentity_name = \"org2\"", `BCS.4006005.*peer-9.*What to do: one of the values`),
		shows(cloud, kind, of+workload+`entity_name = "org2"`, "metrics", standardMetrics()),
		shows(cloud, kind, of+"entity_name = \"baas-agent\"\ninstance_name = \"baas-agent-0\"\ntype = \"org\"", "metrics", standardMetrics()),
	}})
}

func TestAccBcsEntityMetricsDataSource_basic(t *testing.T) {
	t.Parallel()
	for name, choices := range map[string]emulator.BCSChoices{"numbers": {}, "texts": {SchemaTypes: true}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud := acctest.Start(t, emulator.Options{Choices: emulator.Choices{BCS: choices}})
			seeded := cloud.SeedInstances(t, cloud.BCS(), func(request *bcs.CreateInstanceRequest) {
				request.RestfulAPISupport = new(true)
			}, "chain-one")[0]
			entity := func(name string) map[string]knownvalue.Check {
				checks := map[string]knownvalue.Check{"dimensions": knownvalue.MapPartial(map[string]knownvalue.Check{"entity": text(name)})}
				for _, value := range strings.Fields("cpu_usage mem_usage disk_read_rate disk_write_rate recv_bytes_rate send_bytes_rate filesystem_usage") {
					checks[value] = knownvalue.NotNull()
				}
				return checks
			}
			const kind = "hwc_bcs_entity_metrics"
			org, plugin := blockchainLine(seeded)+"type = \"org\"\n", blockchainLine(seeded)+"type = \"plugin\"\n"
			cloud.Test(resource.TestCase{Steps: []resource.TestStep{
				refuses(cloud, kind, blockchainLine(seeded), `argument "type" is required`),
				refuses(cloud, kind, org+`entity_name = "org9"`, `Could not read the metrics of the BCS instance .*BCS.4004024.*check the name of the organization`),
				shows(cloud, kind, org+`entity_name = "org1"`, "entities", exactly(entity("org1"), entity("org1"))),
				shows(cloud, kind, org, "entities", knownvalue.ListSizeExact(7)), // the agent, three orderers and three peers
				shows(cloud, kind, plugin, "entities", exactly(entity("baas-restapi"))),
			}})
		})
	}
}

// Instances in edge clusters have no metrics of their parts.
func TestAccBcsEntityMetricsDataSource_edge(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	seeded := cloud.SeedInstances(t, cloud.BCS(), func(request *bcs.CreateInstanceRequest) {
		request.ClusterType, request.CceClusterInfo, request.IefDeployMode = "ief", nil, new(int64(0))
		request.IefNodesInfo = []bcs.PublicIP{{ID: "6b3e4d2c-0000-4871-a3c2-d380272eed01", Status: "ACTIVE", PublicIPAddress: "203.0.113.7"}}
	}, "chain-edge")[0]
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		refuses(cloud, "hwc_bcs_entity_metrics", blockchainLine(seeded)+`type = "org"`, `BCS.4004021.*What to do: instances in edge clusters \(IEF\) have no such metrics`),
	}})
}

// An event is the end of an operation: the creation, and one more peer.
func eventful(t *testing.T, choices emulator.BCSChoices) (*acctest.Env, *bcs.Instance) {
	t.Helper()
	cloud := acctest.Start(t, emulator.Options{Choices: emulator.Choices{BCS: choices}})
	seeded := cloud.SeedInstances(t, cloud.BCS(), nil, "chain-one")[0]
	operation, err := cloud.BCS().UpdateInstance(t.Context(), seeded.ID(), bcs.UpdateInstanceRequest{NodeOrgs: []bcs.NodeOrg{{Name: "org2", NodeCount: 2}}})
	if err == nil {
		_, err = cloud.BCS().WaitInstanceUpdated(t.Context(), seeded.ID(), operation)
	}
	if err != nil {
		t.Fatal(err)
	}
	return cloud, seeded
}

// ended is an event about the end of an operation of a type.
func ended(operation string) map[string]knownvalue.Check {
	event := measured("operation "+operation+" finished", "Count", "sum")
	event["namespace"] = text("PAAS.EVENT")
	return event
}

func TestAccBcsEventsDataSource_basic(t *testing.T) {
	t.Parallel()
	cloud, seeded := eventful(t, emulator.BCSChoices{})
	const kind = "hwc_bcs_events"
	of := blockchainLine(seeded)
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		refuses(cloud, kind, of+`type = "alert"`, `type value must be one of`),
		refuses(cloud, kind, of+`step = 0`, `step value must be at least 1`),
		refuses(cloud, kind, of+`order = "asc"`, `Attribute "order_by" must be specified when "order" is specified`),
		refuses(cloud, kind, of+`metadata_relation = [{ key = "", value = ["alarm"] }]`, `key string length must be at least 1`),
		refuses(cloud, kind, of+`metadata_relation = [{ key = "event_type", value = [] }]`, `value list must contain at least 1`),
		refuses(cloud, kind, of+`metadata_relation = [{ key = "event_type", value = ["alarm"], relation = "XOR" }]`, `relation value must be one of`),
		refuses(cloud, kind, of+`time_range = "today"`, `Could not read the events of the BCS instance .*BCS.4006005.*time_range`),
		shows(cloud, kind, of, "metrics", exactly(ended("99"), ended("03"))),
		shows(cloud, kind, of, "events", exactly()),
		shows(cloud, kind, of+"order_by = [\"starts_at\"]", "metrics", exactly(ended("03"), ended("99"))), // the latest first
		shows(cloud, kind, of+"order_by = [\"starts_at\"]\norder = \"asc\"", "metrics", exactly(ended("99"), ended("03"))),
		shows(cloud, kind, of+"search = \"operation 03\"\ntime_range = \"-1.-1.5\"\nstep = 1000", "metrics", exactly(ended("03"))),
		shows(cloud, kind, of+`metadata_relation = [{ key = "operation_type", value = ["03", "04"], relation = "NOT" }]`, "metrics", exactly(ended("99"))),
		shows(cloud, kind, of+`metadata_relation = [{ key = "operation_type", value = ["03"] }]`, "metrics", exactly(ended("03"))),
		shows(cloud, kind, of+`type = "active_alert"`, "metrics", exactly()),
	}})
}

// Nobody has documented events of the other shape, so they come as they are.
func TestAccBcsEventsDataSource_asAOM(t *testing.T) {
	t.Parallel()
	cloud, seeded := eventful(t, emulator.BCSChoices{EventsAsAOM: true})
	event := func(operation string) knownvalue.Check {
		return knownvalue.StringRegexp(regexp.MustCompile(`^\{.*"operation_type":"` + operation + `".*\}$`))
	}
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		shows(cloud, "hwc_bcs_events", blockchainLine(seeded), "events", knownvalue.ListExact([]knownvalue.Check{event("99"), event("03")})),
		shows(cloud, "hwc_bcs_events", blockchainLine(seeded), "metrics", exactly()),
	}})
}

func TestAccBcsEventStatisticsDataSource_basic(t *testing.T) {
	t.Parallel()
	cloud, seeded := eventful(t, emulator.BCSChoices{})
	const kind = "hwc_bcs_event_statistics"
	of := blockchainLine(seeded)
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		refuses(cloud, kind, lacking, `Could not read the event statistics of the BCS instance `+nobody+`.*does not exist`),
		shows(cloud, kind, of+"step = 3600000", "metrics", exactly(ended("99"), ended("03"))),
		shows(cloud, kind, of+`search = "operation 99"`, "metrics", exactly(ended("99"))),
	}})
}
