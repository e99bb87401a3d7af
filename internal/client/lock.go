package client

import (
	"context"
	"sync"
)

// Locks is a lock for each key, for changes that read, compute and write: two of them at once would lose one. The zero
// value is ready to use.
type Locks struct{ locks sync.Map }

// Lock waits until nobody else holds the key, or returns the context's error as soon as it ends. Whoever gets the key
// calls unlock once.
func (l *Locks) Lock(ctx context.Context, key string) (unlock func(), err error) {
	lock, _ := l.locks.LoadOrStore(key, make(chan struct{}, 1))
	held := lock.(chan struct{}) //nolint:forcetypeassert // nothing else is stored
	select {
	case held <- struct{}{}:
		return func() { <-held }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
