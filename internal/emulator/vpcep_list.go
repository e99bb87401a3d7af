package emulator

import (
	"cmp"
	"slices"
	"strconv"
	"time"
)

// serviceTime is how the service writes timestamps (contract/vpcep.md 0).
const serviceTime = "2006-01-02T15:04:05Z"

const (
	defaultLimit        = 10
	maxLimit            = 1000
	maxPermissionsLimit = 500
)

// stamps are the two timestamps of an object, with a counter that orders changes of the same second.
type stamps struct {
	created, updated time.Time
	createdAt        int
	updatedAt        int
}

func (e *Emulator) newStamps() stamps {
	now, n := e.now(), e.store.next()
	return stamps{created: now, updated: now, createdAt: n, updatedAt: n}
}

func (e *Emulator) restamp(s *stamps) { s.updated, s.updatedAt = e.now(), e.store.next() }

func (s stamps) order(key string) int {
	if key == "updated" {
		return s.updatedAt
	}
	return s.createdAt
}

// page is what the query asks for (contract/vpcep.md 0).
type page struct {
	limit, offset int
	key           string // "created" or "updated"
	ascending     bool
}

// readPage reads limit, offset, sort_key and sort_dir. Both spellings of the sort keys exist.
func (c *call) readPage(highest int) (page, *reply) {
	p := page{limit: defaultLimit, key: "created"}
	var err error
	if text := c.query.Get("limit"); text != "" {
		p.limit, err = strconv.Atoi(text)
		if err != nil || p.limit < 0 || p.limit > highest || p.limit == 0 && c.choices.RefuseLimitZero {
			return p, new(fail("EndPoint.0006"))
		}
	}
	if text := c.query.Get("offset"); text != "" {
		if p.offset, err = strconv.Atoi(text); err != nil || p.offset < 0 {
			return p, new(fail("EndPoint.0010"))
		}
	}
	switch c.query.Get("sort_key") {
	case "", "create_at", "created_at":
	case "update_at", "updated_at":
		p.key = "updated"
	default:
		return p, new(fail("EndPoint.0017"))
	}
	switch c.query.Get("sort_dir") {
	case "", "desc":
	case "asc":
		p.ascending = true
	default:
		return p, new(fail("EndPoint.0018"))
	}
	return p, nil
}

// cut sorts the matches and gives the page of them. An offset past the end gives an empty page.
func cut[T any](p page, matches []T, of func(T) stamps) []T {
	slices.SortStableFunc(matches, func(a, b T) int {
		order := cmp.Compare(of(a).order(p.key), of(b).order(p.key))
		if p.ascending {
			return order
		}
		return -order
	})
	return windowOf(matches, p.limit, p.offset)
}

// list makes the reply of a list: exactly one array beside total_count, because one client takes "the" array
// (contract/vpcep.md 9.13).
func list[T any](name string, items []T, total int, view func(T) object) reply {
	views := make([]any, 0, len(items))
	for _, item := range items {
		views = append(views, view(item))
	}
	return ok(object{name: views, "total_count": total})
}

// window reads limit and offset of the services that have nothing else, with the highest limit as the default. The name
// of the one that is wrong is given, or "".
func (c *call) window(highest int) (limit, offset int, wrong string) {
	limit = highest
	for _, parameter := range []struct {
		name            string
		value           *int
		lowest, highest int
	}{{"limit", &limit, 1, highest}, {"offset", &offset, 0, 1<<31 - 1}} {
		text := c.query.Get(parameter.name)
		if text == "" {
			continue
		}
		number, err := strconv.Atoi(text)
		if err != nil || number < parameter.lowest || number > parameter.highest {
			return 0, 0, parameter.name
		}
		*parameter.value = number
	}
	return limit, offset, ""
}

// windowOf gives the items from the offset on, at most limit of them.
func windowOf[T any](items []T, limit, offset int) []T {
	from := min(offset, len(items))
	return items[from:min(from+limit, len(items))]
}
