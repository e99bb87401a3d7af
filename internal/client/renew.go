package client

import (
	"context"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"
)

// lease is a value that ends. Its times are local: the server's clock may differ.
type lease[T any] struct {
	value           T
	renewAt, endsAt time.Time
}

// early is how long before its end a value is renewed: half an hour, or a quarter of a short life.
func early(life time.Duration) time.Duration { return min(30*time.Minute, life/4) }

// renewed keeps values that end: one for a key, obtained when it is first asked for, and anew before it ends. However
// many ask at once, it is obtained once.
type renewed[T any] struct {
	obtain func(ctx context.Context, key string) (lease[T], error)

	group singleflight.Group
	mu    sync.Mutex
	held  map[string]lease[T]
}

// get returns a value that will live for a while.
func (r *renewed[T]) get(ctx context.Context, key string) (T, error) {
	if value, ok := r.fresh(key); ok {
		return value, nil
	}
	return shared(ctx, &r.group, key, func(ctx context.Context) (T, error) {
		if value, ok := r.fresh(key); ok {
			return value, nil
		}
		l, err := r.obtain(ctx, key)
		if err != nil {
			return r.lastResort(key, err)
		}
		r.mu.Lock()
		defer r.mu.Unlock()
		if r.held == nil {
			r.held = map[string]lease[T]{}
		}
		r.held[key] = l
		return l.value, nil
	})
}

func (r *renewed[T]) fresh(key string) (value T, ok bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	l, ok := r.held[key]
	return l.value, ok && time.Now().Before(l.renewAt)
}

// lastResort keeps a value in use that could not be renewed early but has not ended. It is tried again when a quarter
// of the time left is over: failed logins add up to a locked account (contract/auth.md 1.4).
func (r *renewed[T]) lastResort(key string, err error) (T, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	l, now := r.held[key], time.Now()
	if !now.Before(l.endsAt) {
		var none T
		return none, err
	}
	l.renewAt = now.Add(l.endsAt.Sub(now) / 4)
	r.held[key] = l
	return l.value, nil
}

// drop forgets the value of a key if it is the one that was refused: another may have replaced it already.
func (r *renewed[T]) drop(key string, refused func(T) bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if l, ok := r.held[key]; ok && refused(l.value) {
		delete(r.held, key)
	}
}
