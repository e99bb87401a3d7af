package emulator

import (
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
