package bcs

import (
	"cmp"
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/bcs"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

var _ datasource.DataSourceWithConfigure = (*membersDataSource)(nil)

// NewMembersDataSource is the data source `hwc_bcs_members`.
func NewMembersDataSource() datasource.DataSource {
	return &membersDataSource{framework.NewDataSource(bcs.New)}
}

type membersDataSource struct {
	framework.DataSource[*bcs.Client]
}

type membersDataSourceModel struct {
	Region       types.String `tfsdk:"region"`
	BlockchainID types.String `tfsdk:"blockchain_id"`
	ChannelName  types.String `tfsdk:"channel_name"`
	Members      []memberData `tfsdk:"members"`
}

// memberData is a tenant that was invited to a channel.
type memberData struct {
	ChannelName      types.String     `tfsdk:"channel_name"`
	TcsNeed          types.Bool       `tfsdk:"tcs_need"`
	InvitedOrgs      []invitedOrgData `tfsdk:"invited_orgs"`
	InvitorBcsID     types.String     `tfsdk:"invitor_bcs_id"`
	InvitorBcsName   types.String     `tfsdk:"invitor_bcs_name"`
	InvitorProjectID types.String     `tfsdk:"invitor_project_id"`
	InvitorUserID    types.String     `tfsdk:"invitor_user_id"`
	InvitorUsername  types.String     `tfsdk:"invitor_username"`
	InviteeBcsID     types.String     `tfsdk:"invitee_bcs_id"`
	InviteeUserID    types.String     `tfsdk:"invitee_user_id"`
	InviteeUsername  types.String     `tfsdk:"invitee_username"`
}

// invitedOrgData is an organization of a member in the channel.
type invitedOrgData struct {
	Name         types.String `tfsdk:"name"`
	NameHash     types.String `tfsdk:"name_hash"`
	NodeCount    types.Int64  `tfsdk:"node_count"`
	Status       types.String `tfsdk:"status"`
	StatusDetail types.String `tfsdk:"status_detail"`
}

func newInvitedOrgData(o bcs.InvitedOrg) invitedOrgData {
	return invitedOrgData{
		types.StringValue(o.Name), framework.OrNull(o.NameHash), types.Int64Value(o.NodeCount), framework.OrNull(o.Status), framework.OrNull(o.StatusDetail),
	}
}

func newMemberData(m bcs.Member) memberData {
	return memberData{
		ChannelName:      types.StringValue(m.ChannelName),
		TcsNeed:          types.BoolValue(m.TcsNeed),
		InvitedOrgs:      framework.Map(m.InvitedOrgs, newInvitedOrgData),
		InvitorBcsID:     types.StringValue(m.InvitorInfo.InvitorBcsID),
		InvitorBcsName:   framework.OrNull(m.InvitorInfo.InvitorBcsName),
		InvitorProjectID: framework.OrNull(m.InvitorInfo.InvitorProjectID),
		InvitorUserID:    framework.OrNull(m.InvitorInfo.InvitorUserID),
		InvitorUsername:  framework.OrNull(string(m.InvitorInfo.InvitorUsername)),
		InviteeBcsID:     framework.OrNull(m.InviteeInfo.InviteeBcsID),
		InviteeUserID:    framework.OrNull(m.InviteeInfo.InviteeUserID),
		InviteeUsername:  framework.OrNull(string(m.InviteeInfo.InviteeUsername)),
	}
}

func (d *membersDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_bcs_members"
}

func (d *membersDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The members of the consortiums that the project's BCS instances have invited to or joined, and match all the arguments given.",
		Attributes: map[string]schema.Attribute{
			"region":        framework.DataSourceRegionAttribute(),
			"blockchain_id": framework.Filter("that are about the instance with this UUID, as the one that invites or is invited.", framework.UUID()),
			"channel_name":  framework.Filter("of the channel with this name.", framework.NotEmpty()),
			"members": schema.ListNestedAttribute{
				MarkdownDescription: "The members, in the order of the inviting instances, channels and invited accounts.",
				Computed:            true,
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"channel_name":       framework.Shown("Channel the member was invited to."),
					"tcs_need":           framework.ShownBool("Whether the member needs trusted computing."),
					"invited_orgs":       invitedOrgsAttribute(),
					"invitor_bcs_id":     framework.Shown("UUID of the instance that invites."),
					"invitor_bcs_name":   framework.Shown("Name of that instance."),
					"invitor_project_id": framework.Shown("Id of the project of that instance."),
					"invitor_user_id":    framework.Shown("Id of the account that invites."),
					"invitor_username":   framework.Shown("Name of the account that invites."),
					"invitee_bcs_id":     framework.Shown("UUID of the instance by which the invited account has joined; null until then."),
					"invitee_user_id":    framework.Shown("Id of the account that was invited."),
					"invitee_username":   framework.Shown("Name of the account that was invited."),
				}},
			},
		},
	}
}

func (d *membersDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model membersDataSourceModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := framework.Reading(ctx)
	defer cancel()

	api := d.API(model.Region)
	members, err := api.ListMembers(ctx)
	if err != nil {
		resp.Diagnostics.Append(couldNotRead("BCS members", api.Region(), err))
		return
	}
	members = slices.DeleteFunc(members, func(m bcs.Member) bool {
		about := framework.Equal(model.BlockchainID, m.InvitorInfo.InvitorBcsID) || framework.Equal(model.BlockchainID, m.InviteeInfo.InviteeBcsID)
		return !about || !framework.Equal(model.ChannelName, m.ChannelName)
	})
	slices.SortFunc(members, func(a, b bcs.Member) int {
		return cmp.Or(cmp.Compare(a.InvitorInfo.InvitorBcsID, b.InvitorInfo.InvitorBcsID), cmp.Compare(a.ChannelName, b.ChannelName),
			cmp.Compare(a.InviteeInfo.InviteeUsername, b.InviteeInfo.InviteeUsername))
	})
	model.Region = types.StringValue(api.Region())
	model.Members = framework.Map(members, newMemberData)
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}

func invitedOrgsAttribute() schema.ListNestedAttribute {
	return schema.ListNestedAttribute{
		MarkdownDescription: "Organizations that the invited account has in the channel.",
		Computed:            true,
		NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
			"name":          framework.Shown("Name of the organization."),
			"name_hash":     framework.Shown("What the cluster calls it: 40 hexadecimal digits."),
			"node_count":    framework.ShownInt("How many peers it has in the channel."),
			"status":        framework.Shown("Status of the organization; null where the cloud does not say."),
			"status_detail": framework.Shown("Healthy and all peers, such as `2/2`; null where the cloud does not say."),
		}},
	}
}
