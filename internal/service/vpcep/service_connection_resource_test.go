package vpcep_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/hwc-community/terraform-provider-hwc/internal/acctest"
	"github.com/hwc-community/terraform-provider-hwc/internal/client"
	"github.com/hwc-community/terraform-provider-hwc/internal/client/vpcep"
	"github.com/hwc-community/terraform-provider-hwc/internal/emulator"
)

const (
	connectionAddress = "hwc_vpcep_service_connection.test"
	connectionsRoute  = servicesRoute + "/{vpc_endpoint_service_id}/connections"
)

// askedService is a service of tenant a whose endpoints need an answer, and for which every account may create some.
func askedService(t *testing.T, cloud *acctest.Env) string {
	t.Helper()
	id := seedServices(t, cloud, "asked")["asked"]
	if _, err := cloud.Client().WaitServiceAvailable(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	if _, err := cloud.Client().AddPermissions(t.Context(), id, []vpcep.NewPermission{{Permission: vpcep.Everyone}}); err != nil {
		t.Fatal(err)
	}
	return id
}

// request creates an endpoint that asks for a service, and removes it at the test's end.
func request(t *testing.T, consumer *vpcep.Client, service string) string {
	t.Helper()
	endpoint, _, err := consumer.CreateEndpoint(t.Context(), vpcep.CreateEndpointRequest{ServiceID: service, VpcID: acctest.VPC, SubnetID: acctest.Subnet})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { removeEndpoint(t, consumer, endpoint.ID) })
	return endpoint.ID
}

func removeEndpoint(t *testing.T, consumer *vpcep.Client, id string) {
	t.Helper()
	ctx := acctest.Afterwards(t)
	err := consumer.DeleteEndpoint(ctx, id)
	if err == nil {
		err = consumer.WaitEndpointDeleted(ctx, id)
	}
	if err != nil && !client.IsNotFound(err) {
		t.Error(err)
	}
}

func connectionConfig(service, endpoint, lines string) string {
	return fmt.Sprintf(`
resource "hwc_vpcep_service_connection" "test" {
  service_id  = %q
  endpoint_id = %q
  %s
}
`, service, endpoint, lines)
}

// connectionIs wants the owner and the consumer to see the same status of a connection, and this description.
func connectionIs(t *testing.T, cloud *acctest.Env, service, endpoint, status, description string) func() {
	t.Helper()
	return func() {
		connection, err := cloud.Client().GetConnection(t.Context(), service, endpoint)
		if err != nil {
			t.Fatal(err)
		}
		seen, err := cloud.ClientB().GetEndpoint(t.Context(), endpoint)
		if err != nil {
			t.Fatal(err)
		}
		if connection.Status != status || seen.Status != status || *connection.Description != description {
			t.Errorf("the owner sees %s %q and the consumer %s, want %s %q", connection.Status, *connection.Description, seen.Status, status, description)
		}
	}
}

func TestAccVpcepServiceConnection_basic(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	service := askedService(t, cloud)
	endpoint := request(t, cloud.ClientB(), service)
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{
			Config:           cloud.Provider() + connectionConfig(service, endpoint, "accepted = true"),
			ConfigPlanChecks: action(connectionAddress, plancheck.ResourceActionCreate),
			ConfigStateChecks: []statecheck.StateCheck{
				value(connectionAddress, "region", text(acctest.Region)),
				value(connectionAddress, "service_id", text(service)),
				value(connectionAddress, "endpoint_id", text(endpoint)),
				value(connectionAddress, "accepted", knownvalue.Bool(true)),
				value(connectionAddress, "description", knownvalue.Null()),
				value(connectionAddress, "on_destroy", text("reject")),
				value(connectionAddress, "status", text("accepted")),
				value(connectionAddress, "domain_id", text(acctest.DomainIDB)),
				value(connectionAddress, "marker_id", knownvalue.NotNull()),
				value(connectionAddress, "created_at", knownvalue.NotNull()),
				value(connectionAddress, "updated_at", knownvalue.NotNull()),
			},
		},
		acctest.Imported(connectionAddress, "service_id", "endpoint_id"),
		acctest.Imported(connectionAddress, "region", "service_id", "endpoint_id"),
		{
			ResourceName: connectionAddress, ImportState: true, ImportStateKind: resource.ImportBlockWithID,
			ImportStateIdFunc: acctest.ImportID(connectionAddress, "service_id", "endpoint_id"),
		},
		{
			ResourceName: connectionAddress, ImportState: true, ImportStateId: endpoint,
			ExpectError: said(`is not an import id. It is service_id/endpoint_id, such as`),
		},
	}})
	connectionIs(t, cloud, service, endpoint, vpcep.EndpointRejected, "")() // destroyed
}

func TestAccVpcepServiceConnection_identity(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	service := askedService(t, cloud)
	endpoint := request(t, cloud.ClientB(), service)
	cloud.Test(resource.TestCase{
		TerraformVersionChecks: []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_12_0)},
		Steps: []resource.TestStep{
			{
				Config: cloud.Provider() + connectionConfig(service, endpoint, "accepted = false"),
				ConfigStateChecks: []statecheck.StateCheck{statecheck.ExpectIdentity(connectionAddress, map[string]knownvalue.Check{
					"region": text(acctest.Region), "service_id": text(service), "endpoint_id": text(endpoint),
				})},
			},
			{ResourceName: connectionAddress, ImportState: true, ImportStateKind: resource.ImportBlockWithResourceIdentity},
		},
	})
}

// Each argument changes in place, there and back, and reaches the cloud; from full to minimal and back.
func TestAccVpcepServiceConnection_update(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	service := askedService(t, cloud)
	endpoint := request(t, cloud.ClientB(), service)
	full := "accepted = true\ndescription = \"shop\"\non_destroy = \"keep\"\nregion = \"cn-north-4\"\n" +
		`timeouts = { create = "5m", read = "1m", update = "5m", delete = "5m" }`
	steps := []resource.TestStep{{Config: cloud.Provider() + connectionConfig(service, endpoint, full)}}
	was := connectionIs(t, cloud, service, endpoint, "accepted", "shop")
	for _, change := range []struct{ lines, status, description string }{
		{"accepted = true", "accepted", ""},
		{full, "accepted", "shop"},
		{"accepted = false\ndescription = \"shop\"", "rejected", "shop"},
		{"accepted = false\ndescription = \"\"", "rejected", ""},
		{"accepted = true\ndescription = \"again\"", "accepted", "again"},
		{"accepted = true\ndescription = \"again\"\non_destroy = \"keep\"", "accepted", "again"},
	} {
		steps = append(steps, resource.TestStep{
			PreConfig:        was,
			Config:           cloud.Provider() + connectionConfig(service, endpoint, change.lines),
			ConfigPlanChecks: action(connectionAddress, plancheck.ResourceActionUpdate),
			ConfigStateChecks: []statecheck.StateCheck{
				value(connectionAddress, "status", text(change.status)),
				value(connectionAddress, "accepted", knownvalue.Bool(change.status == "accepted")),
			},
		})
		was = connectionIs(t, cloud, service, endpoint, change.status, change.description)
	}
	cloud.Test(resource.TestCase{Steps: steps})
	was() // kept, although destroyed
}

// A description that is not set is not managed; an empty one means none, also at the creation.
func TestAccVpcepServiceConnection_description(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	service := askedService(t, cloud)
	endpoint := request(t, cloud.ClientB(), service)
	describe := func(description string) func() {
		return func() {
			if _, err := cloud.Client().UpdateConnectionDescription(t.Context(), service, endpoint, description); err != nil {
				t.Fatal(err)
			}
		}
	}
	unset := cloud.Provider() + connectionConfig(service, endpoint, "accepted = true")
	empty := cloud.Provider() + connectionConfig(service, endpoint, "accepted = true\ndescription = \"\"")
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{
			// What the cloud refuses is refused before the endpoint is answered.
			Config:      cloud.Provider() + connectionConfig(service, endpoint, fmt.Sprintf("accepted = true\ndescription = %q", strings.Repeat("x", 129))),
			ExpectError: said(`Could not answer the VPC endpoint.*400 EndPoint.0002.*What to do: check the values; a cloud may take at most 128`),
		},
		{PreConfig: func() { connectionIs(t, cloud, service, endpoint, "pendingAcceptance", "")(); describe("theirs")() }, Config: unset},
		{PreConfig: connectionIs(t, cloud, service, endpoint, "accepted", "theirs"), Config: unset, ConfigPlanChecks: emptyPlan()},
		{Config: empty, ConfigPlanChecks: action(connectionAddress, plancheck.ResourceActionUpdate)},
		{PreConfig: connectionIs(t, cloud, service, endpoint, "accepted", ""), Config: unset},
		{PreConfig: describe("theirs again"), Config: unset, ConfigPlanChecks: emptyPlan()},
		{Config: unset, Destroy: true},
		{Config: empty, ConfigStateChecks: []statecheck.StateCheck{value(connectionAddress, "description", text(""))}},
		{PreConfig: connectionIs(t, cloud, service, endpoint, "accepted", ""), Config: empty, ConfigPlanChecks: emptyPlan()},
	}})
}

// A cloud that offers no descriptions has none to remove: an empty one does not keep the endpoint from its answer.
func TestAccVpcepServiceConnection_noDescriptions(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	service := askedService(t, cloud)
	endpoint := request(t, cloud.ClientB(), service)
	cloud.AddFault(emulator.Fault{
		Method: "PUT", Route: connectionsRoute + "/description", Count: -1,
		Status: 404, Code: "APIGW.0101", Message: "The API does not exist or has not been published in the environment.",
	})
	empty := cloud.Provider() + connectionConfig(service, endpoint, "accepted = true\ndescription = \"\"")
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{
			Config:      cloud.Provider() + connectionConfig(service, endpoint, "accepted = true\ndescription = \"shop\""),
			ExpectError: said(`Could not answer the VPC endpoint.*404 APIGW\.0101.*does not offer this call`),
		},
		{
			PreConfig: connectionIs(t, cloud, service, endpoint, vpcep.EndpointPending, ""),
			Config:    empty, ConfigStateChecks: []statecheck.StateCheck{value(connectionAddress, "status", text("accepted"))},
		},
		{PreConfig: connectionIs(t, cloud, service, endpoint, vpcep.EndpointAccepted, ""), Config: empty, ConfigPlanChecks: emptyPlan()},
	}})
}

// The description that a failed update has set can be taken back.
func TestAccVpcepServiceConnection_failedUpdate(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	service := askedService(t, cloud)
	endpoint := request(t, cloud.ClientB(), service)
	before := cloud.Provider() + connectionConfig(service, endpoint, "accepted = true")
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{Config: before},
		{
			PreConfig: func() {
				cloud.AddFault(emulator.Fault{Method: "POST", Route: connectionsRoute + "/action", Status: 403, Code: "EndPoint.0004", Message: "You have no permissions."})
			},
			Config:      cloud.Provider() + connectionConfig(service, endpoint, "accepted = false\ndescription = \"shop\""),
			ExpectError: said(`Could not answer the VPC endpoint.*403 EndPoint\.0004.*done until then: changed the description`),
		},
		{
			PreConfig: connectionIs(t, cloud, service, endpoint, "accepted", "shop"),
			Config:    before, ConfigPlanChecks: action(connectionAddress, plancheck.ResourceActionUpdate),
		},
		{PreConfig: connectionIs(t, cloud, service, endpoint, "accepted", ""), Config: before, ConfigPlanChecks: emptyPlan()},
	}})
}

// A rejection by other means, or another description, is put right.
func TestAccVpcepServiceConnection_drift(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	service := askedService(t, cloud)
	endpoint := request(t, cloud.ClientB(), service)
	config := cloud.Provider() + connectionConfig(service, endpoint, "accepted = true\ndescription = \"mine\"")
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{Config: config},
		{
			PreConfig: func() {
				if _, err := cloud.Client().AnswerConnection(t.Context(), service, vpcep.Reject, endpoint); err != nil {
					t.Fatal(err)
				}
			},
			Config:            config,
			ConfigPlanChecks:  action(connectionAddress, plancheck.ResourceActionUpdate),
			ConfigStateChecks: []statecheck.StateCheck{value(connectionAddress, "status", text("accepted"))},
		},
		{
			PreConfig: func() {
				if _, err := cloud.Client().UpdateConnectionDescription(t.Context(), service, endpoint, "theirs"); err != nil {
					t.Fatal(err)
				}
			},
			Config:           config,
			ConfigPlanChecks: action(connectionAddress, plancheck.ResourceActionUpdate),
		},
		{PreConfig: connectionIs(t, cloud, service, endpoint, "accepted", "mine"), Config: config, ConfigPlanChecks: emptyPlan()},
	}})
}

// An endpoint that its account deleted drops out of the state; answering it fails clearly; the new one gets an answer.
func TestAccVpcepServiceConnection_disappears(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	service := askedService(t, cloud)
	first, second := request(t, cloud.ClientB(), service), request(t, cloud.ClientB(), service)
	config := cloud.Provider() + connectionConfig(service, first, "accepted = true")
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{Config: config},
		{
			PreConfig:        func() { removeEndpoint(t, cloud.ClientB(), first) },
			Config:           config,
			ConfigPlanChecks: action(connectionAddress, plancheck.ResourceActionCreate),
			ExpectError:      said(`Could not answer the VPC endpoint.*` + first + `.*400 EndPoint.2013.*request id.*What to do: check .endpoint_id.: no such endpoint asks for this service`),
		},
		{
			Config:            cloud.Provider() + connectionConfig(service, second, "accepted = true"),
			ConfigStateChecks: []statecheck.StateCheck{value(connectionAddress, "status", text("accepted"))},
		},
		{
			// While it is being deleted it is as good as gone.
			PreConfig: func() {
				cloud.SetProgress(emulator.EndpointDelete, emulator.Held())
				if err := cloud.ClientB().DeleteEndpoint(t.Context(), second); err != nil {
					t.Fatal(err)
				}
			},
			RefreshState:       true,
			ExpectNonEmptyPlan: true,
			RefreshPlanChecks: resource.RefreshPlanChecks{PostRefresh: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction(connectionAddress, plancheck.ResourceActionCreate),
			}},
		},
		{
			PreConfig:   func() { cloud.Release(emulator.EndpointDelete) },
			Config:      cloud.Provider() + connectionConfig(otherVPC, second, "accepted = true"),
			ExpectError: said(`Could not answer the VPC endpoint.*404 EndPoint.0005.*What to do: check .service_id. and .region.`),
		},
	}})
}

// The connection fails after it was accepted: it is in the state, the reason is told, and the next apply answers again.
func TestAccVpcepServiceConnection_failedWait(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	service := askedService(t, cloud)
	endpoint := request(t, cloud.ClientB(), service)
	cloud.SetProgress(emulator.EndpointCreate, emulator.Fails("EndPoint.3001", "Failed to create a port."))
	config := cloud.Provider() + connectionConfig(service, endpoint, "accepted = true")
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{
			Config:      config,
			ExpectError: said(`The answer to the VPC endpoint took no effect.*failed.*EndPoint\.3001: Failed to create a port`),
		},
		{
			RefreshState:       true,
			ExpectNonEmptyPlan: true,
			RefreshPlanChecks: resource.RefreshPlanChecks{PostRefresh: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction(connectionAddress, plancheck.ResourceActionDestroyBeforeCreate), // tainted
			}},
		},
	}})
}

// Ctrl-C while an accepted endpoint is being connected ends the wait; the connection is in the state, not tainted, and the
// next apply goes on waiting.
func TestAccVpcepServiceConnection_interrupted(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	service := askedService(t, cloud)
	endpoint := request(t, cloud.ClientB(), service)
	w := acctest.NewWorkspace(t, cloud.Provider()+connectionConfig(service, endpoint, "accepted = true"))
	cloud.SetProgress(emulator.EndpointCreate, emulator.Held())
	asked := acctest.Kind{Resource: "hwc_vpcep_service_connection", Route: connectionsRoute}
	run := asked.Waiting(t, cloud, w, "POST", "apply")
	start := time.Now()
	run.Signal(os.Interrupt)
	output := <-run.Ended
	if took := time.Since(start); took > time.Minute { // the limit of the wait is much later
		t.Errorf("the CLI ended %s after the interrupt", took)
	}
	if !said(`The wait for the connection was interrupted.*the next apply goes on waiting`).MatchString(output) {
		t.Errorf("the output does not say what happened:\n%s", output)
	}
	if found := acctest.Named(t, w.State(), "hwc_vpcep_service_connection", "id"); len(found) != 1 || found[0] != "" {
		t.Errorf("the state holds %q, want one connection, not tainted", found)
	}

	reads := 0
	cloud.OnRequest(func(entry emulator.Entry) {
		if entry.Method == "GET" && entry.Route == connectionsRoute {
			if reads++; reads == 3 { // the refresh, then the wait
				cloud.Release(emulator.EndpointCreate)
			}
		}
	})
	answers := cloud.Requests()["POST "+connectionsRoute+"/action"]
	output = w.MustRun(t.Context(), "apply", "-auto-approve", "-no-color")
	if !strings.Contains(output, "0 added, 1 changed, 0 destroyed") {
		t.Errorf("the second apply did not go on waiting:\n%s", output)
	}
	if n := cloud.Requests()["POST "+connectionsRoute+"/action"]; n != answers {
		t.Errorf("the endpoint was answered %d times", n)
	}
	w.MustRun(t.Context(), "plan", "-detailed-exitcode", "-no-color")
	w.MustRun(t.Context(), "destroy", "-auto-approve", "-no-color")
}

// What goes wrong on the way is put right where that is safe: an answer may be given twice.
func TestAccVpcepServiceConnection_outages(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	service := askedService(t, cloud)
	endpoint := request(t, cloud.ClientB(), service)
	for _, fault := range []emulator.Fault{
		{Nth: 1, Status: 429, Code: "APIGW.0308", Message: "throttled"},
		{Nth: 2, Drop: "after"},
		{Nth: 3, Status: 503, Code: "APIGW.0613", Message: "unavailable", AfterCommit: true},
	} {
		fault.Method, fault.Route = "POST", connectionsRoute+"/action"
		cloud.AddFault(fault)
		fault.Method, fault.Route = "GET", connectionsRoute
		cloud.AddFault(fault)
	}
	config := cloud.Provider() + connectionConfig(service, endpoint, "accepted = true")
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{Config: config, ConfigStateChecks: []statecheck.StateCheck{value(connectionAddress, "status", text("accepted"))}},
		{Config: config, ConfigPlanChecks: emptyPlan()},
	}})
}

// A refusal is never taken for "gone".
func TestAccVpcepServiceConnection_refusedRead(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	service := askedService(t, cloud)
	endpoint := request(t, cloud.ClientB(), service)
	config := cloud.Provider("max_retries = 0") + connectionConfig(service, endpoint, "accepted = true")
	steps := []resource.TestStep{{Config: config}}
	for _, fault := range refusals {
		fault.Method, fault.Route, fault.Count = "GET", connectionsRoute, -1
		steps = append(steps, resource.TestStep{
			PreConfig:   func() { cloud.ClearFaults(); cloud.AddFault(fault) },
			Config:      config,
			ExpectError: said(fmt.Sprintf(`Could not read the connection.*%d`, fault.Status)),
		})
	}
	cloud.Test(resource.TestCase{Steps: append(steps, resource.TestStep{PreConfig: cloud.ClearFaults, Config: config, ConfigPlanChecks: emptyPlan()})})
}

// refusals are answers that say nothing about whether an object exists.
var refusals = []emulator.Fault{
	{Status: 401, Code: "APIGW.0301", Message: "Incorrect IAM authentication information: decrypt token fail"},
	{Status: 403, Code: "EndPoint.0004", Message: "You have no permissions."},
	{Status: 404, Code: "APIGW.0101", Message: "The API does not exist or has not been published in the environment."},
	{Status: 404, Body: "<html><body>404 Not Found</body></html>", Header: map[string]string{"Content-Type": "text/html"}},
	{Status: 500, Code: "EndPoint.0001", Message: "System error."},
}

// An answer that shows in the reply costs one request, another one as many as the wait needs; fifty refresh with a few.
func TestAccVpcepServiceConnection_requests(t *testing.T) {
	t.Parallel()
	const connections, handful = 50, 25 // a busy machine may start the readers late
	cloud := acctest.Start(t, emulator.Options{})
	service := askedService(t, cloud)
	var endpoints []string
	for range connections {
		endpoints = append(endpoints, fmt.Sprintf("%q", request(t, cloud.ClientB(), service)))
	}
	w := acctest.NewWorkspace(t, cloud.Provider()+fmt.Sprintf(`
resource "hwc_vpcep_service_connection" "test" {
  for_each    = toset([%s])
  service_id  = %q
  endpoint_id = each.value
  accepted    = false
}
`, strings.Join(endpoints, ", "), service))
	list, answer := "GET "+connectionsRoute, "POST "+connectionsRoute+"/action"
	before := cloud.Requests()
	w.MustRun(t.Context(), "apply", "-auto-approve", "-no-color")
	after := cloud.Requests()
	if lists, answers := after[list]-before[list], after[answer]-before[answer]; lists != 0 || answers != connections {
		t.Errorf("%d rejections cost %d lists and %d answers, want 0 and %d", connections, lists, answers, connections)
	}
	w.MustRun(t.Context(), "plan", "-detailed-exitcode", "-no-color")
	if lists := cloud.Requests()[list] - after[list]; lists > handful {
		t.Errorf("a refresh of %d connections cost %d lists, want %d at most", connections, lists, handful)
	} else {
		t.Logf("a refresh of %d connections cost %d lists", connections, lists)
	}
	w.MustRun(t.Context(), "destroy", "-auto-approve", "-no-color")
}

// Bad input gets an error on the argument, at plan time, and the cloud is not asked.
func TestAccVpcepServiceConnection_badInput(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	cloud.Refuses(t, cloud.Provider(), [][2]string{
		{connectionConfig("svc-1", otherVPC, "accepted = true"), `service_id\s+=.*must be a UUID`},
		{connectionConfig(otherVPC, "ep-1", "accepted = true"), `endpoint_id\s+=.*must be a UUID`},
		{connectionConfig(otherVPC, otherVPC, ""), `"accepted" is required`},
		{connectionConfig(otherVPC, otherVPC, "accepted = true\ndescription = \"<b>\""), `description\s+=.*must not contain < or >`},
		{connectionConfig(otherVPC, otherVPC, "accepted = true\non_destroy = \"delete\""), `on_destroy\s+=.*"reject" "keep"`},
	})
}
