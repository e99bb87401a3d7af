package hbs

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
	"github.com/hwc-community/terraform-provider-hwc/internal/client/wiretest"
)

func is[E error](err error) bool {
	_, ok := errors.AsType[E](err)
	return ok
}

func isNil(err error) bool { return err == nil }

// refused is an error of this API (contract/bcs.md 7.1).
func refused(status int) wiretest.Answer {
	return wiretest.Reply(status, fmt.Sprintf(`{"code":"%d","error_code":"BCS.04000001","error_msg":"The cloud says no.","message":"because"}`, status))
}

// instances are replies of the instance call by status, or "gone".
func instances(statuses ...string) []wiretest.Answer {
	var answers []wiretest.Answer
	for _, status := range statuses {
		if status == "gone" {
			answers = append(answers, refused(400))
			continue
		}
		answers = append(answers, wiretest.Reply(200, fmt.Sprintf(`{"id":%q,"status":%q}`, instanceID, status)))
	}
	return answers
}

// jobs are replies of the job call by status.
func jobs(statuses ...string) []wiretest.Answer {
	var answers []wiretest.Answer
	for n, status := range statuses {
		answers = append(answers, wiretest.Reply(200, fmt.Sprintf(`{"id":%q,"status":%q,"progress":%d,"failed_message":"no quota"}`, jobID, status, 20*n)))
	}
	return answers
}

var (
	nobody     = []wiretest.Answer{wiretest.Reply(200, `{"count":0,"instances":[]}`)}
	listed     = []wiretest.Answer{wiretest.Reply(200, `{"count":1,"instances":[{"id":"`+instanceID+`"}]}`)}
	failedJobs = []wiretest.Answer{wiretest.Reply(200, `{"count":3,"jobs":[
 {"id":"1","instance_id":"`+instanceID+`","failed_message":"older","start_time":"2022-04-16T07:20:05Z"},
 {"id":"2","instance_id":"`+instanceID+`","failed_message":"no space","start_time":"2022-04-17T07:20:05Z"},
 {"id":"3","instance_id":"other","failed_message":"of another","start_time":"2022-04-18T07:20:05Z"}]}`)}
)

// Contract/bcs.md 1H.3: the job, then the instance.
func TestWaitInstanceCreated(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name      string
		paid      bool
		job       string
		jobs      []wiretest.Answer
		instances []wiretest.Answer
		ends      func(error) bool
		want      string // of the error
	}{
		{"delivered", true, jobID, jobs("Initializing", "Running", "Success"), instances("Creating", "Available"), isNil, ""},
		{"the payment takes a moment", true, jobID, jobs("Success"), instances("Unpaid", "Creating", "Available"), isNil, ""},
		{"without a job", true, "", nil, instances("Creating", "Available"), isNil, ""},
		{"nobody has paid", false, jobID, nil, instances("Unpaid"), isNil, ""},
		{"somebody has paid already", false, jobID, nil, instances("Creating", "Available"), isNil, ""},
		{"the job failed", true, jobID, jobs("Running", "Failed"), nil, is[*client.UnexpectedStateError], `is in state "Failed", not Success: no quota`},
		{"the instance failed", true, jobID, jobs("Success"), instances("Exception"), is[*client.UnexpectedStateError], `is in state "Exception", not Available: no space`},
		{"unsubscribed meanwhile", true, jobID, jobs("Success"), instances("Creating", "gone"), is[*client.GoneError], "BCS.04000001 The cloud says no.: because"},
		{"no permission to see the job", true, jobID, []wiretest.Answer{refused(403)}, instances("Creating", "Available"), isNil, ""},
		{"the permission ends", true, jobID, append(jobs("Running"), refused(403)), instances("Creating", "Available"), isNil, ""},
		{"no jobs in this cloud", true, jobID, []wiretest.Answer{wiretest.Refusal(404, "APIGW.0101")}, instances("Available"), isNil, ""},
		{"no permission to see the instance", true, jobID, jobs("Success"), []wiretest.Answer{refused(403)}, is[*client.APIError], "403"},
		{"refused credentials", true, jobID, []wiretest.Answer{refused(401)}, nil, is[*client.APIError], "401"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			core, api := wiretest.ServeScript(t, wiretest.Script{
				"GET " + jobID: test.jobs, "GET " + instanceID: test.instances, "GET /instances": nobody, "GET /jobs": failedJobs,
			})
			_, err := New(core, "").WaitInstanceCreated(t.Context(), Order{InstanceID: instanceID, JobID: test.job}, test.paid)
			if !test.ends(err) || !strings.Contains(fmt.Sprint(err), test.want) {
				t.Fatalf("ended with %T: %v", err, err)
			}
			if n := api.Count("GET", instanceID) + api.Count("GET", jobID); n != len(test.instances)+len(test.jobs) {
				t.Errorf("%d reads", n)
			}
		})
	}
}

func TestWaitInstanceUpdated(t *testing.T) {
	t.Parallel()
	core, _ := wiretest.ServeScript(t, wiretest.Script{"GET " + jobID: jobs("Running", "Success"), "GET " + instanceID: instances("Upgrading", "Available")})
	if instance, err := New(core, "").WaitInstanceUpdated(t.Context(), instanceID, jobID); err != nil || instance.Status != StatusAvailable {
		t.Errorf("got %+v, %v", instance, err)
	}
}

// Gone is what the list does not hold either; everything else is an error (contract/bcs.md 10).
func TestWaitInstanceDeleted(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name      string
		instances []wiretest.Answer
		list      []wiretest.Answer
		ends      func(error) bool
	}{
		{"gone", instances("Available", "Deleting", "gone"), nobody, isNil},
		{"listed for a while", instances("gone", "gone"), append(listed, nobody...), isNil},
		{"an empty object", []wiretest.Answer{wiretest.Reply(200, `{}`)}, nobody, isNil},
		{"404", []wiretest.Answer{refused(404)}, nil, isNil},
		{"401", []wiretest.Answer{refused(401)}, nil, is[*client.APIError]},
		{"403", []wiretest.Answer{refused(403)}, nil, is[*client.APIError]},
		{"404 of the gateway", []wiretest.Answer{wiretest.Refusal(404, "APIGW.0101")}, nil, is[*client.APIError]},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			core, _ := wiretest.ServeScript(t, wiretest.Script{"GET " + instanceID: test.instances, "GET /instances": test.list})
			if err := New(core, "").WaitInstanceDeleted(t.Context(), instanceID); !test.ends(err) {
				t.Errorf("ended with %T: %v", err, err)
			}
		})
	}
}

func TestWaitOrganization(t *testing.T) {
	t.Parallel()
	org := func(status string) wiretest.Answer {
		return wiretest.Reply(200, fmt.Sprintf(`{"uid":"u","name":"org3","status":%q}`, status))
	}
	order := Order{InstanceID: instanceID, JobID: jobID}
	none := []wiretest.Answer{wiretest.Reply(200, `{"count":0,"orgs":[]}`)}
	for _, test := range []struct {
		name string
		wait func(ctx context.Context, c *Client) error
		orgs []wiretest.Answer
		jobs []wiretest.Answer
		ends func(error) bool
	}{
		{"delivered", func(ctx context.Context, c *Client) error {
			_, err := c.WaitOrganizationCreated(ctx, order, "org3", true)
			return err
		}, []wiretest.Answer{org("Unpaid"), org("Creating"), org("Available")}, jobs("Success"), isNil},
		{"unpaid", func(ctx context.Context, c *Client) error {
			_, err := c.WaitOrganizationCreated(ctx, order, "org3", false)
			return err
		}, []wiretest.Answer{org("Unpaid")}, nil, isNil},
		{"failed", func(ctx context.Context, c *Client) error {
			_, err := c.WaitOrganizationCreated(ctx, order, "org3", true)
			return err
		}, []wiretest.Answer{org("Exception")}, jobs("Success"), is[*client.UnexpectedStateError]},
		{"deleted", func(ctx context.Context, c *Client) error { return c.WaitOrganizationDeleted(ctx, instanceID, "org3") },
			[]wiretest.Answer{org("Deleting"), refused(400)}, nil, isNil},
		{"401 is not deleted", func(ctx context.Context, c *Client) error { return c.WaitOrganizationDeleted(ctx, instanceID, "org3") },
			[]wiretest.Answer{refused(401)}, nil, is[*client.APIError]},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			core, _ := wiretest.ServeScript(t, wiretest.Script{
				"GET /organization": test.orgs, "GET /organizations": none, "GET " + jobID: test.jobs, "GET /jobs": failedJobs,
			})
			if err := test.wait(t.Context(), New(core, "")); !test.ends(err) {
				t.Errorf("ended with %T: %v", err, err)
			}
		})
	}
}

// The log says how far a job is, whenever that changes.
func TestProgressOfJob(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	cfg := client.Config{Logger: slog.New(slog.NewTextHandler(&log, nil))}
	core, _ := wiretest.ServeConfig(t, cfg, wiretest.Script{"GET " + jobID: jobs("Initializing", "Running", "Success")}.Answers(t))
	if err := New(core, "").WaitJob(t.Context(), jobID); err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{"progress=0", "progress=20", "progress=40", "status=Success"} {
		if !strings.Contains(log.String(), part) {
			t.Errorf("the log lacks %q:\n%s", part, &log)
		}
	}
}

// A job that is not there is told from one that cannot be read.
func TestGetJobGone(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name string
		job  wiretest.Answer
		list string
		gone bool
	}{
		{"not in the list", refused(400), `{"count":0,"jobs":[]}`, true},
		{"in the list", refused(400), `{"count":1,"jobs":[{"id":"` + jobID + `"}]}`, false},
		{"an empty object", wiretest.Reply(200, `{}`), `{"count":0,"jobs":[]}`, true},
		{"401", refused(401), `{"count":0,"jobs":[]}`, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			core, _ := wiretest.ServeScript(t, wiretest.Script{"GET " + jobID: {test.job}, "GET /jobs": {wiretest.Reply(200, test.list)}})
			if _, err := New(core, "").GetJob(t.Context(), jobID); err == nil || client.IsNotFound(err) != test.gone {
				t.Errorf("got %v", err)
			}
		})
	}
}

// A purchase whose reply is lost adopts what it bought, and buys nothing else.
func TestPurchaseAdopts(t *testing.T) {
	t.Parallel()
	lost := wiretest.Refusal(504, "APIGW.0201")
	now := time.Now().UTC().Format(time.RFC3339)
	young := strings.ReplaceAll(instanceSample, "2022-04-16T07:20:05Z", now)
	org := fmt.Sprintf(`{"uid":"u3","name":"org3","status":"Creating","create_time":%q}`, now)
	oldOrg := `{"uid":"u4","name":"org4","status":"Available","create_time":"2022-04-16T07:20:05Z"}`
	buyInstance := func(ctx context.Context, c *Client) (*Order, client.Outcome, error) {
		return c.CreateInstance(ctx, createDemo)
	}
	buyOrgs := func(names ...string) func(ctx context.Context, c *Client) (*Order, client.Outcome, error) {
		return func(ctx context.Context, c *Client) (*Order, client.Outcome, error) {
			if _, err := c.GetInstance(ctx, instanceID); err != nil { // the instance is known to the run
				return nil, 0, err
			}
			return c.CreateOrganizations(ctx, instanceID, OrderInfo{}, names...)
		}
	}
	for _, test := range []struct {
		name string
		buy  func(ctx context.Context, c *Client) (*Order, client.Outcome, error)
		list string
		ends func(error) bool
	}{
		{"an instance", buyInstance, `{"count":1,"instances":[` + young + `]}`, isNil},
		{"an instance, beside an older one", buyInstance, `{"count":2,"instances":[` + young + `,` + strings.Replace(instanceSample, instanceID, "old", 1) + `]}`, isNil},
		{"an instance of another edition", buyInstance, `{"count":1,"instances":[` + strings.Replace(young, "Professional", "Platinum", 1) + `]}`, is[*client.CreateError]},
		{"an instance with other organizations", buyInstance, `{"count":1,"instances":[` + strings.Replace(young, "org2", "org9", 1) + `]}`, is[*client.CreateError]},
		{"no instance", buyInstance, `{"count":0,"instances":[]}`, is[*client.CreateError]},
		{"an organization", buyOrgs("org3"), `{"count":2,"orgs":[` + org + `,` + oldOrg + `]}`, isNil},
		{"an organization that was there", buyOrgs("org4"), `{"count":2,"orgs":[` + org + `,` + oldOrg + `]}`, is[*client.CreateError]},
		{"one of two organizations", buyOrgs("org3", "org5"), `{"count":1,"orgs":[` + org + `]}`, is[*client.CreateError]},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			posts := 0
			core, _ := wiretest.ServeFunc(t, func(_ int, request wiretest.Sent) wiretest.Answer {
				switch {
				case request.Method == http.MethodPost:
					posts++
					return lost
				case strings.HasSuffix(request.Path, instanceID):
					return wiretest.Reply(200, instanceSample)
				}
				return wiretest.Reply(200, test.list)
			})
			order, outcome, err := test.buy(t.Context(), New(core, ""))
			if !test.ends(err) {
				t.Fatalf("ended with %T: %v", err, err)
			}
			if err == nil && (outcome != client.Adopted || order.InstanceID != instanceID) {
				t.Errorf("%s %+v", outcome, order)
			}
			if posts != 1 {
				t.Errorf("%d orders were sent", posts)
			}
		})
	}
}

// Every read of a part of an instance says when the instance does not exist.
func TestPartsOfAGoneInstance(t *testing.T) {
	t.Parallel()
	for name, call := range map[string]func(ctx context.Context, c *Client) error{
		"GetChain":          func(ctx context.Context, c *Client) error { _, err := c.GetChain(ctx, instanceID); return err },
		"ListOrganizations": func(ctx context.Context, c *Client) error { _, err := c.ListOrganizations(ctx, instanceID); return err },
		"GetOrganization": func(ctx context.Context, c *Client) error {
			_, err := c.GetOrganization(ctx, instanceID, "org1")
			return err
		},
		"UpgradeInstance": func(ctx context.Context, c *Client) error { _, err := c.UpgradeInstance(ctx, instanceID); return err },
		"GetSdkConfig": func(ctx context.Context, c *Client) error {
			_, err := c.GetSdkConfig(ctx, instanceID, SdkConfigRequest{})
			return err
		},
		"ListTags": func(ctx context.Context, c *Client) error { _, err := c.ListTags(ctx, instanceID); return err },
		"ChangeTags": func(ctx context.Context, c *Client) error {
			return c.ChangeTags(ctx, instanceID, nil, map[string]string{"k": "v"})
		},
		"ListBackups": func(ctx context.Context, c *Client) error { _, err := c.ListBackups(ctx, instanceID); return err },
	} {
		for _, test := range []struct {
			answer wiretest.Answer
			list   wiretest.Answer
			gone   bool
		}{{refused(400), nobody[0], true}, {refused(400), listed[0], false}, {refused(401), nobody[0], false}, {refused(403), nobody[0], false}} {
			core, _ := wiretest.ServeFunc(t, func(_ int, request wiretest.Sent) wiretest.Answer {
				if strings.HasSuffix(request.Path, "/instances") {
					return test.list
				}
				return test.answer
			})
			if err := call(t.Context(), New(core, "")); err == nil || client.IsNotFound(err) != test.gone {
				t.Errorf("%s after %d: %v", name, test.answer.Status, err)
			}
		}
	}
}

func TestBesuTokenMayExist(t *testing.T) {
	t.Parallel()
	core, api := wiretest.Serve(t, wiretest.Refusal(504, "APIGW.0201"))
	_, err := New(core, "").CreateBesuToken(t.Context(), instanceID, "d")
	if creation, ok := errors.AsType[*client.CreateError](err); !ok || !creation.MayExist {
		t.Errorf("got %T: %v", err, err)
	}
	if n := len(api.Seen()); n != 1 {
		t.Errorf("%d requests", n)
	}
}
