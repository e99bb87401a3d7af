package bcs

import (
	"strings"
	"testing"
	"time"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
)

// The limits are those of the official provider, whose users know them (contract/bcs.md 2.4).
func TestLimits(t *testing.T) {
	t.Parallel()
	if limits.Create != 90*time.Minute || limits.Update != 60*time.Minute || limits.Delete != 30*time.Minute {
		t.Errorf("the limits are %v", limits)
	}
}

func TestAdvice(t *testing.T) {
	t.Parallel()
	for code, advice := range advice {
		if code != strings.ToLower(code) {
			t.Errorf("%s is never found: codes are looked up in lower case", code)
		}
		if !strings.HasSuffix(advice.Text, ".") {
			t.Errorf("%s: %q is no sentence", code, advice.Text)
		}
	}
	problem := advice.Failure("Could not delete the BCS instance", `BCS instance "chain"`, &client.APIError{
		Status: 400, Code: "BCS.4001007", Message: "Services billed in the yearly/monthly mode cannot be deleted.", RequestID: "r-1",
	})
	for _, part := range []string{`BCS instance "chain": `, "BCS.4001007", "yearly/monthly", "r-1", "What to do: ", "Unsubscribe"} {
		if !strings.Contains(problem.Detail(), part) {
			t.Errorf("the message lacks %q: %s", part, problem.Detail())
		}
	}
}
