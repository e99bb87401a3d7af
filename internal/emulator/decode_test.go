package emulator

import (
	"strings"
	"testing"
)

func TestStrictBodies(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	a := c.tenantA()
	good := serviceBody("{}")
	for _, test := range []struct{ name, body, says string }{
		{"empty", ``, "empty"},
		{"not JSON", `{"port_id":`, "not JSON"},
		{"not an object", `[]`, "not a JSON object"},
		{"null", `null`, "not a JSON object"},
		{"unknown field", fields(good, `{"colour":"red"}`), `"colour"`},
		{"unknown nested field", fields(good, `{"ports":[{"client_port":1,"server_port":1},{"client_port":2,"server_port":2,"speed":9}]}`), `"ports[1].speed"`},
		{"wrong case", fields(good, `{"Service_Name":"x"}`), `"Service_Name"`},
		{"text for a number", fields(good, `{"ports":[{"client_port":"80","server_port":1}]}`), "client_port"},
		{"fraction", fields(good, `{"ports":[{"client_port":80.5,"server_port":1}]}`), "client_port"},
		{"number for text", fields(good, `{"service_name":5}`), "service_name"},
		{"text for a boolean", fields(good, `{"approval_enabled":"true"}`), "approval_enabled"},
		{"object for a list", fields(good, `{"ports":{}}`), "ports"},
		{"trailing value", good + `{}`, "after the JSON value"},
		{"trailing garbage", good + ` x`, "after the JSON value"},
	} {
		got := a.call("POST", services, test.body)
		if got.status != 400 || got.code() != "EndPoint.0002" || !strings.Contains(got.str("error_msg"), test.says) {
			t.Errorf("%s: %d %s", test.name, got.status, got.text)
		}
		if last := c.Journal()[len(c.Journal())-1]; last.Code != "EndPoint.0002" || !strings.Contains(last.Message, test.says) {
			t.Errorf("%s: the journal says %q", test.name, last.Message)
		}
	}
	if got := a.must(200, "GET", services, ""); got.body["total_count"] != 0.0 {
		t.Errorf("something was made: %s", got.text)
	}
	a.must(200, "POST", services, " \n"+good+"\n ")
	a.must(200, "POST", services, strings.Replace(serviceBody("{}"), `"tcp_proxy":"close"`, `"tcp_proxy":null`, 1))
}

func TestLooseBodies(t *testing.T) {
	t.Parallel()
	a := start(t, Options{Loose: true}).tenantA()
	a.must(200, "POST", services, serviceBody(`{"colour":"red"}`))
	a.refused(400, "EndPoint.0002", "POST", services, serviceBody(`{"service_name":5}`))
	a.refused(400, "EndPoint.0002", "POST", services, serviceBody("{}")+"x")
}
