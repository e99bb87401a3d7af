package vpcep_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/hwc-community/terraform-provider-hwc/internal/acctest"
	"github.com/hwc-community/terraform-provider-hwc/internal/client/vpcep"
	"github.com/hwc-community/terraform-provider-hwc/internal/emulator"
)

const (
	serviceRoute         = servicesRoute + "/{vpc_endpoint_service_id}"
	upgradeServiceRoute  = "/v2/{project_id}/vpc-endpoint-services/{vpc_endpoint_service_id}/upgrade"
	addServersRoute      = "/v2/{project_id}/vpc-endpoint-services/{vpc_endpoint_service_id}/add-server-resources"
	upgradeEndpointRoute = "/v2/{project_id}/vpc-endpoints/{vpc_endpoint_id}/upgrade"
	nobody               = "4189d3c2-0000-4871-a3c2-d380272eed83"
)

var sinceActions = []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_14_0)}

// invoke is a configuration whose application invokes an action once.
func invoke(cloud *acctest.Env, kind, lines string) string {
	return cloud.Provider() + fmt.Sprintf(`
action %[1]q "test" {
  config {
    %[2]s
  }
}

resource "terraform_data" "trigger" {
  triggers_replace = [%[3]q]
  lifecycle {
    action_trigger {
      events  = [after_create]
      actions = [action.%[1]s.test]
    }
  }
}
`, kind, lines, lines)
}

func serviceLine(id string) string  { return fmt.Sprintf("service_id = %q\n", id) }
func endpointLine(id string) string { return fmt.Sprintf("endpoint_id = %q\n", id) }

// hidden is what the emulator holds of an object and no call shows.
func hidden(t *testing.T, cloud *acctest.Env, kind, id, field string) any {
	t.Helper()
	text, err := json.Marshal(cloud.State()[kind])
	if err != nil {
		t.Fatal(err)
	}
	var objects []map[string]any
	if err := json.Unmarshal(text, &objects); err != nil {
		t.Fatal(err)
	}
	for _, object := range objects {
		if object["id"] == id {
			return object[field]
		}
	}
	t.Fatalf("%s %s is not there", kind, id)
	return nil
}

func TestAccVpcepServiceUpgradeAction_basic(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	id := askedService(t, cloud)
	editions := func(want ...string) func() {
		return func() {
			t.Helper()
			service, err := cloud.Client().GetService(t.Context(), id)
			if err != nil || !reflect.DeepEqual(service.SupportedEditions, want) {
				t.Errorf("%v, %v; want %v", service, err, want)
			}
		}
	}
	const kind = "hwc_vpcep_service_upgrade"
	cloud.Test(resource.TestCase{TerraformVersionChecks: sinceActions, Steps: []resource.TestStep{
		{Config: invoke(cloud, kind, serviceLine(id)), PostApplyFunc: editions("basic", "profession")},
		{Config: invoke(cloud, kind, serviceLine(id)+`action = "rollback"`), PostApplyFunc: editions("basic")},
		{
			Config: invoke(cloud, kind, serviceLine(id)+"enable_multi_server = true\nregion = \"cn-north-4\"\ntimeout = \"1m\""),
			PostApplyFunc: func() {
				editions("basic", "profession")()
				if multi := hidden(t, cloud, "services", id, "enable_multi_server"); multi != true {
					t.Errorf("enable_multi_server is %v", multi)
				}
			},
		},
		{Config: invoke(cloud, kind, serviceLine(id)+`action = "upgrade"`), PostApplyFunc: editions("basic", "profession")},
	}})
	var bodies []string
	for _, entry := range cloud.Journal() {
		if entry.Route == upgradeServiceRoute {
			bodies = append(bodies, entry.RequestBody)
		}
	}
	want := []string{"", `{"action":"rollback"}`, `{"action":"upgrade","enable_multi_server":true}`, `{"action":"upgrade"}`}
	if !reflect.DeepEqual(bodies, want) {
		t.Errorf("sent %q, want %q", bodies, want)
	}
}

func TestAccVpcepServiceAddServersAction_basic(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	id := askedService(t, cloud)
	cloud.Test(resource.TestCase{TerraformVersionChecks: sinceActions, Steps: []resource.TestStep{{
		Config: invoke(cloud, "hwc_vpcep_service_add_servers", serviceLine(id)+fmt.Sprintf(
			`server_resources = [{ resource_id = %q, availability_zone_id = "cn-north-4b" }, { resource_id = %q }]`, otherPort, acctest.Port)),
		PostApplyFunc: func() {
			want := fmt.Sprintf("[map[availability_zone_id:cn-north-4b resource_id:%s] map[availability_zone_id: resource_id:%s]]", otherPort, acctest.Port)
			if got := fmt.Sprint(hidden(t, cloud, "services", id, "server_resources")); got != want {
				t.Errorf("the service has %s, want %s", got, want)
			}
		},
	}}})
}

func TestAccVpcepEndpointUpgradeAction_basic(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{Choices: emulator.Choices{UpgradeNeedsEdition: true}})
	service := askedService(t, cloud)
	endpoint := request(t, cloud.Client(), service)
	const kind = "hwc_vpcep_endpoint_upgrade"
	cloud.Test(resource.TestCase{TerraformVersionChecks: sinceActions, Steps: []resource.TestStep{
		{Config: invoke(cloud, kind, endpointLine(endpoint)), ExpectError: said(`Could not upgrade the VPC endpoint.*` + endpoint + `.*EndPoint.0015.*hwc_vpcep_service_upgrade`)},
		{
			PreConfig: func() {
				if err := cloud.Client().UpgradeService(t.Context(), service, vpcep.UpgradeServiceRequest{}); err != nil {
					t.Fatal(err)
				}
			},
			Config: invoke(cloud, kind, endpointLine(endpoint)+`timeout = "1m"`),
			PostApplyFunc: func() {
				if version := hidden(t, cloud, "endpoints", endpoint, "ip_version"); version != "ipv4" {
					t.Errorf("the endpoint has the ip_version %v, as a basic one", version)
				}
			},
		},
	}})
}

// The consumer is another account. What is as wanted already stays so, without a wait.
func TestAccVpcepConnectionAcceptAction_basic(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	service := askedService(t, cloud)
	endpoint := request(t, cloud.ClientB(), service)
	lines := serviceLine(service) + endpointLine(endpoint)
	cloud.Test(resource.TestCase{TerraformVersionChecks: sinceActions, Steps: []resource.TestStep{
		{
			PreConfig:     func() { cloud.SetProgress(emulator.EndpointCreate, emulator.AfterReads(3)) },
			Config:        invoke(cloud, "hwc_vpcep_connection_accept", lines),
			PostApplyFunc: connectionIs(t, cloud, service, endpoint, "accepted", ""),
		},
		{
			Config:        invoke(cloud, "hwc_vpcep_connection_accept", lines+`timeout = "1m"`),
			PostApplyFunc: connectionIs(t, cloud, service, endpoint, "accepted", ""),
		},
	}})
}

func TestAccVpcepConnectionRejectAction_basic(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	service := askedService(t, cloud)
	pending, connected := request(t, cloud.ClientB(), service), request(t, cloud.ClientB(), service)
	if _, err := cloud.Client().AnswerConnection(t.Context(), service, vpcep.Receive, connected); err != nil {
		t.Fatal(err)
	}
	rejected := func(endpoint string) resource.TestStep {
		return resource.TestStep{
			Config:        invoke(cloud, "hwc_vpcep_connection_reject", serviceLine(service)+endpointLine(endpoint)),
			PostApplyFunc: connectionIs(t, cloud, service, endpoint, "rejected", ""),
		}
	}
	cloud.Test(resource.TestCase{TerraformVersionChecks: sinceActions, Steps: []resource.TestStep{rejected(pending), rejected(connected)}})
}

// A cloud without the call, an effect that fails to come, a limit that passes and an id of nothing: each is said clearly.
func TestAccVpcepActions_failures(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		kind, route, read string
		lines             func(service, endpoint string) string
		refused, failed   string
		slow              func(cloud *acctest.Env) // keeps the effect from being seen
		late, wrong       string
	}{
		{
			kind: "hwc_vpcep_service_upgrade", route: upgradeServiceRoute, read: serviceRoute,
			lines:   func(service, _ string) string { return serviceLine(service) },
			refused: "Could not upgrade the VPC endpoint service", failed: "The upgrade of the VPC endpoint service took no effect",
			slow:  staleReads(serviceRoute),
			late:  "did not become available, professional within [0-9.]+s.*its last status was \"available, basic\"",
			wrong: "EndPoint.0005.*check the ids and `region`",
		},
		{
			kind: "hwc_vpcep_service_add_servers", route: addServersRoute, read: serviceRoute,
			lines: func(service, _ string) string {
				return serviceLine(service) + fmt.Sprintf("server_resources = [{ resource_id = %q }]\n", otherPort)
			},
			refused: "Could not add backends to the VPC endpoint service", failed: "The VPC endpoint service is not available with the new backends",
			slow:  creating(serviceRoute),
			late:  "did not become available within [0-9.]+s.*its last status was \"creating\"",
			wrong: "EndPoint.0005.*check the ids and `region`",
		},
		{
			kind: "hwc_vpcep_endpoint_upgrade", route: upgradeEndpointRoute, read: endpointsRoute + "/{vpc_endpoint_id}",
			lines:   func(_, endpoint string) string { return endpointLine(endpoint) },
			refused: "Could not upgrade the VPC endpoint", failed: "The VPC endpoint was not connected after its upgrade",
			slow:  creating(endpointsRoute + "/{vpc_endpoint_id}"),
			late:  "did not become accepted or pendingAcceptance within [0-9.]+s.*its last status was \"creating\"",
			wrong: "EndPoint.[0-9]+.*check `endpoint_id` and `region`",
		},
		{
			kind: "hwc_vpcep_connection_accept", route: connectionsRoute + "/action", read: connectionsRoute,
			lines:   func(service, endpoint string) string { return serviceLine(service) + endpointLine(endpoint) },
			refused: "Could not accept the VPC endpoint", failed: "The answer to the VPC endpoint took no effect",
			slow:  func(cloud *acctest.Env) { cloud.SetProgress(emulator.EndpointCreate, emulator.Held()) },
			late:  "did not become accepted within [0-9.]+s.*its last status was \"creating\"",
			wrong: "EndPoint.0005.*check `service_id` and `region`",
		},
		{
			kind: "hwc_vpcep_connection_reject", route: connectionsRoute + "/action", read: connectionsRoute,
			lines:   func(service, endpoint string) string { return serviceLine(service) + endpointLine(endpoint) },
			refused: "Could not reject the VPC endpoint", failed: "The answer to the VPC endpoint took no effect",
			slow: func(cloud *acctest.Env) {
				cloud.AddFault(emulator.Fault{Method: "POST", Route: connectionsRoute + "/action", Status: 200, Body: `{"connections":[]}`})
			},
			late:  "did not become rejected within [0-9.]+s.*its last status was \"pendingAcceptance\"",
			wrong: "EndPoint.0005.*check `service_id` and `region`",
		},
	} {
		t.Run(test.kind, func(t *testing.T) {
			t.Parallel()
			cloud := acctest.Start(t, emulator.Options{})
			service := askedService(t, cloud)
			endpoint := request(t, cloud.Client(), service)
			lines := test.lines(service, endpoint)
			fault := func(f emulator.Fault) func() {
				return func() { cloud.ClearFaults(); cloud.AddFault(f) }
			}
			cloud.Test(resource.TestCase{TerraformVersionChecks: sinceActions, Steps: []resource.TestStep{
				{Config: invoke(cloud, test.kind, test.lines("lb-1", "ep-1")), ExpectError: said(`must be a UUID such.*"(lb|ep)-1"`)},
				{Config: invoke(cloud, test.kind, lines+`timeout = "soon"`), ExpectError: said(`timeout must be a duration above zero.*"soon"`)},
				{
					PreConfig:   fault(emulator.Fault{Method: "POST", Route: test.route, Status: 404, Code: "APIGW.0101", Message: "The API does not exist."}),
					Config:      invoke(cloud, test.kind, lines),
					ExpectError: said(test.refused + `.*this cloud does not offer what the action does: take the action out`),
				},
				{
					PreConfig: func() {
						fault(emulator.Fault{Method: "GET", Route: test.read, Status: 403, Code: "EndPoint.0004", Message: "You have no permissions."})()
						cloud.AddFault(emulator.Fault{Method: "POST", Route: test.route, Status: 200, Body: `{"connections":[]}`})
					},
					Config:      invoke(cloud, test.kind, lines+`timeout = "1m"`),
					ExpectError: said(test.failed + `.*403 EndPoint.0004.*request id.*What to do: give the user the permission`),
				},
				{
					PreConfig:   func() { cloud.ClearFaults(); test.slow(cloud) },
					Config:      invoke(cloud, test.kind, lines+`timeout = "3s"`),
					ExpectError: said(test.failed + `.*` + test.late + `.*What to do: the cloud needed longer than .timeout. allows`),
				},
				{
					PreConfig:   cloud.ClearFaults,
					Config:      invoke(cloud, test.kind, test.lines(nobody, nobody)),
					ExpectError: said(test.refused + `.*` + nobody + `.*` + test.wrong),
				},
			}})
		})
	}
}

// staleReads makes every read show the object as it was before the last change.
func staleReads(route string) func(*acctest.Env) {
	return func(cloud *acctest.Env) {
		cloud.AddFault(emulator.Fault{Method: "GET", Route: route, Count: -1, Stale: true})
	}
}

// creating makes every read show an object in that status.
func creating(route string) func(*acctest.Env) {
	return func(cloud *acctest.Env) {
		cloud.AddFault(emulator.Fault{Method: "GET", Route: route, Count: -1, Status: 200, Body: `{"id":"x","status":"creating"}`})
	}
}

// The cloud's own reason ends a wait at once.
func TestAccVpcepActions_failedUpgrade(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	service := askedService(t, cloud)
	endpoint := request(t, cloud.Client(), service)
	cloud.SetProgress(emulator.EndpointUpgrade, emulator.Fails("EndPoint.0001", "no professional node left"))
	cloud.Test(resource.TestCase{TerraformVersionChecks: sinceActions, Steps: []resource.TestStep{{
		Config:      invoke(cloud, "hwc_vpcep_endpoint_upgrade", endpointLine(endpoint)),
		ExpectError: said(`is in state "failed", not accepted.*no professional node left.*What to do: remove the cause that the cloud names, and invoke the action`),
	}}})
}
