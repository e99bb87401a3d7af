package acctest

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
)

// Plans wants the plan of a step to do this with an object.
func Plans(address string, action plancheck.ResourceActionType) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, action)}}
}

// EmptyPlan wants the plan of a step to do nothing.
func EmptyPlan() resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}}
}

// ImportID is the import id that these attributes of an object make up.
func ImportID(address string, attributes ...string) resource.ImportStateIdFunc {
	return func(state *terraform.State) (string, error) {
		object, ok := state.RootModule().Resources[address]
		if !ok {
			return "", fmt.Errorf("%s is not in the state", address)
		}
		parts := make([]string, len(attributes))
		for i, name := range attributes {
			parts[i] = object.Primary.Attributes[name]
		}
		return strings.Join(parts, "/"), nil
	}
}

// Imported imports an object by these attributes, the last of which tells it from others, and wants what is in the state.
func Imported(address string, attributes ...string) resource.TestStep {
	return resource.TestStep{
		ResourceName: address, ImportState: true, ImportStateVerify: true,
		ImportStateVerifyIdentifierAttribute: attributes[len(attributes)-1], ImportStateIdFunc: ImportID(address, attributes...),
	}
}
