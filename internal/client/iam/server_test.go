package iam

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
)

const (
	region  = "cn-north-4"
	project = "0605767a5780d5762fb5c0186072909c"
	account = "5fc973eea581490997e82ea11a1df31f"
)

// answer is a reply of the server.
type answer struct {
	status int
	body   string
}

// api is a server that answers by route, "METHOD /path?query", and remembers the requests.
type api struct {
	answers map[string]answer
	mu      sync.Mutex
	calls   []string
	headers []http.Header
}

// notOffered is what a gateway says about a path it does not know (contract/auth.md 7.2).
var notOffered = answer{404, `{"error_code":"APIGW.0101","error_msg":"The API does not exist or has not been published in the environment."}`}

func (a *api) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	call := strings.TrimSuffix(r.Method+" "+r.URL.Path+"?"+r.URL.RawQuery, "?")
	a.mu.Lock()
	a.calls = append(a.calls, call)
	a.headers = append(a.headers, r.Header)
	a.mu.Unlock()
	reply, ok := a.answers[call]
	if !ok {
		reply = notOffered
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("X-Subject-Token", "token-1")
	w.WriteHeader(reply.status)
	_, _ = io.WriteString(w, reply.body) // the client notices what is missing
}

var (
	byKey      = client.Credentials{AccessKey: "AK1", SecretKey: "SK-secret-1", DomainID: account}
	byToken    = client.Credentials{Token: "token-0"}
	byPassword = client.Credentials{UserName: "user-a", Password: "password-A1", DomainName: "domain-a"}
)

func serve(t *testing.T, credentials client.Credentials, answers map[string]answer) (*Client, *api) {
	t.Helper()
	cloud := &api{answers: answers}
	server := httptest.NewServer(cloud)
	t.Cleanup(server.Close)
	core, err := client.New(client.Config{
		Region: region, EndpointURL: server.URL, Credentials: credentials,
		RetryBackoff: func(int) time.Duration { return time.Millisecond },
	})
	if err != nil {
		t.Fatal(err)
	}
	return New(core, ""), cloud
}

func (a *api) want(t *testing.T, calls ...string) {
	t.Helper()
	if got, want := strings.Join(a.calls, "\n"), strings.Join(calls, "\n"); got != want {
		t.Errorf("calls:\n%s\nwant:\n%s", got, want)
	}
}

func equal[T any](t *testing.T, got, want T) {
	t.Helper()
	if a, b := fmt.Sprintf("%+v", got), fmt.Sprintf("%+v", want); a != b {
		t.Errorf("got  %s\nwant %s", a, b)
	}
}
