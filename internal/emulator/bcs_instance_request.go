package emulator

// blockchainRequest is the body of POST blockchains (contract/bcs.md 1.1).
type blockchainRequest struct {
	Name              *string            `json:"name"`
	Edition           *int               `json:"version_type"`
	Fabric            *string            `json:"fabric_version"`
	Kind              *string            `json:"blockchain_type"`
	Consensus         *string            `json:"consensus"`
	Sign              *string            `json:"sign_algorithm"`
	EnterpriseProject *string            `json:"enterprise_project_id"`
	Volume            *string            `json:"volume_type"`
	EVSDisk           *string            `json:"evs_disk_type"`
	DiskSize          *int               `json:"org_disk_size"`
	Database          *string            `json:"database_type"`
	Password          *string            `json:"resource_password"`
	Orderers          *int               `json:"orderer_node_number"`
	EIP               *bool              `json:"use_eip"`
	Bandwidth         *int               `json:"bandwidth_size"`
	ClusterType       *string            `json:"cluster_type"`
	NewCluster        *bool              `json:"create_new_cluster"`
	Cluster           *clusterRequest    `json:"cce_cluster_info"`
	ClusterCreation   *clusterCreation   `json:"cce_create_info"`
	IEFMode           *int               `json:"ief_deploy_mode"`
	IEFNodes          []iefNodeRequest   `json:"ief_nodes_info"`
	Orgs              *[]orgRequest      `json:"peer_orgs"`
	Channels          *[]channelRequest  `json:"channels"`
	Couch             *couchRequest      `json:"couchdb_info"`
	Turbo             *turboRequest      `json:"turbo_info"`
	Block             *blockRequest      `json:"block_info"`
	Kafka             *kafkaRequest      `json:"kafka_create_info"`
	TC3               *bool              `json:"tc3_need"`
	REST              *bool              `json:"restful_api_support"`
	Invitee           *bool              `json:"is_invitee"`
	Inviter           *inviterOfInstance `json:"invitor_infos"`
}

// clusterRequest names an existing cluster. The official provider sends no platform type.
type clusterRequest struct {
	ID       *string `json:"cluster_id"`
	Name     *string `json:"cluster_name"`
	Platform *string `json:"cluster_platform_type"`
}

type clusterCreation struct {
	Nodes      *int    `json:"node_num"`
	NodeFlavor *string `json:"node_flavor"`
	Flavor     *string `json:"cce_flavor"`
	Password   *string `json:"init_node_pwd"`
	AZ         *string `json:"az"`
	Platform   *string `json:"cluster_platform_type"`
}

type iefNodeRequest struct {
	ID     *string `json:"id"`
	Status *string `json:"status"`
	IP     *string `json:"public_ip_address"`
}

type orgRequest struct {
	Name  *string `json:"name"`
	Count *int    `json:"node_count"`
}

// channelRequest has other names than the body that adds channels later. golangsdk misspells the description.
type channelRequest struct {
	Name        *string   `json:"name"`
	Orgs        *[]string `json:"org_names"`
	Description string    `json:"description"`
	Misspelt    string    `json:"desctiption"`
}

type couchRequest struct {
	User     *string `json:"user_name"`
	Password *string `json:"password"`
}

// turboRequest: golangsdk spells the zone availability_zone.
type turboRequest struct {
	ShareType *string `json:"share_type"`
	Type      *string `json:"type"`
	Zone      *string `json:"available_zone"`
	OtherZone *string `json:"availability_zone"`
	Spec      *string `json:"resource_spec_code"`
}

type blockRequest struct {
	Timeout   *int `json:"batch_timeout"`
	Messages  *int `json:"max_message_count"`
	Megabytes *int `json:"preferred_maxbytes"`
}

type kafkaRequest struct {
	Spec    *string `json:"spec"`
	Storage *int    `json:"storage"`
	Zones   *string `json:"az"`
}

type inviterOfInstance struct {
	Tenant     *string `json:"tenant_id"`
	Project    *string `json:"project_id"`
	Blockchain *string `json:"blockchain_id"`
}
