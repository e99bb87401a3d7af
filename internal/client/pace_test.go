package client

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/time/rate"
)

func TestPace(t *testing.T) {
	t.Parallel()
	now := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	p := newPace()
	expect := func(when string, limit rate.Limit, burst int) {
		t.Helper()
		if got := p.limiter.Limit(); got != limit || p.limiter.Burst() != burst {
			t.Errorf("%s: %v calls a second and %d at once, want %v and %d", when, got, p.limiter.Burst(), limit, burst)
		}
	}
	expect("at first", 150, 200)
	p.gotThrough(now)
	expect("when all is well", 150, 200)
	began := now
	now = now.Add(time.Second)
	p.throttled(began, now)
	expect("throttled", 75, 75)
	for range 50 {
		p.throttled(began, now.Add(time.Second))
	}
	expect("refusals of calls that began before", 75, 75)
	for range 20 {
		now = now.Add(time.Second)
		p.throttled(now, now)
	}
	expect("at the floor", 1, 1)
	if !p.limiter.AllowN(now.Add(time.Second), 1) || p.limiter.AllowN(now.Add(time.Second), 1) {
		t.Error("at the floor one call a second is allowed, and no more")
	}
	p.gotThrough(now)
	expect("after one call", 1.25, 1)
	for range 11 {
		p.gotThrough(now)
	}
	expect("after twelve", 4, 4)
	for range 1000 {
		p.gotThrough(now)
	}
	expect("in the end", 150, 200)
}

// Throttling slows one service down and no other, until calls get through again.
func TestThrottlingSlowsDown(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		busy := true
		server := &cloud{answer: func(int, recorded) (*http.Response, error) {
			if busy {
				return answer(429, "")
			}
			return answer(200, `{"id":"x"}`)
		}}
		cfg := tokenConfig()
		cfg.MaxRetries = 10
		c := testClient(t, cfg, server)
		if _, err := post(t.Context(), c); err == nil {
			t.Fatal("no error")
		}
		busy = false
		pace := func(service, region string) rate.Limit { return c.paceOf(c.Service(service, region)).limiter.Limit() }
		if pace("vpcep", "") != 1 || pace("iam", "") != 150 || pace("vpcep", "ap-southeast-1") != 150 {
			t.Errorf("%v, %v, %v", pace("vpcep", ""), pace("iam", ""), pace("vpcep", "ap-southeast-1"))
		}
		before := len(server.all())
		for range 4 {
			if _, err := get(t.Context(), c); err != nil {
				t.Fatal(err)
			}
		}
		requests := server.all()[before-1:]
		for i, want := range []time.Duration{time.Second, 800 * time.Millisecond, time.Second * 2 / 3, time.Second * 4 / 7} {
			if got := requests[i+1].at.Sub(requests[i].at); got.Round(time.Millisecond) != want.Round(time.Millisecond) {
				t.Errorf("waited %s before call %d, want %s", got, i+1, want)
			}
		}
	})
}

// Two hundred calls that are refused at the same moment halve the pace once.
func TestThrottledTogether(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		cfg := tokenConfig()
		cfg.MaxRetries = 0
		release := make(chan struct{})
		c := testClient(t, cfg, &cloud{answer: func(int, recorded) (*http.Response, error) {
			<-release
			return answer(429, "")
		}})
		var calls sync.WaitGroup
		for range 200 {
			calls.Go(func() { _, _ = post(t.Context(), c) })
		}
		synctest.Wait()
		close(release)
		calls.Wait()
		if got := c.paceOf(c.Service("vpcep", "")).limiter.Limit(); got != 75 {
			t.Errorf("%v calls a second", got)
		}
	})
}

// A call whose turn comes too late is not made; what the try before it got is what is reported.
func TestNoTimeForATurn(t *testing.T) {
	t.Parallel()
	for name, wait := range map[string]struct {
		status, requests int
	}{"the first try": {0, 0}, "a later one": {429, 1}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				server := always(429, `{"error_code":"APIGW.0308","error_msg":"slow down"}`)
				c := testClient(t, tokenConfig(), server)
				p := c.paceOf(c.Service("vpcep", ""))
				for ago := 20 * time.Second; ago > 0; ago -= time.Second {
					p.throttled(time.Now().Add(-ago), time.Now().Add(-ago))
				}
				if wait.requests == 0 {
					p.limiter.AllowN(time.Now(), 1)
				}
				ctx, cancel := context.WithTimeout(t.Context(), 500*time.Millisecond)
				defer cancel()
				start := time.Now()
				_, err := post(ctx, c)
				if !errors.Is(err, context.DeadlineExceeded) || Undecided(err) || len(server.all()) != wait.requests {
					t.Errorf("%d requests, %v", len(server.all()), err)
				}
				if api, ok := errors.AsType[*APIError](err); ok != (wait.status != 0) || (ok && api.Status != wait.status) {
					t.Errorf("%v", err)
				}
				if took := time.Since(start); took > 100*time.Millisecond {
					t.Errorf("took %s", took)
				}
			})
		})
	}
}
