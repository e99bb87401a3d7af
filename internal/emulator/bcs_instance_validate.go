package emulator

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Editions by number: they were renamed one step up, so the names are those of the SDK (contract/bcs.md 1.1).
const (
	editionProfessional = 2
	editionEnterprise   = 3
	editionBasic        = 4
)

const (
	fabric14 = "1.4"
	fabric20 = "2.0"
	fabric22 = "2.2"

	volumeEVS   = "evs"
	volumeNFS   = "nfs"
	volumeTurbo = "efs"

	iefBound    = 1
	maxOrderers = 10
)

var (
	editions       = []int{editionBasic, editionProfessional, editionEnterprise, 1}
	fabricVersions = []string{fabric22, fabric20, fabric14, "4.0.35"} // with those only the official provider's material has
	chainName      = regexp.MustCompile(`^[A-Za-z0-9\x{4e00}-\x{9fa5}][A-Za-z0-9\x{4e00}-\x{9fa5}-]{3,23}$`)
	platforms      = []string{"VirtualMachine", "ARM64"}
)

// checkNewBlockchain validates a creation and fills the instance from it (contract/bcs.md 1.1, 8).
func (c *call) checkNewBlockchain(b *blockchain, r *blockchainRequest) *reply {
	for _, check := range []func(*blockchain, *blockchainRequest) *reply{
		c.checkIdentity, c.checkPassword, c.checkKind, c.checkConsensus, c.checkSign, c.checkOrderers, c.checkCluster,
		c.checkVolume, c.checkDatabase, checkBlock, c.checkKafka, checkPlugins, c.checkOrgs, c.checkChannels, c.checkInvitee,
	} {
		if refused := check(b, r); refused != nil {
			return refused
		}
	}
	return nil
}

// oneOf reads an optional parameter that has one of several values; the first is its default.
func oneOf[T comparable](into *T, name string, value *T, values ...T) *reply {
	*into = values[0]
	set(into, value)
	if !slices.Contains(values, *into) {
		return invalid("%s %v is not one of %v", name, *into, values)
	}
	return nil
}

// firstRefusal gives the first of several refusals.
func firstRefusal(refusals ...*reply) *reply { return cmp.Or(refusals...) }

// parameter is a required one, and whether it is there.
type parameter struct {
	name  string
	there bool
}

func text(name string, value *string) parameter { return parameter{name, orEmpty(value) != ""} }
func number(name string, value *int) parameter  { return parameter{name, value != nil} }

// required refuses the first parameter that is not there.
func required(parameters ...parameter) *reply {
	for _, p := range parameters {
		if !p.there {
			return missing(p.name)
		}
	}
	return nil
}

func (c *call) checkIdentity(b *blockchain, r *blockchainRequest) *reply {
	if refused := required(text("name", r.Name), text("enterprise_project_id", r.EnterpriseProject), text("resource_password", r.Password)); refused != nil {
		return refused
	}
	b.name, b.enterpriseProject, b.prepaid = *r.Name, *r.EnterpriseProject, c.choices.BCS.Prepaid
	switch {
	case !chainName.MatchString(b.name):
		return invalid("the blockchain name %s is invalid", b.name)
	case !isEnterpriseProject(b.enterpriseProject):
		return invalid("the enterprise project %s is not exist", b.enterpriseProject)
	case c.choices.BCS.UniqueNames && slices.ContainsFunc(c.ownBlockchains(), func(other *blockchain) bool { return other.name == b.name }):
		return invalid("the blockchain name %s is already exist", b.name)
	}
	// The documented minimal body has neither an edition nor a type of cluster.
	return oneOf(&b.edition, "version_type", r.Edition, editions...)
}

const (
	minPassword     = 8
	maxPassword     = 26
	passwordClasses = 3
	passwordMarks   = "!@$%^-_=+[{}]:,./?"
)

// checkPassword: the upper bound is doubtful (contract/bcs.md 8).
func (c *call) checkPassword(_ *blockchain, r *blockchainRequest) *reply {
	return passwordRule("resource_password", *r.Password, c.choices.BCS.MaxPassword)
}

// passwordRule refuses a weak password, never showing it.
func passwordRule(name, password string, longest int) *reply {
	classes := map[string]bool{}
	for _, letter := range password {
		switch {
		case 'A' <= letter && letter <= 'Z':
			classes["upper"] = true
		case 'a' <= letter && letter <= 'z':
			classes["lower"] = true
		case '0' <= letter && letter <= '9':
			classes["digit"] = true
		case strings.ContainsRune(passwordMarks, letter):
			classes["mark"] = true
		default:
			if !unicode.Is(unicode.Han, letter) {
				return invalid("%s has characters that are not allowed", name)
			}
			classes["chinese"] = true
		}
	}
	if n := utf8.RuneCountInString(password); n < minPassword || n > longest || len(classes) < passwordClasses {
		return invalid("%s must have %d to %d characters of at least %d kinds", name, minPassword, longest, passwordClasses)
	}
	return nil
}

func (c *call) checkKind(b *blockchain, r *blockchainRequest) *reply {
	if refused := oneOf(&b.kind, "blockchain_type", r.Kind, kindPrivate, kindUnion); refused != nil {
		return refused
	}
	if refused := oneOf(&b.fabric, "fabric_version", r.Fabric, fabricVersions...); refused != nil {
		return refused
	}
	if c.choices.BCS.OnlyFabric22 && b.fabric != fabric22 && !isTrue(r.Invitee) {
		return invalid("fabric_version must be %s", fabric22)
	}
	return nil
}

func isTrue(value *bool) bool { return value != nil && *value }

// checkConsensus: which mechanisms there are depends on the version of Fabric.
func (c *call) checkConsensus(b *blockchain, r *blockchainRequest) *reply {
	asked := strings.ToLower(orEmpty(r.Consensus))
	if b.fabric == fabric14 {
		return oneOf(&b.consensus, "consensus", nonEmpty(asked), "solo", "sflic", "kafka")
	}
	return oneOf(&b.consensus, "consensus", nonEmpty(asked), "etcdraft", "sflic")
}

// nonEmpty makes an absent parameter of an empty one.
func nonEmpty(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

func (c *call) checkSign(b *blockchain, r *blockchainRequest) *reply {
	b.sign = "ECDSA"
	switch asked := orEmpty(r.Sign); {
	case strings.EqualFold(asked, "sm2"):
		b.sign = "sm2"
		if c.choices.BCS.SignAsAsked {
			b.sign = asked
		}
	case asked != "" && asked != "ECDSA":
		return invalid("sign_algorithm %s is not one of [ECDSA sm2]", asked)
	}
	if b.sm2() && (b.edition == editionBasic || b.edition == editionProfessional) {
		return invalid("sm2 is not supported by version_type %d", b.edition)
	}
	return nil
}

// checkOrderers: how many orderers there are depends on the consensus. Kafka's number is not documented. Older instances
// may have a single one (contract/bcs.md 1.1), as in the first example of the official provider.
func (c *call) checkOrderers(b *blockchain, r *blockchainRequest) *reply {
	limits := map[string]struct{ lowest, highest int }{
		"etcdraft": {3, 3}, "sflic": {4, maxOrderers}, "solo": {1, 1}, "kafka": {1, maxOrderers}}[b.consensus]
	b.orderers = limits.lowest
	if b.consensus == "etcdraft" && b.fabric == fabric20 {
		limits.lowest = 1
	}
	set(&b.orderers, r.Orderers)
	switch {
	case r.Orderers == nil && b.fabric == fabric22 && !isTrue(r.Invitee):
		return missing("orderer_node_number")
	case b.orderers < limits.lowest, b.orderers > limits.highest:
		return invalid("orderer_node_number %d is not %d to %d, as %s needs", b.orderers, limits.lowest, limits.highest, b.consensus)
	}
	return nil
}

func (c *call) checkDatabase(b *blockchain, r *blockchainRequest) *reply {
	if refused := oneOf(&b.database, "database_type", r.Database, "goleveldb", "couchdb"); refused != nil {
		return refused
	}
	if b.database != "couchdb" {
		return nil
	}
	if r.Couch == nil {
		return missing("couchdb_info")
	}
	if refused := required(text("user_name", r.Couch.User), text("password", r.Couch.Password)); refused != nil {
		return refused
	}
	b.couchUser = *r.Couch.User
	return passwordRule("password", *r.Couch.Password, maxPassword)
}

// checkBlock: there are defaults and no documented limits.
func checkBlock(b *blockchain, r *blockchainRequest) *reply {
	b.block = blockInfo{timeout: 2, messages: 500, megabytes: 2}
	if r.Block == nil {
		return nil
	}
	set(&b.block.timeout, r.Block.Timeout)
	set(&b.block.messages, r.Block.Messages)
	set(&b.block.megabytes, r.Block.Megabytes)
	if min(b.block.timeout, b.block.messages, b.block.megabytes) < 1 {
		return invalid("block_info must be of positive numbers")
	}
	return nil
}

// checkKafka: the official provider puts the name of a DMS product in front of the size.
func (c *call) checkKafka(b *blockchain, r *blockchainRequest) *reply {
	if b.consensus != "kafka" {
		return nil
	}
	if r.Kafka == nil {
		return missing("kafka_create_info")
	}
	if refused := required(text("spec", r.Kafka.Spec), number("storage", r.Kafka.Storage), text("az", r.Kafka.Zones)); refused != nil {
		return refused
	}
	spec, storage := *r.Kafka.Spec, *r.Kafka.Storage
	smallest, known := map[string]int{"mini": 300, "small": 1200, "middle": 2400, "high": 4800}[spec[strings.LastIndex(spec, ".")+1:]]
	const largest = 90000
	switch {
	case !known:
		return invalid("the Kafka spec %s is not one of [mini small middle high]", spec)
	case storage < smallest, storage > largest, storage%100 != 0:
		return invalid("the Kafka storage %d is not %d to %d in hundreds", storage, smallest, largest)
	}
	b.kafka = &kafkaSpec{flavor: spec, storage: storage, zones: *r.Kafka.Zones}
	return nil
}

// checkPlugins: trusted computing is not for everybody.
func checkPlugins(b *blockchain, r *blockchainRequest) *reply {
	set(&b.tc3, r.TC3)
	set(&b.rest, r.REST)
	if b.tc3 && (b.edition == editionBasic || b.isIEF() || b.sm2()) {
		return invalid("tc3_need is not supported by the basic edition, IEF clusters and sm2")
	}
	return nil
}

// checkOrgs: one organization of two peers when none is named.
func (c *call) checkOrgs(b *blockchain, r *blockchainRequest) *reply {
	if r.Orgs == nil {
		b.orgs = []peerOrg{{name: "organization", peers: 2}}
		return nil
	}
	if len(*r.Orgs) == 0 {
		return missing("peer_orgs")
	}
	for _, asked := range *r.Orgs {
		if refused := required(text("peer_orgs.name", asked.Name), number("peer_orgs.node_count", asked.Count)); refused != nil {
			return refused
		}
		o := peerOrg{name: *asked.Name, peers: *asked.Count}
		if _, twice := b.org(o.name); twice {
			return invalid("org %s is named twice", o.name)
		}
		if refused := c.checkOrg(b, o); refused != nil {
			return refused
		}
		b.orgs = append(b.orgs, o)
	}
	return nil
}

// checkOrg: an organization's name follows the rule of the instance's.
func (c *call) checkOrg(b *blockchain, o peerOrg) *reply {
	if !chainName.MatchString(o.name) {
		return new(bcsFail("BCS.4001245", "The org name ", o.name, " is invalid"))
	}
	return c.checkPeers(b, o)
}

// checkPeers: two peers at most, in the largest edition five.
func (c *call) checkPeers(b *blockchain, o peerOrg) *reply {
	highest := 2
	if b.edition == editionEnterprise {
		highest = 5
	}
	if o.peers < 1 || o.peers > highest {
		return invalid("node_count %d of org %s is not 1 to %d", o.peers, o.name, highest)
	}
	return nil
}

// checkChannels: one channel of all organizations when none is named; an invitee has none of its own.
func (c *call) checkChannels(b *blockchain, r *blockchainRequest) *reply {
	var asked []channelRequest
	set(&asked, r.Channels)
	switch {
	case isTrue(r.Invitee) && len(asked) > 0:
		return invalid("an invitee cannot create channels")
	case isTrue(r.Invitee):
		return nil
	case r.Channels == nil:
		name, orgs := "channel", []string{}
		for _, o := range b.orgs {
			orgs = append(orgs, o.name)
		}
		asked = []channelRequest{{Name: &name, Orgs: &orgs}}
	case len(asked) > c.channelLimit(b):
		return invalid("the number of channels exceeds the limit %d", c.channelLimit(b))
	}
	for _, one := range asked {
		if refused := c.checkFirstChannel(b, one); refused != nil {
			return refused
		}
	}
	return nil
}

// checkFirstChannel adds a channel that all peers of its organizations are in from the start.
func (c *call) checkFirstChannel(b *blockchain, r channelRequest) *reply {
	if r.Name == nil {
		return missing("channels.name")
	}
	if r.Orgs == nil {
		return missing("channels.org_names")
	}
	if !isChannelName(*r.Name) {
		return new(bcsFail("BCS.4006012"))
	}
	if _, twice := b.channel(*r.Name); twice {
		return invalid("the channel %s is already exist", *r.Name)
	}
	ch := channel{name: *r.Name, description: cmp.Or(r.Description, r.Misspelt), created: c.now()}
	for _, name := range *r.Orgs {
		o, known := b.org(name)
		if !known {
			return noSuchOrg(name)
		}
		ch = ch.with(name, firstPeers(o.peers))
	}
	b.channels = append(b.channels, ch)
	return nil
}

// checkInvitee: an invitee's instance is like the inviter's (contract/bcs.md 1.1, 3.7).
func (c *call) checkInvitee(b *blockchain, r *blockchainRequest) *reply {
	if !isTrue(r.Invitee) {
		return nil
	}
	if r.Inviter == nil {
		return missing("invitor_infos")
	}
	if refused := required(text("tenant_id", r.Inviter.Tenant), text("project_id", r.Inviter.Project), text("blockchain_id", r.Inviter.Blockchain)); refused != nil {
		return refused
	}
	inviter := c.store.blockchains.get(*r.Inviter.Blockchain, false)
	switch {
	case inviter == nil, inviter.project.id != *r.Inviter.Project, inviter.project.account.id != *r.Inviter.Tenant,
		inviter.project.region != c.project.region:
		return invalid("the blockchain %s of the inviter is not exist", *r.Inviter.Blockchain)
	case inviter.kind != kindUnion, inviter.inviterID != "":
		return invalid("the blockchain %s cannot invite", inviter.id)
	case b.kind != inviter.kind, b.edition != inviter.edition, b.fabric != inviter.fabric, b.consensus != inviter.consensus,
		!strings.EqualFold(b.sign, inviter.sign):
		return invalid("blockchain_type, version_type, fabric_version, consensus and sign_algorithm must be those of the inviter")
	}
	b.inviterID = inviter.id
	return nil
}
