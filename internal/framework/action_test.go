package framework

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
)

// Each status is told once, and again when it has lasted.
func TestProgress(t *testing.T) {
	t.Parallel()
	var told []string
	resp := &action.InvokeResponse{SendProgress: func(event action.InvokeProgressEvent) { told = append(told, event.Message) }}
	report := Progress(resp, "VPC endpoint x")
	for _, seen := range []struct {
		status string
		after  time.Duration
	}{{"creating", 0}, {"creating", 9 * time.Second}, {"creating", 11 * time.Second}, {"creating", 20 * time.Second}, {"accepted", 20500 * time.Millisecond}} {
		report(seen.status, seen.after)
	}
	want := []string{"VPC endpoint x is creating (0s)", "VPC endpoint x is creating (11s)", "VPC endpoint x is accepted (21s)"}
	if !slices.Equal(told, want) {
		t.Errorf("told %q, want %q", told, want)
	}
}

func TestWithinTimeout(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name    string
		timeout types.String
		want    time.Duration
	}{
		{"unset", types.StringNull(), time.Hour},
		{"shorter", types.StringValue("1m30s"), 90 * time.Second},
		{"longer", types.StringValue("3h"), 3 * time.Hour},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			start := time.Now()
			ctx, cancel := WithinTimeout(t.Context(), test.timeout, time.Hour)
			defer cancel()
			deadline, ok := ctx.Deadline()
			if left := deadline.Sub(start); !ok || left < test.want || left > test.want+time.Minute {
				t.Errorf("ends after %s, want %s", left, test.want)
			}
		})
	}
}

func TestActionTimeoutAttribute(t *testing.T) {
	t.Parallel()
	attribute := ActionTimeoutAttribute(10 * time.Minute)
	if !strings.Contains(attribute.MarkdownDescription, "Default: `10m`.") {
		t.Error(attribute.MarkdownDescription)
	}
	for text, valid := range map[string]bool{"30s": true, "1h30m": true, "0s": false, "-5s": false, "5": false, "": false} {
		var resp validator.StringResponse
		attribute.Validators[0].ValidateString(t.Context(), validator.StringRequest{ConfigValue: types.StringValue(text)}, &resp)
		if resp.Diagnostics.HasError() == valid {
			t.Errorf("%q: %v", text, resp.Diagnostics)
		}
	}
}

// An action has no state, so what to do is another thing than for a resource.
func TestFailureOfAction(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name string
		err  error
		says string
	}{
		{"out of time", &client.TimeoutError{What: "x", Wanted: "accepted"}, "`timeout` allows"},
		{"interrupted", &client.InterruptedError{What: "x"}, "invoke the action again"},
		{"gone", &client.GoneError{What: "x", Wanted: "accepted", Err: apiError(404, "EndPoint.2006")}, "id of one that exists"},
		{"failed", &client.UnexpectedStateError{What: "x", Status: "failed", Wanted: "accepted"}, "invoke the action again"},
		{"not offered", apiError(404, "APIGW.0101"), "take the action out"},
		{"any other", apiError(403, "EndPoint.0004"), "permission for this call"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			detail := Failure{Summary: "Could not do it", Object: "x", Err: test.err, Action: true}.Diagnostic().Detail()
			if !strings.Contains(detail, test.says) {
				t.Errorf("lacks %q:\n%s", test.says, detail)
			}
			for _, word := range []string{"taint", "in the state", "pply again"} {
				if strings.Contains(detail, word) {
					t.Errorf("speaks of %q:\n%s", word, detail)
				}
			}
		})
	}
}
