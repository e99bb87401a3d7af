package client

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net/http"
	"time"
)

// idleConnections is how many connections to a host are kept: Terraform runs many resources at once against one or two.
const idleConnections = 64

// idleTime is how long a connection without work is kept. Load balancers close one after a minute or so, and a request
// that meets that moment is lost, without a way to tell whether it was carried out.
const idleTime = 30 * time.Second

// newTransport makes what sends requests: the proxy is that of the environment (HTTP_PROXY, HTTPS_PROXY, NO_PROXY).
func newTransport(cfg Config) (http.RoundTripper, error) {
	base, ok := http.DefaultTransport.(*http.Transport)
	if !ok {
		base = &http.Transport{Proxy: http.ProxyFromEnvironment, ForceAttemptHTTP2: true}
	}
	t := base.Clone()
	t.MaxIdleConns = 2 * idleConnections
	t.MaxIdleConnsPerHost = idleConnections
	t.IdleConnTimeout = idleTime
	var err error
	t.TLSClientConfig, err = tlsConfig(cfg)
	return t, err
}

func tlsConfig(cfg Config) (*tls.Config, error) {
	config := &tls.Config{
		MinVersion:         tls.VersionTLS12,
		InsecureSkipVerify: cfg.Insecure, //nolint:gosec // the user's own, documented choice
	}
	if cfg.CACert != "" {
		config.RootCAs = x509.NewCertPool()
		if !config.RootCAs.AppendCertsFromPEM([]byte(cfg.CACert)) {
			return nil, errors.New("the CA bundle (cacert_file) holds no certificate in PEM form")
		}
	}
	switch {
	case cfg.ClientCert == "" && cfg.ClientKey == "":
		return config, nil
	case cfg.ClientCert == "" || cfg.ClientKey == "":
		return nil, errors.New("a client certificate (cert) and its private key (key) are only useful together")
	}
	pair, err := tls.X509KeyPair([]byte(cfg.ClientCert), []byte(cfg.ClientKey))
	if err != nil {
		return nil, fmt.Errorf("client certificate and key (cert, key): %w", err)
	}
	config.Certificates = []tls.Certificate{pair}
	return config, nil
}
