package client

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// APIError is an answer of the server that is not a success (contract/auth.md 7).
type APIError struct {
	Method, Route, Service, Region string
	// Status is the HTTP status, Code and Message are the server's own; either may be empty.
	Status        int
	Code, Message string
	// RequestID is what the cloud's support asks for.
	RequestID string
	// AuthorizationMessage explains a refusal to those who may decode it with STS; mostly empty.
	AuthorizationMessage string
	// Attempts is how often the request was sent.
	Attempts int
	// ClockOff is how far this machine's clock is ahead of the cloud's if that is why a signature was refused, else 0.
	ClockOff time.Duration

	foreign bool   // the body was a page or text, not an API's answer
	cause   error  // why there was no further try, if it was the context
	advice  string // what to do about it, if the client knows
}

// Error returns one line: "GET /v1/{project_id}/vpc-endpoints: 404 EndPoint.0005 The requested resource ... (request id ...)".
func (e *APIError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s: %d", e.Method, e.Route, e.Status)
	// IAM repeats the HTTP status as its code.
	if e.Code != "" && e.Code != strconv.Itoa(e.Status) {
		b.WriteString(" " + e.Code)
	}
	switch {
	case e.Message != "":
		b.WriteString(" " + e.Message)
	case e.Code == "":
		b.WriteString(" " + http.StatusText(e.Status))
	}
	var notes []string
	if e.RequestID != "" {
		notes = append(notes, "request id "+e.RequestID)
	}
	if e.Attempts > 1 {
		notes = append(notes, fmt.Sprintf("%d attempts", e.Attempts))
	}
	if e.AuthorizationMessage != "" {
		notes = append(notes, "encoded authorization message "+e.AuthorizationMessage)
	}
	if e.cause != nil {
		notes = append(notes, "no further attempt: "+causeText(e.cause))
	}
	if len(notes) > 0 {
		fmt.Fprintf(&b, " (%s)", strings.Join(notes, ", "))
	}
	if e.ClockOff != 0 {
		b.WriteString("; " + clockText(e.ClockOff))
	}
	return oneLine(b.String())
}

func causeText(cause error) string {
	if errors.Is(cause, context.DeadlineExceeded) {
		return "the time limit of the operation ends before the cloud wants to be asked again"
	}
	return cause.Error()
}

// Unwrap returns the context's error when it ended the attempts.
func (e *APIError) Unwrap() error { return e.cause }

// ReplyError is a 2xx whose body is cut, or is not what the contract says. The request was most likely carried out.
type ReplyError struct {
	Method, Route, Service, Region string
	Status                         int
	RequestID                      string
	Err                            error
}

func (e *ReplyError) Error() string {
	text := fmt.Sprintf("%s %s: %d, but %v", e.Method, e.Route, e.Status, e.Err)
	if e.RequestID != "" {
		text += " (request id " + e.RequestID + ")"
	}
	return oneLine(text)
}

func (e *ReplyError) Unwrap() error { return e.Err }

// NotOffered reports whether the cloud does not have the operation at all: the client knows so and did not send it, or
// the gateway does not know the path or the method (contract/auth.md 7.2). Partner clouds lack some operations
// (contract/vpcep.md 8).
func NotOffered(err error) bool {
	if _, ok := errors.AsType[*NotOfferedError](err); ok {
		return true
	}
	api, ok := serviceAnswer(err)
	return ok && (api.Status == http.StatusMethodNotAllowed || api.Status == http.StatusNotImplemented ||
		(api.Status == http.StatusNotFound && HasCode(err, "APIGW.0101", "APIG.0101")))
}

// Hidden reports that what was asked for is not for this user to see, which is a right of its own, or that the cloud does
// not show it to anybody: for records of work whose outcome can be seen without them.
func Hidden(err error) bool {
	api, ok := errors.AsType[*APIError](err)
	return NotOffered(err) || (ok && api.Status == http.StatusForbidden)
}

// AuthError is a failure before the request itself: no token, or no project. The request was not sent.
type AuthError struct {
	Action string // "log in as user ... of domain ...", never with a secret
	Advice string // what to do when the cloud refuses it; may be empty
	Err    error
}

func (e *AuthError) Error() string { return oneLine("cannot " + e.Action + ": " + e.Err.Error()) }

func (e *AuthError) Unwrap() error { return e.Err }

// asAuthError marks a failure that came before the request; a context's own error needs no such mark to be understood.
func asAuthError(err error) error {
	if auth, ok := errors.AsType[*AuthError](err); ok {
		return auth
	}
	return &AuthError{Action: "authenticate", Err: err}
}

// IsNotFound reports that the object does not exist: HTTP 404 from the service, or a *NotFoundError. A gateway that knows no such API, a
// service that knows no such URL, a web page, and a failed login are configuration errors and not that
// (contract/auth.md 7.2, contract/vpcep.md 7.4).
func IsNotFound(err error) bool {
	if saysGone(err) {
		return true
	}
	api, ok := serviceAnswer(err)
	return ok && api.Status == http.StatusNotFound && !api.foreign && !isUnknownURL(api.Code)
}

// isGone is IsNotFound for an object whose deletion was asked for: then the page of some gateways is no reason to doubt
// a 404 (contract/auth.md 7.1).
func isGone(err error) bool {
	if saysGone(err) {
		return true
	}
	api, ok := serviceAnswer(err)
	return ok && api.Status == http.StatusNotFound && !isUnknownURL(api.Code)
}

func isUnknownURL(code string) bool {
	upper := strings.ToUpper(code)
	return isGateway(upper) || upper == "BCS.4040404"
}

func isGateway(upper string) bool {
	return strings.HasPrefix(upper, "APIGW.") || strings.HasPrefix(upper, "APIG.")
}

// HasCode reports that the server answered with one of the codes, whatever their case (contract/vpcep.md 7.1).
func HasCode(err error, codes ...string) bool {
	api, ok := errors.AsType[*APIError](err)
	if !ok {
		return false
	}
	for _, code := range codes {
		if strings.EqualFold(api.Code, code) {
			return true
		}
	}
	return false
}

// Undecided reports that a request failed but may have been carried out: the reply was lost after sending, cut or
// unreadable, or it was HTTP 500, 502, 503 or 504.
func Undecided(err error) bool {
	if _, ok := errors.AsType[*AuthError](err); ok {
		return false
	}
	if transport, ok := errors.AsType[*TransportError](err); ok {
		return transport.Sent
	}
	if _, ok := errors.AsType[*ReplyError](err); ok {
		return true
	}
	api, ok := errors.AsType[*APIError](err)
	return ok && isFault(api.Status)
}

// serviceAnswer finds the answer to the request itself, not to a login made for it.
func serviceAnswer(err error) (*APIError, bool) {
	if _, ok := errors.AsType[*AuthError](err); ok {
		return nil, false
	}
	return errors.AsType[*APIError](err)
}

// isOutage reports whether a call, or the login it needed, failed because the cloud or the network did, and not because of
// what was asked.
func isOutage(err error) bool {
	if api, ok := errors.AsType[*APIError](err); ok {
		return isFault(api.Status)
	}
	_, ok := errors.AsType[*TransportError](err)
	return ok && !isTLS(err)
}

// isFault is isUnavailable, or that the service itself failed: what it has done by then is not known.
func isFault(status int) bool {
	return status == http.StatusInternalServerError || isUnavailable(status)
}

func isUnavailable(status int) bool {
	return status == http.StatusBadGateway || status == http.StatusServiceUnavailable || status == http.StatusGatewayTimeout
}

// oneLine makes a text fit into one line of a log.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
