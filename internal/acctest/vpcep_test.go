package acctest

import (
	"reflect"
	"testing"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
	"github.com/hwc-community/terraform-provider-hwc/internal/client/vpcep"
	"github.com/hwc-community/terraform-provider-hwc/internal/emulator"
)

const domainB = "6e9dfd51d1124e8d8498dce894923a0d"

// must stops a test that cannot go on.
func must[T any](t *testing.T, what string) func(T, error) T {
	t.Helper()
	return func(value T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		return value
	}
}

// The client and the emulator are written apart from the same contract. Here they meet: an owner and a consumer walk
// through every operation.
func TestVpcepClientMeetsEmulator(t *testing.T) {
	t.Parallel()
	cloud := Start(t, emulator.Options{})
	owner, consumer := cloud.Client(), cloud.ClientB()
	ctx := t.Context()

	service := createdService(t, owner)
	whitelistWalk(t, owner, service.ID)
	endpoint := requestedEndpoint(t, owner, consumer, service)
	connectionWalk(t, owner, consumer, service.ID, endpoint.ID)
	tagsWalk(t, owner, service.ID)
	gatewayWalk(t, cloud, owner)
	upgradeWalk(t, owner, consumer, service.ID, endpoint.ID)
	aroundWalk(t, owner, consumer, service)

	removeEndpoint(t, consumer, endpoint.ID)
	if err := owner.DeleteServiceOnceUnused(ctx, service.ID, nil); err != nil {
		t.Fatal(err)
	}
	if err := owner.WaitServiceDeleted(ctx, service.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := owner.GetConnection(ctx, service.ID, endpoint.ID); !vpcep.IsConnectionGone(err) {
		t.Errorf("a connection of a deleted service gives %v", err)
	}
}

func createdService(t *testing.T, owner *vpcep.Client) *vpcep.Service {
	t.Helper()
	created, outcome, err := owner.CreateService(t.Context(), vpcep.CreateServiceRequest{
		PortID: Port, VpcID: VPC, ServerType: "VM", ServiceName: "walk", Description: "first",
		Ports: []vpcep.PortMapping{{ClientPort: 80, ServerPort: 8080, Protocol: "TCP"}},
	})
	if err != nil || outcome != client.Created {
		t.Fatalf("got %s, %v", outcome, err)
	}
	service := must[*vpcep.Service](t, "wait")(owner.WaitServiceAvailable(t.Context(), created.ID))
	must[*vpcep.Service](t, "update")(owner.UpdateService(t.Context(), service.ID, vpcep.UpdateServiceRequest{Description: new("second")}))
	if err := owner.RenameService(t.Context(), service.ID, "walked"); err != nil {
		t.Fatal(err)
	}
	service = must[*vpcep.Service](t, "read")(owner.GetService(t.Context(), service.ID))
	name, err := vpcep.ParseServiceName(service.ServiceName)
	if err != nil || name != (vpcep.ServiceName{Region: Region, Name: "walked", ID: service.ID}) || *service.Description != "second" {
		t.Errorf("got %+v, %v of %+v", name, err, service)
	}
	return service
}

func whitelistWalk(t *testing.T, owner *vpcep.Client, serviceID string) {
	t.Helper()
	ctx := t.Context()
	domain := must[string](t, "domain")(vpcep.DomainPermission(domainB))
	path := must[string](t, "path")(vpcep.OrgPathPermission("o-xxx/r-yyy/_*"))

	change, err := owner.AddPermissions(ctx, serviceID, []vpcep.NewPermission{{Permission: path, Description: new("ours")}})
	if err != nil || len(change.Added) != 1 || change.Added[0].ID == "" || *change.Added[0].Description != "ours" {
		t.Fatalf("added %+v, %v", change, err)
	}
	change, err = owner.ReplacePermissions(ctx, serviceID, []vpcep.NewPermission{{Permission: domain, Description: new("theirs")}, {Permission: "*"}})
	if err != nil || len(change.Added) != 2 || len(change.Removed) != 1 || change.Removed[0].Permission != path {
		t.Fatalf("replaced %+v, %v", change, err)
	}
	change, err = owner.ReplacePermissions(ctx, serviceID, []vpcep.NewPermission{{Permission: domain, Description: new("")}})
	if err != nil || len(change.Added) != 0 || len(change.Removed) != 1 {
		t.Fatalf("replaced %+v, %v", change, err)
	}
	record := must[*vpcep.Permission](t, "read")(owner.GetPermission(ctx, serviceID, domain))
	if *record.Description != "" || record.PermissionType != vpcep.DomainIDPermissions {
		t.Errorf("got %+v", record)
	}
	found := must[[]vpcep.Permission](t, "list")(owner.ListPermissions(ctx, serviceID,
		vpcep.ListPermissionsRequest{Permission: domainB[:8], Sort: vpcep.Sort{SortKey: "create_at", SortDir: "asc"}}))
	if !reflect.DeepEqual(found, []vpcep.Permission{*record}) {
		t.Errorf("got %+v", found)
	}
	if _, err := owner.GetPermission(ctx, serviceID, path); !client.IsNotFound(err) {
		t.Errorf("a removed record gives %v", err)
	}
}

func requestedEndpoint(t *testing.T, owner, consumer *vpcep.Client, service *vpcep.Service) *vpcep.Endpoint {
	t.Helper()
	serviceType := must[string](t, "type")(consumer.ServiceType(t.Context(), service.ID))
	if serviceType != vpcep.Interface {
		t.Errorf("the service is of type %q", serviceType)
	}
	created, _, err := consumer.CreateEndpoint(t.Context(), vpcep.CreateEndpointRequest{ServiceID: service.ID, VpcID: VPC, SubnetID: Subnet})
	if err != nil {
		t.Fatal(err)
	}
	endpoint := must[*vpcep.Endpoint](t, "wait")(consumer.WaitEndpointConnected(t.Context(), created.ID, false))
	if endpoint.Status != vpcep.EndpointPending {
		t.Errorf("the endpoint is %s", endpoint.Status)
	}
	waiting := must[[]vpcep.Connection](t, "list")(owner.ListConnections(t.Context(), service.ID,
		vpcep.ListConnectionsRequest{EndpointID: created.ID, Status: vpcep.EndpointPending}))
	if len(waiting) != 1 || waiting[0].DomainID != domainB || waiting[0].MarkerID != endpoint.MarkerID {
		t.Errorf("got %+v", waiting)
	}
	return endpoint
}

func connectionWalk(t *testing.T, owner, consumer *vpcep.Client, serviceID, endpointID string) {
	t.Helper()
	ctx := t.Context()
	for _, step := range []struct{ answer, status string }{
		{vpcep.Receive, vpcep.EndpointAccepted}, {vpcep.Receive, vpcep.EndpointAccepted},
		{vpcep.Reject, vpcep.EndpointRejected}, {vpcep.Receive, vpcep.EndpointAccepted},
	} {
		answered := must[*vpcep.Connection](t, step.answer)(owner.AnswerConnection(ctx, serviceID, step.answer, endpointID))
		if answered.ID != endpointID || answered.Status == "" {
			t.Errorf("the reply shows %+v", answered)
		}
		connection := must[*vpcep.Connection](t, "wait")(owner.WaitConnectionAnswered(ctx, serviceID, step.answer, endpointID))
		endpoint := must[*vpcep.Endpoint](t, "read")(consumer.GetEndpoint(ctx, endpointID))
		if connection.Status != step.status || endpoint.Status != step.status {
			t.Errorf("after %s the owner sees %s and the consumer %s", step.answer, connection.Status, endpoint.Status)
		}
	}
	must[*vpcep.Connection](t, "describe")(owner.UpdateConnectionDescription(ctx, serviceID, endpointID, "noted"))
	connection := must[*vpcep.Connection](t, "read")(owner.GetConnection(ctx, serviceID, endpointID))
	if *connection.Description != "noted" {
		t.Errorf("got %+v", connection)
	}
	live := must[[]vpcep.Connection](t, "live")(owner.LiveConnections(ctx, serviceID))
	if len(live) != 1 {
		t.Errorf("got %+v", live)
	}
	if _, err := owner.AnswerConnection(ctx, serviceID, vpcep.Reject, serviceID); !vpcep.IsConnectionGone(err) {
		t.Errorf("rejecting an endpoint that is none gives %v", err)
	}
	if err := consumer.UpdateEndpoint(ctx, endpointID, vpcep.UpdateEndpointRequest{Whitelist: []string{"10.0.0.0/8"}, EnableWhitelist: true}); err != nil {
		t.Error(err)
	}
}

func tagsWalk(t *testing.T, owner *vpcep.Client, serviceID string) {
	t.Helper()
	ctx := t.Context()
	if err := owner.ChangeTags(ctx, vpcep.ServiceTags, serviceID, nil, map[string]string{"a": "1", "b": ""}); err != nil {
		t.Fatal(err)
	}
	tags := must[[]vpcep.Tag](t, "tags")(owner.GetTags(ctx, vpcep.ServiceTags, serviceID))
	if m := vpcep.TagMap(tags); len(m) != 2 || m["a"] != "1" {
		t.Errorf("got %v", tags)
	}
	if values := must[[]vpcep.TagValues](t, "list")(owner.ListTags(ctx, vpcep.ServiceTags)); len(values) != 2 {
		t.Errorf("got %v", values)
	}
	key := func(key string, values ...string) []vpcep.TagValues {
		return []vpcep.TagValues{{Key: key, Values: values}}
	}
	for name, test := range map[string]struct {
		filter vpcep.TagFilter
		want   int
	}{
		"none":          {vpcep.TagFilter{}, 1},
		"tags":          {vpcep.TagFilter{Tags: key("a", "1", "2")}, 1},
		"any value":     {vpcep.TagFilter{Tags: key("b")}, 1},
		"wrong value":   {vpcep.TagFilter{Tags: key("a", "2")}, 0},
		"tags_any":      {vpcep.TagFilter{TagsAny: append(key("a", "2"), key("b")...)}, 1},
		"not_tags":      {vpcep.TagFilter{NotTags: append(key("a", "1"), key("c")...)}, 1},
		"not_tags_any":  {vpcep.TagFilter{NotTagsAny: append(key("a", "1"), key("c")...)}, 0},
		"matches":       {vpcep.TagFilter{Matches: []vpcep.Tag{{Key: "resource_name", Value: "WALK"}}}, 1},
		"matches other": {vpcep.TagFilter{Matches: []vpcep.Tag{{Key: "resource_name", Value: "other"}}}, 0},
		"without tags":  {vpcep.TagFilter{WithoutAnyTag: true}, 0},
	} {
		found := must[[]vpcep.TaggedResource](t, name)(owner.FilterByTags(ctx, vpcep.ServiceTags, test.filter))
		count := must[int](t, name)(owner.CountByTags(ctx, vpcep.ServiceTags, test.filter))
		if len(found) != test.want || count != test.want {
			t.Errorf("%s: found %v, counted %d, want %d", name, found, count, test.want)
		}
	}
}

func gatewayWalk(t *testing.T, cloud *Env, owner *vpcep.Client) {
	t.Helper()
	ctx := t.Context()
	created, _, err := owner.CreateEndpoint(ctx, vpcep.CreateEndpointRequest{ServiceID: cloud.PublicService(ctx, "obs"), VpcID: VPC})
	if err != nil {
		t.Fatal(err)
	}
	endpoint := must[*vpcep.Endpoint](t, "wait")(owner.WaitEndpointConnected(ctx, created.ID, true))
	const table = "cd7fdf2b-d964-4a4a-a169-2af1112e7d02"
	for _, want := range []bool{true, false} {
		if changed, err := owner.BindRouteTable(ctx, endpoint.ID, table); err != nil || changed != want {
			t.Errorf("bound %t, %v", changed, err)
		}
	}
	if changed, err := owner.UnbindRouteTable(ctx, endpoint.ID, table); err != nil || !changed {
		t.Errorf("unbound %t, %v", changed, err)
	}
	if err := owner.UpdatePolicy(ctx, endpoint.ID, vpcep.UpdatePolicyRequest{PolicyStatement: vpcep.AllowAllStatement}); err != nil {
		t.Error(err)
	}
	if err := owner.DeletePolicy(ctx, endpoint.ID); err != nil {
		t.Error(err)
	}
	removeEndpoint(t, owner, endpoint.ID)
}

func upgradeWalk(t *testing.T, owner, consumer *vpcep.Client, serviceID, endpointID string) {
	t.Helper()
	ctx := t.Context()
	for _, action := range []string{vpcep.Upgrade, vpcep.Rollback} {
		if err := owner.UpgradeService(ctx, serviceID, vpcep.UpgradeServiceRequest{Action: action}); err != nil {
			t.Fatal(err)
		}
		must[*vpcep.Service](t, action)(owner.WaitServiceUpgraded(ctx, serviceID, action))
	}
	if err := owner.UpgradeService(ctx, serviceID, vpcep.UpgradeServiceRequest{}); err != nil {
		t.Fatal(err)
	}
	must[*vpcep.Service](t, "upgrade")(owner.WaitServiceUpgraded(ctx, serviceID, vpcep.Upgrade))
	if err := owner.AddServerResources(ctx, serviceID, []vpcep.ServerResource{{ResourceID: Port}}); err != nil {
		t.Fatal(err)
	}
	must[*vpcep.Service](t, "servers")(owner.WaitServerResourcesAdded(ctx, serviceID))
	if err := consumer.UpgradeEndpoint(ctx, endpointID); err != nil {
		t.Fatal(err)
	}
	must[*vpcep.Endpoint](t, "endpoint")(consumer.WaitEndpointUpgraded(ctx, endpointID))
}

func aroundWalk(t *testing.T, owner, consumer *vpcep.Client, service *vpcep.Service) {
	t.Helper()
	ctx := t.Context()
	byID := must[*vpcep.ServiceDescription](t, "describe")(consumer.DescribeService(ctx, service.ID))
	byName := must[*vpcep.ServiceDescription](t, "describe")(consumer.DescribeServiceByName(ctx, service.ServiceName))
	if byID.ServiceName != service.ServiceName || byName.ID != service.ID || byID.PublicBorderGroup == "" {
		t.Errorf("described as %+v and %+v", byID, byName)
	}
	listed := must[[]vpcep.Service](t, "services")(owner.ListServices(ctx, vpcep.ListServicesRequest{
		ServiceName: "WALK", ID: service.ID, Status: vpcep.ServiceAvailable, ServerType: "VM",
		Sort: vpcep.Sort{SortKey: "update_at", SortDir: "desc"},
	}))
	if len(listed) != 1 || listed[0].ConnectionCount == nil || *listed[0].ConnectionCount != 1 || listed[0].PublicBorderGroup == "" {
		t.Errorf("listed %+v", listed)
	}
	endpoints := must[[]vpcep.Endpoint](t, "endpoints")(consumer.ListEndpoints(ctx, vpcep.ListEndpointsRequest{ServiceName: "walk", VpcID: VPC}))
	if len(endpoints) != 1 || endpoints[0].ServiceID != service.ID {
		t.Errorf("listed %+v", endpoints)
	}
	for _, quota := range must[[]vpcep.Quota](t, "quotas")(owner.ListQuotas(ctx, "")) {
		if quota.Quota == 0 || (quota.Type == vpcep.ServiceTags) != (quota.Used == 1) {
			t.Errorf("got %+v", quota)
		}
	}
	versions := must[[]vpcep.Version](t, "versions")(owner.ListVersions(ctx))
	for _, version := range versions {
		if one := must[*vpcep.Version](t, version.ID)(owner.GetVersion(ctx, version.ID)); one.ID != version.ID || one.Status == "" {
			t.Errorf("got %+v", one)
		}
	}
	if len(versions) == 0 {
		t.Error("there is no version")
	}
}

func removeEndpoint(t *testing.T, api *vpcep.Client, id string) {
	t.Helper()
	ctx := t.Context()
	if err := api.DeleteEndpoint(ctx, id); err != nil {
		t.Fatal(err)
	}
	if err := api.WaitEndpointDeleted(ctx, id); err != nil {
		t.Fatal(err)
	}
}
