package emulator

import (
	"fmt"
	"slices"
	"strconv"
)

// Ports of the nodes in the samples of contract/bcs.md 1.4.
const (
	agentPort        = 30603
	firstPeerPort    = 30605
	firstOrdererPort = 30835
)

// nodeIP is the address of the cluster's node.
func (b *blockchain) nodeIP() string { return fmt.Sprintf("198.51.100.%d", 1+b.hash("")[0]%100) }

func (b *blockchain) peerName(org string, i int) string {
	return "peer-" + b.hash(org) + "-" + strconv.Itoa(i)
}

// peerNames are the short names of peers of an organization.
func (b *blockchain) peerNames(org string, peers []int) []string {
	names := make([]string, len(peers))
	for i, peer := range peers {
		names[i] = b.peerName(org, peer)
	}
	return names
}

const clusterDomain = ".default.svc.cluster.local"

func (b *blockchain) orgDomain(org string) string { return "peer-" + b.hash(org) + clusterDomain }

// blockchainView is the detail of an instance (contract/bcs.md 1.4).
func (c *call) blockchainView(b *blockchain) object {
	return object{
		"basic_info": c.basicInfo(b), "channels": b.channelsView(), "peer_info": b.peersView(), "light_peer_info": []any{},
		"orderer_info": b.orderersView(), "couch_db_info": object{"user": b.couchUser}, "dms_kafka_info": c.kafkaInfo(b),
		"ief_info": object{"deploy_mode": b.iefMode}, "sfs_info": b.sfsView(), "evs_pvc_info": b.evsView(),
		"agent_info":   b.component("baas-agent", 0, true),
		"restapi_info": b.component("baas-restapi", 1, b.rest), "tc3_taskserver_info": b.component("tc3-taskserver", 1, b.tc3),
		"obs_bucket_info": b.obsView(),
	}
}

func (c *call) basicInfo(b *blockchain) object {
	deploy, purchase, charging, order := "create", "normal", 1, 0
	if b.inviterID != "" {
		deploy = "invite"
	}
	if b.cluster.own {
		purchase = "onestep"
	}
	if b.prepaid {
		charging, order = 0, 2
	}
	process := ""
	if b.task != nil {
		process = b.task.process
	}
	agents := []string{}
	if b.deployed == deployDone {
		agents = append(agents, b.nodeIP()+":"+strconv.Itoa(agentPort))
	}
	return object{
		"id": b.id, "name": b.name, "version": b.version(), "service_type": b.kind, "purchase_type": purchase,
		"sign_algorithm": b.sign, "consensus": c.shownConsensus(b), "charging_mode": charging, "version_type": b.edition,
		"database_type": b.database, "cluster_id": b.cluster.id, "cluster_name": b.cluster.name,
		"cluster_type": b.cluster.kind, "cluster_platform_type": b.cluster.platform, "cluster_az": "no",
		"created_time": bcsTime(b.created), "deploy_type": deploy, "order_fade_enabled": false, "order_fade_cache": 0,
		"is_cross_region": false, "is_support_rollback": false, "is_support_restful": b.rest, "is_support_tc3": b.tc3,
		"is_old_service": false, "old_service_version": "", "agent_portal_addrs": agents, "status": b.status,
		"process_status": process, "order_status": order, "deploy_status": b.deployed,
		"block_info": object{"batch_timeout": b.block.timeout, "max_message_count": b.block.messages,
			"preferred_maxbytes": b.block.megabytes},
	}
}

// version is the version of the service that runs this Fabric (contract/bcs.md 1.4).
func (b *blockchain) version() string {
	if b.fabric == fabric14 {
		return "3.0.7"
	}
	return "4.0.35"
}

// shownConsensus: the service shows in lower case what is asked for in upper case (contract/bcs.md 9.8).
func (c *call) shownConsensus(b *blockchain) string {
	if b.consensus == "sflic" && c.choices.BCS.ConsensusAsAsked {
		return "SFLIC"
	}
	return b.consensus
}

// channelsView has organizations by hash and peers by their whole domain, unlike the list of channels.
func (b *blockchain) channelsView() []any {
	views := []any{}
	for _, ch := range b.channels {
		names, hashes, peers := []string{}, []string{}, object{}
		for _, m := range ch.members {
			names, hashes = append(names, m.org), append(hashes, m.org+":"+b.hash(m.org))
			domains := b.peerNames(m.org, m.peers)
			for i := range domains {
				domains[i] += "." + b.orgDomain(m.org)
			}
			peers[b.hash(m.org)] = domains
		}
		views = append(views, object{"name": ch.name, "org_names": names, "org_name_hash": hashes, "peers": peers})
	}
	return views
}

// peersView shows the organizations, and those that are being added.
func (b *blockchain) peersView() []any {
	views, port := []any{}, firstPeerPort
	for _, o := range b.shownOrgs() {
		status, healthy := b.peerStatus(o.name)
		addresses := []any{}
		for i := range healthy {
			addresses = append(addresses, address(b.peerName(o.name, i)+"."+b.orgDomain(o.name)+":7051", b.nodeIP(), port))
			port++
		}
		views = append(views, object{"name": o.name, "node_cnt": o.peers, "status": status,
			"status_detail": fmt.Sprintf("%d/%d", healthy, o.peers), "pvc_name": o.pvc, "address": addresses})
	}
	return views
}

// shownOrgs are the organizations of the instance, and those being added to it.
func (b *blockchain) shownOrgs() []peerOrg {
	shown := slices.Clone(b.orgs)
	if b.task != nil && b.task.operation == opAddOrg {
		shown = append(shown, b.task.orgs...)
	}
	return shown
}

// peerStatus is the status of an organization and how many of its peers are healthy. Its spelling differs from that of
// the instance (contract/bcs.md 9.13).
func (b *blockchain) peerStatus(name string) (string, int) {
	o, known := b.org(name)
	switch {
	case !known:
		return "Adding", 0
	case b.task != nil && b.task.process == isCreating:
		return isCreating, 0
	case b.deployed != deployDone:
		return "AbNormal", 0
	case b.task != nil && b.task.process == isDeleting:
		return "Isdeleting", o.peers
	case b.task != nil && slices.ContainsFunc(b.task.orgs, func(changed peerOrg) bool { return changed.name == name }):
		return isScaling, o.peers
	}
	return chainNormal, o.peers
}

func address(domainPort, ip string, port int) object {
	return object{"domain_port": domainPort, "ip_port": ip + ":" + strconv.Itoa(port)}
}

func (b *blockchain) orderersView() object {
	view := b.component(b.ordererOrg(), b.orderers, true)
	hash, addresses := b.hash(b.ordererOrg()), []any{}
	for i := range b.orderers {
		name := "orderer-" + hash
		addresses = append(addresses, address(fmt.Sprintf("%s-%d.%s%s:7050", name, i, name, clusterDomain), b.nodeIP(), firstOrdererPort+i))
	}
	view["address"] = addresses
	return view
}

// component is the PeerInfo of what has no organization. One that the instance lacks is shown empty.
func (b *blockchain) component(name string, nodes int, there bool) object {
	if !there {
		return object{"name": "", "node_cnt": 0, "status": "", "status_detail": "", "pvc_name": ""}
	}
	status, healthy := "AbNormal", 0
	switch {
	case b.task != nil && b.task.process == isCreating:
		status = isCreating
	case b.deployed == deployDone:
		status, healthy = chainNormal, max(nodes, 1)
	}
	return object{"name": name, "node_cnt": nodes, "status": status,
		"status_detail": fmt.Sprintf("%d/%d", healthy, max(nodes, 1)), "pvc_name": ""}
}

func (b *blockchain) sfsView() object {
	switch b.volume {
	case volumeNFS, volumeTurbo:
		return object{"pvc_name": b.name + "-pvc", "name": b.storageName(), "addr": b.nodeIP() + ":/", "type": b.volume}
	case volumeEVS:
		return object{"pvc_name": "", "name": "", "addr": "", "type": volumeEVS}
	}
	return object{"pvc_name": "", "name": "", "addr": "", "type": "host"}
}

func (b *blockchain) storageName() string { return b.name + "-storage" }

// evsView: an organization's volumes by name, with their disk type.
func (b *blockchain) evsView() object {
	volumes := object{}
	if b.volume == volumeEVS {
		for _, o := range b.orgs {
			volumes[o.name] = object{"pvc-" + b.hash(o.name)[:8]: b.evsDisk}
		}
	}
	return volumes
}

func (b *blockchain) bucketName() string { return b.name + "-obs" }

func (b *blockchain) obsView() object {
	if b.kafka == nil {
		return object{"name": "", "addr": ""}
	}
	return object{"name": b.bucketName(), "addr": b.bucketName() + ".obs." + b.project.region + ".myhuaweicloud.com"}
}
