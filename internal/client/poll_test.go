package client

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"
)

var errNoRoute = errors.New("no route to host")

var errThingGone = &APIError{Method: "GET", Route: testRoute, Status: 404, Code: "EndPoint.0005", Message: "m"}

// steps makes a Refresh that returns one status after the other, the last for ever; "gone" is a 404, "fails" an error.
func steps(statuses ...string) func(context.Context) (thing, error) {
	n := 0
	return func(context.Context) (thing, error) {
		s := statuses[min(n, len(statuses)-1)]
		n++
		switch s {
		case "gone":
			return thing{}, errThingGone
		case "fails":
			return thing{}, &APIError{Status: 403, Code: "EndPoint.0004"}
		case "outage":
			return thing{}, &AuthError{Action: "log in", Err: &APIError{Status: 500, Code: "EndPoint.0001"}}
		case "unreachable":
			return thing{}, &TransportError{Err: errNoRoute}
		case "untrusted":
			return thing{}, &TransportError{Err: &tls.CertificateVerificationError{Err: errNoRoute}}
		default:
			return thing{ID: "t1", Status: s}, nil
		}
	}
}

func thingPoll(statuses ...string) Poll[thing] {
	return Poll[thing]{
		What: "thing t1", Refresh: steps(statuses...), Status: func(x thing) string { return x.Status },
		Pending: []string{"creating"}, Target: []string{"available", "accepted"},
		Reason: func(thing) string { return "EndPoint.2036 no address left" },
	}
}

func TestPollEndings(t *testing.T) {
	t.Parallel()
	unexpected, gone, api := is[*UnexpectedStateError], is[*GoneError], is[*APIError]
	for name, row := range map[string]struct {
		statuses []string
		change   func(*Poll[thing])
		last     string           // status of the object returned
		target   func(error) bool // nil: success
		text     string
	}{
		"there at once":               {statuses: []string{"available"}, last: "available"},
		"another target":              {statuses: []string{"accepted"}, last: "accepted"},
		"after a while":               {statuses: []string{"creating", "creating", "available"}, last: "available"},
		"any status may be pending":   {statuses: []string{"odd", "available"}, change: func(p *Poll[thing]) { p.Pending = nil }, last: "available"},
		"stale read at first":         {statuses: []string{"gone", "gone", "creating", "available"}, last: "available"},
		"failed":                      {statuses: []string{"creating", "failed"}, last: "failed", target: unexpected, text: `thing t1 is in state "failed", not available or accepted: EndPoint.2036 no address left`},
		"failed without a reason":     {statuses: []string{"failed"}, change: func(p *Poll[thing]) { p.Reason = nil }, last: "failed", target: unexpected, text: `thing t1 is in state "failed", not available or accepted`},
		"gone after it was seen":      {statuses: []string{"creating", "gone", "available"}, last: "creating", target: gone, text: `thing t1 is gone`},
		"never seen":                  {statuses: []string{"gone"}, target: gone, text: "thing t1 cannot be found"},
		"seen before, gone at once":   {statuses: []string{"gone", "available"}, change: func(p *Poll[thing]) { p.Exists = true }, target: gone, text: "thing t1 cannot be found"},
		"refresh fails":               {statuses: []string{"creating", "fails"}, last: "creating", target: api, text: "waiting for thing t1: "},
		"outages":                     {statuses: []string{"outage", "unreachable", "creating", "unreachable", "outage", "available"}, last: "available"},
		"not an outage":               {statuses: []string{"creating", "untrusted"}, last: "creating", target: is[*TransportError], text: "waiting for thing t1: "},
		"deleted in an outage":        {statuses: []string{"deleting", "outage", "gone"}, change: func(p *Poll[thing]) { p.Target, p.Pending = nil, []string{"deleting"} }, last: "deleting"},
		"deleted":                     {statuses: []string{"deleting", "gone"}, change: func(p *Poll[thing]) { p.Target, p.Pending = nil, []string{"deleting"} }, last: "deleting"},
		"deleted before the first":    {statuses: []string{"gone"}, change: func(p *Poll[thing]) { p.Target = nil }},
		"deletion failed":             {statuses: []string{"deleting", "failed"}, change: func(p *Poll[thing]) { p.Target, p.Pending = nil, []string{"deleting"} }, last: "failed", target: unexpected, text: `not gone`},
		"deletion without any status": {statuses: []string{"x", "gone"}, change: func(p *Poll[thing]) { p.Target, p.Pending, p.Status = nil, nil, nil }, last: "x"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				p := thingPoll(row.statuses...)
				if row.change != nil {
					row.change(&p)
				}
				object, err := p.Wait(t.Context())
				if object.Status != row.last {
					t.Errorf("object %+v, want status %q", object, row.last)
				}
				if row.target == nil {
					if err != nil {
						t.Error(err)
					}
					return
				}
				if err == nil || !row.target(err) {
					t.Fatalf("%T: %v", err, err)
				}
				contains(t, err.Error(), row.text)
			})
		})
	}
}

func TestPollToleratesStaleReadsFor30Seconds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		_, err := thingPoll("gone").Wait(t.Context())
		took := time.Since(start)
		if _, ok := errors.AsType[*GoneError](err); !ok || took < 30*time.Second || took > 33*time.Second {
			t.Errorf("after %s: %v", took, err)
		}
	})
}

// Each answer ends the outage before it.
func TestPollToleratesOutagesFor2Minutes(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		start, answered := time.Now(), time.Minute
		p := thingPoll()
		p.Refresh = func(context.Context) (thing, error) {
			if took := time.Since(start); took >= answered && took < answered+10*time.Second {
				return thing{Status: "creating"}, nil
			}
			return thing{}, &APIError{Status: 503}
		}
		_, err := p.Wait(t.Context())
		took := time.Since(start)
		if !is[*APIError](err) || took < answered+outage || took > answered+outage+20*time.Second {
			t.Errorf("after %s: %v", took, err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		answered = 0
		_, err = p.Wait(ctx)
		if !is[*TimeoutError](err) {
			t.Fatalf("got %T: %v", err, err)
		}
		contains(t, err.Error(), "the last observation failed: ", "503")
	})
}

func TestPollTimeout(t *testing.T) {
	t.Parallel()
	for name, refresh := range map[string]func(context.Context) (thing, error){
		"between two observations": steps("creating"),
		"during an observation": func(ctx context.Context) (thing, error) {
			select {
			case <-time.After(40 * time.Second):
				return thing{Status: "creating"}, nil
			case <-ctx.Done():
				return thing{}, &TransportError{Err: ctx.Err()}
			}
		},
		"a request gives up early": func(ctx context.Context) (thing, error) {
			if deadline, _ := ctx.Deadline(); time.Until(deadline) < 10*time.Second {
				return thing{}, &APIError{Status: 429, cause: context.DeadlineExceeded}
			}
			return thing{Status: "creating"}, nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
				defer cancel()
				p := thingPoll()
				p.Refresh = refresh
				start := time.Now()
				object, err := p.Wait(ctx)
				timeout, ok := errors.AsType[*TimeoutError](err)
				if !ok || !errors.Is(err, context.DeadlineExceeded) {
					t.Fatalf("%v", err)
				}
				if timeout.What != "thing t1" || timeout.Status != "creating" || timeout.Elapsed != time.Since(start) || object.Status != "creating" {
					t.Errorf("%+v, object %+v", timeout, object)
				}
				if timeout.Elapsed > time.Minute || timeout.Elapsed < 50*time.Second {
					t.Errorf("ended after %s", timeout.Elapsed)
				}
				contains(t, err.Error(), "thing t1 did not become available or accepted within", `"creating"`)
			})
		})
	}
}

func TestPollInterrupted(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(100*time.Second+time.Millisecond, cancel)
		start := time.Now()
		object, err := thingPoll("creating").Wait(ctx)
		interrupted, ok := errors.AsType[*InterruptedError](err)
		if !ok || !errors.Is(err, context.Canceled) || interrupted.Status != "creating" || object.Status != "creating" {
			t.Errorf("%v, %+v", err, object)
		}
		if took := time.Since(start); took != 100*time.Second+time.Millisecond {
			t.Errorf("ended %s after the start", took)
		}
	})
}

// Peers: HS-7: fixed delays before anything is looked at.
func TestPollEndsWithin10PercentOfTheFact(t *testing.T) {
	t.Parallel()
	for _, fact := range []time.Duration{0, 5 * time.Second, 42 * time.Second, 90 * time.Second} {
		t.Run(fact.String(), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				start := time.Now()
				p := thingPoll()
				p.Refresh = func(context.Context) (thing, error) {
					if time.Since(start) >= fact {
						return thing{Status: "available"}, nil
					}
					return thing{Status: "creating"}, nil
				}
				if _, err := p.Wait(t.Context()); err != nil {
					t.Fatal(err)
				}
				if took := time.Since(start); took > fact+fact/10 {
					t.Errorf("ended after %s", took)
				}
			})
		})
	}
}

func TestPollObservesAndUsesItsBackoff(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := thingPoll("creating", "creating", "available")
		var seen []string
		p.Observe = func(x thing, elapsed time.Duration) { seen = append(seen, fmt.Sprint(x.Status, " ", elapsed)) }
		p.Backoff = func(attempt int, elapsed time.Duration) time.Duration {
			return time.Duration(attempt+1)*time.Second + elapsed
		}
		if _, err := p.Wait(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got, want := fmt.Sprint(seen), "[creating 0s creating 1s available 4s]"; got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	})
}

func TestPollBackoffShape(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		attempt int
		elapsed time.Duration
		want    time.Duration
	}{
		{0, 0, 40 * time.Millisecond},
		{1, 40 * time.Millisecond, 56 * time.Millisecond},
		{2, 100 * time.Millisecond, 78400 * time.Microsecond},
		{4, 300 * time.Millisecond, 150 * time.Millisecond},
		{10, time.Second, 150 * time.Millisecond},
		{20, 20 * time.Second, 1500 * time.Millisecond},
		{5000, 100 * time.Second, 7500 * time.Millisecond},
	} {
		for range 100 {
			d := PollBackoff(row.attempt, row.elapsed)
			if d < row.want*9/10-time.Microsecond || d > row.want*11/10+time.Microsecond {
				t.Errorf("attempt %d after %s: %s", row.attempt, row.elapsed, d)
			}
		}
	}
	if d := PollBackoff(100, time.Hour); d != 10*time.Second {
		t.Errorf("after an hour: %s", d)
	}
}

// After a deletion was asked for a 404 means gone, also when a gateway's page says it; that the cloud does not know the
// call at all does not (contract/auth.md 7.1, 7.2).
func TestPollGoneByAnyPage(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		err  error
		gone bool
	}{
		{&APIError{Status: 404, foreign: true}, true},
		{&APIError{Status: 404, Code: "EndPoint.0005"}, true},
		{&APIError{Status: 404, Code: "APIGW.0101"}, false},
		{&APIError{Status: 403}, false},
		{&AuthError{Err: &APIError{Status: 404}}, false},
	} {
		_, err := Poll[string]{What: "thing", Refresh: func(context.Context) (string, error) { return "", test.err }}.Wait(t.Context())
		if (err == nil) != test.gone {
			t.Errorf("%v: %v", test.err, err)
		}
	}
}

// An object whose own read fails while the list holds it is in doubt: it is observed again, and the doubt is told when
// time is over.
func TestPollGoesOnInDoubt(t *testing.T) {
	t.Parallel()
	disputed := &DisputedError{What: "thing a", Err: &APIError{Status: 400, Code: "A.1", Message: "m"}}
	var answers []error
	p := Poll[thing]{
		What: "thing a",
		Refresh: func(context.Context) (thing, error) {
			err := answers[0]
			answers = answers[1:]
			return thing{ID: "a", Status: "deleting"}, err
		},
		Status:  func(o thing) string { return o.Status },
		Backoff: func(int, time.Duration) time.Duration { return time.Millisecond },
	}
	answers = []error{nil, disputed, disputed, &NotFoundError{What: "thing a", Err: ErrNoID}}
	if _, err := p.Wait(t.Context()); err != nil || len(answers) != 0 {
		t.Errorf("got %v with %d answers left", err, len(answers))
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	p.Refresh = func(context.Context) (thing, error) { return thing{}, disputed }
	_, err := p.Wait(ctx)
	if !is[*TimeoutError](err) || !is[*DisputedError](err) {
		t.Fatalf("got %T: %v", err, err)
	}
	contains(t, err.Error(), "the last observation failed: thing a is in the list of all, but cannot be read")
}
