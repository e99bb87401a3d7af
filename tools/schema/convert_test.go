package main

import (
	"encoding/json"
	"reflect"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// The expectation is written from the JSON output format that HashiCorp documents for `terraform providers schema`.
func TestConvertProvider(t *testing.T) {
	t.Parallel()
	text := tfprotov6.StringKindMarkdown
	config := &tfprotov6.Schema{Version: 2, Block: &tfprotov6.SchemaBlock{
		Description: "A *thing*.", DescriptionKind: text,
		Attributes: []*tfprotov6.SchemaAttribute{
			{Name: "names", Type: tftypes.Set{ElementType: tftypes.String}, Optional: true, Computed: true, DescriptionKind: text},
			{Name: "secret_wo", Type: tftypes.String, Required: true, Sensitive: true, WriteOnly: true, Deprecated: true},
			{Name: "ports", Optional: true, NestedType: &tfprotov6.SchemaObject{
				Nesting:    tfprotov6.SchemaObjectNestingModeList,
				Attributes: []*tfprotov6.SchemaAttribute{{Name: "port", Type: tftypes.Number, Required: true}},
			}},
		},
		BlockTypes: []*tfprotov6.SchemaNestedBlock{{
			TypeName: "timeouts", Nesting: tfprotov6.SchemaNestedBlockNestingModeSingle, MaxItems: 1, Block: &tfprotov6.SchemaBlock{},
		}},
	}}
	got, err := json.Marshal(convertProvider(
		&tfprotov6.GetProviderSchemaResponse{
			ResourceSchemas: map[string]*tfprotov6.Schema{"hwc_thing": config},
			ActionSchemas:   map[string]*tfprotov6.ActionSchema{"hwc_act": {Schema: &tfprotov6.Schema{Block: &tfprotov6.SchemaBlock{}}}},
			Functions: map[string]*tfprotov6.Function{"parse": {
				Summary:    "Parse",
				Parameters: []*tfprotov6.FunctionParameter{{Name: "in", Type: tftypes.String, AllowNullValue: true}},
				Return:     &tfprotov6.FunctionReturn{Type: tftypes.Object{AttributeTypes: map[string]tftypes.Type{"id": tftypes.String}}},
			}},
		},
		&tfprotov6.GetResourceIdentitySchemasResponse{
			IdentitySchemas: map[string]*tfprotov6.ResourceIdentitySchema{"hwc_thing": {
				Version: 1,
				IdentityAttributes: []*tfprotov6.ResourceIdentitySchemaAttribute{
					{Name: "id", Type: tftypes.String, RequiredForImport: true, Description: "Its id."},
				},
			}},
		},
	))
	if err != nil {
		t.Fatal(err)
	}
	const want = `{
		"format_version": "1.0",
		"provider_schemas": {"hwc": {
			"resource_schemas": {"hwc_thing": {"version": 2, "block": {
				"description": "A *thing*.", "description_kind": "markdown",
				"attributes": {
					"names": {"type": ["set", "string"], "optional": true, "computed": true, "description_kind": "markdown"},
					"secret_wo": {"type": "string", "required": true, "sensitive": true, "write_only": true, "deprecated": true,
						"description_kind": "plain"},
					"ports": {"optional": true, "description_kind": "plain", "nested_type": {"nesting_mode": "list", "attributes": {
						"port": {"type": "number", "required": true, "description_kind": "plain"}}}}
				},
				"block_types": {"timeouts": {"nesting_mode": "single", "max_items": 1, "block": {"description_kind": "plain"}}}
			}}},
			"action_schemas": {"hwc_act": {"block": {"description_kind": "plain"}}},
			"functions": {"parse": {"summary": "Parse", "return_type": ["object", {"id": "string"}],
				"parameters": [{"name": "in", "is_nullable": true, "type": "string"}]}},
			"resource_identity_schemas": {"hwc_thing": {"version": 1, "attributes": {
				"id": {"type": "string", "description": "Its id.", "required_for_import": true}}}}
		}}
	}`
	if !sameJSON(t, got, []byte(want)) {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func sameJSON(t *testing.T, a, b []byte) bool {
	t.Helper()
	var left, right any
	if err := json.Unmarshal(a, &left); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, &right); err != nil {
		t.Fatal(err)
	}
	return reflect.DeepEqual(left, right)
}
