package emulator

import (
	"slices"
	"time"
)

// Statuses of an invitation (contract/bcs.md 3.7). The word for a cancelled one is not known.
const (
	inviteWaiting   = "waiting"
	inviteAgreed    = "agreed"
	inviteRejected  = "reject"
	inviteQuit      = "quit"
	inviteReleased  = "released"
	inviteCancelled = "cancelled"
)

// invitation is what an inviter asked of another account, from the request to the end of the membership. It outlives
// the instances.
type invitation struct {
	id          string
	channel     string
	inviterID   string // of the instance
	inviterName string
	inviter     *project
	invitee     *account
	settings    chainSettings // of the inviter's instance, shown to the invitee

	status      string
	joined      bool // the invitee's instance is in the channel
	inviteeID   string
	inviteeName string
	project     *project // the invitee's, once it answered
	orgs        []string
	updated     time.Time
}

// live tells whether the invitation is more than history.
func (i *invitation) live() bool { return i.status == inviteWaiting || i.status == inviteAgreed }

// findInvitations gives the invitations that match, oldest first.
func (e *Emulator) findInvitations(matches func(*invitation) bool) []*invitation {
	var found []*invitation
	for _, i := range e.store.invitations.all(false) {
		if matches(i) {
			found = append(found, i)
		}
	}
	return found
}

// hasMembers tells whether another account's organizations are in a channel of the instance.
func (e *Emulator) hasMembers(b *blockchain, channel string) bool {
	return len(e.findInvitations(func(i *invitation) bool {
		return i.inviterID == b.id && i.channel == channel && i.status == inviteAgreed
	})) > 0
}

// setStatus records what became of an invitation.
func (e *Emulator) setStatus(i *invitation, status string) {
	e.store.invitations.touch(i.id)
	i.status, i.updated = status, e.now()
}

// success is the reply of operations that have no id.
func success() object { return object{"result": "success"} }

// inviteMembers invites accounts into a channel (contract/bcs.md 3.7).
func inviteMembers(c *call) reply {
	request, refused := readBCS[struct {
		BlockchainID *string `json:"bcs_id"`
		Channel      *string `json:"channel_name"`
		Inviter      *string `json:"invitor_username"`
		Invited      []struct {
			User *string `json:"invited_user"`
		} `json:"invited_userinfo"`
	}](c)
	if refused == nil {
		refused = required(text("bcs_id", request.BlockchainID), text("channel_name", request.Channel),
			parameter{"invited_userinfo", len(request.Invited) > 0})
	}
	if refused != nil {
		return *refused
	}
	b, refused := c.findBlockchain(*request.BlockchainID)
	if refused == nil {
		refused = c.checkInviter(b, *request.Channel)
	}
	if refused != nil {
		return *refused
	}
	if request.Inviter != nil && *request.Inviter != c.project.account.name {
		return *invalid("invitor_username %s is not the inviter", *request.Inviter)
	}
	var added []*invitation
	for _, asked := range request.Invited {
		i, refused := c.newInvitation(b, *request.Channel, orEmpty(asked.User), added)
		if refused != nil {
			return *refused
		}
		added = append(added, i)
	}
	for _, i := range added {
		c.store.invitations.add(i.id, i)
	}
	return ok(success())
}

// checkInviter: only a consortium's own channel has room for others.
func (c *call) checkInviter(b *blockchain, name string) *reply {
	if refused := b.ready(); refused != nil {
		return refused
	}
	ch, exists := b.channel(name)
	switch {
	case b.kind != kindUnion:
		return invalid("a private blockchain cannot invite members")
	case b.edition == editionBasic && c.choices.BCS.BasicIsSmall:
		return invalid("the basic edition cannot invite members")
	case !exists:
		return new(bcsFail("BCS.4006012"))
	case ch.inviterID != "":
		return invalid("the channel %s belongs to the blockchain %s", name, ch.inviterID)
	}
	return nil
}

func (c *call) newInvitation(b *blockchain, channel, user string, added []*invitation) (*invitation, *reply) {
	invited := c.findAccount(func(a *account) bool { return a.name == user })
	switch {
	case user == "":
		return nil, missing("invited_user")
	case invited == nil:
		return nil, invalid("the invited user %s is not exist", user)
	case invited == c.project.account:
		return nil, invalid("the invited user %s is the inviter", user)
	}
	open := c.findInvitations(func(i *invitation) bool { return i.inviterID == b.id && i.live() })
	for _, i := range slices.Concat(open, added) {
		if i.invitee == invited && i.channel == channel {
			return nil, invalid("the user %s is already invited to the channel %s", user, channel)
		}
	}
	if len(open)+len(added) >= c.choices.BCS.MemberLimit {
		return nil, invalid("the number of members exceeds the limit %d", c.choices.BCS.MemberLimit)
	}
	return &invitation{id: newUUID(), channel: channel, inviterID: b.id, inviterName: b.name, inviter: b.project,
		settings: b.chainSettings, invitee: invited, status: inviteWaiting, updated: c.now()}, nil
}

// deleteInvitations cancels open invitations, and clears away those that have ended.
func deleteInvitations(c *call) reply {
	request, refused := readBCS[struct {
		BlockchainID *string `json:"bcs_id"`
		Channel      *string `json:"channel_name"`
		Invited      []struct {
			User      *string `json:"invited_user"`
			Status    *string `json:"status"`
			InviteeID *string `json:"invited_bcs_id"`
		} `json:"invited_userinfo"`
	}](c)
	if refused == nil {
		refused = required(text("bcs_id", request.BlockchainID), text("channel_name", request.Channel),
			parameter{"invited_userinfo", len(request.Invited) > 0})
	}
	if refused != nil {
		return *refused
	}
	var removed []*invitation
	for _, asked := range request.Invited {
		user := orEmpty(asked.User)
		found := c.findInvitations(func(i *invitation) bool {
			return i.inviter == c.project && i.inviterID == *request.BlockchainID && i.channel == *request.Channel &&
				i.invitee.name == user && i.isNamedBy(asked.Status, asked.InviteeID)
		})
		if len(found) == 0 {
			return *invalid("the user %s has no such invitation that can be deleted", user)
		}
		removed = append(removed, found[0])
	}
	for _, i := range removed {
		c.store.invitations.remove(i.id)
	}
	return ok(success())
}

// isNamedBy tells whether a request to delete means this invitation. Once the invitee's instance had joined, status and
// instance must both be right; a member that is still there cannot be deleted.
func (i *invitation) isNamedBy(status, inviteeID *string) bool {
	if !slices.Contains([]string{inviteQuit, inviteWaiting, inviteRejected, inviteReleased}, i.status) {
		return false
	}
	if i.inviteeID != "" || i.status == inviteReleased {
		return orEmpty(status) == i.status && orEmpty(inviteeID) == i.inviteeID
	}
	return status == nil || *status == i.status
}

// listMembers lists the consortium members, as the inviter and as the invitee sees them.
func listMembers(c *call) reply {
	views := []any{}
	for _, i := range c.store.invitations.all(c.stale) {
		if i.joined && (i.inviter == c.project || i.project == c.project) {
			views = append(views, c.memberView(i))
		}
	}
	return ok(object{"members": views})
}

func (c *call) memberView(i *invitation) object {
	return object{"tcs_need": i.settings.tc3, "channel_name": i.channel, "invited_orgs": c.invitedOrgs(i),
		"invitor_info": object{"invitor_bcs_id": i.inviterID, "invitor_bcs_name": i.inviterName,
			"invitor_project_id": i.inviter.id, "invitor_user_id": i.inviter.account.id,
			"invitor_username": i.inviter.account.name},
		"invitee_info": object{"invitee_bcs_id": i.inviteeID, "invitee_user_id": i.invitee.id,
			"invitee_username": i.invitee.name}}
}

// invitedOrgs are the organizations that an invitee let join, with the peers they have.
func (c *call) invitedOrgs(i *invitation) []any {
	views := []any{}
	b := c.store.blockchains.get(i.inviteeID, false)
	for _, name := range i.orgs {
		view := object{"name": name, "name_hash": "", "node_count": 0, "status": "", "status_detail": ""}
		if b != nil {
			o, _ := b.org(name)
			status, healthy := b.peerStatus(name)
			view["name_hash"], view["node_count"], view["status"] = b.hash(name), o.peers, status
			view["status_detail"] = healthOf(healthy, o.peers)
		}
		views = append(views, view)
	}
	return views
}

// quitRequest is the body of PUT members/quit; it has a spelling of its own.
type quitRequest struct {
	InviterID       *string `json:"inviter_bcsid"`
	InviterProject  *string `json:"inviter_projectid"`
	InviterDomain   *string `json:"inviter_domainid"`
	InviterUsername *string `json:"inviter_username"`
	Channel         *string `json:"channel_name"`
	InviteeID       *string `json:"invitee_bcsid"`
	InviteeProject  *string `json:"invitee_projectid"`
	InviteeDomain   *string `json:"invitee_domainid"`
}

// quitMembership lets the invitee's instance leave a channel it was invited into.
func quitMembership(c *call) reply {
	r, refused := readBCS[quitRequest](c)
	if refused == nil {
		refused = required(text("inviter_bcsid", r.InviterID), text("inviter_projectid", r.InviterProject),
			text("inviter_domainid", r.InviterDomain), text("inviter_username", r.InviterUsername),
			text("channel_name", r.Channel), text("invitee_bcsid", r.InviteeID), text("invitee_projectid", r.InviteeProject),
			text("invitee_domainid", r.InviteeDomain))
	}
	if refused != nil {
		return *refused
	}
	b, refused := c.findBlockchain(*r.InviteeID)
	if refused == nil {
		refused = b.ready()
	}
	if refused != nil {
		return *refused
	}
	found := c.findInvitations(func(i *invitation) bool {
		return i.joined && i.inviteeID == b.id && i.channel == *r.Channel && i.inviterID == *r.InviterID &&
			i.inviter.id == *r.InviterProject && i.inviter.account.id == *r.InviterDomain &&
			i.inviter.account.name == *r.InviterUsername && i.project.id == *r.InviteeProject && i.invitee.id == *r.InviteeDomain
	})
	if len(found) == 0 {
		return *invalid("the blockchain %s is no such member of the channel %s", b.id, *r.Channel)
	}
	c.store.blockchains.touch(b.id)
	record := c.run(b, task{kind: BCSUnion, operation: opLeaveChannel, steps: oneStep("Quit union"),
		done: func() { c.quit(b, found[0]) }})
	return ok(object{"result": "success", "operation_id": record.id})
}

// quit ends a membership on the invitee's side.
func (e *Emulator) quit(b *blockchain, i *invitation) {
	e.setStatus(i, inviteQuit)
	i.joined = false
	b.dropChannel(i.channel)
}

// leaveConsortiums ends the memberships of an invitee's instance that is deleted.
func (e *Emulator) leaveConsortiums(b *blockchain) {
	for _, i := range e.findInvitations(func(i *invitation) bool { return i.inviteeID == b.id && i.live() }) {
		e.quit(b, i)
	}
}

// cancelInvitations ends the open invitations into a channel that is gone.
func (e *Emulator) cancelInvitations(b *blockchain, channel string) {
	for _, i := range e.findInvitations(func(i *invitation) bool {
		return i.inviterID == b.id && i.channel == channel && i.status == inviteWaiting
	}) {
		e.setStatus(i, inviteCancelled)
	}
}

// releaseMembers dissolves the consortium of an inviter's instance that is deleted (contract/bcs.md 3.7).
func (e *Emulator) releaseMembers(b *blockchain) {
	for _, i := range e.findInvitations(func(i *invitation) bool { return i.inviterID == b.id && i.live() }) {
		if i.status == inviteWaiting {
			e.setStatus(i, inviteCancelled)
			continue
		}
		if member := e.store.blockchains.get(i.inviteeID, false); member != nil {
			member.dropChannel(i.channel)
		}
		e.setStatus(i, inviteReleased)
		i.joined = false
	}
}
