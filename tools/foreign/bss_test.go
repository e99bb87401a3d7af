package foreign

import (
	"net/http"
	"testing"

	core "github.com/huaweicloud/huaweicloud-sdk-go-v3/core"
	"github.com/huaweicloud/huaweicloud-sdk-go-v3/core/def"
	bss "github.com/huaweicloud/huaweicloud-sdk-go-v3/services/bss/v2"
	"github.com/huaweicloud/huaweicloud-sdk-go-v3/services/bss/v2/model"
	vpcep "github.com/huaweicloud/huaweicloud-sdk-go-v3/services/vpcep/v1"
)

// The SDK has no client for the blockchain engine; its core carries these two calls.
type (
	hbsPurchase struct {
		Body map[string]any `json:"body,omitempty"`
	}
	hbsPurchased struct {
		OrderID        string `json:"order_id"`
		OrderNum       int    `json:"order_num"`
		InstanceID     string `json:"instance_id"`
		JobID          string `json:"job_id"`
		HttpStatusCode int    `json:"-"`
	}
	hbsQuery struct {
		InstanceID string `json:"instance_id"`
	}
	hbsInstance struct {
		Status         string `json:"status"`
		HttpStatusCode int    `json:"-"`
	}
)

func hbsCall[R any](t *testing.T, client *core.HcHttpClient, method, path string, request any, fields ...*def.FieldDef) (*R, error) {
	t.Helper()
	definition := def.NewHttpRequestDefBuilder().WithMethod(method).WithPath("/v2/{project_id}/huaweicloudchain" + path).WithResponse(new(R)).
		WithContentType("application/json;charset=UTF-8")
	for _, field := range fields {
		definition.WithRequestField(field)
	}
	reply, err := client.Sync(request, definition.Build())
	if err != nil {
		return nil, err
	}
	return reply.(*R), nil //nolint:forcetypeassert // the definition says so
}

func buyHBS(t *testing.T, client *core.HcHttpClient, autoPay bool) *hbsPurchased {
	t.Helper()
	bought, err := hbsCall[hbsPurchased](t, client, http.MethodPost, "/instances", &hbsPurchase{Body: map[string]any{
		"name": "huawei-chain-01", "edition": "Professional", "data_management": "Cloud", "orgs": []map[string]any{{"name": "org1"}, {"name": "org2"}},
		"org_order_info": map[string]any{"charge_mode": 0, "period_type": 2, "period_num": 1, "is_auto_pay": autoPay}}},
		def.NewFieldDef().WithName("Body").WithLocationType(def.Body))
	if err != nil {
		t.Fatal(err)
	}
	return bought
}

// status is how an instance of the engine is, or "" when it is gone.
func hbsStatus(t *testing.T, client *core.HcHttpClient, id string) string {
	t.Helper()
	shown, err := hbsCall[hbsInstance](t, client, http.MethodGet, "/instances/{instance_id}", &hbsQuery{InstanceID: id},
		def.NewFieldDef().WithName("InstanceID").WithJsonTag("instance_id").WithLocationType(def.Path))
	if err != nil {
		refusedWith(t, err, http.StatusBadRequest, "HBS.40000004")
		return ""
	}
	return shown.Status
}

// TestBilling buys blockchain instances, pays for one, gives up another and unsubscribes, with the SDK's billing client.
func TestBilling(t *testing.T) {
	t.Parallel()
	base := start(t)
	engine, err := vpcep.VpcepClientBuilder().WithEndpoints([]string{base}).WithCredential(projectCredentials(t, tenantA)).SafeBuild()
	if err != nil {
		t.Fatal(err)
	}
	account, err := bss.BssClientBuilder().WithEndpoints([]string{base}).WithCredential(accountCredentials(t, tenantA)).SafeBuild()
	if err != nil {
		t.Fatal(err)
	}
	client := bss.NewBssClient(account)
	bought := buyHBS(t, engine, false)
	if bought.OrderNum != 2 || hbsStatus(t, engine, bought.InstanceID) != "Unpaid" {
		t.Errorf("bought %v", bought)
	}
	status := func(order string) int32 {
		return *call(t, client.ShowCustomerOrderDetails, &model.ShowCustomerOrderDetailsRequest{OrderId: order}).OrderInfo.Status
	}
	if waiting := status(bought.OrderID); waiting != 6 {
		t.Errorf("order has status %d", waiting)
	}
	call(t, client.PayOrders, &model.PayOrdersRequest{Body: &model.PayCustomerOrderV3Req{OrderId: bought.OrderID, UseCoupon: "NO", UseDiscount: "NO"}})
	if made, done := hbsStatus(t, engine, bought.InstanceID), status(bought.OrderID); made != "Available" || done != 5 {
		t.Errorf("after the payment the instance is %s, the order %d", made, done)
	}
	given := buyHBS(t, engine, false)
	call(t, client.CancelCustomerOrder, &model.CancelCustomerOrderRequest{Body: &model.CancelCustomerOrderReq{OrderId: given.OrderID}})
	orders := call(t, client.ListCustomerOrders, &model.ListCustomerOrdersRequest{Status: new(int32(4))})
	if *orders.TotalCount != 1 || *(*orders.OrderInfos)[0].OrderId != given.OrderID || hbsStatus(t, engine, given.InstanceID) != "" {
		t.Errorf("canceled orders %v", orders)
	}
	held := call(t, client.ListPayPerUseCustomerResources, &model.ListPayPerUseCustomerResourcesRequest{
		Body: &model.QueryResourcesReq{OrderId: &bought.OrderID, OnlyMainResource: new(int32(1))}})
	if *held.TotalCount != 1 || *(*held.Data)[0].ResourceId != bought.InstanceID || *(*held.Data)[0].Status != 2 {
		t.Errorf("resources %v", held)
	}
	ended := *call(t, client.CancelResourcesSubscription, &model.CancelResourcesSubscriptionRequest{Body: &model.UnsubscribeResourcesReq{
		ResourceIds: []string{bought.InstanceID}, UnsubscribeType: 1}}).OrderIds
	if len(ended) != 1 || hbsStatus(t, engine, bought.InstanceID) != "" || status(ended[0]) != 5 {
		t.Errorf("unsubscription %v", ended)
	}
	_, err = client.CancelResourcesSubscription(&model.CancelResourcesSubscriptionRequest{Body: &model.UnsubscribeResourcesReq{
		ResourceIds: []string{bought.InstanceID}, UnsubscribeType: 1}})
	refusedWith(t, err, http.StatusBadRequest, "CBC.30000067")
	types := call(t, client.ListServiceTypes, &model.ListServiceTypesRequest{Limit: new(int32(1))})
	if len(*types.ServiceTypes) != 1 || *types.TotalCount != 2 {
		t.Errorf("service types %v", types)
	}
	var state map[string][]any
	control(t, base, "state", &state)
	if len(state["hbs_instances"]) != 0 {
		t.Errorf("left over: %v", state)
	}
}
