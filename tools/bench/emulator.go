package main

import (
	"bytes"
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
	"time"
)

// emulator is a running bin/hwc-emulator.
type emulator struct {
	url  string
	cmd  *exec.Cmd
	done chan struct{}
}

// startEmulator starts one on a free port, with quotas that fit every size, and waits until it answers.
func (b *bench) startEmulator(ctx context.Context, flags ...string) (*emulator, error) {
	dir, err := os.MkdirTemp(b.work, "emulator")
	if err != nil {
		return nil, err
	}
	urlFile := filepath.Join(dir, "url")
	cmd := exec.CommandContext(ctx, filepath.Join(b.bin, "hwc-emulator"), append([]string{
		"-listen", "127.0.0.1:0", "-url-file", urlFile, "-quota", "endpoint_service=1000", "-quota", "endpoint=1000",
	}, flags...)...)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	e := &emulator{cmd: cmd, done: make(chan struct{})}
	var waitErr error
	go func() {
		waitErr = cmd.Wait()
		close(e.done)
	}()
	for tries := 0; tries < 400; tries++ {
		if url, err := os.ReadFile(urlFile); err == nil && len(url) > 0 {
			e.url = strings.TrimRight(string(url), "/\n")
			return e, nil
		}
		select {
		case <-e.done:
			return nil, fmt.Errorf("the emulator ended: %w\n%s", waitErr, out.String())
		case <-time.After(25 * time.Millisecond):
		}
	}
	e.stop()
	return nil, errors.New("the emulator did not write its URL within 10 seconds")
}

func (e *emulator) stop() {
	if err := e.cmd.Process.Signal(syscall.SIGTERM); err != nil && !errors.Is(err, os.ErrProcessDone) {
		fmt.Fprintln(os.Stderr, "bench:", err)
	}
	<-e.done
}

// request is what this program reads of a journal entry.
type request struct {
	Time   time.Time `json:"time"`
	Method string    `json:"method"`
	Route  string    `json:"route"`
}

// takeJournal gives the requests since the last call.
func (e *emulator) takeJournal(ctx context.Context) ([]request, error) {
	body, err := e.control(ctx, http.MethodGet, "/_emulator/journal")
	if err != nil {
		return nil, err
	}
	var journal struct {
		Entries []request `json:"entries"`
	}
	if err := json.Unmarshal(body, &journal); err != nil {
		return nil, fmt.Errorf("journal: %w", err)
	}
	_, err = e.control(ctx, http.MethodDelete, "/_emulator/journal")
	return journal.Entries, err
}

func (e *emulator) control(ctx context.Context, method, path string) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, method, e.url+path, nil)
	if err != nil {
		return nil, err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	var body bytes.Buffer
	if _, err := body.ReadFrom(resp.Body); err != nil {
		return nil, err
	}
	if resp.StatusCode >= http.StatusBadRequest {
		return nil, fmt.Errorf("%s %s: %s: %s", method, path, resp.Status, body.String())
	}
	return body.Bytes(), nil
}
