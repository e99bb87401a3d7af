package vpcep_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/hwc-community/terraform-provider-hwc/internal/acctest"
	"github.com/hwc-community/terraform-provider-hwc/internal/client/vpcep"
	"github.com/hwc-community/terraform-provider-hwc/internal/emulator"
)

// The walk of examples/cross-account: the owner whitelists, the consumer asks, the owner accepts, the consumer's plan is
// empty; then the owner rejects, and both see it.
func TestAccVpcep_crossAccount(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	example, err := os.ReadFile(filepath.Join("..", "..", "..", "examples", "cross-account", "main.tf"))
	if err != nil {
		t.Fatal(err)
	}
	w := acctest.NewWorkspace(t, "")
	if err := os.WriteFile(filepath.Join(w.Dir, "main.tf"), example, 0o600); err != nil {
		t.Fatal(err)
	}
	w.Env = append(w.Env, "HWC_ENDPOINT_URL="+cloud.URL, "HW_REGION_NAME="+acctest.Region,
		"HW_ACCESS_KEY="+acctest.AccessKey, "HW_SECRET_KEY="+acctest.SecretKey,
		"TF_VAR_other_access_key="+acctest.AccessKeyB, "TF_VAR_other_secret_key="+acctest.SecretKeyB, "TF_VAR_other_domain_id="+acctest.DomainIDB)
	for _, answer := range []struct{ accepted, status string }{
		{"true", "accepted"},
		{"false", "rejected"},
		{"true", "accepted"},
	} {
		variable := "-var=accepted=" + answer.accepted
		output := w.MustRun(t.Context(), "apply", "-auto-approve", "-no-color", variable)
		if !said(`consumer_sees = "` + answer.status + `".*owner_sees = "` + answer.status + `"`).MatchString(output) {
			t.Errorf("not both see that the endpoint is %s:\n%s", answer.status, output)
		}
		service, endpoint := cloud.Services(t.Context())[0].ID, consumersEndpoint(t, cloud)
		connectionIs(t, cloud, service, endpoint, answer.status, "shop")()
		w.MustRun(t.Context(), "plan", "-detailed-exitcode", "-no-color", variable)
	}
	w.MustRun(t.Context(), "destroy", "-auto-approve", "-no-color")
}

// consumersEndpoint is the only endpoint of tenant b.
func consumersEndpoint(t *testing.T, cloud *acctest.Env) string {
	t.Helper()
	endpoints, err := cloud.ClientB().ListEndpoints(t.Context(), vpcep.ListEndpointsRequest{})
	if err != nil || len(endpoints) != 1 {
		t.Fatalf("tenant b has %v, %v", endpoints, err)
	}
	return endpoints[0].ID
}
