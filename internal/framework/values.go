package framework

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Kept is the value of an argument after a reply: what the API says, or where it says nothing what was there.
func Kept(prior types.String, read string) types.String {
	if read != "" {
		return types.StringValue(read)
	}
	if prior.IsUnknown() {
		return types.StringNull()
	}
	return prior
}

// KeptID is Kept for ids, in which capitals do not count: another spelling of an id is no other id.
func KeptID(prior types.String, read string) types.String {
	if !prior.IsUnknown() && strings.EqualFold(prior.ValueString(), read) {
		return prior
	}
	return Kept(prior, read)
}

// KeptBool is Kept for booleans; nil is a reply that says nothing.
func KeptBool(prior types.Bool, read *bool) types.Bool {
	if read != nil {
		return types.BoolValue(*read)
	}
	if prior.IsUnknown() {
		return types.BoolNull()
	}
	return prior
}

// KeptList is Kept for lists of text; nil is a reply that says nothing.
func KeptList(prior types.List, read []string) types.List {
	if read != nil {
		return types.ListValueMust(types.StringType, StringValues(read))
	}
	if prior.IsUnknown() || prior.IsNull() { // the null of a model that nothing filled has no type
		return types.ListNull(types.StringType)
	}
	return prior
}

// KeptSet is Kept for sets of text; nil is a reply that says nothing.
func KeptSet(prior types.Set, read []string) types.Set {
	if read != nil {
		return types.SetValueMust(types.StringType, StringValues(read))
	}
	if prior.IsUnknown() || prior.IsNull() { // the null of a model that nothing filled has no type
		return types.SetNull(types.StringType)
	}
	return prior
}

// OrNull is a text that is null where the API says nothing, for attributes that nobody configures.
func OrNull(read string) types.String {
	if read == "" {
		return types.StringNull()
	}
	return types.StringValue(read)
}

// KnownBool is nil, so not sent, while nothing is set.
func KnownBool(value types.Bool) *bool {
	if value.IsUnknown() {
		return nil
	}
	return value.ValueBoolPointer()
}

// KnownStrings is nil, so not sent, while nothing is set; the empty set is an empty list.
func KnownStrings(ctx context.Context, value types.Set) []string {
	if value.IsNull() || value.IsUnknown() {
		return nil
	}
	out := []string{}
	value.ElementsAs(ctx, &out, false) // the schema fixes the type, so this cannot fail
	return out
}

// StringValues are the elements of a list or set of text.
func StringValues(in []string) []attr.Value {
	values := make([]attr.Value, len(in))
	for i, text := range in {
		values[i] = types.StringValue(text)
	}
	return values
}

// ObjectName names an object in messages by what is known of it: its kind, name, id and region.
func ObjectName(kind string, name, id, region types.String) string {
	text := kind
	if name.ValueString() != "" {
		text += fmt.Sprintf(" %q", name.ValueString())
	}
	if id.ValueString() != "" {
		text += " " + id.ValueString()
	}
	if region.ValueString() != "" {
		text += " in " + region.ValueString()
	}
	return text
}

// StringMap is a map of text.
func StringMap(in map[string]string) types.Map {
	elements := make(map[string]attr.Value, len(in))
	for key, value := range in {
		elements[key] = types.StringValue(value)
	}
	return types.MapValueMust(types.StringType, elements)
}

// Map makes a list of models from a list of what the API says; it is empty, not null, when there is nothing.
func Map[A, M any](read []A, model func(A) M) []M {
	models := make([]M, len(read))
	for i, one := range read {
		models[i] = model(one)
	}
	return models
}
