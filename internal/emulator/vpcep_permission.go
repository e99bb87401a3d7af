package emulator

import (
	"regexp"
	"slices"
	"strings"
)

// permission is one whitelist record of a service (contract/vpcep.md 3).
type permission struct {
	stamps
	id, value, kind, description string
}

const (
	byDomain     = "domainId"
	byOrgPath    = "orgPath"
	byDomainName = "domainName" // unless the choice is that the newest format has the type domainId; contract/vpcep.md 10.4
	domainPrefix = "iam:domain::"
	namePrefix   = "iam:domainName::"
	orgPrefix    = "organizations:orgPath::"
)

// permissionFormats are the accepted texts of each type.
var permissionFormats = map[string]*regexp.Regexp{
	byDomain:     regexp.MustCompile(`^(\*|iam:domain::[a-zA-Z0-9*]{1,64})$`),
	byOrgPath:    regexp.MustCompile(`^organizations:orgPath::[a-zA-Z0-9/*?_-]{1,1000}[a-zA-Z0-9/*?_-]{0,24}$`),
	byDomainName: regexp.MustCompile(`^iam:domainName::[a-zA-Z0-9_+*.?{},-]{1,80}$`),
}

// permissionKind checks a type; an absent one is domainId, or the one type the newest format can have.
func (c *call) permissionKind(asked *string, first string) (string, bool) {
	kind := orEmpty(asked)
	if kind == "" {
		kind = byDomain
		if strings.HasPrefix(first, namePrefix) && !c.choices.NamesAreDomains {
			kind = byDomainName
		}
	}
	return kind, permissionFormats[kind] != nil && (kind != byDomainName || !c.choices.NamesAreDomains)
}

// isPermission tells whether a text is a record of the type.
func (c *call) isPermission(kind, value string) bool {
	return permissionFormats[kind].MatchString(value) ||
		kind == byDomain && c.choices.NamesAreDomains && permissionFormats[byDomainName].MatchString(value)
}

// admits tells whether an account may connect: everybody to a public service, the owner to its own, others when a
// record says so.
func (s *service) admits(a *account) bool {
	if s.project == nil || s.project.account == a {
		return true
	}
	return slices.ContainsFunc(s.permissions, func(p permission) bool {
		return p.value == "*" || wildcard(domainPrefix, p.value, a.id) || wildcard(namePrefix, p.value, a.name) ||
			wildcard(orgPrefix, p.value, a.orgPath)
	})
}

// wildcard matches a text against a record with * for any characters and ? for one.
func wildcard(prefix, record, text string) bool {
	pattern, found := strings.CutPrefix(record, prefix)
	if !found {
		return false
	}
	expression := strings.NewReplacer(`\*`, ".*", `\?`, ".").Replace(regexp.QuoteMeta(pattern))
	return regexp.MustCompile("^" + expression + "$").MatchString(text)
}

func (p permission) view() object {
	return object{"id": p.id, "permission": p.value, "permission_type": p.kind, "description": p.description,
		"created_at": p.created.Format(serviceTime)}
}

func permissionsReply(records ...permission) reply {
	views := []any{}
	for _, p := range records {
		views = append(views, p.view())
	}
	return ok(object{"permissions": views})
}

// listPermissions lists the records; the owner's own account is not one (contract/vpcep.md 1.14).
func listPermissions(c *call) reply {
	s, refused := c.ownService()
	if refused != nil {
		return *refused
	}
	p, refused := c.readPage(maxPermissionsLimit)
	if refused != nil {
		return *refused
	}
	var found []permission
	for _, record := range s.permissions {
		if contains(record.value, c.query.Get("permission")) {
			found = append(found, record)
		}
	}
	return list("permissions", cut(p, found, func(p permission) stamps { return p.stamps }), len(found), permission.view)
}

// actOnPermissions adds or removes records by their text (contract/vpcep.md 1.15). The reply has what was submitted.
func actOnPermissions(c *call) reply {
	s, refused := c.ownService()
	if refused != nil {
		return *refused
	}
	request, refused := read[struct {
		Action      *string   `json:"action"`
		Permissions *[]string `json:"permissions"`
		Kind        *string   `json:"permission_type"`
	}](c)
	if refused != nil {
		return *refused
	}
	switch {
	case request.Action == nil:
		return fail("EndPoint.0002", "action is required.")
	case *request.Action != "add" && *request.Action != "remove":
		return fail("EndPoint.3035")
	case request.Permissions == nil || len(*request.Permissions) == 0:
		return fail("EndPoint.3036")
	}
	var fresh []permission
	for _, value := range *request.Permissions {
		fresh = append(fresh, permission{value: value})
	}
	kind, refused := c.checkPermissions(fresh, request.Kind)
	if refused != nil {
		return *refused
	}
	if *request.Action == "remove" {
		refused = c.removePermissions(s, fresh)
	} else {
		_, refused = c.addPermissions(s, fresh)
	}
	if refused != nil {
		return *refused
	}
	shown := *request.Permissions
	if c.choices.PermissionsAnswerAll {
		shown = s.permissionsOf(kind)
	}
	return ok(object{"permissions": shown, "permission_type": kind})
}

// permissionsOf gives the texts of all records of a type.
func (s *service) permissionsOf(kind string) []string {
	texts := []string{}
	for _, p := range s.permissions {
		if p.kind == kind {
			texts = append(texts, p.value)
		}
	}
	return texts
}

// checkPermissions validates the records of one call, all of one type, and gives them that type.
func (c *call) checkPermissions(records []permission, asked *string) (string, *reply) {
	if len(records) > c.choices.MaxPermissions {
		return "", new(fail("EndPoint.0016"))
	}
	kind, known := c.permissionKind(asked, records[0].value)
	if !known {
		return "", new(fail("EndPoint.3002", "permission_type must be domainId or orgPath."))
	}
	if c.operator.partner && kind != byDomain {
		return "", new(fail("EndPoint.3002")) // contract/vpcep.md 8
	}
	for i := range records {
		if !c.isPermission(kind, records[i].value) {
			return "", new(fail("EndPoint.3002"))
		}
		records[i].kind = kind
	}
	return kind, nil
}

// find gives the place of a record in the list, or -1.
func (p permission) find(all []permission) int {
	return slices.IndexFunc(all, func(other permission) bool { return other.kind == p.kind && other.value == p.value })
}

// removePermissions removes records by their text; one that is not there changes nothing, or is refused as chosen.
func (c *call) removePermissions(s *service, records []permission) *reply {
	left := slices.Clone(s.permissions)
	for _, record := range records {
		at := record.find(left)
		switch {
		case at >= 0:
			left = slices.Delete(left, at, at+1)
		case c.choices.StrictPermissions:
			return new(fail("EndPoint.3002", record.value+" is not there."))
		}
	}
	c.store.services.touch(s.id)
	s.permissions = left
	return nil
}

// addPermissions adds records and gives all of them as they are now. One that is there already stays as it is, or is
// refused as chosen.
func (c *call) addPermissions(s *service, records []permission) ([]permission, *reply) {
	all := slices.Clone(s.permissions)
	var submitted []permission
	for _, record := range records {
		at := record.find(all)
		if at >= 0 && c.choices.StrictPermissions {
			return nil, new(fail("EndPoint.3002", record.value+" is there already."))
		}
		if at < 0 {
			record.id, record.stamps = newUUID(), c.newStamps()
			at = len(all)
			all = append(all, record)
		}
		submitted = append(submitted, all[at])
	}
	if c.choices.OwnerPermissionHidden {
		all = slices.DeleteFunc(all, func(p permission) bool { return p.value == domainPrefix+s.project.account.id })
	}
	if len(all) > c.choices.MaxPermissions {
		return nil, new(fail("EndPoint.3049"))
	}
	c.store.services.touch(s.id)
	s.permissions = all
	return submitted, nil
}

// batchCreatePermissions adds records with descriptions (contract/vpcep.md 1.16).
func batchCreatePermissions(c *call) reply {
	s, refused := c.ownService()
	if refused != nil {
		return *refused
	}
	request, refused := read[struct {
		Kind        *string `json:"permission_type"`
		Permissions []struct {
			Permission  string  `json:"permission"`
			Description *string `json:"description"`
		} `json:"permissions"`
	}](c)
	if refused != nil {
		return *refused
	}
	if len(request.Permissions) == 0 {
		return fail("EndPoint.3036")
	}
	var fresh []permission
	for _, item := range request.Permissions {
		if refused := c.checkDescription(item.Description); refused != nil {
			return *refused
		}
		fresh = append(fresh, permission{value: item.Permission, description: orEmpty(item.Description)})
	}
	if _, refused := c.checkPermissions(fresh, request.Kind); refused != nil {
		return *refused
	}
	records, refused := c.addPermissions(s, fresh)
	if refused != nil {
		return *refused
	}
	return permissionsReply(records...)
}

// batchDeletePermissions removes records by id (contract/vpcep.md 1.17).
func batchDeletePermissions(c *call) reply {
	s, refused := c.ownService()
	if refused != nil {
		return *refused
	}
	request, refused := read[struct {
		Permissions []struct {
			ID string `json:"id"`
		} `json:"permissions"`
	}](c)
	if refused != nil {
		return *refused
	}
	if len(request.Permissions) == 0 {
		return fail("EndPoint.3036")
	}
	left, removed := slices.Clone(s.permissions), []permission{}
	for _, item := range request.Permissions {
		at := slices.IndexFunc(left, func(p permission) bool { return p.id == item.ID })
		if at < 0 {
			return fail("EndPoint.0005")
		}
		removed = append(removed, left[at])
		left = slices.Delete(left, at, at+1)
	}
	c.store.services.touch(s.id)
	s.permissions = left
	return permissionsReply(removed...)
}

// describePermission changes the description of one record (contract/vpcep.md 1.18).
func describePermission(c *call) reply {
	s, refused := c.ownService()
	if refused != nil {
		return *refused
	}
	request, refused := read[struct {
		Permission *struct {
			Description *string `json:"description"`
		} `json:"permission"`
	}](c)
	if refused != nil {
		return *refused
	}
	if request.Permission == nil || request.Permission.Description == nil {
		return fail("EndPoint.0002", "permission.description is required.")
	}
	if refused := c.checkDescription(request.Permission.Description); refused != nil {
		return *refused
	}
	at := slices.IndexFunc(s.permissions, func(p permission) bool { return p.id == c.req.PathValue("permission_id") })
	if at < 0 {
		return fail("EndPoint.0005")
	}
	c.store.services.touch(s.id)
	s.permissions = slices.Clone(s.permissions)
	s.permissions[at].description = *request.Permission.Description
	return permissionsReply(s.permissions[at])
}
