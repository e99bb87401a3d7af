package bcs_test

import (
	"fmt"
	"reflect"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/hwc-community/terraform-provider-hwc/internal/acctest"
	"github.com/hwc-community/terraform-provider-hwc/internal/client/bcs"
	"github.com/hwc-community/terraform-provider-hwc/internal/emulator"
)

// refusals are answers that say nothing about whether an object exists.
var refusals = []emulator.Fault{
	{Status: 401, Code: "BCS.4010401", Message: "Incorrect token or token resolution failed"},
	{Status: 403, Code: "BCS.4030403", Message: "No permissions to request this method"},
	{Status: 404, Code: "APIGW.0101", Message: "The API does not exist or has not been published in the environment."},
	{Status: 500, Code: "BCS.5000500", Message: "Internal Server Error"},
}

// A refusal is never taken for "gone", neither by a refresh nor by a deletion.
func TestAccBcsChannel_refused(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	id := chain(t, cloud.BCS())
	config := cloud.Provider("max_retries = 0") + channelConfig(id, "orders", "")
	steps := []resource.TestStep{{Config: config}}
	for _, fault := range refusals {
		read, deletion := fault, fault
		read.Method, read.Route, read.Count = "GET", channelsRoute, -1
		deletion.Method, deletion.Route, deletion.Count = "DELETE", instanceRoute+"/channel/{channel_id}", -1
		steps = append(steps, resource.TestStep{
			PreConfig:   func() { cloud.ClearFaults(); cloud.AddFault(read) },
			Config:      config,
			ExpectError: acctest.Said(fmt.Sprintf(`Could not read the channel.*channel orders of the BCS instance %s.*%d %s.*request id.*What to do`, id, fault.Status, fault.Code)),
		}, resource.TestStep{
			PreConfig:   func() { cloud.ClearFaults(); cloud.AddFault(deletion) },
			Config:      config,
			Destroy:     true,
			ExpectError: acctest.Said(fmt.Sprintf(`Could not delete the channel.*%d %s`, fault.Status, fault.Code)),
		})
	}
	cloud.Test(resource.TestCase{Steps: append(steps, resource.TestStep{PreConfig: cloud.ClearFaults, Config: config, ConfigPlanChecks: emptyPlan()})})
}

// A creation is made exactly once, whatever becomes of the reply, and throttling and a busy instance are waited out.
func TestAccBcsChannel_createFaults(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name  string
		fault emulator.Fault
		fails string
	}{
		{"lost reply", emulator.Fault{Drop: "after"}, ""},
		{"lost request", emulator.Fault{Drop: "before"}, ""},
		{"500 done", emulator.Fault{Status: 500, Code: "BCS.5000500", AfterCommit: true}, ""},
		{"504 done", emulator.Fault{Status: 504, Code: "APIGW.0201", AfterCommit: true}, ""},
		{"throttled", emulator.Fault{Status: 429, Code: "APIGW.0308", Count: 2}, ""},
		{"busy", emulator.Fault{Status: 400, Code: "BCS.4001002", Count: 3}, ""},
		{"refused", emulator.Fault{Status: 400, Code: "BCS.4009100", Message: "system error"}, `Could not create the channel.*400 BCS.4009100 system error.*What to do: the service had a problem`},
		{"500 not done", emulator.Fault{Status: 500, Code: "BCS.5000500"}, `Could not create the channel.*none was found afterwards.*500 BCS.5000500`},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			cloud := acctest.Start(t, emulator.Options{})
			id := chain(t, cloud.BCS())
			test.fault.Method, test.fault.Route = "POST", channelsRoute
			cloud.AddFault(test.fault)
			config := cloud.Provider() + channelConfig(id, "orders", "")
			step := resource.TestStep{Config: config}
			if test.fails != "" {
				step.ExpectError = acctest.Said(test.fails)
			}
			cloud.Test(resource.TestCase{Steps: []resource.TestStep{step, {Config: config}}})
			faulted := false
			for _, entry := range cloud.Journal() {
				faulted = faulted || entry.Fault != ""
			}
			if !faulted {
				t.Errorf("the fault never struck:\n%s", cloud.RequestTable())
			}
		})
	}
}

// A failed operation is told with the message of its record; the next apply puts it right.
func TestAccBcsChannel_failedOperation(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	id := chain(t, cloud.BCS())
	fails := func() { cloud.SetProgress(emulator.BCSChannel, emulator.Fails("bcs", "no space left on the orderer")) }
	works := func() { cloud.SetProgress(emulator.BCSChannel, emulator.Immediate()) }
	config := func(lines string) string { return cloud.Provider() + channelConfig(id, "orders", lines) }
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{
			PreConfig:   fails,
			Config:      config(""),
			ExpectError: acctest.Said(`The channel was not created as it should be.*is in state "failed".*no space left on the orderer.*What to do`),
		},
		{PreConfig: works, Config: config(""), ConfigPlanChecks: does(channelAddress, plancheck.ResourceActionDestroyBeforeCreate)}, // tainted
		{
			PreConfig:   fails,
			Config:      config("peers = { importer = 1 }"),
			ExpectError: acctest.Said(`Could not update the channel.*no space left on the orderer`),
		},
		{PreConfig: works, Config: config("peers = { importer = 1 }"), ConfigPlanChecks: does(channelAddress, plancheck.ResourceActionUpdate)},
		{
			PreConfig:   fails,
			Config:      config("peers = { importer = 1 }"),
			Destroy:     true,
			ExpectError: acctest.Said(`Could not delete the channel.*no space left on the orderer`),
		},
		{PreConfig: works, Config: config("peers = { importer = 1 }"), ConfigPlanChecks: emptyPlan()},
	}})
}

// Each verb has its limit, also while it queues for a busy instance. What was begun is in the state.
func TestAccBcsChannel_timeout(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	id := chain(t, cloud.BCS())
	held := func() { cloud.SetProgress(emulator.BCSChannel, emulator.Held()) }
	works := func() {
		cloud.SetProgress(emulator.BCSChannel, emulator.Immediate())
		cloud.Release(emulator.BCSChannel)
	}
	limited := func(create, lines string) string {
		return cloud.Provider() + channelConfig(id, "orders", lines+"\ntimeouts = { create = \""+create+"\", update = \"3s\", delete = \"5s\" }")
	}
	config := func(lines string) string { return limited("5m", lines) }
	const in2s, in5s = `within ([12](\.\d)?s|\d+ms)`, `within [345](\.\d)?s`
	busy := func() {
		held()
		if _, err := cloud.BCS().CreateChannels(t.Context(), id, bcs.NewChannel{ChannelName: "other"}); err != nil {
			t.Fatal(err)
		}
	}
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{PreConfig: busy, Config: limited("2s", ""), ExpectError: acctest.Said(`Could not create the channel.*did not become idle ` + in2s + `.*What to do`)},
		{
			PreConfig: func() { works(); held() }, Config: limited("2s", ""),
			ExpectError: acctest.Said(`The channel was not created as it should be.*did not become finished ` + in2s + `.*terraform untaint`),
		},
		{
			PreConfig: works, Config: config("peers = { importer = 1 }"),
			ConfigPlanChecks: does(channelAddress, plancheck.ResourceActionDestroyBeforeCreate), // it is in the state, tainted
		},
		{
			PreConfig: held, Config: config("peers = { importer = 2 }"),
			ExpectError: acctest.Said(`Could not update the channel.*did not become finished within`),
		},
		{
			Config: config("peers = { importer = 1 }"), Destroy: true,
			ExpectError: acctest.Said(`Could not delete the channel.*did not become idle ` + in5s),
		},
		{PreConfig: works, Config: config("peers = { importer = 1 }")},
	}})
}

// Ctrl-C while the channel is created: it is in the state, untainted, and the next apply goes on with it, also when the
// operation is still under way, or has come to nothing meanwhile.
func TestAccBcsChannel_interrupted(t *testing.T) {
	t.Parallel()
	for name, meanwhile := range map[string]func(t *testing.T, cloud *acctest.Env, id string){
		"done meanwhile": func(_ *testing.T, cloud *acctest.Env, _ string) { cloud.Release(emulator.BCSChannel) },
		"came to nothing": func(t *testing.T, cloud *acctest.Env, id string) {
			t.Helper()
			cloud.Release(emulator.BCSChannel)
			dropChannel(t, cloud.BCS(), id, "orders")()
		},
		"still under way": func(_ *testing.T, cloud *acctest.Env, _ string) {
			cloud.OnRequest(func(entry emulator.Entry) {
				if entry.Code == "BCS.4001002" {
					cloud.Release(emulator.BCSChannel)
				}
			})
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud := acctest.Start(t, emulator.Options{})
			id := chain(t, cloud.BCS())
			cloud.SetProgress(emulator.BCSChannel, emulator.Held())
			w := acctest.NewWorkspace(t, cloud.Provider()+channelConfig(id, "orders", "peers = { importer = 1 }"))
			interrupt(t, cloud, w)
			if state := w.State(); !strings.Contains(state, `"orders"`) || strings.Contains(state, "tainted") {
				t.Fatalf("the state is:\n%s", state)
			}
			cloud.SetProgress(emulator.BCSChannel, emulator.Immediate())
			meanwhile(t, cloud, id)
			if text := w.MustRun(t.Context(), "apply", "-auto-approve", "-no-color"); !strings.Contains(text, "0 added, 1 changed, 0 destroyed") {
				t.Errorf("the next apply said:\n%s", text)
			}
			channelIs(t, cloud.BCS(), id, "orders", map[string]int64{"importer": 1})()
			w.MustRun(t.Context(), "plan", "-detailed-exitcode", "-no-color")
			w.MustRun(t.Context(), "destroy", "-auto-approve", "-no-color")
		})
	}
}

// What is still being made when it is destroyed is waited for, and then removed: nothing is left behind that no state
// knows.
func TestAccBcsChannel_destroyedUnderWay(t *testing.T) {
	t.Parallel()
	for name, config := range map[string]func(id string) string{
		"channel":      func(id string) string { return channelConfig(id, "orders", "peers = { importer = 1 }") },
		"organization": func(id string) string { return organizationConfig(id, "first", "importer", 1) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud := acctest.Start(t, emulator.Options{})
			id := chain(t, cloud.BCS())
			before, err := cloud.BCS().ListChannels(t.Context(), id)
			if err != nil {
				t.Fatal(err)
			}
			cloud.SetProgress(emulator.BCSChannel, emulator.Held())
			w := acctest.NewWorkspace(t, cloud.Provider()+config(id))
			interrupt(t, cloud, w)
			cloud.SetProgress(emulator.BCSChannel, emulator.Immediate())
			cloud.OnRequest(func(entry emulator.Entry) {
				if entry.Code == "BCS.4001002" {
					cloud.Release(emulator.BCSChannel)
				}
			})
			w.MustRun(t.Context(), "destroy", "-auto-approve", "-no-color")
			cloud.Release(emulator.BCSChannel) // of a destruction that did not wait for it
			if after, err := cloud.BCS().ListChannels(t.Context(), id); err != nil || !reflect.DeepEqual(after, before) {
				t.Errorf("the channels are %+v, %v; want %+v", after, err, before)
			}
		})
	}
}

// Organizations that an update let in before it failed are the channel's own: it can be destroyed.
func TestAccBcsChannel_failedUpdate(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	id := chain(t, cloud.BCS())
	w := acctest.NewWorkspace(t, cloud.Provider()+channelConfig(id, "orders", ""))
	w.MustRun(t.Context(), "apply", "-auto-approve", "-no-color")
	cloud.AddFault(emulator.Fault{Method: "POST", Route: channelsRoute + "/peers", Status: 500, AfterCommit: true})
	cloud.AddFault(emulator.Fault{Method: "GET", Route: recordRoute, Count: -1, Status: 403, Code: "BCS.4030403"})
	w.Write(cloud.Provider() + channelConfig(id, "orders", "peers = { importer = 1, exporter = 1 }"))
	if text, err := w.Run(t.Context(), "apply", "-auto-approve", "-no-color"); err == nil || !acctest.Said("Could not update the channel").MatchString(text) {
		t.Fatalf("the apply said %v:\n%s", err, text)
	}
	cloud.ClearFaults()
	channelIs(t, cloud.BCS(), id, "orders", map[string]int64{"importer": 1, "exporter": 1})()
	w.MustRun(t.Context(), "destroy", "-auto-approve", "-no-color")
}

// interrupt applies until the provider waits for an operation, sends Ctrl-C, and wants to be told so.
func interrupt(t *testing.T, cloud *acctest.Env, w *acctest.Workspace) {
	t.Helper()
	run := w.Until(cloud, func(entry emulator.Entry) bool { return entry.Route == recordRoute }, "apply")
	run.Signal(syscall.SIGINT)
	if text := <-run.Ended; !acctest.Said(`was interrupted.*next apply goes on`).MatchString(text) {
		t.Fatalf("the run said:\n%s", text)
	}
}

// Ten channels of one instance in one apply, with their organizations: the changes queue, and no request is refused
// because the instance is busy.
func TestAccBcsChannel_parallel(t *testing.T) {
	t.Parallel()
	const channels, handful = 10, 10 // of 20 reads; a busy machine may start them late
	cloud := acctest.Start(t, emulator.Options{Choices: emulator.Choices{BCS: emulator.BCSChoices{ChannelLimit: channels + 1}}})
	id := chain(t, cloud.BCS())
	cloud.SetProgress(emulator.BCSChannel, emulator.AfterReads(1))
	w := acctest.NewWorkspace(t, cloud.Provider()+fmt.Sprintf(`
resource "hwc_bcs_channel" "test" {
  count         = %d
  blockchain_id = %q
  name          = "channel${count.index}"
}

resource "hwc_bcs_channel_organization" "test" {
  count         = %[1]d
  blockchain_id = %[2]q
  channel_name  = hwc_bcs_channel.test[count.index].name
  org_name      = "importer"
  peers         = 2
}
`, channels, id))
	w.MustRun(t.Context(), "apply", "-auto-approve", "-no-color")
	for n := range channels {
		channelIs(t, cloud.BCS(), id, fmt.Sprintf("channel%d", n), map[string]int64{"importer": 2})()
	}
	for _, entry := range cloud.Journal() {
		if entry.Code != "" {
			t.Errorf("refused: %s %s %s", entry.Method, entry.Route, entry.Code)
		}
	}
	before := cloud.Requests()["GET "+channelsRoute]
	w.MustRun(t.Context(), "plan", "-detailed-exitcode", "-no-color")
	lists := cloud.Requests()["GET "+channelsRoute] - before
	if t.Logf("a refresh of %d channels and as many organizations cost %d lists", channels, lists); lists > handful {
		t.Errorf("a refresh cost %d lists, want %d at most", lists, handful)
	}
	if others := cloud.Requests()["GET "+instanceRoute]; others != 1 { // of the test itself, which waited for the instance
		t.Errorf("the instance itself was read %d times", others)
	}
	w.MustRun(t.Context(), "destroy", "-auto-approve", "-no-color")
}

// Somebody else's change of the instance, which this run knows nothing of, is waited for.
func TestAccBcsChannel_busy(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	id := chain(t, cloud.BCS())
	cloud.SetProgress(emulator.BCSUpdate, emulator.Held())
	if _, err := cloud.BCS().UpdateInstance(t.Context(), id, bcs.UpdateInstanceRequest{NodeOrgs: []bcs.NodeOrg{{Name: "exporter", NodeCount: 2}}}); err != nil {
		t.Fatal(err)
	}
	var refused atomic.Int32
	cloud.OnRequest(func(entry emulator.Entry) {
		if entry.Code == "BCS.4001002" && refused.Add(1) == 3 {
			cloud.Release(emulator.BCSUpdate)
		}
	})
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{{Config: cloud.Provider() + channelConfig(id, "orders", "peers = { exporter = 2 }")}}})
	if n := refused.Load(); n < 3 {
		t.Errorf("%d requests were refused", n)
	}
}

// Bad input gets an error on the argument, at plan time, and the cloud is not asked.
func TestAccBcsChannel_badInput(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{})
	cloud.Refuses(t, cloud.Provider(), [][2]string{
		{channelConfig("chain-1", "orders", ""), `blockchain_id\s+=.*must be a UUID`},
		{channelConfig(unknownID, "abc", ""), `name\s+=.*must have 4 to 24 lower-case letters and digits`},
		{channelConfig(unknownID, "1orders", ""), `name\s+=.*a letter in front`},
		{channelConfig(unknownID, "Orders", ""), `name\s+=.*lower-case`},
		{channelConfig(unknownID, "testchainid", ""), `name\s+=.*not be testchainid`},
		{channelConfig(unknownID, "orders", `peers = { importer = 0 }`), `peers\s+=.*must be at least 1`},
		{channelConfig(unknownID, "orders", `peers = { importer = null }`), `peers\s+=.*null`},
		{channelConfig(unknownID, "orders", `peers = { "-importer" = 1 }`), `peers\s+=.*must have 4 to 24 letters`},
		{organizationConfig("chain-1", "orders", "importer", 1), `blockchain_id\s+=.*must be a UUID`},
		{organizationConfig(unknownID, "x", "importer", 1), `channel_name\s+=.*must have 4 to 24`},
		{organizationConfig(unknownID, "orders", "org", 1), `org_name\s+=.*must have 4 to 24 letters`},
		{organizationConfig(unknownID, "orders", "importer", 0), `peers\s+=.*must be at least 1`},
	})
}

// An instance that does not exist, and one that was invited, have no room for channels; the message says so.
func TestAccBcsChannel_noRoom(t *testing.T) {
	t.Parallel()
	cloud := acctest.Start(t, emulator.Options{Choices: emulator.Choices{BCS: emulator.BCSChoices{ChannelLimit: 1}}})
	id := chain(t, cloud.BCS())
	cloud.Test(resource.TestCase{Steps: []resource.TestStep{
		{
			Config:      cloud.Provider() + channelConfig(unknownID, "orders", ""),
			ExpectError: acctest.Said(`Could not create the channel.*BCS instance ` + unknownID + ` does not exist`),
		},
		{
			Config:      cloud.Provider() + channelConfig(id, "orders", ""),
			ExpectError: acctest.Said(`Could not create the channel.*exceeds the limit 1.*What to do: the message says what is wrong.*edition`),
		},
		{
			Config:      cloud.Provider() + channelConfig(id, "first", ""),
			ExpectError: acctest.Said(`Could not create the channel.*is already exist.*What to do.*terraform import`),
		},
	}})
}
