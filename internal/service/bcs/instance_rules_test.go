package bcs

import (
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

func text(value string) types.String { return types.StringValue(value) }

func integer(value int64) types.Int64 { return types.Int64Value(value) }

func yes() types.Bool { return types.BoolValue(true) }

func orgs(models ...orgModel) types.Set { return setOf(peerOrgsType, models) }

func organization(name string, peers int64) orgModel {
	return orgModel{Name: text(name), NodeCount: integer(peers)}
}

func firstChannel(name string, orgs ...string) types.Set {
	return setOf(channelsType, []firstChannelModel{{Name: text(name), OrgNames: types.SetValueMust(types.StringType, framework.StringValues(orgs))}})
}

// configured is the least configuration of a new instance, changed as a test wants it.
func configured(change func(m *instanceModel)) instanceModel {
	m := emptyInstance()
	m.Name, m.VersionType, m.OrdererNodeNumber = text("chain-test"), integer(4), integer(3)
	m.ResourcePasswordWO, m.ResourcePasswordWOVersion = text("Resource@123"), integer(1)
	m.CceClusterInfo = objectOf(cceClusterType, cceClusterModel{ClusterID: text("11111111-7b69-11f1-946d-0255ac100260"), ClusterName: text("cluster")})
	change(&m)
	return m
}

var (
	someCouch   = objectOf(couchType, couchModel{UserName: text("administrator"), PasswordWO: text("Couchdb@123"), PasswordWOVersion: integer(1)})
	someTurbo   = objectOf(turboType, turboModel{ShareType: text("STANDARD"), Type: text("efs-ha"), ResourceSpecCode: text("sfs.turbo.standard")})
	someKafka   = objectOf(kafkaType, kafkaModel{Spec: text("mini"), Storage: integer(600), AZ: text("cn-north-4a")})
	someInvitor = objectOf(invitorType, invitorModel{TenantID: text("t"), ProjectID: text("p"), BlockchainID: text("b")})
	someNodes   = setOf(iefNodesType, []iefNodeModel{{ID: text("node-1"), PublicIPAddress: text("198.51.100.1")}})
	someCluster = objectOf(cceCreateType, cceCreateModel{NodeNum: integer(1), InitNodePasswordWO: text("InitNode@123"), InitNodePasswordWOVersion: integer(1)})
)

// A rule is a row: what breaks it, on which attribute, with which words; nothing else is reported. What does not say
// lacks is wrong for an instance that is there, too.
func TestInstanceRules(t *testing.T) {
	t.Parallel()
	kafka := func(spec string, storage int64) func(m *instanceModel) {
		return func(m *instanceModel) {
			m.FabricVersion, m.Consensus = text("1.4"), text("kafka")
			m.KafkaCreateInfo = objectOf(kafkaType, kafkaModel{Spec: text(spec), Storage: integer(storage), AZ: text("a")})
		}
	}
	edge := func(m *instanceModel) {
		m.ClusterType, m.CceClusterInfo, m.IefNodesInfo = text("ief"), types.ObjectNull(cceClusterType.AttrTypes), someNodes
		m.PeerOrgs = orgs(organization("node-one", 1))
	}
	volume := func(kind string, edition, size int64) func(m *instanceModel) {
		return func(m *instanceModel) {
			m.VolumeType, m.VersionType, m.OrgDiskSize = text(kind), integer(edition), integer(size)
			m.TurboInfo = map[bool]types.Object{true: someTurbo, false: m.TurboInfo}[kind == "efs"]
			m.EvsDiskType = map[bool]types.String{true: text("SAS"), false: types.StringNull()}[kind == "evs"]
		}
	}
	consensus := func(fabric, name string, orderers int64) func(m *instanceModel) {
		return func(m *instanceModel) {
			m.FabricVersion, m.Consensus, m.OrdererNodeNumber = text(fabric), text(name), integer(orderers)
			if name == "kafka" {
				m.KafkaCreateInfo = someKafka
			}
		}
	}
	for _, test := range []struct {
		name      string
		change    func(m *instanceModel)
		attribute string // "" = valid
		text      string
		lacks     bool // only a new instance needs it
	}{
		{"the least", func(*instanceModel) {}, "", "", false},
		{"legacy password", func(m *instanceModel) {
			m.ResourcePasswordWO, m.ResourcePassword = types.StringNull(), text("Resource@123")
		}, "", "", false},
		{"no password", func(m *instanceModel) { m.ResourcePasswordWO = types.StringNull() }, "resource_password", "needs a password", true},
		{"password not known", func(m *instanceModel) { m.ResourcePasswordWO = types.StringUnknown() }, "", "", false},

		{"raft with 3", consensus("2.2", "etcdraft", 3), "", "", false},
		{"raft with 1", consensus("2.2", "etcdraft", 1), "orderer_node_number", "takes 3 orderers, not 1", false},
		{"older raft with 1", consensus("2.0", "etcdraft", 1), "", "", false},
		{"raft with 4", consensus("2.2", "etcdraft", 4), "orderer_node_number", "takes 3 orderers, not 4", false},
		{"SFLIC with 4", consensus("2.2", "SFLIC", 4), "", "", false},
		{"SFLIC with 10", consensus("1.4", "SFLIC", 10), "", "", false},
		{"SFLIC with 3", consensus("2.2", "SFLIC", 3), "orderer_node_number", "takes 4 to 10 orderers, not 3", false},
		{"solo with 1", consensus("1.4", "solo", 1), "", "", false},
		{"solo with 2", consensus("1.4", "solo", 2), "orderer_node_number", "takes 1 orderer, not 2", false},
		{"kafka with 2", consensus("1.4", "kafka", 2), "", "", false},
		{"solo in 2.2", consensus("2.2", "solo", 1), "consensus", "Fabric 2.2 has no consensus `solo`; it has `etcdraft`, `SFLIC`", false},
		{"kafka in 2.0", consensus("2.0", "kafka", 3), "consensus", "Fabric 2.0 has no consensus `kafka`", false},
		{"raft in 1.4", consensus("1.4", "etcdraft", 3), "consensus", "Fabric 1.4 has no consensus `etcdraft`; it has `solo`, `SFLIC`, `kafka`", false},
		{"kafka in the default", func(m *instanceModel) { m.Consensus, m.KafkaCreateInfo = text("kafka"), someKafka }, "consensus", "Fabric 2.2", false},
		{"another fabric", consensus("4.0.35", "etcdraft", 3), "", "", false},
		{"fabric not known", func(m *instanceModel) { m.FabricVersion, m.Consensus = types.StringUnknown(), text("etcdraft") }, "", "", false},
		{"no orderers", func(m *instanceModel) { m.OrdererNodeNumber = types.Int64Null() }, "orderer_node_number", "needs `orderer_node_number`", true},
		{"no orderers in 1.4", func(m *instanceModel) { m.FabricVersion, m.OrdererNodeNumber = text("1.4"), types.Int64Null() }, "", "", false},

		{"sm2 in edition 3", func(m *instanceModel) { m.SignAlgorithm, m.VersionType = text("sm2"), integer(3) }, "", "", false},
		{"sm2 in edition 4", func(m *instanceModel) { m.SignAlgorithm = text("sm2") }, "sign_algorithm", "not in edition `version_type = 4`", false},
		{"sm2 in edition 2", func(m *instanceModel) { m.SignAlgorithm, m.VersionType = text("sm2"), integer(2) }, "sign_algorithm", "not in edition `version_type = 2`", false},

		{"tc3 in edition 2", func(m *instanceModel) { m.Tc3Need, m.VersionType = yes(), integer(2) }, "", "", false},
		{"tc3 in edition 4", func(m *instanceModel) { m.Tc3Need = yes() }, "tc3_need", "not in edition", false},
		{"tc3 with sm2", func(m *instanceModel) { m.Tc3Need, m.VersionType, m.SignAlgorithm = yes(), integer(3), text("sm2") }, "tc3_need", "does not go with", false},
		{"tc3 at the edge", func(m *instanceModel) { edge(m); m.Tc3Need, m.VersionType = yes(), integer(2) }, "tc3_need", "not for edge clusters", false},

		{"efs with 500", volume("efs", 4, 500), "", "", false},
		{"efs with 499", volume("efs", 4, 499), "org_disk_size", "`efs` has at least 500 GB", false},
		{"nfs with 40 in edition 4", volume("nfs", 4, 40), "", "", false},
		{"nfs with 39 in edition 4", volume("nfs", 4, 39), "org_disk_size", "`nfs` has at least 40 GB in edition `version_type = 4`", false},
		{"nfs with 99 in edition 2", volume("nfs", 2, 99), "org_disk_size", "at least 100 GB", false},
		{"evs with 100", volume("evs", 4, 100), "", "", false},
		{"evs with 499 in edition 3", volume("evs", 3, 499), "org_disk_size", "at least 500 GB", false},
		{"size without a type", func(m *instanceModel) { m.OrgDiskSize = integer(10) }, "", "", false},
		{"type not known", func(m *instanceModel) {
			m.VolumeType, m.TurboInfo, m.OrgDiskSize = types.StringUnknown(), someTurbo, integer(1)
		}, "", "", false},
		{"efs without turbo", func(m *instanceModel) { m.VolumeType = text("efs") }, "turbo_info", "needs `turbo_info`", true},
		{"turbo without efs", func(m *instanceModel) { m.TurboInfo = someTurbo }, "turbo_info", "for `volume_type = \"efs\"` only", false},
		{"evs without a disk", func(m *instanceModel) { m.VolumeType = text("evs") }, "evs_disk_type", "needs `evs_disk_type`", true},
		{"a disk without evs", func(m *instanceModel) { m.EvsDiskType = text("SAS") }, "evs_disk_type", "for `volume_type = \"evs\"` only", false},

		{"couchdb", func(m *instanceModel) { m.DatabaseType, m.CouchdbInfo = text("couchdb"), someCouch }, "", "", false},
		{"couchdb without an account", func(m *instanceModel) { m.DatabaseType = text("couchdb") }, "couchdb_info", "needs `couchdb_info`", true},
		{"an account without couchdb", func(m *instanceModel) { m.CouchdbInfo = someCouch }, "couchdb_info", "for `database_type = \"couchdb\"` only", false},
		{"an account without a password", func(m *instanceModel) {
			m.DatabaseType, m.CouchdbInfo = text("couchdb"), objectOf(couchType, couchModel{UserName: text("u")})
		}, "couchdb_info", "password_wo", true},

		{"kafka without an instance", func(m *instanceModel) { m.FabricVersion, m.Consensus = text("1.4"), text("kafka") }, "kafka_create_info", "needs `kafka_create_info`", true},
		{"an instance without kafka", func(m *instanceModel) { m.KafkaCreateInfo = someKafka }, "kafka_create_info", "for `consensus = \"kafka\"` only", false},
		{"mini with 300", kafka("mini", 300), "", "", false},
		{"a product's mini with 300", kafka("dms.instance.kafka.cluster.c3.mini", 300), "", "", false},
		{"small with 1100", kafka("small", 1100), "kafka_create_info", "size `small` has at least 1200 GB, in hundreds, not 1100", false},
		{"middle with 2300", kafka("c3.middle", 2300), "kafka_create_info", "at least 2400 GB", false},
		{"high with 4700", kafka("high", 4700), "kafka_create_info", "at least 4800 GB", false},
		{"not in hundreds", kafka("mini", 650), "kafka_create_info", "in hundreds, not 650", false},

		{"bandwidth with an EIP", func(m *instanceModel) { m.UseEip, m.BandwidthSize = yes(), integer(5) }, "", "", false},
		{"bandwidth without an EIP", func(m *instanceModel) { m.BandwidthSize = integer(5) }, "bandwidth_size", "needs `use_eip = true`", false},
		{"bandwidth with an EIP not known", func(m *instanceModel) { m.UseEip, m.BandwidthSize = types.BoolUnknown(), integer(5) }, "", "", false},

		{"no cluster", func(m *instanceModel) { m.CceClusterInfo = types.ObjectNull(cceClusterType.AttrTypes) }, "cce_cluster_info", "needs a cluster", true},
		{"a new cluster", func(m *instanceModel) {
			m.CceClusterInfo, m.CceCreateInfo = types.ObjectNull(cceClusterType.AttrTypes), someCluster
		}, "", "", false},
		{"two clusters", func(m *instanceModel) { m.CceCreateInfo = someCluster }, "cce_create_info", "either `cce_cluster_info`", false},
		{"a new cluster without a password", func(m *instanceModel) {
			m.CceClusterInfo, m.CceCreateInfo = types.ObjectNull(cceClusterType.AttrTypes), objectOf(cceCreateType, cceCreateModel{NodeNum: integer(1)})
		}, "cce_create_info", "init_node_password_wo", true},

		{"edge", edge, "", "", false},
		{"edge without nodes", func(m *instanceModel) { edge(m); m.IefNodesInfo = types.SetNull(iefNodesType.ElemType) }, "ief_nodes_info", "needs `ief_nodes_info`", true},
		{"edge without organizations", func(m *instanceModel) { edge(m); m.PeerOrgs = types.SetNull(peerOrgsType.ElemType) }, "peer_orgs", "needs `peer_orgs`", true},
		{"edge with a new cluster", func(m *instanceModel) { edge(m); m.CceCreateInfo = someCluster }, "cce_create_info", "for `cluster_type = \"cce\"` only", false},
		{"nodes without edge", func(m *instanceModel) { m.IefNodesInfo = someNodes }, "ief_nodes_info", "for `cluster_type = \"ief\"` only", false},
		{"a mode without edge", func(m *instanceModel) { m.IefDeployMode = integer(0) }, "ief_deploy_mode", "for `cluster_type = \"ief\"` only", false},
		{"edge with delete_storage", func(m *instanceModel) { edge(m); m.DeleteStorage = yes() }, "delete_storage", "not for edge clusters", false},
		{"edge with delete_obs", func(m *instanceModel) { edge(m); m.DeleteObs = yes() }, "delete_obs", "not for edge clusters", false},
		{"edge with delete_resource", func(m *instanceModel) { edge(m); m.DeleteResource = yes() }, "delete_resource", "not for edge clusters", false},

		{"two peers", func(m *instanceModel) { m.PeerOrgs = orgs(organization("org-one", 2)) }, "", "", false},
		{"three peers", func(m *instanceModel) { m.PeerOrgs = orgs(organization("org-one", 3)) }, "peer_orgs", "\"org-one\" has 3 peers: at most 2", false},
		{"five peers in edition 3", func(m *instanceModel) { m.VersionType, m.PeerOrgs = integer(3), orgs(organization("org-one", 5)) }, "", "", false},

		{"a channel of the default organization", func(m *instanceModel) { m.Channels = firstChannel("channel1", "organization") }, "", "", false},
		{"a channel of a stranger", func(m *instanceModel) {
			m.PeerOrgs, m.Channels = orgs(organization("org-one", 1)), firstChannel("channel1", "org-one", "org-two")
		}, "channels", "The channel \"channel1\" names the organization \"org-two\"", true},
		{"a channel, organizations not known", func(m *instanceModel) {
			m.PeerOrgs, m.Channels = types.SetUnknown(peerOrgsType.ElemType), firstChannel("channel1", "org-two")
		}, "", "", false},

		{"invited", func(m *instanceModel) {
			m.BlockchainType, m.InvitorInfos, m.OrdererNodeNumber = text("union"), someInvitor, types.Int64Null()
		}, "", "", false},
		{"invited and private", func(m *instanceModel) { m.InvitorInfos = someInvitor }, "invitor_infos", "Only an instance of `blockchain_type = \"union\"`", false},
		{"invited with channels", func(m *instanceModel) {
			m.BlockchainType, m.InvitorInfos, m.Channels = text("union"), someInvitor, firstChannel("channel1", "organization")
		}, "channels", "has no channels of its own", false},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			m := configured(test.change)
			conflicts, all := m.conflicts(), slices.Concat(m.conflicts(), m.lacks())
			if test.attribute == "" {
				if len(all) != 0 {
					t.Errorf("reported are %v", all)
				}
				return
			}
			if len(all) != 1 || all[0].attribute != test.attribute || !strings.Contains(all[0].text, test.text) {
				t.Fatalf("reported are %v, want one about %s with %q", all, test.attribute, test.text)
			}
			if test.lacks != (len(conflicts) == 0) {
				t.Errorf("an instance that is there is told %v", conflicts)
			}
		})
	}
}

func TestPasswordRule(t *testing.T) {
	t.Parallel()
	for password, valid := range map[string]bool{
		"Abc@12345": true, "Abcdefg1": true, "abcdef1!": true, "abc12345": false, "Abcdefgh": false, "Abc@123": false, "Abc 12345": false, "区块链abc123": true,
		strings.Repeat("Ab1", 9)[:26]: true, strings.Repeat("Ab1", 9): false, "": false,
	} {
		if isPassword(password) != valid {
			t.Errorf("%q: valid is %t, want %t", password, !valid, valid)
		}
	}
}

func TestNames(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		rule  validator.String
		name  string
		valid bool
	}{
		{nameRule(), "bcs-demo01", true}, {nameRule(), "链区块链", true}, {nameRule(), "1234", true}, {nameRule(), "abc", false}, {nameRule(), "-abc", false},
		{nameRule(), "a_bc", false}, {nameRule(), strings.Repeat("a", 24), true}, {nameRule(), strings.Repeat("a", 25), false},
		{channelNameRule(), "channel1", true}, {channelNameRule(), "chan", true}, {channelNameRule(), "1chan", false}, {channelNameRule(), "Channel", false},
		{channelNameRule(), "chan-1", false}, {channelNameRule(), "testchainid", false}, {channelNameRule(), "abc", false},
	} {
		var resp validator.StringResponse
		test.rule.ValidateString(t.Context(), validator.StringRequest{Path: path.Root("name"), ConfigValue: text(test.name)}, &resp)
		if resp.Diagnostics.HasError() == test.valid {
			t.Errorf("%q: valid is %t, want %t", test.name, !test.valid, test.valid)
		}
	}
}

func TestDistinctNames(t *testing.T) {
	t.Parallel()
	unknown := orgModel{Name: types.StringUnknown(), NodeCount: integer(1)}
	for name, test := range map[string]struct {
		value types.Set
		valid bool
	}{
		"null":              {types.SetNull(peerOrgsType.ElemType), true},
		"unknown":           {types.SetUnknown(peerOrgsType.ElemType), true},
		"different":         {orgs(organization("org-one", 1), organization("org-two", 1)), true},
		"same":              {orgs(organization("org-one", 1), organization("org-one", 2)), false},
		"not known":         {orgs(unknown, organization("org-one", 2)), true},
		"element not known": {types.SetValueMust(peerOrgsType.ElemType, []attr.Value{types.ObjectUnknown(typeOf[types.SetType](peerOrgsAttribute()).ElemType.(types.ObjectType).AttrTypes)}), true}, //nolint:forcetypeassert // the schema fixes it
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var resp validator.SetResponse
			distinct("name").ValidateSet(t.Context(), validator.SetRequest{Path: path.Root("peer_orgs"), ConfigValue: test.value}, &resp)
			if resp.Diagnostics.HasError() == test.valid {
				t.Errorf("valid is %t, want %t", !test.valid, test.valid)
			}
		})
	}
}
