package vpcep

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/vpcep"
)

// NewParseServiceNameFunction is the function `parse_service_name`.
func NewParseServiceNameFunction() function.Function { return parseServiceName{} }

type parseServiceName struct{}

func (parseServiceName) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "parse_service_name"
}

// serviceNameParts are what the function returns.
type serviceNameParts struct {
	Region string `tfsdk:"region"`
	Name   string `tfsdk:"name"`
	ID     string `tfsdk:"id"`
}

func (parseServiceName) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "Takes the full name of a VPC endpoint service apart",
		MarkdownDescription: "Takes the full name of a VPC endpoint service, `{region}.{name}.{id}` or `{region}.{id}`, apart into an object of `region`, `name` (`\"\"` when " +
			"the service has none) and `id`. The names of public services hold no id and are refused.",
		Parameters: []function.Parameter{
			function.StringParameter{Name: "name", MarkdownDescription: "Full name of the service: the `service_name` of a service or an endpoint."},
		},
		Return: function.ObjectReturn{AttributeTypes: map[string]attr.Type{
			"region": types.StringType, "name": types.StringType, "id": types.StringType,
		}},
	}
}

func (parseServiceName) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var full string
	if resp.Error = req.Arguments.Get(ctx, &full); resp.Error != nil {
		return
	}
	parts, err := vpcep.ParseServiceName(full)
	if err != nil {
		resp.Error = function.NewArgumentFuncError(0, err.Error())
		return
	}
	resp.Error = resp.Result.Set(ctx, serviceNameParts(parts))
}

// NewDomainPermissionFunction is the function `domain_permission`.
func NewDomainPermissionFunction() function.Function {
	return permissionFunction{
		name:    "domain_permission",
		summary: "Builds the permission of an account",
		description: "Builds the permission that lets an account connect endpoints to a VPC endpoint service, `iam:domain::{domain_id}`, " +
			"for a record of its whitelist.",
		parameter: function.StringParameter{Name: "domain_id", MarkdownDescription: "Id of the account (domain), or `*` for every account."},
		build:     vpcep.DomainPermission,
	}
}

// NewOrgPathPermissionFunction is the function `org_path_permission`.
func NewOrgPathPermissionFunction() function.Function {
	return permissionFunction{
		name:    "org_path_permission",
		summary: "Builds the permission of a path of organizations",
		description: "Builds the permission that lets the accounts below a path of organizations connect endpoints to a VPC endpoint service, " +
			"`organizations:orgPath::{path}`, for a record of its whitelist.",
		parameter: function.StringParameter{
			Name: "path", MarkdownDescription: "Path of the organization, such as `o-xxx/r-yyy/ou-zzz/*`: letters, digits and `/ - * ? _`, at most 1024.",
		},
		build: vpcep.OrgPathPermission,
	}
}

// permissionFunction builds a permission from one text.
type permissionFunction struct {
	name, summary, description string
	parameter                  function.StringParameter
	build                      func(string) (string, error)
}

func (f permissionFunction) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = f.name
}

func (f permissionFunction) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: f.summary, MarkdownDescription: f.description, Parameters: []function.Parameter{f.parameter}, Return: function.StringReturn{},
	}
}

func (f permissionFunction) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var text string
	if resp.Error = req.Arguments.Get(ctx, &text); resp.Error != nil {
		return
	}
	permission, err := f.build(text)
	if err != nil {
		resp.Error = function.NewArgumentFuncError(0, err.Error())
		return
	}
	resp.Error = resp.Result.Set(ctx, permission)
}
