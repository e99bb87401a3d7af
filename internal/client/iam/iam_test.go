package iam

import (
	"strings"
	"testing"
	"time"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
)

// tokenReply is contract/auth.md 1.2.
const tokenReply = `{"token":{"issued_at":"2026-01-02T03:04:05.000000Z","expires_at":"2026-01-03T03:04:05.000000Z","methods":["password"],
	"user":{"id":"user-id","name":"user-a","password_expires_at":"","domain":{"id":"` + account + `","name":"domain-a"}},
	"project":{"id":"` + project + `","name":"cn-north-4","domain":{"id":"` + account + `","name":"domain-a"}},"roles":[{"id":"0","name":"te_admin"}]}}`

func TestListRegions(t *testing.T) {
	t.Parallel()
	const call = "GET /v3/regions"
	c, cloud := serve(t, byKey, map[string]answer{call: {200, `{"regions":[
		{"id":"cn-north-4","type":"public","description":"","parent_region_id":null,"links":{"self":"s"},"locales":{"zh-cn":"z","en-us":"CN North-Beijing4"}}],
		"links":{"self":"s","previous":null,"next":null}}`}})
	got, err := c.ListRegions(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	equal(t, got, []Region{{ID: "cn-north-4", Type: "public", Locales: map[string]string{"zh-cn": "z", "en-us": "CN North-Beijing4"}}})
	cloud.want(t, call)
	if header := cloud.headers[0]; header.Get("X-Domain-Id") != account || !strings.HasPrefix(header.Get("Authorization"), "SDK-HMAC-SHA256 Access=AK1,") {
		t.Errorf("not signed for the domain: %v", header)
	}
}

func TestListDomains(t *testing.T) {
	t.Parallel()
	const call = "GET /v3/auth/domains"
	c, cloud := serve(t, byToken, map[string]answer{call: {200, `{"domains":[{"id":"i","name":"n","enabled":true,"description":"d","links":{"self":"s"}}],"links":{"self":"s"}}`}})
	got, err := c.ListDomains(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	equal(t, got, []Domain{{ID: "i", Name: "n", Description: "d", Enabled: true}})
	cloud.want(t, call)
}

func TestGetCallerIdentity(t *testing.T) {
	t.Parallel()
	const (
		own, login, sts = "GET /v3/auth/tokens", "POST /v3/auth/tokens?nocatalog=1", "GET /v5/caller-identity"
		domains         = "GET /v3/auth/domains"
		projects        = "GET /v3/projects?name=cn-north-4&page=1&per_page=5000"
	)
	ofToken := CallerIdentity{AccountID: account, AccountName: "domain-a", UserID: "user-id", UserName: "user-a", ProjectID: project, ProjectName: "cn-north-4"}
	for name, row := range map[string]struct {
		credentials client.Credentials
		answers     map[string]answer
		want        CallerIdentity
		calls       []string
	}{
		"token":    {byToken, map[string]answer{own: {200, tokenReply}}, ofToken, []string{own}},
		"password": {byPassword, map[string]answer{login: {201, tokenReply}, own: {200, tokenReply}}, ofToken, []string{login, own}},
		"key": {
			byKey, map[string]answer{sts: {200, `{"account_id":"` + account + `","principal_urn":"iam::` + account + `:user:user-a","principal_id":"user-id"}`}},
			CallerIdentity{AccountID: account, PrincipalURN: "iam::" + account + ":user:user-a", PrincipalID: "user-id"}, []string{sts},
		},
		"key, no STS": {
			byKey, map[string]answer{domains: {200, `{"domains":[{"id":"` + account + `","name":"domain-a","enabled":true}]}`}},
			CallerIdentity{AccountID: account, AccountName: "domain-a"}, []string{sts, domains},
		},
		"key, no STS and no domains": {
			byKey, map[string]answer{domains: {200, `{"domains":[]}`}, projects: {200, twoProjects}},
			CallerIdentity{AccountID: account}, []string{sts, domains, projects},
		},
		"key, no STS and no right to see domains": {
			byKey, map[string]answer{domains: {403, ``}, projects: {200, twoProjects}},
			CallerIdentity{AccountID: account}, []string{sts, domains, projects},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, cloud := serve(t, row.credentials, row.answers)
			got, err := c.GetCallerIdentity(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			equal(t, *got, row.want)
			cloud.want(t, row.calls...)
		})
	}
}

func TestCallerIdentityThatIsRefused(t *testing.T) {
	t.Parallel()
	const forbidden = `{"error_code":"STS5.0403","error_msg":"forbidden"}`
	for name, row := range map[string]struct {
		answers map[string]answer
		want    string
	}{
		"by STS":    {map[string]answer{"GET /v5/caller-identity": {403, forbidden}}, "STS5.0403"},
		"by IAM":    {map[string]answer{"GET /v3/auth/domains": {403, `{"error":{"message":"no domains","code":403}}`}, "GET /v3/projects?name=cn-north-4&page=1&per_page=5000": {403, ``}}, "no domains"},
		"by nobody": {map[string]answer{"GET /v3/auth/domains": {200, `{"domains":[]}`}, "GET /v3/projects?name=cn-north-4&page=1&per_page=5000": {200, `{"projects":[]}`}}, "it has 0 domains, and 0 projects"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, _ := serve(t, byKey, row.answers)
			if got, err := c.GetCallerIdentity(t.Context()); err == nil || !strings.Contains(err.Error(), row.want) {
				t.Errorf("%+v, %v", got, err)
			}
		})
	}
}

func TestCreateToken(t *testing.T) {
	t.Parallel()
	c, cloud := serve(t, byPassword, map[string]answer{"POST /v3/auth/tokens?nocatalog=1": {201, tokenReply}})
	token, err := c.CreateToken(t.Context(), client.TokenScope{})
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	if token.Value != "token-1" || !token.IssuedAt.Equal(at) || !token.ExpiresAt.Equal(at.Add(24*time.Hour)) || token.User.Name != "user-a" || token.Project.ID != project {
		t.Errorf("%+v", token)
	}
	cloud.want(t, "POST /v3/auth/tokens?nocatalog=1")
	signing, _ := serve(t, byKey, nil)
	if _, err := signing.CreateToken(t.Context(), client.TokenScope{}); err == nil || !strings.Contains(err.Error(), "not for an access key") {
		t.Errorf("%v", err)
	}
}

func TestCreateSecurityToken(t *testing.T) {
	t.Parallel()
	const call = "POST /v3.0/OS-CREDENTIAL/securitytokens"
	c, cloud := serve(t, byToken, map[string]answer{call: {201, `{"credential":{"access":"a","secret":"s","securitytoken":"t","expires_at":"2026-01-02T03:04:05.678901Z"}}`}})
	keys, err := c.CreateSecurityToken(t.Context(), MinDuration)
	if err != nil {
		t.Fatal(err)
	}
	if keys.AccessKey != "a" || keys.SecretKey != "s" || keys.SecurityToken != "t" || !keys.Expires.Equal(time.Date(2026, 1, 2, 3, 4, 5, 678901000, time.UTC)) {
		t.Errorf("%+v", keys)
	}
	cloud.want(t, call)
	if _, err := c.CreateSecurityToken(t.Context(), MaxDuration+time.Second); err == nil || len(cloud.calls) != 1 {
		t.Errorf("%v after %d calls", err, len(cloud.calls))
	}
}

func TestRegionOfTheClient(t *testing.T) {
	t.Parallel()
	c, _ := serve(t, byToken, nil)
	if got := New(c.core, "ap-southeast-1").Region(); c.Region() != region || got != "ap-southeast-1" {
		t.Errorf("%s and %s", c.Region(), got)
	}
}
