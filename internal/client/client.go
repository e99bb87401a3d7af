// Package client speaks the HTTP APIs of Huawei Cloud and the clouds that run the same software. It knows how to log
// in, sign, retry, page and wait; the packages below it add one method per API operation. It knows nothing of Terraform.
package client

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"
)

// Config is everything a Client needs. Region and one complete set of Credentials are required.
type Config struct {
	// Region is the default region, for example "cn-north-4".
	Region string
	// Cloud is the DNS domain of the cloud; "" means the one that AuthURL is in or, without that, the domain of the
	// region (contract/auth.md 5.1).
	Cloud string
	// AuthURL is the base URL of IAM, with or without "/v3"; "" means Endpoints["iam"], EndpointURL or the host rule.
	AuthURL string
	// EndpointURL is one base URL for every service.
	EndpointURL string
	// Endpoints maps a service name to its base URL and wins over EndpointURL.
	Endpoints map[string]string
	// Credentials say who is calling.
	Credentials Credentials
	// OIDC says so instead, by the id token of an identity provider.
	OIDC *OIDC
	// AssumeRoles are the agencies to act as, assumed one after the other, each with the keys of the one before.
	AssumeRoles []AssumeRole
	// MetadataURL is the base URL of the metadata service of an ECS instance; "" means http://169.254.169.254.
	MetadataURL string
	// ProjectID and ProjectName name the project of the default region. ProjectName defaults to the region.
	ProjectID, ProjectName string
	// SigningAlgorithm is how requests are signed with an access key: "HmacSHA256" or "HmacSM3"; "" means the first
	// (contract/auth.md 3.2).
	SigningAlgorithm string
	// Insecure turns the verification of TLS certificates off.
	Insecure bool
	// CACert holds the certificates, in PEM, of the authorities that servers are verified with instead of the system's;
	// "" means the system's.
	CACert string
	// ClientCert and ClientKey are the certificate and key, in PEM, that this client shows to servers that ask for one.
	ClientCert, ClientKey string
	// MaxRetries is how often a request is repeated after its first try; 0 means never. Negative values are refused.
	MaxRetries int
	// UserAgent is sent with every request; "" means "hwc-client".
	UserAgent string
	// Logger receives one line a try at debug level, and redacted bodies at LevelTrace; nil discards them. No secret
	// is ever passed to it.
	Logger *slog.Logger
	// Backoff is the delay between two observations of a Poll; nil means PollBackoff.
	Backoff func(attempt int, elapsed time.Duration) time.Duration
	// RetryBackoff is the delay before retry number attempt, counted from 0; nil means an exponential one with jitter
	// that starts at about 200 ms and ends at 30 s.
	RetryBackoff func(attempt int) time.Duration
	// RequestTimeout limits one try, the reading of the reply included; 0 means 60 s.
	RequestTimeout time.Duration
}

const (
	defaultUserAgent      = "hwc-client"
	defaultRequestTimeout = 60 * time.Second
)

// Client talks to all services of one account. It is safe for concurrent use.
type Client struct {
	cfg       Config
	authURL   *url.URL // nil unless configured
	endpoint  *url.URL // nil unless configured
	metadata  *url.URL
	endpoints map[string]*url.URL
	transport http.RoundTripper
	paces     sync.Map // by service and region: *pace
	// wrongHosts are those whose service is reached at its second endpoint.
	wrongHosts sync.Map
	auth       Authenticator
	secrets    *scrubber
	clock      serverClock
	known      sync.Map // ids of objects
	creating   keyedLock
	memo       sync.Map
	unready    error // why no request can be made; nil for every client of New

	projectMu    sync.Mutex
	projects     map[string]string // region -> project id
	projectGroup singleflight.Group
}

// New checks the configuration and returns a client. It makes no network call.
func New(cfg Config) (*Client, error) {
	transport, err := newTransport(cfg)
	if err != nil {
		return nil, err
	}
	return newClient(cfg, transport)
}

// Unready returns a client for a configuration that is not known yet: every request fails with the reason.
func Unready(reason error) *Client {
	c := &Client{unready: reason}
	setDefaults(&c.cfg)
	return c
}

func newClient(cfg Config, transport http.RoundTripper) (*Client, error) {
	setDefaults(&cfg)
	if err := checkConfig(cfg); err != nil {
		return nil, err
	}
	c := &Client{
		cfg:       cfg,
		transport: transport,
		secrets:   newScrubber(cfg),
		projects:  map[string]string{},
	}
	if err := c.parseURLs(); err != nil {
		return nil, err
	}
	if domain := cloudOfURL(c.authURL, cfg.Region); cfg.Cloud == "" && domain != cloudOf("", cfg.Region) {
		c.cfg.Cloud = domain
	}
	c.auth = newAuthenticator(c)
	return c, nil
}

func setDefaults(cfg *Config) {
	if cfg.ProjectName == "" {
		cfg.ProjectName = cfg.Region
	}
	if cfg.UserAgent == "" {
		cfg.UserAgent = defaultUserAgent
	}
	if cfg.Logger == nil {
		cfg.Logger = slog.New(slog.DiscardHandler)
	}
	if cfg.Backoff == nil {
		cfg.Backoff = PollBackoff
	}
	if cfg.RetryBackoff == nil {
		cfg.RetryBackoff = retryBackoff
	}
	if cfg.RequestTimeout == 0 {
		cfg.RequestTimeout = defaultRequestTimeout
	}
}

func checkConfig(cfg Config) error {
	switch {
	case cfg.Region == "":
		return errors.New("a region is required")
	case !ValidRegion(cfg.Region):
		return fmt.Errorf("invalid region %q", cfg.Region)
	case cfg.Cloud != "" && !ValidDomain(cfg.Cloud):
		return fmt.Errorf("invalid cloud %q: want a DNS domain such as %q", cfg.Cloud, defaultCloud)
	case cfg.MaxRetries < 0:
		return fmt.Errorf("invalid number of retries %d: it must not be negative", cfg.MaxRetries)
	case cfg.RequestTimeout < 0:
		return fmt.Errorf("invalid request timeout %s: it must not be negative", cfg.RequestTimeout)
	}
	if _, err := algorithmOf(cfg.SigningAlgorithm); err != nil {
		return err
	}
	return checkCredentials(cfg)
}

func (c *Client) parseURLs() (err error) {
	if c.cfg.AuthURL != "" {
		if c.authURL, err = parseBaseURL(c.cfg.AuthURL); err != nil {
			return fmt.Errorf("auth URL: %w", err)
		}
		c.authURL.Path = strings.TrimSuffix(c.authURL.Path, "/v3")
	}
	if c.cfg.EndpointURL != "" {
		if c.endpoint, err = parseBaseURL(c.cfg.EndpointURL); err != nil {
			return fmt.Errorf("endpoint URL: %w", err)
		}
	}
	metadata := c.cfg.MetadataURL
	if metadata == "" {
		metadata = metadataURL
	}
	if c.metadata, err = parseBaseURL(metadata); err != nil {
		return fmt.Errorf("metadata URL: %w", err)
	}
	c.endpoints = make(map[string]*url.URL, len(c.cfg.Endpoints))
	for name, raw := range c.cfg.Endpoints {
		if c.endpoints[name], err = parseBaseURL(raw); err != nil {
			return fmt.Errorf("endpoint of %s: %w", name, err)
		}
	}
	return nil
}

// Memo returns what build made for the key the first time: a place for what a service remembers during a run.
func (c *Client) Memo(key string, build func() any) any {
	value, ok := c.memo.Load(key)
	if !ok {
		value, _ = c.memo.LoadOrStore(key, build())
	}
	return value
}

// Region returns the default region; it is empty only for an Unready client.
func (c *Client) Region() string { return c.cfg.Region }

// Backoff returns the configured delay between two observations, for a Poll.
func (c *Client) Backoff() func(attempt int, elapsed time.Duration) time.Duration {
	return c.cfg.Backoff
}

// Logger receives what the packages of the services have to say; it is never nil.
func (c *Client) Logger() *slog.Logger { return c.cfg.Logger }

// Service returns the named service ("vpcep", "iam", ...) in a region; "" means the default region. It makes no network
// call; a region that cannot be one is reported by the first request.
func (c *Client) Service(name, region string) *Service {
	if region == "" {
		region = c.cfg.Region
	}
	return &Service{client: c, name: name, region: region, auth: c.auth}
}

// Service is one service in one region: what the verbs (Get, Post, ...) talk to.
type Service struct {
	client       *Client
	name, region string
	auth         Authenticator
	login        bool // it is reached where tokens are issued
}

// as returns the service as another caller sees it.
func (s *Service) as(auth Authenticator) *Service {
	other := *s
	other.auth = auth
	return &other
}

// Region returns the region of the service.
func (s *Service) Region() string { return s.region }

// Client returns the client the service belongs to.
func (s *Service) Client() *Client { return s.client }

// ProjectID returns the id of the project that the client works in within a region: the configured one, the one the
// region's token is scoped to, or the one found by name (contract/auth.md 4). It is looked up once a region; a failed
// look-up is not remembered. "" means the default region.
func (c *Client) ProjectID(ctx context.Context, region string) (string, error) {
	if c.unready != nil {
		return "", c.unready
	}
	if region == "" {
		region = c.cfg.Region
	}
	if id := c.knownProject(region); id != "" {
		return id, nil
	}
	return shared(ctx, &c.projectGroup, region, func(ctx context.Context) (string, error) {
		if id := c.knownProject(region); id != "" {
			return id, nil
		}
		id, err := c.findProject(ctx, region)
		if err != nil {
			return "", err
		}
		c.projectMu.Lock()
		defer c.projectMu.Unlock()
		c.projects[region] = id
		return id, nil
	})
}

// knownProject returns the project id of a region if no network call is needed for it, else "".
func (c *Client) knownProject(region string) string {
	if region == c.cfg.Region && c.cfg.ProjectID != "" {
		return c.cfg.ProjectID
	}
	c.projectMu.Lock()
	defer c.projectMu.Unlock()
	return c.projects[region]
}

func (c *Client) projectName(region string) string {
	if region == c.cfg.Region {
		return c.cfg.ProjectName
	}
	return region
}

func (c *Client) findProject(ctx context.Context, region string) (string, error) {
	id, err := c.auth.Project(ctx, region)
	if err != nil || id != "" {
		return id, err
	}
	name := c.projectName(region)
	type projects struct {
		Projects []Named `json:"projects"`
	}
	reply, err := Get[projects](ctx, c.Service("iam", region), "/v3/projects", url.Values{"name": {name}})
	if err != nil {
		return "", &AuthError{Action: fmt.Sprintf("find the project %q of region %s", name, region), Err: err}
	}
	var ids []string
	for _, p := range reply.Projects {
		if p.Name == name && p.ID != "" {
			ids = append(ids, p.ID)
		}
	}
	if len(ids) != 1 {
		return "", &AuthError{
			Action: fmt.Sprintf("find the project %q of region %s", name, region),
			Err:    projectCountError(ids),
		}
	}
	return ids[0], nil
}

func projectCountError(ids []string) error {
	if len(ids) == 0 {
		return errors.New("there is none: the region or project name is wrong, or this account has no access to it; " +
			"a project id can be configured instead")
	}
	return fmt.Errorf("there are several (%s): configure the project id", strings.Join(ids, ", "))
}

// shared runs f once for all concurrent callers with the same key. A caller that gives up does not end the work of the
// others: f keeps the values of the first caller's context but not its cancellation; every request in it has its own
// time limit.
func shared[T any](ctx context.Context, group *singleflight.Group, key string, f func(context.Context) (T, error)) (T, error) {
	done := group.DoChan(key, func() (any, error) { return f(context.WithoutCancel(ctx)) })
	var zero T
	select {
	case <-ctx.Done():
		return zero, ctx.Err()
	case result := <-done:
		if result.Err != nil {
			return zero, result.Err
		}
		value, _ := result.Val.(T) // f returns nothing else
		return value, nil
	}
}
