package emulator

import (
	"fmt"
	"reflect"
	"testing"
)

func (s session) update(id, body string) answer {
	s.t.Helper()
	return s.must(200, "PUT", blockchains+"/"+id, body)
}

// Every kind of change of contract/bcs.md 1.5, and what is shown while it runs.
func TestUpdateBlockchain(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	a := c.tenantA()
	id := a.newBlockchain(twoOrgs)
	c.SetProgress(BCSUpdate, Held())
	for _, test := range []struct{ name, body, operation, process, during, after, channel string }{
		{"fewer peers", `{"node_orgs":[{"name":"org-one","node_count":1}],"is_delete_org":false}`, "03", "IsScaling",
			"[org-one:2:IsScaling:2/2 org-two:2:Normal:2/2]", "[org-one:1:Normal:1/1 org-two:2:Normal:2/2]", "map[org-one:1]"},
		{"more peers", `{"node_orgs":[{"name":"org-one","node_count":2},{"name":"org-two","node_count":2}]}`, "03", "IsScaling",
			"[org-one:1:IsScaling:1/1 org-two:2:IsScaling:2/2]", "[org-one:2:Normal:2/2 org-two:2:Normal:2/2]", "map[org-one:1]"},
		{"one more organization", `{"node_orgs":[{"name":"org-new","node_count":1,"pvc_name":"pvc-1"}]}`, "02", "IsAdding",
			"[org-one:2:Normal:2/2 org-two:2:Normal:2/2 org-new:1:Adding:0/1]",
			"[org-one:2:Normal:2/2 org-two:2:Normal:2/2 org-new:1:Normal:1/1]", "map[org-one:1]"},
		{"two fewer organizations", `{"node_orgs":[{"name":"org-two"},{"name":"org-new","node_count":1}],"is_delete_org":true}`, "03", "IsScaling",
			"[org-one:2:Normal:2/2 org-two:2:IsScaling:2/2 org-new:1:IsScaling:1/1]", "[org-one:2:Normal:2/2]", "map[org-one:1]"},
	} {
		operation := a.update(id, test.body).str("operation_id")
		a.phase(id, test.process+"/Normal/1")
		a.peers(id, test.during)
		has(t, test.name, a.operation(operation), map[string]any{"operation_type": test.operation, "operation_status": "processing"})
		a.refused(400, "BCS.4001002", "PUT", blockchains+"/"+id, test.body)
		a.refused(400, "BCS.4001002", "DELETE", blockchains+"/"+id, "")
		a.refused(400, "BCS.4001002", "POST", blockchains+"/"+id+"/channels", `{"channels":[{"channel_name":"chan"}]}`)
		c.Release(BCSUpdate)
		a.phase(id, "/Normal/1")
		a.peers(id, test.after)
		a.inChannel(id, "channel", test.channel)
		has(t, test.name, a.operation(operation), map[string]any{"operation_status": "finished"})
	}
	// What fails changes nothing but the record.
	c.SetProgress(BCSUpdate, Fails("bcs", "not enough memory"))
	operation := a.update(id, `{"node_orgs":[{"name":"org-one","node_count":1}]}`).str("operation_id")
	a.phase(id, "/Normal/1")
	a.peers(id, "[org-one:2:Normal:2/2]")
	has(t, "failed update", a.operation(operation), map[string]any{"operation_status": "failed", "message": "[bcs: not enough memory]"})
}

func TestUpdateValidation(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	a := c.tenantA()
	id := a.newBlockchain(twoOrgs)
	for _, test := range []struct{ code, body string }{
		{"BCS.4006003", ``},
		{"BCS.4006003", `{"node_orgs":{}}`},
		{"BCS.4006003", `{"nodes":[]}`},
		{"BCS.4006009", `{}`},
		{"BCS.4006009", `{"node_orgs":[{"node_count":1}]}`},
		{"BCS.4006009", `{"node_orgs":[{"name":"org-one"}]}`},
		{"BCS.4006009", `{"node_orgs":[{"name":"org-new","node_count":1}]}`}, // pvc_name
		{"BCS.4006005", `{"node_orgs":[{"name":"org-one","node_count":3}]}`},
		{"BCS.4006005", `{"node_orgs":[{"name":"org-one","node_count":0}]}`},
		{"BCS.4006005", `{"node_orgs":[{"name":"org-one","node_count":1},{"name":"org-one","node_count":2}]}`},
		{"BCS.4006005", `{"node_orgs":[{"name":"org-one","node_count":1},{"name":"org-new","node_count":1,"pvc_name":"p"}]}`},
		{"BCS.4001245", `{"node_orgs":[{"name":"new","node_count":1,"pvc_name":"p"}]}`},
		{"BCS.4001051", `{"node_orgs":[{"name":"org-new"}],"is_delete_org":true}`},
		{"BCS.4006005", `{"node_orgs":[{"name":"org-one"}],"is_delete_org":true}`}, // in a channel
	} {
		a.refused(400, test.code, "PUT", blockchains+"/"+id, test.body)
	}
	a.update(id, `{"node_orgs":[{"name":"org-two","node_count":1}]}`)
	a.refused(400, "BCS.4006005", "PUT", blockchains+"/"+id, `{"node_orgs":[{"name":"org-one","node_count":1},{"name":"org-two","node_count":2}]}`)
	a.update(id, `{"node_orgs":[{"name":"org-two"}],"is_delete_org":true}`)
	a.must(200, "PUT", blockchains+"/"+id+"/channel/orgs/quit", `{"org_names":["org-one"]}`)
	a.refused(400, "BCS.4006005", "PUT", blockchains+"/"+id, `{"node_orgs":[{"name":"org-one"}],"is_delete_org":true}`) // the last one

	platinum := a.newBlockchain(`{"version_type":3,"peer_orgs":[{"name":"organization01","node_count":5}]}`)
	a.peers(platinum, "[organization01:5:Normal:5/5]")
	a.update(platinum, `{"node_orgs":[{"name":"organization01","node_count":4}]}`)

	used := start(t, Options{Choices: Choices{BCS: BCSChoices{DeleteOrgInUse: true}}}).tenantA()
	id = used.newBlockchain(twoOrgs)
	used.update(id, `{"node_orgs":[{"name":"org-one"}],"is_delete_org":true}`)
	used.inChannel(id, "channel", "map[]")
	small := start(t, Options{Choices: Choices{BCS: BCSChoices{BasicIsSmall: true}}}).tenantA()
	small.refused(400, "BCS.4006005", "PUT", blockchains+"/"+small.newBlockchain(), `{"node_orgs":[{"name":"org-new","node_count":1,"pvc_name":"p"}]}`)
}

const iefBody = `{"cluster_type":"ief","cce_cluster_info":null,"volume_type":null,"turbo_info":null,"ief_deploy_mode":1,
	"ief_nodes_info":[{"id":"node-1","status":"ACTIVE","public_ip_address":"203.0.113.1"}]}`

func TestIEFBlockchain(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	a := c.tenantA()
	fresh := c.State()
	id := a.newBlockchain(iefBody)
	sameJSON(t, "ief_info", a.blockchain(id).body["ief_info"], `{"deploy_mode":1}`)
	path := blockchains + "/" + id
	a.refused(400, "BCS.4006005", "PUT", path, `{"node_orgs":[{"name":"organization01","node_count":2}]}`)
	a.refused(400, "BCS.4006009", "PUT", path, `{"node_orgs":[{"name":"org-new","node_count":1}]}`)
	a.refused(400, "BCS.4006005", "PUT", path, `{"node_orgs":[{"name":"org-new","node_count":1}],"publicips":[{"id":"n","status":"DOWN","public_ip_address":"i"}]}`)
	a.update(id, `{"node_orgs":[{"name":"org-new","node_count":1}],"publicips":[{"id":"n","status":"ACTIVE","public_ip_address":"203.0.113.2"}]}`)
	a.peers(id, "[organization01:1:Normal:1/1 org-new:1:Normal:1/1]")
	a.refused(400, "BCS.4006009", "DELETE", path, "")
	a.refused(400, "BCS.4006005", "DELETE", path+"?is_delete_ief=false&is_delete_storage=true", "")
	a.refused(400, "BCS.4006005", "DELETE", path+"?is_delete_ief=true&ief_nodes_id=node-2", "")
	a.must(200, "DELETE", path+"?is_delete_ief=true&ief_nodes_id=node-1", "")
	if got := c.State(); !reflect.DeepEqual(got, fresh) {
		t.Errorf("state %v", got)
	}
}

// What a deletion leaves behind is in the state (contract/bcs.md 1.6).
func TestLeftovers(t *testing.T) {
	t.Parallel()
	const newCluster = `{"create_new_cluster":true,"cce_cluster_info":null,"cce_create_info":{"node_num":2,"node_flavor":"c6",
		"cce_flavor":"s1","init_node_pwd":"Node@12345","az":"z","cluster_platform_type":"ARM64"}}`
	const kafka = `{"fabric_version":"1.4","consensus":"kafka","orderer_node_number":2,"kafka_create_info":{"spec":"mini","storage":600,"az":"z"}}`
	for _, test := range []struct{ changes, query, left string }{
		{"{}", "", "[storage]"},
		{"{}", "?is_delete_storage=false", "[storage]"},
		{"{}", "?is_delete_storage=true", "[]"},
		{"{}", "?is_delete_storage=True&is_delete_obs=False", "[]"},
		{`{"volume_type":null,"turbo_info":null,"org_disk_size":null}`, "", "[]"},
		{newCluster, "?is_delete_storage=true", "[cce_cluster]"},
		{newCluster, "?is_delete_storage=true&is_delete_resource=true", "[]"},
		{kafka, "?is_delete_storage=true", "[obs_bucket]"},
		{kafka, "?is_delete_storage=true&is_delete_obs=true&is_delete_resource=true", "[]"},
	} {
		c := start(t, Options{})
		a := c.tenantA()
		id := a.newBlockchain(test.changes)
		a.blockchain(id)
		a.must(200, "DELETE", blockchains+"/"+id+test.query, "")
		kinds := []any{}
		for _, l := range c.control(200, "GET", "state", "").items("leftovers") {
			kinds = append(kinds, l["type"])
			has(t, test.query, l, map[string]any{"blockchain_id": id, "project_id": projectA})
		}
		if got := fmt.Sprint(kinds); got != test.left {
			t.Errorf("%s deleted with %s leaves %s, want %s", test.changes, test.query, got, test.left)
		}
	}
	a := start(t, Options{}).tenantA()
	id := a.newBlockchain()
	for _, query := range []string{"is_delete_storage=yes", "is_delete_ief=true", "ief_nodes_id=n"} {
		a.refused(400, "BCS.4006005", "DELETE", blockchains+"/"+id+"?"+query, "")
	}
	a.must(200, "DELETE", blockchains+"/"+id+"?is_delete_lightpeer=node1,node2&is_delete_storage=true", "")
}

func TestFailedDeletion(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	a := c.tenantA()
	id := a.newBlockchain()
	c.SetProgress(BCSDelete, Fails("sfs", "the file system is mounted"))
	operation := a.must(200, "DELETE", blockchains+"/"+id, "").str("operation_id")
	a.phase(id, "/Abnormal/1")
	has(t, "record", a.operation(operation), map[string]any{"operation_type": "00", "operation_status": "failed",
		"message": "[sfs: the file system is mounted]"})
	c.SetProgress(BCSDelete, Immediate())
	a.must(200, "DELETE", blockchains+"/"+id, "")
	a.refused(400, "BCS.4006005", "GET", blockchains+"/"+id, "")
}
