package client

import (
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

// What was written last is true of an object while reads may lag behind it.
func TestWritten(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		itself := func(name string) string { return name }
		var tables Written[string]
		over := func(object string, read ...string) []string { return tables.Over(object, read, itself) }
		if got := over("a", "x", "y"); !slices.Equal(got, []string{"x", "y"}) {
			t.Errorf("nothing was written, and the parts are %q", got)
		}
		tables.Note("a", "new", new("new"))
		tables.Note("a", "x", nil)
		time.Sleep(staleRead - time.Second)
		for _, read := range [][]string{{"x", "y"}, {"y", "new"}, {"y"}} {
			if got := over("a", read...); !slices.Equal(got, []string{"y", "new"}) {
				t.Errorf("%q was read, and the parts are %q", read, got)
			}
		}
		if got := over("b", "x"); !slices.Equal(got, []string{"x"}) {
			t.Errorf("of another object the parts are %q", got)
		}
		tables.Note("a", "x", new("x"))
		time.Sleep(time.Second)
		if got := over("a", "y"); !slices.Equal(got, []string{"y", "x"}) {
			t.Errorf("what is old is forgotten, what is not stays: the parts are %q", got)
		}
	})
}
