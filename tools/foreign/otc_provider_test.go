package foreign

import (
	"slices"
	"testing"

	golangsdk "github.com/opentelekomcloud/gophertelekomcloud"
	"github.com/opentelekomcloud/gophertelekomcloud/openstack/common/tags"
	"github.com/opentelekomcloud/gophertelekomcloud/openstack/vpcep/v1/endpoints"
	"github.com/opentelekomcloud/gophertelekomcloud/openstack/vpcep/v1/services"
)

// The walks of the opentelekomcloud provider through its examples were read in
// opentelekomcloud/terraform-provider-opentelekomcloud: docs/resources/vpcep_{service,endpoint}_v1.md,
// docs/data-sources/vpcep_public_service_v1.md and opentelekomcloud/services/vpcep/*.go; the example of
// opentelekomcloud_vpcep_approval_v1 in the registry of Pulumi, which is made from the provider's docs. What the
// library's newer versions have was read in opentelekomcloud/gophertelekomcloud:
// openstack/vpcep/v1/services/{Action,ListConnections}.go.

type otcConnection struct {
	ID        string `json:"id"`
	MarkerID  int    `json:"marker_id"`
	CreatedAt string `json:"created_at"`
	UpdatedAt string `json:"updated_at"`
	DomainID  string `json:"domain_id"`
	Status    string `json:"status"`
}

// otcConnections are the connections of a service that the query names, in one request.
func otcConnections(t *testing.T, client *golangsdk.ServiceClient, service, query string) []otcConnection {
	t.Helper()
	var found struct {
		Connections []otcConnection `json:"connections"`
	}
	if _, err := client.Get(client.ServiceURL("vpc-endpoint-services", service, "connections")+query, &found, nil); err != nil {
		t.Fatal(err)
	}
	return found.Connections
}

// otcDecide accepts or rejects one endpoint and waits for its connection.
func otcDecide(t *testing.T, client *golangsdk.ServiceClient, service, endpoint, action, target string) {
	t.Helper()
	var done struct {
		Connections []otcConnection `json:"connections"`
	}
	_, err := client.Post(client.ServiceURL("vpc-endpoint-services", service, "connections", "action"),
		map[string]any{"action": action, "endpoints": []string{endpoint}}, &done, &golangsdk.RequestOpts{OkCodes: []int{200, 201}})
	if err != nil || len(done.Connections) != 1 || done.Connections[0].ID != endpoint {
		t.Fatalf("%s: %v %v", action, done, err)
	}
	until(t, []string{"creating", "pendingAcceptance"}, target, func() string {
		found := otcConnections(t, client, service, "?id="+endpoint)
		if len(found) != 1 {
			return "deleted"
		}
		return found[0].Status
	})
}

// otcExample is the service of vpcep_{service,endpoint}_v1.md. Approval is sent as true when it is not said.
func otcExample() services.CreateOpts {
	return services.CreateOpts{ServiceName: "service_1", PortID: backendPort + "1", RouterID: ownerVPC, ServerType: services.ServerTypeLB,
		ApprovalEnabled: new(true), Ports: []services.PortMapping{{ClientPort: 80, ServerPort: 8080, Protocol: "TCP"}},
		Tags: []tags.ResourceTag{{Key: "key", Value: "value"}}}
}

// otcService makes a service and checks that a refresh finds what was configured.
func otcService(t *testing.T, client *golangsdk.ServiceClient, config services.CreateOpts, whitelist ...string) string {
	t.Helper()
	made, err := services.Create(client, config).Extract()
	if err != nil {
		t.Fatal(err)
	}
	if err := services.WaitForServiceStatus(client, made.ID, services.StatusAvailable, 60); err != nil {
		t.Fatal(err)
	}
	if len(whitelist) > 0 {
		if _, err := endpoints.BatchUpdateWhitelist(client, made.ID, endpoints.BatchUpdateReq{Action: "add", Permissions: whitelist}); err != nil {
			t.Fatal(err)
		}
	}
	read, err := services.Get(client, made.ID).Extract()
	if err != nil || read.PortID != config.PortID || read.RouterID != config.RouterID || read.ServerType != config.ServerType ||
		read.ApprovalEnabled != *config.ApprovalEnabled || !slices.Equal(read.Ports, config.Ports) || !slices.Equal(read.Tags, config.Tags) {
		t.Errorf("read %+v: %v", read, err)
	}
	if want := "eu-de." + made.ID; config.ServiceName == "" && read.ServiceName != want ||
		config.ServiceName != "" && read.ServiceName != "eu-de."+config.ServiceName+"."+made.ID {
		t.Errorf("name %s", read.ServiceName)
	}
	allowed, err := endpoints.GetWhitelist(client, made.ID)
	if err != nil {
		t.Fatal(err)
	}
	var records []string
	for _, record := range allowed.Permissions {
		records = append(records, record.Permission)
	}
	slices.Sort(records)
	if !slices.Equal(records, whitelist) || allowed.TotalCount != len(whitelist) {
		t.Errorf("whitelist %v", allowed)
	}
	return made.ID
}

func removeOTCService(t *testing.T, client *golangsdk.ServiceClient, id string) {
	t.Helper()
	if err := services.Delete(client, id).ExtractErr(); err != nil {
		t.Error(err)
	}
	if err := services.WaitForServiceStatus(client, id, services.StatusDeleted, 60); err != nil {
		t.Error(err)
	}
}

// removeOTCBoth does not wait for the endpoint before it deletes the service; the endpoint goes away by itself.
func removeOTCBoth(t *testing.T, client *golangsdk.ServiceClient, service, endpoint string) {
	t.Helper()
	if err := endpoints.Delete(client, endpoint).ExtractErr(); err != nil {
		t.Error(err)
	}
	removeOTCService(t, client, service)
	if err := endpoints.WaitForEndpointStatus(client, endpoint, "", 60); err != nil {
		t.Error(err)
	}
}

// otcEndpoint makes an endpoint; what it waits for is either of two.
func otcEndpoint(t *testing.T, client *golangsdk.ServiceClient, config endpoints.CreateOpts, want endpoints.Status) string {
	t.Helper()
	made, err := endpoints.Create(client, config).Extract()
	if err != nil {
		t.Fatal(err)
	}
	until(t, []string{"creating"}, string(want), func() string { return string(readOTCEndpoint(t, client, made.ID).Status) })
	return made.ID
}

func readOTCEndpoint(t *testing.T, client *golangsdk.ServiceClient, id string) *endpoints.Endpoint {
	t.Helper()
	read, err := endpoints.Get(client, id).Extract()
	if err != nil {
		t.Fatal(err)
	}
	return read
}

// walkOTCExamples runs a walk with each way in, and on a cloud that takes its time.
func walkOTCExamples(t *testing.T, walk func(t *testing.T, client *golangsdk.ServiceClient)) {
	t.Helper()
	t.Parallel()
	key := func(base string) golangsdk.AuthOptionsProvider { return byKey(base, tenantA) }
	for name, way := range map[string]struct {
		options func(base string) golangsdk.AuthOptionsProvider
		flags   []string
	}{
		"password":   {func(base string) golangsdk.AuthOptionsProvider { return byPassword(base) }, nil},
		"access key": {key, nil}, "slow cloud": {key, slowly()},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			base := start(t, append([]string{"-cloud", "otc"}, way.flags...)...)
			walk(t, otcClient(t, way.options(base)))
			leftNothing(t, base)
		})
	}
}

// TestOTCProviderService is the example of vpcep_service_v1.md.
func TestOTCProviderService(t *testing.T) {
	walkOTCExamples(t, func(t *testing.T, client *golangsdk.ServiceClient) {
		id := otcService(t, client, otcExample(), "iam:domain::"+tenantB.domainID, "iam:domain::7e9dfd51d1124e8d8498dce894923a0d")
		removeOTCService(t, client, id)
	})
}

// TestOTCProviderEndpoint is the example of vpcep_endpoint_v1.md. Its service wants approval, so that it gets address
// and name only once it is accepted: a plan before that is not empty (contract/vpcep.md 1.0).
func TestOTCProviderEndpoint(t *testing.T) {
	walkOTCExamples(t, func(t *testing.T, client *golangsdk.ServiceClient) {
		service := otcService(t, client, otcExample())
		config := endpoints.CreateOpts{ServiceID: service, RouterID: ownerVPC, NetworkID: subnet, PortIP: "192.168.0.12", EnableDNS: true,
			Whitelist: []string{"127.0.0.1"}, Tags: []tags.ResourceTag{{Key: "fizz", Value: "buzz"}}}
		id := otcEndpoint(t, client, config, endpoints.StatusPendingAcceptance)
		otcDecide(t, client, service, id, "receive", "accepted")
		read := readOTCEndpoint(t, client, id)
		if read.ServiceID != service || read.RouterID != config.RouterID || read.NetworkID != config.NetworkID || read.IP != config.PortIP ||
			!read.EnableDNS || len(read.DNSNames) != 1 || !slices.Equal(read.Whitelist, config.Whitelist) || read.EnableWhitelist ||
			!slices.Equal(read.Tags, config.Tags) || read.MarkerID == 0 || read.ProjectID != tenantA.projectID || read.ServiceType != "interface" {
			t.Errorf("read %+v", read)
		}
		removeOTCBoth(t, client, service, id)
	})
}

// TestOTCProviderApproval is the example of vpcep_approval_v1, which rejects when it is destroyed.
func TestOTCProviderApproval(t *testing.T) {
	walkOTCExamples(t, func(t *testing.T, client *golangsdk.ServiceClient) {
		service := otcService(t, client, services.CreateOpts{PortID: backendPort + "1", RouterID: ownerVPC, ServerType: services.ServerTypeVM,
			ApprovalEnabled: new(true), Ports: []services.PortMapping{{ClientPort: 80, ServerPort: 8080, Protocol: "TCP"}}})
		id := otcEndpoint(t, client, endpoints.CreateOpts{ServiceID: service, RouterID: consumerVPC, NetworkID: subnet, EnableDNS: true},
			endpoints.StatusPendingAcceptance)
		otcDecide(t, client, service, id, "receive", "accepted")
		if all := otcConnections(t, client, service, ""); len(all) != 1 || all[0].DomainID != tenantA.domainID || all[0].MarkerID == 0 {
			t.Errorf("connections %v", all)
		}
		if read := readOTCEndpoint(t, client, id); read.IP == "" || !read.EnableDNS || len(read.DNSNames) != 1 {
			t.Errorf("accepted %+v", read)
		}
		otcDecide(t, client, service, id, "reject", "rejected")
		removeOTCBoth(t, client, service, id)
	})
}

// TestOTCProviderDataSources: a public service and one of the own are found by a name that has to match just one.
func TestOTCProviderDataSources(t *testing.T) {
	walkOTCExamples(t, func(t *testing.T, client *golangsdk.ServiceClient) {
		pages, err := services.ListPublic(client, services.ListOpts{Name: "com.t-systems.otc.eu-de.obs"}).AllPages()
		if err != nil {
			t.Fatal(err)
		}
		if public, err := services.ExtractPublicServices(pages); err != nil || len(public) != 1 || public[0].Owner != "OTC" ||
			public[0].ServiceType != "gateway" || public[0].CreatedAt == "" {
			t.Errorf("public services %+v: %v", public, err)
		}
		id := otcService(t, client, otcExample())
		if pages, err = services.List(client, services.ListOpts{Name: "service_1", ID: id, Status: services.StatusAvailable}).AllPages(); err != nil {
			t.Fatal(err)
		}
		if own, err := services.ExtractServices(pages); err != nil || len(own) != 1 || own[0].ID != id || own[0].ServerType != services.ServerTypeLB {
			t.Errorf("services %+v: %v", own, err)
		}
		removeOTCService(t, client, id)
	})
}
