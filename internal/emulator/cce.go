package emulator

import (
	"crypto/x509/pkix"
	"encoding/base64"
	"net/http"
	"slices"
)

// cceRoutes are what clients ask CCE around BCS: the official provider reads the name of a cluster before it creates an
// instance on it (contract/bcs.md 2.4), and its documented examples find the cluster with a data source, which lists
// clusters and takes a certificate of the one it found.
func cceRoutes() []route {
	const clusters = "/api/v3/projects/{project_id}/clusters"
	return behind(&backend{}, []route{
		{method: http.MethodGet, path: clusters, access: inProject, handle: listClusters},
		{method: http.MethodGet, path: clusters + "/{cluster_id}", access: inProject, handle: showCluster},
		{method: http.MethodPost, path: clusters + "/{cluster_id}/clustercert", access: inProject, looks: true, handle: issueClusterCert},
	})
}

// cceFail is a refusal in the shape of Kubernetes.
func cceFail(status int, code, message string) reply {
	return reply{status: status, code: code, message: message, body: object{"kind": "Status", "apiVersion": "v1", "errorCode": code,
		"errorMessage": message, "code": status, "reason": http.StatusText(status), "message": message}}
}

// isCluster: every well-formed id names a cluster, but for the all-zero one.
func isCluster(id string) bool { return isUUID(id) && id != nowhere }

// ownCluster is the cluster that a project has before anything is made in it.
func (p *project) ownCluster() string { return namedUUID("cluster of project " + p.id) }

// listClusters lists the cluster a project has anyway, and those of its instances.
func listClusters(c *call) reply {
	ids := []string{c.project.ownCluster()}
	for _, b := range c.store.blockchains.all(c.stale) {
		if b.project == c.project && isCluster(b.cluster.id) && !slices.Contains(ids, b.cluster.id) {
			ids = append(ids, b.cluster.id)
		}
	}
	items := []any{}
	for _, id := range ids {
		items = append(items, c.clusterView(id))
	}
	return ok(object{"kind": "Cluster", "apiVersion": "v3", "items": items})
}

func showCluster(c *call) reply {
	id := c.req.PathValue("cluster_id")
	if !isCluster(id) {
		return noCluster()
	}
	return ok(c.clusterView(id))
}

func noCluster() reply { return cceFail(http.StatusNotFound, "CCE.01404001", "Resource not found") }

// clusterName: one that was made for an instance has that instance's name for it.
func (c *call) clusterName(id string) string {
	for _, b := range c.store.blockchains.all(false) {
		if b.cluster.id == id && b.project == c.project {
			return b.cluster.name
		}
	}
	return "cluster-" + id[:8]
}

// clusterView shows a cluster in the shape of Kubernetes.
func (c *call) clusterView(id string) object {
	network := func(named string) string { return namedUUID(named + " of cluster " + id) }
	return object{"kind": "Cluster", "apiVersion": "v3",
		"metadata": object{"name": c.clusterName(id), "uid": id, "creationTimestamp": "2021-04-12 09:00:00 +0000 UTC"},
		"spec": object{"category": "CCE", "type": "VirtualMachine", "flavor": "cce.s2.small", "version": "v1.19",
			"hostNetwork":      object{"vpc": network("vpc"), "subnet": network("subnet"), "SecurityGroup": network("security group")},
			"containerNetwork": object{"mode": "overlay_l2", "cidr": "172.16.0.0/16"}, "billingMode": 0},
		"status": object{"phase": "Available"}}
}

const maxClusterCertDays = 1827

// issueClusterCert makes a certificate for the administrator of a cluster, in the shape of a kubeconfig. There is no
// such cluster to log in to.
func issueClusterCert(c *call) reply {
	id := c.req.PathValue("cluster_id")
	if !isCluster(id) {
		return noCluster()
	}
	request, err := decode[struct {
		Days *int `json:"duration"`
	}](c)
	if err != nil || request.Days == nil || *request.Days != -1 && (*request.Days < 1 || *request.Days > maxClusterCertDays) {
		return cceFail(http.StatusBadRequest, "CCE.01400001", "Invalid request")
	}
	const cluster, user, context = "internalCluster", "user", "internal"
	a := c.authority("cluster "+id, c.project.account.name, c.clusterName(id))
	admin := c.newCredential(a, pkix.Name{CommonName: user, Organization: []string{"system:masters"}})
	encoded := func(kind string, der []byte) string { return base64.StdEncoding.EncodeToString(pemOf(kind, der)) }
	return ok(object{"kind": "Config", "apiVersion": "v1", "preferences": object{}, "current-context": context,
		"clusters": []any{object{"name": cluster, "cluster": object{"server": "https://192.168.0.1:5443",
			"certificate-authority-data": encoded("CERTIFICATE", a.cert.Raw)}}},
		"users": []any{object{"name": user, "user": object{"client-certificate-data": encoded("CERTIFICATE", admin.cert.Raw),
			"client-key-data": encoded("PRIVATE KEY", admin.keyDER())}}},
		"contexts": []any{object{"name": context, "context": object{"cluster": cluster, "user": user}}}})
}
