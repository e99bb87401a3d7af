package provider

import (
	"os"
	"runtime/debug"

	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

// memoryGoal makes the garbage collector run earlier, rather than the heap grow, while hundreds of objects
// are worked on. What is really needed is far below it.
const memoryGoal = 44 << 20 // bytes

// PrepareProcess sets up a process that serves one CLI: little memory, no logs that nobody reads, and an end
// when the CLI has died. A process that a debugger has started outlives the CLIs that attach to it.
func PrepareProcess(debugged bool) error {
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(memoryGoal)
	}
	if !debugged {
		go framework.ExitAfterParent()
	}
	return SilenceUnreadLogs()
}
