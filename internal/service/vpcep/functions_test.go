package vpcep_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/hwc-community/terraform-provider-hwc/internal/acctest"
	"github.com/hwc-community/terraform-provider-hwc/internal/emulator"
)

// call is a call of a function of the provider, which needs no settings: functions are worked out without it.
func call(t *testing.T, expression string, step resource.TestStep) resource.TestStep {
	t.Helper()
	step.Config = "terraform {\n  required_providers {\n    hwc = { source = \"" + acctest.Source() + "\" }\n  }\n}\noutput \"test\" {\n  value = provider::hwc::" + expression + "\n}\n"
	return step
}

func output(check knownvalue.Check) resource.TestStep {
	return resource.TestStep{ConfigStateChecks: []statecheck.StateCheck{statecheck.ExpectKnownOutputValue("test", check)}}
}

func refused(message string) resource.TestStep { return resource.TestStep{ExpectError: said(message)} }

func testFunction(t *testing.T, steps ...resource.TestStep) {
	t.Helper()
	acctest.Start(t, emulator.Options{}).Test(resource.TestCase{Steps: steps})
}

func TestAccParseServiceNameFunction_basic(t *testing.T) {
	t.Parallel()
	const id = "4189d3c2-8882-4871-a3c2-d380272eed83"
	parts := func(name string) knownvalue.Check {
		return knownvalue.ObjectExact(map[string]knownvalue.Check{"region": text("cn-north-4"), "name": text(name), "id": text(id)})
	}
	testFunction(t,
		call(t, `parse_service_name("cn-north-4.orders.`+id+`")`, output(parts("orders"))),
		call(t, `parse_service_name("cn-north-4.`+id+`")`, output(parts(""))),
		call(t, `parse_service_name("com.myhuaweicloud.cn-north-4.dns")`, refused(`names of public services hold no id`)),
		call(t, `parse_service_name("cn-north-4.orders.7")`, refused(`"7" is not the id of an endpoint service`)),
	)
}

func TestAccDomainPermissionFunction_basic(t *testing.T) {
	t.Parallel()
	testFunction(t,
		call(t, `domain_permission("`+acctest.DomainIDB+`")`, output(text("iam:domain::"+acctest.DomainIDB))),
		call(t, `domain_permission("*")`, output(text("iam:domain::*"))),
		call(t, `domain_permission("iam:domain::1")`, refused(`holds ":": letters, digits and`)),
		call(t, `domain_permission("")`, refused(`the account id is empty`)),
	)
}

func TestAccOrgPathPermissionFunction_basic(t *testing.T) {
	t.Parallel()
	testFunction(t,
		call(t, `org_path_permission("o-emulator/r-root/ou-b/*")`, output(text("organizations:orgPath::o-emulator/r-root/ou-b/*"))),
		call(t, `org_path_permission("o emulator")`, refused(`holds " "`)),
	)
}
