package client

import (
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"net/url"
)

// spareURL returns the second endpoint that some services have, or nil (contract/auth.md 5.2). A configured endpoint has
// none.
func (s *Service) spareURL() *url.URL {
	cloud := cloudOf(s.client.cfg.Cloud, s.region)
	domain, ok := factsOf(cloud).spares[s.name]
	if !ok || s.configuredURL() != nil {
		return nil
	}
	return &url.URL{Scheme: "https", Host: hostOf(s.name, s.region, domain)}
}

// withSpare gives a request its second endpoint, and that alone once the first one has turned out to be wrong.
func (x *exchange) withSpare() {
	spare := x.service.spareURL()
	if spare == nil {
		return
	}
	x.spare = spare
	if _, wrong := x.client.wrongHosts.Load(x.base.Host); wrong {
		x.useSpare()
	}
}

// failOver turns to the second endpoint if the first one surely is not the service's.
func (x *exchange) failOver() bool {
	if x.spare == nil || !isWrongHost(x.err) {
		return false
	}
	x.client.wrongHosts.Store(x.base.Host, true)
	x.useSpare()
	return true
}

func (x *exchange) useSpare() {
	target := *x.url
	target.Host = x.spare.Host
	x.first = x.base.Redacted()
	x.base, x.url, x.spare = x.spare, &target, nil
}

// tried is what a message calls the URL of a request.
func (x *exchange) tried() string {
	if x.first == "" {
		return x.base.Redacted()
	}
	return x.first + ", then " + x.base.Redacted()
}

// aim is what a try does first: its URL may have changed since the one before.
func (x *exchange) aim(request *http.Request) error {
	request.URL, request.Host = x.url, x.url.Host
	return nil
}

// isWrongHost reports that a name leads nowhere, or to somebody who cannot prove to have it: nothing was sent, and
// nothing will change. It is what the official client fails over on (contract/auth.md 5.3).
func isWrongHost(err error) bool {
	var (
		dns       *net.DNSError
		authority x509.UnknownAuthorityError
		invalid   x509.CertificateInvalidError
		name      x509.HostnameError
	)
	if _, login := errors.AsType[*AuthError](err); login || isProxy(err) {
		return false // that was another host
	}
	return errors.As(err, &dns) && dns.IsNotFound ||
		errors.As(err, &authority) || errors.As(err, &invalid) || errors.As(err, &name)
}
