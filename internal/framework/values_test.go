package framework

import (
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"
)

func TestKept(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name  string
		prior types.String
		read  string
		want  types.String
	}{
		{"a value the reply shows", types.StringNull(), "new", types.StringValue("new")},
		{"another value", types.StringValue("old"), "new", types.StringValue("new")},
		{"a value it leaves out", types.StringValue("old"), "", types.StringValue("old")},
		{"an empty value it leaves out", types.StringValue(""), "", types.StringValue("")},
		{"nothing known", types.StringUnknown(), "", types.StringNull()},
		{"nothing at all", types.StringNull(), "", types.StringNull()},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := Kept(test.prior, test.read); !got.Equal(test.want) {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

func TestKeptID(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name  string
		prior types.String
		read  string
		want  types.String
	}{
		{"the same", types.StringValue("4189d3c2"), "4189d3c2", types.StringValue("4189d3c2")},
		{"capitals read", types.StringValue("4189d3c2"), "4189D3C2", types.StringValue("4189d3c2")},
		{"capitals before", types.StringValue("4189D3C2"), "4189d3c2", types.StringValue("4189D3C2")},
		{"another one", types.StringValue("4189d3c2"), "4189D3C3", types.StringValue("4189D3C3")},
		{"left out", types.StringValue("4189D3C2"), "", types.StringValue("4189D3C2")},
		{"nothing known", types.StringUnknown(), "4189D3C2", types.StringValue("4189D3C2")},
		{"nothing known, left out", types.StringUnknown(), "", types.StringNull()},
		{"nothing at all", types.StringNull(), "", types.StringNull()},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := KeptID(test.prior, test.read); !got.Equal(test.want) {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

func TestKeptSet(t *testing.T) {
	t.Parallel()
	value := types.SetValueMust(types.StringType, StringValues([]string{"a"}))
	empty := types.SetValueMust(types.StringType, StringValues([]string{}))
	for _, test := range []struct {
		name  string
		prior types.Set
		read  []string
		want  types.Set
	}{
		{"a value", types.SetNull(types.StringType), []string{"a"}, value},
		{"empty", value, []string{}, empty},
		{"left out", value, nil, value},
		{"nothing known", types.SetUnknown(types.StringType), nil, types.SetNull(types.StringType)},
		{"a model that nothing filled", types.Set{}, nil, types.SetNull(types.StringType)},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := KeptSet(test.prior, test.read); !got.Equal(test.want) {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

func TestKnownStrings(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name  string
		value types.Set
		want  []string
		isNil bool
	}{
		{"null", types.SetNull(types.StringType), nil, true},
		{"unknown", types.SetUnknown(types.StringType), nil, true},
		{"empty", types.SetValueMust(types.StringType, StringValues(nil)), []string{}, false},
		{"value", types.SetValueMust(types.StringType, StringValues([]string{"a"})), []string{"a"}, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got := KnownStrings(t.Context(), test.value)
			if !slices.Equal(got, test.want) || (got == nil) != test.isNil {
				t.Errorf("got %#v, want %#v", got, test.want)
			}
		})
	}
}
