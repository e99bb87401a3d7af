package bcs_test

import (
	"testing"

	"github.com/hwc-community/terraform-provider-hwc/internal/acctest"
	"github.com/hwc-community/terraform-provider-hwc/internal/emulator"
)

// Bad input gets an error on the attribute, at plan time, and the cloud is not asked. The combinations of the rules are
// rows of TestInstanceRules; here is one of each way in which a value is refused.
func TestAccBcsInstance_badInput(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	with := func(part, other string) string { return replaceOnce(instanceConfig(""), part, other) }
	cloud.Refuses(t, cloud.Provider(), [][2]string{
		{with("chain-test", "-chain"), `name\s+=.*must have 4 to 24 letters`},
		{with("version_type                 = 4", "version_type = 5"), `version_type\s+=.*one of`},
		{with("Resource@123", "resource"), `resource_password_wo\s+=.*must have 8 to 26 characters`},
		{with("resource_password_wo_version = 1", ""), `resource_password_wo_version.*must be specified`},
		{instanceConfig(`resource_password = "Resource@123"`), `resource_password.*cannot be specified when`},
		{instanceConfig(`consensus = "raft"`), `consensus\s+=.*"etcdraft"`},
		{instanceConfig(`consensus = "solo"`), `consensus\s+=.*Fabric 2.2 has no consensus`},
		{instanceConfig(`sign_algorithm = "sm2"`), `sign_algorithm\s+=.*not in edition`},
		{instanceConfig(`volume_type = "efs"`), `needs .turbo_info.`},
		{instanceConfig(`database_type = "couchdb"`), `needs .couchdb_info.`},
		{instanceConfig(`bandwidth_size = 5`), `bandwidth_size\s+=.*needs .use_eip = true.`},
		{instanceConfig(`peer_orgs = []`), `peer_orgs\s+=.*at least 1`},
		{withOrgs(firstOrgs + ", " + replaceOnce(firstOrgs, "= 1", "= 2")), `peer_orgs\s+=.*"organization1" more than once`},
		{withOrgs(replaceOnce(firstOrgs, "= 1", "= 6")), `between 1 and 5`},
		{instanceConfig(`channels = [{ name = "testchainid", org_names = [] }]`), `must have 4 to 24 lower-case letters`},
		{instanceConfig(`channels = [{ name = "channel1", org_names = ["stranger"] }]`), `names the organization "stranger"`},
		{with("orderer_node_number          = 3", ""), `needs .orderer_node_number.`},
		{instanceConfig(`timeouts = { create = "ten" }`), `Time Duration`},
	})
}
