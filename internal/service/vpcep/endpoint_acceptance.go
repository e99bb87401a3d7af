package vpcep

import (
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
	"github.com/hwc-community/terraform-provider-hwc/internal/client/vpcep"
)

// acceptance is how the owner of the service accepts an endpoint.
func (m endpointModel) acceptance() string {
	return fmt.Sprintf("the owner of the service %s (%s) accepts it: with the resource hwc_vpcep_service_connection, in the console under \"Connection Management\" of the service, "+
		"or with the API call POST /v1/{project_id}/vpc-endpoint-services/%s/connections/action and the body {\"action\":\"receive\",\"endpoints\":[%q]}",
		m.ServiceName.ValueString(), m.ServiceID.ValueString(), m.ServiceID.ValueString(), m.ID.ValueString())
}

// pendingWarning says who has to do what before the endpoint works.
func pendingWarning(m endpointModel) diag.Diagnostic {
	return diag.NewWarningDiagnostic("The VPC endpoint awaits acceptance", m.object()+" exists, and works as soon as "+m.acceptance()+". "+
		"Its IP address and DNS names are there after that. With wait_for = \"accepted\" Terraform waits for it.")
}

// notConnected is a wait for the endpoint that failed. That nobody has accepted it in time is not the cloud's fault.
func notConnected(m endpointModel, err error) diag.Diagnostic {
	const summary = "The VPC endpoint was not connected"
	if _, timeout := errors.AsType[*client.TimeoutError](err); !timeout || m.Status.ValueString() != vpcep.EndpointPending {
		return endpointFailure(summary, m, err)
	}
	return diag.NewAttributeErrorDiagnostic(path.Root("wait_for"), summary, fmt.Sprintf("%s: %s.\n\nWhat to do: it works as soon as %s. "+
		"If this configuration holds that answer, take `wait_for` out: the answer is given only after the creation of the endpoint, which would wait for it in vain. "+
		"An endpoint that was just created is marked as tainted and would be replaced by one with another id; `terraform untaint` keeps it.",
		m.object(), err, m.acceptance()))
}
