package vpcep_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hwc-community/terraform-provider-hwc/internal/acctest"
	"github.com/hwc-community/terraform-provider-hwc/internal/emulator"
)

const (
	quotasRoute   = "GET /v1/{project_id}/quotas"
	describeRoute = "GET /v1/{project_id}/vpc-endpoint-services/describe"
)

// A plan that creates more than the quotas allow says so, with the numbers, for one request; that can be turned off, and a
// cloud that does not tell its quotas is no problem. What is created all the same is refused with the same advice.
func TestAccVpcep_quotaCheck(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{Choices: emulator.Choices{ServiceQuota: 3, EndpointQuota: 1}})
	seedServices(t, cloud, "one", "two")
	config := fmt.Sprintf(`
resource "hwc_vpcep_service" "test" {
  count       = 3
  vpc_id      = %q
  port_id     = %q
  server_type = "VM"
  ports       = [{ client_port = 80, server_port = 8000 + count.index }]
}

resource "hwc_vpcep_endpoint" "test" {
  count      = 2
  service_id = %q
  vpc_id     = %q
  subnet_id  = %q
}
`, acctest.VPC, otherPort, cloud.PublicService(t.Context(), "dns"), acctest.VPC, acctest.Subnet)
	w := acctest.NewWorkspace(t, cloud.Provider()+config)
	plan := func(block string, requests int) string {
		t.Helper()
		before := cloud.Requests()
		w.Write(block + config)
		output := w.MustRun(t.Context(), "plan", "-no-color")
		after := cloud.Requests()
		if used := after[quotasRoute] - before[quotasRoute]; used != requests {
			t.Errorf("the quotas were read %d times, want %d", used, requests)
		}
		if described := after[describeRoute] - before[describeRoute]; described != 1 {
			t.Errorf("the one service was described %d times", described)
		}
		return output
	}

	output := plan(cloud.Provider(), 1)
	for _, want := range []string{
		`Warning: The quota of VPC endpoint services would be exceeded`,
		`2 of the 3 VPC endpoint services that this account may have in cn-north-4 exist, and this one is number [23] .*quota_check = false`,
		`one more similar warning`,
		`Warning: The quota of VPC endpoints would be exceeded`,
		`0 of the 1 VPC endpoints .* number 2 `,
		`5 to add`,
	} {
		if !said(want).MatchString(output) {
			t.Errorf("the plan does not say %q:\n%s", want, output)
		}
	}
	if output := plan(cloud.Provider("quota_check = false"), 0); strings.Contains(output, "quota") {
		t.Errorf("a check that was turned off:\n%s", output)
	}
	cloud.AddFault(emulator.Fault{Method: "GET", Route: "/v1/{project_id}/quotas", Status: 403, Code: "EndPoint.0004", Message: "You have no permissions."})
	if output := plan(cloud.Provider(), 1); strings.Contains(output, "quota") {
		t.Errorf("a refused check:\n%s", output)
	}

	output, err := w.Run(t.Context(), "apply", "-auto-approve", "-no-color")
	if want := said(`Could not create the VPC endpoint service.*Endpoint.1018.*What to do: the quota of this account is used up`); err == nil || !want.MatchString(output) {
		t.Errorf("%v\n%s", err, output)
	}
	w.MustRun(t.Context(), "destroy", "-auto-approve", "-no-color")
}

// What is within the quotas gives no warning; nor does what exists already, or is changed.
func TestAccVpcep_quotaNotExceeded(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{Choices: emulator.Choices{ServiceQuota: 1, EndpointQuota: 1}})
	w := acctest.NewWorkspace(t, cloud.Provider()+endpointConfig(""))
	for _, lines := range []string{"", "enable_whitelist = true"} {
		w.Write(cloud.Provider() + endpointConfig(lines))
		before := cloud.Requests()[quotasRoute]
		if output := w.MustRun(t.Context(), "apply", "-auto-approve", "-no-color"); strings.Contains(output, "quota") {
			t.Errorf("a warning about nothing:\n%s", output)
		}
		if used := cloud.Requests()[quotasRoute] - before; lines != "" && used != 0 {
			t.Errorf("the quotas were read %d times for a change", used)
		}
	}
	w.MustRun(t.Context(), "destroy", "-auto-approve", "-no-color")
}

// A whitelist that has no effect is said while planning; one whose switch is on, although the configuration is silent about
// it, has an effect.
func TestAccVpcep_whitelistWithoutEffect(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	config := func(lines string) string {
		return cloud.Provider() + endpointConfig("whitelist = [\"10.0.0.0/8\"]\n"+lines)
	}
	w := acctest.NewWorkspace(t, config(""))
	plan := func(lines string, warns bool) {
		t.Helper()
		w.Write(config(lines))
		output := w.MustRun(t.Context(), "plan", "-no-color")
		if strings.Contains(output, "The whitelist has no effect") != warns {
			t.Errorf("%q: want a warning: %t\n%s", lines, warns, output)
		}
	}
	plan("", true)
	plan("enable_whitelist = false", true)
	plan("enable_whitelist = true", false)
	plan("enable_whitelist = terraform_data.unknown.id == \"\"\n}\nresource \"terraform_data\" \"unknown\" {", false)

	w.Write(config("enable_whitelist = true"))
	w.MustRun(t.Context(), "apply", "-auto-approve", "-no-color")
	w.MustRun(t.Context(), "state", "rm", endpointAddress)
	w.Write(config(""))
	w.MustRun(t.Context(), "import", endpointAddress, cloud.Endpoints(t.Context())[0].ID)
	plan("", false) // it stays on
	plan("enable_whitelist = false", true)
	w.MustRun(t.Context(), "destroy", "-auto-approve", "-no-color")
}

// Addresses that nobody can have, and kinds of backends that the cloud has retired, are said while planning; the latter for
// new services only.
func TestAccVpcep_planWarnings(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	retired := strings.Replace(openService, `"VM"`, `"VIP"`, 1)
	w := acctest.NewWorkspace(t, cloud.Provider()+retired)
	const warning = "A retired kind of backend"
	if output := w.MustRun(t.Context(), "apply", "-auto-approve", "-no-color"); !said(warning + `.*server_type = "VIP".*Use .VM. for a server`).MatchString(output) {
		t.Errorf("no warning:\n%s", output)
	}
	if output := w.MustRun(t.Context(), "plan", "-no-color"); strings.Contains(output, warning) {
		t.Errorf("a warning about a service that exists:\n%s", output)
	}
	w.Write(cloud.Provider() + strings.Replace(retired, "ports ", "ip_address = \"198.19.128.7\"\n  ports ", 1) +
		endpointOn("hwc_vpcep_service.test.id", "ip_address = \"198.19.255.1\"\nenable_whitelist = true\nwhitelist = [\"198.19.192.0/24\", \"0.0.0.0/0\"]"))
	output := w.MustRun(t.Context(), "validate", "-json")
	for _, address := range []string{"198.19.128.7", "198.19.255.1", "198.19.192.0/24"} {
		if !strings.Contains(output, address+" is within 198.19.128.0/17") {
			t.Errorf("no warning about %s:\n%s", address, output)
		}
	}
	if strings.Contains(output, "0.0.0.0/0 is within") {
		t.Errorf("a warning about every address:\n%s", output)
	}
	w.Write(cloud.Provider() + retired)
	w.MustRun(t.Context(), "destroy", "-auto-approve", "-no-color")
}
