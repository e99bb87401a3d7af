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
	assumeRoute = "/v5/agencies/assume"
	// chainedDuration is the longest life of keys that temporary keys asked for (contract/auth.md 1.7).
	chainedDuration = time.Hour
)

// agency acts as an agency, with the rights of the caller it is delegated to.
type agency struct {
	client *Client
	caller Authenticator
	role   AssumeRole
}

// assume returns an Authenticator that acts as an agency. STS takes signed calls only, so a caller who has a token
// gets keys first (contract/auth.md 1.7).
func (c *Client) assume(caller Authenticator, role AssumeRole) Authenticator {
	if role.DomainID != "" && !signs(caller) {
		caller = newTemporaryKeys(c, tokenKeys{c, caller}, 0, c.cfg.Credentials.DomainID)
	}
	return newTemporaryKeys(c, agency{c, caller, role}, role.Duration, role.DomainID)
}

func signs(auth Authenticator) bool {
	switch auth.(type) {
	case accessKey, *temporaryKeys:
		return true
	}
	return false
}

// requestKeys implements keySource.
func (a agency) requestKeys(ctx context.Context, duration time.Duration) (*Keys, error) {
	if a.role.DomainID != "" {
		return a.bySTS(ctx, duration)
	}
	return a.byIAM(ctx, duration)
}

func (a agency) action() string { return "assume " + a.String() }
func (a agency) advice() string { return agencyAdvice }

// String names the agency in messages.
func (a agency) String() string {
	domain := Named{ID: a.role.DomainID, Name: a.role.DomainName}
	return fmt.Sprintf("agency %q of domain %s", a.role.AgencyName, domain.quoted())
}

// byIAM assumes the agency by the name of its domain (contract/auth.md 1.6).
func (a agency) byIAM(ctx context.Context, duration time.Duration) (*Keys, error) {
	body := authBody(identity("assume_role", withDuration(a.name(), duration)), TokenScope{})
	return a.client.Service("iam", "").as(a.caller).readKeys(ctx, securityTokensRoute, body, parseCredential)
}

// name names the agency to IAM.
func (a agency) name() map[string]any {
	name := map[string]any{"agency_name": a.role.AgencyName}
	if a.role.DomainID != "" {
		name["domain_id"] = a.role.DomainID
	} else {
		name["domain_name"] = a.role.DomainName
	}
	return name
}

// bySTS assumes the agency by the id of its domain (contract/auth.md 1.7).
func (a agency) bySTS(ctx context.Context, duration time.Duration) (*Keys, error) {
	body := withDuration(map[string]any{
		"agency_urn":          fmt.Sprintf("iam::%s:agency:%s", a.role.DomainID, a.role.AgencyName),
		"agency_session_name": a.role.AgencyName,
	}, duration)
	keys, err := a.client.Service("sts", "").as(a.caller).readKeys(ctx, assumeRoute, body, parseAssumed)
	return keys, a.explain(err, duration)
}

// explain says what the cloud does not: how long keys may live that temporary keys ask for, and that a cloud may lack STS.
func (a agency) explain(err error, duration time.Duration) error {
	api, isAPI := errors.AsType[*APIError](err)
	switch {
	case isAPI && api.Status == http.StatusBadRequest && duration > chainedDuration && a.chained():
		return fmt.Errorf("%w; the agency is assumed with a temporary access key, and then its own key may live for %.0f seconds "+
			"at most: lower the duration", err, chainedDuration.Seconds())
	case NotOffered(err), HostNotFound(err):
		return fmt.Errorf("%w; if this cloud has no STS in the region, name the domain of the agency instead of its id", err)
	}
	return err
}

// chained reports that the caller's own keys are temporary.
func (a agency) chained() bool {
	key, permanent := a.caller.(accessKey)
	return !permanent || key.securityToken != ""
}

// issueToken implements tokenIssuer (contract/auth.md 1.5).
func (a agency) issueToken(ctx context.Context, region string, scope TokenScope) (*Token, error) {
	if scope.Project.Name != "" && scope.Domain == (Named{}) || scope == (TokenScope{}) {
		scope.Domain = Named{ID: a.role.DomainID, Name: a.role.DomainName}
	}
	token, err := a.client.login(region, a.caller).issue(ctx, identity("assume_role", a.name()), scope, true)
	if err != nil {
		return nil, &AuthError{Action: fmt.Sprintf("get a token for %s in region %s as %s", scope, region, a), Advice: agencyAdvice, Err: err}
	}
	return token, nil
}

// parseAssumed reads the reply of STS (contract/auth.md 1.7).
func parseAssumed(body []byte) (*Keys, error) {
	var reply struct {
		Credentials struct {
			AccessKeyID     string `json:"access_key_id"`
			SecretAccessKey string `json:"secret_access_key"`
			SecurityToken   string `json:"security_token"`
			Expiration      string `json:"expiration"`
		} `json:"credentials"`
	}
	if err := json.Unmarshal(body, &reply); err != nil {
		return nil, fmt.Errorf("the reply cannot be read as JSON: %w", err)
	}
	c := reply.Credentials
	return (&Keys{AccessKey: c.AccessKeyID, SecretKey: c.SecretAccessKey, SecurityToken: c.SecurityToken, Expires: apiTime(c.Expiration)}).complete()
}
