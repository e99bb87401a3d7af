package bcs

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

var lost = wiretest.Refusal(504, "APIGW.0201")

func now() string { return time.Now().UTC().Format(time.RFC3339) }

// twin is the detail of an instance that looks like createDemo, but for what is replaced.
func twin(id, created string, replace ...string) wiretest.Answer {
	detail := fmt.Sprintf(`{"basic_info":{"id":%q,"name":"bcs-demo01","version_type":4,"service_type":"private","consensus":"etcdraft","sign_algorithm":"ecdsa",
 "database_type":"goleveldb","cluster_id":"11111111-7b69-11f1-946d-0255ac100260","process_status":"IsCreating","created_time":%q}}`, id, created)
	return wiretest.Reply(200, strings.NewReplacer(replace...).Replace(detail))
}

// A creation whose reply is lost adopts the instance it made, and sends no second request.
func TestCreateInstanceAdopts(t *testing.T) {
	t.Parallel()
	const old = "2020-07-22T04:03:44Z"
	for _, test := range []struct {
		name    string
		details map[string]wiretest.Answer
		want    string // the id that is adopted
		fails   func(error) bool
	}{
		{"the only one", map[string]wiretest.Answer{"new": twin("new", now())}, "new", isNil},
		{"beside an older one", map[string]wiretest.Answer{"old": twin("old", old), "new": twin("new", now())}, "new", isNil},
		{"another edition", map[string]wiretest.Answer{"a": twin("a", now(), `"version_type":4`, `"version_type":2`)}, "", is[*client.CreateError]},
		{"another consensus", map[string]wiretest.Answer{"a": twin("a", now(), "etcdraft", "sflic")}, "", is[*client.CreateError]},
		{"another cluster", map[string]wiretest.Answer{"a": twin("a", now(), "11111111", "22222222")}, "", is[*client.CreateError]},
		{"another kind", map[string]wiretest.Answer{"a": twin("a", now(), "private", "union")}, "", is[*client.CreateError]},
		{"on its way out", map[string]wiretest.Answer{"a": twin("a", now(), "IsCreating", "IsDeleting")}, "", is[*client.CreateError]},
		{"one that shows nothing yet", map[string]wiretest.Answer{"new": wiretest.Reply(200, `{"basic_info":{"id":"new","name":"bcs-demo01","created_time":"`+now()+`"}}`)}, "new", isNil},
		{"two", map[string]wiretest.Answer{"a": twin("a", now()), "b": twin("b", now())}, "", is[*client.AmbiguousError]},
		{"of unknown age", map[string]wiretest.Answer{"a": twin("a", "")}, "", is[*client.AmbiguousError]},
		{"that cannot be read", map[string]wiretest.Answer{"a": wiretest.Refusal(403, "BCS.4030403")}, "", is[*client.CreateError]},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			core, api := wiretest.ServeFunc(t, func(_ int, request wiretest.Sent) wiretest.Answer {
				if request.Method == http.MethodPost {
					return lost
				}
				if request.Path == instancesPath {
					list := `{"id":"other","name":"another name"}`
					for id := range test.details {
						list += fmt.Sprintf(`,{"id":%q,"name":"bcs-demo01"}`, id)
					}
					return wiretest.Reply(200, `{"blockchains":[`+list+`]}`)
				}
				return test.details[strings.TrimPrefix(request.Path, instancesPath+"/")]
			})
			created, outcome, err := New(core, "").CreateInstance(t.Context(), createDemo)
			if !test.fails(err) {
				t.Fatalf("ended with %T: %v", err, err)
			}
			if err == nil && (created.ID != test.want || outcome != client.Adopted) {
				t.Errorf("%s %+v", outcome, created)
			}
			if n := api.Count("POST", "/blockchains"); n != 1 {
				t.Errorf("%d creations were sent", n)
			}
		})
	}
}

// An instance this run has read is not the one it created.
func TestCreateInstanceDoesNotAdoptWhatIsKnown(t *testing.T) {
	t.Parallel()
	core, _ := wiretest.ServeScript(t, wiretest.Script{
		"POST /blockchains": {lost}, "GET /blockchains": {wiretest.Reply(200, `{"blockchains":[{"id":"known","name":"bcs-demo01"}]}`)}, "GET /known": {twin("known", now())},
	})
	c := New(core, "")
	if _, err := c.GetInstance(t.Context(), "known"); err != nil {
		t.Fatal(err)
	}
	if created, _, err := c.CreateInstance(t.Context(), createDemo); !is[*client.CreateError](err) {
		t.Errorf("got %+v, %v", created, err)
	}
}

func TestCreateInstanceRefused(t *testing.T) {
	t.Parallel()
	core, api := wiretest.Serve(t, wiretest.Refusal(400, "BCS.4006009"))
	if _, _, err := New(core, "").CreateInstance(t.Context(), createDemo); !client.HasCode(err, "BCS.4006009") {
		t.Errorf("got %v", err)
	}
	if n := len(api.Seen()); n != 1 {
		t.Errorf("%d requests", n)
	}
}

// What starts an operation is not sent again when the records show that it has begun.
func TestOperationIsAdopted(t *testing.T) {
	t.Parallel()
	young := fmt.Sprintf("BCSSVC01-06-%d", time.Now().Add(time.Minute).UnixNano())
	const old = "BCSSVC01-03-1617158790255323683"
	for _, test := range []struct {
		name    string
		records string
		want    string
		ends    func(error) bool
	}{
		{"it has begun", fmt.Sprintf(`{"operation_id":%q},{"operation_id":%q}`, old, young), young, isNil},
		{"only older ones", fmt.Sprintf(`{"operation_id":%q}`, old), "", is[*client.CreateError]},
		{"none", "", "", is[*client.CreateError]},
		{"the creation of the instance", fmt.Sprintf(`{"operation_id":%q,"operation_type":"99"}`, young), "", is[*client.CreateError]},
		{"two", fmt.Sprintf(`{"operation_id":%q},{"operation_id":%q}`, young, young+"1"), "", is[*client.CreateError]},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			core, api := wiretest.ServeScript(t, wiretest.Script{
				"PUT /peers/quit": {lost}, "GET /record": {wiretest.Reply(200, `{"operation_records":[`+test.records+`]}`)},
			})
			operation, err := New(core, "").RemovePeers(t.Context(), instanceID, "channel", "organization", 1)
			if !test.ends(err) || operation != test.want {
				t.Errorf("got %q, %T: %v", operation, err, err)
			}
			if n := api.Count("PUT", "/quit"); n != 1 {
				t.Errorf("%d requests were sent", n)
			}
			if last := api.Seen()[1]; last.Query != "blockchain_id="+instanceID {
				t.Errorf("looked with %s", last)
			}
		})
	}
}

// A channel that does not exist is told from a call that is refused for another reason.
func TestChannelIsGone(t *testing.T) {
	t.Parallel()
	refused := []wiretest.Answer{wiretest.Refusal(400, "BCS.4006012")}
	for _, test := range []struct {
		name     string
		channels []wiretest.Answer
		list     []wiretest.Answer
		gone     bool
	}{
		{"not in the list", []wiretest.Answer{wiretest.Reply(200, `{"channels":[{"name":"other"}]}`)}, listed, true},
		{"in the list", []wiretest.Answer{wiretest.Reply(200, channelsSample)}, listed, false},
		{"no list", unavailable, listed, false},
		{"nor is the instance", refused, nobody, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			for kind, call := range map[string]func(c *Client) (string, error){
				"DELETE /channel/channel": func(c *Client) (string, error) { return c.DeleteChannel(t.Context(), instanceID, "channel") },
				"PUT /orgs/quit":          func(c *Client) (string, error) { return c.RemoveOrganizations(t.Context(), instanceID, "channel", "o") },
			} {
				core, _ := wiretest.ServeScript(t, wiretest.Script{kind: refused, "GET /channels": test.channels, "GET /blockchains": test.list})
				_, err := call(New(core, ""))
				if client.IsNotFound(err) != test.gone || !client.HasCode(err, "BCS.4006012") {
					t.Errorf("%s: got %v", kind, err)
				}
			}
		})
	}
}

// Every read of a part of an instance says when the instance does not exist (contract/bcs.md 2.4).
func TestPartsOfAGoneInstance(t *testing.T) {
	t.Parallel()
	for name, call := range map[string]func(ctx context.Context, c *Client) error{
		"GetInstanceStatus": func(ctx context.Context, c *Client) error { _, err := c.GetInstanceStatus(ctx, instanceID); return err },
		"ListNodes":         func(ctx context.Context, c *Client) error { _, err := c.ListNodes(ctx, instanceID); return err },
		"ListChannels":      func(ctx context.Context, c *Client) error { _, err := c.ListChannels(ctx, instanceID); return err },
		"GetChannel": func(ctx context.Context, c *Client) error {
			_, err := c.GetChannel(ctx, instanceID, "channel")
			return err
		},
		"GetOrganization": func(ctx context.Context, c *Client) error {
			_, err := c.GetOrganization(ctx, instanceID, "o")
			return err
		},
		"GetCertificate": func(ctx context.Context, c *Client) error {
			_, err := c.GetCertificate(ctx, instanceID, "o", CertCA)
			return err
		},
		"GetSdkConfig": func(ctx context.Context, c *Client) error {
			_, err := c.GetSdkConfig(ctx, instanceID, SdkConfigRequest{})
			return err
		},
		"ListMetrics": func(ctx context.Context, c *Client) error { _, err := c.ListMetrics(ctx, instanceID); return err },
		"ListEntityMetrics": func(ctx context.Context, c *Client) error {
			_, err := c.ListEntityMetrics(ctx, instanceID, EntityMetricRequest{})
			return err
		},
		"ListEvents": func(ctx context.Context, c *Client) error {
			_, err := c.ListEvents(ctx, instanceID, "", EventRequest{})
			return err
		},
		"UpdateInstance": func(ctx context.Context, c *Client) error {
			_, err := c.UpdateInstance(ctx, instanceID, UpdateInstanceRequest{})
			return err
		},
		"FreezeCertificate": func(ctx context.Context, c *Client) error {
			return c.FreezeCertificate(ctx, instanceID, "o", "alice", nil)
		},
		"InviteMembers": func(ctx context.Context, c *Client) error {
			return c.InviteMembers(ctx, InviteRequest{BcsID: instanceID})
		},
		"DeleteInstance": func(ctx context.Context, c *Client) error {
			_, err := c.DeleteInstance(ctx, instanceID, DeleteInstanceOptions{})
			return err
		},
	} {
		for _, test := range []struct {
			name   string
			answer wiretest.Answer
			list   wiretest.Answer
			gone   bool
		}{
			{"gone", wiretest.Refusal(400, "BCS.4006005"), nobody[0], true},
			{"there", wiretest.Refusal(400, "BCS.4006005"), listed[0], false},
			{"401", wiretest.Refusal(401, "BCS.4010401"), nobody[0], false},
			{"403", wiretest.Refusal(403, "BCS.4030403"), nobody[0], false},
			{"gateway", wiretest.Refusal(404, "APIGW.0101"), nobody[0], false},
		} {
			t.Run(name+" "+test.name, func(t *testing.T) {
				t.Parallel()
				core, _ := wiretest.ServeFunc(t, func(_ int, request wiretest.Sent) wiretest.Answer {
					if request.Path == instancesPath {
						return test.list
					}
					return test.answer
				})
				if err := call(t.Context(), New(core, "")); err == nil || client.IsNotFound(err) != test.gone {
					t.Errorf("got %v", err)
				}
			})
		}
	}
}

// A certificate that was made although its reply was lost is said to be possible, and not made again.
func TestUserCertificateMayExist(t *testing.T) {
	t.Parallel()
	core, api := wiretest.Serve(t, lost)
	_, err := New(core, "").CreateUserCertificate(t.Context(), instanceID, "organization", "alice", false)
	if creation, ok := errors.AsType[*client.CreateError](err); !ok || !creation.MayExist || !strings.Contains(err.Error(), "the certificate of the user alice of organization") {
		t.Errorf("got %T: %v", err, err)
	}
	if n := len(api.Seen()); n != 1 {
		t.Errorf("%d requests", n)
	}
}

// No password and no key reaches the log or an error, at any level.
func TestSecretsAreHidden(t *testing.T) {
	t.Parallel()
	const key = "-----BEGIN PRIVATE KEY-----\\nMIGHKEY\\n-----END PRIVATE KEY-----"
	var log bytes.Buffer
	cfg := client.Config{Logger: slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: client.LevelTrace}))}
	body := createDemo
	body.ResourcePassword = "resource-Pw1"
	body.CouchdbInfo = &CouchdbCreate{"admin", "couchdb-Pw2"}
	body.CceCreateInfo = &CceCreate{InitNodePwd: "initnode-Pw3"}
	secrets := []string{"resource-Pw1", "couchdb-Pw2", "initnode-Pw3", "MIGHKEY"}
	core, api := wiretest.ServeConfig(t, cfg, wiretest.Script{
		"POST /blockchains": {wiretest.Reply(400, `{"error_code":"BCS.4006005","error_msg":"bad resource-Pw1, couchdb-Pw2, initnode-Pw3, `+key+`"}`)},
		"GET /cert":         {wiretest.Reply(200, `{"key":"`+key+`"}`)},
		"POST /alice":       {wiretest.Reply(200, "PK"+key)},
		"POST /sdk-cfg":     {wiretest.Reply(200, key)},
		"POST /freeze":      {wiretest.Reply(200, success)},
	}.Answers(t))
	c := New(core, "")
	_, _, err := c.CreateInstance(t.Context(), body)
	if err == nil {
		t.Fatal("no error")
	}
	for _, call := range []func() ([]byte, error){
		func() ([]byte, error) { return c.GetCertificate(t.Context(), instanceID, "o", CertAdmin) },
		func() ([]byte, error) { return c.CreateUserCertificate(t.Context(), instanceID, "o", "alice", true) },
		func() ([]byte, error) { return c.GetSdkConfig(t.Context(), instanceID, SdkConfigRequest{}) },
		func() ([]byte, error) {
			return []byte(key), c.FreezeCertificate(t.Context(), instanceID, "o", "alice", []byte("PK"+key))
		},
	} {
		if archive, err := call(); err != nil || !strings.Contains(string(archive), "MIGHKEY") {
			t.Errorf("got %q, %v", archive, err)
		}
	}
	if !strings.Contains(api.Seen()[0].Body, "initnode-Pw3") || !strings.Contains(log.String(), "bcs-demo01") {
		t.Error("nothing was sent or logged")
	}
	for _, secret := range secrets {
		if strings.Contains(log.String(), secret) || strings.Contains(err.Error(), secret) {
			t.Errorf("%q is in the log or in %q", secret, err)
		}
	}
}
