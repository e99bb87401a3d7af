package hbs

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/hbs"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

type instanceModel struct {
	ID                  types.String   `tfsdk:"id"`
	Region              types.String   `tfsdk:"region"`
	Name                types.String   `tfsdk:"name"`
	Edition             types.String   `tfsdk:"edition"`
	DataManagement      types.String   `tfsdk:"data_management"`
	Type                types.String   `tfsdk:"type"`
	Orgs                types.List     `tfsdk:"orgs"`
	ChainInfo           types.Object   `tfsdk:"chain_info"`
	OrgOrderInfo        types.Object   `tfsdk:"org_order_info"`
	EnterpriseProjectID types.String   `tfsdk:"enterprise_project_id"`
	BackupID            types.String   `tfsdk:"backup_id"`
	ChainEngineVersion  types.String   `tfsdk:"chain_engine_version"`
	Tags                types.Map      `tfsdk:"tags"`
	TagsAll             types.Map      `tfsdk:"tags_all"`
	AllowUnsubscribe    types.Bool     `tfsdk:"allow_unsubscribe"`
	OrderID             types.String   `tfsdk:"order_id"`
	ChainID             types.String   `tfsdk:"chain_id"`
	Status              types.String   `tfsdk:"status"`
	CreateTime          types.String   `tfsdk:"create_time"`
	UpdateTime          types.String   `tfsdk:"update_time"`
	Timeouts            timeouts.Value `tfsdk:"timeouts"`
}

// chainInfoModel is the argument `chain_info`.
type chainInfoModel struct {
	Consensus     types.String `tfsdk:"consensus"`
	SignAlgorithm types.String `tfsdk:"sign_algorithm"`
}

var chainInfoTypes = map[string]attr.Type{"consensus": types.StringType, "sign_algorithm": types.StringType}

func (m instanceModel) identity() framework.Identity {
	return framework.Identity{Region: m.Region, ID: m.ID}
}

// object names the instance in messages.
func (m instanceModel) object() string {
	return framework.ObjectName("HBS instance", m.Name, m.ID, m.Region)
}

func (m instanceModel) bill() bill {
	return bill{object: m.object(), status: m.Status, orderID: m.OrderID, allowUnsubscribe: m.AllowUnsubscribe}
}

// pending reports whether waiting for the instance makes sense: a plan then goes on with it. What happens to one of its
// organizations is the matter of that organization.
func (m instanceModel) pending() bool {
	status := m.Status.ValueString()
	return status == hbs.StatusCreating || status == hbs.StatusUpgrading
}

// lost reports an instance whose interrupted destruction goes on. One that is not well is not lost: it may hold a chain.
func (m instanceModel) lost() bool { return m.Status.ValueString() == hbs.StatusDeleting }

// volatile are the attributes an update may change beside those of the configuration. What an instance that is not made
// yet did not show comes with its completion.
func (m instanceModel) volatile(state instanceModel) map[string]attr.Value {
	unknown := map[string]attr.Value{"status": types.StringUnknown(), "update_time": types.StringUnknown()}
	for name, value := range map[string]types.String{
		"type": m.Type, "enterprise_project_id": m.EnterpriseProjectID, "chain_engine_version": m.ChainEngineVersion, "chain_id": m.ChainID, "create_time": m.CreateTime,
	} {
		if state.pending() && value.IsNull() {
			unknown[name] = types.StringUnknown()
		}
	}
	if state.pending() && m.ChainInfo.IsNull() {
		unknown["chain_info"] = types.ObjectUnknown(chainInfoTypes)
	}
	return unknown
}

func (m instanceModel) createRequest() hbs.CreateInstanceRequest {
	request := hbs.CreateInstanceRequest{
		Name:                m.Name.ValueString(),
		Edition:             m.Edition.ValueString(),
		DataManagement:      m.DataManagement.ValueString(),
		Type:                m.Type.ValueString(),
		EnterpriseProjectID: m.EnterpriseProjectID.ValueString(),
		BackupID:            m.BackupID.ValueString(),
	}
	for _, name := range names(m.Orgs) {
		request.Orgs = append(request.Orgs, hbs.OrgName{Name: name})
	}
	if chain := chainInfoOf(m.ChainInfo); chain.Consensus.ValueString() != "" || chain.SignAlgorithm.ValueString() != "" {
		request.ChainInfo = &hbs.ChainInfo{Consensus: chain.Consensus.ValueString(), SignAlgorithm: chain.SignAlgorithm.ValueString()}
	}
	if !m.OrgOrderInfo.IsNull() && !m.OrgOrderInfo.IsUnknown() {
		request.OrgOrderInfo = new(termsOf(m.OrgOrderInfo).request())
	}
	return request
}

// names are the known texts of a list.
func names(list types.List) (names []string) {
	for _, element := range list.Elements() {
		if name, ok := element.(types.String); ok && !name.IsUnknown() {
			names = append(names, name.ValueString())
		}
	}
	return names
}

// chainInfoOf is the argument `chain_info`; while it is not set its members are null.
func chainInfoOf(object types.Object) chainInfoModel {
	return chainInfoModel{member[types.String](object, "consensus"), member[types.String](object, "sign_algorithm")}
}

// paid reports whether the order pays itself.
func (m instanceModel) paid() bool { return termsOf(m.OrgOrderInfo).IsAutoPay.ValueBool() }

// bought takes over what a purchase answers with, before anything of the instance is read.
func (m *instanceModel) bought(region string, order *hbs.Order) {
	status := hbs.StatusUnpaid
	if m.paid() {
		status = hbs.StatusCreating
	}
	m.fill(region, &hbs.Instance{ID: order.InstanceID, Name: m.Name.ValueString(), Status: status})
	m.OrderID = framework.OrNull(order.OrderID)
}

// seen is what may have changed, as it was seen last.
func (m instanceModel) seen() *hbs.Instance {
	return &hbs.Instance{ID: m.ID.ValueString(), Status: m.Status.ValueString(), UpdateTime: m.UpdateTime.ValueString()}
}

// fill takes over what the API says. The model is a plan, a state, or the nearly empty state of an import.
func (m *instanceModel) fill(region string, i *hbs.Instance) {
	m.ID = types.StringValue(i.ID)
	m.Region = types.StringValue(region)
	m.Name = framework.Kept(m.Name, i.Name)
	m.Edition = framework.Kept(m.Edition, i.Edition)
	m.DataManagement = framework.Kept(m.DataManagement, i.DataManagement)
	m.Type = framework.Kept(m.Type, i.Kind)
	m.Orgs = keptOrgs(m.Orgs, i.Orgs)
	var chain hbs.Chain
	if len(i.Chains) > 0 {
		chain = i.Chains[0]
	}
	m.ChainInfo = keptChainInfo(m.ChainInfo, chain)
	m.ChainID = framework.Kept(m.ChainID, chain.ChainID)
	m.EnterpriseProjectID = framework.Kept(m.EnterpriseProjectID, i.EnterpriseProjectID)
	m.ChainEngineVersion = framework.Kept(m.ChainEngineVersion, i.ChainEngineVersion)
	m.AllowUnsubscribe = types.BoolValue(m.AllowUnsubscribe.ValueBool())
	m.OrderID = framework.Kept(m.OrderID, "")
	m.Status = types.StringValue(i.Status)
	m.CreateTime = framework.Kept(m.CreateTime, i.CreateTime)
	m.UpdateTime = framework.Kept(m.UpdateTime, i.UpdateTime)
	m.Tags, m.TagsAll = typed(m.Tags), typed(m.TagsAll)
	m.OrgOrderInfo = boughtTerms(m.OrgOrderInfo)
}

// typed gives the null of a model that nothing filled its type, and makes null what is not known yet.
func typed(tags types.Map) types.Map {
	if tags.IsNull() || tags.IsUnknown() {
		return types.MapNull(types.StringType)
	}
	return tags
}

// keptOrgs are the organizations that Terraform looks after and that are still there, in their order; after an import
// all there are. Others may have been bought with another resource. An instance that is being made may show none yet.
func keptOrgs(prior types.List, read []hbs.InstanceOrg) types.List {
	if len(read) == 0 && !prior.IsNull() {
		return prior
	}
	var there []string
	for _, org := range read {
		there = append(there, org.Name)
	}
	if !prior.IsNull() {
		there = slices.DeleteFunc(names(prior), func(name string) bool { return !slices.Contains(there, name) })
	}
	return types.ListValueMust(types.StringType, framework.StringValues(there))
}

// keptChainInfo takes over the kind of chain. Its consensus is an object in newer documentation, whose members nobody
// has written down, and words may come in another case: what is no word of the API's says nothing about what is known.
func keptChainInfo(prior types.Object, read hbs.Chain) types.Object {
	consensus := wordIn(string(read.Consensus), consensusRaft, consensusIBFT)
	algorithm := wordIn(read.SignAlgorithm, ecdsa, sm2)
	if consensus == "" && algorithm == "" && (prior.IsNull() || prior.IsUnknown()) {
		return types.ObjectNull(chainInfoTypes)
	}
	was := chainInfoOf(prior)
	return types.ObjectValueMust(chainInfoTypes, map[string]attr.Value{
		"consensus":      framework.Kept(was.Consensus, consensus),
		"sign_algorithm": framework.Kept(was.SignAlgorithm, algorithm),
	})
}

// wordIn is the one of several words that a text holds, in whatever case; empty if it holds none.
func wordIn(text string, words ...string) string {
	for _, word := range words {
		if strings.Contains(strings.ToLower(text), strings.ToLower(word)) {
			return word
		}
	}
	return ""
}

// managesTags reports whether anybody wants to know the tags of the instance.
func (m instanceModel) managesTags(policy framework.TagPolicy) bool {
	return !m.Tags.IsNull() || len(m.TagsAll.Elements()) > 0 || len(policy.Default) > 0
}

// newer reports whether a version of the engine is newer than another, number by number.
func newer(version, other string) bool {
	return slices.CompareFunc(strings.Split(version, "."), strings.Split(other, "."), func(a, b string) int {
		m, errM := strconv.Atoi(a)
		n, errN := strconv.Atoi(b)
		if errM != nil || errN != nil {
			return cmp.Compare(a, b)
		}
		return cmp.Compare(m, n)
	}) > 0
}

func instanceFailure(summary string, m instanceModel, err error) diag.Diagnostic {
	return advice.Failure(summary, m.object(), err)
}
