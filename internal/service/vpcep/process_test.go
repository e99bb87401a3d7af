package vpcep_test

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/hwc-community/terraform-provider-hwc/internal/acctest"
	"github.com/hwc-community/terraform-provider-hwc/internal/emulator"
)

const minute = time.Minute

var kinds = []acctest.Kind{
	{
		Resource: "hwc_vpcep_service", Config: serviceConfig(`name = "held"`), Route: servicesRoute,
		Create: emulator.ServiceCreate, Delete: emulator.ServiceDelete, Fails: failedOnce(servicesRoute),
		Objects: func(t *testing.T, cloud *acctest.Env) (ids []string) {
			t.Helper()
			for _, service := range cloud.Services(context.Background()) {
				ids = append(ids, service.ID)
			}
			return ids
		},
	},
	{
		Resource: "hwc_vpcep_endpoint", Before: openService, Config: endpointConfig(`enable_dns = true`), Route: endpointsRoute,
		Create: emulator.EndpointCreate, Delete: emulator.EndpointDelete, Fails: failedOnce(endpointsRoute),
		Objects: func(t *testing.T, cloud *acctest.Env) (ids []string) {
			t.Helper()
			for _, endpoint := range cloud.Endpoints(context.Background()) {
				ids = append(ids, endpoint.ID)
			}
			return ids
		},
	},
}

// failedOnce lets the next read of an object show that its creation has failed.
func failedOnce(route string) func(cloud *acctest.Env, id string) *regexp.Regexp {
	return func(cloud *acctest.Env, id string) *regexp.Regexp {
		body := fmt.Sprintf(`{"id":%q,"status":"failed","created_at":"2024-01-30T07:42:01Z","error":[{"error_code":"EndPoint.4010","error_message":"no port"}]}`, id)
		cloud.AddFault(emulator.Fault{Method: "GET", Route: route + "/{id}", Status: 200, Body: body})
		return said(`The object is lost.*EndPoint\.4010: no port`)
	}
}

func TestAccVpcep_interrupted(t *testing.T) {
	t.Parallel()
	acctest.Interrupted(t, kinds...)
}

func TestAccVpcep_interruptedThenStale(t *testing.T) {
	t.Parallel()
	acctest.InterruptedThenStale(t, kinds...)
}

func TestAccVpcep_interruptedThenFailed(t *testing.T) {
	t.Parallel()
	acctest.InterruptedThenFailed(t, kinds...)
}

func TestAccVpcep_interruptedDestroy(t *testing.T) {
	t.Parallel()
	acctest.InterruptedDestroy(t, kinds...)
}

func TestAccVpcep_killed(t *testing.T) {
	t.Parallel()
	acctest.Killed(t, kinds...)
}

// Ten pairs cost no more requests than they may, and nothing is left behind (the emulator's cleanup checks).
func TestAccVpcep_tenPairs(t *testing.T) {
	t.Parallel()
	const pairs = 10
	cloud := acctest.Start(t, emulator.Options{})
	w := acctest.NewWorkspace(t, cloud.PasswordProvider()+fmt.Sprintf(`
resource "hwc_vpcep_service" "test" {
  count            = %d
  vpc_id           = %q
  port_id          = %q
  server_type      = "VM"
  approval_enabled = false
  ports            = [{ client_port = 80, server_port = 8000 + count.index }]
}

resource "hwc_vpcep_endpoint" "test" {
  count      = %d
  service_id = hwc_vpcep_service.test[count.index].id
  vpc_id     = %q
  subnet_id  = %q
}
`, pairs, acctest.VPC, acctest.Port, pairs, acctest.VPC, acctest.Subnet))
	const overhead = 4 // logins and project
	for _, run := range []struct {
		args   []string
		budget int
	}{
		{[]string{"apply", "-auto-approve", "-no-color"}, 4*pairs + overhead},
		{[]string{"plan", "-detailed-exitcode", "-no-color"}, 2*pairs + overhead},
		{[]string{"destroy", "-auto-approve", "-no-color"}, 5*pairs + overhead},
	} {
		before := len(cloud.Journal())
		w.MustRun(t.Context(), run.args...)
		if used := len(cloud.Journal()) - before; used > run.budget {
			t.Errorf("%s made %d requests, the budget is %d; all so far:\n%s", run.args[0], used, run.budget, cloud.RequestTable())
		}
	}
}

// No secret, token or signature is in any log at the finest level, in the messages, the state, the plan or the
// journal; neither when all goes well, nor when the cloud refuses the credentials.
func TestAccVpcep_noSecretLeaks(t *testing.T) {
	t.Parallel()
	for name, credentials := range map[string][]string{
		"access key":       {"HW_ACCESS_KEY=" + acctest.AccessKey, "HW_SECRET_KEY=" + acctest.SecretKey},
		"password":         {"HW_USER_NAME=" + acctest.User, "HW_USER_PASSWORD=" + acctest.Password, "HW_DOMAIN_NAME=" + acctest.Domain},
		"refused key":      {"HW_ACCESS_KEY=AKTENANTA00000000002", "HW_SECRET_KEY=" + acctest.SecretKey},
		"refused password": {"HW_USER_NAME=user-b", "HW_USER_PASSWORD=" + acctest.Password, "HW_DOMAIN_NAME=" + acctest.Domain},
		"refused token":    {"HW_AUTH_TOKEN=" + acctest.Secrets()[2]},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud := acctest.Start(t, emulator.Options{})
			w := acctest.NewWorkspace(t, fmt.Sprintf("provider \"hwc\" {\n  endpoint_url = %q\n  region = %q\n}\n", cloud.URL, acctest.Region)+endpointConfig(""))
			w.Traced()
			plan := filepath.Join(w.Dir, "plan.bin")
			w.Env = append(w.Env, credentials...)
			var texts []string
			for _, args := range [][]string{{"apply", "-auto-approve"}, {"plan", "-out", plan}, {"show", "-json", plan}, {"destroy", "-auto-approve"}} {
				output, err := w.Run(t.Context(), append(args, "-no-color")...)
				if refused := strings.HasPrefix(name, "refused"); (err != nil) != refused && args[0] == "apply" {
					t.Fatalf("%s: %v\n%s", args[0], err, output)
				}
				texts = append(texts, output, w.State())
			}
			journal, err := json.Marshal(cloud.Journal())
			if err != nil {
				t.Fatal(err)
			}
			for _, text := range append(texts, w.Log(), string(journal)) {
				if leak := acctest.Leak(text, append(cloud.Secrets(), "Signature=", "MII")...); leak != "" {
					t.Errorf("a secret stands in:\n…%s…", leak)
				}
			}
		})
	}
}
