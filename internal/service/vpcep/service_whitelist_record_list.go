package vpcep

import (
	"cmp"
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/vpcep"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

var _ list.ListResourceWithConfigure = (*serviceWhitelistRecordList)(nil)

// NewServiceWhitelistRecordList is the list resource `hwc_vpcep_service_whitelist_record`.
func NewServiceWhitelistRecordList() list.ListResource {
	return &serviceWhitelistRecordList{serviceWhitelistRecordResource{framework.NewResource(vpcep.New)}}
}

// serviceWhitelistRecordList lists what serviceWhitelistRecordResource manages.
type serviceWhitelistRecordList struct{ serviceWhitelistRecordResource }

type serviceWhitelistRecordListModel struct {
	Region     types.String `tfsdk:"region"`
	ServiceID  types.String `tfsdk:"service_id"`
	Permission types.String `tfsdk:"permission"`
}

func (l *serviceWhitelistRecordList) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the records of the whitelist of a VPC endpoint service.",
		Attributes: map[string]schema.Attribute{
			"region": framework.ListRegionAttribute(),
			"service_id": schema.StringAttribute{
				MarkdownDescription: "UUID of the service.", Required: true, Validators: []validator.String{framework.AnyUUID()},
			},
			"permission": listFilter("with exactly this permission, so at most one.", framework.NotEmpty()),
		},
	}
}

func (l *serviceWhitelistRecordList) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var config serviceWhitelistRecordListModel
	if diags := req.Config.Get(ctx, &config); diags.HasError() {
		framework.ListFailed(stream, diags...)
		return
	}
	ctx, cancel := reading(ctx)
	defer cancel()

	api := l.API(config.Region)
	records, err := findPermissions(ctx, api, config.ServiceID, config.Permission)
	if err != nil {
		framework.ListFailed(stream, couldNotReadPart("whitelist of the VPC endpoint service "+config.ServiceID.ValueString(), api.Region(), err))
		return
	}
	framework.List(ctx, req, stream, records, func(record vpcep.Permission) framework.Listed {
		model := serviceWhitelistRecordModel{
			ServiceID: config.ServiceID, Permission: types.StringValue(record.Permission), Timeouts: framework.NoTimeouts(),
		}
		model.fill(api.Region(), record, false)
		return framework.Listed{Name: record.Permission, Identity: model.identity(), Model: model}
	})
}

// findPermissions reads the records of a whitelist, or the one with a permission, in the order of their permissions.
func findPermissions(ctx context.Context, api *vpcep.Client, service, permission types.String) ([]vpcep.Permission, error) {
	records, err := api.ListPermissions(ctx, service.ValueString(), vpcep.ListPermissionsRequest{Permission: permission.ValueString()})
	if err != nil {
		return nil, err
	}
	records = slices.DeleteFunc(records, func(p vpcep.Permission) bool { return !equal(permission, p.Permission) })
	slices.SortFunc(records, func(a, b vpcep.Permission) int { return cmp.Compare(a.Permission, b.Permission) })
	return records, nil
}
