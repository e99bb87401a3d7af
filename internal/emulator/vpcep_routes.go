package emulator

import (
	"net/http"
	"regexp"
)

// Paths of the two nouns everything else hangs below.
const (
	servicesPath  = "/v1/{project_id}/vpc-endpoint-services"
	servicePath   = servicesPath + "/{vpc_endpoint_service_id}"
	endpointsPath = "/v1/{project_id}/vpc-endpoints"
	endpointPath  = endpointsPath + "/{vpc_endpoint_id}"
	tagsPath      = "/v1/{project_id}/{resource_type}/tags"
)

// vpcepRoutes are the 33 operations of contract/vpcep.md 1, in its order.
func vpcepRoutes() []route {
	return []route{
		{method: "GET", path: "/", at: []string{"/{$}"}, access: open, handle: listVersions},
		{method: "GET", path: "/{version}", at: []string{"/{version}", "/{version}/{$}"}, access: open, handle: showVersion},
		{method: "POST", path: servicesPath, access: inProject, handle: createService},
		{method: "GET", path: servicesPath, access: inProject, handle: listServices},
		{method: "GET", path: servicePath, access: inProject, handle: showService},
		{method: "PUT", path: servicePath, access: inProject, handle: updateService},
		{method: "DELETE", path: servicePath, access: inProject, handle: deleteService},
		{method: "PUT", path: servicePath + "/name", access: inProject, handle: renameService, huawei: true},
		{method: "GET", path: servicesPath + "/describe", access: inProject, handle: describeService},
		{method: "GET", path: servicesPath + "/public", access: inProject, handle: listPublicServices},
		{method: "GET", path: servicePath + "/connections", access: inProject, handle: listConnections},
		{method: "POST", path: servicePath + "/connections/action", access: inProject, handle: actOnConnection},
		{method: "PUT", path: servicePath + "/connections/description", access: inProject, handle: describeConnections, huawei: true},
		{method: "GET", path: servicePath + "/permissions", access: inProject, handle: listPermissions},
		{method: "POST", path: servicePath + "/permissions/action", access: inProject, handle: actOnPermissions},
		{method: "POST", path: servicePath + "/permissions/batch-create", access: inProject, handle: batchCreatePermissions, huawei: true},
		{method: "POST", path: servicePath + "/permissions/batch-delete", access: inProject, handle: batchDeletePermissions, huawei: true},
		{method: "PUT", path: servicePath + "/permissions/{permission_id}", access: inProject, handle: describePermission, huawei: true},
		{method: "POST", path: "/v2/{project_id}/vpc-endpoint-services/{vpc_endpoint_service_id}/upgrade", access: inProject,
			handle: upgradeService, huawei: true},
		{method: "POST", path: "/v2/{project_id}/vpc-endpoint-services/{vpc_endpoint_service_id}/add-server-resources",
			access: inProject, handle: addServerResources, huawei: true},
		{method: "POST", path: endpointsPath, access: inProject, handle: createEndpoint},
		{method: "GET", path: endpointsPath, access: inProject, handle: listEndpoints},
		{method: "GET", path: endpointPath, access: inProject, handle: showEndpoint},
		{method: "PUT", path: endpointPath, access: inProject, handle: updateWhitelist, huawei: true},
		{method: "DELETE", path: endpointPath, access: inProject, handle: deleteEndpoint},
		{method: "PUT", path: endpointPath + "/policy", access: inProject, handle: updatePolicy, huawei: true},
		{method: "DELETE", path: endpointPath + "/policy", access: inProject, handle: deletePolicy, huawei: true},
		{method: "PUT", path: endpointPath + "/routetables", access: inProject, handle: updateRouteTables, huawei: true},
		{method: "POST", path: "/v2/{project_id}/vpc-endpoints/{vpc_endpoint_id}/upgrade", access: inProject,
			handle: upgradeEndpoint, huawei: true},
		{method: "GET", path: "/v1/{project_id}/quotas", access: inProject, handle: showQuotas},
		{method: "POST", path: "/v1/{project_id}/{resource_type}/{resource_id}/tags/action", access: inProject, handle: actOnTags},
		// A wildcard here would overlap the paths of single objects, so each type has its own pattern.
		{method: "GET", path: tagsPath, at: []string{"/v1/{project_id}/endpoint_service/tags", "/v1/{project_id}/endpoint/tags"},
			access: inProject, handle: listTags},
		{method: "POST", path: "/v1/{project_id}/{resource_type}/resource_instances/action", access: inProject, looks: true,
			handle: findResources},
	}
}

var tagsPathPattern = regexp.MustCompile(`^/v1/[^/]+/[^/]+/tags$`)

// isTagsPath recognizes the tag list of a resource type that does not exist.
func isTagsPath(path string) bool { return tagsPathPattern.MatchString(path) }

// listVersions is VPCEP's version list (contract/vpcep.md 1.1). Its address is also where clients of the identity
// service without a version in their URL look for theirs, in another shape.
func listVersions(c *call) reply {
	if isIdentityDiscovery(c) {
		return reply{status: http.StatusMultipleChoices,
			body: object{"versions": object{"values": []any{c.identityVersionEntry()}}}}
	}
	return ok(object{"versions": []any{c.version("1"), c.version("2")}})
}

// showVersion is one version (contract/vpcep.md 1.2).
func showVersion(c *call) reply {
	switch c.req.PathValue("version") {
	case "v1":
		return ok(object{"version": c.version("1")})
	case "v2":
		return ok(object{"version": c.version("2")})
	}
	return c.unknownPath()
}

func (c *call) version(number string) object {
	updated := map[string]string{"1": "2018-09-30T00:00:00Z", "2": "2020-03-30T00:00:00Z"}[number]
	return object{"id": "v" + number, "status": "CURRENT", "version": number, "min_version": "", "updated": updated,
		"links": []any{object{"rel": "self", "href": c.baseURL() + "/v" + number, "type": "application/json"}}}
}
