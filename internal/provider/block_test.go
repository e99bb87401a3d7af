package provider

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

func blockSchema(t *testing.T) schema.Schema {
	t.Helper()
	var resp provider.SchemaResponse
	New("test")().Schema(t.Context(), provider.SchemaRequest{}, &resp)
	if resp.Diagnostics.HasError() {
		t.Fatal(resp.Diagnostics)
	}
	return resp.Schema
}

// block is a provider block or a block in it; values are texts, booleans, numbers, maps or lists of texts, blocks,
// or tftypes.UnknownValue.
type block map[string]any

func (b block) config(t *testing.T) tfsdk.Config {
	t.Helper()
	schema := blockSchema(t)
	kind, ok := schema.Type().TerraformType(t.Context()).(tftypes.Object)
	if !ok {
		t.Fatal("the schema is no object")
	}
	return tfsdk.Config{Schema: schema, Raw: b.value(t, kind)}
}

func (b block) value(t *testing.T, kind tftypes.Object) tftypes.Value {
	t.Helper()
	values := map[string]tftypes.Value{}
	for name, inner := range kind.AttributeTypes {
		switch v := b[name].(type) {
		case block:
			values[name] = v.value(t, inner.(tftypes.Object))
		case []block:
			list := inner.(tftypes.List)
			elements := []tftypes.Value{}
			for _, element := range v {
				elements = append(elements, element.value(t, list.ElementType.(tftypes.Object)))
			}
			values[name] = tftypes.NewValue(list, elements)
		default:
			values[name] = tftypes.NewValue(inner, v)
		}
	}
	for name := range b {
		if _, there := values[name]; !there {
			t.Fatalf("the schema has no %s", name)
		}
	}
	return tftypes.NewValue(kind, values)
}

type env = map[string]string

// only is the whole environment of the settings: these variables, and no other; without HOME there is no home directory.
func only(variables env) env {
	all := env{"HOME": variables["HOME"], "USERPROFILE": variables["HOME"]}
	for _, names := range environment {
		for _, name := range names {
			all[name] = variables[name]
		}
	}
	return all
}

func configure(t *testing.T, b block) *provider.ConfigureResponse {
	t.Helper()
	var resp provider.ConfigureResponse
	New("1.2.3")().Configure(t.Context(), provider.ConfigureRequest{Config: b.config(t), TerraformVersion: "1.9.0"}, &resp)
	return &resp
}
