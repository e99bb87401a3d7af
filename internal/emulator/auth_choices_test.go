package emulator

import (
	"fmt"
	"testing"
	"time"
)

// How each service answers a login of another project is open (contract/vpcep.md 7.5, contract/bcs.md 7, contract/auth.md 9.2).
func TestAnswersToAnotherProject(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		choices Choices
		want    []string
	}{
		{Choices{}, []string{"401 Common.0018", "400 BCS.4030403", "403 HBS.40300002"}},
		{Choices{ProjectMismatchCode: 14}, []string{"400 EndPoint.0014", "400 BCS.4030403", "403 HBS.40300002"}},
		{Choices{ProjectMismatchCode: 4}, []string{"403 EndPoint.0004", "400 BCS.4030403", "403 HBS.40300002"}},
		{Choices{CommonMismatch: true}, []string{"401 Common.0018", "401 Common.0018", "401 Common.0018"}},
		{Choices{CommonMismatch: true, ProjectMismatchCode: 14, ProjectMismatchStatus: 403},
			[]string{"400 EndPoint.0014", "403 Common.0018", "403 Common.0018"}},
	} {
		c := start(t, Options{Choices: test.choices})
		b := c.tenantB()
		b.project = projectA
		for i, path := range []string{endpoints, blockchains, hbsInstances} {
			if got := b.call("GET", path, ""); fmt.Sprintf("%d %s", got.status, got.code()) != test.want[i] {
				t.Errorf("%+v %s: %d %s, want %s", test.choices, path, got.status, got.text, test.want[i])
			}
		}
	}
}

// Whether the gateway or the service refuses an X-Project-Id that is not the URL's project is open (contract/auth.md 9.4).
func TestProjectHeaderIsAChoice(t *testing.T) {
	t.Parallel()
	for atGateway, want := range map[bool][]string{
		false: {"401 Common.0018", "400 BCS.4030403"}, true: {"401 APIGW.0301", "401 APIGW.0301"},
	} {
		c := start(t, Options{Choices: Choices{ProjectHeaderAtGateway: atGateway}})
		for i, path := range []string{pathA, "/v2/" + projectA + "/blockchains"} {
			for _, named := range []string{projectA2, subA, projectB, unknown} {
				got := c.signedGet(path, keyA, secretA, time.Now(), map[string]string{"X-Project-Id": named})
				if fmt.Sprintf("%d %s", got.status, got.code()) != want[i] {
					t.Errorf("%s for %s: %d %s, want %s", path, named, got.status, got.text, want[i])
				}
			}
			if got := c.signedGet(path, keyA, secretA, time.Now(), map[string]string{"X-Project-Id": projectA}); got.status != 200 {
				t.Errorf("%s with its own project: %d %s", path, got.status, got.text)
			}
		}
		// A project of another account in the URL is refused by the service whatever the choice.
		if got := c.signedGet("/v1/"+projectB+"/vpc-endpoints", keyA, secretA, time.Now(), nil); got.code() != "Common.0018" {
			t.Errorf("another account's project: %d %s", got.status, got.text)
		}
	}
}
