package hbs_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/hwc-community/terraform-provider-hwc/internal/acctest"
	"github.com/hwc-community/terraform-provider-hwc/internal/emulator"
)

// kind is what the tests of this file know of a resource.
type kind struct {
	resource string
	before   string // what the object needs, applied in a run of its own
	config   func(allow bool) string
	route    string
	read     string // route of a refresh
	shown    string // name that it is shown with
	create   emulator.Kind
	delete   emulator.Kind
	name     string // of the attribute that names it, here and in the cloud
	inCloud  func(t *testing.T, cloud *acctest.Env) []string
}

var kinds = []kind{
	{
		"hwc_hbs_instance", "", func(allow bool) string { return instance(fmt.Sprintf("allow_unsubscribe = %t", allow)) },
		instancesRoute, instanceRoute, "chain-test", emulator.HBSCreate, emulator.HBSDelete, "id",
		func(t *testing.T, cloud *acctest.Env) (ids []string) {
			t.Helper()
			for _, instance := range instances(t, cloud) {
				ids = append(ids, instance.ID)
			}
			return ids
		},
	},
	{
		"hwc_hbs_organization", instance(), func(allow bool) string {
			return instance() + organization(fmt.Sprintf("org_order_info = %s\n  allow_unsubscribe = %t", paid, allow))
		},
		organizationsRoute, instanceRoute + "/organization", "org3", emulator.HBSOrganizationCreate, emulator.HBSOrganizationDelete, "name",
		func(t *testing.T, cloud *acctest.Env) (names []string) {
			t.Helper()
			for _, instance := range instances(t, cloud) {
				for _, org := range instance.Orgs[2:] {
					names = append(names, org.Name)
				}
			}
			return names
		},
	},
}

// same wants one object in the cloud, and the same in the state, not tainted.
func (k kind) same(t *testing.T, cloud *acctest.Env, w *acctest.Workspace) string {
	t.Helper()
	inCloud, inState := k.inCloud(t, cloud), acctest.Named(t, w.State(), k.resource, k.name)
	if len(inCloud) != 1 || !slices.Equal(inCloud, inState) {
		t.Fatalf("the state holds %v, the cloud %v", inState, inCloud)
	}
	return inCloud[0]
}

// waiting starts a run, and returns when the provider waits: at the first read after the request.
func waiting(cloud *acctest.Env, w *acctest.Workspace, route string, args ...string) acctest.Running {
	asked := false
	return w.Until(cloud, func(entry emulator.Entry) bool {
		asked = asked || entry.Method == "POST" && entry.Route == route && entry.Status == 200
		return asked && entry.Method == "GET"
	}, args...)
}

// heldCreation starts an apply of an object whose creation does not end.
func (k kind) heldCreation(t *testing.T, allow bool) (*acctest.Env, *acctest.Workspace, acctest.Running) {
	t.Helper()
	cloud := acctest.Start(t, emulator.Options{})
	w := acctest.NewWorkspace(t, cloud.Provider()+k.config(allow))
	if k.before != "" {
		w.Write(cloud.Provider() + k.before)
		w.MustRun(t.Context(), "apply", "-auto-approve", "-no-color")
		w.Write(cloud.Provider() + k.config(allow))
	}
	cloud.SetProgress(k.create, emulator.Held())
	return cloud, w, waiting(cloud, w, k.route, "apply")
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

// Ctrl-C during the wait ends it promptly; the object is in the state, not tainted, and the next apply goes on waiting, also
// if it does not see it at first.
func TestAccHbs_interrupted(t *testing.T) {
	t.Parallel()
	eachKind(t, func(t *testing.T, k kind) {
		cloud, w, run := k.heldCreation(t, true)
		run.Signal(os.Interrupt)
		if output := <-run.Ended; !said(`The creation was interrupted.*still being created.*the next apply goes on waiting`).MatchString(output) {
			t.Errorf("the output does not say what happened:\n%s", output)
		}
		id := k.same(t, cloud, w)

		cloud.AddFault(emulator.Fault{Method: "GET", Route: k.read, Status: 404, Code: "HBS.40400001"}) // the refresh does not see it yet
		var reads atomic.Int64
		cloud.OnRequest(func(entry emulator.Entry) {
			if entry.Method == "GET" {
				if reads.Add(1) == 6 { // the refresh, then the wait
					cloud.Release(k.create)
				}
			}
		})
		if output := w.MustRun(t.Context(), "apply", "-auto-approve", "-no-color"); !strings.Contains(output, "0 added, 1 changed, 0 destroyed") {
			t.Errorf("the second apply did not go on waiting:\n%s", output)
		}
		if again := k.same(t, cloud, w); again != id {
			t.Errorf("%s became %s", id, again)
		}
		w.MustRun(t.Context(), "plan", "-detailed-exitcode", "-no-color")
		w.MustRun(t.Context(), "destroy", "-auto-approve", "-no-color")
	})
}

// When the interrupted creation fails afterwards, a warning says why; what was bought is not thrown away by itself.
func TestAccHbs_interruptedThenFailed(t *testing.T) {
	t.Parallel()
	eachKind(t, func(t *testing.T, k kind) {
		cloud, w, run := k.heldCreation(t, true)
		run.Signal(syscall.SIGTERM)
		<-run.Ended
		id := k.same(t, cloud, w)

		cloud.AddFault(emulator.Fault{Method: "GET", Route: k.read, Status: 200, Body: `{"id":"` + id + `","name":"` + k.shown + `","status":"Exception","create_time":"2024-01-30T07:42:01Z"}`})
		cloud.AddFault(emulator.Fault{Method: "GET", Route: jobsRoute, Status: 200, Body: fmt.Sprintf(
			`{"count":1,"jobs":[{"id":"j","type":"Create","status":"Failed","failed_message":"HBS-5: out of nodes","instance_id":%q}]}`, only(t, cloud).ID)})
		if output := w.MustRun(t.Context(), "apply", "-auto-approve", "-no-color"); !said(`The blockchain is not well.*Exception.*HBS-5: out of nodes.*-replace`).MatchString(output) {
			t.Errorf("the output does not say what happened:\n%s", output)
		}
		if again := k.same(t, cloud, w); again != id {
			t.Errorf("%s became %s", id, again)
		}
		cloud.SetProgress(k.create, emulator.Immediate())
		cloud.Release(k.create)
		w.MustRun(t.Context(), "apply", "-auto-approve", "-no-color", "-replace="+k.resource+".test")
		k.same(t, cloud, w)
		w.MustRun(t.Context(), "destroy", "-auto-approve", "-no-color")
	})
}

// A removal that was interrupted goes on; until then the plan does not say that all is well.
func TestAccHbs_interruptedDestroy(t *testing.T) {
	t.Parallel()
	eachKind(t, func(t *testing.T, k kind) {
		cloud := acctest.Start(t, emulator.Options{})
		w := acctest.NewWorkspace(t, cloud.Provider()+k.config(true))
		w.MustRun(t.Context(), "apply", "-auto-approve", "-no-color")
		cloud.SetProgress(k.delete, emulator.Held())
		run := waiting(cloud, w, unsubscribeRoute, "destroy", "-target="+k.resource+".test")
		run.Signal(os.Interrupt)
		if output := <-run.Ended; !said(`Could not unsubscribe.*interrupted.*the next run`).MatchString(output) {
			t.Errorf("the output does not say what happened:\n%s", output)
		}
		k.same(t, cloud, w)
		if output, err := w.Run(t.Context(), "plan", "-detailed-exitcode", "-no-color"); err == nil || !strings.Contains(output, "must be replaced") {
			t.Errorf("the plan does not replace what is being removed: %v\n%s", err, output)
		}
		cloud.SetProgress(k.delete, emulator.Immediate())
		cloud.Release(k.delete)
		w.MustRun(t.Context(), "destroy", "-auto-approve", "-no-color")
		if n := cloud.Requests()["POST "+unsubscribeRoute]; n > 2 {
			t.Errorf("%d times unsubscribed:\n%s", n, cloud.RequestTable())
		}
	})
}

// When the CLI is killed nobody can write the state. Where Terraform may unsubscribe, the provider does so; where it may
// not, the next apply finds what is there, buys nothing, and says what to import.
func TestAccHbs_killed(t *testing.T) {
	t.Parallel()
	eachKind(t, func(t *testing.T, k kind) {
		cloud, w, run := k.heldCreation(t, true)
		gone := make(chan struct{}, 1)
		cloud.OnRequest(func(entry emulator.Entry) {
			if entry.Method == "POST" && entry.Route == unsubscribeRoute && entry.Status == 200 {
				select {
				case gone <- struct{}{}:
				default: // a later one
				}
			}
		})
		run.Signal(syscall.SIGKILL)
		<-run.Ended
		cloud.SetProgress(k.create, emulator.Immediate())
		cloud.Release(k.create)
		select {
		case <-gone:
		case <-time.After(2 * time.Minute):
			t.Fatal("the provider did not unsubscribe from what nobody knows of")
		}
		w.MustRun(t.Context(), "apply", "-auto-approve", "-no-color")
		k.same(t, cloud, w)
		w.MustRun(t.Context(), "destroy", "-auto-approve", "-no-color")
	})
}

func TestAccHbs_killedGuarded(t *testing.T) {
	t.Parallel()
	eachKind(t, func(t *testing.T, k kind) {
		cloud, w, run := k.heldCreation(t, false)
		run.Signal(syscall.SIGKILL)
		<-run.Ended
		id := k.inCloud(t, cloud)[0]
		cloud.SetProgress(k.create, emulator.Immediate())
		cloud.Release(k.create)
		output, err := w.Run(t.Context(), "apply", "-auto-approve", "-no-color")
		if err == nil || !said(`exists already.*Nothing was bought.*terraform import ADDRESS \S*`+id).MatchString(output) {
			t.Fatalf("the output does not say what to import: %v\n%s", err, output)
		}
		words := strings.Fields(strings.ReplaceAll(output, "│", ""))
		importID := strings.TrimRight(words[slices.Index(words, "ADDRESS")+1], ".")
		w.MustRun(t.Context(), "import", "-no-color", k.resource+".test", importID)
		w.MustRun(t.Context(), "plan", "-detailed-exitcode", "-no-color")
		w.Write(cloud.Provider() + k.config(true))
		w.MustRun(t.Context(), "apply", "-auto-approve", "-no-color")
		w.MustRun(t.Context(), "destroy", "-auto-approve", "-no-color")
	})
}

// A tainted object is planned as if there was none, so the refusal comes when it is destroyed; untaint leads out.
func TestAccHbs_tainted(t *testing.T) {
	t.Parallel()
	eachKind(t, func(t *testing.T, k kind) {
		cloud := acctest.Start(t, emulator.Options{})
		w := acctest.NewWorkspace(t, cloud.Provider()+k.config(false))
		address := k.resource + ".test"
		w.MustRun(t.Context(), "apply", "-auto-approve", "-no-color")
		id := k.same(t, cloud, w)
		w.MustRun(t.Context(), "taint", address)
		w.Write(cloud.Provider() + k.config(true))
		if output, err := w.Run(t.Context(), "apply", "-auto-approve", "-no-color"); err == nil || !said(`Terraform may not unsubscribe.*Nothing was done.*terraform untaint`).MatchString(output) {
			t.Errorf("the tainted object was not kept: %v\n%s", err, output)
		}
		w.MustRun(t.Context(), "untaint", address)
		w.MustRun(t.Context(), "apply", "-auto-approve", "-no-color")
		if again := k.same(t, cloud, w); again != id {
			t.Errorf("%s became %s", id, again)
		}
		w.MustRun(t.Context(), "destroy", "-auto-approve", "-no-color")
	})
}

// No secret, key or certificate is in any log, message, state or plan, although the configuration of the SDK is read.
func TestAccHbs_noSecretLeaks(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	w := acctest.NewWorkspace(t, fmt.Sprintf("provider \"hwc\" {\n  endpoint_url = %q\n  region = %q\n}\n", cloud.URL, acctest.Region)+
		instance(`tags = { a = "1" }`)+organization(paidOrganization)+sdkConfig("")+`
data "hwc_hbs_chain" "test" {
  instance_id = hwc_hbs_instance.test.id
}

data "hwc_hbs_jobs" "test" {
  depends_on = [hwc_hbs_instance.test]
}
`)
	w.Needs(t.Context(), "1.10")
	log, plan := filepath.Join(w.Dir, "trace.log"), filepath.Join(w.Dir, "plan.bin")
	w.Env = append(w.Env, "HW_ACCESS_KEY="+acctest.AccessKey, "HW_SECRET_KEY="+acctest.SecretKey, "TF_LOG=TRACE", "TF_LOG_PATH="+log)
	var texts []string
	for _, args := range [][]string{{"apply", "-auto-approve"}, {"plan", "-out", plan}, {"show", "-json", plan}, {"destroy", "-auto-approve"}} {
		texts = append(texts, w.MustRun(t.Context(), append(args, "-no-color")...), w.State())
	}
	for _, file := range []string{log, plan} {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		texts = append(texts, string(content))
	}
	if !strings.Contains(texts[len(texts)-2], "sdk-config") {
		t.Error("the log does not show that the configuration was read; the test proves nothing")
	}
	for _, text := range texts {
		for _, mark := range append(acctest.Secrets(), "PRIVATE KEY", "BEGIN CERT", "LS0tLS1CRUdJTi", "UEsDB", "Signature=") {
			if i := strings.Index(text, mark); i >= 0 {
				t.Errorf("%q stands in:\n…%s…", mark, text[max(0, i-200):min(len(text), i+60)])
			}
		}
	}
}
