package hbs

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/hbs"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

type organizationModel struct {
	Region           types.String   `tfsdk:"region"`
	InstanceID       types.String   `tfsdk:"instance_id"`
	Name             types.String   `tfsdk:"name"`
	OrgOrderInfo     types.Object   `tfsdk:"org_order_info"`
	AllowUnsubscribe types.Bool     `tfsdk:"allow_unsubscribe"`
	OrderID          types.String   `tfsdk:"order_id"`
	UID              types.String   `tfsdk:"uid"`
	ChainOrgID       types.String   `tfsdk:"chain_org_id"`
	SubscriptionID   types.String   `tfsdk:"subscription_id"`
	Endpoint         types.String   `tfsdk:"endpoint"`
	IsConsensus      types.Bool     `tfsdk:"is_consensus"`
	Status           types.String   `tfsdk:"status"`
	CreateTime       types.String   `tfsdk:"create_time"`
	UpdateTime       types.String   `tfsdk:"update_time"`
	Timeouts         timeouts.Value `tfsdk:"timeouts"`
}

type organizationIdentity struct {
	Region     types.String `tfsdk:"region"`
	InstanceID types.String `tfsdk:"instance_id"`
	Name       types.String `tfsdk:"name"`
}

func (m organizationModel) identity() organizationIdentity {
	return organizationIdentity{Region: m.Region, InstanceID: m.InstanceID, Name: m.Name}
}

// object names the organization in messages.
func (m organizationModel) object() string {
	return framework.ObjectName("organization "+m.Name.ValueString()+" of the HBS instance", types.StringNull(), m.InstanceID, m.Region)
}

func (m organizationModel) bill() bill {
	return bill{object: m.object(), status: m.Status, orderID: m.OrderID, allowUnsubscribe: m.AllowUnsubscribe}
}

// removal is how to be rid of an organization.
func (m organizationModel) removal(api engine) removal {
	id, name := m.InstanceID.ValueString(), m.Name.ValueString()
	return removal{
		bill: m.bill(), instanceID: id, job: hbs.JobDeleteOrganization,
		status: func(ctx context.Context) (string, error) {
			organization, err := api.GetOrganization(ctx, id, name)
			if err != nil {
				return "", err
			}
			return organization.Status, nil
		},
		subscriptions: func(ctx context.Context) ([]string, error) {
			organization, err := api.GetOrganization(ctx, id, name)
			if err != nil {
				return nil, err
			}
			return []string{subscription(*organization)}, nil
		},
	}
}

// pending reports whether waiting for the organization makes sense: a plan then goes on with it.
func (m organizationModel) pending() bool { return m.Status.ValueString() == hbs.StatusCreating }

// lost reports an organization whose interrupted destruction goes on.
func (m organizationModel) lost() bool { return m.Status.ValueString() == hbs.StatusDeleting }

// volatile are the attributes an update may change. What an organization that is not made yet did not show comes with
// its completion.
func (m organizationModel) volatile(state organizationModel) map[string]attr.Value {
	unknown := map[string]attr.Value{"status": types.StringUnknown(), "update_time": types.StringUnknown()}
	if !state.pending() {
		return unknown
	}
	for name, value := range map[string]types.String{
		"uid": m.UID, "chain_org_id": m.ChainOrgID, "subscription_id": m.SubscriptionID, "endpoint": m.Endpoint, "create_time": m.CreateTime,
	} {
		if value.IsNull() {
			unknown[name] = types.StringUnknown()
		}
	}
	unknown["is_consensus"] = types.BoolUnknown()
	return unknown
}

// replaces reports whether the plan is for another organization.
func (m organizationModel) replaces(state organizationModel) bool {
	return !m.InstanceID.Equal(state.InstanceID) || !m.Name.Equal(state.Name)
}

// paid reports whether the order pays itself.
func (m organizationModel) paid() bool { return termsOf(m.OrgOrderInfo).IsAutoPay.ValueBool() }

// bought takes over what a purchase answers with, before anything of the organization is read.
func (m *organizationModel) bought(region string, order *hbs.Order) {
	status := hbs.StatusUnpaid
	if m.paid() {
		status = hbs.StatusCreating
	}
	m.OrderID = framework.OrNull(order.OrderID)
	m.IsConsensus = types.BoolNull()
	m.take(region, &hbs.Organization{Name: m.Name.ValueString(), Status: status})
	m.OrgOrderInfo = boughtTerms(m.OrgOrderInfo)
}

// seen is what may have changed, as it was seen last.
func (m organizationModel) seen() *hbs.Organization {
	return &hbs.Organization{Name: m.Name.ValueString(), Status: m.Status.ValueString(), UpdateTime: m.UpdateTime.ValueString(), IsConsensus: m.IsConsensus.ValueBool()}
}

// fill takes over what the API says. The model is a plan, a state, or the nearly empty state of an import.
func (m *organizationModel) fill(region string, o *hbs.Organization) {
	importing := m.CreateTime.IsNull() && m.OrgOrderInfo.IsNull()
	m.take(region, o)
	m.IsConsensus = types.BoolValue(o.IsConsensus)
	m.OrgOrderInfo = boughtTerms(m.OrgOrderInfo)
	if importing {
		m.OrgOrderInfo = readTerms(o.OrderInfo)
	}
}

func (m *organizationModel) take(region string, o *hbs.Organization) {
	m.Region = types.StringValue(region)
	m.Name = types.StringValue(o.Name)
	m.AllowUnsubscribe = types.BoolValue(m.AllowUnsubscribe.ValueBool())
	m.OrderID = framework.Kept(m.OrderID, "")
	m.UID = framework.Kept(m.UID, o.UID)
	m.ChainOrgID = framework.Kept(m.ChainOrgID, o.ChainOrgID)
	m.SubscriptionID = framework.Kept(m.SubscriptionID, o.SubscriptionID)
	m.Endpoint = framework.Kept(m.Endpoint, o.Endpoint)
	m.Status = types.StringValue(o.Status)
	m.CreateTime = framework.Kept(m.CreateTime, o.CreateTime)
	m.UpdateTime = framework.Kept(m.UpdateTime, o.UpdateTime)
}

func organizationFailure(summary string, m organizationModel, err error) diag.Diagnostic {
	return advice.Failure(summary, m.object(), err)
}
