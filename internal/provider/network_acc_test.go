package provider_test

import (
	"crypto/tls"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/hwc-community/terraform-provider-hwc/internal/acctest"
	"github.com/hwc-community/terraform-provider-hwc/internal/emulator"
)

const readQuotas = `
data "hwc_vpcep_quotas" "test" {}
`

// cloudHost is a name that nothing on this machine or elsewhere resolves.
const cloudHost = "cloud.test"

// networkRun plans with an access key and one more way to reach the cloud.
type networkRun struct {
	lines string   // of the provider block
	env   []string // NAME=value
	want  string   // of the message; "" = it works
}

func (r networkRun) do(t *testing.T, url string) {
	t.Helper()
	w := acctest.NewWorkspace(t, fmt.Sprintf("provider \"hwc\" {\nendpoint_url = %q\nmax_retries = 0\n%s%s\n%s\n}\n", url, inRegion, keyPair, r.lines)+readQuotas)
	w.Env = append(w.Env, r.env...)
	output, err := w.Run(t.Context(), "plan", "-no-color")
	switch {
	case r.want == "" && err != nil:
		t.Errorf("%v\n%s", err, output)
	case r.want != "" && (err == nil || !acctest.Said(r.want).MatchString(output)):
		t.Errorf("%v\n%s\nlacks %s", err, output, r.want)
	}
}

// secureServer serves an emulator with a certificate of the authority; with clients it asks for one of theirs.
func secureServer(t *testing.T, authority *emulator.Authority, clients bool, change ...func(*tls.Config)) *httptest.Server {
	t.Helper()
	config, err := authority.ServerConfig(clients, cloudHost)
	if err != nil {
		t.Fatal(err)
	}
	for _, change := range change {
		change(config)
	}
	server := httptest.NewUnstartedServer(emulator.New(emulator.Options{}))
	server.TLS = config
	server.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	server.StartTLS()
	t.Cleanup(server.Close)
	return server
}

// A server is trusted by the certificate of its authority, as a file or as text, and with insecure; one that asks for a
// client's certificate gets it. What is missing is named.
func TestAccProvider_tls(t *testing.T) {
	t.Parallel()
	ours, other := newAuthority(t), newAuthority(t)
	certificate, key, err := ours.ClientPEM()
	if err != nil {
		t.Fatal(err)
	}
	strangerCertificate, strangerKey, err := other.ClientPEM()
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	file := func(name string, text []byte) string { return acctest.WriteFile(t, folder, name, string(text)) }
	heredoc := func(argument string, text []byte) string { return argument + " = <<-PEM\n" + string(text) + "PEM\n" }
	ca := fmt.Sprintf("cacert_file = %q\n", file("ca.pem", ours.PEM()))
	pair := fmt.Sprintf("cert = %q\nkey = %q\n", file("cert.pem", certificate), file("key.pem", key))
	open, closed := secureServer(t, ours, false).URL, secureServer(t, ours, true).URL

	for name, row := range map[string]struct {
		url string
		networkRun
	}{
		"no authority":           {open, networkRun{want: "no secure connection to iam .* What to do: give the certificate of the authority .* `cacert_file`"}},
		"another authority":      {open, networkRun{lines: heredoc("cacert_file", other.PEM()), want: "certificate signed by unknown authority .* `cacert_file`"}},
		"authority":              {open, networkRun{lines: ca}},
		"authority as text":      {open, networkRun{lines: heredoc("cacert_file", ours.PEM())}},
		"authority, environment": {open, networkRun{env: []string{"OS_CACERT=" + filepath.Join(folder, "ca.pem")}}},
		"insecure":               {open, networkRun{lines: "insecure = true"}},
		"no certificate":         {closed, networkRun{lines: ca, want: "What to do: the server wants a client certificate that it trusts: check `cert` and `key`"}},
		"another's certificate": {closed, networkRun{lines: ca + heredoc("cert", strangerCertificate) + heredoc("key", strangerKey),
			want: "the server wants a client certificate that it trusts: check `cert` and `key`"}},
		"certificate without key":  {closed, networkRun{lines: ca + heredoc("cert", certificate), want: "Incomplete client certificate"}},
		"certificate":              {closed, networkRun{lines: ca + pair}},
		"certificate, environment": {closed, networkRun{lines: ca, env: []string{"OS_CERT=" + filepath.Join(folder, "cert.pem"), "OS_KEY=" + filepath.Join(folder, "key.pem")}}},
		"without TLS":              {strings.Replace(open, "https:", "http:", 1), networkRun{want: "400 .* What to do: write https:// in the URL"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			row.do(t, row.url)
		})
	}
}

// The proxy of the environment is used, for the hosts it is meant for.
func TestAccProvider_proxy(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	authority := newAuthority(t)
	tunnel := newTunnel(t, secureServer(t, authority, false))
	for name, row := range map[string]struct {
		url string
		networkRun
	}{
		// An emulator answers what it is asked as a proxy by itself.
		"HTTP":            {"http://" + cloudHost, networkRun{env: []string{"HTTP_PROXY=" + cloud.URL}}},
		"HTTPS":           {"https://" + cloudHost, networkRun{env: []string{"HTTPS_PROXY=" + tunnel.URL}, lines: "cacert_file = <<-PEM\n" + string(authority.PEM()) + "PEM\n"}},
		"not for all":     {"http://" + cloudHost, networkRun{env: []string{"HTTP_PROXY=" + cloud.URL, "NO_PROXY=.test"}, want: "cannot find the host of iam .* What to do: check `region` and `cloud`"}},
		"out of reach":    {"http://" + cloudHost, networkRun{env: []string{"HTTP_PROXY=http://127.0.0.1:9"}, want: "cannot reach the proxy .* What to do: check HTTPS_PROXY, HTTP_PROXY and NO_PROXY"}},
		"no proxy at all": {"http://" + cloudHost, networkRun{want: "cannot find the host of iam in region cn-north-4 at http://cloud.test"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			row.do(t, row.url)
			if name == "HTTPS" && tunnel.used.Load() == 0 {
				t.Error("the proxy was not used")
			}
		})
	}
}

// tunnel is a proxy for HTTPS that leads to one server, whatever the host.
type tunnel struct {
	*httptest.Server
	used atomic.Int64
}

func newTunnel(t *testing.T, to *httptest.Server) *tunnel {
	t.Helper()
	proxy := &tunnel{}
	proxy.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodConnect {
			http.Error(w, "only CONNECT", http.StatusMethodNotAllowed)
			return
		}
		proxy.used.Add(1)
		there, err := net.Dial("tcp", to.Listener.Addr().String())
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadGateway)
			return
		}
		defer there.Close()
		here, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			return
		}
		defer here.Close()
		// After the hijacking: what the client sends at this word must not end up in the server's buffer.
		_, _ = io.WriteString(here, "HTTP/1.1 200 OK\r\n\r\n")
		go func() { _, _ = io.Copy(there, here) }() // ends with the connections
		_, _ = io.Copy(here, there)
	}))
	t.Cleanup(proxy.Close)
	return proxy
}

// The cloud can see who calls: the user's own words first, then the provider, then the CLI.
func TestAccProvider_userAgent(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	networkRun{env: []string{"HW_TF_CUSTOM_UA=team/1.0"}}.do(t, cloud.URL)
	want := regexp.MustCompile(`^team/1\.0 terraform-provider-hwc/\S+ \(terraform \d+\.\d+`)
	for _, entry := range cloud.Journal() {
		if !want.MatchString(entry.UserAgent) {
			t.Errorf("%s %s comes from %q", entry.Method, entry.Route, entry.UserAgent)
		}
	}
	if len(cloud.Journal()) == 0 {
		t.Error("nothing was asked")
	}
}

// Two hundred objects that are read at once need one login.
func TestAccProvider_oneLogin(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	w := acctest.NewWorkspace(t, cloud.PasswordProvider()+strings.Replace(readQuotas, "{}", "{ count = 200 }", 1))
	w.MustRun(t.Context(), "plan", "-no-color", "-parallelism=200")
	if got := cloud.Requests(); got["POST /v3/auth/tokens"] != 1 || got["GET /v1/{project_id}/quotas"] != 200 || len(got) != 2 {
		t.Errorf("two hundred reads led to\n%s", cloud.RequestTable())
	}
}

func newAuthority(t *testing.T) *emulator.Authority {
	t.Helper()
	authority, err := emulator.NewAuthority()
	if err != nil {
		t.Fatal(err)
	}
	return authority
}

// TLS 1.2 is the least that is spoken.
func TestAccProvider_oldTLS(t *testing.T) {
	t.Parallel()
	server := secureServer(t, newAuthority(t), false, func(config *tls.Config) {
		config.MinVersion, config.MaxVersion = tls.VersionTLS10, tls.VersionTLS11
	})
	networkRun{lines: "insecure = true", want: "no secure connection .* What to do: .* this client speaks TLS 1.2 and up"}.do(t, server.URL)
}
