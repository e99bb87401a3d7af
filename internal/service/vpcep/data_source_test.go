package vpcep_test

import (
	"fmt"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/compare"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/hwc-community/terraform-provider-hwc/internal/acctest"
	"github.com/hwc-community/terraform-provider-hwc/internal/client/vpcep"
	"github.com/hwc-community/terraform-provider-hwc/internal/emulator"
)

// Data sources about an endpoint and its service are tested over the same two objects.
var openPair = endpointConfig(`
  enable_dns = true
  tags       = { team = "shop" }`)

// sameAsEndpoint wants an attribute of the data source to be that of the resource.
func sameAsEndpoint(attribute string) statecheck.StateCheck {
	return statecheck.CompareValuePairs("data.hwc_vpcep_endpoint.test", tfjsonpath.New(attribute),
		endpointAddress, tfjsonpath.New(attribute), compare.ValuesSame())
}

func TestAccVpcepEndpointDataSource_basic(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	const address = "data.hwc_vpcep_endpoint.test"
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{
			Config:      cloud.Provider() + dataConfig("hwc_vpcep_endpoint", `id = "530d6f2f-d115-4df2-8c36-32d19f3c0bbc"`),
			ExpectError: said(`Could not read the VPC endpoint.*no VPC endpoint matches all of the arguments`),
		},
		{
			Config: cloud.Provider() + openPair + dataConfig("hwc_vpcep_endpoint", `
  service_id = hwc_vpcep_service.test.id
  vpc_id     = hwc_vpcep_endpoint.test.vpc_id
  status     = "accepted"
  tags       = { team = "shop" }`),
			ConfigStateChecks: []statecheck.StateCheck{
				sameAsEndpoint("id"),
				sameAsEndpoint("ip_address"),
				sameAsEndpoint("dns_names"),
				sameAsEndpoint("marker_id"),
				value(address, "service_type", text("interface")),
				value(address, "enable_dns", knownvalue.Bool(true)),
				value(address, "whitelist", knownvalue.Null()),
				value(address, "policy_document", knownvalue.Null()),
				value(address, "error", knownvalue.Null()),
			},
		},
	}})
}

func TestAccVpcepEndpointsDataSource_basic(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	const address = "data.hwc_vpcep_endpoints.test"
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{
			Config: cloud.Provider() + openPair + dataConfig("hwc_vpcep_endpoints", `
  id           = hwc_vpcep_endpoint.test.id
  service_name = hwc_vpcep_endpoint.test.service_name
  service_id   = hwc_vpcep_service.test.id
  vpc_id       = hwc_vpcep_endpoint.test.vpc_id
  tags         = { team = "shop" }`),
			ConfigStateChecks: []statecheck.StateCheck{
				value(address, "endpoints", exactly(map[string]knownvalue.Check{"status": text("accepted"), "vpc_id": text(acctest.VPC)})),
			},
		},
		{
			Config: cloud.Provider() + openPair + dataConfig("hwc_vpcep_endpoints", `
  status     = "rejected"
  depends_on = [hwc_vpcep_endpoint.test]`),
			ConfigStateChecks: []statecheck.StateCheck{value(address, "endpoints", exactly())},
		},
	}})
}

func TestAccVpcepServiceSummaryDataSource_basic(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	const address = "data.hwc_vpcep_service_summary.test"
	ids := seedServices(t, cloud, "orders")
	name := "cn-north-4.orders." + ids["orders"]
	both := fmt.Sprintf("id = %q\nservice_name = %q", ids["orders"], name)
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{Config: cloud.Provider() + dataConfig("hwc_vpcep_service_summary", ""), ExpectError: said(`exactly one \(and only one\) of|No attribute specified when one`)},
		{Config: cloud.Provider() + dataConfig("hwc_vpcep_service_summary", both), ExpectError: said(`2 attributes specified when one`)},
		{
			Config:      cloud.Provider() + dataConfig("hwc_vpcep_service_summary", `service_name = "cn-north-4.nobody"`),
			ExpectError: said(`Could not read the VPC endpoint service "cn-north-4.nobody".*404 EndPoint.0005.*request id.*What to do`),
		},
		{
			// A service of another account: nobody has to be on its whitelist to know this much.
			Config: cloud.ProviderB() + dataConfig("hwc_vpcep_service_summary", fmt.Sprintf("service_name = %q", name)),
			ConfigStateChecks: []statecheck.StateCheck{
				value(address, "id", text(ids["orders"])), value(address, "service_type", text("interface")), value(address, "is_charge", knownvalue.Bool(true)),
			},
		},
		{
			Config:            cloud.Provider() + dataConfig("hwc_vpcep_service_summary", fmt.Sprintf("id = %q", ids["orders"])),
			ConfigStateChecks: []statecheck.StateCheck{value(address, "service_name", text(name))},
		},
	}})
}

func TestAccVpcepPublicServiceDataSource_basic(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	const address = "data.hwc_vpcep_public_service.test"
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{
			Config:      cloud.Provider() + dataConfig("hwc_vpcep_public_service", ""),
			ExpectError: said(`4 objects match, and only one may.*com.myhuaweicloud.cn-north-4.dis, com.myhuaweicloud.cn-north-4.dns`),
		},
		{
			Config: cloud.Provider() + dataConfig("hwc_vpcep_public_service", `name = "obs"`),
			ConfigStateChecks: []statecheck.StateCheck{
				value(address, "id", text(cloud.PublicService(t.Context(), "obs"))),
				value(address, "service_name", text("com.myhuaweicloud.cn-north-4.obs")),
				value(address, "service_type", text("gateway")),
				value(address, "is_charge", knownvalue.Bool(false)),
				value(address, "enable_policy", knownvalue.Bool(true)),
			},
		},
	}})
}

func TestAccVpcepPublicServicesDataSource_basic(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	const address = "data.hwc_vpcep_public_services.test"
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{
			Config: cloud.Provider() + dataConfig("hwc_vpcep_public_services", ""),
			ConfigStateChecks: []statecheck.StateCheck{value(address, "services", exactly(
				map[string]knownvalue.Check{"name": text("dis")}, map[string]knownvalue.Check{"name": text("dns")},
				map[string]knownvalue.Check{"name": text("iam")}, map[string]knownvalue.Check{"name": text("obs")},
			))},
		},
		{
			// "d" is a part of two names.
			Config:            cloud.Provider() + dataConfig("hwc_vpcep_public_services", `name = "d"`),
			ConfigStateChecks: []statecheck.StateCheck{value(address, "services", exactly())},
		},
	}})
}

func TestAccVpcepServiceConnectionsDataSource_basic(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	const address = "data.hwc_vpcep_service_connections.test"
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{
			Config:      cloud.Provider() + dataConfig("hwc_vpcep_service_connections", `service_id = "530d6f2f-d115-4df2-8c36-32d19f3c0bbc"`),
			ExpectError: said(`Could not read the connections of the VPC endpoint service 530d6f2f.*404 EndPoint`),
		},
		{
			Config: cloud.Provider() + openPair + dataConfig("hwc_vpcep_service_connections", fmt.Sprintf(`
  service_id  = hwc_vpcep_service.test.id
  endpoint_id = hwc_vpcep_endpoint.test.id
  marker_id   = hwc_vpcep_endpoint.test.marker_id
  domain_id   = %q
  status      = "accepted"`, acctest.DomainID)),
			ConfigStateChecks: []statecheck.StateCheck{value(address, "connections", exactly(map[string]knownvalue.Check{
				"status": text("accepted"), "domain_id": text(acctest.DomainID), "description": text(""), "error": knownvalue.Null(),
			}))},
		},
		{
			Config: cloud.Provider() + openPair + dataConfig("hwc_vpcep_service_connections", `
  service_id = hwc_vpcep_service.test.id
  domain_id  = `+fmt.Sprintf("%q", acctest.DomainIDB)),
			ConfigStateChecks: []statecheck.StateCheck{value(address, "connections", exactly())},
		},
	}})
}

// What belongs to a service that there is not names the argument that is wrong.
func TestAccVpcepServicePartDataSource_noService(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	service := fmt.Sprintf("service_id = %q", otherVPC)
	var steps []resource.TestStep
	for _, config := range []string{
		dataConfig("hwc_vpcep_service_connections", service),
		dataConfig("hwc_vpcep_service_whitelist", service),
		whitelistOf(fmt.Sprintf("%q", otherVPC), `records = [{ permission = "*" }]`),
		fmt.Sprintf("resource \"hwc_vpcep_service_whitelist_record\" \"test\" {\n  service_id = %q\n  permission = \"*\"\n}", otherVPC),
	} {
		steps = append(steps, resource.TestStep{
			Config:      cloud.Provider() + config,
			ExpectError: said(`Could not.*404 EndPoint\.0005.*What to do: check .service_id. and .region.: this account has no such service`),
		})
	}
	cloud.Test(resource.TestCase{Steps: steps})
}

func TestAccVpcepServiceWhitelistDataSource_basic(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	const address = "data.hwc_vpcep_service_whitelist.test"
	ids := seedServices(t, cloud, "orders")
	note := "shop"
	if _, err := cloud.Client().AddPermissions(t.Context(), ids["orders"], []vpcep.NewPermission{
		{Permission: "organizations:orgPath::o-emulator/r-root/ou-b", Description: &note},
		{Permission: "iam:domain::6e9dfd51d1124e8d8498dce894923a0d", Description: &note},
	}); err != nil {
		t.Fatal(err)
	}
	service := fmt.Sprintf("service_id = %q\n", ids["orders"])
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{
			Config: cloud.Provider() + dataConfig("hwc_vpcep_service_whitelist", service),
			ConfigStateChecks: []statecheck.StateCheck{value(address, "records", exactly(
				map[string]knownvalue.Check{
					"permission": text("iam:domain::6e9dfd51d1124e8d8498dce894923a0d"), "permission_type": text("domainId"),
					"description": text("shop"), "id": knownvalue.NotNull(), "created_at": knownvalue.StringRegexp(regexp.MustCompile(`Z$`)),
				},
				map[string]knownvalue.Check{"permission": text("organizations:orgPath::o-emulator/r-root/ou-b"), "permission_type": text("orgPath")},
			))},
		},
		{
			Config:            cloud.Provider() + dataConfig("hwc_vpcep_service_whitelist", service+`permission = "iam:domain::6e9dfd51d1124e8d8498dce894923a0"`),
			ConfigStateChecks: []statecheck.StateCheck{value(address, "records", exactly())},
		},
	}})
}

func TestAccVpcepQuotasDataSource_basic(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{Choices: emulator.Choices{ServiceQuota: 7}})
	const address = "data.hwc_vpcep_quotas.test"
	seedServices(t, cloud, "orders")
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{
			Config: cloud.Provider() + dataConfig("hwc_vpcep_quotas", ""),
			ConfigStateChecks: []statecheck.StateCheck{value(address, "quotas", exactly(
				map[string]knownvalue.Check{"type": text("endpoint"), "used": knownvalue.Int64Exact(0), "quota": knownvalue.Int64Exact(50)},
				map[string]knownvalue.Check{"type": text("endpoint_service"), "used": knownvalue.Int64Exact(1), "quota": knownvalue.Int64Exact(7)},
			))},
		},
		{
			Config:            cloud.Provider() + dataConfig("hwc_vpcep_quotas", `type = "endpoint"`),
			ConfigStateChecks: []statecheck.StateCheck{value(address, "quotas", exactly(map[string]knownvalue.Check{"type": text("endpoint")}))},
		},
	}})
}

func TestAccVpcepTagsDataSource_basic(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	seedServices(t, cloud, "orders", "bills")
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{{
		Config: cloud.Provider() + dataConfig("hwc_vpcep_tags", `resource_type = "endpoint_service"`),
		ConfigStateChecks: []statecheck.StateCheck{value("data.hwc_vpcep_tags.test", "tags", exactly(
			map[string]knownvalue.Check{"key": text("name"), "values": knownvalue.ListExact([]knownvalue.Check{text("bills"), text("orders")})},
		))},
	}}})
}

func TestAccVpcepResourcesByTagsDataSource_basic(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	const address = "data.hwc_vpcep_resources_by_tags.test"
	ids := seedServices(t, cloud, "orders", "bills")
	service := func(name string) map[string]knownvalue.Check {
		return map[string]knownvalue.Check{
			"id": text(ids[name]), "resource_name": text("cn-north-4." + name + "." + ids[name]),
			"tags": knownvalue.MapExact(map[string]knownvalue.Check{"name": text(name)}),
		}
	}
	steps := []resource.TestStep{{
		Config: cloud.Provider() + dataConfig("hwc_vpcep_resources_by_tags", `
  resource_type   = "endpoint_service"
  tags            = [{ key = "a", values = [] }]
  without_any_tag = true`),
		ExpectError: said(`Attribute "tags" cannot be specified when "without_any_tag" is specified`),
	}}
	for _, test := range []struct {
		lines string
		want  knownvalue.Check
	}{
		{"", exactly(service("bills"), service("orders"))},
		{`tags = [{ key = "name", values = ["orders", "other"] }]`, exactly(service("orders"))},
		{`not_tags_any = [{ key = "name", values = ["orders"] }]`, exactly(service("bills"))},
		{`resource_name = "BILLS"`, exactly(service("bills"))},
		{`without_any_tag = true`, exactly()},
	} {
		steps = append(steps, resource.TestStep{
			Config:            cloud.Provider() + dataConfig("hwc_vpcep_resources_by_tags", "resource_type = \"endpoint_service\"\n"+test.lines),
			ConfigStateChecks: []statecheck.StateCheck{value(address, "resources", test.want)},
		})
	}
	cloud.Test(resource.TestCase{Steps: steps})
}

func TestAccVpcepApiVersionsDataSource_basic(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{{
		Config: cloud.Provider() + dataConfig("hwc_vpcep_api_versions", ""),
		ConfigStateChecks: []statecheck.StateCheck{value("data.hwc_vpcep_api_versions.test", "versions", exactly(
			map[string]knownvalue.Check{"id": text("v1"), "status": text("CURRENT")},
			map[string]knownvalue.Check{"id": text("v2"), "status": text("CURRENT")},
		))},
	}}})
}

// A read that fails is an error that says what the cloud said, for every data source.
func TestAccVpcepDataSources_refused(t *testing.T) {
	t.Parallel()
	const service = `service_id = "530d6f2f-d115-4df2-8c36-32d19f3c0bbc"`
	for name, lines := range map[string]string{
		"hwc_vpcep_service": "", "hwc_vpcep_services": "", "hwc_vpcep_service_summary": `id = "530d6f2f-d115-4df2-8c36-32d19f3c0bbc"`,
		"hwc_vpcep_public_service": "", "hwc_vpcep_public_services": "", "hwc_vpcep_service_connections": service,
		"hwc_vpcep_service_whitelist": service, "hwc_vpcep_endpoint": "", "hwc_vpcep_endpoints": "", "hwc_vpcep_quotas": "",
		"hwc_vpcep_tags": `resource_type = "endpoint"`, "hwc_vpcep_resources_by_tags": `resource_type = "endpoint"`, "hwc_vpcep_api_versions": "",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud := acctest.Start(t, emulator.Options{})
			cloud.AddFault(emulator.Fault{Status: 403, Code: "APIGW.0302", Message: "The IAM user is not authorized to access the API.", Count: -1})
			cloud.Test(resource.TestCase{Steps: []resource.TestStep{{
				Config:      cloud.Provider(`project_id = "`+acctest.ProjectID+`"`) + dataConfig(name, lines),
				ExpectError: said(`Could not read the .* in cn-north-4: .*403 APIGW.0302 The IAM user is not authorized.*request id.*What to do: give the user`),
			}}})
		})
	}
}
