package framework

import (
	"context"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Limits of tags (contract/vpcep.md 5).
const (
	MaxTags     = 20
	maxTagKey   = 128
	maxTagValue = 255
	systemTags  = "_sys_" // the beginning of the keys that only the cloud gives
)

var (
	tagKey   = regexp.MustCompile(`^[\p{L}\p{N} _.:=+@-]*$`)
	tagValue = regexp.MustCompile(`^[\p{L}\p{N} _.:=+@/-]*$`)
)

// TagPolicy is what the provider block says about tags.
type TagPolicy struct {
	Default map[string]string // on every object that has tags
	Ignore  []string          // keys that belong to somebody else: never read, never changed
	Unknown bool              // the provider block's values are not known yet, while planning
}

// TagValidators check a map of tags against the API's limits.
func TagValidators() []validator.Map {
	return []validator.Map{
		mapvalidator.SizeAtMost(MaxTags),
		mapvalidator.NoNullValues(),
		mapvalidator.KeysAre(
			stringvalidator.UTF8LengthBetween(1, maxTagKey),
			stringvalidator.RegexMatches(tagKey, "a tag key has letters, digits, spaces and _ . : = + - @"),
			FromFunc("must not start with `_sys_` and must not begin or end with a space", func(key string) bool {
				return !strings.HasPrefix(key, systemTags) && strings.TrimSpace(key) == key
			}),
		),
		mapvalidator.ValueStringsAre(
			stringvalidator.UTF8LengthAtMost(maxTagValue),
			stringvalidator.RegexMatches(tagValue, "a tag value has letters, digits, spaces and _ . : = + - @ /"),
		),
	}
}

// TagsAttribute is the `tags` argument of a resource.
func TagsAttribute() schema.MapAttribute {
	return schema.MapAttribute{
		MarkdownDescription: "Tags, at most 20, counted with the provider's `default_tags`. Keys have 1 to 128 and values 0 to 255 characters. " +
			"Keys that are also in `default_tags` win over them. Unset: tags that others put on the object are left alone; `{}`: none but the default tags.",
		Optional:    true,
		ElementType: types.StringType,
		Validators:  TagValidators(),
	}
}

// TagsAllAttribute is the `tags_all` attribute of a resource.
func TagsAllAttribute() schema.MapAttribute {
	return schema.MapAttribute{
		MarkdownDescription: "Tags that Terraform manages on the object: `tags` together with the provider's `default_tags`.",
		Computed:            true,
		ElementType:         types.StringType,
	}
}

// PlanTagsAll plans `tags_all` from `tags` and the default tags, and refuses more tags than the API takes.
func (p TagPolicy) PlanTagsAll(ctx context.Context, resp *resource.ModifyPlanResponse) {
	var tags types.Map
	resp.Diagnostics.Append(resp.Plan.GetAttribute(ctx, path.Root("tags"), &tags)...)
	all := types.MapUnknown(types.StringType)
	if known, ok := stringMap(tags); ok && !p.Unknown {
		merged := p.merge(known)
		if len(merged) > MaxTags {
			resp.Diagnostics.AddAttributeError(path.Root("tags"), "Too many tags",
				"An object has at most 20 tags; `tags` and the provider's `default_tags` are more together.")
		}
		all = StringMap(merged)
	}
	resp.Diagnostics.Append(setPlan(ctx, &resp.Plan, "tags_all", all)...)
}

// Read sorts the tags an object has into `tags` and `tags_all`. A tag that is ignored counts only when
// `tags` names it. While `tags` is not managed only the keys Terraform knows count; an import takes all
// that are not default tags.
func (p TagPolicy) Read(has map[string]string, tags, tagsAll types.Map, importing bool) (types.Map, types.Map) {
	was, _ := stringMap(tags)
	wasAll, _ := stringMap(tagsAll)
	whole := !tags.IsNull() || importing
	mine, all := map[string]string{}, map[string]string{}
	for key, value := range has {
		standard, isDefault := p.Default[key]
		_, explicit := was[key]
		_, known := wasAll[key]
		if p.ignores(key) && !explicit {
			continue
		}
		if whole || isDefault || known {
			all[key] = value
		}
		if explicit || (whole && !isDefault) || (importing && standard != value) {
			mine[key] = value
		}
	}
	if tags.IsNull() && len(mine) == 0 {
		return types.MapNull(types.StringType), StringMap(all)
	}
	return StringMap(mine), StringMap(all)
}

// Change is what a change of tags goes from and to: the tags of the state, without those that are ignored,
// and the tags of the plan.
func (p TagPolicy) Change(state, plan types.Map) (has, shall map[string]string) {
	has, _ = stringMap(state)
	shall, _ = stringMap(plan)
	maps.DeleteFunc(has, func(key, _ string) bool {
		_, wanted := shall[key]
		return p.ignores(key) && !wanted
	})
	return has, shall
}

func (p TagPolicy) merge(tags map[string]string) map[string]string {
	merged := map[string]string{}
	for key, value := range p.Default {
		if !p.ignores(key) {
			merged[key] = value
		}
	}
	maps.Copy(merged, tags)
	return merged
}

// ignores reports whether a tag is somebody else's: those of the cloud itself begin with systemTags.
func (p TagPolicy) ignores(key string) bool {
	return strings.HasPrefix(key, systemTags) || slices.Contains(p.Ignore, key)
}

// Tags is a map of tags that is known, as a Go map.
func Tags(value types.Map) map[string]string {
	tags, _ := stringMap(value)
	return tags
}

// stringMap reports false when the map or one of its values is not known yet.
func stringMap(value types.Map) (map[string]string, bool) {
	if value.IsUnknown() {
		return nil, false
	}
	out := map[string]string{}
	for key, element := range value.Elements() {
		text, ok := element.(types.String)
		if !ok || text.IsUnknown() {
			return nil, false
		}
		out[key] = text.ValueString()
	}
	return out, true
}
