package vpcep_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/hwc-community/terraform-provider-hwc/internal/acctest"
	"github.com/hwc-community/terraform-provider-hwc/internal/emulator"
)

const minute = time.Minute

// ids are the ids of the objects in a state file, by type.
func ids(t *testing.T, state string) map[string][]string {
	t.Helper()
	found := map[string][]string{}
	if state == "" {
		return found
	}
	var file struct {
		Resources []struct {
			Type      string `json:"type"`
			Instances []struct {
				Status     string `json:"status"`
				Attributes struct {
					ID string `json:"id"`
				} `json:"attributes"`
			} `json:"instances"`
		} `json:"resources"`
	}
	if err := json.Unmarshal([]byte(state), &file); err != nil {
		t.Fatal(err)
	}
	for _, r := range file.Resources {
		for _, instance := range r.Instances {
			found[r.Type] = append(found[r.Type], instance.Attributes.ID+instance.Status)
		}
	}
	return found
}

// kind is what the tests of this file know of a resource.
type kind struct {
	resource string
	before   string // what the object needs, applied in a run of its own
	config   string
	route    string
	create   emulator.Kind
	delete   emulator.Kind
	objects  func(t *testing.T, cloud *acctest.Env) (ids []string)
}

var kinds = []kind{
	{"hwc_vpcep_service", "", serviceConfig(`name = "held"`), servicesRoute, emulator.ServiceCreate, emulator.ServiceDelete,
		func(t *testing.T, cloud *acctest.Env) (ids []string) {
			t.Helper()
			for _, service := range cloud.Services(context.Background()) {
				ids = append(ids, service.ID)
			}
			return ids
		}},
	{"hwc_vpcep_endpoint", openService, endpointConfig(`enable_dns = true`), endpointsRoute, emulator.EndpointCreate, emulator.EndpointDelete,
		func(t *testing.T, cloud *acctest.Env) (ids []string) {
			t.Helper()
			for _, endpoint := range cloud.Endpoints(context.Background()) {
				ids = append(ids, endpoint.ID)
			}
			return ids
		}},
}

// sameObject wants one object in the cloud, and the same in the state, not tainted.
func (k kind) sameObject(t *testing.T, cloud *acctest.Env, w *acctest.Workspace) string {
	t.Helper()
	inCloud, inState := k.objects(t, cloud), ids(t, w.State())[k.resource]
	if len(inCloud) != 1 || !slices.Equal(inCloud, inState) {
		t.Fatalf("the state holds %v, the cloud %v", inState, inCloud)
	}
	return inCloud[0]
}

// running is a run of the CLI that has been seen to wait.
type running struct {
	signal func(os.Signal)
	ended  <-chan string
}

// waiting starts a run, and returns when the provider waits for an object: at the first read after the request.
func (k kind) waiting(t *testing.T, cloud *acctest.Env, w *acctest.Workspace, method string, args ...string) running {
	t.Helper()
	waits := make(chan struct{}, 1)
	asked := false
	cloud.OnRequest(func(entry emulator.Entry) {
		switch {
		case entry.Method == method && strings.HasPrefix(entry.Route, k.route):
			asked = true
		case asked && entry.Method == "GET" && strings.HasPrefix(entry.Route, k.route):
			select {
			case waits <- struct{}{}:
			default:
			}
		}
	})
	command, output := w.Command(context.Background(), append(args, "-auto-approve", "-no-color")...)
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	done := make(chan string, 1)
	go func() {
		err := command.Wait()
		done <- fmt.Sprintf("%s\n%v", output, err)
	}()
	select {
	case <-waits:
	case text := <-done:
		t.Fatalf("the run ended before it waited:\n%s", text)
	}
	signal := func(s os.Signal) {
		if err := command.Process.Signal(s); err != nil {
			t.Fatal(err)
		}
	}
	return running{signal, done}
}

// heldCreation starts an apply of an object whose creation does not end.
func (k kind) heldCreation(t *testing.T) (*acctest.Env, *acctest.Workspace, running) {
	t.Helper()
	cloud := acctest.Start(t, emulator.Options{})
	w := acctest.NewWorkspace(t, cloud.Provider()+k.config)
	if k.before != "" {
		// OpenTofu writes the state now and then, so a killed one may forget what it had created before.
		w.Write(cloud.Provider() + k.before)
		w.MustRun(t.Context(), "apply", "-auto-approve", "-no-color")
		w.Write(cloud.Provider() + k.config)
	}
	cloud.SetProgress(k.create, emulator.Held())
	return cloud, w, k.waiting(t, cloud, w, "POST", "apply")
}

func eachKind(t *testing.T, test func(t *testing.T, k kind)) {
	t.Helper()
	for _, k := range kinds {
		t.Run(k.resource, func(t *testing.T) {
			t.Parallel()
			test(t, k)
		})
	}
}

// Ctrl-C during the wait ends it promptly; the object is in the state, not tainted, and the next apply goes on waiting.
func TestAccVpcep_interrupted(t *testing.T) {
	t.Parallel()
	eachKind(t, func(t *testing.T, k kind) {
		cloud, w, run := k.heldCreation(t)
		asked := time.Now()
		run.signal(os.Interrupt)
		output := <-run.ended
		if took := time.Since(asked); took > 5*time.Second {
			t.Errorf("the CLI ended %s after the interrupt", took)
		}
		if !said(`The creation was interrupted.*still being created.*the next apply goes on waiting`).MatchString(output) {
			t.Errorf("the output does not say what happened:\n%s", output)
		}
		id := k.sameObject(t, cloud, w)

		reads := 0
		cloud.OnRequest(func(entry emulator.Entry) {
			if entry.Method == "GET" && strings.HasSuffix(entry.Path, id) {
				if reads++; reads == 4 { // the refresh, then the wait
					cloud.Release(k.create)
				}
			}
		})
		output = w.MustRun(t.Context(), "apply", "-auto-approve", "-no-color")
		if !strings.Contains(output, "0 added, 1 changed, 0 destroyed") {
			t.Errorf("the second apply did not go on waiting:\n%s", output)
		}
		if again := k.sameObject(t, cloud, w); again != id {
			t.Errorf("%s became %s", id, again)
		}
		w.MustRun(t.Context(), "plan", "-detailed-exitcode", "-no-color")
		w.MustRun(t.Context(), "destroy", "-auto-approve", "-no-color")
	})
}

// When the interrupted creation fails afterwards, the next apply replaces the object.
func TestAccVpcep_interruptedThenFailed(t *testing.T) {
	t.Parallel()
	eachKind(t, func(t *testing.T, k kind) {
		cloud, w, run := k.heldCreation(t)
		run.signal(syscall.SIGTERM)
		<-run.ended
		id := k.sameObject(t, cloud, w)

		failed := fmt.Sprintf(`{"id":%q,"status":"failed","created_at":"2024-01-30T07:42:01Z","error":[{"error_code":"EndPoint.4010","error_message":"no port"}]}`, id)
		cloud.AddFault(emulator.Fault{Method: "GET", Route: k.route + "/{id}", Status: 200, Body: failed})
		cloud.SetProgress(k.create, emulator.Immediate())
		output := w.MustRun(t.Context(), "apply", "-auto-approve", "-no-color")
		if !said(`The object is lost.*EndPoint\.4010: no port`).MatchString(output) || !strings.Contains(output, "1 added, 0 changed, 1 destroyed") {
			t.Errorf("the failed object was not replaced:\n%s", output)
		}
		if again := k.sameObject(t, cloud, w); again == id {
			t.Errorf("%s is still there", id)
		}
		w.MustRun(t.Context(), "destroy", "-auto-approve", "-no-color")
	})
}

// A destruction that was interrupted goes on; until then the plan does not say that all is well.
func TestAccVpcep_interruptedDestroy(t *testing.T) {
	t.Parallel()
	eachKind(t, func(t *testing.T, k kind) {
		cloud := acctest.Start(t, emulator.Options{})
		w := acctest.NewWorkspace(t, cloud.Provider()+k.config)
		w.MustRun(t.Context(), "apply", "-auto-approve", "-no-color")
		cloud.SetProgress(k.delete, emulator.Held())
		run := k.waiting(t, cloud, w, "DELETE", "destroy")
		run.signal(os.Interrupt)
		if output := <-run.ended; !said(`Could not delete.*interrupted.*the next run`).MatchString(output) {
			t.Errorf("the output does not say what happened:\n%s", output)
		}
		k.sameObject(t, cloud, w)
		if output, err := w.Run(t.Context(), "plan", "-detailed-exitcode", "-no-color"); err == nil || !strings.Contains(output, "must be replaced") {
			t.Errorf("the plan does not replace what is being deleted: %v\n%s", err, output)
		}
		cloud.SetProgress(k.delete, emulator.Immediate())
		cloud.Release(k.delete)
		w.MustRun(t.Context(), "destroy", "-auto-approve", "-no-color")
	})
}

// When the CLI is killed nobody can write the state; the provider takes the creation back.
func TestAccVpcep_killed(t *testing.T) {
	t.Parallel()
	eachKind(t, func(t *testing.T, k kind) {
		cloud, w, run := k.heldCreation(t)
		deleted := make(chan struct{}, 1)
		cloud.OnRequest(func(entry emulator.Entry) {
			if entry.Method == "DELETE" && entry.Status == 204 && strings.HasPrefix(entry.Route, k.route) {
				deleted <- struct{}{}
			}
		})
		run.signal(syscall.SIGKILL)
		<-run.ended
		select {
		case <-deleted:
		case <-time.After(20 * time.Second):
			t.Fatal("the provider did not delete the object that nobody knows of")
		}

		cloud.SetProgress(k.create, emulator.Immediate())
		w.MustRun(t.Context(), "apply", "-auto-approve", "-no-color")
		k.sameObject(t, cloud, w)
		w.MustRun(t.Context(), "destroy", "-auto-approve", "-no-color")
	})
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
