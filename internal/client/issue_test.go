package client

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestIssueToken(t *testing.T) {
	t.Parallel()
	scope := TokenScope{Project: Named{Name: "cn-north-4"}}
	for name, row := range map[string]struct {
		credentials Credentials
		oidc        *OIDC
		roles       []AssumeRole
		who         string // "" = refused
		calls       []string
		body        string // of the last login
	}{
		"password": {byPassword, nil, nil, "user", []string{login}, `{"auth":{"identity":{"methods":["password"],"password":{"user":{"name":"user-a","password":"password-A1","domain":{"name":"domain-a"}}}},"scope":{"project":{"name":"cn-north-4"}}}}`},
		"passcode": {byPasscode, nil, nil, "user", []string{login, login}, `{"auth":{"identity":{"methods":["token"],"token":{"id":"token-of-user-1"}},"scope":{"project":{"name":"cn-north-4"}}}}`},
		"token":    {Credentials{Token: "given-token"}, nil, nil, "giver", []string{login}, `{"auth":{"identity":{"methods":["token"],"token":{"id":"given-token"}},"scope":{"project":{"name":"cn-north-4"}}}}`},
		"id token": {Credentials{}, byIDToken, nil, "federated", []string{idLogin}, ""},
		// contract/auth.md 1.5
		"key, agency by name": {byKey, nil, []AssumeRole{agencyByName}, "key as agency-b", []string{login}, `{"auth":{"identity":{"methods":["assume_role"],"assume_role":{"agency_name":"agency-b","domain_name":"domain-b"}},"scope":{"project":{"name":"cn-north-4","domain":{"name":"domain-b"}}}}}`},
		"key, agency by id":   {byKey, nil, []AssumeRole{agencyByID}, "key as agency-b", []string{login}, `{"auth":{"identity":{"methods":["assume_role"],"assume_role":{"agency_name":"agency-b","domain_id":"id-of-domain-b"}},"scope":{"project":{"name":"cn-north-4","domain":{"id":"id-of-domain-b"}}}}}`},
		"a chain":             {byKey, nil, []AssumeRole{agencyByName, agencyC}, "key as agency-b as agency-c", []string{iamKeys, login}, ""},
		"key":                 {byKey, nil, nil, "", nil, ""},
		"temporary key":       {Credentials{AccessKey: "a", SecretKey: "b", SecurityToken: "c"}, nil, nil, "", nil, ""},
		"metadata":            {byMetadata, nil, nil, "", nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := newIdentityCloud()
			server.proofs["given-token"] = &proof{who: "giver", ends: time.Now()}
			cfg := identityConfig(row.credentials, row.roles...)
			cfg.OIDC = row.oidc
			token, err := testClient(t, cfg, server).IssueToken(t.Context(), "", scope)
			if row.who == "" {
				contains(t, fmtError(err), "cannot issue a token", "not for an access key")
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if token.User.Name != row.who || token.User.ID != "id-of-user" || token.UserDomain != (Named{"id-of-domain", "domain-a"}) ||
				token.ExpiresAt.Sub(token.IssuedAt) != time.Hour || !strings.HasPrefix(token.Value, "token-of-") {
				t.Errorf("%+v", token)
			}
			if row.body != "" {
				wantJSON(t, server.last(t, loginPath).body, row.body)
			}
			if got := server.route(); !slices.Equal(got, row.calls) {
				t.Errorf("calls:\n%q\nwant:\n%q", got, row.calls)
			}
		})
	}
}

func TestIssueKeys(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		credentials Credentials
		roles       []AssumeRole
		calls       []string // nil = refused
		body        string   // of the last call
	}{
		"password":      {byPassword, nil, []string{login, iamKeys}, `{"auth":{"identity":{"methods":["token"],"token":{"duration_seconds":1800}}}}`},
		"token":         {Credentials{Token: "given-token"}, nil, []string{iamKeys}, `{"auth":{"identity":{"methods":["token"],"token":{"duration_seconds":1800}}}}`},
		"agency by IAM": {byKey, []AssumeRole{agencyByName}, []string{iamKeys}, `{"auth":{"identity":{"methods":["assume_role"],"assume_role":{"agency_name":"agency-b","domain_name":"domain-b","duration_seconds":1800}}}}`},
		"agency by STS": {byKey, []AssumeRole{agencyByID}, []string{stsKeys}, `{"agency_urn":"iam::id-of-domain-b:agency:agency-b","agency_session_name":"agency-b","duration_seconds":1800}`},
		"key":           {byKey, nil, nil, ""},
		"metadata":      {byMetadata, nil, nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := newIdentityCloud()
			server.proofs["given-token"] = &proof{who: "giver", ends: time.Now()}
			keys, err := testClient(t, identityConfig(row.credentials, row.roles...), server).IssueKeys(t.Context(), 30*time.Minute)
			if row.calls == nil {
				contains(t, fmtError(err), "cannot issue a temporary access key", "not for an access key")
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if keys.AccessKey == "" || keys.SecretKey == "" || keys.SecurityToken == "" || keys.Expires.IsZero() {
				t.Errorf("%+v", keys)
			}
			requests := server.all()
			wantJSON(t, requests[len(requests)-1].body, row.body)
			if got := server.route(); !slices.Equal(got, row.calls) {
				t.Errorf("calls:\n%q\nwant:\n%q", got, row.calls)
			}
		})
	}
}

func TestIssueKeysChecksTheDuration(t *testing.T) {
	t.Parallel()
	server := newIdentityCloud()
	c := testClient(t, identityConfig(byPassword), server)
	for _, duration := range []time.Duration{-time.Second, 899 * time.Second, 24*time.Hour + time.Second, time.Hour + time.Millisecond} {
		if _, err := c.IssueKeys(t.Context(), duration); err == nil || len(server.all()) != 0 {
			t.Errorf("%s: %v, %d calls", duration, err, len(server.all()))
		}
	}
	for _, duration := range []time.Duration{0, 900 * time.Second, 24 * time.Hour} {
		if _, err := c.IssueKeys(t.Context(), duration); err != nil {
			t.Errorf("%s: %v", duration, err)
		}
	}
}

func TestOwnToken(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		credentials Credentials
		who         string // "" = none
		calls       []string
	}{
		// contract/auth.md 1.3; the token of the project serves, so that services need no further login
		"password": {byPassword, "user", []string{service, "GET /v3/auth/tokens"}},
		"token":    {Credentials{Token: "given-token"}, "giver", []string{service, "GET /v3/auth/tokens"}},
		"key":      {byKey, "", []string{service}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := newIdentityCloud()
			server.proofs["given-token"] = &proof{who: "giver", ends: time.Now()}
			c := testClient(t, identityConfig(row.credentials), server)
			if _, err := get(t.Context(), c); err != nil {
				t.Fatal(err)
			}
			token, err := c.OwnToken(t.Context(), "")
			if err != nil {
				t.Fatal(err)
			}
			switch {
			case row.who == "" && token != nil:
				t.Errorf("%+v", token)
			case row.who != "" && (token.User.Name != row.who || token.Project != (Named{"p", "cn-north-4"})):
				t.Errorf("%+v", token)
			}
			calls := slices.DeleteFunc(server.route(), func(call string) bool { return call == login })
			if !slices.Equal(calls, row.calls) {
				t.Errorf("calls: %q, want %q", calls, row.calls)
			}
		})
	}
}

func TestUnreadyClientIssuesNothing(t *testing.T) {
	t.Parallel()
	reason := errors.New("the region is not known yet")
	c := Unready(reason)
	_, tokenErr := c.IssueToken(t.Context(), "", TokenScope{})
	_, keysErr := c.IssueKeys(t.Context(), 0)
	_, ownErr := c.OwnToken(t.Context(), "")
	for _, err := range []error{tokenErr, keysErr, ownErr} {
		if !errors.Is(err, reason) {
			t.Errorf("%v", err)
		}
	}
}

func TestIssuedSecretsAreScrubbedBesideTheClientsOwn(t *testing.T) {
	t.Parallel()
	server := newIdentityCloud()
	c := testClient(t, identityConfig(byPassword, agencyByName), server)
	mustGet(t, c, "user as agency-b") // token 1, key 2
	for range 5 {
		if _, err := c.IssueToken(t.Context(), "", TokenScope{}); err != nil {
			t.Fatal(err)
		}
		if _, err := c.IssueKeys(t.Context(), 0); err != nil {
			t.Fatal(err)
		}
	}
	own := "token-of-user-1 temporary-secret-2 security-token-2"
	latest := "token-of-user-as-agency-b-11 temporary-secret-12 security-token-12"
	if got := c.secrets.clean(own + " " + latest); got != "*** *** *** *** *** ***" {
		t.Error(got)
	}
}
