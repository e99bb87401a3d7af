package client

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"
)

const (
	loginRoute = "/v3/auth/tokens"
	// tokenLife is the documented life of a token, for a reply that does not say (contract/auth.md 2).
	tokenLife = 24 * time.Hour
	// ofDomain is where a token for the domain is kept among those of the regions.
	ofDomain = ""
)

// Token is a token and what it is good for (contract/auth.md 1.2). What the reply leaves out is empty or zero.
type Token struct {
	Value               string
	IssuedAt, ExpiresAt time.Time
	User, UserDomain    Named
	Project, Domain     Named // one of them: what the token is for

	endsAt time.Time // by the local clock
}

// EndsAt is when the token ends, by the clock of this machine.
func (t *Token) EndsAt() time.Time { return t.endsAt }

// life is how long the token lives from when it was issued, whatever the server's clock shows.
func (t *Token) life() time.Duration {
	if t.IssuedAt.IsZero() || t.ExpiresAt.IsZero() {
		return tokenLife
	}
	return t.ExpiresAt.Sub(t.IssuedAt)
}

// tokenSource is a kind of credentials that the API gives tokens for.
type tokenSource interface {
	// requestToken obtains a new token by way of IAM in a region.
	requestToken(ctx context.Context, region string, scope TokenScope) (*Token, error)
}

// tokens authenticates with tokens that it obtains itself: one for each region's project, and one for the domain.
type tokens struct {
	client *Client
	source tokenSource
	domain Named // the caller's own, if known
	once   bool  // the source gives one token, from which the others are derived
	held   renewed[*Token]
}

func newTokens(c *Client, source tokenSource, domain Named) *tokens {
	t := &tokens{client: c, source: source, domain: domain}
	_, t.once = source.(*passcode)
	t.held.obtain = t.obtain
	return t
}

// Authorize implements Authenticator.
func (t *tokens) Authorize(ctx context.Context, request *http.Request, _ []byte, scope Scope) error {
	token, err := t.held.get(ctx, keyOf(scope))
	if err != nil {
		return err
	}
	request.Header.Set("X-Auth-Token", token.Value)
	return nil
}

// Refused implements Authenticator: the token is forgotten, unless another request has replaced it already.
func (t *tokens) Refused(request *http.Request, scope Scope) bool {
	refused := request.Header.Get("X-Auth-Token")
	t.held.drop(keyOf(scope), func(token *Token) bool { return token.Value == refused })
	return true
}

// Project implements Authenticator: the token says which project it is for, which saves the look-up.
func (t *tokens) Project(ctx context.Context, region string) (string, error) {
	token, err := t.held.get(ctx, region)
	if err != nil {
		return "", err
	}
	return token.Project.ID, nil
}

func keyOf(scope Scope) string {
	if scope.Domain {
		return ofDomain
	}
	return scope.Region
}

func (t *tokens) obtain(ctx context.Context, key string) (lease[*Token], error) {
	region, scope := key, t.client.ProjectScope(key)
	if key == ofDomain {
		region, scope = t.client.cfg.Region, TokenScope{Domain: t.domain}
	}
	request := t.source.requestToken
	if t.once && key != t.client.cfg.Region {
		request = t.derive
	}
	token, err := request(ctx, region, scope)
	if err != nil {
		return lease[*Token]{}, err
	}
	t.client.secrets.learn("token of "+key, token.Value)
	ahead := early(time.Until(token.endsAt))
	if t.once {
		ahead = 0 // an early renewal would be refused
	}
	return lease[*Token]{token, token.endsAt.Add(-ahead), token.endsAt}, nil
}

// derive obtains a token from the one for the default region's project; it ends with that one at the latest.
func (t *tokens) derive(ctx context.Context, region string, scope TokenScope) (*Token, error) {
	home := t.client.cfg.Region
	first, err := t.held.get(ctx, home)
	if err != nil {
		return nil, err
	}
	token, err := t.client.rescope(ctx, region, first.Value, scope)
	if api, ok := errors.AsType[*APIError](err); ok && api.Status == http.StatusUnauthorized {
		t.held.drop(home, func(held *Token) bool { return held == first })
	}
	if err == nil && first.endsAt.Before(token.endsAt) {
		token.endsAt = first.endsAt
	}
	return token, err
}

// issueToken implements tokenIssuer.
func (t *tokens) issueToken(ctx context.Context, region string, scope TokenScope) (*Token, error) {
	if t.once {
		return t.derive(ctx, region, scope)
	}
	return t.source.requestToken(ctx, region, scope)
}

// issueKeys implements keyIssuer.
func (t *tokens) issueKeys(ctx context.Context, duration time.Duration) (*Keys, error) {
	return newTemporaryKeys(t.client, tokenKeys{t.client, t}, 0, "").issueKeys(ctx, duration)
}

// rescope obtains a token for another scope from a token (contract/auth.md 1.1).
func (c *Client) rescope(ctx context.Context, region, value string, scope TokenScope) (*Token, error) {
	token, err := c.login(region, anonymous{}).issue(ctx, identity("token", Named{ID: value}), scope, true)
	if err != nil {
		return nil, &AuthError{Action: fmt.Sprintf("get a token for %s in region %s from a token", scope, region), Err: err}
	}
	return token, nil
}

// ProjectScope is the scope of the project that the client works in within a region: by its id as far as that is
// configured, else by its name.
func (c *Client) ProjectScope(region string) TokenScope {
	if region == c.cfg.Region && c.cfg.ProjectID != "" {
		return TokenScope{Project: Named{ID: c.cfg.ProjectID}}
	}
	return TokenScope{Project: Named{Name: c.projectName(region)}}
}

// login is IAM in a region as the place where tokens are issued, to a caller who proves what auth proves.
func (c *Client) login(region string, auth Authenticator) *Service {
	s := c.Service("iam", region).as(auth)
	s.login = true
	return s
}

// issue asks for a token with one way to say who is calling (contract/auth.md 1.1). A way that works only once is not
// idempotent.
func (s *Service) issue(ctx context.Context, identity map[string]any, scope TokenScope, idempotent bool) (*Token, error) {
	return s.readToken(ctx, call{
		method: http.MethodPost, route: loginRoute, query: url.Values{"nocatalog": {"1"}},
		body: authBody(identity, scope), idempotent: idempotent,
	})
}

// identity says who is calling by one method.
func identity(method string, value any) map[string]any {
	return map[string]any{"methods": []string{method}, method: value}
}

// authBody is the body of requests for tokens and temporary keys (contract/auth.md 1.1, 1.6).
func authBody(identity map[string]any, scope TokenScope) map[string]any {
	auth := map[string]any{"identity": identity}
	if requested := scope.request(); requested != nil {
		auth["scope"] = requested
	}
	return map[string]any{"auth": auth}
}

// readToken makes a call whose reply is a token.
func (s *Service) readToken(ctx context.Context, k call) (*Token, error) {
	x, r, err := s.do(ctx, k)
	if err != nil {
		return nil, err
	}
	token, err := parseToken(r.header.Get("X-Subject-Token"), r.body)
	if err != nil {
		return nil, x.replyError(err)
	}
	token.endsAt = time.Now().Add(token.life())
	return token, nil
}

// parseToken reads the reply to a login (contract/auth.md 1.2).
func parseToken(value string, body []byte) (*Token, error) {
	if value == "" {
		return nil, errors.New("the header X-Subject-Token is missing")
	}
	type owned struct {
		Named
		Domain Named `json:"domain"`
	}
	var reply struct {
		Token struct {
			IssuedAt  string `json:"issued_at"`
			ExpiresAt string `json:"expires_at"`
			User      owned  `json:"user"`
			Project   owned  `json:"project"`
			Domain    Named  `json:"domain"`
		} `json:"token"`
	}
	if err := json.Unmarshal(body, &reply); err != nil {
		return nil, fmt.Errorf("the reply cannot be read as JSON: %w", err)
	}
	t := reply.Token
	return &Token{
		Value: value, IssuedAt: apiTime(t.IssuedAt), ExpiresAt: apiTime(t.ExpiresAt),
		User: t.User.Named, UserDomain: t.User.Domain, Project: t.Project.Named, Domain: t.Domain,
	}, nil
}

// apiTime reads a time of IAM, which has microseconds; what is none is the zero time.
func apiTime(text string) time.Time {
	at, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		return time.Time{}
	}
	return at
}
