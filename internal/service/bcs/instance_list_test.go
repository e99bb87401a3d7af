package bcs_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/querycheck"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/hwc-community/terraform-provider-hwc/internal/acctest"
	"github.com/hwc-community/terraform-provider-hwc/internal/emulator"
)

func instanceListConfig(whole bool, lines string) string {
	return fmt.Sprintf("list \"hwc_bcs_instance\" \"test\" {\n  provider = hwc\n  include_resource = %t\n  config {\n%s\n  }\n}\n", whole, lines)
}

// otherInstance is a second instance, in a cluster of its own.
func otherInstance(name string) string {
	config := strings.Replace(instanceConfig(""), `"hwc_bcs_instance" "test"`, `"hwc_bcs_instance" "other"`, 1)
	config = strings.Replace(config, "11111111-7b69", "22222222-7b69", 1)
	return strings.Replace(config, "chain-test", name, 1)
}

// The list shows names; only a request for whole objects reads each of them.
func TestAccBcsInstanceList_basic(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	query := func(whole bool, lines string, checks ...querycheck.QueryResultCheck) resource.TestStep {
		return resource.TestStep{Query: true, Config: instanceListConfig(whole, lines), QueryResultChecks: checks}
	}
	const shown = "GET " + instanceRoute
	reads := 0
	step := query(false, "", querycheck.ExpectLength(instanceAddress, 2))
	step.PreConfig = func() { reads = cloud.Requests()[shown] }
	after := query(true, `name = "chain-test"`, querycheck.ExpectLength(instanceAddress, 1), querycheck.ExpectIdentity(instanceAddress, map[string]knownvalue.Check{
		"region": acctest.Text(acctest.Region), "id": knownvalue.NotNull(),
	}))
	after.PreConfig = func() {
		if more := cloud.Requests()[shown] - reads; more != 0 {
			t.Errorf("a list of names read %d instances", more)
		}
	}
	last := query(true, `name = "chain-none"`, querycheck.ExpectLength(instanceAddress, 0))
	last.PreConfig = func() {
		if more := cloud.Requests()[shown] - reads; more != 1 {
			t.Errorf("a list of one whole instance read %d", more)
		}
	}
	cloud.Test(resource.TestCase{
		TerraformVersionChecks: []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_14_0)},
		Steps: []resource.TestStep{
			{Config: cloud.Provider() + instanceConfig("") + otherInstance("chain-other")},
			step, after, last,
			{
				Query: true, Config: instanceListConfig(true, ""), ExpectError: acctest.Said(`Could not read the BCS instances.*BCS instances in cn-north-4.*403`),
				PreConfig: func() { cloud.AddFault(emulator.Fault{Method: "GET", Route: instancesRoute, Status: 403}) },
			},
		},
	})
}
