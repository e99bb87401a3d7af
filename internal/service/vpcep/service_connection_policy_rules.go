package vpcep

import (
	"cmp"
	"slices"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/vpcep"
)

// What a policy may do with endpoints of accounts that it does not name.
const (
	defaultIgnore = "ignore"
	defaultAccept = "accept"
	defaultReject = "reject"
)

// connectionRules are the rules of a connection policy.
type connectionRules struct {
	accept, reject []string // ids of accounts
	otherwise      string   // what happens to endpoints of other accounts
	limit          *int64   // how many connections there may be before no more are accepted; nil: any number
}

// connectionAnswer is what an endpoint is told: vpcep.Receive or vpcep.Reject.
type connectionAnswer struct{ endpointID, answer string }

// verdict is what the rules make of the connections of a service.
type verdict struct {
	answers []connectionAnswer // rejections first, because they make room
	waiting []vpcep.Connection // would be accepted, but for the limit
}

// judge finds who has to be told something. It depends on nothing but the connections: where the limit lets only some in,
// the oldest come first. Whoever is connected stays connected whatever the limit; failed and deleted endpoints cannot be
// answered.
func (r connectionRules) judge(connections []vpcep.Connection) verdict {
	var v verdict
	var wanted []vpcep.Connection
	live := int64(0)
	for _, c := range slices.SortedFunc(slices.Values(connections), older) {
		wish := r.wish(c)
		switch {
		case c.Status == vpcep.EndpointFailed || c.Status == vpcep.EndpointDeleting || (wish == vpcep.Reject && c.Status == vpcep.EndpointRejected):
		case wish == vpcep.Reject:
			v.answers = append(v.answers, connectionAnswer{c.ID, vpcep.Reject})
		case c.Live():
			live++
		case wish == vpcep.Receive:
			wanted = append(wanted, c)
		}
	}
	for _, c := range wanted {
		if r.limit != nil && live >= *r.limit {
			v.waiting = append(v.waiting, c)
			continue
		}
		live++
		v.answers = append(v.answers, connectionAnswer{c.ID, vpcep.Receive})
	}
	return v
}

// wish is the answer that the rules want for an endpoint, "" for none.
func (r connectionRules) wish(c vpcep.Connection) string {
	switch {
	case slices.Contains(r.reject, c.DomainID):
		return vpcep.Reject
	case slices.Contains(r.accept, c.DomainID), r.otherwise == defaultAccept:
		return vpcep.Receive
	case r.otherwise == defaultReject:
		return vpcep.Reject
	}
	return ""
}

// rejects reports whether the rules can disconnect anybody.
func (r connectionRules) rejects() bool { return len(r.reject) > 0 || r.otherwise == defaultReject }

// after are the connections once everybody has got the answer.
func (v verdict) after(connections []vpcep.Connection) []vpcep.Connection {
	after := slices.Clone(connections)
	for _, a := range v.answers {
		if i := slices.IndexFunc(after, func(c vpcep.Connection) bool { return c.ID == a.endpointID }); i >= 0 {
			after[i].Status = afterAnswer(a.answer)
		}
	}
	return after
}

// disconnected are the connections that the answers end.
func (v verdict) disconnected(connections []vpcep.Connection) []vpcep.Connection {
	return slices.DeleteFunc(slices.Clone(connections), func(c vpcep.Connection) bool {
		return !c.Live() || !slices.Contains(v.answers, connectionAnswer{c.ID, vpcep.Reject})
	})
}

// older orders connections by when their endpoints were created. Times have seconds, the marker ids tell the rest apart.
func older(a, b vpcep.Connection) int {
	return cmp.Or(cmp.Compare(a.CreatedAt, b.CreatedAt), cmp.Compare(a.MarkerID, b.MarkerID), cmp.Compare(a.ID, b.ID))
}
