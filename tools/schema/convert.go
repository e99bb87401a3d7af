package main

import (
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// The structs below are the documented JSON output format, version 1.0, of `terraform providers schema -json`. A
// tftypes.Type encodes itself as that format wants it.

type providers struct {
	FormatVersion string               `json:"format_version"`
	Schemas       map[string]*provided `json:"provider_schemas"`
}

type provided struct {
	Provider           *schema              `json:"provider,omitempty"`
	Resources          map[string]*schema   `json:"resource_schemas,omitempty"`
	DataSources        map[string]*schema   `json:"data_source_schemas,omitempty"`
	EphemeralResources map[string]*schema   `json:"ephemeral_resource_schemas,omitempty"`
	ListResources      map[string]*schema   `json:"list_resource_schemas,omitempty"`
	Actions            map[string]*action   `json:"action_schemas,omitempty"`
	Functions          map[string]*function `json:"functions,omitempty"`
	Identities         map[string]*identity `json:"resource_identity_schemas,omitempty"`
}

type schema struct {
	Version int64  `json:"version"`
	Block   *block `json:"block,omitempty"`
}

// action has no version: nothing of it is stored.
type action struct {
	Block *block `json:"block,omitempty"`
}

type block struct {
	Attributes      map[string]*attribute   `json:"attributes,omitempty"`
	Blocks          map[string]*nestedBlock `json:"block_types,omitempty"`
	Description     string                  `json:"description,omitempty"`
	DescriptionKind string                  `json:"description_kind,omitempty"`
	Deprecated      bool                    `json:"deprecated,omitempty"`
}

type nestedBlock struct {
	Nesting string `json:"nesting_mode,omitempty"`
	Block   *block `json:"block,omitempty"`
	Min     int64  `json:"min_items,omitempty"`
	Max     int64  `json:"max_items,omitempty"`
}

type attribute struct {
	Type            tftypes.Type `json:"type,omitempty"`
	Nested          *nestedType  `json:"nested_type,omitempty"`
	Description     string       `json:"description,omitempty"`
	DescriptionKind string       `json:"description_kind,omitempty"`
	Deprecated      bool         `json:"deprecated,omitempty"`
	Required        bool         `json:"required,omitempty"`
	Optional        bool         `json:"optional,omitempty"`
	Computed        bool         `json:"computed,omitempty"`
	Sensitive       bool         `json:"sensitive,omitempty"`
	WriteOnly       bool         `json:"write_only,omitempty"`
}

type nestedType struct {
	Nesting    string                `json:"nesting_mode,omitempty"`
	Attributes map[string]*attribute `json:"attributes,omitempty"`
}

type identity struct {
	Version    int64                         `json:"version"`
	Attributes map[string]*identityAttribute `json:"attributes,omitempty"`
}

type identityAttribute struct {
	Type        tftypes.Type `json:"type,omitempty"`
	Description string       `json:"description,omitempty"`
	Required    bool         `json:"required_for_import,omitempty"`
	Optional    bool         `json:"optional_for_import,omitempty"`
}

type function struct {
	Description        string       `json:"description,omitempty"`
	Summary            string       `json:"summary,omitempty"`
	DeprecationMessage string       `json:"deprecation_message,omitempty"`
	Return             tftypes.Type `json:"return_type"`
	Parameters         []*parameter `json:"parameters,omitempty"`
	Variadic           *parameter   `json:"variadic_parameter,omitempty"`
}

type parameter struct {
	Name        string       `json:"name,omitempty"`
	Description string       `json:"description,omitempty"`
	Nullable    bool         `json:"is_nullable,omitempty"`
	Type        tftypes.Type `json:"type"`
}

// convertProvider puts the answers of a provider server into the CLI's form. The key is the short name: tfplugindocs
// looks for that or for an address in HashiCorp's namespace, and for nothing else.
func convertProvider(s *tfprotov6.GetProviderSchemaResponse, i *tfprotov6.GetResourceIdentitySchemasResponse) *providers {
	return &providers{
		FormatVersion: "1.0",
		Schemas: map[string]*provided{"hwc": {
			Provider:           convertSchema(s.Provider),
			Resources:          convertMap(s.ResourceSchemas, convertSchema),
			DataSources:        convertMap(s.DataSourceSchemas, convertSchema),
			EphemeralResources: convertMap(s.EphemeralResourceSchemas, convertSchema),
			ListResources:      convertMap(s.ListResourceSchemas, convertSchema),
			Actions:            convertMap(s.ActionSchemas, convertAction),
			Functions:          convertMap(s.Functions, convertFunction),
			Identities:         convertMap(i.IdentitySchemas, convertIdentity),
		}},
	}
}

func convertMap[F, T any](from map[string]F, convert func(F) T) map[string]T {
	to := make(map[string]T, len(from))
	for name, value := range from {
		to[name] = convert(value)
	}
	return to
}

func convertSchema(s *tfprotov6.Schema) *schema {
	if s == nil {
		return nil
	}
	return &schema{Version: s.Version, Block: convertBlock(s.Block)}
}

func convertAction(a *tfprotov6.ActionSchema) *action {
	return &action{Block: convertBlock(a.Schema.Block)}
}

func convertBlock(b *tfprotov6.SchemaBlock) *block {
	blocks := make(map[string]*nestedBlock, len(b.BlockTypes))
	for _, nested := range b.BlockTypes {
		blocks[nested.TypeName] = &nestedBlock{
			Nesting: blockNesting[nested.Nesting],
			Block:   convertBlock(nested.Block),
			Min:     nested.MinItems,
			Max:     nested.MaxItems,
		}
	}
	return &block{
		Attributes:      convertAttributes(b.Attributes),
		Blocks:          blocks,
		Description:     b.Description,
		DescriptionKind: descriptionKind[b.DescriptionKind],
		Deprecated:      b.Deprecated,
	}
}

func convertAttributes(from []*tfprotov6.SchemaAttribute) map[string]*attribute {
	to := make(map[string]*attribute, len(from))
	for _, a := range from {
		converted := &attribute{
			Type:            a.Type,
			Description:     a.Description,
			DescriptionKind: descriptionKind[a.DescriptionKind],
			Deprecated:      a.Deprecated,
			Required:        a.Required,
			Optional:        a.Optional,
			Computed:        a.Computed,
			Sensitive:       a.Sensitive,
			WriteOnly:       a.WriteOnly,
		}
		if a.NestedType != nil {
			converted.Nested = &nestedType{
				Nesting:    objectNesting[a.NestedType.Nesting],
				Attributes: convertAttributes(a.NestedType.Attributes),
			}
		}
		to[a.Name] = converted
	}
	return to
}

func convertIdentity(s *tfprotov6.ResourceIdentitySchema) *identity {
	to := &identity{Version: s.Version, Attributes: make(map[string]*identityAttribute, len(s.IdentityAttributes))}
	for _, a := range s.IdentityAttributes {
		to.Attributes[a.Name] = &identityAttribute{
			Type:        a.Type,
			Description: a.Description,
			Required:    a.RequiredForImport,
			Optional:    a.OptionalForImport,
		}
	}
	return to
}

func convertFunction(f *tfprotov6.Function) *function {
	to := &function{
		Description:        f.Description,
		Summary:            f.Summary,
		DeprecationMessage: f.DeprecationMessage,
		Return:             f.Return.Type,
		Variadic:           convertParameter(f.VariadicParameter),
	}
	for _, p := range f.Parameters {
		to.Parameters = append(to.Parameters, convertParameter(p))
	}
	return to
}

func convertParameter(p *tfprotov6.FunctionParameter) *parameter {
	if p == nil {
		return nil
	}
	return &parameter{Name: p.Name, Description: p.Description, Nullable: p.AllowNullValue, Type: p.Type}
}

var (
	descriptionKind = map[tfprotov6.StringKind]string{
		tfprotov6.StringKindPlain:    "plain",
		tfprotov6.StringKindMarkdown: "markdown",
	}
	blockNesting = map[tfprotov6.SchemaNestedBlockNestingMode]string{
		tfprotov6.SchemaNestedBlockNestingModeSingle: "single",
		tfprotov6.SchemaNestedBlockNestingModeGroup:  "group",
		tfprotov6.SchemaNestedBlockNestingModeList:   "list",
		tfprotov6.SchemaNestedBlockNestingModeSet:    "set",
		tfprotov6.SchemaNestedBlockNestingModeMap:    "map",
	}
	objectNesting = map[tfprotov6.SchemaObjectNestingMode]string{
		tfprotov6.SchemaObjectNestingModeSingle: "single",
		tfprotov6.SchemaObjectNestingModeList:   "list",
		tfprotov6.SchemaObjectNestingModeSet:    "set",
		tfprotov6.SchemaObjectNestingModeMap:    "map",
	}
)
