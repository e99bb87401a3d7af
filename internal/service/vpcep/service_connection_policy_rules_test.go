package vpcep

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/vpcep"
)

// between makes connections of "account:status", the first of them the oldest; the last two are of the same second.
func between(texts ...string) []vpcep.Connection {
	var list []vpcep.Connection
	for i, text := range texts {
		account, status, _ := strings.Cut(text, ":")
		list = append(list, vpcep.Connection{
			ID: fmt.Sprintf("e%d", i), DomainID: account, Status: status, MarkerID: int64(100 + i),
			CreatedAt: fmt.Sprintf("2024-01-30T07:42:%02dZ", min(i, len(texts)-2)),
		})
	}
	return list
}

// The verdict is the same in whatever order the cloud lists the connections.
func TestConnectionRules(t *testing.T) {
	t.Parallel()
	const pending, creating, accepted, rejected, failed, deleting = "pendingAcceptance", "creating", "accepted", "rejected", "failed", "deleting"
	limit := func(n int64) *int64 { return &n }
	every := []string{"a:" + pending, "a:" + creating, "a:" + accepted, "a:" + rejected, "a:" + failed, "a:" + deleting}
	for _, test := range []struct {
		name        string
		rules       connectionRules
		connections []string
		answers     string // in their order
		waiting     string
	}{
		{"nothing to do", connectionRules{otherwise: "ignore"}, every, "", ""},
		{"no connections", connectionRules{otherwise: "reject"}, nil, "", ""},
		{"accept by account", connectionRules{accept: []string{"a"}, otherwise: "ignore"}, every, "+e0 +e3", ""},
		{"reject by account", connectionRules{reject: []string{"a"}, otherwise: "ignore"}, every, "-e0 -e1 -e2", ""},
		{"accept all", connectionRules{otherwise: "accept"}, every, "+e0 +e3", ""},
		{"reject all", connectionRules{otherwise: "reject"}, every, "-e0 -e1 -e2", ""},
		{"lists before the default", connectionRules{accept: []string{"a"}, reject: []string{"b"}, otherwise: "accept"}, []string{"a:" + pending, "b:" + pending, "c:" + pending}, "-e1 +e0 +e2", ""},
		{"others are rejected", connectionRules{accept: []string{"a"}, otherwise: "reject"}, []string{"a:" + pending, "b:" + accepted, "c:" + pending}, "-e1 -e2 +e0", ""},
		{"room for one", connectionRules{otherwise: "accept", limit: limit(2)}, []string{"a:" + accepted, "a:" + pending, "b:" + pending}, "+e1", "e2"},
		{"same second", connectionRules{otherwise: "accept", limit: limit(1)}, []string{"a:" + pending, "b:" + pending}, "+e0", "e1"},
		{"no room", connectionRules{otherwise: "accept", limit: limit(0)}, []string{"a:" + pending, "a:" + rejected}, "", "e0 e1"},
		{"the ignored take room", connectionRules{accept: []string{"b"}, otherwise: "ignore", limit: limit(1)}, []string{"a:" + accepted, "b:" + pending}, "", "e1"},
		{"those who wait take none", connectionRules{accept: []string{"b"}, otherwise: "ignore", limit: limit(1)}, []string{"a:" + pending, "b:" + pending}, "+e1", ""},
		{"a rejection makes room", connectionRules{reject: []string{"a"}, otherwise: "accept", limit: limit(1)}, []string{"a:" + accepted, "b:" + pending}, "-e0 +e1", ""},
		{"nobody is put out", connectionRules{otherwise: "accept", limit: limit(1)}, []string{"a:" + accepted, "b:" + creating, "c:" + pending}, "", "e2"},
		{"no limit", connectionRules{otherwise: "accept"}, []string{"a:" + pending, "b:" + pending, "c:" + pending}, "+e0 +e1 +e2", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			connections := between(test.connections...)
			for range 5 {
				rand.Shuffle(len(connections), func(i, j int) { connections[i], connections[j] = connections[j], connections[i] })
				verdict := test.rules.judge(connections)
				var answers, waiting []string
				for _, a := range verdict.answers {
					answers = append(answers, map[string]string{vpcep.Receive: "+", vpcep.Reject: "-"}[a.answer]+a.endpointID)
				}
				for _, c := range verdict.waiting {
					waiting = append(waiting, c.ID)
				}
				if got := strings.Join(answers, " "); got != test.answers {
					t.Errorf("the answers are %q, want %q", got, test.answers)
				}
				if got := strings.Join(waiting, " "); got != test.waiting {
					t.Errorf("%q wait, want %q", got, test.waiting)
				}
			}
		})
	}
}

// Once the answers are given there is nothing left to do.
func TestConnectionRulesSettle(t *testing.T) {
	t.Parallel()
	connections := between("a:pendingAcceptance", "b:accepted", "c:rejected", "d:failed", "e:creating", "a:pendingAcceptance")
	for _, otherwise := range []string{"ignore", "accept", "reject"} {
		rules := connectionRules{accept: []string{"a"}, reject: []string{"b"}, otherwise: otherwise, limit: new(int64(3))}
		first := rules.judge(connections)
		before := fmt.Sprint(connections)
		after := first.after(connections)
		if len(first.answers) == 0 || fmt.Sprint(connections) != before {
			t.Errorf("%s: answers %v, and the connections are %v", otherwise, first.answers, connections)
		}
		if second := rules.judge(after); len(second.answers) != 0 || !reflect.DeepEqual(second.waiting, first.waiting) {
			t.Errorf("%s: after %v comes %v", otherwise, first, second)
		}
	}
}

func TestDisconnected(t *testing.T) {
	t.Parallel()
	connections := between("a:accepted", "a:creating", "a:pendingAcceptance", "b:accepted")
	lost := connectionRules{reject: []string{"a"}, otherwise: "ignore"}.judge(connections).disconnected(connections)
	if len(lost) != 2 || lost[0].ID != "e0" || lost[1].ID != "e1" {
		t.Errorf("got %v", lost)
	}
	for want, rules := range map[bool]connectionRules{
		false: {accept: []string{"a"}, otherwise: "accept"}, true: {otherwise: "reject"},
	} {
		if rules.rejects() != want {
			t.Errorf("%v: rejects is not %t", rules, want)
		}
	}
}
