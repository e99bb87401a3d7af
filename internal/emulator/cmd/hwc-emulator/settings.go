package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/netip"
	"strconv"
	"strings"

	"github.com/hwc-community/terraform-provider-hwc/internal/emulator"
)

// envPrefix and the flag's name in upper case make the name of its environment twin.
const envPrefix = "HWC_EMULATOR_"

// settings are what the flags and the environment say.
type settings struct {
	listen      string
	urlFile     string
	allowRemote bool
	tls         tlsSettings
	logLevel    slog.Level
	options     emulator.Options
	progress    map[emulator.Kind]emulator.Progress
}

// parse reads the environment first and the flags on top of it.
func parse(args []string, env func(string) (string, bool), stderr io.Writer) (*settings, error) {
	s := &settings{progress: map[emulator.Kind]emulator.Progress{}}
	flags := flag.NewFlagSet("hwc-emulator", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.StringVar(&s.listen, "listen", "127.0.0.1:8787", "`address` to listen on; port 0 takes a free one")
	flags.StringVar(&s.urlFile, "url-file", "", "write the base URL to this `file` once ready")
	flags.BoolVar(&s.allowRemote, "allow-remote", false, "allow an address other machines can reach")
	flags.BoolVar(&s.tls.on, "tls", false, "serve HTTPS, with a certificate authority made for this run")
	flags.StringVar(&s.tls.caFile, "tls-ca-file", "", "write the authority's certificate to this `file`; means -tls")
	flags.StringVar(&s.tls.clientCert, "tls-client-cert-file", "",
		"ask clients for a certificate, and write one for them to this `file`; means -tls, goes with -tls-client-key-file")
	flags.StringVar(&s.tls.clientKey, "tls-client-key-file", "", "write the key of the client certificate to this `file`")
	flags.TextVar(&s.logLevel, "log-level", slog.LevelWarn, "`level` of the log: DEBUG, INFO (every request), WARN or ERROR")
	flags.Func("cloud", "`name` of the cloud to be: huawei, or otc for Open Telekom Cloud (default huawei)", s.setCloud)
	flags.BoolVar(&s.options.Loose, "loose", false, "accept unknown fields in request bodies")
	flags.DurationVar(&s.options.TokenLifetime, "token-lifetime", 0, "how long tokens live (default 24h)")
	flags.DurationVar(&s.options.KeyLifetime, "key-lifetime", 0, "how long temporary access keys live (default as asked)")
	flags.DurationVar(&s.options.MetadataKeyLifetime, "metadata-key-lifetime", 0, "how long the keys of the metadata service live (default 1h)")
	flags.Func("metadata", "`JSON` object of how the metadata service behaves: token_status, token_required, no_agency",
		func(value string) error { return decodeStrictly(value, &s.options.Metadata) })
	flags.DurationVar(&s.options.SignatureSkew, "signature-skew", 0, "added to real time when a signature's age is judged")
	flags.IntVar(&s.options.RateLimit, "rate-limit", 0, "answer 429 to more than `N` requests a second (default no limit)")
	flags.Func("progress", "`kind=policy`, such as endpoint.create=after:2s; may be repeated", s.setProgress)
	flags.Func("choices", "`JSON` object of what the contract leaves open, such as {\"max_tags\":10}",
		func(value string) error { return decodeStrictly(value, &s.options.Choices) })
	flags.Func("quota", "`type=n`, such as endpoint=100; may be repeated", s.setQuota)
	flags.Usage = func() {
		_, _ = fmt.Fprintf(stderr, "Usage: hwc-emulator [flags]\n\nEvery flag has an environment twin: -url-file is %sURL_FILE.\n"+
			"A flag that may be repeated takes several values there, separated by semicolons.\n\n", envPrefix)
		flags.PrintDefaults()
	}
	if err := fromEnvironment(flags, env); err != nil {
		return nil, err
	}
	if err := flags.Parse(args); err != nil {
		return nil, err
	}
	if flags.NArg() > 0 {
		return nil, fmt.Errorf("unexpected argument %q", flags.Arg(0))
	}
	if s.options.RateLimit < 0 {
		return nil, errors.New("-rate-limit must not be negative")
	}
	if min(s.options.TokenLifetime, s.options.KeyLifetime, s.options.MetadataKeyLifetime) < 0 {
		return nil, errors.New("-token-lifetime, -key-lifetime and -metadata-key-lifetime must not be negative")
	}
	if status := s.options.Metadata.TokenStatus; status != 0 && (status < 400 || status > 599) {
		return nil, fmt.Errorf("-metadata: token_status %d is not one of an error, 400 to 599", status)
	}
	if err := s.options.Choices.Check(); err != nil {
		return nil, fmt.Errorf("-choices: %w", err)
	}
	if err := s.tls.check(); err != nil {
		return nil, err
	}
	if !s.allowRemote && !isLoopback(s.listen) {
		return nil, fmt.Errorf("%s can be reached from other machines, and the emulator's logins are public; "+
			"say -allow-remote if that is meant", s.listen)
	}
	return s, nil
}

var repeatable = map[string]bool{"progress": true, "quota": true}

func fromEnvironment(flags *flag.FlagSet, env func(string) (string, bool)) error {
	var problems []error
	flags.VisitAll(func(f *flag.Flag) {
		name := envPrefix + strings.ToUpper(strings.ReplaceAll(f.Name, "-", "_"))
		value, found := env(name)
		if !found || value == "" {
			return
		}
		values := []string{value}
		if repeatable[f.Name] {
			values = strings.Split(value, ";")
		}
		for _, v := range values {
			if err := flags.Set(f.Name, strings.TrimSpace(v)); err != nil {
				problems = append(problems, fmt.Errorf("%s: %w", name, err))
			}
		}
	})
	return errors.Join(problems...)
}

func isLoopback(address string) bool {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return false
	}
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback()
}

func (s *settings) setCloud(value string) (err error) {
	s.options.Cloud, err = emulator.ParseCloud(value)
	return err
}

func (s *settings) setProgress(value string) error {
	kind, policy, _ := strings.Cut(value, "=")
	if err := emulator.CheckKind(emulator.Kind(kind)); err != nil {
		return err
	}
	progress, err := emulator.ParseProgress(policy)
	if err != nil {
		return err
	}
	s.progress[emulator.Kind(kind)] = progress
	return nil
}

func (s *settings) setQuota(value string) error {
	kind, number, _ := strings.Cut(value, "=")
	n, err := strconv.Atoi(number)
	if err != nil || n < 1 {
		return fmt.Errorf("%q: want type=n with n of 1 or more", value)
	}
	switch kind {
	case "endpoint_service":
		s.options.Choices.ServiceQuota = n
	case "endpoint":
		s.options.Choices.EndpointQuota = n
	case "blockchain":
		s.options.Choices.BCS.Quota = n
	default:
		return fmt.Errorf("no quota type %q: there are endpoint_service, endpoint and blockchain", kind)
	}
	return nil
}

// decodeStrictly reads one JSON object and refuses names it does not know.
func decodeStrictly(value string, into any) error {
	decoder := json.NewDecoder(strings.NewReader(value))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		return err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return errors.New("there is more behind the JSON object")
	}
	return nil
}
