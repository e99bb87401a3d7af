// Package wiretest is a server for the tests of the API packages: it answers what a test says and remembers what it was
// sent.
package wiretest

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
)

// Region and Project are where every test works.
const (
	Region  = "cn-north-4"
	Project = "0605767a5780d5762fb5c0186072909c"
)

// Sent is a request as the server saw it.
type Sent struct{ Method, Path, Query, Body string }

// Request is a request that a test wants.
func Request(method, path, query, body string) Sent { return Sent{method, path, query, body} }

func (s Sent) String() string {
	return strings.TrimSpace(s.Method + " " + s.Path + "?" + s.Query + " " + s.Body)
}

// Answer is a reply of the server.
type Answer struct {
	Status int
	Body   string
}

// Reply is an answer of the server.
func Reply(status int, body string) Answer { return Answer{status, body} }

// Refusal is an error of the API in the form most services share (contract/auth.md 7.1).
func Refusal(status int, code string) Answer {
	return Answer{status, fmt.Sprintf(`{"error_code": %q, "error_msg": "The cloud says no."}`, code)}
}

// API is a server that remembers what it was sent.
type API struct {
	mu       sync.Mutex
	requests []Sent
	answer   func(n int, request Sent) Answer
}

// ServeHTTP answers one request.
func (a *API) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	request := Sent{r.Method, r.URL.Path, r.URL.RawQuery, string(body)}
	a.mu.Lock()
	n := len(a.requests)
	a.requests = append(a.requests, request)
	a.mu.Unlock()
	reply := a.answer(n, request)
	w.WriteHeader(reply.Status)
	_, _ = io.WriteString(w, reply.Body) // the client notices what is missing
}

// Seen returns what was sent so far.
func (a *API) Seen() []Sent {
	a.mu.Lock()
	defer a.mu.Unlock()
	return append([]Sent(nil), a.requests...)
}

// Count returns how many requests there were with a method and the end of a path.
func (a *API) Count(method, suffix string) (n int) {
	for _, request := range a.Seen() {
		if request.Method == method && strings.HasSuffix(request.Path, suffix) {
			n++
		}
	}
	return n
}

// Want checks what was sent, bodies by their JSON.
func (a *API) Want(t *testing.T, want ...Sent) {
	t.Helper()
	got := a.Seen()
	if len(got) != len(want) {
		t.Fatalf("%d requests were sent, want %d: %v", len(got), len(want), got)
	}
	for i := range want {
		if got[i].Method != want[i].Method || got[i].Path != want[i].Path || got[i].Query != want[i].Query {
			t.Errorf("request %d is %s, want %s", i, got[i], want[i])
		}
		WantJSON(t, got[i].Body, want[i].Body)
	}
}

// WantJSON compares two texts by the JSON they hold; an empty one is no JSON.
func WantJSON(t *testing.T, got, want string) {
	t.Helper()
	if got == "" || want == "" {
		if got != want {
			t.Errorf("the body is %q, want %q", got, want)
		}
		return
	}
	var g, w any
	if err := json.Unmarshal([]byte(got), &g); err != nil {
		t.Fatalf("%v: %s", err, got)
	}
	if err := json.Unmarshal([]byte(want), &w); err != nil {
		t.Fatalf("%v: %s", err, want)
	}
	if !reflect.DeepEqual(g, w) {
		t.Errorf("the body is\n%s\nwant\n%s", got, want)
	}
}

// Serve answers the requests one after the other, the last answer for ever.
func Serve(t *testing.T, answers ...Answer) (*client.Client, *API) {
	t.Helper()
	return ServeFunc(t, func(n int, _ Sent) Answer { return answers[min(n, len(answers)-1)] })
}

// ServeFunc lets a function answer; n counts the requests from 0. The client never repeats a request of its own accord.
func ServeFunc(t *testing.T, answer func(n int, request Sent) Answer) (*client.Client, *API) {
	t.Helper()
	return ServeConfig(t, client.Config{}, answer)
}

// Script are the answers to each kind of request, one after the other, the last for ever. A kind is a method and the end
// of a path: "GET /status".
type Script map[string][]Answer

// ServeScript answers by a script; a request it does not know fails the test.
func ServeScript(t *testing.T, script Script) (*client.Client, *API) {
	t.Helper()
	return ServeFunc(t, script.Answers(t))
}

// Answers returns the function that ServeFunc and ServeConfig take.
func (s Script) Answers(t *testing.T) func(int, Sent) Answer {
	var mu sync.Mutex
	next := map[string]int{}
	return func(_ int, request Sent) Answer {
		mu.Lock()
		defer mu.Unlock()
		for kind, answers := range s {
			method, suffix, _ := strings.Cut(kind, " ")
			if request.Method == method && strings.HasSuffix(request.Path, suffix) {
				n := next[kind]
				next[kind]++
				return answers[min(n, len(answers)-1)]
			}
		}
		t.Errorf("nobody expected %s", request)
		return Refusal(http.StatusTeapot, "test")
	}
}

// ServeConfig is ServeFunc with settings of its own: a logger, a number of retries.
func ServeConfig(t *testing.T, cfg client.Config, answer func(n int, request Sent) Answer) (*client.Client, *API) {
	t.Helper()
	api := &API{answer: answer}
	server := httptest.NewServer(api)
	t.Cleanup(server.Close)
	cfg.Region, cfg.EndpointURL, cfg.ProjectID = Region, server.URL, Project
	cfg.Credentials = client.Credentials{Token: "token"}
	cfg.Backoff = func(int, time.Duration) time.Duration { return time.Millisecond }
	cfg.RetryBackoff = func(int) time.Duration { return time.Millisecond }
	core, err := client.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return core, api
}

// Deadline is a context whose deadline passes when the test says so, however slow the machine is.
func Deadline(t *testing.T) (ctx context.Context, pass func()) {
	t.Helper()
	passed := make(chan struct{})
	return deadline{t.Context(), passed}, sync.OnceFunc(func() { close(passed) })
}

type deadline struct {
	context.Context
	passed <-chan struct{}
}

func (d deadline) Done() <-chan struct{} { return d.passed }

func (d deadline) Err() error {
	select {
	case <-d.passed:
		return context.DeadlineExceeded
	default:
		return nil
	}
}

// Case is one call of an API: the request it must make, the reply it gets, and what it must make of that. Without a
// Status the reply has 200, without a Gives only the request matters.
type Case[C any] struct {
	Name   string
	Call   func(ctx context.Context, c C) (any, error)
	Status int
	Reply  string
	Want   Sent
	Gives  any
}

// Run makes every call against a server of its own.
func Run[C any](t *testing.T, newClient func(*client.Client, string) C, cases []Case[C]) {
	t.Helper()
	for _, test := range cases {
		t.Run(test.Name, func(t *testing.T) {
			t.Parallel()
			core, api := Serve(t, Reply(cmp.Or(test.Status, http.StatusOK), test.Reply))
			got, err := test.Call(t.Context(), newClient(core, ""))
			if err != nil {
				t.Fatal(err)
			}
			api.Want(t, test.Want)
			if test.Gives != nil && !reflect.DeepEqual(got, test.Gives) {
				t.Errorf("got\n%+v\nwant\n%+v", got, test.Gives)
			}
		})
	}
}
