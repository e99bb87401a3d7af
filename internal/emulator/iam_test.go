package emulator

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func (c *cloud) issue(identity, scope string) answer {
	c.t.Helper()
	if scope != "" {
		scope = `,"scope":` + scope
	}
	return c.do("POST", "/v3/auth/tokens", `{"auth":{"identity":`+identity+scope+`}}`, nil)
}

const byName = `{"methods":["password"],"password":{"user":{"name":"user-a","password":"password-A1","domain":{"name":"domain-a"}}}}`

func TestIdentityVariants(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	userID := "a1b5767a5780d5762fb5c0186072aa01"
	withCode := func(code string) string {
		return `{"methods":["password","totp"],"password":{"user":{"id":"` + userID + `","password":"password-A1"}},"totp":{"user":{"id":"` + userID + `","passcode":"` + code + `"}}}`
	}
	byID := func(domain string) string {
		return `{"methods":["password"],"password":{"user":{"id":"` + userID + `","password":"password-A1","domain":` + domain + `}}}`
	}
	for name, test := range map[string]struct {
		identity string
		status   int
	}{
		"user name, domain name": {byName, 201},
		"user name, domain id":   {strings.Replace(byName, `"name":"domain-a"`, `"id":"`+domainA+`"`, 1), 201},
		"user id":                {`{"methods":["password"],"password":{"user":{"id":"` + userID + `","password":"password-A1"}}}`, 201},
		"password and code":      {withCode("123456"), 201},
		"wrong code":             {withCode("654321"), 400},
		"as the official SDK":    {strings.Replace(withCode("123456"), `"totp"]`, `" totp"]`, 1), 201},
		"token":                  {`{"methods":["token"],"token":{"id":"` + c.tenantA().token + `"}}`, 201},
		"unknown token":          {`{"methods":["token"],"token":{"id":"MIIx"}}`, 401},
		"wrong password":         {strings.Replace(byName, "password-A1", "password-B1", 1), 401},
		"unknown user":           {strings.Replace(byName, "user-a", "user-x", 1), 401},
		"user of another domain": {strings.Replace(byName, "domain-a", "domain-b", 1), 401},
		"no domain":              {`{"methods":["password"],"password":{"user":{"name":"user-a","password":"password-A1"}}}`, 400},
		"empty domain":           {strings.Replace(byName, `{"name":"domain-a"}`, `{}`, 1), 400},
		"empty domain name":      {strings.Replace(byName, `"domain-a"`, `""`, 1), 400},
		"empty domain id":        {strings.Replace(byName, `"name":"domain-a"`, `"id":""`, 1), 400},
		"null domain name":       {strings.Replace(byName, `"domain-a"`, `null`, 1), 400},
		"user id, its domain":    {byID(`{"name":"domain-a"}`), 201},
		"user id, other domain":  {byID(`{"name":"domain-b"}`), 401},
		"user id, empty domain":  {byID(`{}`), 201},
		"agency":                 {`{"methods":["assume_role"],"assume_role":{"domain_name":"A","xrole_name":"agency"}}`, 401},
		"agency, other spelling": {`{"methods":["assume_role"],"assume_role":{"domain_id":"A","agency_name":"agency"}}`, 401},
		"older agency":           {`{"methods":["hw_assume_role"],"hw_assume_role":{"domain_id":"A","xrole_name":"op"}}`, 401},
		"no such method":         {`{"methods":["magic"]}`, 400},
		"no method":              {`{"methods":[]}`, 400},
		"unknown field":          {strings.Replace(byName, `"methods"`, `"colour":"red","methods"`, 1), 400},
	} {
		got := c.issue(test.identity, `{"project":{"name":"cn-north-4"}}`)
		if got.status != test.status {
			t.Errorf("%s: %d %s", name, got.status, got.text)
		}
		if got.header.Get("X-IAM-Trace-Id") == "" {
			t.Errorf("%s: no X-IAM-Trace-Id", name)
		}
		if got.status >= 400 && (got.code() != fmt.Sprint(got.status) || strings.Contains(got.text, "error_code")) {
			t.Errorf("%s: not IAM's error form: %s", name, got.text)
		}
	}
}

func TestScopes(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	for name, test := range map[string]struct {
		scope, project string
		domain         bool
		status         int
	}{
		"project by name":             {scope: `{"project":{"name":"cn-north-4"}}`, project: projectA, status: 201},
		"project by name and domain":  {scope: `{"project":{"name":"ap-southeast-1","domain":{"name":"domain-a"}}}`, project: projectA2, status: 201},
		"sub-project by name":         {scope: `{"project":{"name":"cn-north-4_sub"}}`, project: subA, status: 201},
		"project by id":               {scope: `{"project":{"id":"` + projectA + `"}}`, project: projectA, status: 201},
		"domain by name":              {scope: `{"domain":{"name":"domain-a"}}`, domain: true, status: 201},
		"domain by id":                {scope: `{"domain":{"id":"` + domainA + `"}}`, domain: true, status: 201},
		"both: the project wins":      {scope: `{"project":{"name":"cn-north-4"},"domain":{"name":"domain-a"}}`, project: projectA, status: 201},
		"none":                        {status: 201},
		"another account's project":   {scope: `{"project":{"id":"` + projectB + `"}}`, status: 403},
		"unknown project":             {scope: `{"project":{"name":"mars-1"}}`, status: 403},
		"project of a foreign domain": {scope: `{"project":{"name":"cn-north-4","domain":{"name":"domain-b"}}}`, status: 403},
		"another domain":              {scope: `{"domain":{"name":"domain-b"}}`, status: 403},
		"empty project":               {scope: `{"project":{}}`, status: 400},
	} {
		got := c.issue(byName, test.scope)
		if got.status != test.status {
			t.Errorf("%s: %d %s", name, got.status, got.text)
			continue
		}
		token, _ := got.body["token"].(map[string]any)
		project, _ := token["project"].(map[string]any)
		if id, _ := project["id"].(string); id != test.project {
			t.Errorf("%s: project %q, want %q", name, id, test.project)
		}
		if _, hasDomain := token["domain"]; hasDomain != test.domain {
			t.Errorf("%s: domain in the token: %v", name, hasDomain)
		}
	}
}

// The fields and forms of contract/auth.md 1.2.
func TestTokenBody(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	got := c.issue(byName, `{"project":{"name":"cn-north-4"}}`)
	id := got.header.Get("X-Subject-Token")
	if !strings.HasPrefix(id, "MII") || len(id) > 2048 {
		t.Errorf("token of %d characters: %.10s…", len(id), id)
	}
	token, _ := got.body["token"].(map[string]any)
	sameKeys(t, "token", token, "catalog expires_at issued_at methods project roles user")
	user, _ := token["user"].(map[string]any)
	sameKeys(t, "user", user, "domain id name password_expires_at")
	const layout = "2006-01-02T15:04:05.000000Z"
	issued, err1 := time.Parse(layout, fmt.Sprint(token["issued_at"]))
	expires, err2 := time.Parse(layout, fmt.Sprint(token["expires_at"]))
	if err1 != nil || err2 != nil || expires.Sub(issued) != 24*time.Hour {
		t.Errorf("issued %v, expires %v", token["issued_at"], token["expires_at"])
	}
	catalog, _ := token["catalog"].([]any)
	urls := map[string]string{}
	for _, item := range catalog {
		entry, _ := item.(map[string]any)
		list, _ := entry["endpoints"].([]any)
		endpoint, _ := list[0].(map[string]any)
		urls[fmt.Sprint(entry["type"])+" "+fmt.Sprint(endpoint["region"])+" "+fmt.Sprint(endpoint["interface"])] = fmt.Sprint(endpoint["url"])
	}
	if want := c.url + "/v1/" + projectA; urls["vpcep cn-north-4 public"] != want {
		t.Errorf("catalog %v, want vpcep at %s", urls, want)
	}
	if want := c.url + "/v3"; urls["identity * public"] != want {
		t.Errorf("catalog %v, want identity at %s", urls, want)
	}
	bare := c.do("POST", "/v3/auth/tokens?nocatalog=1", `{"auth":{"identity":`+byName+`}}`, nil)
	if strings.Contains(bare.text, "catalog") {
		t.Errorf("nocatalog: %s", bare.text)
	}
}

func TestCheckingAndRevokingTokens(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	a, other, b := c.tenantA(), c.tenantA(), c.tenantB()
	check := func(method, caller, subject string) answer {
		return c.do(method, "/v3/auth/tokens", "", map[string]string{"X-Auth-Token": caller, "X-Subject-Token": subject})
	}
	got := check("GET", a.token, other.token)
	if got.status != 200 || got.header.Get("X-Subject-Token") != other.token || !strings.Contains(got.text, `"issued_at"`) {
		t.Errorf("GET: %d %s", got.status, got.text)
	}
	for _, test := range []struct {
		method, caller, subject string
		status                  int
	}{
		{"HEAD", a.token, a.token, 200}, {"HEAD", a.token, "MIIx", 404}, {"HEAD", "MIIx", a.token, 401},
		{"GET", a.token, "", 400}, {"GET", a.token, b.token, 403}, {"DELETE", a.token, other.token, 204},
		{"GET", a.token, other.token, 404}, {"GET", other.token, a.token, 401}, {"GET", "", a.token, 401},
	} {
		if got := check(test.method, test.caller, test.subject); got.status != test.status {
			t.Errorf("%s: %d, want %d: %s", test.method, got.status, test.status, got.text)
		}
	}
}

func TestRescopedTokenEndsWithTheOldOne(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	c.Clock().Freeze()
	a := c.tenantA()
	c.Clock().Advance(23 * time.Hour)
	got := c.issue(`{"methods":["token"],"token":{"id":"`+a.token+`"}}`, `{"project":{"name":"cn-north-4"}}`)
	a.token = got.header.Get("X-Subject-Token")
	a.must(200, "GET", endpoints, "")
	c.Clock().Advance(time.Hour)
	a.refused(401, "APIGW.0307", "GET", endpoints, "")
}

func TestDirectory(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	a := c.tenantA()
	for _, test := range []struct {
		path, array string
		want        []string // ids or names
	}{
		{"/v3/projects", "projects", []string{projectA, projectA2, subA}},
		{"/v3/projects?name=cn-north-4", "projects", []string{projectA}},
		{"/v3/projects?name=cn-north-4_sub", "projects", []string{subA}},
		{"/v3/projects?parent_id=" + projectA, "projects", []string{subA}},
		{"/v3/projects?enabled=false", "projects", nil},
		{"/v3/projects?enabled=False", "projects", nil},
		{"/v3/projects?enabled=True&is_domain=False", "projects", []string{projectA, projectA2, subA}},
		{"/v3/projects?enabled=&is_domain=", "projects", []string{projectA, projectA2, subA}},
		{"/v3/projects?enabled=maybe", "projects", nil},
		{"/v3/projects?is_domain=true", "projects", nil},
		{"/v3/projects?name=ap-southeast-1", "projects", []string{projectA2}},
		{"/v3/projects?name=nowhere-1", "projects", nil},
		{"/v3/projects?domain_id=" + domainB, "projects", nil},
		{"/v3/projects?page=2&per_page=1", "projects", []string{projectA2}},
		{"/v3/projects?page=9&per_page=1", "projects", nil},
		{"/v3/auth/projects", "projects", []string{projectA, projectA2, subA}},
		{"/v3/auth/domains", "domains", []string{domainA}},
		{"/v3/auth/domains?name=domain-b", "domains", nil},
		{"/v3/regions", "regions", []string{"cn-north-4", "ap-southeast-1"}},
		{"/v3/users?name=readonly-a", "users", []string{"a1b5767a5780d5762fb5c0186072aa02"}},
		{"/v3/users?name=user-b", "users", nil},
	} {
		got := a.must(200, "GET", test.path, "")
		var ids []string
		for _, item := range got.items(test.array) {
			ids = append(ids, fmt.Sprint(item["id"]))
		}
		if fmt.Sprint(ids) != fmt.Sprint(test.want) {
			t.Errorf("%s: %v, want %v", test.path, ids, test.want)
		}
		if _, exists := got.body[test.array].([]any); !exists {
			t.Errorf("%s: no list in %s", test.path, got.text)
		}
	}
	sameKeys(t, "project", a.call("GET", "/v3/projects", "").items("projects")[0],
		"id name domain_id parent_id is_domain enabled description links")
	if got := a.call("GET", "/v3/projects?page=0&per_page=1", ""); got.status != 400 {
		t.Errorf("page 0: %d", got.status)
	}
	if got := a.must(200, "GET", "/v5/caller-identity", ""); got.str("account_id") != domainA {
		t.Errorf("caller: %s", got.text)
	}
	if got := a.must(200, "GET", "/v3/auth/catalog", ""); !strings.Contains(got.text, c.url+"/v1/"+projectA) {
		t.Errorf("catalog: %s", got.text)
	}
	a.must(200, "GET", "/v2/products/service-types?limit=1", "")
	if got := c.do("GET", "/v3/projects", "", nil); got.status != 401 || got.code() != "401" {
		t.Errorf("without login: %d %s", got.status, got.text)
	}
	if got := c.signedGet("/v3/projects", keyA, "wrong", time.Now(), nil); got.status != 401 || got.code() != "APIGW.0301" {
		t.Errorf("wrong signature: %d %s", got.status, got.text)
	}
	if got := c.signedGet("/v3/projects", keyA, secretA, time.Now(), map[string]string{"X-Domain-Id": domainA}); got.status != 200 {
		t.Errorf("signed: %d %s", got.status, got.text)
	}
}

func TestVersionDiscovery(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	got := c.do("GET", "/", "", nil)
	versions := got.items("versions")
	if got.status != 200 || len(versions) != 2 || versions[0]["id"] != "v1" || versions[1]["id"] != "v2" {
		t.Errorf("GET /: %d %s", got.status, got.text)
	}
	sameKeys(t, "version", versions[0], "id status version min_version updated links")
	for _, path := range []string{"/v1", "/v1/"} {
		one, _ := c.do("GET", path, "", nil).body["version"].(map[string]any)
		if one["id"] != "v1" || one["updated"] != "2018-09-30T00:00:00Z" {
			t.Errorf("GET %s: %v", path, one)
		}
	}
	// The identity libraries look for IAM's versions at the same address, in OpenStack's form.
	for _, agent := range []string{"terraform-provider-iac golangsdk/2.0.0", "openstacksdk/4.0.0 keystoneauth1/5.6.0 python-requests/2.31.0 CPython/3.11.2"} {
		got = c.do("GET", "/", "", map[string]string{"User-Agent": agent})
		nested, _ := got.body["versions"].(map[string]any)
		values, _ := nested["values"].([]any)
		if got.status != 300 || len(values) != 1 || !strings.Contains(got.text, c.url+"/v3/") {
			t.Errorf("discovery by %s: %d %s", agent, got.status, got.text)
		}
	}
	for _, path := range []string{"/v3", "/v3/"} {
		if got := c.do("GET", path, "", nil); got.status != 200 || !strings.Contains(got.text, `"id":"v3.0"`) {
			t.Errorf("GET %s: %d %s", path, got.status, got.text)
		}
	}
}

// Expired tokens are forgotten after a while, so that an emulator that runs for days does not grow.
func TestExpiredTokensAreForgotten(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	c.issue(byName, "")
	c.Clock().Advance(30 * 24 * time.Hour)
	c.issue(byName, "")
	c.mu.Lock()
	defer c.mu.Unlock()
	if n := len(c.tokens); n != 1 {
		t.Errorf("%d tokens are kept, want the one that lives", n)
	}
}
