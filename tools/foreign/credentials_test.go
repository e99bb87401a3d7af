package foreign

import (
	"bytes"
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/huaweicloud/huaweicloud-sdk-go-v3/core/auth"
	"github.com/huaweicloud/huaweicloud-sdk-go-v3/core/auth/basic"
	"github.com/huaweicloud/huaweicloud-sdk-go-v3/core/auth/global"
	"github.com/huaweicloud/huaweicloud-sdk-go-v3/core/auth/provider"
	"github.com/huaweicloud/huaweicloud-sdk-go-v3/core/auth/signer/algorithm"
	"github.com/huaweicloud/huaweicloud-sdk-go-v3/core/config"
	"github.com/huaweicloud/huaweicloud-sdk-go-v3/core/region"
	eps "github.com/huaweicloud/huaweicloud-sdk-go-v3/services/eps/v1"
	epsmodel "github.com/huaweicloud/huaweicloud-sdk-go-v3/services/eps/v1/model"
	iam "github.com/huaweicloud/huaweicloud-sdk-go-v3/services/iam/v3"
	iammodel "github.com/huaweicloud/huaweicloud-sdk-go-v3/services/iam/v3/model"
	sts "github.com/huaweicloud/huaweicloud-sdk-go-v3/services/sts/v1"
	stsmodel "github.com/huaweicloud/huaweicloud-sdk-go-v3/services/sts/v1/model"
	vpcep "github.com/huaweicloud/huaweicloud-sdk-go-v3/services/vpcep/v1"
	"github.com/huaweicloud/huaweicloud-sdk-go-v3/services/vpcep/v1/model"
)

// regional is a VPCEP client for a region, as most programs make it: the SDK finds the project itself.
func regional(t *testing.T, base string, credentials auth.ICredential) *vpcep.VpcepClient {
	t.Helper()
	client, err := vpcep.VpcepClientBuilder().WithRegion(region.NewRegion("cn-north-4", base)).WithCredential(credentials).SafeBuild()
	if err != nil {
		t.Fatal(err)
	}
	return vpcep.NewVpcepClient(client)
}

// makes shows that a client may create in a project.
func makes(t *testing.T, client *vpcep.VpcepClient, project string) {
	t.Helper()
	made := call(t, client.CreateEndpointService, serviceOf("demo", "1"))
	if *made.ProjectId != project {
		t.Errorf("made in project %s, want %s", *made.ProjectId, project)
	}
}

// TestProjectIsFound: basic credentials without a project ask IAM for the one of the region.
func TestProjectIsFound(t *testing.T) {
	t.Parallel()
	base := start(t)
	credentials, err := basic.NewCredentialsBuilder().WithAk(tenantA.accessKey).WithSk(tenantA.secretKey).WithIamEndpointOverride(base).SafeBuild()
	if err != nil {
		t.Fatal(err)
	}
	makes(t, regional(t, base, credentials), tenantA.projectID)
	if done := called(t, base); !done["GET /v3/projects"] {
		t.Errorf("the SDK knew the project: %v", done)
	}
}

// TestEverySigningAlgorithm: the SDK signs in four ways, two of them with key pairs that it derives.
func TestEverySigningAlgorithm(t *testing.T) {
	t.Parallel()
	for _, name := range []algorithm.SigningAlgorithm{algorithm.HmacSHA256, algorithm.HmacSM3, algorithm.EcdsaP256SHA256, algorithm.SM2SM3} {
		base := start(t)
		core, err := vpcep.VpcepClientBuilder().WithEndpoints([]string{base}).WithCredential(projectCredentials(t, tenantA)).
			WithHttpConfig(config.DefaultHttpConfig().WithSigningAlgorithm(name)).SafeBuild()
		if err != nil {
			t.Fatal(err)
		}
		client := vpcep.NewVpcepClient(core)
		for range 20 { // the numbers of two of them differ every time
			call(t, client.ListEndpoints, &model.ListEndpointsRequest{})
		}
		makes(t, client, tenantA.projectID)
	}
}

// TestAccountIsFound: global credentials without an account ask IAM for it.
func TestAccountIsFound(t *testing.T) {
	t.Parallel()
	base := start(t)
	credentials, err := global.NewCredentialsBuilder().WithAk(tenantA.accessKey).WithSk(tenantA.secretKey).WithIamEndpointOverride(base).SafeBuild()
	if err != nil {
		t.Fatal(err)
	}
	core, err := eps.EpsClientBuilder().WithRegion(region.NewRegion("cn-north-4", base)).WithCredential(credentials).SafeBuild()
	if err != nil {
		t.Fatal(err)
	}
	call(t, eps.NewEpsClient(core).ListEnterpriseProject, &epsmodel.ListEnterpriseProjectRequest{})
	if done := called(t, base); !done["GET /v3/auth/domains"] || credentials.DomainId != tenantA.domainID {
		t.Errorf("account %s, %v", credentials.DomainId, done)
	}
}

func iamClient(t *testing.T, base string, who tenant) *iam.IamClient {
	t.Helper()
	core, err := iam.IamClientBuilder().WithEndpoints([]string{base}).WithCredential(accountCredentials(t, who)).SafeBuild()
	if err != nil {
		t.Fatal(err)
	}
	return iam.NewIamClient(core)
}

// accountCredentials sign requests for a tenant's account.
func accountCredentials(t *testing.T, who tenant) *global.Credentials {
	t.Helper()
	credentials, err := global.NewCredentialsBuilder().WithAk(who.accessKey).WithSk(who.secretKey).WithDomainId(who.domainID).SafeBuild()
	if err != nil {
		t.Fatal(err)
	}
	return credentials
}

// temporary are credentials of temporary keys.
func temporary(t *testing.T, access, secret, token, project string) *basic.Credentials {
	t.Helper()
	credentials, err := basic.NewCredentialsBuilder().WithAk(access).WithSk(secret).WithSecurityToken(token).WithProjectId(project).SafeBuild()
	if err != nil {
		t.Fatal(err)
	}
	return credentials
}

// TestIAM reads what IAM knows, and gets in by password and by temporary keys of a token.
func TestIAM(t *testing.T) {
	t.Parallel()
	base := start(t)
	client := iamClient(t, base, tenantA)
	projects := *call(t, client.KeystoneListProjects, &iammodel.KeystoneListProjectsRequest{Name: new("cn-north-4")}).Projects
	if len(projects) != 1 || projects[0].Id != tenantA.projectID || projects[0].DomainId != tenantA.domainID || !projects[0].Enabled {
		t.Errorf("projects %v", projects)
	}
	domains := *call(t, client.KeystoneListAuthDomains, &iammodel.KeystoneListAuthDomainsRequest{}).Domains
	regions := *call(t, client.KeystoneListRegions, &iammodel.KeystoneListRegionsRequest{}).Regions
	users := *call(t, client.KeystoneListUsers, &iammodel.KeystoneListUsersRequest{Name: new("readonly-a")}).Users
	if len(domains) != 1 || domains[0].Name != tenantA.domainName || len(regions) != 2 || regions[0].Id != "cn-north-4" || len(users) != 1 {
		t.Errorf("domains %v, regions %v, users %v", domains, regions, users)
	}
	token := call(t, client.KeystoneCreateUserTokenByPassword, &iammodel.KeystoneCreateUserTokenByPasswordRequest{
		Body: &iammodel.KeystoneCreateUserTokenByPasswordRequestBody{Auth: &iammodel.PwdAuth{
			Scope: &iammodel.AuthScope{Project: &iammodel.AuthScopeProject{Name: new("cn-north-4")}},
			Identity: &iammodel.PwdIdentity{Methods: []iammodel.PwdIdentityMethods{iammodel.GetPwdIdentityMethodsEnum().PASSWORD},
				Password: &iammodel.PwdPassword{User: &iammodel.PwdPasswordUser{Name: "user-a", Password: "password-A1",
					Domain: &iammodel.PwdPasswordUserDomain{Name: tenantA.domainName}}}}}}})
	if token.Token.Project.Id != tenantA.projectID || token.Token.User.Name != "user-a" || len(token.Token.Catalog) == 0 || *token.XSubjectToken == "" {
		t.Errorf("token %v", token.Token)
	}
	checked := call(t, client.KeystoneValidateToken, &iammodel.KeystoneValidateTokenRequest{XSubjectToken: *token.XSubjectToken}).Token
	if checked.ExpiresAt != token.Token.ExpiresAt || !slices.Equal(checked.Methods, []string{"password"}) {
		t.Errorf("checked token %v", checked)
	}
	key := call(t, client.CreateTemporaryAccessKeyByToken, &iammodel.CreateTemporaryAccessKeyByTokenRequest{
		Body: &iammodel.CreateTemporaryAccessKeyByTokenRequestBody{Auth: &iammodel.TokenAuth{Identity: &iammodel.TokenAuthIdentity{
			Methods: []iammodel.TokenAuthIdentityMethods{iammodel.GetTokenAuthIdentityMethodsEnum().TOKEN},
			Token:   &iammodel.IdentityToken{Id: token.XSubjectToken, DurationSeconds: new(int32(900))}}}}}).Credential
	makes(t, regional(t, base, temporary(t, key.Access, key.Secret, key.Securitytoken, tenantA.projectID)), tenantA.projectID)
}

// TestAgencies: tenant b acts for tenant a by both APIs that give temporary keys of an agency.
func TestAgencies(t *testing.T) {
	t.Parallel()
	base := start(t)
	key := call(t, iamClient(t, base, tenantB).CreateTemporaryAccessKeyByAgency, &iammodel.CreateTemporaryAccessKeyByAgencyRequest{
		Body: &iammodel.CreateTemporaryAccessKeyByAgencyRequestBody{Auth: &iammodel.AgencyAuth{Identity: &iammodel.AgencyAuthIdentity{
			Methods:    []iammodel.AgencyAuthIdentityMethods{iammodel.GetAgencyAuthIdentityMethodsEnum().ASSUME_ROLE},
			AssumeRole: &iammodel.IdentityAssumerole{AgencyName: "agency-a", DomainName: &tenantA.domainName, DurationSeconds: new(int32(3600))}}}}}).Credential
	client := regional(t, base, temporary(t, key.Access, key.Secret, key.Securitytoken, tenantA.projectID))
	makes(t, client, tenantA.projectID)

	core, err := sts.StsClientBuilder().WithEndpoints([]string{base}).WithCredential(projectCredentials(t, tenantB)).SafeBuild()
	if err != nil {
		t.Fatal(err)
	}
	assumed := call(t, sts.NewStsClient(core).AssumeAgency, &stsmodel.AssumeAgencyRequest{Body: &stsmodel.AssumeAgencyReqBody{
		AgencyUrn: "iam::" + tenantA.domainID + ":agency:agency-a", AgencySessionName: "a-test", DurationSeconds: new(int32(900))}})
	if !strings.HasSuffix(assumed.AssumedAgency.Urn, ":assumed-agency:agency-a/a-test") || assumed.Credentials.Expiration == nil {
		t.Errorf("assumed %v", assumed.AssumedAgency)
	}
	session := temporary(t, assumed.Credentials.AccessKeyId, assumed.Credentials.SecretAccessKey, assumed.Credentials.SecurityToken, tenantA.projectID)
	list := call(t, regional(t, base, session).ListEndpointService, &model.ListEndpointServiceRequest{})
	if *list.TotalCount != 1 {
		t.Errorf("seen as the agency: %v", list)
	}
	if core, err = sts.StsClientBuilder().WithEndpoints([]string{base}).WithCredential(session).SafeBuild(); err != nil {
		t.Fatal(err)
	}
	who := call(t, sts.NewStsClient(core).GetCallerIdentity, &stsmodel.GetCallerIdentityRequest{})
	if *who.AccountId != tenantA.domainID || *who.PrincipalUrn != assumed.AssumedAgency.Urn {
		t.Errorf("caller %v", who)
	}
}

// TestIDToken gets in with a token of an identity provider, as a workload of another cloud does.
func TestIDToken(t *testing.T) {
	t.Parallel()
	base := start(t)
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, base+"/_emulator/oidc/token", bytes.NewReader(nil))
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var signed map[string]string
	if err := json.NewDecoder(response.Body).Decode(&signed); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "id-token")
	if err := os.WriteFile(file, []byte(signed["id_token"]), 0o600); err != nil {
		t.Fatal(err)
	}
	credentials, err := basic.NewCredentialsBuilder().WithIdpId("idp-a").WithIdTokenFile(file).WithProjectId(tenantA.projectID).
		WithIamEndpointOverride(base).SafeBuild()
	if err != nil {
		t.Fatal(err)
	}
	makes(t, regional(t, base, credentials), tenantA.projectID)
	if done := called(t, base); !done["POST /v3.0/OS-AUTH/id-token/tokens"] || !done["POST /v3.0/OS-CREDENTIAL/securitytokens"] {
		t.Errorf("called %v", done)
	}
}

// onInstance makes the test binary behave as a program on an instance: the SDK's address of the metadata service is
// fixed, so a proxy leads it to the emulator. Go reads the proxy once, hence a process of its own.
const onInstance = "HWC_FOREIGN_ON_INSTANCE"

// TestMetadata takes the keys of the agency of an instance.
func TestMetadata(t *testing.T) {
	t.Parallel()
	if base := os.Getenv(onInstance); base != "" {
		credentials, err := (&provider.MetadataBasicCredentialProvider{ProjectId: tenantA.projectID}).GetCredentials()
		if err != nil {
			t.Fatal(err)
		}
		makes(t, regional(t, base, credentials), tenantA.projectID)
		return
	}
	base := start(t)
	itself, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	program := exec.CommandContext(t.Context(), itself, "-test.run=^TestMetadata$")
	program.Env = append(os.Environ(), onInstance+"="+base, "HTTP_PROXY="+base, "http_proxy="+base, "NO_PROXY=", "no_proxy=")
	if output, err := program.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, output)
	}
	if done := called(t, base); !done["PUT /meta-data/latest/api/token"] || !done["GET /openstack/latest/securitykey"] {
		t.Errorf("called %v", done)
	}
}
