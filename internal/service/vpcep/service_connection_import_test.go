package vpcep_test

import (
	"fmt"
	"testing"

	"github.com/hwc-community/terraform-provider-hwc/internal/acctest"
	"github.com/hwc-community/terraform-provider-hwc/internal/client/vpcep"
	"github.com/hwc-community/terraform-provider-hwc/internal/emulator"
)

// A request that still waits when it is imported gets its answer, also where it is a rejection; what is generated plans one.
func TestAccVpcepServiceConnection_importedWaiting(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	service := askedService(t, cloud)
	endpoint := request(t, cloud.ClientB(), service)
	imported := func(provider string) string {
		return fmt.Sprintf("import {\n  to = hwc_vpcep_service_connection.test\n  id = \"%s/%s\"\n%s}\n", service, endpoint, provider)
	}
	rejects := said(`~ status\s+= "pendingAcceptance" -> "rejected".*1 to import, 0 to add, 1 to change, 0 to destroy`)

	// Some releases of the CLI look for the provider of what they generate under the name of its type only.
	w := acctest.NewWorkspace(t, cloud.Provider()+imported("  provider = hwc\n"))
	if output := w.MustRun(t.Context(), "plan", "-generate-config-out=generated.tf", "-no-color"); !rejects.MatchString(output) {
		t.Errorf("what was generated does not plan the answer:\n%s", output)
	}
	w = acctest.NewWorkspace(t, cloud.Provider()+imported("")+connectionConfig(service, endpoint, "accepted = false"))
	if output := w.MustRun(t.Context(), "apply", "-auto-approve", "-no-color"); !rejects.MatchString(output) {
		t.Errorf("the plan does not show the answer:\n%s", output)
	}
	connectionIs(t, cloud, service, endpoint, vpcep.EndpointRejected, "")()
	w.MustRun(t.Context(), "plan", "-detailed-exitcode", "-no-color")
	w.MustRun(t.Context(), "destroy", "-auto-approve", "-no-color")
}
