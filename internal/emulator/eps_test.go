package emulator

import (
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"testing"
)

const enterpriseProjects = "/v1.0/enterprise-projects"

// What the official provider does when enterprise_project_id changes (contract/bcs.md 2.4).
func TestMigrateBlockchain(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	a, b := c.tenantA(), c.tenantB()
	id := a.newBlockchain()
	held := func(project string) string {
		var ids []any
		for _, r := range a.must(200, "POST", enterpriseProjects+"/"+project+"/resources/filter",
			`{"limit":1000,"offset":0,"projects":["`+projectA+`"],"resource_types":["bcs"]}`).items("resources") {
			ids = append(ids, r["resource_id"])
		}
		return fmt.Sprint(ids)
	}
	if held("0") != "["+id+"]" || held(unknown) != "[]" {
		t.Errorf("before: %s and %s", held("0"), held(unknown))
	}
	body := `{"resource_type":"bcs","resource_id":"` + id + `","project_id":"` + projectA + `","region_id":"cn-north-4"}`
	migrate := enterpriseProjects + "/" + unknown + "/resources-migrate"
	a.must(204, "POST", migrate, body)
	if held("0") != "[]" || held(unknown) != "["+id+"]" {
		t.Errorf("after: %s and %s", held("0"), held(unknown))
	}
	if got := c.control(200, "GET", "state", "").items("blockchains")[0]["enterprise_project_id"]; got != unknown {
		t.Errorf("state %v", got)
	}
	b.refused(404, "EPS.0005", "POST", migrate, body)
	a.refused(404, "EPS.0005", "POST", enterpriseProjects+"/"+zero+"/resources-migrate", body)
	a.refused(400, "EPS.0002", "POST", migrate, `{"resource_type":"ecs","resource_id":"`+id+`"}`)
	a.refused(400, "EPS.0002", "POST", migrate, `{"resource":"bcs"}`)
	page := a.must(200, "POST", enterpriseProjects+"/"+unknown+"/resources/filter", `{"offset":1,"resource_types":["bcs"]}`)
	if page.body["total_count"] != 1.0 || len(page.items("resources")) != 0 {
		t.Errorf("the page after the last: %s", page.text)
	}
	for code, filter := range map[string]string{"EPS.0023": `{"resource_types":[]}`, "EPS.0017": `{"resource_types":["bcs"],"limit":1001}`,
		"EPS.0018": `{"resource_types":["bcs"],"offset":-1}`, "EPS.0002": `{"types":[]}`} {
		a.refused(400, code, "POST", enterpriseProjects+"/0/resources/filter", filter)
	}
	named := a.must(200, "POST", enterpriseProjects+"/"+unknown+"/resources/filter", `{"resource_types":["bcs"],"matches":[{"key":"resource_name","value":"other"}]}`)
	if len(named.items("resources")) != 0 {
		t.Errorf("by name: %s", named.text)
	}
}

func TestEnterpriseProjects(t *testing.T) {
	t.Parallel()
	a := start(t, Options{}).tenantA()
	list := a.must(200, "GET", enterpriseProjects, "")
	if got := list.items("enterprise_projects"); len(got) != 2 || got[0]["id"] != "0" || got[0]["name"] != "default" || list.body["total_count"] != 2.0 {
		t.Errorf("list %s", list.text)
	}
	a.newBlockchain(`{"enterprise_project_id":"` + unknown + `"}`)
	if got := a.must(200, "GET", enterpriseProjects+"?id="+unknown, "").items("enterprise_projects"); len(got) != 1 || got[0]["name"] != "eps-11111111" {
		t.Errorf("one in use: %v", got)
	}
	if got := a.must(200, "GET", enterpriseProjects+"?name=DEF", "").items("enterprise_projects"); len(got) != 1 {
		t.Errorf("by name: %v", got)
	}
	if got := a.must(200, "GET", enterpriseProjects+"?limit=1&offset=1", "").items("enterprise_projects"); len(got) != 1 || got[0]["id"] == "0" {
		t.Errorf("the second page: %v", got)
	}
	a.refused(400, "EPS.0017", "GET", enterpriseProjects+"?limit=1001", "")
	a.refused(400, "EPS.0018", "GET", enterpriseProjects+"?offset=x", "")
	a.must(200, "GET", enterpriseProjects+"/0", "")
	a.refused(404, "EPS.0005", "GET", enterpriseProjects+"/x", "")
}

func TestClusters(t *testing.T) {
	t.Parallel()
	a := start(t, Options{}).tenantA()
	const cluster = "/api/v3/projects/{p}/clusters/"
	got := a.must(200, "GET", cluster+unknown, "")
	has(t, "metadata", nested(got.body, "metadata"), map[string]any{"name": "cluster-11111111", "uid": unknown})
	has(t, "status", nested(got.body, "status"), map[string]any{"phase": "Available"})
	id := a.newBlockchain(ownCluster)
	own := fmt.Sprint(a.basic(id)["cluster_id"])
	has(t, "metadata", nested(a.must(200, "GET", cluster+own, "").body, "metadata"), map[string]any{"name": "bcs-demo01-cluster"})
	for _, bad := range []string{zero, "x"} {
		if got := a.call("GET", cluster+bad, ""); got.status != 404 || got.body["errorCode"] != "CCE.01404001" {
			t.Errorf("%s: %d %s", bad, got.status, got.text)
		}
	}
}

// What the documented examples of the official provider read before they make a blockchain.
func TestClusterOfProject(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	a := c.tenantA()
	const clusters = "/api/v3/projects/{p}/clusters"
	list := func() []map[string]any { return a.must(200, "GET", clusters, "").items("items") }
	first := list()
	if len(first) != 1 {
		t.Fatalf("clusters %v", first)
	}
	id := fmt.Sprint(nested(first[0], "metadata")["uid"])
	sameJSON(t, "the listed cluster", first[0], a.must(200, "GET", clusters+"/"+id, "").text)
	a.newBlockchain(`{"cce_cluster_info":{"cluster_id":"` + id + `","cluster_name":"bcs-demo01-cluster"}}`)
	if got := list(); len(got) != 1 || nested(got[0], "metadata")["name"] != "bcs-demo01-cluster" {
		t.Errorf("with an instance on it: %v", got)
	}
	a.newBlockchain(`{"name":"other","cce_cluster_info":{"cluster_id":"` + unknown + `","cluster_name":"other"}}`)
	if got := list(); len(got) != 2 || len(c.tenantB().must(200, "GET", clusters, "").items("items")) != 1 {
		t.Errorf("with an instance on another one: %v", got)
	}
	config := a.must(200, "POST", clusters+"/"+id+"/clustercert", `{"duration":-1}`)
	user := nested(config.items("users")[0], "user")
	for field, kind := range map[string]string{"client-certificate-data": "CERTIFICATE", "client-key-data": "PRIVATE KEY"} {
		text, err := base64.StdEncoding.DecodeString(fmt.Sprint(user[field]))
		if block, _ := pem.Decode(text); err != nil || block == nil || block.Type != kind {
			t.Errorf("%s: %s, %v", field, text, err)
		}
	}
	for _, body := range []string{`{}`, `{"duration":0}`, `{"duration":1828}`, `{"days":1}`} {
		if got := a.call("POST", clusters+"/"+id+"/clustercert", body); got.status != 400 || got.body["errorCode"] != "CCE.01400001" {
			t.Errorf("%s: %d %s", body, got.status, got.text)
		}
	}
	if got := a.call("POST", clusters+"/"+zero+"/clustercert", `{"duration":1}`); got.status != 404 {
		t.Errorf("a certificate of no cluster: %s", got.text)
	}
	zones := a.must(200, "GET", "/v2.1/{p}/os-availability-zone", "").items("availabilityZoneInfo")
	if len(zones) != 3 || zones[0]["zoneName"] != "cn-north-4a" || nested(zones[2], "zoneState")["available"] != true {
		t.Errorf("zones %v", zones)
	}
}

// The Kafka instance of a blockchain is deleted by the official provider, or stays (contract/bcs.md 2.4).
func TestKafkaInstances(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	a := c.tenantA()
	const instances = "/v2/{p}/instances"
	kafka := func(name string) string {
		return a.newBlockchain(`{"name":"` + name + `","fabric_version":"1.4","consensus":"kafka","orderer_node_number":2,
			"kafka_create_info":{"spec":"dms.instance.kafka.cluster.c3.mini","storage":600,"az":"z"}}`)
	}
	id, _ := kafka("bcs-one"), kafka("bcs-two")
	name := nested(a.blockchain(id).body, "dms_kafka_info")["name"]
	list := a.must(200, "GET", instances+"?engine=kafka&name="+fmt.Sprint(name), "").items("instances")
	if len(list) != 1 || list[0]["status"] != "RUNNING" || list[0]["resource_spec_code"] != "dms.instance.kafka.cluster.c3.mini" {
		t.Fatalf("list %v", list)
	}
	for query, count := range map[string]int{"": 2, "?engine=rabbitmq": 0, "?name=bcs": 2, "?name=bcs&exact_match_name=true": 0, "?name=bcs&exact_match_name=True": 0,
		"?limit=1": 1, "?offset=1": 1, "?offset=2": 0, "?status=DELETING": 0} {
		if got := a.must(200, "GET", instances+query, "").items("instances"); len(got) != count {
			t.Errorf("%s: %d instances, want %d", query, len(got), count)
		}
	}
	a.refused(400, "DMS.00400002", "GET", instances+"?limit=51", "")
	path := instances + "/" + fmt.Sprint(list[0]["instance_id"])
	c.SetProgress(KafkaDelete, AfterReads(1))
	a.must(204, "DELETE", path, "")
	has(t, "deleting", a.must(200, "GET", path, "").body, map[string]any{"status": "DELETING"})
	a.refused(404, "DMS.00404022", "GET", path, "")
	a.refused(404, "DMS.00404022", "DELETE", path, "")
	c.tenantB().refused(404, "DMS.00404022", "GET", path, "")
	if got := nested(a.blockchain(id).body, "dms_kafka_info")["name"]; got != "" {
		t.Errorf("the blockchain still shows %v", got)
	}
	if got := c.control(200, "GET", "state", "").items("kafka_instances"); len(got) != 1 || got[0]["name"] != "bcs-two-kafka" {
		t.Errorf("state %v", got)
	}
	c.SetProgress(KafkaDelete, Fails("x", "y"))
	left := instances + "/" + fmt.Sprint(a.must(200, "GET", instances, "").items("instances")[0]["instance_id"])
	a.must(204, "DELETE", left, "")
	has(t, "failed", a.must(200, "GET", left, "").body, map[string]any{"status": "RUNNING"})
	c.login("readonly-a", "password-A2", "domain-a", projectA).refused(403, "APIGW.0302", "DELETE", left, "")
}
