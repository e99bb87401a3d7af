package vpcep_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hwc-community/terraform-provider-hwc/internal/acctest"
	"github.com/hwc-community/terraform-provider-hwc/internal/emulator"
)

// Bad input gets an error on the attribute, at plan time, and the cloud is not asked.
//
// Peers: HS-11: mistakes are found by the cloud only.
func TestAccVpcep_badInput(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	mapping := func(mappings string) string {
		return strings.Replace(serviceConfig(""), "[{ client_port = 80, server_port = 8080 }]", mappings, 1)
	}
	list := func(n int, format string) string {
		items := make([]string, n)
		for i := range items {
			items[i] = fmt.Sprintf(format, i+1)
		}
		return strings.Join(items, ", ")
	}
	endpoint := func(lines string) string { return endpointOn(`"4189d3c2-8882-4871-a3c2-d380272eed83"`, lines) }
	cloud.Refuses(t, cloud.Provider(), [][2]string{
		{serviceConfig(`name = "seventeen-letters"`), `name\s+=.*name must have at most 16 characters`},
		{serviceConfig(`name = "with.dot"`), `name\s+=.*name must have at most 16 characters`},
		{serviceConfig(`description = "a < b"`), `description\s+=.*must not contain < or >`},
		{serviceConfig(`tcp_proxy = "opened"`), `tcp_proxy\s+=.*"close"`},
		{serviceConfig(`service_type = "Interface"`), `service_type\s+=.*"interface"`},
		{serviceConfig(`ip_version = "ipv5"`), `ip_version\s+=.*"ipv4"`},
		{strings.Replace(serviceConfig(""), `"VM"`, `"vm"`, 1), `server_type\s+=.*"VM"`},
		{strings.Replace(serviceConfig(""), acctest.VPC, "vpc-1", 1), `vpc_id\s+=.*must be a UUID`},
		{mapping(`[]`), `ports\s+=.*at least 1`},
		{mapping(`[{ client_port = 0, server_port = 1 }]`), `ports\s+=.*between 1 and 65535, got: 0`},
		{mapping(`[{ client_port = 1, server_port = 65536 }]`), `ports\s+=.*between 1 and 65535, got: 65536`},
		{mapping(`[{ client_port = 1, server_port = 1, protocol = "SCTP" }]`), `ports\s+=.*"TCP"`},
		{mapping(`[{ client_port = 1, server_port = 1 }, { client_port = 1, server_port = 2 }]`), `ports\s+=.*Client port 1/TCP is mapped more than once`},
		{mapping(`[{ client_port = 1, server_port = 1 }, { client_port = 1, server_port = 1, protocol = "TCP" }]`), `Client port 1/TCP is mapped more than once`},
		{mapping("[" + list(201, "{ client_port = %[1]d, server_port = %[1]d }") + "]"), `at most 200`},
		{serviceConfig("tags = { " + list(21, `k%d = "v"`) + " }"), `tags\s+=.*at most 20`},
		{serviceConfig(`tags = { "_sys_a" = "v" }`), `tags\s+=.*must not start with`},
		{serviceConfig(`tags = { "a;b" = "v" }`), `tags\s+=.*a tag key has letters`},
		{serviceConfig(`tags = { a = "` + strings.Repeat("v", 256) + `" }`), `at most 255`},
		{serviceConfig(`timeouts = { create = "ten" }`), `Time Duration.*"ten" must be`},
		{serviceConfig(`region = ""`), `region\s+=.*must be the id of a region`},
		{serviceConfig(`region = "EU de"`), `region\s+=.*must be the id of a region`},
		{endpoint(`policy_statement = "[]"`), `policy_statement\s+=.*1 to 10`},
		{endpoint(`ip_address = "192.168.0.256"`), `ip_address\s+=.*must be an IPv4 address`},
		{endpoint(`ipv6_address = "10.0.0.1"`), `ipv6_address\s+=.*must be an IPv6 address`},
		{endpoint(`whitelist = ["10.0.0.0/33"]`), `whitelist\s+=.*must be an IPv4 address`},
		{endpoint(`whitelist = ["10.0.0.1/8"]`), `whitelist\s+=.*without host bits`},
		{endpoint("whitelist = [" + list(21, `"10.0.0.%d"`) + "]"), `whitelist\s+=.*at most 20`},
		{endpoint(`route_table_ids = ["rtb-1"]`), `route_table_ids\s+=.*must be a UUID`},
		{endpoint(`policy_statement = "[{"`), `policy_statement\s+=.*JSON`},
		{endpoint(`policy_statement = "{}"`), `policy_statement\s+=.*JSON list`},
		{endpoint(`policy_document = "[]"`), `policy_document\s+=.*JSON object`},
		{endpoint("policy_statement = \"[]\"\npolicy_document = \"{}\""), `policy_document`},
		{endpoint(`wait_for = "ready"`), `wait_for\s+=.*"created"`},
		{endpoint(`description = "<b>"`), `description\s+=.*must not contain < or >`},
	})
}
