package emulator

import (
	"net/http"
	"strings"
	"unicode/utf8"
)

// hbsTagsPath is how the documentation writes the paths of tags; huaweicloudchain is the only resource type.
const hbsTagsPath = "/v2/{project_id}/{resource_type}/{instance_id}/tags"

// hbsTagsAt gives the pattern of a path of tags. The list's ends in a wildcard, since a literal would overlap the paths
// of jobs and instances, which are more special this way.
func hbsTagsAt(action string) []string {
	const instance = "/v2/{project_id}/huaweicloudchain/{instance_id}"
	if action == "" {
		return []string{instance + "/{tags}"}
	}
	return []string{instance + "/tags" + action}
}

// taggedInstance finds the instance of the path. An unknown one is 404 here (public page ListResourceTags).
func (c *call) taggedInstance() (*hbsInstance, *reply) {
	i, refused := c.ownHBSInstance()
	if refused != nil && refused.code == "HBS.40000004" {
		refused = new(hbsFail("HBS.40400001", "There is no instance ", c.req.PathValue("instance_id"), "."))
	}
	return i, refused
}

// listHBSTags shows the tags of an instance.
func listHBSTags(c *call) reply {
	if c.req.PathValue("tags") != "tags" {
		return c.unknownPath()
	}
	i, refused := c.taggedInstance()
	if refused != nil {
		return *refused
	}
	return ok(object{"tags": tagsView(i.tags)})
}

// readHBSTags decodes and validates tags.
func (c *call) readHBSTags(valueNeeded bool) ([]tagRequest, *reply) {
	request, refused := readHBS[struct {
		Tags []tagRequest `json:"tags"`
	}](c)
	if refused != nil {
		return nil, refused
	}
	if len(request.Tags) == 0 {
		return nil, hbsMissing("tags")
	}
	seen := map[string]bool{}
	for _, t := range request.Tags {
		key, value := orEmpty(t.Key), orEmpty(t.Value)
		switch {
		case key == "":
			return nil, hbsMissing("the key of a tag")
		case t.Value == nil && valueNeeded:
			return nil, hbsMissing("the value of tag " + key)
		case utf8.RuneCountInString(key) > maxTagKey, utf8.RuneCountInString(value) > maxTagValue, !tagKeyPattern.MatchString(key),
			!tagValuePattern.MatchString(value), strings.HasPrefix(key, "_sys_"), strings.TrimSpace(key) != key:
			return nil, hbsInvalid("tag %s: a key has at most 128 characters, a value 255, of letters, digits, spaces and _.:=+-@, "+
				"and a key does not begin with _sys_.", key)
		case seen[key]:
			return nil, hbsInvalid("tag %s is given twice.", key)
		}
		seen[key] = true
	}
	return request.Tags, nil
}

// tagsChanged answers a change of tags. All that is documented of it is that operations succeed with 200 (contract/bcs.md
// 0 and 10.12).
func (c *call) tagsChanged() reply {
	if c.choices.HBS.TagsNoContent {
		return emptyReply(http.StatusNoContent)
	}
	return ok(object{})
}

// createHBSTags adds tags; the same key is overwritten.
func createHBSTags(c *call) reply {
	i, refused := c.taggedInstance()
	if refused != nil {
		return *refused
	}
	added, refused := c.readHBSTags(true)
	if refused != nil {
		return *refused
	}
	tags := withTags(i.tags, added)
	if len(tags) > c.choices.MaxTags {
		return *hbsInvalid("an instance has at most %d tags.", c.choices.MaxTags)
	}
	c.store.hbsInstances.touch(i.id)
	i.tags = tags
	return c.tagsChanged()
}

// deleteHBSTags removes tags by key, or by key and value when a value is given; missing ones are ignored.
func deleteHBSTags(c *call) reply {
	i, refused := c.taggedInstance()
	if refused != nil {
		return *refused
	}
	removed, refused := c.readHBSTags(false)
	if refused != nil {
		return *refused
	}
	c.store.hbsInstances.touch(i.id)
	i.tags = withoutTags(i.tags, removed)
	return c.tagsChanged()
}
