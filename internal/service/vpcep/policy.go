package vpcep

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// policyType is JSON text whose values are equal when they mean the same: white space, the order of members
// and of list entries do not matter, and a list of one text is that text (contract/vpcep.md 1.0).
type policyType struct{ basetypes.StringType }

var (
	_ basetypes.StringTypable                    = policyType{}
	_ basetypes.StringValuableWithSemanticEquals = policyValue{}
)

func (t policyType) Equal(other attr.Type) bool {
	_, same := other.(policyType)
	return same
}

func (t policyType) String() string { return "policyType" }

func (t policyType) ValueType(context.Context) attr.Value { return policyValue{} }

func (t policyType) ValueFromString(_ context.Context, in basetypes.StringValue) (basetypes.StringValuable, diag.Diagnostics) {
	return policyValue{in}, nil
}

func (t policyType) ValueFromTerraform(ctx context.Context, in tftypes.Value) (attr.Value, error) {
	value, err := t.StringType.ValueFromTerraform(ctx, in)
	if err != nil {
		return nil, err
	}
	text, ok := value.(basetypes.StringValue)
	if !ok {
		return nil, fmt.Errorf("a policy is text, not %T", value)
	}
	return policyValue{text}, nil
}

type policyValue struct{ basetypes.StringValue }

func unknownPolicy() policyValue { return policyValue{types.StringUnknown()} }

func (v policyValue) Type(context.Context) attr.Type { return policyType{} }

func (v policyValue) Equal(other attr.Value) bool {
	policy, same := other.(policyValue)
	return same && v.StringValue.Equal(policy.StringValue)
}

// StringSemanticEquals keeps the text of the configuration while the API answers the same in other words.
func (v policyValue) StringSemanticEquals(_ context.Context, other basetypes.StringValuable) (bool, diag.Diagnostics) {
	policy, same := other.(policyValue)
	return same && meaning(v.ValueString()) == meaning(policy.ValueString()), nil
}

// sameMeaning plans the text of the state for a text that means the same, so that other words are no change.
type sameMeaning struct{}

func (sameMeaning) Description(context.Context) string {
	return "keeps the policy of the state when the configuration means the same"
}

func (m sameMeaning) MarkdownDescription(ctx context.Context) string { return m.Description(ctx) }

func (sameMeaning) PlanModifyString(_ context.Context, req planmodifier.StringRequest, resp *planmodifier.StringResponse) {
	if req.StateValue.IsNull() || req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if meaning(req.StateValue.ValueString()) == meaning(req.ConfigValue.ValueString()) {
		resp.PlanValue = req.StateValue
	}
}

// raw is nil, so not sent, while nothing is set.
func (v policyValue) raw() json.RawMessage {
	if v.IsNull() || v.IsUnknown() {
		return nil
	}
	return json.RawMessage(v.ValueString())
}

func keptPolicy(prior policyValue, read json.RawMessage) policyValue {
	var compact bytes.Buffer
	if len(read) > 0 && string(read) != "null" && json.Compact(&compact, read) == nil {
		return policyValue{types.StringValue(compact.String())}
	}
	if prior.IsUnknown() {
		return policyValue{types.StringNull()}
	}
	return prior
}

// meaning is a form of JSON text that is the same for all texts that mean the same policy.
func meaning(text string) string {
	var value any
	if err := json.Unmarshal([]byte(text), &value); err != nil {
		return text
	}
	canonical, err := json.Marshal(normal(value))
	if err != nil {
		return text
	}
	return string(canonical)
}

func normal(value any) any {
	switch value := value.(type) {
	case map[string]any:
		for key := range value {
			if leftOut(key, value[key]) {
				delete(value, key)
				continue
			}
			value[key] = normal(value[key])
		}
	case []any:
		for i := range value {
			value[i] = normal(value[i])
		}
		if len(value) == 1 {
			if text, ok := value[0].(string); ok {
				return text
			}
		}
		slices.SortFunc(value, func(a, b any) int { return cmp.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
	}
	return value
}

// leftOut reports members that say nothing: a cloud may show them where nobody set them. Inside a condition the empty text
// is a value.
func leftOut(key string, value any) bool {
	if condition, ok := value.(map[string]any); ok {
		return key == "Condition" && len(condition) == 0
	}
	return value == nil || (key == "Sid" && value == "")
}

// maxStatements is how many statements a policy has at most (contract/vpcep.md 1.0).
const maxStatements = 10

// jsonShape wants JSON that is a list ('[') or an object ('{').
type jsonShape struct{ open byte }

func (s jsonShape) Description(context.Context) string {
	if s.open == '[' {
		return "value must be a JSON list of 1 to 10 policy statements"
	}
	return "value must be a JSON object"
}

func (s jsonShape) MarkdownDescription(ctx context.Context) string { return s.Description(ctx) }

func (s jsonShape) ValidateString(ctx context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	text := []byte(req.ConfigValue.ValueString())
	var value any
	if err := json.Unmarshal(text, &value); err != nil {
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid JSON", fmt.Sprintf("%s: %s. `jsonencode` writes it without mistakes.", s.Description(ctx), err))
		return
	}
	list, isList := value.([]any)
	if bytes.TrimSpace(text)[0] != s.open || (isList && (len(list) == 0 || len(list) > maxStatements)) {
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid policy", s.Description(ctx)+".")
	}
}
