package client

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"time"
)

// serverClock knows the server's time from the Date header of its replies.
type serverClock struct {
	mu   sync.Mutex
	date time.Time // as the server said
	seen time.Time // when it said so, in local time
}

func (c *serverClock) see(header http.Header) {
	date, err := http.ParseTime(strings.TrimSpace(header.Get("Date")))
	if err != nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.date, c.seen = date, time.Now()
}

// at returns what the server's clock showed at a local time; without any Date header, the local time.
func (c *serverClock) at(local time.Time) time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.date.IsZero() {
		return local
	}
	return c.date.Add(local.Sub(c.seen))
}

// maxClockOff is how far the time in a signature may be from the cloud's (contract/auth.md 3.1).
const maxClockOff = 15 * time.Minute

// The gateway's words for a signature of another time (contract/auth.md 2).
var signatureExpired = regexp.MustCompile(`(?i)signature time:\s*(\d{8}T\d{6}Z),\s*server time:\s*(\d{8}T\d{6}Z)`)

// clockOff returns how far this machine's clock is ahead of the cloud's, as far as a refusal of a signed request shows
// it; less than what the cloud puts up with is 0.
func clockOff(message string, header http.Header, now time.Time) time.Duration {
	var off time.Duration
	if times := signatureExpired.FindStringSubmatch(message); times != nil {
		here, hereErr := time.Parse(signatureTime, times[1])
		there, thereErr := time.Parse(signatureTime, times[2])
		if hereErr == nil && thereErr == nil {
			off = here.Sub(there)
		}
	} else if date, err := http.ParseTime(strings.TrimSpace(header.Get("Date"))); err == nil {
		off = now.Sub(date)
	}
	if off.Abs() <= maxClockOff {
		return 0
	}
	return off
}

// clockText says what is wrong with this machine's clock, and what to do.
func clockText(off time.Duration) string {
	way := "fast"
	if off < 0 {
		way = "slow"
	}
	return fmt.Sprintf("the clock of this machine is %s %s: set it, since the cloud refuses signatures that are off by more than %d minutes",
		off.Abs().Round(time.Second), way, int(maxClockOff.Minutes()))
}
