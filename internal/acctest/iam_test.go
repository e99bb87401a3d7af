package acctest

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
	"github.com/hwc-community/terraform-provider-hwc/internal/client/iam"
	"github.com/hwc-community/terraform-provider-hwc/internal/client/vpcep"
	"github.com/hwc-community/terraform-provider-hwc/internal/emulator"
)

// More of the emulator's fixtures.
const (
	domainA     = "5fc973eea581490997e82ea11a1df31f"
	userID      = "a1b5767a5780d5762fb5c0186072aa01"
	passcode    = "123456"
	idpA        = "idp-a"
	agencyB     = "agency-b"
	ownAgency   = "own-agency-a"
	chainedOnly = "second-agency-b" // an agency may assume it, a user may not
)

// wayIn is a way to authenticate as an account.
type wayIn struct {
	credentials client.Credentials
	oidc        func(cloud *Env) client.OIDC
	roles       []client.AssumeRole
	account     string
	logins      int // calls before the first call of a service, beside the look-up of the project
}

var (
	withKey      = client.Credentials{AccessKey: AccessKey, SecretKey: SecretKey, DomainID: domainA}
	withPassword = client.Credentials{UserName: User, Password: Password, DomainName: Domain}
	withMetadata = client.Credentials{Metadata: true}

	toBByName = client.AssumeRole{AgencyName: agencyB, DomainName: "domain-b"}
	toBByID   = client.AssumeRole{AgencyName: agencyB, DomainID: domainB, Duration: time.Hour}
)

func withIDToken(agency string) func(*Env) client.OIDC {
	return func(cloud *Env) client.OIDC {
		o := client.OIDC{IdpID: idpA, IDToken: cloud.NewIDToken(emulator.IDToken{Lifetime: 100 * time.Hour})}
		if agency != "" {
			o.AgencyName, o.DomainID = agency, domainB
		}
		return o
	}
}

var waysIn = map[string]wayIn{
	"key":                      {withKey, nil, nil, domainA, 0},
	"password":                 {withPassword, nil, nil, domainA, 1},
	"password by ids":          {client.Credentials{UserID: userID, Password: Password}, nil, nil, domainA, 1},
	"password of a domain id":  {client.Credentials{UserName: User, Password: Password, DomainID: domainA}, nil, nil, domainA, 1},
	"passcode":                 {client.Credentials{UserID: userID, Password: Password, Passcode: passcode}, nil, nil, domainA, 1},
	"metadata":                 {withMetadata, nil, nil, domainA, 2},
	"id token":                 {client.Credentials{}, withIDToken(""), nil, domainA, 2},
	"id token with agency":     {client.Credentials{}, withIDToken(agencyB), nil, domainB, 3},
	"key, agency by name":      {withKey, nil, []client.AssumeRole{toBByName}, domainB, 1},
	"key, agency by id":        {withKey, nil, []client.AssumeRole{toBByID}, domainB, 1},
	"password, agency by name": {withPassword, nil, []client.AssumeRole{toBByName}, domainB, 2},
	"password, agency by id":   {withPassword, nil, []client.AssumeRole{toBByID}, domainB, 3},
	"metadata, agency by id":   {withMetadata, nil, []client.AssumeRole{toBByID}, domainB, 3},
	"a chain": {
		withKey, nil, []client.AssumeRole{
			{AgencyName: ownAgency, DomainName: Domain, Duration: 2 * time.Hour}, {AgencyName: chainedOnly, DomainID: domainB, Duration: time.Hour},
		}, domainB, 2,
	},
	"a chain by names": {
		withPassword, nil, []client.AssumeRole{{AgencyName: ownAgency, DomainID: domainA}, {AgencyName: chainedOnly, DomainName: "domain-b"}},
		domainB, 4,
	},
}

func (w wayIn) client(t *testing.T, cloud *Env) *client.Client {
	t.Helper()
	config := client.Config{
		Region: Region, EndpointURL: cloud.URL, MetadataURL: cloud.URL + "/_metadata", Credentials: w.credentials, AssumeRoles: w.roles,
		RetryBackoff: func(int) time.Duration { return time.Millisecond },
	}
	if w.oidc != nil {
		o := w.oidc(cloud)
		config.OIDC = &o
	}
	return must[*client.Client](t, "configuration")(client.New(config))
}

// The client and the emulator are written apart from the same contract. Here each way in meets the cloud: many first
// calls, and a call after everything has expired.
func TestIamEachWayInMeetsEmulator(t *testing.T) {
	t.Parallel()
	for name, way := range waysIn {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud := Start(t, emulator.Options{Choices: emulator.Choices{PasscodeOnce: true}})
			core := way.client(t, cloud)
			endpoints := vpcep.New(core, "")
			var wg sync.WaitGroup
			for range 200 {
				wg.Go(func() {
					if _, err := endpoints.ListServices(t.Context(), vpcep.ListServicesRequest{}); err != nil {
						t.Error(err)
					}
				})
			}
			wg.Wait()
			if got := cloud.logins(); len(got) != way.logins {
				t.Errorf("two hundred first calls took these calls: %q, want %d", got, way.logins)
			}
			requests := cloud.Requests()
			if requests["GET /v1/{project_id}/vpc-endpoint-services"] != 200 || requests["GET /v3/projects"] > 1 {
				t.Errorf("two hundred first calls led to\n%s", cloud.RequestTable())
			}
			who := must[*iam.CallerIdentity](t, "caller identity")(iam.New(core, "").GetCallerIdentity(t.Context()))
			if who.AccountID != way.account {
				t.Errorf("the caller is %+v, want one of account %s", who, way.account)
			}
			cloud.Clock().Advance(30 * time.Hour)
			_, err := endpoints.ListServices(t.Context(), vpcep.ListServicesRequest{})
			switch {
			case name == "passcode" && (err == nil || !strings.Contains(err.Error(), "run again with a new one")):
				t.Errorf("a used passcode: %v", err)
			case name != "passcode" && err != nil:
				t.Errorf("after everything has expired: %v", err)
			}
		})
	}
}

// logins are the calls that obtained a token or key.
func (e *Env) logins() []string {
	var calls []string
	for _, entry := range e.Journal() {
		if !strings.Contains(entry.Path, "/vpc-endpoint-services") && !strings.HasSuffix(entry.Path, "/v3/projects") {
			calls = append(calls, entry.Method+" "+entry.Path)
		}
	}
	return calls
}

func TestIamClientMeetsEmulator(t *testing.T) {
	t.Parallel()
	cloud := Start(t, emulator.Options{})
	for name, way := range waysIn {
		c := iam.New(way.client(t, cloud), "")
		projects := must[[]iam.Project](t, name)(c.ListProjects(t.Context(), iam.ProjectFilter{Name: Region}))
		if len(projects) != 1 || projects[0].DomainID != way.account {
			t.Errorf("%s: projects %+v", name, projects)
		}
		if all := must[[]iam.Project](t, name)(c.ListProjects(t.Context(), iam.ProjectFilter{})); len(all) < 3 {
			t.Errorf("%s: projects %+v", name, all)
		}
		regions := must[[]iam.Region](t, name)(c.ListRegions(t.Context()))
		if !slices.ContainsFunc(regions, func(r iam.Region) bool { return r.ID == Region }) {
			t.Errorf("%s: regions %+v", name, regions)
		}
		domains := must[[]iam.Domain](t, name)(c.ListDomains(t.Context()))
		if len(domains) != 1 || domains[0].ID != way.account {
			t.Errorf("%s: domains %+v", name, domains)
		}
	}
}

func TestIamIssuedCredentialsWork(t *testing.T) {
	t.Parallel()
	cloud := Start(t, emulator.Options{})
	scope := client.TokenScope{Project: client.Named{Name: Region}}
	for name, way := range waysIn {
		c := iam.New(way.client(t, cloud), "")
		token, err := c.CreateToken(t.Context(), scope)
		if signs := name == "key" || name == "metadata"; signs {
			if err == nil || !strings.Contains(err.Error(), "not for an access key") {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if _, err := vpcep.New(wayIn{credentials: client.Credentials{Token: token.Value}}.client(t, cloud), "").ListServices(t.Context(), vpcep.ListServicesRequest{}); err != nil {
			t.Errorf("%s: with the token: %v", name, err)
		}
		keys, err := c.CreateSecurityToken(t.Context(), 15*time.Minute)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		temporary := client.Credentials{AccessKey: keys.AccessKey, SecretKey: keys.SecretKey, SecurityToken: keys.SecurityToken}
		who, err := iam.New(wayIn{credentials: temporary}.client(t, cloud), "").GetCallerIdentity(t.Context())
		if err != nil || who.AccountID != way.account {
			t.Errorf("%s: with the temporary key: %+v, %v", name, who, err)
		}
	}
}

func TestIamRefusalsOfTheEmulator(t *testing.T) {
	t.Parallel()
	tooLong := toBByID
	tooLong.Duration = 2 * time.Hour
	for name, row := range map[string]struct {
		way  wayIn
		want []string
	}{
		"wrong password":        {wayIn{credentials: client.Credentials{UserName: User, Password: "wrong-password", DomainName: Domain}}, []string{`log in as user "user-a" of domain "domain-a"`, "401"}},
		"wrong passcode":        {wayIn{credentials: client.Credentials{UserID: userID, Password: Password, Passcode: "654321"}}, []string{"log in as user", "a passcode is good for one login only"}},
		"no such agency":        {wayIn{credentials: withKey, roles: []client.AssumeRole{{AgencyName: "nobody", DomainName: "domain-b"}}}, []string{`assume agency "nobody" of domain "domain-b"`}},
		"an agency for another": {wayIn{credentials: withKey, roles: []client.AssumeRole{{AgencyName: chainedOnly, DomainID: domainB}}}, []string{`assume agency "second-agency-b" of domain ` + domainB}},
		"a chain for too long":  {wayIn{credentials: withKey, roles: []client.AssumeRole{{AgencyName: ownAgency, DomainName: Domain}, {AgencyName: chainedOnly, DomainID: domainB, Duration: tooLong.Duration}}}, []string{"assume agency \"second-agency-b\"", "3600 seconds at most"}},
		"an expired id token": {wayIn{oidc: func(cloud *Env) client.OIDC {
			return client.OIDC{IdpID: idpA, IDToken: cloud.NewIDToken(emulator.IDToken{Lifetime: -time.Minute})}
		}}, []string{`identity provider "idp-a"`, "401"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := vpcep.New(row.way.client(t, Start(t, emulator.Options{})), "").ListServices(t.Context(), vpcep.ListServicesRequest{})
			for _, want := range row.want {
				if err == nil || !strings.Contains(err.Error(), want) {
					t.Errorf("%v lacks %q", err, want)
				}
			}
		})
	}
}

func TestIamMetadataOfTheEmulator(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		metadata emulator.Metadata
		want     string // of the error
	}{
		"version 1 by 404": {emulator.Metadata{TokenStatus: 404}, ""},
		"version 1 by 405": {emulator.Metadata{TokenStatus: 405}, ""},
		"version 1 by 503": {emulator.Metadata{TokenStatus: 503}, ""},
		"version 2 only":   {emulator.Metadata{TokenRequired: true}, ""},
		"no agency":        {emulator.Metadata{NoAgency: true}, "give the instance an agency that is delegated to ECS"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud := Start(t, emulator.Options{Metadata: row.metadata})
			_, err := vpcep.New(wayIn{credentials: withMetadata}.client(t, cloud), "").ListServices(t.Context(), vpcep.ListServicesRequest{})
			switch {
			case row.want == "" && err != nil:
				t.Error(err)
			case row.want != "" && (err == nil || !strings.Contains(err.Error(), row.want)):
				t.Errorf("%v lacks %q", err, row.want)
			}
		})
	}
}
