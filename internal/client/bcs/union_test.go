package bcs

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
	"github.com/hwc-community/terraform-provider-hwc/internal/client/wiretest"
)

// channelOf is a reply of the list of channels: so many peers of each organization in "channel".
func channelOf(peers ...string) wiretest.Answer {
	var members []string
	for _, member := range peers {
		org, number, _ := strings.Cut(member, ":")
		members = append(members, fmt.Sprintf("%q:[%s]", org, strings.TrimSuffix(strings.Repeat(`"p",`, len(number)), ",")))
	}
	return wiretest.Reply(200, `{"channels":[{"name":"channel","peers":{`+strings.Join(members, ",")+`}}]}`)
}

// Peers come and go by the calls that are needed, and no others (contract/bcs.md 3.3 to 3.5). "x:||" are two peers of x.
func TestSetPeers(t *testing.T) {
	t.Parallel()
	const join, quit, leave = "POST /channels/peers", "PUT /channel/peers/quit", "PUT /channel/orgs/quit"
	for _, test := range []struct {
		name   string
		seen   []wiretest.Answer // the channel at each read
		wanted map[string]int64
		sent   []string // each call that changes something, with its body
	}{
		{"first peers", []wiretest.Answer{channelOf(), channelOf("one:||")}, map[string]int64{"one": 2},
			[]string{join + ` {"channel_peers":[{"channel_name":"channel","peers":{"one":2}}]}`}},
		{"several organizations in one call", []wiretest.Answer{channelOf("one:|"), channelOf("one:||", "two:|")}, map[string]int64{"one": 2, "two": 1},
			[]string{join + ` {"channel_peers":[{"channel_name":"channel","peers":{"one":1,"two":1}}]}`}},
		{"nothing to do", []wiretest.Answer{channelOf("one:|", "other:|")}, map[string]int64{"one": 1, "two": 0}, nil},
		{"fewer", []wiretest.Answer{channelOf("one:||"), channelOf("one:||"), channelOf("one:|")}, map[string]int64{"one": 1},
			[]string{quit + ` {"org_name":"one","peers":1}`}},
		{"none", []wiretest.Answer{channelOf("one:||", "two:|"), channelOf("two:|")}, map[string]int64{"one": 0},
			[]string{leave + ` {"org_names":["one"]}`}},
		{"all at once", []wiretest.Answer{channelOf("one:||", "two:|"), channelOf("new:|", "one:||", "two:|"), channelOf("new:|", "one:||", "two:|"),
			channelOf("new:|", "one:|", "two:|"), channelOf("new:|", "one:|", "two:|"), channelOf("new:|", "one:|")}, map[string]int64{"new": 1, "one": 1, "two": 0},
			[]string{join + ` {"channel_peers":[{"channel_name":"channel","peers":{"new":1}}]}`, quit + ` {"org_name":"one","peers":1}`, leave + ` {"org_names":["two"]}`}},
		{"shows late", []wiretest.Answer{channelOf(), channelOf(), channelOf("one:|")}, map[string]int64{"one": 1},
			[]string{join + ` {"channel_peers":[{"channel_name":"channel","peers":{"one":1}}]}`}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			started := []wiretest.Answer{wiretest.Reply(200, `{"operation_id":"`+operationID+`"}`)}
			core, api := wiretest.ServeScript(t, wiretest.Script{"GET /channels": test.seen, join: started, quit: started, leave: started, "GET /record": records("finished")})
			channel, err := New(core, "").SetPeers(t.Context(), instanceID, "channel", test.wanted)
			if err != nil {
				t.Fatal(err)
			}
			for org, peers := range test.wanted {
				if channel.PeersOf(org) != peers {
					t.Errorf("%d peers of %s, want %d", channel.PeersOf(org), org, peers)
				}
			}
			var sent []string
			for _, request := range api.Seen() {
				if request.Method != "GET" {
					sent = append(sent, request.Method+" "+strings.TrimPrefix(request.Path, instancePath)+" "+request.Body)
				}
			}
			if !slices.Equal(sent, test.sent) {
				t.Errorf("sent\n%q\nwant\n%q", sent, test.sent)
			}
		})
	}
}

// An operation of an earlier run that still lets peers join is waited for, and not repeated.
func TestSetPeersAfterInterruptedRun(t *testing.T) {
	t.Parallel()
	core, api := wiretest.ServeScript(t, wiretest.Script{
		"GET /channels": {channelOf(), channelOf("one:|")}, "POST /peers": {wiretest.Refusal(400, busyUpgrading)},
	})
	if _, err := New(core, "").SetPeers(t.Context(), instanceID, "channel", map[string]int64{"one": 1}); err != nil {
		t.Fatal(err)
	}
	if n := api.Count("POST", "/peers"); n != 1 {
		t.Errorf("%d requests to join, want the one that was refused", n)
	}
}

// Both readings of the number of peers that the documentation leaves open work; a true refusal stays one.
func TestSetPeersByEitherReading(t *testing.T) {
	t.Parallel()
	started, refusal := wiretest.Reply(200, `{"operation_id":"`+operationID+`"}`), wiretest.Refusal(400, "BCS.4006005")
	for name, test := range map[string]struct {
		joins []wiretest.Answer
		fails bool
		last  string
	}{
		"so many more":   {[]wiretest.Answer{started}, false, `{"one":1}`},
		"so many in all": {[]wiretest.Answer{refusal, started}, false, `{"one":2}`},
		"refused":        {[]wiretest.Answer{refusal, refusal}, true, `{"one":2}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			core, api := wiretest.ServeScript(t, wiretest.Script{
				"GET /channels": {channelOf("one:|"), channelOf("one:||")}, "POST /peers": test.joins, "GET /record": records("finished"),
				"GET /blockchains": listed,
			})
			channel, err := New(core, "").SetPeers(t.Context(), instanceID, "channel", map[string]int64{"one": 2})
			if (err != nil) != test.fails || (test.fails && channel != nil) {
				t.Fatalf("got %v, %v", channel, err)
			}
			joins := slices.DeleteFunc(api.Seen(), func(request wiretest.Sent) bool { return request.Method != "POST" })
			if last := joins[len(joins)-1].Body; len(joins) != len(test.joins) || !strings.Contains(last, test.last) {
				t.Errorf("sent %v", joins)
			}
		})
	}
}

// A failed operation ends the wait with its own message, and the channel that was changed.
func TestSetPeersFails(t *testing.T) {
	t.Parallel()
	core, _ := wiretest.ServeScript(t, wiretest.Script{
		"GET /channels": {channelOf()}, "POST /peers": {wiretest.Reply(200, `{"operation_id":"`+operationID+`"}`)}, "GET /record": records("failed"),
	})
	channel, err := New(core, "").SetPeers(t.Context(), instanceID, "channel", map[string]int64{"one": 1})
	if !is[*client.UnexpectedStateError](err) || !strings.Contains(err.Error(), "quota exceeded") || channel == nil {
		t.Errorf("got %+v, %v", channel, err)
	}
}

// Organizations of other members are left out of the own ones; only unknown ones cost a request.
func TestOwnPeers(t *testing.T) {
	t.Parallel()
	core, api := wiretest.ServeScript(t, wiretest.Script{"GET " + instanceID: {wiretest.Reply(200, detailSample)}})
	channel := &Channel{Peers: map[string][]string{"organization": {"a", "b"}, "theirs": {"c"}}}
	for _, named := range []map[string]int64{nil, {"organization": 1}} {
		own, err := New(core, "").OwnPeers(t.Context(), instanceID, channel, named)
		if err != nil || len(own) != 1 || own["organization"] != 2 {
			t.Errorf("got %v, %v", own, err)
		}
	}
	before := len(api.Seen())
	if own, err := New(core, "").OwnPeers(t.Context(), instanceID, channel, map[string]int64{"organization": 2, "theirs": 1}); err != nil || len(own) != 2 || len(api.Seen()) != before {
		t.Errorf("got %v, %v, with %v", own, err, api.Seen())
	}
}

const (
	invitorID = "b268e1ca-b5c2-28f1-1e57-f571e14ecdbd"
	inviteeID = "05c0705f-2520-ff0f-3ae2-a48e7e3c8936"
)

var inviteeListed = []wiretest.Answer{wiretest.Reply(200, `{"blockchains":[{"id":"`+inviteeID+`"}]}`)}

// The status of an invitation is not known to the inviter, so each is tried; a member stays, and so does a permission
// that is missing.
func TestRemoveInvitation(t *testing.T) {
	t.Parallel()
	done, no := wiretest.Reply(200, success), wiretest.Refusal(400, "BCS.4006005")
	none := wiretest.Reply(200, `{"members":[]}`)
	for name, test := range map[string]struct {
		instance string
		removals []wiretest.Answer
		members  wiretest.Answer
		statuses []string
		ends     func(error) bool
	}{
		"waiting":                {"", []wiretest.Answer{done}, none, []string{"waiting"}, isNil},
		"rejected":               {"", []wiretest.Answer{no, done}, none, []string{"waiting", "reject"}, isNil},
		"quit":                   {"i", []wiretest.Answer{done}, none, []string{"quit"}, isNil},
		"dissolved":              {"i", []wiretest.Answer{no, done}, none, []string{"quit", "released"}, isNil},
		"invited anew":           {"i", []wiretest.Answer{no, no, done}, none, []string{"quit", "released", "waiting"}, isNil},
		"gone":                   {"", []wiretest.Answer{no}, none, []string{"waiting", "reject"}, client.IsNotFound},
		"a member":               {"", []wiretest.Answer{no}, wiretest.Reply(200, membersSample), []string{"waiting", "reject"}, saying("only the tenant itself can leave")},
		"members unreadable":     {"", []wiretest.Answer{no}, wiretest.Refusal(403, "BCS.4030403"), []string{"waiting", "reject"}, saying("BCS.4006005")},
		"not permitted":          {"", []wiretest.Answer{wiretest.Refusal(403, "BCS.4030403")}, none, []string{"waiting"}, saying("BCS.4030403")},
		"not logged in":          {"", []wiretest.Answer{wiretest.Refusal(401, "APIGW.0301")}, none, []string{"waiting"}, saying("APIGW.0301")},
		"refused permission":     {"", []wiretest.Answer{wiretest.Refusal(400, "BCS.4030403")}, none, []string{"waiting", "reject"}, saying("BCS.4030403")},
		"failure of its own":     {"", []wiretest.Answer{wiretest.Refusal(500, "BCS.5000500")}, none, []string{"waiting"}, saying("BCS.5000500")},
		"busy, then carried out": {"", []wiretest.Answer{wiretest.Refusal(400, busyUpgrading), done}, none, []string{"waiting", "waiting"}, isNil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			core, api := wiretest.ServeScript(t, wiretest.Script{"DELETE /invitations": test.removals, "GET /members": {test.members}, "GET /blockchains": {wiretest.Reply(200, `{"blockchains":[{"id":"`+invitorID+`"}]}`)}})
			err := New(core, "").RemoveInvitation(t.Context(), Invitation{invitorID, "channel", "test02"}, test.instance)
			if !test.ends(err) {
				t.Errorf("ended with %v", err)
			}
			var statuses []string
			for _, request := range api.Seen() {
				if request.Method == "DELETE" {
					_, rest, _ := strings.Cut(request.Body, `"status":"`)
					status, _, _ := strings.Cut(rest, `"`)
					statuses = append(statuses, status)
				}
			}
			if !slices.Equal(statuses, test.statuses) {
				t.Errorf("tried %v, want %v", statuses, test.statuses)
			}
		})
	}
}

func saying(text string) func(error) bool {
	return func(err error) bool {
		return err != nil && !client.IsNotFound(err) && strings.Contains(err.Error(), text)
	}
}

// notice is a notification of an invitation to "channel".
func notice(status, updated string) string {
	return fmt.Sprintf(`{"channel_name":"channel","status":%q,"updated_time":%q,"invitor_info":{"invitor_bcs_id":%q},"invitee_info":{"invitee_name":7}}`, status, updated, invitorID)
}

// joinedAs is a notification of an invitation that has led to a membership, by another word than ours.
func joinedAs(word string) string {
	return strings.Replace(notice(word, "2024-01-02T00:00:00Z"), `{"invitee_name"`, `{"invitee_bcs_id":"`+inviteeID+`","invitee_name"`, 1)
}

func notices(all ...string) wiretest.Answer {
	return wiretest.Reply(200, `{"notifications":[`+strings.Join(all, ",")+`]}`)
}

// Of several invitations to a channel the one that counts is read: one that is not over yet, else the youngest.
func TestGetNotificationReadsTheLatest(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		reply wiretest.Answer
		want  string
	}{
		"youngest last":  {notices(notice("reject", "2024-01-01T00:00:00Z"), notice("quit", "2024-01-02T00:00:00Z")), "quit"},
		"youngest first": {notices(notice("quit", "2024-01-02T00:00:00Z"), notice("reject", "2024-01-01T00:00:00Z")), "quit"},
		"one waits":      {notices(notice("waiting", "2024-01-01T00:00:00Z"), notice("quit", "2024-01-02T00:00:00Z")), "waiting"},
		"unknown word":   {notices(joinedAs("completed"), notice("reject", "2024-01-03T00:00:00Z")), "completed"},
		"cancelled":      {notices(notice("cancelled", "2024-01-01T00:00:00Z"), notice("quit", "2024-01-02T00:00:00Z")), "quit"},
		"same second":    {notices(notice("agreed", "2024-01-01T00:00:00Z"), notice("reject", "2024-01-01T00:00:00Z")), "agreed"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			core, _ := wiretest.Serve(t, test.reply)
			notification, err := New(core, "").GetNotification(t.Context(), invitorID, "channel")
			if err != nil || notification.Status != test.want {
				t.Errorf("got %+v, %v", notification, err)
			}
		})
	}
}

func TestWaitNotification(t *testing.T) {
	t.Parallel()
	core, api := wiretest.Serve(t, notices(), notices(), notices(notice("waiting", "")))
	if _, err := New(core, "").WaitNotification(t.Context(), invitorID, "channel"); err != nil || len(api.Seen()) != 3 {
		t.Errorf("%d requests, %v", len(api.Seen()), err)
	}
}

var agreeDemo = HandleNotificationRequest{
	ChannelName: "channel", Status: InvitationAgreed, InvitedOrgs: []OrgName{{"organization"}},
	InvitorInfo: HandleInvitor{invitorID, "invitor-xxx", "p", "d"},
	InviteeInfo: &HandleInvitee{inviteeID, "invitee-xxx", "p", "d"},
}

// The reply to an agreement names no operation: members, records and the notification tell how it went on.
func TestJoinUnion(t *testing.T) {
	t.Parallel()
	none, member := wiretest.Reply(200, `{"members":[]}`), wiretest.Reply(200, membersSample)
	agreed := []wiretest.Answer{notices(notice("agreed", ""))}
	for name, test := range map[string]struct {
		answer, members, records, notices []wiretest.Answer
		ends                              func(error) bool
		untaken                           bool
	}{
		"joined":                               {[]wiretest.Answer{wiretest.Reply(200, success)}, []wiretest.Answer{none, none, member}, records("none", "processing"), agreed, isNil, false},
		"failed before, joined":                {[]wiretest.Answer{wiretest.Reply(200, success)}, []wiretest.Answer{none, member}, records("failed"), agreed, isNil, false},
		"fails":                                {[]wiretest.Answer{wiretest.Reply(200, success)}, []wiretest.Answer{none}, records("none", "processing", "failed"), agreed, saying("quota exceeded"), false},
		"joined by another word":               {[]wiretest.Answer{wiretest.Reply(200, success)}, []wiretest.Answer{none, none, member}, records("none", "processing"), []wiretest.Answer{notices(notice("completed", ""))}, isNil, false},
		"hidden meanwhile":                     {[]wiretest.Answer{wiretest.Reply(200, success)}, []wiretest.Answer{none, none, member}, records("none", "processing"), append(agreed, notices()), isNil, false},
		"cannot be watched":                    {[]wiretest.Answer{wiretest.Reply(200, success)}, []wiretest.Answer{none}, records("none", "processing"), []wiretest.Answer{wiretest.Refusal(403, "BCS.4030403")}, saying("BCS.4030403"), false},
		"busy with another joining":            {[]wiretest.Answer{wiretest.Refusal(400, busyUpgrading), wiretest.Reply(200, success)}, []wiretest.Answer{none, member}, records("none", "failed"), agreed, isNil, false},
		"dissolved meanwhile":                  {[]wiretest.Answer{wiretest.Reply(200, success)}, []wiretest.Answer{none}, records("none", "finished"), []wiretest.Answer{notices(notice("released", ""))}, saying(`"released"`), false},
		"refused":                              {[]wiretest.Answer{wiretest.Refusal(400, "BCS.4006005")}, []wiretest.Answer{none}, records("none"), agreed, saying("BCS.4006005"), true},
		"no permission for records":            {[]wiretest.Answer{wiretest.Reply(200, success)}, []wiretest.Answer{none, member}, []wiretest.Answer{wiretest.Refusal(403, "BCS.4030403")}, agreed, isNil, false},
		"reply lost, arrived":                  {[]wiretest.Answer{wiretest.Refusal(504, "APIGW.0201")}, []wiretest.Answer{member}, records("none"), agreed, isNil, false},
		"reply lost, arrived, by another word": {[]wiretest.Answer{wiretest.Refusal(504, "APIGW.0201")}, []wiretest.Answer{member}, records("none"), []wiretest.Answer{notices(joinedAs("completed"))}, isNil, false},
		"reply lost, not arrived": {[]wiretest.Answer{wiretest.Refusal(504, "APIGW.0201")}, []wiretest.Answer{member}, records("none"), []wiretest.Answer{notices(notice("waiting", ""))},
			saying("APIGW.0201"), true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			core, api := wiretest.ServeScript(t, wiretest.Script{
				"POST /handle": test.answer, "GET /members": test.members, "GET /record": test.records, "GET /notifications": test.notices, "GET /blockchains": inviteeListed,
			})
			taken, err := New(core, "").JoinUnion(t.Context(), agreeDemo)
			if !test.ends(err) || taken == test.untaken {
				t.Errorf("ended with %t, %v", taken, err)
			}
			if n := api.Count("POST", "/handle"); n != len(test.answer) {
				t.Errorf("%d answers", n)
			}
		})
	}
}

func TestLeaveUnion(t *testing.T) {
	t.Parallel()
	none, member := wiretest.Reply(200, `{"members":[]}`), wiretest.Reply(200, membersSample)
	left := wiretest.Reply(200, `{"result":"success","operation_id":"`+operationID+`"}`)
	for name, test := range map[string]struct {
		quit    wiretest.Answer
		members []wiretest.Answer
		records []wiretest.Answer
		ends    func(error) bool
	}{
		"left":          {left, []wiretest.Answer{member, none}, records("processing", "finished"), isNil},
		"failed":        {left, []wiretest.Answer{member}, records("failed"), saying("quota exceeded")},
		"no member":     {wiretest.Refusal(400, "BCS.4006005"), []wiretest.Answer{none}, records("none"), client.IsNotFound},
		"refused":       {wiretest.Refusal(400, "BCS.4006005"), []wiretest.Answer{member}, records("none"), saying("BCS.4006005")},
		"not logged in": {wiretest.Refusal(401, "APIGW.0301"), []wiretest.Answer{none}, records("none"), saying("APIGW.0301")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			core, api := wiretest.ServeScript(t, wiretest.Script{
				"PUT /members/quit": {test.quit}, "GET /members": test.members, "GET /record": test.records,
				"GET /blockchains": inviteeListed,
			})
			err := New(core, "").LeaveUnion(t.Context(), QuitRequest{InviterBcsID: invitorID, ChannelName: "channel", InviteeBcsID: inviteeID})
			if !test.ends(err) {
				t.Errorf("ended with %v", err)
			}
			quit := slices.IndexFunc(api.Seen(), func(request wiretest.Sent) bool { return request.Method == "PUT" })
			if body := api.Seen()[quit].Body; !strings.Contains(body, `"invitee_projectid":"`+wiretest.Project+`"`) {
				t.Errorf("sent %s", body)
			}
		})
	}
}

// A lost reply to an invitation is told as such: the API shows the inviter nothing by which it could be found.
func TestInviteMembersLostReply(t *testing.T) {
	t.Parallel()
	core, api := wiretest.Serve(t, wiretest.Refusal(504, "APIGW.0201"))
	err := New(core, "").InviteMembers(t.Context(), InviteRequest{BcsID: instanceID, ChannelName: "channel"})
	if !is[*client.CreateError](err) || api.Count("POST", "/invitations") != 1 {
		t.Errorf("got %v after %v", err, api.Seen())
	}
}
