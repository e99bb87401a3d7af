package vpcep

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
	"github.com/hwc-community/terraform-provider-hwc/internal/client/wiretest"
)

// states are replies with these statuses, one after the other.
func states(statuses ...string) []wiretest.Answer {
	var out []wiretest.Answer
	for _, status := range statuses {
		if status == "404" {
			out = append(out, errNotFound)
			continue
		}
		out = append(out, wiretest.Reply(200, fmt.Sprintf(`{"id": "x", "status": %q, "error": [{"error_code": "EndPoint.1", "error_message": "because"}]}`, status)))
	}
	return out
}

func is[E error](err error) bool {
	_, ok := errors.AsType[E](err)
	return ok
}

func isNil(err error) bool { return err == nil }

// Contract/vpcep.md 2.1.
func TestWaitServiceAvailable(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name     string
		statuses []string
		ends     func(error) bool
		last     string
	}{
		{"available at once", []string{"available"}, isNil, "available"},
		{"available later", []string{"creating", "creating", "available"}, isNil, "available"},
		{"not visible at first", []string{"404", "creating", "available"}, isNil, "available"},
		{"failed", []string{"creating", "failed"}, is[*client.UnexpectedStateError], "failed"},
		{"deleting", []string{"deleting"}, is[*client.UnexpectedStateError], "deleting"},
		{"gone", []string{"creating", "404"}, is[*client.GoneError], "creating"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c, cloud := serve(t, states(test.statuses...)...)
			service, err := c.WaitServiceAvailable(t.Context(), serviceID)
			if !test.ends(err) {
				t.Fatalf("ended with %T: %v", err, err)
			}
			if service == nil || service.Status != test.last {
				t.Errorf("the service last seen is %v, want status %s", service, test.last)
			}
			if test.last == "failed" && !strings.Contains(err.Error(), "EndPoint.1: because") {
				t.Errorf("%q does not say why", err)
			}
			if n := len(cloud.Seen()); n != len(test.statuses) {
				t.Errorf("%d reads, want %d", n, len(test.statuses))
			}
		})
	}
}

// Contract/vpcep.md 2.2.
func TestWaitEndpointConnected(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name     string
		accepted bool
		statuses []string
		ends     func(error) bool
		last     string
	}{
		{"accepted", false, []string{"creating", "accepted"}, isNil, "accepted"},
		{"pending is enough", false, []string{"pendingAcceptance"}, isNil, "pendingAcceptance"},
		{"pending is not enough", true, []string{"pendingAcceptance", "creating", "accepted"}, isNil, "accepted"},
		{"rejected", false, []string{"rejected"}, is[*client.UnexpectedStateError], "rejected"},
		{"rejected while waiting for acceptance", true, []string{"pendingAcceptance", "rejected"}, is[*client.UnexpectedStateError], "rejected"},
		{"failed", true, []string{"creating", "failed"}, is[*client.UnexpectedStateError], "failed"},
		{"gone", false, []string{"creating", "404"}, is[*client.GoneError], "creating"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c, _ := serve(t, states(test.statuses...)...)
			endpoint, err := c.WaitEndpointConnected(t.Context(), endpointID, test.accepted)
			if !test.ends(err) {
				t.Fatalf("ended with %T: %v", err, err)
			}
			if endpoint == nil || endpoint.Status != test.last {
				t.Errorf("the endpoint last seen is %v, want status %s", endpoint, test.last)
			}
			if test.last == "failed" && !strings.Contains(err.Error(), "EndPoint.1: because") {
				t.Errorf("%q does not say why", err)
			}
		})
	}
}

// The object is gone when a read says so; any status may be seen before.
func TestWaitDeleted(t *testing.T) {
	t.Parallel()
	for name, wait := range map[string]func(context.Context, *Client) error{
		"service":  func(ctx context.Context, c *Client) error { return c.WaitServiceDeleted(ctx, serviceID) },
		"endpoint": func(ctx context.Context, c *Client) error { return c.WaitEndpointDeleted(ctx, endpointID) },
	} {
		for _, test := range []struct {
			name    string
			answers []wiretest.Answer
			ends    func(error) bool
		}{
			{"gone at once", states("404"), isNil},
			{"gone later", states("available", "accepted", "failed", "deleting", "404"), isNil},
			{"no permission to look", []wiretest.Answer{wiretest.Refusal(403, "EndPoint.0004")}, is[*client.APIError]},
			{"the gateway knows no such path", []wiretest.Answer{wiretest.Refusal(404, "APIGW.0101")}, is[*client.APIError]},
		} {
			t.Run(name+" "+test.name, func(t *testing.T) {
				t.Parallel()
				c, cloud := serve(t, test.answers...)
				if err := wait(t.Context(), c); !test.ends(err) {
					t.Fatalf("ended with %T: %v", err, err)
				}
				if n := len(cloud.Seen()); n != len(test.answers) {
					t.Errorf("%d reads, want %d", n, len(test.answers))
				}
			})
		}
	}
}

// Two deletions that are waited for together share their reads.
func TestWaitDeletedShares(t *testing.T) {
	t.Parallel()
	c, cloud := serve(t, wiretest.Reply(200, `{"endpoints": [], "total_count": 0}`))
	failures := make(chan error, 2)
	for _, id := range []string{"a", "b"} {
		go func() { failures <- c.WaitEndpointDeleted(t.Context(), id) }()
	}
	for range 2 {
		if err := <-failures; err != nil {
			t.Error(err)
		}
	}
	cloud.Want(t, wiretest.Request("GET", endpointsPath, "limit=1000&offset=0", ""))
}

// An object that the list spells in capitals is not gone.
func TestWaitDeletedInCapitals(t *testing.T) {
	t.Parallel()
	c, cloud := serveFunc(t, func(n int, request wiretest.Sent) wiretest.Answer {
		switch {
		case n == 0: // to a list, or to a read of the one that came first on a busy machine
			return wiretest.Reply(200, `{"endpoints": [{"id": "A", "status": "deleting"}], "total_count": 1, "id": "A", "status": "deleting"}`)
		case request.Path == endpointsPath:
			return wiretest.Reply(200, `{"endpoints": [], "total_count": 0}`)
		}
		return errNotFound
	})
	failures := make(chan error, 2)
	for range 2 {
		go func() { failures <- c.WaitEndpointDeleted(t.Context(), "a") }()
	}
	for range 2 {
		if err := <-failures; err != nil {
			t.Error(err)
		}
	}
	if n := len(cloud.Seen()); n < 2 {
		t.Errorf("%d read, want one more", n)
	}
}

// A wait that is stopped says so, with the status last seen.
func TestWaitStopped(t *testing.T) {
	t.Parallel()
	t.Run("deadline", func(t *testing.T) {
		t.Parallel()
		ctx, pass := wiretest.Deadline(t)
		c, _ := serveFunc(t, func(n int, _ wiretest.Sent) wiretest.Answer {
			if n == 2 {
				pass()
			}
			return states("creating")[0]
		})
		_, err := c.WaitServiceAvailable(ctx, serviceID)
		if timeout, ok := errors.AsType[*client.TimeoutError](err); !ok || timeout.Status != "creating" {
			t.Errorf("ended with %T: %v", err, err)
		}
	})
	t.Run("interrupt", func(t *testing.T) {
		t.Parallel()
		ctx, cancel := context.WithCancel(t.Context())
		c, _ := serveFunc(t, func(n int, _ wiretest.Sent) wiretest.Answer {
			if n == 2 {
				cancel()
			}
			return states("creating")[0]
		})
		_, err := c.WaitEndpointConnected(ctx, endpointID, true)
		if interrupted, ok := errors.AsType[*client.InterruptedError](err); !ok || interrupted.Status != "creating" {
			t.Errorf("ended with %T: %v", err, err)
		}
	})
}

func TestDeleteServiceOnceUnused(t *testing.T) {
	t.Parallel()
	inUse := wiretest.Refusal(http.StatusBadRequest, "EndPoint.3006")
	for _, test := range []struct {
		name    string
		answers []wiretest.Answer
		ends    func(error) bool
	}{
		{"unused", []wiretest.Answer{wiretest.Reply(204, "")}, isNil},
		{"unused after a while", []wiretest.Answer{inUse, inUse, wiretest.Reply(204, "")}, isNil},
		{"gone in the meantime", []wiretest.Answer{inUse, errNotFound}, isNil},
		{"refused", []wiretest.Answer{inUse, wiretest.Refusal(403, "EndPoint.0004")}, is[*client.APIError]},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c, cloud := serve(t, test.answers...)
			if err := c.DeleteServiceOnceUnused(t.Context(), serviceID, nil); !test.ends(err) {
				t.Fatalf("ended with %T: %v", err, err)
			}
			var want []wiretest.Sent
			for range test.answers {
				want = append(want, wiretest.Request("DELETE", servicePath, "", ""))
			}
			cloud.Want(t, want...)
		})
	}
}

// Each refusal is told before the API is asked again, and what is made of it may end the wait.
func TestDeleteServiceOnceUnusedDisconnects(t *testing.T) {
	t.Parallel()
	inUse := wiretest.Refusal(http.StatusBadRequest, "EndPoint.3006")
	for _, test := range []struct {
		name    string
		failure error
		told    int
		sent    int
	}{
		{"told of each", nil, 2, 3},
		{"ended", errors.New("no"), 1, 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c, cloud := serve(t, inUse, inUse, wiretest.Reply(204, ""))
			told := 0
			err := c.DeleteServiceOnceUnused(t.Context(), serviceID, func(_ context.Context, err error) error {
				if !IsInUse(err) {
					t.Errorf("told of %v", err)
				}
				told++
				return test.failure
			})
			if !errors.Is(err, test.failure) || told != test.told {
				t.Errorf("ended with %v, told %d times", err, told)
			}
			if n := len(cloud.Seen()); n != test.sent {
				t.Errorf("%d requests, want %d", n, test.sent)
			}
		})
	}
}

// Contract/vpcep.md 1.19 and 2.8.
func TestWaitServiceUpgraded(t *testing.T) {
	t.Parallel()
	service := func(status, editions string) wiretest.Answer {
		return wiretest.Reply(200, fmt.Sprintf(`{"id": "x", "status": %q, "supported_editions": [%s]}`, status, editions))
	}
	const basic, both = `"basic"`, `"basic", "profession"`
	for _, test := range []struct {
		name    string
		action  string
		answers []wiretest.Answer
		ends    func(error) bool
	}{
		{"at once", Upgrade, []wiretest.Answer{service("available", both)}, isNil},
		{"later", Upgrade, []wiretest.Answer{service("available", basic), service("creating", both), service("available", both)}, isNil},
		{"failed", Upgrade, []wiretest.Answer{service("available", basic), service("failed", basic)}, is[*client.UnexpectedStateError]},
		{"gone", Upgrade, []wiretest.Answer{service("available", basic), errNotFound}, is[*client.GoneError]},
		{"rolled back", Rollback, []wiretest.Answer{service("available", both), service("available", basic)}, isNil},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c, cloud := serve(t, test.answers...)
			got, err := c.WaitServiceUpgraded(t.Context(), serviceID, test.action)
			if !test.ends(err) {
				t.Fatalf("ended with %T: %v", err, err)
			}
			if err == nil && got.Professional() != (test.action == Upgrade) {
				t.Errorf("got %+v", got)
			}
			if n := len(cloud.Seen()); n != len(test.answers) {
				t.Errorf("%d reads, want %d", n, len(test.answers))
			}
		})
	}
}

// No call shows what these two did, so the object's own status has to do (contract/vpcep.md 1.20 and 1.29).
func TestWaitWithoutEvidence(t *testing.T) {
	t.Parallel()
	t.Run("server resources", func(t *testing.T) {
		t.Parallel()
		c, cloud := serve(t, states("creating", "available")...)
		if _, err := c.WaitServerResourcesAdded(t.Context(), serviceID); err != nil || len(cloud.Seen()) != 2 {
			t.Errorf("%v after %v", err, cloud.Seen())
		}
	})
	t.Run("upgrade of an endpoint", func(t *testing.T) {
		t.Parallel()
		c, cloud := serve(t, states("creating", "accepted")...)
		if _, err := c.WaitEndpointUpgraded(t.Context(), endpointID); err != nil || len(cloud.Seen()) != 2 {
			t.Errorf("%v after %v", err, cloud.Seen())
		}
	})
}

// Whoever asks for reports hears each status that a wait sees.
func TestReporting(t *testing.T) {
	t.Parallel()
	connection := wiretest.Reply(200, `{"connections": [{"id": "`+endpointID+`", "status": "accepted"}], "total_count": 1}`)
	for name, test := range map[string]struct {
		answers []wiretest.Answer
		wait    func(ctx context.Context, c *Client) error
		want    string
	}{
		"service": {states("creating", "available"), func(ctx context.Context, c *Client) error {
			_, err := c.WaitServiceAvailable(ctx, serviceID)
			return err
		}, "[creating available]"},
		"endpoint": {states("pendingAcceptance", "accepted"), func(ctx context.Context, c *Client) error {
			_, err := c.WaitEndpointConnected(ctx, endpointID, true)
			return err
		}, "[pendingAcceptance accepted]"},
		"deletion": {states("deleting", "404"), func(ctx context.Context, c *Client) error {
			return c.WaitEndpointDeleted(ctx, endpointID)
		}, "[deleting]"},
		"connection": {[]wiretest.Answer{connection}, func(ctx context.Context, c *Client) error {
			_, err := c.WaitConnectionAnswered(ctx, serviceID, Receive, endpointID)
			return err
		}, "[accepted]"},
		"use": {[]wiretest.Answer{wiretest.Refusal(400, "EndPoint.3006"), wiretest.Reply(204, "")}, func(ctx context.Context, c *Client) error {
			return c.DeleteServiceOnceUnused(ctx, serviceID, nil)
		}, "[in use deleting]"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, _ := serve(t, test.answers...)
			var heard []string
			reporting := c.Reporting(func(status string, _ time.Duration) { heard = append(heard, status) })
			if err := test.wait(t.Context(), reporting); err != nil {
				t.Fatal(err)
			}
			if got := fmt.Sprint(heard); got != test.want {
				t.Errorf("heard %s, want %s", got, test.want)
			}
		})
	}
}

// A read that lags behind the creation is made again; what is missing for long is gone.
func TestAwait(t *testing.T) {
	t.Parallel()
	for kind, read := range map[string]struct {
		shown string
		await func(context.Context, *Client) error
	}{
		"service": {serviceSample, func(ctx context.Context, c *Client) error {
			_, err := c.AwaitService(ctx, serviceID)
			return err
		}},
		"endpoint": {endpointSample, func(ctx context.Context, c *Client) error {
			_, err := c.AwaitEndpoint(ctx, endpointID)
			return err
		}},
	} {
		shown := wiretest.Reply(200, read.shown)
		for _, test := range []struct {
			name    string
			replies []wiretest.Answer
			looks   int
			fails   func(error) bool
		}{
			{"shown", []wiretest.Answer{shown}, 1, func(err error) bool { return err != nil }},
			{"shown later", []wiretest.Answer{errNotFound, errNotFound, shown}, 3, func(err error) bool { return err != nil }},
			{"never shown", []wiretest.Answer{errNotFound}, 10, func(err error) bool { return !client.IsNotFound(err) }},
			{"refused", []wiretest.Answer{wiretest.Refusal(403, "EndPoint.0004")}, 1, func(err error) bool { return !client.HasCode(err, "EndPoint.0004") }},
		} {
			t.Run(kind+" "+test.name, func(t *testing.T) {
				t.Parallel()
				c, cloud := serve(t, test.replies...)
				if err := read.await(t.Context(), c); test.fails(err) {
					t.Errorf("got %v", err)
				}
				if n := len(cloud.Seen()); n != test.looks {
					t.Errorf("%d looks, want %d", n, test.looks)
				}
			})
		}
	}
}
