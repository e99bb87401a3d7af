package framework

import (
	"context"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Settle makes the state of an object that was just created or updated: what was planned stays as it was
// planned, and what was not known is what the cloud says. Where the cloud says something else than it was
// told, because a read lags behind the write or because it keeps another value, a warning names the
// arguments, and the next plan shows whether it lasts. Of what was so before an update the cloud was told nothing: it may
// have changed with an object that was destroyed in the same run.
func Settle(ctx context.Context, plan tfsdk.Plan, before tfsdk.State, state *tfsdk.State) diag.Diagnostics {
	var diags diag.Diagnostics
	var planned, prior, read map[string]tftypes.Value
	if !before.Raw.IsNull() && before.Raw.As(&prior) != nil {
		return diags
	}
	if plan.Raw.As(&planned) != nil || state.Raw.As(&read) != nil {
		return diags // not an object: the framework has said so
	}
	var others []string
	for name, value := range planned {
		if !value.IsFullyKnown() || value.Equal(read[name]) {
			continue
		}
		if was, known := prior[name]; (!known || !value.Equal(was)) && !sameValue(ctx, plan, *state, name) {
			others = append(others, "`"+name+"`")
		}
		read[name] = value
	}
	state.Raw = tftypes.NewValue(state.Raw.Type(), read)
	if len(others) > 0 {
		slices.Sort(others)
		diags.AddWarning("The cloud shows other values than it was told", "It took the values of "+strings.Join(others, ", ")+
			" and does not show them (yet). The state holds what was asked for; the next plan shows whether the difference lasts.")
	}
	return diags
}

// sameValue compares by meaning, where the type of the attribute has one.
func sameValue(ctx context.Context, plan tfsdk.Plan, state tfsdk.State, name string) bool {
	var planned, read attr.Value
	if plan.GetAttribute(ctx, path.Root(name), &planned).HasError() || state.GetAttribute(ctx, path.Root(name), &read).HasError() {
		return false
	}
	if planned.Equal(read) {
		return true
	}
	meaning, hasMeaning := planned.(basetypes.StringValuableWithSemanticEquals)
	other, isText := read.(basetypes.StringValuable)
	if !hasMeaning || !isText || read.IsNull() {
		return false
	}
	same, diags := meaning.StringSemanticEquals(ctx, other)
	return same && !diags.HasError()
}
