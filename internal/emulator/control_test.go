package emulator

import (
	"io"
	"log/slog"
	"reflect"
	"strings"
	"testing"
	"time"
)

func logTo(w io.Writer) *slog.Logger { return slog.New(slog.NewTextHandler(w, nil)) }

func (c *cloud) control(status int, method, path, body string) answer {
	c.t.Helper()
	got := c.do(method, "/_emulator/"+path, body, nil)
	if got.status != status {
		c.t.Fatalf("%s %s %s: %d %s", method, path, body, got.status, got.text)
	}
	return got
}

func TestControlRoutes(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	a := c.tenantA()
	sameJSON(t, "health", any(c.control(200, "GET", "health", "").body), `{"status":"ok"}`)
	tenants := c.control(200, "GET", "tenants", "").items("tenants")
	projects, _ := tenants[0]["projects"].(map[string]any)
	if len(tenants) != 2 || tenants[0]["domain_name"] != "domain-a" || projects["cn-north-4"] != projectA {
		t.Errorf("tenants %v", tenants)
	}
	c.control(200, "POST", "faults", `{"method":"GET","route":"`+servicesRoute+`","status":429,"header":{"Retry-After":"1"},"nth":2,"count":2,"delay":"1ms"}`)
	a.must(200, "GET", services, "")
	a.must(429, "GET", services, "")
	fault := c.control(200, "GET", "faults", "").items("faults")[0]
	if fault["seen"] != 2.0 || fault["hits"] != 1.0 || fault["delay"] != "1ms" || fault["route"] != servicesRoute {
		t.Errorf("faults %v", fault)
	}
	c.control(200, "DELETE", "faults", "")
	a.must(200, "GET", services, "")

	c.control(200, "PUT", "progress", `{"kind":"service.create","progress":"held"}`)
	if got, _ := c.control(200, "GET", "progress", "").body["progress"].(map[string]any); got["service.create"] != "held" || got["endpoint.delete"] != "immediate" {
		t.Errorf("progress %v", got)
	}
	id := a.newService("{}")
	if got := a.service(id).body["status"]; got != "creating" {
		t.Errorf("held: %v", got)
	}
	c.control(200, "POST", "release", `{"kind":"service.create"}`)
	if got := a.service(id).body["status"]; got != "available" {
		t.Errorf("released: %v", got)
	}
	if got := c.control(200, "GET", "state", "").items("services"); len(got) != 1 || got[0]["id"] != id {
		t.Errorf("state %v", got)
	}
	if got := c.control(200, "GET", "journal", "").items("entries"); len(got) == 0 || got[0]["route"] != "/v3/auth/tokens" {
		t.Errorf("journal %v", got)
	}
	c.control(200, "DELETE", "journal", "")
	if got := c.Journal(); len(got) != 0 {
		t.Errorf("journal after DELETE: %v, control routes are not in it", got)
	}
	c.control(200, "POST", "clock", `{"freeze":true}`)
	before := c.Clock().Now()
	if got := c.control(200, "POST", "clock", `{"advance":"25h"}`); got.body["frozen"] != true || !c.Clock().Now().Equal(before.Add(25*time.Hour)) {
		t.Errorf("clock %s", got.text)
	}
	a.refused(401, "APIGW.0307", "GET", services, "")
}

func TestBadControlInput(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	for _, test := range []struct{ method, path, body, says string }{
		{"POST", "faults", `{"route":"/v1/typo","status":500}`, "no such route: /v1/typo"},
		{"POST", "faults", `{"stauts":500}`, "stauts"},
		{"POST", "faults", `{"method":"get","status":503}`, "GET"},
		{"POST", "faults", `{"method":"FETCH","status":503}`, "not FETCH"},
		{"POST", "faults", `{"method":"DELETE","route":"` + servicesRoute + `","status":503}`, "has no method DELETE, only POST, GET"},
		{"POST", "faults", `{}`, "does nothing"},
		{"POST", "faults", `{"delay":"soon"}`, "delay"},
		{"POST", "faults", `{"drop":"during"}`, "drop"},
		{"POST", "faults", `{"status":500}x`, "after the JSON value"},
		{"POST", "faults", ``, "the body is not what this route takes"},
		{"POST", "clock", `{"advance":"tomorrow"}`, "25h"},
		{"POST", "clock", `{"advance":"-1h"}`, "only moves forward"},
		{"POST", "clock", `{}`, "advance"},
		{"PUT", "progress", `{"kind":"service.paint","progress":"held"}`, "service.create"},
		{"PUT", "progress", `{"kind":"service.create","progress":"slow"}`, "reads:N"},
		{"POST", "release", `{"kind":"x"}`, "service.create"},
	} {
		if got := c.control(400, test.method, test.path, test.body); !strings.Contains(got.str("error"), test.says) {
			t.Errorf("%s %s %s: %s", test.method, test.path, test.body, got.text)
		}
	}
	c.control(404, "GET", "nothing", "")
	if got := c.do("PATCH", "/_emulator/clock", "", nil); got.status != 404 {
		t.Errorf("PATCH clock: %d", got.status)
	}
}

// No number of moves takes the clock back, or past the years that the journal can write.
func TestClockDoesNotOverflow(t *testing.T) {
	t.Parallel()
	for _, freeze := range []bool{false, true} {
		c := start(t, Options{})
		if freeze {
			c.control(200, "POST", "clock", `{"freeze":true}`)
		}
		c.control(200, "POST", "clock", `{"advance":"2562047h"}`)
		far := c.Clock().Now()
		for range 30 {
			if got := c.control(400, "POST", "clock", `{"advance":"2562047h"}`); !strings.Contains(got.str("error"), "2562047h0m0s ahead") {
				t.Errorf("refusal %s", got.text)
			}
		}
		if now := c.Clock().Now(); now.Before(far) || now.Sub(far) > time.Hour {
			t.Errorf("the clock went from %s to %s", far, now)
		}
		c.tenantA().newService("{}")
		if got := c.control(200, "GET", "journal", "").items("entries"); len(got) != 2 {
			t.Errorf("journal %v", got)
		}
	}
}

func TestMistakenAdvancePanics(t *testing.T) {
	t.Parallel()
	defer func() {
		if recover() == nil {
			t.Error("the clock went back")
		}
	}()
	(&Clock{}).Advance(-time.Second)
}

func TestParseProgress(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]Progress{"immediate": Immediate(), "reads:3": AfterReads(3), "after:2s": After(2 * time.Second),
		"held": Held(), "fails:Code:a message: with colon": Fails("Code", "a message: with colon"), "fails:Code:": Fails("Code", "")} {
		got, err := ParseProgress(text)
		if err != nil || !reflect.DeepEqual(got, want) || got.String() != text {
			t.Errorf("%s: %v %v %v", text, got, got.String(), err)
		}
	}
	for _, text := range []string{"", "reads", "reads:-1", "reads:x", "after:", "after:-2s", "fails", "fails::m", "held:1", "later"} {
		if got, err := ParseProgress(text); err == nil {
			t.Errorf("%q was read as %v", text, got)
		}
	}
}

// State is that of a fresh emulator once everything was deleted, whatever happened in between.
func TestStateGoesBackToTheStart(t *testing.T) {
	t.Parallel()
	fresh := New(Options{}).State()
	c := start(t, Options{})
	a := c.tenantA()
	service := a.newService(`{"approval_enabled":true}`)
	a.must(200, "POST", services+"/"+service+"/permissions/action", `{"action":"add","permissions":["*"]}`)
	ep, gateway := a.newEndpoint(service, "{}"), a.must(200, "POST", endpoints, gatewayBody("{}")).str("id")
	a.decision(service, ep, "receive")
	full := c.State()
	if reflect.DeepEqual(full, fresh) {
		t.Error("the state does not show the objects")
	}
	if again := c.State(); !reflect.DeepEqual(full, again) {
		t.Errorf("two looks differ: %v and %v", full, again)
	}
	for _, path := range []string{endpoints + "/" + ep, endpoints + "/" + gateway, services + "/" + service} {
		a.must(204, "DELETE", path, "")
	}
	if got := c.State(); !reflect.DeepEqual(got, fresh) {
		t.Errorf("state %v, want %v", got, fresh)
	}
}

func TestReset(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	a := c.tenantA()
	a.newService("{}")
	c.SetProgress(ServiceCreate, Held())
	c.AddFault(Fault{Status: 500, Count: -1})
	c.Clock().Freeze()
	c.Clock().Advance(100 * time.Hour)
	c.control(200, "POST", "reset", "")
	if !reflect.DeepEqual(c.State(), New(Options{}).State()) || len(c.Journal()) != 0 {
		t.Errorf("state %v, journal %v", c.State(), c.Journal())
	}
	if apart := time.Since(c.Clock().Now()).Abs(); apart > time.Hour {
		t.Errorf("clock %s away", apart)
	}
	a.refused(401, "APIGW.0301", "GET", services, "") // tokens are forgotten
	a = c.tenantA()
	if got := a.service(a.newService("{}")).body["status"]; got != "available" {
		t.Errorf("progress kept: %v", got)
	}
}
