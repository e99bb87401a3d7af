package bcs

import (
	"context"
	"fmt"
	"strings"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
)

const invitationsRoute = "/v2/{project_id}/members/invitations"

// Statuses of an invitation, as far as the API's own words are known (contract/bcs.md 3.7).
const (
	InvitationWaiting  = "waiting"
	InvitationAgreed   = "agreed"
	InvitationReject   = "reject"
	InvitationQuit     = "quit"
	InvitationReleased = "released"
)

// Invitation names an invitation, which has no id: the instance and channel it is for, and the name of the tenant that
// is invited.
type Invitation struct{ InvitorBcsID, ChannelName, InvitedUser string }

func (i Invitation) String() string {
	return strings.Join([]string{i.InvitorBcsID, i.ChannelName, i.InvitedUser}, "/")
}

// Member is a tenant that was invited to a channel (contract/bcs.md 3.7).
type Member struct {
	TcsNeed     bool          `json:"tcs_need"`
	ChannelName string        `json:"channel_name"`
	InvitedOrgs []InvitedOrg  `json:"invited_orgs"`
	InvitorInfo MemberInvitor `json:"invitor_info"`
	InviteeInfo MemberInvitee `json:"invitee_info"`
}

// Invitation names the invitation this member came by.
func (m *Member) Invitation() Invitation {
	return Invitation{m.InvitorInfo.InvitorBcsID, m.ChannelName, string(m.InviteeInfo.InviteeUsername)}
}

// InvitedOrg is an organization of a member in the channel.
type InvitedOrg struct {
	Name         string `json:"name"`
	NameHash     string `json:"name_hash"`
	NodeCount    int64  `json:"node_count"`
	Status       string `json:"status"`
	StatusDetail string `json:"status_detail"`
}

// MemberInvitor is the side that invites.
type MemberInvitor struct {
	InvitorBcsID     string `json:"invitor_bcs_id"`
	InvitorBcsName   string `json:"invitor_bcs_name"`
	InvitorProjectID string `json:"invitor_project_id"`
	InvitorUserID    string `json:"invitor_user_id"`
	InvitorUsername  Scalar `json:"invitor_username"`
}

// MemberInvitee is the side that is invited. Its instance is empty until it has joined.
type MemberInvitee struct {
	InviteeBcsID    string `json:"invitee_bcs_id"`
	InviteeUserID   string `json:"invitee_user_id"`
	InviteeUsername Scalar `json:"invitee_username"`
}

// ListMembers reads the members of all consortiums of the project (contract/bcs.md 3.7).
func (c *Client) ListMembers(ctx context.Context) ([]Member, error) {
	type list struct {
		Members []Member `json:"members"`
	}
	reply, err := client.Get[list](ctx, c.api, "/v2/{project_id}/members", nil)
	if err != nil {
		return nil, err
	}
	return reply.Members, nil
}

// GetMember reads the member of one invitation. Reads at about the same time share one list call.
func (c *Client) GetMember(ctx context.Context, invitation Invitation) (*Member, error) {
	return c.run.members.Get(ctx, invitation.String())
}

// InviteRequest invites tenants to a channel of an instance of the type "union" (contract/bcs.md 3.7).
type InviteRequest struct {
	BcsID           string        `json:"bcs_id"`
	ChannelName     string        `json:"channel_name"`
	InvitorUsername string        `json:"invitor_username,omitempty"` // the name of the inviting tenant
	InvitedUserinfo []InvitedUser `json:"invited_userinfo"`
}

// InvitedUser is a tenant by its name.
type InvitedUser struct {
	InvitedUser string `json:"invited_user"`
}

// InviteMembers leaves each tenant a notification (contract/bcs.md 3.7). It is not repeated when the reply is lost; then
// the error is a *client.CreateError that says that the invitations may exist.
func (c *Client) InviteMembers(ctx context.Context, body InviteRequest) error {
	err := c.change(ctx, body.BcsID, func(ctx context.Context) (*struct{}, error) {
		return client.Post[struct{}](ctx, c.api, invitationsRoute, body)
	})
	if client.Undecided(err) {
		return &client.CreateError{What: "invitation to the channel " + body.ChannelName + " of " + what(body.BcsID), MayExist: true, Unseen: true, Err: err}
	}
	return err
}

// DeleteInvitationRequest takes invitations back, or removes the records of former members (contract/bcs.md 3.7).
type DeleteInvitationRequest struct {
	BcsID           string               `json:"bcs_id"`
	ChannelName     string               `json:"channel_name"`
	InvitedUserinfo []InvitationToDelete `json:"invited_userinfo"`
}

// InvitationToDelete is one of them. Its status must be quit, waiting, reject or released; status and instance must be
// exact once the tenant had joined, or the consortium was dissolved.
type InvitationToDelete struct {
	InvitedUser  string `json:"invited_user"`
	Status       string `json:"status,omitempty"`
	InvitedBcsID string `json:"invited_bcs_id,omitempty"`
}

// DeleteInvitations takes invitations back (contract/bcs.md 3.7). The API deletes with a body.
func (c *Client) DeleteInvitations(ctx context.Context, body DeleteInvitationRequest) error {
	return c.change(ctx, body.BcsID, func(ctx context.Context) (*struct{}, error) {
		return client.DeleteWith[struct{}](ctx, c.api, invitationsRoute, nil, body)
	})
}

// RemoveInvitation takes one invitation back, or removes what is left of it. The API wants to know what became of it,
// but does not tell the inviter, so each status that can be deleted is tried, the likely one first; invitedBcsID is the
// instance by which the tenant was a member, "" if it was none (contract/bcs.md 3.7). That there is no such invitation
// any more is told by IsNotFound of the client. A tenant that is a member stays one: it is an error that says so.
func (c *Client) RemoveInvitation(ctx context.Context, invitation Invitation, invitedBcsID string) error {
	var err error
	for _, one := range invitation.removals(invitedBcsID) {
		err = c.DeleteInvitations(ctx, DeleteInvitationRequest{
			BcsID: invitation.InvitorBcsID, ChannelName: invitation.ChannelName, InvitedUserinfo: []InvitationToDelete{one},
		})
		if !refused(err) {
			return err
		}
	}
	var member *Member
	confirmed := client.ConfirmGone(ctx, "the invitation "+invitation.String(), err, func(ctx context.Context) (bool, error) {
		var err error
		if member, err = c.GetMember(ctx, invitation); client.IsNotFound(err) {
			return false, nil
		}
		return err == nil, err
	})
	if member != nil && member.InviteeInfo.InviteeBcsID != "" {
		return fmt.Errorf("the tenant %s is in the channel with its instance %s, and only the tenant itself can leave: %w",
			invitation.InvitedUser, member.InviteeInfo.InviteeBcsID, err)
	}
	if client.IsNotFound(confirmed) {
		return confirmed
	}
	return err
}

// removals are the forms in which an invitation may be known to the service.
func (i Invitation) removals(invitedBcsID string) []InvitationToDelete {
	var all []InvitationToDelete
	if invitedBcsID != "" {
		all = append(all, InvitationToDelete{i.InvitedUser, InvitationQuit, invitedBcsID}, InvitationToDelete{i.InvitedUser, InvitationReleased, invitedBcsID})
	}
	return append(all, InvitationToDelete{InvitedUser: i.InvitedUser, Status: InvitationWaiting}, InvitationToDelete{InvitedUser: i.InvitedUser, Status: InvitationReject})
}

// QuitRequest lets an invitee leave a channel (contract/bcs.md 3.7). The spelling differs from all other calls.
type QuitRequest struct {
	InviterBcsID     string `json:"inviter_bcsid"`
	InviterProjectID string `json:"inviter_projectid"`
	InviterDomainID  string `json:"inviter_domainid"`
	InviterUsername  string `json:"inviter_username"`
	ChannelName      string `json:"channel_name"`
	InviteeBcsID     string `json:"invitee_bcsid"`
	InviteeProjectID string `json:"invitee_projectid"`
	InviteeDomainID  string `json:"invitee_domainid"`
}

// QuitUnion is called by the invitee, and returns the id of an operation on its instance (contract/bcs.md 3.7).
func (c *Client) QuitUnion(ctx context.Context, body QuitRequest) (operation string, _ error) {
	return c.operate(ctx, body.InviteeBcsID, "leaving of the channel "+body.ChannelName, func(ctx context.Context) (*started, error) {
		return client.PutOnce[started](ctx, c.api, "/v2/{project_id}/members/quit", body)
	})
}

// change sends a change of an instance that starts no operation.
func (c *Client) change(ctx context.Context, id string, send func(context.Context) (*struct{}, error)) error {
	if _, err := whenIdle(ctx, c, id, send); err != nil {
		return c.orGone(ctx, id, err)
	}
	return nil
}
