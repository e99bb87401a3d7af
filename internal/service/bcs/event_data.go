package bcs

import (
	"cmp"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/bcs"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

// eventQuery is what both data sources about events ask for.
type eventQuery struct {
	Region       types.String    `tfsdk:"region"`
	BlockchainID types.String    `tfsdk:"blockchain_id"`
	Type         types.String    `tfsdk:"type"`
	TimeRange    types.String    `tfsdk:"time_range"`
	Step         types.Int64     `tfsdk:"step"`
	Search       types.String    `tfsdk:"search"`
	Relations    []eventRelation `tfsdk:"metadata_relation"`
	OrderBy      []string        `tfsdk:"order_by"`
	Order        types.String    `tfsdk:"order"`
}

type eventRelation struct {
	Key      types.String `tfsdk:"key"`
	Value    []string     `tfsdk:"value"`
	Relation types.String `tfsdk:"relation"`
}

// lastHour and aMinute are what is asked for when the configuration does not say.
const (
	lastHour = "-1.-1.60"
	aMinute  = 60_000 // milliseconds
)

func (q eventQuery) request() bcs.EventRequest {
	r := bcs.EventRequest{
		TimeRange: cmp.Or(q.TimeRange.ValueString(), lastHour),
		Step:      cmp.Or(q.Step.ValueInt64(), aMinute),
		Search:    q.Search.ValueString(),
	}
	for _, relation := range q.Relations {
		r.MetadataRelation = append(r.MetadataRelation, bcs.EventRelation{
			Key: relation.Key.ValueString(), Value: relation.Value, Relation: cmp.Or(relation.Relation.ValueString(), "AND"),
		})
	}
	if len(q.OrderBy) > 0 {
		r.Sort = &bcs.EventSort{OrderBy: q.OrderBy, Order: cmp.Or(q.Order.ValueString(), "desc")}
	}
	return r
}

func eventQueryAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"region":        framework.DataSourceRegionAttribute(),
		"blockchain_id": blockchainIDAttribute(),
		"type":          framework.Filter("that are alarms: `active_alert` or `history_alert`. Unset: events too.", stringvalidator.OneOf(bcs.EventActiveAlert, bcs.EventHistoryAlert)),
		"time_range": schema.StringAttribute{
			MarkdownDescription: "Time to look at: `start.end.minutes`, start and end in milliseconds since 1970 or `-1`. Default: `" + lastHour + "`, the last hour.",
			Optional:            true,
			Validators:          []validator.String{framework.NotEmpty()},
		},
		"step": schema.Int64Attribute{
			MarkdownDescription: "Interval of statistics in milliseconds. Default: `60000`.", Optional: true, Validators: []validator.Int64{int64validator.AtLeast(1)},
		},
		"search": framework.Filter("that hold this text.", framework.NotEmpty()),
		"metadata_relation": schema.ListNestedAttribute{
			MarkdownDescription: "Only those whose metadata match.",
			Optional:            true,
			Validators:          []validator.List{listvalidator.SizeAtLeast(1)},
			NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				"key": schema.StringAttribute{
					MarkdownDescription: "Name of the metadata, such as `event_type`.", Required: true, Validators: []validator.String{framework.NotEmpty()},
				},
				"value": schema.ListAttribute{
					MarkdownDescription: "Values to look for.", Required: true, ElementType: types.StringType, Validators: []validator.List{listvalidator.SizeAtLeast(1)},
				},
				"relation": schema.StringAttribute{
					MarkdownDescription: "How the values are combined: `AND`, `OR` or `NOT`. Default: `AND`.",
					Optional:            true,
					Validators:          []validator.String{stringvalidator.OneOf("AND", "OR", "NOT")},
				},
			}},
		},
		"order_by": schema.ListAttribute{
			MarkdownDescription: "Fields to sort by, such as `starts_at`.", Optional: true, ElementType: types.StringType,
			Validators: []validator.List{listvalidator.SizeAtLeast(1)},
		},
		"order": schema.StringAttribute{
			MarkdownDescription: "Direction of `order_by`: `asc` or `desc`. Default: `desc`.",
			Optional:            true,
			Validators:          []validator.String{stringvalidator.OneOf("asc", "desc"), stringvalidator.AlsoRequires(path.MatchRoot("order_by"))},
		},
		"metrics": metricsAttribute(),
		"events": schema.ListAttribute{
			MarkdownDescription: "Events as the cloud gives them, a JSON object each: their members are not documented.", Computed: true, ElementType: types.StringType,
		},
	}
}

// eventTexts are events as JSON texts.
func eventTexts(events *bcs.Events) []string {
	texts := make([]string, len(events.Events))
	for i, event := range events.Events {
		texts[i] = string(event)
	}
	return texts
}
