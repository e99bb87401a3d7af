package client

import (
	"maps"
	"slices"
	"sync"
	"time"
)

// Written remembers what a run has written of the parts of objects, for as long as reads may lag behind it: for changes
// that read, compute and write. The zero value is ready to use.
type Written[T any] struct {
	mu      sync.Mutex
	objects map[string]map[string]written[T]
}

type written[T any] struct {
	part *T
	at   time.Time
}

func (w written[T]) fresh() bool { return time.Since(w.at) < staleRead }

// Note remembers that an object has a part of this name from now on; nil: that it has none.
func (w *Written[T]) Note(object, name string, part *T) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.objects == nil {
		w.objects = map[string]map[string]written[T]{}
	}
	if w.objects[object] == nil {
		w.objects[object] = map[string]written[T]{}
	}
	w.objects[object][name] = written[T]{part, time.Now()}
}

// Over lays what was written over the parts that were read.
func (w *Written[T]) Over(object string, read []T, name func(T) string) []T {
	w.mu.Lock()
	defer w.mu.Unlock()
	notes, shown := w.objects[object], map[string]bool{}
	parts := slices.DeleteFunc(slices.Clone(read), func(part T) bool {
		shown[name(part)] = true
		note, ok := notes[name(part)]
		return ok && note.part == nil && note.fresh()
	})
	for _, missing := range slices.Sorted(maps.Keys(notes)) {
		if note := notes[missing]; note.part != nil && note.fresh() && !shown[missing] {
			parts = append(parts, *note.part)
		}
	}
	return parts
}
