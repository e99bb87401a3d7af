package emulator

import (
	"fmt"
	"slices"
)

// healthOf is a status_detail.
func healthOf(healthy, total int) string { return fmt.Sprintf("%d/%d", healthy, total) }

// listNotifications lists the invitations an account got in the region, with what became of them
// (contract/bcs.md 3.7).
func listNotifications(c *call) reply {
	views := []any{}
	for _, i := range c.store.invitations.all(c.stale) {
		if i.invitee == c.project.account && i.inviter.region == c.project.region {
			views = append(views, c.notificationView(i))
		}
	}
	return ok(object{"notifications": views})
}

func (c *call) notificationView(i *invitation) object {
	projectID := ""
	if i.project != nil {
		projectID = i.project.id
	}
	var name any = i.invitee.name
	if c.choices.BCS.SchemaTypes {
		name = 0 // the schema has a number here
	}
	return object{"channel_name": i.channel, "status": i.status, "updated_time": bcsTime(i.updated),
		"tc3_need": i.settings.tc3, "hide": 0, "read_status": 0, "cross_version_upgrade": "", "invitee_orgs": c.invitedOrgs(i),
		"invitor_info": object{"invitor_id": i.inviter.account.id, "invitor_name": i.inviter.account.name,
			"invitor_bcs_id": i.inviterID, "invitor_bcs_name": i.inviterName, "invitor_consensus": i.settings.consensus,
			"invitor_project_id": i.inviter.id, "invitor_cluster_type": i.settings.cluster.kind,
			"invitor_database_type": i.settings.database, "invitor_signature_algorithm": i.settings.sign,
			"invitor_fabric_version": i.settings.fabric, "order_fade_enabled": false, "order_fade_cache": 0},
		"invitee_info": object{"invitee_id": i.invitee.id, "invitee_name": name, "invitee_bcs_name": i.inviteeName,
			"invitee_bcs_id": i.inviteeID, "invitee_project_id": projectID}}
}

// answer is the body of POST notification/handle.
type notificationAnswer struct {
	Channel *string `json:"channel_name"`
	Status  *string `json:"status"`
	Inviter *struct {
		ID      *string `json:"invitor_bcs_id"`
		Name    *string `json:"invitor_bcs_name"`
		Project *string `json:"invitor_project_id"`
		Domain  *string `json:"invitor_user_id"`
	} `json:"invitor_info"`
	Invitee *struct {
		ID      *string `json:"invitee_bcs_id"`
		Name    *string `json:"invitee_bcs_name"`
		Project *string `json:"invitee_project_id"`
		Domain  *string `json:"invitee_user_id"`
	} `json:"invitee_info"`
	Orgs []struct {
		Name *string `json:"name"`
	} `json:"invited_orgs"`
}

func (a *notificationAnswer) check() *reply {
	if refused := required(text("channel_name", a.Channel), text("status", a.Status),
		parameter{"invitor_info", a.Inviter != nil}); refused != nil {
		return refused
	}
	if refused := required(text("invitor_bcs_id", a.Inviter.ID), text("invitor_bcs_name", a.Inviter.Name),
		text("invitor_project_id", a.Inviter.Project), text("invitor_user_id", a.Inviter.Domain)); refused != nil {
		return refused
	}
	switch *a.Status {
	case inviteRejected:
		return nil
	case inviteAgreed:
	default:
		return invalid("status %s is not one of [%s %s]", *a.Status, inviteAgreed, inviteRejected)
	}
	if refused := required(parameter{"invitee_info", a.Invitee != nil}, parameter{"invited_orgs", len(a.Orgs) > 0}); refused != nil {
		return refused
	}
	return required(text("invitee_bcs_id", a.Invitee.ID), text("invitee_bcs_name", a.Invitee.Name),
		text("invitee_project_id", a.Invitee.Project), text("invitee_user_id", a.Invitee.Domain))
}

// handleNotification agrees to an invitation or rejects it.
func handleNotification(c *call) reply {
	a, refused := readBCS[notificationAnswer](c)
	if refused == nil {
		refused = a.check()
	}
	if refused != nil {
		return *refused
	}
	found := c.findInvitations(func(i *invitation) bool {
		return i.invitee == c.project.account && i.status == inviteWaiting && i.channel == *a.Channel &&
			i.inviterID == *a.Inviter.ID && i.inviterName == *a.Inviter.Name && i.inviter.id == *a.Inviter.Project &&
			i.inviter.account.id == *a.Inviter.Domain
	})
	if len(found) == 0 {
		return *invalid("there is no invitation of the blockchain %s to the channel %s that waits", *a.Inviter.ID, *a.Channel)
	}
	i := found[0]
	if *a.Status == inviteRejected {
		c.setStatus(i, inviteRejected)
		return ok(success())
	}
	if refused := c.agree(i, a); refused != nil {
		return *refused
	}
	return ok(success())
}

// agree lets organizations of the invitee's instance join the channel, with all their peers.
func (c *call) agree(i *invitation, a *notificationAnswer) *reply {
	b, refused := c.findBlockchain(*a.Invitee.ID)
	if refused == nil {
		refused = b.ready()
	}
	if refused != nil {
		return refused
	}
	switch {
	case b.name != *a.Invitee.Name, c.project.id != *a.Invitee.Project, c.project.account.id != *a.Invitee.Domain:
		return invalid("invitee_info is not that of the blockchain %s", b.id)
	case b.inviterID != i.inviterID:
		return invalid("the blockchain %s was not created for the inviter %s", b.id, i.inviterID)
	}
	if _, taken := b.channel(i.channel); taken {
		return invalid("the channel %s is already exist", i.channel)
	}
	ch := channel{name: i.channel, created: c.now(), inviterID: i.inviterID}
	var orgs []string
	for _, asked := range a.Orgs {
		name := orEmpty(asked.Name)
		o, known := b.org(name)
		if !known {
			return noSuchOrg(name)
		}
		ch, orgs = ch.with(name, firstPeers(o.peers)), append(orgs, name)
	}
	c.setStatus(i, inviteAgreed)
	i.inviteeID, i.inviteeName, i.project, i.orgs = b.id, b.name, c.project, orgs
	c.run(b, task{kind: BCSUnion, operation: opJoinUnion, steps: oneStep("Join union"),
		done: func() {
			if i.status == inviteAgreed { // the inviter may be gone by now
				i.joined = true
				b.channels = append(slices.Clone(b.channels), ch)
			}
		},
		failed: func() {
			c.setStatus(i, inviteWaiting)
			i.inviteeID, i.inviteeName, i.project, i.orgs = "", "", nil, nil
		}})
	return nil
}
