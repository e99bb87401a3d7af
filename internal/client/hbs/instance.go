package hbs

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
)

// Statuses of an instance (contract/bcs.md 1H.2).
const (
	StatusAvailable   = "Available"
	StatusUnavailable = "Unavailable"
	StatusException   = "Exception"
	StatusUnpaid      = "Unpaid"
	StatusCreating    = "Creating"
	StatusDeleting    = "Deleting"
	StatusUpgrading   = "Upgrading"
	StatusOrgCreating = "OrgCreating"
	StatusOrgDeleting = "OrgDeleting"
)

// Instance is an instance as the API answers it (contract/bcs.md 1H.2).
type Instance struct {
	ID                    string        `json:"id"`
	Name                  string        `json:"name"`
	Status                string        `json:"status"`
	Edition               string        `json:"edition"`
	Kind                  string        `json:"kind"` // HuaweiCloudChain or Besu; the request calls it type
	DataManagement        string        `json:"data_management"`
	ChainEngineVersion    string        `json:"chain_engine_version"`
	Orgs                  []InstanceOrg `json:"orgs"`
	Chains                []Chain       `json:"chains"` // exactly one
	CreateTime            string        `json:"create_time"`
	UpdateTime            string        `json:"update_time"`
	EnterpriseProjectID   string        `json:"enterprise_project_id"`
	EnterpriseProjectName string        `json:"enterprise_project_name"`
}

// InstanceOrg is an organization as its instance shows it.
type InstanceOrg struct {
	Name        string `json:"name"`
	Status      string `json:"status"`
	IsConsensus bool   `json:"is_consensus"`
}

// OrgName is an organization by its name: 4 to 16 lower-case letters and digits that begin with a letter.
type OrgName struct {
	Name string `json:"name"`
}

// OrderInfo says how an order is paid (contract/bcs.md 1H.1). Nil and empty members are not sent; promotion and
// discount plan go together.
type OrderInfo struct {
	ChargeMode     *int64 `json:"charge_mode,omitempty"` // 0 is by the period
	PeriodType     *int64 `json:"period_type,omitempty"` // 2 months, 3 years
	PeriodNum      *int64 `json:"period_num,omitempty"`  // 1 to 9 months, 1 year
	IsAutoPay      *bool  `json:"is_auto_pay,omitempty"`
	IsAutoRenew    *bool  `json:"is_auto_renew,omitempty"`
	PromotionID    string `json:"promotion_id,omitempty"`
	DiscountPlanID string `json:"discount_plan_id,omitempty"`
}

// ChainInfo says what kind of chain an instance gets.
type ChainInfo struct {
	Consensus     string `json:"consensus,omitempty"`
	SignAlgorithm string `json:"sign_algorithm,omitempty"`
}

// CreateInstanceRequest is the body of a purchase (contract/bcs.md 1H.1). Nil and empty members are not sent.
type CreateInstanceRequest struct {
	Name                string     `json:"name"`
	Edition             string     `json:"edition"`
	DataManagement      string     `json:"data_management"`
	Type                string     `json:"type,omitempty"`
	Orgs                []OrgName  `json:"orgs"`
	ChainInfo           *ChainInfo `json:"chain_info,omitempty"`
	OrgOrderInfo        *OrderInfo `json:"org_order_info,omitempty"`
	EnterpriseProjectID string     `json:"enterprise_project_id,omitempty"`
	BackupID            string     `json:"backup_id,omitempty"`
}

// Order is what was bought: the order to pay and the job that delivers. Of a purchase whose reply was lost only the
// instance is known.
type Order struct {
	OrderID    string `json:"order_id"`
	OrderNum   int64  `json:"order_num"` // ordered resources: one an organization
	InstanceID string `json:"instance_id"`
	JobID      string `json:"job_id"`

	// Known only of one that was looked for: an organization of it, and when that came into being.
	uid     string
	created time.Time
}

// CreateInstance buys an instance, exactly once even when the reply is lost: then it looks for an instance of that name
// and kind that is as young as the request (contract/bcs.md 1H.1). It returns before the job is done.
func (c *Client) CreateInstance(ctx context.Context, body CreateInstanceRequest) (*Order, client.Outcome, error) {
	return client.Create(ctx, c.core, client.Creation[Order]{
		What: "HBS instance " + body.Name,
		Key:  strings.Join([]string{"hbs instance", c.Region(), body.Name}, "/"),
		Send: func(ctx context.Context) (*Order, error) {
			return client.Post[Order](ctx, c.api, instancesRoute, body)
		},
		Find: func(ctx context.Context) ([]Order, error) {
			instances, err := c.ListInstances(ctx)
			var twins []Order
			for _, instance := range instances {
				if body.looksLike(instance) {
					twins = append(twins, Order{InstanceID: instance.ID, created: parseTime(instance.CreateTime)})
				}
			}
			return twins, err
		},
		ID:        func(o *Order) string { return o.InstanceID },
		CreatedAt: func(o *Order) time.Time { return o.created },
	})
}

func (r CreateInstanceRequest) looksLike(i Instance) bool {
	return i.Name == r.Name && i.Edition == r.Edition && i.DataManagement == r.DataManagement && i.Status != StatusDeleting &&
		(r.Type == "" || i.Kind == "" || i.Kind == r.Type) && slices.EqualFunc(sorted(r.Orgs), sorted(i.Orgs), func(a OrgName, b InstanceOrg) bool { return a.Name == b.Name })
}

// sorted orders organizations by name.
func sorted[T OrgName | InstanceOrg](orgs []T) []T {
	return slices.SortedFunc(slices.Values(orgs), func(a, b T) int { return strings.Compare(nameOf(a), nameOf(b)) })
}

func nameOf[T OrgName | InstanceOrg](org T) string {
	switch org := any(org).(type) {
	case OrgName:
		return org.Name
	case InstanceOrg:
		return org.Name
	}
	return ""
}

// GetInstance reads one instance (contract/bcs.md 1H.2). Which code an unknown id has is not documented: a 400 means
// that it does not exist if the list does not hold it either.
func (c *Client) GetInstance(ctx context.Context, id string) (*Instance, error) {
	instance, err := client.Get[Instance](ctx, c.api, instanceRoute, nil, id)
	if err == nil && instance.ID == "" {
		err = client.ErrNoID
	}
	if err != nil {
		return nil, c.confirmGone(ctx, id, err)
	}
	c.core.Know(id)
	return instance, nil
}

// confirmGone finds out whether an error means that the instance does not exist.
func (c *Client) confirmGone(ctx context.Context, id string, err error) error {
	return client.ConfirmGone(ctx, what(id), err, func(ctx context.Context) (bool, error) {
		instances, err := c.ListInstances(ctx)
		return slices.ContainsFunc(instances, func(i Instance) bool { return i.ID == id }), err
	})
}

// orGone is err, unless the reason for it is that the instance does not exist.
func (c *Client) orGone(ctx context.Context, id string, err error) error {
	if confirmed := c.confirmGone(ctx, id, err); client.IsNotFound(confirmed) {
		return confirmed
	}
	return err
}

// ListInstances reads all instances of the project (contract/bcs.md 1H.2).
func (c *Client) ListInstances(ctx context.Context) ([]Instance, error) {
	type page struct {
		Count     int        `json:"count"`
		Instances []Instance `json:"instances"`
	}
	return list(ctx, c, maxPage, instancesRoute, nil, func(p *page) ([]Instance, int) { return p.Instances, p.Count })
}

// UpgradeInstance starts the upgrade of the engine to its latest version and returns the id of the job; version 1.0.0.39
// cannot be upgraded (contract/bcs.md 1H.4).
func (c *Client) UpgradeInstance(ctx context.Context, id string) (job string, _ error) {
	return c.upgrade(ctx, instanceRoute, id)
}

// UpgradeBesuInstance is UpgradeInstance for an instance of the kind Besu (contract/bcs.md 1H).
func (c *Client) UpgradeBesuInstance(ctx context.Context, id string) (job string, _ error) {
	return c.upgrade(ctx, besuRoute, id)
}

func (c *Client) upgrade(ctx context.Context, route, id string) (job string, _ error) {
	body := struct {
		Action string `json:"action"`
	}{"Upgrade"}
	reply, err := client.PutOnce[struct {
		JobID string `json:"job_id"`
	}](ctx, c.api, route, body, id)
	if err != nil {
		return "", c.orGone(ctx, id, err)
	}
	return reply.JobID, nil
}

// what names an instance in messages.
func what(id string) string { return "HBS instance " + id }
