package vpcep

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
	"github.com/hwc-community/terraform-provider-hwc/internal/client/wiretest"
)

// What real replies have and the samples do not: contract/vpcep.md 1.0, 2.6 and 8.
func TestLenientReplies(t *testing.T) {
	t.Parallel()
	c, _ := serve(t, wiretest.Reply(200, `{"id": "x", "status": "failed", "marker_id": 422321321321321321, "some_new_member": {"a": 1},
  "policy_statement": [{"Effect":"Allow","Action":"*","Resource":["*","*/*"]}],
  "error": [{"error_code": "EndPoint.0001", "error_message": "no address left"}]}`))
	endpoint, err := c.GetEndpoint(t.Context(), endpointID)
	if err != nil {
		t.Fatal(err)
	}
	if endpoint.MarkerID != 422321321321321321 {
		t.Errorf("marker_id is %d", endpoint.MarkerID)
	}
	if got := string(endpoint.PolicyStatement); got != `[{"Effect":"Allow","Action":"*","Resource":["*","*/*"]}]` {
		t.Errorf("policy_statement is %s", got)
	}
	if endpoint.EnableDNS != nil || endpoint.EnableWhitelist != nil || endpoint.Whitelist != nil || endpoint.RouteTables != nil || endpoint.DNSNames != nil {
		t.Errorf("what the reply leaves out is there: %+v", endpoint)
	}
}

// Both spellings of contract/vpcep.md 1.0.
func TestReason(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, reply, want string
	}{
		{"of services", `[{"code": "EndPoint.3008", "message": "no port"}]`, "EndPoint.3008: no port"},
		{"of everything else", `[{"error_code": "EndPoint.0001", "error_message": "no address left"}]`, "EndPoint.0001: no address left"},
		{"two", `[{"code": "A", "message": "a"}, {"error_code": "B", "error_message": "b"}]`, "A: a; B: b"},
		{"without code", `[{"message": "no port"}]`, "no port"},
		{"none", `[]`, ""},
		{"null", `null`, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c, _ := serve(t, wiretest.Reply(200, `{"id": "x", "status": "failed", "error": `+test.reply+`}`))
			service, err := c.GetService(t.Context(), serviceID)
			if err != nil {
				t.Fatal(err)
			}
			if got := Reason(service.Error); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

// Contract/vpcep.md 2.4.
func TestServiceName(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ full, id, want string }{
		{"eu-de.test.e9c186ca-99e4-4a88-9011-8898f1d680c0", "e9c186ca-99e4-4a88-9011-8898f1d680c0", "test"},
		{"eu-de.69e93219-e3ad-43b9-8416-9d788319ac9f", "69e93219-e3ad-43b9-8416-9d788319ac9f", ""},
		{"com.myhuaweicloud.cn-north-4.dns", "b0e22f6f-26f4-461c-b140-d873464d4fa0", ""},
		{"cn-north-4.Demo.B0E22F6F-26F4-461C-B140-D873464D4FA0", "b0e22f6f-26f4-461c-b140-d873464d4fa0", "Demo"},
		{"cn-north-4.B0E22F6F-26F4-461C-B140-D873464D4FA0", "b0e22f6f-26f4-461c-b140-d873464d4fa0", ""},
		{"", "b0e22f6f-26f4-461c-b140-d873464d4fa0", ""},
	} {
		service := Service{ServiceName: test.full, ID: test.id}
		if got := service.Name(); got != test.want {
			t.Errorf("%s: got %q, want %q", test.full, got, test.want)
		}
	}
}

// Only accepted and creating endpoints keep a service from being deleted (contract/vpcep.md 1.7).
func TestLiveConnections(t *testing.T) {
	t.Parallel()
	var all []string
	for _, status := range []string{"pendingAcceptance", "creating", "accepted", "rejected", "failed", "deleting"} {
		all = append(all, fmt.Sprintf(`{"id": "id-%s", "status": %q}`, status, status))
	}
	c, _ := serve(t, wiretest.Reply(200, `{"connections": [`+strings.Join(all, ",")+`], "total_count": 6}`))
	live, err := c.LiveConnections(t.Context(), serviceID)
	if err != nil {
		t.Fatal(err)
	}
	want := []Connection{{ID: "id-creating", Status: "creating"}, {ID: "id-accepted", Status: "accepted"}}
	if !reflect.DeepEqual(live, want) {
		t.Errorf("got %v, want %v", live, want)
	}
}

// Contract/vpcep.md 5: a call that deletes, then a call that creates or overwrites, none where nothing is to be done.
func TestChangeTags(t *testing.T) {
	t.Parallel()
	type tags = map[string]string
	const path = "/v1/" + wiretest.Project + "/endpoint_service/" + serviceID + "/tags/action"
	remove := func(body string) wiretest.Sent {
		return wiretest.Request("POST", path, "", `{"action": "delete", "tags": `+body+`}`)
	}
	create := func(body string) wiretest.Sent {
		return wiretest.Request("POST", path, "", `{"action": "create", "tags": `+body+`}`)
	}
	for _, test := range []struct {
		name       string
		has, shall tags
		want       []wiretest.Sent
	}{
		{"nothing to do", tags{"a": "1"}, tags{"a": "1"}, nil},
		{"none at all", nil, nil, nil},
		{"one more", tags{"a": "1"}, tags{"a": "1", "b": "2"}, []wiretest.Sent{create(`[{"key": "b", "value": "2"}]`)}},
		{"another value", tags{"a": "1"}, tags{"a": "2"}, []wiretest.Sent{create(`[{"key": "a", "value": "2"}]`)}},
		{"empty value", nil, tags{"a": ""}, []wiretest.Sent{create(`[{"key": "a", "value": ""}]`)}},
		{"fewer", tags{"a": "1", "b": "2"}, tags{}, []wiretest.Sent{remove(`[{"key": "a"}, {"key": "b"}]`)}},
		{"both", tags{"a": "1"}, tags{"c": "3", "b": "2"}, []wiretest.Sent{remove(`[{"key": "a"}]`), create(`[{"key": "b", "value": "2"}, {"key": "c", "value": "3"}]`)}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c, cloud := serve(t, wiretest.Reply(204, ""))
			if err := c.ChangeTags(t.Context(), ServiceTags, serviceID, test.has, test.shall); err != nil {
				t.Fatal(err)
			}
			cloud.Want(t, test.want...)
		})
	}
}

func TestChangeTagsRefused(t *testing.T) {
	t.Parallel()
	c, cloud := serve(t, wiretest.Refusal(400, "EndPoint.3069"))
	err := c.ChangeTags(t.Context(), EndpointTags, endpointID, map[string]string{"a": "1"}, map[string]string{"b": "2"})
	if err == nil || !strings.Contains(err.Error(), "EndPoint.3069") {
		t.Errorf("got %v", err)
	}
	if n := len(cloud.Seen()); n != 1 {
		t.Errorf("%d calls were made although the first was refused", n)
	}
}

func TestTagMap(t *testing.T) {
	t.Parallel()
	list := []Tag{{"a", "1"}, {"b", ""}}
	if got := Tags(TagMap(list)); !reflect.DeepEqual(got, list) {
		t.Errorf("got %v, want %v", got, list)
	}
}

// Partner clouds do not offer the call (contract/vpcep.md 8); a service that is gone is another matter.
func TestRenameServiceFallback(t *testing.T) {
	t.Parallel()
	rename := wiretest.Request("PUT", servicePath+"/name", "", `{"endpoint_service_name": ""}`)
	for _, test := range []struct {
		name  string
		first wiretest.Answer
		falls bool
	}{
		{"path not known", wiretest.Refusal(404, "APIGW.0101"), true},
		{"path not known, older gateway", wiretest.Refusal(404, "APIG.0101"), true},
		{"method not allowed", wiretest.Refusal(405, ""), true},
		{"not implemented", wiretest.Refusal(501, ""), true},
		{"no such service", errNotFound, false},
		{"refused", wiretest.Refusal(400, "EndPoint.3076"), false},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c, cloud := serve(t, test.first, wiretest.Reply(200, serviceSample))
			err := c.RenameService(t.Context(), serviceID, "")
			if (err == nil) != test.falls {
				t.Fatalf("got %v", err)
			}
			want := []wiretest.Sent{rename}
			if test.falls {
				want = append(want, wiretest.Request("PUT", servicePath, "", `{"service_name": ""}`))
			}
			cloud.Want(t, want...)
		})
	}
}

// A reply of 200 may hold failures (contract/vpcep.md 1.28).
func TestUpdateRouteTablesPartialFailure(t *testing.T) {
	t.Parallel()
	c, _ := serve(t, wiretest.Reply(200, `{"routetables": ["t1"],
 "error": [{"bind_failed": [{"id": "t2", "error_message": "in use"}], "unbind_failed": [{"id": "t3", "error_message": "locked"}]}]}`))
	err := c.UpdateRouteTables(t.Context(), endpointID, []string{"t1", "t2"})
	if problem, ok := errors.AsType[*RouteTablesError](err); !ok {
		t.Fatalf("got %v, want a *RouteTablesError", problem)
	}
	for _, want := range []string{"t2", "in use", "t3", "locked"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q lacks %q", err, want)
		}
	}
	if strings.Contains(err.Error(), "t1") {
		t.Errorf("%q blames a table that was bound", err)
	}
}

// The type of a service never changes, so it is asked for once, and not at all once the service was read.
func TestServiceTypeIsRemembered(t *testing.T) {
	t.Parallel()
	describe := wiretest.Request("GET", servicesPath+"/describe", "id="+serviceID, "")
	reply := wiretest.Reply(200, `{"service_type": "gateway"}`)

	t.Run("asked once", func(t *testing.T) {
		t.Parallel()
		c, cloud := serve(t, reply)
		for range 2 {
			if got, err := c.ServiceType(t.Context(), serviceID); err != nil || got != Gateway {
				t.Fatalf("got %q, %v", got, err)
			}
		}
		cloud.Want(t, describe)
	})
	t.Run("asked once by many", func(t *testing.T) {
		t.Parallel()
		c, cloud := serve(t, reply)
		var askers sync.WaitGroup
		for range 10 {
			askers.Go(func() {
				if got, err := c.ServiceType(t.Context(), serviceID); err != nil || got != Gateway {
					t.Errorf("got %q, %v", got, err)
				}
			})
		}
		askers.Wait()
		cloud.Want(t, describe)
	})
	t.Run("learned from a read", func(t *testing.T) {
		t.Parallel()
		c, cloud := serve(t, wiretest.Reply(200, serviceSample))
		if _, err := c.GetService(t.Context(), serviceID); err != nil {
			t.Fatal(err)
		}
		if got, err := c.ServiceType(t.Context(), serviceID); err != nil || got != Interface {
			t.Fatalf("got %q, %v", got, err)
		}
		cloud.Want(t, wiretest.Request("GET", servicePath, "", ""))
	})
	t.Run("learned from a creation", func(t *testing.T) {
		t.Parallel()
		c, cloud := serve(t, wiretest.Reply(200, serviceSample))
		if _, _, err := c.CreateService(t.Context(), createDemoService); err != nil {
			t.Fatal(err)
		}
		if got, err := c.ServiceType(t.Context(), serviceID); err != nil || got != Interface {
			t.Fatalf("got %q, %v", got, err)
		}
		cloud.Want(t, wiretest.Request("POST", servicesPath, "", createServiceSample))
	})
	t.Run("an error is not remembered", func(t *testing.T) {
		t.Parallel()
		c, cloud := serve(t, wiretest.Refusal(400, "EndPoint.0002"), reply)
		if _, err := c.ServiceType(t.Context(), serviceID); err == nil {
			t.Fatal("the refusal is no error")
		}
		if got, err := c.ServiceType(t.Context(), serviceID); err != nil || got != Gateway {
			t.Fatalf("got %q, %v", got, err)
		}
		cloud.Want(t, describe, describe)
	})
}

// A reply without an id shows no object, and none that is gone.
func TestReplyWithoutObject(t *testing.T) {
	t.Parallel()
	for _, body := range []string{`{}`, `null`} {
		c, _ := serve(t, wiretest.Reply(200, body))
		if endpoint, err := c.GetEndpoint(t.Context(), "e"); !errors.Is(err, client.ErrNoID) || client.IsNotFound(err) || endpoint != nil {
			t.Errorf("%s is the endpoint %v, %v", body, endpoint, err)
		}
		if service, err := c.GetService(t.Context(), "s"); !errors.Is(err, client.ErrNoID) || client.IsNotFound(err) || service != nil {
			t.Errorf("%s is the service %v, %v", body, service, err)
		}
	}
}

// Older clouds give a single text where newer ones give a list (contract/vpcep.md 2.5).
func TestStringList(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		json string
		want []string
	}{
		{`{"active_status":["active"]}`, []string{"active"}},
		{`{"active_status":["frozen","arrear_frozen"]}`, []string{"frozen", "arrear_frozen"}},
		{`{"active_status":"active"}`, []string{"active"}},
		{`{"active_status":""}`, nil},
		{`{"active_status":[]}`, []string{}},
		{`{"active_status":null}`, nil},
		{`{}`, nil},
	} {
		var e Endpoint
		if err := json.Unmarshal([]byte(test.json), &e); err != nil || !slices.Equal(e.ActiveStatus, test.want) {
			t.Errorf("%s: %v, %v", test.json, e.ActiveStatus, err)
		}
	}
}

// A member that cannot be read does not lose the id of what was created.
func TestCreateWithOddReply(t *testing.T) {
	t.Parallel()
	c, _ := serve(t, wiretest.Reply(200, `{"id":"530d6f2f-d115-4df2-8c36-32d19f3c0bbc","marker_id":"not a number"}`))
	created, outcome, err := c.CreateEndpoint(t.Context(), CreateEndpointRequest{ServiceID: "s", VpcID: "v"})
	if err != nil || outcome != client.Created || created.ID != "530d6f2f-d115-4df2-8c36-32d19f3c0bbc" {
		t.Errorf("%v, %s, %v", created, outcome, err)
	}
}

// The documents quote the value in their samples, and clients read it as it should be (contract/vpcep.md 1.9).
func TestBool(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]Bool{"true": true, "false": false, `"true"`: true, `"false"`: false, `"True"`: true, "null": false, `""`: false} {
		var d ServiceDescription
		if err := json.Unmarshal([]byte(`{"is_charge": `+text+`}`), &d); err != nil || d.IsCharge != want {
			t.Errorf("%s: %t, %v", text, d.IsCharge, err)
		}
	}
	var d ServiceDescription
	if err := json.Unmarshal([]byte(`{"is_charge": "maybe"}`), &d); err == nil {
		t.Errorf("maybe is %t", d.IsCharge)
	}
}

// What professional services and legacy clouds show on top (contract/vpcep.md 1.0 and 2.8).
func TestRareMembers(t *testing.T) {
	t.Parallel()
	var s Service
	if err := json.Unmarshal([]byte(`{"ip": "10.0.0.1", "ip_version": "ipv6", "snat_network_id": "n", "cidr_type": "internal", "pool_id": "p",
 "vip_port_id": "v", "supported_editions": ["basic", "profession"], "connection_count": 3}`), &s); err != nil {
		t.Fatal(err)
	}
	if want := (Service{IP: "10.0.0.1", IPVersion: "ipv6", SnatNetworkID: "n", CidrType: "internal", PoolID: "p", VipPortID: "v",
		SupportedEditions: []string{"basic", "profession"}, ConnectionCount: new(int64(3))}); !reflect.DeepEqual(s, want) {
		t.Errorf("got %+v", s)
	}
	if !s.Professional() || demoService.Professional() {
		t.Error("the editions are mixed up")
	}
	var e Endpoint
	if err := json.Unmarshal([]byte(`{"ip_version": "dualstack", "ipv6_address": "fd00::1", "public_border_group": "edge",
 "policy_document": {"Version": "5.0"}}`), &e); err != nil {
		t.Fatal(err)
	}
	if want := (Endpoint{IPVersion: "dualstack", IPv6Address: "fd00::1", PublicBorderGroup: "edge",
		PolicyDocument: json.RawMessage(`{"Version": "5.0"}`)}); !reflect.DeepEqual(e, want) {
		t.Errorf("got %+v", e)
	}
}

// The newest page of the API has a body that may be mandatory (contract/vpcep.md 1.19 and 10).
func TestUpgradeServiceThatWantsABody(t *testing.T) {
	t.Parallel()
	const path = "/v2/" + wiretest.Project + "/vpc-endpoint-services/" + serviceID + "/upgrade"
	c, cloud := serve(t, wiretest.Refusal(504, "EndPoint.0011"), wiretest.Reply(204, ""))
	if err := c.UpgradeService(t.Context(), serviceID, UpgradeServiceRequest{}); err != nil {
		t.Fatal(err)
	}
	cloud.Want(t, wiretest.Request("POST", path, "", ""), wiretest.Request("POST", path, "", `{"action": "upgrade"}`))
}

// The call is about to be retired, and an endpoint may have no policy (contract/vpcep.md 1.26 and 1.27).
func TestDeletePolicyFallback(t *testing.T) {
	t.Parallel()
	remove := wiretest.Request("DELETE", endpointPath+"/policy", "", "")
	for _, test := range []struct {
		name    string
		answers []wiretest.Answer
		want    []wiretest.Sent
		fails   bool
	}{
		{"no policy", []wiretest.Answer{wiretest.Refusal(400, "EndPoint.2049")}, []wiretest.Sent{remove}, false},
		{"retired", []wiretest.Answer{wiretest.Refusal(404, "APIGW.0101"), wiretest.Reply(200, gatewaySample)},
			[]wiretest.Sent{remove, wiretest.Request("PUT", endpointPath+"/policy", "", `{"policy_statement": [{"Effect": "Allow", "Action": ["*"], "Resource": ["*"]}]}`)}, false},
		{"gone", []wiretest.Answer{errNotFound}, []wiretest.Sent{remove}, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c, cloud := serve(t, test.answers...)
			if err := c.DeletePolicy(t.Context(), endpointID); (err != nil) != test.fails {
				t.Errorf("got %v", err)
			}
			cloud.Want(t, test.want...)
		})
	}
}
