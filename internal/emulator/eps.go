package emulator

import (
	"net/http"
	"slices"
)

// Enterprise projects group an account's resources. The official provider moves instances between them
// (contract/bcs.md 2.4). The default one has the id "0"; every well-formed UUID but the all-zero one names another.
const (
	defaultEnterpriseProject = "0"
	enterpriseProjectsPath   = "/v1.0/enterprise-projects"
	enterpriseProjectPath    = enterpriseProjectsPath + "/{enterprise_project_id}"
	maxEPSLimit              = 1000
)

var epsCodes = map[string]apiCode{
	"EPS.0002": {http.StatusBadRequest, "Bad request."},
	"EPS.0004": {http.StatusForbidden, "Permission error."},
	"EPS.0005": {http.StatusNotFound, "Requested resources not found."},
	"EPS.0017": {http.StatusBadRequest, "Invalid limit."},
	"EPS.0018": {http.StatusBadRequest, "Invalid offset."},
	"EPS.0023": {http.StatusBadRequest, "Empty resource type list."},
}

func epsFail(code string) reply {
	known := epsCodes[code]
	return epsReply(known.status, code, known.message)
}

func epsReply(status int, code, message string) reply {
	return reply{status: status, code: code, message: message,
		body: object{"error": object{"error_code": code, "error_msg": message}}}
}

func epsRoutes() []route {
	return behind(&backend{denied: func() reply { return epsFail("EPS.0004") }}, []route{
		{method: http.MethodGet, path: enterpriseProjectsPath, access: login, handle: listEnterpriseProjects},
		{method: http.MethodGet, path: enterpriseProjectPath, access: login, handle: showEnterpriseProject},
		{method: http.MethodPost, path: enterpriseProjectPath + "/resources-migrate", access: login, handle: migrateResource},
		{method: http.MethodPost, path: enterpriseProjectPath + "/resources/filter", access: login, looks: true,
			handle: filterResources},
	})
}

func isEnterpriseProject(id string) bool {
	return id == defaultEnterpriseProject || isUUID(id) && id != nowhere
}

func enterpriseProjectView(id string) object {
	name := "default"
	if id != defaultEnterpriseProject {
		name = "eps-" + id[:8]
	}
	return object{"id": id, "name": name, "description": "", "status": 1, "created_at": "2018-05-18T06:49:06Z",
		"updated_at": "2018-05-18T06:49:06Z", "type": "prod", "delete_flag": false}
}

// listEnterpriseProjects lists the default project, one of the account's own, and those in use.
func listEnterpriseProjects(c *call) reply {
	ids := []string{defaultEnterpriseProject, namedUUID("enterprise project of " + c.who.user.account.id)}
	for _, b := range c.accountBlockchains() {
		if !slices.Contains(ids, b.enterpriseProject) {
			ids = append(ids, b.enterpriseProject)
		}
	}
	views := []any{}
	for _, id := range ids {
		view := enterpriseProjectView(id)
		name, _ := view["name"].(string)
		if c.matches("id", id) && c.matches("status", "1") && c.matches("type", "prod") && contains(name, c.query.Get("name")) {
			views = append(views, view)
		}
	}
	limit, offset, wrong := c.window(maxEPSLimit)
	switch wrong {
	case "limit":
		return epsFail("EPS.0017")
	case "offset":
		return epsFail("EPS.0018")
	}
	return ok(object{"enterprise_projects": windowOf(views, limit, offset), "total_count": len(views)})
}

func (c *call) accountBlockchains() []*blockchain {
	return slices.DeleteFunc(c.store.blockchains.all(c.stale), func(b *blockchain) bool {
		return b.project.account != c.who.user.account
	})
}

func showEnterpriseProject(c *call) reply {
	id := c.req.PathValue("enterprise_project_id")
	if !isEnterpriseProject(id) {
		return epsFail("EPS.0005")
	}
	return ok(object{"enterprise_project": enterpriseProjectView(id)})
}

// migrateResource moves an instance into the enterprise project of the path.
func migrateResource(c *call) reply {
	id := c.req.PathValue("enterprise_project_id")
	request, err := decode[struct {
		Type       string `json:"resource_type"`
		ID         string `json:"resource_id"`
		Project    string `json:"project_id"`
		Region     string `json:"region_id"`
		Associated bool   `json:"associated"`
	}](c)
	switch {
	case err != nil:
		return epsFail("EPS.0002")
	case !isEnterpriseProject(id):
		return epsFail("EPS.0005")
	case request.Type != "bcs":
		return epsFail("EPS.0002")
	}
	b := c.store.blockchains.get(request.ID, false)
	if b == nil || b.project.account != c.who.user.account || b.project.id != request.Project {
		return epsFail("EPS.0005")
	}
	c.store.blockchains.touch(b.id)
	b.enterpriseProject = id
	return emptyReply(http.StatusNoContent)
}

// filterResources lists the resources of the enterprise project of the path.
func filterResources(c *call) reply {
	id := c.req.PathValue("enterprise_project_id")
	request, err := decode[struct {
		Projects []string `json:"projects"`
		Types    []string `json:"resource_types"`
		Offset   int      `json:"offset"`
		Limit    *int     `json:"limit"`
		Matches  []struct {
			Key   string `json:"key"`
			Value string `json:"value"`
		} `json:"matches"`
	}](c)
	limit := maxEPSLimit
	switch {
	case err != nil:
		return epsFail("EPS.0002")
	case !isEnterpriseProject(id):
		return epsFail("EPS.0005")
	case len(request.Types) == 0:
		return epsFail("EPS.0023")
	case request.Offset < 0:
		return epsFail("EPS.0018")
	}
	if set(&limit, request.Limit); limit < 1 || limit > maxEPSLimit {
		return epsFail("EPS.0017")
	}
	found := []any{}
	for _, b := range c.accountBlockchains() {
		wanted := b.enterpriseProject == id && slices.Contains(request.Types, "bcs") &&
			(len(request.Projects) == 0 || slices.Contains(request.Projects, b.project.id))
		for _, m := range request.Matches {
			wanted = wanted && m.Key == "resource_name" && contains(b.name, m.Value)
		}
		if wanted {
			found = append(found, object{"enterprise_project_id": id, "project_id": b.project.id, "project_name": b.project.name,
				"resource_id": b.id, "resource_name": b.name, "resource_type": "bcs", "resource_detail": nil})
		}
	}
	return ok(object{"resources": windowOf(found, limit, request.Offset), "errors": []any{}, "total_count": len(found)})
}
