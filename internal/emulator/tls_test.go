package emulator

import (
	"crypto/tls"
	"crypto/x509"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// secure runs an emulator with TLS, as an in-process test of a client does.
func secure(t *testing.T, authority *Authority, clients bool) string {
	t.Helper()
	config, err := authority.ServerConfig(clients)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewUnstartedServer(New(Options{}))
	server.TLS = config
	server.Config.ErrorLog = log.New(io.Discard, "", 0) // refused handshakes are meant
	server.StartTLS()
	t.Cleanup(server.Close)
	return server.URL
}

func newAuthority(t *testing.T) *Authority {
	t.Helper()
	authority, err := NewAuthority()
	if err != nil {
		t.Fatal(err)
	}
	return authority
}

// get asks for a path as a client that trusts an authority and shows certificates.
func get(t *testing.T, url string, authority *Authority, shown ...tls.Certificate) (string, error) {
	t.Helper()
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(authority.PEM()) {
		t.Fatalf("not PEM: %s", authority.PEM())
	}
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots, Certificates: shown, MinVersion: tls.VersionTLS12}}
	t.Cleanup(transport.CloseIdleConnections)
	r, err := http.NewRequestWithContext(t.Context(), "GET", url, nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := transport.RoundTrip(r)
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	return string(text), err
}

func TestTLS(t *testing.T) {
	t.Parallel()
	ours, other := newAuthority(t), newAuthority(t)
	url := secure(t, ours, false)
	text, err := get(t, url+"/v3", ours)
	if err != nil || !strings.Contains(text, `"href":"`+url+`/v3/"`) {
		t.Errorf("links lead elsewhere: %v %s", err, text)
	}
	if _, err := get(t, url+"/v3", other); err == nil || !strings.Contains(err.Error(), "unknown authority") {
		t.Errorf("with another authority: %v", err)
	}
	if _, err := get(t, strings.Replace(url, "127.0.0.1", "localhost", 1)+"/v3", ours); err != nil {
		t.Errorf("by name: %v", err)
	}
}

func TestClientCertificates(t *testing.T) {
	t.Parallel()
	ours, other := newAuthority(t), newAuthority(t)
	url := secure(t, ours, true)
	certificate := func(a *Authority) tls.Certificate {
		certificatePEM, keyPEM, err := a.ClientPEM()
		if err != nil {
			t.Fatal(err)
		}
		pair, err := tls.X509KeyPair(certificatePEM, keyPEM)
		if err != nil {
			t.Fatal(err)
		}
		return pair
	}
	if _, err := get(t, url+"/v3", ours, certificate(ours)); err != nil {
		t.Errorf("with a certificate: %v", err)
	}
	if _, err := get(t, url+"/v3", ours); err == nil || !strings.Contains(err.Error(), "certificate required") {
		t.Errorf("without one: %v", err)
	}
	// A client shows only certificates of authorities that the server names, so this is the same as none.
	if _, err := get(t, url+"/v3", ours, certificate(other)); err == nil {
		t.Error("with one of another authority it was let in")
	}
}

func TestServerNames(t *testing.T) {
	t.Parallel()
	config, err := newAuthority(t).ServerConfig(false, "emulator.example.com", "192.0.2.7", "")
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(config.Certificates[0].Certificate[0])
	if err != nil {
		t.Fatal(err)
	}
	for name, known := range map[string]bool{"emulator.example.com": true, "192.0.2.7": true, "localhost": true, "::1": true, "example.com": false} {
		if err := leaf.VerifyHostname(name); (err == nil) != known {
			t.Errorf("%s: %v", name, err)
		}
	}
}
