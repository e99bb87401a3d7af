package bcs

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
	"github.com/hwc-community/terraform-provider-hwc/internal/client/wiretest"
)

const operationID = "BCSSVC01-03-1617158790255323683"

func is[E error](err error) bool {
	_, ok := errors.AsType[E](err)
	return ok
}

func isNil(err error) bool { return err == nil }

// states are replies of the detail call: "process/status" each, or "gone".
func states(states ...string) []wiretest.Answer {
	var answers []wiretest.Answer
	for _, state := range states {
		process, status, _ := strings.Cut(state, "/")
		if process == "gone" {
			answers = append(answers, wiretest.Refusal(400, "BCS.4006005"))
			continue
		}
		answers = append(answers, wiretest.Reply(200, fmt.Sprintf(
			`{"basic_info":{"id":%q,"name":"demo","process_status":%q,"status":%q}}`, instanceID, process, status)))
	}
	return answers
}

// records are replies of the list of operations: the status of one each, or "none".
func records(statuses ...string) []wiretest.Answer {
	var answers []wiretest.Answer
	for _, status := range statuses {
		if status == "none" {
			answers = append(answers, wiretest.Reply(200, `{"count":0,"operation_records":[]}`))
			continue
		}
		answers = append(answers, wiretest.Reply(200, fmt.Sprintf(`{"operation_records":[{"operation_id":%q,"operation_type":"99","operation_status":%q,
 "message":["no such zone"],"operation_process":{"Prepare":{"step_name":"Prepare","status":"finished","serial_num":1},
 "Deploy":{"step_name":"Deploy","status":%[2]q,"serial_num":2,"sub_steps":{"Create EIP":{"substep_name":"Create EIP","status":%[2]q,"message":["quota exceeded"]}}}}}]}`, operationID, status)))
	}
	return answers
}

var (
	nobody      = []wiretest.Answer{wiretest.Reply(200, `{"blockchains":[]}`)}
	listed      = []wiretest.Answer{wiretest.Reply(200, `{"blockchains":[{"id":"`+instanceID+`","name":"demo"}]}`)}
	eipFailed   = []wiretest.Answer{wiretest.Reply(200, `{"eip":{"status":"failed","detail":"no address left"},"bcs":{"status":"waiting"}}`)}
	unavailable = []wiretest.Answer{wiretest.Refusal(500, "BCS.5000500")}
)

// Contract/bcs.md 2.3 and 2.4: process status first, then status.
func TestWaitInstanceCreated(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name string
		seen []string
		ends func(error) bool
		last string
	}{
		{"deployed", []string{"IsCreating/", "IsCreating/Abnormal", "/Normal"}, isNil, "Normal"},
		{"no state at first", []string{"/", "IsCreating/", "/Normal"}, isNil, "Normal"},
		{"not visible at first", []string{"gone", "IsCreating/", "/Normal"}, isNil, "Normal"},
		{"growing by somebody else", []string{"IsAdding/Normal", "IsScaling/Normal", "/Normal"}, isNil, "Normal"},
		{"failed", []string{"IsCreating/", "/Abnormal"}, is[*client.UnexpectedStateError], "Abnormal"},
		{"no address", []string{"/EipAbnormal"}, is[*client.UnexpectedStateError], "EipAbnormal"},
		{"frozen", []string{"/Freeze"}, is[*client.UnexpectedStateError], "Freeze"},
		{"being deleted", []string{"IsDeleting/Normal"}, is[*client.UnexpectedStateError], "IsDeleting"},
		{"gone", []string{"IsCreating/", "gone"}, is[*client.GoneError], "IsCreating"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			core, api := wiretest.ServeScript(t, wiretest.Script{
				"GET " + instanceID: states(test.seen...), "GET /blockchains": nobody, "GET /status": eipFailed, "GET /record": records("failed"),
			})
			instance, err := New(core, "").WaitInstanceCreated(t.Context(), instanceID)
			if !test.ends(err) {
				t.Fatalf("ended with %T: %v", err, err)
			}
			if instance == nil || instance.State() != test.last {
				t.Errorf("the instance last seen is %+v, want state %s", instance, test.last)
			}
			if n := api.Count("GET", instanceID); n != len(test.seen) {
				t.Errorf("%d reads, want %d", n, len(test.seen))
			}
		})
	}
}

// A failed creation says which component failed, and at which step.
func TestWaitInstanceCreatedSaysWhy(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name            string
		status, records []wiretest.Answer
		want            string
	}{
		{"both tell", eipFailed, records("failed"), `the component eip failed: no address left; the step "Create EIP" of "Deploy" failed: quota exceeded; no such zone`},
		{"only the components tell", eipFailed, records("none"), `not Normal: the component eip failed: no address left`},
		{"only the record tells", []wiretest.Answer{wiretest.Reply(200, `{}`)}, records("failed"), `not Normal: the step "Create EIP" of "Deploy" failed`},
		{"neither can be read", unavailable, unavailable, "its components cannot be read: GET /v2/{project_id}/blockchains/{blockchain_id}/status: 500"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			core, _ := wiretest.ServeScript(t, wiretest.Script{
				"GET " + instanceID: states("/Abnormal"), "GET /status": test.status, "GET /record": test.records,
			})
			_, err := New(core, "").WaitInstanceCreated(t.Context(), instanceID)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("%v lacks %q", err, test.want)
			}
		})
	}
}

func TestWaitInstanceUpdated(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name      string
		operation string
		records   []wiretest.Answer
		seen      []string
		ends      func(error) bool
	}{
		{"finished", operationID, records("waiting", "processing", "finished"), []string{"IsScaling/Normal", "/Normal"}, isNil},
		{"finished, and ill for another reason", operationID, records("finished"), []string{"/EipAbnormal"}, isNil},
		{"without an operation", "", nil, []string{"IsAdding/Normal", "/Normal"}, isNil},
		{"failed", operationID, records("processing", "failed"), nil, is[*client.UnexpectedStateError]},
		{"stopped", operationID, records("stop"), nil, is[*client.UnexpectedStateError]},
		{"no permission for records", operationID, []wiretest.Answer{wiretest.Refusal(403, "BCS.4030403")}, []string{"IsAdding/Normal", "/Normal"}, isNil},
		{"no records in this cloud", operationID, []wiretest.Answer{wiretest.Refusal(404, "APIGW.0101")}, []string{"/Normal"}, isNil},
		{"no records at this address", operationID, []wiretest.Answer{wiretest.Refusal(404, "BCS.4040404"), wiretest.Refusal(404, "BCS.4040404")}, []string{"/Normal"}, isNil},
		{"not logged in for records", operationID, []wiretest.Answer{wiretest.Refusal(401, "BCS.4010401")}, nil, is[*client.APIError]},
		{"a record that is not known at first", operationID, append([]wiretest.Answer{wiretest.Refusal(400, "BCS.4006005"), wiretest.Reply(200, `{"operation_records":[]}`)}, records("finished")...),
			[]string{"/Normal"}, isNil},
		{"deleted meanwhile", operationID, records("finished"), []string{"gone"}, is[*client.GoneError]},
		{"being deleted", operationID, records("finished"), []string{"IsDeleting/Normal"}, is[*client.UnexpectedStateError]},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			core, api := wiretest.ServeScript(t, wiretest.Script{
				"GET " + instanceID: states(test.seen...), "GET /record": test.records, "GET /blockchains": nobody,
			})
			_, err := New(core, "").WaitInstanceUpdated(t.Context(), instanceID, test.operation)
			if !test.ends(err) {
				t.Fatalf("ended with %T: %v", err, err)
			}
			if n := api.Count("GET", instanceID); n != len(test.seen) {
				t.Errorf("%d reads of the instance, want %d", n, len(test.seen))
			}
			if n := api.Count("GET", "/record"); n != len(test.records) {
				t.Errorf("%d reads of the record, want %d", n, len(test.records))
			}
		})
	}
}

// organizations are replies of the detail call: "process/name:peers" each.
func organizations(states ...string) []wiretest.Answer {
	var answers []wiretest.Answer
	for _, state := range states {
		process, org, _ := strings.Cut(state, "/")
		name, peers, _ := strings.Cut(org, ":")
		answers = append(answers, wiretest.Reply(200, fmt.Sprintf(
			`{"basic_info":{"id":%q,"status":"Normal","process_status":%q},"peer_info":[{"name":%q,"node_cnt":%s}]}`, instanceID, process, name, peers)))
	}
	return answers
}

// A change is waited for until it shows, also where the process begins late and no record tells.
func TestWaitOrganizationsUpdated(t *testing.T) {
	t.Parallel()
	scale := UpdateInstanceRequest{NodeOrgs: []NodeOrg{{Name: "one", NodeCount: 2}}}
	remove := UpdateInstanceRequest{NodeOrgs: []NodeOrg{{Name: "two", NodeCount: 1}}, IsDeleteOrg: true}
	for name, test := range map[string]struct {
		body UpdateInstanceRequest
		seen []string
	}{
		"at once":            {scale, []string{"/one:2"}},
		"begins late":        {scale, []string{"/one:1", "IsScaling/one:1", "IsScaling/one:2", "/one:2"}},
		"shows late":         {scale, []string{"IsScaling/one:1", "/one:1", "/one:2"}},
		"is deleted":         {remove, []string{"/two:1", "IsScaling/two:1", "/one:1"}},
		"is added":           {scale, []string{"IsAdding/two:1", "/one:2"}},
		"deleted, not there": {remove, []string{"/one:1"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			core, api := wiretest.ServeScript(t, wiretest.Script{
				"GET " + instanceID: organizations(test.seen...), "GET /record": {wiretest.Refusal(403, "BCS.4030403")},
			})
			if _, err := New(core, "").WaitOrganizationsUpdated(t.Context(), instanceID, operationID, test.body); err != nil {
				t.Fatal(err)
			}
			if n := api.Count("GET", instanceID); n != len(test.seen) {
				t.Errorf("%d reads, want %d", n, len(test.seen))
			}
		})
	}
	before := &Instance{PeerInfo: []Component{{Name: "one", NodeCnt: 1}}}
	if scale.done(before, lateRead) || !scale.done(before, lateRead+1) {
		t.Error("a change that never shows is not waited for as long as it should be")
	}
}

// Gone is gone in the words of contract/bcs.md 2.4, and nothing else is.
func TestWaitInstanceDeleted(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		detail []wiretest.Answer
		list   []wiretest.Answer
		record []wiretest.Answer
		ends   func(error) bool
	}{
		{"gone at once", states("gone"), nobody, nil, isNil},
		{"gone later", states("IsDeleting/Normal", "IsDeleting/", "gone"), nobody, nil, isNil},
		{"still listed for a while", states("gone", "gone"), append(listed, nobody...), nil, isNil},
		{"an empty id", []wiretest.Answer{wiretest.Reply(200, `{"basic_info":{"id":""}}`)}, nobody, nil, isNil},
		{"404", []wiretest.Answer{wiretest.Refusal(404, "BCS.4006005")}, nil, nil, isNil},
		{"no state yet", states("/Normal", "gone"), nobody, records("processing"), isNil},
		{"finished before it is gone", states("/Normal", "gone"), nobody, records("finished"), isNil},
		{"failed", states("IsDeleting/Normal", "/Abnormal"), nil, records("failed"), is[*client.UnexpectedStateError]},
		{"401", []wiretest.Answer{wiretest.Refusal(401, "BCS.4010401")}, nil, nil, is[*client.APIError]},
		{"403", []wiretest.Answer{wiretest.Refusal(403, "BCS.4030403")}, nil, nil, is[*client.APIError]},
		{"400 for the project", []wiretest.Answer{wiretest.Refusal(400, "BCS.4030403")}, nil, nil, is[*client.APIError]},
		{"404 of the gateway", []wiretest.Answer{wiretest.Refusal(404, "APIGW.0101")}, nil, nil, is[*client.APIError]},
		{"gone after an outage", append(slices.Clone(unavailable), states("IsDeleting/", "gone")...), nobody, nil, isNil},
		{"400, and no list", states("gone"), unavailable, nil, is[*client.APIError]},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			core, _ := wiretest.ServeScript(t, wiretest.Script{"GET " + instanceID: test.detail, "GET /blockchains": test.list, "GET /record": test.record})
			if err := New(core, "").WaitInstanceDeleted(t.Context(), instanceID, operationID); !test.ends(err) {
				t.Fatalf("ended with %T: %v", err, err)
			}
		})
	}
}

// An operation that has finished is not waited for any longer than reads may lag.
func TestChannelStatus(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		done, finished bool
		waited         time.Duration
		want           string
	}{
		{true, true, 0, changed},
		{true, true, time.Hour, changed},
		{false, true, 30 * time.Second, unchanged},
		{false, true, 31 * time.Second, unchanged + ", although the operation has finished"},
		{false, false, time.Hour, unchanged},
	} {
		if got := channelStatus(test.done, test.finished, test.waited); got != test.want {
			t.Errorf("%+v: %q", test, got)
		}
	}
}

func TestWaitChannel(t *testing.T) {
	t.Parallel()
	none := wiretest.Reply(200, `{"channels":[]}`)
	empty := wiretest.Reply(200, `{"channels":[{"name":"channel","peers":{}}]}`)
	two := wiretest.Reply(200, channelsSample)
	for _, test := range []struct {
		name     string
		wait     func(ctx context.Context, c *Client) error
		channels []wiretest.Answer
	}{
		{"created", func(ctx context.Context, c *Client) error {
			_, err := c.WaitChannelCreated(ctx, instanceID, "channel", operationID)
			return err
		}, []wiretest.Answer{none, empty}},
		{"joined", func(ctx context.Context, c *Client) error {
			_, err := c.WaitChannelPeers(ctx, instanceID, "channel", "organization", 2, operationID)
			return err
		}, []wiretest.Answer{empty, two}},
		{"left", func(ctx context.Context, c *Client) error {
			_, err := c.WaitChannelPeers(ctx, instanceID, "channel", "organization", 0, operationID)
			return err
		}, []wiretest.Answer{two, empty}},
		{"deleted", func(ctx context.Context, c *Client) error {
			return c.WaitChannelDeleted(ctx, instanceID, "channel", operationID)
		}, []wiretest.Answer{empty, none}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			core, api := wiretest.ServeScript(t, wiretest.Script{"GET /channels": test.channels, "GET /record": records("processing", "finished")})
			if err := test.wait(t.Context(), New(core, "")); err != nil {
				t.Fatal(err)
			}
			if n := api.Count("GET", "/channels"); n != len(test.channels) {
				t.Errorf("%d reads, want %d", n, len(test.channels))
			}
		})
	}
}
