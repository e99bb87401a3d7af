package vpcep

import (
	"context"
	"encoding/json"
	"reflect"
	"testing"
)

// The samples are those of contract/vpcep.md.
const (
	// 1.3.
	createServiceSample = `{
  "port_id": "4189d3c2-8882-4871-a3c2-d380272eed88", "vpc_id": "4189d3c2-8882-4871-a3c2-d380272eed80",
  "server_type": "VM", "service_type": "interface", "service_name": "demo", "approval_enabled": false,
  "tcp_proxy": "close", "description": "demo service",
  "ports": [{"client_port": 80, "server_port": 8080, "protocol": "TCP"}],
  "tags": [{"key": "owner", "value": "me"}]
}`
	// 1.5.
	serviceSample = `{
  "id": "4189d3c2-8882-4871-a3c2-d380272eed83", "port_id": "4189d3c2-8882-4871-a3c2-d380272eed88",
  "vpc_id": "4189d3c2-8882-4871-a3c2-d380272eed80", "pool_id": "5289d3c2-8882-4871-a3c2-d380272eed80",
  "status": "available", "approval_enabled": false,
  "service_name": "cn-north-4.demo.4189d3c2-8882-4871-a3c2-d380272eed83",
  "service_type": "interface", "server_type": "VM", "project_id": "0605767a5780d5762fb5c0186072909c",
  "created_at": "2024-01-30T07:42:01Z", "updated_at": "2024-01-30T07:42:05Z",
  "ports": [{"client_port": 80, "server_port": 8080, "protocol": "TCP"}], "tcp_proxy": "close",
  "tags": [{"key": "owner", "value": "me"}], "description": "demo service",
  "supported_editions": ["basic"], "enable_policy": false
}`
	// 1.21.
	createEndpointSample = `{"endpoint_service_id": "2da0fe8f-5cb7-4d93-bb35-dc05334da1be", "vpc_id": "d7b2bf07-1b4c-43fa-bd88-d80c6ebea140",
 "subnet_id": "61881173-3899-4981-a700-170253d469b6", "enable_dns": true, "port_ip": "192.168.14.23",
 "whitelist": ["192.168.0.0/24"], "enable_whitelist": true, "description": "demo",
 "tags": [{"key": "test2", "value": "test2"}]}`
	// 1.23.
	endpointSample = `{"id": "530d6f2f-d115-4df2-8c36-32d19f3c0bbc", "status": "accepted", "ip": "192.168.14.23", "service_type": "interface",
 "active_status": ["active"], "enable_status": "enable", "specification_name": "default", "marker_id": 201515772,
 "vpc_id": "d7b2bf07-1b4c-43fa-bd88-d80c6ebea140", "subnet_id": "61881173-3899-4981-a700-170253d469b6",
 "enable_dns": true, "dns_names": ["<generated private name>"], "routetables": [],
 "whitelist": ["192.168.0.0/24"], "enable_whitelist": true, "tags": [{"key": "test2", "value": "test2"}],
 "endpoint_service_id": "2da0fe8f-5cb7-4d93-bb35-dc05334da1be",
 "endpoint_service_name": "cn-north-4.demo.2da0fe8f-5cb7-4d93-bb35-dc05334da1be",
 "project_id": "0605767a5780d5762fb5c0186072909c", "description": "demo",
 "endpoint_pool_id": "0e796c11-6cf1-484a-9b8c-f837cb925287",
 "created_at": "2024-08-23T07:37:37Z", "updated_at": "2024-08-23T07:37:39Z"}`
	// 1.21, the reply of a gateway endpoint.
	gatewaySample = `{"id": "093998ea-ebaa-440d-8c75-935178e4dd93", "status": "creating", "service_type": "gateway", "marker_id": 201414431,
 "active_status": ["active"], "enable_status": "enable", "specification_name": "default",
 "vpc_id": "d7b2bf07-1b4c-43fa-bd88-d80c6ebea140", "project_id": "0605767a5780d5762fb5c0186072909c",
 "routetables": ["cd7fdf2b-d964-4a4a-a169-2af1112e7d02"], "tags": [], "description": "",
 "endpoint_service_id": "e4a21a61-f09e-41bc-b487-23d6204ae27b", "endpoint_service_name": "com.myhuaweicloud.cn-north-4.obs",
 "policy_statement": [{"Effect": "Allow", "Action": ["obs:*:*"], "Resource": ["obs:*:*:*:*/*", "obs:*:*:*:*"]}],
 "endpoint_pool_id": "d86778c4-ad4b-4abd-988e-8c2572047fe4",
 "created_at": "2024-08-23T07:23:22Z", "updated_at": "2024-08-23T07:23:22Z"}`
	// 1.11.
	connectionsSample = `{"connections": [{"id": "adb7b229-bb11-4072-bcc0-3327cd784263", "status": "accepted", "marker_id": 16777510,
  "domain_id": "5fc973eea581490997e82ea11a1df31f", "created_at": "2024-09-17T11:10:11Z",
  "updated_at": "2024-09-17T11:10:12Z", "description": ""}], "total_count": 1}`
)

var demoService = Service{
	ID: serviceID, PortID: "4189d3c2-8882-4871-a3c2-d380272eed88", VpcID: "4189d3c2-8882-4871-a3c2-d380272eed80",
	PoolID: "5289d3c2-8882-4871-a3c2-d380272eed80", Status: "available", ApprovalEnabled: false,
	ServiceName: "cn-north-4.demo." + serviceID, ServiceType: "interface", ServerType: "VM", ProjectID: project,
	CreatedAt: "2024-01-30T07:42:01Z", UpdatedAt: "2024-01-30T07:42:05Z",
	Ports: []PortMapping{{80, 8080, "TCP"}}, TCPProxy: "close", Tags: []Tag{{"owner", "me"}}, Description: "demo service",
	SupportedEditions: []string{"basic"}, EnablePolicy: new(false),
}

var createDemoService = CreateServiceRequest{
	PortID: demoService.PortID, VpcID: demoService.VpcID, ServerType: "VM", ServiceType: "interface", ServiceName: "demo",
	ApprovalEnabled: new(false), TCPProxy: "close", Description: "demo service",
	Ports: []PortMapping{{80, 8080, "TCP"}}, Tags: []Tag{{"owner", "me"}},
}

var demoEndpoint = Endpoint{
	ID: endpointID, Status: "accepted", IP: "192.168.14.23", ServiceType: "interface", ActiveStatus: []string{"active"},
	EnableStatus: "enable", MarkerID: 201515772, VpcID: "d7b2bf07-1b4c-43fa-bd88-d80c6ebea140",
	SubnetID: "61881173-3899-4981-a700-170253d469b6", EnableDNS: new(true), DNSNames: []string{"<generated private name>"},
	RouteTables: []string{}, Whitelist: []string{"192.168.0.0/24"}, EnableWhitelist: new(true), Tags: []Tag{{"test2", "test2"}},
	ServiceID: "2da0fe8f-5cb7-4d93-bb35-dc05334da1be", ServiceName: "cn-north-4.demo.2da0fe8f-5cb7-4d93-bb35-dc05334da1be",
	ProjectID: project, Description: "demo", CreatedAt: "2024-08-23T07:37:37Z", UpdatedAt: "2024-08-23T07:37:39Z",
}

var createDemoEndpoint = CreateEndpointRequest{
	ServiceID: demoEndpoint.ServiceID, VpcID: demoEndpoint.VpcID, SubnetID: demoEndpoint.SubnetID, EnableDNS: new(true),
	PortIP: "192.168.14.23", Whitelist: new([]string{"192.168.0.0/24"}), EnableWhitelist: new(true), Description: "demo",
	Tags: []Tag{{"test2", "test2"}},
}

var gatewayEndpoint = Endpoint{
	ID: "093998ea-ebaa-440d-8c75-935178e4dd93", Status: "creating", ServiceType: "gateway", MarkerID: 201414431,
	ActiveStatus: []string{"active"}, EnableStatus: "enable", VpcID: "d7b2bf07-1b4c-43fa-bd88-d80c6ebea140", ProjectID: project,
	RouteTables: []string{"cd7fdf2b-d964-4a4a-a169-2af1112e7d02"}, Tags: []Tag{},
	ServiceID: "e4a21a61-f09e-41bc-b487-23d6204ae27b", ServiceName: "com.myhuaweicloud.cn-north-4.obs",
	PolicyStatement: json.RawMessage(`[{"Effect": "Allow", "Action": ["obs:*:*"], "Resource": ["obs:*:*:*:*/*", "obs:*:*:*:*"]}]`),
	CreatedAt:       "2024-08-23T07:23:22Z", UpdatedAt: "2024-08-23T07:23:22Z",
}

var demoConnection = Connection{
	ID: "adb7b229-bb11-4072-bcc0-3327cd784263", Status: "accepted", MarkerID: 16777510, DomainID: "5fc973eea581490997e82ea11a1df31f",
	CreatedAt: "2024-09-17T11:10:11Z", UpdatedAt: "2024-09-17T11:10:12Z",
}

// Each method sends the request of the contract and understands its reply.
func TestWire(t *testing.T) {
	t.Parallel()
	const whole = "limit=1000&offset=0"
	nothing := func(err error) (any, error) { return nil, err }
	for _, test := range []struct {
		name  string
		call  func(ctx context.Context, c *Client) (any, error)
		reply answer
		want  sent
		gives any
	}{
		{"CreateService 1.3", func(ctx context.Context, c *Client) (any, error) {
			created, _, err := c.CreateService(ctx, createDemoService)
			return created, err
		}, answer{200, serviceSample}, sent{"POST", servicesPath, "", createServiceSample}, &demoService},
		{"ListServices 1.4", func(ctx context.Context, c *Client) (any, error) { return c.ListServices(ctx) },
			answer{200, `{"endpoint_services": [` + serviceSample + `], "total_count": 1}`}, sent{"GET", servicesPath, whole, ""}, []Service{demoService}},
		{"GetService 1.5", func(ctx context.Context, c *Client) (any, error) { return c.GetService(ctx, serviceID) },
			answer{200, serviceSample}, sent{"GET", servicePath, "", ""}, &demoService},
		{"UpdateService 1.6", func(ctx context.Context, c *Client) (any, error) {
			return c.UpdateService(ctx, serviceID, UpdateServiceRequest{
				ApprovalEnabled: new(true), ServiceName: new("test"), Description: new(""), Ports: []PortMapping{{8081, 22, "TCP"}},
			})
		}, answer{200, serviceSample}, sent{"PUT", servicePath, "",
			`{"approval_enabled": true, "service_name": "test", "description": "", "ports": [{"client_port": 8081, "server_port": 22, "protocol": "TCP"}]}`}, &demoService},
		{"DeleteService 1.7", func(ctx context.Context, c *Client) (any, error) { return nothing(c.DeleteService(ctx, serviceID)) },
			answer{204, ""}, sent{"DELETE", servicePath, "", ""}, nil},
		{"RenameService 1.8", func(ctx context.Context, c *Client) (any, error) {
			return nothing(c.RenameService(ctx, serviceID, "obs_test"))
		},
			answer{200, `{"endpoint_service_name": "br-abc-aaa1.obs_test.77e40857-03e9-45ee-a940-4bbb8cef72bf"}`},
			sent{"PUT", servicePath + "/name", "", `{"endpoint_service_name": "obs_test"}`}, nil},
		{"ServiceType 1.9", func(ctx context.Context, c *Client) (any, error) { return c.ServiceType(ctx, serviceID) },
			answer{200, `{"id": "9d4c1028-1336-4556-9881-b5d807c1b8a8", "service_name": "cn-north-4.demo.9d4c1028-1336-4556-9881-b5d807c1b8a8",
 "service_type": "interface", "created_at": "2024-09-17T07:28:31Z", "is_charge": true, "public_border_group": "center", "enable_policy": false}`},
			sent{"GET", servicesPath + "/describe", "id=" + serviceID, ""}, "interface"},
		{"ListConnections 1.11", func(ctx context.Context, c *Client) (any, error) { return c.ListConnections(ctx, serviceID) },
			answer{200, connectionsSample}, sent{"GET", servicePath + "/connections", whole, ""}, []Connection{demoConnection}},
		{"AnswerConnection 1.12", func(ctx context.Context, c *Client) (any, error) {
			return nothing(c.AnswerConnection(ctx, serviceID, Receive, "705290f3-0d00-41f2-aedc-71f09844e879"))
		}, answer{200, connectionsSample}, sent{"POST", servicePath + "/connections/action", "",
			`{"action": "receive", "endpoints": ["705290f3-0d00-41f2-aedc-71f09844e879"]}`}, nil},
		{"CreateEndpoint 1.21", func(ctx context.Context, c *Client) (any, error) {
			created, _, err := c.CreateEndpoint(ctx, createDemoEndpoint)
			return created, err
		}, answer{200, endpointSample}, sent{"POST", endpointsPath, "", createEndpointSample}, &demoEndpoint},
		{"CreateEndpoint 1.21 gateway", func(ctx context.Context, c *Client) (any, error) {
			created, _, err := c.CreateEndpoint(ctx, CreateEndpointRequest{
				ServiceID: gatewayEndpoint.ServiceID, VpcID: gatewayEndpoint.VpcID, RouteTables: gatewayEndpoint.RouteTables,
			})
			return created, err
		}, answer{200, gatewaySample}, sent{"POST", endpointsPath, "", `{"endpoint_service_id": "e4a21a61-f09e-41bc-b487-23d6204ae27b",
 "vpc_id": "d7b2bf07-1b4c-43fa-bd88-d80c6ebea140", "routetables": ["cd7fdf2b-d964-4a4a-a169-2af1112e7d02"]}`}, &gatewayEndpoint},
		{"ListEndpoints 1.22", func(ctx context.Context, c *Client) (any, error) { return c.ListEndpoints(ctx) },
			answer{200, `{"endpoints": [` + endpointSample + `], "total_count": 1}`}, sent{"GET", endpointsPath, whole, ""}, []Endpoint{demoEndpoint}},
		{"GetEndpoint 1.23", func(ctx context.Context, c *Client) (any, error) { return c.GetEndpoint(ctx, endpointID) },
			answer{200, endpointSample}, sent{"GET", endpointPath, "", ""}, &demoEndpoint},
		{"UpdateEndpoint 1.24", func(ctx context.Context, c *Client) (any, error) {
			return nothing(c.UpdateEndpoint(ctx, endpointID, UpdateEndpointRequest{Whitelist: []string{"192.168.0.0/24", "10.10.10.10"}, EnableWhitelist: true}))
		}, answer{200, endpointSample}, sent{"PUT", endpointPath, "", `{"whitelist": ["192.168.0.0/24", "10.10.10.10"], "enable_whitelist": true}`}, nil},
		{"UpdateEndpoint 1.24 none", func(ctx context.Context, c *Client) (any, error) {
			return nothing(c.UpdateEndpoint(ctx, endpointID, UpdateEndpointRequest{Whitelist: []string{}}))
		}, answer{200, endpointSample}, sent{"PUT", endpointPath, "", `{"whitelist": [], "enable_whitelist": false}`}, nil},
		{"DeleteEndpoint 1.25", func(ctx context.Context, c *Client) (any, error) { return nothing(c.DeleteEndpoint(ctx, endpointID)) },
			answer{204, ""}, sent{"DELETE", endpointPath, "", ""}, nil},
		{"UpdatePolicy 1.26", func(ctx context.Context, c *Client) (any, error) {
			return nothing(c.UpdatePolicy(ctx, endpointID, UpdatePolicyRequest{PolicyStatement: json.RawMessage(`[{"Effect": "Deny"}]`)}))
		}, answer{200, gatewaySample}, sent{"PUT", endpointPath + "/policy", "", `{"policy_statement": [{"Effect": "Deny"}]}`}, nil},
		{"UpdateRouteTables 1.28", func(ctx context.Context, c *Client) (any, error) {
			return nothing(c.UpdateRouteTables(ctx, endpointID, []string{"705290f3-0d00-41f2-aedc-71f09844e879"}))
		}, answer{200, `{"routetables": ["705290f3-0d00-41f2-aedc-71f09844e879"]}`},
			sent{"PUT", endpointPath + "/routetables", "", `{"routetables": ["705290f3-0d00-41f2-aedc-71f09844e879"]}`}, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c, cloud := serve(t, test.reply)
			got, err := test.call(t.Context(), c)
			if err != nil {
				t.Fatal(err)
			}
			cloud.want(t, test.want)
			if test.gives != nil && !reflect.DeepEqual(got, test.gives) {
				t.Errorf("got\n%+v\nwant\n%+v", got, test.gives)
			}
		})
	}
}
