package hbs

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client/hbs"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

var _ datasource.DataSourceWithConfigure = (*jobsDataSource)(nil)

// NewJobsDataSource is the data source `hwc_hbs_jobs`.
func NewJobsDataSource() datasource.DataSource {
	return &jobsDataSource{framework.NewDataSource(newEngine)}
}

type jobsDataSource struct {
	framework.DataSource[engine]
}

type jobsDataSourceModel struct {
	Region       types.String `tfsdk:"region"`
	Status       types.Set    `tfsdk:"status"`
	Type         types.String `tfsdk:"type"`
	StartTime    types.String `tfsdk:"start_time"`
	InstanceName types.String `tfsdk:"instance_name"`
	InstanceID   types.String `tfsdk:"instance_id"`
	Jobs         []jobData    `tfsdk:"jobs"`
}

type jobData struct {
	ID            types.String `tfsdk:"id"`
	Type          types.String `tfsdk:"type"`
	Status        types.String `tfsdk:"status"`
	FailedMessage types.String `tfsdk:"failed_message"`
	Progress      types.Int64  `tfsdk:"progress"`
	InstanceID    types.String `tfsdk:"instance_id"`
	InstanceName  types.String `tfsdk:"instance_name"`
	StartTime     types.String `tfsdk:"start_time"`
	EndTime       types.String `tfsdk:"end_time"`
}

func newJobData(j hbs.Job) jobData {
	return jobData{
		types.StringValue(j.ID), types.StringValue(j.Type), types.StringValue(j.Status), framework.OrNull(j.FailedMessage), types.Int64Value(j.Progress),
		framework.OrNull(j.InstanceID), framework.OrNull(j.InstanceName), types.StringValue(j.StartTime), framework.OrNull(j.EndTime),
	}
}

const (
	jobTypeText   = "`CreateInstance`, `DeleteInstance`, `UpgradeChainEngine`, `CreateOrganization` or `DeleteOrganization`."
	jobStatusText = "`Initializing`, `Running`, `Failed` or `Success`."
)

func (d *jobsDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_hbs_jobs"
}

func (d *jobsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	types5 := []string{hbs.JobCreateInstance, hbs.JobDeleteInstance, hbs.JobUpgradeChainEngine, hbs.JobCreateOrganization, hbs.JobDeleteOrganization}
	resp.Schema = schema.Schema{
		MarkdownDescription: "The jobs of the blockchain engine in the project that match all the arguments given, such as the one that makes an instance: how far they are, and why they failed.",
		Attributes: map[string]schema.Attribute{
			"region": framework.DataSourceRegionAttribute(),
			"status": schema.SetAttribute{
				MarkdownDescription: "Only those with one of these statuses: " + jobStatusText,
				Optional:            true,
				ElementType:         types.StringType,
				Validators: []validator.Set{
					setvalidator.SizeAtLeast(1),
					setvalidator.ValueStringsAre(stringvalidator.OneOf(hbs.JobInitializing, hbs.JobRunning, hbs.JobFailed, hbs.JobSuccess)),
				},
			},
			"type": filter("of this type: "+jobTypeText, stringvalidator.OneOf(types5...)),
			"start_time": filter("that began at this time, in UTC such as `2022-04-16T07:20:05Z`, or later.",
				framework.FromFunc("must be a time such as 2022-04-16T07:20:05Z", validTime)),
			"instance_name": filter("about instances whose names contain this, with case.", framework.NotEmpty()),
			"instance_id":   filter("about the instance with this UUID.", framework.UUID()),
			"jobs": table("The jobs, the latest first.", map[string]schema.Attribute{
				"id":             shown("UUID of the job."),
				"type":           shown("What it does: " + jobTypeText),
				"status":         shown("Status: " + jobStatusText),
				"failed_message": shown("Why it failed; null unless it did."),
				"progress":       shownInt("How far it is, 0 to 100."),
				"instance_id":    shown("UUID of the instance it is about."),
				"instance_name":  shown("Name of the instance."),
				"start_time":     shown("When it began, in UTC."),
				"end_time":       shown("When it ended, in UTC; null until then."),
			}),
		},
	}
}

// validTime reports whether a text is a time as the API takes it.
func validTime(text string) bool {
	_, err := time.Parse("2006-01-02T15:04:05Z", text)
	return err == nil
}

func (d *jobsDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model jobsDataSourceModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := reading(ctx)
	defer cancel()

	api := d.API(model.Region)
	jobs, err := api.ListJobs(ctx, hbs.JobFilter{
		Statuses: framework.KnownStrings(ctx, model.Status), StartTime: model.StartTime.ValueString(), InstanceName: model.InstanceName.ValueString(),
	})
	if err != nil {
		resp.Diagnostics.Append(couldNotRead("HBS jobs", api.Region(), err))
		return
	}
	jobs = slices.DeleteFunc(jobs, func(j hbs.Job) bool { return !equal(model.Type, j.Type) || !equal(model.InstanceID, j.InstanceID) })
	slices.SortStableFunc(jobs, func(a, b hbs.Job) int { return cmp.Compare(b.StartTime, a.StartTime) })
	model.Region = types.StringValue(api.Region())
	model.Jobs = framework.Map(jobs, newJobData)
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}
