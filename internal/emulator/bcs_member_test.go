package emulator

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
)

const (
	invitations   = "/v2/{p}/members/invitations"
	members       = "/v2/{p}/members"
	notifications = "/v2/{p}/notifications"
	handling      = "/v2/{p}/notification/handle"
)

// consortium is an inviter's instance of tenant a and an invitee's of tenant b that is made for it.
type consortium struct {
	*cloud
	a, b             session
	inviter, invitee string
}

func newConsortium(t *testing.T, options Options) consortium {
	t.Helper()
	c := start(t, options)
	k := consortium{cloud: c, a: c.tenantA(), b: c.tenantB()}
	k.inviter = k.a.newBlockchain(twoOrgs)
	k.invitee = k.b.must(200, "POST", blockchains, k.inviteeBody("{}")).str("blockchain_id")
	return k
}

// inviteeBody is the creation of an invitee's instance.
func (k consortium) inviteeBody(changes string) string {
	return blockchainBody(`{"name":"bcs-invitee","version_type":2,"blockchain_type":"union","channels":null,"is_invitee":true,
		"peer_orgs":[{"name":"org-far","node_count":2},{"name":"org-off","node_count":1}],
		"invitor_infos":{"tenant_id":"`+domainA+`","project_id":"`+projectA+`","blockchain_id":"`+k.inviter+`"}}`, changes)
}

func (k consortium) inviteBody(changes string) string {
	return fields(`{"bcs_id":"`+k.inviter+`","channel_name":"channel","invitor_username":"domain-a",
		"invited_userinfo":[{"invited_user":"domain-b"}]}`, changes)
}

func (k consortium) invite() {
	k.t.Helper()
	sameJSON(k.t, "reply", any(k.a.must(200, "POST", invitations, k.inviteBody("{}")).body), `{"result":"success"}`)
}

func (k consortium) answerBody(status, changes string) string {
	return fields(`{"channel_name":"channel","status":"`+status+`","invited_orgs":[{"name":"org-far"}],
		"invitor_info":{"invitor_user_id":"`+domainA+`","invitor_bcs_id":"`+k.inviter+`","invitor_project_id":"`+projectA+`",
		"invitor_bcs_name":"bcs-demo01"},
		"invitee_info":{"invitee_user_id":"`+domainB+`","invitee_bcs_id":"`+k.invitee+`","invitee_project_id":"`+projectB+`",
		"invitee_bcs_name":"bcs-invitee"}}`, changes)
}

func (k consortium) quitBody(changes string) string {
	return fields(`{"inviter_bcsid":"`+k.inviter+`","inviter_projectid":"`+projectA+`","inviter_domainid":"`+domainA+`",
		"inviter_username":"domain-a","channel_name":"channel","invitee_bcsid":"`+k.invitee+`","invitee_projectid":"`+projectB+`",
		"invitee_domainid":"`+domainB+`"}`, changes)
}

// noticed are the statuses of tenant b's notifications.
func (k consortium) noticed(want string) {
	k.t.Helper()
	var statuses []any
	for _, n := range k.b.must(200, "GET", notifications, "").items("notifications") {
		statuses = append(statuses, n["status"])
	}
	if got := fmt.Sprint(statuses); got != want {
		k.t.Errorf("notifications %s, want %s", got, want)
	}
}

// joined is how many members both sides see.
func (k consortium) joined(want int) {
	k.t.Helper()
	for name, side := range map[string]session{"inviter": k.a, "invitee": k.b} {
		if got := side.must(200, "GET", members, "").items("members"); len(got) != want {
			k.t.Errorf("the %s sees %v, want %d members", name, got, want)
		}
	}
}

// From the invitation to leaving, as both tenants see it (contract/bcs.md 3.7).
func TestConsortium(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	fresh := c.State()
	k := consortium{cloud: c, a: c.tenantA(), b: c.tenantB()}
	k.inviter = k.a.newBlockchain(twoOrgs)
	k.invite()
	k.noticed("[waiting]")
	if got := k.a.must(200, "GET", notifications, "").items("notifications"); len(got) != 0 {
		t.Errorf("the inviter has notifications: %v", got)
	}
	notice := k.b.must(200, "GET", notifications, "").items("notifications")[0]
	sameKeys(t, "notification", notice, `channel_name status updated_time tc3_need invitor_info invitee_info hide invitee_orgs
		read_status cross_version_upgrade`)
	sameJSON(t, "inviter", notice["invitor_info"], `{"invitor_id":"`+domainA+`","invitor_name":"domain-a","invitor_bcs_id":"`+k.inviter+`",
		"invitor_bcs_name":"bcs-demo01","invitor_consensus":"etcdraft","invitor_project_id":"`+projectA+`","invitor_cluster_type":"cce",
		"invitor_database_type":"goleveldb","invitor_signature_algorithm":"ECDSA","invitor_fabric_version":"2.2",
		"order_fade_enabled":false,"order_fade_cache":0}`)
	sameJSON(t, "invitee", notice["invitee_info"], `{"invitee_id":"`+domainB+`","invitee_name":"domain-b","invitee_bcs_name":"",
		"invitee_bcs_id":"","invitee_project_id":""}`)

	k.invitee = k.b.must(200, "POST", blockchains, k.inviteeBody("{}")).str("blockchain_id")
	has(t, "invitee's instance", k.b.basic(k.invitee), map[string]any{"deploy_type": "invite", "service_type": "union"})
	k.SetProgress(BCSUnion, Held())
	sameJSON(t, "reply", any(k.b.must(200, "POST", handling, k.answerBody("agreed", "{}")).body), `{"result":"success"}`)
	k.noticed("[agreed]")
	k.joined(0)
	records := k.b.must(200, "GET", "/v2/{p}/operation/record?operation_type=05", "").items("operation_records")
	if len(records) != 1 || records[0]["operation_status"] != "processing" || records[0]["blockchain_id"] != k.invitee {
		t.Errorf("records %v", records)
	}
	k.Release(BCSUnion)
	k.joined(1)
	k.b.inChannel(k.invitee, "channel", "map[org-far:2]")
	member := k.a.must(200, "GET", members, "").items("members")[0]
	sameJSON(t, "inviter", member["invitor_info"], `{"invitor_bcs_id":"`+k.inviter+`","invitor_bcs_name":"bcs-demo01",
		"invitor_project_id":"`+projectA+`","invitor_user_id":"`+domainA+`","invitor_username":"domain-a"}`)
	sameJSON(t, "invitee", member["invitee_info"], `{"invitee_bcs_id":"`+k.invitee+`","invitee_user_id":"`+domainB+`","invitee_username":"domain-b"}`)
	orgs, _ := member["invited_orgs"].([]any)
	org, _ := orgs[0].(map[string]any)
	has(t, "organization", org, map[string]any{"name": "org-far", "node_count": 2, "status": "Normal", "status_detail": "2/2"})

	// The channel belongs to the inviter and is not empty while somebody is in it.
	k.b.refused(400, "BCS.4006005", "DELETE", blockchains+"/"+k.invitee+"/channel/channel", "")
	k.b.refused(400, "BCS.4006005", "POST", blockchains+"/"+k.invitee+"/channels", `{"channels":[{"channel_name":"own1"}]}`)
	k.a.must(200, "PUT", blockchains+"/"+k.inviter+"/channel/orgs/quit", `{"org_names":["org-one"]}`)
	k.a.refused(400, "BCS.4006005", "DELETE", blockchains+"/"+k.inviter+"/channel/channel", "")
	k.a.refused(400, "BCS.4006005", "DELETE", invitations, k.inviteBody(`{"invitor_username":null}`)) // a member

	quit := k.b.must(200, "PUT", members+"/quit", k.quitBody("{}"))
	sameKeys(t, "reply", quit.body, "result operation_id")
	k.joined(1)
	k.Release(BCSUnion)
	k.joined(0)
	k.noticed("[quit]")
	if got := k.b.must(200, "GET", blockchains+"/"+k.invitee+"/channels", "").items("channels"); len(got) != 0 {
		t.Errorf("channels of the invitee %v", got)
	}
	k.a.must(200, "DELETE", invitations, k.inviteBody(`{"invitor_username":null,"invited_userinfo":[{"invited_user":"domain-b",
		"status":"quit","invited_bcs_id":"`+k.invitee+`"}]}`))
	k.noticed("[]")
	k.a.must(200, "DELETE", blockchains+"/"+k.inviter+"/channel/channel", "")
	for side, id := range map[session]string{k.a: k.inviter, k.b: k.invitee} {
		side.must(200, "DELETE", blockchains+"/"+id+"?is_delete_storage=true", "")
	}
	k.b.must(200, "GET", blockchains, "")
	if got := k.State(); !reflect.DeepEqual(got, fresh) {
		t.Errorf("state %v", got)
	}
}

// The other ends of an invitation (contract/bcs.md 3.7), of which history does not count as state.
func TestInvitationEnds(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, status string
		end          func(k consortium)
	}{
		{"rejected", "[reject]", func(k consortium) {
			k.b.must(200, "POST", handling, k.answerBody("reject", `{"invitee_info":null,"invited_orgs":null}`))
		}},
		{"cancelled with the instance", "[cancelled]", func(k consortium) { k.a.must(200, "DELETE", blockchains+"/"+k.inviter, "") }},
		{"cancelled with the channel", "[cancelled]", func(k consortium) {
			k.a.must(200, "PUT", blockchains+"/"+k.inviter+"/channel/orgs/quit", `{"org_names":["org-one"]}`)
			k.a.must(200, "DELETE", blockchains+"/"+k.inviter+"/channel/channel", "")
		}},
		{"withdrawn", "[]", func(k consortium) { k.a.must(200, "DELETE", invitations, k.inviteBody(`{"invitor_username":null}`)) }},
		{"dissolved", "[released]", func(k consortium) {
			k.b.must(200, "POST", handling, k.answerBody("agreed", "{}"))
			k.joined(1)
			k.a.must(200, "DELETE", blockchains+"/"+k.inviter, "")
		}},
		{"left with the instance", "[quit]", func(k consortium) {
			k.b.must(200, "POST", handling, k.answerBody("agreed", "{}"))
			k.b.must(200, "DELETE", blockchains+"/"+k.invitee, "")
		}},
		{"joining failed", "[waiting]", func(k consortium) {
			k.SetProgress(BCSUnion, Fails("bcs", "no way to the orderer"))
			k.b.must(200, "POST", handling, k.answerBody("agreed", "{}"))
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			k := newConsortium(t, Options{})
			k.t = t
			k.invite()
			test.end(k)
			k.noticed(test.status)
			k.joined(0)
			open := k.control(200, "GET", "state", "").items("invitations")
			if (len(open) == 1) != (test.status == "[waiting]") {
				t.Errorf("state %v", open)
			}
			if got := k.b.must(200, "GET", blockchains, ""); got.body["count"] == 1.0 {
				if channels := k.b.must(200, "GET", blockchains+"/"+k.invitee+"/channels", "").items("channels"); len(channels) != 0 {
					t.Errorf("channels of the invitee %v", channels)
				}
			}
		})
	}
}

// Once the invitee had joined, status and instance must both be named to clear the record away.
func TestClearingInvitations(t *testing.T) {
	t.Parallel()
	k := newConsortium(t, Options{})
	k.invite()
	k.b.must(200, "POST", handling, k.answerBody("agreed", "{}"))
	k.joined(1)
	k.a.must(200, "DELETE", blockchains+"/"+k.inviter, "")
	named := func(user string) string {
		return k.inviteBody(`{"invitor_username":null,"invited_userinfo":[{"invited_user":"domain-b"` + user + `}]}`)
	}
	for _, user := range []string{``, `,"status":"released"`, `,"invited_bcs_id":"` + k.invitee + `"`,
		`,"status":"quit","invited_bcs_id":"` + k.invitee + `"`, `,"status":"released","invited_bcs_id":"` + unknown + `"`} {
		k.a.refused(400, "BCS.4006005", "DELETE", invitations, named(user))
	}
	k.a.must(200, "DELETE", invitations, named(`,"status":"released","invited_bcs_id":"`+k.invitee+`"`))
	k.a.refused(400, "BCS.4006005", "DELETE", invitations, named(`,"status":"released","invited_bcs_id":"`+k.invitee+`"`))
	k.a.refused(400, "BCS.4006009", "DELETE", invitations, `{"bcs_id":"`+k.inviter+`","channel_name":"channel"}`)
}

func TestInvitationValidation(t *testing.T) {
	t.Parallel()
	k := newConsortium(t, Options{})
	private := k.a.newBlockchain()
	for _, test := range []struct{ code, changes string }{
		{"BCS.4006009", `{"bcs_id":null}`},
		{"BCS.4006009", `{"channel_name":null}`},
		{"BCS.4006009", `{"invited_userinfo":null}`},
		{"BCS.4006009", `{"invited_userinfo":[{}]}`},
		{"BCS.4006005", `{"bcs_id":"` + unknown + `"}`},
		{"BCS.4006005", `{"bcs_id":"` + private + `","channel_name":"channeldemo001"}`},
		{"BCS.4006012", `{"channel_name":"nowhere"}`},
		{"BCS.4006005", `{"invitor_username":"domain-b"}`},
		{"BCS.4006005", `{"invited_userinfo":[{"invited_user":"domain-c"}]}`},
		{"BCS.4006005", `{"invited_userinfo":[{"invited_user":"domain-a"}]}`},
		{"BCS.4006005", `{"invited_userinfo":[{"invited_user":"domain-b"},{"invited_user":"domain-b"}]}`},
		{"BCS.4006003", `{"tenant":"domain-b"}`},
	} {
		k.a.refused(400, test.code, "POST", invitations, k.inviteBody(test.changes))
	}
	k.b.refused(400, "BCS.4006005", "POST", invitations, k.inviteBody("{}")) // not its instance
	k.invite()
	k.a.refused(400, "BCS.4006005", "POST", invitations, k.inviteBody("{}")) // twice
	k.noticed("[waiting]")

	for _, test := range []struct{ code, status, changes string }{
		{"BCS.4006005", "maybe", "{}"},
		{"BCS.4006009", "agreed", `{"channel_name":null}`},
		{"BCS.4006009", "agreed", `{"invitor_info":null}`},
		{"BCS.4006009", "agreed", `{"invitor_info":{"invitor_bcs_id":"` + k.inviter + `"}}`},
		{"BCS.4006009", "agreed", `{"invitee_info":null}`},
		{"BCS.4006009", "agreed", `{"invited_orgs":null}`},
		{"BCS.4006009", "agreed", `{"invited_orgs":[]}`},
		{"BCS.4001051", "agreed", `{"invited_orgs":[{"name":"org-one"}]}`},
		{"BCS.4006005", "agreed", `{"channel_name":"other"}`},
		{"BCS.4006005", "reject", `{"invitor_info":{"invitor_user_id":"` + domainA + `","invitor_bcs_id":"` + k.inviter +
			`","invitor_project_id":"` + projectA + `","invitor_bcs_name":"another"}}`},
		{"BCS.4006005", "agreed", `{"invitee_info":{"invitee_user_id":"` + domainB + `","invitee_bcs_id":"` + k.invitee +
			`","invitee_project_id":"` + projectB + `","invitee_bcs_name":"another"}}`},
	} {
		k.b.refused(400, test.code, "POST", handling, k.answerBody(test.status, test.changes))
	}
	k.a.refused(400, "BCS.4006005", "POST", handling, k.answerBody("agreed", "{}")) // not the invitee
	stranger := k.b.newBlockchain(`{"name":"bcs-invitee","version_type":2,"blockchain_type":"union"}`)
	k.b.refused(400, "BCS.4006005", "POST", handling, strings.ReplaceAll(k.answerBody("agreed", "{}"), k.invitee, stranger))
	k.noticed("[waiting]")

	k.b.must(200, "POST", handling, k.answerBody("agreed", "{}"))
	k.b.refused(400, "BCS.4006005", "POST", handling, k.answerBody("reject", "{}")) // answered
	for _, field := range strings.Fields(`inviter_bcsid inviter_projectid inviter_domainid inviter_username channel_name
		invitee_bcsid invitee_projectid invitee_domainid`) {
		k.b.refused(400, "BCS.4006009", "PUT", members+"/quit", k.quitBody(`{"`+field+`":null}`))
		k.b.refused(400, "BCS.4006005", "PUT", members+"/quit", k.quitBody(`{"`+field+`":"another"}`))
	}
	k.joined(1)
}

// An invitee's instance is made like the inviter's (contract/bcs.md 1.1).
func TestInviteeValidation(t *testing.T) {
	t.Parallel()
	k := newConsortium(t, Options{})
	private := k.a.newBlockchain()
	info := func(tenant, project, id string) string {
		return `{"invitor_infos":{"tenant_id":"` + tenant + `","project_id":"` + project + `","blockchain_id":"` + id + `"}}`
	}
	for _, changes := range []string{`{"version_type":3}`, `{"fabric_version":"2.0"}`, `{"blockchain_type":"private"}`,
		`{"consensus":"SFLIC","orderer_node_number":4}`, `{"channels":[{"name":"own1","org_names":[]}]}`,
		info(domainB, projectA, k.inviter), info(domainA, projectB, k.inviter), info(domainA, projectA, unknown),
		info(domainA, projectA, private), info(domainB, projectB, k.invitee)} {
		k.b.refused(400, "BCS.4006005", "POST", blockchains, k.inviteeBody(changes))
	}
	k.b.refused(400, "BCS.4006009", "POST", blockchains, k.inviteeBody(`{"invitor_infos":{"tenant_id":"`+domainA+`"}}`))
	// The number of orderers is the inviter's business.
	k.b.must(200, "POST", blockchains, k.inviteeBody(`{"orderer_node_number":null}`))
}

func TestMemberLimits(t *testing.T) {
	t.Parallel()
	k := newConsortium(t, Options{Choices: Choices{BCS: BCSChoices{MemberLimit: 1, SchemaTypes: true}}})
	k.a.must(200, "POST", blockchains+"/"+k.inviter+"/channels", `{"channels":[{"channel_name":"second"}]}`)
	k.invite()
	k.a.refused(400, "BCS.4006005", "POST", invitations, k.inviteBody(`{"channel_name":"second"}`))
	invitee, _ := k.b.must(200, "GET", notifications, "").items("notifications")[0]["invitee_info"].(map[string]any)
	if invitee["invitee_name"] != 0.0 {
		t.Errorf("invitee_name %v, want the number of the schema", invitee["invitee_name"])
	}
	small := start(t, Options{Choices: Choices{BCS: BCSChoices{BasicIsSmall: true}}}).tenantA()
	id := small.newBlockchain(`{"blockchain_type":"union"}`)
	small.refused(400, "BCS.4006005", "POST", invitations, `{"bcs_id":"`+id+`","channel_name":"channeldemo001","invited_userinfo":[{"invited_user":"domain-b"}]}`)
}
