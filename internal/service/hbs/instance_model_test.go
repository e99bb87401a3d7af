package hbs

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/hbs"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

func textList(names ...string) types.List {
	return types.ListValueMust(types.StringType, framework.StringValues(names))
}

func chainInfo(consensus, signAlgorithm types.String) types.Object {
	return types.ObjectValueMust(chainInfoTypes, map[string]attr.Value{"consensus": consensus, "sign_algorithm": signAlgorithm})
}

// unknownTerms are terms of which the configuration sets one.
func unknownTerms(autoPay bool) types.Object {
	return termsModel{
		ChargeMode: types.Int64Unknown(), PeriodType: types.Int64Unknown(), PeriodNum: types.Int64Unknown(), IsAutoPay: types.BoolValue(autoPay),
		IsAutoRenew: types.BoolUnknown(), PromotionID: types.StringUnknown(), DiscountPlanID: types.StringUnknown(),
	}.object()
}

// minimal is the plan of an instance of which only what must be is set.
func minimal() instanceModel {
	return instanceModel{
		ID: types.StringUnknown(), Region: types.StringUnknown(), Name: types.StringValue("chain"), Edition: types.StringValue(enterprise),
		DataManagement: types.StringValue(managedByCloud), Type: types.StringUnknown(), Orgs: textList("org2", "org1"), ChainInfo: types.ObjectUnknown(chainInfoTypes),
		OrgOrderInfo: types.ObjectUnknown(termsTypes), EnterpriseProjectID: types.StringUnknown(), BackupID: types.StringNull(), ChainEngineVersion: types.StringUnknown(),
		Tags: types.MapNull(types.StringType), TagsAll: framework.StringMap(nil), AllowUnsubscribe: types.BoolValue(false), OrderID: types.StringUnknown(),
		ChainID: types.StringUnknown(), Status: types.StringUnknown(), CreateTime: types.StringUnknown(), UpdateTime: types.StringUnknown(), Timeouts: framework.NoTimeouts(),
	}
}

func TestInstanceCreateRequest(t *testing.T) {
	t.Parallel()
	base := hbs.CreateInstanceRequest{Name: "chain", Edition: "Enterprise", DataManagement: "Cloud", Orgs: []hbs.OrgName{{Name: "org2"}, {Name: "org1"}}}
	for name, test := range map[string]struct {
		change func(*instanceModel)
		want   func(*hbs.CreateInstanceRequest)
	}{
		"what is not known is not sent": {func(*instanceModel) {}, func(*hbs.CreateInstanceRequest) {}},
		"null is not sent": {func(m *instanceModel) {
			m.Type, m.ChainInfo, m.OrgOrderInfo = types.StringNull(), types.ObjectNull(chainInfoTypes), types.ObjectNull(termsTypes)
			m.EnterpriseProjectID = types.StringNull()
		}, func(*hbs.CreateInstanceRequest) {}},
		"half of a chain": {func(m *instanceModel) { m.ChainInfo = chainInfo(types.StringUnknown(), types.StringValue(sm2)) },
			func(r *hbs.CreateInstanceRequest) { r.ChainInfo = &hbs.ChainInfo{SignAlgorithm: sm2} }},
		"an empty chain": {func(m *instanceModel) { m.ChainInfo = chainInfo(types.StringUnknown(), types.StringUnknown()) }, func(*hbs.CreateInstanceRequest) {}},
		"false is sent": {func(m *instanceModel) { m.OrgOrderInfo = unknownTerms(false) },
			func(r *hbs.CreateInstanceRequest) { r.OrgOrderInfo = &hbs.OrderInfo{IsAutoPay: new(false)} }},
		"zero is sent": {func(m *instanceModel) {
			m.OrgOrderInfo = termsModel{ChargeMode: types.Int64Value(0), PeriodType: types.Int64Value(2), PeriodNum: types.Int64Value(9), IsAutoPay: types.BoolValue(true),
				IsAutoRenew: types.BoolValue(true), PromotionID: types.StringValue("p"), DiscountPlanID: types.StringValue("d")}.object()
		}, func(r *hbs.CreateInstanceRequest) {
			r.OrgOrderInfo = &hbs.OrderInfo{ChargeMode: new(int64(0)), PeriodType: new(int64(2)), PeriodNum: new(int64(9)), IsAutoPay: new(true), IsAutoRenew: new(true),
				PromotionID: "p", DiscountPlanID: "d"}
		}},
		"all the rest": {func(m *instanceModel) {
			m.Type, m.EnterpriseProjectID, m.BackupID = types.StringValue(kindBesu), types.StringValue("0"), types.StringValue("b")
		}, func(r *hbs.CreateInstanceRequest) { r.Type, r.EnterpriseProjectID, r.BackupID = kindBesu, "0", "b" }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			model, want := minimal(), base
			test.change(&model)
			test.want(&want)
			if got := model.createRequest(); !reflect.DeepEqual(got, want) {
				t.Errorf("got %+v, want %+v", got, want)
			}
		})
	}
}

// After a purchase everything is known: Terraform takes no state with something unknown in it.
func TestInstanceBought(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		terms  types.Object
		order  hbs.Order
		status string
		id     types.String
	}{
		"no terms": {types.ObjectUnknown(termsTypes), hbs.Order{InstanceID: "i", OrderID: "CS1"}, hbs.StatusUnpaid, types.StringValue("CS1")},
		"to pay":   {unknownTerms(false), hbs.Order{InstanceID: "i", OrderID: "CS1"}, hbs.StatusUnpaid, types.StringValue("CS1")},
		"paid":     {unknownTerms(true), hbs.Order{InstanceID: "i", OrderID: "CS1"}, hbs.StatusCreating, types.StringValue("CS1")},
		"adopted":  {unknownTerms(true), hbs.Order{InstanceID: "i"}, hbs.StatusCreating, types.StringNull()},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			model := minimal()
			model.OrgOrderInfo = test.terms
			model.bought("cn-north-4", &test.order)
			if model.ID.ValueString() != "i" || model.Status.ValueString() != test.status || !model.OrderID.Equal(test.id) || !model.Orgs.Equal(textList("org2", "org1")) {
				t.Errorf("got %+v", model)
			}
			for i, value := range reflect.ValueOf(model).Fields() {
				known, ok := value.Interface().(attr.Value)
				if !ok || !framework.Known(t.Context(), known) {
					t.Errorf("%v is not known", i.Name)
				}
			}
		})
	}
}

func TestInstanceFill(t *testing.T) {
	t.Parallel()
	read := hbs.Instance{
		ID: "i", Name: "chain", Status: hbs.StatusAvailable, Edition: enterprise, Kind: kindHuaweiCloudChain, DataManagement: managedByCloud, ChainEngineVersion: "1.0.1.2",
		Orgs: []hbs.InstanceOrg{{Name: "org1"}, {Name: "org2"}, {Name: "org3"}}, Chains: []hbs.Chain{{ChainID: "c", Consensus: consensusRaft, SignAlgorithm: ecdsa}},
		CreateTime: "t1", UpdateTime: "t2", EnterpriseProjectID: "0",
	}
	imported := instanceModel{ID: types.StringValue("i"), Region: types.StringValue("r")}
	imported.fill("r", &read)
	if !imported.Orgs.Equal(textList("org1", "org2", "org3")) || !imported.ChainInfo.Equal(chainInfo(types.StringValue(consensusRaft), types.StringValue(ecdsa))) ||
		imported.AllowUnsubscribe.ValueBool() || imported.AllowUnsubscribe.IsNull() || !imported.OrgOrderInfo.IsNull() {
		t.Errorf("an import gives %+v", imported)
	}
	created := minimal()
	created.fill("r", &read)
	if !created.Orgs.Equal(textList("org2", "org1")) || created.ChainEngineVersion.ValueString() != "1.0.1.2" || created.EnterpriseProjectID.ValueString() != "0" ||
		created.ChainID.ValueString() != "c" || created.Type.ValueString() != kindHuaweiCloudChain {
		t.Errorf("a creation gives %+v", created)
	}
	// What a reply leaves out stays as it was; an organization that is gone does not.
	created.fill("r", &hbs.Instance{ID: "i", Status: hbs.StatusCreating, Orgs: []hbs.InstanceOrg{}})
	if !created.Orgs.Equal(textList("org2", "org1")) || created.Name.ValueString() == "" {
		t.Errorf("an instance without organizations gives %+v", created)
	}
	created.fill("r", &hbs.Instance{ID: "i", Name: "chain", Status: hbs.StatusUpgrading, Orgs: []hbs.InstanceOrg{{Name: "org1"}}})
	if !created.Orgs.Equal(textList("org1")) || created.ChainEngineVersion.ValueString() != "1.0.1.2" || created.Status.ValueString() != hbs.StatusUpgrading ||
		created.CreateTime.ValueString() != "t1" || !created.ChainInfo.Equal(chainInfo(types.StringValue(consensusRaft), types.StringValue(ecdsa))) {
		t.Errorf("a thin reply gives %+v", created)
	}
}

func TestReadTerms(t *testing.T) {
	t.Parallel()
	got := termsOf(readTerms(hbs.OrgOrder{PeriodType: 2, PeriodNum: 3, IsAutoRenew: true}))
	want := termsModel{types.Int64Value(0), types.Int64Value(2), types.Int64Value(3), types.BoolValue(false), types.BoolValue(true), types.StringNull(), types.StringNull()}
	if got != want {
		t.Errorf("got %+v", got)
	}
}

func TestInstanceReplacing(t *testing.T) {
	t.Parallel()
	state := minimal()
	state.fill("r", &hbs.Instance{ID: "i", Name: "chain", Kind: kindHuaweiCloudChain, Status: hbs.StatusAvailable, EnterpriseProjectID: "0", ChainEngineVersion: "1.0.1.0",
		Chains: []hbs.Chain{{Consensus: consensusRaft, SignAlgorithm: ecdsa}}})
	for name, test := range map[string]struct {
		change func(*instanceModel)
		want   []string
	}{
		"nothing":                               {func(*instanceModel) {}, nil},
		"name":                                  {func(m *instanceModel) { m.Name = types.StringValue("other") }, []string{"name"}},
		"a name to come":                        {func(m *instanceModel) { m.Name = types.StringUnknown() }, []string{"name"}},
		"both of the chain":                     {func(m *instanceModel) { m.ChainInfo = chainInfo(types.StringValue("a"), types.StringValue("b")) }, []string{"chain_info"}},
		"project":                               {func(m *instanceModel) { m.EnterpriseProjectID = types.StringValue("1") }, []string{"enterprise_project_id"}},
		"a backup that the state does not know": {func(m *instanceModel) { m.BackupID = types.StringValue("b") }, nil},
		"settings":                              {func(m *instanceModel) { m.AllowUnsubscribe = types.BoolValue(true) }, nil},
		"taken out":                             {func(m *instanceModel) { m.EnterpriseProjectID = types.StringNull() }, nil},
		"edition, type":                         {func(m *instanceModel) { m.Edition, m.Type = types.StringValue(platinum), types.StringValue(kindBesu) }, []string{"edition", "type"}},
		"whose data":                            {func(m *instanceModel) { m.DataManagement = types.StringValue(managedByEdge) }, []string{"data_management"}},
		"other upgrades":                        {func(m *instanceModel) { m.ChainEngineVersion = types.StringValue("1.0.1.2") }, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			plan := state
			test.change(&plan)
			if got := plan.replacing(state); !slices.Equal(got, test.want) {
				t.Errorf("got %v, want %v", got, test.want)
			}
		})
	}
}

func TestInstanceRefusals(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		orgs     types.List
		version  types.String
		was      string
		refusals int
	}{
		"nothing":                {textList("org1", "org2"), types.StringUnknown(), "1.0.1.0", 0},
		"another order":          {textList("org2", "org1"), types.StringNull(), "1.0.1.0", 0},
		"one is taken out":       {textList("org1"), types.StringNull(), "1.0.1.0", 0},
		"one is added":           {textList("org1", "org3"), types.StringNull(), "1.0.1.0", 1},
		"names to come":          {types.ListUnknown(types.StringType), types.StringNull(), "1.0.1.0", 0},
		"an upgrade":             {textList("org1"), types.StringValue("1.0.10.0"), "1.0.9.9", 0},
		"back":                   {textList("org1"), types.StringValue("1.0.9.9"), "1.0.10.0", 1},
		"of the first engine":    {textList("org1"), types.StringValue("1.0.1.2"), firstEngine, 1},
		"the first engine stays": {textList("org1"), types.StringValue(firstEngine), firstEngine, 0},
		"no version yet":         {textList("org1"), types.StringValue("1.0.1.2"), "", 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			state, plan := minimal(), minimal()
			state.Orgs, state.ChainEngineVersion = textList("org1", "org2"), framework.OrNull(test.was)
			plan.Orgs, plan.ChainEngineVersion = test.orgs, test.version
			if got := plan.refusals(state); len(got) != test.refusals {
				t.Errorf("got %v", got)
			}
		})
	}
}

func TestInstanceConflicts(t *testing.T) {
	t.Parallel()
	unknown := minimal()
	unknown.Edition, unknown.Orgs = types.StringUnknown(), types.ListUnknown(types.StringType)
	unknown.ChainInfo = chainInfo(types.StringValue(consensusIBFT), types.StringValue(sm2))
	if diags := unknown.conflicts(); diags.HasError() {
		t.Errorf("what is not known yet conflicts: %v", diags)
	}
	null := minimal()
	null.Type, null.ChainInfo, null.OrgOrderInfo = types.StringNull(), types.ObjectNull(chainInfoTypes), types.ObjectNull(termsTypes)
	if diags := null.conflicts(); diags.HasError() {
		t.Errorf("what is not set conflicts: %v", diags)
	}
	null.ChainInfo = chainInfo(types.StringValue(consensusIBFT), types.StringNull())
	if diags := null.conflicts(); !diags.HasError() {
		t.Error("IBFT2.0 goes with the default type")
	}
}

func TestBillRefusal(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		status  string
		allow   bool
		refused bool
	}{
		{hbs.StatusAvailable, false, true}, {hbs.StatusException, false, true}, {hbs.StatusCreating, false, true}, {"", false, true},
		{hbs.StatusUnpaid, false, false}, {hbs.StatusDeleting, false, false}, {hbs.StatusAvailable, true, false},
	} {
		b := bill{status: types.StringValue(test.status), allowUnsubscribe: types.BoolValue(test.allow)}
		if err := b.refusal(); (err != nil) != test.refused {
			t.Errorf("%s, %t: %v", test.status, test.allow, err)
		}
	}
}

func TestAdvice(t *testing.T) {
	t.Parallel()
	for code, advice := range advice {
		if code != strings.ToLower(code) {
			t.Errorf("%s is never found: codes are looked up in lower case", code)
		}
		if !strings.HasSuffix(advice.Text, ".") {
			t.Errorf("%s: %q is no sentence", code, advice.Text)
		}
	}
}

// The kind of chain is recognised in every spelling, and never replaced by one that is not (contract/bcs.md 1H.2).
func TestKeptChainInfo(t *testing.T) {
	t.Parallel()
	null := types.ObjectNull(chainInfoTypes)
	raft := chainInfo(types.StringValue(consensusRaft), types.StringValue(ecdsa))
	for name, test := range map[string]struct {
		prior types.Object
		read  hbs.Chain
		want  types.Object
	}{
		"as documented":           {null, hbs.Chain{Consensus: "raft", SignAlgorithm: ecdsa}, raft},
		"an object":               {raft, hbs.Chain{Consensus: `{"type":"raft"}`, SignAlgorithm: ecdsa}, raft},
		"an object of an import":  {null, hbs.Chain{Consensus: `{"type":"raft"}`, SignAlgorithm: ecdsa}, raft},
		"another case":            {raft, hbs.Chain{Consensus: "RAFT", SignAlgorithm: "ECDSA_WITH_SHA256"}, raft},
		"unknown words":           {raft, hbs.Chain{Consensus: `{"id":1}`, SignAlgorithm: "ecdsa"}, raft},
		"unknown, nothing known":  {types.ObjectUnknown(chainInfoTypes), hbs.Chain{Consensus: `{"id":1}`}, null},
		"nothing":                 {raft, hbs.Chain{}, raft},
		"of Besu":                 {null, hbs.Chain{Consensus: "ibft2.0"}, chainInfo(types.StringValue(consensusIBFT), types.StringNull())},
		"another one than before": {raft, hbs.Chain{Consensus: "IBFT2.0"}, chainInfo(types.StringValue(consensusIBFT), types.StringValue(ecdsa))},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := keptChainInfo(test.prior, test.read); !got.Equal(test.want) {
				t.Errorf("it is %s, want %s", got, test.want)
			}
		})
	}
}

// Billing is never asked to unsubscribe from nothing.
func TestSubscription(t *testing.T) {
	t.Parallel()
	for want, org := range map[string]hbs.Organization{"s": {SubscriptionID: "s", UID: "u"}, "u": {UID: "u"}} {
		if got := subscription(org); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
