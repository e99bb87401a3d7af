package hbs_test

import (
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/compare"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/hwc-community/terraform-provider-hwc/internal/acctest"
	"github.com/hwc-community/terraform-provider-hwc/internal/client/hbs"
	"github.com/hwc-community/terraform-provider-hwc/internal/emulator"
)

func TestMain(m *testing.M) { os.Exit(acctest.Main(m)) }

// What all tests check with, under shorter names.
var (
	value     = acctest.Value
	text      = acctest.Text
	said      = acctest.Said
	action    = acctest.Plans
	emptyPlan = acctest.EmptyPlan
)

const (
	instanceAddress = "hwc_hbs_instance.test"

	instancesRoute     = "/v2/{project_id}/huaweicloudchain/instances"
	instanceRoute      = instancesRoute + "/{instance_id}"
	jobsRoute          = "/v2/{project_id}/huaweicloudchain/jobs"
	tagsRoute          = "/v2/{project_id}/{resource_type}/{instance_id}/tags"
	unsubscribeRoute   = "/v2/orders/subscriptions/resources/unsubscribe"
	organizationsRoute = instanceRoute + "/organizations"

	olderEngine  = "1.0.1.0"
	newestEngine = "1.0.1.2"
)

// paid are the terms of an order that pays itself.
const paid = `{ period_type = 2, period_num = 1, is_auto_pay = true }`

// instance is an instance with these arguments beside those it needs; an argument that it has already is replaced.
func instance(lines ...string) string {
	arguments := map[string]string{
		"name": `"chain-test"`, "edition": `"Enterprise"`, "data_management": `"Cloud"`, "orgs": `["org1", "org2"]`, "org_order_info": paid, "allow_unsubscribe": "true",
	}
	for _, line := range lines {
		name, value, _ := strings.Cut(line, " = ")
		arguments[name] = value
	}
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(arguments)) {
		fmt.Fprintf(&b, "  %s = %s\n", name, arguments[name])
	}
	return "resource \"hwc_hbs_instance\" \"test\" {\n" + b.String() + "}\n"
}

func texts(values ...string) knownvalue.Check {
	checks := make([]knownvalue.Check, len(values))
	for i, value := range values {
		checks[i] = text(value)
	}
	return knownvalue.ListExact(checks)
}

func tags(pairs map[string]string) knownvalue.Check {
	checks := map[string]knownvalue.Check{}
	for key, value := range pairs {
		checks[key] = text(value)
	}
	return knownvalue.MapExact(checks)
}

func engine(choices emulator.HBSChoices) emulator.Options {
	return emulator.Options{Choices: emulator.Choices{HBS: choices}}
}

// instances are the instances of tenant a.
func instances(t *testing.T, cloud *acctest.Env) []hbs.Instance {
	t.Helper()
	instances, err := cloud.HBS().ListInstances(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return instances
}

// only is the only instance there is.
func only(t *testing.T, cloud *acctest.Env) hbs.Instance {
	t.Helper()
	found := instances(t, cloud)
	if len(found) != 1 {
		t.Fatalf("%d instances, not one", len(found))
	}
	return found[0]
}

func TestAccHbsInstance_basic(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	uuid := knownvalue.StringRegexp(regexp.MustCompile(`^[0-9a-f-]{36}$`))
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{
			Config:           cloud.Provider() + instance(),
			ConfigPlanChecks: action(instanceAddress, plancheck.ResourceActionCreate),
			ConfigStateChecks: []statecheck.StateCheck{
				value(instanceAddress, "id", uuid),
				value(instanceAddress, "region", text(acctest.Region)),
				value(instanceAddress, "name", text("chain-test")),
				value(instanceAddress, "type", text("HuaweiCloudChain")),
				value(instanceAddress, "orgs", texts("org1", "org2")),
				value(instanceAddress, "chain_info", knownvalue.ObjectExact(map[string]knownvalue.Check{
					"consensus": text("raft"), "sign_algorithm": text("ecdsa_with_sha256"),
				})),
				value(instanceAddress, "org_order_info", knownvalue.ObjectExact(map[string]knownvalue.Check{
					"charge_mode": knownvalue.Null(), "period_type": knownvalue.Int64Exact(2), "period_num": knownvalue.Int64Exact(1), "is_auto_pay": knownvalue.Bool(true),
					"is_auto_renew": knownvalue.Null(), "promotion_id": knownvalue.Null(), "discount_plan_id": knownvalue.Null(),
				})),
				value(instanceAddress, "enterprise_project_id", text("0")),
				value(instanceAddress, "backup_id", knownvalue.Null()),
				value(instanceAddress, "chain_engine_version", text(newestEngine)),
				value(instanceAddress, "order_id", knownvalue.StringRegexp(regexp.MustCompile(`^CS\d{10}[0-9A-F]{5}$`))),
				value(instanceAddress, "chain_id", knownvalue.StringRegexp(regexp.MustCompile(`^chain-test-`))),
				value(instanceAddress, "status", text("Available")),
				value(instanceAddress, "tags", knownvalue.Null()),
				value(instanceAddress, "tags_all", tags(nil)),
			},
		},
		{
			ResourceName: instanceAddress, ImportState: true, ImportStateVerify: true,
			// What billing was told is not told again, and the permission to unsubscribe is Terraform's own.
			ImportStateVerifyIgnore: []string{"allow_unsubscribe", "order_id", "org_order_info"},
		},
		{ResourceName: instanceAddress, ImportState: true, ImportStateKind: resource.ImportBlockWithID, Config: cloud.Provider() + instance("allow_unsubscribe = false")},
		{ResourceName: instanceAddress, ImportState: true, ImportStateIdFunc: acctest.ImportID(instanceAddress, "region", "id")},
	}})
}

func TestAccHbsInstance_identity(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	cloud.Test(resource.TestCase{
		TerraformVersionChecks: []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_12_0)},
		Steps: []resource.TestStep{
			{
				Config: cloud.Provider() + instance(),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectIdentity(instanceAddress, map[string]knownvalue.Check{"region": text(acctest.Region), "id": knownvalue.NotNull()}),
					statecheck.ExpectIdentityValueMatchesState(instanceAddress, tfjsonpath.New("id")),
				},
			},
			{
				ResourceName: instanceAddress, ImportState: true, ImportStateKind: resource.ImportBlockWithResourceIdentity,
				Config: cloud.Provider() + instance("allow_unsubscribe = false"),
			},
		},
	})
}

func TestAccHbsInstance_full(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	full := []string{
		`region = "cn-north-4"`, `edition = "Platinum"`, `type = "HuaweiCloudChain"`, `orgs = ["second", "first1", "third"]`,
		`chain_info = { consensus = "raft", sign_algorithm = "sm2_with_sm3" }`,
		`org_order_info = { charge_mode = 0, period_type = 3, period_num = 1, is_auto_pay = true, is_auto_renew = true, promotion_id = "p-1", discount_plan_id = "d-1" }`,
		`enterprise_project_id = "0"`, `chain_engine_version = "` + newestEngine + `"`, `tags = { owner = "me", empty = "" }`,
		`timeouts = { create = "5m", read = "1m", update = "5m", delete = "5m" }`,
	}
	minimal := instance(`edition = "Platinum"`, `orgs = ["second", "first1"]`)
	minimal = regexp.MustCompile(`(?m)^  org_order_info.*\n`).ReplaceAllString(minimal, "")
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{
			Config: cloud.Provider() + instance(full...),
			ConfigStateChecks: []statecheck.StateCheck{
				value(instanceAddress, "orgs", texts("second", "first1", "third")),
				value(instanceAddress, "chain_info", knownvalue.ObjectPartial(map[string]knownvalue.Check{"sign_algorithm": text("sm2_with_sm3")})),
				value(instanceAddress, "tags", tags(map[string]string{"owner": "me", "empty": ""})),
			},
		},
		{
			ResourceName: instanceAddress, ImportState: true, ImportStateVerify: true,
			ImportStateVerifyIgnore: []string{"allow_unsubscribe", "order_id", "timeouts"},
		},
		{
			// What is taken out is no longer managed, and stays; tags are taken off.
			Config:           cloud.Provider() + minimal,
			ConfigPlanChecks: action(instanceAddress, plancheck.ResourceActionUpdate),
			ConfigStateChecks: []statecheck.StateCheck{
				value(instanceAddress, "orgs", texts("second", "first1")),
				value(instanceAddress, "tags", knownvalue.Null()),
				value(instanceAddress, "tags_all", tags(nil)),
				value(instanceAddress, "chain_info", knownvalue.ObjectPartial(map[string]knownvalue.Check{"sign_algorithm": text("sm2_with_sm3")})),
				value(instanceAddress, "org_order_info", knownvalue.ObjectPartial(map[string]knownvalue.Check{"promotion_id": text("p-1")})),
			},
		},
		{
			PreConfig: func() {
				if orgs := only(t, cloud).Orgs; len(orgs) != 3 || orgs[0].Name != "second" {
					t.Errorf("the cloud has the organizations %v", orgs)
				}
			},
			Config: cloud.Provider() + minimal, ConfigPlanChecks: emptyPlan(),
		},
	}})
}

// Each change is one step, in place: the instance keeps its id.
func TestAccHbsInstance_update(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, engine(emulator.HBSChoices{EngineVersion: olderEngine}))
	cloud.SetProgress(emulator.HBSUpgrade, emulator.AfterReads(2))
	same := statecheck.CompareValue(compare.ValuesSame())
	steps := []resource.TestStep{{
		Config: cloud.Provider() + instance(),
		ConfigStateChecks: []statecheck.StateCheck{
			same.AddStateValue(instanceAddress, tfjsonpath.New("id")), value(instanceAddress, "chain_engine_version", text(olderEngine)),
		},
	}}
	for _, change := range []struct {
		line      string
		attribute string
		want      knownvalue.Check
	}{
		{`tags = { a = "1", b = "2" }`, "tags", tags(map[string]string{"a": "1", "b": "2"})},
		{`tags = { a = "3", c = "4" }`, "tags", tags(map[string]string{"a": "3", "c": "4"})},
		{`tags = {}`, "tags", tags(nil)},
		{`chain_engine_version = "` + newestEngine + `"`, "chain_engine_version", text(newestEngine)},
		{`allow_unsubscribe = false`, "allow_unsubscribe", knownvalue.Bool(false)},
		{`org_order_info = { period_type = 3, is_auto_pay = false }`, "org_order_info", knownvalue.ObjectPartial(map[string]knownvalue.Check{
			"period_type": knownvalue.Int64Exact(3), "period_num": knownvalue.Int64Exact(1), "is_auto_pay": knownvalue.Bool(false),
		})},
	} {
		steps = append(steps, resource.TestStep{
			Config:           cloud.Provider() + instance(change.line),
			ConfigPlanChecks: action(instanceAddress, plancheck.ResourceActionUpdate),
			ConfigStateChecks: []statecheck.StateCheck{
				value(instanceAddress, change.attribute, change.want),
				value(instanceAddress, "status", text("Available")),
				same.AddStateValue(instanceAddress, tfjsonpath.New("id")),
			},
		})
	}
	cloud.Test(resource.TestCase{Steps: append(steps, resource.TestStep{Config: cloud.Provider() + instance()})})
	if n := cloud.Requests()["PUT "+instanceRoute]; n != 1 {
		t.Errorf("%d upgrades:\n%s", n, cloud.RequestTable())
	}
}

// An upgrade to anything but the newest version, or back, is refused, and nothing happens.
func TestAccHbsInstance_upgradeRefused(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, engine(emulator.HBSChoices{EngineVersion: olderEngine}))
	version := func(version string) string { return instance(`chain_engine_version = "` + version + `"`) }
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{Config: cloud.Provider() + instance()},
		{
			Config:      cloud.Provider() + version("1.0.1.1"),
			ExpectError: said(`Could not update the HBS instance.*from 1\.0\.1\.0 to 1\.0\.1\.1.*newest version only, which is 1\.0\.1\.2.*Nothing was changed`),
		},
		{Config: cloud.Provider() + version("1.0.0.40"), PlanOnly: true, ExpectError: said(`The engine cannot go back.*1\.0\.1\.0, which is newer than 1\.0\.0\.40`)},
		{
			PreConfig: func() {
				cloud.SetProgress(emulator.HBSUpgrade, emulator.Fails("HBS-7", "no space left"))
			},
			Config:      cloud.Provider() + version(newestEngine),
			ExpectError: said(`Could not update the HBS instance.*no space left`),
		},
		{
			PreConfig: func() { cloud.SetProgress(emulator.HBSUpgrade, emulator.Immediate()) },
			Config:    cloud.Provider() + version(newestEngine), ConfigPlanChecks: action(instanceAddress, plancheck.ResourceActionUpdate),
			ConfigStateChecks: []statecheck.StateCheck{value(instanceAddress, "chain_engine_version", text(newestEngine))},
		},
	}})
}

func TestAccHbsInstance_firstEngine(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, engine(emulator.HBSChoices{EngineVersion: "1.0.0.39"}))
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{Config: cloud.Provider() + instance()},
		{
			Config: cloud.Provider() + instance(`chain_engine_version = "`+newestEngine+`"`), PlanOnly: true,
			ExpectError: said(`The engine cannot be upgraded.*1\.0\.0\.39`),
		},
	}})
}

// An instance of the type Besu has other routes.
func TestAccHbsInstance_besu(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, engine(emulator.HBSChoices{EngineVersion: olderEngine}))
	besu := func(lines ...string) string {
		return instance(append(lines, `type = "Besu"`, `chain_info = { consensus = "IBFT2.0" }`)...)
	}
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{Config: cloud.Provider() + besu(), ConfigStateChecks: []statecheck.StateCheck{
			value(instanceAddress, "chain_info", knownvalue.ObjectExact(map[string]knownvalue.Check{"consensus": text("IBFT2.0"), "sign_algorithm": text("ecdsa_with_sha256")})),
		}},
		{
			Config:            cloud.Provider() + besu(`chain_engine_version = "`+newestEngine+`"`),
			ConfigStateChecks: []statecheck.StateCheck{value(instanceAddress, "chain_engine_version", text(newestEngine))},
		},
	}})
}

// Without allow_unsubscribe nothing is destroyed or replaced; the plan says so, and the cloud is not asked.
func TestAccHbsInstance_guard(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	guarded := instance("allow_unsubscribe = false")
	refused := said(`HBS instance "chain-test" [0-9a-f-]{36} in cn-north-4: .*Nothing was done.*set allow_unsubscribe = true`)
	same := statecheck.CompareValue(compare.ValuesSame())
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{Config: cloud.Provider() + guarded, ConfigStateChecks: []statecheck.StateCheck{same.AddStateValue(instanceAddress, tfjsonpath.New("id"))}},
		{Config: cloud.Provider() + guarded, Destroy: true, ExpectError: refused},
		{Config: cloud.Provider(), ExpectError: refused},
		{Config: cloud.Provider() + instance(`name = "other-name"`, "allow_unsubscribe = false"), ExpectError: said(`The HBS instance is not replaced.*no call that changes name`)},
		{
			// It counts as it was last applied, so that one run cannot both allow and do it.
			Config:      cloud.Provider() + instance(`name = "other-name"`),
			ExpectError: said(`The HBS instance is not replaced`),
		},
		{Config: cloud.Provider() + instance(), ConfigStateChecks: []statecheck.StateCheck{same.AddStateValue(instanceAddress, tfjsonpath.New("id"))}},
		{
			PreConfig: func() {
				if n := cloud.Requests()["POST "+unsubscribeRoute]; n != 0 {
					t.Errorf("%d times unsubscribed:\n%s", n, cloud.RequestTable())
				}
			},
			Config:           cloud.Provider() + instance(`name = "other-name"`),
			ConfigPlanChecks: action(instanceAddress, plancheck.ResourceActionDestroyBeforeCreate),
		},
	}})
}
