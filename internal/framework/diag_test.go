package framework

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
)

// apiError is an answer as the client reports it (contract/auth.md 7.1).
func apiError(status int, code string) *client.APIError {
	return &client.APIError{
		Method: "POST", Route: "/v1/{project_id}/vpc-endpoints", Service: "vpcep", Region: "cn-north-4",
		Status: status, Code: code, Message: "The cloud says no.", RequestID: "req-1",
	}
}

func TestFailureDiagnostic(t *testing.T) {
	t.Parallel()
	const object = "VPC endpoint 530d6f2f-d115-4df2-8c36-32d19f3c0bbc in cn-north-4"
	advice := map[string]Advice{
		"endpoint.2037": {Attribute: "subnet_id", Text: "give a subnet of the VPC."},
		"endpoint.0014": {Text: "check the project."},
	}
	notFound := apiError(404, "EndPoint.2006")
	for _, test := range []struct {
		name      string
		err       error
		says      []string
		attribute string
	}{
		{"a code with an argument", apiError(400, "EndPoint.2037"), []string{"400", "EndPoint.2037", "The cloud says no.", "req-1", "give a subnet of the VPC."}, "subnet_id"},
		{"a code in other letters", apiError(400, "Endpoint.2037"), []string{"Endpoint.2037", "give a subnet of the VPC."}, "subnet_id"},
		{"a code without argument", apiError(403, "EndPoint.0014"), []string{"403", "EndPoint.0014", "check the project."}, ""},
		{"a code with wrapping", fmt.Errorf("endpoint x: %w", apiError(400, "EndPoint.2037")), []string{"endpoint x", "give a subnet of the VPC."}, "subnet_id"},
		{"a code nobody knows", apiError(400, "EndPoint.9999"), []string{"400", "EndPoint.9999", "The cloud says no.", "req-1"}, ""},
		{"401", apiError(401, "APIGW.0301"), []string{"401", "APIGW.0301", "req-1", "credentials"}, ""},
		{"401 for a wrong clock", &client.APIError{Status: 401, Code: "APIGW.0301", ClockOff: time.Hour}, []string{"1h0m0s fast", "set the clock", "NTP"}, ""},
		{"known not to be offered", &client.NotOfferedError{Service: "bcs", Cloud: "otc.t-systems.com"}, []string{"not offered by otc.t-systems.com", "set `region` to one that offers the service"}, ""},
		{"an operation known not to be offered", &client.NotOfferedError{Service: "vpcep", Cloud: "otc.t-systems.com", Operation: true},
			[]string{"does not offer this operation", "take the argument", "endpoint settings"}, ""},
		{"403", apiError(403, "APIGW.0302"), []string{"403", "permission"}, ""},
		{"404", apiError(404, "APIGW.0101"), []string{"404", "region", "endpoint settings"}, ""},
		{"429", apiError(429, "APIGW.0308"), []string{"429", "throttling", "max_retries"}, ""},
		{"500", apiError(500, "EndPoint.0001"), []string{"500", "request id"}, ""},
		{"503", apiError(503, ""), []string{"503", "Apply again"}, ""},
		{"login refused", &client.AuthError{Action: "log in", Err: apiError(401, "")}, []string{"log in", "401", "credentials"}, ""},
		{"out of time", &client.TimeoutError{What: object, Status: "creating", Elapsed: time.Minute, Wanted: "accepted"},
			[]string{"creating", "accepted", "1m0s", "timeouts", "untaint"}, ""},
		{"out of time while the cloud was down", &client.TimeoutError{What: object, Status: "creating", Wanted: "accepted", Last: apiError(503, "")},
			[]string{"creating", "503", "timeouts"}, ""},
		{"interrupted", &client.InterruptedError{What: object, Status: "creating"}, []string{"interrupted", "creating", "the next run"}, ""},
		{"ambiguous", &client.AmbiguousError{What: "VPC endpoint", IDs: []string{"id-1", "id-2"}, Err: &client.TransportError{Err: errors.New("cut"), Sent: true}},
			[]string{"id-1", "id-2", "terraform import"}, ""},
		{"ambiguous after an answer", &client.AmbiguousError{What: "VPC endpoint", IDs: []string{"id-1", "id-2"}, Err: apiError(504, "")},
			[]string{"id-1", "id-2", "504", "terraform import"}, ""},
		{"gone", &client.GoneError{What: object, Status: "creating", Wanted: "accepted", Err: notFound},
			[]string{"gone", "EndPoint.2006", "somebody removed"}, ""},
		{"failed", &client.UnexpectedStateError{What: object, Status: "failed", Wanted: "accepted", Reason: "EndPoint.0001: no address left"},
			[]string{"failed", "no address left", "What to do", "apply again"}, ""},
		{"creation that may have happened", &client.CreateError{What: "VPC endpoint", MayExist: true, Err: apiError(504, "APIGW.0201")},
			[]string{"504", "request id req-1", "look in the console", "terraform import"}, ""},
		{"creation that did not happen", &client.CreateError{What: "VPC endpoint", Err: apiError(500, "EndPoint.0001")},
			[]string{"500", "none was found", "Apply again"}, ""},
		{"no connection", &client.TransportError{Service: "vpcep", Region: "cn-north-4", URL: "http://127.0.0.1:9", Err: errors.New("refused")},
			[]string{"http://127.0.0.1:9", "endpoint_url", "network"}, ""},
		{"credentials of another project", apiError(401, "Common.0018"), []string{"Common.0018", "project_id", "project_name", "region"}, ""},
		{"any other error", errors.New("  something odd  "), []string{"something odd."}, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got := Failure{Summary: "Could not do it", Object: object, Err: test.err, Advice: advice}.Diagnostic()
			if got.Severity() != diag.SeverityError || got.Summary() != "Could not do it" {
				t.Errorf("got severity %s and summary %q", got.Severity(), got.Summary())
			}
			for _, want := range append(test.says, object) {
				if !strings.Contains(got.Detail(), want) {
					t.Errorf("the detail lacks %q:\n%s", want, got.Detail())
				}
			}
			if strings.HasSuffix(got.Detail(), "..") || !strings.HasSuffix(got.Detail(), ".") {
				t.Errorf("the detail is no sentence:\n%s", got.Detail())
			}
			located, ok := got.(diag.DiagnosticWithPath)
			switch {
			case ok != (test.attribute != ""):
				t.Errorf("is about an argument: %t", ok)
			case ok && !located.Path().Equal(path.Root(test.attribute)):
				t.Errorf("is about %s, want %s", located.Path(), test.attribute)
			}
		})
	}
}

func TestInterrupted(t *testing.T) {
	t.Parallel()
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	late, stop := context.WithDeadline(t.Context(), time.Unix(0, 0))
	defer stop()
	interrupted := &client.InterruptedError{What: "x"}
	for _, test := range []struct {
		name string
		ctx  context.Context //nolint:containedctx // one row of a table
		err  error
		want bool
	}{
		{"Ctrl-C", cancelled, interrupted, true},
		{"Ctrl-C, wrapped", cancelled, fmt.Errorf("waiting: %w", interrupted), true},
		{"the run goes on", t.Context(), interrupted, false},
		{"out of time", late, interrupted, false},
		{"another error", cancelled, errors.New("x"), false},
		{"no error", cancelled, nil, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := Interrupted(test.ctx, test.err); got != test.want {
				t.Errorf("got %t", got)
			}
		})
	}
}
