package framework

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Identity is what names an object for ever: where it lives and its id.
type Identity struct {
	Region types.String `tfsdk:"region"`
	ID     types.String `tfsdk:"id"`
}

// IdentitySchema is the schema of Identity; the region may be left out of an import and is then the provider's.
func IdentitySchema(object string) identityschema.Schema {
	return identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"region": identityschema.StringAttribute{
			Description:       "Region the " + object + " lives in. Defaults to the provider's region.",
			OptionalForImport: true,
		},
		"id": identityschema.StringAttribute{
			Description:       "UUID of the " + object + ".",
			RequiredForImport: true,
		},
	}}
}

// ImportState takes an object over by its import id (`id`, or `region/id` for another region than the
// provider's) or by its identity.
func (w *WithClient[C]) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	var identity Identity
	if req.ID != "" {
		region, id, err := splitImportID(req.ID)
		if err != nil {
			resp.Diagnostics.AddError("Invalid import id", err.Error())
			return
		}
		identity = Identity{Region: types.StringValue(region), ID: types.StringValue(id)}
	} else {
		resp.Diagnostics.Append(req.Identity.Get(ctx, &identity)...)
	}
	if identity.Region.ValueString() == "" {
		identity.Region = types.StringValue(w.provider.Client.Region())
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("region"), identity.Region)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), identity.ID)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, identity)...)
}

// splitImportID reads `id` or `region/id`; the region of the short form is empty.
func splitImportID(text string) (region, id string, err error) {
	region, id, found := strings.Cut(text, "/")
	if !found {
		region, id = "", text
	}
	if id == "" || strings.Contains(id, "/") || (found && region == "") {
		return "", "", fmt.Errorf("%q is not an import id. It is the object's id, such as 4189d3c2-8882-4871-a3c2-d380272eed83, "+
			"or region/id, such as cn-north-4/4189d3c2-8882-4871-a3c2-d380272eed83", text)
	}
	return region, id, nil
}
