package framework

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// ReadTimeout is how long a refresh, a data source or a list may take unless the configuration says otherwise.
const ReadTimeout = 5 * time.Minute

// Timeouts are the limits of an object's verbs where its configuration sets none.
type Timeouts struct{ Create, Update, Delete time.Duration }

// Attribute is the `timeouts` argument of a resource.
func (t Timeouts) Attribute(ctx context.Context) schema.Attribute {
	attribute, ok := timeouts.Attributes(ctx, timeouts.Opts{
		Create: true, Read: true, Update: true, Delete: true,
		CreateDescription: "How long to wait for the creation, as a duration such as `30s` or `5m`. Default: `" + short(t.Create) + "`.",
		ReadDescription:   "How long a refresh may take. Default: `" + short(ReadTimeout) + "`.",
		UpdateDescription: "How long to wait for an update. Default: `" + short(t.Update) + "`.",
		DeleteDescription: "How long to wait for the deletion. Default: `" + short(t.Delete) + "`.",
	}).(schema.SingleNestedAttribute)
	if ok {
		attribute.MarkdownDescription = "How long an operation may take before it fails."
	}
	return attribute
}

// short writes a duration as people do: 10m, not 10m0s.
func short(d time.Duration) string {
	switch {
	case d%time.Hour == 0:
		return fmt.Sprintf("%dh", d/time.Hour)
	case d%time.Minute == 0:
		return fmt.Sprintf("%dm", d/time.Minute)
	}
	return d.String()
}

// Within bounds a verb by its timeout; limit is the getter of the model's timeouts.
func Within(ctx context.Context, limit func(context.Context, time.Duration) (time.Duration, diag.Diagnostics), standard time.Duration,
	diags *diag.Diagnostics,
) (context.Context, context.CancelFunc) {
	duration, problems := limit(ctx, standard)
	diags.Append(problems...)
	return context.WithTimeout(ctx, duration)
}

// AdoptedWarning tells about an object whose creation was answered by nobody, and which was found afterwards.
func AdoptedWarning(kind, id string) diag.Diagnostic {
	return diag.NewWarningDiagnostic("The reply to a creation was lost",
		fmt.Sprintf("The %s %s was found to have been created all the same, and is in the state.", kind, id))
}

// LostWarning tells about an object that is of no use any more, with the cloud's own reason.
func LostWarning(object, status, reason string) diag.Diagnostic {
	text := fmt.Sprintf("%s is in the status %q, and no call brings it back", object, status)
	if reason != "" {
		text += ". The cloud says: " + reason
	}
	return diag.NewWarningDiagnostic("The object is lost", text+". The next apply replaces it.")
}

// InterruptedCreation tells about a creation whose wait was stopped. The object stays in the state, not tainted, and
// the next apply goes on waiting. When the CLI itself has died there will be no state: then the object,
// which nobody can have used yet, is removed again.
func InterruptedCreation(ctx context.Context, object string, remove func(context.Context) error) diag.Diagnostic {
	return InterruptedLongCreation(ctx, object, CleanupTime, remove)
}

// InterruptedLongCreation is InterruptedCreation for an object that cannot be removed before its creation has ended: an
// orphaned provider stays within the limit for as long as that takes.
func InterruptedLongCreation(ctx context.Context, object string, within time.Duration, remove func(context.Context) error) diag.Diagnostic {
	if Orphaned() {
		cleanups.Add(1)
		defer cleanups.Done()
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), within)
		defer cancel()
		if err := remove(ctx); err != nil {
			return diag.NewErrorDiagnostic("An object was left behind", fmt.Sprintf("%s: the CLI died, and the deletion failed: %s", object, err))
		}
		return diag.NewErrorDiagnostic("The creation was taken back", object+": the CLI died while the object was being created; it was deleted again.")
	}
	return diag.NewWarningDiagnostic("The creation was interrupted",
		object+" is still being created. It is in the state; the next apply goes on waiting for it.")
}

// NoTimeouts is a `timeouts` argument that is not set, for a model that no configuration filled.
func NoTimeouts() timeouts.Value {
	verbs := map[string]attr.Type{}
	for _, verb := range []string{"create", "read", "update", "delete"} {
		verbs[verb] = types.StringType
	}
	return timeouts.Value{Object: types.ObjectNull(verbs)}
}
