package emulator

import (
	"encoding/base64"
	"strings"
	"testing"
	"time"
)

const idTokensPath = "/v3.0/OS-AUTH/id-token/tokens"

// federate logs in with an id token.
func (c *cloud) federate(provider, idToken, scope string) answer {
	c.t.Helper()
	if scope != "" {
		scope = `,"scope":` + scope
	}
	return c.do("POST", idTokensPath, `{"auth":{"id_token":{"id":"`+idToken+`"}`+scope+`}}`, map[string]string{"X-Idp-Id": provider})
}

// The way of the official provider: id token, token, temporary keys, agency (contract/auth.md 6.2).
func TestIDTokenToAgency(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	got := c.federate("idp-a", c.NewIDToken(IDToken{}), `{"domain":{"id":"`+domainA+`"}}`)
	if got.status != 201 {
		t.Fatalf("%d %s", got.status, got.text)
	}
	token, _ := got.body["token"].(map[string]any)
	user, _ := token["user"].(map[string]any)
	domain, _ := token["domain"].(map[string]any)
	if user["name"] != "federated-a" || domain["id"] != domainA {
		t.Errorf("user %v, domain %v", user, domain)
	}
	issued := c.do("POST", keysPath, `{"auth":{"identity":{"methods":["token"],"token":{"id":"`+got.header.Get("X-Subject-Token")+`"}}}}`, nil)
	if issued.status != 201 {
		t.Fatalf("keys: %d %s", issued.status, issued.text)
	}
	if got := c.signed(issued.credential(), "GET", pathA, ""); got.status != 200 {
		t.Errorf("with the keys: %d %s", got.status, got.text)
	}
	for _, agency := range []string{"own-agency-a", "agency-b"} {
		domainID := map[string]string{"own-agency-a": domainA, "agency-b": domainB}[agency]
		assumed := c.signed(issued.credential(), "POST", assumePath, assumeBody(domainID, agency, ""))
		if caller := c.signed(assumed.v5credential(), "GET", "/v5/caller-identity", ""); caller.str("account_id") != domainID {
			t.Errorf("%s: %s, caller %s", agency, assumed.text, caller.text)
		}
	}
}

func TestIDTokenChecks(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	c.Clock().Freeze()
	good := c.NewIDToken(IDToken{})
	unsigned := base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none"}`)) + good[strings.Index(good, "."):strings.LastIndex(good, ".")+1]
	header, rest, _ := strings.Cut(good, ".")
	_, signature, _ := strings.Cut(rest, ".")
	forged := header + "." + base64.RawURLEncoding.EncodeToString([]byte(`{"iss":"https://idp-a.example.com","aud":"hwc-emulator","sub":"admin","exp":9999999999}`)) + "." + signature
	for name, test := range map[string]struct {
		provider, token, scope string
		status                 int
		text                   string
	}{
		"project scope":      {"idp-a", good, `{"project":{"name":"cn-north-4"}}`, 201, projectA},
		"no scope":           {"idp-a", good, "", 201, "mapped"},
		"other account":      {"idp-b", c.NewIDToken(IDToken{Provider: "idp-b"}), "", 201, domainB},
		"foreign project":    {"idp-a", good, `{"project":{"id":"` + projectB + `"}}`, 403, "no access"},
		"foreign provider":   {"idp-b", good, "", 401, "issuer"},
		"unknown provider":   {"idp-z", good, "", 404, "idp-z"},
		"no provider":        {"", good, "", 400, "X-Idp-Id"},
		"no token":           {"idp-a", "", "", 400, "id_token"},
		"not a JWT":          {"idp-a", "secret-nonsense", "", 401, "not a JWT"},
		"unsigned":           {"idp-a", unsigned, "", 401, "ES256"},
		"forged":             {"idp-a", forged, "", 401, "wrong signature"},
		"another emulator's": {"idp-a", New(Options{}).NewIDToken(IDToken{}), "", 401, "wrong signature"},
		"issuer":             {"idp-a", c.NewIDToken(IDToken{Issuer: "https://evil.example.com"}), "", 401, "issuer"},
		"audience":           {"idp-a", c.NewIDToken(IDToken{Audience: "other"}), "", 401, "audience"},
		"subject":            {"idp-a", c.NewIDToken(IDToken{Subject: "stranger"}), "", 403, "subject"},
		"expired":            {"idp-a", c.NewIDToken(IDToken{Lifetime: -time.Second}), "", 401, "expired"},
	} {
		got := c.federate(test.provider, test.token, test.scope)
		if got.status != test.status || !strings.Contains(got.text, test.text) {
			t.Errorf("%s: %d %s", name, got.status, got.text)
		}
	}
	c.Clock().Advance(time.Hour)
	if got := c.federate("idp-a", good, ""); got.status != 401 || !strings.Contains(got.text, "The token has expired.") {
		t.Errorf("an hour later: %d %s", got.status, got.text)
	}
}

func TestAudienceMayBeAList(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	claims := object{"iss": "https://idp-a.example.com", "aud": []string{"other", "hwc-emulator"}, "sub": "federated-a",
		"exp": time.Now().Add(time.Minute).Unix()}
	if got := c.federate("idp-a", c.idKey.sign(claims), ""); got.status != 201 {
		t.Errorf("%d %s", got.status, got.text)
	}
	claims["exp"] = "soon"
	if got := c.federate("idp-a", c.idKey.sign(claims), ""); got.status != 401 {
		t.Errorf("text for exp: %d %s", got.status, got.text)
	}
}

func TestIDTokenByControlRoute(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	for body, want := range map[string]struct {
		provider string
		status   int
	}{
		"": {"idp-a", 201}, `{"lifetime":"10s","provider":"idp-b"}`: {"idp-b", 201}, `{"lifetime":"-1s"}`: {"idp-a", 401},
	} {
		minted := c.do("POST", "/_emulator/oidc/token", body, nil)
		if got := c.federate(want.provider, minted.str("id_token"), ""); got.status != want.status {
			t.Errorf("%s: %d %s", body, got.status, got.text)
		}
	}
	for _, body := range []string{`{"provider":"idp-z"}`, `{"lifetime":"long"}`, `{"colour":"red"}`} {
		if got := c.do("POST", "/_emulator/oidc/token", body, nil); got.status != 400 {
			t.Errorf("%s: %d %s", body, got.status, got.text)
		}
	}
	tenant := c.do("GET", "/_emulator/tenants", "", nil).items("tenants")[0]
	sameKeys(t, "provider", tenant["identity_provider"].(map[string]any), "id issuer audience subject")
	agencies := answer{body: tenant}.items("agencies")
	if len(agencies) != 5 || agencies[0]["name"] != "agency-a" || agencies[0]["trust_domain_name"] != "domain-b" {
		t.Errorf("agencies: %v", agencies)
	}
}

func TestUnknownProviderIsAMistakeOfTheTest(t *testing.T) {
	t.Parallel()
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	New(Options{}).NewIDToken(IDToken{Provider: "idp-z"})
}

// Only what this key has signed is believed, whatever a token looks like.
func FuzzIDToken(f *testing.F) {
	key, other := newIDKey(), newIDKey()
	for _, token := range []string{other.sign(object{"sub": "x"}), "..", "a.b.c", ""} {
		f.Add(token)
	}
	f.Fuzz(func(t *testing.T, token string) {
		if claims, err := key.verify(token); err == nil {
			t.Errorf("%q was believed: %+v", token, claims)
		}
	})
}
