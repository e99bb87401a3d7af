package bcs

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

// exampleInstance is the id of an instance in messages.
const exampleInstance = "50ca216f-f0e5-ea05-5aee-de8d8f0fb6fa"

func channelSchema(ctx context.Context) schema.Schema {
	return schema.Schema{
		MarkdownDescription: "A channel of a blockchain instance (BCS): a ledger that the organizations in it share. How many channels an instance may have depends on its edition. " +
			"Changes of one instance queue, so any number of channels may be in one configuration.",
		Attributes: map[string]schema.Attribute{
			"region":        framework.RegionAttribute(),
			"blockchain_id": namePart("UUID of the instance. Changing it replaces the channel, with its ledger.", framework.UUID()),
			"name":          namePart("Name of the channel: 4 to 24 lower-case letters and digits, with a letter in front. Changing it replaces the channel, with its ledger.", channelNameRule()),
			"description":   framework.FixedString("Text about the channel."),
			"peers": schema.MapAttribute{
				MarkdownDescription: "Organizations of the instance that are in the channel, with the number of their peers in it, at least 1: exactly these, and none with `{}`. " +
					"Changed in place: organizations and peers join and leave. They leave when the channel is destroyed. Organizations are not managed while it is unset; " +
					"`hwc_bcs_channel_organization` manages one of them then. Do not use both for one channel. An import leaves it unset.",
				Optional:    true,
				ElementType: types.Int64Type,
				Validators:  []validator.Map{mapvalidator.NoNullValues(), mapvalidator.KeysAre(nameRule()), mapvalidator.ValueInt64sAre(int64validator.AtLeast(1))},
			},
			"peer_names":      namesAttribute("Names of the peers in the channel, by organization. In a consortium those of other accounts may be missing."),
			"consensus_nodes": namesAttribute("Names of the peers that take part in the consensus, by organization."),
			"consensus":       framework.ComputedOnce("How the orderers agree, such as `etcdraft`."),
			"create_time":     framework.ComputedOnce("When the channel was created, in UTC, such as `2020-10-15T10:24:51Z`."),
			"timeouts":        limits.Attribute(ctx),
		},
	}
}

// namePart is an argument that belongs to the name of an object.
func namePart(description string, validators ...validator.String) schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: description,
		Required:            true,
		Validators:          validators,
		PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
	}
}

func namesAttribute(description string) schema.MapAttribute {
	return schema.MapAttribute{MarkdownDescription: description, Computed: true, ElementType: namesType}
}
