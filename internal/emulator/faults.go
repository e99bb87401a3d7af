package emulator

import (
	"context"
	"net/http"
	"slices"
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

// AddFault adds a rule. It panics when the route is not one of the emulator's or Drop is misspelt: a fault that can
// never fire is a mistake in the test that adds it.
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

// faultProblem says what is wrong with a rule, or "".
func (e *Emulator) faultProblem(f Fault) string {
	switch {
	case f.Route != "" && !e.known[faultKey(f.Route)]:
		return "no such route: " + f.Route
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
func (f *Fault) reply() reply {
	status, code, message := f.Status, f.Code, f.Message
	known := documented(code)
	if code == "" {
		code = gatewayCodes[status].code
		known.message = gatewayCodes[status].message
	}
	if status == 0 {
		status = known.status
	}
	if status == 0 {
		status = http.StatusInternalServerError
	}
	if message == "" {
		message = known.message
	}
	out := gatewayError(status, code, message)
	if _, isHBS := hbsCodes[code]; isHBS {
		out = hbsReply(status, code, message, message)
	}
	if f.Body != "" {
		out.raw = []byte(f.Body)
	}
	if status < http.StatusBadRequest && f.Body == "" {
		out = emptyReply(status)
	}
	out.header = f.Header
	return out
}

// documented finds a code in the tables of the services.
func documented(code string) apiCode {
	for _, codes := range []map[string]apiCode{vpcepCodes, bcsCodes, epsCodes, iamCodes, hbsCodes, bssCodes} {
		if known, found := codes[code]; found {
			return known
		}
	}
	return apiCode{}
}

// gatewayCodes is what the gateway says with a status of its own (contract/auth.md 7.2).
var gatewayCodes = map[int]struct{ code, message string }{
	http.StatusBadRequest:          {"APIGW.0201", "API request error."},
	http.StatusUnauthorized:        {"APIGW.0301", "Incorrect IAM authentication information: Unauthorized"},
	http.StatusForbidden:           {"APIGW.0302", "The IAM user is not authorized to access the API."},
	http.StatusNotFound:            {"APIGW.0101", "The API does not exist or has not been published in the environment."},
	http.StatusTooManyRequests:     {"APIGW.0308", "The throttling threshold has been reached: policy user over ratelimit,limit:100,time:1 minute"},
	http.StatusInternalServerError: {"APIGW.0601", "Internal server error."},
	http.StatusBadGateway:          {"APIGW.0201", "Backend unavailable."},
	http.StatusServiceUnavailable:  {"APIGW.0613", "The IAM service is currently unavailable."},
	http.StatusGatewayTimeout:      {"APIGW.0201", "Backend timeout."},
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
