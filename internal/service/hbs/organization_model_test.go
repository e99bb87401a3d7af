package hbs

import (
	"reflect"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/hbs"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

// newOrganization is the plan of an organization.
func newOrganization(terms types.Object) organizationModel {
	return organizationModel{
		Region: types.StringUnknown(), InstanceID: types.StringValue("i"), Name: types.StringValue("org3"), OrgOrderInfo: terms, AllowUnsubscribe: types.BoolValue(false),
		OrderID: types.StringUnknown(), UID: types.StringUnknown(), ChainOrgID: types.StringUnknown(), SubscriptionID: types.StringUnknown(), Endpoint: types.StringUnknown(),
		IsConsensus: types.BoolUnknown(), Status: types.StringUnknown(), CreateTime: types.StringUnknown(), UpdateTime: types.StringUnknown(), Timeouts: framework.NoTimeouts(),
	}
}

func TestOrganizationBought(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		terms  types.Object
		status string
	}{
		"no terms": {types.ObjectUnknown(termsTypes), hbs.StatusUnpaid},
		"null":     {types.ObjectNull(termsTypes), hbs.StatusUnpaid},
		"paid":     {unknownTerms(true), hbs.StatusCreating},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			model := newOrganization(test.terms)
			model.bought("r", &hbs.Order{OrderID: "CS1"})
			if model.Status.ValueString() != test.status || model.OrderID.ValueString() != "CS1" || !model.IsConsensus.IsNull() {
				t.Errorf("got %+v", model)
			}
			for field, value := range reflect.ValueOf(model).Fields() {
				known, ok := value.Interface().(attr.Value)
				if !ok || !framework.Known(t.Context(), known) {
					t.Errorf("%s is not known", field.Name)
				}
			}
		})
	}
}

func TestOrganizationFill(t *testing.T) {
	t.Parallel()
	read := hbs.Organization{
		UID: "u", Name: "org3", ChainOrgID: "org3-c", Status: hbs.StatusAvailable, SubscriptionID: "s", CreateTime: "t1", UpdateTime: "t2",
		OrderInfo: hbs.OrgOrder{PeriodType: 3, PeriodNum: 1, IsAutoPay: true},
	}
	imported := organizationModel{InstanceID: types.StringValue("i"), Name: types.StringValue("org3")}
	imported.fill("r", &read)
	if !imported.OrgOrderInfo.Equal(readTerms(read.OrderInfo)) || !imported.OrderID.IsNull() || imported.AllowUnsubscribe.IsNull() || !imported.Endpoint.IsNull() {
		t.Errorf("an import gives %+v", imported)
	}
	created := newOrganization(unknownTerms(true))
	created.fill("r", &read)
	terms := termsOf(created.OrgOrderInfo)
	if !terms.PeriodType.IsNull() || !terms.IsAutoPay.ValueBool() || created.UID.ValueString() != "u" || created.IsConsensus.IsNull() {
		t.Errorf("a creation gives %+v", created)
	}
	created.fill("r", &hbs.Organization{Name: "org3", Status: hbs.StatusException})
	if created.UID.ValueString() != "u" || created.CreateTime.ValueString() != "t1" || created.Status.ValueString() != hbs.StatusException {
		t.Errorf("a thin reply gives %+v", created)
	}
}
