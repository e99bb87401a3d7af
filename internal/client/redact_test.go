package client

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

func TestRedactBody(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct{ body, want string }{
		"nothing secret":     {`{"name":"a","ports":[1]}`, `{"name":"a","ports":[1]}`},
		"login":              {`{"auth":{"identity":{"password":{"user":{"name":"u","password":"p"}}}}}`, `{"auth":{"identity":{"password":"***"}}}`},
		"token login":        {`{"identity":{"methods":["token"],"token":{"id":"t"}}}`, `{"identity":{"methods":["token"],"token":"***"}}`},
		"temporary keys":     {`{"credential":{"access":"a","secret":"s","securitytoken":"t"}}`, `{"credential":"***"}`},
		"keys by short name": {`{"ak":"a","SK":"s","mask":"m","task":"k"}`, `{"SK":"***","ak":"***","mask":"m","task":"k"}`},
		"spellings":          {`[{"adminPass":"a","admin_pass":"b","id_token":"c","security-token":"d","secretAccessKey":"e","private_key":"f"}]`, `[{"adminPass":"***","admin_pass":"***","id_token":"***","private_key":"***","secretAccessKey":"***","security-token":"***"}]`},
		"of a blockchain": {
			`{"resource_password":"a","couchdb_info":{"user_name":"u","password":"b"},"cce_create_info":{"init_node_pwd":"c"}}`,
			`{"cce_create_info":{"init_node_pwd":"***"},"couchdb_info":{"password":"***","user_name":"u"},"resource_password":"***"}`,
		},
		"a key anywhere": {
			`{"content":"-----BEGIN EC PRIVATE KEY-----\nMHcCAQ\n-----END EC PRIVATE KEY-----\n","name":"n"}`,
			`{"content":"***\n","name":"n"}`,
		},
		"deep in lists": {`{"a":[[{"b":{"passphrase":"x"}}]]}`, `{"a":[[{"b":{"passphrase":"***"}}]]}`},
		"not JSON":      {"PK\x03\x04secret", "(10 bytes, not JSON)"},
		"empty":         {"", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := redactBody([]byte(row.body))
			if got != row.want {
				t.Errorf("got %s, want %s", got, row.want)
			}
		})
	}
}

func TestRedactHeader(t *testing.T) {
	t.Parallel()
	header := http.Header{}
	for _, name := range []string{"Authorization", "X-Auth-Token", "X-Subject-Token", "X-Security-Token", "Cookie", "X-My-Secret"} {
		header.Set(name, "hunter22")
	}
	header.Set("X-Request-Id", "r")
	got := redactHeader(header)
	for name := range got {
		if value := got.Get(name); (value == "***") == (name == "X-Request-Id") {
			t.Errorf("%s: %s", name, value)
		}
	}
	if header.Get("Authorization") != "hunter22" {
		t.Error("the request itself was changed")
	}
}

func TestRedactURL(t *testing.T) {
	t.Parallel()
	u, err := url.Parse("https://u:p@h/path?limit=1&X-Auth-Token=abc&signature=def")
	if err != nil {
		t.Fatal(err)
	}
	if got, want := redactURL(u), "https://h/path?X-Auth-Token=%2A%2A%2A&limit=1&signature=%2A%2A%2A"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestRedactText(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"verify aksk signature fail, canonicalRequest:GET|/v1/|x-security-token:abc|": "verify aksk signature fail",
		"fail; Canonical_Request = GET\n/v1":                                          "fail",
		"Access=AK, Signature=fdbbaa22871ae168":                                       "Access=AK, Signature=***",
		"X-Auth-Token: MIIabc, more":                                                  "X-Auth-Token: ***, more",
		"x-auth-token not found":                                                      "x-auth-token not found",
		"nothing secret":                                                              "nothing secret",
		"bad key -----BEGIN PRIVATE KEY-----\nMIGH\n-----END PRIVATE KEY----- given":  "bad key *** given",
		"cut -----BEGIN PRIVATE KEY-----\nMIGH":                                       "cut ***",
		"-----BEGIN CERTIFICATE-----\nMIIC\n-----END CERTIFICATE-----":                "-----BEGIN CERTIFICATE-----\nMIIC\n-----END CERTIFICATE-----",
	} {
		if got := redactText(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestErrorsDoNotRepeatSecrets(t *testing.T) {
	t.Parallel()
	// IAM.0073 repeats the value of a field (contract/auth.md 1.4).
	server := always(400, `{"error_code":"IAM.0073","error_msg":"Invalid input for field 'pw'. The value is 'hunter22'. Token static-token-1."}`)
	body := map[string]any{"org": map[string]any{"admin_password": "hunter22"}}
	_, err := Post[thing](t.Context(), testClient(t, tokenConfig(), server).Service("vpcep", ""), "/v1/things", body)
	if err == nil {
		t.Fatal("no error")
	}
	contains(t, err.Error(), "IAM.0073", "The value is '***'")
	for _, secret := range []string{"hunter22", "static-token-1"} {
		if strings.Contains(err.Error(), secret) {
			t.Errorf("%q is in %q", secret, err)
		}
	}
}

func TestScrubber(t *testing.T) {
	t.Parallel()
	s := newScrubber(Credentials{Password: "abcdef", SecretKey: "abcdefghij", Token: "x"})
	s.learn("r", "first-token")
	s.learn("r", "second-token")
	got := s.clean("abcdefghij abcdef x second-token extra-secret", "extra-secret")
	if want := "*** *** x *** ***"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
