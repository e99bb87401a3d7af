package acctest

import (
	"fmt"
	"testing"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/bcs"
)

// BCSB is the Blockchain Service as tenant b calls it.
func (e *Env) BCSB() *bcs.Client { return bcs.New(e.core(AccessKeyB, SecretKeyB), Region) }

// Cluster is the id of a CCE cluster; each blockchain instance needs one of its own. The emulator takes any.
func Cluster(number int) string { return fmt.Sprintf("11111111-7b69-11f1-946d-%012d", number) }

// SeedInstances makes blockchain instances behind Terraform's back, with what change does to each, and removes them at
// the test's end: one a name, with two organizations, org1 of two peers and org2 of one.
func (e *Env) SeedInstances(t *testing.T, api *bcs.Client, change func(*bcs.CreateInstanceRequest), names ...string) []*bcs.Instance {
	t.Helper()
	instances := make([]*bcs.Instance, len(names))
	for i, name := range names {
		orderers := int64(3)
		request := bcs.CreateInstanceRequest{
			Name: name, VersionType: 2, FabricVersion: "2.2", Consensus: "etcdraft", EnterpriseProjectID: "0", ResourcePassword: "Resource@123",
			OrdererNodeNumber: &orderers, ClusterType: "cce", CceClusterInfo: &bcs.CceCluster{ClusterID: Cluster(i), ClusterName: "cluster-" + name},
			PeerOrgs: []bcs.PeerOrg{{Name: "org1", NodeCount: 2}, {Name: "org2", NodeCount: 1}},
			Channels: []bcs.FirstChannel{{Name: "orders", OrgNames: []string{"org1"}}},
		}
		if change != nil {
			change(&request)
		}
		created, _, err := api.CreateInstance(t.Context(), request)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { e.RemoveInstance(api, created.ID, request.ClusterType) })
		if instances[i], err = api.WaitInstanceCreated(t.Context(), created.ID); err != nil {
			t.Fatal(err)
		}
	}
	return instances
}

// RemoveInstance deletes a blockchain instance that a test made behind Terraform's back in a "cce" or "ief" cluster, at
// the test's end.
func (e *Env) RemoveInstance(api *bcs.Client, id, cluster string) {
	e.t.Helper()
	ctx := Afterwards(e.t)
	operation, err := api.DeleteInstance(ctx, id, bcs.DeleteInstanceOptions{DeleteIef: cluster == "ief"})
	if err == nil {
		err = api.WaitInstanceDeleted(ctx, id, operation)
	}
	if err != nil {
		e.t.Error(err)
	}
}
