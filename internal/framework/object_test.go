package framework

import (
	"maps"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
)

// objectSchema is a small resource with one attribute of each kind that this package treats specially.
var objectSchema = schema.Schema{Attributes: map[string]schema.Attribute{
	"id":       schema.StringAttribute{Computed: true},
	"region":   RegionAttribute(),
	"status":   schema.StringAttribute{Computed: true},
	"mode":     schema.StringAttribute{Optional: true, Computed: true},
	"networks": schema.SetAttribute{Optional: true, Computed: true, ElementType: types.StringType},
	"tags":     TagsAttribute(),
	"tags_all": TagsAllAttribute(),
}}

// objectValue is such an object; what is not given is null.
func objectValue(t *testing.T, attributes map[string]any) tftypes.Value {
	t.Helper()
	kind, ok := objectSchema.Type().TerraformType(t.Context()).(tftypes.Object)
	if !ok {
		t.Fatal("the schema is no object")
	}
	values := map[string]tftypes.Value{}
	for name, attributeType := range kind.AttributeTypes {
		values[name] = terraformValue(attributeType, attributes[name])
	}
	for name := range maps.Keys(attributes) {
		if _, there := values[name]; !there {
			t.Fatalf("the schema has no %s", name)
		}
	}
	return tftypes.NewValue(kind, values)
}

// terraformValue takes a text, a list of texts, a map of texts, tftypes.UnknownValue or nil.
func terraformValue(kind tftypes.Type, value any) tftypes.Value {
	switch value := value.(type) {
	case []string:
		elements := []tftypes.Value{}
		for _, text := range value {
			elements = append(elements, tftypes.NewValue(tftypes.String, text))
		}
		return tftypes.NewValue(kind, elements)
	case map[string]string:
		elements := map[string]tftypes.Value{}
		for key, text := range value {
			elements[key] = tftypes.NewValue(tftypes.String, text)
		}
		return tftypes.NewValue(kind, elements)
	default:
		return tftypes.NewValue(kind, value)
	}
}

func noObject(t *testing.T) tftypes.Value {
	t.Helper()
	return tftypes.NewValue(objectSchema.Type().TerraformType(t.Context()), nil)
}

// planning is a ModifyPlan call with these values and an empty private state.
func planning(config, state, plan tftypes.Value) (resource.ModifyPlanRequest, *resource.ModifyPlanResponse) {
	req := resource.ModifyPlanRequest{
		Config: tfsdk.Config{Schema: objectSchema, Raw: config},
		State:  tfsdk.State{Schema: objectSchema, Raw: state},
		Plan:   tfsdk.Plan{Schema: objectSchema, Raw: plan},
	}
	req.Private = fresh(req.Private)
	return req, &resource.ModifyPlanResponse{Plan: req.Plan, Private: req.Private}
}

// fresh is an empty value of a type that has no importable name.
func fresh[T any](*T) *T { return new(T) }

// wantPlanned checks one text of a plan.
func wantPlanned(t *testing.T, resp *resource.ModifyPlanResponse, attribute string, want types.String) {
	t.Helper()
	var got types.String
	resp.Diagnostics.Append(resp.Plan.GetAttribute(t.Context(), path.Root(attribute), &got)...)
	if resp.Diagnostics.HasError() {
		t.Fatal(resp.Diagnostics)
	}
	if !got.Equal(want) {
		t.Errorf("%s is planned as %s, want %s", attribute, got, want)
	}
}

func newClient(t *testing.T) *client.Client {
	t.Helper()
	core, err := client.New(client.Config{Region: "cn-north-4", Credentials: client.Credentials{Token: "token"}})
	if err != nil {
		t.Fatal(err)
	}
	return core
}

// regional is an object's base whose "API client" is the region it was made for.
func regional(core *client.Client) Resource[string] {
	object := NewResource(func(_ *client.Client, region string) string { return region })
	object.provider = &Provider{Client: core, Tags: TagPolicy{Ignore: []string{"system"}}}
	return object
}
