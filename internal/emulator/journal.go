package emulator

import (
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"
)

// Entry is one request as the journal keeps it. Headers with secrets are never recorded.
type Entry struct {
	Time        time.Time `json:"time"` // the emulator's clock, when the request came in
	Method      string    `json:"method"`
	Route       string    `json:"route"` // as the contract writes it; "" = no such API
	Path        string    `json:"path"`
	Query       string    `json:"query"`
	Project     string    `json:"project"`      // project id of the URL or of the login
	User        string    `json:"user"`         // name of the user logged in
	Status      int       `json:"status"`       // answered; 0 = the connection was dropped
	Code        string    `json:"code"`         // error code answered, "" if none
	Message     string    `json:"message"`      // error text answered, "" if none
	RequestBody string    `json:"request_body"` // passwords, tokens and secrets replaced by ***
	Fault       string    `json:"fault"`        // effects of the fault applied, "" if none
	RequestID   string    `json:"request_id"`
	UserAgent   string    `json:"user_agent"`
}

const keptEntries = 100_000

// journal keeps the latest requests and tells whoever asked.
type journal struct {
	mu        sync.Mutex
	entries   []Entry
	listeners []func(Entry)
}

func (j *journal) add(entry Entry) {
	j.mu.Lock()
	if len(j.entries) >= keptEntries {
		j.entries = slices.Delete(j.entries, 0, keptEntries/10)
	}
	j.entries = append(j.entries, entry)
	listeners := slices.Clone(j.listeners)
	j.mu.Unlock()
	for _, listener := range listeners {
		listener(entry)
	}
}

func (j *journal) clear() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.entries = nil
}

// ClearJournal forgets the requests so far.
func (e *Emulator) ClearJournal() { e.journal.clear() }

// Journal gives every request so far, in the order their replies were ready; the oldest drop out after 100,000.
func (e *Emulator) Journal() []Entry {
	e.journal.mu.Lock()
	defer e.journal.mu.Unlock()
	return slices.Clone(e.journal.entries)
}

// OnRequest has f called after each journaled request and before its reply is sent, outside the emulator's locks.
func (e *Emulator) OnRequest(f func(Entry)) {
	e.journal.mu.Lock()
	defer e.journal.mu.Unlock()
	e.journal.listeners = append(e.journal.listeners, f)
}

// entry describes a finished call for the journal.
func (c *call) entry(at time.Time, out reply, fault *Fault) Entry {
	entry := Entry{Time: at, Method: c.req.Method, Path: c.req.URL.Path, Query: redactQuery(c.req.URL.RawQuery),
		Status: out.status, Code: out.code, Message: out.message, RequestBody: redactBody(c.body), Fault: fault.String(),
		RequestID: c.id, UserAgent: c.req.UserAgent()}
	if fault.drops() {
		entry.Status, entry.Code, entry.Message = 0, "", ""
	}
	if c.route != nil {
		entry.Route = c.route.path
	}
	if c.who != nil {
		entry.User = c.who.user.name
		entry.Project = c.who.projectID
	}
	if id := c.req.PathValue("project_id"); id != "" {
		entry.Project = id
	}
	return entry
}

const hidden = "***"

// secretNames are the JSON and query names whose values never appear anywhere (contract/auth.md 7.4).
var secretNames = []string{"password", "passcode", "token_code", "token_id", "secret", "secret_key", "secretkey", "securitytoken",
	"security_token", "token", "x-auth-token", "x-subject-token", "x-security-token", "id_token", "adminpass", "signature",
	"resource_password", "init_node_pwd"}

func isSecret(name string) bool { return slices.Contains(secretNames, strings.ToLower(name)) }

// redactBody gives a body without its secrets. A body that is not JSON is described, not shown: it may be a login
// with a comma missing.
func redactBody(body []byte) string {
	if len(body) == 0 {
		return ""
	}
	var tree any
	if err := json.Unmarshal(body, &tree); err != nil {
		return "(not JSON)"
	}
	clean, err := json.Marshal(redact(tree))
	if err != nil {
		return "(not JSON)"
	}
	return string(clean)
}

func redact(tree any) any {
	switch node := tree.(type) {
	case object:
		for name, value := range node {
			_, nests := value.(object)
			switch {
			case isSecret(name) && !nests && value != nil:
				node[name] = hidden
			case strings.EqualFold(name, "token"), strings.EqualFold(name, "id_token"):
				node[name] = redactID(value)
			default:
				node[name] = redact(value)
			}
		}
	case []any:
		for i, value := range node {
			node[i] = redact(value)
		}
	}
	return tree
}

// redactID hides the id of a token object, which is the token itself (contract/auth.md 1.1).
func redactID(value any) any {
	if fields, isObject := redact(value).(object); isObject && fields["id"] != nil {
		fields["id"] = hidden
	}
	return value
}

func redactQuery(query string) string {
	parts := strings.Split(query, "&")
	for i, part := range parts {
		name, _, hasValue := strings.Cut(part, "=")
		if plain, err := url.QueryUnescape(name); hasValue && err == nil && isSecret(plain) {
			parts[i] = name + "=" + hidden
		}
	}
	return strings.Join(parts, "&")
}
