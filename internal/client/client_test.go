package client

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"
)

const (
	testRegion  = "cn-north-4"
	testProject = "0605767a5780d5762fb5c0186072909c"
	testRoute   = "/v1/{project_id}/things/{thing_id}"
)

type thing struct {
	ID      string    `json:"id"`
	Status  string    `json:"status,omitempty"`
	Created time.Time `json:"created_at,omitzero"`
}

// cloud is a transport that answers without a network, so that it works inside synctest. It remembers the requests.
type cloud struct {
	mu       sync.Mutex
	requests []recorded
	answer   func(n int, r recorded) (*http.Response, error) // n counts from 1
}

type recorded struct {
	method, host, path, query, body string
	header                          http.Header
	at                              time.Time
}

func (c *cloud) RoundTrip(r *http.Request) (*http.Response, error) {
	rec := recorded{method: r.Method, host: r.URL.Host, path: r.URL.Path, query: r.URL.RawQuery, header: r.Header.Clone(), at: time.Now()}
	if r.Body != nil {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return nil, err
		}
		rec.body = string(body)
	}
	c.mu.Lock()
	c.requests = append(c.requests, rec)
	n := len(c.requests)
	c.mu.Unlock()
	return c.answer(n, rec)
}

func (c *cloud) count(method, path string) (n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, r := range c.requests {
		if r.method == method && r.path == path {
			n++
		}
	}
	return n
}

func (c *cloud) all() []recorded {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append([]recorded(nil), c.requests...)
}

// answer makes a response; headers are name, value, name, value.
func answer(status int, body string, headers ...string) (*http.Response, error) {
	header := http.Header{}
	for i := 0; i+1 < len(headers); i += 2 {
		header.Set(headers[i], headers[i+1])
	}
	return &http.Response{StatusCode: status, Header: header, Body: io.NopCloser(bytes.NewBufferString(body))}, nil
}

// always answers every request alike.
func always(status int, body string, headers ...string) *cloud {
	return &cloud{answer: func(int, recorded) (*http.Response, error) { return answer(status, body, headers...) }}
}

// inOrder answers the requests one after the other, the last answer for ever.
func inOrder(answers ...func() (*http.Response, error)) *cloud {
	return &cloud{answer: func(n int, _ recorded) (*http.Response, error) { return answers[min(n, len(answers))-1]() }}
}

func status(code int, body string, headers ...string) func() (*http.Response, error) {
	return func() (*http.Response, error) { return answer(code, body, headers...) }
}

func tokenConfig() Config {
	return Config{
		Region: testRegion, EndpointURL: "https://cloud.test", ProjectID: testProject, MaxRetries: 3,
		Credentials:  Credentials{Token: "static-token-1"},
		RetryBackoff: func(int) time.Duration { return time.Millisecond },
	}
}

func passwordConfig() Config {
	cfg := tokenConfig()
	cfg.ProjectID = ""
	cfg.Credentials = Credentials{UserName: "user-a", Password: "password-A1", DomainName: "domain-a"}
	return cfg
}

func testClient(t *testing.T, cfg Config, transport http.RoundTripper) *Client {
	t.Helper()
	c, err := newClient(cfg, transport)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// serverClient returns a client of a real loopback server.
func serverClient(t *testing.T, cfg Config, handler http.HandlerFunc) *Client {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	cfg.EndpointURL = server.URL
	c, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func get(ctx context.Context, c *Client) (*thing, error) {
	return Get[thing](ctx, c.Service("vpcep", ""), testRoute, nil, "t1")
}

func post(ctx context.Context, c *Client) (*thing, error) {
	return Post[thing](ctx, c.Service("vpcep", ""), "/v1/{project_id}/things", thing{ID: "x"})
}

func contains(t *testing.T, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("%q lacks %q", text, part)
		}
	}
}

// is reports that an error is, or wraps, one of a type.
func is[E error](err error) bool {
	_, ok := errors.AsType[E](err)
	return ok
}

func TestNewChecksConfig(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		change func(*Config)
		want   string // part of the error; "" = none
	}{
		"token":                      {func(*Config) {}, ""},
		"no region":                  {func(c *Config) { c.Region = "" }, "region is required"},
		"region with a slash":        {func(c *Config) { c.Region = "a/b" }, "invalid region"},
		"negative retries":           {func(c *Config) { c.MaxRetries = -1 }, "must not be negative"},
		"negative timeout":           {func(c *Config) { c.RequestTimeout = -1 }, "must not be negative"},
		"cloud is a URL":             {func(c *Config) { c.Cloud = "https://x" }, "invalid cloud"},
		"endpoint without host":      {func(c *Config) { c.EndpointURL = "https://" }, "endpoint URL: it has no host"},
		"one endpoint empty":         {func(c *Config) { c.Endpoints = map[string]string{"vpcep": " "} }, "endpoint of vpcep: it is empty"},
		"auth URL with ftp":          {func(c *Config) { c.AuthURL = "ftp://x" }, "auth URL"},
		"no credentials":             {func(c *Config) { c.Credentials = Credentials{} }, "no credentials"},
		"access key alone":           {func(c *Config) { c.Credentials = Credentials{AccessKey: "a"} }, "only useful together"},
		"security token alone":       {func(c *Config) { c.Credentials = Credentials{SecurityToken: "a"} }, "security token"},
		"access key and secret":      {func(c *Config) { c.Credentials = Credentials{AccessKey: "a", SecretKey: "b"} }, ""},
		"user without password":      {func(c *Config) { c.Credentials = Credentials{UserName: "u", DomainName: "d"} }, "needs a password"},
		"password without user":      {func(c *Config) { c.Credentials = Credentials{Password: "p"} }, "needs a user name"},
		"user name without domain":   {func(c *Config) { c.Credentials = Credentials{UserName: "u", Password: "p"} }, "domain"},
		"user id without domain":     {func(c *Config) { c.Credentials = Credentials{UserID: "u", Password: "p"} }, ""},
		"user name with a domain id": {func(c *Config) { c.Credentials = Credentials{UserName: "u", Password: "p", DomainID: "d"} }, ""},
		"passcode without user id": {func(c *Config) {
			c.Credentials = Credentials{UserName: "u", Password: "p", DomainName: "d", Passcode: "123456"}
		}, "needs the id of the user"},
		"agency without name":   {func(c *Config) { c.AssumeRoles = []AssumeRole{{DomainName: "d"}} }, "needs a name"},
		"agency without domain": {func(c *Config) { c.AssumeRoles = []AssumeRole{{AgencyName: "a"}} }, `agency "a" needs the name or id of its domain`},
		"agency for too short":  {func(c *Config) { c.AssumeRoles = []AssumeRole{{AgencyName: "a", DomainID: "d", Duration: time.Minute}} }, "invalid duration 1m0s"},
		"agency for too long": {func(c *Config) {
			c.AssumeRoles = []AssumeRole{{AgencyName: "a", DomainID: "d", Duration: 25 * time.Hour}}
		}, "invalid duration"},
		"id token without idp":     {func(c *Config) { c.OIDC = &OIDC{IDToken: "t"} }, "id of its identity provider"},
		"no id token":              {func(c *Config) { c.OIDC = &OIDC{IdpID: "i"} }, "an id token or a file"},
		"two id tokens":            {func(c *Config) { c.OIDC = &OIDC{IdpID: "i", IDToken: "t", IDTokenFile: "f"} }, "not both"},
		"idp agency and no domain": {func(c *Config) { c.OIDC = &OIDC{IdpID: "i", IDToken: "t", AgencyName: "a"} }, "the id of its domain"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cfg := tokenConfig()
			row.change(&cfg)
			_, err := New(cfg)
			switch {
			case row.want == "" && err != nil:
				t.Fatal(err)
			case row.want != "" && err == nil:
				t.Fatal("no error")
			case row.want != "":
				contains(t, err.Error(), row.want)
			}
		})
	}
}

func TestURLErrorHidesCredentials(t *testing.T) {
	t.Parallel()
	for _, raw := range []string{"https://user:hunter22@host", "https://user:hunter22@ho st"} {
		_, err := parseBaseURL(raw)
		if err == nil || strings.Contains(err.Error(), "hunter22") {
			t.Errorf("%v", err)
		}
	}
}

func TestFillRoute(t *testing.T) {
	t.Parallel()
	base := &url.URL{Scheme: "https", Host: "h", Path: "/base"}
	for name, row := range map[string]struct {
		route string
		args  []string
		want  string // "" = error
	}{
		"filled in order":   {"/v1/{project_id}/a/{x}/b/{y}", []string{"1", "2"}, "https://h/base/v1/pid/a/1/b/2"},
		"escaped":           {"/v1/{x}", []string{"a b?c#d%"}, "https://h/base/v1/a%20b%3Fc%23d%25"},
		"an empty argument": {"/v1/{x}", []string{""}, ""},
		"a slash":           {"/v1/{x}", []string{"a/b"}, ""},
		"a parent":          {"/v1/{x}", []string{".."}, ""},
		"too few":           {"/v1/{x}/{y}", []string{"a"}, ""},
		"too many":          {"/v1/{x}", []string{"a", "b"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := fillRoute(base, row.route, "pid", row.args)
			if row.want == "" {
				if err == nil {
					t.Fatalf("no error, but %s", got)
				}
				return
			}
			if err != nil || got.String() != row.want {
				t.Fatalf("got %v, %v; want %s", got, err, row.want)
			}
		})
	}
}

func TestProjectID(t *testing.T) {
	t.Parallel()
	const found = `{"projects":[{"id":"other","name":"cn-north-4_sub"},{"id":"pid","name":"cn-north-4"}]}`
	for name, row := range map[string]struct {
		configured, name, reply string
		want, err, query        string
	}{
		"configured":             {configured: "mine", want: "mine"},
		"found by region":        {reply: found, want: "pid", query: "name=cn-north-4"},
		"found by its own name":  {name: "cn-north-4_sub", reply: found, want: "other", query: "name=cn-north-4_sub"},
		"none":                   {reply: `{"projects":[]}`, err: "there is none", query: "name=cn-north-4"},
		"several with this name": {reply: `{"projects":[{"id":"a","name":"cn-north-4"},{"id":"b","name":"cn-north-4"}]}`, err: "several (a, b)", query: "name=cn-north-4"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cfg := tokenConfig()
			cfg.ProjectID, cfg.ProjectName = row.configured, row.name
			server := always(200, row.reply)
			c := testClient(t, cfg, server)
			got, err := c.ProjectID(t.Context(), "")
			if got != row.want {
				t.Errorf("got %q, want %q (%v)", got, row.want, err)
			}
			if row.err != "" {
				contains(t, err.Error(), row.err)
				if IsNotFound(err) || Undecided(err) {
					t.Error("a missing project must not look like a missing object")
				}
			}
			requests := server.all()
			if row.query == "" {
				if len(requests) != 0 {
					t.Errorf("%d requests for a configured project", len(requests))
				}
				return
			}
			if len(requests) != 1 || requests[0].path != "/v3/projects" || requests[0].query != row.query {
				t.Errorf("requests: %+v", requests)
			}
		})
	}
}

func TestProjectIDIsLookedUpOnceARegion(t *testing.T) {
	t.Parallel()
	server := &cloud{answer: func(_ int, r recorded) (*http.Response, error) {
		region := strings.TrimPrefix(r.query, "name=")
		return answer(200, `{"projects":[{"id":"id-of-`+region+`","name":"`+region+`"}]}`)
	}}
	cfg := tokenConfig()
	cfg.ProjectID = ""
	c := testClient(t, cfg, server)
	var wg sync.WaitGroup
	for i := range 100 {
		region := []string{"cn-north-4", "ap-southeast-1"}[i%2]
		wg.Go(func() {
			if id, err := c.ProjectID(t.Context(), region); err != nil || id != "id-of-"+region {
				t.Errorf("%s: %q, %v", region, id, err)
			}
		})
	}
	wg.Wait()
	if n := len(server.all()); n != 2 {
		t.Errorf("%d requests for two regions", n)
	}
}

func TestFailedProjectLookupIsRepeated(t *testing.T) {
	t.Parallel()
	server := inOrder(status(403, ""), status(200, `{"projects":[{"id":"pid","name":"cn-north-4"}]}`))
	cfg := tokenConfig()
	cfg.ProjectID = ""
	c := testClient(t, cfg, server)
	if _, err := c.ProjectID(t.Context(), ""); err == nil {
		t.Fatal("no error")
	}
	if id, err := c.ProjectID(t.Context(), ""); err != nil || id != "pid" {
		t.Fatalf("%q, %v", id, err)
	}
}

func TestCallerMayGiveUpWhileOthersWait(t *testing.T) {
	t.Parallel()
	started, release := make(chan struct{}), make(chan struct{})
	server := &cloud{answer: func(int, recorded) (*http.Response, error) {
		close(started)
		<-release
		return answer(200, `{"projects":[{"id":"pid","name":"cn-north-4"}]}`)
	}}
	cfg := tokenConfig()
	cfg.ProjectID = ""
	c := testClient(t, cfg, server)
	first, cancel := context.WithCancel(t.Context())
	gone := make(chan error)
	go func() { _, err := c.ProjectID(first, ""); gone <- err }()
	<-started
	other := make(chan string)
	go func() { id, _ := c.ProjectID(t.Context(), ""); other <- id }()
	cancel()
	if err := <-gone; err == nil {
		t.Error("the cancelled caller got no error")
	}
	close(release)
	if id := <-other; id != "pid" {
		t.Errorf("the other caller got %q", id)
	}
}

func TestUnreadyClientSaysWhy(t *testing.T) {
	t.Parallel()
	reason := errors.New("the region is not known yet")
	c := Unready(reason)
	if _, err := get(t.Context(), c); !errors.Is(err, reason) || Undecided(err) || IsNotFound(err) {
		t.Errorf("GET: %v", err)
	}
	if _, err := c.ProjectID(t.Context(), testRegion); !errors.Is(err, reason) {
		t.Errorf("project: %v", err)
	}
	if _, _, err := Create(t.Context(), c, thingCreation(c)); !errors.Is(err, reason) {
		t.Errorf("create: %v", err)
	}
}

func TestMemoMakesOnce(t *testing.T) {
	t.Parallel()
	c := testClient(t, tokenConfig(), nil)
	first := c.Memo("a", func() any { return new(int) })
	if second := c.Memo("a", func() any { return new(int) }); second != first {
		t.Error("the same key gave another value")
	}
	if other := c.Memo("b", func() any { return new(int) }); other == first {
		t.Error("another key gave the same value")
	}
}

func TestServiceKnowsItsPlace(t *testing.T) {
	t.Parallel()
	cfg := tokenConfig()
	cfg.Backoff = func(int, time.Duration) time.Duration { return time.Minute }
	c := testClient(t, cfg, nil)
	if got := c.Service("vpcep", "").Region(); got != testRegion || c.Region() != testRegion {
		t.Errorf("default region %q", got)
	}
	s := c.Service("vpcep", "ap-southeast-1")
	if s.Region() != "ap-southeast-1" || s.Client() != c || c.Backoff()(0, 0) != time.Minute {
		t.Errorf("%+v", s)
	}
}
