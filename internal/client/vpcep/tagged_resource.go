package vpcep

import (
	"context"
	"encoding/json"
	"strconv"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
)

// TaggedResource is a service or an endpoint found by its tags (contract/vpcep.md 5).
type TaggedResource struct {
	ID             string          `json:"resource_id"`
	ResourceName   string          `json:"resource_name"` // the id when there is no name
	ResourceDetail json.RawMessage `json:"resource_detail"`
	Tags           []Tag           `json:"tags"`
}

// TagFilter says which objects to find; the zero value finds all. Up to 10 keys with up to 10 values each; no values
// stand for any value (contract/vpcep.md 5).
type TagFilter struct {
	Tags          []TagValues `json:"tags,omitempty"`            // all of the keys, each with one of its values
	TagsAny       []TagValues `json:"tags_any,omitempty"`        // any of them
	NotTags       []TagValues `json:"not_tags,omitempty"`        // not all of them
	NotTagsAny    []TagValues `json:"not_tags_any,omitempty"`    // not any of them
	SysTags       []TagValues `json:"sys_tags,omitempty"`        // of the cloud's own tags
	Matches       []Tag       `json:"matches,omitempty"`         // the key is "resource_name", the value a part of it
	WithoutAnyTag bool        `json:"without_any_tag,omitempty"` // objects without tags; the filters above do not matter
}

// filled has a list, maybe an empty one, wherever values are nil: the API knows no null.
func filled(tags []TagValues) []TagValues {
	var list []TagValues
	for _, tag := range tags {
		list = append(list, TagValues{tag.Key, append([]string{}, tag.Values...)})
	}
	return list
}

// tagQuery is the body of both actions. Limit and offset are numbers as texts.
type tagQuery struct {
	Action string `json:"action"`
	Limit  string `json:"limit,omitempty"`
	Offset string `json:"offset,omitempty"`
	TagFilter
}

type taggedReply struct {
	Resources []TaggedResource `json:"resources"`
	Total     int              `json:"total_count"`
}

// FilterByTags reads the objects of a type that a filter finds (contract/vpcep.md 5).
func (c *Client) FilterByTags(ctx context.Context, resourceType string, filter TagFilter) ([]TaggedResource, error) {
	return client.All(ctx, MaxPage, func(ctx context.Context, limit, offset int) ([]TaggedResource, int, error) {
		query := tagQuery{Action: "filter", Limit: strconv.Itoa(limit), Offset: strconv.Itoa(offset), TagFilter: filter}
		reply, err := c.queryTags(ctx, resourceType, query)
		if err != nil {
			return nil, 0, err
		}
		return reply.Resources, reply.Total, nil
	})
}

// CountByTags counts the objects of a type that a filter finds (contract/vpcep.md 5).
func (c *Client) CountByTags(ctx context.Context, resourceType string, filter TagFilter) (int, error) {
	reply, err := c.queryTags(ctx, resourceType, tagQuery{Action: "count", TagFilter: filter})
	if err != nil {
		return 0, err
	}
	return reply.Total, nil
}

func (c *Client) queryTags(ctx context.Context, resourceType string, query tagQuery) (*taggedReply, error) {
	query.Tags, query.TagsAny = filled(query.Tags), filled(query.TagsAny)
	query.NotTags, query.NotTagsAny = filled(query.NotTags), filled(query.NotTagsAny)
	query.SysTags = filled(query.SysTags)
	return client.PostIdempotent[taggedReply](ctx, c.api, tagsRoute(resourceType, "resource_instances/action"), query)
}
