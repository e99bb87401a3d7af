package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// objects is the configuration under test: var.n services, and an endpoint to each.
const objects = `
terraform {
  required_providers {
    hwc = {
      source = "hwc-community/hwc"
    }
  }
}

variable "n" {
  type = number
}

resource "hwc_vpcep_service" "bench" {
  count            = var.n
  name             = "bench-${count.index}"
  vpc_id           = "4189d3c2-8882-4871-a3c2-d380272eed88"
  port_id          = format("4189d3c2-8882-4871-a3c2-%012x", count.index + 1)
  server_type      = "VM"
  approval_enabled = false
  ports            = [{ client_port = 80, server_port = 8080 }]
}

resource "hwc_vpcep_endpoint" "bench" {
  count      = var.n
  service_id = hwc_vpcep_service.bench[count.index].id
  vpc_id     = "4189d3c2-8882-4871-a3c2-d380272eed80"
  subnet_id  = "68bfbcc1-dff2-47e4-a9d4-332b9bc1b8de"
}
`

// floor has as many objects as cost next to nothing: what it takes is the CLI's own time.
const floor = `
variable "n" {
  type = number
}

resource "terraform_data" "bench" {
  count = var.n
  input = count.index
}
`

// bench is the surroundings of every run: programs and a folder of its own.
type bench struct {
	cli      string
	bin      string
	provider string
	work     string
}

func newBench(cli, bin string) (*bench, error) {
	bin, err := filepath.Abs(bin)
	if err != nil {
		return nil, err
	}
	// What /proc shows of a running program has no symbolic links in it.
	provider, err := filepath.EvalSymlinks(filepath.Join(bin, "terraform-provider-hwc"))
	if err != nil {
		return nil, fmt.Errorf("run `make build` first: %w", err)
	}
	work, err := os.MkdirTemp("", "hwc-bench")
	if err != nil {
		return nil, err
	}
	b := &bench{cli: cli, bin: bin, provider: provider, work: work}
	settings := fmt.Sprintf("provider_installation {\n  dev_overrides {\n    %q = %q\n    %q = %q\n  }\n}\n",
		"registry.terraform.io/hwc-community/hwc", bin, "registry.opentofu.org/hwc-community/hwc", bin)
	if err := os.WriteFile(b.settings(), []byte(settings), 0o600); err != nil {
		b.close()
		return nil, err
	}
	return b, nil
}

func (b *bench) settings() string { return filepath.Join(b.work, "cli.tfrc") }

func (b *bench) close() {
	if err := os.RemoveAll(b.work); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
	}
}

// folder makes a new configuration folder.
func (b *bench) folder(configuration string) (string, error) {
	dir, err := os.MkdirTemp(b.work, "run")
	if err != nil {
		return "", err
	}
	return dir, os.WriteFile(filepath.Join(dir, "main.tf"), []byte(configuration), 0o600)
}

// terraform runs the CLI and gives its wall time. What it prints becomes part of the error when it fails.
func (b *bench) terraform(ctx context.Context, dir string, cloud *emulator, args ...string) (time.Duration, error) {
	cmd := exec.CommandContext(ctx, b.cli, args...)
	cmd.Dir = dir
	// Interrupted, the CLI finishes what it began; a kill would leave the provider behind.
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.Env = append(foreignSettingsRemoved(), "TF_CLI_CONFIG_FILE="+b.settings(), "CHECKPOINT_DISABLE=1", "TF_IN_AUTOMATION=1")
	if cloud != nil {
		cmd.Env = append(cmd.Env, "HWC_ENDPOINT_URL="+cloud.url, "HW_REGION_NAME=cn-north-4",
			"HW_ACCESS_KEY=AKTENANTA00000000001", "HW_SECRET_KEY=SKTENANTA0000000000000000000000000000001")
	}
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	began := time.Now()
	err := cmd.Run()
	took := time.Since(began)
	if err != nil {
		return took, fmt.Errorf("%s %s: %w\n%s", b.cli, strings.Join(args, " "), err, out.String())
	}
	return took, nil
}

// foreignSettingsRemoved is the environment without what would change the CLI or reach a real account.
func foreignSettingsRemoved() []string {
	return slices.DeleteFunc(os.Environ(), func(setting string) bool {
		return slices.ContainsFunc([]string{"TF_", "HWC_", "HW_", "OS_"}, func(prefix string) bool {
			return strings.HasPrefix(setting, prefix)
		})
	})
}

// loadSchema gives the shortest of some runs of `providers schema -json`.
func (b *bench) loadSchema(ctx context.Context, configuration string, rounds int) (time.Duration, error) {
	dir, err := b.folder(configuration)
	if err != nil {
		return 0, err
	}
	var best time.Duration
	for range rounds {
		took, err := b.terraform(ctx, dir, nil, "providers", "schema", "-json")
		if err != nil {
			return 0, err
		}
		if best == 0 || took < best {
			best = took
		}
	}
	return best, nil
}

var phaseNames = []string{"apply", "empty plan", "destroy"}

// phase is one command of a run: its wall time and the API requests it made.
type phase struct {
	took     time.Duration
	requests []request
}

// phases applies, plans and destroys a configuration. cloud may be nil for one that needs none.
func (b *bench) phases(ctx context.Context, configuration string, n int, cloud *emulator) ([]phase, error) {
	dir, err := b.folder(configuration)
	if err != nil {
		return nil, err
	}
	commands := [][]string{
		{"apply", "-auto-approve"},
		{"plan", "-detailed-exitcode"}, // fails when the plan is not empty
		{"destroy", "-auto-approve"},
	}
	var done []phase
	for _, command := range commands {
		args := append(command, "-no-color", "-input=false", fmt.Sprintf("-var=n=%d", n))
		took, err := b.terraform(ctx, dir, cloud, args...)
		if err != nil {
			return nil, err
		}
		p := phase{took: took}
		if cloud != nil {
			if p.requests, err = cloud.takeJournal(ctx); err != nil {
				return nil, err
			}
		}
		done = append(done, p)
	}
	return done, nil
}
