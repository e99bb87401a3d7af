package hbs

import (
	"context"
	"maps"
	"slices"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
)

// The resource type in this path is that of the engine (contract/bcs.md 1H).
const tagsRoute = "/v2/{project_id}/huaweicloudchain/{instance_id}/tags"

// Tag is a key with its value.
type Tag struct {
	Key   string `json:"key"`
	Value string `json:"value"`
}

// ListTags reads the tags of an instance (contract/bcs.md 1H).
func (c *Client) ListTags(ctx context.Context, id string) (map[string]string, error) {
	type reply struct {
		Tags []Tag `json:"tags"`
	}
	all, err := ofInstance[reply](ctx, c, tagsRoute, nil, id)
	if err != nil {
		return nil, err
	}
	tags := make(map[string]string, len(all.Tags))
	for _, tag := range all.Tags {
		tags[tag.Key] = tag.Value
	}
	return tags, nil
}

// ChangeTags brings an instance from the tags it has to the tags it shall have: a call that deletes, a call that creates
// or overwrites, none where there is nothing to do. Tags in neither map stay as they are. The body of the deletion was
// not seen documented and is assumed to be that of the creation (contract/bcs.md 1H.4).
func (c *Client) ChangeTags(ctx context.Context, id string, has, shall map[string]string) error {
	var remove, set []Tag
	for _, key := range slices.Sorted(maps.Keys(has)) {
		if _, wanted := shall[key]; !wanted {
			remove = append(remove, Tag{key, has[key]})
		}
	}
	for _, key := range slices.Sorted(maps.Keys(shall)) {
		if old, there := has[key]; !there || old != shall[key] {
			set = append(set, Tag{key, shall[key]})
		}
	}
	type body struct {
		Tags []Tag `json:"tags"`
	}
	if len(remove) > 0 {
		if _, err := client.DeleteWith[struct{}](ctx, c.api, tagsRoute+"/delete", nil, body{remove}, id); err != nil {
			return c.orGone(ctx, id, err)
		}
	}
	if len(set) > 0 {
		if err := client.PostIdempotentNoContent(ctx, c.api, tagsRoute+"/create", body{set}, id); err != nil {
			return c.orGone(ctx, id, err)
		}
	}
	return nil
}
