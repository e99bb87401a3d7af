package emulator

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"
)

func gatewayBody(changes string) string {
	return fields(`{"endpoint_service_id":"`+obsID+`","vpc_id":"`+aVPC+`"}`, changes)
}

const allowAll = `[{"Effect":"Allow","Action":["obs:*:*"],"Resource":["obs:*:*:*:*/*","obs:*:*:*:*"]}]`

func sameJSON(t *testing.T, what string, got any, want string) {
	t.Helper()
	var wanted any
	if err := json.Unmarshal([]byte(want), &wanted); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, wanted) {
		t.Errorf("%s is %v, want %v", what, got, wanted)
	}
}

// The gateway sample of contract/vpcep.md 1.21, and 9.8.
func TestGatewayEndpoint(t *testing.T) {
	t.Parallel()
	a := start(t, Options{}).tenantA()
	const table, other = "cd7fdf2b-d964-4a4a-a169-2af1112e7d02", "705290f3-0d00-41f2-aedc-71f09844e879"
	created := a.must(200, "POST", endpoints, gatewayBody(`{"routetables":["`+table+`"],"subnet_id":"`+aSubnet+`","enable_dns":true}`))
	const wanted = `id status service_type marker_id active_status enable_status specification_name vpc_id project_id
		routetables tags description endpoint_service_id endpoint_service_name policy_statement endpoint_pool_id created_at updated_at`
	sameKeys(t, "create reply", created.body, wanted)
	id := created.str("id")
	got := a.endpoint(id)
	sameKeys(t, "detail", got.body, wanted)
	sameKeys(t, "list item", a.must(200, "GET", endpoints, "").items("endpoints")[0], wanted)
	sameJSON(t, "policy", got.body["policy_statement"], allowAll)
	if got.body["status"] != "accepted" || got.body["service_type"] != "gateway" || fmt.Sprint(got.body["routetables"]) != "["+table+"]" ||
		got.body["endpoint_service_name"] != "com.myhuaweicloud.cn-north-4.obs" {
		t.Errorf("detail %s", got.text)
	}
	updated := a.must(200, "PUT", endpoints+"/"+id+"/routetables", `{"routetables":["`+other+`"]}`)
	sameJSON(t, "reply", any(updated.body), `{"routetables":["`+other+`"]}`)
	path := endpoints + "/" + id + "/routetables"
	another := a.must(200, "POST", endpoints, gatewayBody("{}"))
	standard := fmt.Sprint(another.body["routetables"])
	if len(standard) != len("[]")+36 {
		t.Errorf("default route table %s", standard)
	}
	if again := a.must(200, "POST", endpoints, gatewayBody("{}")); fmt.Sprint(again.body["routetables"]) != standard {
		t.Errorf("the default route table of a VPC changed from %s to %s", standard, again.body["routetables"])
	}
	a.refused(400, "EndPoint.0002", "PUT", path, `{}`)
	a.refused(400, "EndPoint.1019", "PUT", path, `{"routetables":["x"]}`)
	a.refused(404, "EndPoint.4030", "PUT", path, `{"routetables":["`+zero+`"]}`)
	a.refused(400, "EndPoint.2039", "PUT", endpoints+"/"+another.str("id")+"/routetables", `{"routetables":["`+other+`"]}`)
	a.refused(400, "EndPoint.1019", "POST", endpoints, gatewayBody(`{"vpc_id":"`+unknown+`","routetables":["`+other+`"]}`))
	emptied := a.must(200, "PUT", endpoints+"/"+another.str("id")+"/routetables", `{"routetables":[]}`)
	sameJSON(t, "reply", any(emptied.body), `{"routetables":[]}`)
	strict := start(t, Options{Choices: Choices{RefuseNoRouteTables: true}}).tenantA()
	bound := strict.must(200, "POST", endpoints, gatewayBody("{}")).str("id")
	strict.refused(400, "EndPoint.1019", "PUT", endpoints+"/"+bound+"/routetables", `{"routetables":[]}`)
	partial := start(t, Options{Choices: Choices{BindFailures: true}}).tenantA()
	partial.must(200, "POST", endpoints, gatewayBody(`{"routetables":["`+table+`"]}`))
	second := partial.must(200, "POST", endpoints, gatewayBody("{}")).str("id")
	sameJSON(t, "partial success", any(partial.must(200, "PUT", endpoints+"/"+second+"/routetables", `{"routetables":["`+table+`","`+other+`"]}`).body),
		`{"routetables":["`+other+`"],"error":[{"bind_failed":[{"id":"`+table+`","error_message":"The route table is being used by another VPC endpoint."}]}]}`)
	a.refused(400, "EndPoint.2044", "PUT", endpoints+"/"+id, `{"whitelist":[]}`)
	plain := a.newEndpoint(a.newService("{}"), "{}")
	a.refused(400, "EndPoint.2040", "PUT", endpoints+"/"+plain+"/routetables", `{"routetables":["`+table+`"]}`)
}

func TestGatewayPolicy(t *testing.T) {
	t.Parallel()
	a := start(t, Options{}).tenantA()
	const deny = `[{"Effect":"Deny","Action":["obs:bucket:ListBucket"],"Resource":["obs:*:*:*:*/*","obs:*:*:*:*"],"Sid":"s","Condition":{"x":{"y":["z"]}}}]`
	id := a.must(200, "POST", endpoints, gatewayBody(`{"policy_statement":`+deny+`}`)).str("id")
	sameJSON(t, "policy", a.endpoint(id).body["policy_statement"], deny)
	path := endpoints + "/" + id + "/policy"
	got := a.must(200, "PUT", path, `{"policy_statement":[{"Effect":"Allow","Action":"*","Resource":["*","*/*"]}]}`)
	sameJSON(t, "text Action", got.body["policy_statement"], `[{"Effect":"Allow","Action":"*","Resource":["*","*/*"]}]`)
	got = a.must(200, "DELETE", path, "")
	sameJSON(t, "after DELETE", got.body["policy_statement"], allowAll)
	a.must(200, "PUT", path, `{"policy_statement":`+deny+`}`)
	got = a.must(200, "PUT", path, `{"policy_statement":[]}`)
	sameJSON(t, "after []", got.body["policy_statement"], allowAll)
	statement := `{"Effect":"Allow","Action":["a"],"Resource":["b"]}`
	for _, test := range []struct{ code, body string }{
		{"EndPoint.0002", `{}`},
		{"EndPoint.2048", `{"policy_statement":"x"}`},
		{"EndPoint.2048", `{"policy_statement":[{"Effect":"Maybe","Action":["a"],"Resource":["b"]}]}`},
		{"EndPoint.2048", `{"policy_statement":[{"Effect":"Allow","Resource":["b"]}]}`},
		{"EndPoint.2048", `{"policy_statement":[{"Effect":"Allow","Action":[],"Resource":["b"]}]}`},
		{"EndPoint.2048", `{"policy_statement":[{"Effect":"Allow","Action":["a"],"Resource":[1]}]}`},
		{"EndPoint.2048", `{"policy_statement":[{"effect":"Allow","Action":["a"],"Resource":["b"]}]}`},
		{"EndPoint.2048", `{"policy_statement":[{"Effect":"Allow","Action":["a"],"Resource":["b"],"Condition":"c"}]}`},
		{"EndPoint.2048", `{"policy_statement":[` + strings.Repeat(statement+",", 10) + statement + `]}`},
		{"EndPoint.2048", `{"policy_document":{"Statement":[` + statement + `]}}`},
	} {
		a.refused(400, test.code, "PUT", path, test.body)
	}
}

func TestInterfacePolicy(t *testing.T) {
	t.Parallel()
	a := start(t, Options{}).tenantA()
	const full = `{"Version":"5.0","Statement":[{"Effect":"Allow","Principal":"*","Action":["*"],"Resource":["*"]}]}`
	const deny = `{"Version":"5.0","Statement":[{"Effect":"Deny","Principal":{"IAM":["x"]},"Action":["a:b"],"Resource":["*"]}]}`
	id := a.newEndpoint(a.newService(`{"enable_policy":true}`), "{}")
	sameJSON(t, "default", a.endpoint(id).body["policy_document"], full)
	path := endpoints + "/" + id + "/policy"
	got := a.must(200, "PUT", path, `{"policy_document":`+deny+`}`)
	sameKeys(t, "reply", got.body, `id service_type status active_status endpoint_service_name marker_id endpoint_service_id ip
		vpc_id created_at updated_at project_id tags whitelist enable_whitelist description policy_document endpoint_pool_id`)
	sameJSON(t, "policy", a.endpoint(id).body["policy_document"], deny)
	for _, body := range []string{`{"policy_statement":[]}`, `{"policy_document":[]}`, `{"policy_document":{}}`,
		`{"policy_document":{"Statement":[]}}`, `{"policy_document":{"Statement":[{"Effect":"Allow"}]}}`,
		`{"policy_document":{"version":"5.0","Statement":[{"Effect":"Allow","Action":["*"],"Resource":["*"]}]}}`} {
		a.refused(400, "EndPoint.2048", "PUT", path, body)
	}
	a.refused(400, "EndPoint.2049", "DELETE", path, "")
	empty := a.newEndpoint(a.newService(`{"enable_policy":true}`), `{"policy_statement":[ ]}`)
	sameJSON(t, "default", a.endpoint(empty).body["policy_document"], full)
	without := a.newEndpoint(a.newService("{}"), `{"policy_statement":[]}`)
	if got := a.endpoint(without); got.body["policy_document"] != nil {
		t.Errorf("policy on a service without: %s", got.text)
	}
	a.refused(400, "EndPoint.2049", "PUT", endpoints+"/"+without+"/policy", `{"policy_document":`+deny+`}`)
}
