package emulator

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestPermissionsByText(t *testing.T) {
	t.Parallel()
	a := start(t, Options{}).tenantA()
	id := a.newService("{}")
	path := services + "/" + id + "/permissions"
	sameJSON(t, "fresh list", any(a.must(200, "GET", path, "").body), `{"permissions":[],"total_count":0}`)
	const record = "iam:domain::5fc973eea581490997e82ea11a1d0101"
	got := a.must(200, "POST", path+"/action", `{"action":"add","permission_type":"domainId","permissions":["`+record+`"]}`)
	sameJSON(t, "reply", any(got.body), `{"permissions":["`+record+`"],"permission_type":"domainId"}`)
	item := a.must(200, "GET", path, "").items("permissions")[0]
	sameKeys(t, "item", item, "id permission permission_type description created_at")
	if item["permission"] != record || item["permission_type"] != "domainId" || item["description"] != "" {
		t.Errorf("item %v", item)
	}
	// Adding what is there makes no second record, and keeps the first.
	a.must(200, "POST", path+"/action", `{"action":"add","permissions":["`+record+`","*"]}`)
	list := a.must(200, "GET", path+"?sort_dir=asc", "")
	if items := list.items("permissions"); len(items) != 2 || items[0]["id"] != item["id"] || items[1]["permission"] != "*" {
		t.Errorf("list %s", list.text)
	}
	a.must(200, "POST", path+"/action", `{"action":"remove","permissions":["`+record+`","iam:domain::missing"]}`)
	if got := a.must(200, "GET", path, ""); got.body["total_count"] != 1.0 {
		t.Errorf("after removal: %s", got.text)
	}
	a.must(200, "POST", path+"/action", `{"action":"add","permission_type":"orgPath","permissions":["organizations:orgPath::o-x/r-y/ou-z/_*"]}`)
	if got := a.must(200, "GET", path+"?permission=ORGPATH", ""); got.body["total_count"] != 1.0 || got.items("permissions")[0]["permission_type"] != "orgPath" {
		t.Errorf("by text: %s", got.text)
	}
}

func TestPermissionValidation(t *testing.T) {
	t.Parallel()
	a := start(t, Options{Choices: Choices{MaxPermissions: 2}}).tenantA()
	path := services + "/" + a.newService("{}") + "/permissions"
	for _, test := range []struct{ code, body string }{
		{"EndPoint.0002", `{"permissions":["*"]}`},
		{"EndPoint.3035", `{"action":"grant","permissions":["*"]}`},
		{"EndPoint.3036", `{"action":"add"}`},
		{"EndPoint.3036", `{"action":"add","permissions":[]}`},
		{"EndPoint.3002", `{"action":"add","permissions":["` + domainB + `"]}`},
		{"EndPoint.3002", `{"action":"add","permissions":["iam:domain::"]}`},
		{"EndPoint.3002", `{"action":"add","permissions":["iam:domain::` + strings.Repeat("a", 65) + `"]}`},
		{"EndPoint.3002", `{"action":"add","permissions":["organizations:orgPath::*"]}`},
		{"EndPoint.3002", `{"action":"add","permission_type":"orgPath","permissions":["*"]}`},
		{"EndPoint.3002", `{"action":"add","permission_type":"orgPath","permissions":["organizations:orgPath::` + strings.Repeat("a", 1025) + `"]}`},
		{"EndPoint.3002", `{"action":"add","permission_type":"colour","permissions":["*"]}`},
		{"EndPoint.0016", `{"action":"add","permissions":["iam:domain::a","iam:domain::b","iam:domain::c"]}`},
	} {
		a.refused(400, test.code, "POST", path+"/action", test.body)
	}
	a.must(200, "POST", path+"/action", `{"action":"add","permissions":["iam:domain::a","iam:domain::b"]}`)
	a.refused(400, "EndPoint.3049", "POST", path+"/action", `{"action":"add","permissions":["iam:domain::c"]}`)
	a.must(200, "POST", path+"/action", `{"action":"remove","permissions":["iam:domain::a"]}`)
	a.must(200, "POST", path+"/action", `{"action":"add","permission_type":"orgPath","permissions":["organizations:orgPath::`+strings.Repeat("a", 1024)+`"]}`)
	a.refused(404, "EndPoint.0005", "GET", services+"/"+unknown+"/permissions", "")
}

func TestPermissionRecords(t *testing.T) {
	t.Parallel()
	a := start(t, Options{}).tenantA()
	path := services + "/" + a.newService("{}") + "/permissions"
	got := a.must(200, "POST", path+"/batch-create", `{"permission_type":"domainId","permissions":[
		{"permission":"iam:domain::a","description":"team a"},{"permission":"iam:domain::b","description":""}]}`)
	sameKeys(t, "reply", got.body, "permissions")
	records := got.items("permissions")
	sameKeys(t, "record", records[0], "id permission permission_type description created_at")
	if len(records) != 2 || records[0]["description"] != "team a" {
		t.Fatalf("reply %s", got.text)
	}
	id := fmt.Sprint(records[0]["id"])
	got = a.must(200, "PUT", path+"/"+id, `{"permission":{"description":"new text"}}`)
	if one := got.items("permissions"); len(one) != 1 || one[0]["id"] != id || one[0]["description"] != "new text" {
		t.Errorf("description: %s", got.text)
	}
	if list := a.must(200, "GET", path+"?permission=domain::a", "").items("permissions"); list[0]["description"] != "new text" {
		t.Errorf("list %v", list)
	}
	got = a.must(200, "POST", path+"/batch-delete", `{"permissions":[{"id":"`+id+`"}]}`)
	if !slices.Equal(ids(got.items("permissions")), []string{id}) {
		t.Errorf("batch-delete: %s", got.text)
	}
	a.refused(404, "EndPoint.0005", "POST", path+"/batch-delete", `{"permissions":[{"id":"`+id+`"}]}`)
	a.refused(404, "EndPoint.0005", "PUT", path+"/"+id, `{"permission":{"description":""}}`)
	a.refused(400, "EndPoint.3036", "POST", path+"/batch-delete", `{"permissions":[]}`)
	a.refused(400, "EndPoint.3036", "POST", path+"/batch-create", `{}`)
	a.refused(400, "EndPoint.3002", "POST", path+"/batch-create", `{"permissions":[{"permission":"x","description":""}]}`)
	a.refused(400, "EndPoint.0002", "POST", path+"/batch-create", `{"permissions":[{"permission":"*","description":"<"}]}`)
	a.refused(400, "EndPoint.0002", "PUT", path+"/"+fmt.Sprint(records[1]["id"]), `{"permission":{}}`)
}

func TestWhoMayConnect(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		kind, record string
		admitted     bool
	}{
		{"", "", false},
		{"domainId", "iam:domain::" + domainB, true},
		{"domainId", "iam:domain::" + domainA, false},
		{"domainId", "*", true},
		{"domainId", "iam:domain::*", true},
		{"domainId", "iam:domain::6e9d*", true},
		{"domainId", "iam:domain::7*", false},
		{"orgPath", "organizations:orgPath::*", true},
		{"orgPath", "organizations:orgPath::o-emulator/r-root/ou-b/*", true},
		{"orgPath", "organizations:orgPath::o-emulator/?-root/ou-?/*", true},
		{"orgPath", "organizations:orgPath::o-other/*", false},
		{"", "iam:domainName::domain-*", true},
		{"", "iam:domainName::domain-a", false},
	} {
		c := start(t, Options{})
		a, b := c.tenantA(), c.tenantB()
		id := a.newService("{}")
		if test.record != "" {
			a.must(200, "POST", services+"/"+id+"/permissions/action", `{"action":"add","permission_type":"`+test.kind+`","permissions":["`+test.record+`"]}`)
		}
		got := b.call("POST", endpoints, endpointBody(id, "{}"))
		if admitted := got.status == 200; admitted != test.admitted || !admitted && got.code() != "EndPoint.2012" {
			t.Errorf("%s: %d %s", test.record, got.status, got.text)
		}
		a.newEndpoint(id, `{"vpc_id":"`+unknown+`","subnet_id":"`+unknown+`"}`) // the owner always may
	}
}

func TestRemovedPermissionKeepsTheConnection(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	a, b := c.tenantA(), c.tenantB()
	id := a.newService("{}")
	path := services + "/" + id + "/permissions/action"
	a.must(200, "POST", path, `{"action":"add","permissions":["*"]}`)
	ep := b.newEndpoint(id, "{}")
	a.must(200, "POST", path, `{"action":"remove","permissions":["*"]}`)
	b.endpointStatus(ep, "accepted")
	b.refused(400, "EndPoint.2012", "POST", endpoints, endpointBody(id, "{}"))
}

// Whether the answer has what was submitted or all there is is open (contract/vpcep.md 10.3).
func TestAnswerOfPermissionsIsAChoice(t *testing.T) {
	t.Parallel()
	for all, want := range map[bool][]string{
		false: {`["iam:domain::b","*"]`, `["organizations:orgPath::o"]`, `["iam:domain::a","iam:domain::missing"]`},
		true:  {`["iam:domain::a","iam:domain::b","*"]`, `["organizations:orgPath::o"]`, `["iam:domain::b","*"]`},
	} {
		a := start(t, Options{Choices: Choices{PermissionsAnswerAll: all}}).tenantA()
		path := services + "/" + a.newService("{}") + "/permissions/action"
		a.must(200, "POST", path, `{"action":"add","permissions":["iam:domain::a"]}`)
		for i, body := range []string{`{"action":"add","permissions":["iam:domain::b","*"]}`,
			`{"action":"add","permission_type":"orgPath","permissions":["organizations:orgPath::o"]}`,
			`{"action":"remove","permissions":["iam:domain::a","iam:domain::missing"]}`} {
			sameJSON(t, body, a.must(200, "POST", path, body).body["permissions"], want[i])
		}
	}
}

// What becomes of a second record of the same, and of the removal of none, is open (contract/vpcep.md 10.3).
func TestStrictPermissionsChoice(t *testing.T) {
	t.Parallel()
	for _, strict := range []bool{false, true} {
		a := start(t, Options{Choices: Choices{StrictPermissions: strict}}).tenantA()
		path := services + "/" + a.newService("{}") + "/permissions"
		a.must(200, "POST", path+"/action", `{"action":"add","permissions":["iam:domain::a"]}`)
		for _, test := range []struct{ operation, body string }{
			{"/action", `{"action":"add","permissions":["iam:domain::b","iam:domain::a"]}`},
			{"/batch-create", `{"permissions":[{"permission":"iam:domain::a","description":"again"}]}`},
			{"/action", `{"action":"remove","permissions":["iam:domain::b","iam:domain::missing"]}`},
		} {
			if strict {
				a.refused(400, "EndPoint.3002", "POST", path+test.operation, test.body)
			} else {
				a.must(200, "POST", path+test.operation, test.body)
			}
		}
		list := a.must(200, "GET", path, "")
		if records := list.items("permissions"); len(records) != 1 || records[0]["permission"] != "iam:domain::a" || records[0]["description"] != "" {
			t.Errorf("strict %t: %s", strict, list.text)
		}
	}
}

// The type of records by account name is open (contract/vpcep.md 10.4).
func TestTypeOfNamesIsAChoice(t *testing.T) {
	t.Parallel()
	for domains, want := range map[bool]string{false: "domainName", true: "domainId"} {
		other := map[bool]string{false: "domainId", true: "domainName"}[domains]
		c := start(t, Options{Choices: Choices{NamesAreDomains: domains}})
		a, b := c.tenantA(), c.tenantB()
		id := a.newService("{}")
		path := services + "/" + id + "/permissions"
		a.refused(400, "EndPoint.3002", "POST", path+"/action", `{"action":"add","permission_type":"`+other+`","permissions":["iam:domainName::domain-b"]}`)
		b.refused(400, "EndPoint.2012", "POST", endpoints, endpointBody(id, "{}"))
		for _, kind := range []string{"", want} {
			got := a.must(200, "POST", path+"/action", `{"action":"add","permission_type":"`+kind+`","permissions":["iam:domainName::domain-b"]}`)
			if got.body["permission_type"] != want {
				t.Errorf("type %q: %s", kind, got.text)
			}
		}
		if list := a.must(200, "GET", path, ""); list.body["total_count"] != 1.0 || list.items("permissions")[0]["permission_type"] != want {
			t.Errorf("list %s", list.text)
		}
		b.newEndpoint(id, "{}")
		both := a.call("POST", path+"/action", `{"action":"add","permissions":["iam:domain::x","iam:domainName::y"]}`)
		if (both.status == 200) != domains {
			t.Errorf("both formats in one call: %d %s", both.status, both.text)
		}
	}
}

func TestOwnerPermissionChoice(t *testing.T) {
	t.Parallel()
	for hidden, want := range map[bool]float64{false: 1, true: 0} {
		a := start(t, Options{Choices: Choices{OwnerPermissionHidden: hidden}}).tenantA()
		path := services + "/" + a.newService("{}") + "/permissions"
		a.must(200, "POST", path+"/action", `{"action":"add","permissions":["iam:domain::`+domainA+`"]}`)
		if got := a.must(200, "GET", path, ""); got.body["total_count"] != want {
			t.Errorf("hidden %v: %s", hidden, got.text)
		}
	}
}
