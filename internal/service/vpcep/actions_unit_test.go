package vpcep_test

import (
	"context"
	"maps"
	"slices"
	"strings"
	"testing"

	act "github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/hwc-community/terraform-provider-hwc/internal/acctest"
	"github.com/hwc-community/terraform-provider-hwc/internal/client"
	"github.com/hwc-community/terraform-provider-hwc/internal/emulator"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
	objects "github.com/hwc-community/terraform-provider-hwc/internal/service/vpcep"
)

// configure gives an action a provider of a cloud, and a configuration with the values given.
func configure(t *testing.T, a act.Action, config client.Config, given map[string]tftypes.Value) tfsdk.Config {
	t.Helper()
	core, err := client.New(config)
	if err != nil {
		t.Fatal(err)
	}
	configurable, ok := a.(act.ActionWithConfigure)
	if !ok {
		t.Fatalf("%T cannot be configured", a)
	}
	configurable.Configure(t.Context(), act.ConfigureRequest{ProviderData: &framework.Provider{Client: core}}, &act.ConfigureResponse{})
	var resp act.SchemaResponse
	a.Schema(t.Context(), act.SchemaRequest{}, &resp)
	object, ok := resp.Schema.Type().TerraformType(context.Background()).(tftypes.Object)
	if !ok {
		t.Fatal("the schema is no object")
	}
	values := map[string]tftypes.Value{}
	for name, kind := range object.AttributeTypes {
		values[name] = tftypes.NewValue(kind, nil)
	}
	maps.Copy(values, given)
	return tfsdk.Config{Schema: resp.Schema, Raw: tftypes.NewValue(object, values)}
}

// A cloud that is known to lack the call is named by the plan, before anything is done that would trigger it.
func TestUpgradesRefusedByThePlan(t *testing.T) {
	t.Parallel()
	huawei := client.Config{Region: "cn-north-4", Credentials: client.Credentials{Token: "t"}}
	telekom := client.Config{Region: "eu-de", Cloud: "otc.t-systems.com", Credentials: client.Credentials{Token: "t"}}
	private := telekom
	private.EndpointURL = "http://127.0.0.1:9"
	none := tftypes.NewValue(tftypes.String, nil)
	for _, test := range []struct {
		name    string
		config  client.Config
		region  tftypes.Value
		refused bool
	}{
		{"Huawei Cloud", huawei, none, false},
		{"Open Telekom Cloud", telekom, none, true},
		{"a region of it", telekom, tftypes.NewValue(tftypes.String, "eu-nl"), true},
		{"a region that is not known yet", telekom, tftypes.NewValue(tftypes.String, tftypes.UnknownValue), false},
		{"an endpoint that was configured", private, none, false},
	} {
		for _, factory := range []func() act.Action{objects.NewServiceUpgradeAction, objects.NewServiceAddServersAction, objects.NewEndpointUpgradeAction} {
			a := factory()
			var named act.MetadataResponse
			a.Metadata(t.Context(), act.MetadataRequest{ProviderTypeName: "hwc"}, &named)
			t.Run(named.TypeName+" "+test.name, func(t *testing.T) {
				t.Parallel()
				planned, ok := a.(act.ActionWithModifyPlan)
				if !ok {
					t.Fatal("the action does not look at its plan")
				}
				var resp act.ModifyPlanResponse
				planned.ModifyPlan(t.Context(), act.ModifyPlanRequest{Config: configure(t, a, test.config, map[string]tftypes.Value{"region": test.region})}, &resp)
				if resp.Diagnostics.HasError() != test.refused {
					t.Fatalf("%v", resp.Diagnostics)
				}
				for _, problem := range resp.Diagnostics {
					if !strings.Contains(problem.Detail(), "otc.t-systems.com does not offer this operation") || !strings.Contains(problem.Detail(), "take the action out") {
						t.Error(problem.Detail())
					}
				}
			})
		}
	}
}

// Whoever invokes an action is told how the object it waits for is.
func TestActionReportsProgress(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	service := askedService(t, cloud)
	endpoint := request(t, cloud.Client(), service)
	config := client.Config{
		Region: acctest.Region, EndpointURL: cloud.URL,
		Credentials: client.Credentials{AccessKey: acctest.AccessKey, SecretKey: acctest.SecretKey},
	}

	cloud.SetProgress(emulator.EndpointCreate, emulator.AfterReads(2))
	accept := objects.NewConnectionAcceptAction()
	id := func(text string) tftypes.Value { return tftypes.NewValue(tftypes.String, text) }
	given := configure(t, accept, config, map[string]tftypes.Value{"service_id": id(service), "endpoint_id": id(endpoint)})
	var told []string
	resp := act.InvokeResponse{SendProgress: func(event act.InvokeProgressEvent) { told = append(told, event.Message) }}
	accept.Invoke(t.Context(), act.InvokeRequest{Config: given}, &resp)
	if resp.Diagnostics.HasError() {
		t.Fatal(resp.Diagnostics)
	}
	object := "connection of VPC endpoint " + endpoint + " to the VPC endpoint service " + service + " in cn-north-4"
	if want := []string{object + " is creating (0s)", object + " is accepted (0s)"}; !slices.Equal(told, want) {
		t.Errorf("told %q, want %q", told, want)
	}
}
