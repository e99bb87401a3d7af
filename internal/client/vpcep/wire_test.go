package vpcep

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/wiretest"
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
	// 1.4.
	servicesSample = `{
  "endpoint_services": [{
    "id": "4189d3c2-8882-4871-a3c2-d380272eed83",
    "port_id": "4189d3c2-8882-4871-a3c2-d380272eed88",
    "vpc_id": "4189d3c2-8882-4871-a3c2-d380272eed80",
    "status": "available",
    "approval_enabled": false,
    "service_name": "cn-north-4.demo.4189d3c2-8882-4871-a3c2-d380272eed83",
    "server_type": "VM",
    "service_type": "interface",
    "ports": [{"client_port": 80, "server_port": 8080, "protocol": "TCP"}],
    "project_id": "0605767a5780d5762fb5c0186072909c",
    "domain_id": "5fc973eea581490997e82ea11a1df31f",
    "tcp_proxy": "close",
    "tags": [],
    "connection_count": 0,
    "description": "demo service",
    "supported_editions": ["basic"],
    "public_border_group": "center",
    "enable_policy": false,
    "created_at": "2024-01-30T07:42:01Z",
    "updated_at": "2024-01-30T07:42:05Z"
  }],
  "total_count": 1
}`
	// 1.11.
	connectionsSample = `{"connections": [{"id": "adb7b229-bb11-4072-bcc0-3327cd784263", "status": "accepted", "marker_id": 16777510,
  "domain_id": "5fc973eea581490997e82ea11a1df31f", "created_at": "2024-09-17T11:10:11Z",
  "updated_at": "2024-09-17T11:10:12Z", "description": ""}], "total_count": 1}`
)

var demoService = Service{
	ID: serviceID, PortID: "4189d3c2-8882-4871-a3c2-d380272eed88", VpcID: "4189d3c2-8882-4871-a3c2-d380272eed80",
	PoolID: "5289d3c2-8882-4871-a3c2-d380272eed80", Status: "available", ApprovalEnabled: new(false),
	ServiceName: "cn-north-4.demo." + serviceID, ServiceType: "interface", ServerType: "VM", ProjectID: wiretest.Project,
	CreatedAt: "2024-01-30T07:42:01Z", UpdatedAt: "2024-01-30T07:42:05Z",
	Ports: []PortMapping{{80, 8080, "TCP"}}, TCPProxy: "close", Tags: []Tag{{"owner", "me"}}, Description: new("demo service"),
	SupportedEditions: []string{"basic"}, EnablePolicy: new(false),
}

var listedService = Service{
	ID: serviceID, PortID: demoService.PortID, VpcID: demoService.VpcID, Status: "available", ServiceName: demoService.ServiceName,
	ServiceType: "interface", ServerType: "VM", ProjectID: wiretest.Project, CreatedAt: demoService.CreatedAt, UpdatedAt: demoService.UpdatedAt,
	Ports: demoService.Ports, TCPProxy: "close", Tags: []Tag{}, ApprovalEnabled: new(false), Description: new("demo service"), SupportedEditions: []string{"basic"},
	EnablePolicy: new(false), DomainID: "5fc973eea581490997e82ea11a1df31f", ConnectionCount: new(int64(0)), PublicBorderGroup: "center",
}

var createDemoService = CreateServiceRequest{
	PortID: demoService.PortID, VpcID: demoService.VpcID, ServerType: "VM", ServiceType: "interface", ServiceName: "demo",
	ApprovalEnabled: new(false), TCPProxy: "close", Description: "demo service",
	Ports: []PortMapping{{80, 8080, "TCP"}}, Tags: []Tag{{"owner", "me"}},
}

var demoEndpoint = Endpoint{
	ID: endpointID, Status: "accepted", IP: "192.168.14.23", ServiceType: "interface", ActiveStatus: []string{"active"},
	EnableStatus: "enable", SpecificationName: "default", EndpointPoolID: "0e796c11-6cf1-484a-9b8c-f837cb925287", MarkerID: 201515772, VpcID: "d7b2bf07-1b4c-43fa-bd88-d80c6ebea140",
	SubnetID: "61881173-3899-4981-a700-170253d469b6", EnableDNS: new(true), DNSNames: []string{"<generated private name>"},
	RouteTables: []string{}, Whitelist: []string{"192.168.0.0/24"}, EnableWhitelist: new(true), Tags: []Tag{{"test2", "test2"}},
	ServiceID: "2da0fe8f-5cb7-4d93-bb35-dc05334da1be", ServiceName: "cn-north-4.demo.2da0fe8f-5cb7-4d93-bb35-dc05334da1be",
	ProjectID: wiretest.Project, Description: new("demo"), CreatedAt: "2024-08-23T07:37:37Z", UpdatedAt: "2024-08-23T07:37:39Z",
}

var createDemoEndpoint = CreateEndpointRequest{
	ServiceID: demoEndpoint.ServiceID, VpcID: demoEndpoint.VpcID, SubnetID: demoEndpoint.SubnetID, EnableDNS: new(true),
	PortIP: "192.168.14.23", Whitelist: new([]string{"192.168.0.0/24"}), EnableWhitelist: new(true), Description: "demo",
	Tags: []Tag{{"test2", "test2"}},
}

var gatewayEndpoint = Endpoint{
	ID: "093998ea-ebaa-440d-8c75-935178e4dd93", Status: "creating", ServiceType: "gateway", MarkerID: 201414431,
	ActiveStatus: []string{"active"}, EnableStatus: "enable", SpecificationName: "default",
	EndpointPoolID: "d86778c4-ad4b-4abd-988e-8c2572047fe4", VpcID: "d7b2bf07-1b4c-43fa-bd88-d80c6ebea140", ProjectID: wiretest.Project,
	RouteTables: []string{"cd7fdf2b-d964-4a4a-a169-2af1112e7d02"}, Tags: []Tag{},
	ServiceID: "e4a21a61-f09e-41bc-b487-23d6204ae27b", ServiceName: "com.myhuaweicloud.cn-north-4.obs",
	PolicyStatement: json.RawMessage(`[{"Effect": "Allow", "Action": ["obs:*:*"], "Resource": ["obs:*:*:*:*/*", "obs:*:*:*:*"]}]`),
	Description:     new(""), CreatedAt: "2024-08-23T07:23:22Z", UpdatedAt: "2024-08-23T07:23:22Z",
}

var demoConnection = Connection{
	ID: "adb7b229-bb11-4072-bcc0-3327cd784263", Status: "accepted", MarkerID: 16777510, DomainID: "5fc973eea581490997e82ea11a1df31f",
	CreatedAt: "2024-09-17T11:10:11Z", UpdatedAt: "2024-09-17T11:10:12Z", Description: new(""),
}

const (
	describedID   = "9d4c1028-1336-4556-9881-b5d807c1b8a8"
	serviceV2Path = "/v2/" + wiretest.Project + "/vpc-endpoint-services/" + serviceID

	// 1.1.
	v1Sample = `{"id": "v1", "status": "CURRENT", "version": "1", "min_version": "", "updated": "2018-09-30T00:00:00Z",
     "links": [{"rel": "self", "href": "https://vpcep.cn-north-4.myhuaweicloud.com/v1", "type": "application/json"}]}`
	// 1.9.
	descriptionSample = `{"id": "9d4c1028-1336-4556-9881-b5d807c1b8a8", "service_name": "cn-north-4.demo.9d4c1028-1336-4556-9881-b5d807c1b8a8",
 "service_type": "interface", "created_at": "2024-09-17T07:28:31Z", "is_charge": true,
 "public_border_group": "center", "enable_policy": false}`
)

var v1 = Version{
	ID: "v1", Status: "CURRENT", Version: "1", Updated: "2018-09-30T00:00:00Z",
	Links: []Link{{"self", "https://vpcep.cn-north-4.myhuaweicloud.com/v1", "application/json"}},
}

var description = ServiceDescription{
	ID: describedID, ServiceName: "cn-north-4.demo." + describedID, ServiceType: "interface", CreatedAt: "2024-09-17T07:28:31Z",
	IsCharge: true, PublicBorderGroup: "center", EnablePolicy: new(false),
}

// wire is one request of the contract with its reply; its name has the section of contract/vpcep.md.
func wire(name string, call func(context.Context, *Client) (any, error), reply wiretest.Answer, want wiretest.Sent, gives any) wiretest.Case[*Client] {
	return wiretest.Case[*Client]{Name: name, Call: call, Status: reply.Status, Reply: reply.Body, Want: want, Gives: gives}
}

const whole = "limit=1000&offset=0"

func nothing(err error) (any, error) { return nil, err }

var wireServicesAndEndpoints = []wiretest.Case[*Client]{
	wire("CreateService 1.3", func(ctx context.Context, c *Client) (any, error) {
		created, _, err := c.CreateService(ctx, createDemoService)
		return created, err
	}, wiretest.Reply(200, serviceSample), wiretest.Request("POST", servicesPath, "", createServiceSample), &demoService),
	wire("ListServices 1.4", func(ctx context.Context, c *Client) (any, error) { return c.ListServices(ctx, ListServicesRequest{}) },
		wiretest.Reply(200, servicesSample), wiretest.Request("GET", servicesPath, whole, ""), []Service{listedService}),
	wire("GetService 1.5", func(ctx context.Context, c *Client) (any, error) { return c.GetService(ctx, serviceID) },
		wiretest.Reply(200, serviceSample), wiretest.Request("GET", servicePath, "", ""), &demoService),
	wire("UpdateService 1.6", func(ctx context.Context, c *Client) (any, error) {
		return c.UpdateService(ctx, serviceID, UpdateServiceRequest{
			ApprovalEnabled: new(true), ServiceName: new("test"), Description: new(""), Ports: []PortMapping{{8081, 22, "TCP"}},
		})
	}, wiretest.Reply(200, serviceSample), wiretest.Request("PUT", servicePath, "",
		`{"approval_enabled": true, "service_name": "test", "description": "", "ports": [{"client_port": 8081, "server_port": 22, "protocol": "TCP"}]}`),
		&demoService),
	wire("DeleteService 1.7", func(ctx context.Context, c *Client) (any, error) { return nothing(c.DeleteService(ctx, serviceID)) },
		wiretest.Reply(204, ""), wiretest.Request("DELETE", servicePath, "", ""), nil),
	wire("RenameService 1.8", func(ctx context.Context, c *Client) (any, error) {
		return nothing(c.RenameService(ctx, serviceID, "obs_test"))
	},
		wiretest.Reply(200, `{"endpoint_service_name": "br-abc-aaa1.obs_test.77e40857-03e9-45ee-a940-4bbb8cef72bf"}`),
		wiretest.Request("PUT", servicePath+"/name", "", `{"endpoint_service_name": "obs_test"}`), nil),
	wire("CreateEndpoint 1.21", func(ctx context.Context, c *Client) (any, error) {
		created, _, err := c.CreateEndpoint(ctx, createDemoEndpoint)
		return created, err
	}, wiretest.Reply(200, endpointSample), wiretest.Request("POST", endpointsPath, "", createEndpointSample), &demoEndpoint),
	wire("CreateEndpoint 1.21 gateway", func(ctx context.Context, c *Client) (any, error) {
		created, _, err := c.CreateEndpoint(ctx, CreateEndpointRequest{
			ServiceID: gatewayEndpoint.ServiceID, VpcID: gatewayEndpoint.VpcID, RouteTables: gatewayEndpoint.RouteTables,
		})
		return created, err
	}, wiretest.Reply(200, gatewaySample), wiretest.Request("POST", endpointsPath, "", `{"endpoint_service_id": "e4a21a61-f09e-41bc-b487-23d6204ae27b",
 "vpc_id": "d7b2bf07-1b4c-43fa-bd88-d80c6ebea140", "routetables": ["cd7fdf2b-d964-4a4a-a169-2af1112e7d02"]}`),
		&gatewayEndpoint),
	wire("ListEndpoints 1.22", func(ctx context.Context, c *Client) (any, error) { return c.ListEndpoints(ctx, ListEndpointsRequest{}) },
		wiretest.Reply(200, `{"endpoints": [`+endpointSample+`], "total_count": 1}`), wiretest.Request("GET", endpointsPath, whole, ""), []Endpoint{demoEndpoint}),
	wire("GetEndpoint 1.23", func(ctx context.Context, c *Client) (any, error) { return c.GetEndpoint(ctx, endpointID) },
		wiretest.Reply(200, endpointSample), wiretest.Request("GET", endpointPath, "", ""), &demoEndpoint),
	wire("UpdateEndpoint 1.24", func(ctx context.Context, c *Client) (any, error) {
		return nothing(c.UpdateEndpoint(ctx, endpointID, UpdateEndpointRequest{Whitelist: []string{"192.168.0.0/24", "10.10.10.10"}, EnableWhitelist: true}))
	}, wiretest.Reply(200, endpointSample), wiretest.Request("PUT", endpointPath, "", `{"whitelist": ["192.168.0.0/24", "10.10.10.10"], "enable_whitelist": true}`), nil),
	wire("UpdateEndpoint 1.24 none", func(ctx context.Context, c *Client) (any, error) {
		return nothing(c.UpdateEndpoint(ctx, endpointID, UpdateEndpointRequest{Whitelist: []string{}}))
	}, wiretest.Reply(200, endpointSample), wiretest.Request("PUT", endpointPath, "", `{"whitelist": [], "enable_whitelist": false}`), nil),
	wire("DeleteEndpoint 1.25", func(ctx context.Context, c *Client) (any, error) { return nothing(c.DeleteEndpoint(ctx, endpointID)) },
		wiretest.Reply(204, ""), wiretest.Request("DELETE", endpointPath, "", ""), nil),
	wire("UpdatePolicy 1.26", func(ctx context.Context, c *Client) (any, error) {
		return nothing(c.UpdatePolicy(ctx, endpointID, UpdatePolicyRequest{PolicyStatement: json.RawMessage(`[{"Effect": "Deny"}]`)}))
	}, wiretest.Reply(200, gatewaySample), wiretest.Request("PUT", endpointPath+"/policy", "", `{"policy_statement": [{"Effect": "Deny"}]}`), nil),
	wire("UpdateRouteTables 1.28 none", func(ctx context.Context, c *Client) (any, error) {
		return nothing(c.UpdateRouteTables(ctx, endpointID, nil))
	}, wiretest.Reply(200, `{"routetables": []}`), wiretest.Request("PUT", endpointPath+"/routetables", "", `{"routetables": []}`), nil),
	wire("UpdateRouteTables 1.28", func(ctx context.Context, c *Client) (any, error) {
		return nothing(c.UpdateRouteTables(ctx, endpointID, []string{"705290f3-0d00-41f2-aedc-71f09844e879"}))
	}, wiretest.Reply(200, `{"routetables": ["705290f3-0d00-41f2-aedc-71f09844e879"]}`),
		wiretest.Request("PUT", endpointPath+"/routetables", "", `{"routetables": ["705290f3-0d00-41f2-aedc-71f09844e879"]}`), nil),
}

var wireOthers = []wiretest.Case[*Client]{
	wire("ListVersions 1.1", func(ctx context.Context, c *Client) (any, error) { return c.ListVersions(ctx) },
		wiretest.Reply(200, `{"versions": [`+v1Sample+`, {"id": "v2", "status": "CURRENT", "version": "2", "min_version": "", "updated": "2020-03-30T00:00:00Z",
     "links": [{"rel": "self", "href": "https://vpcep.cn-north-4.myhuaweicloud.com/v2", "type": "application/json"}]}]}`),
		wiretest.Request("GET", "/", "", ""), []Version{v1, {
			ID: "v2", Status: "CURRENT", Version: "2", Updated: "2020-03-30T00:00:00Z",
			Links: []Link{{"self", "https://vpcep.cn-north-4.myhuaweicloud.com/v2", "application/json"}},
		}}),
	wire("GetVersion 1.2", func(ctx context.Context, c *Client) (any, error) { return c.GetVersion(ctx, "v1") },
		wiretest.Reply(200, `{"version": `+v1Sample+`}`), wiretest.Request("GET", "/v1", "", ""), &v1),
	wire("DescribeService 1.9", func(ctx context.Context, c *Client) (any, error) { return c.DescribeService(ctx, describedID) },
		wiretest.Reply(200, descriptionSample), wiretest.Request("GET", servicesPath+"/describe", "id="+describedID, ""), &description),
	wire("DescribeServiceByName 1.9", func(ctx context.Context, c *Client) (any, error) {
		return c.DescribeServiceByName(ctx, description.ServiceName)
	}, wiretest.Reply(200, descriptionSample), wiretest.Request("GET", servicesPath+"/describe", "endpoint_service_name="+description.ServiceName, ""), &description),
	wire("ServiceType 1.9", func(ctx context.Context, c *Client) (any, error) { return c.ServiceType(ctx, describedID) },
		wiretest.Reply(200, descriptionSample), wiretest.Request("GET", servicesPath+"/describe", "id="+describedID, ""), "interface"),
	wire("ListPublicServices 1.10", func(ctx context.Context, c *Client) (any, error) {
		return c.ListPublicServices(ctx, ListPublicServicesRequest{})
	},
		wiretest.Reply(200, `{"endpoint_services": [
  {"id": "b0e22f6f-26f4-461c-b140-d873464d4fa0", "owner": "example", "service_name": "com.myhuaweicloud.cn-north-4.dns",
   "service_type": "interface", "created_at": "2018-09-10T13:13:23Z", "is_charge": false, "enable_policy": false},
  {"id": "26391a76-546b-42a9-b2fc-496ec68c0e4d", "owner": "example", "service_name": "com.myhuaweicloud.cn-north-4.obs",
   "service_type": "gateway", "created_at": "2019-03-28T09:30:27Z", "is_charge": false, "enable_policy": true}],
 "total_count": 2}`),
		wiretest.Request("GET", servicesPath+"/public", whole, ""), []PublicService{
			{ID: "b0e22f6f-26f4-461c-b140-d873464d4fa0", Owner: "example", ServiceName: "com.myhuaweicloud.cn-north-4.dns",
				ServiceType: "interface", CreatedAt: "2018-09-10T13:13:23Z", EnablePolicy: new(false)},
			{ID: "26391a76-546b-42a9-b2fc-496ec68c0e4d", Owner: "example", ServiceName: "com.myhuaweicloud.cn-north-4.obs",
				ServiceType: "gateway", CreatedAt: "2019-03-28T09:30:27Z", EnablePolicy: new(true)},
		}),
	wire("UpgradeService 1.19", func(ctx context.Context, c *Client) (any, error) {
		return nothing(c.UpgradeService(ctx, serviceID, UpgradeServiceRequest{}))
	}, wiretest.Reply(204, ""), wiretest.Request("POST", serviceV2Path+"/upgrade", "", ""), nil),
	wire("UpgradeService 1.19 with a body", func(ctx context.Context, c *Client) (any, error) {
		return nothing(c.UpgradeService(ctx, serviceID, UpgradeServiceRequest{Action: Rollback, EnableMultiServer: new(false)}))
	}, wiretest.Reply(204, ""), wiretest.Request("POST", serviceV2Path+"/upgrade", "", `{"action": "rollback", "enable_multi_server": false}`), nil),
	wire("AddServerResources 1.20", func(ctx context.Context, c *Client) (any, error) {
		return nothing(c.AddServerResources(ctx, serviceID, []ServerResource{{"elb-1", "cn-north-4a"}, {ResourceID: "elb-2"}}))
	}, wiretest.Reply(204, ""), wiretest.Request("POST", serviceV2Path+"/add-server-resources", "",
		`{"server_resources": [{"resource_id": "elb-1", "availability_zone_id": "cn-north-4a"}, {"resource_id": "elb-2"}]}`),
		nil),
	wire("DeletePolicy 1.27", func(ctx context.Context, c *Client) (any, error) { return nothing(c.DeletePolicy(ctx, endpointID)) },
		wiretest.Reply(200, gatewaySample), wiretest.Request("DELETE", endpointPath+"/policy", "", ""), nil),
	wire("UpgradeEndpoint 1.29", func(ctx context.Context, c *Client) (any, error) { return nothing(c.UpgradeEndpoint(ctx, endpointID)) },
		wiretest.Reply(202, ""), wiretest.Request("POST", "/v2/"+wiretest.Project+"/vpc-endpoints/"+endpointID+"/upgrade", "", `{"action": "start"}`), nil),
	wire("ListQuotas 6", func(ctx context.Context, c *Client) (any, error) { return c.ListQuotas(ctx, "") },
		wiretest.Reply(200, `{"quotas": {"resources": [{"type": "endpoint", "used": 4, "quota": 50}, {"type": "endpoint_service", "used": 10, "quota": 20}]}}`),
		wiretest.Request("GET", "/v1/"+wiretest.Project+"/quotas", "", ""), []Quota{{"endpoint", 4, 50}, {"endpoint_service", 10, 20}}),
	wire("ListQuotas 6 of a type", func(ctx context.Context, c *Client) (any, error) { return c.ListQuotas(ctx, ServiceTags) },
		wiretest.Reply(200, `{"quotas": {"resources": [{"type": "endpoint_service", "used": 10, "quota": 20}]}}`),
		wiretest.Request("GET", "/v1/"+wiretest.Project+"/quotas", "type=endpoint_service", ""), []Quota{{"endpoint_service", 10, 20}}),
}

func wireTests() []wiretest.Case[*Client] {
	return slices.Concat(wireServicesAndEndpoints, wireConnections, wirePermissions, wireTags, wireOthers)
}

// Each method sends the request of the contract and understands its reply.
func TestWire(t *testing.T) {
	t.Parallel()
	wiretest.Run(t, New, wireTests())
}

// Contract/vpcep.md 1.
var operations = []string{
	"GET /",
	"GET /v1",
	"POST /v1/P/vpc-endpoint-services",
	"GET /v1/P/vpc-endpoint-services",
	"GET /v1/P/vpc-endpoint-services/S",
	"PUT /v1/P/vpc-endpoint-services/S",
	"DELETE /v1/P/vpc-endpoint-services/S",
	"PUT /v1/P/vpc-endpoint-services/S/name",
	"GET /v1/P/vpc-endpoint-services/describe",
	"GET /v1/P/vpc-endpoint-services/public",
	"GET /v1/P/vpc-endpoint-services/S/connections",
	"POST /v1/P/vpc-endpoint-services/S/connections/action",
	"PUT /v1/P/vpc-endpoint-services/S/connections/description",
	"GET /v1/P/vpc-endpoint-services/S/permissions",
	"POST /v1/P/vpc-endpoint-services/S/permissions/action",
	"POST /v1/P/vpc-endpoint-services/S/permissions/batch-create",
	"POST /v1/P/vpc-endpoint-services/S/permissions/batch-delete",
	"PUT /v1/P/vpc-endpoint-services/S/permissions/R",
	"POST /v2/P/vpc-endpoint-services/S/upgrade",
	"POST /v2/P/vpc-endpoint-services/S/add-server-resources",
	"POST /v1/P/vpc-endpoints",
	"GET /v1/P/vpc-endpoints",
	"GET /v1/P/vpc-endpoints/E",
	"PUT /v1/P/vpc-endpoints/E",
	"DELETE /v1/P/vpc-endpoints/E",
	"PUT /v1/P/vpc-endpoints/E/policy",
	"DELETE /v1/P/vpc-endpoints/E/policy",
	"PUT /v1/P/vpc-endpoints/E/routetables",
	"POST /v2/P/vpc-endpoints/E/upgrade",
	"GET /v1/P/quotas",
	"POST /v1/P/endpoint_service/S/tags/action",
	"GET /v1/P/endpoint_service/tags",
	"POST /v1/P/endpoint_service/resource_instances/action",
}

func TestEveryOperationHasAMethod(t *testing.T) {
	t.Parallel()
	short := strings.NewReplacer(wiretest.Project, "P", serviceID, "S", endpointID, "E", recordID, "R")
	covered := map[string]bool{}
	for _, test := range wireTests() {
		covered[test.Want.Method+" "+short.Replace(test.Want.Path)] = true
	}
	for _, operation := range operations {
		if !covered[operation] {
			t.Errorf("no wire test sends %s", operation)
		}
	}
	if len(operations) != 33 {
		t.Errorf("the list has %d operations, the contract 33", len(operations))
	}
}
