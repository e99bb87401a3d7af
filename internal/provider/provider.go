// Package provider is the provider block of `hwc`: its schema, its settings, and the lists of objects that
// the services hand in.
package provider

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
	"github.com/hwc-community/terraform-provider-hwc/internal/service/bcs"
	"github.com/hwc-community/terraform-provider-hwc/internal/service/hbs"
	"github.com/hwc-community/terraform-provider-hwc/internal/service/iam"
	"github.com/hwc-community/terraform-provider-hwc/internal/service/vpcep"
)

// New returns the factory of the provider; the version is the one of the program.
func New(version string) func() provider.Provider {
	return func() provider.Provider { return &hwcProvider{version: version} }
}

type hwcProvider struct{ version string }

var (
	_ provider.ProviderWithActions            = (*hwcProvider)(nil)
	_ provider.ProviderWithEphemeralResources = (*hwcProvider)(nil)
	_ provider.ProviderWithFunctions          = (*hwcProvider)(nil)
	_ provider.ProviderWithListResources      = (*hwcProvider)(nil)
)

func (p *hwcProvider) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "hwc"
	resp.Version = p.version
}

func (p *hwcProvider) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	attributes, role, oidc := map[string]schema.Attribute{}, map[string]schema.Attribute{}, map[string]schema.Attribute{}
	for _, s := range settings {
		switch block, name := s.block(); {
		case s.kind == variable:
		case block == roleBlock:
			role[name] = s.schema()
		case block == oidcBlock:
			oidc[name] = s.schema()
		default:
			attributes[name] = s.schema()
		}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Manages VPC endpoints and blockchains on Huawei Cloud and on partner clouds with the same API.",
		Attributes:          attributes,
		Blocks: map[string]schema.Block{
			roleBlock: schema.ListNestedBlock{
				MarkdownDescription: "Agency to act as. Of several, each is assumed with the access key of the one before.",
				NestedObject:        schema.NestedBlockObject{Attributes: role},
			},
			oidcBlock: schema.SingleNestedBlock{
				MarkdownDescription: "Log in with the id token of an identity provider, and act as an agency.",
				Attributes:          oidc,
			},
		},
	}
}

func (p *hwcProvider) Configure(ctx context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	read, unknown := readPlaces(ctx, req.Config, &resp.Diagnostics)
	var endpoints, defaultTags types.Map
	var ignoreTags types.Set
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("endpoints"), &endpoints)...)
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("default_tags"), &defaultTags)...)
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("ignore_tags"), &ignoreTags)...)
	if resp.Diagnostics.HasError() {
		return
	}

	shared := &framework.Provider{}
	resp.ResourceData, resp.DataSourceData, resp.EphemeralResourceData = shared, shared, shared
	resp.ListResourceData, resp.ActionData = shared, shared
	tagsUnknown := !framework.Known(ctx, defaultTags) || !framework.Known(ctx, ignoreTags)
	shared.Tags = framework.TagPolicy{Unknown: tagsUnknown}
	if !tagsUnknown {
		resp.Diagnostics.Append(defaultTags.ElementsAs(ctx, &shared.Tags.Default, false)...)
		resp.Diagnostics.Append(ignoreTags.ElementsAs(ctx, &shared.Tags.Ignore, false)...)
	}
	enterpriseProject, _ := read.find("enterprise_project_id")
	shared.EnterpriseProjectID = enterpriseProject.text
	if !framework.Known(ctx, endpoints) {
		unknown = append(unknown, "endpoints")
	}
	if len(unknown) > 0 {
		shared.Client = client.Unready(fmt.Errorf("the provider's %s is not known yet: it depends on something that is only there after an apply; "+
			"create that first (`-target`), or set a value that is known", strings.Join(unknown, ", ")))
		return
	}

	config := resolve(read, isInstance(assetTagFile), &resp.Diagnostics)
	resp.Diagnostics.Append(endpoints.ElementsAs(ctx, &config.Endpoints, false)...)
	if resp.Diagnostics.HasError() {
		return
	}
	config.UserAgent = strings.TrimSpace(fmt.Sprintf("%s terraform-provider-hwc/%s (terraform %s)", config.customUserAgent, p.version, req.TerraformVersion))
	config.Logger = slog.New(tflogHandler{wanted: logsWanted()})
	core, err := client.New(config.Config)
	if err != nil {
		resp.Diagnostics.AddError("The provider could not be configured", sentence(err.Error()))
		return
	}
	for _, warning := range core.Warnings() {
		resp.Diagnostics.AddAttributeWarning(path.Root("region"), "Unknown region", warning)
	}
	shared.Client, shared.QuotaCheck = core, config.quotaCheck
}

func (p *hwcProvider) Resources(context.Context) []func() resource.Resource {
	return slices.Concat(vpcep.Resources(), bcs.Resources(), hbs.Resources())
}

func (p *hwcProvider) DataSources(context.Context) []func() datasource.DataSource {
	return slices.Concat(vpcep.DataSources(), bcs.DataSources(), hbs.DataSources(), iam.DataSources())
}

func (p *hwcProvider) EphemeralResources(context.Context) []func() ephemeral.EphemeralResource {
	return slices.Concat(bcs.EphemeralResources(), hbs.EphemeralResources(), iam.EphemeralResources())
}

func (p *hwcProvider) ListResources(context.Context) []func() list.ListResource {
	return slices.Concat(vpcep.ListResources(), bcs.ListResources(), hbs.ListResources())
}

func (p *hwcProvider) Actions(context.Context) []func() action.Action {
	return slices.Concat(vpcep.Actions(), bcs.Actions())
}

func (p *hwcProvider) Functions(context.Context) []func() function.Function {
	return slices.Concat(vpcep.Functions())
}
