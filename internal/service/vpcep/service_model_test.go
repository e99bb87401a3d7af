package vpcep

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/vpcep"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

// The samples of contract/vpcep.md 1.3.
const (
	createServiceSample = `{
  "port_id": "4189d3c2-8882-4871-a3c2-d380272eed88", "vpc_id": "4189d3c2-8882-4871-a3c2-d380272eed80",
  "server_type": "VM", "service_type": "interface", "service_name": "demo", "approval_enabled": false,
  "tcp_proxy": "close", "description": "demo service",
  "ports": [{"client_port": 80, "server_port": 8080, "protocol": "TCP"}],
  "tags": [{"key": "owner", "value": "me"}]
}`
	serviceSample = `{
  "id": "4189d3c2-8882-4871-a3c2-d380272eed83", "port_id": "4189d3c2-8882-4871-a3c2-d380272eed88",
  "vpc_id": "4189d3c2-8882-4871-a3c2-d380272eed80", "pool_id": "5289d3c2-8882-4871-a3c2-d380272eed80",
  "status": "creating", "approval_enabled": false,
  "service_name": "cn-north-4.demo.4189d3c2-8882-4871-a3c2-d380272eed83",
  "service_type": "interface", "server_type": "VM", "project_id": "0605767a5780d5762fb5c0186072909c",
  "created_at": "2024-01-30T07:42:01Z", "updated_at": "2024-01-30T07:42:01Z",
  "ports": [{"client_port": 80, "server_port": 8080, "protocol": "TCP"}], "tcp_proxy": "close",
  "tags": [{"key": "owner", "value": "me"}], "description": "demo service", "enable_policy": false
}`
)

func text(value string) types.String { return types.StringValue(value) }

func textMap(pairs ...string) types.Map {
	elements := map[string]attr.Value{}
	for i := 0; i < len(pairs); i += 2 {
		elements[pairs[i]] = text(pairs[i+1])
	}
	return types.MapValueMust(types.StringType, elements)
}

func textSet(values ...string) types.Set {
	return types.SetValueMust(types.StringType, framework.StringValues(values))
}

func textList(values ...string) types.List {
	return types.ListValueMust(types.StringType, framework.StringValues(values))
}

func parse[T any](t *testing.T, sample string) *T {
	t.Helper()
	object := new(T)
	if err := json.Unmarshal([]byte(sample), object); err != nil {
		t.Fatal(err)
	}
	return object
}

// wantBody checks a body as it goes over the wire.
func wantBody(t *testing.T, body any, want string) {
	t.Helper()
	data, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	if got, expected := *parse[any](t, string(data)), *parse[any](t, want); !reflect.DeepEqual(got, expected) {
		t.Errorf("the body is\n%s\nwant\n%s", data, want)
	}
}

// wantModel names the attributes in which two models differ.
func wantModel(t *testing.T, got, want any) {
	t.Helper()
	g, w := reflect.ValueOf(got), reflect.ValueOf(want)
	for i := range g.NumField() {
		name := g.Type().Field(i).Tag.Get("tfsdk")
		is, isValue := g.Field(i).Interface().(attr.Value)
		shall, shallValue := w.Field(i).Interface().(attr.Value)
		if !isValue || !shallValue {
			t.Fatalf("%s is no value", name)
		}
		if !is.Equal(shall) {
			t.Errorf("%s is %s, want %s", name, is, shall)
		}
	}
}

// plannedService is the plan of the sample: what is not in the configuration is unknown, or has its default.
func plannedService() serviceModel {
	unknown := types.StringUnknown()
	return serviceModel{
		ID: unknown, Region: text("cn-north-4"), Name: text("demo"), Description: text("demo service"),
		VpcID: text("4189d3c2-8882-4871-a3c2-d380272eed80"), PortID: text("4189d3c2-8882-4871-a3c2-d380272eed88"),
		ServerType: text("VM"), ServiceType: text("interface"), ApprovalEnabled: types.BoolValue(false),
		Ports: portSet(types.SetNull(portType), []vpcep.PortMapping{{ClientPort: 80, ServerPort: 8080, Protocol: "TCP"}}), TCPProxy: text("close"),
		IPAddress: unknown, IPVersion: unknown, SnatNetworkID: unknown, PoolID: unknown, EnablePolicy: types.BoolUnknown(),
		Tags: textMap("owner", "me"), TagsAll: textMap("owner", "me"), ForceDestroy: types.BoolValue(false),
		ServiceName: unknown, Status: unknown, ProjectID: unknown, CreatedAt: unknown, UpdatedAt: unknown,
		SupportedEditions: types.ListUnknown(types.StringType),
	}
}

// createdService is the state that the sample reply makes of that plan.
func createdService() serviceModel {
	m := plannedService()
	m.ID, m.Status = text("4189d3c2-8882-4871-a3c2-d380272eed83"), text("creating")
	m.IPAddress, m.IPVersion, m.SnatNetworkID = types.StringNull(), types.StringNull(), types.StringNull()
	m.PoolID, m.EnablePolicy = text("5289d3c2-8882-4871-a3c2-d380272eed80"), types.BoolValue(false)
	m.ServiceName, m.ProjectID = text("cn-north-4.demo.4189d3c2-8882-4871-a3c2-d380272eed83"), text("0605767a5780d5762fb5c0186072909c")
	m.CreatedAt, m.UpdatedAt = text("2024-01-30T07:42:01Z"), text("2024-01-30T07:42:01Z")
	m.SupportedEditions = types.ListNull(types.StringType)
	return m
}

func TestServiceCreateRequest(t *testing.T) {
	t.Parallel()
	const required = `"port_id": "4189d3c2-8882-4871-a3c2-d380272eed88", "vpc_id": "4189d3c2-8882-4871-a3c2-d380272eed80", "server_type": "VM",
  "ports": [{"client_port": 80, "server_port": 8080, "protocol": "TCP"}], "service_type": "interface", "tcp_proxy": "close", "approval_enabled": false`
	// with is a request with the required arguments, those with a default, and one more.
	with := func(change func(*serviceModel)) serviceModel {
		m := plannedService()
		m.Name, m.Description, m.Tags, m.TagsAll = types.StringNull(), types.StringNull(), types.MapNull(types.StringType), textMap()
		change(&m)
		return m
	}
	for _, test := range []struct {
		name  string
		model serviceModel
		want  string
	}{
		{"sample", plannedService(), createServiceSample},
		{"null", with(func(*serviceModel) {}), "{" + required + "}"},
		{"empty", with(func(m *serviceModel) { m.Name, m.Description, m.Tags = text(""), text(""), textMap() }), "{" + required + "}"},
		{"ip_address", with(func(m *serviceModel) { m.IPAddress = text("192.168.0.10") }), "{" + required + `, "ip": "192.168.0.10"}`},
		{"ip_version", with(func(m *serviceModel) { m.IPVersion = text("ipv6") }), "{" + required + `, "ip_version": "ipv6"}`},
		{"snat_network_id", with(func(m *serviceModel) { m.SnatNetworkID = text("n") }), "{" + required + `, "snat_network_id": "n"}`},
		{"pool_id", with(func(m *serviceModel) { m.PoolID = text("p") }), "{" + required + `, "pool_id": "p"}`},
		{"enable_policy true", with(func(m *serviceModel) { m.EnablePolicy = types.BoolValue(true) }), "{" + required + `, "enable_policy": true}`},
		{"enable_policy false", with(func(m *serviceModel) { m.EnablePolicy = types.BoolValue(false) }), "{" + required + `, "enable_policy": false}`},
		{"enable_policy null", with(func(m *serviceModel) { m.EnablePolicy = types.BoolNull() }), "{" + required + "}"},
		{"default tags", with(func(m *serviceModel) { m.TagsAll = textMap("b", "2", "a", "") }), "{" + required + `, "tags": [{"key": "a", "value": ""}, {"key": "b", "value": "2"}]}`},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			wantBody(t, test.model.createRequest(), test.want)
		})
	}
}

// Each argument that can be changed is sent alone; nothing is sent when nothing changes.
//
// Peers: HS-12: the order of port mappings is a difference. O-6: an empty change is sent.
func TestServiceUpdateRequest(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		change func(plan, state *serviceModel)
		want   string // "" means no call
	}{
		{"nothing", func(_, _ *serviceModel) {}, ""},
		{"approval_enabled", func(plan, _ *serviceModel) { plan.ApprovalEnabled = types.BoolValue(true) }, `{"approval_enabled": true}`},
		{"approval_enabled to false", func(_, state *serviceModel) { state.ApprovalEnabled = types.BoolValue(true) }, `{"approval_enabled": false}`},
		{"name", func(plan, _ *serviceModel) { plan.Name = text("test") }, `{"service_name": "test"}`},
		{"name set for the first time", func(_, state *serviceModel) { state.Name = types.StringNull() }, `{"service_name": "demo"}`},
		{"name taken out", func(plan, _ *serviceModel) { plan.Name = types.StringNull() }, ""},
		{"name cleared", func(plan, _ *serviceModel) { plan.Name = text("") }, ""},
		{"ports", func(plan, _ *serviceModel) {
			plan.Ports = portSet(types.SetNull(portType), []vpcep.PortMapping{{ClientPort: 8081, ServerPort: 22, Protocol: "TCP"}})
		}, `{"ports": [{"client_port": 8081, "server_port": 22, "protocol": "TCP"}]}`},
		{"ports in another order", func(plan, state *serviceModel) {
			one, other := vpcep.PortMapping{ClientPort: 80, ServerPort: 8080, Protocol: "TCP"}, vpcep.PortMapping{ClientPort: 81, ServerPort: 8081, Protocol: "UDP"}
			plan.Ports, state.Ports = portSet(types.SetNull(portType), []vpcep.PortMapping{one, other}), portSet(types.SetNull(portType), []vpcep.PortMapping{other, one})
		}, ""},
		{"port_id", func(plan, _ *serviceModel) { plan.PortID = text("4189d3c2-8882-4871-a3c2-d380272eed89") }, `{"port_id": "4189d3c2-8882-4871-a3c2-d380272eed89"}`},
		{"tcp_proxy", func(plan, _ *serviceModel) { plan.TCPProxy = text("open") }, `{"tcp_proxy": "open"}`},
		{"description", func(plan, _ *serviceModel) { plan.Description = text("new") }, `{"description": "new"}`},
		{"description taken out", func(plan, _ *serviceModel) { plan.Description = types.StringNull() }, `{"description": ""}`},
		{"description cleared", func(plan, _ *serviceModel) { plan.Description = text("") }, `{"description": ""}`},
		{"description null to empty", func(plan, state *serviceModel) { plan.Description, state.Description = text(""), types.StringNull() }, ""},
		{"ip_address", func(plan, _ *serviceModel) { plan.IPAddress = text("192.168.0.10") }, `{"ip": "192.168.0.10"}`},
		{"ip_address not known", func(plan, _ *serviceModel) { plan.IPAddress = types.StringUnknown() }, ""},
		{"what this call cannot change", func(plan, _ *serviceModel) {
			plan.TagsAll, plan.Tags, plan.ForceDestroy = textMap(), textMap(), types.BoolValue(true)
			plan.Status, plan.UpdatedAt, plan.ServiceName = types.StringUnknown(), types.StringUnknown(), types.StringUnknown()
		}, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			plan, state := createdService(), createdService()
			test.change(&plan, &state)
			body, needed := plan.updateRequest(state)
			if needed != (test.want != "") {
				t.Errorf("a call is needed: %t", needed)
			}
			if test.want == "" {
				test.want = "{}"
			}
			wantBody(t, body, test.want)
		})
	}
}

// Some clouds leave members out of a reply: what is known of them stays.
func TestServiceFillKeepsWhatIsNotSaid(t *testing.T) {
	t.Parallel()
	m := createdService()
	m.Description, m.ApprovalEnabled, m.TCPProxy, m.EnablePolicy = text("mine"), types.BoolValue(true), text("open"), types.BoolValue(true)
	want := m
	want.ServiceName, want.Status, want.ProjectID, want.CreatedAt, want.UpdatedAt = text(""), text("available"), text(""), text(""), text("")
	want.Name = text("")
	m.fill("cn-north-4", &vpcep.Service{ID: m.ID.ValueString(), Status: "available"}, framework.TagPolicy{})
	wantModel(t, m, want)
}

func TestServiceFillPortsOfAnyCase(t *testing.T) {
	t.Parallel()
	m, service := createdService(), parse[vpcep.Service](t, serviceSample)
	want := m.Ports
	for i := range service.Ports {
		service.Ports[i].Protocol = strings.ToLower(service.Ports[i].Protocol)
	}
	m.fill("cn-north-4", service, framework.TagPolicy{})
	if !m.Ports.Equal(want) {
		t.Errorf("got %s, want %s", m.Ports, want)
	}
}

func TestServiceFill(t *testing.T) {
	t.Parallel()
	t.Run("creation", func(t *testing.T) {
		t.Parallel()
		m := plannedService()
		m.fill("cn-north-4", parse[vpcep.Service](t, serviceSample), framework.TagPolicy{})
		wantModel(t, m, createdService())
	})
	t.Run("refresh without change", func(t *testing.T) {
		t.Parallel()
		m := createdService()
		m.fill("cn-north-4", parse[vpcep.Service](t, serviceSample), framework.TagPolicy{})
		wantModel(t, m, createdService())
	})
	t.Run("import", func(t *testing.T) {
		t.Parallel()
		m := serviceModel{ID: text("4189d3c2-8882-4871-a3c2-d380272eed83"), Region: text("cn-north-4")}
		m.fill("cn-north-4", parse[vpcep.Service](t, serviceSample), framework.TagPolicy{})
		m.SupportedEditions = types.ListNull(types.StringType) // the zero list has no element type
		wantModel(t, m, createdService())
	})
	t.Run("import of the least", func(t *testing.T) {
		t.Parallel()
		m := serviceModel{}
		m.fill("cn-north-4", &vpcep.Service{ID: "x", ServiceName: "cn-north-4.x", CreatedAt: "2024-01-30T07:42:01Z"}, framework.TagPolicy{})
		for name, value := range map[string]attr.Value{"name": m.Name, "description": m.Description, "tags": m.Tags, "pool_id": m.PoolID, "enable_policy": m.EnablePolicy} {
			if !value.IsNull() {
				t.Errorf("%s is %s, want null", name, value)
			}
		}
	})
	t.Run("ports without protocol", func(t *testing.T) {
		t.Parallel()
		m := createdService()
		service := parse[vpcep.Service](t, strings.Replace(serviceSample, `, "protocol": "TCP"`, "", 1))
		m.fill("cn-north-4", service, framework.TagPolicy{})
		wantModel(t, m, createdService())
	})
}

// Null, empty and value are three things: not managed, none, exactly this.
func TestServiceFillOptional(t *testing.T) {
	t.Parallel()
	null, unknown := types.StringNull(), types.StringUnknown()
	for attribute, reach := range map[string]struct {
		model  func(*serviceModel) *types.String
		reply  func(*vpcep.Service, string)
		theirs types.String // what null becomes when the API has something
		none   types.String // what a value becomes when the API has nothing
	}{
		"name": {func(m *serviceModel) *types.String { return &m.Name }, func(s *vpcep.Service, v string) {
			if s.ServiceName = "cn-north-4." + s.ID; v != "" {
				s.ServiceName = "cn-north-4." + v + "." + s.ID
			}
		}, null, text("")},
		"description": {func(m *serviceModel) *types.String { return &m.Description }, func(s *vpcep.Service, v string) { s.Description = &v }, null, text("")},
		// Computed: what the API has is shown; what it does not show is as it was.
		"ip_address":      {func(m *serviceModel) *types.String { return &m.IPAddress }, func(s *vpcep.Service, v string) { s.IP = v }, text("theirs"), text("mine")},
		"ip_version":      {func(m *serviceModel) *types.String { return &m.IPVersion }, func(s *vpcep.Service, v string) { s.IPVersion = v }, text("theirs"), text("mine")},
		"snat_network_id": {func(m *serviceModel) *types.String { return &m.SnatNetworkID }, func(s *vpcep.Service, v string) { s.SnatNetworkID = v }, text("theirs"), text("mine")},
		"pool_id":         {func(m *serviceModel) *types.String { return &m.PoolID }, func(s *vpcep.Service, v string) { s.PoolID = v }, text("theirs"), text("mine")},
	} {
		for _, test := range []struct {
			name  string
			prior types.String
			read  string
			want  types.String
		}{
			{"null and nothing", null, "", null},
			{"null and something", null, "theirs", reach.theirs},
			{"value and the same", text("mine"), "mine", text("mine")},
			{"value and another", text("mine"), "theirs", text("theirs")},
			{"value and nothing", text("mine"), "", reach.none},
			{"empty and nothing", text(""), "", text("")},
			{"empty and something", text(""), "theirs", text("theirs")},
			{"unknown and something", unknown, "theirs", text("theirs")},
		} {
			t.Run(attribute+" "+test.name, func(t *testing.T) {
				t.Parallel()
				m, service := createdService(), parse[vpcep.Service](t, serviceSample)
				*reach.model(&m) = test.prior
				reach.reply(service, test.read)
				m.fill("cn-north-4", service, framework.TagPolicy{})
				if got := *reach.model(&m); !got.Equal(test.want) {
					t.Errorf("got %s, want %s", got, test.want)
				}
			})
		}
		if reach.theirs.IsNull() { // not computed
			continue
		}
		t.Run(attribute+" computed and nothing", func(t *testing.T) {
			t.Parallel()
			m, service := createdService(), parse[vpcep.Service](t, serviceSample)
			*reach.model(&m) = unknown
			reach.reply(service, "")
			m.fill("cn-north-4", service, framework.TagPolicy{})
			if got := *reach.model(&m); !got.IsNull() {
				t.Errorf("got %s, want null", got)
			}
		})
	}
}

// Some clouds do not know enable_policy, and creations do not tell the editions (contract/vpcep.md 1.0 and 8).
func TestServiceFillMissing(t *testing.T) {
	t.Parallel()
	editions := types.ListUnknown(types.StringType)
	for _, test := range []struct {
		name         string
		prior        types.Bool
		read         *bool
		want         types.Bool
		editions     types.List
		readEditions []string
		wantEditions types.List
	}{
		{"unknown and not told", types.BoolUnknown(), nil, types.BoolNull(), editions, nil, types.ListNull(types.StringType)},
		{"null and not told", types.BoolNull(), nil, types.BoolNull(), types.ListNull(types.StringType), nil, types.ListNull(types.StringType)},
		{"set and not told", types.BoolValue(true), nil, types.BoolValue(true), textList("basic"), nil, textList("basic")},
		{"set and told", types.BoolValue(true), new(false), types.BoolValue(false), textList("basic"), []string{"basic", "profession"}, textList("basic", "profession")},
		{"unknown and told", types.BoolUnknown(), new(true), types.BoolValue(true), editions, []string{}, textList()},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			m, service := createdService(), parse[vpcep.Service](t, serviceSample)
			m.EnablePolicy, m.SupportedEditions = test.prior, test.editions
			service.EnablePolicy, service.SupportedEditions = test.read, test.readEditions
			m.fill("cn-north-4", service, framework.TagPolicy{})
			if !m.EnablePolicy.Equal(test.want) || !m.SupportedEditions.Equal(test.wantEditions) {
				t.Errorf("got %s and %s", m.EnablePolicy, m.SupportedEditions)
			}
		})
	}
}

func TestServiceVolatile(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		plan   types.String
		rename bool
	}{
		{"same name", text("demo"), false},
		{"other name", text("test"), true},
		{"no name", types.StringNull(), true},
		{"name not known", types.StringUnknown(), true},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			plan := createdService()
			plan.Name = test.plan
			got := plan.volatile(createdService())
			want := map[string]bool{"status": true, "updated_at": true}
			if test.rename {
				want["service_name"] = true
			}
			wantUnknown(t, got, want)
		})
	}
}

func wantUnknown(t *testing.T, got map[string]attr.Value, want map[string]bool) {
	t.Helper()
	for name, value := range got {
		if !want[name] || !value.IsUnknown() {
			t.Errorf("%s is planned as %s", name, value)
		}
	}
	if len(got) != len(want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// Messages name an object by what is known of it.
func TestServiceObject(t *testing.T) {
	t.Parallel()
	created := createdService()
	if got, want := created.object(), `VPC endpoint service "demo" 4189d3c2-8882-4871-a3c2-d380272eed83 in cn-north-4`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	planned := plannedService()
	planned.Name, planned.Region = types.StringNull(), types.StringUnknown()
	if got, want := planned.object(), "VPC endpoint service"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// A reply that leaves the protocol out means the one that was there, and TCP where there was none (contract/vpcep.md 4).
func TestPortSetWithoutProtocol(t *testing.T) {
	t.Parallel()
	prior := portSet(types.SetNull(portType), []vpcep.PortMapping{{ClientPort: 53, ServerPort: 53, Protocol: "UDP"}})
	got := mappings(portSet(prior, []vpcep.PortMapping{{ClientPort: 53, ServerPort: 53}, {ClientPort: 80, ServerPort: 8080}}))
	want := []vpcep.PortMapping{{ClientPort: 53, ServerPort: 53, Protocol: "UDP"}, {ClientPort: 80, ServerPort: 8080, Protocol: "TCP"}}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// A data source shows the protocol as a resource does.
func TestServiceDataPorts(t *testing.T) {
	t.Parallel()
	read := vpcep.Service{Ports: []vpcep.PortMapping{{ClientPort: 80, ServerPort: 8080}, {ClientPort: 53, ServerPort: 5353, Protocol: "udp"}}}
	want := []portModel{
		{types.Int64Value(53), types.Int64Value(5353), text("UDP")},
		{types.Int64Value(80), types.Int64Value(8080), text("TCP")},
	}
	if got := newServiceData(read).Ports; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// The API does not take port_id and ip in one call (contract/vpcep.md 1.6).
func TestUpdateRequestsOfPortAndAddress(t *testing.T) {
	t.Parallel()
	state := serviceModel{PortID: types.StringValue("old"), IPAddress: types.StringValue("10.0.0.1"), Ports: types.SetNull(portType)}
	plan := state
	plan.PortID, plan.IPAddress = types.StringValue("new"), types.StringValue("10.0.0.2")
	requests := plan.updateRequests(state)
	if len(requests) != 2 || requests[0].PortID == nil || requests[0].IP != nil || requests[1].PortID != nil || requests[1].IP == nil {
		t.Errorf("got %+v", requests)
	}
	if got := state.updateRequests(state); got != nil {
		t.Errorf("nothing changed, and got %+v", got)
	}
}
