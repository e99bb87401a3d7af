package foreign

import (
	"errors"
	"slices"
	"strings"
	"testing"

	golangsdk "github.com/opentelekomcloud/gophertelekomcloud"
	"github.com/opentelekomcloud/gophertelekomcloud/openstack"
	"github.com/opentelekomcloud/gophertelekomcloud/openstack/common/tags"
	"github.com/opentelekomcloud/gophertelekomcloud/openstack/vpcep/v1/endpoints"
	"github.com/opentelekomcloud/gophertelekomcloud/openstack/vpcep/v1/services"
)

// otcClient logs in to Open Telekom Cloud.
func otcClient(t *testing.T, options golangsdk.AuthOptionsProvider) *golangsdk.ServiceClient {
	t.Helper()
	provider, err := openstack.AuthenticatedClient(options)
	if err != nil {
		t.Fatal(err)
	}
	client, err := openstack.NewVpcEpV1(provider, golangsdk.EndpointOpts{Region: "eu-de"})
	if err != nil {
		t.Fatal(err)
	}
	return client
}

func byPassword(base string) golangsdk.AuthOptions {
	return golangsdk.AuthOptions{IdentityEndpoint: base + "/v3", Username: "user-a", Password: "password-A1",
		DomainName: tenantA.domainName, TenantName: "eu-de"}
}

func byKey(base string, who tenant) golangsdk.AKSKAuthOptions {
	return golangsdk.AKSKAuthOptions{IdentityEndpoint: base + "/v3", Region: "eu-de", ProjectName: "eu-de", ProjectId: who.projectID,
		Domain: who.domainName, DomainID: who.domainID, AccessKey: who.accessKey, SecretKey: who.secretKey}
}

// TestOTC walks the same way with each way in that Open Telekom Cloud's client knows.
func TestOTC(t *testing.T) {
	t.Parallel()
	for name, options := range map[string]func(base string) golangsdk.AuthOptionsProvider{
		"password": func(base string) golangsdk.AuthOptionsProvider { return byPassword(base) },
		"token": func(base string) golangsdk.AuthOptionsProvider {
			return golangsdk.AuthOptions{IdentityEndpoint: base + "/v3", TokenID: otcToken(t, base), TenantName: "eu-de", DomainName: tenantA.domainName}
		},
		"access key": func(base string) golangsdk.AuthOptionsProvider { return byKey(base, tenantA) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			base := start(t, "-cloud", "otc")
			walkOTC(t, otcClient(t, options(base)), otcClient(t, byKey(base, tenantB)))
			var state map[string][]any
			control(t, base, "state", &state)
			if len(state["services"])+len(state["endpoints"]) != 0 {
				t.Errorf("the walk left %v", state)
			}
		})
	}
}

// otcToken is a token that another program got.
func otcToken(t *testing.T, base string) string {
	t.Helper()
	provider, err := openstack.AuthenticatedClient(byPassword(base))
	if err != nil {
		t.Fatal(err)
	}
	return provider.TokenID
}

// walkOTC makes a service, lets the consumer connect, and removes both.
func walkOTC(t *testing.T, owner, consumer *golangsdk.ServiceClient) {
	t.Helper()
	made, err := services.Create(owner, services.CreateOpts{PortID: backendPort + "1", RouterID: ownerVPC, ServiceName: "demo",
		ServerType: services.ServerTypeVM, ApprovalEnabled: new(false), ServiceType: services.ServiceTypeInterface, TCPProxy: "close",
		Ports: []services.PortMapping{{ClientPort: 80, ServerPort: 8080, Protocol: "TCP"}},
		Tags:  []tags.ResourceTag{{Key: "owner", Value: "a"}}}).Extract()
	if err != nil {
		t.Fatal(err)
	}
	if err := services.WaitForServiceStatus(owner, made.ID, services.StatusAvailable, 30); err != nil {
		t.Fatal(err)
	}
	name := "eu-de.demo." + made.ID
	shown, err := services.Get(owner, made.ID).Extract()
	if err != nil || shown.ServiceName != name || shown.ServerType != services.ServerTypeVM || shown.Ports[0].ServerPort != 8080 ||
		shown.ApprovalEnabled || shown.Tags[0].Key != "owner" || shown.PoolID == "" {
		t.Errorf("service %+v: %v", shown, err)
	}
	creation := endpoints.CreateOpts{ServiceID: made.ID, RouterID: consumerVPC, NetworkID: subnet, EnableDNS: true,
		PortIP: "192.168.14.23", Whitelist: []string{"192.168.0.0/24"}, EnableWhitelist: new(true), Tags: []tags.ResourceTag{{Key: "k", Value: "v"}}}
	if _, err := endpoints.Create(consumer, creation).Extract(); !isOTC[golangsdk.ErrDefault400](err) {
		t.Errorf("an account that is not listed: %v", err)
	}
	whitelist(t, owner, made.ID)
	ep, err := endpoints.Create(consumer, creation).Extract()
	if err != nil {
		t.Fatal(err)
	}
	if err := endpoints.WaitForEndpointStatus(consumer, ep.ID, endpoints.StatusAccepted, 30); err != nil {
		t.Fatal(err)
	}
	accepted, err := endpoints.Get(consumer, ep.ID).Extract()
	if err != nil || accepted.IP != "192.168.14.23" || accepted.ServiceName != name || len(accepted.DNSNames) != 1 ||
		!strings.Contains(accepted.DNSNames[0], "otc") || !slices.Equal(accepted.ActiveStatus, []string{"active"}) || !accepted.EnableWhitelist {
		t.Errorf("endpoint %+v: %v", accepted, err)
	}
	lists(t, owner, consumer, made.ID, ep.ID)
	changed, err := services.Update(owner, made.ID, services.UpdateOpts{ServiceName: "other", ApprovalEnabled: new(true)}).Extract()
	if err != nil || changed.ServiceName != "eu-de.other."+made.ID || !changed.ApprovalEnabled {
		t.Errorf("changed %+v: %v", changed, err)
	}
	if err := services.Delete(owner, made.ID).ExtractErr(); !isOTC[golangsdk.ErrDefault400](err) {
		t.Errorf("a service in use was deleted: %v", err)
	}
	if err := endpoints.Delete(consumer, ep.ID).ExtractErr(); err != nil {
		t.Error(err)
	}
	if err := endpoints.WaitForEndpointStatus(consumer, ep.ID, "", 30); err != nil {
		t.Error(err)
	}
	if err := services.Delete(owner, made.ID).ExtractErr(); err != nil {
		t.Error(err)
	}
	if err := services.WaitForServiceStatus(owner, made.ID, services.StatusDeleted, 30); err != nil {
		t.Error(err)
	}
}

func isOTC[E error](err error) bool {
	_, is := errors.AsType[E](err)
	return is
}

// whitelist lets tenant b in.
func whitelist(t *testing.T, owner *golangsdk.ServiceClient, id string) {
	t.Helper()
	record := "iam:domain::" + tenantB.domainID
	set, err := endpoints.BatchUpdateWhitelist(owner, id, endpoints.BatchUpdateReq{Action: "add", Permissions: []string{record}})
	if err != nil || !slices.Equal(set.Permissions, []string{record}) {
		t.Errorf("whitelist %+v: %v", set, err)
	}
	shown, err := endpoints.GetWhitelist(owner, id)
	if err != nil || shown.TotalCount != 1 || shown.Permissions[0].Permission != record || shown.Permissions[0].Id == "" {
		t.Errorf("whitelist %+v: %v", shown, err)
	}
}

// lists reads the pages of every list.
func lists(t *testing.T, owner, consumer *golangsdk.ServiceClient, service, endpoint string) {
	t.Helper()
	pages, err := services.List(owner, services.ListOpts{Name: "DEMO", SortKey: "created_at", SortDir: "asc"}).AllPages()
	if err != nil {
		t.Fatal(err)
	}
	if own, err := services.ExtractServices(pages); err != nil || len(own) != 1 || own[0].ID != service || own[0].ConnectionCount != 1 {
		t.Errorf("services %+v: %v", own, err)
	}
	if pages, err = services.ListPublic(owner, services.ListOpts{Name: "obs"}).AllPages(); err != nil {
		t.Fatal(err)
	}
	public, err := services.ExtractPublicServices(pages)
	if err != nil || len(public) != 1 || public[0].Owner != "OTC" || public[0].ServiceName != "com.t-systems.otc.eu-de.obs" {
		t.Errorf("public services %+v: %v", public, err)
	}
	if pages, err = endpoints.List(consumer, endpoints.ListOpts{RouterID: consumerVPC, SortKey: "updated_at"}).AllPages(); err != nil {
		t.Fatal(err)
	}
	found, err := endpoints.ExtractEndpoints(pages)
	if err != nil || len(found) != 1 || found[0].ID != endpoint || found[0].ServiceID != service {
		t.Errorf("endpoints %+v: %v", found, err)
	}
}

// TestOTCClientOnHuaweiCloud: the older client gets along with the newer API.
func TestOTCClientOnHuaweiCloud(t *testing.T) {
	t.Parallel()
	options := byPassword(start(t))
	options.TenantName = "cn-north-4"
	provider, err := openstack.AuthenticatedClient(options)
	if err != nil {
		t.Fatal(err)
	}
	client, err := openstack.NewVpcEpV1(provider, golangsdk.EndpointOpts{Region: "cn-north-4"})
	if err != nil {
		t.Fatal(err)
	}
	made, err := services.Create(client, services.CreateOpts{PortID: backendPort + "1", RouterID: ownerVPC, ServerType: services.ServerTypeLB,
		Ports: []services.PortMapping{{ClientPort: 80, ServerPort: 80, Protocol: "TCP"}}}).Extract()
	if err != nil || made.ServiceName != "cn-north-4."+made.ID || !made.ApprovalEnabled {
		t.Errorf("service %+v: %v", made, err)
	}
}
