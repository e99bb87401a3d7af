// Package hbs holds the Terraform objects of the Huawei Cloud blockchain engine: instances and organizations, which are
// bought by the month or year, and the chain in them.
package hbs

import (
	"time"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

// Resources are the resources this package offers.
func Resources() []func() resource.Resource {
	return []func() resource.Resource{
		NewInstanceResource,
		NewOrganizationResource,
	}
}

// DataSources are the data sources this package offers.
func DataSources() []func() datasource.DataSource {
	return []func() datasource.DataSource{
		NewInstanceDataSource,
		NewInstancesDataSource,
		NewOrganizationDataSource,
		NewOrganizationsDataSource,
		NewJobsDataSource,
		NewChainDataSource,
		NewBlocksDataSource,
		NewServiceInfoDataSource,
		NewPriceDataSource,
	}
}

// EphemeralResources are the ephemeral resources this package offers.
func EphemeralResources() []func() ephemeral.EphemeralResource {
	return []func() ephemeral.EphemeralResource{
		NewSdkConfigEphemeral,
	}
}

// ListResources are the list resources this package offers, for `terraform query`.
func ListResources() []func() list.ListResource {
	return []func() list.ListResource{
		NewInstanceList,
		NewOrganizationList,
	}
}

// limits are the standard timeouts. The console tells of 18 to 25 minutes for a creation and about 20 for an upgrade;
// what is done to one instance is done one after the other.
var limits = framework.Timeouts{Create: 90 * time.Minute, Update: 60 * time.Minute, Delete: 60 * time.Minute}

// advice is what to do about errors, by code in lower case. The codes of the engine itself are not published
// (contract/bcs.md 7.1), so these are billing's.
var advice = framework.AdviceTable{
	"cbc.0150":     {Text: "the account is of another website of the cloud (China, international) than the billing API that was asked. Set `endpoints.bss` of the provider."},
	"cbc.0151":     {Text: "give the user the permission for this call of billing (`bss:order:update`, `bss:unsubscribe:update`), or use credentials that have it."},
	"cbc.30000010": {Text: "billing does not know the order. It may be of another account; look under Orders in the console's billing center."},
	"cbc.99003012": {Text: "billing does not know the instance or organization by its id. Unsubscribe it in the console's billing center, and apply again."},
	"cbc.99003100": {Text: "an order for it is not paid yet. Pay or cancel that order in the console's billing center, and apply again."},
	"cbc.99003651": {Text: "something else is being done to the instance. Apply again when it is done, or raise the limit in `timeouts`."},
	"cbc.99005003": {Text: "the balance of the account is too low. Top it up, or set `is_auto_pay = false` in `org_order_info` and pay the order in the console."},
	"cbc.99005010": {Text: "the order is not waiting for its payment any more. Apply again: the next run sees what has become of it."},
}
