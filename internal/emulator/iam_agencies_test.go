package emulator

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

const (
	keysPath     = "/v3.0/OS-CREDENTIAL/securitytokens"
	projectScope = `{"project":{"name":"cn-north-4"}}`
)

// assuming is the identity object of an assumption, with fields of assume_role.
func assuming(fields string) string {
	return `{"methods":["assume_role"],"assume_role":{` + fields + `}}`
}

func (s session) assume(identity, scope string) answer {
	s.t.Helper()
	return s.call("POST", "/v3/auth/tokens", `{"auth":{"identity":`+identity+`,"scope":`+scope+`}}`)
}

func (c *cloud) keysFor(k keyPair, identity string) answer {
	c.t.Helper()
	return c.signed(k, "POST", keysPath, `{"auth":{"identity":`+identity+`}}`)
}

func TestAgencyToken(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	b := c.tenantB()
	got := b.assume(assuming(`"domain_name":"domain-a","xrole_name":"agency-a"`), projectScope)
	if got.status != 201 {
		t.Fatalf("%d %s", got.status, got.text)
	}
	token, _ := got.body["token"].(map[string]any)
	sameKeys(t, "token", token, "assumed_by catalog expires_at issued_at methods project roles user")
	user, _ := token["user"].(map[string]any)
	by, _ := token["assumed_by"].(map[string]any)
	byUser, _ := by["user"].(map[string]any)
	if user["name"] != "domain-a/agency-a" || byUser["name"] != "user-b" {
		t.Errorf("user %v, assumed by %v", user["name"], byUser["name"])
	}
	if fmt.Sprint(token["methods"]) != "[assume_role]" {
		t.Errorf("methods %v", token["methods"])
	}
	// The session acts in the account of the agency, and nowhere else.
	acting := session{cloud: c, token: got.header.Get("X-Subject-Token"), project: projectA}
	acting.newService("{}")
	acting.project = projectB
	acting.refused(401, "Common.0018", "GET", endpoints, "")
	if entries := c.Journal(); entries[2].User != "domain-a/agency-a" {
		t.Errorf("journal: %+v", entries[2])
	}
}

func TestAssumptions(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	a, b := c.tenantA(), c.tenantB()
	reader := c.login("readonly-b", "password-B2", "domain-b", projectB)
	const agencyA = `"domain_name":"domain-a","agency_name":"agency-a"`
	for name, test := range map[string]struct {
		by              session
		identity, scope string
		status          int
	}{
		"domain name, agency_name":    {b, assuming(agencyA), projectScope, 201},
		"domain id, xrole_name":       {b, assuming(`"domain_id":"` + domainA + `","xrole_name":"agency-a"`), projectScope, 201},
		"domain scope":                {b, assuming(agencyA), `{"domain":{"id":"` + domainA + `"}}`, 201},
		"project with its domain":     {b, assuming(agencyA), `{"project":{"name":"ap-southeast-1","domain":{"name":"domain-a"}}}`, 201},
		"hw_assume_role":              {b, strings.ReplaceAll(assuming(agencyA), "assume_role", "hw_assume_role"), projectScope, 201},
		"of the own account":          {a, assuming(`"domain_name":"domain-a","agency_name":"own-agency-a"`), projectScope, 201},
		"the caller's project":        {b, assuming(agencyA), `{"project":{"id":"` + projectB + `"}}`, 403},
		"not trusted":                 {a, assuming(agencyA), projectScope, 403},
		"unknown agency":              {b, assuming(`"domain_name":"domain-a","agency_name":"agency-z"`), projectScope, 403},
		"unknown account":             {b, assuming(`"domain_name":"domain-z","agency_name":"agency-a"`), projectScope, 403},
		"name and id of two accounts": {b, assuming(`"domain_name":"domain-a","domain_id":"` + domainB + `","agency_name":"agency-a"`), projectScope, 403},
		"of a service of the cloud":   {b, assuming(`"domain_name":"domain-a","agency_name":"ecs-agency-a"`), projectScope, 403},
		"second step first":           {b, assuming(`"domain_name":"domain-a","agency_name":"second-agency-a"`), projectScope, 403},
		"without Agent Operator":      {reader, assuming(agencyA), projectScope, 403},
		"no agency":                   {b, assuming(`"domain_name":"domain-a"`), projectScope, 400},
		"no account":                  {b, assuming(`"agency_name":"agency-a"`), projectScope, 400},
		"no object":                   {b, `{"methods":["assume_role"]}`, projectScope, 400},
		"unknown field":               {b, assuming(agencyA + `,"colour":"red"`), projectScope, 400},
		"no login":                    {session{cloud: c}, assuming(agencyA), projectScope, 401},
	} {
		if got := test.by.assume(test.identity, test.scope); got.status != test.status {
			t.Errorf("%s: %d %s", name, got.status, got.text)
		}
	}
	strict := start(t, Options{Choices: Choices{RefuseOlderAgency: true}}).tenantB()
	if got := strict.assume(strings.ReplaceAll(assuming(agencyA), "assume_role", "hw_assume_role"), projectScope); got.status != 400 {
		t.Errorf("hw_assume_role refused by choice: %d", got.status)
	}
}

// GSDK signs the call and names the caller's account (contract/auth.md 1.5).
func TestAgencyTokenBySignature(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	body := `{"auth":{"identity":` + assuming(`"domain_name":"domain-a","xrole_name":"agency-a"`) +
		`,"scope":{"project":{"name":"cn-north-4","domain":{"name":"domain-a"}}}}}`
	r := c.request("POST", "/v3/auth/tokens", body, map[string]string{"X-Domain-Id": domainB})
	sign(r, body, keyB, secretB, time.Now())
	if got := c.send(r); got.status != 201 {
		t.Errorf("%d %s", got.status, got.text)
	}
	r = c.request("POST", "/v3/auth/tokens", body, nil)
	sign(r, body, keyB, "wrong", time.Now())
	if got := c.send(r); got.status != 401 || got.code() != "APIGW.0301" {
		t.Errorf("wrong signature: %d %s", got.status, got.text)
	}
}

func TestAgencyKeys(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	c.Clock().Freeze()
	const agencyA = `"domain_name":"domain-a","agency_name":"agency-a"`
	got := c.keysFor(pairB, assuming(agencyA+`,"duration_seconds":3600,"session_user":{"name":"deploy"}`))
	if got.status != 201 {
		t.Fatalf("%d %s", got.status, got.text)
	}
	k := got.credential()
	if got := c.signed(k, "GET", pathA, ""); got.status != 200 {
		t.Errorf("in the agency's account: %d %s", got.status, got.text)
	}
	if got := c.signed(k, "GET", strings.Replace(pathA, projectA, projectB, 1), ""); got.status != 401 || got.code() != "Common.0018" {
		t.Errorf("in the caller's account: %d %s", got.status, got.text)
	}
	caller := c.signed(k, "GET", "/v5/caller-identity", "")
	if caller.str("account_id") != domainA || caller.str("principal_urn") != "sts::"+domainA+":assumed-agency:agency-a/deploy" {
		t.Errorf("caller: %s", caller.text)
	}
	c.Clock().Advance(time.Hour - time.Second)
	if got := c.signed(k, "GET", pathA, ""); got.status != 200 {
		t.Errorf("a second before the end: %d", got.status)
	}
	c.Clock().Advance(time.Second)
	if got := c.signed(k, "GET", pathA, ""); got.status != 401 || !strings.Contains(got.text, "The securitytoken has expired.") {
		t.Errorf("at the end: %d %s", got.status, got.text)
	}
	for name, test := range map[string]struct {
		by       keyPair
		identity string
		status   int
	}{
		"not trusted":  {pairA, assuming(agencyA), 403},
		"too short":    {pairB, assuming(agencyA + `,"duration_seconds":899`), 400},
		"too long":     {pairB, assuming(agencyA + `,"duration_seconds":86401`), 400},
		"longest":      {pairB, assuming(agencyA + `,"duration_seconds":86400`), 201},
		"xrole_name":   {pairB, assuming(`"domain_id":"` + domainA + `","xrole_name":"agency-a"`), 201},
		"bad policy":   {pairB, strings.Replace(assuming(agencyA), `"methods"`, `"policy":{"colour":"red"},"methods"`, 1), 400},
		"wrong method": {pairB, `{"methods":["password"]}`, 400},
	} {
		if got := c.keysFor(test.by, test.identity); got.status != test.status {
			t.Errorf("%s: %d %s", name, got.status, got.text)
		}
	}
	if got := c.tenantB().call("POST", keysPath, `{"auth":{"identity":`+assuming(agencyA)+`}}`); got.status != 201 {
		t.Errorf("with a token: %d %s", got.status, got.text)
	}
	if got := c.do("POST", keysPath, `{"auth":{"identity":`+assuming(agencyA)+`}}`, nil); got.status != 401 {
		t.Errorf("without a login: %d %s", got.status, got.text)
	}
}

// A role chain: user-a is agency-b, which is second-agency-a.
func TestAgencyChain(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	first := c.keysFor(pairA, assuming(`"domain_name":"domain-b","agency_name":"agency-b"`)).credential()
	last := c.keysFor(first, assuming(`"domain_name":"domain-a","agency_name":"second-agency-a","duration_seconds":43200`))
	if last.status != 201 {
		t.Fatalf("%d %s", last.status, last.text)
	}
	if got := c.signed(last.credential(), "GET", pathA, ""); got.status != 200 {
		t.Errorf("%d %s", got.status, got.text)
	}
}

func TestReadOnlySessions(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	const agencyA = `"domain_name":"domain-a","agency_name":"agency-a"`
	policy := func(action string) string {
		return strings.Replace(assuming(agencyA), `"methods"`,
			`"policy":{"Version":"1.1","Statement":[{"Effect":"Allow","Action":["`+action+`"]}]},"methods"`, 1)
	}
	restricted := strings.ReplaceAll(assuming(agencyA+`,"restrict":{"roles":["readonly"]}`), "assume_role", "hw_assume_role")
	for name, test := range map[string]struct {
		identity string
		write    int
	}{
		"read-only agency":       {assuming(`"domain_name":"domain-a","agency_name":"readonly-agency-a"`), 403},
		"full agency":            {assuming(agencyA), 200},
		"policy that only reads": {policy("vpcep:epservices:get"), 403},
		"policy with wildcard":   {policy("vpcep:*:list*"), 403},
		"policy that writes":     {policy("vpcep:*:*"), 200},
		"restricted roles":       {restricted, 403},
	} {
		got := c.keysFor(pairB, test.identity)
		if got.status != 201 {
			t.Errorf("%s: %d %s", name, got.status, got.text)
			continue
		}
		k := got.credential()
		path := strings.Replace(services, "{p}", projectA, 1)
		if got := c.signed(k, "GET", path, ""); got.status != 200 {
			t.Errorf("%s: read %d %s", name, got.status, got.text)
		}
		if got := c.signed(k, "POST", path, serviceBody("{}")); got.status != test.write || test.write == 403 && got.code() != "EndPoint.0004" {
			t.Errorf("%s: write %d %s", name, got.status, got.text)
		}
	}
}

// KeyLifetime is for tests that let keys run out in seconds: it wins over what was asked.
func TestKeyLifetime(t *testing.T) {
	t.Parallel()
	c := start(t, Options{KeyLifetime: 10 * time.Second})
	c.Clock().Freeze()
	k := c.keysFor(pairB, assuming(`"domain_name":"domain-a","agency_name":"agency-a","duration_seconds":3600`)).credential()
	assumed := c.signed(pairB, "POST", assumePath, assumeBody(domainA, "agency-a", ""))
	for name, k := range map[string]keyPair{"v3": k, "v5": assumed.v5credential()} {
		if got := c.signed(k, "GET", pathA, ""); got.status != 200 {
			t.Errorf("%s: %d %s", name, got.status, got.text)
		}
	}
	c.Clock().Advance(10 * time.Second)
	for name, k := range map[string]keyPair{"v3": k, "v5": assumed.v5credential()} {
		if got := c.signed(k, "GET", pathA, ""); got.status != 401 {
			t.Errorf("%s after 10 s: %d", name, got.status)
		}
	}
}

func TestPasscodeOnce(t *testing.T) {
	t.Parallel()
	const userID = "a1b5767a5780d5762fb5c0186072aa01"
	identity := `{"methods":["password","totp"],"password":{"user":{"id":"` + userID + `","password":"password-A1"}},"totp":{"user":{"id":"` + userID + `","passcode":"123456"}}}`
	for once, second := range map[bool]int{false: 201, true: 400} {
		c := start(t, Options{Choices: Choices{PasscodeOnce: once}})
		if got := c.issue(identity, ""); got.status != 201 || !strings.Contains(got.text, "mfa_authn_at") {
			t.Errorf("first: %d %s", got.status, got.text)
		}
		if got := c.issue(identity, ""); got.status != second {
			t.Errorf("second, once %t: %d %s", once, got.status, got.text)
		}
	}
}

// A read-only user may end its own login, no other's.
func TestRevokingOthersNeedsARole(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	a, reader := c.tenantA(), c.login("readonly-a", "password-A2", "domain-a", projectA)
	revoke := func(by, subject session) int {
		return c.do("DELETE", "/v3/auth/tokens", "", map[string]string{"X-Auth-Token": by.token, "X-Subject-Token": subject.token}).status
	}
	if status := revoke(reader, a); status != 403 {
		t.Errorf("another's: %d", status)
	}
	if status := revoke(a, reader); status != 204 {
		t.Errorf("with the right: %d", status)
	}
	if status := revoke(a, a); status != 204 {
		t.Errorf("its own: %d", status)
	}
}
