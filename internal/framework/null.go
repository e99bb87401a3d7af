package framework

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
)

// Null, empty and value are three things: an argument that was never set is not managed, an empty one means
// none, and a value means exactly this. An argument that was set and is taken out of the configuration is
// unset once, and not managed from then on. For arguments that are computed when unset, Terraform alone
// cannot tell "was set" from "was read"; the private state of the resource remembers it.

const (
	managedKey = "managed"
	appliedKey = "applied"
)

// PrivateReader is how a resource's private state is read.
type PrivateReader interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
}

// PrivateWriter is how it is written.
type PrivateWriter interface {
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}

// PrivateState is how it is changed.
type PrivateState interface {
	PrivateReader
	PrivateWriter
}

// RememberManaged notes of an object that was created or updated which of the named attributes the configuration sets.
func RememberManaged(ctx context.Context, config tfsdk.Config, private PrivateWriter, names ...string) diag.Diagnostics {
	managed, diags := configured(ctx, config, names)
	diags.Append(writeManaged(ctx, private, managed)...)
	diags.Append(private.SetKey(ctx, appliedKey, []byte("true"))...)
	return diags
}

// RememberChange notes after one call of an update which of the attributes that it changes the configuration sets: a
// later call may fail, and what was set until then can be taken back. err is that of the call. If the call was refused
// nothing is noted, and if its outcome is unknown what was managed before it stays managed, too.
func RememberChange(ctx context.Context, err error, config tfsdk.Config, private PrivateState, names ...string) diag.Diagnostics {
	if err != nil && !client.Undecided(err) {
		return nil
	}
	managed, diags := readManaged(ctx, private)
	if err == nil {
		managed = slices.DeleteFunc(managed, func(name string) bool { return slices.Contains(names, name) })
	}
	set, problems := configured(ctx, config, names)
	diags.Append(problems...)
	diags.Append(writeManaged(ctx, private, append(managed, set...))...)
	return diags
}

// configured are the attributes that the configuration sets, of those that are named.
func configured(ctx context.Context, config tfsdk.Config, names []string) (set []string, diags diag.Diagnostics) {
	for _, name := range names {
		var value attr.Value
		diags.Append(config.GetAttribute(ctx, path.Root(name), &value)...)
		if value != nil && !value.IsNull() {
			set = append(set, name)
		}
	}
	return set, diags
}

func readManaged(ctx context.Context, private PrivateReader) (managed []string, diags diag.Diagnostics) {
	data, diags := private.GetKey(ctx, managedKey)
	if len(data) == 0 {
		return nil, diags
	}
	if err := json.Unmarshal(data, &managed); err != nil {
		diags.AddError("Could not read private state", err.Error())
	}
	return managed, diags
}

func writeManaged(ctx context.Context, private PrivateWriter, managed []string) diag.Diagnostics {
	slices.Sort(managed)
	data, err := json.Marshal(slices.Compact(managed))
	if err != nil {
		return diag.Diagnostics{diag.NewErrorDiagnostic("Could not write private state", err.Error())}
	}
	return private.SetKey(ctx, managedKey, data)
}

// Applied reports whether Terraform has created or updated the object; an imported one it has not, at first.
func Applied(ctx context.Context, private PrivateReader) (bool, diag.Diagnostics) {
	data, diags := private.GetKey(ctx, appliedKey)
	return len(data) > 0, diags
}

// PlanUnset plans the unset value for each attribute that was set by the configuration and is not in it any more.
func PlanUnset(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse, unset map[string]attr.Value) {
	managed, diags := readManaged(ctx, req.Private)
	resp.Diagnostics.Append(diags...)
	if diags.HasError() {
		return
	}
	for name, value := range unset {
		var configured attr.Value
		resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root(name), &configured)...)
		if slices.Contains(managed, name) && configured != nil && configured.IsNull() {
			resp.Diagnostics.Append(setPlan(ctx, &resp.Plan, name, value)...)
		}
	}
}

// KeepNull is what a read puts into an optional attribute: null stays null while the attribute is not
// managed, or while the API has nothing; an import takes what there is. Nil is a reply that says nothing: what was
// there stays.
func KeepNull(prior types.String, read *string, importing bool) types.String {
	switch {
	case prior.IsNull() && (read == nil || *read == "" || !importing), read == nil && prior.IsUnknown():
		return types.StringNull()
	case read == nil:
		return prior
	}
	return types.StringValue(*read)
}

// Known reports whether a value of the provider block is known through and through.
func Known(ctx context.Context, value attr.Value) bool {
	terraform, err := value.ToTerraformValue(ctx)
	return err == nil && terraform.IsFullyKnown()
}
