package bcs

import (
	"encoding/json"
	"reflect"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/bcs"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

// The samples of contract/bcs.md 3.7, and a notification in its words.
const (
	memberSample = `{"tcs_need":false,"channel_name":"channel","invited_orgs":[{"name":"organization","name_hash":"25df6ee3d460a5daf6e11e6c5d945a43cda011fd","node_count":1,
 "status":"","status_detail":""}],"invitor_info":{"invitor_bcs_id":"b268e1ca-b5c2-28f1-1e57-f571e14ecdbd","invitor_bcs_name":"bcs-invitor",
 "invitor_project_id":"051ddda57400d2982fccc014fab5749d","invitor_user_id":"28839632c7954c6380e59a4d416a60ee","invitor_username":"test01"},
 "invitee_info":{"invitee_bcs_id":"05c0705f-2520-ff0f-3ae2-a48e7e3c8936","invitee_user_id":"37556632c7954c6380e56c2e366a75ae","invitee_username":"test02"}}`
	notificationSample = `{"channel_name":"channel","status":"agreed","updated_time":"2020-10-15T10:24:51Z","tc3_need":false,
 "invitor_info":{"invitor_id":"051dded56100d4f90fe6c01d7d7a9240","invitor_name":"tenantA","invitor_bcs_id":"6a9062bb-6aaf-a1cc-1756-7f45f9e0ea11",
 "invitor_bcs_name":"invitor-xxx","invitor_project_id":"051dded75a80d4fb2f38c01d64a5789e"},
 "invitee_info":{"invitee_id":"051ddda48580d3371fc6c014ba7175b5","invitee_name":37556632,"invitee_bcs_name":"invitee-xxx",
 "invitee_bcs_id":"7a9062bb-6aaf-a1cc-1756-7f45f9e0ea11","invitee_project_id":"051dded75a80d4fb2f38c01d64a5789f"},
 "invitee_orgs":[{"name":"organization"}],"hide":0,"read_status":0,"cross_version_upgrade":""}`
	agreeSample = `{"channel_name":"channel","invited_orgs":[{"name":"organization"}],"invitor_info":{"invitor_user_id":"051dded56100d4f90fe6c01d7d7a9240",
 "invitor_bcs_id":"6a9062bb-6aaf-a1cc-1756-7f45f9e0ea11","invitor_project_id":"051dded75a80d4fb2f38c01d64a5789e","invitor_bcs_name":"invitor-xxx"},
 "invitee_info":{"invitee_user_id":"051ddda48580d3371fc6c014ba7175b5","invitee_bcs_id":"7a9062bb-6aaf-a1cc-1756-7f45f9e0ea11",
 "invitee_project_id":"051dded75a80d4fb2f38c01d64a5789f","invitee_bcs_name":"invitee-xxx"},"status":"agreed"}`
)

// The inviter learns the status of an invitation from who is a member.
func TestInvitationFill(t *testing.T) {
	t.Parallel()
	member := sampleOf[bcs.Member](t, memberSample)
	asked := &bcs.Member{ChannelName: "channel"} // should a cloud list tenants that have not joined
	for name, test := range map[string]struct {
		was    types.String
		member *bcs.Member
		want   string
		lost   bool
	}{
		"just invited":           {types.StringUnknown(), nil, "waiting", false},
		"imported":               {types.StringNull(), nil, "waiting", false},
		"not answered":           {types.StringValue("waiting"), nil, "waiting", false},
		"listed, not joined":     {types.StringValue("waiting"), asked, "waiting", false},
		"joined":                 {types.StringValue("waiting"), member, "agreed", false},
		"imported as a member":   {types.StringNull(), member, "agreed", false},
		"left":                   {types.StringValue("agreed"), nil, "quit", true},
		"still away":             {types.StringValue("quit"), nil, "quit", true},
		"listed after it left":   {types.StringValue("agreed"), asked, "quit", true},
		"a member again, by now": {types.StringValue("quit"), member, "agreed", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := invitationModel{Status: test.was}
			m.fill("cn-north-4", test.member)
			if m.Status.ValueString() != test.want || m.lost() != test.lost {
				t.Errorf("got %s, lost %t", m.Status, m.lost())
			}
		})
	}
}

// What was seen of a member is kept when it has left: the removal of its record needs it.
func TestInvitationKeepsInstance(t *testing.T) {
	t.Parallel()
	m := invitationModel{InviteeBcsID: types.StringUnknown(), InviteeUserID: types.StringUnknown(), InvitorUsername: types.StringUnknown()}
	m.fill("cn-north-4", nil)
	if !m.InviteeBcsID.IsNull() || !m.InviteeUserID.IsNull() || !m.InvitorUsername.IsNull() || len(m.InvitedOrgs.Elements()) != 0 {
		t.Errorf("got %+v", m)
	}
	m.fill("cn-north-4", sampleOf[bcs.Member](t, memberSample))
	if m.InviteeUserID.ValueString() != "37556632c7954c6380e56c2e366a75ae" || m.InvitorUsername.ValueString() != "test01" || len(m.InvitedOrgs.Elements()) != 1 {
		t.Errorf("got %+v", m)
	}
	m.fill("cn-north-4", nil)
	if m.InviteeBcsID.ValueString() != "05c0705f-2520-ff0f-3ae2-a48e7e3c8936" || len(m.InvitedOrgs.Elements()) != 0 {
		t.Errorf("got %+v", m)
	}
}

// The answer that a notification shows, and what is left of it.
func TestResponseFill(t *testing.T) {
	t.Parallel()
	yes, no, null := types.BoolValue(true), types.BoolValue(false), types.BoolNull()
	for name, test := range map[string]struct {
		was    types.Bool
		status string
		want   types.Bool
		ended  bool
	}{
		"agreed":                 {yes, "agreed", yes, false},
		"rejected":               {no, "reject", no, false},
		"invited anew":           {no, "waiting", null, false},
		"invited anew, a member": {yes, "waiting", null, false},
		"left by itself":         {no, "quit", no, false},
		"left elsewhere":         {yes, "quit", no, true},
		"dissolved":              {yes, "released", no, true},
		"a member, unknown word": {yes, "completed", yes, false},
		"imported":               {null, "agreed", yes, false},
		"imported after a quit":  {null, "quit", no, false},
		"imported, unknown word": {null, "completed", yes, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			notification := sampleOf[bcs.Notification](t, notificationSample)
			notification.Status = test.status
			m := invitationResponseModel{Agreed: test.was}
			if m.ended(notification) != test.ended {
				t.Errorf("ended is %t", !test.ended)
			}
			m.fill("cn-north-4", notification)
			if !m.Agreed.Equal(test.want) || m.Status.ValueString() != test.status {
				t.Errorf("got %s, %s", m.Agreed, m.Status)
			}
		})
	}
}

// A word that is not known ends no membership, whatever else the notification leaves out; an import needs an instance.
func TestResponseUnknownWord(t *testing.T) {
	t.Parallel()
	frozen := &bcs.Notification{Status: "frozen"}
	for _, was := range []types.Bool{types.BoolValue(true), types.BoolValue(false)} {
		m := invitationResponseModel{Agreed: was, Status: types.StringValue("agreed")}
		if m.fill("cn-north-4", frozen); m.ended(frozen) || !m.Agreed.Equal(was) {
			t.Errorf("%s became %s", was, m.Agreed)
		}
	}
	var imported invitationResponseModel
	if imported.fill("cn-north-4", frozen); !imported.Agreed.Equal(types.BoolValue(false)) {
		t.Errorf("imported %s", imported.Agreed)
	}
}

// An import takes over who has joined; later the configuration counts.
func TestResponseImport(t *testing.T) {
	t.Parallel()
	m := invitationResponseModel{}
	m.fill("cn-north-4", sampleOf[bcs.Notification](t, notificationSample))
	orgs := framework.KnownStrings(t.Context(), m.InvitedOrgs)
	if m.InviteeBcsID.ValueString() != "7a9062bb-6aaf-a1cc-1756-7f45f9e0ea11" || !slices.Equal(orgs, []string{"organization"}) {
		t.Errorf("got %+v", m)
	}
	m.InvitedOrgs = types.SetValueMust(types.StringType, framework.StringValues([]string{"mine"}))
	m.fill("cn-north-4", sampleOf[bcs.Notification](t, notificationSample))
	if orgs = framework.KnownStrings(t.Context(), m.InvitedOrgs); !slices.Equal(orgs, []string{"mine"}) {
		t.Errorf("got %v", orgs)
	}
	want := bcs.QuitRequest{
		InviterBcsID: "", InviterProjectID: "051dded75a80d4fb2f38c01d64a5789e", InviterDomainID: "051dded56100d4f90fe6c01d7d7a9240", InviterUsername: "tenantA",
		InviteeBcsID: "7a9062bb-6aaf-a1cc-1756-7f45f9e0ea11", InviteeProjectID: "051dded75a80d4fb2f38c01d64a5789f", InviteeDomainID: "051ddda48580d3371fc6c014ba7175b5",
	}
	if got := m.quitRequest(); got != want {
		t.Errorf("got %+v", got)
	}
}

// The agreement of contract/bcs.md 3.7, from the notification and the own instance.
func TestAgreeRequest(t *testing.T) {
	t.Parallel()
	notification := sampleOf[bcs.Notification](t, notificationSample)
	instance := &bcs.Instance{BasicInfo: bcs.BasicInfo{ID: "7a9062bb-6aaf-a1cc-1756-7f45f9e0ea11", Name: "invitee-xxx"}}
	m := invitationResponseModel{
		ChannelName: types.StringValue("channel"), InvitedOrgs: types.SetValueMust(types.StringType, framework.StringValues([]string{"organization"})),
	}
	body := m.agreeRequest(t.Context(), notification, instance, "051dded75a80d4fb2f38c01d64a5789f")
	if want := sampleOf[bcs.HandleNotificationRequest](t, agreeSample); !reflect.DeepEqual(&body, want) {
		got, _ := json.Marshal(body)
		t.Errorf("got %s", got)
	}
	if body := m.rejectRequest(notification); body.Status != bcs.InvitationReject || body.InviteeInfo != nil || body.InvitedOrgs != nil {
		t.Errorf("got %+v", body)
	}
}

// Which arguments an answer lacks, and which need another membership.
func TestResponseRules(t *testing.T) {
	t.Parallel()
	yes, no := types.BoolValue(true), types.BoolValue(false)
	one, other := types.StringValue("one"), types.StringValue("other")
	orgs := func(names ...string) types.Set {
		return types.SetValueMust(types.StringType, framework.StringValues(names))
	}
	none := types.SetNull(types.StringType)
	for name, test := range map[string]struct {
		plan, state invitationResponseModel
		lacks       []string
		replaces    []string
	}{
		"rejects":               {invitationResponseModel{Agreed: no, InvitedOrgs: none}, invitationResponseModel{Agreed: no, InvitedOrgs: none}, nil, nil},
		"agrees with nothing":   {invitationResponseModel{Agreed: yes, InvitedOrgs: none}, invitationResponseModel{}, []string{"invitee_bcs_id", "invited_orgs"}, nil},
		"agrees later":          {invitationResponseModel{Agreed: yes, InviteeBcsID: one, InvitedOrgs: orgs("a")}, invitationResponseModel{Agreed: no, InvitedOrgs: none}, nil, nil},
		"unknown":               {invitationResponseModel{Agreed: yes, InviteeBcsID: types.StringUnknown(), InvitedOrgs: types.SetUnknown(types.StringType)}, invitationResponseModel{}, nil, nil},
		"another instance":      {invitationResponseModel{Agreed: yes, InviteeBcsID: other, InvitedOrgs: orgs("a")}, invitationResponseModel{Agreed: yes, InviteeBcsID: one, InvitedOrgs: orgs("a")}, nil, []string{"invitee_bcs_id"}},
		"another organization":  {invitationResponseModel{Agreed: yes, InviteeBcsID: one, InvitedOrgs: orgs("b")}, invitationResponseModel{Agreed: yes, InviteeBcsID: one, InvitedOrgs: orgs("a")}, nil, []string{"invited_orgs"}},
		"imported unsaid":       {invitationResponseModel{Agreed: yes, InviteeBcsID: one, InvitedOrgs: orgs("b")}, invitationResponseModel{Agreed: yes, InvitedOrgs: orgs()}, nil, nil},
		"leaves with a new one": {invitationResponseModel{Agreed: no, InviteeBcsID: other, InvitedOrgs: none}, invitationResponseModel{Agreed: yes, InviteeBcsID: one, InvitedOrgs: orgs("a")}, nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := test.plan.lacks(); !slices.Equal(got, test.lacks) {
				t.Errorf("it lacks %v", got)
			}
			if got := test.plan.replacing(test.state); !slices.Equal(got, test.replaces) {
				t.Errorf("it replaces for %v", got)
			}
		})
	}
}
