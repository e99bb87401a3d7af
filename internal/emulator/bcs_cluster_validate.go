package emulator

import "strings"

func (c *call) checkCluster(b *blockchain, r *blockchainRequest) *reply {
	kind := strings.ToLower(orEmpty(r.ClusterType))
	if refused := oneOf(&b.cluster.kind, "cluster_type", nonEmpty(kind), clusterCCE, clusterIEF); refused != nil {
		return refused
	}
	if r.NewCluster == nil {
		return missing("create_new_cluster")
	}
	set(&b.eip, r.EIP)
	set(&b.bandwidth, r.Bandwidth)
	switch {
	case b.bandwidth < 0:
		return invalid("bandwidth_size %d is negative", b.bandwidth)
	case b.eip && c.choices.BCS.NoNodeEIP:
		return new(bcsFail("BCS.4001008"))
	case b.isIEF():
		return c.checkIEF(b, r)
	case *r.NewCluster:
		return c.checkClusterCreation(b, r.ClusterCreation)
	}
	return c.checkExistingCluster(b, r.Cluster)
}

// checkExistingCluster: a cluster serves one instance alone.
func (c *call) checkExistingCluster(b *blockchain, r *clusterRequest) *reply {
	if r == nil {
		return missing("cce_cluster_info")
	}
	if refused := required(text("cluster_id", r.ID), text("cluster_name", r.Name)); refused != nil {
		return refused
	}
	b.cluster.id, b.cluster.name = *r.ID, *r.Name
	if !isCluster(b.cluster.id) {
		return invalid("the cluster %s is not exist", b.cluster.id)
	}
	for _, other := range c.store.blockchains.all(false) {
		if other.cluster.id == b.cluster.id {
			return invalid("the cluster %s is used by the blockchain %s", b.cluster.id, other.id)
		}
	}
	return oneOf(&b.cluster.platform, "cluster_platform_type", r.Platform, platforms...)
}

func (c *call) checkClusterCreation(b *blockchain, r *clusterCreation) *reply {
	if r == nil {
		return missing("cce_create_info")
	}
	if refused := required(number("node_num", r.Nodes), text("node_flavor", r.NodeFlavor), text("cce_flavor", r.Flavor), text("init_node_pwd", r.Password), text("az", r.AZ), text("cluster_platform_type", r.Platform)); refused != nil {
		return refused
	}
	b.cluster.own = true
	if *r.Nodes < 1 {
		return invalid("node_num %d is less than 1", *r.Nodes)
	}
	return firstRefusal(passwordRule("init_node_pwd", *r.Password, maxPassword),
		oneOf(&b.cluster.platform, "cluster_platform_type", r.Platform, platforms...))
}

func (c *call) checkIEF(b *blockchain, r *blockchainRequest) *reply {
	switch {
	case *r.NewCluster:
		return invalid("create_new_cluster is for CCE")
	case len(r.IEFNodes) == 0:
		return missing("ief_nodes_info")
	case r.Orgs == nil:
		return missing("peer_orgs")
	}
	if refused := checkIEFNodes(r.IEFNodes); refused != nil {
		return refused
	}
	for _, node := range r.IEFNodes {
		b.cluster.nodes = append(b.cluster.nodes, *node.ID)
	}
	return oneOf(&b.iefMode, "ief_deploy_mode", r.IEFMode, 0, iefBound)
}

func checkIEFNodes(nodes []iefNodeRequest) *reply {
	for _, node := range nodes {
		if refused := required(text("id", node.ID), text("status", node.Status), text("public_ip_address", node.IP)); refused != nil {
			return refused
		}
		if *node.Status != "ACTIVE" {
			return invalid("the IEF node %s is %s, not ACTIVE", *node.ID, *node.Status)
		}
	}
	return nil
}

// checkVolume: the smallest size depends on the type and the edition; where documents differ, on the smaller one.
func (c *call) checkVolume(b *blockchain, r *blockchainRequest) *reply {
	if refused := oneOf(&b.volume, "volume_type", r.Volume, "", volumeEVS, volumeNFS, volumeTurbo); refused != nil {
		return refused
	}
	smallest := map[string]int{volumeEVS: 100, volumeNFS: 100, volumeTurbo: 500}[b.volume]
	switch {
	case b.volume == volumeNFS && b.edition == editionBasic:
		smallest = 40
	case b.volume == volumeEVS && b.edition == editionEnterprise:
		smallest = 500
	}
	b.diskSize = smallest
	set(&b.diskSize, r.DiskSize)
	if b.diskSize < smallest {
		return invalid("org_disk_size %d is less than %d", b.diskSize, smallest)
	}
	switch b.volume {
	case volumeEVS:
		if c.choices.BCS.NoEVS {
			return new(bcsFail("BCS.4004002"))
		}
		return firstRefusal(required(text("evs_disk_type", r.EVSDisk)), oneOf(&b.evsDisk, "evs_disk_type", r.EVSDisk, "SAS", "SATA", "SSD"))
	case volumeTurbo:
		return checkTurbo(r.Turbo)
	}
	return nil
}

// checkTurbo: the zone may be empty or absent.
func checkTurbo(r *turboRequest) *reply {
	if r == nil {
		return missing("turbo_info")
	}
	if refused := required(text("share_type", r.ShareType), text("type", r.Type), text("resource_spec_code", r.Spec)); refused != nil {
		return refused
	}
	var kept string
	return firstRefusal(oneOf(&kept, "share_type", r.ShareType, "STANDARD"), oneOf(&kept, "type", r.Type, "efs-ha"))
}
