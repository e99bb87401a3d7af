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
	"github.com/hwc-community/terraform-provider-hwc/internal/client/vpcep"
	"github.com/hwc-community/terraform-provider-hwc/internal/emulator"
)

const (
	whitelistAddress = "hwc_vpcep_service_whitelist.test"
	permissionsRoute = servicesRoute + "/{vpc_endpoint_service_id}/permissions"
	accountB         = "iam:domain::" + acctest.DomainIDB
	orgPath          = "organizations:orgPath::o-emulator/r-root/ou-b/*"
)

// whitelistOf is the whitelist of a service with the lines given.
func whitelistOf(service, lines string) string {
	return fmt.Sprintf("resource \"hwc_vpcep_service_whitelist\" \"test\" {\n  service_id = %s\n%s\n}\n", service, lines)
}

func whitelistConfig(lines string) string {
	return serviceConfig("") + whitelistOf("hwc_vpcep_service.test.id", lines)
}

func record(permission string, description knownvalue.Check) knownvalue.Check {
	return knownvalue.ObjectExact(map[string]knownvalue.Check{"permission": text(permission), "description": description})
}

func records(records ...knownvalue.Check) statecheck.StateCheck {
	return value(whitelistAddress, "records", knownvalue.SetExact(records))
}

// permissions are the records a service has in the cloud, "permission description" each.
func permissions(t *testing.T, cloud *acctest.Env, service string) []string {
	t.Helper()
	list, err := cloud.Client().ListPermissions(t.Context(), service, vpcep.ListPermissionsRequest{})
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, p := range list {
		found = append(found, p.Permission+" "+*p.Description)
	}
	slices.Sort(found)
	return found
}

// onlyService is the id of the only service in the cloud.
func onlyService(t *testing.T, cloud *acctest.Env) string {
	t.Helper()
	services := cloud.Services(t.Context())
	if len(services) != 1 {
		t.Fatalf("there are %d services", len(services))
	}
	return services[0].ID
}

func TestAccVpcepServiceWhitelist_basic(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{
			Config:            cloud.Provider() + whitelistConfig(""),
			ConfigPlanChecks:  action(whitelistAddress, plancheck.ResourceActionCreate),
			ConfigStateChecks: []statecheck.StateCheck{value(whitelistAddress, "records", knownvalue.Null()), value(whitelistAddress, "reject_removed", knownvalue.Bool(false))},
		},
		{
			Config:            cloud.Provider() + whitelistConfig(fmt.Sprintf(`records = [{ permission = %q }, { permission = %q, description = "logistics" }]`, accountB, orgPath)),
			ConfigPlanChecks:  action(whitelistAddress, plancheck.ResourceActionUpdate),
			ConfigStateChecks: []statecheck.StateCheck{records(record(accountB, knownvalue.Null()), record(orgPath, text("logistics")))},
		},
		{
			ResourceName: whitelistAddress, ImportState: true, ImportStateIdFunc: acctest.ImportID(whitelistAddress, "service_id"),
			ImportStateVerify: true, ImportStateVerifyIdentifierAttribute: "service_id",
		},
		{
			ResourceName: whitelistAddress, ImportState: true, ImportStateIdFunc: acctest.ImportID(whitelistAddress, "region", "service_id"),
			ImportStateKind: resource.ImportBlockWithID,
		},
		{
			// One record goes, one comes, and one gets another description: in place, and in that order.
			PreConfig:         func() { cloud.ClearJournal() },
			Config:            cloud.Provider() + whitelistConfig(fmt.Sprintf(`records = [{ permission = "*" }, { permission = %q, description = "" }]`, orgPath)),
			ConfigStateChecks: []statecheck.StateCheck{records(record("*", knownvalue.Null()), record(orgPath, text("")))},
		},
		{
			PreConfig: func() {
				var writes []string
				for _, entry := range cloud.Journal() {
					if entry.Method != "GET" {
						writes = append(writes, entry.Method+" "+strings.TrimPrefix(entry.Route, permissionsRoute))
					}
				}
				if got := strings.Join(writes, ", "); got != "POST /batch-create, PUT /{permission_id}, POST /batch-delete" {
					t.Errorf("the change was made by %s", got)
				}
			},
			Config:            cloud.Provider() + whitelistConfig(`records = []`),
			ConfigStateChecks: []statecheck.StateCheck{records()},
		},
		{Config: cloud.Provider() + whitelistConfig(""), ConfigStateChecks: []statecheck.StateCheck{value(whitelistAddress, "records", knownvalue.Null())}},
	}})
}

func TestAccVpcepServiceWhitelist_identity(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	cloud.Test(resource.TestCase{
		TerraformVersionChecks: []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_12_0)},
		Steps: []resource.TestStep{
			{
				Config: cloud.Provider() + whitelistConfig(fmt.Sprintf(`records = [{ permission = %q }]`, accountB)),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectIdentity(whitelistAddress, map[string]knownvalue.Check{"region": text(acctest.Region), "service_id": knownvalue.NotNull()}),
				},
			},
			{ResourceName: whitelistAddress, ImportState: true, ImportStateKind: resource.ImportBlockWithResourceIdentity},
		},
	})
}

func TestAccVpcepServiceWhitelist_drift(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	config := cloud.Provider() + whitelistConfig(fmt.Sprintf(`records = [{ permission = %q, description = "shop" }]`, accountB))
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{Config: config},
		{
			// Somebody adds a record and changes another: both is put right.
			PreConfig: func() {
				service := onlyService(t, cloud)
				if _, err := cloud.Client().AddPermissions(t.Context(), service, []vpcep.NewPermission{{Permission: "*"}}); err != nil {
					t.Fatal(err)
				}
				has, err := cloud.Client().GetPermission(t.Context(), service, accountB)
				if err != nil {
					t.Fatal(err)
				}
				if err := cloud.Client().UpdatePermissionDescription(t.Context(), service, has.ID, "theirs"); err != nil {
					t.Fatal(err)
				}
			},
			Config:            config,
			ConfigPlanChecks:  action(whitelistAddress, plancheck.ResourceActionUpdate),
			ConfigStateChecks: []statecheck.StateCheck{records(record(accountB, text("shop")))},
		},
		{
			// A refresh that fails says so and forgets nothing (HS-2, O-2).
			PreConfig: func() {
				if got := permissions(t, cloud, onlyService(t, cloud)); !slices.Equal(got, []string{accountB + " shop"}) {
					t.Errorf("the whitelist holds %v", got)
				}
				cloud.AddFault(emulator.Fault{Method: "GET", Route: permissionsRoute, Status: 403, Code: "APIGW.0302", Message: "Not authorized."})
			},
			Config:      config,
			ExpectError: said(`Could not read the whitelist.*403 APIGW.0302 Not authorized.*request id`),
		},
		{Config: config, ConfigPlanChecks: emptyPlan()},
	}})
}

// The service goes away behind Terraform's back, and its whitelist with it.
func TestAccVpcepServiceWhitelist_disappears(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	ids := seedServices(t, cloud, "orders")
	config := func(service string) string {
		return cloud.Provider() + serviceConfig("") + whitelistOf(service, fmt.Sprintf(`records = [{ permission = %q }]`, accountB))
	}
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{Config: config("hwc_vpcep_service.test.id")},
		{
			PreConfig: func() {
				for _, service := range cloud.Services(t.Context()) {
					if service.ID != ids["orders"] {
						cloud.RemoveService(service.ID)
					}
				}
			},
			Config:           config(fmt.Sprintf("%q", ids["orders"])),
			ConfigPlanChecks: action(whitelistAddress, plancheck.ResourceActionCreate),
		},
	}})
}

// 500 records are read in one request (HS-13, O-3).
func TestAccVpcepServiceWhitelist_many(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	config := cloud.Provider() + whitelistConfig(`records = [for i in range(500) : { permission = format("iam:domain::5fc973eea581490997e82ea1%08d", i) }]`)
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{Config: config},
		{PreConfig: func() { cloud.ClearJournal() }, Config: config, PlanOnly: true},
		{
			PreConfig: func() {
				if got := cloud.Requests()["GET "+permissionsRoute]; got != 1 {
					t.Errorf("a refresh took %d requests for the whitelist:\n%s", got, cloud.RequestTable())
				}
			},
			Config: config, PlanOnly: true,
		},
	}})
}

func TestAccVpcepServiceWhitelist_rejectRemoved(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	config := func(lines string) string {
		return cloud.Provider() + openService + whitelistOf("hwc_vpcep_service.test.id", lines)
	}
	with := fmt.Sprintf("records = [{ permission = %q }]", accountB)
	endpoint := ""
	status := func(want string) func() {
		return func() {
			connection, err := cloud.Client().GetConnection(t.Context(), onlyService(t, cloud), endpoint)
			if err != nil || connection.Status != want {
				t.Errorf("the connection is %v (%v), want one that is %s", connection, err, want)
			}
		}
	}
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{Config: config(with)},
		{
			PreConfig: func() { endpoint = connectB(t, cloud, onlyService(t, cloud)) },
			Config:    config("records = []"),
		},
		{PreConfig: status("accepted"), Config: config(with + "\n reject_removed = true")},
		{Config: config("records = [{ permission = \"*\" }]\n reject_removed = true")}, // still let in
		{PreConfig: status("accepted"), Config: config(with + "\n reject_removed = true")},
		{Config: config("reject_removed = true")},
		{PreConfig: status("rejected"), Config: config("reject_removed = true"), PlanOnly: true},
	}})
}

// An account whose rejection failed is not forgotten: the next run rejects its endpoints.
func TestAccVpcepServiceWhitelist_rejectionFails(t *testing.T) {
	t.Parallel()
	const rejects = "reject_removed = true"
	with := fmt.Sprintf("records = [{ permission = %q }]\n", accountB) + rejects
	for _, test := range []struct {
		name   string
		before string // the whitelist before the failure, "" for none
		fails  string // the whitelist whose apply cannot reject, "" for none
		says   string // "": the apply is a success, with a warning
	}{
		{"create", "", rejects, ""},
		{"update", with, rejects, "Could not change the whitelist"},
		{"destroy", with, "", "Could not empty the whitelist"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			cloud := acctest.Start(t, emulator.Options{})
			config := func(lines string) string {
				if lines != "" {
					lines = whitelistOf("hwc_vpcep_service.test.id", lines)
				}
				return cloud.Provider() + openService + lines
			}
			endpoint := ""
			status := func() string {
				connection, err := cloud.Client().GetConnection(t.Context(), onlyService(t, cloud), endpoint)
				if err != nil {
					t.Fatal(err)
				}
				return connection.Status
			}
			first := resource.TestStep{
				PreConfig: func() {
					service := onlyService(t, cloud)
					if test.before == "" {
						if _, err := cloud.Client().AddPermissions(t.Context(), service, []vpcep.NewPermission{{Permission: accountB}}); err != nil {
							t.Fatal(err)
						}
					}
					endpoint = connectB(t, cloud, service)
					cloud.AddFault(emulator.Fault{Method: "POST", Route: connectionsRoute + "/action", Status: 403, Code: "EndPoint.0004", Message: "You have no permissions."})
				},
				Config: config(test.fails),
			}
			if test.says == "" {
				first.ExpectNonEmptyPlan = true
			} else {
				first.ExpectError = said(test.says + `.*could not be rejected.*403 EndPoint\.0004.*done until then: removed ` + accountB)
			}
			cloud.Test(resource.TestCase{Steps: []resource.TestStep{
				{Config: config(test.before)},
				first,
				{
					PreConfig: func() {
						if got := status(); got != "accepted" {
							t.Errorf("the endpoint is %s although its rejection failed", got)
						}
					},
					Config: config(test.fails),
				},
				{
					PreConfig: func() {
						if got := status(); got != "rejected" {
							t.Errorf("the endpoint is %s after the next apply", got)
						}
					},
					Config: config(test.fails), ConfigPlanChecks: emptyPlan(),
				},
			}})
		})
	}
}

// Whom the failure left connected may stay when the configuration lets the account in again, or asks for no rejections.
func TestAccVpcepServiceWhitelist_rejectionGivenUp(t *testing.T) {
	t.Parallel()
	with := fmt.Sprintf("records = [{ permission = %q }]\n", accountB)
	for name, lines := range map[string]string{"let in again": with + "reject_removed = true", "not asked for": "records = []"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud := acctest.Start(t, emulator.Options{})
			config := func(lines string) string {
				return cloud.Provider() + serviceConfig("approval_enabled = false\nforce_destroy = true") + whitelistOf("hwc_vpcep_service.test.id", lines)
			}
			pending := func(accounts ...knownvalue.Check) statecheck.StateCheck {
				return value(whitelistAddress, "pending_rejections", knownvalue.SetExact(accounts))
			}
			endpoint := ""
			cloud.Test(resource.TestCase{Steps: []resource.TestStep{
				{Config: config(with + "reject_removed = true"), ConfigStateChecks: []statecheck.StateCheck{pending()}},
				{
					PreConfig: func() {
						endpoint = connectB(t, cloud, onlyService(t, cloud))
						cloud.AddFault(emulator.Fault{Method: "POST", Route: connectionsRoute + "/action", Status: 403, Code: "EndPoint.0004", Message: "You have no permissions."})
					},
					Config: config("reject_removed = true"), ExpectError: said(`could not be rejected`),
				},
				{Config: config(lines), ConfigStateChecks: []statecheck.StateCheck{pending()}},
				{
					PreConfig: func() {
						connection, err := cloud.Client().GetConnection(t.Context(), onlyService(t, cloud), endpoint)
						if err != nil || connection.Status != "accepted" {
							t.Errorf("the connection is %v (%v), want one that is accepted", connection, err)
						}
					},
					Config: config(lines), ConfigPlanChecks: emptyPlan(),
				},
			}})
		})
	}
}

// connectB connects an endpoint of tenant b to a service, and removes it at the test's end.
func connectB(t *testing.T, cloud *acctest.Env, service string) string {
	t.Helper()
	consumer := cloud.ClientB()
	endpoint, _, err := consumer.CreateEndpoint(t.Context(), vpcep.CreateEndpointRequest{ServiceID: service, VpcID: otherVPC, SubnetID: acctest.Subnet})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx := acctest.Afterwards(t)
		if err := consumer.DeleteEndpoint(ctx, endpoint.ID); err != nil {
			t.Error(err)
		}
		if err := consumer.WaitEndpointDeleted(ctx, endpoint.ID); err != nil {
			t.Error(err)
		}
	})
	if _, err := consumer.WaitEndpointConnected(t.Context(), endpoint.ID, true); err != nil {
		t.Fatal(err)
	}
	return endpoint.ID
}

// What goes wrong half-way is said, and nothing that is in force is forgotten (HS-5).
func TestAccVpcepServiceWhitelist_faults(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	config := cloud.Provider() + whitelistConfig(fmt.Sprintf(`records = [{ permission = %q }, { permission = %q }]`, accountB, orgPath))
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{Config: cloud.Provider() + serviceConfig("")},
		{
			PreConfig: func() {
				cloud.AddFault(emulator.Fault{
					Method: "POST", Route: permissionsRoute + "/batch-create", Nth: 2,
					Status: 400, Code: "EndPoint.3049", Message: "The number of whitelist records exceeds the maximum.",
				})
			},
			Config: config,
			ExpectError: said(`Could not fill the whitelist.*400 EndPoint.3049.*done until then: added iam:domain::` + acctest.DomainIDB +
				`.*What to do`),
		},
		{
			// A lost reply is no reason to fail, and nothing is there twice.
			PreConfig: func() {
				cloud.AddFault(emulator.Fault{Method: "POST", Route: permissionsRoute + "/batch-create", Drop: "after"})
			},
			Config: config,
		},
		{
			PreConfig: func() {
				if got := permissions(t, cloud, onlyService(t, cloud)); !slices.Equal(got, []string{accountB + " ", orgPath + " "}) {
					t.Errorf("the whitelist holds %v", got)
				}
			},
			Config: config, PlanOnly: true,
		},
	}})
}

func TestAccVpcepServiceWhitelist_badInput(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	cloud.Refuses(t, cloud.Provider(), [][2]string{
		{whitelistConfig(`records = [{ permission = "5fc973eea581490997e82ea11a1df31f" }]`), `is no permission: want "\*", "iam:domain::" with an account id`},
		{whitelistConfig(`records = [{ permission = "iam:domain::a b" }]`), `the account id "a b" holds " "`},
		{whitelistConfig(`records = [{ permission = "organizations:orgPath::" }]`), `the organization path is empty`},
		{whitelistConfig(`records = [{ permission = "*" }, { permission = "*", description = "x" }]`), `"\*" is there more than once, with different descriptions`},
		{whitelistConfig(`records = [{ permission = "*", description = "<" }]`), `must not contain < or >`},
		{whitelistConfig(`records = [{ permission = "*", description = "` + strings.Repeat("d", 129) + `" }]`), `UTF-8 character count must be at most 128`},
		{whitelistConfig(`records = [{ description = "nobody" }]`), `attribute "permission" is required`},
		{whitelistConfig("records = [null]"), `This attribute contains a null value`},
		{whitelistConfig("reject_removed = \"maybe\""), `a bool is required`},
	})
}
