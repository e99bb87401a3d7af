// Package provider is the provider block of `hwc`: its schema, its settings, and the lists of objects that
// the services hand in.
package provider

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
	"github.com/hwc-community/terraform-provider-hwc/internal/service/vpcep"
)

// services are the cloud services whose base URL `endpoints` can override.
var services = []string{"iam", "vpcep"}

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
	attributes := map[string]schema.Attribute{
		"endpoints": schema.MapAttribute{
			MarkdownDescription: "Base URLs of single services, by service name (`" + strings.Join(services, "`, `") + "`), without version and project. Wins over `endpoint_url`.",
			Optional:            true,
			ElementType:         types.StringType,
			Validators: []validator.Map{
				mapvalidator.KeysAre(stringvalidator.OneOf(services...)),
				mapvalidator.NoNullValues(),
				mapvalidator.ValueStringsAre(framework.FromFuncUnsaid(setting{kind: address}.rule(), isBaseURL)),
			},
		},
		"default_tags": schema.MapAttribute{
			MarkdownDescription: "Tags for every object that has tags. An object's own `tags` win over them.",
			Optional:            true,
			ElementType:         types.StringType,
			Validators:          framework.TagValidators(),
		},
		"ignore_tags": schema.SetAttribute{
			MarkdownDescription: "Keys of tags that somebody else looks after. They are neither read nor changed, unless an object's `tags` names them.",
			Optional:            true,
			ElementType:         types.StringType,
			Validators:          []validator.Set{setvalidator.NoNullValues()},
		},
	}
	for _, s := range settings {
		attributes[s.attribute] = s.schema()
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Manages VPC endpoints on Huawei Cloud and on partner clouds with the same API.",
		Attributes:          attributes,
	}
}

func (p *hwcProvider) Configure(ctx context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	values, unknown := readSettings(ctx, req.Config, &resp.Diagnostics)
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
	if !framework.Known(ctx, endpoints) {
		unknown = append(unknown, "endpoints")
	}
	if len(unknown) > 0 {
		shared.Client = client.Unready(fmt.Errorf("the provider's %s is not known yet: it depends on something that is only there after an apply; "+
			"create that first (`-target`), or set a value that is known", strings.Join(unknown, ", ")))
		return
	}

	config := resolve(values, &resp.Diagnostics)
	resp.Diagnostics.Append(endpoints.ElementsAs(ctx, &config.Endpoints, false)...)
	if resp.Diagnostics.HasError() {
		return
	}
	config.UserAgent = fmt.Sprintf("terraform-provider-hwc/%s (terraform %s)", p.version, req.TerraformVersion)
	config.Logger = slog.New(tflogHandler{wanted: logsWanted()})
	core, err := client.New(config)
	if err != nil {
		resp.Diagnostics.AddError("The provider could not be configured", err.Error()+".")
		return
	}
	shared.Client = core
}

func (p *hwcProvider) Resources(context.Context) []func() resource.Resource {
	return slices.Concat(vpcep.Resources())
}

func (p *hwcProvider) DataSources(context.Context) []func() datasource.DataSource {
	return slices.Concat(vpcep.DataSources())
}

func (p *hwcProvider) EphemeralResources(context.Context) []func() ephemeral.EphemeralResource {
	return nil
}

func (p *hwcProvider) ListResources(context.Context) []func() list.ListResource {
	return slices.Concat(vpcep.ListResources())
}

func (p *hwcProvider) Actions(context.Context) []func() action.Action {
	return slices.Concat(vpcep.Actions())
}

func (p *hwcProvider) Functions(context.Context) []func() function.Function {
	return slices.Concat(vpcep.Functions())
}

// schema is the attribute of one row of the settings.
func (s setting) schema() schema.Attribute {
	description := s.description + s.sources()
	switch s.kind {
	case boolean:
		return schema.BoolAttribute{MarkdownDescription: description, Optional: true}
	case number:
		return schema.Int64Attribute{MarkdownDescription: description, Optional: true, Validators: []validator.Int64{int64validator.AtLeast(0)}}
	case address:
		return schema.StringAttribute{
			MarkdownDescription: description, Optional: true, Validators: []validator.String{framework.FromFuncUnsaid(s.rule(), s.valid)},
		}
	case region, domain:
		return schema.StringAttribute{
			MarkdownDescription: description, Optional: true, Validators: []validator.String{framework.FromFunc(s.rule(), s.valid)},
		}
	case text, secret:
	}
	return schema.StringAttribute{MarkdownDescription: description, Optional: true, Sensitive: s.kind == secret}
}
