package bcs

import (
	"cmp"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/bcs"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

// instanceShown is what only the cloud says about an instance, as resource and data source show it (contract/bcs.md 1.4).
type instanceShown struct {
	Status              types.String `tfsdk:"status"`
	ProcessStatus       types.String `tfsdk:"process_status"`
	DeployStatus        types.Int64  `tfsdk:"deploy_status"`
	OrderStatus         types.Int64  `tfsdk:"order_status"`
	ChargingMode        types.Int64  `tfsdk:"charging_mode"`
	Version             types.String `tfsdk:"version"`
	PurchaseType        types.String `tfsdk:"purchase_type"`
	DeployType          types.String `tfsdk:"deploy_type"`
	CreatedTime         types.String `tfsdk:"created_time"`
	ClusterID           types.String `tfsdk:"cluster_id"`
	ClusterName         types.String `tfsdk:"cluster_name"`
	ClusterPlatformType types.String `tfsdk:"cluster_platform_type"`
	ClusterAZ           types.String `tfsdk:"cluster_az"`
	OrderFadeEnabled    types.Bool   `tfsdk:"order_fade_enabled"`
	OrderFadeCache      types.Int64  `tfsdk:"order_fade_cache"`
	IsCrossRegion       types.Bool   `tfsdk:"is_cross_region"`
	IsSupportRollback   types.Bool   `tfsdk:"is_support_rollback"`
	IsOldService        types.Bool   `tfsdk:"is_old_service"`
	OldServiceVersion   types.String `tfsdk:"old_service_version"`
	AgentPortalAddrs    types.List   `tfsdk:"agent_portal_addrs"`
	PeerInfo            types.List   `tfsdk:"peer_info"`
	LightPeerInfo       types.List   `tfsdk:"light_peer_info"`
	OrdererInfo         types.Object `tfsdk:"orderer_info"`
	AgentInfo           types.Object `tfsdk:"agent_info"`
	RestapiInfo         types.Object `tfsdk:"restapi_info"`
	Tc3TaskserverInfo   types.Object `tfsdk:"tc3_taskserver_info"`
	ChannelInfo         types.List   `tfsdk:"channel_info"`
	DmsKafkaInfo        types.Object `tfsdk:"dms_kafka_info"`
	SfsInfo             types.Object `tfsdk:"sfs_info"`
	EvsPvcInfo          types.Map    `tfsdk:"evs_pvc_info"`
	ObsBucketInfo       types.Object `tfsdk:"obs_bucket_info"`
}

// The models of what only the cloud says about an instance, with the words of contract/bcs.md 1.4.
type (
	addressModel struct {
		DomainPort string `tfsdk:"domain_port"`
		IPPort     string `tfsdk:"ip_port"`
	}
	componentModel struct {
		Name         string         `tfsdk:"name"`
		NodeCnt      int64          `tfsdk:"node_cnt"`
		Status       string         `tfsdk:"status"`
		StatusDetail string         `tfsdk:"status_detail"`
		PvcName      string         `tfsdk:"pvc_name"`
		Address      []addressModel `tfsdk:"address"`
	}
	channelInfoModel struct {
		Name        string              `tfsdk:"name"`
		OrgNames    []string            `tfsdk:"org_names"`
		OrgNameHash []string            `tfsdk:"org_name_hash"`
		Peers       map[string][]string `tfsdk:"peers"`
	}
	dmsKafkaModel struct {
		Name             string   `tfsdk:"name"`
		NodeCnt          int64    `tfsdk:"node_cnt"`
		Status           string   `tfsdk:"status"`
		StatusDetail     string   `tfsdk:"status_detail"`
		OrderFadeEnabled bool     `tfsdk:"order_fade_enabled"`
		OrderFadeCache   int64    `tfsdk:"order_fade_cache"`
		Addr             []string `tfsdk:"addr"`
	}
	sfsModel struct {
		PvcName string `tfsdk:"pvc_name"`
		Name    string `tfsdk:"name"`
		Addr    string `tfsdk:"addr"`
		Type    string `tfsdk:"type"`
	}
	obsModel struct {
		Name string `tfsdk:"name"`
		Addr string `tfsdk:"addr"`
	}
)

var (
	shownTypes      = instanceComputed()
	componentType   = typeOf[types.ObjectType](shownTypes["orderer_info"])
	componentsType  = typeOf[types.ListType](shownTypes["peer_info"])
	channelInfoType = typeOf[types.ListType](shownTypes["channel_info"])
	dmsKafkaType    = typeOf[types.ObjectType](shownTypes["dms_kafka_info"])
	sfsType         = typeOf[types.ObjectType](shownTypes["sfs_info"])
	evsPvcType      = typeOf[types.MapType](shownTypes["evs_pvc_info"])
	obsType         = typeOf[types.ObjectType](shownTypes["obs_bucket_info"])
)

// onestep is the purchase_type of an instance whose cluster was created with it.
const onestep = "onestep"

// fillCluster takes over where the instance runs. Whether a cluster was there before cannot be read for sure, so an
// import takes it for one that was, unless the reply says otherwise.
func (m *instanceModel) fillCluster(i *bcs.Instance, importing bool) {
	b := i.BasicInfo
	unknown := m.ClusterType.IsUnknown()
	m.ClusterType = keptWord(m.ClusterType, b.ClusterType, clusterCCE, clusterIEF)
	if unknown && m.ClusterType.IsNull() {
		m.ClusterType = types.StringValue(clusterCCE)
	}
	edge := is(m.ClusterType, clusterIEF)
	if edge {
		m.IefDeployMode = types.Int64Value(i.IefInfo.DeployMode)
	} else {
		m.IefDeployMode = keptInt(m.IefDeployMode, 0)
	}
	cluster := object[cceClusterModel](m.CceClusterInfo)
	if cluster == nil && importing && !edge && b.ClusterID != "" && b.PurchaseType != onestep {
		cluster = &cceClusterModel{}
	}
	if cluster != nil {
		m.CceClusterInfo = objectOf(cceClusterType, cceClusterModel{
			ClusterID:           framework.Kept(cluster.ClusterID, b.ClusterID),
			ClusterName:         framework.Kept(cluster.ClusterName, b.ClusterName),
			ClusterPlatformType: keptWord(cluster.ClusterPlatformType, b.ClusterPlatformType, platforms...),
		})
	}
}

// fillNested takes over the nested arguments that a reply shows. Those that only a creation has stay as they were.
func (m *instanceModel) fillNested(i *bcs.Instance, importing bool) {
	if importing && i.CouchDBInfo.User != "" && m.CouchdbInfo.IsNull() {
		m.CouchdbInfo = objectOf(couchType, couchModel{UserName: types.StringValue(i.CouchDBInfo.User)})
	}
	block := i.BasicInfo.BlockInfo
	was := cmp.Or(object[blockModel](m.BlockInfo), &blockModel{})
	if read := (bcs.Block{}); block != read || set(m.BlockInfo) {
		m.BlockInfo = objectOf(blockType, blockModel{
			BatchTimeout:      keptInt(was.BatchTimeout, value(block.BatchTimeout)),
			MaxMessageCount:   keptInt(was.MaxMessageCount, value(block.MaxMessageCount)),
			PreferredMaxbytes: keptInt(was.PreferredMaxbytes, value(block.PreferredMaxbytes)),
		})
	} else {
		m.BlockInfo = types.ObjectNull(blockType.AttrTypes)
	}
	m.PeerOrgs = peerOrgs(m.PeerOrgs, i.PeerInfo)
}

func value(read *int64) int64 {
	if read == nil {
		return 0
	}
	return *read
}

// peerOrgs are the organizations as they are. The reply of an instance that is only being created may have none yet.
func peerOrgs(prior types.Set, read []bcs.Component) types.Set {
	if len(read) == 0 {
		if prior.IsNull() || prior.IsUnknown() {
			return types.SetNull(peerOrgsType.ElemType)
		}
		return setOf(peerOrgsType, framework.Map(elements[orgModel](prior), func(org orgModel) orgModel {
			org.PvcName = framework.Kept(org.PvcName, "")
			return org
		}))
	}
	volumes := map[string]types.String{}
	for _, org := range elements[orgModel](prior) {
		volumes[org.Name.ValueString()] = org.PvcName
	}
	return setOf(peerOrgsType, framework.Map(read, func(c bcs.Component) orgModel {
		return orgModel{Name: types.StringValue(c.Name), NodeCount: types.Int64Value(c.NodeCnt), PvcName: keptVolume(volumes[c.Name], c.PvcName)}
	}))
}

// keptVolume keeps the volume that was named for an organization: nothing changes it, and a cluster may call it otherwise.
func keptVolume(prior types.String, read string) types.String {
	if set(prior) {
		return prior
	}
	return framework.Kept(prior, read)
}

func newInstanceShown(i *bcs.Instance) instanceShown {
	b, k := i.BasicInfo, i.DmsKafkaInfo
	return instanceShown{
		Status:              types.StringValue(b.Status),
		ProcessStatus:       types.StringValue(b.ProcessStatus),
		DeployStatus:        types.Int64Value(b.DeployStatus),
		OrderStatus:         types.Int64Value(b.OrderStatus),
		ChargingMode:        types.Int64PointerValue(b.ChargingMode),
		Version:             types.StringValue(b.Version),
		PurchaseType:        types.StringValue(b.PurchaseType),
		DeployType:          types.StringValue(b.DeployType),
		CreatedTime:         types.StringValue(b.CreatedTime),
		ClusterID:           types.StringValue(b.ClusterID),
		ClusterName:         types.StringValue(b.ClusterName),
		ClusterPlatformType: types.StringValue(b.ClusterPlatformType),
		ClusterAZ:           types.StringValue(b.ClusterAZ),
		OrderFadeEnabled:    types.BoolValue(b.OrderFade()),
		OrderFadeCache:      types.Int64Value(b.OrderFadeCache),
		IsCrossRegion:       types.BoolValue(b.IsCrossRegion),
		IsSupportRollback:   types.BoolValue(b.IsSupportRollback),
		IsOldService:        types.BoolValue(b.IsOldService),
		OldServiceVersion:   types.StringValue(b.OldServiceVersion),
		AgentPortalAddrs:    types.ListValueMust(types.StringType, framework.StringValues(b.AgentPortalAddrs)),
		PeerInfo:            listOf(componentsType, framework.Map(i.PeerInfo, componentOf)),
		LightPeerInfo:       listOf(componentsType, framework.Map(i.LightPeerInfo, componentOf)),
		OrdererInfo:         objectOf(componentType, componentOf(i.OrdererInfo)),
		AgentInfo:           objectOf(componentType, componentOf(i.AgentInfo)),
		RestapiInfo:         objectOf(componentType, componentOf(i.RestapiInfo)),
		Tc3TaskserverInfo:   objectOf(componentType, componentOf(i.Tc3TaskserverInfo)),
		ChannelInfo:         listOf(channelInfoType, framework.Map(i.Channels, channelInfoOf)),
		DmsKafkaInfo: objectOf(dmsKafkaType, dmsKafkaModel{
			Name: k.Name, NodeCnt: k.NodeCnt, Status: k.Status, StatusDetail: k.StatusDetail,
			OrderFadeEnabled: k.OrderFadeEnabled || k.OrderFadeEnable, OrderFadeCache: k.OrderFadeCache, Addr: notNil(k.Addr),
		}),
		SfsInfo:       objectOf(sfsType, sfsModel(i.SfsInfo)),
		EvsPvcInfo:    volumeMap(i.EvsPvcInfo),
		ObsBucketInfo: objectOf(obsType, obsModel(i.ObsBucketInfo)),
	}
}

func componentOf(c bcs.Component) componentModel {
	return componentModel{
		Name: c.Name, NodeCnt: c.NodeCnt, Status: c.Status, StatusDetail: c.StatusDetail, PvcName: c.PvcName,
		Address: framework.Map(c.Address, func(a bcs.Address) addressModel { return addressModel(a) }),
	}
}

func channelInfoOf(c bcs.InstanceChannel) channelInfoModel {
	return channelInfoModel{Name: c.Name, OrgNames: notNil(c.OrgNames), OrgNameHash: notNil(c.OrgNameHash), Peers: byOrganization(c.Peers)}
}

// volumeMap is what the cluster says of the volumes, as it says it.
func volumeMap(info bcs.PvcInfo) types.Map {
	volumes := map[string]attr.Value{}
	for name, said := range info {
		volumes[name] = framework.StringMap(said)
	}
	return types.MapValueMust(evsPvcType.ElemType, volumes)
}

// byOrganization makes none of nothing: a new channel has no organization, however the API says so.
func byOrganization(names map[string][]string) map[string][]string {
	all := make(map[string][]string, len(names))
	for organization, peers := range names {
		all[organization] = notNil(peers)
	}
	return all
}

// notNil makes an empty list of none: a list that only the cloud fills is never null.
func notNil(list []string) []string { return append([]string{}, list...) }
