package foreign

import (
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/huaweicloud/huaweicloud-sdk-go-v3/core/sdkerr"
	vpcep "github.com/huaweicloud/huaweicloud-sdk-go-v3/services/vpcep/v1"
	"github.com/huaweicloud/huaweicloud-sdk-go-v3/services/vpcep/v1/model"
)

const (
	backendPort = "4189d3c2-8882-4871-a3c2-d380272eed8"
	ownerVPC    = "4189d3c2-8882-4871-a3c2-d380272eed80"
	consumerVPC = "d7b2bf07-1b4c-43fa-bd88-d80c6ebea140"
	subnet      = "61881173-3899-4981-a700-170253d469b6"
	routeTable  = "cd7fdf2b-d964-4a4a-a169-2af1112e7d02"
)

func vpcepClient(t *testing.T, base string, who tenant) *vpcep.VpcepClient {
	t.Helper()
	client, err := vpcep.VpcepClientBuilder().WithEndpoints([]string{base}).WithCredential(projectCredentials(t, who)).SafeBuild()
	if err != nil {
		t.Fatal(err)
	}
	return vpcep.NewVpcepClient(client)
}

// serviceOf is a creation of a service with approval, on a backend of its own.
func serviceOf(name, backend string) *model.CreateEndpointServiceRequest {
	return &model.CreateEndpointServiceRequest{Body: &model.CreateEndpointServiceRequestBody{
		PortId: backendPort + backend, VpcId: ownerVPC, ServiceName: &name, ApprovalEnabled: new(true),
		ServerType:  model.GetCreateEndpointServiceRequestBodyServerTypeEnum().VM,
		ServiceType: new(model.GetCreateEndpointServiceRequestBodyServiceTypeEnum().INTERFACE),
		TcpProxy:    new(model.GetCreateEndpointServiceRequestBodyTcpProxyEnum().CLOSE),
		Ports: []model.PortList{{ClientPort: new(int32(80)), ServerPort: new(int32(8080)),
			Protocol: new(model.GetPortListProtocolEnum().TCP)}},
		Description: new("made by the SDK"), Tags: &[]model.TagList{{Key: new("owner"), Value: new("a")}}}}
}

// TestVPCEP walks through all operations of the official SDK's client, as the owner of a service and its consumer.
func TestVPCEP(t *testing.T) {
	t.Parallel()
	base := start(t)
	w := &vpcepWalk{t: t, owner: vpcepClient(t, base, tenantA), consumer: vpcepClient(t, base, tenantB)}
	w.versions()
	w.createService()
	w.permissions()
	w.createEndpoint()
	w.connections()
	w.whitelist()
	w.gateway()
	w.tags()
	w.lists()
	w.upgrades()
	w.updateService()
	w.remove()

	done := called(t, base)
	all := methods(reflect.TypeFor[*vpcep.VpcepClient]())
	if len(done) != len(all) || len(all) != 33 {
		t.Errorf("%d operations were answered with success, the client has %d, the contract 33: %v", len(done), len(all), done)
	}
	var state map[string][]any
	control(t, base, "state", &state)
	if len(state["services"])+len(state["endpoints"]) != 0 {
		t.Errorf("the walk left %v", state)
	}
}

// vpcepWalk is where TestVPCEP is: the clients of both tenants, and what they made.
type vpcepWalk struct {
	t                       *testing.T
	owner, consumer         *vpcep.VpcepClient
	service, name           string
	endpoint, gatewayTarget string
	gatewayID, permissionID string
}

func (w *vpcepWalk) versions() {
	w.t.Helper()
	versions := *call(w.t, w.owner.ListVersionDetails, &model.ListVersionDetailsRequest{}).Versions
	if len(versions) != 2 || *versions[0].Id != "v1" || *versions[1].Version != "2" {
		w.t.Errorf("versions %v", versions)
	}
	one := call(w.t, w.owner.ListSpecifiedVersionDetails, &model.ListSpecifiedVersionDetailsRequest{Version: "v1"}).Version
	if *one.Id != "v1" || *one.Status != "CURRENT" || (*one.Links)[0].Rel == nil {
		w.t.Errorf("version %v", one)
	}
}

func (w *vpcepWalk) createService() {
	w.t.Helper()
	made := call(w.t, w.owner.CreateEndpointService, serviceOf("demo", "1"))
	w.service = *made.Id
	w.name = "cn-north-4.demo." + w.service
	if *made.ServiceName != w.name || *made.Status != "creating" || !*made.ApprovalEnabled || *made.EnablePolicy ||
		*made.ProjectId != tenantA.projectID || made.CreatedAt == nil {
		w.t.Errorf("creation %v", made)
	}
	detail := call(w.t, w.owner.ListServiceDetails, &model.ListServiceDetailsRequest{VpcEndpointServiceId: w.service})
	port := (*detail.Ports)[0]
	if *detail.Status != "available" || *detail.ServerType != "VM" || *detail.ServiceType != "interface" || *detail.TcpProxy != "close" ||
		*detail.PortId != backendPort+"1" || *detail.VpcId != ownerVPC || *port.ClientPort != 80 || *port.ServerPort != 8080 ||
		port.Protocol.Value() != "TCP" || *detail.Description != "made by the SDK" || *(*detail.Tags)[0].Key != "owner" ||
		!slices.Equal(*detail.SupportedEditions, []string{"basic"}) || detail.Error != nil {
		w.t.Errorf("detail %v", detail)
	}
	described := call(w.t, w.consumer.ListServiceDescribeDetails, &model.ListServiceDescribeDetailsRequest{Id: &w.service})
	if *described.ServiceName != w.name || !*described.IsCharge || *described.PublicBorderGroup == "" {
		w.t.Errorf("description for a consumer %v", described)
	}
	public := call(w.t, w.consumer.ListServicePublicDetails, &model.ListServicePublicDetailsRequest{EndpointServiceName: new("OBS")})
	if *public.TotalCount != 1 || *(*public.EndpointServices)[0].ServiceType != "gateway" {
		w.t.Errorf("public services %v", public)
	}
	w.gatewayTarget = *(*public.EndpointServices)[0].Id
}

// permissions lets the consumer in: it is refused before.
func (w *vpcepWalk) permissions() {
	w.t.Helper()
	_, err := w.consumer.CreateEndpoint(w.interfaceEndpoint())
	refusedWith(w.t, err, http.StatusBadRequest, "EndPoint.2012")
	kind := model.GetAddOrRemoveServicePermissionsRequestBodyPermissionTypeEnum().DOMAIN_ID
	actions := model.GetAddOrRemoveServicePermissionsRequestBodyActionEnum()
	change := func(action model.AddOrRemoveServicePermissionsRequestBodyAction, account string) {
		reply := call(w.t, w.owner.AddOrRemoveServicePermissions, &model.AddOrRemoveServicePermissionsRequest{VpcEndpointServiceId: w.service,
			Body: &model.AddOrRemoveServicePermissionsRequestBody{Action: action, PermissionType: &kind, Permissions: []string{account}}})
		if !slices.Equal(*reply.Permissions, []string{account}) || *reply.PermissionType != "domainId" {
			w.t.Errorf("permissions %v", reply)
		}
	}
	change(actions.ADD, "iam:domain::5fc973eea581490997e82ea11a1d0101")
	change(actions.REMOVE, "iam:domain::5fc973eea581490997e82ea11a1d0101")
	added := *call(w.t, w.owner.BatchAddEndpointServicePermissions, &model.BatchAddEndpointServicePermissionsRequest{VpcEndpointServiceId: w.service,
		Body: &model.BatchAddEndpointServicePermissionsRequestBody{Permissions: []model.EpsAddPermissionRequest{
			{Permission: "iam:domain::" + tenantB.domainID, Description: "tenant b"}, {Permission: "iam:domain::5fc973eea5", Description: ""}}}}).Permissions
	if len(added) != 2 || *added[0].Description != "tenant b" || added[0].PermissionType.Value() != "domainId" {
		w.t.Errorf("batch %v", added)
	}
	w.permissionID = *added[0].Id
	described := *call(w.t, w.owner.UpdateEndpointServicePermissionDesc, &model.UpdateEndpointServicePermissionDescRequest{
		VpcEndpointServiceId: w.service, PermissionId: w.permissionID,
		Body: &model.UpdateEndpointServicePermissionDescRequestBody{Permission: &model.EpsUpdatePermissionDesc{Description: "the consumer"}}}).Permissions
	if len(described) != 1 || *described[0].Description != "the consumer" {
		w.t.Errorf("described %v", described)
	}
	removed := *call(w.t, w.owner.BatchRemoveEndpointServicePermissions, &model.BatchRemoveEndpointServicePermissionsRequest{VpcEndpointServiceId: w.service,
		Body: &model.BatchRemoveEndpointServicePermissionsRequestBody{Permissions: []model.EpsRemovePermissionRequest{{Id: *added[1].Id}}}}).Permissions
	list := call(w.t, w.owner.ListServicePermissionsDetails, &model.ListServicePermissionsDetailsRequest{VpcEndpointServiceId: w.service,
		Permission: new("6e9dfd"), Limit: new(int32(500))})
	if len(removed) != 1 || *list.TotalCount != 1 || *(*list.Permissions)[0].Id != w.permissionID {
		w.t.Errorf("removed %v, left %v", removed, list)
	}
}

func (w *vpcepWalk) interfaceEndpoint() *model.CreateEndpointRequest {
	return &model.CreateEndpointRequest{Body: &model.CreateEndpointRequestBody{EndpointServiceId: w.service, VpcId: consumerVPC,
		SubnetId: new(subnet), EnableDns: new(true), PortIp: new("192.168.14.23"), Whitelist: &[]string{"192.168.0.0/24"},
		EnableWhitelist: new(true), Description: new("demo"), Tags: &[]model.TagList{{Key: new("test2"), Value: new("test2")}}}}
}

func (w *vpcepWalk) createEndpoint() {
	w.t.Helper()
	made := call(w.t, w.consumer.CreateEndpoint, w.interfaceEndpoint())
	w.endpoint = *made.Id
	if *made.Status != "pendingAcceptance" || *made.EndpointServiceName != w.name || *made.MarkerId == 0 || *made.EnableStatus != "enable" ||
		made.Ip != nil || *made.EnableDns {
		w.t.Errorf("creation %v", made)
	}
}

func (w *vpcepWalk) connections() {
	w.t.Helper()
	actions := model.GetAcceptOrRejectEndpointRequestBodyActionEnum()
	decide := func(action model.AcceptOrRejectEndpointRequestBodyAction) string {
		reply := *call(w.t, w.owner.AcceptOrRejectEndpoint, &model.AcceptOrRejectEndpointRequest{VpcEndpointServiceId: w.service,
			Body: &model.AcceptOrRejectEndpointRequestBody{Action: action, Endpoints: []string{w.endpoint}}}).Connections
		return *reply[0].Status
	}
	if rejected, received := decide(actions.REJECT), decide(actions.RECEIVE); rejected != "rejected" || received != "creating" {
		w.t.Errorf("rejected %s, received %s", rejected, received)
	}
	described := *call(w.t, w.owner.UpdateEndpointConnectionsDesc, &model.UpdateEndpointConnectionsDescRequest{VpcEndpointServiceId: w.service,
		Body: &model.UpdateEndpointConnectionsDescRequestBody{Connections: []model.ConnectionsDesc{{Id: w.endpoint, Description: "the consumer's"}}}}).Connections
	if *described[0].Description != "the consumer's" {
		w.t.Errorf("described %v", described)
	}
	list := call(w.t, w.owner.ListServiceConnections, &model.ListServiceConnectionsRequest{VpcEndpointServiceId: w.service, Id: &w.endpoint,
		Status: new(model.GetListServiceConnectionsRequestStatusEnum().ACCEPTED)})
	if *list.TotalCount != 1 || *(*list.Connections)[0].DomainId != tenantB.domainID {
		w.t.Errorf("connections %v", list)
	}
	detail := call(w.t, w.consumer.ListEndpointInfoDetails, &model.ListEndpointInfoDetailsRequest{VpcEndpointId: w.endpoint})
	if *detail.Status != "accepted" || *detail.Ip != "192.168.14.23" || !*detail.EnableDns || len(*detail.DnsNames) != 1 ||
		*detail.Description != "demo" || !*detail.EnableWhitelist || !slices.Equal(*detail.ActiveStatus, []string{"active"}) {
		w.t.Errorf("endpoint %v", detail)
	}
}

func (w *vpcepWalk) whitelist() {
	w.t.Helper()
	set := call(w.t, w.consumer.UpdateEndpointWhite, &model.UpdateEndpointWhiteRequest{VpcEndpointId: w.endpoint,
		Body: &model.UpdateEndpointWhiteRequestBody{Whitelist: &[]string{"10.10.10.10"}, EnableWhitelist: new(false)}})
	if !slices.Equal(*set.Whitelist, []string{"10.10.10.10"}) || *set.EnableWhitelist {
		w.t.Errorf("whitelist %v", set)
	}
}

func (w *vpcepWalk) gateway() {
	w.t.Helper()
	made := call(w.t, w.consumer.CreateEndpoint, &model.CreateEndpointRequest{Body: &model.CreateEndpointRequestBody{
		EndpointServiceId: w.gatewayTarget, VpcId: consumerVPC, Routetables: &[]string{routeTable}}})
	w.gatewayID = *made.Id
	if *made.ServiceType != "gateway" || !slices.Equal(*made.Routetables, []string{routeTable}) || made.SubnetId != nil {
		w.t.Errorf("gateway %v", made)
	}
	call(w.t, w.consumer.ListEndpointInfoDetails, &model.ListEndpointInfoDetailsRequest{VpcEndpointId: w.gatewayID})
	denied := *call(w.t, w.consumer.UpdateEndpointPolicy, &model.UpdateEndpointPolicyRequest{VpcEndpointId: w.gatewayID,
		Body: &model.UpdateEndpointPolicyRequestBody{PolicyStatement: &[]model.PolicyStatement{{Effect: model.GetPolicyStatementEffectEnum().DENY,
			Action: []string{"obs:bucket:ListBucket"}, Resource: []string{"obs:*:*:*:*/*"}}}}}).PolicyStatement
	if len(denied) != 1 || denied[0].Effect.Value() != "Deny" || denied[0].Action[0] != "obs:bucket:ListBucket" {
		w.t.Errorf("policy %v", denied)
	}
	back := *call(w.t, w.consumer.DeleteEndpointPolicy, &model.DeleteEndpointPolicyRequest{VpcEndpointId: w.gatewayID}).PolicyStatement
	if len(back) != 1 || back[0].Effect.Value() != "Allow" {
		w.t.Errorf("policy after its deletion %v", back)
	}
	tables := call(w.t, w.consumer.UpdateEndpointRoutetable, &model.UpdateEndpointRoutetableRequest{VpcEndpointId: w.gatewayID,
		Body: &model.UpdateEndpointRoutetableRequestBody{Routetables: []string{subnet}}})
	if !slices.Equal(*tables.Routetables, []string{subnet}) || tables.Error != nil {
		w.t.Errorf("route tables %v", tables)
	}
}

func (w *vpcepWalk) tags() {
	w.t.Helper()
	types := model.GetBatchAddOrRemoveResourceInstanceRequestResourceTypeEnum()
	actions := model.GetBatchAddOrRemoveResourceInstanceRequestBodyActionEnum()
	act := func(action model.BatchAddOrRemoveResourceInstanceRequestBodyAction, tags ...model.ResourceTag) {
		call(w.t, w.owner.BatchAddOrRemoveResourceInstance, &model.BatchAddOrRemoveResourceInstanceRequest{ResourceType: types.ENDPOINT_SERVICE,
			ResourceId: w.service, Body: &model.BatchAddOrRemoveResourceInstanceRequestBody{Action: action, Tags: &tags}})
	}
	act(actions.CREATE, model.ResourceTag{Key: "team", Value: new("red")}, model.ResourceTag{Key: "empty", Value: new("")})
	act(actions.DELETE, model.ResourceTag{Key: "owner"})
	union := *call(w.t, w.owner.ListQueryProjectResourceTags, &model.ListQueryProjectResourceTagsRequest{
		ResourceType: model.GetListQueryProjectResourceTagsRequestResourceTypeEnum().ENDPOINT_SERVICE}).Tags
	if len(union) != 2 || union[1].Key != "team" || !slices.Equal(union[1].Values, []string{"red"}) {
		w.t.Errorf("tags %v", union)
	}
	query := func(action model.QueryResourceInstanceTagsBodyAction) *model.ListResourceInstancesResponse {
		return call(w.t, w.owner.ListResourceInstances, &model.ListResourceInstancesRequest{
			ResourceType: model.GetListResourceInstancesRequestResourceTypeEnum().ENDPOINT_SERVICE,
			Body: &model.QueryResourceInstanceTagsBody{Action: action, Limit: new("10"), Offset: new("0"),
				Tags:    &[]model.TagValuesList{{Key: "team", Values: []string{"red", "blue"}}},
				Matches: &[]model.Match{{Key: "resource_name", Value: "DEMO"}}}})
	}
	found := query(model.GetQueryResourceInstanceTagsBodyActionEnum().FILTER)
	count := query(model.GetQueryResourceInstanceTagsBodyActionEnum().COUNT)
	if *found.TotalCount != 1 || *(*found.Resources)[0].ResourceId != w.service || len(*(*found.Resources)[0].Tags) != 2 || *count.TotalCount != 1 {
		w.t.Errorf("by tags %v, count %v", found, count)
	}
}

func (w *vpcepWalk) lists() {
	w.t.Helper()
	second := *call(w.t, w.owner.CreateEndpointService, serviceOf("second", "2")).Id
	page := call(w.t, w.owner.ListEndpointService, &model.ListEndpointServiceRequest{Limit: new(int32(1)), Offset: new(int32(1)),
		SortKey: new(model.GetListEndpointServiceRequestSortKeyEnum().CREATE_AT), SortDir: new(model.GetListEndpointServiceRequestSortDirEnum().DESC)})
	if *page.TotalCount != 2 || len(*page.EndpointServices) != 1 || *(*page.EndpointServices)[0].Id != w.service {
		w.t.Errorf("page %v", page)
	}
	item := (*page.EndpointServices)[0]
	if *item.ConnectionCount != 1 || *item.DomainId != tenantA.domainID || *item.PublicBorderGroup == "" {
		w.t.Errorf("item %v", item)
	}
	filtered := call(w.t, w.owner.ListEndpointService, &model.ListEndpointServiceRequest{EndpointServiceName: new("SECOND"),
		Status: new(model.GetListEndpointServiceRequestStatusEnum().AVAILABLE), NetType: new(model.GetListEndpointServiceRequestNetTypeEnum().ALL)})
	if *filtered.TotalCount != 1 || *(*filtered.EndpointServices)[0].Id != second {
		w.t.Errorf("filtered %v", filtered)
	}
	endpoints := call(w.t, w.consumer.ListEndpoints, &model.ListEndpointsRequest{VpcId: new(consumerVPC), EndpointServiceName: new("demo")})
	if *endpoints.TotalCount != 1 || *(*endpoints.Endpoints)[0].Id != w.endpoint || *(*endpoints.Endpoints)[0].Ip != "192.168.14.23" {
		w.t.Errorf("endpoints %v", endpoints)
	}
	quotas := *call(w.t, w.owner.ListQuotaDetails, &model.ListQuotaDetailsRequest{
		Type: new(model.GetListQuotaDetailsRequestTypeEnum().ENDPOINT_SERVICE)}).Quotas.Resources
	if len(quotas) != 1 || *quotas[0].Used != 2 || *quotas[0].Quota != 20 {
		w.t.Errorf("quotas %v", quotas)
	}
	call(w.t, w.owner.DeleteEndpointService, &model.DeleteEndpointServiceRequest{VpcEndpointServiceId: second})
}

func (w *vpcepWalk) upgrades() {
	w.t.Helper()
	call(w.t, w.owner.UpgradeEndpointService, &model.UpgradeEndpointServiceRequest{VpcEndpointServiceId: w.service})
	call(w.t, w.owner.AddEndpointServiceServerResource, &model.AddEndpointServiceServerResourceRequest{VpcEndpointServiceId: w.service,
		Body: &model.AddEndpointServiceServerResourceRequestBody{ServerResources: []model.ServerResource{{ResourceId: subnet}}}})
	call(w.t, w.consumer.UpgradeEndpoint, &model.UpgradeEndpointRequest{VpcEndpointId: w.endpoint,
		Body: &model.UpgradeEndpointRequestBody{Action: model.GetUpgradeEndpointRequestBodyActionEnum().START}})
	editions := *call(w.t, w.owner.ListServiceDetails, &model.ListServiceDetailsRequest{VpcEndpointServiceId: w.service}).SupportedEditions
	if !slices.Equal(editions, []string{"basic", "profession"}) {
		w.t.Errorf("editions %v", editions)
	}
}

func (w *vpcepWalk) updateService() {
	w.t.Helper()
	renamed := *call(w.t, w.owner.UpdateEndpointServiceName, &model.UpdateEndpointServiceNameRequest{VpcEndpointServiceId: w.service,
		Body: &model.UpdateEndpointServiceNameRequestBody{EndpointServiceName: new("renamed")}}).EndpointServiceName
	if renamed != "cn-north-4.renamed."+w.service {
		w.t.Errorf("renamed %s", renamed)
	}
	changed := call(w.t, w.owner.UpdateEndpointService, &model.UpdateEndpointServiceRequest{VpcEndpointServiceId: w.service,
		Body: &model.UpdateEndpointServiceRequestBody{Description: new(""), ApprovalEnabled: new(false),
			Ports: &[]model.PortList{{ClientPort: new(int32(8081)), ServerPort: new(int32(22))}}}})
	if *changed.Description != "" || *changed.ApprovalEnabled || *(*changed.Ports)[0].ServerPort != 22 || *changed.Status != "available" {
		w.t.Errorf("changed %v", changed)
	}
}

// remove deletes what the walk made; a service in use is refused.
func (w *vpcepWalk) remove() {
	w.t.Helper()
	deletion := &model.DeleteEndpointServiceRequest{VpcEndpointServiceId: w.service}
	_, err := w.owner.DeleteEndpointService(deletion)
	refusedWith(w.t, err, http.StatusBadRequest, "EndPoint.3006")
	for _, id := range []string{w.endpoint, w.gatewayID} {
		call(w.t, w.consumer.DeleteEndpoint, &model.DeleteEndpointRequest{VpcEndpointId: id})
	}
	call(w.t, w.owner.DeleteEndpointService, deletion)
	_, err = w.owner.ListServiceDetails(&model.ListServiceDetailsRequest{VpcEndpointServiceId: w.service})
	refusedWith(w.t, err, http.StatusNotFound, "EndPoint.0005")
	_, err = w.consumer.ListEndpointInfoDetails(&model.ListEndpointInfoDetailsRequest{VpcEndpointId: w.endpoint})
	refusedWith(w.t, err, http.StatusNotFound, "EndPoint.2006")
}

// methods are a client's methods that call the cloud.
func methods(client reflect.Type) []string {
	var names []string
	for method := range client.Methods() {
		if !strings.HasSuffix(method.Name, "Invoker") {
			names = append(names, method.Name)
		}
	}
	return names
}

// refusedWith checks that the SDK understands a refusal.
func refusedWith(t *testing.T, err error, status int, code string) {
	t.Helper()
	refusal, isRefusal := errors.AsType[*sdkerr.ServiceResponseError](err)
	if !isRefusal || refusal.StatusCode != status || refusal.ErrorCode != code || refusal.RequestId == "" || refusal.ErrorMessage == "" {
		t.Errorf("%v, want %d %s", err, status, code)
	}
}

// TestFailedService shows what the SDK makes of a service that could not be made.
func TestFailedService(t *testing.T) {
	t.Parallel()
	base := start(t, "-progress", "service.create=fails:EndPoint.3001:Failed to create a port.")
	client := vpcepClient(t, base, tenantA)
	id := *call(t, client.CreateEndpointService, serviceOf("demo", "1")).Id
	detail := call(t, client.ListServiceDetails, &model.ListServiceDetailsRequest{VpcEndpointServiceId: id})
	if *detail.Status != "failed" || len(*detail.Error) != 1 {
		t.Errorf("detail %v", detail)
	}
}

// TestQuota fills a quota: one more service is refused, and the list needs more than one page of the default size.
func TestQuota(t *testing.T) {
	t.Parallel()
	base := start(t, "-quota", "endpoint_service=11")
	client := vpcepClient(t, base, tenantA)
	for n := range 11 {
		request := serviceOf("demo", "1")
		request.Body.Ports[0].ServerPort = new(int32(n + 1))
		call(t, client.CreateEndpointService, request)
	}
	_, err := client.CreateEndpointService(serviceOf("demo", "2"))
	refusedWith(t, err, http.StatusBadRequest, "Endpoint.1018")
	var pages []string
	for offset := int32(0); ; {
		page := call(t, client.ListEndpointService, &model.ListEndpointServiceRequest{Offset: &offset})
		pages = append(pages, fmt.Sprintf("%d of %d", len(*page.EndpointServices), *page.TotalCount))
		if len(*page.EndpointServices) == 0 {
			break
		}
		offset += int32(len(*page.EndpointServices))
	}
	if want := []string{"10 of 11", "1 of 11", "0 of 11"}; !slices.Equal(pages, want) {
		t.Errorf("pages %v, want %v", pages, want)
	}
}
