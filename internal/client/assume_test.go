package client

import (
	"context"
	"errors"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// waysIn are all ways to authenticate that obtain something: what the services see, and the calls before the first.
var waysIn = map[string]struct {
	credentials Credentials
	oidc        *OIDC
	roles       []AssumeRole
	who         string
	route       []string
}{
	"password":             {byPassword, nil, nil, "user", []string{login}},
	"passcode":             {byPasscode, nil, nil, "user", []string{login}},
	"metadata":             {byMetadata, nil, nil, "instance", []string{imds, instanceKeys}},
	"id token":             {Credentials{}, byIDToken, nil, "federated", []string{idLogin, iamKeys}},
	"id token with agency": {Credentials{}, &OIDC{IdpID: "idp-1", IDToken: "jwt-1", AgencyName: "agency-b", DomainID: "id-of-domain-b"}, nil, "federated as agency-b", []string{idLogin, iamKeys, stsKeys}},

	"key, agency by IAM":      {byKey, nil, []AssumeRole{agencyByName}, "key as agency-b", []string{iamKeys}},
	"key, agency by STS":      {byKey, nil, []AssumeRole{agencyByID}, "key as agency-b", []string{stsKeys}},
	"password, agency by IAM": {byPassword, nil, []AssumeRole{agencyByName}, "user as agency-b", []string{login, iamKeys}},
	"password, agency by STS": {byPassword, nil, []AssumeRole{agencyByID}, "user as agency-b", []string{login, iamKeys, stsKeys}},
	"metadata, agency by IAM": {byMetadata, nil, []AssumeRole{agencyByName}, "instance as agency-b", []string{imds, instanceKeys, iamKeys}},
	"metadata, agency by STS": {byMetadata, nil, []AssumeRole{agencyByID}, "instance as agency-b", []string{imds, instanceKeys, stsKeys}},
	"id token, agency by IAM": {Credentials{}, byIDToken, []AssumeRole{agencyByName}, "federated as agency-b", []string{idLogin, iamKeys, iamKeys}},
	"a chain": {
		byKey, nil, []AssumeRole{agencyByName, {AgencyName: "agency-c", DomainID: "id-of-domain-c"}, {AgencyName: "agency-d", DomainName: "domain-d"}},
		"key as agency-b as agency-c as agency-d", []string{iamKeys, stsKeys, iamKeys},
	},
}

const (
	login        = "POST /v3/auth/tokens"
	idLogin      = "POST /v3.0/OS-AUTH/id-token/tokens"
	iamKeys      = "POST /v3.0/OS-CREDENTIAL/securitytokens"
	stsKeys      = "POST /v5/agencies/assume"
	imds         = "PUT /meta-data/latest/api/token"
	instanceKeys = "GET /openstack/latest/securitykey"
	service      = "GET /v1/" + testProject + "/things/t1"
)

// eachWayIn runs a test with a client for each way in, on a clock of its own.
func eachWayIn(t *testing.T, test func(t *testing.T, c *Client, server *identityCloud, way string)) {
	for name, way := range waysIn {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				cfg := identityConfig(way.credentials, way.roles...)
				cfg.OIDC = way.oidc
				server := newIdentityCloud()
				test(t, testClient(t, cfg, server), server, name)
			})
		})
	}
}

func mustGet(t *testing.T, c *Client, who string) {
	t.Helper()
	got, err := get(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	if got.ID != who {
		t.Errorf("the service was called by %q, want %q", got.ID, who)
	}
}

func TestWaysIn(t *testing.T) {
	t.Parallel()
	eachWayIn(t, func(t *testing.T, c *Client, server *identityCloud, way string) {
		mustGet(t, c, waysIn[way].who)
		mustGet(t, c, waysIn[way].who)
		if got, want := server.route(), append(slices.Clone(waysIn[way].route), service, service); !slices.Equal(got, want) {
			t.Errorf("calls:\n%q\nwant:\n%q", got, want)
		}
	})
}

func TestManyFirstCallsObtainOnce(t *testing.T) {
	t.Parallel()
	eachWayIn(t, func(t *testing.T, c *Client, server *identityCloud, way string) {
		var wg sync.WaitGroup
		for range 200 {
			wg.Go(func() {
				if _, err := get(t.Context(), c); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		got := slices.DeleteFunc(server.route(), func(call string) bool { return call == service })
		if want := waysIn[way].route; !slices.Equal(got, want) {
			t.Errorf("calls:\n%q\nwant:\n%q", got, want)
		}
	})
}

func TestObtainedIsRenewedBeforeItEnds(t *testing.T) {
	t.Parallel()
	eachWayIn(t, func(t *testing.T, c *Client, server *identityCloud, way string) {
		if way == "passcode" { // renews nothing: TestPasscodeIsGoodOnce
			return
		}
		mustGet(t, c, waysIn[way].who)
		before := len(server.proofs)
		server.fail = func(r recorded) (int, string) {
			if who, _ := server.caller(r); r.path == service && who == "" {
				t.Error("a service was called with what has ended")
			}
			return 0, ""
		}
		for range 12 {
			time.Sleep(10 * time.Minute)
			mustGet(t, c, waysIn[way].who)
		}
		if len(server.proofs) == before {
			t.Error("nothing was renewed within two hours, although everything lives one")
		}
	})
}

func TestRefusedIsRenewedOnce(t *testing.T) {
	t.Parallel()
	eachWayIn(t, func(t *testing.T, c *Client, server *identityCloud, way string) {
		mustGet(t, c, waysIn[way].who)
		server.route()
		server.revoke()
		server.metadata = "another"
		if way == "passcode" {
			_, err := get(t.Context(), c)
			contains(t, fmtError(err), "the passcode is good for one login only")
			return
		}
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
		renewals := map[string]int{}
		for _, r := range server.all() {
			if !strings.HasPrefix(r.path, "/v1/") {
				renewals[r.method+" "+r.path]++
			}
		}
		for call, n := range renewals {
			// Each step is tried with what it has, and once more with what the step before got anew.
			if most := 2 * count(waysIn[way].route, call); n > most {
				t.Errorf("%d times %s, want at most %d", n, call, most)
			}
		}
	})
}

func count(calls []string, call string) (n int) {
	for _, c := range calls {
		if c == call {
			n++
		}
	}
	return n
}

func fmtError(err error) string {
	if err == nil {
		return "no error"
	}
	return err.Error()
}

func TestObtainedOutlivesFailedRenewal(t *testing.T) {
	t.Parallel()
	eachWayIn(t, func(t *testing.T, c *Client, server *identityCloud, way string) {
		mustGet(t, c, waysIn[way].who)
		tries := 0
		server.fail = func(r recorded) (int, string) {
			if strings.HasPrefix(r.path, "/v1/") {
				return 0, ""
			}
			tries++
			return 500, `{"error_code":"IAM.0006","error_msg":"An unexpected error prevented the server from fulfilling your request."}`
		}
		for range 590 {
			time.Sleep(6 * time.Second)
			mustGet(t, c, waysIn[way].who)
		}
		// A quarter of the time left lies between two tries: 900 s shrink to the 6 s between two calls in 18 steps.
		if most := 18 * len(waysIn[way].route); tries > most {
			t.Errorf("%d tries to renew within a quarter of an hour, want at most %d", tries, most)
		}
		time.Sleep(2 * time.Minute)
		if _, err := get(t.Context(), c); err == nil {
			t.Error("something was used after its end")
		}
	})
}

func TestCallerOfAChainMayGiveUp(t *testing.T) {
	t.Parallel()
	started, release := make(chan struct{}), make(chan struct{})
	server := newIdentityCloud()
	inner := server.answer
	server.answer = func(n int, r recorded) (*http.Response, error) {
		if r.path == "/v5/agencies/assume" {
			close(started)
			<-release
		}
		return inner(n, r)
	}
	c := testClient(t, identityConfig(byKey, agencyByID), server)
	impatient, cancel := context.WithCancel(t.Context())
	gone := make(chan error)
	go func() { _, err := get(impatient, c); gone <- err }()
	<-started
	other := make(chan error)
	go func() { _, err := get(t.Context(), c); other <- err }()
	cancel()
	if err := <-gone; !errors.Is(err, context.Canceled) {
		t.Errorf("the caller who gave up got %v", err)
	}
	close(release)
	if err := <-other; err != nil {
		t.Errorf("the other got %v", err)
	}
}

func TestAgencyRequests(t *testing.T) {
	t.Parallel()
	const byIAM = "/v3.0/OS-CREDENTIAL/securitytokens"
	const bySTS = "/v5/agencies/assume"
	for name, row := range map[string]struct {
		role       AssumeRole
		path, body string
	}{
		// contract/auth.md 1.6, 1.7
		"by IAM":                {agencyByName, byIAM, `{"auth":{"identity":{"methods":["assume_role"],"assume_role":{"agency_name":"agency-b","domain_name":"domain-b"}}}}`},
		"by IAM, for two hours": {AssumeRole{AgencyName: "agency-b", DomainName: "domain-b", Duration: 2 * time.Hour}, byIAM, `{"auth":{"identity":{"methods":["assume_role"],"assume_role":{"agency_name":"agency-b","domain_name":"domain-b","duration_seconds":7200}}}}`},
		"by STS":                {agencyByID, bySTS, `{"agency_urn":"iam::id-of-domain-b:agency:agency-b","agency_session_name":"agency-b"}`},
		"by STS, for two hours": {AssumeRole{AgencyName: "agency-b", DomainID: "id-of-domain-b", Duration: 2 * time.Hour}, bySTS, `{"agency_urn":"iam::id-of-domain-b:agency:agency-b","agency_session_name":"agency-b","duration_seconds":7200}`},
		"the id wins":           {AssumeRole{AgencyName: "agency-b", DomainName: "domain-b", DomainID: "id-of-domain-b"}, bySTS, `{"agency_urn":"iam::id-of-domain-b:agency:agency-b","agency_session_name":"agency-b"}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := newIdentityCloud()
			mustGet(t, testClient(t, identityConfig(byKey, row.role), server), "key as agency-b")
			r := server.last(t, row.path)
			wantJSON(t, r.body, row.body)
			contains(t, r.header.Get("Authorization"), "Access=AK1, SignedHeaders=host;x-domain-id;x-sdk-date,")
			if got := r.header.Get("X-Domain-Id"); got != "id-of-domain" {
				t.Errorf("X-Domain-Id is %q", got)
			}
		})
	}
}

func TestAgencyHosts(t *testing.T) {
	t.Parallel()
	server := newIdentityCloud()
	cfg := identityConfig(byPassword, agencyByName, AssumeRole{AgencyName: "agency-c", DomainID: "id-of-domain-c"})
	cfg.EndpointURL = ""
	mustGet(t, testClient(t, cfg, server), "user as agency-b as agency-c")
	var hosts []string
	for _, r := range server.all() {
		hosts = append(hosts, r.host)
	}
	if got, want := strings.Join(hosts, " "), strings.Join([]string{
		"iam.cn-north-4.myhuaweicloud.com", "iam.cn-north-4.myhuaweicloud.com", "sts.cn-north-4.myhuaweicloud.com",
		"vpcep.cn-north-4.myhuaweicloud.com",
	}, " "); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestProjectOfAnAgencyIsLookedUpAsTheAgency(t *testing.T) {
	t.Parallel()
	server := newIdentityCloud()
	cfg := identityConfig(byPassword, agencyByID)
	cfg.ProjectID = ""
	c := testClient(t, cfg, server)
	mustGet(t, c, "user as agency-b")
	mustGet(t, c, "user as agency-b")
	want := []string{login, iamKeys, stsKeys, "GET /v3/projects", service, service}
	if got := server.route(); !slices.Equal(got, want) {
		t.Errorf("calls:\n%q\nwant:\n%q", got, want)
	}
}

func TestFailedAgencyIsNamed(t *testing.T) {
	t.Parallel()
	const forbidden = `{"error":{"message":"You are not authorized to perform the requested action.","code":403,"title":"Forbidden"}}`
	for name, row := range map[string]struct {
		roles  []AssumeRole
		path   string // that refuses
		agency string // that is named to it
		status int
		body   string
		want   []string
		never  string
	}{
		"the first": {
			[]AssumeRole{agencyByName, {AgencyName: "agency-c", DomainName: "domain-c"}}, "/v3.0/OS-CREDENTIAL/securitytokens", "agency-b", 403, forbidden,
			[]string{`assume agency "agency-b" of domain "domain-b"`, "403", "not authorized"}, "lower the duration",
		},
		"the second": {
			[]AssumeRole{agencyByName, agencyC}, "/v5/agencies/assume", "agency-c", 403, forbidden,
			[]string{`assume agency "agency-c" of domain id-of-domain-c`, "403", "not authorized"}, "agency-b",
		},
		"keys too long for a chain": {
			[]AssumeRole{agencyByName, {AgencyName: "agency-c", DomainID: "id-of-domain-c", Duration: 2 * time.Hour}}, "", "", 0, "",
			[]string{`assume agency "agency-c"`, "STS5.0400", "3600 seconds at most", "lower the duration"}, "agency-b",
		},
		"keys too long for the agency itself": {
			[]AssumeRole{{AgencyName: "agency-b", DomainID: "id-of-domain-b", Duration: 2 * time.Hour}}, "/v5/agencies/assume", "agency-b", 400,
			`{"error_code":"STS5.0400","error_msg":"duration_seconds is too large"}`, []string{"STS5.0400"}, "lower the duration",
		},
		"a cloud without STS": {
			[]AssumeRole{agencyByID}, "/v5/agencies/assume", "agency-b", 404, `{"error_code":"APIGW.0101","error_msg":"The API does not exist."}`,
			[]string{`assume agency "agency-b"`, "APIGW.0101", "name the domain of the agency instead of its id"}, "lower the duration",
		},
		"a reply without keys": {
			[]AssumeRole{agencyByID}, "/v5/agencies/assume", "agency-b", 200, `{"credentials":{"access_key_id":"AK"}}`,
			[]string{`assume agency "agency-b"`, "the reply lacks an access key"}, "lower the duration",
		},
		"a reply that is no JSON": {
			[]AssumeRole{agencyByName}, "/v3.0/OS-CREDENTIAL/securitytokens", "agency-b", 200, `<html>`,
			[]string{`assume agency "agency-b"`, "cannot be read as JSON"}, "lower the duration",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := newIdentityCloud()
			server.fail = func(r recorded) (int, string) {
				if r.path == row.path && strings.Contains(r.body, row.agency) {
					return row.status, row.body
				}
				return 0, ""
			}
			_, err := get(t.Context(), testClient(t, identityConfig(byKey, row.roles...), server))
			contains(t, fmtError(err), row.want...)
			if strings.Contains(fmtError(err), row.never) {
				t.Errorf("%q is in %v", row.never, err)
			}
			if !is[*AuthError](err) || IsNotFound(err) || Undecided(err) {
				t.Errorf("%T, not found %t, undecided %t", err, IsNotFound(err), Undecided(err))
			}
		})
	}
}

var agencyC = AssumeRole{AgencyName: "agency-c", DomainID: "id-of-domain-c"}

func TestUnknownHostOfSTSIsExplained(t *testing.T) {
	t.Parallel()
	server := newIdentityCloud()
	inner := server.answer
	server.answer = func(n int, r recorded) (*http.Response, error) {
		if strings.HasPrefix(r.host, "sts.") {
			return nil, &net.DNSError{Err: "no such host", Name: r.host, IsNotFound: true}
		}
		return inner(n, r)
	}
	cfg := identityConfig(byKey, agencyByID)
	cfg.EndpointURL, cfg.Region, cfg.Cloud = "", "eu-de", "otc.t-systems.com"
	_, err := get(t.Context(), testClient(t, cfg, server))
	contains(t, fmtError(err), "cannot find the host of sts in region eu-de at https://sts.eu-de.otc.t-systems.com", "name the domain of the agency instead of its id")
}

// IAM calls a security token that has ended a bad request (contract/auth.md 1.4).
func TestEndedSecurityTokenIsRenewedAfterA400(t *testing.T) {
	t.Parallel()
	const body = `{"error":{"message":"The securitytoken has expired.","code":"IAM.1108","title":"Bad Request"}}`
	for name, row := range map[string]struct {
		cfg  Config
		want string // of the error; "" = cured
	}{
		"obtained":           {identityConfig(byKey, agencyByName), ""},
		"given by the user":  {identityConfig(Credentials{AccessKey: "AK2", SecretKey: "SK-secret-2", SecurityToken: "given-1"}), "the configured temporary access key is invalid or has expired"},
		"of another refusal": {identityConfig(byKey, agencyByName), "IAM.0011"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := newIdentityCloud()
			refused := 0
			server.fail = func(r recorded) (int, string) {
				if r.path != "/v3/regions" || (refused > 0 && row.want == "") {
					return 0, ""
				}
				refused++
				if row.want == "IAM.0011" {
					return 400, `{"error":{"message":"Request body is invalid.","code":"IAM.0011"}}`
				}
				return 400, body
			}
			_, err := Get[thing](t.Context(), testClient(t, row.cfg, server).Service("iam", ""), "/v3/regions", nil)
			if row.want == "" && err != nil || row.want != "" && !strings.Contains(fmtError(err), row.want) || refused != 1 {
				t.Errorf("refused %d times: %v", refused, err)
			}
		})
	}
}

func TestSecretsOfAgenciesAreScrubbed(t *testing.T) {
	t.Parallel()
	server := newIdentityCloud()
	c := testClient(t, identityConfig(byPassword, agencyByID), server)
	mustGet(t, c, "user as agency-b")
	got := c.secrets.clean("token-of-user-1 temporary-secret-2 security-token-2 temporary-secret-3 security-token-3")
	if want := "*** *** *** *** ***"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
