package emulator

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Statuses and types of orders (public page ShowCustomerOrderDetails).
const (
	orderProcessing = 3
	orderCanceled   = 4
	orderCompleted  = 5
	orderPending    = 6 // waits for its payment

	orderPurchase    = 1
	orderUnsubscribe = 4
)

// paymentTime is how long an order waits for its payment.
const paymentTime = 7 * 24 * time.Hour

// order is one order of an account. Orders stay when what they are about is gone.
type order struct {
	stamps
	id       string
	account  *account
	user     string
	kind     int
	instance *hbsInstance
	orgs     []hbsOrg // what is bought or given back
	whole    bool     // all of the instance
	backup   string   // what the instance is made from
	terms    terms
	job      *hbsJob
	paid     time.Time // zero until then
	canceled bool
}

// newOrder makes an order with an id as the service's look, such as CS2205101612RBMZD.
func (c *call) newOrder(kind int, i *hbsInstance, orgs []hbsOrg, job *hbsJob) *order {
	o := &order{stamps: c.newStamps(), account: i.project.account, user: c.who.user.name, kind: kind, instance: i, orgs: orgs,
		whole: len(orgs) == len(i.orgs), job: job}
	o.id = "CS" + o.created.Format("0601021504") + strings.ToUpper(randomHex(3)[:5])
	c.store.orders.add(o.id, o)
	return o
}

// newPurchase makes the order of organizations. Its job is there from the order on, or from the payment on.
func (c *call) newPurchase(i *hbsInstance, orgs []hbsOrg, t terms, job *hbsJob) *order {
	o := c.newOrder(orderPurchase, i, orgs, job)
	o.terms = t
	if t.autoPay || !c.choices.HBS.JobAfterPayment {
		c.addJob(job)
	}
	return o
}

// purchaseView is the reply to a purchase (contract/bcs.md 1H.1).
func (c *call) purchaseView(o *order, i *hbsInstance) object {
	jobID := o.job.id
	if c.store.hbsJobs.get(jobID, false) == nil {
		jobID = ""
	}
	return object{"order_id": o.id, "order_num": len(o.orgs), "instance_id": i.id, "job_id": jobID}
}

// pay pays an order: what was bought is made now.
func (e *Emulator) pay(o *order) {
	i := o.instance
	e.store.orders.touch(o.id)
	o.paid = e.now()
	e.store.hbsInstances.touch(i.id)
	i.status = hbsOrgCreating
	if o.whole {
		i.status = hbsCreating
	}
	e.setOrgs(i, hbsCreating, among(o.orgs))
	e.restamp(&i.stamps)
	if e.store.hbsJobs.get(o.job.id, false) == nil {
		e.addJob(o.job)
	}
	e.startJob(o.job)
}

// cancel gives up an order that was not paid: what it would have made is gone.
func (e *Emulator) cancel(o *order) {
	e.store.orders.touch(o.id)
	o.canceled = true
	e.store.hbsJobs.remove(o.job.id)
	if o.whole {
		e.restore(o.backup, false)
		e.store.hbsInstances.remove(o.instance.id)
		return
	}
	e.removeOrgs(o.instance, o.orgs)
}

// settleOrders cancels the orders nobody paid in time.
func (e *Emulator) settleOrders(now time.Time) {
	for _, o := range e.store.orders.all(false) {
		if o.status() == orderPending && now.Sub(o.created) > paymentTime {
			e.cancel(o)
		}
	}
}

func (o *order) status() int {
	switch {
	case o.canceled:
		return orderCanceled
	case o.paid.IsZero():
		return orderPending
	case o.job.ended.IsZero():
		return orderProcessing
	}
	return orderCompleted
}

// Pay pays an order of any account, as its owner would in the console.
func (e *Emulator) Pay(orderID string) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.settle()
	o := e.store.orders.get(orderID, false)
	if o == nil {
		return fmt.Errorf("no order %q", orderID)
	}
	if problem := o.unpayable(); problem != "" {
		return fmt.Errorf("order %s cannot be paid: %s", orderID, problem)
	}
	e.pay(o)
	return nil
}

// unpayable says why an order cannot be paid now; "" = it can.
func (o *order) unpayable() string {
	switch {
	case o.status() != orderPending:
		return "its status is " + strconv.Itoa(o.status())
	case !o.whole && o.instance.status != hbsAvailable:
		return "the status of the instance " + o.instance.id + " is " + o.instance.status
	}
	return ""
}

// ownOrder finds an order of the caller's account.
func (c *call) ownOrder(id *string) (*order, *reply) {
	if orEmpty(id) == "" {
		return nil, new(bssFail("CBC.0100", "order_id is required."))
	}
	o := c.store.orders.get(*id, c.stale)
	if o == nil || o.account != c.who.user.account {
		return nil, new(bssFail("CBC.30000010", *id))
	}
	return o, nil
}

// payOrder pays an order that waits for it (public pages PayOrders, new and old). Coupons and discounts are taken and
// not applied: no account of the emulator has any.
func payOrder(c *call) reply {
	request, refused := readBSS[struct {
		OrderID     *string `json:"order_id"`
		UseCoupon   *string `json:"use_coupon"`
		UseDiscount *string `json:"use_discount"`
		Coupons     []any   `json:"coupon_infos"`
		Discounts   []any   `json:"discount_infos"`
	}](c)
	if refused != nil {
		return *refused
	}
	if strings.HasPrefix(c.req.URL.Path, "/v3/") {
		for _, use := range []*string{request.UseCoupon, request.UseDiscount} {
			if !slices.Contains([]string{"YES", "NO"}, orEmpty(use)) {
				return bssFail("CBC.0100", "use_coupon and use_discount must be YES or NO.")
			}
		}
	}
	o, refused := c.ownOrder(request.OrderID)
	if refused != nil {
		return *refused
	}
	if problem := o.unpayable(); problem != "" {
		return bssFail("CBC.99003106", "Order "+o.id+": "+problem+".")
	}
	c.pay(o)
	return emptyReply(http.StatusNoContent)
}

// cancelOrder gives up an order that waits for its payment (public page CancelCustomerOrder).
func cancelOrder(c *call) reply {
	request, refused := readBSS[struct {
		OrderID *string `json:"order_id"`
	}](c)
	if refused != nil {
		return *refused
	}
	o, refused := c.ownOrder(request.OrderID)
	if refused != nil {
		return *refused
	}
	if o.status() != orderPending {
		return bssFail("CBC.99005010", "Order "+o.id+" has status "+strconv.Itoa(o.status())+".")
	}
	c.cancel(o)
	return emptyReply(http.StatusNoContent)
}

const maxBSSLimit = 1000

// bssPage reads limit and offset.
func (c *call) bssPage() (page, *reply) {
	p := page{limit: defaultLimit, key: "created"}
	var err error
	if text := c.query.Get("limit"); text != "" {
		if p.limit, err = strconv.Atoi(text); err != nil || p.limit < 1 || p.limit > maxBSSLimit {
			return p, new(bssFail("CBC.0100", "limit must be 1 to 1000."))
		}
	}
	if text := c.query.Get("offset"); text != "" {
		if p.offset, err = strconv.Atoi(text); err != nil || p.offset < 0 {
			return p, new(bssFail("CBC.0100", "offset must be 0 or more."))
		}
	}
	return p, nil
}

// listOrders lists the account's orders, newest first (public page ListCustomerOrders).
func listOrders(c *call) reply {
	p, refused := c.bssPage()
	if refused != nil {
		return *refused
	}
	found := slices.DeleteFunc(c.store.orders.all(c.stale), func(o *order) bool {
		return o.account != c.who.user.account || !c.matches("order_id", o.id) || !c.matches("service_type_code", serviceTypeBCS) ||
			!c.matches("status", strconv.Itoa(o.status())) || !c.matches("order_type", strconv.Itoa(o.kind))
	})
	return list("order_infos", cut(p, found, func(o *order) stamps { return o.stamps }), len(found), func(o *order) object {
		fields := o.view()
		fields["enterprise_projects"] = []any{enterpriseProjectRef(o.instance.enterpriseProject)}
		return fields
	})
}

// showOrder shows an order with its items, one for each organization (public page ShowCustomerOrderDetails).
func showOrder(c *call) reply {
	o, refused := c.ownOrder(new(c.req.PathValue("order_id")))
	if refused != nil {
		return *refused
	}
	p, refused := c.bssPage()
	if refused != nil {
		return *refused
	}
	c.sawJob(o.job)
	items := []any{}
	for _, org := range pageOf(p, o.orgs) {
		items = append(items, o.itemView(org, c.clock.Now()))
	}
	return ok(object{"total_count": len(o.orgs), "order_info": o.view(), "order_line_items": items})
}

// cost is what the order costs; an unsubscription gives nothing back.
func (o *order) cost() (amount, official int) {
	if o.kind == orderUnsubscribe {
		return 0, 0
	}
	edition, _ := editionOf(o.instance.edition)
	return edition.cost(o.terms, len(o.orgs))
}

func (o *order) view() object {
	amount, official := o.cost()
	paid := ""
	if !o.paid.IsZero() {
		paid = o.paid.Format(serviceTime)
	}
	return object{"order_id": o.id, "customer_id": o.account.id, "service_type_code": serviceTypeBCS,
		"service_type_name": "Blockchain Service", "source_type": 1, "status": o.status(), "order_type": o.kind,
		"amount_after_discount": amount, "official_amount": official, "measure_id": 1,
		"create_time": o.created.Format(serviceTime), "payment_time": paid, "currency": "CNY", "user_name": o.user,
		"pending_payment_end_time": o.created.Add(paymentTime).Format(serviceTime)}
}

func (o *order) itemView(org hbsOrg, now time.Time) object {
	amount, official := o.cost()
	effective, expires := org.period(now)
	return object{"order_line_item_id": o.id + "-" + org.name, "order_id": o.id, "service_type_code": serviceTypeBCS,
		"service_type_name": "Blockchain Service", "product_id": namedUUID("product " + o.instance.edition),
		"product_spec_desc": o.instance.edition + " organization", "period_type": org.terms.periodType,
		"period_num": org.terms.periodNum, "effective_time": effective.Format(serviceTime),
		"expire_time": expires.Format(serviceTime), "subscription_num": 1,
		"amount_after_discount": amount / len(o.orgs), "official_amount": official / len(o.orgs), "currency": "CNY"}
}

// period is the time an organization is paid for. With automatic renewal it never runs out.
func (o hbsOrg) period(now time.Time) (effective, expires time.Time) {
	months, _ := o.terms.months()
	for expires = o.created.AddDate(0, months, 0); o.terms.autoRenew && !expires.After(now); {
		expires = expires.AddDate(0, months, 0)
	}
	return o.created, expires
}

// afterPeriod is how long something expired still works, and then how long it is kept frozen. The page about it says
// that both depend on the customer's level [CHOICE].
const afterPeriod = 15 * 24 * time.Hour

// Statuses of resources (public page ListPayPerUseCustomerResources).
const (
	resourceInUse   = 2
	resourceFrozen  = 4
	resourceExpired = 5
)

// stage tells where an organization is in its period: billing's status of it, and when the next stage begins. Nothing
// is removed for not being paid on.
func (o hbsOrg) stage(now time.Time) (status int, ends time.Time) {
	_, expires := o.period(now)
	switch {
	case now.Before(expires):
		return resourceInUse, expires
	case now.Before(expires.Add(afterPeriod)):
		return resourceExpired, expires.Add(afterPeriod)
	}
	return resourceFrozen, expires.Add(2 * afterPeriod)
}
