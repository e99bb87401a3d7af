package client

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"time"
)

// Scope is what a request works on: a region and, when it is known, the project in it.
type Scope struct{ Region, ProjectID string }

// Authenticator proves to the server who is calling (contract/auth.md 0).
type Authenticator interface {
	// Authorize adds the proof to a request; body is what the request will send.
	Authorize(ctx context.Context, request *http.Request, body []byte, scope Scope) error
	// Refused is told that the server answered 401 to a request and returns whether a new proof may help.
	Refused(request *http.Request, scope Scope) bool
	// Project returns the project that the proof is bound to in a region, or "" if it is not bound to one.
	Project(ctx context.Context, region string) (string, error)
}

// newAuthenticator picks the way to authenticate: token, then access key, then password (contract/auth.md 6.1).
func newAuthenticator(c *Client) Authenticator {
	credentials := c.cfg.Credentials
	switch {
	case credentials.Token != "":
		return staticToken(credentials.Token)
	case credentials.AccessKey != "":
		algorithm, _ := algorithmOf(c.cfg.SigningAlgorithm) // checkConfig knows it
		return accessKey{algorithm, credentials.AccessKey, credentials.SecretKey, credentials.SecurityToken}
	default:
		return &passwordTokens{client: c, tokens: map[string]token{}}
	}
}

// authenticated is the link that authorizes every try and, once, repeats one that was refused although a new proof
// was to be had.
func (x *exchange) authenticated(next roundTripFunc) roundTripFunc {
	if x.auth == nil {
		return next
	}
	return func(request *http.Request) (*http.Response, error) {
		response, refused, err := x.authorized(request, next)
		if !refused {
			return response, err
		}
		response, _, err = x.authorized(request, next)
		return response, err
	}
}

func (x *exchange) authorized(request *http.Request, next roundTripFunc) (_ *http.Response, refused bool, _ error) {
	ctx := request.Context()
	proven := request.Clone(ctx)
	if x.body != nil {
		proven.Body = io.NopCloser(bytes.NewReader(x.body))
	}
	if err := x.auth.Authorize(ctx, proven, x.body, x.scope); err != nil {
		return nil, false, asAuthError(err)
	}
	response, err := next(proven)
	if err != nil || response.StatusCode != http.StatusUnauthorized {
		return response, false, err
	}
	return response, x.auth.Refused(proven, x.scope), nil
}

// staticToken is a token somebody else obtained. It cannot be renewed.
type staticToken string

// Authorize implements Authenticator.
func (t staticToken) Authorize(_ context.Context, request *http.Request, _ []byte, _ Scope) error {
	request.Header.Set("X-Auth-Token", string(t))
	return nil
}

// Refused implements Authenticator.
func (t staticToken) Refused(*http.Request, Scope) bool { return false }

// Project implements Authenticator. The project of the token is unknown: finding it would take the same one call.
func (t staticToken) Project(context.Context, string) (string, error) { return "", nil }

// accessKey signs requests, with temporary keys when there is a security token (contract/auth.md 3).
type accessKey struct {
	algorithm                     algorithm
	access, secret, securityToken string
}

// Authorize implements Authenticator. It signs no more than the contract advises, so that proxies may add headers.
func (k accessKey) Authorize(_ context.Context, request *http.Request, body []byte, scope Scope) error {
	signed := []string{"host", "x-sdk-date"}
	request.Header.Set("X-Sdk-Date", time.Now().UTC().Format(signatureTime))
	if scope.ProjectID != "" {
		request.Header.Set("X-Project-Id", scope.ProjectID)
		signed = append(signed, "x-project-id")
	}
	if k.securityToken != "" {
		request.Header.Set("X-Security-Token", k.securityToken)
		signed = append(signed, "x-security-token")
	}
	authorization, err := signer{algorithm: k.algorithm, access: k.access, secret: k.secret}.sign(request, body, signed)
	if err != nil {
		return err
	}
	request.Header.Set("Authorization", authorization)
	return nil
}

// Refused implements Authenticator. The same keys would be refused again, and failures add up to a lock of the key
// (contract/auth.md 2).
func (k accessKey) Refused(*http.Request, Scope) bool { return false }

// Project implements Authenticator.
func (k accessKey) Project(context.Context, string) (string, error) { return "", nil }
