package hbs

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
)

// busy are the statuses that pass.
var busy = []string{StatusCreating, StatusUpgrading, StatusOrgCreating, StatusOrgDeleting}

// WaitInstanceCreated waits until a bought instance is available: first for its job, then for the instance
// (contract/bcs.md 1H.3). If paid is false, an unpaid order is an end too, because nothing is delivered before somebody
// pays it; one that is not there ends the wait at once then. The instance is the last one seen, also with an error of its
// own.
func (c *Client) WaitInstanceCreated(ctx context.Context, order Order, paid bool) (*Instance, error) {
	if !paid {
		return c.waitInstance(ctx, order.InstanceID, true, busy, StatusAvailable, StatusUnpaid)
	}
	if err := c.WaitJob(ctx, order.JobID); err != nil {
		return nil, err
	}
	return c.waitInstance(ctx, order.InstanceID, false, append([]string{StatusUnpaid}, busy...), StatusAvailable)
}

// WaitInstanceUpdated waits until a job on an instance has succeeded and the instance is available again. The instance
// is the last one seen, also with an error of its own.
func (c *Client) WaitInstanceUpdated(ctx context.Context, id, job string) (*Instance, error) {
	if err := c.WaitJob(ctx, job); err != nil {
		return nil, err
	}
	return c.waitInstance(ctx, id, false, busy, StatusAvailable)
}

func (c *Client) waitInstance(ctx context.Context, id string, exists bool, pending []string, target ...string) (*Instance, error) {
	return client.Poll[*Instance]{
		What:    what(id),
		Refresh: func(ctx context.Context) (*Instance, error) { return c.GetInstance(ctx, id) },
		Status:  instanceStatus,
		Pending: pending,
		Target:  target,
		Exists:  exists,
		Reason:  func(*Instance) string { return c.WhyFailed(ctx, id) },
		Backoff: c.core.Backoff(),
	}.Wait(ctx)
}

// WaitInstanceDeleted waits until an instance that was unsubscribed is gone, whatever status it shows on the way.
func (c *Client) WaitInstanceDeleted(ctx context.Context, id string) error {
	_, err := client.Poll[*Instance]{
		What:    what(id),
		Refresh: func(ctx context.Context) (*Instance, error) { return c.GetInstance(ctx, id) },
		Status:  instanceStatus,
		Backoff: c.core.Backoff(),
	}.Wait(ctx)
	return err
}

// WaitOrganizationCreated waits until a bought organization is available; see WaitInstanceCreated for paid.
func (c *Client) WaitOrganizationCreated(ctx context.Context, order Order, name string, paid bool) (*Organization, error) {
	pending, target := []string{StatusCreating, StatusUnpaid}, []string{StatusAvailable}
	if !paid {
		pending, target = []string{StatusCreating}, []string{StatusAvailable, StatusUnpaid}
	} else if err := c.WaitJob(ctx, order.JobID); err != nil {
		return nil, err
	}
	return client.Poll[*Organization]{
		What: whatOrganization(order.InstanceID, name),
		Refresh: func(ctx context.Context) (*Organization, error) {
			return c.GetOrganization(ctx, order.InstanceID, name)
		},
		Status:  organizationStatus,
		Pending: pending,
		Target:  target,
		Exists:  !paid,
		Reason:  func(*Organization) string { return c.WhyFailed(ctx, order.InstanceID) },
		Backoff: c.core.Backoff(),
	}.Wait(ctx)
}

// WaitOrganizationDeleted waits until an organization that was unsubscribed is gone.
func (c *Client) WaitOrganizationDeleted(ctx context.Context, id, name string) error {
	_, err := client.Poll[*Organization]{
		What:    whatOrganization(id, name),
		Refresh: func(ctx context.Context) (*Organization, error) { return c.GetOrganization(ctx, id, name) },
		Status:  organizationStatus,
		Backoff: c.core.Backoff(),
	}.Wait(ctx)
	return err
}

// WaitJob waits until a job has succeeded (contract/bcs.md 1H.3). A job that is not known, or is never to be seen or not
// for this user to see, ends the wait without an error: then the object itself must tell.
func (c *Client) WaitJob(ctx context.Context, id string) error {
	if id == "" {
		return nil
	}
	job, err := client.Poll[*Job]{
		What:    "HBS job " + id,
		Refresh: func(ctx context.Context) (*Job, error) { return c.GetJob(ctx, id) },
		Status:  func(j *Job) string { return j.Status },
		Pending: []string{JobInitializing, JobRunning},
		Target:  []string{JobSuccess},
		Reason:  func(j *Job) string { return j.FailedMessage },
		Observe: c.report(ctx),
		Backoff: c.core.Backoff(),
	}.Wait(ctx)
	if _, gone := errors.AsType[*client.GoneError](err); (gone && job == nil) || client.Hidden(err) {
		return nil
	}
	return err
}

func instanceStatus(i *Instance) string         { return i.Status }
func organizationStatus(o *Organization) string { return o.Status }

// WhyFailed returns the message of the latest job of an instance that failed, or what kept it from being read.
func (c *Client) WhyFailed(ctx context.Context, id string) string {
	jobs, err := c.ListJobs(ctx, JobFilter{Statuses: []string{JobFailed}})
	if err != nil {
		return "its jobs cannot be read: " + err.Error()
	}
	var last Job
	for _, job := range jobs {
		if job.InstanceID == id && !parseTime(job.StartTime).Before(parseTime(last.StartTime)) {
			last = job
		}
	}
	return last.FailedMessage
}

// report returns an observer that writes to the log how far a job is, whenever that changes.
func (c *Client) report(ctx context.Context) func(*Job, time.Duration) {
	last := int64(-1)
	return func(j *Job, elapsed time.Duration) {
		if j.Progress == last {
			return
		}
		last = j.Progress
		c.core.Logger().InfoContext(ctx, "waiting for the HBS job", slog.String("id", j.ID), slog.String("type", j.Type), slog.String("status", j.Status),
			slog.Int64("progress", j.Progress), slog.String("instance_id", j.InstanceID), slog.Duration("elapsed", elapsed.Round(time.Second)))
	}
}
