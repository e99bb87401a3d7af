package vpcep

import (
	"context"
	"net/netip"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

// networkOf is an address or a network in one spelling: 10.10.10.10 and 10.10.10.10/32 are the same. What is neither stays
// as it is.
func networkOf(text string) string {
	if address, err := netip.ParseAddr(text); err == nil {
		return netip.PrefixFrom(address, address.BitLen()).String()
	}
	if network, err := netip.ParsePrefix(text); err == nil {
		return network.Masked().String()
	}
	return text
}

// spellings are the elements of a set of addresses and networks, by what they mean.
func spellings(set types.Set) map[string][]string {
	spelled := map[string][]string{}
	for _, element := range set.Elements() {
		if text, ok := element.(types.String); ok {
			network := networkOf(text.ValueString())
			spelled[network] = append(spelled[network], text.ValueString())
		}
	}
	return spelled
}

// keptAddresses is framework.KeptSet for addresses and networks: the cloud's spelling of one that was there already is no
// change.
func keptAddresses(prior types.Set, read []string) types.Set {
	spelled := spellings(prior)
	var kept []string
	for _, text := range read {
		if before := spelled[networkOf(text)]; before != nil {
			kept = append(kept, before...)
		} else {
			kept = append(kept, text)
		}
	}
	slices.Sort(kept)
	if kept = slices.Compact(kept); kept == nil && read != nil {
		kept = []string{}
	}
	return framework.KeptSet(prior, kept)
}

// sameAddresses plans the set of the state for one that means the same, which an import may have spelled in another way.
type sameAddresses struct{}

func (sameAddresses) Description(context.Context) string {
	return "Another spelling of the same addresses is no change."
}

func (m sameAddresses) MarkdownDescription(ctx context.Context) string { return m.Description(ctx) }

func (sameAddresses) PlanModifySet(ctx context.Context, req planmodifier.SetRequest, resp *planmodifier.SetResponse) {
	if req.ConfigValue.IsNull() || req.StateValue.IsNull() || !framework.Known(ctx, req.ConfigValue) {
		return
	}
	configured, there := spellings(req.ConfigValue), spellings(req.StateValue)
	for network := range configured {
		if there[network] == nil {
			return
		}
	}
	if len(configured) == len(there) {
		resp.PlanValue = req.StateValue
	}
}
