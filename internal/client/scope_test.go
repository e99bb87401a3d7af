package client

import (
	"fmt"
	"testing"
)

func TestWorksOnDomain(t *testing.T) {
	t.Parallel()
	c := testClient(t, tokenConfig(), nil)
	for _, row := range []struct {
		service, route string
		want           bool
	}{
		// contract/auth.md 0, 4
		{"iam", "/v3/regions", true},
		{"iam", "/v3/projects", true},
		{"sts", "/v5/caller-identity", true},
		{"bss", "/v2/products/service-types", true},
		{"eps", "/v1.0/enterprise-projects", true},
		{"tms", "/v1.0/{project_id}/tags", false},
		{"vpcep", "/v1/{project_id}/vpc-endpoints", false},
		{"vpcep", "/", false},
		{"bcs", "/v2/{project_id}/blockchains", false},
	} {
		if got := c.Service(row.service, "").worksOnDomain(row.route); got != row.want {
			t.Errorf("%s %s: %t", row.service, row.route, got)
		}
	}
}

func TestSignedScope(t *testing.T) {
	t.Parallel()
	noDomain := byKey
	noDomain.DomainID = ""
	for name, row := range map[string]struct {
		credentials     Credentials
		service         string
		domain, project string // headers
		signed          string
	}{
		"a project":         {byKey, "vpcep", "", testProject, "host;x-project-id;x-sdk-date"},
		"a domain":          {byKey, "iam", "id-of-domain", "", "host;x-domain-id;x-sdk-date"},
		"an unknown domain": {noDomain, "iam", "", "", "host;x-sdk-date"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := newIdentityCloud()
			c := testClient(t, identityConfig(row.credentials), server)
			if _, err := Get[thing](t.Context(), c.Service(row.service, ""), "/v1/things", nil); err != nil {
				t.Fatal(err)
			}
			header := server.all()[0].header
			if header.Get("X-Domain-Id") != row.domain || header.Get("X-Project-Id") != row.project {
				t.Errorf("%v", header)
			}
			contains(t, header.Get("Authorization"), "SignedHeaders="+row.signed+",")
		})
	}
}

func TestTokenScopeRequest(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		scope      TokenScope
		body, text string
	}{
		// contract/auth.md 1.1
		{TokenScope{Project: Named{ID: "p"}}, `{"project":{"id":"p"}}`, "project p"},
		{TokenScope{Project: Named{ID: "p", Name: "n"}, Domain: Named{ID: "d"}}, `{"project":{"id":"p"}}`, `project "n"`},
		{TokenScope{Project: Named{Name: "n"}}, `{"project":{"name":"n"}}`, `project "n"`},
		{TokenScope{Project: Named{Name: "n"}, Domain: Named{Name: "d"}}, `{"project":{"name":"n","domain":{"name":"d"}}}`, `project "n"`},
		{TokenScope{Domain: Named{ID: "d", Name: "x"}}, `{"domain":{"id":"d"}}`, `domain "x"`},
		{TokenScope{Domain: Named{Name: "d"}}, `{"domain":{"name":"d"}}`, `domain "d"`},
		{TokenScope{}, `null`, "no project"},
	} {
		body, err := encode(row.scope.request())
		if err != nil {
			t.Fatal(err)
		}
		wantJSON(t, string(body), row.body)
		if got := fmt.Sprint(row.scope); got != row.text {
			t.Errorf("%s, want %s", got, row.text)
		}
	}
}

func TestRefusedScopeIsNotRenewed(t *testing.T) {
	t.Parallel()
	// contract/auth.md 2: the status is not documented.
	const body = `{"error":{"message":"tenantId in token is not the same with in URL.","code":"Common.0018"}}`
	for _, status := range []int{400, 401, 403} {
		for name, credentials := range map[string]Credentials{"password": byPassword, "token": {Token: "static-token-1"}} {
			t.Run(fmt.Sprint(name, status), func(t *testing.T) {
				t.Parallel()
				server := newIdentityCloud()
				calls := 0
				server.fail = func(r recorded) (int, string) {
					if r.path == loginPath {
						return 0, ""
					}
					calls++
					return status, body
				}
				_, err := get(t.Context(), testClient(t, identityConfig(credentials), server))
				if !HasCode(err, "common.0018") || calls != 1 {
					t.Errorf("%d calls: %v", calls, err)
				}
			})
		}
	}
}
