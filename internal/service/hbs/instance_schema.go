package hbs

import (
	"context"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/objectplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

// The API's rules for names and versions (contract/bcs.md 1H.1, 1H.2).
var (
	instanceName     = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9-]{3,23}$`)
	organizationName = regexp.MustCompile(`^[a-z][a-z0-9]{3,15}$`)
	engineVersion    = regexp.MustCompile(`^\d+(\.\d+){2,3}$`)
)

// Kinds, editions and ways of management (contract/bcs.md 1H.1).
const (
	kindHuaweiCloudChain = "HuaweiCloudChain"
	kindBesu             = "Besu"

	professional = "Professional"
	enterprise   = "Enterprise"
	platinum     = "Platinum"

	managedByCloud = "Cloud"
	managedByEdge  = "Edge"

	consensusRaft = "raft"
	consensusIBFT = "IBFT2.0"

	ecdsa = "ecdsa_with_sha256"
	sm2   = "sm2_with_sm3"
)

// maxOrgs is how many organizations an instance of an edition has at most (contract/bcs.md 1H.1).
var maxOrgs = map[string]int{professional: 2, enterprise: 10, platinum: 100}

const (
	instanceStatusText = "`Available`, `Unavailable`, `Exception`, `Unpaid`, `Creating`, `Deleting`, `Upgrading`, `OrgCreating` or `OrgDeleting`."

	replacesInstance = " Changing it replaces the instance, where `allow_unsubscribe` permits that."
)

func instanceSchema(ctx context.Context) schema.Schema {
	return schema.Schema{
		MarkdownDescription: "An instance of the Huawei Cloud blockchain engine (HBS), with its first organizations. It is bought by the month or year, and the API cannot delete it: " +
			"destroying it unsubscribes from it, which needs `allow_unsubscribe`. The engine is offered in cn-north-4 only.",
		Attributes: map[string]schema.Attribute{
			"id":     framework.ComputedOnce("UUID of the instance."),
			"region": framework.RegionAttribute(),
			"name": schema.StringAttribute{
				MarkdownDescription: "Name of the instance, 4 to 24 letters, digits and `-`, without `-` in front. Terraform refuses to buy a second instance of a name: " +
					"it may be one that a killed run has bought." + replacesInstance,
				Required: true,
				Validators: []validator.String{
					framework.FromFunc("must have 4 to 24 letters, digits and `-`, and no `-` in front", instanceName.MatchString),
				},
			},
			"edition": schema.StringAttribute{
				MarkdownDescription: "Edition: `Professional` (at most 2 organizations), `Enterprise` (10) or `Platinum` (100)." + replacesInstance,
				Required:            true,
				Validators:          []validator.String{stringvalidator.OneOf(professional, enterprise, platinum)},
			},
			"data_management": schema.StringAttribute{
				MarkdownDescription: "Who keeps the data: `Cloud`, or `Edge` for nodes of your own. Only with `Cloud` the API shows what is in the chain." + replacesInstance,
				Required:            true,
				Validators:          []validator.String{stringvalidator.OneOf(managedByCloud, managedByEdge)},
			},
			"type": instanceArgument("Kind of chain: `HuaweiCloudChain` or `Besu`. The cloud's default is `HuaweiCloudChain`.",
				stringvalidator.OneOf(kindHuaweiCloudChain, kindBesu)),
			"orgs": schema.ListAttribute{
				MarkdownDescription: "Names of the organizations that are bought with the instance, each of 4 to 16 lower-case letters and digits with a letter in front. " +
					"Further ones are bought with `hwc_hbs_organization`, so the plan refuses names that are added here; a name that is taken out is no longer looked after, and stays in the cloud.",
				Required:    true,
				ElementType: types.StringType,
				Validators: []validator.List{
					listvalidator.SizeBetween(1, 100),
					listvalidator.UniqueValues(),
					listvalidator.NoNullValues(),
					listvalidator.ValueStringsAre(validOrganizationName()),
				},
			},
			"chain_info":     chainInfoAttribute(),
			"org_order_info": termsAttribute(),
			"enterprise_project_id": instanceArgument("Id of the enterprise project the instance belongs to; `0` is the default one. Defaults to the provider's `enterprise_project_id`.",
				framework.FromFunc("must be `0` or a UUID", validEnterpriseProject)),
			"backup_id": schema.StringAttribute{
				MarkdownDescription: "UUID of a backup that the instance is restored from, of an instance with the same `edition`, `type` and `sign_algorithm`. A backup can be restored once. " +
					"It may be taken out once the instance is there." + replacesInstance,
				Optional:   true,
				Validators: []validator.String{framework.UUID()},
			},
			"chain_engine_version": schema.StringAttribute{
				MarkdownDescription: "Version of the engine, such as `1.0.1.2`. Setting another one upgrades the engine in place. The service upgrades to the newest version only, which the data source " +
					"`hwc_hbs_service_info` shows; it goes back to none, and `1.0.0.39` cannot be upgraded. Unset: the version is left as it is.",
				Optional: true,
				Computed: true,
				Validators: []validator.String{
					framework.FromFunc("must be a version such as 1.0.1.2", engineVersion.MatchString),
				},
				PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
			"tags":              framework.TagsAttribute(),
			"tags_all":          framework.TagsAllAttribute(),
			"allow_unsubscribe": allowUnsubscribeAttribute("instance"),
			"order_id":          framework.ComputedOnce("Id of the order that bought the instance; null for one that was imported."),
			"chain_id":          framework.ComputedOnce("Id of the chain, once there is one."),
			"status":            framework.Computed("Status of the instance: " + instanceStatusText),
			"create_time":       framework.ComputedOnce("When the instance was ordered, in UTC, such as `2022-04-16T07:20:05Z`."),
			"update_time":       framework.Computed("When the instance was last changed, in UTC."),
			"timeouts":          limits.Attribute(ctx),
		},
	}
}

// instanceArgument is an argument that the cloud fills when it is unset; what changing it means is up to ModifyPlan.
func instanceArgument(description string, validators ...validator.String) schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: description + replacesInstance,
		Optional:            true,
		Computed:            true,
		Validators:          validators,
		PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
	}
}

func chainInfoAttribute() schema.SingleNestedAttribute {
	part := func(description string, values ...string) schema.StringAttribute {
		return schema.StringAttribute{
			MarkdownDescription: description,
			Optional:            true,
			Computed:            true,
			Validators:          []validator.String{stringvalidator.OneOf(values...)},
			PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
		}
	}
	return schema.SingleNestedAttribute{
		MarkdownDescription: "What kind of chain it is. Unset: the cloud's choice." + replacesInstance,
		Optional:            true,
		Computed:            true,
		PlanModifiers:       []planmodifier.Object{objectplanmodifier.UseStateForUnknown()},
		Attributes: map[string]schema.Attribute{
			"consensus":      part("How the nodes agree: `raft`, or `IBFT2.0` for the type `Besu`.", consensusRaft, consensusIBFT),
			"sign_algorithm": part("How is signed: `ecdsa_with_sha256`, or `sm2_with_sm3`, which the edition `Professional` does not have.", ecdsa, sm2),
		},
	}
}

// validOrganizationName is the API's rule for the name of an organization.
func validOrganizationName() validator.String {
	return framework.FromFunc("must have 4 to 16 lower-case letters and digits, and a letter in front", organizationName.MatchString)
}

var enterpriseProject = regexp.MustCompile(`^(0|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$`)

func validEnterpriseProject(id string) bool { return enterpriseProject.MatchString(id) }
