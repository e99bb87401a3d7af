package bss

import (
	"context"
	"fmt"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
)

// WaitOrderCompleted waits until an order is completed: what was ordered is there, or gone. An order that waits for
// somebody to pay or approve it ends the wait with an error that says so. The order is the last one seen, also with an
// error.
func (c *Client) WaitOrderCompleted(ctx context.Context, id string) (*Order, error) {
	return client.Poll[*Order]{
		What:    "the order " + id,
		Refresh: func(ctx context.Context) (*Order, error) { return c.GetOrder(ctx, id) },
		Status:  statusName,
		Pending: []string{statusName(&Order{Status: OrderProcessing})},
		Target:  []string{statusName(&Order{Status: OrderCompleted})},
		Reason:  toPay,
		Backoff: c.core.Backoff(),
	}.Wait(ctx)
}

// toPay says what to pay for an order.
func toPay(o *Order) string {
	if o.Status != OrderPendingPayment {
		return ""
	}
	return fmt.Sprintf("pay %s %s in the console, under Billing Center", o.AmountAfterDiscount, o.Currency)
}
