package hbs

import (
	"cmp"
	"context"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
)

const organizationsRoute = instanceRoute + "/organizations"

// Organization is an organization of an instance, with its subscription (contract/bcs.md 1H.4).
type Organization struct {
	UID            string    `json:"uid"`
	Name           string    `json:"name"`
	ChainOrgID     string    `json:"chain_org_id"` // its id on the chain, such as org1-ei3n393nf
	Status         string    `json:"status"`
	Endpoint       string    `json:"endpoint"` // of a Besu instance
	IsConsensus    bool      `json:"is_consensus"`
	CapacityInfo   Capacity  `json:"capacity_info"`
	SubscriptionID string    `json:"subscription_id"` // what is unsubscribed
	OrderInfo      OrgOrder  `json:"order_info"`
	Countdown      Countdown `json:"countdown"`
	CreateTime     string    `json:"create_time"`
	UpdateTime     string    `json:"update_time"`
}

// Capacity is in megabytes.
type Capacity struct {
	Total Scalar `json:"total"`
	Used  Scalar `json:"used"`
}

// OrgOrder is the order an organization was bought with.
type OrgOrder struct {
	Edition        string `json:"edition"`
	ChargeMode     int64  `json:"charge_mode"`
	PeriodType     int64  `json:"period_type"`
	PeriodNum      int64  `json:"period_num"`
	IsAutoPay      bool   `json:"is_auto_pay"`
	IsAutoRenew    bool   `json:"is_auto_renew"`
	PromotionID    string `json:"promotion_id"`
	DiscountPlanID string `json:"discount_plan_id"`
}

// Countdown says when a subscription ends, and what happens then. Its parts are not documented further.
type Countdown struct {
	CountdownCode  string `json:"countdown_code"`
	CountdownInfos Scalar `json:"countdown_infos"`
	CountdownTips  Scalar `json:"countdown_tips"`
}

// CreateOrganizations buys organizations for an instance, exactly once even when the reply is lost: then it looks for
// organizations of these names that are as young as the request (contract/bcs.md 1H.4). It returns before the job is
// done.
func (c *Client) CreateOrganizations(ctx context.Context, id string, info OrderInfo, names ...string) (*Order, client.Outcome, error) {
	body := struct {
		Orgs         []OrgName `json:"orgs"`
		OrgOrderInfo OrderInfo `json:"org_order_info"`
	}{OrgOrderInfo: info}
	for _, name := range names {
		body.Orgs = append(body.Orgs, OrgName{name})
	}
	return client.Create(ctx, c.core, client.Creation[Order]{
		What: "organizations " + strings.Join(names, ", ") + " of " + what(id),
		Key:  strings.Join([]string{"hbs organization", c.Region(), id, strings.Join(names, ",")}, "/"),
		Send: func(ctx context.Context) (*Order, error) {
			order, err := client.Post[Order](ctx, c.api, organizationsRoute, body, id)
			if order != nil {
				order.InstanceID = id // also where the reply leaves it out
			}
			return order, err
		},
		Find: func(ctx context.Context) ([]Order, error) { return c.findOrganizations(ctx, id, names) },
		// Every order of an instance answers with the same instance id.
		ID:        func(o *Order) string { return cmp.Or(o.uid, o.OrderID, o.JobID) },
		CreatedAt: func(o *Order) time.Time { return o.created },
	})
}

// findOrganizations returns one order if all the organizations are there, none otherwise.
func (c *Client) findOrganizations(ctx context.Context, id string, names []string) ([]Order, error) {
	orgs, err := c.ListOrganizations(ctx, id)
	if err != nil {
		return nil, err
	}
	order := Order{InstanceID: id}
	for _, name := range names {
		n := slices.IndexFunc(orgs, func(o Organization) bool { return o.Name == name && o.Status != StatusDeleting })
		if n < 0 {
			return nil, nil
		}
		order.uid, order.created = orgs[n].UID, parseTime(orgs[n].CreateTime)
	}
	return []Order{order}, nil
}

// ListOrganizations reads all organizations of an instance (contract/bcs.md 1H.4).
func (c *Client) ListOrganizations(ctx context.Context, id string) ([]Organization, error) {
	type page struct {
		Count int            `json:"count"`
		Orgs  []Organization `json:"orgs"`
	}
	orgs, err := list(ctx, c, maxPage, organizationsRoute, nil, func(p *page) ([]Organization, int) { return p.Orgs, p.Count }, id)
	if err != nil {
		return nil, c.orGone(ctx, id, err)
	}
	return orgs, nil
}

// GetOrganization reads one organization of an instance (contract/bcs.md 1H.4). Mind the path: the noun is singular
// here. A 400 means that it does not exist if the list does not hold it either.
func (c *Client) GetOrganization(ctx context.Context, id, name string) (*Organization, error) {
	org, err := client.Get[Organization](ctx, c.api, instanceRoute+"/organization", url.Values{"name": {name}}, id)
	if err == nil && org.Name == "" {
		err = client.ErrNoID
	}
	if err == nil {
		c.core.Know(org.UID)
		return org, nil
	}
	return nil, client.ConfirmGone(ctx, whatOrganization(id, name), err, func(ctx context.Context) (bool, error) {
		orgs, err := c.ListOrganizations(ctx, id)
		if client.IsNotFound(err) {
			return false, nil
		}
		return slices.ContainsFunc(orgs, func(o Organization) bool { return o.Name == name }), err
	})
}

func whatOrganization(id, name string) string { return "the organization " + name + " of " + what(id) }
