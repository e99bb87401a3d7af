package vpcep_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/hwc-community/terraform-provider-hwc/internal/acctest"
	"github.com/hwc-community/terraform-provider-hwc/internal/client/vpcep"
	"github.com/hwc-community/terraform-provider-hwc/internal/emulator"
)

const rulesAddress = "hwc_vpcep_service_connection_policy.test"

func rulesConfig(service, lines string) string {
	return fmt.Sprintf("resource \"hwc_vpcep_service_connection_policy\" \"test\" {\n  service_id = %q\n  %s\n}\n", service, lines)
}

func domains(argument string, ids ...string) string {
	return fmt.Sprintf("%s = [\"%s\"]\n", argument, strings.Join(ids, `", "`))
}

// connected is the status of an endpoint in the state.
func connected(endpoint, status string) statecheck.StateCheck {
	return statecheck.ExpectKnownValue(rulesAddress, tfjsonpath.New("connections").AtMapKey(endpoint).AtMapKey("status"), text(status))
}

// planned wants an update that shows the status an endpoint is going to have.
func planned(statuses map[string]string) resource.ConfigPlanChecks {
	checks := []plancheck.PlanCheck{plancheck.ExpectResourceAction(rulesAddress, plancheck.ResourceActionUpdate)}
	for endpoint, status := range statuses {
		checks = append(checks, plancheck.ExpectKnownValue(rulesAddress, tfjsonpath.New("connections").AtMapKey(endpoint).AtMapKey("status"), text(status)))
	}
	return resource.ConfigPlanChecks{PreApply: checks}
}

// answers counts the answers given so far.
func answers(cloud *acctest.Env) int { return cloud.Requests()["POST "+connectionsRoute+"/action"] }

func TestAccVpcepServiceConnectionPolicy_basic(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	service := askedService(t, cloud)
	ours, theirs := request(t, cloud.Client(), service), request(t, cloud.ClientB(), service)
	config := cloud.Provider() + rulesConfig(service, domains("accept_domain_ids", acctest.DomainIDB))
	lists := 0
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{
			Config:           config,
			ConfigPlanChecks: action(rulesAddress, plancheck.ResourceActionCreate),
			ConfigStateChecks: []statecheck.StateCheck{
				value(rulesAddress, "region", text(acctest.Region)),
				value(rulesAddress, "service_id", text(service)),
				value(rulesAddress, "accept_domain_ids", knownvalue.SetExact([]knownvalue.Check{text(acctest.DomainIDB)})),
				value(rulesAddress, "reject_domain_ids", knownvalue.Null()),
				value(rulesAddress, "default", text("ignore")),
				value(rulesAddress, "max_connections", knownvalue.Null()),
				value(rulesAddress, "connections", knownvalue.MapSizeExact(2)),
				connected(ours, "pendingAcceptance"),
				statecheck.ExpectKnownValue(rulesAddress, tfjsonpath.New("connections").AtMapKey(theirs), knownvalue.ObjectExact(map[string]knownvalue.Check{
					"domain_id": text(acctest.DomainIDB), "status": text("accepted"), "marker_id": knownvalue.NotNull(), "created_at": knownvalue.NotNull(),
				})),
			},
		},
		{
			ResourceName: rulesAddress, ImportState: true, ImportStateVerify: true, ImportStateVerifyIdentifierAttribute: "service_id",
			ImportStateIdFunc: acctest.ImportID(rulesAddress, "service_id"), ImportStateVerifyIgnore: []string{"accept_domain_ids"}, // the cloud does not know it
		},
		{
			// One list call a read.
			PreConfig: func() { lists = cloud.Requests()["GET "+connectionsRoute] },
			Config:    config, PlanOnly: true,
		},
		{
			PreConfig: func() {
				if n := cloud.Requests()["GET "+connectionsRoute] - lists; n != 1 {
					t.Errorf("a refresh cost %d list calls", n)
				}
			},
			Config:           cloud.Provider() + rulesConfig(service, ""),
			ConfigPlanChecks: action(rulesAddress, plancheck.ResourceActionUpdate),
		},
		{
			ResourceName: rulesAddress, ImportState: true, ImportStateKind: resource.ImportBlockWithID,
			ImportStateIdFunc: acctest.ImportID(rulesAddress, "region", "service_id"),
		},
	}})
	connectionIs(t, cloud, service, theirs, vpcep.EndpointAccepted, "")() // destroyed, and nobody was told anything
	if n := answers(cloud); n != 1 {
		t.Errorf("%d answers were given", n)
	}
	if _, err := cloud.Client().AnswerConnection(t.Context(), service, vpcep.Reject, theirs); err != nil {
		t.Error(err)
	}
}

func TestAccVpcepServiceConnectionPolicy_identity(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	service := askedService(t, cloud)
	cloud.Test(resource.TestCase{
		TerraformVersionChecks: []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_12_0)},
		Steps: []resource.TestStep{
			{
				Config: cloud.Provider() + rulesConfig(service, ""),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectIdentity(rulesAddress, map[string]knownvalue.Check{"region": text(acctest.Region), "service_id": text(service)}),
				},
			},
			{ResourceName: rulesAddress, ImportState: true, ImportStateKind: resource.ImportBlockWithResourceIdentity},
		},
	})
}

// A new request shows in the plan as the answer it is going to get, and gets exactly that; so does a connection that was
// answered against the rules by other means.
func TestAccVpcepServiceConnectionPolicy_drift(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	service := askedService(t, cloud)
	config := cloud.Provider() + rulesConfig(service, domains("accept_domain_ids", acctest.DomainIDB)+`default = "reject"`)
	theirs, ours := request(t, cloud.ClientB(), service), ""
	asked := map[string]string{theirs: "accepted"}
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{Config: config, ConfigStateChecks: []statecheck.StateCheck{connected(theirs, "accepted")}},
		{Config: config, ConfigPlanChecks: emptyPlan()},
		{
			PreConfig: func() {
				ours = request(t, cloud.Client(), service)
				asked[ours] = "rejected"
				if _, err := cloud.Client().AnswerConnection(t.Context(), service, vpcep.Reject, theirs); err != nil {
					t.Fatal(err)
				}
			},
			RefreshState: true, ExpectNonEmptyPlan: true,
			RefreshPlanChecks: resource.RefreshPlanChecks{PostRefresh: []plancheck.PlanCheck{plannedLater{&asked}}},
		},
		{Config: config},
		{
			PreConfig: func() {
				connectionIs(t, cloud, service, theirs, "accepted", "")()
				if connection, err := cloud.Client().GetConnection(t.Context(), service, ours); err != nil || connection.Status != "rejected" {
					t.Errorf("our own connection is %+v, %v", connection, err)
				}
			},
			Config: config, ConfigPlanChecks: emptyPlan(),
		},
	}})
}

// plannedLater is planned for endpoints that are known only when the step runs.
type plannedLater struct{ statuses *map[string]string }

func (p plannedLater) CheckPlan(ctx context.Context, req plancheck.CheckPlanRequest, resp *plancheck.CheckPlanResponse) {
	for _, check := range planned(*p.statuses).PreApply {
		if check.CheckPlan(ctx, req, resp); resp.Error != nil {
			return
		}
	}
}

// Each rule changes in place, and the plan shows what the change does to whom.
func TestAccVpcepServiceConnectionPolicy_update(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	service := askedService(t, cloud)
	ours, theirs := request(t, cloud.Client(), service), request(t, cloud.ClientB(), service)
	steps := []resource.TestStep{{Config: cloud.Provider() + rulesConfig(service, ""), ConfigStateChecks: []statecheck.StateCheck{connected(ours, "pendingAcceptance")}}}
	for _, change := range []struct{ lines, ours, theirs string }{
		{domains("accept_domain_ids", acctest.DomainID, acctest.DomainIDB), "accepted", "accepted"},
		{domains("accept_domain_ids", acctest.DomainID) + domains("reject_domain_ids", acctest.DomainIDB), "accepted", "rejected"},
		{"accept_domain_ids = []\nreject_domain_ids = []", "accepted", "rejected"},
		{`default = "reject"`, "rejected", "rejected"},
		{"default = \"accept\"\nmax_connections = 1", "accepted", "rejected"}, // the oldest comes first
		{"default = \"accept\"\nmax_connections = 2\ntimeouts = { create = \"5m\", read = \"1m\", update = \"5m\", delete = \"5m\" }", "accepted", "accepted"},
		{"", "accepted", "accepted"},
	} {
		steps = append(steps, resource.TestStep{
			Config:            cloud.Provider() + rulesConfig(service, change.lines),
			ConfigPlanChecks:  planned(map[string]string{ours: change.ours, theirs: change.theirs}),
			ConfigStateChecks: []statecheck.StateCheck{connected(ours, change.ours), connected(theirs, change.theirs)},
		})
	}
	cloud.Test(resource.TestCase{Steps: steps})
	if n := answers(cloud); n != 6 { // 2, 1, 0, 1, 1, 1, 0
		t.Errorf("%d answers were given, want 6: none to whom nothing changes", n)
	}
	for endpoint, consumer := range map[string]*vpcep.Client{ours: cloud.Client(), theirs: cloud.ClientB()} {
		removeEndpoint(t, consumer, endpoint)
	}
}

// The limit lets the oldest in; a warning in plan and apply names those who wait, and they come in when there is room.
func TestAccVpcepServiceConnectionPolicy_maxConnections(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	service := askedService(t, cloud)
	var asking []string
	for range 4 {
		asking = append(asking, request(t, cloud.ClientB(), service))
	}
	w := acctest.NewWorkspace(t, cloud.Provider()+rulesConfig(service, "default = \"accept\"\nmax_connections = 2"))
	wait := said(`Not every endpoint gets in.*Not accepted, from the oldest on: endpoint ` + asking[2] + ` of account ` + acctest.DomainIDB + ` \(pendingAcceptance\), endpoint ` + asking[3])
	for _, args := range [][]string{{"apply", "-auto-approve"}, {"plan", "-detailed-exitcode"}} {
		if output := w.MustRun(t.Context(), append(args, "-no-color")...); !wait.MatchString(output) {
			t.Errorf("%s does not say who waits:\n%s", args[0], output)
		}
	}
	for i, status := range []string{"accepted", "accepted", "pendingAcceptance", "pendingAcceptance"} {
		connectionIs(t, cloud, service, asking[i], status, "")()
	}
	removeEndpoint(t, cloud.ClientB(), asking[0])
	if output := w.MustRun(t.Context(), "apply", "-auto-approve", "-no-color"); !said(`~ status\s+= "pendingAcceptance" -> "accepted".*Not accepted, from the oldest on: endpoint ` + asking[3]).MatchString(output) {
		t.Errorf("the plan does not show who gets in:\n%s", output)
	}
	connectionIs(t, cloud, service, asking[2], "accepted", "")()
	w.MustRun(t.Context(), "destroy", "-auto-approve", "-no-color")
}

// A new policy that disconnects endpoints says so in its plan.
func TestAccVpcepServiceConnectionPolicy_disconnects(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	service := askedService(t, cloud)
	theirs := request(t, cloud.ClientB(), service)
	if _, err := cloud.Client().AnswerConnection(t.Context(), service, vpcep.Receive, theirs); err != nil {
		t.Fatal(err)
	}
	w := acctest.NewWorkspace(t, cloud.Provider()+rulesConfig(service, domains("reject_domain_ids", acctest.DomainIDB)))
	output := w.MustRun(t.Context(), "plan", "-no-color")
	if !said(`The policy disconnects endpoints.*rejects endpoints that are connected: endpoint ` + theirs + ` of account ` + acctest.DomainIDB).MatchString(output) {
		t.Errorf("the plan does not say who is disconnected:\n%s", output)
	}
	w.MustRun(t.Context(), "apply", "-auto-approve", "-no-color")
	connectionIs(t, cloud, service, theirs, "rejected", "")()
	w.MustRun(t.Context(), "destroy", "-auto-approve", "-no-color")
}

// One endpoint that cannot be answered does not keep the others from their answers, one that is gone is no failure, and the
// next apply goes on.
func TestAccVpcepServiceConnectionPolicy_failedAnswer(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	service := askedService(t, cloud)
	frozen, gone, last := request(t, cloud.ClientB(), service), request(t, cloud.ClientB(), service), request(t, cloud.ClientB(), service)
	action := connectionsRoute + "/action"
	cloud.AddFault(emulator.Fault{Method: "POST", Route: action, Nth: 1, Status: 400, Code: "EndPoint.2015", Message: "The endpoint has been frozen."})
	cloud.AddFault(emulator.Fault{Method: "POST", Route: action, Nth: 2, Status: 400, Code: "EndPoint.2013", Message: "The endpoint does not belong to the endpoint service."})
	config := cloud.Provider() + rulesConfig(service, `default = "accept"`)
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{Config: config, ExpectError: said(`Could not answer the VPC endpoint.*connection of VPC endpoint ` + frozen + ` to.*` + service + `.*EndPoint.2015.*What to do: the account of the endpoint is frozen`)},
		{
			PreConfig: func() {
				connectionIs(t, cloud, service, frozen, "pendingAcceptance", "")()
				connectionIs(t, cloud, service, last, "accepted", "")()
				removeEndpoint(t, cloud.ClientB(), gone)
			},
			Config:            config,
			ConfigStateChecks: []statecheck.StateCheck{connected(frozen, "accepted"), value(rulesAddress, "connections", knownvalue.MapSizeExact(2))},
		},
		{
			// What would befall every answer ends the first of them.
			PreConfig: func() {
				cloud.ClearFaults()
				cloud.AddFault(emulator.Fault{Method: "POST", Route: action, Count: -1, Status: 403, Code: "EndPoint.0004", Message: "You have no permissions."})
			},
			Config:      cloud.Provider() + rulesConfig(service, `default = "reject"`),
			ExpectError: said(`Could not answer the VPC endpoint.*403 EndPoint.0004.*What to do: give the user the permission`),
		},
		{
			PreConfig:         func() { cloud.ClearFaults(); lateAnswers(cloud) },
			Config:            cloud.Provider() + rulesConfig(service, `default = "reject"`),
			ConfigPlanChecks:  planned(map[string]string{frozen: "rejected", last: "rejected"}),
			ConfigStateChecks: []statecheck.StateCheck{connected(frozen, "rejected"), connected(last, "rejected")},
		},
	}})
	refused := 0
	for _, entry := range cloud.Journal() {
		if entry.Status == 403 {
			refused++
		}
	}
	if refused != 1 {
		t.Errorf("%d answers were refused, want 1", refused)
	}
}

// lateAnswers has what can go wrong with answers go wrong once: none of it is a failure.
func lateAnswers(cloud *acctest.Env) {
	action := connectionsRoute + "/action"
	cloud.AddFault(emulator.Fault{Method: "POST", Route: action, Status: 429, Code: "APIGW.0308", Message: "throttled"})
	cloud.AddFault(emulator.Fault{Method: "POST", Route: action, Drop: "after"})
	cloud.AddFault(emulator.Fault{Method: "POST", Route: action, Status: 200, Body: `{"connections":[]}`, AfterCommit: true})
	cloud.AddFault(emulator.Fault{Method: "GET", Route: connectionsRoute, Nth: 2, Stale: true})
}

// The wait for an acceptance is bounded, and named by its endpoint.
func TestAccVpcepServiceConnectionPolicy_timeout(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	service := askedService(t, cloud)
	theirs := request(t, cloud.ClientB(), service)
	config := cloud.Provider() + rulesConfig(service, `default = "accept"`)
	limited := cloud.Provider() + rulesConfig(service, "default = \"accept\"\ntimeouts = { create = \"3s\" }")
	cloud.SetProgress(emulator.EndpointCreate, emulator.Held())
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{Config: limited, ExpectError: said(`Could not answer the VPC endpoint.*` + theirs + `.*did not become accepted within.*creating`)},
		{
			PreConfig:         func() { cloud.Release(emulator.EndpointCreate) },
			Config:            config,
			ConfigStateChecks: []statecheck.StateCheck{connected(theirs, "accepted")},
		},
	}})
	removeEndpoint(t, cloud.ClientB(), theirs)
}

// The policy goes with its service; a refused read is never taken for "gone".
func TestAccVpcepServiceConnectionPolicy_disappears(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	service, _, err := cloud.Client().CreateService(t.Context(), vpcep.CreateServiceRequest{
		VpcID: acctest.VPC, PortID: acctest.Port, ServerType: "VM", Ports: []vpcep.PortMapping{{ClientPort: 80, ServerPort: 9000}},
	})
	if err != nil {
		t.Fatal(err)
	}
	config := cloud.Provider("max_retries = 0") + rulesConfig(service.ID, `default = "reject"`)
	steps := []resource.TestStep{{Config: config}}
	for _, fault := range refusals {
		fault.Method, fault.Route, fault.Count = "GET", connectionsRoute, -1
		steps = append(steps, resource.TestStep{
			PreConfig:   func() { cloud.ClearFaults(); cloud.AddFault(fault) },
			Config:      config,
			ExpectError: said(fmt.Sprintf(`Could not read the connections of the VPC endpoint service.*%d`, fault.Status)),
		})
	}
	steps = append(steps, resource.TestStep{
		PreConfig:        func() { cloud.ClearFaults(); cloud.RemoveService(service.ID) },
		Config:           config,
		ConfigPlanChecks: action(rulesAddress, plancheck.ResourceActionCreate),
		ExpectError:      said(`Could not read the connections of the VPC endpoint service.*404 EndPoint.0005.*What to do: check .service_id. and .region.`),
	})
	cloud.Test(resource.TestCase{Steps: steps})
}

// Rules that are not known before the apply are applied all the same.
func TestAccVpcepServiceConnectionPolicy_unknownRules(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	service := askedService(t, cloud)
	theirs := request(t, cloud.ClientB(), service)
	of := func(version int) string {
		return cloud.Provider() + fmt.Sprintf("resource \"terraform_data\" \"account\" {\n  input = %q\n  triggers_replace = %d\n}\n", acctest.DomainIDB, version) +
			rulesConfig(service, "accept_domain_ids = [terraform_data.account.output]")
	}
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{Config: of(1), ConfigStateChecks: []statecheck.StateCheck{connected(theirs, "accepted")}},
		{
			PreConfig: func() {
				if _, err := cloud.Client().AnswerConnection(t.Context(), service, vpcep.Reject, theirs); err != nil {
					t.Fatal(err)
				}
			},
			Config:            of(2),
			ConfigStateChecks: []statecheck.StateCheck{connected(theirs, "accepted")},
		},
	}})
	removeEndpoint(t, cloud.ClientB(), theirs)
}

// Bad input gets an error on the argument, at plan time, and the cloud is not asked.
func TestAccVpcepServiceConnectionPolicy_badInput(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	both := domains("accept_domain_ids", acctest.DomainID, acctest.DomainIDB) + domains("reject_domain_ids", acctest.DomainIDB)
	cloud.Refuses(t, cloud.Provider(), [][2]string{
		{rulesConfig("svc-1", ""), `service_id\s+=.*must be a UUID`},
		{rulesConfig(otherVPC, both), `reject_domain_ids\s+=.*in .accept_domain_ids., too: ` + acctest.DomainIDB},
		{rulesConfig(otherVPC, `accept_domain_ids = ["*"]`), `accept_domain_ids\s+=.*must be the id of an account`},
		{rulesConfig(otherVPC, `reject_domain_ids = ["iam:domain::1"]`), `reject_domain_ids\s+=.*must be the id of an account`},
		{rulesConfig(otherVPC, `accept_domain_ids = [null]`), `Null Set Value`},
		{rulesConfig(otherVPC, `default = "allow"`), `default\s+=.*"ignore" "accept" "reject"`},
		{rulesConfig(otherVPC, `max_connections = -1`), `max_connections\s+=.*at least 0`},
	})
}
