package bcs

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

// The words of contract/bcs.md 1.1.
const (
	typePrivate = "private"
	typeUnion   = "union"

	consensusRaft  = "etcdraft"
	consensusSFLIC = "SFLIC"
	consensusSolo  = "solo"
	consensusKafka = "kafka"

	signECDSA = "ECDSA"
	signSM2   = "sm2"

	databaseLevel = "goleveldb"
	databaseCouch = "couchdb"

	volumeEVS   = "evs"
	volumeNFS   = "nfs"
	volumeTurbo = "efs"

	clusterCCE = "cce"
	clusterIEF = "ief"

	standardFabric = "2.2"
	olderFabric    = "2.0"
	iefBound       = 1

	editionProfessional = 2
	editionEnterprise   = 3
	editionBasic        = 4

	maxOrderers     = 10
	maxPeers        = 5 // of an organization in the edition enterprise; others have 2
	maxKafkaStorage = 90000
)

var (
	consensuses = []string{consensusRaft, consensusSFLIC, consensusSolo, consensusKafka}
	platforms   = []string{"VirtualMachine", "ARM64"}
)

// passwordRule is for people; the upper bound is doubtful in the documentation, which has 12 and an example of 16.
const passwordRule = "8 to 26 characters of at least three of upper case, lower case, digits, Chinese characters and the marks `!@$%^-_=+[{}]:,./?`"

const (
	minPassword     = 8
	maxPassword     = 26
	passwordMarks   = "!@$%^-_=+[{}]:,./?"
	passwordClasses = 3
)

func passwordValidator() validator.String {
	return framework.FromFuncUnsaid("must have "+passwordRule, isPassword)
}

func hasPasswordLength(password string) bool {
	n := utf8.RuneCountInString(password)
	return minPassword <= n && n <= maxPassword
}

func isPassword(password string) bool {
	const upper, lower, digit, mark, chinese = 1, 2, 4, 8, 16
	classes := map[int]bool{}
	for _, letter := range password {
		switch {
		case 'A' <= letter && letter <= 'Z':
			classes[upper] = true
		case 'a' <= letter && letter <= 'z':
			classes[lower] = true
		case '0' <= letter && letter <= '9':
			classes[digit] = true
		case strings.ContainsRune(passwordMarks, letter):
			classes[mark] = true
		case unicode.Is(unicode.Han, letter):
			classes[chinese] = true
		default:
			return false
		}
	}
	return hasPasswordLength(password) && len(classes) >= passwordClasses
}

// kafkaStorage is the smallest storage in GB of each size of a Kafka instance.
var kafkaStorage = map[string]int64{"mini": 300, "small": 1200, "middle": 2400, "high": 4800}

func kafkaSize(spec string) string { return spec[strings.LastIndex(spec, ".")+1:] }

func isKafkaSpec(spec string) bool { return kafkaStorage[kafkaSize(spec)] > 0 }

// problem is an argument that does not fit the others.
type problem struct {
	attribute string
	text      string
}

func report(problems []problem) (diags diag.Diagnostics) {
	for _, p := range problems {
		diags.AddAttributeError(path.Root(p.attribute), "Arguments that do not fit together", p.text)
	}
	return diags
}

// rule is whether a problem exists; what is not known yet is none.
type rule struct {
	broken    bool
	attribute string
	text      string
}

func broken(rules []rule) (problems []problem) {
	for _, r := range rules {
		if r.broken {
			problems = append(problems, problem{r.attribute, r.text})
		}
	}
	return problems
}

// set reports that a value is there; one that is not known yet may be.
func set(value attr.Value) bool { return !value.IsNull() && !value.IsUnknown() }

// unset reports that a value is surely not there.
func unset(value attr.Value) bool { return value.IsNull() }

// is reports that a text is known to be a word; isNot that it is known to be another one, or not there.
func is(value types.String, word string) bool { return set(value) && value.ValueString() == word }

func isNot(value types.String, word string) bool {
	return !value.IsUnknown() && value.ValueString() != word
}

// conflicts are the arguments that contradict each other, whether the instance is new or not (contract/bcs.md 1.1, 8).
func (m instanceModel) conflicts() []problem {
	rules := slices.Concat(m.storageConflicts(), m.clusterConflicts(), m.consensusConflicts())
	edition := m.VersionType.ValueInt64()
	edge, sm2 := is(m.ClusterType, clusterIEF), is(m.SignAlgorithm, signSM2)
	rules = append(rules,
		rule{set(m.CouchdbInfo) && isNot(m.DatabaseType, databaseCouch), "couchdb_info", "`couchdb_info` is for `database_type = \"couchdb\"` only."},
		rule{sm2 && (edition == editionBasic || edition == editionProfessional), "sign_algorithm", fmt.Sprintf("`sm2` is not in edition `version_type = %d`.", edition)},
		rule{m.Tc3Need.ValueBool() && edition == editionBasic, "tc3_need", "Trusted computing is not in edition `version_type = 4`."},
		rule{m.Tc3Need.ValueBool() && edge, "tc3_need", "Trusted computing is not for edge clusters (`cluster_type = \"ief\"`)."},
		rule{m.Tc3Need.ValueBool() && sm2, "tc3_need", "Trusted computing does not go with `sign_algorithm = \"sm2\"`."},
		rule{set(m.InvitorInfos) && isNot(m.BlockchainType, typeUnion), "invitor_infos", "Only an instance of `blockchain_type = \"union\"` can be invited into a consortium."},
		rule{set(m.InvitorInfos) && set(m.Channels), "channels", "An invited instance (`invitor_infos`) has no channels of its own; it joins those of its inviter."},
	)
	problems := broken(rules)
	for _, org := range elements[orgModel](m.PeerOrgs) {
		if count := org.NodeCount.ValueInt64(); count > 2 && set(m.VersionType) && edition != editionEnterprise {
			problems = append(problems, problem{"peer_orgs", fmt.Sprintf(
				"The organization %q has %d peers: at most 2 are in edition `version_type = %d`, and 5 in edition 3.", org.Name.ValueString(), count, edition)})
		}
	}
	return problems
}

func (m instanceModel) storageConflicts() []rule {
	smallest := map[string]int64{volumeEVS: 100, volumeNFS: 100, volumeTurbo: 500}
	switch m.VersionType.ValueInt64() {
	case editionBasic:
		smallest[volumeNFS] = 40
	case editionEnterprise:
		smallest[volumeEVS] = 500
	}
	least := smallest[m.VolumeType.ValueString()]
	return []rule{
		{set(m.EvsDiskType) && isNot(m.VolumeType, volumeEVS), "evs_disk_type", "`evs_disk_type` is for `volume_type = \"evs\"` only."},
		{set(m.TurboInfo) && isNot(m.VolumeType, volumeTurbo), "turbo_info", "`turbo_info` is for `volume_type = \"efs\"` only."},
		{
			set(m.OrgDiskSize) && set(m.VersionType) && m.OrgDiskSize.ValueInt64() < least, "org_disk_size",
			fmt.Sprintf("Storage of the type `%s` has at least %d GB in edition `version_type = %d`.", m.VolumeType.ValueString(), least, m.VersionType.ValueInt64()),
		},
	}
}

func (m instanceModel) clusterConflicts() []rule {
	edge, notEdge := is(m.ClusterType, clusterIEF), isNot(m.ClusterType, clusterIEF)
	rules := []rule{
		{set(m.CceClusterInfo) && set(m.CceCreateInfo), "cce_create_info", "Give either `cce_cluster_info`, a cluster that is there, or `cce_create_info`, one to create."},
		{set(m.IefNodesInfo) && notEdge, "ief_nodes_info", "`ief_nodes_info` is for `cluster_type = \"ief\"` only."},
		{set(m.IefDeployMode) && notEdge, "ief_deploy_mode", "`ief_deploy_mode` is for `cluster_type = \"ief\"` only."},
		{set(m.BandwidthSize) && !m.UseEip.IsUnknown() && !m.UseEip.ValueBool(), "bandwidth_size", "`bandwidth_size` needs `use_eip = true`."},
	}
	for name, value := range map[string]attr.Value{"cce_cluster_info": m.CceClusterInfo, "cce_create_info": m.CceCreateInfo} {
		rules = append(rules, rule{edge && set(value), name, "`" + name + "` is for `cluster_type = \"cce\"` only."})
	}
	for name, value := range map[string]types.Bool{"delete_storage": m.DeleteStorage, "delete_obs": m.DeleteObs, "delete_resource": m.DeleteResource} {
		rules = append(rules, rule{edge && value.ValueBool(), name, "`" + name + "` is not for edge clusters (`cluster_type = \"ief\"`)."})
	}
	return rules
}

func (m instanceModel) consensusConflicts() []rule {
	fabric := m.fabric()
	allowed := consensuses
	switch {
	case strings.HasPrefix(fabric, "1."):
		allowed = []string{consensusSolo, consensusSFLIC, consensusKafka}
	case strings.HasPrefix(fabric, "2."):
		allowed = []string{consensusRaft, consensusSFLIC}
	}
	consensus := m.Consensus.ValueString()
	limit := map[string][2]int64{consensusRaft: {3, 3}, consensusSFLIC: {4, maxOrderers}, consensusSolo: {1, 1}, consensusKafka: {1, maxOrderers}}[consensus]
	if consensus == consensusRaft && fabric == olderFabric {
		limit[0] = 1 // of older instances (contract/bcs.md 1.1)
	}
	orderers := m.OrdererNodeNumber.ValueInt64()
	rules := []rule{
		{
			set(m.Consensus) && !slices.Contains(allowed, consensus), "consensus",
			fmt.Sprintf("Fabric %s has no consensus `%s`; it has `%s`.", fabric, consensus, strings.Join(allowed, "`, `")),
		},
		{
			set(m.Consensus) && set(m.OrdererNodeNumber) && (orderers < limit[0] || orderers > limit[1]), "orderer_node_number",
			fmt.Sprintf("The consensus `%s` takes %s, not %d.", consensus, orderersOf(limit), orderers),
		},
		{set(m.KafkaCreateInfo) && isNot(m.Consensus, consensusKafka), "kafka_create_info", "`kafka_create_info` is for `consensus = \"kafka\"` only."},
	}
	if kafka := object[kafkaModel](m.KafkaCreateInfo); kafka != nil && set(kafka.Spec) && set(kafka.Storage) {
		size, storage := kafkaSize(kafka.Spec.ValueString()), kafka.Storage.ValueInt64()
		rules = append(rules, rule{
			storage < kafkaStorage[size] || storage%100 != 0, "kafka_create_info",
			fmt.Sprintf("A Kafka instance of the size `%s` has at least %d GB, in hundreds, not %d.", size, kafkaStorage[size], storage),
		})
	}
	return rules
}

func orderersOf(limit [2]int64) string {
	switch {
	case limit[0] < limit[1]:
		return fmt.Sprintf("%d to %d orderers", limit[0], limit[1])
	case limit[0] == 1:
		return "1 orderer"
	}
	return fmt.Sprintf("%d orderers", limit[0])
}

// fabric is the version of Fabric a new instance gets; empty while it is not known.
func (m instanceModel) fabric() string {
	if unset(m.FabricVersion) {
		return standardFabric
	}
	return m.FabricVersion.ValueString()
}

// lacks are the arguments without which no instance can be created. One that is there, as after an import, needs none of
// them (contract/bcs.md 1.1). The model is the configuration.
func (m instanceModel) lacks() []problem {
	edge, notEdge := is(m.ClusterType, clusterIEF), isNot(m.ClusterType, clusterIEF)
	rules := []rule{
		{unset(m.ResourcePassword) && unset(m.ResourcePasswordWO), "resource_password", "A new instance needs a password: give `resource_password_wo` with `resource_password_wo_version`, " +
			"or `resource_password` where write-only arguments are not known (before Terraform 1.11 and OpenTofu 1.11)."},
		{unset(m.OrdererNodeNumber) && unset(m.InvitorInfos) && strings.HasPrefix(m.fabric(), "2."), "orderer_node_number",
			"A new instance with Fabric 2.x needs `orderer_node_number`: 3 with `etcdraft`, 4 to 10 with `SFLIC`."},
		{notEdge && unset(m.CceClusterInfo) && unset(m.CceCreateInfo), "cce_cluster_info", "A new instance needs a cluster: give `cce_cluster_info`, one that is there, or `cce_create_info`, one to create."},
		{edge && unset(m.IefNodesInfo), "ief_nodes_info", "A new instance in an edge cluster needs `ief_nodes_info`."},
		{edge && unset(m.PeerOrgs), "peer_orgs", "A new instance in an edge cluster needs `peer_orgs`."},
		{is(m.VolumeType, volumeEVS) && unset(m.EvsDiskType), "evs_disk_type", "`volume_type = \"evs\"` needs `evs_disk_type`."},
		{is(m.VolumeType, volumeTurbo) && unset(m.TurboInfo), "turbo_info", "`volume_type = \"efs\"` needs `turbo_info`."},
		{is(m.DatabaseType, databaseCouch) && unset(m.CouchdbInfo), "couchdb_info", "`database_type = \"couchdb\"` needs `couchdb_info`."},
		{is(m.Consensus, consensusKafka) && unset(m.KafkaCreateInfo), "kafka_create_info", "`consensus = \"kafka\"` needs `kafka_create_info`."},
	}
	if couch := object[couchModel](m.CouchdbInfo); couch != nil {
		rules = append(rules, rule{unset(couch.Password) && unset(couch.PasswordWO), "couchdb_info", "A new instance needs the database's `password_wo` with `password_wo_version`, or `password`."})
	}
	if cluster := object[cceCreateModel](m.CceCreateInfo); cluster != nil {
		rules = append(rules, rule{unset(cluster.InitNodePassword) && unset(cluster.InitNodePasswordWO), "cce_create_info",
			"A new cluster needs `init_node_password_wo` with `init_node_password_wo_version`, or `init_node_password`."})
	}
	return append(broken(rules), m.strangers()...)
}

// defaultOrg is the organization that the cloud makes when none is named.
const defaultOrg = "organization"

// strangers are organizations of the first channels that the instance does not have.
func (m instanceModel) strangers() (problems []problem) {
	known := map[string]bool{}
	orgs := elements[orgModel](m.PeerOrgs)
	if unset(m.PeerOrgs) {
		orgs = []orgModel{{Name: types.StringValue(defaultOrg)}}
	}
	for _, org := range orgs {
		if org.Name.IsUnknown() {
			return nil
		}
		known[org.Name.ValueString()] = true
	}
	if m.PeerOrgs.IsUnknown() {
		return nil
	}
	for _, channel := range elements[firstChannelModel](m.Channels) {
		for _, org := range texts(channel.OrgNames) {
			if !known[org] {
				problems = append(problems, problem{"channels", fmt.Sprintf("The channel %q names the organization %q, which is not in `peer_orgs`.", channel.Name.ValueString(), org)})
			}
		}
	}
	return problems
}
