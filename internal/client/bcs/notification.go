package bcs

import (
	"cmp"
	"context"
	"slices"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
)

// Notification is an invitation as the invited tenant sees it (contract/bcs.md 3.7).
type Notification struct {
	ChannelName         string              `json:"channel_name"`
	Status              string              `json:"status"`
	UpdatedTime         string              `json:"updated_time"`
	Tc3Need             bool                `json:"tc3_need"`
	InvitorInfo         NotificationInvitor `json:"invitor_info"`
	InviteeInfo         NotificationInvitee `json:"invitee_info"`
	Hide                Scalar              `json:"hide"`
	InviteeOrgs         []InvitedOrg        `json:"invitee_orgs"`
	ReadStatus          Scalar              `json:"read_status"`
	CrossVersionUpgrade Scalar              `json:"cross_version_upgrade"`
}

// Over reports that the invitation was refused, or the membership it has led to has ended.
func (n *Notification) Over() bool {
	return n.Status == InvitationReject || n.Status == InvitationQuit || n.Status == InvitationReleased
}

// live reports that the invitation waits for an answer, or has led to a membership. By which word the API calls a
// membership is not documented, nor those of frozen and upgraded ones (contract/bcs.md 3.7): then the instance tells.
func (n *Notification) live() bool {
	return n.Status == InvitationWaiting || n.Joined()
}

// Joined reports that the invitation has led to a membership.
func (n *Notification) Joined() bool {
	return n.Status == InvitationAgreed || (n.Status != InvitationWaiting && !n.Over() && n.InviteeInfo.InviteeBcsID != "")
}

// notificationID names the notification of an invitation to this tenant.
func notificationID(invitorBcsID, channel string) string { return invitorBcsID + "/" + channel }

// NotificationInvitor is the side that invites, with what the invited instance must have in common with it.
type NotificationInvitor struct {
	InvitorID                 string `json:"invitor_id"`
	InvitorName               Scalar `json:"invitor_name"`
	InvitorBcsID              string `json:"invitor_bcs_id"`
	InvitorBcsName            string `json:"invitor_bcs_name"`
	InvitorConsensus          string `json:"invitor_consensus"`
	InvitorProjectID          string `json:"invitor_project_id"`
	InvitorClusterType        string `json:"invitor_cluster_type"`
	InvitorDatabaseType       string `json:"invitor_database_type"`
	InvitorSignatureAlgorithm string `json:"invitor_signature_algorithm"`
	InvitorFabricVersion      string `json:"invitor_fabric_version"`
	OrderFadeEnabled          bool   `json:"order_fade_enabled"`
	OrderFadeCache            int64  `json:"order_fade_cache"`
}

// NotificationInvitee is the side that is invited. Its name is documented as a number.
type NotificationInvitee struct {
	InviteeID        string `json:"invitee_id"`
	InviteeName      Scalar `json:"invitee_name"`
	InviteeBcsName   string `json:"invitee_bcs_name"`
	InviteeBcsID     string `json:"invitee_bcs_id"`
	InviteeProjectID string `json:"invitee_project_id"`
}

// ListNotifications reads the invitations that concern the project (contract/bcs.md 3.7).
func (c *Client) ListNotifications(ctx context.Context) ([]Notification, error) {
	type list struct {
		Notifications []Notification `json:"notifications"`
	}
	reply, err := client.Get[list](ctx, c.api, "/v2/{project_id}/notifications", nil)
	if err != nil {
		return nil, err
	}
	return reply.Notifications, nil
}

// latestNotifications are ListNotifications with the present invitation to a channel behind the earlier ones: there is
// one for each time that the tenant was invited.
func (c *Client) latestNotifications(ctx context.Context) ([]Notification, error) {
	notifications, err := c.ListNotifications(ctx)
	slices.SortStableFunc(notifications, func(a, b Notification) int {
		switch {
		case a.live() == b.live():
			return cmp.Compare(a.UpdatedTime, b.UpdatedTime)
		case a.live():
			return 1
		}
		return -1
	})
	return notifications, err
}

// GetNotification reads the present invitation of this tenant to a channel of another one's instance. The name of the
// invited tenant, which is a number on some clouds, is not looked at. Reads at about the same time share one list call.
func (c *Client) GetNotification(ctx context.Context, invitorBcsID, channel string) (*Notification, error) {
	return c.run.notifications.Get(ctx, notificationID(invitorBcsID, channel))
}

// HandleNotificationRequest is the invited tenant's answer: InvitationAgreed, which needs the invitee and its
// organizations, or InvitationReject. User ids are those of the account (contract/bcs.md 3.7).
type HandleNotificationRequest struct {
	ChannelName string         `json:"channel_name"`
	Status      string         `json:"status"`
	InvitorInfo HandleInvitor  `json:"invitor_info"`
	InviteeInfo *HandleInvitee `json:"invitee_info,omitempty"`
	InvitedOrgs []OrgName      `json:"invited_orgs,omitempty"`
}

// HandleInvitor is the side that invites.
type HandleInvitor struct {
	InvitorBcsID     string `json:"invitor_bcs_id"`
	InvitorBcsName   string `json:"invitor_bcs_name"`
	InvitorProjectID string `json:"invitor_project_id"`
	InvitorUserID    string `json:"invitor_user_id"`
}

// HandleInvitee is the side that answers. The instance is needed when it agrees.
type HandleInvitee struct {
	InviteeBcsID     string `json:"invitee_bcs_id,omitempty"`
	InviteeBcsName   string `json:"invitee_bcs_name,omitempty"`
	InviteeProjectID string `json:"invitee_project_id"`
	InviteeUserID    string `json:"invitee_user_id"`
}

// OrgName is an organization by its name.
type OrgName struct {
	Name string `json:"name"`
}

// HandleNotification answers an invitation (contract/bcs.md 3.7). Mind the path: the noun is singular here. It is not
// repeated when the reply is lost; the notification tells whether it was carried out.
func (c *Client) HandleNotification(ctx context.Context, body HandleNotificationRequest) error {
	_, err := client.Post[struct{}](ctx, c.api, "/v2/{project_id}/notification/handle", body)
	return err
}
