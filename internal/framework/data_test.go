package framework

import (
	"context"
	"reflect"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	list "github.com/hashicorp/terraform-plugin-framework/list/schema"
	resource "github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

func TestEqual(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, value string
		filter      types.String
		text, id    bool
	}{
		{"not set", "a", types.StringNull(), true, true},
		{"the same", "a", types.StringValue("a"), true, true},
		{"capitals", "A", types.StringValue("a"), false, true},
		{"another one", "b", types.StringValue("a"), false, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if text, id := Equal(test.filter, test.value), EqualID(test.filter, test.value); text != test.text || id != test.id {
				t.Errorf("got %t as a text and %t as an id", text, id)
			}
		})
	}
}

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

// A list resource takes the filters it names, with the words and rules they have in the data source.
func TestListFilters(t *testing.T) {
	t.Parallel()
	rules := []validator.String{NotEmpty()}
	filters := map[string]schema.Attribute{"id": Filter("with this id."), "name": Filter("of this name.", rules...), "tags": TagsFilter()}
	want := map[string]list.Attribute{
		"name": list.StringAttribute{MarkdownDescription: "Only those of this name.", Optional: true, Validators: rules},
		"tags": list.MapAttribute{
			MarkdownDescription: "Only those that have all of these tags, with these values.", Optional: true, ElementType: types.StringType,
		},
	}
	if got := ListFilters(filters, "name", "tags"); !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%+v\nwant\n%+v", got, want)
	}
	defer func() {
		if recover() == nil {
			t.Error("a filter that the data source does not have was taken")
		}
	}()
	ListFilters(filters, "status")
}
