package bcs_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/querycheck"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/hwc-community/terraform-provider-hwc/internal/acctest"
	"github.com/hwc-community/terraform-provider-hwc/internal/client/bcs"
	"github.com/hwc-community/terraform-provider-hwc/internal/emulator"
)

func TestAccBcsChannelList_basic(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	id := chain(t, cloud.BCS(), func(request *bcs.CreateInstanceRequest) {
		request.Channels = []bcs.FirstChannel{{Name: "orders", OrgNames: []string{"importer", "exporter"}}, {Name: "prices", OrgNames: []string{"importer"}}}
	})
	of := func(lines string) string {
		return fmt.Sprintf("list \"hwc_bcs_channel\" \"test\" {\n  provider = hwc\n  config {\n    %s\n  }\n}\n", lines)
	}
	in := func(lines string) string { return of(fmt.Sprintf("blockchain_id = %q\n%s", id, lines)) }
	named := func(name string) querycheck.QueryResultCheck {
		return querycheck.ExpectIdentity(channelAddress, map[string]knownvalue.Check{
			"region": acctest.Text(acctest.Region), "blockchain_id": acctest.Text(id), "name": acctest.Text(name),
		})
	}
	cloud.Test(resource.TestCase{TerraformVersionChecks: []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_14_0)}, Steps: []resource.TestStep{
		{Config: cloud.Provider()},
		{Query: true, Config: in(""), QueryResultChecks: []querycheck.QueryResultCheck{querycheck.ExpectLength(channelAddress, 2), named("orders"), named("prices")}},
		{Query: true, Config: in(`name = "prices"`), QueryResultChecks: []querycheck.QueryResultCheck{querycheck.ExpectLength(channelAddress, 1), named("prices")}},
		{Query: true, Config: in(`org_name = "exporter"`), QueryResultChecks: []querycheck.QueryResultCheck{querycheck.ExpectLength(channelAddress, 1), named("orders")}},
		{Query: true, Config: in(`org_name = "nobody"`), QueryResultChecks: []querycheck.QueryResultCheck{querycheck.ExpectLength(channelAddress, 0)}},
		{Query: true, Config: of(""), ExpectError: acctest.Said(`"blockchain_id" is required`)},
		{Query: true, Config: of(`blockchain_id = "` + unknownID + `"`), ExpectError: acctest.Said(`Could not read the channels.*does not exist`)},
	}})
}
