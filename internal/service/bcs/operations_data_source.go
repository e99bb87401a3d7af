package bcs

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/bcs"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

var _ datasource.DataSourceWithConfigure = (*operationsDataSource)(nil)

// NewOperationsDataSource is the data source `hwc_bcs_operations`.
func NewOperationsDataSource() datasource.DataSource {
	return &operationsDataSource{framework.NewDataSource(bcs.New)}
}

type operationsDataSource struct {
	framework.DataSource[*bcs.Client]
}

type operationsDataSourceModel struct {
	Region          types.String    `tfsdk:"region"`
	BlockchainID    types.String    `tfsdk:"blockchain_id"`
	OperationID     types.String    `tfsdk:"operation_id"`
	OperationStatus types.String    `tfsdk:"operation_status"`
	OperationType   types.String    `tfsdk:"operation_type"`
	ResourceType    types.String    `tfsdk:"resource_type"`
	Operations      []operationData `tfsdk:"operations"`
}

// operationData is a record, with what its steps come to in words of the provider's own: progress, failure, started_at.
type operationData struct {
	OperationID     types.String      `tfsdk:"operation_id"`
	OperationStatus types.String      `tfsdk:"operation_status"`
	OperationType   types.String      `tfsdk:"operation_type"`
	ResourceType    types.String      `tfsdk:"resource_type"`
	DomainID        types.String      `tfsdk:"domain_id"`
	ProjectID       types.String      `tfsdk:"project_id"`
	BlockchainID    types.String      `tfsdk:"blockchain_id"`
	BlockchainName  types.String      `tfsdk:"blockchain_name"`
	ClusterInfo     *operationCluster `tfsdk:"cluster_info"`
	Message         []string          `tfsdk:"message"`
	Desc            types.String      `tfsdk:"desc"`
	RecordTime      types.String      `tfsdk:"record_time"`
	StartedAt       types.String      `tfsdk:"started_at"`
	Progress        types.String      `tfsdk:"progress"`
	Failure         types.String      `tfsdk:"failure"`
	Steps           []stepData        `tfsdk:"steps"`
}

type operationCluster struct {
	ClusterType types.String    `tfsdk:"cluster_type"`
	Name        types.String    `tfsdk:"name"`
	ClusterID   types.String    `tfsdk:"cluster_id"`
	NodeInfos   []operationNode `tfsdk:"node_infos"`
}

type operationNode struct {
	Name types.String `tfsdk:"name"`
	ID   types.String `tfsdk:"id"`
}

type stepData struct {
	StepName types.String  `tfsdk:"step_name"`
	Status   types.String  `tfsdk:"status"`
	Detail   types.String  `tfsdk:"detail"`
	SubSteps []subStepData `tfsdk:"sub_steps"`
}

type subStepData struct {
	SubstepName types.String `tfsdk:"substep_name"`
	Status      types.String `tfsdk:"status"`
	Detail      types.String `tfsdk:"detail"`
	Message     []string     `tfsdk:"message"`
	StartTime   types.String `tfsdk:"start_time"`
	EndTime     types.String `tfsdk:"end_time"`
}

func newOperationData(o bcs.Operation) operationData {
	return operationData{
		OperationID:     types.StringValue(o.ID),
		OperationStatus: types.StringValue(o.OperationStatus),
		OperationType:   types.StringValue(o.OperationType),
		ResourceType:    types.StringValue(o.ResourceType),
		DomainID:        framework.OrNull(o.DomainID),
		ProjectID:       framework.OrNull(o.ProjectID),
		BlockchainID:    types.StringValue(o.BlockchainID),
		BlockchainName:  framework.OrNull(o.BlockchainName),
		ClusterInfo:     newOperationCluster(o.ClusterInfo),
		Message:         notNil(o.Message),
		Desc:            framework.OrNull(o.Desc),
		RecordTime:      utcOf(o.RecordTime),
		StartedAt:       utc(o.Begun()),
		Progress:        types.StringValue(o.Progress()),
		Failure:         framework.OrNull(o.Failure()),
		Steps:           framework.Map(o.Steps(), newStepData),
	}
}

func newOperationCluster(c bcs.OperationCluster) *operationCluster {
	return &operationCluster{
		framework.OrNull(c.ClusterType), framework.OrNull(c.Name), framework.OrNull(c.ClusterID),
		framework.Map(c.NodeInfos, func(n bcs.OperationNode) operationNode {
			return operationNode{framework.OrNull(n.Name), framework.OrNull(n.ID)}
		}),
	}
}

func newStepData(s bcs.Step) stepData {
	return stepData{
		types.StringValue(s.StepName), types.StringValue(s.Status), framework.OrNull(s.Detail),
		framework.Map(s.Parts(), func(p bcs.SubStep) subStepData {
			return subStepData{
				types.StringValue(p.SubstepName), framework.OrNull(p.Status), framework.OrNull(p.Detail), notNil(p.Message),
				utcOf(p.StartTime), utcOf(p.EndTime),
			}
		}),
	}
}

// utcOf is a time that the API gives in nanoseconds since 1970, with 0 for one that has not come.
func utcOf(nanoseconds bcs.Scalar) types.String {
	count, ok := nanoseconds.Int64()
	if !ok || count == 0 {
		return types.StringNull()
	}
	return utc(time.Unix(0, count))
}

func utc(t time.Time) types.String {
	if t.IsZero() {
		return types.StringNull()
	}
	return types.StringValue(t.UTC().Format(time.RFC3339))
}

func (d *operationsDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_bcs_operations"
}

func (d *operationsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The records of what was done to BCS instances lately, with their steps; the cloud keeps them for about three days.",
		Attributes: map[string]schema.Attribute{
			"region":        framework.DataSourceRegionAttribute(),
			"blockchain_id": framework.Filter("of the instance with this UUID.", framework.UUID()),
			"operation_id":  framework.Filter("with this id, so at most one.", framework.NotEmpty()),
			"operation_status": framework.Filter("with this status: "+operationStatuses, stringvalidator.OneOf(
				bcs.OperationWaiting, bcs.OperationProcessing, bcs.OperationFinished, bcs.OperationFailed, bcs.OperationStop)),
			"operation_type": framework.Filter("of this type: `99` creation, `00` deletion, `01` upgrade, `91` rollback, `02` new organization, `03` scaling, `04` joining a channel, `05` joining a consortium.",
				framework.NotEmpty()),
			"resource_type": framework.Filter("about this part: `BCSSVC01` the service, `BCSSVC02` a change of UGBaaS, `PLUGIN01` REST API, `PLUGIN02` trusted computing, `PLUGIN03` light nodes.",
				framework.NotEmpty()),
			"operations": schema.ListNestedAttribute{
				MarkdownDescription: "The records, the latest first.",
				Computed:            true,
				NestedObject:        schema.NestedAttributeObject{Attributes: operationAttributes()},
			},
		},
	}
}

const operationStatuses = "`waiting`, `processing`, `finished`, `failed` or `stop`."

func operationAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"operation_id":     framework.Shown("Id of the operation."),
		"operation_status": framework.Shown("Status: " + operationStatuses),
		"operation_type":   framework.Shown("Type of the operation."),
		"resource_type":    framework.Shown("Part the operation is about."),
		"domain_id":        framework.Shown("Id of the account."),
		"project_id":       framework.Shown("Id of the project."),
		"blockchain_id":    framework.Shown("UUID of the instance."),
		"blockchain_name":  framework.Shown("Name of the instance."),
		"cluster_info": schema.SingleNestedAttribute{
			MarkdownDescription: "Cluster the instance is in.",
			Computed:            true,
			Attributes: map[string]schema.Attribute{
				"cluster_type": framework.Shown("Kind of cluster: `cce` or `ief`."),
				"name":         framework.Shown("Name of the cluster."),
				"cluster_id":   framework.Shown("Id of the cluster."),
				"node_infos": schema.ListNestedAttribute{
					MarkdownDescription: "Edge nodes.",
					Computed:            true,
					NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
						"name": framework.Shown("Name of the edge node."),
						"id":   framework.Shown("Id of the edge node."),
					}},
				},
			},
		},
		"message":     framework.ShownList("What the cloud says about the operation, if anything."),
		"desc":        framework.Shown("Text about the operation; null if there is none."),
		"record_time": framework.Shown("When the record was last changed, in UTC."),
		"started_at":  framework.Shown("When the operation began, in UTC; null where neither its id nor its record tells."),
		"progress":    framework.Shown("How far the operation is, in words."),
		"failure":     framework.Shown("Step that failed and the cloud's own messages; null unless it failed."),
		"steps": schema.ListNestedAttribute{
			MarkdownDescription: "The steps, in their order.",
			Computed:            true,
			NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				"step_name": framework.Shown("Name of the step."),
				"status":    framework.Shown("Status of the step: " + operationStatuses),
				"detail":    framework.Shown("What the cloud says about it; null if nothing."),
				"sub_steps": schema.ListNestedAttribute{
					MarkdownDescription: "Parts of the step, in their order.",
					Computed:            true,
					NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
						"substep_name": framework.Shown("Name of the part."),
						"status":       framework.Shown("Status of the part; null where `detail` tells it."),
						"detail":       framework.Shown("What the cloud says about it; null if nothing."),
						"message":      framework.ShownList("What went wrong with it, if anything."),
						"start_time":   framework.Shown("When it began, in UTC; null before."),
						"end_time":     framework.Shown("When it ended, in UTC; null before."),
					}},
				},
			}},
		},
	}
}

func (d *operationsDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model operationsDataSourceModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := framework.Reading(ctx)
	defer cancel()

	api := d.API(model.Region)
	operations, err := api.ListOperations(ctx, bcs.OperationFilter{
		BlockchainID:    model.BlockchainID.ValueString(),
		OperationStatus: model.OperationStatus.ValueString(),
		ResourceType:    model.ResourceType.ValueString(),
		OperationType:   model.OperationType.ValueString(),
		OperationID:     model.OperationID.ValueString(),
	})
	if err != nil {
		resp.Diagnostics.Append(couldNotRead("BCS operations", api.Region(), err))
		return
	}
	slices.SortFunc(operations, func(a, b bcs.Operation) int { return cmp.Or(b.Begun().Compare(a.Begun()), cmp.Compare(a.ID, b.ID)) })
	model.Region = types.StringValue(api.Region())
	model.Operations = framework.Map(operations, newOperationData)
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}
