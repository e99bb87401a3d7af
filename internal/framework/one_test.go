package framework

import (
	"strconv"
	"strings"
	"testing"
)

func TestOne(t *testing.T) {
	t.Parallel()
	many := make([]int, namedCandidates+3)
	for i := range many {
		many[i] = i + 1
	}
	for _, test := range []struct {
		name  string
		found []int
		want  int
		says  []string
	}{
		{"none", nil, 0, []string{"no service matches"}},
		{"one", []int{7}, 7, nil},
		{"two", []int{7, 8}, 0, []string{"2 objects match", "service: id 7, id 8"}},
		{"many", many, 0, []string{"13 objects match", "id 10, and 3 more"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got, err := One("service", test.found, func(i int) string { return "id " + strconv.Itoa(i) })
			if got != test.want || (err != nil) != (test.says != nil) {
				t.Fatalf("got %d, %v", got, err)
			}
			for _, text := range test.says {
				if !strings.Contains(err.Error(), text) {
					t.Errorf("%q does not say %q", err, text)
				}
			}
		})
	}
}
