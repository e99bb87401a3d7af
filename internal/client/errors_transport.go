package client

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"syscall"
)

// TransportError is a request without an answer.
type TransportError struct {
	Method, Route, Service, Region string
	URL                            string // the base URL tried
	Err                            error
	Sent                           bool // it may have reached the server

	text string // of Err, without secrets; "" is Err's own
}

// Error names what was tried, and what most likely is wrong with it.
func (e *TransportError) Error() string {
	text, _ := e.explain()
	return oneLine(fmt.Sprintf("%s %s: %s", e.Method, e.Route, text))
}

// explain says what is wrong, and what to do about it.
func (e *TransportError) explain() (text, advice string) {
	cause := e.text
	if cause == "" {
		cause = e.Err.Error()
	}
	where := fmt.Sprintf("%s in region %s at %s", e.Service, e.Region, e.URL)
	reach := "check the network on the way to the cloud, and the URL: `region`, `cloud`, `endpoint_url`, `endpoints` and `auth_url` of the provider."
	if e.Service == metadataService {
		where, reach = "the metadata service at "+e.URL, metadataAdvice
	}
	var dns *net.DNSError
	switch {
	case errors.Is(e.Err, context.Canceled):
		return "interrupted while calling " + where, ""
	case errors.Is(e.Err, context.DeadlineExceeded):
		return "out of time while calling " + where, reach
	case isProxy(e.Err):
		return "cannot reach the proxy that leads to " + where + ": " + cause, "check HTTPS_PROXY, HTTP_PROXY and NO_PROXY in the environment."
	case errors.As(e.Err, &dns):
		return "cannot find the host of " + where + ": " + dns.Err,
			"check `region` and `cloud` of the provider, and `endpoint_url`, `endpoints` and `auth_url` if they are set."
	case errors.Is(e.Err, syscall.ECONNREFUSED):
		return "connection refused by " + where, reach
	case isTLS(e.Err):
		return "no secure connection to " + where + ": " + cause, tlsAdvice(e.Err)
	case e.Sent && e.Method != http.MethodGet:
		return "no answer from " + where + ", the request may have been carried out: " + cause, reach
	case e.Sent:
		return "no answer from " + where + ": " + cause, reach
	default:
		return "cannot reach " + where + ": " + cause, reach
	}
}

func (e *TransportError) Unwrap() error { return e.Err }

// isProxy tells a proxy that cannot be reached from a server that cannot.
func isProxy(err error) bool {
	network, ok := errors.AsType[*net.OpError](err)
	return ok && network.Op == "proxyconnect"
}

// isTLS tells failures of the handshake from those of the network. They will be the same next time.
func isTLS(err error) bool {
	var (
		certificate *tls.CertificateVerificationError
		record      tls.RecordHeaderError
	)
	return errors.As(err, &certificate) || errors.As(err, &record) || isRefusedHandshake(err) || isOldTLS(err)
}

// tlsAdvice says what to do about a failed handshake.
func tlsAdvice(err error) string {
	const trust = "if the server is meant to have this certificate, set `insecure`."
	var (
		authority x509.UnknownAuthorityError
		name      x509.HostnameError
		invalid   x509.CertificateInvalidError
		record    tls.RecordHeaderError
	)
	switch {
	case errors.As(err, &authority):
		return "give the certificate of the authority that signed the server's as `cacert_file`; or, " + trust
	case errors.As(err, &name):
		return "check the host in the URL (`endpoint_url`, `endpoints`, `auth_url`); or, " + trust
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return "check the clock of this machine; or, " + trust
	case errors.As(err, &record):
		return "if the server speaks plain HTTP, write http:// in its URL: `endpoint_url`, `endpoints` or `auth_url`."
	case isOldTLS(err):
		return "bring the server up to date, or the proxy before it: this client speaks TLS 1.2 and up."
	case isRefusedHandshake(err):
		return "the server wants a client certificate that it trusts: check `cert` and `key`."
	default:
		return trust
	}
}

// handshakeAlerts are what a server calls the reasons to refuse a client, in the words of crypto/tls, which has no
// exported type for them.
var handshakeAlerts = []string{"certificate", "handshake failure", "access denied"}

// isRefusedHandshake reports that the server refused this client. With TLS 1.3 that is only seen while waiting for the
// reply to a request, which the server did not read.
func isRefusedHandshake(err error) bool {
	alert := remoteAlert(err)
	for _, text := range handshakeAlerts {
		if strings.Contains(alert, text) {
			return true
		}
	}
	return false
}

// isOldTLS reports that the server knows no version of TLS that this client accepts.
func isOldTLS(err error) bool { return strings.Contains(remoteAlert(err), "protocol version") }

// remoteAlert returns the text of the alert with which a server ended a connection.
func remoteAlert(err error) string {
	network, ok := errors.AsType[*net.OpError](err)
	if !ok || network.Op != "remote error" {
		return ""
	}
	return network.Err.Error()
}

// HostNotFound reports that a request had nowhere to go: its host has no address.
func HostNotFound(err error) bool {
	dns, ok := errors.AsType[*net.DNSError](err)
	return ok && dns.IsNotFound
}
