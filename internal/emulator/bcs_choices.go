package emulator

// BCSChoices settle what contract/bcs.md leaves open or marks as chosen. The zero value is what it recommends.
type BCSChoices struct {
	GoneStatus       int    `json:"gone_status"`        // HTTP status for an id that names no instance: 400, 404, or 200 with an empty GET; 0: 400
	CreatingStatus   string `json:"creating_status"`    // status of an instance while it is created
	ChannelsScale    bool   `json:"channels_scale"`     // process_status is IsScaling while channels change, instead of empty
	JoinIsTarget     bool   `json:"join_is_target"`     // POST channels/peers gives how many peers are in the channel then, instead of how many join
	LowestPeersLeave bool   `json:"lowest_peers_leave"` // the peers of the lowest numbers leave a channel first, instead of those of the highest (bcs.md 3.4, 3.8)
	DeleteOrgInUse   bool   `json:"delete_org_in_use"`  // an organization that is in a channel may be deleted
	UniqueNames      bool   `json:"unique_names"`       // two instances of a project may not have the same name
	OnlyFabric22     bool   `json:"only_fabric_22"`     // Fabric 1.4 and 2.0 are refused to all but invitees
	BasicIsSmall     bool   `json:"basic_is_small"`     // edition 4 neither invites members nor adds organizations
	ConsensusAsAsked bool   `json:"consensus_as_asked"` // SFLIC is shown as SFLIC, instead of sflic
	SignAsAsked      bool   `json:"sign_as_asked"`      // SM2 is shown as SM2, instead of sm2 (bcs.md 9.8)
	SchemaTypes      bool   `json:"schema_types"`       // entity metrics are text and invitee_name is a number, as the schema and the official SDK have them
	HostedCertOnce   bool   `json:"hosted_cert_once"`   // a hosted user certificate is sent once, instead of whenever it is asked for
	FreezeNeedsFile  bool   `json:"freeze_needs_file"`  // freezing a hosted certificate needs its archive too
	FreezeOnce       bool   `json:"freeze_once"`        // freezing what is frozen is refused
	PlainStreams     bool   `json:"plain_streams"`      // archives come as application/octet-stream without a file name, instead of as application/zip with one
	EventsAsAOM      bool   `json:"events_as_aom"`      // events come as events, instead of as metrics
	Prepaid          bool   `json:"prepaid"`            // new instances are yearly/monthly, which cannot be changed or deleted
	NoEVS            bool   `json:"no_evs"`             // the region has no EVS storage for instances: BCS.4004002
	NoNodeEIP        bool   `json:"no_node_eip"`        // no node of a cluster has an EIP: use_eip gives BCS.4001008
	ChannelLimit     int    `json:"channel_limit"`      // channels of an instance; 0: by its edition
	MemberLimit      int    `json:"member_limit"`       // members of an instance's consortium; 0: 5
	MaxPassword      int    `json:"max_password"`       // characters of resource_password; 0: 26
	Quota            int    `json:"quota"`              // instances of a project; 0: 5
}
