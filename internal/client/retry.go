package client

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"net/http"
	"regexp"
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

// again says which calls are repeated after an answer.
type again int

const (
	never again = iota
	ifIdempotent
	throttled // not carried out, so any call is repeated
)

type retryRow struct {
	status int
	codes  []string // with the usual prefix of the gateway; nil: any
	again  again
}

// retryTable says what is repeated after an answer that is no success: its first row with the status and the code counts
// (contract/auth.md 7.2 and 7.3, contract/vpcep.md 7.2). An answer without a row is final.
var retryTable = []retryRow{
	{http.StatusTooManyRequests, nil, throttled}, // APIGW.0308, IAM.0012
	// "The number of requests exceeded the limit. Please try later."
	{http.StatusBadRequest, []string{"EndPoint.0022"}, throttled},
	// Failures of the gateway itself.
	{http.StatusInternalServerError, []string{
		"APIGW.0601", "APIGW.0605", "APIGW.0606", "APIGW.0608", "APIGW.0609", "APIGW.0611", "APIGW.0705",
	}, ifIdempotent},
	{http.StatusBadGateway, nil, ifIdempotent},         // APIGW.0201, APIGW.0610, APIG.0202
	{http.StatusServiceUnavailable, nil, ifIdempotent}, // APIGW.0613
	{http.StatusGatewayTimeout, nil, ifIdempotent},     // APIGW.0201, APIG.0203
}

// againAfter looks an answer up in the table.
func againAfter(r *reply) again {
	for _, row := range retryTable {
		if row.status == r.status && (row.codes == nil || row.names(parseProblem(r.body).code)) {
			return row.again
		}
	}
	return never
}

// names reports whether a code is one of the row's. The gateway of some clouds has another prefix (contract/auth.md 2).
func (r retryRow) names(code string) bool {
	if number, ok := strings.CutPrefix(strings.ToUpper(code), "APIG."); ok {
		code = "APIGW." + number
	}
	return slices.ContainsFunc(r.codes, func(known string) bool { return strings.EqualFold(known, code) })
}

// checkRetry decides on another try. It never returns an error: the last try's own outcome is what the caller gets.
func (x *exchange) checkRetry(ctx context.Context, _ *http.Response, _ error) (bool, error) {
	if x.gaveUp != nil || ctx.Err() != nil || x.attempts > x.client.cfg.MaxRetries {
		return false, nil //nolint:nilerr // the end of the context is the last try's own outcome
	}
	switch {
	case x.failOver():
		x.wait = 0
	case x.retriable():
		x.wait = x.delay()
	default:
		return false, nil
	}
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
	switch againAfter(x.reply) {
	case throttled:
		return true
	case ifIdempotent:
		return x.idempotent
	default:
		return false
	}
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

// delay is what the server asked for in Retry-After, else the back-off, or what its throttling needs if that is longer.
func (x *exchange) delay() time.Duration {
	backoff := x.client.cfg.RetryBackoff(x.attempts - 1)
	if x.reply == nil {
		return backoff
	}
	if d, ok := retryAfter(x.reply.header, time.Now()); ok {
		return d
	}
	if againAfter(x.reply) == throttled {
		return max(backoff, throttleDelay(parseProblem(x.reply.body).message, x.attempts-1))
	}
	return backoff
}

// throttleWindow is the time in which the gateway counts calls, by its own words: "... over ratelimit,limit:100,time:1
// minute" (contract/auth.md 7.2).
var throttleWindow = regexp.MustCompile(`(?i)\btime:\s*(\d{1,4})\s*(second|minute|hour|day)`)

var throttleUnits = map[string]time.Duration{"second": time.Second, "minute": time.Minute, "hour": time.Hour, "day": 24 * time.Hour}

// throttleDelay begins with a small part of the window and doubles, so that a handful of retries outlasts a window of a
// minute. It is 0 if the message names none.
func throttleDelay(message string, attempt int) time.Duration {
	window := throttleWindow.FindStringSubmatch(message)
	if window == nil {
		return 0
	}
	count, err := strconv.Atoi(window[1])
	if err != nil {
		return 0
	}
	first := time.Duration(count) * throttleUnits[strings.ToLower(window[2])] / 12
	return min(min(first, lastRetry)<<min(attempt, 10), lastRetry)
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
