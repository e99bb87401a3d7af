package hbs

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
	"github.com/hwc-community/terraform-provider-hwc/internal/client/bss"
	"github.com/hwc-community/terraform-provider-hwc/internal/client/hbs"
)

// removal is an instance or organization to be rid of: its order is cancelled while nobody has paid it, and else it is
// unsubscribed from. The engine itself has no call for that (contract/bcs.md 1H).
type removal struct {
	bill          bill
	instanceID    string
	job           string // type of the job that removes it
	status        func(context.Context) (string, error)
	subscriptions func(context.Context) ([]string, error)
}

// remove removes it and waits until it is gone.
func (e engine) remove(ctx context.Context, r removal) error {
	unlock, err := e.lock(ctx, r.instanceID)
	if err != nil {
		return err
	}
	defer unlock()
	status, err := r.status(ctx)
	if client.IsNotFound(err) {
		return e.cancelOrdered(ctx, r.bill)
	}
	if err != nil {
		return err
	}
	r.bill.status = types.StringValue(status)
	before, err := e.giveBack(ctx, r)
	if err != nil {
		return err
	}
	return e.waitRemoved(ctx, r, before)
}

// giveBack cancels the order or ends the subscription, and returns the jobs there were before. What is being removed
// already is let go.
func (e engine) giveBack(ctx context.Context, r removal) (before []hbs.Job, _ error) {
	switch {
	case r.bill.status.ValueString() == hbs.StatusDeleting:
		return nil, nil
	case r.bill.unpaid() && r.bill.orderID.ValueString() != "":
		return nil, e.cancel(ctx, r.bill.orderID.ValueString())
	}
	if err := r.bill.refusal(); err != nil {
		return nil, err
	}
	before, err := e.ListJobs(ctx, hbs.JobFilter{Statuses: []string{hbs.JobFailed}})
	if err != nil {
		return nil, err
	}
	ids, err := r.subscriptions(ctx)
	if err != nil {
		return nil, err
	}
	return before, e.unsubscribe(ctx, r.instanceID, ids...)
}

// unsubscribe ends subscriptions, once nothing else is done to the instance.
func (e engine) unsubscribe(ctx context.Context, instanceID string, resourceIDs ...string) error {
	_, err := e.WaitInstanceUpdated(ctx, instanceID, "")
	if _, unwell := errors.AsType[*client.UnexpectedStateError](err); err != nil && !unwell {
		return err
	}
	_, err = client.Poll[string]{
		What: "the subscription of HBS instance " + instanceID,
		Refresh: func(ctx context.Context) (string, error) {
			_, err := e.billing.Unsubscribe(ctx, resourceIDs...)
			if bss.IsUnderWay(err) {
				return "another transaction under way", nil
			}
			return "unsubscribed", err
		},
		Status:  itself,
		Pending: []string{"another transaction under way"},
		Target:  []string{"unsubscribed"},
		Backoff: e.backoff,
	}.Wait(ctx)
	return err
}

func itself(status string) string { return status }

// waitRemoved waits until it is gone, or until a job that was not there before says that this failed.
func (e engine) waitRemoved(ctx context.Context, r removal, before []hbs.Job) error {
	_, err := client.Poll[string]{
		What: r.bill.object,
		Refresh: func(ctx context.Context) (string, error) {
			status, err := r.status(ctx)
			if err == nil && status != hbs.StatusDeleting {
				err = e.newFailure(ctx, r, before)
			}
			return status, err
		},
		Status:  itself,
		Backoff: e.backoff,
	}.Wait(ctx)
	return err
}

// newFailure is the failure of a job that was not there before.
func (e engine) newFailure(ctx context.Context, r removal, before []hbs.Job) error {
	jobs, err := e.ListJobs(ctx, hbs.JobFilter{Statuses: []string{hbs.JobFailed}})
	if err != nil {
		return err
	}
	for _, job := range jobs {
		known := slices.ContainsFunc(before, func(other hbs.Job) bool { return other.ID == job.ID })
		if job.InstanceID == r.instanceID && job.Type == r.job && !known {
			return fmt.Errorf("it was unsubscribed from, and is still there: job %s failed: %s", job.ID, job.FailedMessage)
		}
	}
	return nil
}

// stillOrdered reports whether something that the engine does not show is not there yet: its order waits to be paid,
// approved or carried out, or was just carried out, so that billing knows it before the engine does.
func (e engine) stillOrdered(ctx context.Context, b bill) (bool, error) {
	id := b.orderID.ValueString()
	if !b.coming() || id == "" {
		return false, nil
	}
	order, err := e.billing.GetOrder(ctx, id)
	switch {
	case client.IsNotFound(err):
		return false, nil
	case err != nil:
		return false, fmt.Errorf("the engine does not show it, and whether its order %s is paid could not be read: %w", id, err)
	}
	if order.Status != bss.OrderCompleted {
		return order.Status != bss.OrderCanceled, nil
	}
	bought, err := e.billing.ListResources(ctx, bss.ResourceFilter{OrderID: id, OnlyMainResource: 1})
	if err != nil {
		return false, fmt.Errorf("the engine does not show it, and what came of its order %s could not be read: %w", id, err)
	}
	return slices.ContainsFunc(bought, func(r bss.Resource) bool { return r.Status != bss.ResourceClosing }), nil
}

// stillComing is what was seen last of something that the engine does not show, while its order is still to be carried
// out; else the error by which it is gone.
func stillComing[T any](ctx context.Context, e engine, b bill, seen *T, gone error) (*T, error) {
	ordered, err := e.stillOrdered(ctx, b)
	switch {
	case err != nil:
		return nil, err
	case !ordered:
		return nil, gone
	}
	return seen, nil
}

// cancelOrdered cancels the order of something that the engine does not show.
func (e engine) cancelOrdered(ctx context.Context, b bill) error {
	ordered, err := e.stillOrdered(ctx, b)
	if err != nil || !ordered {
		return err
	}
	return e.cancel(ctx, b.orderID.ValueString())
}

// cancel cancels an order. One that is cancelled already, perhaps by a call whose reply was lost, is no error.
func (e engine) cancel(ctx context.Context, orderID string) error {
	err := e.billing.CancelOrder(ctx, orderID)
	if err == nil {
		return nil
	}
	if order, readErr := e.billing.GetOrder(ctx, orderID); readErr == nil && order.Status == bss.OrderCanceled {
		return nil
	}
	return fmt.Errorf("its order %s could not be cancelled: %w", orderID, err)
}
