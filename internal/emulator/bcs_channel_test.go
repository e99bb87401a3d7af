package emulator

import (
	"fmt"
	"regexp"
	"slices"
	"testing"
)

// The way of a channel from its creation to its deletion (contract/bcs.md 3.1 to 3.6).
func TestChannelLife(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	a := c.tenantA()
	id := a.newBlockchain(twoOrgs)
	path := blockchains + "/" + id
	c.SetProgress(BCSChannel, Held())
	for _, test := range []struct{ method, path, body, operation, channel string }{
		{"POST", "/channels", `{"channels":[{"channel_name":"channel02","channel_description":"second"}]}`, "04", "map[]"},
		{"POST", "/channels/peers", `{"channel_peers":[{"channel_name":"channel02","peers":{"org-one":1,"org-two":2}}]}`, "04", "map[org-one:1 org-two:2]"},
		{"POST", "/channels/peers", `{"channel_peers":[{"channel_name":"channel02","peers":{"org-one":1}}]}`, "04", "map[org-one:2 org-two:2]"},
		{"PUT", "/channel02/peers/quit", `{"org_name":"org-two","peers":1}`, "06", "map[org-one:2 org-two:1]"},
		{"PUT", "/channel02/orgs/quit", `{"org_names":["org-one","org-two"]}`, "06", "map[]"},
	} {
		operation := a.must(200, test.method, path+test.path, test.body).str("operation_id")
		a.phase(id, "/Normal/1") // nothing is shown while a channel changes
		has(t, test.path, a.operation(operation), map[string]any{"operation_type": test.operation, "operation_status": "processing"})
		a.refused(400, "BCS.4001002", test.method, path+test.path, test.body)
		c.Release(BCSChannel)
		a.inChannel(id, "channel02", test.channel)
		has(t, test.path, a.operation(operation), map[string]any{"operation_status": "finished"})
	}
	channels := a.must(200, "GET", path+"/channels", "").items("channels")
	if len(channels) != 2 || channels[1]["description"] != "second" || channels[1]["consensus"] != "etcdraft" {
		t.Errorf("channels %v", channels)
	}
	a.must(200, "DELETE", path+"/channel/channel02", "")
	c.Release(BCSChannel)
	if got := a.must(200, "GET", path+"/channels", "").items("channels"); len(got) != 1 || got[0]["name"] != "channel" {
		t.Errorf("channels %v", got)
	}
}

// Peers of the highest number leave first, and what they leave is shown at every place.
func TestWhichPeersLeave(t *testing.T) {
	t.Parallel()
	a := start(t, Options{}).tenantA()
	id := a.newBlockchain(twoOrgs)
	a.must(200, "PUT", blockchains+"/"+id+"/channel/peers/quit", `{"org_name":"org-one","peers":1}`)
	orgs, _ := a.must(200, "GET", blockchains+"/"+id+"/nodes", "").body["node_orgs"].(map[string]any)
	one, _ := orgs["org-one"].(map[string]any)
	peers, _ := one["peers"].(map[string]any)
	for name, peer := range peers {
		node, _ := peer.(map[string]any)
		want := map[bool]string{true: "[channel]", false: "[]"}[regexp.MustCompile(`-0$`).MatchString(name)]
		if fmt.Sprint(node["channels"]) != want {
			t.Errorf("peer %s is in %v, want %s", name, node["channels"], want)
		}
	}
	detail := a.blockchain(id).items("channels")[0]
	if shown, _ := detail["peers"].(map[string]any); len(shown) != 1 || fmt.Sprint(detail["org_names"]) != "[org-one]" {
		t.Errorf("channel of the detail %v", detail)
	}
}

func TestChannelValidation(t *testing.T) {
	t.Parallel()
	a := start(t, Options{}).tenantA()
	id := a.newBlockchain(twoOrgs)
	path := blockchains + "/" + id
	for _, test := range []struct{ code, method, path, body string }{
		{"BCS.4006009", "POST", "/channels", `{}`},
		{"BCS.4006012", "POST", "/channels", `{"channels":[{"channel_description":"no name"}]}`},
		{"BCS.4006012", "POST", "/channels", `{"channels":[{"channel_name":"abc"}]}`},
		{"BCS.4006012", "POST", "/channels", `{"channels":[{"channel_name":"1abc"}]}`},
		{"BCS.4006012", "POST", "/channels", `{"channels":[{"channel_name":"chan-nel"}]}`},
		{"BCS.4006012", "POST", "/channels", `{"channels":[{"channel_name":"testchainid"}]}`},
		{"BCS.4006005", "POST", "/channels", `{"channels":[{"channel_name":"channel"}]}`},
		{"BCS.4006005", "POST", "/channels", `{"channels":[{"channel_name":"twin"},{"channel_name":"twin"}]}`},
		{"BCS.4006005", "POST", "/channels", `{"channels":[{"channel_name":"cha1"},{"channel_name":"cha2"},{"channel_name":"cha3"},{"channel_name":"cha4"}]}`},
		{"BCS.4006003", "POST", "/channels", `{"channels":[{"name":"as when creating"}]}`},
		{"BCS.4006003", "POST", "/channels/peers", `{"channel_peers":{}}`},
		{"BCS.4006009", "POST", "/channels/peers", `{"channel_peers":[]}`},
		{"BCS.4006009", "POST", "/channels/peers", `{"channel_peers":[{"channel_name":"channel","peers":{}}]}`},
		{"BCS.4006005", "POST", "/channels/peers", `{"channel_peers":[{"channel_name":"channel","peers":{"org-two":1}},{"channel_name":"channel","peers":{"org-two":1}}]}`},
		{"BCS.4006012", "POST", "/channels/peers", `{"channel_peers":[{"channel_name":"nowhere","peers":{"org-two":1}}]}`},
		{"BCS.4001051", "POST", "/channels/peers", `{"channel_peers":[{"channel_name":"channel","peers":{"org1":1}}]}`},
		{"BCS.4006005", "POST", "/channels/peers", `{"channel_peers":[{"channel_name":"channel","peers":{"org-two":3}}]}`},
		{"BCS.4006005", "POST", "/channels/peers", `{"channel_peers":[{"channel_name":"channel","peers":{"org-two":0}}]}`},
		{"BCS.4006005", "POST", "/channels/peers", `{"channel_peers":[{"channel_name":"channel","peers":{"org-one":1}}]}`}, // all are in
		{"BCS.4006009", "PUT", "/channel/peers/quit", `{"peers":1}`},
		{"BCS.4006009", "PUT", "/channel/peers/quit", `{"org_name":"org-one"}`},
		{"BCS.4006005", "PUT", "/channel/peers/quit", `{"org_name":"org-one","peers":0}`},
		{"BCS.4006005", "PUT", "/channel/peers/quit", `{"org_name":"org-one","peers":2}`},
		{"BCS.4001051", "PUT", "/channel/peers/quit", `{"org_name":"org-two","peers":1}`},
		{"BCS.4006012", "PUT", "/nowhere/peers/quit", `{"org_name":"org-one","peers":1}`},
		{"BCS.4006009", "PUT", "/channel/orgs/quit", `{}`},
		{"BCS.4001051", "PUT", "/channel/orgs/quit", `{"org_names":["org-two"]}`},
		{"BCS.4006005", "DELETE", "/channel/channel", ``}, // not empty
		{"BCS.4006012", "DELETE", "/channel/nowhere", ``},
	} {
		a.refused(400, test.code, test.method, path+test.path, test.body)
	}
	target := start(t, Options{Choices: Choices{BCS: BCSChoices{JoinIsTarget: true, ChannelLimit: 1}}}).tenantA()
	id = target.newBlockchain(twoOrgs)
	path = blockchains + "/" + id
	target.refused(400, "BCS.4006005", "POST", path+"/channels", `{"channels":[{"channel_name":"more"}]}`)
	target.must(200, "PUT", path+"/channel/peers/quit", `{"org_name":"org-one","peers":1}`)
	target.refused(400, "BCS.4006005", "POST", path+"/channels/peers", `{"channel_peers":[{"channel_name":"channel","peers":{"org-one":1}}]}`)
	target.must(200, "POST", path+"/channels/peers", `{"channel_peers":[{"channel_name":"channel","peers":{"org-one":2}}]}`)
	target.inChannel(id, "channel", "map[org-one:2]")
}

func TestChannelLimits(t *testing.T) {
	t.Parallel()
	a := start(t, Options{}).tenantA()
	for edition, limit := range map[int]int{4: 2, 2: 4, 3: 10} {
		path := blockchains + "/" + a.newBlockchain(fmt.Sprintf(`{"version_type":%d,"channels":[]}`, edition))
		for n := range limit {
			a.must(200, "POST", path+"/channels", fmt.Sprintf(`{"channels":[{"channel_name":"chan%d"}]}`, n))
		}
		a.refused(400, "BCS.4006005", "POST", path+"/channels", `{"channels":[{"channel_name":"onemore"}]}`)
	}
}

func TestFailedChannel(t *testing.T) {
	t.Parallel()
	c := start(t, Options{Choices: Choices{BCS: BCSChoices{ChannelsScale: true}}})
	a := c.tenantA()
	id := a.newBlockchain()
	c.SetProgress(BCSChannel, Fails("bcs", "orderer unavailable"))
	operation := a.must(200, "POST", blockchains+"/"+id+"/channels", `{"channels":[{"channel_name":"chan"}]}`).str("operation_id")
	has(t, "record", a.operation(operation), map[string]any{"operation_status": "failed", "message": "[bcs: orderer unavailable]"})
	names := func() (names []any) {
		for _, ch := range a.must(200, "GET", blockchains+"/"+id+"/channels", "").items("channels") {
			names = append(names, ch["name"])
		}
		return names
	}
	if got := names(); slices.Contains(got, any("chan")) {
		t.Errorf("channels %v", got)
	}
	c.SetProgress(BCSChannel, AfterReads(1))
	a.must(200, "POST", blockchains+"/"+id+"/channels", `{"channels":[{"channel_name":"chan"}]}`)
	a.phase(id, "IsScaling/Normal/1") // as chosen
	if got := names(); !slices.Contains(got, any("chan")) {
		t.Errorf("channels %v", got)
	}
}
