package vpcep

import (
	"context"
	"maps"
	"slices"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
)

// Resource types of the tag calls (contract/vpcep.md 5).
const (
	ServiceTags  = "endpoint_service"
	EndpointTags = "endpoint"
)

// Tag is a key with its value (contract/vpcep.md 5).
type Tag struct {
	Key   string `json:"key"`
	Value string `json:"value"`
}

// Tags puts a map into the API's form, in the order of the keys.
func Tags(tags map[string]string) []Tag {
	var list []Tag
	for _, key := range slices.Sorted(maps.Keys(tags)) {
		list = append(list, Tag{key, tags[key]})
	}
	return list
}

// TagMap is the opposite of Tags.
func TagMap(list []Tag) map[string]string {
	tags := make(map[string]string, len(list))
	for _, tag := range list {
		tags[tag.Key] = tag.Value
	}
	return tags
}

// ChangeTags brings an object from the tags it has to the tags it shall have: a call that deletes keys, a
// call that creates or overwrites, none where there is nothing to do. Tags in neither map stay as they are
// (contract/vpcep.md 5).
func (c *Client) ChangeTags(ctx context.Context, resourceType, id string, has, shall map[string]string) error {
	var remove []tagKey
	for _, key := range slices.Sorted(maps.Keys(has)) {
		if _, wanted := shall[key]; !wanted {
			remove = append(remove, tagKey{key})
		}
	}
	set := map[string]string{}
	for key, value := range shall {
		if old, there := has[key]; !there || old != value {
			set[key] = value
		}
	}
	if len(remove) > 0 {
		if err := c.tagsAction(ctx, resourceType, id, "delete", remove); err != nil {
			return err
		}
	}
	if len(set) > 0 {
		return c.tagsAction(ctx, resourceType, id, "create", Tags(set))
	}
	return nil
}

// tagKey deletes a tag whatever its value is.
type tagKey struct {
	Key string `json:"key"`
}

func (c *Client) tagsAction(ctx context.Context, resourceType, id, action string, tags any) error {
	body := struct {
		Action string `json:"action"`
		Tags   any    `json:"tags"`
	}{action, tags}
	return client.PostIdempotentNoContent(ctx, c.api, "/v1/{project_id}/"+resourceType+"/{resource_id}/tags/action", body, id)
}
