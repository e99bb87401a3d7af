package provider_test

import (
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/hwc-community/terraform-provider-hwc/internal/acctest"
	"github.com/hwc-community/terraform-provider-hwc/internal/emulator"
)

const (
	shortLife = 10 * time.Second
	longWait  = 30 * time.Second
	// pollStep is how far the cloud's clock goes with each look at an object: a credential lives for two or three of them.
	pollStep  = 4 * time.Second
	pollRoute = "/v1/{project_id}/vpc-endpoint-services/{vpc_endpoint_service_id}"
)

// shortLived makes everything that a cloud issues live for ten seconds.
var shortLived = emulator.Options{
	TokenLifetime: shortLife, KeyLifetime: shortLife, MetadataKeyLifetime: shortLife, Choices: emulator.Choices{PasscodeOnce: true},
}

// waitLong makes every creation and deletion of a service take half a minute of the cloud's clock, which goes on only
// when somebody looks at the service, however slow the machine is. also is called each time.
func waitLong(cloud *acctest.Env, also func()) {
	cloud.Clock().Freeze()
	cloud.SetProgress(emulator.ServiceCreate, emulator.After(longWait))
	cloud.SetProgress(emulator.ServiceDelete, emulator.After(longWait))
	cloud.OnRequest(func(entry emulator.Entry) {
		if entry.Method == http.MethodGet && entry.Route == pollRoute {
			cloud.Clock().Advance(pollStep)
			also()
		}
	})
}

// What expires while an apply and a destroy wait is obtained anew, each time, and each link of a chain.
func TestAccProvider_expiryWhileWaiting(t *testing.T) {
	t.Parallel()
	user := fmt.Sprintf("user_name = %q\npassword = %q\ndomain_name = %q\n", acctest.User, acctest.Password, acctest.Domain)
	const (
		tokens  = "POST /v3/auth/tokens"
		keys    = "POST /v3.0/OS-CREDENTIAL/securitytokens"
		session = "POST /v5/agencies/assume"
		idToken = "POST /v3.0/OS-AUTH/id-token/tokens"
	)
	for name, row := range map[string]struct {
		lines  string   // {url} and {folder} as in a wayIn
		logins []string // that have to be repeated
	}{
		"password":             {user, []string{tokens}},
		"agency by name":       {keyPair + assume("agency-b", toDomainB, ""), []string{keys}},
		"agency by id":         {keyPair + assume("agency-b", toDomainBID, ""), []string{session}},
		"agency of a password": {user + assume("agency-b", toDomainBID, ""), []string{tokens, keys, session}},
		"chain":                {keyPair + assume("agency-b", toDomainB, "") + assume("second-agency-a", toDomainAID, ""), []string{keys, session}},
		"metadata service":     {"ecs_metadata = true\nmetadata_url = \"{url}/_metadata\"\n", []string{"GET /openstack/latest/securitykey"}},
		"identity provider":    {"assume_role_with_oidc {\n idp_id = \"idp-a\"\n id_token_file = \"{folder}/token\"\n}\n", []string{idToken, keys}},
		"identity provider, agency": {"assume_role_with_oidc {\n idp_id = \"idp-a\"\n id_token_file = \"{folder}/token\"\n agency_name = \"agency-b\"\n " +
			toDomainBID + "\n}\n", []string{idToken, keys, session}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud := acctest.Start(t, shortLived)
			folder := t.TempDir()
			newIDToken := func() {
				acctest.WriteFile(t, folder, "token", cloud.NewIDToken(emulator.IDToken{Lifetime: shortLife}))
			}
			newIDToken()
			waitLong(cloud, newIDToken)
			cloud.Test(resource.TestCase{Steps: []resource.TestStep{{Config: expiryBlock(cloud, folder, row.lines) + service}}})
			if refused := refusals(cloud); refused < 4 {
				t.Errorf("%d looks were refused, too few to prove anything:\n%s", refused, cloud.RequestTable())
			}
			for _, login := range row.logins {
				if times := cloud.Requests()[login]; times < 6 {
					t.Errorf("%s was called %d times only:\n%s", login, times, cloud.RequestTable())
				}
			}
		})
	}
}

// What nobody can renew ends the wait with a message that says so, and the object is in the state.
func TestAccProvider_expiryForGood(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		way  wayIn
		want string
	}{
		"token": {
			wayIn{block: `token = "{token}"`},
			`the configured token is invalid or has expired.* What to do: get a new token`,
		},
		"temporary access key": {
			wayIn{block: "access_key = \"{access}\"\nsecret_key = \"{secret}\"\nsecurity_token = \"{security}\"\n"},
			`the configured temporary access key is invalid or has expired.* What to do: get a new temporary access key`,
		},
		"passcode": {
			wayIn{block: fmt.Sprintf("user_id = %q\npassword = %q\npasscode = \"123456\"\nquota_check = false\n", userID, acctest.Password)},
			`the passcode is good for one login only: run again with a new one.* What to do: run again with the next passcode`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud := acctest.Start(t, shortLived)
			waitLong(cloud, func() {})
			block := row.way.fill(t, cloud, "")(row.way.block)
			before := len(cloud.Services(t.Context()))
			cloud.Test(resource.TestCase{Steps: []resource.TestStep{
				{Config: expiryBlock(cloud, "", block) + service, ExpectError: acctest.Said(`The VPC endpoint service did not become available.*` + row.want)},
				{Config: expiryBlock(cloud, "", keyPair) + service},
			}})
			if left := len(cloud.Services(t.Context())); left != before {
				t.Errorf("%d services are left, want %d", left, before)
			}
		})
	}
}

func expiryBlock(cloud *acctest.Env, folder, lines string) string {
	return fmt.Sprintf("provider \"hwc\" {\nendpoint_url = %q\npoll_interval = \"20ms\"\n%s%s\n}\n", cloud.URL, inRegion,
		strings.NewReplacer("{url}", cloud.URL, "{folder}", filepath.ToSlash(folder)).Replace(lines))
}

// refusals counts the looks at a service that were refused.
func refusals(cloud *acctest.Env) (count int) {
	for _, entry := range cloud.Journal() {
		if entry.Route == pollRoute && entry.Status == http.StatusUnauthorized {
			count++
		}
	}
	return count
}
