package vpcep_test

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
func listConfig(kind, lines string) string {
	return fmt.Sprintf("list %q \"test\" {\n  provider = hwc\n  include_resource = true\n  config {\n%s\n  }\n}\n", kind, lines)
}

// query is a step that lists.
func query(config string, checks ...querycheck.QueryResultCheck) resource.TestStep {
	return resource.TestStep{Query: true, Config: config, QueryResultChecks: checks}
}

func regionAndID(id knownvalue.Check) map[string]knownvalue.Check {
	return map[string]knownvalue.Check{"region": text(acctest.Region), "id": id}
}

var sinceQuery = []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_14_0)}

func TestAccVpcepServiceList_basic(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	ids := seedServices(t, cloud, "orders", "orders-2")
	const address = "hwc_vpcep_service.test"
	cloud.Test(resource.TestCase{TerraformVersionChecks: sinceQuery, Steps: []resource.TestStep{
		{Config: cloud.Provider()},
		query(listConfig("hwc_vpcep_service", ""), querycheck.ExpectLength(address, 2)),
		query(listConfig("hwc_vpcep_service", `
  name        = "orders"
  status      = "available"
  server_type = "VM"
  vpc_id      = "`+acctest.VPC+`"
  tags        = { name = "orders" }`),
			querycheck.ExpectLength(address, 1), querycheck.ExpectIdentity(address, regionAndID(text(ids["orders"]))),
		),
		query(listConfig("hwc_vpcep_service", `region = "ap-southeast-1"`), querycheck.ExpectLength(address, 0)),
		{Query: true, Config: listConfig("hwc_vpcep_service", `status = "gone"`), ExpectError: said(`value must be one of`)},
	}})
}

func TestAccVpcepEndpointList_basic(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	const address = "hwc_vpcep_endpoint.test"
	cloud.Test(resource.TestCase{TerraformVersionChecks: sinceQuery, Steps: []resource.TestStep{
		{Config: cloud.Provider() + openPair},
		query(listConfig("hwc_vpcep_endpoint", `
  vpc_id = "`+acctest.VPC+`"
  status = "accepted"
  tags   = { team = "shop" }`),
			querycheck.ExpectLength(address, 1), querycheck.ExpectIdentity(address, regionAndID(knownvalue.NotNull())),
		),
		query(listConfig("hwc_vpcep_endpoint", `status = "rejected"`), querycheck.ExpectLength(address, 0)),
	}})
}
