package client

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/base64"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// drop closes the connection without an answer.
func drop(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err == nil {
		err = conn.Close()
	}
	if err != nil {
		panic(err)
	}
}

// cut promises more than it sends.
func cut(w http.ResponseWriter, status int) {
	w.Header().Set("Content-Length", "1000")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(`{"id":"t1"`))
}

func TestLostAndCutReplies(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		fail       func(http.ResponseWriter)
		get, post  int32 // requests made when the first one fails
		undecided  bool
		transport  bool // *TransportError, else *ReplyError
		wantInText string
	}{
		"lost": {fail: drop, get: 2, post: 1, undecided: true, transport: true, wantInText: "may have been carried out"},
		"cut":  {fail: func(w http.ResponseWriter) { cut(w, 200) }, get: 2, post: 1, undecided: true, wantInText: "broke off"},
		"not JSON": {
			fail: func(w http.ResponseWriter) { _, _ = io.WriteString(w, "<html>hello</html>") },
			get:  1, post: 1, undecided: true, wantInText: "cannot be read as JSON",
		},
		"empty": {fail: func(w http.ResponseWriter) { w.WriteHeader(200) }, get: 1, post: 1, undecided: true, wantInText: "empty"},
	} {
		for method, want := range map[string]int32{"GET": row.get, "POST": row.post} {
			t.Run(name+" "+method, func(t *testing.T) {
				t.Parallel()
				var n atomic.Int32
				c := serverClient(t, tokenConfig(), func(w http.ResponseWriter, _ *http.Request) {
					if n.Add(1) == 1 {
						row.fail(w)
						return
					}
					_, _ = io.WriteString(w, `{"id":"t1"}`)
				})
				call := get
				if method == "POST" {
					call = post
				}
				object, err := call(t.Context(), c)
				if n.Load() != want {
					t.Errorf("%d requests, want %d", n.Load(), want)
				}
				if want == 2 {
					if err != nil || object.ID != "t1" {
						t.Errorf("%v, %v", object, err)
					}
					return
				}
				if err == nil {
					t.Fatal("no error")
				}
				transport, isTransport := errors.AsType[*TransportError](err)
				if isTransport != row.transport || Undecided(err) != row.undecided || (isTransport && !transport.Sent) {
					t.Errorf("%T, undecided %t: %v", err, Undecided(err), err)
				}
				contains(t, err.Error(), row.wantInText)
			})
		}
	}
}

func TestCutErrorKeepsItsStatus(t *testing.T) {
	t.Parallel()
	c := serverClient(t, tokenConfig(), func(w http.ResponseWriter, _ *http.Request) { cut(w, 409) })
	_, err := post(t.Context(), c)
	if api, ok := errors.AsType[*APIError](err); !ok || api.Status != 409 {
		t.Errorf("%v", err)
	}
}

func TestSlowServer(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	cfg := tokenConfig()
	cfg.RequestTimeout = 20 * time.Millisecond
	c := serverClient(t, cfg, func(http.ResponseWriter, *http.Request) { <-release })
	t.Cleanup(func() { close(release) })
	_, err := post(t.Context(), c)
	if !Undecided(err) || errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("one try's limit is not the caller's deadline: %v", err)
	}
	contains(t, err.Error(), "no complete reply within 20ms")
}

// closedPort returns the address of a port where nobody answers.
func closedPort(t *testing.T) string {
	t.Helper()
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	return address
}

func TestUnreachable(t *testing.T) {
	t.Parallel()
	tlsServer := httptest.NewTLSServer(http.NotFoundHandler())
	t.Cleanup(tlsServer.Close)
	tlsServer.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	plain := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(plain.Close)
	for name, row := range map[string]struct {
		url   string
		tries int
		want  []string
	}{
		"connection refused": {"http://" + closedPort(t), 4, []string{"connection refused by vpcep in region cn-north-4 at http://127.0.0.1:"}},
		"unknown authority":  {tlsServer.URL, 1, []string{"no secure connection to vpcep", tlsServer.URL, "set `insecure`"}},
		"not TLS":            {strings.Replace(plain.URL, "http:", "https:", 1), 1, []string{"no secure connection", "write http:// in its URL"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cfg := tokenConfig()
			cfg.EndpointURL = row.url
			tries := 0
			cfg.RetryBackoff = func(int) time.Duration { tries++; return 0 }
			c, err := New(cfg)
			if err != nil {
				t.Fatal(err)
			}
			// A POST too: nothing reached the server.
			_, err = post(t.Context(), c)
			transport, ok := errors.AsType[*TransportError](err)
			if !ok || transport.Sent || Undecided(err) {
				t.Fatalf("%v", err)
			}
			contains(t, err.Error()+"; "+Advice(err), row.want...)
			if tries+1 != row.tries {
				t.Errorf("%d tries, want %d", tries+1, row.tries)
			}
		})
	}
}

func TestUnknownHost(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		notFound bool
		tries    int
	}{"no such host": {true, 1}, "the resolver is down": {false, 4}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := &cloud{answer: func(int, recorded) (*http.Response, error) {
				return nil, &net.OpError{Op: "dial", Err: &net.DNSError{Err: "no such host", Name: "h", IsNotFound: row.notFound}}
			}}
			cfg := tokenConfig()
			cfg.EndpointURL = ""
			_, err := post(t.Context(), testClient(t, cfg, server))
			if err == nil || len(server.all()) != row.tries {
				t.Fatalf("%d tries, %v", len(server.all()), err)
			}
			contains(t, err.Error(), "cannot find the host of vpcep in region cn-north-4 at https://vpcep.cn-north-4.myhuaweicloud.com", "no such host")
		})
	}
}

// A connection that cannot be made in time is an outage like others, and not the end of the caller's time.
func TestConnectionTimeout(t *testing.T) {
	t.Parallel()
	cfg := tokenConfig()
	cfg.MaxRetries = 0
	c := serverClient(t, cfg, func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, `{"id":"t1","status":"available"}`)
	})
	dialers := make(chan *net.Dialer, 2)
	dialers <- &net.Dialer{Timeout: time.Nanosecond}
	dialers <- &net.Dialer{}
	c.transport = &http.Transport{DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
		return (<-dialers).DialContext(ctx, network, address)
	}}
	var failure error
	_, err := Poll[*thing]{
		What: "thing t1",
		Refresh: func(ctx context.Context) (*thing, error) {
			object, err := get(ctx, c)
			if err != nil {
				failure = err
			}
			return object, err
		},
		Status:  func(x *thing) string { return x.Status },
		Target:  []string{"available"},
		Backoff: func(int, time.Duration) time.Duration { return 0 },
	}.Wait(t.Context())
	if err != nil || failure == nil {
		t.Fatalf("ended with %v, after %v", err, failure)
	}
	contains(t, failure.Error(), "cannot reach vpcep", "i/o timeout")
}

func TestRedirectsAreNotFollowed(t *testing.T) {
	t.Parallel()
	var visited atomic.Bool
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { visited.Store(true) }))
	t.Cleanup(other.Close)
	c := serverClient(t, tokenConfig(), func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, other.URL+"/x?secret=1", http.StatusTemporaryRedirect)
	})
	_, err := get(t.Context(), c)
	if visited.Load() {
		t.Error("the token went to another host")
	}
	if err == nil {
		t.Fatal("no error")
	}
	contains(t, err.Error(), "307", "redirected to "+other.URL+";")
}

func TestRequestOnTheWire(t *testing.T) {
	t.Parallel()
	c := serverClient(t, tokenConfig(), func(w http.ResponseWriter, r *http.Request) {
		if r.RequestURI != "/v1/"+testProject+"/things/a%20b?limit=1&name=x%20y%2B&tag=a&tag=b" {
			t.Errorf("URI %s", r.RequestURI)
		}
		if r.Header.Get("X-Auth-Token") != "static-token-1" || r.Header.Get("User-Agent") != "hwc-client" || r.ContentLength != 0 {
			t.Errorf("%v, length %d", r.Header, r.ContentLength)
		}
		w.Header().Set("Content-Encoding", "gzip")
		zip := gzip.NewWriter(w)
		_, _ = io.WriteString(zip, `{"id":"a b"}`)
		_ = zip.Close()
	})
	query := map[string][]string{"tag": {"b", "a"}, "name": {"x y+"}, "limit": {"1"}}
	object, err := Get[thing](t.Context(), c.Service("vpcep", ""), testRoute, query, "a b")
	if err != nil || object.ID != "a b" {
		t.Errorf("%v, %v", object, err)
	}
}

func TestUserAgent(t *testing.T) {
	t.Parallel()
	cfg := tokenConfig()
	cfg.UserAgent = "custom/1 hwc/2"
	server := always(200, `{"id":"x"}`)
	if _, err := get(t.Context(), testClient(t, cfg, server)); err != nil {
		t.Fatal(err)
	}
	if got := server.all()[0].header.Get("User-Agent"); got != "custom/1 hwc/2" {
		t.Errorf("%s", got)
	}
}

func TestBodyIsPlainJSON(t *testing.T) {
	t.Parallel()
	server := always(200, `{"id":"x"}`)
	body := map[string]string{"description": "a<b>&c"}
	if _, err := Post[thing](t.Context(), testClient(t, tokenConfig(), server).Service("vpcep", ""), "/v1/things", body); err != nil {
		t.Fatal(err)
	}
	if got := server.all()[0].body; got != `{"description":"a<b>&c"}` {
		t.Errorf("%s", got)
	}
}

func TestNoContent(t *testing.T) {
	t.Parallel()
	c := testClient(t, tokenConfig(), always(204, ""))
	s := c.Service("vpcep", "")
	if object, err := Put[thing](t.Context(), s, testRoute, thing{}, "x"); err != nil || *object != (thing{}) {
		t.Errorf("%v, %v", object, err)
	}
	if err := PostNoContent(t.Context(), s, "/v1/things", thing{}); err != nil {
		t.Error(err)
	}
	if err := Delete(t.Context(), testClient(t, tokenConfig(), always(202, "no JSON at all")).Service("vpcep", ""), testRoute, "x"); err != nil {
		t.Error(err)
	}
}

// A change that is on the wire when the run is interrupted is heard of; a read is not waited for.
func TestInterruptedOnTheWire(t *testing.T) {
	t.Parallel()
	for _, method := range []string{http.MethodGet, http.MethodPut, http.MethodPost, http.MethodDelete} {
		t.Run(method, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithCancel(t.Context())
			ended := make(chan struct{})
			c := serverClient(t, tokenConfig(), func(w http.ResponseWriter, _ *http.Request) {
				cancel()
				if method == http.MethodGet {
					<-ended
				}
				_, _ = io.WriteString(w, `{"id":"t1"}`)
			})
			var err error
			switch s := c.Service("vpcep", ""); method {
			case http.MethodGet:
				_, err = get(ctx, c)
			case http.MethodPut:
				_, err = Put[thing](ctx, s, testRoute, thing{}, "t1")
			case http.MethodPost:
				_, err = post(ctx, c)
			case http.MethodDelete:
				err = Delete(ctx, s, testRoute, "t1")
			}
			close(ended)
			if errors.Is(err, context.Canceled) != (method == http.MethodGet) || (err != nil && method != http.MethodGet) {
				t.Errorf("ended with %v", err)
			}
		})
	}
}

// Nor is an interrupted change sent again.
func TestInterruptedChangeIsNotRepeated(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	var tries atomic.Int32
	c := serverClient(t, tokenConfig(), func(w http.ResponseWriter, _ *http.Request) {
		tries.Add(1)
		cancel()
		w.WriteHeader(http.StatusServiceUnavailable)
	})
	_, err := Put[thing](ctx, c.Service("vpcep", ""), testRoute, thing{}, "t1")
	if err == nil || tries.Load() != 1 {
		t.Errorf("%d tries, %v", tries.Load(), err)
	}
}

func TestCancelledBeforeSending(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	server := always(200, `{}`)
	_, err := post(ctx, testClient(t, tokenConfig(), server))
	if !errors.Is(err, context.Canceled) || Undecided(err) || len(server.all()) != 0 {
		t.Errorf("%v, %d requests", err, len(server.all()))
	}
}

func TestConnectionsAreReused(t *testing.T) {
	t.Parallel()
	var opened atomic.Int32
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, `{"id":"t1"}`) }))
	server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			opened.Add(1)
		}
	}
	server.Start()
	t.Cleanup(server.Close)
	cfg := tokenConfig()
	cfg.EndpointURL = server.URL
	c, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	for range 20 {
		if _, err := get(t.Context(), c); err != nil {
			t.Fatal(err)
		}
	}
	if n := opened.Load(); n != 1 {
		t.Errorf("%d connections for calls one after the other", n)
	}
}

func TestLog(t *testing.T) {
	t.Parallel()
	var buf bytes.Buffer
	basic := base64.StdEncoding.EncodeToString([]byte("user-a:password-A1"))
	cfg := passwordConfig()
	cfg.Logger = slog.New(slog.NewTextHandler(&buf, &slog.HandlerOptions{Level: LevelTrace}))
	server := newIAM(24 * time.Hour)
	inner := server.answer
	server.answer = func(n int, r recorded) (*http.Response, error) {
		if r.path == loginPath {
			return inner(n, r)
		}
		return answer(200, `{"id":"t1","admin_pass":"hunter22","note":"you sent token-1 and password-A1 as `+basic+`"}`,
			"X-Request-Id", "req-9", "X-Echo", "password-A1", "X-Other-Echo", basic)
	}
	c := testClient(t, cfg, server)
	body := map[string]any{"name": "visible", "nested": []any{map[string]any{"password": "hunter33"}}}
	if _, err := Post[thing](t.Context(), c.Service("vpcep", ""), "/v1/{project_id}/things", body); err != nil {
		t.Fatal(err)
	}
	text := buf.String()
	contains(t, text, "method=POST", "route=/v1/{project_id}/things", "status=200", "attempt=1", "duration=", "request_id=req-9",
		"/v1/project-of-token/things", "visible")
	for _, secret := range []string{"password-A1", "token-1", "hunter22", "hunter33", basic} {
		if strings.Contains(text, secret) {
			t.Errorf("the log holds %q:\n%s", secret, text)
		}
	}
}

func TestDebugLogHasOneLineATry(t *testing.T) {
	t.Parallel()
	var buf bytes.Buffer
	cfg := tokenConfig()
	cfg.Logger = slog.New(slog.NewTextHandler(&buf, &slog.HandlerOptions{Level: slog.LevelDebug}))
	server := inOrder(status(503, ""), status(200, `{"id":"t1"}`))
	if _, err := get(t.Context(), testClient(t, cfg, server)); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(buf.String()), "\n")
	if len(lines) != 2 {
		t.Fatalf("%d lines:\n%s", len(lines), buf.String())
	}
	contains(t, lines[0], "attempt=1", "status=503")
	contains(t, lines[1], "attempt=2", "status=200")
}
