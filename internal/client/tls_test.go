package client

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"io"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

// authority is a certificate authority of a test.
type authority struct {
	certificate *x509.Certificate
	key         *ecdsa.PrivateKey
	pem         string
}

func newAuthority(t *testing.T) authority {
	t.Helper()
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "test authority"},
		NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}
	a := authority{certificate: template, key: newKey(t)}
	der := a.sign(t, template, a.key)
	var err error
	if a.certificate, err = x509.ParseCertificate(der); err != nil {
		t.Fatal(err)
	}
	a.pem = pemOf("CERTIFICATE", der)
	return a
}

func newKey(t *testing.T) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func (a authority) sign(t *testing.T, template *x509.Certificate, key *ecdsa.PrivateKey) []byte {
	t.Helper()
	der, err := x509.CreateCertificate(rand.Reader, template, a.certificate, &key.PublicKey, a.key)
	if err != nil {
		t.Fatal(err)
	}
	return der
}

// issue returns a certificate and its key in PEM, for a server at the given names and for a client.
func (a authority) issue(t *testing.T, names ...string) (certificate, key string) {
	t.Helper()
	template := &x509.Certificate{
		SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: "test"}, NotAfter: time.Now().Add(time.Hour),
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
	}
	for _, name := range names {
		if ip := net.ParseIP(name); ip != nil {
			template.IPAddresses = append(template.IPAddresses, ip)
		} else {
			template.DNSNames = append(template.DNSNames, name)
		}
	}
	private := newKey(t)
	der, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	return pemOf("CERTIFICATE", a.sign(t, template, private)), pemOf("PRIVATE KEY", der)
}

func pemOf(kind string, der []byte) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}))
}

// tlsServer answers {"id":"t1"} with a certificate of the authority for the given names.
func tlsServer(t *testing.T, a authority, names []string, adjust func(*tls.Config)) *httptest.Server {
	t.Helper()
	certificate, key := a.issue(t, names...)
	pair, err := tls.X509KeyPair([]byte(certificate), []byte(key))
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, `{"id":"t1"}`) }))
	server.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	server.TLS = &tls.Config{MinVersion: tls.VersionTLS12, Certificates: []tls.Certificate{pair}}
	if adjust != nil {
		adjust(server.TLS)
	}
	server.StartTLS()
	t.Cleanup(server.Close)
	return server
}

// clientAuthority makes a server ask for a certificate of an authority.
func clientAuthority(a authority) func(*tls.Config) {
	return func(c *tls.Config) {
		c.ClientAuth = tls.RequireAndVerifyClientCert
		c.ClientCAs = x509.NewCertPool()
		c.ClientCAs.AddCert(a.certificate)
	}
}

func TestTLSSettings(t *testing.T) {
	t.Parallel()
	ca, other := newAuthority(t), newAuthority(t)
	certificate, key := ca.issue(t)
	loopback := []string{"127.0.0.1"}
	for name, row := range map[string]struct {
		server func(*tls.Config)
		cfg    Config
	}{
		"insecure":                 {nil, Config{Insecure: true}},
		"a CA bundle":              {nil, Config{CACert: ca.pem}},
		"a bundle of two":          {nil, Config{CACert: other.pem + "\n" + ca.pem}},
		"a client certificate":     {clientAuthority(ca), Config{CACert: ca.pem, ClientCert: certificate, ClientKey: key}},
		"one that nobody asks for": {nil, Config{CACert: ca.pem, ClientCert: certificate, ClientKey: key}},
		"TLS 1.2":                  {func(c *tls.Config) { c.MaxVersion = tls.VersionTLS12 }, Config{CACert: ca.pem}},
		"TLS 1.3":                  {func(c *tls.Config) { c.MinVersion = tls.VersionTLS13 }, Config{CACert: ca.pem}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, err := get(t.Context(), tlsClient(t, row.cfg, tlsServer(t, ca, loopback, row.server).URL)); err != nil {
				t.Error(err)
			}
		})
	}
}

// tlsClient is a client with the TLS settings of cfg for a server.
func tlsClient(t *testing.T, cfg Config, url string) *Client {
	t.Helper()
	with := tokenConfig()
	with.EndpointURL = url
	with.Insecure, with.CACert, with.ClientCert, with.ClientKey = cfg.Insecure, cfg.CACert, cfg.ClientCert, cfg.ClientKey
	c, err := New(with)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestBadTLSSettings(t *testing.T) {
	t.Parallel()
	ca := newAuthority(t)
	certificate, key := ca.issue(t)
	_, otherKey := ca.issue(t)
	for name, row := range map[string]struct {
		cfg  Config
		want string
	}{
		"no PEM":                   {Config{CACert: "hello"}, "holds no certificate"},
		"a key is no CA":           {Config{CACert: key}, "holds no certificate"},
		"no key":                   {Config{ClientCert: certificate}, "only useful together"},
		"no certificate":           {Config{ClientKey: key}, "only useful together"},
		"the key of another":       {Config{ClientCert: certificate, ClientKey: otherKey}, "client certificate and key (cert, key):"},
		"certificate is a key":     {Config{ClientCert: key, ClientKey: key}, "client certificate and key (cert, key):"},
		"key and certificate swap": {Config{ClientCert: key, ClientKey: certificate}, "client certificate and key (cert, key):"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cfg := row.cfg
			cfg.Region, cfg.Credentials = testRegion, Credentials{Token: "t"}
			_, err := New(cfg)
			if err == nil {
				t.Fatal("no error")
			}
			contains(t, err.Error(), row.want)
		})
	}
}

// Every handshake that fails says what to do, is not tried again, and leaves no doubt whether the request got through.
func TestFailedHandshakes(t *testing.T) {
	t.Parallel()
	ca, other := newAuthority(t), newAuthority(t)
	certificate, key := other.issue(t)
	loopback := []string{"127.0.0.1"}
	for name, row := range map[string]struct {
		names  []string
		server func(*tls.Config)
		cfg    Config
		want   string
	}{
		"an authority nobody knows":      {loopback, nil, Config{}, "give the certificate of the authority that signed the server's as `cacert_file`"},
		"another authority":              {loopback, nil, Config{CACert: other.pem}, "`cacert_file`; or, if the server is meant to have this certificate, set `insecure`."},
		"another name":                   {[]string{"localhost"}, nil, Config{CACert: ca.pem}, "check the host in the URL"},
		"too old":                        {loopback, func(c *tls.Config) { c.MinVersion, c.MaxVersion = tls.VersionTLS10, tls.VersionTLS11 }, Config{CACert: ca.pem}, "this client speaks TLS 1.2 and up"},
		"no client certificate":          {loopback, clientAuthority(ca), Config{CACert: ca.pem}, "check `cert` and `key`"},
		"no client certificate, TLS 1.2": {loopback, tls12(clientAuthority(ca)), Config{CACert: ca.pem}, "check `cert` and `key`"},
		"the wrong one":                  {loopback, clientAuthority(ca), Config{CACert: ca.pem, ClientCert: certificate, ClientKey: key}, "check `cert` and `key`"},
		"the wrong one, TLS 1.2":         {loopback, tls12(clientAuthority(ca)), Config{CACert: ca.pem, ClientCert: certificate, ClientKey: key}, "check `cert` and `key`"},
		"insecure is no certificate":     {loopback, clientAuthority(ca), Config{Insecure: true}, "check `cert` and `key`"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := tlsServer(t, ca, row.names, row.server)
			c := tlsClient(t, row.cfg, server.URL)
			tries := 1
			c.cfg.RetryBackoff = func(int) time.Duration { tries++; return 0 }
			_, err := post(t.Context(), c)
			transport, ok := errors.AsType[*TransportError](err)
			if !ok || transport.Sent || Undecided(err) || tries != 1 {
				t.Fatalf("%d tries, %+v", tries, err)
			}
			contains(t, err.Error(), "no secure connection to vpcep in region cn-north-4 at "+server.URL+": ")
			contains(t, Advice(err), row.want)
		})
	}
}

func tls12(also func(*tls.Config)) func(*tls.Config) {
	return func(c *tls.Config) {
		c.MaxVersion = tls.VersionTLS12
		also(c)
	}
}

// A certificate is judged by this machine's clock.
func TestExpiredCertificate(t *testing.T) {
	t.Parallel()
	ca := newAuthority(t)
	c := tlsClient(t, Config{CACert: ca.pem}, tlsServer(t, ca, []string{"127.0.0.1"}, nil).URL)
	c.transport.(*http.Transport).TLSClientConfig.Time = func() time.Time { return time.Now().Add(2 * time.Hour) }
	_, err := get(t.Context(), c)
	if err == nil {
		t.Fatal("no error")
	}
	contains(t, err.Error()+Advice(err), "no secure connection", "check the clock of this machine")
}
