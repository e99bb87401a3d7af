package hbs_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/querycheck"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/hwc-community/terraform-provider-hwc/internal/acctest"
	"github.com/hwc-community/terraform-provider-hwc/internal/emulator"
)

// listConfig is a list block with the lines given in its config.
func listConfig(kind, lines string, include bool) string {
	return fmt.Sprintf("list %q \"test\" {\n  provider = hwc\n  include_resource = %t\n  config {\n%s\n  }\n}\n", kind, include, lines)
}

// query is a step that lists.
func query(config string, checks ...querycheck.QueryResultCheck) resource.TestStep {
	return resource.TestStep{Query: true, Config: config, QueryResultChecks: checks}
}

var sinceQuery = []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_14_0)}

func TestAccHbsInstanceList_basic(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	id := buy(t, cloud, "chain-a", "", true)
	buy(t, cloud, "chain-b", "Besu", false)
	if err := cloud.HBS().ChangeTags(t.Context(), id, nil, map[string]string{"team": "trade"}); err != nil {
		t.Fatal(err)
	}
	const address = "hwc_hbs_instance.test"
	cloud.Test(resource.TestCase{TerraformVersionChecks: sinceQuery, Steps: []resource.TestStep{
		{Config: cloud.Provider()},
		query(listConfig("hwc_hbs_instance", "", false), querycheck.ExpectLength(address, 2)),
		{
			PreConfig: func() {
				if n := cloud.Requests()["GET "+organizationsRoute]; n != 0 {
					t.Errorf("the orders were read %d times, and nobody wanted them", n)
				}
			},
			Query: true,
			Config: listConfig("hwc_hbs_instance", `
  name                  = "chain-a"
  status                = "Available"
  edition               = "Enterprise"
  kind                  = "HuaweiCloudChain"
  enterprise_project_id = "0"`, true),
			QueryResultChecks: []querycheck.QueryResultCheck{
				querycheck.ExpectLength(address, 1),
				querycheck.ExpectIdentity(address, map[string]knownvalue.Check{"region": text(acctest.Region), "id": text(id)}),
			},
		},
		query(listConfig("hwc_hbs_instance", `status = "Upgrading"`, true), querycheck.ExpectLength(address, 0)),
		{Query: true, Config: listConfig("hwc_hbs_instance", `status = "gone"`, true), ExpectError: said(`value must be one of`)},
		{
			PreConfig: func() {
				cloud.AddFault(emulator.Fault{Method: "GET", Route: instancesRoute, Status: 403, Code: "BCS.4030403", Message: "No permissions"})
			},
			Query: true, Config: listConfig("hwc_hbs_instance", "", true), ExpectError: said(`Could not read the HBS instances.*BCS\.4030403`),
		},
	}})
}

func TestAccHbsOrganizationList_basic(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	id := buy(t, cloud, "chain-a", "", true)
	const address = "hwc_hbs_organization.test"
	of := `instance_id = "` + id + "\"\n"
	cloud.Test(resource.TestCase{TerraformVersionChecks: sinceQuery, Steps: []resource.TestStep{
		{Config: cloud.Provider()},
		query(listConfig("hwc_hbs_organization", of, true), querycheck.ExpectLength(address, 2), querycheck.ExpectIdentity(address, map[string]knownvalue.Check{
			"region": text(acctest.Region), "instance_id": text(id), "name": text("org2"),
		})),
		query(listConfig("hwc_hbs_organization", of+`status = "Unpaid"`, true), querycheck.ExpectLength(address, 0)),
		{
			Query: true, Config: listConfig("hwc_hbs_organization", `instance_id = "`+acctest.VPC+`"`, true),
			ExpectError: said(`Could not read the organizations of the HBS instance ` + acctest.VPC),
		},
	}})
}
