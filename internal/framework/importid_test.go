package framework

import (
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
)

const objectID = "4189d3c2-8882-4871-a3c2-d380272eed83"

func TestSplitImportID(t *testing.T) {
	t.Parallel()
	one := []IdentityPart{{Name: "id", Example: objectID}}
	two := []IdentityPart{{Name: "service_id", Example: "service"}, {Name: "endpoint_id", Example: "endpoint"}}
	rest := []IdentityPart{{Name: "service_id", Example: objectID}, {Name: "permission", Example: "*", Rest: true}}
	for _, test := range []struct {
		parts []IdentityPart
		text  string
		want  []string // nil: not valid
	}{
		{one, objectID, []string{"", objectID}},
		{one, "cn-north-4/" + objectID, []string{"cn-north-4", objectID}},
		{one, "", nil},
		{one, "/", nil},
		{one, "/" + objectID, nil},
		{one, "cn-north-4/", nil},
		{one, "cn-north-4/" + objectID + "/x", nil},
		{one, "cn-north-4//" + objectID, nil},
		{two, "a/b", []string{"", "a", "b"}},
		{two, "cn-north-4/a/b", []string{"cn-north-4", "a", "b"}},
		{two, "a", nil},
		{two, "a/", nil},
		{two, "/a/b", nil},
		{two, "cn-north-4/a/b/c", nil},
		{rest, objectID + "/organizations:orgPath::o/r/ou", []string{"", objectID, "organizations:orgPath::o/r/ou"}},
		{rest, "cn-north-4/" + objectID + "/organizations:orgPath::o/r/ou", []string{"cn-north-4", objectID, "organizations:orgPath::o/r/ou"}},
		{rest, strings.ToUpper(objectID) + "/organizations:orgPath::o/r/ou", []string{"", strings.ToUpper(objectID), "organizations:orgPath::o/r/ou"}},
		{rest, "cn-north-4/" + objectID, nil},
		{rest, objectID, nil},
	} {
		t.Run(test.text, func(t *testing.T) {
			t.Parallel()
			got, err := splitImportID(test.text, test.parts)
			if (err == nil) != (test.want != nil) || !slices.Equal(got, test.want) {
				t.Fatalf("got %q, %v, want %q", got, err, test.want)
			}
			if err != nil && (!strings.Contains(err.Error(), "region/"+test.parts[0].Name) || !strings.Contains(err.Error(), `"`+test.text+`"`)) {
				t.Errorf("%q does not say what was given and what an import id is", err)
			}
		})
	}
}

func TestImportState(t *testing.T) {
	t.Parallel()
	type identity = map[string]any
	for _, test := range []struct {
		name       string
		id         string
		identity   identity
		region     types.String
		wantsError bool
	}{
		{"id", objectID, nil, types.StringValue("cn-north-4"), false},
		{"region and id", "ap-southeast-1/" + objectID, nil, types.StringValue("ap-southeast-1"), false},
		{"identity", "", identity{"id": objectID}, types.StringValue("cn-north-4"), false},
		{"identity with region", "", identity{"region": "ap-southeast-1", "id": objectID}, types.StringValue("ap-southeast-1"), false},
		{"not an id", "a/b/c", nil, types.StringNull(), true},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			resp := importState(t, regional(newClient(t)), test.id, test.identity)
			if resp.Diagnostics.HasError() != test.wantsError {
				t.Fatal(resp.Diagnostics)
			}
			if test.wantsError {
				return
			}
			var id, region types.String
			var got Identity
			resp.Diagnostics.Append(resp.State.GetAttribute(t.Context(), path.Root("id"), &id)...)
			resp.Diagnostics.Append(resp.State.GetAttribute(t.Context(), path.Root("region"), &region)...)
			resp.Diagnostics.Append(resp.Identity.Get(t.Context(), &got)...)
			if resp.Diagnostics.HasError() {
				t.Fatal(resp.Diagnostics)
			}
			if id.ValueString() != objectID || !region.Equal(test.region) {
				t.Errorf("the state has id %s and region %s", id, region)
			}
			if got.ID.ValueString() != objectID || !got.Region.Equal(test.region) {
				t.Errorf("the identity has id %s and region %s", got.ID, got.Region)
			}
		})
	}
}

func importState(t *testing.T, object Resource[string], id string, identity map[string]any) *resource.ImportStateResponse {
	t.Helper()
	schema := IdentitySchema("test object")
	kind := schema.Type().TerraformType(t.Context())
	empty := &tfsdk.ResourceIdentity{Schema: schema, Raw: tftypes.NewValue(kind, nil)}
	req := resource.ImportStateRequest{ID: id, Identity: empty}
	if identity != nil {
		region, id := identity["region"], identity["id"]
		req.Identity = &tfsdk.ResourceIdentity{Schema: schema, Raw: tftypes.NewValue(kind, map[string]tftypes.Value{
			"region": tftypes.NewValue(tftypes.String, region), "id": tftypes.NewValue(tftypes.String, id),
		})}
	}
	resp := &resource.ImportStateResponse{State: tfsdk.State{Schema: objectSchema, Raw: noObject(t)}, Identity: empty}
	object.ImportState(t.Context(), req, resp)
	return resp
}

// While the provider's region is not known the import goes on, so that the read after it can say why it cannot work.
func TestImportStateUnready(t *testing.T) {
	t.Parallel()
	resp := importState(t, regional(client.Unready(errUnready)), objectID, nil)
	var id types.String
	resp.Diagnostics.Append(resp.State.GetAttribute(t.Context(), path.Root("id"), &id)...)
	if resp.Diagnostics.HasError() || id.ValueString() != objectID {
		t.Errorf("the id is %s; %v", id, resp.Diagnostics)
	}
}

func TestIdentitySchema(t *testing.T) {
	t.Parallel()
	schema := IdentitySchema("test object")
	if diags := schema.ValidateImplementation(t.Context()); diags.HasError() {
		t.Fatal(diags)
	}
	for name, required := range map[string]bool{"id": true, "region": false} {
		attribute := schema.Attributes[name]
		if attribute.IsRequiredForImport() != required || attribute.IsOptionalForImport() == required {
			t.Errorf("%s: required for import is not %t", name, required)
		}
		if !strings.Contains(attribute.GetDescription(), "test object") {
			t.Errorf("%s: %q does not say what it is", name, attribute.GetDescription())
		}
	}
}
