package iam

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// expiryKey is where an ephemeral resource remembers, from Open to Renew, when its result ends.
const expiryKey = "expires_at"

// rememberExpiry makes Terraform call Renew when the result ends that Open has obtained.
func rememberExpiry(ctx context.Context, at time.Time, resp *ephemeral.OpenResponse) {
	text, err := json.Marshal(at)
	if err != nil {
		resp.Diagnostics.AddError("Unexpected expiry", err.Error())
		return
	}
	resp.Diagnostics.Append(resp.Private.SetKey(ctx, expiryKey, text)...)
	resp.RenewAt = at
}

// expired is all that Renew can do about a result that ends while it is in use: the API prolongs neither tokens nor
// temporary keys, and Terraform takes no other value in their place. It is a warning, since the result may not be
// needed any more.
func expired(ctx context.Context, req ephemeral.RenewRequest, resp *ephemeral.RenewResponse, what string) {
	text, problems := req.Private.GetKey(ctx, expiryKey)
	resp.Diagnostics.Append(problems...)
	var at time.Time
	if err := json.Unmarshal(text, &at); err != nil {
		resp.Diagnostics.AddError("Unexpected expiry", err.Error())
		return
	}
	resp.Diagnostics.Append(expiredWarning(what, at))
}

func expiredWarning(what string, at time.Time) diag.Diagnostic {
	return diag.NewWarningDiagnostic("Short-lived credentials have ended",
		fmt.Sprintf("The %s ended at %s while this run was still using it, and the cloud has no call that prolongs one: whatever used it after that "+
			"was refused.\n\nWhat to do: apply again, which obtains a new one. If runs often take this long, split the configuration, "+
			"or let what uses it log in by itself: the provider hwc renews its own credentials.", what, timestamp(at).ValueString()))
}

// timestamp is a time in UTC; null where the cloud does not say.
func timestamp(at time.Time) types.String {
	if at.IsZero() {
		return types.StringNull()
	}
	return types.StringValue(at.UTC().Format(time.RFC3339))
}
