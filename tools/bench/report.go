package main

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"
)

// reportRequests prints how often each route was asked in each phase.
func reportRequests(m measured) {
	counts := map[string][]int{}
	total := make([]int, len(phaseNames))
	for i, p := range m.provider {
		for _, r := range p.requests {
			name := r.Method + " " + r.Route
			if counts[name] == nil {
				counts[name] = make([]int, len(phaseNames))
			}
			counts[name][i]++
			total[i]++
		}
	}
	fmt.Printf("\nRequests for N = %d:\n\n| request | %s |\n|---|%s\n", m.n, strings.Join(phaseNames, " | "),
		strings.Repeat("--:|", len(phaseNames)))
	row := func(name string, values []int) {
		fmt.Printf("| %s |", name)
		for _, v := range values {
			fmt.Printf(" %d |", v)
		}
		fmt.Println()
	}
	for _, name := range slices.Sorted(maps.Keys(counts)) {
		row("`"+name+"`", counts[name])
	}
	row("all", total)
}

// reportWaits prints how long after an object left its pending state the provider learned of it: the time from that
// moment to the first read that came later. One object of each kind at a time, so that a read has one meaning.
func (b *bench) reportWaits(ctx context.Context, pending time.Duration) error {
	const rounds = 3
	policy := "=after:" + pending.String()
	fmt.Printf("\nObjects stay pending for %s; the wait for them ended so much later:\n\n| round | service | endpoint | apply |\n|--:|--:|--:|--:|\n", pending)
	for round := range rounds {
		cloud, err := b.startEmulator(ctx, "-progress", "service.create"+policy, "-progress", "endpoint.create"+policy)
		if err != nil {
			return err
		}
		phases, err := b.phases(ctx, objects, 1, cloud)
		cloud.stop()
		if err != nil {
			return err
		}
		service, err := lateness(phases[0].requests, "/vpc-endpoint-services", pending)
		if err != nil {
			return err
		}
		endpoint, err := lateness(phases[0].requests, "/vpc-endpoints", pending)
		if err != nil {
			return err
		}
		fmt.Printf("| %d | %d ms | %d ms | %s |\n", round+1, service.Milliseconds(), endpoint.Milliseconds(), show(phases[0].took))
	}
	return nil
}

// lateness is the time from the moment an object was ready, pending after its POST to the collection, to the first GET
// of that noun that came later.
func lateness(requests []request, noun string, pending time.Duration) (time.Duration, error) {
	var ready time.Time
	for _, r := range requests {
		if r.Method == http.MethodPost && strings.HasSuffix(r.Route, noun) {
			ready = r.Time.Add(pending)
		}
	}
	if ready.IsZero() {
		return 0, fmt.Errorf("the journal has no POST %s", noun)
	}
	for _, r := range requests {
		ofNoun := strings.HasSuffix(r.Route, noun) || strings.Contains(r.Route, noun+"/{")
		if r.Method == http.MethodGet && ofNoun && !r.Time.Before(ready) {
			return r.Time.Sub(ready), nil
		}
	}
	return 0, fmt.Errorf("the apply ended without a read of %s after it was ready", noun)
}
