package client

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

const loginPath = "/v3/auth/tokens"

// iam issues tokens "token-1", "token-2", ... and accepts only the latest, like a server that has revoked the others.
// Its clock is an hour behind, which must not matter.
type iam struct {
	cloud
	life     time.Duration
	issued   int
	lastOnly bool
}

func newIAM(life time.Duration) *iam {
	s := &iam{life: life}
	var mu sync.Mutex
	s.answer = func(_ int, r recorded) (*http.Response, error) {
		mu.Lock()
		defer mu.Unlock()
		if r.path != loginPath {
			if s.lastOnly && r.header.Get("X-Auth-Token") != fmt.Sprintf("token-%d", s.issued) {
				return answer(401, `{"error_code":"APIGW.0307","error_msg":"The token must be updated."}`)
			}
			return answer(200, `{"id":"t1"}`)
		}
		s.issued++
		issued := time.Now().UTC().Add(-time.Hour)
		const layout = "2006-01-02T15:04:05.000000Z"
		body := fmt.Sprintf(`{"token":{"issued_at":%q,"expires_at":%q,"project":{"id":"project-of-token"}}}`,
			issued.Format(layout), issued.Add(s.life).Format(layout))
		return answer(201, body, "X-Subject-Token", fmt.Sprintf("token-%d", s.issued))
	}
	return s
}

func TestLoginBody(t *testing.T) {
	t.Parallel()
	const full = `{"auth":{"identity":{"methods":["password"],"password":{"user":%s}},"scope":{"project":%s}}}`
	for name, row := range map[string]struct {
		credentials   Credentials
		project       string
		region        string
		user, wantPrj string
	}{
		// contract/auth.md 1.1
		"name and domain name": {
			Credentials{UserName: "U", Password: "P", DomainName: "D"}, "", "cn-north-4",
			`{"domain":{"name":"D"},"name":"U","password":"P"}`, `{"name":"cn-north-4"}`,
		},
		"name and domain id": {
			Credentials{UserName: "U", Password: "P", DomainID: "I"}, "", "cn-north-4",
			`{"domain":{"id":"I"},"name":"U","password":"P"}`, `{"name":"cn-north-4"}`,
		},
		"user id needs no domain": {
			Credentials{UserID: "U", UserName: "x", Password: "P", DomainName: "D"}, "", "cn-north-4",
			`{"id":"U","password":"P"}`, `{"name":"cn-north-4"}`,
		},
		"project id": {
			Credentials{UserID: "U", Password: "P"}, "pid", "cn-north-4",
			`{"id":"U","password":"P"}`, `{"id":"pid"}`,
		},
		"the project id is not another region's": {
			Credentials{UserID: "U", Password: "P"}, "pid", "ap-southeast-1",
			`{"id":"U","password":"P"}`, `{"name":"ap-southeast-1"}`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cfg := tokenConfig()
			cfg.Credentials, cfg.ProjectID = row.credentials, row.project
			server := newIAM(24 * time.Hour)
			c := testClient(t, cfg, server)
			if _, err := Get[thing](t.Context(), c.Service("vpcep", row.region), "/v1/things", nil); err != nil {
				t.Fatal(err)
			}
			login := server.all()[0]
			if login.path != loginPath || login.query != "nocatalog=1" || login.method != "POST" {
				t.Errorf("%s %s?%s", login.method, login.path, login.query)
			}
			var got, want any
			if err := errors.Join(json.Unmarshal([]byte(login.body), &got),
				json.Unmarshal(fmt.Appendf(nil, full, row.user, row.wantPrj), &want)); err != nil {
				t.Fatal(err)
			}
			if a, b := fmt.Sprint(got), fmt.Sprint(want); a != b {
				t.Errorf("got %s\nwant %s", a, b)
			}
		})
	}
}

func TestManyFirstCallsLogInOnce(t *testing.T) {
	t.Parallel()
	server := newIAM(24 * time.Hour)
	c := testClient(t, passwordConfig(), server)
	var wg sync.WaitGroup
	for range 200 {
		wg.Go(func() {
			if _, err := get(t.Context(), c); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if n := server.count("POST", loginPath); n != 1 {
		t.Errorf("%d logins", n)
	}
	if n := server.count("GET", "/v3/projects"); n != 0 {
		t.Errorf("%d project look-ups, although the token names the project", n)
	}
	if n := server.count("GET", "/v1/project-of-token/things/t1"); n != 200 {
		t.Errorf("%d of 200 calls used the project of the token", n)
	}
}

func TestRegionsHaveTheirOwnTokens(t *testing.T) {
	t.Parallel()
	server := newIAM(24 * time.Hour)
	c := testClient(t, passwordConfig(), server)
	for _, region := range []string{"", "ap-southeast-1", "cn-north-4", "ap-southeast-1"} {
		if _, err := Get[thing](t.Context(), c.Service("vpcep", region), "/v1/things", nil); err != nil {
			t.Fatal(err)
		}
	}
	var used []string
	for _, r := range server.all() {
		if r.path != loginPath {
			used = append(used, r.header.Get("X-Auth-Token"))
		}
	}
	if got := strings.Join(used, " "); got != "token-1 token-2 token-1 token-2" {
		t.Errorf("tokens used: %s", got)
	}
}

func TestTokenIsRenewedBeforeItEnds(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct{ life, still, renewed time.Duration }{
		"a day: half an hour before":       {24 * time.Hour, 23*time.Hour + 29*time.Minute, 23*time.Hour + 31*time.Minute},
		"an hour: a quarter of it before":  {time.Hour, 44 * time.Minute, 46 * time.Minute},
		"two minutes: a quarter of it too": {2 * time.Minute, 89 * time.Second, 91 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				server := newIAM(row.life)
				c := testClient(t, passwordConfig(), server)
				call := func(want int) {
					t.Helper()
					if _, err := get(t.Context(), c); err != nil {
						t.Fatal(err)
					}
					if n := server.count("POST", loginPath); n != want {
						t.Fatalf("%d logins, want %d", n, want)
					}
				}
				call(1)
				time.Sleep(row.still)
				call(1)
				time.Sleep(row.renewed - row.still)
				call(2)
			})
		})
	}
}

func TestRefusedTokenIsReplacedOnce(t *testing.T) {
	t.Parallel()
	server := newIAM(24 * time.Hour)
	server.lastOnly = true
	c := testClient(t, passwordConfig(), server)
	if _, err := get(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	server.issued++ // somebody revoked the first token
	var wg sync.WaitGroup
	for range 50 {
		wg.Go(func() {
			// A POST as well: the gateway refused it before it did anything.
			if _, err := post(t.Context(), c); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if n := server.count("POST", loginPath); n != 2 {
		t.Errorf("%d logins, want the first and one more", n)
	}
}

func TestLateRefusalOfAnOldTokenKeepsTheNewOne(t *testing.T) {
	t.Parallel()
	for token, logins := range map[string]int{"an-older-token": 1, "token-1": 2} {
		// Each row starts from a client that holds token-1.
		server := newIAM(24 * time.Hour)
		c := testClient(t, passwordConfig(), server)
		if _, err := get(t.Context(), c); err != nil {
			t.Fatal(err)
		}
		refused := &http.Request{Header: http.Header{"X-Auth-Token": {token}}}
		if !c.auth.Refused(refused, Scope{Region: testRegion}) {
			t.Errorf("%s: another try was ruled out", token)
		}
		if _, err := get(t.Context(), c); err != nil {
			t.Fatal(err)
		}
		if n := server.count("POST", loginPath); n != logins {
			t.Errorf("%s: %d logins, want %d", token, n, logins)
		}
	}
}

func TestRefusalAfterFreshLoginIsFinal(t *testing.T) {
	t.Parallel()
	server := newIAM(24 * time.Hour)
	inner := server.answer
	server.answer = func(n int, r recorded) (*http.Response, error) {
		if r.path != loginPath {
			return answer(401, `{"error_code":"BCS.4010401","error_msg":"Incorrect token or token resolution failed"}`)
		}
		return inner(n, r)
	}
	_, err := get(t.Context(), testClient(t, passwordConfig(), server))
	if !HasCode(err, "BCS.4010401") {
		t.Errorf("%v", err)
	}
	if logins, calls := server.count("POST", loginPath), server.count("GET", "/v1/project-of-token/things/t1"); logins != 2 || calls != 2 {
		t.Errorf("%d logins and %d calls, want 2 and 2", logins, calls)
	}
}

func TestStaticTokenIsNotRenewed(t *testing.T) {
	t.Parallel()
	server := always(401, `{"error_code":"APIGW.0307","error_msg":"The token must be updated."}`)
	_, err := get(t.Context(), testClient(t, tokenConfig(), server))
	if n := len(server.all()); n != 1 {
		t.Errorf("%d requests", n)
	}
	if err == nil {
		t.Fatal("no error")
	}
	contains(t, err.Error(), "401", "APIGW.0307", "the configured token is invalid or has expired")
}

func TestFailedLogin(t *testing.T) {
	t.Parallel()
	server := newIAM(24 * time.Hour)
	good := server.answer
	server.answer = func(n int, r recorded) (*http.Response, error) {
		if n == 1 {
			return answer(401, `{"error":{"message":"The password password-A1 is wrong","code":401,"title":"Unauthorized"}}`)
		}
		return good(n, r)
	}
	c := testClient(t, passwordConfig(), server)
	_, err := get(t.Context(), c)
	if err == nil {
		t.Fatal("no error")
	}
	if _, ok := errors.AsType[*AuthError](err); !ok {
		t.Errorf("%T", err)
	}
	contains(t, err.Error(), `user "user-a"`, `domain "domain-a"`, "401", "cn-north-4")
	if strings.Contains(err.Error(), "password-A1") {
		t.Errorf("the password is in %q", err)
	}
	if _, err := get(t.Context(), c); err != nil {
		t.Errorf("the failure was remembered: %v", err)
	}
}

func TestUserInMessages(t *testing.T) {
	t.Parallel()
	for want, credentials := range map[string]Credentials{
		`user "u" of domain "d"`: {UserName: "u", DomainName: "d", DomainID: "x"},
		`user "u" of domain "i"`: {UserName: "u", DomainID: "i"},
		`user "id"`:              {UserID: "id", DomainName: "d"},
	} {
		if got := credentials.user(); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func TestLoginFailureIsNeitherNotFoundNorUndecided(t *testing.T) {
	t.Parallel()
	for _, code := range []int{404, 500, 503} {
		cfg := passwordConfig()
		cfg.MaxRetries = 0
		_, err := post(t.Context(), testClient(t, cfg, always(code, `{"error_code":"IAM.0004","error_msg":"Could not find project: x."}`)))
		if err == nil || IsNotFound(err) || Undecided(err) {
			t.Errorf("%d: %v, not found %t, undecided %t", code, err, IsNotFound(err), Undecided(err))
		}
	}
}

func TestTokenOutlivesFailedRenewal(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server := newIAM(time.Hour)
		cfg := passwordConfig()
		cfg.MaxRetries = 0
		c := testClient(t, cfg, server)
		if _, err := get(t.Context(), c); err != nil {
			t.Fatal(err)
		}
		good := server.answer
		server.answer = func(n int, r recorded) (*http.Response, error) {
			if r.path == loginPath {
				return answer(503, "")
			}
			return good(n, r)
		}
		time.Sleep(50 * time.Minute)
		if _, err := get(t.Context(), c); err != nil {
			t.Errorf("ten minutes before its end the token was not used: %v", err)
		}
		time.Sleep(11 * time.Minute)
		if _, err := get(t.Context(), c); err == nil {
			t.Error("a token was used after its end")
		}
	})
}

func TestTokenWithoutTimesLivesADay(t *testing.T) {
	t.Parallel()
	token, err := parseToken("t", []byte(`{"token":{}}`))
	if err != nil || token.life() != 24*time.Hour {
		t.Errorf("%+v, %v", token, err)
	}
	if _, err := parseToken("", []byte(`{}`)); err == nil {
		t.Error("no error without a token")
	}
}

func TestAccessKeyRequest(t *testing.T) {
	t.Parallel()
	server := always(200, `{"id":"t1"}`)
	cfg := tokenConfig()
	cfg.Credentials = Credentials{AccessKey: "AK1", SecretKey: "SK-secret-1", SecurityToken: "temporary-1"}
	c := testClient(t, cfg, server)
	if _, err := get(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	if _, err := Get[thing](t.Context(), c.Service("iam", ""), "/v3/projects", nil); err != nil {
		t.Fatal(err)
	}
	service, iam := server.all()[0].header, server.all()[1].header
	contains(t, service.Get("Authorization"), "SDK-HMAC-SHA256 Access=AK1, SignedHeaders=host;x-project-id;x-sdk-date;x-security-token, Signature=")
	contains(t, iam.Get("Authorization"), "SignedHeaders=host;x-sdk-date;x-security-token,")
	if service.Get("X-Project-Id") != testProject || service.Get("X-Security-Token") != "temporary-1" {
		t.Errorf("%v", service)
	}
	if iam.Get("X-Project-Id") != "" {
		t.Error("a project goes with a call to IAM")
	}
}

func TestRefusedSignatureIsNotRepeated(t *testing.T) {
	t.Parallel()
	// More than five failures lock a key for five minutes (contract/auth.md 2).
	server := always(401, `{"error_code":"APIGW.0301","error_msg":"Incorrect IAM authentication information: verify aksk signature fail, canonicalRequest:GET|/v1/|x-security-token:temporary-1|"}`)
	cfg := tokenConfig()
	cfg.Credentials = Credentials{AccessKey: "AK1", SecretKey: "SK-secret-1"}
	_, err := get(t.Context(), testClient(t, cfg, server))
	if n := len(server.all()); n != 1 {
		t.Errorf("%d requests", n)
	}
	if err == nil || strings.Contains(err.Error(), "canonical") || strings.Contains(err.Error(), "temporary-1") {
		t.Errorf("%v", err)
	}
}
