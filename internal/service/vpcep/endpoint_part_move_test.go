package vpcep_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/hwc-community/terraform-provider-hwc/internal/acctest"
	"github.com/hwc-community/terraform-provider-hwc/internal/emulator"
)

// A part of an endpoint moves into the endpoint as the pages say: it is in force all the time, and the second plan is empty.
func TestAccVpcepEndpointPart_moved(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		part, kind string // the part on its own, and its type
		argument   string // the part in the endpoint
	}{
		"policy":      {"  " + deny("obs:object:PutObject"), "hwc_vpcep_endpoint_policy", deny("obs:object:PutObject")},
		"route table": {fmt.Sprintf("  route_table_id = %q", routeTable), "hwc_vpcep_endpoint_route_table", fmt.Sprintf("route_table_ids = [%q]", routeTable)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud := acctest.Start(t, emulator.Options{})
			endpoint := func(argument string) string {
				return cloud.Provider() + fmt.Sprintf("resource \"hwc_vpcep_endpoint\" \"test\" {\n  service_id = %q\n  vpc_id = %q\n  %s\n}\n",
					cloud.PublicService(t.Context(), "obs"), acctest.VPC, argument)
			}
			moved := endpoint(test.argument) + fmt.Sprintf("removed {\n  from = %s.test\n  lifecycle {\n    destroy = false\n  }\n}\n", test.kind)
			inForce := func() {
				id := cloud.Endpoints(t.Context())[0].ID
				if test.kind == "hwc_vpcep_endpoint_policy" {
					policyHolds(t, cloud, id, "obs:object:PutObject")()
				} else if got := bound(t, cloud, id); !slices.Contains(got, routeTable) {
					t.Errorf("bound are %v", got)
				}
			}
			cloud.Test(resource.TestCase{Steps: []resource.TestStep{
				{Config: endpoint("") + fmt.Sprintf("resource %q \"test\" {\n  endpoint_id = hwc_vpcep_endpoint.test.id\n%s\n}\n", test.kind, test.part)},
				{PreConfig: inForce, Config: moved},
				{PreConfig: inForce, Config: moved, ConfigPlanChecks: emptyPlan()},
			}})
		})
	}
}
