package client

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"time"
)

const (
	firstPoll  = 40 * time.Millisecond
	steadyPoll = 150 * time.Millisecond
	lastPoll   = 10 * time.Second
	// staleRead is how long an object that was never seen may be missing: reads can lag behind the creation.
	staleRead = 30 * time.Second
	// outage is how long observations may fail because the cloud or the network does: a job of an hour need not be lost to
	// some bad moments of the API.
	outage = 2 * time.Minute
)

// Poll waits until an object has reached a state, by observing it.
type Poll[T any] struct {
	What    string // "VPC endpoint service 4189...", for messages
	Refresh func(context.Context) (T, error)
	Status  func(T) string
	Pending []string // nil: any status that is not a target
	Target  []string // nil: wait until Refresh says not found
	// Exists says that the object was seen before the wait: then "not found" means gone at once, and never that a read
	// lags behind the creation.
	Exists bool
	// Reason returns the server's own reason for a failed state; may be nil.
	Reason func(T) string
	// Observe, if set, is told each observation and how long the wait has lasted.
	Observe func(T, time.Duration)
	// Backoff is the delay before the next observation; nil means PollBackoff. attempt counts from 0.
	Backoff func(attempt int, elapsed time.Duration) time.Duration
}

// PollBackoff starts at about 40 ms and grows to 150 ms, then is 7.5 % of the time elapsed but at most 10 s, with a
// jitter of 10 %. So a wait ends within 10 % after the fact.
func PollBackoff(attempt int, elapsed time.Duration) time.Duration {
	d := float64(firstPoll) * math.Pow(1.4, float64(attempt))
	if d >= float64(steadyPoll) {
		d = max(float64(steadyPoll), 0.075*float64(elapsed))
	}
	d *= 0.9 + 0.2*rand.Float64() //nolint:gosec // no secret depends on it
	return time.Duration(min(d, float64(lastPoll)))
}

// Wait observes the object, at once and then after each delay, until it is in a target state, or gone if there are none.
// Failures of the cloud (HTTP 5xx) or the network are observed again for two minutes.
// It returns the last object seen, also with an error: *TimeoutError when the context's deadline passes,
// *InterruptedError when the context is cancelled, *UnexpectedStateError, *GoneError, or that of Refresh.
func (p Poll[T]) Wait(ctx context.Context) (T, error) {
	now := time.Now()
	w := waiting[T]{Poll: p, start: now, answered: now, seen: p.Exists}
	if w.Backoff == nil {
		w.Backoff = PollBackoff
	}
	for attempt := 0; ; attempt++ {
		done, err := w.observe(ctx)
		if done || err != nil {
			return w.last, err
		}
		if err := sleep(ctx, w.Backoff(attempt, time.Since(w.start))); err != nil {
			return w.last, w.ended(err, w.doubt)
		}
	}
}

// waiting is a Poll under way.
type waiting[T any] struct {
	Poll[T]
	start    time.Time
	answered time.Time // when the last observation ended that was no outage
	last     T
	seen     bool
	status   string
	doubt    error // what kept the last observation from telling anything
}

func (w *waiting[T]) observe(ctx context.Context) (done bool, _ error) {
	object, err := w.Refresh(ctx)
	w.doubt = nil
	failed := isOutage(err)
	if !failed {
		w.answered = time.Now()
	}
	switch disputed, doubt := errors.AsType[*DisputedError](err); {
	case err == nil:
		return w.judge(object)
	case ctx.Err() != nil:
		return false, w.ended(ctx.Err(), err)
	case errors.Is(err, context.DeadlineExceeded):
		// A request gives up early when the deadline leaves no room for another try.
		return false, w.ended(context.DeadlineExceeded, err)
	case doubt:
		w.doubt = disputed
		return false, nil
	case failed && time.Since(w.answered) < outage:
		w.doubt = err
		return false, nil
	case len(w.Target) == 0 && isGone(err):
		return true, nil
	case !IsNotFound(err):
		return false, fmt.Errorf("waiting for %s: %w", w.What, err)
	case w.seen || time.Since(w.start) > staleRead:
		return false, &GoneError{What: w.What, Status: w.status, Wanted: w.wanted(), Err: err}
	}
	return false, nil
}

func (w *waiting[T]) judge(object T) (done bool, _ error) {
	w.last, w.seen = object, true
	if w.Status != nil {
		w.status = w.Status(object)
	}
	if w.Observe != nil {
		w.Observe(object, time.Since(w.start))
	}
	switch {
	case slices.Contains(w.Target, w.status):
		return true, nil
	case w.Pending == nil || slices.Contains(w.Pending, w.status):
		return false, nil
	}
	reason := ""
	if w.Reason != nil {
		reason = w.Reason(object)
	}
	return false, &UnexpectedStateError{What: w.What, Status: w.status, Reason: reason, Wanted: w.wanted()}
}

func (w *waiting[T]) wanted() string {
	if len(w.Target) == 0 {
		return "gone"
	}
	return strings.Join(w.Target, " or ")
}

// ended explains the end of a wait by its context; last is the error of the observation it cut short, if any.
func (w *waiting[T]) ended(cause, last error) error {
	if errors.Is(cause, context.DeadlineExceeded) {
		return &TimeoutError{What: w.What, Status: w.status, Elapsed: time.Since(w.start), Wanted: w.wanted(), Last: last}
	}
	return &InterruptedError{What: w.What, Status: w.status}
}

// sleep waits, or returns the context's error as soon as it ends.
func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// TimeoutError is a wait whose deadline passed. Status is the last one seen, "" if the object was never seen.
type TimeoutError struct {
	What, Status string
	Elapsed      time.Duration
	Wanted       string
	Last         error // the error of an observation that the deadline cut short; may be nil
}

func (e *TimeoutError) Error() string {
	text := fmt.Sprintf("%s did not become %s within %s: %s", e.What, e.Wanted, e.Elapsed.Round(100*time.Millisecond), lastStatus(e.Status))
	if e.Last != nil {
		text += "; the last observation failed: " + e.Last.Error()
	}
	return oneLine(text)
}

// Unwrap returns context.DeadlineExceeded and the error of the last observation.
func (e *TimeoutError) Unwrap() []error { return unwrapped(context.DeadlineExceeded, e.Last) }

// InterruptedError is a wait that was cancelled.
type InterruptedError struct{ What, Status string }

func (e *InterruptedError) Error() string {
	return oneLine(fmt.Sprintf("interrupted while waiting for %s: %s", e.What, lastStatus(e.Status)))
}

// Unwrap returns context.Canceled.
func (e *InterruptedError) Unwrap() error { return context.Canceled }

// UnexpectedStateError is an object in a state from which it will not get where it was wanted.
type UnexpectedStateError struct {
	What, Status string
	Reason       string // the server's own; may be empty
	Wanted       string // "accepted or pendingAcceptance"; "gone" for a deletion
}

func (e *UnexpectedStateError) Error() string {
	text := fmt.Sprintf("%s is in state %q, not %s", e.What, e.Status, e.Wanted)
	if e.Reason != "" {
		text += ": " + e.Reason
	}
	return oneLine(text)
}

// GoneError is an object that does not exist although a state of it was waited for.
type GoneError struct {
	What, Status string
	Wanted       string
	Err          error // the server's "not found"
}

func (e *GoneError) Error() string {
	if e.Status == "" {
		return oneLine(fmt.Sprintf("%s cannot be found: %v", e.What, e.Err))
	}
	return oneLine(fmt.Sprintf("%s is gone, it was to become %s: %s: %v", e.What, e.Wanted, lastStatus(e.Status), e.Err))
}

func (e *GoneError) Unwrap() error { return e.Err }

func lastStatus(status string) string {
	if status == "" {
		return "it was never seen"
	}
	return fmt.Sprintf("its last status was %q", status)
}

// unwrapped leaves out what is nil.
func unwrapped(errs ...error) []error {
	return slices.DeleteFunc(errs, func(err error) bool { return err == nil })
}
