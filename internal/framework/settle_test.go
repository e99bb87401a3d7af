package framework

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

func TestSettle(t *testing.T) {
	t.Parallel()
	object := schema.Schema{Attributes: map[string]schema.Attribute{
		"name":   schema.StringAttribute{Optional: true},
		"status": schema.StringAttribute{Computed: true},
	}}
	kind := object.Type().TerraformType(t.Context())
	value := func(name, status any) tftypes.Value {
		return tftypes.NewValue(kind, map[string]tftypes.Value{
			"name": tftypes.NewValue(tftypes.String, name), "status": tftypes.NewValue(tftypes.String, status),
		})
	}
	for _, test := range []struct {
		name             string
		plan, read, want tftypes.Value
		warns            bool
	}{
		{"as planned", value("a", tftypes.UnknownValue), value("a", "ready"), value("a", "ready"), false},
		{"the read lags behind", value("a", tftypes.UnknownValue), value("old", "ready"), value("a", "ready"), true},
		{"the cloud does not show it", value("a", tftypes.UnknownValue), value(nil, "ready"), value("a", "ready"), true},
		{"none was asked for", value(nil, "ready"), value("theirs", "ready"), value(nil, "ready"), true},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			state := tfsdk.State{Schema: object, Raw: test.read}
			diags := Settle(t.Context(), tfsdk.Plan{Schema: object, Raw: test.plan}, &state)
			if !state.Raw.Equal(test.want) || diags.HasError() {
				t.Errorf("got %s, %v, want %s", state.Raw, diags, test.want)
			}
			if (diags.WarningsCount() > 0) != test.warns || (test.warns && !strings.Contains(diags[0].Detail(), "`name`")) {
				t.Errorf("warnings: %v", diags)
			}
		})
	}
}
