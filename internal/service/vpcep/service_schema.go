package vpcep

import (
	"context"
	"fmt"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/boolplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/listplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/vpcep"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

// serviceName is the API's rule for the short name (contract/vpcep.md 1.3).
var serviceName = regexp.MustCompile(`^[A-Za-z0-9_-]{0,16}$`)

// serverTypes are the kinds of backends (contract/vpcep.md 1.3).
var serverTypes = []string{"VM", "LB", "VIP", "BMS"}

func serviceSchema(ctx context.Context) schema.Schema {
	return schema.Schema{
		MarkdownDescription: "A VPC endpoint service: offers a backend in a VPC, a server or a load balancer, to VPC endpoints of other VPCs and accounts.",
		Attributes: map[string]schema.Attribute{
			"id":     computedOnce("UUID of the service."),
			"region": framework.RegionAttribute(),
			"name": schema.StringAttribute{
				MarkdownDescription: "Short name of the service, 0 to 16 letters, digits, `_` and `-`. The cloud builds `service_name` from it. Changed in place; " +
					"taking it out of the configuration or setting `\"\"` removes the name.",
				Optional: true,
				Validators: []validator.String{
					framework.FromFunc("must have at most 16 characters, of letters, digits, `_` and `-`", serviceName.MatchString),
				},
			},
			"description": schema.StringAttribute{
				MarkdownDescription: "Text about the service, without `<` and `>`. Changed in place; taking it out of the configuration or setting `\"\"` removes the text.",
				Optional:            true,
				Validators:          []validator.String{framework.NoAngleBrackets()},
			},
			"vpc_id": schema.StringAttribute{
				MarkdownDescription: "UUID of the VPC the backend is in. Its subnets and routes must not overlap with 198.19.128.0/17. Changing it replaces the service.",
				Required:            true,
				Validators:          []validator.String{framework.AnyUUID()},
				PlanModifiers:       []planmodifier.String{framework.SameID(), framework.ReplaceShown()},
			},
			"port_id": schema.StringAttribute{
				MarkdownDescription: "UUID of the port of the backend: of the server's network interface for `VM`, of the load balancer's private address for `LB`. Changed in place.",
				Required:            true,
				Validators:          []validator.String{framework.AnyUUID()},
				PlanModifiers:       []planmodifier.String{framework.SameID()},
			},
			"server_type": schema.StringAttribute{
				MarkdownDescription: "Kind of backend: `VM` (server), `LB` (load balancer), or the retired `VIP` (virtual address) and `BMS` (bare metal, Open Telekom Cloud). " +
					"Changing it replaces the service.",
				Required:      true,
				Validators:    []validator.String{stringvalidator.OneOf(serverTypes...)},
				PlanModifiers: []planmodifier.String{framework.ReplaceShown()},
			},
			"service_type": schema.StringAttribute{
				MarkdownDescription: "Type of the service: `interface`, or `gateway`, which only operators of a cloud may create. Default: `interface`. Changing it replaces the service.",
				Optional:            true,
				Computed:            true,
				Default:             stringdefault.StaticString(vpcep.Interface),
				Validators:          []validator.String{stringvalidator.OneOf(vpcep.Interface, vpcep.Gateway)},
				PlanModifiers:       []planmodifier.String{framework.ReplaceShown()},
			},
			"approval_enabled": schema.BoolAttribute{
				MarkdownDescription: "Whether an endpoint needs the acceptance of the service's owner before it is connected. Default: `true`, as in the API. " +
					"Changed in place; endpoints that exist keep their status.",
				Optional: true,
				Computed: true,
				Default:  booldefault.StaticBool(true),
			},
			"ports": portsAttribute(),
			"tcp_proxy": schema.StringAttribute{
				MarkdownDescription: "How the client's address reaches the backend: `close` (not at all), `toa_open` (TCP option), `proxy_open` (PROXY protocol), `open` (both), " +
					"`proxy_vni` (PROXY protocol with the virtual network id). Default: `close`. Changed in place.",
				Optional:   true,
				Computed:   true,
				Default:    stringdefault.StaticString("close"),
				Validators: []validator.String{stringvalidator.OneOf("close", "toa_open", "proxy_open", "open", "proxy_vni")},
			},
			"ip_address": schema.StringAttribute{
				MarkdownDescription: "IPv4 address or domain name of the backend, for interface services in a VLAN only. Changed in place.",
				Optional:            true,
				Computed:            true,
				Validators:          []validator.String{framework.NotEmpty()},
				PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
			"ip_version": fixedString("IP version of a professional service: `ipv4` or `ipv6`. Only some regions have it.",
				stringvalidator.OneOf("ipv4", "ipv6")),
			"snat_network_id": fixedString("UUID of the network in the VPC whose addresses the service connects from; needed with `ip_version = \"ipv6\"`.",
				framework.UUID()),
			"pool_id": fixedString("UUID of the dedicated cluster the service runs in. Being retired by the cloud.", framework.UUID()),
			"enable_policy": schema.BoolAttribute{
				MarkdownDescription: "Whether endpoints of the service may have a policy. Sent only when set, because some clouds do not know it. Changing it replaces the service.",
				Optional:            true,
				Computed:            true,
				PlanModifiers: []planmodifier.Bool{
					boolplanmodifier.UseStateForUnknown(),
					framework.ReplaceBool(),
				},
			},
			"tags":     framework.TagsAttribute(),
			"tags_all": framework.TagsAllAttribute(),
			"force_destroy": schema.BoolAttribute{
				MarkdownDescription: "Whether destroying the service first rejects the endpoints that are connected to it. Without it the destruction fails and names them. Default: `false`.",
				Optional:            true,
				Computed:            true,
				Default:             booldefault.StaticBool(false),
			},
			"service_name": computedOnce("Full name of the service, `{region}.{name}.{id}`, which endpoints show and by which other accounts find it."),
			"status":       computed("Status of the service: `creating`, `available`, `failed` or `deleting`."),
			"project_id":   computedOnce("Id of the project the service belongs to."),
			"created_at":   computedOnce("When the service was created, in UTC, such as `2024-01-30T07:42:01Z`."),
			"updated_at":   computed("When the service was last changed, in UTC."),
			"supported_editions": schema.ListAttribute{
				MarkdownDescription: "Editions of endpoints the service takes: `basic`, `profession`.",
				Computed:            true,
				ElementType:         types.StringType,
				PlanModifiers:       []planmodifier.List{listplanmodifier.UseStateForUnknown()},
			},
			"timeouts": limits.Attribute(ctx),
		},
	}
}

func portsAttribute() schema.SetNestedAttribute {
	return schema.SetNestedAttribute{
		MarkdownDescription: "Port mappings, 1 to 200, in any order: which port of an endpoint leads to which port of the backend. Changed in place.",
		Required:            true,
		Validators:          []validator.Set{setvalidator.SizeBetween(1, 200), setvalidator.NoNullValues(), distinctPorts{}},
		NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
			"client_port": schema.Int64Attribute{
				MarkdownDescription: "Port the endpoint listens on, 1 to 65535. One client port leads to one server port.",
				Required:            true,
				Validators:          []validator.Int64{int64validator.Between(1, 65535)},
			},
			"server_port": schema.Int64Attribute{
				MarkdownDescription: "Port of the backend, 1 to 65535.",
				Required:            true,
				Validators:          []validator.Int64{int64validator.Between(1, 65535)},
			},
			"protocol": schema.StringAttribute{
				MarkdownDescription: "Protocol: `TCP`, or `UDP` where the region offers it. Default: `TCP`.",
				Optional:            true,
				Computed:            true,
				Default:             stringdefault.StaticString("TCP"),
				Validators:          []validator.String{stringvalidator.OneOf("TCP", "UDP")},
			},
		}},
	}
}

// distinctPorts refuses two mappings with the same client port and protocol: they would be the same mapping
// or contradict each other (contract/vpcep.md 4).
type distinctPorts struct{}

func (distinctPorts) Description(context.Context) string {
	return "each pair of client_port and protocol is there once"
}

func (v distinctPorts) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (distinctPorts) ValidateSet(ctx context.Context, req validator.SetRequest, resp *validator.SetResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	seen := map[string]bool{}
	for _, element := range req.ConfigValue.Elements() {
		mapping, ok := element.(types.Object)
		if !ok || mapping.IsNull() || mapping.IsUnknown() {
			continue
		}
		var p portModel
		resp.Diagnostics.Append(mapping.As(ctx, &p, basetypes.ObjectAsOptions{})...)
		if p.ClientPort.IsUnknown() || p.Protocol.IsUnknown() {
			continue
		}
		protocol := p.Protocol.ValueString()
		if protocol == "" {
			protocol = "TCP"
		}
		key := fmt.Sprintf("%d/%s", p.ClientPort.ValueInt64(), protocol)
		if seen[key] {
			resp.Diagnostics.AddAttributeError(req.Path, "Duplicate port mapping",
				fmt.Sprintf("Client port %s is mapped more than once; one client port leads to one server port.", key))
		}
		seen[key] = true
	}
}

// What is common to all services, under shorter names.
var (
	computed     = framework.Computed
	computedOnce = framework.ComputedOnce
	fixedString  = framework.FixedString
)
