package client

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

const (
	firstRetry = 200 * time.Millisecond
	lastRetry  = 30 * time.Second
	// maxRetryAfter keeps a nonsensical Retry-After from overflowing.
	maxRetryAfter = 24 * time.Hour
)

// gatewayFailures are the codes of an HTTP 500 that comes from the gateway and may pass (contract/auth.md 7.2), without
// their prefix.
var gatewayFailures = []string{"0601", "0605", "0606", "0608", "0609", "0611", "0705"}

// checkRetry decides on another try. It never returns an error: the last try's own outcome is what the caller gets.
func (x *exchange) checkRetry(ctx context.Context, _ *http.Response, _ error) (bool, error) {
	if ctx.Err() != nil || x.attempts > x.client.cfg.MaxRetries || !x.retriable() {
		return false, nil //nolint:nilerr // the end of the context is the last try's own outcome
	}
	x.wait = x.delay()
	if deadline, ok := ctx.Deadline(); ok && time.Until(deadline) <= x.wait {
		// The server's answer says more than a time-out some seconds later.
		x.gaveUp = context.DeadlineExceeded
		return false, nil
	}
	x.waiting = true
	return true, nil
}

// retriable tells whether the last try may be repeated: always when it surely was not carried out, else only when
// carrying it out twice does no harm.
func (x *exchange) retriable() bool {
	if x.err != nil {
		return x.retriableFailure()
	}
	status := x.reply.status
	switch {
	case status == http.StatusTooManyRequests:
		return true
	case status < 400:
		return false
	}
	code := parseProblem(x.reply.body).code
	switch {
	case status == http.StatusBadRequest:
		// "The number of requests exceeded the limit. Please try later." (contract/vpcep.md 7.2)
		return strings.EqualFold(code, "EndPoint.0022")
	case isUnavailable(status):
		return x.idempotent
	case status == http.StatusInternalServerError:
		return x.idempotent && isGatewayFailure(code)
	}
	return false
}

func (x *exchange) retriableFailure() bool {
	var auth *AuthError
	switch {
	case errors.As(x.err, &auth): // the login made its own retries
		return false
	case HostNotFound(x.err), isTLS(x.err):
		return false
	case !x.sent.Load():
		return true
	default:
		return x.idempotent
	}
}

func isGatewayFailure(code string) bool {
	upper := strings.ToUpper(code)
	_, number, _ := strings.Cut(upper, ".")
	return isGateway(upper) && slices.Contains(gatewayFailures, number)
}

// delay is what the server asked for in Retry-After, else the back-off.
func (x *exchange) delay() time.Duration {
	if x.reply != nil {
		if d, ok := retryAfter(x.reply.header, time.Now()); ok {
			return d
		}
	}
	return x.client.cfg.RetryBackoff(x.attempts - 1)
}

// retryAfter reads both forms of Retry-After: seconds, and a date, which is by the server's clock.
func retryAfter(header http.Header, now time.Time) (time.Duration, bool) {
	text := strings.TrimSpace(header.Get("Retry-After"))
	if seconds, err := strconv.ParseUint(text, 10, 32); err == nil {
		return min(time.Duration(seconds)*time.Second, maxRetryAfter), true
	}
	at, err := http.ParseTime(text)
	if err != nil {
		return 0, false
	}
	if date, err := http.ParseTime(header.Get("Date")); err == nil {
		now = date
	}
	return min(max(at.Sub(now), 0), maxRetryAfter), true
}

// retryBackoff doubles from about 200 ms to 30 s, a quarter up or down by chance so that parallel calls spread.
func retryBackoff(attempt int) time.Duration {
	d := float64(firstRetry) * math.Pow(2, float64(attempt))
	d = min(d, float64(lastRetry)) * (0.75 + 0.5*rand.Float64()) //nolint:gosec // no secret depends on it
	return time.Duration(min(d, float64(lastRetry)))
}
