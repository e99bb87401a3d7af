package vpcep

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/vpcep"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

type serviceWhitelistModel struct {
	Region            types.String   `tfsdk:"region"`
	ServiceID         types.String   `tfsdk:"service_id"`
	Records           types.Set      `tfsdk:"records"`
	RejectRemoved     types.Bool     `tfsdk:"reject_removed"`
	PendingRejections types.Set      `tfsdk:"pending_rejections"`
	Timeouts          timeouts.Value `tfsdk:"timeouts"`
}

// whitelistIdentity names the whitelist of a service, which has no id of its own.
type whitelistIdentity struct {
	Region    types.String `tfsdk:"region"`
	ServiceID types.String `tfsdk:"service_id"`
}

var recordType = types.ObjectType{AttrTypes: map[string]attr.Type{"permission": types.StringType, "description": types.StringType}}

func (m serviceWhitelistModel) identity() whitelistIdentity {
	return whitelistIdentity{Region: m.Region, ServiceID: m.ServiceID}
}

// object names the whitelist in messages.
func (m serviceWhitelistModel) object() string {
	return framework.ObjectName("Whitelist of the VPC endpoint service", types.StringNull(), m.ServiceID, m.Region)
}

// want are the records that the whitelist is to hold. A description that is not set is left alone.
func (m serviceWhitelistModel) want() []vpcep.NewPermission {
	want := make([]vpcep.NewPermission, 0, len(m.Records.Elements()))
	for permission, description := range recordsOf(m.Records) {
		want = append(want, vpcep.NewPermission{Permission: permission, Description: description.ValueStringPointer()})
	}
	slices.SortFunc(want, func(a, b vpcep.NewPermission) int { return cmp.Compare(a.Permission, b.Permission) })
	return want
}

// recordsOf are the descriptions of a set of records by permission. The schema fixes the types.
func recordsOf(records types.Set) map[string]types.String {
	descriptions := map[string]types.String{}
	for _, element := range records.Elements() {
		if record, ok := element.(types.Object); ok {
			permission, _ := record.Attributes()["permission"].(types.String)
			description, _ := record.Attributes()["description"].(types.String)
			descriptions[permission.ValueString()] = description
		}
	}
	return descriptions
}

// fill takes over what the API says. A description that was not managed stays so; one that the cloud did not keep
// (lost), or does not show, stays what it was told. An import takes the descriptions there are.
func (m *serviceWhitelistModel) fill(region string, read []vpcep.Permission, lost, importing bool) {
	m.Region = types.StringValue(region)
	m.RejectRemoved = types.BoolValue(m.RejectRemoved.ValueBool())
	if m.PendingRejections.IsNull() {
		m.PendingRejections = noRejections
	}
	prior := recordsOf(m.Records)
	if len(read) == 0 && m.Records.IsNull() {
		m.Records = types.SetNull(recordType) // the null of an import has no type
		return
	}
	elements := make([]attr.Value, len(read))
	for i, record := range read {
		description, known := prior[record.Permission]
		switch {
		case known && (record.Description == nil || lost && *record.Description == ""): // stays
		case record.Description == nil, known && description.IsNull(), !known && *record.Description == "" && importing:
			description = types.StringNull()
		default:
			description = types.StringValue(*record.Description)
		}
		elements[i] = types.ObjectValueMust(recordType.AttrTypes, map[string]attr.Value{
			"permission": types.StringValue(record.Permission), "description": description,
		})
	}
	m.Records = types.SetValueMust(recordType, elements)
}

// lockOut adds the accounts that lose their records, as far as records name them, to those whose endpoints are to be
// rejected. It takes off whom the records of the model let in, and all if no rejections are asked for.
func (m *serviceWhitelistModel) lockOut(ctx context.Context, leaving []vpcep.Permission) {
	accounts := map[string]bool{}
	for _, account := range framework.KnownStrings(ctx, m.PendingRejections) {
		accounts[account] = true
	}
	for _, record := range leaving {
		grantee, _ := vpcep.ParsePermission(record.Permission)
		accounts[grantee.DomainID] = true
	}
	everyone := false
	for permission := range recordsOf(m.Records) {
		grantee, _ := vpcep.ParsePermission(permission)
		delete(accounts, grantee.DomainID)
		everyone = everyone || grantee.DomainID == vpcep.Everyone
	}
	delete(accounts, "") // a path of organizations names no account
	delete(accounts, vpcep.Everyone)
	if everyone || !m.RejectRemoved.ValueBool() {
		clear(accounts)
	}
	m.PendingRejections = types.SetValueMust(types.StringType, framework.StringValues(slices.Sorted(maps.Keys(accounts))))
}

// noRejections are the accounts that are still to be rejected when there are none.
var noRejections = types.SetValueMust(types.StringType, nil)

// changeText says what a change has done, by permissions.
func changeText(change *vpcep.PermissionsChange) string {
	permissions := func(records []vpcep.Permission) string {
		names := make([]string, len(records))
		for i, record := range records {
			names[i] = record.Permission
		}
		return named(names)
	}
	var parts []string
	if len(change.Added) > 0 {
		parts = append(parts, "added "+permissions(change.Added))
	}
	if len(change.Removed) > 0 {
		parts = append(parts, "removed "+permissions(change.Removed))
	}
	return strings.Join(parts, "; ")
}

// named lists names for a message, the first ones when there are many.
func named(names []string) string {
	const most = 10
	if len(names) > most {
		names = append(slices.Clone(names[:most]), fmt.Sprintf("and %d more", len(names)-most))
	}
	return strings.Join(names, ", ")
}

// whitelistFailure is an operation that failed, with what it had done until then.
func whitelistFailure(summary string, m serviceWhitelistModel, change *vpcep.PermissionsChange, err error) diag.Diagnostic {
	if done := changeText(change); done != "" {
		err = fmt.Errorf("%w (done until then: %s)", err, done)
	}
	return servicePartAdvice.Failure(summary, m.object(), err)
}
