package client

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
)

// proxy is an HTTP proxy: it answers plain requests itself and connects everything else to one server.
type proxy struct {
	to string // host:port of the server

	mu       sync.Mutex
	requests []string
}

func (p *proxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	p.requests = append(p.requests, r.Method+" "+r.RequestURI)
	p.mu.Unlock()
	if r.Method != http.MethodConnect {
		_, _ = io.WriteString(w, `{"id":"from the proxy"}`)
		return
	}
	server, err := (&net.Dialer{}).DialContext(r.Context(), "tcp", p.to)
	if err != nil {
		panic(err)
	}
	client, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(err)
	}
	_, _ = io.WriteString(client, "HTTP/1.1 200 OK\r\n\r\n")
	go func() { _, _ = io.Copy(server, client); _ = server.Close() }()
	_, _ = io.Copy(client, server)
	_ = client.Close()
}

// The environment is read once a process, so the requests are made by a second one: this test, run with proxyChild set.
const proxyChild = "HWC_TEST_PROXY_CHILD"

func TestProxyOfTheEnvironment(t *testing.T) {
	t.Parallel()
	if ca := os.Getenv(proxyChild); ca != "" {
		useProxy(t, ca)
		return
	}
	ca := newAuthority(t)
	server := tlsServer(t, ca, []string{"secure.proxied.test"}, nil)
	between := &proxy{to: server.Listener.Addr().String()}
	listener := httptest.NewServer(between)
	t.Cleanup(listener.Close)
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	child := exec.CommandContext(t.Context(), program, "-test.run=^TestProxyOfTheEnvironment$", "-test.v")
	child.Env = append(os.Environ(), proxyChild+"="+ca.pem, "HTTP_PROXY="+listener.URL, "HTTPS_PROXY="+listener.URL, "NO_PROXY=direct.test")
	if output, err := child.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	want := []string{"GET http://plain.proxied.test/v1/" + testProject + "/things/t1", "CONNECT secure.proxied.test:443"}
	between.mu.Lock()
	defer between.mu.Unlock()
	if got := between.requests; fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("the proxy got %q, want %q", got, want)
	}
}

func useProxy(t *testing.T, ca string) {
	t.Helper()
	for _, row := range [][2]string{{"http://plain.proxied.test", "from the proxy"}, {"https://secure.proxied.test", "t1"}} {
		base, want := row[0], row[1]
		object, err := get(t.Context(), tlsClient(t, Config{CACert: ca}, base))
		if err != nil || object.ID != want {
			t.Errorf("%s: %v, %v", base, object, err)
		}
	}
	for _, direct := range []string{"https://direct.test", "https://vpcep.cn-north-4.direct.test", "http://127.0.0.1"} {
		target, err := url.Parse(direct)
		if err != nil {
			t.Fatal(err)
		}
		transport := tlsClient(t, Config{}, direct).transport.(*http.Transport)
		if through, err := transport.Proxy(&http.Request{URL: target}); err != nil || through != nil {
			t.Errorf("%s goes through %v, %v", direct, through, err)
		}
	}
}

func TestProxyOutOfReach(t *testing.T) {
	t.Parallel()
	c := tlsClient(t, Config{}, "https://cloud.test")
	closed := &url.URL{Scheme: "http", Host: closedPort(t), User: url.UserPassword("u", "proxy-password")}
	c.transport.(*http.Transport).Proxy = http.ProxyURL(closed)
	_, err := post(t.Context(), c)
	if err == nil || Undecided(err) {
		t.Fatalf("%v", err)
	}
	contains(t, err.Error(), "cannot reach the proxy that leads to vpcep in region cn-north-4 at https://cloud.test: ", "connection refused")
	contains(t, Advice(err), "check HTTPS_PROXY, HTTP_PROXY and NO_PROXY")
	if strings.Contains(err.Error(), "proxy-password") {
		t.Errorf("%v", err)
	}
}
