package vpcep_test

import (
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/hwc-community/terraform-provider-hwc/internal/acctest"
	"github.com/hwc-community/terraform-provider-hwc/internal/client/vpcep"
	"github.com/hwc-community/terraform-provider-hwc/internal/emulator"
)

// Here are the defects that another provider has in its resource for connections (peers.md, HA-1 to HA-6).

// twoConnections are two answers to endpoints of one service; the second is given after the first.
func twoConnections(service, first, second string) string {
	return strings.Replace(connectionConfig(service, first, "accepted = true"), `"test"`, `"first"`, 1) +
		strings.Replace(connectionConfig(service, second, "accepted = true\ndepends_on = [hwc_vpcep_service_connection.first]"), `"test"`, `"second"`, 1)
}

const (
	firstAddress  = "hwc_vpcep_service_connection.first"
	secondAddress = "hwc_vpcep_service_connection.second"
)

// HA-1: endpoint 1 accepted, endpoint 2 fails, and nothing is in the state.
func TestAccVpcepServiceConnection_HA1_firstStaysWhenSecondFails(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	service := askedService(t, cloud)
	first, second := request(t, cloud.ClientB(), service), request(t, cloud.ClientB(), service)
	config := cloud.Provider() + twoConnections(service, first, second)
	cloud.AddFault(emulator.Fault{Method: "POST", Route: connectionsRoute + "/action", Nth: 2, Status: 400, Code: "EndPoint.2015", Message: "The endpoint has been frozen."})
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{Config: config, ExpectError: said(`Could not answer the VPC endpoint.*` + second + `.*EndPoint.2015.*What to do: the account of the endpoint is frozen`)},
		{
			Config: config,
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction(firstAddress, plancheck.ResourceActionNoop),
				plancheck.ExpectResourceAction(secondAddress, plancheck.ResourceActionCreate),
			}},
		},
	}})
}

// HA-2: nothing is read: no drift is seen, and an import plans a change.
func TestAccVpcepServiceConnection_HA2_readsEverything(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	service := askedService(t, cloud)
	endpoint := request(t, cloud.ClientB(), service)
	config := cloud.Provider() + connectionConfig(service, endpoint, "accepted = true\ndescription = \"shop\"")
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{Config: config},
		{
			ResourceName: connectionAddress, ImportState: true, ImportStateKind: resource.ImportBlockWithID,
			ImportStateIdFunc: acctest.ImportID(connectionAddress, "service_id", "endpoint_id"), // wants an empty plan
		},
		{
			PreConfig: func() {
				if _, err := cloud.Client().AnswerConnection(t.Context(), service, vpcep.Reject, endpoint); err != nil {
					t.Fatal(err)
				}
			},
			RefreshState:       true,
			ExpectNonEmptyPlan: true,
			RefreshPlanChecks: resource.RefreshPlanChecks{PostRefresh: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction(connectionAddress, plancheck.ResourceActionUpdate),
			}},
		},
		{Config: config, ConfigStateChecks: []statecheck.StateCheck{value(connectionAddress, "accepted", knownvalue.Bool(true))}},
	}})
}

// HA-3: an endpoint that is gone makes the destruction fail.
func TestAccVpcepServiceConnection_HA3_destroyAfterEndpointIsGone(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	service := askedService(t, cloud)
	endpoint := request(t, cloud.ClientB(), service)
	var armed atomic.Bool
	cloud.OnRequest(func(entry emulator.Entry) {
		if entry.Method == "GET" && entry.Route == connectionsRoute && armed.CompareAndSwap(true, false) {
			removeEndpoint(t, cloud.ClientB(), endpoint) // after the refresh, before the rejection
		}
	})
	config := cloud.Provider() + connectionConfig(service, endpoint, "accepted = true")
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{Config: config},
		{PreConfig: func() { armed.Store(true) }, Config: config, Destroy: true},
	}})
	gone := 0
	for _, entry := range cloud.Journal() {
		if entry.Route == connectionsRoute+"/action" && entry.Code == "EndPoint.2013" {
			gone++
		}
	}
	if gone == 0 {
		t.Errorf("no rejection met an endpoint that is gone; the test proves nothing:\n%s", cloud.RequestTable())
	}
}

// HA-4: accepting what was rejected, or rejecting what was accepted, fails while the old status is still to be seen.
func TestAccVpcepServiceConnection_HA4_oldStatusIsNoFailure(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	service := askedService(t, cloud)
	endpoint := request(t, cloud.ClientB(), service)
	// The refresh, which a creation does without, sees the truth, the reply to the answer shows nothing, and then two reads are late.
	lagging := func(refreshes int) func() {
		return func() {
			cloud.ClearFaults()
			cloud.AddFault(emulator.Fault{Method: "POST", Route: connectionsRoute + "/action", Status: 200, Body: `{"connections":[]}`, AfterCommit: true})
			cloud.AddFault(emulator.Fault{Method: "GET", Route: connectionsRoute, Nth: refreshes + 1, Count: 2, Stale: true})
		}
	}
	var steps []resource.TestStep
	for i, accepted := range []bool{false, true, false, true} {
		steps = append(steps, resource.TestStep{
			PreConfig:         lagging(min(i, 1)),
			Config:            cloud.Provider() + connectionConfig(service, endpoint, fmt.Sprintf("accepted = %t", accepted)),
			ConfigStateChecks: []statecheck.StateCheck{value(connectionAddress, "accepted", knownvalue.Bool(accepted))},
		})
	}
	cloud.Test(resource.TestCase{Steps: steps})
	late := 0
	for _, entry := range cloud.Journal() {
		if entry.Method == "GET" && entry.Fault != "" {
			late++
		}
	}
	if late < len(steps) {
		t.Errorf("only %d reads were late; the test proves little", late)
	}
}

// HA-5: the limit of the creation is used for everything.
func TestAccVpcepServiceConnection_HA5_eachVerbHasItsLimit(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	service := askedService(t, cloud)
	endpoint := request(t, cloud.ClientB(), service)
	limited := func(accepted bool) string {
		return cloud.Provider() + connectionConfig(service, endpoint, fmt.Sprintf("accepted = %t\n", accepted)+`timeouts = { create = "10m", update = "2s", delete = "5s" }`)
	}
	start := time.Now()
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{Config: limited(false)},
		{
			PreConfig:   func() { cloud.SetProgress(emulator.EndpointCreate, emulator.Held()) },
			Config:      limited(true),
			ExpectError: said(`took no effect.*did not become accepted within ([12](\.\d)?s|\d+ms)`),
		},
		{
			PreConfig: func() {
				cloud.Release(emulator.EndpointCreate)
				cloud.AddFault(emulator.Fault{Method: "POST", Route: connectionsRoute + "/action", Status: 200, Body: `{"connections":[]}`})
			},
			Config:      limited(true),
			Destroy:     true,
			ExpectError: said(`Could not reject the VPC endpoint.*did not become rejected within ([345](\.\d)?s|2\.[1-9]s)`),
		},
		{Config: limited(true), ConfigPlanChecks: emptyPlan()},
	}})
	if took := time.Since(start); took > 2*time.Minute {
		t.Errorf("the verbs took %s", took)
	}
}

// HA-6: two resources on one service have the same id.
func TestAccVpcepServiceConnection_HA6_eachHasItsName(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	service := askedService(t, cloud)
	first, second := request(t, cloud.ClientB(), service), request(t, cloud.ClientB(), service)
	verified := func(address, endpoint string) resource.TestStep {
		return resource.TestStep{
			ResourceName: address, ImportState: true, ImportStateVerify: true,
			ImportStateVerifyIdentifierAttribute: "endpoint_id", ImportStateId: service + "/" + endpoint,
		}
	}
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{Config: cloud.Provider() + twoConnections(service, first, second)},
		verified(firstAddress, first),
		verified(secondAddress, second),
	}})
}
