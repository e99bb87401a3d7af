package emulator

import (
	"encoding/base64"
	"encoding/json"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestJournalEntry(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	c.Clock().Freeze()
	a := c.tenantA()
	id := a.newService("{}")
	r := a.request("PUT", "/v1/"+projectA+"/vpc-endpoint-services/"+id+"?x=1", `{"ip":"10.0.0.1"}`,
		map[string]string{"X-Auth-Token": a.token, "User-Agent": "test/1"})
	got := c.send(r)
	entries := c.Journal()
	want := Entry{Time: c.Clock().Now(), Method: "PUT", Route: serviceRoute, Path: "/v1/" + projectA + "/vpc-endpoint-services/" + id,
		Query: "x=1", Project: projectA, User: "user-a", Status: 400, Code: "EndPoint.3055", Message: "ip cannot be modified.",
		RequestBody: `{"ip":"10.0.0.1"}`, RequestID: got.header.Get("X-Request-Id"), UserAgent: "test/1"}
	if e := entries[len(entries)-1]; e != want {
		t.Errorf("entry %+v, want %+v", e, want)
	}
	if first := entries[0]; first.Route != "/v3/auth/tokens" || first.Project != projectA || first.User != "user-a" || first.Status != 201 {
		t.Errorf("login %+v", first)
	}
	c.do("GET", "/nothing/here", "", nil)
	entries = c.Journal()
	if e := entries[len(entries)-1]; e.Route != "" || e.Path != "/nothing/here" || e.Code != "APIGW.0101" || e.User != "" {
		t.Errorf("unknown route %+v", e)
	}
}

func TestJournalHasNoSecrets(t *testing.T) {
	t.Parallel()
	var log strings.Builder
	c := start(t, Options{Logger: logTo(&log)})
	a := c.tenantA()
	c.issue(`{"methods":["password","totp"],"password":{"user":{"id":"a1b5767a5780d5762fb5c0186072aa01","password":"password-A1"}},"totp":{"user":{"id":"x","passcode":"987654"}}}`, "")
	c.issue(`{"methods":["token"],"token":{"id":"`+a.token+`"}}`, "")
	c.do("POST", "/v3/auth/tokens", `{"auth":{"identity":{"methods":["password"],"password":{"user":{"name":"user-a","password":"password-A1"`, nil)
	temporary := c.do("POST", "/v3.0/OS-CREDENTIAL/securitytokens", `{"auth":{"identity":{"methods":["token"],"token":{"id":"`+a.token+`"}}}}`, nil)
	credential, _ := temporary.body["credential"].(map[string]any)
	secret, _ := credential["secret"].(string)
	security, _ := credential["securitytoken"].(string)
	access, _ := credential["access"].(string)
	c.signedGet(pathA, access, "wrong", time.Now(), map[string]string{"X-Security-Token": security}, "x-security-token")
	a.call("GET", services+"?token=topsecret&limit=1", "")
	kept, err := json.Marshal(c.Journal())
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Journal()) != 7 {
		t.Errorf("%d entries", len(c.Journal()))
	}
	for place, text := range map[string]string{"journal": string(kept), "log": log.String()} {
		if !strings.Contains(text, "verify aksk signature fail") {
			t.Errorf("the %s lacks the refusal: %s", place, text)
		}
		for name, value := range map[string]string{"password": "password-A1", "passcode": "987654", "token": a.token[:60],
			"temporary secret": secret, "security token": security, "query": "topsecret", "authorization": "Signature="} {
			if strings.Contains(text, value) {
				t.Errorf("the %s has the %s", place, name)
			}
		}
	}
	if !strings.Contains(string(kept), `\"name\":\"user-a\"`) {
		t.Errorf("what is no secret is missing: %s", kept)
	}
}

// A secret is hidden whatever its type; only an object under such a name is looked into, because there it is a way to log in.
func TestSecretsThatAreNotText(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		`{"password":98765432}`:                    `{"password":"***"}`,
		`{"passcode":424242.5,"a":1}`:              `{"a":1,"passcode":"***"}`,
		`{"resource_password":12345678901}`:        `{"resource_password":"***"}`,
		`{"password":["sEcReT1",{"x":"sEcReT2"}]}`: `{"password":"***"}`,
		`{"auth":{"id_token":["sEcReT4"]}}`:        `{"auth":{"id_token":"***"}}`,
		`{"token":[{"id":"sEcReT5"}]}`:             `{"token":"***"}`,
		`{"token":{"id":["sEcReT6"]}}`:             `{"token":{"id":"***"}}`,
		`{"secret":true}`:                          `{"secret":"***"}`,
		`{"password":null}`:                        `{"password":null}`,
		`{"password":{"user":{"password":7}}}`:     `{"password":{"user":{"password":"***"}}}`,
	} {
		if got := redactBody([]byte(body)); got != want {
			t.Errorf("%s: %s, want %s", body, got, want)
		}
	}
}

// Every way in, each with a secret that exists nowhere else; none of them may be kept, as it is or in base64.
func TestNoWayInLeavesASecret(t *testing.T) {
	t.Parallel()
	var log strings.Builder
	c := start(t, Options{Logger: logTo(&log)})
	b := c.tenantB()
	secrets := map[string]string{"password": "password-B1", "token": b.token, "passcode": "98765432109",
		"MFA code of STS": "87654321098", "older client's token": "token-of-an-older-client", "query": "token-in-a-query"}
	keep := func(name string, k keyPair) {
		if k.secret == "" || k.security == "" {
			t.Fatalf("%s: no keys", name)
		}
		secrets[name+": secret"], secrets[name+": security token"] = k.secret, k.security
	}
	const agencyA = `"domain_name":"domain-a","agency_name":"agency-a"`
	c.issue(`{"methods":["password","totp"],"password":{"user":{"id":"b1b5767a5780d5762fb5c0186072bb01","password":"password-B1"}},"totp":{"user":{"id":"x","passcode":"98765432109"}}}`, "")
	secrets["agency token"] = b.assume(assuming(agencyA), projectScope).header.Get("X-Subject-Token")
	b.assume(strings.ReplaceAll(assuming(agencyA+`,"token_id":"token-of-an-older-client"`), "assume_role", "hw_assume_role"), projectScope)
	keep("keys of a token", c.do("POST", keysPath, `{"auth":{"identity":{"methods":["token"],"token":{"id":"`+b.token+`"}}}}`, nil).credential())
	keep("keys of an agency", c.keysFor(pairB, assuming(agencyA)).credential())
	assumed := c.signed(pairB, "POST", assumePath, assumeBody(domainA, "agency-a", "")).v5credential()
	keep("keys of STS", assumed)
	c.signed(pairB, "POST", assumePath, assumeBody(domainA, "agency-a", `,"token_code":"87654321098"`))
	secrets["id token"] = c.NewIDToken(IDToken{})
	secrets["federated token"] = c.federate("idp-a", secrets["id token"], "").header.Get("X-Subject-Token")
	c.federate("idp-b", secrets["id token"], "")
	_, secrets["metadata token"] = c.metadataToken("60")
	keep("keys of the instance", c.securityKey(secrets["metadata token"]).credential())
	c.do("GET", "/v3/auth/tokens", "", map[string]string{"X-Auth-Token": b.token, "X-Subject-Token": b.token})
	c.signedGet(pathA+"?token=token-in-a-query&limit=1", assumed.access, "wrong", time.Now(),
		map[string]string{"X-Security-Token": assumed.security}, "x-security-token")
	kept, err := json.Marshal(c.Journal())
	if err != nil {
		t.Fatal(err)
	}
	if n := len(c.Journal()); n != 14 {
		t.Errorf("%d requests were kept, want 14", n)
	}
	for place, text := range map[string]string{"journal": string(kept), "log": log.String()} {
		if !strings.Contains(text, "canonicalRequest:GET|/v1/") {
			t.Errorf("the %s lacks the refusal", place)
		}
		for name, secret := range secrets {
			if secret == "" {
				t.Errorf("no %s was made", name)
			}
			for _, form := range []string{secret, base64.StdEncoding.EncodeToString([]byte(secret))} {
				if strings.Contains(text, form[:min(len(form), 60)]) {
					t.Errorf("the %s has the %s", place, name)
				}
			}
		}
	}
}

func TestOnRequestIsOutsideTheLocks(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	c.Clock().Freeze()
	a := c.tenantA()
	c.SetProgress(ServiceCreate, After(time.Minute))
	c.OnRequest(func(e Entry) {
		c.State() // takes the lock
		if e.Method == "POST" && e.Route == servicesRoute {
			c.Clock().Advance(time.Minute)
		}
	})
	if got := a.service(a.newService("{}")).body["status"]; got != "available" {
		t.Errorf("status %v", got)
	}
}

func TestManyAtOnce(t *testing.T) {
	t.Parallel()
	c := start(t, Options{Choices: Choices{ServiceQuota: 1000, EndpointQuota: 1000}})
	sessions := []session{c.tenantA(), c.tenantB()}
	var group sync.WaitGroup
	for i := range 20 {
		s := sessions[i%2]
		group.Go(func() {
			created := s.call("POST", services, serviceBody("{}"))
			ep := s.call("POST", endpoints, endpointBody(created.str("id"), "{}"))
			s.call("GET", endpoints, "")
			s.call("DELETE", endpoints+"/"+ep.str("id"), "")
			c.State()
			if got := s.call("DELETE", services+"/"+created.str("id"), ""); got.status != 204 {
				t.Errorf("delete: %d %s", got.status, got.text)
			}
		})
	}
	group.Wait()
	for _, s := range sessions {
		if got := s.must(200, "GET", services, ""); got.body["total_count"] != 0.0 {
			t.Errorf("left over: %s", got.text)
		}
	}
}
