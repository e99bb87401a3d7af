package acctest

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
)

// Said matches a message wherever the CLI breaks its lines.
func Said(pattern string) *regexp.Regexp {
	return regexp.MustCompile(`(?s)` + strings.ReplaceAll(pattern, " ", `[\s│╷╵]+`))
}

// Value wants an attribute of an object to be as the check says.
func Value(address, attribute string, check knownvalue.Check) statecheck.StateCheck {
	return statecheck.ExpectKnownValue(address, tfjsonpath.New(attribute), check)
}

// Text is exactly this text.
func Text(text string) knownvalue.Check { return knownvalue.StringExact(text) }

// Exactly is a list of objects with these attributes among others.
func Exactly(objects ...map[string]knownvalue.Check) knownvalue.Check {
	checks := make([]knownvalue.Check, len(objects))
	for i, object := range objects {
		checks[i] = knownvalue.ObjectPartial(object)
	}
	return knownvalue.ListExact(checks)
}

// DataSource is a data source named "test" with the lines given.
func DataSource(kind, lines string) string {
	return fmt.Sprintf("data %q \"test\" {\n%s\n}\n", kind, lines)
}
