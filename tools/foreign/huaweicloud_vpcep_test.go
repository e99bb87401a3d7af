package foreign

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// The walks of the huaweicloud provider through its examples were read in huaweicloud/terraform-provider-huaweicloud:
// docs/resources/vpcep_{service,endpoint,approval}.md, huaweicloud/services/vpcep/resource_huaweicloud_vpcep_*.go and
// vendor/github.com/chnsz/golangsdk/openstack/vpcep/v1/{services,endpoints}/{requests,results}.go.

// What the provider decodes, with its names and types.
type (
	hwTag struct {
		Key   string `json:"key"`
		Value string `json:"value,omitempty"`
	}
	hwPort struct {
		Protocol   string `json:"protocol"`
		ClientPort int    `json:"client_port"`
		ServerPort int    `json:"server_port"`
	}
	hwFailure struct {
		Code    string `json:"error_code"`
		Message string `json:"error_message"`
	}
	hwService struct {
		ID                string      `json:"id"`
		Status            string      `json:"status"`
		PortID            string      `json:"port_id"`
		VpcID             string      `json:"vpc_id"`
		ServiceName       string      `json:"service_name"`
		ServiceType       string      `json:"service_type"`
		ServerType        string      `json:"server_type"`
		Approval          bool        `json:"approval_enabled"`
		VipPortID         string      `json:"vip_port_id"`
		ProjectID         string      `json:"project_id"`
		CidrType          string      `json:"cidr_type"`
		Ports             []hwPort    `json:"ports"`
		TCPProxy          string      `json:"tcp_proxy"`
		Tags              []hwTag     `json:"tags"`
		Error             []hwFailure `json:"error"`
		Description       string      `json:"description"`
		IPVersion         string      `json:"ip_version"`
		EnablePolicy      bool        `json:"enable_policy"`
		Created           string      `json:"created_at"`
		Updated           string      `json:"updated_at"`
		PublicBorderGroup string      `json:"public_border_group"`
		ConnectionCount   int         `json:"connection_count"`
		SnatNetworkID     string      `json:"snat_network_id"`
		IPAddress         string      `json:"ip"`
		PoolID            string      `json:"pool_id"`
	}
	hwConnection struct {
		EndpointID  string      `json:"id"`
		MarkerID    int         `json:"marker_id"`
		DomainID    string      `json:"domain_id"`
		Status      string      `json:"status"`
		Created     string      `json:"created_at"`
		Updated     string      `json:"updated_at"`
		Error       []hwFailure `json:"error"`
		Description string      `json:"description"`
	}
	hwPermission struct {
		ID             string `json:"id"`
		Permission     string `json:"permission"`
		PermissionType string `json:"permission_type"`
		Created        string `json:"created_at"`
	}
	hwEndpoint struct {
		ID                string   `json:"id"`
		ServiceType       string   `json:"service_type"`
		Status            string   `json:"status"`
		ActiveStatus      []string `json:"active_status"`
		EnableStatus      string   `json:"enable_status"`
		SpecificationName string   `json:"specification_name"`
		ServiceName       string   `json:"endpoint_service_name"`
		MarkerID          int      `json:"marker_id"`
		ServiceID         string   `json:"endpoint_service_id"`
		EnableDNS         bool     `json:"enable_dns"`
		DNSNames          []string `json:"dns_names"`
		IPAddr            string   `json:"ip"`
		VpcID             string   `json:"vpc_id"`
		SubnetID          string   `json:"subnet_id"`
		Created           string   `json:"created_at"`
		Updated           string   `json:"updated_at"`
		ProjectID         string   `json:"project_id"`
		Tags              []hwTag  `json:"tags"`
		Whitelist         []string `json:"whitelist"`
		EnableWhitelist   bool     `json:"enable_whitelist"`
		RouteTables       []string `json:"routetables"`
		Description       string   `json:"description"`
		PolicyStatement   any      `json:"policy_statement"`
		PolicyDocument    any      `json:"policy_document"`
		EndpointPoolID    string   `json:"endpoint_pool_id"`
		PublicBorderGroup string   `json:"public_border_group"`
		IPv6Address       string   `json:"ipv6_address"`
		IPVersion         string   `json:"ip_version"`
	}
)

// attributes are those of one resource, by the provider's names. A configuration has what it says, the provider's
// defaults, and the empty value of what is optional only; what is computed too and not said is not in it.
type attributes map[string]any

// emptyPlan checks that a refresh finds what the configuration says.
func emptyPlan(t *testing.T, configured, read attributes) {
	t.Helper()
	for name, want := range configured {
		if got := read[name]; !reflect.DeepEqual(got, want) {
			t.Errorf("a plan would change %s from %#v to %#v", name, got, want)
		}
	}
}

// sent are the values that the provider sends: those that are not empty.
func sent(fields map[string]any) map[string]any {
	for name, value := range fields {
		if v := reflect.ValueOf(value); !v.IsValid() || v.Kind() != reflect.Bool && (v.IsZero() || v.Kind() == reflect.Slice && v.Len() == 0) {
			delete(fields, name)
		}
	}
	return fields
}

func (p *huaweicloud) vpcep(path string) string { return "/v1/" + p.project + "/" + path }

const (
	hwServices  = "vpc-endpoint-services"
	hwEndpoints = "vpc-endpoints"
)

// status reads an object's status; the 404 of what is gone is "deleted".
func (p *huaweicloud) status(path string) string {
	p.t.Helper()
	var shown struct {
		Status string `json:"status"`
	}
	_, err := p.send(order{method: http.MethodGet, path: p.vpcep(path)}, &shown)
	if refused, is := errors.AsType[*unexpected](err); is && refused.status == http.StatusNotFound {
		return "deleted"
	}
	if err != nil {
		p.t.Fatal(err)
	}
	return shown.Status
}

// createService makes the service of a configuration: approval is sent as false when it is not said.
func (p *huaweicloud) createService(c attributes) string {
	p.t.Helper()
	var made hwService
	approval, _ := c["approval"].(bool)
	body := sent(map[string]any{"vpc_id": c["vpc_id"], "port_id": c["port_id"], "server_type": c["server_type"],
		"service_name": c["name"], "service_type": c["service_type"], "description": c["description"], "tcp_proxy": c["tcp_proxy"],
		"ip_version": c["ip_version"], "snat_network_id": c["snat_network_id"],
		"approval_enabled": approval, "ports": c["port_mapping"], "tags": tagList(c["tags"])})
	if policy, _ := c["enable_policy"].(bool); policy {
		body["enable_policy"] = true
	}
	p.must(order{method: http.MethodPost, path: p.vpcep(hwServices), body: body, ok: []int{200}}, &made)
	until(p.t, []string{"creating"}, "available", func() string { return p.status(hwServices + "/" + made.ID) })
	p.permit(made.ID, "add", "domainId", c["permissions"])
	p.permit(made.ID, "add", "orgPath", c["organization_permissions"])
	return made.ID
}

// permit adds or removes whitelist records, if there are any.
func (p *huaweicloud) permit(id, action, kind string, records any) {
	p.t.Helper()
	if list, _ := records.([]string); len(list) > 0 {
		var done struct{}
		p.must(order{method: http.MethodPost, path: p.vpcep(hwServices + "/" + id + "/permissions/action"), ok: []int{200},
			body: map[string]any{"action": action, "permissions": list, "permission_type": kind}}, &done)
	}
}

// readService is a refresh.
func (p *huaweicloud) readService(id string) attributes {
	p.t.Helper()
	var s hwService
	p.must(order{method: http.MethodGet, path: p.vpcep(hwServices + "/" + id)}, &s)
	read := attributes{"server_type": s.ServerType, "vpc_id": s.VpcID, "port_id": s.PortID, "approval": s.Approval, "status": s.Status,
		"service_type": s.ServiceType, "description": s.Description, "tcp_proxy": s.TCPProxy, "port_mapping": s.Ports,
		"enable_policy": s.EnablePolicy, "tags": tagMap(s.Tags), "permissions": []string{}, "organization_permissions": []string{},
		"ip_version": s.IPVersion, "snat_network_id": s.SnatNetworkID,
		"service_name": s.ServiceName, "connections": p.connections(id), "name": ""}
	if parts := strings.Split(s.ServiceName, "."); len(parts) > 2 {
		read["name"] = parts[1]
	}
	for _, r := range pages[hwPermission](p.chnsz, order{path: p.vpcep(hwServices + "/" + id + "/permissions")}, "permissions") {
		if name := map[string]string{"domainId": "permissions", "orgPath": "organization_permissions"}[r.PermissionType]; name != "" {
			list, _ := read[name].([]string)
			read[name] = slices.Sorted(slices.Values(append(list, r.Permission)))
		}
	}
	return read
}

func (p *huaweicloud) connections(id string) []hwConnection {
	p.t.Helper()
	return pages[hwConnection](p.chnsz, order{path: p.vpcep(hwServices + "/" + id + "/connections")}, "connections")
}

// remove deletes a service or an endpoint and waits for the 404.
func (p *huaweicloud) remove(path string, pending ...string) {
	p.t.Helper()
	p.must(order{method: http.MethodDelete, path: p.vpcep(path)}, nil)
	until(p.t, append(pending, "deleting"), "deleted", func() string { return p.status(path) })
}

func (p *huaweicloud) removeService(id string) {
	p.t.Helper()
	p.remove(hwServices+"/"+id, "available")
}

// createEndpoint makes the endpoint of a configuration. The whitelist is sent only when it is enabled; both switches
// are sent always, to gateways too.
func (p *huaweicloud) createEndpoint(c attributes) string {
	p.t.Helper()
	var made hwEndpoint
	body := sent(map[string]any{"endpoint_service_id": c["service_id"], "vpc_id": c["vpc_id"], "subnet_id": c["network_id"],
		"port_ip": c["ip_address"], "description": c["description"], "enable_dns": c["enable_dns"],
		"enable_whitelist": c["enable_whitelist"], "tags": tagList(c["tags"]), "policy_statement": c["policy_statement"],
		"policy_document": c["policy_document"], "routetables": c["routetables"]})
	if c["enable_whitelist"] == true {
		body["whitelist"] = c["whitelist"]
	}
	p.must(order{method: http.MethodPost, path: p.vpcep(hwEndpoints), body: body, ok: []int{200}}, &made)
	until(p.t, []string{"creating"}, "done", func() string {
		now := p.status(hwEndpoints + "/" + made.ID)
		if now == "accepted" || now == "pendingAcceptance" {
			return "done"
		}
		return now
	})
	return made.ID
}

// readEndpoint is a refresh. Only interface endpoints have a DNS switch.
func (p *huaweicloud) readEndpoint(id string) attributes {
	p.t.Helper()
	var e hwEndpoint
	p.must(order{method: http.MethodGet, path: p.vpcep(hwEndpoints + "/" + id)}, &e)
	read := attributes{"status": e.Status, "service_id": e.ServiceID, "service_name": e.ServiceName, "service_type": e.ServiceType,
		"vpc_id": e.VpcID, "network_id": e.SubnetID, "ip_address": e.IPAddr, "description": e.Description, "packet_id": e.MarkerID,
		"enable_whitelist": e.EnableWhitelist, "tags": tagMap(e.Tags), "policy_statement": e.PolicyStatement,
		"policy_document": e.PolicyDocument, "routetables": e.RouteTables, "whitelist": append([]string{}, e.Whitelist...)}
	if e.ServiceType == "interface" {
		read["enable_dns"] = e.EnableDNS
	}
	if len(e.DNSNames) > 0 {
		read["private_domain_name"] = e.DNSNames[0]
	}
	return read
}

func (p *huaweicloud) removeEndpoint(id string) { p.t.Helper(); p.remove(hwEndpoints + "/" + id) }

// decide accepts or rejects one endpoint and waits until its connection says so.
func (p *huaweicloud) decide(service, endpoint, action, target string) {
	p.t.Helper()
	var done struct{}
	path := p.vpcep(hwServices + "/" + service + "/connections")
	p.must(order{method: http.MethodPost, path: path + "/action", ok: []int{200},
		body: map[string]any{"action": action, "endpoints": []string{endpoint}}}, &done)
	until(p.t, []string{"creating", "pendingAcceptance"}, target, func() string {
		var list struct {
			Connections []hwConnection `json:"connections"`
		}
		p.must(order{method: http.MethodGet, path: path, query: url.Values{"id": {endpoint}}}, &list)
		if len(list.Connections) != 1 || list.Connections[0].EndpointID != endpoint {
			return "deleted"
		}
		return list.Connections[0].Status
	})
}

// retag takes off all old tags, with their values, and puts on all new ones
// (vendor/github.com/chnsz/golangsdk/openstack/common/tags/requests.go).
func (p *huaweicloud) retag(path string, old, tags any) {
	p.t.Helper()
	for _, action := range []struct {
		name string
		tags any
	}{{"delete", old}, {"create", tags}} {
		p.must(order{method: http.MethodPost, path: p.vpcep(path + "/tags/action"), ok: []int{200, 204},
			body: map[string]any{"action": action.name, "tags": tagList(action.tags)}}, nil)
	}
}

func tagList(tags any) []hwTag {
	var list []hwTag
	values, _ := tags.(map[string]string)
	for key, value := range values {
		list = append(list, hwTag{Key: key, Value: value})
	}
	return list
}

func tagMap(list []hwTag) map[string]string {
	tags := map[string]string{}
	for _, tag := range list {
		tags[tag.Key] = tag.Value
	}
	return tags
}

// document reads JSON, as jsonencode writes it.
func document(t *testing.T, text string) any {
	t.Helper()
	var value any
	if err := json.Unmarshal([]byte(text), &value); err != nil {
		t.Fatal(err)
	}
	return value
}

// leftNothing checks that the emulator is as it was.
func leftNothing(t *testing.T, base string) {
	t.Helper()
	var state map[string]any
	control(t, base, "state", &state)
	for kind, all := range state {
		if list, is := all.([]any); is && len(list) != 0 {
			t.Errorf("left over: %s %v", kind, list)
		}
	}
}
