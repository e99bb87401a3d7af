package emulator

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// The resource types of tags and quotas (contract/vpcep.md 5, 6).
const (
	typeService  = "endpoint_service"
	typeEndpoint = "endpoint"
)

type tag struct{ key, value string }

type tagRequest struct {
	Key   *string `json:"key"`
	Value *string `json:"value"`
}

// What Huawei Cloud takes, and every cloud in queries, in characters.
const (
	maxTagKey   = 128
	maxTagValue = 255
)

var (
	tagKeyPattern   = regexp.MustCompile(`^[\p{L}\p{M}\p{N} _.:=+@-]+$`)
	tagValuePattern = regexp.MustCompile(`^[\p{L}\p{M}\p{N} _.:=+@/-]*$`)
)

func tagsView(tags []tag) []any {
	view := []any{}
	for _, t := range tags {
		view = append(view, object{"key": t.key, "value": t.value})
	}
	return view
}

// readTags validates the tags of a creation, where the SDK lets the value be absent (contract/vpcep.md 5).
func (c *call) readTags(request *[]tagRequest) ([]tag, *reply) {
	if request == nil {
		return nil, nil
	}
	var tags []tag
	for _, r := range *request {
		if refused := c.checkTag(r, false); refused != nil {
			return nil, refused
		}
		tags = append(tags, tag{key: *r.Key, value: orEmpty(r.Value)})
	}
	if refused := checkDuplicates(*request); refused != nil {
		return nil, refused
	}
	if len(tags) > c.choices.MaxTags {
		return nil, new(fail("EndPoint.3069"))
	}
	return tags, nil
}

// checkTag validates one tag. The tag action needs a value to create one, which may be empty.
func (c *call) checkTag(r tagRequest, valueNeeded bool) *reply {
	key, value := orEmpty(r.Key), orEmpty(r.Value)
	switch {
	case key == "":
		return new(fail("EndPoint.3066"))
	case r.Value == nil && valueNeeded:
		return new(fail("EndPoint.0002", "the value of tag "+key+" is required."))
	case utf8.RuneCountInString(key) > c.operator.maxTagKey:
		return new(fail("EndPoint.3072"))
	case utf8.RuneCountInString(value) > c.operator.maxTagValue:
		return new(fail("EndPoint.3073"))
	case !c.operator.tagKey.MatchString(key), !c.operator.tagValue.MatchString(value), strings.HasPrefix(key, "_sys_"),
		strings.TrimSpace(key) != key, strings.TrimSpace(value) != value:
		return new(fail("EndPoint.3068"))
	}
	return nil
}

func checkDuplicates(tags []tagRequest) *reply {
	seen := map[string]bool{}
	for _, t := range tags {
		if seen[orEmpty(t.Key)] {
			return new(fail("EndPoint.3067"))
		}
		seen[orEmpty(t.Key)] = true
	}
	return nil
}

// tagged is one object that can have tags.
type tagged struct {
	id, name string
	stamps   stamps
	tags     *[]tag
	touch    func()
}

// taggedObjects gives the project's objects of the resource type in the path, oldest first.
func (c *call) taggedObjects(kind string) ([]tagged, *reply) {
	var found []tagged
	switch kind {
	case typeService:
		for _, s := range c.store.services.all(c.stale) {
			if s.project == c.project {
				found = append(found, tagged{id: s.id, name: s.fullName(), stamps: s.stamps, tags: &s.tags,
					touch: func() { c.store.services.touch(s.id) }})
			}
		}
	case typeEndpoint:
		for _, ep := range c.store.endpoints.all(c.stale) {
			if ep.project == c.project {
				found = append(found, tagged{id: ep.id, name: ep.id, stamps: ep.stamps, tags: &ep.tags,
					touch: func() { c.store.endpoints.touch(ep.id) }})
			}
		}
	default:
		return nil, new(fail("EndPoint.3070"))
	}
	return found, nil
}

// taggedObject finds the object of the path.
func (c *call) taggedObject() (tagged, *reply) {
	kind, id := c.req.PathValue("resource_type"), c.req.PathValue("resource_id")
	objects, refused := c.taggedObjects(kind)
	if refused != nil {
		return tagged{}, refused
	}
	malformed, missing := "EndPoint.3062", c.noSuchService
	if kind == typeEndpoint {
		malformed, missing = "EndPoint.2017", c.noSuchEndpoint
	}
	if !isUUID(id) {
		return tagged{}, new(fail(malformed))
	}
	at := slices.IndexFunc(objects, func(t tagged) bool { return t.id == id })
	if at < 0 {
		return tagged{}, missing()
	}
	return objects[at], nil
}

// actOnTags creates or deletes tags of one object (contract/vpcep.md 5).
func actOnTags(c *call) reply {
	target, refused := c.taggedObject()
	if refused != nil {
		return *refused
	}
	request, refused := read[struct {
		Action  *string      `json:"action"`
		Tags    []tagRequest `json:"tags"`
		SysTags []tagRequest `json:"sys_tags"`
	}](c)
	if refused != nil {
		return *refused
	}
	switch {
	case request.Action == nil:
		return fail("EndPoint.0002", "action is required.")
	case *request.Action != "create" && *request.Action != "delete":
		return fail("EndPoint.0007")
	case len(request.SysTags) > 0:
		return fail("EndPoint.0004", "Only the operator can change system tags.")
	case len(request.Tags) == 0:
		return fail("EndPoint.3066")
	}
	create := *request.Action == "create"
	for _, t := range request.Tags {
		if refused := c.checkTag(t, create); refused != nil {
			return *refused
		}
	}
	if refused := checkDuplicates(request.Tags); refused != nil {
		return *refused
	}
	tags := withoutTags(*target.tags, request.Tags)
	if create {
		tags = withTags(*target.tags, request.Tags)
	}
	if create && len(tags) > c.choices.MaxTags {
		return fail("EndPoint.3069")
	}
	target.touch()
	*target.tags = tags
	return emptyReply(http.StatusNoContent)
}

// withTags adds tags; the same key is overwritten.
func withTags(tags []tag, added []tagRequest) []tag {
	tags = slices.Clone(tags)
	for _, a := range added {
		at := slices.IndexFunc(tags, func(t tag) bool { return t.key == *a.Key })
		if at < 0 {
			tags = append(tags, tag{key: *a.Key, value: *a.Value})
		} else {
			tags[at].value = *a.Value
		}
	}
	return tags
}

// withoutTags removes tags by key, or by key and value when a value is given; missing ones are ignored.
func withoutTags(tags []tag, removed []tagRequest) []tag {
	return slices.DeleteFunc(slices.Clone(tags), func(t tag) bool {
		return slices.ContainsFunc(removed, func(r tagRequest) bool {
			return *r.Key == t.key && (r.Value == nil || *r.Value == t.value)
		})
	})
}

// listTags is the union of the tags of the project's objects of one type. Its two patterns carry the type in the path.
func listTags(c *call) reply {
	kind := typeEndpoint
	if strings.HasSuffix(c.req.URL.Path, "/"+typeService+"/tags") {
		kind = typeService
	}
	objects, refused := c.taggedObjects(kind)
	if refused != nil {
		return *refused
	}
	values := map[string][]string{}
	var keys []string
	for _, o := range objects {
		for _, t := range *o.tags {
			if values[t.key] == nil {
				keys = append(keys, t.key)
			}
			if !slices.Contains(values[t.key], t.value) {
				values[t.key] = append(values[t.key], t.value)
			}
		}
	}
	slices.Sort(keys)
	view := []any{}
	for _, key := range keys {
		slices.Sort(values[key])
		view = append(view, object{"key": key, "values": values[key]})
	}
	return ok(object{"tags": view})
}
