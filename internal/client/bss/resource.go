package bss

import (
	"context"
	"slices"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
)

// maxResources is the largest page of resources; the API takes maxUnsubscribed of them in one unsubscription.
const (
	maxResources    = 500
	maxUnsubscribed = 10
)

// Statuses of a resource in billing, of the public documentation.
const (
	ResourceInitializing = 1
	ResourceInUse        = 2
	ResourceExpired      = 3
	ResourceFrozen       = 4
	ResourceGrace        = 5
	ResourceFreezing     = 6
	ResourceClosing      = 8
)

// Resource is a yearly/monthly resource as billing knows it. ResourceID is what Unsubscribe takes; ID is that of the
// subscription.
type Resource struct {
	ID               string `json:"id"`
	ResourceID       string `json:"resource_id"`
	ResourceName     string `json:"resource_name"`
	RegionCode       string `json:"region_code"`
	ServiceTypeCode  string `json:"service_type_code"`
	ResourceTypeCode string `json:"resource_type_code"`
	ResourceSpecCode string `json:"resource_spec_code"`
	ProjectID        string `json:"project_id"`
	ProductID        string `json:"product_id"`
	ParentResourceID string `json:"parent_resource_id"`
	IsMainResource   int64  `json:"is_main_resource"` // 1 if it is; only main resources are unsubscribed
	Status           int64  `json:"status"`
	EffectiveTime    string `json:"effective_time"`
	ExpireTime       string `json:"expire_time"`
	ExpirePolicy     int64  `json:"expire_policy"`
}

// ResourceFilter narrows ListResources; empty members do not. An order finds what was bought with it.
type ResourceFilter struct {
	ResourceIDs      []string `json:"resource_ids,omitempty"` // at most 50
	OrderID          string   `json:"order_id,omitempty"`
	OnlyMainResource int64    `json:"only_main_resource,omitempty"` // 1: leave out what is attached to others
	StatusList       []int64  `json:"status_list,omitempty"`
}

// ListResources reads yearly/monthly resources: POST /v2/orders/suscriptions/resources/query, a path with a slip of the
// pen that is the API's own. Path, body and reply are those of the official SDK.
func (c *Client) ListResources(ctx context.Context, filter ResourceFilter) ([]Resource, error) {
	type page struct {
		Data       []Resource `json:"data"`
		TotalCount int        `json:"total_count"`
	}
	type paged struct {
		ResourceFilter
		Limit  int `json:"limit"`
		Offset int `json:"offset"`
	}
	return client.All(ctx, maxResources, func(ctx context.Context, limit, offset int) ([]Resource, int, error) {
		reply, err := client.PostIdempotent[page](ctx, c.api, "/v2/orders/suscriptions/resources/query", paged{filter, limit, offset})
		if err != nil {
			return nil, 0, err
		}
		return reply.Data, reply.TotalCount, nil
	})
}

// Types of an unsubscription: the resource with its renewals, or its renewals only.
const (
	UnsubscribeResource = 1
	UnsubscribeRenewals = 2
)

// Unsubscribe ends the subscription of main resources and deletes them: POST
// /v2/orders/subscriptions/resources/unsubscribe. It returns the ids of the orders this makes. Resources that are
// unsubscribed already are no error, so it is repeated when the reply is lost.
//
// How sure this is: path, body {resource_ids, unsubscribe_type} and reply {order_ids} are those of the public
// documentation, of the official SDK and of the official provider; that CBC.30000067 means "unsubscribed already" is
// what the official provider takes it for. CBC.99003651, a transaction under way, is looked into. Which id of an HBS instance billing wants is not documented: ask
// ListResources by the order, or try the subscription_id of each organization (contract/bcs.md 1H).
func (c *Client) Unsubscribe(ctx context.Context, resourceIDs ...string) (orders []string, _ error) {
	return c.unsubscribeBy(ctx, maxUnsubscribed, resourceIDs)
}

// unsubscribeBy is Unsubscribe with so many resources in a request.
func (c *Client) unsubscribeBy(ctx context.Context, size int, resourceIDs []string) (orders []string, _ error) {
	for some := range slices.Chunk(resourceIDs, size) {
		made, err := c.unsubscribe(ctx, some)
		orders = append(orders, made...)
		if err != nil {
			return orders, err
		}
	}
	return orders, nil
}

func (c *Client) unsubscribe(ctx context.Context, resourceIDs []string) ([]string, error) {
	body := struct {
		ResourceIDs     []string `json:"resource_ids"`
		UnsubscribeType int      `json:"unsubscribe_type"`
	}{resourceIDs, UnsubscribeResource}
	reply, err := client.PostIdempotent[struct {
		OrderIDs []string `json:"order_ids"`
	}](ctx, c.api, "/v2/orders/subscriptions/resources/unsubscribe", body)
	switch {
	case client.HasCode(err, "CBC.30000067") && len(resourceIDs) > 1:
		return c.unsubscribeBy(ctx, 1, resourceIDs) // which one of them is unsubscribed already the service does not say
	case client.HasCode(err, "CBC.30000067"), IsUnderWay(err) && c.closing(ctx, resourceIDs):
		return nil, nil
	case err != nil:
		return nil, err
	}
	return reply.OrderIDs, nil
}

// IsUnderWay reports that a resource was not unsubscribed because a transaction on it is under way. That may be its
// unsubscription, when the service shows the resource as being deleted.
func IsUnderWay(err error) bool { return client.HasCode(err, "CBC.99003651") }

// closing reports whether all these resources are on their way out already.
func (c *Client) closing(ctx context.Context, resourceIDs []string) bool {
	resources, err := c.ListResources(ctx, ResourceFilter{ResourceIDs: resourceIDs})
	if err != nil {
		return false
	}
	left := map[string]bool{}
	for _, id := range resourceIDs {
		left[id] = true
	}
	for _, resource := range resources {
		if resource.Status == ResourceClosing {
			delete(left, resource.ResourceID)
		}
	}
	return len(left) == 0
}
