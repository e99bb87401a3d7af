package acctest

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/hwc-community/terraform-provider-hwc/internal/emulator"
)

// Kind is what the tests of interrupted and killed runs know of a resource that costs money.
type Kind struct {
	Resource string
	Before   string // what the object needs, applied in a run of its own
	Config   string
	Route    string
	Create   emulator.Kind
	Delete   emulator.Kind
	Objects  func(t *testing.T, cloud *Env) (ids []string)
	// Fails lets the cloud say once that the creation of the object has failed, and returns what the warning is to say.
	Fails func(cloud *Env, id string) *regexp.Regexp
	// KeptWhileCreated means that the cloud refuses to delete the object before its creation has come to its end.
	KeptWhileCreated bool
}

// sameObject wants one object in the cloud, and the same in the state, not tainted.
func (k Kind) sameObject(t *testing.T, cloud *Env, w *Workspace) string {
	t.Helper()
	inCloud, inState := k.Objects(t, cloud), Named(t, w.State(), k.Resource, "id")
	if len(inCloud) != 1 || !slices.Equal(inCloud, inState) {
		t.Fatalf("the state holds %v, the cloud %v", inState, inCloud)
	}
	return inCloud[0]
}

// Named are what the objects of a type in a state file have in an attribute that is a text; a tainted one says so behind
// it.
func Named(t *testing.T, state, kind, attribute string) (names []string) {
	t.Helper()
	if state == "" {
		return nil
	}
	var file struct {
		Resources []struct {
			Type      string `json:"type"`
			Instances []struct {
				Status     string         `json:"status"`
				Attributes map[string]any `json:"attributes"`
			} `json:"instances"`
		} `json:"resources"`
	}
	if err := json.Unmarshal([]byte(state), &file); err != nil {
		t.Fatal(err)
	}
	for _, r := range file.Resources {
		for _, instance := range r.Instances {
			if name, _ := instance.Attributes[attribute].(string); r.Type == kind {
				names = append(names, name+instance.Status)
			}
		}
	}
	return names
}

// Running is a run of the CLI that has been seen to wait. Its end sends what it printed.
type Running struct {
	Signal func(os.Signal)
	Ended  <-chan string
}

// Waiting starts a run, and returns when the provider waits for an object: at the first read after the request.
func (k Kind) Waiting(t *testing.T, cloud *Env, w *Workspace, method string, args ...string) Running {
	t.Helper()
	asked := false
	return w.Until(cloud, func(entry emulator.Entry) bool {
		ours := strings.HasPrefix(entry.Route, k.Route)
		asked = asked || ours && entry.Method == method
		return asked && ours && entry.Method == "GET"
	}, args...)
}

// Until starts a run of the CLI that changes something, and returns when the cloud has had a request that says that the
// provider waits. It asks about one request at a time.
func (w *Workspace) Until(cloud *Env, waits func(emulator.Entry) bool, args ...string) Running {
	w.t.Helper()
	waiting := make(chan struct{}, 1)
	var mu sync.Mutex
	cloud.OnRequest(func(entry emulator.Entry) {
		mu.Lock()
		defer mu.Unlock()
		if waits(entry) {
			select {
			case waiting <- struct{}{}:
			default:
			}
		}
	})
	command, output := w.Command(context.Background(), append(args, "-auto-approve", "-no-color")...)
	if err := command.Start(); err != nil {
		w.t.Fatal(err)
	}
	done := make(chan string, 1)
	go func() {
		err := command.Wait()
		done <- fmt.Sprintf("%s\n%v", output, err)
	}()
	select {
	case <-waiting:
	case text := <-done:
		w.t.Fatalf("the run ended before it waited:\n%s", text)
	}
	signal := func(s os.Signal) {
		if err := command.Process.Signal(s); err != nil {
			w.t.Fatal(err)
		}
	}
	return Running{signal, done}
}

// heldCreation starts an apply of an object whose creation does not end.
func (k Kind) heldCreation(t *testing.T) (*Env, *Workspace, Running) {
	t.Helper()
	cloud := Start(t, emulator.Options{})
	w := NewWorkspace(t, cloud.Provider()+k.Config)
	if k.Before != "" {
		// OpenTofu writes the state now and then, so a killed one may forget what it had created before.
		w.Write(cloud.Provider() + k.Before)
		w.MustRun(t.Context(), "apply", "-auto-approve", "-no-color")
		w.Write(cloud.Provider() + k.Config)
	}
	cloud.SetProgress(k.Create, emulator.Held())
	return cloud, w, k.Waiting(t, cloud, w, "POST", "apply")
}

// endsOnceRefused ends the creation as soon as the cloud has refused to delete the object because of it.
func (k Kind) endsOnceRefused(cloud *Env) {
	cloud.OnRequest(func(entry emulator.Entry) {
		if k.KeptWhileCreated && entry.Method == "DELETE" && entry.Status == 400 {
			cloud.Release(k.Create)
		}
	})
}

func eachKind(t *testing.T, kinds []Kind, test func(t *testing.T, k Kind)) {
	t.Helper()
	for _, k := range kinds {
		t.Run(k.Resource, func(t *testing.T) {
			t.Parallel()
			test(t, k)
		})
	}
}

// Interrupted proves that Ctrl-C during the wait ends it promptly; the object is in the state, not tainted, and the next
// apply goes on waiting.
func Interrupted(t *testing.T, kinds ...Kind) {
	t.Helper()
	eachKind(t, kinds, func(t *testing.T, k Kind) {
		cloud, w, run := k.heldCreation(t)
		asked := time.Now()
		run.Signal(os.Interrupt)
		output := <-run.Ended
		if took := time.Since(asked); took > time.Minute { // the limit of the wait is much later
			t.Errorf("the CLI ended %s after the interrupt", took)
		}
		if !Said(`The creation was interrupted.*still being created.*the next apply goes on waiting`).MatchString(output) {
			t.Errorf("the output does not say what happened:\n%s", output)
		}
		id := k.sameObject(t, cloud, w)

		var reads atomic.Int64
		cloud.OnRequest(func(entry emulator.Entry) {
			if entry.Method == "GET" && strings.HasSuffix(entry.Path, id) {
				if reads.Add(1) == 4 { // the refresh, then the wait
					cloud.Release(k.Create)
				}
			}
		})
		output = w.MustRun(t.Context(), "apply", "-auto-approve", "-no-color")
		if !strings.Contains(output, "0 added, 1 changed, 0 destroyed") {
			t.Errorf("the second apply did not go on waiting:\n%s", output)
		}
		k.stays(t, cloud, w, id)
	})
}

// stays wants the object to be the one it was, with nothing to change, and removes it.
func (k Kind) stays(t *testing.T, cloud *Env, w *Workspace, id string) {
	t.Helper()
	if again := k.sameObject(t, cloud, w); again != id {
		t.Errorf("%s became %s", id, again)
	}
	w.MustRun(t.Context(), "plan", "-detailed-exitcode", "-no-color")
	w.MustRun(t.Context(), "destroy", "-auto-approve", "-no-color")
}

// InterruptedThenStale proves that a refresh that lags behind an interrupted creation does not forget the object, which
// would be created once more then.
func InterruptedThenStale(t *testing.T, kinds ...Kind) {
	t.Helper()
	eachKind(t, kinds, func(t *testing.T, k Kind) {
		cloud, w, run := k.heldCreation(t)
		run.Signal(os.Interrupt)
		<-run.Ended
		id := k.sameObject(t, cloud, w)

		cloud.AddFault(emulator.Fault{Method: "GET", Route: k.Route + "/{id}", Count: 2, Stale: true})
		if output := w.MustRun(t.Context(), "plan", "-no-color"); !strings.Contains(output, "0 to add, 1 to change, 0 to destroy") {
			t.Errorf("the plan does not go on waiting:\n%s", output)
		}
		cloud.AddFault(emulator.Fault{Method: "GET", Route: k.Route + "/{id}", Count: 2, Stale: true})
		cloud.SetProgress(k.Create, emulator.Immediate())
		cloud.Release(k.Create)
		w.MustRun(t.Context(), "apply", "-auto-approve", "-no-color")
		k.stays(t, cloud, w, id)
	})
}

// InterruptedThenFailed proves that the next apply replaces an object whose creation was interrupted and fails
// afterwards.
func InterruptedThenFailed(t *testing.T, kinds ...Kind) {
	t.Helper()
	eachKind(t, kinds, func(t *testing.T, k Kind) {
		cloud, w, run := k.heldCreation(t)
		run.Signal(syscall.SIGTERM)
		<-run.Ended
		id := k.sameObject(t, cloud, w)

		warning := k.Fails(cloud, id)
		k.endsOnceRefused(cloud)
		cloud.SetProgress(k.Create, emulator.Immediate())
		output := w.MustRun(t.Context(), "apply", "-auto-approve", "-no-color")
		if !warning.MatchString(output) || !strings.Contains(output, "1 added, 0 changed, 1 destroyed") {
			t.Errorf("the failed object was not replaced:\n%s", output)
		}
		if again := k.sameObject(t, cloud, w); again == id {
			t.Errorf("%s is still there", id)
		}
		w.MustRun(t.Context(), "destroy", "-auto-approve", "-no-color")
	})
}

// InterruptedDestroy proves that a destruction that was interrupted goes on; until then the plan does not say that all
// is well.
func InterruptedDestroy(t *testing.T, kinds ...Kind) {
	t.Helper()
	eachKind(t, kinds, func(t *testing.T, k Kind) {
		cloud := Start(t, emulator.Options{})
		w := NewWorkspace(t, cloud.Provider()+k.Config)
		w.MustRun(t.Context(), "apply", "-auto-approve", "-no-color")
		cloud.SetProgress(k.Delete, emulator.Held())
		run := k.Waiting(t, cloud, w, "DELETE", "destroy")
		run.Signal(os.Interrupt)
		if output := <-run.Ended; !Said(`Could not delete.*interrupted.*the next run`).MatchString(output) {
			t.Errorf("the output does not say what happened:\n%s", output)
		}
		k.sameObject(t, cloud, w)
		if output, err := w.Run(t.Context(), "plan", "-detailed-exitcode", "-no-color"); err == nil || !strings.Contains(output, "must be replaced") {
			t.Errorf("the plan does not replace what is being deleted: %v\n%s", err, output)
		}
		cloud.SetProgress(k.Delete, emulator.Immediate())
		cloud.Release(k.Delete)
		w.MustRun(t.Context(), "destroy", "-auto-approve", "-no-color")
	})
}

// Killed proves that the provider takes a creation back when the CLI is killed, and nobody can write the state.
func Killed(t *testing.T, kinds ...Kind) {
	t.Helper()
	eachKind(t, kinds, func(t *testing.T, k Kind) {
		cloud, w, run := k.heldCreation(t)
		deleted := make(chan struct{}, 1)
		cloud.OnRequest(func(entry emulator.Entry) {
			if entry.Method == "DELETE" && entry.Status < 300 && strings.HasPrefix(entry.Route, k.Route) {
				deleted <- struct{}{}
			}
		})
		k.endsOnceRefused(cloud)
		run.Signal(syscall.SIGKILL)
		<-run.Ended
		select {
		case <-deleted:
		case <-time.After(2 * time.Minute):
			t.Fatal("the provider did not delete the object that nobody knows of")
		}

		cloud.SetProgress(k.Create, emulator.Immediate())
		w.MustRun(t.Context(), "apply", "-auto-approve", "-no-color")
		k.sameObject(t, cloud, w)
		w.MustRun(t.Context(), "destroy", "-auto-approve", "-no-color")
	})
}
