package client

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func oidcConfig(o OIDC) Config {
	cfg := identityConfig(Credentials{})
	o.IdpID = "idp-1"
	cfg.OIDC = &o
	return cfg
}

func TestIDTokenRequests(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		oidc       OIDC
		keys, role string // bodies; "" = no such call
	}{
		// contract/auth.md 1.6, 1.7, 1.8
		"alone":       {OIDC{IDToken: "jwt-1"}, `{"auth":{"identity":{"methods":["token"],"token":{}}}}`, ""},
		"for an hour": {OIDC{IDToken: "jwt-1", Duration: time.Hour}, `{"auth":{"identity":{"methods":["token"],"token":{"duration_seconds":3600}}}}`, ""},
		"with an agency": {
			OIDC{IDToken: "jwt-1", AgencyName: "a", DomainID: "d", Duration: time.Hour}, `{"auth":{"identity":{"methods":["token"],"token":{}}}}`,
			`{"agency_urn":"iam::d:agency:a","agency_session_name":"a","duration_seconds":3600}`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := newIdentityCloud()
			if _, err := get(t.Context(), testClient(t, oidcConfig(row.oidc), server)); err != nil {
				t.Fatal(err)
			}
			login := server.last(t, "/v3.0/OS-AUTH/id-token/tokens")
			wantJSON(t, login.body, `{"auth":{"id_token":{"id":"jwt-1"}}}`)
			if login.header.Get("X-Idp-Id") != "idp-1" || login.header.Get("Authorization")+login.header.Get("X-Auth-Token") != "" {
				t.Errorf("%v", login.header)
			}
			keys := server.last(t, "/v3.0/OS-CREDENTIAL/securitytokens")
			wantJSON(t, keys.body, row.keys)
			if got := keys.header.Get("X-Auth-Token"); got != "token-of-federated-1" {
				t.Errorf("X-Auth-Token is %q", got)
			}
			if row.role != "" {
				wantJSON(t, server.last(t, "/v5/agencies/assume").body, row.role)
			}
		})
	}
}

func TestIDTokenFileIsReadAnew(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "token")
	write := func(text string) {
		t.Helper()
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("jwt-1\n")
	synctest.Test(t, func(t *testing.T) {
		server := newIdentityCloud()
		c := testClient(t, oidcConfig(OIDC{IDTokenFile: file}), server)
		mustGet(t, c, "federated")
		delete(server.idTokens, "jwt-1")
		server.idTokens["second-id-token"] = true
		write("second-id-token\n")
		time.Sleep(2 * time.Hour)
		mustGet(t, c, "federated")
		wantJSON(t, server.last(t, "/v3.0/OS-AUTH/id-token/tokens").body, `{"auth":{"id_token":{"id":"second-id-token"}}}`)
		if got := c.secrets.clean("second-id-token"); got != hidden {
			t.Errorf("the id token of the file is shown: %s", got)
		}
	})
}

func TestIDTokenFailures(t *testing.T) {
	t.Parallel()
	empty := filepath.Join(t.TempDir(), "empty")
	if err := os.WriteFile(empty, []byte(" \n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, row := range map[string]struct {
		oidc OIDC
		want []string
	}{
		"refused":      {OIDC{IDToken: "a-long-id-token"}, []string{"401", "The id token *** is not valid.", "a file that is kept up to date"}},
		"no such file": {OIDC{IDTokenFile: empty + "x"}, []string{"reading the id token", empty + "x"}},
		"empty file":   {OIDC{IDTokenFile: empty}, []string{empty, "holds no id token"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := get(t.Context(), testClient(t, oidcConfig(row.oidc), newIdentityCloud()))
			contains(t, fmtError(err)+"; "+Advice(err), append(row.want, `log in to region cn-north-4 with the id token of identity provider "idp-1"`)...)
			if strings.Contains(fmtError(err), "a-long-id-token") {
				t.Errorf("the id token is in %v", err)
			}
		})
	}
}
