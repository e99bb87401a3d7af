package framework

import (
	"os"
	"sync"
	"time"
)

var (
	parent   = os.Getppid()
	cleanups sync.WaitGroup // removals under way; each has a limit of its own
)

const (
	parentCheck = 5 * time.Second
	// CleanupTime is how long an orphaned provider has to take back what nobody knows of.
	CleanupTime = time.Minute
)

// ExitAfterParent ends the process when the CLI has died, once there was time to clean up. Without it the
// provider of a killed CLI would stay for ever, credentials included.
func ExitAfterParent() {
	for range time.Tick(parentCheck) {
		if os.Getppid() != parent {
			break
		}
	}
	<-time.After(CleanupTime)
	cleanups.Wait()
	os.Exit(1)
}

// Orphaned reports whether the CLI that started this provider has died. Nobody is left then who could put
// a new object into the state. The kernel cuts the connection a moment before it tells who the new parent
// is, so this looks for up to a quarter of a second.
func Orphaned() bool {
	look := time.NewTicker(10 * time.Millisecond)
	defer look.Stop()
	for deadline := time.After(250 * time.Millisecond); ; {
		select {
		case <-deadline:
			return os.Getppid() != parent
		case <-look.C:
			if os.Getppid() != parent {
				return true
			}
		}
	}
}
