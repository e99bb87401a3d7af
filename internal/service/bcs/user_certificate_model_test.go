package bcs

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"
)

// What an import leaves open is filled, and nothing else.
func TestUserCertificateComplete(t *testing.T) {
	t.Parallel()
	m := userCertificateModel{}
	m.complete()
	if !m.SecurityMode.ValueBool() || m.Frozen.IsNull() || m.Frozen.ValueBool() {
		t.Errorf("got %+v", m)
	}
	m = userCertificateModel{SecurityMode: types.BoolValue(false), Frozen: types.BoolValue(true)}
	m.complete()
	if m.SecurityMode.ValueBool() || !m.Frozen.ValueBool() {
		t.Errorf("got %+v", m)
	}
	for text, want := range map[string]bool{"": false, "UEsDBA==": true, "not base64": false} {
		if got := (userCertificateModel{FileWO: types.StringValue(text)}).file(); (got != nil) != want {
			t.Errorf("the file of %q is %q", text, got)
		}
	}
}
