package bcs

import (
	"os"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/bcs"
)

// peerState is the state of an instance of the official provider, by the shape of its documentation.
func peerState(t *testing.T) string {
	t.Helper()
	state, err := os.ReadFile("testdata/moved/huaweicloud_bcs_instance.json")
	if err != nil {
		t.Fatal(err)
	}
	return strings.NewReplacer("{instance}", "50ca216f-f0e5-ea05-5aee-de8d8f0fb6fa", "{pvc}", "").Replace(string(state))
}

func moved(t *testing.T, source, state string) resource.MoveStateResponse {
	t.Helper()
	schema := instanceSchema(t.Context())
	resp := resource.MoveStateResponse{TargetState: tfsdk.State{Schema: schema, Raw: tftypes.NewValue(schema.Type().TerraformType(t.Context()), nil)}}
	req := resource.MoveStateRequest{
		SourceProviderAddress: "registry.terraform.io/huaweicloud/huaweicloud", SourceTypeName: source, SourceRawState: &tfprotov6.RawState{JSON: []byte(state)},
	}
	(&instanceResource{}).MoveState(t.Context())[0].StateMover(t.Context(), req, &resp)
	return resp
}

// After the move and the refresh the state says what the cloud says, and beyond that what the other provider knew.
func TestInstanceMove(t *testing.T) {
	t.Parallel()
	resp := moved(t, "huaweicloud_bcs_instance", peerState(t))
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
		"channels":       {m.Channels, firstChannel("channeldemo001", "organization01")},
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
	if resp := moved(t, "huaweicloud_dms_kafka_instance", peerState(t)); !resp.TargetState.Raw.IsNull() || resp.Diagnostics.HasError() {
		t.Errorf("the state of another type was taken: %v", resp.Diagnostics)
	}
	for _, state := range []string{`{"edition":"four"}`, `{"name":"bcs-vqf1x5"}`} {
		if resp := moved(t, "huaweicloud_bcs_instance", state); !resp.Diagnostics.HasError() || !resp.TargetState.Raw.IsNull() {
			t.Errorf("the state %s was taken", state)
		}
	}
}
