package client

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

const (
	// The gateway's own limit is 200 calls a second per API (contract/auth.md 7.2); this leaves room for others.
	callsPerSecond rate.Limit = 150
	callBurst      int        = 200
	// slowestPace is what throttling leaves, recovery what every call that gets through adds, both in calls a second.
	slowestPace rate.Limit = 1
	recovery    rate.Limit = 0.25
)

// pace is the client's own rate limit for one service in one region. It halves when the cloud throttles, since a refused
// call counts as well, and recovers step by step.
type pace struct {
	limiter *rate.Limiter

	mu     sync.Mutex
	slowed time.Time // when it was last halved
}

func newPace() *pace { return &pace{limiter: rate.NewLimiter(callsPerSecond, callBurst)} }

// paceOf returns the pace of a service.
func (c *Client) paceOf(s *Service) *pace {
	key := s.name + "/" + s.region
	value, ok := c.paces.Load(key)
	if !ok {
		value, _ = c.paces.LoadOrStore(key, newPace())
	}
	p, _ := value.(*pace) // nothing else is stored
	return p
}

// wait takes a place in the queue.
func (p *pace) wait(ctx context.Context) error {
	if err := p.limiter.Wait(ctx); err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return fmt.Errorf("%w (%v)", context.DeadlineExceeded, err) //nolint:errorlint // the limiter has no error type
	}
	return nil
}

// throttled halves the pace. A try that began before the last time says nothing about the pace since then: many calls at
// once that are refused count as one.
func (p *pace) throttled(began, now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !began.After(p.slowed) {
		return
	}
	p.slowed = now
	p.set(now, max(p.limiter.Limit()/2, slowestPace))
}

// gotThrough takes a step back to the full pace.
func (p *pace) gotThrough(now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if limit := p.limiter.Limit(); limit < callsPerSecond {
		p.set(now, min(limit+recovery, callsPerSecond))
	}
}

// set changes the pace. Below the full one, no more than the calls of a second may be made at once.
func (p *pace) set(now time.Time, limit rate.Limit) {
	burst := callBurst
	if limit < callsPerSecond {
		burst = int(limit)
	}
	p.limiter.SetLimitAt(now, limit)
	p.limiter.SetBurstAt(now, burst)
}

// paced is the link in which every try waits for its turn, and the pace follows what the cloud makes of it.
func (x *exchange) paced(next roundTripFunc) roundTripFunc {
	p := x.client.paceOf(x.service)
	return func(request *http.Request) (*http.Response, error) {
		if err := p.wait(request.Context()); err != nil {
			x.outOfTurn(err)
			return nil, err
		}
		began := time.Now()
		response, err := next(request)
		switch {
		case x.reply == nil:
		case againAfter(x.reply) == throttled:
			p.throttled(began, time.Now())
		case x.reply.status < http.StatusInternalServerError:
			p.gotThrough(time.Now())
		}
		return response, err
	}
}

// outOfTurn notes that there is no time left for a try. What the one before got is the outcome, if there was one.
func (x *exchange) outOfTurn(err error) {
	x.gaveUp = err
	if x.attempts == 0 {
		x.err = err
	}
}
