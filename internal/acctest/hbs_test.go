package acctest

import (
	"slices"
	"testing"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
	"github.com/hwc-community/terraform-provider-hwc/internal/client/bss"
	"github.com/hwc-community/terraform-provider-hwc/internal/client/hbs"
	"github.com/hwc-community/terraform-provider-hwc/internal/emulator"
)

// engine is what one test of the blockchain engine speaks to.
type engine struct {
	*hbs.Client
	billing *bss.Client
}

func startEngine(t *testing.T, choices emulator.HBSChoices) engine {
	t.Helper()
	cloud := Start(t, emulator.Options{Choices: emulator.Choices{HBS: choices}})
	for _, kind := range []emulator.Kind{emulator.HBSCreate, emulator.HBSOrganizationCreate, emulator.HBSUpgrade, emulator.HBSDelete, emulator.HBSOrganizationDelete} {
		cloud.SetProgress(kind, emulator.AfterReads(2))
	}
	core := cloud.core(AccessKey, SecretKey)
	return engine{hbs.New(core, Region), bss.New(core, Region)}
}

func purchase(autoPay bool, orgs ...string) hbs.CreateInstanceRequest {
	request := hbs.CreateInstanceRequest{
		Name: "hbs-walk", Edition: "Enterprise", DataManagement: "Cloud", ChainInfo: &hbs.ChainInfo{Consensus: "raft", SignAlgorithm: "ecdsa_with_sha256"},
		OrgOrderInfo: &hbs.OrderInfo{ChargeMode: new(int64(0)), PeriodType: new(int64(2)), PeriodNum: new(int64(1)), IsAutoPay: &autoPay},
	}
	for _, org := range orgs {
		request.Orgs = append(request.Orgs, hbs.OrgName{Name: org})
	}
	return request
}

// The client and the emulator are written apart from the same contract. Here they meet, whatever billing calls by the
// id of a resource, and however an unknown instance is answered.
func TestHbsClientMeetsEmulator(t *testing.T) {
	t.Parallel()
	for name, choices := range map[string]emulator.HBSChoices{
		"billed by the instance":     {EngineVersion: "1.0.1.0"},
		"billed by the organization": {EngineVersion: "1.0.1.0", BilledByOrg: true, UnknownStatus: 404},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			engineMeetsEmulator(t, startEngine(t, choices))
		})
	}
}

func engineMeetsEmulator(t *testing.T, c engine) {
	t.Helper()
	ctx := t.Context()
	offerWalk(t, c)
	order, outcome, err := c.CreateInstance(ctx, purchase(true, "org1", "org2"))
	if err != nil || outcome != client.Created || order.OrderNum != 2 {
		t.Fatalf("got %+v, %s, %v", order, outcome, err)
	}
	instance := must[*hbs.Instance](t, "wait")(c.WaitInstanceCreated(ctx, *order, true))
	if instance.Status != hbs.StatusAvailable || len(instance.Orgs) != 2 || len(instance.Chains) != 1 {
		t.Errorf("got %+v", instance)
	}
	jobWalk(t, c, order)
	engineWalk(t, c, instance.ID)
	chainOf(t, c, instance.ID)
	besidesWalk(t, c, instance.ID)
	unsubscribeWalk(t, c, order)
}

func offerWalk(t *testing.T, c engine) {
	t.Helper()
	info := must[*hbs.ServiceInfo](t, "info")(c.GetServiceInfo(t.Context()))
	if len(info.Editions) != 3 || info.ChainEngineVersion == "" {
		t.Errorf("got %+v", info)
	}
	price := must[*hbs.Price](t, "price")(c.GetPrice(t.Context(), hbs.PriceRequest{Edition: "Enterprise", OrgNum: 2, PeriodType: 2, PeriodNum: new(int64(1))}))
	if amount, ok := price.Amount.Float64(); !ok || amount <= 0 || price.Currency != "CNY" {
		t.Errorf("got %+v", price)
	}
	must[*hbs.Dashboard](t, "dashboard")(c.GetDashboard(t.Context()))
}

func jobWalk(t *testing.T, c engine, order *hbs.Order) {
	t.Helper()
	job := must[*hbs.Job](t, "job")(c.GetJob(t.Context(), order.JobID))
	if job.Status != hbs.JobSuccess || job.Type != hbs.JobCreateInstance || job.InstanceID != order.InstanceID {
		t.Errorf("got %+v", job)
	}
	jobs := must[[]hbs.Job](t, "jobs")(c.ListJobs(t.Context(), hbs.JobFilter{Statuses: []string{hbs.JobSuccess}, InstanceName: "hbs"}))
	if !slices.Contains(jobs, *job) {
		t.Errorf("got %+v", jobs)
	}
}

func engineWalk(t *testing.T, c engine, id string) {
	t.Helper()
	ctx := t.Context()
	bought, outcome, err := c.CreateOrganizations(ctx, id, *purchase(true).OrgOrderInfo, "org3")
	if err != nil || outcome != client.Created {
		t.Fatalf("got %+v, %s, %v", bought, outcome, err)
	}
	org := must[*hbs.Organization](t, "wait for the organization")(c.WaitOrganizationCreated(ctx, *bought, "org3", true))
	if org.SubscriptionID == "" || org.ChainOrgID == "" {
		t.Errorf("got %+v", org)
	}
	if orgs := must[[]hbs.Organization](t, "organizations")(c.ListOrganizations(ctx, id)); len(orgs) != 3 {
		t.Errorf("got %+v", orgs)
	}
	if _, err := c.GetOrganization(ctx, id, "org9"); !client.IsNotFound(err) {
		t.Errorf("an unknown organization gives %v", err)
	}
	must[[]string](t, "unsubscribe the organization")(c.billing.Unsubscribe(ctx, org.SubscriptionID))
	if err := c.WaitOrganizationDeleted(ctx, id, "org3"); err != nil {
		t.Fatal(err)
	}
	job := must[string](t, "upgrade")(c.UpgradeInstance(ctx, id))
	must[*hbs.Instance](t, "wait for the upgrade")(c.WaitInstanceUpdated(ctx, id, job))
}

func chainOf(t *testing.T, c engine, id string) {
	t.Helper()
	ctx := t.Context()
	chain := must[*hbs.Chain](t, "chain")(c.GetChain(ctx, id))
	if chain.ChainID == "" || len(chain.Orgs) < 2 {
		t.Fatalf("got %+v", chain)
	}
	for _, listed := range must[[]hbs.Block](t, "blocks")(c.ListBlocks(ctx, id, 0, 1)) {
		height, ok := listed.BlockHeight.Int64()
		block := must[*hbs.Block](t, "block")(c.GetBlock(ctx, id, height))
		if !ok || *block != listed {
			t.Errorf("got %+v and %+v", block, listed)
		}
		for _, tx := range must[[]hbs.Transaction](t, "transactions")(c.ListTransactions(ctx, id, height)) {
			must[*hbs.Transaction](t, "transaction")(c.GetTransaction(ctx, id, tx.ID))
		}
	}
	must[*hbs.Trend](t, "trend")(c.GetTrend(ctx, id, hbs.TrendHour))
	archive := must[[]byte](t, "SDK")(c.GetSdkConfig(ctx, id, hbs.SdkConfigRequest{
		CertPath: "/opt/config", DownloadCA: new(true), Orgs: []string{chain.Orgs[0].ID}, AccessMode: hbs.StandardChannel,
	}))
	if files := must[map[string][]byte](t, "unzip")(client.Unzip(archive)); len(files) == 0 {
		t.Error("the archive is empty")
	}
	must[[]hbs.Contract](t, "contracts")(c.ListContracts(ctx, id))
}

func besidesWalk(t *testing.T, c engine, id string) {
	t.Helper()
	ctx := t.Context()
	for _, tags := range []map[string]string{{"owner": "me", "env": "test"}, {"owner": "you"}, {}} {
		has := must[map[string]string](t, "tags")(c.ListTags(ctx, id))
		if err := c.ChangeTags(ctx, id, has, tags); err != nil {
			t.Fatal(err)
		}
		if has = must[map[string]string](t, "tags")(c.ListTags(ctx, id)); len(has) != len(tags) || has["owner"] != tags["owner"] {
			t.Errorf("got %v, want %v", has, tags)
		}
	}
	if err := c.CreateBackup(ctx, id); err != nil {
		t.Fatal(err)
	}
	backups := must[[]hbs.Backup](t, "backups")(c.ListBackups(ctx, id))
	if len(backups) != 1 || backups[0].Type != hbs.ManualBackup {
		t.Fatalf("got %+v", backups)
	}
	must[[]hbs.Backup](t, "backups to restore")(c.ListRestoreBackups(ctx))
	if err := c.SetBackupRule(ctx, id, hbs.BackupRule{IsEnable: true, Rule: 3}); err != nil {
		t.Fatal(err)
	}
	if rule := must[*hbs.BackupRule](t, "rule")(c.GetBackupRule(ctx, id)); *rule != (hbs.BackupRule{IsEnable: true, Rule: 3}) {
		t.Errorf("got %+v", rule)
	}
	if err := c.DeleteBackup(ctx, id, backups[0].ID); err != nil {
		t.Fatal(err)
	}
	if err := c.CreateEndpoint(ctx, id, VPC, Subnet); err != nil {
		t.Fatal(err)
	}
	must[[]hbs.Endpoint](t, "endpoints")(c.ListEndpoints(ctx, id))
	must[*hbs.EndpointService](t, "endpoint service")(c.GetEndpointService(ctx, id))
}

// unsubscribeWalk asks billing what belongs to the order, and ends its subscriptions.
func unsubscribeWalk(t *testing.T, c engine, order *hbs.Order) {
	t.Helper()
	ctx := t.Context()
	completed := must[*bss.Order](t, "order")(c.billing.WaitOrderCompleted(ctx, order.OrderID))
	if completed.OrderID != order.OrderID {
		t.Errorf("got %+v", completed)
	}
	resources := must[[]bss.Resource](t, "resources")(c.billing.ListResources(ctx, bss.ResourceFilter{OrderID: order.OrderID, OnlyMainResource: 1}))
	var ids []string
	for _, resource := range resources {
		ids = append(ids, resource.ResourceID)
	}
	if len(ids) == 0 {
		t.Fatal("billing knows of nothing")
	}
	must[[]string](t, "unsubscribe")(c.billing.Unsubscribe(ctx, ids...))
	if _, err := c.billing.Unsubscribe(ctx, ids...); err != nil && !bss.IsUnderWay(err) {
		t.Errorf("the second time gives %v", err)
	}
	if err := c.WaitInstanceDeleted(ctx, order.InstanceID); err != nil {
		t.Fatal(err)
	}
	if _, err := c.GetInstance(ctx, order.InstanceID); !client.IsNotFound(err) {
		t.Errorf("an unsubscribed instance gives %v", err)
	}
	must[[]string](t, "unsubscribe what is gone")(c.billing.Unsubscribe(ctx, ids...))
	jobs := must[[]hbs.Job](t, "jobs")(c.ListJobs(ctx, hbs.JobFilter{}))
	for _, job := range jobs {
		if err := c.DeleteJobs(ctx, job.ID); err != nil {
			t.Fatal(err)
		}
	}
}

// What nobody pays is not delivered, and goes away when its order is cancelled.
func TestHbsUnpaidOrder(t *testing.T) {
	t.Parallel()
	c := startEngine(t, emulator.HBSChoices{JobAfterPayment: true})
	ctx := t.Context()
	order, _, err := c.CreateInstance(ctx, purchase(false, "org1"))
	if err != nil {
		t.Fatal(err)
	}
	instance := must[*hbs.Instance](t, "wait")(c.WaitInstanceCreated(ctx, *order, false))
	if instance.Status != hbs.StatusUnpaid {
		t.Errorf("got %+v", instance)
	}
	if pending := must[*bss.Order](t, "order")(c.billing.GetOrder(ctx, order.OrderID)); pending.Status != bss.OrderPendingPayment {
		t.Errorf("got %+v", pending)
	}
	if err := c.billing.CancelOrder(ctx, order.OrderID); err != nil {
		t.Fatal(err)
	}
	if err := c.WaitInstanceDeleted(ctx, order.InstanceID); err != nil {
		t.Fatal(err)
	}
}
