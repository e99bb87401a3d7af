package bcs

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/bcs"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

// instanceData is an instance as a data source shows it: what is an argument of the resource under the resource's names,
// then what only the cloud says, last what is not documented but seen (contract/bcs.md 1.4).
type instanceData struct {
	ID                types.String `tfsdk:"id"`
	Region            types.String `tfsdk:"region"`
	Name              types.String `tfsdk:"name"`
	VersionType       types.Int64  `tfsdk:"version_type"`
	BlockchainType    types.String `tfsdk:"blockchain_type"`
	Consensus         types.String `tfsdk:"consensus"`
	SignAlgorithm     types.String `tfsdk:"sign_algorithm"`
	DatabaseType      types.String `tfsdk:"database_type"`
	CouchDBInfo       *couchData   `tfsdk:"couchdb_info"`
	OrdererNodeNumber types.Int64  `tfsdk:"orderer_node_number"`
	ClusterType       types.String `tfsdk:"cluster_type"`
	IefDeployMode     types.Int64  `tfsdk:"ief_deploy_mode"`
	VolumeType        types.String `tfsdk:"volume_type"`
	BlockInfo         *blockModel  `tfsdk:"block_info"`
	Tc3Need           types.Bool   `tfsdk:"tc3_need"`
	RestfulAPISupport types.Bool   `tfsdk:"restful_api_support"`
	instanceShown

	KernelType               types.String      `tfsdk:"kernel_type"`
	DeployScale              types.String      `tfsdk:"deploy_scale"`
	DetailStatus             *detailStatusData `tfsdk:"detail_status"`
	Tc3TaskserverPortalAddrs []string          `tfsdk:"tc3_taskserver_portal_addrs"`
	TotalDeployPeer          types.String      `tfsdk:"total_deploy_peer"`
	OrderInfo                *orderData        `tfsdk:"order_info"`
	IefClusterInfo           *iefClusterData   `tfsdk:"ief_cluster_info"`
	IefapiVersion            types.String      `tfsdk:"iefapi_version"`
}

type couchData struct {
	UserName types.String `tfsdk:"user_name"`
}

type detailStatusData struct {
	AgentStatus     types.String `tfsdk:"agent_status"`
	ConsensusStatus types.String `tfsdk:"consensus_status"`
	OrgStatus       types.String `tfsdk:"org_status"`
	PeerStatus      types.String `tfsdk:"peer_status"`
	PluginStatus    types.String `tfsdk:"plugin_status"`
}

type orderData struct {
	Delete            types.String `tfsdk:"delete"`
	Operate           types.String `tfsdk:"operate"`
	OrderID           types.String `tfsdk:"order_id"`
	OrderStatus       types.String `tfsdk:"order_status"`
	OrderType         types.String `tfsdk:"order_type"`
	Release           types.String `tfsdk:"release"`
	ResourceErrorCode types.String `tfsdk:"resource_error_code"`
	ResourceStatus    types.String `tfsdk:"resource_status"`
}

type iefClusterData struct {
	GroupID      types.String `tfsdk:"group_id"`
	GroupName    types.String `tfsdk:"group_name"`
	InstanceID   types.String `tfsdk:"instance_id"`
	InstanceName types.String `tfsdk:"instance_name"`
}

func newInstanceData(region string, i *bcs.Instance) instanceData {
	b, none := i.BasicInfo, types.StringNull()
	data := instanceData{
		ID:                types.StringValue(b.ID),
		Region:            types.StringValue(region),
		Name:              types.StringValue(b.Name),
		VersionType:       types.Int64Value(b.VersionType),
		BlockchainType:    keptWord(none, b.ServiceType, typePrivate, typeUnion),
		Consensus:         keptWord(none, b.Consensus, consensuses...),
		SignAlgorithm:     keptWord(none, b.SignAlgorithm, signECDSA, signSM2),
		DatabaseType:      keptWord(none, b.DatabaseType, databaseLevel, databaseCouch),
		OrdererNodeNumber: types.Int64Value(i.OrdererInfo.NodeCnt),
		ClusterType:       keptWord(none, b.ClusterType, clusterCCE, clusterIEF),
		IefDeployMode:     types.Int64Null(),
		VolumeType:        framework.OrNull(volumeOf(i)),
		Tc3Need:           types.BoolPointerValue(b.IsSupportTc3),
		RestfulAPISupport: types.BoolPointerValue(b.IsSupportRestful),
		instanceShown:     newInstanceShown(i),

		KernelType:               said(b.KernelType),
		DeployScale:              said(b.DeployScale),
		DetailStatus:             newDetailStatusData(b.DetailStatus),
		Tc3TaskserverPortalAddrs: notNil(b.Tc3TaskserverPortalAddrs),
		TotalDeployPeer:          said(b.TotalDeployPeer),
		OrderInfo:                newOrderData(b.OrderInfo),
		IefClusterInfo:           newIefClusterData(b.IefClusterInfo),
		IefapiVersion:            said(b.IefapiVersion),
	}
	if i.CouchDBInfo.User != "" {
		data.CouchDBInfo = &couchData{types.StringValue(i.CouchDBInfo.User)}
	}
	if block := b.BlockInfo; block != (bcs.Block{}) {
		data.BlockInfo = &blockModel{
			types.Int64PointerValue(block.BatchTimeout), types.Int64PointerValue(block.MaxMessageCount), types.Int64PointerValue(block.PreferredMaxbytes),
		}
	}
	if is(data.ClusterType, clusterIEF) {
		data.IefDeployMode = types.Int64Value(i.IefInfo.DeployMode)
	}
	return data
}

// said is what the API gives as a text or as a number; null where it says nothing.
func said(s bcs.Scalar) types.String { return framework.OrNull(string(s)) }

func newDetailStatusData(s bcs.DetailStatus) *detailStatusData {
	if s == (bcs.DetailStatus{}) {
		return nil
	}
	return &detailStatusData{said(s.AgentStatus), said(s.ConsensusStatus), said(s.OrgStatus), said(s.PeerStatus), said(s.PluginStatus)}
}

func newOrderData(o bcs.OrderInfo) *orderData {
	if o == (bcs.OrderInfo{}) {
		return nil
	}
	return &orderData{
		said(o.Delete), said(o.Operate), said(o.OrderID), said(o.OrderStatus), said(o.OrderType), said(o.Release), said(o.ResourceErrorCode), said(o.ResourceStatus),
	}
}

func newIefClusterData(c bcs.IefCluster) *iefClusterData {
	if c == (bcs.IefCluster{}) {
		return nil
	}
	return &iefClusterData{said(c.GroupID), said(c.GroupName), said(c.InstanceID), said(c.InstanceName)}
}

// instanceDataAttributes are those of instanceData that instanceComputed has not.
func instanceDataAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"version_type":        framework.ShownInt("Edition: `4` basic, `2` professional, `3` enterprise, as the resource names them."),
		"blockchain_type":     framework.Shown("Who may take part: `private` or `union`, a consortium."),
		"consensus":           framework.Shown("How orderers agree: `etcdraft`, `SFLIC`, `solo` or `kafka`."),
		"sign_algorithm":      framework.Shown("Algorithm of signatures: `ECDSA` or `sm2`."),
		"database_type":       framework.Shown("Database of the state: `goleveldb` or `couchdb`."),
		"couchdb_info":        shownObject("Account of the database; null without CouchDB.", map[string]string{"user_name": "Name of the account."}),
		"orderer_node_number": framework.ShownInt("Number of orderers."),
		"cluster_type":        framework.Shown("Kind of cluster: `cce`, or `ief` for edge nodes."),
		"ief_deploy_mode":     framework.ShownInt("How organizations are spread over edge nodes: `0` at random, `1` each bound to the node of its name; null in a CCE cluster."),
		"volume_type":         framework.Shown("Storage of the organizations: `evs`, `nfs` or `efs`; null where the cloud does not say."),
		"block_info": schema.SingleNestedAttribute{
			MarkdownDescription: "When a block is cut: at the first of three limits; null where the cloud does not say.",
			Computed:            true,
			Attributes: map[string]schema.Attribute{
				"batch_timeout":      framework.ShownInt("Time in seconds."),
				"max_message_count":  framework.ShownInt("Number of transactions."),
				"preferred_maxbytes": framework.ShownInt("Size in MB."),
			},
		},
		"tc3_need":            framework.ShownBool("Whether the trusted computing platform is installed."),
		"restful_api_support": framework.ShownBool("Whether the REST API is installed."),

		"kernel_type":  framework.Shown("Kernel of the instance" + undocumented),
		"deploy_scale": framework.Shown("Scale of the instance" + undocumented),
		"detail_status": shownObject("Status of the parts of the instance"+undocumented, map[string]string{
			"agent_status": "Status of the agent.", "consensus_status": "Status of the orderers.", "org_status": "Status of the organizations.",
			"peer_status": "Status of the peers.", "plugin_status": "Status of the add-ons.",
		}),
		"tc3_taskserver_portal_addrs": framework.ShownList("Addresses of the trusted computing platform, if there are any."),
		"total_deploy_peer":           framework.Shown("Number of peers of all organizations" + undocumented),
		"order_info": shownObject("Order of an instance billed by year or month"+undocumented, map[string]string{
			"delete": "Whether it is being deleted.", "operate": "What may be done with it.", "order_id": "Id of the order.", "order_status": "Status of the order.",
			"order_type": "Type of the order.", "release": "Whether it is released.", "resource_error_code": "Error of the resource.",
			"resource_status": "Status of the resource.",
		}),
		"ief_cluster_info": shownObject("Edge cluster the instance runs in"+undocumented, map[string]string{
			"group_id": "Id of the group of edge nodes.", "group_name": "Name of the group of edge nodes.",
			"instance_id": "Id of the edge instance.", "instance_name": "Name of the edge instance.",
		}),
		"iefapi_version": framework.Shown("Version of the edge service's API" + undocumented),
	}
}

const undocumented = ", as the API writes it, which does not document it; null where the cloud does not say."

// shownObject is a nested attribute of texts.
func shownObject(description string, members map[string]string) schema.SingleNestedAttribute {
	attributes := make(map[string]schema.Attribute, len(members))
	for name, text := range members {
		attributes[name] = framework.Shown(text)
	}
	return schema.SingleNestedAttribute{MarkdownDescription: description, Computed: true, Attributes: attributes}
}
