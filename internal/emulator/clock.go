package emulator

import (
	"fmt"
	"math"
	"sync"
	"time"
)

// Clock is the emulator's time: real time plus an offset, or standing still after Freeze. Tokens expire and After
// progress ends by it; only the age of a signature is judged by real time, because a client cannot know the offset.
type Clock struct {
	mu     sync.Mutex
	offset time.Duration
	frozen time.Time // zero while the clock runs
}

// Now gives the emulator's time in UTC.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.frozen.IsZero() {
		return c.frozen
	}
	return time.Now().UTC().Add(c.offset)
}

// Advance moves the clock forward by d, whether it runs or stands still. It panics when d is negative, or takes the
// clock more than about 292 years from real time in all: the offset is a time.Duration.
func (c *Clock) Advance(d time.Duration) {
	if err := c.advance(d); err != nil {
		panic("emulator: clock: " + err.Error())
	}
}

func (c *Clock) advance(d time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case d < 0:
		return fmt.Errorf("the clock only moves forward, not by %s", d)
	case c.offset+d < c.offset:
		return fmt.Errorf("the clock is %s ahead, and cannot move on by %s: all its moves are at most %s together", c.offset, d,
			time.Duration(math.MaxInt64))
	}
	c.offset += d
	if !c.frozen.IsZero() {
		c.frozen = c.frozen.Add(d)
	}
	return nil
}

// Freeze stops the clock at its present time; from then on only Advance moves it.
func (c *Clock) Freeze() {
	now := c.Now()
	c.mu.Lock()
	defer c.mu.Unlock()
	c.frozen = now
}

func (c *Clock) isFrozen() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return !c.frozen.IsZero()
}

func (c *Clock) reset() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.offset, c.frozen = 0, time.Time{}
}
