package acctest

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path"
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
	log string // the file with the logs at their finest level; "" = no logs are written
}

// NewWorkspace writes a configuration into a folder of its own. The CLI must not need a registry.
func NewWorkspace(t *testing.T, config string) *Workspace {
	t.Helper()
	if !Accepted() {
		t.Skip("acceptance tests run with TF_ACC=1")
	}
	w := &Workspace{t: t, Dir: t.TempDir(), cli: findCLI(t)}
	w.Env = append(os.Environ(), "TF_CLI_CONFIG_FILE="+filepath.Join(w.Dir, "cli.tfrc"), "TF_IN_AUTOMATION=1", "CHECKPOINT_DISABLE=1")
	if keepsLogs() {
		w.logTo(newLog(t))
	}
	w.Pretend()
	w.Write(config)
	return w
}

// Traced has the CLI and the provider write their logs at the finest level, for Log.
func (w *Workspace) Traced() {
	if w.log == "" {
		w.logTo(filepath.Join(w.Dir, "trace.log"))
	}
}

func (w *Workspace) logTo(file string) {
	w.log = file
	w.Env = append(w.Env, "TF_LOG=TRACE", "TF_LOG_PATH="+file)
}

// Log is the text of the logs of all runs so far. It fails the test when the provider is not in them: then nothing that
// is not found there proves anything.
func (w *Workspace) Log() string {
	w.t.Helper()
	text, err := os.ReadFile(w.log)
	if err != nil {
		w.t.Fatal(err)
	}
	if !strings.Contains(string(text), "API bodies") {
		w.t.Fatal("the log holds no request of the provider; the test proves nothing")
	}
	return string(text)
}

// Pretend installs the provider under these addresses, too, and no longer under those of before. A CLI that moves an object
// wants the provider of its old type to be there, and asks nothing of it. For OpenTofu a source without a registry, and a
// state that names a provider of Terraform's registry, mean that of its own, so that an address counts for both.
func (w *Workspace) Pretend(addresses ...string) {
	w.t.Helper()
	program := providerProgram(w.t)
	overrides := ""
	install := func(name, folder string) {
		for _, registry := range []string{"registry.terraform.io", "registry.opentofu.org"} {
			overrides += fmt.Sprintf("    \"%s/%s\" = %q\n", registry, name, folder)
		}
	}
	install("hwc-community/hwc", filepath.Dir(program))
	for _, address := range addresses {
		_, name, _ := strings.Cut(address, "/")
		folder := filepath.Join(w.Dir, "pretended", filepath.FromSlash(name))
		if err := os.MkdirAll(folder, 0o700); err != nil {
			w.t.Fatal(err)
		}
		if err := os.Symlink(program, filepath.Join(folder, "terraform-provider-"+path.Base(address))); err != nil {
			w.t.Fatal(err)
		}
		install(name, folder)
	}
	write(w.t, filepath.Join(w.Dir, "cli.tfrc"), "provider_installation {\n  dev_overrides {\n"+overrides+"  }\n  direct {}\n}\n")
}

// WriteState replaces the state.
func (w *Workspace) WriteState(text string) {
	w.t.Helper()
	write(w.t, filepath.Join(w.Dir, stateFile), text)
}

const stateFile = "terraform.tfstate"

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
	w.t.Helper()
	return w.File(stateFile)
}

// File is the text of a file in the workspace, empty when there is none.
func (w *Workspace) File(name string) string {
	w.t.Helper()
	data, err := os.ReadFile(filepath.Join(w.Dir, name))
	if err != nil && !os.IsNotExist(err) {
		w.t.Fatal(err)
	}
	return string(data)
}

// Unzipped is the text of all files in a plan.
func Unzipped(t *testing.T, plan string) string {
	t.Helper()
	archive, err := zip.OpenReader(plan)
	if err != nil {
		t.Fatal(err)
	}
	defer archive.Close()
	var text strings.Builder
	for _, file := range archive.File {
		part, err := file.Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(&text, part); err != nil {
			t.Fatal(err)
		}
	}
	if text.Len() == 0 {
		t.Fatal("the plan is empty; the test proves nothing")
	}
	return text.String()
}

// WriteFile writes a file into a folder, which is made if need be, and returns its path.
func WriteFile(t *testing.T, folder, name, text string) string {
	t.Helper()
	file := filepath.Join(folder, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		t.Fatal(err)
	}
	write(t, file, text)
	return file
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
