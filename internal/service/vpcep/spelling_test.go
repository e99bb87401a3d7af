package vpcep

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/vpcep"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

func TestKeptSpelling(t *testing.T) {
	t.Parallel()
	none, unknown := types.SetNull(types.StringType), types.SetUnknown(types.StringType)
	for _, test := range []struct {
		name        string
		prior, want types.Set
		read        []string
	}{
		{"null, nothing read", none, none, nil},
		{"unknown, nothing read", unknown, none, nil},
		{"value, nothing read", textSet("10.10.10.10"), textSet("10.10.10.10"), nil},
		{"null, empty read", none, textSet(), []string{}},
		{"empty, empty read", textSet(), textSet(), []string{}},
		{"value, empty read", textSet("10.10.10.10"), textSet(), []string{}},
		{"unknown, value read", unknown, textSet("10.10.10.10/32"), []string{"10.10.10.10/32"}},
		{"a mask more", textSet("10.10.10.10"), textSet("10.10.10.10"), []string{"10.10.10.10/32"}},
		{"a mask less", textSet("10.10.10.10/32"), textSet("10.10.10.10/32"), []string{"10.10.10.10"}},
		{"host bits", textSet("192.168.0.0/24"), textSet("192.168.0.0/24"), []string{"192.168.0.7/24"}},
		{"another order", textSet("10.0.0.1", "10.0.0.2"), textSet("10.0.0.1", "10.0.0.2"), []string{"10.0.0.2", "10.0.0.1"}},
		{"one for two spellings", textSet("10.0.0.1", "10.0.0.1/32"), textSet("10.0.0.1", "10.0.0.1/32"), []string{"10.0.0.1/32"}},
		{"one twice", textSet("10.0.0.1"), textSet("10.0.0.1"), []string{"10.0.0.1/32", "10.0.0.1/32"}},
		{"another mask", textSet("192.168.0.0/24"), textSet("192.168.0.0/25"), []string{"192.168.0.0/25"}},
		{"one more", textSet("10.0.0.1"), textSet("10.0.0.1", "10.0.0.2/32"), []string{"10.0.0.1/32", "10.0.0.2/32"}},
		{"no address", textSet("10.0.0.1"), textSet("all"), []string{"all"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := keptSpelling(test.prior, test.read, networkOf); !got.Equal(test.want) {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

// Capitals of an id are no other id, which would replace the object.
func TestFillInCapitals(t *testing.T) {
	t.Parallel()
	t.Run("service", func(t *testing.T) {
		t.Parallel()
		m, read := createdService(), parse[vpcep.Service](t, serviceSample)
		want := m
		read.ID, read.VpcID, read.PortID = strings.ToUpper(read.ID), strings.ToUpper(read.VpcID), strings.ToUpper(read.PortID)
		m.fill("cn-north-4", read, framework.TagPolicy{})
		wantModel(t, m, want)
	})
	t.Run("endpoint", func(t *testing.T) {
		t.Parallel()
		m, read := acceptedEndpoint(), parse[vpcep.Endpoint](t, endpointAcceptedSample)
		want := m
		read.ID, read.ServiceID = strings.ToUpper(read.ID), strings.ToUpper(read.ServiceID)
		read.VpcID, read.SubnetID = strings.ToUpper(read.VpcID), strings.ToUpper(read.SubnetID)
		m.fill("cn-north-4", read, framework.TagPolicy{})
		wantModel(t, m, want)
	})
	t.Run("route tables", func(t *testing.T) {
		t.Parallel()
		read := &vpcep.Endpoint{ServiceType: "gateway", RouteTables: []string{"CD7FDF2B-D964-4A4A-A169-2AF1112E7D02", "other"}}
		want := textSet("cd7fdf2b-d964-4a4a-a169-2af1112e7d02", "other")
		if got := routeTables(textSet("cd7fdf2b-d964-4a4a-a169-2af1112e7d02"), read); !got.Equal(want) {
			t.Errorf("got %s, want %s", got, want)
		}
	})
	t.Run("connection", func(t *testing.T) {
		t.Parallel()
		m, read := connectionModel{EndpointID: text("adb7b229-bb11-4072-bcc0-3327cd784263")}, parse[vpcep.Connection](t, connectionSample)
		read.ID = strings.ToUpper(read.ID)
		m.show("cn-north-4", read)
		if !m.EndpointID.Equal(text("adb7b229-bb11-4072-bcc0-3327cd784263")) {
			t.Errorf("got %s", m.EndpointID)
		}
	})
}

func TestSameSpelling(t *testing.T) {
	t.Parallel()
	none := types.SetNull(types.StringType)
	half := types.SetValueMust(types.StringType, []attr.Value{types.StringValue("10.0.0.1"), types.StringUnknown()})
	for _, test := range []struct {
		name                string
		state, config, want types.Set
	}{
		{"a mask less", textSet("10.0.0.1/32"), textSet("10.0.0.1"), textSet("10.0.0.1/32")},
		{"a mask more", textSet("10.0.0.1", "10.0.0.2"), textSet("10.0.0.2/32", "10.0.0.1"), textSet("10.0.0.1", "10.0.0.2")},
		{"one more", textSet("10.0.0.1/32"), textSet("10.0.0.1", "10.0.0.2"), textSet("10.0.0.1", "10.0.0.2")},
		{"one less", textSet("10.0.0.1/32", "10.0.0.2/32"), textSet("10.0.0.1"), textSet("10.0.0.1")},
		{"another one", textSet("10.0.0.1/32"), textSet("10.0.0.2"), textSet("10.0.0.2")},
		{"empty to value", textSet(), textSet("10.0.0.2"), textSet("10.0.0.2")},
		{"value to empty", textSet("10.0.0.2"), textSet(), textSet()},
		{"null to empty", none, textSet(), textSet()},
		{"not known yet", textSet("10.0.0.1/32"), half, half},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			resp := planmodifier.SetResponse{PlanValue: test.config}
			sameSpelling{networkOf}.PlanModifySet(t.Context(), planmodifier.SetRequest{ConfigValue: test.config, StateValue: test.state, PlanValue: test.config}, &resp)
			if !resp.PlanValue.Equal(test.want) {
				t.Errorf("got %s, want %s", resp.PlanValue, test.want)
			}
		})
	}
}
