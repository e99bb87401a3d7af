package vpcep

import (
	"context"
	"maps"
	"slices"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
)

// Resource types of the calls for tags and quotas (contract/vpcep.md 5 and 6).
const (
	ServiceTags  = "endpoint_service"
	EndpointTags = "endpoint"
)

// Tag is a key with its value (contract/vpcep.md 5).
type Tag struct {
	Key   string `json:"key"`
	Value string `json:"value"`
}

// TagValues is a key with values (contract/vpcep.md 5).
type TagValues struct {
	Key    string   `json:"key"`
	Values []string `json:"values"`
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

// ListTags reads the tags of a region's objects of a type: each key with every value it has (contract/vpcep.md 5).
func (c *Client) ListTags(ctx context.Context, resourceType string) ([]TagValues, error) {
	type reply struct {
		Tags []TagValues `json:"tags"`
	}
	tags, err := client.Get[reply](ctx, c.api, tagsRoute(resourceType, "tags"), nil)
	if err != nil {
		return nil, err
	}
	return tags.Tags, nil
}

// GetTags reads the tags of one object. The API has no call for it, they come with the object.
func (c *Client) GetTags(ctx context.Context, resourceType, id string) ([]Tag, error) {
	if resourceType == ServiceTags {
		service, err := c.GetService(ctx, id)
		if err != nil {
			return nil, err
		}
		return service.Tags, nil
	}
	endpoint, err := c.GetEndpoint(ctx, id)
	if err != nil {
		return nil, err
	}
	return endpoint.Tags, nil
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
	return client.PostIdempotentNoContent(ctx, c.api, tagsRoute(resourceType, "{resource_id}/tags/action"), body, id)
}

func tagsRoute(resourceType, rest string) string {
	return "/v1/{project_id}/" + resourceType + "/" + rest
}
