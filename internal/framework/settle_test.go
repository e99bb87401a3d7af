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
	none := tftypes.NewValue(kind, nil)
	for _, test := range []struct {
		name             string
		before           tftypes.Value
		plan, read, want tftypes.Value
		warns            bool
	}{
		{"as planned", none, value("a", tftypes.UnknownValue), value("a", "ready"), value("a", "ready"), false},
		{"the read lags behind", value("old", "ready"), value("a", tftypes.UnknownValue), value("old", "ready"), value("a", "ready"), true},
		{"the cloud does not show it", none, value("a", tftypes.UnknownValue), value(nil, "ready"), value("a", "ready"), true},
		{"none was asked for", none, value(nil, "ready"), value("theirs", "ready"), value(nil, "ready"), true},
		{"it was taken out", value("theirs", "ready"), value(nil, "ready"), value("theirs", "ready"), value(nil, "ready"), true},
		{"nothing was said of it", value("a", "old"), value("a", tftypes.UnknownValue), value("b", "ready"), value("a", "ready"), false},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			state := tfsdk.State{Schema: object, Raw: test.read}
			diags := Settle(t.Context(), tfsdk.Plan{Schema: object, Raw: test.plan}, tfsdk.State{Schema: object, Raw: test.before}, &state)
			if !state.Raw.Equal(test.want) || diags.HasError() {
				t.Errorf("got %s, %v, want %s", state.Raw, diags, test.want)
			}
			if (diags.WarningsCount() > 0) != test.warns || (test.warns && !strings.Contains(diags[0].Detail(), "`name`")) {
				t.Errorf("warnings: %v", diags)
			}
		})
	}
}
