package vpcep

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

func TestCheckReserved(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name  string
		value types.String
		warns bool
	}{
		{"the first address", text("198.19.128.0"), true},
		{"the last address", text("198.19.255.255"), true},
		{"one before", text("198.19.127.255"), false},
		{"one behind", text("198.20.0.0"), false},
		{"the network itself", text("198.19.128.0/17"), true},
		{"a network in it", text("198.19.200.0/24"), true},
		{"a network around it", text("198.19.0.0/16"), false},
		{"every address", text("0.0.0.0/0"), false},
		{"an IPv6 address", text("2001:db8::1"), false},
		{"the same in IPv6", text("::ffff:198.19.128.1"), false},
		{"a domain name", text("backend.example.com"), false},
		{"no address", text("198.19.128"), false},
		{"null", types.StringNull(), false},
		{"unknown", types.StringUnknown(), false},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if diags := checkReserved(path.Root("ip_address"), test.value); (diags.WarningsCount() == 1) != test.warns || diags.HasError() {
				t.Errorf("%v", diags)
			}
		})
	}
}

func TestCheckServerType(t *testing.T) {
	t.Parallel()
	for serverType, warns := range map[types.String]bool{
		text("VM"): false, text("LB"): false, text("VIP"): true, text("BMS"): true, types.StringUnknown(): false,
	} {
		if diags := (serviceModel{ServerType: serverType}).checkServerType(); (diags.WarningsCount() == 1) != warns || diags.HasError() {
			t.Errorf("%s: %v", serverType, diags)
		}
	}
}
