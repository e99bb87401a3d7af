package emulator

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
)

const pathA = "/v1/" + projectA + "/vpc-endpoints"

func TestRefusedLogins(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	a := c.tenantA()
	const prefix = "Incorrect IAM authentication information: "
	expired := c.tenantA().token
	revoked := c.tenantA()
	if got := revoked.revokeSelf(); got.status != 204 {
		t.Fatalf("revoke: %d %s", got.status, got.text)
	}
	c.mu.Lock()
	c.tokens[expired].expires = c.clock.Now()
	c.mu.Unlock()
	for _, test := range []struct {
		name, token, code, message string
	}{
		{"none", "", "APIGW.0301", prefix + "x-auth-token not found"},
		{"garbage", "MIIgarbage", "APIGW.0301", prefix + "decrypt token fail"},
		{"truncated", a.token[:100], "APIGW.0301", prefix + "decrypt token fail"},
		{"expired", expired, "APIGW.0307", "The token must be updated."},
		{"revoked", revoked.token, "APIGW.0301", prefix + "Unauthorized"},
	} {
		got := c.do("GET", pathA, "", map[string]string{"X-Auth-Token": test.token})
		if got.status != 401 || got.code() != test.code || got.str("error_msg") != test.message {
			t.Errorf("%s: %d %s", test.name, got.status, got.text)
		}
		if id := got.str("request_id"); len(id) != 32 || id != got.header.Get("X-Request-Id") {
			t.Errorf("%s: request id %q, header %q", test.name, id, got.header.Get("X-Request-Id"))
		}
	}
}

func (s session) revokeSelf() answer {
	return s.do("DELETE", "/v3/auth/tokens", "", map[string]string{"X-Auth-Token": s.token, "X-Subject-Token": s.token})
}

func TestTokensExpireOnTheClock(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		lifetime, life time.Duration
	}{{0, 24 * time.Hour}, {time.Hour, time.Hour}} {
		c := start(t, Options{TokenLifetime: test.lifetime})
		c.Clock().Freeze()
		a := c.tenantA()
		c.Clock().Advance(test.life - time.Second)
		a.must(200, "GET", endpoints, "")
		c.Clock().Advance(time.Second)
		a.refused(401, "APIGW.0307", "GET", endpoints, "")
	}
}

func (c *cloud) signedGet(path, accessKey, secret string, at time.Time, header map[string]string, signedHeaders ...string) answer {
	c.t.Helper()
	r := c.request("GET", path, "", header)
	sign(r, "", accessKey, secret, at, signedHeaders...)
	return c.send(r)
}

func TestSignedRequests(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	now := time.Now()
	for _, test := range []struct {
		name, key, secret string
		at                time.Time
		header            map[string]string
		status            int
		message           string // a part of it
	}{
		{name: "plain", key: keyA, secret: secretA, at: now, status: 200},
		{name: "14 minutes old", key: keyA, secret: secretA, at: now.Add(-14 * time.Minute), status: 200},
		{name: "14 minutes early", key: keyA, secret: secretA, at: now.Add(14 * time.Minute), status: 200},
		{name: "16 minutes old", key: keyA, secret: secretA, at: now.Add(-16 * time.Minute), status: 401, message: "signature expired, signature time:"},
		{name: "16 minutes early", key: keyA, secret: secretA, at: now.Add(16 * time.Minute), status: 401, message: "signature expired, signature time:"},
		{name: "unknown key", key: "AKNOBODY", secret: secretA, at: now, status: 401, message: "ak AKNOBODY not exist"},
		{name: "wrong secret", key: keyA, secret: "x", at: now, status: 401, message: "verify aksk signature fail, canonicalRequest:GET|/v1/"},
		{name: "own project named", key: keyA, secret: secretA, at: now, status: 200, header: map[string]string{"X-Project-Id": projectA}},
		{name: "another region's project named", key: keyA, secret: secretA, at: now, status: 401,
			header: map[string]string{"X-Project-Id": projectA2}, message: "tenantId in token"},
		{name: "another account's project named", key: keyA, secret: secretA, at: now, status: 401,
			header: map[string]string{"X-Project-Id": projectB}, message: "tenantId in token"},
		{name: "another account named", key: keyA, secret: secretA, at: now, status: 401,
			header: map[string]string{"X-Domain-Id": domainB}, message: "tenantId in token"},
	} {
		got := c.signedGet(pathA, test.key, test.secret, test.at, test.header)
		if got.status != test.status || !strings.Contains(got.text, test.message) {
			t.Errorf("%s: %d %s", test.name, got.status, got.text)
		}
	}
	// Advancing the emulator's clock does not make signatures old: a client cannot know of it.
	c.Clock().Advance(25 * time.Hour)
	if got := c.signedGet(pathA, keyA, secretA, now, nil); got.status != 200 {
		t.Errorf("after the clock moved: %d %s", got.status, got.text)
	}
}

func TestSignatureMustCoverTheDate(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	r := c.request("GET", pathA, "", nil)
	sign(r, "", keyA, secretA, time.Now())
	r.Header.Set("Authorization", strings.Replace(r.Header.Get("Authorization"), "=x-sdk-date", "=host", 1))
	if got := c.send(r); got.status != 401 || !strings.Contains(got.text, "x-sdk-date must be signed") {
		t.Errorf("%d %s", got.status, got.text)
	}
}

func TestSignatureSkewOption(t *testing.T) {
	t.Parallel()
	c := start(t, Options{SignatureSkew: time.Hour})
	if got := c.signedGet(pathA, keyA, secretA, time.Now(), nil); got.status != 401 {
		t.Errorf("an hour apart: %d", got.status)
	}
	if got := c.signedGet(pathA, keyA, secretA, time.Now().Add(time.Hour), nil); got.status != 200 {
		t.Errorf("together: %d %s", got.status, got.text)
	}
}

// What the contract has seen in two forms, or not at all (contract/auth.md 2 and 9).
func TestChoicesOfLogins(t *testing.T) {
	t.Parallel()
	signed := func(key, secret string, at time.Time) func(*cloud) answer {
		return func(c *cloud) answer { return c.signedGet(pathA, key, secret, at, nil) }
	}
	unsignedToken := func(c *cloud) answer {
		a := c.tenantA()
		k := c.do("POST", keysPath, `{"auth":{"identity":{"methods":["token"],"token":{"id":"`+a.token+`"}}}}`, nil).credential()
		return c.signedGet(pathA, k.access, k.secret, time.Now(), map[string]string{"X-Security-Token": k.security})
	}
	expiredToken := func(c *cloud) answer {
		a := c.tenantA()
		c.Clock().Advance(25 * time.Hour)
		return a.call("GET", endpoints, "")
	}
	regions := func(c *cloud) answer { return c.signedGet("/v3/regions", keyA, secretA, time.Now(), nil) }
	website := func(c *cloud) answer { return c.tenantA().call("GET", "/v2/products/service-types?limit=1", "") }
	const prefix = "Incorrect IAM authentication information: "
	for name, test := range map[string]struct {
		choices Choices
		do      func(*cloud) answer
		status  int
		text    string
	}{
		"expired token":             {Choices{}, expiredToken, 401, `"APIGW.0307"`},
		"expired token, other form": {Choices{ExpiredTokenAs0301: true}, expiredToken, 401, `"APIGW.0301","error_msg":"` + prefix + `token expires"`},
		"skew":                      {Choices{}, signed(keyA, secretA, time.Now().Add(time.Hour)), 401, `"APIGW.0301","error_msg":"` + prefix + `signature expired`},
		"skew, other form":          {Choices{SkewAs0303: true}, signed(keyA, secretA, time.Now().Add(time.Hour)), 401, `"APIGW.0303","error_msg":"Incorrect app authentication information: signature expired`},
		"unknown key":               {Choices{}, signed("AKX", secretA, time.Now()), 401, prefix + "ak AKX not exist"},
		"unknown key, newer":        {Choices{NewerUnknownKey: true}, signed("AKX", secretA, time.Now()), 401, prefix + "Get secretKey failed,ak:AKX,err:ak not exist"},
		"unsigned token":            {Choices{}, unsignedToken, 200, "endpoints"},
		"unsigned token refused":    {Choices{SignSecurityToken: true}, unsignedToken, 401, "X-Security-Token must be signed"},
		"regions":                   {Choices{}, regions, 200, "ap-southeast-1"},
		"regions need a token":      {Choices{RegionsNeedToken: true}, regions, 401, `"code":401`},
		"website":                   {Choices{}, website, 200, "service_types"},
		"international website":     {Choices{International: true}, website, 403, "CBC.0150"},
	} {
		if got := test.do(start(t, Options{Choices: test.choices})); got.status != test.status || !strings.Contains(got.text, test.text) {
			t.Errorf("%s: %d %s", name, got.status, got.text)
		}
	}
}

func TestOlderSignatureMayBeRefused(t *testing.T) {
	t.Parallel()
	older := 0
	for _, v := range vectors(t) {
		sig, problem := parseAuthorization(v.Authorization)
		if problem != "" || !sig.legacy {
			continue
		}
		older++
		for refused, want := range map[bool]string{false: "", true: "verify aksk signature fail, Credential= is not taken any more"} {
			c := &call{Emulator: New(Options{Choices: Choices{RefuseOlderSignature: refused}}), req: v.request(t), body: []byte(v.Body)}
			if problem := c.verify(sig, v.SK); problem != want {
				t.Errorf("%s, refused %t: %q", v.Name, refused, problem)
			}
		}
	}
	if older != 2 {
		t.Errorf("%d vectors of the older form, want 2", older)
	}
}

func TestKeyIsLockedAfterMoreThanFiveFailures(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	c.Clock().Freeze()
	try := func(secret string) string {
		return c.signedGet(pathA, keyA, secret, time.Now(), nil).text
	}
	const locked = "AK access failed to reach the limit,forbidden"
	for range 5 {
		try("wrong")
	}
	if got := try(secretA); strings.Contains(got, "error_code") {
		t.Fatalf("locked after five failures: %s", got)
	}
	for i := range 6 {
		if got := try("wrong"); strings.Contains(got, locked) != (i == 5) {
			t.Errorf("failure %d: %s", i+1, got)
		}
	}
	if got := try(secretA); !strings.Contains(got, locked) {
		t.Errorf("the right signature is let in while locked: %s", got)
	}
	c.Clock().Advance(5 * time.Minute)
	if got := try(secretA); strings.Contains(got, "error_code") {
		t.Errorf("still locked after five minutes: %s", got)
	}
}

func TestProjectsOfOthersAreRefused(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	a := c.tenantA()
	domainToken := c.do("POST", "/v3/auth/tokens", passwordBody("user-a", "password-A1", "domain-a", `{"domain":{"name":"domain-a"}}`), nil)
	for name, test := range map[string]struct{ token, project string }{
		"another account's": {a.token, projectB}, "another of the region": {a.token, subA}, "unknown": {a.token, unknown},
		"domain token": {domainToken.header.Get("X-Subject-Token"), projectA},
	} {
		got := c.do("GET", "/v1/"+test.project+"/vpc-endpoints", "", map[string]string{"X-Auth-Token": test.token})
		if got.status != 401 || got.code() != "Common.0018" {
			t.Errorf("%s: %d %s", name, got.status, got.text)
		}
	}
	got := c.do("GET", "/v1/"+strings.Repeat("f", 65)+"/vpc-endpoints", "", map[string]string{"X-Auth-Token": a.token})
	if got.status != 400 || got.code() != "EndPoint.0014" {
		t.Errorf("overlong: %d %s", got.status, got.text)
	}
	a.project = projectA2
	a.refused(401, "APIGW.0307", "GET", endpoints, "")
	chosen := start(t, Options{Choices: Choices{ProjectMismatchStatus: 403}})
	b := chosen.tenantB()
	b.project = projectA
	b.refused(403, "Common.0018", "GET", endpoints, "")
}

func TestTenantsDoNotSeeEachOther(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	a, b := c.tenantA(), c.tenantB()
	id := a.newService("{}")
	ep := a.newEndpoint(id, "{}")
	b.refused(404, "EndPoint.0005", "GET", services+"/"+id, "")
	b.refused(404, "EndPoint.2006", "GET", endpoints+"/"+ep, "")
	b.refused(404, "EndPoint.0005", "DELETE", services+"/"+id, "")
	b.refused(404, "EndPoint.0005", "GET", services+"/"+id+"/connections", "")
	if got := b.must(200, "GET", services, ""); got.body["total_count"] != 0.0 {
		t.Errorf("b lists %s", got.text)
	}
	// The other region of the same account is as far away.
	far := c.login("user-a", "password-A1", "domain-a", projectA2)
	far.refused(404, "EndPoint.0005", "GET", services+"/"+id, "")
	name := far.must(200, "POST", services, serviceBody("{}")).str("service_name")
	if !strings.HasPrefix(name, "ap-southeast-1.demo.") {
		t.Errorf("service name %s", name)
	}
}

func TestReadOnlyUserMayOnlyGet(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	reader := c.login("readonly-a", "password-A2", "domain-a", projectA)
	id := c.tenantA().newService("{}")
	reader.must(200, "GET", services+"/"+id, "")
	for _, test := range []struct{ method, path, body string }{
		{"POST", services, serviceBody("{}")},
		{"PUT", services + "/" + id, `{"description":""}`},
		{"DELETE", services + "/" + id, ""},
		{"POST", "/v1/{p}/endpoint_service/" + id + "/tags/action", `{"action":"delete","tags":[{"key":"owner"}]}`},
	} {
		reader.refused(403, "EndPoint.0004", test.method, test.path, test.body)
	}
}

// Every operation of every service that changes something is refused to a read-only user, in the service's own words,
// and every other one is let in.
func TestReadOnlyUserOnEveryRoute(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	reader, accountReader := c.login("readonly-a", "password-A2", "domain-a", projectA), c.accountLogin("readonly-a", "password-A2", "domain-a")
	writes := map[string]int{}
	for _, table := range routeTables() {
		for _, rt := range table {
			who := reader
			switch rt.access {
			case inProject, login:
			case inAccount:
				who = accountReader
			default:
				continue // IAM's own are tested one by one
			}
			pattern := rt.path
			if rt.at != nil {
				pattern = rt.at[0]
			}
			path := bracedName.ReplaceAllString(strings.ReplaceAll(pattern, "{project_id}", projectA), unknown)
			got := who.call(rt.method, path, "{}")
			changes := rt.method != "GET" && !rt.looks
			if changes && (got.status != 403 || got.code() == "") || !changes && got.status == 403 {
				t.Errorf("%s %s: %d %s", rt.method, rt.path, got.status, got.text)
			}
			if changes {
				writes[got.code()]++
			}
		}
	}
	if writes["EndPoint.0004"] < 15 || writes["BCS.4030403"] < 5 || writes["HBS.40300001"] < 15 || writes["CBC.0151"] != 4 {
		t.Errorf("refused writes: %v", writes)
	}
}

func TestTemporaryKeys(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	c.Clock().Freeze()
	a := c.tenantA()
	body := func(seconds int) string {
		return fmt.Sprintf(`{"auth":{"identity":{"methods":["token"],"token":{"id":%q,"duration_seconds":%d}}}}`, a.token, seconds)
	}
	got := c.do("POST", "/v3.0/OS-CREDENTIAL/securitytokens", body(900), nil)
	if got.status != 201 {
		t.Fatalf("%d %s", got.status, got.text)
	}
	credential, _ := got.body["credential"].(map[string]any)
	sameKeys(t, "credential", credential, "access secret securitytoken expires_at")
	access, secret, token := fmt.Sprint(credential["access"]), fmt.Sprint(credential["secret"]), fmt.Sprint(credential["securitytoken"])
	try := func(header map[string]string, signedHeaders ...string) int {
		return c.signedGet(pathA, access, secret, time.Now(), header, signedHeaders...).status
	}
	if status := try(map[string]string{"X-Security-Token": token}); status != 200 {
		t.Errorf("token sent but not signed: %d", status)
	}
	if status := try(map[string]string{"X-Security-Token": token}, "x-security-token"); status != 200 {
		t.Errorf("token signed: %d", status)
	}
	if status := try(nil); status != 401 {
		t.Errorf("without the token: %d", status)
	}
	c.Clock().Advance(900 * time.Second)
	if status := try(map[string]string{"X-Security-Token": token}); status != 401 {
		t.Errorf("after its end: %d", status)
	}
	for _, seconds := range []int{899, 86401} {
		if got := c.do("POST", "/v3.0/OS-CREDENTIAL/securitytokens", body(seconds), nil); got.status != 400 {
			t.Errorf("%d seconds: %d", seconds, got.status)
		}
	}
}

func TestUnknownPathsAndMethodsAreNamed(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	a := c.tenantA()
	for _, test := range []struct{ method, path string }{
		{"GET", "/v9/nothing"}, {"PATCH", services}, {"GET", "/v3/groups"}, {"HEAD", services}, {"POST", "/"},
		{"GET", "//"}, {"GET", "///"}, {"POST", "//"}, {"GET", "//v1/{p}/vpc-endpoints"}, {"GET", "/v1/{p}/vpc-endpoints/../quotas"}, {"GET", "/v7"},
	} {
		got := a.call(test.method, test.path, "")
		if got.status != 404 {
			t.Errorf("%s %s: %d", test.method, test.path, got.status)
			continue
		}
		path := strings.ReplaceAll(test.path, "{p}", projectA)
		if test.method != "HEAD" && (got.code() != "APIGW.0101" || !strings.Contains(got.str("error_msg"), test.method+" "+path)) {
			t.Errorf("%s %s: %s", test.method, test.path, got.text)
		}
	}
}

// A signed request that names what is not the caller's is refused before the caller is known.
func TestNamesOfOthersInSignedRequests(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	for path, want := range map[string]string{"vpc-endpoints": "401 Common.0018", "blockchains": "400 BCS.4030403",
		"huaweicloudchain/instances": "403 HBS.40300002"} {
		version := map[bool]string{true: "/v1/", false: "/v2/"}[path == "vpc-endpoints"]
		for header, value := range map[string]string{"X-Project-Id": projectB, "X-Domain-Id": domainB} {
			got := c.signedGet(version+projectA+"/"+path, keyA, secretA, time.Now(), map[string]string{header: value})
			if fmt.Sprintf("%d %s", got.status, got.code()) != want {
				t.Errorf("%s with %s: %d %s, want %s", path, header, got.status, got.text, want)
			}
		}
	}
}

func TestDateIsTheEmulatorsClock(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	c.Clock().Freeze()
	c.Clock().Advance(1000 * time.Hour)
	got := c.do("GET", "/", "", nil)
	if date, err := http.ParseTime(got.header.Get("Date")); err != nil || !date.Equal(c.Clock().Now().Truncate(time.Second)) {
		t.Errorf("Date %q, clock %s", got.header.Get("Date"), c.Clock().Now())
	}
}

// The gateway of a region refuses the tokens of others; the services that they are for another project (contract/auth.md 2).
func TestTokenOfAnotherRegion(t *testing.T) {
	t.Parallel()
	for chosen, want := range map[bool][]string{
		false: {"401 APIGW.0307", "401 APIGW.0307", "401 APIGW.0307"},
		true:  {"401 Common.0018", "400 BCS.4030403", "403 HBS.40300002"},
	} {
		c := start(t, Options{Choices: Choices{RegionMismatchAsProject: chosen}})
		far := c.login("user-a", "password-A1", "domain-a", projectA2)
		far.project = projectA
		for i, path := range []string{endpoints, blockchains, hbsInstances} {
			if got := far.call("GET", path, ""); fmt.Sprintf("%d %s", got.status, got.code()) != want[i] {
				t.Errorf("%s, chosen %t: %d %s, want %s", path, chosen, got.status, got.text, want[i])
			}
		}
		sub := c.login("user-a", "password-A1", "domain-a", subA)
		sub.project = projectA
		sub.refused(401, "Common.0018", "GET", endpoints, "") // the region is the same
	}
}
