package iam_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/hwc-community/terraform-provider-hwc/internal/acctest"
	"github.com/hwc-community/terraform-provider-hwc/internal/emulator"
)

func TestAccIamProjectDataSource_basic(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	const address = "data.hwc_iam_project.test"
	is := func(id, name string) []statecheck.StateCheck {
		return []statecheck.StateCheck{value(address, "id", text(id)), value(address, "name", text(name))}
	}
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{Config: cloud.Provider() + dataConfig("hwc_iam_project", `name = ""`), ExpectError: said(`name string length must be at least 1`)},
		{
			Config: cloud.Provider() + dataConfig("hwc_iam_project", ""),
			ConfigStateChecks: append(is(acctest.ProjectID, acctest.Region),
				value(address, "region", text(acctest.Region)),
				value(address, "domain_id", text(acctest.DomainID)),
				value(address, "parent_id", text(acctest.DomainID)),
				value(address, "description", text("")),
				value(address, "enabled", knownvalue.Bool(true)),
			),
		},
		{
			Config:            cloud.Provider(fmt.Sprintf("project_id = %q", subProjectID)) + dataConfig("hwc_iam_project", ""),
			ConfigStateChecks: is(subProjectID, "cn-north-4_sub"),
		},
		{
			Config:            cloud.Provider(fmt.Sprintf("project_id = %q", subProjectID)) + dataConfig("hwc_iam_project", fmt.Sprintf("region = %q", otherRegion)),
			ConfigStateChecks: is(otherProjectID, otherRegion),
		},
		{
			Config:            cloud.Provider() + dataConfig("hwc_iam_project", `name = "cn-north-4_sub"`),
			ConfigStateChecks: append(is(subProjectID, "cn-north-4_sub"), value(address, "parent_id", text(acctest.ProjectID))),
		},
		{
			Config:            cloud.PasswordProvider() + dataConfig("hwc_iam_project", fmt.Sprintf("id = %q", otherProjectID)),
			ConfigStateChecks: is(otherProjectID, otherRegion),
		},
		{
			Config:      cloud.Provider() + dataConfig("hwc_iam_project", fmt.Sprintf("id = %q\nname = %q", otherProjectID, acctest.Region)),
			ExpectError: said(`Could not read the project.*no project matches all of the arguments`),
		},
		{
			// The project of another account.
			Config:      cloud.Provider() + dataConfig("hwc_iam_project", fmt.Sprintf("id = %q", acctest.ProjectIDB)),
			ExpectError: said(`no project matches all of the arguments`),
		},
	}})
}

// One call a read: the list has everything, and the provider asks for no project of its own.
func TestAccIamProjectDataSource_requests(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	w := acctest.NewWorkspace(t, cloud.Provider()+dataConfig("hwc_iam_project", ""))
	w.MustRun(t.Context(), "plan", "-no-color")
	if got := cloud.Requests(); len(got) != 1 || got["GET /v3/projects"] != 1 {
		t.Errorf("one read took:\n%s", cloud.RequestTable())
	}
}

func TestAccIamProjectsDataSource_basic(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	const address = "data.hwc_iam_projects.test"
	named := func(names ...string) []statecheck.StateCheck {
		var want []map[string]knownvalue.Check
		for _, name := range names {
			want = append(want, map[string]knownvalue.Check{"name": text(name), "id": knownvalue.NotNull(), "domain_id": text(acctest.DomainID)})
		}
		return []statecheck.StateCheck{value(address, "projects", exactly(want...))}
	}
	var steps []resource.TestStep
	for _, test := range []struct {
		lines string
		want  []string
	}{
		{"", []string{otherRegion, "cn-north-4", "cn-north-4_sub"}},
		{`name = "cn-north-4"`, []string{"cn-north-4"}},
		{fmt.Sprintf("id = %q", subProjectID), []string{"cn-north-4_sub"}},
		{fmt.Sprintf("parent_id = %q", acctest.ProjectID), []string{"cn-north-4_sub"}},
		{fmt.Sprintf("domain_id = %q\nenabled = true\nname = %q", acctest.DomainID, otherRegion), []string{otherRegion}},
		{`enabled = false`, nil},
		{fmt.Sprintf("domain_id = %q", acctest.DomainIDB), nil},
	} {
		steps = append(steps, resource.TestStep{Config: cloud.Provider() + dataConfig("hwc_iam_projects", test.lines), ConfigStateChecks: named(test.want...)})
	}
	cloud.Test(resource.TestCase{Steps: steps})
}

func TestAccIamRegionsDataSource_basic(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{Choices: emulator.Choices{RegionsNeedToken: true}})
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{
			Config: cloud.PasswordProvider() + dataConfig("hwc_iam_regions", ""),
			ConfigStateChecks: []statecheck.StateCheck{value("data.hwc_iam_regions.test", "regions", exactly(
				map[string]knownvalue.Check{"id": text(otherRegion)},
				map[string]knownvalue.Check{
					"id": text("cn-north-4"), "type": text("public"), "description": text(""), "parent_region_id": knownvalue.Null(),
					"locales": knownvalue.MapPartial(map[string]knownvalue.Check{"en-us": text("cn-north-4")}),
				},
			))},
		},
		{
			// In a cloud that takes the documentation at its word.
			Config:      cloud.Provider() + dataConfig("hwc_iam_regions", ""),
			ExpectError: said(`Could not read the regions.*401.*What to do: the API documents this call for tokens only`),
		},
	}})
}

func TestAccCallerIdentityDataSource_basic(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	const address = "data.hwc_caller_identity.test"
	account := value(address, "account_id", text(acctest.DomainID))
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{
			Config: cloud.Provider() + dataConfig("hwc_caller_identity", ""),
			ConfigStateChecks: []statecheck.StateCheck{
				account,
				value(address, "region", text(acctest.Region)),
				value(address, "principal_urn", text("iam::"+acctest.DomainID+":user:user-a")),
				value(address, "principal_id", text(userID)),
				value(address, "user_name", knownvalue.Null()),
				value(address, "project_id", knownvalue.Null()),
			},
		},
		{
			Config: cloud.PasswordProvider() + dataConfig("hwc_caller_identity", fmt.Sprintf("region = %q", otherRegion)),
			ConfigStateChecks: []statecheck.StateCheck{
				account,
				value(address, "region", text(otherRegion)),
				value(address, "account_name", text(acctest.Domain)),
				value(address, "user_id", text(userID)),
				value(address, "user_name", text(acctest.User)),
				value(address, "project_id", text(otherProjectID)),
				value(address, "project_name", text(otherRegion)),
				value(address, "principal_urn", knownvalue.Null()),
			},
		},
	}})
}

// A cloud without STS tells the account all the same.
func TestAccCallerIdentityDataSource_withoutSTS(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	cloud.AddFault(emulator.Fault{
		Method: "GET", Route: "/v5/caller-identity", Status: 404, Code: "APIGW.0101", Message: "The API does not exist.", Count: -1,
	})
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{{
		Config: cloud.Provider() + dataConfig("hwc_caller_identity", ""),
		ConfigStateChecks: []statecheck.StateCheck{
			value("data.hwc_caller_identity.test", "account_id", text(acctest.DomainID)),
			value("data.hwc_caller_identity.test", "account_name", text(acctest.Domain)),
			value("data.hwc_caller_identity.test", "principal_urn", knownvalue.Null()),
		},
	}}})
}

// A read that fails is an error that says what the cloud said, for every data source.
func TestAccIamDataSources_refused(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"hwc_iam_project", "hwc_iam_projects", "hwc_iam_regions", "hwc_caller_identity"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud := acctest.Start(t, emulator.Options{Choices: emulator.Choices{IAMErrorCodes: true}})
			cloud.AddFault(emulator.Fault{Status: 403, Code: "IAM.0002", Message: "You are not authorized to perform the requested action.", Count: -1})
			cloud.Test(resource.TestCase{Steps: []resource.TestStep{{
				Config:      cloud.Provider() + dataConfig(name, ""),
				ExpectError: said(`Could not read the .* in cn-north-4: .*403 IAM.0002 You are not authorized.*request id.*What to do: give the user`),
			}}})
		})
	}
}
