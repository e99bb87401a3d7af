package bcs

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
	"github.com/hwc-community/terraform-provider-hwc/internal/client/wiretest"
)

// logged returns a client whose log can be read.
func logged(t *testing.T, script wiretest.Script) (*Client, *wiretest.API, *bytes.Buffer) {
	t.Helper()
	var log bytes.Buffer
	core, api := wiretest.ServeConfig(t, client.Config{Logger: slog.New(slog.NewTextHandler(&log, nil))}, script.Answers(t))
	return New(core, ""), api, &log
}

// The log says now and then how far the components of a new instance are.
func TestProgressOfCreation(t *testing.T) {
	t.Parallel()
	c, api, log := logged(t, wiretest.Script{"GET /status": {wiretest.Reply(200, statusSample), wiretest.Refusal(500, "BCS.5000500")}})
	observe := c.reportCreation(t.Context(), instanceID)
	creating := &Instance{BasicInfo: BasicInfo{ProcessStatus: ProcessCreating}}
	for _, elapsed := range []time.Duration{0, 29 * time.Second, 30 * time.Second, 59 * time.Second, time.Minute, 61 * time.Second} {
		observe(creating, elapsed)
	}
	observe(&Instance{BasicInfo: BasicInfo{Status: StatusNormal}}, time.Hour)
	lines := strings.Split(strings.TrimSpace(log.String()), "\n")
	if len(lines) != 2 || len(api.Seen()) != 2 {
		t.Fatalf("%d requests and the log\n%s", len(api.Seen()), log)
	}
	for n, parts := range [][]string{
		{instanceID, "cce.cluster finished", "eip finished", "bcs deploying", "elapsed=30s"}, {"progress=unknown", "elapsed=1m0s"},
	} {
		for _, part := range parts {
			if !strings.Contains(lines[n], part) {
				t.Errorf("%q lacks %q", lines[n], part)
			}
		}
	}
}

// The log says how far an operation is whenever that changes.
func TestProgressOfOperation(t *testing.T) {
	t.Parallel()
	c, _, log := logged(t, wiretest.Script{"GET /record": records("waiting", "processing", "processing", "finished")})
	if err := c.WaitOperation(t.Context(), instanceID, operationID); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(log.String()), "\n")
	if len(lines) != 3 {
		t.Fatalf("the log is\n%s", log)
	}
	for n, part := range []string{"waiting, 1 of 2 steps finished", `at \"Deploy\"`, "2 of 2 steps finished"} {
		if !strings.Contains(lines[n], part) {
			t.Errorf("%q lacks %q", lines[n], part)
		}
	}
}

func TestLastOperation(t *testing.T) {
	t.Parallel()
	core, _ := wiretest.Serve(t,
		wiretest.Reply(200, `{"operation_records":[{"operation_id":"BCSSVC01-99-5"},{"operation_id":"BCSSVC01-99-7"},{"operation_id":"odd","record_time":6}]}`),
		wiretest.Reply(200, `{"operation_records":[]}`), wiretest.Refusal(500, "BCS.5000500"))
	c := New(core, "")
	if last, err := c.LastOperation(t.Context(), instanceID, OperationCreate); err != nil || last.ID != "BCSSVC01-99-7" {
		t.Errorf("got %+v, %v", last, err)
	}
	if last, err := c.LastOperation(t.Context(), instanceID, OperationCreate); err != nil || last != nil {
		t.Errorf("got %+v, %v", last, err)
	}
	if _, err := c.LastOperation(t.Context(), instanceID, OperationCreate); err == nil {
		t.Error("no error")
	}
}

// A change that was taken without a word about its operation is not made again, whether or not the records tell of it.
func TestOperationWithoutID(t *testing.T) {
	t.Parallel()
	now := time.Now().UnixNano()
	young := fmt.Sprintf(`{"operation_records":[{"operation_id":"BCSSVC01-03-%d","operation_type":"03","operation_status":"processing"}]}`, now)
	for name, test := range map[string]struct {
		records wiretest.Answer
		want    string
	}{
		"the records tell": {wiretest.Reply(200, young), fmt.Sprintf("BCSSVC01-03-%d", now)},
		"no record":        {wiretest.Reply(200, `{"operation_records":null}`), ""},
		"no permission":    {wiretest.Refusal(403, "BCS.4030403"), ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			core, api := wiretest.ServeScript(t, wiretest.Script{"PUT " + instanceID: {wiretest.Reply(200, `{}`)}, "GET /record": {test.records}})
			operation, err := New(core, "").UpdateInstance(t.Context(), instanceID, UpdateInstanceRequest{})
			if err != nil || operation != test.want {
				t.Errorf("got %q, %v", operation, err)
			}
			if n := api.Count("PUT", instanceID); n != 1 {
				t.Errorf("%d changes", n)
			}
		})
	}
}

// What failed, by every place where the service may say so.
func TestOperationFailure(t *testing.T) {
	t.Parallel()
	failedStep := map[string]Step{"Deploy": {StepName: "Deploy", Status: OperationFailed, Detail: "no space"}}
	for _, test := range []struct {
		name      string
		operation Operation
		want      string
	}{
		{"nothing", Operation{OperationStatus: OperationFinished, Message: Texts{"done"}}, ""},
		{"a step", Operation{OperationStatus: OperationFailed, OperationProcess: failedStep}, `the step "Deploy" failed: no space`},
		{"a message and a description", Operation{OperationStatus: OperationStop, Message: Texts{"a", "b"}, Desc: "stopped"}, "a; b: stopped"},
		{"the same twice", Operation{OperationStatus: OperationFailed, Message: Texts{"a"}, Desc: "a"}, "a"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := test.operation.Failure(); got != test.want {
				t.Errorf("got %q", got)
			}
		})
	}
}

func TestTexts(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{`["a","b"]`: "a; b", `"a"`: "a", `""`: "", `null`: "", `[]`: ""} {
		var got Texts
		if err := json.Unmarshal([]byte(text), &got); err != nil || got.String() != want {
			t.Errorf("%s is %q: %v", text, got, err)
		}
	}
}
