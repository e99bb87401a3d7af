package emulator

import (
	"fmt"
	"testing"
)

// The code of what is not there, and of a service in use, is open; that 404 is the status of the former is not
// (contract/vpcep.md 7.4, 10.5, 10.6).
func TestCodesAreChoices(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		choices                  Choices
		service, endpoint, inUse string
	}{
		{Choices{}, "EndPoint.0005", "EndPoint.2006", "EndPoint.3006"},
		{Choices{MissingServiceCode: 2003, MissingEndpointCode: 2008, ServiceInUseCode: 3005}, "EndPoint.2003", "EndPoint.2008", "EndPoint.3005"},
		{Choices{MissingEndpointCode: 5}, "EndPoint.0005", "EndPoint.0005", "EndPoint.3006"},
	} {
		a := start(t, Options{Choices: test.choices}).tenantA()
		for _, path := range []string{services + "/" + unknown, services + "/" + unknown + "/permissions", services + "/describe?id=" + unknown} {
			a.refused(404, test.service, "GET", path, "")
		}
		a.refused(404, test.service, "POST", "/v1/{p}/endpoint_service/"+unknown+"/tags/action", "{}")
		a.refused(404, test.endpoint, "DELETE", endpoints+"/"+unknown, "")
		a.refused(404, test.endpoint, "POST", "/v1/{p}/endpoint/"+unknown+"/tags/action", "{}")
		a.refused(400, "EndPoint.2003", "POST", endpoints, endpointBody(unknown, "{}")) // not a choice
		id := a.newService("{}")
		a.newEndpoint(id, "{}")
		a.refused(400, test.inUse, "DELETE", services+"/"+id, "")
	}
}

// What describe checks, and the code of a wrong query, are open (contract/vpcep.md 1.9, 10.7).
func TestDescribeChoices(t *testing.T) {
	t.Parallel()
	c := start(t, Options{Choices: Choices{DescribeChecksWhitelist: true}})
	a, b := c.tenantA(), c.tenantB()
	id := a.newService("{}")
	path := services + "/describe?id=" + id
	a.must(200, "GET", path, "") // the owner always may
	b.must(200, "GET", services+"/describe?id="+obsID, "")
	b.refused(400, "EndPoint.2012", "GET", path, "")
	a.must(200, "POST", services+"/"+id+"/permissions/action", `{"action":"add","permissions":["iam:domain::`+domainB+`"]}`)
	b.must(200, "GET", path, "")
	for number, code := range map[int]string{2: "EndPoint.0002", 2002: "EndPoint.2002"} {
		chosen := start(t, Options{Choices: Choices{DescribeQueryCode: number}}).tenantA()
		chosen.refused(400, code, "GET", services+"/describe", "")
		chosen.refused(400, code, "GET", services+"/describe?id="+id+"&endpoint_service_name=x", "")
	}
}

// A limit of 0 is in the documented range and below the minimum of the specification (contract/vpcep.md 0, 10.15).
func TestLimitZeroIsAChoice(t *testing.T) {
	t.Parallel()
	for _, refuse := range []bool{false, true} {
		a := start(t, Options{Choices: Choices{RefuseLimitZero: refuse}}).tenantA()
		service := services + "/" + a.newService("{}")
		for _, path := range []string{services, endpoints, services + "/public", service + "/connections", service + "/permissions"} {
			if refuse {
				a.refused(400, "EndPoint.0006", "GET", path+"?limit=0", "")
			} else {
				a.must(200, "GET", path+"?limit=0", "")
			}
			a.must(200, "GET", path+"?limit=1", "")
		}
	}
}

// Clients send no body, the newest page documents one (contract/vpcep.md 1.19, 10.14).
func TestUpgradeWithoutABodyIsAChoice(t *testing.T) {
	t.Parallel()
	for _, needed := range []bool{false, true} {
		a := start(t, Options{Choices: Choices{UpgradeNeedsBody: needed}}).tenantA()
		id := a.newService("{}")
		path := "/v2/{p}/vpc-endpoint-services/" + id + "/upgrade"
		editions := func(want string) {
			t.Helper()
			if got := fmt.Sprint(a.service(id).body["supported_editions"]); got != want {
				t.Errorf("needed %t: editions %s, want %s", needed, got, want)
			}
		}
		for _, body := range []string{"", "{}"} {
			if needed {
				a.refused(400, "EndPoint.0002", "POST", path, body)
				editions("[basic]")
			} else {
				a.must(204, "POST", path, body)
				editions("[basic profession]")
			}
		}
		a.must(204, "POST", path, `{"action":"upgrade"}`)
		editions("[basic profession]")
	}
}

// What becomes of an endpoint that was rejected or has failed is open (contract/vpcep.md 10.13).
func TestReceiveChoices(t *testing.T) {
	t.Parallel()
	for _, chosen := range []bool{false, true} {
		c := start(t, Options{Choices: Choices{RejectionIsFinal: chosen, ReceiveFailed: chosen}})
		a := c.tenantA()
		service := a.newService("{}")
		action := func(id string) answer {
			return a.call("POST", services+"/"+service+"/connections/action", `{"action":"receive","endpoints":["`+id+`"]}`)
		}
		rejected := a.newEndpoint(service, "{}")
		a.endpointStatus(rejected, "accepted")
		a.decision(service, rejected, "reject")
		c.SetProgress(EndpointCreate, Fails("EndPoint.2022", "no"))
		failed := a.newEndpoint(service, "{}")
		a.endpointStatus(failed, "failed")
		c.SetProgress(EndpointCreate, Immediate())
		for _, test := range []struct{ id, code, status string }{
			{rejected, map[bool]string{true: "EndPoint.2027"}[chosen], map[bool]string{false: "accepted", true: "rejected"}[chosen]},
			{failed, map[bool]string{false: "EndPoint.2047"}[chosen], map[bool]string{false: "failed", true: "accepted"}[chosen]},
		} {
			if got := action(test.id); got.code() != test.code {
				t.Errorf("chosen %t: %d %s, want %q", chosen, got.status, got.text, test.code)
			}
			a.endpointStatus(test.id, test.status)
			if shown := a.endpoint(test.id); (shown.body["error"] != nil) != (test.status == "failed") {
				t.Errorf("chosen %t: %s", chosen, shown.text)
			}
		}
		// A failed endpoint cannot be rejected by either reading.
		c.SetProgress(EndpointCreate, Fails("EndPoint.2022", "no"))
		failed = a.newEndpoint(service, "{}")
		a.refused(400, "EndPoint.2047", "POST", services+"/"+service+"/connections/action", `{"action":"reject","endpoints":["`+failed+`"]}`)
	}
}

// Whether the DNS of an endpoint outlives its rejection is open (contract/vpcep.md 2.2, 10.13); that it keeps its address is not.
func TestDNSAfterRejectionIsAChoice(t *testing.T) {
	t.Parallel()
	for _, drops := range []bool{false, true} {
		a := start(t, Options{Choices: Choices{RejectionDropsDNS: drops}}).tenantA()
		service := a.newService("{}")
		id := a.newEndpoint(service, "{}")
		address, name := a.endpoint(id).body["ip"], fmt.Sprint(a.endpoint(id).body["dns_names"])
		a.decision(service, id, "reject")
		shown := a.endpoint(id)
		has(t, "rejected", shown.body, map[string]any{"status": "rejected", "ip": address, "enable_dns": !drops})
		if names, there := shown.body["dns_names"]; there == drops || there && fmt.Sprint(names) != name {
			t.Errorf("drops %t: %s", drops, shown.text)
		}
		a.decision(service, id, "receive")
		has(t, "received again", a.endpoint(id).body, map[string]any{"enable_dns": true, "dns_names": name, "ip": address})
	}
}
