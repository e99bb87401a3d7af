package framework

import (
	"strings"
	"testing"

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
			object := WithClient[string]{New: func(*client.Client, string) string { return "" }}
			var resp resource.ConfigureResponse
			object.Configure(t.Context(), resource.ConfigureRequest{ProviderData: test.data}, &resp)
			if object.Configured() != test.configured {
				t.Errorf("configured is %t, want %t", object.Configured(), test.configured)
			}
			if resp.Diagnostics.HasError() != (test.problem != "") {
				t.Fatalf("unexpected diagnostics: %v", resp.Diagnostics)
			}
			if test.problem != "" && !strings.Contains(resp.Diagnostics[0].Detail(), test.problem) {
				t.Errorf("%q does not name the type %s", resp.Diagnostics[0].Detail(), test.problem)
			}
		})
	}
}

func TestAPI(t *testing.T) {
	t.Parallel()
	core := newClient(t)
	object := WithClient[string]{New: func(got *client.Client, region string) string {
		if got != core {
			t.Error("the API is made with another client than the provider's")
		}
		return region
	}}
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
