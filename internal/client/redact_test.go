package client

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestRedactBody(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct{ body, want string }{
		"nothing secret":      {`{"name":"a","ports":[1]}`, `{"name":"a","ports":[1]}`},
		"login":               {`{"auth":{"identity":{"password":{"user":{"name":"u","password":"p"}}}}}`, `{"auth":{"identity":{"password":"***"}}}`},
		"token login":         {`{"identity":{"methods":["token"],"token":{"id":"t"}}}`, `{"identity":{"methods":["token"],"token":"***"}}`},
		"temporary keys":      {`{"credential":{"access":"a","secret":"s","securitytoken":"t"}}`, `{"credential":"***"}`},
		"keys by short name":  {`{"ak":"a","SK":"s","mask":"m","task":"k"}`, `{"SK":"***","ak":"***","mask":"m","task":"k"}`},
		"spellings":           {`[{"adminPass":"a","admin_pass":"b","id_token":"c","security-token":"d","secretAccessKey":"e","private_key":"f"}]`, `[{"adminPass":"***","admin_pass":"***","id_token":"***","private_key":"***","secretAccessKey":"***","security-token":"***"}]`},
		"OIDC":                {`{"auth":{"id_token":{"id":"eyJx"},"idToken":"b"},"assertion":"c","SAMLResponse":"d"}`, `{"SAMLResponse":"***","assertion":"***","auth":{"idToken":"***","id_token":"***"}}`},
		"one-time password":   {`{"totp":{"user":{"id":"u","passcode":"123456"}},"otp":"1"}`, `{"otp":"***","totp":{"user":{"id":"u","passcode":"***"}}}`},
		"STS":                 {`{"credentials":{"access_key_id":"a","secret_access_key":"b","security_token":"c","expiration":"e"}}`, `{"credentials":{"access_key_id":"***","expiration":"e","secret_access_key":"***","security_token":"***"}}`},
		"shared config":       {`{"accessKeyId":"a","ssoAuth":{"stsToken":{"x":"y"}},"apiKey":"k","refresh_token":"r"}`, `{"accessKeyId":"***","apiKey":"***","refresh_token":"***","ssoAuth":{"stsToken":"***"}}`},
		"no secret by chance": {`{"access_config":"a","option":"o","skip":true,"taken":1}`, `{"access_config":"a","option":"o","skip":true,"taken":1}`},
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
	for _, name := range []string{"Authorization", "X-Auth-Token", "X-Subject-Token", "X-Security-Token", "X-Metadata-Token",
		"Cookie", "Set-Cookie", "X-My-Secret", "X-Id-Token", "Proxy-Authorization"} {
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
		`Invalid body {"user":"u","password":"hun\"ter22","x":1}`:                     `Invalid body {"user":"u","password":"***","x":1}`,
		`{"error_msg":"m","secretKey" : "hunter2`:                                     `{"error_msg":"m","secretKey" : "***`,
		"X-Metadata-Token=abc;x":                                                      "X-Metadata-Token=***;x",
		"the id token eyJhbGciOi.eyJzdWIi.c2ln is refused":                            "the id token *** is refused",
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

// A token is thousands of bytes long: one that does not fit into a message must not be cut before it is found.
func TestLongSecretsAreNotCut(t *testing.T) {
	t.Parallel()
	token := "MII" + strings.Repeat("abc/DEF+123", 400)
	cfg := tokenConfig()
	cfg.Credentials.Token = token
	for name, echo := range map[string]string{
		"as it is": token, "escaped": strings.ReplaceAll(token, "/", `\/`), "base64": base64.StdEncoding.EncodeToString([]byte(token)),
	} {
		for shape, body := range map[string]string{
			"an answer": `{"error_code":"APIGW.0301","error_msg":"decrypt token fail: ` + echo + ` is bad"}`,
			"a page":    "<html><title>bad token " + echo + "</title></html>",
			"text":      "bad token " + echo,
			"cut":       `{"error_code":"APIGW.0301","error_msg":"bad token ` + echo + ` is ba`,
		} {
			_, err := get(t.Context(), testClient(t, cfg, always(401, body)))
			if err == nil || strings.Contains(err.Error(), echo[:40]) || !strings.Contains(err.Error(), "token") {
				t.Errorf("%s, %s: %v", name, shape, err)
			}
		}
	}
}

func TestScrubber(t *testing.T) {
	t.Parallel()
	s := newScrubber(Config{Credentials: Credentials{Password: "abcdef", SecretKey: "abcdefghij", Token: "x"}})
	s.learn("r", "first-token")
	s.learn("r", "second-token", "its-secret")
	s.learn("r", "third-token")
	s.learn("other", "other-token")
	got := s.clean("abcdefghij abcdef x first-token second-token its-secret third-token other-token extra-secret", "extra-secret")
	if want := "*** *** x first-token *** *** *** *** ***"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// A secret is found in every form a server or a log may give it.
func TestScrubberKnowsForms(t *testing.T) {
	t.Parallel()
	for _, secret := range []string{"password-A1", "SKTENANTA0000000000000000000000000000001", "p+w/d=\"ü\\?&", "123456"} {
		clean := newScrubber(Config{Credentials: Credentials{Password: secret}}).clean
		quoted, err := encode(secret)
		if err != nil {
			t.Fatal(err)
		}
		html, err := json.Marshal(secret)
		if err != nil {
			t.Fatal(err)
		}
		texts := map[string]string{
			"raw": secret, "JSON for HTML": strings.Trim(string(html), `"`), "JSON": strings.Trim(string(quoted), `"`), "query": url.QueryEscape(secret), "path": url.PathEscape(secret),
		}
		for name, encoding := range map[string]*base64.Encoding{
			"base64": base64.StdEncoding, "raw base64": base64.RawStdEncoding, "URL base64": base64.URLEncoding, "raw URL base64": base64.RawURLEncoding,
		} {
			texts[name] = encoding.EncodeToString([]byte(secret))
		}
		for name, text := range texts {
			if got := clean("a " + text + " b"); got != "a *** b" {
				t.Errorf("%s of %q: %q", name, secret, got)
			}
		}
		if len(secret) < 9 {
			continue // of so few bytes too little is left to be told from other text
		}
		for _, user := range []string{"", "u", "us", "use"} {
			for _, end := range []string{"", "!", "!!"} {
				text := base64.StdEncoding.EncodeToString([]byte(user + ":" + secret + end))
				got := clean(text)
				if !strings.Contains(got, "***") {
					t.Errorf("Basic %q: %q", user+":"+secret+end, got)
				}
			}
		}
	}
}

func FuzzRedactBody(f *testing.F) {
	for _, seed := range []string{
		`{"password":"%s"}`, `{"a":[{"b":{"id_token":{"id":"%s"}}}]}`, `{"error_msg":"cut","secret_key":"%s`, `%s`, `"%s"`,
		`{"credential":{"access":"a","secret":"%s"}}`, `[[[[{"X-Auth-Token":["%s"]}]]]]`, "<html>%s</html>", "{\"pass\\u0077ord\":\"%s\"}",
	} {
		f.Add(seed, "name")
	}
	f.Fuzz(func(t *testing.T, template, name string) {
		const secret = "hunter22hunter22"
		safe := redactBody([]byte(template))
		if !utf8.ValidString(safe) {
			t.Errorf("%q", safe)
		}
		// Whatever the rest of a body is, what stands under a secret name is not in the log.
		inner, err := encode(map[string]any{name: json.RawMessage(`1`), "nested": map[string]any{"admin_password": secret}, "text": template})
		if err != nil {
			t.Fatal(err)
		}
		if safe := redactBody(inner); strings.Contains(safe, secret) {
			t.Errorf("%s", safe)
		}
		if text := tidy(`{"password":"` + secret + `","x":` + template); strings.Contains(text, secret) {
			t.Errorf("%s", text)
		}
	})
}
