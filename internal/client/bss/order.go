package bss

import (
	"context"
	"fmt"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
)

const ordersRoute = "/v2/orders/customer-orders"

// Statuses of an order. They are those of the public documentation and of the official SDK.
const (
	OrderPendingApproval     = 1
	OrderProcessing          = 3
	OrderCanceled            = 4
	OrderCompleted           = 5
	OrderPendingPayment      = 6
	OrderPendingConfirmation = 9
)

// Order is an order (ShowCustomerOrderDetails of the public documentation).
type Order struct {
	OrderID             string        `json:"order_id"`
	CustomerID          string        `json:"customer_id"`
	ServiceTypeCode     string        `json:"service_type_code"`
	SourceType          int64         `json:"source_type"`
	Status              int64         `json:"status"`
	OrderType           int64         `json:"order_type"` // 1 purchase, 2 renewal, 3 change, 4 unsubscription
	AmountAfterDiscount client.Scalar `json:"amount_after_discount"`
	OfficialAmount      client.Scalar `json:"official_amount"`
	Currency            string        `json:"currency"`
	MeasureID           int64         `json:"measure_id"`
	ContractID          string        `json:"contract_id"`
	CreateTime          string        `json:"create_time"`
	PaymentTime         string        `json:"payment_time"`
}

// GetOrder reads one order: GET /v2/orders/customer-orders/details/{order_id}. Path and reply are those of the official
// SDK and of the official provider.
func (c *Client) GetOrder(ctx context.Context, id string) (*Order, error) {
	reply, err := client.Get[struct {
		OrderInfo Order `json:"order_info"`
	}](ctx, c.api, ordersRoute+"/details/{order_id}", nil, id)
	if err != nil {
		return nil, err
	}
	if reply.OrderInfo.OrderID == "" {
		return nil, &client.NotFoundError{What: "the order " + id, Err: client.ErrNoID}
	}
	return &reply.OrderInfo, nil
}

// CancelOrder cancels an order that nobody has paid: PUT /v2/orders/customer-orders/cancel. What was ordered and is not
// paid cannot be unsubscribed. The path is that of the official SDK; that the body holds order_id alone is inferred.
func (c *Client) CancelOrder(ctx context.Context, id string) error {
	body := struct {
		OrderID string `json:"order_id"`
	}{id}
	_, err := client.Put[struct{}](ctx, c.api, ordersRoute+"/cancel", body)
	return err
}

// statusName puts the status of an order into words.
func statusName(o *Order) string {
	switch o.Status {
	case OrderPendingApproval:
		return "pending approval"
	case OrderProcessing:
		return "processing"
	case OrderCanceled:
		return "canceled"
	case OrderCompleted:
		return "completed"
	case OrderPendingPayment:
		return "pending payment"
	case OrderPendingConfirmation:
		return "pending confirmation"
	}
	return fmt.Sprintf("status %d", o.Status)
}
