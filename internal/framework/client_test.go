package framework

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
)

func TestConfigure(t *testing.T) {
	t.Parallel()
	core := newClient(t)
	for _, test := range []struct {
		name       string
		data       any
		configured bool
		problem    string
	}{
		{"before the provider is configured", nil, false, ""},
		{"what the provider hands over", &Provider{Client: core}, true, ""},
		{"something else", "text", false, "string"},
		{"not the pointer", Provider{Client: core}, false, "framework.Provider"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			for kind, configure := range configures(t, test.data) {
				configured, diags := configure()
				if configured != test.configured {
					t.Errorf("%s: configured is %t, want %t", kind, configured, test.configured)
				}
				if diags.HasError() != (test.problem != "") {
					t.Fatalf("%s: unexpected diagnostics: %v", kind, diags)
				}
				if test.problem != "" && !strings.Contains(diags[0].Detail(), test.problem) {
					t.Errorf("%s: %q does not name the type %s", kind, diags[0].Detail(), test.problem)
				}
			}
		})
	}
}

// configures is the Configure of each kind of object.
func configures(t *testing.T, data any) map[string]func() (bool, diag.Diagnostics) {
	t.Helper()
	newClient := func(*client.Client, string) string { return "" }
	return map[string]func() (bool, diag.Diagnostics){
		"resource": func() (bool, diag.Diagnostics) {
			object, resp := NewResource(newClient), resource.ConfigureResponse{}
			object.Configure(t.Context(), resource.ConfigureRequest{ProviderData: data}, &resp)
			return object.Configured(), resp.Diagnostics
		},
		"data source": func() (bool, diag.Diagnostics) {
			object, resp := NewDataSource(newClient), datasource.ConfigureResponse{}
			object.Configure(t.Context(), datasource.ConfigureRequest{ProviderData: data}, &resp)
			return object.Configured(), resp.Diagnostics
		},
		"ephemeral resource": func() (bool, diag.Diagnostics) {
			object, resp := NewEphemeralResource(newClient), ephemeral.ConfigureResponse{}
			object.Configure(t.Context(), ephemeral.ConfigureRequest{ProviderData: data}, &resp)
			return object.Configured(), resp.Diagnostics
		},
		"action": func() (bool, diag.Diagnostics) {
			object, resp := NewAction(newClient), action.ConfigureResponse{}
			object.Configure(t.Context(), action.ConfigureRequest{ProviderData: data}, &resp)
			return object.Configured(), resp.Diagnostics
		},
	}
}

func TestAPI(t *testing.T) {
	t.Parallel()
	core := newClient(t)
	object := NewResource(func(got *client.Client, region string) string {
		if got != core {
			t.Error("the API is made with another client than the provider's")
		}
		return region
	})
	object.Configure(t.Context(), resource.ConfigureRequest{ProviderData: &Provider{Client: core, Tags: TagPolicy{Ignore: []string{"a"}}}},
		&resource.ConfigureResponse{})
	if got := object.API(types.StringValue("ap-southeast-1")); got != "ap-southeast-1" {
		t.Errorf("the API is one of region %q", got)
	}
	if got := object.API(types.StringUnknown()); got != "" {
		t.Errorf("an unknown region gives region %q, want the client's own, which is empty", got)
	}
	if got := object.Tags().Ignore; len(got) != 1 || got[0] != "a" {
		t.Errorf("the tag policy is %v", object.Tags())
	}
}
