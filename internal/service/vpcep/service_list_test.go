package vpcep_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/querycheck"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/hwc-community/terraform-provider-hwc/internal/acctest"
	"github.com/hwc-community/terraform-provider-hwc/internal/emulator"
)

func TestAccVpcepServiceList_basic(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	const query = `
list "hwc_vpcep_service" "test" {
  provider = hwc
}
`
	cloud.Test(resource.TestCase{
		TerraformVersionChecks: []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_14_0)},
		Steps: []resource.TestStep{
			{Config: cloud.Provider() + serviceConfig(`name = "listed"`)},
			{
				Query: true, Config: query,
				QueryResultChecks: []querycheck.QueryResultCheck{
					querycheck.ExpectLength("hwc_vpcep_service.test", 1),
					querycheck.ExpectIdentity("hwc_vpcep_service.test", map[string]knownvalue.Check{
						"region": text(acctest.Region), "id": knownvalue.NotNull(),
					}),
				},
			},
		},
	})
}
