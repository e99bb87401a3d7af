package bcs_test

import (
	"strings"
	"testing"

	"github.com/hwc-community/terraform-provider-hwc/internal/acctest"
	"github.com/hwc-community/terraform-provider-hwc/internal/client/bcs"
	"github.com/hwc-community/terraform-provider-hwc/internal/emulator"
)

const movedCluster = "aaace2ac-c18b-11ea-aefb-0255ac100022"

// movedRequest creates what testdata/moved/huaweicloud_bcs_instance.json says.
func movedRequest() bcs.CreateInstanceRequest {
	return bcs.CreateInstanceRequest{
		Name: "trade-chain", VersionType: 4, FabricVersion: "2.2", BlockchainType: "private", Consensus: "etcdraft", SignAlgorithm: "ECDSA",
		EnterpriseProjectID: "0", ResourcePassword: "Resource@123", OrdererNodeNumber: new(int64(3)), UseEip: new(true), ClusterType: "cce",
		CceClusterInfo: &bcs.CceCluster{ClusterID: movedCluster, ClusterName: "trade-cluster"},
		VolumeType:     "efs", OrgDiskSize: new(int64(1228)),
		TurboInfo: &bcs.Turbo{ShareType: "STANDARD", Type: "efs-ha", AvailableZone: "cn-north-4a", ResourceSpecCode: "sfs.turbo.40MBps"},
		PeerOrgs:  []bcs.PeerOrg{{Name: "organization01", NodeCount: 1}},
		Channels:  []bcs.FirstChannel{{Name: "channeldemo001", OrgNames: []string{"organization01"}}},
	}
}

// seedMoved creates an instance that another provider manages; the move's test destroys it.
func seedMoved(t *testing.T, cloud *acctest.Env, request bcs.CreateInstanceRequest) *strings.Replacer {
	t.Helper()
	created, _, err := cloud.BCS().CreateInstance(t.Context(), request)
	if err != nil {
		t.Fatal(err)
	}
	instance, err := cloud.BCS().WaitInstanceCreated(t.Context(), created.ID)
	if err != nil {
		t.Fatal(err)
	}
	return strings.NewReplacer("{instance}", instance.ID(), "{pvc}", instance.PeerInfo[0].PvcName, "{kafka}", instance.DmsKafkaInfo.Name)
}

// The example of the guide moves as the guide shows it, with nothing to change: the plan of the official provider after an
// import is to destroy the blockchain (B-4). Then the password leaves the state, and nothing happens in the cloud.
func TestAccBcsInstance_migrationGuide(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	w := acctest.NewWorkspace(t, "")
	w.Needs(t.Context(), "1.8")
	const provider = "registry.terraform.io/huaweicloud/huaweicloud"
	w.WriteState(acctest.PeerState(provider, acctest.PeerObject(t, "huaweicloud_bcs_instance", "trade", "huaweicloud_bcs_instance", seedMoved(t, cloud, movedRequest()))))
	w.Pretend(provider)
	w.Env = append(w.Env, "TF_VAR_resource_password=Resource@123")
	config := cloud.Provider() + acctest.Repository(t, "examples/migrate-from-huaweicloud/blockchain.tf")
	w.Write(config)

	acctest.GuideShows(t, w.MustRun(t.Context(), "plan", "-no-color"))
	if unrefreshed := w.MustRun(t.Context(), "plan", "-no-color", "-refresh=false"); strings.Contains(unrefreshed, "must be replaced") {
		t.Errorf("without a refresh the instance is replaced:\n%s", unrefreshed)
	}
	w.MustRun(t.Context(), "apply", "-no-color", "-auto-approve")
	w.Pretend()
	w.MustRun(t.Context(), "plan", "-no-color", "-detailed-exitcode")
	if !strings.Contains(w.State(), "Resource@123") {
		t.Error("the password did not move; the test proves nothing")
	}
	w.Write(strings.Replace(config, "  resource_password     = var.resource_password\n", "", 1))
	if output := w.MustRun(t.Context(), "apply", "-no-color", "-auto-approve"); !strings.Contains(output, "0 added, 1 changed, 0 destroyed") {
		t.Errorf("taking the password out of the configuration was not a change in place:\n%s", output)
	}
	if strings.Contains(w.State(), "Resource@123") {
		t.Error("the state still holds the password")
	}
	if bodies := changes(cloud); len(bodies) != 0 {
		t.Errorf("the instance was changed: %v", bodies)
	}
	w.MustRun(t.Context(), "destroy", "-no-color", "-auto-approve")
}

// What another provider says only of some instances moves, too, from whatever registry it is. Its tc3_need, the presence
// of CouchDB (B-3), does not.
func TestAccBcsInstance_moved(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	t.Cleanup(cloud.Reset) // of the Kafka instance, which stays
	request := movedRequest()
	request.Name, request.FabricVersion, request.Consensus, request.OrdererNodeNumber, request.UseEip = "chain-kafka", "1.4", "kafka", new(int64(2)), new(false)
	request.VolumeType, request.OrgDiskSize, request.TurboInfo, request.PeerOrgs, request.Channels = "nfs", new(int64(500)), nil, nil, nil
	request.DatabaseType, request.CouchdbInfo = "couchdb", &bcs.CouchdbCreate{UserName: "administrator", Password: "Couchdb@123"}
	request.KafkaCreateInfo = &bcs.KafkaCreate{Spec: "dms.instance.kafka.cluster.c3.mini", Storage: 600, AZ: "cn-north-4a,cn-north-4b"}
	acctest.Moved(t, cloud, acctest.Move{
		Provider: "registry.opentofu.org/huaweicloud/huaweicloud", From: "huaweicloud_bcs_instance", To: "hwc_bcs_instance",
		File: "huaweicloud_bcs_instance_kafka", Seed: func() *strings.Replacer { return seedMoved(t, cloud, request) }, Config: `
resource "hwc_bcs_instance" "test" {
  name                = "chain-kafka"
  version_type        = 4
  fabric_version      = "1.4"
  consensus           = "kafka"
  volume_type         = "nfs"
  org_disk_size       = 500
  orderer_node_number = 2
  use_eip             = false
  tc3_need            = false
  database_type       = "couchdb"
  couchdb_info        = { user_name = "administrator", password = "Couchdb@123" }
  resource_password   = "Resource@123"
  cce_cluster_info    = { cluster_id = "aaace2ac-c18b-11ea-aefb-0255ac100022", cluster_name = "trade-cluster" }
  channels            = [{ name = "channel", org_names = ["organization"] }]
  kafka_create_info   = { spec = "dms.instance.kafka.cluster.c3.mini", storage = 600, az = "cn-north-4a,cn-north-4b" }
  delete_storage      = true
  delete_obs          = true
  timeouts            = { create = "2h" }
}
`,
	})
	if bodies := changes(cloud); len(bodies) != 0 {
		t.Errorf("moving the instance changed it: %v", bodies)
	}
}
