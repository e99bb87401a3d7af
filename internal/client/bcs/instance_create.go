package bcs

import (
	"context"
	"strings"
	"time"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
)

// CreateInstanceRequest is the body of a creation (contract/bcs.md 1.1). Nil and empty members are not sent.
type CreateInstanceRequest struct {
	Name                string         `json:"name"`
	VersionType         int64          `json:"version_type"`
	FabricVersion       string         `json:"fabric_version,omitempty"`
	BlockchainType      string         `json:"blockchain_type,omitempty"`
	Consensus           string         `json:"consensus,omitempty"`
	SignAlgorithm       string         `json:"sign_algorithm,omitempty"`
	EnterpriseProjectID string         `json:"enterprise_project_id"`
	VolumeType          string         `json:"volume_type,omitempty"`
	EvsDiskType         string         `json:"evs_disk_type,omitempty"`
	OrgDiskSize         *int64         `json:"org_disk_size,omitempty"` // GB
	DatabaseType        string         `json:"database_type,omitempty"`
	ResourcePassword    string         `json:"resource_password"`
	OrdererNodeNumber   *int64         `json:"orderer_node_number,omitempty"`
	UseEip              *bool          `json:"use_eip,omitempty"`
	BandwidthSize       *int64         `json:"bandwidth_size,omitempty"` // Mbit/s
	ClusterType         string         `json:"cluster_type"`
	CreateNewCluster    bool           `json:"create_new_cluster"`
	CceClusterInfo      *CceCluster    `json:"cce_cluster_info,omitempty"`
	CceCreateInfo       *CceCreate     `json:"cce_create_info,omitempty"`
	IefDeployMode       *int64         `json:"ief_deploy_mode,omitempty"`
	IefNodesInfo        []PublicIP     `json:"ief_nodes_info,omitempty"`
	PeerOrgs            []PeerOrg      `json:"peer_orgs,omitempty"`
	Channels            []FirstChannel `json:"channels,omitempty"`
	CouchdbInfo         *CouchdbCreate `json:"couchdb_info,omitempty"`
	TurboInfo           *Turbo         `json:"turbo_info,omitempty"`
	BlockInfo           *Block         `json:"block_info,omitempty"`
	KafkaCreateInfo     *KafkaCreate   `json:"kafka_create_info,omitempty"`
	Tc3Need             *bool          `json:"tc3_need,omitempty"`
	RestfulAPISupport   *bool          `json:"restful_api_support,omitempty"`
	IsInvitee           *bool          `json:"is_invitee,omitempty"`
	InvitorInfos        *Invitor       `json:"invitor_infos,omitempty"`
}

// CceCluster is the cluster an instance is put into, for itself alone.
type CceCluster struct {
	ClusterID           string `json:"cluster_id"`
	ClusterName         string `json:"cluster_name"`
	ClusterPlatformType string `json:"cluster_platform_type,omitempty"`
}

// CceCreate is the cluster that is created for an instance.
type CceCreate struct {
	NodeNum             int64  `json:"node_num"`
	NodeFlavor          string `json:"node_flavor"`
	CceFlavor           string `json:"cce_flavor"`
	InitNodePwd         string `json:"init_node_pwd"`
	AZ                  string `json:"az"`
	ClusterPlatformType string `json:"cluster_platform_type"`
}

// PeerOrg is an organization with the number of its peers.
type PeerOrg struct {
	Name      string `json:"name"`
	NodeCount int64  `json:"node_count"`
}

// FirstChannel is a channel that is created with the instance.
type FirstChannel struct {
	Name        string   `json:"name"`
	OrgNames    []string `json:"org_names"`
	Description string   `json:"description,omitempty"`
}

// CouchdbCreate is the account of the database "couchdb".
type CouchdbCreate struct {
	UserName string `json:"user_name"`
	Password string `json:"password"`
}

// Turbo is the SFS Turbo file system for the volume type "efs". The zone may be empty, but is always sent.
type Turbo struct {
	ShareType        string `json:"share_type"`
	Type             string `json:"type"`
	AvailableZone    string `json:"available_zone"`
	ResourceSpecCode string `json:"resource_spec_code"`
}

// KafkaCreate is the Kafka instance for the consensus "kafka". Storage is in GB, zones are joined by commas.
type KafkaCreate struct {
	Spec    string `json:"spec"`
	Storage int64  `json:"storage"`
	AZ      string `json:"az"`
}

// Invitor is the instance that has invited the one to create.
type Invitor struct {
	TenantID     string `json:"tenant_id"`
	ProjectID    string `json:"project_id"`
	BlockchainID string `json:"blockchain_id"`
}

// CreatedInstance is an instance whose creation was accepted. The operation is empty if the reply was lost, or comes
// from an older service.
type CreatedInstance struct {
	ID          string `json:"blockchain_id"`
	Name        string `json:"blockchain_name"`
	OperationID string `json:"operation_id"`

	created time.Time // known only of one that was looked for
}

// CreateInstance creates a pay-per-use instance, exactly once even when the reply is lost: then it looks for an
// instance of that name and kind that is as young as the request (contract/bcs.md 1.1). It returns before the instance
// is deployed.
func (c *Client) CreateInstance(ctx context.Context, body CreateInstanceRequest) (*CreatedInstance, client.Outcome, error) {
	return client.Create(ctx, c.core, client.Creation[CreatedInstance]{
		What: "BCS instance " + body.Name,
		Key:  strings.Join([]string{"bcs instance", c.Region(), body.Name}, "/"),
		Send: func(ctx context.Context) (*CreatedInstance, error) {
			return client.Post[CreatedInstance](ctx, c.api, instancesRoute, body)
		},
		Find:      func(ctx context.Context) ([]CreatedInstance, error) { return c.findTwins(ctx, body) },
		ID:        func(i *CreatedInstance) string { return i.ID },
		CreatedAt: func(i *CreatedInstance) time.Time { return i.created },
	})
}

// findTwins reads every instance of the name, since the list shows nothing but names.
func (c *Client) findTwins(ctx context.Context, body CreateInstanceRequest) ([]CreatedInstance, error) {
	names, err := c.ListInstances(ctx)
	if err != nil {
		return nil, err
	}
	var twins []CreatedInstance
	for _, named := range names {
		if named.Name != body.Name || c.core.Known(named.ID) {
			continue
		}
		instance, err := c.getInstance(ctx, named.ID)
		switch {
		case client.IsNotFound(err):
		case err != nil:
			return nil, err
		case body.looksLike(instance.BasicInfo):
			twins = append(twins, CreatedInstance{ID: named.ID, Name: named.Name, created: parseTime(instance.BasicInfo.CreatedTime)})
		}
	}
	return twins, nil
}

// looksLike compares what both sides say; an instance that is being created may leave out the rest.
func (r CreateInstanceRequest) looksLike(i BasicInfo) bool {
	cluster := ""
	if r.CceClusterInfo != nil {
		cluster = r.CceClusterInfo.ClusterID
	}
	return i.Name == r.Name && i.ProcessStatus != ProcessDeleting &&
		(i.VersionType == 0 || i.VersionType == r.VersionType) &&
		agree(i.ServiceType, r.BlockchainType) && agree(i.Consensus, r.Consensus) &&
		agree(i.SignAlgorithm, r.SignAlgorithm) && agree(i.DatabaseType, r.DatabaseType) && agree(i.ClusterID, cluster)
}

// agree compares without case: the API answers "sflic" where "SFLIC" was asked for.
func agree(shown, asked string) bool {
	return shown == "" || asked == "" || strings.EqualFold(shown, asked)
}
