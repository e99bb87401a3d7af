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

var _ datasource.DataSourceWithConfigure = (*notificationsDataSource)(nil)

// NewNotificationsDataSource is the data source `hwc_bcs_notifications`.
func NewNotificationsDataSource() datasource.DataSource {
	return &notificationsDataSource{framework.NewDataSource(bcs.New)}
}

type notificationsDataSource struct {
	framework.DataSource[*bcs.Client]
}

type notificationsDataSourceModel struct {
	Region        types.String       `tfsdk:"region"`
	Status        types.String       `tfsdk:"status"`
	ChannelName   types.String       `tfsdk:"channel_name"`
	InvitorBcsID  types.String       `tfsdk:"invitor_bcs_id"`
	Notifications []notificationData `tfsdk:"notifications"`
}

// notificationData is an invitation as the invited account sees it.
type notificationData struct {
	ChannelName               types.String     `tfsdk:"channel_name"`
	Status                    types.String     `tfsdk:"status"`
	UpdatedTime               types.String     `tfsdk:"updated_time"`
	Tc3Need                   types.Bool       `tfsdk:"tc3_need"`
	InvitorID                 types.String     `tfsdk:"invitor_id"`
	InvitorName               types.String     `tfsdk:"invitor_name"`
	InvitorBcsID              types.String     `tfsdk:"invitor_bcs_id"`
	InvitorBcsName            types.String     `tfsdk:"invitor_bcs_name"`
	InvitorProjectID          types.String     `tfsdk:"invitor_project_id"`
	InvitorClusterType        types.String     `tfsdk:"invitor_cluster_type"`
	InvitorConsensus          types.String     `tfsdk:"invitor_consensus"`
	InvitorDatabaseType       types.String     `tfsdk:"invitor_database_type"`
	InvitorSignatureAlgorithm types.String     `tfsdk:"invitor_signature_algorithm"`
	InvitorFabricVersion      types.String     `tfsdk:"invitor_fabric_version"`
	OrderFadeEnabled          types.Bool       `tfsdk:"order_fade_enabled"`
	OrderFadeCache            types.Int64      `tfsdk:"order_fade_cache"`
	InviteeID                 types.String     `tfsdk:"invitee_id"`
	InviteeName               types.String     `tfsdk:"invitee_name"`
	InviteeBcsID              types.String     `tfsdk:"invitee_bcs_id"`
	InviteeBcsName            types.String     `tfsdk:"invitee_bcs_name"`
	InviteeProjectID          types.String     `tfsdk:"invitee_project_id"`
	InviteeOrgs               []invitedOrgData `tfsdk:"invitee_orgs"`
	Hide                      types.String     `tfsdk:"hide"`
	ReadStatus                types.String     `tfsdk:"read_status"`
	CrossVersionUpgrade       types.String     `tfsdk:"cross_version_upgrade"`
}

func newNotificationData(n bcs.Notification) notificationData {
	invitor, invitee := n.InvitorInfo, n.InviteeInfo
	return notificationData{
		ChannelName:               types.StringValue(n.ChannelName),
		Status:                    types.StringValue(n.Status),
		UpdatedTime:               framework.OrNull(n.UpdatedTime),
		Tc3Need:                   types.BoolValue(n.Tc3Need),
		InvitorID:                 framework.OrNull(invitor.InvitorID),
		InvitorName:               framework.OrNull(string(invitor.InvitorName)),
		InvitorBcsID:              types.StringValue(invitor.InvitorBcsID),
		InvitorBcsName:            framework.OrNull(invitor.InvitorBcsName),
		InvitorProjectID:          framework.OrNull(invitor.InvitorProjectID),
		InvitorClusterType:        framework.OrNull(invitor.InvitorClusterType),
		InvitorConsensus:          framework.OrNull(invitor.InvitorConsensus),
		InvitorDatabaseType:       framework.OrNull(invitor.InvitorDatabaseType),
		InvitorSignatureAlgorithm: framework.OrNull(invitor.InvitorSignatureAlgorithm),
		InvitorFabricVersion:      framework.OrNull(invitor.InvitorFabricVersion),
		OrderFadeEnabled:          types.BoolValue(invitor.OrderFadeEnabled),
		OrderFadeCache:            types.Int64Value(invitor.OrderFadeCache),
		InviteeID:                 framework.OrNull(invitee.InviteeID),
		InviteeName:               framework.OrNull(string(invitee.InviteeName)),
		InviteeBcsID:              framework.OrNull(invitee.InviteeBcsID),
		InviteeBcsName:            framework.OrNull(invitee.InviteeBcsName),
		InviteeProjectID:          framework.OrNull(invitee.InviteeProjectID),
		InviteeOrgs:               framework.Map(n.InviteeOrgs, newInvitedOrgData),
		Hide:                      framework.OrNull(string(n.Hide)),
		ReadStatus:                framework.OrNull(string(n.ReadStatus)),
		CrossVersionUpgrade:       framework.OrNull(string(n.CrossVersionUpgrade)),
	}
}

func (d *notificationsDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_bcs_notifications"
}

func (d *notificationsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The invitations to consortiums that other accounts have sent to this one, and match all the arguments given.",
		Attributes: map[string]schema.Attribute{
			"region": framework.DataSourceRegionAttribute(),
			"status": framework.Filter("with this status, as the API writes it: `waiting`, `agreed`, `reject`, `quit`, `released`; the documentation does not name all.",
				framework.NotEmpty()),
			"channel_name":   framework.Filter("to the channel with this name.", framework.NotEmpty()),
			"invitor_bcs_id": framework.Filter("of the instance with this UUID.", framework.UUID()),
			"notifications": schema.ListNestedAttribute{
				MarkdownDescription: "The invitations, in the order of the inviting instances and channels, of one channel the latest first.",
				Computed:            true,
				NestedObject:        schema.NestedAttributeObject{Attributes: notificationAttributes()},
			},
		},
	}
}

func notificationAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"channel_name":                framework.Shown("Channel that the invitation is for."),
		"status":                      framework.Shown("Status of the invitation, as the API writes it."),
		"updated_time":                framework.Shown("When the invitation was last changed."),
		"tc3_need":                    framework.ShownBool("Whether an instance needs trusted computing to join."),
		"invitor_id":                  framework.Shown("Id of the account that invites."),
		"invitor_name":                framework.Shown("Name of the account that invites."),
		"invitor_bcs_id":              framework.Shown("UUID of the instance that invites."),
		"invitor_bcs_name":            framework.Shown("Name of that instance."),
		"invitor_project_id":          framework.Shown("Id of the project of that instance."),
		"invitor_cluster_type":        framework.Shown("Kind of cluster of that instance."),
		"invitor_consensus":           framework.Shown("Consensus that an instance must have to join."),
		"invitor_database_type":       framework.Shown("Database of the instance that invites."),
		"invitor_signature_algorithm": framework.Shown("Signature algorithm that an instance must have to join."),
		"invitor_fabric_version":      framework.Shown("Version of Fabric that an instance must have to join."),
		"order_fade_enabled":          framework.ShownBool("Whether the orderers of the instance that invites forget old blocks."),
		"order_fade_cache":            framework.ShownInt("How much of the old blocks they keep."),
		"invitee_id":                  framework.Shown("Id of the account that was invited: this one."),
		"invitee_name":                framework.Shown("Name of this account; some clouds give a number."),
		"invitee_bcs_id":              framework.Shown("UUID of the instance by which this account has joined; null until then."),
		"invitee_bcs_name":            framework.Shown("Name of that instance."),
		"invitee_project_id":          framework.Shown("Id of the project of that instance."),
		"invitee_orgs":                invitedOrgsAttribute(),
		"hide":                        framework.Shown("Whether the console hides the invitation, as the API writes it: its values are not documented."),
		"read_status":                 framework.Shown("Whether somebody has read the invitation, as the API writes it: its values are not documented."),
		"cross_version_upgrade":       framework.Shown("What an upgrade of the consortium needs, as the API writes it: its values are not documented."),
	}
}

func (d *notificationsDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model notificationsDataSourceModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := framework.Reading(ctx)
	defer cancel()

	api := d.API(model.Region)
	notifications, err := api.ListNotifications(ctx)
	if err != nil {
		resp.Diagnostics.Append(couldNotRead("BCS notifications", api.Region(), err))
		return
	}
	notifications = slices.DeleteFunc(notifications, func(n bcs.Notification) bool {
		return !framework.Equal(model.Status, n.Status) || !framework.Equal(model.ChannelName, n.ChannelName) ||
			!framework.Equal(model.InvitorBcsID, n.InvitorInfo.InvitorBcsID)
	})
	slices.SortFunc(notifications, func(a, b bcs.Notification) int {
		return cmp.Or(cmp.Compare(a.InvitorInfo.InvitorBcsID, b.InvitorInfo.InvitorBcsID), cmp.Compare(a.ChannelName, b.ChannelName),
			cmp.Compare(b.UpdatedTime, a.UpdatedTime))
	})
	model.Region = types.StringValue(api.Region())
	model.Notifications = framework.Map(notifications, newNotificationData)
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}
