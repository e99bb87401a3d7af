package vpcep

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/vpcep"
)

// The samples of contract/vpcep.md 1.11 and 1.12.
const (
	connectionSample = `{"id": "adb7b229-bb11-4072-bcc0-3327cd784263", "status": "accepted", "marker_id": 16777510,
  "domain_id": "5fc973eea581490997e82ea11a1df31f", "created_at": "2024-09-17T11:10:11Z",
  "updated_at": "2024-09-17T11:10:12Z", "description": "shop"}`
	answerSample = `{"id": "705290f3-0d00-41f2-aedc-71f09844e879", "status": "creating", "marker_id": 201515772,
 "domain_id": "6e9dfd51d1124e8d8498dce894923a0d", "created_at": "2024-01-30T07:42:01Z", "updated_at": "2024-01-30T07:45:01Z"}`
)

// A description is written only where the cloud has to learn something; null and "" are two things.
func TestConnectionDescribes(t *testing.T) {
	t.Parallel()
	null := types.StringNull()
	for _, test := range []struct {
		name        string
		state, plan types.String
		want        bool
	}{
		{"created without", null, null, false},
		{"created with none", null, text(""), true},
		{"created with one", null, text("shop"), true},
		{"stays", text("shop"), text("shop"), false},
		{"other", text("shop"), text("store"), true},
		{"cleared", text("shop"), text(""), true},
		{"stays cleared", text(""), text(""), false},
		{"taken out", text("shop"), null, true},
		{"taken out when empty", text(""), null, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got := connectionModel{Description: test.plan}.describes(connectionModel{Description: test.state})
			if got != test.want {
				t.Errorf("got %t", got)
			}
		})
	}
}

func TestConnectionAnswers(t *testing.T) {
	t.Parallel()
	yes, no, null := types.BoolValue(true), types.BoolValue(false), types.BoolNull()
	for _, test := range []struct {
		name        string
		state, plan types.Bool
		status      string
		want        string // "" for none
	}{
		{"created accepting", null, yes, "", vpcep.Receive},
		{"created rejecting", null, no, "", vpcep.Reject},
		{"stays accepted", yes, yes, vpcep.EndpointAccepted, ""},
		{"stays rejected", no, no, vpcep.EndpointRejected, ""},
		{"accepted later", no, yes, vpcep.EndpointRejected, vpcep.Receive},
		{"rejected later", yes, no, vpcep.EndpointAccepted, vpcep.Reject},
		{"imported waiting, to accept", no, yes, vpcep.EndpointPending, vpcep.Receive},
		{"imported waiting, to reject", no, no, vpcep.EndpointPending, vpcep.Reject},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			plan, got := connectionModel{Accepted: test.plan}, ""
			if plan.answers(connectionModel{Accepted: test.state, Status: text(test.status)}) {
				got = plan.answer()
			}
			if got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

// Each status, and what it says about `accepted` and about a wait for either answer.
func TestConnectionStatuses(t *testing.T) {
	t.Parallel()
	for status, want := range map[string]struct{ accepted, afterReceive, afterReject, pending, failed bool }{
		vpcep.EndpointPending:  {},
		vpcep.EndpointCreating: {accepted: true, pending: true},
		vpcep.EndpointAccepted: {accepted: true, afterReceive: true},
		vpcep.EndpointRejected: {afterReject: true},
		vpcep.EndpointFailed:   {failed: true},
		vpcep.EndpointDeleting: {},
		"":                     {},
	} {
		t.Run(status, func(t *testing.T) {
			t.Parallel()
			var model connectionModel
			model.fill("cn-north-4", &vpcep.Connection{ID: "a", Status: status})
			if model.Accepted.ValueBool() != want.accepted || model.pending() != want.pending || model.failed() != want.failed {
				t.Errorf("accepted %s, pending %t, failed %t", model.Accepted, model.pending(), model.failed())
			}
			model.Accepted = types.BoolValue(true)
			if model.answered() != want.afterReceive {
				t.Errorf("answered is %t after an acceptance", model.answered())
			}
			model.Accepted = types.BoolValue(false)
			if model.answered() != want.afterReject {
				t.Errorf("answered is %t after a rejection", model.answered())
			}
		})
	}
}

// An import takes over the description; afterwards one that is not set stays null.
func TestConnectionFill(t *testing.T) {
	t.Parallel()
	null, created := types.StringNull(), text("2024-09-17T11:10:11Z")
	for _, test := range []struct {
		name  string
		prior connectionModel
		read  string
		want  types.String
	}{
		{"imported", connectionModel{}, "shop", text("shop")},
		{"imported without", connectionModel{}, "", null},
		{"not managed", connectionModel{CreatedAt: created}, "theirs", null},
		{"drifted", connectionModel{CreatedAt: created, Description: text("mine")}, "theirs", text("theirs")},
		{"cleared", connectionModel{CreatedAt: created, Description: text("")}, "", text("")},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			read := parse[vpcep.Connection](t, connectionSample)
			read.Description = &test.read
			model := test.prior
			model.fill("cn-north-4", read)
			if !model.Description.Equal(test.want) {
				t.Errorf("the description is %s, want %s", model.Description, test.want)
			}
		})
	}
	var imported connectionModel
	imported.fill("cn-north-4", parse[vpcep.Connection](t, connectionSample))
	if want := (connectionModel{
		Region: text("cn-north-4"), EndpointID: text("adb7b229-bb11-4072-bcc0-3327cd784263"), Accepted: types.BoolValue(true), Description: text("shop"),
		OnDestroy: text("reject"), Status: text("accepted"), DomainID: text("5fc973eea581490997e82ea11a1df31f"), MarkerID: types.Int64Value(16777510),
		CreatedAt: text("2024-09-17T11:10:11Z"), UpdatedAt: text("2024-09-17T11:10:12Z"),
	}); imported.object() != want.object() || imported.identity() != want.identity() || !imported.MarkerID.Equal(want.MarkerID) ||
		imported.OnDestroy != want.OnDestroy || imported.Status != want.Status || imported.DomainID != want.DomainID ||
		imported.CreatedAt != want.CreatedAt || imported.UpdatedAt != want.UpdatedAt || imported.Accepted != want.Accepted {
		t.Errorf("got %+v, want %+v", imported, want)
	}
}

// The reply to an answer leaves what is configured alone: it has no description, and the status may be on its way.
func TestConnectionShow(t *testing.T) {
	t.Parallel()
	plan := connectionModel{Accepted: types.BoolValue(true), Description: text("shop"), OnDestroy: text("keep"), CreatedAt: types.StringUnknown()}
	plan.show("cn-north-4", parse[vpcep.Connection](t, answerSample))
	if !plan.Accepted.ValueBool() || plan.Description != text("shop") || plan.OnDestroy != text("keep") || plan.Status != text("creating") ||
		plan.CreatedAt != text("2024-01-30T07:42:01Z") || plan.answered() {
		t.Errorf("got %+v", plan)
	}
	plan.show("cn-north-4", &vpcep.Connection{ID: "705290f3-0d00-41f2-aedc-71f09844e879"})
	if !plan.Status.IsNull() || !plan.CreatedAt.IsNull() || plan.answered() {
		t.Errorf("a reply that shows nothing gives %+v", plan)
	}
}

// The plan of an update shows the status that an answer leads to; where nothing is answered the cloud may show another one.
func TestConnectionVolatile(t *testing.T) {
	t.Parallel()
	yes, no := types.BoolValue(true), types.BoolValue(false)
	for _, test := range []struct {
		name        string
		state, plan connectionModel
		status      types.String
	}{
		{"accepted", connectionModel{Accepted: no, Status: text("rejected")}, connectionModel{Accepted: yes}, text("accepted")},
		{"rejected", connectionModel{Accepted: yes, Status: text("accepted")}, connectionModel{Accepted: no}, text("rejected")},
		{"waiting", connectionModel{Accepted: no, Status: text("pendingAcceptance")}, connectionModel{Accepted: no}, text("rejected")},
		{"resumed", connectionModel{Accepted: yes, Status: text("creating")}, connectionModel{Accepted: yes}, text("accepted")},
		{"described", connectionModel{Accepted: yes, Status: text("accepted")}, connectionModel{Accepted: yes}, types.StringUnknown()},
		{"not known yet", connectionModel{Accepted: yes, Status: text("accepted")}, connectionModel{Accepted: types.BoolUnknown()}, types.StringUnknown()},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := test.plan.volatile(test.state); !got["status"].Equal(test.status) || !got["updated_at"].IsUnknown() {
				t.Errorf("got %v, want the status %s", got, test.status)
			}
		})
	}
}
