package bcs

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
	"github.com/hwc-community/terraform-provider-hwc/internal/client/wiretest"
)

// A busy instance is asked again, whatever is asked of it (contract/bcs.md 7.3).
func TestBusyInstance(t *testing.T) {
	t.Parallel()
	archive := wiretest.Reply(200, "PK")
	started := wiretest.Reply(200, startedSample)
	done := wiretest.Reply(200, success)
	for name, row := range map[string]struct {
		kind string
		call func(ctx context.Context, c *Client) error
		last wiretest.Answer
	}{
		"UpdateInstance": {"PUT " + instanceID, func(ctx context.Context, c *Client) error {
			_, err := c.UpdateInstance(ctx, instanceID, UpdateInstanceRequest{})
			return err
		}, started},
		"DeleteInstance": {"DELETE " + instanceID, func(ctx context.Context, c *Client) error {
			_, err := c.DeleteInstance(ctx, instanceID, DeleteInstanceOptions{})
			return err
		}, started},
		"CreateChannels": {"POST /channels", func(ctx context.Context, c *Client) error {
			_, err := c.CreateChannels(ctx, instanceID, NewChannel{ChannelName: "channel02"})
			return err
		}, started},
		"AddPeers": {"POST /peers", func(ctx context.Context, c *Client) error {
			_, err := c.AddPeers(ctx, instanceID, "channel", map[string]int64{"organization": 1})
			return err
		}, started},
		"RemovePeers": {"PUT /peers/quit", func(ctx context.Context, c *Client) error {
			_, err := c.RemovePeers(ctx, instanceID, "channel", "organization", 1)
			return err
		}, started},
		"RemoveOrganizations": {"PUT /orgs/quit", func(ctx context.Context, c *Client) error {
			_, err := c.RemoveOrganizations(ctx, instanceID, "channel", "organization")
			return err
		}, started},
		"DeleteChannel": {"DELETE /channel/channel", func(ctx context.Context, c *Client) error {
			_, err := c.DeleteChannel(ctx, instanceID, "channel")
			return err
		}, started},
		"QuitUnion": {"PUT /members/quit", func(ctx context.Context, c *Client) error {
			_, err := c.QuitUnion(ctx, QuitRequest{InviteeBcsID: instanceID})
			return err
		}, started},
		"InviteMembers": {"POST /invitations", func(ctx context.Context, c *Client) error {
			return c.InviteMembers(ctx, InviteRequest{BcsID: instanceID})
		}, done},
		"DeleteInvitations": {"DELETE /invitations", func(ctx context.Context, c *Client) error {
			return c.DeleteInvitations(ctx, DeleteInvitationRequest{BcsID: instanceID})
		}, done},
		"Answer": {"POST /handle", func(ctx context.Context, c *Client) error { return c.Answer(ctx, handleDemo) }, done},
		"CreateUserCertificate": {"POST /alice", func(ctx context.Context, c *Client) error {
			_, err := c.CreateUserCertificate(ctx, instanceID, "organization", "alice", false)
			return err
		}, archive},
		"FreezeCertificate": {"POST /freeze", func(ctx context.Context, c *Client) error {
			return c.FreezeCertificate(ctx, instanceID, "organization", "alice", nil)
		}, done},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			core, api := wiretest.ServeScript(t, wiretest.Script{
				row.kind: {wiretest.Refusal(400, busyCreating), wiretest.Refusal(400, busyUpgrading), row.last},
			})
			if err := row.call(t.Context(), New(core, "")); err != nil {
				t.Fatal(err)
			}
			if n := len(api.Seen()); n != 3 {
				t.Errorf("%d requests: %v", n, api.Seen())
			}
		})
	}
}

func TestBusyInstanceEndsWithTheDeadline(t *testing.T) {
	t.Parallel()
	ctx, pass := wiretest.Deadline(t)
	core, _ := wiretest.ServeFunc(t, func(n int, _ wiretest.Sent) wiretest.Answer {
		if n == 2 {
			pass()
		}
		return wiretest.Refusal(400, busyUpgrading)
	})
	_, err := New(core, "").CreateChannels(ctx, instanceID, NewChannel{ChannelName: "channel02"})
	if timeout, ok := errors.AsType[*client.TimeoutError](err); !ok || !strings.Contains(timeout.Error(), "did not become idle") {
		t.Errorf("ended with %T: %v", err, err)
	}
}

// Whoever asks for a deletion that is under way has what it wants; anybody else waits until the instance is gone.
func TestDeletingInstance(t *testing.T) {
	t.Parallel()
	core, _ := wiretest.Serve(t, wiretest.Refusal(400, busyDeleting))
	operation, err := New(core, "").DeleteInstance(t.Context(), instanceID, DeleteInstanceOptions{})
	if err != nil || operation != "" {
		t.Errorf("got %q, %v", operation, err)
	}
	core, _ = wiretest.ServeScript(t, wiretest.Script{
		"PUT " + instanceID: {wiretest.Refusal(400, busyDeleting), wiretest.Refusal(400, "BCS.4006005")}, "GET /blockchains": nobody,
	})
	if _, err := New(core, "").UpdateInstance(t.Context(), instanceID, UpdateInstanceRequest{}); !client.IsNotFound(err) {
		t.Errorf("got %v", err)
	}
}

// slowCloud takes one operation at a time and refuses everything else meanwhile. It fails the test when it is asked
// while it is busy.
type slowCloud struct {
	t       *testing.T
	mu      sync.Mutex
	started int
	running int // reads of the record until the present operation has finished
}

func (s *slowCloud) answer(_ int, request wiretest.Sent) wiretest.Answer {
	s.mu.Lock()
	defer s.mu.Unlock()
	if request.Method == "GET" {
		_, id, _ := strings.Cut(request.Query, "operation_id=")
		status := OperationFinished
		if s.running > 0 && id == s.id() {
			s.running--
			status = OperationProcessing
		}
		return wiretest.Reply(200, fmt.Sprintf(`{"operation_records":[{"operation_id":%q,"operation_status":%q}]}`, id, status))
	}
	if s.running > 0 {
		s.t.Errorf("%s came while an operation was running", request)
	}
	s.started++
	s.running = 3
	return wiretest.Reply(200, fmt.Sprintf(`{"operation_id":%q}`, s.id()))
}

func (s *slowCloud) id() string { return fmt.Sprintf("BCSSVC01-04-%d", s.started) }

// Changes of one instance that run side by side are sent one after the other, each after the operation before it.
func TestChangesOfOneInstanceQueue(t *testing.T) {
	t.Parallel()
	cloud := &slowCloud{t: t}
	core, _ := wiretest.ServeFunc(t, cloud.answer)
	failures := make(chan error, 5)
	for n := range 5 {
		go func() {
			c := New(core, "")
			operation, err := c.AddPeers(t.Context(), instanceID, fmt.Sprintf("channel%d", n), map[string]int64{"organization": 1})
			if err == nil {
				err = c.WaitOperation(t.Context(), instanceID, operation)
			}
			failures <- err
		}()
	}
	for range 5 {
		if err := <-failures; err != nil {
			t.Error(err)
		}
	}
	if cloud.started != 5 {
		t.Errorf("%d operations", cloud.started)
	}
}

// Other instances do not wait, and whoever stops waiting does so at once.
func TestQueueIsOfOneInstance(t *testing.T) {
	t.Parallel()
	arrived, release := make(chan struct{}), make(chan struct{})
	core, _ := wiretest.ServeFunc(t, func(_ int, request wiretest.Sent) wiretest.Answer {
		if strings.Contains(request.Path, instanceID) {
			close(arrived)
			<-release
		}
		return wiretest.Reply(200, startedSample)
	})
	first := make(chan error, 1)
	go func() {
		_, err := New(core, "").DeleteChannel(t.Context(), instanceID, "channel")
		first <- err
	}()
	<-arrived
	if _, err := New(core, "").DeleteChannel(t.Context(), "another", "channel"); err != nil {
		t.Error(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := New(core, "").DeleteChannel(ctx, instanceID, "channel"); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	close(release)
	if err := <-first; err != nil {
		t.Error(err)
	}
}

// Reads of several channels or organizations of one instance share a call.
func TestReadsShare(t *testing.T) {
	t.Parallel()
	core, api := wiretest.ServeScript(t, wiretest.Script{"GET /channels": {wiretest.Reply(200, channelsSample)}, "GET " + instanceID: {wiretest.Reply(200, detailSample)}})
	failures, start := make(chan error, 20), make(chan struct{})
	for range 10 {
		go func() {
			<-start
			_, err := New(core, "").GetChannel(t.Context(), instanceID, "channel")
			failures <- err
		}()
		go func() {
			<-start
			_, err := New(core, "").GetOrganization(t.Context(), instanceID, "organization")
			failures <- err
		}()
	}
	close(start)
	for range 20 {
		if err := <-failures; err != nil {
			t.Error(err)
		}
	}
	if n := len(api.Seen()); n > 6 { // two are enough, but a busy machine may start the readers late
		t.Errorf("%d requests: %v", n, api.Seen())
	}
	if _, err := New(core, "").GetChannel(t.Context(), instanceID, "other"); !client.IsNotFound(err) {
		t.Errorf("got %v", err)
	}
	if _, err := New(core, "").GetOrganization(t.Context(), instanceID, "other"); !client.IsNotFound(err) {
		t.Errorf("got %v", err)
	}
}

// A change after a finished one asks for no record any more.
func TestFinishedOperationIsForgotten(t *testing.T) {
	t.Parallel()
	core, api := wiretest.ServeScript(t, wiretest.Script{
		"DELETE /channel/channel": {wiretest.Reply(200, `{"operation_id":"`+operationID+`"}`)}, "GET /record": records("finished"),
	})
	c := New(core, "")
	for range 2 {
		operation, err := c.DeleteChannel(t.Context(), instanceID, "channel")
		if err == nil {
			err = c.WaitOperation(t.Context(), instanceID, operation)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if n := len(api.Seen()); n != 4 {
		t.Errorf("%d requests: %v", n, api.Seen())
	}
}

// Whoever has its turn knows of the operation that the change before it has started, and waits for that.
func TestOperationIsKnownToTheNext(t *testing.T) {
	t.Parallel()
	core, _ := wiretest.Serve(t)
	c := New(core, "")
	next := func(id string) error {
		unlock, err := c.run.changes.Lock(t.Context(), id)
		if err != nil {
			return err
		}
		defer unlock()
		if _, known := c.run.operations.last(id); !known {
			return errors.New("the operation is not known")
		}
		return nil
	}
	for n := range 20_000 { // there is little time between the two
		id, done := fmt.Sprint("instance", n), make(chan error, 1)
		if _, err := c.begin(t.Context(), id, func(context.Context) (*started, error) {
			go func() { done <- next(id) }()
			return &started{OperationID: operationID}, nil
		}); err != nil {
			t.Fatal(err)
		}
		if err := <-done; err != nil {
			t.Fatalf("%s: %v", id, err)
		}
	}
}

// While it is not known whether the operation before is over, the next change is not sent.
func TestOperationThatCannotBeRead(t *testing.T) {
	t.Parallel()
	for name, unread := range map[string]wiretest.Answer{
		"outage":       wiretest.Refusal(503, "APIGW.0201"),
		"not seen yet": wiretest.Reply(200, `{"operation_records":[]}`),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud := &slowCloud{t: t}
			var reads atomic.Int32
			core, _ := wiretest.ServeFunc(t, func(n int, request wiretest.Sent) wiretest.Answer {
				if request.Method == "GET" && reads.Add(1) == 1 {
					return unread
				}
				return cloud.answer(n, request)
			})
			for n := range 2 {
				if _, err := New(core, "").AddPeers(t.Context(), instanceID, fmt.Sprint("channel", n), map[string]int64{"organization": 1}); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// Whoever stops waiting for an operation does not let the next one loose.
func TestInterruptedWaitForgetsNothing(t *testing.T) {
	t.Parallel()
	cloud := &slowCloud{t: t}
	ctx, cancel := context.WithCancel(t.Context())
	core, _ := wiretest.ServeFunc(t, func(n int, request wiretest.Sent) wiretest.Answer {
		if request.Method == "GET" {
			cancel()
		}
		return cloud.answer(n, request)
	})
	for n, ctx := range []context.Context{t.Context(), ctx, t.Context()} {
		_, err := New(core, "").AddPeers(ctx, instanceID, fmt.Sprint("channel", n), map[string]int64{"organization": 1})
		if interrupted := errors.Is(err, context.Canceled); interrupted != (n == 1) || (err != nil && !interrupted) {
			t.Errorf("the change of channel%d: %v", n, err)
		}
	}
}

// A change whose reply was lost may be what the instance is busy with when it is sent again. Then it is not sent a third
// time: the user is told, or the channel looked at.
func TestBusyWithTheLostChange(t *testing.T) {
	t.Parallel()
	serve := func(t *testing.T, kind string, channels ...wiretest.Answer) (*Client, *wiretest.API) {
		t.Helper()
		script := wiretest.Script{
			kind: {wiretest.Refusal(503, "APIGW.0201"), wiretest.Refusal(400, busyUpgrading), wiretest.Reply(200, startedSample)}, "GET /channels": channels,
			"GET /record": {wiretest.Reply(200, `{"operation_records":[]}`)}, "GET /blockchains": listed,
		}
		core, api := wiretest.ServeConfig(t, client.Config{MaxRetries: 1}, script.Answers(t))
		return New(core, ""), api
	}
	t.Run("told", func(t *testing.T) {
		t.Parallel()
		c, api := serve(t, "PUT /quit", channelOf("one:|"))
		_, err := c.RemovePeers(t.Context(), instanceID, "channel", "one", 1)
		if lost, ok := errors.AsType[*client.CreateError](err); !ok || !lost.MayExist || api.Count("PUT", "/quit") != 2 {
			t.Errorf("%d requests, %v", api.Count("PUT", "/quit"), err)
		}
	})
	t.Run("looked at", func(t *testing.T) {
		t.Parallel()
		c, api := serve(t, "POST /peers", channelOf(), channelOf("one:|"))
		if _, err := c.SetPeers(t.Context(), instanceID, "channel", map[string]int64{"one": 1}); err != nil || api.Count("POST", "/peers") != 2 {
			t.Errorf("%d requests, %v", api.Count("POST", "/peers"), err)
		}
	})
}
