package emulator

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"slices"
)

// store holds every object. The emulator's mutex guards it.
type store struct {
	services     *table[service]
	endpoints    *table[endpoint]
	blockchains  *table[blockchain]
	invitations  *table[invitation]
	kafkas       *table[kafkaInstance]
	hbsInstances *table[hbsInstance]
	hbsJobs      *table[hbsJob]
	hbsBackups   *table[hbsBackup]
	orders       *table[order]
	records      []*record             // of operations on blockchains, oldest first
	leftovers    []leftover            // of deleted blockchains
	authorities  map[string]*authority // instance id / organization -> its authority
	sequence     int                   // grows with every write; orders objects whose timestamps are equal
	nextMarker   int32
}

// firstMarker is where marker_id starts: 2^24 + n (contract/vpcep.md 2.6).
const firstMarker int32 = 16777301

func newStore() *store {
	return &store{services: newTable[service](), endpoints: newTable[endpoint](), blockchains: newTable[blockchain](),
		invitations: newTable[invitation](), kafkas: newTable[kafkaInstance](), authorities: map[string]*authority{},
		hbsInstances: newTable[hbsInstance](), hbsJobs: newTable[hbsJob](), hbsBackups: newTable[hbsBackup](),
		orders: newTable[order](), nextMarker: firstMarker}
}

func (s *store) next() int {
	s.sequence++
	return s.sequence
}

func (s *store) marker() int32 {
	m := s.nextMarker
	s.nextMarker++
	return m
}

// table keeps objects in the order they were made, each with the state before its last write. Objects are copied
// shallowly, so a writer replaces slices and never changes their elements.
type table[T any] struct {
	rows   []*row[T]
	byID   map[string]*row[T]
	ghosts []*row[T] // removed lately; stale reads still find them
	last   string    // id of the object written last
}

type row[T any] struct {
	id     string
	now    *T // nil once removed
	before *T // nil until the second write
}

const keptGhosts = 256

func newTable[T any]() *table[T] { return &table[T]{byID: map[string]*row[T]{}} }

func (t *table[T]) add(id string, object *T) {
	r := &row[T]{id: id, now: object}
	t.rows = append(t.rows, r)
	t.byID[id] = r
	t.last = id
}

// touch records the object as it is before a write.
func (t *table[T]) touch(id string) {
	if r := t.byID[id]; r != nil && r.now != nil {
		r.before = new(*r.now)
		t.last = id
	}
}

func (t *table[T]) remove(id string) {
	r := t.byID[id]
	if r == nil || r.now == nil {
		return
	}
	r.now = nil
	t.rows = slices.DeleteFunc(t.rows, func(other *row[T]) bool { return other == r })
	t.ghosts = append(t.ghosts, r)
	if len(t.ghosts) > keptGhosts {
		delete(t.byID, t.ghosts[0].id)
		t.ghosts = t.ghosts[1:]
	}
}

// get gives the object, or nil. A stale get gives it as it was before its last write.
func (t *table[T]) get(id string, stale bool) *T {
	r := t.byID[id]
	switch {
	case r == nil:
		return nil
	case stale:
		return r.before
	}
	return r.now
}

// all gives every object, oldest first. A stale list lacks the last write.
func (t *table[T]) all(stale bool) []*T {
	objects := make([]*T, 0, len(t.rows))
	for _, r := range t.rows {
		if !stale || r.id != t.last {
			objects = append(objects, r.now)
		} else if r.before != nil {
			objects = append(objects, r.before)
		}
	}
	if stale {
		for _, r := range t.ghosts {
			if r.id == t.last && r.before != nil {
				objects = append(objects, r.before)
			}
		}
	}
	return objects
}

var uuidPattern = regexp.MustCompile(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)

// nowhere is the one well-formed UUID that names nothing, so that "does not exist" can be tested.
const nowhere = "00000000-0000-0000-0000-000000000000"

func isUUID(s string) bool { return uuidPattern.MatchString(s) }

func formatUUID(b []byte, version byte) string {
	b[6] = b[6]&0x0f | version<<4
	b[8] = b[8]&0x3f | 0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[0:4], b[4:6], b[6:8], b[8:10], b[10:16])
}

// newUUID makes a random id.
func newUUID() string {
	b := make([]byte, 16)
	_, _ = rand.Read(b) // never fails: crypto/rand ends the program instead
	return formatUUID(b, 4)
}

// namedUUID makes the same id for the same name every time.
func namedUUID(name string) string {
	sum := sha256.Sum256([]byte("hwc-emulator:" + name))
	return formatUUID(sum[:16], 8)
}

func randomHex(bytes int) string {
	b := make([]byte, bytes)
	_, _ = rand.Read(b) // never fails: crypto/rand ends the program instead
	return hex.EncodeToString(b)
}
