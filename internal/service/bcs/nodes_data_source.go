package bcs

import (
	"context"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/bcs"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

var _ datasource.DataSourceWithConfigure = (*nodesDataSource)(nil)

// NewNodesDataSource is the data source `hwc_bcs_nodes`.
func NewNodesDataSource() datasource.DataSource {
	return &nodesDataSource{framework.NewDataSource(bcs.New)}
}

type nodesDataSource struct {
	framework.DataSource[*bcs.Client]
}

type nodesDataSourceModel struct {
	Region       types.String `tfsdk:"region"`
	BlockchainID types.String `tfsdk:"blockchain_id"`
	Nodes        []nodeData   `tfsdk:"nodes"`
}

// nodeData is a peer as the data source shows it.
type nodeData struct {
	Organization types.String `tfsdk:"organization"`
	Name         types.String `tfsdk:"name"`
	IPPort       types.String `tfsdk:"ip_port"`
	Channels     []string     `tfsdk:"channels"`
	OrgMspID     types.String `tfsdk:"org_msp_id"`
	OrgDomain    types.String `tfsdk:"org_domain"`
}

// newNodeData puts the peers of all organizations into one list, in the order of organizations and names.
func newNodeData(organizations map[string]bcs.OrganizationNodes) []nodeData {
	nodes := []nodeData{}
	for _, organization := range slices.Sorted(maps.Keys(organizations)) {
		of := organizations[organization]
		for _, name := range slices.Sorted(maps.Keys(of.Peers)) {
			nodes = append(nodes, nodeData{
				Organization: types.StringValue(organization),
				Name:         types.StringValue(name),
				IPPort:       framework.OrNull(of.Peers[name].IPPort),
				Channels:     notNil(slices.Sorted(slices.Values(of.Peers[name].Channels))),
				OrgMspID:     framework.OrNull(of.OrgMspID),
				OrgDomain:    framework.OrNull(of.OrgDomain),
			})
		}
	}
	return nodes
}

func (d *nodesDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_bcs_nodes"
}

func (d *nodesDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The peers of a BCS instance: where they are reached, and in which channels they are.",
		Attributes: map[string]schema.Attribute{
			"region":        framework.DataSourceRegionAttribute(),
			"blockchain_id": blockchainIDAttribute(),
			"nodes": schema.ListNestedAttribute{
				MarkdownDescription: "The peers, in the order of their organizations and names.",
				Computed:            true,
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"organization": framework.Shown("Organization the peer belongs to."),
					"name":         framework.Shown("Name of the peer."),
					"ip_port":      framework.Shown("Address and port by which it is reached from outside."),
					"channels":     framework.ShownList("Channels it is in, sorted."),
					"org_msp_id":   framework.Shown("Id of the organization's membership service provider."),
					"org_domain":   framework.Shown("Domain name of the organization inside the cluster."),
				}},
			},
		},
	}
}

func (d *nodesDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model nodesDataSourceModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := framework.Reading(ctx)
	defer cancel()

	api := d.API(model.Region)
	nodes, err := api.ListNodes(ctx, model.BlockchainID.ValueString())
	if err != nil {
		resp.Diagnostics.Append(couldNotRead("nodes of the BCS instance "+model.BlockchainID.ValueString(), api.Region(), err))
		return
	}
	model.Region = types.StringValue(api.Region())
	model.Nodes = newNodeData(nodes)
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}
