package client

import (
	"context"
	"errors"
	"fmt"
	"testing"
)

// pager serves total things in pages of at most most, and counts the calls.
type pager struct{ total, most, calls int }

func (p *pager) fetch(_ context.Context, limit, offset int) ([]thing, int, error) {
	p.calls++
	var page []thing
	for i := offset; i < min(p.total, offset+min(limit, p.most)); i++ {
		page = append(page, thing{ID: fmt.Sprint(i)})
	}
	return page, p.total, nil
}

func TestAll(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct{ total, limit, most, calls int }{
		"empty":                       {0, 10, 10, 1},
		"one page":                    {3, 10, 10, 1},
		"exactly one page":            {10, 10, 10, 1},
		"one more":                    {11, 10, 10, 2},
		"exactly two pages":           {20, 10, 10, 2},
		"the server gives fewer":      {25, 1000, 10, 3},
		"the server gives one a page": {3, 1000, 1, 3},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := &pager{total: row.total, most: row.most}
			got, err := All(t.Context(), row.limit, p.fetch)
			if err != nil || len(got) != row.total || p.calls != row.calls {
				t.Fatalf("%d objects in %d calls, %v; want %d in %d", len(got), p.calls, err, row.total, row.calls)
			}
			for i := range got {
				if got[i].ID != fmt.Sprint(i) {
					t.Errorf("object %d is %s", i, got[i].ID)
				}
			}
		})
	}
}

func TestAllWithoutTotal(t *testing.T) {
	t.Parallel()
	p := &pager{total: 12, most: 10}
	got, err := All(t.Context(), 10, func(ctx context.Context, limit, offset int) ([]thing, int, error) {
		page, _, err := p.fetch(ctx, limit, offset)
		return page, 0, err
	})
	if err != nil || len(got) != 12 {
		t.Errorf("%d objects, %v", len(got), err)
	}
}

func TestAllRefusesWhatDoesNotFit(t *testing.T) {
	t.Parallel()
	page := func(ids ...string) (page []thing) {
		for _, id := range ids {
			page = append(page, thing{ID: id})
		}
		return page
	}
	for name, row := range map[string]struct {
		fetch func(offset int) ([]thing, int)
		want  string
	}{
		"fewer than counted": {func(offset int) ([]thing, int) {
			if offset > 0 {
				return nil, 3
			}
			return page("a", "b"), 3
		}, "gave 2 objects but counts 3"},
		"more than counted":     {func(int) ([]thing, int) { return page("a", "b"), 1 }, "gave 2 objects but counts 1"},
		"the offset is ignored": {func(int) ([]thing, int) { return page("a", "b"), 4 }, "object a is in it twice"},
		"twice on one page":     {func(int) ([]thing, int) { return page("a", "a"), 2 }, "object a is in it twice"},
		"the count changes": {func(offset int) ([]thing, int) {
			return page(fmt.Sprint(offset)), 3 - offset
		}, "counted 3 objects first and 2 later"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := All(t.Context(), 2, func(_ context.Context, _, offset int) ([]thing, int, error) {
				page, total := row.fetch(offset)
				return page, total, nil
			})
			if err == nil || got != nil {
				t.Fatalf("%v, %v", got, err)
			}
			contains(t, err.Error(), "cannot be read whole", row.want)
		})
	}
}

// Objects without ids whose server neither counts nor pages do not make an endless list.
func TestAllEndsWithoutPages(t *testing.T) {
	t.Parallel()
	type named struct{ Name string }
	requests := 0
	_, err := All(t.Context(), 1000, func(context.Context, int, int) ([]named, int, error) {
		if requests++; requests > 100 {
			return nil, 0, errors.New("a hundred requests")
		}
		return []named{{"a"}, {"b"}}, 0, nil
	})
	if err == nil {
		t.Fatal("no error")
	}
	contains(t, err.Error(), "cannot be read whole", "the same page again")
}

func TestAllReadsAChangedListAgain(t *testing.T) {
	t.Parallel()
	// An object is deleted between the first and the second page; a second reading finds the rest.
	p := &pager{total: 4, most: 2}
	got, err := All(t.Context(), 2, func(ctx context.Context, limit, offset int) ([]thing, int, error) {
		if p.calls == 1 {
			p.total = 3
		}
		return p.fetch(ctx, limit, offset)
	})
	if err != nil || len(got) != 3 || p.calls != 4 {
		t.Errorf("%d objects in %d calls, %v", len(got), p.calls, err)
	}
}

func TestAllReturnsTheServersError(t *testing.T) {
	t.Parallel()
	calls := 0
	_, err := All(t.Context(), 2, func(context.Context, int, int) ([]thing, int, error) {
		calls++
		return nil, 0, errThingGone
	})
	if !errors.Is(err, errThingGone) || calls != 1 {
		t.Errorf("%v after %d calls", err, calls)
	}
}

func TestIDOf(t *testing.T) {
	t.Parallel()
	type other struct{ Name string }
	type number struct{ ID int }
	for want, item := range map[string]any{"a": thing{ID: "a"}, "b": &thing{ID: "b"}} {
		if got := idOf(item); got != want {
			t.Errorf("%v: %q", item, got)
		}
	}
	for _, item := range []any{other{"x"}, number{1}, "text", 1, nil, (*thing)(nil), map[string]string{"ID": "x"}} {
		if got := idOf(item); got != "" {
			t.Errorf("%v: %q", item, got)
		}
	}
}
