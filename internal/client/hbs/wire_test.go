package hbs

import (
	"context"
	"strings"
	"testing"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/wiretest"
)

const (
	instanceID = "e543adf0-c61e-11ec-a1c5-0255ac100408"
	jobID      = "a75e800b-bd4c-11ec-a5fe-0255ac100409"

	rootPath     = "/v2/" + wiretest.Project + "/huaweicloudchain"
	instancePath = rootPath + "/instances/" + instanceID
	besuPath     = "/v2/" + wiretest.Project + "/besu/instances/" + instanceID
	page100      = "limit=100&offset=0"
	page500      = "limit=500&offset=0"
)

// The samples are those of contract/bcs.md.
const (
	// 1H.1.
	createSample = `{"name":"huawei-chain-01","edition":"Professional","data_management":"Cloud","orgs":[{"name":"org1"},{"name":"org2"}],"chain_info":{"consensus":"raft","sign_algorithm":"ecdsa_with_sha256"},"org_order_info":{"charge_mode":0,"period_type":2,"period_num":1,"is_auto_pay":true,"is_auto_renew":true}}`
	orderSample  = `{"order_id":"CS2205101612RBMZD","order_num":2,"instance_id":"e224e6b6-e215-11ec-9675-0255ac101552","job_id":"e9541c1a-e17e-11ec-9826-0255ac10040d"}`
	// 1H.2.
	instanceSample = `{"id":"e543adf0-c61e-11ec-a1c5-0255ac100408","name":"huawei-chain-01","status":"Available","edition":"Professional","data_management":"Cloud","chain_engine_version":"1.0.1.2","orgs":[{"name":"org1","status":"Available","is_consensus":true},{"name":"org2","status":"Available","is_consensus":false}],"chains":[{"chain_id":"huawei-chain-01-egger394n","consensus":"raft","sign_algorithm":"ecdsa_with_sha256","contract_num":1,"block_num":5,"transaction_num":9}],"create_time":"2022-04-16T07:20:05Z","update_time":"2022-04-16T07:20:05Z","enterprise_project_id":"0","enterprise_project_name":"default"}`
	// 1H.3.
	jobSample = `{"id":"a75e800b-bd4c-11ec-a5fe-0255ac100409","type":"CreateInstance","status":"Running","failed_message":"","progress":40,"instance_id":"e224e6b6-e215-11ec-9675-0255ac101552","instance_name":"huawei-chain-01","start_time":"2022-04-16T07:20:05Z","end_time":""}`
	// 1H.4.
	chainSample = `{"chain_id":"bcs-test-f1766f8bc","consensus":"raft","sign_algorithm":"ecdsa_with_sha256","tps_limit":50000,"consensus_org":"org1-ei3n393nf","contract_num":3,"block_num":215555,"transaction_num":302256,"orgs":[{"id":"org1-ei3n393nf","name":"org1","is_consensus":true,"is_local":true,"is_exist":true,"member_id":"051ddda48580d3371fc6c014ba7175b5","member_name":"zhangsan","transaction_num":302256}]}`
	orgSample   = `{"uid":"u1","name":"org1","chain_org_id":"org1-ei3n393nf","status":"Available","endpoint":"","is_consensus":true,"capacity_info":{"total":1024,"used":"12"},"subscription_id":"s1","order_info":{"edition":"Professional","charge_mode":0,"period_type":2,"period_num":1,"is_auto_pay":true,"is_auto_renew":false,"promotion_id":"","discount_plan_id":""},"countdown":{"countdown_code":"hws_countdown_period_using","countdown_infos":{"days":3},"countdown_tips":null},"create_time":"2022-04-16T07:20:05Z","update_time":"2022-04-16T07:20:06Z"}`
	blockSample = `{"block_height":1,"transaction_num":1,"body_hash":"b","parent_hash":"p","create_time":"2022-04-26T12:37:16Z"}`
	txSample    = `{"id":"t","type":"COMMON_TRANSACTION","status":"VALID","block_height":"7","create_org":"org1","contract_name":"c","endorsor_orgs":["org1"],"read_set":[{"key":"k","version":{"block_num":1,"tx_num":2}}],"write_set":["k",{"key":"l"}],"create_time":"2022-04-26T12:37:16Z"}`
	success     = `{"result":"success"}`
)

var createDemo = CreateInstanceRequest{
	Name: "huawei-chain-01", Edition: "Professional", DataManagement: "Cloud", Orgs: []OrgName{{"org1"}, {"org2"}},
	ChainInfo: &ChainInfo{"raft", "ecdsa_with_sha256"}, OrgOrderInfo: &demoOrderInfo,
}

var demoOrderInfo = OrderInfo{
	ChargeMode: new(int64(0)), PeriodType: new(int64(2)), PeriodNum: new(int64(1)), IsAutoPay: new(true), IsAutoRenew: new(true),
}

var demoOrder = Order{
	OrderID: "CS2205101612RBMZD", OrderNum: 2, InstanceID: "e224e6b6-e215-11ec-9675-0255ac101552", JobID: "e9541c1a-e17e-11ec-9826-0255ac10040d",
}

var demoInstance = Instance{
	ID: instanceID, Name: "huawei-chain-01", Status: "Available", Edition: "Professional", DataManagement: "Cloud", ChainEngineVersion: "1.0.1.2",
	Orgs: []InstanceOrg{{"org1", "Available", true}, {"org2", "Available", false}},
	Chains: []Chain{{
		ChainID: "huawei-chain-01-egger394n", Consensus: "raft", SignAlgorithm: "ecdsa_with_sha256", ContractNum: 1, BlockNum: 5, TransactionNum: 9,
	}},
	CreateTime: "2022-04-16T07:20:05Z", UpdateTime: "2022-04-16T07:20:05Z", EnterpriseProjectID: "0", EnterpriseProjectName: "default",
}

var demoJob = Job{
	ID: jobID, Type: JobCreateInstance, Status: JobRunning, Progress: 40, InstanceID: "e224e6b6-e215-11ec-9675-0255ac101552",
	InstanceName: "huawei-chain-01", StartTime: "2022-04-16T07:20:05Z",
}

var demoOrg = Organization{
	UID: "u1", Name: "org1", ChainOrgID: "org1-ei3n393nf", Status: "Available", IsConsensus: true, CapacityInfo: Capacity{"1024", "12"},
	SubscriptionID: "s1", OrderInfo: OrgOrder{Edition: "Professional", PeriodType: 2, PeriodNum: 1, IsAutoPay: true},
	Countdown:  Countdown{CountdownCode: "hws_countdown_period_using", CountdownInfos: `{"days":3}`},
	CreateTime: "2022-04-16T07:20:05Z", UpdateTime: "2022-04-16T07:20:06Z",
}

var demoChain = Chain{
	ChainID: "bcs-test-f1766f8bc", Consensus: "raft", SignAlgorithm: "ecdsa_with_sha256", TpsLimit: 50000, ConsensusOrg: "org1-ei3n393nf",
	ContractNum: 3, BlockNum: 215555, TransactionNum: 302256,
	Orgs: []ChainOrg{{"org1-ei3n393nf", "org1", true, true, true, "051ddda48580d3371fc6c014ba7175b5", "zhangsan", 302256}},
}

var (
	demoBlock = Block{"1", 1, "b", "p", "2022-04-26T12:37:16Z"}
	demoTx    = Transaction{
		ID: "t", Type: "COMMON_TRANSACTION", Status: "VALID", BlockHeight: "7", CreateOrg: "org1", ContractName: "c", EndorsorOrgs: []string{"org1"},
		ReadSet: []Read{{"k", Version{"1", "2"}}}, WriteSet: []Scalar{"k", `{"key":"l"}`}, CreateTime: "2022-04-26T12:37:16Z",
	}
)

type wireCase = wiretest.Case[*Client]

func wire(name string, call func(context.Context, *Client) (any, error), reply string, want wiretest.Sent, gives any) wireCase {
	return wireCase{Name: name, Call: call, Reply: reply, Want: want, Gives: gives}
}

func nothing(err error) (any, error) { return nil, err }

func text(data []byte, err error) (any, error) { return string(data), err }

// Each method sends the request of the contract and understands its reply.
func TestWire(t *testing.T) {
	t.Parallel()
	cases := instanceCases()
	cases = append(cases, chainCases()...)
	cases = append(cases, besuCases()...)
	cases = append(cases, restCases()...)
	wiretest.Run(t, New, cases)
}

func instanceCases() []wireCase {
	return []wireCase{
		wire("CreateInstance 1H.1", func(ctx context.Context, c *Client) (any, error) {
			order, _, err := c.CreateInstance(ctx, createDemo)
			return order, err
		}, orderSample, wiretest.Request("POST", rootPath+"/instances", "", createSample), &demoOrder),
		wire("CreateInstance 1H.1 with all there is", func(ctx context.Context, c *Client) (any, error) {
			order, _, err := c.CreateInstance(ctx, CreateInstanceRequest{
				Name: "a", Edition: "Platinum", DataManagement: "Edge", Type: "Besu", Orgs: []OrgName{{"org1"}}, EnterpriseProjectID: "e", BackupID: "b",
				OrgOrderInfo: &OrderInfo{IsAutoPay: new(false), PromotionID: "p", DiscountPlanID: "d"},
			})
			return order, err
		}, orderSample, wiretest.Request("POST", rootPath+"/instances", "", `{"name":"a","edition":"Platinum","data_management":"Edge","type":"Besu",
 "orgs":[{"name":"org1"}],"enterprise_project_id":"e","backup_id":"b","org_order_info":{"is_auto_pay":false,"promotion_id":"p","discount_plan_id":"d"}}`), &demoOrder),
		wire("ListInstances 1H.2", func(ctx context.Context, c *Client) (any, error) { return c.ListInstances(ctx) },
			`{"count":1,"instances":[`+instanceSample+`]}`, wiretest.Request("GET", rootPath+"/instances", page100, ""), []Instance{demoInstance}),
		wire("GetInstance 1H.2", func(ctx context.Context, c *Client) (any, error) { return c.GetInstance(ctx, instanceID) },
			instanceSample, wiretest.Request("GET", instancePath, "", ""), &demoInstance),
		wire("UpgradeInstance 1H.4", func(ctx context.Context, c *Client) (any, error) { return c.UpgradeInstance(ctx, instanceID) },
			`{"job_id":"j"}`, wiretest.Request("PUT", instancePath, "", `{"action":"Upgrade"}`), "j"),
		wire("GetJob 1H.3", func(ctx context.Context, c *Client) (any, error) { return c.GetJob(ctx, jobID) },
			jobSample, wiretest.Request("GET", rootPath+"/jobs/"+jobID, "", ""), &demoJob),
		wire("ListJobs 1H.3", func(ctx context.Context, c *Client) (any, error) {
			return c.ListJobs(ctx, JobFilter{[]string{JobRunning, JobFailed}, "2022-04-16T07:20:05Z", "huawei"})
		}, `{"count":1,"jobs":[`+jobSample+`]}`, wiretest.Request("GET", rootPath+"/jobs",
			"instance_name=huawei&limit=100&offset=0&start_time=2022-04-16T07%3A20%3A05Z&status=Running%2CFailed", ""), []Job{demoJob}),
		wire("DeleteJobs 1H.3", func(ctx context.Context, c *Client) (any, error) { return nothing(c.DeleteJobs(ctx, jobID)) },
			success, wiretest.Request("DELETE", rootPath+"/jobs", "", `{"jobs":["`+jobID+`"]}`), nil),
		wire("CreateOrganizations 1H.4", func(ctx context.Context, c *Client) (any, error) {
			order, _, err := c.CreateOrganizations(ctx, instanceID, demoOrderInfo, "org3")
			return order, err
		}, orderSample, wiretest.Request("POST", instancePath+"/organizations", "",
			`{"orgs":[{"name":"org3"}],"org_order_info":{"charge_mode":0,"period_type":2,"period_num":1,"is_auto_pay":true,"is_auto_renew":true}}`),
			&Order{OrderID: demoOrder.OrderID, OrderNum: demoOrder.OrderNum, InstanceID: instanceID, JobID: demoOrder.JobID}),
		wire("CreateOrganizations, no instance said", func(ctx context.Context, c *Client) (any, error) {
			order, _, err := c.CreateOrganizations(ctx, instanceID, OrderInfo{}, "org3")
			return order, err
		}, `{"order_id":"CS2205101612RBMZD"}`, wiretest.Request("POST", instancePath+"/organizations", "", `{"orgs":[{"name":"org3"}],"org_order_info":{}}`),
			&Order{OrderID: "CS2205101612RBMZD", InstanceID: instanceID}),
		wire("ListOrganizations 1H.4", func(ctx context.Context, c *Client) (any, error) { return c.ListOrganizations(ctx, instanceID) },
			`{"count":1,"orgs":[`+orgSample+`]}`, wiretest.Request("GET", instancePath+"/organizations", page100, ""), []Organization{demoOrg}),
		wire("GetOrganization 1H.4", func(ctx context.Context, c *Client) (any, error) { return c.GetOrganization(ctx, instanceID, "org1") },
			orgSample, wiretest.Request("GET", instancePath+"/organization", "name=org1", ""), &demoOrg),
	}
}

func chainCases() []wireCase {
	const trend = `{"blocks":[{"count":2,"time":"2022-04-29T09:00:00Z"}],"txs":[{"count":5,"time":"2022-04-29T09:00:00Z"}]}`
	return []wireCase{
		wire("GetChain 1H.4", func(ctx context.Context, c *Client) (any, error) { return c.GetChain(ctx, instanceID) },
			chainSample, wiretest.Request("GET", instancePath+"/chain", "", ""), &demoChain),
		wire("ListBlocks 1H.4", func(ctx context.Context, c *Client) (any, error) { return c.ListBlocks(ctx, instanceID, 10, 1000) },
			`{"count":215555,"blocks":[`+blockSample+`]}`, wiretest.Request("GET", instancePath+"/chain/blocks", "limit=500&offset=10", ""), []Block{demoBlock}),
		wire("GetBlock 1H", func(ctx context.Context, c *Client) (any, error) { return c.GetBlock(ctx, instanceID, 1) },
			blockSample, wiretest.Request("GET", instancePath+"/chain/blocks/1", "", ""), &demoBlock),
		wire("ListTransactions 1H.4", func(ctx context.Context, c *Client) (any, error) { return c.ListTransactions(ctx, instanceID, 7) },
			`{"count":1,"txs":[`+txSample+`]}`, wiretest.Request("GET", instancePath+"/chain/transactions", "block_height=7&"+page500, ""), []Transaction{demoTx}),
		wire("GetTransaction 1H.4", func(ctx context.Context, c *Client) (any, error) { return c.GetTransaction(ctx, instanceID, "t") },
			txSample, wiretest.Request("GET", instancePath+"/chain/transactions/t", "", ""), &demoTx),
		wire("GetTrend 1H.4", func(ctx context.Context, c *Client) (any, error) { return c.GetTrend(ctx, instanceID, TrendHour) },
			trend, wiretest.Request("GET", instancePath+"/chain/trend", "mode=hour", ""),
			&Trend{[]TrendPoint{{2, "2022-04-29T09:00:00Z"}}, []TrendPoint{{5, "2022-04-29T09:00:00Z"}}}),
		wire("GetSdkConfig 1H.4", func(ctx context.Context, c *Client) (any, error) {
			return text(c.GetSdkConfig(ctx, instanceID, SdkConfigRequest{"/c", new(false), []string{"org1-ei3n393nf"}, HighPerformanceChannel, "192.0.2.1"}))
		}, "PK", wiretest.Request("POST", instancePath+"/chain/sdk-config", "",
			`{"cert_path":"/c","download_ca":false,"orgs":["org1-ei3n393nf"],"access_mode":"HighPerformanceChannel","endpoint_ip":"192.0.2.1"}`), "PK"),
		wire("GetContract 1H", func(ctx context.Context, c *Client) (any, error) { return c.GetContract(ctx, instanceID, "mycontract") },
			`{"name":"mycontract","status":"Failed","failed_message":"m","install_orgs":["o"],"security_check_status":3}`,
			wiretest.Request("GET", instancePath+"/chain/contract", "name=mycontract", ""),
			&Contract{Name: "mycontract", Status: "Failed", FailedMessage: "m", InstallOrgs: []string{"o"}, SecurityCheckStatus: 3}),
		wire("ListContracts 1H", func(ctx context.Context, c *Client) (any, error) { return c.ListContracts(ctx, instanceID) },
			`{"count":1,"contracts":[{"name":"a"}]}`, wiretest.Request("GET", instancePath+"/chain/contracts", page500, ""), []Contract{{Name: "a"}}),
		wire("GetContractReport 1H", func(ctx context.Context, c *Client) (any, error) {
			return text(c.GetContractReport(ctx, instanceID, "a", ReportChinese))
		}, "PK", wiretest.Request("GET", instancePath+"/chain/contract/report", "language=zh-cn&name=a", ""), "PK"),
	}
}

func besuCases() []wireCase {
	return []wireCase{
		wire("UpgradeBesuInstance 1H", func(ctx context.Context, c *Client) (any, error) { return c.UpgradeBesuInstance(ctx, instanceID) },
			`{"job_id":"j"}`, wiretest.Request("PUT", besuPath, "", `{"action":"Upgrade"}`), "j"),
		wire("GetBesuChain 1H", func(ctx context.Context, c *Client) (any, error) { return c.GetBesuChain(ctx, instanceID) },
			`{"chain_id":"b","consensus":"IBFT2.0"}`, wiretest.Request("GET", besuPath+"/chain/summary", "", ""), &Chain{ChainID: "b", Consensus: "IBFT2.0"}),
		wire("ListBesuBlocks 1H", func(ctx context.Context, c *Client) (any, error) { return c.ListBesuBlocks(ctx, instanceID, 0, 20) },
			`{"count":1,"blocks":[{"block_height":"1"}]}`, wiretest.Request("GET", besuPath+"/chain/blocks", "limit=20&offset=0", ""), []Block{{BlockHeight: "1"}}),
		wire("GetBesuBlock 1H", func(ctx context.Context, c *Client) (any, error) { return c.GetBesuBlock(ctx, instanceID, 1) },
			blockSample, wiretest.Request("GET", besuPath+"/chain/blocks/1", "", ""), &demoBlock),
		wire("ListBesuTransactions 1H", func(ctx context.Context, c *Client) (any, error) { return c.ListBesuTransactions(ctx, instanceID, 7) },
			`{"count":1,"txs":[{"hash":"h"}]}`, wiretest.Request("GET", besuPath+"/chain/transactions", "block_height=7&"+page500, ""), []Transaction{{Hash: "h"}}),
		wire("GetBesuTransaction 1H", func(ctx context.Context, c *Client) (any, error) { return c.GetBesuTransaction(ctx, instanceID, "h") },
			`{"hash":"h"}`, wiretest.Request("GET", besuPath+"/chain/transactions/h", "", ""), &Transaction{Hash: "h"}),
		wire("ListBesuContracts 1H", func(ctx context.Context, c *Client) (any, error) { return c.ListBesuContracts(ctx, instanceID) },
			`{"count":1,"contracts":[{"address":"a","abi":"[]"}]}`, wiretest.Request("GET", besuPath+"/chain/contracts", page500, ""), []BesuContract{{Address: "a", Abi: "[]"}}),
		wire("ListBesuTokens 1H", func(ctx context.Context, c *Client) (any, error) { return c.ListBesuTokens(ctx, instanceID) },
			`{"count":1,"tokens":[{"token_id":"t","description":"d","create_time":"c"}]}`, wiretest.Request("GET", besuPath+"/chain/tokens", "", ""), []BesuToken{{"t", "d", "c"}}),
		wire("CreateBesuToken 1H", func(ctx context.Context, c *Client) (any, error) {
			return text(c.CreateBesuToken(ctx, instanceID, "d"))
		},
			"secret", wiretest.Request("POST", besuPath+"/chain/tokens", "", `{"description":"d"}`), "secret"),
		wire("DeleteBesuToken 1H", func(ctx context.Context, c *Client) (any, error) {
			return nothing(c.DeleteBesuToken(ctx, instanceID, "t"))
		},
			success, wiretest.Request("DELETE", besuPath+"/chain/tokens/t", "", ""), nil),
		wire("GetBesuCertificates 1H", func(ctx context.Context, c *Client) (any, error) { return text(c.GetBesuCertificates(ctx, instanceID)) },
			"PK", wiretest.Request("POST", besuPath+"/chain/certs", "", ""), "PK"),
	}
}

func restCases() []wireCase {
	const vpc, subnet = "fab6baca-dd8c-4651-a2c2-33b72f776ac0", "c8b04b6a-a000-4aaf-bba8-813f5a90f438"
	return []wireCase{
		wire("GetServiceInfo 1H.4", func(ctx context.Context, c *Client) (any, error) { return c.GetServiceInfo(ctx) },
			`{"chain_engine_version":"1.0.1.2","editions":[{"name":"Professional","max_org_num":2,"tps_limit":2000}],"plugins":[{"a":1}]}`,
			wiretest.Request("GET", rootPath+"/service-info", "", ""),
			&ServiceInfo{ChainEngineVersion: "1.0.1.2", Editions: []Edition{{"Professional", 2, 2000}}, Plugins: []Scalar{`{"a":1}`}}),
		wire("GetPrice 1H.4", func(ctx context.Context, c *Client) (any, error) {
			return c.GetPrice(ctx, PriceRequest{"Professional", 2, new(int64(0)), 2, new(int64(1))})
		}, `{"amount":12.5,"original_amount":"20","currency":"CNY"}`, wiretest.Request("POST", rootPath+"/inquiry", "",
			`{"edition":"Professional","org_num":2,"charge_mode":0,"period_type":2,"period_num":1}`), &Price{"12.5", "20", "CNY"}),
		wire("GetDashboard 1H.4", func(ctx context.Context, c *Client) (any, error) { return c.GetDashboard(ctx) },
			`{"instance_num":3}`, wiretest.Request("GET", rootPath+"/dashboard", "", ""), &Dashboard{3}),
		wire("CreateEndpoint 1H", func(ctx context.Context, c *Client) (any, error) {
			return nothing(c.CreateEndpoint(ctx, instanceID, vpc, subnet))
		}, success, wiretest.Request("POST", instancePath+"/endpoints", "", `{"vpc_id":"`+vpc+`","subnet_id":"`+subnet+`"}`), nil),
		wire("ListEndpoints 1H", func(ctx context.Context, c *Client) (any, error) { return c.ListEndpoints(ctx, instanceID) },
			`{"count":1,"endpoints":[{"id":"e","name":"n","ip":"192.0.2.1"}]}`, wiretest.Request("GET", instancePath+"/endpoints", page100, ""), []Endpoint{{"e", "n", "192.0.2.1"}}),
		wire("GetEndpointService 1H", func(ctx context.Context, c *Client) (any, error) { return c.GetEndpointService(ctx, instanceID) },
			`{"endpoint_num":1,"endpoint_service_name":"n","endpoint_service_status":"uncreated"}`,
			wiretest.Request("GET", instancePath+"/endpoint-service", "", ""), &EndpointService{1, "n", "uncreated"}),
		wire("ListTags 1H", func(ctx context.Context, c *Client) (any, error) { return c.ListTags(ctx, instanceID) },
			`{"tags":[{"key":"k","value":"v"}]}`, wiretest.Request("GET", rootPath+"/"+instanceID+"/tags", "", ""), map[string]string{"k": "v"}),
		wire("CreateBackup 1H", func(ctx context.Context, c *Client) (any, error) { return nothing(c.CreateBackup(ctx, instanceID)) },
			success, wiretest.Request("POST", instancePath+"/backups", "", `{"type":"ManualBackup"}`), nil),
		wire("SetBackupRule 1H", func(ctx context.Context, c *Client) (any, error) {
			return nothing(c.SetBackupRule(ctx, instanceID, BackupRule{true, 3}))
		}, success, wiretest.Request("POST", instancePath+"/backups", "", `{"type":"AutoBackup","is_enable":true,"rule":3}`), nil),
		wire("ListBackups 1H", func(ctx context.Context, c *Client) (any, error) { return c.ListBackups(ctx, instanceID) },
			`{"count":1,"backups":[{"id":"b","status":"Active","type":"ManualBackup"}]}`, wiretest.Request("GET", instancePath+"/backups", "", ""),
			[]Backup{{ID: "b", Status: "Active", Type: "ManualBackup"}}),
		wire("GetBackupRule 1H", func(ctx context.Context, c *Client) (any, error) { return c.GetBackupRule(ctx, instanceID) },
			`{"is_enable":true,"rule":1}`, wiretest.Request("GET", instancePath+"/backups/rules", "", ""), &BackupRule{true, 1}),
		wire("DeleteBackup 1H", func(ctx context.Context, c *Client) (any, error) {
			return nothing(c.DeleteBackup(ctx, instanceID, "b"))
		},
			success, wiretest.Request("DELETE", instancePath+"/backups/b", "", ""), nil),
		wire("ListRestoreBackups 1H", func(ctx context.Context, c *Client) (any, error) { return c.ListRestoreBackups(ctx) },
			`{"count":1,"backups":[{"id":"b","is_restored":true}]}`, wiretest.Request("GET", rootPath+"/restore/backups", page100, ""), []Backup{{ID: "b", IsRestored: true}}),
		wire("GetRestoreBackup 1H", func(ctx context.Context, c *Client) (any, error) { return c.GetRestoreBackup(ctx, "b") },
			`{"id":"b","instance_edition":"Professional","instance_org":"org1,org2"}`, wiretest.Request("GET", rootPath+"/restore/backups/b", "", ""),
			&RestoreBackup{Backup: Backup{ID: "b"}, InstanceEdition: "Professional", InstanceOrg: "org1,org2"}),
	}
}

// Contracts are installed with a form; what is empty is left out.
func TestInstallContract(t *testing.T) {
	t.Parallel()
	core, api := wiretest.Serve(t, wiretest.Reply(200, success))
	c := New(core, "")
	if err := c.InstallContract(t.Context(), instanceID, InstallContractRequest{
		Name: "mycontract", Version: "1.0", Type: "go", InstallOrgs: []string{"o1", "o2"}, EndorseOrgs: []string{"o1"}, EndorsePolicy: "AND", SecurityCheck: true, File: []byte("PK-archive"),
	}); err != nil {
		t.Fatal(err)
	}
	if err := c.InstallBesuContract(t.Context(), instanceID, "[]", "6080", "", "d"); err != nil {
		t.Fatal(err)
	}
	for n, want := range []struct {
		path         string
		parts, lacks []string
	}{
		{instancePath + "/chain/contract", []string{`"name"`, "mycontract", `["o1","o2"]`, `"endorse_policy"`, `"security_check"`, `filename="mycontract.zip"`, "PK-archive"}, []string{"byte_code", "description"}},
		{besuPath + "/chain/contracts", []string{`"abi"`, `"bytecode"`, "6080", `"description"`}, []string{"init_param", "filename"}},
	} {
		request := api.Seen()[n]
		if request.Method != "POST" || request.Path != want.path {
			t.Errorf("sent %s", request)
		}
		for _, part := range want.parts {
			if !strings.Contains(request.Body, part) {
				t.Errorf("the form lacks %s: %s", part, request.Body)
			}
		}
		for _, part := range want.lacks {
			if strings.Contains(request.Body, part) {
				t.Errorf("the form has %s: %s", part, request.Body)
			}
		}
	}
}

func TestChangeTags(t *testing.T) {
	t.Parallel()
	const tagsPath = rootPath + "/" + instanceID + "/tags"
	for _, test := range []struct {
		name       string
		has, shall map[string]string
		want       []wiretest.Sent
	}{
		{"nothing to do", map[string]string{"k": "v"}, map[string]string{"k": "v"}, nil},
		{"new and changed", map[string]string{"k": "v"}, map[string]string{"k": "w", "l": ""},
			[]wiretest.Sent{wiretest.Request("POST", tagsPath+"/create", "", `{"tags":[{"key":"k","value":"w"},{"key":"l","value":""}]}`)}},
		{"removed and new", map[string]string{"k": "v"}, map[string]string{"l": "w"}, []wiretest.Sent{
			wiretest.Request("DELETE", tagsPath+"/delete", "", `{"tags":[{"key":"k","value":"v"}]}`),
			wiretest.Request("POST", tagsPath+"/create", "", `{"tags":[{"key":"l","value":"w"}]}`),
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			core, api := wiretest.Serve(t, wiretest.Reply(200, success))
			if err := New(core, "").ChangeTags(t.Context(), instanceID, test.has, test.shall); err != nil {
				t.Fatal(err)
			}
			api.Want(t, test.want...)
		})
	}
}
