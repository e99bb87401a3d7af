package vpcep_test

import (
	"fmt"
	"strings"
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

// An answer that is not seen to take effect is in the state, tainted. Neither its replacement nor an untaint rejects the
// endpoint, which is connected by then.
func TestAccVpcepServiceConnection_unseenAnswer(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault   emulator.Fault // of the wait, if it does not end by the timeout
		says    string
		untaint bool
	}{
		"timeout":            {says: `did not become accepted within.*creating.*timeouts.*untaint`},
		"timeout, untainted": {says: `did not become accepted within.*creating.*timeouts.*untaint`, untaint: true},
		"refused":            {fault: emulator.Fault{Status: 403, Code: "EndPoint.0004", Message: "You have no permissions."}, says: `403 EndPoint\.0004.*request id`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud := acctest.Start(t, emulator.Options{})
			service := askedService(t, cloud)
			endpoint := request(t, cloud.ClientB(), service)
			cloud.SetProgress(emulator.EndpointCreate, emulator.Held())
			if test.fault.Status != 0 {
				test.fault.Method, test.fault.Route = "GET", connectionsRoute
				cloud.AddFault(test.fault)
			}
			w := acctest.NewWorkspace(t, cloud.Provider()+connectionConfig(service, endpoint, "accepted = true\ntimeouts = { create = \"3s\" }"))
			output, err := w.Run(t.Context(), "apply", "-auto-approve", "-no-color")
			if err == nil || !said(`Error: The answer to the VPC endpoint took no effect.*`+endpoint+`.*`+test.says).MatchString(output) {
				t.Errorf("the output does not say what happened: %v\n%s", err, output)
			}
			cloud.SetProgress(emulator.EndpointCreate, emulator.Immediate())
			cloud.Release(emulator.EndpointCreate)
			if test.untaint {
				w.MustRun(t.Context(), "untaint", "-no-color", connectionAddress)
			}
			w.MustRun(t.Context(), "apply", "-auto-approve", "-no-color")
			for _, entry := range cloud.Journal() {
				if strings.Contains(entry.RequestBody, `"reject"`) {
					t.Errorf("the endpoint was rejected: %s %s", entry.Method, entry.RequestBody)
				}
			}
			connectionIs(t, cloud, service, endpoint, vpcep.EndpointAccepted, "")()
			w.MustRun(t.Context(), "plan", "-detailed-exitcode", "-no-color")
			w.MustRun(t.Context(), "destroy", "-auto-approve", "-no-color")
			connectionIs(t, cloud, service, endpoint, vpcep.EndpointRejected, "")()
		})
	}
}
