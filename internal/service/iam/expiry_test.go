package iam_test

import (
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/hwc-community/terraform-provider-hwc/internal/acctest"
	"github.com/hwc-community/terraform-provider-hwc/internal/emulator"
)

// server is the provider, configured for user-a, as a CLI speaks to it.
func server(t *testing.T, cloud *acctest.Env) tfprotov6.ProviderServer {
	t.Helper()
	server, err := acctest.Factories["hwc"]()
	if err != nil {
		t.Fatal(err)
	}
	schemas, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	resp, err := server.ConfigureProvider(t.Context(), &tfprotov6.ConfigureProviderRequest{Config: object(t, schemas.Provider, map[string]string{
		"endpoint_url": cloud.URL, "region": acctest.Region, "user_name": acctest.User, "password": acctest.Password, "domain_name": acctest.Domain,
	})})
	if err != nil || len(resp.Diagnostics) > 0 {
		t.Fatal(err, resp)
	}
	return server
}

// object is a block with these texts and nothing else.
func object(t *testing.T, schema *tfprotov6.Schema, texts map[string]string) *tfprotov6.DynamicValue {
	t.Helper()
	kind := schema.ValueType().(tftypes.Object)
	members := map[string]tftypes.Value{}
	for name, member := range kind.AttributeTypes {
		members[name] = tftypes.NewValue(member, nil)
		if list, ok := member.(tftypes.List); ok { // a block
			members[name] = tftypes.NewValue(list, []tftypes.Value{})
		}
		if text, ok := texts[name]; ok {
			members[name] = tftypes.NewValue(member, text)
		}
	}
	value, err := tfprotov6.NewDynamicValue(kind, tftypes.NewValue(kind, members))
	if err != nil {
		t.Fatal(err)
	}
	return &value
}

// Terraform is told when the result ends, and Renew tells then what that means, once, without a call of the cloud.
func TestEphemeralsEnd(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		life time.Duration
		what string
	}{
		"hwc_iam_token":          {24 * time.Hour, "The IAM token ended at "},
		"hwc_iam_security_token": {15 * time.Minute, "The temporary access key ended at "},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud := acctest.Start(t, emulator.Options{})
			server := server(t, cloud)
			schemas, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
			if err != nil {
				t.Fatal(err)
			}
			before := time.Now()
			opened, err := server.OpenEphemeralResource(t.Context(), &tfprotov6.OpenEphemeralResourceRequest{
				TypeName: name, Config: object(t, schemas.EphemeralResourceSchemas[name], nil),
			})
			if err != nil || len(opened.Diagnostics) > 0 {
				t.Fatal(err, opened)
			}
			if left := opened.RenewAt.Sub(before); left < test.life-time.Minute || left > test.life+time.Minute {
				t.Errorf("Renew is due in %s, want %s", left, test.life)
			}
			if leak := acctest.Leak(string(opened.Private), cloud.Secrets()...); leak != "" {
				t.Errorf("what Renew gets holds a secret: %s", leak)
			}
			calls := len(cloud.Journal())
			renewed, err := server.RenewEphemeralResource(t.Context(), &tfprotov6.RenewEphemeralResourceRequest{TypeName: name, Private: opened.Private})
			if err != nil {
				t.Fatal(err)
			}
			if len(renewed.Diagnostics) != 1 || renewed.Diagnostics[0].Severity != tfprotov6.DiagnosticSeverityWarning ||
				!strings.Contains(renewed.Diagnostics[0].Detail, test.what) || !strings.Contains(renewed.Diagnostics[0].Detail, "What to do: apply again") {
				t.Errorf("Renew says %+v", renewed.Diagnostics)
			}
			if !renewed.RenewAt.IsZero() || len(cloud.Journal()) != calls {
				t.Errorf("Renew is due again at %s, after %d calls", renewed.RenewAt, len(cloud.Journal())-calls)
			}
			closed, err := server.CloseEphemeralResource(t.Context(), &tfprotov6.CloseEphemeralResourceRequest{TypeName: name, Private: opened.Private})
			if err != nil || len(closed.Diagnostics) > 0 || len(cloud.Journal()) != calls {
				t.Errorf("Close: %v, %+v, %d calls", err, closed, len(cloud.Journal())-calls)
			}
		})
	}
}
