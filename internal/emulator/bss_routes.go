package emulator

import "net/http"

const (
	ordersPath    = "/v2/orders/customer-orders"
	resourcesPath = "/v2/orders/subscriptions/resources"
)

// bssBackend is the billing service behind the gateway. It is a global one: no project in its paths.
var bssBackend = &backend{denied: func() reply { return bssFail("CBC.0151") }, huawei: true}

// bssRoutes are the billing calls around yearly/monthly objects. Their paths, bodies and codes are those of the public
// reference (support.huaweicloud.com/api-oce) and of the official SDK (services/bss/v2); contract/bcs.md 1H knows the
// unsubscription only. What of it is not sure says so.
func bssRoutes() []route {
	return behind(bssBackend, []route{
		// The one question the official provider asks while it starts (contract/auth.md 4, step 4).
		{method: http.MethodGet, path: "/v2/products/service-types", access: login, handle: listServiceTypes},
		{method: http.MethodGet, path: ordersPath, access: inAccount, handle: listOrders},
		{method: http.MethodGet, path: ordersPath + "/details/{order_id}", access: inAccount, handle: showOrder},
		{method: http.MethodPost, path: "/v3/orders/customer-orders/pay", access: inAccount, handle: payOrder},
		{method: http.MethodPost, path: ordersPath + "/pay", access: inAccount, handle: payOrder}, // the older one
		{method: http.MethodPut, path: ordersPath + "/cancel", access: inAccount, handle: cancelOrder},
		{method: http.MethodPost, path: resourcesPath + "/unsubscribe", access: inAccount, handle: unsubscribe},
		// The misspelling is the API's.
		{method: http.MethodPost, path: "/v2/orders/suscriptions/resources/query", access: inAccount, handle: listResources,
			looks: true},
	})
}

// bssCodes are billing's error codes, from the tables of its pages.
var bssCodes = map[string]apiCode{
	"CBC.0100":     {400, "Parameter error."},
	"CBC.0151":     {403, "Access denied."},
	"CBC.0999":     {500, "Other errors."},
	"CBC.30000010": {400, "The order is invalid and cannot be operated. It may not exist."},
	"CBC.30000067": {400, "The resource has been deleted or is not managed, and cannot be unsubscribed from."},
	"CBC.99003012": {400, "The resource ID does not exist."},
	"CBC.99003100": {400, "Some of the resources are in an order that is waiting for payment."},
	"CBC.99003106": {400, "The status of the order has changed. It cannot be paid."},
	"CBC.99003128": {400, "The resource has no renewal period that has not begun."},
	"CBC.99003651": {400, "The resource is in a transaction that is under way, and cannot be unsubscribed from."},
	"CBC.99005003": {400, "Insufficient balance."},
	"CBC.99005010": {400, "The order cannot be canceled in its status."},
}

// bssFail answers with a code of the table; the detail follows the documented text.
func bssFail(code string, detail ...string) reply {
	known := bssCodes[code]
	message := known.message
	for _, d := range detail {
		message += " " + d
	}
	return reply{status: known.status, code: code, message: message, body: object{"error_code": code, "error_msg": message}}
}

// readBSS decodes a body of the billing API.
func readBSS[T any](c *call) (*T, *reply) {
	body, err := decode[T](c)
	if err != nil {
		return nil, new(bssFail("CBC.0100", err.Error()+"."))
	}
	return body, nil
}

// serviceType is how billing calls the blockchain services; a resource is an instance or one organization.
const (
	serviceTypeBCS  = "hws.service.type.bcs"
	resourceTypeHBS = "hws.resource.type.hbs"
	resourceTypeOrg = "hws.resource.type.hbs.org"
)

// listServiceTypes lists what billing knows. It tells accounts of the Chinese website from those of the international
// one, which it refuses.
func listServiceTypes(c *call) reply {
	if c.choices.International {
		return gatewayError(http.StatusForbidden, "CBC.0150", "Access denied. The account is of another website.")
	}
	p, refused := c.bssPage()
	if refused != nil {
		return *refused
	}
	types := [][3]string{{"Blockchain Service", serviceTypeBCS, "BCS"}, {"VPC Endpoint", "hws.service.type.vpcep", "VPCEP"}}
	return list("service_types", pageOf(p, types), len(types), func(t [3]string) object {
		return object{"service_type_name": t[0], "service_type_code": t[1], "abbreviation": t[2]}
	})
}
