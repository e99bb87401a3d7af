package framework

import (
	"context"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	resource "github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// A data source shows each kind of attribute with the type, the words and the nesting of the resource.
func TestShownAs(t *testing.T) {
	t.Parallel()
	nested := map[string]resource.Attribute{"port": resource.Int64Attribute{MarkdownDescription: "Port.", Computed: true}}
	attributes := map[string]resource.Attribute{
		"name":   ComputedOnce("Name."),
		"on":     resource.BoolAttribute{MarkdownDescription: "On.", Computed: true},
		"number": resource.Int64Attribute{MarkdownDescription: "Count.", Computed: true},
		"list":   resource.ListAttribute{MarkdownDescription: "List.", Computed: true, ElementType: types.Int64Type},
		"map":    resource.MapAttribute{MarkdownDescription: "Map.", Computed: true, ElementType: types.ListType{ElemType: types.StringType}},
		"single": resource.SingleNestedAttribute{MarkdownDescription: "Single.", Computed: true, Attributes: nested},
		"many":   resource.ListNestedAttribute{MarkdownDescription: "Many.", Computed: true, NestedObject: resource.NestedAttributeObject{Attributes: nested}},
	}
	shown := ShownAs(attributes)
	if problems := (schema.Schema{Attributes: shown}).ValidateImplementation(context.Background()); problems.HasError() {
		t.Error(problems)
	}
	if len(shown) != len(attributes) {
		t.Errorf("got %d attributes of %d", len(shown), len(attributes))
	}
	for name, attribute := range attributes {
		got := shown[name]
		if !got.GetType().Equal(attribute.GetType()) || got.GetMarkdownDescription() != attribute.GetMarkdownDescription() || !got.IsComputed() {
			t.Errorf("%s became %#v", name, got)
		}
	}
}
