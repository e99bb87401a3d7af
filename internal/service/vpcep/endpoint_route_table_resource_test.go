package vpcep_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/hwc-community/terraform-provider-hwc/internal/acctest"
	"github.com/hwc-community/terraform-provider-hwc/internal/emulator"
)

const (
	routeTableAddress = "hwc_vpcep_endpoint_route_table.test"
	routeTablesRoute  = endpointsRoute + "/{vpc_endpoint_id}/routetables"
	routeTable        = "cd7fdf2b-d964-4a4a-a169-2af1112e7d02"
	otherRouteTable   = "cd7fdf2b-d964-4a4a-a169-2af1112e7d03"
)

func routeTableConfig(endpoint, table, lines string) string {
	return fmt.Sprintf("resource \"hwc_vpcep_endpoint_route_table\" \"test\" {\n  endpoint_id = %q\n  route_table_id = %q\n  %s\n}\n", endpoint, table, lines)
}

// bound are the route tables of an endpoint in the cloud, sorted.
func bound(t *testing.T, cloud *acctest.Env, endpoint string) []string {
	t.Helper()
	read, err := cloud.Client().GetEndpoint(t.Context(), endpoint)
	if err != nil {
		t.Fatal(err)
	}
	return slices.Sorted(slices.Values(read.RouteTables))
}

func TestAccVpcepEndpointRouteTable_basic(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	endpoint := gatewayEndpoint(t, cloud)
	before := bound(t, cloud, endpoint) // the VPC's default route table
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{
			Config:           cloud.Provider() + routeTableConfig(endpoint, routeTable, ""),
			ConfigPlanChecks: action(routeTableAddress, plancheck.ResourceActionCreate),
			ConfigStateChecks: []statecheck.StateCheck{
				value(routeTableAddress, "region", text(acctest.Region)),
				value(routeTableAddress, "endpoint_id", text(endpoint)),
				value(routeTableAddress, "route_table_id", text(routeTable)),
			},
		},
		acctest.Imported(routeTableAddress, "endpoint_id", "route_table_id"),
		acctest.Imported(routeTableAddress, "region", "endpoint_id", "route_table_id"),
		{
			ResourceName: routeTableAddress, ImportState: true, ImportStateKind: resource.ImportBlockWithID,
			ImportStateIdFunc: acctest.ImportID(routeTableAddress, "endpoint_id", "route_table_id"),
		},
		{
			Config:           cloud.Provider() + routeTableConfig(endpoint, routeTable, `timeouts = { create = "5m" }`),
			ConfigPlanChecks: action(routeTableAddress, plancheck.ResourceActionUpdate),
		},
		{
			Config:           cloud.Provider() + routeTableConfig(endpoint, otherRouteTable, ""),
			ConfigPlanChecks: action(routeTableAddress, plancheck.ResourceActionDestroyBeforeCreate),
		},
		{
			PreConfig: func() {
				if now, want := bound(t, cloud, endpoint), append(before, otherRouteTable); !slices.Equal(now, slices.Sorted(slices.Values(want))) {
					t.Errorf("bound are %v, want %v", now, want)
				}
				if _, err := cloud.Client().UnbindRouteTable(t.Context(), endpoint, otherRouteTable); err != nil {
					t.Fatal(err)
				}
			},
			Config:           cloud.Provider() + routeTableConfig(endpoint, otherRouteTable, ""),
			ConfigPlanChecks: action(routeTableAddress, plancheck.ResourceActionCreate), // it disappeared
		},
	}})
	if now := bound(t, cloud, endpoint); !slices.Equal(now, before) {
		t.Errorf("bound are %v, want %v as before", now, before)
	}
}

func TestAccVpcepEndpointRouteTable_identity(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	endpoint := gatewayEndpoint(t, cloud)
	cloud.Test(resource.TestCase{
		TerraformVersionChecks: []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_12_0)},
		Steps: []resource.TestStep{
			{
				Config: cloud.Provider() + routeTableConfig(endpoint, routeTable, ""),
				ConfigStateChecks: []statecheck.StateCheck{statecheck.ExpectIdentity(routeTableAddress, map[string]knownvalue.Check{
					"region": text(acctest.Region), "endpoint_id": text(endpoint), "route_table_id": text(routeTable),
				})},
			},
			{ResourceName: routeTableAddress, ImportState: true, ImportStateKind: resource.ImportBlockWithResourceIdentity},
		},
	})
}

// Many route tables and the policy of one endpoint change at once, some of them not at the first try, and none of the
// changes is lost.
func TestAccVpcepEndpointRouteTable_together(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	cloud.AddFault(emulator.Fault{Method: "PUT", Route: routeTablesRoute, Nth: 3, Status: 429, Code: "APIGW.0308", Message: "throttled"})
	cloud.AddFault(emulator.Fault{Method: "PUT", Route: routeTablesRoute, Nth: 5, Drop: "after"})
	cloud.AddFault(emulator.Fault{Method: "PUT", Route: policyRoute, Status: 503, Code: "APIGW.0613", Message: "unavailable"})
	endpoint := gatewayEndpoint(t, cloud)
	before := bound(t, cloud, endpoint)
	var tables []string
	for i := range 12 {
		tables = append(tables, fmt.Sprintf("cd7fdf2b-d964-4a4a-a169-2af1112e7e%02d", i))
	}
	config := cloud.Provider() + policyConfig(endpoint, deny("obs:bucket:ListBucket")) + fmt.Sprintf(`
resource "hwc_vpcep_endpoint_route_table" "test" {
  count          = %d
  endpoint_id    = %q
  route_table_id = ["%s"][count.index]
}
`, len(tables), endpoint, strings.Join(tables, `", "`))
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{Config: config},
		{
			PreConfig: func() {
				if now, want := bound(t, cloud, endpoint), slices.Sorted(slices.Values(append(before, tables...))); !slices.Equal(now, want) {
					t.Errorf("bound are %v, want %v", now, want)
				}
				policyHolds(t, cloud, endpoint, `"Deny"`)()
			},
			Config:           config,
			ConfigPlanChecks: emptyPlan(),
		},
	}})
	if now := bound(t, cloud, endpoint); !slices.Equal(now, before) {
		t.Errorf("bound are %v, want %v as before", now, before)
	}
}

// With the endpoint in the same configuration its own arguments stay unset, and the second plan is empty.
func TestAccVpcepEndpointRouteTable_besideEndpoint(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	config := cloud.Provider() + gatewayConfig(t, cloud, "") +
		strings.ReplaceAll(routeTableConfig("ID", routeTable, "")+policyConfig("ID", deny("obs:bucket:ListBucket")), `"ID"`, endpointAddress+".id")
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{Config: config},
		{Config: config, ConfigPlanChecks: emptyPlan()},
		{
			RefreshState:      true,
			RefreshPlanChecks: resource.RefreshPlanChecks{PostRefresh: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
		},
		{
			Config: config,
			ConfigStateChecks: []statecheck.StateCheck{
				value(endpointAddress, "route_table_ids", knownvalue.SetSizeExact(2)), // the default one and this one
			},
		},
	}})
}

// A route table that is bound already is taken over, and that is said; the destruction unbinds it.
func TestAccVpcepEndpointRouteTable_boundAlready(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	endpoint := gatewayEndpoint(t, cloud)
	w := acctest.NewWorkspace(t, cloud.Provider()+routeTableConfig(endpoint, bound(t, cloud, endpoint)[0], ""))
	output := w.MustRun(t.Context(), "apply", "-auto-approve", "-no-color")
	if !said(`The route table was bound already.*destroying it unbinds the route table`).MatchString(output) {
		t.Errorf("the output does not say that the route table was bound:\n%s", output)
	}
	if changes := cloud.Requests()["PUT "+routeTablesRoute]; changes != 0 {
		t.Errorf("%d changes were made", changes)
	}
	w.MustRun(t.Context(), "destroy", "-auto-approve", "-no-color")
	if now := bound(t, cloud, endpoint); len(now) != 0 {
		t.Errorf("bound are %v, want none", now)
	}
}

// What the cloud refuses, as a whole or in a part of its reply, is told; only an endpoint that is gone needs no unbinding.
func TestAccVpcepEndpointRouteTable_refused(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	gateway, plain := gatewayEndpoint(t, cloud), interfaceEndpoint(t, cloud)
	config := cloud.Provider("max_retries = 0") + routeTableConfig(gateway, routeTable, "")
	unbinding := func(fault emulator.Fault) func() {
		return func() {
			fault.Method, fault.Route = "PUT", routeTablesRoute
			cloud.ClearFaults()
			cloud.AddFault(fault)
		}
	}
	steps := []resource.TestStep{
		{
			Config:      cloud.Provider() + routeTableConfig(plain, routeTable, ""),
			ExpectError: said(`Could not bind the route table to the VPC endpoint.*EndPoint.2040.*What to do: only endpoints of gateway services`),
		},
		{
			Config:      cloud.Provider() + routeTableConfig(otherVPC, routeTable, ""),
			ExpectError: said(`Could not bind the route table to the VPC endpoint.*404 EndPoint\..*What to do: check .endpoint_id. and .region.`),
		},
		{
			PreConfig: unbinding(emulator.Fault{
				Status: 200, Body: `{"routetables":[],"error":[{"bind_failed":[{"id":"` + routeTable + `","error_message":"quota of routes"}],"unbind_failed":[]}]}`,
			}),
			Config:      config,
			ExpectError: said(`Could not bind the route table to the VPC endpoint.*` + routeTable + ` was not bound: quota of routes`),
		},
		{Config: config},
	}
	for _, fault := range refusals {
		fault.Method, fault.Route, fault.Count = "GET", endpointsRoute+"/{vpc_endpoint_id}", -1
		steps = append(steps, resource.TestStep{
			PreConfig:   func() { cloud.ClearFaults(); cloud.AddFault(fault) },
			Config:      config,
			ExpectError: said(fmt.Sprintf(`Could not read the route tables of the VPC endpoint.*%d`, fault.Status)),
		})
	}
	steps = append(steps,
		resource.TestStep{
			// Another route table of the endpoint is gone: this one is still bound.
			PreConfig:   unbinding(emulator.Fault{Status: 404, Code: "EndPoint.4030", Message: "The route table is not found."}),
			Config:      config,
			Destroy:     true,
			ExpectError: said(`Could not unbind the route table.*404 EndPoint.4030`),
		},
		resource.TestStep{Config: config, ConfigPlanChecks: emptyPlan()},
		resource.TestStep{PreConfig: unbinding(emulator.Fault{Status: 400, Code: "EndPoint.2018", Message: "The endpoint is being deleted."}), Config: config, Destroy: true},
	)
	cloud.Test(resource.TestCase{Steps: steps})
}

// Bad input gets an error on the argument, at plan time, and the cloud is not asked.
func TestAccVpcepEndpointRouteTable_badInput(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	cloud.Refuses(t, cloud.Provider(), [][2]string{
		{routeTableConfig("ep-1", routeTable, ""), `endpoint_id\s+=.*must be a UUID`},
		{routeTableConfig(otherVPC, "rtb-1", ""), `route_table_id\s+=.*must be a UUID`},
	})
}
