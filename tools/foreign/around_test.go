package foreign

import (
	"errors"
	"testing"

	"github.com/huaweicloud/huaweicloud-sdk-go-v3/core/auth/global"
	"github.com/huaweicloud/huaweicloud-sdk-go-v3/core/sdkerr"
	bcsmodel "github.com/huaweicloud/huaweicloud-sdk-go-v3/services/bcs/v2/model"
	cce "github.com/huaweicloud/huaweicloud-sdk-go-v3/services/cce/v3"
	ccemodel "github.com/huaweicloud/huaweicloud-sdk-go-v3/services/cce/v3/model"
	ecs "github.com/huaweicloud/huaweicloud-sdk-go-v3/services/ecs/v2"
	ecsmodel "github.com/huaweicloud/huaweicloud-sdk-go-v3/services/ecs/v2/model"
	eps "github.com/huaweicloud/huaweicloud-sdk-go-v3/services/eps/v1"
	epsmodel "github.com/huaweicloud/huaweicloud-sdk-go-v3/services/eps/v1/model"
	kafka "github.com/huaweicloud/huaweicloud-sdk-go-v3/services/kafka/v2"
	kafkamodel "github.com/huaweicloud/huaweicloud-sdk-go-v3/services/kafka/v2/model"
)

const otherProject = "11111111-2222-4333-8444-555555555555"

// TestEnterpriseProjects moves an instance from one enterprise project to another.
func TestEnterpriseProjects(t *testing.T) {
	t.Parallel()
	base := start(t)
	credentials, err := global.NewCredentialsBuilder().WithAk(tenantA.accessKey).WithSk(tenantA.secretKey).WithDomainId(tenantA.domainID).SafeBuild()
	if err != nil {
		t.Fatal(err)
	}
	core, err := eps.EpsClientBuilder().WithEndpoints([]string{base}).WithCredential(credentials).SafeBuild()
	if err != nil {
		t.Fatal(err)
	}
	client := eps.NewEpsClient(core)
	id := *call(t, bcsClient(t, base, tenantA).CreateNewBlockchain, creation("bcs-demo", "60")).BlockchainId
	list := *call(t, client.ListEnterpriseProject, &epsmodel.ListEnterpriseProjectRequest{}).EnterpriseProjects
	if list[0].Id != "0" || list[0].Name != "default" || list[0].Status != 1 {
		t.Errorf("list %v", list)
	}
	call(t, client.MigrateResource, &epsmodel.MigrateResourceRequest{EnterpriseProjectId: otherProject, Body: &epsmodel.MigrateResource{
		ResourceType: "bcs", ResourceId: id, ProjectId: &tenantA.projectID, RegionId: new("cn-north-4")}})
	for project, want := range map[string]int{"0": 0, otherProject: 1} {
		held := *call(t, client.ShowResourceBindEnterpriseProject, &epsmodel.ShowResourceBindEnterpriseProjectRequest{EnterpriseProjectId: project,
			Body: &epsmodel.ResqEpResouce{Projects: &[]string{tenantA.projectID}, ResourceTypes: []string{"bcs"}, Limit: new(int32(1000))}}).Resources
		if len(held) != want || want == 1 && held[0].ResourceId != id {
			t.Errorf("enterprise project %s holds %v", project, held)
		}
	}
	shown := call(t, client.ShowEnterpriseProject, &epsmodel.ShowEnterpriseProjectRequest{EnterpriseProjectId: otherProject}).EnterpriseProject
	if shown.Id != otherProject {
		t.Errorf("detail %v", shown)
	}
}

// TestCluster reads the name of a cluster, as one does before an instance is created on it, and what is around it.
func TestCluster(t *testing.T) {
	t.Parallel()
	base := start(t)
	core, err := cce.CceClientBuilder().WithEndpoints([]string{base}).WithCredential(projectCredentials(t, tenantA)).SafeBuild()
	if err != nil {
		t.Fatal(err)
	}
	client := cce.NewCceClient(core)
	cluster := call(t, client.ShowCluster, &ccemodel.ShowClusterRequest{ClusterId: clusterID + "60"})
	if cluster.Metadata.Name == "" || *cluster.Metadata.Uid != clusterID+"60" || *cluster.Status.Phase != "Available" {
		t.Errorf("cluster %v", cluster)
	}
	list := *call(t, client.ListClusters, &ccemodel.ListClustersRequest{}).Items
	if len(list) != 1 {
		t.Fatalf("clusters %v", list)
	}
	config := call(t, client.CreateKubernetesClusterCert, &ccemodel.CreateKubernetesClusterCertRequest{ClusterId: *list[0].Metadata.Uid,
		Body: &ccemodel.ClusterCertDuration{Duration: new(int32(30))}})
	if *config.CurrentContext == "" || *(*config.Users)[0].User.ClientKeyData == "" || *(*config.Clusters)[0].Cluster.CertificateAuthorityData == "" {
		t.Errorf("certificate %v", config)
	}
	if core, err = ecs.EcsClientBuilder().WithEndpoints([]string{base}).WithCredential(projectCredentials(t, tenantA)).SafeBuild(); err != nil {
		t.Fatal(err)
	}
	zones := *call(t, ecs.NewEcsClient(core).NovaListAvailabilityZones, &ecsmodel.NovaListAvailabilityZonesRequest{}).AvailabilityZoneInfo
	if len(zones) != 3 || zones[0].ZoneName != "cn-north-4a" || !zones[0].ZoneState.Available {
		t.Errorf("zones %v", zones)
	}
}

// TestKafka finds the Kafka instance of a blockchain by its name and deletes it.
func TestKafka(t *testing.T) {
	t.Parallel()
	base := start(t)
	core, err := kafka.KafkaClientBuilder().WithEndpoints([]string{base}).WithCredential(projectCredentials(t, tenantA)).SafeBuild()
	if err != nil {
		t.Fatal(err)
	}
	client := kafka.NewKafkaClient(core)
	request := creation("bcs-kafka", "60")
	request.Body.FabricVersion, request.Body.Consensus = new("1.4"), new("kafka")
	request.Body.KafkaCreateInfo = &bcsmodel.KafkaCreateInfo{Spec: "mini", Storage: 600, Az: "cn-north-4a"}
	blockchain := call(t, bcsClient(t, base, tenantA).CreateNewBlockchain, request)
	call(t, bcsClient(t, base, tenantA).ShowBlockchainDetail, &bcsmodel.ShowBlockchainDetailRequest{BlockchainId: *blockchain.BlockchainId})
	found := *call(t, client.ListInstances, &kafkamodel.ListInstancesRequest{Engine: kafkamodel.GetListInstancesRequestEngineEnum().KAFKA,
		Name: new("bcs-kafka")}).Instances
	if len(found) != 1 || *found[0].Status != "RUNNING" || *found[0].StorageSpace != 600 {
		t.Fatalf("instances %v", found)
	}
	call(t, client.DeleteInstance, &kafkamodel.DeleteInstanceRequest{InstanceId: *found[0].InstanceId})
	_, err = client.ShowInstance(&kafkamodel.ShowInstanceRequest{InstanceId: *found[0].InstanceId})
	if refusal, isRefusal := errors.AsType[*sdkerr.ServiceResponseError](err); !isRefusal || refusal.StatusCode != 404 {
		t.Errorf("after the deletion: %v", err)
	}
}
