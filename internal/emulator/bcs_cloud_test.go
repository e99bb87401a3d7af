package emulator

import (
	"fmt"
	"slices"
	"testing"
)

const (
	blockchains = "/v2/{p}/blockchains"
	bcsPassword = "Abc@12345"
)

// blockchainBody is the sample of contract/bcs.md 1.1, on a cluster of its own.
func blockchainBody(changes ...string) string {
	return fields(append([]string{`{"name":"bcs-demo01","version_type":4,"fabric_version":"2.2","blockchain_type":"private",
		"consensus":"etcdraft","sign_algorithm":"ECDSA","enterprise_project_id":"0","volume_type":"efs","org_disk_size":1228,
		"database_type":"goleveldb","resource_password":"` + bcsPassword + `","orderer_node_number":3,"use_eip":true,
		"cluster_type":"cce","create_new_cluster":false,"cce_cluster_info":{"cluster_id":"` + newUUID() + `",
		"cluster_name":"demo-cce","cluster_platform_type":"VirtualMachine"},
		"peer_orgs":[{"name":"organization01","node_count":1}],
		"channels":[{"name":"channeldemo001","org_names":["organization01"]}],
		"turbo_info":{"share_type":"STANDARD","type":"efs-ha","available_zone":"cn-north-4a","resource_spec_code":"sfs.turbo.40MBps"},
		"block_info":{"batch_timeout":2,"max_message_count":500,"preferred_maxbytes":2}}`}, changes...)...)
}

// twoOrgs is a larger instance: a consortium of two organizations of two peers each, in one channel of the first.
const twoOrgs = `{"version_type":2,"blockchain_type":"union",
	"peer_orgs":[{"name":"org-one","node_count":2},{"name":"org-two","node_count":2}],
	"channels":[{"name":"channel","org_names":["org-one"]}]}`

func (s session) newBlockchain(changes ...string) string {
	s.t.Helper()
	return s.must(200, "POST", blockchains, blockchainBody(changes...)).str("blockchain_id")
}

func (s session) blockchain(id string) answer {
	s.t.Helper()
	return s.must(200, "GET", blockchains+"/"+id, "")
}

// basic is basic_info of an instance.
func (s session) basic(id string) map[string]any {
	s.t.Helper()
	info, _ := s.blockchain(id).body["basic_info"].(map[string]any)
	return info
}

// phase is process_status, status and deploy_status of an instance.
func (s session) phase(id, want string) {
	s.t.Helper()
	info := s.basic(id)
	if got := fmt.Sprintf("%v/%v/%v", info["process_status"], info["status"], info["deploy_status"]); got != want {
		s.t.Errorf("instance is %s, want %s", got, want)
	}
}

// peers are the organizations of the detail as name:count:status:health.
func (s session) peers(id, want string) {
	s.t.Helper()
	var shown []string
	for _, o := range s.blockchain(id).items("peer_info") {
		shown = append(shown, fmt.Sprintf("%v:%v:%v:%v", o["name"], o["node_cnt"], o["status"], o["status_detail"]))
	}
	if got := fmt.Sprint(shown); got != want {
		s.t.Errorf("peers %s, want %s", got, want)
	}
}

// inChannel is how many peers of each organization are in a channel, as the list of channels shows it.
func (s session) inChannel(id, name, want string) {
	s.t.Helper()
	channels := s.must(200, "GET", blockchains+"/"+id+"/channels", "").items("channels")
	i := slices.IndexFunc(channels, func(ch map[string]any) bool { return ch["name"] == name })
	if i < 0 {
		s.t.Errorf("there is no channel %s", name)
		return
	}
	count := map[string]int{}
	peers, _ := channels[i]["peers"].(map[string]any)
	for org, names := range peers {
		list, _ := names.([]any)
		count[org] = len(list)
	}
	if got := fmt.Sprint(count); got != want {
		s.t.Errorf("channel %s has %s, want %s", name, got, want)
	}
}

// operation is the record of an operation.
func (s session) operation(id string) map[string]any {
	s.t.Helper()
	records := s.must(200, "GET", "/v2/{p}/operation/record?operation_id="+id, "").items("operation_records")
	if len(records) != 1 {
		s.t.Fatalf("%d records of the operation %s", len(records), id)
	}
	return records[0]
}

func has(t *testing.T, what string, body map[string]any, want map[string]any) {
	t.Helper()
	for field, value := range want {
		if fmt.Sprint(body[field]) != fmt.Sprint(value) {
			t.Errorf("%s: %s = %v, want %v", what, field, body[field], value)
		}
	}
}
