package framework

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// progressEvery is how often an action says that it still waits for the same status.
const progressEvery = 10 * time.Second

// ActionTimeoutAttribute is the `timeout` argument of an action.
func ActionTimeoutAttribute(standard time.Duration) schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: "How long the action may take before it fails, as a duration such as `30s` or `5m`. Default: `" + short(standard) + "`.",
		Optional:            true,
		Validators: []validator.String{FromFunc("must be a duration above zero such as 30s or 5m", func(text string) bool {
			duration, err := time.ParseDuration(text)
			return err == nil && duration > 0
		})},
	}
}

// WithinTimeout bounds an action by its `timeout` argument, which the schema has checked.
func WithinTimeout(ctx context.Context, timeout types.String, standard time.Duration) (context.Context, context.CancelFunc) {
	if duration, err := time.ParseDuration(timeout.ValueString()); err == nil {
		standard = duration
	}
	return context.WithTimeout(ctx, standard)
}

// Progress returns what a wait is to be reported to: it tells whoever invoked the action each status of the object that
// differs from the one before, and now and then that it is still the same.
func Progress(resp *action.InvokeResponse, object string) func(status string, elapsed time.Duration) {
	var last string
	var next time.Duration
	return func(status string, elapsed time.Duration) {
		if status == last && elapsed < next {
			return
		}
		last, next = status, elapsed+progressEvery
		resp.SendProgress(action.InvokeProgressEvent{Message: fmt.Sprintf("%s is %s (%s)", object, status, elapsed.Round(time.Second))})
	}
}
