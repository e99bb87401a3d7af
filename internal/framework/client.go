// Package framework holds what every object of the provider shares. It knows Terraform and the API client,
// and no service.
package framework

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
)

// Provider is what the configured provider block hands to every object.
type Provider struct {
	Client *client.Client
	Tags   TagPolicy
	// EnterpriseProjectID is for objects that do not name theirs; "" leaves it to the cloud.
	EnterpriseProjectID string
	// QuotaCheck asks plans to compare what they create with the quotas.
	QuotaCheck bool
}

// WithClient gives every kind of object the API client of its service. Resource, DataSource, EphemeralResource and
// Action are its forms; they differ in the type of Configure.
type WithClient[C any] struct {
	newClient func(core *client.Client, region string) C
	provider  *Provider
}

// API returns the client of the service in the object's region; a region that is not set is the provider's.
func (w *WithClient[C]) API(region types.String) C {
	return w.newClient(w.provider.Client, region.ValueString())
}

// Configured reports whether the provider block was configured; while a configuration is only validated it is not.
func (w *WithClient[C]) Configured() bool { return w.provider != nil }

// Tags is the provider's policy for tags.
func (w *WithClient[C]) Tags() TagPolicy { return w.provider.Tags }

// EnterpriseProjectID is the provider's choice for objects that do not name an enterprise project; "" if it has none.
func (w *WithClient[C]) EnterpriseProjectID() string { return w.provider.EnterpriseProjectID }

// Memo returns what build made for the key the first time in this run: a place for what objects tell each other.
func (w *WithClient[C]) Memo(key string, build func() any) any {
	return w.provider.Client.Memo(key, build)
}

// QuotaCheck reports whether a plan is to compare what it creates with the quotas.
func (w *WithClient[C]) QuotaCheck() bool { return w.provider.QuotaCheck }

// configure keeps what the provider block resolved to. Terraform also calls it before the provider is
// configured, with nothing.
func (w *WithClient[C]) configure(data any, diags *diag.Diagnostics) {
	if data == nil {
		return
	}
	provider, ok := data.(*Provider)
	if !ok {
		diags.AddError("Unexpected provider data",
			fmt.Sprintf("The provider handed over %T. This is a defect of the provider, please report it.", data))
		return
	}
	w.provider = provider
}

// Resource is what a resource inherits, and the list resource of the same type through it.
type Resource[C any] struct{ WithClient[C] }

// NewResource makes the part that a resource inherits.
func NewResource[C any](newClient func(core *client.Client, region string) C) Resource[C] {
	return Resource[C]{WithClient[C]{newClient: newClient}}
}

// Configure implements resource.ResourceWithConfigure.
func (r *Resource[C]) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	r.configure(req.ProviderData, &resp.Diagnostics)
}

// DataSource is what a data source inherits.
type DataSource[C any] struct{ WithClient[C] }

// NewDataSource makes the part that a data source inherits.
func NewDataSource[C any](newClient func(core *client.Client, region string) C) DataSource[C] {
	return DataSource[C]{WithClient[C]{newClient: newClient}}
}

// Configure implements datasource.DataSourceWithConfigure.
func (d *DataSource[C]) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.configure(req.ProviderData, &resp.Diagnostics)
}

// EphemeralResource is what an ephemeral resource inherits.
type EphemeralResource[C any] struct{ WithClient[C] }

// NewEphemeralResource makes the part that an ephemeral resource inherits.
func NewEphemeralResource[C any](newClient func(core *client.Client, region string) C) EphemeralResource[C] {
	return EphemeralResource[C]{WithClient[C]{newClient: newClient}}
}

// Configure implements ephemeral.EphemeralResourceWithConfigure.
func (e *EphemeralResource[C]) Configure(_ context.Context, req ephemeral.ConfigureRequest, resp *ephemeral.ConfigureResponse) {
	e.configure(req.ProviderData, &resp.Diagnostics)
}

// Action is what an action inherits.
type Action[C any] struct{ WithClient[C] }

// NewAction makes the part that an action inherits.
func NewAction[C any](newClient func(core *client.Client, region string) C) Action[C] {
	return Action[C]{WithClient[C]{newClient: newClient}}
}

// Configure implements action.ActionWithConfigure.
func (a *Action[C]) Configure(_ context.Context, req action.ConfigureRequest, resp *action.ConfigureResponse) {
	a.configure(req.ProviderData, &resp.Diagnostics)
}
