package vpcep

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
	"github.com/hwc-community/terraform-provider-hwc/internal/client/wiretest"
)

func TestServiceLooksLike(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		change func(*Service)
		want   bool
	}{
		{"the one asked for", func(*Service) {}, true},
		{"what a creation decides later may differ", func(s *Service) { s.Status, s.PoolID, s.UpdatedAt = ServiceCreating, "", "" }, true},
		{"capitals in ids", func(s *Service) { s.VpcID, s.PortID = strings.ToUpper(s.VpcID), strings.ToUpper(s.PortID) }, true},
		{"another VPC", func(s *Service) { s.VpcID = "other" }, false},
		{"another port", func(s *Service) { s.PortID = "other" }, false},
		{"another kind of backend", func(s *Service) { s.ServerType = "LB" }, false},
		{"another name", func(s *Service) { s.ServiceName = "cn-north-4.other." + serviceID }, false},
		{"other ports", func(s *Service) { s.Ports = []PortMapping{{ClientPort: 8443, ServerPort: 443, Protocol: "TCP"}} }, false},
		{"the ports are not shown", func(s *Service) { s.Ports = nil }, true},
		{"no name", func(s *Service) { s.ServiceName = "cn-north-4." + serviceID }, false},
		{"on its way out", func(s *Service) { s.Status = ServiceDeleting }, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			service := demoService
			test.change(&service)
			if got := createDemoService.looksLike(service); got != test.want {
				t.Errorf("got %t", got)
			}
		})
	}
}

func TestEndpointLooksLike(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		change func(*Endpoint, *CreateEndpointRequest)
		want   bool
	}{
		{"the one asked for", func(*Endpoint, *CreateEndpointRequest) {}, true},
		{"no address yet", func(e *Endpoint, _ *CreateEndpointRequest) { e.IP, e.Status = "", EndpointPending }, true},
		{"no address asked for", func(_ *Endpoint, r *CreateEndpointRequest) { r.PortIP = "" }, true},
		{"no subnet asked for", func(_ *Endpoint, r *CreateEndpointRequest) { r.SubnetID = "" }, true},
		{"capitals in ids", func(e *Endpoint, _ *CreateEndpointRequest) {
			e.ServiceID, e.VpcID, e.SubnetID = strings.ToUpper(e.ServiceID), strings.ToUpper(e.VpcID), strings.ToUpper(e.SubnetID)
		}, true},
		{"another address", func(e *Endpoint, _ *CreateEndpointRequest) { e.IP = "192.168.14.24" }, false},
		{"another service", func(e *Endpoint, _ *CreateEndpointRequest) { e.ServiceID = "other" }, false},
		{"another VPC", func(e *Endpoint, _ *CreateEndpointRequest) { e.VpcID = "other" }, false},
		{"another subnet", func(e *Endpoint, _ *CreateEndpointRequest) { e.SubnetID = "other" }, false},
		{"another description", func(e *Endpoint, _ *CreateEndpointRequest) { e.Description = new("") }, false},
		{"the description is not shown", func(e *Endpoint, _ *CreateEndpointRequest) { e.Description = nil }, true},
		{"on its way out", func(e *Endpoint, _ *CreateEndpointRequest) { e.Status = EndpointDeleting }, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			endpoint, request := demoEndpoint, createDemoEndpoint
			test.change(&endpoint, &request)
			if got := request.looksLike(endpoint); got != test.want {
				t.Errorf("got %t", got)
			}
		})
	}
}

// Requests that the same new endpoint may look like must run one after another, or one could adopt the other's.
func TestEndpointTwins(t *testing.T) {
	t.Parallel()
	pending := demoEndpoint
	pending.IP, pending.Status = "", EndpointPending
	one, other := createDemoEndpoint, createDemoEndpoint
	other.PortIP = "192.168.14.24"
	if !one.looksLike(pending) || !other.looksLike(pending) {
		t.Fatal("a pending endpoint shows no address, so it looks like both")
	}
	if one.twins("cn-north-4") != other.twins("cn-north-4") {
		t.Error("the requests may run at the same time")
	}
	hidden := demoEndpoint
	hidden.Description = nil
	other = createDemoEndpoint
	other.Description = "other"
	if !one.looksLike(hidden) || !other.looksLike(hidden) || one.twins("cn-north-4") != other.twins("cn-north-4") {
		t.Error("requests with different descriptions may run at the same time")
	}
	other = createDemoEndpoint
	other.VpcID = strings.ToUpper(one.VpcID)
	if one.twins("cn-north-4") != other.twins("cn-north-4") {
		t.Error("capitals make another endpoint")
	}
	other = createDemoEndpoint
	other.SubnetID = "other"
	if one.twins("cn-north-4") == other.twins("cn-north-4") {
		t.Error("requests for different subnets wait for each other")
	}
	if one.twins("cn-north-4") == one.twins("ap-southeast-1") {
		t.Error("requests for different regions wait for each other")
	}
}

// A creation whose reply is lost adopts the object it made, and sends no second request.
func TestCreateAdopts(t *testing.T) {
	t.Parallel()
	lost := wiretest.Refusal(http.StatusGatewayTimeout, "APIGW.0201")
	now := func() string { return time.Now().UTC().Format(time.RFC3339) }

	t.Run("service", func(t *testing.T) {
		t.Parallel()
		c, cloud := serveFunc(t, func(_ int, request wiretest.Sent) wiretest.Answer {
			if request.Method == http.MethodPost {
				return lost
			}
			return wiretest.Reply(200, fmt.Sprintf(`{"endpoint_services": [
  {"id": %[1]q, "vpc_id": %[2]q, "port_id": %[3]q, "server_type": "VM", "service_name": "cn-north-4.demo.%[1]s", "status": "creating", "created_at": %[4]q},
  {"id": "older", "vpc_id": %[2]q, "port_id": %[3]q, "server_type": "VM", "service_name": "cn-north-4.demo.older", "status": "available", "created_at": "2024-01-30T07:42:01Z"}],
  "total_count": 2}`, serviceID, demoService.VpcID, demoService.PortID, now()))
		})
		created, outcome, err := c.CreateService(t.Context(), createDemoService)
		if err != nil || outcome != client.Adopted || created.ID != serviceID {
			t.Fatalf("got %v, %s, %v", created, outcome, err)
		}
		wantOnePost(t, cloud)
	})
	t.Run("endpoint", func(t *testing.T) {
		t.Parallel()
		c, cloud := serveFunc(t, func(_ int, request wiretest.Sent) wiretest.Answer {
			if request.Method == http.MethodPost {
				return lost
			}
			return wiretest.Reply(200, fmt.Sprintf(`{"endpoints": [{"id": %q, "endpoint_service_id": %q, "vpc_id": %q, "subnet_id": %q,
  "description": "demo", "status": "pendingAcceptance", "created_at": %q}], "total_count": 1}`,
				endpointID, demoEndpoint.ServiceID, demoEndpoint.VpcID, demoEndpoint.SubnetID, now()))
		})
		created, outcome, err := c.CreateEndpoint(t.Context(), createDemoEndpoint)
		if err != nil || outcome != client.Adopted || created.ID != endpointID {
			t.Fatalf("got %v, %s, %v", created, outcome, err)
		}
		wantOnePost(t, cloud)
	})
}

func wantOnePost(t *testing.T, cloud *wiretest.API) {
	t.Helper()
	if posts := cloud.Count(http.MethodPost, ""); posts != 1 {
		t.Errorf("%d creations were sent", posts)
	}
}
