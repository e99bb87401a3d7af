package bcs

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/bcs"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

type instanceModel struct {
	ID                        types.String `tfsdk:"id"`
	Region                    types.String `tfsdk:"region"`
	Name                      types.String `tfsdk:"name"`
	VersionType               types.Int64  `tfsdk:"version_type"`
	FabricVersion             types.String `tfsdk:"fabric_version"`
	BlockchainType            types.String `tfsdk:"blockchain_type"`
	Consensus                 types.String `tfsdk:"consensus"`
	SignAlgorithm             types.String `tfsdk:"sign_algorithm"`
	EnterpriseProjectID       types.String `tfsdk:"enterprise_project_id"`
	VolumeType                types.String `tfsdk:"volume_type"`
	EvsDiskType               types.String `tfsdk:"evs_disk_type"`
	OrgDiskSize               types.Int64  `tfsdk:"org_disk_size"`
	DatabaseType              types.String `tfsdk:"database_type"`
	CouchdbInfo               types.Object `tfsdk:"couchdb_info"`
	ResourcePassword          types.String `tfsdk:"resource_password"`
	ResourcePasswordWO        types.String `tfsdk:"resource_password_wo"`
	ResourcePasswordWOVersion types.Int64  `tfsdk:"resource_password_wo_version"`
	OrdererNodeNumber         types.Int64  `tfsdk:"orderer_node_number"`
	UseEip                    types.Bool   `tfsdk:"use_eip"`
	BandwidthSize             types.Int64  `tfsdk:"bandwidth_size"`
	ClusterType               types.String `tfsdk:"cluster_type"`
	CceClusterInfo            types.Object `tfsdk:"cce_cluster_info"`
	CceCreateInfo             types.Object `tfsdk:"cce_create_info"`
	IefDeployMode             types.Int64  `tfsdk:"ief_deploy_mode"`
	IefNodesInfo              types.Set    `tfsdk:"ief_nodes_info"`
	PeerOrgs                  types.Set    `tfsdk:"peer_orgs"`
	Channels                  types.Set    `tfsdk:"channels"`
	TurboInfo                 types.Object `tfsdk:"turbo_info"`
	BlockInfo                 types.Object `tfsdk:"block_info"`
	KafkaCreateInfo           types.Object `tfsdk:"kafka_create_info"`
	Tc3Need                   types.Bool   `tfsdk:"tc3_need"`
	RestfulAPISupport         types.Bool   `tfsdk:"restful_api_support"`
	InvitorInfos              types.Object `tfsdk:"invitor_infos"`
	DeleteStorage             types.Bool   `tfsdk:"delete_storage"`
	DeleteObs                 types.Bool   `tfsdk:"delete_obs"`
	DeleteResource            types.Bool   `tfsdk:"delete_resource"`

	instanceShown
	Timeouts timeouts.Value `tfsdk:"timeouts"`
}

func (m instanceModel) identity() framework.Identity {
	return framework.Identity{Region: m.Region, ID: m.ID}
}

// object names the instance in messages.
func (m instanceModel) object() string {
	return framework.ObjectName("BCS instance", m.Name, m.ID, m.Region)
}

// pending reports whether waiting for the instance makes sense: a plan then goes on with it.
func (m instanceModel) pending() bool { return m.ProcessStatus.ValueString() == bcs.ProcessCreating }

// deployFailed is the deploy_status of an instance whose creation failed (contract/bcs.md 1.4).
const deployFailed = 2

// lost reports an instance that no call brings back: its creation failed, or an interrupted destruction goes on. One
// that is Abnormal now and then, but was deployed, is not lost.
func (m instanceModel) lost() bool {
	process := m.ProcessStatus.ValueString()
	failed := m.DeployStatus.ValueInt64() == deployFailed && m.Status.ValueString() != bcs.StatusNormal
	return process == bcs.ProcessDeleting || (process == "" && failed)
}

// volatile are the attributes that a change in the cloud may change beside those of the configuration, with what a plan
// says of them: as they are in the state where only the state changes.
func (m instanceModel) volatile(state instanceModel) map[string]attr.Value {
	if !state.pending() && !state.lost() && m.PeerOrgs.Equal(state.PeerOrgs) {
		return map[string]attr.Value{
			"status": state.Status, "process_status": state.ProcessStatus, "deploy_status": state.DeployStatus,
			"agent_portal_addrs": state.AgentPortalAddrs, "peer_info": state.PeerInfo, "light_peer_info": state.LightPeerInfo,
			"orderer_info": state.OrdererInfo, "agent_info": state.AgentInfo, "restapi_info": state.RestapiInfo,
			"tc3_taskserver_info": state.Tc3TaskserverInfo, "dms_kafka_info": state.DmsKafkaInfo, "evs_pvc_info": state.EvsPvcInfo,
			// A channel may be removed in the same run.
			"channel_info": types.ListUnknown(channelInfoType.ElemType),
		}
	}
	components, component := types.ListUnknown(componentsType.ElemType), types.ObjectUnknown(componentType.AttrTypes)
	return map[string]attr.Value{
		"status": types.StringUnknown(), "process_status": types.StringUnknown(), "deploy_status": types.Int64Unknown(),
		"agent_portal_addrs": types.ListUnknown(types.StringType), "peer_info": components, "light_peer_info": components,
		"orderer_info": component, "agent_info": component, "restapi_info": component,
		"tc3_taskserver_info": component, "channel_info": types.ListUnknown(channelInfoType.ElemType), "dms_kafka_info": types.ObjectUnknown(dmsKafkaType.AttrTypes),
		"evs_pvc_info": types.MapUnknown(evsPvcType.ElemType),
	}
}

// createRequest is the body of the creation; the configuration has the write-only secrets, which no plan has.
func (m instanceModel) createRequest(config instanceModel) bcs.CreateInstanceRequest {
	body := bcs.CreateInstanceRequest{
		Name:                m.Name.ValueString(),
		VersionType:         m.VersionType.ValueInt64(),
		FabricVersion:       m.FabricVersion.ValueString(),
		BlockchainType:      m.BlockchainType.ValueString(),
		Consensus:           m.Consensus.ValueString(),
		SignAlgorithm:       m.SignAlgorithm.ValueString(),
		EnterpriseProjectID: m.EnterpriseProjectID.ValueString(),
		VolumeType:          m.VolumeType.ValueString(),
		EvsDiskType:         m.EvsDiskType.ValueString(),
		OrgDiskSize:         knownInt(m.OrgDiskSize),
		DatabaseType:        m.DatabaseType.ValueString(),
		ResourcePassword:    secret(config.ResourcePassword, config.ResourcePasswordWO),
		OrdererNodeNumber:   knownInt(m.OrdererNodeNumber),
		UseEip:              framework.KnownBool(m.UseEip),
		BandwidthSize:       knownInt(m.BandwidthSize),
		ClusterType:         clusterCCE,
		CreateNewCluster:    set(m.CceCreateInfo),
		IefDeployMode:       knownInt(m.IefDeployMode),
		IefNodesInfo:        publicIPs(elements[iefNodeModel](m.IefNodesInfo)),
		Tc3Need:             framework.KnownBool(m.Tc3Need),
		RestfulAPISupport:   framework.KnownBool(m.RestfulAPISupport),
	}
	if set(m.ClusterType) {
		body.ClusterType = m.ClusterType.ValueString()
	}
	m.addNested(&body, config)
	return body
}

func (m instanceModel) addNested(body *bcs.CreateInstanceRequest, config instanceModel) {
	for _, org := range sortedOrgs(m.PeerOrgs) {
		body.PeerOrgs = append(body.PeerOrgs, bcs.PeerOrg{Name: org.Name.ValueString(), NodeCount: org.NodeCount.ValueInt64()})
	}
	for _, c := range elements[firstChannelModel](m.Channels) {
		body.Channels = append(body.Channels, bcs.FirstChannel{Name: c.Name.ValueString(), OrgNames: append([]string{}, texts(c.OrgNames)...), Description: c.Description.ValueString()})
	}
	if c := object[cceClusterModel](m.CceClusterInfo); c != nil {
		body.CceClusterInfo = &bcs.CceCluster{
			ClusterID: c.ClusterID.ValueString(), ClusterName: c.ClusterName.ValueString(), ClusterPlatformType: c.ClusterPlatformType.ValueString(),
		}
	}
	if c := object[cceCreateModel](config.CceCreateInfo); c != nil {
		body.CceCreateInfo = &bcs.CceCreate{
			NodeNum: c.NodeNum.ValueInt64(), NodeFlavor: c.NodeFlavor.ValueString(), CceFlavor: c.CceFlavor.ValueString(), AZ: c.AZ.ValueString(),
			ClusterPlatformType: c.ClusterPlatformType.ValueString(), InitNodePwd: secret(c.InitNodePassword, c.InitNodePasswordWO),
		}
	}
	if c := object[couchModel](config.CouchdbInfo); c != nil {
		body.CouchdbInfo = &bcs.CouchdbCreate{UserName: c.UserName.ValueString(), Password: secret(c.Password, c.PasswordWO)}
	}
	if t := object[turboModel](m.TurboInfo); t != nil {
		body.TurboInfo = &bcs.Turbo{
			ShareType: t.ShareType.ValueString(), Type: t.Type.ValueString(), AvailableZone: t.AvailableZone.ValueString(), ResourceSpecCode: t.ResourceSpecCode.ValueString(),
		}
	}
	if b := object[blockModel](m.BlockInfo); b != nil {
		body.BlockInfo = &bcs.Block{BatchTimeout: knownInt(b.BatchTimeout), MaxMessageCount: knownInt(b.MaxMessageCount), PreferredMaxbytes: knownInt(b.PreferredMaxbytes)}
	}
	if k := object[kafkaModel](m.KafkaCreateInfo); k != nil {
		body.KafkaCreateInfo = &bcs.KafkaCreate{Spec: k.Spec.ValueString(), Storage: k.Storage.ValueInt64(), AZ: k.AZ.ValueString()}
	}
	if i := object[invitorModel](m.InvitorInfos); i != nil {
		invitee := true
		body.IsInvitee = &invitee
		body.InvitorInfos = &bcs.Invitor{TenantID: i.TenantID.ValueString(), ProjectID: i.ProjectID.ValueString(), BlockchainID: i.BlockchainID.ValueString()}
	}
}

// secret is the one of two arguments that is set.
func secret(legacy, writeOnly types.String) string {
	if set(writeOnly) {
		return writeOnly.ValueString()
	}
	return legacy.ValueString()
}

// knownInt is nil, so not sent, while nothing is set.
func knownInt(value types.Int64) *int64 {
	if value.IsUnknown() {
		return nil
	}
	return value.ValueInt64Pointer()
}

// deleteOptions say what goes with the instance. Edge clusters have options of their own (contract/bcs.md 1.6).
func (m instanceModel) deleteOptions() bcs.DeleteInstanceOptions {
	if is(m.ClusterType, clusterIEF) {
		return bcs.DeleteInstanceOptions{DeleteIef: true}
	}
	return bcs.DeleteInstanceOptions{
		DeleteStorage: m.DeleteStorage.ValueBool(), DeleteObs: m.DeleteObs.ValueBool(), DeleteResource: m.DeleteResource.ValueBool(),
	}
}

// takenBack are the options for an instance that nobody has used yet: nothing of it stays.
func (m instanceModel) takenBack() bcs.DeleteInstanceOptions {
	if is(m.ClusterType, clusterIEF) {
		return m.deleteOptions()
	}
	return bcs.DeleteInstanceOptions{DeleteStorage: true, DeleteObs: true, DeleteResource: set(m.CceCreateInfo)}
}

// fill takes over what the API says. The model is a plan, a state, or the nearly empty state of an import.
func (m *instanceModel) fill(region string, i *bcs.Instance) {
	b := i.BasicInfo
	importing := m.CreatedTime.IsNull()
	m.ID = types.StringValue(b.ID)
	m.Region = types.StringValue(region)
	m.Name = framework.Kept(m.Name, b.Name)
	m.VersionType = keptInt(m.VersionType, b.VersionType)
	m.BlockchainType = keptWord(m.BlockchainType, b.ServiceType, typePrivate, typeUnion)
	m.Consensus = keptWord(m.Consensus, b.Consensus, consensuses...)
	m.SignAlgorithm = keptWord(m.SignAlgorithm, b.SignAlgorithm, signECDSA, signSM2)
	m.DatabaseType = keptWord(m.DatabaseType, b.DatabaseType, databaseLevel, databaseCouch)
	m.OrdererNodeNumber = keptInt(m.OrdererNodeNumber, i.OrdererInfo.NodeCnt)
	m.Tc3Need = keptFeature(m.Tc3Need, b.IsSupportTc3)
	m.RestfulAPISupport = keptFeature(m.RestfulAPISupport, b.IsSupportRestful)
	m.fillUnread(i)
	m.fillCluster(i, importing)
	m.fillNested(i, importing)
	m.instanceShown = newInstanceShown(i)
}

// fillUnread settles what no reply says: it stays as it was, and where nothing was said at the creation it is the API's
// own default, as far as that is known.
func (m *instanceModel) fillUnread(i *bcs.Instance) {
	if m.FabricVersion.IsUnknown() {
		m.FabricVersion = types.StringValue(standardFabric)
	}
	if !set(m.VolumeType) {
		m.VolumeType = framework.Kept(m.VolumeType, volumeOf(i))
	}
	m.EvsDiskType = framework.Kept(m.EvsDiskType, "")
	m.EnterpriseProjectID = framework.Kept(m.EnterpriseProjectID, "")
	m.OrgDiskSize = keptInt(m.OrgDiskSize, 0)
	m.BandwidthSize = keptInt(m.BandwidthSize, 0)
	m.UseEip = framework.KeptBool(m.UseEip, nil)
	m.DeleteStorage = types.BoolValue(m.DeleteStorage.ValueBool())
	m.DeleteObs = types.BoolValue(m.DeleteObs.ValueBool())
	m.DeleteResource = types.BoolValue(m.DeleteResource.ValueBool())
}

// volumeOf is the type of the storage as far as a reply tells; not all do.
func volumeOf(i *bcs.Instance) string {
	for _, said := range []string{string(i.BasicInfo.VolumeType), i.SfsInfo.Type} {
		switch said {
		case volumeEVS, volumeNFS, volumeTurbo:
			return said
		}
	}
	return ""
}

// keptInt is framework.Kept for numbers; 0 is a reply that says nothing.
func keptInt(prior types.Int64, read int64) types.Int64 {
	switch {
	case read != 0:
		return types.Int64Value(read)
	case prior.IsUnknown():
		return types.Int64Null()
	}
	return prior
}

// keptWord is framework.Kept for one of several words, which the API shows in another case than it takes: SFLIC as sflic
// (contract/bcs.md 9.8). Another word than those is no news about a value that is known: nothing changes it in the cloud.
func keptWord(prior types.String, read string, words ...string) types.String {
	for _, word := range words {
		if strings.EqualFold(word, read) {
			return types.StringValue(word)
		}
	}
	if set(prior) {
		return prior
	}
	return framework.Kept(prior, read)
}

// keptFeature takes what the reply says of an add-on only while nothing else is known. Its words, is_support_tc3 and
// is_support_restful, need not mean what a creation was asked for, and another value would replace the instance.
func keptFeature(prior types.Bool, read *bool) types.Bool {
	if set(prior) {
		return prior
	}
	return types.BoolPointerValue(read)
}

func instanceFailure(summary string, m instanceModel, err error) diag.Diagnostic {
	return advice.Failure(summary, m.object(), err)
}
