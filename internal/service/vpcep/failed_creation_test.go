package vpcep_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/hwc-community/terraform-provider-hwc/internal/acctest"
	"github.com/hwc-community/terraform-provider-hwc/internal/client/vpcep"
	"github.com/hwc-community/terraform-provider-hwc/internal/emulator"
)

// A whitelist that could be filled only in part is replaced by the next apply, and nobody who is connected is rejected by that.
func TestAccVpcepServiceWhitelist_filledInPart(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	config := cloud.Provider() + openService + whitelistOf("hwc_vpcep_service.test.id", fmt.Sprintf(
		"records = [{ permission = %q }, { permission = %q }, { permission = %q }]\n reject_removed = true", accountB, "iam:domain::another", orgPath))
	endpoint := ""
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{Config: cloud.Provider() + openService},
		{
			PreConfig: func() {
				service := onlyService(t, cloud)
				if _, err := cloud.Client().AddPermissions(t.Context(), service, []vpcep.NewPermission{{Permission: accountB}}); err != nil {
					t.Fatal(err)
				}
				endpoint = connectB(t, cloud, service)
				cloud.AddFault(emulator.Fault{
					Method: "POST", Route: permissionsRoute + "/batch-create", Nth: 2, Status: 403, Code: "EndPoint.0004", Message: "You have no permissions.",
				})
			},
			Config:      config,
			ExpectError: said(`Could not fill the whitelist.*403 EndPoint\.0004.*done until then: added iam:domain::another`),
		},
		{
			Config:           config,
			ConfigPlanChecks: action(whitelistAddress, plancheck.ResourceActionDestroyBeforeCreate),
			ConfigStateChecks: []statecheck.StateCheck{
				value(whitelistAddress, "reject_removed", knownvalue.Bool(true)),
				records(record(accountB, knownvalue.Null()), record("iam:domain::another", knownvalue.Null()), record(orgPath, knownvalue.Null())),
			},
		},
		{
			PreConfig: func() {
				connection, err := cloud.Client().GetConnection(t.Context(), onlyService(t, cloud), endpoint)
				if err != nil || connection.Status != vpcep.EndpointAccepted {
					t.Errorf("the connection is %v (%v), want one that is accepted", connection, err)
				}
			},
			Config: config, ConfigPlanChecks: emptyPlan(),
		},
	}})
}
