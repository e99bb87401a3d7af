// Package framework holds what every object of the provider shares. It knows Terraform and the API client,
// and no service.
package framework

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
)

// Provider is what the configured provider block hands to every object.
type Provider struct {
	Client *client.Client
	Tags   TagPolicy
}

// WithClient gives an object its Configure and the API client of its service. It is the only thing objects inherit.
type WithClient[C any] struct {
	New      func(core *client.Client, region string) C
	provider *Provider
}

// Configure keeps what the provider block resolved to. Terraform also calls it before the provider is
// configured, with nothing.
func (w *WithClient[C]) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	if req.ProviderData == nil {
		return
	}
	provider, ok := req.ProviderData.(*Provider)
	if !ok {
		resp.Diagnostics.AddError("Unexpected provider data",
			fmt.Sprintf("The provider handed over %T. This is a defect of the provider, please report it.", req.ProviderData))
		return
	}
	w.provider = provider
}

// API returns the client of the service in the object's region.
func (w *WithClient[C]) API(region types.String) C {
	return w.New(w.provider.Client, region.ValueString())
}

// Configured reports whether the provider block was configured; while a configuration is only validated it is not.
func (w *WithClient[C]) Configured() bool { return w.provider != nil }

// Tags is the provider's policy for tags.
func (w *WithClient[C]) Tags() TagPolicy { return w.provider.Tags }
