package emulator

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"
	"time"
)

// Fault is a rule that makes matching requests go wrong. Control routes never match. When several rules match a
// request, the first added that still has hits left takes it.
//
// A connection dropped by a fault may be tried again by the client's own HTTP transport (Go's does, for a GET on a
// reused connection); the journal shows both.
type Fault struct {
	Method string // "" = any
	Route  string // route as the contract writes it, such as "/v1/{project_id}/vpc-endpoints/{vpc_endpoint_id}"; "" = any
	Nth    int    // first matching request that is hit; 0 and 1 = the first
	Count  int    // how many in a row; 0 = 1; -1 = all from then on

	Status  int               // answer this instead
	Code    string            // error_code of the answer; "" = what the gateway says with that status
	Message string            // error_msg of the answer; "" = the documented text of the code
	Body    string            // the whole body, instead of Code and Message
	Header  map[string]string // of the answer, for instance Retry-After

	AfterCommit bool          // do the work first, then wait and answer (default: the work is not done)
	Drop        string        // "before" or "after": close the connection without an answer, before or after the work
	CutBody     bool          // do the work, announce the whole Content-Length, send half of the body, close
	Delay       time.Duration // real time to wait; ends early with the request's context, the work is done all the same
	Stale       bool          // answer a GET as the object was before the last write
}

const (
	dropBefore = "before"
	dropAfter  = "after"
)

type faultRule struct {
	Fault
	seen int // matching requests
	hits int // requests taken
}

// AddFault adds a rule. It panics when the emulator has no such route, or the route no such method, or Drop is misspelt:
// a fault that can never fire is a mistake in the test that adds it.
func (e *Emulator) AddFault(f Fault) {
	if problem := e.faultProblem(f); problem != "" {
		panic("emulator: fault: " + problem)
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.faults = append(e.faults, &faultRule{Fault: f})
}

// ClearFaults removes every rule.
func (e *Emulator) ClearFaults() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.faults = nil
}

// httpMethods are those a client may send.
var httpMethods = []string{http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete,
	http.MethodOptions}

// faultProblem says what is wrong with a rule, or "".
func (e *Emulator) faultProblem(f Fault) string {
	methods := e.known[faultKey(f.Route)]
	switch {
	case f.Route != "" && methods == nil:
		return "no such route: " + f.Route
	case f.Method != "" && !slices.Contains(httpMethods, f.Method):
		return "method must be one of " + strings.Join(httpMethods, ", ") + ", not " + f.Method
	case f.Method != "" && f.Route != "" && !slices.Contains(methods, f.Method):
		return "the route " + f.Route + " has no method " + f.Method + ", only " + strings.Join(methods, ", ")
	case !slices.Contains([]string{"", dropBefore, dropAfter}, f.Drop):
		return `drop must be "before" or "after"`
	case f.Status != 0 && (f.Status < 200 || f.Status > 599):
		return "status must be 200 to 599"
	case f.Nth < 0, f.Count < -1:
		return "nth must be 0 or more, count -1 or more"
	case f.Delay < 0:
		return "delay must not be negative"
	case !f.answers() && f.Drop == "" && !f.CutBody && f.Delay == 0 && !f.Stale:
		return "it does nothing: give status, code, body, drop, cut_body, delay or stale"
	}
	return ""
}

// takeFault finds the rule that hits this request, if any.
func (e *Emulator) takeFault(c *call) *Fault {
	e.mu.Lock()
	defer e.mu.Unlock()
	var taken *Fault
	for _, rule := range e.faults {
		if !rule.matches(c) {
			continue
		}
		rule.seen++
		spent := rule.Count != -1 && rule.hits >= max(rule.Count, 1)
		if taken == nil && !spent && rule.seen >= rule.Nth {
			rule.hits++
			taken = &rule.Fault
		}
	}
	return taken
}

func (f *Fault) matches(c *call) bool {
	if f.Method != "" && f.Method != c.req.Method {
		return false
	}
	return f.Route == "" || c.route != nil && faultKey(f.Route) == faultKey(c.route.path)
}

// answers tells whether the rule replaces the reply.
func (f *Fault) answers() bool { return f.Status != 0 || f.Code != "" || f.Body != "" }

func (f *Fault) drops() bool { return f != nil && f.Drop != "" }

// wait takes the rule's delay, or less when the client goes away.
func (f *Fault) wait(ctx context.Context) {
	if f.Delay == 0 {
		return
	}
	timer := time.NewTimer(f.Delay)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}

// reply is the answer of the rule, completed from what is documented for its code or status.
func (f *Fault) reply(c *call) reply {
	code, known := f.completed()
	if f.Message != "" {
		known.message = f.Message
	}
	out := c.inFormOf(code, known)
	if f.Body != "" {
		out.raw = []byte(f.Body)
	}
	if known.status < http.StatusBadRequest && f.Body == "" {
		out = emptyReply(known.status)
	}
	out.header = f.Header
	return out
}

// completed gives the rule's code with its status and text; neither the code nor the text is empty (contract/auth.md 7.1).
func (f *Fault) completed() (code string, known apiCode) {
	if f.Code == "" {
		row := gatewaySays(cmp.Or(f.Status, http.StatusInternalServerError))
		return row.code, apiCode{row.status, row.message}
	}
	known = documented(f.Code, f.Status)
	known.status = cmp.Or(f.Status, known.status, http.StatusInternalServerError)
	known.message = cmp.Or(known.message, http.StatusText(known.status), f.Code)
	return f.Code, known
}

// inFormOf answers with a code in the form of the service whose code it is; the gateway's form is that of most.
func (c *call) inFormOf(code string, known apiCode) reply {
	if _, isIAM := iamCodes[code]; isIAM {
		return c.iamReply(known.status, code, gap.ReplaceAllString(known.message, ""))
	}
	if _, isHBS := hbsCodes[code]; isHBS {
		return hbsReply(known.status, code, known.message, known.message)
	}
	if _, isEPS := epsCodes[code]; isEPS {
		return epsReply(known.status, code, known.message)
	}
	return gatewayError(known.status, code, known.message)
}

// documented finds a code in the tables of the services and of the gateway, where one code may have several statuses.
func documented(code string, status int) apiCode {
	for _, codes := range []map[string]apiCode{vpcepCodes, bcsCodes, epsCodes, iamCodes, hbsCodes, bssCodes} {
		if known, found := codes[code]; found {
			return known
		}
	}
	row, _ := gatewayMeans(code, status)
	return apiCode{row.status, row.message}
}

// String names the effects of the rule, for the journal.
func (f *Fault) String() string {
	if f == nil {
		return ""
	}
	effects := ""
	for _, effect := range []struct {
		on   bool
		name string
	}{
		{f.Delay > 0, "delay"}, {f.AfterCommit, "after_commit"}, {f.answers(), "status"}, {f.Drop != "", "drop:" + f.Drop},
		{f.CutBody, "cut_body"}, {f.Stale, "stale"},
	} {
		if effect.on && effects != "" {
			effects += ","
		}
		if effect.on {
			effects += effect.name
		}
	}
	return effects
}
