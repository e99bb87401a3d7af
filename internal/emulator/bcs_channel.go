package emulator

import (
	"regexp"
	"slices"
	"time"
)

// channel is one channel of an instance. An invitee's instance has the channels it was invited into.
type channel struct {
	name, description string
	created           time.Time
	members           []membership
	inviterID         string // of the instance that owns the channel; "" = this one
}

// membership is one organization in a channel, with the numbers of its peers there in ascending order.
type membership struct {
	org   string
	peers []int
}

var channelNamePattern = regexp.MustCompile(`^[a-z][a-z0-9]{3,23}$`)

// systemChannel is a name of the service's own.
const systemChannel = "testchainid"

func isChannelName(name string) bool {
	return channelNamePattern.MatchString(name) && name != systemChannel
}

// channelLimits are the channels of an instance by its edition: the newer international docs (contract/bcs.md 3.1).
var channelLimits = map[int]int{1: 2, 2: 4, 3: 10, 4: 2}

// find gives the place of an organization in the channel, or -1.
func (ch channel) find(org string) int {
	return slices.IndexFunc(ch.members, func(m membership) bool { return m.org == org })
}

// peersOf are the peers of an organization that are in the channel.
func (ch channel) peersOf(org string) []int {
	if i := ch.find(org); i >= 0 {
		return ch.members[i].peers
	}
	return nil
}

// firstPeers are the peers of the lowest numbers.
func firstPeers(count int) []int { return joined(nil, count) }

// joined gives the peers there and those of the lowest numbers beside them, so many in all.
func joined(present []int, total int) []int {
	peers := slices.Clone(present)
	for n := 0; len(peers) < total; n++ {
		if !slices.Contains(present, n) {
			peers = append(peers, n)
		}
	}
	slices.Sort(peers)
	return peers
}

// remaining gives the peers that stay when some leave. Which ones leave is not documented (contract/bcs.md 3.8).
func (c *call) remaining(present []int, leaving int) []int {
	if c.choices.BCS.LowestPeersLeave {
		return present[leaving:]
	}
	return present[:len(present)-leaving]
}

// with gives the channel with other peers of an organization; none takes the organization out.
func (ch channel) with(org string, peers []int) channel {
	ch.members = slices.Clone(ch.members)
	i := ch.find(org)
	switch {
	case i < 0 && len(peers) > 0:
		ch.members = append(ch.members, membership{org, peers})
	case i >= 0 && len(peers) > 0:
		ch.members[i].peers = peers
	case i >= 0:
		ch.members = slices.Delete(ch.members, i, i+1)
	}
	return ch
}

// channel finds a channel by its name.
func (b *blockchain) channel(name string) (channel, bool) {
	i := slices.IndexFunc(b.channels, func(ch channel) bool { return ch.name == name })
	if i < 0 {
		return channel{}, false
	}
	return b.channels[i], true
}

// putChannel replaces the channel of the same name.
func (b *blockchain) putChannel(changed channel) {
	b.channels = slices.Clone(b.channels)
	for i, ch := range b.channels {
		if ch.name == changed.name {
			b.channels[i] = changed
		}
	}
}

// dropChannel takes a channel out.
func (b *blockchain) dropChannel(name string) {
	b.channels = slices.DeleteFunc(slices.Clone(b.channels), func(ch channel) bool { return ch.name == name })
}

// channelsOf names the channels that a peer is in.
func (b *blockchain) channelsOf(org string, peer int) []string {
	names := []string{}
	for _, ch := range b.channels {
		if slices.Contains(ch.peersOf(org), peer) {
			names = append(names, ch.name)
		}
	}
	return names
}

// runChannel starts an operation on the channels of an instance.
func (c *call) runChannel(b *blockchain, operation, name string, done func()) reply {
	c.store.blockchains.touch(b.id)
	t := task{kind: BCSChannel, operation: operation, steps: oneStep(name), done: done}
	if c.choices.BCS.ChannelsScale {
		t.process = isScaling
	}
	return ok(object{"operation_id": c.run(b, t).id})
}

// createChannels adds channels without organizations (contract/bcs.md 3.1).
func createChannels(c *call) reply {
	b, refused := c.ownBlockchain()
	if refused != nil {
		return *refused
	}
	request, refused := readBCS[struct {
		Channels []struct {
			Name        *string `json:"channel_name"`
			Description string  `json:"channel_description"`
		} `json:"channels"`
	}](c)
	if refused != nil {
		return *refused
	}
	if len(request.Channels) == 0 {
		return *missing("channels")
	}
	if refused := b.ready(); refused != nil {
		return *refused
	}
	if b.inviterID != "" {
		return *invalid("an invitee cannot create channels")
	}
	var added []channel
	for _, asked := range request.Channels {
		name := orEmpty(asked.Name)
		_, exists := b.channel(name)
		switch {
		case !isChannelName(name):
			return bcsFail("BCS.4006012")
		case exists, slices.ContainsFunc(added, func(ch channel) bool { return ch.name == name }):
			return *invalid("the channel %s is already exist", name)
		}
		added = append(added, channel{name: name, description: asked.Description, created: c.now()})
	}
	if limit := c.channelLimit(b); len(b.channels)+len(added) > limit {
		return *invalid("the number of channels exceeds the limit %d", limit)
	}
	return c.runChannel(b, opJoinChannel, "Create channel", func() {
		b.channels = append(slices.Clone(b.channels), added...)
	})
}

// channelLimit is how many channels an instance may have.
func (c *call) channelLimit(b *blockchain) int {
	if c.choices.BCS.ChannelLimit > 0 {
		return c.choices.BCS.ChannelLimit
	}
	return channelLimits[b.edition]
}

// listChannels lists the channels of an instance (contract/bcs.md 3.2): organizations by name, peers by short name.
func listChannels(c *call) reply {
	b, refused := c.ownBlockchain()
	if refused != nil {
		return *refused
	}
	views := []any{}
	for _, ch := range b.channels {
		peers, consensusNodes := object{}, object{}
		for _, m := range ch.members {
			names := b.peerNames(m.org, m.peers)
			peers[m.org], consensusNodes[m.org] = names, names[:1]
		}
		views = append(views, object{"name": ch.name, "description": ch.description, "create_time": bcsTime(ch.created),
			"consensus": b.consensus, "peers": peers, "consensusNodes": consensusNodes})
	}
	c.sawBlockchain(b)
	return ok(object{"channels": views})
}

// addPeers lets peers join a channel (contract/bcs.md 3.3). The first peers of an organization make it a member.
func addPeers(c *call) reply {
	b, refused := c.ownBlockchain()
	if refused != nil {
		return *refused
	}
	request, refused := readBCS[struct {
		Channels []struct {
			Name  *string        `json:"channel_name"`
			Peers map[string]int `json:"peers"`
		} `json:"channel_peers"`
	}](c)
	switch {
	case refused != nil:
		return *refused
	case len(request.Channels) == 0:
		return *missing("channel_peers")
	case len(request.Channels) > 1:
		return *invalid("only one channel is supported")
	case len(request.Channels[0].Peers) == 0:
		return *missing("peers")
	}
	if refused := b.ready(); refused != nil {
		return *refused
	}
	ch, exists := b.channel(orEmpty(request.Channels[0].Name))
	if !exists {
		return bcsFail("BCS.4006012")
	}
	for name, count := range request.Channels[0].Peers {
		o, known := b.org(name)
		if !known {
			return *noSuchOrg(name)
		}
		present := len(ch.peersOf(name))
		if !c.choices.BCS.JoinIsTarget {
			count += present
		}
		if count <= present || count > o.peers {
			return *invalid("peers of org %s out of range: %d of %d are in the channel", name, present, o.peers)
		}
		ch = ch.with(name, joined(ch.peersOf(name), count))
	}
	return c.runChannel(b, opJoinChannel, "Join channel", func() { b.putChannel(ch) })
}

// pathChannel finds the instance and the channel of the path, ready for a change.
func (c *call) pathChannel() (*blockchain, channel, *reply) {
	b, refused := c.ownBlockchain()
	if refused != nil {
		return nil, channel{}, refused
	}
	if refused := b.ready(); refused != nil {
		return nil, channel{}, refused
	}
	ch, exists := b.channel(c.req.PathValue("channel_id"))
	if !exists {
		return nil, channel{}, new(bcsFail("BCS.4006012"))
	}
	return b, ch, nil
}

// removePeers lets some peers of one organization leave a channel; the last one cannot leave this way
// (contract/bcs.md 3.4).
func removePeers(c *call) reply {
	request, refused := readBCS[struct {
		Org   *string `json:"org_name"`
		Peers *int    `json:"peers"`
	}](c)
	if refused != nil {
		return *refused
	}
	b, ch, refused := c.pathChannel()
	switch {
	case refused != nil:
		return *refused
	case request.Org == nil:
		return *missing("org_name")
	case request.Peers == nil:
		return *missing("peers")
	}
	present := ch.peersOf(*request.Org)
	switch {
	case len(present) == 0:
		return *noSuchOrg(*request.Org)
	case *request.Peers <= 0, *request.Peers >= len(present):
		return *invalid("peers out of range: %d of org %s are in the channel", len(present), *request.Org)
	}
	return c.runChannel(b, opLeaveChannel, "Quit channel", func() {
		b.putChannel(ch.with(*request.Org, c.remaining(present, *request.Peers)))
	})
}

// removeOrgs lets whole organizations leave a channel (contract/bcs.md 3.5).
func removeOrgs(c *call) reply {
	request, refused := readBCS[struct {
		Orgs []string `json:"org_names"`
	}](c)
	if refused != nil {
		return *refused
	}
	b, ch, refused := c.pathChannel()
	if refused != nil {
		return *refused
	}
	if len(request.Orgs) == 0 {
		return *missing("org_names")
	}
	for _, name := range request.Orgs {
		if ch.find(name) < 0 {
			return *noSuchOrg(name)
		}
		ch = ch.with(name, nil)
	}
	return c.runChannel(b, opLeaveChannel, "Quit channel", func() { b.putChannel(ch) })
}

// deleteChannel deletes a channel without organizations, own and invited ones (contract/bcs.md 3.6).
func deleteChannel(c *call) reply {
	b, ch, refused := c.pathChannel()
	if refused != nil {
		return *refused
	}
	switch {
	case ch.inviterID != "":
		return *invalid("the channel %s belongs to the blockchain %s", ch.name, ch.inviterID)
	case len(ch.members) > 0, c.hasMembers(b, ch.name):
		return *invalid("the channel %s is not empty", ch.name)
	}
	return c.runChannel(b, opLeaveChannel, "Delete channel", func() {
		b.dropChannel(ch.name)
		c.cancelInvitations(b, ch.name)
	})
}
