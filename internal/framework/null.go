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
)

// Null, empty and value are three things: an argument that was never set is not managed, an empty one means
// none, and a value means exactly this. An argument that was set and is taken out of the configuration is
// unset once, and not managed from then on. For arguments that are computed when unset, Terraform alone
// cannot tell "was set" from "was read"; the private state of the resource remembers it.

const managedKey = "managed"

// PrivateReader is how a resource's private state is read.
type PrivateReader interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
}

// PrivateWriter is how it is written.
type PrivateWriter interface {
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}

// RememberManaged notes which of the named attributes the configuration sets.
func RememberManaged(ctx context.Context, config tfsdk.Config, private PrivateWriter, names ...string) diag.Diagnostics {
	var diags diag.Diagnostics
	managed := []string{}
	for _, name := range names {
		var value attr.Value
		diags.Append(config.GetAttribute(ctx, path.Root(name), &value)...)
		if value != nil && !value.IsNull() {
			managed = append(managed, name)
		}
	}
	data, err := json.Marshal(managed)
	if err != nil {
		diags.AddError("Could not write private state", err.Error())
		return diags
	}
	diags.Append(private.SetKey(ctx, managedKey, data)...)
	return diags
}

// Applied reports whether Terraform has created or updated the object; an imported one it has not, at first.
func Applied(ctx context.Context, private PrivateReader) (bool, diag.Diagnostics) {
	data, diags := private.GetKey(ctx, managedKey)
	return len(data) > 0, diags
}

// PlanUnset plans the unset value for each attribute that was set by the configuration and is not in it any more.
func PlanUnset(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse, unset map[string]attr.Value) {
	data, diags := PrivateReader(req.Private).GetKey(ctx, managedKey)
	resp.Diagnostics.Append(diags...)
	var managed []string
	if len(data) > 0 {
		if err := json.Unmarshal(data, &managed); err != nil {
			resp.Diagnostics.AddError("Could not read private state", err.Error())
			return
		}
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
