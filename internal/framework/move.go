package framework

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Moved is what another provider's state of an object becomes here.
type Moved struct {
	Model    any // the resource's model; what is left null is read from the cloud, as after an import
	Identity any // nil while not all of it is known
	Warnings diag.Diagnostics
}

// ErrMovedWithoutID is for what MoveFrom calls: an object whose state holds no id.
var ErrMovedWithoutID = errors.New("its state holds no id, so that it cannot be found. Remove the moved block, and import the object by its id")

// MoveFrom takes over objects of other providers' resource types with a `moved` block. S is what their state holds, as
// JSON; members that are missing there, in an older version, and those that only a newer one has do not matter. move may
// fail; its error says what to do instead.
//
// The provider is told by the last part of its address and the type: mirrors, forks and OpenTofu's registry have other
// hosts and namespaces, and OpenTofu leaves them out.
func MoveFrom[S any](move func(source S) (Moved, error), sourceTypes ...string) resource.StateMover {
	return resource.StateMover{StateMover: func(ctx context.Context, req resource.MoveStateRequest, resp *resource.MoveStateResponse) {
		if !slices.Contains(sourceTypes, req.SourceTypeName) || !ownsType(req.SourceProviderAddress, req.SourceTypeName) {
			return
		}
		var source S
		if err := decodeState(req, &source); err != nil {
			resp.Diagnostics.AddError("Could not read the other provider's state", err.Error())
			return
		}
		moved, err := move(source)
		if err != nil {
			resp.Diagnostics.AddError("Could not move the "+req.SourceTypeName, sentence(err.Error()))
			return
		}
		resp.Diagnostics.Append(moved.Warnings...)
		resp.Diagnostics.Append(resp.TargetState.Set(ctx, moved.Model)...)
		if moved.Identity != nil && resp.TargetIdentity != nil {
			resp.Diagnostics.Append(resp.TargetIdentity.Set(ctx, moved.Identity)...)
		}
	}}
}

// ownsType reports whether a resource type is one of the provider at an address, such as
// registry.terraform.io/huaweicloud/huaweicloud.
func ownsType(address, typeName string) bool {
	provider := address[strings.LastIndex(address, "/")+1:]
	return provider != "" && strings.HasPrefix(typeName, provider+"_")
}

func decodeState(req resource.MoveStateRequest, source any) error {
	if req.SourceRawState == nil || len(req.SourceRawState.JSON) == 0 {
		return fmt.Errorf("the state of this %s was written by a Terraform before 0.12. Apply once with the other provider and a newer Terraform, which writes it anew", req.SourceTypeName)
	}
	if err := json.Unmarshal(req.SourceRawState.JSON, source); err != nil {
		return fmt.Errorf("the state of %s %s, schema version %d, is not what this provider knows of it: %w. "+
			"Take the object over with an import block instead, and its old entry out of the state with a removed block",
			req.SourceProviderAddress, req.SourceTypeName, req.SourceSchemaVersion, err)
	}
	return nil
}

// PeerTimeouts is the `timeouts` block of a resource of another provider.
type PeerTimeouts struct {
	Create *string `json:"create"`
	Update *string `json:"update"`
	Delete *string `json:"delete"`
}

// Value is the same as a `timeouts` argument of a resource here.
func (t PeerTimeouts) Value() timeouts.Value {
	if t == (PeerTimeouts{}) {
		return NoTimeouts()
	}
	none := NoTimeouts()
	return timeouts.Value{Object: types.ObjectValueMust(none.AttributeTypes(context.Background()), map[string]attr.Value{
		"create": types.StringPointerValue(t.Create),
		"read":   types.StringNull(),
		"update": types.StringPointerValue(t.Update),
		"delete": types.StringPointerValue(t.Delete),
	})}
}
