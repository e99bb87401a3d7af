package emulator

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
	"unicode/utf8"
)

// resourceQuery is the body of POST resource_instances/action (contract/vpcep.md 5).
type resourceQuery struct {
	Action        *string     `json:"action"`
	Limit         numberText  `json:"limit"`
	Offset        numberText  `json:"offset"`
	Tags          []tagValues `json:"tags"`
	TagsAny       []tagValues `json:"tags_any"`
	NotTags       []tagValues `json:"not_tags"`
	NotTagsAny    []tagValues `json:"not_tags_any"`
	SysTags       []tagValues `json:"sys_tags"`
	WithoutAnyTag bool        `json:"without_any_tag"`
	Matches       []struct {
		Key   string `json:"key"`
		Value string `json:"value"`
	} `json:"matches"`
}

type tagValues struct {
	Key    string   `json:"key"`
	Values []string `json:"values"`
}

const maxFilterValues = 10

// numberText is an integer that clients send as a string or as a number, and some as both in one body.
type numberText struct {
	text string
	set  bool
}

func (n *numberText) UnmarshalJSON(raw []byte) error {
	if string(raw) == "null" {
		return nil
	}
	n.set = true
	if bytes.HasPrefix(raw, []byte(`"`)) {
		return json.Unmarshal(raw, &n.text)
	}
	var number json.Number
	if err := json.Unmarshal(raw, &number); err != nil {
		return err
	}
	n.text = number.String()
	return nil
}

// within gives the number, or the fallback when there is none.
func (n numberText) within(fallback, lowest, highest int) (int, bool) {
	if !n.set {
		return fallback, true
	}
	number, err := strconv.Atoi(n.text)
	return number, err == nil && number >= lowest && number <= highest
}

// findResources lists or counts objects by tags and name.
func findResources(c *call) reply {
	objects, refused := c.taggedObjects(c.req.PathValue("resource_type"))
	if refused != nil {
		return *refused
	}
	query, refused := read[resourceQuery](c)
	if refused != nil {
		return *refused
	}
	if query.Action == nil {
		return fail("EndPoint.0002", "action is required.")
	}
	if *query.Action != "filter" && *query.Action != "count" {
		return fail("EndPoint.0007")
	}
	if refused := query.check(c.operator.maxFilterKeys); refused != nil {
		return *refused
	}
	found := slices.DeleteFunc(objects, func(t tagged) bool { return !query.wants(t) })
	if *query.Action == "count" {
		return ok(object{"total_count": len(found)})
	}
	limit, valid := query.Limit.within(maxLimit, 1, maxLimit)
	if !valid {
		return fail("EndPoint.0006")
	}
	offset, valid := query.Offset.within(0, 0, 1<<31-1)
	if !valid {
		return fail("EndPoint.0010")
	}
	shown := cut(page{limit: limit, offset: offset, key: "created"}, found, func(t tagged) stamps { return t.stamps })
	return list("resources", shown, len(found), func(t tagged) object {
		return object{"resource_id": t.id, "resource_name": t.name, "resource_detail": nil, "tags": tagsView(*t.tags)}
	})
}

// check validates the filters, each of which has at most so many keys.
func (q *resourceQuery) check(maxKeys int) *reply {
	for _, filter := range [][]tagValues{q.Tags, q.TagsAny, q.NotTags, q.NotTagsAny, q.SysTags} {
		if len(filter) > maxKeys {
			return new(fail("EndPoint.3069"))
		}
		keys := map[string]bool{}
		for _, f := range filter {
			if refused := f.check(); refused != nil {
				return refused
			}
			if keys[f.Key] {
				return new(fail("EndPoint.3067"))
			}
			keys[f.Key] = true
		}
	}
	for _, m := range q.Matches {
		if m.Key != "resource_name" || utf8.RuneCountInString(m.Value) > maxTagValue {
			return new(fail("EndPoint.0002", "matches takes the key resource_name and a value of at most 255 characters."))
		}
	}
	return nil
}

func (f tagValues) check() *reply {
	switch {
	case f.Key == "":
		return new(fail("EndPoint.3066"))
	case utf8.RuneCountInString(f.Key) > maxTagKey:
		return new(fail("EndPoint.3072"))
	case len(f.Values) > maxFilterValues:
		return new(fail("EndPoint.3069"))
	}
	for i, value := range f.Values {
		if utf8.RuneCountInString(value) > maxTagValue {
			return new(fail("EndPoint.3073"))
		}
		if slices.Contains(f.Values[:i], value) {
			return new(fail("EndPoint.3071"))
		}
	}
	return nil
}

// wants tells whether an object passes the filters: every key of tags, any of tags_any, not all of not_tags, none of
// not_tags_any. No object here has system tags.
func (q *resourceQuery) wants(t tagged) bool {
	for _, m := range q.Matches {
		// An empty value asks for an empty name exactly, and no object has one.
		if m.Value == "" || !contains(t.name, m.Value) {
			return false
		}
	}
	if q.WithoutAnyTag {
		return len(*t.tags) == 0
	}
	has := func(f tagValues) bool {
		return slices.ContainsFunc(*t.tags, func(own tag) bool {
			return own.key == f.Key && (len(f.Values) == 0 || slices.Contains(f.Values, own.value))
		})
	}
	lacks := func(f tagValues) bool { return !has(f) }
	return len(q.SysTags) == 0 && !slices.ContainsFunc(q.Tags, lacks) &&
		(len(q.TagsAny) == 0 || slices.ContainsFunc(q.TagsAny, has)) &&
		(len(q.NotTags) == 0 || slices.ContainsFunc(q.NotTags, lacks)) &&
		!slices.ContainsFunc(q.NotTagsAny, has)
}
