package client

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"github.com/hashicorp/go-retryablehttp"
)

// maxReply protects against a server that never stops sending. The largest documented replies are archives of a few
// megabytes.
const maxReply = 64 << 20

// exchange is one API call with all its tries.
type exchange struct {
	client        *Client
	service       *Service
	method, route string
	base, url     *url.URL
	spare         *url.URL // what the base may be replaced by; nil: nothing
	first         string   // what it has replaced; "": nothing
	body          []byte
	contentType   string // of the body
	idempotent    bool
	file          bool // the reply is a file: it may be anything but an error, and is not logged
	auth          Authenticator
	scope         Scope

	attempts int
	wait     time.Duration // before the next try
	waiting  bool          // a next try was decided on
	sent     atomic.Bool   // a try may have reached the server
	signed   bool          // the last try was
	answered time.Time     // when its reply came
	reply    *reply        // of the last try; nil if there was none
	err      error         // of the last try
	gaveUp   error         // the context's error if it forbade another try
}

// reply is an answer, read to its end.
type reply struct {
	status int
	header http.Header
	body   []byte
}

type roundTripFunc func(*http.Request) (*http.Response, error)

func (f roundTripFunc) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// run sends the request through the chain: retry, rate limit, log, auth, send. The order is significant: the rate limit
// counts every try, as the cloud does; every try is logged, before authentication adds secrets to it, and is signed anew.
func (x *exchange) run(ctx context.Context) (*reply, error) {
	// Waiting between tries ends with the caller, a try on the wire only with wire: who changes something has to learn
	// whether it was done, also when the run is interrupted meanwhile.
	wait, wire := callerOf(ctx), ctx
	if x.method != http.MethodGet && !outlives(ctx) {
		var cancel context.CancelFunc
		wire, cancel = x.client.Outlive(ctx)
		defer cancel()
	}
	request, err := retryablehttp.NewRequestWithContext(withWire(wait, wire), x.method, x.url.String(), x.rawBody())
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w", x.method, x.route, err)
	}
	x.setHeaders(request.Header)
	response, err := x.retrying(x.paced(x.logged(x.authenticated(x.send)))).Do(request)
	if response != nil {
		_ = response.Body.Close() // a buffer: closing it cannot fail
	}
	if x.reply == nil && x.err == nil {
		x.err = err
	}
	if x.waiting && x.gaveUp == nil {
		x.gaveUp = wait.Err()
	}
	return x.result()
}

// retrying is the link that repeats what may be repeated.
func (x *exchange) retrying(next roundTripFunc) *retryablehttp.Client {
	return &retryablehttp.Client{
		HTTPClient: &http.Client{
			Transport: next,
			// Following a redirect would carry credentials to a host nobody chose.
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
		RetryMax:     x.client.cfg.MaxRetries,
		CheckRetry:   x.checkRetry,
		PrepareRetry: x.aim,
		Backoff:      func(_, _ time.Duration, _ int, _ *http.Response) time.Duration { return x.wait },
		ErrorHandler: retryablehttp.PassthroughErrorHandler,
	}
}

// rawBody avoids a non-nil interface around a nil slice, which would send an empty body with GET.
func (x *exchange) rawBody() any {
	if x.body == nil {
		return nil
	}
	return x.body
}

func (x *exchange) setHeaders(header http.Header) {
	header.Set("Accept", jsonType)
	if x.file {
		header.Set("Accept", "*/*")
	}
	header.Set("Content-Type", cmp.Or(x.contentType, jsonType))
	header.Set("User-Agent", x.client.cfg.UserAgent)
}

// send is the last link: one try, its reply read to the end.
func (x *exchange) send(request *http.Request) (*http.Response, error) {
	timeout := x.client.cfg.RequestTimeout
	tooLate := &tryTimeoutError{timeout}
	ctx, cancel := context.WithTimeoutCause(wireOf(request.Context()), timeout, tooLate)
	defer cancel()
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		// From here on bytes may flow.
		GotConn: func(httptrace.GotConnInfo) { x.sent.Store(true) },
	})
	explain := func(err error) error {
		switch deadline, _ := ctx.Deadline(); {
		case errors.Is(context.Cause(ctx), tooLate):
			return tooLate
		case errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil && time.Now().Before(deadline):
			return &networkTimeoutError{err}
		}
		return err
	}
	sentBefore := x.sent.Load()
	response, err := x.client.transport.RoundTrip(request.WithContext(ctx))
	if err != nil {
		if isRefusedHandshake(err) {
			x.sent.Store(sentBefore)
		}
		x.client.hangUp()
		return nil, explain(err)
	}
	defer response.Body.Close() //nolint:errcheck // everything of use has been read by then
	x.signed, x.answered = request.Header.Get("X-Sdk-Date") != "", time.Now()
	x.client.clock.see(response.Header)
	body, err := io.ReadAll(io.LimitReader(response.Body, maxReply+1))
	if len(body) > maxReply {
		err = fmt.Errorf("the reply is larger than %d bytes", maxReply)
	}
	if err != nil && response.StatusCode < 300 {
		return nil, &cutError{reply{response.StatusCode, response.Header, nil}, explain(err)}
	}
	response.Body = io.NopCloser(bytes.NewReader(body))
	return response, nil
}

// hangUp closes the connections that have no work: where one was found dead, the others may be, too, and a creation that
// is sent again has to arrive.
func (c *Client) hangUp() {
	if t, ok := c.transport.(interface{ CloseIdleConnections() }); ok {
		t.CloseIdleConnections()
	}
}

// tryTimeoutError is a try that took too long. It is not context.DeadlineExceeded, which means the caller's deadline.
type tryTimeoutError struct{ after time.Duration }

func (e *tryTimeoutError) Error() string { return fmt.Sprintf("no complete reply within %s", e.after) }

// networkTimeoutError is a connection that could not be made in time. Package net has its own limits, and takes their end
// for context.DeadlineExceeded, which here means the caller's deadline.
type networkTimeoutError struct{ err error }

func (e *networkTimeoutError) Error() string { return e.err.Error() }

// As finds out more about the reason, which Unwrap would give away.
func (e *networkTimeoutError) As(target any) bool { return errors.As(e.err, target) }

// cutError is a success whose body broke off.
type cutError struct {
	reply reply
	err   error
}

func (e *cutError) Error() string { return "the reply broke off: " + e.err.Error() }
func (e *cutError) Unwrap() error { return e.err }

// logged is the link that counts, remembers and logs every try.
func (x *exchange) logged(next roundTripFunc) roundTripFunc {
	return func(request *http.Request) (*http.Response, error) {
		x.attempts++
		x.reply, x.err, x.waiting = nil, nil, false
		start := time.Now()
		response, err := next(request)
		if err != nil {
			x.err = err
		} else {
			// The body is a buffer by now.
			body, readErr := io.ReadAll(response.Body)
			if readErr != nil {
				return nil, readErr
			}
			response.Body = io.NopCloser(bytes.NewReader(body))
			x.reply = &reply{response.StatusCode, response.Header, body}
		}
		x.log(request, time.Since(start))
		return response, err
	}
}

func (x *exchange) log(request *http.Request, took time.Duration) {
	ctx, logger := request.Context(), x.client.cfg.Logger
	if !logger.Enabled(ctx, slog.LevelDebug) {
		return
	}
	attributes := []slog.Attr{
		slog.String("service", x.service.name), slog.String("region", x.service.region),
		slog.String("method", x.method), slog.String("route", x.route),
		slog.String("url", x.clean(redactURL(x.url))), slog.Int("attempt", x.attempts), slog.Duration("duration", took),
	}
	if x.err != nil {
		attributes = append(attributes, slog.String("error", x.clean(redactText(x.err.Error()))))
	} else {
		attributes = append(attributes, slog.Int("status", x.reply.status), slog.String("request_id", x.requestID()))
	}
	logger.LogAttrs(ctx, slog.LevelDebug, "API request", attributes...)
	if !logger.Enabled(ctx, LevelTrace) {
		return
	}
	bodies := []slog.Attr{
		slog.Int("attempt", x.attempts), slog.String("route", x.route),
		slog.Any("request_header", x.cleanHeader(request.Header)), slog.String("request_body", x.clean(redactBody(x.body))),
	}
	if x.reply != nil {
		bodies = append(bodies, slog.Any("reply_header", x.cleanHeader(x.reply.header)),
			slog.String("reply_body", x.clean(x.replyText())))
	}
	logger.LogAttrs(ctx, LevelTrace, "API bodies", bodies...)
}

// replyText is the body of the last reply for the log. A file may hold keys wherever it likes.
func (x *exchange) replyText() string {
	if x.file && x.reply.status < 300 {
		return fmt.Sprintf("(a file of %d bytes)", len(x.reply.body))
	}
	return redactBody(x.reply.body)
}

// clean removes the client's secrets, and those this request was given, from a text.
func (x *exchange) clean(text string) string {
	return x.client.secrets.clean(text, secretsIn(x.body)...)
}

// cleanHeader removes the client's secrets from a header, also where they stand under a name that tells nothing.
func (x *exchange) cleanHeader(header http.Header) http.Header {
	safe := redactHeader(header)
	for name, values := range safe {
		for i := range values {
			safe[name][i] = x.clean(values[i])
		}
	}
	return safe
}

// requestID returns the id under which the cloud knows the last try (contract/auth.md 7.1).
func (x *exchange) requestID() string {
	header := x.reply.header
	if id := header.Get("X-Request-Id"); id != "" {
		return tidy(id)
	}
	if x.reply.status >= 300 {
		if id := parseProblem(x.reply.body).requestID; id != "" {
			return id
		}
	}
	return tidy(header.Get("X-IAM-Trace-Id"))
}

// result turns the last try into a reply or an error.
func (x *exchange) result() (*reply, error) {
	cut, isCut := errors.AsType[*cutError](x.err)
	switch {
	case isCut:
		x.reply = &cut.reply
		return nil, x.replyError(cut)
	case x.err != nil:
		if auth, ok := errors.AsType[*AuthError](x.err); ok {
			return nil, auth
		}
		return nil, x.transportError(x.err)
	case x.reply.status >= 200 && x.reply.status < 300:
		return x.reply, nil
	default:
		return nil, x.apiError()
	}
}

func (x *exchange) transportError(err error) error {
	return &TransportError{
		Method: x.method, Route: x.route, Service: x.service.name, Region: x.service.region,
		URL: x.tried(), Err: err, Sent: x.sent.Load(), text: x.clean(err.Error()),
	}
}

func (x *exchange) replyError(err error) error {
	return &ReplyError{
		Method: x.method, Route: x.route, Service: x.service.name, Region: x.service.region,
		Status: x.reply.status, RequestID: x.requestID(), Err: err,
	}
}

func (x *exchange) apiError() error {
	p := readProblem(x.reply.body).tidied(x.clean)
	message := p.message
	if x.reply.status < 400 {
		message = "redirected to " + redirectTarget(x.reply.header) + "; redirects are not followed, check the endpoint"
	}
	off := x.clockOff(p)
	if hint := x.hint(p); hint != "" && off == 0 {
		message = strings.TrimSpace(message + " (" + hint + ")")
	}
	advice := ""
	switch {
	case isPlainToTLS(p.message):
		advice = plainAdvice
	case off == 0 && isStale(x.reply.status, p):
		advice = refusalAdvice(x.auth, p.message)
	}
	return &APIError{
		Method: x.method, Route: x.route, Service: x.service.name, Region: x.service.region,
		Status: x.reply.status, Code: p.code, Message: message, RequestID: x.requestID(),
		AuthorizationMessage: p.authorization, Attempts: x.attempts, ClockOff: off, foreign: p.foreign, cause: x.gaveUp, advice: advice,
	}
}

// clockOff returns what APIError.ClockOff is for the last try.
func (x *exchange) clockOff(p problem) time.Duration {
	if !x.signed || x.reply.status != http.StatusUnauthorized {
		return 0
	}
	return clockOff(p.message, x.reply.header, x.answered)
}

func redirectTarget(header http.Header) string {
	target, err := url.Parse(header.Get("Location"))
	if err != nil || target.Host == "" {
		return "another address"
	}
	return target.Scheme + "://" + target.Host
}
