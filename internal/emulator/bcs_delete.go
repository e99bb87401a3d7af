package emulator

import (
	"slices"
	"strings"
)

// leftover is what a deleted instance left behind because its deletion did not ask for it to go.
type leftover struct {
	kind, name   string
	blockchainID string
	project      *project
}

// deletion are the query parameters of DELETE blockchain (contract/bcs.md 1.6).
type deletion struct {
	storage, obs, resource, ief bool
	lightPeer, iefNodes         []string
}

// deleteBlockchain starts the deletion of an instance.
func deleteBlockchain(c *call) reply {
	b, refused := c.ownBlockchain()
	if refused != nil {
		return *refused
	}
	d, refused := c.readDeletion(b)
	if refused != nil {
		return *refused
	}
	if refused := b.busy(); refused != nil {
		return *refused
	}
	if b.prepaid {
		return bcsFail("BCS.4001007")
	}
	c.store.blockchains.touch(b.id)
	record := c.run(b, task{kind: BCSDelete, operation: opDelete, process: isDeleting, steps: oneStep("Delete BCS service"),
		done:   func() { c.removeBlockchain(b, d) },
		failed: func() { b.status = chainAbnormal }})
	return ok(object{"operation_id": record.id})
}

// readDeletion reads the query. What is for one type of cluster is refused on the other.
func (c *call) readDeletion(b *blockchain) (d deletion, refused *reply) {
	for _, flag := range []struct {
		name  string
		value *bool
	}{
		{"is_delete_storage", &d.storage}, {"is_delete_obs", &d.obs}, {"is_delete_resource", &d.resource},
		{"is_delete_ief", &d.ief},
	} {
		var err error
		if *flag.value, err = c.flag(flag.name); err != nil {
			return d, invalid("%s %s is not true or false", flag.name, c.query.Get(flag.name))
		}
	}
	d.lightPeer, d.iefNodes = commaList(c.query.Get("is_delete_lightpeer")), commaList(c.query.Get("ief_nodes_id"))
	switch {
	case b.isIEF() && !c.query.Has("is_delete_ief"):
		return d, missing("is_delete_ief")
	case b.isIEF() && (d.storage || d.obs || d.resource || d.lightPeer != nil):
		return d, invalid("only is_delete_ief and ief_nodes_id are for an IEF cluster")
	case !b.isIEF() && (c.query.Has("is_delete_ief") || d.iefNodes != nil):
		return d, invalid("is_delete_ief and ief_nodes_id are for an IEF cluster only")
	}
	for _, id := range d.iefNodes {
		if !slices.Contains(b.cluster.nodes, id) {
			return d, invalid("the IEF node %s is not one of the instance", id)
		}
	}
	return d, nil
}

func commaList(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(text, ",")
}

// removeBlockchain ends a deletion: what was not asked to go stays, members of the consortium are released.
func (e *Emulator) removeBlockchain(b *blockchain, d deletion) {
	for _, part := range []struct {
		stays      bool
		kind, name string
	}{
		{b.volume != "" && !d.storage, "storage", b.storageName()},
		{b.kafka != nil && !d.obs, "obs_bucket", b.bucketName()},
		{b.cluster.own && !d.resource, "cce_cluster", b.cluster.name},
	} {
		if part.stays && b.deployed == deployDone {
			e.store.leftovers = append(e.store.leftovers, leftover{part.kind, part.name, b.id, b.project})
		}
	}
	e.releaseMembers(b)
	e.leaveConsortiums(b)
	e.store.forgetAuthorities(b.id)
	e.store.blockchains.remove(b.id)
}
