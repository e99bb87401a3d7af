package vpcep

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/vpcep"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

// publicServiceFilter is what a data source asks of the services of the cloud itself. What is not set is not asked.
type publicServiceFilter struct{ ID, Name, ServiceName types.String }

// matches applies the whole filter: names are exact here and parts of names in the API.
func (f publicServiceFilter) matches(s vpcep.PublicService) bool {
	return equalID(f.ID, s.ID) && equal(f.Name, publicName(s)) && equal(f.ServiceName, s.ServiceName)
}

// find reads the public services that match, in the order of their full names.
func (f publicServiceFilter) find(ctx context.Context, api *vpcep.Client) ([]vpcep.PublicService, error) {
	services, err := api.ListPublicServices(ctx, vpcep.ListPublicServicesRequest{
		ServiceName: cmp.Or(f.ServiceName.ValueString(), f.Name.ValueString()),
		ID:          f.ID.ValueString(),
	})
	if err != nil {
		return nil, err
	}
	services = slices.DeleteFunc(services, func(s vpcep.PublicService) bool { return !f.matches(s) })
	slices.SortFunc(services, func(a, b vpcep.PublicService) int { return cmp.Compare(a.ServiceName, b.ServiceName) })
	return services, nil
}

// publicName is what follows the last dot of a public service's full name, `com.myhuaweicloud.{region}.{name}`
// (contract/vpcep.md 1.10).
func publicName(s vpcep.PublicService) string {
	return s.ServiceName[strings.LastIndexByte(s.ServiceName, '.')+1:]
}

// publicServiceData is a public service as a data source shows it.
type publicServiceData struct {
	ID           types.String `tfsdk:"id"`
	Name         types.String `tfsdk:"name"`
	ServiceName  types.String `tfsdk:"service_name"`
	ServiceType  types.String `tfsdk:"service_type"`
	Owner        types.String `tfsdk:"owner"`
	IsCharge     types.Bool   `tfsdk:"is_charge"`
	EnablePolicy types.Bool   `tfsdk:"enable_policy"`
	CreatedAt    types.String `tfsdk:"created_at"`
}

func newPublicServiceData(s vpcep.PublicService) publicServiceData {
	return publicServiceData{
		ID:           types.StringValue(s.ID),
		Name:         types.StringValue(publicName(s)),
		ServiceName:  types.StringValue(s.ServiceName),
		ServiceType:  types.StringValue(s.ServiceType),
		Owner:        framework.OrNull(s.Owner),
		IsCharge:     types.BoolValue(bool(s.IsCharge)),
		EnablePolicy: types.BoolPointerValue(s.EnablePolicy),
		CreatedAt:    types.StringValue(s.CreatedAt),
	}
}

func publicServiceDataAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"id":            shown("UUID of the service: the `service_id` of an endpoint."),
		"name":          shown("What follows the last dot of the full name, such as `dns`."),
		"service_name":  shown("Full name of the service, such as `com.myhuaweicloud.cn-north-4.dns`."),
		"service_type":  shown("Type: `interface` or `gateway`."),
		"owner":         shown("Who runs the service; null where the cloud does not say."),
		"is_charge":     shownBool("Whether an endpoint of the service is billed."),
		"enable_policy": shownBool("Whether endpoints of the service may have a policy; null where the cloud does not say."),
		"created_at":    shown("When the service was created, in UTC."),
	}
}
