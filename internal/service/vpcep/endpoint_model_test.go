package vpcep

import (
	"encoding/json"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/vpcep"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

// The samples of contract/vpcep.md 1.21 and 1.23.
const (
	createEndpointSample = `{"endpoint_service_id": "2da0fe8f-5cb7-4d93-bb35-dc05334da1be", "vpc_id": "d7b2bf07-1b4c-43fa-bd88-d80c6ebea140",
 "subnet_id": "61881173-3899-4981-a700-170253d469b6", "enable_dns": true, "port_ip": "192.168.14.23",
 "whitelist": ["192.168.0.0/24"], "enable_whitelist": true, "description": "demo",
 "tags": [{"key": "test2", "value": "test2"}]}`
	endpointCreatingSample = `{"id": "530d6f2f-d115-4df2-8c36-32d19f3c0bbc", "status": "creating", "service_type": "interface",
 "active_status": ["active"], "enable_status": "enable", "specification_name": "default",
 "endpoint_service_id": "2da0fe8f-5cb7-4d93-bb35-dc05334da1be",
 "endpoint_service_name": "cn-north-4.demo.2da0fe8f-5cb7-4d93-bb35-dc05334da1be",
 "marker_id": 201515772, "vpc_id": "d7b2bf07-1b4c-43fa-bd88-d80c6ebea140",
 "subnet_id": "61881173-3899-4981-a700-170253d469b6", "enable_dns": true,
 "project_id": "0605767a5780d5762fb5c0186072909c", "whitelist": ["192.168.0.0/24"], "enable_whitelist": true,
 "tags": [{"key": "test2", "value": "test2"}], "description": "demo",
 "endpoint_pool_id": "0e796c11-6cf1-484a-9b8c-f837cb925287",
 "created_at": "2024-08-23T07:37:37Z", "updated_at": "2024-08-23T07:37:37Z"}`
	endpointAcceptedSample = `{"id": "530d6f2f-d115-4df2-8c36-32d19f3c0bbc", "status": "accepted", "ip": "192.168.14.23", "service_type": "interface",
 "active_status": ["active"], "enable_status": "enable", "specification_name": "default", "marker_id": 201515772,
 "vpc_id": "d7b2bf07-1b4c-43fa-bd88-d80c6ebea140", "subnet_id": "61881173-3899-4981-a700-170253d469b6",
 "enable_dns": true, "dns_names": ["<generated private name>"], "routetables": [],
 "whitelist": ["192.168.0.0/24"], "enable_whitelist": true, "tags": [{"key": "test2", "value": "test2"}],
 "endpoint_service_id": "2da0fe8f-5cb7-4d93-bb35-dc05334da1be",
 "endpoint_service_name": "cn-north-4.demo.2da0fe8f-5cb7-4d93-bb35-dc05334da1be",
 "project_id": "0605767a5780d5762fb5c0186072909c", "description": "demo",
 "endpoint_pool_id": "0e796c11-6cf1-484a-9b8c-f837cb925287",
 "created_at": "2024-08-23T07:37:37Z", "updated_at": "2024-08-23T07:37:39Z"}`
	gatewaySample = `{"id": "093998ea-ebaa-440d-8c75-935178e4dd93", "status": "creating", "service_type": "gateway", "marker_id": 201414431,
 "active_status": ["active"], "enable_status": "enable", "specification_name": "default",
 "vpc_id": "d7b2bf07-1b4c-43fa-bd88-d80c6ebea140", "project_id": "0605767a5780d5762fb5c0186072909c",
 "routetables": ["cd7fdf2b-d964-4a4a-a169-2af1112e7d02"], "tags": [], "description": "",
 "endpoint_service_id": "e4a21a61-f09e-41bc-b487-23d6204ae27b", "endpoint_service_name": "com.myhuaweicloud.cn-north-4.obs",
 "policy_statement": [{"Effect": "Allow", "Action": ["obs:*:*"], "Resource": ["obs:*:*:*:*/*", "obs:*:*:*:*"]}],
 "endpoint_pool_id": "d86778c4-ad4b-4abd-988e-8c2572047fe4",
 "created_at": "2024-08-23T07:23:22Z", "updated_at": "2024-08-23T07:23:22Z"}`
)

var (
	nullSet    = types.SetNull(types.StringType)
	unknownSet = types.SetUnknown(types.StringType)
	nullPolicy = policyValue{types.StringNull()}
)

func policy(json string) policyValue { return policyValue{text(json)} }

// plannedEndpoint is the plan of the sample of an interface endpoint.
func plannedEndpoint() endpointModel {
	unknown := types.StringUnknown()
	return endpointModel{
		ID: unknown, Region: text("cn-north-4"), ServiceID: text("2da0fe8f-5cb7-4d93-bb35-dc05334da1be"),
		VpcID: text("d7b2bf07-1b4c-43fa-bd88-d80c6ebea140"), SubnetID: text("61881173-3899-4981-a700-170253d469b6"),
		IPAddress: text("192.168.14.23"), IPVersion: unknown, IPv6Address: unknown, EnableDNS: types.BoolValue(true),
		EnableWhitelist: types.BoolValue(true), Whitelist: textSet("192.168.0.0/24"), RouteTableIDs: unknownSet,
		PolicyStatement: unknownPolicy(), PolicyDocument: unknownPolicy(), Description: text("demo"),
		Tags: textMap("test2", "test2"), TagsAll: textMap("test2", "test2"), WaitFor: text("created"),
		Status: unknown, ServiceName: unknown, ServiceType: unknown, MarkerID: types.Int64Unknown(), DNSNames: types.ListUnknown(types.StringType),
		EnableStatus: unknown, ActiveStatus: types.ListUnknown(types.StringType), ProjectID: unknown, CreatedAt: unknown, UpdatedAt: unknown,
	}
}

// barePlan is a plan with nothing but the required arguments.
func barePlan() endpointModel {
	m := plannedEndpoint()
	m.SubnetID, m.IPAddress, m.EnableDNS = types.StringNull(), types.StringUnknown(), types.BoolUnknown()
	m.EnableWhitelist, m.Whitelist, m.Description = types.BoolUnknown(), unknownSet, types.StringUnknown()
	m.Tags, m.TagsAll = types.MapNull(types.StringType), textMap()
	return m
}

// creatingEndpoint is the state that the sample reply to the creation makes of plannedEndpoint.
func creatingEndpoint() endpointModel {
	m := plannedEndpoint()
	m.ID, m.Status, m.ServiceType = text("530d6f2f-d115-4df2-8c36-32d19f3c0bbc"), text("creating"), text("interface")
	m.IPVersion, m.IPv6Address, m.RouteTableIDs = types.StringNull(), types.StringNull(), nullSet
	m.PolicyStatement, m.PolicyDocument = nullPolicy, nullPolicy
	m.ServiceName, m.MarkerID = text("cn-north-4.demo.2da0fe8f-5cb7-4d93-bb35-dc05334da1be"), types.Int64Value(201515772)
	m.DNSNames, m.EnableStatus, m.ActiveStatus = types.ListNull(types.StringType), text("enable"), textList("active")
	m.ProjectID, m.CreatedAt, m.UpdatedAt = text("0605767a5780d5762fb5c0186072909c"), text("2024-08-23T07:37:37Z"), text("2024-08-23T07:37:37Z")
	return m
}

// acceptedEndpoint is the state after the read of 1.23.
func acceptedEndpoint() endpointModel {
	m := creatingEndpoint()
	m.Status, m.UpdatedAt, m.DNSNames = text("accepted"), text("2024-08-23T07:37:39Z"), textList("<generated private name>")
	return m
}

// importedEndpoint is what an import starts from; the zero collections have no element type.
func importedEndpoint() endpointModel {
	return endpointModel{
		Whitelist: nullSet, RouteTableIDs: nullSet, Tags: types.MapNull(types.StringType), TagsAll: types.MapNull(types.StringType),
		DNSNames: types.ListNull(types.StringType), ActiveStatus: types.ListNull(types.StringType),
	}
}

func TestEndpointCreateRequest(t *testing.T) {
	t.Parallel()
	const required = `"endpoint_service_id": "2da0fe8f-5cb7-4d93-bb35-dc05334da1be", "vpc_id": "d7b2bf07-1b4c-43fa-bd88-d80c6ebea140"`
	with := func(change func(*endpointModel)) endpointModel {
		m := barePlan()
		change(&m)
		return m
	}
	for _, test := range []struct {
		name  string
		model endpointModel
		want  string
	}{
		{"sample", plannedEndpoint(), createEndpointSample},
		{"unknown is not sent", barePlan(), "{" + required + "}"},
		{"null is not sent", with(func(m *endpointModel) {
			m.IPAddress, m.IPVersion, m.IPv6Address, m.EnableDNS = types.StringNull(), types.StringNull(), types.StringNull(), types.BoolNull()
			m.EnableWhitelist, m.Whitelist, m.RouteTableIDs, m.Description = types.BoolNull(), nullSet, nullSet, types.StringNull()
			m.PolicyStatement, m.PolicyDocument = nullPolicy, nullPolicy
		}), "{" + required + "}"},
		{"false is sent", with(func(m *endpointModel) {
			m.EnableDNS, m.EnableWhitelist = types.BoolValue(false), types.BoolValue(false)
		}),
			"{" + required + `, "enable_dns": false, "enable_whitelist": false}`},
		{"empty whitelist is sent", with(func(m *endpointModel) { m.Whitelist = textSet() }), "{" + required + `, "whitelist": []}`},
		{"route_table_ids", with(func(m *endpointModel) { m.RouteTableIDs = textSet("t") }), "{" + required + `, "routetables": ["t"]}`},
		{"policy_statement", with(func(m *endpointModel) { m.PolicyStatement = policy(`[{"Effect": "Deny"}]`) }), "{" + required + `, "policy_statement": [{"Effect": "Deny"}]}`},
		{"policy_document", with(func(m *endpointModel) { m.PolicyDocument = policy(`{"Version": "5.0"}`) }), "{" + required + `, "policy_document": {"Version": "5.0"}}`},
		{"professional", with(func(m *endpointModel) { m.IPVersion, m.IPv6Address = text("dualstack"), text("2001:db8::10") }),
			"{" + required + `, "ip_version": "dualstack", "ipv6_address": "2001:db8::10"}`},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			wantBody(t, test.model.createRequest(t.Context()), test.want)
		})
	}
}

// Both members are always sent (contract/vpcep.md 1.24).
func TestEndpointUpdateRequest(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name      string
		enable    types.Bool
		whitelist types.Set
		want      string
	}{
		{"values", types.BoolValue(true), textSet("10.10.10.10"), `{"whitelist": ["10.10.10.10"], "enable_whitelist": true}`},
		{"empty", types.BoolValue(true), textSet(), `{"whitelist": [], "enable_whitelist": true}`},
		{"null", types.BoolNull(), nullSet, `{"whitelist": [], "enable_whitelist": false}`},
		{"unknown", types.BoolUnknown(), unknownSet, `{"whitelist": [], "enable_whitelist": false}`},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			m := acceptedEndpoint()
			m.EnableWhitelist, m.Whitelist = test.enable, test.whitelist
			wantBody(t, m.updateRequest(t.Context()), test.want)
		})
	}
}

// What an unset policy is follows contract/vpcep.md 1.0 and the example of 1.26.
func TestEndpointPolicyRequest(t *testing.T) {
	t.Parallel()
	deny, allow := policy(`[{"Effect":"Deny"}]`), policy(`[{"Effect":"Allow"}]`)
	document, other := policy(`{"Version":"5.0"}`), policy(`{"Version":"6.0"}`)
	type policies struct{ statement, document policyValue }
	for _, test := range []struct {
		name        string
		state, plan policies
		want        string // "" means no call
	}{
		{"none", policies{nullPolicy, nullPolicy}, policies{nullPolicy, nullPolicy}, ""},
		{"the same statement", policies{deny, nullPolicy}, policies{deny, nullPolicy}, ""},
		{"another statement", policies{deny, nullPolicy}, policies{allow, nullPolicy}, `{"policy_statement": [{"Effect": "Allow"}]}`},
		{"a first statement", policies{nullPolicy, nullPolicy}, policies{deny, nullPolicy}, `{"policy_statement": [{"Effect": "Deny"}]}`},
		{"statement taken out", policies{deny, nullPolicy}, policies{unknownPolicy(), nullPolicy}, `{"policy_statement": [{"Effect": "Allow", "Action": ["*"], "Resource": ["*"]}]}`},
		{"the same document", policies{nullPolicy, document}, policies{nullPolicy, document}, ""},
		{"another document", policies{nullPolicy, document}, policies{nullPolicy, other}, `{"policy_document": {"Version": "6.0"}}`},
		{"document taken out", policies{nullPolicy, document}, policies{nullPolicy, unknownPolicy()},
			`{"policy_document": {"Version": "5.0", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": ["*"], "Resource": ["*"]}]}}`},
		{"unknown although there is none", policies{nullPolicy, nullPolicy}, policies{unknownPolicy(), unknownPolicy()}, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			state, plan := acceptedEndpoint(), acceptedEndpoint()
			state.PolicyStatement, state.PolicyDocument = test.state.statement, test.state.document
			plan.PolicyStatement, plan.PolicyDocument = test.plan.statement, test.plan.document
			body, needed := plan.policyRequest(state)
			if needed != (test.want != "") {
				t.Fatalf("a call is needed: %t", needed)
			}
			if needed {
				wantBody(t, body, test.want)
			}
		})
	}
}

func TestEndpointFill(t *testing.T) {
	t.Parallel()
	gateway := barePlan()
	gateway.ServiceID = text("e4a21a61-f09e-41bc-b487-23d6204ae27b")
	filled := gateway
	null := types.StringNull()
	filled.ID, filled.Status, filled.ServiceType = text("093998ea-ebaa-440d-8c75-935178e4dd93"), text("creating"), text("gateway")
	filled.IPAddress, filled.IPVersion, filled.IPv6Address, filled.EnableDNS = null, null, null, types.BoolValue(false)
	filled.EnableWhitelist, filled.Whitelist = types.BoolNull(), nullSet
	filled.RouteTableIDs = textSet("cd7fdf2b-d964-4a4a-a169-2af1112e7d02")
	filled.PolicyStatement = policy(`[{"Effect":"Allow","Action":["obs:*:*"],"Resource":["obs:*:*:*:*/*","obs:*:*:*:*"]}]`)
	filled.PolicyDocument, filled.Description = nullPolicy, text("")
	filled.ServiceName, filled.MarkerID = text("com.myhuaweicloud.cn-north-4.obs"), types.Int64Value(201414431)
	filled.DNSNames, filled.EnableStatus, filled.ActiveStatus = types.ListNull(types.StringType), text("enable"), textList("active")
	filled.ProjectID, filled.CreatedAt, filled.UpdatedAt = text("0605767a5780d5762fb5c0186072909c"), text("2024-08-23T07:23:22Z"), text("2024-08-23T07:23:22Z")
	for _, test := range []struct {
		name  string
		prior endpointModel
		reply string
		want  endpointModel
	}{
		{"creation", plannedEndpoint(), endpointCreatingSample, creatingEndpoint()},
		{"accepted after creation", creatingEndpoint(), endpointAcceptedSample, acceptedEndpoint()},
		{"refresh without change", acceptedEndpoint(), endpointAcceptedSample, acceptedEndpoint()},
		{"import", importedEndpoint(), endpointAcceptedSample, acceptedEndpoint()},
		{"gateway creation", gateway, gatewaySample, filled},
		{"gateway refresh", filled, gatewaySample, filled},
		{"gateway import", importedEndpoint(), gatewaySample, filled},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got := test.prior
			got.fill("cn-north-4", parse[vpcep.Endpoint](t, test.reply), framework.TagPolicy{})
			wantModel(t, got, test.want)
		})
	}
}

// Some clouds leave members out of a reply: nothing of that replaces an endpoint, or refuses its arguments.
func TestEndpointFillKeepsWhatIsNotSaid(t *testing.T) {
	t.Parallel()
	m := acceptedEndpoint()
	want := m
	want.ServiceName, want.MarkerID, want.ProjectID, want.CreatedAt, want.UpdatedAt = text(""), types.Int64Value(0), text(""), text(""), text("")
	m.fill("cn-north-4", &vpcep.Endpoint{ID: m.ID.ValueString(), Status: "accepted"}, framework.TagPolicy{})
	wantModel(t, m, want)
	if diags := m.fits(""); diags.HasError() {
		t.Errorf("an unknown type of service refuses arguments: %v", diags)
	}
	imported := importedEndpoint()
	imported.fill("cn-north-4", &vpcep.Endpoint{ID: "x"}, framework.TagPolicy{})
	if !imported.Description.IsNull() {
		t.Errorf("imported description %s", imported.Description)
	}
}

// The table of contract/vpcep.md 2.2: what arrives only after acceptance is no drift before it.
func TestEndpointFillVisibility(t *testing.T) {
	t.Parallel()
	const hidden, shown = `"enable_dns": false`, `"ip": "192.168.14.23", "enable_dns": true, "dns_names": ["name"]`
	planned := func(ip types.String, dns types.Bool) endpointModel {
		m := creatingEndpoint()
		m.IPAddress, m.EnableDNS, m.DNSNames = ip, dns, types.ListUnknown(types.StringType)
		return m
	}
	unknown, null, ip := types.StringUnknown(), types.StringNull(), text("192.168.14.23")
	yes, no, noNames, names := types.BoolValue(true), types.BoolValue(false), types.ListNull(types.StringType), textList("name")
	connected := planned(ip, yes)
	connected.DNSNames = names
	for _, test := range []struct {
		name   string
		prior  endpointModel
		status string
		reply  string
		ip     types.String
		dns    types.Bool
		names  types.List
	}{
		{"pending keeps what is configured", planned(ip, yes), "pendingAcceptance", hidden, ip, yes, noNames},
		{"pending, nothing configured", planned(unknown, types.BoolUnknown()), "pendingAcceptance", hidden, null, no, noNames},
		{"pending, the reply leaves it out", planned(ip, yes), "pendingAcceptance", `"ip": ""`, ip, yes, noNames},
		{"pending, the reply leaves it out, nothing configured", planned(unknown, types.BoolUnknown()), "pendingAcceptance", `"ip": ""`, null, no, noNames},
		{"pending, false configured", planned(unknown, no), "pendingAcceptance", hidden, null, no, noNames},
		{"creating", planned(ip, yes), "creating", hidden, ip, yes, noNames},
		{"accepted fills", planned(unknown, yes), "accepted", shown, ip, yes, names},
		{"accepted, nothing configured", planned(unknown, types.BoolUnknown()), "accepted", `"ip": "192.168.14.23", "enable_dns": false`, ip, no, noNames},
		{"accepted, DNS was switched off", planned(ip, yes), "accepted", `"ip": "192.168.14.23", "enable_dns": false`, ip, no, noNames},
		{"accepted, another address", planned(text("192.168.14.99"), yes), "accepted", shown, ip, yes, names},
		{"rejected before acceptance", planned(ip, yes), "rejected", hidden, ip, yes, noNames},
		{"rejected after acceptance, shown", connected, "rejected", shown, ip, yes, names},
		{"rejected after acceptance, hidden", connected, "rejected", hidden, ip, yes, names},
		{"failed", planned(ip, yes), "failed", hidden, ip, yes, noNames},
		{"deleting", connected, "deleting", hidden, ip, yes, names},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			m := test.prior
			reply := `{"id": "x", "service_type": "interface", "status": "` + test.status + `", "created_at": "2024-08-23T07:37:37Z", ` + test.reply + `}`
			m.fill("cn-north-4", parse[vpcep.Endpoint](t, reply), framework.TagPolicy{})
			if !m.IPAddress.Equal(test.ip) || !m.EnableDNS.Equal(test.dns) || !m.DNSNames.Equal(test.names) {
				t.Errorf("got %s, %s, %s, want %s, %s, %s", m.IPAddress, m.EnableDNS, m.DNSNames, test.ip, test.dns, test.names)
			}
		})
	}
}

// Null, empty, unknown and value of the arguments that a reply may leave out.
func TestEndpointFillOptional(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name  string
		prior types.Set
		read  []string
		want  types.Set
	}{
		{"null and nothing", nullSet, nil, nullSet},
		{"unknown and nothing", unknownSet, nil, nullSet},
		{"value and nothing", textSet("a"), nil, textSet("a")},
		{"null and none", nullSet, []string{}, textSet()},
		{"value and none", textSet("a"), []string{}, textSet()},
		{"empty and something", textSet(), []string{"a"}, textSet("a")},
		{"unknown and something", unknownSet, []string{"b", "a"}, textSet("a", "b")},
	} {
		t.Run("sets: "+test.name, func(t *testing.T) {
			t.Parallel()
			m := acceptedEndpoint()
			m.Whitelist, m.RouteTableIDs = test.prior, test.prior
			m.fill("cn-north-4", &vpcep.Endpoint{ServiceType: "gateway", Whitelist: test.read, RouteTables: test.read}, framework.TagPolicy{})
			if !m.Whitelist.Equal(test.want) || !m.RouteTableIDs.Equal(test.want) {
				t.Errorf("got %s and %s, want %s", m.Whitelist, m.RouteTableIDs, test.want)
			}
		})
	}
	t.Run("an interface endpoint has no route tables", func(t *testing.T) {
		t.Parallel()
		m := acceptedEndpoint()
		m.fill("cn-north-4", &vpcep.Endpoint{ServiceType: "interface", RouteTables: []string{}}, framework.TagPolicy{})
		if !m.RouteTableIDs.IsNull() {
			t.Errorf("got %s", m.RouteTableIDs)
		}
	})
	for _, test := range []struct {
		name  string
		prior policyValue
		read  string
		want  policyValue
	}{
		{"null and nothing", nullPolicy, "", nullPolicy},
		{"unknown and nothing", unknownPolicy(), "", nullPolicy},
		{"unknown and JSON null", unknownPolicy(), "null", nullPolicy},
		{"value and nothing", policy(`{"a":1}`), "", policy(`{"a":1}`)},
		{"null and something", nullPolicy, `{ "a": 2 }`, policy(`{"a":2}`)},
		{"value and something", policy(`{"a":1}`), `{ "a": 2 }`, policy(`{"a":2}`)},
	} {
		t.Run("policies: "+test.name, func(t *testing.T) {
			t.Parallel()
			m := acceptedEndpoint()
			m.PolicyStatement, m.PolicyDocument = test.prior, test.prior
			m.fill("cn-north-4", &vpcep.Endpoint{PolicyStatement: json.RawMessage(test.read), PolicyDocument: json.RawMessage(test.read)}, framework.TagPolicy{})
			if !m.PolicyStatement.Equal(test.want) || !m.PolicyDocument.Equal(test.want) {
				t.Errorf("got %s and %s, want %s", m.PolicyStatement, m.PolicyDocument, test.want)
			}
		})
	}
}

func TestEndpointVolatile(t *testing.T) {
	t.Parallel()
	always := []string{"status", "updated_at", "service_name", "enable_status", "active_status"}
	late := append([]string{"ip_address", "ip_version", "ipv6_address", "dns_names"}, always...)
	nothingYet := func(status string) endpointModel {
		m := creatingEndpoint()
		m.Status, m.IPAddress = text(status), types.StringNull()
		return m
	}
	configured := creatingEndpoint()
	configured.Status, configured.IPVersion, configured.IPv6Address = text("pendingAcceptance"), text("dualstack"), text("2001:db8::10")
	for _, test := range []struct {
		name  string
		state endpointModel
		want  []string
	}{
		{"accepted", acceptedEndpoint(), always},
		{"pending", nothingYet("pendingAcceptance"), late},
		{"rejected", nothingYet("rejected"), late},
		{"what is configured stays", configured, append([]string{"dns_names"}, always...)},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			want := map[string]bool{}
			for _, name := range test.want {
				want[name] = true
			}
			wantUnknown(t, test.state.volatile(test.state), want)
		})
	}
}

// The attributes that PlanUnset, RememberManaged and volatile name exist, or a typo would be silent until it matters.
func TestEndpointNames(t *testing.T) {
	t.Parallel()
	schema := endpointSchema(t.Context())
	volatile := map[string]attr.Value{}
	pending := creatingEndpoint()
	pending.IPAddress = types.StringNull()
	for name := range pending.volatile(pending) {
		volatile[name] = nil
	}
	for _, name := range removable {
		volatile[name] = nil
	}
	for name := range volatile {
		if schema.Attributes[name] == nil {
			t.Errorf("the schema has no %s", name)
		}
	}
}
