package client

import (
	"context"
	"errors"
	"net/http"
	"time"
)

var (
	errNoToken = errors.New("the API issues a token for a password, a token, an id token or an agency, but not for an access key: " +
		"configure one of those, or an agency to assume")
	errNoKeys = errors.New("the API issues a temporary access key for a password, a token, an id token or an agency, but not for " +
		"an access key: configure one of those, or an agency to assume")
)

// tokenIssuer is an Authenticator whose credentials the API gives tokens for.
type tokenIssuer interface {
	issueToken(ctx context.Context, region string, scope TokenScope) (*Token, error)
}

// keyIssuer is an Authenticator whose credentials the API gives temporary keys for.
type keyIssuer interface {
	issueKeys(ctx context.Context, duration time.Duration) (*Keys, error)
}

// IssueToken obtains a new token for the configured credentials and a scope, by way of IAM in a region; "" means the
// default region. Credentials that sign get one only as an agency (contract/auth.md 1.1, 1.5). The caller has to look
// after the token: the client neither renews nor revokes it.
func (c *Client) IssueToken(ctx context.Context, region string, scope TokenScope) (*Token, error) {
	if c.unready != nil {
		return nil, c.unready
	}
	if region == "" {
		region = c.cfg.Region
	}
	issuer, ok := c.auth.(tokenIssuer)
	if !ok {
		return nil, &AuthError{Action: "issue a token", Err: errNoToken}
	}
	token, err := issuer.issueToken(ctx, region, scope)
	if errors.Is(err, errNoToken) {
		return nil, &AuthError{Action: "issue a token", Err: errNoToken}
	}
	if err != nil {
		return nil, err
	}
	c.secrets.learn("issued token", token.Value)
	return token, nil
}

// IssueKeys obtains a new temporary access key for the configured credentials: of the user whose token or password they
// are, or of the agency they act as (contract/auth.md 1.6, 1.7). The duration is 15 minutes to 24 hours; 0 leaves it to
// the cloud. The caller has to look after the key: the client does not renew it.
func (c *Client) IssueKeys(ctx context.Context, duration time.Duration) (*Keys, error) {
	const action = "issue a temporary access key"
	if c.unready != nil {
		return nil, c.unready
	}
	if err := checkDuration(duration); err != nil {
		return nil, &AuthError{Action: action, Err: err}
	}
	issuer, ok := c.auth.(keyIssuer)
	if !ok {
		return nil, &AuthError{Action: action, Err: errNoKeys}
	}
	keys, err := issuer.issueKeys(ctx, duration)
	if errors.Is(err, errNoKeys) {
		return nil, &AuthError{Action: action, Err: errNoKeys}
	}
	if err != nil {
		return nil, err
	}
	c.secrets.learn("issued key", keys.SecretKey, keys.SecurityToken)
	return keys, nil
}

// OwnToken reads what the token is good for that the client works with in a region (contract/auth.md 1.3). It is nil for
// credentials that sign.
func (c *Client) OwnToken(ctx context.Context, region string) (*Token, error) {
	if c.auth == nil || signs(c.auth) {
		return nil, c.unready
	}
	return c.Service("iam", region).as(subject{c.auth}).readToken(ctx, call{method: http.MethodGet, route: loginRoute, idempotent: true})
}

// subject makes the token of a region's project both the proof and what is asked about.
type subject struct{ Authenticator }

// Authorize implements Authenticator.
func (s subject) Authorize(ctx context.Context, request *http.Request, body []byte, scope Scope) error {
	if err := s.Authenticator.Authorize(ctx, request, body, Scope{Region: scope.Region}); err != nil {
		return err
	}
	request.Header.Set("X-Subject-Token", request.Header.Get("X-Auth-Token"))
	return nil
}

// Refused implements Authenticator.
func (s subject) Refused(request *http.Request, scope Scope) bool {
	return s.Authenticator.Refused(request, Scope{Region: scope.Region})
}
