package emulator

import (
	"crypto/sha1" //nolint:gosec // names, not secrets: 40 hex digits are what the service shows
	"encoding/hex"
	"net/http"
	"slices"
	"strconv"
	"time"
)

// Statuses of an instance, and what is under way on it (contract/bcs.md 1.4).
const (
	chainNormal   = "Normal"
	chainAbnormal = "Abnormal"

	isCreating = "IsCreating"
	isAdding   = "IsAdding"
	isScaling  = "IsScaling"
	isDeleting = "IsDeleting"
)

// deploy_status (contract/bcs.md 1.4); 0 while the instance is created.
const (
	deployDone   = 1
	deployFailed = 2
)

// blockchain is one BCS instance.
type blockchain struct {
	stamps
	chainSettings
	id      string
	project *project

	orgs     []peerOrg
	channels []channel
	users    []userCert

	status   string
	deployed int
	creation *record // its progress is what /status shows
	task     *task   // the one operation under way, or nil
}

// chainSettings are what a creation says; nothing of them changes later, but for the enterprise project.
type chainSettings struct {
	name              string
	edition           int
	fabric            string
	kind              string // private or union
	consensus         string // as it is shown
	sign              string // as it is shown
	enterpriseProject string
	volume, evsDisk   string
	diskSize          int
	database          string
	couchUser         string
	orderers          int
	eip               bool
	bandwidth         int
	cluster           cluster
	iefMode           int
	block             blockInfo
	kafka             *kafkaSpec
	tc3, rest         bool
	inviterID         string // of the inviting instance; "" = not an invitee
	prepaid           bool
}

// cluster is what an instance runs on.
type cluster struct {
	kind     string // cce or ief
	id, name string
	platform string
	own      bool     // was created for the instance
	nodes    []string // ids of IEF nodes
}

type blockInfo struct{ timeout, messages, megabytes int }

type kafkaSpec struct {
	flavor  string
	storage int
	zones   string
}

// peerOrg is one organization and how many peers it has.
type peerOrg struct {
	name  string
	peers int
	pvc   string
}

const (
	kindUnion   = "union"
	kindPrivate = "private"
	clusterCCE  = "cce"
	clusterIEF  = "ief"
)

func (b *blockchain) isIEF() bool { return b.cluster.kind == clusterIEF }

// org finds an organization by its name.
func (b *blockchain) org(name string) (peerOrg, bool) {
	i := slices.IndexFunc(b.orgs, func(o peerOrg) bool { return o.name == name })
	if i < 0 {
		return peerOrg{}, false
	}
	return b.orgs[i], true
}

// ordererOrg is the name of the organization of the orderers.
func (b *blockchain) ordererOrg() string { return b.name + "-orderer" }

// hash is what the service calls an organization inside the cluster. Its real way is not known; SHA-1 has its length.
func (b *blockchain) hash(org string) string {
	sum := sha1.Sum([]byte(b.id + org)) //nolint:gosec // a name, not a secret
	return hex.EncodeToString(sum[:])
}

// ownBlockchain finds the instance of the path among those of the project.
func (c *call) ownBlockchain() (*blockchain, *reply) {
	return c.findBlockchain(c.req.PathValue("blockchain_id"))
}

// findBlockchain finds an instance of the project by its id.
func (c *call) findBlockchain(id string) (*blockchain, *reply) {
	if !isUUID(id) {
		return nil, invalid("the blockchain id %s is not a UUID", id)
	}
	b := c.store.blockchains.get(id, c.stale)
	if b == nil || b.project != c.project {
		return nil, c.goneBlockchain(id)
	}
	return b, nil
}

// goneBlockchain answers for an id that names no instance. What the service says is not known (contract/bcs.md 2.4).
func (c *call) goneBlockchain(id string) *reply {
	if c.choices.BCS.GoneStatus == http.StatusNotFound {
		return new(bcsFail("BCS.4040404"))
	}
	return invalid("the blockchain %s is not exist", id)
}

// createBlockchain starts an instance (contract/bcs.md 1.1).
func createBlockchain(c *call) reply {
	request, refused := readBCS[blockchainRequest](c)
	if refused != nil {
		return *refused
	}
	b := &blockchain{id: newUUID(), project: c.project, status: c.choices.BCS.CreatingStatus}
	if refused := c.checkNewBlockchain(b, request); refused != nil {
		return *refused
	}
	if c.usedBlockchains() >= c.choices.BCS.Quota {
		return *invalid("the quota of %d instances is used up", c.choices.BCS.Quota)
	}
	b.stamps = c.newStamps()
	if b.cluster.own {
		b.cluster.id, b.cluster.name = newUUID(), b.name+"-cluster"
	}
	c.store.blockchains.add(b.id, b)
	b.creation = c.run(b, task{kind: BCSCreate, operation: opCreate, process: isCreating, steps: b.creationSteps(),
		done: func() {
			b.status, b.deployed = chainNormal, deployDone
			c.createKafka(b)
		},
		failed: func() { b.status, b.deployed = chainAbnormal, deployFailed }})
	return ok(object{"blockchain_id": b.id, "blockchain_name": b.name, "operation_id": b.creation.id})
}

// usedBlockchains counts the instances of the project, those being deleted included.
func (c *call) usedBlockchains() int { return len(c.ownBlockchains()) }

func (c *call) ownBlockchains() []*blockchain {
	return slices.DeleteFunc(c.store.blockchains.all(c.stale), func(b *blockchain) bool { return b.project != c.project })
}

// listBlockchains lists all instances of the project (contract/bcs.md 1.2).
func listBlockchains(c *call) reply {
	found := []any{}
	for _, b := range c.ownBlockchains() {
		found = append(found, object{"id": b.id, "name": b.name})
		c.sawBlockchain(b)
	}
	return ok(object{"blockchains": found, "count": len(found)})
}

// sawBlockchain counts a read of an instance, unless it was of an older state.
func (c *call) sawBlockchain(b *blockchain) {
	if !c.stale && b.task != nil {
		b.task.change.sawRead()
	}
}

// showBlockchain shows one instance (contract/bcs.md 1.4).
func showBlockchain(c *call) reply {
	b, refused := c.ownBlockchain()
	if refused != nil {
		if c.choices.BCS.GoneStatus == http.StatusOK && isUUID(c.req.PathValue("blockchain_id")) {
			return ok(object{"basic_info": object{"id": "", "name": "", "status": "", "process_status": ""}})
		}
		return *refused
	}
	view := c.blockchainView(b)
	c.sawBlockchain(b)
	return ok(view)
}

// showBlockchainNodes shows the peers of an instance (contract/bcs.md 1.8).
func showBlockchainNodes(c *call) reply {
	b, refused := c.ownBlockchain()
	if refused != nil {
		return *refused
	}
	orgs := object{}
	port := firstPeerPort
	for _, o := range b.orgs {
		peers := object{}
		for i := range o.peers {
			peers[b.peerName(o.name, i)] = object{"ip_port": b.nodeIP() + ":" + strconv.Itoa(port), "channels": b.channelsOf(o.name, i)}
			port++
		}
		orgs[o.name] = object{"org_msp_id": b.hash(o.name) + "MSP", "org_domain": b.orgDomain(o.name), "peers": peers}
	}
	c.sawBlockchain(b)
	return ok(object{"node_orgs": orgs})
}

// showBlockchainFlavors shows the limits of the service; limit and offset have no effect (contract/bcs.md 6).
func showBlockchainFlavors(c *call) reply {
	if _, _, wrong := c.window(1000); wrong != "" {
		return *invalid("%s %s is out of range", wrong, c.query.Get(wrong))
	}
	return ok(object{"enterprise_spec": object{"org_peer_max_num": 5, "orderer_max_num": maxOrderers,
		"member_max_num": c.choices.BCS.MemberLimit}})
}

// listBlockchainQuotas shows the quota of instances (contract/bcs.md 6).
func listBlockchainQuotas(c *call) reply {
	for _, name := range []string{"type", "quotasType"} {
		if kind := c.query.Get(name); kind != "" && kind != "instance" {
			return bcsFail("BCS.4006014", "Invalid Parameter quotasType : ", kind)
		}
	}
	used, quota := c.usedBlockchains(), c.choices.BCS.Quota
	return ok(object{"resources": []any{object{"type": "instance", "unit": "", "min": 0, "max": 100, "quota": quota,
		"used": used, "free": max(quota-used, 0)}}})
}

// bcsTime is how the service writes timestamps (contract/bcs.md 0).
func bcsTime(at time.Time) string { return at.UTC().Format(time.RFC3339) }
