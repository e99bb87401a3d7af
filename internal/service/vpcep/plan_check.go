package vpcep

import (
	"context"
	"fmt"
	"net/netip"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/vpcep"
)

// What a plan warns about before it is applied. Nothing here is an error: the cloud has the last word.

// checkQuota warns when one more object of a type would be more than the account may have. The quotas are read once a run;
// a cloud that does not tell them is no problem.
func checkQuota(ctx context.Context, api *vpcep.Client, resourceType, kinds string) diag.Diagnostics {
	var diags diag.Diagnostics
	quota, planned, err := api.PlanCreation(ctx, resourceType)
	if err != nil {
		tflog.Debug(ctx, "The quotas could not be read", map[string]any{"error": err.Error()})
		return diags
	}
	if quota.Quota <= 0 || quota.Used+planned <= quota.Quota {
		return diags
	}
	diags.AddWarning("The quota of "+kinds+" would be exceeded", fmt.Sprintf(
		"%d of the %d %s that this account may have in %s exist, and this one is number %d of those that the run creates. The cloud will refuse it (Endpoint.1018), "+
			"unless others are deleted before; what this run deletes or replaces is not counted off. "+
			"Delete what is not needed, or ask the cloud for a larger quota. `quota_check = false` in the provider block turns this check off.",
		quota.Used, quota.Quota, kinds, api.Region(), planned))
	return diags
}

// retiredServerTypes are those that regions take no longer for new services (contract/vpcep.md 1.3 and 8).
var retiredServerTypes = []string{"VIP", "BMS"}

// checkServerType warns about a new service of a kind that the cloud has retired.
func (m serviceModel) checkServerType() diag.Diagnostics {
	var diags diag.Diagnostics
	if serverType := m.ServerType.ValueString(); slices.Contains(retiredServerTypes, serverType) {
		diags.AddAttributeWarning(path.Root("server_type"), "A retired kind of backend", fmt.Sprintf(
			"The cloud has retired `server_type = %q`, so that most regions refuse it for a new service (EndPoint.3021). Use `VM` for a server, or `LB` for a load balancer.", serverType))
	}
	return diags
}

// reserved is the network the cloud uses for itself: nothing of a VPC may overlap with it (contract/vpcep.md 1.3, 1.21).
var reserved = netip.MustParsePrefix("198.19.128.0/17")

// checkReserved warns about an address, or a network, within the reserved network. A larger network, such as 0.0.0.0/0,
// is none of its addresses' business.
func checkReserved(at path.Path, value types.String) diag.Diagnostics {
	var diags diag.Diagnostics
	text := value.ValueString()
	network, err := netip.ParsePrefix(text)
	if err != nil {
		address, err := netip.ParseAddr(text)
		if err != nil {
			return diags // a domain name, unset, not known yet, or said to be wrong elsewhere
		}
		network = netip.PrefixFrom(address, address.BitLen())
	}
	if network.Bits() >= reserved.Bits() && reserved.Contains(network.Addr()) {
		diags.AddAttributeWarning(at, "An address of the network that the cloud reserves", fmt.Sprintf(
			"%s is within %s, which the cloud uses for itself. The subnets and routes of a VPC must not overlap with it, so that no server and no client can have such an address.", text, reserved))
	}
	return diags
}
