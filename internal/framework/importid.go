package framework

import (
	"context"
	"fmt"
	"slices"
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
	return IdentitySchemaOf(object, IdentityPart{Name: "id", Description: "UUID of the " + object + ".", Example: exampleID})
}

const exampleID = "4189d3c2-8882-4871-a3c2-d380272eed83"

// IdentityPart is one of the values that, together with the region, name an object that has no id of its own.
type IdentityPart struct {
	Name        string // of the attribute in the identity and in the resource
	Description string
	Example     string // for messages
	Rest        bool   // it is the last part, and may hold slashes; the first part is a UUID then
}

// IdentitySchemaOf is the schema of an identity of a region and the parts.
func IdentitySchemaOf(object string, parts ...IdentityPart) identityschema.Schema {
	attributes := map[string]identityschema.Attribute{
		"region": identityschema.StringAttribute{
			Description:       "Region the " + object + " lives in. Defaults to the provider's region.",
			OptionalForImport: true,
		},
	}
	for _, part := range parts {
		attributes[part.Name] = identityschema.StringAttribute{Description: part.Description, RequiredForImport: true}
	}
	return identityschema.Schema{Attributes: attributes}
}

// ImportState takes an object over by its import id (`id`, or `region/id` for another region than the
// provider's) or by its identity.
func (r *Resource[C]) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	r.ImportParts(ctx, req, resp, IdentityPart{Name: "id", Example: exampleID})
}

// ImportParts takes over an object that is named by several parts: by an import id of the parts with slashes between
// them, the region in front or not, or by its identity.
func (r *Resource[C]) ImportParts(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse, parts ...IdentityPart) {
	values := make([]string, 1+len(parts)) // the region first
	if req.ID != "" {
		var err error
		if values, err = splitImportID(req.ID, parts); err != nil {
			resp.Diagnostics.AddError("Invalid import id", err.Error())
			return
		}
	} else {
		for i := range values {
			var value types.String
			resp.Diagnostics.Append(req.Identity.GetAttribute(ctx, path.Root(importName(parts, i)), &value)...)
			values[i] = value.ValueString()
		}
	}
	if values[0] == "" {
		values[0] = r.provider.Client.Region()
	}
	for i, value := range values {
		at := path.Root(importName(parts, i))
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, at, types.StringValue(value))...)
		resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, at, types.StringValue(value))...)
	}
}

func importName(parts []IdentityPart, i int) string {
	if i == 0 {
		return "region"
	}
	return parts[i-1].Name
}

// splitImportID reads the parts of an import id; the region of the short form is empty.
func splitImportID(text string, parts []IdentityPart) ([]string, error) {
	var names, examples []string
	for _, part := range parts {
		names, examples = append(names, part.Name), append(examples, part.Example)
	}
	values := strings.Split(text, "/")
	if parts[len(parts)-1].Rest {
		count := len(parts)
		if !uuidPattern.MatchString(values[0]) {
			count++ // the region
		}
		values = strings.SplitN(text, "/", count)
		if len(values) != count {
			values = nil
		}
	}
	if len(values) == len(parts) {
		values = append([]string{""}, values...)
	} else if len(values) > 0 && values[0] == "" {
		values = nil // a region that is given must be one
	}
	if len(values) != 1+len(parts) || slices.Contains(values[1:], "") {
		short, example := strings.Join(names, "/"), strings.Join(examples, "/")
		return nil, fmt.Errorf("%q is not an import id. It is %s, such as %s, or region/%s, such as cn-north-4/%s", text, short, example, short, example)
	}
	return values, nil
}
