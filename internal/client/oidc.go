package client

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"strings"
)

const idTokenRoute = "/v3.0/OS-AUTH/id-token/tokens" //nolint:gosec // a path

// idToken logs in with the id token of an identity provider (contract/auth.md 1.8).
type idToken struct {
	client *Client
	OIDC
}

// authenticateOIDC goes from the id token to a token, to temporary keys and, if one is named, to an agency.
func (c *Client) authenticateOIDC(o OIDC) Authenticator {
	token := newTokens(c, idToken{c, o}, Named{})
	if o.AgencyName == "" {
		return newTemporaryKeys(c, tokenKeys{c, token}, o.Duration, "")
	}
	return c.assume(token, AssumeRole{AgencyName: o.AgencyName, DomainID: o.DomainID, Duration: o.Duration})
}

// requestToken implements tokenSource.
func (t idToken) requestToken(ctx context.Context, region string, scope TokenScope) (*Token, error) {
	token, err := t.request(ctx, region, scope)
	if err != nil {
		return nil, &AuthError{Action: fmt.Sprintf("log in to region %s with the id token of identity provider %q", region, t.IdpID), Advice: idTokenAdvice, Err: err}
	}
	return token, nil
}

func (t idToken) request(ctx context.Context, region string, scope TokenScope) (*Token, error) {
	id, err := t.read()
	if err != nil {
		return nil, err
	}
	t.client.secrets.learn("id token", id)
	auth := map[string]any{"id_token": Named{ID: id}}
	if requested := scope.request(); requested != nil {
		auth["scope"] = requested
	}
	return t.client.login(region, oneHeader{name: "X-Idp-Id", value: t.IdpID}).readToken(ctx, call{
		method: http.MethodPost, route: idTokenRoute, body: map[string]any{"auth": auth}, idempotent: true,
	})
}

// read takes the file as it is now: whoever runs us replaces the id token before it ends.
func (t idToken) read() (string, error) {
	if t.IDTokenFile == "" {
		return t.IDToken, nil
	}
	text, err := os.ReadFile(t.IDTokenFile)
	if err != nil {
		return "", fmt.Errorf("reading the id token: %w", err)
	}
	id := strings.TrimSpace(string(text))
	if id == "" {
		return "", errors.New("the file " + t.IDTokenFile + " holds no id token")
	}
	return id, nil
}
