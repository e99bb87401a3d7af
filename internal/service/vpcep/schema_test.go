package vpcep

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/defaults"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// eachSchema runs a test for the schema of each resource of this package.
func eachSchema(t *testing.T, run func(t *testing.T, s schema.Schema)) {
	t.Helper()
	for _, factory := range Resources() {
		object := factory()
		var meta resource.MetadataResponse
		object.Metadata(t.Context(), resource.MetadataRequest{ProviderTypeName: "hwc"}, &meta)
		var resp resource.SchemaResponse
		object.Schema(t.Context(), resource.SchemaRequest{}, &resp)
		t.Run(meta.TypeName, func(t *testing.T) {
			t.Parallel()
			run(t, resp.Schema)
		})
	}
}

func TestSchemas(t *testing.T) {
	t.Parallel()
	eachSchema(t, func(t *testing.T, s schema.Schema) {
		if diags := s.ValidateImplementation(t.Context()); diags.HasError() {
			t.Error(diags)
		}
		if len(s.Blocks) != 0 {
			t.Error("the schema has blocks; nested attributes can be null, unknown and computed, blocks cannot")
		}
	})
}

// walk visits every attribute, nested ones too.
func walk(prefix string, attributes map[string]schema.Attribute, visit func(name string, attribute schema.Attribute)) {
	for name, attribute := range attributes {
		visit(prefix+name, attribute)
		switch nested := attribute.(type) {
		case schema.SetNestedAttribute:
			walk(prefix+name+".", nested.NestedObject.Attributes, visit)
		case schema.MapNestedAttribute:
			walk(prefix+name+".", nested.NestedObject.Attributes, visit)
		case schema.SingleNestedAttribute:
			walk(prefix+name+".", nested.Attributes, visit)
		}
	}
}

func TestSchemaDescriptions(t *testing.T) {
	t.Parallel()
	eachSchema(t, func(t *testing.T, s schema.Schema) {
		if !strings.HasSuffix(s.MarkdownDescription, ".") {
			t.Errorf("the description of the resource is no sentence: %q", s.MarkdownDescription)
		}
		walk("", s.Attributes, func(name string, attribute schema.Attribute) {
			description := attribute.GetMarkdownDescription()
			if strings.HasPrefix(name, "timeouts.") {
				description = attribute.GetDescription() // the library's own attributes have only that
			}
			if !strings.HasSuffix(description, ".") {
				t.Errorf("%s: %q is no sentence", name, description)
			}
			if value, ok := defaultOf(t, attribute); ok && !strings.Contains(description, "Default: `"+value+"`") {
				t.Errorf("%s: %q does not say that the default is %s", name, description, value)
			}
		})
	})
}

// defaultOf is the default of an attribute as it is written in HCL, without quotes.
func defaultOf(t *testing.T, attribute schema.Attribute) (string, bool) {
	t.Helper()
	switch a := attribute.(type) {
	case schema.StringAttribute:
		if a.Default != nil {
			var resp defaults.StringResponse
			a.Default.DefaultString(t.Context(), defaults.StringRequest{}, &resp)
			return resp.PlanValue.ValueString(), true
		}
	case schema.BoolAttribute:
		if a.Default != nil {
			var resp defaults.BoolResponse
			a.Default.DefaultBool(t.Context(), defaults.BoolRequest{}, &resp)
			return fmt.Sprint(resp.PlanValue.ValueBool()), true
		}
	}
	return "", false
}

// The defaults are the API's (contract/vpcep.md 1.3, 1.21 and 4). Where the API alone applies them, the documentation
// tells them all the same.
func TestSchemaDefaults(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		schema schema.Schema
		told   map[string]string
		inPlan []string // those that the plan applies
	}{
		"service": {
			serviceSchema(t.Context()),
			map[string]string{"service_type": "interface", "approval_enabled": "true", "tcp_proxy": "close", "force_destroy": "false", "ports.protocol": "TCP"},
			[]string{"approval_enabled", "force_destroy", "ports.protocol", "service_type", "tcp_proxy"},
		},
		"endpoint": {
			endpointSchema(t.Context()),
			map[string]string{"enable_dns": "false", "enable_whitelist": "false", "wait_for": "created"},
			[]string{"wait_for"},
		},
		"connection": {
			connectionSchema(t.Context()),
			map[string]string{"on_destroy": "reject"},
			[]string{"on_destroy"},
		},
		"connection policy": {
			connectionPolicySchema(t.Context()),
			map[string]string{"default": "ignore"},
			[]string{"default"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var inPlan []string
			found := 0
			walk("", test.schema.Attributes, func(name string, attribute schema.Attribute) {
				value, has := defaultOf(t, attribute)
				if has {
					inPlan = append(inPlan, name)
				}
				want, told := test.told[name]
				if !told {
					return
				}
				found++
				if has && value != want {
					t.Errorf("%s: the default is %s, want %s", name, value, want)
				}
				if !strings.Contains(attribute.GetMarkdownDescription(), "Default: `"+want+"`") {
					t.Errorf("%s: %q does not say that the default is %s", name, attribute.GetMarkdownDescription(), want)
				}
			})
			slices.Sort(inPlan)
			if found != len(test.told) || !slices.Equal(inPlan, test.inPlan) {
				t.Errorf("%d of %d attributes found, defaults of %v, want those of %v", found, len(test.told), inPlan, test.inPlan)
			}
		})
	}
}

// Duplicate pairs of client port and protocol are refused; what is not known yet is not.
func TestDistinctPorts(t *testing.T) {
	t.Parallel()
	mapping := func(client, server types.Int64, protocol types.String) attr.Value {
		return types.ObjectValueMust(portType.AttrTypes, map[string]attr.Value{"client_port": client, "server_port": server, "protocol": protocol})
	}
	port := types.Int64Value
	tcp, udp, none := text("TCP"), text("UDP"), types.StringNull()
	for _, test := range []struct {
		name  string
		ports types.Set
		valid bool
	}{
		{"null", types.SetNull(portType), true},
		{"unknown", types.SetUnknown(portType), true},
		{"different", types.SetValueMust(portType, []attr.Value{mapping(port(80), port(8080), tcp), mapping(port(81), port(8080), tcp)}), true},
		{"other protocol", types.SetValueMust(portType, []attr.Value{mapping(port(80), port(8080), tcp), mapping(port(80), port(8080), udp)}), true},
		{"same client port", types.SetValueMust(portType, []attr.Value{mapping(port(80), port(8080), tcp), mapping(port(80), port(8081), tcp)}), false},
		{"same as the default", types.SetValueMust(portType, []attr.Value{mapping(port(80), port(8080), none), mapping(port(80), port(8081), tcp)}), false},
		{"a port not known", types.SetValueMust(portType, []attr.Value{mapping(types.Int64Unknown(), port(8080), tcp), mapping(port(80), port(8081), tcp)}), true},
		{"a protocol not known", types.SetValueMust(portType, []attr.Value{mapping(port(80), port(8080), types.StringUnknown()), mapping(port(80), port(8081), tcp)}), true},
		{"a mapping not known", types.SetValueMust(portType, []attr.Value{types.ObjectUnknown(portType.AttrTypes), mapping(port(80), port(8081), tcp)}), true},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var resp validator.SetResponse
			distinctPorts{}.ValidateSet(t.Context(), validator.SetRequest{Path: path.Root("ports"), ConfigValue: test.ports}, &resp)
			if resp.Diagnostics.HasError() == test.valid {
				t.Errorf("valid is not %t: %v", test.valid, resp.Diagnostics)
			}
		})
	}
}

// A null in a set would be lost on its way to the API.
func TestNullElements(t *testing.T) {
	t.Parallel()
	service, endpoint := serviceSchema(t.Context()).Attributes, endpointSchema(t.Context()).Attributes
	texts := types.SetValueMust(types.StringType, []attr.Value{types.StringNull()})
	for name, test := range map[string]struct {
		attribute schema.Attribute
		value     types.Set
	}{
		"ports":           {service["ports"], types.SetValueMust(portType, []attr.Value{types.ObjectNull(portType.AttrTypes)})},
		"whitelist":       {endpoint["whitelist"], texts},
		"route_table_ids": {endpoint["route_table_ids"], texts},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var validators []validator.Set
			switch attribute := test.attribute.(type) {
			case schema.SetAttribute:
				validators = attribute.Validators
			case schema.SetNestedAttribute:
				validators = attribute.Validators
			}
			var resp validator.SetResponse
			for _, v := range validators {
				v.ValidateSet(t.Context(), validator.SetRequest{Path: path.Root(name), PathExpression: path.MatchRoot(name), ConfigValue: test.value}, &resp)
			}
			if !resp.Diagnostics.HasError() {
				t.Error("null is accepted")
			}
		})
	}
}

// The order of DESIGN.md, "File order in every resource". What is not named may stand anywhere behind Metadata.
func TestResourceFileOrder(t *testing.T) {
	t.Parallel()
	order := []string{
		"assertions", "constructor", "struct", "Metadata", "Schema", "IdentitySchema", "Create", "Read", "Update", "Delete", "ImportState",
		"ModifyPlan", "MoveState", "UpgradeState",
	}
	files, err := filepath.Glob("*_resource.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("no resources found: %v", err)
	}
	for _, name := range files {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			parsed, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			var found []string
			for _, declaration := range parsed.Decls {
				if part := partOf(declaration); slices.Contains(order, part) {
					found = append(found, part)
				}
			}
			for _, needed := range order[:10] {
				if !slices.Contains(found, needed) {
					t.Errorf("the file has no %s", needed)
				}
			}
			place := func(part string) int { return slices.Index(order, part) }
			if !slices.IsSortedFunc(found, func(a, b string) int { return place(a) - place(b) }) {
				t.Errorf("the order is %v, want %v", found, order)
			}
			if len(found) != len(slices.Compact(slices.Sorted(slices.Values(found)))) {
				t.Errorf("something is there twice: %v", found)
			}
		})
	}
}

// partOf names the part of a resource file that a declaration is.
func partOf(declaration ast.Decl) string {
	switch d := declaration.(type) {
	case *ast.FuncDecl:
		if d.Recv != nil {
			return d.Name.Name
		}
		if strings.HasPrefix(d.Name.Name, "New") && strings.HasSuffix(d.Name.Name, "Resource") {
			return "constructor"
		}
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			switch spec := spec.(type) {
			case *ast.ValueSpec:
				if spec.Names[0].Name == "_" {
					return "assertions"
				}
			case *ast.TypeSpec:
				if _, isStruct := spec.Type.(*ast.StructType); isStruct && strings.HasSuffix(spec.Name.Name, "Resource") {
					return "struct"
				}
			}
		}
	}
	return ""
}
