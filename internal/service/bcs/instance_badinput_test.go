package bcs_test

import (
	"testing"

	"github.com/hwc-community/terraform-provider-hwc/internal/acctest"
	"github.com/hwc-community/terraform-provider-hwc/internal/emulator"
)

// Bad input gets an error on the attribute, at plan time, and the cloud is not asked: each rule of contract/bcs.md 8 for
// instances. More combinations of arguments are rows of TestInstanceRules.
func TestAccBcsInstance_badInput(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	with := func(part, other string) string { return replaceOnce(instanceConfig(""), part, other) }
	orderers := func(lines, count string) string {
		return replaceOnce(instanceConfig(lines), "orderer_node_number          = 3", "orderer_node_number = "+count)
	}
	kafka := func(spec, storage string) string {
		return instanceConfig("fabric_version = \"1.4\"\n  consensus = \"kafka\"\n  kafka_create_info = { spec = \"" + spec + "\", storage = " + storage + ", az = \"cn-north-4a\" }")
	}
	edge := func(lines string) string {
		return replaceOnce(instanceConfig(`cluster_type = "ief"`+"\n"+lines), `cce_cluster_info             = { cluster_id = "`+clusterID+`", cluster_name = "cluster-test" }`, "")
	}
	const node = `ief_nodes_info = [{ id = "edge-1", public_ip_address = "198.51.100.1" }]` + "\n"
	cloud.Refuses(t, cloud.Provider(), [][2]string{
		{with("chain-test", "-chain"), `name\s+=.*must have 4 to 24 letters`},
		{with("version_type                 = 4", "version_type = 5"), `version_type\s+=.*one of`},
		{with("Resource@123", "resource"), `resource_password_wo\s+=.*must have 8 to 26 characters`},
		{with("resource_password_wo_version = 1", ""), `resource_password_wo_version.*must be specified`},
		{instanceConfig(`resource_password = "Resource@123"`), `resource_password.*cannot be specified when`},
		{instanceConfig(`consensus = "raft"`), `consensus\s+=.*"etcdraft"`},
		{instanceConfig(`consensus = "solo"`), `consensus\s+=.*Fabric 2.2 has no consensus`},
		{instanceConfig(`sign_algorithm = "sm2"`), `sign_algorithm\s+=.*not in edition`},
		{instanceConfig(`volume_type = "efs"`), `needs .turbo_info.`},
		{instanceConfig(`database_type = "couchdb"`), `needs .couchdb_info.`},
		{instanceConfig(`bandwidth_size = 5`), `bandwidth_size\s+=.*needs .use_eip = true.`},
		{instanceConfig(`peer_orgs = []`), `peer_orgs\s+=.*at least 1`},
		{withOrgs(firstOrgs + ", " + replaceOnce(firstOrgs, "= 1", "= 2")), `peer_orgs\s+=.*"organization1" more than once`},
		{withOrgs(replaceOnce(firstOrgs, "= 1", "= 6")), `between 1 and 5`},
		{instanceConfig(`channels = [{ name = "testchainid", org_names = [] }]`), `must have 4 to 24 lower-case letters`},
		{instanceConfig(`channels = [{ name = "channel1", org_names = ["stranger"] }]`), `names the organization "stranger"`},
		{with("orderer_node_number          = 3", ""), `needs .orderer_node_number.`},
		{instanceConfig(`timeouts = { create = "ten" }`), `Time Duration`},

		{with("chain-test", "abc"), `name\s+=.*must have 4 to 24 letters`},
		{with("chain-test", "a-name-of-twenty-five-char"), `name\s+=.*must have 4 to 24 letters`},
		{with("Resource@123", "Resource@123Resource@123Resource"), `resource_password_wo\s+=.*must have 8 to 26 characters`},
		{withOrgs(replaceOnce(firstOrgs, "organization1", "org")), `peer_orgs\s+=.*must have 4 to 24 letters`},
		{withOrgs(replaceOnce(firstOrgs, "= 1", "= 3")), `"organization1" has 3 peers: at most 2 are in edition .version_type = 4.`},
		{instanceConfig(`channels = [{ name = "Channel1", org_names = [] }]`), `must have 4 to 24 lower-case letters`},
		{orderers(`consensus = "etcdraft"`, "4"), `orderer_node_number = 4.*takes 3 orderers, not 4`},
		{orderers(`consensus = "SFLIC"`, "3"), `orderer_node_number = 3.*takes 4 to 10 orderers, not 3`},
		{orderers("fabric_version = \"1.4\"\n  consensus = \"solo\"", "2"), `orderer_node_number = 2.*takes 1 orderer, not 2`},
		{orderers("", "11"), `orderer_node_number = 11.*between 1 and 10`},
		{instanceConfig("fabric_version = \"1.4\"\n  consensus = \"etcdraft\""), `consensus\s+=.*Fabric 1.4 has no consensus .etcdraft.; it has .solo., .SFLIC., .kafka.`},
		{instanceConfig(`sign_algorithm = "rsa"`), `sign_algorithm\s+=.*"ECDSA" "sm2"`},
		{instanceConfig(`blockchain_type = "public"`), `blockchain_type\s+=.*"private" "union"`},
		{instanceConfig(`tc3_need = true`), `tc3_need\s+=.*not in edition`},
		{instanceConfig(`volume_type = "sfs"`), `volume_type\s+=.*"evs" "nfs" "efs"`},
		{instanceConfig("volume_type = \"evs\"\n  evs_disk_type = \"HDD\""), `evs_disk_type\s+=.*"SATA" "SAS" "SSD"`},
		{instanceConfig(`volume_type = "evs"`), `needs .evs_disk_type.`},
		{instanceConfig(`evs_disk_type = "SAS"`), `evs_disk_type\s+=.*for .volume_type = "evs". only`},
		{instanceConfig("volume_type = \"nfs\"\n  org_disk_size = 39"), `org_disk_size = 39.*at least 40 GB in edition`},
		{instanceConfig("volume_type = \"efs\"\n  org_disk_size = 499\n  turbo_info = { resource_spec_code = \"sfs.turbo.standard\" }"), `org_disk_size = 499.*at least 500 GB`},
		{instanceConfig(`turbo_info = { resource_spec_code = "sfs.turbo.standard" }`), `turbo_info\s+=.*for .volume_type = "efs". only`},
		{instanceConfig(`database_type = "mysql"`), `database_type\s+=.*"goleveldb" "couchdb"`},
		{instanceConfig(`couchdb_info = { user_name = "u", password = "Couchdb@123" }`), `couchdb_info\s+=.*for .database_type = "couchdb". only`},
		{instanceConfig("database_type = \"couchdb\"\n  couchdb_info = { user_name = \"u\", password = \"couchdb\" }"), `couchdb_info.*must have 8 to 26 characters`},
		{instanceConfig(`block_info = { batch_timeout = 0 }`), `block_info.batch_timeout value must be at least 1`},
		{kafka("tiny", "600"), `must be mini, small, middle or high`},
		{kafka("mini", "200"), `between 300 and 90000`},
		{kafka("mini", "350"), `at least 300 GB, in hundreds, not 350`},
		{kafka("c3.small", "1100"), `size .small. has at least 1200 GB, in hundreds, not 1100`},
		{instanceConfig(`consensus = "kafka"`), `Fabric 2.2 has no consensus .kafka.`},
		{edge(`peer_orgs = [{ name = "node-one", node_count = 1 }]`), `needs .ief_nodes_info.`},
		{edge(node), `needs .peer_orgs.`},
		{edge(node + `peer_orgs = [{ name = "one", node_count = 1 }]`), `must have 4 to 24 letters`},
		{edge(node + "peer_orgs = [{ name = \"node-one\", node_count = 1 }]\n  delete_storage = true"), `delete_storage = true.*not for edge clusters`},
		{
			with(`cce_cluster_info             = { cluster_id = "`+clusterID+`", cluster_name = "cluster-test" }`,
				`cce_create_info = { node_num = 1, node_flavor = "f", cce_flavor = "c", az = "a", cluster_platform_type = "ARM64", init_node_password = "short" }`),
			`cce_create_info.*must have 8 to 26 characters`,
		},
		{with(`cce_cluster_info             = { cluster_id = "`+clusterID+`", cluster_name = "cluster-test" }`, ""), `A new instance needs a cluster`},
	})
}
