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

// peersIn are the numbers of the peers of an organization in a channel, as the nodes, the list of channels and the detail
// show them.
func (s session) peersIn(id, channel, org string) []string {
	s.t.Helper()
	number := func(name string) string {
		return regexp.MustCompile(`^peer-[0-9a-f]+-(\d)`).FindStringSubmatch(name)[1]
	}
	path := blockchains + "/" + id
	var fromNodes []string
	orgs, _ := s.must(200, "GET", path+"/nodes", "").body["node_orgs"].(map[string]any)
	ofOrg, _ := orgs[org].(map[string]any)
	nodes, _ := ofOrg["peers"].(map[string]any)
	for name, node := range nodes {
		fields, _ := node.(map[string]any)
		if channels, _ := fields["channels"].([]any); slices.Contains(channels, any(channel)) {
			fromNodes = append(fromNodes, number(name))
		}
	}
	slices.Sort(fromNodes)
	for _, channels := range [][]map[string]any{s.must(200, "GET", path+"/channels", "").items("channels"), s.blockchain(id).items("channels")} {
		var shown []string
		peers, _ := channels[0]["peers"].(map[string]any)
		for _, names := range peers {
			list, _ := names.([]any)
			for _, name := range list {
				shown = append(shown, number(fmt.Sprint(name)))
			}
		}
		if !slices.Equal(shown, fromNodes) {
			s.t.Errorf("peers %v of channel %v, but %v by the nodes", shown, channels[0], fromNodes)
		}
	}
	return fromNodes
}

// Which peers leave is not documented (contract/bcs.md 3.4, 3.8); what they leave is shown at every place.
func TestWhichPeersLeave(t *testing.T) {
	t.Parallel()
	for lowest, want := range map[bool]struct{ left, scaled string }{false: {"[0]", "[0]"}, true: {"[1]", "[]"}} {
		a := start(t, Options{Choices: Choices{BCS: BCSChoices{LowestPeersLeave: lowest}}}).tenantA()
		id := a.newBlockchain(twoOrgs)
		path := blockchains + "/" + id
		in := func(when, want string) {
			t.Helper()
			if got := fmt.Sprint(a.peersIn(id, "channel", "org-one")); got != want {
				t.Errorf("lowest %t, %s: %s, want %s", lowest, when, got, want)
			}
		}
		in("at first", "[0 1]")
		const leave = `{"org_name":"org-one","peers":1}`
		a.must(200, "PUT", path+"/channel/peers/quit", leave)
		in("after one left", want.left)
		a.refused(400, "BCS.4006005", "PUT", path+"/channel/peers/quit", leave) // the last one
		a.must(200, "POST", path+"/channels/peers", `{"channel_peers":[{"channel_name":"channel","peers":{"org-one":1}}]}`)
		in("after one joined", "[0 1]")
		a.must(200, "PUT", path+"/channel/peers/quit", leave)
		a.must(200, "PUT", path, `{"node_orgs":[{"name":"org-one","node_count":1}]}`) // peer 1 goes
		in("after scaling", want.scaled)
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
