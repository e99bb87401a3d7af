package client

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"
)

const (
	metadataService    = "metadata"
	metadataURL        = "http://169.254.169.254"
	securityKeyRoute   = "/openstack/latest/securitykey"
	metadataTokenRoute = "/meta-data/latest/api/token" //nolint:gosec // a path
	// An instance answers its own questions at once, or never.
	metadataTimeout = 3 * time.Second
	metadataRetries = 2
	// metadataAhead is when the service has new keys: so long before the old ones end (contract/auth.md 8).
	metadataAhead = 10 * time.Minute
	// metadataTokenLife is asked for; a service without tokens is asked again after metadataOldLife.
	metadataTokenLife = 6 * time.Hour
	metadataOldLife   = 24 * time.Hour
	// noAgency is in the refusal for an instance without an agency, with any status (contract/auth.md 8).
	noAgency = "Please configure Cloud Service Agency first"
)

// metadataKeys are the keys of the agency that an ECS instance has (contract/auth.md 8).
type metadataKeys struct{ service *Service }

// newMetadataKeys reaches the service without a proxy, at its own address, and with its own limits.
func newMetadataKeys(c *Client) metadataKeys {
	m := &Client{
		cfg: c.cfg, endpoint: c.metadata, transport: withoutProxy(c.transport), secrets: c.secrets,
	}
	m.cfg.RequestTimeout = metadataTimeout
	m.cfg.MaxRetries = min(m.cfg.MaxRetries, metadataRetries)
	session := &metadataSession{service: m.Service(metadataService, "")}
	session.held.obtain = session.obtain
	return metadataKeys{session.service.as(session)}
}

func withoutProxy(transport http.RoundTripper) http.RoundTripper {
	t, ok := transport.(*http.Transport)
	if !ok {
		return transport
	}
	t = t.Clone()
	t.Proxy = nil
	return t
}

// requestKeys implements keySource. How long the keys live is the service's choice.
func (m metadataKeys) requestKeys(ctx context.Context, _ time.Duration) (*Keys, error) {
	keys, err := m.service.readKeys(ctx, securityKeyRoute, nil, parseCredential)
	if api, ok := errors.AsType[*APIError](err); ok && strings.Contains(api.Message, noAgency) {
		return nil, fmt.Errorf("%w; give the instance an agency that is delegated to ECS (op_svc_ecs)", err)
	}
	if err != nil {
		return nil, err
	}
	if time.Until(keys.endsAt) > metadataAhead {
		keys.ahead = metadataAhead
	}
	return keys, nil
}

func (m metadataKeys) action() string {
	return "get the access key of this ECS instance from its metadata service"
}

func (m metadataKeys) advice() string { return metadataAdvice }

// metadataSession proves to the metadata service that the caller is no mere proxy: with a token in version 2, with
// nothing in version 1, which knows no tokens.
type metadataSession struct {
	unbound
	service *Service
	held    renewed[string] // one key; "" is version 1
}

// Authorize implements Authenticator.
func (m *metadataSession) Authorize(ctx context.Context, request *http.Request, _ []byte, _ Scope) error {
	token, err := m.held.get(ctx, "")
	if err != nil {
		return err
	}
	if token != "" {
		request.Header.Set("X-Metadata-Token", token)
	}
	return nil
}

// Refused implements Authenticator.
func (m *metadataSession) Refused(request *http.Request, _ Scope) bool {
	refused := request.Header.Get("X-Metadata-Token")
	m.held.drop("", func(token string) bool { return token == refused })
	return true
}

func (m *metadataSession) obtain(ctx context.Context, _ string) (lease[string], error) {
	ttl := oneHeader{name: "X-Metadata-Token-Ttl-Seconds", value: fmt.Sprintf("%.0f", metadataTokenLife.Seconds())}
	now := time.Now()
	// Not idempotent: a 503 is an answer here, and no reason to ask again.
	_, reply, err := m.service.as(ttl).do(ctx, call{method: http.MethodPut, route: metadataTokenRoute})
	if api, ok := errors.AsType[*APIError](err); ok {
		switch api.Status {
		case http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusServiceUnavailable:
			return lease[string]{"", now.Add(metadataOldLife), now.Add(metadataOldLife)}, nil
		}
	}
	if err != nil {
		return lease[string]{}, err
	}
	token := strings.TrimSpace(string(reply.body))
	m.service.client.secrets.learn("metadata token", token)
	return lease[string]{token, now.Add(metadataTokenLife - early(metadataTokenLife)), now.Add(metadataTokenLife)}, nil
}
