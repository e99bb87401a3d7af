package vpcep

import (
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

const (
	project    = "0605767a5780d5762fb5c0186072909c"
	serviceID  = "4189d3c2-8882-4871-a3c2-d380272eed83"
	endpointID = "530d6f2f-d115-4df2-8c36-32d19f3c0bbc"

	servicesPath  = "/v1/" + project + "/vpc-endpoint-services"
	servicePath   = servicesPath + "/" + serviceID
	endpointsPath = "/v1/" + project + "/vpc-endpoints"
	endpointPath  = endpointsPath + "/" + endpointID
)

// sent is a request as the server saw it.
type sent struct{ method, path, query, body string }

func (s sent) String() string {
	return strings.TrimSpace(s.method + " " + s.path + "?" + s.query + " " + s.body)
}

// answer is a reply of the server.
type answer struct {
	status int
	body   string
}

// refusal is an error of the API (contract/vpcep.md 7.1).
func refusal(status int, code string) answer {
	return answer{status, fmt.Sprintf(`{"error_code": %q, "error_msg": "The cloud says no."}`, code)}
}

var errNotFound = refusal(http.StatusNotFound, "EndPoint.0005")

// api is a server that remembers what it was sent.
type api struct {
	mu       sync.Mutex
	requests []sent
	answer   func(n int, request sent) answer // n counts from 0
}

func (a *api) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	request := sent{r.Method, r.URL.Path, r.URL.RawQuery, string(body)}
	a.mu.Lock()
	n := len(a.requests)
	a.requests = append(a.requests, request)
	a.mu.Unlock()
	reply := a.answer(n, request)
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(reply.status)
	_, _ = io.WriteString(w, reply.body) // the client notices what is missing
}

func (a *api) seen() []sent {
	a.mu.Lock()
	defer a.mu.Unlock()
	return append([]sent(nil), a.requests...)
}

// want checks what was sent, bodies by their JSON.
func (a *api) want(t *testing.T, want ...sent) {
	t.Helper()
	got := a.seen()
	if len(got) != len(want) {
		t.Fatalf("%d requests were sent, want %d: %v", len(got), len(want), got)
	}
	for i := range want {
		if got[i].method != want[i].method || got[i].path != want[i].path || got[i].query != want[i].query {
			t.Errorf("request %d is %s, want %s", i, got[i], want[i])
		}
		wantJSON(t, got[i].body, want[i].body)
	}
}

func wantJSON(t *testing.T, got, want string) {
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

// serve answers the requests one after the other, the last answer for ever.
func serve(t *testing.T, answers ...answer) (*Client, *api) {
	t.Helper()
	return serveFunc(t, func(n int, _ sent) answer { return answers[min(n, len(answers)-1)] })
}

func serveFunc(t *testing.T, reply func(n int, request sent) answer) (*Client, *api) {
	t.Helper()
	cloud := &api{answer: reply}
	server := httptest.NewServer(cloud)
	t.Cleanup(server.Close)
	core, err := client.New(client.Config{
		Region: "cn-north-4", EndpointURL: server.URL, ProjectID: project,
		Credentials:  client.Credentials{Token: "token"},
		Backoff:      func(int, time.Duration) time.Duration { return time.Millisecond },
		RetryBackoff: func(int) time.Duration { return time.Millisecond },
	})
	if err != nil {
		t.Fatal(err)
	}
	return New(core, ""), cloud
}
