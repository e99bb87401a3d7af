package hbs_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hwc-community/terraform-provider-hwc/internal/acctest"
	"github.com/hwc-community/terraform-provider-hwc/internal/emulator"
)

// Bad input gets an error on the attribute, at plan time, and the cloud is not asked.
func TestAccHbs_badInput(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	orgs := func(n int) string {
		names := make([]string, n)
		for i := range names {
			names[i] = fmt.Sprintf("\"org%d\"", i+1)
		}
		return "orgs = [" + strings.Join(names, ", ") + "]"
	}
	terms := func(terms string) string { return instance("org_order_info = { " + terms + " }") }
	chain := func(chain string, lines ...string) string {
		return instance(append(lines, "chain_info = { "+chain+" }")...)
	}
	org := func(id, name string) string {
		return fmt.Sprintf("resource \"hwc_hbs_organization\" \"test\" {\n  instance_id = %q\n  name = %q\n}\n", id, name)
	}
	sdk := func(lines string) string {
		return "ephemeral \"hwc_hbs_sdk_config\" \"test\" {\n  instance_id = \"" + acctest.VPC + "\"\n" + lines + "\n}\n"
	}
	acctest.NewWorkspace(t, "").Needs(t.Context(), "1.10")
	cloud.Refuses(t, cloud.Provider(), [][2]string{
		{instance(`name = "abc"`), `name\s+=.*must have 4 to 24 letters`},
		{instance(`name = "-chain"`), `name\s+=.*no .-. in front`},
		{instance(`name = "chain_1"`), `name\s+=.*must have 4 to 24 letters`},
		{instance(`name = "a-name-of-twenty-five-let"`), `name\s+=.*must have 4 to 24 letters`},
		{instance(`name = "区块链区块链"`), `name\s+=.*must have 4 to 24 letters`},
		{instance(`edition = "Basic"`), `edition\s+=.*"Professional"`},
		{instance(`data_management = "cloud"`), `data_management\s+=.*"Cloud"`},
		{instance(`type = "Fabric"`), `type\s+=.*"HuaweiCloudChain"`},
		{instance(`orgs = []`), `orgs\s+=.*at least 1`},
		{instance(`edition = "Professional"`, orgs(3)), `Too many organizations.*Professional has at most 2 organizations, not 3`},
		{instance(orgs(11)), `Too many organizations.*Enterprise has at most 10 organizations, not 11`},
		{instance(`edition = "Platinum"`, orgs(101)), `orgs\s+=.*at most 100`},
		{instance(`orgs = ["org1", "org1"]`), `orgs\s+=.*duplicate`},
		{instance(`orgs = ["Org1"]`), `orgs\s+=.*must have 4 to 16 lower-case letters`},
		{instance(`orgs = ["1org"]`), `orgs\s+=.*a letter in front`},
		{instance(`orgs = ["org"]`), `orgs\s+=.*must have 4 to 16`},
		{instance(`orgs = ["org4567890123456x"]`), `orgs\s+=.*must have 4 to 16`},
		{chain(`consensus = "kafka"`), `consensus.*"raft"`},
		{chain(`sign_algorithm = "rsa"`), `sign_algorithm.*"ecdsa_with_sha256"`},
		{chain(`sign_algorithm = "sm2_with_sm3"`, `edition = "Professional"`), `No such algorithm.*Professional does not have sm2_with_sm3`},
		{chain(`consensus = "IBFT2.0"`), `No such consensus.*HuaweiCloudChain agree by raft`},
		{chain(`consensus = "raft"`, `type = "Besu"`), `No such consensus.*Besu by IBFT2\.0`},
		{terms("charge_mode = 1"), `charge_mode.*"0"`},
		{terms("period_type = 1"), `period_type.*"2"`},
		{terms("period_num = 0"), `period_num.*between 1 and 9`},
		{terms("period_num = 10"), `period_num.*between 1 and 9`},
		{terms("period_type = 3, period_num = 2"), `Invalid period.*1 year only`},
		{terms(`promotion_id = "p"`), `discount_plan_id" must be specified`},
		{terms(`discount_plan_id = "d"`), `promotion_id" must be specified`},
		{instance(`backup_id = "backup"`), `backup_id\s+=.*must be a UUID`},
		{instance(`enterprise_project_id = "default"`), `enterprise_project_id\s+=.*must be .0. or a UUID`},
		{instance(`chain_engine_version = "latest"`), `chain_engine_version\s+=.*must be a version`},
		{instance(`tags = { "_sys_a" = "v" }`), `tags\s+=.*must not start with`},
		{instance(`timeouts = { create = "ten" }`), `Time Duration.*"ten" must be`},
		{org("chain", "org3"), `instance_id\s+=.*must be a UUID`},
		{org(acctest.VPC, "o"), `name\s+=.*must have 4 to 16`},
		{strings.Replace(org(acctest.VPC, "org3"), "  name", "  org_order_info = { period_type = 3, period_num = 2 }\n  name", 1), `Invalid period`},
		{data("hwc_hbs_jobs", `status = ["Done"]`), `status.*"Initializing"`},
		{data("hwc_hbs_jobs", `start_time = "yesterday"`), `start_time\s+=.*must be a time`},
		{data("hwc_hbs_jobs", `start_time = "2024-01-30T07:42:01+08:00"`), `start_time\s+=.*must be a time`},
		{data("hwc_hbs_chain", `instance_id = "chain"`), `instance_id\s+=.*must be a UUID`},
		{data("hwc_hbs_blocks", "instance_id = \""+acctest.VPC+"\"\n limit = 0"), `limit\s+=.*between 1 and 500`},
		{data("hwc_hbs_price", "edition = \"Enterprise\"\n org_num = 0\n period_type = 2"), `org_num\s+=.*between 1 and 100`},
		{data("hwc_hbs_price", "edition = \"Enterprise\"\n org_num = 11\n period_type = 2"), `Too many organizations.*at most 10`},
		{sdk("orgs = []\n cert_path = \"/opt\"\n access_mode = \"StandardChannel\""), `orgs\s+=.*at least 1`},
		{sdk("orgs = [\"o\"]\n cert_path = \"\"\n access_mode = \"StandardChannel\""), `cert_path\s+=.*at least 1`},
		{sdk("orgs = [\"o\"]\n cert_path = \"/opt\"\n access_mode = \"Fast\""), `access_mode\s+=.*"StandardChannel"`},
		{sdk("orgs = [\"o\"]\n cert_path = \"/opt\"\n access_mode = \"HighPerformanceChannel\""), `Address missing.*endpoint_ip`},
		{sdk("orgs = [\"o\"]\n cert_path = \"/opt\"\n access_mode = \"HighPerformanceChannel\"\n endpoint_ip = \"host\""), `endpoint_ip\s+=.*must be an IPv4 address`},
	})
}

// The engine is in one region; elsewhere the plan says so, and nobody is asked: a name server would not know the host.
func TestAccHbs_otherRegion(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	block := fmt.Sprintf(`
provider "hwc" {
  region     = "cn-north-1"
  access_key = %q
  secret_key = %q
  endpoints  = { iam = %q }
}
`, acctest.AccessKey, acctest.SecretKey, cloud.URL)
	const refused = `hbs is not offered in region cn-north-1 of myhuaweicloud\.com, only in cn-north-4`
	acctest.NewWorkspace(t, "").Needs(t.Context(), "1.10")
	cloud.Refuses(t, block, [][2]string{
		{instance(), refused},
		{"resource \"hwc_hbs_organization\" \"test\" {\n  instance_id = \"" + acctest.VPC + "\"\n  name = \"org3\"\n}\n", refused},
		{data("hwc_hbs_instances", ""), refused},
		{data("hwc_hbs_service_info", ""), refused},
		{data("hwc_hbs_price", "edition = \"Enterprise\"\n org_num = 1\n period_type = 2"), refused},
		{"ephemeral \"hwc_hbs_sdk_config\" \"test\" {\n  instance_id = \"" + acctest.VPC + "\"\n  orgs = [\"o\"]\n  cert_path = \"/opt\"\n  access_mode = \"StandardChannel\"\n}\n", refused},
	})
}
