// Command hwc-emulator serves the emulated cloud over HTTP until it is told to stop.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"github.com/hwc-community/terraform-provider-hwc/internal/emulator"
)

const (
	readHeaderTimeout = 10 * time.Second
	stopTimeout       = 5 * time.Second
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
	err := run(ctx, os.Args[1:], os.LookupEnv, os.Stdout, os.Stderr)
	stop()
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "hwc-emulator:", err)
		os.Exit(1)
	}
}

// run serves until the context ends.
func run(ctx context.Context, args []string, env func(string) (string, bool), stdout, stderr io.Writer) error {
	s, err := parse(args, env, stderr)
	if err != nil {
		return err
	}
	s.options.Logger = slog.New(slog.NewTextHandler(stderr, &slog.HandlerOptions{Level: s.logLevel}))
	cloud := emulator.New(s.options)
	for kind, progress := range s.progress {
		cloud.SetProgress(kind, progress)
	}
	for _, path := range []string{s.urlFile, s.tls.caFile} {
		// One of an earlier run would say "ready" before this run is.
		if err := os.Remove(path); path != "" && err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	listener, err := listen(ctx, s.listen)
	if err != nil {
		return err
	}
	server, err := s.announce(listener, cloud.Regions()[0], stdout)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	return serve(ctx, server, cloud)
}

// announce writes down where the server is reached, for a provider in this region, and gives the listener it serves on.
func (s *settings) announce(listener net.Listener, region string, stdout io.Writer) (net.Listener, error) {
	base, server := "http://"+listener.Addr().String(), listener
	if s.tls.on {
		var err error
		base = "https://" + listener.Addr().String()
		if server, err = s.tls.secure(listener, s.listen); err != nil {
			return nil, err
		}
	}
	if s.urlFile != "" {
		if err := writeFile(s.urlFile, []byte(base+"\n")); err != nil {
			return nil, err
		}
	}
	arguments, environment := s.tls.lines()
	_, err := fmt.Fprintf(stdout, banner, base, arguments, environment, region)
	return server, err
}

func listen(ctx context.Context, address string) (net.Listener, error) {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", address)
	if errors.Is(err, syscall.EADDRINUSE) {
		return nil, fmt.Errorf("the address %s is in use by another program; "+
			"choose another with -listen, or a free port with -listen 127.0.0.1:0", address)
	}
	return listener, err
}

func serve(ctx context.Context, listener net.Listener, handler http.Handler) error {
	server := &http.Server{Handler: handler, ReadHeaderTimeout: readHeaderTimeout}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	patience, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTimeout)
	defer cancel()
	if err := server.Shutdown(patience); err != nil {
		return server.Close() // requests that a fault delays need not end first
	}
	return nil
}

// writeFile writes a file in one step, so that a reader sees all of it or no file. Only its owner may read it.
func writeFile(path string, text []byte) error {
	temporary, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*")
	if err != nil {
		return fmt.Errorf("cannot write %s: %w", path, err)
	}
	_, err = temporary.Write(text)
	if err := errors.Join(err, temporary.Close()); err != nil {
		return errors.Join(err, os.Remove(temporary.Name()))
	}
	return os.Rename(temporary.Name(), path)
}

const banner = `hwc-emulator is ready at %[1]s

provider "hwc" {
  region       = "%[4]s"
  access_key   = "AKTENANTA00000000001"
  secret_key   = "SKTENANTA0000000000000000000000000000001"
  endpoint_url = "%[1]s"
%[2]s}

The same by environment:
  export HWC_ENDPOINT_URL=%[1]s
  export HW_REGION_NAME=%[4]s
  export HW_ACCESS_KEY=AKTENANTA00000000001
  export HW_SECRET_KEY=SKTENANTA0000000000000000000000000000001
%[3]s
All logins: %[1]s/_emulator/tenants
All requests: %[1]s/_emulator/journal
`
