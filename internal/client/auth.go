package client

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strings"
	"time"
)

// Authenticator proves to the server who is calling (contract/auth.md 0).
type Authenticator interface {
	// Authorize adds the proof to a request; body is what the request will send.
	Authorize(ctx context.Context, request *http.Request, body []byte, scope Scope) error
	// Refused is told that the server answered 401 to a request and returns whether a new proof may help.
	Refused(request *http.Request, scope Scope) bool
	// Project returns the project that the proof is bound to in a region, or "" if it is not bound to one.
	Project(ctx context.Context, region string) (string, error)
}

// newAuthenticator picks the way to authenticate: id token, token, access key, password, metadata service
// (contract/auth.md 6.1, 6.2). The agencies follow one after the other.
func newAuthenticator(c *Client) Authenticator {
	auth := c.baseAuthenticator()
	for _, role := range c.cfg.AssumeRoles {
		auth = c.assume(auth, role)
	}
	return auth
}

func (c *Client) baseAuthenticator() Authenticator {
	credentials := c.cfg.Credentials
	switch {
	case c.cfg.OIDC != nil:
		return c.authenticateOIDC(*c.cfg.OIDC)
	case credentials.Token != "":
		return staticToken{client: c, value: credentials.Token}
	case credentials.AccessKey != "":
		return c.accessKey(credentials.AccessKey, credentials.SecretKey, credentials.SecurityToken, credentials.DomainID)
	case credentials.Password != "":
		return c.authenticatePassword(credentials)
	default:
		return newTemporaryKeys(c, newMetadataKeys(c), 0, credentials.DomainID)
	}
}

// authenticated is the link that authorizes every try and, once, repeats one that was refused although a new proof
// was to be had.
func (x *exchange) authenticated(next roundTripFunc) roundTripFunc {
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
	if err != nil || response.StatusCode < 400 {
		return response, false, err
	}
	body, err := io.ReadAll(response.Body) // a buffer
	if err != nil {
		return nil, false, err
	}
	response.Body = io.NopCloser(bytes.NewReader(body))
	return response, isStale(response.StatusCode, parseProblem(body)) && x.auth.Refused(proven, x.scope), nil
}

// isStale recognises a refusal that a new proof may cure. IAM calls a security token that has ended a bad request
// (contract/auth.md 1.4).
func isStale(status int, p problem) bool {
	return (status == http.StatusUnauthorized && !isFinal(p)) || strings.EqualFold(p.code, "IAM.1108")
}

// otherProject is the code of a request whose token or key is for another project than its URL (contract/auth.md 2).
const otherProject = "Common.0018"

// isFinal recognises a refusal that a new proof of the same kind would meet too (contract/auth.md 2, 8).
func isFinal(p problem) bool {
	return strings.EqualFold(p.code, otherProject) || strings.Contains(p.message, noAgency)
}

// hint says what the cloud does not say about a proof that it refused and that nobody but the user can renew.
func (x *exchange) hint(p problem) string {
	if !isStale(x.reply.status, p) {
		return ""
	}
	auth := x.auth
	if s, ok := auth.(subject); ok {
		auth = s.Authenticator
	}
	switch auth := auth.(type) {
	case staticToken:
		return "the configured token is invalid or has expired, or belongs to another region"
	case accessKey:
		if auth.securityToken != "" {
			return "the configured temporary access key is invalid or has expired"
		}
	}
	return ""
}

// lasting is embedded by proofs that cannot be renewed.
type lasting struct{}

// Refused implements Authenticator.
func (lasting) Refused(*http.Request, Scope) bool { return false }

// unbound is embedded by proofs that are not for one project.
type unbound struct{}

// Project implements Authenticator.
func (unbound) Project(context.Context, string) (string, error) { return "", nil }

// staticToken is a token somebody else obtained. It cannot be renewed.
type staticToken struct {
	lasting
	unbound // finding the token's project would take the same one call as finding that of the region
	client  *Client
	value   string
}

// Authorize implements Authenticator.
func (t staticToken) Authorize(_ context.Context, request *http.Request, _ []byte, _ Scope) error {
	request.Header.Set("X-Auth-Token", t.value)
	return nil
}

// issueToken implements tokenIssuer.
func (t staticToken) issueToken(ctx context.Context, region string, scope TokenScope) (*Token, error) {
	return t.client.rescope(ctx, region, t.value, scope)
}

// issueKeys implements keyIssuer.
func (t staticToken) issueKeys(ctx context.Context, duration time.Duration) (*Keys, error) {
	return newTemporaryKeys(t.client, tokenKeys{t.client, t}, 0, "").issueKeys(ctx, duration)
}

// anonymous proves nothing: the body of a login says who is calling.
type anonymous struct {
	lasting
	unbound
}

// Authorize implements Authenticator.
func (anonymous) Authorize(context.Context, *http.Request, []byte, Scope) error { return nil }

// oneHeader is anonymous but for one header.
type oneHeader struct {
	anonymous
	name, value string
}

// Authorize implements Authenticator.
func (h oneHeader) Authorize(_ context.Context, request *http.Request, _ []byte, _ Scope) error {
	request.Header.Set(h.name, h.value)
	return nil
}

// accessKey signs requests, with temporary keys when there is a security token (contract/auth.md 3).
type accessKey struct {
	lasting // refusals add up to a lock of the key (contract/auth.md 2)
	unbound
	algorithm                     algorithm
	access, secret, securityToken string
	domainID                      string // of its owner, if known
}

// accessKey is a key that signs with the configured algorithm.
func (c *Client) accessKey(access, secret, securityToken, domainID string) accessKey {
	algorithm, _ := algorithmOf(c.cfg.SigningAlgorithm) // checkConfig knows it
	return accessKey{algorithm: algorithm, access: access, secret: secret, securityToken: securityToken, domainID: domainID}
}

// Authorize implements Authenticator. It signs no more than the contract advises, so that proxies may add headers.
func (k accessKey) Authorize(_ context.Context, request *http.Request, body []byte, scope Scope) error {
	signed := []string{"host", "x-sdk-date"}
	request.Header.Set("X-Sdk-Date", time.Now().UTC().Format(signatureTime))
	switch {
	case scope.Domain && k.domainID != "":
		request.Header.Set("X-Domain-Id", k.domainID)
		signed = append(signed, "x-domain-id")
	case scope.ProjectID != "":
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
