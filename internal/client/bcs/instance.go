package bcs

import (
	"context"
	"net/url"
	"strings"
	"time"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
)

// Statuses of an instance (contract/bcs.md 1.4). Any other value is unknown to the documentation.
const (
	StatusNormal      = "Normal"
	StatusAbnormal    = "Abnormal"
	StatusEipAbnormal = "EipAbnormal"
	StatusFreeze      = "Freeze"
	StatusHibernation = "Hibernation"
)

// Process statuses of an instance; it has none while idle (contract/bcs.md 1.4).
const (
	ProcessCreating  = "IsCreating"
	ProcessUpgrading = "IsUpgrading"
	ProcessScaling   = "IsScaling"
	ProcessDeleting  = "IsDeleting"
	ProcessAdding    = "IsAdding"
)

// Instance is a blockchain as ShowBlockchainDetail answers it (contract/bcs.md 1.4). What does not exist comes as an
// empty object, an empty list, null, or not at all.
type Instance struct {
	BasicInfo         BasicInfo         `json:"basic_info"`
	Channels          []InstanceChannel `json:"channels"`
	PeerInfo          []Component       `json:"peer_info"`
	LightPeerInfo     []Component       `json:"light_peer_info"`
	OrdererInfo       Component         `json:"orderer_info"`
	AgentInfo         Component         `json:"agent_info"`
	RestapiInfo       Component         `json:"restapi_info"`
	Tc3TaskserverInfo Component         `json:"tc3_taskserver_info"`
	CouchDBInfo       CouchDB           `json:"couch_db_info"`
	DmsKafkaInfo      DmsKafka          `json:"dms_kafka_info"`
	IefInfo           Ief               `json:"ief_info"`
	SfsInfo           Sfs               `json:"sfs_info"`
	EvsPvcInfo        PvcInfo           `json:"evs_pvc_info"`
	ObsBucketInfo     ObsBucket         `json:"obs_bucket_info"`
}

// ID is the id of the instance, its "blockchain_id".
func (i *Instance) ID() string { return i.BasicInfo.ID }

// State is the process status or, while idle, the status (contract/bcs.md 2.4).
func (i *Instance) State() string {
	if i.BasicInfo.ProcessStatus != "" {
		return i.BasicInfo.ProcessStatus
	}
	return i.BasicInfo.Status
}

// Organization returns the peers of one organization, nil if the instance does not have it.
func (i *Instance) Organization(name string) *Component {
	for n := range i.PeerInfo {
		if i.PeerInfo[n].Name == name {
			return &i.PeerInfo[n]
		}
	}
	return nil
}

// BasicInfo is the instance itself. The last group of members is not documented, but seen (contract/bcs.md 1.4).
type BasicInfo struct {
	ID                  string   `json:"id"`
	Name                string   `json:"name"`
	Version             string   `json:"version"` // of the service, such as 4.0.35; not the fabric_version
	ServiceType         string   `json:"service_type"`
	PurchaseType        string   `json:"purchase_type"`
	SignAlgorithm       string   `json:"sign_algorithm"`
	Consensus           string   `json:"consensus"` // in lower case, whatever was asked for
	ChargingMode        *int64   `json:"charging_mode"`
	VersionType         int64    `json:"version_type"`
	DatabaseType        string   `json:"database_type"`
	ClusterID           string   `json:"cluster_id"`
	ClusterName         string   `json:"cluster_name"`
	ClusterType         string   `json:"cluster_type"`
	ClusterPlatformType string   `json:"cluster_platform_type"`
	ClusterAZ           string   `json:"cluster_az"`
	CreatedTime         string   `json:"created_time"`
	DeployType          string   `json:"deploy_type"`
	OrderFadeEnabled    bool     `json:"order_fade_enabled"`
	OrderFadeEnable     bool     `json:"order_fade_enable"` // the other spelling of the same
	OrderFadeCache      int64    `json:"order_fade_cache"`
	IsCrossRegion       bool     `json:"is_cross_region"`
	IsSupportRollback   bool     `json:"is_support_rollback"`
	IsSupportRestful    *bool    `json:"is_support_restful"`
	IsSupportTc3        *bool    `json:"is_support_tc3"`
	IsOldService        bool     `json:"is_old_service"`
	OldServiceVersion   string   `json:"old_service_version"`
	AgentPortalAddrs    []string `json:"agent_portal_addrs"`
	Status              string   `json:"status"`
	ProcessStatus       string   `json:"process_status"`
	OrderStatus         int64    `json:"order_status"`
	DeployStatus        int64    `json:"deploy_status"`
	BlockInfo           Block    `json:"block_info"`

	KernelType               Scalar       `json:"kernel_type"`
	VolumeType               Scalar       `json:"volume_type"`
	DeployScale              Scalar       `json:"deploy_scale"`
	DetailStatus             DetailStatus `json:"detail_status"`
	Tc3TaskserverPortalAddrs Texts        `json:"tc3_taskserver_portal_addrs"`
	TotalDeployPeer          Scalar       `json:"total_deploy_peer"`
	OrderInfo                OrderInfo    `json:"order_info"`
	IefClusterInfo           IefCluster   `json:"ief_cluster_info"`
	IefapiVersion            Scalar       `json:"iefapi_version"`
}

// OrderFade reports what the API spells in two ways: whether old blocks of the orderer fade away (contract/bcs.md 1.4).
func (b BasicInfo) OrderFade() bool { return b.OrderFadeEnabled || b.OrderFadeEnable }

// Block is when a block is cut (contract/bcs.md 1.1): after batch_timeout seconds, max_message_count transactions, or
// preferred_maxbytes megabytes, whichever comes first. Nil members are the API's defaults, 2, 500 and 2.
type Block struct {
	BatchTimeout      *int64 `json:"batch_timeout,omitempty"`
	MaxMessageCount   *int64 `json:"max_message_count,omitempty"`
	PreferredMaxbytes *int64 `json:"preferred_maxbytes,omitempty"`
}

// DetailStatus is the status of the parts of an instance.
type DetailStatus struct {
	AgentStatus     Scalar `json:"agent_status"`
	ConsensusStatus Scalar `json:"consensus_status"`
	OrgStatus       Scalar `json:"org_status"`
	PeerStatus      Scalar `json:"peer_status"`
	PluginStatus    Scalar `json:"plugin_status"`
}

// OrderInfo is the billing order of a yearly/monthly instance.
type OrderInfo struct {
	Delete            Scalar `json:"delete"`
	Operate           Scalar `json:"operate"`
	OrderID           Scalar `json:"order_id"`
	OrderStatus       Scalar `json:"order_status"`
	OrderType         Scalar `json:"order_type"`
	Release           Scalar `json:"release"`
	ResourceErrorCode Scalar `json:"resource_error_code"`
	ResourceStatus    Scalar `json:"resource_status"`
}

// IefCluster is the edge cluster an instance runs in.
type IefCluster struct {
	GroupID      Scalar `json:"group_id"`
	GroupName    Scalar `json:"group_name"`
	InstanceID   Scalar `json:"instance_id"`
	InstanceName Scalar `json:"instance_name"`
}

// InstanceChannel is a channel in the detail of an instance. Peers are keyed by the hash of the organization here, and
// by its name in the list of channels.
type InstanceChannel struct {
	Name        string              `json:"name"`
	OrgNames    []string            `json:"org_names"`
	OrgNameHash []string            `json:"org_name_hash"` // "organization:hash"
	Peers       map[string][]string `json:"peers"`
}

// Component is a part of an instance with its nodes: the peers of an organization, the orderers, the agent.
type Component struct {
	Name         string    `json:"name"`
	NodeCnt      int64     `json:"node_cnt"`
	Status       string    `json:"status"`
	StatusDetail string    `json:"status_detail"` // "healthy/total"
	PvcName      string    `json:"pvc_name"`
	Address      []Address `json:"address"`
}

// Address is where a node is reached.
type Address struct {
	DomainPort string `json:"domain_port"`
	IPPort     string `json:"ip_port"`
}

// CouchDB is the user of the database; its password is never answered.
type CouchDB struct {
	User string `json:"user"`
}

// DmsKafka is the Kafka instance behind the consensus "kafka". Name and NodeCnt are not documented, but seen.
type DmsKafka struct {
	Name             string   `json:"name"`
	NodeCnt          int64    `json:"node_cnt"`
	Status           string   `json:"status"`
	StatusDetail     string   `json:"status_detail"`
	OrderFadeEnabled bool     `json:"order_fade_enabled"`
	OrderFadeEnable  bool     `json:"order_fade_enable"` // the other spelling of the same
	OrderFadeCache   int64    `json:"order_fade_cache"`
	Addr             []string `json:"addr"`
}

// Ief is how an instance is spread over edge nodes: 0 at random, 1 an organization bound to a node.
type Ief struct {
	DeployMode int64 `json:"deploy_mode"`
}

// Sfs is the file system of an instance.
type Sfs struct {
	PvcName string `json:"pvc_name"`
	Name    string `json:"name"`
	Addr    string `json:"addr"`
	Type    string `json:"type"`
}

// ObsBucket is the bucket of an instance.
type ObsBucket struct {
	Name string `json:"name"`
	Addr string `json:"addr"`
}

// InstanceName is an instance as the list shows it.
type InstanceName struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// GetInstance reads one instance (contract/bcs.md 1.4). What "it does not exist" looks like is told by IsNotFound of
// the client: 404, or 400 or an empty id when the list of all does not hold it either (2.4).
func (c *Client) GetInstance(ctx context.Context, id string) (*Instance, error) {
	instance, err := c.getInstance(ctx, id)
	if err != nil {
		return nil, err
	}
	c.core.Know(id)
	return instance, nil
}

func (c *Client) getInstance(ctx context.Context, id string) (*Instance, error) {
	instance, err := client.Get[Instance](ctx, c.api, instanceRoute, nil, id)
	if err == nil && instance.ID() == "" {
		err = client.ErrNoID
	}
	if err != nil {
		return nil, c.confirmGone(ctx, id, err)
	}
	return instance, nil
}

// GetOrganization reads the peers of one organization of an instance. Reads at about the same time share one call.
func (c *Client) GetOrganization(ctx context.Context, id, name string) (*Component, error) {
	return ofInstance(&c.run.organizations, id, func() *client.Batch[Component] {
		return &client.Batch[Component]{
			Many: func(ctx context.Context) ([]Component, error) {
				instance, err := c.GetInstance(ctx, id)
				if err != nil {
					return nil, err
				}
				return instance.PeerInfo, nil
			},
			ID:   func(o *Component) string { return o.Name },
			Gone: notThere("organization", "organizations of "+what(id)),
		}
	}).Get(ctx, name)
}

// ListInstances reads the ids and names of all instances of the project; the API has no pages and no filter
// (contract/bcs.md 1.2).
func (c *Client) ListInstances(ctx context.Context) ([]InstanceName, error) {
	type list struct {
		Blockchains []InstanceName `json:"blockchains"`
	}
	reply, err := client.Get[list](ctx, c.api, instancesRoute, nil)
	if err != nil {
		return nil, err
	}
	return reply.Blockchains, nil
}

// UpdateInstanceRequest is one kind of change of the organizations of an instance: more peers, fewer peers, new
// organizations, or organizations to delete (contract/bcs.md 1.5).
type UpdateInstanceRequest struct {
	NodeOrgs    []NodeOrg  `json:"node_orgs"`
	Publicips   []PublicIP `json:"publicips,omitempty"` // for a new organization that is bound to an edge node
	IsDeleteOrg bool       `json:"is_delete_org"`
}

// NodeOrg is an organization with the number of peers it shall have. PvcName is required for a new one on CCE.
type NodeOrg struct {
	Name      string `json:"name"`
	NodeCount int64  `json:"node_count"`
	PvcName   string `json:"pvc_name,omitempty"`
}

// PublicIP is an edge node; its status must be ACTIVE.
type PublicIP struct {
	ID              string `json:"id"`
	Status          string `json:"status"`
	PublicIPAddress string `json:"public_ip_address"`
}

// UpdateInstance starts a change of the organizations and returns the id of its operation (contract/bcs.md 1.5).
func (c *Client) UpdateInstance(ctx context.Context, id string, body UpdateInstanceRequest) (operation string, _ error) {
	return c.operate(ctx, id, "update of the organizations", func(ctx context.Context) (*started, error) {
		return client.PutOnce[started](ctx, c.api, instanceRoute, body, id)
	})
}

// DeleteInstanceOptions say what goes with an instance. What is false or empty is not sent (contract/bcs.md 1.6).
type DeleteInstanceOptions struct {
	DeleteStorage    bool     // the file system; not for edge clusters
	DeleteObs        bool     // the bucket of a Kafka instance; not for edge clusters
	DeleteResource   bool     // the CCE cluster and what belongs to it; not for edge clusters
	DeleteIef        bool     // required for edge clusters, and only for them
	DeleteLightpeers []string // names of the edge nodes that the light-peer add-on uses
	IefNodeIDs       []string // edge nodes to delete
}

func (o DeleteInstanceOptions) query() url.Values {
	query := url.Values{}
	for name, set := range map[string]bool{
		"is_delete_storage": o.DeleteStorage, "is_delete_obs": o.DeleteObs,
		"is_delete_resource": o.DeleteResource, "is_delete_ief": o.DeleteIef,
	} {
		if set {
			query.Set(name, "true")
		}
	}
	for name, list := range map[string][]string{"is_delete_lightpeer": o.DeleteLightpeers, "ief_nodes_id": o.IefNodeIDs} {
		if len(list) > 0 {
			query.Set(name, strings.Join(list, ","))
		}
	}
	return query
}

// DeleteInstance asks for the deletion of an instance; it is gone when a read does not find it any more. The operation
// is empty when the instance was being deleted already. Not for yearly/monthly instances, BCS.4001007 (contract/bcs.md
// 1.6).
func (c *Client) DeleteInstance(ctx context.Context, id string, options DeleteInstanceOptions) (operation string, _ error) {
	reply, err := whenIdle(ctx, c, id, func(ctx context.Context) (*started, error) {
		reply, err := client.DeleteWith[started](ctx, c.api, instanceRoute, options.query(), nil, id)
		if client.HasCode(err, busyDeleting) {
			return &started{}, nil
		}
		return reply, err
	})
	if err != nil {
		return "", c.orGone(ctx, id, err)
	}
	return reply.OperationID, nil
}

// parseTime reads the API's time; what it cannot read is the zero time.
func parseTime(text string) time.Time {
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return time.Time{}
	}
	return t
}
