package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"flag"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/hwc-community/terraform-provider-hwc/internal/emulator"
)

// asProgram makes the test binary behave as the command, so that signals and exit codes are tested for real.
const asProgram = "HWC_EMULATOR_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

func noEnvironment(string) (string, bool) { return "", false }

func TestProgramServesAndStopsOnSIGTERM(t *testing.T) {
	t.Parallel()
	urlFile := filepath.Join(t.TempDir(), "url")
	program := exec.CommandContext(t.Context(), os.Args[0])
	program.Env = append(os.Environ(), asProgram+"=1", "HWC_EMULATOR_LISTEN=127.0.0.1:0", "HWC_EMULATOR_URL_FILE="+urlFile)
	var stderr bytes.Buffer
	program.Stderr = &stderr
	stdout, err := program.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := program.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(stdout)
	if !lines.Scan() {
		t.Fatalf("no output; stderr: %s", stderr.String())
	}
	text, err := os.ReadFile(urlFile)
	if err != nil {
		t.Fatal(err)
	}
	base := strings.TrimSpace(string(text))
	if want := "hwc-emulator is ready at " + base; lines.Text() != want {
		t.Errorf("first line %q, want %q", lines.Text(), want)
	}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, base+"/_emulator/health", nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	if err := response.Body.Close(); err != nil || response.StatusCode != http.StatusOK {
		t.Errorf("health: %d %v", response.StatusCode, err)
	}
	var shown strings.Builder
	if err := program.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	for lines.Scan() {
		shown.WriteString(lines.Text() + "\n")
	}
	if err := program.Wait(); err != nil {
		t.Errorf("exit: %v; stderr: %s", err, stderr.String())
	}
	for _, part := range []string{`endpoint_url = "` + base + `"`, "HWC_ENDPOINT_URL=" + base, `provider "hwc"`} {
		if !strings.Contains(shown.String(), part) {
			t.Errorf("the banner lacks %s:\n%s", part, shown.String())
		}
	}
}

func TestBusyPort(t *testing.T) {
	t.Parallel()
	taken, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = taken.Close() })
	err = run(t.Context(), []string{"-listen", taken.Addr().String()}, noEnvironment, io.Discard, io.Discard)
	if err == nil || !strings.Contains(err.Error(), taken.Addr().String()+" is in use") || !strings.Contains(err.Error(), "-listen") {
		t.Errorf("error %v", err)
	}
}

func TestStaleURLFileIsRemoved(t *testing.T) {
	t.Parallel()
	urlFile := filepath.Join(t.TempDir(), "url")
	if err := os.WriteFile(urlFile, []byte("http://old"), 0o600); err != nil {
		t.Fatal(err)
	}
	taken, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = taken.Close() })
	if err := run(t.Context(), []string{"-listen", taken.Addr().String(), "-url-file", urlFile}, noEnvironment, io.Discard, io.Discard); err == nil {
		t.Fatal("it ran")
	}
	if _, err := os.Stat(urlFile); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the old file is still there: %v", err)
	}
}

func TestStopsWithItsContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := run(ctx, []string{"-listen", "127.0.0.1:0"}, noEnvironment, io.Discard, io.Discard); err != nil && !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

func TestOnlyLoopbackUnlessAllowed(t *testing.T) {
	t.Parallel()
	for address, allowed := range map[string]bool{"127.0.0.1:0": true, "localhost:80": true, "[::1]:80": true, "127.9.9.9:1": true,
		":80": false, "0.0.0.0:80": false, "[::]:80": false, "192.0.2.1:80": false, "example.com:80": false, "nonsense": false} {
		_, err := parse([]string{"-listen", address}, noEnvironment, io.Discard)
		if (err == nil) != allowed {
			t.Errorf("%s: %v", address, err)
		}
		if _, err := parse([]string{"-listen", address, "-allow-remote"}, noEnvironment, io.Discard); err != nil {
			t.Errorf("%s with -allow-remote: %v", address, err)
		}
	}
}

func TestSettings(t *testing.T) {
	t.Parallel()
	environment := map[string]string{
		"HWC_EMULATOR_LISTEN": "127.0.0.1:1", "HWC_EMULATOR_LOOSE": "true", "HWC_EMULATOR_TOKEN_LIFETIME": "1h",
		"HWC_EMULATOR_PROGRESS": "service.create=reads:2; endpoint.create=fails:C:m",
		"HWC_EMULATOR_QUOTA":    "endpoint=7;endpoint_service=8;blockchain=3", "HWC_EMULATOR_CHOICES": `{"max_tags":10}`,
		"HWC_EMULATOR_LOG_LEVEL": "INFO", "HWC_EMULATOR_CLOUD": "otc", "HWC_EMULATOR_SIGNATURE_SKEW": "2h", "HWC_EMULATOR_KEY_LIFETIME": "10s",
		"HWC_EMULATOR_RATE_LIMIT": "100", "HWC_EMULATOR_TLS_CA_FILE": "ca.pem",
		"HWC_EMULATOR_METADATA_KEY_LIFETIME": "30s", "HWC_EMULATOR_METADATA": `{"token_required":true}`,
	}
	env := func(name string) (string, bool) { value, found := environment[name]; return value, found }
	s, err := parse([]string{"-listen", "127.0.0.1:2", "-quota", "endpoint=9", "-progress", "service.create=held"}, env, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	if s.listen != "127.0.0.1:2" {
		t.Errorf("the flag does not win: %s", s.listen)
	}
	o := s.options
	if o.Cloud != emulator.OpenTelekomCloud || !o.Loose || o.TokenLifetime != time.Hour || o.SignatureSkew != 2*time.Hour || o.KeyLifetime != 10*time.Second || o.RateLimit != 100 || !s.tls.on ||
		o.MetadataKeyLifetime != 30*time.Second || o.Metadata != (emulator.Metadata{TokenRequired: true}) || s.logLevel.String() != "INFO" ||
		o.Choices.EndpointQuota != 9 || o.Choices.ServiceQuota != 8 || o.Choices.MaxTags != 10 || o.Choices.BCS.Quota != 3 {
		t.Errorf("settings %+v", s)
	}
	if got := s.progress[emulator.ServiceCreate].String() + " " + s.progress[emulator.EndpointCreate].String(); got != "held fails:C:m" {
		t.Errorf("progress %s", got)
	}
	for _, args := range [][]string{{"-progress", "service.create"}, {"-progress", "x=held"}, {"-quota", "endpoint=0"}, {"-quota", "vpc=1"},
		{"-choices", `{"colour":1}`}, {"-choices", `{"max_tags":3} x`}, {"-choices", `{"max_tags":3} {}`}, {"-choices", `{"max_tags":-1}`},
		{"-choices", `{"project_mismatch_status":42}`}, {"-choices", `{"bcs":{"gone_status":500}}`}, {"-metadata", `{} {}`}, {"-token-lifetime", "-1h"}, {"-cloud", "aws"}, {"-key-lifetime", "-1h"}, {"-rate-limit", "-1"}, {"-tls-client-key-file", "key.pem"}, {"-metadata-key-lifetime", "-1h"},
		{"-metadata", `{"colour":1}`}, {"-metadata", `{"token_status":200}`}, {"stray"}, {"-no-such-flag"}} {
		if _, err := parse(args, noEnvironment, io.Discard); err == nil {
			t.Errorf("%v was accepted", args)
		}
	}
	environment["HWC_EMULATOR_QUOTA"] = "endpoint=many"
	if _, err := parse(nil, env, io.Discard); err == nil || !strings.Contains(err.Error(), "HWC_EMULATOR_QUOTA") {
		t.Errorf("bad environment: %v", err)
	}
	var help bytes.Buffer
	if _, err := parse([]string{"-h"}, noEnvironment, &help); !errors.Is(err, flag.ErrHelp) || !strings.Contains(help.String(), "HWC_EMULATOR_URL_FILE") {
		t.Errorf("help: %v\n%s", err, help.String())
	}
}
