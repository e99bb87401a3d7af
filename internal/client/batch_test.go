package client

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

var errGone = errors.New("not in the list")

// shelf is a batch over things that counts the calls it makes.
type shelf struct {
	Batch[thing]
	mu        sync.Mutex
	one, many int
	holds     []thing
	listError error
	listTakes time.Duration
}

func newShelf(ids ...string) *shelf {
	s := &shelf{}
	for _, id := range ids {
		s.holds = append(s.holds, thing{ID: id, Status: "old"})
	}
	s.Batch = Batch[thing]{ID: func(t *thing) string { return t.ID }, Gone: errGone, One: s.readOne, Many: s.readAll}
	return s
}

func (s *shelf) readOne(_ context.Context, id string) (*thing, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.one++
	return &thing{ID: id, Status: "single"}, nil
}

// readAll answers what was there when the call began, as a list call does.
func (s *shelf) readAll(context.Context) ([]thing, error) {
	s.mu.Lock()
	s.many++
	answer, err := append([]thing(nil), s.holds...), s.listError
	s.mu.Unlock()
	time.Sleep(s.listTakes)
	return answer, err
}

func (s *shelf) set(status string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := range s.holds {
		s.holds[i].Status = status
	}
}

func (s *shelf) wantCalls(t *testing.T, one, many int) {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.one != one || s.many != many {
		t.Errorf("%d single reads and %d lists, want %d and %d", s.one, s.many, one, many)
	}
}

// answers is what readers got.
type answers struct {
	sync.WaitGroup
	mu     sync.Mutex
	things map[string]*thing
	errors map[string]error
}

func (a *answers) read(ctx context.Context, s *shelf, id string) {
	a.Go(func() {
		object, err := s.Get(ctx, id)
		a.mu.Lock()
		defer a.mu.Unlock()
		if a.things == nil {
			a.things, a.errors = map[string]*thing{}, map[string]error{}
		}
		a.things[id], a.errors[id] = object, err
	})
}

func (a *answers) want(t *testing.T, id, status string) {
	t.Helper()
	if err := a.errors[id]; err != nil {
		t.Errorf("%s: %v", id, err)
		return
	}
	if got := a.things[id]; got.ID != id || got.Status != status {
		t.Errorf("%s: got %v, want status %q", id, got, status)
	}
}

func TestBatchOneReader(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newShelf("a")
		object, err := s.Get(t.Context(), "a")
		if err != nil || object.ID != "a" || object.Status != "single" {
			t.Fatalf("got %v, %v", object, err)
		}
		s.wantCalls(t, 1, 0)
	})
}

func TestBatchManyReaders(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var ids []string
		for i := range 10 {
			ids = append(ids, fmt.Sprint("id", i))
		}
		s := newShelf(ids...)
		var got answers
		for _, id := range ids {
			got.read(t.Context(), s, id)
			time.Sleep(batchWindow / 20) // all ten come within the window
		}
		got.Wait()
		for _, id := range ids {
			got.want(t, id, "old")
		}
		s.wantCalls(t, 0, 1)
	})
}

// A reader never gets an answer that is older than its question.
func TestBatchReaderDuringList(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newShelf("a", "b", "c", "d")
		s.listTakes = time.Second
		var early, late answers
		early.read(t.Context(), s, "a")
		early.read(t.Context(), s, "b")
		time.Sleep(s.listTakes / 2) // the list call is under way
		s.wantCalls(t, 0, 1)
		s.set("new")
		late.read(t.Context(), s, "c")
		late.read(t.Context(), s, "d")
		early.Wait()
		late.Wait()
		early.want(t, "a", "old")
		early.want(t, "b", "old")
		late.want(t, "c", "new")
		late.want(t, "d", "new")
		s.wantCalls(t, 0, 2)
	})
}

func TestBatchListFails(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newShelf("a", "b", "c")
		s.listError = errors.New("no list today")
		var got answers
		for _, id := range []string{"a", "b", "c"} {
			got.read(t.Context(), s, id)
		}
		got.Wait()
		for _, id := range []string{"a", "b", "c"} {
			got.want(t, id, "single")
		}
		s.wantCalls(t, 3, 1)
	})
}

// Where what the list belongs to is gone, its objects are too, and nobody asks for them one by one.
func TestBatchParentGone(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newShelf("a", "b")
		s.listError = errThingGone
		var got answers
		got.read(t.Context(), s, "a")
		got.read(t.Context(), s, "b")
		got.Wait()
		for _, id := range []string{"a", "b"} {
			if err := got.errors[id]; !IsNotFound(err) {
				t.Errorf("%s: got %v", id, err)
			}
		}
		s.wantCalls(t, 0, 1)
	})
}

// Where the API has no call for one object, the list serves a lone reader too, and its error is everyone's.
func TestBatchListOnly(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newShelf("a", "b")
		s.One = nil
		if object, err := s.Get(t.Context(), "a"); err != nil || object.Status != "old" {
			t.Fatalf("got %v, %v", object, err)
		}
		if _, err := s.Get(t.Context(), "c"); !errors.Is(err, errGone) {
			t.Fatalf("a missing object gives %v, want the error of the batch", err)
		}
		s.listError = errors.New("no list today")
		var got answers
		got.read(t.Context(), s, "a")
		got.read(t.Context(), s, "b")
		got.Wait()
		for _, id := range []string{"a", "b"} {
			if err := got.errors[id]; !errors.Is(err, s.listError) {
				t.Errorf("%s: got %v, want the error of the list", id, err)
			}
		}
		s.wantCalls(t, 0, 3)
	})
}

func TestBatchGone(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newShelf("a")
		var got answers
		got.read(t.Context(), s, "a")
		got.read(t.Context(), s, "b")
		got.Wait()
		got.want(t, "a", "old")
		if err := got.errors["b"]; !errors.Is(err, errGone) {
			t.Errorf("a missing object gives %v, want the error of the batch", err)
		}
		s.wantCalls(t, 0, 1)
	})
}

// A reader whose context ends does not wait for the others, and does not take the answer from them.
func TestBatchCancelled(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newShelf("a", "b", "c")
		s.listTakes = time.Second
		ctx, cancel := context.WithCancel(t.Context())
		var patient, hasty answers
		hasty.read(ctx, s, "a") // the first: the round must not end with its context
		synctest.Wait()
		patient.read(t.Context(), s, "b")
		patient.read(t.Context(), s, "c")
		time.Sleep(s.listTakes / 2)
		begin := time.Now()
		cancel()
		hasty.Wait()
		if took := time.Since(begin); took != 0 {
			t.Errorf("the cancelled reader waited for %s", took)
		}
		if err := hasty.errors["a"]; !errors.Is(err, context.Canceled) {
			t.Errorf("the cancelled reader got %v", err)
		}
		patient.Wait()
		patient.want(t, "b", "old")
		patient.want(t, "c", "old")
		s.wantCalls(t, 0, 1)
	})
}
