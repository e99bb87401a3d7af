package emulator

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// chainEvent is the end of an operation on an instance; the failure of one is an alarm.
type chainEvent struct {
	at     time.Time
	fields map[string]string // what a condition may ask for
	active bool              // an alarm that no later operation has answered
}

// eventQuery is the body of both event operations (contract/bcs.md 5).
type eventQuery struct {
	Range      *string `json:"time_range"`
	Step       *int    `json:"step"`
	Search     string  `json:"search"`
	Conditions []struct {
		Key      string   `json:"key"`
		Values   []string `json:"value"`
		Relation string   `json:"relation"`
	} `json:"metadata_relation"`
	Sort *struct {
		By    []string `json:"order_by"`
		Order string   `json:"order"`
	} `json:"sort"`

	from, to time.Time
}

// events are those of an instance, oldest first.
func (e *Emulator) events(b *blockchain) []chainEvent {
	var found []chainEvent
	for _, r := range e.store.records {
		if r.blockchainID != b.id || r.ended.IsZero() {
			continue
		}
		kind, severity := "event", "Info"
		if r.failure != nil {
			kind, severity = "alarm", "Major"
		}
		for i := range found {
			found[i].active = false
		}
		found = append(found, chainEvent{at: r.ended, active: r.failure != nil, fields: map[string]string{
			"event_name": "operation " + r.operation + " " + r.outcome(), "event_type": kind, "event_severity": severity,
			"operation_id": r.id, "operation_type": r.operation, "starts_at": strconv.FormatInt(r.ended.UnixMilli(), 10)}})
	}
	return found
}

// findEvents reads the query and the body, and gives the events they ask for.
func (c *call) findEvents() ([]chainEvent, *eventQuery, *reply) {
	b, refused := c.ownBlockchain()
	if refused != nil {
		return nil, nil, refused
	}
	q, refused := readBCS[eventQuery](c)
	if refused == nil {
		refused = q.check(c.clock.Now())
	}
	if refused != nil {
		return nil, nil, refused
	}
	kind := c.query.Get("type") // any other value means everything
	found := slices.DeleteFunc(c.events(b), func(e chainEvent) bool {
		alarm := e.fields["event_type"] == "alarm"
		return kind == "active_alert" && !e.active || kind == "history_alert" && (!alarm || e.active) || !q.wants(e)
	})
	q.sort(found)
	return found, q, nil
}

// check reads the time range, which is written as AOM does: start.end.minutes, in milliseconds, or -1 for both.
func (q *eventQuery) check(now time.Time) *reply {
	if refused := required(text("time_range", q.Range), number("step", q.Step)); refused != nil {
		return refused
	}
	if *q.Step < 1 {
		return invalid("step %d is less than 1", *q.Step)
	}
	var numbers [3]int64
	parts := strings.Split(*q.Range, ".")
	if len(parts) != len(numbers) {
		return invalid("time_range %s is not start.end.minutes", *q.Range)
	}
	for i, part := range parts {
		var err error
		if numbers[i], err = strconv.ParseInt(part, 10, 64); err != nil || numbers[i] < -1 {
			return invalid("time_range %s is not start.end.minutes", *q.Range)
		}
	}
	if q.to = time.UnixMilli(numbers[1]); numbers[1] < 0 {
		q.to = now
	}
	if q.from = time.UnixMilli(numbers[0]); numbers[0] < 0 {
		q.from = q.to.Add(-time.Duration(numbers[2]) * time.Minute)
	}
	for _, one := range q.Conditions {
		if !slices.Contains([]string{"AND", "OR", "NOT"}, one.Relation) {
			return invalid("relation %s is not one of [AND OR NOT]", one.Relation)
		}
	}
	if q.Sort != nil && !slices.Contains([]string{"", "asc", "desc"}, q.Sort.Order) {
		return invalid("order %s is not one of [asc desc]", q.Sort.Order)
	}
	return nil
}

// wants applies range, search and conditions: all of AND, one of OR, none of NOT.
func (q *eventQuery) wants(e chainEvent) bool {
	if e.at.Before(q.from) || e.at.After(q.to) || !contains(e.fields["event_name"], q.Search) {
		return false
	}
	asksOr, hasOr := false, false
	for _, one := range q.Conditions {
		met := slices.Contains(one.Values, e.fields[one.Key])
		switch {
		case one.Relation == "AND" && !met, one.Relation == "NOT" && met:
			return false
		case one.Relation == "OR":
			asksOr, hasOr = true, hasOr || met
		}
	}
	return hasOr || !asksOr
}

// sort orders by the named fields, or leaves the oldest first.
func (q *eventQuery) sort(events []chainEvent) {
	if q.Sort == nil {
		return
	}
	slices.SortStableFunc(events, func(a, b chainEvent) int {
		order := 0
		for _, name := range q.Sort.By {
			order = cmp.Or(order, cmp.Compare(a.fields[name], b.fields[name]))
		}
		if q.Sort.Order == "desc" {
			return -order
		}
		return order
	})
}

// listEvents shows events in the documented shape, that of metrics, or in AOM's own (contract/bcs.md 5, 10.10).
func listEvents(c *call) reply {
	found, _, refused := c.findEvents()
	if refused != nil {
		return *refused
	}
	views, metrics := []any{}, []any{}
	for _, e := range found {
		views = append(views, object{"starts_at": e.at.UnixMilli(), "ends_at": 0, "metadata": e.fields})
		metrics = append(metrics, eventMetric(e.fields["event_name"], []any{dimension("event_type", e.fields["event_type"]),
			dimension("event_severity", e.fields["event_severity"]), dimension("operation_id", e.fields["operation_id"])},
			[]any{eventCount(e.at, 1)}))
	}
	if c.choices.BCS.EventsAsAOM {
		return ok(object{"events": views})
	}
	return ok(object{"metrics": metrics})
}

// countEvents counts the events of each name by steps of time.
func countEvents(c *call) reply {
	found, q, refused := c.findEvents()
	if refused != nil {
		return *refused
	}
	step := time.Duration(*q.Step) * time.Millisecond
	var names []string
	counts := map[string]map[time.Time]int{}
	for _, e := range found {
		name := e.fields["event_name"]
		if counts[name] == nil {
			names, counts[name] = append(names, name), map[time.Time]int{}
		}
		counts[name][e.at.Truncate(step)]++
	}
	metrics := []any{}
	for _, name := range names {
		points := []any{}
		for _, e := range found { // in their order, each step once
			at := e.at.Truncate(step)
			if count := counts[name][at]; count > 0 {
				points = append(points, eventCount(at, count))
				delete(counts[name], at)
			}
		}
		metrics = append(metrics, eventMetric(name, []any{}, points))
	}
	return ok(object{"metrics": metrics})
}

func eventMetric(name string, dimensions, points []any) object {
	return object{"metric": object{"namespace": "PAAS.EVENT", "metricName": name, "dimensions": dimensions}, "dataPoints": points}
}

func eventCount(at time.Time, count int) object {
	return object{"timestamp": at.UnixMilli(), "unit": "Count", "statistics": []any{object{"statistic": "sum", "value": count}}}
}
