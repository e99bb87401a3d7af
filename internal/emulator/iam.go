package emulator

import (
	"slices"
	"strconv"
	"strings"
)

// iamRoutes are the operations of contract/auth.md 1 and 4 that logging in needs.
func iamRoutes() []route {
	return []route{
		{method: "GET", path: "/v3", at: []string{"/v3/{$}", "/v3"}, access: open, handle: identityVersion},
		{method: "POST", path: "/v3/auth/tokens", access: signIn, handle: issueToken},
		{method: "GET", path: "/v3/auth/tokens", access: identity, handle: showToken},
		{method: "HEAD", path: "/v3/auth/tokens", access: identity, handle: checkToken},
		{method: "DELETE", path: "/v3/auth/tokens", access: identity, handle: revokeToken},
		{method: "GET", path: "/v3/auth/catalog", access: identity, handle: showCatalog},
		{method: "GET", path: "/v3/auth/projects", access: identity, handle: listProjects},
		{method: "GET", path: "/v3/auth/domains", access: identity, handle: listDomains},
		{method: "GET", path: "/v3/projects", access: identity, handle: listProjects},
		{method: "GET", path: "/v3/regions", access: identity, handle: listRegions},
		{method: "GET", path: "/v3/users", access: identity, handle: listUsers},
		{method: "POST", path: "/v3.0/OS-CREDENTIAL/securitytokens", access: signIn, handle: issueTemporaryKey},
		{method: "POST", path: "/v3.0/OS-AUTH/id-token/tokens", access: signIn, handle: issueTokenForIDToken},
		{method: "POST", path: "/v5/agencies/assume", access: identity, handle: assumeAgency},
		{method: "GET", path: "/v5/caller-identity", access: identity, handle: showCaller},
	}
}

// baseURL is how the client reached the emulator, so that links and catalogs lead back to it.
func (c *call) baseURL() string {
	scheme := "http"
	if c.req.TLS != nil {
		scheme = "https"
	}
	return scheme + "://" + c.req.Host
}

func (c *call) self() object { return object{"self": c.baseURL() + c.req.URL.Path} }

func (c *call) listLinks() object {
	return object{"self": c.baseURL() + c.req.URL.RequestURI(), "previous": nil, "next": nil}
}

func (c *call) identityVersionEntry() object {
	return object{"id": "v3.0", "status": "stable", "updated": "2018-09-30T00:00:00Z",
		"links": []any{object{"rel": "self", "href": c.baseURL() + "/v3/"}}}
}

// identityVersion is IAM's own description of its v3, where clients look when their auth URL ends in /v3.
func identityVersion(c *call) reply { return ok(object{"version": c.identityVersionEntry()}) }

// showCatalog lists the services of the login (contract/auth.md 4).
func showCatalog(c *call) reply {
	return ok(object{"catalog": c.catalog(c.who.user.account, c.findProject(c.who.projectID)), "links": c.self()})
}

// catalog lists the services a login may use: those of its project, or of every region of the account. All of them
// are at the address the client used (contract/auth.md 1.2).
func (c *call) catalog(a *account, scope *project) []any {
	service := func(kind, name string, endpoints ...any) object {
		return object{"id": namedHex("service:" + kind), "type": kind, "name": name, "endpoints": endpoints}
	}
	endpoint := func(kind, region, url string) object {
		return object{"id": namedHex("endpoint:" + kind + region), "interface": "public", "region": region,
			"region_id": region, "url": url}
	}
	var vpcep []any
	for _, p := range a.projects {
		if scope == p || scope == nil && p.parent == nil {
			vpcep = append(vpcep, endpoint("vpcep", p.region, c.baseURL()+"/v1/"+p.id))
		}
	}
	return []any{
		service("identity", "iam", endpoint("identity", "*", c.baseURL()+"/v3")),
		service("vpcep", "vpcep", vpcep...),
	}
}

// namedHex is a fixed 32 hex id for a name.
func namedHex(name string) string { return strings.ReplaceAll(namedUUID(name), "-", "") }

// listProjects lists the projects of the caller's account; no match is an empty list (contract/auth.md 4).
func listProjects(c *call) reply {
	projects := []any{}
	for _, p := range c.who.user.account.projects {
		if c.wantsProject(p) {
			projects = append(projects, object{"id": p.id, "name": p.name, "domain_id": p.account.id,
				"parent_id": p.parentID(), "is_domain": false, "enabled": true, "description": "",
				"links": object{"self": c.baseURL() + "/v3/projects/" + p.id}})
		}
	}
	projects, refused := c.iamPage(projects)
	if refused != nil {
		return *refused
	}
	return ok(object{"projects": projects, "links": c.listLinks()})
}

// parentID is what a project hangs below: the account, or the project of its region.
func (p *project) parentID() string {
	if p.parent != nil {
		return p.parent.id
	}
	return p.account.id
}

func (c *call) wantsProject(p *project) bool {
	for _, filter := range []struct{ name, value string }{
		{"name", p.name}, {"domain_id", p.account.id}, {"parent_id", p.parentID()},
	} {
		if !c.matches(filter.name, filter.value) {
			return false
		}
	}
	return c.matchesFlag("enabled", true) && c.matchesFlag("is_domain", false)
}

// iamPage cuts a list by page and per_page, which go together.
func (c *call) iamPage(items []any) ([]any, *reply) {
	page, perPage := c.query.Get("page"), c.query.Get("per_page")
	if page == "" && perPage == "" {
		return items, nil
	}
	number, pageErr := strconv.Atoi(page)
	size, sizeErr := strconv.Atoi(perPage)
	if pageErr != nil || sizeErr != nil || number < 1 || size < 1 || size > 5000 {
		return nil, new(c.iamError("IAM.0007", "page or per_page"))
	}
	if number-1 >= len(items) {
		return []any{}, nil
	}
	from := min((number-1)*size, len(items))
	return items[from:min(from+size, len(items))], nil
}

// listDomains shows the caller's account (contract/auth.md 4).
func listDomains(c *call) reply {
	a := c.who.user.account
	domains := []any{}
	if name := c.query.Get("name"); name == "" || name == a.name {
		domains = append(domains, object{"id": a.id, "name": a.name, "enabled": true, "description": "",
			"links": object{"self": c.baseURL() + "/v3/domains/" + a.id}})
	}
	return ok(object{"domains": domains, "links": c.listLinks()})
}

// listRegions lists the regions of the cloud. It is documented with a token only; whether a signature does as well, as
// for most calls, is a choice (contract/auth.md 0.1 and 4).
func listRegions(c *call) reply {
	if c.who.key != "" && c.choices.RegionsNeedToken {
		return c.iamError("IAM.0001", "It takes X-Auth-Token.")
	}
	list := []any{}
	for _, id := range c.operator.regions {
		list = append(list, object{"id": id, "type": "public", "description": "", "parent_region_id": nil,
			"locales": object{"en-us": id, "zh-cn": id}, "links": object{"self": c.baseURL() + "/v3/regions/" + id}})
	}
	return ok(object{"regions": list, "links": c.listLinks()})
}

// listUsers lists the users of the caller's account.
func listUsers(c *call) reply {
	users := []any{}
	for _, u := range c.who.user.account.users {
		if name := c.query.Get("name"); name == "" || name == u.name {
			users = append(users, object{"id": u.id, "name": u.name, "domain_id": u.account.id, "enabled": true,
				"description": "", "password_expires_at": nil, "pwd_status": true,
				"links": object{"self": c.baseURL() + "/v3/users/" + u.id}})
		}
	}
	return ok(object{"users": users, "links": c.listLinks()})
}

// isIdentityDiscovery tells a client of the identity service that looks for its versions at / from anything else
// that reads VPCEP's version list there: it is one of the libraries known to do so, and not logged in yet.
func isIdentityDiscovery(c *call) bool {
	agent := strings.ToLower(c.req.UserAgent())
	library := slices.ContainsFunc([]string{"golangsdk", "gophertelekomcloud", "gophercloud", "keystoneauth"}, func(name string) bool {
		return strings.Contains(agent, name)
	})
	return library && !isSigned(c.req) && c.req.Header.Get("X-Auth-Token") == ""
}
