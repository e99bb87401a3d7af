package bcs

import (
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/boolplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/objectplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

// instanceComputed is what only the cloud says about an instance (contract/bcs.md 1.4).
func instanceComputed() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"status":                framework.Computed("Status: `Normal`, `Abnormal`, `EipAbnormal`, `Freeze` or `Hibernation`."),
		"process_status":        framework.Computed("What is under way: `IsCreating`, `IsUpgrading`, `IsScaling`, `IsAdding` or `IsDeleting`; empty while the instance is idle."),
		"deploy_status":         computedInt("How the deployment went: `0` under way, `1` done, `2` failed, `3` ended."),
		"order_status":          computedIntOnce("Order of an instance billed by year or month: `0` not successful, `1` abnormal, `2` normal."),
		"charging_mode":         computedIntOnce("How the instance is billed: `1` by use, `0` by year or month."),
		"version":               framework.ComputedOnce("Version of the service, such as `4.0.35`; not the version of Fabric."),
		"purchase_type":         framework.ComputedOnce("How the instance was bought: `onestep`, with its cluster, or `normal`."),
		"deploy_type":           framework.ComputedOnce("Side in a consortium: `create` is the inviter's, `invite` the invited one's."),
		"created_time":          framework.ComputedOnce("When the instance was created, in UTC, such as `2020-07-22T04:03:44Z`."),
		"cluster_id":            framework.ComputedOnce("UUID of the cluster the instance runs in."),
		"cluster_name":          framework.ComputedOnce("Name of the cluster."),
		"cluster_platform_type": framework.ComputedOnce("Platform of the cluster's nodes: `VirtualMachine` or `ARM64`."),
		"cluster_az":            framework.ComputedOnce("Whether the cluster spreads over availability zones: `yes` or `no`."),
		"order_fade_enabled":    computedBoolOnce("Whether orderers forget old blocks."),
		"order_fade_cache":      computedIntOnce("How much of the old blocks orderers keep."),
		"is_cross_region":       computedBoolOnce("Whether the instance spans regions."),
		"is_support_rollback":   computedBoolOnce("Whether an upgrade can be rolled back."),
		"is_old_service":        computedBoolOnce("Whether the service is of an older version."),
		"old_service_version":   framework.ComputedOnce("Version of the older service."),
		"agent_portal_addrs": schema.ListAttribute{
			MarkdownDescription: "Addresses of the agent, `ip:port`.", Computed: true, ElementType: types.StringType,
		},
		"peer_info":           components("Peers of each organization."),
		"light_peer_info":     components("Light peers of each organization."),
		"orderer_info":        component("Orderers."),
		"agent_info":          component("Agent."),
		"restapi_info":        component("REST API, if it is installed."),
		"tc3_taskserver_info": component("Trusted computing platform, if it is installed."),
		"channel_info": schema.ListNestedAttribute{
			MarkdownDescription: "Channels there are, those of `channels` and others.",
			Computed:            true,
			NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				"name":          framework.Computed("Name of the channel."),
				"org_names":     computedTexts("Names of the organizations in it."),
				"org_name_hash": computedTexts("The same with what the cluster calls them, `name:hash`."),
				"peers": schema.MapAttribute{
					MarkdownDescription: "Domain names of the peers in it, by the hash of their organization.",
					Computed:            true, ElementType: types.ListType{ElemType: types.StringType},
				},
			}},
		},
		"dms_kafka_info": schema.SingleNestedAttribute{
			MarkdownDescription: "Kafka instance of the consensus `kafka`.",
			Computed:            true,
			Attributes: map[string]schema.Attribute{
				"name":               framework.Computed("Name of the Kafka instance."),
				"node_cnt":           computedInt("Number of nodes."),
				"status":             framework.Computed("Status of the Kafka instance."),
				"status_detail":      framework.Computed("Healthy and all nodes, such as `3/3`."),
				"order_fade_enabled": computedBool("Whether orderers forget old blocks."),
				"order_fade_cache":   computedInt("How much of the old blocks orderers keep."),
				"addr":               computedTexts("Addresses of the Kafka instance."),
			},
		},
		"sfs_info": schema.SingleNestedAttribute{
			MarkdownDescription: "File system of the instance.",
			Computed:            true,
			PlanModifiers:       []planmodifier.Object{objectplanmodifier.UseStateForUnknown()},
			Attributes: map[string]schema.Attribute{
				"pvc_name": framework.Computed("Name of the volume (PVC) in the cluster."),
				"name":     framework.Computed("Name of the file system."),
				"addr":     framework.Computed("Address of the file system."),
				"type":     framework.Computed("Type of the file system, such as `efs`, or `host` without one."),
			},
		},
		"evs_pvc_info": schema.MapAttribute{
			MarkdownDescription: "What the cluster says of the EVS volumes.",
			Computed:            true, ElementType: types.MapType{ElemType: types.StringType},
		},
		"obs_bucket_info": schema.SingleNestedAttribute{
			MarkdownDescription: "OBS bucket of an instance with Kafka.",
			Computed:            true,
			PlanModifiers:       []planmodifier.Object{objectplanmodifier.UseStateForUnknown()},
			Attributes: map[string]schema.Attribute{
				"name": framework.Computed("Name of the bucket."),
				"addr": framework.Computed("Address of the bucket."),
			},
		},
	}
}

// componentMembers describe a part of an instance with its nodes.
func componentMembers() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"name":          framework.Computed("Name of the component; of the organization for peers."),
		"node_cnt":      computedInt("Number of nodes."),
		"status":        framework.Computed("Status: `Normal`, `AbNormal`, `IsCreating`, `IsScaling`, `Adding`, `IsUpgrading` or `Isdeleting`."),
		"status_detail": framework.Computed("Healthy and all nodes, such as `2/2`."),
		"pvc_name":      framework.Computed("Name of the volume (PVC) in the cluster."),
		"address": schema.ListNestedAttribute{
			MarkdownDescription: "Where the nodes are reached.",
			Computed:            true,
			NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				"domain_port": framework.Computed("Domain name in the cluster, and port."),
				"ip_port":     framework.Computed("IP address and port."),
			}},
		},
	}
}

func component(description string) schema.SingleNestedAttribute {
	return schema.SingleNestedAttribute{MarkdownDescription: description, Computed: true, Attributes: componentMembers()}
}

func components(description string) schema.ListNestedAttribute {
	return schema.ListNestedAttribute{
		MarkdownDescription: description, Computed: true, NestedObject: schema.NestedAttributeObject{Attributes: componentMembers()},
	}
}

func computedInt(description string) schema.Int64Attribute {
	return schema.Int64Attribute{MarkdownDescription: description, Computed: true}
}

func computedIntOnce(description string) schema.Int64Attribute {
	attribute := computedInt(description)
	attribute.PlanModifiers = []planmodifier.Int64{int64planmodifier.UseStateForUnknown()}
	return attribute
}

func computedBool(description string) schema.BoolAttribute {
	return schema.BoolAttribute{MarkdownDescription: description, Computed: true}
}

func computedBoolOnce(description string) schema.BoolAttribute {
	attribute := computedBool(description)
	attribute.PlanModifiers = []planmodifier.Bool{boolplanmodifier.UseStateForUnknown()}
	return attribute
}

func computedTexts(description string) schema.ListAttribute {
	return schema.ListAttribute{MarkdownDescription: description, Computed: true, ElementType: types.StringType}
}
