package framework

import (
	"fmt"
	"strings"
)

// namedCandidates is how many candidates a message names.
const namedCandidates = 10

// One returns the only one of the objects that match what a data source asks for. None, and several, are errors that
// say so; describe names a candidate by its id and what tells it from the others.
func One[T any](kind string, found []T, describe func(T) string) (T, error) {
	var zero T
	switch len(found) {
	case 0:
		return zero, fmt.Errorf("no %s matches all of the arguments", kind)
	case 1:
		return found[0], nil
	}
	var candidates []string
	for i, candidate := range found {
		if i == namedCandidates {
			candidates = append(candidates, fmt.Sprintf("and %d more", len(found)-namedCandidates))
			break
		}
		candidates = append(candidates, describe(candidate))
	}
	return zero, fmt.Errorf("%d objects match, and only one may; narrow the arguments down to one %s: %s", len(found), kind, strings.Join(candidates, ", "))
}
