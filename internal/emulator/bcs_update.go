package emulator

import (
	"slices"
)

// chainUpdate is the body of PUT blockchain (contract/bcs.md 1.5).
type chainUpdate struct {
	Orgs []struct {
		Name  *string `json:"name"`
		Count *int    `json:"node_count"`
		PVC   *string `json:"pvc_name"`
	} `json:"node_orgs"`
	PublicIPs []iefNodeRequest `json:"publicips"`
	Delete    bool             `json:"is_delete_org"`
}

// updateBlockchain adds or removes organizations, or adds or removes peers: one kind of change a call.
func updateBlockchain(c *call) reply {
	b, refused := c.ownBlockchain()
	if refused != nil {
		return *refused
	}
	request, refused := readBCS[chainUpdate](c)
	if refused != nil {
		return *refused
	}
	if refused := b.ready(); refused != nil {
		return *refused
	}
	if b.prepaid {
		return *invalid("services billed in the yearly/monthly mode cannot be updated")
	}
	orgs, refused := request.orgs()
	if refused != nil {
		return *refused
	}
	var t task
	switch {
	case request.Delete:
		t, refused = c.removal(b, orgs)
	case b.knows(orgs):
		t, refused = c.scaling(b, orgs)
	default:
		t, refused = c.addition(b, orgs, request)
	}
	if refused != nil {
		return *refused
	}
	c.store.blockchains.touch(b.id)
	t.kind, t.orgs = BCSUpdate, orgs
	return ok(object{"operation_id": c.run(b, t).id})
}

// orgs reads the organizations of the request.
func (r *chainUpdate) orgs() ([]peerOrg, *reply) {
	if len(r.Orgs) == 0 {
		return nil, missing("node_orgs")
	}
	var orgs []peerOrg
	for _, asked := range r.Orgs {
		if asked.Name == nil {
			return nil, missing("name")
		}
		if asked.Count == nil && !r.Delete {
			return nil, missing("node_count")
		}
		o := peerOrg{name: *asked.Name, pvc: orEmpty(asked.PVC)}
		set(&o.peers, asked.Count)
		if slices.ContainsFunc(orgs, func(other peerOrg) bool { return other.name == o.name }) {
			return nil, invalid("org %s is named twice", o.name)
		}
		orgs = append(orgs, o)
	}
	return orgs, nil
}

// knows tells whether all the organizations are there already. A mixture is refused later, as an addition.
func (b *blockchain) knows(orgs []peerOrg) bool {
	return !slices.ContainsFunc(orgs, func(o peerOrg) bool { _, known := b.org(o.name); return !known })
}

// removal takes out organizations that are in no channel; one stays (contract/bcs.md 3.8).
func (c *call) removal(b *blockchain, orgs []peerOrg) (task, *reply) {
	for _, o := range orgs {
		if _, known := b.org(o.name); !known {
			return task{}, noSuchOrg(o.name)
		}
		for _, ch := range b.channels {
			if ch.find(o.name) >= 0 && !c.choices.BCS.DeleteOrgInUse {
				return task{}, invalid("org %s is in the channel %s", o.name, ch.name)
			}
		}
	}
	if len(orgs) == len(b.orgs) {
		return task{}, invalid("at least one org must remain")
	}
	return task{operation: opScaleOrg, process: isScaling, steps: oneStep("Delete organization"), done: func() {
		for _, o := range orgs {
			b.dropOrg(o.name)
		}
	}}, nil
}

// dropOrg takes an organization out of the instance and its channels.
func (b *blockchain) dropOrg(name string) {
	b.orgs = slices.DeleteFunc(slices.Clone(b.orgs), func(o peerOrg) bool { return o.name == name })
	b.users = slices.DeleteFunc(slices.Clone(b.users), func(u userCert) bool { return u.org == name })
	for _, ch := range b.channels {
		b.putChannel(ch.with(name, nil))
	}
}

// scaling gives organizations another number of peers, all more or all fewer.
func (c *call) scaling(b *blockchain, orgs []peerOrg) (task, *reply) {
	if b.isIEF() {
		return task{}, invalid("peers of an IEF cluster cannot be changed")
	}
	up, down := false, false
	for _, o := range orgs {
		if refused := c.checkPeers(b, o); refused != nil {
			return task{}, refused
		}
		present, _ := b.org(o.name)
		up, down = up || o.peers > present.peers, down || o.peers < present.peers
	}
	if up && down {
		return task{}, invalid("peers are added or removed, not both in one request")
	}
	return task{operation: opScaleOrg, process: isScaling, steps: oneStep("Scale organization"), done: func() {
		for _, o := range orgs {
			b.scale(o.name, o.peers)
		}
	}}, nil
}

// scale sets the number of peers of an organization; those that go leave their channels.
func (b *blockchain) scale(name string, peers int) {
	b.orgs = slices.Clone(b.orgs)
	for i := range b.orgs {
		if b.orgs[i].name == name {
			b.orgs[i].peers = peers
		}
	}
	for _, ch := range b.channels {
		left := slices.DeleteFunc(slices.Clone(ch.peersOf(name)), func(peer int) bool { return peer >= peers })
		b.putChannel(ch.with(name, left))
	}
}

// addition adds organizations, which are in no channel yet.
func (c *call) addition(b *blockchain, orgs []peerOrg, r *chainUpdate) (task, *reply) {
	if b.edition == editionBasic && c.choices.BCS.BasicIsSmall {
		return task{}, invalid("the basic edition has one org")
	}
	for _, o := range orgs {
		if _, known := b.org(o.name); known {
			return task{}, invalid("org %s is already exist: orgs are added or scaled, not both in one request", o.name)
		}
		if refused := c.checkOrg(b, o); refused != nil {
			return task{}, refused
		}
		if o.pvc == "" && !b.isIEF() {
			return task{}, missing("pvc_name")
		}
	}
	if b.isIEF() && b.iefMode == iefBound {
		if len(r.PublicIPs) == 0 {
			return task{}, missing("publicips")
		}
		if refused := checkIEFNodes(r.PublicIPs); refused != nil {
			return task{}, refused
		}
	}
	return task{operation: opAddOrg, process: isAdding, steps: oneStep("Add organization"), done: func() {
		b.orgs = append(slices.Clone(b.orgs), orgs...)
	}}, nil
}
