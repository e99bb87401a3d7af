package bcs

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/bcs"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

type invitationModel struct {
	Region          types.String   `tfsdk:"region"`
	InvitorBcsID    types.String   `tfsdk:"invitor_bcs_id"`
	ChannelName     types.String   `tfsdk:"channel_name"`
	InvitedUser     types.String   `tfsdk:"invited_user"`
	InvitorUsername types.String   `tfsdk:"invitor_username"`
	Status          types.String   `tfsdk:"status"`
	InviteeBcsID    types.String   `tfsdk:"invitee_bcs_id"`
	InviteeUserID   types.String   `tfsdk:"invitee_user_id"`
	InvitedOrgs     types.List     `tfsdk:"invited_orgs"`
	Timeouts        timeouts.Value `tfsdk:"timeouts"`
}

// invitedOrgType is an organization of a member.
var invitedOrgType = types.ObjectType{AttrTypes: map[string]attr.Type{
	"name":          types.StringType,
	"name_hash":     types.StringType,
	"node_count":    types.Int64Type,
	"status":        types.StringType,
	"status_detail": types.StringType,
}}

func invitationSchema(ctx context.Context) schema.Schema {
	return schema.Schema{
		MarkdownDescription: "An invitation of another account (tenant) into a channel of a blockchain instance (BCS), as the inviter sees it; the other side answers with " +
			"`hwc_bcs_invitation_response`. The instance must be of the type `union`. Destroying it takes the invitation back, or removes the record of a tenant that has refused or left; " +
			"a tenant that is a member has to leave first. When the tenant has left, the next apply invites it again. Who was invited and has not answered shows nowhere, so an import " +
			"of such an invitation believes what it is told.",
		Attributes: map[string]schema.Attribute{
			"region":         framework.RegionAttribute(),
			"invitor_bcs_id": namePart("UUID of the inviting instance. Changing it replaces the invitation.", framework.UUID()),
			"channel_name":   namePart("Name of the channel. Changing it replaces the invitation.", channelNameRule()),
			"invited_user":   namePart("Name of the account (tenant) to invite. Changing it replaces the invitation.", framework.NotEmpty()),
			"invitor_username": framework.FixedString("Name of the inviting account (tenant), as the invited one is to see it. It can be left out.",
				framework.NotEmpty()),
			"status": framework.Computed("What became of the invitation: `waiting`, `agreed` once the tenant is a member, `quit` when it has left. The cloud does not show the inviter " +
				"that a tenant has refused: it stays `waiting`."),
			"invitee_bcs_id":  framework.Computed("UUID of the instance by which the tenant is a member, or was one."),
			"invitee_user_id": framework.Computed("Id of the tenant's account (domain), once it is a member."),
			"invited_orgs": schema.ListNestedAttribute{
				MarkdownDescription: "Organizations of the tenant that are in the channel.",
				Computed:            true,
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"name":          framework.Computed("Name of the organization."),
					"name_hash":     framework.Computed("Hash of its name, which names of peers hold."),
					"node_count":    schema.Int64Attribute{MarkdownDescription: "Number of its peers.", Computed: true},
					"status":        framework.Computed("Status of its peers, such as `Normal`."),
					"status_detail": framework.Computed("How many of its peers are healthy, such as `2/2`."),
				}},
			},
			"timeouts": limits.Attribute(ctx),
		},
	}
}

// invitationIdentity names an invitation: it has no id.
type invitationIdentity struct {
	Region       types.String `tfsdk:"region"`
	InvitorBcsID types.String `tfsdk:"invitor_bcs_id"`
	ChannelName  types.String `tfsdk:"channel_name"`
	InvitedUser  types.String `tfsdk:"invited_user"`
}

func (m invitationModel) identity() invitationIdentity {
	return invitationIdentity{Region: m.Region, InvitorBcsID: m.InvitorBcsID, ChannelName: m.ChannelName, InvitedUser: m.InvitedUser}
}

func (m invitationModel) invitation() bcs.Invitation {
	return bcs.Invitation{InvitorBcsID: m.InvitorBcsID.ValueString(), ChannelName: m.ChannelName.ValueString(), InvitedUser: m.InvitedUser.ValueString()}
}

// object names the invitation in messages.
func (m invitationModel) object() string {
	return framework.ObjectName("invitation of "+m.InvitedUser.ValueString()+" to the channel "+m.ChannelName.ValueString()+" of the BCS instance",
		types.StringNull(), m.InvitorBcsID, m.Region)
}

// lost reports an invitation that has ended: the tenant can join only if it is invited again.
func (m invitationModel) lost() bool { return m.Status.ValueString() == bcs.InvitationQuit }

// volatile are the attributes that nobody configures. They change by what the tenant does.
func (m invitationModel) volatile() map[string]attr.Value {
	unknown := types.StringUnknown()
	return map[string]attr.Value{"status": unknown, "invitee_bcs_id": unknown, "invitee_user_id": unknown, "invited_orgs": types.ListUnknown(invitedOrgType)}
}

// withSeen is the model with what nobody configures as it was seen before.
func (m invitationModel) withSeen(state invitationModel) invitationModel {
	if m.InvitorUsername.IsUnknown() {
		m.InvitorUsername = state.InvitorUsername
	}
	m.Status, m.InviteeBcsID, m.InviteeUserID, m.InvitedOrgs = state.Status, state.InviteeBcsID, state.InviteeUserID, state.InvitedOrgs
	return m
}

func (m invitationModel) inviteRequest() bcs.InviteRequest {
	return bcs.InviteRequest{
		BcsID:           m.InvitorBcsID.ValueString(),
		ChannelName:     m.ChannelName.ValueString(),
		InvitorUsername: m.InvitorUsername.ValueString(),
		InvitedUserinfo: []bcs.InvitedUser{{InvitedUser: m.InvitedUser.ValueString()}},
	}
}

// fill takes over what the API says; nil is a tenant that is no member. The model is a plan, a state, or the nearly empty
// state of an import.
func (m *invitationModel) fill(region string, member *bcs.Member) {
	m.Region = types.StringValue(region)
	was := m.Status.ValueString()
	if member == nil {
		member = &bcs.Member{}
	}
	switch {
	case member.InviteeInfo.InviteeBcsID != "":
		m.Status = types.StringValue(bcs.InvitationAgreed)
	case was == bcs.InvitationAgreed || was == bcs.InvitationQuit:
		m.Status = types.StringValue(bcs.InvitationQuit)
	default:
		m.Status = types.StringValue(bcs.InvitationWaiting)
	}
	m.InvitorUsername = framework.Kept(m.InvitorUsername, string(member.InvitorInfo.InvitorUsername))
	m.InviteeBcsID = framework.Kept(m.InviteeBcsID, member.InviteeInfo.InviteeBcsID)
	m.InviteeUserID = framework.Kept(m.InviteeUserID, member.InviteeInfo.InviteeUserID)
	m.InvitedOrgs = orgList(member.InvitedOrgs)
}

func orgList(orgs []bcs.InvitedOrg) types.List {
	return types.ListValueMust(invitedOrgType, framework.Map(orgs, func(org bcs.InvitedOrg) attr.Value {
		return types.ObjectValueMust(invitedOrgType.AttrTypes, map[string]attr.Value{
			"name":          types.StringValue(org.Name),
			"name_hash":     types.StringValue(org.NameHash),
			"node_count":    types.Int64Value(org.NodeCount),
			"status":        types.StringValue(org.Status),
			"status_detail": types.StringValue(org.StatusDetail),
		})
	}))
}

// invitationAdvice is advice worded for who invites.
var invitationAdvice = advice.With(framework.AdviceTable{
	"bcs.4006005": {Text: "the message says what is wrong. Only instances of the type `union` invite, into their own channels, accounts that exist, that are not their own, and that were not " +
		"invited before (then `terraform import` takes the invitation over). A tenant that is a member must leave by itself before its invitation can be removed."},
})

func invitationFailure(summary, object string, err error) diag.Diagnostic {
	return invitationAdvice.Failure(summary, object, err)
}
