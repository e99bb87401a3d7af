package foreign

import (
	"errors"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// The walks of huaweicloud_bcs_instance through its examples were read in huaweicloud/terraform-provider-huaweicloud:
// docs/resources/bcs_instance.md, huaweicloud/services/bcs/resource_huaweicloud_bcs_instance.go
// and vendor/github.com/chnsz/golangsdk/openstack/cce/v3/clusters/results.go; and in chnsz/golangsdk:
// openstack/bcs/v2/blockchains/*.go.
// The resource knows existing clusters only.

// What the provider decodes of an instance, with its names and types.
type (
	hwAddress struct {
		DomainPort string `json:"domain_port"`
		IPPort     string `json:"ip_port"`
	}
	hwPeer struct {
		Name         string      `json:"name"`
		NodeCount    int         `json:"node_cnt"`
		Status       string      `json:"status"`
		StatusDetail string      `json:"status_detail"`
		PVCName      string      `json:"pvc_name"`
		Address      []hwAddress `json:"address"`
	}
	hwBasic struct {
		ID                      string `json:"id"`
		Name                    string `json:"name"`
		KernelType              string `json:"kernel_type"`
		Version                 string `json:"version"`
		VersionType             int    `json:"version_type"`
		VolumeType              string `json:"volume_type"`
		ServiceType             string `json:"service_type"`
		PurchaseType            string `json:"purchase_type"`
		SignAlgorithm           string `json:"sign_algorithm"`
		Consensus               string `json:"consensus"`
		ChargingMode            int    `json:"charging_mode"`
		DatabaseType            string `json:"database_type"`
		ClusterID               string `json:"cluster_id"`
		ClusterName             string `json:"cluster_name"`
		ClusterType             string `json:"cluster_type"`
		ClusterPlatformType     string `json:"cluster_platform_type"`
		ClusterAvailabilityZone string `json:"cluster_az"`
		CreatedTime             string `json:"created_time"`
		DeployType              string `json:"deploy_type"`
		DeployScale             int    `json:"deploy_scale"`
		DeployStatus            int    `json:"deploy_status"`
		DetailStatus            struct {
			AgentStatus     string `json:"agent_status"`
			ConsensusStatus string `json:"consensus_status"`
			OrgStatus       string `json:"org_status"`
			PeerStatus      string `json:"peer_status"`
			PluginStatus    string `json:"plugin_status"`
		} `json:"detail_status"`
		IsCrossRegion            bool     `json:"is_cross_region"`
		IsSupportRollback        bool     `json:"is_support_rollback"`
		IsSupportRestful         bool     `json:"is_support_restful"`
		IsSupportTC3             bool     `json:"is_support_tc3"`
		IsOldService             bool     `json:"is_old_service"`
		OldServiceVersion        string   `json:"old_service_version"`
		AgentPortalAddress       []string `json:"agent_portal_addrs"`
		Status                   string   `json:"status"`
		ProcessStatus            string   `json:"process_status"`
		TC3TaskServerPortalAddrs []string `json:"tc3_taskserver_portal_addrs"`
		TotalDeployPeer          int      `json:"total_deploy_peer"`
		OrderStatus              int      `json:"order_status"`
		OrderInfo                struct {
			Delete            int    `json:"delete"`
			Operate           int    `json:"operate"`
			OrderID           string `json:"order_id"`
			OrderStatus       int    `json:"order_status"`
			OrderType         int    `json:"order_type"`
			Release           int    `json:"release"`
			ResourceErrorCode string `json:"resource_error_code"`
			ResourceStatus    int    `json:"resource_status"`
		} `json:"order_info"`
		OrderFadeCache  int  `json:"order_fade_cache"`
		OrderFadeEnable bool `json:"order_fade_enable"`
		IEFClusterInfo  struct {
			GroupID      string `json:"group_id"`
			GroupName    string `json:"group_name"`
			InstanceID   string `json:"instance_id"`
			InstanceName string `json:"instance_name"`
		} `json:"ief_cluster_info"`
		IEFAPIVersion string `json:"iefapi_version"`
	}
	hwInstance struct {
		Basic    hwBasic `json:"basic_info"`
		Channels []struct {
			Name        string              `json:"name"`
			OrgNames    []string            `json:"org_names"`
			OrgNameHash []string            `json:"org_name_hash"`
			Peers       map[string][]string `json:"peers"`
		} `json:"channels"`
		Peer      []hwPeer `json:"peer_info"`
		LightPeer []hwPeer `json:"loght_peer_info"`
		Orderer   hwPeer   `json:"orderer_info"`
		CouchDB   struct {
			User string `json:"user"`
		} `json:"couch_db_info"`
		DMSKafka struct {
			Address         []string `json:"addr"`
			Name            string   `json:"name"`
			Status          string   `json:"status"`
			NodeCount       int      `json:"node_cnt"`
			OrderFadeEnable bool     `json:"order_fade_enable"`
			OrderFadeCache  int      `json:"order_fade_cache"`
		} `json:"dms_kafka_info"`
		IEF struct {
			DeployMode int `json:"deploy_mode"`
		} `json:"ief_info"`
		SFS struct {
			Name    string `json:"name"`
			PVCName string `json:"pvc_name"`
			Address string `json:"addr"`
			Type    string `json:"type"`
		} `json:"sfs_info"`
		Agent      hwPeer `json:"agent_info"`
		RestfulAPI hwPeer `json:"restapi_info"`
		PVC        struct {
			DeployMode int `json:"deploy_mode"`
		} `json:"evs_pvc_info"`
		TaskServer hwPeer `json:"tc3_taskserver_info"`
		OBS        struct {
			Name    string `json:"name"`
			Address string `json:"addr"`
		} `json:"obs_bucket_info"`
	}
)

func (p *huaweicloud) blockchains(id string) string { return "/v2/" + p.project + "/blockchains" + id }

// exampleChain is the first example of docs/resources/bcs_instance.md. use_eip is true when it is not said.
func exampleChain() map[string]any {
	return map[string]any{"name": "bcs-demo", "cluster_type": "cce", "create_new_cluster": false, "enterprise_project_id": "0",
		"fabric_version": "2.0", "resource_password": "Abc@12345", "version_type": 1, "consensus": "etcdraft", "sign_algorithm": "ECDSA",
		"volume_type": "nfs", "org_disk_size": 100, "orderer_node_number": 1, "use_eip": true,
		"peer_orgs": []map[string]any{{"name": "organization01", "node_count": 2}},
		"channels":  []map[string]any{{"name": "channel01", "org_names": []string{"organization01"}}}}
}

// exampleKafkaChain is the second: two organizations, couchdb, SFS Turbo and Kafka in three zones.
func exampleKafkaChain(zones []string) map[string]any {
	body := exampleChain()
	delete(body, "sign_algorithm")
	maps.Copy(body, map[string]any{"name": "bcs-kafka", "blockchain_type": "private", "consensus": "kafka", "version_type": 4,
		"fabric_version": "1.4", "volume_type": "efs", "org_disk_size": 500, "database_type": "couchdb", "orderer_node_number": 2,
		"couchdb_info": map[string]any{"user_name": "Administrator", "password": "Couch@1234"},
		"peer_orgs":    []map[string]any{{"name": "organization01", "node_count": 2}, {"name": "organization02", "node_count": 2}},
		"channels": []map[string]any{{"name": "channel01", "org_names": []string{"organization02"}},
			{"name": "channel02", "org_names": []string{"organization01", "organization02"}}},
		"turbo_info": map[string]any{"share_type": "STANDARD", "type": "efs-ha", "resource_spec_code": "sfs.turbo.standard",
			"availability_zone": zones[0]},
		"kafka_create_info": map[string]any{"spec": "dms.instance.kafka.cluster.c3.mini", "storage": 600,
			"az": strings.Join(zones[:3], ",")}})
	return body
}

// createChain asks CCE for the cluster's name, makes the instance and waits for it.
func (p *huaweicloud) createChain(cluster string, body map[string]any) string {
	p.t.Helper()
	var found struct {
		Metadata struct {
			Name   string            `json:"name"`
			ID     string            `json:"uid"`
			Labels map[string]string `json:"labels"`
		} `json:"metadata"`
	}
	p.must(order{method: http.MethodGet, path: "/api/v3/projects/" + p.project + "/clusters/" + cluster, headers: asJSON}, &found)
	body["cce_cluster_info"] = map[string]any{"cluster_id": cluster, "cluster_name": found.Metadata.Name}
	var made struct {
		ID   string `json:"blockchain_id"`
		Name string `json:"blockchain_name"`
	}
	p.must(order{method: http.MethodPost, path: p.blockchains(""), body: body, ok: []int{200, 202}}, &made)
	until(p.t, []string{"IsCreating"}, "Normal", func() string { return p.chainStatus(made.ID) })
	return made.ID
}

// chainStatus is the process's status if there is one; 400, 401 and an empty id are "IsDeleted".
func (p *huaweicloud) chainStatus(id string) string {
	p.t.Helper()
	var shown hwInstance
	_, err := p.send(order{method: http.MethodGet, path: p.blockchains("/" + id)}, &shown)
	refused, is := errors.AsType[*unexpected](err)
	switch {
	case is && refused.status == http.StatusBadRequest, err == nil && shown.Basic.ID == "":
		return "IsDeleted"
	case err != nil:
		p.t.Fatal(err)
	case shown.Basic.ProcessStatus != "":
		return shown.Basic.ProcessStatus
	}
	return shown.Basic.Status
}

// readChain is a refresh: the attributes that the provider reads, of which a configuration has some.
func (p *huaweicloud) readChain(id string) (attributes, hwInstance) {
	p.t.Helper()
	var s hwInstance
	p.must(order{method: http.MethodGet, path: p.blockchains("/" + id)}, &s)
	read := attributes{"name": s.Basic.Name, "edition": s.Basic.VersionType, "blockchain_type": s.Basic.ServiceType,
		"consensus": s.Basic.Consensus, "security_mechanism": s.Basic.SignAlgorithm, "database_type": s.Basic.DatabaseType,
		"cce_cluster_id": s.Basic.ClusterID, "cluster_type": s.Basic.ClusterType, "status": s.Basic.Status, "couchdb": s.CouchDB.User}
	for _, channel := range s.Channels {
		read["channels."+channel.Name] = channel.OrgNames
	}
	for _, org := range s.Peer {
		read["peer_orgs."+org.Name] = org.NodeCount
	}
	read["channels"], read["peer_orgs"] = len(s.Channels), len(s.Peer)
	return read, s
}

// removeChain deletes an instance with what the configuration says, and waits.
func (p *huaweicloud) removeChain(id string, query url.Values) {
	p.t.Helper()
	p.must(order{method: http.MethodDelete, path: p.blockchains("/" + id), query: query, headers: asJSON}, nil)
	until(p.t, []string{"IsDeleting"}, "IsDeleted", func() string { return p.chainStatus(id) })
}

// TestHuaweicloudBlockchain is the first example, in an enterprise project, to which it is then moved back.
func TestHuaweicloudBlockchain(t *testing.T) {
	walkExamples(t, func(t *testing.T, p *huaweicloud) {
		body := exampleChain()
		body["enterprise_project_id"] = otherProject
		p.zones()
		cluster := p.findCluster()
		id := p.createChain(cluster, body)
		if again := p.findCluster(); again != cluster {
			t.Errorf("the data source finds another cluster at the refresh: %s", again)
		}
		read, shown := p.readChain(id)
		emptyPlan(t, attributes{"name": "bcs-demo", "edition": 1, "consensus": "etcdraft", "security_mechanism": "ECDSA",
			"cce_cluster_id": cluster, "peer_orgs": 1, "peer_orgs.organization01": 2, "channels": 1,
			"channels.channel01": []string{"organization01"}, "couchdb": ""}, read)
		if read["cluster_type"] != "cce" || read["status"] != "Normal" || read["blockchain_type"] != "private" ||
			read["database_type"] != "goleveldb" || shown.Basic.Version == "" || shown.Peer[0].Status != "Normal" ||
			shown.Peer[0].StatusDetail != "2/2" || len(shown.Peer[0].Address) == 0 || len(shown.Basic.AgentPortalAddress) == 0 {
			t.Errorf("read %v, %+v", read, shown)
		}
		p.migrate(id, "0")
		p.removeChain(id, url.Values{"is_delete_storage": {"true"}})
	})
}

// TestHuaweicloudBlockchainKafka is the second example. Before the instance, its Kafka is found by name, as the only
// one, deleted and waited for. tc3_need is read as true, because there is a couchdb (peers.md B-3): that is computed
// when it is not configured.
func TestHuaweicloudBlockchainKafka(t *testing.T) {
	walkExamples(t, func(t *testing.T, p *huaweicloud) {
		cluster := p.findCluster()
		id := p.createChain(cluster, exampleKafkaChain(p.zones()))
		read, shown := p.readChain(id)
		emptyPlan(t, attributes{"name": "bcs-kafka", "edition": 4, "blockchain_type": "private", "consensus": "kafka",
			"cce_cluster_id": cluster, "database_type": "couchdb", "couchdb": "Administrator", "peer_orgs": 2,
			"peer_orgs.organization01": 2, "peer_orgs.organization02": 2, "channels": 2, "channels.channel01": []string{"organization02"},
			"channels.channel02": []string{"organization01", "organization02"}}, read)
		if shown.DMSKafka.Name == "" || read["status"] != "Normal" || read["security_mechanism"] != "ECDSA" {
			t.Errorf("read %v, %+v", read, shown)
		}
		p.removeKafka(shown.DMSKafka.Name)
		p.removeChain(id, url.Values{"is_delete_storage": {"true"}, "is_delete_obs": {"true"}})
	})
}

// TestHuaweicloudBlockchainKinds are the instances of examples/bcs/basic/terraform.tfvars, and of TestAccBCSInstance_basic
// in huaweicloud/services/acceptance/bcs/resource_huaweicloud_bcs_instance_test.go.
func TestHuaweicloudBlockchainKinds(t *testing.T) {
	t.Parallel()
	base := start(t)
	p := startWithKey(t, base, tenantA, "")
	for fabric, more := range map[string]map[string]any{
		"4.0.35": {"org_disk_size": 3686, "resource_password": "Abcde12345S@%!fg",
			"block_info": map[string]any{"batch_timeout": 2, "max_message_count": 500, "preferred_maxbytes": 2},
			"turbo_info": map[string]any{"share_type": "STANDARD", "type": "efs-ha", "resource_spec_code": "sfs.turbo.20MBps",
				"availability_zone": "cn-north-4a"}},
		"2.2": {"org_disk_size": 1228, "turbo_info": map[string]any{"share_type": "STANDARD", "type": "efs-ha",
			"resource_spec_code": "sfs.turbo.40MBps", "availability_zone": "cn-north-4a"}},
	} {
		body := exampleChain()
		maps.Copy(body, map[string]any{"fabric_version": fabric, "version_type": 4, "orderer_node_number": 3, "volume_type": "efs"})
		maps.Copy(body, more)
		id := p.createChain(clusterID+"60", body)
		read, _ := p.readChain(id)
		emptyPlan(t, attributes{"name": "bcs-demo", "edition": 4, "consensus": "etcdraft", "security_mechanism": "ECDSA",
			"peer_orgs.organization01": 2, "channels.channel01": []string{"organization01"}}, read)
		p.removeChain(id, nil)
	}
}
