package emulator

import (
	"strings"
	"testing"
)

// The forms of contract/auth.md 1.4 and 9.1.
func TestIAMErrorForms(t *testing.T) {
	t.Parallel()
	const message = "'token.id' is a required property."
	for name, test := range map[string]struct {
		choices Choices
		fields  string
		code    string // in the journal
	}{
		"error object": {Choices{}, "error", "400"},
		"error codes":  {Choices{IAMErrorCodes: true}, "error_code error_msg", "IAM.0072"},
		"both":         {Choices{IAMErrorTwins: true}, "error error_code error_msg", "IAM.0072"},
	} {
		c := start(t, Options{Choices: test.choices})
		got := c.issue(`{"methods":["token"],"token":{}}`, "")
		sameKeys(t, name, got.body, test.fields)
		if got.status != 400 || !strings.Contains(got.text, message) {
			t.Errorf("%s: %d %s", name, got.status, got.text)
		}
		if nested, isObject := got.body["error"].(map[string]any); isObject && (nested["code"] != 400.0 || nested["title"] != "Bad Request") {
			t.Errorf("%s: %v", name, nested)
		}
		if entry := c.Journal()[0]; entry.Code != test.code || entry.Message != message {
			t.Errorf("%s: journal %+v", name, entry)
		}
	}
}

func TestIAMErrorTextFillsItsGaps(t *testing.T) {
	t.Parallel()
	c := &call{Emulator: New(Options{})}
	for _, test := range []struct {
		code   string
		values []string
		want   string
	}{
		{"IAM.0004", []string{"agency", "x"}, "Could not find agency: x."},
		{"IAM.0004", []string{"agency"}, "Could not find agency: ."},
		{"IAM.0011", []string{"More."}, "Request body is invalid. More."},
		{"IAM.0073", []string{"key", "%(key)s", "More."}, "Invalid input for field 'key'. The value is '%(key)s'. More."},
	} {
		if got := c.iamError(test.code, test.values...).message; got != test.want {
			t.Errorf("%s %q: %q, want %q", test.code, test.values, got, test.want)
		}
	}
}
