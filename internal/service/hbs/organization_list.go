package hbs

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/hbs"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

var _ list.ListResourceWithConfigure = (*organizationList)(nil)

// NewOrganizationList is the list resource `hwc_hbs_organization`.
func NewOrganizationList() list.ListResource {
	return &organizationList{organizationResource{framework.NewResource(newEngine)}}
}

// organizationList lists what organizationResource manages.
type organizationList struct{ organizationResource }

type organizationListModel struct {
	Region     types.String `tfsdk:"region"`
	InstanceID types.String `tfsdk:"instance_id"`
	Status     types.String `tfsdk:"status"`
}

func (l *organizationList) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	arguments := framework.ListFilters(organizationFilters(), "status")
	arguments["region"] = framework.ListRegionAttribute()
	arguments["instance_id"] = schema.StringAttribute{
		MarkdownDescription: "UUID of the instance.", Required: true, Validators: []validator.String{framework.UUID()},
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the organizations of an HBS instance that match all the arguments given, those the instance was bought with included.",
		Attributes:          arguments,
	}
}

func (l *organizationList) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var config organizationListModel
	if diags := req.Config.Get(ctx, &config); diags.HasError() {
		framework.ListFailed(stream, diags...)
		return
	}
	ctx, cancel := reading(ctx)
	defer cancel()

	api := l.API(config.Region)
	organizations, err := organizationFilter{Status: config.Status}.find(ctx, api, config.InstanceID)
	if err != nil {
		framework.ListFailed(stream, couldNotRead("organizations of the HBS instance "+config.InstanceID.ValueString(), api.Region(), err))
		return
	}
	framework.List(ctx, req, stream, organizations, func(organization hbs.Organization) framework.Listed {
		model := organizationModel{InstanceID: config.InstanceID, Timeouts: framework.NoTimeouts()}
		model.fill(api.Region(), &organization)
		return framework.Listed{Name: describeOrganization(organization), Identity: model.identity(), Model: model}
	})
}
