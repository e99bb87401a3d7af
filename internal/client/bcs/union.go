package bcs

import (
	"context"
	"errors"
	"fmt"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
)

// Membership names the membership of an instance of this tenant in a channel of another one's instance.
type Membership struct{ InvitorBcsID, ChannelName, InviteeBcsID string }

func (m Membership) String() string {
	return fmt.Sprintf("the membership of %s in the channel %s of %s", what(m.InviteeBcsID), m.ChannelName, what(m.InvitorBcsID))
}

// WaitNotification waits until an invitation is to be seen: it may lag behind the inviter's request. What it does not
// find is told by IsNotFound of the client.
func (c *Client) WaitNotification(ctx context.Context, invitorBcsID, channel string) (*Notification, error) {
	notification, err := client.Poll[*Notification]{
		What:    "the invitation to the channel " + channel + " of " + what(invitorBcsID),
		Refresh: func(ctx context.Context) (*Notification, error) { return c.GetNotification(ctx, invitorBcsID, channel) },
		Status:  func(*Notification) string { return "there" },
		Target:  []string{"there"},
		Backoff: c.core.Backoff(),
	}.Wait(ctx)
	if gone, ok := errors.AsType[*client.GoneError](err); ok {
		return nil, gone.Err
	}
	return notification, err
}

// JoinUnion agrees to an invitation and waits until the instance is a member (contract/bcs.md 3.7). The reply names no
// operation, so the wait watches the list of members, and the records of the instance for a failure. If the answer was
// taken, the instance may be or become a member, also with an error.
func (c *Client) JoinUnion(ctx context.Context, body HandleNotificationRequest) (taken bool, _ error) {
	membership := Membership{InvitorBcsID: body.InvitorInfo.InvitorBcsID, ChannelName: body.ChannelName, InviteeBcsID: body.InviteeInfo.InviteeBcsID}
	before := ""
	err := c.answer(ctx, body, func(ctx context.Context) error {
		last, err := c.lastJoining(ctx, membership.InviteeBcsID)
		if err == nil && last != nil {
			before = last.ID
		}
		return err
	})
	if err != nil {
		return false, err
	}
	return true, c.waitMembership(ctx, membership, true, func(ctx context.Context) error {
		if err := c.joiningFailed(ctx, membership.InviteeBcsID, before); err != nil {
			return err
		}
		notification, err := c.GetNotification(ctx, membership.InvitorBcsID, membership.ChannelName)
		if client.IsNotFound(err) {
			return nil // hidden, which says nothing about the joining
		}
		if err == nil && notification.Over() {
			err = &client.UnexpectedStateError{What: "the invitation to the channel " + membership.ChannelName, Status: notification.Status, Wanted: InvitationAgreed}
		}
		return err
	})
}

// joiningFailed returns an error if an instance has not joined by the operation that came after the one before.
func (c *Client) joiningFailed(ctx context.Context, id, before string) error {
	last, err := c.lastJoining(ctx, id)
	switch {
	case err != nil || last == nil || last.ID == before:
		return err
	case last.Running():
		c.run.operations.remember(id, last.ID)
	case last.OperationStatus != OperationFinished:
		return &client.UnexpectedStateError{What: "the joining of " + what(id), Status: last.OperationStatus, Reason: last.Failure(), Wanted: OperationFinished}
	}
	return nil
}

// lastJoining is the youngest operation by which an instance joined, nil if nobody may read the records.
func (c *Client) lastJoining(ctx context.Context, id string) (*Operation, error) {
	last, err := c.LastOperation(ctx, id, OperationJoinUnion)
	if hidden(err) {
		return nil, nil //nolint:nilnil // none is an answer of its own
	}
	return last, err
}

// Answer is HandleNotification once the instance, if one is named, is idle. When the reply is lost, the notification tells
// whether the answer has arrived.
func (c *Client) Answer(ctx context.Context, body HandleNotificationRequest) error {
	return c.answer(ctx, body, func(context.Context) error { return nil })
}

// answer is Answer, and does what is to come right before the request: nobody else changes the instance in between.
func (c *Client) answer(ctx context.Context, body HandleNotificationRequest, before func(context.Context) error) (err error) {
	send := func(ctx context.Context) (*struct{}, error) {
		if err := before(ctx); err != nil {
			return nil, err
		}
		return nil, c.HandleNotification(ctx, body)
	}
	if body.InviteeInfo == nil || body.InviteeInfo.InviteeBcsID == "" {
		_, err = send(ctx) // a refusal changes no instance of this project
	} else {
		err = c.change(ctx, body.InviteeInfo.InviteeBcsID, send)
	}
	if !client.Undecided(err) {
		return err
	}
	notification, readErr := c.GetNotification(ctx, body.InvitorInfo.InvitorBcsID, body.ChannelName)
	if readErr == nil && (notification.Status == body.Status || (body.Status == InvitationAgreed && notification.Joined())) {
		return nil
	}
	return err
}

// LeaveUnion lets an instance leave a channel of another tenant's, and waits until it is no member any more. That it was
// none is told by IsNotFound of the client.
func (c *Client) LeaveUnion(ctx context.Context, body QuitRequest) error {
	membership := Membership{body.InviterBcsID, body.ChannelName, body.InviteeBcsID}
	if body.InviteeProjectID == "" { // no notification has said so
		project, err := c.ProjectID(ctx)
		if err != nil {
			return err
		}
		body.InviteeProjectID = project
	}
	operation, err := c.QuitUnion(ctx, body)
	if err != nil {
		confirmed := client.ConfirmGone(ctx, membership.String(), err, func(ctx context.Context) (bool, error) { return c.IsMember(ctx, membership) })
		if client.IsNotFound(confirmed) {
			return confirmed
		}
		return err
	}
	if err := c.WaitOperation(ctx, membership.InviteeBcsID, operation); err != nil {
		return err
	}
	return c.waitMembership(ctx, membership, false, func(context.Context) error { return nil })
}

// waitMembership waits until an instance is a member, or is none; failed tells that it will not come to that.
func (c *Client) waitMembership(ctx context.Context, m Membership, wanted bool, failed func(context.Context) error) error {
	status := map[bool]string{true: "there", false: "not there"}
	_, err := client.Poll[bool]{
		What: m.String(),
		Refresh: func(ctx context.Context) (bool, error) {
			is, err := c.IsMember(ctx, m)
			if err == nil && is != wanted {
				err = failed(ctx)
			}
			return is, err
		},
		Status:  func(is bool) string { return status[is] },
		Pending: []string{status[!wanted]},
		Target:  []string{status[wanted]},
		Backoff: c.core.Backoff(),
	}.Wait(ctx)
	return err
}

// IsMember reports whether an instance is in a channel of another tenant's.
func (c *Client) IsMember(ctx context.Context, m Membership) (bool, error) {
	members, err := c.ListMembers(ctx)
	for i := range members {
		one := &members[i]
		if one.InvitorInfo.InvitorBcsID == m.InvitorBcsID && one.ChannelName == m.ChannelName && one.InviteeInfo.InviteeBcsID == m.InviteeBcsID {
			return true, err
		}
	}
	return false, err
}
