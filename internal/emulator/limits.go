package emulator

import (
	"fmt"
	"net/http"
	"strconv"
	"time"
)

// What the gateway lets through, in bytes (contract/auth.md 3.1). A larger body than a signed one may be comes with a
// token; there the limit is the emulator's own.
const (
	maxSignedBody = 12 << 20
	maxBody       = 64 << 20
	maxURI        = 32 << 10
	maxHeader     = 32 << 10
	maxHeaders    = 128 << 10

	statusHeadersTooLarge = 494
)

// overLimits refuses what is too large for the gateway (contract/auth.md 3.1 and 7.2).
func (c *call) overLimits() *reply {
	refuse := func(status int, message string) *reply { return new(gatewayError(status, "APIGW.0201", message)) }
	switch {
	case len(c.req.RequestURI) > maxURI:
		return refuse(http.StatusRequestURITooLong, "Request URI too large.")
	case headersTooLarge(c.req.Header):
		return refuse(statusHeadersTooLarge, "Request headers too large.")
	case c.bodyErr != nil:
		return refuse(http.StatusBadRequest, "API request error.")
	case len(c.body) > maxBody, len(c.body) > maxSignedBody && isSigned(c.req):
		return refuse(http.StatusRequestEntityTooLarge, "Request entity too large.")
	}
	return nil
}

func headersTooLarge(header http.Header) bool {
	total := 0
	for name, values := range header {
		for _, value := range values {
			size := len(name) + len(value)
			total += size
			if size > maxHeader {
				return true
			}
		}
	}
	return total > maxHeaders
}

// second counts the requests of one second on the emulator's clock.
type second struct {
	began    time.Time
	requests int
}

// overRate refuses the requests above Options.RateLimit, whoever they come from; refused ones count too
// (contract/auth.md 7.2). What needs no login is not limited.
func (c *call) overRate() *reply {
	limit := c.options.RateLimit
	if limit == 0 || c.route.access == open {
		return nil
	}
	if now := c.clock.Now(); now.Sub(c.second.began) >= time.Second {
		c.second = second{began: now}
	}
	c.second.requests++
	if c.second.requests <= limit {
		return nil
	}
	out := gatewayError(http.StatusTooManyRequests, "APIGW.0308",
		fmt.Sprintf("The throttling threshold has been reached: policy user over ratelimit,limit:%d,time:1 second", limit))
	if c.route.access == identity || c.route.access == signIn {
		out = c.iamError("IAM.0012", strconv.Itoa(limit), "1")
	}
	if c.choices.RetryAfter > 0 {
		out.header = map[string]string{"Retry-After": strconv.Itoa(c.choices.RetryAfter)}
	}
	return &out
}
