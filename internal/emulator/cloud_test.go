package emulator

import (
	"bytes"
	"cmp"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"
)

// The fixtures of DESIGN.md, spelled out again so that a change of tenants.go is noticed.
const (
	projectA  = "0605767a5780d5762fb5c0186072909c" // cn-north-4
	projectA2 = "0605767a5780d5762fb5c018607290a1" // ap-southeast-1
	subA      = "0605767a5780d5762fb5c018607290b1" // cn-north-4_sub
	projectB  = "0715867b6791e6873fc6d1297183a0ad" // cn-north-4
	domainA   = "5fc973eea581490997e82ea11a1df31f"
	domainB   = "6e9dfd51d1124e8d8498dce894923a0d"
	keyA      = "AKTENANTA00000000001"
	secretA   = "SKTENANTA0000000000000000000000000000001"
	keyB      = "AKTENANTB00000000001"
	secretB   = "SKTENANTB0000000000000000000000000000001"
	obsID     = "26391a76-546b-42a9-b2fc-496ec68c0e4d"

	aVPC    = "d7b2bf07-1b4c-43fa-bd88-d80c6ebea140"
	aSubnet = "61881173-3899-4981-a700-170253d469b6"
	aPort   = "4189d3c2-8882-4871-a3c2-d380272eed88"
	unknown = "11111111-2222-4333-8444-555555555555"
	zero    = "00000000-0000-0000-0000-000000000000"
)

// cloud is an emulator behind a real listener.
type cloud struct {
	*Emulator
	t   *testing.T
	url string
}

func start(t *testing.T, options Options) *cloud {
	t.Helper()
	e := New(options)
	server := httptest.NewServer(e)
	t.Cleanup(server.Close)
	return &cloud{Emulator: e, t: t, url: server.URL}
}

// answer is one reply.
type answer struct {
	status int
	header http.Header
	text   string
	body   map[string]any
}

func (a answer) code() string {
	if nested, isObject := a.body["error"].(map[string]any); isObject {
		if code, isText := nested["error_code"].(string); isText {
			return code
		}
		return fmt.Sprint(nested["code"])
	}
	code, _ := a.body["error_code"].(string)
	return code
}

func (a answer) str(field string) string {
	value, _ := a.body[field].(string)
	return value
}

// items gives the objects of an array field.
func (a answer) items(field string) []map[string]any {
	list, _ := a.body[field].([]any)
	var objects []map[string]any
	for _, item := range list {
		object, _ := item.(map[string]any)
		objects = append(objects, object)
	}
	return objects
}

func (c *cloud) request(method, path, body string, header map[string]string) *http.Request {
	c.t.Helper()
	r, err := http.NewRequestWithContext(c.t.Context(), method, c.url+path, strings.NewReader(body))
	if err != nil {
		c.t.Fatal(err)
	}
	if body == "" {
		r.Body, r.ContentLength = nil, 0
	}
	for name, value := range header {
		r.Header.Set(name, value)
	}
	return r
}

func (c *cloud) send(r *http.Request) answer {
	c.t.Helper()
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		c.t.Fatalf("%s %s: %v", r.Method, r.URL.Path, err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	a := answer{status: response.StatusCode, header: response.Header, text: string(text)}
	if len(text) > 0 && strings.HasPrefix(response.Header.Get("Content-Type"), "application/json") {
		if err := json.Unmarshal(text, &a.body); err != nil {
			c.t.Fatalf("%s %s: %v in %s", r.Method, r.URL.Path, err, text)
		}
	}
	return a
}

func (c *cloud) do(method, path, body string, header map[string]string) answer {
	c.t.Helper()
	return c.send(c.request(method, path, body, header))
}

// session is one login for one project; {p} in its paths is the project.
type session struct {
	*cloud
	token, project string
}

func passwordBody(user, password, domain, scope string) string {
	return fmt.Sprintf(`{"auth":{"identity":{"methods":["password"],"password":{"user":{"name":%q,"password":%q,"domain":{"name":%q}}}},"scope":%s}}`,
		user, password, domain, scope)
}

func (c *cloud) login(user, password, domain, project string) session {
	c.t.Helper()
	a := c.do("POST", "/v3/auth/tokens", passwordBody(user, password, domain, `{"project":{"id":"`+project+`"}}`), nil)
	if a.status != http.StatusCreated {
		c.t.Fatalf("login: %d %s", a.status, a.text)
	}
	return session{cloud: c, token: a.header.Get("X-Subject-Token"), project: project}
}

func (c *cloud) tenantA() session { return c.login("user-a", "password-A1", "domain-a", projectA) }
func (c *cloud) tenantB() session { return c.login("user-b", "password-B1", "domain-b", projectB) }

func (s session) call(method, path, body string) answer {
	s.t.Helper()
	return s.do(method, strings.ReplaceAll(path, "{p}", s.project), body, map[string]string{"X-Auth-Token": s.token})
}

// must is call for a step that has to succeed with this status.
func (s session) must(status int, method, path, body string) answer {
	s.t.Helper()
	a := s.call(method, path, body)
	if a.status != status {
		s.t.Fatalf("%s %s: status %d, want %d: %s", method, path, a.status, status, a.text)
	}
	return a
}

// refused checks the code and status of a refusal.
func (s session) refused(status int, code, method, path, body string) {
	s.t.Helper()
	a := s.call(method, path, body)
	if a.status != status || a.code() != code {
		s.t.Errorf("%s %s %s: %d %s, want %d %s: %s", method, path, body, a.status, a.code(), status, code, a.text)
	}
}

const (
	services  = "/v1/{p}/vpc-endpoint-services"
	endpoints = "/v1/{p}/vpc-endpoints"
)

// fields merges JSON objects; a null takes a field away.
func fields(objects ...string) string {
	merged := map[string]json.RawMessage{}
	for _, text := range objects {
		if err := json.Unmarshal([]byte(text), &merged); err != nil {
			panic(err)
		}
	}
	maps.DeleteFunc(merged, func(_ string, raw json.RawMessage) bool { return string(raw) == "null" })
	text, err := json.Marshal(merged)
	if err != nil {
		panic(err)
	}
	return string(text)
}

// serviceBody is the creation of contract/vpcep.md 1.3, on a port of its own.
func serviceBody(changes string) string {
	return fields(`{"port_id":"`+newUUID()+`","vpc_id":"4189d3c2-8882-4871-a3c2-d380272eed80","server_type":"VM",
		"service_type":"interface","service_name":"demo","approval_enabled":false,"tcp_proxy":"close",
		"description":"demo service","ports":[{"client_port":80,"server_port":8080,"protocol":"TCP"}],
		"tags":[{"key":"owner","value":"me"}]}`, changes)
}

// endpointBody is the creation of contract/vpcep.md 1.21, with an address of the cloud's choice.
func endpointBody(serviceID, changes string) string {
	return fields(`{"endpoint_service_id":"`+serviceID+`","vpc_id":"`+aVPC+`","subnet_id":"`+aSubnet+`","enable_dns":true,
		"whitelist":["192.168.0.0/24"],"enable_whitelist":true,"description":"demo",
		"tags":[{"key":"test2","value":"test2"}]}`, changes)
}

func (s session) newService(changes string) string {
	s.t.Helper()
	return s.must(200, "POST", services, serviceBody(changes)).str("id")
}

func (s session) newEndpoint(serviceID, changes string) string {
	s.t.Helper()
	return s.must(200, "POST", endpoints, endpointBody(serviceID, changes)).str("id")
}

func (s session) service(id string) answer {
	s.t.Helper()
	return s.must(200, "GET", services+"/"+id, "")
}
func (s session) endpoint(id string) answer {
	s.t.Helper()
	return s.must(200, "GET", endpoints+"/"+id, "")
}

func (s session) endpointStatus(id, want string) {
	s.t.Helper()
	if got := s.endpoint(id).str("status"); got != want {
		s.t.Errorf("endpoint is %s, want %s", got, want)
	}
}

func (s session) decision(serviceID, endpointID, action string) answer {
	s.t.Helper()
	return s.must(200, "POST", services+"/"+serviceID+"/connections/action",
		`{"action":"`+action+`","endpoints":["`+endpointID+`"]}`)
}

// keyPair is an access key, temporary when it has a security token.
type keyPair struct{ access, secret, security string }

var (
	pairA = keyPair{access: keyA, secret: secretA}
	pairB = keyPair{access: keyB, secret: secretB}
)

// signed sends a request that is signed with the keys.
func (c *cloud) signed(k keyPair, method, path, body string) answer {
	c.t.Helper()
	r := c.request(method, path, body, nil)
	var more []string
	if k.security != "" {
		r.Header.Set("X-Security-Token", k.security)
		more = append(more, "x-security-token")
	}
	sign(r, body, k.access, k.secret, time.Now(), more...)
	return c.send(r)
}

// credential reads the temporary keys of an answer of IAM or of the metadata service.
func (a answer) credential() keyPair {
	fields, _ := a.body["credential"].(map[string]any)
	text := func(name string) string { value, _ := fields[name].(string); return value }
	return keyPair{access: text("access"), secret: text("secret"), security: text("securitytoken")}
}

func keys(body map[string]any) []string { return slices.Sorted(maps.Keys(body)) }

func sameKeys(t *testing.T, what string, body map[string]any, want string) {
	t.Helper()
	wanted := slices.Sorted(slices.Values(strings.Fields(want)))
	if got := keys(body); !slices.Equal(got, wanted) {
		t.Errorf("%s has the fields\n%v, want\n%v", what, got, wanted)
	}
}

// sign signs a request the way the official SDK does, with nothing but X-Sdk-Date, or with the named headers too.
func sign(r *http.Request, body, accessKey, secret string, at time.Time, headers ...string) {
	date := at.UTC().Format("20060102T150405Z")
	r.Header.Set("X-Sdk-Date", date)
	headers = slices.Sorted(slices.Values(append(headers, "x-sdk-date")))
	canonical := r.Method + "\n" + strings.TrimSuffix(r.URL.Path, "/") + "/\n" + r.URL.RawQuery + "\n"
	for _, name := range headers {
		canonical += name + ":" + r.Header.Get(name) + "\n"
	}
	sum := sha256.Sum256([]byte(body))
	canonical += "\n" + strings.Join(headers, ";") + "\n" + cmp.Or(r.Header.Get("X-Sdk-Content-Sha256"), hex.EncodeToString(sum[:]))
	sum = sha256.Sum256([]byte(canonical))
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write(bytes.Join([][]byte{[]byte("SDK-HMAC-SHA256"), []byte(date), []byte(hex.EncodeToString(sum[:]))}, []byte("\n")))
	r.Header.Set("Authorization", fmt.Sprintf("SDK-HMAC-SHA256 Access=%s, SignedHeaders=%s, Signature=%x",
		accessKey, strings.Join(headers, ";"), mac.Sum(nil)))
}
