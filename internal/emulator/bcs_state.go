package emulator

// bcsState is the part of State about BCS and what it made in other services.
func (c *call) bcsState() object {
	blockchains, invitations, kafkas, leftovers := []any{}, []any{}, []any{}, []any{}
	for _, b := range sorted(c.store.blockchains.all(false), func(b *blockchain) string { return b.id }) {
		blockchains = append(blockchains, c.chainState(b))
	}
	for _, i := range sorted(c.store.invitations.all(false), func(i *invitation) string { return i.id }) {
		if i.live() {
			invitations = append(invitations, object{"channel_name": i.channel, "invitor_bcs_id": i.inviterID,
				"invited_user": i.invitee.name, "status": i.status, "joined": i.joined, "invitee_bcs_id": i.inviteeID,
				"invited_orgs": i.orgs})
		}
	}
	for _, k := range sorted(c.store.kafkas.all(false), func(k *kafkaInstance) string { return k.id }) {
		kafkas = append(kafkas, k.view())
	}
	for _, l := range c.store.leftovers {
		leftovers = append(leftovers, object{"type": l.kind, "name": l.name, "blockchain_id": l.blockchainID,
			"project_id": l.project.id})
	}
	return object{"blockchains": blockchains, "invitations": invitations, "kafka_instances": kafkas, "leftovers": leftovers}
}

// chainState is everything there is to know of an instance, what no operation reads back included.
func (c *call) chainState(b *blockchain) object {
	users := []any{}
	for _, u := range b.users {
		users = append(users, object{"org_name": u.org, "user_name": u.user, "security_mode": u.hosted, "frozen": u.frozen})
	}
	fields := c.blockchainView(b)
	fields["project_id"], fields["enterprise_project_id"] = b.project.id, b.enterpriseProject
	fields["fabric_version"], fields["orderer_node_number"] = b.fabric, b.orderers
	fields["volume_type"], fields["org_disk_size"], fields["evs_disk_type"] = b.volume, b.diskSize, b.evsDisk
	fields["use_eip"], fields["bandwidth_size"] = b.eip, b.bandwidth
	fields["create_new_cluster"], fields["ief_nodes"] = b.cluster.own, b.cluster.nodes
	fields["invitor_bcs_id"], fields["user_certificates"] = b.inviterID, users
	return fields
}
