package acctest

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// logsFolder is the variable that names a folder for the logs of all runs of a CLI and of the provider, at their finest
// level. Every test searches its own for secrets then; see tools/secrets.sh.
const logsFolder = "HWC_TEST_LOGS"

func keepsLogs() bool { return os.Getenv(logsFolder) != "" }

// setLogs has the test framework write a log for each test. Its own lines hold the whole configuration, and so are left out.
var setLogs = sync.OnceValue(func() error {
	return errors.Join(
		os.Setenv("TF_LOG", "TRACE"),
		os.Setenv("TF_LOG_PATH_MASK", filepath.Join(os.Getenv(logsFolder), "%s.log")),
		os.Setenv("TF_LOG_SDK_HELPER_RESOURCE", "OFF"),
	)
})

// stepLog is where the test framework writes the log of a test.
func stepLog(t testing.TB) string {
	return filepath.Join(os.Getenv(logsFolder), strings.ReplaceAll(t.Name(), "/", "__")+".log")
}

var workspaces atomic.Int64

// newLog is the log of one more workspace of a test; the test searches it at its end.
func newLog(t testing.TB) string {
	file := filepath.Join(os.Getenv(logsFolder), fmt.Sprintf("%s.%d.log", strings.ReplaceAll(t.Name(), "/", "__"), workspaces.Add(1)))
	t.Cleanup(func() { searchLog(t, file, issuedIn(t)) })
	return file
}

// started are all clouds of this process.
var started struct {
	mu     sync.Mutex
	clouds []*Env
}

// remember has a cloud's secrets looked for in the logs of its test, and of those inside.
func (e *Env) remember() {
	if !keepsLogs() {
		return
	}
	if err := setLogs(); err != nil {
		e.t.Fatal(err)
	}
	started.mu.Lock()
	defer started.mu.Unlock()
	started.clouds = append(started.clouds, e)
	e.t.Cleanup(func() { searchLog(e.t, stepLog(e.t), issuedIn(e.t)) })
}

// issuedIn are the fixtures, and what the clouds of a test and of those around it have issued.
func issuedIn(t testing.TB) []string {
	started.mu.Lock()
	defer started.mu.Unlock()
	found := Secrets()
	for _, cloud := range started.clouds {
		if strings.HasPrefix(t.Name()+"/", cloud.t.Name()+"/") {
			found = append(found, cloud.Secrets()...)
		}
	}
	return found
}

// searchLog fails a test whose log holds a secret.
func searchLog(t testing.TB, file string, secrets []string) {
	t.Helper()
	text, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) { // nothing was run
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	if leak := Leak(string(text), secrets...); leak != "" {
		t.Errorf("a secret is in %s: …%s…", file, leak)
	}
}
