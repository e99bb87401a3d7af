package client

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
)

// identityCloud is a cloud whose IAM, STS and metadata service give out tokens and keys as the contract says, and whose
// services accept only what is valid. Its clock is an hour behind.
type identityCloud struct {
	cloud
	life     time.Duration                // of every token and key
	proofs   map[string]*proof            // by token and by security token
	used     map[string]bool              // passcodes
	idTokens map[string]bool              // that the identity provider has issued and that are still good
	v1       int                          // what the metadata service answers to version 2; 0: it has version 2
	metadata string                       // the token of the metadata service
	fail     func(recorded) (int, string) // a refusal, 0 for none
	state    sync.Mutex
	issued   int
}

// proof is a token, or an access key if it has one.
type proof struct {
	access, who string
	ends        time.Time
}

const permanentKey = "AK1"

func newIdentityCloud() *identityCloud {
	s := &identityCloud{life: time.Hour, proofs: map[string]*proof{}, used: map[string]bool{}, idTokens: map[string]bool{"jwt-1": true}}
	s.answer = func(_ int, r recorded) (*http.Response, error) {
		s.state.Lock()
		defer s.state.Unlock()
		status, body, headers := s.reply(r)
		return answer(status, body, append(headers, "Date", s.now().UTC().Format(http.TimeFormat))...)
	}
	return s
}

// now is the server's time.
func (s *identityCloud) now() time.Time { return time.Now().Add(-time.Hour) }

func (s *identityCloud) reply(r recorded) (int, string, []string) {
	if s.fail != nil {
		if status, body := s.fail(r); status != 0 {
			return status, body, nil
		}
	}
	switch {
	case r.path == loginPath && r.method == http.MethodPost:
		return s.logIn(r)
	case r.path == "/v3.0/OS-AUTH/id-token/tokens":
		id := between(r.body, `"id":"`, `"`)
		if r.header.Get("X-Idp-Id") != "idp-1" || !s.idTokens[id] {
			return 401, `{"error":{"message":"The id token ` + id + ` is not valid.","code":401,"title":"Unauthorized"}}`, nil
		}
		return s.token("federated", "")
	case strings.HasPrefix(r.path, "/meta-data/"), strings.HasPrefix(r.path, "/openstack/"):
		return s.askMetadata(r)
	}
	who, temporary := s.caller(r)
	switch {
	case who == "":
		return 401, `{"error_code":"APIGW.0301","error_msg":"Incorrect IAM authentication information: decrypt token fail"}`, nil
	case r.path == "/v3.0/OS-CREDENTIAL/securitytokens":
		if name := between(r.body, `"agency_name":"`, `"`); name != "" {
			who += " as " + name
		}
		return s.credential(who)
	case r.path == "/v5/agencies/assume":
		if r.header.Get("Authorization") == "" {
			return 401, `{"error_code":"APIGW.0301","error_msg":"STS takes signed requests"}`, nil
		}
		if seconds(r.body) > 3600 && temporary {
			return 400, `{"error_code":"STS5.0400","error_msg":"duration_seconds is too large"}`, nil
		}
		urn := strings.Split(between(r.body, `"agency_urn":"`, `"`), ":")
		return s.assumed(who + " as " + urn[len(urn)-1])
	case r.path == "/v3/projects":
		return 200, `{"projects":[{"id":"` + testProject + `","name":"cn-north-4"}]}`, nil
	case r.path == loginPath:
		return 200, s.tokenBody(who, `,"project":{"id":"p","name":"cn-north-4"}`), []string{"X-Subject-Token", r.header.Get("X-Subject-Token")}
	}
	return 200, `{"id":` + fmt.Sprintf("%q", who) + `}`, nil
}

func (s *identityCloud) logIn(r recorded) (int, string, []string) {
	const refused = `{"error":{"message":"The request you have made requires authentication.","code":401,"title":"Unauthorized"}}`
	who := "user"
	switch {
	case strings.Contains(r.body, `"methods":["token"]`):
		p := s.proofs[between(r.body, `"token":{"id":"`, `"`)]
		if p == nil || !s.now().Before(p.ends) {
			return 401, refused, nil
		}
		who = p.who
	case strings.Contains(r.body, `"methods":["assume_role"]`):
		caller, _ := s.caller(r)
		if caller == "" {
			return 401, refused, nil
		}
		who = caller + " as " + between(r.body, `"agency_name":"`, `"`)
	case strings.Contains(r.body, `"totp"`):
		passcode := between(r.body, `"passcode":"`, `"`)
		if s.used[passcode] {
			return 400, `{"error":{"message":"Invalid TOTP passcode ` + passcode + `.","code":"IAM.1061","title":"Bad Request"}}`, nil
		}
		s.used[passcode] = true
	}
	project := ""
	if strings.Contains(r.body, `"scope":{"project"`) {
		project = `,"project":{"id":"` + testProject + `","name":"cn-north-4"}`
	}
	return s.token(who, project)
}

func (s *identityCloud) token(who, more string) (int, string, []string) {
	s.issued++
	value := fmt.Sprintf("token-of-%s-%d", strings.ReplaceAll(who, " ", "-"), s.issued)
	s.proofs[value] = &proof{who: who, ends: s.now().Add(s.life)}
	return 201, s.tokenBody(who, more), []string{"X-Subject-Token", value}
}

const apiTimeLayout = "2006-01-02T15:04:05.000000Z"

func (s *identityCloud) tokenBody(who, more string) string {
	now := s.now().UTC()
	return fmt.Sprintf(`{"token":{"issued_at":%q,"expires_at":%q,"user":{"id":"id-of-user","name":%q,"domain":{"id":"id-of-domain","name":"domain-a"}}%s}}`,
		now.Format(apiTimeLayout), now.Add(s.life).Format(apiTimeLayout), who, more)
}

// key makes a temporary key: its three parts, and its end.
func (s *identityCloud) key(who string) (access, secret, token, ends string) {
	s.issued++
	access = fmt.Sprintf("AKTEMP%d", s.issued)
	token = fmt.Sprintf("security-token-%d", s.issued)
	at := s.now().Add(s.life)
	s.proofs[token] = &proof{access: access, who: who, ends: at}
	return access, fmt.Sprintf("temporary-secret-%d", s.issued), token, at.UTC().Format(apiTimeLayout)
}

func (s *identityCloud) credential(who string) (int, string, []string) {
	access, secret, token, ends := s.key(who)
	return 201, fmt.Sprintf(`{"credential":{"access":%q,"secret":%q,"securitytoken":%q,"expires_at":%q}}`, access, secret, token, ends), nil
}

func (s *identityCloud) assumed(who string) (int, string, []string) {
	access, secret, token, ends := s.key(who)
	return 200, fmt.Sprintf(`{"assumed_agency":{"urn":"u","id":"i"},"credentials":{"access_key_id":%q,"secret_access_key":%q,"security_token":%q,"expiration":%q}}`,
		access, secret, token, ends), nil
}

// askMetadata is the metadata service of contract/auth.md 8.
func (s *identityCloud) askMetadata(r recorded) (int, string, []string) {
	switch {
	case r.method == http.MethodPut && s.v1 != 0:
		return s.v1, "", nil
	case r.method == http.MethodPut && r.header.Get("X-Metadata-Token-Ttl-Seconds") == "21600":
		s.issued++
		s.metadata = fmt.Sprintf("metadata-token-%d", s.issued)
		return 200, s.metadata + "\n", nil
	case s.v1 == 0 && r.header.Get("X-Metadata-Token") != s.metadata:
		return 401, "Unauthorized", nil
	}
	status, body, _ := s.credential("instance")
	return status - 1, body, nil
}

var accessOf = regexp.MustCompile(`^SDK-HMAC-SHA256 Access=(\w+), SignedHeaders=[a-z;-]+, Signature=[0-9a-f]{64}$`)

// caller finds out who makes a request; "" for nobody.
func (s *identityCloud) caller(r recorded) (who string, temporary bool) {
	token, access := r.header.Get("X-Auth-Token"), ""
	if match := accessOf.FindStringSubmatch(r.header.Get("Authorization")); match != nil {
		token, access = r.header.Get("X-Security-Token"), match[1]
		if access == permanentKey && token == "" {
			return "key", false
		}
	}
	p := s.proofs[token]
	if p == nil || p.access != access || !s.now().Before(p.ends) {
		return "", false
	}
	return p.who, access != ""
}

// revoke ends everything that was issued so far.
func (s *identityCloud) revoke() {
	s.state.Lock()
	defer s.state.Unlock()
	clear(s.proofs)
}

// route lists the requests so far, "METHOD path", and forgets them.
func (s *identityCloud) route() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var route []string
	for _, r := range s.requests {
		route = append(route, r.method+" "+r.path)
	}
	s.requests = nil
	return route
}

// last is the latest request of a path.
func (s *identityCloud) last(t *testing.T, path string) recorded {
	t.Helper()
	var found recorded
	for _, r := range s.all() {
		if r.path == path {
			found = r
		}
	}
	if found.path == "" {
		t.Fatalf("%s was not called", path)
	}
	return found
}

func between(text, before, after string) string {
	_, rest, ok := strings.Cut(text, before)
	if !ok {
		return ""
	}
	inner, _, _ := strings.Cut(rest, after)
	return inner
}

func seconds(body string) int {
	var n int
	_, _ = fmt.Sscanf(between(body, `"duration_seconds":`, "}"), "%d", &n) // 0 if there is none
	return n
}

// wantJSON compares two texts by their JSON.
func wantJSON(t *testing.T, got, want string) {
	t.Helper()
	var g, w any
	if err := json.Unmarshal([]byte(got), &g); err != nil {
		t.Fatalf("%v: %s", err, got)
	}
	if err := json.Unmarshal([]byte(want), &w); err != nil {
		t.Fatalf("%v: %s", err, want)
	}
	if a, b := fmt.Sprint(g), fmt.Sprint(w); a != b {
		t.Errorf("got  %s\nwant %s", a, b)
	}
}

// The ways in, each as a configuration.
var (
	byKey      = Credentials{AccessKey: permanentKey, SecretKey: "SK-secret-1", DomainID: "id-of-domain"}
	byPassword = Credentials{UserName: "user-a", Password: "password-A1", DomainName: "domain-a"}
	byPasscode = Credentials{UserID: "id-of-user", Password: "password-A1", Passcode: "123456", DomainID: "id-of-domain"}
	byMetadata = Credentials{Metadata: true}
	byIDToken  = &OIDC{IdpID: "idp-1", IDToken: "jwt-1"}

	agencyByName = AssumeRole{AgencyName: "agency-b", DomainName: "domain-b"}
	agencyByID   = AssumeRole{AgencyName: "agency-b", DomainID: "id-of-domain-b"}
)

func identityConfig(credentials Credentials, roles ...AssumeRole) Config {
	cfg := tokenConfig()
	cfg.Credentials, cfg.AssumeRoles = credentials, roles
	cfg.MetadataURL = "http://metadata.test"
	return cfg
}
