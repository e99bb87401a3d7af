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

// spellings are the texts of a set by what they mean: networkOf for addresses, strings.ToLower for ids.
func spellings(set types.Set, meaning func(string) string) map[string][]string {
	spelled := map[string][]string{}
	for _, element := range set.Elements() {
		if text, ok := element.(types.String); ok {
			key := meaning(text.ValueString())
			spelled[key] = append(spelled[key], text.ValueString())
		}
	}
	return spelled
}

// keptSpelling is framework.KeptSet for texts that can be spelled in several ways: the cloud's spelling of one that was
// there already is no change.
func keptSpelling(prior types.Set, read []string, meaning func(string) string) types.Set {
	spelled := spellings(prior, meaning)
	var kept []string
	for _, text := range read {
		if before := spelled[meaning(text)]; before != nil {
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

// sameSpelling plans the set of the state for one that means the same: an import has the cloud's spelling.
type sameSpelling struct{ meaning func(string) string }

func (sameSpelling) Description(context.Context) string {
	return "Another spelling of the same values is no change."
}

func (m sameSpelling) MarkdownDescription(ctx context.Context) string { return m.Description(ctx) }

func (m sameSpelling) PlanModifySet(ctx context.Context, req planmodifier.SetRequest, resp *planmodifier.SetResponse) {
	if req.ConfigValue.IsNull() || req.StateValue.IsNull() || !framework.Known(ctx, req.ConfigValue) {
		return
	}
	configured, there := spellings(req.ConfigValue, m.meaning), spellings(req.StateValue, m.meaning)
	for key := range configured {
		if there[key] == nil {
			return
		}
	}
	if len(configured) == len(there) {
		resp.PlanValue = req.StateValue
	}
}
