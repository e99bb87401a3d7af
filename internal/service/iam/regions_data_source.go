package iam

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
	"github.com/hwc-community/terraform-provider-hwc/internal/client/iam"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

var _ datasource.DataSourceWithConfigure = (*regionsDataSource)(nil)

// NewRegionsDataSource is the data source `hwc_iam_regions`.
func NewRegionsDataSource() datasource.DataSource {
	return &regionsDataSource{framework.NewDataSource(iam.New)}
}

type regionsDataSource struct {
	framework.DataSource[*iam.Client]
}

type regionsDataSourceModel struct {
	Region  types.String `tfsdk:"region"`
	Regions []regionData `tfsdk:"regions"`
}

type regionData struct {
	ID             types.String `tfsdk:"id"`
	Type           types.String `tfsdk:"type"`
	Description    types.String `tfsdk:"description"`
	ParentRegionID types.String `tfsdk:"parent_region_id"`
	Locales        types.Map    `tfsdk:"locales"`
}

func newRegionData(r iam.Region) regionData {
	return regionData{
		types.StringValue(r.ID), framework.OrNull(r.Type), types.StringValue(r.Description), framework.OrNull(r.ParentRegionID), framework.StringMap(r.Locales),
	}
}

func (d *regionsDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_iam_regions"
}

func (d *regionsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The regions that the cloud offers to the account. Clouds may refuse this call to access keys; a token or a password always does.",
		Attributes: map[string]schema.Attribute{
			"region": framework.DataSourceRegionAttribute(),
			"regions": schema.ListNestedAttribute{
				MarkdownDescription: "The regions, in the order of their ids.",
				Computed:            true,
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"id":               framework.Shown("Id of the region, such as `cn-north-4`."),
					"type":             framework.Shown("Type of the region, such as `public`; null where the cloud does not say."),
					"description":      framework.Shown("Text about the region."),
					"parent_region_id": framework.Shown("Id of the region that this one is a part of; null for none."),
					"locales":          framework.ShownMap("Name of the region by language, such as `en-us`."),
				}},
			},
		},
	}
}

func (d *regionsDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model regionsDataSourceModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := framework.Reading(ctx)
	defer cancel()

	api := d.API(model.Region)
	regions, err := api.ListRegions(ctx)
	if err != nil {
		resp.Diagnostics.Append(couldNotReadRegions(api.Region(), err))
		return
	}
	slices.SortFunc(regions, func(a, b iam.Region) int { return cmp.Compare(a.ID, b.ID) })
	model.Region = types.StringValue(api.Region())
	model.Regions = framework.Map(regions, newRegionData)
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}

// couldNotReadRegions explains a refusal by IAM itself; the gateway's refusals of wrong keys have codes of their own.
func couldNotReadRegions(region string, err error) diag.Diagnostic {
	if _, ok := errors.AsType[*client.AuthError](err); ok {
		return couldNot("read", "regions", region, err)
	}
	needsToken := framework.Advice{Text: "the API documents this call for tokens only, so give the provider a password or a token if it has an access key; " +
		"if it has a token, that may have expired."}
	return framework.Failure{
		Summary: "Could not read the regions", Object: "regions in " + region, Err: err,
		Advice: map[string]framework.Advice{"iam.0001": needsToken, "401": needsToken},
	}.Diagnostic()
}
