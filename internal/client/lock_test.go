package client

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
)

func mustLock(t *testing.T, l *Locks, key string) (unlock func()) {
	t.Helper()
	unlock, err := l.Lock(t.Context(), key)
	if err != nil {
		t.Fatal(err)
	}
	return unlock
}

// Changes of one key run one after the other, changes of others beside them.
func TestLocks(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var locks Locks
		unlock := mustLock(t, &locks, "a")
		mustLock(t, &locks, "b")()

		second := make(chan func(), 1)
		go func() { second <- mustLock(t, &locks, "a") }()
		synctest.Wait()
		select {
		case <-second:
			t.Fatal("two hold the same key")
		default:
		}
		unlock()
		(<-second)()
		mustLock(t, &locks, "a")()
	})
}

// Whoever is interrupted while waiting ends at once and leaves the key to the others.
func TestLocksInterrupted(t *testing.T) {
	t.Parallel()
	var locks Locks
	unlock := mustLock(t, &locks, "a")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if got, err := locks.Lock(ctx, "a"); !errors.Is(err, context.Canceled) || got != nil {
		t.Errorf("got %v", err)
	}
	unlock()
	mustLock(t, &locks, "a")()
}
