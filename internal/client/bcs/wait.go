package bcs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
)

// Refusals of an instance that is busy (contract/bcs.md 7.3).
const (
	busyCreating  = "BCS.4001001"
	busyUpgrading = "BCS.4001002"
	busyDeleting  = "BCS.4001003"
)

// IsBusy reports that an instance refused a change because another one is under way.
func IsBusy(err error) bool { return client.HasCode(err, busyCreating, busyUpgrading, busyDeleting) }

// progressEvery is how often the log says how far a creation is: that costs a call of its own.
const progressEvery = 30 * time.Second

// WaitInstanceCreated waits until an instance is deployed (contract/bcs.md 2.3). The instance is the last one seen,
// also with an error. A failure names the components and steps that failed.
func (c *Client) WaitInstanceCreated(ctx context.Context, id string) (*Instance, error) {
	return client.Poll[*Instance]{
		What:    what(id),
		Refresh: func(ctx context.Context) (*Instance, error) { return c.GetInstance(ctx, id) },
		Status:  (*Instance).State,
		Pending: []string{"", ProcessCreating, ProcessAdding, ProcessScaling, ProcessUpgrading},
		Target:  []string{StatusNormal},
		Reason:  func(*Instance) string { return c.WhyNotCreated(ctx, id) },
		Observe: c.reportCreation(ctx, id),
		Backoff: c.core.Backoff(),
	}.Wait(ctx)
}

// WaitInstanceUpdated waits until an operation on an instance has finished and the instance is idle. The instance is
// the last one seen, also with an error of its own.
func (c *Client) WaitInstanceUpdated(ctx context.Context, id, operation string) (*Instance, error) {
	if err := c.WaitOperation(ctx, id, operation); err != nil {
		return nil, err
	}
	return c.waitIdle(ctx, id, idleOrProcess)
}

// lateRead is how long reads may lag behind a change: an idle instance shows the organizations as they were before, a
// channel nothing of an operation that has finished, the records no operation that was just started.
const lateRead = 30 * time.Second

// WaitOrganizationsUpdated is WaitInstanceUpdated after UpdateInstance: the instance also has to show what was changed,
// because a process may begin late, a read may lag, and the operation may be unknown. It does not wait for that for ever.
func (c *Client) WaitOrganizationsUpdated(ctx context.Context, id, operation string, body UpdateInstanceRequest) (*Instance, error) {
	if err := c.WaitOperation(ctx, id, operation); err != nil {
		return nil, err
	}
	begin := time.Now()
	return c.waitIdle(ctx, id, func(i *Instance) string {
		if status := idleOrProcess(i); status != idle || body.done(i, time.Since(begin)) {
			return status
		}
		return unchanged
	})
}

// done reports that an instance shows a change, or that it is not worth while to wait for that any longer.
func (r UpdateInstanceRequest) done(i *Instance, waited time.Duration) bool {
	return waited > lateRead || !slices.ContainsFunc(r.NodeOrgs, func(wanted NodeOrg) bool {
		org := i.Organization(wanted.Name)
		if r.IsDeleteOrg {
			return org != nil
		}
		return org == nil || org.NodeCnt != wanted.NodeCount
	})
}

func (c *Client) waitIdle(ctx context.Context, id string, status func(*Instance) string) (*Instance, error) {
	return client.Poll[*Instance]{
		What:    what(id),
		Refresh: func(ctx context.Context) (*Instance, error) { return c.GetInstance(ctx, id) },
		Status:  status,
		Pending: []string{unchanged, ProcessCreating, ProcessAdding, ProcessScaling, ProcessUpgrading},
		Target:  []string{idle},
		Exists:  true,
		Backoff: c.core.Backoff(),
	}.Wait(ctx)
}

// WaitInstanceDeleted waits until an instance is gone, whatever status it shows on the way. The wait ends with the
// service's own reason when the operation, if it is known, has failed.
func (c *Client) WaitInstanceDeleted(ctx context.Context, id, operation string) error {
	_, err := client.Poll[*Instance]{
		What: what(id),
		Refresh: func(ctx context.Context) (*Instance, error) {
			instance, err := c.GetInstance(ctx, id)
			if err == nil && operation != "" && instance.BasicInfo.ProcessStatus != ProcessDeleting {
				err = c.deletionFailed(ctx, id, operation)
			}
			return instance, err
		},
		Status:  (*Instance).State,
		Backoff: c.core.Backoff(),
	}.Wait(ctx)
	return err
}

// deletionFailed returns an error if a deletion has come to its end without success. A record that cannot be read is no
// reason to stop waiting.
func (c *Client) deletionFailed(ctx context.Context, id, operation string) error {
	record, err := c.GetOperation(ctx, operation)
	if err != nil || record.Running() || record.OperationStatus == OperationFinished {
		return nil //nolint:nilerr // see above
	}
	return &client.UnexpectedStateError{What: "the deletion of " + what(id), Status: record.OperationStatus, Reason: record.Failure(), Wanted: OperationFinished}
}

// WaitOperation waits until an operation on an instance has finished (contract/bcs.md 2.2). An operation that is not
// known, or whose record is never to be seen or not for this user to see, ends the wait without an error: then the object
// itself must tell.
func (c *Client) WaitOperation(ctx context.Context, id, operation string) error {
	_, err := c.waitOperation(ctx, id, operation)
	return err
}

// waitOperation is WaitOperation, and says whether the record was seen to be finished.
func (c *Client) waitOperation(ctx context.Context, id, operation string) (finished bool, _ error) {
	if operation == "" {
		return false, nil
	}
	record, err := client.Poll[*Operation]{
		What:    fmt.Sprintf("the operation %s of %s", operation, what(id)),
		Refresh: func(ctx context.Context) (*Operation, error) { return c.GetOperation(ctx, operation) },
		Status:  func(o *Operation) string { return o.OperationStatus },
		Pending: []string{OperationWaiting, OperationProcessing},
		Target:  []string{OperationFinished},
		Reason:  (*Operation).Failure,
		Observe: c.reportOperation(ctx, id),
		Backoff: c.core.Backoff(),
	}.Wait(ctx)
	if record != nil && !record.Running() {
		c.run.operations.forget(id, operation)
	}
	if _, gone := errors.AsType[*client.GoneError](err); (gone || hidden(err)) && record == nil {
		return false, nil
	}
	return err == nil, err
}

// WaitChannelCreated waits until a channel is in the list, after the operation that creates it.
func (c *Client) WaitChannelCreated(ctx context.Context, id, name, operation string) (*Channel, error) {
	return c.waitChannel(ctx, id, name, operation, func(*Channel) bool { return true })
}

// WaitChannelPeers waits until an organization has so many peers in a channel, after the operation that changes them;
// 0 means that it has left.
func (c *Client) WaitChannelPeers(ctx context.Context, id, name, org string, peers int, operation string) (*Channel, error) {
	return c.waitChannel(ctx, id, name, operation, func(channel *Channel) bool { return len(channel.Peers[org]) == peers })
}

// waitChannel waits until a channel shows what an operation was for. It does not wait for that for ever once the operation
// is known to have finished: it may have been another one.
func (c *Client) waitChannel(ctx context.Context, id, name, operation string, done func(*Channel) bool) (*Channel, error) {
	finished, err := c.waitOperation(ctx, id, operation)
	if err != nil {
		return nil, err
	}
	begin := time.Now()
	return client.Poll[*Channel]{
		What:    whatChannel(id, name),
		Refresh: func(ctx context.Context) (*Channel, error) { return c.GetChannel(ctx, id, name) },
		Status:  func(channel *Channel) string { return channelStatus(done(channel), finished, time.Since(begin)) },
		Pending: []string{unchanged},
		Target:  []string{changed},
		Backoff: c.core.Backoff(),
	}.Wait(ctx)
}

func channelStatus(done, finished bool, waited time.Duration) string {
	switch {
	case done:
		return changed
	case finished && waited > lateRead:
		return unchanged + ", although the operation has finished"
	}
	return unchanged
}

// WaitChannelDeleted waits until a channel is gone, after the operation that deletes it.
func (c *Client) WaitChannelDeleted(ctx context.Context, id, name, operation string) error {
	if err := c.WaitOperation(ctx, id, operation); err != nil {
		return err
	}
	_, err := client.Poll[*Channel]{
		What:    whatChannel(id, name),
		Refresh: func(ctx context.Context) (*Channel, error) { return c.GetChannel(ctx, id, name) },
		Backoff: c.core.Backoff(),
	}.Wait(ctx)
	return err
}

const (
	idle      = "idle"
	busy      = "busy"
	changed   = "changed"
	unchanged = "unchanged"
)

func idleOrProcess(i *Instance) string {
	if i.BasicInfo.ProcessStatus == "" {
		return idle
	}
	return i.BasicInfo.ProcessStatus
}

// attempt is one try of a change: refused because the instance is busy, or answered in whatever way.
type attempt[T any] struct {
	busy  bool
	reply T
	err   error
}

func (a attempt[T]) status() string {
	if a.busy {
		return busy
	}
	return idle
}

// whenIdle sends a change of an instance once nothing else is under way there. Changes of one run wait for each other,
// and for the operation that the one before has started; a refusal because the instance is busy is no failure but asks
// for patience. It ends with the caller's deadline (contract/bcs.md 7.3).
func whenIdle[T any](ctx context.Context, c *Client, id string, send func(context.Context) (T, error)) (T, error) {
	unlock, err := c.run.changes.Lock(ctx, id)
	if err != nil {
		var none T
		return none, fmt.Errorf("waiting for other changes of %s: %w", what(id), err)
	}
	defer unlock()
	last, err := client.Poll[attempt[T]]{
		What: what(id),
		Refresh: func(ctx context.Context) (attempt[T], error) {
			if running, err := c.underWay(ctx, id); running {
				return attempt[T]{busy: true}, err
			}
			reply, err := send(ctx)
			if outOfTime(err) {
				return attempt[T]{busy: true}, err
			}
			return attempt[T]{busy: IsBusy(err) && !mayHaveBegun(err), reply: reply, err: err}, nil
		},
		Status:  attempt[T].status,
		Pending: []string{busy},
		Target:  []string{idle},
		Backoff: c.core.Backoff(),
	}.Wait(ctx)
	if err != nil {
		return last.reply, err
	}
	return last.reply, last.err
}

// outOfTime reports that a request was not sent because the caller's time is over.
func outOfTime(err error) bool {
	return (errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled)) && !client.Undecided(err)
}

// mayHaveBegun reports that a change was refused when it was sent again after a lost reply: it may be the change itself
// that the instance is busy with.
func mayHaveBegun(err error) bool {
	_, repeated := errors.AsType[*client.CreateError](err)
	return repeated
}

// underWay reports whether the operation that this run has started last on an instance may still be running: it is also
// true when that cannot be read, with the reason.
func (c *Client) underWay(ctx context.Context, id string) (bool, error) {
	last, ok := c.run.operations.last(id)
	if !ok {
		return false, nil
	}
	record, err := c.GetOperation(ctx, last.operation)
	switch {
	case err == nil && record.Running():
		return true, nil
	case client.IsNotFound(err) && time.Since(last.begun) < lateRead:
		return true, nil
	case err != nil && !client.IsNotFound(err) && !hidden(err):
		return true, err
	}
	c.run.operations.forget(id, last.operation)
	return false, nil
}

// WhyNotCreated asks for the reason of a failed creation, at both places where the service keeps it: which components and
// steps failed, and its own messages (contract/bcs.md 1.7 and 2.2). It says so where they cannot be read.
func (c *Client) WhyNotCreated(ctx context.Context, id string) string {
	var reasons []string
	status, err := c.GetInstanceStatus(ctx, id)
	if err != nil {
		reasons = append(reasons, "its components cannot be read: "+err.Error())
	} else {
		reasons = append(reasons, status.Failures())
	}
	operation, err := c.LastOperation(ctx, id, OperationCreate)
	switch {
	case err != nil:
		reasons = append(reasons, "the record of its creation cannot be read: "+err.Error())
	case operation != nil:
		reasons = append(reasons, operation.Failure())
	}
	return strings.Join(slices.DeleteFunc(reasons, func(reason string) bool { return reason == "" }), "; ")
}

// reportCreation returns an observer that writes to the log how far the components of an instance are, now and then.
func (c *Client) reportCreation(ctx context.Context, id string) func(*Instance, time.Duration) {
	next := progressEvery
	return func(i *Instance, elapsed time.Duration) {
		if i.BasicInfo.ProcessStatus != ProcessCreating || elapsed < next {
			return
		}
		next = elapsed + progressEvery
		progress := "unknown"
		if status, err := c.GetInstanceStatus(ctx, id); err == nil {
			progress = status.String()
		}
		c.report(ctx, "creating the BCS instance", id, progress, elapsed)
	}
}

// reportOperation returns an observer that writes to the log how far an operation is, whenever that changes.
func (c *Client) reportOperation(ctx context.Context, id string) func(*Operation, time.Duration) {
	last := ""
	return func(o *Operation, elapsed time.Duration) {
		if progress := o.Progress(); progress != last {
			last = progress
			c.report(ctx, "changing the BCS instance", id, progress, elapsed)
		}
	}
}

func (c *Client) report(ctx context.Context, message, id, progress string, elapsed time.Duration) {
	c.core.Logger().InfoContext(ctx, message, slog.String("id", id), slog.String("progress", progress), slog.Duration("elapsed", elapsed.Round(time.Second)))
}
