package foreign

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/huaweicloud/huaweicloud-sdk-go-v3/core/auth/basic"
)

// The tenants of the emulator. They are fixtures, not secrets.
type tenant struct {
	domainName, domainID, projectID, accessKey, secretKey string
}

var (
	tenantA = tenant{"domain-a", "5fc973eea581490997e82ea11a1df31f", "0605767a5780d5762fb5c0186072909c",
		"AKTENANTA00000000001", "SKTENANTA0000000000000000000000000000001"}
	tenantB = tenant{"domain-b", "6e9dfd51d1124e8d8498dce894923a0d", "0715867b6791e6873fc6d1297183a0ad",
		"AKTENANTB00000000001", "SKTENANTB0000000000000000000000000000001"}
)

// program is the emulator, built once from the module two folders up.
var program string

func TestMain(m *testing.M) {
	os.Exit(run(m))
}

func run(m *testing.M) int {
	folder, err := os.MkdirTemp("", "hwc-emulator")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(folder)
	program = filepath.Join(folder, "hwc-emulator")
	build := exec.Command("go", "build", "-o", program, "./internal/emulator/cmd/hwc-emulator")
	build.Dir, build.Stdout, build.Stderr = filepath.Join("..", ".."), os.Stderr, os.Stderr
	if err := build.Run(); err != nil {
		fmt.Fprintln(os.Stderr, "building the emulator:", err)
		return 1
	}
	return m.Run()
}

const startTimeout = 30 * time.Second

// start runs the emulator for the time of one test and gives its base URL.
func start(t *testing.T, flags ...string) string {
	t.Helper()
	urlFile := filepath.Join(t.TempDir(), "url")
	command := exec.Command(program, append([]string{"-listen", "127.0.0.1:0", "-url-file", urlFile}, flags...)...)
	command.Stderr = os.Stderr
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := errors.Join(command.Process.Signal(syscall.SIGTERM), command.Wait()); err != nil {
			t.Errorf("stopping the emulator: %v", err)
		}
	})
	ctx, cancel := context.WithTimeout(t.Context(), startTimeout)
	defer cancel()
	ticker := time.NewTicker(10 * time.Millisecond)
	defer ticker.Stop()
	for {
		// The file appears whole or not at all.
		if text, err := os.ReadFile(urlFile); err == nil {
			return strings.TrimSpace(string(text))
		}
		select {
		case <-ticker.C:
		case <-ctx.Done():
			t.Fatalf("the emulator is not ready after %s", startTimeout)
		}
	}
}

// control reads one of the emulator's own routes.
func control(t *testing.T, base, name string, into any) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, base+"/_emulator/"+name, nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if err := json.NewDecoder(response.Body).Decode(into); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}

// called gives the operations that were answered with success, as "METHOD route".
func called(t *testing.T, base string) map[string]bool {
	t.Helper()
	var journal struct {
		Entries []struct {
			Method string `json:"method"`
			Route  string `json:"route"`
			Status int    `json:"status"`
		} `json:"entries"`
	}
	control(t, base, "journal", &journal)
	operations := map[string]bool{}
	for _, entry := range journal.Entries {
		if entry.Status < http.StatusBadRequest {
			operations[entry.Method+" "+entry.Route] = true
		}
	}
	return operations
}

// projectCredentials sign requests for a tenant's project.
func projectCredentials(t *testing.T, who tenant) *basic.Credentials {
	t.Helper()
	credentials, err := basic.NewCredentialsBuilder().WithAk(who.accessKey).WithSk(who.secretKey).WithProjectId(who.projectID).SafeBuild()
	if err != nil {
		t.Fatal(err)
	}
	return credentials
}

// call makes one call of an SDK's client and gives the decoded reply.
func call[Q, R any](t *testing.T, operation func(*Q) (*R, error), request *Q) *R {
	t.Helper()
	reply, err := operation(request)
	if err != nil {
		t.Fatalf("%T: %v", request, err)
	}
	return reply
}
