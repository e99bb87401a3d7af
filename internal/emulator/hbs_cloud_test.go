package emulator

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"maps"
	"mime/multipart"
	"slices"
	"strings"
	"testing"
)

const (
	hbs          = "/v2/{p}/huaweicloudchain"
	hbsInstances = hbs + "/instances"
	hbsJobs      = hbs + "/jobs"
	bssUnsub     = "/v2/orders/subscriptions/resources/unsubscribe"
	bssOrders    = "/v2/orders/customer-orders"
)

// hbsBody is the sample of contract/bcs.md 1H.1.
func hbsBody(changes ...string) string {
	return fields(append([]string{`{"name":"huawei-chain-01","edition":"Professional","data_management":"Cloud",
		"orgs":[{"name":"org1"},{"name":"org2"}],"chain_info":{"consensus":"raft","sign_algorithm":"ecdsa_with_sha256"},
		"org_order_info":{"charge_mode":0,"period_type":2,"period_num":1,"is_auto_pay":true,"is_auto_renew":true}}`}, changes...)...)
}

// manyOrgs leaves room for more organizations.
const manyOrgs = `{"edition":"Enterprise"}`

const unpaid = `{"org_order_info":{"period_type":2,"period_num":1,"is_auto_pay":false}}`

func (s session) newHBS(changes ...string) string {
	s.t.Helper()
	return s.must(200, "POST", hbsInstances, hbsBody(changes...)).str("instance_id")
}

func (s session) hbsInstance(id string) answer {
	s.t.Helper()
	return s.must(200, "GET", hbsInstances+"/"+id, "")
}

// hbsPhase is the status of an instance and of its organizations.
func (s session) hbsPhase(id, want string) {
	s.t.Helper()
	a := s.hbsInstance(id)
	shown := a.str("status")
	for _, org := range a.items("orgs") {
		shown += fmt.Sprintf(" %v:%v", org["name"], org["status"])
	}
	if shown != want {
		s.t.Errorf("instance is %q, want %q", shown, want)
	}
}

// hbsOrg is an organization of an instance.
func (s session) hbsOrg(id, name string) answer {
	s.t.Helper()
	return s.must(200, "GET", hbsInstances+"/"+id+"/organization?name="+name, "")
}

// job is the latest job of this type.
func (s session) job(what string) map[string]any {
	s.t.Helper()
	jobs := s.must(200, "GET", hbsJobs+"?limit=100", "").items("jobs")
	if at := slices.IndexFunc(jobs, func(j map[string]any) bool { return j["type"] == what }); at >= 0 {
		return jobs[at]
	}
	s.t.Fatalf("no job %s in %v", what, jobs)
	return nil
}

// accountA is a login for the whole account, as billing asks.
func (c *cloud) accountA() session { return c.accountLogin("user-a", "password-A1", "domain-a") }

func (c *cloud) accountLogin(user, password, domain string) session {
	c.t.Helper()
	a := c.do("POST", "/v3/auth/tokens", passwordBody(user, password, domain, `{"domain":{"name":"`+domain+`"}}`), nil)
	if a.status != 201 {
		c.t.Fatalf("login: %d %s", a.status, a.text)
	}
	return session{cloud: c, token: a.header.Get("X-Subject-Token")}
}

func unsubscribing(ids ...string) string {
	return `{"resource_ids":["` + strings.Join(ids, `","`) + `"],"unsubscribe_type":1}`
}

// hbsRefused checks a refusal and its form of four texts, of which the last names what it is about.
func (s session) hbsRefused(status int, code, says, method, path, body string) {
	s.t.Helper()
	a := s.call(method, path, body)
	if a.status != status || a.code() != code || !strings.Contains(a.str("message"), says) {
		s.t.Errorf("%s %s %s: %d %s, want %d %s and %q", method, path, body, a.status, a.text, status, code, says)
		return
	}
	sameKeys(s.t, "refusal", a.body, "code error_code error_msg message")
	if a.str("code") != fmt.Sprint(status) || len(a.str("error_code")) != 12 || a.str("error_msg") == "" {
		s.t.Errorf("refusal %s", a.text)
	}
}

// zipped is a small archive.
func zipped(t *testing.T) []byte {
	t.Helper()
	var buffer bytes.Buffer
	archive := zip.NewWriter(&buffer)
	f, err := archive.Create("main.go")
	if err == nil {
		_, err = f.Write([]byte("package main\n"))
	}
	if err == nil {
		err = archive.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return buffer.Bytes()
}

// form sends a multipart form; the part "file" is sent as a file.
func (s session) form(path string, texts map[string]string) answer {
	s.t.Helper()
	var buffer bytes.Buffer
	writer := multipart.NewWriter(&buffer)
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		var part io.Writer
		var err error
		if name == "file" {
			part, err = writer.CreateFormFile("file", "contract.zip")
		} else {
			part, err = writer.CreateFormField(name)
		}
		if err == nil {
			_, err = part.Write([]byte(texts[name]))
		}
		if err != nil {
			s.t.Fatal(err)
		}
	}
	if err := writer.Close(); err != nil {
		s.t.Fatal(err)
	}
	return s.do("POST", strings.ReplaceAll(path, "{p}", s.project), buffer.String(),
		map[string]string{"X-Auth-Token": s.token, "Content-Type": writer.FormDataContentType()})
}
