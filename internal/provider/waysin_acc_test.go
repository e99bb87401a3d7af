package provider_test

import (
	"fmt"
	"maps"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/hwc-community/terraform-provider-hwc/internal/acctest"
	"github.com/hwc-community/terraform-provider-hwc/internal/client"
	"github.com/hwc-community/terraform-provider-hwc/internal/client/iam"
	"github.com/hwc-community/terraform-provider-hwc/internal/emulator"
)

// Fixtures of the emulator beside those of acctest.
const (
	userID     = "a1b5767a5780d5762fb5c0186072aa01"
	subProject = "0605767a5780d5762fb5c018607290b1"

	callerB        = "domain-b/agency-b"
	callerInstance = "domain-a/ecs-agency-a"
	workload       = "federated-a"
)

// wayIn has lines of a provider block, environment variables, and files by name in the working directory, which is the
// home directory too. In all of them {url} is the emulator, {folder} the directory, {jwt} an id token, {token} a token
// of user-a, and {access}, {secret} and {security} a temporary access key of user-a.
type wayIn struct {
	block   string
	env     map[string]string
	files   map[string]string
	options emulator.Options
	user    string // the caller that the cloud sees; "" = user-a
	in      string // the project that is worked in; "" = that of cn-north-4
	bound   bool   // the proof is for one project, also where it is the account that is asked about
}

// readBoth reads something of a project, and something of the account.
const readBoth = `
data "hwc_vpcep_quotas" "test" {}
data "hwc_iam_projects" "test" {}
`

var (
	inRegion = fmt.Sprintf("region = %q\n", acctest.Region)
	keyPair  = fmt.Sprintf("access_key = %q\nsecret_key = %q\n", acctest.AccessKey, acctest.SecretKey)
)

// in adds the region to the variables of the HW_ or OS_ family.
func in(family string, variables map[string]string) map[string]string {
	variables[family+"_REGION_NAME"] = acctest.Region
	return variables
}

// assume is an assume_role block.
func assume(agency, domain, more string) string {
	return fmt.Sprintf("assume_role {\n agency_name = %q\n %s\n%s}\n", agency, domain, more)
}

const (
	toDomainA   = `domain_name = "domain-a"`
	toDomainB   = `domain_name = "domain-b"`
	toDomainAID = `domain_id = "` + acctest.DomainID + `"`
	toDomainBID = `domain_id = "` + acctest.DomainIDB + `"`
)

var keyWays = map[string]wayIn{
	"access key, block":           {block: inRegion + keyPair},
	"access key, HW":              {env: in("HW", map[string]string{"HW_ACCESS_KEY": acctest.AccessKey, "HW_SECRET_KEY": acctest.SecretKey})},
	"access key, OS":              {env: in("OS", map[string]string{"OS_ACCESS_KEY": acctest.AccessKey, "OS_SECRET_KEY": acctest.SecretKey})},
	"access key, SM3":             {block: inRegion + keyPair + `signing_algorithm = "HmacSM3"`},
	"temporary access key, block": {block: inRegion + "access_key = \"{access}\"\nsecret_key = \"{secret}\"\nsecurity_token = \"{security}\"\n"},
	"temporary access key, HW":    {env: in("HW", map[string]string{"HW_ACCESS_KEY": "{access}", "HW_SECRET_KEY": "{secret}", "HW_SECURITY_TOKEN": "{security}"})},
}

var tokenWays = map[string]wayIn{
	"token, block":        {block: inRegion + `token = "{token}"`, bound: true},
	"token, HW":           {env: in("HW", map[string]string{"HW_AUTH_TOKEN": "{token}"}), bound: true},
	"token, OS":           {env: in("OS", map[string]string{"OS_AUTH_TOKEN": "{token}"}), bound: true},
	"password, block":     {block: inRegion + fmt.Sprintf("user_name = %q\npassword = %q\ndomain_name = %q\n", acctest.User, acctest.Password, acctest.Domain)},
	"password, domain id": {block: inRegion + fmt.Sprintf("user_name = %q\npassword = %q\ndomain_id = %q\n", acctest.User, acctest.Password, acctest.DomainID)},
	"password, user id":   {env: in("HW", map[string]string{"HW_USER_ID": userID, "HW_USER_PASSWORD": acctest.Password})},
	"password, HW":        {env: in("HW", map[string]string{"HW_USER_NAME": acctest.User, "HW_USER_PASSWORD": acctest.Password, "HW_DOMAIN_NAME": acctest.Domain})},
	"password, OS":        {env: in("OS", map[string]string{"OS_USERNAME": acctest.User, "OS_PASSWORD": acctest.Password, "OS_USER_DOMAIN_NAME": acctest.Domain})},
	"password, an openrc file": {env: in("OS", map[string]string{"OS_AUTH_URL": "{url}/v3", "OS_USERNAME": acctest.User, "OS_PASSWORD": acctest.Password,
		"OS_DOMAIN_NAME": acctest.Domain, "OS_TENANT_NAME": acctest.Region})},
	"passcode": {
		block: inRegion + fmt.Sprintf("user_id = %q\n", userID), env: map[string]string{"OS_PASSWORD": acctest.Password, "OS_PASSCODE": "123456"},
		options: emulator.Options{Choices: emulator.Choices{PasscodeOnce: true}},
	},
}

var agencyWays = map[string]wayIn{
	"agency by name":       {block: inRegion + keyPair + assume("agency-b", toDomainB, ""), user: callerB, in: acctest.ProjectIDB},
	"agency by id":         {block: inRegion + keyPair + assume("agency-b", toDomainBID, "duration = 3600\n"), user: callerB, in: acctest.ProjectIDB},
	"agency, short form":   {block: inRegion + keyPair + "agency_name = \"agency-b\"\nagency_domain_name = \"domain-b\"\n", user: callerB, in: acctest.ProjectIDB},
	"chain by names":       {block: inRegion + keyPair + assume("agency-b", toDomainB, "") + assume("second-agency-a", toDomainA, ""), user: "domain-a/second-agency-a"},
	"chain by ids":         {block: inRegion + keyPair + assume("agency-b", toDomainBID, "") + assume("second-agency-a", toDomainAID, ""), user: "domain-a/second-agency-a"},
	"agency of a password": {block: inRegion + assume("agency-b", toDomainBID, ""), env: map[string]string{"HW_USER_NAME": acctest.User, "HW_USER_PASSWORD": acctest.Password, "HW_DOMAIN_NAME": acctest.Domain}, user: callerB, in: acctest.ProjectIDB},
	"agency, environment": {
		block: inRegion + keyPair, user: callerB, in: acctest.ProjectIDB,
		env: map[string]string{"HW_ASSUME_ROLE_AGENCY_NAME": "agency-b", "HW_ASSUME_ROLE_DOMAIN_NAME": "domain-b", "OS_PROJECT_ID": acctest.ProjectID},
	},
	"identity provider, file": {
		block: inRegion + "assume_role_with_oidc {\n idp_id = \"idp-a\"\n id_token_file = \"{folder}/token\"\n agency_name = \"agency-b\"\n " + toDomainBID + "\n}\n",
		files: map[string]string{"token": "{jwt}"}, user: callerB, in: acctest.ProjectIDB,
	},
	"identity provider, block":       {block: inRegion + "assume_role_with_oidc {\n idp_id = \"idp-a\"\n id_token = \"{jwt}\"\n}\n", user: workload},
	"identity provider, environment": {env: in("HW", map[string]string{"HW_ASSUME_ROLE_IDP_ID": "idp-a", "HW_ASSUME_ROLE_ID_TOKEN": "{jwt}"}), user: workload},
	"identity provider, environment and file": {
		env:   in("HW", map[string]string{"HW_ASSUME_ROLE_IDP_ID": "idp-a", "HW_ASSUME_ROLE_ID_TOKEN_FILE": "{folder}/token"}),
		files: map[string]string{"token": "{jwt}\n"}, user: workload,
	},
}

var (
	sharedConfig = fmt.Sprintf(`{"authEncrypt": "false", "current": "keys", "profiles": [
		{"name": "keys", "mode": "AKSK", "accessKeyId": %[1]q, "secretAccessKey": %[2]q, "region": "cn-north-4"},
		{"name": "sso", "mode": "SSO", "region": "cn-north-4", "ssoAuth": {"stsToken": {"accessKeyId": "{access}", "secretAccessKey": "{secret}", "securityToken": "{security}"}}},
		{"name": "agency", "mode": "AKSK", "accessKeyId": %[1]q, "secretAccessKey": %[2]q, "region": "cn-north-4", "agencyName": "agency-b", "agencyDomainId": %[3]q},
		{"name": "instance", "mode": "ecsAgency", "region": "cn-north-4"}]}`, acctest.AccessKey, acctest.SecretKey, acctest.DomainIDB)
	atHome = map[string]string{".hcloud/config.json": sharedConfig}

	clouds = fmt.Sprintf("clouds:\n  keys:\n    region_name: cn-north-4\n    auth: {ak: %s, sk: %s}\n"+
		"  user:\n    region_name: cn-north-4\n    auth: {auth_url: '{url}/v3', username: %s, user_domain_name: %s, project_name: cn-north-4_sub}\n",
		acctest.AccessKey, acctest.SecretKey, acctest.User, acctest.Domain)
	secure = fmt.Sprintf(`{"clouds": {"user": {"auth": {"password": %q}}}}`, acctest.Password)
)

var fileWays = map[string]wayIn{
	"current profile":        {block: `shared_config_file = "{folder}/config.json"`, files: map[string]string{"config.json": sharedConfig}},
	"profile at home":        {env: map[string]string{"HW_PROFILE": "keys"}, files: atHome},
	"profile of SSO":         {env: map[string]string{"HW_PROFILE": "sso"}, files: atHome},
	"profile with an agency": {block: "shared_config_file = \"~/config.json\"\nprofile = \"agency\"\n", files: map[string]string{"config.json": sharedConfig}, user: callerB, in: acctest.ProjectIDB},
	"profile of an instance": {block: "profile = \"instance\"\nmetadata_url = \"{url}/_metadata\"\n", files: atHome, user: callerInstance},
	"clouds.yaml":            {block: `cloud_config = "keys"`, files: map[string]string{"clouds.yaml": clouds}},
	"clouds.yaml elsewhere":  {block: `cloud_config = "keys"`, env: map[string]string{"OS_CLIENT_CONFIG_FILE": "{folder}/our-clouds.yaml"}, files: map[string]string{"our-clouds.yaml": clouds}},
	"clouds.yaml at home, with secure.yaml": {env: map[string]string{"OS_CLOUD": "user"}, in: subProject, files: map[string]string{
		".config/openstack/clouds.yaml": clouds, ".config/openstack/secure.json": secure,
	}},
	"metadata service": {block: inRegion + "ecs_metadata = true\nmetadata_url = \"{url}/_metadata\"\n", user: callerInstance},
	"metadata service, version 1": {
		env:  in("HW", map[string]string{"HWC_ECS_METADATA": "true", "HWC_METADATA_URL": "{url}/_metadata"}),
		user: callerInstance, options: emulator.Options{Metadata: emulator.Metadata{TokenStatus: 404}},
	},
	"metadata service, version 2 only": {
		env:  in("HW", map[string]string{"HWC_ECS_METADATA": "true", "HWC_METADATA_URL": "{url}/_metadata"}),
		user: callerInstance, options: emulator.Options{Metadata: emulator.Metadata{TokenRequired: true}},
	},
}

// Each way in, from each place that can give it: the cloud sees the right caller in the right project, and no secret is
// in the logs at their finest level, in what the CLI prints, in the plan and in the journal.
func TestAccProvider_waysIn(t *testing.T) {
	t.Parallel()
	ways := map[string]wayIn{}
	for _, some := range []map[string]wayIn{keyWays, tokenWays, agencyWays, fileWays} {
		maps.Copy(ways, some)
	}
	for name, way := range ways {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud := acctest.Start(t, way.options)
			w := way.workspace(t, cloud)
			w.Traced()
			plan := filepath.Join(w.Dir, "plan.bin")
			output := w.MustRun(t.Context(), "plan", "-no-color", "-out", plan)
			way.check(t, cloud)
			texts := map[string]string{"output": output, "log": w.Log(), "journal": fmt.Sprint(cloud.Journal())}
			// A plan holds the configuration, so what is written there is in it.
			if config := w.File("main.tf"); acctest.Leak(config, cloud.Secrets()...) == "" {
				texts["plan"] = acctest.Unzipped(t, plan)
			}
			for name, text := range texts {
				if leak := acctest.Leak(text, cloud.Secrets()...); leak != "" {
					t.Errorf("a secret is in the %s: …%s…", name, leak)
				}
			}
		})
	}
}

func (way wayIn) workspace(t *testing.T, cloud *acctest.Env) *acctest.Workspace {
	t.Helper()
	w := acctest.NewWorkspace(t, "")
	fill := way.fill(t, cloud, w.Dir)
	w.Write("provider \"hwc\" {\n" + fill(way.block) + "\n}\n" + readBoth)
	for name, text := range way.files {
		acctest.WriteFile(t, w.Dir, name, fill(text))
	}
	w.Env = append(w.Env, "HWC_ENDPOINT_URL="+cloud.URL, "HOME="+w.Dir)
	for name, value := range way.env {
		w.Env = append(w.Env, name+"="+fill(value))
	}
	return w
}

// fill puts what the emulator issues in the place of its names.
func (way wayIn) fill(t *testing.T, cloud *acctest.Env, folder string) func(string) string {
	t.Helper()
	core, err := client.New(client.Config{Region: acctest.Region, EndpointURL: cloud.URL, Credentials: client.Credentials{
		UserName: acctest.User, Password: acctest.Password, DomainName: acctest.Domain,
	}})
	if err != nil {
		t.Fatal(err)
	}
	api := iam.New(core, "")
	token, err := api.CreateToken(t.Context(), api.OwnProject())
	if err != nil {
		t.Fatal(err)
	}
	keys, err := api.CreateSecurityToken(t.Context(), time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	cloud.ClearJournal()
	return strings.NewReplacer("{url}", cloud.URL, "{folder}", filepath.ToSlash(folder), "{jwt}", cloud.NewIDToken(emulator.IDToken{}),
		"{token}", token.Value, "{access}", keys.AccessKey, "{secret}", keys.SecretKey, "{security}", keys.SecurityToken).Replace
}

// check sees from the journal who has read the two things.
func (way wayIn) check(t *testing.T, cloud *acctest.Env) {
	t.Helper()
	user, project := orElse(way.user, acctest.User), orElse(way.in, acctest.ProjectID)
	account := ""
	if way.bound {
		account = project
	}
	reads := map[string]int{}
	for _, entry := range cloud.Journal() {
		want, read := map[string]string{"/v1/{project_id}/quotas": project, "/v3/projects": account}[entry.Route]
		if !read {
			continue
		}
		reads[entry.Route]++
		if entry.User != user || entry.Project != want || entry.Status != 200 {
			t.Errorf("%s: %d for %s in project %q, want 200 for %s in %q", entry.Route, entry.Status, entry.User, entry.Project, user, want)
		}
	}
	if len(reads) != 2 {
		t.Errorf("the two were not read:\n%s", cloud.RequestTable())
	}
}

func orElse(value, other string) string {
	if value != "" {
		return value
	}
	return other
}
