package client

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"
)

const (
	loginRoute = "/v3/auth/tokens"
	// tokenLife is the documented life of a token, for a reply that does not say (contract/auth.md 2).
	tokenLife = 24 * time.Hour
	// tokenMargin is when a token is renewed before its end; short-lived ones at a quarter of their life.
	tokenMargin = 30 * time.Minute
)

// token is a project-scoped token. Its times are local: the server's clock may differ.
type token struct {
	value, projectID string
	renewAt, endsAt  time.Time
}

// passwordTokens logs in with a password, once a region, and keeps the tokens until they are about to end.
type passwordTokens struct {
	client *Client
	logins singleflight.Group
	mu     sync.Mutex
	tokens map[string]token // by region: a token is good for one project
}

// Authorize implements Authenticator.
func (p *passwordTokens) Authorize(ctx context.Context, request *http.Request, _ []byte, scope Scope) error {
	t, err := p.token(ctx, scope.Region)
	if err != nil {
		return err
	}
	request.Header.Set("X-Auth-Token", t.value)
	return nil
}

// Refused implements Authenticator: the token is forgotten, unless another request has replaced it already.
func (p *passwordTokens) Refused(request *http.Request, scope Scope) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.tokens[scope.Region].value == request.Header.Get("X-Auth-Token") {
		delete(p.tokens, scope.Region)
	}
	return true
}

// Project implements Authenticator: the token says which project it is for, which saves the look-up.
func (p *passwordTokens) Project(ctx context.Context, region string) (string, error) {
	t, err := p.token(ctx, region)
	return t.projectID, err
}

// token returns a token that will live for a while, logging in if necessary.
func (p *passwordTokens) token(ctx context.Context, region string) (token, error) {
	if t, ok := p.fresh(region); ok {
		return t, nil
	}
	return shared(ctx, &p.logins, region, func(ctx context.Context) (token, error) {
		if t, ok := p.fresh(region); ok {
			return t, nil
		}
		t, err := p.client.login(ctx, region)
		if err != nil {
			return p.lastResort(region, err)
		}
		p.mu.Lock()
		defer p.mu.Unlock()
		p.tokens[region] = t
		return t, nil
	})
}

func (p *passwordTokens) fresh(region string) (token, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	t, ok := p.tokens[region]
	return t, ok && time.Now().Before(t.renewAt)
}

// lastResort keeps a token in use that could not be renewed early but has not ended.
func (p *passwordTokens) lastResort(region string, err error) (token, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if t, ok := p.tokens[region]; ok && time.Now().Before(t.endsAt) {
		return t, nil
	}
	return token{}, err
}

// login obtains a token for the project of a region (contract/auth.md 1).
func (c *Client) login(ctx context.Context, region string) (token, error) {
	t, err := c.requestToken(ctx, region)
	if err != nil {
		return token{}, &AuthError{Action: "log in as " + c.cfg.Credentials.user() + " to " + c.projectText(region), Err: err}
	}
	c.secrets.learn(region, t.value)
	return t, nil
}

// projectText names the project of a region in messages.
func (c *Client) projectText(region string) string {
	if region == c.cfg.Region && c.cfg.ProjectID != "" {
		return "project " + c.cfg.ProjectID + " in region " + region
	}
	return fmt.Sprintf("project %q in region %s", c.projectName(region), region)
}

func (c *Client) requestToken(ctx context.Context, region string) (token, error) {
	s := c.Service("iam", region)
	base, err := s.loginURL()
	if err != nil {
		return token{}, err
	}
	target, err := fillRoute(base, loginRoute, "", nil)
	if err != nil {
		return token{}, err
	}
	target.RawQuery = "nocatalog=1"
	x := &exchange{client: c, service: s, method: http.MethodPost, route: loginRoute, base: base, url: target, idempotent: true}
	if x.body, err = encode(c.loginBody(region)); err != nil {
		return token{}, err
	}
	r, err := x.run(ctx)
	if err != nil {
		return token{}, err
	}
	t, err := parseToken(r, time.Now())
	if err != nil {
		return token{}, x.replyError(err)
	}
	return t, nil
}

// user names who logs in, for messages.
func (c Credentials) user() string {
	name := c.UserName
	if name == "" {
		name = c.UserID
	}
	text := fmt.Sprintf("user %q", name)
	switch {
	case c.UserID != "": // an id is unique in all domains
	case c.DomainName != "":
		text += fmt.Sprintf(" of domain %q", c.DomainName)
	default:
		text += fmt.Sprintf(" of domain %q", c.DomainID)
	}
	return text
}

type named struct {
	ID   string `json:"id,omitempty"`
	Name string `json:"name,omitempty"`
}

type loginUser struct {
	ID       string `json:"id,omitempty"`
	Name     string `json:"name,omitempty"`
	Password string `json:"password"`
	Domain   *named `json:"domain,omitempty"`
}

// loginBody asks for a token by password with the scope of one project. A user id needs no domain
// (contract/auth.md 1.1).
func (c *Client) loginBody(region string) any {
	credentials := c.cfg.Credentials
	user := loginUser{ID: credentials.UserID, Password: credentials.Password}
	if user.ID == "" {
		user.Name = credentials.UserName
		user.Domain = &named{Name: credentials.DomainName}
		if credentials.DomainName == "" {
			user.Domain = &named{ID: credentials.DomainID}
		}
	}
	project := named{Name: c.projectName(region)}
	if region == c.cfg.Region && c.cfg.ProjectID != "" {
		project = named{ID: c.cfg.ProjectID}
	}
	return map[string]any{"auth": map[string]any{
		"identity": map[string]any{"methods": []string{"password"}, "password": map[string]any{"user": user}},
		"scope":    map[string]any{"project": project},
	}}
}

// parseToken reads the reply to a login (contract/auth.md 1.2).
func parseToken(r *reply, received time.Time) (token, error) {
	value := r.header.Get("X-Subject-Token")
	if value == "" {
		return token{}, errors.New("the header X-Subject-Token is missing")
	}
	var body struct {
		Token struct {
			IssuedAt  string `json:"issued_at"`
			ExpiresAt string `json:"expires_at"`
			Project   named  `json:"project"`
		} `json:"token"`
	}
	if err := json.Unmarshal(r.body, &body); err != nil {
		return token{}, fmt.Errorf("the reply cannot be read as JSON: %w", err)
	}
	life := tokenLife
	issued, issuedErr := time.Parse(time.RFC3339Nano, body.Token.IssuedAt)
	expires, expiresErr := time.Parse(time.RFC3339Nano, body.Token.ExpiresAt)
	if issuedErr == nil && expiresErr == nil {
		life = expires.Sub(issued)
	}
	return token{
		value:     value,
		projectID: body.Token.Project.ID,
		renewAt:   received.Add(life - min(tokenMargin, life/4)),
		endsAt:    received.Add(life),
	}, nil
}
