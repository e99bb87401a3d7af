package client

import (
	"net/http"
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
