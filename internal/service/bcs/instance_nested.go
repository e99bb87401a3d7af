package bcs

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
)

// The models of the nested arguments of an instance, with the words of contract/bcs.md 1.1.
type (
	couchModel struct {
		UserName          types.String `tfsdk:"user_name"`
		Password          types.String `tfsdk:"password"`
		PasswordWO        types.String `tfsdk:"password_wo"`
		PasswordWOVersion types.Int64  `tfsdk:"password_wo_version"`
	}
	cceClusterModel struct {
		ClusterID           types.String `tfsdk:"cluster_id"`
		ClusterName         types.String `tfsdk:"cluster_name"`
		ClusterPlatformType types.String `tfsdk:"cluster_platform_type"`
	}
	cceCreateModel struct {
		NodeNum                   types.Int64  `tfsdk:"node_num"`
		NodeFlavor                types.String `tfsdk:"node_flavor"`
		CceFlavor                 types.String `tfsdk:"cce_flavor"`
		AZ                        types.String `tfsdk:"az"`
		ClusterPlatformType       types.String `tfsdk:"cluster_platform_type"`
		InitNodePassword          types.String `tfsdk:"init_node_password"`
		InitNodePasswordWO        types.String `tfsdk:"init_node_password_wo"`
		InitNodePasswordWOVersion types.Int64  `tfsdk:"init_node_password_wo_version"`
	}
	iefNodeModel struct {
		ID              types.String `tfsdk:"id"`
		PublicIPAddress types.String `tfsdk:"public_ip_address"`
	}
	orgModel struct {
		Name      types.String `tfsdk:"name"`
		NodeCount types.Int64  `tfsdk:"node_count"`
		PvcName   types.String `tfsdk:"pvc_name"`
	}
	firstChannelModel struct {
		Name        types.String `tfsdk:"name"`
		OrgNames    types.Set    `tfsdk:"org_names"`
		Description types.String `tfsdk:"description"`
	}
	turboModel struct {
		ShareType        types.String `tfsdk:"share_type"`
		Type             types.String `tfsdk:"type"`
		AvailableZone    types.String `tfsdk:"available_zone"`
		ResourceSpecCode types.String `tfsdk:"resource_spec_code"`
	}
	blockModel struct {
		BatchTimeout      types.Int64 `tfsdk:"batch_timeout"`
		MaxMessageCount   types.Int64 `tfsdk:"max_message_count"`
		PreferredMaxbytes types.Int64 `tfsdk:"preferred_maxbytes"`
	}
	kafkaModel struct {
		Spec    types.String `tfsdk:"spec"`
		Storage types.Int64  `tfsdk:"storage"`
		AZ      types.String `tfsdk:"az"`
	}
	invitorModel struct {
		TenantID     types.String `tfsdk:"tenant_id"`
		ProjectID    types.String `tfsdk:"project_id"`
		BlockchainID types.String `tfsdk:"blockchain_id"`
	}
)

// The types of nested values are those of the schema.
var (
	couchType      = typeOf[types.ObjectType](couchdbAttribute())
	cceClusterType = typeOf[types.ObjectType](cceClusterAttribute())
	cceCreateType  = typeOf[types.ObjectType](cceCreateAttribute())
	turboType      = typeOf[types.ObjectType](turboAttribute())
	blockType      = typeOf[types.ObjectType](blockAttribute())
	kafkaType      = typeOf[types.ObjectType](kafkaCreateAttribute())
	invitorType    = typeOf[types.ObjectType](invitorAttribute())
	iefNodesType   = typeOf[types.SetType](iefNodesAttribute())
	peerOrgsType   = typeOf[types.SetType](peerOrgsAttribute())
	channelsType   = typeOf[types.SetType](channelsAttribute())
)

func typeOf[T attr.Type](attribute schema.Attribute) T {
	return attribute.GetType().(T) //nolint:forcetypeassert // each kind of attribute has its kind of type
}

// object is what a nested argument holds; nil if it is not there, or not known yet.
//
//nolint:contextcheck // it only converts; no value here waits for anything
func object[T any](value types.Object) *T {
	if !set(value) {
		return nil
	}
	model := new(T)
	value.As(context.Background(), model, basetypes.ObjectAsOptions{}) // the schema fixes the type, so this cannot fail
	return model
}

// elements are what a set of nested arguments holds, as far as it is known.
func elements[T any](value types.Set) []T {
	var models []T
	for _, element := range value.Elements() {
		if nested, ok := element.(types.Object); ok {
			if model := object[T](nested); model != nil {
				models = append(models, *model)
			}
		}
	}
	return models
}

// objectOf is the value of a nested argument.
//
//nolint:contextcheck // it only converts; no value here waits for anything
func objectOf(kind types.ObjectType, model any) types.Object {
	value, diags := types.ObjectValueFrom(context.Background(), kind.AttrTypes, model)
	if diags.HasError() {
		panic(fmt.Sprintf("a model does not fit its schema: %v", diags))
	}
	return value
}

// setOf is the value of a set of nested arguments.
//
//nolint:contextcheck // it only converts; no value here waits for anything
func setOf[T any](kind types.SetType, models []T) types.Set {
	value, diags := types.SetValueFrom(context.Background(), kind.ElemType, models)
	if diags.HasError() {
		panic(fmt.Sprintf("a model does not fit its schema: %v", diags))
	}
	return value
}

// texts are the known elements of a set of text.
func texts(value types.Set) []string {
	var out []string
	for _, element := range value.Elements() {
		if text, ok := element.(types.String); ok && set(text) {
			out = append(out, text.ValueString())
		}
	}
	return out
}

// distinct refuses two elements of a set with the same value of one member.
type distinct string

func (d distinct) Description(context.Context) string {
	return "each " + string(d) + " is there once"
}

func (d distinct) MarkdownDescription(ctx context.Context) string { return d.Description(ctx) }

func (d distinct) ValidateSet(_ context.Context, req validator.SetRequest, resp *validator.SetResponse) {
	seen := map[string]bool{}
	for _, element := range req.ConfigValue.Elements() {
		nested, ok := element.(types.Object)
		if !ok || !set(nested) {
			continue
		}
		name, ok := nested.Attributes()[string(d)].(types.String)
		if !ok || !set(name) {
			continue
		}
		if seen[name.ValueString()] {
			resp.Diagnostics.AddAttributeError(req.Path, "Duplicate "+string(d), fmt.Sprintf("%s has %q more than once.", req.Path, name.ValueString()))
		}
		seen[name.ValueString()] = true
	}
}

// listOf is the value of a list of nested attributes.
//
//nolint:contextcheck // it only converts; no value here waits for anything
func listOf[T any](kind types.ListType, models []T) types.List {
	value, diags := types.ListValueFrom(context.Background(), kind.ElemType, models)
	if diags.HasError() {
		panic(fmt.Sprintf("a model does not fit its schema: %v", diags))
	}
	return value
}
