package vpcep

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/vpcep"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

func connectionPolicySchema(ctx context.Context) schema.Schema {
	return schema.Schema{
		MarkdownDescription: "Rules by which the owner of a VPC endpoint service answers the endpoints that want to connect: accounts to accept, accounts to reject, and what happens to all others. " +
			"The endpoints are answered by `terraform apply`. A refresh reads who asks; the plan shows each answer as a change of a `status` in `connections`, such as " +
			"`pendingAcceptance` to `accepted`, and the apply gives exactly these answers. Run it as often as requests shall be answered. " +
			"A connection that was answered against the rules by other means is answered again. One policy for a service; single endpoints of accounts that the rules ignore " +
			"can be answered with `hwc_vpcep_service_connection`. Destroying the policy leaves all connections as they are.",
		Attributes: map[string]schema.Attribute{
			"region":     framework.RegionAttribute(),
			"service_id": namePart("UUID of the VPC endpoint service, which belongs to this account. Changing it replaces the policy."),
			"accept_domain_ids": domainIDs("Ids of the accounts whose endpoints are accepted, also those that were rejected before. Changed in place. " +
				"Unset and `[]`: none are named."),
			"reject_domain_ids": domainIDs("Ids of the accounts whose endpoints are rejected, also those that are connected. Changed in place. " +
				"Unset and `[]`: none are named."),
			"default": schema.StringAttribute{
				MarkdownDescription: "What happens to endpoints of accounts that are in neither list: `ignore` (they stay as they are), `accept` or `reject`. Default: `ignore`. Changed in place.",
				Optional:            true,
				Computed:            true,
				Default:             stringdefault.StaticString(defaultIgnore),
				Validators:          []validator.String{stringvalidator.OneOf(defaultIgnore, defaultAccept, defaultReject)},
			},
			"max_connections": schema.Int64Attribute{
				MarkdownDescription: "How many connections the service may have, of every account, before the policy accepts no more; `0` accepts nobody. The oldest requests come first, " +
					"and a warning names those that do not get in. Nobody is disconnected because of it. Changed in place. Unset: no limit.",
				Optional:   true,
				Validators: []validator.Int64{int64validator.AtLeast(0)},
			},
			"connections": schema.MapNestedAttribute{
				MarkdownDescription: "The connections of the service, by the UUIDs of the endpoints. In a plan: as they are going to be.",
				Computed:            true,
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"domain_id":  computed("Id of the account the endpoint belongs to."),
					"status":     computed("Status of the connection: " + endpointStatusText),
					"marker_id":  schema.Int64Attribute{MarkdownDescription: "Number of the endpoint, which the backend sees in packets.", Computed: true},
					"created_at": computed("When the endpoint was created, in UTC."),
				}},
			},
			"timeouts": limits.Attribute(ctx),
		},
	}
}

func domainIDs(description string) schema.SetAttribute {
	return schema.SetAttribute{
		MarkdownDescription: description,
		Optional:            true,
		ElementType:         types.StringType,
		Validators: []validator.Set{
			setvalidator.NoNullValues(),
			setvalidator.ValueStringsAre(framework.FromFunc("must be the id of an account, of at most 64 letters and digits", isDomainID)),
		},
	}
}

// isDomainID leaves out the patterns that a whitelist may hold (contract/vpcep.md 3): a connection has one account.
func isDomainID(text string) bool {
	_, err := vpcep.DomainPermission(text)
	return err == nil && !strings.Contains(text, vpcep.Everyone)
}
