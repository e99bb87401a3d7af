package vpcep_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/hwc-community/terraform-provider-hwc/internal/acctest"
	"github.com/hwc-community/terraform-provider-hwc/internal/client/vpcep"
	"github.com/hwc-community/terraform-provider-hwc/internal/emulator"
)

// seedServices makes services behind Terraform's back and removes them at the test's end: one a name.
func seedServices(t *testing.T, cloud *acctest.Env, names ...string) map[string]string {
	t.Helper()
	ids := map[string]string{}
	for i, name := range names {
		service, _, err := cloud.Client().CreateService(t.Context(), vpcep.CreateServiceRequest{
			VpcID: acctest.VPC, PortID: acctest.Port, ServerType: "VM", ServiceName: name,
			Ports: []vpcep.PortMapping{{ClientPort: 80, ServerPort: int64(9080 + i), Protocol: "TCP"}},
			Tags:  []vpcep.Tag{{Key: "name", Value: name}},
		})
		if err != nil {
			t.Fatal(err)
		}
		ids[name] = service.ID
		t.Cleanup(func() { cloud.RemoveService(service.ID) })
	}
	return ids
}

func TestAccVpcepServiceDataSource_basic(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	const address = "data.hwc_vpcep_service.test"
	ids := seedServices(t, cloud, "orders", "orders-2")
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{
			// The API looks for a part of the name and finds both.
			Config: cloud.Provider() + dataConfig("hwc_vpcep_service", `name = "orders"`),
			ConfigStateChecks: []statecheck.StateCheck{
				value(address, "id", text(ids["orders"])),
				value(address, "region", text(acctest.Region)),
				value(address, "service_name", text("cn-north-4.orders."+ids["orders"])),
				value(address, "status", text("available")),
				value(address, "server_type", text("VM")),
				value(address, "vpc_id", text(acctest.VPC)),
				value(address, "port_id", text(acctest.Port)),
				value(address, "ports", knownvalue.ListExact([]knownvalue.Check{port(80, 9080)})),
				value(address, "tags", knownvalue.MapExact(map[string]knownvalue.Check{"name": text("orders")})),
				value(address, "approval_enabled", knownvalue.Bool(true)),
				value(address, "connection_count", knownvalue.Int64Exact(0)),
				value(address, "error", knownvalue.Null()),
			},
		},
		{
			Config:            cloud.Provider() + dataConfig("hwc_vpcep_service", `tags = { name = "orders-2" }`),
			ConfigStateChecks: []statecheck.StateCheck{value(address, "id", text(ids["orders-2"]))},
		},
		{
			Config:      cloud.Provider() + dataConfig("hwc_vpcep_service", `vpc_id = "`+acctest.VPC+`"`),
			ExpectError: said(`2 objects match, and only one may.*cn-north-4.orders-2.` + ids["orders-2"] + ` \(available\), cn-north-4.orders.` + ids["orders"]),
		},
		{
			Config:      cloud.Provider() + dataConfig("hwc_vpcep_service", `name = "order"`),
			ExpectError: said(`Could not read the VPC endpoint service.*no VPC endpoint service matches all of the arguments`),
		},
	}})
}

func TestAccVpcepServicesDataSource_basic(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	const address = "data.hwc_vpcep_services.test"
	ids := seedServices(t, cloud, "orders", "bills")
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{
			Config:      cloud.Provider() + dataConfig("hwc_vpcep_services", `status = "gone"`),
			ExpectError: said(`status value must be one of`),
		},
		{
			Config: cloud.Provider() + dataConfig("hwc_vpcep_services", ""),
			ConfigStateChecks: []statecheck.StateCheck{value(address, "services", knownvalue.ListExact([]knownvalue.Check{
				knownvalue.ObjectPartial(map[string]knownvalue.Check{"name": text("bills")}),
				knownvalue.ObjectPartial(map[string]knownvalue.Check{"name": text("orders")}),
			}))},
		},
		{
			Config: cloud.Provider() + dataConfig("hwc_vpcep_services", `
  name        = "bills"
  status      = "available"
  server_type = "VM"
  vpc_id      = "`+acctest.VPC+`"
  tags        = { name = "bills" }`),
			ConfigStateChecks: []statecheck.StateCheck{value(address, "services", knownvalue.ListExact([]knownvalue.Check{
				knownvalue.ObjectPartial(map[string]knownvalue.Check{"id": text(ids["bills"])}),
			}))},
		},
		{
			Config:            cloud.Provider() + dataConfig("hwc_vpcep_services", `status = "failed"`),
			ConfigStateChecks: []statecheck.StateCheck{value(address, "services", knownvalue.ListExact([]knownvalue.Check{}))},
		},
	}})
}
