package provider

import (
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

// The garbage collector runs when the program comes near the memory goal, and seldom before: what is really
// needed stays far below it, and collecting at every doubling took a sixth of the time of a large apply.
const (
	memoryGoal   = 44 << 20 // bytes
	garbageShare = 400      // percent of what is needed
)

// PrepareProcess sets up a process that serves one CLI: little memory, no logs that nobody reads, and an end
// when the CLI has died. A process that a debugger has started outlives the CLIs that attach to it.
func PrepareProcess(debugged bool) error {
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(memoryGoal)
	}
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(garbageShare)
	}
	if !debugged {
		// The logs go to the CLI. Writing them must not end the process when the CLI has died: it still has to take back what
		// nobody will know of.
		signal.Ignore(syscall.SIGPIPE)
		go framework.ExitAfterParent()
	}
	return SilenceUnreadLogs()
}
