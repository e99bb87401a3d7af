package vpcep

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/vpcep"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

// moveInto runs the movers of a resource on a state, as the framework does.
func moveInto(t *testing.T, r resource.ResourceWithMoveState, typeName, state string) resource.MoveStateResponse {
	t.Helper()
	ctx := context.Background()
	var target resource.SchemaResponse
	r.Schema(ctx, resource.SchemaRequest{}, &target)
	provider, _, _ := strings.Cut(typeName, "_")
	for _, mover := range r.MoveState(ctx) {
		resp := resource.MoveStateResponse{TargetState: tfsdk.State{Schema: target.Schema, Raw: tftypes.NewValue(target.Schema.Type().TerraformType(ctx), nil)}}
		mover.StateMover(ctx, resource.MoveStateRequest{
			SourceProviderAddress: "registry.terraform.io/x/" + provider, SourceTypeName: typeName,
			SourceRawState: &tfprotov6.RawState{JSON: []byte(state)},
		}, &resp)
		if resp.Diagnostics.HasError() || !resp.TargetState.Raw.IsNull() {
			return resp
		}
	}
	t.Fatalf("nothing moves a %s", typeName)
	return resource.MoveStateResponse{}
}

// movers are the resources by the types that they take over.
func movers() map[string]resource.ResourceWithMoveState {
	return map[string]resource.ResourceWithMoveState{
		"huaweicloud_vpcep_service":          &serviceResource{},
		"flexibleengine_vpcep_service":       &serviceResource{},
		"sbercloud_vpcep_service":            &serviceResource{},
		"opentelekomcloud_vpcep_service_v1":  &serviceResource{},
		"huaweicloud_vpcep_endpoint":         &endpointResource{},
		"flexibleengine_vpcep_endpoint":      &endpointResource{},
		"sbercloud_vpcep_endpoint":           &endpointResource{},
		"opentelekomcloud_vpcep_endpoint_v1": &endpointResource{},
		"huaweicloud_vpcep_approval":         &connectionResource{},
		"flexibleengine_vpcep_approval":      &connectionResource{},
		"sbercloud_vpcep_approval":           &connectionResource{},
		"opentelekomcloud_vpcep_approval_v1": &connectionResource{},
	}
}

// sample is the state of testdata/moved for a type, of which some providers' is that of another one.
func sample(t *testing.T, file string) map[string]any {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "moved", file+".json"))
	if err != nil {
		t.Fatal(err)
	}
	state := map[string]any{}
	if err := json.Unmarshal(text, &state); err != nil {
		t.Fatal(err)
	}
	return state
}

func encode(t *testing.T, state map[string]any) string {
	t.Helper()
	text, err := json.Marshal(state)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// An older version's state may hold little, all of it may be null, and a newer one's may hold more: the id, or what names
// the connection, is enough. What is missing is null, so that the refresh fills it.
func TestMovedStateOfOtherVersions(t *testing.T) {
	t.Parallel()
	files := map[string]string{
		"sbercloud_vpcep_service": "huaweicloud_vpcep_service", "flexibleengine_vpcep_endpoint": "huaweicloud_vpcep_endpoint",
		"flexibleengine_vpcep_approval": "huaweicloud_vpcep_approval", "sbercloud_vpcep_approval": "huaweicloud_vpcep_approval",
		"opentelekomcloud_vpcep_approval_v1": "huaweicloud_vpcep_approval",
	}
	for typeName, r := range movers() {
		t.Run(typeName, func(t *testing.T) {
			t.Parallel()
			file := typeName
			if other, ok := files[typeName]; ok {
				file = other
			}
			nothing := sample(t, file)
			for name := range nothing {
				nothing[name] = nil
			}
			for _, state := range []map[string]any{
				{},
				nothing,
				{"newer": map[string]any{"of": []int{1}}, "timeouts": map[string]any{"default": "5m"}},
			} {
				state["id"], state["endpoints"] = "x", []string{"e"}
				resp := moveInto(t, r, typeName, encode(t, state))
				for _, name := range []string{"region", "created_at"} {
					var value types.String
					resp.Diagnostics.Append(resp.TargetState.GetAttribute(t.Context(), path.Root(name), &value)...)
					if !value.IsNull() {
						t.Errorf("%v: %s is %s", state, name, value)
					}
				}
				if len(resp.Diagnostics) != 0 {
					t.Errorf("%v: %v", state, resp.Diagnostics)
				}
			}
			without := map[string]any{}
			if resp := moveInto(t, r, typeName, encode(t, without)); !resp.Diagnostics.HasError() {
				t.Error("moved without an id")
			}
		})
	}
}

// model decodes the state that a move led to.
func model[M any](t *testing.T, r resource.ResourceWithMoveState, typeName string, state map[string]any) (m M, resp resource.MoveStateResponse) {
	t.Helper()
	resp = moveInto(t, r, typeName, encode(t, state))
	resp.Diagnostics.Append(resp.TargetState.Get(t.Context(), &m)...)
	if resp.Diagnostics.HasError() {
		t.Fatal(resp.Diagnostics)
	}
	return m, resp
}

// same compares models through the words of their values.
func same(t *testing.T, got, want any) {
	t.Helper()
	if g, w := fmt.Sprintf("%+v", got), fmt.Sprintf("%+v", want); g != w {
		t.Errorf("got\n%s\nwant\n%s", g, w)
	}
}

func TestMovedServices(t *testing.T) {
	t.Parallel()
	twoPorts := portSet(types.SetNull(portType), []vpcep.PortMapping{{ClientPort: 80, ServerPort: 8080}, {ClientPort: 443, ServerPort: 8443}})
	limit := "20m"
	want := movedService(framework.PeerTimeouts{Create: &limit})
	want.ID, want.Region, want.Name, want.Description = text("{service}"), text("cn-north-4"), text("orders"), text("order service")
	want.VpcID, want.PortID, want.ServerType = text("4189d3c2-8882-4871-a3c2-d380272eed80"), text("4189d3c2-8882-4871-a3c2-d380272eed88"), text("VM")
	want.ServiceType, want.ApprovalEnabled, want.TCPProxy, want.PoolID = text("interface"), types.BoolValue(true), text("close"), text("{pool}")
	want.EnablePolicy, want.Ports = types.BoolValue(false), twoPorts
	want.ServiceName, want.Status = text("cn-north-4.orders.{service}"), text("available")
	got, _ := model[serviceModel](t, &serviceResource{}, "huaweicloud_vpcep_service", sample(t, "huaweicloud_vpcep_service"))
	same(t, got, want)

	want = movedService(framework.PeerTimeouts{})
	want.ID, want.Name, want.PoolID = text("{service}"), text("orders"), text("{pool}")
	want.VpcID, want.PortID, want.ServerType = text("4189d3c2-8882-4871-a3c2-d380272eed80"), text("4189d3c2-8882-4871-a3c2-d380272eed88"), text("VM")
	want.ServiceType, want.ApprovalEnabled, want.Ports = text("interface"), types.BoolValue(true), twoPorts
	got, _ = model[serviceModel](t, &serviceResource{}, "opentelekomcloud_vpcep_service_v1", sample(t, "opentelekomcloud_vpcep_service_v1"))
	same(t, got, want)
}

// A long whitelist does not fill the screen.
func TestMovedPermissions(t *testing.T) {
	t.Parallel()
	state := sample(t, "huaweicloud_vpcep_service")
	var permissions []string
	for i := range 25 {
		permissions = append(permissions, fmt.Sprintf("iam:domain::%032d", i))
	}
	state["permissions"], state["organization_permissions"] = permissions[:1], []string{"organizations:orgPath::o/1"}
	_, resp := model[serviceModel](t, &serviceResource{}, "huaweicloud_vpcep_service", state)
	if detail := resp.Diagnostics[0].Detail(); !strings.Contains(detail, permissions[0]) || !strings.Contains(detail, `"organizations:orgPath::o/1"`) {
		t.Error(detail)
	}
	state["permissions"], state["organization_permissions"] = permissions, nil
	_, resp = model[serviceModel](t, &serviceResource{}, "huaweicloud_vpcep_service", state)
	if detail := resp.Diagnostics[0].Detail(); strings.Contains(detail, permissions[20]) || !strings.Contains(detail, "# and 5 more") {
		t.Error(detail)
	}
}

func TestMovedEndpoints(t *testing.T) {
	t.Parallel()
	want := movedEndpoint(framework.PeerTimeouts{})
	want.ID, want.Region, want.ServiceID = text("{endpoint}"), text("cn-north-4"), text("{service}")
	want.VpcID, want.SubnetID, want.IPAddress = text("4189d3c2-8882-4871-a3c2-d380272eed80"), text("61881173-3899-4981-a700-170253d469b6"), text("{ip}")
	want.EnableDNS, want.EnableWhitelist, want.Whitelist = types.BoolValue(true), types.BoolValue(true), textSet("10.0.0.0/8")
	want.Description, want.Status, want.ServiceType = text("shop"), text("accepted"), text("interface")
	want.ServiceName, want.MarkerID = text("cn-north-4.orders.{service}"), types.Int64Value(16777322)
	got, _ := model[endpointModel](t, &endpointResource{}, "huaweicloud_vpcep_endpoint", sample(t, "huaweicloud_vpcep_endpoint"))
	same(t, got, want)

	want.Region, want.Status, want.ServiceName, want.Description = types.StringNull(), types.StringNull(), types.StringNull(), types.StringNull()
	want.ProjectID = text("0605767a5780d5762fb5c0186072909c")
	got, _ = model[endpointModel](t, &endpointResource{}, "opentelekomcloud_vpcep_endpoint_v1", sample(t, "opentelekomcloud_vpcep_endpoint_v1"))
	same(t, got, want)

	// What an endpoint of a gateway service does not have is null, although the other provider holds false and "".
	want = movedEndpoint(framework.PeerTimeouts{})
	want.ID, want.Region, want.ServiceID = text("{endpoint}"), text("cn-north-4"), text("{service}")
	want.VpcID, want.RouteTableIDs = text("4189d3c2-8882-4871-a3c2-d380272eed80"), textSet("cd7fdf2b-d964-4a4a-a169-2af1112e7d02")
	want.PolicyStatement = policyValue{text(`[{"Action":["obs:*:*"],"Effect":"Allow","Resource":["obs:*:*:*:*/*","obs:*:*:*:*"]}]`)}
	want.Description, want.Status, want.ServiceType = text(""), text("accepted"), text("gateway")
	want.ServiceName, want.MarkerID = text("com.myhuaweicloud.cn-north-4.obs"), types.Int64Value(16777322)
	got, _ = model[endpointModel](t, &endpointResource{}, "huaweicloud_vpcep_endpoint", sample(t, "huaweicloud_vpcep_endpoint_gateway"))
	same(t, got, want)
}

func TestMovedApprovals(t *testing.T) {
	t.Parallel()
	state := sample(t, "huaweicloud_vpcep_approval")
	got, _ := model[connectionModel](t, &connectionResource{}, "huaweicloud_vpcep_approval", state)
	want := connectionModel{
		Region: text("cn-north-4"), ServiceID: text("{service}"), EndpointID: text("{endpoint}"),
		Accepted: types.BoolValue(true), OnDestroy: text("reject"), Timeouts: framework.NoTimeouts(),
	}
	same(t, got, want)
	for _, test := range []struct {
		endpoints any
		says      []string
	}{
		{nil, []string{"it accepts no endpoint", "{service}/ENDPOINT_ID"}},
		{[]string{}, []string{"it accepts no endpoint"}},
		{[]string{"e1", "e2"}, []string{"it accepts 2 endpoints (e1, e2)", `id = "{service}/e1"`, `id = "{service}/e2"`, "removed block"}},
	} {
		state["endpoints"] = test.endpoints
		resp := moveInto(t, &connectionResource{}, "huaweicloud_vpcep_approval", encode(t, state))
		for _, want := range test.says {
			if !resp.Diagnostics.HasError() || !strings.Contains(resp.Diagnostics[0].Detail(), want) {
				t.Errorf("%v: %v", test.endpoints, resp.Diagnostics)
			}
		}
	}
}
