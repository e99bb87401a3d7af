package bss

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
	"github.com/hwc-community/terraform-provider-hwc/internal/client/wiretest"
)

const unsubscribePath = "/v2/orders/subscriptions/resources/unsubscribe"

func wire(name string, call func(context.Context, *Client) (any, error), reply string, want wiretest.Sent, gives any) wiretest.Case[*Client] {
	return wiretest.Case[*Client]{Name: name, Call: call, Reply: reply, Want: want, Gives: gives}
}

func TestWire(t *testing.T) {
	t.Parallel()
	wiretest.Run(t, New, []wiretest.Case[*Client]{
		wire("GetOrder", func(ctx context.Context, c *Client) (any, error) { return c.GetOrder(ctx, "CS2205101612RBMZD") },
			`{"total_count":1,"order_info":{"order_id":"CS2205101612RBMZD","status":6,"order_type":1,"amount_after_discount":12.5,"currency":"CNY"},"order_line_items":[]}`,
			wiretest.Request("GET", "/v2/orders/customer-orders/details/CS2205101612RBMZD", "", ""),
			&Order{OrderID: "CS2205101612RBMZD", Status: OrderPendingPayment, OrderType: 1, AmountAfterDiscount: "12.5", Currency: "CNY"}),
		wire("CancelOrder", func(ctx context.Context, c *Client) (any, error) { return nil, c.CancelOrder(ctx, "CS1") },
			`{}`, wiretest.Request("PUT", "/v2/orders/customer-orders/cancel", "", `{"order_id":"CS1"}`), nil),
		wire("ListResources", func(ctx context.Context, c *Client) (any, error) {
			return c.ListResources(ctx, ResourceFilter{[]string{"r"}, "CS1", 1, []int64{ResourceInUse}})
		}, `{"total_count":1,"data":[{"id":"s","resource_id":"r","is_main_resource":1,"status":2}]}`,
			wiretest.Request("POST", "/v2/orders/suscriptions/resources/query", "",
				`{"resource_ids":["r"],"order_id":"CS1","only_main_resource":1,"status_list":[2],"limit":500,"offset":0}`),
			[]Resource{{ID: "s", ResourceID: "r", IsMainResource: 1, Status: ResourceInUse}}),
		wire("Unsubscribe", func(ctx context.Context, c *Client) (any, error) { return c.Unsubscribe(ctx, "r1", "r2") },
			`{"order_ids":["CS2"]}`, wiretest.Request("POST", unsubscribePath, "", `{"resource_ids":["r1","r2"],"unsubscribe_type":1}`), []string{"CS2"}),
	})
}

// The API takes ten resources at once. If one of them is unsubscribed already, it may refuse all; the others are asked for
// once more, one by one.
func TestUnsubscribeMany(t *testing.T) {
	t.Parallel()
	var ids []string
	for n := range 21 {
		ids = append(ids, fmt.Sprintf("r%d", n))
	}
	core, api := wiretest.ServeFunc(t, func(n int, request wiretest.Sent) wiretest.Answer {
		if strings.Contains(request.Body, `"r12"`) {
			return wiretest.Refusal(400, "CBC.30000067")
		}
		return wiretest.Reply(200, fmt.Sprintf(`{"order_ids":["CS%d"]}`, n))
	})
	orders, err := New(core, "").Unsubscribe(t.Context(), ids...)
	if err != nil || strings.Join(orders, " ") != "CS0 CS2 CS3 CS5 CS6 CS7 CS8 CS9 CS10 CS11 CS12" {
		t.Errorf("got %v, %v", orders, err)
	}
	for n, count := range []int{10, 10, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1} {
		if got := strings.Count(api.Seen()[n].Body, `"r`) - 1; got != count { // one is the name of the member
			t.Errorf("request %d has %d resources, want %d", n, got, count)
		}
	}
}

// A transaction that is under way is fine if it is the end of the subscription.
func TestUnsubscribeUnderWay(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		resources string
		fine      bool
	}{
		"closing":              {`{"resource_id":"r1","status":8},{"resource_id":"r2","status":8}`, true},
		"one is being renewed": {`{"resource_id":"r1","status":8},{"resource_id":"r2","status":2}`, false},
		"one is unknown":       {`{"resource_id":"r1","status":8}`, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			core, _ := wiretest.ServeScript(t, wiretest.Script{
				"POST /unsubscribe": {wiretest.Refusal(400, "CBC.99003651")}, "POST /query": {wiretest.Reply(200, `{"data":[`+row.resources+`]}`), wiretest.Reply(200, `{"data":[]}`)},
			})
			if _, err := New(core, "").Unsubscribe(t.Context(), "r1", "r2"); (err == nil) != row.fine {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestUnsubscribeRefused(t *testing.T) {
	t.Parallel()
	core, _ := wiretest.Serve(t, wiretest.Refusal(403, "CBC.0150"))
	if _, err := New(core, "").Unsubscribe(t.Context(), "r"); !client.HasCode(err, "CBC.0150") {
		t.Errorf("got %v", err)
	}
}

func TestWaitOrderCompleted(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name     string
		statuses []int
		want     string // of the error
	}{
		{"completed", []int{3, 3, 5}, ""},
		{"to pay", []int{3, 6}, `the order CS1 is in state "pending payment", not completed: pay 12.5 CNY in the console, under Billing Center`},
		{"canceled", []int{4}, `the order CS1 is in state "canceled", not completed`},
		{"to approve", []int{1}, `the order CS1 is in state "pending approval", not completed`},
		{"to confirm", []int{9}, `the order CS1 is in state "pending confirmation", not completed`},
		{"unknown", []int{77}, `the order CS1 is in state "status 77", not completed`},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			core, api := wiretest.ServeFunc(t, func(n int, _ wiretest.Sent) wiretest.Answer {
				return wiretest.Reply(200, fmt.Sprintf(`{"order_info":{"order_id":"CS1","status":%d,"amount_after_discount":12.5,"currency":"CNY"}}`, test.statuses[n]))
			})
			_, err := New(core, "").WaitOrderCompleted(t.Context(), "CS1")
			if text := fmt.Sprint(err); (test.want == "") != (err == nil) || err != nil && text != test.want {
				t.Errorf("got %v", err)
			}
			if _, odd := errors.AsType[*client.UnexpectedStateError](err); odd != (test.want != "") {
				t.Errorf("got %T", err)
			}
			if n := len(api.Seen()); n != len(test.statuses) {
				t.Errorf("%d reads", n)
			}
		})
	}
}
