package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// running runs the command until the test ends, and gives its URL and what it printed until it was ready.
func running(t *testing.T, args ...string) (base, printed string) {
	t.Helper()
	urlFile := filepath.Join(t.TempDir(), "url")
	ctx, cancel := context.WithCancel(t.Context())
	reader, writer := io.Pipe()
	done := make(chan error, 1)
	go func() {
		done <- run(ctx, append([]string{"-listen", "127.0.0.1:0", "-url-file", urlFile}, args...), noEnvironment, writer, io.Discard)
		_ = writer.Close()
	}()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("run: %v", err)
		}
	})
	buffer := make([]byte, 4096)
	n, err := reader.Read(buffer) // the banner is printed at once
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(urlFile)
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(text)), string(buffer[:n])
}

func health(t *testing.T, base string, config *tls.Config) error {
	t.Helper()
	transport := &http.Transport{TLSClientConfig: config}
	defer transport.CloseIdleConnections()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, base+"/_emulator/health", nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := (&http.Client{Transport: transport, Timeout: 10 * time.Second}).Do(r)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return errors.New(response.Status)
	}
	return nil
}

func roots(t *testing.T, caFile string) *x509.CertPool {
	t.Helper()
	text, err := os.ReadFile(caFile)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(text) {
		t.Fatalf("not PEM: %s", text)
	}
	return pool
}

func TestServesTLS(t *testing.T) {
	t.Parallel()
	caFile := filepath.Join(t.TempDir(), "ca.pem")
	base, printed := running(t, "-tls-ca-file", caFile)
	if !strings.HasPrefix(base, "https://") {
		t.Errorf("URL %s", base)
	}
	if err := health(t, base, &tls.Config{RootCAs: roots(t, caFile), MinVersion: tls.VersionTLS12}); err != nil {
		t.Error(err)
	}
	for _, part := range []string{`cacert_file  = "` + caFile + `"`, "export OS_CACERT=" + caFile, base} {
		if !strings.Contains(printed, part) {
			t.Errorf("the banner lacks %s:\n%s", part, printed)
		}
	}
}

func TestAsksForClientCertificate(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	caFile, certFile, keyFile := filepath.Join(folder, "ca.pem"), filepath.Join(folder, "cert.pem"), filepath.Join(folder, "key.pem")
	base, printed := running(t, "-tls-ca-file", caFile, "-tls-client-cert-file", certFile, "-tls-client-key-file", keyFile)
	config := &tls.Config{RootCAs: roots(t, caFile), MinVersion: tls.VersionTLS12}
	if err := health(t, base, config); err == nil || !strings.Contains(err.Error(), "certificate required") {
		t.Errorf("without a certificate: %v", err)
	}
	pair, err := tls.LoadX509KeyPair(certFile, keyFile)
	if err != nil {
		t.Fatal(err)
	}
	config.Certificates = []tls.Certificate{pair}
	if err := health(t, base, config); err != nil {
		t.Errorf("with one: %v", err)
	}
	info, err := os.Stat(keyFile)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the key's file: %v %v", info.Mode(), err)
	}
	if !strings.Contains(printed, `key          = "`+keyFile+`"`) {
		t.Errorf("the banner lacks the key:\n%s", printed)
	}
}

func TestTLSWithoutFileIsInsecure(t *testing.T) {
	t.Parallel()
	base, printed := running(t, "-tls")
	if !strings.HasPrefix(base, "https://") || !strings.Contains(printed, "insecure     = true") {
		t.Errorf("%s\n%s", base, printed)
	}
}

func TestFileThatCannotBeWritten(t *testing.T) {
	t.Parallel()
	caFile := filepath.Join(t.TempDir(), "nowhere", "ca.pem")
	err := run(t.Context(), []string{"-listen", "127.0.0.1:0", "-tls-ca-file", caFile}, noEnvironment, io.Discard, io.Discard)
	if err == nil || !strings.Contains(err.Error(), "cannot write "+caFile) {
		t.Errorf("error %v", err)
	}
}
