package vpcep

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/vpcep"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

const permissionText = "`iam:domain::<account id>`, `organizations:orgPath::<path>`, or `*` for every account"

// maxDescription is the length of a description in characters (contract/vpcep.md 3).
const maxDescription = 128

func serviceWhitelistSchema(ctx context.Context) schema.Schema {
	return schema.Schema{
		MarkdownDescription: "The whole whitelist of a VPC endpoint service of the account: exactly these records, and no others, let other accounts connect endpoints to it. " +
			"Records that somebody else adds are removed by the next apply; for single records beside those of others there is `hwc_vpcep_service_whitelist_record`. " +
			"The service's own account needs no record, and a cloud may keep none for it, so leave it out. Destroying the resource removes all records." + replacedBeforeDestroyed,
		Attributes: map[string]schema.Attribute{
			"region": framework.RegionAttribute(),
			"service_id": schema.StringAttribute{
				MarkdownDescription: "UUID of the service. Changing it replaces the whitelist.",
				Required:            true,
				Validators:          []validator.String{framework.AnyUUID()},
				PlanModifiers:       []planmodifier.String{framework.SameID(), stringplanmodifier.RequiresReplace()},
			},
			"records": schema.SetNestedAttribute{
				MarkdownDescription: "Records, in any order. Unset and `[]`: none, so that no other account may connect. Changed in place; what is new is added before anything is removed.",
				Optional:            true,
				Validators:          []validator.Set{setvalidator.NoNullValues(), distinctPermissions{}},
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"permission": schema.StringAttribute{
						MarkdownDescription: "Who may connect: " + permissionText + ".",
						Required:            true,
						Validators:          []validator.String{permissionValidator},
					},
					"description": schema.StringAttribute{
						MarkdownDescription: "Text about the record, at most 128 characters, without `<` and `>`. Unset: not managed; `\"\"`: none. Some clouds keep none, see below.",
						Optional:            true,
						Validators:          descriptionValidators,
					},
				}},
			},
			"reject_removed": schema.BoolAttribute{
				MarkdownDescription: "Whether the connected endpoints of an account are rejected when its record `iam:domain::<account id>` is removed while no record `*` remains. " +
					"Without it they stay connected: the whitelist only decides who may connect. Accounts that a path of organizations let in are not known by name and stay connected. " +
					"A creation that fails half-way shows as `false`: replacing it rejects nobody. Default: `false`.",
				Optional: true,
				Computed: true,
				Default:  booldefault.StaticBool(false),
			},
			"pending_rejections": schema.SetAttribute{
				MarkdownDescription: "Ids of the accounts that `reject_removed` is about and whose endpoints may still be connected, because an apply failed before it had rejected them. " +
					"The next apply rejects them, unless `records` lets the account in again or `reject_removed` is `false` then. Normally empty.",
				Computed:    true,
				ElementType: types.StringType,
			},
			"timeouts": limits.Attribute(ctx),
		},
	}
}

var (
	permissionValidator = framework.FromError(func(permission string) error {
		_, err := vpcep.ParsePermission(permission)
		return err
	})
	descriptionValidators = []validator.String{stringvalidator.UTF8LengthAtMost(maxDescription), framework.NoAngleBrackets()}
)

// distinctPermissions refuses two records with the same permission: the API has one.
type distinctPermissions struct{}

func (distinctPermissions) Description(context.Context) string {
	return "each permission is there once"
}

func (v distinctPermissions) MarkdownDescription(ctx context.Context) string {
	return v.Description(ctx)
}

func (distinctPermissions) ValidateSet(_ context.Context, req validator.SetRequest, resp *validator.SetResponse) {
	seen := map[string]bool{}
	for _, element := range req.ConfigValue.Elements() {
		record, ok := element.(types.Object)
		if !ok || record.IsNull() || record.IsUnknown() {
			continue
		}
		permission, ok := record.Attributes()["permission"].(types.String)
		if !ok || permission.IsUnknown() {
			continue
		}
		if seen[permission.ValueString()] {
			resp.Diagnostics.AddAttributeError(req.Path, "Duplicate record", fmt.Sprintf("%q is there more than once, with different descriptions.", permission.ValueString()))
		}
		seen[permission.ValueString()] = true
	}
}
