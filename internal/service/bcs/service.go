// Package bcs holds the Terraform objects of the Blockchain Service: Hyperledger Fabric instances and what is in them.
package bcs

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

// Resources are the resources this package offers.
func Resources() []func() resource.Resource {
	return []func() resource.Resource{
		NewInstanceResource,
		NewChannelResource,
		NewChannelOrganizationResource,
		NewInvitationResource,
		NewInvitationResponseResource,
		NewUserCertificateResource,
	}
}

// DataSources are the data sources this package offers.
func DataSources() []func() datasource.DataSource {
	return []func() datasource.DataSource{
		NewChannelsDataSource,
		NewEntityMetricsDataSource,
		NewEventStatisticsDataSource,
		NewEventsDataSource,
		NewFlavorsDataSource,
		NewInstanceDataSource,
		NewInstanceMetricsDataSource,
		NewInstanceStatusDataSource,
		NewInstancesDataSource,
		NewMembersDataSource,
		NewMetricsDataSource,
		NewNodesDataSource,
		NewNotificationsDataSource,
		NewOperationsDataSource,
		NewQuotasDataSource,
	}
}

// EphemeralResources are the ephemeral resources this package offers.
func EphemeralResources() []func() ephemeral.EphemeralResource {
	return []func() ephemeral.EphemeralResource{
		NewCertificateEphemeral,
		NewSdkConfigEphemeral,
		NewUserCertificateArchiveEphemeral,
	}
}

// ListResources are the list resources this package offers, for `terraform query`.
func ListResources() []func() list.ListResource {
	return []func() list.ListResource{
		NewInstanceList,
		NewChannelList,
	}
}

// Actions are the actions this package offers.
func Actions() []func() action.Action {
	return []func() action.Action{
		NewCertificateFreezeAction,
		NewCertificateUnfreezeAction,
	}
}

// limits are the standard timeouts. An instance with a new cluster takes up to half an hour; a change of it waits for
// all the changes before it.
var limits = framework.Timeouts{Create: 90 * time.Minute, Update: 60 * time.Minute, Delete: 30 * time.Minute}

// advice is what to do about the errors of this service (contract/bcs.md 7.3), by code in lower case.
var advice = framework.AdviceTable{
	"bcs.4000013": {Text: "the request is larger than the service takes. Give smaller values."},
	"bcs.4001001": {Text: "the instance is still being created. Apply again when it is there, or raise the limit in `timeouts`."},
	"bcs.4001002": {Text: "another change of the instance is under way. Apply again when it is done, or raise the limit in `timeouts`."},
	"bcs.4001003": {Text: "the instance is being deleted. Apply again when it is gone."},
	"bcs.4001006": {Text: "the cluster is not well, so its file system could not be deleted. Repair or delete the cluster (CCE), and apply again."},
	"bcs.4001007": {Text: "the instance is billed by year or month. Unsubscribe it in the console's billing center; Terraform cannot."},
	"bcs.4001008": {Text: "bind an EIP to at least one node of the cluster, or leave `use_eip` out, and apply again."},
	"bcs.4001009": {Text: "bind an EIP to each node of the cluster, or leave `use_eip` out, and apply again."},
	"bcs.4001051": {Text: "check the name of the organization; `peer_orgs` of the instance has the ones there are."},
	"bcs.4001108": {Text: "check the names of the metrics."},
	"bcs.4001245": {Text: "give organizations names of 4 to 24 letters, digits, Chinese characters and `-`, not with `-` in front."},
	"bcs.4004002": {Text: "this region does not take EVS disks for blockchains. Set `volume_type` to `nfs` or `efs`."},
	"bcs.4004021": {Text: "instances in edge clusters (IEF) have no such metrics."},
	"bcs.4004024": {Text: "check the name of the organization; `peer_orgs` of the instance has the ones there are."},
	"bcs.4006003": {Text: "the service could not read the request. This may be a defect of the provider; please report it with the request id."},
	"bcs.4006005": {Text: "one of the values is not what the service takes. The message says which; or the object it is about does not exist."},
	"bcs.4006009": {Text: "the service misses a value: fill in the arguments that this kind of object needs."},
	"bcs.4006012": {Text: "give channels names of 4 to 24 lower-case letters and digits, with a letter in front."},
	"bcs.4009100": {Text: "the service had a problem of its own. Apply again in a while; when it stays, give the request id to the cloud's support."},
	"bcs.4009102": {Text: "the service had a problem of its own. Apply again in a while; when it stays, give the request id to the cloud's support."},
	"bcs.4010401": {Text: "check the credentials of the provider block or of the environment; a token or temporary key may have expired."},
	"bcs.4030403": {Text: "give the user the permission for this call (IAM policy of BCS), and check that `project_id` and `region` of the provider are those of the credentials."},
	"bcs.4040404": {Text: "the service does not know this call. Check `region` and the endpoint settings of the provider: not every region offers BCS."},
}

// offered refuses the plan of a new object in a region that has no blockchains, without asking anybody.
func offered[API interface{ Offered() error }](ctx context.Context, plan tfsdk.Plan, api func(region types.String) API) (diags diag.Diagnostics) {
	var region types.String
	diags.Append(plan.GetAttribute(ctx, path.Root("region"), &region)...)
	if region.IsUnknown() {
		return diags
	}
	if err := api(region).Offered(); err != nil {
		diags.AddAttributeError(path.Root("region"), "There are no BCS instances in this region", err.Error()+".")
	}
	return diags
}
