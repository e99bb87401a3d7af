package bcs

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/bcs"
)

// A state of the official provider, by the shape of its documentation.
const peerState = `{
  "id":"50ca216f-f0e5-ea05-5aee-de8d8f0fb6fa","region":"cn-north-4","name":"bcs-vqf1x5","edition":4,"fabric_version":"2.2","blockchain_type":"union",
  "consensus":"etcdraft","security_mechanism":"ECDSA","enterprise_project_id":"0","volume_type":"efs","org_disk_size":1228,"database_type":"goleveldb",
  "password":"Resource@123","orderer_node_num":3,"eip_enable":true,"cce_cluster_id":"aaace2ac-c18b-11ea-aefb-0255ac100022","tc3_need":false,
  "delete_storage":true,"delete_obs":null,"couchdb":[],"kafka":[],
  "peer_orgs":[{"org_name":"organization","count":2,"pvc_name":"","status":"Normal","status_detail":"2/2","address":[]}],
  "channels":[{"name":"channel","org_names":["organization"]}],
  "sfs_turbo":[{"availability_zone":"cn-north-4a","flavor":"sfs.turbo.40MBps","share_type":"STANDARD","type":"efs-ha"}],
  "block_info":[{"transaction_quantity":500,"block_size":2,"generation_interval":2}],"timeouts":null}`

func moved(t *testing.T, source, state string) resource.MoveStateResponse {
	t.Helper()
	schema := instanceSchema(t.Context())
	resp := resource.MoveStateResponse{TargetState: tfsdk.State{Schema: schema, Raw: tftypes.NewValue(schema.Type().TerraformType(t.Context()), nil)}}
	req := resource.MoveStateRequest{SourceTypeName: source, SourceRawState: &tfprotov6.RawState{JSON: []byte(state)}}
	(&instanceResource{}).MoveState(t.Context())[0].StateMover(t.Context(), req, &resp)
	return resp
}

// After the move and the refresh the state says what the same configuration says, so nothing is planned.
func TestInstanceMove(t *testing.T) {
	t.Parallel()
	resp := moved(t, "huaweicloud_bcs_instance", peerState)
	var m instanceModel
	resp.Diagnostics.Append(resp.TargetState.Get(t.Context(), &m)...)
	if resp.Diagnostics.HasError() {
		t.Fatal(resp.Diagnostics)
	}
	m.fill("cn-north-4", parse[bcs.Instance](t, detailSample))
	for name, test := range map[string]struct{ got, want attr.Value }{
		"name":           {m.Name, text("bcs-vqf1x5")},
		"version_type":   {m.VersionType, integer(4)},
		"fabric_version": {m.FabricVersion, text("2.2")},
		"volume_type":    {m.VolumeType, text("efs")},
		"org_disk_size":  {m.OrgDiskSize, integer(1228)},
		"use_eip":        {m.UseEip, yes()},
		"password":       {m.ResourcePassword, text("Resource@123")},
		"enterprise":     {m.EnterpriseProjectID, text("0")},
		"delete_storage": {m.DeleteStorage, yes()},
		"delete_obs":     {m.DeleteObs, types.BoolValue(false)},
		"tc3_need":       {m.Tc3Need, yes()}, // the cloud's word, not the official provider's
		"peer_orgs":      {m.PeerOrgs, orgs(organization("organization", 2))},
		"channels":       {m.Channels, firstChannel("channel", "organization")},
		"couchdb_info":   {m.CouchdbInfo, types.ObjectNull(couchType.AttrTypes)},
		"cce_cluster_info": {m.CceClusterInfo, objectOf(cceClusterType, cceClusterModel{
			ClusterID: text("aaace2ac-c18b-11ea-aefb-0255ac100022"), ClusterName: text("demo-cluster"), ClusterPlatformType: text("VirtualMachine"),
		})},
		"turbo_info": {m.TurboInfo, objectOf(turboType, turboModel{
			ShareType: text("STANDARD"), Type: text("efs-ha"), AvailableZone: text("cn-north-4a"), ResourceSpecCode: text("sfs.turbo.40MBps"),
		})},
		"block_info": {m.BlockInfo, objectOf(blockType, blockModel{BatchTimeout: integer(2), MaxMessageCount: integer(500), PreferredMaxbytes: integer(2)})},
	} {
		if !test.got.Equal(test.want) {
			t.Errorf("%s is %s, want %s", name, test.got, test.want)
		}
	}
}

func TestInstanceMoveOthers(t *testing.T) {
	t.Parallel()
	if resp := moved(t, "aws_managedblockchain_node", peerState); !resp.TargetState.Raw.IsNull() || resp.Diagnostics.HasError() {
		t.Errorf("the state of another type was taken: %v", resp.Diagnostics)
	}
	if resp := moved(t, "huaweicloud_bcs_instance", `{"edition":"four"}`); !resp.Diagnostics.HasError() {
		t.Error("a state that cannot be read was taken")
	}
}
