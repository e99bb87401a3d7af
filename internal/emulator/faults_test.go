package emulator

import (
	"context"
	"errors"
	"io"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"time"
)

const (
	servicesRoute = "/v1/{project_id}/vpc-endpoint-services"
	serviceRoute  = servicesRoute + "/{vpc_endpoint_service_id}"
)

// once sends a request on a connection of its own, so that the transport does not send it again by itself.
func (s session) once(method, path, body string) (status int, text string, err error) {
	s.t.Helper()
	r := s.request(method, strings.ReplaceAll(path, "{p}", s.project), body, map[string]string{"X-Auth-Token": s.token})
	r.Close = true
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, "", err
	}
	defer response.Body.Close()
	read, err := io.ReadAll(response.Body)
	return response.StatusCode, string(read), err
}

func (s session) count() float64 {
	s.t.Helper()
	total, _ := s.must(200, "GET", services, "").body["total_count"].(float64)
	return total
}

func TestFaultAnswers(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault        Fault
		status       int
		code, header string
		made         float64
	}{
		"status alone":    {Fault{Status: 429, Header: map[string]string{"Retry-After": "7"}}, 429, "APIGW.0308", "7", 0},
		"gateway timeout": {Fault{Status: 504}, 504, "APIGW.0201", "", 0},
		"after commit":    {Fault{Status: 503, AfterCommit: true}, 503, "APIGW.0613", "", 1},
		"code alone":      {Fault{Code: "EndPoint.0022"}, 400, "EndPoint.0022", "", 0},
		"code and text":   {Fault{Status: 500, Code: "EndPoint.0001", Message: "tired"}, 500, "EndPoint.0001", "", 0},
		"whole body":      {Fault{Status: 500, Body: `{"error":{"code":"X.1","message":"m"}}`}, 500, "X.1", "", 0},
	} {
		c := start(t, Options{})
		a := c.tenantA()
		test.fault.Method, test.fault.Route = "POST", servicesRoute
		c.AddFault(test.fault)
		got := a.call("POST", services, serviceBody("{}"))
		if got.status != test.status || got.code() != test.code || got.header.Get("Retry-After") != test.header {
			t.Errorf("%s: %d %s", name, got.status, got.text)
		}
		if strings.HasPrefix(got.code(), "APIGW") && len(got.str("request_id")) != 32 {
			t.Errorf("%s: no request id in %s", name, got.text)
		}
		if test.fault.Message != "" && got.str("error_msg") != test.fault.Message {
			t.Errorf("%s: text %s", name, got.text)
		}
		if made := a.count(); made != test.made {
			t.Errorf("%s: %v services exist, want %v", name, made, test.made)
		}
	}
}

// A fault answers in the form of the service whose code it has, and never with an empty code or text.
func TestFaultForms(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		choices Choices
		path    string
		fault   Fault
		status  int
		want    string // without the request id
	}{
		"IAM": {Choices{}, "/v3/projects", Fault{Code: "IAM.0004"}, 404,
			`{"error":{"code":404,"message":"Could not find : .","title":"Not Found"}}`},
		"IAM, its text and status": {Choices{}, "/v3/projects", Fault{Code: "IAM.0002", Status: 401, Message: "Not you."}, 401,
			`{"error":{"code":401,"message":"Not you.","title":"Unauthorized"}}`},
		"IAM, in codes": {Choices{IAMErrorCodes: true}, "/v3/projects", Fault{Code: "1103"}, 400,
			`{"error_code":"1103","error_msg":"Incorrect password."}`},
		"IAM, v5": {Choices{}, "/v5/caller-identity", Fault{Code: "IAM.0006"}, 500,
			`{"error_code":"IAM.0006","error_msg":"An unexpected error prevented the server from fulfilling your request."}`},
		"EPS": {Choices{}, "/v1.0/enterprise-projects", Fault{Code: "EPS.0004"}, 403,
			`{"error":{"error_code":"EPS.0004","error_msg":"Permission error."}}`},
		"405": {Choices{}, services, Fault{Status: 405}, 405, `{"error_code":"APIGW.0501","error_msg":"The app quota has been used up."}`},
		"413": {Choices{}, services, Fault{Status: 413}, 413, `{"error_code":"APIGW.0201","error_msg":"Request entity too large."}`},
		"414": {Choices{}, services, Fault{Status: 414}, 414, `{"error_code":"APIGW.0201","error_msg":"Request URI too large."}`},
		"494": {Choices{}, services, Fault{Status: 494}, 494, `{"error_code":"APIGW.0201","error_msg":"Request headers too large."}`},
		"409, which the gateway does not know": {Choices{}, services, Fault{Status: 409}, 409,
			`{"error_code":"APIGW.0201","error_msg":"API request error."}`},
		"599, which it does not know either": {Choices{}, services, Fault{Status: 599}, 599,
			`{"error_code":"APIGW.0601","error_msg":"Internal server error."}`},
		"code of the gateway": {Choices{}, services, Fault{Code: "APIGW.0310"}, 403,
			`{"error_code":"APIGW.0310","error_msg":"The project is unavailable."}`},
		"code of the gateway with a status": {Choices{}, services, Fault{Code: "APIGW.0201", Status: 504}, 504,
			`{"error_code":"APIGW.0201","error_msg":"Backend timeout."}`},
		"unknown code":        {Choices{}, services, Fault{Code: "X.1"}, 500, `{"error_code":"X.1","error_msg":"Internal Server Error"}`},
		"unknown code, 409":   {Choices{}, services, Fault{Code: "X.1", Status: 409}, 409, `{"error_code":"X.1","error_msg":"Conflict"}`},
		"unknown code, 599":   {Choices{}, services, Fault{Code: "X.1", Status: 599}, 599, `{"error_code":"X.1","error_msg":"X.1"}`},
		"status of a success": {Choices{}, services, Fault{Status: 202}, 202, ""},
	} {
		c := start(t, Options{Choices: test.choices})
		a := c.tenantA()
		c.AddFault(test.fault)
		got := a.call("GET", test.path, "")
		if got.status != test.status || test.want == "" && got.text != "" {
			t.Errorf("%s: %d %s", name, got.status, got.text)
		}
		if test.want == "" {
			continue
		}
		delete(got.body, "request_id")
		sameJSON(t, name, any(got.body), test.want)
	}
}

func TestDroppedConnections(t *testing.T) {
	t.Parallel()
	for drop, made := range map[string]float64{"before": 0, "after": 1} {
		c := start(t, Options{})
		a := c.tenantA()
		c.AddFault(Fault{Method: "POST", Route: servicesRoute, Drop: drop})
		if status, text, err := a.once("POST", services, serviceBody("{}")); err == nil {
			t.Errorf("drop %s: answered %d %s", drop, status, text)
		}
		if got := a.count(); got != made {
			t.Errorf("drop %s: %v services, want %v", drop, got, made)
		}
		entries := c.Journal()
		if e := entries[len(entries)-2]; e.Fault != "drop:"+drop || e.Status != 0 {
			t.Errorf("journal %+v", e)
		}
	}
}

func TestCutBody(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	a := c.tenantA()
	id := a.newService("{}")
	whole := len(a.service(id).text)
	c.AddFault(Fault{Method: "GET", Route: serviceRoute, CutBody: true})
	status, text, err := a.once("GET", services+"/"+id, "")
	if status != 200 || !errors.Is(err, io.ErrUnexpectedEOF) || len(text) != whole/2 {
		t.Errorf("%d, %d of %d bytes, %v", status, len(text), whole, err)
	}
}

func TestDelayEndsWithTheRequest(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	a := c.tenantA()
	c.AddFault(Fault{Method: "POST", Route: servicesRoute, Delay: time.Hour})
	done := make(chan Entry, 1)
	c.OnRequest(func(e Entry) {
		if e.Fault != "" {
			done <- e
		}
	})
	ctx, cancel := context.WithCancel(t.Context())
	r := a.request("POST", "/v1/"+projectA+"/vpc-endpoint-services", serviceBody("{}"), map[string]string{"X-Auth-Token": a.token}).WithContext(ctx)
	failed := make(chan error, 1)
	go func() {
		response, err := http.DefaultClient.Do(r)
		if err == nil {
			err = response.Body.Close()
		}
		failed <- err
	}()
	// The rule counts the hit when it takes the request, so from then on the request is waiting.
	for c.hits() == 0 {
		runtime.Gosched()
	}
	cancel()
	if err := <-failed; !errors.Is(err, context.Canceled) {
		t.Errorf("client: %v", err)
	}
	if e := <-done; e.Fault != "delay" || e.Status != 200 {
		t.Errorf("journal %+v", e)
	}
	if got := a.count(); got != 1 {
		t.Errorf("%v services: the work is done although nobody waits", got)
	}
}

func (e *Emulator) hits() int {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.faults[0].hits
}

func TestShortDelayIsOnlySlow(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	a := c.tenantA()
	c.AddFault(Fault{Delay: 20 * time.Millisecond})
	before := time.Now()
	a.must(200, "GET", services, "")
	if took := time.Since(before); took < 20*time.Millisecond {
		t.Errorf("took %s", took)
	}
}

func TestStaleReads(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	a := c.tenantA()
	stale := func(path string) answer {
		c.ClearFaults()
		c.AddFault(Fault{Method: "GET", Stale: true, Count: -1})
		defer c.ClearFaults()
		return a.call("GET", path, "")
	}
	kept := a.newService(`{"description":"first"}`)
	if got := stale(services + "/" + kept); got.status != 404 {
		t.Errorf("before it was made: %d", got.status)
	}
	if got := stale(services); got.body["total_count"] != 0.0 {
		t.Errorf("list before it was made: %s", got.text)
	}
	a.must(200, "PUT", services+"/"+kept, `{"description":"second"}`)
	if got := stale(services + "/" + kept); got.body["description"] != "first" || got.body["status"] != "available" {
		t.Errorf("before the update: %s", got.text)
	}
	if got := stale(services).items("endpoint_services"); len(got) != 1 || got[0]["description"] != "first" {
		t.Errorf("list before the update: %v", got)
	}
	a.must(204, "DELETE", services+"/"+kept, "")
	a.refused(404, "EndPoint.0005", "GET", services+"/"+kept, "")
	if got := stale(services + "/" + kept); got.body["description"] != "second" || got.body["status"] != "available" {
		t.Errorf("before the deletion: %s", got.text)
	}
	if got := stale(services); got.body["total_count"] != 1.0 {
		t.Errorf("list before the deletion: %s", got.text)
	}
	service := a.newService("{}")
	ep := a.newEndpoint(service, "{}")
	a.endpointStatus(ep, "accepted")
	a.must(204, "DELETE", endpoints+"/"+ep, "")
	if got := stale(endpoints + "/" + ep); got.body["status"] != "accepted" {
		t.Errorf("endpoint before its deletion: %s", got.text)
	}
}

// Which requests rules hit: nth counts matching requests, and a rule that another one was faster than hits later.
func TestFaultMatching(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		faults []Fault
		want   []int
	}{
		"first":            {[]Fault{{Status: 500}}, []int{500, 200, 200, 200}},
		"third":            {[]Fault{{Status: 500, Nth: 3}}, []int{200, 200, 500, 200}},
		"two from second":  {[]Fault{{Status: 500, Nth: 2, Count: 2}}, []int{200, 500, 500, 200}},
		"all from second":  {[]Fault{{Status: 500, Nth: 2, Count: -1}}, []int{200, 500, 500, 500}},
		"one after other":  {[]Fault{{Status: 429}, {Status: 503}}, []int{429, 503, 200, 200}},
		"first and second": {[]Fault{{Status: 429, Nth: 1}, {Status: 503, Nth: 2}}, []int{429, 503, 200, 200}},
		"other method":     {[]Fault{{Status: 500, Method: "POST", Count: -1}}, []int{200, 200, 200, 200}},
		"other route":      {[]Fault{{Status: 500, Route: serviceRoute, Count: -1}}, []int{200, 200, 200, 200}},
		"other names":      {[]Fault{{Status: 500, Route: "/v1/{p}/vpc-endpoint-services"}}, []int{500, 200, 200, 200}},
	} {
		c := start(t, Options{})
		a := c.tenantA()
		for _, f := range test.faults {
			c.AddFault(f)
		}
		for i, want := range test.want {
			if got := a.call("GET", services, "").status; got != want {
				t.Errorf("%s: request %d gives %d, want %d", name, i+1, got, want)
			}
		}
	}
}

func TestMistakenFaultsPanic(t *testing.T) {
	t.Parallel()
	for _, f := range []Fault{{Status: 500, Route: "/v1/typo"}, {Drop: "during"}, {Status: 99}, {}, {Status: 500, Nth: -1}, {Delay: -1},
		{Status: 500, Method: "get"}, {Status: 500, Method: "FETCH"}, {Status: 500, Method: "PATCH", Route: servicesRoute},
		{Status: 500, Method: "DELETE", Route: servicesRoute}} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%+v was accepted", f)
				}
			}()
			New(Options{}).AddFault(f)
		}()
	}
}
