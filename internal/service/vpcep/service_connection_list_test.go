package vpcep_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/querycheck"

	"github.com/hwc-community/terraform-provider-hwc/internal/acctest"
	"github.com/hwc-community/terraform-provider-hwc/internal/client/vpcep"
	"github.com/hwc-community/terraform-provider-hwc/internal/emulator"
)

func TestAccVpcepServiceConnectionList_basic(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	service := askedService(t, cloud)
	ours, theirs := request(t, cloud.Client(), service), request(t, cloud.ClientB(), service)
	if _, err := cloud.Client().AnswerConnection(t.Context(), service, vpcep.Receive, theirs); err != nil {
		t.Fatal(err)
	}
	const address = "hwc_vpcep_service_connection.test"
	named := func(endpoint string) querycheck.QueryResultCheck {
		return querycheck.ExpectIdentity(address, map[string]knownvalue.Check{
			"region": text(acctest.Region), "service_id": text(service), "endpoint_id": text(endpoint),
		})
	}
	of := func(lines string) string {
		return listConfig("hwc_vpcep_service_connection", fmt.Sprintf("service_id = %q\n%s", service, lines))
	}
	cloud.Test(resource.TestCase{TerraformVersionChecks: sinceQuery, Steps: []resource.TestStep{
		{Config: cloud.Provider()},
		query(of(""), querycheck.ExpectLength(address, 2), named(ours), named(theirs)),
		query(of(`status = "accepted"`), querycheck.ExpectLength(address, 1), named(theirs)),
		query(of(`status = "failed"`), querycheck.ExpectLength(address, 0)),
		query(of(fmt.Sprintf("domain_id = %q", acctest.DomainID)), querycheck.ExpectLength(address, 1), named(ours)),
		query(of(fmt.Sprintf("domain_id = %q\nstatus = \"accepted\"", acctest.DomainID)), querycheck.ExpectLength(address, 0)),
		{Query: true, Config: of(`status = "gone"`), ExpectError: said(`value must be one of`)},
		{Query: true, Config: listConfig("hwc_vpcep_service_connection", ""), ExpectError: said(`"service_id" is required`)},
		{
			Query: true, Config: listConfig("hwc_vpcep_service_connection", fmt.Sprintf("service_id = %q", otherVPC)),
			ExpectError: said(`Could not read the connections of the VPC endpoint service.*404 EndPoint.0005.*What to do: check .service_id. and .region.`),
		},
	}})
}
