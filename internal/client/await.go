package client

import (
	"context"
	"time"
)

// looksForCreated is how often an object that was created has to be missing until it counts as removed by somebody: with
// the standard delays between two looks that takes about a second.
const looksForCreated = 10

// Await is get for an object that was created a while ago, and that reads may not show yet: they can lag behind the
// creation. lags says of an error that it may come from that; it is the result when it is still there after some looks.
func Await[T any](ctx context.Context, what string, backoff func(attempt int, elapsed time.Duration) time.Duration, lags func(error) bool,
	get func(context.Context) (*T, error),
) (*T, error) {
	missing, looks := new(T), 0
	return Poll[*T]{
		What: what,
		Refresh: func(ctx context.Context) (*T, error) {
			object, err := get(ctx)
			if looks++; lags(err) && looks < looksForCreated {
				return missing, nil
			}
			return object, err
		},
		Status: func(object *T) string {
			if object == missing {
				return "missing"
			}
			return "shown"
		},
		Pending: []string{"missing"},
		Target:  []string{"shown"},
		Exists:  true,
		Backoff: backoff,
	}.Wait(ctx)
}
