package client

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestPasscodeRequest(t *testing.T) {
	t.Parallel()
	server := newIdentityCloud()
	mustGet(t, testClient(t, identityConfig(byPasscode), server), "user")
	// contract/auth.md 1.1
	wantJSON(t, server.last(t, loginPath).body, `{"auth":{"identity":{"methods":["password","totp"],
		"password":{"user":{"id":"id-of-user","password":"password-A1"}},"totp":{"user":{"id":"id-of-user","passcode":"123456"}}},
		"scope":{"project":{"id":"`+testProject+`"}}}}`)
}

func TestTokensOfOnePasscodeAreDerived(t *testing.T) {
	t.Parallel()
	server := newIdentityCloud()
	c := testClient(t, identityConfig(byPasscode), server)
	for _, s := range []*Service{c.Service("iam", ""), c.Service("vpcep", "ap-southeast-1"), c.Service("vpcep", "")} {
		if got, err := Get[thing](t.Context(), s, "/v1/things", nil); err != nil || got.ID != "user" {
			t.Fatalf("%+v, %v", got, err)
		}
	}
	var logins []recorded
	for _, r := range server.all() {
		if r.path == loginPath {
			logins = append(logins, r)
		}
	}
	if len(logins) != 3 {
		t.Fatalf("%d logins, want the one with the passcode and one a further scope", len(logins))
	}
	const derived = `{"auth":{"identity":{"methods":["token"],"token":{"id":"token-of-user-1"}},"scope":`
	wantJSON(t, logins[1].body, derived+`{"domain":{"id":"id-of-domain"}}}}`)
	wantJSON(t, logins[2].body, derived+`{"project":{"name":"ap-southeast-1"}}}}`)
}

func TestPasscodeIsGoodOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server := newIdentityCloud()
		c := testClient(t, identityConfig(byPasscode), server)
		mustGet(t, c, "user")
		time.Sleep(time.Hour - time.Second)
		mustGet(t, c, "user")
		if n := server.count("POST", loginPath); n != 1 {
			t.Errorf("%d logins: an early renewal can only be refused", n)
		}
		time.Sleep(2 * time.Second)
		for range 3 {
			_, err := get(t.Context(), c)
			contains(t, fmtError(err), "the token has ended, and the passcode is good for one login only: run again with a new one", "IAM.1061")
			if strings.Contains(fmtError(err), "123456") {
				t.Errorf("the passcode is in %v", err)
			}
		}
		if n := server.count("POST", loginPath); n != 2 {
			t.Errorf("%d logins: more refusals lock the account", n)
		}
	})
}

func TestUsedPasscodeIsExplained(t *testing.T) {
	t.Parallel()
	server := newIdentityCloud()
	server.used["123456"] = true
	_, err := get(t.Context(), testClient(t, identityConfig(byPasscode), server))
	contains(t, fmtError(err), `log in as user "id-of-user"`, "if this one was used before, run again with a new one")
}

func TestLoginThatFailedForAnotherReasonKeepsThePasscode(t *testing.T) {
	t.Parallel()
	server := newIdentityCloud()
	calls := 0
	server.fail = func(recorded) (int, string) {
		if calls++; calls == 1 {
			return 503, ""
		}
		return 0, ""
	}
	c := testClient(t, identityConfig(byPasscode), server)
	if _, err := get(t.Context(), c); err == nil || strings.Contains(err.Error(), "passcode") {
		t.Fatalf("a login that may have used the passcode up was repeated, or explained wrongly: %v", err)
	}
	mustGet(t, c, "user")
}

func TestDomainScopedTokenForIAM(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		credentials Credentials
		scope       string // of the login for IAM
	}{
		// contract/auth.md 1.1: without a scope the token is good for global services.
		"by the domain's name":  {byPassword, `,"scope":{"domain":{"name":"domain-a"}}`},
		"by the domain's id":    {Credentials{UserName: "u", Password: "p", DomainID: "i"}, `,"scope":{"domain":{"id":"i"}}`},
		"of the user's own one": {Credentials{UserID: "u", Password: "p"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := newIdentityCloud()
			c := testClient(t, identityConfig(row.credentials), server)
			for range 2 {
				if _, err := Get[thing](t.Context(), c.Service("iam", ""), "/v3/regions", nil); err != nil {
					t.Fatal(err)
				}
				mustGet(t, c, "user")
			}
			want := []string{login, "GET /v3/regions", login, service, "GET /v3/regions", service}
			body := server.all()[0].body
			if got := server.route(); !slices.Equal(got, want) {
				t.Errorf("calls:\n%q\nwant:\n%q", got, want)
			}
			if !strings.HasSuffix(body, "}"+row.scope+"}}") {
				t.Errorf("%s does not end with the scope %q", body, row.scope)
			}
		})
	}
}

func FuzzTokenReply(f *testing.F) {
	for _, seed := range []string{
		`{"token":{"issued_at":"2019-02-12T06:52:13.855000Z","expires_at":"2019-02-13T06:52:13.855000Z","project":{"id":"p","name":"n","domain":{"id":"d"}},"user":{"id":"u","domain":{"name":"d"}}}}`,
		`{"token":{"issued_at":"0001-01-01T00:00:00Z","expires_at":"9999-12-31T23:59:59.999999999Z","domain":{"id":"d"}}}`,
		`{"token":{"user":null,"project":{"domain":null}}}`, `{"token":{"expires_at":5}}`, `{"token":[]}`, `null`, ``, "\xff",
	} {
		f.Add("MIIx", []byte(seed))
	}
	f.Add("", []byte(`{"token":{}}`))
	f.Fuzz(func(t *testing.T, value string, body []byte) {
		token, err := parseToken(value, body)
		switch {
		case (err == nil) != (token != nil):
			t.Fatalf("%v, %v", token, err)
		case token != nil && (value == "" || token.Value != value):
			t.Fatalf("the token is %q, the header was %q", token.Value, value)
		case token != nil && (token.IssuedAt.IsZero() || token.ExpiresAt.IsZero()) && token.life() != tokenLife:
			t.Fatalf("a life of %s was made up", token.life())
		}
	})
}
