package foreign

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// exampleService is the service of docs/resources/vpcep_{service,endpoint}.md.
func exampleService() attributes {
	return attributes{"name": "demo-service", "server_type": "VM", "vpc_id": ownerVPC, "port_id": backendPort + "1",
		"service_type": "interface", "port_mapping": []hwPort{{Protocol: "TCP", ServerPort: 8080, ClientPort: 80}},
		"permissions": []string{}, "tags": map[string]string{}}
}

// exampleEndpoint is an endpoint of that service.
func exampleEndpoint(service string) attributes {
	return attributes{"service_id": service, "vpc_id": consumerVPC, "network_id": subnet, "enable_dns": true,
		"enable_whitelist": false, "whitelist": []string{}, "tags": map[string]string{}}
}

// slowly lets whatever takes time be seen on its way three times, so that a wait sees each status it may.
func slowly() []string {
	var flags []string
	for _, kind := range []string{"service.create", "service.delete", "endpoint.create", "endpoint.delete", "endpoint.upgrade", "bcs.create",
		"bcs.delete", "kafka.delete"} {
		flags = append(flags, "-progress", kind+"=reads:3")
	}
	return flags
}

// walkExamples runs a walk with each way in, and on a cloud that takes its time.
func walkExamples(t *testing.T, walk func(t *testing.T, p *huaweicloud)) {
	t.Helper()
	t.Parallel()
	byKey := func(t *testing.T, base string) *huaweicloud { t.Helper(); return startWithKey(t, base, tenantA, "") }
	byPassword := func(t *testing.T, base string) *huaweicloud {
		t.Helper()
		return startWithPassword(t, base, tenantA, "user-a", "password-A1")
	}
	for name, way := range map[string]struct {
		begin func(t *testing.T, base string) *huaweicloud
		flags []string
	}{"access key": {byKey, nil}, "password": {byPassword, nil}, "slow cloud": {byKey, slowly()}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			base := start(t, way.flags...)
			walk(t, way.begin(t, base))
			leftNothing(t, base)
		})
	}
}

// TestHuaweicloudService is the example of docs/resources/vpcep_service.md.
func TestHuaweicloudService(t *testing.T) {
	walkExamples(t, func(t *testing.T, p *huaweicloud) {
		config := exampleService()
		config["description"] = "test description"
		id := p.createService(config)
		read := p.readService(id)
		emptyPlan(t, config, read)
		if read["status"] != "available" || read["service_name"] != "cn-north-4.demo-service."+id || read["approval"] != false {
			t.Errorf("read %v", read)
		}
		p.removeService(id)
	})
}

// TestHuaweicloudServiceUpdate are the two steps of TestAccVPCEPService_Basic in
// huaweicloud/services/acceptance/vpcep/resource_huaweicloud_vpcep_service_test.go.
func TestHuaweicloudServiceUpdate(t *testing.T) {
	t.Parallel()
	base := start(t)
	p := startWithKey(t, base, tenantA, "")
	config := exampleService()
	domains := []string{"iam:domain::6e9dfd5d1124e8d8498dce894923a0dd", "iam:domain::6e9dfd5d1124e8d8498dce894923a0de"}
	paths := []string{"organizations:orgPath::1234", "organizations:orgPath::5678"}
	maps.Copy(config, attributes{"approval": false, "tcp_proxy": "proxy_open", "description": "test description", "permissions": domains,
		"organization_permissions": paths, "tags": map[string]string{"owner": "tf-acc"}})
	id := p.createService(config)
	emptyPlan(t, config, p.readService(id))

	ports := []hwPort{{Protocol: "TCP", ServerPort: 8088, ClientPort: 80}}
	p.must(order{method: http.MethodPut, path: p.vpcep(hwServices + "/" + id), ok: []int{200}, body: map[string]any{
		"service_name": "tf-demo-service", "description": "test description update", "approval_enabled": true, "ports": ports,
		"tcp_proxy": "close"}}, &hwService{})
	p.retag("endpoint_service/"+id, config["tags"], map[string]string{"owner": "tf-acc-update"})
	p.permit(id, "add", "domainId", []string{"*"})
	p.permit(id, "remove", "domainId", domains)
	p.permit(id, "add", "orgPath", []string{"organizations:orgPath::*"})
	p.permit(id, "remove", "orgPath", paths)
	maps.Copy(config, attributes{"name": "tf-demo-service", "description": "test description update", "approval": true,
		"port_mapping": ports, "tcp_proxy": "close", "tags": map[string]string{"owner": "tf-acc-update"},
		"permissions": []string{"*"}, "organization_permissions": []string{"organizations:orgPath::*"}})
	emptyPlan(t, config, p.readService(id))
	p.removeService(id)
	leftNothing(t, base)
}

// TestHuaweicloudServiceKinds are the services of TestAccVPCEPService_{enablePolicy,ipVersion} in the same file.
func TestHuaweicloudServiceKinds(t *testing.T) {
	t.Parallel()
	base := start(t)
	p := startWithKey(t, base, tenantA, "")
	for _, more := range map[string]attributes{
		"enablePolicy": {"enable_policy": true, "description": "test description"},
		"ipVersion": {"ip_version": "ipv6", "snat_network_id": subnet, "tcp_proxy": "close", "description": "test desc",
			"permissions": []string{"*"}, "organization_permissions": []string{"organizations:orgPath::*"}, "tags": map[string]string{"foo": "bar"}},
	} {
		config := exampleService()
		maps.Copy(config, more)
		id := p.createService(config)
		emptyPlan(t, config, p.readService(id))
		p.removeService(id)
	}
	leftNothing(t, base)
}

// TestHuaweicloudPublicEndpoint is the first example of docs/resources/vpcep_endpoint.md, as older versions have it: the
// public services are read in one request, and the first of those named is connected to. Newer ones name its id.
func TestHuaweicloudPublicEndpoint(t *testing.T) {
	walkExamples(t, func(t *testing.T, p *huaweicloud) {
		services := p.publicServices("dis")
		config := exampleEndpoint(services[0].ID)
		maps.Copy(config, attributes{"enable_whitelist": true, "whitelist": []string{"192.168.0.0/24"}})
		id := p.createEndpoint(config)
		read := p.readEndpoint(id)
		emptyPlan(t, config, read)
		if read["status"] != "accepted" || read["service_type"] != "interface" || read["ip_address"] == "" ||
			read["private_domain_name"] == nil || read["packet_id"] == 0 {
			t.Errorf("read %v", read)
		}
		p.removeEndpoint(id)
	})
}

// TestHuaweicloudPrivateEndpoint is the second example of docs/resources/vpcep_endpoint.md, and what
// TestAccVPCEndpoint_Basic changes in huaweicloud/services/acceptance/vpcep/resource_huaweicloud_vpcep_endpoint_test.go:
// the service's ports and name while it is connected to, and the endpoint's tags. The whitelist comes with its switch in
// one PUT.
func TestHuaweicloudPrivateEndpoint(t *testing.T) {
	walkExamples(t, func(t *testing.T, p *huaweicloud) {
		service := p.createService(exampleService())
		config := exampleEndpoint(service)
		maps.Copy(config, attributes{"description": "test description", "tags": map[string]string{"owner": "tf-acc"}})
		id := p.createEndpoint(config)
		read := p.readEndpoint(id)
		emptyPlan(t, config, read)
		if read["status"] != "accepted" || read["private_domain_name"] == nil {
			t.Errorf("read %v", read)
		}
		if connections := p.readService(service)["connections"].([]hwConnection); len(connections) != 1 || connections[0].EndpointID != id {
			t.Errorf("connections %v", connections)
		}
		var done hwEndpoint
		p.must(order{method: http.MethodPut, path: p.vpcep(hwServices + "/" + service), ok: []int{200}, body: map[string]any{
			"service_name": "tf-demo-service", "description": "", "ports": []hwPort{{Protocol: "TCP", ServerPort: 8088, ClientPort: 80}}}}, &hwService{})
		p.must(order{method: http.MethodPut, path: p.vpcep(hwEndpoints + "/" + id),
			body: map[string]any{"enable_whitelist": true, "whitelist": []string{"10.10.10.10"}}}, &done)
		p.retag("endpoint/"+id, config["tags"], map[string]string{"owner": "tf-acc-update", "foo": "bar"})
		maps.Copy(config, attributes{"enable_whitelist": true, "whitelist": []string{"10.10.10.10"},
			"tags": map[string]string{"owner": "tf-acc-update", "foo": "bar"}})
		emptyPlan(t, config, p.readEndpoint(id))
		p.must(order{method: http.MethodPut, path: p.vpcep(hwEndpoints + "/" + id),
			body: map[string]any{"enable_whitelist": false, "whitelist": []string{}}}, &done)
		maps.Copy(config, attributes{"enable_whitelist": false, "whitelist": []string{}})
		emptyPlan(t, config, p.readEndpoint(id))
		p.removeEndpoint(id)
		p.removeService(service)
	})
}

// TestHuaweicloudApproval is the example of docs/resources/vpcep_approval.md, in which enable_dns and ip_address are not
// looked at. It is destroyed in this order: reject, delete the endpoint, delete the service.
func TestHuaweicloudApproval(t *testing.T) {
	walkExamples(t, func(t *testing.T, p *huaweicloud) {
		config := exampleService()
		config["approval"] = true
		service := p.createService(config)
		endpoint := exampleEndpoint(service)
		id := p.createEndpoint(endpoint)
		delete(endpoint, "enable_dns")
		if p.status(hwServices+"/"+service) != "available" || p.readEndpoint(id)["status"] != "pendingAcceptance" {
			t.Errorf("before the approval the endpoint is %v", p.readEndpoint(id))
		}
		p.decide(service, id, "receive", "accepted")
		read := p.readEndpoint(id)
		emptyPlan(t, config, p.readService(service))
		emptyPlan(t, endpoint, read)
		if read["status"] != "accepted" || read["enable_dns"] != true || read["ip_address"] == "" {
			t.Errorf("after the approval %v", read)
		}
		if all := p.connections(service); len(all) != 1 || all[0].DomainID != tenantA.domainID || all[0].MarkerID != read["packet_id"] {
			t.Errorf("connections %v", all)
		}
		p.decide(service, id, "reject", "rejected")
		p.removeEndpoint(id)
		p.removeService(service)
	})
}

// TestHuaweicloudTwoAccounts is the same for an owner and a consumer, each with its own provider: a whitelist lets the
// consumer in, and it sees what the owner decides.
func TestHuaweicloudTwoAccounts(t *testing.T) {
	t.Parallel()
	base := start(t, slowly()...)
	owner, consumer := startWithKey(t, base, tenantA, ""), startWithKey(t, base, tenantB, "")
	config := exampleService()
	config["approval"] = true
	service := owner.createService(config)
	endpoint := exampleEndpoint(service)
	refused := order{method: http.MethodPost, path: consumer.vpcep(hwEndpoints), body: map[string]any{"endpoint_service_id": service,
		"vpc_id": consumerVPC, "subnet_id": subnet, "enable_dns": true, "enable_whitelist": false}}
	if _, err := consumer.send(refused, nil); err == nil || !strings.Contains(err.Error(), "EndPoint.2012") {
		t.Errorf("an account that is not let in: %v", err)
	}
	config["permissions"] = []string{"iam:domain::" + tenantB.domainID}
	owner.permit(service, "add", "domainId", config["permissions"])
	id := consumer.createEndpoint(endpoint)
	owner.decide(service, id, "receive", "accepted")
	emptyPlan(t, config, owner.readService(service))
	emptyPlan(t, endpoint, consumer.readEndpoint(id))
	if all := owner.connections(service); len(all) != 1 || all[0].DomainID != tenantB.domainID {
		t.Errorf("connections %v", all)
	}
	owner.decide(service, id, "reject", "rejected")
	if read := consumer.readEndpoint(id); read["status"] != "rejected" {
		t.Errorf("after the rejection %v", read)
	}
	consumer.removeEndpoint(id)
	owner.removeService(service)
	leftNothing(t, base)
}

// gatewayPolicy and interfacePolicy are those of docs/resources/vpcep_endpoint.md.
const (
	gatewayPolicy = `[{"Effect":"Allow","Action":["obs:bucket:ListBucket"],"Resource":["obs:*:*:*:*/*","obs:*:*:*:*"]},
		{"Effect":"Deny","Action":["obs:object:DeleteObject"],"Resource":["obs:*:*:*:*/*","obs:*:*:*:*"]}]`
	interfacePolicy = `{"Version":"5.0","Statement":[{"Action":["*"],"Resource":["*"],"Effect":"Allow","Principal":"*"}]}`
)

// TestHuaweicloudGateway are the third and the fourth example of docs/resources/vpcep_endpoint.md: endpoints to OBS
// without a policy and with one, for which the switches of interface endpoints are sent, too. Then policy and route
// tables change, of which nothing is read from the reply.
func TestHuaweicloudGateway(t *testing.T) {
	walkExamples(t, func(t *testing.T, p *huaweicloud) {
		config := attributes{"service_id": p.publicServices("obs")[0].ID, "vpc_id": consumerVPC, "enable_whitelist": false,
			"description": "test description", "tags": map[string]string{}, "whitelist": []string{}}
		created := maps.Clone(config)
		created["enable_dns"] = true
		plain := p.createEndpoint(created)
		read := p.readEndpoint(plain)
		emptyPlan(t, config, read)
		if read["service_type"] != "gateway" || read["status"] != "accepted" || len(read["routetables"].([]string)) != 1 {
			t.Errorf("read %v", read)
		}
		p.removeEndpoint(plain)
		created["policy_statement"] = document(t, gatewayPolicy)
		config["policy_statement"] = created["policy_statement"]
		id := p.createEndpoint(created)
		emptyPlan(t, config, p.readEndpoint(id))
		denial := document(t, `[{"Action":["obs:bucket:ListBucket"],"Resource":["obs:*:*:*:*/*"],"Effect":"Deny"}]`)
		p.must(order{method: http.MethodPut, path: p.vpcep(hwEndpoints + "/" + id + "/policy"),
			body: map[string]any{"policy_statement": denial}}, &hwEndpoint{})
		p.must(order{method: http.MethodPut, path: p.vpcep(hwEndpoints + "/" + id + "/routetables"),
			body: map[string]any{"routetables": []string{routeTable}}}, nil)
		maps.Copy(config, attributes{"policy_statement": denial, "routetables": []string{routeTable}})
		emptyPlan(t, config, p.readEndpoint(id))
		p.removeEndpoint(id)
	})
}

// TestHuaweicloudInterfacePolicy is the fifth example of docs/resources/vpcep_endpoint.md, to a service that has
// enable_policy; then the policy changes.
func TestHuaweicloudInterfacePolicy(t *testing.T) {
	walkExamples(t, func(t *testing.T, p *huaweicloud) {
		offered := exampleService()
		offered["enable_policy"] = true
		service := p.createService(offered)
		config := exampleEndpoint(service)
		maps.Copy(config, attributes{"description": "test description", "policy_document": document(t, interfacePolicy)})
		id := p.createEndpoint(config)
		emptyPlan(t, config, p.readEndpoint(id))
		config["policy_document"] = document(t, strings.ReplaceAll(interfacePolicy, "Allow", "Deny"))
		p.must(order{method: http.MethodPut, path: p.vpcep(hwEndpoints + "/" + id + "/policy"),
			body: map[string]any{"policy_document": config["policy_document"]}}, &hwEndpoint{})
		emptyPlan(t, config, p.readEndpoint(id))
		p.removeEndpoint(id)
		p.removeService(service)
	})
}

// TestHuaweicloudPages has more records and connections than a page of the default size, which is the only one the
// provider asks for.
func TestHuaweicloudPages(t *testing.T) {
	t.Parallel()
	base := start(t)
	p := startWithKey(t, base, tenantA, "")
	config := exampleService()
	var records []string
	for n := range 25 {
		records = append(records, "iam:domain::"+string(rune('a'+n)))
	}
	config["permissions"] = records
	service := p.createService(config)
	emptyPlan(t, config, p.readService(service))
	var made []string
	for range 12 {
		made = append(made, p.createEndpoint(exampleEndpoint(service)))
	}
	var seen []string
	for _, c := range p.connections(service) {
		seen = append(seen, c.EndpointID)
	}
	if slices.Sort(made); !slices.Equal(slices.Sorted(slices.Values(seen)), made) {
		t.Errorf("connections %v of %v", seen, made)
	}
	for _, id := range made {
		p.removeEndpoint(id)
	}
	p.removeService(service)
	leftNothing(t, base)
}
