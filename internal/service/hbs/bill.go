package hbs

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
	"github.com/hwc-community/terraform-provider-hwc/internal/client/hbs"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

func allowUnsubscribeAttribute(object string) schema.BoolAttribute {
	return schema.BoolAttribute{
		MarkdownDescription: "Whether Terraform may unsubscribe from the " + object + ", which deletes it with its data and may cost a fee. Without it destroying and replacing are refused. " +
			"It counts as it was last applied: to destroy, apply `true` first. An order that is not paid is cancelled without it. Default: `false`.",
		Optional: true,
		Computed: true,
		Default:  booldefault.StaticBool(false),
	}
}

// bill is what the state knows of a purchase.
type bill struct {
	object           string
	status           types.String
	orderID          types.String
	allowUnsubscribe types.Bool
}

// unpaid reports whether the order waits for its payment, so that nothing was delivered yet.
func (b bill) unpaid() bool { return b.status.ValueString() == hbs.StatusUnpaid }

// coming reports that it was not there yet when it was seen last.
func (b bill) coming() bool { return b.unpaid() || b.status.ValueString() == hbs.StatusCreating }

var errRefused = errors.New("it would have to be unsubscribed from, and allow_unsubscribe is false, as it was last applied. Nothing was done.\n\n" +
	"What to do: to be rid of it, set allow_unsubscribe = true, apply that, and then destroy or replace it. If it is marked as tainted, run terraform untaint before")

// refusal is an error unless Terraform may remove what was bought.
func (b bill) refusal() error {
	if b.allowUnsubscribe.ValueBool() || b.unpaid() || b.status.ValueString() == hbs.StatusDeleting {
		return nil
	}
	return errRefused
}

// refused tells that something is not destroyed or replaced, if that is so.
func (b bill) refused() (diags diag.Diagnostics) {
	if err := b.refusal(); err != nil {
		diags.Append(advice.Failure("Terraform may not unsubscribe", b.object, err))
	}
	return diags
}

// condition tells of something that is not as it should be.
func (b bill) condition(ctx context.Context, e engine, instanceID string) (diags diag.Diagnostics) {
	switch status := b.status.ValueString(); status {
	case hbs.StatusUnpaid:
		diags.Append(b.toPay(ctx, e))
	case hbs.StatusDeleting:
		diags.Append(framework.LostWarning(b.object, status, ""))
	case hbs.StatusException, hbs.StatusUnavailable:
		diags.Append(b.unwell(e.WhyFailed(ctx, instanceID)))
	}
	return diags
}

// unwell tells of something that is there and does not work; reason is what the cloud says, if anything.
func (b bill) unwell(reason string) diag.Diagnostic {
	text := fmt.Sprintf("%s is in the status %q.", b.object, b.status.ValueString())
	if reason != "" {
		text += " The last job that failed says: " + reason + "."
	}
	return diag.NewWarningDiagnostic("The blockchain is not well", text+" Terraform does not replace it by itself, because that loses what is in it; `terraform apply -replace` does.")
}

// notAvailable tells that the wait for what was bought has failed. Unless the cloud says that the purchase itself did, it
// may be as good as any: the text says how it is kept.
func (b bill) notAvailable(summary string, err error) diag.Diagnostic {
	problem := advice.Failure(summary, b.object, err)
	_, failed := errors.AsType[*client.UnexpectedStateError](err)
	_, late := errors.AsType[*client.TimeoutError](err) // its advice says the same
	if failed || late || client.IsNotFound(err) {
		return problem
	}
	return diag.NewErrorDiagnostic(summary, problem.Detail()+"\n\nIt is bought and in the state, and only how far it is could not be seen. Terraform marks it as tainted and "+
		"would replace it: `terraform untaint` keeps it, and the next apply goes on waiting for it.")
}

// notThereYet tells of something that is ordered and that the engine does not show: what to pay for, if that is due.
func (b bill) notThereYet(ctx context.Context, e engine) (diags diag.Diagnostics) {
	if b.unpaid() {
		diags.Append(b.toPay(ctx, e))
	}
	return diags
}

// toPay tells what to pay for; the sum is left out where billing does not say.
func (b bill) toPay(ctx context.Context, e engine) diag.Diagnostic {
	text := b.object + " is ordered and not paid, so it is not there yet. "
	if order := b.orderID.ValueString(); order != "" {
		text += "Pay the order " + order + amount(ctx, e, order)
	} else {
		text += "Pay its order"
	}
	return diag.NewWarningDiagnostic("The order is not paid", text+" in the console's billing center (Unpaid Orders). Terraform sees that at the next run, and goes on from there.")
}

func amount(ctx context.Context, e engine, orderID string) string {
	order, err := e.billing.GetOrder(ctx, orderID)
	if err != nil || order.AmountAfterDiscount == "" {
		return ""
	}
	return strings.TrimRight(fmt.Sprintf(" of %s %s", order.AmountAfterDiscount, order.Currency), " ")
}

// offered refuses a region in which there is no blockchain engine, without asking anybody.
func offered(api func(region types.String) engine, region types.String) (diags diag.Diagnostics) {
	if region.IsUnknown() {
		return nil
	}
	if err := api(region).Offered(); err != nil {
		diags.AddAttributeError(path.Root("region"), "There is no blockchain engine in this region", err.Error()+".")
	}
	return diags
}
