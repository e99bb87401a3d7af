package hbs

import (
	"cmp"
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
	"github.com/hwc-community/terraform-provider-hwc/internal/client/hbs"
	"github.com/hwc-community/terraform-provider-hwc/internal/framework"
)

// instanceFilter is what a data source or a list asks of instances; the API filters nothing. What is not set is not asked.
type instanceFilter struct {
	ID, Name, Status, Edition, Kind, EnterpriseProjectID types.String
}

func (f instanceFilter) matches(i hbs.Instance) bool {
	return equal(f.ID, i.ID) && equal(f.Name, i.Name) && equal(f.Status, i.Status) && equal(f.Edition, i.Edition) && equal(f.Kind, i.Kind) &&
		equal(f.EnterpriseProjectID, i.EnterpriseProjectID)
}

// find reads the instances that match, in the order of their names.
func (f instanceFilter) find(ctx context.Context, api engine) ([]hbs.Instance, error) {
	instances, err := f.candidates(ctx, api)
	if err != nil {
		return nil, err
	}
	instances = slices.DeleteFunc(instances, func(i hbs.Instance) bool { return !f.matches(i) })
	slices.SortFunc(instances, func(a, b hbs.Instance) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID)) })
	return instances, nil
}

// candidates are all instances, or the one with the id: a list may lag behind its creation.
func (f instanceFilter) candidates(ctx context.Context, api engine) ([]hbs.Instance, error) {
	if f.ID.IsNull() {
		return api.ListInstances(ctx)
	}
	instance, err := api.GetInstance(ctx, f.ID.ValueString())
	if client.IsNotFound(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return []hbs.Instance{*instance}, nil
}

// instanceData is an instance as a data source shows it.
type instanceData struct {
	ID                    types.String      `tfsdk:"id"`
	Name                  types.String      `tfsdk:"name"`
	Status                types.String      `tfsdk:"status"`
	Edition               types.String      `tfsdk:"edition"`
	Kind                  types.String      `tfsdk:"kind"`
	EnterpriseProjectID   types.String      `tfsdk:"enterprise_project_id"`
	EnterpriseProjectName types.String      `tfsdk:"enterprise_project_name"`
	DataManagement        types.String      `tfsdk:"data_management"`
	ChainEngineVersion    types.String      `tfsdk:"chain_engine_version"`
	Orgs                  []instanceOrgData `tfsdk:"orgs"`
	Chains                []chainData       `tfsdk:"chains"`
	CreateTime            types.String      `tfsdk:"create_time"`
	UpdateTime            types.String      `tfsdk:"update_time"`
}

// instanceOrgData is an organization as its instance shows it.
type instanceOrgData struct {
	Name        types.String `tfsdk:"name"`
	Status      types.String `tfsdk:"status"`
	IsConsensus types.Bool   `tfsdk:"is_consensus"`
}

func newInstanceData(i hbs.Instance) instanceData {
	return instanceData{
		ID:                    types.StringValue(i.ID),
		Name:                  types.StringValue(i.Name),
		Status:                types.StringValue(i.Status),
		Edition:               types.StringValue(i.Edition),
		Kind:                  framework.OrNull(i.Kind),
		EnterpriseProjectID:   framework.OrNull(i.EnterpriseProjectID),
		EnterpriseProjectName: framework.OrNull(i.EnterpriseProjectName),
		DataManagement:        types.StringValue(i.DataManagement),
		ChainEngineVersion:    framework.OrNull(i.ChainEngineVersion),
		Orgs: framework.Map(i.Orgs, func(o hbs.InstanceOrg) instanceOrgData {
			return instanceOrgData{types.StringValue(o.Name), types.StringValue(o.Status), types.BoolValue(o.IsConsensus)}
		}),
		Chains:     framework.Map(i.Chains, newChainData),
		CreateTime: types.StringValue(i.CreateTime),
		UpdateTime: types.StringValue(i.UpdateTime),
	}
}

// describeInstance tells an instance from others, for messages.
func describeInstance(i hbs.Instance) string { return i.Name + " " + i.ID + " (" + i.Status + ")" }

var instanceStatuses = []string{
	hbs.StatusAvailable, hbs.StatusUnavailable, hbs.StatusException, hbs.StatusUnpaid, hbs.StatusCreating, hbs.StatusDeleting, hbs.StatusUpgrading,
	hbs.StatusOrgCreating, hbs.StatusOrgDeleting,
}

func instanceDataAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"id":                      shown("UUID of the instance."),
		"name":                    shown("Name of the instance."),
		"status":                  shown("Status: " + instanceStatusText),
		"edition":                 shown("Edition: `Professional`, `Enterprise` or `Platinum`."),
		"kind":                    shown("Kind of chain: `HuaweiCloudChain` or `Besu`; null where the cloud does not say."),
		"enterprise_project_id":   shown("Id of the enterprise project the instance belongs to; `0` is the default one."),
		"enterprise_project_name": shown("Name of that enterprise project."),
		"data_management":         shown("Who keeps the data: `Cloud` or `Edge`."),
		"chain_engine_version":    shown("Version of the engine, such as `1.0.1.2`; null while there is none."),
		"orgs": table("The organizations, as the cloud lists them.", map[string]schema.Attribute{
			"name":         shown("Name of the organization."),
			"status":       shown("Status: " + organizationStatusText),
			"is_consensus": shownBool("Whether its nodes agree on blocks."),
		}),
		"chains":      table("The chain of the instance; none before it is made.", chainDataAttributes()),
		"create_time": shown("When the instance was ordered, in UTC."),
		"update_time": shown("When the instance was last changed, in UTC."),
	}
}

// instanceSelectors are the arguments of the single data source.
func instanceSelectors() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"id":                    selector("UUID of the instance.", framework.UUID()),
		"name":                  selector("Name of the instance, exactly.", framework.NotEmpty()),
		"status":                selector("Status: "+instanceStatusText, stringvalidator.OneOf(instanceStatuses...)),
		"edition":               selector("Edition: `Professional`, `Enterprise` or `Platinum`.", stringvalidator.OneOf(professional, enterprise, platinum)),
		"kind":                  selector("Kind of chain: `HuaweiCloudChain` or `Besu`.", stringvalidator.OneOf(kindHuaweiCloudChain, kindBesu)),
		"enterprise_project_id": selector("Id of the enterprise project the instance belongs to.", framework.NotEmpty()),
	}
}

// instanceFilters are the arguments of the plural data source.
func instanceFilters() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"id":                    filter("with this UUID, so at most one.", framework.UUID()),
		"name":                  filter("with exactly this name.", framework.NotEmpty()),
		"status":                filter("with this status: "+instanceStatusText, stringvalidator.OneOf(instanceStatuses...)),
		"edition":               filter("of this edition: `Professional`, `Enterprise` or `Platinum`.", stringvalidator.OneOf(professional, enterprise, platinum)),
		"kind":                  filter("of this kind: `HuaweiCloudChain` or `Besu`.", stringvalidator.OneOf(kindHuaweiCloudChain, kindBesu)),
		"enterprise_project_id": filter("in the enterprise project with this id.", framework.NotEmpty()),
	}
}
