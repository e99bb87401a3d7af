package framework

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

type movedModel struct {
	ID types.String `tfsdk:"id"`
}

type source struct {
	ID string `json:"id"`
}

func (s source) moved() (Moved, error) {
	if s.ID == "" {
		return Moved{}, errors.New("it has no id")
	}
	moved := Moved{Model: movedModel{types.StringValue(s.ID)}}
	moved.Warnings.AddWarning("Something else", "Look at it.")
	return moved, nil
}

func move(req resource.MoveStateRequest) (id types.String, skipped bool, diags diag.Diagnostics) {
	ctx := context.Background()
	target := schema.Schema{Attributes: map[string]schema.Attribute{"id": schema.StringAttribute{Computed: true}}}
	none := tftypes.NewValue(target.Type().TerraformType(ctx), nil)
	resp := resource.MoveStateResponse{TargetState: tfsdk.State{Schema: target, Raw: none}}
	MoveFrom(source.moved, "huaweicloud_thing", "sbercloud_thing").StateMover(ctx, req, &resp)
	if resp.TargetState.Raw.Equal(none) {
		return id, !resp.Diagnostics.HasError(), resp.Diagnostics
	}
	var model movedModel
	resp.Diagnostics.Append(resp.TargetState.Get(ctx, &model)...)
	return model.ID, false, resp.Diagnostics
}

// Which objects are moved, by the address of their provider and their type.
func TestMoveFrom(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		address, typeName string
		moved             bool
	}{
		{"registry.terraform.io/huaweicloud/huaweicloud", "huaweicloud_thing", true},
		{"registry.opentofu.org/huaweicloud/huaweicloud", "huaweicloud_thing", true},
		{"mirror.example.com/ours/huaweicloud", "huaweicloud_thing", true},
		{"huaweicloud", "huaweicloud_thing", true}, // as OpenTofu says it
		{"registry.terraform.io/sbercloud-terraform/sbercloud", "sbercloud_thing", true},
		{"registry.terraform.io/huaweicloud/huaweicloud", "huaweicloud_other", false},
		{"registry.terraform.io/huaweicloud/huaweicloud", "sbercloud_thing", false},
		{"registry.terraform.io/acme/huawei", "huaweicloud_thing", false},
		{"", "huaweicloud_thing", false},
	} {
		t.Run(test.address+" "+test.typeName, func(t *testing.T) {
			t.Parallel()
			id, skipped, diags := move(resource.MoveStateRequest{
				SourceProviderAddress: test.address, SourceTypeName: test.typeName,
				SourceRawState: &tfprotov6.RawState{JSON: []byte(`{"id":"x","newer":{"a":[1]}}`)}, SourceSchemaVersion: 7,
			})
			if diags.HasError() || skipped == test.moved || (id.ValueString() == "x") != test.moved {
				t.Fatalf("id %s, skipped %t, %v", id, skipped, diags)
			}
			if test.moved != (diags.WarningsCount() == 1) {
				t.Errorf("warnings: %v", diags)
			}
		})
	}
}

// A state that cannot be read says what to do instead.
func TestMoveFromFails(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name  string
		state *tfprotov6.RawState
		says  string
	}{
		{"no state", nil, "before 0.12"},
		{"an ancient state", &tfprotov6.RawState{Flatmap: map[string]string{"id": "x"}}, "before 0.12"},
		{"another shape", &tfprotov6.RawState{JSON: []byte(`{"id":{"uuid":"x"}}`)}, "schema version 2, is not what this provider knows"},
		{"what the resource refuses", &tfprotov6.RawState{JSON: []byte(`{"id":null}`)}, "it has no id."},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, skipped, diags := move(resource.MoveStateRequest{
				SourceProviderAddress: "registry.terraform.io/huaweicloud/huaweicloud", SourceTypeName: "huaweicloud_thing",
				SourceRawState: test.state, SourceSchemaVersion: 2,
			})
			if skipped || diags.ErrorsCount() != 1 || !strings.Contains(diags.Errors()[0].Detail(), test.says) {
				t.Errorf("skipped %t, %v", skipped, diags)
			}
		})
	}
}

func TestPeerTimeouts(t *testing.T) {
	t.Parallel()
	if value := (PeerTimeouts{}).Value(); !value.IsNull() {
		t.Errorf("%s, want null", value)
	}
	limit := "20m"
	value := PeerTimeouts{Create: &limit}.Value()
	if got, diags := value.Create(t.Context(), 0); diags.HasError() || got.String() != "20m0s" {
		t.Errorf("create: %s, %v", got, diags)
	}
	if got, diags := value.Delete(t.Context(), 7); diags.HasError() || got != 7 {
		t.Errorf("delete: %s, %v", got, diags)
	}
}
