package acctest

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
)

// Workspace is a folder with a configuration and a real CLI that runs the real provider program in it: for
// what the test framework cannot do, such as interrupting or killing the CLI.
type Workspace struct {
	Dir string
	Env []string

	t   *testing.T
	cli string
}

// NewWorkspace writes a configuration into a folder of its own. The CLI must not need a registry.
func NewWorkspace(t *testing.T, config string) *Workspace {
	t.Helper()
	if !Accepted() {
		t.Skip("acceptance tests run with TF_ACC=1")
	}
	dir := t.TempDir()
	rc := filepath.Join(dir, "cli.tfrc")
	write(t, rc, fmt.Sprintf("provider_installation {\n  dev_overrides {\n    \"registry.terraform.io/hwc-community/hwc\" = %q\n  }\n  direct {}\n}\n",
		filepath.Dir(providerProgram(t))))
	w := &Workspace{t: t, Dir: dir, cli: findCLI(t)}
	w.Env = append(os.Environ(), "TF_CLI_CONFIG_FILE="+rc, "TF_IN_AUTOMATION=1", "CHECKPOINT_DISABLE=1")
	w.Write(config)
	return w
}

// Write replaces the configuration.
func (w *Workspace) Write(config string) {
	w.t.Helper()
	write(w.t, filepath.Join(w.Dir, "main.tf"), "terraform {\n  required_providers {\n    hwc = { source = \"registry.terraform.io/hwc-community/hwc\" }\n  }\n}\n"+config)
}

// versionLine is the first line that a CLI says about itself: "Terraform v1.11.4".
var versionLine = regexp.MustCompile(`^(?:Terraform|OpenTofu) v(\d+)\.(\d+)`)

// Needs skips a test that the CLI is too old for; "1.10" is the first version that will do.
func (w *Workspace) Needs(ctx context.Context, version string) {
	w.t.Helper()
	output := w.MustRun(ctx, "version")
	var have, want [2]int
	found := versionLine.FindStringSubmatch(output)
	if found == nil {
		w.t.Fatalf("the CLI does not tell its version: %s", output)
	}
	_, err := fmt.Sscanf(strings.Join(found[1:], ".")+" "+version, "%d.%d %d.%d", &have[0], &have[1], &want[0], &want[1])
	if err != nil {
		w.t.Fatal(err)
	}
	if slices.Compare(have[:], want[:]) < 0 {
		w.t.Skipf("needs %s of the CLI, which is %s", version, found[0])
	}
}

// Run runs the CLI to its end and returns what it printed.
func (w *Workspace) Run(ctx context.Context, args ...string) (string, error) {
	command, output := w.Command(ctx, args...)
	err := command.Run()
	return output.String(), err
}

// MustRun is Run for a command that has to succeed.
func (w *Workspace) MustRun(ctx context.Context, args ...string) string {
	w.t.Helper()
	output, err := w.Run(ctx, args...)
	if err != nil {
		w.t.Fatalf("%s: %s\n%s", strings.Join(args, " "), err, output)
	}
	return output
}

// Command prepares a run of the CLI; its output collects in the buffer.
func (w *Workspace) Command(ctx context.Context, args ...string) (*exec.Cmd, *bytes.Buffer) {
	command := exec.CommandContext(ctx, w.cli, args...) //nolint:gosec // the CLI under test
	output := &bytes.Buffer{}
	command.Dir, command.Env, command.Stdout, command.Stderr = w.Dir, w.Env, output, output
	return command, output
}

// State is the text of the state file, empty when there is none.
func (w *Workspace) State() string {
	data, err := os.ReadFile(filepath.Join(w.Dir, "terraform.tfstate"))
	if err != nil && !os.IsNotExist(err) {
		w.t.Fatal(err)
	}
	return string(data)
}

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// findCLI takes the CLI that make chose, or the first one on PATH.
func findCLI(t *testing.T) string {
	t.Helper()
	if path := os.Getenv("TF_ACC_TERRAFORM_PATH"); path != "" {
		return path
	}
	for _, name := range []string{"terraform", "tofu"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Fatal("no CLI found: set TF_ACC_TERRAFORM_PATH, or run the tests with make")
	return ""
}

var program struct {
	once sync.Once
	path string
	err  error
}

// Main runs the tests of a package that uses workspaces, and removes what they built.
func Main(m *testing.M) int {
	defer func() {
		if program.path != "" {
			_ = os.RemoveAll(filepath.Dir(program.path)) // a temporary folder; nothing depends on its removal
		}
	}()
	return m.Run()
}

// providerProgram builds the provider once for all tests of a package.
func providerProgram(t *testing.T) string {
	t.Helper()
	program.once.Do(func() {
		dir, err := os.MkdirTemp("", "hwc-provider-") //nolint:usetesting // it outlives the test that comes first; Main removes it
		if err != nil {
			program.err = err
			return
		}
		program.path = filepath.Join(dir, "terraform-provider-hwc")
		build := exec.CommandContext(context.Background(), "go", "build", "-o", program.path, "github.com/hwc-community/terraform-provider-hwc") //nolint:gosec // fixed words
		if output, err := build.CombinedOutput(); err != nil {
			program.err = fmt.Errorf("%w: %s", err, output)
		}
	})
	if program.err != nil {
		t.Fatal(program.err)
	}
	return program.path
}
