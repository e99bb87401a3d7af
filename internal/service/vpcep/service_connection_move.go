package vpcep

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

// MoveState takes over the approvals of the peers that hold one endpoint: here an answer is for one.
func (r *connectionResource) MoveState(context.Context) []resource.StateMover {
	return []resource.StateMover{framework.MoveFrom(peerApproval.moved,
		"huaweicloud_vpcep_approval", "flexibleengine_vpcep_approval", "sbercloud_vpcep_approval", "opentelekomcloud_vpcep_approval_v1")}
}

// peerApproval is the state of an approval of the peers. Its id is that of the service.
type peerApproval struct {
	ID        string                 `json:"id"`
	Region    *string                `json:"region"`
	ServiceID string                 `json:"service_id"`
	Endpoints []string               `json:"endpoints"`
	Timeouts  framework.PeerTimeouts `json:"timeouts"`
}

func (a peerApproval) moved() (framework.Moved, error) {
	service := cmp.Or(a.ServiceID, a.ID)
	switch {
	case service == "":
		return framework.Moved{}, framework.ErrMovedWithoutID
	case len(a.Endpoints) == 0:
		return framework.Moved{}, fmt.Errorf("it accepts no endpoint, as far as its state says (after an import it says nothing). Remove the moved block, "+
			"and take over each endpoint with an import block: to = hwc_vpcep_service_connection.NAME, id = \"%s/ENDPOINT_ID\"", service)
	case len(a.Endpoints) > 1:
		return framework.Moved{}, fmt.Errorf("it accepts %d endpoints (%s), and a hwc_vpcep_service_connection is the answer to one. "+
			"Replace the moved block by a removed block for the old resource, with `lifecycle { destroy = false }`, and an import block for each endpoint:\n\n%s",
			len(a.Endpoints), strings.Join(a.Endpoints, ", "), importBlocks(service, a.Endpoints))
	}
	m := connectionModel{
		Region:     types.StringPointerValue(a.Region),
		ServiceID:  types.StringValue(service),
		EndpointID: types.StringValue(a.Endpoints[0]),
		Accepted:   types.BoolValue(true),
		OnDestroy:  types.StringValue(onDestroyReject),
		Timeouts:   a.Timeouts.Value(),
	}
	moved := framework.Moved{Model: m}
	if !m.Region.IsNull() {
		moved.Identity = m.identity()
	}
	return moved, nil
}

func importBlocks(service string, endpoints []string) string {
	var b strings.Builder
	for i, endpoint := range endpoints {
		fmt.Fprintf(&b, "import {\n  to = hwc_vpcep_service_connection.NAME%d\n  id = \"%s/%s\"\n}\n\n", i+1, service, endpoint)
	}
	return strings.TrimSpace(b.String())
}
