package emulator

import (
	"fmt"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// The documentation sample of contract/bcs.md 1.1, read back as in 1.4 and 1.8.
func TestBlockchainSample(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	a := c.tenantA()
	c.SetProgress(BCSCreate, Held())
	created := a.must(200, "POST", blockchains, blockchainBody(`{"cce_cluster_info":{"cluster_id":"`+unknown+`","cluster_name":"demo-cce"}}`))
	sameKeys(t, "create reply", created.body, "blockchain_id blockchain_name operation_id")
	id := created.str("blockchain_id")
	if created.body["blockchain_name"] != "bcs-demo01" || !regexp.MustCompile(`^BCSSVC01-99-\d{19}$`).MatchString(created.str("operation_id")) {
		t.Errorf("create reply %s", created.text)
	}
	a.phase(id, "IsCreating//0")
	a.peers(id, "[organization01:1:IsCreating:0/1]")
	c.Release(BCSCreate)
	a.phase(id, "/Normal/1")
	a.peers(id, "[organization01:1:Normal:1/1]")

	got := a.blockchain(id)
	sameKeys(t, "detail", got.body, `basic_info channels peer_info light_peer_info orderer_info couch_db_info dms_kafka_info
		ief_info sfs_info agent_info restapi_info evs_pvc_info tc3_taskserver_info obs_bucket_info`)
	info, _ := got.body["basic_info"].(map[string]any)
	sameKeys(t, "basic_info", info, `id name version service_type purchase_type sign_algorithm consensus charging_mode
		version_type database_type cluster_id cluster_name cluster_type cluster_platform_type cluster_az created_time
		deploy_type order_fade_enabled order_fade_cache is_cross_region is_support_rollback is_support_restful is_support_tc3
		is_old_service old_service_version agent_portal_addrs status process_status order_status deploy_status block_info`)
	has(t, "basic_info", info, map[string]any{"id": id, "name": "bcs-demo01", "version": "4.0.35", "service_type": "private",
		"purchase_type": "normal", "sign_algorithm": "ECDSA", "consensus": "etcdraft", "charging_mode": 1, "version_type": 4,
		"database_type": "goleveldb", "cluster_id": unknown, "cluster_name": "demo-cce", "cluster_type": "cce",
		"cluster_platform_type": "VirtualMachine", "deploy_type": "create"})
	sameJSON(t, "block_info", info["block_info"], `{"batch_timeout":2,"max_message_count":500,"preferred_maxbytes":2}`)
	if _, err := time.Parse(time.RFC3339, fmt.Sprint(info["created_time"])); err != nil {
		t.Error(err)
	}

	channel := got.items("channels")[0]
	hash := strings.TrimPrefix(fmt.Sprint(channel["org_name_hash"]), "[organization01:")[:40]
	peer := "peer-" + hash + "-0"
	domain := "peer-" + hash + ".default.svc.cluster.local"
	sameJSON(t, "channel of the detail", any(channel), `{"name":"channeldemo001","org_names":["organization01"],
		"org_name_hash":["organization01:`+hash+`"],"peers":{"`+hash+`":["`+peer+"."+domain+`"]}}`)
	address, _ := got.items("peer_info")[0]["address"].([]any)
	ip := strings.TrimSuffix(fmt.Sprint(info["agent_portal_addrs"]), ":30603]")[1:]
	sameJSON(t, "address", any(address), `[{"domain_port":"`+peer+"."+domain+`:7051","ip_port":"`+ip+`:30605"}]`)
	orderer, _ := got.body["orderer_info"].(map[string]any)
	has(t, "orderer", orderer, map[string]any{"name": "bcs-demo01-orderer", "node_cnt": 3, "status": "Normal", "status_detail": "3/3"})
	sameJSON(t, "nodes", a.must(200, "GET", blockchains+"/"+id+"/nodes", "").body["node_orgs"], `{"organization01":{
		"org_msp_id":"`+hash+`MSP","org_domain":"`+domain+`","peers":{"`+peer+`":{"ip_port":"`+ip+`:30605","channels":["channeldemo001"]}}}}`)
	channels := a.must(200, "GET", blockchains+"/"+id+"/channels", "").items("channels")
	sameKeys(t, "channel of the list", channels[0], "name description create_time consensus peers consensusNodes")
	sameJSON(t, "peers of the list", channels[0]["peers"], `{"organization01":["`+peer+`"]}`)
	sameJSON(t, "consensus nodes", channels[0]["consensusNodes"], `{"organization01":["`+peer+`"]}`)
	sameJSON(t, "list", any(a.must(200, "GET", blockchains, "").body), `{"blockchains":[{"id":"`+id+`","name":"bcs-demo01"}],"count":1}`)
}

// The documented minimal body omits what is marked as required (contract/bcs.md 1.1).
func TestMinimalBlockchain(t *testing.T) {
	t.Parallel()
	a := start(t, Options{}).tenantA()
	id := a.must(200, "POST", blockchains, `{"name":"bcs-mini","fabric_version":"2.0","enterprise_project_id":"0","resource_password":"`+
		bcsPassword+`","create_new_cluster":false,"cce_cluster_info":{"cluster_id":"`+unknown+`","cluster_name":"demo"}}`).str("blockchain_id")
	has(t, "basic_info", a.basic(id), map[string]any{"version_type": 4, "cluster_type": "cce", "consensus": "etcdraft",
		"service_type": "private", "sign_algorithm": "ECDSA", "database_type": "goleveldb"})
	a.peers(id, "[organization:2:Normal:2/2]")
	a.inChannel(id, "channel", "map[organization:2]")
}

// Every variant of an instance that a tenant can buy.
func TestBlockchainVariants(t *testing.T) {
	t.Parallel()
	c := start(t, Options{Choices: Choices{BCS: BCSChoices{Quota: 100}}})
	a := c.tenantA()
	const newCluster = `"create_new_cluster":true,"cce_cluster_info":null,"cce_create_info":{"node_num":2,"node_flavor":"c6.xlarge.2",
		"cce_flavor":"cce.s1.small","init_node_pwd":"Node@12345","az":"cn-north-4a","cluster_platform_type":"ARM64"}`
	for changes, want := range map[string]map[string]any{
		`{"name":"区块链测试"}`:                                                                                          {"name": "区块链测试"},
		`{"fabric_version":"1.4","consensus":"solo","orderer_node_number":1}`:                                       {"version": "3.0.7", "consensus": "solo"},
		`{"fabric_version":"1.4","consensus":"SFLIC","orderer_node_number":4}`:                                      {"version": "3.0.7", "consensus": "sflic"},
		`{"consensus":"SFLIC","orderer_node_number":10}`:                                                            {"consensus": "sflic"},
		`{"fabric_version":"2.0","orderer_node_number":1}`:                                                          {"consensus": "etcdraft"},
		`{"version_type":3,"sign_algorithm":"SM2"}`:                                                                 {"sign_algorithm": "sm2"},
		`{"version_type":3,"sign_algorithm":"sm2"}`:                                                                 {"sign_algorithm": "sm2"},
		`{"version_type":3,"tc3_need":true,"restful_api_support":true}`:                                             {"is_support_tc3": true, "is_support_restful": true},
		`{"volume_type":"evs","evs_disk_type":"SSD","org_disk_size":100}`:                                           {"status": "Normal"},
		`{"volume_type":"nfs","org_disk_size":40}`:                                                                  {"status": "Normal"},
		`{"volume_type":null,"org_disk_size":null,"turbo_info":null}`:                                               {"status": "Normal"},
		`{"database_type":"couchdb","couchdb_info":{"user_name":"Administrator","password":"Couch@1234"}}`:          {"database_type": "couchdb"},
		`{"turbo_info":{"share_type":"STANDARD","type":"efs-ha","availability_zone":"z","resource_spec_code":"s"}}`: {"status": "Normal"},
		`{"turbo_info":{"share_type":"STANDARD","type":"efs-ha","resource_spec_code":"s"}}`:                         {"status": "Normal"},
		`{` + newCluster + `}`:   {"cluster_platform_type": "ARM64", "purchase_type": "onestep", "cluster_name": "bcs-demo01-cluster"},
		`{"cluster_type":"CCE"}`: {"cluster_type": "cce"},
		`{"cluster_type":"ief","cce_cluster_info":null,"ief_deploy_mode":1,"ief_nodes_info":[{"id":"n1","status":"ACTIVE","public_ip_address":"203.0.113.1"}]}`:             {"cluster_type": "ief"},
		`{"fabric_version":"1.4","consensus":"kafka","orderer_node_number":2,"kafka_create_info":{"spec":"dms.instance.kafka.cluster.c3.mini","storage":600,"az":"z1,z2"}}`: {"consensus": "kafka"},
		`{"enterprise_project_id":"` + unknown + `","channels":[{"name":"chan","org_names":[],"desctiption":"as golangsdk writes it"}]}`:                                    {"status": "Normal"},
	} {
		id := a.newBlockchain(changes)
		info := a.basic(id)
		has(t, changes, info, map[string]any{"status": "Normal"})
		has(t, changes, info, want)
	}
}

// Each rule of contract/bcs.md 1.1 and 8.
func TestBlockchainValidation(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	a := c.tenantA()
	a.must(200, "POST", blockchains, blockchainBody(`{"cce_cluster_info":{"cluster_id":"`+unknown+`","cluster_name":"c"}}`))
	for _, test := range []struct{ code, changes string }{
		{"BCS.4006003", `{"colour":"red"}`},
		{"BCS.4006003", `{"version_type":"4"}`},
		{"BCS.4006003", `{"Name":"bcs-demo"}`},
		{"BCS.4006003", `{"peer_orgs":[{"name":"organization01","node_count":1,"colour":"red"}]}`},
		{"BCS.4006003", `{"cce_cluster_info":{"cluster_id":"` + aVPC + `","cluster_name":"c","colour":"red"}}`},
		{"BCS.4006003", `{"resource_password":12345678}`},
		{"BCS.4006009", `{"name":null}`},
		{"BCS.4006009", `{"enterprise_project_id":null}`},
		{"BCS.4006009", `{"resource_password":null}`},
		{"BCS.4006009", `{"create_new_cluster":null}`},
		{"BCS.4006009", `{"cce_cluster_info":null}`},
		{"BCS.4006009", `{"cce_cluster_info":{"cluster_id":"` + aVPC + `"}}`},
		{"BCS.4006009", `{"create_new_cluster":true}`},
		{"BCS.4006009", `{"orderer_node_number":null}`},
		{"BCS.4006009", `{"turbo_info":null}`},
		{"BCS.4006009", `{"volume_type":"evs"}`},
		{"BCS.4006009", `{"database_type":"couchdb"}`},
		{"BCS.4006009", `{"database_type":"couchdb","couchdb_info":{"user_name":"u"}}`},
		{"BCS.4006009", `{"fabric_version":"1.4","consensus":"kafka","orderer_node_number":2}`},
		{"BCS.4006009", `{"cluster_type":"ief"}`},
		{"BCS.4006009", `{"cluster_type":"ief","peer_orgs":null,"ief_nodes_info":[{"id":"n","status":"ACTIVE","public_ip_address":"i"}]}`},
		{"BCS.4006009", `{"is_invitee":true,"channels":null}`},
		{"BCS.4006009", `{"peer_orgs":[]}`},
		{"BCS.4006009", `{"peer_orgs":[{"name":"organization01"}]}`},
		{"BCS.4006009", `{"channels":[{"name":"channel"}]}`},
		{"BCS.4006005", `{"name":"abc"}`},
		{"BCS.4006005", `{"name":"-abcd"}`},
		{"BCS.4006005", `{"name":"abcd_e"}`},
		{"BCS.4006005", `{"name":"` + strings.Repeat("a", 25) + `"}`},
		{"BCS.4006005", `{"version_type":5}`},
		{"BCS.4006005", `{"enterprise_project_id":"x"}`},
		{"BCS.4006005", `{"fabric_version":"2.3"}`},
		{"BCS.4006005", `{"blockchain_type":"public"}`},
		{"BCS.4006005", `{"consensus":"solo"}`},
		{"BCS.4006005", `{"consensus":"kafka"}`},
		{"BCS.4006005", `{"fabric_version":"1.4"}`}, // has no etcdraft
		{"BCS.4006005", `{"sign_algorithm":"RSA"}`},
		{"BCS.4006005", `{"sign_algorithm":"sm2"}`}, // not in edition 4
		{"BCS.4006005", `{"version_type":2,"sign_algorithm":"sm2"}`},
		{"BCS.4006005", `{"orderer_node_number":1}`},
		{"BCS.4006005", `{"consensus":"SFLIC","orderer_node_number":3}`},
		{"BCS.4006005", `{"consensus":"SFLIC","orderer_node_number":11}`},
		{"BCS.4006005", `{"volume_type":"obs"}`},
		{"BCS.4006005", `{"org_disk_size":499}`},
		{"BCS.4006005", `{"volume_type":"nfs","org_disk_size":39}`},
		{"BCS.4006005", `{"version_type":2,"volume_type":"nfs","org_disk_size":99}`},
		{"BCS.4006005", `{"volume_type":"evs","evs_disk_type":"SSD","org_disk_size":99}`},
		{"BCS.4006005", `{"volume_type":"evs","evs_disk_type":"NVME"}`},
		{"BCS.4006005", `{"turbo_info":{"share_type":"FAST","type":"efs-ha","resource_spec_code":"s"}}`},
		{"BCS.4006005", `{"turbo_info":{"share_type":"STANDARD","type":"efs","resource_spec_code":"s"}}`},
		{"BCS.4006005", `{"database_type":"mysql"}`},
		{"BCS.4006005", `{"database_type":"couchdb","couchdb_info":{"user_name":"u","password":"weak"}}`},
		{"BCS.4006005", `{"cluster_type":"k8s"}`},
		{"BCS.4006005", `{"cce_cluster_info":{"cluster_id":"x","cluster_name":"c"}}`},
		{"BCS.4006005", `{"cce_cluster_info":{"cluster_id":"` + zero + `","cluster_name":"c"}}`},
		{"BCS.4006005", `{"cce_cluster_info":{"cluster_id":"` + unknown + `","cluster_name":"c"}}`}, // in use
		{"BCS.4006005", `{"cce_cluster_info":{"cluster_id":"` + aVPC + `","cluster_name":"c","cluster_platform_type":"RISC"}}`},
		{"BCS.4006005", `{"cluster_type":"ief","ief_nodes_info":[{"id":"n","status":"DOWN","public_ip_address":"i"}]}`},
		{"BCS.4006005", `{"cluster_type":"ief","ief_deploy_mode":2,"ief_nodes_info":[{"id":"n","status":"ACTIVE","public_ip_address":"i"}]}`},
		{"BCS.4006005", `{"bandwidth_size":-1}`},
		{"BCS.4006005", `{"tc3_need":true}`}, // not in edition 4
		{"BCS.4006005", `{"version_type":3,"tc3_need":true,"sign_algorithm":"sm2"}`},
		{"BCS.4006005", `{"block_info":{"batch_timeout":0}}`},
		{"BCS.4006005", `{"peer_orgs":[{"name":"organization01","node_count":3}]}`},
		{"BCS.4006005", `{"peer_orgs":[{"name":"organization01","node_count":0}]}`},
		{"BCS.4006005", `{"version_type":3,"peer_orgs":[{"name":"organization01","node_count":6}]}`},
		{"BCS.4006005", `{"peer_orgs":[{"name":"organization01","node_count":1},{"name":"organization01","node_count":1}]}`},
		{"BCS.4001245", `{"peer_orgs":[{"name":"org","node_count":1}]}`},
		{"BCS.4001051", `{"channels":[{"name":"channel","org_names":["organization02"]}]}`},
		{"BCS.4006012", `{"channels":[{"name":"Channel","org_names":[]}]}`},
		{"BCS.4006012", `{"channels":[{"name":"testchainid","org_names":[]}]}`},
		{"BCS.4006005", `{"channels":[{"name":"channel","org_names":[]},{"name":"channel","org_names":[]}]}`},
		{"BCS.4006005", `{"channels":[{"name":"chan1","org_names":[]},{"name":"chan2","org_names":[]},{"name":"chan3","org_names":[]}]}`},
	} {
		a.refused(400, test.code, "POST", blockchains, blockchainBody(test.changes))
	}
	for _, kafka := range []string{`{"spec":"tiny","storage":600,"az":"z"}`, `{"spec":"mini","storage":200,"az":"z"}`,
		`{"spec":"mini","storage":650,"az":"z"}`, `{"spec":"high","storage":4700,"az":"z"}`} {
		a.refused(400, "BCS.4006005", "POST", blockchains,
			blockchainBody(`{"fabric_version":"1.4","consensus":"kafka","orderer_node_number":2,"kafka_create_info":`+kafka+`}`))
	}
	a.refused(400, "BCS.4006003", "POST", blockchains, "")
	a.refused(400, "BCS.4006003", "POST", blockchains, "[]")
	long := a.call("POST", blockchains, blockchainBody(`{"name":"`+strings.Repeat("长", 1000)+`"}`))
	if got := utf8.RuneCountInString(long.str("error_msg")); long.code() != "BCS.4006005" || got != 512 {
		t.Errorf("a message of %d characters: %s", got, long.code())
	}
}

func TestBlockchainPasswords(t *testing.T) {
	t.Parallel()
	c := start(t, Options{Choices: Choices{BCS: BCSChoices{Quota: 100}}})
	a := c.tenantA()
	for password, good := range map[string]bool{"Abc@12345": true, "Abc12345": true, "abc@12345": true, "密码Abc12345": true,
		"Abcdefgh@1234567": true, strings.Repeat("Ab1@", 6) + "Ab": true, "Abc@123": false, "abcd12345": false,
		strings.Repeat("Ab1@", 7): false, "Abc 12345": false, "Abc#12345": false, "": false} {
		got := a.call("POST", blockchains, blockchainBody(`{"resource_password":"`+password+`"}`))
		if (got.status == 200) != good {
			t.Errorf("password %q: %d %s", password, got.status, got.text)
		}
		if password != "" && strings.Contains(got.text, password) {
			t.Errorf("the refusal shows the password: %s", got.text)
		}
	}
	for _, entry := range c.Journal() {
		if strings.Contains(entry.RequestBody+entry.Message, "Abc") {
			t.Errorf("the journal shows a password: %+v", entry)
		}
	}
}

// How and when the life of an instance goes on (contract/bcs.md 2.3), under every policy.
func TestBlockchainProgress(t *testing.T) {
	t.Parallel()
	for name, policy := range map[string]struct {
		progress Progress
		finish   func(c *cloud, a session, id string, kind Kind)
	}{
		"held":  {Held(), func(c *cloud, _ session, _ string, kind Kind) { c.Release(kind) }},
		"after": {After(time.Hour), func(c *cloud, _ session, _ string, _ Kind) { c.Clock().Advance(time.Hour) }},
		"reads": {AfterReads(3), func(_ *cloud, a session, id string, _ Kind) { a.blockchain(id); a.blockchain(id) }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := start(t, Options{})
			a := c.tenantA()
			c.SetProgress(BCSCreate, policy.progress)
			c.SetProgress(BCSDelete, policy.progress)
			id := a.newBlockchain()
			a.phase(id, "IsCreating//0")
			a.refused(400, "BCS.4001001", "DELETE", blockchains+"/"+id, "")
			policy.finish(c, a, id, BCSCreate)
			a.phase(id, "/Normal/1")
			a.must(200, "DELETE", blockchains+"/"+id, "")
			a.phase(id, "IsDeleting/Normal/1")
			a.refused(400, "BCS.4001003", "DELETE", blockchains+"/"+id, "")
			policy.finish(c, a, id, BCSDelete)
			a.refused(400, "BCS.4006005", "GET", blockchains+"/"+id, "")
		})
	}
}

// A creation that fails names the component in /status and in its record (contract/bcs.md 1.7, 2.2).
func TestFailedBlockchain(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	a := c.tenantA()
	fresh := c.State()
	c.SetProgress(BCSCreate, Fails("sfs", "no SFS Turbo capacity left"))
	created := a.must(200, "POST", blockchains, blockchainBody())
	id := created.str("blockchain_id")
	a.phase(id, "/Abnormal/2")
	a.peers(id, "[organization01:1:AbNormal:0/1]")
	status := a.must(200, "GET", blockchains+"/"+id+"/status", "")
	sfs, _ := status.body["sfs"].(map[string]any)
	has(t, "sfs", sfs, map[string]any{"status": "failed", "detail": "no SFS Turbo capacity left"})
	for component, want := range map[string]string{"eip": "finished", "bcs": "waiting", "kafka": "waiting"} {
		part, _ := status.body[component].(map[string]any)
		has(t, component, part, map[string]any{"status": want, "detail": ""})
	}
	record := a.operation(created.str("operation_id"))
	has(t, "record", record, map[string]any{"operation_status": "failed", "operation_type": "99",
		"message": "[sfs: no SFS Turbo capacity left]"})
	process, _ := record["operation_process"].(map[string]any)
	step, _ := process["Create Other Dependent Resource"].(map[string]any)
	has(t, "step", step, map[string]any{"status": "failed", "detail": "no SFS Turbo capacity left"})
	subs, _ := step["sub_steps"].(map[string]any)
	storage, _ := subs["Create network storage"].(map[string]any)
	has(t, "sub-step", storage, map[string]any{"status": "failed", "message": "[no SFS Turbo capacity left]"})
	last, _ := process["Deploy BCS Service"].(map[string]any)
	has(t, "last step", last, map[string]any{"status": "waiting"})

	for _, path := range []string{"/channels", "/cert?org_name=organization01&cert_type=ca"} {
		if method := map[bool]string{true: "POST", false: "GET"}[path == "/channels"]; method == "POST" {
			a.refused(400, "BCS.4006005", "POST", blockchains+"/"+id+path, `{"channels":[{"channel_name":"chan"}]}`)
		} else {
			a.refused(400, "BCS.4006005", "GET", blockchains+"/"+id+path, "")
		}
	}
	a.must(200, "DELETE", blockchains+"/"+id, "")
	if got := c.State(); !reflect.DeepEqual(got, fresh) {
		t.Errorf("a failed instance left %v", got)
	}
}

// What is answered for an id that names nothing (contract/bcs.md 2.4).
func TestGoneBlockchain(t *testing.T) {
	t.Parallel()
	for status, code := range map[int]string{0: "BCS.4006005", 400: "BCS.4006005", 404: "BCS.4040404"} {
		a := start(t, Options{Choices: Choices{BCS: BCSChoices{GoneStatus: status}}}).tenantA()
		id := a.newBlockchain()
		a.must(200, "DELETE", blockchains+"/"+id, "")
		for _, gone := range []string{id, unknown} {
			a.refused(max(status, 400), code, "GET", blockchains+"/"+gone, "")
			a.refused(max(status, 400), code, "DELETE", blockchains+"/"+gone, "")
			a.refused(max(status, 400), code, "GET", blockchains+"/"+gone+"/channels", "")
		}
		a.refused(400, "BCS.4006005", "GET", blockchains+"/x", "")
	}
	empty := start(t, Options{Choices: Choices{BCS: BCSChoices{GoneStatus: 200}}}).tenantA()
	if info := empty.basic(unknown); info["id"] != "" {
		t.Errorf("basic_info %v", info)
	}
	empty.refused(400, "BCS.4006005", "DELETE", blockchains+"/"+unknown, "")
}

func TestBlockchainsOfOthers(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	a, b := c.tenantA(), c.tenantB()
	id := a.newBlockchain()
	b.refused(400, "BCS.4006005", "GET", blockchains+"/"+id, "")
	if got := b.must(200, "GET", blockchains, ""); got.body["count"] != 0.0 {
		t.Errorf("list %s", got.text)
	}
	if got := b.must(200, "GET", "/v2/{p}/operation/record", ""); got.body["count"] != 0.0 {
		t.Errorf("records %s", got.text)
	}
}

func TestBlockchainAccess(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	a := c.tenantA()
	id := a.newBlockchain()
	reader := c.login("readonly-a", "password-A2", "domain-a", projectA)
	reader.refused(403, "BCS.4030403", "POST", blockchains, blockchainBody())
	reader.refused(403, "BCS.4030403", "DELETE", blockchains+"/"+id, "")
	reader.must(200, "GET", blockchains+"/"+id, "")
	reader.must(200, "POST", blockchains+"/"+id+"/metric/list", "{}")
	reader.refused(403, "EPS.0004", "POST", "/v1.0/enterprise-projects/0/resources-migrate", "{}")

	// BCS is in four regions; the other region's gateway knows nothing of it, whoever asks.
	far := c.login("user-a", "password-A1", "domain-a", projectA2)
	far.refused(404, "APIGW.0101", "GET", blockchains, "")
	far.refused(404, "APIGW.0101", "POST", blockchains, blockchainBody())
	if got := c.do("GET", "/v2/"+projectA2+"/blockchains", "", nil); got.status != 404 {
		t.Errorf("without a login: %d %s", got.status, got.text)
	}

	// The gateway refuses a bad token, the service one that is not for the project.
	if got := c.do("GET", "/v2/"+projectA+"/blockchains", "", map[string]string{"X-Auth-Token": "x"}); got.status != 401 || got.code() != "APIGW.0301" {
		t.Errorf("bad token: %d %s", got.status, got.text)
	}
	a.refused(400, "BCS.4030403", "GET", "/v2/"+projectB+"/blockchains", "")
	wide := c.do("POST", "/v3/auth/tokens", passwordBody("user-a", "password-A1", "domain-a", `{"domain":{"name":"domain-a"}}`), nil)
	if got := c.do("GET", "/v2/"+projectA+"/blockchains", "", map[string]string{"X-Auth-Token": wide.header.Get("X-Subject-Token")}); got.status != 401 ||
		got.code() != "BCS.4010401" {
		t.Errorf("token of the account: %d %s", got.status, got.text)
	}
	a.refused(404, "BCS.4040404", "GET", blockchains+"/"+id+"/nothing", "")
	a.refused(404, "APIGW.0101", "POST", blockchains+"/"+id, "{}") // as golangsdk updates
}

func TestBlockchainQuotaAndFlavors(t *testing.T) {
	t.Parallel()
	a := start(t, Options{Choices: Choices{BCS: BCSChoices{Quota: 1, MemberLimit: 50}}}).tenantA()
	a.newBlockchain()
	a.refused(400, "BCS.4006005", "POST", blockchains, blockchainBody())
	sameJSON(t, "quotas", any(a.must(200, "GET", "/v2/{p}/quotas", "").body),
		`{"resources":[{"type":"instance","unit":"","min":0,"max":100,"quota":1,"used":1,"free":0}]}`)
	a.must(200, "GET", "/v2/{p}/quotas?type=instance", "")
	a.refused(400, "BCS.4006014", "GET", "/v2/{p}/quotas?type=ecs", "")
	sameJSON(t, "flavors", any(a.must(200, "GET", blockchains+"/flavors?limit=10&offset=1", "").body),
		`{"enterprise_spec":{"org_peer_max_num":5,"orderer_max_num":10,"member_max_num":50}}`)
	a.refused(400, "BCS.4006005", "GET", blockchains+"/flavors?limit=0", "")
	a.refused(400, "BCS.4006005", "GET", blockchains+"/flavors?limit=1001", "")
	a.refused(400, "BCS.4006005", "GET", blockchains+"/flavors?offset=-1", "")
}

func TestBlockchainChoices(t *testing.T) {
	t.Parallel()
	choose := func(choices BCSChoices) session { return start(t, Options{Choices: Choices{BCS: choices}}).tenantA() }
	named := choose(BCSChoices{UniqueNames: true})
	named.newBlockchain()
	named.refused(400, "BCS.4006005", "POST", blockchains, blockchainBody())
	newest := choose(BCSChoices{OnlyFabric22: true})
	newest.refused(400, "BCS.4006005", "POST", blockchains, blockchainBody(`{"fabric_version":"2.0"}`))
	choose(BCSChoices{NoEVS: true}).refused(400, "BCS.4004002", "POST", blockchains, blockchainBody(`{"volume_type":"evs","evs_disk_type":"SAS"}`))
	choose(BCSChoices{NoNodeEIP: true}).refused(400, "BCS.4001008", "POST", blockchains, blockchainBody())
	asked := choose(BCSChoices{ConsensusAsAsked: true})
	has(t, "consensus", asked.basic(asked.newBlockchain(`{"consensus":"SFLIC","orderer_node_number":4}`)), map[string]any{"consensus": "SFLIC"})
	for chosen, want := range map[bool][]string{false: {"sm2", "sm2", "ECDSA"}, true: {"SM2", "sm2", "ECDSA"}} {
		signing := choose(BCSChoices{SignAsAsked: chosen})
		for i, sign := range []string{"SM2", "sm2", ""} {
			id := signing.newBlockchain(`{"version_type":3,"sign_algorithm":"` + sign + `"}`)
			has(t, "asked for "+sign, signing.basic(id), map[string]any{"sign_algorithm": want[i]})
		}
		signing.refused(400, "BCS.4006005", "POST", blockchains, blockchainBody(`{"sign_algorithm":"SM2"}`)) // not in edition 4
	}
	short := choose(BCSChoices{MaxPassword: 12})
	short.refused(400, "BCS.4006005", "POST", blockchains, blockchainBody(`{"resource_password":"Abcdefgh@1234567"}`))
	yearly := choose(BCSChoices{Prepaid: true})
	id := yearly.newBlockchain()
	has(t, "prepaid", yearly.basic(id), map[string]any{"charging_mode": 0, "order_status": 2})
	yearly.refused(400, "BCS.4001007", "DELETE", blockchains+"/"+id, "")
	yearly.refused(400, "BCS.4006005", "PUT", blockchains+"/"+id, `{"node_orgs":[{"name":"organization01","node_count":2}]}`)
	c := start(t, Options{Choices: Choices{BCS: BCSChoices{CreatingStatus: "Abnormal"}}})
	c.SetProgress(BCSCreate, Held())
	a := c.tenantA()
	a.phase(a.newBlockchain(), "IsCreating/Abnormal/0")
}

// A stale read shows the instance as it was before the last write.
func TestStaleBlockchain(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	a := c.tenantA()
	id := a.newBlockchain()
	c.AddFault(Fault{Method: "GET", Route: blockchainPath, Stale: true})
	a.refused(400, "BCS.4006005", "GET", blockchains+"/"+id, "")
	c.SetProgress(BCSDelete, Held())
	a.must(200, "DELETE", blockchains+"/"+id, "")
	c.AddFault(Fault{Method: "GET", Route: blockchainPath, Stale: true})
	a.phase(id, "/Normal/1")
	a.phase(id, "IsDeleting/Normal/1")
	c.AddFault(Fault{Method: "GET", Route: blockchainPath, Code: "BCS.5000500"})
	a.refused(500, "BCS.5000500", "GET", blockchains+"/"+id, "")
}
