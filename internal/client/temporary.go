package client

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"
)

const (
	securityTokensRoute = "/v3.0/OS-CREDENTIAL/securitytokens"
	// keysLife is taken for keys whose reply does not say when they end: no life is shorter (contract/auth.md 1.6).
	keysLife = MinDuration
)

// Keys are a temporary access key.
type Keys struct {
	AccessKey, SecretKey, SecurityToken string
	Expires                             time.Time // by the server's clock; zero if unknown

	endsAt time.Time     // by the local clock
	ahead  time.Duration // of their end they are replaced
}

// EndsAt is when the keys end, by the clock of this machine.
func (k *Keys) EndsAt() time.Time { return k.endsAt }

// keySource is where temporary keys come from.
type keySource interface {
	// requestKeys obtains new keys; a duration of 0 leaves their life to the cloud.
	requestKeys(ctx context.Context, duration time.Duration) (*Keys, error)
	// action says what requestKeys does, for messages: "assume agency ...".
	action() string
	// advice says what to do when the cloud refuses that; it may be empty.
	advice() string
}

// temporaryKeys signs requests with keys that it obtains itself.
type temporaryKeys struct {
	unbound
	client   *Client
	source   keySource
	duration time.Duration
	domainID string // of the keys, if known
	held     renewed[accessKey]
}

func newTemporaryKeys(c *Client, source keySource, duration time.Duration, domainID string) *temporaryKeys {
	t := &temporaryKeys{client: c, source: source, duration: duration, domainID: domainID}
	t.held.obtain = t.obtain
	return t
}

// Authorize implements Authenticator.
func (t *temporaryKeys) Authorize(ctx context.Context, request *http.Request, body []byte, scope Scope) error {
	key, err := t.held.get(ctx, "")
	if err != nil {
		return err
	}
	return key.Authorize(ctx, request, body, scope)
}

// Refused implements Authenticator: the keys are forgotten, unless another request has replaced them already.
func (t *temporaryKeys) Refused(request *http.Request, _ Scope) bool {
	refused := request.Header.Get("X-Security-Token")
	t.held.drop("", func(key accessKey) bool { return key.securityToken == refused })
	return true
}

func (t *temporaryKeys) obtain(ctx context.Context, _ string) (lease[accessKey], error) {
	keys, err := t.request(ctx, t.duration)
	if err != nil {
		return lease[accessKey]{}, err
	}
	t.client.secrets.learn(t.source.action(), keys.SecretKey, keys.SecurityToken)
	key := t.client.accessKey(keys.AccessKey, keys.SecretKey, keys.SecurityToken, t.domainID)
	return lease[accessKey]{key, keys.endsAt.Add(-keys.ahead), keys.endsAt}, nil
}

func (t *temporaryKeys) request(ctx context.Context, duration time.Duration) (*Keys, error) {
	keys, err := t.source.requestKeys(ctx, duration)
	if err != nil {
		return nil, &AuthError{Action: t.source.action(), Advice: t.source.advice(), Err: err}
	}
	return keys, nil
}

// issueKeys implements keyIssuer.
func (t *temporaryKeys) issueKeys(ctx context.Context, duration time.Duration) (*Keys, error) {
	if _, ok := t.source.(metadataKeys); ok {
		return nil, errNoKeys
	}
	return t.request(ctx, duration)
}

// issueToken implements tokenIssuer.
func (t *temporaryKeys) issueToken(ctx context.Context, region string, scope TokenScope) (*Token, error) {
	if issuer, ok := t.source.(tokenIssuer); ok {
		return issuer.issueToken(ctx, region, scope)
	}
	return nil, errNoToken
}

// tokenKeys are the keys that the API gives for a token (contract/auth.md 1.6).
type tokenKeys struct {
	client *Client
	token  Authenticator // adds the token
}

// requestKeys implements keySource. The token itself goes into the header.
func (t tokenKeys) requestKeys(ctx context.Context, duration time.Duration) (*Keys, error) {
	s := t.client.Service("iam", "").as(t.token)
	body := authBody(identity("token", withDuration(map[string]any{}, duration)), TokenScope{})
	return s.readKeys(ctx, securityTokensRoute, body, parseCredential)
}

func (t tokenKeys) action() string { return "get a temporary access key for the token" }
func (t tokenKeys) advice() string { return "" }

// issueToken implements tokenIssuer.
func (t tokenKeys) issueToken(ctx context.Context, region string, scope TokenScope) (*Token, error) {
	issuer, ok := t.token.(tokenIssuer)
	if !ok {
		return nil, errNoToken
	}
	return issuer.issueToken(ctx, region, scope)
}

// withDuration adds the life that keys are to have, unless it is left to the cloud.
func withDuration(body map[string]any, duration time.Duration) map[string]any {
	if duration != 0 {
		body["duration_seconds"] = int(duration / time.Second)
	}
	return body
}

// readKeys makes a call whose reply is a temporary access key. Asking twice does no harm.
func (s *Service) readKeys(ctx context.Context, route string, body any, parse func([]byte) (*Keys, error)) (*Keys, error) {
	method := http.MethodPost
	if body == nil {
		method = http.MethodGet
	}
	x, r, err := s.do(ctx, call{method: method, route: route, body: body, idempotent: true})
	if err != nil {
		return nil, err
	}
	keys, err := parse(r.body)
	if err != nil {
		return nil, x.replyError(err)
	}
	life, now := keysLife, time.Now()
	if !keys.Expires.IsZero() {
		life = keys.Expires.Sub(s.client.clock.at(now))
	}
	keys.endsAt, keys.ahead = now.Add(life), early(life)
	return keys, nil
}

// parseCredential reads what IAM and the metadata service reply (contract/auth.md 1.6, 8).
func parseCredential(body []byte) (*Keys, error) {
	var reply struct {
		Credential struct {
			Access        string `json:"access"`
			Secret        string `json:"secret"`
			SecurityToken string `json:"securitytoken"`
			ExpiresAt     string `json:"expires_at"`
		} `json:"credential"`
	}
	if err := json.Unmarshal(body, &reply); err != nil {
		return nil, fmt.Errorf("the reply cannot be read as JSON: %w", err)
	}
	c := reply.Credential
	return (&Keys{AccessKey: c.Access, SecretKey: c.Secret, SecurityToken: c.SecurityToken, Expires: apiTime(c.ExpiresAt)}).complete()
}

func (k *Keys) complete() (*Keys, error) {
	if k.AccessKey == "" || k.SecretKey == "" || k.SecurityToken == "" {
		return nil, errors.New("the reply lacks an access key, a secret key or a security token")
	}
	return k, nil
}
