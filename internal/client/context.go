package client

import (
	"context"
	"time"
)

type contextKey int

const (
	callerKey contextKey = iota
	wireKey
)

// outlive returns a context that ends no later than grace after ctx does. It has the values of ctx, and a deadline if ctx
// has one.
func outlive(ctx context.Context, grace time.Duration) (context.Context, context.CancelFunc) {
	longer, cancel := context.WithCancel(context.WithoutCancel(ctx))
	end := cancel
	if deadline, ok := ctx.Deadline(); ok {
		longer, end = context.WithDeadline(longer, deadline.Add(grace))
	}
	stop := context.AfterFunc(ctx, func() {
		timer := time.AfterFunc(grace, cancel)
		context.AfterFunc(longer, func() { timer.Stop() })
	})
	return longer, func() {
		stop()
		end()
		cancel()
	}
}

// Outlive returns a context that ends no later than the request timeout after ctx does: for what is to be found out about a
// request that was sent.
func (c *Client) Outlive(ctx context.Context) (context.Context, context.CancelFunc) {
	return outlive(ctx, c.cfg.RequestTimeout)
}

// withCaller marks a context that outlives its caller's: what has not been sent when the caller's ends is not sent.
func withCaller(ctx, caller context.Context) context.Context {
	return context.WithValue(ctx, callerKey, caller)
}

// outlives reports that a context outlives its caller's.
func outlives(ctx context.Context) bool { return ctx.Value(callerKey) != nil }

// callerOf returns the context that decides whether to go on: the caller's if ctx outlives it.
func callerOf(ctx context.Context) context.Context {
	if caller, ok := ctx.Value(callerKey).(context.Context); ok {
		return caller
	}
	return ctx
}

// withWire adds to a context the one that ends a try on the wire.
func withWire(ctx, wire context.Context) context.Context {
	return context.WithValue(ctx, wireKey, wire)
}

func wireOf(ctx context.Context) context.Context {
	if wire, ok := ctx.Value(wireKey).(context.Context); ok {
		return wire
	}
	return ctx
}
