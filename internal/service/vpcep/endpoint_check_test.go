package vpcep

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
	"github.com/hwc-community/terraform-provider-hwc/internal/client/vpcep"
)

// describing is a cloud that tells the type of every service (contract/vpcep.md 1.9), or refuses to for "".
func describing(t *testing.T, serviceType string) *vpcep.Client {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if serviceType == "" {
			w.WriteHeader(http.StatusForbidden)
		}
		_, _ = io.WriteString(w, fmt.Sprintf(`{"service_type": %q}`, serviceType)) // the client notices what is missing
	}))
	t.Cleanup(server.Close)
	core, err := client.New(client.Config{
		Region: "cn-north-4", EndpointURL: server.URL, ProjectID: "0605767a5780d5762fb5c0186072909c", Credentials: client.Credentials{Token: "token"},
	})
	if err != nil {
		t.Fatal(err)
	}
	return vpcep.New(core, "")
}

// Which arguments fit which type of service follows the table of contract/vpcep.md 1.21.
func TestCheckServiceType(t *testing.T) {
	t.Parallel()
	bare := func(change func(*endpointModel)) endpointModel {
		m := barePlan()
		change(&m)
		return m
	}
	everything := bare(func(m *endpointModel) {
		m.SubnetID, m.IPAddress, m.IPVersion, m.IPv6Address = text("s"), text("192.168.0.10"), text("ipv4"), text("2001:db8::10")
		m.EnableWhitelist, m.Whitelist, m.RouteTableIDs = types.BoolValue(false), textSet(), textSet("t")
		m.PolicyStatement, m.PolicyDocument = policy(`[]`), policy(`{}`)
	})
	for _, test := range []struct {
		name        string
		serviceType string
		model       endpointModel
		refused     []string
	}{
		{"interface, subnet", "interface", bare(func(m *endpointModel) { m.SubnetID = text("s") }), nil},
		{"interface, subnet not known yet", "interface", bare(func(m *endpointModel) { m.SubnetID = types.StringUnknown() }), nil},
		{"interface, no subnet", "interface", barePlan(), []string{"subnet_id"}},
		{"interface, everything", "interface", everything, []string{"policy_statement", "route_table_ids"}},
		{"gateway, nothing", "gateway", barePlan(), nil},
		{"gateway, everything", "gateway", everything,
			[]string{"enable_whitelist", "ip_address", "ip_version", "ipv6_address", "policy_document", "subnet_id", "whitelist"}},
		{"the cloud does not tell", "", everything, nil},
		{"service not known yet", "gateway", bare(func(m *endpointModel) { m.ServiceID, m.SubnetID = types.StringUnknown(), text("s") }), nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var refused []string
			for _, problem := range test.model.checkServiceType(t.Context(), describing(t, test.serviceType)) {
				located, ok := problem.(diag.DiagnosticWithPath)
				if !ok {
					t.Fatalf("%v is about no argument", problem)
				}
				step, _ := located.Path().Steps().NextStep()
				name, ok := step.(path.PathStepAttributeName)
				if !ok {
					t.Fatalf("%v is about %s", problem, located.Path())
				}
				refused = append(refused, string(name))
			}
			slices.Sort(refused)
			if !slices.Equal(refused, test.refused) {
				t.Errorf("refused are %v, want %v", refused, test.refused)
			}
		})
	}
}
