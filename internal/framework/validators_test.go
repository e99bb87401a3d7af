package framework

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

func validate(t *testing.T, v validator.String, value types.String) *validator.StringResponse {
	t.Helper()
	resp := &validator.StringResponse{}
	v.ValidateString(t.Context(), validator.StringRequest{Path: path.Root("argument"), ConfigValue: value}, resp)
	return resp
}

func TestValidators(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name           string
		validator      validator.String
		accept, refuse []string
	}{
		{"UUID", UUID(),
			[]string{"4189d3c2-8882-4871-a3c2-d380272eed83"},
			[]string{"", "4189D3C2-8882-4871-A3C2-D380272EED83", // the cloud answers in lower case, which would be a change
				"4189d3c288824871a3c2d380272eed83", "4189d3c2-8882-4871-a3c2-d380272eed8", "4189d3c2-8882-4871-a3c2-d380272eed833",
				"g189d3c2-8882-4871-a3c2-d380272eed83", "x4189d3c2-8882-4871-a3c2-d380272eed83", "4189d3c2-8882-4871-a3c2-d380272eed83\n"}},
		{"AnyUUID", AnyUUID(),
			[]string{"4189d3c2-8882-4871-a3c2-d380272eed83", "4189D3C2-8882-4871-A3C2-D380272EED83"},
			[]string{"", "4189D3C288824871A3C2D380272EED83", "G189D3C2-8882-4871-A3C2-D380272EED83", "4189D3C2-8882-4871-A3C2-D380272EED83\n"}},
		{"NotEmpty", NotEmpty(), []string{"x", " "}, []string{""}},
		{"NoAngleBrackets", NoAngleBrackets(), []string{"", "plain", "two\nlines", `"quoted" & 'more'`}, []string{"<", ">", "a<b", "two\n<lines>"}},
		{"IPv4", IPv4(), []string{"192.168.0.10", "0.0.0.0", "255.255.255.255"},
			[]string{"", "192.168.0", "192.168.0.256", "192.168.0.010", "192.168.0.10/32", "2001:db8::10", "::ffff:192.168.0.10", " 192.168.0.10", "host"}},
		{"IPv6", IPv6(), []string{"2001:db8::10", "::1"},
			[]string{"", "2001:0DB8:0000:0000:0000:0000:0000:0010", "192.168.0.10", "::ffff:192.168.0.10", "fe80::1%eth0", "2001:db8::/32", "2001:db8"}},
		{"IPv4OrCIDR", IPv4OrCIDR(), []string{"10.10.10.10", "192.168.0.0/24", "0.0.0.0/0", "10.0.0.1/32"},
			[]string{"", "192.168.0.1/24", "192.168.0.0/33", "192.168.0.0/", "2001:db8::/32", "2001:db8::1", "192.168.0.0/24 "}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			for _, value := range test.accept {
				if resp := validate(t, test.validator, types.StringValue(value)); resp.Diagnostics.HasError() {
					t.Errorf("%q is refused: %v", value, resp.Diagnostics)
				}
			}
			for _, value := range test.refuse {
				if resp := validate(t, test.validator, types.StringValue(value)); !resp.Diagnostics.HasError() {
					t.Errorf("%q is accepted", value)
				}
			}
			for _, value := range []types.String{types.StringNull(), types.StringUnknown()} {
				if resp := validate(t, test.validator, value); resp.Diagnostics.HasError() {
					t.Errorf("%s is refused: %v", value, resp.Diagnostics)
				}
			}
			if test.validator.Description(t.Context()) == "" || test.validator.MarkdownDescription(t.Context()) == "" {
				t.Error("the validator does not say what it wants")
			}
		})
	}
}

// The message says which argument, what the rule is and what was given.
func TestFromFuncMessage(t *testing.T) {
	t.Parallel()
	resp := validate(t, FromFunc("must be short", func(text string) bool { return len(text) < 3 }), types.StringValue("long"))
	wantPath(t, resp.Diagnostics, path.Root("argument"))
	for _, want := range []string{"argument", "must be short", `"long"`} {
		if !strings.Contains(resp.Diagnostics[0].Detail(), want) {
			t.Errorf("%q lacks %q", resp.Diagnostics[0].Detail(), want)
		}
	}
}

// A value that may hold a secret is not repeated in the message.
func TestFromFuncUnsaid(t *testing.T) {
	t.Parallel()
	resp := validate(t, FromFuncUnsaid("must be something else", func(string) bool { return false }), types.StringValue("user:secret"))
	if !resp.Diagnostics.HasError() {
		t.Fatal("nothing was refused")
	}
	if detail := resp.Diagnostics[0].Detail(); strings.Contains(detail, "secret") || !strings.Contains(detail, "must be something else") {
		t.Errorf("detail %q", detail)
	}
}
