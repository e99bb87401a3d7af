package bcs

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/bcs"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

type invitationResponseModel struct {
	Region           types.String   `tfsdk:"region"`
	InvitorBcsID     types.String   `tfsdk:"invitor_bcs_id"`
	ChannelName      types.String   `tfsdk:"channel_name"`
	Agreed           types.Bool     `tfsdk:"agreed"`
	InviteeBcsID     types.String   `tfsdk:"invitee_bcs_id"`
	InvitedOrgs      types.Set      `tfsdk:"invited_orgs"`
	Status           types.String   `tfsdk:"status"`
	UpdatedTime      types.String   `tfsdk:"updated_time"`
	InvitorBcsName   types.String   `tfsdk:"invitor_bcs_name"`
	InvitorProjectID types.String   `tfsdk:"invitor_project_id"`
	InvitorID        types.String   `tfsdk:"invitor_id"`
	InvitorName      types.String   `tfsdk:"invitor_name"`
	InviteeProjectID types.String   `tfsdk:"invitee_project_id"`
	InviteeID        types.String   `tfsdk:"invitee_id"`
	Timeouts         timeouts.Value `tfsdk:"timeouts"`
}

func invitationResponseSchema(ctx context.Context) schema.Schema {
	return schema.Schema{
		MarkdownDescription: "The answer to the invitation of another account into a channel of its blockchain instance (BCS): agrees with an instance and organizations of this account, or rejects. " +
			"The instance must have been created for the inviter (`invitor_infos` of `hwc_bcs_instance`). Destroying an answer that agreed leaves the channel. " +
			"When the inviter invites anew, that invitation is answered, too.",
		Attributes: map[string]schema.Attribute{
			"region":         framework.RegionAttribute(),
			"invitor_bcs_id": namePart("UUID of the inviter's instance. Changing it replaces the answer.", framework.UUID()),
			"channel_name":   namePart("Name of the inviter's channel. Changing it replaces the answer.", channelNameRule()),
			"agreed": schema.BoolAttribute{
				MarkdownDescription: "Whether to join: `true` agrees, `false` rejects, or leaves the channel when it was joined before. Changed in place; " +
					"after a rejection or a departure the inviter has to invite anew before `true` can be applied.",
				Required: true,
			},
			"invitee_bcs_id": schema.StringAttribute{
				MarkdownDescription: "UUID of the instance of this account that joins; required with `agreed = true`. Changing it while it is a member replaces the answer: " +
					"the instance leaves, and the inviter has to invite anew.",
				Optional:   true,
				Validators: []validator.String{framework.UUID()},
			},
			"invited_orgs": schema.SetAttribute{
				MarkdownDescription: "Names of the organizations of the instance that join with all their peers; required with `agreed = true`. Changing them while they are in the channel " +
					"replaces the answer: the instance leaves, and the inviter has to invite anew. More organizations join with `hwc_bcs_channel_organization`.",
				Optional:    true,
				ElementType: types.StringType,
				Validators:  []validator.Set{setvalidator.SizeAtLeast(1), setvalidator.ValueStringsAre(nameRule())},
			},
			"status":             framework.Computed("What became of the invitation: `agreed`, `reject`, `quit` after leaving, or `released` when the inviter has dissolved the consortium."),
			"updated_time":       framework.Computed("When the invitation was last changed, in UTC."),
			"invitor_bcs_name":   framework.Computed("Name of the inviter's instance."),
			"invitor_project_id": framework.Computed("Id of the inviter's project."),
			"invitor_id":         framework.Computed("Id of the inviter's account (domain)."),
			"invitor_name":       framework.Computed("Name of the inviter's account."),
			"invitee_project_id": framework.Computed("Id of the project of the instance that joined."),
			"invitee_id":         framework.Computed("Id of this account (domain)."),
			"timeouts":           limits.Attribute(ctx),
		},
	}
}

// invitationResponseIdentity names the answer to an invitation: it has no id.
type invitationResponseIdentity struct {
	Region       types.String `tfsdk:"region"`
	InvitorBcsID types.String `tfsdk:"invitor_bcs_id"`
	ChannelName  types.String `tfsdk:"channel_name"`
}

func (m invitationResponseModel) identity() invitationResponseIdentity {
	return invitationResponseIdentity{Region: m.Region, InvitorBcsID: m.InvitorBcsID, ChannelName: m.ChannelName}
}

// object names the answer in messages.
func (m invitationResponseModel) object() string {
	return framework.ObjectName("invitation to the channel "+m.ChannelName.ValueString()+" of the BCS instance", types.StringNull(), m.InvitorBcsID, m.Region)
}

// lacks are the arguments that an answer needs and does not have.
func (m invitationResponseModel) lacks() (names []string) {
	if !m.Agreed.ValueBool() {
		return nil
	}
	if m.InviteeBcsID.IsNull() {
		names = append(names, "invitee_bcs_id")
	}
	if m.InvitedOrgs.IsNull() {
		names = append(names, "invited_orgs")
	}
	return names
}

// replacing are the arguments whose change needs another membership. While nobody is a member they are just noted, and so
// is what the notification of an import has not said.
func (m invitationResponseModel) replacing(state invitationResponseModel) (names []string) {
	if !m.Agreed.ValueBool() || !state.Agreed.ValueBool() {
		return nil
	}
	if !state.InviteeBcsID.IsNull() && !m.InviteeBcsID.Equal(state.InviteeBcsID) {
		names = append(names, "invitee_bcs_id")
	}
	if len(state.InvitedOrgs.Elements()) > 0 && !m.InvitedOrgs.Equal(state.InvitedOrgs) {
		names = append(names, "invited_orgs")
	}
	return names
}

// volatile are the attributes that nobody configures.
func (m invitationResponseModel) volatile() map[string]attr.Value {
	unknown := map[string]attr.Value{}
	for _, name := range []string{
		"status", "updated_time", "invitor_bcs_name", "invitor_project_id", "invitor_id", "invitor_name", "invitee_project_id", "invitee_id",
	} {
		unknown[name] = types.StringUnknown()
	}
	return unknown
}

func invitor(n *bcs.Notification) bcs.HandleInvitor {
	return bcs.HandleInvitor{
		InvitorBcsID:     n.InvitorInfo.InvitorBcsID,
		InvitorBcsName:   n.InvitorInfo.InvitorBcsName,
		InvitorProjectID: n.InvitorInfo.InvitorProjectID,
		InvitorUserID:    n.InvitorInfo.InvitorID,
	}
}

func (m invitationResponseModel) rejectRequest(n *bcs.Notification) bcs.HandleNotificationRequest {
	return bcs.HandleNotificationRequest{ChannelName: m.ChannelName.ValueString(), Status: bcs.InvitationReject, InvitorInfo: invitor(n)}
}

func (m invitationResponseModel) agreeRequest(ctx context.Context, n *bcs.Notification, instance *bcs.Instance, project string) bcs.HandleNotificationRequest {
	var orgs []bcs.OrgName
	for _, name := range framework.KnownStrings(ctx, m.InvitedOrgs) {
		orgs = append(orgs, bcs.OrgName{Name: name})
	}
	return bcs.HandleNotificationRequest{
		ChannelName: m.ChannelName.ValueString(),
		Status:      bcs.InvitationAgreed,
		InvitorInfo: invitor(n),
		InviteeInfo: &bcs.HandleInvitee{
			InviteeBcsID:     instance.ID(),
			InviteeBcsName:   instance.BasicInfo.Name,
			InviteeProjectID: project,
			InviteeUserID:    n.InviteeInfo.InviteeID,
		},
		InvitedOrgs: orgs,
	}
}

// answered is a notification as it is after an answer, while that cannot be read.
func answered(n *bcs.Notification, body bcs.HandleNotificationRequest) *bcs.Notification {
	after := *n
	after.Status = body.Status
	if body.InviteeInfo != nil {
		after.InviteeInfo.InviteeBcsID, after.InviteeInfo.InviteeProjectID = body.InviteeInfo.InviteeBcsID, body.InviteeInfo.InviteeProjectID
	}
	return &after
}

// membership is what an answer that agreed has led to.
func (m invitationResponseModel) membership() bcs.Membership {
	return bcs.Membership{InvitorBcsID: m.InvitorBcsID.ValueString(), ChannelName: m.ChannelName.ValueString(), InviteeBcsID: m.InviteeBcsID.ValueString()}
}

// quitRequest is in the words of the call that lets a member leave, which differ from all others.
func (m invitationResponseModel) quitRequest() bcs.QuitRequest {
	return bcs.QuitRequest{
		InviterBcsID:     m.InvitorBcsID.ValueString(),
		InviterProjectID: m.InvitorProjectID.ValueString(),
		InviterDomainID:  m.InvitorID.ValueString(),
		InviterUsername:  m.InvitorName.ValueString(),
		ChannelName:      m.ChannelName.ValueString(),
		InviteeBcsID:     m.InviteeBcsID.ValueString(),
		InviteeProjectID: m.InviteeProjectID.ValueString(),
		InviteeDomainID:  m.InviteeID.ValueString(),
	}
}

// ended reports a membership that is over: there is nothing left of the answer.
func (m invitationResponseModel) ended(n *bcs.Notification) bool {
	return m.Agreed.ValueBool() && n.Over()
}

// fill takes over what the API says. An invitation that waits has no answer; a word that nobody knows changes none. The
// model is a state, or the nearly empty state of an import.
func (m *invitationResponseModel) fill(region string, n *bcs.Notification) {
	importing := m.Status.IsNull()
	switch {
	case n.Status == bcs.InvitationWaiting:
		m.Agreed = types.BoolNull()
	case n.Joined():
		m.Agreed = types.BoolValue(true)
		m.InviteeBcsID = framework.Kept(m.InviteeBcsID, n.InviteeInfo.InviteeBcsID)
		if importing {
			m.InvitedOrgs = framework.KeptSet(m.InvitedOrgs, framework.Map(n.InviteeOrgs, func(org bcs.InvitedOrg) string { return org.Name }))
		}
	case n.Over() || importing:
		m.Agreed = types.BoolValue(false)
	}
	m.show(region, n)
}

// show takes over what nobody configures.
func (m *invitationResponseModel) show(region string, n *bcs.Notification) {
	m.Region = types.StringValue(region)
	m.Status = types.StringValue(n.Status)
	m.UpdatedTime = framework.OrNull(n.UpdatedTime)
	m.InvitorBcsName = framework.OrNull(n.InvitorInfo.InvitorBcsName)
	m.InvitorProjectID = framework.OrNull(n.InvitorInfo.InvitorProjectID)
	m.InvitorID = framework.OrNull(n.InvitorInfo.InvitorID)
	m.InvitorName = framework.OrNull(string(n.InvitorInfo.InvitorName))
	m.InviteeProjectID = framework.OrNull(n.InviteeInfo.InviteeProjectID)
	m.InviteeID = framework.OrNull(n.InviteeInfo.InviteeID)
}

// responseAdvice is advice worded for who is invited.
var responseAdvice = advice.With(framework.AdviceTable{
	"bcs.4001051": {Attribute: "invited_orgs", Text: "check the names: `peer_orgs` of the instance in `invitee_bcs_id` has the organizations there are."},
	"bcs.4006005": {Text: "the message says what is wrong. The instance must have been created for the inviter (`invitor_infos` of `hwc_bcs_instance`), and the invitation must wait for an answer; " +
		"otherwise the inviter has to invite anew."},
})

func responseFailure(summary, object string, err error) diag.Diagnostic {
	return responseAdvice.Failure(summary, object, err)
}
