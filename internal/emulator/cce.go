package emulator

import "net/http"

// cceRoutes are what clients ask CCE around BCS: the official provider reads the name of a cluster before it creates an
// instance on it (contract/bcs.md 2.4).
func cceRoutes() []route {
	return behind(&backend{}, []route{
		{method: http.MethodGet, path: "/api/v3/projects/{project_id}/clusters/{cluster_id}", access: inProject, handle: showCluster},
	})
}

// isCluster: every well-formed id names a cluster, but for the all-zero one.
func isCluster(id string) bool { return isUUID(id) && id != nowhere }

// showCluster shows a cluster in the shape of Kubernetes. One that was made for an instance has that instance's name
// for it.
func showCluster(c *call) reply {
	id := c.req.PathValue("cluster_id")
	if !isCluster(id) {
		const code, message = "CCE.01404001", "Resource not found"
		return reply{status: http.StatusNotFound, code: code, message: message, body: object{"kind": "Status", "apiVersion": "v1",
			"errorCode": code, "errorMessage": message, "code": http.StatusNotFound, "reason": "NotFound", "message": message}}
	}
	name := "cluster-" + id[:8]
	for _, b := range c.store.blockchains.all(false) {
		if b.cluster.id == id && b.project == c.project {
			name = b.cluster.name
		}
	}
	network := func(named string) string { return namedUUID(named + " of cluster " + id) }
	return ok(object{"kind": "Cluster", "apiVersion": "v3",
		"metadata": object{"name": name, "uid": id, "creationTimestamp": "2021-04-12 09:00:00 +0000 UTC"},
		"spec": object{"category": "CCE", "type": "VirtualMachine", "flavor": "cce.s2.small", "version": "v1.19",
			"hostNetwork":      object{"vpc": network("vpc"), "subnet": network("subnet"), "SecurityGroup": network("security group")},
			"containerNetwork": object{"mode": "overlay_l2", "cidr": "172.16.0.0/16"}, "billingMode": 0},
		"status": object{"phase": "Available"}})
}
