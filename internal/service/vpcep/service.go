// Package vpcep holds the Terraform objects of the VPC Endpoint service.
package vpcep

import (
	"time"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

// Resources are the resources this package offers.
func Resources() []func() resource.Resource {
	return []func() resource.Resource{
		NewServiceResource,
		NewEndpointResource,
		NewServiceConnectionResource,
		NewServiceConnectionPolicyResource,
		NewEndpointPolicyResource,
		NewEndpointRouteTableResource,
		NewServiceWhitelistResource,
		NewServiceWhitelistRecordResource,
	}
}

// DataSources are the data sources this package offers.
func DataSources() []func() datasource.DataSource {
	return []func() datasource.DataSource{
		NewServiceDataSource,
		NewServicesDataSource,
		NewServiceSummaryDataSource,
		NewPublicServiceDataSource,
		NewPublicServicesDataSource,
		NewServiceConnectionsDataSource,
		NewServiceWhitelistDataSource,
		NewEndpointDataSource,
		NewEndpointsDataSource,
		NewQuotasDataSource,
		NewTagsDataSource,
		NewResourcesByTagsDataSource,
		NewAPIVersionsDataSource,
	}
}

// ListResources are the list resources this package offers, for `terraform query`.
func ListResources() []func() list.ListResource {
	return []func() list.ListResource{
		NewServiceList,
		NewEndpointList,
		NewServiceConnectionList,
		NewServiceWhitelistRecordList,
	}
}

// Actions are the actions this package offers.
func Actions() []func() action.Action {
	return []func() action.Action{
		NewServiceUpgradeAction,
		NewServiceAddServersAction,
		NewEndpointUpgradeAction,
		NewConnectionAcceptAction,
		NewConnectionRejectAction,
	}
}

// Functions are the provider functions this package offers.
func Functions() []func() function.Function {
	return []func() function.Function{
		NewParseServiceNameFunction,
		NewDomainPermissionFunction,
		NewOrgPathPermissionFunction,
	}
}

// limits are the standard timeouts: the API documents one to two minutes for a creation; ten leave room for a bad day.
var limits = framework.Timeouts{Create: 10 * time.Minute, Update: 10 * time.Minute, Delete: 10 * time.Minute}

// advice is what to do about the errors of this service (contract/vpcep.md 7.2), by code in lower case.
var advice = framework.AdviceTable{
	"endpoint.0002": {Text: "check the values; and not every cloud knows `enable_policy`, `ip_version`, `ipv6_address`, `snat_network_id` and policies."},
	"endpoint.0014": {Text: "the project id does not fit the credentials. Check `project_id`, `project_name` and `region` of the provider."},
	"endpoint.0020": {Attribute: "vpc_id", Text: "give the id of a VPC of this project and region."},
	"endpoint.0023": {Attribute: "subnet_id", Text: "give the network id of a subnet in the VPC."},
	"endpoint.1003": {Attribute: "name", Text: "use at most 16 letters, digits, `_` and `-`."},
	"endpoint.1018": {Text: "the quota of this account is used up in this region. Delete what is not needed, or ask the cloud for a larger quota."},
	"endpoint.1019": {Attribute: "route_table_ids", Text: "give ids of route tables of the VPC."},
	"endpoint.2001": {Attribute: "vpc_id", Text: "give the id of a VPC of this project and region."},
	"endpoint.2003": {Attribute: "service_id", Text: "check the id, and that the service is in the same region."},
	"endpoint.2004": {Attribute: "service_id", Text: "the service is not available (yet). Look at its status, and apply again when it is `available`."},
	"endpoint.2010": {Attribute: "subnet_id", Text: "an endpoint of an interface service needs `subnet_id`."},
	"endpoint.2012": {Attribute: "service_id", Text: "ask the owner of the service to put this account on the whitelist of the service."},
	"endpoint.2037": {Attribute: "subnet_id", Text: "give a subnet of the VPC in `vpc_id`."},
	"endpoint.2039": {Attribute: "route_table_ids", Text: "another endpoint uses the route table already."},
	"endpoint.2040": {Attribute: "route_table_ids", Text: "only endpoints of gateway services have route tables."},
	"endpoint.2041": {Attribute: "ip_address", Text: "give an IPv4 address of the subnet, or leave it out."},
	"endpoint.2042": {Attribute: "ip_address", Text: "the address is taken. Give another one, or leave it out."},
	"endpoint.2043": {Attribute: "ip_address", Text: "give an address inside the subnet, or leave it out."},
	"endpoint.2044": {Attribute: "whitelist", Text: "give IPv4 addresses or networks."},
	"endpoint.2045": {Attribute: "whitelist", Text: "an endpoint takes at most 20 entries."},
	"endpoint.2048": {Text: "the cloud refuses the policy. Check its statements, and that the service takes policies at all."},
	"endpoint.2049": {Text: "the service takes no policies; leave the policy out."},
	"endpoint.3003": {Attribute: "port_id", Text: "give the port id of the backend: of the server's network interface (VM) or of the load balancer's address (LB)."},
	"endpoint.3004": {Attribute: "ports", Text: "ports are from 1 to 65535, and one client port leads to one server port."},
	"endpoint.3006": {Text: "endpoints are still connected to the service. Delete or reject them first, or set `force_destroy = true`."},
	"endpoint.3008": {Attribute: "port_id", Text: "the port does not exist in this project and region."},
	"endpoint.3011": {Attribute: "ip_address", Text: "leave `ip_address` out: only services in VLAN scenarios take it."},
	"endpoint.3021": {Attribute: "server_type", Text: "this region does not take this server type; `VM` and `LB` are the current ones."},
	"endpoint.3042": {Attribute: "port_id", Text: "the port belongs to another VPC than `vpc_id`."},
	"endpoint.3044": {Attribute: "ports", Text: "another endpoint service uses the same backend port with the same server port and protocol."},
	"endpoint.3045": {Text: "the service is not in a status that allows changes. Wait until it is `available`, and apply again."},
	"endpoint.3049": {Attribute: "records", Text: "the whitelist is full. Remove records that are not needed, or let a path of organizations in instead of single accounts."},
	"endpoint.3056": {Attribute: "port_id", Text: "too many endpoint services use this backend."},
	"endpoint.3069": {Attribute: "tags", Text: "this region takes fewer tags for an object."},
	"endpoint.3072": {Attribute: "tags", Text: "this region takes shorter tag keys (at most 36 characters on partner clouds)."},
	"endpoint.3073": {Attribute: "tags", Text: "this region takes shorter tag values (at most 43 characters on partner clouds)."},
	"endpoint.3074": {Attribute: "ports", Text: "a service takes at most 200 port mappings."},
	"endpoint.3075": {Attribute: "ports", Text: "this region does not take this protocol; `TCP` works everywhere."},
	"endpoint.3076": {Attribute: "name", Text: "use at most 16 letters, digits, `_` and `-`."},
	"endpoint.4004": {Attribute: "subnet_id", Text: "the subnet does not exist. Note that the network id is meant, not the id of the IPv4 subnet."},
	"endpoint.4030": {Attribute: "route_table_ids", Text: "the route table does not exist in this VPC."},
}

// servicePartAdvice is advice worded for who reads or manages what belongs to a service.
var servicePartAdvice = advice.With(framework.AdviceTable{
	"endpoint.0005": {Attribute: "service_id", Text: "check `service_id` and `region`: this account has no such service there. Only the owner of a service sees its whitelist and its connections."},
})

// replacedBeforeDestroyed is what the pages say of objects that are part of another one, and have no id of their own.
const replacedBeforeDestroyed = " Do not replace it with `-replace` or a taint under `create_before_destroy`: the old one and the new one are the same in the cloud, " +
	"so destroying the old one undoes the new one."
