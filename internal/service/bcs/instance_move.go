package bcs

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/bcs"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

// MoveState takes over the instances of the official provider.
func (r *instanceResource) MoveState(context.Context) []resource.StateMover {
	return []resource.StateMover{framework.MoveFrom(peerInstance.moved, "huaweicloud_bcs_instance")}
}

// peerInstance is the state of an instance of that provider, as far as it says what the API does not.
type peerInstance struct {
	ID                  string        `json:"id"`
	Region              string        `json:"region"`
	Name                string        `json:"name"`
	Edition             int64         `json:"edition"`
	FabricVersion       string        `json:"fabric_version"`
	BlockchainType      string        `json:"blockchain_type"`
	Consensus           string        `json:"consensus"`
	SecurityMechanism   string        `json:"security_mechanism"`
	EnterpriseProjectID string        `json:"enterprise_project_id"`
	VolumeType          string        `json:"volume_type"`
	OrgDiskSize         int64         `json:"org_disk_size"`
	DatabaseType        string        `json:"database_type"`
	Password            string        `json:"password"`
	OrdererNodeNum      int64         `json:"orderer_node_num"`
	EipEnable           *bool         `json:"eip_enable"`
	CceClusterID        string        `json:"cce_cluster_id"`
	DeleteStorage       bool          `json:"delete_storage"`
	DeleteObs           bool          `json:"delete_obs"`
	PeerOrgs            []peerOrg     `json:"peer_orgs"`
	Channels            []peerChannel `json:"channels"`
	Couchdb             []struct {
		UserName string `json:"user_name"`
		Password string `json:"password"`
	} `json:"couchdb"`
	SfsTurbo []struct {
		AvailabilityZone string `json:"availability_zone"`
		Flavor           string `json:"flavor"`
		ShareType        string `json:"share_type"`
		Type             string `json:"type"`
	} `json:"sfs_turbo"`
	BlockInfo []struct {
		TransactionQuantity int64 `json:"transaction_quantity"`
		BlockSize           int64 `json:"block_size"`
		GenerationInterval  int64 `json:"generation_interval"`
	} `json:"block_info"`
	Kafka []struct {
		AvailabilityZone bcs.Texts `json:"availability_zone"`
		Flavor           string    `json:"flavor"`
		StorageSize      int64     `json:"storage_size"`
	} `json:"kafka"`
	Timeouts framework.PeerTimeouts `json:"timeouts"`
}

type peerOrg struct {
	OrgName string `json:"org_name"`
	Count   int64  `json:"count"`
	PvcName string `json:"pvc_name"`
}

type peerChannel struct {
	Name     string   `json:"name"`
	OrgNames []string `json:"org_names"`
}

// moved leaves to the refresh that follows what the API says; tc3_need too, because the official provider has mistaken it
// for the presence of CouchDB.
func (p peerInstance) moved() (framework.Moved, error) {
	if p.ID == "" {
		return framework.Moved{}, framework.ErrMovedWithoutID
	}
	m := p.model()
	return framework.Moved{Model: m, Identity: m.identity()}, nil
}

func (p peerInstance) model() instanceModel {
	m := emptyInstance()
	m.ID, m.Region = framework.OrNull(p.ID), framework.OrNull(p.Region)
	m.Name = framework.OrNull(p.Name)
	m.VersionType = keptInt(m.VersionType, p.Edition)
	m.FabricVersion = framework.OrNull(p.FabricVersion)
	m.BlockchainType = framework.OrNull(p.BlockchainType)
	m.Consensus = keptWord(m.Consensus, p.Consensus, consensuses...)
	m.SignAlgorithm = keptWord(m.SignAlgorithm, p.SecurityMechanism, signECDSA, signSM2)
	m.EnterpriseProjectID = framework.OrNull(p.EnterpriseProjectID)
	m.VolumeType = framework.OrNull(p.VolumeType)
	m.OrgDiskSize = keptInt(m.OrgDiskSize, p.OrgDiskSize)
	m.DatabaseType = framework.OrNull(p.DatabaseType)
	m.ResourcePassword = framework.OrNull(p.Password)
	m.OrdererNodeNumber = keptInt(m.OrdererNodeNumber, p.OrdererNodeNum)
	m.UseEip = types.BoolPointerValue(p.EipEnable)
	m.DeleteStorage, m.DeleteObs = types.BoolValue(p.DeleteStorage), types.BoolValue(p.DeleteObs)
	m.DeleteResource = types.BoolValue(false)
	if p.CceClusterID != "" {
		m.CceClusterInfo = objectOf(cceClusterType, cceClusterModel{ClusterID: types.StringValue(p.CceClusterID)})
	}
	m.Timeouts = p.Timeouts.Value()
	p.addNested(&m)
	return m
}

func (p peerInstance) addNested(m *instanceModel) {
	if len(p.PeerOrgs) > 0 {
		m.PeerOrgs = setOf(peerOrgsType, framework.Map(p.PeerOrgs, func(o peerOrg) orgModel {
			return orgModel{Name: types.StringValue(o.OrgName), NodeCount: types.Int64Value(o.Count), PvcName: framework.OrNull(o.PvcName)}
		}))
	}
	if len(p.Channels) > 0 {
		m.Channels = setOf(channelsType, framework.Map(p.Channels, func(c peerChannel) firstChannelModel {
			return firstChannelModel{Name: types.StringValue(c.Name), OrgNames: types.SetValueMust(types.StringType, framework.StringValues(c.OrgNames))}
		}))
	}
	for _, c := range p.Couchdb {
		m.CouchdbInfo = objectOf(couchType, couchModel{UserName: framework.OrNull(c.UserName), Password: framework.OrNull(c.Password)})
	}
	for _, t := range p.SfsTurbo {
		m.TurboInfo = objectOf(turboType, turboModel{
			ShareType: framework.OrNull(t.ShareType), Type: framework.OrNull(t.Type),
			AvailableZone: framework.OrNull(t.AvailabilityZone), ResourceSpecCode: framework.OrNull(t.Flavor),
		})
	}
	for _, b := range p.BlockInfo {
		none := types.Int64Null()
		m.BlockInfo = objectOf(blockType, blockModel{
			BatchTimeout: keptInt(none, b.GenerationInterval), MaxMessageCount: keptInt(none, b.TransactionQuantity), PreferredMaxbytes: keptInt(none, b.BlockSize),
		})
	}
	for _, k := range p.Kafka {
		m.KafkaCreateInfo = objectOf(kafkaType, kafkaModel{
			Spec: types.StringValue(kafkaProduct + k.Flavor), Storage: types.Int64Value(k.StorageSize), AZ: types.StringValue(strings.Join(k.AvailabilityZone, ",")),
		})
	}
}

// kafkaProduct is what the official provider puts in front of the flavor of a Kafka instance (contract/bcs.md 1.1).
const kafkaProduct = "dms.instance.kafka.cluster."

// emptyInstance is a model that nothing has filled, with the types that its nulls need.
func emptyInstance() instanceModel {
	return instanceModel{
		CouchdbInfo:     types.ObjectNull(couchType.AttrTypes),
		CceClusterInfo:  types.ObjectNull(cceClusterType.AttrTypes),
		CceCreateInfo:   types.ObjectNull(cceCreateType.AttrTypes),
		TurboInfo:       types.ObjectNull(turboType.AttrTypes),
		BlockInfo:       types.ObjectNull(blockType.AttrTypes),
		KafkaCreateInfo: types.ObjectNull(kafkaType.AttrTypes),
		InvitorInfos:    types.ObjectNull(invitorType.AttrTypes),
		IefNodesInfo:    types.SetNull(iefNodesType.ElemType),
		PeerOrgs:        types.SetNull(peerOrgsType.ElemType),
		Channels:        types.SetNull(channelsType.ElemType),
		instanceShown: instanceShown{
			AgentPortalAddrs:  types.ListNull(types.StringType),
			PeerInfo:          types.ListNull(componentsType.ElemType),
			LightPeerInfo:     types.ListNull(componentsType.ElemType),
			OrdererInfo:       types.ObjectNull(componentType.AttrTypes),
			AgentInfo:         types.ObjectNull(componentType.AttrTypes),
			RestapiInfo:       types.ObjectNull(componentType.AttrTypes),
			Tc3TaskserverInfo: types.ObjectNull(componentType.AttrTypes),
			ChannelInfo:       types.ListNull(channelInfoType.ElemType),
			DmsKafkaInfo:      types.ObjectNull(dmsKafkaType.AttrTypes),
			SfsInfo:           types.ObjectNull(sfsType.AttrTypes),
			EvsPvcInfo:        types.MapNull(evsPvcType.ElemType),
			ObsBucketInfo:     types.ObjectNull(obsType.AttrTypes),
		},
		Timeouts: framework.NoTimeouts(),
	}
}
