package main

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"path/filepath"

	"github.com/hwc-community/terraform-provider-hwc/internal/emulator"
)

// tlsSettings say whether to serve with TLS, and where to write what clients need for it.
type tlsSettings struct {
	on         bool
	caFile     string
	clientCert string
	clientKey  string
}

// check completes the settings: a file to write means TLS, and the paths are those other programs can use.
func (s *tlsSettings) check() error {
	if (s.clientCert == "") != (s.clientKey == "") {
		return errors.New("-tls-client-cert-file and -tls-client-key-file go together")
	}
	for _, path := range []*string{&s.caFile, &s.clientCert, &s.clientKey} {
		if *path == "" {
			continue
		}
		s.on = true
		absolute, err := filepath.Abs(*path)
		if err != nil {
			return err
		}
		*path = absolute
	}
	return nil
}

// secure makes an authority for this run, writes its files, and puts TLS on the listener.
func (s *tlsSettings) secure(listener net.Listener, address string) (net.Listener, error) {
	authority, err := emulator.NewAuthority()
	if err != nil {
		return nil, err
	}
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	config, err := authority.ServerConfig(s.clientCert != "", host)
	if err != nil {
		return nil, err
	}
	if s.caFile != "" {
		if err := writeFile(s.caFile, authority.PEM()); err != nil {
			return nil, err
		}
	}
	if s.clientCert != "" {
		certificate, key, err := authority.ClientPEM()
		if err != nil {
			return nil, err
		}
		if err := errors.Join(writeFile(s.clientCert, certificate), writeFile(s.clientKey, key)); err != nil {
			return nil, err
		}
	}
	return tls.NewListener(listener, config), nil
}

// lines are the arguments of a provider block, and the environment, that reach a server with these settings.
func (s *tlsSettings) lines() (arguments, environment string) {
	add := func(argument, variable, value string) {
		arguments += fmt.Sprintf("  %-12s = %q\n", argument, value)
		environment += fmt.Sprintf("  export %s=%s\n", variable, value)
	}
	switch {
	case !s.on:
	case s.caFile == "":
		arguments, environment = "  insecure     = true\n", "  export HW_INSECURE=true\n"
	default:
		add("cacert_file", "OS_CACERT", s.caFile)
	}
	if s.clientCert != "" {
		add("cert", "OS_CERT", s.clientCert)
		add("key", "OS_KEY", s.clientKey)
	}
	return arguments, environment
}
