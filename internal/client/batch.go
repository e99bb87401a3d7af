package client

import (
	"context"
	"sync"
	"time"
)

// batchWindow is how long a read waits for others to join it: long enough for the calls one CLI makes in
// parallel, short beside the time a deletion takes.
const batchWindow = 20 * time.Millisecond

// Batch lets reads of single objects that are wanted at about the same time share one list call: ten
// deletions that are waited for together cost one request a round instead of ten. A read that stays alone,
// and any read the list call cannot serve, asks for the object itself with One. Where the API has no call for
// one object, One is nil: then the list call serves every read, and its error is everyone's. So is always that what
// the list belongs to does not exist.
type Batch[T any] struct {
	One  func(ctx context.Context, id string) (*T, error)
	Many func(ctx context.Context) ([]T, error)
	ID   func(*T) string
	Fold func(id string) string // what all spellings of an id have in common; nil: an id has one
	Gone error                  // what a read returns when the list does not hold its object

	mu   sync.Mutex
	next *round[T]
}

// round is one group of reads. Its list call begins only after the last of them has joined, so that no
// reader gets an answer older than its question.
type round[T any] struct {
	readers int
	done    chan struct{}
	found   map[string]*T
	err     error
}

// Get reads the object with this id.
func (b *Batch[T]) Get(ctx context.Context, id string) (*T, error) {
	r := b.join(ctx)
	select {
	case <-r.done:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	switch {
	case b.One != nil && (r.readers == 1 || r.err != nil) && !IsNotFound(r.err):
		return b.One(ctx, id)
	case r.err != nil:
		return nil, r.err
	}
	if object, ok := r.found[b.fold(id)]; ok {
		return object, nil
	}
	return nil, b.Gone
}

func (b *Batch[T]) join(ctx context.Context) *round[T] {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.next == nil {
		b.next = &round[T]{done: make(chan struct{})}
		go b.run(context.WithoutCancel(ctx), b.next)
	}
	b.next.readers++
	return b.next
}

func (b *Batch[T]) run(ctx context.Context, r *round[T]) {
	defer close(r.done)
	<-time.After(batchWindow)
	b.mu.Lock()
	b.next = nil
	b.mu.Unlock()
	if b.One != nil && r.readers == 1 {
		return
	}
	list, err := b.Many(ctx)
	r.err = err
	r.found = make(map[string]*T, len(list))
	for i := range list {
		r.found[b.fold(b.ID(&list[i]))] = &list[i]
	}
}

func (b *Batch[T]) fold(id string) string {
	if b.Fold == nil {
		return id
	}
	return b.Fold(id)
}
