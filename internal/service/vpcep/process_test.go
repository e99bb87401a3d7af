package vpcep_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
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

// heldCreation starts an apply of a service whose creation does not end, and returns when it waits.
func heldCreation(t *testing.T) (cloud *acctest.Env, w *acctest.Workspace, signal func(os.Signal), ended <-chan string) {
	t.Helper()
	cloud = acctest.Start(t, emulator.Options{})
	w = acctest.NewWorkspace(t, cloud.Provider()+serviceConfig(`name = "held"`))
	cloud.SetProgress(emulator.ServiceCreate, emulator.Held())
	waits := make(chan struct{}, 1)
	cloud.OnRequest(func(entry emulator.Entry) {
		if entry.Method == "GET" && entry.Route == servicesRoute+"/{vpc_endpoint_service_id}" {
			select {
			case waits <- struct{}{}:
			default:
			}
		}
	})
	command, output := w.Command(context.Background(), "apply", "-auto-approve", "-no-color")
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
		t.Fatalf("the apply ended before it waited:\n%s", text)
	}
	return cloud, w, func(s os.Signal) {
		if err := command.Process.Signal(s); err != nil {
			t.Fatal(err)
		}
	}, done
}

// Ctrl-C during the wait ends it promptly; the object is in the state, not tainted, and the next apply goes on waiting.
func TestAccVpcepService_interrupted(t *testing.T) {
	t.Parallel()
	cloud, w, signal, ended := heldCreation(t)
	asked := time.Now()
	signal(os.Interrupt)
	output := <-ended
	if took := time.Since(asked); took > 5*time.Second {
		t.Errorf("the CLI ended %s after the interrupt", took)
	}
	if !said(`The creation was interrupted.*still being created.*the next apply goes on waiting`).MatchString(output) {
		t.Errorf("the output does not say what happened:\n%s", output)
	}
	services := cloud.Services(t.Context())
	if got := ids(t, w.State())["hwc_vpcep_service"]; len(services) != 1 || len(got) != 1 || got[0] != services[0].ID {
		t.Fatalf("the state holds %v, the cloud %v", got, services)
	}

	cloud.SetProgress(emulator.ServiceCreate, emulator.Immediate())
	cloud.Release(emulator.ServiceCreate)
	output = w.MustRun(t.Context(), "apply", "-auto-approve", "-no-color")
	if got := ids(t, w.State())["hwc_vpcep_service"]; len(got) != 1 || got[0] != services[0].ID {
		t.Errorf("after the second apply the state holds %v, want the same service %s:\n%s", got, services[0].ID, output)
	}
	w.MustRun(t.Context(), "plan", "-detailed-exitcode", "-no-color")
	w.MustRun(t.Context(), "destroy", "-auto-approve", "-no-color")
}

// When the interrupted creation still goes on, the next apply waits for it and does not create a second object.
func TestAccVpcepService_interruptedResumes(t *testing.T) {
	t.Parallel()
	cloud, w, signal, ended := heldCreation(t)
	signal(syscall.SIGTERM)
	<-ended
	id := cloud.Services(t.Context())[0].ID

	reads := 0
	cloud.OnRequest(func(entry emulator.Entry) {
		if entry.Method == "GET" && strings.HasSuffix(entry.Path, id) {
			if reads++; reads == 4 { // the refresh, then the wait
				cloud.Release(emulator.ServiceCreate)
			}
		}
	})
	output := w.MustRun(t.Context(), "apply", "-auto-approve", "-no-color")
	if !strings.Contains(output, "0 added, 1 changed, 0 destroyed") {
		t.Errorf("the second apply did not go on waiting:\n%s", output)
	}
	if services := cloud.Services(t.Context()); len(services) != 1 || services[0].Status != "available" {
		t.Errorf("the cloud holds %v", services)
	}
	cloud.SetProgress(emulator.ServiceCreate, emulator.Immediate())
	w.MustRun(t.Context(), "destroy", "-auto-approve", "-no-color")
}

// When the CLI is killed nobody can write the state; the provider takes the creation back.
func TestAccVpcepService_killed(t *testing.T) {
	t.Parallel()
	cloud, w, signal, ended := heldCreation(t)
	deleted := make(chan struct{}, 1)
	cloud.OnRequest(func(entry emulator.Entry) {
		if entry.Method == "DELETE" && entry.Status == 204 {
			deleted <- struct{}{}
		}
	})
	signal(syscall.SIGKILL)
	<-ended
	select {
	case <-deleted:
	case <-time.After(20 * time.Second):
		t.Fatal("the provider did not delete the service that nobody knows of")
	}

	cloud.SetProgress(emulator.ServiceCreate, emulator.Immediate())
	w.MustRun(t.Context(), "apply", "-auto-approve", "-no-color")
	services := cloud.Services(t.Context())
	if got := ids(t, w.State())["hwc_vpcep_service"]; len(services) != 1 || len(got) != 1 || got[0] != services[0].ID {
		t.Errorf("the state holds %v, the cloud %v", got, services)
	}
	w.MustRun(t.Context(), "destroy", "-auto-approve", "-no-color")
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

// No secret, token or signature is in any log at the finest level, in the state, the plan or the journal.
func TestAccVpcep_noSecretLeaks(t *testing.T) {
	t.Parallel()
	for name, block := range map[string]func(*acctest.Env) string{
		"access key": func(cloud *acctest.Env) string { return cloud.Provider() },
		"password":   func(cloud *acctest.Env) string { return cloud.PasswordProvider() },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud := acctest.Start(t, emulator.Options{})
			w := acctest.NewWorkspace(t, block(cloud)+endpointConfig(""))
			log := filepath.Join(w.Dir, "trace.log")
			w.Env = append(w.Env, "TF_LOG=TRACE", "TF_LOG_PATH="+log)
			output := w.MustRun(t.Context(), "apply", "-auto-approve", "-no-color")
			output += w.MustRun(t.Context(), "plan", "-out", filepath.Join(w.Dir, "plan.bin"), "-no-color")
			output += w.MustRun(t.Context(), "destroy", "-auto-approve", "-no-color")
			trace, err := os.ReadFile(log)
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(string(trace), servicesRoute) {
				t.Fatal("the log holds no request of the provider; the test proves nothing")
			}
			journal, err := json.Marshal(cloud.Journal())
			if err != nil {
				t.Fatal(err)
			}
			texts := map[string]string{"log": string(trace), "output": output, "state": w.State(), "journal": string(journal)}
			for where, text := range texts {
				for _, secret := range acctest.Secrets() {
					for _, form := range []string{secret, base64.StdEncoding.EncodeToString([]byte(secret))} {
						if strings.Contains(text, form) {
							t.Errorf("the %s holds the secret %s", where, form)
						}
					}
				}
				for _, mark := range []string{"Signature=", "MII"} {
					if i := strings.Index(text, mark); i >= 0 {
						t.Errorf("the %s holds %q", where, text[i:min(len(text), i+60)])
					}
				}
			}
		})
	}
}
