package vpcep

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/vpcep"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

// kept is the value of an argument after a reply: what the API says, or where it says nothing what was there.
func kept(prior types.String, read string) types.String {
	if read != "" {
		return types.StringValue(read)
	}
	if prior.IsUnknown() {
		return types.StringNull()
	}
	return prior
}

func keptBool(prior types.Bool, read *bool) types.Bool {
	if read != nil {
		return types.BoolValue(*read)
	}
	if prior.IsUnknown() {
		return types.BoolNull()
	}
	return prior
}

func keptList(prior types.List, read []string) types.List {
	if read != nil {
		return types.ListValueMust(types.StringType, stringValues(read))
	}
	if prior.IsUnknown() {
		return types.ListNull(types.StringType)
	}
	return prior
}

func keptSet(prior types.Set, read []string) types.Set {
	if read != nil {
		return types.SetValueMust(types.StringType, stringValues(read))
	}
	if prior.IsUnknown() {
		return types.SetNull(types.StringType)
	}
	return prior
}

// knownBool is nil, so not sent, while nothing is set.
func knownBool(value types.Bool) *bool {
	if value.IsUnknown() {
		return nil
	}
	return value.ValueBoolPointer()
}

// knownStrings is nil, so not sent, while nothing is set; the empty set is an empty list.
func knownStrings(ctx context.Context, value types.Set) []string {
	if value.IsNull() || value.IsUnknown() {
		return nil
	}
	out := []string{}
	value.ElementsAs(ctx, &out, false) // the schema fixes the type, so this cannot fail
	return out
}

func stringValues(in []string) []attr.Value {
	values := make([]attr.Value, len(in))
	for i, text := range in {
		values[i] = types.StringValue(text)
	}
	return values
}

// adoptedWarning tells about an object whose creation was answered by nobody, and which was found afterwards.
func adoptedWarning(kind, id string) diag.Diagnostic {
	return diag.NewWarningDiagnostic("The reply to a creation was lost",
		fmt.Sprintf("The %s %s was found to have been created all the same, and is in the state.", kind, id))
}

// lostWarning tells about an object that is of no use any more, with the cloud's own reason.
func lostWarning(object, status string, problems []vpcep.Problem) diag.Diagnostic {
	text := fmt.Sprintf("%s is in the status %q, and no call brings it back", object, status)
	if reason := vpcep.Reason(problems); reason != "" {
		text += ". The cloud says: " + reason
	}
	return diag.NewWarningDiagnostic("The object is lost", text+". The next apply replaces it.")
}

// interrupted tells about a creation whose wait was stopped. The object stays in the state, not tainted, and
// the next apply goes on waiting. When the CLI itself has died there will be no state: then the object,
// which nobody can have used yet, is removed again.
func interrupted(ctx context.Context, object string, remove func(context.Context) error) diag.Diagnostic {
	if framework.Orphaned() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), framework.CleanupTime)
		defer cancel()
		if err := remove(ctx); err != nil {
			return diag.NewErrorDiagnostic("An object was left behind", fmt.Sprintf("%s: the CLI died, and the deletion failed: %s", object, err))
		}
		return diag.NewErrorDiagnostic("The creation was taken back", object+": the CLI died while the object was being created; it was deleted again.")
	}
	return diag.NewWarningDiagnostic("The creation was interrupted",
		object+" is still being created. It is in the state; the next apply goes on waiting for it.")
}
