package foreign

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"testing"
	"time"

	iammodel "github.com/huaweicloud/huaweicloud-sdk-go-v3/services/iam/v3/model"
)

// The huaweicloud provider's start and the services it makes clients of were read in
// huaweicloud/terraform-provider-huaweicloud: huaweicloud/provider.go, huaweicloud/config/{auth,config,endpoints}.go and
// vendor/github.com/chnsz/golangsdk/openstack/{client.go,identity/v3/tokens/*}. All its services have the emulator's
// address: auth_url = "BASE/v3" and endpoints = { iam = "BASE", bss = "BASE", vpcep = "BASE", bcs = "BASE", eps = "BASE",
// cce = "BASE", dms = "BASE", ecs = "BASE", sts = "BASE" }.

// huaweicloud is a configured provider: a client for the project and one for the account.
type huaweicloud struct {
	*chnsz
	account       *chnsz
	international bool
}

type (
	foundProject struct {
		ID       string `json:"id"`
		Name     string `json:"name"`
		DomainID string `json:"domain_id"`
		ParentID string `json:"parent_id"`
		IsDomain bool   `json:"is_domain"`
		Enabled  bool   `json:"enabled"`
	}
	foundDomain struct {
		ID      string `json:"id"`
		Name    string `json:"name"`
		Enabled bool   `json:"enabled"`
	}
)

const huaweiRegion = "cn-north-4"

// startWithKey is the start with region, access_key, secret_key and, when named, domain_name.
func startWithKey(t *testing.T, base string, who tenant, domainName string) *huaweicloud {
	t.Helper()
	return startWithTemporaryKey(t, base, who, "", domainName)
}

// startWithTemporaryKey has a security_token too.
func startWithTemporaryKey(t *testing.T, base string, who tenant, security, domainName string) *huaweicloud {
	t.Helper()
	p := &huaweicloud{chnsz: &chnsz{t: t, base: base, who: who, security: security},
		account: &chnsz{t: t, base: base, who: who, security: security}}
	p.project = p.findProject()
	if domainName != "" {
		p.account.domainID = p.findDomain(domainName)
	}
	p.account.domainID = p.findDomain(domainName)
	if p.project != who.projectID || p.account.domainID != who.domainID {
		t.Fatalf("the provider found project %s and account %s", p.project, p.account.domainID)
	}
	p.checkWebsite()
	return p
}

// checkWebsite asks of which site the account is, unless skip_check_website_type says not to. A 403 with CBC.0150 or
// CBC.0156 is an answer too.
func (p *huaweicloud) checkWebsite() {
	p.t.Helper()
	_, err := p.send(order{method: http.MethodGet, path: "/v2/products/service-types", query: url.Values{"limit": {"1"}}}, nil)
	if refused, is := errors.AsType[*unexpected](err); is {
		var reason struct {
			Code    string `json:"error_code"`
			Message string `json:"error_msg"`
		}
		if json.Unmarshal([]byte(refused.body), &reason) != nil || refused.status != http.StatusForbidden || reason.Code != "CBC.0150" {
			p.t.Fatal(err)
		}
		p.international = true
	}
}

// findProject takes the first project of the region's name.
func (p *huaweicloud) findProject() string {
	p.t.Helper()
	var found struct {
		Projects []foundProject `json:"projects"`
	}
	p.must(order{method: http.MethodGet, path: "/v3/projects", query: url.Values{"name": {huaweiRegion}}}, &found)
	if len(found.Projects) == 0 {
		p.t.Fatal("no project")
	}
	return found.Projects[0].ID
}

// findDomain takes the first account, which has to have the name that is configured, if one is.
func (p *huaweicloud) findDomain(name string) string {
	p.t.Helper()
	var found struct {
		Domains []foundDomain `json:"domains"`
	}
	p.account.must(order{method: http.MethodGet, path: "/v3/auth/domains"}, &found)
	if len(found.Domains) != 1 || name != "" && found.Domains[0].Name != name {
		p.t.Fatalf("domains %v", found.Domains)
	}
	return found.Domains[0].ID
}

// assumeRole is the start of tenant b with assume_role for tenant a: temporary keys of an agency, by IAM with the
// official SDK for twelve hours, or by STS when the account is named by its id. Then it starts anew with them.
func assumeRole(t *testing.T, base string, bySTS bool) *huaweicloud {
	t.Helper()
	self := startWithKey(t, base, tenantB, tenantB.domainName)
	who, security := tenantA, ""
	if bySTS {
		var assumed struct {
			Credentials struct {
				Access   string `json:"access_key_id"`
				Secret   string `json:"secret_access_key"`
				Security string `json:"security_token"`
			} `json:"credentials"`
		}
		self.must(order{method: http.MethodPost, path: "/v5/agencies/assume", body: map[string]any{
			"agency_urn": "iam::" + tenantA.domainID + ":agency:agency-a", "agency_session_name": "agency-a"}}, &assumed)
		who.accessKey, who.secretKey, security = assumed.Credentials.Access, assumed.Credentials.Secret, assumed.Credentials.Security
	} else {
		key := call(t, iamClient(t, base, tenantB).CreateTemporaryAccessKeyByAgency, &iammodel.CreateTemporaryAccessKeyByAgencyRequest{
			Body: &iammodel.CreateTemporaryAccessKeyByAgencyRequestBody{Auth: &iammodel.AgencyAuth{Identity: &iammodel.AgencyAuthIdentity{
				Methods: []iammodel.AgencyAuthIdentityMethods{iammodel.GetAgencyAuthIdentityMethodsEnum().ASSUME_ROLE},
				AssumeRole: &iammodel.IdentityAssumerole{AgencyName: "agency-a", DomainName: &tenantA.domainName,
					DurationSeconds: new(int32(12 * 60 * 60))}}}}}).Credential
		who.accessKey, who.secretKey, security = key.Access, key.Secret, key.Securitytoken
	}
	if security == "" {
		t.Fatal("no security token")
	}
	return startWithTemporaryKey(t, base, who, security, "")
}

// agencyToken is the start of tenant b with agency_name and agency_domain_name: tokens of tenant a, for which it signs,
// and which it has instead of its keys from then on (vendor/github.com/chnsz/golangsdk/openstack/client.go).
func agencyToken(t *testing.T, base string) *huaweicloud {
	t.Helper()
	p := &huaweicloud{chnsz: &chnsz{t: t, base: base, who: tenantB}, account: &chnsz{t: t, base: base, who: tenantB}}
	own := p.findDomain(tenantB.domainName)
	domain := map[string]any{"name": tenantA.domainName}
	for client, scope := range map[*chnsz]map[string]any{
		p.chnsz:   {"project": map[string]any{"domain": domain, "name": huaweiRegion}},
		p.account: {"domain": domain},
	} {
		client.domainID = own
		var issued issuedToken
		header := client.must(order{method: http.MethodPost, path: "/v3/auth/tokens", body: map[string]any{"auth": map[string]any{
			"identity": map[string]any{"methods": []string{"assume_role"},
				"assume_role": map[string]any{"domain_name": tenantA.domainName, "xrole_name": "agency-a"}},
			"scope": scope}}}, &issued)
		if client.token = header.Get("X-Subject-Token"); client.token == "" {
			t.Fatal("no token")
		}
		if issued.Token.Project != nil {
			client.project = issued.Token.Project.ID
		}
	}
	p.checkWebsite()
	return p
}

type (
	named struct {
		ID   string `json:"id"`
		Name string `json:"name"`
	}
	issuedToken struct {
		Token struct {
			ExpiresAt time.Time `json:"expires_at"`
			Project   *struct {
				named
				Domain named `json:"domain"`
			} `json:"project"`
			Catalog []struct {
				named
				Type      string `json:"type"`
				Endpoints []struct {
					ID        string `json:"id"`
					Region    string `json:"region"`
					Interface string `json:"interface"`
					URL       string `json:"url"`
				} `json:"endpoints"`
			} `json:"catalog"`
		} `json:"token"`
	}
)

// startWithPassword is the start with user_name, password and domain_name: a token for the project and one for the
// account.
func startWithPassword(t *testing.T, base string, who tenant, user, password string) *huaweicloud {
	t.Helper()
	p := &huaweicloud{chnsz: &chnsz{t: t, base: base}, account: &chnsz{t: t, base: base}}
	domain := map[string]any{"name": who.domainName}
	identity := map[string]any{"methods": []string{"password"},
		"password": map[string]any{"user": map[string]any{"domain": domain, "name": user, "password": password}}}
	login := func(client *chnsz, scope map[string]any) issuedToken {
		var issued issuedToken
		header := client.must(order{method: http.MethodPost, path: "/v3/auth/tokens",
			body: map[string]any{"auth": map[string]any{"identity": identity, "scope": scope}}}, &issued)
		client.token = header.Get("X-Subject-Token")
		if client.token == "" || len(issued.Token.Catalog) == 0 || issued.Token.ExpiresAt.Before(time.Now()) {
			t.Fatalf("token %+v", issued)
		}
		return issued
	}
	project := login(p.chnsz, map[string]any{"project": map[string]any{"domain": domain, "name": huaweiRegion}}).Token.Project
	if project == nil || project.ID != who.projectID || project.Domain.ID != who.domainID {
		t.Fatalf("project %+v", project)
	}
	p.project = project.ID
	if login(p.account, map[string]any{"domain": domain}).Token.Project != nil {
		t.Fatal("the account's token has a project")
	}
	var found struct {
		Users []named `json:"users"`
	}
	p.findDomain(who.domainName)
	p.account.must(order{method: http.MethodGet, path: "/v3/users", query: url.Values{"name": {user}}}, &found)
	if len(found.Users) != 1 || found.Users[0].Name != user {
		t.Fatalf("users %v", found.Users)
	}
	p.checkWebsite()
	return p
}

// TestHuaweicloudStart configures the provider in each way and reads with it, with accounts of either site.
func TestHuaweicloudStart(t *testing.T) {
	t.Parallel()
	for name, begin := range map[string]func(t *testing.T, base string) *huaweicloud{
		"access key": func(t *testing.T, base string) *huaweicloud { t.Helper(); return startWithKey(t, base, tenantA, "") },
		"access key of the account": func(t *testing.T, base string) *huaweicloud {
			t.Helper()
			return startWithKey(t, base, tenantA, tenantA.domainName)
		},
		"password": func(t *testing.T, base string) *huaweicloud {
			t.Helper()
			return startWithPassword(t, base, tenantA, "user-a", "password-A1")
		},
		"agency":         func(t *testing.T, base string) *huaweicloud { t.Helper(); return assumeRole(t, base, false) },
		"agency by STS":  func(t *testing.T, base string) *huaweicloud { t.Helper(); return assumeRole(t, base, true) },
		"agency's token": func(t *testing.T, base string) *huaweicloud { t.Helper(); return agencyToken(t, base) },
	} {
		for site, international := range map[string]bool{"": false, " of the international site": true} {
			t.Run(name+site, func(t *testing.T) {
				t.Parallel()
				p := begin(t, start(t, fmt.Sprintf(`-choices={"international":%t}`, international)))
				if services := pages[hwService](p.chnsz, order{path: p.vpcep("vpc-endpoint-services")}, "endpoint_services"); len(services) != 0 {
					t.Errorf("services %v", services)
				}
				if p.international != international {
					t.Errorf("the provider takes the account for one of the international site: %t", p.international)
				}
			})
		}
	}
}

// TestHuaweicloudSignature: what golangsdk signs is looked at, its headers as well as its query.
func TestHuaweicloudSignature(t *testing.T) {
	t.Parallel()
	p := startWithKey(t, start(t), tenantA, "")
	for name, spoil := range map[string]func(r *http.Request){
		"secret": func(r *http.Request) {
			r.Header.Del("Authorization")
			(&chnsz{who: tenant{accessKey: tenantA.accessKey, secretKey: tenantB.secretKey}}).sign(r, nil)
		},
		"query":  func(r *http.Request) { r.URL.RawQuery += "&limit=1" },
		"header": func(r *http.Request) { r.Header.Set("Accept", "text/plain") },
	} {
		request := p.request(order{method: http.MethodGet, path: p.vpcep(hwServices), query: url.Values{"endpoint_service_name": {"a b/ü+*"}}})
		if status := answer(t, request.Clone(t.Context())); status != http.StatusOK {
			t.Errorf("%s: before, %d", name, status)
		}
		spoil(request)
		if status := answer(t, request); status != http.StatusUnauthorized {
			t.Errorf("%s: spoilt, %d", name, status)
		}
	}
}

func answer(t *testing.T, request *http.Request) int {
	t.Helper()
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	return response.StatusCode
}
