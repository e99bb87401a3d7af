package bcs

import (
	"context"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/boolplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/objectplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/setplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

// The rules of contract/bcs.md 8 for single values.
var (
	instanceNamePattern = regexp.MustCompile(`^[A-Za-z0-9\x{4e00}-\x{9fa5}][A-Za-z0-9\x{4e00}-\x{9fa5}-]{3,23}$`)
	channelNamePattern  = regexp.MustCompile(`^[a-z][a-z0-9]{3,23}$`)
	versionPattern      = regexp.MustCompile(`^[0-9]+(\.[0-9]+)+$`)
	accountPattern      = regexp.MustCompile(`^[0-9a-f]{32}$`)
)

// systemChannel is a channel that every instance has, so none of this name can be made.
const systemChannel = "testchainid"

const replacesInstance = " Changing it replaces the instance."

// fixed are the arguments that no call of the API changes, in the order of the schema.
var fixed = []string{
	"name", "version_type", "fabric_version", "blockchain_type", "consensus", "sign_algorithm", "volume_type", "evs_disk_type",
	"org_disk_size", "database_type", "couchdb_info", "orderer_node_number", "use_eip", "bandwidth_size", "cluster_type",
	"cce_cluster_info", "cce_create_info", "ief_deploy_mode", "channels", "turbo_info", "block_info", "kafka_create_info",
	"tc3_need", "restful_api_support", "invitor_infos",
}

// secrets are fixed too, as far as Terraform can see them.
var secrets = []string{"resource_password", "resource_password_wo_version"}

func instanceSchema(ctx context.Context) schema.Schema {
	attributes := map[string]schema.Attribute{
		"id":     framework.ComputedOnce("UUID of the instance, which the API calls `blockchain_id`."),
		"region": framework.RegionAttribute(),
		"name": schema.StringAttribute{
			MarkdownDescription: "Name of the instance: 4 to 24 letters, digits, Chinese characters and `-`, not with `-` in front." + replacesInstance,
			Required:            true,
			Validators:          []validator.String{nameRule()},
		},
		"version_type": schema.Int64Attribute{
			MarkdownDescription: "Edition: `4` basic, `2` professional, `3` enterprise. Newer pages of the cloud call the same numbers professional (`4`), enterprise (`2`) and " +
				"platinum (`3`). `1` is an older edition." + replacesInstance,
			Required:   true,
			Validators: []validator.Int64{int64validator.OneOf(1, 2, 3, 4)},
		},
		"fabric_version": fixedText("Version of Hyperledger Fabric. New instances get `2.2`; one that is invited takes the version of its inviter, such as `1.4`. Default: `2.2`.",
			framework.FromFunc("must be a version such as 2.2", versionPattern.MatchString)),
		"blockchain_type": fixedText("Who may take part: `private`, this account alone, or `union`, a consortium of several. Default: `private`.", stringvalidator.OneOf(typePrivate, typeUnion)),
		"consensus": fixedText("How orderers agree: `etcdraft` or `SFLIC` with Fabric 2.x, `solo`, `SFLIC` or `kafka` with Fabric 1.4. The cloud decides when it is unset.",
			stringvalidator.OneOf(consensuses...)),
		"sign_algorithm": fixedText("Algorithm of signatures: `ECDSA`, or `sm2`, which the editions `4` and `2` do not have. Default: `ECDSA`.", stringvalidator.OneOf(signECDSA, signSM2)),
		"enterprise_project_id": schema.StringAttribute{
			MarkdownDescription: "Id of the enterprise project the instance belongs to; `0` is the default one. Defaults to the provider's `enterprise_project_id`, else to `0`. " +
				"Changed in place: the instance moves.",
			Optional:      true,
			Computed:      true,
			Validators:    []validator.String{framework.NotEmpty()},
			PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
		},
		"volume_type":   fixedText("Storage of the organizations: `evs`, `nfs` (SFS) or `efs` (SFS Turbo, see `turbo_info`).", stringvalidator.OneOf(volumeEVS, volumeNFS, volumeTurbo)),
		"evs_disk_type": fixedText("Type of disk with `volume_type = \"evs\"`: `SATA`, `SAS` or `SSD`.", stringvalidator.OneOf("SATA", "SAS", "SSD")),
		"org_disk_size": fixedNumber("Storage of each organization in GB: at least 500 with `efs`; at least 100 with `nfs`, or 40 in edition `4`; at least 100 with `evs`, or 500 in edition `3`.",
			int64validator.AtLeast(1)),
		"database_type": fixedText("Database of the state: `goleveldb` or `couchdb`. Default: `goleveldb`.", stringvalidator.OneOf(databaseLevel, databaseCouch)),
		"couchdb_info":  couchdbAttribute(),
		"orderer_node_number": fixedNumber("Number of orderers: 3 with `etcdraft` (1 to 3 with Fabric 2.0), 4 to 10 with `SFLIC`, 1 with `solo`, up to 10 with `kafka`. Required with Fabric 2.x, but for an invited instance.",
			int64validator.Between(1, maxOrderers)),
		"use_eip":        fixedBool("Whether the instance is reached by the elastic IPs (EIP) of the cluster's nodes. The cloud decides when it is unset."),
		"bandwidth_size": fixedNumber("Bandwidth of the EIP in Mbit/s; needs `use_eip = true`.", int64validator.AtLeast(1)),
		"cluster_type": fixedText("Kind of cluster: `cce`, or `ief` for edge nodes. Default: `cce`.",
			stringvalidator.OneOf(clusterCCE, clusterIEF)),
		"cce_cluster_info":    cceClusterAttribute(),
		"cce_create_info":     cceCreateAttribute(),
		"ief_deploy_mode":     fixedNumber("How organizations are spread over edge nodes: `0` at random, `1` each bound to the node of its name. Default: `0`.", int64validator.OneOf(0, 1)),
		"ief_nodes_info":      iefNodesAttribute(),
		"peer_orgs":           peerOrgsAttribute(),
		"channels":            channelsAttribute(),
		"turbo_info":          turboAttribute(),
		"block_info":          blockAttribute(),
		"kafka_create_info":   kafkaCreateAttribute(),
		"tc3_need":            fixedBool("Whether to install the trusted computing platform. Not in edition `4`, in edge clusters, nor with `sm2`. Default: `false`."),
		"restful_api_support": fixedBool("Whether to install the REST API. Default: `false`."),
		"invitor_infos":       invitorAttribute(),
		"delete_storage":      deleteOption("the file system (SFS or SFS Turbo)"),
		"delete_obs":          deleteOption("the OBS bucket that an instance with Kafka has"),
		"delete_resource":     deleteOption("the CCE cluster, with all that belongs to it,"),
		"timeouts":            limits.Attribute(ctx),
	}
	for name, attribute := range passwordAttributes("resource_password",
		"Password of the instance's console and nodes", passwordValidator(), "Exactly one of it and its write-only twin is required for a new instance.") {
		attributes[name] = attribute
	}
	for name, attribute := range instanceComputed() {
		attributes[name] = attribute
	}
	return schema.Schema{
		MarkdownDescription: "A blockchain instance (BCS, Hyperledger Fabric), billed by use. Its organizations, their peers and its enterprise project are changed in place; anything else makes a new instance.",
		Attributes:          attributes,
	}
}

func nameRule() validator.String {
	return framework.FromFunc("must have 4 to 24 letters, digits, Chinese characters and `-`, and not `-` in front", instanceNamePattern.MatchString)
}

func channelNameRule() validator.String {
	return framework.FromFunc("must have 4 to 24 lower-case letters and digits, a letter in front, and not be "+systemChannel, func(name string) bool {
		return channelNamePattern.MatchString(name) && name != systemChannel
	})
}

// fixedText is an argument that no call changes, and which the cloud fills when it is unset.
func fixedText(description string, validators ...validator.String) schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: description + replacesInstance, Optional: true, Computed: true, Validators: validators,
		PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
	}
}

func fixedNumber(description string, validators ...validator.Int64) schema.Int64Attribute {
	return schema.Int64Attribute{
		MarkdownDescription: description + replacesInstance, Optional: true, Computed: true, Validators: validators,
		PlanModifiers: []planmodifier.Int64{int64planmodifier.UseStateForUnknown()},
	}
}

func fixedBool(description string) schema.BoolAttribute {
	return schema.BoolAttribute{
		MarkdownDescription: description + replacesInstance, Optional: true, Computed: true,
		PlanModifiers: []planmodifier.Bool{boolplanmodifier.UseStateForUnknown()},
	}
}

// deleteOption says what goes with the instance when it is destroyed.
func deleteOption(what string) schema.BoolAttribute {
	return schema.BoolAttribute{
		MarkdownDescription: "Whether destroying the instance also deletes " + what + ". Not for edge clusters. Takes effect once it is applied. Default: `false`.",
		Optional:            true,
		Computed:            true,
		Default:             booldefault.StaticBool(false),
	}
}

// passwordAttributes are a secret in three arguments: in the state, or write-only with a version.
func passwordAttributes(name, description string, rule validator.String, need string) map[string]schema.Attribute {
	writeOnly, version := name+"_wo", name+"_wo_version"
	beside := func(other string) path.Expression { return path.MatchRelative().AtParent().AtName(other) }
	return map[string]schema.Attribute{
		name: schema.StringAttribute{
			MarkdownDescription: description + ". It is kept in the state in clear text: with Terraform 1.11 or OpenTofu 1.11 use `" + writeOnly + "`. " + need + replacesInstance,
			Optional:            true,
			Sensitive:           true,
			Validators:          []validator.String{rule, stringvalidator.ConflictsWith(beside(writeOnly))},
		},
		writeOnly: schema.StringAttribute{
			MarkdownDescription: description + ", write-only: it is in no state and no plan. Needs Terraform 1.11 or OpenTofu 1.11, and `" + version + "`.",
			Optional:            true,
			Sensitive:           true,
			WriteOnly:           true,
			Validators:          []validator.String{rule, stringvalidator.AlsoRequires(beside(version))},
		},
		version: schema.Int64Attribute{
			MarkdownDescription: "Version of `" + writeOnly + "`, any number: Terraform cannot see that a write-only value is another one, only that its version is." + replacesInstance,
			Optional:            true,
			Validators:          []validator.Int64{int64validator.AlsoRequires(beside(writeOnly))},
		},
	}
}

func couchdbAttribute() schema.SingleNestedAttribute {
	attributes := map[string]schema.Attribute{
		"user_name": schema.StringAttribute{
			MarkdownDescription: "Name of the account.", Required: true, Validators: []validator.String{framework.NotEmpty()},
		},
	}
	for name, attribute := range passwordAttributes("password", "Password of the account: "+passwordRule, passwordValidator(), "Exactly one of it and its write-only twin is required.") {
		attributes[name] = attribute
	}
	return schema.SingleNestedAttribute{
		MarkdownDescription: "Account of the database, with `database_type = \"couchdb\"`." + replacesInstance,
		Optional:            true,
		Attributes:          attributes,
	}
}

func cceClusterAttribute() schema.SingleNestedAttribute {
	return schema.SingleNestedAttribute{
		MarkdownDescription: "Cluster that is there already, which the instance has for itself alone. A new instance needs either this or `cce_create_info`." + replacesInstance,
		Optional:            true,
		Attributes: map[string]schema.Attribute{
			"cluster_id": schema.StringAttribute{
				MarkdownDescription: "UUID of the CCE cluster.", Required: true, Validators: []validator.String{framework.UUID()},
			},
			"cluster_name": schema.StringAttribute{
				MarkdownDescription: "Name of the CCE cluster.", Required: true, Validators: []validator.String{framework.NotEmpty()},
			},
			"cluster_platform_type": schema.StringAttribute{
				MarkdownDescription: "Platform of the nodes: `VirtualMachine` (x86) or `ARM64`. The cloud finds it out when it is unset.",
				Optional:            true,
				Computed:            true,
				Validators:          []validator.String{stringvalidator.OneOf(platforms...)},
				PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
		},
	}
}

func cceCreateAttribute() schema.SingleNestedAttribute {
	needed := func(description string) schema.StringAttribute {
		return schema.StringAttribute{MarkdownDescription: description, Required: true, Validators: []validator.String{framework.NotEmpty()}}
	}
	attributes := map[string]schema.Attribute{
		"node_num": schema.Int64Attribute{
			MarkdownDescription: "Number of nodes, at least 1.", Required: true, Validators: []validator.Int64{int64validator.AtLeast(1)},
		},
		"node_flavor": needed("Flavor of the nodes, with at least 4 vCPUs and 8 GB, such as `c6.xlarge.2`."),
		"cce_flavor":  needed("Flavor of the cluster, such as `cce.s1.small`."),
		"az":          needed("Availability zone of the nodes, such as `cn-north-4a`."),
		"cluster_platform_type": schema.StringAttribute{
			MarkdownDescription: "Platform of the nodes: `VirtualMachine` (x86) or `ARM64`.",
			Required:            true,
			Validators:          []validator.String{stringvalidator.OneOf(platforms...)},
		},
	}
	for name, attribute := range passwordAttributes("init_node_password", "First password of the nodes' user root, which the API calls `init_node_pwd`: 8 to 26 characters",
		framework.FromFuncUnsaid("must have 8 to 26 characters", hasPasswordLength), "Exactly one of it and its write-only twin is required.") {
		attributes[name] = attribute
	}
	return schema.SingleNestedAttribute{
		MarkdownDescription: "Cluster to create for the instance: the API's `create_new_cluster` is true with it. It outlives the instance unless `delete_resource` is `true`." + replacesInstance,
		Optional:            true,
		Attributes:          attributes,
	}
}

func iefNodesAttribute() schema.SetNestedAttribute {
	return schema.SetNestedAttribute{
		MarkdownDescription: "Edge nodes of a cluster of the type `ief`; each must be active. With `ief_deploy_mode = 1` nodes for new organizations are added in place, together with those; " +
			"any other change replaces the instance.",
		Optional:   true,
		Validators: []validator.Set{setvalidator.SizeAtLeast(1), setvalidator.NoNullValues()},
		NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
			"id": schema.StringAttribute{
				MarkdownDescription: "Id of the edge node.", Required: true, Validators: []validator.String{framework.NotEmpty()},
			},
			"public_ip_address": schema.StringAttribute{
				MarkdownDescription: "Public IPv4 address of the edge node.", Required: true, Validators: []validator.String{framework.IPv4()},
			},
		}},
	}
}

func peerOrgsAttribute() schema.SetNestedAttribute {
	return schema.SetNestedAttribute{
		MarkdownDescription: "Organizations with their peers, in any order. Changed in place: organizations are added first, then peers, then peers are removed, then organizations. " +
			"Unset: the cloud makes one named `organization` with 2 peers, and they are not managed. Required for edge clusters.",
		Optional:   true,
		Computed:   true,
		Validators: []validator.Set{setvalidator.SizeAtLeast(1), setvalidator.NoNullValues(), distinct("name")},
		PlanModifiers: []planmodifier.Set{
			setplanmodifier.UseStateForUnknown(),
			keepVolumes{},
		},
		NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
			"name": schema.StringAttribute{
				MarkdownDescription: "Name of the organization: 4 to 24 letters, digits, Chinese characters and `-`, not with `-` in front. With `ief_deploy_mode = 1` the name of its edge node.",
				Required:            true,
				Validators:          []validator.String{nameRule()},
			},
			"node_count": schema.Int64Attribute{
				MarkdownDescription: "Number of peers: 1 or 2, in edition `3` up to 5. Fixed in edge clusters.",
				Required:            true,
				Validators:          []validator.Int64{int64validator.Between(1, maxPeers)},
			},
			"pvc_name": schema.StringAttribute{
				MarkdownDescription: "Name of the volume (PVC) in the CCE cluster for an organization that is added to an instance later, where it is required. The cloud chooses it for the first ones.",
				Optional:            true,
				Computed:            true,
				Validators:          []validator.String{framework.NotEmpty()},
			},
		}},
	}
}

func channelsAttribute() schema.SetNestedAttribute {
	return schema.SetNestedAttribute{
		MarkdownDescription: "Channels that are created with the instance, kept as they are configured; `channel_info` shows those there are. Unset: the cloud makes one named `channel` " +
			"with all organizations. Later ones are resources of their own. Not for an invited instance." + replacesInstance,
		Optional:   true,
		Validators: []validator.Set{setvalidator.SizeAtLeast(1), setvalidator.NoNullValues(), distinct("name")},
		NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
			"name": schema.StringAttribute{
				MarkdownDescription: "Name of the channel: 4 to 24 lower-case letters and digits, with a letter in front.",
				Required:            true,
				Validators:          []validator.String{channelNameRule()},
			},
			"org_names": schema.SetAttribute{
				MarkdownDescription: "Names of the organizations in it, all of them in `peer_orgs`.",
				Required:            true,
				ElementType:         types.StringType,
				Validators:          []validator.Set{setvalidator.NoNullValues()},
			},
			"description": schema.StringAttribute{MarkdownDescription: "Text about the channel.", Optional: true},
		}},
	}
}

func turboAttribute() schema.SingleNestedAttribute {
	return schema.SingleNestedAttribute{
		MarkdownDescription: "SFS Turbo file system, with `volume_type = \"efs\"`." + replacesInstance,
		Optional:            true,
		Attributes: map[string]schema.Attribute{
			"share_type": schema.StringAttribute{
				MarkdownDescription: "Type of the file system. Default: `STANDARD`.",
				Optional:            true, Computed: true, Default: stringdefault.StaticString("STANDARD"), Validators: []validator.String{framework.NotEmpty()},
			},
			"type": schema.StringAttribute{
				MarkdownDescription: "Kind of volume. Default: `efs-ha`.",
				Optional:            true, Computed: true, Default: stringdefault.StaticString("efs-ha"), Validators: []validator.String{framework.NotEmpty()},
			},
			"available_zone": schema.StringAttribute{
				MarkdownDescription: "Availability zone, such as `cn-north-4a`. The cloud chooses one when it is unset.", Optional: true,
			},
			"resource_spec_code": schema.StringAttribute{
				MarkdownDescription: "Specification, such as `sfs.turbo.standard` or `sfs.turbo.40MBps`.", Required: true, Validators: []validator.String{framework.NotEmpty()},
			},
		},
	}
}

func blockAttribute() schema.SingleNestedAttribute {
	member := func(description string) schema.Int64Attribute {
		return schema.Int64Attribute{
			MarkdownDescription: description, Optional: true, Computed: true, Validators: []validator.Int64{int64validator.AtLeast(1)},
			PlanModifiers: []planmodifier.Int64{int64planmodifier.UseStateForUnknown()},
		}
	}
	return schema.SingleNestedAttribute{
		MarkdownDescription: "When a block is cut: at the first of three limits." + replacesInstance,
		Optional:            true,
		Computed:            true,
		PlanModifiers:       []planmodifier.Object{objectplanmodifier.UseStateForUnknown()},
		Attributes: map[string]schema.Attribute{
			"batch_timeout":      member("Time in seconds, at least 1. Default: `2`."),
			"max_message_count":  member("Number of transactions, at least 1. Default: `500`."),
			"preferred_maxbytes": member("Size in MB, at least 1. Default: `2`."),
		},
	}
}

func kafkaCreateAttribute() schema.SingleNestedAttribute {
	return schema.SingleNestedAttribute{
		MarkdownDescription: "Kafka instance that is created with `consensus = \"kafka\"`. Destroying the blockchain leaves it where it is." + replacesInstance,
		Optional:            true,
		Attributes: map[string]schema.Attribute{
			"spec": schema.StringAttribute{
				MarkdownDescription: "Size: `mini`, `small`, `middle` or `high`, also behind the name of a DMS product, such as `dms.instance.kafka.cluster.c3.mini`.",
				Required:            true,
				Validators:          []validator.String{framework.FromFunc("must be mini, small, middle or high, or end with one of them behind a dot", isKafkaSpec)},
			},
			"storage": schema.Int64Attribute{
				MarkdownDescription: "Storage in GB, in hundreds: at least 300 with `mini`, 1200 with `small`, 2400 with `middle`, 4800 with `high`, and at most 90000.",
				Required:            true,
				Validators:          []validator.Int64{int64validator.Between(300, maxKafkaStorage)},
			},
			"az": schema.StringAttribute{
				MarkdownDescription: "Availability zones, joined by commas.", Required: true, Validators: []validator.String{framework.NotEmpty()},
			},
		},
	}
}

func invitorAttribute() schema.SingleNestedAttribute {
	account := func(description string) schema.StringAttribute {
		return schema.StringAttribute{
			MarkdownDescription: description, Required: true,
			Validators: []validator.String{framework.FromFunc("must be an id of 32 hexadecimal digits in lower case", accountPattern.MatchString)},
		}
	}
	return schema.SingleNestedAttribute{
		MarkdownDescription: "Instance of another account that has invited this one into its consortium: the API's `is_invitee` is true with it. `version_type`, `fabric_version`, " +
			"`blockchain_type`, `consensus` and `sign_algorithm` must be those of that instance." + replacesInstance,
		Optional: true,
		Attributes: map[string]schema.Attribute{
			"tenant_id":  account("Id of the inviter's account (domain)."),
			"project_id": account("Id of the inviter's project."),
			"blockchain_id": schema.StringAttribute{
				MarkdownDescription: "UUID of the inviter's instance.", Required: true, Validators: []validator.String{framework.UUID()},
			},
		},
	}
}
